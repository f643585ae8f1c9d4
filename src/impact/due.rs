//! What a change gives somebody to do: acceptances and assessments that are called for, and what is to be done by a day.

use std::collections::BTreeSet;

use serde::Serialize;

use super::both::Both;
use super::found::Found;
use crate::agenda::{Agenda, Item, What};
use crate::base::Date;
use crate::state::State;

/// Rules that find an acceptance or an assessment lacking.
const CALLED_FOR: [&str; 7] = [
    "assessed-version-differs",
    "impact-not-accepted",
    "record-edited",
    "residual-not-accepted",
    "soa-older-than-risks",
    "system-without-impact-assessment",
    "system-without-risk-assessment",
];

/// What somebody has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The name of the rule that finds an acceptance or assessment lacking; else what sort of thing it is: a word of
    /// `aims due`.
    pub what: &'static str,
    /// The document that it is about.
    pub document: Option<String>,
    /// What is lacking, or is to be done.
    pub about: String,
    /// By when; `None` for what waits already.
    pub due: Option<String>,
    /// Whether the day has passed.
    pub late: bool,
    /// Who sees to it.
    pub of: Vec<String>,
    /// What settles it.
    #[serde(rename = "do")]
    pub remedy: String,
}

/// What is called for and was not: acceptances and assessments first, then what has a day, the first day first. `new` are the
/// findings that are new.
pub(super) fn due(both: &Both<'_>, new: &[Found]) -> Vec<Due> {
    let called_for = new.iter().filter(|found| CALLED_FOR.contains(&found.rule)).map(|found| {
        let document = found.document.as_deref().and_then(|id| both.now.aims.by_id(id));
        let owner = document.and_then(|ix| both.now.aims.document(ix).fields.text("owner"));
        Due {
            what: found.rule,
            document: found.document.clone(),
            about: found.message.clone(),
            due: None,
            late: false,
            of: owner.map(str::to_owned).into_iter().collect(),
            remedy: found.help.clone().unwrap_or_default(),
        }
    });
    let before: BTreeSet<_> = items(both.then).iter().map(|item| key(both, item)).collect();
    let tasks = items(both.now).into_iter().filter(|item| {
        let name = (item.what, item.document.clone(), told_as(item), item.due);
        !before.contains(&name)
    });
    called_for.chain(tasks.map(task)).collect()
}

/// What is due at one end, but for what is told under another heading.
fn items(state: &State) -> Vec<Item> {
    let told = |item: &Item| matches!(item.what, What::Approval | What::Reading | What::Review | What::Waiver);
    let mut items = Agenda::of(state, Date::MAX, None).items;
    items.retain(|item| !told(item));
    items
}

type Key = (What, Option<String>, Option<String>, Option<Date>);

/// By what an item of before is known now.
fn key(both: &Both<'_>, item: &Item) -> Key {
    let ix = item.document.as_deref().and_then(|id| both.then.aims.by_id(id));
    let document = ix.map_or_else(|| item.document.clone(), |ix| Some(both.id_now(ix).to_owned()));
    (item.what, document, told_as(item), item.due)
}

/// What an item is called; of very many who are counted, what they are asked as, however many are left.
fn told_as(item: &Item) -> Option<String> {
    if item.is_of_many() { Some(item.row.clone()) } else { item.name.clone() }
}

fn task(item: Item) -> Due {
    Due {
        what: item.what.as_str(),
        document: item.document,
        about: item.name.or(item.title).unwrap_or_default(),
        due: item.due.map(|due| due.to_string()),
        late: item.late,
        of: item.of,
        remedy: item.remedy,
    }
}
