//! Facts of the change record: what it says of an act, a version, a revision or a change, in the words that every data file
//! and `aims history` use for it.

use crate::approval::record::{ActKind, Record};
use crate::approval::{Act, Counts, Grade, Tenure};
use crate::base::{Date, DocPath};
use crate::history::{Change, History, Merge, Revision, Step, Version};
use crate::signature::Verdict;

/// The words of [`ActFact::counts`].
pub const COUNTS: [&str; 3] = ["yes", "earlier", "no"];

/// An act of a person, or a file among the records that is none: then what only a record can tell is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActFact<'a> {
    /// The document, as the record names it.
    pub document: Option<&'a str>,
    /// The day of the act.
    pub date: Option<Date>,
    /// `approval`, `review` or `acknowledgement`.
    pub act: Option<&'static str>,
    /// The version it is about.
    pub version: Option<&'a str>,
    /// Who, by the record.
    pub by: Option<&'a str>,
    /// Under which address, by the record.
    pub email: Option<&'a str>,
    /// In which role, by the record.
    pub role: Option<&'a str>,
    /// What came of a review.
    pub outcome: Option<&'a str>,
    /// What the person added.
    pub comment: Option<&'a str>,
    /// `yes`, `earlier` where the text has changed since, or `no`.
    pub counts: &'static str,
    /// Why it does not count: a sentence without a full stop.
    pub why: Option<String>,
    /// How much of the present text was signed, where it counts for that.
    pub grade: Option<&'static str>,
    /// Whether it carries a good signature of the person that the record names.
    pub signed: bool,
    /// What the signature is worth, where there is one: one of [`Verdict::WORDS`].
    pub verdict: Option<&'static str>,
    /// The same: a sentence without a full stop.
    pub signature: Option<String>,
    /// The key that made the signature.
    pub fingerprint: Option<&'a str>,
    /// Whose key that is, by the settings before the act.
    pub signer: Option<&'a str>,
    /// The roles that person held then.
    pub signer_roles: Vec<&'a str>,
    /// Where the text was, from the root of the AIMS.
    pub path: Option<&'a str>,
    /// The text, as git names it.
    pub blob: Option<&'a str>,
    /// The SHA-256 of the text.
    pub sha256: Option<&'a str>,
    /// The digest of what counts in the text.
    pub substance: Option<&'a str>,
    /// The file of the record, in the repository and in the site.
    pub record: &'a str,
    /// The commit that brought it; `None` while it is not committed.
    pub commit: Option<&'a str>,
    /// The day on which it reached the main line.
    pub landed: Option<Date>,
}

/// A version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionFact<'a> {
    /// What it calls itself.
    pub version: Option<&'a str>,
    /// The first day on which it was in force; `None` where it never was.
    pub from: Option<Date>,
    /// The last day on which it was in force; `None` where another took its place on the day on which it came.
    pub to: Option<Date>,
    /// The first day on which it was in force no longer.
    pub until: Option<Date>,
    /// Whether that it was in force from the first day is what it says itself: the record begins later.
    pub stated: bool,
    /// Times in between in which it was not in force: the first and the last day of each, with `/` between them.
    pub out: Vec<String>,
    /// Whether it is in force on the day of the build.
    pub in_force: bool,
    /// The day from which it holds by its own words.
    pub effective: Option<Date>,
    /// The day on which it reached the main line as one that says that it is approved.
    pub recorded: Option<Date>,
    /// How many different texts stood under its number while it was approved.
    pub texts: usize,
    /// The commit of its first revision.
    pub first_commit: Option<&'a str>,
    /// The commit in which it first says that it is approved.
    pub approved_commit: Option<&'a str>,
    /// The commit of its last revision.
    pub last_commit: Option<&'a str>,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionFact<'a> {
    /// The commit.
    pub commit: &'a str,
    /// The day of authorship.
    pub date: Date,
    /// The day on which it reached the main line, where that is known.
    pub landed: Option<Date>,
    /// The author's name. Addresses are left out: a site is for more readers than git is.
    pub author: &'a str,
    /// Those who wrote it too, by the message.
    pub co_authors: Vec<&'a str>,
    /// Who put it into the history, where that is another person than the author, and no forge.
    pub committer: Option<&'a str>,
    /// The merge that brought it into the main line, where it was made beside it.
    pub merged: Option<&'a Merge>,
    /// The first line of the message.
    pub subject: &'a str,
    /// The rest of the message.
    pub body: &'a str,
    /// Whether it is a merge itself.
    pub merge: bool,
    /// Whether it carries a signature, good or bad.
    pub signed: bool,
}

