//! Files that pages show beside the texts of documents, and that are others now: what documents lead to, how the team has its
//! site look, and its own frameworks.
//!
//! What such a file holds is in no text, so that its document is the same with other bytes behind a link.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::both::Both;
use super::came::Came;
use crate::base::DocPath;
use crate::model::links::Target;
use crate::model::{Aims, DocIx};
use crate::state::State;

/// A file that is another than it was, among those that pages show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// Its path now; what it was, where it is shown no more.
    pub path: String,
    /// Where it lay, where that is another place.
    pub from: Option<String>,
    /// What became of it: it moved where its bytes are the same.
    pub became: Came,
    /// Why pages show it.
    pub of: Of,
    /// The documents that lead there, or led there where it is shown no more.
    pub documents: Vec<String>,
}

/// Why pages show a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// A document leads there.
    Document,
    /// It is how the team has its site look.
    Theme,
    /// It is a framework of the team.
    Framework,
}

/// The files that the pages of a state show beside its texts, by which a change of them is told.
pub fn shown(state: &State) -> BTreeSet<DocPath> {
    let aims = &state.aims;
    let frameworks = aims.config.framework_files.iter().filter_map(|file| DocPath::new(&file.value));
    let theme = aims.theme.digests.keys().cloned();
    aims.assets.iter().cloned().chain(theme).chain(frameworks).collect()
}

/// What became of them, in order of the paths; `then` and `now` are their digests at both ends.
pub(super) fn changed(
    both: &Both<'_>,
    (then, now): (&BTreeMap<DocPath, String>, &BTreeMap<DocPath, String>),
) -> Vec<FileChange> {
    let mut gone: BTreeMap<&DocPath, &String> = then.iter().filter(|(path, _)| !now.contains_key(*path)).collect();
    let mut found: BTreeMap<&DocPath, FileChange> = BTreeMap::new();
    let (led_then, led_now) = (Led::of(&both.then.aims), Led::of(&both.now.aims));
    for (path, digest) in now {
        let became = match then.get(path) {
            Some(was) if was == digest => continue,
            Some(_) => Came::Changed,
            None => Came::Added,
        };
        let from = gone.iter().find(|(_, was)| became == Came::Added && **was == digest).map(|(from, _)| *from);
        from.and_then(|from| gone.remove(from));
        let became = if from.is_some() { Came::Moved } else { became };
        found.insert(path, led_now.row(path, (became, from)));
    }
    for path in gone.into_keys() {
        found.insert(path, led_then.row(path, (Came::Removed, None)));
    }
    found.into_values().collect()
}

/// Which documents lead to which files.
struct Led<'a> {
    aims: &'a Aims,
    from: BTreeMap<&'a DocPath, BTreeSet<DocIx>>,
}

impl<'a> Led<'a> {
    fn of(aims: &'a Aims) -> Self {
        let mut from: BTreeMap<&DocPath, BTreeSet<DocIx>> = BTreeMap::new();
        for (ix, _) in aims.iter() {
            for target in aims.links[ix.index()].iter().flatten() {
                if let Target::Asset(to) = target {
                    from.entry(to).or_default().insert(ix);
                }
            }
        }
        Self { aims, from }
    }

    fn row(&self, path: &DocPath, (became, from): (Came, Option<&DocPath>)) -> FileChange {
        let documents = self.from.get(path).into_iter().flatten();
        let documents: Vec<String> = documents.map(|ix| self.aims.document(*ix).id.clone()).collect();
        let of = match documents.is_empty() {
            false => Of::Document,
            true if self.aims.theme.digests.contains_key(path) => Of::Theme,
            true => Of::Framework,
        };
        FileChange { path: path.to_string(), from: from.map(ToString::to_string), became, of, documents }
    }
}
