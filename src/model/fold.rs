//! The text of a document with the keys that stand in the file beside it, so that one file says what the document is.
//!
//! What stands in that file is taken over as it is written, with its remarks, where both are YAML. The result is read again
//! and has to say what the two files said, or nothing comes of it.

use super::beside;
use super::document::Document;
use super::remarks::{Remark, end_of, remarks};
use crate::base::quote;
use crate::diag::Span;
use crate::parse::{Entry, Node, Page, Scalar, Value};
use crate::reading::{Reading, says_the_same};

/// What comes of folding the file beside a document into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The new text of the document.
    pub text: String,
    /// Why the file beside it has to stay, where it holds more than what the text says now: a sentence without a full stop.
    pub stays: Option<String>,
}

/// Puts the keys that stand beside a document into it.
///
/// # Errors
/// Where that cannot be done safely, and why: a sentence without a full stop.
pub fn folded(document: &Document, reading: &Reading) -> Result<Folded, String> {
    let Some(beside) = &document.beside else { return Err("no file of keys is beside it".into()) };
    if beside.broken {
        return Err(format!("`{}` cannot be read as a whole: mend it first", beside.path));
    }
    let page = reading.page(document.text.as_bytes());
    let of_text = beside.path.is_markdown();
    let moved = beside::keys_of(beside, reading);
    let (whole, twice) = reading.description_beside(&document.text, page.front.as_ref(), page.body.start, &moved);
    let kept = |entry: &&Entry| whole.entries.iter().any(|known| known.key_span == entry.key_span);
    let kept: Vec<&Entry> = moved.entries.iter().filter(kept).collect();
    if kept.is_empty() {
        return Err(format!("`{}` says nothing that the document does not say itself", beside.path));
    }
    let differing: Vec<String> =
        twice.iter().filter(|twice| twice.differs).map(|twice| format!("`{}`", twice.name)).collect();
    let yaml = is_yaml(&beside.path.extension());
    let is_toml = beside.path.extension() == "toml";
    let file = File {
        text: &beside.text,
        all: &moved.entries,
        start: beside.start,
        // In a text, the sign begins a heading.
        remarks: if of_text { Vec::new() } else { remarks(&beside.text, &moved.entries, beside.start, !is_toml) },
        goes: differing.is_empty(),
    };
    let mut keys = match file.written_lines(&kept) {
        Some(lines) if !of_text && yaml => lines,
        _ => file.flowed(&kept),
    };
    // Where there was no front matter the heading served as title, and would not any more.
    let titled = page.front.is_none() && document.fields.get("title").is_none();
    let heading = document.heading().filter(|_| titled);
    keys.extend(heading.map(|title| format!("title: {}\n", quoted(title))));
    let text = put(&document.text, &page, &keys)?;
    let again = reading.page(text.as_bytes());
    let now = reading.description(&again.text, again.front.as_ref(), again.body.start);
    let same = |entry: &Entry| {
        let key = |known: &&Entry| known.key == entry.key && says_the_same(&known.node, &entry.node);
        now.entries.iter().find(key).is_some()
    };
    let many = whole.entries.len() + usize::from(heading.is_some());
    if !again.problems.is_empty() || now.entries.len() != many || !whole.entries.iter().all(same) {
        return Err(format!("what `{}` says cannot be written as front matter: put it there by hand", beside.path));
    }
    let stays = if !differing.is_empty() {
        Some(format!("it says another {} than the document", differing.join(", ")))
    } else if of_text {
        Some("it is a text: take its keys out, or the file, if nothing else is in it".into())
    } else {
        None
    };
    Ok(Folded { text, stays })
}

/// What a document and the file beside it say of it, and how much of that is as front matter has it.
pub fn said(document: &Document, reading: &Reading) -> (Vec<Entry>, usize) {
    let page = reading.page(document.text.as_bytes());
    let moved = document.beside.as_ref().map(|beside| beside::keys_of(beside, reading)).unwrap_or_default();
    let (said, _) = reading.description_beside(&page.text, page.front.as_ref(), page.body.start, &moved);
    (said.entries.into_owned(), said.of_front)
}

/// A file of keys.
struct File<'a> {
    text: &'a str,
    /// Its keys, which count from `start`.
    all: &'a [Entry],
    start: usize,
    remarks: Vec<Remark>,
    /// Whether it is taken away after that, and all of its remarks have to be carried along.
    goes: bool,
}

