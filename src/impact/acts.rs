//! Acts of approval, review and acknowledgement that a change puts on record, or takes away.

use std::collections::BTreeMap;

use serde::Serialize;

use super::both::Both;
use super::came::Came;
use crate::approval::record::{ActKind, Record};
use crate::approval::{Act, Counts};
use crate::base::DocPath;
use crate::register::facts::ActFact;
use crate::state::State;

/// An act that came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActChange {
    /// What became of its file.
    pub became: Came,
    /// The document, as the record names it.
    pub document: Option<String>,
    /// `approval`, `review` or `acknowledgement`; `None` for a file that is no record.
    pub act: Option<&'static str>,
    /// The same as a value.
    #[serde(skip)]
    pub kind: Option<ActKind>,
    /// Who, by the record.
    pub by: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// The day.
    pub date: Option<String>,
    /// The version it is about.
    pub version: Option<String>,
    /// `yes`, `earlier` where the text has changed since, or `no`.
    pub counts: &'static str,
    /// The same as a value.
    #[serde(skip)]
    pub standing: Counts,
    /// Why it does not count: a sentence without a full stop.
    pub why: Option<String>,
    /// The file of the record.
    pub record: String,
}

/// What came and went, in order of the files. A record that lies elsewhere, and says and counts what it did, is neither.
pub(super) fn changed(both: &Both<'_>) -> Vec<ActChange> {
    let (then, now) = (acts(both.then), acts(both.now));
    let mut found: BTreeMap<&DocPath, ActChange> = BTreeMap::new();
    for (path, act) in &now {
        match then.get(path) {
            None => found.insert(path, row(act, Came::Added)),
            Some(old) if old.record != act.record => found.insert(path, row(act, Came::Changed)),
            Some(_) => None,
        };
    }
    let gone = then.iter().filter(|(path, _)| !now.contains_key(*path));
    let mut elsewhere: BTreeMap<&Record, Vec<&Act>> = BTreeMap::new();
    for (path, act) in gone {
        match &act.record {
            Ok(record) => elsewhere.entry(record).or_default().push(act),
            Err(_) => {
                found.insert(path, row(act, Came::Removed));
            }
        }
    }
    found.retain(|path, change| {
        let new = now.get(path).filter(|_| change.became == Came::Added);
        let record = new.and_then(|new| new.record.as_ref().ok());
        let old = record.and_then(|record| elsewhere.get_mut(record)?.pop());
        let (Some(old), Some(new)) = (old, new) else { return true };
        change.became = Came::Changed;
        old.standing != new.standing
    });
    found.extend(elsewhere.into_values().flatten().map(|act| (&act.path, row(act, Came::Removed))));
    found.into_values().collect()
}

fn acts(state: &State) -> BTreeMap<&DocPath, &Act> {
    state.approvals.acts.iter().map(|act| (&act.path, act)).collect()
}

fn row(act: &Act, became: Came) -> ActChange {
    let fact = ActFact::of(act);
    let text = |text: Option<&str>| text.map(str::to_owned);
    ActChange {
        became,
        document: text(fact.document),
        act: fact.act,
        kind: act.record.as_ref().ok().map(|record| record.act),
        by: text(fact.by),
        role: text(fact.role),
        date: fact.date.map(|day| day.to_string()),
        version: text(fact.version),
        counts: fact.counts,
        standing: act.standing.clone(),
        why: fact.why,
        record: fact.record.to_owned(),
    }
}
