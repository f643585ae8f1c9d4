//! `dates-out-of-order`: one thing is said to have come before another that it follows from.

use std::collections::BTreeSet;

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::document::Document;
use crate::model::fields::{Field, FieldValue, Fields};
use crate::model::kinds::{FieldSpec, Kinds};
use crate::model::versions::same;

pub(super) static RULE: Rule = Rule {
    code: "AIMS405",
    name: "dates-out-of-order",
    level: Level::Warning,
    clock: false,
    what: "Two dates of a document, or of a row of it, cannot both be right: the next review before the last, accepted before it was assessed or before the data protection officer was heard, checked before it was decided or done, closed before it was raised or before users were told, due before it was raised, answered before it was raised, out of use before it was in use, tested before its thresholds were set, in use before its release was decided. `aims explain KIND` says beside each key which days it does not come before. Or a day lies before 1950 or after 2199, which is a slip of the year; laws may be older. Or the release of the version that a system runs says another day of its use (`deployed`) than the system (`version-since`). A review before the day on which a version takes effect is in order: a version is read, and then it holds.",
    why: "Records have to be right to be evidence (clause 7.5.3). For a nonconformity the order is the point: first the action, then the check that it worked (clause 10.2).",
    fix: "Put right the date that is wrong.",
    run,
};

