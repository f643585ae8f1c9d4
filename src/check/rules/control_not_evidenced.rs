//! `control-not-evidenced`: a control that a procedure carries out and nothing shows.

use super::soa_done_without_evidence::claims_without_evidence;
use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::ids::is_slip;
use crate::check::lacks::{is_unshown, why_unshown};
use crate::check::plans::Plans;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::tier::Tier;
use crate::model::trace::Rung;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS310",
    name: "control-not-evidenced",
    level: Level::Warning,
    clock: false,
    what: "A control applies, a procedure carries it out, and no finished, dated record of the kind that it calls for shows it at work. Where the statement gives it as done, `soa-done-without-evidence` tells it; while it says `planned`, it is a note, and an error once the day of the plan has passed.",
    why: "Documented information has to be there to the extent needed to trust that the processes ran as planned (clause 8.1). An auditor samples records, not procedures.",
    fix: "Let the record that shows the procedure at work name it under `evidence-for`, or the control under `controls`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut plans: BTreeMap<&str, Plans<'_>> = BTreeMap::new();
    for control in context.aims.trace.controls().filter(|control| control.applies() && control.rung == Rung::Operated) {
        let Some(soa) = context.aims.soa_of(&control.framework) else { continue };
        let Some(row) = soa.row(&control.id).filter(|row| !is_slip(context.aims, soa, row)) else { continue };
        let document = context.aims.document(soa.document);
        if !is_unshown(context, control) || report.may_name(&control.id) || claims_without_evidence(context, soa, row) {
            continue;
        }
        let does: Vec<_> = control.tier(Tier::Does).map(|serving| serving.document).collect();
        // What a procedure carries out that could not be read whole, nobody knows yet.
        if does.iter().any(|ix| !context.aims.document(*ix).unread.is_empty()) {
            continue;
        }
        let first = does.first().map_or("", |ix| context.aims.document(*ix).id.as_str());
        report.document(
            document,
            row.control.span,
            say!(
                "no evidence shows the control {id} ({title}) at work",
                id = control.name,
                title = wording::known(&control.title)
            ),
            why_unshown(context, control).unwrap_or_else(|| {
                say!(
                    "It is carried out by {documents}. Add `evidence-for: [{first}]` to a record that shows it.",
                    documents = context.ids(&does),
                    first
                )
            }),
        );
        report.names(Some(&control.name));
        let plans = plans.entry(soa.framework.as_str()).or_insert_with(|| Plans::of(context, soa));
        report.at(plans.level(row));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn told(row: &str, kinds: &[&str]) -> Vec<String> {
        let soa = format!(
            "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {{control: A.5.2, {row}, reason: r}}\n---\n"
        );
        let texts: Vec<(String, String)> = kinds
            .iter()
            .map(|kind| {
                (
                    format!("{kind}.md"),
                    format!("---\nid: {kind}\ntitle: T\nkind: {kind}\ncontrols: [A.5.2]\n---\nText.\n"),
                )
            })
            .collect();
        let mut files = vec![("aims.toml", ""), ("soa.md", soa.as_str())];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("control-not-evidenced", &files)
    }

    #[test]
    fn it_is_told_at_the_row_of_the_statement() {
        assert_eq!(
            told("applicable: true", &["procedure"]),
            ["soa.md:6:15 no evidence shows the control A.5.2 (AI system impact assessment process) at work"]
        );
    }

    #[test]
    fn lower_rungs_evidence_and_what_the_statement_gives_as_done_are_no_findings() {
        assert!(told("applicable: true", &["policy"]).is_empty());
        assert!(told("applicable: true", &["procedure", "impact-assessment"]).is_empty());
        assert!(told("applicable: true, implementation: done", &["procedure"]).is_empty());
        assert!(told("applicable: false", &["procedure"]).is_empty());
    }
}
