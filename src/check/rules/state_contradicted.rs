//! `state-contradicted`: a state, of a record or of a row, that what stands beside it speaks against.

use crate::base::{Period, say, wording};
use crate::check::context::Context;
use crate::check::lists::listed;
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::absent::is_open;
use crate::model::document::Document;
use crate::model::fields::{FieldValue, Fields, Row};
use crate::model::kinds::{FieldSpec, FieldType};

pub(super) static RULE: Rule = Rule {
    code: "AIMS747",
    name: "state-contradicted",
    level: Level::Error,
    clock: false,
    what: "A record, or a row of one, stands at a state that asks for something, and nothing is written there: a nonconformity or an incident is `closed` and no day says when, a change is `approved` or `done` and no day says since when, an improvement is `done` or `declined`, an audit of the programme is `done` and names no `report`, a phase of a roadmap is `done` and not `closed`. A concern that is answered or closed asks for its `outcome`, which is not that nobody knows yet, and one that is closed for `answered` too, where it has a name. An audit of the programme that names as its `report` one of more than half a year before its day names that of another audit, and so does one that was to look at other AI systems than its report; one that lists AI systems, clauses or controls which its report does not cover is not done. Or the other way about, which is an error: the state is an earlier or another one, although what belongs to a later one is written, as `open` beside a day under `closed`. `aims explain KIND` says beside each key with which states it goes.",
    why: "A state is what others count by: what is open, what is late, what was done (clauses 7.5.3, 9.1 and 10.2). Where it and the facts beside it part ways, one of the two is untrue, and whoever counts goes by the wrong one.",
    fix: "Put right the state, or the key that does not go with it. What was closed, answered or audited has a day or a report; what has none is still open.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living().filter(|(_, document)| !document.is_draft()) {
        let specs = || context.aims.kinds.fields(document.kind.as_deref());
        // Of one state one thing is told: it may be mended by the one word.
        if !judge(document, ("state", &document.fields), document.head, specs, report) {
            unanswered(document, report);
        }
        for spec in specs() {
            for row in document.fields.rows(&spec.name) {
                if !judge(document, ("status", &row.cells), row.span, || spec.columns.iter(), report) {
                    of_another(context, document, row, report);
                }
            }
        }
    }
}

/// Tells of a key that does not go with the state beside it, else of one that the state asks for; whether there is one.
fn judge<'a, S: Iterator<Item = &'a FieldSpec>>(
    document: &Document,
    (key, fields): (&'static str, &Fields),
    place: Span,
    specs: impl Fn() -> S,
    report: &mut Report<'_>,
) -> bool {
    let Some(state) = fields.text(key) else { return false };
    let of = (key, state, fields.span(key).unwrap_or(place));
    if specs().any(|spec| contradicts(document, of, fields, spec, report)) {
        return true;
    }
    let asked = |spec: &&FieldSpec| {
        let lacks = fields.lacks(&spec.name) || (spec.field_type == FieldType::Text && unknown(fields, spec).is_some());
        lacks && spec.asked_in.iter().any(|word| word == state)
    };
    let Some(spec) = specs().find(asked) else { return false };
    lacking(document, of, (&spec.name, unknown(fields, spec)), report);
    true
}

/// What stands there in words by which nobody knows yet.
fn unknown<'a>(fields: &'a Fields, spec: &FieldSpec) -> Option<&'a str> {
    fields.text(&spec.name).filter(|word| is_open(word))
}

/// Tells of a key that does not go with the state beside it; whether it does not.
fn contradicts(
    document: &Document,
    (key, state, span): (&str, &str, Span),
    fields: &Fields,
    spec: &FieldSpec,
    report: &mut Report<'_>,
) -> bool {
    let other = spec.name.as_str();
    let goes = spec.only_in.is_empty() || spec.only_in.iter().any(|word| word == state);
    let Some(field) = fields.get(other).filter(|_| !goes && !fields.lacks(other)) else { return false };
    let message = match &field.value {
        FieldValue::Date(day) => {
            say!("`{key}` is `{state}`, and `{other}` is {day}", key, state, other, day = wording::day(*day))
        }
        FieldValue::Text(id) => say!("`{key}` is `{state}`, and `{other}` is {id}", key, state, other, id),
        _ => say!("`{key}` is `{state}`, and something stands under `{other}`", key, state, other),
    };
    report.document(document, span, message, say!("Put right `{key}` or `{other}`.", key, other));
    true
}

fn lacking(
    document: &Document,
    (key, state, span): (&str, &str, Span),
    (other, unknown): (&str, Option<&str>),
    report: &mut Report<'_>,
) {
    let message = match unknown {
        Some(id) => say!("`{key}` is `{state}`, and `{other}` is {id}", key, state, other, id),
        None => say!("`{key}` is `{state}`, and nothing stands under `{other}`", key, state, other),
    };
    let help = say!("Fill `{other}`; or set `{key}` back to where it really stands.", other, key);
    report.document(document, span, message, help);
    report.at(Level::Warning);
}

