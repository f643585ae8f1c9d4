//! `phase-not-shown`: a roadmap says that a phase is done, and the repository does not show it.

use crate::base::{SETTINGS, plural, say, wording};
use crate::check::context::Context;
use crate::check::phases::{Gone, Short, gone};
use crate::check::rule::{Report, Rule};
use crate::check::unsure::has_slip;
use crate::check::wanting::wanting;
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::phases::Exit;

pub(super) static RULE: Rule = Rule {
    code: "AIMS719",
    name: "phase-not-shown",
    level: Level::Warning,
    clock: false,
    what: "A row under `phases` of a roadmap is `done`, or has a day under `closed` that has come, and the repository does not show all that closes the phase. `aims explain phases` lists what that is. Or records that are to show a phase, under `evidence`, are of a later day than the one on which it was closed. Phases of other names are the organisation’s own, and nothing else is asked of them.",
    why: "A phase is over when its results are there, not when its day has come. A certification body that is asked to come to a system that is not there finds nothing to audit.",
    fix: "Bring what is lacking, or set the row back: `status: in-progress`, without `closed`.",
    run,
};

/// How many criteria are named.
const CRITERIA: usize = 3;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut judged: Option<Vec<Gone>> = None;
    for (_, roadmap) in context.living_of("roadmap") {
        for row in roadmap.fields.rows("phases") {
            let (Some(named), Some(span)) = (row.cells.text("phase"), claim(context, row)) else { continue };
            let all = judged.get_or_insert_with(|| gone(context));
            if let Some(phase) = all.iter().find(|gone| gone.phase.id == named && !gone.is_closed()) {
                tell(context, report, (roadmap, span), phase);
            }
        }
        for row in roadmap.fields.rows("phases") {
            rests_on_later(context, roadmap, row, report);
        }
    }
}

/// Tells of a phase that was closed before a record that is to show it. That it was closed before it began another rule tells.
fn rests_on_later(context: &Context<'_>, roadmap: &Document, row: &Row, report: &mut Report<'_>) {
    let cells = &row.cells;
    let Some(closed) = cells.date("closed").filter(|day| cells.date("begins").is_none_or(|begins| begins <= *day))
    else {
        return;
    };
    let shown = cells.texts("evidence").iter().filter_map(|id| context.aims.by_id(&id.value));
    let is_later = |ix: &DocIx| {
        let document = context.aims.document(*ix);
        document.is_record() && document.fields.date("date").is_some_and(|day| day > closed)
    };
    let later: Vec<DocIx> = shown.filter(is_later).collect();
    let Some(first) = later.first().map(|ix| context.aims.document(*ix)) else { return };
    let phase = cells.text("phase").unwrap_or_else(|| say!("a phase"));
    report.document(
        roadmap,
        cells.span("closed").unwrap_or(row.span),
        plural!(
            later.len(),
            "`{phase}` was closed on {day}, and {ids}, which is to show it, is later",
            "`{phase}` was closed on {day}, and {ids}, which are to show it, are later",
            phase,
            day = wording::day(closed),
            ids = context.ids(&later)
        ),
        say!("Put right the day, or name what was there when the phase was closed."),
    );
    report.also(&first.path, first.fields.span("date"), say!("what is to show it"));
}

/// Where a row says that its phase is closed.
fn claim(context: &Context<'_>, row: &Row) -> Option<Span> {
    let is_done = row.cells.text("status") == Some("done");
    let closed = row.cells.date("closed").is_some_and(|day| day <= context.aims.today);
    let dropped = row.cells.text("status") == Some("dropped");
    let span = if is_done { row.cells.span("status") } else { row.cells.span("closed") };
    span.filter(|_| (is_done || closed) && !dropped)
}

fn tell(context: &Context<'_>, report: &mut Report<'_>, (roadmap, span): (&Document, Span), phase: &Gone) {
    let open = phase.open().filter(|(_, short)| !follows(context, report, short));
    let open: Vec<String> = open.map(|(exit, short)| told(context, exit, short)).collect();
    if open.is_empty() {
        return;
    }
    let named = open.iter().take(CRITERIA).cloned().collect::<Vec<_>>().join("; ");
    let named = match open.len().saturating_sub(CRITERIA) {
        0 => named,
        more => say!("{named}; and {more} more", named, more),
    };
    let id = &phase.phase.id;
    report.document(
        roadmap,
        span,
        say!("`{id}` is said to be closed, and this is not shown: {named}", id, named),
        say!("Bring what is lacking, or set the row back. `aims explain {id}` lists what closes it.", id),
    );
    // Whether something is approved and in force is not known where the record is not whole.
    if !context.history.is_whole() {
        report.because("history-incomplete", SETTINGS);
    }
}

