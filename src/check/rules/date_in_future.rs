//! `date-in-future`: something is said to have happened on a day that has not come yet.

use crate::base::{Date, say, wording};
use crate::check::{Context, Report, Rule};
use crate::diag::{Level, Span};
use crate::model::fields::{FieldValue, Fields};

pub(super) static RULE: Rule = Rule {
    code: "AIMS404",
    name: "date-in-future",
    level: Level::Error,
    clock: true,
    what: "A date of something that was done, such as `reviewed`, `date`, `accepted` or `closed`, lies after today. `effective`, `due` and `next-review` may.",
    why: "A record is evidence of what took place (clause 7.5.3). A day that has not come yet is a slip, or evidence made beforehand; it also puts off the next review.",
    fix: "Write the day on which it happened. What is planned belongs under `due`, `effective` or `next-review`.",
    run,
};

/// Keys that say when something was done.
pub(super) const DONE: [&str; 10] = [
    "reviewed",
    "date",
    "accepted",
    "approved",
    "closed",
    "done",
    "effectiveness-checked",
    "contained",
    "users-told",
    "authority-told",
];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    for (_, document) in context.living() {
        let rows = document.fields.iter().flat_map(|field| match &field.value {
            FieldValue::Rows(rows) => rows.iter().map(|row| (format!("{}.", field.name), &row.cells)).collect(),
            _ => Vec::new(),
        });
        for (of, fields) in std::iter::once((String::new(), &document.fields)).chain(rows) {
            for (key, date, span) in ahead(fields, today) {
                report.document(
                    document,
                    span,
                    say!(
                        "`{key}` is {day}, a day that has not come yet",
                        key = format!("{of}{key}"),
                        day = wording::day(date)
                    ),
                    say!("Today is {day}. Write the day on which it happened.", day = wording::day(today)),
                );
            }
        }
    }
}

/// Dates of things done that lie after today.
fn ahead(fields: &Fields, today: Date) -> impl Iterator<Item = (&'static str, Date, Span)> {
    DONE.into_iter().filter_map(move |key| {
        let date = fields.date(key).filter(|date| *date > today)?;
        Some((key, date, fields.span(key)?))
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

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
    fn today_what_is_planned_and_retired_documents_are_no_findings() {
        assert_one("date-in-future", &document("policy", "reviewed: 2026-11-20\n"), &[]);
        assert_one("date-in-future", &document("policy", "effective: 2027-01-01\nnext-review: 2028-01-01\n"), &[]);
        assert_one("date-in-future", &document("policy", "status: retired\nreviewed: 2027-01-01\n"), &[]);
    }
}
