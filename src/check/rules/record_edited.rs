//! `record-edited`: a record that was settled says something else now.

use crate::base::text::count;
use crate::base::{Date, plural, say, wording};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::history::{Change, Settled, short};

pub(super) static RULE: Rule = Rule {
    code: "AIMS520",
    name: "record-edited",
    level: Level::Error,
    clock: false,
    what: "A record was changed after it was closed, accepted or approved, or, where nobody does that, after `[records] settle` (14 days from its day and its first commit). To add to it is no change: an outcome, a row, a paragraph.",
    why: "A record is evidence of what was found at the time (clauses 7.5.3 and 10.2). One that was rewritten later is evidence of nothing.",
    fix: "Put back what it said, and say beneath what is known now, in a paragraph that begins with its day. What was found anew is a record of its own.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let settle = context.aims.config.records_settle;
    for document in &context.aims.documents {
        if !document.is_record() {
            continue;
        }
        let life = context.history.life(&document.path, settle);
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
            changed(&document.id, (revision.landed, &revision.author.name, &commits), (by, day), &what(change)),
            say!(
                "`aims history {id} --diff` shows what it said. Put that back, and add what is known now in a paragraph that begins with its day.",
                id = document.id
            ),
        );
    }
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
            "{id} was changed on {on} by {who} ({commits}) after it was approved on {day}: {what}",
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

/// What a change did: `cause and result; 3 words added, 2 removed`.
fn what(change: &Change) -> String {
    let Some(edit) = &change.edit else { return say!("another text is in its place").into() };
    let mut keys: Vec<&str> = Vec::new();
    for field in edit.fields.iter().filter(|field| field.is_material()) {
        if !keys.contains(&field.key.as_ref()) {
            keys.push(&field.key);
        }
    }
    let more = keys.len().saturating_sub(MOST);
    let mut told: Vec<String> = keys.iter().take(MOST).map(|key| format!("`{key}`")).collect();
    if more > 0 {
        told.push(plural!(more, "{n} more keys", "{n} more keys"));
    }
    if edit.added + edit.removed > 0 {
        told.push(say!(
            "{added} added to the text, {removed} removed",
            added = words(edit.added),
            removed = words(edit.removed)
        ));
    }
    match told.is_empty() {
        true => say!("its text is another").into(),
        false => told.join(", "),
    }
}

fn words(number: u32) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "word")
}

/// How many keys are named.
const MOST: usize = 6;
