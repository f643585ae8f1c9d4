//! `class-contradicts`: the class of an AI system does not go with what else its entry says.

use crate::base::say;
use crate::check::lacks::{and, is_draft};
use crate::check::{Context, Report, Rule};
use crate::diag::{Level, Span};
use crate::model::act_class::{KEY, classes, high_risk, is};
use crate::model::ai_act::points_in;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS636",
    name: "class-contradicts",
    level: Level::Warning,
    clock: false,
    what: "The entry of an AI system names a point of Annex III, or Annex I, Annex III or Article 6 among its requirements, and no class of high risk and no exemption; or it says `exempt-6-3` without the reason under `art-6-3`; or `minimal` or `not-applicable` beside another class; or a class of high risk by Annex III beside that exemption; or `annex-iii` is no point of Annex III; or the class is of a general-purpose model, and the roles say `provider` without `gpai-provider`; or a system in use of high risk is not `in-scope`.",
    why: "Duties follow from the class (clauses 4.1 and 4.2). Where the entry says two things, one of them is wrong, and an auditor or authority will ask which. Article 6(4) of the EU AI Act asks for the reasons of an exemption in writing.",
    fix: "Mend the class, or what it disagrees with; an exemption needs `art-6-3`: which of the conditions of Article 6(3) holds, and why.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in context.living_of("system").filter(|(_, system)| !is_draft(system)) {
        // A word that could not be read has its own finding.
        let fields = &system.fields;
        if classes(system).next().is_none() || fields.is_misread(KEY) || system.stage() == Some("retired") {
            continue;
        }
        if let Some((span, message, help)) = contradiction(system) {
            report.document(system, span, message, help);
        }
    }
}

fn contradiction(system: &Document) -> Option<(Span, String, &'static str)> {
    let (fields, id) = (&system.fields, &system.id);
    let (high, exempt) = (high_risk(system), is(system, "exempt-6-3"));
    let at = |key: &str| system.span_of(key);
    if let Some(none) = classes(system).find(|class| matches!(*class, "minimal" | "not-applicable"))
        && let Some(other) = classes(system).find(|class| *class != none)
    {
        let message = say!("{id} is of the class `{none}` and of the class `{other}`", id, none, other);
        return Some((at(KEY), message, say!("Leave the one that holds: `minimal` and `not-applicable` stand alone.")));
    }
    if let Some(both) = high.filter(|class| exempt && *class != "high-annex-i") {
        let message = say!("{id} is of the class `{class}` and exempt by Article 6(3)", id, class = both);
        let help = say!("Leave the one that holds: what is exempt is not high-risk by Annex III.");
        return Some((at(KEY), message, help));
    }
    if let Some(unknown) = fields.texts("annex-iii").iter().find(|word| points_in(&word.value).is_none()) {
        let message =
            say!("{id} names `{point}` under `annex-iii`, which is no point of it", id, point = unknown.value);
        return Some((unknown.span, message, say!("Name the point as the Act counts it: `5(b)`, `4`.")));
    }
    let model = classes(system).all(|class| matches!(class, "gpai" | "gpai-systemic"));
    let role = |name: &str| fields.texts("ai-roles").iter().any(|role| role.value == name);
    if model && role("provider") && !role("gpai-provider") {
        let message =
            say!("{id} is of the class of a general-purpose model, and its roles leave out `gpai-provider`", id);
        let help = say!(
            "The class is of the model: add `gpai-provider` where you provide that, else give the class of the system that is built on it."
        );
        return Some((at(KEY), message, help));
    }
    if exempt && fields.lacks("art-6-3") {
        let message = say!("{id} is exempt by Article 6(3), and no `art-6-3` says why", id);
        let help = say!("Add `art-6-3: …`: which of the conditions holds, why, and who judged it.");
        return Some((at(KEY), message, help));
    }
    if high.is_none() && !exempt && !is(system, "prohibited") {
        let named = fields.requirements().iter().flat_map(|(_, ids)| ids).find(|id| is_high_risk_provision(&id.value));
        let told = named.map(|named| (named.span, named.value.as_str()));
        let point = || fields.texts("annex-iii").first().map(|point| (point.span, "annex-iii"));
        if let Some((span, what)) = told.or_else(point) {
            let classes = and(classes(system).map(|class| format!("`{class}`")));
            let message = say!("{id} names `{what}` and is of the class {classes}", id, what, classes);
            let help = say!("Mend `ai-act-class`, or say `exempt-6-3` with the reason under `art-6-3`.");
            return Some((span, message, help));
        }
    }
    left_out(system).map(|(message, help)| (at("in-scope"), message, help))
}

