//! Everything that is due, whenever that is and for whomever.

use std::collections::BTreeMap;

use super::item::{Item, What, days};
use super::lapses;
use crate::approval::Others;
use crate::base::{Date, SETTINGS, say, uuid};
use crate::check::results::watched;
use crate::model::DocIx;
use crate::model::audience::Audience;
use crate::model::catalog::{Standard, natural_key};
use crate::model::config::{EVENTS, Person};
use crate::model::document::{Document, Status};
use crate::model::due::{self, Evidenced, Recurring, Task};
use crate::model::readers::{Reader, ReadingLists};
use crate::model::review::Review;
use crate::state::State;

/// Kinds of records that come again and again, whatever rests on them.
const RECURRING: [(&str, What); 2] = [("audit", What::Audit), ("management-review", What::ManagementReview)];

/// All of it, the most urgent first: what waits already, then by day. Of reading, with a person, what that person has to.
pub(super) fn all(state: &State, person: Option<&Person>) -> Vec<Item> {
    let mut items = Vec::new();
    // What was retired without the act for that is in force.
    let lives = |ix, document: &Document| !document.is_retired() || state.aims.in_place.contains_key(&ix);
    let lists = person.map_or_else(|| ReadingLists::of(&state.aims), |one| ReadingLists::of_one(&state.aims, one));
    let living = state.aims.iter().filter(|(ix, document)| document.controlled && lives(*ix, document));
    for (ix, document) in living {
        items.extend(approval(state, ix, document));
        items.extend(reading(state, ix, document));
        items.extend(acknowledgements(state, (&lists, ix), document));
        items.extend(review(state, ix, document));
        let open = due::of(document).into_iter().filter(|due| due::is_open(&state.aims, ix, due));
        items.extend(open.map(|due| task(state, document, due)));
        items.extend(measurements(state, document));
    }
    items.extend(RECURRING.into_iter().flat_map(|(kind, what)| recurring(state, kind, what)));
    items.extend(evidence(state));
    items.extend(waivers(state));
    items.extend(lapses::all(state));
    let lasting = state.lasting();
    let mut items: Vec<Item> = items.into_iter().map(|item| item.known(state, &lasting)).collect();
    // What is the same in all else is told apart by its turn among what documents and settings say.
    let mut turns: BTreeMap<String, u32> = BTreeMap::new();
    for item in &mut items {
        let turn = turns.entry(item.uid.clone()).and_modify(|last| *last += 1).or_default();
        if *turn > 0 {
            item.uid = uuid(&format!("{}\0{turn}", item.uid));
        }
    }
    let id = |item: &Item| item.document.as_deref().map(natural_key);
    items.sort_by_cached_key(|item| (item.due, item.what, id(item), item.name.clone()));
    items
}

/// The approval that a document waits for: it is being judged, or says that it is approved and the rule does not bear it out.
fn approval(state: &State, ix: DocIx, document: &Document) -> Option<Item> {
    let in_review = document.status() == Some(Status::InReview);
    let unsure = state.approvals.of(ix).is_some_and(|approval| approval.unsure);
    let refuted = state.aims.standing(ix).approval.is_refuted() && !unsure;
    if !(refuted || in_review && document.is_kept_current()) {
        return None;
    }
    let rule = state.aims.config.approval.of(document.kind_name());
    let lacking = state.approvals.of(ix).map(|approval| approval.lacking.clone()).unwrap_or_default();
    let of = match (lacking.is_empty(), rule.roles.is_empty()) {
        (false, _) => lacking,
        (true, false) => rule.roles.iter().map(|role| role.value.clone()).collect(),
        (true, true) => document.fields.texts("approvers").iter().map(|name| name.value.clone()).collect(),
    };
    let remedy = format!("aims approve {}", document.id);
    let item = Item::about(state, document, What::Approval, None, remedy);
    // Where nobody is named to approve, its owner sees to it that somebody does.
    Some(if of.is_empty() { item } else { Item { of, ..item } })
}

/// The reading that a change of another document calls for, once however many of them have changed.
fn reading(state: &State, ix: DocIx, document: &Document) -> Option<Item> {
    let changed = state.approvals.suspects_of(ix).map(|suspect| state.aims.document(suspect.upstream).id.as_str());
    let changed: Vec<&str> = changed.collect();
    let item = Item::about(state, document, What::Reading, None, format!("aims review {}", document.id));
    (!changed.is_empty()).then(|| Item { name: Some(changed.join(", ")), ..item })
}