impl File<'_> {
    fn begins(&self, entry: &Entry) -> Option<usize> {
        entry.key_span.start.checked_sub(self.start)
    }

    /// The remarks of a part of the file, each on a line of its own.
    fn remarks_in(&self, from: usize, to: usize) -> String {
        let within = self.remarks.iter().filter(|remark| (from..to).contains(&remark.at));
        within.map(|remark| format!("{}\n", remark.text)).collect()
    }

    /// The keys as they are written, with remarks and blank lines; `None` where they are not one below the other.
    fn written_lines(&self, kept: &[&Entry]) -> Option<String> {
        let first = self.begins(self.all.first()?)?;
        let mut lines = if self.goes { self.remarks_in(0, first) } else { String::new() };
        for (place, entry) in self.all.iter().enumerate() {
            let from = self.begins(entry)?;
            let to = match self.all.get(place + 1) {
                Some(next) => self.begins(next)?,
                None => end_of_document(self.text, from),
            };
            let is_line = self.text.get(..from)?.chars().next_back().is_none_or(|c| c == '\n');
            if !is_line {
                return None;
            }
            if kept.iter().any(|known| known.key_span == entry.key_span) {
                lines.push_str(self.text.get(from..to)?);
                if !lines.ends_with('\n') {
                    lines.push('\n');
                }
            } else if self.goes {
                lines.push_str(&self.remarks_in(from, to));
            }
        }
        lines.truncate(lines.trim_end().len());
        Some(lines + "\n")
    }

    /// The keys on a line each, with the remarks above and behind them.
    fn flowed(&self, kept: &[&Entry]) -> String {
        let mut lines = String::new();
        let mut done = 0;
        for entry in kept {
            let line = format!("{}: {}", key(&entry.key), flow(&entry.node));
            let (from, to) = (self.begins(entry).unwrap_or_default(), end_of(entry, self.start));
            let above = if self.goes { done } else { from };
            lines.push_str(&self.remarks_in(above.min(to), to));
            let end = to + self.text.get(to..).and_then(|rest| rest.find('\n')).unwrap_or_default();
            match self.remarks.iter().find(|remark| (to..end).contains(&remark.at)) {
                Some(behind) => lines.push_str(&format!("{line} {}\n", behind.text)),
                None => lines.push_str(&format!("{line}\n")),
            }
            done = end.max(done);
        }
        if self.goes {
            lines.push_str(&self.remarks_in(done, self.text.len()));
        }
        lines
    }
}

/// Where the first document of a file of YAML ends behind `from`.
fn end_of_document(text: &str, from: usize) -> usize {
    let mut at = from;
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return at;
        }
        at += line.len();
    }
    text.len()
}

fn is_yaml(extension: &str) -> bool {
    matches!(extension, "yaml" | "yml")
}

/// The text with these keys at the end of its front matter, which begins with them where there is none.
fn put(text: &str, page: &Page, keys: &str) -> Result<String, String> {
    let Some(front) = &page.front else {
        let gap = if text.starts_with('\n') { "" } else { "\n" };
        return Ok(format!("---\n{keys}---\n{gap}{text}"));
    };
    let Span { start, end } = front.span;
    let fenced = text.get(start..end).filter(|front| start == 0 && front.starts_with("---"));
    let closing = fenced.and_then(|front| front.trim_end().rfind("\n---")).map(|at| at + 1);
    match closing {
        Some(at) => Ok(format!("{}{keys}{}", &text[..at], &text[at..])),
        None => Err("its front matter is not YAML between two lines `---`: put the keys there by hand".into()),
    }
}

fn key(key: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(plain) { key.to_owned() } else { quoted(key) }
}

/// A value on one line.
fn flow(node: &Node) -> String {
    match &node.value {
        // Another program may tell a number from a text of digits.
        Value::Scalar(Scalar { text, quoted: is_text }) => match (is_text, text.parse::<f64>().is_ok()) {
            (true, true) => quote::quoted(text),
            (false, is_number) if is_number || quote::is_word(text) => text.clone(),
            _ => quoted(text),
        },
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let entry = |entry: &Entry| format!("{}: {}", key(&entry.key), flow(&entry.node));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::Null => "null".into(),
    }
}

