//! `plan-risk-soa-differ`: the treatment plan, the risk and the statement of applicability do not say the same.

use crate::base::{plural, say, wording};
use crate::check::clashes::is_nameless;
use crate::check::context::Context;
use crate::check::lists::listed;
use crate::check::plans::{Treatment, meant, treatments};
use crate::check::rule::{Report, Rule};
use crate::check::scores::residual;
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::risk::RiskLevel;
use crate::model::soa::Soa;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "AIMS615",
    name: "plan-risk-soa-differ",
    level: Level::Warning,
    clock: false,
    what: "A row of a treatment plan gives another option, other controls or another residual score or level than the risk that it treats; or all rows for a risk are `done`, and its `state` is still `open`, or rows are `planned` or `in-progress`, and the risk is `closed` or retired; or a row of the statement of applicability names other risks than those that name its control. Nothing is asked of a statement that names no risks at all, of drafts, and of closed risks but whether something is still to be done for them.",
    why: "The controls follow from the treatment of the risks, and the statement from the controls (clause 6.1.3). Auditors follow a risk through all three: `Statement of applicability and treatment plan are inconsistent` says that one of them is not kept.",
    fix: "Decide which of them is right, and bring the others to it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let all = treatments(context);
    let is_over = |one: &Treatment<'_>| matches!(one.row.cells.text("status"), Some("done" | "dropped"));
    let open: BTreeSet<DocIx> = all.iter().filter(|one| !is_over(one)).filter_map(|one| one.risk).collect();
    let mut told: BTreeSet<DocIx> = BTreeSet::new();
    for treatment in all {
        if let Some(ix) = treatment.risk.filter(|ix| !open.contains(ix) && !told.contains(ix))
            && is_done_and_open(context.aims.document(ix), &treatment)
        {
            told.insert(ix);
            done_and_open(context.aims.document(ix), &treatment, report);
        }
        let risk = treatment.risk.map(|ix| context.aims.document(ix)).filter(|risk| is_asked(risk));
        let dropped = treatment.row.cells.text("status") == Some("dropped");
        if let Some(risk) = risk.filter(|_| is_asked(treatment.plan) && !dropped) {
            compare(context, &treatment, risk, report);
        }
    }
    closed_and_open(context, report);
    context.aims.written_soas.iter().for_each(|soa| look_at(context, soa, report));
}

