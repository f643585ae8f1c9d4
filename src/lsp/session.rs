//! One AIMS with files open in an editor: it is read anew whenever one of them changes, beside the conversation.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::lines::with_ends_of;
use super::place::Names;
use crate::base::DocPath;
use crate::diag::{Diagnostic, Files};
use crate::parse::MAX_TEXT;
use crate::source::{read_named, real_place};
use crate::state::State;

/// For how long nobody types before an AIMS is read anew, and how often that may put it off.
const PAUSE: (Duration, usize) = (Duration::from_millis(15), 20);

/// The texts that an editor has open, by their files, as bytes of a file.
pub type Texts = BTreeMap<DocPath, Arc<str>>;

/// Finds the AIMS that a file or folder belongs to: its folder, and the way to read it.
pub type Find<'a> = dyn Fn(&Path) -> Option<(PathBuf, Box<dyn Workspace>)> + 'a;

/// An AIMS on disk, whose files may have other contents in an editor.
pub trait Workspace: Send {
    /// All there is to say of it, with the `open` texts in place of those on disk. `anew` is true where something else than
    /// those texts may be another than the last time.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn state(&mut self, open: &Texts, anew: bool) -> Result<State, Stopped>;
}

/// Why an AIMS cannot be read.
#[derive(Debug)]
pub enum Stopped {
    /// Its settings cannot be used: what is wrong with them, and their text.
    Settings(Vec<Diagnostic>, Files),
    /// Anything else, in a sentence or two.
    Other(String),
}

/// One AIMS, and what an editor has open of it.
pub(super) struct Session {
    /// Its folder.
    pub(super) root: PathBuf,
    /// What the editor calls its files.
    pub(super) names: Names,
    /// The texts that are open, with the versions that the editor gave them.
    pub(super) open: BTreeMap<DocPath, Buffer>,
    jobs: Sender<Job>,
    asked: u64,
    results: Arc<Results>,
}

/// A text that is open.
#[derive(Debug, Clone)]
pub(super) struct Buffer {
    /// As the editor has it.
    pub(super) text: Arc<str>,
    /// Its number there.
    pub(super) version: i32,
}

/// What is to be read.
pub(super) struct Job {
    number: u64,
    /// Whether files on disk may be others.
    anew: bool,
    /// What is open.
    pub(super) open: BTreeMap<DocPath, Buffer>,
    /// What the editor calls the files.
    pub(super) names: Names,
}

impl Job {
    /// The newer of two, with what both have to heed.
    fn then(self, newer: Self) -> Self {
        Self { anew: self.anew || newer.anew, ..newer }
    }
}

#[derive(Default)]
struct Results {
    latest: Mutex<Latest>,
    changed: Condvar,
}

#[derive(Default)]
struct Latest {
    /// The number of the last job that was done.
    done: u64,
    state: Option<Arc<State>>,
    over: bool,
}

impl Results {
    fn lock(&self) -> MutexGuard<'_, Latest> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says that nothing more is to come, whatever ended the work.
struct Over(Arc<Results>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.lock().over = true;
        self.0.changed.notify_all();
    }
}

impl Session {
    /// Begins to read the AIMS in `root`, which the editor calls `called`. `tell` is handed each outcome with what was open.
    pub(super) fn start(
        root: PathBuf,
        called: PathBuf,
        mut workspace: Box<dyn Workspace>,
        mut tell: impl FnMut(&Job, &Result<Arc<State>, Stopped>) + Send + 'static,
    ) -> Self {
        let (jobs, to_do) = channel();
        let results = Arc::new(Results::default());
        let done = Arc::clone(&results);
        thread::spawn(move || {
            let over = Over(done);
            while let Some(job) = next(&to_do) {
                let texts = job.open.iter().map(|(path, buffer)| (path.clone(), Arc::clone(&buffer.text))).collect();
                let outcome = workspace.state(&texts, job.anew).map(Arc::new);
                tell(&job, &outcome);
                let mut latest = over.0.lock();
                latest.done = job.number;
                if let Ok(state) = outcome {
                    latest.state = Some(state);
                }
                drop(latest);
                over.0.changed.notify_all();
            }
        });
        let names = Names { root: called, opened: BTreeMap::new() };
        Self { root, names, open: BTreeMap::new(), jobs, asked: 0, results }
    }

    /// Has the AIMS read again: `anew` where files on disk may be others, too.
    pub(super) fn refresh(&mut self, anew: bool) {
        self.asked += 1;
        // Where nobody reads any more, `fresh` and `latest` say so.
        drop(self.jobs.send(Job { number: self.asked, anew, open: self.open.clone(), names: self.names.clone() }));
    }

    /// The newest state there is; waits for the first.
    pub(super) fn latest(&self) -> Option<Arc<State>> {
        self.wait(|latest| latest.state.is_some() || latest.done > 0)
    }

    /// The state of the texts as they are open now; `None` where they cannot be read.
    pub(super) fn fresh(&self) -> Option<Arc<State>> {
        self.wait(|latest| latest.done >= self.asked)
    }

    fn wait(&self, is_enough: impl Fn(&Latest) -> bool) -> Option<Arc<State>> {
        let mut latest = self.results.lock();
        while !is_enough(&latest) && !latest.over {
            latest = self.results.changed.wait(latest).unwrap_or_else(PoisonError::into_inner);
        }
        latest.state.clone()
    }

    /// The path in the AIMS of a file; `None` for one outside.
    pub(super) fn path_in(&self, file: &Path) -> Option<DocPath> {
        let inside = |file: &Path, root: &Path| {
            let parts = file.strip_prefix(root).ok()?.components();
            let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
            DocPath::new(&parts?.join("/"))
        };
        let named = inside(file, &self.root).or_else(|| inside(file, &self.names.root));
        named.or_else(|| inside(&real_place(file)?, &self.root))
    }

    /// What is put into a file, with the line ends that it has in the editor, or else on disk.
    pub(super) fn with_ends(&self, path: &DocPath, put: String) -> String {
        if !put.contains('\n') {
            return put;
        }
        let open = self.open.get(path).map(|buffer| buffer.text.as_bytes().to_vec());
        let text = open.or_else(|| read_named(&self.root.join(path.as_str()), MAX_TEXT).ok()).unwrap_or_default();
        with_ends_of(&String::from_utf8_lossy(&text), put)
    }
}

/// The newest job, once nobody types for a moment; `None` where none is to come.
fn next(to_do: &Receiver<Job>) -> Option<Job> {
    let mut job = to_do.recv().ok()?;
    let (pause, most) = PAUSE;
    for _ in 0..most {
        match to_do.recv_timeout(pause) {
            Ok(newer) => job = job.then(newer),
            Err(_) => break,
        }
    }
    while let Ok(newer) = to_do.try_recv() {
        job = job.then(newer);
    }
    Some(job)
}
