//! `soa-control-missing`: controls of Annex A that the statement of applicability does not speak of.

use std::collections::BTreeSet;

use crate::base::say;
use crate::base::text::count;
use crate::check::context::Context;
use crate::check::ids::{is_slip, meant_by};
use crate::check::lists::listed;
use crate::check::rule::{Report, Rule};
use crate::check::unsure::Unsure;
use crate::diag::Level;
use crate::model::catalog::ReqId;
use crate::model::soa::Soa;

pub(super) static RULE: Rule = Rule {
    code: "AIMS302",
    name: "soa-control-missing",
    level: Level::Error,
    clock: false,
    what: "The statement of applicability has no row for a control of Annex A. A statement with `status: draft` is left alone.",
    why: "Clause 6.1.3 asks to compare the controls chosen with those of Annex A, so that none is left out by oversight, and to give reasons for what is left out. A control without a row has neither.",
    fix: "Add a row for each control that has none: `- {control: A.5.2, applicable: true, reason: …}`. One that is left out gets its row too, with `applicable: false` and the reason.",
    run,
};

/// How many of them the message names; the page of the statement has all.
const NAMED: usize = 6;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.written_soas.iter().for_each(|soa| look_at(context, soa, report));
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let aims = context.aims;
    let document = aims.document(soa.document);
    let Some(statement) = document.fields.get("statement") else { return };
    if document.is_draft() {
        return;
    }
    // A row that is meant for a control, but misspells it or lacks its number, has its own finding.
    let slips: BTreeSet<&str> =
        soa.rows.iter().filter(|row| is_slip(aims, soa, row)).filter_map(|row| meant_by(aims, soa, row)).collect();
    let Some(standard) = aims.catalog.standard(&soa.framework) else { return };
    let unsure = Unsure::in_document(document);
    let missing: Vec<String> = standard
        .controls
        .iter()
        .map(|control| control.id.as_str())
        .filter(|id| soa.row(id).is_none() && !slips.contains(id) && !unsure.may_name(id))
        .map(|id| aims.catalog.name(&ReqId::new(&soa.framework, id)))
        .collect();
    let nameless = document.fields.rows("statement").len().saturating_sub(soa.rows.len());
    // A row for a control that has one already, or without a number, is told, and may be meant for what is missing. One for a
    // heading or for what is like no control stands for none.
    let mut seen = BTreeSet::new();
    let spare =
        soa.rows.iter().filter(|row| is_slip(aims, soa, row)).filter(|row| {
            row.control.value.is_empty() || meant_by(aims, soa, row).is_some_and(|id| soa.row(id).is_some())
        });
    let spare = spare.count() + soa.rows.iter().filter(|row| !seen.insert(row.control.value.as_str())).count();
    if missing.is_empty() || missing.len() <= nameless + spare {
        return;
    }
    report.document(
        document,
        statement.key_span,
        say!(
            "the statement has no row for {number}: {controls}",
            number = count(missing.len(), "control"),
            controls = listed(&missing.iter().map(String::as_str).collect::<Vec<_>>(), NAMED)
        ),
        say!("Add a row for each, also for what is left out: `applicable: false` with the reason."),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;
    use crate::model::catalog::Catalog;

    /// A statement with a row for every control but those `without`, and `more` rows.
    fn soa(without: &[&str], more: &str) -> String {
        let rows: Vec<String> = Catalog::builtin()
            .controls()
            .filter(|control| !without.contains(&control.id.as_str()))
            .map(|control| format!("  - {{control: {}, applicable: true, reason: r}}\n", control.id))
            .collect();
        format!("---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n{}{more}---\n", rows.concat())
    }

    fn told(text: &str) -> Vec<String> {
        only("soa-control-missing", &[("aims.toml", ""), ("soa.md", text)])
    }

    #[test]
    fn all_that_is_missing_is_one_finding_at_the_key() {
        assert_eq!(
            told(&soa(&["A.10.2", "A.5.2"], "")),
            ["soa.md:5:1 the statement has no row for 2 controls: A.5.2, A.10.2"]
        );
        assert_eq!(told("---\nid: S\ntitle: S\nkind: soa\nstatement: []\n---\n").len(), 1);
    }

    #[test]
    fn controls_of_the_second_standard_are_named_as_its_own_and_the_first_few_of_many() {
        let both = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
        let row = "  - {control: A.5.1, applicable: true, reason: r}\n";
        let second = format!("---\nid: SOA-002\ntitle: S\nkind: soa\nframework: iso-27001\nstatement:\n{row}---\n");
        assert_eq!(
            only("soa-control-missing", &[("aims.toml", both), ("soa.md", &soa(&[], "")), ("two.md", &second)]),
            [
                "two.md:6:1 the statement has no row for 92 controls: iso-27001:A.5.2, iso-27001:A.5.3, iso-27001:A.5.4, iso-27001:A.5.5, iso-27001:A.5.6, iso-27001:A.5.7 and 86 more"
            ]
        );
    }

    #[test]
    fn a_full_statement_a_draft_and_none_at_all_are_no_findings() {
        assert!(told(&soa(&[], "")).is_empty());
        assert!(told(&soa(&["A.5.2"], "status: draft\n")).is_empty());
        assert!(told("---\nid: S\ntitle: S\nkind: soa\n---\n").is_empty());
        assert!(told("text").is_empty());
    }

    #[test]
    fn a_row_that_misspells_the_control_has_its_own_finding() {
        assert!(told(&soa(&["A.5.2"], "  - {control: a.5.2, applicable: true, reason: r}\n")).is_empty());
        assert!(told(&soa(&["A.5.2"], "  - {applicable: true, reason: r}\n")).is_empty());
        for of_none in ["A.5", "A.2", "6.1.3", "Nothing like it"] {
            let row = format!("  - {{control: {of_none}, applicable: true, reason: r}}\n");
            assert_eq!(told(&soa(&["A.5.2"], &row)).len(), 1, "{of_none}");
        }
        assert_eq!(told(&soa(&["A.5.2"], "  - {control: X, title: Own, applicable: true, reason: r}\n")).len(), 1);
    }
}