/// Tells of the risks that are closed or retired while a plan still treats them, each once a plan.
fn closed_and_open(context: &Context<'_>, report: &mut Report<'_>) {
    let is_running = |one: &Treatment<'_>| matches!(one.row.cells.text("status"), Some("planned" | "in-progress"));
    let mut of_plan: BTreeMap<(&str, bool), Vec<(DocIx, Treatment<'_>)>> = BTreeMap::new();
    for treatment in treatments(context) {
        let Some(ix) = treatment.risk.filter(|_| is_running(&treatment) && is_asked(treatment.plan)) else { continue };
        let risk = context.aims.document(ix);
        if risk.is_retired() || !risk.is_draft() && risk.is_closed() {
            of_plan.entry((treatment.plan.id.as_str(), risk.is_retired())).or_default().push((ix, treatment));
        }
    }
    for ((plan, is_retired), rows) in of_plan {
        let Some((_, first)) = rows.first() else { continue };
        let mut risks: Vec<DocIx> = rows.iter().map(|(ix, _)| *ix).collect();
        risks.sort_unstable();
        risks.dedup();
        let message = plural!(
            risks.len(),
            "{plan} still has something to do for {risks}, which says `{said}`",
            "{plan} still has something to do for {risks}, which say `{said}`",
            plan,
            risks = context.ids(&risks),
            said = if is_retired { "status: retired" } else { "state: closed" }
        );
        report.document(
            first.plan,
            first.row.cells.span("status").unwrap_or(first.row.span),
            message,
            say!("Set the risks back to where they stand; or say in the rows what became of them: `status: done` or `dropped`."),
        );
    }
}

/// Whether a row says that its risk was treated, and the risk that it is not.
fn is_done_and_open(risk: &Document, treatment: &Treatment<'_>) -> bool {
    let is_done = treatment.row.cells.text("status") == Some("done") && is_asked(treatment.plan);
    is_done && is_asked(risk) && risk.fields.text("state") == Some("open")
}

fn done_and_open(risk: &Document, treatment: &Treatment<'_>, report: &mut Report<'_>) {
    let cells = &treatment.row.cells;
    report.document(
        treatment.plan,
        cells.span("status").unwrap_or(treatment.row.span),
        say!("all that was planned for {id} is done, and it still says `state: open`", id = risk.id),
        say!("Judge what is left of {id} and set its `state`; or plan what is still to be done.", id = risk.id),
    );
}

fn is_asked(document: &Document) -> bool {
    !document.is_draft() && !document.is_retired() && document.fields.text("state") != Some("closed")
}

/// A row of a plan beside its risk.
fn compare(context: &Context<'_>, treatment: &Treatment<'_>, risk: &Document, report: &mut Report<'_>) {
    let (cells, fields) = (&treatment.row.cells, &risk.fields);
    let (plan, id) = (treatment.plan, &risk.id);
    let mut tell = |key: &str, message: String| {
        let help = say!("Bring the row and {id} to say the same.", id);
        report.document(plan, cells.span(key).unwrap_or(treatment.row.span), message, help);
    };
    if let (Some(option), Some(treats)) = (cells.text("option"), fields.text("treatment"))
        && option != treats
    {
        tell("option", say!("the plan is to {option} {id}, which says `treatment: {treats}`", option, id, treats));
    }
    // Written in full or alone, it is the same control.
    let name = |id: &str| context.aims.trace.get(id).map_or_else(|| id.to_owned(), |control| control.name.clone());
    let ids = |list: &[crate::diag::Spanned<String>]| -> BTreeSet<String> {
        list.iter().map(|id| name(id.value.trim())).collect()
    };
    let (here, there) = (ids(cells.texts("controls")), ids(fields.texts("controls")));
    if !here.is_empty() && !there.is_empty() && here != there {
        let names = |more: Vec<&String>| more.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let (more, less) = (names(here.difference(&there).collect()), names(there.difference(&here).collect()));
        let message = match (more.is_empty(), less.is_empty()) {
            (false, false) => say!("the plan treats {id} by {more} in place of {less}", id, more, less),
            (false, true) => say!("the plan treats {id} by {more}, which the risk does not name", id, more),
            _ => say!("the plan treats {id} without {less}, which the risk names", id, less),
        };
        tell("controls", message);
    }
    if let Some((score, text)) = residual(fields).zip(cells.text("residual")) {
        let level = context.aims.config.risk.level(score);
        if contradicts(text, score, level) {
            let level = wording::of(level.as_str());
            let message = say!(
                "the plan expects `{text}` to be left of {id}, which says {score} of 25, {level}",
                text,
                id,
                score,
                level
            );
            tell("residual", message);
        }
    }
}

/// Whether a text comes to another number than the score, or calls that another level.
fn contradicts(text: &str, score: i64, level: RiskLevel) -> bool {
    // What follows the last `=` is what it comes to.
    let made = text.rsplit_once('=').filter(|(_, made)| made.contains(|c: char| c.is_ascii_digit()));
    let text = made.map_or(text, |(_, made)| made).to_lowercase().replace(['×', '*', '·'], "x");
    let text = ["of 25", "von 25", "/25"].into_iter().fold(text, |text, scale| text.replace(scale, ""));
    let numbers: Vec<i64> = text.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
    let product = numbers.iter().fold(1_i64, |product, number| product.saturating_mul(*number));
    let is_product = |by: String| text.split_whitespace().collect::<String>().contains(&by);
    let differs = match numbers.as_slice() {
        [] => false,
        [one] => *one != score,
        [one, other] if is_product(format!("{one}x{other}")) => product != score,
        [one, ..] if made.is_some() => *one != score,
        all => product != score && !all.contains(&score),
    };
    // Beside a number the first word may be its level: `8, medium`.
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !matches!(*word, "" | "x"));
    let most = if numbers.is_empty() { usize::MAX } else { 1 };
    let levels: BTreeSet<RiskLevel> = words.take(most).filter_map(level_called).collect();
    differs || levels.len() == 1 && !levels.contains(&level)
}

