//! Random repositories, and what has to hold of the history of every document in them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use aims::base::{Date, DocPath};
use aims::history::{History, Step, Version};
use aims::pipeline::{Project, Request};
use aims::state::State;

use super::git::Git;

/// Numbers that look random and are the same in each run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap_or(0) % limit
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// What a commit holds, by path.
type Files = BTreeMap<String, String>;

/// Writes a random document: ids and paths come from few, so that they meet again.
fn document(dice: &mut Dice, fresh: usize) -> String {
    let id = match dice.below(4) {
        0 => String::new(),
        _ => format!("id: {}\n", ["A", "B", "C", "d", "D", "E"][dice.below(6)]),
    };
    let effective = match dice.below(5) {
        0 => format!("effective: 2026-{:02}-{:02}\n", 1 + dice.below(12), 1 + dice.below(28)),
        _ => String::new(),
    };
    let version = dice.pick(&["1.0", "1.1", "2.0"]);
    let status = dice.pick(&["draft", "approved", "approved", "retired"]);
    let lines: String = (0..12).map(|line| format!("Line {line} of text {fresh}.\n")).collect();
    format!("---\n{id}kind: policy\nversion: \"{version}\"\nstatus: {status}\n{effective}---\n\n{lines}")
}

/// Changes a few lines: sometimes the version, the status or the id among them.
fn edit(dice: &mut Dice, old: &str, fresh: usize) -> String {
    let line = |line: &str| match line.split_once(": ") {
        Some(("version", _)) if dice.below(3) == 0 => format!("version: \"{}.0\"\n", 1 + dice.below(4)),
        Some(("status", _)) if dice.below(3) == 0 => {
            format!("status: {}\n", dice.pick(&["draft", "approved", "retired"]))
        }
        Some(("id", _)) if dice.below(12) == 0 => format!("id: {}\n", dice.pick(&["A", "B", "F"])),
        None if line.starts_with("Line") && dice.below(8) == 0 => format!("Line anew in {fresh}.\n"),
        _ => format!("{line}\n"),
    };
    old.lines().map(line).collect()
}

/// Does one to three random things to the files.
fn scramble(dice: &mut Dice, files: &mut Files, fresh: &mut usize) {
    const PATHS: [&str; 8] = ["a.md", "b.md", "c.md", "p/a.md", "p/b.md", "q/a.md", "q/r/c.md", "d.md"];
    for _ in 0..=dice.below(3) {
        *fresh += 1;
        let there: Vec<String> = files.keys().filter(|path| *path != "aims.toml").cloned().collect();
        let new = (*dice.pick(&PATHS)).to_owned();
        if there.is_empty() {
            let text = document(dice, *fresh);
            files.insert(new, text);
            continue;
        }
        let (path, other) = (dice.pick(&there).clone(), dice.pick(&there).clone());
        match dice.below(9) {
            0 | 1 => {
                let text = document(dice, *fresh);
                files.insert(new, text);
            }
            2 => drop(files.remove(&path)),
            3 | 4 => {
                let text = files.remove(&path).expect("a file");
                let text = if dice.below(2) == 0 { edit(dice, &text, *fresh) } else { text };
                files.insert(new, text);
            }
            5 => {
                let (one, two) = (files[&path].clone(), files[&other].clone());
                files.insert(path, two);
                files.insert(other, one);
            }
            6 => drop(files.insert(new, files[&path].clone())),
            _ => {
                let text = edit(dice, &files[&path], *fresh);
                files.insert(path, text);
            }
        }
    }
}

/// The commits of a history, as `git fast-import` takes them.
struct Story {
    /// Whether clocks differ.
    skewed: bool,
    stream: String,
    /// What each commit holds; the first has the number 1.
    commits: Vec<Files>,
}

