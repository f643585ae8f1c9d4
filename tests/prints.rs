//! By what findings are known again, pinned: baselines that teams keep, and fingerprints that forges keep, hang on what
//! stands in backticks and on ids in the message of a finding. Here is what that comes to for what each rule finds in its
//! folder of `tests/broken`.
//!
//! `UPDATE_EXPECT=1 cargo test --test all prints::` writes `prints.txt` anew. A line that is new there is a new rule.
//! **Whoever changes a line outdates baselines: say so in CHANGELOG.md, under “Before you take it”.**

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use aims::base::{DocPath, sha256_hex};
use aims::check::{Findings, RULES};
use aims::diag::{Diagnostic, Level, Place, print};
use aims::pipeline::live::difference;

/// What is found of one rule, in a line: its code, and a digest of the prints in the order in which they are told.
fn line((code, name): (&'static str, &'static str), told: &str) -> String {
    let ours = told.lines().filter_map(|line| line.strip_suffix(&format!(" [{code}]")));
    let messages = ours.filter_map(|line| {
        let levels = [": error: ", ": warning: ", ": note: "];
        levels
            .iter()
            .filter_map(|level| line.split_once(level))
            .map(|(_, message)| message)
            .max_by_key(|rest| rest.len())
    });
    let prints = messages.map(|message| {
        let place = Place { path: DocPath::new("a.md").expect("a path"), span: None };
        print(&Diagnostic::new((code, name), Level::Note, place, message))
    });
    let prints: Vec<String> = prints.collect();
    format!("{code} {}", &sha256_hex(prints.join("\n").as_bytes())[..16])
}

#[test]
fn what_findings_are_known_by_stays_for_baselines() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut all: BTreeMap<&str, String> = BTreeMap::new();
    for rule in RULES {
        let told = fs::read_to_string(home.join("broken").join(rule.name).join("expected.txt")).expect("what is found");
        all.insert(rule.code, line((rule.code, rule.name), &told));
    }
    let file = home.join("prints.txt");
    let text: String = all.into_values().map(|line| line + "\n").collect();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        #[expect(clippy::disallowed_methods, reason = "somebody asked for new expectations")]
        fs::write(&file, &text).expect("it can be written");
    }
    let kept = fs::read_to_string(&file).expect("`UPDATE_EXPECT=1` writes it").replace("\r\n", "\n");
    let other: Vec<&str> = text.lines().filter(|line| !kept.lines().any(|kept| kept == *line)).collect();
    assert!(
        text == kept,
        "What these rules find is known again by other words than before: {other:#?}\nThat outdates baselines. If it has \
         to be so, say so in CHANGELOG.md, under “Before you take it”, and write tests/prints.txt anew by `UPDATE_EXPECT=1`; for a \
         rule that is new, do the latter."
    );
}

#[test]
fn other_words_make_no_other_print_and_another_name_does() {
    let of = |message: &str| line(("AIMS401", "review-overdue"), &format!("a.md:1:1: warning: {message} [AIMS401]\n"));
    assert_eq!(of("`next-review` of POL-001 was due: 12 days ago"), of("`next-review`: of POL-001 due 1 day ago"));
    assert_ne!(of("`next-review` of POL-001 was due"), of("next-review of POL-001 was due"));
    assert_ne!(of("review of POL-001"), of("review of POL-002"));
}

#[test]
fn a_finding_that_a_day_makes_older_is_no_other() {
    let found = |message: &str| {
        let place = Place { path: DocPath::new("a.md").expect("a path"), span: None };
        let finding = Diagnostic::new(("AIMS401", "review-overdue"), Level::Warning, place, message);
        let mut findings = Findings::default();
        findings.found.push(finding);
        findings
    };
    let [first, second] = ["review of POL-001 was due 1 day ago", "review of POL-001 was due 2 days ago"].map(found);
    let other = found("review of POL-002 was due 2 days ago");
    let counts = |before: &Findings, after: &Findings| {
        let (new, gone) = difference(before, after);
        (new.len(), gone.len())
    };
    assert_eq!((counts(&first, &second), counts(&second, &other)), ((0, 0), (1, 1)));
}
