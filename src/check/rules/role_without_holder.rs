//! `role-without-holder`: a role that answers for an AI system at work, and nobody holds it.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::lacks::join;
use crate::check::systems::covered;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS737",
    name: "role-without-holder",
    level: Level::Warning,
    clock: true,
    what: "A role of `[roles]` owns an AI system in validation or in use, and no person of `[[people]]` holds it, nor is there its `deputy`. Where the settings list no people, nothing is asked; of a holder who has left, `owner-left` tells.",
    why: "Top management assigns responsibilities to people (clause 5.3, control A.3.2). A system whose owner is nobody is looked after by nobody.",
    fix: "Give the role to a person under `[[people]]`, name a `deputy` for it under `[roles]`, or give the system another owner.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let config = &context.aims.config;
    if config.people.is_empty() {
        return;
    }
    let today = context.aims.today;
    // Of whom the last holder has left, `owner-left` tells.
    let held: BTreeSet<&str> =
        config.people.iter().flat_map(|person| person.roles.iter().chain([&person.name])).map(String::as_str).collect();
    let there = |who: &str| {
        let holds = |name: &String| name == who;
        config.people.iter().any(|person| {
            let here = person.left.is_none_or(|left| left >= today);
            here && (holds(&person.name) || person.roles.iter().any(holds))
        })
    };
    let mut owned: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
    for (_, system) in covered(context) {
        let at_work = matches!(system.fields.text("lifecycle"), Some("validation" | "in-use"));
        if let Some(owner) = system.fields.text("owner").filter(|_| at_work) {
            owned.entry(owner).or_default().push(system);
        }
    }
    for (name, role) in &config.roles {
        let Some(documents) = owned.get(name.as_str()).filter(|_| !held.contains(name.as_str())) else { continue };
        if role.deputy.as_ref().is_some_and(|deputy| there(&deputy.value)) {
            continue;
        }
        let ids: Vec<String> = documents.iter().map(|document| document.id.clone()).collect();
        report.settings(
            Some(role.span),
            format!("nobody holds the role `{name}`, which answers for {}", join(&ids)),
            "Give it to a person under `[[people]]`, name a `deputy` for it, or give the system another owner.",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(settings: &str) -> Vec<String> {
        let document = "---\nid: SYS-001\nkind: system\nlifecycle: in-use\nowner: CRO\n---\n";
        only("role-without-holder", &[("aims.toml", settings), ("a.md", document)])
    }

    const ADA: &str = "[[people]]\nname = \"Ada\"\nroles = [\"CEO\"]\n";

    #[test]
    fn it_is_told_at_the_role() {
        let told = ["aims.toml:2:1 nobody holds the role `CRO`, which answers for SYS-001"];
        assert_eq!(found(&format!("[roles]\nCRO = \"r\"\nClerk = \"c\"\n{ADA}")), told);
        assert_eq!(found(&format!("[roles]\nCRO = {{ about = \"r\", deputy = \"CFO\" }}\n{ADA}")), told);
    }

    #[test]
    fn holders_deputies_and_settings_without_people_are_no_findings() {
        assert_eq!(found("[roles]\nCRO = \"r\"\n"), Vec::<String>::new());
        assert_eq!(
            found(&format!("[roles]\nCRO = {{ about = \"r\", deputy = \"CEO\" }}\n{ADA}")),
            Vec::<String>::new()
        );
        assert_eq!(found(&format!("[roles]\nCRO = \"r\"\n{}", ADA.replace("CEO", "CRO"))), Vec::<String>::new());
        assert_eq!(found(&format!("[roles]\nCEO = \"r\"\n{ADA}")), Vec::<String>::new());
        let left = format!("[roles]\nCRO = \"r\"\n{}left = 2026-01-01\n", ADA.replace("CEO", "CRO"));
        assert_eq!(found(&left), Vec::<String>::new());
    }
}
