//! `certification-contradicts`: days and state of a certification that cannot all be right.

use crate::base::{Date, Period, mark, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::document::Document;
use crate::model::fields::Row;

pub(super) static RULE: Rule = Rule {
    code: "AIMS720",
    name: "certification-contradicts",
    level: Level::Warning,
    clock: false,
    what: "Days of a certification are out of order: stage 2 before stage 1, the decision before stage 2, the end of the certificate before it was granted, or later than three years after, a surveillance before the decision, the second before the first, a recertification that is planned for after the certificate has ended; a row has another day than the key for the same stage, by `held` or, where that is not there yet, by `planned`; or `state` does not go with the days: `certified` without `decided`, a certificate that was granted with a row of stage 1 or 2 that has no `held`, or still before the certificate though that was decided.",
    why: "The cycle follows from these days: what is due when, what each audit reads, and whether the certificate still stands (ISO/IEC 17021-1). A customer or an authority that is shown them takes them for facts.",
    fix: "Put right the day or the state that is wrong; the report of the certification body has them.",
    run,
};

/// What is wrong, and where.
type Wrong = (Span, String);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, certification) in context.living_of("certification").filter(|(_, document)| !document.is_draft()) {
        let rows = certification.fields.rows("surveillance");
        let found = keys(certification)
            .into_iter()
            .chain(too_long(certification))
            .chain(state(context, certification))
            .chain(not_held(certification))
            .chain(rows.iter().filter_map(|row| twice(certification, row)))
            .chain(order(certification, rows));
        for (span, message) in found {
            report.document(certification, span, message, say!("Put right the day or the state that is wrong."));
        }
    }
}

/// Keys that have to come one after the other, and how it is said that they do not.
const ORDER: [(&str, &str, &str); 3] = [
    ("stage-2", "stage-1", mark!("stage 2 is of {after}, before {before} (`{earlier}`)")),
    ("decided", "stage-2", mark!("the certificate was decided on {after}, before {before} (`{earlier}`)")),
    ("expires", "decided", mark!("the certificate expires on {after}, before {before} (`{earlier}`)")),
];

fn keys(certification: &Document) -> Vec<Wrong> {
    let fields = &certification.fields;
    let wrong = |(later, earlier, what): (&str, &str, &'static str)| {
        let (after, before) = (fields.date(later)?, fields.date(earlier)?);
        let said = || {
            let (after, before) = (wording::day(after), wording::day(before));
            wording::fill(wording::of(what), &[("after", &after), ("before", &before), ("earlier", &earlier)])
        };
        (after < before).then(|| (certification.span_of(later), said()))
    };
    ORDER.into_iter().filter_map(wrong).collect()
}

/// How long a certificate holds at most, from the day of the decision (ISO/IEC 17021-1).
const CYCLE: Period = Period::Months(36);

/// A certificate that is to hold for longer than a cycle. Once it was renewed, the time may count from the end of the one
/// before.
fn too_long(certification: &Document) -> Option<Wrong> {
    let (decided, expires) = (certification.fields.date("decided")?, certification.fields.date("expires")?);
    let message = || {
        let (after, before) = (wording::day(expires), wording::day(decided));
        say!("the certificate expires on {after}, more than three years after {before} (`decided`)", after, before)
    };
    let mut rows = certification.fields.rows("surveillance").iter();
    let renewed = rows.any(|row| row.cells.text("audit") == Some("recertification") && !row.cells.lacks("held"));
    (expires > CYCLE.after(decided) && !renewed).then(|| (certification.span_of("expires"), message()))
}

/// Rows of the stages before a certificate that say that they were never held, though the state says that it was granted.
fn not_held(certification: &Document) -> Vec<Wrong> {
    let (fields, id) = (&certification.fields, &certification.id);
    let Some(state @ ("certified" | "suspended" | "withdrawn" | "expired")) = fields.text("state") else {
        return Vec::new();
    };
    // Two days for one stage are told as such.
    let is_told = |row: &Row| twice(certification, row).is_some();
    let open = |row: &Row| {
        let audit = row.cells.text("audit").filter(|audit| matches!(*audit, "stage-1" | "stage-2"))?;
        let lacks = row.cells.lacks("held") && !is_told(row);
        lacks.then(|| (row.span, say!("{id} is `{state}`, and no `held` says when `{audit}` was", id, state, audit)))
    };
    fields.rows("surveillance").iter().filter_map(open).collect()
}

