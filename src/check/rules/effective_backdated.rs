//! `effective-backdated`: a version names a day for itself that lies before it was there.

use crate::base::date::days_between;
use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::Version;
use crate::model::document::Document;
use crate::model::versions::same;

pub(super) static RULE: Rule = Rule {
    code: "AIMS512",
    name: "effective-backdated",
    level: Level::Warning,
    clock: false,
    what: "The newest version of a document has the `effective` day of the version before it, or one more than a week before it reached the main line. Of an approved version that is not committed yet it is told where its day is that of the newest on record, or lies more than a week before that reached the main line. Two versions that came on one day may both name that day.",
    why: "Nobody can have followed a text that was not there (clause 7.5.3). The version is shown as in force from the day on which it reached the main line, whatever it says, and then the text and the record name different days.",
    fix: "Give `effective` the day from which this version holds: that on which it is approved, or a later one.",
    run,
};

/// For how many days a text may be on its way to the main line.
const WEEK: i64 = 7;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living().filter(|(_, document)| document.is_kept_current()) {
        let [earlier @ .., newest] = context.history.versions(&document.path) else { continue };
        let (Some(effective), Some(recorded)) = (newest.effective, newest.recorded) else { continue };
        // What is mended in the folder, or is a draft of the next one, is told once it is committed.
        let as_now = document.fields.date("effective") == Some(effective)
            && is_one(document.fields.text("version"), newest.label.as_deref());
        let told = || uncommitted(document, newest, (recorded, context.aims.today));
        if let Some(message) = (!as_now).then(told).flatten() {
            report.document(
                document,
                document.span_of("effective"),
                message,
                say!("Say in `effective` from when this version holds: the day of its approval, or a later one."),
            );
        }
        let Some(before) = earlier.iter().rev().find(|version| version.recorded.is_some()).filter(|_| as_now) else {
            continue;
        };
        let Some(message) = words(before, newest, effective, recorded) else { continue };
        let earliest = recorded.max(effective);
        let help = say!(
            "It is shown as in force from {day} at the earliest. Say in `effective` from when.",
            day = wording::day(earliest)
        );
        report.document(document, document.span_of("effective"), message, help);
    }
}

/// What is wrong with the day of a version that is in the folder and not committed yet, and says that it is approved: it is
/// that of the newest on record, or lies before that was there.
fn uncommitted(document: &Document, newest: &Version, (recorded, today): (Date, Date)) -> Option<String> {
    let own = document.fields.text("version").filter(|own| !is_one(Some(own), newest.label.as_deref()))?;
    // Two versions may come on one day, of which each holds from that day on.
    let effective = document.fields.date("effective").filter(|day| document.says_approved() && *day != today)?;
    let (this, other) = (say!("version {label}", label = own), newest.label.as_ref()?);
    let other = say!("version {label}", label = other);
    if newest.effective == Some(effective) {
        return Some(say!("{this} has the `effective` day of {other}", this, other));
    }
    let day = wording::day(recorded);
    (days_between(effective, recorded) > WEEK).then(|| {
        say!(
            "{this} says `effective: {effective}`, and {other} reached the main line on {day}",
            this,
            effective,
            other,
            day
        )
    })
}

/// Whether two versions are one, however each is written.
fn is_one(one: Option<&str>, other: Option<&str>) -> bool {
    one == other || one.zip(other).is_some_and(|(one, other)| same(one, other))
}

fn words(before: &Version, newest: &Version, effective: Date, recorded: Date) -> Option<String> {
    let named = |version: &Version, unnamed: &'static str| match &version.label {
        Some(label) => say!("version {label}", label),
        None => unnamed.to_owned(),
    };
    let late = days_between(effective, recorded);
    // A version that was retired and holds again is itself, and so is its day.
    let is_itself = before.label.is_some() && is_one(before.label.as_deref(), newest.label.as_deref());
    // Nor is a day wrong on which two versions came, and each holds from then on.
    if before.effective == Some(effective) && (is_itself || late == 0) {
        return None;
    }
    let (this, day) = (named(newest, say!("this version")), wording::day(recorded));
    if before.effective == Some(effective) {
        let other = named(before, say!("the one before it"));
        return Some(match late > 0 {
            true => {
                say!("{this} has the `effective` day of {other}, and reached the main line on {day}", this, other, day)
            }
            false => say!("{this} has the `effective` day of {other}", this, other),
        });
    }
    let said =
        || say!("{this} says `effective: {effective}`, and reached the main line on {day}", this, effective, day);
    (late > WEEK).then(said)
}
