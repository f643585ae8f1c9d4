//! A team's own look of its site: what it changes, that the site says so, and that whoever brings it with a pull request
//! reaches nothing by it. The shapes that templates are written for are held here too.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use aims::base::date;
use aims::demo;
use aims::model::own_theme::{TEMPLATES, VIEWS};
use aims::parse::{MOST_OPEN, open_beyond, own_template};
use aims::pipeline::{Project, Request};
use aims::site::{Shapes, Site};
use aims::state::NoTexts;

use sandbox::{Outcome, Sandbox, TODAY};
use site::check_site;

use crate::support::sandbox;
use crate::support::site;

const POLICY: &str = "---\nid: POL-001\ntitle: <b>AI</b> policy\nkind: policy\n---\n\nWe use AI with care.\n";
const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>\n";

/// A small AIMS with these files below `theme`.
fn themed(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new(&[
        ("aims.toml", "[organisation]\nname = \"Example\"\n[checks]\nfail = \"off\"\n"),
        ("pol.md", POLICY),
    ]);
    for (name, text) in files {
        sandbox.put(format!("theme/{name}"), text);
    }
    sandbox.commit("Begin");
    sandbox
}

fn build(sandbox: &Sandbox) -> Outcome {
    sandbox.run(&["build", "-q", "--today", TODAY, "--rev", "HEAD", "--out", "site"])
}

