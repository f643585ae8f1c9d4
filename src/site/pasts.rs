//! The texts that documents have had: which of them there are, when each was in force, and where each stands in the site.
//!
//! Of every version the text that held last has a page that is called as the version is, and so has, by its commit, each
//! other that stood under that number while it said that it was approved, was in force, or stood there when a tag was set,
//! such as that of an audit. Texts are known here by their places in git alone; their bytes are read when a page asks for
//! them, one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::{routes, spans};
use crate::approval::{Tenure, VersionApproval};
use crate::base::date::is_within;
use crate::base::{Date, DocPath, say};
use crate::history::{Change, ChangeKind, Facts, GoneIx, Held, History, LinePlace, Revision, Step, Version, short};
use crate::model::DocIx;
use crate::model::audience::Audience;
use crate::model::document::is_sound_id;
use crate::repo::ObjectId;
use crate::state::{EditionKind, State, Texts};

/// How many texts have pages of their own in one site, about: a site stays small enough to copy. Where there are more, of
/// each document only the newest have one, and of the others it is told how git gives them.
const BUDGET: usize = 2_000;

/// How many of each document always have one.
const LEAST: usize = 1;

/// The longest number of a version that a file is called by, in bytes.
const LONGEST: usize = 60;

/// The place of a document among those with texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PastIx(usize);

/// The texts of all documents.
pub(super) struct Pasts<'a> {
    all: Vec<PastOf<'a>>,
    present: BTreeMap<DocIx, PastIx>,
    gone: BTreeMap<GoneIx, PastIx>,
}

/// The texts of one document.
pub(super) struct PastOf<'a> {
    /// The document, where it is still there.
    pub ix: Option<DocIx>,
    /// Its id; of one that is gone, as it was last.
    pub id: String,
    /// Its title, likewise.
    pub title: String,
    /// The commit that removed it, where it is gone.
    pub removed: Option<&'a Revision>,
    /// The folder of its pages.
    folder: String,
    /// The oldest first.
    pub texts: Vec<Past<'a>>,
    /// Who approved each version, as far as that is judged.
    pub approvals: Vec<VersionApproval>,
    /// Whether it is one that is in force or not: a record is neither.
    pub has_force: bool,
    by_blob: BTreeMap<ObjectId, usize>,
    by_version: BTreeMap<usize, usize>,
}

/// One text.
pub(super) struct Past<'a> {
    /// The commit that brought it: a later one that only moved its file did not.
    pub revision: &'a Revision,
    /// Where the file was then.
    pub path: &'a DocPath,
    /// The last change that left it, by which it is read.
    pub change: &'a Change,
    /// When its version was recorded, and by what commit: as one that says that it is approved. `None` where it never was.
    pub recorded: Option<(Date, &'a Revision)>,
    /// What it says of itself.
    pub facts: &'a Facts,
    /// The place of its version.
    pub version: usize,
    /// Whether it held last under the number of that version.
    pub is_last: bool,
    /// Whether it is what the document says now.
    pub is_present: bool,
    /// From when it was in force, and from when no longer, once or more.
    pub spells: Vec<(Date, Option<Date>)>,
    /// The first of these days, where it is what the text says itself.
    pub stated: Option<Date>,
    /// What its files are called, without an ending.
    pub stem: String,
    /// Whether it has a page of its own.
    pub has_page: bool,
    blob: ObjectId,
}

impl Past<'_> {
    /// Whether it was in force on a day.
    pub(super) fn is_in_force(&self, day: Date) -> bool {
        self.spells.iter().any(|spell| is_within(day, *spell))
    }

    /// The number that it gives itself.
    pub(super) fn label(&self) -> Option<&str> {
        self.facts.version.as_deref()
    }

    /// What it is called by in a sentence: its number, and where that is not enough its commit.
    pub(super) fn name(&self) -> String {
        let commit = short(&self.revision.commit);
        match self.label() {
            Some(label) if self.is_last => label.to_owned(),
            Some(label) => say!("{label} (commit {commit})", label, commit),
            None => say!("of commit {commit}", commit),
        }
    }

    /// The name of its blob in git.
    pub(super) fn blob(&self) -> String {
        self.blob.to_string()
    }
}

