//! A record that is about to be made: put together for the present text of a document, and refused where it would not
//! count.
//!
//! In come the intent of a person and the AIMS as judged; out comes a [`Record`], or an error that says why there cannot
//! be one and what to do. The questions are those by which records are judged later, so that nobody signs in vain. What
//! is not asked here: who sits at the machine, and which key signs.

use super::acts::{Act, Counts, noon};
use super::approvals::Approvals;
use super::evidence::{Approval, Before};
use super::misdated::Misdated;
use super::reason::{Objection, Reason};
use super::record::{ActKind, Form, MAX_RECORD, Record};
use super::roster::{Known, Roster};
use super::standing::own_work;
use super::suspect::BUILDS_ON;
use super::targets::Leads;
use crate::base::folded::same_name;
use crate::base::naming::list;
use crate::base::text::did_you_mean;
use crate::base::{Date, Error, Result, hex, sha256_hex};
use crate::model::config::Person;
use crate::model::document::Document;
use crate::model::readers::{Reader, ReadingLists};
use crate::model::{Aims, DocIx};
use crate::repo::{ObjectFormat, ObjectId};
use crate::signature::{APPROVAL_NAMESPACE, AllowedKey, Verdict};

/// The person who acts.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// The person, of the settings.
    pub person: &'a Person,
    /// Which of the person's addresses the record names.
    pub email: &'a str,
    /// The roles by the settings that the signature will be judged by.
    pub known: &'a Known,
}

/// What a person means to do.
#[derive(Debug, Clone)]
pub struct Intent<'a> {
    /// What is done.
    pub act: ActKind,
    /// The document.
    pub document: DocIx,
    /// Who.
    pub author: Author<'a>,
    /// In which role, if the person says.
    pub role: Option<&'a str>,
    /// The day of the act.
    pub date: Date,
    /// What came of a review.
    pub outcome: Option<&'a str>,
    /// What the person wishes to add.
    pub comment: Option<&'a str>,
    /// Whether it will be signed.
    pub signed: bool,
}

/// The bytes of a document, as git has or will have them.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// How git names them here.
    pub format: ObjectFormat,
    /// Where its links and images lead.
    pub leads: &'a Leads,
}

