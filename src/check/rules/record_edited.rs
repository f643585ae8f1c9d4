//! `record-edited`: a record that was settled says something else now.

use crate::approval::{Pending, Swapped};
use crate::base::text::{count, cut};
use crate::base::{Date, plural, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::compare::{FieldChange, FieldEvent, Weight};
use crate::diag::Level;
use crate::history::{Before, Edit, Settled, Step, short};
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS520",
    name: "record-edited",
    level: Level::Error,
    clock: false,
    what: "A record was changed after it was closed, accepted or approved, or, where nobody does that, after `[records] settle` (14 days from its day and its first commit), or calls itself a draft again; or a file of the repository that it leads to was replaced. No change is what comes later in its life: an outcome or whether it worked, a document that it led to, a row, a paragraph or a sentence that tells its day; nor who keeps it, that it is kept for longer or for fewer; nor, of what was closed and is open again, what is done about it now, unless one commit or merge opens and closes it, or it is closed on a day before that. More of what it found is one: a name among those who were there, a control or clause, a sentence without a day, or with none but the record’s own day or one that is to come. What is only added to an assessment after it was accepted stands on its page, with its day.",
    why: "A record is evidence of what was found at the time (clauses 7.5.3 and 10.2). One that was rewritten later is evidence of nothing.",
    fix: "Put back what it said, and say beneath what is known now, in a paragraph that begins with its day. A newer file goes beside the old one, under a name of its own. What was found anew is a record of its own.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        let Some(life) = context.approvals.records.of(ix) else { continue };
        for swapped in context.approvals.swapped.get(&ix).into_iter().flatten() {
            replaced(document, swapped, report);
        }
        if let Some(pending) = context.approvals.pending.get(&ix) {
            uncommitted(document, pending, context.aims.today, report);
        }
        let first = life.rewritten.first().and_then(|step| context.history.step(*step));
        let (Some((by, day)), Some((revision, change))) = (life.settled, first) else { continue };
        let commit = short(&revision.commit);
        let commits = match life.rewritten.len() {
            1 => say!("commit {commit}", commit),
            several => plural!(
                several - 1,
                "commit {commit}, and by {n} later commit",
                "commit {commit}, and by {n} later commits",
                commit
            ),
        };
        let key =
            change.edit.iter().flat_map(|edit| &edit.fields).find(|field| document.fields.span(&field.key).is_some());
        report.document(
            document,
            document.span_of(key.map_or("id", |field| &field.key)),
            changed(
                &document.id,
                (revision.landed, &revision.author.name, &commits),
                (by, by.day(document, day, life.edits(context.history))),
                &what(change.edit.as_deref(), document.fields.date("date"), revision.landed),
            ),
            put_right(&document.id, only_words(&life.rewritten, context)),
        );
    }
}

/// Whether all that changes did is that they said something more in words, which may say their day.
fn only_words(steps: &[Step], context: &Context<'_>) -> bool {
    steps
        .iter()
        .all(|step| context.history.step(*step).and_then(|(_, change)| change.edit.as_deref()).is_some_and(says_more))
}

/// Whether an edit only says more, in the text or under keys that hold a text.
fn says_more(edit: &Edit) -> bool {
    let is_text = |field: &FieldChange| matches!(field.event, FieldEvent::Value { new: Some(_), .. });
    edit.kept >= Before::Whole
        && edit.weight >= Weight::Material
        && edit.fields.iter().filter(|field| field.is_material()).all(|field| is_text(field))
}

/// How a change of a record is put right.
fn put_right(id: &str, only_words: bool) -> String {
    match only_words {
        true => say!(
            "`aims history {id} --diff` shows what was added. Say with it of which day it is, as in `On 2026-11-20, …`; or take it out, and add a paragraph that begins with its day.",
            id
        ),
        false => say!(
            "`aims history {id} --diff` shows what it said. Put that back, and add what is known now in a paragraph that begins with its day.",
            id
        ),
    }
}

/// Tells of a change that is not committed yet, while it is easily put back.
fn uncommitted(document: &Document, pending: &Pending, today: Date, report: &mut Report<'_>) {
    let Pending { edit, settled: (by, day) } = pending;
    let (id, what, day) =
        (&document.id, what(Some(edit), document.fields.date("date"), today), by.day(document, *day, [edit]));
    let day = wording::day(day);
    let message = match by {
        Settled::Closed => {
            say!("{id} was closed on {day}, and says something else in the folder: {what}", id, day, what)
        }
        Settled::Accepted => {
            say!("{id} was accepted on {day}, and says something else in the folder: {what}", id, day, what)
        }
        Settled::Approved => {
            say!("{id} says since {day} that it is approved, and something else in the folder: {what}", id, day, what)
        }
        Settled::Stood => say!("{id} stands since {day}, and says something else in the folder: {what}", id, day, what),
    };
    let key = edit.fields.iter().find(|field| document.fields.span(&field.key).is_some());
    report.document(
        document,
        document.span_of(key.map_or("id", |field| &field.key)),
        message,
        match says_more(edit) {
            true => say!(
                "Before you commit it, say with it of which day it is, as in `On 2026-11-20, …`; or take it out, and add a paragraph that begins with its day."
            ),
            false => say!(
                "Before you commit it, put back what it said (`git diff` shows it), and add what is known now in a paragraph that begins with its day."
            ),
        },
    );
}

