//! Who approved and reviewed what: the records of acts, what git itself shows, and what the organisation's rule asks for.
//!
//! In come the AIMS, its change record and the settings of earlier commits; out go [`Approvals`], as plain data. Records
//! are read and put together as text here; they are signed by the command line, and put on disk by `emit`. Whether missing evidence is wrong is
//! for `check` to say.
//!
//! Evidence comes in levels, and each is shown with what it does and does not prove: see
//! [`Evidence`](crate::model::approval_rule::Evidence). Keys and roles are those of the settings before the change that is
//! judged, so that no change can vouch for itself. The rule is that of today, and where the change that put a text in force
//! came with another rule, that of before the change too.

mod acted;
mod acts;
mod addresses;
mod again;
mod approvals;
mod approver;
mod authors;
mod bar;
mod basis;
mod begin;
mod bore;
mod brought;
mod came;
mod case;
mod claim;
mod classes;
mod departed;
mod eras;
mod evidence;
mod formers;
mod grade;
mod guard;
mod guarded;
mod heirs;
mod idle;
mod input;
mod landing;
mod leaving;
mod left;
mod let_go;
mod life;
mod line;
mod lives;
mod lost;
mod marks;
mod misdated;
mod named;
mod outcome;
mod pending;
mod persons;
mod place;
mod readings;
mod reason;
pub mod record;
mod records;
mod refusal;
mod renumbered;
mod returned;
mod roster;
mod rosters;
mod seen;
mod signatures;
mod span;
mod spells;
mod standing;
mod suspect;
mod swapped;
mod taken;
mod targets;
mod tenure;
mod then;
mod trail;
mod turns;
mod unnamed;
mod versions;
mod vouched;
mod weighed;
mod withdrawn;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use acts::{Act, Counts, Filed, LATE};
pub use again::Past;
pub use approvals::Approvals;
pub use approver::{Approver, VersionApproval};
pub use authors::lasting;
pub use basis::{Basis, There};
pub use case::From;
pub use classes::Classes;
pub use eras::{Era, Eras, Since};
pub use evidence::{Approval, Before, Piece};
use formers::Formers;
pub use grade::Grade;
pub use guard::{Guard, Held};
pub use guarded::guarded;
pub use idle::{Idle, Why};
pub use input::Input;
pub use leaving::{Kept, Leaving, Left};
pub use misdated::Misdated;
pub use pending::Pending;
pub use place::{ActIx, Moment, StepIx};
pub use readings::{Others, Read, Readings, Unread};
pub use reason::{Objection, Reason};
pub use records::{RecordLives, is_rewritten};
pub use returned::{Away, Returned};
pub use roster::{Known, Roster};
pub use rosters::roster_at;
pub use suspect::{BUILDS_ON, Suspect};
pub use swapped::Swapped;
pub use taken::Taken;
pub use targets::{Leads, Moved, Targets, file_digest};
pub use tenure::Tenure;
pub use turns::{Turn, Unvouched};
pub use versions::text_of;
use weighed::Passed;
pub use withdrawn::{Hand, PutBack};
pub use write::{Author, Intent, Text, prove};

use crate::base::{DocPath, Result, SETTINGS};
use crate::compare::{Comparison, Snapshot, compare};
use crate::model::document::Document;
use crate::model::{Aims, DocIx};
use crate::parse::MAX_TEXT;
use crate::repo::{Blob, ObjectId};
use crate::source::{Content, Source};

