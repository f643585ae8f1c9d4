//! Acts of approval and review, the versions they made, and who may sign. Addresses are in it, unlike in the other files:
//! without them nobody could verify a signature.

use serde::Serialize;

use super::{Inputs, day};
use crate::approval::record::{ActKind, Record};
use crate::approval::{Act, Counts};
use crate::history::{Step, Version};
use crate::model::catalog::natural_key;
use crate::signature::{AllowedKey, Verdict, allowed_signers_line};

/// An act, or a file among the records that is none.
#[derive(Debug, Default, Serialize)]
pub(super) struct ActRow<'a> {
    document: Option<&'a str>,
    date: Option<String>,
    act: Option<&'static str>,
    version: Option<&'a str>,
    by: Option<&'a str>,
    email: Option<&'a str>,
    role: Option<&'a str>,
    outcome: Option<&'a str>,
    comment: Option<&'a str>,
    /// `present`, `earlier` or `no`: for which text it counts.
    counts: &'static str,
    /// Why it does not count.
    against: Option<String>,
    signed: bool,
    /// What the signature is worth, in words.
    signature: Option<String>,
    fingerprint: Option<&'a str>,
    /// Whose key made it, by the settings before it.
    signer: Option<&'a str>,
    signer_roles: Vec<&'a str>,
    /// Where the text was, from the root of the AIMS.
    path: Option<&'a str>,
    blob: Option<&'a str>,
    sha256: Option<&'a str>,
    substance: Option<&'a str>,
    /// The file of the record, in the repository and in the site.
    record: &'a str,
    commit: Option<&'a str>,
    landed: Option<String>,
}

/// A version of a document.
#[derive(Debug, Default, Serialize)]
pub(super) struct VersionRow<'a> {
    document: &'a str,
    version: Option<&'a str>,
    /// The first day on which it was in force.
    from: Option<String>,
    /// The first day on which it was not in force any more.
    until: Option<String>,
    /// Whether it is in force on the day of the build.
    in_force: bool,
    /// The day it names itself.
    effective: Option<String>,
    /// The day on which it reached the main line as approved.
    recorded: Option<String>,
    /// The kind of evidence that it was approved: a word of `aims.toml`.
    approval: &'static str,
    approved_by: Vec<String>,
    /// How many different texts stood under this number.
    texts: usize,
    first_commit: Option<&'a str>,
    approved_commit: Option<&'a str>,
    last_commit: Option<&'a str>,
}

/// Every act, in order of the files.
pub(super) fn acts<'a>(from: &Inputs<'a>) -> Vec<ActRow<'a>> {
    from.approvals.acts.iter().map(act_row).collect()
}

fn act_row(act: &Act) -> ActRow<'_> {
    let record = act.record.as_ref().ok();
    let text = |get: fn(&Record) -> Option<&String>| record.and_then(get).map(String::as_str);
    let (counts, against) = match &act.standing {
        Counts::Yes => ("present", None),
        Counts::Earlier => ("earlier", None),
        Counts::No(why) => ("no", Some(why.sentence())),
    };
    ActRow {
        document: text(|record| Some(&record.document)),
        date: day(record.map(|record| record.date)),
        act: record.map(|record| record.act).map(ActKind::as_str),
        version: text(|record| record.version.as_ref()),
        by: text(|record| Some(&record.by)),
        email: text(|record| Some(&record.email)),
        role: text(|record| record.role.as_ref()),
        outcome: text(|record| record.outcome.as_ref()),
        comment: text(|record| record.comment.as_ref()),
        counts,
        against,
        signed: act.verdict.is_some(),
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
        landed: day(act.landed),
    }
}

/// Every version of every document, in natural order of the ids, each from the oldest.
pub(super) fn versions<'a>(from: &Inputs<'a>) -> Vec<VersionRow<'a>> {
    let mut all: Vec<_> = from.aims.iter().filter(|(_, document)| document.controlled).collect();
    all.sort_by_cached_key(|(_, document)| natural_key(&document.id));
    let mut rows = Vec::new();
    for (ix, document) in all {
        let approvals = from.approvals.of_versions(from.aims, from.history, ix);
        for (version, approval) in from.history.versions(&document.path).iter().zip(approvals) {
            let row = version_row(*from, version);
            let approved_by = approval.by.into_iter().map(|(name, _)| name).collect();
            rows.push(VersionRow { document: &document.id, approval: approval.level.as_str(), approved_by, ..row });
        }
    }
    rows
}

fn version_row<'a>(from: Inputs<'a>, version: &'a Version) -> VersionRow<'a> {
    let commit = |step: Step| from.history.step(step).map(|(revision, _)| revision.commit.as_str());
    VersionRow {
        version: version.label.as_deref(),
        from: day(version.from),
        until: day(version.until),
        in_force: version.is_in_force(from.aims.today),
        effective: day(version.effective),
        recorded: day(version.recorded),
        texts: version.texts,
        first_commit: commit(version.first),
        approved_commit: version.approved.and_then(commit),
        last_commit: commit(version.last),
        ..VersionRow::default()
    }
}

/// The keys that the present settings list, a line for each with each address, as `ssh-keygen -Y verify` takes them. A key
/// or address that cannot stand in such a file is left out: it has its own finding, or could never be asked for.
pub(super) fn allowed_signers(from: &Inputs<'_>) -> Vec<u8> {
    let mut text = String::new();
    for person in &from.aims.config.people {
        for key in person.keys.iter().filter_map(|key| AllowedKey::parse(&key.value).ok()) {
            for line in person.emails.iter().filter_map(|email| allowed_signers_line(email, &key).ok()) {
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    text.into_bytes()
}
