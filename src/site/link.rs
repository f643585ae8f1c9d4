//! Links from one page, and the small views that hold them.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::address::Address;
use super::pack::Pack;
use super::parts::{few, review_sign};
use super::routes::{self, relative};
use super::stand::Stand;
use super::view::{Cell, FindingView, Link, Part, RevisionView, Sign, comma, line, sentence, told};
use super::who::Who;
use crate::base::date::days_between;
use crate::base::text::cut;
use crate::base::{Date, say, wording};
use crate::diag::Diagnostic;
use crate::history::{Revision, short};
use crate::model::authority::act;
use crate::model::catalog::ReqId;
use crate::model::document::Document;
use crate::model::review::Review;
use crate::model::trace::Requirement;
use crate::model::{Aims, DocIx};

/// Up to how many rows of a table lead to those who answer for each.
const FEW_ROWS: usize = 400;

/// The documents that a page names, noted as links to them are made.
#[derive(Debug, Default)]
pub(super) struct Named(Mutex<BTreeSet<DocIx>>);

/// Makes links for one page.
#[derive(Clone, Copy)]
pub(super) struct Linker<'a> {
    pub aims: &'a Aims,
    pub page: &'a str,
    who: &'a Who,
    /// The pack that the page is one of: its documents are linked to where they stand in it.
    pub pack: Option<&'a Pack>,
    /// Where it is noted what the page names, if anybody asks.
    named: Option<&'a Named>,
}

impl<'a> Linker<'a> {
    pub(super) fn new(aims: &'a Aims, page: &'a str, who: &'a Who) -> Self {
        Self { aims, page, who, pack: None, named: None }
    }

    /// The same, that notes which documents the page names.
    pub(super) fn noting(self, named: &'a Named) -> Self {
        Self { named: Some(named), ..self }
    }

    /// The documents that links were made to, where that is noted.
    pub(super) fn named(self) -> BTreeSet<DocIx> {
        self.named.map_or_else(BTreeSet::new, |named| named.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// The same for a page of the pack.
    pub(super) fn within(self, pack: &'a Pack) -> Self {
        Self { pack: Some(pack), ..self }
    }

    pub(super) fn to(self, path: &str) -> String {
        relative(self.page, path)
    }

    /// Notes that the page names a document, for one whose link is made elsewhere.
    pub(super) fn name(self, ix: DocIx) {
        if let Some(named) = self.named {
            named.0.lock().unwrap_or_else(PoisonError::into_inner).insert(ix);
        }
    }

    /// The link to a document.
    pub(super) fn to_document(self, ix: DocIx) -> String {
        self.name(ix);
        match self.pack {
            Some(pack) if pack.place(ix).is_some() => Stand::among(pack, self.page, ix).document(self.aims, ix, None),
            _ => self.to(&routes::document(&self.aims.document(ix).id)),
        }
    }

    /// A day that the reader's own clock is compared with, by the window of the settings.
    pub(super) fn due(self, date: Date) -> Part {
        Part::due(date, self.soon())
    }

    /// How many days before that it is due soon.
    fn soon(self) -> i64 {
        days_between(self.aims.today, self.aims.config.due_soon.after(self.aims.today))
    }

    /// The sign of a review that ages where its day does not stand beside it; `None` where none is called for.
    pub(super) fn review(self, review: Review) -> Option<Sign> {
        let due = review.next().map(|next| next.to_string());
        Sign::review(review).map(|sign| Sign { due, soon: self.soon(), ..sign })
    }

    /// When the next review is due, where that is known.
    pub(super) fn next_review(self, review: Review) -> Option<Part> {
        review.next().map(|next| self.due(next))
    }

    /// When the next review is due, with its sign behind it.
    pub(super) fn due_with_sign(self, review: Review) -> Vec<Part> {
        match self.next_review(review) {
            Some(next) => [next, Part::text(" ")].into_iter().chain(review_sign(review)).collect(),
            None => review_sign(review).into_iter().collect(),
        }
    }

    /// The id of a document, leading to it.
    pub(super) fn document(self, ix: DocIx) -> Part {
        let id = &self.aims.document(ix).id;
        Part::Id { href: self.to_document(ix), v: id.clone() }
    }

    /// The title of a document, leading to it.
    pub(super) fn title(self, ix: DocIx) -> Part {
        let document = self.aims.document(ix);
        Part::Link { href: self.to_document(ix), v: document.title.clone() }
    }

    /// An id as written: leading to the document, control or clause of that id where there is one.
    pub(super) fn id(self, id: &str) -> Part {
        if let Some(ix) = self.aims.by_id(id) {
            return self.document(ix);
        }
        match self.aims.trace.get(id) {
            Some(requirement) => self.requirement(requirement),
            None => Part::text(id),
        }
    }

    /// A requirement of exactly this framework and id, leading to its page where there is one.
    pub(super) fn exact(self, id: &ReqId) -> Part {
        match self.aims.trace.at(id) {
            Some(requirement) => self.requirement(requirement),
            None => Part::text(&*id.id),
        }
    }

    /// The name of a person or role as written, leading to their page where they have one.
    pub(super) fn person(self, name: &str) -> Option<Part> {
        match self.who.path(name) {
            _ if name.trim().is_empty() => None,
            Some(path) => Some(Part::Link { href: self.to(path), v: line(name) }),
            None => Some(Part::text(name)),
        }
    }

    /// The same in a table of this many rows. Where there are many, the names lead nowhere: the page would be heavy.
    pub(super) fn person_among(self, rows: usize, name: &str) -> Option<Part> {
        if rows <= FEW_ROWS { self.person(name) } else { Some(Part::text(name)).filter(|_| !name.trim().is_empty()) }
    }

    /// Names as written, with commas between them.
    pub(super) fn people<'n>(self, names: impl IntoIterator<Item = &'n str>) -> Cell {
        comma(names.into_iter().filter_map(|name| self.person(name))).into()
    }

    /// The sign of whoever did what takes authority, by a key, and is unknown to the settings.
    pub(super) fn stranger(self, document: &Document, key: &str) -> Option<Part> {
        let mut names = document.fields.names(key).filter(|_| act(document, key).is_some());
        let sign = || Part::sign(Sign::new("undated", say!("Not in the settings")));
        names.any(|(name, _)| !self.aims.config.is_known(name)).then(sign)
    }

    /// Ids as written, with commas between them.
    pub(super) fn ids<'i>(self, ids: impl IntoIterator<Item = &'i str>) -> Cell {
        comma(ids.into_iter().map(|id| self.id(id))).into()
    }

