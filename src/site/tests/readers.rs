//! What a reader of the site meets first: the first screen, the registers, the statement, and what is printed.

use std::sync::Arc;

use super::{page, site, site_for};
use crate::approval::{Input, Past, judge};
use crate::base::{Bundle, Date};
use crate::check::check;
use crate::history::{History, Standing};
use crate::model::audience::Audience;
use crate::model::load::load;
use crate::site::Site;
use crate::source::Memory;
use crate::state::{NoTexts, State};

fn read(files: &[(&str, &str)], path: &str) -> String {
    page(&site(files, &History::empty(Standing::Outside)), path)
}

/// The words between two places of a page, without tags.
fn words(html: &str, from: &str, to: &str) -> String {
    let part = html.split_once(from).map_or("", |(_, rest)| rest).split(to).next().unwrap_or_default();
    let pieces = part.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, words)| words));
    pieces.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Each of these stands behind the one before.
#[track_caller]
fn assert_order(text: &str, all: &[&str]) {
    let places: Vec<usize> =
        all.iter().map(|words| text.find(words).unwrap_or_else(|| panic!("{words} is not in {text}"))).collect();
    assert!(places.is_sorted(), "{places:?} in {text}");
}

const CLAIMED: &str = "[organisation]\nname = \"H\"\n[approval]\nneeds = \"claimed\"\n";

const FRONT: &str = "version: \"1.0\"\nstatus: approved\nowner: AI Officer\napprovers: [Chief Executive]\neffective: 2026-05-01\nreviewed: 2026-05-01\nreview-every: 12 months\n";

const TEXT: &str = "This text says in so many words what is to be done, by whom it is done and when, how it is looked at, and what happens where it was not done. It was written for the people who do it, and they know it.";

/// Documents by whose word alone A.5.2 is current.
const CLAIMS: [(&str, &str); 4] = [
    (
        "rec.md",
        "---\nid: CT\ntitle: I\nkind: control-test\ndate: 2026-07-01\nresult: passed\nhow: Looked at\ntester: Internal Auditor\ncontrols: [A.5.2]\n---\nIt was asked for on Monday and accepted on Friday.\n",
    ),
    (
        "sys.md",
        "---\nid: SYS\ntitle: S\nkind: system\nai-roles: [deployer]\nlifecycle: development\npurpose: Sorting\n---\nIt sorts.\n",
    ),
    ("pol.md", "kind: policy\ncontrols: [A.5.2]\n"),
    ("pro.md", "kind: procedure\nimplements: [POL]\n"),
];

/// The site of these documents, where approvals are judged by the files alone.
fn claimed() -> Bundle {
    let whole = |(path, text): (&'static str, &'static str)| match text.strip_prefix("kind") {
        Some(rest) => {
            let id = path.trim_end_matches(".md").to_uppercase();
            (path, format!("---\nid: {id}\ntitle: T\nkind{rest}{FRONT}---\n{TEXT} So says {id}.\n"))
        }
        None => (path, text.to_owned()),
    };
    let files: Vec<(&str, String)> = CLAIMS.into_iter().map(whole).chain([("aims.toml", CLAIMED.to_owned())]).collect();
    let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
    let (past, history) = (Past::default(), Arc::new(History::empty(Standing::Outside)));
    let approvals = judge(&Input::of_files(&aims, &history, &source, &past)).expect("memory can be read");
    let standings = approvals.standings(&aims);
    let aims = aims.stand(standings);
    let findings = check(&aims, &history, &approvals);
    let state = State::new(aims, (*history).clone(), approvals, findings).published();
    let site = Site::new(&state, &NoTexts, Vec::new()).expect("a theme");
    let mut bundle = Bundle::default();
    for (path, address) in site.plan().expect("a plan") {
        bundle.add(path.as_str(), site.page(address).expect("a page")).expect("a path");
    }
    bundle
}

