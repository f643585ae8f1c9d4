//! Acts of approval and review in the story: their records, signed.
//!
//! In come a step and the files of its commit; out come the records of what it says was approved or reviewed, each
//! with its signature. They name the text that stands in that very commit.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::keys;
use super::loom::{Files, Weaver};
use super::markdown::field;
use super::story::Step;

use crate::approval::record::{ActKind, Form, Record};
use crate::approval::{Leads, Targets};
use crate::base::{DocPath, Error, Result, hex, sha256_hex};
use crate::compare::Snapshot;
use crate::model::config::Config;
use crate::model::{Aims, load};
use crate::parse;
use crate::repo::{ObjectFormat, ObjectId};
use crate::source::Memory;

/// The namespace of signatures on records, as `ssh-keygen -Y sign -n` takes it.
const NAMESPACE: &str = "aims-approval";

/// The records of a step's acts and their signatures, by path.
pub(super) fn records(weaver: &Weaver<'_>, step: &Step, files: &Files) -> Result<Vec<(DocPath, Arc<[u8]>)>> {
    if step.approve.is_empty() && step.review.is_empty() {
        return Ok(Vec::new());
    }
    let documents = by_id(files);
    let source = Memory::new(files.iter().map(|(path, bytes)| (path.as_str(), &**bytes)));
    // All of a step are of one day and one state of the files.
    let mut aims = None;
    let mut written = Vec::new();
    let approvals = step.approve.iter().map(|act| (ActKind::Approval, act));
    for (act, text) in approvals.chain(step.review.iter().map(|act| (ActKind::Review, act))) {
        let mut record = record(weaver, step, &documents, (act, text))?;
        if leads_somewhere(files, &record) {
            let aims = match &aims {
                Some(aims) => aims,
                None => aims.insert(load::load(&source, record.date)?),
            };
            record.targets = targets(aims, &source, &record)?;
        }
        let path = record.file_name();
        let bytes = record.write().into_bytes();
        let signature = keys::key(&record.by)?.sign(NAMESPACE, &bytes)?;
        for (path, bytes) in [(format!("{path}.sig"), signature.into_bytes()), (path, bytes)] {
            let path = DocPath::new(&path).ok_or_else(|| Error::new(format!("`{path}` is no path")))?;
            written.push((path, Arc::from(bytes)));
        }
    }
    Ok(written)
}

/// The documents of a commit by id: where each is, and its text.
type Documents<'a> = BTreeMap<&'a str, (&'a DocPath, &'a str)>;

fn by_id(files: &Files) -> Documents<'_> {
    let read = |path, bytes| {
        let text = std::str::from_utf8(bytes).ok()?;
        Some((field(text, "id")?, (path, text)))
    };
    files.iter().filter_map(|(path, bytes)| read(path, bytes)).collect()
}

fn record(weaver: &Weaver<'_>, step: &Step, documents: &Documents<'_>, told: (ActKind, &str)) -> Result<Record> {
    let (act, text) = told;
    let (who, outcome) = text.split_once(": ").unwrap_or((text, ""));
    let (id, name) = who.split_once(" by ").unwrap_or((who, ""));
    let missing = |id: &str| Error::new(format!("the story has an act on {id}, which is not there at {}", step.at));
    let person = weaver.person(name)?;
    let (path, text) = documents.get(id).ok_or_else(|| missing(id))?;
    let mut builds_on = BTreeMap::new();
    if act == ActKind::Review {
        for key in ["implements", "evidence-for"] {
            let listed = field(text, key).unwrap_or_default().trim_matches(['[', ']']).split(", ");
            for id in listed.filter(|id| !id.is_empty()) {
                let (_, text) = documents.get(id).ok_or_else(|| missing(id))?;
                builds_on.insert(id.to_owned(), substance(text));
            }
        }
    }
    Ok(Record {
        form: Form::default(),
        act,
        document: id.to_owned(),
        path: path.as_str().to_owned(),
        version: field(text, "version").map(str::to_owned),
        by: person.name.clone(),
        email: person.emails.first().cloned().unwrap_or_default(),
        role: person.roles.first().cloned().filter(|_| act == ActKind::Approval),
        date: weaver.day(&step.at)?,
        blob: ObjectId::of_blob(text.as_bytes(), ObjectFormat::Sha1)
            .ok_or_else(|| Error::new("cannot hash"))?
            .to_string(),
        sha256: sha256_hex(text.as_bytes()),
        substance: substance(text),
        outcome: (act == ActKind::Review).then(|| outcome.to_owned()),
        comment: None,
        builds_on,
        targets: Targets::default(),
    })
}

/// Whether the text that a record is about has links or images.
fn leads_somewhere(files: &Files, record: &Record) -> bool {
    let text = DocPath::new(&record.path).and_then(|path| files.get(&path));
    text.is_some_and(|text| !parse::page(text).body.links.is_empty())
}

/// Where they lead.
fn targets(aims: &Aims, source: &Memory, record: &Record) -> Result<Targets> {
    let leads = aims.by_id(&record.document).map(|ix| Leads::of(aims, ix, source)).transpose()?;
    Ok(leads.map(|leads| leads.targets()).unwrap_or_default())
}

/// The substance of a document's text, as hex.
fn substance(text: &str) -> String {
    hex(&Snapshot::read(text.as_bytes(), &Config::read("").0.reading).substance)
}
