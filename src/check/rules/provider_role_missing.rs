//! `provider-role-missing`: a system that the organisation makes itself, without the role that follows from it.

use crate::base::say;
use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::act_class::classes;

pub(super) static RULE: Rule = Rule {
    code: "AIMS620",
    name: "provider-role-missing",
    level: Level::Warning,
    clock: false,
    what: "The `provider` of an AI system is the organisation itself, and its `ai-roles` do not say so: `provider` where the EU AI Act is in use and the entry gives a class, else `provider`, `producer` or `developer`.",
    why: "The organisation has to determine its roles towards each system (clause 4.1). Whoever develops a system and puts it into service under its own name is its provider, also for its own use (articles 3 and 25 of the EU AI Act), and has other duties than a deployer.",
    fix: "Add the role to `ai-roles`; or say under `provider` who makes it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let own: Vec<String> = aims
        .config
        .organisation
        .iter()
        .map(|name| plain(name))
        .chain(context.living_of("scope").filter_map(|(_, scope)| scope.fields.text("organisation").map(plain)))
        .filter(|name| !name.is_empty())
        .collect();
    let by_law = aims.catalog.framework("eu-ai-act").is_some();
    for (_, system) in context.living_of("system").filter(|(_, system)| !is_draft(system)) {
        let fields = &system.fields;
        let Some(provider) = fields.text("provider").map(plain) else { continue };
        let roles = fields.texts("ai-roles");
        let is_classed = classes(system).any(|class| class != "not-applicable");
        let wanted: &[&str] = if by_law && is_classed { &["provider"] } else { &["provider", "producer", "developer"] };
        let has = roles.iter().any(|role| wanted.contains(&role.value.as_str()));
        let ended = fields.text("lifecycle") == Some("retired");
        if own.contains(&provider) && !roles.is_empty() && !has && !ended && !fields.is_misread("ai-roles") {
            report.document(
                system,
                system.span_of("ai-roles"),
                say!(
                    "{id} is made by the organisation itself, and its roles leave out `{role}`",
                    id = system.id,
                    role = wanted[0]
                ),
                say!("Add `{role}` to `ai-roles`, or say under `provider` who makes it.", role = wanted[0]),
            );
        }
    }
}

fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(settings: &str, lines: &str) -> Vec<String> {
        let system = format!("---\nid: SYS\nkind: system\nprovider: Acme\nai-act-class: minimal\n{lines}---\n");
        only("provider-role-missing", &[("aims.toml", settings), ("s.md", &system)])
    }

    const ACME: &str = "[organisation]\nname = \"ACME\"\n[frameworks]\nuse = [\"eu-ai-act\"]\n";

    #[test]
    fn it_is_told_at_the_roles() {
        let told = ["s.md:6:11 SYS is made by the organisation itself, and its roles leave out `provider`"];
        assert_eq!(found(ACME, "ai-roles: [developer, deployer]\n"), told);
    }

    #[test]
    fn another_maker_the_role_and_other_rules_are_no_findings() {
        assert!(found(ACME, "ai-roles: [provider]\n").is_empty());
        assert!(found(ACME, "ai-roles: [deployer]\nlifecycle: retired\n").is_empty());
        assert!(found(&ACME.replace("ACME", "Other"), "ai-roles: [deployer]\n").is_empty());
        assert!(found(&ACME.replace("eu-ai-act", "iso-27001"), "ai-roles: [developer]\n").is_empty());
    }
}
