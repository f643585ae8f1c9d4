//! The versions of one document: when each was in force, and who approved it.

use std::collections::BTreeMap;

use crate::approval::{Approver, Tenure, VersionApproval};
use crate::base::{Date, plural, say, wording};
use crate::history::{self, Revision, Step, Version};
use crate::model::DocIx;
use crate::model::approval_rule::Evidence;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::parts::{day, on_record};
use crate::site::pasts::{Past, PastOf};
use crate::site::routes;
use crate::site::view::{Cell, Part, Sign, Table, comma, told};

/// By revision and change, the page that tells of a step.
pub(super) type Places = BTreeMap<(usize, usize), String>;

/// The texts of a document, and the place of a version.
type Placed<'s, 'a> = (&'s PastOf<'a>, usize);

/// How many further texts of one version are named.
const OTHERS: usize = 12;

/// How many versions are shown; the rest is a number.
const MOST: usize = 200;

/// The table of versions, newest first.
pub(super) fn section(shared: &Shared<'_>, link: Linker<'_>, places: &Places, ix: DocIx) -> Section {
    let document = shared.aims.document(ix);
    let versions = shared.history.versions(&document.path);
    let approvals = shared.approvals.of_versions(shared.aims, shared.history, ix);
    let mut table = Table::new(
        say!("Versions of {id}", id = document.id),
        &["Version", "In force from", "To", "Recorded on", "Approved by", "Evidence", "Commit"],
    );
    let tenures = shared.approvals.tenures(ix);
    let texts = shared.pasts.of(ix);
    let all = versions.iter().zip(tenures).zip(&approvals).enumerate();
    for (place, ((version, tenure), approval)) in all.rev().take(MOST) {
        let texts = texts.map(|texts| (texts, place));
        table.row(None, row(shared, link, places, (version, tenure, texts), approval));
    }
    let mut section = Section::new("_versions", say!("Versions"));
    if !versions.is_empty() {
        section = section.intro(say!(
            "A version is in force from the latest of three days: the one it names, the one on which it reached the main line, and the one on which it had the approval that was asked for then. It is to the day before the next one. This table says what was in force on any day."
        ));
    }
    section.intro.extend(compare(link, texts));
    if let Some(more) = versions.len().checked_sub(MOST + 1) {
        section = section.intro(plural!(
            more + 1,
            "The newest {most} are shown; {n} older one is not.",
            "The newest {most} are shown; {n} older ones are not.",
            most = MOST
        ));
    }
    let none = match shared.state.is_withheld(ix) {
        true => shared.why_none(ix),
        false => say!("No commit holds a version of this document."),
    };
    section.with_table(table.some(), none)
}

/// The commit of a step, leading to where the record tells of it.
pub(super) fn commit(link: Linker<'_>, places: &Places, step: Step, revision: &Revision) -> Part {
    let short = history::short(&revision.commit);
    match places.get(&(step.revision, step.change)) {
        Some(page) => Part::Link { href: link.to(&format!("{page}#{}", routes::commit(&revision.commit))), v: short },
        None => Part::code(short),
    }
}

fn row(
    shared: &Shared<'_>,
    link: Linker<'_>,
    places: &Places,
    (version, tenure, texts): (&Version, &Tenure, Option<Placed<'_, '_>>),
    approval: &VersionApproval,
) -> Vec<Cell> {
    let (name, from) = (name(shared, link, (version, tenure), texts), from(version, tenure));
    let step = version.approved.unwrap_or(version.first);
    let shown = shared.history.step(step).map(|(revision, _)| revision);
    let commit = shown.map(|revision| commit(link, places, step, revision));
    let others = texts.into_iter().flat_map(|(of, place)| {
        let text = of.of_step(shared.history, step).map(Past::blob);
        let is_shown = |past: &Past<'_>| {
            shown.is_some_and(|shown| shown.commit == past.revision.commit) || text.as_ref() == Some(&past.blob())
        };
        others(link, of, place, is_shown)
    });
    // Where there were several, each with the commit that brought it.
    let text = |text: &[u8; 32]| {
        let (of, place) = texts?;
        let past = of.texts.iter().find(|past| past.version == place && past.facts.substance == *text)?;
        Some(Part::sub(say!("commit {commit}", commit = history::short(&past.revision.commit))))
    };
    vec![
        name,
        from,
        until(tenure, shared.aims.today),
        day(version.recorded).into(),
        people(approval, text),
        evidence(Some(version), approval),
        commit.into_iter().chain(others).collect::<Vec<_>>().into(),
    ]
}

/// What it calls itself, whether it is in force, and whether one number stood for several texts.
fn name(
    shared: &Shared<'_>,
    link: Linker<'_>,
    (version, tenure): (&Version, &Tenure),
    texts: Option<Placed<'_, '_>>,
) -> Cell {
    let last = texts.and_then(|(of, place)| Some((of, of.of_version(place)?))).filter(|(_, past)| past.has_page);
    let mut parts = vec![match (&version.label, last) {
        (label, Some((of, past))) => {
            let v = label.as_deref().map_or_else(|| say!("without a number").into(), told);
            Part::Link { href: link.to(&of.page(past)), v }
        }
        (Some(label), None) => Part::text(told(label)),
        (None, None) => Part::quiet(say!("without a number")),
    }];
    if tenure.is_in_force(shared.aims.today) {
        parts.extend([Part::text(" "), Part::sign(Sign::new("approved", say!("In force")))]);
    }
    if version.texts > 1 {
        let sign = Sign::new("warning", say!("{n} different texts", n = version.texts));
        parts.extend([Part::text(" "), Part::sign(sign)]);
    }
    parts.into()
}

