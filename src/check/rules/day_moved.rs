//! `day-moved`: a day by which something was due had passed, and was then moved.

use crate::base::{Date, plural, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::compare::{FieldChange, FieldEvent, Short};
use crate::diag::{Level, Span};
use crate::history::{Revision, short};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::due::{self, Due, Task};
use crate::model::fields::{Field, FieldValue, Row};
use crate::model::review::schedule;
use crate::reading::day_of;

pub(super) static RULE: Rule = Rule {
    code: "AIMS745",
    name: "day-moved",
    level: Level::Warning,
    clock: false,
    what: "The day by which something was to be done had passed, and a commit then moved it to a later one or took it away, while it is open still: the corrective action of a nonconformity, the answer to a concern, an objective, an improvement, the treatment of a risk, an obligation that does not come again, a control of the statement of applicability, a row of a plan, a measure or a decision; or a `next-review`, without a review since. The message says who did that, when, and from which day.",
    why: "An action is late from the day that was promised, and an auditor judges by that day (clauses 6.2, 9.3 and 10.2). Whoever may move it afterwards is never late.",
    fix: "Say in the document why, and who agreed to it, and finish what is open: it is told until then. A day that cannot be kept is moved before it has passed.",
    run,
};

/// A day that had passed when it was moved.
struct Moved<'a> {
    by: &'a Revision,
    from: Date,
    /// `None` where it was taken away.
    to: Option<Date>,
}

/// A change of a day, as the record has it.
struct Changed<'a> {
    by: &'a Revision,
    field: &'a FieldChange,
    old: Option<Date>,
    new: Option<Date>,
}

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living() {
        let open: Vec<Due<'_>> = due::of(document).into_iter().filter(|due| holds(document, due.task)).collect();
        let undated = due::undated(document).filter(|(task, _)| holds(document, *task));
        let next = document.fields.date("next-review");
        if open.is_empty() && undated.is_none() && next.is_none() {
            continue;
        }
        let changed = changed(context, document);
        for due in open.iter().filter(|_| !changed.is_empty()) {
            let row = document.fields.rows(due.key).iter().find(|row| row.cells.span("due") == Some(due.span));
            let moved = match row {
                Some(row) => moves(&changed, Some(due.date), |field| is_of_row(field, due.key, row)),
                None => moves(&changed, Some(due.date), |field| field.is_whole(due.key)),
            };
            tell(document, due.span, &name(document, due), &moved, report);
        }
        if let Some((_, key)) = undated {
            let moved = moves(&changed, None, |field| field.is_whole(key));
            tell(document, document.head, &document.id, &moved, report);
        }
        if let Some(says) = next {
            let moved = of_review(context, ix, &changed, says);
            let of_review = say!("the review of {id}", id = document.id);
            tell(document, document.span_of("next-review"), &of_review, &moved, report);
        }
    }
}

/// Changes of days of a document, newest first.
fn changed<'a>(context: &Context<'a>, document: &Document) -> Vec<Changed<'a>> {
    let mut all: Vec<_> = context.history.came(&document.path).collect();
    // A change that was made beside the main line counts from when it was merged.
    all.sort_by_key(|(revision, _)| std::cmp::Reverse(revision.landed_at));
    let fields = all.into_iter().flat_map(|(by, change)| {
        let fields = change.did().into_iter().flat_map(|edit| &edit.fields);
        fields.map(move |field| (by, &**field))
    });
    let found = fields.filter_map(|(by, field)| {
        let (old, new) = days(&field.event)?;
        (old.is_some() || new.is_some()).then_some(Changed { by, field, old, new })
    });
    found.collect()
}

/// Whether the day of a task is a promise: a contract is prolonged, a duty that comes again has its next turn, and when an
/// effect is looked at follows from another day.
fn holds(document: &Document, task: Task) -> bool {
    match task {
        Task::Contract | Task::Effect => false,
        Task::Obligation => document.fields.lacks("every"),
        _ => true,
    }
}

fn name(document: &Document, due: &Due<'_>) -> String {
    match (due.called(), due.task) {
        (Some(name), _) => format!("`{name}`"),
        (None, Task::Action) => say!("a row of `{key}`", key = due.key),
        (None, _) => document.id.clone(),
    }
}

/// Days of a next review that had passed, without a review since, and were moved.
fn of_review<'a>(context: &Context<'_>, ix: DocIx, changed: &[Changed<'a>], says: Date) -> Vec<Moved<'a>> {
    let aims = context.aims;
    let document = aims.document(ix);
    let Some(schedule) = schedule(document, &aims.standing(ix), &aims.config, aims.today) else { return Vec::new() };
    let last = schedule.last.map(|last| last.day);
    let mut moved = moves(changed, Some(says), |field| field.is_whole("next-review"));
    moved.retain(|moved| last.is_none_or(|last| last < moved.from));
    moved
}

/// Whether a change is of the day of this row: the record names a row by one of its cells.
fn is_of_row(field: &FieldChange, key: &str, row: &Row) -> bool {
    let [of] = field.at.rows.as_slice() else { return false };
    let known = of.name.as_str().trim_end_matches('…').trim_end();
    let names = |cell: &Field| matches!(&cell.value, FieldValue::Text(text) if text.starts_with(known));
    *field.key == *key && *field.at.path == *"due" && row.cells.iter().any(names)
}

/// Moves of a day that had passed, newest first: `now` is what stands there today.
fn moves<'a>(changed: &[Changed<'a>], now: Option<Date>, is_it: impl Fn(&FieldChange) -> bool) -> Vec<Moved<'a>> {
    let (mut stood, mut next, mut moved) = (now, now, Vec::new());
    for Changed { by, field, old, new } in changed {
        if *new != stood || !is_it(field) {
            continue;
        }
        if let Some(from) = old.filter(|from| *from < by.landed && next.is_none_or(|next| *from < next)) {
            moved.push(Moved { by, from, to: *new });
        }
        (stood, next) = (*old, old.or(next));
    }
    moved
}

/// The days before and after a change.
fn days(event: &FieldEvent) -> Option<(Option<Date>, Option<Date>)> {
    let day = |text: &Short| day_of(text.as_str());
    match event {
        FieldEvent::Value { old, new } => Some((old.as_ref().and_then(day), new.as_ref().and_then(day))),
        FieldEvent::Cell { old, new } => Some((day(old), day(new))),
        _ => None,
    }
}

fn tell(document: &Document, span: Span, what: &str, moved: &[Moved<'_>], report: &mut Report<'_>) {
    let Some(newest) = moved.first() else { return };
    let (from, on) = (wording::day(newest.from), wording::day(newest.by.landed));
    let (who, commit) = (&newest.by.author.name, short(&newest.by.commit));
    let told = match newest.to {
        Some(to) => say!(
            "{what} was due on {from}; after that day, on {on}, a change by {who} that moves it to {to} reached the main line (commit {commit})",
            what,
            from,
            on,
            who,
            to = wording::day(to),
            commit
        ),
        None => say!(
            "{what} was due on {from}; after that day, on {on}, a change by {who} that takes the day away reached the main line (commit {commit})",
            what,
            from,
            on,
            who,
            commit
        ),
    };
    let told = match moved.len() - 1 {
        0 => told,
        more => plural!(more, "{told}; {n} such change came before", "{told}; {n} such changes came before", told),
    };
    report.document(document, span, told, say!("Say in it why, and who agreed to that. It is told until it is done."));
}
