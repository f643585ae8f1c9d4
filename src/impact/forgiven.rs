//! What a baseline forgives that it did not, and the other way about.
//!
//! What counts is which findings it knows, and up to which level: one that is only written anew, in the form of today or for
//! files that lie elsewhere or documents that have other ids, forgives what it forgave. One whose fingerprints are of a state of
//! `aims` between two forms cannot be told from one that lists other findings, and is told as that.

use std::collections::{BTreeMap, BTreeSet};

use super::both::Both;
use super::came::Came;
use super::found::mark_now;
use super::setting::{Group, SettingChange};
use super::was_is::WasIs;
use crate::base::DocPath;
use crate::base::text::count;
use crate::check::{any_mark, mark_before};
use crate::diag::Diagnostic;
use crate::model::baseline::{Baseline, Mark};
use crate::state::State;

/// How grave a finding may be that a line knows; a line of the form before knows it however grave it is.
type Most = u8;

/// The lines of a baseline by what they know, of each the one that knows the gravest first.
type Lines = BTreeMap<Mark, Vec<Most>>;

/// By what else a finding is known, and whether that is of the form before.
type Other = (Mark, bool);

/// The change, where it forgives more or less than it did.
pub(super) fn changed(both: &Both<'_>) -> Option<SettingChange> {
    let (then, now) = (both.then.aims.baseline.as_ref(), both.now.aims.baseline.as_ref());
    let mut was = lines(then, |path| both.moved_to(path).unwrap_or(path).to_string());
    let mut is = lines(now, ToString::to_string);
    // What both list comes first: of a mark of the form before, nobody knows which of its findings a line is of.
    let (mut more, mut less) = (Lines::new(), Lines::new());
    for (mark, new) in &mut is {
        let rest = was.remove(mark).unwrap_or_default();
        let (rest, new) = apart(rest, std::mem::take(new));
        more.insert(mark.clone(), new);
        less.insert(mark.clone(), rest);
    }
    less.extend(was);
    let of = |lines: &Lines| lines.values().map(Vec::len).sum::<usize>();
    if of(&more) > 0 && of(&less) > 0 {
        anew(&mut more, &mut less, &same(both));
    }
    // A line that knows what is graver knows what the one in whose place it stands knew.
    let is_lost = |(mark, had): (&Mark, &Vec<Most>)| had.len().saturating_sub(more.get(mark).map_or(0, Vec::len));
    let (more, less) = (of(&more), less.iter().map(is_lost).sum::<usize>());
    let listed = |end: Option<&Baseline>| end.map(|end| count(end.len(), "finding"));
    (more + less > 0).then(|| SettingChange {
        group: Group::Checks,
        name: "baseline".to_owned(),
        path: Vec::new(),
        became: Came::of(then, now),
        value: WasIs { was: listed(then), is: listed(now) },
        gained: if more > 0 { vec![format!("{more} that it did not")] } else { Vec::new() },
        lost: if less > 0 { vec![format!("{less} that it did")] } else { Vec::new() },
        weaker: more > 0,
    })
}

fn lines(baseline: Option<&Baseline>, path: impl Fn(&DocPath) -> String) -> Lines {
    let mut lines = Lines::new();
    for (mark, of) in baseline.into_iter().flat_map(|baseline| &baseline.lines) {
        let path = DocPath::new(&mark.path).map_or_else(|| mark.path.clone(), |own| path(&own));
        let most = of.iter().map(|line| line.level.map_or(Most::MAX, |level| level as Most));
        lines.entry(Mark { path, ..mark.clone() }).or_default().extend(most);
    }
    for most in lines.values_mut() {
        most.sort_unstable_by(|a, b| b.cmp(a));
    }
    lines
}

/// What is left of lines of one mark before and after, where each that was there stands against one that knows no more.
fn apart(was: Vec<Most>, is: Vec<Most>) -> (Vec<Most>, Vec<Most>) {
    let mut was = was.into_iter().peekable();
    let more = is.into_iter().filter(|most| was.next_if(|had| had >= most).is_none()).collect();
    (was.collect(), more)
}

/// By which other marks the findings of either end are known, by those of today: by those of the form before, and by those
/// that they had while their documents had other ids.
fn same(both: &Both<'_>) -> BTreeMap<Mark, BTreeSet<Other>> {
    let then = all(both.then).map(|finding| (finding, mark_now(both, finding)));
    let now = all(both.now).map(|finding| (finding, any_mark(finding)));
    let mut same: BTreeMap<Mark, BTreeSet<Other>> = BTreeMap::new();
    for (finding, own) in then.chain(now) {
        let path = || own.path.clone();
        let was = Mark { path: path(), ..any_mark(finding) };
        let before = Mark { path: path(), ..mark_before(finding) };
        let renumbered = (was != own).then_some((was, false));
        same.entry(own).or_default().extend(renumbered.into_iter().chain([(before, true)]));
    }
    same
}

fn all(state: &State) -> impl Iterator<Item = &Diagnostic> {
    state.findings.found.iter().chain(state.findings.waived.iter().map(|waived| &waived.finding))
}

/// Takes out what was listed in the form before, or by another id, and is listed by what it is known by today.
fn anew(more: &mut Lines, less: &mut Lines, same: &BTreeMap<Mark, BTreeSet<Other>>) {
    for (mark, new) in more.iter_mut() {
        for (other, of_before) in same.get(mark).into_iter().flatten() {
            let Some(had) = less.get_mut(other) else { continue };
            // Of the form before are lines without a level: another line of such a mark is of another finding.
            if !of_before || had.last() == Some(&Most::MAX) {
                (*had, *new) = apart(std::mem::take(had), std::mem::take(new));
            }
        }
    }
}
