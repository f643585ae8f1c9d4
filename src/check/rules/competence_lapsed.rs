//! `competence-lapsed`: a training or a competence that was to be shown again, and was not.

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::competence::{shown, trainings};

pub(super) static RULE: Rule = Rule {
    code: "AIMS408",
    name: "competence-lapsed",
    level: Level::Warning,
    clock: true,
    what: "The day under `valid-until` of a training has passed, and no later training is on the same `subject`; or that of a row of a record of competence has, and no later record has a row for the same person or role and the same need. Only finished records count.",
    why: "Competence is kept up, and the record shows it (clause 7.2). Whoever set the day said that it does not hold longer; people go on with the work all the same.",
    fix: "Hold the training again, or look at the person anew, and record it; or say why it holds longer, and set the day.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    for (_, document, until) in trainings(aims) {
        if let Some((until, late)) = lapsed(Some(until), aims.today) {
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
    for shown in shown(aims).iter().filter(|shown| !shown.is_unsure) {
        let row = shown.row;
        let Some((until, late)) = lapsed(row.cells.date("valid-until"), aims.today) else { continue };
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
            aims.document(shown.ix),
            row.cells.span("valid-until").unwrap_or(row.span),
            message,
            say!("Look at it anew and record that, or say why it holds longer, and set the day."),
        );
        report.names(row.cells.text("person"));
    }
}

/// The day, and how long ago that was, where it has passed.
fn lapsed(until: Option<Date>, today: Date) -> Option<(Date, String)> {
    until.and_then(|until| Some((until, late(until, today)?)))
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
        assert!(found("competence", old, "date: 2026-01-01\nentries: [{person: ada, need: 'm; N'}]\n").is_empty());
        // Another need of the same person is shown by another record, and what is still judged shows nothing.
        assert_eq!(found("competence", old, "date: 2026-01-01\nentries: [{person: Ada, need: m}]\n"), told);
        let judged = "date: 2026-01-01\nstatus: in-review\nentries: [{person: Ada, need: n}]\n";
        assert_eq!(found("competence", old, judged), told);
        assert!(found("competence", old, "date: 2026-01-01\nentries: soon\n").is_empty());
    }
}