#[test]
fn an_approval_that_is_only_claimed_is_not_plainly_current() {
    let bundle = claimed();
    let control = page(&bundle, "controls/A.5.2.html");
    assert!(control.contains("That it is approved is only claimed: "), "{control}");
    assert!(control.contains("<div class=\"rung-why is-claimed\">"), "{control}");
    assert!(
        control.contains("<li aria-current=\"step\"><span class=\"sign is-claimed\">Current, approval claimed</span>")
    );
    let index = page(&bundle, "index.html");
    assert!(index.contains("<a class=\"tile is-claimed\" href=\"controls/A.5.2.html\">"), "the tile");
    assert!(index.contains("<rect class=\"is-claimed\"") && !index.contains("<rect class=\"is-current\""), "the bar");
    let title = " title=\"1 current, of which 1 by an approval that nobody is on record to have given\">1 of 38</b>";
    assert!(index.contains(title), "the menu: {index}");
    let legend = words(&index, "<dl class=\"legend\">", "</dl>");
    assert!(
        legend.contains(" Current 0 Documents in force") && legend.contains(" Current, approval claimed 1 The same"),
        "{legend}"
    );
    // All say the same of what it means.
    let about = page(&bundle, "about.html");
    assert!(about.contains("<span class=\"sign is-claimed\">Current, approval claimed</span>"));
    assert!(about.contains("approved as the organisation’s rule asks"));
    assert!(page(&bundle, "glossary.html").contains("Where the rule asks for a claim only"));
}

const SCOPE: &str = "---\nid: SCO-1\ntitle: The scope\nkind: scope\nversion: \"1.0\"\norganisation: All of H\nunits: [Lending, Claims]\n\
    sites: [Harbour]\nai-roles: [deployer]\nexclusions:\n  - {what: The canteen, why: No AI is there}\n---\n\
    > All of this is invented.\n\n## Statement\n\nIt covers **all AI systems** of H. And more is said.\n";

