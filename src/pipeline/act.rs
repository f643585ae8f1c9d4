//! The story of an act: a person approves or reviews a document, and a record of it is written. Nothing else in this
//! crate writes into an AIMS.

use std::sync::Arc;

use super::{Project, Request, find};
use crate::approval::record::{ActKind, Record};
use crate::approval::{self, Author, Intent, Known, Leads, Roster, Text};
use crate::base::text::{count, did_you_mean};
use crate::base::{Date, DocPath, Error, Result, SETTINGS, below};
use crate::diag::{Diagnostic, Level};
use crate::emit;
use crate::model::config::{Config, Person};
use crate::model::document::{Document, Status};
use crate::model::{Aims, DocIx};
use crate::parse::{MAX_TEXT, normalise};
use crate::repo::{Identity, ObjectFormat};
use crate::signature::AllowedKey;
use crate::source::{Content, Source, Worktree};
use crate::state::State;

/// What a person asks for.
#[derive(Debug, Clone)]
pub struct Act {
    /// Approve or review.
    pub kind: ActKind,
    /// The document: its id, whatever its letter case, or its path in the AIMS.
    pub document: String,
    /// Who acts: a name or an e-mail address of the settings. Else git says it.
    pub who: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// What came of a review.
    pub outcome: Option<String>,
    /// What the person wishes to add.
    pub comment: Option<String>,
    /// Whether it is to be signed whatever comes: one that is not signed is then not the same act.
    pub signed: bool,
    /// The day of the act.
    pub today: Date,
}

/// How an act stands before it is signed.
#[derive(Debug)]
pub enum Prepared {
    /// It is ready to be signed and written.
    Ready(Box<Ready>),
    /// The person has done the same already, by the record in this file.
    Already(DocPath),
}

/// An act that is ready.
#[derive(Debug)]
pub struct Ready {
    /// The record.
    pub record: Record,
    /// The text of its file, which is what is signed.
    pub text: String,
    /// What the person should know: sentences.
    pub notes: Vec<String>,
    /// The text of the document that the record is about; none where it is about settings.
    pub document: Option<ReadText>,
    /// Who may sign, by the last commit.
    roster: Arc<Roster>,
    /// Who may sign, by the settings in the folder.
    here: Roster,
}

/// The text of a document, and where its front matter ends.
#[derive(Debug)]
pub struct ReadText {
    /// The whole text.
    pub text: Arc<str>,
    /// Where the body begins.
    pub body: usize,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The record, from the root of the AIMS.
    pub record: DocPath,
    /// Its signature.
    pub signature: Option<DocPath>,
    /// Whether git leaves the files out, by a `.gitignore`.
    pub ignored: bool,
    /// Whether git hands the record out as it is, whatever a machine does to line ends.
    pub attributes: Attributes,
}

/// What was done so that git hands records out as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attributes {
    /// Nothing: it is so already, or there is no repository.
    Set,
    /// This file says so now.
    Added(DocPath),
    /// It could not be brought about.
    Failed,
}

/// What `.gitattributes` says of records.
const ATTRIBUTES: [&str; 2] =
    ["# Records of acts are signed: git must not change their line ends.", "approvals/** -text"];

impl Project {
    /// Who the person at this machine is, by git's settings; `None` outside a repository.
    ///
    /// # Errors
    /// Where git's settings cannot be read.
    pub fn identity(&self) -> Result<Option<Identity>> {
        self.repo.as_ref().map(crate::repo::Repo::identity).transpose()
    }

    /// Puts the record of an act together, for the document as it is in the folder. Nothing is written.
    ///
    /// # Errors
    /// Where there is no such document or person, and where the act would not count.
    pub fn prepare(&self, act: &Act) -> Result<Prepared> {
        if act.kind == ActKind::Approval {
            self.has_commit()?;
        }
        let checked = self.check(&Request::new(&self.root, act.today))?;
        if act.document.trim_start_matches("./") == SETTINGS {
            return self.prepare_settings(act, &checked);
        }
        let aims = &checked.aims;
        let ix = find::document(aims, &act.document)?;
        let document = aims.document(ix);
        let (person, email) = self.person(&aims.config, act)?;
        let here = Roster::of(&aims.config);
        let roster = self.roster()?.unwrap_or_else(|| Arc::new(here.clone()));
        let known = known(person, &roster, act.kind)?;
        let intent = Intent {
            act: act.kind,
            document: ix,
            author: Author { person, email: &email, known: &known },
            role: act.role.as_deref(),
            date: act.today,
            outcome: act.outcome.as_deref(),
            comment: act.comment.as_deref(),
            signed: act.signed,
        };
        let bytes = self.text(document)?;
        let leads = Leads::of(aims, ix, &self.checkout(&[])?.0)?;
        let text = Text { bytes: &bytes.bytes, format: self.format(), leads: &leads };
        let record = intent.record(aims, &checked.approvals, text)?;
        if let Some(done) = intent.already(&checked.approvals) {
            return Ok(Prepared::Already(done.path.clone()));
        }
        let errors = errors_at(&checked, document);
        if let (ActKind::Approval, [first, ..]) = (act.kind, errors.as_slice()) {
            return Err(unsound(document, first, errors.len()));
        }
        let notes = notes(&checked, ix, act.kind, &bytes, errors.len());
        let read = ReadText { text: Arc::clone(&document.text), body: document.body.start };
        Ok(Prepared::Ready(Box::new(Ready { document: Some(read), ..Ready::new(record, notes, roster, here) })))
    }

