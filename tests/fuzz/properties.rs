//! What must hold of any bytes whatever: one function for each of the targets of the fuzzer. A panic is a find.
//!
//! `tests/fuzz.rs` asks them about the corpus and about what lies near it, with each run of the tests.

use aims::approval::record::{Record, of_path};
use aims::base::DocPath;
use aims::diag::Span;
use aims::model::config::Config;
use aims::parse::{self, Entry, Node, Problem, Value};
use aims::repo::{Commit, ObjectFormat, ObjectId, signed_commit, signed_tag};
use aims::signature::{self, AllowedKey, GIT_NAMESPACE, SigningKey, Verdict};

/// Front matter, and what is nearly one: each place lies in the text, and nothing is read behind its end.
pub(crate) fn front_matter(bytes: &[u8]) {
    let page = parse::page(bytes);
    let entries = page.front.as_ref().map(|front| front.entries.as_slice()).unwrap_or_default();
    within(&page.text, entries, &page.problems);
    assert!(page.text.is_char_boundary(page.body.start), "the body begins in a character");
    if let Some(front) = &page.front
        && page.problems.is_empty()
    {
        let alone = parse::front(&page.text[..page.body.start]);
        assert_eq!(alone.front.map(|front| front.entries), Some(front.entries.clone()), "what follows was read");
    }
}

/// Settings: each place lies in the text, and reading again says the same.
pub(crate) fn settings(bytes: &[u8]) {
    let text = match parse::normalise(bytes) {
        Ok(text) | Err((text, _)) => text,
    };
    let (entries, problems) = parse::parse_toml(&text);
    within(&text, &entries, &problems);
    let (config, problems) = Config::read(&text);
    within(&text, &[], &problems);
    assert_eq!(problems.len(), Config::read(&text).1.len(), "it reads the same each time");
    for email in config.people.iter().flat_map(|person| &person.emails) {
        assert!(config.person_by_email(email).is_some(), "somebody is not found by the address");
    }
}

/// The record of an approval or a review: it is read as it is written, and its file lies where records lie.
pub(crate) fn record(bytes: &[u8]) {
    let Ok(record) = Record::read(bytes) else { return };
    let written = record.write();
    let again = Record::read(written.as_bytes()).expect("what was written is read");
    assert_eq!(again.write(), written, "a record is written as it was read");
    if let Some(path) = DocPath::new(&record.file_name()) {
        assert!(path.as_str().starts_with("approvals/"), "{path} is no place for a record");
        assert!(of_path(&path).is_some_and(|(_, signature)| !signature), "{path} is not taken for a record");
    }
}

/// The armor of a signature, and the lines of keys: nothing is good but what the key has made.
pub(crate) fn armor(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = (AllowedKey::parse(text), SigningKey::parse(text));
    let key = SigningKey::from_seed([7; 32]).expect("a key");
    let allowed = AllowedKey::parse(&key.public_line()).expect("its public half");
    let made = key.sign(GIT_NAMESPACE, b"tree\n").expect("a signature");
    if let Verdict::Good { .. } = signature::verify(b"tree\n", text, GIT_NAMESPACE, [&allowed], 0) {
        assert_eq!(joined(text), joined(&made), "another text is good");
    }
}

/// The raw object of a commit or a tag: people and subjects are lines, and nothing of a signature is left in what it signs.
pub(crate) fn commit(bytes: &[u8]) {
    let id = ObjectId::of_blob(bytes, ObjectFormat::Sha1).expect("a name");
    let commit = Commit::of_raw(id, bytes);
    for text in [&commit.author.name, &commit.author.email, &commit.committer.name, &commit.committer.email] {
        assert!(!text.contains('\n'), "{text:?} is more than a line");
    }
    assert!(!commit.subject.contains('\n'), "the subject is more than a line");
    if let Some(signed) = signed_commit(bytes) {
        assert!(signed.payload.len() < bytes.len(), "nothing was taken out");
        if bytes.starts_with(b"tree ") {
            assert_eq!(signed_commit(&signed.payload), None, "a signature is left");
        }
    }
    if let Some(signed) = signed_tag(bytes) {
        assert!(bytes.ends_with(signed.signature.as_bytes()) || signed.signature.contains('\u{fffd}'));
    }
}

fn joined(armored: &str) -> String {
    armored.split('\n').collect()
}

fn within(text: &str, entries: &[Entry], problems: &[Problem]) {
    for problem in problems {
        inside(text, problem.span);
        assert!(!problem.message.is_empty(), "a problem says nothing");
    }
    for entry in entries {
        inside(text, entry.key_span);
        node(text, &entry.node);
    }
}

fn node(text: &str, found: &Node) {
    inside(text, found.span);
    match &found.value {
        Value::Null | Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| node(text, item)),
        Value::Table(entries) => within(text, entries, &[]),
    }
}

fn inside(text: &str, span: Span) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} is no place in a text of {} bytes", text.len());
}
