//! What must hold of any bytes whatever: one function for each of the targets of the fuzzer. A panic is a find.
//!
//! `tests/fuzz.rs` asks them about the corpus and about what lies near it, with each run of the tests.

#[expect(dead_code, reason = "lines and single attributes are for tests of whole sites")]
#[path = "../support/html.rs"]
mod html;

use aims::approval::record::{Record, of_path};
use aims::base::{Date, DocPath};
use aims::diag::Span;
use aims::model::config::Config;
use aims::model::load::load;
use aims::parse::{self, Entry, Node, Problem, Value};
use aims::repo::{Commit, ObjectFormat, ObjectId, signed_commit, signed_tag};
use aims::signature::{self, AllowedKey, GIT_NAMESPACE, SigningKey, Verdict};
use aims::site;
use aims::source::Memory;

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

/// The article of a text: nothing in it runs, leads to where a program would run, or dresses itself up as the page.
pub(crate) fn article(bytes: &[u8]) {
    let Some((_, article)) = shown(bytes) else { return };
    assert!(article.len() < 40 * bytes.len() + 4_096, "{} bytes make {}", bytes.len(), article.len());
    for element in html::scan(&article).elements {
        assert!(!FORBIDDEN.contains(&element.name.as_str()), "<{}> in {article}", element.name);
        for (name, value) in &element.attributes {
            let runs = name.starts_with("on") || matches!(name.as_str(), "style" | "srcset" | "srcdoc" | "formaction");
            assert!(!runs, "{name}= in {article}");
            if matches!(name.as_str(), "href" | "src" | "cite") {
                assert!(leads_somewhere_safe(value), "{name}={value:?} in {article}");
            }
        }
    }
}

/// Elements that run, load, ask or frame: no article has one. An `input` is a box that cannot be ticked.
const FORBIDDEN: [&str; 16] = [
    "script", "style", "iframe", "object", "embed", "form", "button", "textarea", "select", "link", "meta", "base",
    "svg", "math", "template", "title",
];

fn leads_somewhere_safe(target: &str) -> bool {
    let scheme = target.find([':', '/', '?', '#']).filter(|at| target[*at..].starts_with(':')).map(|at| &target[..at]);
    scheme.is_none_or(|scheme| matches!(scheme.to_lowercase().as_str(), "http" | "https" | "mailto" | "tel"))
}

/// Two texts, one behind the other with a NUL between: with one digest they have one article.
pub(crate) fn substance(bytes: &[u8]) {
    let Some(at) = bytes.iter().position(|byte| *byte == 0) else { return };
    let (Some((one, article)), Some((other, next))) = (shown(&bytes[..at]), shown(&bytes[at + 1..])) else { return };
    if one == other {
        assert_eq!(article, next, "two articles have one digest");
    }
}

/// The digest of a text, and the article that a page shows of it, among files that it may lead to.
fn shown(bytes: &[u8]) -> Option<([u8; 32], String)> {
    let text = [&b"---\nid: DOC-1\ntitle: T\nkind: policy\n---\n"[..], bytes].concat();
    let other = b"---\nid: POL-001\ntitle: A <b> policy\nkind: policy\n---\n## Roles\n";
    let files: [(&str, &[u8]); 4] = [("aims.toml", b""), ("a.md", &text), ("p/b.md", other), ("p/i.png", b"x")];
    let aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read").stand(Vec::new());
    let ix = aims.by_id("DOC-1")?;
    Some((aims.document(ix).digests?.substance, site::article(&aims, ix)))
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
