//! A crawl of whole sites: of what stands in withheld texts only, nothing stands in any file, whatever its type.
//!
//! What is withheld is worked out here from git and the front matter alone. A word counts as withheld where it stands in a
//! withheld text, its name, its attachments or the message of a commit that touched nothing else, and neither in a text that
//! readers are shown, nor in the program itself, nor in the site of an AIMS without documents.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::LazyLock;

use aims::base::{Date, sha256_hex};
use aims::demo;
use git2::{ObjectType, Repository, Sort, TreeWalkMode, TreeWalkResult};
use regex::{Captures, Regex};

use super::sandbox::{Sandbox, TODAY, everything};
use super::site::Site;

/// Everything that any commit of a repository holds, and what the commits say.
#[derive(Default)]
struct Past {
    /// The texts that stood at each path, by their ids.
    texts: BTreeMap<String, BTreeSet<String>>,
    /// Each text.
    blobs: BTreeMap<String, Vec<u8>>,
    /// What each commit says, and which files it touched.
    commits: Vec<(String, BTreeSet<String>)>,
}

impl Past {
    fn read(folder: &Path) -> Self {
        let repository = Repository::open(folder).expect("a repository");
        let mut walk = repository.revwalk().expect("a walk");
        walk.push_head().expect("a head");
        walk.set_sorting(Sort::TOPOLOGICAL).expect("an order");
        let mut past = Self::default();
        for id in walk {
            let commit = repository.find_commit(id.expect("an id")).expect("a commit");
            let tree = commit.tree().expect("a tree");
            tree.walk(TreeWalkMode::PreOrder, |above, entry| {
                if entry.kind() == Some(ObjectType::Blob) {
                    let (path, id) = (format!("{above}{}", entry.name().expect("text")), entry.id().to_string());
                    past.blobs
                        .entry(id.clone())
                        .or_insert_with(|| repository.find_blob(entry.id()).expect("a blob").content().to_vec());
                    past.texts.entry(path).or_default().insert(id);
                }
                TreeWalkResult::Ok
            })
            .expect("a tree");
            let before = commit.parent(0).ok().map(|parent| parent.tree().expect("a tree"));
            let diff = repository.diff_tree_to_tree(before.as_ref(), Some(&tree), None).expect("a difference");
            let files = diff.deltas().flat_map(|delta| [delta.old_file().path(), delta.new_file().path()]);
            let files = files.flatten().map(|path| path.to_str().expect("text").to_owned()).collect();
            past.commits.push((commit.message().expect("text").to_owned(), files));
        }
        past
    }

    fn of(&self, path: &str) -> impl Iterator<Item = (&str, String)> {
        let ids = self.texts[path].iter();
        ids.map(|id| (id.as_str(), String::from_utf8_lossy(&self.blobs[id]).into_owned()))
    }
}

/// For whom a text is by its front matter: 0 for everybody, 1 for the people of the organisation, 2 for fewer.
fn class(text: &str) -> u8 {
    let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or("", |(front, _)| front);
    let word = front.lines().find_map(|line| line.strip_prefix("classification:")).unwrap_or_default();
    match word.trim().trim_matches('"').to_lowercase().as_str() {
        "public" => 0,
        "" | "internal" => 1,
        _ => 2,
    }
}

/// The ids that a text gives itself.
fn ids(text: &str) -> Vec<String> {
    let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or("", |(front, _)| front);
    let ids = front.lines().filter_map(|line| line.strip_prefix("id:"));
    ids.map(|id| id.trim().to_lowercase()).collect()
}

/// Whether a name has this ending.
fn is(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| own == ending)
}

/// Runs of letters and digits, in lower case.
fn runs(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.map(str::to_lowercase).collect()
}

/// Those that are words: with four letters at least.
fn words(text: &str) -> Vec<String> {
    let is_word = |run: &String| run.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    runs(text).into_iter().filter(is_word).collect()
}

/// What may stand in no file.
struct Secret {
    words: HashSet<String>,
    /// Ids of documents, as they stand.
    ids: BTreeSet<String>,
    /// Finds them, the longer one where two begin alike.
    any_id: Regex,
    /// Ids of texts and their digests, by how they begin.
    hashes: BTreeMap<String, String>,
}

