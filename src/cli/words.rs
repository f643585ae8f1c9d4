//! Words in lines: wrapping, colour, and word-level differences. Text that comes in is harmless already, but for that of
//! differences.

use crate::base::text::terminal_safe;
use crate::story::RunRow;

/// How a piece of text looks, if there is colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Dim,
    Commit,
    Good,
    Bad,
    Added,
    Removed,
}

/// Whether there is colour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    /// The text in this tone.
    pub(super) fn tone(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Strong => "1",
            Tone::Dim => "2",
            Tone::Commit => "33",
            Tone::Good => "32",
            Tone::Bad => "31",
            // Underlined and struck through, for those to whom red and green are alike.
            Tone::Added => "4;32",
            Tone::Removed => "9;31",
        };
        if self.0 && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Text of a repository on one line, harmless in a terminal.
pub(super) fn safe(text: &str) -> String {
    terminal_safe(text).replace('\n', " ")
}

/// Breaks text into lines of at most `width` characters. A word that is longer stands on a line of its own.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Lines::new(width);
    for word in text.split_whitespace() {
        lines.put(word.chars().count(), word);
    }
    lines.done
}

/// The words of a block, those added and removed marked: by colour, or like git by `{+added+}` and `[-removed-]`.
pub(super) fn difference(runs: &[RunRow], width: usize, paint: Paint) -> Vec<String> {
    let mut lines = Lines::new(width);
    let mut word = Word::default();
    for run in runs {
        let text = if paint.0 { run.text.clone() } else { marked(run) };
        let tone = match run.how {
            "added" => Tone::Added,
            "removed" => Tone::Removed,
            _ => Tone::Plain,
        };
        // The pieces between blanks; where a run ends without one, its last piece and the first of the next are one word.
        for (place, piece) in text.split(char::is_whitespace).enumerate() {
            if place > 0 {
                word.put_into(&mut lines);
            }
            if !piece.is_empty() {
                let piece = safe(piece);
                word.length += piece.chars().count();
                word.text.push_str(&paint.tone(tone, &piece));
            }
        }
    }
    word.put_into(&mut lines);
    lines.done
}

/// The text of a run with marks around what is neither blank at its start nor at its end.
fn marked(run: &RunRow) -> String {
    let (open, close) = match run.how {
        "added" => ("{+", "+}"),
        "removed" => ("[-", "-]"),
        _ => return run.text.clone(),
    };
    let inner = run.text.trim();
    if inner.is_empty() {
        return run.text.clone();
    }
    let start = run.text.len() - run.text.trim_start().len();
    let (before, after) = (&run.text[..start], &run.text[start + inner.len()..]);
    format!("{before}{open}{inner}{close}{after}")
}

/// Lines that are being filled.
struct Lines {
    width: usize,
    used: usize,
    done: Vec<String>,
}

impl Lines {
    fn new(width: usize) -> Self {
        Self { width, used: 0, done: Vec::new() }
    }

    /// Adds a word of this length.
    fn put(&mut self, length: usize, word: &str) {
        match self.done.last_mut() {
            Some(line) if self.used + 1 + length <= self.width => {
                line.push(' ');
                line.push_str(word);
                self.used += 1 + length;
            }
            _ => {
                self.done.push(word.to_owned());
                self.used = length;
            }
        }
    }
}

/// A word that is being put together from pieces.
#[derive(Default)]
struct Word {
    text: String,
    length: usize,
}

impl Word {
    fn put_into(&mut self, lines: &mut Lines) {
        if self.length > 0 {
            lines.put(self.length, &self.text);
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(how: &'static str, text: &str) -> RunRow {
        RunRow { how, text: text.into() }
    }

    #[test]
    fn words_are_marked_where_they_changed_and_nowhere_else() {
        let runs = [run("same", "It "), run("removed", "must"), run("added", "should"), run("same", " be listed.")];
        assert_eq!(difference(&runs, 78, Paint(false)), ["It [-must-]{+should+} be listed."]);
        let coloured = "It \x1b[9;31mmust\x1b[0m\x1b[4;32mshould\x1b[0m be listed.";
        assert_eq!(difference(&runs, 78, Paint(true)), [coloured]);
        let blanks = [run("same", "a"), run("added", " b c "), run("same", "d")];
        assert_eq!(difference(&blanks, 78, Paint(false)), ["a {+b c+} d"]);
    }

    #[test]
    fn lines_are_as_wide_as_they_look() {
        let runs = [run("added", "one two three"), run("same", " four")];
        assert_eq!(difference(&runs, 9, Paint(false)), ["{+one two", "three+}", "four"]);
        let plain: Vec<String> = difference(&runs, 9, Paint(true))
            .iter()
            .map(|line| line.replace("\x1b[4;32m", "").replace("\x1b[0m", ""))
            .collect();
        assert_eq!(plain, ["one two", "three", "four"]);
        assert_eq!(wrap("a bb  ccc", 4), ["a bb", "ccc"]);
    }

    #[test]
    fn text_of_the_repository_cannot_drive_the_terminal() {
        let runs = [run("same", "a\x1b[2Jb"), run("added", "\u{202e}c")];
        assert_eq!(difference(&runs, 78, Paint(false)), ["a\\u{1b}[2Jb{+\\u{202e}c+}"]);
        assert_eq!(safe("a\nb\rc"), "a b\\u{d}c");
    }
}
