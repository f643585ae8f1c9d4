//! One file a page or family of pages: each makes views from the model.

mod about;
pub(super) mod atom;
mod audit;
mod changes;
mod clauses;
mod controls;
pub(super) mod document;
mod documents;
mod entry;
mod findings;
mod frameworks;
mod histories;
mod in_force;
mod overview;
pub(super) mod record;
mod registers;
mod requirement;
mod reviews;
mod risks;
mod sections;
mod since;
mod soa;
mod systems;
mod traceability;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::routes::{self, relative};
use super::view::{Cell, FindingView, Link, Part, RevisionView, Sign, sentence, told};
use super::{Edition, Inputs, Since};
use crate::approval::record::of_path;
use crate::approval::{Act, Approvals};
use crate::base::date::days_between;
use crate::base::text::cut;
use crate::base::{Date, DocPath};
use crate::check::Findings;
use crate::compare::Comparison;
use crate::diag::Diagnostic;
use crate::history::{Change, History, Revision, short};
use crate::model::catalog::Item;
use crate::model::document::{Document, Status};
use crate::model::review::Review;
use crate::model::trace::Requirement;
use crate::model::{Aims, DocIx};

/// One page, ready for its template.
pub(super) struct Page {
    /// Where it stands.
    pub path: String,
    /// What the browser shows as its title.
    pub title: String,
    /// The entry of the menu it belongs to.
    pub section: Option<&'static str>,
    /// Classes of its main part.
    pub main: &'static str,
    /// The way to it.
    pub crumbs: Vec<Link>,
    /// Its template.
    pub template: &'static str,
    /// Its view.
    pub view: tera::Value,
}

impl Page {
    fn new(path: impl Into<String>, title: impl Into<String>, template: &'static str, view: &impl Serialize) -> Self {
        Self {
            path: path.into(),
            title: title.into(),
            section: None,
            main: "wide",
            crumbs: Vec::new(),
            template,
            view: tera::Value::from_serializable(view),
        }
    }

    fn section(mut self, section: &'static str) -> Self {
        self.section = Some(section);
        self
    }

    fn main(mut self, main: &'static str) -> Self {
        self.main = main;
        self
    }

    /// The way from the overview: pages with their words, then this page's own words.
    fn crumbs(mut self, way: &[(&str, &str)], here: &str) -> Self {
        let link = |(path, text): &(&str, &str)| Link { href: relative(&self.path, path), text: (*text).to_owned() };
        let overview = ("index.html", "Overview");
        self.crumbs = std::iter::once(&overview).chain(way).map(link).collect();
        self.crumbs.push(Link { href: String::new(), text: here.to_owned() });
        self
    }
}

/// What there is beside the pages of documents.
pub(super) struct All {
    /// The pages.
    pub pages: Vec<Page>,
    /// The feed of changes.
    pub feed: String,
}

/// Every page but those of documents, and the feed.
pub(super) fn all(shared: &Shared<'_>) -> All {
    let told = &entry::Told::new(shared);
    let mut pages = vec![
        overview::page(shared),
        documents::page(shared),
        controls::index(shared),
        clauses::index(shared),
        soa::page(shared),
        traceability::page(shared),
        systems::page(shared),
        risks::page(shared),
        registers::assessments(shared),
        reviews::page(shared),
        frameworks::index(shared),
        audit::page(shared),
        findings::page(shared),
        about::page(shared),
    ];
    pages.extend(controls::pages(shared));
    pages.extend(clauses::pages(shared));
    pages.extend(frameworks::pages(shared));
    pages.extend(changes::pages(told));
    pages.extend(in_force::pages(shared));
    pages.extend(histories::pages(told));
    pages.extend(since::page(told));
    All { pages, feed: atom::feed(told) }
}