#[test]
fn the_first_screen_says_what_is_in_scope_and_leads_to_each_answer() {
    let html = read(&[("aims.toml", ""), ("s.md", SCOPE)], "index.html");
    let scope = words(&html, "id=\"complete\">", "</section>");
    assert_order(
        &scope,
        &["The scope", "It covers all AI systems of H.", "2 units · 1 site · 1 role towards AI · 1 thing left out"],
    );
    for fact in ["All of H", "Lending", "Claims", "Harbour", "Deployer", "The canteen"] {
        assert!(scope.contains(fact), "{fact} is not in {scope}");
    }
    assert!(!scope.contains("And more is said") && !scope.contains("invented"), "{scope}");
    assert!(html.contains("href=\"documents/SCO-1.html\""));
    for anchor in ["order", "complete", "start"] {
        assert!(html.contains(&format!("<a href=\"#{anchor}\">")), "{anchor}");
        assert!(html.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    let none = read(&[("aims.toml", "")], "index.html");
    assert!(words(&none, "id=\"complete\">", "</section>").contains("Clause 4.3 calls for one."));
}

#[test]
fn an_aims_that_has_hardly_begun_is_not_told_of_as_one_that_has() {
    let policy = "---\nid: POL-1\ntitle: AI policy\nkind: policy\n---\nText.\n";
    let (none, one) =
        (read(&[("aims.toml", "")], "index.html"), read(&[("aims.toml", ""), ("p.md", policy)], "index.html"));
    assert!(none.contains("is on record yet.") && !none.contains("The policy says"), "{none}");
    assert!(one.contains(" has on record of an AI management system by ") && one.contains("The policy says"), "{one}");
    for html in [&none, &one] {
        assert!(!html.contains("kept under"), "{html}");
        assert!(
            html.contains("38 controls have nothing behind them, and no statement of applicability says yet"),
            "{html}"
        );
        assert!(!html.contains("that apply have nothing"), "{html}");
        assert!(html.contains("Nothing is late. No review is due soon."), "{html}");
        let asked =
            html.split_once("item by item: of ").and_then(|(_, rest)| rest.split_once(' ')).expect("a number").0;
        assert!(html.contains(&format!("{asked} items of documented information")), "{asked}: {html}");
    }
    let begun = read(&[("aims.toml", ""), ("s.md", SCOPE)], "index.html");
    assert!(begun.contains("kept under"), "{begun}");
}

#[test]
fn what_is_not_in_order_is_told_once_and_the_rest_is_folded_away() {
    let mut files = vec![("aims.toml".to_owned(), String::new())];
    for number in 1..=9 {
        let text =
            format!("---\nid: PRO-{number}\ntitle: P\nkind: procedure\n{}---\n{TEXT}\n", FRONT.replace("2026", "2024"));
        files.push((format!("p{number}.md"), text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let html = read(&files, "index.html");
    let (seen, folded) = html.split_once("<details class=\"fold\"><summary>").expect("a fold");
    assert_eq!(seen.matches("review 5").count() + folded.matches("review 5").count(), 9, "one line each");
    assert!(seen.contains("PRO-1") && !seen.contains("PRO-9.html"), "four at once");
    let order = words(&html, "id=\"order\">", "</section>");
    assert!(!order.contains("review overdue 9"), "told above, each by its document: {order}");
    assert!(html.contains(", 9 of them reviews. No other review is due soon."), "{html}");
}

const SOA: &str = "---\nid: SOA-1\ntitle: S\nkind: soa\nversion: \"1.0\"\nstatement:\n\
    \x20 - {control: A.2.2, applicable: true, reason: R}\n  - {control: A.2.3, applicable: false, reason: R}\n\
    \x20 - {control: OWN.1, title: Mine, applicable: true, reason: R}\n---\n";

#[test]
fn controls_of_ones_own_stand_in_the_table_that_is_filtered() {
    let html = read(&[("aims.toml", ""), ("s.md", SOA)], "soa.html");
    let shown = html.split("What these documents say").next().unwrap_or_default();
    assert_eq!(shown.matches("<table").count(), 1, "{html}");
    // The contents of the page name the groups of the table.
    let table = shown.split_once("<table").map_or("", |(_, table)| table);
    assert_order(table, &["id=\"A.2.2\"", "id=\"A.10.4\"", "Own controls, beyond Annex A", "id=\"OWN.1\""]);
    assert!(
        html.contains("1 control in, 1 out, 36 not said. Below them stands 1 control of the organisation’s own, 1 in."),
        "{html}"
    );
}

#[test]
fn every_record_of_a_system_stands_beside_it() {
    let of = |id: &str, kind: &str| format!("---\nid: {id}\ntitle: T\nkind: {kind}\nsystems: [SYS]\n---\nx\n");
    let (test, monitoring, policy) = (of("TST", "test"), of("MON", "monitoring"), of("POL", "policy"));
    let (record, incident) = (of("REC", "record"), of("INC", "incident"));
    let system = "---\nid: SYS\ntitle: S\nkind: system\nlifecycle: in-use\n---\nx\n";
    let files = [
        ("aims.toml", ""),
        ("s.md", system),
        ("t.md", &*test),
        ("m.md", &*monitoring),
        ("p.md", &*policy),
        ("r.md", &*record),
        ("i.md", &*incident),
    ];
    let table = words(&read(&files, "audit.html"), "id=\"follow\">", "</table>");
    assert_order(&table, &["SYS", "INC", "MON", "TST", "REC"]);
    assert!(!table.contains("POL"), "{table}");
}

#[test]
fn the_paper_of_stage_1_lists_every_document_and_has_room() {
    let mut files = vec![("aims.toml".to_owned(), String::new())];
    for number in 1..=9 {
        let text = format!(
            "---\nid: AUD-{number}\ntitle: A\nkind: audit\ndate: 2026-03-0{number}\nclauses: [9.2.1, 9.2.2]\n---\n{TEXT}\n"
        );
        files.push((format!("a{number}.md"), text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let html = read(&files, "audit/stage-1.html");
    for number in 1..=9 {
        assert!(html.contains(&format!("AUD-{number}.html")), "AUD-{number}");
    }
    assert!(!html.contains(" more in their register"), "nothing is left out");
    assert!(html.contains("<th scope=\"col\" class=\"room\">Seen, note</th>"), "{html}");
    assert!(html.contains("by name, ") && !html.contains(", of which "), "a sentence that can be read");
}

#[test]
fn it_has_what_controls_call_for_too_and_since_when_each_text_is_in_force() {
    let soa = format!(
        "---\nid: SOA-1\ntitle: S\nkind: soa\nversion: 1.0\nstatus: approved\neffective: 2026-02-03\nstatement:\n  \
         - {{control: A.2.2, applicable: true, reason: r}}\n  - {{control: A.9.2, applicable: false, reason: r}}\n---\n{TEXT}\n"
    );
    let policy = format!(
        "---\nid: POL-1\ntitle: AI policy\nkind: policy\nversion: 1.0\nstatus: approved\neffective: 2026-02-03\n\
         clauses: [\"5.2\"]\ncontrols: [A.2.2]\n---\n{TEXT}\n"
    );
    let files = [("aims.toml", ""), ("soa.md", soa.as_str()), ("p.md", policy.as_str())];
    let html = read(&files, "audit/stage-1.html");
    let (clauses, controls) = html.split_once("id=\"controls\"").expect("a second table");
    assert!(!clauses.contains("A.2.2.html") && clauses.contains("POL-1.html"), "{clauses}");
    assert!(
        controls.contains(">A.2.2<") && controls.contains("POL-1.html") && !controls.contains(">A.9.2<"),
        "{controls}"
    );
    assert!(clauses.contains(">Version, in force</th>") && controls.contains(">Version, in force</th>"), "{html}");
    assert!(controls.contains("☐"), "room to note what was seen");
}

#[test]
fn a_register_tells_below_it_what_its_documents_say_but_not_to_everybody() {
    let concern = format!("---\nid: CNC-1\ntitle: C\nkind: concern\nclassification: public\n---\n{TEXT}\n");
    let own = "[kinds.wish]\nasks = [\"Whose <b> is it?\"]\n";
    let wish = concern.replace("CNC", "WIS").replace("concern", "wish");
    let files = [("aims.toml", own), ("c.md", concern.as_str()), ("w.md", wish.as_str())];
    let html = read(&files, "registers/concern.html");
    let (_, fold) = html.split_once("<details class=\"fold\"><summary>").expect("what is folded away");
    for said in ["When was it answered, and by whom?", "<code>answer-due</code>", "<code>partly</code>", "Advised"] {
        assert!(fold.contains(said), "{said}: {fold}");
    }
    let html = read(&files, "registers/wish.html");
    let (_, fold) = html.split_once("<details class=\"fold\"><summary>").expect("what is folded away");
    assert!(fold.contains("Whose &lt;b&gt; is it?"), "{fold}");
    let public = site_for(&files, &History::empty(Standing::Outside), Audience::Public);
    assert!(!page(&public, "registers/concern.html").contains("When was it answered"), "what is asked is for the team");
}

#[test]
fn where_many_documents_answer_an_item_the_page_says_so_and_leads_to_the_register() {
    let text = |number: usize| {
        format!(
            "---\nid: AUD-{number}\ntitle: A\nkind: audit\ndate: 2026-03-01\nclauses: [9.2.1, 9.2.2]\n---\n{TEXT}\n"
        )
    };
    let all: Vec<(String, String)> = (1..=600).map(|number| (format!("a{number}.md"), text(number))).collect();
    let files: Vec<(&str, &str)> = std::iter::once(("aims.toml", ""))
        .chain(all.iter().map(|(path, text)| (path.as_str(), text.as_str())))
        .collect();
    let html = read(&files, "audit/stage-1.html");
    assert!(html.len() < 300_000, "{} bytes", html.len());
    assert!(
        html.contains("href=\"../registers/audit.html\"> ") || html.contains("../registers/audit.html\">and "),
        "the register"
    );
    assert!(html.contains("their register has all."), "the promise is what the page keeps");
}

#[test]
fn what_is_open_late_and_grave_comes_first_in_its_register() {
    let record =
        |id: &str, facts: &str| format!("---\nid: {id}\ntitle: T\nkind: nonconformity\ndate: 2026-01-01\n{facts}---\n");
    let files = [
        ("aims.toml", String::new()),
        ("a.md", record("NC-1", "state: closed\nclosed: 2026-02-01\ngrade: major\n")),
        ("b.md", record("NC-2", "state: open\ngrade: major\ndue: 2027-01-01\n")),
        ("c.md", record("NC-3", "state: open\ngrade: minor\ndue: 2026-10-01\n")),
        ("d.md", record("NC-4", "state: open\ngrade: major\ndue: 2026-10-31\n")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let html = read(&files, "registers/nonconformity.html");
    let shown = html.split("What these documents say").next().unwrap_or_default();
    let register = shown.rsplit_once("<table").expect("a table").1;
    assert_order(register, &["NC-4.html", "NC-3.html", "NC-2.html", "NC-1.html"]);
}

#[test]
fn one_filter_reaches_all_reviews_and_findings_can_be_chosen_by_owner() {
    let document = |id: &str, year: &str| {
        format!("---\nid: {id}\ntitle: P\nkind: procedure\n{}---\n{TEXT}\n", FRONT.replace("2026", year))
    };
    let (late, later) = (document("PRO-1", "2024"), document("PRO-2", "2026"));
    let files = [("aims.toml", ""), ("a.md", late.as_str()), ("b.md", later.as_str())];
    let html = read(&files, "reviews.html");
    let list = words(&html, "id=\"all\">", "</table>");
    assert_order(&list, &["Overdue", "PRO-1", "Later", "PRO-2"]);
    assert_eq!(html.matches("data-filter=").count(), 1, "{html}");
    let findings = read(&files, "findings.html");
    assert!(
        findings.contains("data-owner=\"AI Officer\"") && findings.contains("data-facets=\"level,family,owner\""),
        "{findings}"
    );
}

const OBJECTIVE: &str = "---\nid: OBJ-1\ntitle: Gap\nkind: objective\nstate: on-track\ntarget: at most 3.0 points\ntarget-value: \"3.0\"\n\
    unit: points\ndirection: down\nmeasurements:\n  - {date: 2026-03-01, value: 3.1 points}\n  - {date: 2026-07-01, value: 3.3 points}\n\
    \x20 - {date: 2026-10-01, value: 3.7 points}\n---\n";

#[test]
fn an_objective_is_drawn_against_its_target_and_its_sign_follows_the_numbers() {
    let files = [("aims.toml", ""), ("o.md", OBJECTIVE)];
    for path in ["registers/objective.html", "documents/OBJ-1.html"] {
        let html = read(&files, path);
        assert!(
            // Where a cell is narrow, that is for long words.
            ["", " long"].iter().any(|long| {
                html.contains(&format!(
                    "<span class=\"sign is-warning{long}\">Says on track, moved away from target</span>"
                ))
            }),
            "{path}"
        );
        let figure = html.split("<svg class=\"series\"").nth(1).unwrap_or_else(|| panic!("{path}: no drawing"));
        assert!(figure.contains("<line class=\"target\"") && figure.matches("<circle").count() == 3, "{figure}");
        assert!(figure.contains("3.1 points on 2026-03-01, 3.7 points on 2026-10-01, by 3 measurements. The target: at most 3.0 points. The last does not reach it, and moved away from it."), "{figure}");
    }
    let fine = OBJECTIVE.replace("3.7 points", "2.9 points");
    let html = read(&[("aims.toml", ""), ("o.md", &fine)], "documents/OBJ-1.html");
    assert!(html.contains("<span class=\"sign is-done\">On track</span>") && html.contains("The last reaches it."));
}

#[test]
fn a_declared_address_leads_out_of_the_site_and_nothing_else_does() {
    let external = "---\nid: EXT-1\ntitle: T\nkind: external\nurl: https://eur-lex.example/oj?a=1&b=2\n---\n";
    let html = read(&[("aims.toml", ""), ("e.md", external)], "documents/EXT-1.html");
    let link = "<a href=\"https://eur-lex.example/oj?a=1&amp;b=2\" rel=\"external noopener noreferrer\">";
    assert!(html.contains(link), "{html}");
    let hostile = external.replace("https://eur-lex.example/oj?a=1&b=2", "\"javascript:alert(1)\"");
    let html = read(&[("aims.toml", ""), ("e.md", &hostile)], "documents/EXT-1.html");
    assert!(html.contains("javascript:alert(1)") && !html.contains("href=\"javascript"), "{html}");
    let frameworks = read(&[("aims.toml", "")], "frameworks/index.html");
    assert!(frameworks.contains("href=\"../clauses/4.1.html\">4.1</a>"), "clauses are linked as controls are");
    assert!(frameworks.contains("href=\"https://github.com/JKasteele/ai-act-companion\" rel=\"external"), "sources");
}

#[test]
fn what_stands_behind_a_control_is_one_table_without_empty_columns() {
    let record =
        format!("---\nid: REC-1\ntitle: R\nkind: record\ndate: 2026-03-01\ncontrols: [A.6.2.8]\n---\n{TEXT}\n");
    let html = read(&[("aims.toml", ""), ("r.md", &record)], "controls/A.6.2.8.html");
    let tiers =
        html.split("<section class=\"tier\"").nth(1).expect("a section").split("</section>").next().unwrap_or_default();
    assert_eq!((html.matches("class=\"tier\"").count(), tiers.matches("<table").count()), (1, 1));
    assert!(tiers.contains("id=\"shows\"") && !tiers.contains("Next review"), "{tiers}");
    assert!(tiers.contains("No document does."), "{tiers}");
}

#[test]
fn a_document_tells_its_standing_once() {
    let policy = format!("---\nid: POL\ntitle: P\nkind: policy\n{FRONT}---\n{TEXT}\n");
    let html = read(&[("aims.toml", CLAIMED), ("p.md", &policy)], "documents/POL.html");
    let (signs, block) = html.split_once("<dl class=\"block\">").expect("a block");
    assert!(signs.contains("<p class=\"signs\">"));
    let block = block.split("</dl>").next().unwrap_or_default();
    assert!(!block.contains("<dt>Status</dt>") && !block.contains("Says in date"), "{block}");
    assert!(block.contains("<span class=\"quiet\">"), "what the day counts from is of less weight: {block}");
}

#[test]
fn a_stage_that_is_planned_is_not_missing_and_criteria_are_one_table() {
    let text = "---\nid: CRT-1\ntitle: C\nkind: certification\nversion: \"1.0\"\nstate: planned\nstandard: ISO/IEC 42001:2023\nstage-1: 2027-02-01\n---\n";
    let html = read(&[("aims.toml", ""), ("c.md", text)], "certification.html");
    let criteria = words(&html, "id=\"criteria\">", "</table>");
    assert!(criteria.contains("Stage 1 is held Planned 2027-02-01"), "{criteria}");
    assert!(criteria.contains("Stage 2 is held Not shown"), "{criteria}");
    assert_eq!(html.matches("id=\"phase-").count(), html.matches("href=\"#phase-").count(), "each way leads somewhere");
}

#[test]
fn what_one_person_alone_has_to_know_stands_with_that_person() {
    let text = "---\nid: CMP-1\ntitle: C\nkind: competence\ndate: 2026-03-01\nentries:\n\
        \x20 - {person: Ada, need: \"Audits, Fairness tests\"}\n  - {person: Bea, need: \"Audits, Log keeping\"}\n---\n";
    let html = read(&[("aims.toml", ""), ("c.md", text)], "registers/competence.html");
    let skills = words(&html, "id=\"skills\">", "id=\"all\">");
    for row in ["Audits Met CMP-1 Met CMP-1", "Ada Met Fairness tests CMP-1", "Bea Met Log keeping CMP-1"] {
        assert!(skills.contains(row), "{row} is not in {skills}");
    }
    assert_eq!(skills.matches("Fairness tests").count(), 1, "{skills}");
    // A record that is still being judged shows nothing of anybody.
    let judged =
        text.replace("CMP-1", "CMP-2").replace("date:", "status: in-review\ndate:").replace("Log keeping", "Cuts");
    let html = read(&[("aims.toml", ""), ("c.md", text), ("j.md", &judged)], "registers/competence.html");
    let skills = words(&html, "id=\"skills\">", "id=\"all\">");
    assert!(skills.contains("Bea Met Log keeping CMP-1") && !skills.contains("Cuts"), "{skills}");
}

#[test]
fn what_holds_a_claim_is_for_those_who_ask_for_it() {
    let html = read(&[("aims.toml", "")], "about.html");
    let (claims, rest) = html.split_once("id=\"proves\">").expect("claims").1.split_once("<details").expect("a fold");
    assert!(!claims.contains("tests/") && rest.contains("tests/"), "the names of tests are folded away");
}
