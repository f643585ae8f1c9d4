//! `opportunity-contradicts`: a chance that is treated as a threat, a threat that is pursued, or a chance that nothing pursues.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::fields::Row;
use crate::model::risk::is_opportunity;

pub(super) static RULE: Rule = Rule {
    code: "AIMS726",
    name: "opportunity-contradicts",
    level: Level::Warning,
    clock: false,
    what: "A risk says `treatment: pursue` and not `opportunity: true`; or it says `opportunity: true` and is to be reduced or avoided, or a harm in an impact assessment leads to it. Or, as a note, an opportunity that is open is to be pursued or shared, and nothing pursues it: no row of a treatment plan, and no plan, objective or change that names it under `risks`. Nothing is asked of a draft, and of an opportunity that is closed.",
    why: "Risks and opportunities are determined, and actions are planned for both (clause 6.1.1). A threat under `pursue` escapes acceptance and the levels of risk; an opportunity without an action is a wish.",
    fix: "Say `opportunity: true` where it is a chance, and choose another treatment where it is a threat. Name the opportunity under `risks` in the objective, plan or change that pursues it; or write `treatment: accept`: then it is left alone.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, risk) in context.living_of("risk").filter(|(_, risk)| !risk.is_draft()) {
        let (fields, id) = (&risk.fields, &risk.id);
        let Some(treatment) = fields.text("treatment").filter(|_| !fields.is_misread("opportunity")) else { continue };
        let (level, message, help) = match (is_opportunity(fields), treatment) {
            (false, "pursue") => (
                Level::Warning,
                say!("{id} is to be pursued, and is no opportunity", id),
                say!(
                    "Write `opportunity: true` where it is a chance; a threat is avoided, reduced, shared or accepted."
                ),
            ),
            (true, "reduce" | "avoid") => (
                Level::Warning,
                say!("{id} is an opportunity, and is treated as a threat (`{treatment}`)", id, treatment),
                say!("Write `treatment: pursue`, or `accept` where it is left alone; or take `opportunity` out."),
            ),
            (true, _) if comes_of_harm(context, ix) => (
                Level::Warning,
                say!("{id} is an opportunity, and a harm of an impact assessment leads to it", id),
                say!(
                    "A harm is carried on by a threat: take `opportunity` out, or name another risk in the assessment."
                ),
            ),
            (true, "pursue" | "share") if !risk.is_closed() && !report.may_name(id) && !is_pursued(context, ix) => (
                Level::Note,
                say!("{id} is an opportunity to pursue, and no plan, objective or change does", id),
                say!("Name it under `risks` in the one that pursues it, or in a row of the treatment plan."),
            ),
            _ => continue,
        };
        report.document(risk, risk.span_of("treatment"), message, help);
        report.at(level);
        if level == Level::Note {
            report.missing();
        }
    }
}

/// Whether a harm in an impact assessment that is not retired leads to it.
fn comes_of_harm(context: &Context<'_>, risk: DocIx) -> bool {
    let aims = context.aims;
    let mut rows = aims.references_to(risk).filter(|of| of.field == "impacts.risk").filter_map(|of| {
        let assessment = aims.document(of.from);
        let holds = |row: &&Row| row.cells.texts("risk").iter().any(|id| id.span == of.span);
        assessment.fields.rows("impacts").iter().find(holds).filter(|_| !assessment.is_retired())
    });
    rows.any(|row| row.cells.text("effect") == Some("harm"))
}

/// Whether something that is done, or planned, is about an opportunity.
fn is_pursued(context: &Context<'_>, risk: DocIx) -> bool {
    let aims = context.aims;
    let pursues = |from: DocIx| {
        let document = aims.document(from);
        !document.is_retired() && ["plan", "objective", "change"].iter().any(|kind| document.is(kind))
    };
    aims.references_to(risk).any(|of| matches!(of.field.as_str(), "risks" | "treatments.risk") && pursues(of.from))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    fn found(lines: &str, plan: &str) -> Vec<String> {
        let risk = format!("---\nid: RSK\nkind: risk\n{lines}---\n");
        let plan = format!("---\nid: PLN\nkind: plan\n{plan}---\n");
        only("opportunity-contradicts", &[("aims.toml", ""), ("a.md", &risk), ("p.md", &plan)])
    }

    #[test]
    fn a_threat_is_not_pursued_and_a_chance_is_no_threat() {
        assert_eq!(found("treatment: pursue\n", ""), ["a.md:4:12 RSK is to be pursued, and is no opportunity"]);
        assert_eq!(found("opportunity: false\ntreatment: exploit\n", "").len(), 1);
        for word in ["reduce", "avoid"] {
            let told = format!("a.md:5:12 RSK is an opportunity, and is treated as a threat (`{word}`)");
            assert_eq!(found(&format!("opportunity: true\ntreatment: {word}\n"), ""), [told]);
        }
        for spared in
            ["treatment: reduce\n", "treatment: pursue\nstatus: draft\n", "opportunity: true\ntreatment: accept\n"]
        {
            assert!(found(spared, "").is_empty(), "{spared}");
        }
    }

    #[test]
    fn levels_and_acceptance_are_for_threats() {
        let names = |opportunity: bool| {
            let risk = format!(
                "---\nid: RSK\nkind: risk\nopportunity: {opportunity}\ntreatment: share\nstate: treated\nlikelihood: 3\nseverity: 3\nresidual-likelihood: 5\nresidual-severity: 5\naccepted: 2020-01-01\n---\n"
            );
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &risk)]);
            let of = |name: &str| found.iter().any(|finding| finding.name == name);
            ["residual-not-accepted", "residual-above-inherent", "acceptance-lapsed", "risk-without-controls"].map(of)
        };
        assert_eq!((names(false), names(true)), ([true; 4], [false; 4]));
    }

    #[test]
    fn what_harms_somebody_is_no_chance() {
        let risk = "---\nid: RSK\nkind: risk\nopportunity: true\ntreatment: accept\n---\n";
        let found = |effect: &str| {
            let assessment = format!(
                "---\nid: IA\nkind: impact-assessment\nimpacts: [{{category: privacy, effect: {effect}, description: d, risk: [RSK]}}]\n---\n"
            );
            only("opportunity-contradicts", &[("aims.toml", ""), ("a.md", risk), ("i.md", &assessment)])
        };
        let told = "a.md:5:12 RSK is an opportunity, and a harm of an impact assessment leads to it";
        assert_eq!(found("harm"), [told]);
        assert!(found("benefit").is_empty());
    }

    #[test]
    fn what_is_to_be_pursued_is_pursued_by_something() {
        let lines = "opportunity: true\ntreatment: pursue\n";
        let told = "a.md:5:12 RSK is an opportunity to pursue, and no plan, objective or change does";
        assert_eq!(found(lines, ""), [told]);
        assert_eq!(found(lines, "status: retired\nrisks: [RSK]\n"), [told]);
        assert!(found(lines, "risks: [RSK]\n").is_empty());
        assert!(found(lines, "treatments: [{risk: RSK, option: pursue, action: a}]\n").is_empty());
        assert!(found(&format!("{lines}state: closed\n"), "").is_empty());
    }
}
