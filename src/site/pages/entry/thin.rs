//! One commit as the history of a control, clause or AI system tells it, in few words: the day, what it says of itself, and
//! what became of each document. Each leads to the document's own history, which tells the rest.

use std::collections::BTreeMap;

use super::items::{begun_as, sign};
use crate::approval::record::{self, ActKind};
use crate::base::say;
use crate::history::{Change, ChangeKind, Revision, Step};
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::heavy::ITEMS;
use crate::site::link::Linker;
use crate::site::marks;
use crate::site::markup::{Markup, element, parts, serialized_as_html, time};
use crate::site::pages::document::done_to;
use crate::site::pages::record::told_at;
use crate::site::pages::standing::aside;
use crate::site::routes;
use crate::site::view::{Part, Sign};

/// A commit in few words.
#[derive(Debug)]
pub(crate) struct Thin {
    day: String,
    subject: String,
    /// Whether that is what somebody wrote: else the site says it, for what they wrote is withheld.
    is_quoted: bool,
    /// What became of each document.
    documents: Vec<Vec<Part>>,
    /// How many more it changed.
    more: usize,
}

serialized_as_html!(Thin);

impl Markup for Thin {
    fn write(&self, out: &mut String) {
        out.push_str("<li>");
        time(out, &self.day);
        // What somebody wrote is quoted: ids in it are no links, for there are links enough.
        match self.is_quoted {
            true => element(out, "<p><q>", &self.subject, "</q>"),
            false => element(out, "<p>", &self.subject, ""),
        }
        for document in &self.documents {
            out.push_str("<br>");
            parts(out, document);
        }
        if self.more > 0 {
            element(out, "<br><span class=\"quiet\">", &say!("and {n} more", n = self.more), "</span>");
        }
        out.push_str("</p></li>");
    }
}

/// Where each step of a document is told: by commit and by change.
type Places = BTreeMap<(usize, usize), String>;

/// Makes rows of one page.
pub(crate) struct Thinner<'s, 'a> {
    shared: &'s Shared<'a>,
    link: Linker<'s>,
    /// Where the steps of documents with many of them are told.
    told: BTreeMap<DocIx, Option<Places>>,
}

impl<'s, 'a> Thinner<'s, 'a> {
    pub(crate) fn new(shared: &'s Shared<'a>, link: Linker<'s>) -> Self {
        Self { shared, link, told: BTreeMap::new() }
    }

    /// A commit of the record with some of what it changed, by places in [`Revision::changes`].
    pub(crate) fn row(&mut self, place: usize, changes: &[usize]) -> Option<Thin> {
        let revision = self.shared.history.revisions.get(place)?;
        let told = marks::told(revision, changes.iter().copied());
        let step = |at: usize| Step { revision: place, change: at };
        Some(Thin {
            day: revision.landed.to_string(),
            subject: self.shared.headline(revision),
            is_quoted: !revision.is_silent(),
            documents: told.iter().take(ITEMS).map(|(at, change)| self.document(revision, step(*at), change)).collect(),
            more: told.len().saturating_sub(ITEMS),
        })
    }

    /// What became of a document.
    fn document(&mut self, revision: &Revision, step: Step, change: &Change) -> Vec<Part> {
        if let Some((id, is_signature)) = record::of_path(&change.path) {
            let aside = aside(change).map(|(sign, _)| [Part::sign(sign), Part::text(" ")]);
            return aside.into_iter().flatten().chain(self.act(id, is_signature, change)).collect();
        }
        let mut parts = Vec::new();
        if let Some(sign) = aside(change).map(|(sign, _)| sign).or_else(|| sign(change)) {
            parts.extend([Part::sign(sign), Part::text(" ")]);
        }
        parts.push(match self.shared.changed_document(change) {
            Some(ix) => {
                let v = self.shared.aims.document(ix).id.clone();
                Part::Link { href: self.link.to(&self.entry(ix, revision, step)), v }
            }
            None => Part::code(change.path.shown()),
        });
        let reached = self.shared.commits.reached(step);
        if let Some(label) = reached.label.filter(|_| reached.begun || reached.approved) {
            parts.extend([Part::text(" → "), Part::said(label)]);
        }
        if reached.approved {
            let word = if reached.from.is_some() { say!("approved") } else { say!("says approved") };
            parts.push(Part::text(format!(" {word}")));
        } else if let Some(status) = begun_as(reached, change) {
            parts.extend([Part::text(" "), Part::said(status)]);
        }
        if !change.weaker().is_empty() {
            parts.extend([Part::text(" "), Part::sign(Sign::new("weaker", say!("Weaker")))]);
        }
        parts
    }

    /// Where the history of a document tells of a step.
    fn entry(&mut self, ix: DocIx, revision: &Revision, step: Step) -> String {
        let shared = self.shared;
        let anchor = routes::commit(&revision.commit);
        let history = routes::document_history(&shared.aims.document(ix).id);
        match self.told.entry(ix).or_insert_with(|| told_at(shared, ix)) {
            None => format!("{history}#{anchor}"),
            Some(told) => told.get(&(step.revision, step.change)).map_or(history, |page| format!("{page}#{anchor}")),
        }
    }

    /// What the record of an act tells where it came. Of one that was changed or removed later, and of a signature, it is
    /// told what was done: nobody acted then.
    fn act(&self, id: &str, is_signature: bool, change: &Change) -> Vec<Part> {
        let to = match self.shared.aims.by_id(id) {
            Some(ix) => {
                let id = self.shared.aims.document(ix).id.clone();
                Part::Link { href: self.link.to(&format!("{}#_acts", routes::document_history(&id))), v: id }
            }
            None => Part::text(id),
        };
        let act = self.shared.commits.act(change.path.as_str());
        let act = act.filter(|_| !is_signature && change.kind == ChangeKind::Added);
        let Some((act, record)) = act.and_then(|act| Some((act, act.record.as_ref().ok()?))) else {
            let done = done_to(change.kind);
            let what = if is_signature { say!("signature {done}", done) } else { say!("record {done}", done) };
            return vec![to, Part::text(format!(" {what}"))];
        };
        let sign = match act.is_proven() {
            true => Sign::new("proof-4", say!("Signed")),
            false => Sign::new("proof-1", say!("Claimed")),
        };
        let mut parts = vec![Part::sign(sign), Part::text(" "), to, Part::text(" ")];
        if let Some(version) = &record.version {
            parts.extend([Part::said(&**version), Part::text(" ")]);
        }
        parts.push(Part::text(match record.act {
            ActKind::Approval => say!("approved"),
            ActKind::Review => say!("reviewed"),
            ActKind::Acknowledgement => say!("acknowledged"),
        }));
        parts
    }
}