impl Intent<'_> {
    /// The act by which the person has done the same to the same text already, if it counts. A review is the same on
    /// the same day only: to read a text again a year later is an act of its own. So is signing what was not signed.
    pub fn already<'a>(&self, aims: &Aims, approvals: &'a Approvals) -> Option<&'a Act> {
        let held = approvals.held_for(aims, self.document, self.act).and_then(|held| held.text.digests);
        let substance = held.map(|held| held.substance).or(approvals.substance(self.document))?;
        // What counts by settings alone that nobody answers for is not done.
        let of_now = approvals.of(self.document).filter(|_| self.act == ActKind::Approval);
        if of_now.is_some_and(|approval| approval.before == Some(Before::Unvouched)) {
            return None;
        }
        let role = self.role(aims, approvals).ok().flatten();
        let lacks = role.filter(|role| of_now.is_some_and(|approval| approval.lacking.contains(role)));
        let same = |record: &Record| {
            let day = self.act != ActKind::Review || record.date == self.date;
            // An approval in another role is another act.
            let day = day && (lacks.is_none() || record.role == lacks);
            let asked = self.role.filter(|_| self.act == ActKind::Approval).zip(record.role.as_deref());
            let is_they = approvals.persons.are_one(&record.by, &self.author.person.name);
            is_they && day && asked.is_none_or(|(asked, own)| same_name(asked, own))
        };
        let acts = approvals.acts_of(self.document).map(|(_, act)| act);
        // One that waits for its text to be committed is the same act too.
        let waits = |act: &Act| matches!(act.objection(), Some(Objection::UnknownText | Objection::Uncommitted));
        let is_past = |act: &Act| held.is_some() && act.standing == Counts::Earlier;
        let stands = |act: &Act| act.standing == Counts::Yes || waits(act) || is_past(act);
        // One of a day that cannot be its own does not stand in the way of one that is right.
        let is_off =
            |act: &Act, record: &Record| record.date != self.date && Misdated::of(act, record, self.date).is_some();
        let is_sound = |act: &Act| act.record.as_ref().is_ok_and(|record| !is_off(act, record));
        let enough = |act: &&Act| stands(act) && is_sound(act) && (!self.signed || act.is_proven());
        acts.filter(enough).find(|act| act.text == Some(substance) && act.of_kind(self.act).is_some_and(same))
    }

    /// The record of the act.
    ///
    /// # Errors
    /// Where documents like this are not approved, where the act would not count, or where the record would be too long.
    pub fn record(&self, aims: &Aims, approvals: &Approvals, text: Text<'_>) -> Result<Record> {
        let held = approvals.held_for(aims, self.document, self.act);
        let document = held.map_or_else(|| aims.document(self.document), |held| &held.text);
        judged(document, aims)?;
        self.entitled(document, aims, approvals)?;
        let role = self.role(aims, approvals)?;
        let substance = |ix: DocIx| aims.document(ix).digests.map(|digests| hex(&digests.substance));
        let digest = document.digests.map(|digests| hex(&digests.substance));
        let (Some(digest), Some(blob)) = (digest, ObjectId::of_blob(text.bytes, text.format)) else {
            return Err(Error::new(format!("the text of {} cannot be read", document.id)));
        };
        let builds_on = aims.references_of(self.document).iter();
        let builds_on = builds_on.filter(|reference| BUILDS_ON.contains(&reference.field.as_str()));
        let builds_on = builds_on.filter_map(|reference| reference.to).filter(|to| *to != self.document);
        let reads = self.act == ActKind::Acknowledgement;
        let record = Record {
            form: Form::default(),
            act: self.act,
            document: document.id.clone(),
            path: document.path.to_string(),
            version: document.fields.text("version").map(str::to_owned),
            by: self.author.person.name.clone(),
            email: self.author.email.to_owned(),
            role,
            date: self.date,
            blob: blob.to_string(),
            sha256: sha256_hex(text.bytes),
            substance: digest,
            outcome: self.outcome.map(str::to_owned),
            comment: self.comment.map(str::to_owned),
            builds_on: builds_on
                .filter(|_| !reads)
                .filter_map(|to| Some((aims.document(to).id.clone(), substance(to)?)))
                .collect(),
            targets: text.leads.targets(),
        };
        readable(&record)?;
        Ok(record)
    }

    /// Refuses what would not count for a reason that is known before anybody signs.
    fn entitled(&self, document: &Document, aims: &Aims, approvals: &Approvals) -> Result<()> {
        let person = self.author.person;
        if let Some(left) = person.left.filter(|left| *left < self.date) {
            return Err(Error::new(format!("{} left on {left}, by the settings", person.name))
                .hint("An act counts until the last day of a person. Put `left` in aims.toml right if it is wrong."));
        }
        if self.act == ActKind::Acknowledgement && !document.says_approved() {
            return Err(Error::new(format!("{} does not say that it is approved", document.id))
                .hint("What is acknowledged is what holds. Have it approved first."));
        }
        if self.act != ActKind::Approval {
            return Ok(());
        }
        let rule = aims.config.approval.of(document.kind_name());
        let asked = approvals.asked(aims, self.document);
        let is_asked = self.author.known.roles.iter().any(|role| asked.contains(&role.as_str()));
        if !is_asked && !rule.roles.is_empty() && self.already(aims, approvals).is_none() {
            let hint = match aims.config.holders(&asked, self.date).as_slice() {
                [] => {
                    "Nobody in aims.toml holds such a role. Give it to somebody under `[[people]]`, have that merged, \
                       then approve."
                        .to_owned()
                }
                names => {
                    format!("{} may. A role counts from the commit before the approval on.", list(names))
                }
            };
            let deputy = " A deputy approves nothing: a rule that lets one do so names their role under `roles`, too.";
            let deputy = Some(deputy).filter(|_| aims.config.acts_as(&person.name, &asked));
            let roles = asked.into_iter().map(str::to_owned).collect();
            let why = Reason::NotEntitled { who: person.name.clone(), roles };
            return Err(Error::new(why.sentence()).hint(hint + deputy.unwrap_or_default()));
        }
        let authors = approvals.of(self.document).map(Approval::of_authors);
        if let Some(why) = authors.and_then(|authors| own_work(rule, &person.name, &authors, &approvals.persons)) {
            let told = match why {
                Reason::OnlyAuthor(_) => format!("{} of {}", why.sentence(), document.id),
                _ => format!("{}: {}", document.id, why.sentence()),
            };
            return Err(Error::new(told).hint(
                "The rule of the settings asks for four eyes: somebody else has to approve. Who wrote it too is known by \
                 commits of theirs; a line `Co-authored-by:` names them where aims.toml knows them and somebody else \
                 than the author put the commit there, as a forge does that squashes. What one person commits under \
                 another's name is theirs.",
            ));
        }
        Ok(())
    }

    /// The role in which the person acts: the one named, which they have to hold, else the first that is asked
    /// for, of who reads by the text, else the only one they hold.
    fn role(&self, aims: &Aims, approvals: &Approvals) -> Result<Option<String>> {
        let held = &self.author.known.roles;
        let rule = aims.config.approval.of(aims.document(self.document).kind_name());
        let asked = approvals.asked(aims, self.document);
        if let Some(role) = self.role {
            if let Some(role) = held.iter().find(|held| same_name(held, role)) {
                if self.act != ActKind::Approval || rule.roles.is_empty() || asked.contains(&role.as_str()) {
                    return Ok(Some(role.clone()));
                }
                let hint =
                    format!("It asks for one as {}. Without `--role` you approve in each that you hold.", list(&asked));
                return Err(Error::new(format!("the rule asks for no approval as {role}")).hint(hint));
            }
            let name = &self.author.person.name;
            let hint = match did_you_mean(role, held.iter().map(String::as_str)) {
                Some(near) => format!("Did you mean `{near}`?"),
                None if held.is_empty() => format!("Add it to `roles` of {name} in aims.toml, and have that merged."),
                None => format!("{name} is {}.", list(&held.iter().map(String::as_str).collect::<Vec<_>>())),
            };
            return Err(Error::new(format!("{name} does not hold the role `{role}`, by the settings")).hint(hint));
        }
        // Who has to read a text reads it in the role that it asks.
        let own = |reader: &Reader<'_>| reader.person.is_some_and(|of| of.name == self.author.person.name);
        let reads = self.act == ActKind::Acknowledgement;
        let reads = reads.then(|| ReadingLists::of(aims).readers(aims.holding(self.document))).into_iter().flatten();
        let mut asked = reads.filter(own).map(|reader| reader.asked).chain(asked);
        let first = asked.find_map(|role| held.iter().find(|held| same_name(held, role))).cloned();
        Ok(first.or_else(|| if let [only] = held.as_slice() { Some(only.clone()) } else { None }))
    }
}

