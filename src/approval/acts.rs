//! The acts on record: each record read, its signature judged, and what it is about found.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use super::grade::Grade;
use super::named;
use super::place::{ActIx, Moment};
use super::reason::{Objection, Reason};
use super::record::{ActKind, MAX_RECORD, Record, of_path, signature_of};
use super::returned::Returned;
use super::roster::{Known, Roster, by_both};
use super::rosters::Rosters;
use super::seen::{First, as_written};
use super::span::Met;
use super::targets::Moved;
use super::withdrawn::{PutBack, PutBacks};
use crate::base::date::days_between;
use crate::base::wording::Words;
use crate::base::{Date, DocPath, Result, SETTINGS, below, date, tell};
use crate::history::{Change, History, Person, Revision};
use crate::model::document::Document;
use crate::model::{Aims, DocIx};
use crate::repo::{ObjectId, Repo};
use crate::signature::{APPROVAL_NAMESPACE, Verdict};
use crate::source::{Content, Source};

/// An act on record, and whether it counts.
#[derive(Debug, Clone)]
pub struct Act {
    pub(super) filed: Filed,
    /// Whether it counts.
    pub standing: Counts,
    /// How much of the present text was signed, where it counts for that.
    pub grade: Option<Grade>,
}

/// What is known of an act by itself, it counts or not, is asked of the act.
impl Deref for Act {
    type Target = Filed;

    fn deref(&self) -> &Filed {
        &self.filed
    }
}

/// An act as its files and the settings of its day have it, before it is weighed with what is known of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The file of the record.
    pub path: DocPath,
    /// What it says; else what is wrong with it, as a sentence without a full stop.
    pub record: std::result::Result<Record, Words>,
    /// The document it is about, where there is one of its id.
    pub document: Option<DocIx>,
    /// The substance of the text that it names.
    pub text: Option<[u8; 32]>,
    /// The substance that the bytes which it names have by the settings of today, where it names another of the same bytes.
    pub reread: Option<[u8; 32]>,
    /// What its signature is worth; `None` where there is none.
    pub verdict: Option<Verdict>,
    /// Whose key made the signature, and the roles that person held then.
    pub signer: Option<Known>,
    /// The commit that brought it; `None` while it is not committed.
    pub commit: Option<String>,
    /// The day on which it reached the main line.
    pub landed: Option<Date>,
    /// The first day on which its text was there, where the text was on record before the act was: nobody judges what has
    /// not been written.
    pub text_since: Option<Date>,
    /// How many days it took to the main line from its own day, or from when the repository began; `None` while it is not
    /// committed.
    pub late: Option<i64>,
    /// The moment by which its signature is judged, in seconds since 1970-01-01T00:00:00Z.
    pub signed_by: i64,
    /// When this very record first reached the main line, under whatever name: one that is taken away and brought again is
    /// no new act.
    pub moment: Moment,
    /// How it was taken away and put back, where somebody else did that than whose act it is.
    pub put_back: Option<PutBack>,
    /// When its record was taken away, where it is on record no more.
    pub(super) gone: Option<Met>,
    /// Whether it is committed, be it by a commit that is not in this clone.
    pub is_committed: bool,
    /// Whether it is not known who might sign when it came.
    pub is_unread: bool,
    /// Author and committer of that commit.
    pub(super) brought: Option<(Person, Person)>,
}

/// Whether an act counts for the present text of its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counts {
    /// It does.
    Yes,
    /// It counted for an earlier text: the present one is another.
    Earlier,
    /// It is of the present text, which went out of force after it and was brought back.
    BroughtBack(Returned),
    /// It counted while the links and images of this text led where they did: these lead elsewhere now.
    LedElsewhere(Vec<Moved>),
    /// It counted for these very bytes as they were read then: the settings read them otherwise now.
    Reread,
    /// It does not and never did, and why.
    No(Reason),
}

impl Counts {
    /// Whether it counted once and does no more.
    pub fn is_past(&self) -> bool {
        matches!(self, Self::Earlier | Self::BroughtBack(_) | Self::LedElsewhere(_) | Self::Reread)
    }

    /// Whether it is of the present text, which was out of force since.
    pub fn is_brought_back(&self) -> bool {
        matches!(self, Self::BroughtBack(_))
    }

