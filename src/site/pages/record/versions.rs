//! The versions of one document: when each was in force, and who approved it.

use std::collections::BTreeMap;

use crate::approval::{Tenure, VersionApproval};
use crate::base::Date;
use crate::history::{self, Revision, Step, Version};
use crate::model::DocIx;
use crate::model::approval_rule::Evidence;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::parts::day;
use crate::site::routes;
use crate::site::view::{Cell, Part, Sign, Table, told};

/// By revision and change, the page that tells of a step.
pub(super) type Places = BTreeMap<(usize, usize), String>;

/// How many versions are shown; the rest is a number.
const MOST: usize = 200;

/// The table of versions, newest first.
pub(super) fn section(shared: &Shared<'_>, link: Linker<'_>, places: &Places, ix: DocIx) -> Section {
    let document = shared.aims.document(ix);
    let versions = shared.history.versions(&document.path);
    let approvals = shared.approvals.of_versions(shared.aims, shared.history, ix);
    let mut table = Table::new(
        format!("Versions of {}", document.id),
        &["Version", "In force from", "To", "Recorded on", "Approved by", "Evidence", "Commit"],
    );
    let tenures = shared.approvals.tenures(ix);
    for ((version, tenure), approval) in versions.iter().zip(tenures).zip(&approvals).rev().take(MOST) {
        table.row(None, row(shared, link, places, (version, tenure), approval));
    }
    let mut section = Section::new("_versions", "Versions");
    if !versions.is_empty() {
        section = section.intro(
            "A version is in force from the latest of three days: the one it names, the one on which it reached the main line, and the one on which it had the approval that was asked for then. It is to the day before the next one. This table says what was in force on any day.",
        );
    }
    if let Some(more) = versions.len().checked_sub(MOST + 1) {
        section = section.intro(format!("The newest {MOST} are shown; {} older ones are not.", more + 1));
    }
    section.with_table(table.some(), "No commit holds a version of this document.")
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
    (version, tenure): (&Version, &Tenure),
    approval: &VersionApproval,
) -> Vec<Cell> {
    let (name, from) = (name(shared, version, tenure), from(version, tenure));
    let step = version.approved.unwrap_or(version.first);
    let commit = shared.history.step(step).map(|(revision, _)| commit(link, places, step, revision));
    vec![
        name,
        from,
        until(tenure),
        day(version.recorded).into(),
        people(approval),
        evidence(version, approval),
        commit.into(),
    ]
}

/// What it calls itself, whether it is in force, and whether one number stood for several texts.
fn name(shared: &Shared<'_>, version: &Version, tenure: &Tenure) -> Cell {
    let mut parts = vec![match &version.label {
        Some(label) => Part::text(told(label)),
        None => Part::quiet("without a number"),
    }];
    if tenure.is_in_force(shared.aims.today) {
        parts.extend([Part::text(" "), Part::sign(Sign::new("approved", "In force"))]);
    }
    if version.texts > 1 {
        let sign = Sign::new("warning", format!("{} texts under this number", version.texts));
        parts.extend([Part::text(" "), Part::sign(sign)]);
    }
    parts.into()
}

/// The first day on which it was in force, and when that was put on record, where that was another day.
fn from(version: &Version, tenure: &Tenure) -> Cell {
    let Some(from) = tenure.from else { return Part::quiet("never in force").into() };
    let mut parts = vec![Part::date(from)];
    let recorded = version.recorded.filter(|recorded| *recorded != from);
    parts.extend(match (tenure.stated, recorded) {
        (true, Some(recorded)) => Some(Part::sub(format!("stated; recorded {recorded}"))),
        (true, None) => Some(Part::sub("stated")),
        (false, Some(recorded)) => Some(Part::sub(format!("recorded {recorded}"))),
        (false, None) => None,
    });
    parts.into()
}

/// The last day on which it was in force.
fn until(tenure: &Tenure) -> Cell {
    match (tenure.from, tenure.until) {
        (None, _) => Cell::default(),
        (Some(_), None) => Part::quiet("open").into(),
        (Some(from), Some(until)) if until <= from => Part::quiet("replaced the same day").into(),
        (Some(_), Some(_)) => tenure.last_day().map(Part::date).into(),
    }
}

/// Who approved it, and when.
fn people(approval: &VersionApproval) -> Cell {
    let person = |(name, date): &(String, Option<Date>)| {
        let day = date.iter().flat_map(|date| [Part::text(", "), Part::date(*date)]);
        std::iter::once(Part::said(name)).chain(day).collect::<Vec<_>>()
    };
    let mut parts = match approval.by.as_slice() {
        [] => Vec::new(),
        [one] => person(one),
        several => vec![Part::List { items: several.iter().map(person).collect() }],
    };
    if !approval.lacking.is_empty() {
        parts.push(Part::sub(format!("nobody as {}", told(&approval.lacking.join(", ")))));
    }
    parts.into()
}

fn evidence(version: &Version, approval: &VersionApproval) -> Cell {
    if approval.level == Evidence::None && version.approved.is_none() {
        return Part::quiet("not approved").into();
    }
    let sign = Sign::evidence(approval.level);
    if approval.amended {
        let sub = Part::sub(format!("{}, of an earlier text under this number", sign.word));
        return vec![Part::sign(Sign::new("due", "Not of its last text")), sub].into();
    }
    let mut parts = vec![Part::sign(sign)];
    if approval.level == Evidence::Claimed && approval.by.is_empty() {
        parts.push(Part::sub("by its status; nobody is named"));
    }
    parts.into()
}
