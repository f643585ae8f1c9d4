//! `soa-without-ground`: a statement of applicability that rests on no scope, or whose controls nobody answers for.

use crate::base::text::count;
use crate::check::lacks::is_draft;
use crate::check::plans::is_whole;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::soa::Soa;

pub(super) static RULE: Rule = Rule {
    code: "AIMS341",
    name: "soa-without-ground",
    level: Level::Warning,
    clock: false,
    what: "A statement of applicability names no `scope` although there is one, or a scope that is no longer in force; or rows of controls that apply have no `owner`, which is told once. Nothing is asked of a draft.",
    why: "The statement holds for one scope and one edition of the annex (clause 6.1.3), and each control needs somebody who answers for it (clause 5.3, control A.3.2). With the scope the statement changes.",
    fix: "Name the scope in force under `scope`, and an owner in each row.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.soas.iter().for_each(|soa| look_at(context, soa, report));
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let document = context.aims.document(soa.document);
    if is_draft(document) {
        return;
    }
    let scope = context.living_of("scope").map(|(_, scope)| scope).find(|scope| !is_draft(scope));
    if let Some(scope) = scope.filter(|_| document.fields.lacks("scope")) {
        report.document(
            document,
            document.span_of("statement"),
            format!("{} does not say on which scope it rests", document.id),
            format!("Add `scope: {}`, once you have seen that it answers to it.", scope.id),
        );
    }
    if !is_whole(document, soa) {
        return;
    }
    let applicable: Vec<_> = soa.rows.iter().filter(|row| row.applicable).collect();
    let without: Vec<_> =
        applicable.iter().filter(|row| row.owner.as_deref().is_none_or(|owner| owner.trim().is_empty())).collect();
    if let Some(first) = without.first() {
        let verb = if without.len() == 1 { "has" } else { "have" };
        let (some, all) = (count(without.len(), "control"), applicable.len());
        report.document(
            document,
            first.control.span,
            format!("{some} of {all} that apply {verb} no owner, the first is {}", first.control.value),
            "Say in each row who answers for the control: `owner: …`.",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(soa: &str, scope: &str) -> Vec<String> {
        let row = "  - {control: A.5.2, applicable: true, reason: r, owner: o}\n  - {control: A.5.3, applicable: false, reason: r}\n";
        let soa = format!("---\nid: SOA\nkind: soa\n{soa}statement:\n{row}---\n");
        let scope = format!("---\nid: SCO\nkind: scope\n{scope}---\n");
        only("soa-without-ground", &[("aims.toml", ""), ("c.md", &scope), ("s.md", &soa)])
    }

    #[test]
    fn a_statement_names_the_scope_that_is_there() {
        assert_eq!(found("", ""), ["s.md:5:3 SOA does not say on which scope it rests"]);
        for (soa, scope) in
            [("scope: SCO\n", ""), ("status: draft\n", ""), ("", "status: draft\n"), ("", "status: retired\n")]
        {
            assert!(found(soa, scope).is_empty(), "{soa}{scope}");
        }
    }

    #[test]
    fn controls_that_apply_have_an_owner() {
        let soa = "---\nid: SOA\nkind: soa\nstatement:\n  - {control: A.5.2, applicable: true, reason: r}\n---\n";
        let told = ["s.md:5:15 1 control of 1 that apply has no owner, the first is A.5.2"];
        assert_eq!(only("soa-without-ground", &[("aims.toml", ""), ("s.md", soa)]), told);
    }
}
