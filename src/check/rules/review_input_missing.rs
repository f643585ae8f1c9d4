//! `review-input-missing`: a management review that did not look at all it has to.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lists::join;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::absent::says_nothing;
use crate::model::fields::Row;
use crate::model::inputs::{INPUTS, names};

pub(super) static RULE: Rule = Rule {
    code: "AIMS705",
    name: "review-input-missing",
    level: Level::Error,
    clock: false,
    what: "The rows under `inputs` of a management review leave out one or more of what clause 9.3.2 lists: earlier actions, issues, interested parties, nonconformities, monitoring results, audit results, chances to improve. A warning where the `summary` of a row is no more than `none`, `unknown` or `not discussed`.",
    why: "A management review has to look at each of them (clause 9.3.2). Minutes that leave one out are evidence that it was not looked at.",
    fix: "Add a row for each input the message names. Where there was nothing to look at, the row says so.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, review) in context.living_of("management-review").filter(|(_, review)| !review.is_draft()) {
        let Some(span) = review.fields.span("inputs") else { continue };
        let rows = review.fields.rows("inputs");
        let missing: Vec<String> =
            INPUTS.iter().filter(|input| !names(review, input)).map(|input| format!("`{input}`")).collect();
        // A word that could not be read has its own finding, and may be the one that is missed here.
        let misread = rows.iter().filter(|row| row.cells.is_misread("input")).count();
        if missing.len() > misread {
            report.document(
                review,
                span,
                say!("{id} did not look at {missing}", id = review.id, missing = join(&missing)),
                say!("Add a row to `inputs` for each. Where there was nothing to look at, say so in the row."),
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

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn review(inputs: &[&str]) -> String {
        let rows: Vec<String> = inputs.iter().map(|input| format!("  - {{input: {input}, summary: s}}\n")).collect();
        format!("---\nid: MR\nkind: management-review\ninputs:\n{}---\n", rows.concat())
    }

    const FIVE: [&str; 5] = ["earlier-actions", "issues", "interested-parties", "nonconformities", "monitoring"];

    #[test]
    fn one_finding_lists_what_is_missing() {
        let told = ["5:3 MR did not look at `audit-results` and `improvement`"];
        assert_one("review-input-missing", &review(&FIVE), &told);
        let none = "---\nid: MR\nkind: management-review\ninputs: []\n---\n";
        let told = "4:9 MR did not look at `earlier-actions`, `issues`, `interested-parties`, `nonconformities`, `monitoring`, `audit-results` and `improvement`";
        assert_one("review-input-missing", none, &[told]);
    }

    #[test]
    fn a_row_says_what_was_seen() {
        let all = review(&[&FIVE[..], &["audit-results", "improvement"]].concat());
        assert_one("review-input-missing", &all, &[]);
        let told = ["6:30 MR says of `issues` no more than `none`"];
        assert_one("review-input-missing", &all.replace("issues, summary: s", "issues, summary: none"), &told);
        let told = ["6:30 MR says of `issues` no more than `Postponed to the next review`"];
        let later = all.replace("issues, summary: s", "issues, summary: Postponed to the next review");
        assert_one("review-input-missing", &later, &told);
        let reason = all.replace("issues, summary: s", "issues, summary: None since March; the list was gone through");
        assert_one("review-input-missing", &reason, &[]);
    }

    #[test]
    fn all_inputs_are_enough_and_slips_are_told_elsewhere() {
        let with = |more: &[&str]| review(&[&FIVE[..], more].concat());
        assert_one("review-input-missing", &with(&["improvement", "audit-results", "risks"]), &[]);
        assert_one("review-input-missing", &with(&["improvement", "audit-result"]), &[]);
        assert_one("review-input-missing", &review(&[]), &[]);
        let draft = review(&FIVE).replace("kind:", "status: draft\nkind:");
        assert_one("review-input-missing", &draft, &[]);
    }
}