fn review(state: &State, ix: DocIx, document: &Document) -> Option<Item> {
    let review = state.aims.review(ix);
    let remedy = match document.is_kept_current() {
        true => format!("aims review {}", document.id),
        false => say!("do it again, in a new record that says `replaces: [{id}]`", id = document.id),
    };
    (review != Review::None).then(|| Item::about(state, document, What::Review, review.next(), remedy))
}

/// What each who has to read the document has not read yet; of very many, what the rest of those in a role have not.
fn acknowledgements(state: &State, (lists, ix): (&ReadingLists<'_>, DocIx), document: &Document) -> Vec<Item> {
    // Who within has not read something is nobody else's matter.
    let within = state.audience != Audience::Public;
    let Some(unread) = within.then(|| state.approvals.unread(lists, &state.aims, ix)).flatten() else {
        return Vec::new();
    };
    let remedy = || say!("read it, and say so: aims acknowledge {id}", id = document.id);
    let about = || Item::about(state, document, What::Acknowledgement, Some(unread.until), remedy());
    let item = |reader: &Reader<'_>| Item {
        name: Some(reader.name().to_owned()),
        of: vec![reader.name().to_owned()],
        people: Some(usize::from(reader.person.is_some())),
        ..about()
    };
    let rest = |others: &Others<'_>| {
        let asked = others.asked;
        let name = say!("{n} more as {asked}", n = others.people, asked);
        let (of, row) = (vec![asked.to_owned()], format!("and more as {asked}"));
        Item { name: Some(name), of, people: Some(others.people), row, ..about() }
    };
    unread.readers.iter().map(item).chain(unread.others.iter().map(rest)).collect()
}

fn task(state: &State, document: &Document, due: due::Due<'_>) -> Item {
    let (what, remedy) = match due.task {
        Task::Action => (What::Action, say!("do it, and set its `status` to `done` in `{key}`", key = due.key)),
        Task::Objective => (What::Objective, say!("judge it, and set `state` to `met` or `missed`").to_owned()),
        Task::CorrectiveAction => (What::CorrectiveAction, say!("finish the action, and set `done`").to_owned()),
        Task::Effect => {
            (What::Effect, say!("look whether it worked, and write the day and what that showed").to_owned())
        }
        Task::Answer => (What::Answer, say!("answer it, and write `answered` and `outcome`").to_owned()),
        Task::Control => (What::Action, say!("put it in place, and set `implementation: done`").to_owned()),
        Task::Matter => (What::Action, say!("do it, and write the day on which it was over").to_owned()),
        Task::Contract => {
            (What::Contract, say!("renew it and move `contract-ends`, or retire the supplier").to_owned())
        }
        Task::Obligation => {
            (What::Obligation, say!("do it, name the record under `met-by`, and move `due` on").to_owned())
        }
        Task::Treatment => {
            (What::Action, say!("treat it, judge what is left, and set `state` to `treated`").to_owned())
        }
        Task::Improvement => (What::Action, say!("do it, and set `done`, `effect` and `state`").to_owned()),
    };
    let item = Item::about(state, document, what, Some(due.date), remedy);
    let of = due.owner.map_or_else(|| item.of.clone(), |owner| vec![owner.to_owned()]);
    let row = due.turn.map(|turn| format!("{} {turn}", due.key)).unwrap_or_default();
    Item { name: due.name, of, row, ..item }
}

/// The next results of monitoring, those of one day together, and the next measurement of an objective.
fn measurements(state: &State, document: &Document) -> Vec<Item> {
    let item = |due, name, remedy: &str| Item {
        name,
        ..Item::about(state, document, What::Measurement, Some(due), remedy.to_owned())
    };
    let of_objective = document.is("objective").then(|| due::measured_by(&state.aims, document)).flatten();
    let of_objective =
        of_objective.map(|(due, _)| item(due, None, say!("measure it, and add a row to `measurements`")));
    let is_watching = document.is("monitoring") && !due::is_idle(document);
    let mut days: BTreeMap<Date, Vec<&str>> = BTreeMap::new();
    for one in is_watching.then(|| watched(document)).flatten().into_iter().flatten() {
        if let Some(due) = one.due() {
            days.entry(due).or_default().push(one.indicator);
        }
    }
    let results = days.into_iter().map(|(due, of)| {
        item(due, Some(of.join(", ")), say!("add the result under `results`, with its day and value"))
    });
    results.chain(of_objective).collect()
}