fn page(sandbox: &Sandbox, name: &str) -> String {
    fs::read_to_string(sandbox.path("site").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn findings(sandbox: &Sandbox) -> Vec<String> {
    let found = sandbox.run(&["check", "--today", TODAY, "--format", "short"]).stdout;
    found.lines().filter(|line| line.contains("AIMS816")).map(str::to_owned).collect()
}

#[test]
fn styles_logo_and_templates_change_the_site_and_the_site_says_so() {
    let sandbox = themed(&[
        ("style.css", "header.site { border-color: navy }\n"),
        ("logo.svg", LOGO),
        (
            "templates/document.html",
            "{# views 1 #}\n<h1 class=\"mine\">{{ view.title | upper }}</h1>\n{{ view.body | safe }}\n",
        ),
        ("templates/top.html", "<p>For the staff of {{ frame.organisation }}.</p>"),
        ("notes.txt", "not of the site"),
    ]);
    let built = build(&sandbox);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    let document = page(&sandbox, "documents/POL-001.html");
    assert!(
        document.contains("<h1 class=\"mine\">&lt;B&gt;AI&lt;/B&gt; POLICY</h1>"),
        "a text stays a text: {document}"
    );
    assert!(document.contains("We use AI with care.") && document.contains("<p>For the staff of Example.</p>"));
    assert!(
        document.contains("<link rel=\"stylesheet\" href=\"../theme/style.css\">")
            && document.contains("src=\"../theme/logo.svg\"")
    );
    assert!(document.contains("about.html#look\">templates of the organisation</a>"));
    let about = page(&sandbox, "about.html");
    for file in ["theme/style.css", "theme/logo.svg", "theme/templates/document.html", "theme/templates/top.html"] {
        let digest = aims::base::sha256_hex(&fs::read(sandbox.path(file)).expect("a file"));
        assert!(about.contains(file) && about.contains(&digest), "{file}");
    }
    assert!(!about.contains("notes.txt"));
    assert_eq!(fs::read_to_string(sandbox.path("site/theme/logo.svg")).expect("the logo"), LOGO);
    // What a template leaves out of a page the search may still lead to: then to the page itself.
    let problems = check_site(&sandbox.path("site")).into_iter().filter(|problem| !problem.starts_with("search.html:"));
    assert_eq!(problems.collect::<Vec<_>>(), Vec::<String>::new());
    let verified = sandbox.run(&["verify", "site"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.stdout, verified.stderr);
}

#[test]
fn the_page_by_which_a_site_is_verified_stays_ours() {
    let sandbox = themed(&[("templates/sections.html", "<h1>All is well</h1>")]);
    assert_eq!(build(&sandbox).code, Some(0));
    assert!(page(&sandbox, "samples.html").contains("All is well"));
    let about = page(&sandbox, "about.html");
    assert!(!about.contains("All is well") && about.contains("theme/templates/sections.html"));
}

#[test]
fn what_not_every_page_has_is_told_where_a_template_stands_on_all() {
    let texts = [
        ("<p>x</p>\n<p>{{ view.title }}</p>", Some(":2:7: ")),
        ("{% for m in view.months %}x{% endfor %}", Some(":1:4: ")),
        ("{% if view.title is defined %}<i>{{ view.title }}</i>{% endif %}{{ view.lede | default(value=\"\") }}", None),
        ("<p>{{ frame.title }}</p>", None),
        ("{% if frame.organisation %}{{ view.title }}{% endif %}", Some(":1:31: ")),
        ("{% for x in frame.nav %}{{ view.c }}{% endfor %}", Some(":1:28: ")),
        ("{% if view.title is defined or frame.title %}{{ view.title }}{% endif %}", Some(":1:49: ")),
        ("{% if view.title is not defined %}{{ view.title }}{% endif %}", Some(":1:38: ")),
        ("{% if view.lede is defined %}{% elif frame.title %}{{ view.lede }}{% endif %}", Some(":1:55: ")),
        ("{{ view.title | trim | default(value=\"\") }}", Some(":1:4: ")),
        ("{% if view.no.more is defined %}x{% endif %}", Some(":1:4: ")),
        ("{% if view.no > 3 or 'a' in view.no %}x{% endif %}", Some(":1:4: ")),
        ("{% if view.title != 'x' %}{{ view.title }}{% endif %}", Some(":1:30: ")),
        ("{% if view.no is defined and view.no.more or view.no == 'x' %}x{% endif %}", None),
        ("{% if not view.title %}{% else %}{% if frame.title %}{{ view.title }}{% endif %}{% endif %}", None),
        ("{% if frame.x is defined %}{% elif view.title is defined %}{{ view.title }}{% endif %}", None),
    ];
    for (text, place) in texts {
        for name in ["top.html", "bottom.html"] {
            let sandbox = themed(&[(&format!("templates/{name}"), text)]);
            let found = findings(&sandbox);
            let told = place.map(|place| format!("theme/templates/{name}{place}"));
            assert_eq!(found.len(), usize::from(told.is_some()), "{text}: {found:?}");
            assert!(told.is_none_or(|told| found[0].starts_with(&told)), "{text}: {found:?}");
            assert_eq!(build(&sandbox).code, Some(0), "{text}");
        }
    }
}

#[test]
fn neither_a_style_nor_words_of_the_team_stand_on_it() {
    let hides = "#look{display:none}\nmain p::after{content:' Verified by the Board.'}\n";
    let words = "<p>Checked by the certification body.</p>";
    let sandbox = themed(&[
        ("style.css", hides),
        ("logo.svg", LOGO),
        ("templates/top.html", words),
        ("templates/bottom.html", words),
    ]);
    assert_eq!(build(&sandbox).code, Some(0));
    let about = page(&sandbox, "about.html");
    for theirs in ["certification body.", "theme/style.css\"", "class=\"logo\""] {
        assert!(!about.contains(theirs), "{theirs}");
    }
    assert!(about.contains("theme/style.css") && about.contains("theme/templates/bottom.html"), "{about}");
    assert_eq!(page(&sandbox, "index.html").matches(words).count(), 2);
    // With a style alone, the foot says so.
    let sandbox = themed(&[("style.css", hides)]);
    assert_eq!(build(&sandbox).code, Some(0));
    let told = |name: &str| page(&sandbox, name).contains("about.html#look\">styles of the organisation</a>");
    assert!(told("index.html") && told("documents/POL-001.html") && !told("about.html"));
}

#[test]
fn a_style_and_a_template_are_both_told_of() {
    let sandbox = themed(&[("style.css", ".sign::before{content:'Approved'}\n"), ("templates/top.html", "<p>hi</p>")]);
    assert_eq!(build(&sandbox).code, Some(0));
    let document = page(&sandbox, "documents/POL-001.html");
    for told in ["templates of the organisation</a>", "styles of the organisation</a>"] {
        assert_eq!(document.matches(told).count(), 1, "{told}");
    }
}

#[test]
fn a_style_that_spells_an_address_otherwise_is_told() {
    let spelt = ["u\\72l(//x/a)", "u\\000072 l(//x/a)", "\\75\\000072\\6c(//x/a)", "src(\"http://x/a\")"];
    let texts = ["-webkit-image-set('//x/a' 1x)", "image( \"http://x/a\")", "image-set('a' 1x, '\\/\\\\x/a' 2x)"];
    let sound = ["\"\\201C a/b\"", "image-set(url(logo.svg) 1x) /* 'x' */"];
    let bad = spelt.into_iter().chain(texts).map(|text| (text, true));
    for (text, is_told) in bad.chain(sound.map(|text| (text, false))) {
        let sandbox = themed(&[("logo.svg", LOGO), ("style.css", &format!("a {{ b: {text} }}\n"))]);
        let found = findings(&sandbox);
        assert_eq!(found.len(), usize::from(is_told), "{text}: {found:?}");
        assert!(found.iter().all(|found| found.starts_with("theme/style.css:1:")), "{text}: {found:?}");
    }
    for import in ["@\\69mport '//x/a.css';\n", "\\40 import 'a';\n"] {
        assert_eq!(findings(&themed(&[("style.css", import)])).len(), 1, "{import}");
    }
}

#[test]
fn a_template_that_passes_a_text_on_takes_nothing_out_of_it() {
    let text = "\n- [x] Board agreed\n- [ ] Works council agreed\n\n| a | b |\n|--:|:-:|\n| 1 | ~~2~~[^n] |\n\n3. c\n4. d\n\n\
                <ol type=\"a\"><li value=\"2\">e</li></ol>\n\n> [!NOTE]\n> f `g`\n\n```rust\nfn h() {}\n```\n\n\
                ![i](i.png) H<sub>2</sub>O <kbd>j</kbd> <del datetime=\"2026-01-01\">k</del> <ruby>l<rt>m</rt></ruby>\n\n[^n]: o\n";
    let article = |more: &[(&str, &str)]| {
        let sandbox = themed(more);
        sandbox.put("pol.md", format!("{POLICY}{text}"));
        sandbox.put("i.png", b"\x89PNG\r\n\x1a\n");
        sandbox.commit("Say more");
        assert_eq!(build(&sandbox).code, Some(0));
        let page = page(&sandbox, "documents/POL-001.html");
        let (_, inner) = page.split_once("<article class=\"prose\"").expect("an article");
        let (inner, _) = inner.split_once('>').and_then(|(_, inner)| inner.split_once("</article>")).expect("its end");
        // Each tag with its attributes in an order of their own, and each word.
        let pieces = inner.split(['<', '>']).map(|piece| {
            let piece = piece.replace("=\"\"", "");
            let mut words: Vec<String> = piece.split_whitespace().map(str::to_owned).collect();
            words.sort();
            words.join(" ")
        });
        pieces.filter(|piece| !piece.is_empty()).collect::<Vec<_>>()
    };
    let ours = article(&[]);
    assert!(ours.iter().any(|piece| piece.starts_with("aria-label=") && piece.contains("checkbox")), "{ours:?}");
    let passed = "{# views 1 #}<h1>{{ view.title }}</h1><article class=\"prose\">{{ view.body | safe }}</article>";
    assert_eq!(article(&[("templates/document.html", passed)]), ours);
}

#[test]
fn texts_are_compared_below_a_change_record_that_is_made_with_a_template_of_the_teams() {
    let sandbox = themed(&[("templates/history.html", "<h1>{{ view.title }} as we tell it</h1>")]);
    sandbox
        .put("pol.md", POLICY.replace("kind: policy", "kind: policy\nversion: \"1.0\"").replace("care", "great care"));
    sandbox.commit("Say more");
    let built = build(&sandbox);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    let record = page(&sandbox, "documents/POL-001/history.html");
    let (ours, rest) = record.split_once("as we tell it</h1>").expect("the template of the team");
    assert!(
        !ours.contains("data-compare") && rest.contains("data-compare") && rest.contains("id=\"_texts\""),
        "{record}"
    );
    assert!(page(&sandbox, "documents/POL-001/1.0.html").contains("href=\"history.html#_texts\""));
}

#[test]
fn what_reaches_out_is_told_at_its_line_and_ours_stands_in_its_place() {
    for (name, text, said) in [
        ("templates/index.html", "<p>\n{{ get_env(name=\"HOME\") }}", "2:11: error: this cannot stand here"),
        ("templates/index.html", "{% include \"/etc/passwd\" %}", "1:4: error: `include` is nothing"),
        ("templates/index.html", "{{ view.title | safe }}", "1:17: error: this value is no HTML"),
        ("templates/index.html", "{% set a = \"x\" %}", "1:4: error: `set` is nothing"),
        ("templates/index.html", "{% if a %}", "1:4: error: this `if` is never closed"),
        ("templates/index.html", "{# views 7 #}a", "1:1: error: it was written for views 7"),
        ("templates/indx.html", "a", "1:1: error: no page is made with a template `indx.html`"),
        ("style.css", "a{}\n@import 'x';", "2:1: error: a style sheet may not use `@import`"),
        (
            "logo.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"/>",
            "1:1: error: it is a drawing that does more",
        ),
    ] {
        let sandbox = themed(&[(name, text)]);
        let found = findings(&sandbox);
        assert!(found.iter().any(|line| line.contains(&format!("theme/{name}:{said}"))), "{name} {text}: {found:?}");
        assert_eq!(build(&sandbox).code, Some(0), "{name}");
        assert!(page(&sandbox, "index.html").contains("<h1"), "{name}");
        assert!(!sandbox.path("site").join("theme").exists(), "{name}: nothing of it is published");
    }
}

#[test]
fn what_a_page_cannot_show_ends_the_build_and_the_site_before_stays() {
    let sandbox = themed(&[]);
    assert_eq!(build(&sandbox).code, Some(0));
    let before = page(&sandbox, "index.html");
    for text in ["{{ view.nowhere.at.all }}", "{% for a in frame.organisation %}{{ a.b.c }}{% endfor %}"] {
        sandbox.put("theme/templates/index.html", text);
        sandbox.commit("Change the look");
        let built = build(&sandbox);
        assert_eq!(built.code, Some(2), "{text}: {}", built.stderr);
        assert!(
            built.stderr.contains("theme/templates/index.html") && built.stderr.contains("aims explain theme"),
            "{}",
            built.stderr
        );
        assert_eq!(page(&sandbox, "index.html"), before);
    }
}

const COMPONENTS: [&str; 2] = ["parts", "sign"];

fn sound(text: &str) {
    assert!(own_template(text, &COMPONENTS).is_ok(), "{text:.80}");
}

fn first_fault(text: &str) -> (String, String) {
    let problems = own_template(text, &COMPONENTS).expect_err(text);
    let span = problems[0].span;
    (text[span.start..span.end].to_owned(), problems[0].message.english())
}

#[test]
fn what_tera_would_read_within_itself_or_refuse_is_a_fault_before_that() {
    // Each of these overflows the stack, or ends a build, where it comes to tera unbounded.
    let chain = |many: usize| format!("{{% if a %}}x{}{{% endif %}}", "{% elif a %}y".repeat(many));
    let (place, told) = first_fault(&chain(20_000));
    assert_eq!((place.as_str(), told.as_str()), ("elif a", "more than 50 `elif` are open here"));
    sound(&chain(50));
    sound(&format!("{}{}", chain(40), chain(40)));
    let nested = |many| format!("{}{}{}", "{% if a %}{% elif b %}".repeat(10), chain(many), "{% endif %}".repeat(10));
    sound(&nested(40));
    assert_eq!(first_fault(&nested(41)).1, "more than 50 `elif` are open here");
    for (text, message) in [
        ("{% if not not a %}x{% endif %}".to_owned(), "`-` and `not` cannot be used consecutively."),
        (format!("{{% if a{} %}}x{{% endif %}}", " or a".repeat(300)), "The expression is too complex"),
        (format!("\n{{{{ a{} }}}}", "|upper".repeat(400)), "The expression is too complex"),
        (format!("{{{{ a{} }}}}", ".b".repeat(100_000)), "The expression is too complex"),
        ("{{ none.x }}".to_owned(), "Found `.` but expected }}."),
    ] {
        let problems = own_template(&text, &COMPONENTS).expect_err(&text);
        let (first, told) = (&problems[0], format!("tera does not take this: {message}"));
        assert_eq!((problems.len(), first.message.english()), (1, told), "{text:.60}");
        assert!(first.span.start > 0 && first.span.end <= text.len(), "{text:.60}: {:?}", first.span);
    }
    let (place, told) = first_fault(&"<div>{% if a %}</div>{% endif %}<b>".repeat(600));
    assert_eq!((place.as_str(), told.as_str()), ("<", "more than 512 elements are open here"));
}

#[test]
fn what_is_left_open_is_counted_and_what_ends_is_not() {
    for (unit, is_deep) in [
        ("<div>", true),
        ("<b><p>", true),
        ("<B id='>'>x", true),
        ("<div></p>", true),
        ("<!--></div--><i>", true),
        ("<div title=\"</div>\">", true),
        ("<svg>", true),
        ("<li>x<p>y", false),
        ("<tr><td>x", false),
        ("<br><img src=x>", false),
        ("<div class=\"a>b\">x</div>", false),
        ("<!-- <div> -->", false),
        ("<svg><path d='x'/></svg>", false),
        ("a < b", false),
    ] {
        let html = unit.repeat(2 * MOST_OPEN);
        assert_eq!(open_beyond(&html).is_some(), is_deep, "{unit}");
    }
    assert_eq!(open_beyond(&"<p><i>".repeat(MOST_OPEN + 1)), Some(MOST_OPEN * 6 + 3));
}

#[test]
fn what_has_no_bound_of_its_own_is_told_by_the_check_and_ours_stands_in_its_place() {
    for (text, told) in [
        (format!("{{% if frame.title %}}x{}{{% endif %}}", "{% elif frame.title %}x".repeat(1_000)), "`elif` are open"),
        ("<p>a</p>\n{% if not not frame.title %}x{% endif %}".to_owned(), ":2:"),
        ("<div>".repeat(2_500), "more than 512 elements are open here"),
        ("x".repeat(40_000), "it has 40000 bytes, and 32768 are the most"),
    ] {
        let sandbox = themed(&[("templates/top.html", &text)]);
        let found = findings(&sandbox);
        assert!(found.len() == 1 && found[0].contains(told), "{found:?}");
        let built = build(&sandbox);
        assert_eq!(built.code, Some(0), "{text:.40}: {}", built.stderr);
        assert!(!page(&sandbox, "index.html").contains("templates of the organisation"), "{text:.40}");
    }
}

#[test]
fn what_a_template_makes_is_bounded_on_each_page_and_over_all() {
    let opened: String = (0..200).map(|i| format!("<b id=\"{i}\">")).collect();
    for (name, text, told) in [
        ("top.html", "{{ frame.nav }}".repeat(1_000), "more than 32768 bytes"),
        (
            "sections.html",
            format!("{{% for a in view.sections %}}{}{{% endfor %}}", "<p>x</p>".repeat(30_000)),
            "bytes of one page",
        ),
        (
            "sections.html",
            format!("{{% for a in view.sections %}}{}{{% endfor %}}", "<div>".repeat(300)),
            "512 elements",
        ),
        ("bottom.html", format!("<p>{opened}{}", "<p>x".repeat(5_000)), "opened again and again"),
    ] {
        let sandbox = themed(&[(&format!("templates/{name}"), &text)]);
        assert_eq!(findings(&sandbox), [""; 0]);
        let built = build(&sandbox);
        assert!(built.code == Some(2) && built.stderr.contains(told), "{name}: {}", built.stderr);
        assert!(!sandbox.path("site/index.html").exists());
    }
}

/// What `theme/views.txt` says: for each template the ways to its values.
fn told(shapes: &Shapes) -> String {
    let mut text =
        String::from("What pages have to show, as templates see it. Made from the example by tests/theme.rs.\n");
    let _ = writeln!(text, "views {VIEWS}");
    for (template, ways) in shapes.iter().filter(|(template, _)| TEMPLATES.contains(template)) {
        let _ = writeln!(text, "== {template}");
        for (way, sorts) in ways {
            let sorts: Vec<&str> = sorts.iter().copied().collect();
            let _ = writeln!(text, "  {way}  {}", sorts.join(" or "));
        }
    }
    text
}

/// The shapes of the pages of the demo, which has something of everything.
fn shapes() -> Shapes {
    let sandbox = Sandbox::new::<&str>(&[]);
    let today = date::parse(TODAY).expect("a day");
    demo::write(&sandbox.path("demo"), today).expect("a demo");
    let project = Project::find(&sandbox.path("demo")).expect("an AIMS");
    let mut request = Request::new(sandbox.path("demo"), today);
    request.since = Some("v2025-audit".into());
    let built = project.build(&request).expect("a site");
    Site::new(built.state(), &NoTexts, Vec::new()).expect("a site").shapes().expect("its shapes")
}

fn ways(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut template = "";
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text.lines() {
        match line.strip_prefix("== ") {
            Some(name) => template = name,
            None => {
                all.entry(template.to_owned()).or_default().insert(line.to_owned());
            }
        }
    }
    all
}

#[test]
#[expect(clippy::disallowed_methods, reason = "writes the file when it is asked to")]
fn templates_can_rely_on_what_is_written_of_views() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("theme/views.txt");
    let now = told(&shapes());
    let before = fs::read_to_string(&file).unwrap_or_default();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, &now).expect("the file");
        return;
    }
    let number = |text: &str| text.lines().nth(1).map(str::to_owned);
    if number(&before) == number(&now) {
        let present = ways(&now);
        for (template, lines) in ways(&before) {
            let none = BTreeSet::new();
            let gone: Vec<&String> = lines.difference(present.get(&template).unwrap_or(&none)).collect();
            assert!(
                gone.is_empty(),
                "{template} has these no more, or as something else: {gone:#?}\nRaise VIEWS in src/model/own_theme.rs, then write the file anew with UPDATE_EXPECT=1."
            );
        }
    }
    assert!(
        before == now,
        "theme/views.txt is out of date: UPDATE_EXPECT=1 cargo test --test all theme:: writes it anew"
    );
}

