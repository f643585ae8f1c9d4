//! One commit as the change record tells it: who, when, and what was done to which document, in words.
//!
//! What the whole record has to be asked for, such as which change brought which version, is gathered once, in `commits`.
//! Each entry carries what it can be filtered by as attributes, for the script of the theme; what it loads of other pages'
//! entries is made in `choices`.

mod items;
mod thin;

pub(super) use thin::{Thin, Thinner};

use crate::base::{say, wording};
use std::collections::BTreeSet;

use super::item::Item;
use crate::base::Date;
use crate::base::text::terminal_safe;
use crate::history::{Change, Merge, Revision, Step, short};
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::heavy::ITEMS;
use crate::site::link::{Linker, forge_link, shortened};
use crate::site::marks::{self, Marks};
use crate::site::markup::{self, Markup, attribute, element, serialized_as_html, text, time};
use crate::site::routes;
use crate::site::view::line;

/// A commit as the change record tells it.
#[derive(Debug)]
pub(super) struct Entry {
    /// The anchor.
    pub id: String,
    /// The day on which it reached the main line.
    pub date: Date,
    /// Whether that is known: where not, it stands where the clock of whoever made it puts it.
    pub is_dated: bool,
    /// The day on which it was written, where that is another, or the only one that is known.
    pub written: Option<String>,
    pub subject: String,
    pub body: String,
    pub author: String,
    /// Who put it into the history, where that is another person.
    pub put_by: Option<String>,
    pub commit: Commit,
    /// The merge that brought it, where it was made beside the main line.
    pub merged: Option<Merged>,
    /// Whether it is a merge itself: what it changed was changed in the merge.
    pub in_merge: bool,
    pub items: Vec<Item>,
    /// How many items are left out.
    pub more: usize,
    /// What it can be filtered by: several values with line feeds between them.
    pub people: String,
    pub kinds: String,
    pub serves: String,
    pub weights: String,
}

/// A commit's id, leading to the forge where the settings name one.
#[derive(Debug)]
pub(super) struct Commit {
    pub short: String,
    pub href: Option<String>,
}

#[derive(Debug)]
pub(super) struct Merged {
    pub by: String,
    /// Whether that is the author of the commit.
    pub own: bool,
    pub commit: Commit,
}

serialized_as_html!(Entry);

impl Markup for Entry {
    fn write(&self, out: &mut String) {
        out.push_str("<li");
        attribute(out, "id", &self.id);
        out.push_str(" data-entry");
        let day = self.date.to_string();
        attribute(out, "data-date", &day);
        attribute(out, "data-person", &self.people);
        let marks = [("data-kind", &self.kinds), ("data-serves", &self.serves), ("data-weight", &self.weights)];
        for (name, values) in marks.into_iter().filter(|(_, values)| !values.is_empty()) {
            attribute(out, name, values);
        }
        out.push_str("><p class=\"when\">");
        time(out, &day);
        element(out, "</p><div class=\"entry\"><p class=\"msg\">", &self.subject, "</p>");
        if !self.body.is_empty() {
            element(out, "<p class=\"message-body\">", &self.body, "</p>");
        }
        if !self.items.is_empty() {
            out.push_str("<ul class=\"did\">");
            self.items.iter().for_each(|item| item.write(out));
            if self.more > 0 {
                let more = say!("and {n} more", n = self.more);
                element(out, "<li><span class=\"quiet\">", &more, "</span></li>");
            }
            out.push_str("</ul>");
        }
        self.write_who(out);
        out.push_str("</div></li>");
    }
}

impl Entry {
    fn write_who(&self, out: &mut String) {
        element(out, "\n<p class=\"who\"><bdi>", &self.author, "</bdi>");
        if let Some(written) = &self.written {
            let said =
                if self.is_dated { say!("written {day}") } else { say!("written {day}, merged on no known day") };
            out.push_str(", ");
            put(out, said, |out, _| time(out, written));
        }
        out.push_str(", ");
        let here = if self.in_merge { say!("in the merge {commit}") } else { say!("commit {commit}") };
        put(out, here, |out, _| self.commit.write(out));
        if let Some(by) = &self.put_by {
            out.push_str("; ");
            put(out, say!("committed by {by}"), |out, _| element(out, "<bdi>", by, "</bdi>"));
        }
        if let Some(Merged { by, own, commit }) = &self.merged {
            out.push_str("; ");
            let merged = if *own { say!("merged by the author in {merge}") } else { say!("merged by {by} in {merge}") };
            put(out, merged, |out, gap| match gap {
                "by" => element(out, "<bdi>", by, "</bdi>"),
                _ => commit.write(out),
            });
        }
        out.push_str("</p>");
    }
}

/// Writes a text of the interface, with what belongs in its gaps as HTML.
fn put(out: &mut String, words: &str, gap: impl Fn(&mut String, &str)) {
    wording::fit(out, words, text, |out, name| {
        gap(out, name);
        true
    });
}

impl Markup for Commit {
    fn write(&self, out: &mut String) {
        markup::commit(out, &self.short, self.href.as_deref());
    }
}

impl<'a> Shared<'a> {
    /// A commit of the record with all that it changed.
    pub(super) fn entry(&self, link: Linker<'_>, place: usize) -> Option<Entry> {
        let revision: &'a Revision = self.history.revisions.get(place)?;
        let author = self.commits.name(&revision.author);
        let merged = revision.merged.as_deref().map(|merge| self.merged(merge, author));
        let told = marks::told(revision, 0..revision.changes.len());
        let marks = Marks::of(self.aims, &self.commits, revision, told.iter().map(|(_, change)| *change));
        let [kinds, people, serves, weights] = marks.facets().map(|values| lines(&values));
        let item =
            |(at, change): &(usize, &Change)| self.change_item(link, Step { revision: place, change: *at }, change);
        let items = told.iter().take(ITEMS).map(item).collect();
        let written = (Some(revision.date) != revision.arrived()).then(|| revision.date.to_string());
        Some(Entry {
            id: routes::commit(&revision.commit),
            date: revision.landed,
            is_dated: revision.place.is_some(),
            written,
            subject: self.headline(revision),
            body: terminal_safe(&shortened(&revision.body)),
            author: line(author),
            put_by: revision.put_there_by().map(|other| line(self.commits.name(other))),
            commit: self.commit_view(&revision.commit),
            merged,
            in_merge: revision.merge,
            items,
            more: told.len().saturating_sub(ITEMS),
            people,
            kinds,
            serves,
            weights,
        })
    }

    fn merged(&self, merge: &'a Merge, author: &str) -> Merged {
        let by = self.commits.name(&merge.author);
        Merged { by: line(by), own: by == author, commit: self.commit_view(&merge.commit) }
    }

    fn commit_view(&self, commit: &str) -> Commit {
        Commit { short: short(commit), href: forge_link(self.aims, commit) }
    }

    /// The document that a changed file is a part of the history of.
    pub(super) fn changed_document(&self, change: &Change) -> Option<DocIx> {
        self.aims.by_path(change.document.as_ref()?)
    }
}

fn lines(values: &BTreeSet<&str>) -> String {
    values.iter().copied().collect::<Vec<_>>().join("\n")
}
