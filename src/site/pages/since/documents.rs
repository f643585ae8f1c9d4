//! Documents, acts and risks then and now.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{both, capped};
use crate::approval::Act;
use crate::approval::record::{ActKind, Record};
use crate::base::{plural, say, wording};
use crate::compare::{Weight, summary};
use crate::impact::pairs::{Became, Pair as Pairing, pairs};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::risk::{AFTER, BEFORE, parts};
use crate::model::standing::Word;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::risks::{Moment, level};
use crate::site::pages::sections::Section;
use crate::site::parts::kind_label;
use crate::site::routes;
use crate::site::view::{Cell, Pair, Part, Sign, Table, coded};
use crate::site::worded::phrase;
use crate::state::Since;

/// How many rows one table of the page holds; the page has five of them.
const ROWS: usize = 200;

/// What became of a document, as a sign.
fn sign(pair: &Pairing<'_>) -> Sign {
    match pair.became() {
        Became::Added => Sign::new("added", say!("New")),
        Became::Removed => Sign::new("removed", say!("Removed")),
        Became::Retired => Sign::new("removed", say!("Taken out of force")),
        Became::Restored => Sign::new("added", say!("Brought back into force")),
        Became::Standing => Sign::new("moved", say!("Stands elsewhere")),
        Became::Material => Sign::weight(Weight::Material),
        Became::Editorial => Sign::weight(Weight::Editorial),
        Became::Moved => Sign::new("moved", say!("Moved")),
        Became::Same => Sign::new("unchanged", say!("No difference")),
    }
}

/// Every document at either end that something happened to, in natural order of ids.
pub(super) fn compare<'a>(shared: &'a Shared<'_>, since: &'a Since) -> Vec<Pairing<'a>> {
    let inside: BTreeSet<usize> = since.revisions.iter().copied().collect();
    let mut pairs = pairs(&since.aims, (shared.aims, shared.history), &inside);
    pairs.iter_mut().filter_map(|pair| pair.told.as_mut()).for_each(|told| shared.texts.leave(told));
    let has_changed = |pair: &Pairing<'_>| pair.became() != Became::Same || pair.commits > 0;
    pairs.retain(has_changed);
    pairs
}

