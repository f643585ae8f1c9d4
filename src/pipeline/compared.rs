//! The story of a change: both ends are read and checked, each from where it is, and what is between them is told.
//!
//! Nothing of either end runs: commits are read from git's objects, and the work tree as a check reads it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::project::{Project, Request};
use super::whole::is_whole;
use crate::approval::{Approvals, file_digest};
use crate::base::{Date, DocPath, Error, Result, SETTINGS, below};
use crate::check::Findings;
use crate::history::{History, Standing};
use crate::impact::{self, End, Ends, Impact, Read};
use crate::model::load;
use crate::repo::{ObjectId, Repo};
use crate::source::Memory;
use crate::state::State;

/// What is compared.
#[derive(Debug, Clone)]
pub struct Comparing {
    /// What the change is to go into: whatever git takes for a commit.
    pub base: String,
    /// What the change leads to; the work tree where none is named.
    pub head: Option<String>,
    /// Whether `base` is taken as it stands, instead of where the ways to both part.
    pub exact: bool,
    /// The commit whose settings say who may sign, instead of those before each change.
    pub trust: Option<String>,
    /// The day on which both ends are judged.
    pub today: Date,
}

/// An end, and what has to be known to read it.
struct Found {
    end: End,
    /// The commit to read; `None` for the work tree.
    commit: Option<ObjectId>,
    /// The folder in which the AIMS lay then, where that is another.
    folder: Option<String>,
}

impl Project {
    /// What a change does: what is between the two ends.
    ///
    /// # Errors
    /// Where one of them is not here or cannot be read, its settings cannot be used, or nothing led to both.
    pub fn impact(&self, asked: &Comparing) -> Result<Impact> {
        let repo = self.repository(&asked.base)?;
        let (base, head) = self.ends(repo, asked)?;
        let (then, now) = rayon::join(|| self.at(asked, &base), || self.at(asked, &head));
        let (then, now) = (then.map_err(|error| of_end("base", error))?, now.map_err(|error| of_end("head", error))?);
        let ((then, were), (now, are)) = (then, now);
        for end in [&then, &now] {
            is_whole(&end.history, "what the change does cannot be told")?;
        }
        let uncommitted = head.commit.is_none() && !now.from_commit;
        let on_line = is_on_line(repo, (&base, &head));
        let notes = notes(on_line, (&base, &head), (&then, &now));
        let head = End { uncommitted, ..head.end };
        Ok(impact::between(&then, &now, Ends { base: base.end, head, on_line, files: (were, are), notes }))
    }

    /// Finds both ends.
    fn ends(&self, repo: &Repo, asked: &Comparing) -> Result<(Found, Found)> {
        if let Some((base, head)) = asked.base.split_once("..") {
            return Err(Error::new(format!("`{}` names two revisions", asked.base))
                .hint(format!("Name them apart: `aims impact {base} {}`.", head.trim_start_matches('.'))));
        }
        if !asked.base.is_empty() && asked.base.bytes().all(|byte| byte == b'0') {
            return Err(Error::new(format!(
                "`{}` is no commit: forges name that before the first push of a branch",
                asked.base
            ))
            .hint("Name the branch that it is to go into: `aims impact origin/main`."));
        }
        let base = repo.resolve(&asked.base)?;
        let tip = match &asked.head {
            Some(head) => repo.resolve(head)?,
            None => {
                repo.head()?.ok_or_else(|| Error::new("there is no commit yet").hint("Commit the documents first."))?
            }
        };
        let fork = if asked.exact { base } else { fork(repo, asked, (base, tip))? };
        let read = if fork == base { Read::Commit } else { Read::Fork };
        let head = match &asked.head {
            Some(name) => self.end(repo, tip, (Some(name), Read::Commit))?,
            None => Found { commit: None, ..self.end(repo, tip, (None, Read::WorkTree))? },
        };
        let mut base = self.end(repo, fork, (Some(&asked.base), read))?;
        let mut head = head;
        match (base.end.there, head.end.there) {
            (false, true) => moved(repo, (&mut base, fork), (tip, &self.prefix))?,
            (true, false) => moved(repo, (&mut head, tip), (fork, &self.prefix))?,
            _ => {}
        }
        Ok((base, head))
    }

    fn end(&self, repo: &Repo, commit: ObjectId, (asked, read): (Option<&String>, Read)) -> Result<Found> {
        let day = repo.commit(commit)?.committer.day();
        let there = read == Read::WorkTree || repo.blob_at(commit, &below(&self.prefix, SETTINGS)).is_some();
        let end = End {
            asked: asked.cloned(),
            read,
            commit: Some(commit.to_string()),
            day: Some(day.to_string()),
            uncommitted: false,
            there,
        };
        Ok(Found { end, commit: Some(commit), folder: None })
    }

    /// The state of an end, and the digests of the files that it shows beside texts; nothing, where there is no AIMS.
    fn at(&self, asked: &Comparing, found: &Found) -> Result<(State, BTreeMap<DocPath, String>)> {
        if !found.end.there {
            return Ok((nothing(asked.today)?, BTreeMap::new()));
        }
        let rev = found.commit.map(|commit| commit.to_string());
        let trust = asked.trust.clone();
        let request = Request { rev, trust, ..Request::new(&self.root, asked.today) };
        match &found.folder {
            Some(folder) => self.elsewhere(folder)?.shown(&request),
            None => self.shown(&request),
        }
    }