/// A text of YAML, in quotes where it needs some.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')');
    let bare = text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(plain) && !text.ends_with(' ');
    if bare && !quote::is_word(text) { text.to_owned() } else { quote::quoted(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Date, DocPath};
    use crate::model::Aims;

    fn aims(files: &[(&str, &str)]) -> Aims {
        let settings = "[header]\nforms = [\"bold\"]\nsidecars = [\"{path}.yaml\", \"{path}.toml\", \"{path}.json\", \"{path}.status.md\"]\n";
        let files =
            files.iter().map(|(path, text)| (*path, text.as_bytes())).chain([("aims.toml", settings.as_bytes())]);
        let source = crate::source::Memory::new(files);
        crate::model::load::load(&source, Date::constant(2026, 11, 20)).expect("memory can be read")
    }

    fn fold(text: &str, name: &str, keys: &str) -> Result<Folded, String> {
        let aims = aims(&[("a.md", text), (name, keys)]);
        let ix = aims.by_path(&DocPath::new("a.md").expect("a path")).expect("a document");
        let found = folded(aims.document(ix), &aims.config.reading);
        if let Ok(found) = &found {
            let alone = self::aims(&[("a.md", &found.text)]);
            let says = |aims: &Aims| {
                let document = &aims.documents[0];
                let said = ["id", "kind", "owner", "status", "version"];
                (said.map(|key| document.fields.text(key).map(str::to_owned)), document.title.clone())
            };
            assert_eq!(says(&aims), says(&alone), "{}", found.text);
        }
        found
    }

    #[test]
    fn one_file_says_what_two_said() {
        let yaml = "# KEP\nid: P-1 # the id\ntitle: 'Use: of AI'\nkind: policy\nauthors:\n  - Mira\n  - Ove\n\n# who\nowner: Mira\nversion: 1.10\n";
        let whole = fold("# Use\n\nText.\n", "a.yaml", yaml).expect("it can be folded");
        assert!(
            whole.text.starts_with(
                "---\n# KEP\nid: P-1 # the id\ntitle: 'Use: of AI'\nkind: policy\nauthors:\n  - Mira\n  - Ove\n"
            ),
            "{}",
            whole.text
        );
        assert!(whole.text.ends_with("version: 1.10\n---\n\n# Use\n\nText.\n"), "{}", whole.text);
        assert_eq!(whole.stays, None);
        let part = fold("---\nid: P-1\nowner: Ove\n---\n\nText.\n", "a.yaml", yaml).expect("it can be folded");
        assert!(part.text.starts_with("---\nid: P-1\nowner: Ove\ntitle: 'Use: of AI'\n"), "{}", part.text);
        assert_eq!(part.stays.as_deref(), Some("it says another `owner` than the document"));
        for (name, keys) in [
            (
                "a.toml",
                "id = \"P-1\"\nkind = \"policy\"\nowner = \"M: \\\"x\\\" #1\"\nversion = \"1.10\"\ncontrols = [\"A.2.2\"]\n",
            ),
            (
                "a.json",
                "{\"id\": \"P-1\", \"kind\": \"policy\", \"owner\": \"yes\", \"version\": \"1.10\", \"x\": {\"y\": [1, null]}}\n",
            ),
            ("a.yaml", "---\nid: P-1\nkind: policy\nowner: |\n  Mira\n---\n"),
        ] {
            let found = fold("# Use\n\nText.\n", name, keys).expect(keys);
            assert_eq!(found.stays, None, "{}", found.text);
        }
        let toml = "# top\nid = \"P-3\" # why\nkind = \"policy\"\ncontrols = [\n  \"A.2.2\", # one\n]\n# end\n";
        let found = fold("# Use of \"AI\"\n\nText.\n", "a.toml", toml).expect("it can be folded");
        let front = "---\n# top\nid: P-3 # why\nkind: policy\ncontrols: [A.2.2] # one\n# end\ntitle: \"Use of \\\"AI\\\"\"\n---\n";
        assert!(found.text.starts_with(front) && found.stays.is_none(), "{}", found.text);
        // What is left out says the same, and what was said beside it goes along.
        let found = fold("---\nid: P-1\n---\n\nText.\n", "a.yaml", "# top\nid: P-1 # why\n# who\nowner: Mira\n");
        let found = found.expect("it can be folded");
        assert!(found.text.starts_with("---\nid: P-1\n# top\n# why\n# who\nowner: Mira\n---\n"), "{}", found.text);
        let odd = "{\"id\": \"P-1\", \"kind\": \"policy\", \"owner\": \"M\\u2028\\u202ex\"}";
        let found = fold("# Use\n\nText.\n", "a.json", odd).expect("it can be folded");
        assert!(found.text.contains("owner: \"M\\u2028\\u202ex\"\n"), "{}", found.text);
        let types = "{\"id\": \"P-1\", \"kind\": \"policy\", \"x\": [\"yes\", \"1.0\", true, 3, -1.5, \"a 1\"]}";
        let found = fold("\n\n# Use\n\nText.\n", "a.json", types).expect("it can be folded");
        assert!(found.text.contains("\nx: [\"yes\", \"1.0\", true, 3, -1.5, a 1]\n"), "{}", found.text);
        assert!(found.text.ends_with("\n---\n\n\n# Use\n\nText.\n"), "{}", found.text);
        let found = fold("# Use\n", "a.yaml", "id: P-1\n\n\n# what\nkind: policy\n\nowner: Mira\n\n").expect("keys");
        let front = "---\nid: P-1\n\n\n# what\nkind: policy\n\nowner: Mira\ntitle: Use\n---\n\n# Use\n";
        assert_eq!(found.text, front);
        let text = fold("# Use\n\nText.\n", "a.status.md", "**Document ID:** P-1\n**Kind:** policy\n**Owner:** Mira\n")
            .expect("keys");
        assert!(text.text.starts_with("---\nid: P-1\nkind: policy\nowner: Mira\ntitle: Use\n---\n"), "{}", text.text);
        assert!(text.stays.is_some());
    }

    #[test]
    fn what_cannot_be_said_the_same_way_is_left_alone() {
        for (text, name, keys, why) in [
            ("+++\nid = \"P-1\"\n+++\n\nText.\n", "a.yaml", "owner: Mira\n", "not YAML"),
            ("# T\n", "a.yaml", "owner: [Mira\n", "cannot be read"),
            ("---\nid: P-1\n---\n", "a.yaml", "id: P-1\n", "says nothing"),
            ("---\nid: P-1\n---\n", "b.yaml", "owner: Mira\n", "no file of keys"),
        ] {
            let found = fold(text, name, keys);
            assert!(found.as_ref().is_err_and(|told| told.contains(why)), "{found:?}");
        }
    }
}
