//! `competence-lapsed`: a training or a competence that was to be shown again, and was not.

use crate::base::{Date, say, wording};
use crate::check::lacks::{is_draft, late};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS408",
    name: "competence-lapsed",
    level: Level::Warning,
    clock: true,
    what: "The day under `valid-until` of a training has passed, and no later training is on the same `subject`; or that of a row of a record of competence has, and no later record has a row for the same person or role.",
    why: "Competence is kept up, and the record shows it (clause 7.2). Whoever set the day said that it does not hold longer; people go on with the work all the same.",
    fix: "Hold the training again, or look at the person anew, and record it; or say why it holds longer, and set the day.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let again = Newest::of(context);
    let today = context.aims.today;
    for (document, day) in of(context, "training") {
        let fields = &document.fields;
        let Some((until, late)) = lapsed(fields.date("valid-until"), today) else { continue };
        if !is_later(again.by_subject.get(&plain(fields.text("subject"))), day) {
            report.document(
                document,
                document.span_of("valid-until"),
                say!(
                    "{id} held until {until}, {late}, and no later training is on its subject",
                    id = document.id,
                    until = wording::day(until),
                    late
                ),
                say!("Hold it again and record that, or say why it holds longer, and set the day."),
            );
        }
    }
    for (record, day) in of(context, "competence") {
        for row in record.fields.rows("entries") {
            let Some((until, late)) = lapsed(row.cells.date("valid-until"), today) else { continue };
            if is_later(again.by_person.get(&plain(row.cells.text("person"))), day)
                || is_later(Some(&again.unread), day)
            {
                continue;
            }
            let until = wording::day(until);
            let message = match row.cells.text("person") {
                Some(person) => say!(
                    "the competence of {person} held until {until}, {late}, and no later record has a row for it",
                    person,
                    until,
                    late
                ),
                None => say!(
                    "the competence of somebody held until {until}, {late}, and no later record has a row for it",
                    until,
                    late
                ),
            };
            report.document(
                record,
                row.cells.span("valid-until").unwrap_or(row.span),
                message,
                say!("Look at it anew and record that, or say why it holds longer, and set the day."),
            );
        }
    }
}

/// The newest days on which something was shown.
#[derive(Default)]
struct Newest {
    /// Trainings by their subject.
    by_subject: BTreeMap<String, Option<Date>>,
    /// Records of competence by the person or role of a row.
    by_person: BTreeMap<String, Option<Date>>,
    /// Records of competence whose rows could not be read, so that they may have one for anybody.
    unread: Option<Date>,
}

impl Newest {
    fn of(context: &Context<'_>) -> Self {
        let mut newest = Self::default();
        for (training, day) in of(context, "training") {
            let best = newest.by_subject.entry(plain(training.fields.text("subject"))).or_default();
            *best = day.max(*best);
        }
        for (record, day) in of(context, "competence") {
            for row in record.fields.rows("entries") {
                let best = newest.by_person.entry(plain(row.cells.text("person"))).or_default();
                *best = day.max(*best);
            }
            if record.fields.is_misread("entries") {
                newest.unread = day.max(newest.unread);
            }
        }
        newest
    }
}

/// Whether the newest is after a day.
fn is_later(newest: Option<&Option<Date>>, day: Option<Date>) -> bool {
    newest.is_some_and(|newest| *newest > day)
}

/// Finished records of a kind, each with its day.
fn of<'a>(context: &Context<'a>, kind: &str) -> impl Iterator<Item = (&'a Document, Option<Date>)> + use<'a> {
    let finished = context.living_of(kind).filter(|(_, document)| !is_draft(document));
    let dated: Vec<_> = finished.map(|(_, document)| (document, document.fields.date("date"))).collect();
    dated.into_iter()
}

/// The day, and how long ago that was, where it has passed.
fn lapsed(until: Option<Date>, today: Date) -> Option<(Date, String)> {
    until.and_then(|until| Some((until, late(until, today)?)))
}

fn plain(text: Option<&str>) -> String {
    text.unwrap_or_default().trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(kind: &str, first: &str, second: &str) -> Vec<String> {
        let one = |id: &str, lines: &str| format!("---\nid: {id}\nkind: {kind}\n{lines}---\n");
        let (first, second) = (one("X-1", first), one("X-2", second));
        only("competence-lapsed", &[("aims.toml", ""), ("a.md", &first), ("b.md", &second)])
    }

    #[test]
    fn a_training_is_held_again() {
        let old = "date: 2025-11-01\nsubject: Scores\nvalid-until: 2026-11-01\n";
        let told = ["a.md:6:14 X-1 held until 2026-11-01, 19 days ago, and no later training is on its subject"];
        assert_eq!(found("training", old, "date: 2026-10-01\nsubject: Letters\n"), told);
        assert!(found("training", old, "date: 2026-10-01\nsubject: scores\n").is_empty());
        assert!(found("training", &old.replace("2026-11-01", "2026-11-20"), "date: 2025-01-01\n").is_empty());
    }

    #[test]
    fn a_competence_is_shown_again() {
        let old = "date: 2025-01-01\nentries: [{person: Ada, need: n, valid-until: 2026-11-19}]\n";
        let told =
            ["a.md:5:47 the competence of Ada held until 2026-11-19, 1 day ago, and no later record has a row for it"];
        assert_eq!(found("competence", old, "date: 2026-01-01\nentries: [{person: Bob, need: n}]\n"), told);
        assert!(found("competence", old, "date: 2026-01-01\nentries: [{person: ada, need: n}]\n").is_empty());
        assert!(found("competence", old, "date: 2026-01-01\nentries: soon\n").is_empty());
    }
}
