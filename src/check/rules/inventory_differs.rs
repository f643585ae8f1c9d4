//! `inventory-differs`: scope, inventory and suppliers do not name each other.

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::exclusions::Exclusions;
use crate::check::lists::{join, listed};
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, stands_at};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::about::is_left_out;
use crate::model::act_class::high_risk;
use crate::model::document::Document;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "AIMS621",
    name: "inventory-differs",
    level: Level::Warning,
    clock: false,
    what: "A scope that lists systems leaves one of the inventory out, or lists one with `in-scope: false`; or a system in use or suspended says `in-scope: false`, and no scope names it as left out: not under `exclusions`, and where it has none, not in a sentence of its text that says so; or its `ai-roles` leave out a role that the entry of a system gives the organisation; a supplier names a system that does not name it; or a system names a supplier that lists other systems and not this one. Retired systems are not asked.",
    why: "The scope says what the management system covers (clause 4.3), the inventory which systems there are (control A.4.2), and the file of a supplier what depends on it (control A.10.2). `Scope and inventory differ` makes an auditor ask what else was forgotten. Of a system with `in-scope: false` nothing is asked any more: only the scope says that this was meant.",
    fix: "Name the system, or the supplier, at the place that the message tells; or take out what is wrong. Of a system that the AIMS does not cover, say under `exclusions` of the scope why.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let running = |system: &Document| system.stage() != Some("retired");
    let systems: Vec<(DocIx, &Document)> = covered(context).filter(|(_, system)| running(system)).collect();
    for (ix, scope) in context.living_of("scope").filter(|(_, scope)| !scope.is_draft()) {
        of_scope(context, ix, scope, &systems, report);
    }
    left_out(context, report);
    let mut of_supplier: BTreeMap<DocIx, BTreeSet<DocIx>> = BTreeMap::new();
    for (ix, system) in systems {
        let suppliers = to(context, ix, "suppliers");
        for (supplier, document) in context.aims.naming("supplier", "systems", ix) {
            let is_asked = !document.is_retired() && !document.is_draft();
            if is_asked && !suppliers.contains(&supplier) && !system.fields.is_misread("suppliers") {
                report.document(
                    system,
                    system.span_of("suppliers"),
                    say!("{id} does not name its supplier {supplier}", id = system.id, supplier = document.id),
                    say!(
                        "Add {supplier} under `suppliers`; or take {system} out of the supplier's `systems`.",
                        supplier = document.id,
                        system = system.id
                    ),
                );
                report.also(&document.path, document.fields.span("systems"), say!("names the system"));
            }
        }
        for supplier in suppliers {
            let document = context.aims.document(supplier);
            let lists = of_supplier.entry(supplier).or_insert_with(|| to(context, supplier, "systems"));
            let is_asked = document.is("supplier") && !document.is_retired() && !document.is_draft();
            if is_asked && !lists.is_empty() && !lists.contains(&ix) && !document.fields.is_misread("systems") {
                report.document(
                    document,
                    document.span_of("systems"),
                    say!("{id} does not name {system}, which depends on it", id = document.id, system = system.id),
                    say!("Add {id} under `systems`.", id = system.id),
                );
                report.also(&system.path, system.fields.span("suppliers"), say!("names the supplier"));
            }
        }
    }
}

/// What one field of a document leads to.
fn to(context: &Context<'_>, ix: DocIx, field: &str) -> BTreeSet<DocIx> {
    context.aims.named_by(ix, field).collect()
}

/// A scope that lists systems, beside the inventory.
fn of_scope(
    context: &Context<'_>,
    ix: DocIx,
    scope: &Document,
    systems: &[(DocIx, &Document)],
    report: &mut Report<'_>,
) {
    roles(scope, systems, report);
    let listed = to(context, ix, "systems");
    if listed.is_empty() || scope.fields.is_misread("systems") {
        return;
    }
    let missing: Vec<DocIx> = systems.iter().map(|(ix, _)| *ix).filter(|ix| !listed.contains(ix)).collect();
    if !missing.is_empty() {
        report.document(
            scope,
            scope.span_of("systems"),
            say!("the scope does not name {ids} of the inventory", ids = context.ids(&missing)),
            say!("Add it under `systems`; or write `in-scope: false` in its entry, and say under `exclusions` why."),
        );
    }
    // That a high-risk system is left out is told at its entry.
    let out = |ix: &DocIx| {
        let system = context.aims.document(*ix);
        is_left_out(system) && high_risk(system).is_none()
    };
    let more: Vec<DocIx> = listed.into_iter().filter(out).collect();
    if !more.is_empty() {
        report.document(
            scope,
            scope.span_of("systems"),
            plural!(
                more.len(),
                "the scope names {ids}, which says `in-scope: false`",
                "the scope names {ids}, which say `in-scope: false`",
                ids = context.ids(&more)
            ),
            say!("Take it out of `systems`, and say under `exclusions` why; or put its entry right."),
        );
    }
}

