//! An AIMS in memory tells what a fresh start would tell, whatever happened to its files, and nothing that is untrue while it
//! cannot be read. Changes are told to it directly: nothing here waits for a disk.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::channel;

use aims::base::{Date, Error, date};
use aims::diag;
use aims::pipeline::live::{Hears, Message, Origin, follow};
use aims::pipeline::{Project, Request};
use aims::serve::Answer;
use aims::state::State;
use proptest::prelude::*;
use sandbox::Sandbox;

use crate::support::sandbox;

fn today() -> Date {
    date::parse("2026-11-20").expect("a day")
}

fn document(id: &str, more: &str, text: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Title of {id}\nkind: procedure\nversion: \"1\"\nstatus: draft\nowner: AI Officer\n{more}---\n{text}\n"
    )
}

/// One that says that it is approved, and is asked about.
fn approved(id: &str, more: &str, text: &str) -> String {
    document(id, more, text).replace("status: draft", "status: approved")
}

/// Findings as `aims check` tells them.
fn findings(state: &State) -> String {
    let of = (state.audience.as_str(), state.edition.as_str());
    let context = diag::Context { today: today(), revision: state.revision().map(str::to_owned), of, partial: false };
    diag::json(&state.findings.found, &state.aims.texts, &context)
}

/// Keeps what it hears.
#[derive(Default)]
struct Ear {
    findings: RefCell<String>,
    early: RefCell<Vec<(u64, BTreeMap<String, Answer>)>>,
    faults: RefCell<Vec<String>>,
}

impl Hears for Ear {
    fn begins(&self) {
        self.early.borrow_mut().clear();
    }

    fn early(&self, number: u64, pages: BTreeMap<String, Answer>) {
        self.early.borrow_mut().push((number, pages));
    }

    fn came(&self, _: u64, _: Option<&State>, state: &State, _: usize) {
        *self.findings.borrow_mut() = findings(state);
        self.faults.borrow_mut().clear();
    }

    fn failed(&self, _: u64, error: Error) {
        self.faults.borrow_mut().push(error.to_string());
    }
}

/// What happens to the files, and what is looked at afterwards.
type Turn<'a> = (Box<dyn FnMut() -> BTreeSet<PathBuf> + 'a>, &'static [&'static str]);

