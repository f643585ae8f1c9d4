//! `control-not-operated`: a control that is stated and not carried out by any procedure.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::ids::is_slip;
use crate::check::plans::Plans;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::tier::Tier;
use crate::model::trace::Rung;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS309",
    name: "control-not-operated",
    level: Level::Warning,
    clock: false,
    what: "A control applies, a policy or plan states it, and no procedure names it. While the statement of applicability says `planned`, it is a note, and an error once the day of the plan has passed.",
    why: "Processes have to be planned and carried out so that the controls chosen work (clause 8.1). A policy says what holds; only a procedure says who does what and when.",
    fix: "Name the control under `controls` in the procedure that carries it out, or let the procedure name the policy under `implements`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut plans: BTreeMap<&str, Plans<'_>> = BTreeMap::new();
    for control in context.aims.trace.controls().filter(|control| control.applies() && control.rung == Rung::Stated) {
        let Some(soa) = context.aims.soa_of(&control.framework) else { continue };
        let Some(row) = soa.row(&control.id).filter(|row| !is_slip(context.aims, soa, row)) else { continue };
        let document = context.aims.document(soa.document);
        if control.tier(Tier::Does).next().is_some() || report.may_name(&control.id) {
            continue;
        }
        let all = || control.tier(Tier::Says).map(|serving| serving.document);
        // A draft holds for nobody: it is named where nothing else states the control.
        let firm: Vec<_> = all().filter(|ix| !context.aims.document(*ix).is_unfinished()).collect();
        let says = if firm.is_empty() { all().collect() } else { firm };
        report.document(
            document,
            row.control.span,
            say!(
                "no procedure carries out the control {id} ({title})",
                id = control.name,
                title = wording::known(&control.title)
            ),
            say!(
                "It is stated in {documents}. Add `controls: [{id}]` to the procedure that carries it out.",
                documents = context.ids(&says),
                id = control.name
            ),
        );
        report.names(Some(&control.name));
        let plans = plans.entry(soa.framework.as_str()).or_insert_with(|| Plans::of(context, soa));
        report.at(plans.level(row));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SOA: &str =
        "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {control: A.5.2, applicable: true, reason: r}\n---\n";

    fn told(soa: &str, kinds: &[&str]) -> Vec<String> {
        let texts: Vec<(String, String)> = kinds
            .iter()
            .map(|kind| {
                (
                    format!("{kind}.md"),
                    format!("---\nid: {kind}\ntitle: T\nkind: {kind}\ncontrols: [A.5.2]\n---\nText.\n"),
                )
            })
            .collect();
        let mut files = vec![("aims.toml", ""), ("soa.md", soa)];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("control-not-operated", &files)
    }

    #[test]
    fn it_is_told_at_the_row_of_the_statement() {
        let expected = ["soa.md:6:15 no procedure carries out the control A.5.2 (AI system impact assessment process)"];
        assert_eq!(told(SOA, &["policy"]), expected);
        assert_eq!(told(SOA, &["policy", "record"]), expected);
    }

    #[test]
    fn a_gap_a_procedure_and_an_excluded_control_are_no_findings() {
        assert!(told(SOA, &[]).is_empty());
        assert!(told(SOA, &["policy", "procedure"]).is_empty());
        assert!(told(SOA, &["procedure"]).is_empty());
        assert!(told(&SOA.replace("true", "false"), &["policy"]).is_empty());
    }
}