    /// Why it does not count, where that is more than that the text is another.
    pub fn why(&self) -> Option<Reason> {
        match self {
            Self::Yes | Self::Earlier => None,
            Self::BroughtBack(returned) => Some(Reason::BroughtBack(*returned)),
            Self::LedElsewhere(moved) => Some(Reason::led_elsewhere(moved)),
            Self::Reread => Some(Reason::Reread),
            Self::No(why) => Some(why.clone()),
        }
    }
}

impl Act {
    /// The act with how it stands, beside the document that it is about.
    pub(super) fn new(filed: Filed, standing: Counts, document: Option<&Document>) -> Self {
        let counts = standing == Counts::Yes && filed.is_proven();
        let grade =
            document.filter(|_| counts).zip(filed.record.as_ref().ok()).map(|(text, record)| Grade::of(text, record));
        Self { filed, standing, grade }
    }

    /// What speaks against it, where it does not count.
    pub fn objection(&self) -> Option<Objection> {
        match &self.standing {
            Counts::No(why) => Some(why.objection()),
            _ => None,
        }
    }
}

impl Filed {
    /// The record of an act of this kind, if it can be read.
    pub fn of_kind(&self, kind: ActKind) -> Option<&Record> {
        self.record.as_ref().ok().filter(|record| record.act == kind)
    }

    /// Since when it is on record, where that is another day than its own.
    pub fn on_record_since(&self) -> Option<Date> {
        let own = self.record.as_ref().ok()?.date;
        self.landed.filter(|landed| *landed != own)
    }

    /// Whether it came to the repository so long after its day that nothing shows that it was made then.
    pub fn is_late(&self) -> bool {
        self.late.is_some_and(|days| days > LATE)
    }

    /// Whether the signature is good and made by the person that the record names.
    pub fn is_proven(&self) -> bool {
        self.verdict.as_ref().is_some_and(Verdict::is_good)
            && self
                .signer
                .as_ref()
                .zip(self.record.as_ref().ok())
                .is_some_and(|(signer, record)| signer.name == record.by)
    }

    /// What the signature is worth, as a sentence without a full stop.
    pub fn signature(&self) -> String {
        self.unproven().sentence()
    }

    /// What the signature is worth, as a reason for where that is not enough.
    pub fn unproven(&self) -> Reason {
        match (&self.verdict, &self.record, &self.signer) {
            (None, ..) => Reason::Unsigned,
            (Some(verdict), Ok(record), Some(signer)) if verdict.is_good() && signer.name != record.by => {
                Reason::OtherSigner { named: record.by.clone(), signer: signer.name.clone() }
            }
            (Some(verdict), ..) => Reason::Signature(verdict.clone()),
        }
    }

    /// Why it does not count where it is about no document that is approved.
    pub(super) fn unjudged(&self) -> Reason {
        match (&self.record, self.document) {
            (Err(why), _) => Reason::Unreadable(why.clone()),
            (Ok(_), Some(_)) => Reason::NotApproved,
            (Ok(record), None) => Reason::NoDocument(record.document.clone()),
        }
    }
}

/// How many days a record, of an act or of anything else, may take to the repository.
pub const LATE: i64 = 30;

/// What acts are read from.
pub(super) struct Input<'a> {
    pub(super) aims: &'a Aims,
    pub(super) history: &'a History,
    pub(super) source: &'a dyn Source,
    /// Which text each document has now.
    pub(super) texts: &'a [Option<[u8; 32]>],
    /// The commit that is checked out or asked for.
    pub(super) tip: Option<ObjectId>,
    /// Where the commits are, with the path of the AIMS there.
    pub(super) repo: Option<(&'a Repo, &'a str)>,
}

impl<'a> Input<'a> {
    /// Whether the commit that is checked out or asked for has these bytes at a path.
    fn is_in_tip(&self, path: &DocPath, bytes: &[u8]) -> bool {
        let Some(((repo, prefix), tip)) = self.repo.zip(self.tip) else { return false };
        repo.blob_at(tip, &below(prefix, path.as_str())).is_some_and(|blob| blob.is_blob_of(bytes))
    }

    /// A document with the text that it has now.
    pub(super) fn now(&self, ix: DocIx) -> named::Now<'a> {
        (self.aims.document(ix), self.texts.get(ix.index()).copied().flatten())
    }
}

