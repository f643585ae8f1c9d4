//! How far a translation follows its original: by the commits of both, or by what it names as followed.

use std::cmp::Reverse;

use crate::base::DocPath;
use crate::compare::Weight;

use super::edit::Edit;
use super::record::History;
use super::revision::{Change, ChangeKind, Revision, Step};

/// How a text follows another that it says in other words.
#[derive(Debug, Clone, Copy)]
pub struct Following<'h> {
    /// The newest change of the original that the text has followed.
    pub seen: Option<&'h Revision>,
    /// The first material change of the original since.
    pub missed: Option<&'h Revision>,
    /// How many material changes there were since.
    pub changes: usize,
    /// How much the text itself was changed since, in words that came or went: less than it takes to follow.
    pub touched: u32,
}

/// How much less a text may change than its original, to have followed it: languages need more or fewer words for the same, and
/// not every word has to change.
const SHARE: u32 = 10;

/// What is open between a text and its original, as their changes come one after the other.
#[derive(Default)]
struct Open {
    seen: Option<usize>,
    missed: Option<usize>,
    changes: usize,
    /// Words that came or went in the original since the text followed it, and in the text.
    words: (u32, u32),
    /// The newest change of the original.
    newest: Option<usize>,
}

impl History {
    /// How the text at `path` follows the one at `original`; `None` where no commit holds it.
    ///
    /// It follows what it names itself, `says`: a version of the original, or a commit. Else it has followed once its own words
    /// are others, and not only in their spelling, by a tenth of what changed in the original since it last did: a full stop at
    /// the end does not bring a text in line.
    pub fn following(&self, path: &DocPath, original: &DocPath, says: Option<&str>) -> Option<Following<'_>> {
        if self.steps(path).is_empty() {
            return None;
        }
        if let Some(at) = says.and_then(|says| self.named(original, says)) {
            return Some(self.following_since(original, at));
        }
        // The newest revision is the first. Of one commit the original comes first: what is changed together is in line.
        let of = |path: &DocPath, is_text: bool| {
            // Neither what came to nothing nor what git put together is a change of its own.
            let is_own = |step: &&Step| self.step(**step).is_some_and(|(_, change)| change.came() && !change.joined);
            self.steps(path).iter().filter(is_own).map(move |step| (*step, is_text)).collect::<Vec<_>>()
        };
        let mut steps = [of(original, false), of(path, true)].concat();
        steps.sort_by_key(|(step, is_text)| (Reverse(step.revision), *is_text));
        let (mut open, mut is_there) = (Open::default(), false);
        for (step, is_text) in steps {
            let Some((_, change)) = self.step(step) else { continue };
            match (is_text, is_there) {
                (false, _) => open.goes_on(step.revision, change),
                (true, true) => open.follows(change),
                (true, false) => open = open.followed(),
            }
            is_there |= is_text;
        }
        let revision = |at: Option<usize>| at.and_then(|at| self.revisions.get(at));
        let Open { seen, missed, changes, words: (_, touched), .. } = open;
        Some(Following { seen: revision(seen), missed: revision(missed), changes, touched })
    }
}

impl History {
    /// The newest revision of the text at `path` that a version of it, or a commit, names: with seven digits at least, as git
    /// shortens them.
    pub fn named(&self, path: &DocPath, version_or_commit: &str) -> Option<usize> {
        let said = version_or_commit.trim();
        let steps = self.steps(path);
        let of_version = steps.iter().find(|step| {
            let facts = self.step(**step).and_then(|(_, change)| change.facts.as_ref());
            facts.and_then(|facts| facts.version.as_deref()).is_some_and(|version| version.trim() == said)
        });
        let is_commit = said.len() >= 7 && said.bytes().all(|byte| byte.is_ascii_hexdigit());
        let of_commit = || {
            let said = said.to_ascii_lowercase();
            let at =
                self.revisions.iter().position(|revision| revision.commit.starts_with(&said)).filter(|_| is_commit)?;
            steps.iter().find(|step| step.revision >= at)
        };
        of_version.or_else(of_commit).map(|step| step.revision)
    }

    /// How a text follows that says itself what it follows.
    fn following_since(&self, original: &DocPath, at: usize) -> Following<'_> {
        let newer = self.steps(original).iter().filter(|step| step.revision < at);
        let missed: Vec<usize> = newer
            .filter(|step| self.step(**step).is_some_and(|(_, change)| says_more(change)))
            .map(|step| step.revision)
            .collect();
        Following {
            seen: self.revisions.get(at),
            missed: missed.last().and_then(|at| self.revisions.get(*at)),
            changes: missed.len(),
            touched: 0,
        }
    }
}

impl Open {
    /// The original changes.
    fn goes_on(&mut self, revision: usize, change: &Change) {
        self.newest = Some(revision);
        if says_more(change) {
            self.missed = self.missed.or(Some(revision));
            self.changes += 1;
            self.words.0 = self.words.0.saturating_add(words(change));
        } else if self.missed.is_none() {
            self.seen = self.newest;
        }
    }

    /// The text changes.
    fn follows(&mut self, change: &Change) {
        if !says_more(change) {
            return;
        }
        self.words.1 = self.words.1.saturating_add(words(change));
        // What came as a whole, or cannot be compared, was written in view of the original.
        if change.edit.is_none() || self.words.1.saturating_mul(SHARE) >= self.words.0 {
            *self = self.followed();
        }
    }

    /// The text is in line with the original as it is then.
    fn followed(&self) -> Self {
        Self { seen: self.newest, newest: self.newest, ..Self::default() }
    }
}

/// How many words came or went.
fn words(change: &Change) -> u32 {
    change.edit.as_ref().map_or(0, |edit| edit.added.saturating_add(edit.removed))
}

/// Whether a change is a reason to change what says the same in other words: its own words are others, and not only in
/// their spelling.
fn says_more(change: &Change) -> bool {
    let is_more = |edit: &Edit| edit.weight == Weight::Material && edit.added + edit.removed > 0;
    change.kind != ChangeKind::Moved && change.edit.as_ref().is_none_or(|edit| is_more(edit))
}