/// Systems at work that leave the AIMS by their own word alone.
fn left_out(context: &Context<'_>, report: &mut Report<'_>) {
    let at_work = |system: &Document| stands_at(system, &["in-use", "suspended"]) && !system.is_draft();
    let out = |system: &Document| at_work(system) && is_left_out(system);
    // That a high-risk system in use is left out is told whatever the scope says.
    let is_told = |system: &Document| high_risk(system).is_some() && system.stage() == Some("in-use");
    let systems: Vec<(DocIx, &Document)> =
        context.living_of("system").filter(|(_, system)| out(system) && !is_told(system)).collect();
    if systems.is_empty() {
        return;
    }
    let in_force = context.living_of("scope").filter(|(_, scope)| !scope.is_draft());
    let says = |ix: DocIx, scope| (to(context, ix, "systems"), Exclusions::of(context, ix, scope));
    let scopes: Vec<(&Document, _)> = in_force.map(|(ix, scope)| (scope, says(ix, scope))).collect();
    for (ix, system) in systems {
        // That the scope lists it nevertheless is told there.
        if scopes.iter().any(|(_, (listed, excluded))| listed.contains(&ix) || excluded.name(ix, system)) {
            continue;
        }
        report.document(
            system,
            system.span_of("in-scope"),
            say!(
                "{id} stands at `{stage}` and says `in-scope: false`, and no scope says that it is left out",
                id = system.id,
                stage = system.stage().unwrap_or_default()
            ),
            say!(
                "Name it under `exclusions` of the scope, with the reason; or take `in-scope: false` out of its entry."
            ),
        );
        if let Some((scope, _)) = scopes.first() {
            report.also(&scope.path, scope.fields.span("exclusions"), say!("does not name it"));
        }
    }
}

/// What roles come to, as [`sort_of`] gives it.
const ROLES: [&str; 8] = [
    "maker",
    "user",
    "partner",
    "importer",
    "distributor",
    "authorised-representative",
    "product-manufacturer",
    "gpai-provider",
];

/// What a role comes to: the standard and the Act have words of their own for who makes a system and for who uses it.
fn sort_of(role: &str) -> &str {
    match role {
        "provider" | "producer" | "developer" => "maker",
        "deployer" | "user" | "customer" => "user",
        other => other,
    }
}