/// What all pages are made from, with what several of them need worked out once.
pub(super) struct Shared<'a> {
    pub aims: &'a Aims,
    pub history: &'a History,
    pub approvals: &'a Approvals,
    pub findings: &'a Findings,
    pub edition: &'a Edition,
    pub since: Option<&'a Since>,
    pub differences: &'a (dyn Fn(&[&Change]) -> Vec<Option<Comparison>> + Sync),
    pub title: String,
    pub organisation: String,
    pub revision: Option<String>,
    by_document: BTreeMap<&'a str, Vec<&'a Diagnostic>>,
    published: BTreeSet<&'a DocPath>,
    unread_records: BTreeMap<&'a str, Vec<&'a Act>>,
    risks_by_control: BTreeMap<String, Vec<DocIx>>,
    items: BTreeMap<(&'a str, &'a str), &'a Item>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(inputs: Inputs<'a>) -> Self {
        let Inputs { aims, history, approvals, findings, edition, since, differences } = inputs;
        let organisation = aims.config.organisation.clone().unwrap_or_else(|| "This organisation".into());
        let mut by_document: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
        for finding in &findings.found {
            by_document.entry(finding.place.path.as_str()).or_default().push(finding);
        }
        let mut risks_by_control: BTreeMap<String, Vec<DocIx>> = BTreeMap::new();
        for (ix, risk) in aims.of_kind("risk") {
            for control in risk.fields.texts("controls") {
                risks_by_control.entry(control.value.clone()).or_default().push(ix);
            }
        }
        let mut items = BTreeMap::new();
        for framework in aims.catalog.frameworks() {
            for item in &framework.items {
                items.entry((framework.id.as_str(), item.id.as_str())).or_insert(item);
            }
        }
        Self {
            aims,
            history,
            approvals,
            findings,
            edition,
            since,
            differences,
            title: aims.config.site.title.clone().unwrap_or_else(|| "AI management system".into()),
            organisation,
            revision: history.head.as_ref().map(|(commit, _)| short(commit)),
            by_document,
            published: published(approvals).map(|act| &act.path).collect(),
            unread_records: unread_records(approvals),
            risks_by_control,
            items,
        }
    }

    /// The organisation inside a sentence.
    fn named(&self) -> &str {
        self.aims.config.organisation.as_deref().unwrap_or("this organisation")
    }

    /// What the change record lacks, and how to get it: a paragraph each.
    fn gaps(&self) -> Vec<Vec<Part>> {
        let paragraph = |gap: &crate::history::Gap| {
            let mut parts = sentence(&gap.what);
            parts.push(Part::text(" "));
            parts.extend(sentence(&gap.remedy));
            parts
        };
        self.history.gaps.iter().map(paragraph).collect()
    }

    /// What is found about a document.
    fn findings_about(&self, path: &DocPath) -> &[&'a Diagnostic] {
        self.by_document.get(path.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Whether this edition leaves out the text of a document because no version of it is approved yet. Then what changed
    /// in it is left out too.
    fn is_withheld(&self, ix: DocIx) -> bool {
        let document = self.aims.document(ix);
        self.edition.notes.contains_key(&document.path) && document.status() != Some(Status::Approved)
    }

    /// Whether the record of an act is part of the site.
    fn is_published(&self, act: &Act) -> bool {
        self.published.contains(&act.path)
    }

    /// Files in the folder of a document's records that are no records.
    fn unread_records(&self, id: &str) -> &[&'a Act] {
        self.unread_records.get(id).map_or(&[], Vec::as_slice)
    }

    /// The item of a framework with exactly this id.
    fn item(&self, framework: &str, id: &str) -> Option<&'a Item> {
        self.items.get(&(framework, id)).copied()
    }

    /// Risks that name a control as their treatment.
    fn risks_treated_by(&self, control: &str) -> &[DocIx] {
        self.risks_by_control.get(control).map_or(&[], Vec::as_slice)
    }
}

/// The acts whose records are published: those that can be read, under names that every platform can hold and tell apart.
pub(super) fn published(approvals: &Approvals) -> impl Iterator<Item = &Act> {
    let mut names = BTreeSet::new();
    approvals.acts.iter().filter(move |act| {
        act.record.is_ok() && act.path.portability_fault().is_none() && names.insert(act.path.as_str().to_lowercase())
    })
}

fn unread_records(approvals: &Approvals) -> BTreeMap<&str, Vec<&Act>> {
    let mut unread: BTreeMap<&str, Vec<&Act>> = BTreeMap::new();
    for act in approvals.acts.iter().filter(|act| act.record.is_err()) {
        if let Some((id, _)) = of_path(&act.path) {
            unread.entry(id).or_default().push(act);
        }
    }
    unread
}

/// Makes links for one page.
#[derive(Clone, Copy)]
struct Linker<'a> {
    aims: &'a Aims,
    page: &'a str,
}

impl<'a> Linker<'a> {
    fn new(shared: &Shared<'a>, page: &'a str) -> Self {
        Self { aims: shared.aims, page }
    }

    fn to(self, path: &str) -> String {
        relative(self.page, path)
    }

    /// A day that the reader's own clock is compared with, by the window of the settings.
    fn due(self, date: Date) -> Part {
        let today = self.aims.today;
        Part::due(date, days_between(today, self.aims.config.due_soon.after(today)))
    }