/// Kinds that hold what others made, which may be older than everything else here.
pub(super) const OF_OTHERS: [&str; 2] = ["external", "obligation"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    of_use(context, report);
    for (_, document) in context.living() {
        let looked = Looked { kinds: &context.aims.kinds, today: context.aims.today, document };
        for field in document.fields.iter() {
            let Some(spec) = looked.spec(&field.name) else { continue };
            match &field.value {
                FieldValue::Date(day) => _ = looked.tell(None, spec, (*day, field.span), report),
                FieldValue::Rows(rows) => {
                    // Where one day of the document is wrong, every row is: the first is told.
                    let mut told = BTreeSet::new();
                    for row in rows {
                        for (column, day) in row.cells.iter().filter_map(|cell| of_cell(spec, cell)) {
                            let of_document = column.not_before.iter().all(|key| spec.column(key).is_none());
                            if !(of_document && told.contains(&column.name))
                                && looked.tell(Some((spec, &row.cells)), column, day, report)
                            {
                                told.insert(&column.name);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// Tells of a release that says another day of its use than the system that runs its version.
fn of_use(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    for (ix, system) in context.living_of("system") {
        let since = system.fields.date("version-since").filter(|day| *day <= today);
        let Some((runs, since)) = system.fields.text("system-version").zip(since) else { continue };
        let deployed = |release: &Document| release.fields.date("deployed").filter(|day| *day <= today);
        let is_it = |release: &Document| {
            let goes = matches!(release.fields.text("decision"), Some("release" | "release-with-conditions"));
            let version = release.fields.text("system-version").is_some_and(|version| same(version, runs));
            goes && version && !release.is_draft() && !release.is_retired()
        };
        let releases = context.aims.naming("release", "systems", ix).into_iter().filter(|(_, release)| is_it(release));
        let days: Vec<(Date, &Document)> = releases.filter_map(|(_, one)| Some((deployed(one)?, one))).collect();
        let Some((day, release)) = days.iter().min_by_key(|(day, _)| *day) else { continue };
        if days.iter().any(|(day, _)| *day == since) {
            continue;
        }
        report.document(
            release,
            release.span_of("deployed"),
            say!(
                "{id} went into use on {day}, and {system} runs its version since {since}",
                id = release.id,
                day = wording::day(*day),
                system = system.id,
                since = wording::day(since)
            ),
            say!("Put right `deployed` of the release, or `version-since` of the system."),
        );
        report.also(&system.path, system.fields.span("version-since"), say!("the system"));
    }
}

/// A cell that holds a day, with what is said of its column.
fn of_cell<'a>(rows: &'a FieldSpec, cell: &Field) -> Option<(&'a FieldSpec, (Date, Span))> {
    let FieldValue::Date(day) = cell.value else { return None };
    Some((rows.column(&cell.name)?, (day, cell.span)))
}

/// A document whose days are looked at.
struct Looked<'a> {
    kinds: &'a Kinds,
    today: Date,
    document: &'a Document,
}

impl<'a> Looked<'a> {
    fn spec(&self, key: &str) -> Option<&'a FieldSpec> {
        let kinds: &'a Kinds = self.kinds;
        kinds.field(self.document.kind.as_deref(), key)
    }

    /// Tells of a day that is odd, or that comes before one of those that it follows; whether there is anything to tell.
    fn tell(
        &self,
        row: Option<(&'a FieldSpec, &Fields)>,
        spec: &FieldSpec,
        (day, span): (Date, Span),
        report: &mut Report<'_>,
    ) -> bool {
        let later = row.map_or_else(|| spec.name.clone(), |(rows, _)| format!("{}.{}", rows.name, spec.name));
        if self.is_odd(spec, day) {
            let message = say!("`{key}` is {day}, a year that nobody can mean", key = later, day = wording::day(day));
            report.document(self.document, span, message, say!("Put the year right."));
            return true;
        }
        let first = spec.not_before.iter().find_map(|key| {
            let (before, spec) = self.day_of(row, key)?;
            // Of a day that has not come yet another rule tells, and the order may only follow from it.
            let by_another = spec.done || self.document.is("system");
            let told = self.is_odd(spec, before) || by_another && before > self.today;
            (day < before && !told).then_some((before, key))
        });
        let Some((before, earlier)) = first else { return false };
        report.document(
            self.document,
            span,
            say!(
                "`{later}` is {after}, before {before} (`{earlier}`)",
                later,
                after = wording::day(day),
                before = wording::day(before),
                earlier
            ),
            say!("Put right `{later}` or `{earlier}`.", later, earlier),
        );
        true
    }

    /// The day under a key: of the same row where rows have that column, else of the document; the last under `rows.key`.
    fn day_of(&self, row: Option<(&'a FieldSpec, &Fields)>, key: &str) -> Option<(Date, &'a FieldSpec)> {
        if let Some((rows, key)) = key.split_once('.') {
            let days = self.document.fields.rows(rows).iter().filter_map(|row| row.cells.date(key));
            return days.max().zip(self.spec(rows)?.column(key));
        }
        match row.and_then(|(rows, cells)| Some((rows.column(key)?, cells))) {
            Some((column, cells)) => Some((cells.date(key)?, column)),
            None => self.document.fields.date(key).zip(self.spec(key)),
        }
    }

    /// Whether the year of a day is a slip. Of one to come of what was done another rule tells.
    fn is_odd(&self, spec: &FieldSpec, day: Date) -> bool {
        let old = day.year() < 1950 && !OF_OTHERS.contains(&self.document.counts_as());
        old || day.year() > 2199 && !spec.done
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn document(kind: &str, fields: &str) -> String {
        format!("---\nid: P\ntitle: T\nkind: {kind}\n{fields}---\nx\n")
    }

    #[test]
    fn it_is_told_at_the_date_that_should_be_later() {
        assert_one(
            "dates-out-of-order",
            &document("policy", "next-review: 2026-01-01\nreviewed: 2026-01-02\n"),
            &["5:14 `next-review` is 2026-01-01, before 2026-01-02 (`reviewed`)"],
        );
        assert_one(
            "dates-out-of-order",
            &document(
                "nonconformity",
                "date: 2026-03-01\ndone: 2026-02-01\neffectiveness-checked: 2026-01-15\nclosed: 2026-02-28\n",
            ),
            &[
                "6:7 `done` is 2026-02-01, before 2026-03-01 (`date`)",
                "7:24 `effectiveness-checked` is 2026-01-15, before 2026-02-01 (`done`)",
                "8:9 `closed` is 2026-02-28, before 2026-03-01 (`date`)",
            ],
        );
        assert_one(
            "dates-out-of-order",
            &document("incident", "date: 2026-03-01\ncontained: 2026-02-28\n"),
            &["6:12 `contained` is 2026-02-28, before 2026-03-01 (`date`)"],
        );
        assert_one(
            "dates-out-of-order",
            &document("system", "deployed: 2026-03-01\nretired: 2026-02-28\n"),
            &["6:10 `retired` is 2026-02-28, before 2026-03-01 (`deployed`)"],
        );
    }

    #[test]
    fn marks_are_set_before_a_test_and_a_release_is_decided_before_use() {
        let test = document("test", "date: 2026-03-01\ncriteria-set: 2026-03-02\n");
        let told = "5:7 `date` is 2026-03-01, before 2026-03-02 (`criteria-set`)";
        assert_one("dates-out-of-order", &test, &[told]);
        let release = document("release", "date: 2026-03-02\ndeployed: 2026-03-01\n");
        let told = "6:11 `deployed` is 2026-03-01, before 2026-03-02 (`date`)";
        assert_one("dates-out-of-order", &release, &[told]);
    }

    #[test]
    fn advice_comes_before_the_decision() {
        let assessment = |opinion: &str| {
            document("impact-assessment", &format!("date: 2026-03-01\naccepted: 2026-03-10\ndpo-opinion: {opinion}\n"))
        };
        let told = "6:11 `accepted` is 2026-03-10, before 2026-03-11 (`dpo-opinion.date`)";
        assert_one("dates-out-of-order", &assessment("[{date: 2026-03-11, opinion: o}]"), &[told]);
        assert_one("dates-out-of-order", &assessment("[{date: 2026-03-10, opinion: o}]"), &[]);
        assert_one("dates-out-of-order", &assessment("2026-03-11, agrees"), &[]);
    }

    #[test]
    fn the_same_day_one_date_alone_and_a_day_that_has_not_come_are_no_findings() {
        assert_one("dates-out-of-order", &document("nonconformity", "date: 2026-03-01\ndone: 2026-03-01\n"), &[]);
        assert_one("dates-out-of-order", &document("nonconformity", "closed: 2026-03-01\n"), &[]);
        assert_one("dates-out-of-order", &document("risk-assessment", "date: 2026-03-01\n"), &[]);
        assert_one("dates-out-of-order", &document("risk", "date: 2026-03-01\naccepted: 2026-02-01\n"), &[]);
        // What is approved, and then made, is of the day on which it was made.
        assert_one("dates-out-of-order", &document("change", "date: 2026-03-01\napproved: 2026-02-01\n"), &[]);
        assert_one("dates-out-of-order", &document("policy", "reviewed: 2062-01-01\nnext-review: 2027-01-01\n"), &[]);
    }

    #[test]
    fn each_kind_has_its_order() {
        for (kind, fields, told) in [
            (
                "impact-assessment",
                "date: 2026-03-01\naccepted: 2026-02-01\n",
                "6:11 `accepted` is 2026-02-01, before 2026-03-01 (`date`)",
            ),
            (
                "change",
                "date: 2026-01-01\napproved: 2026-03-01\nchecked: 2026-02-01\n",
                "7:10 `checked` is 2026-02-01, before 2026-03-01 (`approved`)",
            ),
            (
                "concern",
                "date: 2026-03-01\nanswer-due: 2026-02-01\n",
                "6:13 `answer-due` is 2026-02-01, before 2026-03-01 (`date`)",
            ),
            (
                "nonconformity",
                "date: 2026-03-01\ndue: 2026-02-01\n",
                "6:6 `due` is 2026-02-01, before 2026-03-01 (`date`)",
            ),
            (
                "nonconformity",
                "effectiveness-checked: 2026-03-01\nclosed: 2026-02-01\n",
                "6:9 `closed` is 2026-02-01, before 2026-03-01 (`effectiveness-checked`)",
            ),
            (
                "improvement",
                "date: 2026-03-01\ndone: 2026-02-01\n",
                "6:7 `done` is 2026-02-01, before 2026-03-01 (`date`)",
            ),
            (
                "training",
                "date: 2026-03-01\nvalid-until: 2026-02-01\n",
                "6:14 `valid-until` is 2026-02-01, before 2026-03-01 (`date`)",
            ),
            (
                "system",
                "deployed: 2026-03-01\nversion-since: 2026-02-01\n",
                "6:16 `version-since` is 2026-02-01, before 2026-03-01 (`deployed`)",
            ),
        ] {
            assert_one("dates-out-of-order", &document(kind, fields), &[told]);
        }
    }

    #[test]
    fn an_incident_has_its_order() {
        for (kind, fields, told) in [
            (
                "incident",
                "date: 2026-03-01\nusers-told: 2026-02-01\n",
                "6:13 `users-told` is 2026-02-01, before 2026-03-01 (`date`)",
            ),
            (
                "incident",
                "aware: 2026-03-01\nusers-told: 2026-02-01\n",
                "6:13 `users-told` is 2026-02-01, before 2026-03-01 (`aware`)",
            ),
            (
                "incident",
                "aware: 2026-03-01\nauthority-told: 2026-02-01\n",
                "6:17 `authority-told` is 2026-02-01, before 2026-03-01 (`aware`)",
            ),
            (
                "incident",
                "users-told: 2026-03-01\nclosed: 2026-02-01\n",
                "6:9 `closed` is 2026-02-01, before 2026-03-01 (`users-told`)",
            ),
            (
                "incident",
                "date: 2026-02-01\noccurred: 2026-03-01\n",
                "5:7 `date` is 2026-02-01, before 2026-03-01 (`occurred`)",
            ),
        ] {
            assert_one("dates-out-of-order", &document(kind, fields), &[told]);
        }
    }

    #[test]
    fn days_of_rows_follow_one_another_and_the_day_of_the_document() {
        let phases = "phases:\n  - {phase: design, begins: 2026-03-01, closed: 2026-02-01}\n";
        let told = "6:49 `phases.closed` is 2026-02-01, before 2026-03-01 (`begins`)";
        assert_one("dates-out-of-order", &document("roadmap", phases), &[told]);
        let decisions = "date: 2026-03-01\ndecisions:\n  - {decision: d, owner: o, due: 2026-02-01}\n";
        let told = "7:34 `decisions.due` is 2026-02-01, before 2026-03-01 (`date`)";
        assert_one("dates-out-of-order", &document("management-review", decisions), &[told]);
        // What is done about an impact may have been done when the assessment was.
        let measures = "date: 2026-03-01\nmeasures:\n  - {measure: m, due: 2026-02-01, status: done}\n";
        assert_one("dates-out-of-order", &document("impact-assessment", measures), &[]);
    }

    #[test]
    fn a_year_that_is_a_slip_is_told_and_an_old_law_is_not() {
        let told = "5:12 `effective` is 1026-01-01, a year that nobody can mean";
        assert_one("dates-out-of-order", &document("policy", "effective: 1026-01-01\n"), &[told]);
        let told = "5:14 `next-review` is 2926-01-01, a year that nobody can mean";
        assert_one("dates-out-of-order", &document("policy", "next-review: 2926-01-01\n"), &[told]);
        assert_one("dates-out-of-order", &document("external", "published: 1896-08-18\n"), &[]);
    }

    #[test]
    fn a_kind_of_ones_own_says_its_order_and_has_ours_where_it_says_nothing() {
        let settings = "[kinds.visit]\nfield = [{name = \"begun\", type = \"date\"}, {name = \"ended\", type = \"date\", not-before = [\"begun\"]}, {name = \"closed\", type = \"date\"}]\n";
        let visit = "---\nid: V\nkind: visit\ndate: 2026-03-01\nbegun: 2026-02-01\nended: 2026-01-01\nclosed: 2026-01-31\n---\nx\n";
        let told = [
            "v.md:6:8 `ended` is 2026-01-01, before 2026-02-01 (`begun`)",
            "v.md:7:9 `closed` is 2026-01-31, before 2026-03-01 (`date`)",
        ];
        assert_eq!(only("dates-out-of-order", &[("aims.toml", settings), ("v.md", visit)]), told);
    }

    #[test]
    fn a_version_went_into_use_on_one_day() {
        let found = |deployed: &str, more: &str| {
            let release = format!(
                "---\nid: REL\nkind: release\nsystems: [SYS]\nsystem-version: v2\ndecision: release\n{deployed}---\n"
            );
            let system =
                format!("---\nid: SYS\nkind: system\nsystem-version: 2.0\nversion-since: 2026-09-01\n{more}---\n");
            only("dates-out-of-order", &[("aims.toml", ""), ("a.md", &release), ("s.md", &system)])
        };
        let told = ["a.md:7:11 REL went into use on 2026-10-15, and SYS runs its version since 2026-09-01"];
        assert_eq!(found("deployed: 2026-10-15\n", ""), told);
        assert!(found("deployed: 2026-09-01\n", "").is_empty());
        assert!(found("deployed: 2026-12-15\n", "").is_empty(), "of a day that has not come another rule tells");
        assert!(found("deployed: 2026-10-15\nstatus: draft\n", "").is_empty());
    }
}
