//! The crosswalk: what relates ISO/IEC 42001 to the other frameworks in use, with what we make of each row.

use super::column::{Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::model::catalog::{Confidence, Relation, Verdict};
use crate::state::State;

fn of<'a>(key: &'static str, holds: Holds, get: impl Fn(&'a Relation) -> Value<'a> + 'a) -> Getter<'a, &'a Relation> {
    column(key, holds, move |row: &&'a Relation| get(row))
}

/// Every row, in the order of ISO/IEC 42001, then of the frameworks. Doubtful ones are here too; their verdict tells.
pub(super) fn crosswalk(state: &State) -> Register<'_> {
    let columns = vec![
        of("from", Holds::Id, |row| Value::id(Some(&row.from))).about("clause, area or control of ISO/IEC 42001"),
        of("framework", Holds::Word, |row| Value::word(Some(&row.framework))),
        of("to", Holds::Id, |row| Value::id(Some(&row.to))).about("requirement of the framework"),
        of("verdict", Holds::Word, |row| Value::word((!row.sources.is_empty()).then(|| row.verdict.as_str())))
            .words(Verdict::ALL.iter().map(|verdict| verdict.as_str()))
            .about("what aims makes of the row; a `doubtful` one is not to be relied on; empty where the team relates the two itself"),
        of("confidence", Holds::Word, |row| Value::word(Some(row.confidence.as_str())))
            .words(Confidence::ALL.iter().map(|confidence| confidence.as_str()))
            .about("how far sources agree"),
        of("sources", Holds::Texts, |row| Value::texts(row.sources.iter().map(String::as_str))),
        of("note", Holds::Text, |row| Value::text(row.note.as_deref())),
    ];
    Register::new(state.aims.catalog.relations().iter().collect(), columns)
}
