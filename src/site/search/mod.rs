//! What `search.html` looks into: an index of everything that the site tells of, in files of which a browser loads few.
//!
//! In comes the state as its readers may see it; out come files below `search/`. `index.js` says which there are.
//! `words/N.js` have words with the entries they stand in, parted by the alphabet: of what somebody types one or two are
//! loaded. `texts/N.js` have what is told of entries, for those that are shown. `near.js` has words that somebody may have
//! meant who mistyped. How many there are of each follows from the sizes of files alone ([`Layout`]), so that a page of the
//! site is shown without an index. `theme/search.js` reads them.

mod entry;
mod index;
mod layout;
mod passages;
mod script;
mod words;

pub(super) use passages::blocks;
pub(super) use script::{string, strings};

use std::sync::OnceLock;

use entry::Told;
use layout::{Layout, Texts};
use script::{call, list};

use super::context::Shared;
use crate::base::folded::TABLE;
use crate::base::{sha256_hex, wording};

/// A file of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexFile {
    /// Which files there are.
    Head,
    /// Words that somebody may have meant.
    Near,
    /// Words with the entries they stand in, of so many files.
    Words(usize),
    /// What is told of entries, of so many files.
    Texts(usize),
}

impl IndexFile {
    /// What it is called among the files of the index.
    fn name(self) -> String {
        match self {
            Self::Head => "index".into(),
            Self::Near => "near".into(),
            Self::Words(place) => format!("words/{place}"),
            Self::Texts(place) => format!("texts/{place}"),
        }
    }

    /// Where it stands in the site.
    pub(super) fn path(self) -> String {
        format!("search/{}.js", self.name())
    }
}

/// What was made of an index so far.
#[derive(Default)]
pub(super) struct Made<'a> {
    layout: OnceLock<Layout<'a>>,
    index: OnceLock<Index>,
}

/// The state with what was made of its index so far.
pub(super) type Searched<'s, 'a> = (&'s Shared<'a>, &'s Made<'a>);

/// The words, and what follows from all of them.
struct Index {
    /// What tells one build from another.
    build: String,
    head: String,
    near: String,
    /// For each file of words what is in it.
    words: Vec<String>,
}

/// A group of entries as a page lists it without the index.
pub(super) struct Listed {
    /// What they are called, as it stands in the source.
    pub title: &'static str,
    /// The page that has all of them.
    pub index: String,
    /// How many there are.
    pub count: usize,
    /// Each with its page, its id and its title, where they are few enough.
    pub entries: Vec<[String; 3]>,
}

/// The files of the index.
pub(super) fn files(of: Searched<'_, '_>) -> impl Iterator<Item = IndexFile> + use<> {
    let layout = layout(of);
    let (words, texts) = (layout.words, layout.texts.len());
    let parted = (0..words).map(IndexFile::Words).chain((0..texts).map(IndexFile::Texts));
    [IndexFile::Head, IndexFile::Near].into_iter().chain(parted)
}

/// Reads all texts on all threads, so that no file has to wait for another to do so.
pub(super) fn prepare(of: Searched<'_, '_>) {
    let made = of.1;
    if made.index.get().is_none() {
        // Not within the lock: a thread that waits for others may take up other work, which could ask for the index.
        let _ = made.index.set(Index::of(of, true));
    }
}

/// What is in a file; `None` where there is no such file.
pub(super) fn bytes(of: Searched<'_, '_>, file: IndexFile) -> Option<Vec<u8>> {
    let (shared, made) = of;
    let index = made.index.get_or_init(|| Index::of(of, rayon::current_thread_index().is_none()));
    let value = match file {
        IndexFile::Head => index.head.as_str(),
        IndexFile::Near => index.near.as_str(),
        IndexFile::Words(place) => index.words.get(place)?.as_str(),
        IndexFile::Texts(place) => &texts(shared, layout(of), layout(of).texts.get(place)?),
    };
    Some(call(&file.name(), &index.build, value))
}

