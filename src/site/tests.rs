//! Pages as readers get them, from small sets of files.

mod counts;
mod covered;
mod drawn;
mod duties;
mod frame;
mod life;
mod looked_at;
mod pack;
mod people;
mod readers;
mod results;
mod words;

use super::Site;
use crate::approval::Approvals;
use crate::base::{Bundle, Date};
use crate::history::{Gap, History, Lost, Standing};
use crate::model::audience::Audience;
use crate::model::load::load;
use crate::source::Memory;
use crate::state::{NoTexts, State};

fn site(files: &[(&str, &str)], history: &History) -> Bundle {
    site_for(files, history, Audience::Confidential)
}

/// The site for an audience of files all of which it may see.
fn site_for(files: &[(&str, &str)], history: &History, audience: Audience) -> Bundle {
    let today = Date::constant(2026, 11, 20);
    let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let aims = load(&source, today).expect("memory can be read");
    let approvals = Approvals::default();
    let standings = approvals.standings(&aims);
    let aims = aims.stand(standings);
    let findings = crate::check::check(&aims, history, &approvals);
    let state = State { audience, ..State::new(aims, history.clone(), approvals, findings) }.published();
    let site = Site::new(&state, &NoTexts, Vec::new()).expect("a theme");
    let mut bundle = Bundle::default();
    for (path, address) in site.plan().expect("a plan") {
        bundle.add(path.as_str(), site.page(address).expect("a page")).expect("a path");
    }
    bundle
}

fn page(bundle: &Bundle, path: &str) -> String {
    String::from_utf8(bundle.get(path).unwrap_or_else(|| panic!("{path} is missing")).to_vec()).expect("UTF-8")
}

#[test]
fn an_empty_aims_has_all_its_pages() {
    let bundle = site(&[("aims.toml", "")], &History::empty(Standing::Outside));
    for path in
        ["index.html", "documents/index.html", "controls/A.10.4.html", "clauses/10.2.html", "soa.html", "risks.html"]
    {
        assert!(page(&bundle, path).contains("<h1"), "{path}");
    }
    assert!(page(&bundle, "changes/index.html").contains("not in a git repository"));
}

#[test]
fn a_file_without_a_kind_is_no_record() {
    let bare = "---\nid: X\ntitle: T\ncontrols: [A.2.2]\n---\nText.\n";
    let record = "---\nid: R\ntitle: T\nkind: record\n---\nText.\n";
    let files = [("aims.toml", ""), ("a.md", bare), ("r.md", record)];
    let bundle = site(&files, &History::empty(Standing::Outside));
    let index = page(&bundle, "documents/index.html");
    assert!(index.contains("1 file under control: 0 documents that are kept current, and 1 record of what"), "{index}");
    assert!(index.contains("1 file with front matter has no kind, and counts for nothing"), "{index}");
    assert!(page(&bundle, "documents/X.html").contains("It counts for nothing until one is given."));
}

#[test]
fn many_commits_have_several_pages() {
    use crate::history::{Person, Revision};

    let mut history = History::empty(Standing::Recorded);
    let revision = |number: usize| {
        let day = if number < 800 { Date::constant(2026, 3, 1) } else { Date::constant(2026, 2, 1) };
        Revision::new(format!("{number:040x}"), Person::default(), day)
    };
    // The ids begin alike, so that anchors would too; nothing but the number of entries counts here.
    history.revisions = (0..810).map(revision).collect();
    let bundle = site(&[("aims.toml", "")], &history);
    let entries = |path: &str| page(&bundle, path).matches("data-entry").count();
    assert_eq!((entries("changes/index.html"), entries("changes/2026-02.html")), (150, 10));
    // A month has as many pages as it needs, each with the way to all of them, and none is left out.
    let months: Vec<String> = (2..=6).map(|number| format!("changes/2026-03-{number}.html")).collect();
    assert_eq!(entries("changes/2026-03.html") + months.iter().map(|path| entries(path)).sum::<usize>(), 800);
    for path in months.iter().map(String::as_str).chain(["changes/2026-03.html"]) {
        let html = page(&bundle, path);
        let ways = html.split("<nav class=\"pages\"").nth(1).and_then(|rest| rest.split("</nav>").next());
        assert_eq!(ways.map(|ways| ways.matches("<a href=\"2026-03").count()), Some(5), "{path}");
    }
    let index = page(&bundle, "changes/index.html");
    assert!(
        index.contains("<a href=\"2026-03.html\">March 2026</a><span class=\"quiet\">800 commits</span>"),
        "{index}"
    );
    assert_eq!(page(&bundle, "changes.atom").matches("<entry>").count(), 50);
}

