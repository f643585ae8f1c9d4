//! What a file beside a text says of it, put to what the text says itself.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::class::CLASS;
use super::rules::{Metadata, Reading, Said};
use super::synonyms;
use crate::diag::Span;
use crate::parse::{Entry, Node, Value};

/// What a file beside a text says.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Its entries.
    pub entries: Vec<Entry>,
    /// How many of them are keys as front matter has them. What stands behind them was read in the first lines of a text.
    pub of_front: usize,
}

/// A key that a text and the file beside it both give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twice {
    /// The key as we call it.
    pub name: String,
    /// Where it stands in the file beside.
    pub key: Span,
    /// Whether the text says another thing.
    pub differs: bool,
}

impl Reading {
    /// What a text says, with what the file beside it says and it does not.
    pub(super) fn with_beside<'a>(&self, head: Metadata<'a>, beside: &Beside) -> (Metadata<'a>, Vec<Twice>) {
        if beside.entries.is_empty() {
            return (head, Vec::new());
        }
        let of_front = beside.of_front.min(beside.entries.len());
        let mut all: Vec<Entry> = head.entries[..head.of_front].to_vec();
        let places = [(all.len(), of_front), (of_front + head.entries.len(), beside.entries.len() - of_front)];
        all.extend_from_slice(&beside.entries[..of_front]);
        all.extend_from_slice(&head.entries[head.of_front..]);
        all.extend_from_slice(&beside.entries[of_front..]);
        let is_beside = |at: usize| places.iter().any(|(start, count)| (*start..start + count).contains(&at));
        let given: BTreeMap<String, Node> = self
            .read_alone(&head.entries)
            .into_iter()
            .filter(|said| !said.idle)
            .map(|said| (said.name, said.entry.node.clone()))
            .collect();
        let said = self.read_alone(&all);
        let mut twice = Vec::new();
        let mut keep = Vec::with_capacity(all.len());
        let mut names_it = head.is_document;
        let mut besides = head.besides.clone();
        for (at, Said { name, entry, idle }) in said.iter().enumerate() {
            let own = given.get(name).filter(|_| is_beside(at));
            if let Some(own) = own.filter(|_| !idle) {
                let differs = !says_the_same(own, &entry.node);
                twice.push(Twice { name: name.clone(), key: entry.key_span, differs });
            }
            // Who may not read it is not taken back by what else is said.
            let means_class = name == CLASS || (*idle && self.ours(name) == Some(CLASS));
            if is_beside(at) && means_class && (own.is_some() || *idle) {
                besides.push(entry.clone().into_owned());
            }
            names_it |= is_beside(at) && (synonyms::is_ours(name) || own.is_some());
            keep.push(own.is_none() && !(is_beside(at) && *idle));
        }
        drop(said);
        let kept = |range: std::ops::Range<usize>| keep[range].iter().filter(|keep| **keep).count();
        let (front, whole) = (kept(0..places[0].0 + places[0].1), kept(0..keep.len()));
        let mut keep = keep.into_iter();
        all.retain(|_| keep.next().unwrap_or_default());
        if !names_it {
            // It says nothing of a document: it is beside this text by chance.
            return (head, Vec::new());
        }
        let entries = Cow::Owned(all);
        (Metadata { entries, of_front: front, of_head: whole, is_document: true, besides }, twice)
    }
}

/// Whether two values say the same, however they are written.
pub fn says_the_same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar(a), Value::Scalar(b)) => a.text.trim() == b.text.trim(),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| says_the_same(a, b)),
        (Value::List(list), Value::Scalar(_)) => list.len() == 1 && says_the_same(&list[0], b),
        (Value::Scalar(_), Value::List(list)) => list.len() == 1 && says_the_same(a, &list[0]),
        (Value::Table(a), Value::Table(b)) => {
            let same = |(a, b): (&Entry, &Entry)| a.key == b.key && says_the_same(&a.node, &b.node);
            a.len() == b.len() && a.iter().zip(b).all(same)
        }
        (Value::Null, Value::Null) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn read(text: &str, beside: &str) -> (Vec<String>, usize, bool, Vec<(String, bool)>) {
        let forms = [super::super::Form::Bold].into();
        let reading = Reading { forms, ..Reading::default() };
        let page = parse::page(text.as_bytes());
        let entries = parse::keys(beside.as_bytes(), "yaml").entries;
        let beside = Beside { of_front: entries.len(), entries };
        let (found, twice) = reading.description_beside(&page.text, page.front.as_ref(), page.body.start, &beside);
        let value = |entry: &Entry| match &entry.node.value {
            Value::Scalar(scalar) => format!("{}={}", entry.key, scalar.text),
            _ => entry.key.clone(),
        };
        let twice = twice.into_iter().map(|twice| (twice.name, twice.differs)).collect();
        (found.entries.iter().map(value).collect(), found.of_front, found.is_document, twice)
    }

    #[test]
    fn the_own_word_of_a_text_holds() {
        let (entries, of_front, is_document, twice) = read(
            "---\nid: A\nowner: Mira\n---\n\n**Status:** draft\n",
            "id: A\nowner: Ove\nstatus: approved\nkind: policy\nlast-updated: 2026-01-01\n",
        );
        assert_eq!(entries, ["id=A", "owner=Mira", "kind=policy", "last-updated=2026-01-01", "status=draft"]);
        assert_eq!((of_front, is_document), (4, true));
        assert_eq!(twice, [("id".into(), false), ("owner".into(), true), ("status".into(), true)]);
        // What the text gives under another name is given.
        let (entries, .., twice) = read("---\neffective: 2026-01-02\n---\n", "last-updated: 2026-01-01\n");
        assert_eq!((entries, twice), (vec!["effective=2026-01-02".to_owned()], vec![]));
    }

    #[test]
    fn a_file_that_says_nothing_of_a_document_makes_none() {
        let (entries, _, is_document, _) = read("# T\n", "services:\n  web: x\nports: [1]\n");
        assert_eq!((entries, is_document), (vec![], false));
        assert!(read("# T\n", "status: draft\nports: [1]\n").2);
    }
}
