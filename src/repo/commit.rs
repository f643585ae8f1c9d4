//! One commit, read from its raw object.
//!
//! libgit2's own reader gives up on a commit whose author line lacks an e-mail address or has nonsense for a date.
//! Histories hold such lines, and one of them must not end the record, so this reader takes what it can.

use std::sync::Arc;

use super::change::Change;
use super::id::ObjectId;
use crate::base::{Date, date};

/// A commit, and what it changed below the prefix that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its name.
    pub id: ObjectId,
    /// All its parents, in order, also those that are not in this clone.
    pub parents: Vec<ObjectId>,
    /// Who wrote the change, and when.
    pub author: Person,
    /// Who put it into the history, and when.
    pub committer: Person,
    /// The first paragraph of the message, on one line.
    pub subject: String,
    /// The rest of the message, trailers included, without blank lines around it.
    pub body: String,
    /// What it changed, in order of the paths. A merge has only what differs from all its parents.
    pub changes: Vec<Change>,
    /// Whether a parent is not in this clone, so that what it changed is not known; `changes` is empty then.
    pub boundary: bool,
    /// Whether it carries a signature, of whatever kind; nothing is said about what that is worth.
    pub signed: bool,
    /// The commit on the first-parent chain of the tip by which it came in: itself where it lies on that chain, else the
    /// oldest merge there from which it can be reached. `None` where a cut in the clone hides it, and in a commit that
    /// was read alone ([`Repo::commit`](super::Repo::commit)).
    pub brought_by: Option<ObjectId>,
}

impl Commit {
    /// Reads the raw object `raw` of the commit `id`, whatever its bytes are: what is missing is empty, and people are as
    /// they wrote themselves, without regard to `.mailmap`. It has no changes.
    pub fn of_raw(id: ObjectId, raw: &[u8]) -> Self {
        parse(id, raw, |name, email| (name.into(), email.into()))
    }
}

/// A person as git recorded them, after `.mailmap`, and a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name; may be empty.
    pub name: Arc<str>,
    /// The e-mail address; may be empty.
    pub email: Arc<str>,
    /// Name and address as they stand in the commit, where `.mailmap` gives others.
    pub said: Option<(Arc<str>, Arc<str>)>,
    /// Seconds since 1970-01-01T00:00:00Z; 0 where the commit has no readable date.
    pub seconds: i64,
    /// Minutes east of UTC, of the clock it was recorded by.
    pub offset_minutes: i32,
}

impl Person {
    /// The day, where the person was.
    pub fn day(&self) -> Date {
        date::of_timestamp(self.seconds, self.offset_minutes)
    }
}

/// What the walk over the graph needs of a commit.
pub(super) struct Links {
    pub(super) tree: ObjectId,
    pub(super) parents: Vec<ObjectId>,
    /// The committer's date.
    pub(super) seconds: i64,
}

/// Reads tree, parents and date of a raw commit; `None` where it names no tree.
pub(super) fn links(raw: &[u8]) -> Option<Links> {
    let mut links = Links { tree: ObjectId::NONE, parents: Vec::new(), seconds: 0 };
    for (key, value) in headers(raw) {
        match key {
            b"tree" => links.tree = ObjectId::from_hex(value)?,
            b"parent" => links.parents.push(ObjectId::from_hex(value)?),
            b"committer" => {
                links.seconds = signature(value).seconds;
                break;
            }
            _ => {}
        }
    }
    links.tree.known().map(|_| links)
}

/// Reads the whole of a raw commit, without its changes. `intern` makes the two texts of a person, so that the few
/// people behind many commits are stored once.
pub(super) fn parse(
    id: ObjectId,
    raw: &[u8],
    mut intern: impl FnMut(String, String) -> (Arc<str>, Arc<str>),
) -> Commit {
    let (mut parents, mut author, mut committer, mut encoding) = (Vec::new(), &b""[..], &b""[..], &b""[..]);
    let mut signed = false;
    for (key, value) in headers(raw) {
        match key {
            b"parent" => parents.extend(ObjectId::from_hex(value)),
            b"author" => author = value,
            b"committer" => committer = value,
            b"encoding" => encoding = value,
            // The second is for the other of the two names that a commit has in a repository that is changing format.
            b"gpgsig" | b"gpgsig-sha256" => signed = true,
            _ => {}
        }
    }
    let (author, committer) = (person(author, encoding, &mut intern), person(committer, encoding, &mut intern));
    let (subject, body) = message(&decode(message_bytes(raw), encoding));
    let (changes, boundary, brought_by) = (Vec::new(), false, None);
    Commit { id, parents, author, committer, subject, body, changes, boundary, signed, brought_by }
}

