//! What all pages are made from: the state, with what several of them need worked out once. Nobody changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::commits::Commits;
use super::gathered::{Histories, Topic};
use super::heavy::newest;
use super::in_force::InForce;
use super::lists::{Lists, weigh_front};
use super::marks::Choices;
use super::neighbours::{Neighbours, neighbours};
use super::pack::Pack;
use super::pasts::Pasts;
use super::skills;
use super::spans::{Span, spans};
use super::titles::Titles;
use super::traced::Traced;
use super::values::Values;
use super::view::{Part, sentence};
use super::who::{Theirs, Who};
use crate::approval::record::of_path;
use crate::approval::{Act, Approvals, Readings};
use crate::base::{Date, DocPath, say, wording};
use crate::check::Findings;
use crate::diag::Diagnostic;
use crate::history::{History, Revision, short};
use crate::model::ai_act::duties::Evidence;
use crate::model::audited::{Audited, Subject, What};
use crate::model::catalog::{Item, ReqId, Standard};
use crate::model::certification::{Year, years};
use crate::model::readers::{ReadingLists, known_by};
use crate::model::trace::Requirement;
use crate::model::{Aims, DocIx};
use crate::register::{Draw, Named, built_ins, of_kinds};
use crate::state::{Since, State, Texts};

/// How many revisions the first page of a change record holds. Where there are more, every year has a page of its own.
pub(super) const NEWEST_REVISIONS: usize = 50;

/// Worked out when a page first asks for it: many never do.
pub(super) type Later<'a, T> = LazyLock<T, Box<dyn FnOnce() -> T + Send + 'a>>;

/// Who has to read what, and has read it.
pub(super) type AllReadings<'a> = BTreeMap<DocIx, Readings<'a>>;

fn later<'a, T>(make: impl FnOnce() -> T + Send + 'a) -> Later<'a, T> {
    LazyLock::new(Box::new(make))
}

