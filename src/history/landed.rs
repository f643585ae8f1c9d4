//! What of a history held on the main line, and in which order.
//!
//! Commits of side branches stand in the log beside those of the main line, by their dates, and a merge need not take what
//! a side made: it may keep the text it had, drop a file, or bring back one that a side removed. Git shows nothing for such
//! a merge, since each file is as one of its parents has it. So where the changes of a document do not follow on each other,
//! the merges are asked what they hold. Of what a merge brought, one text of each document stood on the main line: the one
//! that it holds, where the commit before it there held another.

use std::collections::{BTreeMap, BTreeSet};

use super::follow::File;
use super::order::{LinePlace, Order};
use super::revision::{Change, ChangeKind, Fate, Revision, Step};
use super::versions::Held;
use super::whole::Holes;
use crate::base::{Date, DocPath, SETTINGS, below};
use crate::repo::{ObjectId, Repo};

/// How often merges are looked for that took a document back to what it was. Nobody does that by the dozen.
const MOST_TURNS: usize = 32;

/// The main line and what its newest commit holds.
pub(super) struct Landed<'a> {
    repo: &'a Repo,
    prefix: &'a str,
    /// The texts of the newest commit, by path.
    head: BTreeMap<DocPath, ObjectId>,
    /// The commits of the main line, oldest first.
    line: Vec<ObjectId>,
    /// For each revision, the place on the main line of the commit that brought it, where that is known.
    places: Vec<Option<LinePlace>>,
    order: &'a Order,
}

impl<'a> Landed<'a> {
    /// `line` is the chain of first parents of `head`, the newest first. `None` where that commit cannot be read.
    pub(super) fn new(
        repo: &'a Repo,
        prefix: &'a str,
        head: ObjectId,
        line: &[ObjectId],
        revisions: &[Revision],
        order: &'a Order,
    ) -> Option<Self> {
        let files = repo.tree(head, prefix).ok()?.files;
        let files = files.into_iter().filter(|file| is_followed(&file.path));
        let line: Vec<ObjectId> = line.iter().rev().copied().collect();
        let by_id: BTreeMap<ObjectId, LinePlace> =
            line.iter().enumerate().map(|(index, commit)| (*commit, LinePlace::new(index))).collect();
        let place = |revision: &Revision| by_id.get(&revision.bringer().parse().ok()?).copied();
        let places = revisions.iter().map(place).collect();
        Some(Self { repo, prefix, head: files.map(|file| (file.path, file.id)).collect(), line, places, order })
    }

    /// Whether the newest commit holds a file at a path.
    pub(super) fn is_in_head(&self, path: &DocPath) -> bool {
        self.head.contains_key(path)
    }

    /// Puts every file where the newest commit has it. A path without one goes to the file that was there last and has no
    /// place, first of all to one that had the text which is there now.
    pub(super) fn place(&self, revisions: &[Revision], files: &mut [File]) {
        for file in files.iter_mut().filter(|file| file.path.is_markdown()) {
            file.here &= self.head.contains_key(&file.path);
        }
        let claimed: BTreeSet<&DocPath> = files.iter().filter(|file| file.here).map(|file| &file.path).collect();
        let free: BTreeSet<&DocPath> = self.head.keys().filter(|path| !claimed.contains(path)).collect();
        let mut wanted: Vec<(&DocPath, bool, Step, usize)> = Vec::new();
        for (number, file) in files.iter().enumerate().filter(|(_, file)| !file.here && !free.is_empty()) {
            for step in &file.steps {
                let Some(change) = change(revisions, *step) else { continue };
                for path in [Some(&change.path), change.from.as_ref()].into_iter().flatten() {
                    if let Some(path) = free.get(path) {
                        let other = change.new != self.head.get(*path).copied();
                        wanted.push((path, other, *step, number));
                    }
                }
            }
        }
        wanted.sort_unstable();
        let (mut taken, mut found) = (BTreeSet::new(), BTreeMap::new());
        for (path, _, _, number) in wanted {
            if !found.contains_key(path) && taken.insert(number) {
                found.insert(path.clone(), number);
            }
        }
        for (path, number) in found {
            (files[number].path, files[number].here) = (path, true);
        }
    }

    /// What a file was on the main line, in the order in which it was. `file` has its steps oldest first.
    fn held(&self, revisions: &[Revision], file: &File) -> Vec<Held> {
        let together = |one: &Step, other: &Step| self.place_of(*one) == self.place_of(*other);
        // Behind the end of a shallow clone nobody knows what brought what, and so none of the days.
        if file.steps.iter().any(|step| self.place_of(*step).is_none()) {
            return Vec::new();
        }
        let mut held: Vec<Held> = Vec::new();
        if self.is_plain(revisions, file) {
            for group in file.steps.chunk_by(together) {
                let before = held.last().filter(|held| held.there).and_then(|held| change(revisions, held.step));
                if is_own(revisions, group) || !is_taken_back(revisions, before, group) {
                    held.extend(landed(revisions, group));
                }
            }
            return held;
        }
        let mut steps = file.steps.clone();
        steps.sort_by_key(|step| self.place_of(*step));
        for group in steps.chunk_by(together) {
            let place = group.first().and_then(|step| self.place_of(*step));
            self.follow(revisions, file, &mut held, place.map_or(self.line.len(), LinePlace::index));
            let kept = self.kept(revisions, held.last().map(|held| held.step), group);
            held.extend(landed(revisions, &group[..kept]));
        }
        self.follow(revisions, file, &mut held, self.line.len());
        if let Some(last) = held.last().copied().filter(|last| last.there && !file.here) {
            // Another document is there now, with the same text.
            held.push(Held { there: false, ..last });
        }
        held
    }

