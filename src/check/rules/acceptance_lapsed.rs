//! `acceptance-lapsed`: an accepted risk that was judged anew since, or that nobody has looked at for longer than its interval.

use crate::base::{Date, say, wording};
use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::due::GRACE;
use crate::model::review::Review;
use crate::model::risk::{BEFORE, is_opportunity, parts};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS617",
    name: "acceptance-lapsed",
    level: Level::Warning,
    clock: true,
    what: "What is left of a risk was accepted before an assessment that was the first to judge it or gave it a higher score; or the acceptance is older than risks are reviewed, with two months of grace. Where the review of the risk is overdue, that is told instead of the second.",
    why: "An acceptance is of the risk as it was known that day (clauses 6.1.3 and 8.3). `Acceptance predates the current assessment` is what an auditor notes.",
    fix: "Let the one who may accept the risk look at it as it stands now, and write the new day under `accepted`.",
    run,
};

/// What one assessment found of a risk: its day, its score and its id.
type Judged<'a> = (Date, Option<i64>, &'a str);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let (aims, judged) = (context.aims, judged(context));
    let asked = |risk: &Document| !is_draft(risk) && !is_opportunity(&risk.fields);
    for (ix, risk) in context.living_of("risk").filter(|(_, risk)| asked(risk)) {
        let Some(accepted) = risk.fields.date("accepted").filter(|_| risk.fields.text("state") != Some("closed"))
        else {
            continue;
        };
        let newer = judged.get(&ix).and_then(|judged| higher_since(judged, accepted));
        let every = risk.fields.period("review-every").unwrap_or_else(|| aims.config.review_period("risk"));
        let message = match newer {
            Some((date, assessment)) => say!(
                "{id} was accepted on {accepted}, before {assessment} judged it anew on {date}",
                id = risk.id,
                accepted = wording::day(accepted),
                assessment,
                date = wording::day(date)
            ),
            None if GRACE.after(every.after(accepted)) < aims.today
                && !matches!(aims.review(ix), Review::Overdue(_)) =>
            {
                let (accepted, every) = (wording::day(accepted), every.said());
                say!("{id} was accepted on {accepted}, more than {every} ago", id = risk.id, accepted, every)
            }
            None => continue,
        };
        let help = say!("Let the one who may accept it look at it as it stands, and write the new day: `accepted: …`.");
        report.document(risk, risk.span_of("accepted"), message, help);
    }
}

/// What assessments found of each risk, in order of their days.
fn judged<'a>(context: &Context<'a>) -> BTreeMap<DocIx, Vec<Judged<'a>>> {
    let mut judged: BTreeMap<DocIx, Vec<Judged<'a>>> = BTreeMap::new();
    for (_, assessment) in context.aims.of_kind("risk-assessment").into_iter().filter(|(_, found)| !is_draft(found)) {
        let Some(date) = assessment.fields.date("date").filter(|date| *date <= context.aims.today) else { continue };
        for row in assessment.fields.rows("results") {
            let Some(risk) = row.cells.text("risk").and_then(|id| context.aims.by_id(id)) else { continue };
            let score = parts(&row.cells, BEFORE).map(|(likelihood, severity)| likelihood * severity);
            judged.entry(risk).or_default().push((date, score, &assessment.id));
        }
    }
    for judged in judged.values_mut() {
        judged.sort_unstable();
    }
    judged
}

/// The newest assessment after a day, where it was the first of all or gave a higher score than was known that day.
fn higher_since<'a>(judged: &[Judged<'a>], day: Date) -> Option<(Date, &'a str)> {
    let (date, score, id) = judged.last().filter(|(date, ..)| *date > day)?;
    let known = judged.iter().rev().find(|(date, ..)| *date <= day);
    let is_higher = known.is_none_or(|(_, before, _)| before.zip(*score).is_some_and(|(before, now)| now > before));
    is_higher.then_some((*date, *id))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(accepted: &str, lines: &str, scores: &[(&str, i64)]) -> Vec<String> {
        let risk = format!("---\nid: R\nkind: risk\naccepted: {accepted}\n{lines}---\n");
        let one = |(i, (date, score)): (usize, &(&str, i64))| {
            let text = format!(
                "---\nid: RA-{i}\nkind: risk-assessment\ndate: {date}\nresults: [{{risk: R, likelihood: {score}, severity: 2}}]\n---\n"
            );
            (format!("{i}.md"), text)
        };
        let assessments: Vec<(String, String)> = scores.iter().enumerate().map(one).collect();
        let mut files = vec![("aims.toml", ""), ("r.md", risk.as_str())];
        files.extend(assessments.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("acceptance-lapsed", &files)
    }

    #[test]
    fn a_higher_score_and_a_first_assessment_end_it() {
        let told = ["r.md:4:11 R was accepted on 2026-03-01, before RA-1 judged it anew on 2026-06-01"];
        assert_eq!(found("2026-03-01", "", &[("2026-01-01", 2), ("2026-06-01", 3)]), told);
        let told = ["r.md:4:11 R was accepted on 2026-03-01, before RA-0 judged it anew on 2026-06-01"];
        assert_eq!(found("2026-03-01", "", &[("2026-06-01", 3)]), told);
        for second in [2, 1] {
            assert!(found("2026-03-01", "", &[("2026-01-01", 2), ("2026-06-01", second)]).is_empty());
        }
    }

    #[test]
    fn it_is_renewed_as_often_as_risks_are_reviewed() {
        assert_eq!(found("2025-09-01", "", &[]), ["r.md:4:11 R was accepted on 2025-09-01, more than 12 months ago"]);
        assert!(found("2025-09-21", "", &[]).is_empty(), "two months of grace");
        assert!(found("2025-09-01", "review-every: 2 years\n", &[]).is_empty());
        assert!(found("2025-09-01", "reviewed: 2025-09-01\n", &[]).is_empty(), "the review is told");
        for spared in ["state: closed\n", "status: draft\n", "status: retired\n"] {
            assert!(found("2020-01-01", spared, &[]).is_empty());
        }
    }
}
