//! The digest of what a document says, apart from where it stands in its life.
//!
//! # The serialisation
//!
//! Records of approval hold this digest, and other tools may work it out anew, so what it is taken over never changes
//! under its name. It is the SHA-256 of these bytes, where `n` is a whole number as eight bytes with the highest first,
//! and `str` the length of a text in bytes as `n` and then the text in UTF-8:
//!
//! ```text
//! "aims-substance-2"                    sixteen bytes
//! form                                  one byte: "d", "p", "h" or "r"
//!   "d", front matter:                  n fields, then each: str key, value
//!   "p", no front matter:               nothing
//!   "h", unreadable front matter:       str, the text from its first byte to the end of its last line
//!   "r", a file that is not text:       str, the bytes of the file, and nothing after it
//! article                               32 bytes: the SHA-256 of the pieces of the article, one after the other
//!
//! value = "t" str                       one text
//!       | "l" n, then each: value       a list
//!       | "m" n, then each: str, value  a table
//! ```
//!
//! Fields are those of [`Snapshot`](super::Snapshot) in order of the bytes of their keys, without [`NOT_SUBSTANCE`].
//! Lists without an order of their own are in order of the bytes of their serialised items, each once. Pieces are those
//! of [`Piece`](crate::parse::Piece), as [`Piece::write`](crate::parse::Piece::write) has them: all that the page of the
//! document is made of. Two documents with the same digest show the same article.
//!
//! # The digest before
//!
//! Records of the first form hold `aims-substance-1`: the same with that name, and in place of the article
//!
//! ```text
//! n blocks, then each:                  one byte kind, one byte level, str text,
//!                                       n links, then each: n offset, one byte "l" or "i", str target
//! kind  = "p" paragraph, "h" heading, "i" item, "r" row, "c" code, "q" quotation, "f" footnote
//! level = of a heading 1 to 6, of an item the depth of its list, else 0
//! ```
//!
//! Blocks are those of [`blocks`](crate::parse::blocks): the text without markup. What markup shows, it does not see.

use super::field::{Field, FieldValue, is_set};
use crate::base::sha256;
use crate::parse::{Block, BlockKind};

/// Keys that say where a document stands, not what it says: changing one is no change of substance.
pub const NOT_SUBSTANCE: [&str; 5] = ["authors", "next-review", "reviewed", "status", "tags"];

/// The name of the digest of today.
pub(super) const PRESENT: &[u8; 16] = b"aims-substance-2";

/// The name of the digest of records of the first form.
pub(super) const FIRST: &[u8; 16] = b"aims-substance-1";

/// What the digest covers beside the article.
pub(super) enum Head<'a> {
    None,
    Fields(&'a [Field]),
    Unreadable(&'a str),
}

/// The digest of a document, from the digest of its article.
pub(super) fn of_document(head: &[u8], article: &[u8; 32]) -> [u8; 32] {
    sha256(&[PRESENT, head, article].concat())
}

/// The digest that records of the first form hold.
pub(super) fn of_blocks(head: &[u8], blocks: &[Block]) -> [u8; 32] {
    let mut out = [FIRST, head].concat();
    number(&mut out, blocks.len());
    for block in blocks {
        let (kind, level) = match block.kind {
            BlockKind::Paragraph => (b'p', 0),
            BlockKind::Heading(level) => (b'h', level),
            BlockKind::Item(depth) => (b'i', depth),
            BlockKind::Row => (b'r', 0),
            BlockKind::Code => (b'c', 0),
            BlockKind::Quote => (b'q', 0),
            BlockKind::Footnote => (b'f', 0),
        };
        out.extend([kind, level]);
        string(&mut out, block.text.as_bytes());
        number(&mut out, block.links.len());
        for link in &block.links {
            number(&mut out, link.at);
            out.push(if link.image { b'i' } else { b'l' });
            string(&mut out, link.target.as_bytes());
        }
    }
    sha256(&out)
}

/// The digest of a file that cannot be read as text.
pub(super) fn of_bytes(name: &[u8; 16], bytes: &[u8]) -> [u8; 32] {
    let mut out = name.to_vec();
    out.push(b'r');
    string(&mut out, bytes);
    sha256(&out)
}

/// Whether a change under this key is one of substance.
pub(super) fn is_substance(key: &str) -> bool {
    !NOT_SUBSTANCE.contains(&key)
}

/// Whether two values are the same to the digest.
pub(super) fn same(key: &str, a: &FieldValue, b: &FieldValue) -> bool {
    a == b
        || is_set(key) && {
            let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
            value(&mut of_a, key, a);
            value(&mut of_b, key, b);
            of_a == of_b
        }
}

/// What both digests have of the front matter.
pub(super) fn head(of: &Head<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(4096);
    match of {
        Head::None => out.push(b'p'),
        Head::Fields(fields) => {
            out.push(b'd');
            let counts = |field: &&Field| is_substance(&field.key);
            number(&mut out, fields.iter().filter(counts).count());
            for field in fields.iter().filter(counts) {
                string(&mut out, field.key.as_bytes());
                value(&mut out, &field.key, &field.value);
            }
        }
        Head::Unreadable(text) => {
            out.push(b'h');
            string(&mut out, text.as_bytes());
        }
    }
    out
}

fn number(out: &mut Vec<u8>, number: usize) {
    out.extend((number as u64).to_be_bytes());
}

fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    number(out, bytes.len());
    out.extend(bytes);
}

fn value(out: &mut Vec<u8>, key: &str, what: &FieldValue) {
    match what {
        FieldValue::Text(text) => {
            out.push(b't');
            string(out, text.as_bytes());
        }
        FieldValue::List(items) if is_set(key) => {
            let serialised = |item: &FieldValue| {
                let mut bytes = Vec::new();
                value(&mut bytes, key, item);
                bytes
            };
            let mut items: Vec<Vec<u8>> = items.iter().map(serialised).collect();
            items.sort_unstable();
            items.dedup();
            // A set with one text in it is that text, however often it was said.
            if let [one] = items.as_slice()
                && one.first() == Some(&b't')
            {
                out.extend(one);
                return;
            }
            out.push(b'l');
            number(out, items.len());
            for item in items {
                out.extend(item);
            }
        }
        FieldValue::List(items) => {
            out.push(b'l');
            number(out, items.len());
            for item in items {
                value(out, key, item);
            }
        }
        FieldValue::Table(fields) => {
            out.push(b'm');
            number(out, fields.len());
            for field in fields {
                string(out, field.key.as_bytes());
                value(out, &field.key, &field.value);
            }
        }
    }
}
