//! Small repositories in memory for the tests of rules.

use std::sync::Arc;

use super::Context;
use crate::approval::{Input, Past, judge};
use crate::base::Date;
use crate::diag::{Diagnostic, Files};
use crate::history::{History, Standing};
use crate::model::Aims;
use crate::model::load::load;
use crate::source::Memory;

/// The day all tests of rules play on.
pub(crate) const TODAY: Date = Date::constant(2026, 11, 20);

/// What all rules say of these files on [`TODAY`], after `change` was made to what was read: for what memory cannot hold.
fn check_after(files: &[(&str, &str)], change: impl FnOnce(&mut Aims, &mut History)) -> (Vec<Diagnostic>, Files) {
    let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let mut aims = load(&source, TODAY).expect("memory can be read");
    let mut history = History::empty(Standing::Recorded);
    change(&mut aims, &mut history);
    let (past, history) = (Past::default(), Arc::new(history));
    let approvals = judge(&Input::of_files(&aims, &history, &source, &past)).expect("memory can be read");
    let standings = approvals.standings(&aims);
    let aims = aims.stand(standings);
    let findings = super::check(&aims, &history, &approvals);
    (findings.found, aims.texts)
}

/// What `tell` says of these files on [`TODAY`].
pub(crate) fn with<T>(files: &[(&str, &str)], tell: impl FnOnce(&Context<'_>) -> T) -> T {
    let source = Memory::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let aims = load(&source, TODAY).expect("memory can be read");
    let (past, history) = (Past::default(), Arc::new(History::empty(Standing::Recorded)));
    let approvals = judge(&Input::of_files(&aims, &history, &source, &past)).expect("memory can be read");
    let standings = approvals.standings(&aims);
    let aims = aims.stand(standings);
    tell(&Context { aims: &aims, history: &history, approvals: &approvals })
}

/// What all rules say of these files on [`TODAY`].
pub(crate) fn check(files: &[(&str, &str)]) -> (Vec<Diagnostic>, Files) {
    check_after(files, |_, _| ())
}

/// What one rule says of these files, each finding as `path:line:column message`.
pub(crate) fn only(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    only_after(rule, files, |_, _| ())
}

/// The same, after `change` was made to what was read.
pub(crate) fn only_after(
    rule: &str,
    files: &[(&str, &str)],
    change: impl FnOnce(&mut Aims, &mut History),
) -> Vec<String> {
    let (found, texts) = check_after(files, change);
    assert!(super::find(rule).is_some(), "no rule {rule}");
    found
        .iter()
        .filter(|finding| finding.name == rule || finding.code == rule)
        .map(|finding| {
            let (start, _) = texts.positions(&finding.place);
            format!("{}:{}:{} {}", finding.place.path, start.line, start.column, finding.message)
        })
        .collect()
}

/// Asserts what one rule says of one document at `a.md`, beside an empty `aims.toml`, as `line:column message`.
#[track_caller]
pub(crate) fn assert_one(rule: &str, document: &str, expected: &[&str]) {
    let found = only(rule, &[("aims.toml", ""), ("a.md", document)]);
    let expected: Vec<String> = expected.iter().map(|told| format!("a.md:{told}")).collect();
    assert_eq!(found, expected);
}
