//! Documents that are to be read again because a change made one that they build on say something else.

use std::collections::BTreeSet;

use serde::Serialize;

use super::both::Both;
use crate::model::DocIx;
use crate::model::catalog::natural_key;
use crate::state::State;

/// A document to be read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suspected {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who answers for it, where it says so.
    pub owner: Option<String>,
    /// The documents that it builds on and that have changed since it was last looked at.
    pub upstream: Vec<String>,
}

/// The ids of a document and of one that it builds on.
type Link<'a> = (&'a str, &'a str);

/// What is suspect now and was not, in natural order of ids; with how many links that were are none any more.
pub(super) fn suspected(both: &Both<'_>) -> (Vec<Suspected>, usize) {
    let then: BTreeSet<Link<'_>> = links(both.then, |ix| both.id_now(ix));
    let now: BTreeSet<Link<'_>> = links(both.now, |ix| both.now.aims.document(ix).id.as_str());
    let mut found: Vec<Suspected> = Vec::new();
    for (id, upstream) in now.difference(&then) {
        if found.last().is_none_or(|last| last.id != *id) {
            let document = both.now.aims.by_id(id).map(|ix| both.now.aims.document(ix));
            found.push(Suspected {
                id: (*id).to_owned(),
                title: document.map(|document| document.title.clone()).unwrap_or_default(),
                owner: document.and_then(|document| document.fields.text("owner")).map(str::to_owned),
                upstream: Vec::new(),
            });
        }
        if let Some(last) = found.last_mut() {
            last.upstream.push((*upstream).to_owned());
        }
    }
    found.sort_by_cached_key(|suspected| natural_key(&suspected.id));
    (found, then.difference(&now).count())
}

fn links<'a>(state: &State, name: impl Fn(DocIx) -> &'a str) -> BTreeSet<Link<'a>> {
    state.approvals.suspects.iter().map(|link| (name(link.document), name(link.upstream))).collect()
}
