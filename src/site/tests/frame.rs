//! What every page has around what it says: the way around, what stands before and after, its words on paper.

use super::pages;

fn policy(id: &str, more: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Policy {id}\nkind: policy\nversion: \"1.0\"\nclassification: public\n{more}---\nText.\n"
    )
}

#[test]
fn the_way_around_tells_what_is_late_and_where_one_is() {
    let (late, good) = (policy("POL-1", "reviewed: 2024-01-02\n"), policy("POL-2", "reviewed: 2026-10-02\n"));
    let page = pages(&[("aims.toml", ""), ("a.md", &late), ("b.md", &good)]);
    let entry = |path: &str, href: &str| {
        let html = page(path);
        let nav =
            html.split("<nav class=\"menu\"").nth(1).and_then(|rest| rest.split("</nav>").next()).expect("a menu");
        let entry = nav.split("<li>").find(|entry| entry.contains(href)).expect("an entry").to_owned();
        (entry.contains("aria-current=\"page\""), entry.contains("aria-current=\"true\""), entry)
    };
    let (here, branch, told) = entry("index.html", "href=\"registers/policy.html\"");
    assert!(!here && !branch && told.contains("<b class=\"late\">1 late</b>"), "{told}");
    assert!(entry("registers/policy.html", "href=\"../registers/policy.html\"").0);
    assert!(entry("documents/POL-2.html", "href=\"../registers/policy.html\"").1);
    assert!(entry("documents/POL-2/history.html", "href=\"../../registers/policy.html\"").1);
    let (_, branch, told) = entry("controls/A.2.3.html", "href=\"../controls/index.html\"");
    assert!(branch && told.contains(" of 38</b>"), "{told}");
    assert!(entry("controls/A.2.3.html", "href=\"../controls/A.2.3.html\"").0, "the branch lies open");
    assert!(!page("controls/A.2.3.html").contains("href=\"../controls/A.3.2.html\">A.3"), "others do not");
}

#[test]
fn no_two_ways_of_the_menu_are_called_the_same() {
    let change = "---\nid: CHG-1\ntitle: Members of 2026\nkind: change\ndate: 2026-05-05\n---\nSee [[POL-1]].\n";
    let page = pages(&[("aims.toml", ""), ("a.md", &policy("POL-1", "")), ("c.md", change)]);
    let html = page("index.html");
    let menu = html.split("<nav class=\"menu\"").nth(1).and_then(|rest| rest.split("</nav>").next()).expect("a menu");
    let words = |entry: &str| {
        entry.split_once('>').and_then(|(_, rest)| rest.split(['<', '\n']).next()).map(|words| words.trim().to_owned())
    };
    let mut all: Vec<String> = menu.split("<a ").skip(1).filter_map(words).collect();
    all.sort_unstable();
    let told = all.len();
    all.dedup();
    assert!(told > 10 && all.len() == told, "{all:?}");
    for (path, title) in [("changes/index.html", "Change record"), ("registers/change.html", "Changes")] {
        assert!(page(path).contains(&format!("<h1>{title}</h1>")), "{path}");
    }
    let pointing = page("documents/POL-1.html");
    assert!(pointing.contains("CHG-1</a> Members of 2026, <time>2026-05-05</time>"), "{pointing}");
}

#[test]
fn a_title_in_another_language_says_so_wherever_its_document_is_named() {
    let other = "---\nid: POL-2\ntitle: سياسة\nkind: policy\nlang: ar\n---\n[[POL-1]]\n";
    let page = pages(&[("aims.toml", ""), ("a.md", &policy("POL-1", "")), ("b.md", other)]);
    for path in ["documents/index.html", "documents/POL-1.html", "registers/policy.html"] {
        let html = page(path);
        let main = html.split_once("<main").expect("a main part").1;
        assert!(
            main.contains("<span lang=\"ar\" dir=\"rtl\">سياسة</span>") || main.contains("<a lang=\"ar\" dir=\"rtl\" "),
            "{path}: {main}"
        );
        assert!(!main.contains(" lang=\"en\""), "{path}: {main}");
    }
}