/// The state, and indexes into it.
pub(super) struct Shared<'a> {
    pub state: &'a State,
    pub texts: &'a dyn Texts,
    pub aims: &'a Aims,
    pub history: &'a History,
    pub approvals: &'a Approvals,
    pub findings: &'a Findings,
    pub since: Option<&'a Since>,
    /// The data files that are published beside the pages: the path of each in the site, and what is in it.
    pub data: Vec<(String, String)>,
    /// The registers of kinds that have documents and no page of another shape.
    pub registers: Later<'a, Vec<Named<'a>>>,
    pub title: String,
    pub organisation: String,
    pub revision: Option<String>,
    /// What the lists hold that may be too long for one page.
    pub lists: Later<'a, Lists<'a>>,
    /// What the record of commits has to be asked for as a whole.
    pub commits: Later<'a, Commits<'a>>,
    /// What the page of traceability tells.
    pub traced: Later<'a, Traced<'a>>,
    /// What the histories of controls, clauses and AI systems are told by.
    pub gathered: Later<'a, Histories>,
    /// The times between tags, with what changed in each.
    pub spans: Later<'a, Vec<Span<'a>>>,
    /// What was in force when, and how it is parted into pages.
    pub in_force: Later<'a, InForce<'a>>,
    /// The texts that documents have had, and where they stand.
    pub pasts: Later<'a, Pasts<'a>>,
    /// The documents that are printed one behind the other.
    pub pack: Later<'a, Pack>,
    /// The commits of each month, as places in [`History::revisions`], where there are too many for one page.
    pub months: Later<'a, BTreeMap<(i16, i8), Vec<usize>>>,
    /// What all commits can be found by.
    pub choices: Later<'a, Choices<'a>>,
    /// The years of the cycle of certifications that have begun.
    pub years_of_cycle: Later<'a, Vec<Year>>,
    /// What bears on the duties of the EU AI Act.
    pub duties: Later<'a, Evidence<'a>>,
    /// Documents by the requirement of another framework that they name: framework and id.
    pub naming: Later<'a, BTreeMap<(&'a str, &'a str), Vec<DocIx>>>,
    /// Everybody who has a page.
    pub who: Later<'a, Who>,
    /// What is whose.
    pub theirs: Later<'a, Theirs>,
    /// Who has to read each document that asks anybody to, and which text of it they have acknowledged.
    pub readings: Arc<Later<'a, AllReadings<'a>>>,
    /// What everybody who has a page has to read, by their places: each document, and their place among its readers.
    pub to_read: Later<'a, BTreeMap<usize, Vec<(DocIx, usize)>>>,
    /// The documents that count readers and do not name them, by what each is known by that they ask.
    pub counted_in: Later<'a, BTreeMap<String, Vec<DocIx>>>,
    /// About how heavy the front matter of each document is as a row of a table.
    pub fronts: Later<'a, Vec<usize>>,
    /// Titles in another language than that of the site.
    pub titles: Later<'a, Titles>,
    /// What documents say in another language than that of the site.
    pub values: Later<'a, Values>,
    /// Who can do what, in tables of a few people each.
    pub skills: Later<'a, Vec<skills::Table<'a>>>,
    /// What internal audits looked at, and when.
    pub audited: Later<'a, Audited<'a>>,
    /// Controls and AI systems that audits have to look at, where readers are told.
    pub subjects: Later<'a, [Vec<Subject<'a>>; 2]>,
    /// How many populations there are that samples are drawn from, and how many units are drawn from all of them.
    pub drawn: Later<'a, [usize; 2]>,
    /// Records of what went wrong, by the requirements that they name.
    pub broken_at: Later<'a, BTreeMap<ReqId, Vec<DocIx>>>,
    by_document: Later<'a, BTreeMap<&'a str, Vec<&'a Diagnostic>>>,
    published: Later<'a, BTreeSet<&'a DocPath>>,
    unread_records: Later<'a, BTreeMap<&'a str, Vec<&'a Act>>>,
    risks_by_control: Later<'a, BTreeMap<ReqId, Vec<DocIx>>>,
    items: Later<'a, BTreeMap<(&'a str, &'a str), &'a Item>>,
    neighbours: Later<'a, Neighbours>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(state: &'a State, texts: &'a dyn Texts, data: Vec<(String, String)>) -> Self {
        let State { aims, history, approvals, findings, .. } = state;
        let readings = Arc::new(later(|| readings(state)));
        let (named, counted) = (Arc::clone(&readings), Arc::clone(&readings));
        Self {
            state,
            texts,
            aims,
            history,
            approvals,
            findings,
            since: state.since.as_ref(),
            data,
            registers: later(|| of_kinds(state)),
            // What many call it has a name in each language.
            title: {
                let said = aims.config.site.title.as_deref().map(wording::known);
                said.unwrap_or_else(|| say!("AI management system")).to_owned()
            },
            organisation: aims.config.organisation.clone().unwrap_or_else(|| say!("This organisation").into()),
            revision: history.head.as_ref().map(|(commit, _)| short(commit)),
            lists: later(|| Lists::new(state)),
            commits: later(|| Commits::new(state)),
            traced: later(|| Traced::new(aims)),
            gathered: later(|| Histories::new(state)),
            spans: later(|| if state.is_partial { Vec::new() } else { spans(state) }),
            in_force: later(|| InForce::new(state)),
            pasts: later(move || Pasts::new(state, texts)),
            pack: later(|| Pack::new(state)),
            months: later(|| months(&history.revisions)),
            choices: later(|| Choices::new(state)),
            years_of_cycle: later(|| years(aims)),
            duties: later(|| Evidence::of(aims)),
            naming: later(|| naming(aims)),
            who: later(|| Who::of(state)),
            theirs: later(|| Theirs::of(state)),
            readings,
            to_read: later(move || to_read(state, &named)),
            counted_in: later(move || counted_in(&counted)),
            fronts: later(|| aims.iter().map(|(_, document)| weigh_front(document)).collect()),
            titles: later(|| Titles::of(aims)),
            values: later(|| Values::of(aims)),
            skills: later(|| skills::tables(aims)),
            audited: later(|| aims.audited()),
            subjects: later(|| {
                let told = |what| if state.is_partial { Vec::new() } else { aims.audited().subjects(what) };
                [told(What::Control), told(What::System)]
            }),
            drawn: later(|| drawn(state)),
            broken_at: later(|| broken_at(aims)),
            by_document: later(|| by_document(findings)),
            published: later(|| published(state).map(|act| &act.path).collect()),
            unread_records: later(|| unread_records(approvals)),
            risks_by_control: later(|| risks_by_control(aims)),
            items: later(|| items(aims)),
            neighbours: later(|| neighbours(aims)),
        }
    }

    /// Whether a control or clause has a page of its history. To readers from whom most may be kept one without documents
    /// tells nothing.
    pub(super) fn has_history(&self, of: &Requirement) -> bool {
        let gathered = || self.gathered.of(Topic::Requirement(of)).is_some_and(|of| !of.documents.is_empty());
        !self.is_partial() || self.broken_at.contains_key(&of.key()) || gathered()
    }

    /// The documents before and after one among those of its kind.
    pub(super) fn neighbours(&self, ix: DocIx) -> (Option<DocIx>, Option<DocIx>) {
        self.neighbours.get(&ix).copied().unwrap_or_default()
    }

    /// Whether documents are withheld from the readers: then nothing is said of what is missing.
    pub(super) fn is_partial(&self) -> bool {
        self.state.is_partial
    }

    /// Whether anything is kept from the readers, whoever they are: then no number is one of the whole organisation.
    pub(super) fn withholds(&self) -> bool {
        self.state.withholds
    }

    /// What is said where there is nothing: of what readers may not know, only that none is published.
    pub(super) fn none(&self, whole: &'static str) -> &'static str {
        match (self.is_partial(), self.withholds()) {
            (true, _) => say!("None is published."),
            (false, true) => say!("This site holds none."),
            (false, false) => whole,
        }
    }

    /// Why nothing of the history of a document is told, where commits are read: a sentence.
    pub(super) fn why_none(&self, ix: DocIx) -> &'static str {
        match self.state.is_withheld(ix) {
            true => say!("Its commits are not shown in this edition."),
            false => self.history.why_none(),
        }
    }

    /// A sentence with a number in it. Where something is kept from the readers it is told what was counted: what stands here
    /// need not be all there is.
    pub(super) fn counted(&self, told: impl Into<String>) -> String {
        let told = told.into();
        match self.counts() {
            Some(what) if told.is_empty() => what.to_owned(),
            Some(what) => format!("{told} {what}"),
            None => told,
        }
    }

    /// What was counted, where that need not be all there is.
    pub(super) fn counts(&self) -> Option<&'static str> {
        self.withholds().then(|| say!("Only what this site holds is taken into account."))
    }

    /// The frameworks that have a statement of applicability, or could have one.
    pub(super) fn stated(&self) -> impl Iterator<Item = &'a Standard> + use<'a> {
        self.aims.catalog.standards().filter(|standard| !standard.controls.is_empty())
    }

    /// The place of the register that tells who can do what, among the registers of kinds.
    pub(super) fn competence(&self) -> Option<usize> {
        self.registers.iter().position(|named| named.kind().is_some_and(|kind| kind.name == "competence"))
    }

    /// The day of the build.
    pub(super) fn today(&self) -> Date {
        self.state.today()
    }

    /// The organisation inside a sentence.
    pub(super) fn named(&self) -> &str {
        self.aims.config.organisation.as_deref().unwrap_or_else(|| say!("this organisation"))
    }

    /// That the commit is younger than the day for which the site is built, where it is.
    pub(super) fn ahead(&self) -> Option<String> {
        let (_, day) = self.history.head.as_ref()?;
        let is_later = *day > self.today();
        is_later.then(|| {
            say!("The commit is of {day}, later than the day for which this site was built.", day = wording::day(*day))
        })
    }

    /// What the change record lacks, and how to get it: a paragraph each.
    pub(super) fn gaps(&self) -> Vec<Vec<Part>> {
        self.lacks(None)
    }

    /// The same, as far as it is about one document.
    pub(super) fn gaps_of(&self, ix: DocIx) -> Vec<Vec<Part>> {
        self.gaps_among(&[ix])
    }

    /// The same, as far as it is about some documents.
    pub(super) fn gaps_among(&self, documents: &[DocIx]) -> Vec<Vec<Part>> {
        let paths: Vec<&DocPath> = documents.iter().map(|ix| &self.aims.document(*ix).path).collect();
        self.lacks(Some(&paths))
    }

    fn lacks(&self, paths: Option<&[&DocPath]>) -> Vec<Vec<Part>> {
        let paragraph = |(what, remedy): (String, &str)| {
            let mut parts = sentence(&what);
            parts.push(Part::text(" "));
            parts.extend(sentence(remedy));
            parts
        };
        self.history.lacks(paths).into_iter().map(paragraph).collect()
    }

    /// The years that have a page of their own, for there are many revisions, with the places of the steps of each in the
    /// order of the steps.
    pub(super) fn years(&self, ix: DocIx) -> BTreeMap<i16, Vec<usize>> {
        let steps = self.history.steps(&self.aims.document(ix).path);
        let mut years: BTreeMap<i16, Vec<usize>> = BTreeMap::new();
        if steps.len() > NEWEST_REVISIONS {
            for (place, step) in steps.iter().enumerate() {
                if let Some((revision, _)) = self.history.step(*step) {
                    years.entry(revision.landed.year()).or_default().push(place);
                }
            }
        }
        years
    }

    /// Whether the text of a document is newer than what is known of it.
    pub(super) fn is_unsettled(&self, ix: DocIx) -> bool {
        self.state.unsettled.contains(&ix)
    }

    /// What is found about a document.
    pub(super) fn findings_about(&self, path: &DocPath) -> &[&'a Diagnostic] {
        self.by_document.get(path.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Whether the record of an act is part of the site.
    pub(super) fn is_published(&self, act: &Act) -> bool {
        self.published.contains(&act.path)
    }

    /// Files in the folder of a document's records that are no records.
    pub(super) fn unread_records(&self, id: &str) -> &[&'a Act] {
        self.unread_records.get(id).map_or(&[], Vec::as_slice)
    }

    /// The item of a framework with exactly this id.
    pub(super) fn item(&self, framework: &str, id: &str) -> Option<&'a Item> {
        let found = self.items.get(&(framework, id)).copied();
        found.or_else(|| self.aims.catalog.framework(framework)?.numbered(id))
    }

    /// Risks that name a control as their treatment.
    pub(super) fn risks_treated_by(&self, control: &Requirement) -> &[DocIx] {
        self.risks_by_control.get(&control.key()).map_or(&[], Vec::as_slice)
    }
}

