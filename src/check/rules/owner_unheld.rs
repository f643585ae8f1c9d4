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

/// Documents by the name that answers for them.
type Owners<'a> = BTreeMap<&'a str, BTreeSet<DocIx>>;

pub(super) static RULE: Rule = Rule {
    code: "AIMS629",
    name: "owner-unheld",
    level: Level::Warning,
    clock: false,
    what: "The `owner` of an AI system, a risk or a supplier is a role of the settings, and nobody under `[[people]]` holds it or its `deputy`. Or such a role, which somebody held once by the record of git, answers for other documents that are kept current, or for something open with a day. Each role is told once, with all that it answers for. Nothing is asked where the settings list no people. That a holder has left is told by `owner-left`.",
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
    let (mut ones, mut others) = (Owners::new(), Owners::new());
    for (ix, document) in context.living().filter(|(_, document)| !document.is_draft()) {
        let ended = matches!(document.stage().or(document.fields.text("state")), Some("retired" | "closed"));
        let owner = document.fields.text("owner").filter(|_| document.is_kept_current() && !ended);
        let is_one = ["system", "risk", "supplier"].iter().any(|kind| document.is(kind));
        let all = if is_one { &mut ones } else { &mut others };
        if let Some(name) = owner {
            all.entry(name).or_default().insert(ix);
        }
        let open = due::of(document).into_iter().filter(|due| due::is_open(context.aims, ix, due));
        open.filter_map(|due| due.owner).for_each(|name| _ = others.entry(name).or_default().insert(ix));
    }
    let names: BTreeSet<&str> = ones.keys().chain(others.keys()).copied().collect();
    for (name, role) in names.into_iter().filter_map(|name| Some((name, unheld(name)?))) {
        // Bodies have roles that nobody is ever listed for.
        let is_taken = || context.approvals.eras.all().flat_map(Era::settings).any(|then| then.lists_holder(&[name]));
        let mut all: Vec<DocIx> = ones.remove(name).into_iter().flatten().collect();
        let first = all.first().map(|ix| context.aims.document(*ix));
        let further = others.remove(name).filter(|_| is_taken()).into_iter().flatten();
        all.extend(further.filter(|ix| !all.contains(ix)).collect::<Vec<_>>());
        let id = context.ids(&all);
        let message = say!("nobody holds the role `{owner}`, which answers for {id}", owner = name, id);
        match first {
            Some(document) => report.document(document, document.span_of("owner"), message, help),
            None if all.is_empty() => {}
            None => report.settings(Some(role.span), message, help),
        }
    }
}
