//! `acceptance-lapsed`: an accepted risk that was judged anew since, or that nobody has looked at for longer than its interval.

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::compare::FieldEvent;
use crate::diag::Level;
use crate::history::{ChangeKind, Revision, short};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::due::GRACE;
use crate::model::review::Review;
use crate::model::risk::{AFTER, BEFORE, is_opportunity, part, parts};
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS617",
    name: "acceptance-lapsed",
    level: Level::Warning,
    clock: true,
    what: "What is left of a risk was accepted before an assessment that was the first to judge it or gave it a higher score; or, by the record of git, the residual score was raised or the treatment changed after that day, in a commit later than the one that put the acceptance down; or the acceptance is older than risks are reviewed, with two months of grace. Where the review of the risk is overdue, that is told instead of the second.",
    why: "An acceptance is of the risk as it was known that day (clauses 6.1.3 and 8.3). `Acceptance predates the current assessment` is what an auditor notes.",
    fix: "Let the one who may accept the risk look at it as it stands now, and write the new day under `accepted`.",
    run,
};

/// What one assessment found of a risk: its day, its score and its id.
type Judged<'a> = (Date, Option<i64>, &'a str);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let (aims, judged) = (context.aims, judged(context));
    let asked = |risk: &Document| !risk.is_draft() && !is_opportunity(&risk.fields);
    for (ix, risk) in context.living_of("risk").filter(|(_, risk)| asked(risk)) {
        let Some(accepted) = risk.fields.date("accepted").filter(|_| risk.fields.text("state") != Some("closed"))
        else {
            continue;
        };
        let newer = judged.get(&ix).and_then(|judged| higher_since(judged, accepted));
        let every = risk.fields.period("review-every").unwrap_or_else(|| aims.config.review_period("risk"));
        let changed = changed_since(context, risk, accepted).filter(|_| newer.is_none());
        let message = match (newer, changed) {
            (Some((date, assessment)), _) => say!(
                "{id} was accepted on {accepted}, before {assessment} judged it anew on {date}",
                id = risk.id,
                accepted = wording::day(accepted),
                assessment,
                date = wording::day(date)
            ),
            (None, Some(changed)) => changed.said(&risk.id, accepted),
            (None, None)
                if GRACE.after(every.after(accepted)) < aims.today
                    && !matches!(aims.review(ix), Review::Overdue(_)) =>
            {
                let (accepted, every) = (wording::day(accepted), every.said());
                say!("{id} was accepted on {accepted}, more than {every} ago", id = risk.id, accepted, every)
            }
            (None, None) => continue,
        };
        let help = say!("Let the one who may accept it look at it as it stands, and write the new day: `accepted: …`.");
        report.document(risk, risk.span_of("accepted"), message, help);
    }
}

/// What became of an accepted risk later.
struct Changed<'a> {
    by: &'a Revision,
    what: What,
}

/// What of it became another than it was accepted as.
enum What {
    /// The residual score, and what it was and is.
    Score(i64, i64),
    /// The treatment, and what it was and is.
    Treatment(String, String),
}

impl Changed<'_> {
    fn said(&self, id: &str, accepted: Date) -> String {
        let (accepted, day) = (wording::day(accepted), wording::day(self.by.landed));
        let commit = short(&self.by.commit);
        match &self.what {
            What::Score(before, now) => say!(
                "{id} was accepted on {accepted}, and the score of what is left of it was raised from {before} to {now} on {day} (commit {commit})",
                id,
                accepted,
                before,
                now,
                day,
                commit
            ),
            What::Treatment(before, now) => say!(
                "{id} was accepted on {accepted}, and its treatment was changed from `{before}` to `{now}` on {day} (commit {commit})",
                id,
                accepted,
                before,
                now,
                day,
                commit
            ),
        }
    }
}

/// The key of the option that was chosen.
const TREATMENT: &str = "treatment";

/// What of a risk became graver, or is treated otherwise, than when it was accepted. What came on record with the acceptance,
/// or by its day, was there to be seen.
fn changed_since<'a>(context: &Context<'a>, risk: &Document, accepted: Date) -> Option<Changed<'a>> {
    let mut steps: Vec<_> = context.history.came(&risk.path).collect();
    steps.sort_by_key(|(revision, _)| Reverse(revision.landed_at));
    let (accepting, _) = steps.iter().find(|(_, change)| {
        let mut fields = change.did().into_iter().flat_map(|edit| &edit.fields);
        change.kind == ChangeKind::Added || fields.any(|field| field.is_whole("accepted"))
    })?;
    let later = steps.iter().take_while(|(by, _)| by.landed_at > accepting.landed_at && by.landed > accepted);
    let fields = &risk.fields;
    let now = AFTER.map(|key| part(fields, key));
    let (mut then, mut treatment) = (now, fields.text(TREATMENT).map(str::to_owned));
    let (mut scored, mut treated) = (None, None);
    for (by, change) in later {
        for field in change.did().into_iter().flat_map(|edit| &edit.fields) {
            let FieldEvent::Value { old, .. } = &field.event else { continue };
            let was = old.as_ref().map(|old| old.as_str().trim().to_owned());
            if let Some(at) = AFTER.iter().position(|key| field.is_whole(key)) {
                then[at] = was.and_then(|was| was.parse().ok());
                scored.get_or_insert(*by);
            } else if field.is_whole(TREATMENT) {
                treatment = was;
                treated.get_or_insert(*by);
            }
        }
    }
    if let Some(by) = scored.filter(|_| is_known_alike(then, now)) {
        let [before, after] = [then, now].map(|of| of.into_iter().flatten().product::<i64>());
        if after > before {
            return Some(Changed { by, what: What::Score(before, after) });
        }
    }
    let (was, is) = treatment.zip(fields.text(TREATMENT))?;
    (was != is).then_some(Changed { by: treated?, what: What::Treatment(was, is.to_owned()) })
}

/// Whether the same parts of a score are known, and one at least: only then can it have been raised.
fn is_known_alike(then: [Option<i64>; 2], now: [Option<i64>; 2]) -> bool {
    now.iter().any(Option::is_some) && then.map(|part| part.is_some()) == now.map(|part| part.is_some())
}

/// What assessments found of each risk, in order of their days.
fn judged<'a>(context: &Context<'a>) -> BTreeMap<DocIx, Vec<Judged<'a>>> {
    let mut judged: BTreeMap<DocIx, Vec<Judged<'a>>> = BTreeMap::new();
    for (_, assessment) in context.aims.of_kind("risk-assessment").into_iter().filter(|(_, found)| !found.is_draft()) {
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
