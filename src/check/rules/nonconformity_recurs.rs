//! `nonconformity-recurs`: a nonconformity that came back.

use crate::base::{Date, Period, say};
use crate::check::context::Context;
use crate::check::lists::join;
use crate::check::named::{Named, named_in};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "AIMS718",
    name: "nonconformity-recurs",
    level: Level::Warning,
    clock: false,
    what: "Two nonconformities within three years name the same control, clause or document under `requirement`, and the later one does not name the earlier one under `from`. A note where it is a document alone, and the words beside it are others: a procedure has many steps.",
    why: "An action that worked keeps the nonconformity from coming back (clause 10.2). `Corrective action was not effective` is what an auditor notes; and the second one is graver than the first.",
    fix: "Name the earlier one under `from`, and ask in the cause why its action did not hold; or say what is different by naming the requirement more closely.",
    run,
};

/// How long a nonconformity is remembered: the cycle of a certificate.
const CYCLE: Period = Period::Months(36);

/// A nonconformity with its day.
type Raised<'a> = (Date, DocIx, &'a Document);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut raised: Vec<Raised<'_>> = context
        .living_of("nonconformity")
        .filter(|(_, found)| !found.is_draft() && found.undone().is_none())
        .filter_map(|(ix, found)| Some((found.fields.date("date")?, ix, found)))
        .collect();
    raised.sort_by_key(|(date, ix, _)| (*date, *ix));
    // The newest against each requirement, as one goes on in time.
    let mut last: BTreeMap<String, Raised<'_>> = BTreeMap::new();
    for one @ (date, ix, found) in raised {
        let named = named_in(context, found.fields.text("requirement").unwrap_or_default());
        let mut again: BTreeMap<DocIx, (Raised<'_>, Vec<String>)> = BTreeMap::new();
        for name in names(context, &named) {
            if let Some(before) = last.insert(name.clone(), one).filter(|(day, ..)| CYCLE.after(*day) >= date) {
                again.entry(before.1).or_insert((before, Vec::new())).1.push(name);
            }
        }
        let known: Vec<DocIx> = context.aims.named_by(ix, "from").collect();
        // One raised beside another on one day is of the same look, and no return.
        let again = again.into_values().filter(|((day, ix, _), _)| *day < date && !known.contains(ix));
        for ((_, _, before), names) in again {
            report.document(
                found,
                found.span_of("requirement"),
                say!(
                    "{id} is against {names}, as {earlier} was",
                    id = found.id,
                    names = join(&names),
                    earlier = before.id
                ),
                say!("Name {id} under `from`, and ask in the cause why its action did not hold.", id = before.id),
            );
            let clause = names.iter().any(|name| context.aims.by_id(name).is_none());
            if !clause && !same_words(found, before) {
                report.at(Level::Note);
            }
            report.also(&before.path, before.fields.span("requirement"), say!("the earlier one"));
        }
    }
}

/// Whether two nonconformities say in much the same words what is not met: half of those of the shorter text.
fn same_words(one: &Document, other: &Document) -> bool {
    let words = |of: &Document| -> BTreeSet<String> {
        let text = of.fields.text("requirement").unwrap_or_default().to_lowercase();
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-'));
        words.filter(|word| word.chars().count() > 3 && !word.contains('-')).map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    shared >= 2 && 2 * shared >= one.len().min(other.len())
}

/// What a nonconformity is against, by name: controls and clauses, and documents.
fn names(context: &Context<'_>, named: &Named) -> Vec<String> {
    let documents = named.documents.iter().map(|ix| context.aims.document(*ix).id.clone());
    named.requirements.iter().map(|id| context.aims.catalog.name(id)).chain(documents).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(later: &str) -> Vec<String> {
        let first = "---\nid: NC-1\nkind: nonconformity\ndate: 2025-03-01\nrequirement: Clause 8.4; PRO-1\n---\n";
        let later = format!("---\nid: NC-2\nkind: nonconformity\n{later}---\n");
        let procedure = "---\nid: PRO-1\nkind: procedure\n---\n";
        only("nonconformity-recurs", &[("aims.toml", ""), ("a.md", first), ("b.md", &later), ("p.md", procedure)])
    }

    #[test]
    fn the_same_requirement_is_told_at_the_later_one() {
        let told = |what| vec![format!("b.md:5:14 NC-2 is against {what}, as NC-1 was")];
        assert_eq!(found("date: 2026-03-01\nrequirement: PRO-1, step 3\n"), told("PRO-1"));
        assert_eq!(found("date: 2026-03-01\nrequirement: Clause 8.4 and PRO-1\n"), told("8.4 and PRO-1"));
    }

    #[test]
    fn what_is_known_long_ago_of_the_same_day_or_different_is_no_finding() {
        for later in [
            "date: 2026-03-01\nrequirement: clause 8.4\nfrom: [NC-1]\n",
            "date: 2028-03-02\nrequirement: clause 8.4\n",
            "date: 2025-03-01\nrequirement: clause 8.4\n",
            "date: 2026-03-01\nrequirement: clause 8.2\n",
            "date: 2026-03-01\nrequirement: What we promised\n",
        ] {
            assert!(found(later).is_empty(), "{later}");
        }
    }

    #[test]
    fn another_step_of_one_procedure_is_a_note() {
        let level = |one: &str, other: &str| {
            let text = |id: &str, day: &str, words: &str| {
                format!("---\nid: {id}\nkind: nonconformity\ndate: {day}\nrequirement: {words}\n---\n")
            };
            let (one, other) = (text("NC-1", "2025-03-01", one), text("NC-2", "2026-03-01", other));
            let procedure = "---\nid: PRO-1\nkind: procedure\n---\n";
            let files = [("aims.toml", ""), ("a.md", &*one), ("b.md", &*other), ("p.md", procedure)];
            let (found, _) = crate::check::testing::check(&files);
            found.into_iter().find(|one| one.name == "nonconformity-recurs").map(|one| one.level.as_str())
        };
        let logs = "PRO-1, event logs are kept for six months";
        assert_eq!(level(logs, "PRO-1, the shift book is signed"), Some("note"));
        assert_eq!(level(logs, "PRO-1, event logs are kept"), Some("warning"));
        assert_eq!(level("8.4; PRO-1", "8.4; PRO-1"), Some("warning"));
    }
}
