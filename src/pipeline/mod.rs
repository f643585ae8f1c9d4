//! The stories: load, check, build. Each reads as a few named steps, values in, values out.

mod act;
mod acted;
mod acts;
mod attached;
mod audience;
mod before;
mod built;
mod compared;
mod edition;
mod find;
mod ground;
mod health;
mod known;
pub mod live;
mod memory;
pub mod mend;
mod opened;
mod place;
mod project;
pub mod proof;
mod reader;
pub mod sealed;
mod settings;
mod since;
mod trend;
mod vouch;
mod which;
mod whole;
mod withheld;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use act::{Act, Already, Attributes, Prepared, ReadText, Ready, Written, WrittenAct};
pub use before::{Before, Errand};
pub use built::{Built, ProjectTexts, SiteFiles};
pub use compared::Comparing;
pub use find::{document, whose};
pub use ground::Ground;
pub use health::{Health, HeldHere, Repository};
pub use known::KnownBy;
pub use place::seen_from;
pub use project::{Project, Request};
pub use settings::Unusable;
pub use which::Which;

use crate::approval;
use crate::base::progress::Stage;
use crate::base::{Date, DocPath, Error, Result};
use crate::check::{self, Findings};
use crate::history::{self, History, Listed, Standing};
use crate::model::Aims;
use crate::model::catalog::Catalog;
use crate::model::kinds::Kinds;
use crate::model::load::{self, Firsts};
use crate::model::unseen::Unseen;
use crate::reading::Reading;
use crate::repo::{Log, ObjectId, Repo, Tag};
use crate::source::{Source, Worktree};
pub use crate::state::EditionKind;
use crate::state::{Recipe, State, Trusted};
use opened::Opened;
use reader::{Made, Reader};