/// How much of a hash is shown at the least.
const SHORT: usize = 7;

impl Secret {
    /// What is withheld from readers of a class. `ours` are the words of the program, and `bare` what it says without documents.
    fn of(past: &Past, limit: u8, (ours, bare): (&BTreeSet<String>, &str)) -> Self {
        let (visible, withheld) = parted(past, limit);
        let (mut hidden, mut closed, mut hashes) = (HashSet::new(), BTreeSet::new(), BTreeMap::new());
        let mut shown = ours.clone();
        let mut shown_texts = BTreeSet::new();
        let mut said = String::new();
        for path in &visible {
            shown.extend(words(path));
            for (id, text) in past.of(path) {
                shown.extend(words(&text));
                shown_texts.insert(id.to_owned());
                said.push_str(&own_words(&text));
            }
            said.push_str(&path.to_lowercase());
        }
        for path in &withheld {
            hidden.extend(words(path));
            for (id, text) in past.of(path) {
                hidden.extend(words(&text));
                closed.extend(ids(&text));
                if !shown_texts.contains(id) {
                    for hash in [id.to_owned(), sha256_hex(&past.blobs[id])] {
                        hashes.insert(hash[..SHORT].to_owned(), hash);
                    }
                }
            }
        }
        for (message, files) in &past.commits {
            let alone = !files.is_empty() && files.iter().all(|file| withheld.contains(file.as_str()));
            if alone { hidden.extend(words(message)) } else { shown.extend(words(message)) }
        }
        hidden.retain(|word| !shown.contains(word));
        let of_shown: BTreeSet<String> =
            visible.iter().flat_map(|path| past.of(path)).flat_map(|(_, text)| ids(&text)).collect();
        closed.retain(|id| !of_shown.contains(id) && !stands_in(&said, id) && !stands_in(bare, id));
        let mut longest: Vec<String> = closed.iter().map(|id| regex::escape(id)).collect();
        longest.sort_by_key(|id| Reverse(id.len()));
        let any_id = Regex::new(&longest.join("|")).expect("a pattern");
        Self { words: hidden, ids: closed, any_id, hashes }
    }

    /// What of it stands in a text. Sites have many megabytes: each is gone through once for its words, and once for ids.
    fn slips(&self, name: &str, text: &str) -> BTreeSet<String> {
        let text = text.to_lowercase();
        let is_hash = |run: &str| {
            let hash = run.get(..SHORT).and_then(|begins| self.hashes.get(begins));
            hash.is_some_and(|hash| hash.starts_with(run))
        };
        let runs = text.split(|c: char| !c.is_alphanumeric());
        let mut found: BTreeSet<&str> = runs.filter(|run| self.words.contains(*run) || is_hash(run)).collect();
        let named: BTreeSet<&str> = self.any_id.find_iter(&text).map(|id| id.as_str()).collect();
        found.extend(named.into_iter().filter(|id| stands_in(&text, id)));
        found.into_iter().map(|what| format!("{name}: {what}")).collect()
    }
}

/// Whether an id stands in a text as a whole.
fn stands_in(text: &str, id: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric();
    text.match_indices(id).any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + id.len()..].starts_with(is_part))
}

/// What a text says in its own words: without what leads to other documents, and front matter that is nothing but ids.
fn own_words(text: &str) -> String {
    static LINKS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[\[[^\]]*\]\]|\]\([^)]*\)").expect("a pattern"));
    static ONLY_IDS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)^[ -]*([a-z-]+:)?[\[ ]*[A-Z]{2,4}-\d+([, ]+[A-Z]{2,4}-\d+)*[\] ]*$").expect("a pattern")
    });
    ONLY_IDS.replace_all(&LINKS.replace_all(text, ""), "").to_lowercase()
}

