//! `effective-backdated`: a version names a day for itself that lies before it was there.

use crate::base::date::days_between;
use crate::base::{Date, say, wording};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::history::Version;

pub(super) static RULE: Rule = Rule {
    code: "AIMS512",
    name: "effective-backdated",
    level: Level::Warning,
    clock: false,
    what: "The newest version of a document has the `effective` day of the version before it, or one more than a week before it reached the main line.",
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
        // What is mended in the work tree, or is a draft of the next one, is told once it is committed.
        let as_now = document.fields.date("effective") == Some(effective)
            && document.fields.text("version") == newest.label.as_deref();
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

fn words(before: &Version, newest: &Version, effective: Date, recorded: Date) -> Option<String> {
    let named = |version: &Version, unnamed: &'static str| match &version.label {
        Some(label) => say!("version {label}", label),
        None => unnamed.to_owned(),
    };
    let (this, late) = (named(newest, say!("this version")), days_between(effective, recorded));
    let day = wording::day(recorded);
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
