//! `not-in-force-yet`: a document that says it is approved takes effect on a day to come.

use std::collections::BTreeSet;

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::standing::InForce;

pub(super) static RULE: Rule = Rule {
    code: "AIMS316",
    name: "not-in-force-yet",
    level: Level::Note,
    clock: true,
    what: "An approved document that serves a clause or control takes effect on a day that has not come yet. Of any approved document it is told where its version counts as in force already, and its `effective` lies ahead. And a warning where it `replaces` a document that is retired: until it begins, neither holds.",
    why: "What is to come into force does not hold yet: staff work by what is in force today (clause 7.5.3). Until that day nothing that rests on the document is current.",
    fix: "Nothing, where the day is meant. Otherwise write under `effective` the day from which the document holds.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let holds = |ix: DocIx| aims.in_place.contains_key(&ix) || matches!(aims.standing(ix).in_force, InForce::Now);
    let replaced = aims.references.iter().filter(|of| of.field == "replaces" && holds(of.from));
    let replaced: BTreeSet<DocIx> = replaced.filter_map(|of| of.to.filter(|to| *to != of.from)).collect();
    for (ix, document) in context.living() {
        let day = match aims.standing(ix).in_force {
            InForce::From(day) => {
                leaves_gap(context, (ix, document, day), &replaced, report);
                day
            }
            InForce::Now => {
                has_begun(context, document, report);
                continue;
            }
            InForce::No => continue,
        };
        let resting = aims.trace.served_by(ix).count();
        if resting > 0 {
            let message =
                say!("{id} is not in force yet: its `effective` is {day}", id = document.id, day = wording::day(day));
            let help =
                say!("Until that day nothing that rests on it is current. If it holds already, put `effective` right.");
            report.document(document, document.span_of("effective"), message, help);
        }
    }
}

/// Tells of what a document takes the place of, where that holds no longer: until the new one begins, neither does. An earlier
/// text of the new one may hold, or something else that is `replaced` by it already.
fn leaves_gap(
    context: &Context<'_>,
    (ix, new, day): (DocIx, &Document, Date),
    replaced: &BTreeSet<DocIx>,
    report: &mut Report<'_>,
) {
    let aims = context.aims;
    if aims.in_place.contains_key(&ix) {
        return;
    }
    for reference in aims.references_of(ix).iter().filter(|reference| reference.field == "replaces") {
        let Some(to) = reference.to.filter(|to| *to != ix) else { continue };
        let old = aims.document(to);
        if old.is_retired() && !replaced.contains(&to) && matches!(aims.standing(to).in_force, InForce::No) {
            let message = say!(
                "{id} replaces {other}, which is retired, and is not in force before {day}: until then neither holds",
                id = new.id,
                other = old.id,
                day = wording::day(day)
            );
            let help =
                say!("Let {id} take effect sooner, or bring {other} back until that day.", id = new.id, other = old.id);
            report.document(new, reference.span, message, help);
            if new.controlled {
                report.at(Level::Warning);
            }
        }
    }
}

/// Tells of a day ahead in a text whose version is in force: what has begun goes on, whatever day it says later.
fn has_begun(context: &Context<'_>, document: &Document, report: &mut Report<'_>) {
    let stated = document.fields.date("effective").filter(|day| *day > context.aims.today);
    let Some(day) = stated.filter(|_| document.is_kept_current()) else { return };
    let newest = context.history.versions(&document.path).last();
    // A version that is being written in the folder is another one.
    if newest.is_some_and(|newest| newest.label.as_deref() == document.fields.text("version")) {
        report.document(
            document,
            document.span_of("effective"),
            say!("{id} counts as in force, and its `effective` is {day}", id = document.id, day = wording::day(day)),
            say!(
                "Its version has begun and goes on. Put `effective` right, or give what is to hold from that day a version of its own."
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn document(fields: &str) -> String {
        format!("---\nid: P\ntitle: T\nkind: policy\ncontrols: [A.2.2]\n{fields}---\nx\n")
    }

    #[test]
    fn it_is_told_at_the_day() {
        let told = ["7:12 P is not in force yet: its `effective` is 2027-11-02"];
        assert_one("not-in-force-yet", &document("status: approved\neffective: 2027-11-02\n"), &told);
    }

    #[test]
    fn what_is_retired_before_its_successor_begins_leaves_a_gap() {
        let told = |old: &str, day: &str| {
            let new = format!("---\nid: Q\nkind: policy\nstatus: approved\nreplaces: [P]\neffective: {day}\n---\nx\n");
            only(
                "not-in-force-yet",
                &[("aims.toml", ""), ("a.md", &new), ("b.md", &document(&format!("status: {old}\n")))],
            )
        };
        let gap =
            "a.md:5:12 Q replaces P, which is retired, and is not in force before 2027-11-02: until then neither holds";
        assert_eq!(told("retired", "2027-11-02"), [gap]);
        assert!(told("approved", "2027-11-02").is_empty(), "the old one holds");
        assert!(told("retired", "2026-11-01").is_empty(), "the new one has begun");
    }

    #[test]
    fn drafts_and_days_that_have_come_are_no_findings() {
        assert_one("not-in-force-yet", &document("status: draft\neffective: 2027-11-02\n"), &[]);
        assert_one("not-in-force-yet", &document("status: approved\neffective: 2026-11-20\n"), &[]);
    }
}
