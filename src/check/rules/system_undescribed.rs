//! `system-undescribed`: a system in use whose entry leaves out what everybody asks first.

use super::provider_role_missing::{is_one, is_ourselves, plain};
use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::{is_unsaid, unsaid};
use crate::check::lists::join;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, stands_at};
use crate::diag::{Level, Spanned};
use crate::model::DocIx;
use crate::model::act_class::high_risk;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS622",
    name: "system-undescribed",
    level: Level::Warning,
    clock: false,
    what: "The entry of an AI system in use does not say since when it is in use (`deployed`), what model is behind it (`model`), or what data it handles (`data-classes`), or, where it names people whom it affects, who watches it (`oversight`; `none` and `unknown` say nobody). Of a high-risk system the last is told by `high-risk-without-oversight`. As a note, the organisation only uses it (`ai-roles`), another makes it (`provider`), and neither `suppliers` nor a supplier says who supplies it (control A.10.3), where there are suppliers on record.",
    why: "Resources of an AI system, its data and models among them, are documented (controls A.4.2 to A.4.5), and its use is responsible only where somebody can step in (control A.9.2). Whether it was assessed before use, which data duties hold and whom a new model concerns can be told only from these.",
    fix: "Add what the message names.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, system) in covered(context).filter(|(_, system)| stands_at(system, &["in-use"])) {
        // Models and data that have documents of their own are named as such.
        let named = |field: &str| !system.fields.lacks(field);
        let own = |key: &&&str| match **key {
            "model" => !named("models"),
            "data-classes" => !named("datasets"),
            _ => true,
        };
        let keys: Vec<&str> = ["deployed", "model", "data-classes"].iter().filter(own).copied().collect();
        let is_watched = named("affected") && high_risk(system).is_none();
        let unwatched = is_watched.then(|| unsaid(&system.fields, &["oversight"])).flatten();
        let lacking = keys.iter().filter(|key| system.fields.lacks(key)).map(|key| format!("`{key}`"));
        let missing: Vec<String> = lacking.chain(unwatched).collect();
        let provider = system.fields.text("provider");
        if let Some(provider) = provider.filter(|provider| is_unsupplied(context, ix, system, provider)) {
            report.document(
                system,
                system.span_of("provider"),
                say!("{id} is used here and made by {provider}, and no supplier is named", id = system.id, provider),
                say!("Keep a document of kind `supplier` for whoever provides it, and name it under `suppliers`."),
            );
            report.at(Level::Note);
            report.missing();
        }
        if !missing.is_empty() {
            let missing = join(&missing);
            report.document(
                system,
                system.span_of("lifecycle"),
                say!("{id} is in use, and its entry has no {missing}", id = system.id, missing),
                say!(
                    "Say since when it is in use, which model is behind it, what data it handles, and who watches it."
                ),
            );
        }
    }
}

/// Whether the organisation only uses what somebody else makes, and nothing says who supplies it, or what is in it.
fn is_unsupplied(context: &Context<'_>, ix: DocIx, system: &Document, provider: &str) -> bool {
    let (fields, aims) = (&system.fields, context.aims);
    let uses = |role: &Spanned<String>| matches!(role.value.as_str(), "deployer" | "customer" | "user");
    let is_used = !fields.lacks("ai-roles") && fields.texts("ai-roles").iter().all(uses);
    let is_provider = |name: &str| is_one(&plain(name), &plain(provider));
    let is_known = is_unsaid(fields, "provider")
        || is_ourselves(provider)
        || aims.config.organisation.as_deref().is_some_and(is_provider);
    let mut parts = ["models", "datasets"].into_iter().flat_map(|key| aims.named_by(ix, key)).chain([ix]);
    let is_named = parts.any(|part| !aims.document(part).fields.lacks("suppliers"))
        || !aims.naming("supplier", "systems", ix).is_empty();
    let mut suppliers = context.living_of("supplier").peekable();
    let is_asked = is_used && !is_known && !is_named && !fields.is_misread("suppliers") && suppliers.peek().is_some();
    is_asked && !suppliers.any(|(_, of)| is_provider(&of.id) || is_provider(&of.title))
}
