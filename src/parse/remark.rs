//! Values that are all remark: what begins with `#` is none to YAML, though `classification: #confidential` was meant as one.

use super::node::{Entry, Node, Value};
use crate::diag::Span;

impl Entry {
    /// What stands in the place of the value and is taken for a remark: a word right behind a `#`. A remark has a blank behind
    /// the sign.
    pub fn remark<'t>(&self, text: &'t str) -> Option<&'t str> {
        let line = text.get(self.key_span.end..).filter(|_| self.node.value == Value::Null)?.lines().next()?;
        let value = line.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
        word(value)
    }

    /// The same of the items of a list that begin a line each.
    pub fn remarks_of_items<'t>(&self, text: &'t str) -> Vec<(Span, &'t str)> {
        let Value::List(items) = &self.node.value else { return Vec::new() };
        if !items.iter().any(|item| item.value == Value::Null) {
            return Vec::new();
        }
        let lines = item_lines(text, &self.node);
        // Where not each item begins a line, none can be told from the others.
        if lines.len() != items.len() {
            return Vec::new();
        }
        let empty = lines.into_iter().zip(items).filter(|(_, item)| item.value == Value::Null);
        let remark = |(at, line): (usize, &'t str)| {
            let word = word(line.strip_prefix('-')?)?;
            let start = at + line.len() - line.trim_start_matches('-').trim_start().len();
            Some((Span::new(start, start + word.len()), word))
        };
        empty.filter_map(|(line, _)| remark(line)).collect()
    }
}

/// The word that a `#` takes away, where nothing but blanks stands before it.
fn word(value: &str) -> Option<&str> {
    let remark = Some(value.trim()).filter(|_| value.starts_with([' ', '\t']))?;
    remark.strip_prefix('#')?.starts_with(char::is_alphanumeric).then_some(remark)
}

/// The lines on which items of a list begin, each from its `-` on, with its place.
fn item_lines<'t>(text: &'t str, list: &Node) -> Vec<(usize, &'t str)> {
    let from = text.get(..list.span.start).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    // A list in the column of its key begins, for the parser, with what its first item says.
    let first = text.get(from..).and_then(|text| text.lines().next()).unwrap_or_default();
    let depth = first.len() - first.trim_start().len();
    let (mut found, mut at) = (Vec::new(), from);
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        let bare = line.trim();
        let indent = line.len() - line.trim_start().len();
        let is_item = bare == "-" || bare.starts_with("- ");
        let ends = indent < depth || indent == depth && !is_item && !bare.starts_with('#');
        if !bare.is_empty() && ends {
            break;
        }
        if is_item && indent == depth {
            found.push((at + indent, bare));
        }
        at += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::parse::page;

    fn found(keys: &str) -> Vec<String> {
        let text = format!("---\n{keys}---\nText.\n");
        let entries = page(text.as_bytes()).front.expect("front matter").entries;
        let told = entries.iter().flat_map(|entry| {
            let items = entry.remarks_of_items(&text).into_iter().map(|(span, word)| {
                assert_eq!(&text[span.start..span.end], word);
                word
            });
            entry.remark(&text).into_iter().chain(items).collect::<Vec<_>>()
        });
        told.map(str::to_owned).collect()
    }

    #[test]
    fn words_behind_a_sign_are_found_and_remarks_are_left() {
        assert_eq!(found("classification: #confidential\n"), ["#confidential"]);
        assert_eq!(found("\"controls\":  #A.2.2 and more  \nid: A\n"), ["#A.2.2 and more"]);
        assert_eq!(found("a:\n  - x\n  - #3 A person\n  # - y\n  -  #4\nid: #b\n"), ["#3 A person", "#4", "#b"]);
        assert_eq!(found("a:\n- #x\n- y\nb: z\n"), ["#x"]);
        for silent in [
            "a: # none yet\n",
            "a:\n  # a remark\n",
            "a: \"#x\"\n",
            "a: x #y\n",
            "a:\n  - # open\n  - x\n",
            "a: ~ #x\n",
        ] {
            assert!(found(silent).is_empty(), "{silent}");
        }
    }
}
