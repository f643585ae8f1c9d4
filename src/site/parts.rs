//! Small pieces that many pages show in the same way.

use super::view::{Part, Sign, comma};
use super::worded::phrase;
use crate::base::{Date, mark, say, wording};
use crate::check::measured::{Speaks, speaks};
use crate::model::certification::{Against, against};
use crate::model::document::{Cut, Document};
use crate::model::review::{Review, schedule};
use crate::model::standing::Basis;
use crate::model::trace::{Place, Requirement};
use crate::model::{Aims, DocIx};

impl Sign {
    /// The top of the ladder, where what is said of its approval is all there is, or nobody says who gave it.
    pub(super) fn claimed(unasked: bool) -> Self {
        let word = if unasked { say!("Current, approval not asked for") } else { say!("Current, approval claimed") };
        Self::new("claimed", word)
    }

    /// The sign of a review; `None` where none is called for.
    pub(super) fn review(review: Review) -> Option<Self> {
        Some(match review {
            Review::None => return None,
            Review::Unknown => Self::new("undated", say!("No date")),
            Review::InDate(_) => Self::new("in-date", say!("In date")),
            Review::SaysInDate(_) => Self::new("undated", say!("Says in date")),
            Review::DueSoon(_) => Self::new("due", say!("Due soon")),
            Review::Overdue(_) => Self::new("overdue", say!("Overdue")),
        })
    }
}

/// How many stand at the top with no more than what is said of their approval.
pub(super) fn so_claimed(n: usize, unasked: bool) -> String {
    match unasked {
        true => say!("{n} current, approval not asked for", n),
        false => say!("{n} current, approval claimed", n),
    }
}

/// Where a control or clause stands, where readers are told.
pub(super) fn rung(requirement: &Requirement) -> Option<Part> {
    (requirement.place() != Place::Untold).then(|| Part::sign(Sign::requirement(requirement)))
}

/// Where a document stands by the record, where there is something to say.
pub(super) fn standing(aims: &Aims, ix: DocIx) -> Option<Part> {
    aims.word(ix).map(|word| Part::sign(Sign::standing(word)))
}

pub(super) fn review_sign(review: Review) -> Option<Part> {
    Sign::review(review).map(Part::sign)
}

/// The label of a document's kind, in what is spoken.
pub(super) fn kind_label(document: &Document) -> &str {
    wording::known(kind_name(document))
}

/// The same as it stands in the settings, or in the source: what does not change with the language.
pub(super) fn kind_name(document: &Document) -> &str {
    match (&document.kind, document.controlled) {
        _ if document.translates.is_some() => mark!("Translation"),
        (Some(kind), _) if kind.name == "audit" => match document.fields.text("audit-type") {
            None if document.cut == Cut::Whole => mark!("Audit"),
            Some("certification") => mark!("Audit by the certification body"),
            Some("customer") => mark!("Audit by a customer"),
            Some("supplier") => mark!("Audit of a supplier"),
            Some("external") => mark!("External audit"),
            _ => &kind.label,
        },
        (Some(kind), _) => &kind.label,
        (None, true) => mark!("No kind"),
        (None, false) => mark!("Uncontrolled page"),
    }
}

/// A day, or nothing.
pub(super) fn day(date: Option<Date>) -> Option<Part> {
    date.map(Part::date)
}

/// A word of a choice as people read it: `in-progress` is `In progress`, `gpai` is `GPAI`. It is in what is spoken
/// where it is one of ours.
pub(super) fn words(choice: &str) -> String {
    wording::known(&crate::model::kinds::words(choice)).to_owned()
}

/// Where the matter of a document stands, by its own `state`, as people read it; empty where it has none.
pub(super) fn state(document: &Document) -> String {
    let Some(word) = document.fields.text("state") else { return String::new() };
    let specs = document.kind.as_ref().map_or(&[][..], |kind| &kind.fields);
    let spec = specs.iter().find(|spec| spec.name == "state");
    spec.map_or_else(|| words(word), |spec| wording::known(&spec.title_of(word)).to_owned())
}