    /// Notes what became of each change of a file that a merge brought, where it is known what that holds, and gives what
    /// the file was on the main line.
    pub(super) fn settle(&self, revisions: &mut [Revision], file: &File, holes: &Holes) -> Vec<Held> {
        let held = self.held(revisions, file);
        let at = |step| self.place_of(step).and_then(|place| self.line.get(place.index()));
        let is_known = |(step, _): &(Step, Fate)| at(*step).is_none_or(|commit| !holes.hides(commit));
        for (step, fate) in self.fates(revisions, file, &held).into_iter().filter(is_known) {
            revisions[step.revision].changes[step.change].fate = fate;
        }
        held
    }

    /// What became of each change that a merge brought, where it is known: `held` is what the file was on the main line.
    fn fates(&self, revisions: &[Revision], file: &File, held: &[Held]) -> Vec<(Step, Fate)> {
        if file.steps.iter().any(|step| self.place_of(*step).is_none()) {
            return Vec::new();
        }
        let stood: BTreeSet<Step> = held.iter().map(|held| held.step).collect();
        let mut steps = file.steps.clone();
        steps.sort_by_key(|step| self.place_of(*step));
        let mut fates = Vec::new();
        for group in steps.chunk_by(|one, other| self.place_of(*one) == self.place_of(*other)) {
            if is_own(revisions, group) {
                continue;
            }
            let last = group.iter().rposition(|step| stood.contains(step));
            let fate = |(at, step): (usize, &Step)| match last {
                _ if stood.contains(step) => Fate::Stood,
                Some(last) if at < last => Fate::Passed,
                _ => Fate::Undone,
            };
            fates.extend(group.iter().copied().zip(group.iter().enumerate().map(fate)));
        }
        fates
    }

    /// Adds what merges before the commit of the number `end` made of the file without a change of their own: they took it
    /// from a side that was older, or that did not have it.
    fn follow(&self, revisions: &[Revision], file: &File, held: &mut Vec<Held>, end: usize) {
        let Some(mut now) = held.last().copied() else { return };
        let Some(mut index) = self.place_of(now.step).map(LinePlace::index) else { return };
        for _ in 0..MOST_TURNS {
            let Some(last) = change(revisions, now.step) else { return };
            let text = last.new.filter(|_| now.there);
            // An edit on a side that did not know of a move is at the old path.
            let texts = |index| [&last.path, &file.path].map(|path| self.text_at(LinePlace::new(index), path));
            let known = |index| {
                let texts = texts(index);
                let new = |step: &Step| change(revisions, *step).and_then(|change| change.new);
                let is_known = |step: &Step| new(step).is_some_and(|new| texts.contains(&Some(new)));
                // What stood on the main line goes before what a branch took back.
                let all = held.iter().map(|held| &held.step).rev().chain(file.steps.iter().rev()).copied();
                all.filter(|step| self.place_of(*step) <= Some(LinePlace::new(index))).find(is_known)
            };
            let as_now = |index| match text {
                Some(_) => texts(index).contains(&text),
                None => known(index).is_none(),
            };
            if index >= end || as_now(end - 1) {
                return;
            }
            index = first_without(index, end, as_now);
            let place = LinePlace::new(index);
            let Some(day) = self.day(place) else { return };
            now = match known(index) {
                Some(step) => Held { step, day, place: Some(place), there: true },
                None => Held { day, place: Some(place), there: false, ..now },
            };
            held.push(now);
        }
    }

    /// Whether each change begins where the one before ended, in the order of the main line, which had that, and the last one
    /// left what is there now. Nothing was thrown away then.
    fn is_plain(&self, revisions: &[Revision], file: &File) -> bool {
        let changes: Vec<&Change> = file.steps.iter().filter_map(|step| change(revisions, *step)).collect();
        let in_turn = file.steps.windows(2).all(|pair| self.place_of(pair[0]) <= self.place_of(pair[1]));
        let joined = changes.windows(2).all(|pair| pair[0].new == pair[1].old);
        let now = self.head.get(&file.path).copied().filter(|_| file.here);
        // A branch goes on from what it had, whatever became of that.
        let is_there = |pair: &[Step]| {
            let goes_on = revisions.get(pair[1].revision).is_some_and(|next| next.merged.is_some());
            let before = change(revisions, pair[0]).zip(self.place_of(pair[0]));
            !goes_on
                || self.place_of(pair[0]) == self.place_of(pair[1])
                || before.is_some_and(|(before, place)| self.text_at(place, &before.path) == before.new)
        };
        let is_last = changes.last().is_none_or(|last| last.new == now);
        in_turn && joined && is_last && file.steps.windows(2).all(is_there)
    }

