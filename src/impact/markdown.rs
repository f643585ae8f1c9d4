//! What a change does as a comment for a pull request: Markdown as forges read it.
//!
//! Whoever opens a pull request writes the titles, ids, paths and messages in it, and none of that may speak for us: call
//! people, link anywhere, close issues, or look like a heading or a row of ours. Words that could mean anything to a forge
//! stand in code spans, where nothing does; what stands outside is letters, digits and harmless signs.

use super::told::{Piece, Row, Section, Told, Tone};
use crate::base::text::{count, terminal_safe};

/// The first line, by which a comment is found again that is to be written anew.
pub const MARKER: &str = "<!-- aims-impact -->";

/// The most bytes of a comment. Forges take 65,536 characters, and cut or refuse what is longer.
pub const LONGEST: usize = 60_000;

/// How many rows of a section are told: the most for which the comment is short enough.
const ROWS: [usize; 7] = [50, 25, 12, 6, 3, 1, 0];

/// How many lines of a row are told.
const LINES: usize = 8;

/// The comment.
pub fn markdown(told: &Told) -> String {
    let mut text = String::new();
    for rows in ROWS {
        text = written(told, rows);
        if text.len() <= LONGEST {
            break;
        }
    }
    text
}

fn written(told: &Told, rows: usize) -> String {
    let mut text = format!("{MARKER}\n\n## {}\n\n", told.title);
    for fact in &told.summary {
        match fact.tone {
            Tone::Bad => text.push_str(&format!("- **{}**\n", fact.text)),
            _ => text.push_str(&format!("- {}\n", fact.text)),
        }
    }
    for note in &told.notes {
        text.push_str(&format!("\n> {}\n", line(note)));
    }
    for section in &told.sections {
        text.push_str(&section_of(section, rows));
    }
    if !told.unchanged.is_empty() {
        text.push_str(&format!("\nNothing changed in: {}.\n", told.unchanged.join(", ").to_lowercase()));
    }
    let ends: Vec<String> = told.ends.iter().map(|(name, pieces)| format!("{name}: {}.", line(pieces))).collect();
    text.push_str(&format!("\n<sub>{}</sub>\n", ends.join(" ")));
    text
}

fn section_of(section: &Section, most: usize) -> String {
    let mut text = String::new();
    // What is only good to know is folded up.
    let folded = section.id == "fixed";
    match folded {
        true => text.push_str(&format!("\n<details><summary>{}: {}</summary>\n\n", section.title, section.count)),
        false => text.push_str(&format!("\n### {}: {}\n\n", section.title, section.count)),
    }
    for paragraph in &section.intro {
        text.push_str(&format!("{}\n\n", line(paragraph)));
    }
    for row in section.rows.iter().take(most) {
        text.push_str(&row_of(row));
    }
    if let Some(more) = section.rows.len().checked_sub(most).filter(|more| *more > 0) {
        let and = if most > 0 { "and " } else { "" };
        text.push_str(&format!(
            "- {and}{} that {} no room here\n",
            count(more, if most > 0 { "more row" } else { "row" }),
            if more == 1 { "has" } else { "have" }
        ));
    }
    if folded {
        text.push_str("\n</details>\n");
    }
    text
}

fn row_of(row: &Row) -> String {
    let mark = if row.mark.tone == Tone::Bad { format!("**{}**", row.mark.word) } else { row.mark.word.clone() };
    let mut text = format!("- {mark}: {}\n", line(&row.head));
    for under in row.under.iter().take(LINES) {
        text.push_str(&format!("  - {}\n", line(under)));
    }
    if row.under.len() > LINES {
        text.push_str(&format!("  - and {} more\n", row.under.len() - LINES));
    }
    text
}

/// Pieces as one line.
fn line(pieces: &[Piece]) -> String {
    let mut line = Line::default();
    for piece in pieces {
        match piece {
            Piece::Ours(text) => line.plain(text),
            Piece::Said(text) => line.said(text),
            Piece::Id(text) => line.words(text),
            Piece::Code(text) => line.code(text),
        }
    }
    line.text.trim().to_owned()
}

/// A line that is being written.
#[derive(Default)]
struct Line {
    text: String,
}

