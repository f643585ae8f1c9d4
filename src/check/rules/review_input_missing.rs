//! `review-input-missing`: a management review that did not look at all it has to.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lists::join;
use crate::check::rule::{Report, Rule};
use crate::check::sittings::together;
use crate::diag::Level;
use crate::model::absent::says_nothing;
use crate::model::fields::Row;
use crate::model::inputs::{INPUTS, names};

pub(super) static RULE: Rule = Rule {
    code: "AIMS705",
    name: "review-input-missing",
    level: Level::Error,
    clock: false,
    what: "The rows under `inputs` of a management review leave out one or more of what clause 9.3.2 lists: earlier actions, issues, interested parties, nonconformities, monitoring results, audit results, chances to improve; and no other of that time did, eleven months before or nine after where one is due each year: a review may sit twice, and meet on one matter beside. A warning where the `summary` of a row is no more than `none`, `unknown` or `not discussed`.",
    why: "A management review has to look at each of them (clause 9.3.2). Minutes that leave one out are evidence that it was not looked at.",
    fix: "Look at each input that the message names in another sitting, with a record of its own. Where it was looked at, add its row; where there was nothing to look at, the row says so.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, review) in context.living_of("management-review").filter(|(_, review)| !review.is_draft()) {
        let Some(span) = review.fields.span("inputs") else { continue };
        let rows = review.fields.rows("inputs");
        let missing: Vec<String> = INPUTS
            .iter()
            .filter(|input| !together(context, (ix, review), |one| names(one, input)))
            .map(|input| format!("`{input}`"))
            .collect();
        // A word that could not be read has its own finding, and may be the one that is missed here.
        let misread = rows.iter().filter(|row| row.cells.is_misread("input")).count();
        if missing.len() > misread {
            report.document(
                review,
                span,
                say!("{id} did not look at {missing}", id = review.id, missing = join(&missing)),
                say!("Look at each in another sitting, with a record of its own. Where it was looked at, add its row to `inputs`; where there was nothing to look at, say so there."),
            );
        }
        let empty = rows.iter().filter(|row| row.cells.text("summary").is_some_and(says_nothing));
        let empty: Vec<&Row> = empty.filter(|row| row.cells.text("input").is_some()).collect();
        if let Some(first) = empty.first() {
            let named = empty.iter().filter_map(|row| row.cells.text("input")).map(|input| format!("`{input}`"));
            let (word, named) = (first.cells.text("summary").unwrap_or_default(), named.collect::<Vec<_>>());
            report.document(
                review,
                first.cells.span("summary").unwrap_or(first.span),
                say!("{id} says of {inputs} no more than `{word}`", id = review.id, inputs = join(&named), word),
                say!("Say what was looked at and what that showed; where there was nothing, how that was seen."),
            );
            report.at(Level::Warning);
        }
    }
}
