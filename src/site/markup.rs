//! The markup of the small parts that views are made of: signs, pieces of text, tables.
//!
//! A page has thousands of them, so they are written here and not by a template: a template would have to be told each one
//! as a value first. Templates say where they go; what is written is safe as it is, for every text in it is escaped.

use serde::{Serialize, Serializer};

pub(super) use super::escape::text;
use super::outward::leaves;
use super::view::{Pages, Part, Sign, Table, TableRow, day_said};
use crate::base::say;

/// What can write itself as HTML.
pub(super) trait Markup {
    /// Writes it at the end of `out`.
    fn write(&self, out: &mut String);

    /// It as HTML.
    fn to_html(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }
}

/// Lets a view hold it as HTML, which its template puts in as it is.
macro_rules! serialized_as_html {
    ($($type:ty),+) => {
        $(impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$crate::site::markup::Markup::to_html(self))
            }
        })+
    };
}
pub(super) use serialized_as_html;

serialized_as_html!(Table, Pages);

/// The kind of a piece is part of no template: a list of pieces is a list of their HTML.
impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_html())
    }
}

/// Writes an attribute with a blank before it.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    text(out, value);
    out.push('"');
}

/// Writes a text between two tags.
pub(super) fn element(out: &mut String, open: &str, content: &str, close: &str) {
    out.push_str(open);
    text(out, content);
    out.push_str(close);
}

/// Writes a day, which is given as ISO 8601 has it.
pub(super) fn time(out: &mut String, day: &str) {
    time_with(out, "", day);
}

/// Writes a day, with further attributes. Where the language writes it as ISO 8601 does, it is a date as HTML has it, and
/// needs no attribute to say it again.
fn time_with(out: &mut String, attributes: &str, day: &str) {
    let said = day_said(day);
    out.push_str("<time");
    out.push_str(attributes);
    if said != day {
        attribute(out, "datetime", day);
    }
    element(out, ">", &said, "</time>");
}

/// Writes pieces one after the other.
pub(super) fn parts(out: &mut String, parts: &[Part]) {
    for part in parts {
        part.write(out);
    }
}

/// Writes a commit as short as pages show it, leading to the forge where the settings name one.
pub(super) fn commit(out: &mut String, short: &str, href: Option<&str>) {
    match href {
        Some(href) => {
            out.push_str("<a");
            attribute(out, "href", href);
            element(out, " rel=\"external noopener noreferrer\"><code>", short, "</code></a>");
        }
        None => element(out, "<code>", short, "</code>"),
    }
}

/// A sign of more letters than this needs a width of its own on paper.
const LONG: usize = 30;

impl Markup for Sign {
    fn write(&self, out: &mut String) {
        out.push_str("<span class=\"sign is-");
        text(out, self.name);
        out.push_str(if self.word.len() > LONG { " long\"" } else { "\"" });
        if let Some(due) = &self.due {
            attribute(out, "data-due", due);
            attribute(out, "data-soon", &self.soon.to_string());
        }
        element(out, ">", &self.word, "</span>");
    }
}

impl Markup for Part {
    fn write(&self, out: &mut String) {
        match self {
            Self::Text { v } => text(out, v),
            Self::Quiet { v } => element(out, "<span class=\"quiet\">", v, "</span>"),
            Self::Aside { parts: inner } => {
                out.push_str("<span class=\"quiet\">");
                parts(out, inner);
                out.push_str("</span>");
            }
            Self::Sub { v } if v.is_empty() => {}
            Self::Sub { v } => element(out, "<span class=\"sub\">", v, "</span>"),
            Self::Strong { v } => element(out, "<b>", v, "</b>"),
            Self::Said { v } => element(out, "<bdi>", v, "</bdi>"),
            Self::Code { v } => element(out, "<code>", v, "</code>"),
            Self::Id { href, v } => {
                out.push_str("<a class=\"id\"");
                attribute(out, "href", href);
                element(out, ">", v, "</a>");
            }
            Self::Link { href, v } => {
                out.push_str("<a");
                attribute(out, "href", href);
                let rest = if leaves(href) { " rel=\"external noopener noreferrer\">" } else { ">" };
                element(out, rest, v, "</a>");
            }
            Self::Sign { s } => s.write(out),
            Self::Date { v } => time(out, v),
            Self::Due { v, soon } => time_with(out, &format!(" data-due data-soon=\"{soon}\""), v),
            Self::List { items } => list(out, items),
            Self::Fold { words, items } => {
                element(out, "<details class=\"fold\"><summary>", words, "</summary>");
                list(out, items);
                out.push_str("</details>");
            }
        }
    }
}

