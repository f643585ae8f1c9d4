//! Reading lists: who has to read a document, and which version each has read.

use super::sections::Section;
use super::standing::dated;
use crate::approval::Read;
use crate::base::say;
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::view::{Cell, Part, Sign, Table, line};
use crate::site::who::has_pages;

/// Who has to read a document, on its own page. `None` where it asks nobody.
pub(super) fn of_document(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Section> {
    let table = readers_of((shared, link, 1), ix)?;
    let readings = shared.readings.get(&ix)?;
    let read = readings.iter().filter(|(_, read)| read.is_of_version()).count();
    let section = Section::new("_readers", say!("Who has to read it")).intro(say!(
        "Have said that they read this version: {read} of {all}. That approves nothing and reviews nothing.",
        read,
        all = readings.len()
    ));
    Some(section.with_table(Some(table), ""))
}

/// A page of those who have to read a document. `None` where it asks nobody, and where people have no pages.
pub(super) fn readers_of((shared, link, number): Of<'_, '_, '_>, ix: DocIx) -> Option<Table> {
    if !has_pages(shared.state.audience) {
        return None;
    }
    let readings = shared.readings.get(&ix)?;
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
    let table = read_by((shared, link, 1), place)?;
    Some(Section::new("reads", say!("Has to read")).with_table(Some(table), ""))
}

/// A page of what somebody has to read, by their place among those who have a page.
pub(super) fn read_by((shared, link, number): Of<'_, '_, '_>, place: usize) -> Option<Table> {
    let all = shared.to_read.get(&place)?;
    let specs = ["Document", "Title:main", "Who", "Read", "Version", "Date", "Signature"];
    let mut table = Table::new(say!("What they have to read"), &specs);
    let list = List::ToRead(place);
    for (ix, at) in &all[rows(shared, list, number)] {
        let document = shared.aims.document(*ix);
        let Some((reader, read)) = shared.readings.get(ix).and_then(|readings| readings.get(*at)) else { continue };
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
