//! The approved edition: of each document the last text that was approved, whatever is being written beside it.

use std::collections::BTreeMap;

use super::Checked;
use crate::approval::Approval;
use crate::base::{DocPath, Result};
use crate::history::short;
use crate::model::document::Document;
use crate::parse::MAX_TEXT;
use crate::repo::{Blob, Repo};

/// What is shown instead of the present texts.
#[derive(Debug, Default)]
pub(super) struct Approved {
    /// The texts, by file.
    pub(super) texts: BTreeMap<DocPath, Vec<u8>>,
    /// How many of its newest steps each document is shown without.
    pub(super) without: BTreeMap<DocPath, usize>,
    /// What is said of it at the top of its page: a sentence or two.
    pub(super) notes: BTreeMap<DocPath, String>,
}

/// Finds the last approved text of every document that is kept current and is not approved as it is now. Records, and
/// pages without front matter, are shown as they are.
pub(super) fn approved(checked: &Checked, repo: Option<&Repo>) -> Result<Approved> {
    let mut found = Approved::default();
    for (ix, document) in checked.aims.iter().filter(|(_, document)| !document.is_retired()) {
        let Some(approval) = checked.approvals.of(ix).filter(|approval| !approval.is_in_force(document)) else {
            continue;
        };
        let path = document.path.clone();
        let newer = newer(document);
        match earlier(checked, document, approval, repo)? {
            Some(Earlier { text, place, version, commit }) => {
                found.notes.insert(
                    path.clone(),
                    format!("This is {version}, the last one that was approved (commit {}). {newer}", short(&commit)),
                );
                found.texts.insert(path.clone(), text);
                found.without.insert(path, place);
            }
            None => {
                found.notes.insert(path.clone(), format!("No version of this document has been approved. {newer}"));
                found.texts.insert(path, withheld(document).into_bytes());
            }
        }
    }
    Ok(found)
}

/// What is being written.
fn newer(document: &Document) -> String {
    let version = document.fields.text("version").map(|version| format!("version {version}, ")).unwrap_or_default();
    match document.status() {
        Some(status) => format!("A newer text is not shown in this edition: {version}status {}.", status.as_str()),
        None => "A newer text is not shown in this edition.".into(),
    }
}

struct Earlier {
    text: Vec<u8>,
    place: usize,
    version: String,
    commit: String,
}

fn earlier(
    checked: &Checked,
    document: &Document,
    approval: &Approval,
    repo: Option<&Repo>,
) -> Result<Option<Earlier>> {
    let Some((place, repo)) = approval.earlier.zip(repo) else { return Ok(None) };
    let Some((revision, change)) = checked.history.of(&document.path).nth(place) else { return Ok(None) };
    let Some(blob) = change.new else { return Ok(None) };
    let Blob::Bytes(text) = repo.blob(blob, MAX_TEXT)? else { return Ok(None) };
    let label = change.facts.as_ref().and_then(|facts| facts.version.clone());
    let version = label.map_or_else(|| "the text".to_owned(), |label| format!("version {label}"));
    Ok(Some(Earlier { text, place, version, commit: revision.commit.clone() }))
}

/// A page that says what the document is and nothing of what it says: it claims nothing, and links to it lead somewhere.
fn withheld(document: &Document) -> String {
    let quoted = |text: &str| {
        let kept: String = text.chars().filter(|c| !c.is_control()).collect();
        format!("\"{}\"", kept.replace('\\', "\\\\").replace('"', "\\\""))
    };
    let mut text = format!("---\nid: {}\ntitle: {}\n", quoted(&document.id), quoted(&document.title));
    if let Some(kind) = &document.kind {
        text.push_str(&format!("kind: {}\n", quoted(&kind.name)));
    }
    if let Some(owner) = document.fields.text("owner") {
        text.push_str(&format!("owner: {}\n", quoted(owner)));
    }
    text + "status: draft\n---\n\nThe text is left out of this edition until a version of it is approved.\n"
}
