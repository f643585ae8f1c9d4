//! What is nearly front matter, and is not read as it: keys behind a line that is no fence, without one, in a code block,
//! a quote or a comment, as JSON, or behind characters that nobody sees.
//!
//! One character too many turns a controlled document into a page that counts for nothing, and to the eye nothing has
//! changed. So what looks like front matter is told. Prose, tables and bold labels are none.

use crate::base::mark;
use crate::diag::Span;

/// How many lines from the first on are looked at.
const LINES: usize = 40;

/// Keys that name a document.
const NAMING: [&str; 3] = ["id", "title", "kind"];

/// Other keys of a document that text has as words of its own less often than not.
const COMMON: [&str; 17] = [
    "status",
    "version",
    "owner",
    "authors",
    "approvers",
    "effective",
    "reviewed",
    "review-every",
    "next-review",
    "classification",
    "controls",
    "clauses",
    "requirements",
    "implements",
    "evidence-for",
    "systems",
    "risks",
];

/// Something that looks like front matter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Near {
    /// The line that keeps it from being read, else its first key.
    pub(super) place: Span,
    /// From its first key to the end of its last line.
    pub(super) block: Span,
    /// Why it is not read.
    pub(super) why: Why,
    /// Whether all its keys are TOML: `key = value`.
    pub(super) is_toml: bool,
}

/// Why something that looks like front matter is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The line before it is no fence.
    Fence,
    /// The fence is not on the first line.
    Late,
    /// No line before it.
    NoFence,
    /// It stands in a code block.
    Code,
    /// It stands in a quote.
    Quote,
    /// It stands in a comment.
    Comment,
    /// It is JSON.
    Json,
}

impl Why {
    /// What is wrong, as a sentence without a full stop.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::Fence => mark!("this looks like front matter and is not read: the line before it is no fence"),
            Self::Late => mark!("this looks like front matter and is not read: it has to begin on the first line"),
            Self::NoFence => mark!("this looks like front matter and is not read: there is no fence before it"),
            Self::Code => mark!("this looks like front matter and is not read: it stands in a code block"),
            Self::Quote => mark!("this looks like front matter and is not read: it stands in a quote"),
            Self::Comment => mark!("this looks like front matter and is not read: it stands in a comment"),
            Self::Json => mark!("this looks like front matter and is not read: it is JSON"),
        }
    }

    /// How to mend it, where its keys are TOML or not.
    fn remedy(self, is_toml: bool) -> &'static str {
        match self {
            Self::Late if is_toml => {
                mark!(
                    "The file has to begin with `+++`: move what stands above it below the keys, and put `+++` below them too."
                )
            }
            _ if is_toml => {
                mark!(
                    "The keys are TOML: put `+++` with nothing before or behind it on the first line of the file and below the keys, in place of what stands there."
                )
            }
            Self::Json => {
                mark!("Put `---` on the first line of the file, then `key: value` line by line, and `---` below them.")
            }
            Self::Late => {
                mark!(
                    "The file has to begin with `---`: move what stands above it below the keys, and put `---` below them too."
                )
            }
            _ => {
                mark!(
                    "Put `---` with nothing before or behind it on the first line of the file, the keys below it as `key: value`, and \
                 `---` below them."
                )
            }
        }
    }
}

impl Near {
    /// How to mend it.
    pub(super) fn remedy(&self) -> &'static str {
        self.why.remedy(self.is_toml)
    }

    /// Where it is told, in case no fence is near it and each of its lines is a label with its value behind it.
    pub(super) fn in_labels(&self, text: &str) -> Option<Span> {
        let mut lines = text.get(self.block.start..self.block.end)?.lines().map(undecorated);
        let unfenced = matches!(self.why, Why::NoFence | Why::Quote) && self.place == self.block;
        (unfenced && lines.all(|line| line.is_empty() || key(line).is_some())).then_some(self.place)
    }
}

