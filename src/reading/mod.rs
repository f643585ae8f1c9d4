//! By which rules a text is read: what its keys and words mean, and where else than in front matter it says them.
//!
//! In come the settings, as plain data, once; out comes [`Reading`], one value that never changes. A text of today and a
//! text of the past are read with the same value, and what is kept of either is known by it ([`Reading::key`]). What it
//! gives of a text is a list of entries as front matter has them, each with its place. What they are worth, `model` says.

mod beside;
mod cell;
mod class;
mod dates;
mod form;
mod header;
mod ids;
mod labels;
mod markup;
mod meanings;
mod normal;
mod retention;
mod rules;
mod sidecars;
mod stated;
mod synonyms;
mod tables;
mod value;

use std::borrow::Cow;
use std::collections::BTreeSet;

pub use beside::{Beside, Twice, says_the_same};
pub use cell::{Form as CellForm, control};
pub use class::{CLASS, ClassWord, says_class};
pub use dates::{before_remark, day_of, days_in, is_time, is_weekday, month, western};
pub use form::Form;
pub use ids::{FileNames, Source};
pub use labels::plain as plain_label;
pub use meanings::{ENDS, is_over, is_settled, status_called};
pub use normal::{normal, pairs_in};
pub use retention::kept_for;
pub use rules::{Metadata, Reading, Said};
pub use sidecars::{Doubt, Pairs, Sidecars, Unfit};
pub use stated::{About, Stated, german_labels};
#[cfg(test)]
pub(crate) use synonyms::OURS;
pub use tables::{Column, LackingColumn, Rows, tables_in};
pub use value::{Apart, dressed_version, period_called, several};

use crate::base::sha256;
use crate::parse::{self, Entry, Front, Page, Problem, ProblemKind, Split, Value};

