//! The story of an AI system or of a control: what was said, done and shown, what broke and how it was mended, each with its
//! day, from the first to the last.

use std::collections::{BTreeMap, BTreeSet};

use super::sections::{Section, Sections};
use crate::approval::VersionApproval;
use crate::base::text::{count, cut};
use crate::base::{Date, say, wording};
use crate::model::approval_rule::Evidence;
use crate::model::document::Document;
use crate::model::due;
use crate::model::trace::Requirement;
use crate::model::worked::{did_not, is_to_come};
use crate::model::{DocIx, Tier};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::kind_label;
use crate::site::routes;
use crate::site::view::{Cell, Part, Sign, Table, comma, told};
use crate::site::worded::phrase;

/// How many events a page tells, the newest.
const MOST: usize = 150;

/// Where what is still to be done stands among what a document tells of one day.
const DUE: u8 = 5;

/// How much is quoted of what a record says.
const QUOTED: usize = 240;

/// Something that happened.
struct Event {
    day: Date,
    /// Where it stands among those of one day: what was said comes before what was shown.
    rank: u8,
    document: DocIx,
    sign: Sign,
    what: Vec<Part>,
}

/// A part of the life that a story tells, in the order in which parts follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Purpose,
    Assessment,
    Release,
    Operation,
    Trouble,
    Change,
}

impl Stage {
    /// The part that documents of a kind belong to. What sets rules belongs to the purpose.
    fn of(document: &Document) -> Self {
        match document.counts_as() {
            _ if document.refutes_control() => Self::Trouble,
            "risk" | "risk-register" | "risk-assessment" | "impact-assessment" | "fria" | "dpia" => Self::Assessment,
            "dataset" | "model" | "test" | "release" => Self::Release,
            "monitoring" | "record" | "audit" | "management-review" | "training" | "competence" | "control-test"
            | "communication" => Self::Operation,
            "incident" | "nonconformity" | "concern" => Self::Trouble,
            "change" | "improvement" => Self::Change,
            _ => Self::Purpose,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Purpose => say!("Purpose and rules"),
            Self::Assessment => say!("Risks and impacts"),
            Self::Release => say!("Made, tested and released"),
            Self::Operation => say!("Operated and watched"),
            Self::Trouble => say!("What broke, and how it was mended"),
            Self::Change => say!("What was changed"),
        }
    }
}

