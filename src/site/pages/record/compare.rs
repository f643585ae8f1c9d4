//! Any two texts of a document, compared: the part of its change record that lists them all, and the file that a script
//! compares them from. Of a document that is gone, which has no change record, that part is a page.
//!
//! Pages for all pairs would grow with the square of the versions. The script has the texts as blocks, each told once for
//! all texts that have it, so that the file is hardly longer than one text; it is loaded when a reader asks for it. Without
//! scripts the table leads to what changed from each text to the next.

use std::collections::HashMap;

use serde::Serialize;

use super::text::{began, commit, force, named};
use crate::base::text::{count, is_turn};
use crate::base::{plural, say, wording};
use crate::history::short;
use crate::parse::{self, BlockKind, CELL};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::pasts::{Past, PastIx, PastOf};
use crate::site::view::{Cell, Part, Sign, Table, line, told};
use crate::site::worded::phrase;

/// How many texts of one document are compared, the newest.
const TEXTS: usize = 60;

/// How many bytes of text the file holds, about: of a document that is longer, the newest texts are compared.
const SIZE: usize = 2_000_000;

/// How many texts the table lists.
const ROWS: usize = 500;

/// Any two texts, compared by a script, and below that all of them.
#[derive(Debug, Serialize)]
pub(super) struct AnyTwo {
    /// What is folded away.
    summary: String,
    /// Whether it lies open from the start.
    open: bool,
    /// What to know of the table before it.
    notes: Vec<String>,
    table: Table,
}

#[derive(Debug, Serialize)]
struct View {
    title: String,
    lede: Vec<Part>,
    any_two: AnyTwo,
}

/// The part of a change record; `None` where there is nothing to compare.
pub(super) fn any_two(shared: &Shared<'_>, link: Linker<'_>, of: &PastOf<'_>) -> Option<AnyTwo> {
    let mut notes = Vec::new();
    if of.texts.iter().any(|past| !past.has_page) {
        notes.push(say!("So that the site stays small enough to copy, older texts have no page here. The command beside each gives its bytes in the repository.").to_owned());
    }
    if let Some(more) = of.texts.len().checked_sub(ROWS + 1) {
        notes.push(plural!(
            more + 1,
            "The newest {most} are listed; {n} older one is not.",
            "The newest {most} are listed; {n} older ones are not.",
            most = ROWS
        ));
    }
    of.is_comparable().then(|| AnyTwo {
        summary: say!("All {n} texts, the newest first", n = of.texts.len()),
        open: of.ix.is_none(),
        notes,
        table: table(shared, link, of),
    })
}

/// The page of a document that is gone; `None` where there is nothing to compare.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, of: PastIx) -> Option<Page> {
    let of = shared.pasts.at(of)?;
    let title = say!("Texts of {id}", id = line(&of.id));
    let texts = count(of.texts.len(), "text");
    let mut lede = phrase!("{name}. {texts}, the newest first.", name = Part::said(&of.title), texts);
    if let Some(by) = of.removed {
        lede.extend(phrase!(
            " Removed on {day} by {who} in commit {commit}.",
            day = Part::date(by.landed),
            who = Part::said(&*by.author.name),
            commit = Part::code(short(&by.commit))
        ));
    }
    let view = View { title: title.clone(), lede, any_two: any_two(shared, link, of)? };
    Some(Page::new(title, "compare.html", &view))
}

fn table(shared: &Shared<'_>, link: Linker<'_>, of: &PastOf<'_>) -> Table {
    let specs = ["Text", "In force", "Recorded on", "What changed", "Commit"];
    let mut table = Table::new(say!("Every text there is"), &specs);
    if !of.has_force {
        table.columns.remove(1);
    }
    for (at, past) in of.texts.iter().enumerate().rev().take(ROWS) {
        let mut cells: Vec<Cell> = vec![text(shared, link, of, past)];
        cells.extend(of.has_force.then(|| force(past, shared.today())));
        let changed = (at > 0 && past.has_page).then(|| {
            let href = format!("{}#_changed", link.to(&of.page(past)));
            Part::Link { href, v: say!("since {name}", name = line(&of.texts[at - 1].name())) }
        });
        let commit = commit(shared, link, of, past.revision);
        cells.extend([since(of, past), changed.into(), commit.into()]);
        table.row(None, cells);
    }
    table
}

/// When a text was recorded; of one that was reworded under its number, since when there is that version.
fn since(of: &PastOf<'_>, past: &Past<'_>) -> Cell {
    let version = began(of, past).map(|(day, revision)| {
        let (day, commit) = (wording::day(day), short(&revision.commit));
        Part::sub(say!("the version since {day}, commit {commit}", day, commit))
    });
    std::iter::once(Part::date(past.revision.landed)).chain(version).collect::<Vec<_>>().into()
}

fn text(shared: &Shared<'_>, link: Linker<'_>, of: &PastOf<'_>, past: &Past<'_>) -> Cell {
    let name = line(&past.name());
    let mut parts = match past.has_page {
        true => vec![Part::Link { href: link.to(&of.page(past)), v: name }],
        false if shared.is_outside() => vec![Part::said(name)],
        false => vec![Part::said(name), Part::sub(format!("git cat-file blob {}", past.blob()))],
    };
    if of.has_force && past.is_in_force(shared.today()) {
        parts.extend([Part::text(" "), Part::sign(Sign::new("approved", say!("In force")))]);
    }
    parts.into()
}

