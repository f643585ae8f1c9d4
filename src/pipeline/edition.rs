//! The approved edition: of each document the last text that was approved, whatever is being written beside it.
//!
//! It is a closed set. Of a document of which no text was approved it says that there is one, by its id, and nothing that
//! it says. Attachments, and pages that nobody approves, are in it where an approved text leads to them, as they were then.

use std::collections::{BTreeMap, BTreeSet};

use super::attached::{Attached, Finder, Here, Page, Text, named};
use super::withheld::{Names, Withheld};
use crate::approval::{Approval, StepIx};
use crate::base::{DocPath, Result};
use crate::history::{Facts, Gone, GoneIx, LinePlace, Step};
use crate::model::DocIx;
use crate::model::config::normal;
use crate::model::document::Document;
use crate::model::elsewhere::Elsewhere;
use crate::model::kinds::Kind;
use crate::parse::{self, MAX_TEXT};
use crate::repo::{Blob, ObjectId, Repo};
use crate::source::{Other, Source};
use crate::state::{Note, Shown, ShownText, State};

/// What an edition is made from.
pub(super) struct Edition<'a> {
    /// What is shown of each document, and of which nothing is.
    pub(super) shown: Shown,
    /// Files that are not as they are now.
    pub(super) files: BTreeMap<DocPath, Other<'a>>,
    /// Documents of which no text is shown, and their names.
    pub(super) withheld: Withheld,
    /// What names these, and texts that are not shown yet, but for what any text says that was ever approved.
    pub(super) names: Names,
    /// Where links lead, and the files that stand for documents of which no text is shown.
    pub(super) elsewhere: Elsewhere,
}

/// Finds what the approved edition is made from. Records, and entries of registers, are shown as they are.
pub(super) fn approved<'a>(latest: &State, source: &dyn Source, here: Option<Here<'a, '_>>) -> Result<Edition<'a>> {
    let mut chosen = Chosen::default();
    for (ix, document) in latest.aims.iter() {
        chosen.choose((latest, source), (ix, document), here.map(|(repo, ..)| repo))?;
    }
    let Chosen { mut shown, mut files, texts, as_it_is, never, beside, done_beside } = chosen;
    let lay = shown.lay.values().cloned().collect();
    let mut finder = Finder { here, latest, source, lay, pasts: BTreeMap::new() };
    let Attached { files: attached, pages, led } = finder.attached(&texts, &as_it_is)?;
    files.extend(attached);
    let mut present = never.clone();
    for document in latest.aims.documents.iter().filter(|document| !document.controlled) {
        // Of what nobody approved, no translation is shown either.
        let original = document.translates.map(|ix| &latest.aims.document(ix).path);
        match pages.get(&document.path).filter(|_| original.is_none_or(|path| !never.contains(path))) {
            Some(page) => shown.page(latest, document, page, &mut finder),
            // One that was a document before it lost its front matter is shown as that.
            None if files.contains_key(&document.path) => {}
            None => {
                present.insert(document.path.clone());
            }
        }
    }
    let gone = latest.history.every_gone().filter(|(place, gone)| is_closed(latest, *place, gone));
    let mut withheld = Withheld::of(latest, source, present, gone.map(|(place, _)| place).collect());
    withheld.files.extend(shown.lay.keys().cloned().chain(beside));
    let mut elsewhere = Elsewhere { of: led, all: shown.lay.clone(), ..Elsewhere::default() };
    for (number, path) in never.iter().enumerate() {
        let Some(document) = latest.aims.by_path(path).map(|ix| latest.aims.document(ix)) else { continue };
        let Some(stub) = stub_path(source, number + 1) else { continue };
        let named = document.fields.text("id").is_some();
        let id = if named { document.id.clone() } else { format!("withheld-{}", number + 1) };
        if named {
            withheld.unseen.ids.remove(&document.id.to_lowercase());
        }
        elsewhere.all.insert(path.clone(), stub.clone());
        elsewhere.stubs.insert(stub.clone(), path.clone());
        files.insert(stub.clone(), Other::Bytes(text_of_stub(&id, document).into_bytes()));
        shown.notes.insert(stub, Note::default());
    }
    withheld.closed.beside.extend(done_beside);
    shown.closed = withheld.closed.clone();
    let names = names(latest, &shown, &mut withheld, here.map(|(repo, ..)| repo));
    Ok(Edition { shown, files, withheld, names, elsewhere })
}

