//! `provider-role-missing`: the organisation makes an AI system and does not count as its provider.

use crate::check::systems::covered;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::ai_act::roles;
use crate::model::catalog::Role;

pub(super) static RULE: Rule = Rule {
    code: "AIMS652",
    name: "provider-role-missing",
    level: Level::Warning,
    clock: false,
    what: "The entry of an AI system names the organisation itself as its provider, and `ai-roles` does not have `provider`.",
    why: "The role decides which duties hold, so it is determined for every system (clause 4.1). Who develops a system, or has it developed, and puts it into service under its own name is its provider under article 3(3) of the EU AI Act, also where nobody else uses it.",
    fix: "Add `provider` to `ai-roles`, or name under `provider` who makes the system.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let Some(organisation) = context.aims.config.organisation.as_deref().filter(|name| !name.trim().is_empty()) else {
        return;
    };
    for (_, system) in covered(context) {
        let own =
            system.fields.text("provider").is_some_and(|name| name.trim().eq_ignore_ascii_case(organisation.trim()));
        if own && !system.fields.lacks("ai-roles") && !roles(system).contains(&Role::Provider) {
            report.document(
                system,
                system.span_of("ai-roles"),
                format!("{} is made by {organisation}, and `ai-roles` does not have `provider`", system.id),
                "Add `provider` to `ai-roles`, or name under `provider` who makes the system.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn told(lines: &str) -> Vec<String> {
        let text = format!("---\nid: SYS-1\nkind: system\n{lines}\n---\n");
        only("provider-role-missing", &[("aims.toml", "[organisation]\nname = \"Mutual\"\n"), ("s.md", &text)])
    }

    #[test]
    fn who_makes_it_is_its_provider() {
        let told_at = ["s.md:5:11 SYS-1 is made by Mutual, and `ai-roles` does not have `provider`"];
        assert_eq!(told("provider: mutual\nai-roles: [developer, deployer]"), told_at);
    }

    #[test]
    fn the_role_another_maker_and_no_roles_are_no_findings() {
        for lines in
            ["provider: Mutual\nai-roles: [provider]", "provider: Other\nai-roles: [deployer]", "provider: Mutual"]
        {
            assert!(told(lines).is_empty(), "{lines}");
        }
    }
}
