//! What must hold of any bytes whatever: one function for each of the targets of the fuzzer. A panic is a find.
//!
//! `tests/fuzz.rs` asks them about the corpus and about what lies near it, with each run of the tests.

#[path = "../support/edits.rs"]
mod edits;
#[expect(dead_code, reason = "lines and single attributes are for tests of whole sites")]
#[path = "../support/html.rs"]
mod html;

use std::collections::BTreeMap;

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
use edits::edited;

/// Front matter, and what is nearly one: each place lies in the text, and nothing is read behind its end.
pub(crate) fn front_matter(bytes: &[u8]) {
    let page = parse::page(bytes);
    let entries = page.front.as_ref().map(|front| front.entries.as_slice()).unwrap_or_default();
    within(&page.text, entries, &page.problems);
    assert!(page.text.is_char_boundary(page.body.start), "the body begins in a character");
    if let Some(front) = &page.front
        && page.problems.is_empty()
    {
        let alone = parse::front(&page.text[..page.body.start], false);
        assert_eq!(alone.front.map(|front| front.entries), Some(front.entries.clone()), "what follows was read");
    }
}

/// The article of a text: nothing in it runs, leads to where a program would run, or dresses itself up as the page.
pub(crate) fn article(bytes: &[u8]) {
    let Some((_, article)) = shown(&[bytes]).pop() else { return };
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

/// Texts with a NUL between each, and what they are after something is put in, taken out or said twice, which the bytes say
/// too: those that have one digest have one article.
pub(crate) fn substance(bytes: &[u8]) {
    let texts = bytes.split(|byte| *byte == 0).take(4).map(|text| String::from_utf8_lossy(text).into_owned());
    let mut all: Vec<String> = texts.collect();
    let edits = bytes.windows(4).take(24).map(|edit| (u16::from_le_bytes([edit[0], edit[1]]), edit[2], edit[3]));
    let changed: Vec<String> =
        edits.zip(all.iter().cycle()).map(|(edit, text)| edited(text, &[edit], &SCRAPS)).collect();
    all.extend(changed);
    let mut known: BTreeMap<[u8; 32], (String, usize)> = BTreeMap::new();
    for (place, (digest, article)) in shown(&all).into_iter().enumerate() {
        let (first, at) = known.entry(digest).or_insert_with(|| (article.clone(), place));
        assert_eq!(*first, article, "two articles have one digest: {:?} and {:?}", all[*at], all[place]);
    }
}

/// What is put into texts.
const SCRAPS: [&str; 24] = [
    " ",
    "\n",
    "\n\n",
    "*",
    "`",
    "~~",
    "<b>",
    "</b>",
    "<p>",
    "<div>",
    "<table><tr><td>",
    "<li>",
    "<a id=x>",
    "<!-- c -->",
    "[x](p/b.md)",
    "![x](p/i.png)",
    "[^1]",
    "\n\n[^1]: n\n\n",
    "\n- ",
    "\n> ",
    "\n# h\n",
    "&amp;",
    "\\",
    "<rp>",
];

/// The digest of each text, and the article that a page shows of it, among files that it may lead to.
fn shown(texts: &[impl AsRef<[u8]>]) -> Vec<([u8; 32], String)> {
    let front = &b"---\nid: DOC-1\ntitle: T\nkind: policy\n---\n"[..];
    let texts = texts.iter().map(|text| [front, text.as_ref()].concat());
    let texts: Vec<(String, Vec<u8>)> = texts.enumerate().map(|(at, text)| (format!("a{at:02}.md"), text)).collect();
    let other = b"---\nid: POL-001\ntitle: A <b> policy\nkind: policy\n---\n## Roles\n";
    let files: [(&str, &[u8]); 3] = [("aims.toml", b""), ("p/b.md", other), ("p/i.png", b"x")];
    let own = texts.iter().map(|(path, text)| (path.as_str(), text.as_slice()));
    let source = Memory::new(own.chain(files));
    let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read").stand(Vec::new());
    let own = aims.iter().filter(|(_, document)| document.path.as_str().starts_with('a'));
    let own = own.map(|(ix, document)| Some((document.digests?.substance, site::article(&aims, ix))));
    own.map(|shown| shown.expect("a document with front matter has a digest")).collect()
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