/// The groups, with the entries of those that have no more than `most`.
pub(super) fn listed(of: Searched<'_, '_>, most: usize) -> Vec<Listed> {
    let (layout, shared) = (layout(of), of.0);
    let mut from = 0;
    let list = |group: &entry::Group| {
        let entries = &layout.entries[from..from + group.count];
        from += group.count;
        let few = if group.count > most { &[] } else { entries };
        let told = few.iter().map(|entry| entry.head(shared)).map(|told| [told.href, told.id, told.title]);
        Listed { title: group.title, index: group.index.clone(), count: group.count, entries: told.collect() }
    };
    layout.groups.iter().map(list).collect()
}

fn layout<'s, 'a>((shared, made): Searched<'s, 'a>) -> &'s Layout<'a> {
    made.layout.get_or_init(|| Layout::of(shared))
}

impl Index {
    fn of(of: Searched<'_, '_>, together: bool) -> Self {
        let layout = layout(of);
        let lines = index::words(of.0, layout, together);
        let parts = index::parted(&lines, layout.words);
        let words: Vec<String> = parts
            .iter()
            .map(|part| {
                list(part.iter().map(|line| strings([&*line.word, &line.places]).trim_matches(['[', ']']).to_owned()))
            })
            .collect();
        let mut near = String::new();
        string(&mut near, &index::near(&lines));
        let head = head(layout, &parts);
        let build = sha256_hex(format!("{head}\n{}", words.concat()).as_bytes())[..16].to_owned();
        Self { build, head, near, words }
    }
}

/// Which files there are: the groups, the word with which each file of words begins, how many entries each file of texts is
/// the first to tell of, and how letters are folded.
fn head(layout: &Layout<'_>, parts: &[&[index::Line]]) -> String {
    let groups = layout.groups.iter().map(|group| {
        let named = strings([wording::of(group.title), &group.index]);
        format!("{},{},{}]", named.trim_end_matches(']'), group.count, group.weight)
    });
    // A file without words is passed over.
    let mut next = "\u{ffff}";
    let mut firsts: Vec<&str> = parts
        .iter()
        .rev()
        .map(|part| {
            next = part.first().map_or(next, |line| &line.word);
            next
        })
        .collect();
    firsts.reverse();
    let texts: Vec<String> = layout.firsts().iter().map(usize::to_string).collect();
    let mut folded = String::new();
    string(&mut folded, TABLE.trim_end());
    format!(
        "{{\n\"groups\":{},\n\"words\":{},\n\"texts\":[{}],\n\"folded\":{folded}\n}}",
        list(groups),
        strings(firsts),
        texts.join(",")
    )
}

/// What is told of the entries of a file: id, title, a few words, the page, the headings with their places, and what stands
/// below them, each piece behind the number of its heading.
fn texts(shared: &Shared<'_>, layout: &Layout<'_>, file: &Texts) -> String {
    let entries = layout.entries[file.entries.clone()].iter();
    list(entries.map(|entry| {
        let told = entry.told(shared);
        match file.part {
            (_, 1) => all(&told),
            part => one_part(told, part),
        }
    }))
}

fn all(told: &Told) -> String {
    let mut out = strings([&*told.id, &told.title, &told.note, &told.href]);
    out.truncate(out.len() - 1);
    let headings = told.passages.iter().map(|passage| strings([&*passage.anchor, &passage.heading]));
    out.push_str(&format!(",[{}],[", headings.collect::<Vec<_>>().join(",")));
    let mut between = "";
    for (number, passage) in told.passages.iter().enumerate() {
        for block in &passage.blocks {
            out.push_str(&format!("{between}{number},"));
            string(&mut out, block);
            between = ",";
        }
    }
    out + "]]"
}

/// The same of one of several parts of a text, each about as long as the others.
fn one_part(mut told: Told, (part, parts): (usize, usize)) -> String {
    let length = |block: &String| block.len() + 1;
    let all: usize = told.passages.iter().flat_map(|passage| &passage.blocks).map(length).sum();
    let mut before = 0;
    for passage in &mut told.passages {
        passage.blocks.retain(|block| {
            let of = before * parts / all.max(1);
            before += length(block);
            of == part
        });
    }
    self::all(&told)
}

#[cfg(test)]
mod tests;