impl Story {
    fn commit(&mut self, dice: &mut Dice, parents: &[usize], files: Files) -> usize {
        let number = self.commits.len() + 1;
        // Now and then a commit is older than its parent.
        let hours = (number * 30).saturating_sub(if self.skewed { dice.below(8) / 7 * 100 } else { 0 });
        let who = format!("Ada Example <ada@example.org> {} +0000", 1_767_268_800 + hours * 3600);
        let subject = format!("commit {number}");
        let mut text = format!(
            "commit refs/heads/main\nmark :{number}\nauthor {who}\ncommitter {who}\ndata {}\n{subject}\n",
            subject.len()
        );
        for (place, parent) in parents.iter().enumerate() {
            text += &format!("{} :{parent}\n", if place == 0 { "from" } else { "merge" });
        }
        text += "deleteall\n";
        for (path, content) in &files {
            text += &format!("M 100644 inline {path}\ndata {}\n{content}\n", content.len());
        }
        // A branch that starts anew has no parent to take from the one that is there.
        if parents.is_empty() {
            self.stream += "reset refs/heads/main\n\n";
        }
        self.stream += &text;
        self.commits.push(files);
        number
    }

    fn files(&self, number: usize) -> Files {
        self.commits[number - 1].clone()
    }

    /// What a merge makes of two sides: of each path the text of one of them or of none, and at times another.
    fn merge(
        &self,
        dice: &mut Dice,
        ours: usize,
        theirs: usize,
        fresh: &mut usize,
        scramble: fn(&mut Dice, &mut Files, &mut usize),
    ) -> Files {
        let (ours, theirs) = (self.files(ours), self.files(theirs));
        let mut files = ours.clone();
        let way = dice.below(4);
        for path in ours.keys().chain(theirs.keys()).filter(|path| *path != "aims.toml") {
            let taken = if way < 3 { way } else { dice.below(3) };
            match (taken, theirs.get(path)) {
                (1, None) => drop(files.remove(path)),
                (1 | 2, Some(text)) => drop(files.insert(path.clone(), text.clone())),
                _ => {}
            }
        }
        if dice.below(3) == 0 {
            scramble(dice, &mut files, fresh);
        }
        files
    }
}

/// A repository with side branches, several roots and merges, some of which throw away what they merge.
fn random(seed: u64) -> Git {
    let (mut dice, mut fresh) = (Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1), 0);
    let mut story = Story { skewed: true, stream: String::new(), commits: Vec::new() };
    let root = Files::from([("aims.toml".to_owned(), String::new())]);
    let mut tips = vec![story.commit(&mut dice, &[], root.clone())];
    for _ in 0..60 {
        let on = dice.below(tips.len());
        match dice.below(10) {
            0 if tips.len() < 4 => tips.push(tips[on]),
            1 if tips.len() > 1 => {
                let other = tips.remove(on);
                let on = dice.below(tips.len());
                let files = story.merge(&mut dice, tips[on], other, &mut fresh, scramble);
                tips[on] = story.commit(&mut dice, &[tips[on], other], files);
                continue;
            }
            2 if tips.len() < 4 && dice.below(4) == 0 => tips.push(story.commit(&mut dice, &[], root.clone())),
            _ => {}
        }
        let mut files = story.files(tips[on]);
        scramble(&mut dice, &mut files, &mut fresh);
        tips[on] = story.commit(&mut dice, &[tips[on]], files);
    }
    while let [first, second, ..] = tips[..] {
        let files = story.merge(&mut dice, first, second, &mut fresh, scramble);
        tips[0] = story.commit(&mut dice, &[first, second], files);
        tips.remove(1);
    }
    import(&story)
}

fn import(story: &Story) -> Git {
    let git = Git::new();
    let mut child =
        git.command(&["fast-import", "--quiet", "--force"]).stdin(Stdio::piped()).spawn().expect("git is there");
    child.stdin.take().expect("a pipe").write_all(story.stream.as_bytes()).expect("git reads");
    assert!(child.wait().expect("an end").success());
    git.run(&["reset", "--quiet", "--hard", "main"]);
    git
}

fn checked(project: &Project, rev: Option<&str>) -> State {
    let today = Date::constant(2026, 11, 20);
    let request = Request { rev: rev.map(str::to_owned), ..Request::new(&project.root, today) };
    project.check(&request).expect("a record")
}

fn found(dir: &Path) -> Project {
    Project::find(dir).expect("a project")
}

