//! `act-misdated`: an approval, a review or an acknowledgement bears a day on which it cannot have been made.

use crate::approval::record::ActKind;
use crate::approval::{Counts, Misdated};
use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
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

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    for act in context.approvals.acts.iter().filter(|act| !matches!(act.standing, Counts::No(_))) {
        let Ok(record) = &act.record else { continue };
        let Some(why) = Misdated::of(act, record, today).map(Misdated::sentence) else { continue };
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
        report.names(Some(by));
    }
}