/// The acts whose records are published: those that can be read, under names that every platform can hold and tell apart.
pub(super) fn published(state: &State) -> impl Iterator<Item = &Act> {
    let mut names = BTreeSet::new();
    state.approvals.acts.iter().filter(move |act| {
        act.record.is_ok()
            && !state.unpublished.contains(&act.path)
            && act.path.portability_fault().is_none()
            && names.insert(act.path.as_str().to_lowercase())
    })
}

fn readings(state: &State) -> AllReadings<'_> {
    let lists = ReadingLists::of(&state.aims);
    let readings = state.aims.iter().map(|(ix, _)| (ix, state.approvals.readings(&lists, &state.aims, ix)));
    readings.filter(|(_, readings)| readings.all() > 0).collect()
}

fn to_read(state: &State, readings: &AllReadings<'_>) -> BTreeMap<usize, Vec<(DocIx, usize)>> {
    let who = Who::of(state);
    let mut found: BTreeMap<usize, Vec<(DocIx, usize)>> = BTreeMap::new();
    if who.all().is_empty() {
        return found;
    }
    for (ix, readings) in readings {
        for (at, (reader, _)) in readings.named.iter().enumerate() {
            // On the page of a person stands what they have to read themselves, on that of a role what its people have to.
            let person = who.place(reader.name()).filter(|place| who.all()[*place].person.is_some());
            let asked = who.place(reader.asked).filter(|place| who.all()[*place].person.is_none());
            for place in person.into_iter().chain(asked) {
                found.entry(place).or_default().push((*ix, at));
            }
        }
    }
    found
}

