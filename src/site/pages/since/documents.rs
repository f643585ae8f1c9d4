//! Documents, acts and risks then and now.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::cells::{both, capped};
use crate::approval::Act;
use crate::base::text::count;
use crate::compare::{Comparison, Snapshot, Weight, compare as compare_texts, summary};
use crate::history::ChangeKind;
use crate::model::catalog::natural_key;
use crate::model::document::Document;
use crate::model::risk::{AFTER, BEFORE, parts};
use crate::model::standing::Word;
use crate::model::{Aims, DocIx};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::risks::{Moment, level};
use crate::site::pages::sections::Section;
use crate::site::parts::kind_label;
use crate::site::routes;
use crate::site::view::{Cell, Pair, Part, Sign, Table, coded};
use crate::state::Since;

/// How many rows one table of the page holds.
const ROWS: usize = 500;

/// A document at one end or both.
pub(super) struct Pairing<'a> {
    then: Option<&'a Document>,
    /// Where it stood by the record, and where it stands.
    words: [Option<Word>; 2],
    now: Option<(DocIx, &'a Document)>,
    /// How many commits since touched it.
    commits: usize,
    /// How the texts differ, where there are two that do.
    told: Option<Comparison>,
}

impl Pairing<'_> {
    fn id(&self) -> &str {
        self.now.map(|(_, document)| document).or(self.then).map_or("", |document| &document.id)
    }

    fn has_changed(&self) -> bool {
        self.then.is_none() || self.now.is_none() || self.told.is_some() || self.commits > 0
    }

    /// What became of it, as a sign.
    fn sign(&self) -> Sign {
        let moved = self.then.zip(self.now).is_some_and(|(then, (_, now))| then.path != now.path);
        match (self.then, self.now, self.told.as_ref().map(|told| told.weight)) {
            (None, ..) => Sign::new("added", "New"),
            (_, None, _) => Sign::new("removed", "Removed"),
            (_, _, Some(weight)) if weight != Weight::None => Sign::weight(weight),
            _ if moved => Sign::new("moved", "Moved"),
            _ => Sign::new("unchanged", "No difference"),
        }
    }
}

/// Every document at either end that something happened to, in natural order of ids.
pub(super) fn compare<'a>(shared: &'a Shared<'_>, since: &'a Since) -> Vec<Pairing<'a>> {
    let mut pairs = pair(shared, since);
    pairs.par_iter_mut().for_each(|pair| {
        let (Some(then), Some((_, now))) = (pair.then, pair.now) else { return };
        if then.text != now.text {
            let read =
                |document: &Document, aims: &Aims| Snapshot::read(document.text.as_bytes(), &aims.config.reading);
            pair.told = Some(compare_texts(&read(then, &since.aims), &read(now, shared.aims)));
        }
    });
    pairs.retain(Pairing::has_changed);
    pairs.sort_by_cached_key(|pair| natural_key(pair.id()));
    pairs
}

/// Documents then with those they are now: by their history, else by id, else by path.
fn pair<'a>(shared: &'a Shared<'_>, since: &'a Since) -> Vec<Pairing<'a>> {
    let inside: BTreeSet<usize> = since.revisions.iter().copied().collect();
    let mut taken: BTreeSet<DocIx> = BTreeSet::new();
    let mut pairs: Vec<Pairing<'a>> = Vec::new();
    for (ix, now) in shared.aims.iter() {
        let steps = shared.history.steps(&now.path);
        let commits = steps.iter().filter(|step| inside.contains(&step.revision)).count();
        let before = steps.iter().find(|step| !inside.contains(&step.revision));
        let before = before.and_then(|step| shared.history.step(*step)).map(|(_, change)| change);
        let by_history = before.filter(|change| change.kind != ChangeKind::Deleted);
        let then = by_history
            .and_then(|change| since.aims.by_path(&change.path))
            .or_else(|| since.aims.by_id(&now.id))
            .or_else(|| since.aims.by_path(&now.path).filter(|_| commits == 0))
            .filter(|then| taken.insert(*then));
        let words = [then.and_then(|then| since.aims.word(then)), shared.aims.word(ix)];
        let then = then.map(|then| since.aims.document(then));
        pairs.push(Pairing { then, words, now: Some((ix, now)), commits, told: None });
    }
    let gone = since.aims.iter().filter(|(ix, _)| !taken.contains(ix));
    pairs.extend(gone.map(|(ix, then)| {
        let words = [since.aims.word(ix), None];
        Pairing { then: Some(then), words, now: None, commits: 0, told: None }
    }));
    pairs
}

