//! `audit-coverage-gap`: what no internal audit of the cycle looked at, nor is planned to.

use std::collections::BTreeSet;

use crate::base::{Date, Period};
use crate::check::lacks::is_draft;
use crate::check::systems::covered;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::fields::Fields;

pub(super) static RULE: Rule = Rule {
    code: "AIMS734",
    name: "audit-coverage-gap",
    level: Level::Warning,
    clock: true,
    what: "Clauses, controls that apply, or AI systems in use that none of the internal audits of the last 36 months covers by `covers-clauses`, `covers-controls` and `covers-systems`, and no row that is still to come under `audits` of a plan either. Each of the three is asked for once an audit says it. A note while the first of these audits is not 24 months old.",
    why: "The audit programme has to reach the whole management system and every AI system in it over its cycle, and shows that by what each audit covered (clause 9.2.2).",
    fix: "Add what is missing to `audits` of the audit programme, with a day; or write down in the report what was looked at.",
    run,
};

const CYCLE: Period = Period::Months(36);

/// Until then the programme may still be on its way through.
const YOUNG: Period = Period::Months(24);

/// How many of each are named.
const MOST: usize = 8;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    let begin = CYCLE.before(today);
    let held = |date: Date| begin <= date && date <= today;
    let audits: Vec<(Date, &Document)> = context
        .living_of("audit")
        .filter(|(_, audit)| !is_draft(audit) && matches!(audit.fields.text("audit-type"), None | Some("internal")))
        .filter_map(|(_, audit)| Some((audit.fields.date("date").filter(|date| held(*date))?, audit)))
        .collect();
    let says = |key: &str| audits.iter().any(|(_, audit)| !audit.fields.lacks(key) && !audit.fields.is_misread(key));
    let Some((_, last)) = audits.iter().max_by_key(|(date, _)| *date).copied() else { return };
    let planned = planned(context, today);
    let looked: Vec<&Fields> = audits.iter().map(|(_, audit)| &audit.fields).chain(planned).collect();
    let missed = |key: &str, all: Vec<String>| -> Vec<String> {
        if !says(key) {
            return Vec::new();
        }
        let named: BTreeSet<&str> = looked.iter().flat_map(|of| of.texts(key)).map(|id| id.value.as_str()).collect();
        all.into_iter().filter(|id| !is_named(id, &named)).collect()
    };
    let clauses = context.aims.catalog.first().clauses.iter().filter(|clause| clause.requirement);
    let controls = context.aims.soa().into_iter().flat_map(|soa| &soa.rows).filter(|row| row.applicable);
    let in_use = covered(context).filter(|(_, system)| system.fields.text("lifecycle") == Some("in-use"));
    let gaps = [
        ("clause", missed("covers-clauses", clauses.map(|clause| clause.id.clone()).collect())),
        ("control", missed("covers-controls", controls.map(|row| row.control.value.clone()).collect())),
        ("system", missed("covers-systems", in_use.map(|(_, system)| system.id.clone()).collect())),
    ];
    let told: Vec<String> =
        gaps.iter().filter(|(_, ids)| !ids.is_empty()).map(|(what, ids)| listed(what, ids)).collect();
    if told.is_empty() {
        return;
    }
    let first = audits.iter().map(|(date, _)| *date).min();
    let key = ["covers-clauses", "covers-controls", "covers-systems"].into_iter().find(|key| !last.fields.lacks(key));
    report.document(
        last,
        last.span_of(key.unwrap_or("date")),
        format!("no internal audit since {begin} looked at {}, and none is planned to", told.join("; ")),
        "Add them to `audits` of the audit programme, with a day; or to `covers-…` of the audit that looked at them.",
    );
    if first.is_some_and(|first| first > YOUNG.before(today)) {
        report.at(Level::Note);
    }
}

/// The rows of audit programmes that are still to come.
fn planned<'a>(context: &Context<'a>, today: Date) -> Vec<&'a Fields> {
    let plans = context.living_of("plan").flat_map(|(_, plan)| plan.fields.rows("audits"));
    let to_come = |cells: &Fields| {
        let open = !matches!(cells.text("status"), Some("done" | "dropped"));
        open && cells.date("due").is_some_and(|due| due >= today)
    };
    plans.map(|row| &row.cells).filter(|cells| to_come(cells)).collect()
}

/// Whether an id is named, or what it is below: `A.8.2` by `A.8`, `9.2.1` by `9`.
fn is_named(id: &str, named: &BTreeSet<&str>) -> bool {
    let bare = |id: &str| id.rsplit(':').next().is_some_and(|id| named.contains(id)) || named.contains(id);
    bare(id) || id.match_indices('.').any(|(at, _)| bare(&id[..at]))
}

fn listed(what: &str, ids: &[String]) -> String {
    let named = ids.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    let what = if ids.len() == 1 { what.to_owned() } else { format!("{what}s") };
    match ids.len().saturating_sub(MOST) {
        0 => format!("{what} {named}"),
        more => format!("{what} {named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    const SYSTEM: &str = "---\nid: SYS-1\nkind: system\nlifecycle: in-use\n---\n";

    fn found(audits: &[&str], plan: &str) -> Vec<String> {
        let audits: Vec<(String, String)> = audits
            .iter()
            .enumerate()
            .map(|(at, lines)| (format!("{at}.md"), format!("---\nid: AUD-{at}\nkind: audit\n{lines}---\n")))
            .collect();
        let plan = format!("---\nid: PLN\nkind: plan\n{plan}---\n");
        let mut files = vec![("aims.toml", ""), ("p.md", plan.as_str()), ("s.md", SYSTEM)];
        files.extend(audits.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("audit-coverage-gap", &files)
    }

    #[test]
    fn what_nobody_looked_at_is_told_at_the_newest_audit() {
        let told = [
            "1.md:5:17 no internal audit since 2023-11-20 looked at clauses 7.1, 7.2, 7.3, 7.4, 7.5.1, 7.5.2, 7.5.3, and none is planned to",
        ];
        let audits =
            ["date: 2024-02-01\ncovers-clauses: [4, 5, 6]\n", "date: 2026-02-01\ncovers-clauses: [8, 9, 10]\n"];
        assert_eq!(found(&audits, ""), told);
        let planned = "audits: [{audit: a, due: 2027-01-01, covers-clauses: [7]}]\n";
        assert_eq!(found(&audits, planned), Vec::<String>::new());
        assert_eq!(found(&audits, &planned.replace("2027", "2026")), told, "what was planned for earlier was not held");
        let told = ["0.md:5:17 no internal audit since 2023-11-20 looked at system SYS-1, and none is planned to"];
        assert_eq!(found(&["date: 2024-02-01\ncovers-systems: [SYS-2]\n"], ""), told);
    }

    #[test]
    fn nothing_is_asked_before_an_audit_says_what_it_covers() {
        for audit in [
            "date: 2026-02-01\n",
            "date: 2020-01-01\ncovers-clauses: [4]\n",
            "date: 2026-02-01\naudit-type: certification\ncovers-clauses: [4]\n",
        ] {
            assert_eq!(found(&[audit], ""), Vec::<String>::new(), "{audit}");
        }
    }

    #[test]
    fn a_programme_that_is_on_its_way_gets_a_note() {
        let level = |date: &str| {
            let audit = format!("---\nid: A\nkind: audit\ndate: {date}\ncovers-clauses: [4]\n---\n");
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &audit)]);
            found.into_iter().find(|finding| finding.code == "AIMS734").map(|finding| finding.level.as_str())
        };
        assert_eq!((level("2026-02-01"), level("2024-02-01")), (Some("note"), Some("warning")));
    }
}
