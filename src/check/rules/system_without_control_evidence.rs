//! `system-without-control-evidence`: controls have evidence, and none of it is of this AI system in use.

use crate::base::plural;
use crate::check::context::Context;
use crate::check::lists::listed;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::trace::Requirement;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS323",
    name: "system-without-control-evidence",
    level: Level::Warning,
    clock: false,
    what: "An AI system is in use and in scope, controls that are bound to AI systems apply and have evidence, and none of it is of this system. Where several systems are in use, a record that names none of them shows none of them, and one that says next to nothing shows none; where a control has no evidence at all, other rules tell that.",
    why: "Auditors sample by system (clause 8.1): the test report of one says nothing of the next. A control that is shown for one system only is at work for one system only.",
    fix: "Make the records for this system too, and name it in them under `systems`. Of a system that somebody else built, a record says what the supplier has shown you.",
    run,
};

/// So many controls are named.
const NAMED: usize = 6;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let trace = &context.aims.trace;
    let is_nowhere = |control: &&Requirement| control.evidence.is_empty() && control.systems_without().next().is_some();
    let nowhere: Vec<&str> = trace.controls().filter(is_nowhere).map(|control| control.name.as_str()).collect();
    let mut left_out: BTreeMap<DocIx, Vec<&str>> = BTreeMap::new();
    for control in trace.controls() {
        control.systems_left_out().for_each(|ix| left_out.entry(ix).or_default().push(&control.name));
    }
    for ix in context.aims.about().in_use() {
        let without = left_out.remove(ix).unwrap_or_default();
        let system = context.aims.document(*ix);
        if without.is_empty() || report.may_name(&system.id) {
            continue;
        }
        let id = &system.id;
        let mut help = plural!(
            without.len(),
            "What evidence of it there is does not name this system, or says next to nothing. Make records for it, with `systems: [{id}]`, or name it in those that are about it too.",
            "What evidence of them there is does not name this system, or says next to nothing. Make records for it, with `systems: [{id}]`, or name it in those that are about it too.",
            id
        );
        if !nowhere.is_empty() {
            let more = plural!(
                nowhere.len(),
                "Nothing shows {n} more control for any system, of which another rule tells: {named}.",
                "Nothing shows {n} more controls for any system, of which another rule tells: {named}.",
                named = listed(&nowhere, NAMED)
            );
            help.push_str(&format!(" {more}"));
        }
        report.document(
            system,
            system.span_of("lifecycle"),
            plural!(
                without.len(),
                "{id} is in use, and nothing shows {n} control for it: {named}",
                "{id} is in use, and nothing shows {n} controls for it: {named}",
                id,
                named = listed(&without, NAMED)
            ),
            help,
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    const ONE: (&str, &str) = ("a.md", "---\nid: SYS-001\ntitle: A\nkind: system\nlifecycle: in-use\n---\n");
    const TWO: &str = "---\nid: SYS-002\ntitle: B\nkind: system\nlifecycle: in-use\n---\n";

    const SENTENCE: &str = "Of two hundred letters nine were read wrongly, and none about a death.";

    fn told(two: &str, systems: &str) -> Vec<String> {
        told_by(SENTENCE, two, systems)
    }

    fn told_by(text: &str, two: &str, systems: &str) -> Vec<String> {
        let record = format!(
            "---\nid: REC-001\ntitle: T\nkind: record\ndate: 2026-06-01\ncontrols: [A.6.2.3, A.6.2.4, A.9.2]\n{systems}---\n{text}\n"
        );
        let files = [("aims.toml", ""), ONE, ("b.md", two), ("r.md", &*record)];
        only("system-without-control-evidence", &files)
    }

    #[test]
    fn a_system_that_the_evidence_leaves_out_is_told_once() {
        assert_eq!(
            told(TWO, "systems: [SYS-001]\n"),
            ["b.md:5:12 SYS-002 is in use, and nothing shows 2 controls for it: A.6.2.3, A.6.2.4"]
        );
    }

    #[test]
    fn what_no_system_has_is_named_beside_it() {
        let record = "---\nid: REC-001\ntitle: T\nkind: record\ndate: 2026-06-01\ncontrols: [A.6.2.3]\nsystems: [SYS-001]\n---\n";
        let record = format!("{record}{SENTENCE}\n");
        let (found, _) = check(&[("aims.toml", ""), ONE, ("b.md", TWO), ("r.md", &record)]);
        let of = found.iter().find(|found| found.code == super::RULE.code).expect("a finding");
        let help = of.help.as_deref().unwrap_or_default();
        assert!(help.contains(" more controls for any system, of which another rule tells: A."), "{help}");
    }

    #[test]
    fn a_record_that_says_next_to_nothing_shows_no_system() {
        assert!(told(TWO, "systems: [SYS-001, SYS-002]\n").is_empty());
        assert_eq!(told_by("x", TWO, "systems: [SYS-001, SYS-002]\n").len(), 2);
    }

    #[test]
    fn evidence_for_all_or_for_none_and_systems_out_of_use_are_no_findings() {
        assert!(told(TWO, "systems: [SYS-001, SYS-002]\n").is_empty());
        assert_eq!(told(TWO, "").len(), 2, "what names no system shows none of several");
        for other in ["in-use\nin-scope: false", "development", "retired"] {
            assert!(told(&TWO.replace("in-use", other), "systems: [SYS-001]\n").is_empty(), "{other}");
        }
    }
}
