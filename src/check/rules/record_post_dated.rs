//! `record-post-dated`: a record, or the record of an act, that came to the repository long after its day.

use crate::approval::record::ActKind;
use crate::approval::{Act, Counts, LATE, Misdated};
use crate::base::date::days_between;
use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::short;

pub(super) static RULE: Rule = Rule {
    code: "AIMS521",
    name: "record-post-dated",
    level: Level::Warning,
    clock: false,
    what: "A record, or that of an approval, a review or an acknowledgement, bears a day more than 30 days before a commit brought it to the main line, and the repository was there meanwhile. A review that came so late renews nothing: it is due until there is one of its time.",
    why: "What was written down months later may be remembered, or made up. Only the commit shows when a record came about (clause 7.5.3).",
    fix: "Commit records when they come about. Of one that came late, say in a paragraph why, and where it was kept until then. An act that came late is made anew today.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for act in context.approvals.acts.iter().filter(|act| act.is_late() && !matches!(act.standing, Counts::No(_))) {
        // Of a day on which it cannot have been made, that is told.
        let is_told = |record| Misdated::of(act, record, context.aims.today).is_some();
        if !act.record.as_ref().is_ok_and(is_told) {
            late(act, report);
        }
    }
    let Some(began) = context.history.began() else { return };
    for (_, document) in context.living().filter(|(_, document)| document.is_record()) {
        let Some(date) = document.fields.date("date") else { continue };
        let Some(revision) = context.first_landed(document) else { continue };
        // What was brought along when the repository was made could not have been in it before.
        let late = days_between(date.max(began), revision.landed);
        if late > LATE {
            report.document(
                document,
                document.span_of("date"),
                say!(
                    "{id} is of {date}, and reached the main line on {landed}, {late} days later (commit {commit})",
                    id = document.id,
                    date = wording::day(date),
                    landed = wording::day(revision.landed),
                    late,
                    commit = short(&revision.commit)
                ),
                say!(
                    "Say in it why it came late and where it was kept until then. Commit records when they come about."
                ),
            );
        }
    }
}

/// An act that came late.
fn late(act: &Act, report: &mut Report<'_>) {
    let (Ok(record), Some(landed), Some(late)) = (&act.record, act.landed, act.late) else { return };
    let (id, by) = (&record.document, &record.by);
    let (day, landed) = (wording::day(record.date), wording::day(landed));
    let commit = act.commit.as_deref().map(short).unwrap_or_default();
    let message = match record.act {
        ActKind::Approval => say!(
            "the approval of {id} by {by} is of {day}, and reached the main line on {landed}, {late} days later (commit {commit})",
            id,
            by,
            day,
            landed,
            late,
            commit
        ),
        ActKind::Review => say!(
            "the review of {id} by {by} is of {day}, and reached the main line on {landed}, {late} days later (commit {commit}): it renews nothing",
            id,
            by,
            day,
            landed,
            late,
            commit
        ),
        ActKind::Acknowledgement => say!(
            "the acknowledgement of {id} by {by} is of {day}, and reached the main line on {landed}, {late} days later (commit {commit})",
            id,
            by,
            day,
            landed,
            late,
            commit
        ),
    };
    let help =
        say!("Where it was made then, say in the commit why it came late. Else let that person make it anew today.");
    report.file(&act.path, None, message, help);
    report.names(Some(by));
}
