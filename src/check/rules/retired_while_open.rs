//! `retired-while-open`: something says that it is retired, and its matter is open.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::unended::Unended;

pub(super) static RULE: Rule = Rule {
    code: "AIMS744",
    name: "retired-while-open",
    level: Level::Error,
    clock: true,
    what: "Something says `status: retired` and its matter is open: a nonconformity, an incident, a concern, an issue or an improvement that is not closed, a risk that is neither treated, accepted nor closed, a change that nobody decided, an audit whose finding is not closed, an objective past its day that nobody judged, or the entry of an AI system that is in use. It counts as before until it is closed. A warning where rows with a day are left that are neither `done` nor `dropped`, and no document takes the place of this one.",
    why: "A record is closed by what was done and by the look at whether it worked (clauses 8.1, 9.2.2 and 10.2). To take it out of sight would make an AIMS look better by one word.",
    fix: "Close it by what was done, under its own keys, and take `status: retired` away. Where something else took its place, let that say `replaces`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for document in &context.aims.documents {
        let Some(why) = &document.unended else { continue };
        let (message, help) = told(document, why);
        report.document(document, document.span_of("status"), message, help);
        if matches!(why, Unended::Action(_)) {
            report.at(Level::Warning);
        }
    }
}

fn told(document: &Document, why: &Unended) -> (String, &'static str) {
    let id = &document.id;
    let close = || say!("Close it by what was done, under its own keys, and take `status: retired` away.");
    match why {
        Unended::Open(Some(state)) => (
            say!("{id} says that it is retired, and stands at `{state}`: retiring does not close it", id, state),
            close(),
        ),
        Unended::Open(None) => (
            say!("{id} says that it is retired, and no `state` calls it closed: retiring does not close it", id),
            close(),
        ),
        Unended::Finding(name) => (
            say!("{id} says that it is retired, and its finding {name} is not closed", id, name),
            say!("Close the nonconformity, or set `status: closed` in the row; then the audit may be retired."),
        ),
        Unended::Unjudged(day) => (
            say!(
                "{id} says that it is retired, and nobody judged whether it was met by {day}",
                id,
                day = wording::day(*day)
            ),
            say!("Set `state` to `met` or `missed`; then it may be retired."),
        ),
        Unended::Runs(stage) => (
            say!(
                "{id} says that it is retired, and the system stands at `{stage}`: it stays on the inventory",
                id,
                stage
            ),
            say!("Take `status: retired` away, or take the system out of use: `lifecycle: retired`, with its day."),
        ),
        Unended::Action(Some(name)) => {
            (say!("{id} says that it is retired, and `{name}` is still to be done", id, name), of_rows())
        }
        Unended::Action(None) => {
            (say!("{id} says that it is retired, and a row of it is still to be done", id), of_rows())
        }
    }
}

fn of_rows() -> &'static str {
    say!("Set each row to `done` or `dropped`, or let the document that took this one’s place say `replaces`.")
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only, with};

    fn retired(kind: &str, lines: &str) -> String {
        format!("---\nid: X\nkind: {kind}\nstatus: retired\n{lines}---\n")
    }

    #[test]
    fn what_is_open_is_not_closed_by_retiring_it() {
        let open =
            |state: &str| format!("4:9 X says that it is retired, and stands at `{state}`: retiring does not close it");
        for (kind, state) in [
            ("nonconformity", "action"),
            ("incident", "contained"),
            ("concern", "answered"),
            ("risk", "open"),
            ("change", "proposed"),
            ("improvement", "adopted"),
            ("issue", "open"),
        ] {
            let text = retired(kind, &format!("state: {state}\n"));
            assert_one("retired-while-open", &text, &[&open(state)]);
        }
        let told = "4:9 X says that it is retired, and no `state` calls it closed: retiring does not close it";
        assert_one("retired-while-open", &retired("nonconformity", ""), &[told]);
        let told = "4:9 X says that it is retired, and nobody judged whether it was met by 2026-10-31";
        assert_one("retired-while-open", &retired("objective", "due: 2026-10-31\nstate: at-risk\n"), &[told]);
        let told = "4:9 X says that it is retired, and the system stands at `in-use`: it stays on the inventory";
        assert_one("retired-while-open", &retired("system", "lifecycle: in-use\n"), &[told]);
    }

    #[test]
    fn what_is_over_may_be_retired() {
        for (kind, lines) in [
            ("nonconformity", "state: closed\n"),
            ("risk", "state: treated\n"),
            ("risk", ""),
            ("change", "state: rejected\n"),
            ("objective", "due: 2027-10-31\n"),
            ("objective", "due: 2026-10-31\nstate: missed\n"),
            ("system", "lifecycle: retired\nretired: 2026-03-31\n"),
            ("policy", ""),
            ("record", "date: 2026-01-01\n"),
        ] {
            assert_one("retired-while-open", &retired(kind, lines), &[]);
        }
    }

    #[test]
    fn an_audit_waits_for_what_it_found() {
        let found = |row: &str, state: &str| {
            let audit = retired("audit", &format!("date: 2026-01-01\nfindings:\n  - {{ref: F-1, {row}}}\n"));
            let record = format!("---\nid: NC-1\nkind: nonconformity\nstate: {state}\n---\n");
            only("retired-while-open", &[("aims.toml", ""), ("a.md", &audit), ("n.md", &record)])
        };
        let told = "a.md:4:9 X says that it is retired, and its finding F-1 is not closed";
        assert_eq!(found("grade: minor, nonconformity: NC-1", "action"), [told]);
        assert_eq!(found("grade: major, status: open", "closed"), [told]);
        assert!(found("grade: minor, nonconformity: NC-1", "closed").is_empty());
        assert!(found("grade: major, status: closed", "closed").is_empty());
        assert!(found("grade: observation", "action").is_empty());
    }

    #[test]
    fn rows_that_are_left_hold_it_until_another_takes_its_place() {
        let plan = retired("plan", "actions:\n  - {action: Do it, due: 2026-10-31, status: planned}\n");
        let told = "a.md:4:9 X says that it is retired, and `Do it` is still to be done";
        assert_eq!(only("retired-while-open", &[("aims.toml", ""), ("a.md", &plan)]), [told]);
        let next = "---\nid: Y\nkind: plan\nreplaces: [X]\n---\n";
        assert!(only("retired-while-open", &[("aims.toml", ""), ("a.md", &plan), ("b.md", next)]).is_empty());
        let done = plan.replace("planned", "dropped");
        assert!(only("retired-while-open", &[("aims.toml", ""), ("a.md", &done)]).is_empty());
    }

    #[test]
    fn it_counts_as_before() {
        let record = retired("nonconformity", "state: action\ndue: 2026-10-31\n");
        let files = [("aims.toml", ""), ("a.md", &*record)];
        assert_eq!(with(&files, |context| context.aims.figures().open_nonconformities), 1);
        assert_eq!(only("nonconformity-overdue", &files).len(), 1);
    }
}