/// How many documents became what.
pub(super) fn numbers(found: &[Pairing<'_>]) -> Vec<Pair> {
    let of = |became: Became| found.iter().filter(|pair| pair.became() == became).count();
    let weaker: usize = found.iter().filter_map(|pair| pair.told.as_ref()).map(|told| told.weaker.len()).sum();
    [
        (say!("New documents"), of(Became::Added)),
        (say!("Removed documents"), of(Became::Removed)),
        (say!("Taken out of force"), of(Became::Retired)),
        (say!("Changed in substance"), of(Became::Material)),
        (say!("Changed editorially"), of(Became::Editorial)),
        (say!("Weakenings pointed out"), weaker),
    ]
    .map(|(name, number)| Pair::new(name, number.to_string()))
    .into()
}

pub(super) fn section(shared: &Shared<'_>, link: Linker<'_>, found: &[Pairing<'_>]) -> Section {
    let acts = acts_since(shared);
    let specs =
        ["Id", "Title:main", "Kind:facet", "What changed:facet", "Version", "Status", "Commits:num", "In words:text"];
    let mut table = Table::new(say!("Documents then and now"), &specs);
    for pair in found.iter().take(ROWS) {
        table.row(None, row(link, pair, &acts));
    }
    let section = Section::new("documents", say!("Documents"));
    let table = table.some().map(|table| table.register(say!("Filter documents")));
    capped(section, found.len(), ROWS).with_table(table, shared.none(say!("No document changed.")))
}

fn row(link: Linker<'_>, pair: &Pairing<'_>, acts: &BTreeMap<DocIx, Vec<&Act>>) -> Vec<Cell> {
    let (document, then) = (pair.document(), pair.then.map(|(_, then)| then));
    let text = |document: Option<&Document>, key: &str| {
        document.and_then(|document| document.fields.text(key)).unwrap_or_default().to_owned()
    };
    let now = pair.now.map(|(_, now)| now);
    let id = match pair.now {
        Some((ix, _)) => link.document(ix),
        None => Part::said(pair.id()),
    };
    let commits = match pair.now {
        Some((ix, _)) if pair.commits > 0 => {
            let href = link.to(&routes::document_history(&link.aims.document(ix).id));
            Part::Link { href, v: pair.commits.to_string() }
        }
        _ => Part::text(""),
    };
    let mut words = Vec::new();
    if let Some((then, now)) = then.zip(now).filter(|(then, now)| then.path != now.path) {
        let (then, now) = (Part::code(then.path.as_str()), Part::code(now.path.as_str()));
        words.extend(phrase!("moved from {then} to {now}", then, now));
    }
    if let Some(told) = &pair.told {
        words.extend((!words.is_empty()).then(|| Part::text("; ")));
        words.extend(coded(&summary(told)));
    }
    let acts = pair.now.and_then(|(ix, _)| acts.get(&ix)).into_iter().flatten();
    words.extend(acts.filter_map(|act| act.record.as_ref().ok()).map(|record| Part::sub(acted(record))));
    vec![
        id.into(),
        Part::said(document.map_or("", |document| &document.title)).into(),
        document.map_or("", |document| kind_label(document)).into(),
        Part::sign(sign(pair)).into(),
        then_and_now(pair, &text(then, "version"), &text(now, "version")),
        then_and_now(pair, &status_word(pair.words[0]), &status_word(pair.words[1])),
        commits.into(),
        words.into(),
    ]
}

/// What was done, by whom and when: `approved 2.0 by Orla Fenwick on 2026-03-01`.
fn acted(record: &Record) -> String {
    let (by, day) = (&record.by, wording::day(record.date));
    match (record.act, record.version.as_deref()) {
        (ActKind::Approval, Some(version)) => say!("approved {version} by {by} on {day}", version, by, day),
        (ActKind::Approval, None) => say!("approved by {by} on {day}", by, day),
        (ActKind::Review, Some(version)) => say!("reviewed {version} by {by} on {day}", version, by, day),
        (ActKind::Review, None) => say!("reviewed by {by} on {day}", by, day),
        (ActKind::Acknowledgement, Some(version)) => say!("acknowledged {version} by {by} on {day}", version, by, day),
        (ActKind::Acknowledgement, None) => say!("acknowledged by {by} on {day}", by, day),
    }
}

/// A value at both ends; at the one end that there is, for a document that is new or gone.
fn then_and_now(pair: &Pairing<'_>, then: &str, now: &str) -> Cell {
    match (pair.then, pair.now) {
        (None, _) => Part::said(now).into(),
        (_, None) => Part::said(then).into(),
        _ => both(then, now),
    }
}

fn status_word(word: Option<Word>) -> String {
    let word = match word {
        None => "",
        Some(Word::Draft) => say!("draft"),
        Some(Word::InReview) => say!("in review"),
        Some(Word::SaysApproved) => say!("says approved"),
        Some(Word::Lacking) => say!("says approved; evidence lacking"),
        Some(Word::Lapsed) => say!("says approved; approval lapsed"),
        Some(Word::Unapproved) => say!("on record; approval lacking"),
        Some(Word::NotYet) => say!("not in force yet"),
        Some(Word::Approved) => say!("approved"),
        Some(Word::Retired) => say!("retired"),
        Some(Word::OnRecord) => say!("on record"),
    };
    word.to_owned()
}

/// Acts that a commit since brought, by document.
fn acts_since<'a>(shared: &Shared<'a>) -> BTreeMap<DocIx, Vec<&'a Act>> {
    let mut by_document: BTreeMap<DocIx, Vec<&Act>> = BTreeMap::new();
    for act in acts(shared) {
        if let Some(ix) = act.document {
            by_document.entry(ix).or_default().push(act);
        }
    }
    by_document
}

fn acts<'a>(shared: &Shared<'a>) -> impl Iterator<Item = &'a Act> {
    let places = shared.since.map_or(&[][..], |since| &since.revisions);
    let commits: BTreeSet<&str> =
        places.iter().filter_map(|place| Some(shared.history.revisions.get(*place)?.commit.as_str())).collect();
    shared.approvals.acts.iter().filter(move |act| act.commit.as_deref().is_some_and(|commit| commits.contains(commit)))
}