/// How long before the day of an audit its report may have been written.
const EARLY: Period = Period::Months(6);

/// Tells of an audit of the programme whose report is that of another one: of long before, or of other systems.
fn of_another(context: &Context<'_>, document: &Document, row: &Row, report: &mut Report<'_>) {
    let audit = row.cells.text("report").and_then(|id| context.aims.by_id(id)).map(|ix| context.aims.document(ix));
    let Some(audit) = audit.filter(|audit| audit.is("audit") && document.is("plan")) else { return };
    let what = row.cells.text("audit").unwrap_or_else(|| say!("a row"));
    let days = row.cells.date("due").zip(audit.fields.date("date"));
    let early = days.filter(|(due, held)| EARLY.after(*held) < *due);
    let left = uncovered(&row.cells, &audit.fields);
    let wanted = row.cells.texts("covers-systems").len();
    let apart = wanted > 0 && left.iter().filter(|id| is_of(&row.cells, "covers-systems", id)).count() == wanted;
    let message = match early {
        Some((due, held)) => say!(
            "`{what}` was due by {due}, and its report {id} is of {day}",
            what,
            due = wording::day(due),
            id = audit.id,
            day = wording::day(held)
        ),
        None if apart => {
            say!("`{what}` was to look at other AI systems than its report {id} did", what, id = audit.id)
        }
        None if !left.is_empty() && row.cells.text("status") == Some("done") => say!(
            "`{what}` was to look at {left} too, which its report {id} does not cover",
            what,
            left = listed(&left.iter().map(String::as_str).collect::<Vec<_>>(), 5),
            id = audit.id
        ),
        None => return,
    };
    let span = row.cells.span("report").unwrap_or(row.span);
    let help = match early.is_none() && !apart {
        true => say!(
            "Audit what is left, and say until then that it is in progress; or put right what was to be looked at, or what the report covers."
        ),
        false => say!("Name the report of this audit, or say that it is still to come."),
    };
    report.document(document, span, message, help);
    report.at(Level::Warning);
}

/// What an audit may say that it covers.
const COVERS: [&str; 3] = ["covers-systems", "covers-clauses", "covers-controls"];

/// What a row of the programme lists and its report does not cover; of a report that does not say what it covers, nothing. A
/// part that was looked at counts for the whole, and the whole for its parts.
fn uncovered(wanted: &Fields, report: &Fields) -> Vec<String> {
    let below =
        |one: &str, other: &str| one.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let plain = |id: &str| id.trim().to_ascii_lowercase();
    let mut left = Vec::new();
    for key in COVERS.iter().filter(|key| !report.lacks(key)) {
        let seen: Vec<String> = report.texts(key).iter().map(|id| plain(&id.value)).collect();
        let is_seen = |id: &str| seen.iter().any(|seen| below(id, seen) || below(seen, id));
        let ids = wanted.texts(key).iter().filter(|id| !is_seen(&plain(&id.value)));
        left.extend(ids.map(|id| id.value.trim().to_owned()));
    }
    left
}

/// Whether an id stands under a key.
fn is_of(fields: &Fields, key: &str, id: &str) -> bool {
    fields.texts(key).iter().any(|one| one.value.trim() == id)
}