/// Reads every record below the folder of records, in order of the paths.
/// `first` is when each was first there.
pub(super) fn read(input: &Input<'_>, first: &First, rosters: &mut Rosters<'_>) -> Result<Vec<Filed>> {
    let files = input.source.files();
    let (mut acts, mut put_backs) = (Vec::new(), PutBacks::new(input.history, first));
    for path in files {
        match of_path(path) {
            // By records about the settings it is judged who stands behind those.
            Some((SETTINGS, _)) | None => {}
            Some((_, false)) => acts.push(read_one((input, path), first, &mut put_backs, rosters)?),
            // A signature without its record says nothing and is told, lest somebody take it for an approval.
            Some((_, true)) => {
                let record = DocPath::new(path.as_str().trim_end_matches(".sig"));
                if record.is_none_or(|record| files.binary_search(&record).is_err()) {
                    acts.push(Filed {
                        path: path.clone(),
                        record: Err(tell!("it is the signature of a record that is not there")),
                        document: None,
                        text: None,
                        reread: None,
                        verdict: None,
                        signer: None,
                        commit: None,
                        landed: None,
                        text_since: None,
                        late: None,
                        signed_by: noon(input.aims.today),
                        moment: Moment::UNCOMMITTED,
                        put_back: None,
                        gone: None,
                        is_committed: false,
                        is_unread: false,
                        brought: None,
                    });
                }
            }
        }
    }
    Ok(acts)
}

