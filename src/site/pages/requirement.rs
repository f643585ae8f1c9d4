//! The view of a requirement: what controls and clauses have in common.

use std::collections::BTreeSet;

use serde::Serialize;

use super::sections::Section;
use crate::base::{Date, plural, say, wording};
use crate::history::Facts;
use crate::model::catalog::{Confidence, Framework, ISO_42001, Relation, ReqId, Standard, Verdict};
use crate::model::document::Status;
use crate::model::tier::Tier;
use crate::model::trace::{CalledFor, Caveat, Place, Requirement, RequirementKind, Rung, Serving, There};
use crate::model::{Aims, DocIx};
use crate::site::context::Shared;
use crate::site::gathered::{Gathering, Topic};
use crate::site::leaves::{Of, cuts, path, rows, turn_documents};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::parts::{day, kind_label, quietly, review_sign, standing};
use crate::site::routes;
use crate::site::view::{Cell, Link, Part, Sign, Table, comma};
use crate::site::worded::phrase;

/// The page of a control or clause.
#[derive(Debug, Serialize)]
pub(super) struct View {
    pub id: String,
    pub title: String,
    pub summary: String,
    pub note: String,
    pub sign: Sign,
    pub ladder: Vec<Step>,
    pub why: Vec<Vec<Part>>,
    pub lacks_title: String,
    pub lacks: Vec<Vec<Part>>,
    /// What weakens the rung.
    pub caveats: Vec<Vec<Part>>,
    pub before: Vec<Section>,
    pub tiers: Vec<TierView>,
    pub after: Vec<Section>,
    /// The way to its history.
    pub history: Link,
}

/// One rung of the ladder.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    pub sign: Sign,
    pub here: bool,
}

/// Documents of one tier.
#[derive(Debug, Serialize)]
pub(super) struct TierView {
    pub id: &'static str,
    pub title: &'static str,
    pub what: &'static str,
    pub table: Option<Table>,
    pub none: String,
}

/// What a tier is called.
pub(super) fn tier_words(tier: Tier) -> (&'static str, &'static str) {
    match tier {
        Tier::Says => (say!("Says"), say!("documents that state what is to be done")),
        Tier::Does => (say!("Does"), say!("procedures that do it")),
        Tier::Shows => (say!("Shows"), say!("dated records and inventories")),
    }
}

/// The rungs, with the one reached marked; none where the requirement is left out. No ladder where readers are not told.
pub(super) fn ladder(requirement: &Requirement) -> Vec<Step> {
    let reached = match requirement.place() {
        Place::Untold => return Vec::new(),
        Place::Excluded => None,
        Place::On(rung) => Some(rung),
    };
    let sign = |rung: Rung, here: bool| if here { Sign::requirement(requirement) } else { Sign::rung(rung) };
    let step = |rung: Rung, here: bool| Step { sign: sign(rung, here), here };
    Rung::ALL.into_iter().map(|rung| step(rung, reached == Some(rung))).collect()
}

