//! `change-without-assessment`: a change that was approved before anybody had assessed what it brings.

use crate::base::{Date, Period, say, wording};
use crate::check::context::Context;
use crate::check::lists::and;
use crate::check::named::last_on_record;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, naming, stands_at, systems_of};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::ai_act::named;
use crate::model::document::Document;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "AIMS662",
    name: "change-without-assessment",
    level: Level::Warning,
    clock: false,
    what: "A change was approved before the day of a risk or impact assessment that it names, or of the first impact assessment of the version it leads to (`to`); or it is a substantial modification (`substantial: yes`), is approved or done, and names no assessment, or nothing says that class, roles, conformity and registration were looked at again: neither the change nor a later document of the system names such a provision of the EU AI Act, and the entry of the system was not reviewed since. Or a change that is approved or done names an AI system that is at work, and no assessment, and no risk or impact assessment of the system is as new, by a month: of several the last of each system is told, and none that says `substantial: no`. Or a change is done that says `substantial: undecided`.",
    why: "Changes are planned, and risk and impact are assessed again before they are made (clauses 6.3, 8.2 and 8.4). An assessment that comes after the decision cannot have borne on it. After a substantial modification class, roles and conformity are looked at anew (articles 3(23) and 25 of the EU AI Act).",
    fix: "Assess first, then decide. Where the assessment was made in time and written down later, its `date` is the day on which it was made. Name it under `risk-assessment` or `impact-assessment`. A change that needs none says `substantial: no`.",
    run,
};

/// The keys under which a change names the assessments made for it, which are their kinds too.
const ASSESSED: [&str; 2] = ["risk-assessment", "impact-assessment"];

/// How long before a change an assessment may be of that was made with it in mind.
const BEFORE: Period = Period::Months(1);