/// The next record of a kind, where standards differ for each by name; where there is none, it waits already.
fn recurring(state: &State, kind: &str, what: What) -> Vec<Item> {
    let remedy = say!("hold it, and record it: aims new {kind}", kind);
    let none = Item {
        what,
        due: None,
        days: None,
        late: false,
        document: None,
        title: None,
        path: SETTINGS.to_owned(),
        name: None,
        of: Vec::new(),
        people: None,
        remedy: remedy.clone(),
        row: String::new(),
        uid: String::new(),
    };
    let all = due::as_told(&state.aims, kind, due::recurring(&state.aims, kind)).into_iter();
    let item = |(standard, Recurring { newest, until }): (Option<&Standard>, Recurring)| {
        let about = |(ix, _)| Item::about(state, state.aims.document(ix), what, until, remedy.clone());
        Item { name: standard.map(|of| of.short.clone()), ..newest.map_or_else(|| none.clone(), about) }
    };
    all.map(item).collect()
}

/// Evidence that ages: once for the newest of what rests on it, on the first day on which some requirement lacks evidence.
/// What is reviewed, or comes again anyway, is told as that.
fn evidence(state: &State) -> Vec<Item> {
    let aims = &state.aims;
    let mut ends: BTreeMap<DocIx, (Date, Vec<&str>)> = BTreeMap::new();
    for requirement in aims.trace.clauses().chain(aims.trace.controls()) {
        let Some(Evidenced { newest: ix, until, .. }) = due::evidenced_until(aims, requirement) else { continue };
        let document = aims.document(ix);
        let is_reviewed = |ix: DocIx| aims.review(ix) != Review::None;
        // What nobody does again is no better told than what is done again beside it.
        let beside = aims.is_past_assessment(ix) && requirement.evidence.iter().any(|(other, _)| is_reviewed(*other));
        let told = beside || is_reviewed(ix) || RECURRING.iter().any(|(kind, _)| document.is(kind));
        // Of evidence without a day nothing can be said.
        if told || until == Date::MIN {
            continue;
        }
        let end = ends.entry(ix).or_insert((until, Vec::new()));
        end.0 = end.0.min(until);
        end.1.push(&requirement.name);
    }
    let item = |(ix, (until, requirements)): (DocIx, (Date, Vec<&str>))| {
        let document = aims.document(ix);
        let kind = document.kind_name();
        let remedy = match EVENTS.contains(&document.counts_as()) || document.is("concern") {
            true => say!("nothing later is on record; for the next: aims new {kind}", kind),
            false => say!("do it again, and record it: aims new {kind}", kind),
        };
        let item = Item::about(state, document, What::Evidence, Some(until), remedy);
        Item { name: Some(say!("for {requirements}", requirements = requirements.join(", "))), ..item }
    };
    ends.into_iter().map(item).collect()
}

fn waivers(state: &State) -> Vec<Item> {
    let waivers = state.aims.config.checks.waivers.iter();
    let item = |waiver: &crate::model::config::Waiver| {
        let due = waiver.until?;
        let place = waiver.place.as_deref();
        let document = place.and_then(|place| state.aims.by_id(place)).map(|ix| state.aims.document(ix));
        let days = days(state.today(), due);
        Some(Item {
            what: What::Waiver,
            due: Some(due),
            days: Some(days),
            late: days < 0,
            document: document.map(|document| document.id.clone()),
            title: document.map(|document| document.title.clone()),
            path: SETTINGS.to_owned(),
            name: Some(waiver.code.value.clone()),
            of: document.and_then(|document| document.fields.text("owner")).map(str::to_owned).into_iter().collect(),
            people: None,
            remedy: say!("mend what it covers, or give the waiver a new day and reason").to_owned(),
            row: String::new(),
            uid: String::new(),
        })
    };
    waivers.filter_map(item).collect()
}
