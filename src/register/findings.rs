//! What the checks found, as rows. Its JSON is what `aims check --format json` says, so that it is no register by name.

use super::column::{Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::check::find;
use crate::diag::{Diagnostic, Level};
use crate::state::State;

/// Every finding, those that are known from before too: the gravest first, then by rule.
pub fn findings(state: &State) -> Register<'_> {
    let document = |finding: &&Diagnostic| finding.document.as_deref().and_then(|id| state.aims.by_id(id));
    let position = |finding: &&Diagnostic| state.aims.texts.positions(&finding.place).0;
    let columns: Vec<Getter<'_, &Diagnostic>> = vec![
        column("level", Holds::Word, |found: &&Diagnostic| Value::word(Some(found.level.as_str())))
            .words([Level::Error, Level::Warning, Level::Note].map(Level::as_str)),
        column("code", Holds::Text, |found: &&Diagnostic| Value::text(Some(found.code))),
        column("rule", Holds::Text, |found: &&Diagnostic| Value::text(Some(found.name))),
        column("family", Holds::Text, |found: &&Diagnostic| {
            Value::text(find(found.code).map(|rule| rule.family().title))
        }),
        column("document", Holds::Id, move |found: &&Diagnostic| {
            Value::id(document(found).map(|ix| state.aims.document(ix).id.as_str()))
        }),
        column("owner", Holds::Text, move |found: &&Diagnostic| {
            Value::text(document(found).and_then(|ix| state.aims.document(ix).fields.text("owner")))
        }),
        column("message", Holds::Text, |found: &&Diagnostic| Value::Text(found.message.as_str().into())),
        column("help", Holds::Text, |found: &&Diagnostic| {
            found.help.as_deref().map_or(Value::Nothing, |help| Value::Text(help.into()))
        }),
        column("path", Holds::Text, |found: &&Diagnostic| Value::Text(found.place.path.as_str().into())),
        column("line", Holds::Number, move |found: &&Diagnostic| Value::count(position(found).line)),
        column("column", Holds::Number, move |found: &&Diagnostic| Value::count(position(found).column)),
        column("clock", Holds::Flag, |found: &&Diagnostic| Value::Flag(found.clock))
            .about("whether it came with the passing of time"),
        column("known", Holds::Flag, |found: &&Diagnostic| Value::Flag(found.known))
            .about("whether the baseline lists it"),
    ];
    let mut rows: Vec<&Diagnostic> = state.findings.found.iter().collect();
    rows.sort_by_key(|finding| (std::cmp::Reverse(finding.level), finding.code));
    Register::new(rows, columns)
}