impl PastOf<'_> {
    /// The page of a text.
    pub(super) fn page(&self, past: &Past<'_>) -> String {
        format!("{}/{}.html", self.folder, past.stem)
    }

    /// The file with its bytes.
    pub(super) fn bytes(&self, past: &Past<'_>) -> String {
        format!("{}/{}.md", self.folder, past.stem)
    }

    /// The page that lists them all and compares any two: the change record of the document, and of one that is gone a page
    /// of its own in its place.
    pub(super) fn record(&self) -> String {
        format!("{}/history.html", self.folder)
    }

    /// The file that it reads them from, beside it.
    pub(super) fn data(&self) -> String {
        format!("{}/texts.js", self.folder)
    }

    /// Whether there are two to compare.
    pub(super) fn is_comparable(&self) -> bool {
        self.texts.len() > 1
    }

    /// The strictest classification that they give themselves, and the document now, in its own words.
    pub(super) fn strictest<'s>(&'s self, now: Option<&'s str>) -> Option<&'s str> {
        let texts = self.texts.iter().map(|past| past.facts.classification.as_deref());
        let class = texts.chain(self.ix.map(|_| now)).max_by_key(|class| (Audience::of_text(*class), class.is_some()));
        class.flatten()
    }

    /// The text that a step of the record left.
    pub(super) fn of_step(&self, history: &History, step: Step) -> Option<&Past<'_>> {
        self.texts.get(*self.by_blob.get(&history.step(step)?.1.new?)?)
    }

    /// The text that held last under the number of a version.
    pub(super) fn of_version(&self, version: usize) -> Option<&Past<'_>> {
        self.texts.get(*self.by_version.get(&version)?)
    }

    /// Who approved exactly this text as one of a version, where that is judged: of its last text, too, that it was another.
    pub(super) fn approval(&self, past: &Past<'_>, version: usize) -> Option<&VersionApproval> {
        let of = self.approvals.get(version)?;
        let last = self.of_version(version).filter(|last| of.amended && last.blob == past.blob);
        last.map(|_| of).or_else(|| of.texts.get(&past.facts.substance))
    }
}

impl<'a> Pasts<'a> {
    pub(super) fn new(state: &'a State, texts: &dyn Texts) -> Self {
        let mut pasts = Self { all: Vec::new(), present: BTreeMap::new(), gone: BTreeMap::new() };
        let tags = spans::places(state);
        let mut ids: BTreeSet<String> = state.aims.iter().map(|(_, document)| document.id.to_lowercase()).collect();
        for (ix, document) in state.aims.iter() {
            let line = (state.history.held(&document.path), state.history.versions(&document.path));
            let tenures = state.approvals.tenures(ix);
            let (found, by_version) = found((state, &tags), texts, line, tenures);
            if found.is_empty() || state.is_withheld(ix) {
                continue;
            }
            pasts.present.insert(ix, PastIx(pasts.all.len()));
            pasts.all.push(PastOf {
                ix: Some(ix),
                id: document.id.clone(),
                title: document.title.clone(),
                removed: None,
                folder: routes::document_folder(&document.id),
                texts: mark_present(found, state.approvals.substance(ix)),
                approvals: state.approvals.of_versions(&state.aims, &state.history, ix),
                has_force: !document.is_record(),
                by_blob: BTreeMap::new(),
                by_version,
            });
        }
        for (place, gone) in state.history.every_gone() {
            let tenures = state.approvals.tenures_of_gone(place);
            let (found, by_version) = found((state, &tags), texts, (&gone.held, &gone.versions), tenures);
            let Some(last) = found.last() else { continue };
            let id = last.facts.id.as_deref().unwrap_or_default().to_owned();
            // A page that is there keeps its folder, and a folder is called as no page is.
            let is_free = is_sound_id(&id) && ids.insert(id.to_lowercase());
            let made = format!("changes/gone/{}-{}", short(&last.revision.commit), place.index());
            let mut steps = state.history.all(&gone.steps);
            let newest = steps.find(|(_, change)| change.came());
            pasts.gone.insert(place, PastIx(pasts.all.len()));
            pasts.all.push(PastOf {
                ix: None,
                removed: newest.filter(|(_, change)| change.kind == ChangeKind::Deleted).map(|(by, _)| by),
                folder: if is_free { routes::document_folder(&id) } else { made },
                id: if id.is_empty() { gone.path.as_str().to_owned() } else { id },
                title: last.facts.title.as_deref().unwrap_or(gone.path.stem()).to_owned(),
                has_force: found.iter().any(|past| !past.spells.is_empty()),
                texts: found,
                approvals: tenures.iter().map(|tenure| tenure.approved.clone()).collect(),
                by_blob: BTreeMap::new(),
                by_version,
            });
        }
        pasts.bound();
        pasts
    }