/// What names that of which nothing is told. What a text says that was ever approved is approved, and no less told.
fn names(latest: &State, shown: &Shown, withheld: &mut Withheld, repo: Option<&Repo>) -> Names {
    let (history, aims, approvals) = (&latest.history, &latest.aims, &latest.approvals);
    let present = shown.notes.keys().filter_map(|path| Some((history.steps(path), aims.by_path(path)?)));
    let present = present.map(|(steps, ix)| (steps, Some(aims.document(ix).title.as_str())));
    let gone = || history.every_gone().filter(|(place, _)| !shown.closed.gone.contains(place));
    let lines = present.chain(gone().map(|(_, gone)| (gone.steps.as_slice(), None)));
    withheld.note_hidden(history, &latest.hidden(shown), lines);
    let mut names = withheld.names();
    let there = aims.iter().filter(|(_, document)| !shown.closed.present.contains(&document.path));
    let tenures = there.flat_map(|(ix, _)| approvals.tenures(ix));
    let tenures = tenures.chain(gone().flat_map(|(place, _)| approvals.tenures_of_gone(place)));
    let texts = tenures.filter(|tenure| tenure.from.is_some()).flat_map(|tenure| &tenure.texts);
    let texts: BTreeSet<ObjectId> = texts.filter_map(|(step, _)| history.step(*step)?.1.new).collect();
    if let Some(repo) = repo.filter(|_| !names.is_empty()) {
        let said = |_, text: Option<&[u8]>| text.map(|text| names.said_in(&String::from_utf8_lossy(text)));
        let said = repo.blobs(&texts.into_iter().collect::<Vec<_>>(), MAX_TEXT, said);
        names.open(&said.into_iter().flatten().flatten().collect());
    }
    names
}

/// What is shown of documents that have front matter.
#[derive(Default)]
struct Chosen<'a> {
    shown: Shown,
    files: BTreeMap<DocPath, Other<'a>>,
    /// The texts that are shown because they are approved.
    texts: Vec<Text>,
    /// Documents that nobody approves.
    as_it_is: BTreeSet<DocPath>,
    /// Documents of which no text was approved.
    never: BTreeSet<DocPath>,
    /// Files beside documents of which an earlier text is shown.
    beside: BTreeSet<DocPath>,
    /// What was done to these.
    done_beside: BTreeSet<Step>,
}

impl Chosen<'_> {
    fn choose(
        &mut self,
        (latest, source): (&State, &dyn Source),
        (ix, document): (DocIx, &Document),
        repo: Option<&Repo>,
    ) -> Result<()> {
        let path = document.path.clone();
        let Some(approval) = latest.approvals.of(ix) else {
            // A text with front matter and no kind is none that anybody is asked about, and no record either.
            match (document.controlled, &document.kind) {
                (true, Some(_)) => self.as_it_is.insert(path),
                (true, None) => self.never.insert(path),
                (false, _) => false,
            };
            return Ok(());
        };
        let basis = |place| latest.approvals.basis(&latest.aims, &latest.history, ix, place);
        if is_shown(latest, document, approval) {
            let basis = present(latest, ix, document).and_then(basis);
            self.texts.push(Text { path, basis, links: named(&document.body.links) });
            return Ok(());
        }
        let Some(Earlier { text, place, lay, shown }) = earlier(latest, document, approval, repo)? else {
            self.never.insert(path);
            return Ok(());
        };
        let links = named(&parse::page(&text).body.links);
        let basis = basis(place);
        let lies = if self.is_free(latest, source, &lay) { lay } else { path.clone() };
        if lies != path {
            self.shown.lay.insert(path.clone(), lies.clone());
        }
        self.texts.push(Text { path: lies.clone(), basis, links });
        let note = Note {
            shown: Some(shown),
            newer_version: document.fields.text("version").map(str::to_owned),
            newer_status: document.status(),
        };
        self.shown.notes.insert(path.clone(), note);
        // What stands beside it is no part of what was approved.
        self.beside.extend(document.beside.iter().map(|beside| beside.path.clone()));
        self.done_beside.extend(latest.history.beside(&document.path, &latest.aims.config.reading));
        self.shown.without.insert(path.clone(), place.index());
        self.files.insert(lies, Other::Bytes(text));
        Ok(())
    }

    /// Whether no file has a path, and none is to have it.
    fn is_free(&self, latest: &State, source: &dyn Source, path: &DocPath) -> bool {
        let is_taken = source.files().binary_search(path).is_ok() || latest.aims.by_path(path).is_some();
        !is_taken && !self.files.contains_key(path)
    }
}

/// Whether a document is shown as it is now.
fn is_shown(latest: &State, document: &Document, approval: &Approval) -> bool {
    match document.is_retired() {
        true => approval.lets_go(latest.aims.config.approval.of(document.kind_name())),
        false => approval.is_in_force(document),
    }
}