fn counted_in(readings: &AllReadings<'_>) -> BTreeMap<String, Vec<DocIx>> {
    let mut found: BTreeMap<String, Vec<DocIx>> = BTreeMap::new();
    for (ix, readings) in readings {
        for others in &readings.others {
            found.entry(known_by(others.asked)).or_default().push(*ix);
        }
    }
    found
}

fn drawn(state: &State) -> [usize; 2] {
    let draw = Draw::of(state);
    let rows = |id: &str| {
        built_ins().iter().find(|named| named.id == id).map_or(0, |named| named.drawn(state, &draw).height())
    };
    ["populations", "sample"].map(rows)
}

fn unread_records(approvals: &Approvals) -> BTreeMap<&str, Vec<&Act>> {
    let mut unread: BTreeMap<&str, Vec<&Act>> = BTreeMap::new();
    for act in approvals.acts.iter().filter(|act| act.record.is_err()) {
        if let Some((id, _)) = of_path(&act.path) {
            unread.entry(id).or_default().push(act);
        }
    }
    unread
}

fn broken_at(aims: &Aims) -> BTreeMap<ReqId, Vec<DocIx>> {
    let mut broken: BTreeMap<ReqId, Vec<DocIx>> = BTreeMap::new();
    for kind in ["nonconformity", "incident"] {
        for (ix, record) in
            aims.of_kind(kind).into_iter().filter(|(_, record)| !record.is_retired() && !record.was_none())
        {
            for requirement in aims.broken_by(record) {
                broken.entry(requirement).or_default().push(ix);
            }
        }
    }
    broken
}