/// The file that the script reads; `None` where there is nothing to compare.
pub(super) fn texts(shared: &Shared<'_>, of: PastIx) -> Option<Vec<u8>> {
    let of = shared.pasts.at(of)?;
    let mut all = Blocks::default();
    let mut texts = Vec::new();
    for past in of.texts.iter().rev().take(TEXTS) {
        let Some(bytes) = shared.texts.text(past.change) else { continue };
        let (text, start) = parse::parted_text(&bytes, shared.aims.config.reading.takes_open());
        let Some(runs) = all.take(&text, start) else { break };
        let runs = runs.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        texts.push(format!("{{\"key\":{},\"name\":{},\"blocks\":[{runs}]}}", quoted(&past.stem), quoted(&named(past))));
    }
    let older = of.texts.len() - texts.len();
    let blocks: Vec<String> = all.list.iter().map(|block| quoted(block)).collect();
    let file = format!(
        "window.aimsTexts = {{\"older\":{older},\n\"texts\":[\n{}],\n\"blocks\":[\n{}]}};\n",
        texts.join(",\n"),
        blocks.join(",\n"),
    );
    Some(file.into_bytes())
}

/// A text as a string of a script, which a page could hold too.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '<' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c if c.is_control() || is_turn(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The blocks of all texts, each once.
#[derive(Default)]
struct Blocks {
    list: Vec<String>,
    places: HashMap<String, usize>,
    /// The places of the blocks of each part that was read: from one text to the next most are the same.
    parts: HashMap<String, Vec<usize>>,
    size: usize,
}

impl Blocks {
    /// The blocks of a text, whose front matter ends at `start`, as where each run of them begins and how many there are;
    /// `None` where there is no room for it.
    fn take(&mut self, text: &str, start: usize) -> Option<Vec<usize>> {
        let (front, body) = text.split_at_checked(start).unwrap_or((text, ""));
        let front = front.lines().map(str::trim_end).filter(|line| !matches!(*line, "" | "---" | "+++"));
        let mut places = Vec::new();
        for line in front {
            places.push(self.place(format!("f{}", told(line)))?);
        }
        for part in parse::parts(body) {
            if let Some(known) = self.parts.get(part) {
                places.extend(known);
                continue;
            }
            let from = places.len();
            for block in parse::blocks_alone(part) {
                places.push(self.place(format!("{}{}", letter(block.kind), shown(&block)))?);
            }
            self.parts.insert(part.to_owned(), places[from..].to_vec());
        }
        let mut runs: Vec<usize> = Vec::new();
        for place in places {
            match runs.as_mut_slice() {
                [.., start, length] if *start + *length == place => *length += 1,
                _ => runs.extend([place, 1]),
            }
        }
        Some(runs)
    }

    fn place(&mut self, block: String) -> Option<usize> {
        if let Some(place) = self.places.get(&block) {
            return Some(*place);
        }
        self.size += block.len();
        if self.size > SIZE {
            return None;
        }
        self.list.push(block.clone());
        self.places.insert(block, self.list.len() - 1);
        Some(self.list.len() - 1)
    }
}

fn shown(block: &parse::Block) -> String {
    match block.kind {
        BlockKind::Row => told(&block.text.replace(CELL, " | ")),
        _ => told(&block.text),
    }
}

/// By what letter the script knows what a block is.
fn letter(kind: BlockKind) -> char {
    match kind {
        BlockKind::Heading(_) => 'h',
        BlockKind::Code => 'c',
        BlockKind::Paragraph | BlockKind::Item(_) | BlockKind::Row | BlockKind::Quote | BlockKind::Footnote => 'p',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(all: &mut Blocks, text: &str) -> Option<Vec<usize>> {
        let (text, start) = parse::parted_text(text.as_bytes(), false);
        all.take(&text, start)
    }

    #[test]
    fn no_text_ends_its_string_or_the_script() {
        assert_eq!(
            quoted("a\"\\</script>\n\t\u{2028}\u{202e}\u{7}é"),
            "\"a\\\"\\\\\\u003c/script>\\n\\t\\u2028\u{fffd}\u{fffd}é\""
        );
    }

    #[test]
    fn what_texts_share_is_told_once() {
        let mut all = Blocks::default();
        let runs = take(&mut all, "---\nid: A\nversion: 2\n---\n# Title\n\nOne.\n\nTwo.\n");
        assert_eq!(runs.as_deref(), Some(&[0, 5][..]));
        let runs = take(&mut all, "---\nid: A\nversion: 1\n---\n# Title\n\nNone.\n\nTwo.\n");
        assert_eq!(runs.as_deref(), Some(&[0, 1, 5, 1, 2, 1, 6, 1, 4, 1][..]));
        assert_eq!(all.list, ["fid: A", "fversion: 2", "hTitle", "pOne.", "pTwo.", "fversion: 1", "pNone."]);
    }

    #[test]
    fn there_is_room_for_so_much_and_no_more() {
        let mut all = Blocks::default();
        let long = |letter: &str| format!("{}\n", letter.repeat(SIZE * 2 / 3));
        assert!(take(&mut all, &long("a")).is_some() && take(&mut all, &long("b")).is_none());
        // What is there already takes no room.
        let mut all = Blocks::default();
        assert!(take(&mut all, &long("a")).is_some() && take(&mut all, &long("a")).is_some());
    }
}