/// Whether what a criterion lacks may be there, in front matter with a slip that is told.
fn follows(context: &Context<'_>, report: &Report<'_>, short: &Short) -> bool {
    let may_be = |kind: &String| {
        let is_meant = |document: &Document| document.is(kind) || document.kind.is_none();
        context.living().any(|(_, document)| is_meant(document) && has_slip(context.aims, document))
    };
    short.documents.is_empty()
        && short.kinds.iter().all(may_be)
        && short.requirements.iter().all(|requirement| report.may_name(&requirement.id))
}

/// A criterion with what it lacks: `The scope is approved and in force (SCO-001)`.
fn told(context: &Context<'_>, exit: &Exit, short: &Short) -> String {
    let mut lacks: Vec<String> = short.kinds.iter().map(|kind| wanting(context.aims, &exit.test, kind)).collect();
    if !short.documents.is_empty() {
        lacks.push(context.ids(&short.documents));
    }
    let requirements = short.requirements.iter().map(|id| id.id.to_string());
    let more = short.requirements.len().saturating_sub(CRITERIA);
    lacks.extend(requirements.take(CRITERIA));
    let lacks = match (lacks.join(", "), more) {
        (lacks, 0) => lacks,
        (named, more) => say!("{named} and {more} more", named, more),
    };
    format!("{} ({lacks})", within(&exit.title))
}

/// A title inside a sentence. An abbreviation at its beginning stays as it is, and every word of another language.
fn within(title: &str) -> String {
    if wording::spoken().is_some() {
        return wording::known(title).to_owned();
    }
    let mut letters = title.chars();
    let (first, rest) = (letters.next(), letters.as_str());
    match first.filter(|_| !rest.starts_with(char::is_uppercase)) {
        Some(first) => first.to_lowercase().chain(rest.chars()).collect(),
        None => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SCOPE: &str = "---\nid: SCO\nkind: scope\nversion: \"1\"\nstatus: draft\n---\nAll lending.\n";

    fn found(row: &str) -> Vec<String> {
        let roadmap = format!("---\nid: RDM\nkind: roadmap\nphases:\n  - {{phase: {row}}}\n---\n");
        only("phase-not-shown", &[("aims.toml", ""), ("r.md", &roadmap), ("s.md", SCOPE)])
    }

    #[test]
    fn what_is_said_to_be_done_has_to_be_shown() {
        let told = "`assess-and-plan` is said to be closed, and this is not shown: issues and interested parties are written down (4.1, 4.2); the scope is approved and in force (SCO); the AI policy is approved and in force (no policy that serves 5.2); and 4 more";
        assert_eq!(found("assess-and-plan, status: done"), [format!("r.md:5:38 {told}")]);
        assert_eq!(found("assess-and-plan, closed: 2026-11-20"), [format!("r.md:5:38 {told}")]);
    }

    #[test]
    fn what_may_stand_where_a_slip_is_told_is_not_missed() {
        let told = |policy: &str| {
            let roadmap = "---\nid: RDM\nkind: roadmap\nphases:\n  - {phase: assess-and-plan, status: done}\n---\n";
            let policy = format!("---\nid: POL\n{policy}---\nText.\n");
            let found = only("phase-not-shown", &[("aims.toml", ""), ("r.md", roadmap), ("p.md", &policy)]);
            found.iter().any(|told| told.contains("the AI policy is approved"))
        };
        assert!(told("kind: policy\n") && told("kind: procedure\nclauses: [5.22]\n"));
        for policy in ["kind: polcy\n", "kind: policy\nclauses: [5.22]\n", "kind: policy\nclauess: [5.2]\n"] {
            assert!(!told(policy), "{policy}");
        }
    }

    #[test]
    fn what_shows_a_phase_was_there_when_it_was_closed() {
        let found = |row: &str| {
            let roadmap = format!("---\nid: RDM\nkind: roadmap\nphases:\n  - {{phase: pilot, {row}}}\n---\n");
            let record = |id: &str, date: &str| format!("---\nid: {id}\nkind: record\ndate: {date}\n---\n");
            let (early, late) = (record("REC-1", "2026-02-01"), record("REC-2", "2026-03-01"));
            only("phase-not-shown", &[("aims.toml", ""), ("r.md", &roadmap), ("s.md", &early), ("t.md", &late)])
        };
        let told = ["r.md:5:54 `pilot` was closed on 2026-02-10, and REC-2, which is to show it, is later"];
        assert_eq!(found("evidence: [REC-1, REC-2], closed: 2026-02-10"), told);
        assert!(found("evidence: [REC-1, REC-2], closed: 2026-03-01").is_empty());
        assert!(found("evidence: [REC-2], closed: 2026-02-10, begins: 2026-02-20").is_empty());
    }

    #[test]
    fn what_is_still_to_come_and_what_is_their_own_is_no_finding() {
        for row in [
            "assess-and-plan, status: in-progress",
            "assess-and-plan, closed: 2026-11-21",
            "assess-and-plan, status: dropped, closed: 2026-11-01",
            "pilot, status: done",
        ] {
            assert_eq!(found(row), Vec::<String>::new(), "{row}");
        }
    }
}
