//! `dated-ahead`: something was written down as done before the day on which it is said to have been.

use crate::base::date::days_between;
use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::done::{Done, done};
use crate::check::rule::{Report, Rule};
use crate::compare::{FieldChange, Weight};
use crate::diag::Level;
use crate::history::{Change, Revision, short};
use crate::model::fields::{Field, FieldValue};

pub(super) static RULE: Rule = Rule {
    code: "AIMS527",
    name: "dated-ahead",
    level: Level::Warning,
    clock: false,
    what: "A date of something that was done, such as `date`, `reviewed`, `accepted`, `closed` or that of a measurement, lies more than a day after the commit that wrote it down reached the main line, and nothing was said of the matter since: the text of a record of that `date` was not changed, and no `status` or `state`. Nothing is told of `reviewed` up to the `effective` day of the text. Until the day has come, AIMS404 tells it.",
    why: "Nobody can report an audit before it was held. What was written down beforehand was planned, and shows nothing of what took place (clause 7.5.3). Only the commit shows when a record came about.",
    fix: "Write the day on which it happened. Where it did happen on that day, write it down now: what came of it, or the day taken out in one commit and put back in another.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living() {
        let Some(first) = context.first_landed(document) else { continue };
        let is_ahead = |done: &Done<'_>, of: &Revision| days_between(of.landed, done.day) > 1;
        // Who puts a text in force has looked at it: that is agreed before it takes effect.
        let effective = document.fields.date("effective");
        let is_agreed = |done: &Done<'_>| done.name == "reviewed" && Some(done.day) <= effective;
        let all = done(context, document).into_iter();
        let all = all.filter(|done| done.day <= context.aims.today && !is_agreed(done));
        let ahead: Vec<Done<'_>> = all.filter(|done| is_ahead(done, first)).collect();
        if ahead.is_empty() {
            continue;
        }
        let mut steps: Vec<(&Revision, &Change)> = context.history.came(&document.path).collect();
        // A change that was made beside the main line counts from when it was merged.
        steps.sort_by_key(|(revision, _)| std::cmp::Reverse(revision.landed_at));
        for done in ahead {
            let Some(by) = brought(&steps, &done).filter(|by| is_ahead(&done, by)) else { continue };
            report.document(
                document,
                done.span,
                say!(
                    "`{key}` is {day}, and was written down before: it reached the main line on {landed} (commit {commit})",
                    key = done.key(),
                    day = wording::day(done.day),
                    landed = wording::day(by.landed),
                    commit = short(&by.commit)
                ),
                say!("Put the day right; or write down now what came of it, or take the day out and put it back in a later commit."),
            );
        }
    }
}

/// The newest change that may have written a day down, of these, newest first; of a row that no change names, the newest one
/// of its key.
fn brought<'a>(steps: &[(&'a Revision, &'a Change)], done: &Done<'_>) -> Option<&'a Revision> {
    let is_of_row = |field: &FieldChange| match (done.row, field.at.rows.first()) {
        (Some(row), Some(of)) => row.cells.iter().any(|cell| names(cell, of.name.as_str())),
        (Some(_), None) | (None, Some(_)) => false,
        (None, None) => true,
    };
    let is_whole = |field: &FieldChange| ["status", "state"].iter().any(|key| field.is_whole(key));
    let newest = |is_it: &dyn Fn(&FieldChange) -> bool| {
        let writes = |(_, change): &&(&Revision, &Change)| {
            change.edit.as_deref().is_none_or(|edit| {
                let says_more = done.row.is_none() && done.name == "date" && edit.weight >= Weight::Material;
                says_more || edit.fields.iter().any(|field| is_whole(field) || *field.key == *done.name && is_it(field))
            })
        };
        steps.iter().find(writes).map(|(revision, change)| (*revision, change.edit.is_some()))
    };
    let found = newest(&is_of_row).filter(|(_, is_told)| *is_told || done.row.is_none());
    found.or_else(|| newest(&|_| true)).map(|(revision, _)| revision)
}

/// Whether the record names a row by this cell.
fn names(cell: &Field, name: &str) -> bool {
    match &cell.value {
        FieldValue::Text(text) => text.starts_with(name.trim_end_matches('…').trim_end()),
        FieldValue::Date(day) => day.to_string() == name,
        _ => false,
    }
}