/// The story of an AI system.
pub(super) fn of_system(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Page {
    let system = shared.aims.document(ix);
    let documents: BTreeSet<DocIx> = shared.aims.naming_by(ix, "systems").chain([ix]).collect();
    let back = Part::Link {
        href: link.to(&routes::system_history(&system.id)),
        v: say!("Every change of these documents").into(),
    };
    // What was made of it may be about another system; then that is told there.
    let about = shared.aims.about();
    let all = followed(shared, &documents, |of| {
        let mut systems = about.systems_of(of).peekable();
        systems.peek().is_none() || systems.any(|system| system == ix)
    });
    page(shared, link, (&system.id, &system.title), link.document(ix), &all, back)
}

/// The story of a control or clause.
pub(super) fn of_requirement(shared: &Shared<'_>, link: Linker<'_>, of: &Requirement) -> Page {
    let broken = shared.broken_at.get(&of.key()).into_iter().flatten().copied();
    let documents: BTreeSet<DocIx> = of.documents().chain(broken).collect();
    let back = Part::Link {
        href: link.to(&routes::requirement_history(of)),
        v: say!("Every change of these documents").into(),
    };
    let all = followed(shared, &documents, |_| true);
    page(shared, link, (&of.name, wording::known(&of.title)), link.requirement(of), &all, back)
}

/// The documents, with those that what broke led to or came from where these belong to the story.
fn followed(shared: &Shared<'_>, documents: &BTreeSet<DocIx>, belongs: impl Fn(DocIx) -> bool) -> BTreeSet<DocIx> {
    let mut all = documents.clone();
    for ix in documents.iter().filter(|ix| breaks(shared.aims.document(**ix))) {
        let led = ["nonconformity", "from"].into_iter().flat_map(|key| shared.aims.document(*ix).fields.texts(key));
        let led = led.filter_map(|id| shared.aims.by_id(&id.value));
        all.extend(led.chain(shared.aims.naming_by(*ix, "from")).filter(|of| belongs(*of)));
    }
    all
}

fn page(
    shared: &Shared<'_>,
    link: Linker<'_>,
    (id, title): (&str, &str),
    of: Part,
    all: &BTreeSet<DocIx>,
    back: Part,
) -> Page {
    let mut events: Vec<Event> = all.iter().flat_map(|ix| events(shared, *ix)).collect();
    events.sort_by_key(|event| (event.day, event.rank, event.document));
    let more = events.len().saturating_sub(MOST);
    let mut sections = years(shared, link, events.into_iter().skip(more));
    if let Some(first) = sections.first_mut().filter(|_| more > 0) {
        let text = say!("The newest {most}; {events} came before them.", most = MOST, events = count(more, "event"));
        first.intro.push(vec![Part::text(text)]);
    }
    if sections.is_empty() {
        let none = Section::new("story", say!("From what is asked to what shows it"));
        sections.push(none.with_list(Vec::new(), shared.none(say!("Nothing with a day is on record."))));
    }
    let heading = say!("Story of {id}", id);
    let view = Sections {
        title: heading.clone(),
        lede: vec![Part::text(shared.counted(say!(
            "{title}: what was said, done and shown, what broke and how it was mended. The days are those that the change record and the documents give.",
            title,
        )))],
        meta: phrase!("{of}. {back}.", of, back),
        sections,
        ..Sections::default()
    };
    Page::new(heading, "sections.html", &view)
}

/// A section for each year, with its parts of the life one after the other. What one document tells of one day is one line.
fn years(shared: &Shared<'_>, link: Linker<'_>, events: impl Iterator<Item = Event>) -> Vec<Section> {
    let mut years: BTreeMap<i16, BTreeMap<Stage, Vec<Event>>> = BTreeMap::new();
    for event in events {
        let stage = Stage::of(shared.aims.document(event.document));
        years.entry(event.day.year()).or_default().entry(stage).or_default().push(event);
    }
    let section = |(year, stages): (i16, BTreeMap<Stage, Vec<Event>>)| {
        let mut table = Table::new(say!("Story of {year}", year), &["Day", "Document:main+name", "What:text"]);
        for (stage, mut events) in stages {
            table.group(stage.title());
            events.sort_by_key(|event| (event.day, event.document, event.rank));
            let mut events = events.into_iter().peekable();
            while let Some(event) = events.next() {
                let (day, ix) = (event.day, event.document);
                let mut is_due = event.rank == DUE;
                let mut items = vec![line(event)];
                while let Some(more) = events.next_if(|next| next.day == day && next.document == ix) {
                    is_due |= more.rank == DUE;
                    items.push(line(more));
                }
                let what: Cell = if items.len() == 1 { items.remove(0).into() } else { Part::List { items }.into() };
                let title = Part::text(format!(" {}", shared.aims.document(ix).title));
                let day = if is_due { link.due(day) } else { Part::date(day) };
                table.row(None, vec![day.into(), vec![link.document(ix), title].into(), what]);
            }
        }
        Section::new(format!("y-{year:04}"), year.to_string()).with_table(table.some(), "")
    };
    years.into_iter().map(section).collect()
}

fn line(event: Event) -> Vec<Part> {
    let mut parts = vec![Part::sign(event.sign), Part::text(" ")];
    parts.extend(event.what);
    parts
}

/// Whether a document tells of something that went wrong.
fn breaks(document: &Document) -> bool {
    document.is("incident") || document.is("nonconformity") || document.is("concern")
}

/// What a document tells of itself, and the change record of it, with days.
fn events(shared: &Shared<'_>, ix: DocIx) -> Vec<Event> {
    let document = shared.aims.document(ix);
    let fields = &document.fields;
    if document.is_retired() && breaks(document) {
        return Vec::new();
    }
    let event = |day, rank, sign: Sign, what: Vec<Part>| Event { day, rank, document: ix, sign, what };
    let quote = |key: &str| -> Vec<Part> {
        fields.text(key).map(|text| Part::text(cut(&told(text), QUOTED))).into_iter().collect()
    };
    let mut found = Vec::new();
    let dated = |key: &str| fields.date(key);
    if breaks(document) {
        let kind = kind_label(document);
        let what = match document.was_none() {
            true => say!("{kind}; turned out to be none", kind),
            false => kind.to_owned(),
        };
        found.extend(dated("date").map(|day| event(day, 1, broke(document), vec![Part::text(what)])));
        found.extend(dated("done").map(|day| event(day, 2, Sign::new("done", say!("Done")), quote("action"))));
        let checked = dated("effectiveness-checked").map(|day| event(day, 3, worked(document), quote("effectiveness")));
        found.extend(checked);
        found.extend(dated("closed").map(|day| event(day, 4, Sign::new("unchanged", say!("Closed")), Vec::new())));
        let sign = |day: Date| match day < shared.today() {
            true => Sign::new("overdue", say!("Overdue")),
            false => Sign::new("due", say!("Due")),
        };
        found.extend(due::open_in(shared.aims, ix).map(|due| event(due.date, DUE, sign(due.date), quote("action"))));
        return found;
    }
    let tier = document.kind.as_ref().and_then(|kind| kind.tier);
    if let (Some(day), false) = (dated("date"), document.is_kept_current()) {
        let sign = match document.may_show() {
            _ if document.refutes_control() => Sign::new("gap", say!("Failed")),
            true => Sign::new("evidenced", say!("Shown")),
            false if document.is_draft() => Sign::new("undated", say!("Draft")),
            false => Sign::new("undated", say!("On record")),
        };
        found.push(event(day, 3, sign, vec![Part::text(kind_label(document))]));
    }
    let rank = if tier == Some(Tier::Does) { 2 } else { 1 };
    if !shared.state.is_withheld(ix) && document.is_kept_current() {
        found.extend(versions(shared, ix).map(|(day, sign, what)| event(day, rank, sign, what)));
    }
    found
}

/// That something broke; of what turned out to be none, and of a concern that nobody upheld yet, that it was raised.
fn broke(document: &Document) -> Sign {
    let is_open = document.is("concern") && document.fields.lacks("upheld");
    match document.was_none() || is_open {
        true => Sign::new("open", say!("Raised")),
        false => Sign::new("warning", say!("Broke")),
    }
}

/// What came of it when somebody looked whether the action worked. That it did is told where the matter was closed on that.
fn worked(document: &Document) -> Sign {
    let answer = document.fields.text("effectiveness").unwrap_or_default();
    match did_not(answer) {
        true => Sign::new("gap", say!("Did not work")),
        false if document.is_closed() && !is_to_come(answer) => Sign::new("done", say!("Worked")),
        false => Sign::new("open", say!("Looked at")),
    }
}

/// The versions of a document that were in force: from which day, whether still, and what each did to the next.
fn versions<'s>(shared: &'s Shared<'_>, ix: DocIx) -> impl Iterator<Item = (Date, Sign, Vec<Part>)> + 's {
    let (versions, tenures) = (shared.history.versions(&shared.aims.document(ix).path), shared.approvals.tenures(ix));
    let approvals = shared.pasts.of(ix).map_or(&[][..], |of| of.approvals.as_slice());
    let name = |label: Option<&str>| match label {
        Some(label) => say!("version {version}", version = told(label)),
        None => say!("without a number").to_owned(),
    };
    let all = versions.iter().zip(tenures).enumerate();
    all.filter_map(move |(place, (version, tenure))| {
        let from = tenure.from.filter(|day| *day <= shared.today() && tenure.has_days())?;
        let mut what = vec![Part::text(name(version.label.as_deref()))];
        let people: Vec<Part> =
            approvals.get(place).into_iter().flat_map(VersionApproval::names).map(Part::said).collect();
        if !people.is_empty() {
            let is_claim = approvals.get(place).is_some_and(|of| of.level <= Evidence::Claimed);
            what.extend(match is_claim {
                true => phrase!(", said to be approved by {people}", people = comma(people)),
                false => phrase!(", approved by {people}", people = comma(people)),
            });
        }
        let until = tenure.until.filter(|day| *day <= shared.today());
        let next = until.and_then(|until| {
            let next = versions
                .iter()
                .zip(tenures)
                .skip(place + 1)
                .find(|(_, next)| next.from == Some(until) && next.has_days());
            next.map(|(version, _)| name(version.label.as_deref()))
        });
        let sign = match (until, next) {
            (None, _) => {
                what.push(Part::text(say!("; in force since this day")));
                Sign::new("approved", say!("In force"))
            }
            (Some(until), Some(next)) => {
                what.extend(phrase!("; in force until {next} superseded it on {day}", next, day = Part::date(until)));
                Sign::new("retired", say!("Superseded"))
            }
            (Some(until), None) => {
                let day = Part::date(tenure.last_day().unwrap_or(until));
                what.extend(phrase!("; in force to {day}", day));
                Sign::new("retired", say!("No longer in force"))
            }
        };
        what.extend(tenure.stated.then(|| Part::quiet(say!("; that it was so from this day is stated"))));
        Some((from, sign, what))
    })
}

/// The way to the story of a requirement, where something broke.
pub(super) fn way(shared: &Shared<'_>, link: Linker<'_>, of: &Requirement) -> Option<Section> {
    let href = link.to(&routes::requirement_story(of));
    shared.broken_at.contains_key(&of.key()).then(|| Section {
        intro: vec![vec![Part::Link {
            href,
            v: say!("Its story: what was said and shown, what broke and how it was mended").into(),
        }]],
        ..Section::default()
    })
}

/// The way to the story of an AI system, whatever its life has come to.
pub(super) fn way_of_system(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Part {
    let system = shared.aims.document(ix);
    Part::Link { href: link.to(&routes::system_story(&system.id)), v: say!("Story").into() }
}
