//! What is told of a state beside its pages: findings at their lines, and why there is no newer state.

use std::collections::BTreeMap;

use super::super::built::FileKind;
use super::super::settings::Unusable;
use crate::base::text::count;
use crate::base::{Error, SETTINGS};
use crate::check::{Findings, any_mark};
use crate::diag::{Diagnostic, Files, Level};
use crate::serve::{Fault, Finding};
use crate::state::State;

/// What is found about what stands at a path: about its document, and on the first page about the settings.
pub(super) fn about(state: &State, kind: Option<FileKind>, path: &str) -> Vec<Finding> {
    let is_about = |finding: &&Diagnostic| match kind {
        Some(FileKind::Document(ix) | FileKind::About(ix)) => {
            let document = state.aims.document(ix);
            finding.place.path == document.path || finding.document.as_deref() == Some(document.id.as_str())
        }
        _ => path == "index.html" && finding.place.path.as_str() == SETTINGS,
    };
    state.findings.told().filter(is_about).map(|found| finding(found, &state.aims.texts)).collect()
}

fn finding(found: &Diagnostic, texts: &Files) -> Finding {
    let (start, _) = texts.positions(&found.place);
    Finding {
        code: found.code.to_owned(),
        level: found.level.as_str().to_owned(),
        message: found.message.clone(),
        help: found.help.clone(),
        path: found.place.path.to_string(),
        line: start.line,
    }
}

/// `2 errors, 1 warning`, and how many `more` there are in what the readers may not know of: who serves it may.
pub(super) fn summary(findings: &Findings, more: usize) -> String {
    let levels = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")];
    let counted = levels.map(|(level, noun)| (findings.count(level), noun));
    let some: Vec<String> = counted.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(*n, noun)).collect();
    let found = if some.is_empty() { "nothing found".into() } else { some.join(", ") };
    match more {
        0 => found,
        more => format!("{found} in what these readers may know; aims check tells {more} more"),
    }
}

/// What is found in one state and not in the other: new, and gone. That a finding stands on another line makes it no other, nor
/// that it has been so for a day more.
pub fn difference<'a>(before: &'a Findings, after: &'a Findings) -> (Vec<&'a Diagnostic>, Vec<&'a Diagnostic>) {
    let key = |finding: &'a Diagnostic| (any_mark(finding), finding.document.as_deref());
    let counted = |findings: &'a Findings| {
        let mut of: BTreeMap<_, Vec<&Diagnostic>> = BTreeMap::new();
        findings.told().for_each(|finding| of.entry(key(finding)).or_default().push(finding));
        of
    };
    let (before, after) = (counted(before), counted(after));
    let more =
        |these: &BTreeMap<_, Vec<&'a Diagnostic>>, those: &BTreeMap<_, Vec<&'a Diagnostic>>| -> Vec<&'a Diagnostic> {
            let without = |(key, found): (_, &Vec<&'a Diagnostic>)| {
                found[those.get(key).map_or(0, Vec::len).min(found.len())..].to_vec()
            };
            these.iter().flat_map(without).collect()
        };
    (more(&after, &before), more(&before, &after))
}

/// The same error for somebody who needs not run anything again.
pub(super) fn waiting(error: Error) -> Error {
    let unusable = std::error::Error::source(&error).is_some_and(<dyn std::error::Error>::is::<Unusable>);
    if unusable { error.hint("Mend the file: the pages follow.") } else { error }
}

/// Why there is no newer state.
pub(super) fn fault(error: &Error) -> Fault {
    let mut fault =
        Fault { message: error.to_string(), hint: error.hint_text().map(str::to_owned), findings: Vec::new() };
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        match inner.downcast_ref::<Unusable>() {
            Some(unusable) => {
                fault.findings.extend(unusable.findings.iter().map(|found| finding(found, &unusable.texts)));
                break;
            }
            None => fault.message.push_str(&format!(": {inner}")),
        }
        cause = inner.source();
    }
    fault
}