/// The paths of what is shown, and of what is withheld. Of a document the strictest class that any of its texts had counts.
fn parted(past: &Past, limit: u8) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut visible, mut withheld) = (BTreeSet::new(), BTreeSet::new());
    let documents = || past.texts.keys().map(String::as_str).filter(|path| is(path, "md"));
    for path in documents() {
        let strictest = past.of(path).map(|(_, text)| class(&text)).max();
        if strictest > Some(limit) {
            withheld.insert(path)
        } else {
            visible.insert(path)
        };
    }
    let of = |paths: &BTreeSet<&str>| -> BTreeSet<String> {
        paths.iter().flat_map(|path| past.of(path)).flat_map(|(_, text)| ids(&text)).collect()
    };
    let (shown, closed) = (of(&visible), of(&withheld));
    let said: Vec<String> = visible.iter().flat_map(|path| past.of(path)).map(|(_, text)| text).collect();
    for path in past.texts.keys().map(String::as_str).filter(|path| !is(path, "md")) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let settings = is(path, "toml") && !path.starts_with("approvals/");
        let is_shown = match path.strip_prefix("approvals/").and_then(|rest| rest.split('/').next()) {
            Some(id) => shown.contains(&id.to_lowercase()) || !closed.contains(&id.to_lowercase()),
            None => settings || path.starts_with('.') || said.iter().any(|text| text.contains(name)),
        };
        if is_shown {
            visible.insert(path)
        } else {
            withheld.insert(path)
        };
    }
    (visible, withheld)
}

/// Every word of the program and its theme, but for the past that it has ready for the example.
fn ours() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = ["src", "theme"].into_iter().flat_map(|folder| everything(&root.join(folder)));
    let all = all.filter(|(path, _)| !path.starts_with(b"demo/"));
    all.flat_map(|(_, (_, bytes))| words(&String::from_utf8_lossy(&bytes))).collect()
}

/// A character by its number, as JSON may have it.
static CODED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\\u([0-9a-fA-F]{4})").expect("a pattern"));

/// Bytes by their numbers, as addresses have them.
static PERCENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:%[0-9a-fA-F]{2})+").expect("a pattern"));

/// A file as it is read by people and programs: texts, with what is written in a roundabout way written out.
fn texts(name: &str, bytes: &[u8]) -> Vec<(String, String)> {
    if let Some(mut archive) = is(name, "xlsx").then(|| zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive")) {
        let mut inner = Vec::new();
        for place in 0..archive.len() {
            let mut entry = archive.by_index(place).expect("an entry");
            let (path, mut bytes) = (format!("{name}!{}", entry.name().expect("a name")), Vec::new());
            entry.read_to_end(&mut bytes).expect("an entry");
            inner.extend(texts(&path, &bytes));
        }
        return inner;
    }
    let text = String::from_utf8_lossy(bytes).replace("\r\n ", "");
    let text = CODED.replace_all(&text, |found: &Captures<'_>| {
        u32::from_str_radix(&found[1], 16).ok().and_then(char::from_u32).unwrap_or(' ').to_string()
    });
    let text = text.replace("\\n", " ").replace("\\t", " ").replace("\\r", " ");
    let plain = PERCENT.replace_all(&text, |found: &Captures<'_>| {
        let bytes: Vec<u8> = found[0].split('%').filter_map(|hex| u8::from_str_radix(hex, 16).ok()).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let plain = format!("{name}\n{plain}");
    vec![(name.to_owned(), format!("{plain}\n{text}"))]
}

/// The files of a site that is built so in a folder of its own, but for what is the same in every site.
fn site(sandbox: &Sandbox, folder: &str, options: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let beside = Sandbox::new::<&str>(&[]);
    let out = beside.path("site");
    let place = out.to_str().expect("text");
    let built = sandbox.run(&[&["build", folder, "-q", "--today", TODAY, "--out", place], options].concat());
    assert!(matches!(built.code, Some(0 | 1)), "{options:?}: {}", built.stderr);
    let files = everything(&out);
    let text = |path: Vec<u8>| String::from_utf8(path).expect("a path");
    files
        .into_iter()
        .map(|(path, (_, bytes))| (text(path), bytes))
        .filter(|(path, _)| !path.starts_with("fonts/"))
        .collect()
}