    /// How many of the changes that one commit of the main line brought led to what that commit holds.
    fn kept(&self, revisions: &[Revision], before: Option<Step>, group: &[Step]) -> usize {
        let Some(place) = group.first().and_then(|step| self.place_of(*step)) else { return 0 };
        if is_own(revisions, group) {
            return group.len();
        }
        let changes: Vec<&Change> = before.iter().chain(group).filter_map(|step| change(revisions, *step)).collect();
        let paths: BTreeSet<&DocPath> =
            changes.iter().flat_map(|change| std::iter::once(&change.path).chain(&change.from)).collect();
        let there = |place: LinePlace| -> BTreeSet<(ObjectId, &DocPath)> {
            paths.iter().filter_map(|path| Some((self.text_at(place, path)?, *path))).collect()
        };
        let (now, was) = (there(place), place.before().map(there).unwrap_or_default());
        let new: BTreeSet<ObjectId> = now.difference(&was).map(|(text, _)| *text).collect();
        let known: BTreeSet<ObjectId> = changes.iter().filter_map(|change| change.new).collect();
        let holds = |texts: &BTreeSet<(ObjectId, &DocPath)>| texts.iter().any(|(text, _)| known.contains(text));
        let gone = !holds(&now) && holds(&was);
        let stands = |step: &Step| match change(revisions, *step).map(|change| change.new) {
            Some(Some(text)) => new.contains(&text),
            Some(None) => gone,
            None => false,
        };
        group.iter().rposition(stands).map_or(0, |last| last + 1)
    }

    /// The day of a commit of the main line.
    fn day(&self, place: LinePlace) -> Option<Date> {
        let by = self.repo.commit(*self.line.get(place.index())?).ok()?.committer;
        Some(self.order.day(place, by.day()))
    }

    fn text_at(&self, place: LinePlace, path: &DocPath) -> Option<ObjectId> {
        let commit = self.line.get(place.index())?;
        let full = below(self.prefix, path.as_str());
        self.repo.blob_at(*commit, &full)
    }

    pub(super) fn place_of(&self, step: Step) -> Option<LinePlace> {
        self.places.get(step.revision).copied().flatten()
    }
}

/// Whether a commit of the main line made these changes itself.
fn is_own(revisions: &[Revision], group: &[Step]) -> bool {
    let first = group.first().and_then(|step| revisions.get(step.revision));
    let is_one = || group.iter().all(|step| step.revision == group[0].revision);
    first.is_some_and(|first| first.merged.is_none() && is_one())
}

/// Whether a file is after these changes as it was before them.
fn is_taken_back(revisions: &[Revision], before: Option<&Change>, group: &[Step]) -> bool {
    let changes = || group.iter().filter_map(|step| change(revisions, *step));
    let (was, is) = (before.and_then(|before| before.new), changes().next_back().and_then(|last| last.new));
    // An edit on a side that did not know of a move is at the old path.
    let is_place = || before.map(|before| &before.path) == changes().next_back().map(|last| &last.path);
    was == is && (is.is_none() || changes().all(|change| change.kind == ChangeKind::Modified) || is_place())
}

/// What the changes made of a file that led to what the main line came to hold at once: of a branch it is the last,
/// wherever it was moved then, of one commit all. What ended and began again in it did not end.
fn landed<'a>(revisions: &'a [Revision], group: &'a [Step]) -> impl Iterator<Item = Held> + 'a {
    let is_end = |held: &Held| {
        let facts = change(revisions, held.step).and_then(|change| change.facts.as_ref());
        !held.there || facts.is_some_and(|facts| facts.is_retired())
    };
    let last = group.last().copied();
    let is_moved = |pair: &&[Step]| match [pair[0], pair[1]].map(|step| change(revisions, step)) {
        [Some(before), Some(after)] => after.kind == ChangeKind::Moved && before.new == after.new,
        _ => false,
    };
    let moved = group.windows(2).rev().take_while(is_moved).count();
    let group = if is_own(revisions, group) { group } else { &group[group.len().saturating_sub(1 + moved)..] };
    let all = group.iter().filter_map(|step| Held::new(revisions, *step));
    all.filter(move |held| Some(held.step) == last || !is_end(held))
}

/// The first number from `from` on, before `end`, for which `holds` does not hold, if it holds for those up to there and
/// for none behind.
fn first_without(mut from: usize, mut end: usize, holds: impl Fn(usize) -> bool) -> usize {
    while from < end {
        let middle = from.midpoint(end);
        if holds(middle) {
            from = middle + 1;
        } else {
            end = middle;
        }
    }
    from
}

fn change(revisions: &[Revision], step: Step) -> Option<&Change> {
    step.of(revisions).map(|(_, change)| change)
}

/// Whether it is asked of a file what of it stood on the main line.
pub(super) fn is_followed(path: &DocPath) -> bool {
    path.is_markdown() || path.as_str() == SETTINGS || path.in_approvals().is_some()
}