/// Where an objective stands: what it says, unless its own numbers speak against that.
pub(super) fn objective(objective: &Document, today: Date) -> Option<Sign> {
    let said = objective.fields.text("state")?;
    if let Some((speaks, _)) = speaks(objective, today) {
        return Some(Sign::new(
            "warning",
            match speaks {
                Speaks::NotReached => say!("Says met, target not reached"),
                Speaks::MovedAway => say!("Says on track, moved away from target"),
            },
        ));
    }
    let name = match said {
        "met" => "closed",
        // Those of days would change with the reader's clock.
        "on-track" => "done",
        "at-risk" => "partial",
        "missed" => "gap",
        "planned" => "planned",
        _ => "open",
    };
    Some(Sign::new(name, state(objective)))
}

/// Where a certification stands: what it says, and what speaks against that on the day of the build.
pub(super) fn certified(aims: &Aims, ix: DocIx) -> Vec<Part> {
    match against(aims, ix) {
        None => vec![Part::text(state(aims.document(ix)))],
        Some(Against::Unfinished) => vec![Part::text(say!("Says certified; the record is not finished"))],
        Some(Against::NotApproved) => {
            vec![Part::text(say!("Says certified; the record lacks the approval that is asked of it"))]
        }
        Some(Against::Undecided) => vec![Part::text(say!("Says certified; no decision on record"))],
        Some(Against::DecidedOn(day)) => phrase!("Says certified; to be decided on {day}", day = Part::date(day)),
        Some(Against::ExpiredOn(day)) => phrase!("Says certified; expired on {day}", day = Part::date(day)),
    }
}

/// When a document was last reviewed: by an act on record, else what it says, told as said.
pub(super) fn last_review(aims: &Aims, ix: DocIx) -> Vec<Part> {
    let Some(last) = aims.last_review(ix) else { return Vec::new() };
    let day = on_record(last.day, last.since);
    match last.by {
        Basis::Review => day,
        Basis::Approval => quietly(phrase!("{day} approved", day)),
        Basis::Earlier => quietly(phrase!("{day}, of an earlier text", day)),
        Basis::Claim => quietly(phrase!("says {day}", day)),
        Basis::Begun => Vec::new(),
    }
}

/// A day, and since when that is on record, where it is another.
pub(super) fn on_record(day: Date, since: Option<Date>) -> Vec<Part> {
    let mut parts = vec![Part::date(day)];
    if let Some(since) = since.filter(|since| *since != day) {
        parts.extend(quietly(phrase!(" (on record since {day})", day = Part::date(since))));
    }
    parts
}

/// From what the day of the next review counts, where the text does not name it.
pub(super) fn counted(aims: &Aims, ix: DocIx) -> Vec<Part> {
    let schedule = schedule(aims.holding(ix), &aims.standing(ix), &aims.config, aims.today);
    let counted = schedule.and_then(|schedule| schedule.every.zip(schedule.last));
    counted.map_or_else(Vec::new, |(every, last)| {
        quietly(phrase!(" {period} after {day}", period = Part::text(every.said()), day = Part::date(last.day)))
    })
}

/// Pieces whose words are of less weight than what stands between them.
pub(super) fn quietly(parts: Vec<Part>) -> Vec<Part> {
    let quiet = |part| match part {
        Part::Text { v } => Part::Quiet { v },
        part => part,
    };
    parts.into_iter().map(quiet).collect()
}

/// How many of several links a cell of a table names.
const FEW: usize = 12;

/// The first few of several links, and how many more there are where `rest` leads.
pub(super) fn few(links: impl IntoIterator<Item = Part>, rest: &str) -> Vec<Part> {
    let mut links = links.into_iter();
    let mut parts = comma(links.by_ref().take(FEW));
    parts.extend(more(links.count(), 0).map(|v| Part::Link { href: rest.to_owned(), v }));
    parts
}

/// How many more there are than the first few that are named, in words that go on after these; nothing where all are.
pub(super) fn more(all: usize, named: usize) -> Option<String> {
    (all > named).then(|| format!(" {}", say!("and {n} more", n = all - named)))
}

/// The same in words of less weight.
pub(super) fn and_more(all: usize, named: usize) -> Option<Part> {
    more(all, named).map(Part::quiet)
}

/// The same as an item of a list.
pub(super) fn item_more(all: usize, named: usize) -> Option<Vec<Part>> {
    more(all, named).map(|words| vec![Part::quiet(words.trim_start())])
}