/// What slips through in the sites of a repository, and how many words were looked for.
fn crawl(sandbox: &Sandbox, folder: &str, more: &[&str]) -> (Vec<String>, Vec<usize>) {
    let bare = Sandbox::new(&[("aims.toml", "")]);
    let (mut ours, mut said) = (ours(), String::new());
    for (name, bytes) in site(&bare, ".", &["--audience", "public"]) {
        for (_, text) in texts(&name, &bytes) {
            ours.extend(words(&text));
            said.push_str(&text.to_lowercase());
        }
    }
    let past = Past::read(&sandbox.path(folder));
    let (mut found, mut numbers) = (Vec::new(), Vec::new());
    for (audience, limit) in [("public", 0), ("internal", 1)] {
        let secret = Secret::of(&past, limit, (&ours, &said));
        numbers.push(secret.words.len());
        assert!(secret.ids.len() > 5 && secret.hashes.len() > 20, "{audience}: {:?}", secret.ids);
        let options = [&["--audience", audience], more].concat();
        let files = site(sandbox, folder, &options);
        assert!(files.len() > 250, "a whole site: {} files", files.len());
        // No page leads to one that these readers do not have; fonts are not read.
        let all = files.iter().map(|(name, bytes)| (name.clone(), bytes.clone()));
        found.extend(Site::new(all).check().into_iter().filter(|problem| !problem.contains("fonts/")));
        for (name, bytes) in &files {
            for (name, text) in texts(name, bytes) {
                found.extend(secret.slips(&name, &text).into_iter().map(|slip| format!("{audience}: {slip}")));
            }
        }
    }
    (found, numbers)
}