    /// When the next review is due, where that is known.
    fn next_review(self, review: Review) -> Option<Part> {
        review.next().map(|next| self.due(next))
    }

    /// When the next review is due, with its sign behind it.
    fn due_with_sign(self, review: Review) -> Vec<Part> {
        match self.next_review(review) {
            Some(next) => [next, Part::text(" ")].into_iter().chain(review_sign(review)).collect(),
            None => review_sign(review).into_iter().collect(),
        }
    }

    /// The id of a document, leading to it.
    fn document(self, ix: DocIx) -> Part {
        let id = &self.aims.document(ix).id;
        Part::Id { href: self.to(&routes::document(id)), v: id.clone() }
    }

    /// The title of a document, leading to it.
    fn title(self, ix: DocIx) -> Part {
        let document = self.aims.document(ix);
        Part::Link { href: self.to(&routes::document(&document.id)), v: document.title.clone() }
    }

    /// An id as written: leading to the document, control or clause of that id where there is one.
    fn id(self, id: &str) -> Part {
        if let Some(ix) = self.aims.by_id(id) {
            return self.document(ix);
        }
        match self.aims.trace.get(id) {
            Some(requirement) => self.requirement(requirement),
            None => Part::text(id),
        }
    }

    /// Ids as written, with commas between them.
    fn ids<'i>(self, ids: impl IntoIterator<Item = &'i str>) -> Cell {
        super::view::comma(ids.into_iter().map(|id| self.id(id))).into()
    }

    /// The id of a control or clause, leading to its page.
    fn requirement(self, requirement: &Requirement) -> Part {
        use crate::model::trace::RequirementKind;
        let path = match requirement.kind {
            RequirementKind::Clause => routes::clause(&requirement.id),
            _ => routes::control(&requirement.id),
        };
        Part::Id { href: self.to(&path), v: requirement.id.clone() }
    }

    /// A finding.
    fn finding(self, finding: &Diagnostic) -> FindingView {
        let (start, _) = self.aims.texts.positions(&finding.place);
        let rule = crate::check::find(finding.code);
        FindingView {
            sign: Sign::level(finding.level),
            code: finding.code,
            name: finding.name,
            href: self.to(&format!("findings.html#{}", finding.code)),
            family: rule.map_or("", |rule| rule.family().title),
            clock: finding.clock,
            message: sentence(&finding.message),
            help: sentence(finding.help.as_deref().unwrap_or_default()),
            place: format!("{}:{}:{}", finding.place.path, start.line, start.column),
            document: finding.document.as_deref().and_then(|id| self.aims.by_id(id)).map(|ix| {
                let id = &self.aims.document(ix).id;
                Link { href: self.to(&routes::document(id)), text: id.clone() }
            }),
        }
    }

    /// A commit with up to `most` of what it changed.
    fn revision(self, revision: &Revision, most: usize) -> RevisionView {
        let mut changes = Vec::new();
        for change in revision.changes.iter().take(most) {
            let ix = change.document.as_ref().and_then(|path| self.aims.by_path(path));
            let mut parts = match ix {
                Some(ix) => vec![self.document(ix), Part::text(format!(" {}", self.aims.document(ix).title))],
                None => vec![Part::code(change.path.as_str())],
            };
            parts.push(Part::quiet(format!(" {}", change.kind.as_str())));
            changes.push(parts);
        }
        RevisionView {
            date: revision.date.to_string(),
            subject: told(&revision.subject),
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
fn shortened(body: &str) -> String {
    cut(body, 1_200)
}

/// The page of a commit at the forge, where the settings name one.
fn forge_link(aims: &Aims, commit: &str) -> Option<String> {
    let pattern = aims.config.site.forge.as_deref()?;
    pattern.contains("{commit}").then(|| pattern.replace("{commit}", commit))
}

/// The status of a document, where it gives one.
fn status(document: &Document) -> Option<Part> {
    document.status().map(|status| Part::sign(Sign::status(status)))
}

fn review_sign(review: Review) -> Option<Part> {
    Sign::review(review).map(Part::sign)
}

/// The label of a document's kind.
fn kind_label(document: &Document) -> &str {
    match (&document.kind, document.controlled) {
        (Some(kind), _) => &kind.label,
        (None, true) => "No kind",
        (None, false) => "Uncontrolled page",
    }
}

/// A day, or nothing.
fn day(date: Option<Date>) -> Option<Part> {
    date.map(Part::date)
}

/// A word of a choice as people read it: `in-progress` is `In progress`.
fn words(choice: &str) -> String {
    let text = choice.replace('-', " ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
