//! An earlier moment of the AIMS, since which changes are told apart.

use std::collections::BTreeSet;

use super::project::{Project, Request};
use super::whole::is_whole;
use crate::base::Result;
use crate::history;
use crate::model::unseen::Unseen;
use crate::repo::ObjectId;
use crate::state::{Since, State};

impl Project {
    /// The AIMS as it was at the commit `rev`, in the same edition, and what came since.
    pub(super) fn since(
        &self,
        rev: &str,
        request: &Request,
        (state, unseen, here): (&State, &Unseen, &BTreeSet<String>),
    ) -> Result<Since> {
        let repo = self.repository(rev)?;
        let commit = repo.resolve(rev)?;
        let date = repo.commit(commit)?.committer.day();
        // What is withheld now was no more open then. A word means the same at both ends: what stood then is judged as what
        // stands now is.
        let audience = Some(state.audience);
        let then =
            Request { rev: Some(rev.to_owned()), since: None, trend: false, today: date, audience, ..request.clone() };
        is_whole(&state.history, "what came since cannot be told")?;
        let aims = self.for_reader(&then, unseen)?.state.aims;
        let options = history::options(&state.aims.config.reading);
        let log = repo.log_cached(commit, &self.prefix, &options, history::RULES, &self.cache)?;
        let log = history::without_copies(log, repo, &self.prefix, &self.cache);
        let known: BTreeSet<String> = log.commits.iter().map(|commit| commit.id.to_string()).collect();
        // What merges only carried is not among the revisions.
        let own = log.commits.iter().filter(|commit| commit.parents.len() < 2 && !commit.changes.is_empty());
        let aside = own.filter(|commit| !here.contains(&commit.id.to_string())).count();
        let revisions = state.history.revisions.iter().enumerate();
        let revisions = revisions.filter(|(_, revision)| !known.contains(&revision.commit)).map(|(place, _)| place);
        let revisions = revisions.collect();
        Ok(Since { name: self.name_of(rev, commit)?, commit: commit.to_string(), date, aims, aside, revisions })
    }

    /// What a moment is called on pages: by the name of a tag, or by its commit. Other names mean another commit to
    /// somebody else, or tomorrow.
    fn name_of(&self, rev: &str, commit: ObjectId) -> Result<String> {
        let tags = self.repository(rev)?.tags()?;
        let is_tag = tags.iter().any(|tag| tag.name == rev && !tag.is_renamed() && tag.commit == Some(commit));
        Ok(if is_tag { rev.to_owned() } else { commit.to_string() })
    }
}
