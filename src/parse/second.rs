//! A second block of front matter right behind the first, as a merge may leave it. Other programs take its keys for a heading,
//! and whatever it says would hold nowhere.

use super::fenced::read_front;
use super::node::{Entry, Unread};
use super::problem::Problem;
use super::{fence, near};
use crate::base::tell;
use crate::diag::Span;

/// As many lines of it are looked at.
const LINES: usize = 200;

/// A second block of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Second {
    /// Its first line.
    pub place: Span,
    /// Its entries, in the order of the file. Nothing is made of them.
    pub entries: Vec<Entry>,
    /// What of it could not be read.
    pub unread: Vec<Unread>,
}

impl Second {
    /// The keys that it seems to have.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let unread = self.unread.iter().filter_map(|part| part.key.as_deref());
        self.entries.iter().map(|entry| entry.key.as_str()).chain(unread)
    }

    /// That it is not read.
    pub(super) fn problem(&self) -> Problem {
        let message = tell!("a second block of front matter begins here, behind the first, and is not read");
        let help = tell!(
            "Put the keys that hold into the first block, each once, and take this one out. A merge may have left it."
        );
        Problem::fault(self.place, message).help(help)
    }
}

/// Lines of keys, as far as they were read.
#[derive(Default)]
struct Keys {
    all: usize,
    known: usize,
    /// Whether all are in lower case, as machines are written to.
    lower: bool,
    closed: bool,
    end: usize,
}

/// The second block of front matter that stands at `from`, where the text below the first one begins. Two rules around a
/// paragraph are none, nor is what people write for people.
pub fn second(text: &str, from: usize) -> Option<Second> {
    let rest = text.get(from..).filter(|_| from > 0)?;
    let blank: usize = rest.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let at = from + blank;
    let line = text[at..].split_inclusive('\n').next()?;
    let fenced = matches!(line.trim_end(), "---" | "+++");
    let start = if fenced { at + line.len() } else { at };
    let keys = keys(text, start)?;
    let several = keys.known > 1;
    let is_one = match (fenced, keys.closed) {
        (true, true) => keys.known > 0 && (keys.lower || several),
        (true, false) => keys.lower && several,
        // The line that ends the first block begins the second one.
        (false, closed) => closed && blank == 0 && keys.lower && keys.known > 0 && keys.all > 1,
    };
    if !is_one {
        return None;
    }
    let language = fence::language(if fenced { line } else { text });
    let (entries, _, unread) = read_front(text, Span::new(start, keys.end), language);
    Some(Second { place: Span::new(at, at + line.trim_end().len()), entries, unread })
}

/// The keys that begin at `start`, up to a fence or a line that belongs to none of them. `None` where there are none, or
/// words follow.
fn keys(text: &str, start: usize) -> Option<Keys> {
    let mut keys = Keys { lower: true, end: start, ..Keys::default() };
    for line in text.get(start..)?.split_inclusive('\n').take(LINES) {
        let bare = line.trim_end();
        if matches!(bare, "---" | "+++" | "...") {
            keys.closed = true;
            break;
        }
        let goes_on = bare.starts_with([' ', '\t', '#', ']', '}']) || bare == "-" || bare.starts_with("- ");
        match near::key(bare) {
            Some(key) => {
                keys.all += 1;
                keys.known += usize::from(near::is_known(key));
                keys.lower &= !key.contains(|c: char| c.is_ascii_uppercase());
            }
            None if keys.all > 0 && goes_on => {}
            None if bare.is_empty() => break,
            None => return None,
        }
        keys.end += line.len();
    }
    (keys.all > 0).then_some(keys)
}

#[cfg(test)]
mod tests {
    use crate::parse::{ProblemKind, page};

    const FIRST: &str = "---\nid: A\ntitle: T\nkind: policy\n---\n";

    #[test]
    fn a_second_block_is_told_at_its_first_line() {
        for (second, place, keys) in [
            ("---\nowner: CEO\nclassification: confidential\n---\n\n# T\n", "---", 2),
            ("\n---\nowner: CEO\ncontrols:\n  - A.2.2\n---\n# T\n", "---", 2),
            ("owner: CEO\nclassification: confidential\n---\n# T\n", "owner: CEO", 2),
            ("---\nclassification: confidential\n---\n", "---", 1),
            ("---\nowner: CEO\nstatus: draft\n\n# T\n", "---", 2),
            ("+++\nowner = \"CEO\"\n+++\n", "+++", 1),
            ("---\nOwner: CEO\nClassification: secret\n---\n", "---", 2),
            ("---\nowner: [a\nclassification: secret\n---\n", "---", 2),
        ] {
            let text = format!("{FIRST}{second}");
            let page = page(text.as_bytes());
            let [problem] = page.problems.as_slice() else { panic!("{text}: {:?}", page.problems) };
            assert_eq!(problem.kind, ProblemKind::InvalidFrontMatter, "{text}");
            assert_eq!(&text[problem.span.start..problem.span.end], place, "{text}");
            let found = super::second(&text, page.body.start).expect("a second block");
            assert_eq!(found.keys().count(), keys, "{text}");
            assert_eq!(page.front.expect("the first").entries.len(), 3, "{text}");
        }
    }

    #[test]
    fn keys_behind_the_end_of_the_first_document_are_told_and_not_read() {
        for (keys, place, unread) in [
            ("id: A\nclassification: confidential\n...\nid: B\nclassification: public\n", "...", 3),
            ("id: A\nclassification: confidential\n--- # more\nclassification: public\n", "--- # more", 2),
            ("id: A\nclassification: confidential\n... \n[x]\n", "...", 2),
            ("id: A\nclassification: confidential\n", "", 0),
            ("id: A\nclassification: confidential\n...\n# end\n...\n", "", 0),
            ("# The keys.\n...\nid: A\nclassification: confidential\n", "", 0),
        ] {
            let text = format!("---\n{keys}---\n\n# T\n");
            let page = page(text.as_bytes());
            let told: Vec<_> =
                page.problems.iter().map(|found| (found.kind, &text[found.span.start..found.span.end])).collect();
            let wanted = (ProblemKind::InvalidFrontMatter, place);
            assert_eq!(told, [wanted][..usize::from(!place.is_empty())], "{keys}");
            let front = page.front.expect("front matter");
            let values = front.entries.iter().map(|entry| &text[entry.node.span.start..entry.node.span.end]);
            assert_eq!(values.collect::<Vec<_>>(), ["A", "confidential"], "{keys}");
            assert_eq!(front.unread.len(), unread, "{keys}");
        }
    }

    #[test]
    fn what_people_write_below_front_matter_is_text() {
        for below in [
            "# T\n\n---\n\nowner: x\nstatus: y\n\n---\n",
            "---\n\nText between two rules.\n\n---\n",
            "---\nNote: it depends.\n---\n",
            "---\nStatus: it depends.\nAnd so on.\n---\n",
            "Version: 1.0\nOwner: CEO\n---\n",
            "owner: whoever has it\n---\n",
            "\nowner: CEO\nstatus: draft\n\nText.\n",
            "---\n",
            "---\n---\n",
            "",
        ] {
            let page = page(format!("{FIRST}{below}").as_bytes());
            assert!(page.problems.is_empty(), "{below}: {:?}", page.problems);
        }
    }
}