/// Where a high-risk system in use is not in scope.
fn left_out(system: &Document) -> Option<(String, &'static str)> {
    let (fields, id) = (&system.fields, &system.id);
    let outside = fields.flag("in-scope") == Some(false) && system.stage() == Some("in-use");
    let class = high_risk(system).filter(|_| outside)?;
    let message = say!("{id} is in use and of the class `{class}`, and the management system leaves it out", id, class);
    Some((message, say!("Bring it into the scope, or give the reason in the scope and mend the class.")))
}

/// Whether a requirement holds for high-risk systems by what they are.
fn is_high_risk_provision(id: &str) -> bool {
    let id = id.to_ascii_lowercase();
    ["annex-i", "annex-iii", "art-6"]
        .iter()
        .any(|known| id == *known || id.starts_with(&format!("{known}-")) || id.starts_with(&format!("{known}(")))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn system(lines: &str) -> String {
        format!("---\nid: S\nkind: system\nlifecycle: in-use\n{lines}\n---\n")
    }

    #[test]
    fn each_contradiction_is_told_where_it_is() {
        for (lines, told) in [
            ("ai-act-class: minimal\nannex-iii: 5(b)", "6:12 S names `annex-iii` and is of the class `minimal`"),
            (
                "ai-act-class: [transparency]\nrequirements: {eu-ai-act: [annex-iii]}",
                "6:28 S names `annex-iii` and is of the class `transparency`",
            ),
            ("ai-act-class: [minimal, high]", "5:15 S is of the class `minimal` and of the class `high`"),
            (
                "ai-act-class: [high-annex-iii, exempt-6-3]\nart-6-3: It prepares a task",
                "5:15 S is of the class `high-annex-iii` and exempt by Article 6(3)",
            ),
            ("ai-act-class: high\nannex-iii: 9(z)", "6:12 S names `9(z)` under `annex-iii`, which is no point of it"),
            (
                "ai-act-class: gpai\nai-roles: [provider]",
                "5:15 S is of the class of a general-purpose model, and its roles leave out `gpai-provider`",
            ),
            ("ai-act-class: exempt-6-3", "5:15 S is exempt by Article 6(3), and no `art-6-3` says why"),
            (
                "ai-act-class: high\nin-scope: false",
                "6:11 S is in use and of the class `high`, and the management system leaves it out",
            ),
        ] {
            assert_one("class-contradicts", &system(lines), &[told]);
        }
    }

    #[test]
    fn what_goes_together_is_no_finding() {
        for lines in [
            "ai-act-class: [high-annex-iii, transparency]\nannex-iii: 5(b)",
            "ai-act-class: exempt-6-3\nannex-iii: 5(b)\nart-6-3: It prepares a task.",
            "ai-act-class: minimal\nin-scope: false",
            "ai-act-class: minimal\nrequirements: {eu-ai-act: [art-60]}",
            "annex-iii: 5(b)",
            "ai-act-class: [gpai, transparency]\nai-roles: [provider]",
            "ai-act-class: gpai\nai-roles: [deployer]",
            "ai-act-class: [high-annex-i, exempt-6-3]\nart-6-3: It prepares a task",
            "ai-act-class: [minimal, hihg]",
            "ai-act-class: exempt-6-3\nstatus: draft",
        ] {
            assert_one("class-contradicts", &system(lines), &[]);
        }
    }
}