/// What a commit did to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeFact<'a> {
    /// `added`, `changed`, `moved`, `moved and changed`, `removed`.
    pub kind: &'static str,
    /// The file after the commit; of a removal, before it.
    pub path: &'a str,
    /// The file before the commit, where that was another.
    pub from: Option<&'a str>,
    /// What became of it on the main line: `stood`, `passed` or `undone`.
    pub fate: &'static str,
    /// Whether git made it, in a merge: nobody wrote anything there.
    pub joined: bool,
}

impl<'a> ActFact<'a> {
    /// What is known of an act.
    pub fn of(act: &'a Act) -> Self {
        let record = act.record.as_ref().ok();
        let text = |get: fn(&Record) -> Option<&String>| record.and_then(get).map(String::as_str);
        let (counts, why) = match &act.standing {
            Counts::Yes => ("yes", None),
            Counts::No(_) => ("no", act.standing.why()),
            _ => ("earlier", act.standing.why()),
        };
        let why = why.map(|why| why.sentence());
        Self {
            document: text(|record| Some(&record.document)),
            date: record.map(|record| record.date),
            act: record.map(|record| record.act).map(ActKind::as_str),
            version: text(|record| record.version.as_ref()),
            by: text(|record| Some(&record.by)),
            email: text(|record| Some(&record.email)),
            role: text(|record| record.role.as_ref()),
            outcome: text(|record| record.outcome.as_ref()),
            comment: text(|record| record.comment.as_ref()),
            counts,
            why,
            grade: act.grade.map(Grade::as_str),
            signed: act.is_proven(),
            verdict: act.verdict.as_ref().map(Verdict::as_str),
            signature: act.verdict.as_ref().map(|_| act.signature()),
            fingerprint: act.verdict.as_ref().and_then(Verdict::fingerprint),
            signer: act.signer.as_ref().map(|signer| signer.name.as_str()),
            signer_roles: act.signer.iter().flat_map(|signer| &signer.roles).map(String::as_str).collect(),
            path: text(|record| Some(&record.path)),
            blob: text(|record| Some(&record.blob)),
            sha256: text(|record| Some(&record.sha256)),
            substance: text(|record| Some(&record.substance)),
            record: act.path.as_str(),
            commit: act.commit.as_deref(),
            landed: act.landed,
        }
    }
}

impl<'a> VersionFact<'a> {
    /// What is known of a version on the day `today`.
    pub fn of(history: &'a History, version: &'a Version, tenure: &Tenure, today: Date) -> Self {
        let commit = |step: Step| history.step(step).map(|(revision, _)| revision.commit.as_str());
        Self {
            version: version.label.as_deref(),
            from: tenure.from,
            to: tenure.last_day().filter(|day| tenure.is_in_force(*day)),
            until: tenure.until,
            stated: tenure.stated,
            out: tenure.out().map(|(from, to)| format!("{from}/{to}")).collect(),
            in_force: tenure.is_in_force(today),
            effective: version.effective,
            recorded: version.recorded,
            texts: version.texts,
            first_commit: commit(version.first),
            approved_commit: version.approved.and_then(commit),
            last_commit: commit(version.last),
        }
    }
}

impl<'a> RevisionFact<'a> {
    /// What is known of a commit.
    pub fn of(revision: &'a Revision) -> Self {
        Self {
            commit: &revision.commit,
            date: revision.date,
            landed: revision.arrived(),
            author: &revision.author.name,
            co_authors: revision.co_authors.iter().map(|person| &*person.name).collect(),
            committer: revision.put_there_by().map(|person| &*person.name),
            merged: revision.merged.as_deref(),
            subject: &revision.subject,
            body: &revision.body,
            merge: revision.merge,
            signed: revision.signed,
        }
    }
}

impl<'a> ChangeFact<'a> {
    /// What is known of a change without comparing texts.
    pub fn of(change: &'a Change) -> Self {
        Self {
            kind: change.kind.as_str(),
            path: change.path.shown(),
            from: change.from.as_ref().map(DocPath::shown),
            fate: change.fate.as_str(),
            joined: change.joined,
        }
    }
}