/// Judges the signature of a record that is about to be written on top of the commit that `roster` is of, and gives the
/// key that made it. `here` are the people of the settings as they are in the folder.
///
/// # Errors
/// Where it would not count, and why.
pub fn prove(record: &Record, message: &[u8], armored: &str, roster: &Roster, here: &Roster) -> Result<AllowedKey> {
    let at = noon(record.date);
    let (verdict, signer) = roster.verify(message, armored, APPROVAL_NAMESPACE, at);
    let Verdict::Good { key, .. } = verdict else {
        return Err(refused(record, &verdict, here.verify(message, armored, APPROVAL_NAMESPACE, at).0.is_good()));
    };
    match (signer, roster.key(key)) {
        (Some(signer), Some(key)) if signer.name == record.by => Ok(key.clone()),
        (signer, _) => {
            let whose = signer.map_or_else(|| "nobody".to_owned(), |signer| signer.name);
            let error = Error::new(format!("the key is listed for {whose}, not for {}", record.by));
            Err(error.hint("Name your own key with `--key`, or say who acts with `--as`."))
        }
    }
}

fn refused(record: &Record, verdict: &Verdict, here: bool) -> Error {
    let by = &record.by;
    match verdict {
        Verdict::UnknownKey { fingerprint } | Verdict::NoKeyListed { fingerprint } if here => {
            Error::new(format!("the key {fingerprint} of {by} is in aims.toml here, but not in the last commit"))
                .hint("A key counts for what comes after it. Have it merged first, then approve.")
        }
        Verdict::UnknownKey { fingerprint } | Verdict::NoKeyListed { fingerprint } => Error::new(format!(
            "the key {fingerprint} is not listed for {by} in aims.toml of the last commit"
        ))
        .hint(format!(
            "The signature would not count. Add the line of the key's `.pub` file to `keys` of {by}, have that \
                     merged, then sign. Or name another key with `--key`."
        )),
        verdict => {
            let told = verdict.describe();
            Error::new(format!("the signature would not count: {told}"))
                .hint(format!("See `keys` of {by} in aims.toml, or name another key with `--key`."))
        }
    }
}

/// Refuses what nobody is asked to approve. Records are evidence of a day: they are closed, and approved only where the
/// settings have a rule for their kind.
fn judged(document: &Document, aims: &Aims) -> Result<()> {
    let (id, kind) = (&document.id, document.kind.as_ref());
    if !document.has_front {
        let what = if document.controlled { "has its kind by its folder alone" } else { "is an uncontrolled page" };
        return Err(Error::new(format!("{id} {what}: it has no front matter"))
            .hint("Give it front matter with an `id`, a `kind` and an `owner` first."));
    }
    if let Some(beside) = document.speaks_by() {
        return Err(Error::new(format!(
            "keys of {id} stand in `{}`, which a record of an act does not cover",
            beside.path
        ))
        .hint(format!("Put them into the document first: `aims fold {id}` does that, and takes the file away.")));
    }
    match kind {
        None => Err(Error::new(format!("{id} has no kind")).hint(
            "Only documents that are kept current are approved and reviewed. Name its `kind` in its front matter.",
        )),
        Some(kind) if !document.is_kept_current() && !document.is_approved_by(&aims.config.approval) => {
            Err(Error::new(format!("{id} is a record ({}): it is closed, not approved or reviewed", kind.name)).hint(
                format!(
                    "Approve the document that it is evidence for. Where your organisation has records of this kind \
                     approved, say so in aims.toml: `[approval.kinds.{}]`, `needs = \"record\"`.",
                    kind.name
                ),
            ))
        }
        Some(_) => Ok(()),
    }
}

/// A record that could not be read back would be worthless.
fn readable(record: &Record) -> Result<()> {
    let text = record.write();
    if text.len() as u64 > MAX_RECORD {
        return Err(Error::new(format!("the record would be longer than {} KiB", MAX_RECORD / 1024)).hint(
            "Make the comment shorter: long reasons belong into a document. Or part a text of very many links.",
        ));
    }
    match Record::read(text.as_bytes()) {
        Ok(read) if read == *record => Ok(()),
        Ok(_) => Err(Error::new("the record would not say what it should").hint("Leave odd characters out.")),
        Err(why) => Err(Error::new(format!("the record would not be readable: {why}"))),
    }
}
