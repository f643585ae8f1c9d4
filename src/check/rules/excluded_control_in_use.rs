//! `excluded-control-in-use`: a document serves a control that the statement leaves out.

use crate::base::say;
use crate::check::ids::{is_slip, named};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::kinds::FieldType;

pub(super) static RULE: Rule = Rule {
    code: "AIMS307",
    name: "excluded-control-in-use",
    level: Level::Warning,
    clock: false,
    what: "A document names a control under `controls` that the statement of applicability leaves out.",
    why: "The statement says that the control is not needed, and the document says that it is in use. Documents that contradict one another, the statement above all, are a common finding (clauses 6.1.3 and 7.5.3).",
    fix: "Take the control into the statement with `applicable: true`, or take it out of the document.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    for (_, document) in context.living() {
        let by_id =
            named(aims, document, FieldType::Controls).into_iter().map(|(_, id)| (id, aims.trace.get(&id.value)));
        let lists = document.fields.requirements().iter();
        let in_full = |framework: &str, id: &str| aims.trace.get(&format!("{framework}:{id}"));
        let by_framework =
            lists.flat_map(|(framework, ids)| ids.iter().map(|id| (id, in_full(&framework.value, &id.value))));
        for (id, control) in by_id.chain(by_framework) {
            let Some(control) = control else { continue };
            let Some(soa) = aims.soa_of(&control.framework) else { continue };
            let row = soa.row(&control.id).filter(|row| !row.applicable && !is_slip(aims, soa, row));
            if row.is_some() {
                let statement = aims.document(soa.document);
                report.document(
                    document,
                    id.span,
                    say!("{id} leaves the control {control} out", id = statement.id, control = control.name),
                    say!("Set `applicable: true` for it in {id}, or take it out here.", id = statement.id),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SOA: (&str, &str) = (
        "soa.md",
        "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {control: A.5.2, applicable: true, reason: r}\n  - {control: A.5.3, applicable: false, reason: r}\n---\n",
    );

    fn told(document: &str) -> Vec<String> {
        only("excluded-control-in-use", &[("aims.toml", ""), ("a.md", document), SOA])
    }

    #[test]
    fn it_is_told_at_the_control() {
        assert_eq!(
            told("---\nid: P\ntitle: T\nkind: policy\ncontrols: [A.5.2, A.5.3]\n---\n"),
            ["a.md:5:19 SOA-001 leaves the control A.5.3 out"]
        );
        assert_eq!(
            told(
                "---\nid: P\ntitle: T\nkind: plan\ntreatments:\n  - {risk: R, option: reduce, action: a, controls: A.5.3}\n---\n"
            ),
            ["a.md:6:52 SOA-001 leaves the control A.5.3 out"]
        );
    }

    #[test]
    fn applicable_and_unmentioned_controls_and_retired_documents_are_no_findings() {
        assert!(told("---\nid: P\ntitle: T\nkind: policy\ncontrols: [A.5.2, A.2.2, A.5.33]\n---\n").is_empty());
        assert!(told("---\nid: P\ntitle: T\nkind: policy\nstatus: retired\ncontrols: [A.5.3]\n---\n").is_empty());
    }
}
