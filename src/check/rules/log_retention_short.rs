//! `log-retention-short`: event logs of an AI system that are kept for less than six months.

use crate::base::{Date, Period, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::covered;
use crate::diag::Level;
use crate::model::act_class::{KEY, high_risk};

pub(super) static RULE: Rule = Rule {
    code: "AIMS635",
    name: "log-retention-short",
    level: Level::Error,
    clock: false,
    what: "The entry of an AI system in use says under `log-retention` that its event logs are kept for less than six months. A warning where the system is not high-risk; and where it is, and the entry does not say how long they are kept.",
    why: "Event logs are what an incident is understood by (control A.6.2.8). Providers and deployers of high-risk systems have to keep them for six months at least (articles 19 and 26(6) of the EU AI Act).",
    fix: "Keep the logs for six months or longer, and then write so.",
    run,
};

const LEAST: Period = Period::Months(6);

/// A day from which lengths of time are compared: the half-year behind it is the longest of the year.
const DAY: Date = Date::constant(2026, 3, 1);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in covered(context) {
        let fields = &system.fields;
        if system.stage() != Some("in-use") {
            continue;
        }
        if let Some(class) =
            high_risk(system).filter(|_| fields.lacks("log-retention") && !fields.is_misread("log-retention"))
        {
            report.document(
                system,
                system.span_of(KEY),
                say!(
                    "{id} is of the class `{class}`, and nothing says how long its event logs are kept",
                    id = system.id,
                    class
                ),
                say!("Add `log-retention: …`: six months at least, and longer where other law asks for it."),
            );
            report.at(Level::Warning);
        }
        let Some(kept) = fields.period("log-retention").filter(|kept| is_short(*kept)) else { continue };
        report.document(
            system,
            system.span_of("log-retention"),
            say!(
                "the event logs of {id} are kept for {kept}, which is less than six months",
                id = system.id,
                kept = kept.said()
            ),
            say!("Keep them for `6 months` or longer, and write so under `log-retention`."),
        );
        if high_risk(system).is_none() {
            report.at(Level::Warning);
        }
    }
}

/// Whether a length of time is less than half a year, whichever half that is: 181 days are enough.
fn is_short(kept: Period) -> bool {
    kept.after(DAY) < LEAST.after(DAY) && !matches!(kept, Period::Days(181..))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check};

    fn system(kept: &str, more: &str) -> String {
        format!("---\nid: S\nkind: system\nlifecycle: in-use\nlog-retention: {kept}\n{more}---\n")
    }

    #[test]
    fn less_than_half_a_year_is_told() {
        for kept in ["30 days", "5 months", "180 days"] {
            let told = format!("5:16 the event logs of S are kept for {kept}, which is less than six months");
            assert_one("log-retention-short", &system(kept, ""), &[&told]);
        }
        for kept in ["6 months", "181 days", "1 year", "soon"] {
            assert_one("log-retention-short", &system(kept, ""), &[]);
        }
        assert_one("log-retention-short", &system("30 days", "status: draft\n"), &[]);
        assert_one("log-retention-short", &system("30 days", "").replace("in-use", "planned"), &[]);
    }

    #[test]
    fn who_says_nothing_is_not_better_off() {
        let text = "---\nid: S\nkind: system\nlifecycle: in-use\nai-act-class: high\n---\n";
        let told = "5:15 S is of the class `high`, and nothing says how long its event logs are kept";
        assert_one("log-retention-short", text, &[told]);
        assert_one("log-retention-short", &text.replace("high", "minimal"), &[]);
        assert_one("log-retention-short", &text.replace("in-use", "planned"), &[]);
    }

    #[test]
    fn it_is_an_error_where_the_system_is_high_risk() {
        let level = |class: &str| {
            let text = system("30 days", &format!("ai-act-class: {class}\n"));
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &text)]);
            found.into_iter().find(|finding| finding.code == "AIMS635").map(|finding| finding.level.as_str())
        };
        assert_eq!((level("high-annex-iii"), level("minimal")), (Some("error"), Some("warning")));
    }
}