    /// Writes a record and its signature, both or neither.
    ///
    /// # Errors
    /// Where the disk fails, or the folder of records is none.
    pub fn write_act(&self, ready: &Ready, armored: Option<&str>) -> Result<Written> {
        let name = ready.record.file_name();
        let (folder, file) = name.rsplit_once('/').unwrap_or((crate::base::APPROVALS, &name));
        let folder = DocPath::new(folder).ok_or_else(|| Error::new(format!("`{folder}` is no folder")))?;
        let stem = file.trim_end_matches(".toml");
        // A signature without its record means nothing; a record without its signature might be taken for one unsigned.
        let mut parts: Vec<(&str, &[u8])> = Vec::new();
        parts.extend(armored.map(|armored| (".toml.sig", armored.as_bytes())));
        parts.push((".toml", ready.text.as_bytes()));
        let mut paths = emit::create(&self.root, &folder, stem, &parts)?.into_iter().rev();
        let record = paths.next().ok_or_else(|| Error::new("no record was written"))?;
        let ignored = Worktree::open(&self.root, None, &[])?.files().binary_search(&record).is_err();
        let attributes = self.keep_bytes(&record);
        Ok(Written { record, signature: paths.next(), ignored, attributes })
    }

    /// Sees to it that git does not convert the line ends of records: whoever verifies one with OpenSSH needs its bytes.
    fn keep_bytes(&self, record: &DocPath) -> Attributes {
        let Some((repo, path)) = self.repo.as_ref().zip(DocPath::new(".gitattributes")) else { return Attributes::Set };
        let inside = below(&self.prefix, record.as_str());
        // The record stands without it: only what a machine with other settings makes of it is at stake.
        let keeps = || repo.keeps_line_ends(&inside).unwrap_or(false);
        if keeps() {
            return Attributes::Set;
        }
        match emit::append(&self.root, &path, &ATTRIBUTES) {
            Ok(()) if keeps() => Attributes::Added(path),
            Ok(()) | Err(_) => Attributes::Failed,
        }
    }

    /// An approval counts by keys and roles of the commit before it.
    fn has_commit(&self) -> Result<()> {
        let Some(repo) = &self.repo else {
            return Err(Error::new(format!("{} is not in a git repository", self.root.display())).hint(
                "An approval counts by the keys and roles of the commit before it. Run `git init` and commit aims.toml \
                 first.",
            ));
        };
        match repo.head()? {
            Some(_) => Ok(()),
            None => Err(Error::new("there is no commit yet")
                .hint("An approval counts by the keys and roles of the commit before it. Commit aims.toml first.")),
        }
    }

    /// The people whom the last commit lists; `None` where there is none.
    fn roster(&self) -> Result<Option<Arc<Roster>>> {
        let Some(repo) = &self.repo else { return Ok(None) };
        Ok(repo.head()?.map(|head| approval::roster_at(repo, &self.prefix, head)))
    }

    pub(super) fn format(&self) -> ObjectFormat {
        self.repo.as_ref().map_or(ObjectFormat::Sha1, crate::repo::Repo::format)
    }

    /// Who acts: the person named, else the one that git names.
    pub(super) fn person<'a>(&self, config: &'a Config, act: &Act) -> Result<(&'a Person, String)> {
        if let Some(who) = &act.who {
            return named(config, who);
        }
        let identity = self.identity()?.unwrap_or_default();
        let Some(email) = identity.email else {
            return Err(Error::new("it is not known who acts: git has no `user.email` here")
                .hint("Say `--as NAME`, or set it: `git config user.email you@example.org`."));
        };
        let Some(person) = config.person_by_email(&email) else {
            let name = identity.name.unwrap_or_default();
            return Err(unknown(config, &email, &name));
        };
        Ok((person, own_address(person, &email)))
    }

    /// The bytes of a document, as git has them where the text is committed: what a machine makes of line endings is
    /// nobody's text.
    fn text(&self, document: &Document) -> Result<Bytes> {
        let (source, head) = self.checkout(&[])?;
        let bytes = match source.read(&document.path, MAX_TEXT)? {
            Content::Bytes(bytes) => bytes,
            Content::TooLarge(_) => return Err(Error::new(format!("{} is too large", document.path))),
            Content::Unreadable(why) => return Err(Error::new(format!("cannot read {}: {why}", document.path))),
        };
        let committed = match self.repo.as_ref().zip(head) {
            Some((repo, head)) => repo.read_at(head, &below(&self.prefix, document.path.as_str()), MAX_TEXT)?,
            None => None,
        };
        let same = |there: &Vec<u8>| normalise(there).ok() == normalise(&bytes).ok();
        match committed {
            Some(there) if same(&there) => Ok(Bytes { bytes: there, committed: true }),
            _ => Ok(Bytes { bytes, committed: false }),
        }
    }
}

