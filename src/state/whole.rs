//! The value itself, and what follows from all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bearers::GoneBearers;
use super::edition::{EditionKind, Note};
use super::recipe::Recipe;
use super::trend::Trend;
use crate::approval::Approvals;
use crate::base::{Date, DocPath};
use crate::check::{Context, Findings};
use crate::compare::Weight;
use crate::history::{Change, Edit, Facts, History, Revision};
use crate::model::audience::Audience;
use crate::model::config::Config;
use crate::model::{Aims, DocIx};

/// An AIMS with its change record and what is found about it.
#[derive(Debug)]
pub struct State {
    /// The AIMS.
    pub aims: Aims,
    /// Its change record.
    pub history: Arc<History>,
    /// Who approved and reviewed what.
    pub approvals: Approvals,
    /// What is found about it.
    pub findings: Findings,
    /// Whether what was read is exactly what the commit at the head of the record holds.
    pub from_commit: bool,
    /// The path of the AIMS in its repository; empty at the top.
    pub prefix: String,
    /// How its site is made again, where a commit holds all that was read.
    pub recipe: Option<Recipe>,
    /// The settings that say who may sign, where somebody chose those of one commit in place of those before each change.
    pub trusted: Option<Trusted>,
    /// For whom it is.
    pub audience: Audience,
    /// Whether something is kept from its readers. How much that is, is kept from them too.
    pub withholds: bool,
    /// Whether it tells no rungs and no gaps, as everybody is its reader and most may be kept from them: what is missing here
    /// need not be missing. People of the organisation are told what follows from what they may read.
    pub is_partial: bool,
    /// Files of the repository that are not published, though pages tell of what they hold.
    pub unpublished: BTreeSet<DocPath>,
    /// Which texts it has.
    pub edition: EditionKind,
    /// What readers of an edition have to know about single documents, by their files.
    pub notes: BTreeMap<DocPath, Note>,
    /// The moment since which changes are told apart, if one is asked for.
    pub since: Option<Since>,
    /// Where requirements stood over time, if that is asked for.
    pub trend: Option<Trend>,
    /// Documents whose text is newer than all that is known of them but their front matter: how they stand, who approved
    /// them, and what is found about them is being worked out. None in a state that is whole.
    pub unsettled: BTreeSet<DocIx>,
    /// Who had which id first, of the documents that are gone.
    pub gone_bearers: GoneBearers,
}

/// Settings that somebody chose to say who may sign.
#[derive(Debug)]
pub struct Trusted {
    /// The commit that has them, in hex digits.
    pub commit: String,
    /// Its people with their roles and keys.
    pub config: Config,
}

/// An earlier moment of the AIMS: what an audit period is counted from.
#[derive(Debug)]
pub struct Since {
    /// What it was called by: a tag, a branch, a commit.
    pub name: String,
    /// Its commit, in hex digits.
    pub commit: String,
    /// The day that commit was made.
    pub date: Date,
    /// The AIMS as it was then, on that day.
    pub aims: Aims,
    /// How many commits that led to it are not among those that led here: it is on another branch, or later.
    pub aside: usize,
    /// The commits since, newest first: places in [`History::revisions`].
    pub revisions: Vec<usize>,
}

impl State {
    /// A state of the texts as they are, from files that no commit need hold.
    pub fn new(aims: Aims, history: impl Into<Arc<History>>, approvals: Approvals, findings: Findings) -> Self {
        Self {
            aims,
            history: history.into(),
            approvals,
            findings,
            from_commit: false,
            prefix: String::new(),
            recipe: None,
            trusted: None,
            audience: Audience::Confidential,
            withholds: false,
            is_partial: false,
            unpublished: BTreeSet::new(),
            edition: EditionKind::Latest,
            notes: BTreeMap::new(),
            since: None,
            trend: None,
            unsettled: BTreeSet::new(),
            gone_bearers: GoneBearers::default(),
        }
    }

    /// The day that decides what is overdue: that of the build.
    pub fn today(&self) -> Date {
        self.aims.today
    }

    /// What rules look at, for those who ask what only they know.
    pub fn judged(&self) -> Context<'_> {
        Context { aims: &self.aims, history: &self.history, approvals: &self.approvals }
    }

    /// The settings whose keys a site publishes: those by which signatures are judged, where somebody chose them, else those of
    /// today.
    pub fn signers(&self) -> &Config {
        self.trusted.as_ref().map_or(&self.aims.config, |trusted| &trusted.config)
    }

    /// What brought the newest text of a document that somebody accepted, where it came after the acceptance: by a later commit
    /// than the one that named the day, on a later day, with more than a correction.
    pub fn text_since_accepted(&self, ix: DocIx) -> Option<&Revision> {
        let document = self.aims.document(ix);
        let accepted = document.fields.date("accepted").filter(|_| !document.is_closed())?;
        let named = |facts: &Facts| facts.accepted == Some(accepted);
        let newer =
            |edit: &Edit| edit.weight >= Weight::Material && edit.fields.iter().all(|field| &*field.key != "accepted");
        let steps = self.history.came(&document.path);
        let mut since = steps.take_while(|(_, change)| change.facts.as_deref().is_some_and(named));
        let is_newer = |by: &Revision, change: &Change| by.landed > accepted && change.did().is_some_and(newer);
        since.find(|(by, change)| is_newer(by, change)).map(|(by, _)| by)
    }

    /// What a file that leaves the site has to say of itself, where something is kept from its readers.
    pub fn left_out(&self) -> Option<String> {
        let told = match self.is_partial {
            true => {
                "What these readers may not read is left out. Rungs are not told: what is missing here need not be missing."
            }
            false => {
                "What these readers may not read is left out: with it, rungs may be lower or higher, and numbers others."
            }
        };
        let told = self.withholds.then(|| told.to_owned());
        let unlisted = self.aims.trace.unlisted(None);
        let unlisted = (unlisted > 0).then(|| {
            format!("Left out of lists are {unlisted} entries of what documents serve through others: all were judged.")
        });
        told.into_iter().chain(unlisted).reduce(|told, more| format!("{told} {more}"))
    }

    /// The commit that what was read is exactly what it holds; `None` for a work tree that differs from it.
    pub fn revision(&self) -> Option<&str> {
        self.history.head.as_ref().filter(|_| self.from_commit).map(|(commit, _)| commit.as_str())
    }

    /// Whether the text of a document is left out because no version of it is approved yet.
    /// Then what changed in it is left out too.
    pub fn is_withheld(&self, ix: DocIx) -> bool {
        self.notes.get(&self.aims.document(ix).path).is_some_and(|note| note.shown.is_none())
    }
}
