//! The text of a document with the keys that stand in the file beside it, so that one file says what the document is.
//!
//! What stands in that file is taken over as it is written, with its remarks, where both are YAML. The result is read again
//! and has to say what the two files said, or nothing comes of it.

use super::beside;
use super::document::Document;
use crate::diag::Span;
use crate::parse::{self, Entry, Node, Page, Value};
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
    let page = parse::page_with(document.text.as_bytes(), reading.takes_open());
    let of_text = beside.path.is_markdown();
    let moved = beside::keys_of(beside, reading);
    let (whole, twice) = reading.description_beside(&document.text, page.front.as_ref(), page.body.start, &moved);
    let kept = |entry: &&Entry| whole.entries.iter().any(|known| known.key_span == entry.key_span);
    let kept: Vec<&Entry> = moved.entries.iter().filter(kept).collect();
    if kept.is_empty() {
        return Err(format!("`{}` says nothing that the document does not say itself", beside.path));
    }
    let keys = match written_lines(&beside.text, &moved.entries, &kept, beside.start) {
        Some(lines) if !of_text && is_yaml(&beside.path.extension()) => lines,
        _ => kept.iter().map(|entry| format!("{}: {}\n", key(&entry.key), flow(&entry.node))).collect(),
    };
    let text = put(&document.text, &page, &keys)?;
    let again = parse::page_with(text.as_bytes(), reading.takes_open());
    let now = reading.description(&again.text, again.front.as_ref(), again.body.start);
    let same = |entry: &Entry| {
        let key = |known: &&Entry| known.key == entry.key && says_the_same(&known.node, &entry.node);
        now.entries.iter().find(key).is_some()
    };
    if !again.problems.is_empty() || now.entries.len() != whole.entries.len() || !whole.entries.iter().all(same) {
        return Err(format!("what `{}` says cannot be written as front matter: put it there by hand", beside.path));
    }
    let differing: Vec<String> =
        twice.iter().filter(|twice| twice.differs).map(|twice| format!("`{}`", twice.name)).collect();
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
    let page = parse::page_with(document.text.as_bytes(), reading.takes_open());
    let moved = document.beside.as_ref().map(|beside| beside::keys_of(beside, reading)).unwrap_or_default();
    let (said, _) = reading.description_beside(&page.text, page.front.as_ref(), page.body.start, &moved);
    (said.entries.into_owned(), said.of_front)
}

/// The keys as they are written, with remarks and blank lines; `None` where they are not one below the other.
fn written_lines(text: &str, all: &[Entry], kept: &[&Entry], start: usize) -> Option<String> {
    let begins = |entry: &Entry| entry.key_span.start.checked_sub(start);
    let mut lines = String::new();
    for (place, entry) in all.iter().enumerate() {
        let from = begins(entry)?;
        let to = match all.get(place + 1) {
            Some(next) => begins(next)?,
            None => end_of_document(text, from),
        };
        let is_line = text.get(..from)?.chars().next_back().is_none_or(|c| c == '\n');
        if !is_line {
            return None;
        }
        if kept.iter().any(|known| known.key_span == entry.key_span) {
            lines.push_str(text.get(from..to)?.trim_end());
            lines.push('\n');
        }
    }
    Some(lines)
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
        let body = text.trim_start_matches('\n');
        return Ok(format!("---\n{keys}---\n\n{body}"));
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
        Value::Scalar(scalar) => quoted(&scalar.text),
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
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let bare = text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(plain) && !text.ends_with(' ');
    if bare && !words.contains(&text.to_lowercase().as_str()) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
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
                ["id", "kind", "title", "owner", "status", "version"]
                    .map(|key| document.fields.text(key).map(str::to_owned))
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
            whole
                .text
                .starts_with("---\nid: P-1 # the id\ntitle: 'Use: of AI'\nkind: policy\nauthors:\n  - Mira\n  - Ove\n"),
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
        let text = fold("# Use\n\nText.\n", "a.status.md", "**Document ID:** P-1\n**Kind:** policy\n**Owner:** Mira\n")
            .expect("keys");
        assert!(text.text.starts_with("---\nid: P-1\nkind: policy\nowner: Mira\n---\n"), "{}", text.text);
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
