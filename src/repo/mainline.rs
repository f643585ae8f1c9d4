//! How each commit came into the branch: on the chain of first parents itself, or by a merge there.
//!
//! By convention the first parent of a merge is the branch that was merged into. So the chain of first parents of a
//! tip is the branch as the people who watch over it saw it grow, and each commit on it is one change to it: a
//! commit, a squashed pull request, a merge of one.

use super::commit::{Commit, Person};
use super::id::ObjectId;
use super::walk::Node;

/// A commit on the chain of first parents of the tip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mainline {
    /// Its name.
    pub commit: ObjectId,
    /// Its first parent: the state of the branch before this change. `None` for a root, and where it is not in this
    /// clone.
    pub before: Option<ObjectId>,
    /// Who wrote it; for a merge, who merged, unless a forge did it in somebody's name.
    pub author: Person,
    /// Who put it into the history.
    pub committer: Person,
    /// Whether it has more than one parent.
    pub merge: bool,
    /// Whether it carries a signature, of whatever kind.
    pub signed: bool,
    /// The first paragraph of the message, on one line.
    pub subject: String,
    /// The rest of the message, trailers included, without blank lines around it.
    pub body: String,
}

impl Mainline {
    /// Takes from a commit what matters here. `before` is its first parent, if that is in the clone.
    pub(super) fn of(commit: &Commit, before: Option<ObjectId>) -> Self {
        Self {
            commit: commit.id,
            before,
            author: commit.author.clone(),
            committer: commit.committer.clone(),
            merge: commit.parents.len() > 1,
            signed: commit.signed,
            subject: commit.subject.clone(),
            body: commit.body.clone(),
        }
    }
}

/// The places of the commits on the mainline, from the tip back.
pub(super) fn line(commits: &[Node]) -> impl Iterator<Item = usize> {
    std::iter::successors((!commits.is_empty()).then_some(0), |place| {
        let node = &commits[*place];
        // Where parents are missing, it is not known whether the first that is here was the first.
        if node.cut.is_some() { None } else { node.parents.first().copied() }
    })
}

/// For the place of each commit, the place of the commit on the mainline by which it came in.
///
/// The commits stand in an order in which none comes before one of its children, as in [`super::walk::Graph`], and the
/// first is the tip. One pass over all parents is enough: what brought a commit in also brought its parents in, and of
/// several the oldest was first.
pub(super) fn brought_by(commits: &[Node]) -> Vec<Option<usize>> {
    let mut on_mainline = vec![false; commits.len()];
    line(commits).for_each(|place| on_mainline[place] = true);
    let mut bringer = vec![0; commits.len()];
    let mut oldest_cut = 0;
    for (place, node) in commits.iter().enumerate() {
        if on_mainline[place] {
            bringer[place] = place;
        }
        if node.cut.is_some() {
            // On the mainline, what it leads to may have been there before it.
            oldest_cut = oldest_cut.max(bringer[place] + usize::from(on_mainline[place]));
        }
        for parent in &node.parents {
            bringer[*parent] = bringer[*parent].max(bringer[place]);
        }
    }
    // What lies behind a cut may lead to any commit, so a bringer is known only if none that is older has a cut.
    let known = |(place, bringer): (usize, usize)| (on_mainline[place] || bringer >= oldest_cut).then_some(bringer);
    bringer.into_iter().enumerate().map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::walk::Cut;

    /// Commits by the places of their parents; those at the places in `cuts` lack one.
    fn bringers(parents: &[&[usize]], cuts: &[usize]) -> Vec<Option<usize>> {
        let node = |(place, parents): (usize, &&[usize])| Node {
            id: ObjectId::NONE,
            tree: ObjectId::NONE,
            parents: parents.to_vec(),
            cut: cuts.contains(&place).then_some(Cut::Missing),
            raw: None,
            seconds: 0,
            known: None,
        };
        brought_by(&parents.iter().enumerate().map(node).collect::<Vec<_>>())
    }

    #[test]
    fn a_side_branch_came_in_by_the_oldest_merge_that_leads_to_it() {
        // 0 merges 1, which builds on 4; 2 is older on the mainline and merged 3 with 4 before.
        assert_eq!(
            bringers(&[&[2, 1], &[4], &[5, 3], &[4], &[5], &[]], &[]),
            [Some(0), Some(0), Some(2), Some(2), Some(2), Some(5)]
        );
    }

    #[test]
    fn a_mainline_that_is_its_own_history_brings_itself() {
        assert_eq!(bringers(&[&[1], &[2], &[]], &[]), [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn behind_a_cut_it_is_not_known_what_brought_a_commit_in() {
        // 0 merges 1 into 2, which has lost its parent: 1 may have come in before 2.
        assert_eq!(bringers(&[&[2, 1], &[], &[]], &[2]), [Some(0), None, Some(2)]);
        // The side branch itself is cut off: nothing older than the merge has a cut.
        assert_eq!(bringers(&[&[2, 1], &[], &[]], &[1]), [Some(0), Some(0), Some(2)]);
        // A merge has lost its first parent, or its second: 1 may be of the mainline itself.
        assert_eq!(bringers(&[&[1], &[2], &[]], &[0]), [Some(0), None, None]);
        // A cut in what came in by the older merge may hide what came in by the newer.
        assert_eq!(bringers(&[&[2, 1], &[], &[4, 3], &[], &[]], &[3]), [Some(0), None, Some(2), Some(2), Some(4)]);
    }
}
