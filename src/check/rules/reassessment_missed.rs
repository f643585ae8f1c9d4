//! `reassessment-missed`: a grave incident after which the system was not assessed again.

use crate::base::{Date, date, plural, say, wording};
use crate::check::context::Context;
use crate::check::lists::and;
use crate::check::named::{is_on_record, is_open_on_record};
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, naming, stands_at};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS619",
    name: "reassessment-missed",
    level: Level::Error,
    clock: true,
    what: "An incident of severity high or serious, or a serious incident by `serious-incident: yes`, is more than 14 days old, and an AI system that it names has no newer risk or impact assessment; of several such incidents the last is told. Or a concern was upheld, in part at least, led to no incident and no nonconformity, and neither a risk nor an impact assessment of the system is newer, which is a warning. Where a nonconformity about it is on record, or the system is out of use, nothing is asked.",
    why: "Risks and impacts are assessed again when something significant happens (clauses 8.2 and 8.4). `Assessment not repeated after an incident` shows that what was learnt did not reach the assessment.",
    fix: "Assess the system again in the light of the incident, with `trigger: incident`; or raise a nonconformity that names the system and the clause.",
    run,
};

/// How many days an assessment may take.
const GRACE: i64 = 14;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let systems: BTreeMap<DocIx, &Document> =
        covered(context).filter(|(_, system)| stands_at(system, &["in-use", "suspended", "validation"])).collect();
    let assessed = ["risk-assessment", "impact-assessment"].map(|kind| naming(context, kind));
    concerns(context, &systems, &assessed, report);
    // One assessment answers all that came before it: the last incident of each system tells.
    let mut last: BTreeMap<DocIx, (Date, &Document)> = BTreeMap::new();
    for reference in context.aims.references.iter().filter(|reference| reference.field == "systems") {
        let incident = context.aims.document(reference.from);
        let grave = matches!(incident.fields.text("severity"), Some("high" | "serious"))
            || incident.fields.text("serious-incident") == Some("yes");
        let is_asked = incident.is("incident") && grave && !incident.is_draft() && !incident.is_retired();
        let (Some(ix), Some(day)) = (reference.to.filter(|_| is_asked), incident.fields.date("date")) else { continue };
        if date::days_between(day, context.aims.today) > GRACE {
            let known = last.entry(ix).or_insert((day, incident));
            if known.0 < day {
                *known = (day, incident);
            }
        }
    }
    for (ix, (day, incident)) in last {
        let Some(system) = systems.get(&ix) else { continue };
        let older = assessed.iter().filter_map(|of_kind| newest(of_kind.get(&ix)?)).filter(|(date, _)| *date < day);
        let older: Vec<&Document> = older.map(|(_, document)| document).collect();
        let Some(first) = older.first().filter(|_| !is_on_record(context, ix, day)) else { continue };
        let ids = and(older.iter().map(|document| document.id.clone()));
        report.document(
            incident,
            incident.span_of(if incident.fields.lacks("severity") { "serious-incident" } else { "severity" }),
            plural!(
                older.len(),
                "{system} was not assessed again after {incident}: {ids} is older",
                "{system} was not assessed again after {incident}: {ids} are older",
                system = system.id,
                incident = incident.id,
                ids
            ),
            say!("Assess it again in the light of the incident, with `trigger: incident`."),
        );
        report.also(&first.path, first.fields.span("date"), say!("the newest assessment"));
    }
}

/// Tells of concerns that were upheld, and that changed nothing.
fn concerns(
    context: &Context<'_>,
    systems: &BTreeMap<DocIx, &Document>,
    assessed: &[BTreeMap<DocIx, Vec<&Document>>; 2],
    report: &mut Report<'_>,
) {
    let mut last: BTreeMap<DocIx, (Date, &Document)> = BTreeMap::new();
    for reference in context.aims.references.iter().filter(|reference| reference.field == "systems") {
        let concern = context.aims.document(reference.from);
        let fields = &concern.fields;
        let upheld = matches!(fields.text("upheld"), Some("yes" | "partly"));
        let led_on = !fields.lacks("incident") || !fields.lacks("nonconformity");
        let is_asked = concern.is("concern") && upheld && !led_on && !concern.is_draft() && !concern.is_retired();
        let (Some(ix), Some(day)) = (reference.to.filter(|_| is_asked), fields.date("date")) else { continue };
        let judged = fields.date("answered").unwrap_or(day);
        if date::days_between(judged, context.aims.today) > GRACE {
            let known = last.entry(ix).or_insert((day, concern));
            if known.0 < day {
                *known = (day, concern);
            }
        }
    }
    for (ix, (day, concern)) in last {
        let Some(system) = systems.get(&ix) else { continue };
        let all = assessed.iter().filter_map(|of_kind| newest(of_kind.get(&ix)?));
        let Some((assessed, of)) = all.max_by_key(|(date, _)| *date).filter(|(date, _)| *date < day) else { continue };
        // What is known of old and still open is worked on.
        if is_on_record(context, ix, day) || is_open_on_record(context, ix) {
            continue;
        }
        report.document(
            concern,
            concern.span_of("upheld"),
            say!(
                "{concern} was upheld, and {system} was not assessed again since: {assessment} is of {day}",
                concern = concern.id,
                system = system.id,
                assessment = of.id,
                day = wording::day(assessed)
            ),
            say!("Look at its risks and impacts again; or name the `incident` or `nonconformity` that the concern led to."),
        );
        report.also(&of.path, of.fields.span("date"), say!("the newest assessment"));
        report.at(Level::Warning);
    }
}