/// What a line is.
enum Line<'a> {
    Blank,
    /// A line that may be meant as a fence.
    Fence(&'a str),
    Key(&'a str),
    /// What goes on below a key: an item, an indented line, a comment, a bracket.
    More,
    Heading,
    Prose,
}

/// Keys that stand line by line.
#[derive(Default)]
struct Run {
    start: usize,
    end: usize,
    /// How far its first key is indented.
    indent: usize,
    keys: usize,
    naming: usize,
    known: usize,
    /// Whether all keys are in lower case, as machines are written to.
    lower: bool,
    /// Whether `=` stands behind each key.
    toml: bool,
    fence: Option<(Span, Why)>,
    why: Option<Why>,
    closed: bool,
}

/// Finds what looks like front matter in a text that has none.
pub(super) fn find(text: &str) -> Option<Near> {
    let mut run = Run::default();
    let mut above: Option<(Span, Why)> = None;
    let (mut prose, mut code, mut at, mut remark_end) = (false, false, 0, 0);
    for raw in text.split_inclusive('\n').take(LINES) {
        let place = Span::new(at, at + raw.trim_end().len());
        at += raw.len();
        // An example in a text that goes about something else.
        let is_code = raw.starts_with("```") || raw.starts_with("~~~");
        if prose && is_code {
            code = !code;
        }
        remark_end = remark(&text[place.start..]).map_or(remark_end, |length| place.start + length);
        let line = match prose && (code || is_code || raw.starts_with("    ")) {
            true => Line::Prose,
            false if place.start < remark_end => Line::Blank,
            false => line(raw),
        };
        let deeper = run.keys > 0 && indent(raw) > run.indent;
        if let (Line::Key(key), false) = (&line, deeper) {
            run.add(key, raw, place, above.take());
            continue;
        }
        if run.keys > 0 && (deeper || matches!(line, Line::More)) {
            run.end = place.end;
            continue;
        }
        run.closed = matches!(line, Line::Fence(_));
        if run.is_front_matter() {
            break;
        }
        run = Run::default();
        match line {
            Line::Fence(bare) => above = Some((place, why(raw, bare, place.start))),
            Line::Prose => (prose, above) = (true, None),
            Line::Blank | Line::Heading | Line::More | Line::Key(_) => above = None,
        }
    }
    if !run.is_front_matter() {
        return None;
    }
    let (place, why) = run.fence.unwrap_or((Span::new(run.start, run.end), Why::NoFence));
    let (block, why) = (Span::new(run.start, run.end), run.why.unwrap_or(why));
    Some(Near { place, block, why, is_toml: run.toml && why != Why::Json })
}

/// How far a comment of several lines goes that a text begins with, where a paragraph of it begins with other words than keys.
fn remark(text: &str) -> Option<usize> {
    let (inside, _) = text.strip_prefix("<!--")?.split_once("-->")?;
    let is_other = |paragraph: &str| {
        let first = paragraph.lines().map(str::trim).find(|line| !line.is_empty());
        first.is_some_and(|first| matches!(line(first), Line::Prose))
    };
    (inside.contains('\n') && inside.split("\n\n").any(is_other)).then_some(inside.len() + 4)
}

impl Run {
    fn add(&mut self, key: &str, raw: &str, place: Span, fence: Option<(Span, Why)>) {
        if self.keys == 0 {
            *self = Self { start: place.start, indent: indent(raw), lower: true, toml: true, fence, ..Self::default() };
            let bare = undecorated(raw);
            self.why = if bare.starts_with(['"', '{']) {
                Some(Why::Json)
            } else {
                raw.trim_start().starts_with('>').then_some(Why::Quote)
            };
        }
        self.keys += 1;
        self.naming += usize::from(NAMING.contains(&name(key).as_str()));
        self.known += usize::from(is_known(key));
        self.lower &= !key.contains(|c: char| c.is_ascii_uppercase());
        let is_toml = |raw: &str| raw.find([':', '=']).is_some_and(|at| raw[at..].starts_with('='));
        self.toml &= self.why != Some(Why::Json) && is_toml(raw);
        self.end = place.end;
    }

    /// Whether it reads as front matter. `Version: 1.0` above `Owner: …` is what people write for people.
    fn is_front_matter(&self) -> bool {
        let several = self.keys > 1;
        let fenced = self.fence.is_some() && self.known > 0 || self.closed && several && self.known > 0;
        // JSON in one line says all at once.
        let one_line = self.why == Some(Why::Json) && self.naming > 0;
        fenced || one_line || several && (self.naming > 0 || self.known > 1 && self.lower)
    }
}

/// Whether a key is one that documents commonly have.
pub(super) fn is_known(key: &str) -> bool {
    let name = name(key);
    NAMING.contains(&name.as_str()) || COMMON.contains(&name.as_str())
}

fn name(key: &str) -> String {
    key.to_lowercase().replace('_', "-")
}

/// How many blanks a line begins with.
fn indent(raw: &str) -> usize {
    raw.len() - raw.trim_start_matches([' ', '\t']).len()
}

fn why(raw: &str, bare: &str, at: usize) -> Why {
    match raw.trim_end() {
        _ if bare.starts_with("<!--") => Why::Comment,
        _ if bare.starts_with("```") || bare.starts_with("~~~") => Why::Code,
        _ if bare.starts_with('{') => Why::Json,
        _ if raw.trim_start().starts_with('>') => Why::Quote,
        "---" | "+++" if at > 0 => Why::Late,
        _ => Why::Fence,
    }
}

fn line(raw: &str) -> Line<'_> {
    let bare = undecorated(raw);
    if bare.is_empty() {
        return Line::Blank;
    }
    if let Some(key) = key(bare) {
        return Line::Key(key);
    }
    let marks = ["---", "+++", "```", "~~~", "<!--", ";;;", "%YAML"];
    let without_words = !bare.contains(|c: char| c.is_alphanumeric() || c == '|');
    if without_words && bare.starts_with(['}', ']']) || bare.starts_with("- ") {
        return Line::More;
    }
    if without_words || marks.iter().any(|mark| bare.starts_with(mark)) {
        return Line::Fence(bare);
    }
    match raw.trim_start().starts_with('#') {
        true => Line::Heading,
        false if raw.starts_with([' ', '\t']) => Line::More,
        false => Line::Prose,
    }
}