/// Lets things happen one after the other, and gives each time what is heard and what stands at the paths.
fn play(sandbox: &Sandbox, turns: Vec<Turn<'_>>, mut after: impl FnMut(usize, &Ear, &BTreeMap<&str, Answer>)) {
    let root = sandbox.path("").canonicalize().expect("a folder");
    let origin = Origin {
        open: &|| Project::find(&root),
        request: Request { skip: vec![root.join("site")], ..Request::new(&root, today()) },
        today: &today,
    };
    let ear = Ear::default();
    let (sender, receiver) = channel();
    let mut turns = turns.into_iter().enumerate();
    // A question is answered before the next message is asked for.
    let mut asked: Option<(usize, Vec<&'static str>)> = None;
    let mut answers = BTreeMap::new();
    let mut messages = std::iter::from_fn(|| {
        loop {
            if let Some((turn, paths)) = &mut asked {
                answers.extend(receiver.try_iter());
                if let Some(path) = paths.pop() {
                    let sender = sender.clone();
                    let reply = Box::new(move |answer| drop(sender.send((path, answer))));
                    return Some(Message::Ask(path.to_owned(), reply));
                }
                after(*turn, &ear, &std::mem::take(&mut answers));
                asked = None;
            }
            let (turn, (mut happens, paths)) = turns.next()?;
            let changed = happens();
            asked = Some((turn, paths.to_vec()));
            if turn > 0 {
                return Some(Message::Changed(changed.into_iter().map(|path| root.join(path)).collect()));
            }
        }
    });
    let never: &dyn Hears = &ear;
    follow(&origin, &mut messages, never);
}

fn nothing<'a>() -> Box<dyn FnMut() -> BTreeSet<PathBuf> + 'a> {
    Box::new(BTreeSet::new)
}

fn text(answer: &Answer) -> String {
    answer.page.as_ref().map(|page| String::from_utf8_lossy(&page.bytes).into_owned()).unwrap_or_default()
}

#[test]
fn what_cannot_be_read_leaves_the_last_state_and_says_so() {
    let sandbox = Sandbox::new(&[
        ("aims.toml", String::new()),
        ("a.md", document("PRO-001", "controls: [A.5.2]\n", "Old words.")),
        ("flow.png", "png".into()),
        ("b.md", "![Flow](flow.png)\n".into()),
    ]);
    sandbox.commit("Begin");
    let put = |path: &'static str, text: String| {
        let sandbox = &sandbox;
        Box::new(move || {
            sandbox.put(path, &text);
            BTreeSet::from([PathBuf::from(path)])
        })
    };
    let away = sandbox.path("").with_extension("away");
    let page: &'static [&'static str] = &["documents/PRO-001.html", "nowhere.html", "files/flow.png"];
    let turns: Vec<Turn<'_>> = vec![
        (nothing(), page),
        (put("a.md", document("PRO-001", "controls: [A.5.2, A.99]\n", "New words.")), page),
        (put("aims.toml", "[organisation\n".into()), page),
        (put("a.md", document("PRO-001", "", "Newer words.")), page),
        (put("aims.toml", "[organisation]\nname = \"Mended\"\n".into()), page),
        (
            Box::new(|| {
                fs::rename(sandbox.path(""), &away).expect("gone");
                BTreeSet::new()
            }),
            page,
        ),
        (
            Box::new(|| {
                fs::rename(&away, sandbox.path("")).expect("back");
                BTreeSet::new()
            }),
            page,
        ),
    ];
    play(&sandbox, turns, |turn, ear, answers| {
        let document = &answers["documents/PRO-001.html"];
        let shows = |words: &str| text(document).contains(words);
        assert!(answers["nowhere.html"].page.is_none());
        let image = &answers["files/flow.png"];
        match turn {
            0 => assert!(shows("Old words") && document.fault.is_none() && text(image) == "png"),
            1 => {
                assert!(shows("New words"));
                let found = document.findings.iter().find(|found| found.message.contains("A.99")).expect("a finding");
                assert_eq!((found.path.as_str(), found.line), ("a.md", 8));
                assert!(
                    image.page.as_ref().is_some_and(|page| !page.ours)
                        && document.page.as_ref().is_some_and(|page| page.ours)
                );
            }
            2 | 3 => {
                let fault = document.fault.as_ref().expect("a fault");
                assert!(shows("New words") && fault.findings[0].path == "aims.toml" && fault.findings[0].line == 1);
                assert_eq!(fault.hint.as_deref(), Some("Mend the file: the pages follow."));
                assert_eq!(ear.faults.borrow().len(), turn - 1);
            }
            5 => assert!(shows("Newer words") && document.fault.is_some() && image.page.is_none(), "{document:?}"),
            _ => assert!(shows("Newer words") && shows("Mended") && document.fault.is_none()),
        }
    });
}