/// How many documents became what.
pub(super) fn numbers(found: &[Pairing<'_>]) -> Vec<Pair> {
    let of = |word: &str| found.iter().filter(|pair| pair.sign().word == word).count();
    let weaker: usize = found.iter().filter_map(|pair| pair.told.as_ref()).map(|told| told.weaker.len()).sum();
    [
        ("New documents", of("New")),
        ("Removed documents", of("Removed")),
        ("Changed in substance", of("Material")),
        ("Changed editorially", of("Editorial")),
        ("Weakenings pointed out", weaker),
    ]
    .map(|(name, number)| Pair::new(name, number.to_string()))
    .into()
}

pub(super) fn section(shared: &Shared<'_>, link: Linker<'_>, found: &[Pairing<'_>]) -> Section {
    let acts = acts_since(shared);
    let specs = [
        "Id",
        "Title:main",
        "Kind:facet",
        "What became of it:facet",
        "Version",
        "Status",
        "Commits:num",
        "In words:text",
    ];
    let mut table = Table::new("Documents then and now", &specs);
    for pair in found.iter().take(ROWS) {
        table.row(None, row(link, pair, &acts));
    }
    let section = Section::new("documents", "Documents");
    let table = table.some().map(|table| table.register("Filter documents"));
    capped(section, found.len(), ROWS).with_table(table, "No document changed.")
}

fn row(link: Linker<'_>, pair: &Pairing<'_>, acts: &BTreeMap<DocIx, Vec<&Act>>) -> Vec<Cell> {
    let document = pair.now.map(|(_, document)| document).or(pair.then);
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
    if let Some((then, now)) = pair.then.zip(now).filter(|(then, now)| then.path != now.path) {
        words.extend([
            Part::text("moved from "),
            Part::code(then.path.as_str()),
            Part::text(" to "),
            Part::code(now.path.as_str()),
        ]);
    }
    if let Some(told) = &pair.told {
        words.extend((!words.is_empty()).then(|| Part::text("; ")));
        words.extend(coded(&summary(told)));
    }
    let acts = pair.now.and_then(|(ix, _)| acts.get(&ix)).into_iter().flatten();
    let acts = acts.filter_map(|act| act.record.as_ref().ok()).map(|record| {
        let version = record.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
        Part::sub(format!("{}{version} by {} on {}", record.act.done(), record.by, record.date))
    });
    words.extend(acts);
    vec![
        id.into(),
        Part::said(document.map_or("", |document| &document.title)).into(),
        document.map_or("", |document| kind_label(document)).into(),
        Part::sign(pair.sign()).into(),
        then_and_now(pair, &text(pair.then, "version"), &text(now, "version")),
        then_and_now(pair, &status_word(pair.words[0]), &status_word(pair.words[1])),
        commits.into(),
        words.into(),
    ]
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
    word.map(Word::title).unwrap_or_default().to_lowercase()
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
    let mut table =
        Table::new("Acts put on record since", &["Date", "Document", "Version", "Act", "By:main", "Signature"]);
    let mut found: Vec<&Act> = acts(shared).collect();
    found.sort_by_key(|act| (act.record.as_ref().ok().map(|record| record.date), &act.path));
    for (act, record) in found.iter().take(ROWS).filter_map(|act| Some((act, act.record.as_ref().ok()?))) {
        let signed = if act.is_proven() { Sign::new("proof-4", "Signed") } else { Sign::new("proof-1", "Claimed") };
        let mut by = vec![Part::said(&*record.by)];
        by.extend(record.role.as_deref().map(Part::sub));
        table.row(
            None,
            vec![
                Part::date(record.date).into(),
                link.id(&record.document).into(),
                record.version.as_deref().unwrap_or_default().into(),
                record.act.done().into(),
                by.into(),
                Part::sign(signed).into(),
            ],
        );
    }
    capped(Section::new("acts", "Approvals and reviews"), found.len(), ROWS)
        .with_table(table.some(), "None was put on record.")
}

/// Where documents ask for less than they did.
pub(super) fn weakenings(link: Linker<'_>, found: &[Pairing<'_>]) -> Section {
    let all = found.iter().filter_map(|pair| Some((pair, pair.told.as_ref()?)));
    let all: Vec<_> = all.flat_map(|(pair, told)| told.weaker.iter().map(move |weaker| (pair, weaker))).collect();
    let item = |(pair, weaker): &(&Pairing<'_>, &crate::compare::Weakening)| {
        let mut parts = vec![Part::sign(Sign::new("weaker", "Weaker")), Part::text(" ")];
        parts.extend(pair.now.map(|(ix, _)| link.document(ix)));
        parts.extend([Part::text(" ")]);
        parts.extend(coded(&weaker.sentence()));
        parts
    };
    capped(Section::new("weaker", "Weakenings pointed out"), all.len(), ROWS)
        .intro(format!(
            "{} where a text asks for less than it did. They are hints, found by words; people judge.",
            count(all.len(), "place")
        ))
        .with_list(all.iter().take(ROWS).map(item).collect(), "")
}

/// Risks whose level is another.
pub(super) fn risks(shared: &Shared<'_>, link: Linker<'_>, found: &[Pairing<'_>]) -> Section {
    let specs = ["Risk", "Title:main", "Before treatment, then", "Now", "After treatment, then", "Now"];
    let mut table = Table::new("Levels of risks then and now", &specs);
    let is_risk = |document: Option<&Document>| document.is_some_and(|document| document.is("risk"));
    let scores =
        |document: Option<&Document>| document.map(|risk| [BEFORE, AFTER].map(|keys| parts(&risk.fields, keys)));
    for pair in found.iter().filter(|pair| is_risk(pair.then) || is_risk(pair.now.map(|(_, now)| now))) {
        let now = pair.now.map(|(_, now)| now);
        if scores(pair.then) == scores(now) {
            continue;
        }
        let cell = |end: Option<&Document>, moment| end.map_or_else(Cell::default, |risk| level(shared, risk, moment));
        table.row(
            None,
            vec![
                pair.now.map_or_else(|| Part::said(pair.id()), |(ix, _)| link.document(ix)).into(),
                Part::said(now.or(pair.then).map_or("", |document| &document.title)).into(),
                cell(pair.then, Moment::Before),
                cell(now, Moment::Before),
                cell(pair.then, Moment::After),
                cell(now, Moment::After),
            ],
        );
    }
    Section::new("risks", "Risks").with_table(table.some(), "No risk is new or gone, and none has another level.")
}
