//! What a printed page says on every sheet of it, and how a page is cited: of what it is, in which version, who may see it,
//! and from which commit and day it comes.

use serde::Serialize;

use super::address::Address;
use super::context::Shared;
use super::parts::words;
use super::view::line;
use crate::model::DocIx;

/// The words of a page for paper and for citing.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    /// What it is, at the head of a sheet.
    head: String,
    /// Who may see it, at the head too; empty where nothing says.
    class: String,
    /// Where it comes from, at the foot.
    foot: String,
    /// How it is cited.
    cite: String,
}

impl Sheet {
    /// The words of the page at an address, which has this title.
    pub(super) fn of(shared: &Shared<'_>, address: Address<'_>, title: &str) -> Self {
        let document = match address {
            Address::Document(ix) | Address::Record(ix) | Address::RecordOfYear(ix, _) => Some(ix),
            _ => None,
        };
        let (what, class) = match document {
            Some(ix) => of_document(shared, ix, matches!(address, Address::Document(_))),
            None => (vec![title.to_owned()], class_of_text(shared, address)),
        };
        let made = match (&shared.revision, shared.state.from_commit) {
            (Some(revision), true) => format!("commit {revision}, {}", shared.today()),
            (Some(revision), false) => format!("work tree after commit {revision}, {}", shared.today()),
            (None, _) => shared.today().to_string(),
        };
        Self {
            head: what.join(" · "),
            class,
            foot: format!("{}, {made}", shared.organisation),
            cite: format!("{}. {}, {}, {made}.", what.join(", "), shared.organisation, shared.title),
        }
    }
}

/// The classification of a text of old, in its own words; empty of other pages.
fn class_of_text(shared: &Shared<'_>, address: Address<'_>) -> String {
    let Address::Text(of, text) = address else { return String::new() };
    let past = shared.pasts.at(of).and_then(|of| of.texts.get(text));
    words(&line(past.and_then(|past| past.facts.classification.as_deref()).unwrap_or_default()))
}

/// What a document is, piece by piece, and its classification.
fn of_document(shared: &Shared<'_>, ix: DocIx, is_text: bool) -> (Vec<String>, String) {
    let document = shared.aims.document(ix);
    let mut what = Vec::new();
    if document.id_span.is_some() {
        what.push(document.id.clone());
    }
    what.push(document.title.clone());
    what.extend(document.fields.text("version").filter(|_| is_text).map(|version| format!("version {version}")));
    what.extend((!is_text).then(|| "change record".to_owned()));
    (what, words(document.fields.text("classification").unwrap_or_default()))
}