/// The texts that stood under the number of a version beside that of the commit that is shown.
fn others(link: Linker<'_>, of: &PastOf<'_>, place: usize, is_shown: impl Fn(&Past<'_>) -> bool) -> Vec<Part> {
    let texts = of.texts.iter().filter(|past| past.version == place && past.has_page && !is_shown(past));
    let links = texts
        .take(OTHERS)
        .map(|past| Part::Link { href: link.to(&of.page(past)), v: history::short(&past.revision.commit) });
    let links = comma(links);
    if links.is_empty() { links } else { [vec![Part::quiet(format!("{} ", say!("; other texts:")))], links].concat() }
}

/// The way to all texts, and to what is between any two.
pub(super) fn compare(link: Linker<'_>, texts: Option<&PastOf<'_>>) -> Option<Vec<Part>> {
    let of = texts?;
    if of.is_comparable() {
        return Some(vec![
            Part::Link { href: link.to(&format!("{}#_compare", of.record())), v: say!("Compare any two texts").into() },
            Part::text("."),
        ]);
    }
    let only = of.texts.first().filter(|past| past.has_page)?;
    Some(vec![
        Part::Link { href: link.to(&of.page(only)), v: say!("Its text as git has it, and its digest").into() },
        Part::text("."),
    ])
}

/// The first day on which it was in force, and when that was put on record, where that was another day.
fn from(version: &Version, tenure: &Tenure) -> Cell {
    let Some(from) = tenure.from else { return Part::quiet(say!("never in force")).into() };
    let mut parts = vec![if tenure.has_days() { Part::date(from) } else { Part::quiet(say!("on no day")) }];
    let recorded = version.recorded.filter(|recorded| *recorded != from);
    parts.extend(match (tenure.stated, recorded) {
        (true, Some(recorded)) => Some(Part::sub(say!("stated; recorded {day}", day = wording::day(recorded)))),
        (true, None) => Some(Part::sub(say!(", stated").trim_start_matches([',', ' ']))),
        (false, Some(recorded)) => Some(Part::sub(say!("recorded {day}", day = wording::day(recorded)))),
        (false, None) => None,
    });
    parts.into()
}

/// The last day on which it was in force.
fn until(tenure: &Tenure, today: Date) -> Cell {
    let mut parts: Vec<Part> = match (tenure.from, tenure.until) {
        (None, _) => Vec::new(),
        (Some(_), None) => vec![Part::quiet(say!("open"))],
        // Nothing has ended on a day to come.
        (Some(from), Some(_)) if !tenure.has_days() && from > today => {
            vec![Part::quiet(say!("was to begin on {day}", day = wording::day(from)))]
        }
        (Some(_), Some(until)) if !tenure.has_days() => {
            vec![Part::quiet(say!("ended on {day}", day = wording::day(until)))]
        }
        (Some(_), Some(_)) => tenure.last_day().map(Part::date).into_iter().collect(),
    };
    parts.extend(tenure.out().map(|(from, to)| {
        Part::sub(say!("not in force from {from} to {to}", from = wording::day(from), to = wording::day(to)))
    }));
    parts.into()
}

/// Who approved it, and when; where that was more than one text, which, as far as `text` names it.
pub(super) fn people(approval: &VersionApproval, text: impl Fn(&[u8; 32]) -> Option<Part>) -> Cell {
    let is_of_one = approval.by.iter().all(|one| Some(one.text) == approval.by.first().map(|first| first.text));
    let person = |one: &Approver| {
        let mut parts = vec![Part::said(&one.who)];
        if let Some(day) = one.day {
            parts.push(Part::text(", "));
            parts.extend(on_record(day, one.since));
        }
        parts.extend(one.text.filter(|_| !is_of_one).and_then(|of| text(&of)));
        parts
    };
    let mut parts = match approval.by.as_slice() {
        [] => Vec::new(),
        [one] => person(one),
        several => vec![Part::List { items: several.iter().map(person).collect() }],
    };
    if !approval.lacking.is_empty() {
        parts.push(Part::sub(say!("nobody as {roles}", roles = told(&approval.lacking.join(", ")))));
    }
    parts.into()
}

pub(super) fn evidence(version: Option<&Version>, approval: &VersionApproval) -> Cell {
    if approval.level == Evidence::None && version.is_some_and(|version| version.approved.is_none()) {
        return Part::quiet(say!("not approved")).into();
    }
    let sign = Sign::evidence(approval.level);
    if approval.amended {
        let sub = Part::sub(say!("{evidence}, of an earlier text under this number", evidence = sign.word));
        return vec![Part::sign(Sign::new("due", say!("Not of its last text"))), sub].into();
    }
    let mut parts = vec![Part::sign(sign)];
    if approval.removed {
        parts.push(Part::sub(say!("the record of it was taken away")));
    }
    parts.into()
}