/// The place of the text that is there now, where it is committed.
fn present(latest: &State, ix: DocIx, document: &Document) -> Option<StepIx> {
    let mut steps = latest.history.of(&document.path).enumerate();
    let (place, (_, newest)) = steps.find(|(_, (_, change))| change.stood())?;
    let is_it = Some(newest.facts.as_ref()?.substance) == latest.approvals.substance(ix);
    is_it.then(|| StepIx::new(place))
}

struct Earlier {
    text: Vec<u8>,
    place: StepIx,
    /// Where it lay.
    lay: DocPath,
    shown: ShownText,
}

fn earlier(latest: &State, document: &Document, approval: &Approval, repo: Option<&Repo>) -> Result<Option<Earlier>> {
    let Some((place, repo)) = approval.earlier.zip(repo) else { return Ok(None) };
    let Some((revision, change)) = latest.history.of(&document.path).nth(place.index()) else { return Ok(None) };
    let Some(blob) = change.new else { return Ok(None) };
    let Blob::Bytes(text) = repo.blob(blob, MAX_TEXT)? else { return Ok(None) };
    let version = change.facts.as_ref().and_then(|facts| facts.version.as_deref().map(str::to_owned));
    let lay = change.path.clone();
    Ok(Some(Earlier { text, place, lay, shown: ShownText { version, commit: revision.commit.clone() } }))
}

/// Whether nothing is told of a document that is gone: it was never in force, or a page that nobody approves. Records stay,
/// and entries of registers: what its kind is, where it lay last, tells whether anybody is asked to approve it.
fn is_closed(latest: &State, place: GoneIx, gone: &Gone) -> bool {
    let facts = || gone.steps.iter().filter_map(|step| latest.history.step(*step)?.1.facts.as_deref());
    let (config, kinds) = (&latest.aims.config, &latest.aims.kinds);
    let kind = |facts: &Facts| {
        let own = facts.kind.as_deref().map(normal);
        kinds.get(own.as_deref().or_else(|| config.folder_kind(&gone.path))?)
    };
    let is_asked = |kind: &Kind| kind.has_life() || config.approval.asks_of_records(&kind.name);
    let says = facts().any(|facts| facts.status.is_some());
    // Of what is of no kind nobody knows what it is.
    let asked = says || facts().find(|facts| facts.controlled).and_then(kind).is_none_or(is_asked);
    let in_force = latest.approvals.tenures_of_gone(place).iter().any(|tenure| tenure.from.is_some());
    !in_force && asked
}

impl Shown {
    /// Shows an uncontrolled page as it was.
    fn page(&mut self, latest: &State, document: &Document, page: &Page, finder: &mut Finder<'_, '_>) {
        let Some(commit) = page.commit else { return };
        let blob = finder.blob(commit, &document.path);
        let steps = || latest.history.of(&document.path);
        let is_later = |place: Option<LinePlace>| place > page.moment.place();
        let same = steps().position(|(revision, change)| change.new == blob && !is_later(revision.place));
        let without = same.unwrap_or_else(|| steps().filter(|(revision, _)| is_later(revision.place)).count());
        if without > 0 || blob.is_none_or(|blob| !finder.is_here(&document.path, blob)) {
            let shown = Some(ShownText { version: None, commit: commit.to_string() });
            self.notes.insert(document.path.clone(), Note { shown, ..Note::default() });
            self.without.insert(document.path.clone(), without);
        }
    }
}

/// A path that no file has.
fn stub_path(source: &dyn Source, number: usize) -> Option<DocPath> {
    let free = |path: &DocPath| source.files().binary_search(path).is_err();
    (0..).map_while(|more| DocPath::new(&format!("withheld{}/{number}.md", "-".repeat(more)))).find(free)
}

/// A page that says that there is a document, and of what kind. It claims nothing, and links to it lead somewhere.
fn text_of_stub(id: &str, document: &Document) -> String {
    let quoted = |text: &str| {
        let kept: String = text.chars().filter(|c| !c.is_control()).collect();
        format!("\"{}\"", kept.replace('\\', "\\\\").replace('"', "\\\""))
    };
    let mut text = format!("---\nid: {}\ntitle: Title withheld\n", quoted(id));
    if let Some(kind) = &document.kind {
        text.push_str(&format!("kind: {}\n", quoted(&kind.name)));
    }
    text + "status: draft\n---\n\nThe text is left out of this edition until a version of it is approved.\n"
}