impl Line {
    fn plain(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A sentence in which what stands between backticks is code.
    fn said(&mut self, text: &str) {
        for (place, part) in one_line(text).split('`').enumerate() {
            match place % 2 {
                0 => self.words(part),
                _ => self.code(part),
            }
        }
    }

    /// Words as they are, as far as they are harmless; those that are not, as code.
    fn words(&mut self, text: &str) {
        let text = one_line(text);
        let mut odd: Vec<&str> = Vec::new();
        for (place, word) in text.split(' ').enumerate() {
            if is_harmless(word) {
                self.odd(&std::mem::take(&mut odd).join(" "));
                if place > 0 {
                    self.text.push(' ');
                }
                self.text.push_str(if word == "&" { "&amp;" } else { word });
            } else {
                if odd.is_empty() && place > 0 {
                    self.text.push(' ');
                }
                odd.push(word);
            }
        }
        self.odd(&odd.join(" "));
    }

    /// Words as code, without the brackets and stops around them.
    fn odd(&mut self, text: &str) {
        let inner = text.trim_start_matches('(');
        let (before, after) = (&text[..text.len() - inner.len()], inner.trim_end_matches([')', ',', ';', '.', ':']));
        if after.is_empty() {
            return self.code(text);
        }
        self.text.push_str(before);
        self.code(after);
        self.text.push_str(&inner[after.len()..]);
    }

    /// A code span. Two of them never touch, for their marks would be taken for one.
    fn code(&mut self, text: &str) {
        let text = one_line(text);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        let apart = if self.text.ends_with('`') { " " } else { "" };
        self.text.push_str(&format!("{apart}{fence}{pad}{text}{pad}{fence}"));
    }
}

/// Text on one line, with nothing in it that is not seen.
fn one_line(text: &str) -> String {
    terminal_safe(text).replace(['\n', '\u{2028}', '\u{2029}'], " ")
}

/// Whether a word means nothing to a forge, wherever it stands: no mention, reference, link, emphasis, list or number of one.
fn is_harmless(word: &str) -> bool {
    if word.is_empty() || word == "&" {
        return true;
    }
    let chars: Vec<char> = word.chars().collect();
    let is_letter = |place: usize| chars.get(place).is_some_and(|c| c.is_alphanumeric());
    let is_sound = |(place, c): (usize, &char)| match c {
        c if c.is_alphanumeric() => true,
        ',' | ';' | '.' | '(' | ')' | '\'' | '’' | '"' | '“' | '”' | '„' | '?' | '-' | '–' | '—' | '→' | '…' => {
            true
        }
        // Within a word, a colon makes an address or an emoji, and so does a slash at its start.
        ':' => place > 0 && !chars[place + 1..].iter().any(|c| c.is_alphanumeric() || *c == '/'),
        '/' => place > 0 && is_letter(place - 1) && is_letter(place + 1),
        '%' => place > 0 && chars[place - 1].is_ascii_digit() && !is_letter(place + 1),
        _ => false,
    };
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = word.to_lowercase();
    let is_number = chars[0].is_ascii_digit() && bare.chars().all(|c| c.is_ascii_digit()) && word != bare;
    let is_item = is_number && word.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')']);
    let is_commit = bare.len() >= 7 && bare.chars().all(|c| c.is_ascii_hexdigit());
    let is_rule = word.chars().all(|c| c == '-' || c == '.');
    let means_something = is_item || is_commit || is_rule;
    let is_issue = lower.starts_with("gh-") || lower.contains("www.");
    chars.iter().enumerate().all(is_sound) && !means_something && !is_issue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(piece: Piece) -> String {
        line(&[piece])
    }

    #[test]
    fn harmless_words_stay_as_they_are() {
        for text in [
            "AI policy",
            "Roles, duties (short)",
            "12 words added, 3 removed; review interval 12 → 24 months",
            "A.5.2 and 6.1.4: 10% of it, “so” and/or not",
            "Größe über 審査",
        ] {
            assert_eq!(of(Piece::said(text)), text);
        }
        assert_eq!(of(Piece::said("Roles & duties")), "Roles &amp; duties");
        assert_eq!(of(Piece::said("`must` became `should`")), "`must` became `should`");
    }

    #[test]
    fn what_a_forge_would_act_upon_stands_in_code() {
        for (text, expected) in [
            ("ask @jane now", "ask `@jane` now"),
            ("closes #12", "closes `#12`"),
            ("a/b#1 GH-7", "`a/b#1 GH-7`"),
            ("see https://evil.example/x", "see `https://evil.example/x`"),
            ("www.evil.example", "`www.evil.example`"),
            ("mail a@b.example", "mail `a@b.example`"),
            ("# Approved", "`#` Approved"),
            ("- [x] done", "`- [x]` done"),
            ("1. first", "`1`. first"),
            ("12) first", "`12`) first"),
            ("--- x", "`---` x"),
            ("<!-- aims-impact --> <b>hi</b>", "`<!--` aims-impact `--> <b>hi</b>`"),
            ("**bold** _em_ ~~no~~", "`**bold** _em_ ~~no~~`"),
            ("![x](y) [a](b)", "`![x](y) [a](b`)"),
            ("a | b", "a `|` b"),
            ("at 0123abc and (deadbeefdeadbeef),", "at `0123abc` and (`deadbeefdeadbeef`),"),
            (":tada: $x$ !1 ~bug &1 %2", "`:tada: $x$ !1 ~bug &1 %2`"),
            ("/approve /close", "`/approve /close`"),
            ("a\n\n# b\u{2028}c", "a  `#` b c"),
            ("\u{202e}evil", "`\\u{202e}evil`"),
            ("&lt;b&gt; \\", "`&lt;b&gt; \\`"),
        ] {
            assert_eq!(of(Piece::said(text)), expected, "{text}");
        }
    }

    #[test]
    fn no_backtick_ends_a_code_span_that_it_did_not_begin() {
        assert_eq!(of(Piece::code("a`b``c")), "```a`b``c```");
        assert_eq!(of(Piece::code("`a")), "`` `a ``");
        // Two spans never touch.
        assert_eq!(of(Piece::said("`a``b`")), "`a` `b`");
        assert_eq!(line(&[Piece::code("a"), Piece::code("b`c")]), "`a` ``b`c``");
        assert_eq!(of(Piece::said("unclosed ` @x")), "unclosed `@x`");
        assert_eq!(of(Piece::code("   ")), "");
    }
}
