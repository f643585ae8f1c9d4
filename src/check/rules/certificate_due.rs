//! `certificate-due`: an audit of the certification cycle that is near or was missed, or a certificate that ends.

use crate::base::{Period, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS739",
    name: "certificate-due",
    level: Level::Note,
    clock: true,
    what: "An audit under `surveillance` of a certification is planned within 60 days or its day has passed without `held`; no surveillance was held or is planned within twelve months of the decision; or the certificate expires within six months. A warning once the day has passed, and an error where the certificate has expired and `state` still says `certified`.",
    why: "The first surveillance takes place within twelve months of the decision, and recertification is done before the certificate expires (ISO/IEC 17021-1). A missed one can cost the certificate.",
    fix: "Agree on the day with the certification body and write it under `planned`; once held, the day under `held` and the report.",
    run,
};

/// How long before its day an audit is told of.
const AHEAD: Period = Period::Days(60);

/// How long before its end a certificate is told of.
const BEFORE_END: Period = Period::Months(6);

/// Within what the first surveillance is held.
const FIRST: Period = Period::Months(12);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, certification) in context.living_of("certification").filter(|(_, document)| !document.is_draft()) {
        let state = certification.fields.text("state");
        if matches!(state, Some("withdrawn" | "expired")) || certification.fields.is_misread("surveillance") {
            continue;
        }
        for (span, message, passed) in due(context, certification) {
            let help = say!(
                "Agree on the day with the certification body, and write it down; once held, `held: …` and the report."
            );
            report.document(certification, span, message, help);
            if passed {
                // A certificate that has ended and is still called one is a false statement to whoever reads it.
                let ended = state == Some("certified") && span == certification.span_of("expires");
                report.at(if ended { Level::Error } else { Level::Warning });
            }
        }
    }
}

/// What is near or was missed, each with its place and whether its day has passed.
fn due(context: &Context<'_>, certification: &Document) -> Vec<(Span, String, bool)> {
    let (fields, today, id) = (&certification.fields, context.aims.today, &certification.id);
    let rows = fields.rows("surveillance");
    let mut found = Vec::new();
    for row in rows.iter().filter(|row| row.cells.lacks("held")) {
        let (Some(planned), Some(audit)) = (row.cells.date("planned"), row.cells.text("audit")) else { continue };
        let span = row.cells.span("planned").unwrap_or(row.span);
        if planned < today {
            let day = wording::day(planned);
            let message =
                say!("`{audit}` of {id} was planned for {day}, and nothing says that it was held", audit, id, day);
            found.push((span, message, true));
        } else if planned <= AHEAD.after(today) {
            let message = say!("`{audit}` of {id} is planned for {day}", audit, id, day = wording::day(planned));
            found.push((span, message, false));
        }
    }
    if let Some(decided) = fields.date("decided") {
        let first = FIRST.after(decided);
        let day = |key: &str, row: &crate::model::fields::Row| {
            row.cells.date(key).is_some_and(|day| decided < day && day <= first)
        };
        if !rows.iter().any(|row| day("held", row) || (day("planned", row) && row.cells.lacks("held"))) {
            let message = say!(
                "no surveillance of {id} was held or is planned by {day}, twelve months after the decision",
                id,
                day = wording::day(first)
            );
            found.push((certification.span_of("decided"), message, first < today));
        }
    }
    if let Some(expires) = fields.date("expires").filter(|expires| BEFORE_END.before(*expires) <= today) {
        let (passed, day) = (expires < today, wording::day(expires));
        let message = match passed {
            true => say!("the certificate of {id} expired on {day}", id, day),
            false => say!("the certificate of {id} expires on {day}", id, day),
        };
        found.push((certification.span_of("expires"), message, passed));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn certification(lines: &str) -> String {
        format!("---\nid: CER\nkind: certification\nstate: certified\n{lines}---\n")
    }

    #[test]
    fn what_is_near_or_missed_is_told() {
        for (lines, told) in [
            (
                "surveillance: [{audit: stage-1, planned: 2026-11-18}]\n",
                "5:42 `stage-1` of CER was planned for 2026-11-18, and nothing says that it was held",
            ),
            (
                "surveillance: [{audit: stage-1, planned: 2027-01-19}]\n",
                "5:42 `stage-1` of CER is planned for 2027-01-19",
            ),
            ("expires: 2027-05-20\n", "5:10 the certificate of CER expires on 2027-05-20"),
            ("expires: 2026-11-18\n", "5:10 the certificate of CER expired on 2026-11-18"),
            (
                "decided: 2026-02-01\n",
                "5:10 no surveillance of CER was held or is planned by 2027-02-01, twelve months after the decision",
            ),
        ] {
            assert_one("certificate-due", &certification(lines), &[told]);
        }
    }

    #[test]
    fn what_is_held_planned_in_time_or_over_is_no_finding() {
        for lines in [
            "surveillance: [{audit: stage-1, planned: 2026-11-18, held: 2026-11-18}]\n",
            "decided: 2026-02-01\nsurveillance: [{audit: surveillance-1, planned: 2027-01-31}]\n",
            "decided: 2024-02-01\nsurveillance: [{audit: surveillance-1, planned: 2025-01-31, held: 2025-01-30}]\n",
            "expires: 2027-05-22\n",
        ] {
            assert_one("certificate-due", &certification(lines), &[]);
        }
        assert_one("certificate-due", &certification("expires: 2020-01-01\n").replace("certified", "withdrawn"), &[]);
        assert_one("certificate-due", &certification("expires: 2020-01-01\nstatus: draft\n"), &[]);
    }
}
