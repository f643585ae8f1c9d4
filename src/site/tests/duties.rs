//! The duties on the page of an AI system: what is owed, what hangs on a case, and whether the entry answers it.

use super::{page, site};
use crate::history::{History, Standing};

/// The section of the duties of a system with these lines, without its markup: a bar between cells.
fn duties(lines: &str) -> String {
    let text = format!("---\nid: SYS-1\ntitle: S\nkind: system\nlifecycle: in-use\n{lines}\n---\nIt ranks.\n");
    let files = [("aims.toml", ""), ("s.md", text.as_str())];
    let html = page(&site(&files, &History::empty(Standing::Outside)), "documents/SYS-1.html");
    let rest = html.split("id=\"_duties\"").nth(1).and_then(|rest| rest.split("</section>").next()).expect("a section");
    let rest = rest.replace("</td>", "|").replace("</th>", "|");
    rest.split('<').map(|piece| piece.split_once('>').map_or("", |(_, words)| words)).collect()
}

#[test]
fn cases_stand_by_whether_the_entry_answers_them() {
    let told = duties(
        "ai-act-class: high\nai-roles: [deployer]\nannex-iii: 5(b)\npersonal-data: false\naffected: [applicants]\nautonomy: recommends",
    );
    let places = [
        "Article 26(11)",
        "by what the entry says under affected, autonomy",
        "To be answered: the entry does not say whether the case is given",
        "Article 26(4)",
        "Article 26(7)",
        "Article 26(8)",
        "Owed once it happens",
        "Article 26(12)",
        "Not owed, by what the entry says",
        "Article 26(9)",
        "by what the entry says under personal-data",
        "Article 26(10)",
    ]
    .map(|words| told.find(words).unwrap_or_else(|| panic!("{words} in {told}")));
    assert!(places.is_sorted(), "{told}");
    assert!(told.contains("that is to be answered."), "{told}");
    let last = told.split("Article 26(10)").nth(1).expect("the last row");
    assert!(last.contains("by what the entry says under annex-iii"), "{told}");
}

#[test]
fn what_the_entry_states_is_named_beside_the_sign() {
    let told = duties(
        "ai-act-class: high\nai-roles: [provider]\nai-act-reason: Annex III, point 5(b)\nlog-retention: 6 months",
    );
    let row = |provision: &str| {
        let rest =
            told.split(&format!("Article {provision}|")).nth(1).unwrap_or_else(|| panic!("{provision} in {told}"));
        rest.split('\n').next().unwrap_or_default().to_owned()
    };
    // A reason for a class says nothing of what is banned.
    assert!(row("5").contains("|Open|") && !row("5").contains("Stated"), "{}", row("5"));
    assert!(row("16(e)").contains("|Stated|the entry says: log-retention|"), "{}", row("16(e)"));
}

#[test]
fn what_the_entry_leaves_open_is_never_told_as_not_owed() {
    let told = duties("ai-act-class: [high, transparency]\nai-roles: [deployer]");
    assert!(!told.contains("Not owed"), "{told}");
    for provision in ["26(4)", "26(7)", "26(9)", "26(10)", "26(11)", "50(3)", "50(4)", "50(5)"] {
        let asked =
            told.split("To be answered: ").nth(1).and_then(|rest| rest.split("Owed once").next()).expect("cases");
        assert!(asked.contains(&format!("Article {provision}|")), "{provision} in {asked}");
    }
}
