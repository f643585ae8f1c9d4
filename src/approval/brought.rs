//! Whether more than one person had a hand in it that settings came into the main line.
//!
//! A merge says that somebody looked at what a branch brings. That of the person who made the change says nothing of the
//! kind, nor does that of somebody of whom nobody knows who it is: an address that is not listed may be one more of theirs.

use std::collections::BTreeMap;

use super::authors::{self, Names, same_address};
use super::landing::Landing;
use super::persons::Persons;
use super::roster::Roster;
use crate::base::below;
use crate::history::{Change, Person, Revision};
use crate::parse::MAX_TEXT;
use crate::repo::{Blob, ObjectId, Repo};

/// Whether somebody whom the settings before list, and who made none of the changes, merged them. `prefix` is the path of
/// the AIMS in the repository.
pub(super) fn by_another(landing: &Landing<'_>, last: &Roster, (repo, prefix): (&Repo, &str)) -> bool {
    let Some((author, committer)) = merger(landing) else { return false };
    // By the settings before, which say who is who: those that come say what the change has them say.
    let names = Names { today: last, before: last, persons: &Persons::default() };
    if !authors::surely_same_hand(&names, author, committer) && !committer.is_forge() {
        return false;
    }
    let Some(known) = names.listed(author) else { return false };
    let bringer = landing.revision().bringer();
    let is_theirs = |person: &Person| {
        !person.is_forge() && (authors::named(&names, person) == known.name || same_address(person, author))
    };
    let mut parts = landing.steps().filter(|(revision, _)| revision.commit != bringer).peekable();
    let is_own = |(revision, _): (&Revision, &Change)| {
        let co_authors = revision.co_authors.iter();
        [&revision.author, &revision.committer].into_iter().chain(co_authors).any(is_theirs)
    };
    let of_merge = landing.steps().find(|(revision, _)| revision.commit == bringer);
    parts.peek().is_some() && !parts.any(is_own) && of_merge.is_none_or(|step| is_put_together(step, (repo, prefix)))
}

/// Author and committer of the merge that brought settings.
fn merger<'a>(landing: &Landing<'a>) -> Option<(&'a Person, &'a Person)> {
    let merges = landing.steps().find_map(|(revision, _)| revision.merged.as_deref());
    let itself = || landing.steps().map(|(revision, _)| revision).find(|revision| revision.merge);
    let of_merge = merges.map(|merge| (&merge.author, &merge.committer));
    of_merge.or_else(|| itself().map(|merge| (&merge.author, &merge.committer)))
}

/// Whether a merge has nothing of its own in the settings: no line that none of its parents has, none left out that all have,
/// and all in the order in which the parents have them.
fn is_put_together((revision, change): (&Revision, &Change), (repo, prefix): (&Repo, &str)) -> bool {
    let text = |blob: ObjectId| match repo.blob(blob, MAX_TEXT) {
        Ok(Blob::Bytes(bytes)) => String::from_utf8(bytes).ok(),
        _ => None,
    };
    let path = below(prefix, change.path.as_str());
    let of_parent = |parent: &ObjectId| repo.blob_at(*parent, &path).and_then(text);
    let parents: Option<Vec<String>> = revision.parents.iter().map(of_parent).collect();
    let Some((parents, merged)) = parents.zip(change.new.and_then(text)) else { return false };
    is_made_of(&merged, &parents)
}

fn is_made_of(merged: &str, parents: &[String]) -> bool {
    let own = counted(merged);
    let of: Vec<BTreeMap<&str, usize>> = parents.iter().map(|parent| counted(parent)).collect();
    let count = |lines: &BTreeMap<&str, usize>, line: &str| lines.get(line).copied().unwrap_or_default();
    let is_known = own.iter().all(|(line, times)| *times <= of.iter().map(|lines| count(lines, line)).sum());
    let is_kept = of
        .first()
        .into_iter()
        .flatten()
        .all(|(line, _)| own.contains_key(line) || of.iter().any(|lines| !lines.contains_key(line)));
    let is_in_order = |(parent, lines): (&String, &BTreeMap<&str, usize>)| {
        let once = |line: &&str| count(lines, line) == 1 && count(&own, line) == 1;
        said(merged).filter(once).eq(said(parent).filter(once))
    };
    !of.is_empty() && is_known && is_kept && parents.iter().zip(&of).all(is_in_order)
}

/// The lines that say something.
fn said(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn counted(text: &str) -> BTreeMap<&str, usize> {
    let mut lines = BTreeMap::new();
    for line in said(text) {
        *lines.entry(line).or_default() += 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::is_made_of;

    #[test]
    fn a_merge_puts_together_what_its_parents_have_and_adds_nothing() {
        let made = |merged: &str, parents: [&str; 2]| is_made_of(merged, &parents.map(str::to_owned));
        assert!(made("a\nb\nc\nd\n", ["a\nb\nc\n", "a\nc\nd\n"]));
        assert!(made("a\nd\n", ["a\nd\nx\n", "a\nb\nd\n"]), "both took something out");
        assert!(!made("a\nb\nc\ne\n", ["a\nb\nc\n", "a\nc\nd\n"]), "a line of its own");
        assert!(!made("a\nb\nd\n", ["a\nb\nc\n", "a\nc\nd\n"]), "a line that all have is gone");
        assert!(!made("a\nc\nb\nd\n", ["a\nb\nc\n", "a\nb\nc\nd\n"]), "in another order");
    }
}