fn read_one(
    (input, path): (&Input<'_>, &DocPath),
    first: &First,
    put_backs: &mut PutBacks<'_>,
    rosters: &mut Rosters<'_>,
) -> Result<Filed> {
    let bytes = match input.source.read(path, MAX_RECORD)? {
        Content::Bytes(bytes) => Ok(bytes),
        Content::TooLarge(_) => Err(tell!("it is larger than {most} bytes", most = MAX_RECORD)),
        Content::Unreadable(why) => Err(tell!("it cannot be read: {why}", why)),
    };
    let (bytes, signature) = match read_signature(input, path)? {
        Ok(signature) => (bytes, signature),
        Err(why) => (bytes.and(Err(why)), None),
    };
    let mut landings = Vec::new();
    if let Ok(bytes) = &bytes {
        let of = |path, bytes| Landing::of(input.history, first, path, bytes);
        landings.push(of(path, bytes));
        landings.extend(signature.as_ref().map(|(sig, bytes)| of(sig, bytes)));
    }
    let filed = file((input, first), path, (&bytes, signature.as_ref()), &landings, rosters);
    let by = filed.record.as_ref().ok().map(|record| record.by.as_str());
    let whose = by.zip(bytes.as_ref().ok()).filter(|_| !first.removed.is_empty());
    let put_back = whose.and_then(|(by, bytes)| {
        let beside = signature.as_ref().map(|(_, bytes)| &**bytes);
        put_backs.any((by, bytes, beside), rosters)
    });
    let put_back = put_back.filter(|put_back| put_back.back.is_some() || !filed.is_committed);
    Ok(Filed { put_back, ..filed })
}

/// What a file holds; else why it cannot be read.
type Bytes = std::result::Result<Vec<u8>, Words>;

/// The signature beside a record, with its path.
type Signature = (DocPath, Vec<u8>);

/// Files an act by what its record, and the signature beside it, say or why they cannot be read, and by how each came.
pub(super) fn file(
    (input, first): (&Input<'_>, &First),
    path: &DocPath,
    (bytes, signature): (&Bytes, Option<&Signature>),
    landings: &[Landing<'_>],
    rosters: &mut Rosters<'_>,
) -> Filed {
    let folder = of_path(path).map_or("", |(folder, _)| folder);
    let record = bytes.as_ref().map_err(Clone::clone).and_then(|bytes| Record::read(&as_written(bytes)));
    let record = record.and_then(|record| match record.document == folder {
        true => Ok(record),
        false => Err(tell!("it is about {id} and lies in the folder of {folder}", id = &record.document, folder)),
    });
    let read = record.as_ref().ok();
    let document = read.and_then(|record| input.aims.by_id(&record.document));
    let text = read.and_then(|record| named::text(input.history, document.map(|document| input.now(document)), record));
    let reread = read.zip(document).and_then(|(record, ix)| named::reread(input.history, input.now(ix), record));
    let beside = bytes.as_ref().ok().zip(signature);
    let checked = beside.map(|(message, (_, armored))| verified((input, landings), (message, armored), rosters));
    let (verdict, signer) = checked.map_or((None, None), |(verdict, signer)| (Some(verdict), signer));
    let as_is = landings.iter().all(|landing| landing.as_is);
    let landed = landings.iter().filter_map(|landing| landing.revision).max_by_key(|revision| revision.landed_at);
    let landed = landed.filter(|_| as_is);
    let signed_by = landed.map_or_else(|| noon(input.aims.today), |revision| revision.landed_at);
    let moment = bytes.as_ref().ok().and_then(|bytes| first.moment(input.history, bytes));
    let moment = moment.unwrap_or(Moment::UNCOMMITTED);
    // Of what came somehow in what is not here, the day is not known.
    let dated = landed.filter(|_| landings.iter().all(|landing| landing.is_known));
    let late = dated.zip(read).map(|(revision, record)| days_late(record.date, first.began, revision));
    let text_since = document.zip(text).and_then(|(ix, text)| text_since(input, ix, &text, moment));
    let record = record.map(|record| in_held_role((input, landings), record, rosters));
    Filed {
        path: path.clone(),
        record,
        document,
        text,
        reread,
        verdict,
        signer,
        commit: landed.map(|revision| revision.commit.clone()),
        landed: dated.map(|revision| revision.landed),
        text_since,
        late,
        signed_by,
        moment,
        put_back: None,
        gone: None,
        is_committed: landed.is_some() || is_behind(input, (path, bytes.as_deref().ok()), signature),
        is_unread: landings.iter().any(|landing| landing.settings(input, rosters).is_unread().is_some()),
        brought: landed.map(|revision| (revision.author.clone(), revision.committer.clone())),
    }
}

/// The record without a role that the person did not hold by the settings before each of its files came in: in a record
/// stands whatever its author wrote.
fn in_held_role(
    (input, landings): (&Input<'_>, &[Landing<'_>]),
    mut record: Record,
    rosters: &mut Rosters<'_>,
) -> Record {
    let named = |roster: &Roster| roster.named(&record.by);
    let mut holders = landings.iter().map(|landing| landing.settings(input, rosters).granted(named));
    record.role =
        record.role.take().filter(|role| holders.all(|known| known.is_some_and(|of| of.roles.contains(role))));
    record
}

/// What the signature of a record is worth.
fn verified(
    (input, landings): (&Input<'_>, &[Landing<'_>]),
    (message, armored): (&[u8], &[u8]),
    rosters: &mut Rosters<'_>,
) -> (Verdict, Option<Known>) {
    let armored = as_written(armored);
    let armored = String::from_utf8_lossy(&armored);
    let as_is = verify(input, landings, message, &armored, rosters);
    let written = as_written(message);
    // Git does not change what is signed, but an editor may: records are written with line feeds only.
    match as_is.0.is_good() || *written == *message {
        true => as_is,
        false => verify(input, landings, &written, &armored, rosters),
    }
}

/// Whether a record was committed before all that is in this clone, with its signature.
fn is_behind(
    input: &Input<'_>,
    (path, bytes): (&DocPath, Option<&[u8]>),
    signature: Option<&(DocPath, Vec<u8>)>,
) -> bool {
    let signed = || signature.is_none_or(|(path, bytes)| input.is_in_tip(path, bytes));
    !input.history.is_whole() && bytes.is_some_and(|bytes| input.is_in_tip(path, bytes)) && signed()
}

/// The signature beside a record, with its path; else why it cannot be read.
fn read_signature(input: &Input<'_>, path: &DocPath) -> Result<std::result::Result<Option<Signature>, Words>> {
    let there = signature_of(path).filter(|sig| input.source.files().binary_search(sig).is_ok());
    let Some(sig) = there else { return Ok(Ok(None)) };
    Ok(match input.source.read(&sig, MAX_RECORD)? {
        Content::Bytes(bytes) => Ok(Some((sig, bytes))),
        Content::TooLarge(_) => Err(tell!("its signature is larger than {most} bytes", most = MAX_RECORD)),
        Content::Unreadable(why) => Err(tell!("its signature cannot be read: {why}", why)),
    })
}

/// How many days an act of `day` took to the main line. What was brought along when the repository was made could not have
/// been in it before.
fn days_late(day: Date, began: Option<Date>, revision: &Revision) -> i64 {
    days_between(began.map_or(day, |began| day.max(began)), revision.landed)
}

/// The first day on which a text of a document was there, by its author or by the main line; `None` where the text came in
/// with the act at `moment`, or after it: then it may have been read before it was committed; and where the clone lacks
/// something: then it may have been there before.
fn text_since(input: &Input<'_>, ix: DocIx, text: &[u8; 32], moment: Moment) -> Option<Date> {
    if !input.history.is_whole() {
        return None;
    }
    let first = named::first_day(input.history, &input.aims.document(ix).path, text);
    first.filter(|(place, _)| Some(*place) < moment.place()).map(|(_, day)| day)
}

/// How a file of an act came into the history.
pub(super) struct Landing<'a> {
    /// The commit that last put something there; `None` where none did.
    revision: Option<&'a Revision>,
    /// Whether what is there now is what that commit put there.
    as_is: bool,
    /// Whether it is known when it came, if it did.
    is_known: bool,
}