/// Tells of a file that was replaced, at the link that leads to it.
fn replaced(document: &Document, swapped: &Swapped, report: &mut Report<'_>) {
    let Some(link) = document.body.links.get(swapped.link) else { return };
    let commit = short(&swapped.commit);
    let commits = say!("commit {commit}", commit);
    let (by, day) = swapped.settled;
    let what = say!("`{file}`, which it shows, was replaced", file = swapped.path.shown());
    report.document(
        document,
        link.span,
        changed(&document.id, (swapped.on, &swapped.who, &commits), (by, by.day(document, day, None)), &what),
        say!(
            "Put back the file that the record was settled with. A newer one goes beside it, under a name of its own, and a paragraph that begins with its day leads there."
        ),
    );
}

/// That a record was changed: on which day, by whom and in which commits, after what had settled it, and what.
fn changed(id: &str, (on, who, commits): (Date, &str, &str), (by, day): (Settled, Date), what: &str) -> String {
    let (on, day) = (wording::day(on), wording::day(day));
    match by {
        Settled::Closed => say!(
            "{id} was changed on {on} by {who} ({commits}) after it was closed on {day}: {what}",
            id,
            on,
            who,
            commits,
            day,
            what
        ),
        Settled::Accepted => say!(
            "{id} was changed on {on} by {who} ({commits}) after it was accepted on {day}: {what}",
            id,
            on,
            who,
            commits,
            day,
            what
        ),
        Settled::Approved => say!(
            "{id} was changed on {on} by {who} ({commits}) after it said that it was approved, from {day} on: {what}",
            id,
            on,
            who,
            commits,
            day,
            what
        ),
        Settled::Stood => say!(
            "{id} was changed on {on} by {who} ({commits}) after it stood on {day}: {what}",
            id,
            on,
            who,
            commits,
            day,
            what
        ),
    }
}

/// What a change did: `cause` and `result`; 3 words added, 2 removed. Of what was only added, the values and words.
fn what(edit: Option<&Edit>, own: Option<Date>, landed: Date) -> String {
    let Some(edit) = edit else { return say!("another text is in its place").into() };
    let mut told: Vec<String> = Vec::new();
    for field in edit.fields.iter().filter(|field| field.is_material()) {
        let said = if comes(&field.event) { field.sentence() } else { format!("`{}`", field.key) };
        if !told.contains(&said) {
            told.push(said);
        }
    }
    let more = told.len().saturating_sub(MOST);
    told.truncate(MOST);
    if more > 0 {
        told.push(plural!(more, "{n} more keys", "{n} more keys"));
    }
    let named = edit.fields.iter().map(|field| field.sentence()).collect::<Vec<_>>().concat();
    let untimely = edit.untimely(own, landed);
    match edit.beyond.iter().chain(untimely).find(|words| !named.contains(&***words)) {
        Some(words) => told.push(say!("added to the text: “{words}”", words = cut(words, LONGEST))),
        None if edit.added + edit.removed > 0 => told.push(say!(
            "{added} added to the text, {removed} removed",
            added = words(edit.added),
            removed = words(edit.removed)
        )),
        None => {}
    }
    if told.is_empty() {
        told.extend(edit.fields.iter().find(|field| &*field.key == "status").map(|status| status.sentence()));
    }
    match told.is_empty() {
        true => say!("its text is another").into(),
        false => told.join(", "),
    }
}

/// Whether something came that was not there, and nothing went.
fn comes(event: &FieldEvent) -> bool {
    match event {
        FieldEvent::Value { old, .. } => old.is_none(),
        FieldEvent::Set { gone, .. }
        | FieldEvent::Claimed { gone, .. }
        | FieldEvent::Entry { gone, .. }
        | FieldEvent::Row { gone } => !gone,
        _ => false,
    }
}

fn words(number: u32) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "word")
}

/// As much is told of words that were added.
const LONGEST: usize = 80;

/// How many keys are named.
const MOST: usize = 6;
