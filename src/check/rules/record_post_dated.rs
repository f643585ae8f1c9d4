//! `record-post-dated`: a record that came to the repository long after its day.

use crate::base::date::days_between;
use crate::base::{say, wording};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::history::short;

pub(super) static RULE: Rule = Rule {
    code: "AIMS521",
    name: "record-post-dated",
    level: Level::Warning,
    clock: false,
    what: "A record bears a day more than 30 days before a commit brought it to the main line, and the repository was there meanwhile.",
    why: "What was written down months later may be remembered, or made up. Only the commit shows when a record came about (clause 7.5.3).",
    fix: "Commit records when they come about. Of one that came late, say in a paragraph why, and where it was kept until then.",
    run,
};

/// How many days a record may take to the repository.
const LATE: i64 = 30;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
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
