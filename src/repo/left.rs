//! Every file that a commit took away, wherever in its tree, whatever its name.

use git2::ObjectType;

use super::id::ObjectId;
use super::raw_tree;
use super::store::Reader;
use crate::base::DocPath;

/// As many folders as are looked at in one commit. One that changed more moved the whole repository about.
const MOST_FOLDERS: usize = 20_000;
/// As many files as are told.
const MOST_FILES: usize = 50_000;

/// The files that are in one tree and not in the other, by their paths from the top, with what they held; `None` where
/// they are too many. Folders that are the same in both are not read, and what cannot be read is passed over.
pub(super) fn left(reader: &Reader<'_>, old: ObjectId, new: ObjectId) -> Option<Vec<(String, ObjectId)>> {
    let (mut found, mut waiting, mut folders) = (Vec::new(), vec![(String::new(), old, new)], 0);
    while let Some((path, old, new)) = waiting.pop() {
        folders += 1;
        if folders + waiting.len() > MOST_FOLDERS || found.len() > MOST_FILES {
            return None;
        }
        let read = |id: ObjectId| if id.is_none() { None } else { reader.read(id, ObjectType::Tree) };
        let (before, after) = (read(old), read(new));
        let raw = [&before, &after].map(|tree| tree.as_ref().map_or(&[][..], |tree| tree.data()));
        raw_tree::compare(raw[0], raw[1], reader.format, |difference| {
            let Ok(name) = std::str::from_utf8(difference.name) else { return };
            if difference.old.is_none() || name.contains('/') || DocPath::is_too_long(&path) {
                return;
            }
            if difference.folder {
                waiting.push((format!("{path}{name}/"), difference.old, difference.new));
            } else if difference.new.is_none() {
                found.push((format!("{path}{name}"), difference.old));
            }
        });
    }
    found.sort_unstable();
    Some(found)
}

/// What a tree has at a path.
pub(super) fn find(reader: &Reader<'_>, mut tree: ObjectId, path: &str) -> Option<ObjectId> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
        let raw = reader.read(tree, ObjectType::Tree)?;
        tree = raw_tree::find(raw.data(), reader.format, folder.as_bytes(), true)?.id();
    }
    let raw = reader.read(tree, ObjectType::Tree)?;
    Some(raw_tree::find(raw.data(), reader.format, name.as_bytes(), false)?.id())
}
