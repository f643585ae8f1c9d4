//! `treatment-plan-incomplete`: a risk that is to be treated and that no plan treats, or a row of the plan that nobody answers for.

use crate::base::text::cut;
use crate::base::{plural, say};
use crate::check::clashes::is_nameless;
use crate::check::context::Context;
use crate::check::lacks::without;
use crate::check::plans::{Treatment, treatments};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::risk::is_opportunity;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "AIMS614",
    name: "treatment-plan-incomplete",
    level: Level::Error,
    clock: false,
    what: "A risk is to be reduced, shared or avoided, and no plan has a row for it under `treatments`; or every row for it was `dropped`; or a row that is still open has no `owner` or no `due`. A warning where rows under `actions` or `audits` name nobody who sees to them, and others of the plan do. Nothing is asked while no plan has such rows at all, of drafts, and of closed risks; of a risk with `state: open` it is a warning.",
    why: "An AI risk treatment plan says for each risk what is done, by whom and by when (clauses 6.1.3 and 8.3). Auditors put register and plan side by side: `Risk RSK-007 is not in the treatment plan` is a nonconformity.",
    fix: "Add a row under `treatments` in the plan, with `risk`, `option`, `action`, `owner` and `due`; or write `treatment: accept` and let the risk be accepted.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    ownerless(context, report);
    let all = treatments(context);
    let mut plans: Vec<&str> = Vec::new();
    for treatment in all.iter().filter(|treatment| !treatment.plan.is_retired()) {
        plans.push(&treatment.plan.id);
        let cells = &treatment.row.cells;
        if treatment.plan.is_draft() || treatment.row.is_settled() || cells.text("option") == Some("accept") {
            continue;
        }
        if let Some(missing) = without(cells, &["owner", "due"]) {
            let message = match cells.text("risk") {
                Some(risk) => say!("the treatment of {risk} has no {missing}", risk, missing),
                None => say!("the treatment of a risk has no {missing}", missing),
            };
            report.document(
                treatment.plan,
                cells.span("risk").unwrap_or(treatment.row.span),
                message,
                say!("Say in the row who sees to it, and by when."),
            );
            report.at(Level::Warning);
        }
    }
    plans.dedup();
    let Some(plan) = plans.first() else { return };
    // What was treated stands in a plan of its time; what is open has to stand in one that is carried out.
    let named = |with_past: bool| -> BTreeSet<DocIx> {
        let counts = all.iter().filter(|treatment| with_past || !treatment.plan.is_retired());
        counts.filter(|treatment| !is_dropped(treatment)).filter_map(|treatment| treatment.risk).collect()
    };
    let (now, ever) = (named(false), named(true));
    // What is done about an opportunity may be an objective or a change as well.
    let asked = |risk: &Document| !risk.is_draft() && !is_opportunity(&risk.fields);
    let risks = context.living_of("risk").filter(|(ix, risk)| asked(risk) && !is_nameless(context.aims, *ix));
    for (ix, risk) in risks {
        let Some(option @ ("reduce" | "share" | "avoid")) = risk.fields.text("treatment") else { continue };
        let state = risk.fields.text("state");
        let known = if state == Some("treated") { &ever } else { &now };
        if state == Some("closed") || known.contains(&ix) || report.may_name(&risk.id) {
            continue;
        }
        let dropped = all.iter().find(|treatment| treatment.risk == Some(ix) && is_dropped(treatment));
        let (message, help) = untreated(risk, option, dropped, plan);
        report.document(risk, risk.span_of("treatment"), message, help);
        report.missing();
        if state != Some("treated") {
            report.at(Level::Warning);
        }
    }
}

/// That nothing is done about a risk that is to be treated, and what to do.
fn untreated(risk: &Document, option: &str, dropped: Option<&Treatment<'_>>, plan: &str) -> (String, String) {
    let id = &risk.id;
    match dropped {
        Some(treatment) => (
            say!(
                "{id} is to be treated (`{option}`), and what {plan} had for it was dropped",
                id,
                option,
                plan = treatment.plan.id
            ),
            say!("Say in a new row what is done instead; or let what is left be accepted: `treatment: accept`.")
                .to_owned(),
        ),
        None => (
            say!("{id} is to be treated (`{option}`), and no treatment plan has a row for it", id, option),
            say!(
                "Add a row under `treatments` in {plan}: `risk: {id}`, with what is done, by whom and by when.",
                plan,
                id
            ),
        ),
    }
}

fn is_dropped(treatment: &Treatment<'_>) -> bool {
    treatment.row.cells.text("status") == Some("dropped")
}

