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
    what: "The `provider` of an AI system is the organisation itself, by its name or as `in-house`, and its `ai-roles` do not say so: `provider` where the EU AI Act is in use and the entry gives a class, else `provider`, `producer` or `developer`. Or the `provider` is another organisation, which is a supplier of the system, and the roles say that the organisation is the provider; nothing is told where it develops the system too, or `ai-act-reason` speaks of Article 25, by which who puts their name on a system or changes it substantially becomes its provider.",
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
        let is_ours = own.contains(&provider) || is_ourselves(&provider);
        if is_ours && !roles.is_empty() && !has && !ended && !fields.is_misread("ai-roles") {
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

/// Words by which a text says that the organisation makes something itself, without blanks and hyphens.
const OURSELVES: &str = "inhouse internal internally interne intern hausintern ourselves self selbst selfbuilt \
    selfdeveloped inhousedevelopment internaldevelopment owndevelopment eigenentwicklung";

/// Whether a `provider` says that nobody else makes it: `in-house`, `built in-house`, `Internal (data team)`.
pub(super) fn is_ourselves(provider: &str) -> bool {
    let name = plain(provider);
    let words = name.split(['(', ',', ';', ':', '–']).next().unwrap_or_default().split([' ', '-']);
    let word: String = words.filter(|word| !matches!(*word, "built" | "developed" | "made" | "team")).collect();
    OURSELVES.split_whitespace().any(|one| one == word)
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