/// A line without marks of a quote and without what nobody sees.
fn undecorated(raw: &str) -> &str {
    let unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
    };
    let inner = raw.trim_start_matches(|c: char| unseen(c) || c == '>').trim_end_matches(unseen);
    // `# ---` and `// ---` are fences that somebody commented out.
    let uncommented = inner.trim_start_matches(['#', '/']).trim_start();
    if matches!(uncommented, "---" | "+++") { uncommented } else { inner }
}

/// The key that a line begins with, with a value or a list behind it.
pub(super) fn key(bare: &str) -> Option<&str> {
    // JSON, in one line or line by line.
    let bare = bare.trim_start_matches('{').trim_start();
    let (quote, rest) = match bare.chars().next()? {
        quote @ ('"' | '\'') => (Some(quote), &bare[1..]),
        _ => (None, bare),
    };
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))?;
    let (key, mut after) = rest.split_at(end);
    if let Some(quote) = quote {
        after = after.strip_prefix(quote)?;
    }
    let after = after.trim_start().strip_prefix([':', '='])?;
    let sound = key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.len() <= 40;
    (sound && (quote.is_some() || after.is_empty() || after.starts_with([' ', '\t', '"', '[', '\'']))).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(Why, &str)> {
        find(text).map(|near| (near.why, &text[near.place.start..near.place.end]))
    }

    #[test]
    fn what_keeps_front_matter_from_being_read_is_told_at_its_place() {
        let keys = "id: A\ntitle: T\nkind: policy\n";
        for (before, after, why, place) in [
            ("---yaml\n", "---\n", Why::Fence, "---yaml"),
            ("--- # note\n", "---\n", Why::Fence, "--- # note"),
            ("----\n", "----\n", Why::Fence, "----"),
            ("--\n", "", Why::Fence, "--"),
            ("\u{2014}\n", "\u{2014}\n", Why::Fence, "\u{2014}"),
            (";;;\n", ";;;\n", Why::Fence, ";;;"),
            ("\u{200b}---\n", "---\n", Why::Fence, "\u{200b}---"),
            ("# ---\n", "# ---\n", Why::Fence, "# ---"),
            ("%YAML 1.2\n---\n", "---\n", Why::Late, "---"),
            ("# Title\n\n---\n", "---\n", Why::Late, "---"),
            ("A sentence.\n\n---\n", "---\n", Why::Late, "---"),
            ("```yaml\n", "```\n", Why::Code, "```yaml"),
            ("~~~\n", "~~~\n", Why::Code, "~~~"),
            ("<!--\n", "-->\n", Why::Comment, "<!--"),
            (" ---\n", "---\n", Why::Fence, " ---"),
            ("", "---\n", Why::NoFence, keys.trim_end()),
            ("Hello.\n\n", "", Why::NoFence, keys.trim_end()),
        ] {
            let text = format!("{before}{keys}{after}\nText.\n");
            assert_eq!(found(&text), Some((why, place)), "{text}");
        }
        // A comment of others has labels of its own; one of keys alone is front matter that somebody commented out.
        for around in ["<!--\tCopyright (C) 2025 Moko\n\n", "<!--\n  Kept by the board.\n\n", "<!-- Our head\n"] {
            let text = format!("{around}\tFILE: p.md\n\tVERSION: 2.0\n\tTITLE: P\n-->\n\n# P\n");
            assert_eq!(found(&text), None, "{around}");
        }
        for (text, why) in [
            ("> ---\n> id: A\n> title: T\n> ---\n", Why::Quote),
            ("> id: A\n> title: T\n", Why::Quote),
            ("{\n\"id\": \"A\",\n\"title\": \"T\"\n}\n", Why::Json),
            ("{\"id\": \"A\", \"title\": \"T\"}\n", Why::Json),
            ("id = \"A\"\nkind = \"policy\"\n", Why::NoFence),
            ("----\ncontrols:\n- A.2.2\n----\n", Why::Fence),
            ("    ---\n    id: A\n    title: T\n    ---\n", Why::Fence),
            ("----\nowner:\n  name: x\nid: A\n", Why::Fence),
            ("version: 1\nowner: CEO\n\nText\n", Why::NoFence),
        ] {
            assert_eq!(found(text).map(|(why, _)| why), Some(why), "{text}");
        }
    }

    #[test]
    fn what_people_write_for_people_is_text() {
        for text in [
            "# AI policy\n\n**Document ID:** POL-1\n**Owner:** CEO\n",
            "# AI policy\n\nVersion: 1.0\nOwner: CEO\n\nText.\n",
            "# AI policy\n\n| Version | 1.0 |\n| --- | --- |\n| Owner | CEO |\n",
            "- id: the number\n- title: the name\n",
            "Hello\n\n---\n\nid: x\n\n---\n",
            "Text.\n\n```yaml\n---\nid: A\ntitle: T\n---\n```\n",
            "Text.\n\n    ---\n    id: A\n    title: T\n",
            "# Title: how to choose one\n\nStatus: it depends.\n",
            "---\nnote: x\n---\n",
            "see https://example.org\nhttp://example.org\n",
            "",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        let late = format!("{}id: A\ntitle: T\n", "Text.\n".repeat(LINES));
        assert_eq!(found(&late), None);
    }
}
