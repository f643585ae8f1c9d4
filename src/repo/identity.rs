//! Files that changed places within one commit, known again by what they call themselves.
//!
//! Where two files are exchanged, git sees two files edited in place: both paths stand before and after. Only what the
//! files say of themselves tells the difference. To know that, every version of every file has to be read, which costs
//! a multiple of the log itself; so this is for whoever reads them all anyway.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, ChangeKind};

/// Corrects the changes of one commit by the names that files give themselves: `old_ids` and `new_ids` stand beside
/// `changes`, each the name in the blob before and in the blob after, if there is one.
///
/// A name that one file had before, and another one has after, is a file that moved there. What stood in its new place
/// before, unless it moved on itself, is deleted; what stands in its old place now, unless it came from elsewhere, is
/// added. A name that more than one file bears on one side says nothing. Case is not looked at in ASCII. The changes
/// stay in order of the paths; of two at one path, the deletion comes first.
pub fn by_identity(changes: &mut Vec<Change>, old_ids: &[Option<String>], new_ids: &[Option<String>]) {
    let (before, after) = (places(old_ids), places(new_ids));
    let moves: BTreeMap<usize, usize> = before
        .iter()
        .filter_map(|(id, from)| Some(((*from)?, after.get(id).copied()??)))
        .filter(|(from, to)| from != to && *from < changes.len() && *to < changes.len())
        .map(|(from, to)| (to, from))
        .collect();
    if moves.is_empty() {
        return;
    }
    let left: BTreeSet<usize> = moves.values().copied().collect();
    let has_left = |place: usize| left.contains(&place);
    let mut corrected = Vec::with_capacity(changes.len());
    for (place, change) in changes.iter().enumerate() {
        let arrived = moves.get(&place);
        if arrived.is_none() && !has_left(place) {
            corrected.push(change.clone());
            continue;
        }
        if !has_left(place) && change.old.is_some() {
            let path = change.from.as_ref().unwrap_or(&change.path).clone();
            corrected.push(Change { path, from: None, kind: ChangeKind::Deleted, old: change.old, new: None });
        }
        let path = change.path.clone();
        match arrived {
            Some(from) => {
                let (from, old) = (&changes[*from], changes[*from].old);
                let from = Some(from.from.as_ref().unwrap_or(&from.path).clone());
                corrected.push(Change { path, from, kind: ChangeKind::Renamed, old, new: change.new });
            }
            None if change.new.is_some() => {
                corrected.push(Change { path, from: None, kind: ChangeKind::Added, old: None, new: change.new });
            }
            None => {}
        }
    }
    corrected.sort_by(|a, b| (&a.path, a.kind != ChangeKind::Deleted).cmp(&(&b.path, b.kind != ChangeKind::Deleted)));
    *changes = corrected;
}

/// The place of each name; `None` where more than one file bears it.
fn places(ids: &[Option<String>]) -> BTreeMap<String, Option<usize>> {
    let mut places = BTreeMap::new();
    for (place, id) in ids.iter().enumerate() {
        if let Some(id) = id {
            places.entry(id.to_ascii_lowercase()).and_modify(|place| *place = None).or_insert(Some(place));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::DocPath;
    use crate::repo::ObjectId;

    /// A file on one side, `path=NAME` or `path` where it has no name, with a blob that depends on both.
    fn side(text: &str) -> (DocPath, Option<String>, ObjectId) {
        let (path, name) = text.split_once('=').map_or((text, None), |(path, name)| (path, Some(name)));
        let mut bytes = [1; 20];
        bytes.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
        (DocPath::new(path).expect("a path"), name.map(str::to_owned), ObjectId::Sha1(bytes))
    }

    /// What comes of changes such as `a=X a=Y` (edited in place), `a=X -`, `- b=X`, `a=X b=X`.
    fn corrected(changes: &[&str]) -> Vec<String> {
        let (mut list, mut olds, mut news) = (Vec::new(), Vec::new(), Vec::new());
        for change in changes {
            let (old, new) = change.split_once(' ').expect("two sides");
            let (old, new) = ((old != "-").then(|| side(old)), (new != "-").then(|| side(new)));
            let kind = match (&old, &new) {
                (None, _) => ChangeKind::Added,
                (_, None) => ChangeKind::Deleted,
                (Some(old), Some(new)) if old.0 == new.0 => ChangeKind::Modified,
                _ => ChangeKind::Renamed,
            };
            let from = old.as_ref().filter(|_| kind == ChangeKind::Renamed).map(|old| old.0.clone());
            let path = new.as_ref().or(old.as_ref()).expect("a side").0.clone();
            let id = |side: &Option<(DocPath, Option<String>, ObjectId)>| side.as_ref().map(|side| side.2);
            list.push(Change { path, from, kind, old: id(&old), new: id(&new) });
            olds.push(old.and_then(|old| old.1));
            news.push(new.and_then(|new| new.1));
        }
        by_identity(&mut list, &olds, &news);
        let blob = |id: Option<ObjectId>| id.map(|id| String::from_utf8_lossy(id.as_bytes()).replace('\u{1}', ""));
        let told = |change: &Change| {
            let from = change.from.as_ref().map(|from| format!("{from}>")).unwrap_or_default();
            let (old, new) = (blob(change.old).unwrap_or_default(), blob(change.new).unwrap_or_default());
            format!("{:?} {from}{} ({old}, {new})", change.kind, change.path)
        };
        list.iter().map(told).collect()
    }

    #[test]
    fn two_files_that_were_exchanged_each_moved() {
        assert_eq!(
            corrected(&["a=X a=Y", "b=Y b=x", "c=Z c=Z"]),
            ["Renamed b>a (b=Y, a=Y)", "Renamed a>b (a=X, b=x)", "Modified c (c=Z, c=Z)"]
        );
    }

    #[test]
    fn any_number_may_go_round_and_into_new_places() {
        assert_eq!(
            corrected(&["a=X a=Y", "b=Y b=Z", "c=Z c=X"]),
            ["Renamed b>a (b=Y, a=Y)", "Renamed c>b (c=Z, b=Z)", "Renamed a>c (a=X, c=X)"]
        );
        assert_eq!(corrected(&["a=X a=Y", "b=Y -"]), ["Deleted a (a=X, )", "Renamed b>a (b=Y, a=Y)"]);
        assert_eq!(corrected(&["a=X a=N", "- b=X"]), ["Added a (, a=N)", "Renamed a>b (a=X, b=X)"]);
        assert_eq!(corrected(&["a=X a", "b b=X"]), ["Added a (, a)", "Deleted b (b, )", "Renamed a>b (a=X, b=X)"]);
    }

    #[test]
    fn a_wrong_guess_by_similarity_is_undone() {
        assert_eq!(corrected(&["a=X b", "c=Y c=X"]), ["Added b (, b)", "Deleted c (c=Y, )", "Renamed a>c (a=X, c=X)"]);
    }

    #[test]
    fn what_says_nothing_changes_nothing() {
        for changes in [
            &["a=X a=N", "b=Y b=Y"][..],
            &["a=X a=X", "- b=X"],
            &["a=X a=Y", "b=X b=Y", "c=Y c=X"],
            &["a a", "b b"],
            &["a=X b=X"],
        ] {
            let kinds = |told: Vec<String>| -> Vec<String> {
                told.iter().map(|told| told.split(' ').next().unwrap_or_default().to_owned()).collect()
            };
            assert!(!kinds(corrected(changes)).contains(&"Deleted".to_owned()), "{changes:?}");
            assert_eq!(corrected(changes).len(), changes.len(), "{changes:?}");
        }
    }
}