/// Reads the acts and judges every document of which it is asked who approved it.
///
/// # Errors
/// Where the source or the repository fails. What is wrong with a record is in the record.
pub fn judge(input: &Input<'_>) -> Result<Approvals> {
    let Input { aims, history, source, repo, tip, trust, past, cache } = *input;
    let prefix = repo.map_or("", |(_, prefix)| prefix);
    let mut rosters =
        rosters::Rosters::new(repo.map(|(repo, _)| repo), prefix, (trust, tip), cache).knowing(&past.settings);
    rosters = rosters.of_history(history);
    let today = Arc::new(Roster::of(&aims.config));
    let vouching = match repo.filter(|_| trust.is_none()) {
        Some((repo, prefix)) => {
            let first = past.again.first_seen(history, Some(repo));
            let (today, here, first) = (aims.today, &*today, &*first);
            let input = vouched::Input { history, source, repo, prefix, today, here, first };
            vouched::Vouching::of(&input, &mut rosters)?
        }
        None => vouched::Vouching::default(),
    };
    // Where the caller trusts one commit, its settings say nothing of other days.
    let eras = match trust {
        None => Eras::of(history, &vouching, &today, &mut rosters),
        Some(_) => Eras::default(),
    };
    let (leads, formers) = (leads(aims, source)?, Formers::of(aims));
    let Passed { mut approvals, shown, renumbered } =
        weighed::both(&vouching, &mut rosters, |rosters| pass(input, (&today, &leads, &formers), rosters))?;
    let around = guard::Around { vouching: &vouching, today: &today, whole: history.is_whole() };
    approvals.eras = eras;
    approvals.guard = around.guard(&shown, history, tip, &mut rosters);
    let (files, repo) = (source.files(), repo.map(|(repo, _)| repo));
    let of_lost =
        departed::Input { aims, history, today: &today, eras: &approvals.eras, repo, files, formers: &formers };
    approvals.left = left::find(of_lost, (&approvals, &renumbered));
    approvals.let_go = let_go::find(of_lost, &approvals);
    approvals.held = readings::held(of_lost, &approvals);
    approvals.classes = classes::find(input, &approvals.guard, &mut rosters)?;
    approvals.unread_beside = unread_beside(input, &approvals.guard);
    approvals.records = RecordLives::follow(input);
    approvals.swapped = swapped::find(input, &approvals.records);
    approvals.pending = pending::find(input, &approvals.records);
    approvals.idle = idle::misplaced(source.files()).chain(vouching.idle.iter().cloned()).collect();
    approvals.idle.sort();
    rosters.keep(&past.settings);
    Ok(approvals)
}

/// Documents beside which a file lies that is not read any more.
fn unread_beside(input: &Input<'_>, guard: &Guard) -> BTreeSet<DocIx> {
    let Some(last) = guard.vouched() else { return BTreeSet::new() };
    let (sidecars, files) = (&last.authority().reading.sidecars, input.source.files());
    if *sidecars == input.aims.config.reading.sidecars {
        return BTreeSet::new();
    }
    let alone = input.aims.iter().filter(|(_, document)| document.beside.is_none());
    let is_there = |path: DocPath| files.binary_search(&path).is_ok();
    let unread = alone.filter(|(_, document)| sidecars.places(&document.path, true).any(is_there));
    unread.map(|(ix, _)| ix).collect()
}

/// Where the links and images of each document lead that a record names.
fn leads(aims: &Aims, source: &dyn Source) -> Result<BTreeMap<DocIx, Leads>> {
    let named = source.files().iter().filter_map(|path| aims.by_id(record::of_path(path)?.0)).collect();
    Leads::of_all(aims, named, source)
}

/// What the same is for all documents, and tells whether it was judged before.
fn of(input: &Input<'_>, filed: &[acts::Filed], signatures: &signatures::Signatures<'_, '_>) -> again::Of {
    let Input { aims, history, .. } = *input;
    let settings = DocPath::new(SETTINGS).and_then(|path| aims.texts.text(&path)).map(str::to_owned);
    let (tags, place, behind) = signatures.rests_on();
    again::Of { history: Arc::clone(history), settings, today: aims.today, place, behind, filed: filed.to_vec(), tags }
}

/// Where the links of documents lead, the acts on record of each and those with what was taken away, and the substance of each text.
type OfDocuments<'a> = (&'a BTreeMap<DocIx, Leads>, [&'a BTreeMap<DocIx, Vec<ActIx>>; 2], &'a [Option<[u8; 32]>]);

/// Judges every document that is there, and those that are gone, as far as that was not judged `before`.
fn judge_all(
    from: &lives::From<'_>,
    (leads, acts, substances): OfDocuments<'_>,
    before: &mut again::Judged,
    signatures: &mut signatures::Signatures<'_, '_>,
) -> Result<()> {
    let mut all = Vec::new();
    for ((ix, _), document) in from.aims.iter().zip(&from.aims.documents) {
        let (leads, [acts, ever]) = (leads.get(&ix), acts.map(|acts| acts.get(&ix).map_or(&[][..], Vec::as_slice)));
        let substance = substances.get(ix.index()).copied().flatten();
        let known = before.lives.get(ix.index()).filter(|life| life.is_of(document, leads));
        let lived = match known {
            Some(life) => life.lived.clone(),
            None => from.present(document, (substance, leads), (acts, ever), signatures)?,
        };
        all.push(again::Life::new(document, leads, lived));
    }
    before.lives = all;
    if before.gone.is_empty() {
        before.gone = from.history.gone.iter().map(|gone| from.gone(gone, signatures)).collect::<Result<_>>()?;
    }
    Ok(())
}

