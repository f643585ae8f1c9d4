//! A file of keys that stands beside a document: YAML, JSON or TOML from its first byte to its last.

use super::fenced::read_front;
use super::node::{Entry, Unread};
use super::problem::Problem;
use super::text::normalise;
use super::{conflict, fence, yaml};
use crate::diag::Span;

/// What such a file says.
#[derive(Debug, Clone)]
pub struct Keys {
    /// Its normalised text.
    pub text: String,
    /// Its entries, in the order of the file.
    pub entries: Vec<Entry>,
    /// What of it could not be read.
    pub unread: Vec<Unread>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// Reads such a file; `extension` says what it is written in.
pub fn keys(bytes: &[u8], extension: &str) -> Keys {
    let mut problems = Vec::new();
    let text = super::text::read(bytes, &mut problems);
    let conflict = conflict::problem(&text, 0);
    let first = conflict.as_ref().and_then(|_| conflict::first_version(&text));
    problems.extend(conflict);
    let read = first.as_deref().unwrap_or(&text);
    let (_, language) = block(read, extension);
    let (entries, found, unread) = read_front(read, Span::new(0, read.len()), language);
    problems.extend(found);
    Keys { text, entries, unread, problems }
}

/// The same as the front matter of a text without words.
pub fn as_front(bytes: &[u8], extension: &str) -> Vec<u8> {
    let text = normalise(bytes).unwrap_or_else(|(text, _)| text);
    let (span, language) = block(&text, extension);
    let fence = match language {
        fence::Language::Yaml => "---",
        fence::Language::Toml => "+++",
    };
    format!("{fence}\n{}\n{fence}\n", text[span.start..span.end].trim_end_matches('\n')).into_bytes()
}

/// Where the keys stand, and in which language: in the first document of a file of YAML, in all of other files.
fn block(text: &str, extension: &str) -> (Span, fence::Language) {
    match extension {
        "toml" => (Span::new(0, text.len()), fence::Language::Toml),
        _ => (yaml::first(text).0, fence::Language::Yaml),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{ProblemKind, Value};

    fn read(text: &str, extension: &str) -> Vec<String> {
        let keys = keys(text.as_bytes(), extension);
        assert_eq!(keys.problems, [], "{text:?}");
        let value = |entry: &Entry| match &entry.node.value {
            Value::Scalar(scalar) => {
                let within = &keys.text[entry.node.span.start..entry.node.span.end];
                assert!(within.contains(&scalar.text), "{within:?}");
                scalar.text.clone()
            }
            _ => String::new(),
        };
        keys.entries.iter().map(|entry| format!("{}={}", entry.key, value(entry))).collect()
    }

    #[test]
    fn all_of_a_file_are_its_keys() {
        for (text, extension) in [
            ("id: A\nowner: Mira\n", "yaml"),
            ("# KEP\n\n---\nid: A\nowner: Mira\n", "yml"),
            ("---\nid: A\nowner: Mira\n---\n", "yaml"),
            ("---\r\nid: A\r\nowner: Mira\r\n...\r\n# end\r\n", "yaml"),
            ("{\"id\": \"A\", \"owner\": \"Mira\"}\n", "json"),
            ("id = \"A\"\nowner = \"Mira\"\n", "toml"),
        ] {
            assert_eq!(read(text, extension), ["id=A", "owner=Mira"], "{text:?}");
            let page = crate::parse::page(&as_front(text.as_bytes(), extension));
            assert_eq!(page.front.map(|front| front.entries.len()), Some(2), "{text:?}");
        }
        assert_eq!(read("", "yaml"), [""; 0]);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let told = |text: &[u8], extension: &str| {
            let keys = keys(text, extension);
            let problems = keys.problems.into_iter().map(|problem| (problem.kind, problem.span.start));
            (problems.collect::<Vec<_>>(), keys.entries.len())
        };
        let (second, read) = told(b"id: A\n---\nid: B\n", "yaml");
        assert_eq!((second, read), (vec![(ProblemKind::InvalidFrontMatter, 6)], 1));
        let (latin, read) = told(b"id: A\ntitle: caf\xe9\n", "yaml");
        assert_eq!((latin, read), (vec![(ProblemKind::NotUtf8, 16)], 2));
        let (list, read) = told(b"- a\n- b\n", "yaml");
        assert_eq!((list.len(), read), (1, 0));
        let (broken, read) = told(b"id: A\nowner: [a\nstatus: draft\n", "yaml");
        assert!(!broken.is_empty() && read >= 1, "{broken:?} {read}");
        let bomb = b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b]\nid: P\n";
        assert!(told(bomb, "yaml").0.iter().any(|(kind, _)| *kind == ProblemKind::InvalidFrontMatter));
    }
}