impl<'a> Landing<'a> {
    fn of(history: &'a History, first: &First, path: &DocPath, bytes: &[u8]) -> Self {
        // A record that was moved, or given other line ends, came in where it was before.
        let step = history.of(path).find(|(_, change)| change.came() && !first.goes_on(change));
        let name = first.name_of(bytes);
        let as_is = history.of(path).find(|(_, change)| change.came()).and_then(|(_, change)| change.new);
        let as_is = as_is.is_some_and(|blob| Some(first.named(blob)) == name);
        let came = name.filter(|_| as_is).and_then(|name| first.came.get(&name)?.last());
        Self::by(history, came.and_then(|came| history.step(*came)).or(step), as_is)
    }

    /// How a text that is not there now came first.
    pub(super) fn first(history: &'a History, first: &First, blob: ObjectId) -> Option<Self> {
        let came = first.came.get(&first.named(blob))?.first()?;
        Some(Self::by(history, Some(history.step(*came)?), true))
    }

    fn by(history: &'a History, step: Option<(&'a Revision, &'a Change)>, as_is: bool) -> Self {
        let is_known = step.is_none_or(|(revision, change)| history.is_known(revision, change));
        Self { revision: step.map(|(revision, _)| revision), as_is: as_is && step.is_some(), is_known }
    }

    /// The settings before it came in.
    fn settings(&self, input: &Input<'_>, rosters: &mut Rosters<'_>) -> Arc<Roster> {
        rosters.before(self.revision.map_or(input.tip, |revision| revision.before))
    }
}

/// Judges a signature by the settings before each of its files came in: it has to hold by all of them. The days of commits
/// say nothing of which came last, for anybody can set them. A file that git has with other bytes, which its filters can
/// bring about, is judged by where it came in too, never by what stands beside it.
fn verify(
    input: &Input<'_>,
    landings: &[Landing<'_>],
    message: &[u8],
    armored: &str,
    rosters: &mut Rosters<'_>,
) -> (Verdict, Option<Known>) {
    let mut judged: Option<(Verdict, Option<Known>)> = None;
    for landing in landings {
        let roster = landing.settings(input, rosters);
        let known = landing.revision.filter(|_| landing.as_is);
        let at = known.map_or_else(|| noon(input.aims.today), |revision| revision.landed_at);
        let found = roster.verify(message, armored, APPROVAL_NAMESPACE, at);
        judged = judged.into_iter().chain([found]).reduce(by_both);
    }
    judged.unwrap_or_else(|| (Verdict::Malformed { why: tell!("there is nothing to judge it by") }, None))
}

/// The middle of a day, in seconds since 1970-01-01T00:00:00Z.
pub(super) fn noon(day: Date) -> i64 {
    date::days_between(Date::constant(1970, 1, 1), day) * 86_400 + 43_200
}

/// The acts about each document, in order of their days.
pub(super) fn by_document(acts: &[Filed]) -> BTreeMap<DocIx, Vec<ActIx>> {
    let mut found: BTreeMap<DocIx, Vec<ActIx>> = BTreeMap::new();
    for (place, act) in acts.iter().enumerate() {
        if let (Some(ix), Ok(_)) = (act.document, &act.record) {
            found.entry(ix).or_default().push(ActIx::new(place));
        }
    }
    for places in found.values_mut() {
        places.sort_by_key(|place| acts[place.index()].record.as_ref().map(|record| record.date).ok());
    }
    found
}
