//! What pages draw: threads, squares of a grid; and that days in their words are kept whole.

use super::pages;

const STATEMENT: &str = "---\nid: SOA-001\ntitle: Statement\nkind: soa\nversion: \"1\"\nstatus: approved\nstatement:\n  - {control: A.2.2, applicable: true, reason: Needed}\n  - {control: A.2.3, applicable: true, reason: Needed}\n---\n";
const POLICY: &str = "---\nid: POL-001\ntitle: A policy\nkind: policy\ncontrols: [A.2.2]\n---\nWe use AI with care.\n";
const PROCEDURE: &str =
    "---\nid: PRO-001\ntitle: A procedure of 2026-09-28\nkind: procedure\nimplements: [POL-001]\n---\nAsk first.\n";
const RECORD: &str =
    "---\nid: REC-001\ntitle: A record\nkind: record\ndate: 2026-10-01\nevidence-for: [PRO-001]\n---\nAsked.\n";
const ALONE: &str = "---\nid: REC-002\ntitle: Another\nkind: record\ndate: 2026-10-01\ncontrols: [A.2.2]\n---\nx\n";
const AUDIT: &str =
    "---\nid: AUD-001\ntitle: First audit\nkind: audit\ndate: 2026-09-24\ncovers-controls: [A.2.2]\n---\nText.\n";

const FILES: [(&str, &str); 7] = [
    ("aims.toml", ""),
    ("s.md", STATEMENT),
    ("p.md", POLICY),
    ("q.md", PROCEDURE),
    ("r.md", RECORD),
    ("t.md", ALONE),
    ("a.md", AUDIT),
];

/// The first drawing of a page in which a name stands.
fn drawing(html: &str, name: &str) -> String {
    let drawings = html.split("<svg class=\"threads\"").skip(1);
    let mut drawings = drawings.map(|rest| rest.split("</svg>").next().unwrap_or_default());
    drawings
        .find(|drawing| drawing.contains(name))
        .unwrap_or_else(|| panic!("no drawing has {name}: {html}"))
        .to_owned()
}

/// The names of a drawing by their places, and which are joined.
fn joined(drawing: &str) -> Vec<(String, String)> {
    let value = |piece: &str, name: &str| {
        let (_, rest) = piece.split_once(&format!(" {name}=\"")).expect("an attribute");
        rest.split('"').next().unwrap_or_default().parse::<usize>().expect("a number")
    };
    let names: Vec<&str> =
        drawing.split("</title>").skip(1).map(|rest| rest.split(['<', ' ']).next().unwrap_or_default()).collect();
    let lines = drawing.split("<path class=\"thread\"").skip(1);
    lines.map(|line| (names[value(line, "data-from")].to_owned(), names[value(line, "data-to")].to_owned())).collect()
}

#[test]
fn threads_follow_the_chain_from_a_control_to_its_evidence() {
    let html = pages(&FILES)(&format!("{}.html", "traceability"));
    let drawing = drawing(&html, "POL-001");
    let lines = joined(&drawing);
    let is = |from: &str, to: &str| lines.contains(&(from.to_owned(), to.to_owned()));
    assert!(is("A.2.2", "POL-001") && is("POL-001", "PRO-001") && is("PRO-001", "REC-001"), "{lines:?}");
    assert!(is("A.2.2", "REC-002"), "what hangs on nothing else hangs on the control: {lines:?}");
    assert!(
        !is("A.2.2", "PRO-001") && !is("A.2.2", "REC-001"),
        "what is told by the chain is not told twice: {lines:?}"
    );
    let caption =
        html.split("</svg>").nth(1).and_then(|rest| rest.split_once("<p class=\"meta\" id=\"")).expect("words");
    assert!(
        caption.1.contains("the table of requirements says the same in words.</p>"),
        "it is to be seen: {}",
        caption.1
    );
    // A line that passes columns does so between two rows: all names stand in rows of one height.
    let far = drawing.split(" d=\"").skip(1).map(|path| path.split('"').next().unwrap_or_default());
    let passing = far.filter(|path| path.matches('H').count() > 1);
    assert_eq!(passing.count(), 1, "{drawing}");
}

#[test]
fn a_square_says_in_a_word_what_it_shows() {
    let html = pages(&FILES)("coverage.html");
    for (class, word) in [("covered", "Covered"), ("uncovered", "Not covered")] {
        let square = format!("<td class=\"mark\"><span class=\"sign is-{class}\">{word}</span></td>");
        assert!(html.contains(&square), "{word}: {html}");
        assert!(html.contains(&format!("<dt><span class=\"sign is-{class}\">{word}</span></dt>")), "a legend: {html}");
    }
}

#[test]
fn days_are_whole_in_heads_of_columns_and_in_titles() {
    let read = pages(&FILES);
    let coverage = read("coverage.html");
    assert!(coverage.contains("AUD-001 <span class=\"day\">2026-09-24</span></th>"), "{coverage}");
    let documents = read("documents/index.html");
    assert!(documents.contains("A procedure of <span class=\"day\">2026-09-28</span>"), "{documents}");
}