/// A concern that is closed, and nothing says that it was answered. Nobody can be answered who gave no name.
fn unanswered(document: &Document, report: &mut Report<'_>) {
    let fields = &document.fields;
    let is_closed = document.is("concern") && fields.text("state") == Some("closed");
    let asked = fields.flag("anonymous") != Some(true);
    if is_closed && asked && fields.lacks("answered") {
        lacking(document, ("state", "closed", document.span_of("state")), ("answered", None), report);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn found(kind: &str, lines: &str, told: &[&str]) {
        assert_one("state-contradicted", &format!("---\nid: X\nkind: {kind}\n{lines}---\nx\n"), told);
    }

    #[test]
    fn a_state_asks_for_what_shows_it() {
        for (kind, lines, told) in [
            ("nonconformity", "state: closed\n", "4:8 `state` is `closed`, and nothing stands under `closed`"),
            ("incident", "state: closed\n", "4:8 `state` is `closed`, and nothing stands under `closed`"),
            ("incident", "state: contained\n", "4:8 `state` is `contained`, and nothing stands under `contained`"),
            ("concern", "state: answered\n", "4:8 `state` is `answered`, and nothing stands under `answered`"),
            ("change", "state: done\n", "4:8 `state` is `done`, and nothing stands under `approved`"),
            ("improvement", "state: declined\n", "4:8 `state` is `declined`, and nothing stands under `decided`"),
            ("concern", "outcome: o\nstate: closed\n", "5:8 `state` is `closed`, and nothing stands under `answered`"),
            (
                "concern",
                "answered: 2026-02-01\nstate: closed\n",
                "5:8 `state` is `closed`, and nothing stands under `outcome`",
            ),
            (
                "concern",
                "answered: 2026-02-01\noutcome: Not yet known\nstate: closed\n",
                "6:8 `state` is `closed`, and `outcome` is Not yet known",
            ),
            (
                "plan",
                "audits:\n  - {audit: a, due: 2026-02-01, status: done}\n",
                "5:41 `status` is `done`, and nothing stands under `report`",
            ),
            (
                "roadmap",
                "phases:\n  - {phase: design, status: done}\n",
                "5:29 `status` is `done`, and nothing stands under `closed`",
            ),
        ] {
            found(kind, lines, &[told]);
        }
    }

    #[test]
    fn what_belongs_to_another_state_is_told_at_the_state() {
        for (kind, lines, told) in [
            ("nonconformity", "closed: 2026-03-01\nstate: open\n", "5:8 `state` is `open`, and `closed` is 2026-03-01"),
            (
                "incident",
                "closed: 2026-03-01\nstate: contained\n",
                "5:8 `state` is `contained`, and `closed` is 2026-03-01",
            ),
            ("concern", "answered: 2026-03-01\nstate: open\n", "5:8 `state` is `open`, and `answered` is 2026-03-01"),
            (
                "change",
                "approved: 2026-03-01\nstate: rejected\n",
                "5:8 `state` is `rejected`, and `approved` is 2026-03-01",
            ),
            (
                "improvement",
                "decided: 2026-03-01\nstate: proposed\n",
                "5:8 `state` is `proposed`, and `decided` is 2026-03-01",
            ),
            (
                "plan",
                "audits:\n  - {audit: a, report: AUD-1, status: planned}\n",
                "5:39 `status` is `planned`, and `report` is AUD-1",
            ),
        ] {
            found(kind, lines, &[told]);
        }
    }

    #[test]
    fn an_audit_names_its_own_report() {
        let found = |row: &str, audit: &str| {
            let plan = format!(
                "---\nid: P\nkind: plan\naudits:\n  - {{audit: A, due: 2026-09-30, report: AUD, status: done{row}}}\n---\nx\n"
            );
            let audit = format!("---\nid: AUD\nkind: audit\n{audit}---\nx\n");
            only("state-contradicted", &[("aims.toml", ""), ("a.md", &audit), ("p.md", &plan)])
        };
        let told = ["p.md:5:41 `A` was due by 2026-09-30, and its report AUD is of 2025-10-16"];
        assert_eq!(found("", "date: 2025-10-16\n"), told);
        let systems = ", covers-systems: [SYS-1]";
        let told = ["p.md:5:41 `A` was to look at other AI systems than its report AUD did"];
        assert_eq!(found(systems, "date: 2026-09-16\ncovers-systems: [SYS-2]\n"), told);
        assert!(found(systems, "date: 2026-09-16\ncovers-systems: [SYS-2, SYS-1]\n").is_empty());
        let more = ", covers-systems: [SYS-1, SYS-3], covers-clauses: [8, 9.2], covers-controls: [A.6.2, A.8]";
        let told = ["p.md:5:41 `A` was to look at SYS-3, 9.2, A.8 too, which its report AUD does not cover"];
        let seen = "date: 2026-09-16\ncovers-systems: [SYS-1]\ncovers-clauses: [8.1]\ncovers-controls: [A.6]\n";
        assert_eq!(found(more, seen), told);
        assert!(found(more, "date: 2026-09-16\ncovers-systems: [SYS-1, SYS-3]\n").is_empty());
        assert!(found(systems, "date: 2027-02-16\n").is_empty(), "it was held late, which is another question");
    }

    #[test]
    fn what_goes_together_is_no_finding() {
        for (kind, lines) in [
            ("nonconformity", "closed: 2026-03-01\nstate: closed\n"),
            ("nonconformity", "done: 2026-03-01\nstate: verification\n"),
            ("nonconformity", "closed: soon\nstate: closed\n"),
            ("nonconformity", "closed: 2026-03-01\n"),
            ("nonconformity", "state: closed\nstatus: draft\n"),
            ("incident", "contained: 2026-03-01\nstate: open\n"),
            ("incident", "closed: 2026-03-01\nstate: closed\n"),
            ("concern", "answered: 2026-02-01\noutcome: o\nstate: closed\n"),
            ("concern", "anonymous: true\noutcome: o\nanswer-due: 2026-02-01\nstate: closed\n"),
            ("change", "state: proposed\n"),
            ("change", "state: rejected\n"),
            ("plan", "audits:\n  - {audit: a, report: AUD-1, status: in-progress}\n"),
            ("plan", "audits:\n  - {audit: a, status: dropped}\n"),
        ] {
            found(kind, lines, &[]);
        }
    }
}