    /// Leaves pages to the newest texts of each document, where all of them are too many.
    fn bound(&mut self) {
        let with = |most: usize| self.all.iter().map(|of| of.texts.len().min(most)).sum::<usize>();
        // More of each never make fewer in all.
        let (mut most, mut above) = (LEAST, self.all.iter().map(|of| of.texts.len()).max().unwrap_or_default() + 1);
        while most + 1 < above {
            let middle = usize::midpoint(most, above);
            if with(middle) <= BUDGET { most = middle } else { above = middle }
        }
        for of in &mut self.all {
            let older = of.texts.len().saturating_sub(most);
            of.texts.iter_mut().skip(older).for_each(|past| past.has_page = true);
            name(&mut of.texts);
            of.by_blob = of.texts.iter().enumerate().map(|(at, past)| (past.blob, at)).collect();
        }
    }

    /// The texts of every document that has any, each with its place.
    pub(super) fn all(&self) -> impl Iterator<Item = (PastIx, &PastOf<'a>)> {
        self.all.iter().enumerate().map(|(index, of)| (PastIx(index), of))
    }

    /// Those at a place.
    pub(super) fn at(&self, place: PastIx) -> Option<&PastOf<'a>> {
        self.all.get(place.0)
    }

    /// Those of a document that is there.
    pub(super) fn of(&self, ix: DocIx) -> Option<&PastOf<'a>> {
        self.at(*self.present.get(&ix)?)
    }

    /// Those of one that is gone.
    pub(super) fn of_gone(&self, place: GoneIx) -> Option<&PastOf<'a>> {
        self.at(*self.gone.get(&place)?)
    }
}

/// The texts of one document, the oldest first, and by the place of each version that which held last under its number.
fn found<'a>(
    (state, tags): (&'a State, &[LinePlace]),
    texts: &dyn Texts,
    (held, versions): (&'a [Held], &'a [Version]),
    tenures: &'a [Tenure],
) -> (Vec<Past<'a>>, BTreeMap<usize, usize>) {
    let mut found: Vec<Past<'a>> = Vec::new();
    let mut lasts = BTreeMap::new();
    let mut places: BTreeMap<ObjectId, usize> = BTreeMap::new();
    let at_tags: BTreeSet<Step> = tags.iter().filter_map(|place| spans::held_at(held, *place)).collect();
    for (place, version) in versions.iter().enumerate() {
        let steps = held.get(version.held.clone()).unwrap_or_default();
        let tenure = tenures.get(place);
        let is_newest = place + 1 == versions.len();
        let recorded = version.recorded.zip(version.approved.and_then(|step| state.history.step(step)));
        let recorded = recorded.map(|(day, (revision, _))| (day, revision));
        for step in wanted(state, (held, &at_tags), version, tenure, is_newest) {
            let Some((_, change)) = state.history.step(step) else { continue };
            let (Some(blob), Some(facts)) = (change.new, change.facts.as_deref()) else { continue };
            let Some((revision, path)) = first_with(state, steps, blob) else { continue };
            match places.get(&blob) {
                Some(at) => (found[*at].version, found[*at].recorded) = (place, recorded),
                None if texts.is_open(change) => {
                    places.insert(blob, found.len());
                    found.push(Past {
                        revision,
                        path,
                        change,
                        recorded,
                        facts,
                        version: place,
                        is_last: false,
                        is_present: false,
                        spells: Vec::new(),
                        stated: None,
                        stem: String::new(),
                        has_page: false,
                        blob,
                    });
                }
                None => {}
            }
        }
        let blob_of = |step: Step| state.history.step(step).and_then(|(_, change)| change.new);
        let last = steps.iter().rev().find(|held| held.there).and_then(|held| blob_of(held.step));
        if let Some(at) = last.and_then(|blob| places.get(&blob)) {
            found[*at].is_last = true;
            lasts.insert(place, *at);
        }
        for (number, (step, from, until)) in tenure.iter().flat_map(|tenure| tenure.spells()).enumerate() {
            let Some((at, tenure)) = blob_of(step).and_then(|blob| places.get(&blob)).zip(tenure) else { continue };
            match found[*at].spells.last_mut().filter(|(_, ended)| *ended == Some(from)) {
                Some((_, ended)) => *ended = until,
                None => found[*at].spells.push((from, until)),
            }
            if tenure.stated && number == 0 {
                found[*at].stated = Some(from);
            }
        }
    }
    (found, lasts)
}