/// Provisions about class, roles, conformity and registration: what names one of them, or a part of it, says that these were
/// looked at.
const REVIEWED: [&str; 13] = [
    "art-3",
    "art-6",
    "art-16",
    "art-22",
    "art-25",
    "art-43",
    "art-47",
    "art-48",
    "art-49",
    "art-71",
    "art-111",
    "annex-iii",
    "annex-viii",
];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let of_version = of_version(context);
    let unassessed = unassessed(context, &of_version);
    for (ix, change) in context.living_of("change").filter(|(_, change)| !change.is_draft()) {
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
        undecided(change, report);
        unreviewed(context, ix, change, report);
        if let Some(systems) = unassessed.get(&ix) {
            let ids = and(systems.iter().map(|system| context.aims.document(*system).id.clone()));
            report.document(
                change,
                change.span_of("systems"),
                say!("{id} names no assessment, and none of {systems} is as new", id = change.id, systems = ids),
                say!("Assess what it changes, and name that: `risk-assessment: […]`, `impact-assessment: […]`; or say that it needs none: `substantial: no`."),
            );
            report.missing();
            continue;
        }
        let Some(approved) = fields.date("approved") else { continue };
        if let Some((day, id, what)) = later(context, ix, change, &of_version).filter(|(day, ..)| *day > approved) {
            let (change_id, approved, day) = (&change.id, wording::day(approved), wording::day(day));
            let message = match what {
                "risk-assessment" => say!(
                    "{change} says that it was approved on {approved}, before the risk assessment {id} of {day}",
                    change = change_id,
                    approved,
                    id,
                    day
                ),
                _ => say!(
                    "{change} says that it was approved on {approved}, before the impact assessment {id} of {day}",
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

/// Tells of a change that was made before it was decided whether it is a substantial modification.
fn undecided(change: &Document, report: &mut Report<'_>) {
    if change.fields.text("state") == Some("done") && change.fields.text("substantial") == Some("undecided") {
        report.document(
            change,
            change.span_of("substantial"),
            say!("{id} is done, and whether it is a substantial modification was not decided", id = change.id),
            say!("Decide it, and write `substantial: yes` or `substantial: no`."),
        );
    }
}

/// Tells of a substantial modification after which nobody looked at class, roles, conformity and registration.
fn unreviewed(context: &Context<'_>, ix: DocIx, change: &Document, report: &mut Report<'_>) {
    let aims = context.aims;
    let Some(day) = change.fields.date("date").filter(|_| change.fields.text("substantial") == Some("yes")) else {
        return;
    };
    if aims.catalog.framework("eu-ai-act").is_none() {
        return;
    }
    let is_part = |id: &str, of: &str| id.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    let says = |document: &Document| named(document).any(|id| REVIEWED.iter().any(|of| is_part(id, of)));
    let systems = systems_of(context, ix);
    let reviewed =
        |system: &DocIx| aims.document(*system).fields.date("reviewed").is_some_and(|reviewed| reviewed >= day);
    let later = |from: DocIx| {
        let document = aims.document(from);
        let is_one = document.is_written() && !document.is_retired() && !document.is("system");
        is_one && document.fields.date("date").is_some_and(|date| date >= day) && says(document)
    };
    let mut of_systems = systems.iter().flat_map(|system| aims.naming_by(*system, "systems"));
    if says(change) || (!systems.is_empty() && systems.iter().all(reviewed)) || of_systems.any(later) {
        return;
    }
    report.document(
        change,
        change.span_of("substantial"),
        say!(
            "{id} is a substantial modification, and nothing says that class, roles, conformity and registration were looked at again",
            id = change.id
        ),
        say!("Look at the entry of the system again and set its `reviewed`; or name the provision in the record of that look: `requirements: {eu-ai-act: [art-25]}`."),
    );
}

/// Changes that name no assessment of systems at work of which none is as new, each with these systems; of several of a
/// system the last.
fn unassessed(
    context: &Context<'_>,
    of_version: &BTreeMap<(DocIx, String), (Date, &str)>,
) -> BTreeMap<DocIx, BTreeSet<DocIx>> {
    let newest = newest(context);
    let at_work: BTreeSet<DocIx> = covered(context)
        .filter(|(_, system)| stands_at(system, &["validation", "in-use", "suspended"]))
        .map(|(ix, _)| ix)
        .collect();
    let mut on_record: BTreeMap<DocIx, Option<Date>> = BTreeMap::new();
    let mut last: BTreeMap<DocIx, (Date, DocIx)> = BTreeMap::new();
    for (ix, change) in context.living_of("change").filter(|(_, change)| !change.is_draft()) {
        let fields = &change.fields;
        let is_asked = matches!(fields.text("state"), Some("approved" | "done"))
            && fields.text("substantial") != Some("no")
            && ASSESSED.iter().all(|key| fields.lacks(key));
        let Some(day) = fields.date("date").filter(|_| is_asked) else { continue };
        for system in systems_of(context, ix).intersection(&at_work) {
            let to = fields.text("to").map(plain);
            let is_assessed = to.is_some_and(|to| of_version.contains_key(&(*system, to)));
            let is_older = newest.get(system).is_some_and(|newest| *newest < BEFORE.before(day));
            if is_assessed || !is_older {
                continue;
            }
            let on_record = on_record.entry(*system).or_insert_with(|| last_on_record(context, *system));
            if on_record.is_none_or(|on_record| on_record < day) {
                let known = last.entry(*system).or_insert((day, ix));
                *known = (*known).max((day, ix));
            }
        }
    }
    let mut unassessed: BTreeMap<DocIx, BTreeSet<DocIx>> = BTreeMap::new();
    for (system, (_, change)) in last {
        unassessed.entry(change).or_default().insert(system);
    }
    unassessed
}

/// The day of the newest risk or impact assessment of each system.
fn newest(context: &Context<'_>) -> BTreeMap<DocIx, Date> {
    let mut newest: BTreeMap<DocIx, Date> = BTreeMap::new();
    for (system, assessments) in ASSESSED.into_iter().flat_map(|kind| naming(context, kind)) {
        let finished = assessments.into_iter().filter(|assessment| assessment.is_finished_record());
        if let Some(day) = finished.filter_map(|assessment| assessment.fields.date("date")).max() {
            let best = newest.entry(system).or_insert(day);
            *best = (*best).max(day);
        }
    }
    newest
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
    for (ix, assessment) in context.living_of("impact-assessment").filter(|(_, one)| one.is_finished_record()) {
        let fields = &assessment.fields;
        let Some((version, day)) = fields.text("system-version").zip(fields.date("date")) else { continue };
        for system in context.aims.named_by(ix, "systems") {
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
        let told =
            ["a.md:6:11 CHG says that it was approved on 2026-03-01, before the impact assessment IA of 2026-03-02"];
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
        let undecided = ["a.md:7:14 CHG is done, and whether it is a substantial modification was not decided"];
        assert_eq!(found(&format!("{DONE}substantial: undecided\n"), "date: 2026-01-01\n"), undecided);
        let approved = DONE.replace("done", "approved");
        assert!(found(&format!("{approved}substantial: undecided\n"), "date: 2026-01-01\n").is_empty());
        assert!(found(&format!("{DONE}substantial: yes\nimpact-assessment: [IA]\n"), "date: 2026-01-01\n").is_empty());
    }

    /// A change of 2026-03-01 to a system that was assessed on `assessed`, whose entry has these lines.
    fn changed(change: &str, assessed: &str, system: &str, more: &[(&str, &str)]) -> Vec<String> {
        let change = format!("---\nid: CHG\nkind: change\nsystems: [SYS]\ndate: 2026-03-01\n{change}---\n");
        let assessment = format!("---\nid: IA\nkind: impact-assessment\nsystems: [SYS]\ndate: {assessed}\n---\n");
        let system = format!("---\nid: SYS\nkind: system\n{system}---\n");
        let files = [("aims.toml", ""), ("a.md", &*change), ("i.md", &*assessment), ("s.md", &*system)];
        only("change-without-assessment", &[&files, more].concat())
    }

    #[test]
    fn a_change_of_a_system_at_work_is_assessed() {
        let (done, runs) = ("state: done\napproved: 2026-03-01\n", "lifecycle: in-use\n");
        let told = ["a.md:4:10 CHG names no assessment, and none of SYS is as new"];
        assert_eq!(changed(done, "2026-01-31", runs, &[]), told);
        assert_eq!(changed(&done.replace("done", "approved"), "2026-01-31", runs, &[]), told);
        let undecided = changed(&format!("{done}substantial: undecided\n"), "2026-01-31", runs, &[]);
        assert_eq!(undecided.len(), 2);
        assert!(changed(done, "2026-02-01", runs, &[]).is_empty(), "it was made with the change in mind");
        assert!(changed(&format!("{done}substantial: no\n"), "2026-01-31", runs, &[]).is_empty());
        assert!(changed(&done.replace("done", "proposed"), "2026-01-31", runs, &[]).is_empty());
        assert!(changed(done, "2026-01-31", "lifecycle: retired\n", &[]).is_empty());
        let known =
            "---\nid: NC\nkind: nonconformity\nsystems: [SYS]\ndate: 2026-03-05\nrequirement: clause 8.4\n---\n";
        assert!(changed(done, "2026-01-31", runs, &[("n.md", known)]).is_empty());
        // The risk assessment is newer than the impact assessment, and a draft of one counts for nothing.
        let newer = "---\nid: RA\nkind: risk-assessment\nsystems: [SYS]\ndate: 2026-02-01\n---\n";
        assert!(changed(done, "2026-01-31", runs, &[("r.md", newer)]).is_empty());
        let draft = newer.replace("kind:", "status: draft\nkind:");
        assert_eq!(changed(done, "2026-01-31", runs, &[("r.md", &draft)]), told);
        assert_eq!(changed(done, "2026-01-31", runs, &[("r.md", &draft.replace("draft", "in-review"))]), told);
        let later = "---\nid: CHG-2\nkind: change\nsystems: [SYS]\ndate: 2026-04-01\nstate: done\n---\n";
        let last = ["b.md:4:10 CHG-2 names no assessment, and none of SYS is as new"];
        assert_eq!(changed(done, "2026-01-31", runs, &[("b.md", later)]), last);
    }

    #[test]
    fn after_a_substantial_modification_class_and_roles_are_looked_at_again() {
        let done = "state: done\napproved: 2026-03-01\nsubstantial: yes\nimpact-assessment: [IA]\n";
        let told = [
            "a.md:8:14 CHG is a substantial modification, and nothing says that class, roles, conformity and registration were \
             looked at again",
        ];
        assert_eq!(changed(done, "2026-02-20", "reviewed: 2026-02-28\n", &[]), told);
        assert!(changed(done, "2026-02-20", "reviewed: 2026-03-01\n", &[]).is_empty());
        let said = format!("{done}requirements: {{eu-ai-act: [art-25-4]}}\n");
        assert!(changed(&said, "2026-02-20", "", &[]).is_empty());
        let record = |requirement: &str| {
            format!(
                "---\nid: R\nkind: record\nsystems: [SYS]\ndate: 2026-03-05\nrequirements: {{eu-ai-act: [{requirement}]}}\n---\n"
            )
        };
        assert!(changed(done, "2026-02-20", "", &[("r.md", &record("art-43"))]).is_empty());
        assert_eq!(changed(done, "2026-02-20", "", &[("r.md", &record("art-4"))]), told);
    }
}