    fn shown(&self, request: &Request) -> Result<(State, BTreeMap<DocPath, String>)> {
        let opened = self.open(request)?;
        let state = self.checked(&opened, request)?;
        let files = impact::shown(&state).into_par_iter();
        let files = files.map(|path| Ok((path.clone(), file_digest(&*opened.source, &path)?)));
        let files = files.collect::<Result<_>>()?;
        Ok((state, files))
    }
}

/// Finds the folder in which the AIMS lay at an end that has none in its place, where it was moved there or from there: the
/// one whose settings are at this end alone. Of several, that which shares the most texts with `there`, the other end.
fn moved(repo: &Repo, (found, at): (&mut Found, ObjectId), there: (ObjectId, &str)) -> Result<()> {
    let folders = |commit: ObjectId| -> Result<BTreeSet<String>> {
        let files = repo.tree(commit, "")?.files.into_iter().map(|file| file.path);
        let settings = files.filter(|path| path.file_name() == SETTINGS);
        Ok(settings.map(|path| path.parent().unwrap_or_default().to_owned()).collect())
    };
    let (here, other) = (folders(at)?, folders(there.0)?);
    let texts = |commit: ObjectId, folder: &str| -> Result<BTreeSet<ObjectId>> {
        let files = repo.tree(commit, folder)?.files.into_iter().filter(|file| file.path.is_markdown());
        Ok(files.map(|file| file.id).collect())
    };
    let ours = texts(there.0, there.1)?;
    let mut shared: Vec<(usize, &String)> = Vec::new();
    for folder in here.difference(&other) {
        let same = texts(at, folder)?.intersection(&ours).count();
        // What shares no text is another AIMS that ended, or began.
        shared.extend((same > 0).then_some((same, folder)));
    }
    shared.sort_by(|a, b| b.cmp(a));
    let is_clear = match shared.as_slice() {
        [] => return Ok(()),
        [_] => true,
        [(most, _), (next, _), ..] => most > next,
    };
    if !is_clear {
        return Err(Error::new(format!("the AIMS was moved, and several folders with `{SETTINGS}` may be the one"))
            .hint("Compare with a commit at which it lies where it lies now: `aims impact COMMIT`."));
    }
    found.folder = shared.first().map(|(_, folder)| (*folder).clone());
    found.end.there = found.folder.is_some();
    Ok(())
}

/// The commit at which the ways to both ends part.
fn fork(repo: &Repo, asked: &Comparing, (base, tip): (ObjectId, ObjectId)) -> Result<ObjectId> {
    if let Some(fork) = repo.fork(base, tip)? {
        return Ok(fork);
    }
    let head = asked.head.as_deref().unwrap_or("HEAD");
    Err(match repo.is_shallow() {
        true => Error::new(format!("the clone is shallow, and where `{}` and `{head}` part is not in it", asked.base))
            .hint("Run `git fetch --unshallow`; in CI, check out with `fetch-depth: 0`."),
        false => Error::new(format!("no commit led to both `{}` and `{head}`", asked.base))
            .hint("Their histories have nothing in common. `--exact` compares them as they stand."),
    })
}

/// The state of a commit at which there is no AIMS.
fn nothing(today: Date) -> Result<State> {
    let aims = load::load(&Memory::new([]), today)?.stand(Vec::new());
    Ok(State::new(aims, History::empty(Standing::Outside), Approvals::default(), Findings::default()))
}

/// Says at which end something stopped the comparison. What it is stands below.
fn of_end(name: &str, error: Error) -> Error {
    let hint = error.hint_text().map(str::to_owned);
    let stopped = Error::new(format!("the {name} of the change cannot be read")).caused_by(error);
    match hint {
        Some(hint) => stopped.hint(hint),
        None => stopped,
    }
}

/// Whether the base is on the way of first parents that leads to the head.
fn is_on_line(repo: &Repo, (base, head): (&Found, &Found)) -> bool {
    let commits = [&base.end, &head.end].map(|end| end.commit.as_ref().and_then(|commit| commit.parse().ok()));
    match commits {
        [Some(from), Some(to)] => repo.is_on_line(from, to),
        _ => true,
    }
}

/// What the reader has to know about the two ends.
fn notes(on_line: bool, (base, head): (&Found, &Found), (then, now): (&State, &State)) -> Vec<String> {
    let mut notes = Vec::new();
    let named = |folder: &str| if folder.is_empty() { "at the top".to_owned() } else { format!("in `{folder}`") };
    if let Some(folder) = &base.folder {
        notes.push(format!("The AIMS lay {} at the base, and was moved.", named(folder)));
    }
    if let Some(folder) = &head.folder {
        notes.push(format!("The AIMS lies {} at the head: it was moved.", named(folder)));
    }
    match (base.end.there, head.end.there) {
        (false, true) => notes.push(format!("There is no `{SETTINGS}` at the base: everything is new.")),
        (true, false) => notes.push(format!("There is no `{SETTINGS}` at the head: everything is gone.")),
        (false, false) => notes.push(format!("There is no `{SETTINGS}` at either end.")),
        (true, true) => {}
    }
    if !on_line {
        notes.push(
            "The base came into the head by a merge, or not at all: what rests on who merged is judged as if the head \
             were the main line, and may come out another way once this is merged."
                .to_owned(),
        );
    }
    let gaps = then.history.gaps.iter().chain(&now.history.gaps);
    let gaps: BTreeSet<String> =
        gaps.map(|gap| format!("The record is not whole: {}. {}", gap.sentence(), gap.remedy())).collect();
    notes.extend(gaps);
    notes
}