/// Approvals and reviews that were put on record since.
pub(super) fn approvals(shared: &Shared<'_>, link: Linker<'_>, _since: &Since) -> Section {
    let specs = ["Date", "Document:name", "Version:name", "Act", "By:main", "Signature"];
    let mut table = Table::new(say!("Acts put on record since"), &specs);
    let mut found: Vec<&Act> = acts(shared).collect();
    found.sort_by_key(|act| (act.record.as_ref().ok().map(|record| record.date), &act.path));
    for (act, record) in found.iter().take(ROWS).filter_map(|act| Some((act, act.record.as_ref().ok()?))) {
        let signed = match act.is_proven() {
            true => Sign::new("proof-4", say!("Signed")),
            false => Sign::new("proof-1", say!("Claimed")),
        };
        let mut by = vec![Part::said(&*record.by)];
        by.extend(record.role.as_deref().map(Part::sub));
        table.row(
            None,
            vec![
                crate::site::pages::standing::dated(act, record.date).into(),
                link.id(&record.document).into(),
                record.version.as_deref().unwrap_or_default().into(),
                match record.act {
                    ActKind::Approval => say!("approved"),
                    ActKind::Review => say!("reviewed"),
                    ActKind::Acknowledgement => say!("acknowledged"),
                }
                .into(),
                by.into(),
                Part::sign(signed).into(),
            ],
        );
    }
    capped(Section::new("acts", say!("Approvals and reviews")), found.len(), ROWS)
        .with_table(table.some(), shared.none(say!("None was put on record.")))
}

/// Where documents ask for less than they did.
pub(super) fn weakenings(link: Linker<'_>, found: &[Pairing<'_>]) -> Section {
    let all = found.iter().filter_map(|pair| Some((pair, pair.told.as_ref()?)));
    let all: Vec<_> = all.flat_map(|(pair, told)| told.weaker.iter().map(move |weaker| (pair, weaker))).collect();
    let item = |(pair, weaker): &(&Pairing<'_>, &crate::compare::Weakening)| {
        let mut parts = vec![Part::sign(Sign::new("weaker", say!("Weaker"))), Part::text(" ")];
        parts.extend(pair.now.map(|(ix, _)| link.document(ix)));
        parts.extend([Part::text(" ")]);
        parts.extend(coded(&weaker.sentence()));
        parts
    };
    capped(Section::new("weaker", say!("Weakenings pointed out")), all.len(), ROWS)
        .intro(plural!(
            all.len(),
            "{n} place where a text asks for less than it did. They are hints, found by words; people judge.",
            "{n} places where a text asks for less than it did. They are hints, found by words; people judge.",
        ))
        .with_list(all.iter().take(ROWS).map(item).collect(), "")
}

/// Risks whose level is another.
pub(super) fn risks<'a>(shared: &Shared<'_>, link: Linker<'_>, found: &[Pairing<'a>]) -> Section {
    let specs = ["Risk", "Title:main", "Before treatment, then", "Now", "After treatment, then", "Now"];
    let mut table = Table::new(say!("Levels of risks then and now"), &specs);
    let is_risk = |document: Option<&Document>| document.is_some_and(|document| document.is("risk"));
    let scores =
        |document: Option<&Document>| document.map(|risk| [BEFORE, AFTER].map(|keys| parts(&risk.fields, keys)));
    let ends = |pair: &Pairing<'a>| [pair.then, pair.now].map(|end| end.map(|(_, document)| document));
    let moved = |pair: &&Pairing<'a>| {
        let [then, now] = ends(pair);
        (is_risk(then) || is_risk(now)) && scores(then) != scores(now)
    };
    let found: Vec<&Pairing<'a>> = found.iter().filter(moved).collect();
    for pair in found.iter().take(ROWS) {
        let [then, now] = ends(pair);
        let cell = |end: Option<&Document>, moment| end.map_or_else(Cell::default, |risk| level(shared, risk, moment));
        table.row(
            None,
            vec![
                pair.now.map_or_else(|| Part::said(pair.id()), |(ix, _)| link.document(ix)).into(),
                Part::said(now.or(then).map_or("", |document| &document.title)).into(),
                cell(then, Moment::Before),
                cell(now, Moment::Before),
                cell(then, Moment::After),
                cell(now, Moment::After),
            ],
        );
    }
    capped(Section::new("risks", say!("Risks")), found.len(), ROWS)
        .with_table(table.some(), say!("No risk is new or gone, and none has another level."))
}
