//! `review-without-decisions`: a management review that decided nothing, or nothing by a day.

use crate::base::{plural, say};
use crate::check::lacks::{is_draft, none_says};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS731",
    name: "review-without-decisions",
    level: Level::Error,
    clock: false,
    what: "A management review has no rows under `decisions`, or none that says more than `none`. A warning where decisions that are not done have no `due`, and where no `conclusion` says whether the system is suitable, adequate and effective though an earlier review has one.",
    why: "The results of a management review are decisions on improvement and on changes (clause 9.3.3), and a judgement of the system (clause 9.3.1). A review without them was a report.",
    fix: "Write what was decided, who sees to it and by when; and under `conclusion` what top management makes of the system. Where nothing had to be decided, a row says that this was decided.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let reviews = || context.living_of("management-review").filter(|(_, review)| !is_draft(review));
    let concluding = reviews().filter(|(_, review)| !review.fields.lacks("conclusion"));
    let first = concluding.filter_map(|(_, review)| review.fields.date("date")).min();
    for (_, review) in reviews() {
        let fields = &review.fields;
        if let Some(span) = fields
            .span("decisions")
            .filter(|_| !fields.is_misread("decisions") && none_says(fields.rows("decisions"), "decision"))
        {
            let message = say!("{id} decided nothing", id = review.id);
            report.document(review, span, message, say!("Write what was decided, who sees to it and by when."));
            continue;
        }
        let open = |status: Option<&str>| !matches!(status, Some("done" | "dropped"));
        let rows = fields.rows("decisions").iter();
        let undated: Vec<_> = rows.filter(|row| open(row.cells.text("status")) && row.cells.lacks("due")).collect();
        if let Some(row) = undated.first() {
            report.document(
                review,
                row.cells.span("decision").unwrap_or(row.span),
                plural!(
                    undated.len(),
                    "{n} decision of {id} has no day",
                    "{n} decisions of {id} have no day",
                    id = review.id
                ),
                say!("Add `due: …` to each, or `status: done` where it is."),
            );
            report.at(Level::Warning);
        }
        let later = fields.date("date").zip(first).is_some_and(|(date, first)| date > first);
        if later && fields.lacks("conclusion") {
            report.document(
                review,
                review.span_of("date"),
                say!(
                    "{id} does not conclude whether the management system is suitable, adequate and effective",
                    id = review.id
                ),
                say!("Add `conclusion: …`: what top management makes of the system as a whole."),
            );
            report.at(Level::Warning);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn review(lines: &str) -> String {
        format!("---\nid: MR\nkind: management-review\n{lines}---\n")
    }

    #[test]
    fn no_decision_and_decisions_without_a_day_are_told() {
        assert_one("review-without-decisions", &review("decisions: []\n"), &["4:12 MR decided nothing"]);
        let nothing = "decisions: [{decision: keine, owner: o, due: 2027-01-01}, {decision: No decisions, owner: o}]\n";
        assert_one("review-without-decisions", &review(nothing), &["4:12 MR decided nothing"]);
        let row = |more: &str| format!("  - {{decision: d, owner: o{more}}}\n");
        let rows = format!("decisions:\n{}{}", row(""), row(", status: planned"));
        assert_one("review-without-decisions", &review(&rows), &["5:16 2 decisions of MR have no day"]);
        let one = format!("decisions:\n{}{}", row(", due: 2027-01-01"), row(""));
        assert_one("review-without-decisions", &review(&one), &["6:16 1 decision of MR has no day"]);
        let done = format!("decisions:\n{}", row(", status: done"));
        assert_one("review-without-decisions", &review(&done), &[]);
        // That none are there has its own finding.
        for lines in ["", "decisions: soon\n", "decisions: []\nstatus: draft\n"] {
            assert_one("review-without-decisions", &review(lines), &[]);
        }
    }

    #[test]
    fn a_conclusion_is_asked_for_once_there_was_one() {
        let earlier = "---\nid: MR-1\nkind: management-review\ndate: 2025-01-01\nconclusion: Suitable.\n---\n";
        let later = review("date: 2026-01-01\n");
        let found =
            |earlier: &str| only("review-without-decisions", &[("aims.toml", ""), ("0.md", earlier), ("a.md", &later)]);
        let told = ["a.md:4:7 MR does not conclude whether the management system is suitable, adequate and effective"];
        assert_eq!(found(earlier), told);
        assert_eq!(found(&earlier.replace("conclusion: Suitable.\n", "")), Vec::<String>::new());
    }
}