impl Reading {
    /// The same, where these are the kinds, each with its keys.
    #[must_use]
    pub fn knowing<'k>(mut self, kinds: impl Iterator<Item = (&'k str, Vec<&'k str>)>) -> Self {
        for (kind, keys) in kinds {
            let odd = keys.into_iter().filter(|key| synonyms::of(key).is_some() || says_class(key));
            let odd: BTreeSet<String> = odd.map(str::to_owned).collect();
            if !odd.is_empty() {
                self.own.insert(kind.to_owned(), odd);
            }
            self.kinds.insert(kind.to_owned());
        }
        self
    }

    /// Stands for all of it: two that read a text alike have the same.
    pub fn key(&self) -> [u8; 32] {
        sha256(format!("{self:?}").as_bytes())
    }

    /// Whether nothing but front matter is read, with no word of the team's but aliases.
    pub fn is_plain(&self) -> bool {
        let Self { aliases, kinds, own, .. } = self;
        *self == Self { aliases: aliases.clone(), kinds: kinds.clone(), own: own.clone(), ..Self::default() }
    }

    /// Whether front matter may do without its first fence.
    pub fn takes_open(&self) -> bool {
        self.forms.contains(&Form::Yaml)
    }

    /// A Markdown file, read by these rules.
    pub fn page(&self, bytes: &[u8]) -> Page {
        let mut page = parse::page_with(bytes, self.takes_open());
        self.take_for_text(&page.text, &mut page.front, &mut page.problems);
        page
    }

    /// The front matter of a normalised text, likewise.
    pub fn front(&self, text: &str) -> Split {
        let mut split = parse::front(text, self.takes_open());
        self.take_for_text(text, &mut split.front, &mut split.problems);
        split
    }

    /// What only looks like front matter is text where a header is read there.
    fn take_for_text(&self, text: &str, front: &mut Option<Front>, problems: &mut Vec<Problem>) {
        let Some(near) = front.as_ref().and_then(|front| front.near).filter(|_| self.has_header()) else { return };
        let within = |entry: &Entry| (near.start..near.end).contains(&entry.key_span.start);
        if header::read(self, text, 0).iter().any(within) {
            *front = None;
            problems.retain(|problem| problem.span != near || problem.kind != ProblemKind::InvalidFrontMatter);
        }
    }

    /// Whether the text below the front matter may say more.
    pub fn has_header(&self) -> bool {
        self.forms.iter().any(|form| form.is_in_text())
    }

    /// How the first lines of a text say a key under its own name; none where they are not read for it.
    pub fn line_of(&self, key: &str) -> Option<String> {
        let form = self.forms.iter().find(|form| form.is_in_text())?;
        let is_idle = key == "id" && !self.ids.is_empty() && !self.ids.contains(&Source::Header);
        let means = labels::of(key).is_some_and(|(_, ours)| ours == key) && !is_idle;
        means.then(|| match form {
            Form::Bold | Form::Yaml => format!("**{key}:** …"),
            Form::Table => format!("| {key} | … |"),
            Form::Quote => format!("> **{key}:** …"),
            Form::List => format!("- **{key}:** …"),
            Form::Plain => format!("{key}: …"),
        })
    }

    /// Whether what a text says of itself hangs on all of it.
    pub fn reads_body(&self) -> bool {
        self.has_header() || !self.tables.is_empty()
    }

    /// What a text says of itself, in its front matter and, where the settings have it read, in its first lines.
    pub fn description<'a>(&self, text: &str, front: Option<&'a Front>, body: usize) -> Metadata<'a> {
        let head = self.head(text, front, body);
        if self.tables.is_empty() { head } else { self.with_tables(text, head, body) }
    }

    /// Labels in the first lines of a text that mean nothing, beside others that do, each with its value.
    pub fn strangers<'t>(&self, text: &'t str, body: usize) -> Vec<(&'t str, &'t str)> {
        if self.has_header() { header::strangers(self, text, body) } else { Vec::new() }
    }

    /// The same where a file beside it says more. What the text says itself holds; what both say is told.
    pub fn description_beside<'a>(
        &self,
        text: &str,
        front: Option<&'a Front>,
        body: usize,
        beside: &Beside,
    ) -> (Metadata<'a>, Vec<Twice>) {
        let (head, twice) = self.with_beside(self.head(text, front, body), beside);
        (if self.tables.is_empty() { head } else { self.with_tables(text, head, body) }, twice)
    }

    /// What a text says in its front matter and its first lines.
    fn head<'a>(&self, text: &str, front: Option<&'a Front>, body: usize) -> Metadata<'a> {
        let entries = front.map_or(&[][..], |front| &front.entries);
        let (of_front, is_document) = (entries.len(), front.is_some());
        let plain =
            Metadata { entries: Cow::Borrowed(entries), of_front, of_head: of_front, is_document, besides: Vec::new() };
        if self.has_header() { self.with_header(text, plain, body) } else { plain }
    }

    /// The same with the rows that tables of the text have, where nothing else says them.
    fn with_tables<'a>(&self, text: &str, head: Metadata<'a>, body: usize) -> Metadata<'a> {
        let said = self.read_alone(&head.entries);
        let kind = said.iter().find(|said| said.name == "kind").and_then(|said| match &said.entry.node.value {
            Value::Scalar(scalar) => Some(normal(&scalar.text)),
            _ => None,
        });
        let fits = |rows: &&Rows| kind.as_ref().is_none_or(|kind| *kind == rows.kind);
        let wanted = self.tables.iter().filter(fits).filter(|rows| said.iter().all(|said| said.name != rows.key));
        let found: Vec<Entry> = wanted.filter_map(|rows| rows.read(text, body)).collect();
        if found.is_empty() {
            return head;
        }
        drop(said);
        let mut entries = head.entries.into_owned();
        entries.extend(found);
        Metadata { entries: Cow::Owned(entries), ..head }
    }

    /// The same with what a header says.
    fn with_header<'a>(&self, text: &str, plain: Metadata<'a>, body: usize) -> Metadata<'a> {
        let mut found = header::read(self, text, body);
        let rank = |source| self.ids.iter().position(|known| *known == source).unwrap_or(usize::MAX);
        let header_first = rank(Source::Header) < rank(Source::Key);
        if !self.ids.is_empty() && rank(Source::Header) == usize::MAX {
            found.retain(|entry| entry.key != "id");
        }
        if found.is_empty() {
            return plain;
        }
        let named = |entry: &Entry| matches!(entry.key.as_str(), "id" | "kind");
        let entries = &plain.entries;
        let is_document = plain.is_document || found.len() > 1 || found.iter().any(named);
        let given: BTreeSet<String> = self.read(entries, |_| false).into_iter().map(|said| said.name).collect();
        let own_id = header_first && found.iter().any(|entry| entry.key == "id");
        let mut all: Vec<Entry> = entries.to_vec();
        if own_id {
            all.retain(|entry| normal(&entry.key) != "id");
        }
        let of_front = all.len();
        let said_before = |entry: &&Entry| entry.key == CLASS && given.contains(CLASS);
        let besides = found.iter().filter(said_before).cloned().collect();
        all.extend(found.into_iter().filter(|entry| !given.contains(&entry.key) || (own_id && entry.key == "id")));
        let of_head = all.len();
        Metadata { entries: Cow::Owned(all), of_front, of_head, is_document, besides }
    }
}

/// Keys that are commonly used for one of ours, each with ours; they need no alias.
pub fn common_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    synonyms::all()
}