/// The newest of the assessments of a system.
fn newest<'a>(assessments: &[&'a Document]) -> Option<(Date, &'a Document)> {
    let finished = assessments.iter().filter(|document| document.is_finished_record());
    let dated = finished.filter_map(|document| Some((document.fields.date("date")?, *document)));
    dated.max_by_key(|(date, _)| *date)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(incident: &str, assessed: &[(&str, &str)]) -> Vec<String> {
        let incident = format!("---\nid: INC\nkind: incident\nsystems: [SYS]\n{incident}---\n");
        let texts: Vec<(String, String)> = assessed
            .iter()
            .map(|(kind, lines)| {
                (format!("{kind}.md"), format!("---\nid: {kind}\nkind: {kind}\nsystems: [SYS]\n{lines}---\n"))
            })
            .collect();
        let system = "---\nid: SYS\nkind: system\nlifecycle: in-use\n---\n";
        let mut files = vec![("aims.toml", ""), ("i.md", &*incident), ("s.md", system)];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("reassessment-missed", &files)
    }

    const OLD: (&str, &str) = ("impact-assessment", "date: 2026-01-01\n");
    const NEW: (&str, &str) = ("risk-assessment", "date: 2026-10-02\n");

    #[test]
    fn it_is_told_at_the_incident() {
        let told = ["i.md:6:11 SYS was not assessed again after INC: impact-assessment is older"];
        assert_eq!(found("date: 2026-10-01\nseverity: high\n", &[OLD, NEW]), told);
        assert_eq!(found("date: 2026-10-01\nseverity: medium\nserious-incident: yes\n", &[OLD, NEW]), told);
        assert!(found("date: 2026-10-01\nseverity: medium\n", &[OLD]).is_empty());
        assert!(found("date: 2026-11-06\nseverity: serious\n", &[OLD]).is_empty(), "there is time yet");
        assert!(found("date: 2026-10-01\nseverity: high\n", &[]).is_empty(), "that none is there is told elsewhere");
        let judged = ("impact-assessment", "date: 2026-10-02\nstatus: in-review\n");
        let before = ("risk-assessment", "date: 2026-01-01\n");
        let told_of_it = ["i.md:6:11 SYS was not assessed again after INC: risk-assessment is older"];
        assert_eq!(found("date: 2026-10-01\nseverity: high\n", &[judged, before]), told_of_it);
        let earlier = ("incident", "date: 2026-09-01\nseverity: high\n");
        assert_eq!(
            found("date: 2026-10-01\nseverity: high\n", &[OLD, NEW, earlier]),
            told,
            "one assessment heals both"
        );
    }

    #[test]
    fn what_is_on_record_is_no_finding() {
        let known = ("nonconformity", "date: 2026-10-05\nrequirement: clause 8.4\n");
        assert!(found("date: 2026-10-01\nseverity: high\n", &[OLD, NEW, known]).is_empty());
    }

    #[test]
    fn a_concern_that_was_upheld_and_changed_nothing_is_told() {
        let concern = |lines: &str, assessed: &str| {
            let concern = format!("---\nid: CNC\nkind: concern\nsystems: [SYS]\ndate: 2026-10-01\n{lines}---\n");
            let assessment = format!("---\nid: IA\nkind: impact-assessment\nsystems: [SYS]\ndate: {assessed}\n---\n");
            let system = "---\nid: SYS\nkind: system\nlifecycle: in-use\n---\n";
            let files = [("aims.toml", ""), ("c.md", &*concern), ("a.md", &*assessment), ("s.md", system)];
            only("reassessment-missed", &files)
        };
        let told = ["c.md:6:9 CNC was upheld, and SYS was not assessed again since: IA is of 2026-01-01"];
        assert_eq!(concern("upheld: partly\n", "2026-01-01"), told);
        for (lines, assessed) in [
            ("upheld: partly\n", "2026-10-01"),
            ("upheld: \"no\"\n", "2026-01-01"),
            ("upheld: yes\nincident: INC-1\n", "2026-01-01"),
            ("upheld: yes\nanswered: 2026-11-10\n", "2026-01-01"),
        ] {
            assert!(concern(lines, assessed).is_empty(), "{lines}");
        }
    }
}