/// Reads the line of an author, a committer or a tagger.
pub(super) fn person(
    line: &[u8],
    encoding: &[u8],
    mut intern: impl FnMut(String, String) -> (Arc<str>, Arc<str>),
) -> Person {
    let Signature { name, email, seconds, offset_minutes } = signature(line);
    let (name, email) = intern(decode(name, encoding), decode(email, encoding));
    Person { name, email, said: None, seconds, offset_minutes }
}

/// The header lines up to the blank one. Lines that continue another, as those of a signature do, start with a space
/// and so have an empty key.
pub(super) fn headers(raw: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    raw.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty()).map(|line| {
        let space = line.iter().position(|byte| *byte == b' ').unwrap_or(line.len());
        (&line[..space], line.get(space + 1..).unwrap_or_default())
    })
}

/// What comes after the first blank line.
pub(super) fn message_bytes(raw: &[u8]) -> &[u8] {
    raw.windows(2).position(|pair| pair == b"\n\n").map_or(&[], |at| &raw[at + 2..])
}

struct Signature<'a> {
    name: &'a [u8],
    email: &'a [u8],
    seconds: i64,
    offset_minutes: i32,
}

/// Takes `Name <e-mail> seconds offset` apart, whichever of the parts are there.
fn signature(line: &[u8]) -> Signature<'_> {
    let find = |byte, from: usize| line[from..].iter().position(|b| *b == byte).map(|at| from + at);
    let (name, email, rest) = match find(b'<', 0) {
        Some(open) => match find(b'>', open) {
            // The date stands after the last `>`: some names hold one.
            Some(close) => {
                let last = line.iter().rposition(|b| *b == b'>').unwrap_or(close);
                (&line[..open], &line[open + 1..close], &line[last + 1..])
            }
            None => (&line[..open], &line[open + 1..], &b""[..]),
        },
        None => match line.iter().rposition(|b| !matches!(b, b'0'..=b'9' | b'+' | b'-' | b' ')) {
            Some(end) => (&line[..=end], &b""[..], &line[end + 1..]),
            None => (&b""[..], &b""[..], line),
        },
    };
    let rest = std::str::from_utf8(rest).unwrap_or_default();
    let mut parts = rest.split_ascii_whitespace();
    let seconds = parts.next().map_or(0, number);
    let offset_minutes = parts.next().map_or(0, offset);
    Signature { name: name.trim_ascii(), email: email.trim_ascii(), seconds, offset_minutes }
}

/// A date as a number; what is too large for one is as far away as can be.
fn number(digits: &str) -> i64 {
    use std::num::IntErrorKind::{NegOverflow, PosOverflow};
    digits.parse().unwrap_or_else(|error: std::num::ParseIntError| match error.kind() {
        PosOverflow => i64::MAX,
        NegOverflow => i64::MIN,
        _ => 0,
    })
}

/// `+0130` in minutes; 0 where it is more than a day or no number.
fn offset(text: &str) -> i32 {
    let hours_and_minutes: i32 = text.parse().unwrap_or(0);
    let minutes = hours_and_minutes / 100 * 60 + hours_and_minutes % 100;
    if minutes.abs() <= 24 * 60 { minutes } else { 0 }
}

