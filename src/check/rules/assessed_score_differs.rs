//! `assessed-score-differs`: a risk that the register scores otherwise than its newest assessment.

use std::collections::BTreeMap;

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::systems_of;
use crate::compare::FieldChange;
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::fields::Fields;
use crate::model::risk::{AFTER, BEFORE, is_opportunity, part, parts};

pub(super) static RULE: Rule = Rule {
    code: "AIMS672",
    name: "assessed-score-differs",
    level: Level::Warning,
    clock: false,
    what: "The newest risk assessment with a row for a risk gives it another likelihood or severity than the risk itself has, before or after treatment, and the risk was not scored or reviewed anew since: neither its `reviewed` nor the record of git shows it. Where the risk is of more systems than were assessed, only a score above that of the risk counts. Nothing is asked of drafts, of closed risks and of assessments of a day to come.",
    why: "The assessment is where the score comes from, and treatment follows the score (clauses 6.1.2 and 8.2). Where the register says something else, one of them is not what was decided.",
    fix: "Bring the risk to what was assessed; or, where its score was right, say so in a new assessment.",
    run,
};

/// What an assessment gives a risk.
struct Assessed<'a> {
    day: Date,
    assessment: DocIx,
    score: (i64, i64),
    span: Span,
    of: &'a Document,
}

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, assessed) in newest(context) {
        let risk = context.aims.document(ix);
        let fields = &risk.fields;
        let is_asked = risk.is("risk") && !risk.is_draft() && !risk.is_retired() && !is_opportunity(fields);
        let Some(score) = parts(fields, BEFORE).filter(|_| is_asked && fields.text("state") != Some("closed")) else {
            continue;
        };
        let is_same = score == assessed.score || left(fields) == Some(assessed.score);
        let higher = assessed.score.0 * assessed.score.1 > score.0 * score.1;
        if is_same
            || was_changed_since(context, risk, assessed.day)
            || !(higher || covers(context, ix, assessed.assessment))
        {
            continue;
        }
        let ((likelihood, severity), (l, s)) = (score, assessed.score);
        let key = if score.0 == assessed.score.0 { "severity" } else { "likelihood" };
        report.document(
            risk,
            risk.span_of(key),
            say!(
                "{assessment} of {day} gives {risk} a likelihood of {l} and a severity of {s}, and the risk says {likelihood} and {severity}",
                assessment = assessed.of.id,
                day = wording::day(assessed.day),
                risk = risk.id,
                l,
                s,
                likelihood,
                severity
            ),
            say!("Bring {risk} to what was assessed; or assess it again, where its own score is right.", risk = risk.id),
        );
        report.also(&assessed.of.path, Some(assessed.span), say!("what was assessed"));
    }
}

/// The newest row of an assessment for each risk.
fn newest<'a>(context: &Context<'a>) -> BTreeMap<DocIx, Assessed<'a>> {
    let aims = context.aims;
    let mut newest: BTreeMap<DocIx, Assessed<'a>> = BTreeMap::new();
    for (assessment, of) in context.living_of("risk-assessment").filter(|(_, of)| !of.is_draft()) {
        let Some(day) = of.fields.date("date").filter(|day| *day <= aims.today) else { continue };
        for row in of.fields.rows("results") {
            let risk = row.cells.text("risk").and_then(|id| aims.by_id(id));
            let (Some(risk), Some(score)) = (risk, parts(&row.cells, BEFORE)) else { continue };
            let span = place(&row.cells).unwrap_or(row.span);
            let assessed = Assessed { day, assessment, score, span, of };
            match newest.get(&risk) {
                Some(known) if known.day > day => {}
                // Two of one day, of different systems: the greater counts.
                Some(known) if known.day == day && known.score.0 * known.score.1 >= score.0 * score.1 => {}
                _ => drop(newest.insert(risk, assessed)),
            }
        }
    }
    newest
}

/// Likelihood and severity after treatment; a part that is not given is as it was before.
fn left(risk: &Fields) -> Option<(i64, i64)> {
    let [likelihood, severity] =
        [0, 1].map(|at| part(risk, if risk.lacks(AFTER[at]) { BEFORE[at] } else { AFTER[at] }));
    likelihood.zip(severity)
}

fn place(row: &Fields) -> Option<Span> {
    row.span("likelihood").or_else(|| row.span("severity"))
}

/// Whether an assessment is of every system that a risk is of.
fn covers(context: &Context<'_>, risk: DocIx, assessment: DocIx) -> bool {
    let assessed = systems_of(context, assessment);
    assessed.is_empty() || systems_of(context, risk).is_subset(&assessed)
}

/// Whether somebody scored or reviewed a risk after a day: by what it says, or by the record of git.
fn was_changed_since(context: &Context<'_>, risk: &Document, day: Date) -> bool {
    let is_score = |change: &FieldChange| BEFORE.iter().chain(&AFTER).any(|key| *change.key == **key);
    let mut changes = context.history.came(&risk.path).take_while(|(revision, _)| revision.landed > day);
    risk.fields.date("reviewed").is_some_and(|reviewed| reviewed > day)
        || changes.any(|(_, change)| change.did().is_some_and(|edit| edit.fields.iter().any(|change| is_score(change))))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(risk: &str, row: &str, assessment: &str) -> Vec<String> {
        let risk = format!("---\nid: RSK\nkind: risk\nlikelihood: 3\nseverity: 4\n{risk}---\n");
        let assessment =
            format!("---\nid: RA\nkind: risk-assessment\nresults:\n  - {{risk: RSK, {row}}}\n{assessment}---\n");
        let system = |id: &str| format!("---\nid: {id}\nkind: system\nlifecycle: in-use\n---\n");
        let (one, two) = (system("S-1"), system("S-2"));
        let files = [("aims.toml", ""), ("a.md", &*assessment), ("r.md", &*risk), ("s.md", &*one), ("t.md", &*two)];
        only("assessed-score-differs", &files)
    }

    const DAY: &str = "date: 2026-10-06\nsystems: [S-1]\n";

    #[test]
    fn a_score_that_the_register_did_not_take_over_is_told() {
        let told =
            "r.md:4:13 RA of 2026-10-06 gives RSK a likelihood of 1 and a severity of 1, and the risk says 3 and 4";
        let low = "likelihood: 1, severity: 1";
        assert_eq!(found("reviewed: 2026-05-19\nsystems: [S-1]\n", low, DAY), [told]);
        assert_eq!(found("", low, DAY), [told]);
        assert!(found("reviewed: 2026-10-07\n", low, DAY).is_empty(), "it was scored anew since");
        assert!(found("systems: [S-1, S-2]\n", low, DAY).is_empty(), "it is of another system too");
        assert_eq!(found("systems: [S-1, S-2]\n", "likelihood: 5, severity: 4", DAY).len(), 1);
    }

    #[test]
    fn what_goes_together_is_no_finding() {
        for (risk, row, assessment) in [
            ("", "likelihood: 3, severity: 4", DAY),
            ("residual-likelihood: 2\nresidual-severity: 3\n", "likelihood: 2, severity: 3", DAY),
            ("", "likelihood: 1", DAY),
            ("", "likelihood: 1, severity: 9", DAY),
            ("", "likelihood: 1, severity: 1", "date: 2026-12-01\n"),
            ("", "likelihood: 1, severity: 1", "date: 2026-10-06\nstatus: draft\n"),
            ("state: closed\n", "likelihood: 1, severity: 1", DAY),
            ("opportunity: true\n", "likelihood: 1, severity: 1", DAY),
        ] {
            assert!(found(risk, row, assessment).is_empty(), "{risk} {row} {assessment}");
        }
    }
}
