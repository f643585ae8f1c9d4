//! What documents are known by, wherever they lie: the ids that they have or had, and their texts.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::base::DocPath;
use crate::compare::Snapshot;
use crate::history;
use crate::model::config::Config;
use crate::parse::{MAX_TEXT, as_front};
use crate::reading::Source;
use crate::repo::{Called, ObjectId, Repo, TreeFile};

/// What a document is known by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    Id(String),
    Text(ObjectId),
}

/// What those documents among these files are known by that are asked about: their texts, and the ids that they have or had, as
/// the settings beside them have them read.
pub(super) fn names(
    repo: &Repo,
    files: &[TreeFile],
    settings: &Config,
    is_asked: impl Fn(&DocPath) -> bool,
) -> BTreeSet<Name> {
    let reading = &settings.reading;
    let paths: Vec<DocPath> = files.iter().map(|file| file.path.clone()).collect();
    let aside = reading.sidecars.pairs(&paths).aside;
    let is_read = |path: &DocPath| path.is_markdown() || aside.contains(path);
    let of: Vec<&TreeFile> = files.iter().filter(|file| is_read(&file.path) && is_asked(&file.path)).collect();
    let texts: Vec<ObjectId> = of.iter().map(|file| file.id).collect();
    let called = history::options(reading).identity;
    let said = repo.blobs(&texts, MAX_TEXT, |at, bytes| {
        let (Some(bytes), Some(file)) = (bytes, of.get(at)) else { return Vec::new() };
        let bytes = match file.path.is_markdown() {
            true => Cow::Borrowed(bytes),
            false => Cow::Owned(as_front(bytes, &file.path.extension())),
        };
        let Called { id, former } = called(&bytes);
        id.into_iter().chain(former).chain(Snapshot::text_in(&bytes, reading, "id")).collect()
    });
    let by_file = of.iter().filter(|_| reading.ids.contains(&Source::FileName));
    let by_file = by_file.filter_map(|file| reading.file_names.id(&file.path));
    let ids = said.into_iter().flatten().chain(by_file).map(|id| id.trim().to_ascii_lowercase());
    let ids = ids.filter(|id| !id.is_empty()).map(Name::Id);
    let pages = of.iter().filter(|file| file.path.is_markdown());
    ids.chain(pages.map(|file| Name::Text(file.id))).collect()
}
