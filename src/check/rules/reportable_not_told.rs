//! `reportable-not-told`: an incident that has to be reported, and no day on which it was, or nothing by which to find the
//! report.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::to_tell;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS709",
    name: "reportable-not-told",
    level: Level::Error,
    clock: false,
    what: "An incident is marked `reportable`, and `authority-told` does not say when the authority was told. By when it has to be is told: by `deadline`, else as the law has it, which is the first of the terms of `reported-late`. Or, as a note, the authority was told on a day that has come, and `report-refs` does not say what the report goes by.",
    why: "Duties to report run on short deadlines: article 73 of the EU AI Act gives 15 days at most for a serious incident, fewer for the gravest. Control A.8.5 asks that such duties are known and met. A report that nobody can find again is not shown, and the authority asks back by its reference.",
    fix: "Tell the authority, and write the day under `authority-told`, and under `report-refs` the reference of the report or where it is kept.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, incident) in context.living_of("incident").filter(|(_, incident)| !incident.is_draft()) {
        let fields = &incident.fields;
        if fields.flag("reportable") == Some(true) && fields.lacks("authority-told") {
            let id = &incident.id;
            let message = match to_tell(fields).map(wording::day) {
                Some(day) => {
                    say!("{id} has to be reported by {day}, and no `authority-told` says when it was", id, day)
                }
                None => say!("{id} has to be reported, and no `authority-told` says when it was", id),
            };
            let help = say!("Tell the authority, and write the day: `authority-told: …`.");
            report.document(incident, incident.span_of("reportable"), message, help);
        }
        // A day that has not come yet has its own finding.
        let told = fields.date("authority-told").filter(|told| *told <= context.aims.today);
        if let Some(told) = told.filter(|_| fields.lacks("report-refs")) {
            report.document(
                incident,
                incident.span_of("authority-told"),
                say!(
                    "the authority was told of {id} on {told}, and no `report-refs` says what the report goes by",
                    id = incident.id,
                    told = wording::day(told)
                ),
                say!("Write the reference of the report, or where it is kept: `report-refs: […]`."),
            );
            report.at(Level::Note);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn incident(lines: &str) -> String {
        format!("---\nid: INC-001\nkind: incident\n{lines}---\n")
    }

    #[test]
    fn it_is_told_at_the_mark() {
        let told = ["4:13 INC-001 has to be reported, and no `authority-told` says when it was"];
        assert_one("reportable-not-told", &incident("reportable: yes\n"), &told);
    }

    #[test]
    fn a_report_goes_by_something() {
        let told =
            ["4:17 the authority was told of INC-001 on 2026-01-01, and no `report-refs` says what the report goes by"];
        assert_one("reportable-not-told", &incident("authority-told: 2026-01-01\nreportable: true\n"), &told);
        for lines in ["authority-told: 2027-01-01\n", "authority-told: 2026-01-01\nstatus: draft\n"] {
            assert_one("reportable-not-told", &incident(lines), &[]);
        }
    }

    #[test]
    fn a_day_or_no_duty_are_no_findings() {
        for lines in [
            "reportable: true\nauthority-told: 2026-01-01\nreport-refs: [F-2026-114]\n",
            "reportable: false\n",
            "",
            "reportable: true\nauthority-told: soon\n",
        ] {
            assert_one("reportable-not-told", &incident(lines), &[]);
        }
    }
}