/// A state that does not go with the days.
fn state(context: &Context<'_>, certification: &Document) -> Option<Wrong> {
    let fields = &certification.fields;
    let (state, span, id) = (fields.text("state")?, fields.span("state")?, &certification.id);
    match (state, fields.date("decided")) {
        ("certified" | "suspended", None) if fields.lacks("decided") => {
            Some((span, say!("{id} is `{state}`, and nothing says when that was `decided`", id, state)))
        }
        ("planned" | "stage-1" | "stage-2", Some(decided)) if decided <= context.aims.today => {
            let day = wording::day(decided);
            Some((span, say!("{id} is `{state}`, and its certificate was decided on {day}", id, state, day)))
        }
        _ => None,
    }
}

/// A row for a stage that has a key of its own, with another day.
fn twice(certification: &Document, row: &Row) -> Option<Wrong> {
    let audit = row.cells.text("audit")?;
    // A word that is no day has its own finding.
    let (column, of_row) = day(row).filter(|(column, _)| *column == "held" || row.cells.lacks("held"))?;
    let key = ["stage-1", "stage-2"].into_iter().find(|key| *key == audit)?;
    let day = certification.fields.date(key).filter(|day| *day != of_row)?;
    let (of_row, day) = (wording::day(of_row), wording::day(day));
    let message = match column {
        "held" => say!("`{audit}` was held on {held}, and `{key}` says {day}", audit, held = of_row, key, day),
        _ => say!("`{audit}` is planned for {planned}, and `{key}` says {day}", audit, planned = of_row, key, day),
    };
    Some((row.cells.span(column).unwrap_or(row.span), message))
}

/// Rows that are out of order with the certificate, and with each other.
fn order(certification: &Document, rows: &[Row]) -> Vec<Wrong> {
    let fields = &certification.fields;
    let (decided, expires) = (fields.date("decided"), fields.date("expires"));
    let first = rows.iter().find(|row| row.cells.text("audit") == Some("surveillance-1"));
    let first: Option<Date> = first.and_then(|row| row.cells.date("held").or_else(|| row.cells.date("planned")));
    let mut found = Vec::new();
    for row in rows {
        let (Some(audit), Some((key, day))) = (row.cells.text("audit"), day(row)) else { continue };
        let span = row.cells.span(key).unwrap_or(row.span);
        let on = wording::day(day);
        match audit {
            "surveillance-1" | "surveillance-2" if decided.is_some_and(|decided| day < decided) => {
                let message = say!("`{audit}` is of {day}, before the certificate was decided", audit, day = on);
                found.push((span, message));
            }
            "surveillance-2" if first.is_some_and(|first| day <= first) => {
                found.push((span, say!("`{audit}` is of {day}, no later than `surveillance-1`", audit, day = on)));
            }
            "recertification" if key == "planned" && expires.is_some_and(|expires| day > expires) => {
                let message = say!("`{audit}` is planned for {day}, after the certificate has ended", audit, day = on);
                found.push((span, message));
            }
            _ => {}
        }
    }
    found
}

