//! `change-without-assessment`: a change that was approved before anybody had assessed what it brings.

use crate::base::{Date, say, wording};
use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS662",
    name: "change-without-assessment",
    level: Level::Warning,
    clock: false,
    what: "A change was approved before the day of a risk or impact assessment that it names, or of the first impact assessment of the version it leads to (`to`); or it is a substantial modification (`substantial: yes`), is approved or done, and names no assessment.",
    why: "Changes are planned, and risk and impact are assessed again before they are made (clauses 6.3, 8.2 and 8.4). An assessment that comes after the decision cannot have borne on it. After a substantial modification class, roles and conformity are looked at anew (articles 3(23) and 25 of the EU AI Act).",
    fix: "Assess first, then decide. Where the assessment was made in time and written down later, its `date` is the day on which it was made. Name it under `risk-assessment` or `impact-assessment`.",
    run,
};

/// The keys under which a change names the assessments made for it.
const ASSESSED: [&str; 2] = ["risk-assessment", "impact-assessment"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let of_version = of_version(context);
    for (ix, change) in context.living_of("change").filter(|(_, change)| !is_draft(change)) {
        let fields = &change.fields;
        if !matches!(fields.text("state"), Some("approved" | "done")) {
            continue;
        }
        let unnamed = ASSESSED.iter().all(|key| fields.lacks(key));
        if fields.text("substantial") == Some("yes") && unnamed {
            report.document(
                change,
                change.span_of("substantial"),
                say!("{id} is a substantial modification, and names no assessment of it", id = change.id),
                say!("Assess what it brings, and name that: `risk-assessment: […]`, `impact-assessment: […]`."),
            );
            continue;
        }
        let Some(approved) = fields.date("approved") else { continue };
        if let Some((day, id, what)) = later(context, ix, change, &of_version).filter(|(day, ..)| *day > approved) {
            let (change_id, approved, day) = (&change.id, wording::day(approved), wording::day(day));
            let message = match what {
                "risk-assessment" => say!(
                    "{change} was approved on {approved}, before the risk assessment {id} of {day}",
                    change = change_id,
                    approved,
                    id,
                    day
                ),
                _ => say!(
                    "{change} was approved on {approved}, before the impact assessment {id} of {day}",
                    change = change_id,
                    approved,
                    id,
                    day
                ),
            };
            let help = say!("Assess first, then decide; put right the day that is wrong.");
            report.document(change, change.span_of("approved"), message, help);
        }
    }
}

type Assessed<'a> = (Date, &'a str, &'static str);

/// The last of the assessments that a change names; where it names none, the first impact assessment of the version that
/// it leads to.
fn later<'a>(
    context: &Context<'a>,
    ix: DocIx,
    change: &Document,
    of_version: &BTreeMap<(DocIx, String), (Date, &'a str)>,
) -> Option<Assessed<'a>> {
    let references = context.aims.references_of(ix);
    let named = references.iter().filter_map(|reference| {
        let what = *ASSESSED.iter().find(|key| reference.field == **key)?;
        let assessment = context.aims.document(reference.to?);
        Some((assessment.fields.date("date")?, assessment.id.as_str(), what))
    });
    named.max().or_else(|| {
        let version = plain(change.fields.text("to")?);
        let systems = references.iter().filter(|reference| reference.field == "systems");
        let first = systems.filter_map(|system| of_version.get(&(system.to?, version.clone())));
        first.map(|(day, id)| (*day, *id, ASSESSED[1])).max()
    })
}

/// The first impact assessment of each version of each system.
fn of_version<'a>(context: &Context<'a>) -> BTreeMap<(DocIx, String), (Date, &'a str)> {
    let mut first: BTreeMap<(DocIx, String), (Date, &str)> = BTreeMap::new();
    for (ix, assessment) in context.living_of("impact-assessment").filter(|(_, assessment)| !is_draft(assessment)) {
        let fields = &assessment.fields;
        let Some((version, day)) = fields.text("system-version").zip(fields.date("date")) else { continue };
        let systems = context.aims.references_of(ix).iter().filter(|reference| reference.field == "systems");
        for system in systems.filter_map(|reference| reference.to) {
            let best = first.entry((system, plain(version))).or_insert((day, &assessment.id));
            *best = (*best).min((day, &assessment.id));
        }
    }
    first
}

fn plain(version: &str) -> String {
    version.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(change: &str, assessment: &str) -> Vec<String> {
        let change = format!("---\nid: CHG\nkind: change\nsystems: [SYS]\n{change}---\n");
        let assessment = format!("---\nid: IA\nkind: impact-assessment\nsystems: [SYS]\n{assessment}---\n");
        let system = "---\nid: SYS\nkind: system\n---\n";
        let files = [("aims.toml", ""), ("a.md", &*change), ("i.md", &*assessment), ("s.md", system)];
        only("change-without-assessment", &files)
    }

    const DONE: &str = "state: done\napproved: 2026-03-01\n";

    #[test]
    fn what_was_assessed_afterwards_is_told() {
        let told = ["a.md:6:11 CHG was approved on 2026-03-01, before the impact assessment IA of 2026-03-02"];
        let late = "date: 2026-03-02\nsystem-version: \"3.2\"\n";
        assert_eq!(found(&format!("{DONE}impact-assessment: [IA]\n"), late), told);
        assert_eq!(found(&format!("{DONE}to: \"3.2\"\n"), late), told);
        for change in [
            format!("{DONE}to: \"3.3\"\n"),
            DONE.to_owned(),
            format!("{DONE}impact-assessment: [IA]\n").replace("done", "proposed"),
            format!("{DONE}impact-assessment: [IA]\nstatus: draft\n"),
        ] {
            assert!(found(&change, late).is_empty(), "{change}");
        }
        assert!(found(&format!("{DONE}impact-assessment: [IA]\n"), "date: 2026-03-01\n").is_empty());
    }

    #[test]
    fn a_substantial_modification_is_assessed() {
        let told = ["a.md:7:14 CHG is a substantial modification, and names no assessment of it"];
        assert_eq!(found(&format!("{DONE}substantial: yes\n"), "date: 2026-01-01\n"), told);
        assert!(found(&format!("{DONE}substantial: undecided\n"), "date: 2026-01-01\n").is_empty());
        assert!(found(&format!("{DONE}substantial: yes\nimpact-assessment: [IA]\n"), "date: 2026-01-01\n").is_empty());
    }
}
