//! Documents that were moved in the folder since the newest commit: the same bytes at another path, and nothing where they
//! were. Git tells a move once it is committed; until then a text is no other for lying elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::follow::File;
use super::revision::Revision;
use crate::base::DocPath;
use crate::parse::MAX_TEXT;
use crate::repo::{ObjectFormat, ObjectId};
use crate::source::{Content, Source};

/// How many new files are looked at. Whoever moves more commits them first.
const MOST: usize = 2_000;

/// What was looked at, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Moving {
    /// New files, each with the blob that its bytes are.
    seen: Vec<(DocPath, Option<ObjectId>)>,
    /// Where each file that was moved is now, by where the newest commit has it.
    now: BTreeMap<DocPath, DocPath>,
}

impl Moving {
    /// Looks among the files that lie in the folder for those that the newest commit has and the folder has not.
    pub(super) fn find(
        files: &[File],
        revisions: &[Revision],
        present: &[DocPath],
        source: Option<(&dyn Source, ObjectFormat)>,
    ) -> Self {
        let Some((source, format)) = source else { return Self::default() };
        let is_here = |path: &DocPath| source.files().binary_search(path).is_ok();
        let known: BTreeSet<&DocPath> = files.iter().filter(|file| file.here).map(|file| &file.path).collect();
        let mut lost: BTreeMap<ObjectId, Vec<&DocPath>> = BTreeMap::new();
        for file in files.iter().filter(|file| file.here && file.path.is_markdown() && !is_here(&file.path)) {
            let newest = file.steps.last().and_then(|step| step.of(revisions)?.1.new);
            if let Some(text) = newest {
                lost.entry(text).or_default().push(&file.path);
            }
        }
        let mut moving = Self::default();
        if lost.is_empty() {
            return moving;
        }
        for path in present.iter().filter(|path| path.is_markdown() && !known.contains(path)).take(MOST) {
            let text = blob(source, path, format);
            moving.seen.push((path.clone(), text));
            let Some(from) = text.and_then(|text| lost.get_mut(&text)).filter(|from| !from.is_empty()) else {
                continue;
            };
            // Of several files with the same bytes, the one of the same name.
            let named = from.iter().position(|from| from.file_name() == path.file_name()).unwrap_or(0);
            moving.now.insert(from.remove(named).clone(), path.clone());
        }
        moving
    }

    /// Where a file is now that the newest commit has at this path.
    pub(super) fn now(&self, path: DocPath) -> DocPath {
        self.now.get(&path).cloned().unwrap_or(path)
    }

    /// Whether all is what it was when it was looked at.
    pub(super) fn is_still(&self, source: &dyn Source, format: ObjectFormat) -> bool {
        self.seen.iter().all(|(path, text)| blob(source, path, format) == *text)
    }
}

/// The blob that the bytes of a file are; none where it says nothing or cannot be read.
fn blob(source: &dyn Source, path: &DocPath, format: ObjectFormat) -> Option<ObjectId> {
    match source.read(path, MAX_TEXT) {
        Ok(Content::Bytes(bytes)) if !bytes.is_empty() => ObjectId::of_blob(&bytes, format),
        _ => None,
    }
}