/// The commit by which a text came to stand under the number of a version, and where its file was then.
fn first_with<'a>(state: &'a State, held: &[Held], text: ObjectId) -> Option<(&'a Revision, &'a DocPath)> {
    let mut there = held.iter().filter(|held| held.there).filter_map(|held| state.history.step(held.step));
    let (revision, change) = there.find(|(_, change)| change.new == Some(text))?;
    Some((revision, &change.path))
}

/// The steps of a version whose texts are told: what held last, what said that it was approved, what was in force, and what
/// held when a tag was set. An edition has of earlier texts those that were in force, and as the present one what it shows
/// for that.
fn wanted(
    state: &State,
    (held, at_tags): (&[Held], &BTreeSet<Step>),
    version: &Version,
    tenure: Option<&Tenure>,
    is_newest: bool,
) -> Vec<Step> {
    let in_force = tenure.iter().flat_map(|tenure| &tenure.texts).map(|(step, _)| *step);
    let mut told = state.history.texts(held, version);
    if state.edition == EditionKind::Approved {
        let last = told.pop().filter(|_| is_newest);
        told = last.into_iter().collect();
    }
    let own = held.get(version.held.clone()).unwrap_or_default();
    let places: BTreeMap<Step, usize> = own.iter().enumerate().map(|(at, held)| (held.step, at)).collect();
    let place = |step: Step| (places.get(&step).copied().unwrap_or_default(), step);
    let tagged = own.iter().map(|held| held.step).filter(|step| at_tags.contains(step));
    let wanted: BTreeSet<(usize, Step)> = told.into_iter().chain(in_force).chain(tagged).map(place).collect();
    wanted.into_iter().map(|(_, step)| step).collect()
}

/// Marks what the document says now.
fn mark_present(mut texts: Vec<Past<'_>>, substance: Option<[u8; 32]>) -> Vec<Past<'_>> {
    let newest = texts.iter().map(|past| past.version).max();
    let is_it = |past: &&mut Past<'_>| past.is_last && Some(past.version) == newest;
    if let Some(last) = texts.iter_mut().rev().find(is_it) {
        last.is_present = substance == Some(last.facts.substance);
    }
    texts
}

/// Gives each text a name that every platform can hold and tell apart: its number where it held last under that, else its
/// commit. The newest choose first.
fn name(texts: &mut [Past<'_>]) {
    let mut taken = BTreeSet::new();
    for past in texts.iter_mut().rev() {
        let numbered = past.label().filter(|_| past.is_last).and_then(by_number);
        let by_commit = format!("c-{}", short(&past.revision.commit));
        let further = (2_usize..).map(|number| format!("{by_commit}-{number}"));
        let mut names = numbered.into_iter().chain([by_commit.clone()]).chain(further);
        past.stem = names.find(|name| taken.insert(name.to_lowercase())).unwrap_or(by_commit);
    }
}

/// What the files of a version are called, where its number can be a part of that. Names of ours begin with a letter.
fn by_number(label: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if label.is_empty() || label.len() > LONGEST || label.contains("..") || !label.bytes().all(is_plain) {
        return None;
    }
    Some(match label.starts_with(|c: char| c.is_ascii_digit()) {
        true => label.to_owned(),
        false => format!("version-{label}"),
    })
}

#[cfg(test)]
mod tests {
    use super::by_number;
    use crate::base::DocPath;

    #[test]
    fn a_version_names_a_file_where_every_platform_can_hold_it() {
        assert_eq!(by_number("2.1").as_deref(), Some("2.1"));
        for (label, name) in
            [("v2", "version-v2"), ("history", "version-history"), ("CON", "version-CON"), ("-", "version--")]
        {
            assert_eq!(by_number(label).as_deref(), Some(name));
            let path = DocPath::new(&format!("documents/A/{name}.html")).expect("a path");
            assert_eq!(path.portability_fault(), None, "{label}");
        }
        let long = "1".repeat(61);
        for label in ["", "1/2", "..", "1..2", "../x", "1 2", "1:2", "é", "1\u{202e}", "a\\b", &long] {
            assert_eq!(by_number(label), None, "{label}");
        }
    }
}
