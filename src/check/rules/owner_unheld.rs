//! `owner-unheld`: an AI system or risk whose owner is a role that nobody holds.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::people::People;

pub(super) static RULE: Rule = Rule {
    code: "AIMS629",
    name: "owner-unheld",
    level: Level::Warning,
    clock: false,
    what: "The `owner` of an AI system, a risk or a supplier is a role of the settings, and nobody under `[[people]]` holds it or its `deputy`. Nothing is asked where the settings list no people. That a holder has left is told by `owner-left`.",
    why: "Somebody has to answer for each system and each risk (clauses 5.3 and 6.1.2, control A.3.2). A role without a holder answers for nothing.",
    fix: "Give the role to somebody in `aims.toml`, or the system or risk another owner.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let config = &context.aims.config;
    let people = People::of(config);
    if config.people.is_empty() {
        return;
    }
    for (_, document) in ["system", "risk", "supplier"].into_iter().flat_map(|kind| context.living_of(kind)) {
        let Some(owner) = document.fields.text("owner").filter(|_| !document.is_draft()) else { continue };
        let ended = matches!(document.stage().or(document.fields.text("state")), Some("retired" | "closed"));
        let Some(role) = config.roles.get(owner) else { continue };
        let is_stood_in = role.deputy.as_ref().is_some_and(|deputy| people.is_held(&deputy.value));
        if !people.is_held(owner) && !is_stood_in && !ended {
            report.document(
                document,
                document.span_of("owner"),
                say!("nobody holds the role `{owner}`, which answers for {id}", owner, id = document.id),
                say!("Give the role to somebody under `[[people]]` in `aims.toml`, name a `deputy` for it, or name another owner."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SETTINGS: &str =
        "[roles]\nHead = \"heads\"\nGuest = \"visits\"\n[[people]]\nname = \"Ada\"\nroles = [\"Head\"]\n";

    fn found(settings: &str, lines: &str) -> Vec<String> {
        only("owner-unheld", &[("aims.toml", settings), ("a.md", &format!("---\nid: X\n{lines}---\n"))])
    }

    #[test]
    fn it_is_told_at_the_owner() {
        let told = ["a.md:4:8 nobody holds the role `Guest`, which answers for X"];
        assert_eq!(found(SETTINGS, "kind: system\nowner: Guest\n"), told);
    }

    #[test]
    fn holders_people_other_kinds_and_settings_without_people_are_no_findings() {
        for lines in [
            "kind: system\nowner: Head\n",
            "kind: system\nowner: Ada\n",
            "kind: policy\nowner: Guest\n",
            "kind: system\nlifecycle: retired\nowner: Guest\n",
            "kind: system\nowner: Stranger\n",
        ] {
            assert!(found(SETTINGS, lines).is_empty(), "{lines}");
        }
        assert!(found("[roles]\nGuest = \"visits\"\n", "kind: system\nowner: Guest\n").is_empty());
    }
}