impl Project {
    /// The frameworks of the AIMS as its settings have them in the work tree, without its documents.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn catalog(&self) -> Result<Catalog> {
        load::catalog(&opened::whole(Worktree::open(&self.root, None, &[])?)?)
    }

    /// The kinds of documents of the AIMS, the team's own among them, without its documents.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn kinds(&self) -> Result<Kinds> {
        load::kinds(&opened::whole(Worktree::open(&self.root, None, &[])?)?)
    }

    /// Reads the AIMS with its change record, and checks it: the whole state, whatever edition is asked for.
    ///
    /// # Errors
    /// Where the repository or the folder cannot be read, or the settings cannot be used ([`Unusable`]). What is wrong
    /// with documents is found, not an error.
    pub fn check(&self, request: &Request) -> Result<State> {
        self.check_with(request, &BTreeMap::new())
    }

    /// The same with `texts` that somebody is writing in place of those on disk, by their files.
    ///
    /// # Errors
    /// As [`Project::check`].
    pub fn check_with(&self, request: &Request, texts: &BTreeMap<DocPath, Arc<str>>) -> Result<State> {
        self.checked(&self.open_with(request, texts)?, request)
    }

    /// The state of files that were opened.
    fn checked(&self, opened: &Opened<'_>, request: &Request) -> Result<State> {
        let mut state = self.check_source(opened, request)?;
        state.from_commit = self.is_from_commit(opened);
        Ok(state)
    }

    /// Reads and checks the AIMS, and makes ready to make its site: the state that the readers of the edition may see, and
    /// the way to its files.
    ///
    /// # Errors
    /// As [`Project::check`], and where a commit that is asked for cannot be read.
    pub fn build(&self, request: &Request) -> Result<Built<'_>> {
        let Made { state, opened, names, whole } = self.make(request)?;
        Ok(Built::new(self, (state, whole), opened.source, names))
    }

    /// The state that a site shows, where its files are, and what its readers may not know of.
    fn make(&self, request: &Request) -> Result<Made<'_>> {
        let Reader { mut state, opened, mut withheld, names, commits } =
            self.for_reader(request, &Unseen::default())?;
        let since = |rev| self.since(rev, request, (&state, &withheld.unseen, &commits));
        state.since = request.since.as_deref().map(since).transpose()?;
        state.trend = if request.trend { Some(self.trend(&state, request, &withheld.unseen)?) } else { None };
        names.leave_moments(&mut state);
        state.untell_the_past();
        // Everything has been read now but what is published as it is, and of that the witness knows.
        state.from_commit = self.is_from_commit(&opened);
        state.recipe = self.recipe(request, &state)?;
        let (before, publishes) = (Arc::clone(&state.history), state.publishes());
        let known = self.memory.published.get(|(of, how)| Arc::ptr_eq(of, &before) && *how == publishes);
        let record = known.map_or_else(|| state.published_record(), |(_, record)| record);
        self.memory.published.put(|| (before, publishes), &record);
        Ok(Made { state: state.published_with(record), opened, names, whole: withheld.found.take() })
    }

    /// How the site is made again, where that is possible.
    fn recipe(&self, request: &Request, state: &State) -> Result<Option<Recipe>> {
        let Some(commit) = state.revision().map(str::to_owned) else { return Ok(None) };
        // Every part is named here, so that none is forgotten when there is another. Where the files are, and what of them
        // is no document, a commit does not ask; which commit it is, and for whom, the state knows.
        let Request {
            dir: _,
            rev: _,
            skip: _,
            trust: _,
            since: _,
            trend,
            edition,
            audience: _,
            known: _,
            today,
            called,
            base_url,
        } = request;
        Ok(Some(Recipe {
            commit,
            folder: self.prefix.clone(),
            today: *today,
            since: state.since.as_ref().map(|since| since.name.clone()),
            trend: *trend,
            trust: state.trusted.as_ref().map(|trusted| trusted.commit.clone()),
            edition: *edition,
            audience: state.audience,
            called: called.clone(),
            base_url: base_url.clone(),
            tags: self.repo.as_ref().map(stamps).transpose()?,
        }))
    }

    fn check_source(&self, opened: &Opened<'_>, request: &Request) -> Result<State> {
        let (source, tip) = (&*opened.source, opened.tip);
        self.progress.step(Stage::Read, 0, 0);
        // Documents and commits are read side by side: neither needs the other.
        let known = self.memory.record.get(|of| of.is_at(tip, request.today, source.files()));
        let log = || if known.is_some() { Ok(None) } else { self.log(tip, &load::config(source)?.reading).map(Some) };
        let (read, log) = rayon::join(|| load::read_with(source, &self.memory.documents), log);
        let (read, log) = (read?, log?);
        let (reading, excluded) = (&read.config.reading, &read.config.excluded);
        self.is_checked_out(opened, excluded)?;
        let by = (reading, &Listed::new(read.config.addresses()));
        let present: Vec<DocPath> = source.files().iter().filter(|path| !excluded.has(path)).cloned().collect();
        let still = |history: &History| self.repo.as_ref().is_none_or(|repo| history.is_still(source, repo.format()));
        let mut history = match known.filter(|(of, history)| of.is_read(by, &present) && still(history)) {
            Some((_, history)) => history,
            None => {
                let log = log.map_or_else(|| self.log(tip, reading), Ok)?;
                let history = Arc::new(self.history(log, (tip, request.today), (source, &present), by)?);
                let of = || memory::RecordOf::new((tip, request.today), source.files(), &present, by);
                self.memory.record.put(of, &history);
                history
            }
        };
        let firsts = Firsts { bearers: history.bearers(), age: &|path| history.age(path) };
        let mut aims = read.settle(source, request.today, firsts)?;
        let document = |path: &DocPath| aims.by_path(path).map(|ix| aims.document(ix));
        let is_other = |path: &DocPath| document(path).is_some_and(|of| of.translates.is_some() || of.is("external"));
        History::leave_numbers(&mut history, &is_other);
        request.known.set(&mut aims);
        if request.base_url.is_some() {
            aims.config.site.base_url.clone_from(&request.base_url);
        }
        let state = self.judge(opened, request, (aims, history), None)?;
        self.repo.as_ref().map_or(Ok(()), Repo::is_sound)?;
        Ok(state)
    }

    /// Judges what was read. What was `found` in more than that stands for what is found here: without the rest there would be
    /// gaps that are none, and errors by which something rests on nothing.
    fn judge(
        &self,
        opened: &Opened<'_>,
        request: &Request,
        (mut aims, history): (Aims, Arc<History>),
        found: Option<Findings>,
    ) -> Result<State> {
        let trust = request.trust.as_deref().map(|rev| self.resolve(rev)).transpose()?;
        let approvals = approval::judge(&approval::Input {
            aims: &aims,
            history: &history,
            source: &*opened.source,
            repo: self.repo.as_ref().map(|repo| (repo, self.prefix.as_str())),
            tip: opened.tip,
            trust,
            past: &self.memory.past,
            cache: Some(&self.cache),
        })?;
        self.progress.step(Stage::Check, 0, 0);
        let standings = check::standings(&aims, &history, &approvals);
        aims.in_place.clone_from(&approvals.held);
        let aims = aims.stand(standings);
        let findings = found.unwrap_or_else(|| check::check(&aims, &history, &approvals));
        // What rests on a document in which something is wrong is not current, whatever else is in order.
        let held = check::held(&findings, (&aims, &history), &approvals);
        let aims = aims.hold(held);
        let trusted = self.repo.as_ref().zip(trust).map(|(repo, commit)| Trusted {
            commit: commit.to_string(),
            config: approval::roster_at(repo, &self.prefix, commit).authority().clone(),
        });
        let prefix = self.prefix.clone();
        Ok(State { prefix, trusted, ..State::new(aims, history, approvals, findings) })
    }

    /// The commit that `rev` names.
    fn resolve(&self, rev: &str) -> Result<ObjectId> {
        self.repository(rev)?.resolve(rev)
    }

    /// The repository in which `rev` is to be looked up.
    fn repository(&self, rev: &str) -> Result<&Repo> {
        self.repo.as_ref().ok_or_else(|| {
            Error::new(format!("`{rev}` names a commit, but {} is not in a git repository", self.root.display()))
        })
    }

    fn log(&self, tip: Option<ObjectId>, reading: &Reading) -> Result<Option<Log>> {
        let (both, options) = (self.repo.as_ref().zip(tip), history::options(reading));
        let log = |(repo, tip): (&Repo, ObjectId)| {
            let log = repo.log_cached(tip, &self.prefix, &options, history::RULES, &self.cache)?;
            Ok(history::without_copies(log, repo, &self.prefix, &self.cache))
        };
        both.map(log).transpose()
    }

    fn history(
        &self,
        log: Option<Log>,
        (tip, today): (Option<ObjectId>, Date),
        (source, present): (&dyn Source, &[DocPath]),
        (reading, listed): (&Reading, &Listed),
    ) -> Result<History> {
        match (&self.repo, tip, log) {
            (Some(repo), Some(tip), Some(log)) => {
                let day = repo.commit(tip)?.committer.day();
                history::build(history::Input {
                    log,
                    head: (tip, day),
                    today,
                    present,
                    source: Some(source),
                    repo: Some(repo),
                    prefix: &self.prefix,
                    reading,
                    listed,
                    cache: &self.cache,
                    met: &self.met,
                })
            }
            (None, ..) => Ok(History::empty(Standing::Outside)),
            (Some(repo), ..) => Ok(History::empty(Standing::before_commits(repo))),
        }
    }
}

/// What stands for each tag of a repository, in order.
fn stamps(repo: &Repo) -> Result<Vec<String>> {
    let mut stamps: Vec<String> = repo.tags()?.iter().filter_map(Tag::stamp).collect();
    stamps.sort_unstable();
    Ok(stamps)
}
