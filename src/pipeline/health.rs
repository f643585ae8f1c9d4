//! What around an AIMS commonly is wrong: how git is set up, what the clone holds, what build servers are told.

use super::project::{Project, Request};
use crate::base::{DocPath, Error, Result, SETTINGS, below};
use crate::history::Gap;
use crate::model::approval_rule::Evidence;
use crate::repo::{Commit, Identity};
use crate::source::{Past, read_named};

/// The most of a file of a build server that is read, in bytes.
const MOST: u64 = 1024 * 1024;

/// The surroundings of an AIMS, as facts.
#[derive(Debug)]
pub struct Health {
    /// The repository around it; `None` where there is none.
    pub repository: Option<Repository>,
    /// Who acts at this machine, by git's settings.
    pub identity: Identity,
    /// Whether the settings list the address of that person; `None` where they list nobody.
    pub is_listed: Option<bool>,
    /// Whether a rule of the settings asks for a signature.
    pub asks_for_signatures: bool,
    /// Files for build servers, each with whether it has them fetch the whole history.
    pub ci: Vec<(&'static str, bool)>,
    /// Where the AIMS lies in its repository; empty at the top, and where there is none.
    pub within: String,
}

/// How much of its history a clone holds.
#[derive(Debug)]
pub enum HeldHere {
    /// All of it.
    All,
    /// All commits, but not all texts: it was cloned with a filter.
    Commits,
    /// A part of it.
    Part,
    /// It cannot be read, for this reason.
    Unread(Error),
}

/// A repository, as far as it matters here.
#[derive(Debug)]
pub struct Repository {
    /// How much of the history is in it.
    pub held: HeldHere,
    /// The newest commit: its id in short, and its moment in seconds since 1970; `None` where there is none yet.
    pub newest: Option<(String, i64)>,
    /// How many files of the AIMS a sparse checkout leaves out.
    pub left_out: usize,
    /// Whether the newest commit has a `.mailmap`.
    pub has_mailmap: bool,
    /// Whether git leaves the line ends of approvals as they are.
    pub keeps_line_ends: bool,
    /// A document that another program of git's stands in front of, with its name, such as `lfs`.
    pub filtered: Option<(DocPath, String)>,
}

/// Files by which build servers are told what to do, and the words by which each fetches the whole history.
const CI: [(&str, &str); 5] = [
    (".github/workflows/aims.yml", "fetch-depth: 0"),
    (".github/workflows/ci.yml", "fetch-depth: 0"),
    (".gitlab-ci.yml", "GIT_DEPTH"),
    (".forgejo/workflows/aims.yml", "fetch-depth: 0"),
    ("azure-pipelines.yml", "fetchDepth: 0"),
];

impl Project {
    /// Looks around. `git` is who acts here by git's own word, where it was asked.
    ///
    /// # Errors
    /// Where git's settings or the repository cannot be read.
    pub fn health(&self, git: Option<Identity>) -> Result<Health> {
        let config = self.config()?;
        let identity = match (git, &self.repo) {
            (Some(identity), _) => identity,
            (None, Some(repo)) => repo.identity()?,
            (None, None) => Identity::of_machine()?,
        };
        let listed = identity.email.as_deref().map(|email| config.person_by_email(email).is_some());
        let rules = std::iter::once(&config.approval.all).chain(config.approval.kinds.values());
        Ok(Health {
            repository: self.around()?,
            is_listed: listed.filter(|_| !config.people.is_empty()),
            identity,
            asks_for_signatures: rules.into_iter().any(|rule| rule.needs >= Evidence::Signed),
            ci: self.ci(),
            within: self.prefix.clone(),
        })
    }

    fn around(&self) -> Result<Option<Repository>> {
        let Some(repo) = &self.repo else { return Ok(None) };
        let head = repo.head()?;
        let newest = head.map(|head| repo.commit(head)).transpose()?;
        let mut filtered = None;
        if let Some(head) = head {
            let past = Past::new(repo, head, &self.prefix);
            let tracked = repo.tracked(&self.prefix)?.files;
            for path in tracked.into_iter().filter(|path| path.is_markdown() || path.as_str() == SETTINGS) {
                if let Some(filter) = past.filter(&path)? {
                    filtered = Some((path, filter));
                    break;
                }
            }
        }
        Ok(Some(Repository {
            held: match (repo.is_shallow(), newest.as_ref().filter(|_| repo.is_filtered())) {
                (true, _) => HeldHere::Part,
                (false, Some(newest)) => self.held(newest),
                (false, None) => HeldHere::All,
            },
            newest: newest.map(|commit| (commit.id.short(), commit.committer.seconds)),
            left_out: repo.left_out(&self.prefix)?.len(),
            has_mailmap: head.is_some_and(|head| !repo.mailmap(head).is_empty()),
            keeps_line_ends: repo.keeps_line_ends(&below(&self.prefix, "approvals/ID/record.toml"))?,
            filtered,
        }))
    }

    /// Whether something is missing of what the record of a commit tells of: git keeps the mark of a filter when all was fetched.
    fn held(&self, newest: &Commit) -> HeldHere {
        let request = Request { rev: Some(newest.id.to_string()), ..Request::new(&self.root, newest.committer.day()) };
        match self.check(&request) {
            Ok(state) if state.history.gaps.iter().any(Gap::is_loss) => HeldHere::Commits,
            Ok(_) => HeldHere::All,
            Err(error) => HeldHere::Unread(error),
        }
    }

    /// Files for build servers lie at the top of the repository, or at that of an AIMS without one.
    fn ci(&self) -> Vec<(&'static str, bool)> {
        let depth = self.prefix.split('/').filter(|part| !part.is_empty()).count();
        let top = self.root.ancestors().nth(depth).unwrap_or(&self.root);
        let read = |(name, words): (&'static str, &str)| {
            let text = read_named(&top.join(name), MOST).ok()?;
            Some((name, String::from_utf8_lossy(&text).contains(words)))
        };
        CI.into_iter().filter_map(read).collect()
    }
}