/// What stands behind a requirement, in sentences.
pub(super) fn why(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Vec<Vec<Part>> {
    let mut sentences = Vec::new();
    let counts = |serving: &Serving| requirement.counts(serving, shared.aims.document(serving.document));
    for tier in Tier::ALL {
        let (counting, others): (Vec<&Serving>, _) = requirement.tier(tier).partition(|serving| counts(serving));
        let [documents, others] =
            [counting, others].map(|all| all.into_iter().map(|serving| serving.document).collect::<Vec<DocIx>>());
        sentences.extend(names_only(link, tier, &others));
        if documents.is_empty() {
            continue;
        }
        let newest = requirement.newest_evidence.map(|(newest, date)| (link.document(newest), Part::date(date)));
        let all = named(link, &documents);
        sentences.push(match (tier, documents.len(), newest) {
            (Tier::Says, 1, _) => phrase!("{documents} states it.", documents = all),
            (Tier::Says, ..) => phrase!("{documents} state it.", documents = all),
            (Tier::Does, 1, _) => phrase!("{documents} does it.", documents = all),
            (Tier::Does, ..) => phrase!("{documents} do it.", documents = all),
            (Tier::Shows, 1, None) => phrase!("{documents} shows it at work.", documents = all),
            (Tier::Shows, _, None) => phrase!("{documents} show it at work.", documents = all),
            (Tier::Shows, 1, Some((newest, day))) => {
                phrase!("{newest} of {day} shows it at work.", newest, day)
            }
            (Tier::Shows, _, Some((newest, day))) => {
                phrase!("{documents} show it at work, the newest {newest} of {day}.", documents = all, newest, day)
            }
        });
    }
    if requirement.unlisted > 0 {
        let n = requirement.unlisted;
        let told = plural!(
            n,
            "{n} more document serves it through another and is not listed, for there are too many in all.",
            "{n} more documents serve it through others and are not listed, for there are too many in all."
        );
        sentences.push(vec![Part::text(told)]);
    }
    if sentences.is_empty()
        && !shared.is_partial()
        && shared.aims.catalog.clause(&requirement.framework, &requirement.id).is_none_or(|clause| clause.requirement)
    {
        let is_left_out = || shared.aims.iter().any(|(ix, _)| shared.state.is_withheld(ix));
        sentences.push(vec![Part::text(match shared.withholds() || is_left_out() {
            true => say!("Nothing on this site names it."),
            false => say!("Nothing in the repository names it."),
        })]);
    }
    sentences
}

/// That documents name a requirement and count for nothing there.
fn names_only(link: Linker<'_>, tier: Tier, documents: &[DocIx]) -> Option<Vec<Part>> {
    let all = named(link, documents);
    Some(match (tier, documents.len()) {
        (_, 0) => return None,
        (Tier::Shows, 1) => phrase!("{documents} names it, and does not count as evidence of it.", documents = all),
        (Tier::Shows, _) => phrase!("{documents} name it, and do not count as evidence of it.", documents = all),
        (_, 1) => phrase!("{documents} names it, and holds no word yet.", documents = all),
        (..) => phrase!("{documents} name it, and hold no word yet.", documents = all),
    })
}

/// Up to four documents by name, each with whether it is a draft, and how many more there are.
pub(super) fn named(link: Linker<'_>, documents: &[DocIx]) -> Vec<Part> {
    let mut parts = Vec::new();
    for ix in documents.iter().take(4) {
        parts.extend((!parts.is_empty()).then(|| Part::text(", ")));
        parts.push(link.document(*ix));
        let is_draft = link.aims.document(*ix).status() == Some(Status::Draft);
        parts.extend(is_draft.then(|| Part::quiet(format!(" ({})", wording::of("draft")))));
    }
    match documents.len().saturating_sub(4) {
        0 => parts,
        more => phrase!("{some} and {n} more", some = parts, n = more),
    }
}

/// The rung of a requirement, in an index; nothing where none is told.
pub(super) fn rung(requirement: &Requirement) -> Cell {
    match requirement.place() {
        Place::Untold => Cell::default(),
        Place::Excluded | Place::On(_) => Part::sign(Sign::requirement(requirement)).into(),
    }
}

/// What the next rung lacks.
pub(super) fn lacks(link: Linker<'_>, requirement: &Requirement) -> Vec<Vec<Part>> {
    requirement.lacks.iter().map(|lack| said_of(link, &lack.sentence(), &lack.documents)).collect()
}

/// A sentence with the documents that it is about. Sentence stands after sentence: a stop behind the documents keeps them
/// with what is said of them.
fn said_of(link: Linker<'_>, sentence: &str, about: &[DocIx]) -> Vec<Part> {
    if about.is_empty() {
        return vec![Part::text(sentence)];
    }
    let mut parts = vec![Part::text(format!("{}: ", sentence.trim_end_matches('.')))];
    parts.extend(named(link, about));
    parts.push(Part::text("."));
    parts
}

/// What weakens the rung without lowering it.
pub(super) fn caveats(link: Linker<'_>, requirement: &Requirement) -> Vec<Vec<Part>> {
    let found = requirement.caveats.iter().filter(|_| requirement.applies());
    let told = |caveat: &Caveat| said_of(link, caveat.sentence(), &[&caveat.systems[..], &caveat.documents].concat());
    found.map(told).collect()
}

/// Whether an item that is called for is there.
pub(super) fn there(aims: &Aims, item: &CalledFor) -> Sign {
    let word = match item.retired.iter().any(|ix| aims.in_place.contains_key(ix)) {
        true => say!("Says retired"),
        false => say!("Retired"),
    };
    match item.state {
        There::Missing if !item.retired.is_empty() => Sign::new(if item.required { "gap" } else { "undated" }, word),
        There::Present if item.claimed => Sign::new("undated", say!("There, says approved")),
        There::Present => Sign::new("done", say!("There")),
        There::Unfinished => Sign::new("partial", say!("Unfinished")),
        There::Missing if item.required => Sign::new("gap", say!("Missing")),
        There::Missing => Sign::new("undated", say!("None")),
        There::Untold => Sign::new("undated", say!("Not published")),
    }
}

/// What would be a missing item and says that it is retired, each with the day since when that is so.
pub(super) fn retired(shared: &Shared<'_>, link: Linker<'_>, item: &CalledFor) -> Vec<Part> {
    let one = |ix: &DocIx| {
        let is_held = shared.aims.in_place.contains_key(ix);
        let ended = shared.approvals.tenures(*ix).iter().filter_map(|tenure| tenure.until).max();
        // What was begun anew and given up again is retired since then.
        let since = ended.filter(|_| !is_held).max(says_retired_since(shared, *ix)).map(Part::date);
        let told = match (is_held, since) {
            (true, Some(day)) => phrase!(" (says so since {day}; by the record a text of it is in force)", day),
            (true, None) => vec![Part::text(say!(" (by the record a text of it is in force)"))],
            (false, Some(day)) => phrase!(" (retired on {day})", day),
            (false, None) => Vec::new(),
        };
        std::iter::once(link.document(*ix)).chain(quietly(told)).collect::<Vec<Part>>()
    };
    if item.state != There::Missing {
        return Vec::new();
    }
    let named: Vec<Vec<Part>> = item.retired.iter().take(4).map(one).collect();
    let named = named.join(&Part::text(", "));
    match item.retired.len().saturating_sub(4) {
        0 => named,
        more => phrase!("{some} and {n} more", some = named, n = more),
    }
}

/// Since when the main line has had a text that says that it is retired, without a break.
fn says_retired_since(shared: &Shared<'_>, ix: DocIx) -> Option<Date> {
    let steps = shared.history.of(&shared.aims.document(ix).path).filter(|(_, change)| change.stood());
    let says = |facts: &Facts| facts.is_retired();
    let retired = steps.take_while(|(_, change)| change.facts.as_deref().is_some_and(says));
    retired.last().map(|(revision, _)| revision.landed)
}

/// The heading above what is lacking: `What “current” still lacks`.
pub(super) fn lacks_title(requirement: &Requirement) -> String {
    let title = match requirement.next() {
        None => "",
        Some(Rung::Gap) => say!("What “gap” still lacks."),
        Some(Rung::Stated) => say!("What “stated” still lacks."),
        Some(Rung::Operated) => say!("What “operated” still lacks."),
        Some(Rung::Evidenced) => say!("What “evidenced” still lacks."),
        Some(Rung::Current) => say!("What “current” still lacks."),
    };
    title.to_owned()
}

/// The documents of all tiers as one table, each tier below its name; behind it the tiers in which nothing stands.
pub(super) fn tiers(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Vec<TierView> {
    let empty = Tier::ALL.into_iter().filter(|tier| requirement.tier(*tier).next().is_none());
    let none = empty.map(|tier| {
        let (title, what) = tier_words(tier);
        let said = match (requirement.needs.contains(&tier), shared.withholds()) {
            (true, true) => say!("No document on this site does."),
            (true, false) => say!("No document does."),
            (false, _) => say!("The ladder asks for none here."),
        };
        format!("{title} ({what}): {said}")
    });
    let (title, what) = (say!("What stands behind it"), "");
    // Of what is kept from most readers, that nothing is there is not told either.
    let none = if shared.is_partial() { String::new() } else { none.collect::<Vec<_>>().join(" ") };
    let table = serving((shared, link, 1), requirement);
    let is_told = table.is_some() || !none.is_empty();
    is_told.then_some(TierView { id: "documents", title, what, table, none }).into_iter().collect()
}

/// A page of the documents of all tiers.
pub(super) fn serving((shared, link, number): Of<'_, '_, '_>, requirement: &Requirement) -> Option<Table> {
    let specs = ["Id", "Title:main", "Kind", "Status", "Date", "Next review", "Review"];
    let mut table = Table::new(say!("Documents that say, do and show it"), &specs);
    let list = List::Of(Topic::Requirement(requirement), Gathering::Serving);
    let mut under = None;
    for serving in requirement.serving.get(rows(shared, list, number)).unwrap_or_default() {
        let begins = under != Some(serving.tier);
        if begins {
            let (title, what) = tier_words(serving.tier);
            table.group(format!("{title}: {what}"));
            under = Some(serving.tier);
        }
        table.row(begins.then(|| serving.tier.as_str().to_owned()), row(shared, link, (requirement, serving)));
    }
    let documents: Vec<DocIx> = requirement.documents().collect();
    let pages = turn_documents(shared, link, list, number, &documents);
    table.without_empty_columns().some().map(|table| table.pages(pages))
}

/// The way to where the documents of a tier begin.
pub(super) fn to_tier(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement, tier: Tier) -> String {
    let list = List::Of(Topic::Requirement(requirement), Gathering::Serving);
    let first = requirement.serving.iter().position(|serving| serving.tier == tier).unwrap_or_default();
    let page = cuts(shared, list).iter().position(|rows| rows.contains(&first)).unwrap_or_default() + 1;
    link.to(&format!("{}#{}", path(shared, list, page), tier.as_str()))
}

/// A document that serves a requirement.
fn row(shared: &Shared<'_>, link: Linker<'_>, (requirement, serving): (&Requirement, &Serving)) -> Vec<Cell> {
    let document = shared.aims.document(serving.document);
    let review = shared.aims.review(serving.document);
    let mut title = vec![Part::text(document.title.clone())];
    if let Some(via) = serving.via {
        title.push(Part::quiet(format!(" {} ", say!("through"))));
        title.push(link.document(via));
    }
    if serving.tier == Tier::Shows && !requirement.counts(serving, document) {
        title.push(Part::quiet(format!(" ({})", say!("not counted as evidence"))));
    }
    vec![
        link.document(serving.document).into(),
        title.into(),
        kind_label(document).into(),
        standing(shared.aims, serving.document).into(),
        day(shared.aims.evidence_date(serving.document)).into(),
        link.next_review(review).into(),
        review_sign(review).into(),
    ]
}

/// A table for each followed framework: that of the first by itself, those of others where there are any, under their names.
pub(super) fn per_standard(shared: &Shared<'_>, table: impl Fn(&Standard) -> Option<Table>) -> Vec<Section> {
    let catalog = &shared.aims.catalog;
    let others = catalog.standards().skip(1);
    let others = others.filter_map(|standard| Some(part(shared, standard).with_table(Some(table(standard)?), "")));
    std::iter::once(Section::table(table(catalog.first()), "")).chain(others).collect()
}

/// The part of an index that holds what is of one more framework that is followed, headed by its title.
pub(super) fn part(shared: &Shared<'_>, standard: &Standard) -> Section {
    let title = shared.aims.catalog.framework(&standard.id).map_or("", |framework| framework.title.as_str());
    Section::new(standard.id.as_str(), format!("{}: {}", standard.short, wording::known(title)))
}

/// The editions of what is followed: `ISO/IEC 42001:2023 and ISO/IEC 27001:2022`.
pub(super) fn editions(shared: &Shared<'_>) -> String {
    enumerated(&shared.aims.catalog.standards().map(|standard| standard.edition.as_str()).collect::<Vec<_>>())
}

/// Names as a sentence has them: `A, B and C`.
pub(super) fn enumerated(names: &[&str]) -> String {
    match names {
        [some @ .., last] if !some.is_empty() => say!("{some} and {others}", some = some.join(", "), others = last),
        _ => names.concat(),
    }
}

/// Whose words the page has, and where the wording of the requirement stands.
pub(super) fn wording(shared: &Shared<'_>, requirement: &Requirement) -> String {
    let Some(standard) = shared.aims.catalog.standard(&requirement.framework) else { return String::new() };
    let known = |summary: Option<&str>| summary.is_some_and(|summary| !summary.is_empty());
    let control = || standard.control(&requirement.id).map(|control| control.summary.as_str());
    let summed = known(standard.clause(&requirement.id).map(|clause| clause.summary.as_str())) || known(control());
    let edition = &standard.edition;
    let is_clause = standard.clause(&requirement.id).is_some_and(|clause| clause.pdca.is_some());
    let stands = match (requirement.kind, is_clause) {
        (RequirementKind::Clause, true) => say!("The wording of the clause stands in {edition}.", edition),
        (RequirementKind::Clause, _) => say!("The wording of the requirement stands in {edition}.", edition),
        _ => say!("The wording of the control stands in Annex A of {edition}.", edition),
    };
    if summed { format!("{} {stands}", say!("Summary in our own words.")) } else { stands }
}

/// What published mappings relate a clause or control to. They start at ISO/IEC 42001; from other frameworks they are read
/// the other way.
pub(super) fn crosswalk(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Option<Section> {
    let catalog = &shared.aims.catalog;
    let specs = [
        "Framework:facet",
        "Requirement:name",
        "Title:main",
        "Verdict:facet",
        "Confidence:facet",
        "Sources",
        "Note:text",
    ];
    let mut table = Table::new(say!("Relations to other frameworks"), &specs);
    let mut doubtful = Table::new(say!("Doubtful relations to other frameworks"), &specs);
    let mut doubts = 0;
    let mut add = |framework: &Framework, id: Part, title: &str, relation: &Relation| {
        let doubted = relation.verdict == Verdict::Doubtful;
        doubts += usize::from(doubted);
        let table = if doubted { &mut doubtful } else { &mut table };
        table.row(
            None,
            vec![
                framework.short.as_str().into(),
                id.into(),
                wording::known(title).into(),
                // Of what the team relates itself nobody gave a verdict.
                (if relation.sources.is_empty() { "" } else { relation.verdict.title() }).into(),
                Part::sign(confidence(relation.confidence)).into(),
                sources(link, relation).into(),
                wording::known(relation.note.as_deref().unwrap_or_default()).into(),
            ],
        );
    };
    if requirement.framework == *ISO_42001 {
        for relation in catalog.relations_from(&requirement.id) {
            let Some(framework) = catalog.framework(&relation.framework) else { continue };
            let item = shared.item(&framework.id, &relation.to);
            let href = link.to(&format!("{}#{}", routes::framework(&framework.id), routes::anchor(&relation.to)));
            let name = item.map_or_else(|| relation.to.as_str().into(), |item| item.said().into_owned());
            let title = item.map_or("", |item| item.title.as_str());
            add(framework, Part::Id { href, v: name }, title, relation);
        }
    } else {
        let iso = catalog.framework(ISO_42001)?;
        let item =
            catalog.framework(&requirement.framework)?.items.iter().find(|item| item.number() == requirement.id)?;
        for relation in catalog.relations_to(&requirement.framework, &item.id) {
            let id = link.exact(&ReqId::new(&ISO_42001.into(), &relation.from));
            add(iso, id, catalog.title(&relation.from).unwrap_or_default(), relation);
        }
    }
    let section = Section::new("crosswalk", say!("Related in other frameworks")).intro(say!(
        "A row says that somebody relates the two: a published or openly shared mapping that its sources name, we by our own reading where that is the source, or the team in a framework of its own where none is named. It does not say that doing the one does the other. The verdict is ours, and on no row of the team; the confidence is how far sources agree."
    ));
    let folded = plural!(
        doubts,
        "{n} doubtful relation, which we would not rely on",
        "{n} doubtful relations, which we would not rely on"
    );
    let (table, doubtful) = (table.some(), doubtful.some());
    (table.is_some() || doubtful.is_some()).then(|| section.with_table(table, "").with_fold(folded, doubtful))
}

/// The sources of a relation, each with the way to what it is.
fn sources(link: Linker<'_>, relation: &Relation) -> Vec<Part> {
    comma(relation.sources.iter().map(|id| {
        let href = link.to(&format!("frameworks/index.html#{id}"));
        Part::Link { href, v: id.clone() }
    }))
}

pub(super) fn confidence(confidence: Confidence) -> Sign {
    match confidence {
        Confidence::High => Sign::new("conf-high", say!("High")),
        Confidence::Medium => Sign::new("conf-medium", say!("Medium")),
        Confidence::Low => Sign::new("conf-low", say!("Low")),
    }
}

/// What an auditor is likely to ask for.
pub(super) fn evidence(items: &[String]) -> Option<Section> {
    let list = items.iter().map(|item| vec![Part::text(wording::known(item))]).collect::<Vec<_>>();
    (!list.is_empty()).then(|| Section::new("ask", say!("What an auditor is likely to ask for")).with_list(list, ""))
}

/// The way to the history of a requirement, empty where it has none.
pub(super) fn history(shared: &Shared<'_>, link: Linker<'_>, of: &Requirement) -> Link {
    match shared.has_history(of) {
        true => Link {
            href: link.to(&routes::requirement_history(of)),
            text: say!("The history of the documents that serve it").into(),
        },
        false => Link { href: String::new(), text: String::new() },
    }
}

/// Documents whose text links to the requirement without serving it.
pub(super) fn mentions(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Option<Section> {
    const MOST: usize = 60;
    let serving: BTreeSet<DocIx> = requirement.serving.iter().map(|serving| serving.document).collect();
    let others: Vec<DocIx> = requirement.mentioned_by.iter().copied().filter(|ix| !serving.contains(ix)).collect();
    let list: Vec<Vec<Part>> = others
        .iter()
        .take(MOST)
        .map(|ix| vec![link.document(*ix), Part::text(format!(" {}", shared.aims.document(*ix).title))])
        .collect();
    let mut section = Section::new("mentions", say!("Also mentioned in"));
    if others.len() > MOST {
        section = section.intro(say!("The first {most} of {n} documents.", most = MOST, n = others.len()));
    }
    (!list.is_empty()).then(|| section.with_list(list, ""))
}
