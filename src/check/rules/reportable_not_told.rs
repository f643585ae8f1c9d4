//! `reportable-not-told`: an incident that has to be reported, and no day on which it was.

use crate::base::say;
use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS709",
    name: "reportable-not-told",
    level: Level::Error,
    clock: false,
    what: "An incident is marked `reportable`, and `authority-told` does not say when the authority was told.",
    why: "Duties to report run on short deadlines: article 73 of the EU AI Act gives 15 days at most for a serious incident, fewer for the gravest. Control A.8.5 asks that such duties are known and met.",
    fix: "Tell the authority, and write the day under `authority-told`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, incident) in context.living_of("incident").filter(|(_, incident)| !is_draft(incident)) {
        let fields = &incident.fields;
        if fields.flag("reportable") == Some(true) && fields.lacks("authority-told") {
            report.document(
                incident,
                incident.span_of("reportable"),
                say!("{id} has to be reported, and no `authority-told` says when it was", id = incident.id),
                say!("Tell the authority, and write the day: `authority-told: …`."),
            );
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
    fn a_day_or_no_duty_are_no_findings() {
        for lines in [
            "reportable: true\nauthority-told: 2026-01-01\n",
            "reportable: false\n",
            "",
            "reportable: true\nauthority-told: soon\n",
        ] {
            assert_one("reportable-not-told", &incident(lines), &[]);
        }
    }
}
