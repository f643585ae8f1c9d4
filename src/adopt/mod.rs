//! Adoption: the settings by which the files that a team has are understood as they are.
//!
//! In come files; out go settings as text, with what each is proposed for, and what is understood with them, which is
//! measured by loading the files with these settings. Nothing here writes. No file of the team's is touched by it.

mod forms;
mod links;
mod marks;
mod names;
mod open;
mod proposal;
mod share;
mod sidecars;
mod tables;
mod tongues;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use open::Open;
pub use proposal::Proposal;
pub use share::Share;

use crate::base::{Date, DocPath, Result, SETTINGS};
use crate::model::Aims;
use crate::model::document::is_unreadable;
use crate::model::load;
use crate::source::{Other, Overlay, Source};

/// What is proposed for a folder of files.
#[derive(Debug)]
pub struct Plan {
    /// The proposals, in the order of the settings.
    pub proposals: Vec<Proposal>,
    /// What is understood without them.
    pub before: Share,
    /// What is understood with them.
    pub after: Share,
    /// Files that hold texts and are not read, by the ending of their names.
    pub unread: BTreeMap<String, usize>,
    /// Documents of whose front matter not all can be read.
    pub broken: Vec<DocPath>,
    /// Settings that a person has to decide on.
    pub open: Vec<Open>,
}

/// Looks through the files and proposes settings for them.
///
/// # Errors
/// Where the source itself fails.
pub fn plan(source: &dyn Source, today: Date) -> Result<Plan> {
    let plain = with(source, "", today)?;
    let before = Share::of(&plain);
    let mut proposals = names::excluded(&plain);
    // Each step sees what those before it have settled.
    let take = |found: Vec<Proposal>, proposals: &mut Vec<Proposal>| -> Result<Aims> {
        proposals.extend(found);
        with(source, &proposal::settings(proposals), today)
    };
    let bare = take(Vec::new(), &mut proposals)?;
    let told = take(tongues::proposed(&bare), &mut proposals)?;
    let beside = take(sidecars::proposed(&told, source)?, &mut proposals)?;
    let headed = take(forms::proposed(&beside), &mut proposals)?;
    let worded = take(words::proposed(&headed), &mut proposals)?;
    let placed = take(names::folders(&worded), &mut proposals)?;
    let kept = take(words::kept(&placed), &mut proposals)?;
    let named = take(names::ids(&kept), &mut proposals)?;
    let named = take(links::roots(&named, source.files()), &mut proposals)?;
    let named = take(marks::proposed(&named), &mut proposals)?;
    let named = take(tables::proposed(&named), &mut proposals)?;
    let open = open::of(&named, &proposals);
    let broken = named.documents.iter().filter(|document| is_unreadable(&document.problems));
    let broken = broken.map(|document| document.path.clone()).collect();
    Ok(Plan { proposals, before, after: Share::of(&named), unread: bare.unread, broken, open })
}

impl Plan {
    /// The text of `aims.toml`.
    pub fn settings(&self) -> String {
        proposal::settings(&self.proposals)
    }
}

/// The AIMS that the files are with these settings.
fn with(source: &dyn Source, settings: &str, today: Date) -> Result<Aims> {
    let Some(path) = DocPath::new(SETTINGS) else { return load::load(source, today) };
    let changed = BTreeMap::from([(path, Other::Bytes(settings.as_bytes().to_vec()))]);
    load::load(&Overlay::new(Box::new(source), changed, &BTreeSet::new()), today)
}
