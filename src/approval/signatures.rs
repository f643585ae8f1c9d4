//! The signatures of commits, merges and tags that hold a text.

use std::collections::{BTreeMap, BTreeSet};

use super::authors::{Steps, Text};
use super::evidence::{From, RUN, Signed};
use super::roster::Rosters;
use crate::base::{DocPath, Result, date};
use crate::history::{Change, Revision};
use crate::repo::{ObjectId, Repo, SignatureFormat, Tag};
use crate::signature::GIT_NAMESPACE;

/// Judges signatures of git objects, each once.
pub(super) struct Signatures<'a, 'r> {
    repo: Option<&'a Repo>,
    rosters: &'r mut Rosters<'a>,
    known: BTreeMap<ObjectId, Option<Signed>>,
    tags: Vec<SignedTag>,
}

/// A signed tag, and the texts that its commit holds.
struct SignedTag {
    signed: Signed,
    texts: BTreeMap<DocPath, ObjectId>,
}

impl<'a, 'r> Signatures<'a, 'r> {
    /// Reads the signed tags of the repository at once: they are few, and each may hold any text. Those made after
    /// `until` (seconds since 1970-01-01T00:00:00Z) do not count: they are no part of the record of that moment.
    pub(super) fn new(repo: Option<(&'a Repo, &str)>, until: i64, rosters: &'r mut Rosters<'a>) -> Result<Self> {
        let mut signatures =
            Self { repo: repo.map(|(repo, _)| repo), rosters, known: BTreeMap::new(), tags: Vec::new() };
        let Some((repo, prefix)) = repo else { return Ok(signatures) };
        for tag in repo.tags()? {
            // A tag of a commit without the AIMS, or of one that is not here, says nothing of its documents.
            let Some(tree) = tag.commit.and_then(|commit| repo.tree(commit, prefix).ok()) else { continue };
            let Some(signed) = signatures.of_tag(repo, &tag, until)? else { continue };
            let texts = tree.files.into_iter().map(|file| (file.path, file.id)).collect();
            signatures.tags.push(SignedTag { signed, texts });
        }
        Ok(signatures)
    }

    /// The signatures over commits, merges and tags that hold this text.
    pub(super) fn over(&mut self, steps: &Steps<'_>, text: &Text) -> Result<Vec<Signed>> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let run = &steps[text.run.clone()];
        for (revision, _) in run.iter().take(RUN) {
            for (commit, signed, day) in signed_commits(revision) {
                if !signed || !seen.insert(commit.to_owned()) {
                    continue;
                }
                found.extend(self.of_commit(commit, revision, day)?);
            }
        }
        let blobs: BTreeSet<ObjectId> = run.iter().filter_map(|(_, change)| change.new).collect();
        let paths: BTreeSet<&DocPath> = run.iter().map(|(_, change): &(&Revision, &Change)| &change.path).collect();
        for tag in &self.tags {
            let holds = |path: &&DocPath| tag.texts.get(*path).is_some_and(|blob| blobs.contains(blob));
            if paths.iter().any(holds) {
                found.push(tag.signed.clone());
            }
        }
        Ok(found)
    }

    fn of_commit(&mut self, commit: &str, revision: &Revision, day: crate::base::Date) -> Result<Option<Signed>> {
        let (Some(repo), Ok(id)) = (self.repo, commit.parse::<ObjectId>()) else { return Ok(None) };
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let at = repo.commit(id)?.committer.seconds;
        let signed = self.judge(repo, id, revision.before, at, (From::Commit(commit.to_owned()), day))?;
        self.known.insert(id, signed.clone());
        Ok(signed)
    }

    fn of_tag(&mut self, repo: &Repo, tag: &Tag, until: i64) -> Result<Option<Signed>> {
        let (Some(id), Some(commit), Some(tagger)) = (tag.id, tag.commit, &tag.tagger) else { return Ok(None) };
        if tagger.seconds > until {
            return Ok(None);
        }
        let before = repo.commit(commit).ok().and_then(|commit| commit.parents.first().copied());
        let day = date::of_timestamp(tagger.seconds, tagger.offset_minutes);
        self.judge(repo, id, before, tagger.seconds, (From::Tag(tag.name.clone()), day))
    }

    /// Judges the signature of a commit or tag by the roster before it; `None` where it has none.
    fn judge(
        &mut self,
        repo: &Repo,
        id: ObjectId,
        before: Option<ObjectId>,
        at: i64,
        (from, day): (From, crate::base::Date),
    ) -> Result<Option<Signed>> {
        let Some(found) = repo.signature_of(id)? else { return Ok(None) };
        let unchecked = |what: &str| Signed {
            from: from.clone(),
            signer: None,
            good: false,
            told: format!("signed with {what}, which aims does not check"),
            date: Some(day),
        };
        Ok(Some(match found.format {
            SignatureFormat::OpenPgp => unchecked("OpenPGP"),
            SignatureFormat::X509 => unchecked("X.509"),
            SignatureFormat::Unknown => unchecked("something unknown"),
            SignatureFormat::Ssh => {
                let roster = self.rosters.before(before);
                let (verdict, signer) = roster.verify(&found.payload, &found.signature, GIT_NAMESPACE, at);
                Signed { from, signer, good: verdict.is_good(), told: verdict.describe(), date: Some(day) }
            }
        }))
    }
}

/// The commit of a revision and the merge that brought it: whether each is signed, and its day.
fn signed_commits(revision: &Revision) -> impl Iterator<Item = (&str, bool, crate::base::Date)> {
    let merge = revision.merged.as_ref().map(|merge| (merge.commit.as_str(), merge.signed, merge.date));
    std::iter::once((revision.commit.as_str(), revision.signed, revision.date)).chain(merge)
}