fn list(out: &mut String, items: &[Vec<Part>]) {
    out.push_str("<ul>");
    for item in items {
        out.push_str("<li>");
        parts(out, item);
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

impl Markup for Table {
    fn write(&self, out: &mut String) {
        if !self.files.is_empty() {
            out.push_str("<p class=\"meta no-print\">");
            parts(out, &self.files);
            out.push_str("</p>\n");
        }
        if let Some(pages) = &self.pages {
            pages.write_called(out, &say!("Pages of this list: {list}", list = self.label));
        }
        out.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\"");
        attribute(out, "aria-label", &self.label);
        out.push_str(">\n<table class=\"register\"");
        if let Some(filter) = self.filter.as_deref().filter(|filter| !filter.is_empty()) {
            attribute(out, "data-filter", filter);
        }
        if let Some(pages) = &self.pages {
            pages.write_reach(out);
        }
        if self.sortable {
            out.push_str(" data-sortable");
        }
        out.push_str(">\n<thead><tr>");
        for column in &self.columns {
            out.push_str("<th scope=\"col\"");
            class(out, column.class.trim_end_matches("name").trim_end());
            if column.facet {
                out.push_str(" data-facet");
            }
            element(out, ">", &column.title, "</th>");
        }
        out.push_str("</tr></thead>");
        for group in &self.groups {
            out.push_str("\n<tbody>");
            if let Some(title) = group.title.as_deref().filter(|title| !title.is_empty()) {
                out.push_str(&format!(
                    "\n<tr class=\"group\"><th colspan=\"{}\" scope=\"rowgroup\">",
                    self.columns.len()
                ));
                element(out, "", title, "</th></tr>");
            }
            group.rows.iter().for_each(|row| self.write_row(out, row));
            out.push_str("\n</tbody>");
        }
        out.push_str("\n</table>\n</div>");
    }
}

impl Markup for Pages {
    fn write(&self, out: &mut String) {
        self.write_called(out, say!("Pages of this list"));
    }
}

/// The way to all pages of a list that is no table, under the name of the list: its page has other lists too.
#[derive(Debug)]
pub(super) struct PagesOf(pub Pages, pub &'static str);

impl Markup for PagesOf {
    fn write(&self, out: &mut String) {
        self.0.write_called(out, &say!("Pages of this list: {list}", list = self.1));
    }
}

serialized_as_html!(PagesOf);

impl Pages {
    /// Writes them under a name that no other such way of the page has.
    fn write_called(&self, out: &mut String, name: &str) {
        out.push_str("<nav class=\"pages\"");
        attribute(out, "aria-label", name);
        out.push_str("><p class=\"meta\">");
        text(out, &self.label);
        out.push_str("</p><ol>");
        for item in &self.items {
            out.push_str("<li>");
            parts(out, item);
            out.push_str("</li>");
        }
        out.push_str("</ol></nav>\n");
    }

    /// Writes, for the filter of a page, that there is more than it looks through, and where all of it is.
    pub(super) fn write_reach(&self, out: &mut String) {
        attribute(out, "data-total", &self.total.to_string());
        attribute(out, "data-search", &self.search);
    }
}

impl Table {
    fn write_row(&self, out: &mut String, row: &TableRow) {
        out.push_str("\n<tr");
        if let Some(id) = row.id.as_deref().filter(|id| !id.is_empty()) {
            attribute(out, "id", id);
        }
        out.push('>');
        let class_of = |at: usize| self.columns.get(at).map_or("", |column| column.class);
        let chosen = self.columns.iter().any(|column| column.class.ends_with("name"));
        for (at, cell) in row.cells.iter().enumerate() {
            let names = if chosen { class_of(at).ends_with("name") } else { at == 0 };
            // An empty heading names nothing.
            let names = names && !cell.parts.is_empty();
            out.push_str(if names { "<th scope=\"row\"" } else { "<td" });
            if chosen || !names {
                class(out, class_of(at).trim_end_matches("name").trim_end());
            }
            if let Some(key) = cell.key.as_deref().filter(|key| !key.is_empty()) {
                attribute(out, "data-key", key);
            }
            out.push('>');
            parts(out, &cell.parts);
            out.push_str(if names { "</th>" } else { "</td>" });
        }
        out.push_str("</tr>");
    }
}

fn class(out: &mut String, class: &str) {
    if !class.is_empty() {
        attribute(out, "class", class);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Date, wording};
    use crate::site::view;

    #[test]
    fn no_text_becomes_markup() {
        let evil = "\"><script>'&";
        let safe = "&quot;&gt;&lt;script&gt;&#39;&amp;";
        let all = [
            Part::text(evil),
            Part::quiet(evil),
            Part::sub(evil),
            Part::Strong { v: evil.into() },
            Part::Said { v: evil.into() },
            Part::code(evil),
            Part::Id { href: evil.into(), v: evil.into() },
            Part::Link { href: evil.into(), v: evil.into() },
            Part::sign(Sign::new("gap", evil)),
            Part::Date { v: evil.into() },
            Part::Due { v: evil.into(), soon: 3 },
            Part::List { items: vec![vec![Part::text(evil)]] },
            Part::Fold { words: evil.into(), items: vec![vec![Part::text(evil)]] },
            Part::Aside { parts: vec![Part::text(evil)] },
        ];
        for part in all {
            let html = part.to_html();
            assert!(html.contains(safe) && !html.contains("script>\""), "{html}");
            assert!(!html.contains("<script"), "{html}");
        }
    }

    #[test]
    fn days_are_written_as_the_language_does_and_kept_as_iso_has_them() {
        let day = Date::constant(2026, 3, 5);
        let (plain, due) = (Part::date(day), Part::due(day, 30));
        assert_eq!(plain.to_html(), "<time>2026-03-05</time>");
        assert_eq!(due.to_html(), "<time data-due data-soon=\"30\">2026-03-05</time>");
        wording::within(wording::language("de"), || {
            assert_eq!(plain.to_html(), "<time datetime=\"2026-03-05\">05.03.2026</time>");
            assert_eq!(due.to_html(), "<time data-due data-soon=\"30\" datetime=\"2026-03-05\">05.03.2026</time>");
            assert_eq!(view::plain(std::slice::from_ref(&plain)), "05.03.2026");
            assert_eq!(Part::Date { v: "soon".into() }.to_html(), "<time>soon</time>");
        });
    }

    #[test]
    fn a_table_without_rows_has_its_head() {
        let html = Table::new("A \"label\"", &["Id", "Title:main", "Kind:facet"]).to_html();
        assert!(
            html.contains("aria-label=\"A &quot;label&quot;\"") && html.contains("<th scope=\"col\" data-facet>Kind")
        );
        assert!(html.ends_with("</thead>\n</table>\n</div>"), "{html}");
    }
}
