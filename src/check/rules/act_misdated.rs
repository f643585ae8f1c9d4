//! `act-misdated`: an approval, a review or an acknowledgement bears a day on which it cannot have been made.

use crate::approval::record::{ActKind, Record};
use crate::approval::{Act, Counts};
use crate::base::date::days_between;
use crate::base::{Date, say, wording};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS526",
    name: "act-misdated",
    level: Level::Error,
    clock: false,
    what: "The record of an approval, a review or an acknowledgement bears a day before the text that it names was committed, or after the day on which the record itself reached the main line or is looked at. A day more or less is the time zone. Of a record that came together with its text, the text may have been written before.",
    why: "An act is evidence of who stood behind a text, and when (clause 7.5.3). Nobody approves what is not written yet, and no record is made after it is filed: such a day is a slip, or was set so that something looks done in time.",
    fix: "Let the person make the record anew, with the day on which they do, and take this one away.",
    run,
};

/// How many days apart two calendars are at most that show the same moment.
const ZONES: i64 = 1;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    for act in context.approvals.acts.iter().filter(|act| !matches!(act.standing, Counts::No(_))) {
        let Ok(record) = &act.record else { continue };
        let Some(why) = misdated(act, record, today) else { continue };
        let (id, by, day) = (&record.document, &record.by, wording::day(record.date));
        let message = match record.act {
            ActKind::Approval => say!("the approval of {id} by {by} is of {day}, {why}", id, by, day, why),
            ActKind::Review => say!("the review of {id} by {by} is of {day}, {why}", id, by, day, why),
            ActKind::Acknowledgement => {
                say!("the acknowledgement of {id} by {by} is of {day}, {why}", id, by, day, why)
            }
        };
        let help = say!("Let that person make it anew, with the day on which they do, and take this record away.");
        report.file(&act.path, None, message, help);
    }
}

/// Why the day of an act cannot be its day, if it cannot.
pub(super) fn misdated(act: &Act, record: &Record, today: Date) -> Option<String> {
    let before = |since: &Date| days_between(record.date, *since) > ZONES;
    let after = |until: Date| days_between(until, record.date) > ZONES;
    match (act.text_since.filter(before), act.landed) {
        (Some(since), _) => {
            Some(say!("and the text that it names was first committed on {since}", since = wording::day(since)))
        }
        (None, Some(landed)) => after(landed)
            .then(|| say!("and it reached the main line before that, on {landed}", landed = wording::day(landed))),
        (None, None) => after(today).then(|| say!("a day that has not come yet").to_owned()),
    }
}