/// Tells of rows of a plan that name nobody who sees to them, where others do: else whoever owns the plan does.
fn ownerless(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, plan) in context.living_of("plan").filter(|(_, plan)| !plan.is_draft()) {
        let rows = ["actions", "audits"].into_iter().flat_map(|key| plan.fields.rows(key));
        let (without, with): (Vec<&Row>, Vec<&Row>) = rows.partition(|row| row.cells.lacks("owner"));
        let without: Vec<&Row> =
            without.into_iter().filter(|row| row.cells.text("status") != Some("dropped")).collect();
        let Some(first) = without.first().filter(|_| !with.is_empty()) else { continue };
        let what = first.cells.text("action").or_else(|| first.cells.text("audit")).unwrap_or_else(|| say!("a row"));
        report.document(
            plan,
            first.cells.span("action").or_else(|| first.cells.span("audit")).unwrap_or(first.span),
            plural!(
                without.len(),
                "{n} row of {id} names nobody who sees to it: `{what}`",
                "{n} rows of {id} name nobody who sees to them, the first is `{what}`",
                id = plan.id,
                what = cut(what, 60)
            ),
            say!("Say in the row who sees to it, and by when."),
        );
        report.at(Level::Warning);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(risk: &str, row: &str) -> Vec<String> {
        let risk = format!("---\nid: RSK-2\nkind: risk\n{risk}---\n");
        let plan = format!(
            "---\nid: PLN-1\nkind: plan\ntreatments:\n  - {{risk: RSK-1, option: accept, action: a}}\n{row}---\n"
        );
        let other = "---\nid: RSK-1\nkind: risk\ntreatment: accept\n---\n";
        only("treatment-plan-incomplete", &[("aims.toml", ""), ("p.md", &plan), ("q.md", other), ("r.md", &risk)])
    }

    #[test]
    fn a_risk_that_no_plan_treats_is_told_at_its_treatment() {
        let told = ["r.md:4:12 RSK-2 is to be treated (`share`), and no treatment plan has a row for it"];
        assert_eq!(found("treatment: share\n", ""), told);
        for spared in
            ["treatment: accept\n", "treatment: reduce\nstate: closed\n", "treatment: reduce\nstatus: draft\n", ""]
        {
            assert!(found(spared, "").is_empty(), "{spared}");
        }
        let row = "  - {risk: RSK-2, option: share, action: a, owner: o, due: 2027-01-01}\n";
        assert!(found("treatment: share\n", row).is_empty());
    }

    #[test]
    fn a_risk_without_an_id_of_its_own_is_not_asked_for() {
        let risk = |id: &str| format!("---\n{id}kind: risk\ntreatment: share\n---\n");
        let plan = "---\nid: PLN-1\nkind: plan\ntreatments:\n  - {risk: RSK-1, option: share, action: a, owner: o, due: 2027-01-01}\n---\n";
        for (id, told) in [("id: RSK-1\n", 0), ("", 0), ("id: RSK-2\n", 1)] {
            let (first, second) = (risk("id: RSK-1\n"), risk(id));
            let files = [("aims.toml", ""), ("p.md", plan), ("a.md", &*first), ("b.md", &*second)];
            assert_eq!(only("treatment-plan-incomplete", &files).len(), told, "{id}");
        }
    }

    #[test]
    fn an_open_row_says_who_and_when() {
        let row = "  - {risk: RSK-2, option: share, action: a}\n";
        let told = ["p.md:6:12 the treatment of RSK-2 has no `owner` and `due`"];
        assert_eq!(found("treatment: share\n", row), told);
        let done = row.replace("a}", "a, status: done}");
        assert!(found("treatment: share\n", &done).is_empty());
    }

    #[test]
    fn what_was_dropped_treats_nothing() {
        let row = "  - {risk: RSK-2, option: share, action: a, status: dropped}\n";
        let told = ["r.md:4:12 RSK-2 is to be treated (`share`), and what PLN-1 had for it was dropped"];
        assert_eq!(found("treatment: share\n", row), told);
        let other = format!("{row}  - {{risk: RSK-2, option: share, action: b, owner: o, due: 2027-01-01}}\n");
        assert!(found("treatment: share\n", &other).is_empty());
        assert!(found("treatment: accept\n", row).is_empty());
    }

    #[test]
    fn somebody_sees_to_each_row_of_a_plan() {
        let found = |rows: &str| {
            let plan = format!("---\nid: P\nkind: plan\n{rows}---\n");
            only("treatment-plan-incomplete", &[("aims.toml", ""), ("p.md", &plan)])
        };
        let told = ["p.md:6:14 1 row of P names nobody who sees to it: `b`"];
        assert_eq!(found("actions:\n  - {action: a, owner: o}\n  - {action: b, status: done}\n"), told);
        let told = ["p.md:7:13 1 row of P names nobody who sees to it: `b`"];
        assert_eq!(found("actions:\n  - {action: a, owner: o}\naudits:\n  - {audit: b}\n"), told);
        assert!(found("actions:\n  - {action: a, owner: o}\n  - {action: b, status: dropped}\n").is_empty());
        assert!(found("owner: o\nactions:\n  - {action: a}\n").is_empty(), "the owner of the plan does");
    }

    #[test]
    fn nothing_is_asked_where_no_plan_treats_anything() {
        let risk = "---\nid: RSK-2\nkind: risk\ntreatment: reduce\n---\n";
        assert!(only("treatment-plan-incomplete", &[("aims.toml", ""), ("r.md", risk)]).is_empty());
    }
}
