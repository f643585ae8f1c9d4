//! `soa-control-twice`: a control with two rows.

use std::collections::BTreeMap;

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::catalog::ReqId;
use crate::model::soa::Soa;

pub(super) static RULE: Rule = Rule {
    code: "AIMS303",
    name: "soa-control-twice",
    level: Level::Error,
    clock: false,
    what: "The statement of applicability has a second row for a control.",
    why: "The statement has to say of each control whether it is in and why (clause 6.1.3). Of two rows only the first counts here, and readers may go by the other.",
    fix: "Put what both rows say into one, and remove the other.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.written_soas.iter().for_each(|soa| look_at(context, soa, report));
}

/// The one control that has no row.
fn without_row(context: &Context<'_>, soa: &Soa) -> Option<String> {
    let standard = context.aims.catalog.standard(&soa.framework)?;
    let mut missing = standard.controls.iter().filter(|control| soa.row(&control.id).is_none());
    let only = missing.next().filter(|_| missing.next().is_none())?;
    Some(context.aims.catalog.name(&ReqId::new(&soa.framework, &only.id)))
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let document = context.aims.document(soa.document);
    let mut first = BTreeMap::new();
    for row in soa.rows.iter().filter(|row| !row.control.value.is_empty()) {
        let Some(before) = first.get(row.control.value.as_str()).copied() else {
            first.insert(row.control.value.as_str(), row);
            continue;
        };
        let help = match before.applicable.zip(row.applicable).is_none_or(|(before, row)| before == row) {
            true => say!("Keep one of the rows. The first counts until then."),
            false => {
                say!(
                    "One row says that it applies, the other that it does not. Keep the one that holds; the first counts until then."
                )
            }
        };
        report.document(
            document,
            row.control.span,
            say!("the control {control} has a second row", control = context.aims.catalog.name(&soa.id(row))),
            match without_row(context, soa) {
                Some(missing) => {
                    format!("{} {help}", say!("{missing} has no row: this one may be meant for it.", missing))
                }
                None => help.to_owned(),
            },
        );
        report.also(&document.path, Some(before.control.span), say!("its first row"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check, only};

    fn soa(rows: &str) -> String {
        format!("---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n{rows}---\n")
    }

    const IN: &str = "  - {control: A.5.2, applicable: true, reason: r}\n";
    const OUT: &str = "  - {control: A.5.2, applicable: false, reason: r}\n";
    const OTHER: &str = "  - {control: A.5.3, applicable: true, reason: r}\n";

    #[test]
    fn each_further_row_is_told_at_its_control() {
        assert_one(
            "soa-control-twice",
            &soa(&[IN, OTHER, IN, OUT].concat()),
            &["8:15 the control A.5.2 has a second row", "9:15 the control A.5.2 has a second row"],
        );
    }

    #[test]
    fn a_control_of_the_second_standard_is_named_as_its_own() {
        let both = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
        let text = soa(&[IN, IN].concat()).replace("kind: soa\n", "kind: soa\nframework: iso-27001\n");
        let told = only("soa-control-twice", &[("aims.toml", both), ("a.md", &text)]);
        assert_eq!(told, ["a.md:8:15 the control iso-27001:A.5.2 has a second row"]);
    }

    #[test]
    fn rows_that_contradict_each_other_are_told_so() {
        let text = soa(&[IN, OUT].concat());
        let (found, _) = check(&[("aims.toml", ""), ("a.md", &text)]);
        let found = found.into_iter().find(|finding| finding.name == "soa-control-twice");
        assert!(found.and_then(|finding| finding.help).is_some_and(|help| help.starts_with("One row says")));
    }

    #[test]
    fn one_row_each_and_empty_ids_are_no_findings() {
        let empty = "  - {control: '', applicable: true, reason: r}\n";
        assert_one("soa-control-twice", &soa(&[IN, OTHER, empty, empty].concat()), &[]);
    }
}
