//! Reading lists: who has to read a document, and which version each has read.

use super::sections::Section;
use crate::approval::Read;
use crate::base::say;
use crate::base::text::count;
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::{Cell, Part, Sign, Table};
use crate::site::who::{Somebody, has_pages};

/// How many rows a table has; where there are more, it says how many, and the register has all.
const MOST: usize = 200;

/// Who has to read a document, on its own page. `None` where it asks nobody.
pub(super) fn of_document(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Section> {
    let readings = shared.approvals.readings(shared.aims, ix);
    if readings.is_empty() || !has_pages(shared.state.audience) {
        return None;
    }
    let specs = ["Who:main", "As", "Read", "Version", "Date", "Signature"];
    let mut table = Table::new(say!("Who has to read it, and what they have read"), &specs);
    for (reader, read) in readings.iter().take(MOST) {
        let who = match reader.person {
            Some(person) => link.person(&person.name).into(),
            None => Cell::from(Part::quiet(say!("Nobody is known to hold the role"))),
        };
        let cells = [who, link.person(reader.asked).into()];
        table.row(None, cells.into_iter().chain(told(*read)).collect());
    }
    let read = readings.iter().filter(|(_, read)| read.is_of_version()).count();
    let mut section = Section::new("_readers", say!("Who has to read it")).intro(say!(
        "Of {readers}, so many have said that they read this version: {n}. That approves nothing and reviews nothing.",
        readers = count(readings.len(), "reader"),
        n = read
    ));
    if readings.len() > MOST {
        section = section.intro(say!("The first {most}; the register of acknowledgements has all.", most = MOST));
    }
    let table = table.some().map(|table| table.files(super::register::files(shared, link, "acknowledgements")));
    Some(section.with_table(table, ""))
}

/// What somebody has to read, on their own page. `None` where that is nothing.
pub(super) fn of_somebody(shared: &Shared<'_>, link: Linker<'_>, who: &Somebody) -> Option<Section> {
    let specs = ["Document", "Title:main", "Who", "Read", "Version", "Date", "Signature"];
    let mut table = Table::new(say!("What they have to read"), &specs);
    let mut rows = 0;
    for ix in shared.theirs.to_read(who) {
        let document = shared.aims.document(ix);
        let by = |asked: &str, name: &str| if who.person.is_some() { who.is_called(name) } else { who.is(asked) };
        for (reader, read) in shared.approvals.readings(shared.aims, ix) {
            if !by(reader.asked, reader.name()) {
                continue;
            }
            rows += 1;
            if rows <= MOST {
                let first =
                    [link.document(ix).into(), Cell::from(document.title.as_str()), link.person(reader.name()).into()];
                table.row(None, first.into_iter().chain(told(read)).collect());
            }
        }
    }
    let mut section = Section::new("reads", say!("Has to read"));
    if rows > MOST {
        section = section.intro(say!("The first {most} of {all}.", most = MOST, all = rows));
    }
    table.some().map(|table| section.with_table(Some(table), ""))
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
        record.map(|record| Part::date(record.date)).into(),
        signature.map(Part::sign).into(),
    ]
}
