//! The story of an AI system or of a control: what was said, done and shown, what broke and how it was mended, each with its
//! day, from the first to the last.

use std::collections::BTreeSet;

use super::sections::{Section, Sections};
use crate::base::text::{count, cut};
use crate::base::{Date, say, wording};
use crate::model::about::is_in_use;
use crate::model::document::Document;
use crate::model::trace::Requirement;
use crate::model::{DocIx, Tier};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::kind_label;
use crate::site::routes;
use crate::site::view::{Part, Sign, told};
use crate::site::worded::phrase;

/// How many events a page tells, the newest.
const MOST: usize = 150;

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

/// The story of an AI system.
pub(super) fn of_system(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Page {
    let system = shared.aims.document(ix);
    let naming = shared.aims.references_to(ix).filter(|reference| reference.field == "systems");
    let documents: BTreeSet<DocIx> = naming.map(|reference| reference.from).chain([ix]).collect();
    let back = Part::Link {
        href: link.to(&routes::system_history(&system.id)),
        v: say!("Every change of these documents").into(),
    };
    page(shared, link, (&system.id, &system.title), link.document(ix), &documents, back)
}

/// The story of a control or clause.
pub(super) fn of_requirement(shared: &Shared<'_>, link: Linker<'_>, of: &Requirement) -> Page {
    let broken = shared.broken_at.get(&of.key()).into_iter().flatten().copied();
    let documents: BTreeSet<DocIx> = of.documents().chain(broken).collect();
    let back = Part::Link {
        href: link.to(&routes::requirement_history(of)),
        v: say!("Every change of these documents").into(),
    };
    page(shared, link, (&of.name, wording::known(&of.title)), link.requirement(of), &documents, back)
}

fn page(
    shared: &Shared<'_>,
    link: Linker<'_>,
    (id, title): (&str, &str),
    of: Part,
    documents: &BTreeSet<DocIx>,
    back: Part,
) -> Page {
    let mut all = documents.clone();
    // What broke is followed to what was made of it.
    for ix in documents.iter().filter(|ix| breaks(shared.aims.document(**ix))) {
        let led = ["nonconformity", "from"].into_iter().flat_map(|key| shared.aims.document(*ix).fields.texts(key));
        all.extend(led.filter_map(|id| shared.aims.by_id(&id.value)));
        all.extend(shared.aims.references_to(*ix).filter(|by| by.field == "from").map(|by| by.from));
    }
    let mut events: Vec<Event> = all.iter().flat_map(|ix| events(shared, *ix)).collect();
    events.sort_by_key(|event| (event.day, event.rank, event.document));
    let more = events.len().saturating_sub(MOST);
    let told = events.into_iter().skip(more);
    let list = told.map(|event| {
        let document = shared.aims.document(event.document);
        let mut parts = vec![
            Part::date(event.day),
            Part::text(" "),
            Part::sign(event.sign),
            Part::text(" "),
            link.document(event.document),
            Part::text(format!(" {} ", document.title)),
        ];
        parts.push(Part::Aside { parts: event.what });
        parts
    });
    let mut section = Section::new("story", say!("From what is asked to what shows it"));
    if more > 0 {
        section = section.intro(say!(
            "The newest {most}; {events} came before them.",
            most = MOST,
            events = count(more, "event"),
        ));
    }
    let heading = say!("Story of {id}", id);
    let view = Sections {
        title: heading.clone(),
        lede: vec![Part::text(shared.counted(say!(
            "{title}: what was said, done and shown, what broke and how it was mended. The days are those that the change record and the documents give.",
            title,
        )))],
        meta: phrase!("{of}. {back}.", of, back),
        sections: vec![section.with_list(list.collect(), shared.none(say!("Nothing with a day is on record.")))],
        ..Sections::default()
    };
    Page::new(heading, "sections.html", &view)
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
        let broke = Sign::new("warning", say!("Broke"));
        found.extend(dated("date").map(|day| event(day, 1, broke, vec![Part::text(kind_label(document))])));
        found.extend(dated("done").map(|day| event(day, 2, Sign::new("done", say!("Mended")), quote("action"))));
        let worked = Sign::new("done", say!("Worked"));
        let checked = dated("effectiveness-checked").map(|day| event(day, 3, worked, quote("effectiveness")));
        found.extend(checked);
        found.extend(dated("closed").map(|day| event(day, 4, Sign::new("unchanged", say!("Closed")), Vec::new())));
        let open = (!document.is_closed() && dated("done").is_none()).then(|| dated("due")).flatten();
        let due = |day: Date| match day < shared.today() {
            true => Sign::new("overdue", say!("Overdue")),
            false => Sign::new("due", say!("Due")),
        };
        found.extend(open.map(|day| event(day, 5, due(day), quote("action"))));
        return found;
    }
    let tier = document.kind.as_ref().and_then(|kind| kind.tier);
    if let (Some(day), false) = (dated("date"), document.is_kept_current()) {
        found.push(event(day, 3, Sign::new("evidenced", say!("Shown")), vec![Part::text(kind_label(document))]));
    }
    let (sign, rank) = match tier {
        Some(Tier::Does) => (Sign::new("operated", say!("Done so")), 2),
        _ => (Sign::new("stated", say!("Said")), 1),
    };
    let versions = shared.history.versions(&document.path).iter().zip(shared.approvals.tenures(ix));
    let withheld = shared.state.is_withheld(ix) || !document.is_kept_current();
    for (version, tenure) in versions.filter(|_| !withheld) {
        let Some(day) = tenure.from.filter(|day| *day <= shared.today()) else { continue };
        let what = match version.label.as_deref() {
            Some(label) => say!("version {version}, in force from this day", version = told(label)),
            None => say!("in force from this day").to_owned(),
        };
        found.push(event(day, rank, sign.clone(), vec![Part::text(what)]));
    }
    found
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

/// The way to the story of an AI system, where it is in use.
pub(super) fn way_of_system(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Part> {
    let system = shared.aims.document(ix);
    is_in_use(system).then(|| Part::Link { href: link.to(&routes::system_story(&system.id)), v: say!("Story").into() })
}