/// Judges by these settings.
fn pass<'a>(
    input: &Input<'a>,
    (today, leads, formers): (&Arc<Roster>, &BTreeMap<DocIx, Leads>, &Formers<'_>),
    rosters: &mut rosters::Rosters<'a>,
) -> Result<Passed> {
    let Input { aims, history, source, repo, tip, past, .. } = *input;
    let substances = named::present(aims, history, formers);
    let of_acts = acts::Input { aims, history, source, texts: &substances, tip, repo };
    let first = past.again.first_seen(history, repo.map(|(repo, _)| repo));
    let mut filed = acts::read(&of_acts, &first, rosters)?;
    let of_taken = taken::Input { aims, history, repo, first: &first, filed: &filed };
    let (gone_acts, taken) = taken::all(&of_taken, &of_acts, rosters);
    let on_record = filed.len();
    filed.extend(gone_acts);
    bore::settle(aims, history, &mut filed);
    let by_document = acts::by_document(&filed[..on_record]);
    let ever = acts::by_document(&filed);
    // A tag is made a while after its commit; the day of the build is the end of what counts.
    let until = acts::noon(aims.today) + 43_200;
    let (roster, persons) = (&*rosters.here(today), Arc::clone(&rosters.persons));
    let mut signatures = signatures::Signatures::new(repo, tip, (until, history), rosters)?;
    let mut before = past.again.take(of(input, &filed, &signatures));
    let from = lives::From { aims, history, roster, persons: &persons, filed: &filed, repo, tip };
    judge_all(&from, (leads, [&by_document, &ever], &substances), &mut before, &mut signatures)?;
    let (mut documents, mut tenures, mut shown) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let (mut standings, mut renumbered, mut came) = (case::Standings::new(), Vec::new(), BTreeMap::new());
    for ((ix, _), life) in aims.iter().zip(&before.lives) {
        let lives::Lived { judged, tenures: of, shown: of_text, renumbered: left, came: then } = life.lived.clone();
        tenures.insert(ix, of);
        came.extend(then.map(|then| (ix, then)));
        renumbered.push(left);
        if let Some((approval, own)) = judged {
            standings.extend(own);
            documents.insert(ix, approval);
            shown.insert(ix, of_text);
        }
    }
    let gone = before.gone.clone();
    past.again.put(before);
    let judged = |(place, filed): (usize, acts::Filed)| {
        let standing = standings.remove(&ActIx::new(place));
        let standing = standing.unwrap_or_else(|| Counts::No(filed.unjudged()));
        let document = filed.document.map(|ix| aims.document(ix));
        Act::new(filed, standing, document)
    };
    let were = filed.split_off(on_record);
    let acts: Vec<Act> = filed.into_iter().enumerate().map(judged).collect();
    let uncommitted = |document: &Document, newest: ObjectId| changed(input, document, newest);
    let suspects = suspect::find((&of_acts, &uncommitted), &substances, &acts, &by_document);
    let approvals = Approvals {
        acts,
        were,
        suspects,
        taken,
        documents,
        by_document,
        substances,
        tenures,
        came,
        gone,
        persons,
        ..Approvals::default()
    };
    Ok(Passed { approvals, shown, renumbered })
}

/// What the work tree changed in a document since the text of a commit.
fn changed(input: &Input<'_>, document: &Document, newest: ObjectId) -> Option<Comparison> {
    let (repo, _) = input.repo?;
    let Ok(Blob::Bytes(before)) = repo.blob(newest, MAX_TEXT) else { return None };
    let Ok(Content::Bytes(now)) = input.source.read(&document.path, MAX_TEXT) else { return None };
    let read = |bytes: &[u8]| Snapshot::read(bytes, &input.aims.config.reading);
    Some(compare(&read(&before), &read(&now)))
}
