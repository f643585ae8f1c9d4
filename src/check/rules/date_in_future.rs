//! `date-in-future`: something is said to have happened on a day that has not come yet.

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::done::done;
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::versions::same;

pub(super) static RULE: Rule = Rule {
    code: "AIMS404",
    name: "date-in-future",
    level: Level::Error,
    clock: true,
    what: "A date of something that was done, such as `reviewed`, `date`, `accepted`, `answered`, `checked`, `due-diligence` or `closed`, lies after today; or the day since when a version is in use does, although it is. `effective`, `due` and `next-review` may. `aims explain KIND` says it beside each key.",
    why: "A record is evidence of what took place (clause 7.5.3). A day that has not come yet is a slip, or evidence made beforehand; it also puts off the next review.",
    fix: "Write the day on which it happened. What is planned belongs under `due`, `effective` or `next-review`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    for (ix, document) in context.living() {
        let ahead = done(context, document).into_iter().filter(|done| done.day > today);
        let ahead = ahead.map(|done| (done.key(), done.day, done.span));
        for (key, day, span) in running(context, ix, document).into_iter().chain(ahead) {
            report.document(
                document,
                span,
                say!("`{key}` is {day}, a day that has not come yet", key, day = wording::day(day)),
                say!("Today is {day}. Write the day on which it happened.", day = wording::day(today)),
            );
        }
    }
}

/// A day to come since when a version is in use, although it runs already: of a system, or of the release of it.
fn running(context: &Context<'_>, ix: DocIx, document: &Document) -> Option<(String, Date, Span)> {
    let key = match document.counts_as() {
        "system" if in_use(document) => "version-since",
        "release" if document.fields.text("decision") != Some("no-release") => "deployed",
        _ => return None,
    };
    let day = document.fields.date(key).filter(|day| *day > context.aims.today)?;
    let runs = |system: &Document| {
        let versions = document.fields.text("system-version").zip(system.fields.text("system-version"));
        in_use(system) && versions.is_some_and(|(released, runs)| same(released, runs))
    };
    let mut systems = context.aims.named_by(ix, "systems");
    let is_so = document.is("system") || systems.any(|ix| runs(context.aims.document(ix)));
    is_so.then(|| (key.to_owned(), day, document.span_of(key)))
}

fn in_use(system: &Document) -> bool {
    system.stage() == Some("in-use")
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn document(kind: &str, fields: &str) -> String {
        format!("---\nid: P\ntitle: T\nkind: {kind}\n{fields}---\nx\n")
    }

    #[test]
    fn each_is_told_at_its_date() {
        assert_one(
            "date-in-future",
            &document(
                "nonconformity",
                "date: 2026-11-20\nreviewed: 2026-11-21\ndone: 2062-01-01\nclosed: 2027-01-01\neffectiveness-checked: 2027-01-01\n",
            ),
            &[
                "6:11 `reviewed` is 2026-11-21, a day that has not come yet",
                "7:7 `done` is 2062-01-01, a day that has not come yet",
                "8:9 `closed` is 2027-01-01, a day that has not come yet",
                "9:24 `effectiveness-checked` is 2027-01-01, a day that has not come yet",
            ],
        );
        assert_one(
            "date-in-future",
            &document("incident", "contained: 2027-01-01\nusers-told: 2027-01-01\nauthority-told: 2027-01-01\n"),
            &[
                "5:12 `contained` is 2027-01-01, a day that has not come yet",
                "6:13 `users-told` is 2027-01-01, a day that has not come yet",
                "7:17 `authority-told` is 2027-01-01, a day that has not come yet",
            ],
        );
    }

    #[test]
    fn dates_in_rows_are_looked_at_too() {
        assert_one(
            "date-in-future",
            &document("objective", "due: 2030-01-01\nmeasurements:\n  - {date: 2027-01-01, value: 1}\n"),
            &["7:12 `measurements.date` is 2027-01-01, a day that has not come yet"],
        );
    }

    #[test]
    fn each_kind_has_its_own() {
        for (kind, key, column) in [
            ("supplier", "due-diligence", 16),
            ("change", "checked", 10),
            ("change", "approved", 11),
            ("concern", "answered", 11),
            ("improvement", "decided", 10),
            ("test", "criteria-set", 15),
            ("incident", "occurred", 11),
        ] {
            let told = format!("5:{column} `{key}` is 2027-01-01, a day that has not come yet");
            assert_one("date-in-future", &document(kind, &format!("{key}: 2027-01-01\n")), &[&told]);
        }
        let told = "6:29 `quality.checked` is 2027-01-01, a day that has not come yet";
        let quality = "quality:\n  - {criterion: c, checked: 2027-01-01}\n";
        assert_one("date-in-future", &document("dataset", quality), &[told]);
    }

    #[test]
    fn a_version_that_runs_was_not_put_into_use_on_a_day_to_come() {
        let release = document("release", "systems: [S]\nsystem-version: \"2.0\"\ndeployed: 2027-01-01\n");
        let system = |stage: &str, version: &str| {
            format!("---\nid: S\nkind: system\nlifecycle: {stage}\nsystem-version: {version}\n---\nx\n")
        };
        let found = |system: &str| only("date-in-future", &[("aims.toml", ""), ("r.md", &release), ("s.md", system)]);
        let told = ["r.md:7:11 `deployed` is 2027-01-01, a day that has not come yet"];
        assert_eq!(found(&system("in-use", "v2.0")), told);
        assert!(found(&system("in-use", "1.9")).is_empty(), "the next version is planned");
        assert!(found(&system("validation", "2.0")).is_empty());
        assert!(found(&system("retired", "2.0")).is_empty());
        let leaves = system("retired\nretired: 2027-01-01", "2.0");
        assert_eq!(found(&leaves), told, "it runs until its day");
    }

    #[test]
    fn today_what_is_planned_and_retired_documents_are_no_findings() {
        assert_one("date-in-future", &document("policy", "reviewed: 2026-11-20\n"), &[]);
        assert_one("date-in-future", &document("policy", "effective: 2027-01-01\nnext-review: 2028-01-01\n"), &[]);
        assert_one("date-in-future", &document("policy", "status: retired\nreviewed: 2027-01-01\n"), &[]);
    }
}