#[test]
fn what_stands_before_and_after_is_of_the_same_sort() {
    let files = ["POL-1", "POL-2", "POL-10"].map(|id| (format!("{id}.md"), policy(id, "")));
    let mut all: Vec<(&str, &str)> = vec![("aims.toml", "")];
    all.extend(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    all.push(("p.md", "---\nid: PRO-1\ntitle: P\nkind: procedure\n---\nText.\n"));
    let page = pages(&all);
    let turn = |path: &str, rel: &str| {
        let html = page(path);
        let nav = html.split("<nav class=\"turn\"").nth(1)?.split("</nav>").next()?.to_owned();
        let (_, href) = nav.split_once(&format!("rel=\"{rel}\" href=\""))?;
        Some(href.split('"').next()?.to_owned())
    };
    assert_eq!(turn("documents/POL-2.html", "prev").as_deref(), Some("POL-1.html"));
    assert_eq!(turn("documents/POL-2.html", "next").as_deref(), Some("POL-10.html"));
    assert_eq!((turn("documents/POL-10.html", "next"), turn("documents/PRO-1.html", "prev")), (None, None));
    assert_eq!((turn("controls/A.2.2.html", "prev"), turn("clauses/10.2.html", "next")), (None, None));
    assert_eq!(turn("controls/A.2.4.html", "next").as_deref(), Some("A.3.2.html"));
    assert_eq!(turn("clauses/6.1.4.html", "prev").as_deref(), Some("6.1.3.html"));
}

#[test]
fn a_page_says_on_paper_and_in_a_citation_what_it_is() {
    let page = pages(&[("aims.toml", "[organisation]\nname = \"A & B\"\n"), ("a.md", &policy("POL-1", ""))]);
    let text = page("documents/POL-1.html");
    assert!(text.contains("data-head=\"POL-1 · Policy POL-1 · version 1.0\" data-class=\"Public\""), "{text}");
    assert!(text.contains("data-foot=\"A &amp; B, 2026-11-20\""), "{text}");
    assert!(
        text.contains("<span>POL-1, Policy POL-1, version 1.0. A &amp; B, AI management system, 2026-11-20.</span>")
    );
    assert!(page("risks.html").contains("data-head=\"Risks\" data-class=\"\""));
}

#[test]
fn pages_of_several_documents_say_for_whom_they_are_only_where_one_of_these_does() {
    let of = |id: &str, kind: &str, class: &str| {
        let class = if class.is_empty() { String::new() } else { format!("classification: {class}\n") };
        format!("---\nid: {id}\ntitle: T\nkind: {kind}\n{class}---\nText.\n")
    };
    let told = |path: &str, classes: [&str; 2]| {
        let kind = if path.starts_with("systems") { "system" } else { "concern" };
        let [one, other] = [("X-1", classes[0]), ("X-2", classes[1])].map(|(id, class)| of(id, kind, class));
        let html = pages(&[("aims.toml", ""), ("a.md", &one), ("b.md", &other)])(path);
        let class = html.split(" data-class=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
        (class.unwrap_or_default(), html.contains("<p class=\"marked\">"))
    };
    for path in ["registers/concern.html", "systems/index.html", "systems/evidence.html"] {
        for (classes, class) in [
            (["", ""], ""),
            (["public", ""], ""),
            (["public", "public"], "Public"),
            (["internal", ""], "Internal"),
            (["internal", "confidential"], "Confidential"),
        ] {
            assert_eq!(told(path, classes), (class.to_owned(), class == "Confidential"), "{path}: {classes:?}");
        }
    }
    // Pages of one system are as that is.
    for path in ["systems/X-1/history.html", "systems/X-1/story.html"] {
        assert_eq!(told(path, ["confidential", ""]), ("Confidential".to_owned(), true), "{path}");
        assert_eq!(told(path, ["internal", "confidential"]), ("Internal".to_owned(), false), "{path}");
        assert_eq!(told(path, ["", "confidential"]), (String::new(), false), "{path}");
    }
}

#[test]
fn a_page_that_names_what_few_may_read_is_for_them_and_a_text_is_as_it_says() {
    let marked = |class: &str| {
        let of = |id: &str, kind: &str, rest: &str| {
            format!("---\nid: {id}\ntitle: T\nkind: {kind}\nowner: Ann\n{rest}---\nText.\n")
        };
        let system = of("SYS-1", "system", "lifecycle: in-use\nclassification: internal\n");
        let about = "date: 2026-01-02\ncontrols: [A.6.2.4]\nsystems: [SYS-1]\n";
        let record = of("REC-1", "record", &format!("{about}classification: {class}\n"));
        let policy = policy("POL-1", "");
        let files = [("aims.toml", ""), ("s.md", &*system), ("r.md", &*record), ("p.md", &*policy)];
        let page = pages(&files);
        let told = |paths: &[&str]| {
            let html = paths.iter().map(|path| page(path));
            html.filter(|html| html.contains("<p class=\"marked\">Confidential</p>")).count()
        };
        let of_several = [
            "systems/SYS-1/history.html",
            "controls/A.6.2.4.html",
            "documents/index.html",
            "print.html",
            "search.html",
        ];
        (told(&of_several), told(&["documents/SYS-1.html", "documents/POL-1.html", "rules.html", "glossary.html"]))
    };
    assert_eq!([marked("confidential"), marked("internal")], [(5, 0), (0, 0)]);
}

#[test]
fn what_is_not_in_order_is_told_once_by_its_cause() {
    let broken = "---\nid: POL-1\ntitle: Broken\nkind: policy\ncontrols: [A.2.2, A.2.3]\nclauses: [\"5.2\"]\n---\n[a](a.md) [b](b.md)\n";
    let html = pages(&[("aims.toml", ""), ("p.md", broken)])("index.html");
    let order = html.split("id=\"order\"").nth(1).and_then(|rest| rest.split("</section>").next()).expect("a section");
    let lines: Vec<&str> = order.split("<li>").skip(1).filter(|line| line.contains("sign is-error")).collect();
    let [line] = lines[..] else { panic!("{order}") };
    assert!(line.contains("POL-1.html\">POL-1</a>") && line.contains("and 1 more error there"), "{line}");
    for id in ["A.2.2", "A.2.3"] {
        assert!(line.contains(&format!(">{id}</a>")), "{line}");
    }
    assert!(line.contains("rest on it"), "{line}");
    for question in ["What is in scope, and how complete is it?", "What is not in order?", "Where do I start?"] {
        assert!(html.contains(&format!(">{question}</h2>")), "{question}");
    }
}

#[test]
fn a_register_wider_than_a_screen_folds_the_rest_into_each_row() {
    let long = "words that go on for longer than a short column would hold";
    let keys = |with: &dyn Fn(usize) -> String| (0..12).map(with).collect::<String>();
    let fields = keys(&|i| format!("  {{ name = \"key-{i}\", type = \"text\" }},\n"));
    let settings = format!("[kinds.sheet]\nlabel = \"Sheet\"\nfield = [\n{fields}]\n");
    let rows = keys(&|i| format!("key-{i}: {i} {long}\n"));
    let sheet = format!("---\nid: S-1\ntitle: A sheet\nkind: sheet\n{rows}---\n");
    let html = pages(&[("aims.toml", &settings), ("s.md", &sheet)])("registers/sheet.html");
    let head = html.split("</thead>").next().unwrap_or_default();
    assert!(head.matches("<th scope=\"col\"").count() < 8, "{html}");
    let row = html.split("<details class=\"fold\"><summary>").nth(1).expect("a fold");
    assert!(row.contains("more facts</summary>") && row.contains("Key 11: </span>11 words"), "{row}");
    for i in 0..12 {
        assert_eq!(html.matches(&format!(">{i} {long}")).count(), 1, "{i}");
    }
}

#[test]
fn a_nonconformity_is_told_with_what_it_holds_back_and_all_lines_are_counted() {
    let record = "---\nid: NC-1\ntitle: Logs lost\nkind: nonconformity\ndate: 2026-09-01\ngrade: minor\nstate: open\ndue: 2026-10-01\nsystems: [SYS-1]\nrequirement: PRO-1\n---\n";
    let procedure = "---\nid: PRO-1\ntitle: P\nkind: procedure\ncontrols: [A.6.2.8]\n---\nText.\n";
    let system = "---\nid: SYS-1\ntitle: S\nkind: system\n---\nText.\n";
    let html = pages(&[("aims.toml", ""), ("n.md", record), ("p.md", procedure), ("s.md", system)])("index.html");
    let order = html.split("id=\"order\"").nth(1).and_then(|rest| rest.split("</section>").next()).expect("a section");
    let line = order.split("<li>").find(|line| line.contains("Logs lost")).expect("a line");
    let held = line.split("holds back ").nth(1).unwrap_or_else(|| panic!("{line}"));
    assert!(held.contains(">A.6.2.8</a>") && held.contains(">SYS-1</a>"), "{held}");
    let lines = order.matches("<li>").count();
    assert!(html.contains(&format!(">{lines} things not in order</a>")), "{lines}: {html}");
}

#[test]
fn a_commit_younger_than_the_day_of_the_build_is_told() {
    use crate::base::Date;
    use crate::history::{History, Standing};

    let of = |day: Date| {
        let mut history = History::empty(Standing::Recorded);
        history.head = Some(("a".repeat(40), day));
        let bundle = super::site(&[("aims.toml", "")], &history);
        ["about.html", "index.html"]
            .map(|path| super::page(&bundle, path).matches("later than the day for which").count())
    };
    assert_eq!(of(Date::constant(2026, 11, 21)), [2, 1], "in the footer, and on the page that tells of the build");
    assert_eq!(of(Date::constant(2026, 11, 20)), [0, 0]);
}

#[test]
fn signed_tags_have_the_command_that_verifies_them() {
    use crate::base::Date;
    use crate::history::{History, LinePlace, Standing, Tag};

    let mut history = History::empty(Standing::Recorded);
    let tag = |name: &str, signed: bool| Tag {
        day: Date::constant(2026, 3, 1),
        name: name.into(),
        rev: name.into(),
        place: Some(LinePlace::new(0)),
        signed,
    };
    history.tags = vec![tag("v1-audit", true), tag("$(x)", true), tag("plain", false)];
    let keys = "[[people]]\nname = \"Ada\"\nkeys = [\"ssh-ed25519 AAAA\"]\n";
    for (settings, options) in [("", ""), (keys, "-c gpg.ssh.allowedSignersFile=site/data/allowed_signers ")] {
        let html = super::page(&super::site(&[("aims.toml", settings)], &history), "audit.html");
        assert!(html.contains(&format!("<code>git {options}verify-tag refs/tags/v1-audit</code>")), "{html}");
        assert!(html.contains(&format!("<code>git {options}verify-tag &#39;refs/tags/$(x)&#39;</code>")), "{html}");
        assert!(!html.contains("tags/plain"), "nothing is signed there: {html}");
    }
}