fn by_document(findings: &Findings) -> BTreeMap<&str, Vec<&Diagnostic>> {
    let mut by_document: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in &findings.found {
        by_document.entry(finding.place.path.as_str()).or_default().push(finding);
    }
    by_document
}

fn risks_by_control(aims: &Aims) -> BTreeMap<ReqId, Vec<DocIx>> {
    let mut risks: BTreeMap<ReqId, Vec<DocIx>> = BTreeMap::new();
    for (ix, risk) in aims.of_kind("risk") {
        let named = risk.fields.texts("controls").iter().map(|id| aims.in_full(risk, ("controls", &id.value)));
        for control in named.filter_map(|id| aims.trace.get(&id)) {
            risks.entry(control.key()).or_default().push(ix);
        }
    }
    risks
}

fn items(aims: &Aims) -> BTreeMap<(&str, &str), &Item> {
    let mut items = BTreeMap::new();
    for framework in aims.catalog.frameworks() {
        for item in framework.all() {
            items.entry((framework.id.as_str(), item.id.as_str())).or_insert(item);
        }
    }
    items
}

fn naming(aims: &Aims) -> BTreeMap<(&str, &str), Vec<DocIx>> {
    let mut naming: BTreeMap<(&str, &str), Vec<DocIx>> = BTreeMap::new();
    for (ix, document) in aims.iter().filter(|(_, document)| !document.is_retired()) {
        for (framework, ids) in document.fields.requirements() {
            let of = aims.catalog.framework(&framework.value);
            let named =
                ids.iter().map(|id| of.and_then(|of| of.numbered(&id.value)).map_or(&*id.value, |item| &*item.id));
            for id in named.collect::<BTreeSet<&str>>() {
                naming.entry((&framework.value, id)).or_default().push(ix);
            }
        }
    }
    naming
}

fn months(revisions: &[Revision]) -> BTreeMap<(i16, i8), Vec<usize>> {
    let mut months: BTreeMap<(i16, i8), Vec<usize>> = BTreeMap::new();
    if revisions.len() > newest(revisions) {
        for (place, revision) in revisions.iter().enumerate() {
            months.entry((revision.landed.year(), revision.landed.month())).or_default().push(place);
        }
    }
    // In the order of the days they stand on, so that a page of a month ends on a day.
    for places in months.values_mut() {
        places.sort_by_key(|place| std::cmp::Reverse(revisions.get(*place).map(|revision| revision.landed)));
    }
    months
}