/// The day of a row, and under which key it stands.
fn day(row: &Row) -> Option<(&'static str, Date)> {
    ["held", "planned"].into_iter().find_map(|key| Some((key, row.cells.date(key)?)))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn told(lines: &str, expected: &[&str]) {
        assert_one("certification-contradicts", &format!("---\nid: CER\nkind: certification\n{lines}---\n"), expected);
    }

    #[test]
    fn days_come_one_after_the_other() {
        told(
            "stage-1: 2026-05-01\nstage-2: 2026-04-01\n",
            &["5:10 stage 2 is of 2026-04-01, before 2026-05-01 (`stage-1`)"],
        );
        told(
            "decided: 2026-06-01\nexpires: 2025-05-31\n",
            &["5:10 the certificate expires on 2025-05-31, before 2026-06-01 (`decided`)"],
        );
        told(
            "decided: 2026-06-01\nsurveillance: [{audit: surveillance-1, planned: 2026-05-01}]\n",
            &["5:49 `surveillance-1` is of 2026-05-01, before the certificate was decided"],
        );
        told(
            "surveillance: [{audit: surveillance-1, planned: 2027-05-01}, {audit: surveillance-2, planned: 2027-04-01}]\n",
            &["4:95 `surveillance-2` is of 2027-04-01, no later than `surveillance-1`"],
        );
        told(
            "expires: 2027-05-31\nsurveillance: [{audit: recertification, planned: 2027-06-01}]\n",
            &["5:50 `recertification` is planned for 2027-06-01, after the certificate has ended"],
        );
        told(
            "stage-1: 2026-03-01\nsurveillance: [{audit: stage-1, planned: 2026-03-01, held: 2026-03-04}]\n",
            &["5:60 `stage-1` was held on 2026-03-04, and `stage-1` says 2026-03-01"],
        );
    }

    #[test]
    fn a_certificate_holds_for_three_years_at_most() {
        told(
            "decided: 2026-11-01\nexpires: 2032-10-31\n",
            &["5:10 the certificate expires on 2032-10-31, more than three years after 2026-11-01 (`decided`)"],
        );
        told("decided: 2026-11-01\nexpires: 2029-11-01\n", &[]);
        let renewed = "surveillance: [{audit: recertification, planned: 2026-09-01, held: 2026-09-03}]\n";
        told(&format!("decided: 2026-11-01\nexpires: 2030-01-31\n{renewed}"), &[]);
    }

    #[test]
    fn a_stage_is_planned_for_one_day() {
        told(
            "stage-1: 2027-05-20\nsurveillance: [{audit: stage-1, planned: 2027-04-13}]\n",
            &["5:42 `stage-1` is planned for 2027-04-13, and `stage-1` says 2027-05-20"],
        );
        told("stage-1: 2027-05-20\nsurveillance: [{audit: stage-1, planned: 2027-04-13, held: 2027-05-20}]\n", &[]);
        told("stage-1: 2027-05-20\nsurveillance: [{audit: stage-1, planned: 2027-04-13, held: soon}]\n", &[]);
    }

    #[test]
    fn what_is_granted_was_audited() {
        let lines = |state: &str, held: &str| {
            format!(
                "state: {state}\ndecided: 2026-06-01\nstage-1: 2026-03-01\nsurveillance: [{{audit: stage-1, planned: 2026-03-01{held}}}]\n"
            )
        };
        told(&lines("certified", ""), &["7:16 CER is `certified`, and no `held` says when `stage-1` was"]);
        told(&lines("certified", ", held: 2026-03-01"), &[]);
        told(&lines("stage-1", "").replace("decided: 2026-06-01\n", ""), &[]);
    }

    #[test]
    fn the_state_goes_with_the_days() {
        told("state: certified\n", &["4:8 CER is `certified`, and nothing says when that was `decided`"]);
        told(
            "state: stage-2\ndecided: 2026-06-01\n",
            &["4:8 CER is `stage-2`, and its certificate was decided on 2026-06-01"],
        );
    }

    #[test]
    fn a_cycle_in_order_and_a_draft_are_no_findings() {
        let cycle = "state: certified\nstage-1: 2026-03-01\nstage-2: 2026-05-01\ndecided: 2026-06-01\nexpires: 2029-05-31\n\
            surveillance:\n  - {audit: stage-1, planned: 2026-03-01, held: 2026-03-01}\n  - {audit: surveillance-1, planned: 2027-05-01}\n  \
            - {audit: surveillance-2, planned: 2028-05-01}\n  - {audit: recertification, planned: 2029-03-01}\n";
        told(cycle, &[]);
        told("status: draft\nstate: certified\n", &[]);
        told("state: certified\ndecided: soon\n", &[]);
        told("state: stage-2\ndecided: 2027-06-01\n", &[]);
    }
}