    /// The first few of several ids as written, and how many more there are on the page of the document that names them.
    pub(super) fn few_ids<'i>(self, ids: impl IntoIterator<Item = &'i str>, of: DocIx) -> Cell {
        few(ids.into_iter().map(|id| self.id(id)), &self.to_document(of)).into()
    }

    /// The id of a control or clause, leading to its page.
    pub(super) fn requirement(self, requirement: &Requirement) -> Part {
        Part::Id { href: self.to(&routes::requirement(requirement)), v: requirement.name.clone() }
    }

    /// The first cells of a row about a requirement: where it is told, what it is called, and a sign.
    pub(super) fn about(self, requirement: &Requirement, sign: impl Into<Cell>) -> Vec<Cell> {
        vec![self.requirement(requirement).into(), wording::known(&requirement.title).into(), sign.into()]
    }

    /// A finding.
    pub(super) fn finding(self, finding: &Diagnostic) -> FindingView {
        let (start, _) = self.aims.texts.positions(&finding.place);
        let rule = crate::check::find(finding.code);
        let about = finding.document.as_deref().and_then(|id| self.aims.by_id(id));
        let owner = about.and_then(|ix| self.aims.document(ix).fields.text("owner"));
        FindingView {
            sign: Sign::level(finding.level),
            anchor: None,
            code: finding.code,
            name: finding.name,
            href: self.to(&format!("{}#{}", Address::Rules.at(), finding.code)),
            family: rule.map_or("", |rule| wording::of(rule.family().title)),
            clock: finding.clock,
            known: finding.known,
            message: sentence(finding.message_said()),
            help: sentence(finding.help_said().unwrap_or_default()),
            place: format!("{}:{}:{}", finding.place.path, start.line, start.column),
            document: about.map(|ix| Link { href: self.to_document(ix), text: self.aims.document(ix).id.clone() }),
            owner: owner.and_then(|owner| self.person(owner)).into_iter().collect(),
            owner_name: owner.map(line).unwrap_or_default(),
        }
    }

    /// A commit with up to `most` of what it changed.
    pub(super) fn revision(self, revision: &Revision, most: usize) -> RevisionView {
        let mut changes = Vec::new();
        for change in revision.changes.iter().take(most) {
            let ix = change.document.as_ref().and_then(|path| self.aims.by_path(path));
            let mut parts = match ix {
                Some(ix) => vec![self.document(ix), Part::text(format!(" {}", self.aims.document(ix).title))],
                None => vec![Part::code(change.path.shown())],
            };
            parts.push(Part::quiet(format!(" {}", wording::of(change.kind.as_str()))));
            changes.push(parts);
        }
        RevisionView {
            date: revision.date.to_string(),
            date_said: wording::day(revision.date),
            subject: told(revision.subject_said()),
            body: told(&shortened(&revision.body)),
            author: told(&revision.author.name),
            commit: short(&revision.commit),
            href: forge_link(self.aims, &revision.commit),
            changes,
            more: revision.changes.len().saturating_sub(most),
        }
    }
}

/// The body of a message, as far as a page has room for it.
pub(super) fn shortened(body: &str) -> String {
    cut(body, 1_200)
}

/// The page of a commit at the forge, where the settings name one.
pub(super) fn forge_link(aims: &Aims, commit: &str) -> Option<String> {
    let pattern = aims.config.site.forge.as_deref()?;
    pattern.contains("{commit}").then(|| pattern.replace("{commit}", commit))
}
