//! `owner-unheld`: an AI system or risk whose owner is a role that nobody holds.

use crate::approval::Era;
use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::due;
use crate::model::people::People;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "AIMS629",
    name: "owner-unheld",
    level: Level::Warning,
    clock: false,
    what: "The `owner` of an AI system, a risk or a supplier is a role of the settings, and nobody under `[[people]]` holds it or its `deputy`. Or such a role, which somebody held once by the record of git, answers for other documents that are kept current, or for something open with a day; that is told once for each role. Nothing is asked where the settings list no people. That a holder has left is told by `owner-left`.",
    why: "Somebody has to answer for each system and each risk (clauses 5.3 and 6.1.2, control A.3.2). A role without a holder answers for nothing.",
    fix: "Give the role to somebody in `aims.toml`, or what it answers for another owner.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let config = &context.aims.config;
    let people = People::of(config);
    if config.people.is_empty() {
        return;
    }
    let unheld = |name: &str| {
        let role = config.roles.get(name).filter(|_| !people.is_held(name));
        role.filter(|role| role.deputy.as_ref().is_none_or(|deputy| !people.is_held(&deputy.value)))
    };
    let help = say!(
        "Give the role to somebody under `[[people]]` in `aims.toml`, name a `deputy` for it, or name another owner."
    );
    let mut others: BTreeMap<&str, BTreeSet<DocIx>> = BTreeMap::new();
    for (ix, document) in context.living().filter(|(_, document)| !document.is_draft()) {
        let ended = matches!(document.stage().or(document.fields.text("state")), Some("retired" | "closed"));
        let owner = document.fields.text("owner").filter(|_| document.is_kept_current() && !ended);
        let is_one = ["system", "risk", "supplier"].iter().any(|kind| document.is(kind));
        if let Some(owner) = owner.filter(|owner| is_one && unheld(owner).is_some()) {
            report.document(document, document.span_of("owner"), message(owner, &document.id), help);
        }
        let open = due::of(document).into_iter().filter(|due| due::is_open(context.aims, ix, due));
        let names = open.filter_map(|due| due.owner).chain(owner.filter(|_| !is_one));
        names.for_each(|name| _ = others.entry(name).or_default().insert(ix));
    }
    for (name, documents) in others {
        // Bodies have roles that nobody is ever listed for.
        let mut settings = context.approvals.eras.all().flat_map(Era::settings);
        let Some(role) = unheld(name).filter(|_| settings.any(|then| then.lists_holder(&[name]))) else { continue };
        let documents: Vec<DocIx> = documents.into_iter().collect();
        report.settings(Some(role.span), message(name, &context.ids(&documents)), help);
    }
}

fn message(owner: &str, id: &str) -> String {
    say!("nobody holds the role `{owner}`, which answers for {id}", owner, id)
}
