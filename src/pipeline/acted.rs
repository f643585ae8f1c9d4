//! From the documents that acts are about to their records: what each says, and why one would not count.

use std::sync::Arc;

use super::act::{Act, ReadText, Ready, Stands};
use super::project::Project;
use super::which::Chosen;
use crate::approval::record::ActKind;
use crate::approval::{Author, Intent, Known, Leads, Misdated, Roster, Text};
use crate::base::text::count;
use crate::base::{Date, Error, Result, below};
use crate::check::is_guarded;
use crate::diag::{Diagnostic, Level};
use crate::model::config::Person;
use crate::model::document::{Document, Status};
use crate::model::{Aims, DocIx};
use crate::parse::{MAX_TEXT, normalise};
use crate::repo::ObjectId;
use crate::source::{Checkout, Content, Source};
use crate::state::State;

/// What all acts of one person have in common.
pub(super) struct Acts<'a> {
    project: &'a Project,
    act: &'a Act,
    checked: &'a State,
    source: Checkout<'a>,
    head: Option<ObjectId>,
    /// Who may sign, by the last commit.
    roster: Arc<Roster>,
    /// Who may sign, by the settings in the folder.
    here: Roster,
    person: &'a Person,
    email: String,
}

impl<'a> Acts<'a> {
    pub(super) fn begin(project: &'a Project, act: &'a Act, checked: &'a State) -> Result<Self> {
        let (source, head) = project.checkout(&[])?;
        let (person, email) = project.person(&checked.aims.config, act)?;
        let here = Roster::of(&checked.aims.config);
        let roster = project.roster()?.unwrap_or_else(|| Arc::new(here.clone()));
        Ok(Self { project, act, checked, source, head, roster, here, person, email })
    }

    /// In which roles the person acts on a document, by a record each: the one that they name, else all that are asked for
    /// and held. `None` leaves that to the record.
    pub(super) fn roles(&self, chosen: Chosen) -> Vec<Option<&str>> {
        let (Act { role, kind, .. }, aims) = (self.act, &self.checked.aims);
        let (Chosen::Document(ix), ActKind::Approval, None) = (chosen, kind, role) else {
            return vec![role.as_deref()];
        };
        let held = self.roster.named(&self.person.name).map(|known| known.roles).unwrap_or_default();
        let asked = self.checked.approvals.asked(aims, ix).into_iter();
        let both: Vec<_> = asked.filter(|role| held.iter().any(|held| held == role)).map(Some).collect();
        if both.len() < 2 { vec![None] } else { both }
    }

    /// The record of the act on one document.
    pub(super) fn prepare(&self, chosen: Chosen, role: Option<&str>) -> Result<Stands> {
        let (act, aims) = (self.act, &self.checked.aims);
        let Chosen::Document(ix) = chosen else {
            return self.project.prepare_settings(act, self.checked, (self.person, &self.email));
        };
        let document = aims.document(ix);
        let known = known(self.person, &self.roster, act.kind)?;
        let intent = Intent {
            act: act.kind,
            document: ix,
            author: Author { person: self.person, email: &self.email, known: &known },
            role,
            date: act.today,
            outcome: act.outcome.as_deref(),
            comment: act.comment.as_deref(),
            signed: act.signed,
        };
        if let Some(why) = Misdated::of_new(act.today, ix, (aims, &self.checked.history, &self.checked.approvals)) {
            return Err(misdated(document, act.today, why));
        }
        let held = self.checked.approvals.held_for(aims, ix, act.kind);
        let bytes = match held {
            Some(held) => Bytes { bytes: held.bytes.clone(), committed: true },
            None => self.text(document)?,
        };
        let leads = if held.is_some() { Leads::default() } else { Leads::of(aims, ix, &self.source)? };
        let text = Text { bytes: &bytes.bytes, format: self.project.format(), leads: &leads };
        let record = intent.record(aims, &self.checked.approvals, text)?;
        let done = intent.already(aims, &self.checked.approvals).map(|done| done.path.clone());
        let errors = errors_at(self.checked, document);
        let bars = |found: &&&Diagnostic| act.kind == ActKind::Approval || is_of_id(document, found);
        if let (None, Some(first)) = (&done, errors.iter().find(bars)) {
            return Err(unsound(document, first, errors.len(), act.kind));
        }
        // Of what is done already nothing is left to heed but that.
        let mut notes = match &done {
            Some(_) => unapproved(document, act.kind).into_iter().collect(),
            None => notes(self.checked, ix, act.kind, &bytes, errors.len()),
        };
        let lacking = self.checked.approvals.of(ix).filter(|_| act.kind == ActKind::Approval);
        let others = lacking.into_iter().flat_map(|of| &of.lacking).filter(|role| !known.roles.contains(role));
        notes.extend(others.map(|role| format!("It takes an approval as {role} too.")));
        let read = ReadText { text: Arc::clone(&document.text), body: document.body.start };
        let mut ready = Ready::new(record, notes, Arc::clone(&self.roster), self.here.clone());
        ready.document = Some(read);
        Ok(match done {
            Some(record) => Stands::Already(record, Box::new(ready)),
            None => Stands::Ready(Box::new(ready)),
        })
    }

