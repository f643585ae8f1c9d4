//! `replaced-in-force`: a document takes the place of another, which is in force all the same.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS217",
    name: "replaced-in-force",
    level: Level::Warning,
    clock: false,
    what: "A document that says that it is approved names another in `replaces`, and that one says so as well.",
    why: "Two documents then say what holds, and staff may follow the obsolete one (clause 7.5.3).",
    fix: "Retire the document that was replaced: `status: retired`, approved as the rule asks. Or take it out of `replaces`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    for reference in aims.references.iter().filter(|reference| reference.field == "replaces") {
        let Some(to) = reference.to.filter(|to| *to != reference.from) else { continue };
        let (new, old) = (aims.document(reference.from), aims.document(to));
        let holds = context.approvals.of(reference.from).is_none_or(|approval| approval.is_in_force(new));
        let both = [new, old].iter().all(|document| document.says_approved());
        if holds && both && new.is_kept_current() && old.is_kept_current() {
            let message =
                say!("{id} replaces {other}, which says that it is approved as well", id = new.id, other = old.id);
            let help = say!("Retire {id}, or take it out of `replaces`.", id = old.id);
            report.document(new, reference.span, message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn it_is_told_at_the_name_and_of_two_that_hold_only() {
        let document = |id: &str, status: &str, more: &str| {
            format!("---\nid: {id}\nkind: policy\nstatus: {status}\napprovers: [Chief]\n{more}---\nx\n")
        };
        let told = |new: &str, old: &str| {
            let new = document("POL-002", new, "replaces: [POL-001]\n");
            let old = document("POL-001", old, "");
            only("replaced-in-force", &[("aims.toml", ""), ("a.md", &new), ("b.md", &old)])
        };
        assert_eq!(
            told("approved", "approved"),
            ["a.md:6:12 POL-002 replaces POL-001, which says that it is approved as well"]
        );
        for (new, old) in [("approved", "retired"), ("draft", "approved"), ("retired", "approved")] {
            assert!(told(new, old).is_empty(), "{new}, {old}");
        }
    }
}