/// Text in the encoding that the commit names, by the labels of the Encoding Standard; UTF-8 where it names none, or one
/// that is not known. What makes no sense in it is replaced.
fn decode(bytes: &[u8], encoding: &[u8]) -> String {
    let encoding = encoding_rs::Encoding::for_label_no_replacement(encoding).unwrap_or(encoding_rs::UTF_8);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Takes a message apart into its first paragraph and the rest.
fn message(text: &str) -> (String, String) {
    let mut subject = String::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.trim().is_empty() {
            break;
        }
        if !subject.is_empty() {
            subject.push(' ');
        }
        subject.push_str(line.trim_end());
        rest = after;
    }
    let body = rest.trim_end();
    let body = body.trim_start_matches(['\n', '\r']);
    (subject, body.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &[u8]) -> Commit {
        parse(ObjectId::NONE, raw, |name, email| (name.into(), email.into()))
    }

    fn person(line: &str) -> (String, String, i64, i32) {
        let read = signature(line.as_bytes());
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        (text(read.name), text(read.email), read.seconds, read.offset_minutes)
    }

    #[test]
    fn a_commit_comes_apart() {
        let raw = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\
            parent 1111111111111111111111111111111111111111\n\
            author A <a@example.org> 100 +0130\ncommitter B <b@example.org> 200 -0200\n\
            gpgsig -----BEGIN\n \n author nobody\n -----END\n\nFirst\nline\n\n\n  Body\n\nSigned-off-by: A\n";
        let commit = read(raw);
        assert_eq!((commit.parents.len(), commit.signed), (1, true));
        assert_eq!((&*commit.author.name, commit.author.seconds, commit.author.offset_minutes), ("A", 100, 90));
        assert_eq!((&*commit.committer.email, commit.committer.offset_minutes), ("b@example.org", -120));
        assert_eq!(commit.subject, "First line");
        assert_eq!(commit.body, "  Body\n\nSigned-off-by: A");
        assert_eq!(links(raw).map(|links| links.seconds), Some(200));
    }

    #[test]
    fn author_lines_are_taken_as_they_come() {
        let of = |name: &str, email: &str, seconds, offset| (name.to_owned(), email.to_owned(), seconds, offset);
        assert_eq!(person("A B <a@b> -86400 +0000"), of("A B", "a@b", -86400, 0));
        assert_eq!(person("A B 1234 +0100"), of("A B", "", 1234, 60));
        assert_eq!(person("A <a@b> soon"), of("A", "a@b", 0, 0));
        assert_eq!(person("A <a@b 12 +0000"), of("A", "a@b 12 +0000", 0, 0));
        assert_eq!(person("A <a <b>> 99999999999999999999 +9999"), of("A", "a <b", i64::MAX, 0));
        assert_eq!(person(" <> 7 -0030"), of("", "", 7, -30));
        assert_eq!(person("12 +0000"), of("", "", 12, 0));
        assert_eq!(person(""), of("", "", 0, 0));
    }

    #[test]
    fn text_is_decoded_as_the_commit_says() {
        let raw = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor J\xf6rg <j@b> 1 +0000\n\
            committer J <j@b> 1 +0000\nencoding ISO-8859-1\n\nGr\xfc\xdfe\n";
        let commit = read(raw);
        assert_eq!((&*commit.author.name, commit.subject.as_str()), ("Jörg", "Grüße"));
        assert!(!commit.signed);
        for (encoding, bytes, expected) in [
            ("Shift_JIS", &b"\x8e\x52\x93\x63"[..], "山田"),
            ("KOI8-R", b"\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"),
            ("windows-1252", b"\x80 5", "€ 5"),
            ("nonsense-9", "é".as_bytes(), "é"),
            ("utf-16le", b"ab", "\u{6261}"),
        ] {
            let head = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nencoding ";
            let raw = [head.as_bytes(), encoding.as_bytes(), b"\n\n", bytes].concat();
            assert_eq!(read(&raw).subject, expected, "{encoding}");
        }
        let unnamed = read(b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nGr\xfc\xdfe");
        assert_eq!(unnamed.subject, "Gr\u{fffd}\u{fffd}e");
    }

    #[test]
    fn what_is_no_commit_gives_no_links() {
        for raw in [&b""[..], b"tree 12\n", b"author A <a@b> 1 +0000\n\n", b"tree \xff\xff"] {
            assert!(links(raw).is_none(), "{raw:?}");
            read(raw);
        }
    }
}
