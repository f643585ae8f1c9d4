//! `reporting-undecided`: a grave incident, and nothing says whether it has to be reported.

use crate::base::{Period, say};
use crate::check::context::Context;
use crate::check::lacks::{is_unsaid, known_since};
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS732",
    name: "reporting-undecided",
    level: Level::Error,
    clock: false,
    what: "An incident is graded `serious`, or its `serious-incident` is `yes`, and `reportable` does not say whether an authority has to be told; or it says no, or that it is no serious incident, and no `reportable-reason` or `serious-reason` says why. So it is where `serious-incident` is still `undecided` after 15 days, or is left out although `harms` names a harm that makes an incident a serious one, however it was graded, and no `reportable: true` and no reason speaks of it. A warning where `reportable: false` stands without a reason, and where an incident graded `high` leaves `reportable` out.",
    why: "Duties to report run on short terms (article 73 of the EU AI Act, control A.8.5). That there is none is a judgement that somebody has to make, write down and answer for.",
    fix: "Judge it, and write `reportable: true` or `false`, with who judged it and why under `reportable-reason`.",
    run,
};

/// The longest term of article 73: until then it may be looked into.
const TERM: Period = Period::Days(15);

/// Harms by which an incident is a serious one (article 3(49)), if they are grave and the system led to them.
const GRAVE: [&str; 6] =
    ["death", "health", "critical-infrastructure", "widespread", "fundamental-rights", "property-or-environment"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, incident) in context.living_of("incident").filter(|(_, incident)| !incident.is_draft()) {
        let fields = &incident.fields;
        if ["reportable", "severity", "serious-incident", "harms"].iter().any(|key| fields.is_misread(key)) {
            continue;
        }
        if let Some((span, message, level)) = undecided(context, incident) {
            let help = say!(
                "Judge it, and write `reportable: true` or `false`, with who judged it and why: `reportable-reason: …`."
            );
            report.document(incident, span, message, help);
            report.at(level);
        }
    }
}

fn undecided(context: &Context<'_>, incident: &Document) -> Option<(Span, String, Level)> {
    let (fields, id) = (&incident.fields, &incident.id);
    let (severity, legal, reportable) =
        (fields.text("severity"), fields.text("serious-incident"), fields.flag("reportable"));
    let unreasoned = is_unsaid(fields, "serious-reason") && is_unsaid(fields, "reportable-reason");
    let aware = known_since(fields);
    let waits = aware.is_some_and(|aware| context.aims.today > TERM.after(aware));
    let at = |key: &str| incident.span_of(key);
    let harm = fields.texts("harms").iter().find(|harm| GRAVE.contains(&harm.value.as_str()));
    match (severity, legal, reportable) {
        (_, Some("undecided"), None | Some(false)) if waits => {
            let message = say!("whether {id} is a serious incident is undecided after more than 15 days", id);
            Some((at("serious-incident"), message, Level::Error))
        }
        (_, Some("yes"), None) | (Some("serious"), None, None) => {
            let key = if legal.is_some() { "serious-incident" } else { "severity" };
            let message = say!("{id} is serious, and nothing says whether it has to be reported", id);
            Some((at(key), message, Level::Error))
        }
        (Some("serious"), Some("no"), _) if unreasoned && reportable != Some(true) => {
            let message =
                say!("{id} is graded `serious` and is to be no serious incident, and no `serious-reason` says why", id);
            Some((at("serious-incident"), message, Level::Error))
        }
        // Why it is serious is no reason to tell nobody.
        (Some("serious"), None | Some("yes"), Some(false)) | (_, Some("yes"), Some(false))
            if is_unsaid(fields, "reportable-reason") =>
        {
            let message = say!("{id} is serious and is not to be reported, and no `reportable-reason` says why", id);
            // A team may have said why in its text, before there was a key for it.
            Some((at("reportable"), message, Level::Warning))
        }
        (_, None, None | Some(false)) if waits && unreasoned && harm.is_some() => {
            let harm = harm.map_or("", |harm| harm.value.as_str());
            let message = say!(
                "{id} did harm (`{harm}`), and after more than 15 days nothing says whether it is a serious incident",
                id,
                harm
            );
            Some((at("harms"), message, Level::Error))
        }
        (Some("high"), None, None) => {
            let message = say!("{id} is graded `high`, and nothing says whether it has to be reported", id);
            Some((at("severity"), message, Level::Warning))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn incident(lines: &str) -> String {
        format!("---\nid: INC\nkind: incident\n{lines}\n---\n")
    }

    #[test]
    fn what_nobody_decided_or_gave_a_reason_for_is_told() {
        for (lines, told) in [
            ("severity: serious", "4:11 INC is serious, and nothing says whether it has to be reported"),
            ("serious-incident: yes", "4:19 INC is serious, and nothing says whether it has to be reported"),
            ("severity: high", "4:11 INC is graded `high`, and nothing says whether it has to be reported"),
            (
                "severity: serious\nreportable: false",
                "5:13 INC is serious and is not to be reported, and no `reportable-reason` says why",
            ),
            (
                "severity: serious\nreportable: false\nreportable-reason: none",
                "5:13 INC is serious and is not to be reported, and no `reportable-reason` says why",
            ),
            (
                "severity: serious\nserious-incident: no",
                "5:19 INC is graded `serious` and is to be no serious incident, and no `serious-reason` says why",
            ),
            (
                "serious-incident: yes\nserious-reason: A person came to harm\nreportable: false",
                "6:13 INC is serious and is not to be reported, and no `reportable-reason` says why",
            ),
            (
                "date: 2026-11-01\nseverity: low\nharms: [other, death]",
                "6:8 INC did harm (`death`), and after more than 15 days nothing says whether it is a serious incident",
            ),
            (
                "date: 2026-11-01\nharms: [widespread]\nreportable: false",
                "5:8 INC did harm (`widespread`), and after more than 15 days nothing says whether it is a serious incident",
            ),
            (
                "date: 2026-11-10\nseverity: high\nharms: [health]",
                "5:11 INC is graded `high`, and nothing says whether it has to be reported",
            ),
            (
                "date: 2026-11-01\nserious-incident: undecided",
                "5:19 whether INC is a serious incident is undecided after more than 15 days",
            ),
        ] {
            assert_one("reporting-undecided", &incident(lines), &[told]);
        }
    }

    #[test]
    fn decisions_reasons_and_patience_are_no_findings() {
        for lines in [
            "severity: serious\nreportable: true",
            "severity: serious\nreportable: false\nreportable-reason: Of no use.",
            "severity: serious\nserious-incident: no\nserious-reason: Nobody was harmed.",
            "severity: high\nreportable: false",
            "severity: high\nserious-incident: no",
            "severity: medium",
            "date: 2026-11-10\nserious-incident: undecided",
            "date: 2026-11-10\nseverity: low\nharms: [death]",
            "date: 2026-11-01\nseverity: low\nharms: [death]\nserious-incident: no",
            "date: 2026-11-01\nseverity: low\nharms: [death]\nreportable: true",
            "date: 2026-11-01\nharms: [death]\nreportable: false\nreportable-reason: The machine was switched off.",
            "date: 2026-11-01\nseverity: low\nharms: [personal-data, other]",
            "severity: serious\nstatus: draft",
            "severity: serious\nreportable: perhaps",
        ] {
            assert_one("reporting-undecided", &incident(lines), &[]);
        }
    }
}