/// The histories of documents: where each is or was, whether it is there, its steps and its versions.
fn lines(history: &History, present: &[DocPath]) -> Vec<(DocPath, bool, Vec<Step>, Vec<Version>)> {
    let here =
        present.iter().map(|path| (path.clone(), true, history.steps(path).to_vec(), history.versions(path).to_vec()));
    let gone = history.gone.iter().map(|gone| (gone.path.clone(), false, gone.steps.clone(), gone.versions.clone()));
    here.chain(gone).collect()
}

/// Each change belongs to one document, and says which; what is there has a history; steps are in order.
fn judge_steps(seed: u64, history: &History, present: &[DocPath]) {
    let mut met = BTreeSet::new();
    let changes = || history.revisions.iter().flat_map(|revision| &revision.changes);
    for (path, here, steps, _) in lines(history, present) {
        // What a side moved and a merge kept at both paths is one document at the new path.
        let moved = || changes().any(|change| change.from.as_ref() == Some(&path));
        assert!(!steps.is_empty() || moved(), "seed {seed}: {path} has no history");
        assert!(steps.windows(2).all(|pair| pair[0].revision <= pair[1].revision), "seed {seed}: {path} {steps:?}");
        for step in steps {
            assert!(met.insert(step), "seed {seed}: {step:?} of {path} twice");
            let (_, change) = history.step(step).expect("a step");
            assert_eq!(change.document.as_ref(), here.then_some(&path), "seed {seed}: {step:?}");
        }
    }
    for (revision, changes) in history.revisions.iter().map(|revision| &revision.changes).enumerate() {
        for (change, of) in changes.iter().enumerate().filter(|(_, change)| change.path.is_markdown()) {
            assert!(met.contains(&Step { revision, change }), "seed {seed}: {of:?} belongs to no document");
        }
    }
}

/// On no day are there two versions of one document, and what is gone is not in force.
fn judge_versions(seed: u64, state: &State) {
    let here = state.aims.iter().map(|(ix, document)| (&document.path, true, state.approvals.tenures(ix)));
    let gone = state.history.every_gone();
    let gone = gone.map(|(place, gone)| (&gone.path, false, state.approvals.tenures_of_gone(place)));
    for (path, here, tenures) in here.chain(gone) {
        let spans: Vec<(Date, Option<Date>)> =
            tenures.iter().filter_map(|tenure| Some((tenure.from?, tenure.until))).collect();
        for pair in spans.windows(2) {
            assert!(pair[0].1.is_some_and(|until| until <= pair[1].0), "seed {seed}: {path} {spans:?}");
        }
        let open = spans.last().is_some_and(|(_, until)| until.is_none());
        assert!(here || !open, "seed {seed}: {path} is gone and still in force: {spans:?}");
    }
    for month in 1..=12 {
        let day = Date::constant(2026, month, 15);
        let mut named = BTreeSet::new();
        for (_, version) in super::in_force(state, day) {
            assert!(named.insert(version.first), "seed {seed}: a document twice on {day}");
        }
    }
}

#[test]
fn every_change_belongs_to_one_document() {
    let (mut merges, mut gone) = (0, 0);
    for seed in 1..=12 {
        let git = random(seed);
        let state = checked(&found(git.path()), None);
        let history = &state.history;
        let present: Vec<DocPath> =
            git.run(&["ls-files", "*.md"]).lines().map(|path| DocPath::new(path).expect("a path")).collect();
        judge_steps(seed, history, &present);
        judge_versions(seed, &state);
        merges += history.revisions.iter().filter(|revision| revision.merge).count();
        gone += history.gone.len();
    }
    assert!(merges > 12 && gone > 12, "only {merges} merges and {gone} documents that are gone");
}

