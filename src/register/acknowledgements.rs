//! Who has to read what, and who has said that they did.

use super::approvals::{SIGNED, VERDICT};
use super::column::{Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::approval::{Read, Readings};
use crate::base::Date;
use crate::model::audience::Audience;
use crate::model::catalog::natural_key;
use crate::model::document::Document;
use crate::model::readers::{Reader, ReadingLists};
use crate::signature::Verdict;
use crate::state::State;

/// Somebody who has to read a document, or where there are very many, those in a role who are not told one by one.
struct Row<'a> {
    document: &'a Document,
    /// The text that has to be read.
    text: &'a Document,
    reader: Reader<'a>,
    people: usize,
    read: Read<'a>,
    until: Option<Date>,
}

fn of<'a>(key: &'static str, holds: Holds, get: impl Fn(&Row<'a>) -> Value<'a> + 'a) -> Getter<'a, Row<'a>> {
    column(key, holds, get)
}

/// Every reader of every reading list, by document, in the order of the list.
pub(super) fn acknowledgements<'a>(state: &'a State) -> Register<'a> {
    // Who within has to read what is nobody else's matter.
    let within = state.audience != Audience::Public;
    let mut all: Vec<_> = state.aims.iter().filter(|_| within).collect();
    all.sort_by_cached_key(|(_, document)| natural_key(&document.id));
    let lists = ReadingLists::of(&state.aims);
    let mut rows = Vec::new();
    for (ix, document) in all {
        let Readings { named, others } = state.approvals.readings(&lists, &state.aims, ix);
        let is_empty = named.is_empty() && others.is_empty();
        let until = if is_empty { None } else { state.approvals.unread(&lists, &state.aims, ix) };
        let until = until.map(|unread| unread.until);
        let row = |(reader, read, people): (Reader<'a>, Read<'a>, usize)| Row {
            document,
            text: state.aims.holding(ix),
            reader,
            read,
            people,
            until: until.filter(|_| !read.is_of_version()),
        };
        let one = named.into_iter().map(|(reader, read)| (reader, read, usize::from(reader.person.is_some())));
        let rest = others.into_iter().map(|of| (Reader { asked: of.asked, person: None }, Read::Nothing, of.people));
        rows.extend(one.chain(rest).map(row));
    }
    let columns = vec![
        of("document", Holds::Id, |row| Value::id(Some(&row.document.id))),
        of("title", Holds::Text, |row| Value::text(Some(&row.document.title))),
        of("version", Holds::Text, |row| Value::text(row.text.fields.text("version"))),
        of("asked", Holds::Text, |row| Value::text(Some(row.reader.asked)))
            .about("the role or person that the document names"),
        of("by", Holds::Text, |row| Value::text(row.reader.person.map(|person| person.name.as_str())))
            .about("the person; empty where nobody holds the role, and where a row stands for many"),
        of("read", Holds::Word, |row| Value::word(Some(row.read.as_str())))
            .words(Read::WORDS)
            .about("the text that has to be read, an earlier text of this version, an earlier version, or none"),
        of("read_version", Holds::Text, |row| {
            let record = row.read.act().and_then(|act| act.record.as_ref().ok());
            Value::text(record.and_then(|record| record.version.as_deref()))
        }),
        of("date", Holds::Day, |row| {
            Value::day(row.read.act().and_then(|act| act.record.as_ref().ok()).map(|record| record.date))
        }),
        of("signed", Holds::Flag, |row| row.read.act().map_or(Value::Nothing, |act| Value::Flag(act.is_proven())))
            .about(SIGNED),
        of("verdict", Holds::Word, |row| {
            Value::word(row.read.act().and_then(|act| act.verdict.as_ref()).map(Verdict::as_str))
        })
        .words(Verdict::WORDS)
        .about(VERDICT),
        of("until", Holds::Day, |row| Value::day(row.until))
            .about("by when it is to be read, where the version is in force and they have not"),
        of("record", Holds::Text, |row| Value::text(row.read.act().map(|act| act.path.as_str()))),
        of("people", Holds::Number, |row| Value::count(row.people))
            .about("how many people a row stands for: one, none where nobody holds the role, or the rest of very many who have read nothing"),
    ];
    Register::new(rows, columns)
}