    /// The bytes of a document, as git has them where the text is committed: what a machine makes of line endings is
    /// nobody's text.
    fn text(&self, document: &Document) -> Result<Bytes> {
        let bytes = match self.source.read(&document.path, MAX_TEXT)? {
            Content::Bytes(bytes) => bytes,
            Content::TooLarge(_) => return Err(Error::new(format!("{} is too large", document.path))),
            Content::Unreadable(why) => return Err(Error::new(format!("cannot read {}: {why}", document.path))),
        };
        let Some((repo, head)) = self.project.repo.as_ref().zip(self.head) else {
            return Ok(Bytes { bytes, committed: false });
        };
        let path = below(&self.project.prefix, document.path.as_str());
        match repo.read_at(head, &path, MAX_TEXT)? {
            Some(there) if normalise(&there).ok() == normalise(&bytes).ok() => {
                Ok(Bytes { bytes: there, committed: true })
            }
            _ => repo.is_unfiltered(&path).map(|()| Bytes { bytes, committed: false }),
        }
    }
}

/// The text of a document.
struct Bytes {
    bytes: Vec<u8>,
    /// Whether the last commit has it.
    committed: bool,
}

/// What the last commit knows of the person. It need not know one who only reads and does not sign.
fn known(person: &Person, roster: &Roster, act: ActKind) -> Result<Known> {
    match roster.named(&person.name) {
        Some(known) => Ok(known),
        None if act != ActKind::Approval => Ok(Known { name: person.name.clone(), roles: person.roles.clone() }),
        None => Err(Error::new(format!("{} is in aims.toml here, but not in the last commit", person.name))
            .hint("Keys and roles count for what comes after them. Have the settings merged first, then approve.")),
    }
}

/// What stands against approving the text: errors in the document itself. What only time brought about is none, and
/// whether it is approved is what the act is to change.
fn errors_at<'a>(checked: &'a State, document: &Document) -> Vec<&'a Diagnostic> {
    let counts = |finding: &&Diagnostic| {
        finding.place.path == document.path
            && finding.level == Level::Error
            && !finding.clock
            && !is_guarded(finding.code)
    };
    checked.findings.found.iter().filter(counts).collect()
}

/// Whether an error tells that a document has no id of its own: a record under a makeshift one is of no document any more once
/// that is mended.
fn is_of_id(document: &Document, found: &Diagnostic) -> bool {
    let is_own = document.id_span.is_some() && document.fields.text("id") == Some(&document.id);
    let lacks = found.name == "missing-field" && document.id_span.is_none();
    !is_own && (lacks || matches!(found.name, "invalid-id" | "duplicate-id"))
}

/// An act of a day on which there was no such text would be told as an error once it is written.
fn misdated(document: &Document, day: Date, why: Misdated) -> Error {
    Error::new(format!("the act on {} would be of {day}, {}", document.id, why.sentence()))
        .hint("Leave `--today` out, or give the day on which you act. `SOURCE_DATE_EPOCH` sets it too.")
}

fn unsound(document: &Document, first: &Diagnostic, errors: usize, act: ActKind) -> Error {
    let (id, code, message, done) = (&document.id, first.code, &first.message, act.done());
    Error::new(format!("{id} has {}, so it cannot be {done}: {code}, {message}", count(errors, "error")))
        .hint("`aims check` tells them all, with what to do. A waiver in aims.toml, with its reason, lifts one.")
}

fn notes(checked: &State, ix: DocIx, act: ActKind, text: &Bytes, errors: usize) -> Vec<String> {
    let document = checked.aims.document(ix);
    let mut notes = Vec::new();
    if let (ActKind::Approval, Some(gap)) = (act, checked.history.gaps.first()) {
        let what = format!("Who wrote the text is not known for certain here: {}. {}", gap.sentence(), gap.remedy());
        notes.push(what);
    }
    if !text.committed {
        let mut note = String::from(
            "The text is not committed: this is about the text as it is in the folder. Commit it before the record or \
             with it.",
        );
        if act == ActKind::Approval && four_eyes(&checked.aims, document) {
            note.push_str(" If nobody but you wrote what is new in it, the approval will not count.");
        }
        notes.push(note);
    }
    notes.extend(unapproved(document, act));
    if act == ActKind::Review && errors > 0 {
        notes.push(format!("The document has {}: see `aims check`.", count(errors, "error")));
    }
    notes
}

/// That an approval does not put a document in force by itself.
fn unapproved(document: &Document, act: ActKind) -> Option<String> {
    let waits = act == ActKind::Approval && !document.says_approved() && document.is_kept_current();
    let status = document.status().map_or("nothing", Status::as_str);
    waits.then(|| {
        format!("The document says `status: {status}`. It is in force once it says `approved`; the approval still holds then.")
    })
}

fn four_eyes(aims: &Aims, document: &Document) -> bool {
    aims.config.approval.of(document.kind_name()).four_eyes
}