impl Ready {
    pub(super) fn new(record: Record, notes: Vec<String>, roster: Arc<Roster>, here: Roster) -> Self {
        Self { text: record.write(), record, notes, document: None, roster, here }
    }

    /// Judges a signature over the record as it will be judged once it is committed, and gives the key that made it.
    ///
    /// # Errors
    /// Where it would not count, and why.
    pub fn prove(&self, armored: &str) -> Result<AllowedKey> {
        approval::prove(&self.record, self.text.as_bytes(), armored, &self.roster, &self.here)
    }
}

/// The text of a document.
struct Bytes {
    bytes: Vec<u8>,
    /// Whether the last commit has it.
    committed: bool,
}

fn named<'a>(config: &'a Config, who: &str) -> Result<(&'a Person, String)> {
    let who = who.trim();
    if let Some(person) = config.person_by_email(who) {
        return Ok((person, own_address(person, who)));
    }
    let mut by_name = config.people.iter().filter(|person| person.name.eq_ignore_ascii_case(who));
    let Some(person) = by_name.next() else { return Err(unknown(config, who, "")) };
    let Some(email) = person.emails.first() else {
        return Err(Error::new(format!("{} has no e-mail address in aims.toml", person.name)).hint(
            "Records name the address that a signature is verified with. Add `emails = [\"…\"]` to the person.",
        ));
    };
    Ok((person, email.clone()))
}

/// An address as the settings write it.
fn own_address(person: &Person, email: &str) -> String {
    person.emails.iter().find(|known| known.eq_ignore_ascii_case(email)).map_or(email, String::as_str).to_owned()
}

fn unknown(config: &Config, who: &str, name: &str) -> Error {
    let people = config.people.iter();
    let known = people.flat_map(|person| std::iter::once(&person.name).chain(&person.emails)).map(String::as_str);
    let known: Vec<&str> = known.collect();
    let error = Error::new(format!("aims.toml knows nobody called `{who}`"));
    // A part of a name is what people type first.
    let part = |known: &&str| known.split([' ', '@', '.']).any(|part| part.eq_ignore_ascii_case(who));
    let same = |known: &&str| !name.is_empty() && known.eq_ignore_ascii_case(name);
    let near = did_you_mean(who, known.iter().copied());
    match near.or_else(|| known.iter().copied().find(part)).or_else(|| known.iter().copied().find(same)) {
        Some(near) => {
            error.hint(format!("Did you mean `{near}`? Say `--as \"{near}\"`, or add the address to the person."))
        }
        None => error.hint(
            "Add the person under `[[people]]` with `name`, `emails`, `roles` and `keys`, have that merged, then act. \
             Or say who acts with `--as`.",
        ),
    }
}

/// What the last commit knows of the person. It need not know one who only reviews and does not sign.
fn known(person: &Person, roster: &Roster, act: ActKind) -> Result<Known> {
    match roster.named(&person.name) {
        Some(known) => Ok(known),
        None if act == ActKind::Review => Ok(Known { name: person.name.clone(), roles: person.roles.clone() }),
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
            && !finding.code.starts_with("AIMS5")
    };
    checked.findings.found.iter().filter(counts).collect()
}

fn unsound(document: &Document, first: &Diagnostic, errors: usize) -> Error {
    let (code, message) = (first.code, &first.message);
    Error::new(format!("{} has {}, so it cannot be approved: {code}, {message}", document.id, count(errors, "error")))
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
    if act == ActKind::Approval && !document.says_approved() && document.is_kept_current() {
        let status = document.status().map_or("nothing", Status::as_str);
        notes.push(format!(
            "The document says `status: {status}`. It is in force once it says `approved`; the approval still holds then."
        ));
    }
    if act == ActKind::Review && errors > 0 {
        notes.push(format!("The document has {}: see `aims check`.", count(errors, "error")));
    }
    notes
}

fn four_eyes(aims: &Aims, document: &Document) -> bool {
    aims.config.approval.of(document.kind_name()).four_eyes
}
