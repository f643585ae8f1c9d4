//! `provider-role-missing`: who makes a system, and a role of the organisation that does not go with it.

use crate::base::say;
use crate::base::text::one_line;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::act_class::classes;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS620",
    name: "provider-role-missing",
    level: Level::Warning,
    clock: false,
    what: "The `provider` of an AI system is the organisation itself, and its `ai-roles` do not say so: `provider` where the EU AI Act is in use and the entry gives a class, else `provider`, `producer` or `developer`. Or the `provider` is another organisation, which is a supplier of the system, and the roles say that the organisation is the provider; nothing is told where it develops the system too, or `ai-act-reason` speaks of Article 25, by which who puts their name on a system or changes it substantially becomes its provider.",
    why: "The organisation has to determine its roles towards each system (clause 4.1). Whoever develops a system and puts it into service under its own name is its provider, also for its own use (articles 3 and 25 of the EU AI Act), and has other duties than a deployer.",
    fix: "Add the role to `ai-roles`, or take it away: who uses what another provides is its `deployer`; or say under `provider` who makes it.",
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
    for (_, system) in context.living_of("system").filter(|(_, system)| !system.is_draft()) {
        let fields = &system.fields;
        let Some(provider) = fields.text("provider").map(plain) else { continue };
        let roles = fields.texts("ai-roles");
        let is_classed = classes(system).any(|class| class != "not-applicable");
        let wanted: &[&str] = if by_law && is_classed { &["provider"] } else { &["provider", "producer", "developer"] };
        let has = roles.iter().any(|role| wanted.contains(&role.value.as_str()));
        let ended = system.stage() == Some("retired");
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
        let is_own = own.is_empty() || own.iter().any(|own| provider.contains(own.as_str()));
        if let Some(supplier) = made_by_another(context, system, &provider).filter(|_| !ended && !is_own) {
            let span = roles.iter().find(|role| role.value == "provider").map(|role| role.span);
            report.document(
                system,
                span.unwrap_or_else(|| system.span_of("ai-roles")),
                say!(
                    "{id} is made by {supplier}, a supplier, and its roles say that the organisation is its provider",
                    id = system.id,
                    supplier = supplier.id
                ),
                say!(
                    "Who uses what another provides is its `deployer`. Where Article 25 makes you its provider, say so under `ai-act-reason`."
                ),
            );
            report.also(&supplier.path, None, say!("who makes it"));
        }
    }
}

/// The supplier that provides a system as a whole, of which the roles say that the organisation is the provider.
fn made_by_another<'a>(context: &Context<'a>, system: &Document, provider: &str) -> Option<&'a Document> {
    let aims = context.aims;
    let has = |names: &[&str]| system.fields.texts("ai-roles").iter().any(|role| names.contains(&role.value.as_str()));
    let told = system.fields.text("ai-act-reason").is_some_and(speaks_of_25);
    if !has(&["provider"]) || has(&["developer", "producer", "product-manufacturer"]) || told {
        return None;
    }
    let ix = aims.by_id(&system.id)?;
    let back = context.living_of("supplier").map(|(supplier, _)| supplier);
    let names_it = |supplier: &DocIx| aims.named_by(*supplier, "systems").any(|to| to == ix);
    let named = aims.named_by(ix, "suppliers").chain(back.filter(names_it));
    let mut suppliers = named.map(|supplier| aims.document(supplier));
    suppliers.find(|supplier| is_one(&plain(&supplier.title), provider))
}

/// Whether two names are of one organisation: one begins with the other, at a whole word.
pub(super) fn is_one(one: &str, other: &str) -> bool {
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)) && !short.is_empty()
    };
    begins(one, other) || begins(other, one)
}

/// Whether a reason names Article 25 of the EU AI Act, in whatever language.
fn speaks_of_25(reason: &str) -> bool {
    reason.split(|c: char| !c.is_alphanumeric()).any(|word| word == "25")
}

pub(super) fn plain(name: &str) -> String {
    one_line(name).to_lowercase()
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
    fn what_a_supplier_makes_is_not_said_to_be_ones_own() {
        let found = |roles: &str, lines: &str, title: &str| {
            let system =
                format!("---\nid: SYS\nkind: system\nprovider: Corvid Works (UK)\nai-roles: [{roles}]\n{lines}---\n");
            let supplier = format!("---\nid: SUP\ntitle: {title}\nkind: supplier\n---\n");
            only("provider-role-missing", &[("aims.toml", ACME), ("s.md", &system), ("u.md", &supplier)])
        };
        let bought = "suppliers: [SUP]\n";
        let told = "s.md:5:12 SYS is made by SUP, a supplier, and its roles say that the organisation is its provider";
        assert_eq!(found("provider", bought, "Corvid Works"), [told]);
        assert_eq!(found("provider, deployer", bought, "Corvid"), [told]);
        for (roles, lines, title) in [
            ("deployer", bought, "Corvid Works"),
            ("provider, developer", bought, "Corvid Works"),
            ("provider", "", "Corvid Works"),
            ("provider", bought, "Cor"),
            ("provider", "suppliers: [SUP]\nai-act-reason: It bears our name, Article 25(1)(a)\n", "Corvid Works"),
            ("provider", "suppliers: [SUP]\nlifecycle: retired\n", "Corvid Works"),
        ] {
            assert!(found(roles, lines, title).is_empty(), "{roles} {lines} {title}");
        }
    }

    #[test]
    fn another_maker_the_role_and_other_rules_are_no_findings() {
        assert!(found(ACME, "ai-roles: [provider]\n").is_empty());
        assert!(found(ACME, "ai-roles: [deployer]\nlifecycle: retired\n").is_empty());
        assert!(found(&ACME.replace("ACME", "Other"), "ai-roles: [deployer]\n").is_empty());
        assert!(found(&ACME.replace("eu-ai-act", "iso-27001"), "ai-roles: [developer]\n").is_empty());
    }
}
