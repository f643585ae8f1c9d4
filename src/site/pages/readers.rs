//! Reading lists: who has to read a document, and which version each has read.

use std::collections::BTreeSet;

use super::sections::Section;
use super::standing::dated;
use crate::agenda::Item;
use crate::approval::Read;
use crate::base::{plural, say};
use crate::model::DocIx;
use crate::model::readers::known_by;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::parts::and_more;
use crate::site::view::{Cell, Part, Sign, Table, comma, line};
use crate::site::who::{Somebody, has_pages};

/// Who has to read a document, on its own page. `None` where it asks nobody.
pub(super) fn of_document(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Section> {
    let table = readers_of((shared, link, 1), ix)?;
    let readings = shared.readings.get(&ix)?;
    let read = readings.named.iter().filter(|(_, read)| read.is_of_version()).count();
    let mut section = Section::new("_readers", say!("Who has to read it")).intro(say!(
        "Have said that they read this version: {read} of {all}. That approves nothing and reviews nothing.",
        read,
        all = readings.all()
    ));
    if !readings.others.is_empty() {
        section = section.intro(plural!(
            readings.counted(),
            "{n} of them is counted and not named below: no acknowledgement of theirs is on record that counts.",
            "{n} of them are counted and not named below: no acknowledgement of theirs is on record that counts."
        ));
    }
    Some(section.with_table(Some(table), ""))
}

/// A page of those who have to read a document. `None` where it asks nobody, and where people have no pages.
pub(super) fn readers_of((shared, link, number): Of<'_, '_, '_>, ix: DocIx) -> Option<Table> {
    if !has_pages(shared.state.audience) {
        return None;
    }
    let readings = &shared.readings.get(&ix)?.named;
    let specs = ["Who:main", "As", "Read", "Version", "Date", "Signature"];
    let mut table = Table::new(say!("Who has to read it, and what they have read"), &specs);
    let list = List::Readers(ix);
    for (reader, read) in &readings[rows(shared, list, number)] {
        let who = match reader.person {
            Some(person) => link.person(&person.name).into(),
            None => Cell::from(Part::quiet(say!("Nobody is known to hold the role"))),
        };
        let cells = [who, link.person(reader.asked).into()];
        table.row(None, cells.into_iter().chain(told(*read)).collect());
    }
    let files = super::register::files(shared, link, "acknowledgements");
    let name = |place: usize| readings.get(place).map(|(reader, _)| line(reader.name())).unwrap_or_default();
    table.some().map(|table| table.files(files).pages(turn(shared, link, list, number, name)))
}

/// What somebody has to read, on their own page. `None` where that is nothing.
pub(super) fn of_somebody(shared: &Shared<'_>, link: Linker<'_>, place: usize) -> Option<Section> {
    let table = read_by((shared, link, 1), place);
    let counted = counted(shared, place);
    if table.is_none() && counted.is_empty() {
        return None;
    }
    let mut section = Section::new("reads", say!("Has to read"));
    if !counted.is_empty() {
        let is_person = shared.who.all().get(place).is_some_and(|who| who.person.is_some());
        let told = match is_person {
            true => plural!(
                counted.len(),
                "{n} document has to be read by so many that it only counts them. No acknowledgement of theirs of it is on record that counts:",
                "{n} documents have to be read by so many that they only count them. No acknowledgement of theirs of these is on record that counts:"
            ),
            false => plural!(
                counted.len(),
                "{n} document has to be read by so many who hold the role that it only counts some of them:",
                "{n} documents have to be read by so many who hold the role that they only count some of them:"
            ),
        };
        let mut intro = vec![Part::text(format!("{told} "))];
        intro.extend(comma(counted.iter().take(LINKED).map(|ix| link.document(*ix))));
        intro.extend(and_more(counted.len(), LINKED));
        section.intro.push(intro);
    }
    Some(section.with_table(table, ""))
}

/// How many documents are led to whose readers are only counted.
const LINKED: usize = 40;

/// What is due for somebody: of what very many have to read, to a person what they have not read themselves, once; to a role
/// nothing, as where they are few.
pub(super) fn due<'s>(shared: &'s Shared<'_>, who: &Somebody) -> Vec<&'s Item> {
    let mut due = shared.theirs.due(who);
    if !shared.counted_in.is_empty() {
        let place = shared.who.place(&who.name).filter(|_| who.person.is_some());
        let mut counted = place.map(|place| counted(shared, place)).unwrap_or_default();
        let of = |item: &Item| item.document.as_deref().and_then(|id| shared.aims.by_id(id));
        // Who holds two of the roles on a list reads once.
        due.retain(|item| !item.is_of_many() || of(item).is_some_and(|ix| counted.remove(&ix)));
    }
    due
}

/// The documents that somebody has to read and that do not name them, by their place among those who have a page: of a
/// person, who has acknowledged no text of these.
fn counted(shared: &Shared<'_>, place: usize) -> BTreeSet<DocIx> {
    let Some(who) = shared.who.all().get(place).filter(|_| !shared.counted_in.is_empty()) else {
        return BTreeSet::new();
    };
    let of = |name: &str| shared.counted_in.get(&known_by(name)).into_iter().flatten().copied();
    let Some(person) = who.person(&shared.aims.config) else { return of(&who.name).collect() };
    if person.left.is_some_and(|left| left < shared.today()) {
        return BTreeSet::new();
    }
    let names = person.roles.iter().chain(&person.emails).chain([&person.name]);
    let mut counted: BTreeSet<DocIx> = names.flat_map(|name| of(name)).collect();
    for (ix, _) in shared.to_read.get(&place).into_iter().flatten() {
        counted.remove(ix);
    }
    counted
}

/// A page of what somebody has to read, by their place among those who have a page.
pub(super) fn read_by((shared, link, number): Of<'_, '_, '_>, place: usize) -> Option<Table> {
    let all = shared.to_read.get(&place)?;
    let specs = ["Document", "Title:main", "Who", "Read", "Version", "Date", "Signature"];
    let mut table = Table::new(say!("What they have to read"), &specs);
    let list = List::ToRead(place);
    for (ix, at) in &all[rows(shared, list, number)] {
        let document = shared.aims.document(*ix);
        let Some((reader, read)) = shared.readings.get(ix).and_then(|readings| readings.named.get(*at)) else {
            continue;
        };
        let first = [link.document(*ix).into(), Cell::from(document.title.as_str()), link.person(reader.name()).into()];
        table.row(None, first.into_iter().chain(told(*read)).collect());
    }
    let name = |row: usize| all.get(row).map(|(ix, _)| shared.aims.document(*ix).id.clone()).unwrap_or_default();
    table.some().map(|table| table.pages(turn(shared, link, list, number, name)))
}

/// What somebody has read: a sign, the version, the day, and what the signature is worth.
fn told(read: Read<'_>) -> [Cell; 4] {
    let sign = match read {
        Read::Nothing => Sign::new("due", say!("Not yet")),
        Read::Earlier(_) => Sign::new("retired", say!("An earlier version")),
        Read::Version(_) => Sign::new("done", say!("This version; its text has changed since")),
        Read::Present(_) => Sign::new("done", say!("This text")),
    };
    let act = read.act();
    let record = act.and_then(|act| act.record.as_ref().ok());
    let signature = act.map(|act| match act.is_proven() {
        true => Sign::new("proof-4", say!("Signed")),
        false => Sign::new("proof-1", say!("Not signed")),
    });
    [
        Part::sign(sign).into(),
        record.and_then(|record| record.version.as_deref()).map(Part::said).into(),
        act.zip(record).map(|(act, record)| dated(act, record.date)).unwrap_or_default().into(),
        signature.map(Part::sign).into(),
    ]
}