/// The example, in a repository of its own with two commits: one brings what is confidential.
fn example() -> Sandbox {
    let sandbox = Sandbox::new::<&str>(&[]);
    let all = everything(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-aims"));
    let is_closed = |bytes: &[u8]| class(&String::from_utf8_lossy(bytes)) == 2;
    for closed in [false, true] {
        for (path, (_, bytes)) in all.iter().filter(|(_, (_, bytes))| is_closed(bytes) == closed) {
            sandbox.put(std::str::from_utf8(path).expect("a path"), bytes);
        }
        sandbox.commit(if closed { "Bring the quixotic ones along" } else { "Begin" });
    }
    sandbox
}

#[test]
fn no_word_of_a_withheld_text_is_in_any_file_of_the_example() {
    let (found, numbers) = crawl(&example(), ".", &[]);
    assert_eq!(found, Vec::<String>::new());
    assert!(numbers[0] > 400 && numbers[1] > 40, "{numbers:?} words were looked for");
}

#[test]
fn no_word_of_a_withheld_text_is_in_any_file_of_the_demo() {
    let sandbox = Sandbox::new::<&str>(&[]);
    demo::write(&sandbox.path("demo"), Date::constant(2026, 11, 20)).expect("a demo");
    let (found, numbers) = crawl(&sandbox, "demo", &["--since", "v2025-audit", "--trend"]);
    assert_eq!(found, Vec::<String>::new());
    assert!(numbers[0] > 400 && numbers[1] > 40, "{numbers:?} words were looked for");
    // What is looked for is found where it is shown.
    let past = Past::read(&sandbox.path("demo"));
    let secret = Secret::of(&past, 1, (&BTreeSet::new(), ""));
    let shown = site(&sandbox, "demo", &["--audience", "confidential"]);
    let pages = shown.iter().filter(|(name, _)| name.starts_with("documents/"));
    let told: BTreeSet<String> = pages.flat_map(|(_, page)| secret.slips("", &String::from_utf8_lossy(page))).collect();
    assert!(told.len() > 30, "{told:?}");
}

/// Attachments of withheld texts, and messages about them, are no exception.
#[test]
fn attachments_and_messages_of_withheld_texts_are_looked_for() {
    let sandbox = Sandbox::new(&[("aims.toml", "")]);
    sandbox.put("open.md", "---\nid: POL-001\ntitle: Open\nkind: policy\nclassification: public\nrelated: [REC-002]\n---\nSee [[REC-002]].\n");
    sandbox.commit("Begin");
    let closed = "---\nid: REC-002\ntitle: Zyzzyva\nkind: record\ndate: 2026-03-02\nclassification: confidential\n---\nXylotomy, in [the table](zeugmata.csv).\n";
    sandbox.put("closed.md", closed);
    sandbox.put("zeugmata.csv", "yttrocerite\n");
    sandbox.commit("Record the wapentake");
    let past = Past::read(&sandbox.path(""));
    let secret = Secret::of(&past, 0, (&BTreeSet::new(), ""));
    for word in ["zyzzyva", "xylotomy", "zeugmata", "yttrocerite", "wapentake"] {
        assert!(secret.words.contains(word), "{word}");
    }
    assert!(secret.ids.contains("rec-002"), "{:?}", secret.ids);
    let mut slips = BTreeSet::new();
    for (name, bytes) in site(&sandbox, ".", &["--audience", "public"]) {
        for (name, text) in texts(&name, &bytes) {
            let only = |slip: &String| {
                ["zyzzyva", "xylotomy", "zeugmata", "yttrocerite", "wapentake", "rec-002"]
                    .iter()
                    .any(|word| slip.ends_with(word))
            };
            slips.extend(secret.slips(&name, &text).into_iter().filter(only));
        }
    }
    assert_eq!(slips, BTreeSet::new());
}

/// What a public site has for customers says what its documents say, and claims nothing; no other site has it.
#[test]
fn a_public_site_has_a_page_for_customers() {
    let sandbox =
        Sandbox::new(&[("aims.toml", "organisation.name = \"Quince\"\nsite.contact = \"ai@quince.example\"\n")]);
    let documents = [
        ("system", "SYS-1", "public", "purpose: Sorts post\nlifecycle: in-use\naffected: [Senders]\n"),
        ("system", "SYS-2", "internal", "purpose: WITHHELDPURPOSE\nlifecycle: in-use\n"),
        (
            "certification",
            "CER-1",
            "public",
            "body: Quayside\nstandard: ISO/IEC 42001:2023\nstate: planned\nexpires: 2029-06-30\n",
        ),
        ("policy", "POL-1", "public", "version: \"3.1\"\n"),
        ("procedure", "PRO-1", "public", "controls: [A.8.3]\n"),
        ("policy", "POL-2", "confidential", ""),
    ];
    for (kind, id, class, more) in documents {
        let text =
            format!("---\nid: {id}\ntitle: Title {id}\nkind: {kind}\nclassification: {class}\n{more}---\nText.\n");
        sandbox.put(format!("{id}.md"), text);
    }
    let public = site(&sandbox, ".", &["--audience", "public"]);
    let page = String::from_utf8_lossy(&public["public/index.html"]).into_owned();
    let main = page.split("<main").nth(1).expect("a page");
    for told in [
        "How Quince uses AI",
        "Sorts post",
        "In use",
        "Senders",
        "../documents/POL-1.html",
        "3.1",
        "Quayside",
        "Planned",
        "2029-06-30",
        "mailto:ai@quince.example",
        "../documents/PRO-1.html",
    ] {
        assert!(main.contains(told), "{told} is not in {main}");
    }
    for not in ["WITHHELDPURPOSE", "SYS-2", "POL-2", "certified by", "complies", "compliant"] {
        assert!(!main.contains(not), "{not} is in {main}");
    }
    let start = String::from_utf8_lossy(&public["index.html"]).into_owned();
    for told in ["How Quince uses AI", "Sorts post", "\"documents/POL-1.html\"", "mailto:ai@quince.example"] {
        assert!(start.contains(told), "the site begins with it: {told} is not in {start}");
    }
    for audience in ["internal", "confidential"] {
        let other = site(&sandbox, ".", &["--audience", audience]);
        assert!(!other.contains_key("public/index.html"), "{audience}");
        let overview = String::from_utf8_lossy(&other["index.html"]).into_owned();
        assert!(overview.contains("href=\"about.html#public\""), "{audience}");
        assert!(String::from_utf8_lossy(&other["about.html"]).contains("--audience public"), "{audience}");
    }
    // Without a way to turn to, it says so.
    let bare = Sandbox::new(&[("aims.toml", "")]);
    let page = String::from_utf8_lossy(&site(&bare, ".", &["--audience", "public"])["public/index.html"]).into_owned();
    assert!(page.contains("does not say here whom to ask") && page.contains("No record of a certification"), "{page}");
}