#[test]
fn each_template_is_explained_with_what_it_has_to_show() {
    let sandbox = themed(&[]);
    let list = sandbox.run(&["explain", "theme"]);
    assert_eq!(list.code, Some(0), "{}", list.stderr);
    for name in TEMPLATES {
        assert!(list.stdout.contains(name), "{name}");
        let told = sandbox.run(&["explain", name]);
        assert_eq!(told.code, Some(0), "{name}: {}", told.stderr);
        assert!(told.stdout.contains("frame.title"), "{name}");
        assert!(
            told.stdout.contains("view.") || ["top.html", "bottom.html"].contains(&name),
            "{name}: {}",
            told.stdout
        );
    }
}

#[test]
fn the_fonts_that_the_sheet_names_are_there_and_the_letters_of_latin_languages_have_one() {
    let sandbox = themed(&[]);
    build(&sandbox);
    let sheet = page(&sandbox, "aims.css");
    let named: BTreeSet<&str> = sheet.split("url(\"fonts/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let there = fs::read_dir(sandbox.path("site/fonts")).expect("fonts").filter_map(Result::ok);
    let there: BTreeSet<String> = there.filter_map(|file| file.file_name().into_string().ok()).collect();
    assert!(named.len() == 4 && ["OFL.txt"].iter().chain(&named).eq(&there), "{named:?} {there:?}");
    let ranges: Vec<&str> = sheet.split("unicode-range: ").skip(1).filter_map(|rest| rest.split(';').next()).collect();
    let holds = |letter: char| {
        let within = |range: &str| {
            let range = range.trim().trim_start_matches("U+");
            let (from, to) = range.split_once('-').unwrap_or((range, range));
            let code = |digits: &str| u32::from_str_radix(digits, 16).expect("hex digits");
            (code(from)..=code(to)).contains(&u32::from(letter))
        };
        ranges.iter().filter(|ranges| ranges.split(',').any(within)).count()
    };
    assert!("łęąćńśźżčěřšťůžďňőűğşșțāēģīķļņūėįųĊĠĦŻẞ".chars().all(|letter| holds(letter) == 2));
    assert!("aßóıŒœ".chars().all(|letter| holds(letter) == 0), "those stand in the first two");
}