#[test]
fn what_is_written_is_shown_before_all_that_follows_from_it_is_known() {
    let policy = |more: &str, text: &str| {
        document("POL-001", more, text).replace("status: draft", "status: approved").replace("procedure", "policy")
    };
    let old = |text: &str| policy("controls: [A.2.2]\n", text);
    // Of a small AIMS all is known at once.
    let many = (0..400).map(|n| (format!("pages/{n}.md"), format!("Page {n}, [[POL-001]].\n")));
    let files: BTreeMap<String, String> =
        many.chain([("aims.toml".into(), String::new()), ("a.md".into(), old("Old words."))]).collect();
    let files: Vec<(&str, String)> = files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    let sandbox = Sandbox::new(&files);
    sandbox.commit("Begin");
    let put = |path: &'static str, text: String| {
        let sandbox = &sandbox;
        Box::new(move || {
            sandbox.put(path, &text);
            BTreeSet::from([PathBuf::from(path), PathBuf::from("a.md.new")])
        })
    };
    let half = put("a.md", policy("controls: [A.2.3]\n", "Newest words, while the settings are half written."));
    let half = || {
        let changed = half();
        sandbox.put("aims.toml", "[half");
        changed
    };
    let page: &'static [&'static str] = &["documents/POL-001.html"];
    let turns: Vec<Turn<'_>> = vec![
        (nothing(), page),
        (put("a.md", old("New words, [a page](pages/7.md) and [none](pages/none.md).")), page),
        (put("a.md", policy("controls: [A.2.3]\n", "Words under another control.")), page),
        (put("a.md", policy("controls: [A.2.3]\n", "Words that nobody looks at.")), &["index.html"]),
        (put("a.md", policy("controls: [A.2.3]\n", "Words that nobody looked at.")), page),
        (put("pages/7.md", "Another page.\n".into()), page),
        (Box::new(half), page),
    ];
    play(&sandbox, turns, |turn, ear, answers| {
        let early = ear.early.borrow();
        let shown = answers.get(page[0]).map(text).unwrap_or_default();
        match turn {
            0 => assert!(shown.contains("Old words") && shown.contains("is-proof-1") && early.is_empty()),
            1 => {
                let (number, pages) = &early[0];
                let answer = &pages[page[0]];
                let settled = &answers[page[0]];
                let page = text(answer);
                assert!(answer.working && !settled.working && answer.state == *number && number + 1 == settled.state);
                assert!(page.contains("New words") && page.contains("none"));
                assert!(
                    page.contains("being worked out") && !page.contains("is-proof-1") && !page.contains("is-approved"),
                    "{page}"
                );
                assert!(page.contains("work tree after commit"), "no commit holds what was just written: {page}");
                assert!(!page.contains("_findings") && answer.findings.is_empty());
                let article = |page: &str| {
                    let start = page.find("<article").expect("an article");
                    page[start..page.find("</article>").expect("its end")].to_owned()
                };
                assert_eq!(article(&page), article(&shown));
                assert!(shown.contains("_findings") && !shown.contains("being worked out"));
            }
            // More follows from these than a page, or nobody looks.
            2 | 4 | 5 => assert!(early.is_empty(), "{turn}"),
            3 => assert!(!early.is_empty(), "somebody looked before"),
            _ => {
                assert!(text(&early[0].1[page[0]]).contains("Newest words"));
                assert!(shown.contains("Words that nobody looked at") && !shown.contains("being worked out"));
                assert!(answers[page[0]].fault.is_some());
            }
        }
    });
}

/// Something that people and programs do to the files of an AIMS.
#[derive(Debug, Clone)]
enum Act {
    Write(usize, usize),
    Remove(usize),
    Commit,
    Checkout,
    Revert,
}

/// Files that are written.
const PLACES: [&str; 7] =
    ["a.md", "b.md", "deep/c.md", "aims.toml", "flow.png", ".gitignore", "approvals/PRO-001/x.toml"];

/// What is written into them.
fn texts(place: usize) -> Vec<String> {
    match PLACES[place] {
        "aims.toml" => vec![
            String::new(),
            "[organisation]\nname = \"One\"\n".into(),
            "[aliases]\nlinked = \"controls\"\n".into(),
            "[half".into(),
            "[checks.levels]\nno-soa = \"off\"\n".into(),
            "[approval]\nneeds = \"merged\"\n".into(),
        ],
        "flow.png" => vec!["one".into(), "two".into()],
        ".gitignore" => vec!["deep/\n".into(), "b.md\n".into(), String::new()],
        "approvals/PRO-001/x.toml" => vec!["no = record\n".into(), "kind = \"review\"\n".into()],
        _ => vec![
            document("PRO-001", "controls: [A.5.2]\n", "# One\n\nSee [[PRO-002#two]] and [b](b.md)."),
            document("PRO-002", "controls: [A.5.3]\nrelated: [PRO-001]\n", "# Two\n\n![Flow](/flow.png) [[PRO-001]]"),
            document("PRO-001", "linked: [A.99]\n", "Twice the same id, [c](deep/c.md)."),
            "---\nid: SOA-001\ntitle: SoA\nkind: soa\nstatus: approved\n---\n".into(),
            "Loose words, [[PRO-003]].\n".into(),
            "---\nid: PRO-003\ntitle: \"half".into(),
            approved("POL-001", "", "# Policy\n\nWe mean well."),
            approved("POL-001", "", "# Policy\n\nWe mean better."),
            approved("PRO-002", "implements: [POL-001]\n", "# Two\n\nBy the policy."),
            approved("POL-009", "", "# Policy\n\nUnder another number."),
        ],
    }
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let write = (0..PLACES.len(), 0..10usize).prop_map(|(place, text)| Act::Write(place, text));
    let remove = (0..PLACES.len()).prop_map(Act::Remove);
    let act =
        prop_oneof![6 => write, 1 => remove, 2 => Just(Act::Commit), 1 => Just(Act::Checkout), 1 => Just(Act::Revert)];
    proptest::collection::vec(act, 1..9)
}