#[test]
fn what_the_change_record_lacks_is_told_where_the_record_is_read() {
    let mut history = History::empty(Standing::Recorded);
    history.gaps.push(Gap::Texts(Lost { first: "a".repeat(40), others: 0 }));
    let bundle = site(&[("aims.toml", ""), ("a.md", "---\nid: POL-001\n---\nx\n")], &history);
    for path in ["changes/index.html", "documents/POL-001.html"] {
        let page = page(&bundle, path);
        assert!(
            page.contains(
                "Texts of commit aaaaaaaaaa are missing or damaged: what they said is not known. Run <code>git"
            ),
            "{page}"
        );
    }
}

#[test]
fn text_from_documents_and_settings_cannot_become_markup() {
    let evil = "</title><script>alert(1)</script>\\\" onload=x";
    let files = [
        ("aims.toml", format!("[organisation]\nname = \"{evil}\"\n[site]\ntitle = \"{evil}\"\n")),
        (
            "a.md",
            format!(
                "---\nid: A\ntitle: \"{evil}\"\nkind: policy\nowner: \"{evil}\"\ntags: [\"{evil}\"]\n---\n# {evil}\n"
            ),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let bundle = site(&files, &History::empty(Standing::Recorded));
    for (path, bytes) in bundle.iter().filter(|(path, _)| path.extension() == "html") {
        let page = String::from_utf8_lossy(bytes);
        assert_eq!(page.matches("<script").count(), 2, "{path}");
        assert!(page.matches("<script").count() == page.matches("<script src=").count(), "{path}");
    }
}

/// The pages of these files, outside git.
fn pages(files: &[(&str, &str)]) -> impl Fn(&str) -> String + use<> {
    let bundle = site(files, &History::empty(Standing::Outside));
    move |path| page(&bundle, path)
}

#[test]
fn what_there_is_none_or_one_of_is_said_so() {
    let risk = "---\nid: RISK-001\ntitle: R\nkind: risk\nstate: open\n---\n";
    let page = pages(&[("aims.toml", ""), ("r.md", risk)])("index.html");
    assert!(page.contains("<h1>AI management system</h1>"), "{page}");
    assert!(page.contains("What this organisation has on record of an AI management system"), "{page}");
    assert!(page.contains("There is no statement of applicability yet"), "{page}");
    assert!(!page.contains("controls that apply are"), "{page}");
    for fact in [
        "<b>38</b> controls, and no statement yet of which apply<",
        "<b>1</b> document or record<",
        "<b>0</b> AI systems, 0 in use<",
        "<b>1</b> risk, 1 not closed<",
    ] {
        assert!(page.contains(fact), "{fact} in {page}");
    }
}

#[test]
fn days_are_soon_by_the_window_of_the_settings() {
    let policy = "---\nid: POL-001\ntitle: P\nkind: policy\nreviewed: 2026-01-02\n---\n";
    let soon = |settings: &str| {
        let page = pages(&[("aims.toml", settings), ("p.md", policy)])("reviews.html");
        page.split("data-soon=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    assert_eq!(soon("").as_deref(), Some("30"));
    assert_eq!(soon("[review]\ndue-soon = \"2 weeks\"\n").as_deref(), Some("14"));
    assert_eq!(soon("[review]\ndue-soon = \"2 months\"\n").as_deref(), Some("61"));
}

#[test]
fn what_a_later_day_changes_says_of_which_day_it_is() {
    let policy = "---\nid: POL-001\ntitle: P\nkind: policy\nreviewed: 2026-01-02\n---\n";
    let open = "---\nid: NC-1\ntitle: N\nkind: nonconformity\ndate: 2026-10-01\ndue: 2027-03-01\n---\nText.\n";
    let done = open.replace("NC-1", "NC-2").replace("due: 2027-03-01", "due: 2027-03-02\ndone: 2026-11-01");
    let goal = "---\nid: OBJ-1\ntitle: O\nkind: objective\nstate: on-track\ntarget: All\ndue: 2027-03-03\n---\nText.\n";
    let page = pages(&[("aims.toml", ""), ("p.md", policy), ("a.md", open), ("b.md", &done), ("o.md", goal)]);
    for path in ["documents/POL-001.html", "documents/POL-001/history.html"] {
        let html = page(path);
        let signs = html.split("<p class=\"signs\">").nth(1).and_then(|rest| rest.split("</p>").next()).expect("signs");
        assert!(signs.contains(" data-due=\"2027-01-02\" data-soon=\"30\">Review "), "{path}: {signs}");
    }
    let ages = |path: &str, day: &str| page(path).contains(&format!("<time data-due data-soon=\"30\">{day}</time>"));
    assert!(ages("registers/nonconformity.html", "2027-03-01"));
    assert!(
        !ages("registers/nonconformity.html", "2027-03-02")
            && page("registers/nonconformity.html").contains("2027-03-02")
    );
    assert!(ages("registers/objective.html", "2027-03-03"));
    assert_eq!(page("registers/objective.html").matches("<time>2027-03-03</time>").count(), 0);
}

#[test]
fn a_kind_of_a_team_has_its_register() {
    let settings = "[kinds.datasheet]\nlabel = \"Datasheet\"\nabout = \"<b>What</b> a model learned from.\"\nfield = [\n  { name = \"rights\", type = \"choice\", choices = [\"as-is\"] },\n  { name = \"about-system\", type = \"ref\" },\n  { name = \"gaps\", type = \"rows\", columns = [{ name = \"what\", type = \"text\" }] },\n  { name = \"never\", type = \"text\" },\n]\n[kinds.charter]\n";
    let sheet = "---\nid: DAT-001\ntitle: \"<script>x\"\nkind: datasheet\nstatus: draft\nrights: as-is\nabout-system: SYS-001\ngaps:\n  - {what: a}\n  - {what: b}\ntags: [x]\n---\n";
    let system = "---\nid: SYS-001\ntitle: S\nkind: system\n---\n";
    let files = [("aims.toml", settings), ("d.md", sheet), ("s.md", system)];
    let page = pages(&files);
    let index = page("documents/index.html");
    let (menu, below) = index.split_once("</nav>").expect("a menu");
    for way in ["href=\"../systems/index.html\"", "href=\"../registers/datasheet.html\""] {
        assert!(menu.contains(way), "{way}: {index}");
    }
    assert!(!below.contains("registers/datasheet.html"), "the menu has the kinds: {index}");
    let register = page("registers/datasheet.html");
    assert!(
        register.contains("<h1>Datasheets</h1>")
            && register.contains("&lt;b&gt;What&lt;/b&gt; a model learned from. 1 document."),
        "{register}"
    );
    assert!(register.contains("<a href=\"../documents/index.html\">Documents</a>"), "the way to it: {register}");
    let told = register.split("</thead>").next().unwrap_or_default();
    let titles: Vec<&str> =
        told.split("<th scope=\"col\"").skip(1).filter_map(|rest| rest.split(['>', '<']).nth(1)).collect();
    assert_eq!(
        titles,
        ["Id", "Title", "Rights", "About system", "Gaps", "Status"],
        "what nothing is known of is left out"
    );
    for cell in [
        "<a class=\"id\" href=\"../documents/DAT-001.html\">DAT-001</a>",
        "<td class=\"main\">&lt;script&gt;x</td>",
        "<td>As is</td>",
        "<a class=\"id\" href=\"../documents/SYS-001.html\">SYS-001</a>",
        "<td class=\"num\">2</td>",
        "<span class=\"sign is-draft\">Draft</span>",
    ] {
        assert!(register.contains(cell), "{cell} in {register}");
    }
}

#[test]
fn a_nonconformity_is_told_where_it_stands_against_something() {
    const BEHIND: &str = "Open in what stands behind it</h2>";
    let of = |requirement: &str| {
        format!(
            "---\nid: NC-1\ntitle: Logs lost\nkind: nonconformity\ndate: 2026-09-01\ngrade: major\nstate: open\ndue: 2026-10-01\n\
             systems: [SYS-1]\nrequirement: \"{requirement}\"\n---\n"
        )
    };
    let nc = of("PRO-1, third step: see also pro-1, PRO-12 and PRO-1.");
    let pages = pages(&[
        ("aims.toml", ""),
        ("n.md", &nc),
        ("p.md", "---\nid: PRO-1\ntitle: P\nkind: procedure\ncontrols: [A.6.2.8]\n---\nText.\n"),
        ("s.md", "---\nid: SYS-1\ntitle: S\nkind: system\n---\nText.\n"),
    ]);
    for path in ["controls/A.6.2.8.html", "documents/PRO-1.html", "documents/SYS-1.html"] {
        let html = pages(path);
        let open = html.split("Open against it</h2>").nth(1).unwrap_or_else(|| panic!("{path}: {html}"));
        assert!(open.contains("Logs lost") && open.contains("major, action was due"), "{path}: {open}");
    }
    assert!(!pages("controls/A.6.2.6.html").contains("Open against it"));
    // It is a record of corrective action, and that is late.
    let html = pages("clauses/10.2.html");
    assert!(!html.contains("Open against it"), "{html}");
    let open = html.split(BEHIND).nth(1).and_then(|rest| rest.split("</section>").next()).expect("10.2");
    assert!(open.contains("Overdue 50 days") && open.contains("major, action was due"), "{open}");
    // What it lacks itself is an error: there, and where it is a record of corrective action.
    for (path, head, errors) in [
        ("documents/NC-1.html", "Open against it</h2>", "#_findings"),
        ("clauses/10.2.html", BEHIND, "NC-1.html#_findings"),
    ] {
        let html = pages(path);
        let open = html.split(head).nth(1).and_then(|rest| rest.split("</section>").next());
        let open = open.unwrap_or_else(|| panic!("{path}: {html}"));
        assert!(open.contains(errors), "{path}: {open}");
    }
    let link = "<a class=\"id\" href=\"PRO-1.html\">PRO-1</a>";
    let html = pages("documents/NC-1.html");
    assert!(html.contains(&format!("{link}, third step: see also pro-1, PRO-12 and {link}.")), "{html}");
}