/// The level that a word in lower case calls.
fn level_called(word: &str) -> Option<RiskLevel> {
    match word {
        "niedrig" | "gering" => Some(RiskLevel::Low),
        "mittel" => Some(RiskLevel::Medium),
        "hoch" => Some(RiskLevel::High),
        _ => RiskLevel::of(word),
    }
}

/// The rows of a statement beside the risks that name their controls.
fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let document = context.aims.document(soa.document);
    if document.is_draft() || soa.rows.iter().all(|row| row.risks.is_empty()) {
        return;
    }
    let risks = context.living_of("risk").filter(|(ix, risk)| is_asked(risk) && !is_nameless(context.aims, *ix));
    let risks: Vec<&Document> = risks.map(|(_, risk)| risk).collect();
    let mut by_id: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut by_control: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (place, risk) in risks.iter().enumerate() {
        by_id.entry(risk.id.to_ascii_lowercase()).or_default().insert(place);
        for id in risk.fields.texts("controls").iter().filter_map(|id| meant(context.aims, soa, &id.value)) {
            by_control.entry(id.to_ascii_lowercase()).or_default().insert(place);
        }
    }
    for row in soa.rows.iter().filter(|row| !row.is_left_out()) {
        let control = &row.control.value;
        let name = context.aims.catalog.name(&soa.id(row));
        let named = by_control.get(&control.to_ascii_lowercase()).cloned().unwrap_or_default();
        let rows = row.risks.iter().filter_map(|id| by_id.get(&id.value.trim().to_ascii_lowercase()));
        let told: BTreeSet<usize> = rows.flatten().copied().collect();
        let ids = |one: &BTreeSet<usize>, other: &BTreeSet<usize>| -> Vec<&str> {
            one.difference(other).map(|place| risks[*place].id.as_str()).collect()
        };
        let (more, less) = (ids(&told, &named), ids(&named, &told));
        let less: Vec<&str> = less.into_iter().filter(|id| !report.may_name(id)).collect();
        let message = match (more.as_slice(), less.as_slice()) {
            ([], []) => continue,
            (more, []) => plural!(
                more.len(),
                "the row of {control} names {risks}, which does not name the control",
                "the row of {control} names {risks}, which does not name the control",
                control = name,
                risks = listed(more, 3)
            ),
            ([], less) => plural!(
                less.len(),
                "the row of {control} leaves out {risks}, which names the control",
                "the row of {control} leaves out {risks}, which names the control",
                control = name,
                risks = listed(less, 3)
            ),
            (more, less) => say!(
                "the row of {control} names {more} in place of {less}",
                control = name,
                more = listed(more, 3),
                less = listed(less, 3)
            ),
        };
        let span = row.risks.first().map_or(row.control.span, |first| first.span);
        report.document(
            document,
            span,
            message,
            say!("Bring `risks` of the row and `controls` of the risks to say the same."),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{RiskLevel, contradicts};
    use crate::check::testing::only;

    fn found(row: &str, risks: &str) -> Vec<String> {
        let risk = "---\nid: RSK-1\nkind: risk\ntreatment: reduce\ncontrols: [A.5.2, A.5.3]\nlikelihood: 4\nseverity: 4\nresidual-likelihood: 2\n---\n";
        let plan = format!("---\nid: PLN-1\nkind: plan\ntreatments:\n  - {{risk: RSK-1, {row}, action: a}}\n---\n");
        let soa = format!(
            "---\nid: SOA-1\nkind: soa\nstatement:\n  - {{control: A.5.2, applicable: true, reason: r{risks}}}\n  - {{control: A.5.3, applicable: true, reason: r, risks: [RSK-1]}}\n---\n"
        );
        let files = [("aims.toml", ""), ("p.md", &*plan), ("r.md", risk), ("s.md", &*soa)];
        only("plan-risk-soa-differ", &files)
    }

    #[test]
    fn each_difference_is_told_where_it_stands() {
        let same = ", risks: [RSK-1]";
        assert_eq!(
            found("option: share", same),
            ["p.md:5:27 the plan is to share RSK-1, which says `treatment: reduce`"]
        );
        assert_eq!(
            found("controls: [A.5.2, A.9.2]", same),
            ["p.md:5:29 the plan treats RSK-1 by A.9.2 in place of A.5.3"]
        );
        assert_eq!(
            found("residual: \"1 x 4 = 4\"", same),
            ["p.md:5:29 the plan expects `1 x 4 = 4` to be left of RSK-1, which says 8 of 25, medium"]
        );
        assert_eq!(
            found("option: reduce", ""),
            ["s.md:5:15 the row of A.5.2 leaves out RSK-1, which names the control"]
        );
    }

    #[test]
    fn a_risk_without_an_id_of_its_own_is_left_out_of_no_row() {
        let risk = |id: &str| format!("---\n{id}kind: risk\ncontrols: [A.5.2]\n---\n");
        let soa = "---\nid: SOA-1\nkind: soa\nstatement:\n  - {control: A.5.2, applicable: true, reason: r, risks: [RSK-1]}\n---\n";
        for (id, told) in [("id: RSK-1\n", 0), ("", 0), ("id: RSK-2\n", 1)] {
            let (first, second) = (risk("id: RSK-1\n"), risk(id));
            let files = [("aims.toml", ""), ("s.md", soa), ("a.md", &*first), ("b.md", &*second)];
            assert_eq!(only("plan-risk-soa-differ", &files).len(), told, "{id}");
        }
    }

    #[test]
    fn a_risk_whose_plan_is_carried_out_is_not_open() {
        let found = |state: &str, more: &str| {
            let risk = format!("---\nid: RSK-1\nkind: risk\ntreatment: reduce\nstate: {state}\n---\n");
            let plan = format!(
                "---\nid: PLN-1\nkind: plan\ntreatments:\n  - {{risk: RSK-1, action: a, status: done}}\n{more}---\n"
            );
            only("plan-risk-soa-differ", &[("aims.toml", ""), ("p.md", &plan), ("r.md", &risk)])
        };
        let told = ["p.md:5:38 all that was planned for RSK-1 is done, and it still says `state: open`"];
        assert_eq!(found("open", ""), told);
        assert_eq!(found("open", "  - {risk: RSK-1, action: b, status: done}\n"), told, "it is told once");
        assert!(found("treated", "").is_empty());
        assert!(found("open", "  - {risk: RSK-1, action: b, status: planned}\n").is_empty());
        let running =
            "  - {risk: RSK-1, action: b, status: planned}\n  - {risk: RSK-1, action: c, status: in-progress}\n";
        let told = ["p.md:6:38 PLN-1 still has something to do for RSK-1, which says `state: closed`"];
        assert_eq!(found("closed", running), told, "it is told once a plan");
        assert!(found("closed", "  - {risk: RSK-1, action: b, status: dropped}\n").is_empty());
        let told = ["p.md:6:38 PLN-1 still has something to do for RSK-1, which says `status: retired`"];
        assert_eq!(found("treated\nstatus: retired", running), told);
    }

    #[test]
    fn what_agrees_or_is_not_said_is_no_finding() {
        let same = ", risks: [RSK-1]";
        for row in [
            "option: reduce, controls: [A.5.3, A.5.2], residual: \"2 x 4 = 8, medium\"",
            "residual: medium",
            "option: share, status: dropped",
        ] {
            assert!(found(row, same).is_empty(), "{row}");
        }
    }

    #[test]
    fn what_is_left_is_the_number_that_the_row_comes_to_and_its_level() {
        use RiskLevel::{High, Low, Medium};
        for text in ["3 x 5 = 15, high", "4 x 5 = 20, high", "1 x 5 = 5, high", "20", "5 (hoch)", "high", "hoch"] {
            assert!(contradicts(text, 5, Low), "{text}");
        }
        assert!(contradicts("2 x 4", 4, Low) && !contradicts("5 x 5 = 25, high", 25, High));
        for text in ["2 × 4 = 8, medium", "2x4", "8 = 2 * 4", "8 of 25, medium", "8 (2 x 4)", "8 = mittel", "unknown"]
        {
            assert!(!contradicts(text, 8, Medium), "{text}");
        }
        for text in ["likelihood 2, severity 3", "6, down from high", "2 x 3 = 6, low (expected)", "as low as we can"] {
            assert!(!contradicts(text, 6, Low), "{text}");
        }
    }
}
