//! `record-edited`: a record that was settled says something else now.

use crate::base::text::count;
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
        let others = match life.rewritten.len() {
            1 => String::new(),
            several => format!(", and by {}", count(several - 1, "later commit")),
        };
        let key =
            change.edit.iter().flat_map(|edit| &edit.fields).find(|field| document.fields.span(&field.key).is_some());
        report.document(
            document,
            document.span_of(key.map_or("id", |field| &field.key)),
            format!(
                "{} was changed on {} by {} (commit {}{others}) after {} on {day}: {}",
                document.id,
                revision.landed,
                revision.author.name,
                short(&revision.commit),
                verb(by),
                what(change)
            ),
            format!(
                "`aims history {} --diff` shows what it said. Put that back, and add what is known now in a paragraph that begins with its day.",
                document.id
            ),
        );
    }
}

fn verb(by: Settled) -> &'static str {
    match by {
        Settled::Closed => "it was closed",
        Settled::Accepted => "it was accepted",
        Settled::Approved => "it was approved",
        Settled::Stood => "it stood",
    }
}

/// What a change did: `cause and result; 3 words added, 2 removed`.
fn what(change: &Change) -> String {
    let Some(edit) = &change.edit else { return "another text is in its place".into() };
    let mut keys: Vec<&str> = Vec::new();
    for field in edit.fields.iter().filter(|field| field.is_material()) {
        if !keys.contains(&field.key.as_ref()) {
            keys.push(&field.key);
        }
    }
    let more = keys.len().saturating_sub(MOST);
    let mut told: Vec<String> = keys.iter().take(MOST).map(|key| format!("`{key}`")).collect();
    if more > 0 {
        told.push(format!("{more} more keys"));
    }
    if edit.added + edit.removed > 0 {
        told.push(format!("{} added to the text, {} removed", words(edit.added), words(edit.removed)));
    }
    match told.is_empty() {
        true => "its text is another".into(),
        false => told.join(", "),
    }
}

fn words(number: u32) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "word")
}

/// How many keys are named.
const MOST: usize = 6;
