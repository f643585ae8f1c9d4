//! The change record. Names of authors are in it and their addresses are not: a site is for more readers than git is.

use serde::Serialize;

use super::Inputs;
use super::table::Sheet;
use crate::history::{Change, Revision};

/// How many commits the file holds, so that it stays small enough to open.
const MOST: usize = 1_000;

/// A commit.
#[derive(Debug, Default, Serialize)]
pub(super) struct RevisionRow<'a> {
    commit: &'a str,
    date: String,
    author: &'a str,
    subject: &'a str,
    body: &'a str,
    merge: bool,
    changes: Vec<ChangeRow<'a>>,
}

/// What it did to one file.
#[derive(Debug, Serialize)]
struct ChangeRow<'a> {
    kind: &'static str,
    path: &'a str,
    /// The file before, where that was another.
    from: Option<&'a str>,
    /// The document of today that the file became.
    document: Option<&'a str>,
}

/// The newest commits, newest first, with the number of all.
pub(super) fn sheet<'a>(from: &Inputs<'a>) -> Sheet<'a, RevisionRow<'a>> {
    let revisions = &from.history.revisions;
    let rows = revisions.iter().take(MOST).map(|revision| row(*from, revision)).collect();
    Sheet::new(from, rows).of(revisions.len())
}

fn row<'a>(from: Inputs<'a>, revision: &'a Revision) -> RevisionRow<'a> {
    let change = |change: &'a Change| ChangeRow {
        kind: change.kind.as_str(),
        path: change.path.as_str(),
        from: change.from.as_ref().map(crate::base::DocPath::as_str),
        document: change
            .document
            .as_ref()
            .and_then(|path| from.aims.by_path(path))
            .map(|ix| from.aims.document(ix).id.as_str()),
    };
    RevisionRow {
        commit: &revision.commit,
        date: revision.date.to_string(),
        author: &revision.author.name,
        subject: &revision.subject,
        body: &revision.body,
        merge: revision.merge,
        changes: revision.changes.iter().map(change).collect(),
    }
}
