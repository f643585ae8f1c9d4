//! The baseline: what was found when a team began, so that only what is new is told.
//!
//! In comes a text with one finding a line; out come [`Mark`]s with their places, and what could not be read. Which mark a
//! finding bears, and which may be left to a baseline, is for `check` to say.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::config::Config;
use crate::base::wording::Words;
use crate::base::{DocPath, Result, SETTINGS, tell};
use crate::diag::{Files, Level, Span};
use crate::parse;
use crate::source::{Content, Source};

/// How large a baseline may be, in bytes.
pub const MAX_BASELINE: u64 = 32 * 1024 * 1024;

/// The first line of a baseline, by which it is known.
const FIRST: &str = "# aims baseline 2";

/// That of the form before, in which lines have no level, and fingerprints no people, but the own file where a message names it.
const BEFORE: &str = "# aims baseline 1";

/// What the lines below it tell a person.
const HEAD: &str = "\
# Findings that were there already when this was written. `aims check` counts them, and tells and fails only what is new.
# It is written by `aims check --write-baseline FILE`, anew when findings are mended; nothing is added by hand.
# Each line is one finding: its rule, its level, a fingerprint of what it names, and its file. What is graver is new.
";

/// How many lines that cannot be read are told one by one.
const TOLD: usize = 20;

/// By what a finding is known again, on whatever line it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The path of its file.
    pub path: String,
    /// The code of its rule.
    pub code: String,
    /// A fingerprint of what it names.
    pub print: String,
}

/// A line of a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The level of its finding: none that is graver is known by it. `None` where the line is of the form before, and so is
    /// the fingerprint of its mark.
    pub level: Option<Level>,
    /// Where it stands.
    pub span: Span,
}

/// What is wrong with a baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where in its text.
    pub span: Span,
    /// What is wrong: one sentence without a full stop.
    pub message: Words,
}

/// Findings that are known.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// What the settings or the command line call it.
    pub name: String,
    /// Where it is told of: its file where that lies in the AIMS, else the settings.
    pub path: Option<DocPath>,
    /// The lines on which each finding stands: one for each time that it was found.
    pub lines: BTreeMap<Mark, Vec<Line>>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

impl Baseline {
    /// Reads a text in which lines end with line feeds. Lines that cannot be read hide no other.
    pub fn read(name: &str, path: Option<DocPath>, text: &str) -> Self {
        let mut read = Self { name: name.to_owned(), path, ..Self::default() };
        let mut at = 0;
        let mut wrong = 0;
        for (number, line) in text.split('\n').enumerate() {
            let span = Span::new(at, at + line.len());
            at = span.end + 1;
            if number == 0 && ![FIRST, BEFORE].contains(&line.trim_end()) {
                let message = tell!("a baseline begins with the line `{first}`", first = FIRST);
                read.faults.push(Fault { span, message });
                // A text of another kind, or of an `aims` to come: none of its lines means what it would here.
                break;
            }
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match mark(line) {
                Some((mark, level)) => read.lines.entry(mark).or_default().push(Line { level, span }),
                None => {
                    wrong += 1;
                    if wrong <= TOLD {
                        let message = tell!("this line of the baseline does not name a rule, a fingerprint and a file");
                        read.faults.push(Fault { span, message });
                    }
                }
            }
        }
        if let Some(last) = read.faults.last_mut().filter(|_| wrong > TOLD) {
            last.message = tell!(
                "this line of the baseline does not name a rule, a fingerprint and a file, nor are {more} more",
                more = wrong - TOLD
            );
        }
        read
    }

    /// How many findings it lists.
    pub fn len(&self) -> usize {
        self.lines.values().map(Vec::len).sum()
    }

    /// Whether it lists none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Whether a text is that of a baseline, of whichever form: such a file may be written anew.
pub fn is_baseline(text: &[u8]) -> bool {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).starts_with(b"# aims baseline ")
}

/// The text of a baseline that lists these.
pub fn written(mut marks: Vec<(Mark, Level)>) -> String {
    marks.sort();
    let mut text = format!("{FIRST}\n{HEAD}");
    for (Mark { path, code, print }, level) in &marks {
        let _ = writeln!(text, "{code} {} {print} {}", level.as_str(), escaped(path));
    }
    text
}

