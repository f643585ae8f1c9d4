//! `evidence-bunched`: most records of a year came in the week before a tag.

use crate::base::date::days_between;
use crate::base::{Period, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS522",
    name: "evidence-bunched",
    level: Level::Warning,
    clock: false,
    what: "Of the records that were first committed in the year before an annotated tag, half or more, and at least five, came in the seven days before it.",
    why: "A system that is operated leaves records all year. Many that appear in the week before an audit show that it was prepared for the audit (clauses 8.1 and 9.1).",
    fix: "Commit records when they come about. Those that are there stay as they are: say in the audit's own record how they came.",
    run,
};

/// How many records are too many for a week.
const FEW: usize = 5;

/// How many days before a tag are looked at.
const WEEK: i64 = 7;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let history = context.history;
    // Of records that are older than the clone it is not known when they came.
    let Some(began) = history.began().filter(|_| history.is_whole()) else { return };
    let records = context.living().filter(|(_, document)| document.is_record());
    let landed = records.filter_map(|(ix, document)| Some((ix, context.first_landed(document)?.landed)));
    // What was brought along when the repository was made says nothing.
    let landed: Vec<_> = landed.filter(|(_, day)| *day > began).collect();
    for tag in &history.tags {
        let year = Period::Months(12).before(tag.day);
        let of_year: Vec<_> = landed.iter().filter(|(_, day)| *day > year && *day <= tag.day).collect();
        let of_week: Vec<_> =
            of_year.iter().filter(|(_, day)| days_between(*day, tag.day) <= WEEK).map(|(ix, _)| *ix).collect();
        if of_week.len() >= FEW && of_week.len() * 2 >= of_year.len() {
            report.settings(
                None,
                say!(
                    "{n} of the {all} records of the year before the tag `{tag}` came in the week before it ({day}): {records}",
                    n = of_week.len(),
                    all = of_year.len(),
                    tag = tag.name,
                    day = wording::day(tag.day),
                    records = context.ids(&of_week)
                ),
                say!("Commit records when they come about. Say in the audit's own record how these came."),
            );
        }
    }
}