/// A repository of four documents that stay where they are and have no ids, on clocks that all agree.
fn settled(seed: u64) -> Git {
    let (mut dice, mut fresh) = (Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1), 0);
    let mut story = Story { skewed: false, stream: String::new(), commits: Vec::new() };
    let mut tips = vec![story.commit(&mut dice, &[], Files::from([("aims.toml".to_owned(), String::new())]))];
    let change = |dice: &mut Dice, files: &mut Files, fresh: &mut usize| {
        *fresh += 1;
        let path = (*dice.pick(&["a.md", "b.md", "c.md", "d.md"])).to_owned();
        let (version, status) = (1 + dice.below(4), dice.pick(&["approved", "approved", "retired"]));
        let lines: String = (0..20).map(|line| format!("Line {line} of {path}, whose text is its own.\n")).collect();
        let text = format!("---\nversion: \"{version}.0\"\nstatus: {status}\n---\n\n{lines}Edit {fresh}.\n");
        if files.remove(&path).is_none() || dice.below(6) > 0 {
            files.insert(path, text);
        }
    };
    for _ in 0..50 {
        let on = dice.below(tips.len());
        if dice.below(5) == 0 && tips.len() < 3 {
            tips.push(tips[on]);
        } else if dice.below(4) == 0 && tips.len() > 1 {
            let other = tips.remove((on + 1) % tips.len());
            let on = dice.below(tips.len());
            let mut files = story.merge(&mut dice, tips[on], other, &mut 0, |_, _, _| {});
            if dice.below(4) == 0 {
                change(&mut dice, &mut files, &mut fresh);
            }
            tips[on] = story.commit(&mut dice, &[tips[on], other], files);
        } else {
            let mut files = story.files(tips[on]);
            change(&mut dice, &mut files, &mut fresh);
            tips[on] = story.commit(&mut dice, &[tips[on]], files);
        }
    }
    import(&story)
}

/// The version of the file at a path that is in force after each day, by what each commit of the main line holds.
fn told_by_the_main_line(git: &Git, path: &str) -> BTreeMap<String, Option<String>> {
    let mut days = BTreeMap::new();
    let mut now = None;
    for line in git.run(&["log", "--first-parent", "--reverse", "--format=%H %cs"]).lines() {
        let (commit, day) = line.split_once(' ').expect("a commit and its day");
        let text = git.command(&["show", &format!("{commit}:{path}")]).output().expect("git is there");
        let text = text.status.success().then(|| String::from_utf8(text.stdout).expect("text"));
        let field = |key: &str| text.as_ref()?.lines().find_map(|line| line.strip_prefix(key)).map(str::to_owned);
        match field("status: ").as_deref() {
            None | Some("retired") => now = None,
            Some("approved") => now = field("version: ").map(|label| label.trim_matches('"').to_owned()),
            Some(_) => {}
        }
        days.insert(day.to_owned(), now.clone());
    }
    days
}

#[test]
fn what_was_in_force_is_what_the_main_line_held() {
    for seed in 1..=10 {
        let git = settled(seed);
        let state = checked(&found(git.path()), None);
        for path in ["a.md", "b.md", "c.md", "d.md"] {
            for (day, expected) in told_by_the_main_line(&git, path) {
                let in_force = super::in_force(&state, aims::base::date::parse(&day).expect("a day"));
                let of_path = in_force.iter().filter(|(at, _)| at.as_str() == path);
                let ours: Vec<&str> =
                    of_path.filter_map(|(_, version): &(_, Version)| version.label.as_deref()).collect();
                assert_eq!(ours, expected.as_deref().into_iter().collect::<Vec<_>>(), "seed {seed}: {path} on {day}");
            }
        }
    }
}

#[test]
fn neither_threads_nor_what_is_kept_change_the_history() {
    for seed in [21, 22, 23] {
        let git = random(seed);
        let anew = checked(&found(git.path()), None).history;
        // What is kept is of an older commit first, then of this one.
        let home = tempfile::tempdir().expect("a folder");
        let kept_for = |dir: &Path| found(dir).with_cache(home.path());
        checked(&kept_for(git.path()), Some("main~5"));
        assert!(home.path().join("secret").exists());
        let dir = git.path();
        for threads in [1, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            let kept = pool.install(|| checked(&kept_for(dir), None).history);
            assert_eq!(kept, anew, "seed {seed}, {threads} threads");
            let again = pool.install(|| checked(&kept_for(dir), Some("main")).history);
            assert_eq!(again, anew, "seed {seed}, {threads} threads");
        }
    }
}