/// Roles that entries of systems give the organisation, and the scope does not.
fn roles(scope: &Document, systems: &[(DocIx, &Document)], report: &mut Report<'_>) {
    // A scope says them in sentences. Where none of the known words is among those, it says them in words of its own.
    let text: Vec<String> = scope.fields.texts("ai-roles").iter().map(|role| role.value.to_lowercase()).collect();
    let words = text.iter().flat_map(|text| text.split(|c: char| !(c.is_alphanumeric() || c == '-')));
    let said: BTreeSet<&str> = words.map(sort_of).collect();
    if !ROLES.iter().any(|role| said.contains(role)) || scope.fields.is_misread("ai-roles") {
        return;
    }
    let mut missing: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
    for (_, system) in systems {
        for role in system.fields.texts("ai-roles").iter().filter(|role| !said.contains(sort_of(&role.value))) {
            missing.entry(&role.value).or_default().push(system);
        }
    }
    let Some(first) = missing.values().flatten().next() else { return };
    let told = |(role, systems): (&&str, &Vec<&Document>)| {
        let ids: Vec<&str> = systems.iter().map(|system| system.id.as_str()).collect();
        say!("`{role}` of {systems}", role, systems = listed(&ids, 3))
    };
    let named: Vec<String> = missing.iter().map(told).collect();
    report.document(
        scope,
        scope.span_of("ai-roles"),
        say!("the roles of the scope leave out {roles}", roles = join(&named)),
        say!("Add the role under `ai-roles`; or put the entry of the system right."),
    );
    report.also(&first.path, first.fields.span("ai-roles"), say!("gives the role"));
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(scope: &str, system: &str, supplier: &str) -> Vec<String> {
        let scope = format!("---\nid: SCO\nkind: scope\n{scope}---\n");
        let system = format!("---\nid: SYS-1\nkind: system\n{system}---\n");
        let supplier = format!("---\nid: SUP\nkind: supplier\n{supplier}---\n");
        let other = "---\nid: SYS-2\nkind: system\nlifecycle: retired\n---\n";
        let files = [("aims.toml", ""), ("a.md", &*scope), ("b.md", &*supplier), ("c.md", &*system), ("d.md", other)];
        only("inventory-differs", &files)
    }

    #[test]
    fn the_scope_names_what_is_covered() {
        assert_eq!(found("systems: [SYS-2]\n", "", ""), ["a.md:4:10 the scope does not name SYS-1 of the inventory"]);
        assert_eq!(
            found("systems: [SYS-1]\n", "in-scope: false\n", ""),
            ["a.md:4:10 the scope names SYS-1, which says `in-scope: false`"]
        );
        for (scope, system) in [
            ("", ""),
            ("systems: [SYS-1]\n", ""),
            ("systems: [SYS-2]\n", "in-scope: false\n"),
            ("systems: [SYS-2]\n", "status: draft\n"),
        ] {
            assert!(found(scope, system, "").is_empty(), "{scope}{system}");
        }
    }

    #[test]
    fn a_system_at_work_leaves_the_aims_by_the_scope_and_not_by_its_own_word() {
        let told = |stage: &str| {
            let said = "and says `in-scope: false`, and no scope says that it is left out";
            vec![format!("s.md:6:11 SYS-1 stands at `{stage}` {said}")]
        };
        let found = |scope: &str, text: &str, system: &str| {
            let scope = format!("---\nid: SCO\nkind: scope\n{scope}---\n{text}\n");
            let system = format!("---\nid: SYS-1\ntitle: Letter Sorter\nkind: system\n{system}in-scope: false\n---\n");
            only("inventory-differs", &[("aims.toml", ""), ("a.md", &scope), ("s.md", &system)])
        };
        let row = |what: &str| format!("exclusions:\n  - {{what: {what}, why: Another society runs it}}\n");
        let runs = "lifecycle: in-use\n";
        assert_eq!(found("", "Text.", runs), told("in-use"));
        assert_eq!(found("", "All of SYS-10, and of the letter sorters.", runs), told("in-use"));
        let covers = "The AIMS covers the Letter Sorter, SYS-1, and all that it does.";
        assert_eq!(found("", covers, runs), told("in-use"));
        assert_eq!(found("", "Text.", "lifecycle: suspended\n"), told("suspended"));
        assert_eq!(found("status: draft\n", "SYS-1 is left out.", runs), told("in-use"));
        // Where exclusions have their rows, a text that names it may say that it is covered.
        assert_eq!(found(&row("The canteen"), "SYS-1 is in use.", runs), told("in-use"));
        for (scope, text) in [
            (&*row("SYS-1"), ""),
            (&*row("The letter sorter of the canteen"), ""),
            ("", "The Letter Sorter is left out."),
            ("", "We leave out [[SYS-1]]."),
            ("", "We leave out [the old one](s.md)."),
        ] {
            assert!(found(scope, text, runs).is_empty(), "{scope}{text}");
        }
        // A high-risk one in use is told by another rule; what does not run shows nothing.
        for system in ["lifecycle: in-use\nai-act-class: high\n", "lifecycle: planned\n", "status: draft\n"] {
            assert!(found("", "Text.", system).is_empty(), "{system}");
        }
        let alone = "---\nid: SYS-1\nkind: system\nlifecycle: in-use\nin-scope: false\n---\n";
        assert_eq!(only("inventory-differs", &[("aims.toml", ""), ("s.md", alone)]).len(), 1);
    }

    #[test]
    fn systems_and_suppliers_name_each_other() {
        assert_eq!(found("", "suppliers:\n", "systems: [SYS-1]\n"), ["c.md:1:1 SYS-1 does not name its supplier SUP"]);
        assert_eq!(
            found("", "suppliers: [SUP]\n", "systems: [SYS-2]\n"),
            ["b.md:4:10 SUP does not name SYS-1, which depends on it"]
        );
        assert!(found("", "suppliers: [SUP]\n", "").is_empty());
        assert!(found("", "suppliers: [SUP]\n", "systems: [SYS-1]\n").is_empty());
    }

    #[test]
    fn the_scope_has_the_roles_of_every_system() {
        let found = |roles: &str| {
            let scope = format!("---\nid: SCO\nkind: scope\n{roles}---\n");
            let system = |id: &str| {
                format!("---\nid: {id}\nkind: system\nlifecycle: in-use\nai-roles: [deployer, importer]\n---\n")
            };
            let (one, other) = (system("S-1"), system("S-2"));
            let retired = system("S-3").replace("in-use", "retired").replace("importer", "provider");
            let files = [("aims.toml", ""), ("a.md", &*scope), ("s.md", &*one), ("t.md", &*other), ("u.md", &*retired)];
            only("inventory-differs", &files)
        };
        let told = ["a.md:4:11 the roles of the scope leave out `importer` of S-1, S-2"];
        assert_eq!(found("ai-roles: [deployer]\n"), told);
        assert!(found("ai-roles: [user, importer]\n").is_empty());
        assert!(found("ai-roles: [User of all systems, 'importer of S-1']\n").is_empty());
        assert!(found("ai-roles: [Betreiber]\n").is_empty());
        assert!(found("").is_empty());
    }
}
