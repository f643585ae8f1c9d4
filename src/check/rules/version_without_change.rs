//! `version-without-change`: another version of an AI system went into use, and no change on record led to it.

use crate::base::{Date, Period, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::covered;
use crate::compare::FieldEvent;
use crate::diag::Level;
use crate::history::{Change, Revision, short};
use crate::model::DocIx;
use crate::model::document::Document;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS663",
    name: "version-without-change",
    level: Level::Warning,
    clock: false,
    what: "By the record of git, the `system-version` of an AI system became another, and neither a change nor a release names the system and is of that version; or, where it names none, of the half year before or the month after that day. Nothing is asked where there is no change on record at all.",
    why: "Changes to an AI system are planned and controlled (clauses 6.3 and 8.1). A version that came without one was decided on by nobody that could be asked.",
    fix: "Record the change, with its reason, its assessments and who agreed to it, and name the system there: `systems: […]`, with the version under `to`.",
    run,
};

/// How long before the version appears its change may be.
const BEFORE: Period = Period::Months(6);

/// How long after.
const AFTER: Period = Period::Months(1);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let changes = changes(context);
    if changes.is_empty() {
        return;
    }
    for (ix, system) in covered(context) {
        let Some((revision, old, new)) = newest(context, system) else { continue };
        let of = changes.get(&ix).map_or(&[][..], Vec::as_slice);
        let day = revision.landed;
        let near = |date: &Date| BEFORE.before(day) <= *date && *date <= AFTER.after(day);
        let is_of = |change: &&Document| {
            let fields = &change.fields;
            let says = |key: &str| fields.text(key).is_some_and(|text| same(text, &new));
            let dates = ["date", "approved", "deployed"].iter().filter_map(|key| fields.date(key));
            let other = ["to", "system-version"].iter().any(|key| !fields.lacks(key));
            says("to") || says("system-version") || (!other && dates.into_iter().any(|date| near(&date)))
        };
        if !of.iter().any(is_of) {
            report.document(
                system,
                system.span_of("system-version"),
                say!(
                    "the version of {id} was {old} and became {new} on {day} (commit {commit}), and no change on record led to it",
                    id = system.id,
                    old,
                    new,
                    day = wording::day(day),
                    commit = short(&revision.commit)
                ),
                say!("Record the change that led to it, with `systems: [{id}]` and `to: {new}`.", id = system.id, new),
            );
        }
    }
}

/// Changes and releases by the systems they name.
fn changes<'a>(context: &Context<'a>) -> BTreeMap<DocIx, Vec<&'a Document>> {
    let mut found: BTreeMap<DocIx, Vec<&Document>> = BTreeMap::new();
    let is_one = |document: &Document| {
        let is_change = document.is("change") && document.fields.text("state") != Some("rejected");
        (is_change || document.is("release")) && !document.is_retired()
    };
    if !context.living_of("change").any(|(_, change)| !change.is_draft()) {
        return found;
    }
    for reference in context.aims.references.iter().filter(|reference| reference.field == "systems") {
        let document = context.aims.document(reference.from);
        if let Some(system) = reference.to.filter(|_| is_one(document)) {
            found.entry(system).or_default().push(document);
        }
    }
    found
}

/// The commit that brought the version of a system, with the version before and after; `None` where it is not committed,
/// or was there from the start.
fn newest<'a>(context: &Context<'a>, system: &Document) -> Option<(&'a Revision, String, String)> {
    let now = system.fields.text("system-version")?;
    let became = |(revision, change): (&'a Revision, &'a Change)| {
        let fields = &change.did()?.fields;
        let event = fields.iter().find(|field| &*field.key == "system-version").map(|field| &field.event)?;
        let FieldEvent::Value { old, new } = event else { return None };
        Some((revision, old.as_ref()?.as_str().to_owned(), new.as_ref()?.as_str().to_owned()))
    };
    let newest = context.history.came(&system.path).find_map(became);
    newest.filter(|(_, old, new)| same(new, now) && !same(old, new))
}

fn same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}
