//! The approved edition: of each document the last text that was approved, whatever is being written beside it.

use crate::approval::{Approval, StepIx};
use crate::base::Result;
use crate::model::document::Document;
use crate::parse::MAX_TEXT;
use crate::repo::{Blob, Repo};
use crate::state::{Note, Shown, ShownText, State};

/// Finds the last approved text of every document that is kept current and is not approved as it is now. Records, and
/// pages without front matter, are shown as they are.
pub(super) fn approved(latest: &State, repo: Option<&Repo>) -> Result<Shown> {
    let mut found = Shown::default();
    for (ix, document) in latest.aims.iter() {
        let rule = latest.aims.config.approval.of(document.kind_name());
        let as_it_is = |approval: &&Approval| match document.is_retired() {
            true => approval.lets_go(rule),
            false => approval.is_in_force(document),
        };
        let Some(approval) = latest.approvals.of(ix).filter(|approval| !as_it_is(approval)) else { continue };
        let path = document.path.clone();
        let note = |shown| Note {
            shown,
            newer_version: document.fields.text("version").map(str::to_owned),
            newer_status: document.status(),
        };
        match earlier(latest, document, approval, repo)? {
            Some(Earlier { text, place, shown }) => {
                found.notes.insert(path.clone(), note(Some(shown)));
                found.texts.insert(path.clone(), text);
                found.without.insert(path, place.index());
            }
            None => {
                found.notes.insert(path.clone(), note(None));
                found.texts.insert(path, withheld(document).into_bytes());
            }
        }
    }
    Ok(found)
}

struct Earlier {
    text: Vec<u8>,
    place: StepIx,
    shown: ShownText,
}

fn earlier(latest: &State, document: &Document, approval: &Approval, repo: Option<&Repo>) -> Result<Option<Earlier>> {
    let Some((place, repo)) = approval.earlier.zip(repo) else { return Ok(None) };
    let Some((revision, change)) = latest.history.of(&document.path).nth(place.index()) else { return Ok(None) };
    let Some(blob) = change.new else { return Ok(None) };
    let Blob::Bytes(text) = repo.blob(blob, MAX_TEXT)? else { return Ok(None) };
    let version = change.facts.as_ref().and_then(|facts| facts.version.as_deref().map(str::to_owned));
    Ok(Some(Earlier { text, place, shown: ShownText { version, commit: revision.commit.clone() } }))
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
