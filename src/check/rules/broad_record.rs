//! `broad-record`: one record is all the evidence of many controls.

use std::collections::BTreeMap;

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;

pub(super) static RULE: Rule = Rule {
    code: "AIMS324",
    name: "broad-record",
    level: Level::Warning,
    clock: false,
    what: "One record is the only evidence of more than twenty controls that apply. From eleven on it is a caveat beside their rungs.",
    why: "A record that shows everything shows nothing in particular: nobody can tell from it when which control was carried out, by whom, on what (clause 8.1). An auditor will ask for a case of each.",
    fix: "Keep a record for each thing that was done, and let each name the controls it shows. What was looked at together, such as in an audit, is no evidence that it was done.",
    run,
};

/// So many controls no one thing that was done can show. A record of one procedure at work may well show ten or fifteen.
const MANY: usize = 20;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut alone: BTreeMap<DocIx, usize> = BTreeMap::new();
    for control in context.aims.trace.controls().filter(|control| control.applies()) {
        if let [(only, _)] = control.evidence.as_slice() {
            *alone.entry(*only).or_default() += 1;
        }
    }
    for (ix, number) in alone.into_iter().filter(|(_, number)| *number > MANY) {
        let record = context.aims.document(ix);
        let key = ["controls", "evidence-for"].into_iter().find(|key| record.fields.get(key).is_some());
        report.document(
            record,
            key.map_or(record.head, |key| record.span_of(key)),
            say!("{id} is the only evidence of {n} controls", id = record.id, n = number),
            say!("Record what was done control by control, or thing by thing, where it was done."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn told(controls: &str, more: &[(&str, &str)]) -> Vec<String> {
        let record =
            format!("---\nid: REC-001\ntitle: T\nkind: record\ndate: 2026-06-01\ncontrols: [{controls}]\n---\nText.\n");
        only("broad-record", &[&[("aims.toml", ""), ("r.md", &*record)], more].concat())
    }

    const MANY: &str = "A.2.2, A.2.3, A.2.4, A.3.2, A.3.3, A.4.2, A.4.3, A.4.4, A.4.5, A.4.6, A.6.1.2, A.6.1.3, A.6.2.2, A.6.2.3, A.6.2.4, A.6.2.5, A.6.2.6, A.6.2.7, A.6.2.8, A.7.2, A.7.3";

    #[test]
    fn a_record_that_is_all_there_is_for_many_controls_is_told() {
        assert_eq!(told(MANY, &[]), ["r.md:6:11 REC-001 is the only evidence of 21 controls"]);
    }

    #[test]
    fn fewer_controls_and_other_evidence_are_no_findings() {
        assert!(told(MANY.trim_end_matches(", A.7.3"), &[]).is_empty());
        let other = "---\nid: REC-002\ntitle: T\nkind: record\ndate: 2026-06-01\ncontrols: [A.2.2]\n---\nText.\n";
        assert!(told(MANY, &[("s.md", other)]).is_empty());
    }
}