/// Does it, and gives the paths that changed by it.
fn act(sandbox: &Sandbox, act: &Act) -> BTreeSet<PathBuf> {
    let git = || ["HEAD", "index", "refs/heads/main"].map(|path| PathBuf::from(".git").join(path)).into();
    match act {
        Act::Write(place, number) => {
            let texts = texts(*place);
            sandbox.put(PLACES[*place], &texts[number % texts.len()]);
            BTreeSet::from([PLACES[*place].into()])
        }
        Act::Remove(place) => {
            let _ = fs::remove_file(sandbox.path(PLACES[*place]));
            BTreeSet::from([PLACES[*place].into()])
        }
        Act::Commit => {
            sandbox.commit("Go on");
            git()
        }
        Act::Checkout | Act::Revert => {
            let repo = git2::Repository::open(sandbox.path("")).expect("a repository");
            let head = repo.head().and_then(|head| head.peel_to_commit()).expect("a commit");
            let to = head.parent(0).unwrap_or(head);
            let kind = if matches!(act, Act::Checkout) { git2::ResetType::Hard } else { git2::ResetType::Soft };
            repo.reset(to.as_object(), kind, None).expect("another commit");
            let work = PLACES.map(PathBuf::from).into_iter();
            git().into_iter().chain(work.filter(|_| matches!(act, Act::Checkout))).collect()
        }
    }
}

/// What a fresh start tells: findings and the pages, or why there are none.
fn fresh(sandbox: &Sandbox) -> Result<(String, BTreeMap<String, Vec<u8>>), String> {
    let root = sandbox.path("").canonicalize().expect("a folder");
    let project = Project::find(&root).map_err(|error| error.to_string())?;
    let request = Request { skip: vec![root.join("site")], ..Request::new(&root, today()) };
    let built = project.build(&request).map_err(|error| error.to_string())?;
    let bundle = built.bundle().map_err(|error| error.to_string())?;
    let pages = bundle.iter().map(|(path, bytes)| (path.to_string(), bytes.to_vec())).collect();
    Ok((findings(built.state()), pages))
}

/// Pages that tell of much.
const LOOKED_AT: [&str; 12] = [
    "documents/PRO-001.html",
    "documents/PRO-002.html",
    "documents/POL-001.html",
    "documents/PRO-001/history.html",
    "index.html",
    "findings.html",
    "changes.html",
    "documents.html",
    "traceability.html",
    "controls/A.5.2.html",
    "files/flow.png",
    "search.json",
];

/// Does these acts one after the other, and asserts that each time what is remembered tells what a fresh start tells.
fn tells_what_a_fresh_start_tells(acts: &[Act]) {
    let sandbox = Sandbox::new(&[
        ("aims.toml", String::new()),
        ("a.md", texts(0)[0].clone()),
        ("b.md", texts(1)[1].clone()),
        ("flow.png", "png".to_owned()),
    ]);
    sandbox.commit("Begin");
    sandbox.commit("Again");
    let first: Turn<'_> = (nothing(), &LOOKED_AT);
    let later = acts.iter().map(|what| -> Turn<'_> { (Box::new(|| act(&sandbox, what)), &LOOKED_AT) });
    let turns = std::iter::once(first).chain(later).collect();
    play(&sandbox, turns, |turn, ear, answers| match fresh(&sandbox) {
        Ok((findings, pages)) => {
            assert_eq!(ear.faults.borrow().as_slice(), [] as [String; 0], "turn {turn} of {acts:?}");
            assert_eq!(*ear.findings.borrow(), findings, "turn {turn} of {acts:?}");
            for (path, answer) in answers {
                let here = answer.page.as_ref().map(|page| page.bytes.to_vec());
                assert!(here.as_ref() == pages.get(*path), "{path} in turn {turn} of {acts:?}");
            }
        }
        Err(error) => {
            assert_eq!(ear.faults.borrow().last(), Some(&error), "turn {turn} of {acts:?}");
            assert!(answers.values().all(|answer| answer.fault.is_some()));
        }
    });
}

#[test]
fn a_document_that_is_ignored_from_now_on_was_not_read() {
    // A document, and a `.gitignore` that leaves its folder out: all that is left is what the commit holds.
    tells_what_a_fresh_start_tells(&[Act::Write(2, 0), Act::Write(5, 0)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_changes_it_tells_what_a_fresh_start_tells(acts in acts()) {
        tells_what_a_fresh_start_tells(&acts);
    }
}
