//! The change record. Names of authors are in it and their addresses are not: a site is for more readers than git is.

use super::column::{Column, Getter, Holds, column};
use super::facts::{ChangeFact, RevisionFact};
use super::rows::Register;
use super::value::Value;
use crate::history::{Change, Revision};
use crate::state::State;

/// How many commits the register holds, so that its file stays small enough to open.
const MOST: usize = 1_000;

/// The newest commits, newest first, with the number of all.
pub(super) fn changes(state: &State) -> Register<'_> {
    let all = &state.history.revisions;
    let columns = vec![
        text("commit", |fact| fact.commit),
        column("date", Holds::Day, |revision: &&Revision| Value::Day(RevisionFact::of(revision).date))
            .about("the day of authorship"),
        column("landed", Holds::Day, |revision: &&Revision| Value::day(RevisionFact::of(revision).landed))
            .about("when it reached the main line, where that is known"),
        text("author", |fact| fact.author),
        text("subject", |fact| fact.subject),
        text("body", |fact| fact.body),
        column("merge", Holds::Flag, |revision: &&Revision| Value::Flag(RevisionFact::of(revision).merge)),
        column("changes", Holds::Rows, |revision: &&Revision| {
            Value::List(revision.changes.iter().map(|one| change(state, one)).collect())
        })
        .inner(vec![
            Column::new("kind", Holds::Word),
            Column::new("path", Holds::Text),
            Column::new("from", Holds::Text),
            Column::new("document", Holds::Id),
            Column::new("fate", Holds::Word),
            Column::new("joined", Holds::Flag),
        ])
        .about(
            "`from` is the file before, where that was another; `document` what it is today; `fate` what became of it on the main line: `stood`, `passed` on the way to what a merge brought, or `undone` where the merge brought none of it; `joined` whether git made it in a merge, of what the sides hold",
        ),
    ];
    Register::new(all.iter().take(MOST).collect(), columns).of(all.len())
}

fn text<'a>(key: &'static str, get: fn(&RevisionFact<'a>) -> &'a str) -> Getter<'a, &'a Revision> {
    column(key, Holds::Text, move |revision: &&'a Revision| Value::text(Some(get(&RevisionFact::of(revision)))))
}

fn change<'a>(state: &'a State, change: &'a Change) -> Value<'a> {
    let fact = ChangeFact::of(change);
    let document = change.document.as_ref().and_then(|path| state.aims.by_path(path));
    Value::object([
        ("kind", Value::word(Some(fact.kind))),
        ("path", Value::text(Some(fact.path))),
        ("from", Value::text(fact.from)),
        ("document", Value::id(document.map(|ix| state.aims.document(ix).id.as_str()))),
        ("fate", Value::word(Some(fact.fate))),
        ("joined", Value::Flag(fact.joined)),
    ])
}
