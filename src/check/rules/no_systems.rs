//! `no-systems`: a statement of applicability says that it is approved, and no AI system is on record.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS325",
    name: "no-systems",
    level: Level::Error,
    clock: false,
    what: "A statement of applicability for ISO/IEC 42001 says that it is approved, and the inventory holds no AI system.",
    why: "Scope, risks, impacts and controls are about AI systems (clauses 4.3, 6.1.2, 8.4; A.4.2). Where none is named, nobody can have assessed one, and nothing shows a control at work.",
    fix: "Put every AI system on record, also those that came with bought software: one document of kind `system` each.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    if !context.aims.about().systems().is_empty() {
        return;
    }
    let of_systems = context.aims.soas.iter().find(|soa| soa.framework == *crate::model::catalog::ISO_42001);
    if let Some(ix) = of_systems.filter(|soa| soa.claimed).map(|soa| soa.document) {
        let (soa, is_earlier) = (context.aims.document(ix), context.aims.in_place.contains_key(&ix));
        report.document(
            soa,
            soa.span_of("status"),
            match is_earlier {
                false => say!("{id} says that it is approved, and no AI system is on record", id = soa.id),
                true => say!("an earlier text of {id} holds today, and no AI system is on record", id = soa.id),
            },
            say!("`aims new system` begins an entry. Ask each unit what it uses, also within bought software."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SOA: &str = "---\nid: SOA-001\ntitle: S\nkind: soa\nstatus: approved\nstatement: []\n---\n";

    fn told(soa: &str, more: &[(&str, &str)]) -> Vec<String> {
        only("no-systems", &[&[("aims.toml", ""), ("soa.md", soa)], more].concat())
    }

    #[test]
    fn a_statement_about_no_system_is_told_at_its_status() {
        assert_eq!(told(SOA, &[]), ["soa.md:5:9 SOA-001 says that it is approved, and no AI system is on record"]);
        let gone = "---\nid: SYS-001\ntitle: A\nkind: system\nstatus: retired\n---\n";
        assert_eq!(told(SOA, &[("s.md", gone)]).len(), 1);
    }

    #[test]
    fn a_system_and_a_draft_are_no_findings() {
        assert!(told(SOA, &[("s.md", "---\nid: SYS-001\ntitle: A\nkind: system\n---\n")]).is_empty());
        assert!(told(&SOA.replace("approved", "draft"), &[]).is_empty());
        assert!(told(&SOA.replace("statement: []", "framework: iso-27001\nstatement: []"), &[]).is_empty());
    }
}