/// Reads the baseline that the settings name, where they name one.
pub(super) fn load(source: &dyn Source, config: &Config, texts: &mut Files) -> Result<Option<Baseline>> {
    let Some(named) = &config.checks.baseline else { return Ok(None) };
    let missing = |message: Words| {
        let faults = vec![Fault { span: named.span, message }];
        Some(Baseline { name: named.value.clone(), path: DocPath::new(SETTINGS), faults, ..Baseline::default() })
    };
    let Some(path) = DocPath::new(&named.value).filter(|path| source.files().contains(path)) else {
        return Ok(missing(tell!("`checks.baseline` names `{file}`, where no file is", file = &named.value)));
    };
    let text = match source.read(&path, MAX_BASELINE)? {
        Content::Bytes(bytes) => parse::normalise(&bytes),
        _ => {
            return Ok(missing(tell!(
                "the baseline `{path}` cannot be read, or is larger than {most} bytes",
                path,
                most = MAX_BASELINE
            )));
        }
    };
    let (text, fault) = match text {
        Ok(text) => (text, None),
        Err((text, problem)) => (text, Some(Fault { span: problem.span, message: problem.message })),
    };
    let mut read = Baseline::read(&named.value, Some(path.clone()), &text);
    read.faults.extend(fault);
    texts.add(path, text.into());
    Ok(Some(read))
}

/// The mark that a line holds, and the level; of the form before, lines hold none.
fn mark(line: &str) -> Option<(Mark, Option<Level>)> {
    let (code, rest) = line.trim_end().split_once(' ')?;
    let levelled = rest.split_once(' ').and_then(|(level, rest)| Some((Level::parse(level)?, rest)));
    let (level, rest) = levelled.map_or((None, rest), |(level, rest)| (Some(level), rest));
    let (print, path) = rest.split_once(' ')?;
    let is_code = code.strip_prefix("AIMS").is_some_and(|number| number.len() == 3 && digits(number, 10));
    let sound = is_code && print.len() == PRINT && digits(print, 16) && !path.is_empty() && path.len() <= 4_096;
    sound.then(|| (Mark { path: plain(path), code: code.to_owned(), print: print.to_owned() }, level))
}

/// How many hexadecimal digits a fingerprint has.
pub const PRINT: usize = 16;

fn digits(text: &str, base: u32) -> bool {
    text.chars().all(|c| c.is_digit(base) && !c.is_ascii_uppercase())
}

/// A path on one line, whatever it is made of.
fn escaped(path: &str) -> String {
    let mut text = String::new();
    for (at, c) in path.char_indices() {
        let at_end = c == ' ' && (at == 0 || at + 1 == path.len());
        if c.is_control() || c == '%' || at_end {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(text, "%{byte:02x}");
            }
        } else {
            text.push(c);
        }
    }
    text
}

/// The path that was written so.
fn plain(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark_of(path: &str, code: &str) -> Mark {
        Mark { path: path.into(), code: code.into(), print: "0123456789abcdef".into() }
    }

    #[test]
    fn what_is_written_is_read_again_in_whatever_order_it_came() {
        let paths = ["a b.md", "100%.md", " x\n", "ä.md", "%0a.md"];
        let marks: Vec<_> = paths.iter().map(|path| (mark_of(path, "AIMS203"), Level::Warning)).collect();
        let twice: Vec<_> = marks.iter().rev().chain(&marks).cloned().collect();
        let text = written(twice.clone());
        assert_eq!(text, written(twice.into_iter().rev().collect()));
        let read = Baseline::read("b", None, &text);
        assert_eq!((read.faults.as_slice(), read.len()), (&[][..], 10));
        assert!(marks.iter().all(|(mark, _)| read.lines[mark].len() == 2), "{read:?}");
        assert!(read.lines.values().flatten().all(|line| line.level == Some(Level::Warning)), "{read:?}");
        assert!(is_baseline(text.as_bytes()) && !is_baseline(b"# notes"));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told_where_it_is_and_hides_no_other() {
        let sound = "AIMS203 0123456789abcdef a.md";
        let text =
            format!("{FIRST}\n<<<<<<< ours\n{sound}\nAIMS203 0123 a.md\nAIMS20X 0123456789abcdef a.md\n{sound}\n");
        let read = Baseline::read("b", None, &text);
        let told: Vec<&str> = read.faults.iter().map(|fault| &text[fault.span.start..fault.span.end]).collect();
        assert_eq!(told, ["<<<<<<< ours", "AIMS203 0123 a.md", "AIMS20X 0123456789abcdef a.md"]);
        assert_eq!(read.lines[&mark_of("a.md", "AIMS203")].len(), 2);
    }

    #[test]
    fn hostile_texts_are_bounded_and_of_another_kind_nothing_is_taken() {
        let many = Baseline::read("b", None, &format!("{FIRST}\n{}", "x\n".repeat(100_000)));
        assert_eq!(many.faults.len(), TOLD);
        assert!(many.faults[TOLD - 1].message.english().ends_with("nor are 99980 more"), "{:?}", many.faults[TOLD - 1]);
        for text in ["", "# aims baseline 3\nAIMS203 0123456789abcdef a.md\n", "AIMS203 0123456789abcdef a.md\n"] {
            let read = Baseline::read("b", None, text);
            assert_eq!((read.faults.len(), read.is_empty()), (1, true), "{text}");
        }
    }
}
