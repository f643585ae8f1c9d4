//! `soa-done-without-evidence`: the statement says that a control is in place, and nothing shows it.

use crate::base::say;
use crate::check::context::Context;
use crate::check::ids::is_slip;
use crate::check::lacks::{is_unshown, why_unshown};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::soa::{Soa, SoaRow};
use crate::model::tier::Tier;
use crate::model::trace::{Requirement, Rung};

pub(super) static RULE: Rule = Rule {
    code: "AIMS306",
    name: "soa-done-without-evidence",
    level: Level::Error,
    clock: false,
    what: "The statement of applicability gives a control as done, and no finished, dated record of the kind that it calls for shows it at work. Where no document says anything about it either, `control-gap` tells that instead.",
    why: "An auditor takes each control given as done and asks to see it (clauses 6.1.3 and 8.1). A claim without evidence is a finding at the statement itself.",
    fix: "Name the control under `controls` in the record that shows it, or put the procedure's id under `evidence-for`. Until there is one, write `implementation: partial`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.written_soas.iter().for_each(|soa| look_at(context, soa, report));
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    for row in soa.rows.iter().filter(|row| claims_without_evidence(context, soa, row)) {
        let Some(implementation) = &row.implementation else { continue };
        let id = context.aims.catalog.name(&soa.id(row));
        let shows = |id: &String| {
            let to = context.aims.by_id(id)?;
            (context.aims.document(to).tier() == Some(Tier::Shows)).then_some(to)
        };
        let named: Vec<_> = row.documents.iter().filter_map(|document| shows(&document.value)).collect();
        let why = context.aims.trace.at(&soa.id(row)).and_then(|control| why_unshown(context, control));
        let help = match named.as_slice() {
            _ if why.is_some() => {
                format!("{} {}", why.unwrap_or_default(), say!("Or write `implementation: partial`."))
            }
            [] => say!("Add `controls: [{id}]` to the record that shows it, or write `implementation: partial`.", id),
            named => say!(
                "The row names {documents}; add `controls: [{id}]` there, so that it serves the control.",
                documents = context.ids(named),
                id
            ),
        };
        report.document(
            context.aims.document(soa.document),
            implementation.span,
            say!("{id} is given as done, and no evidence shows it", id),
            help,
        );
    }
}

/// Whether a row gives a control that it does not leave out as done that no evidence serves. A row for no known control, and the
/// second row for one, have their own findings; and that nothing at all stands behind a control is for `control-gap`.
pub(super) fn claims_without_evidence(context: &Context<'_>, soa: &Soa, row: &SoaRow) -> bool {
    let done = !row.is_left_out() && row.implementation.as_ref().is_some_and(|word| word.value == "done");
    if !done || is_slip(context.aims, soa, row) {
        return false;
    }
    let first = soa.row(&row.control.value).is_some_and(|first| first.control.span == row.control.span);
    let requirement = context.aims.trace.at(&soa.id(row));
    let unshown = |requirement: &Requirement| requirement.rung > Rung::Gap && is_unshown(context, requirement);
    first && requirement.is_some_and(unshown)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    fn soa(applicable: bool, implementation: &str) -> String {
        format!(
            "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {{control: A.5.2, applicable: {applicable}, reason: r, implementation: {implementation}, documents: [REC-001]}}\n---\n"
        )
    }

    /// What keeps the control from standing at gap.
    const POLICY: (&str, &str) = ("p.md", "---\nid: POL-001\ntitle: T\nkind: policy\ncontrols: [A.5.2]\n---\nText.\n");

    fn record(fields: &str) -> String {
        format!("---\nid: REC-001\ntitle: T\nkind: record\ndate: 2026-06-01\n{fields}---\n")
    }

    #[test]
    fn a_claim_without_evidence_is_told_at_the_claim() {
        let text = soa(true, "done");
        assert_eq!(
            only("soa-done-without-evidence", &[("aims.toml", ""), POLICY, ("soa.md", &text)]),
            ["soa.md:6:67 A.5.2 is given as done, and no evidence shows it"]
        );
        let retired = record("controls: [A.5.2]\nstatus: retired\n");
        let files = [("aims.toml", ""), POLICY, ("r.md", &*retired), ("soa.md", &text)];
        assert_eq!(only("soa-done-without-evidence", &files).len(), 1);
    }

    #[test]
    fn a_control_at_gap_is_told_once() {
        let text = soa(true, "done");
        let files = [("aims.toml", ""), ("soa.md", text.as_str())];
        assert!(only("soa-done-without-evidence", &files).is_empty());
        assert_eq!(only("control-gap", &files).len(), 1);
    }

    #[test]
    fn a_record_named_in_the_row_only_is_named_in_the_help() {
        let (found, _) = check(&[("aims.toml", ""), POLICY, ("r.md", &record("")), ("soa.md", &soa(true, "done"))]);
        let help =
            found.into_iter().find(|finding| finding.name == "soa-done-without-evidence").and_then(|found| found.help);
        assert!(help.is_some_and(|help| help.starts_with("The row names REC-001;")));
    }

    #[test]
    fn evidence_another_word_and_an_excluded_control_are_no_findings() {
        let files = |soa: &str, record: &str| {
            only("soa-done-without-evidence", &[("aims.toml", ""), POLICY, ("r.md", record), ("soa.md", soa)])
        };
        let shown = record("controls: [A.5.2]\n").replace("kind: record", "kind: impact-assessment");
        assert!(files(&soa(true, "done"), &format!("{shown}Done.\n")).is_empty());
        assert!(files(&soa(true, "partial"), &record("")).is_empty());
        assert!(files(&soa(false, "done"), &record("")).is_empty());
        assert!(files(&soa(true, "done").replace("A.5.2", "A.5.22"), &record("")).is_empty());
    }
}
