//! Titles in another language than that of the site, marked as such wherever a page names their document: a voice reads them
//! as they are meant, and they run in the direction they are written in. It is done once for all pages, when a page is made.

use std::collections::BTreeMap;

use super::escape::escape;
use crate::base::wording;
use crate::model::Aims;
use crate::model::document::Document;
use crate::model::languages::is_rtl;

/// What stands in the tag of an id, and how a link begins that has no class.
const ID: &str = " class=\"id\"";
const LINK: &str = "<a href=\"";

/// The titles that are marked, by the ids of their documents, each with what its tag says of it. All of it is safe as it is.
#[derive(Debug, Default)]
pub(super) struct Titles(BTreeMap<String, (String, String)>);

impl Titles {
    pub(super) fn of(aims: &Aims) -> Self {
        let marked = |document: &Document| {
            let attributes = attributes(document)?;
            Some((escape(&document.id), (escape(&document.title), attributes)))
        };
        Self(aims.iter().filter_map(|(_, document)| marked(document)).collect())
    }

    /// Marks them in the main part of a page: behind an id that leads to the document, and where they lead there themselves.
    pub(super) fn put(&self, html: String) -> String {
        if self.0.is_empty() { html } else { in_main(html, |main, out| self.main(main, out)) }
    }

    fn main(&self, html: &str, out: &mut String) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let end = from.find('>').map_or(from.len(), |end| end + 1);
            let (tag, after) = from.split_at(end);
            rest = after;
            if tag.ends_with("\">") && tag.contains(ID) {
                out.push_str(tag);
                rest = self.behind_id(after, out);
            } else if let Some(attributes) = self.of_link(tag, after) {
                out.push_str("<a");
                out.push_str(attributes);
                out.push_str(&tag["<a".len()..]);
            } else {
                out.push_str(tag);
            }
        }
        out.push_str(rest);
    }

    /// Writes an id and the title behind it, where that is marked; gives what is left to write.
    fn behind_id<'h>(&self, html: &'h str, out: &mut String) -> &'h str {
        let id = &html[..html.find('<').unwrap_or(html.len())];
        let found = self.0.get(id).and_then(|(title, attributes)| {
            let (_, behind) = html[id.len()..].split_once('>')?;
            let behind = match behind.strip_prefix("</th><td") {
                Some(cell) => cell.split_once('>')?.1,
                None => behind.strip_prefix(' ')?,
            };
            let closed = html.len() - behind.len();
            let (said, behind) = match html[closed..].strip_prefix("<bdi>") {
                Some(said) => (said, "</bdi>"),
                None => (&html[closed..], ""),
            };
            let rest = said.strip_prefix(title.as_str())?.strip_prefix(behind)?;
            let ends = !rest.starts_with(|c: char| c.is_alphanumeric());
            ends.then_some((closed, title, attributes, rest))
        });
        let Some((closed, title, attributes, rest)) = found else { return html };
        out.push_str(&html[..closed]);
        out.push_str(&format!("<span{attributes}>{title}</span>"));
        rest
    }

    /// What the tag of a link to a document says whose words are a title that is marked.
    fn of_link(&self, tag: &str, after: &str) -> Option<&str> {
        let href = tag.strip_prefix(LINK)?.split('"').next()?;
        let id = href.rsplit('/').next()?.strip_suffix(".html")?;
        let (title, attributes) = self.0.get(id)?;
        let behind = after.strip_prefix(title.as_str())?.split_once("</a>")?.0;
        // The number of its version may stand behind it.
        let is_version = |number: &str| {
            number.starts_with(|c: char| c.is_ascii_digit())
                && !number.contains(|c: char| c.is_whitespace() || c == '<')
        };
        let alone = behind.is_empty() || behind.strip_prefix(' ').is_some_and(is_version);
        alone.then_some(attributes.as_str())
    }
}

/// A page whose main part is written anew.
pub(super) fn in_main(html: String, write: impl FnOnce(&str, &mut String)) -> String {
    let Some(start) = html.find("<main") else { return html };
    let end = html.rfind("</main>").filter(|end| *end > start).unwrap_or(html.len());
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    out.push_str(&html[..start]);
    write(&html[start..end], &mut out);
    out.push_str(&html[end..]);
    out
}

/// What the tag of a text in a language says, where that is not the language of all around it.
pub(super) fn of_tag(lang: &str) -> Option<String> {
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    let runs = if is_rtl(lang) { " dir=\"rtl\"" } else { "" };
    (language(lang) != language(wording::code())).then(|| format!(" lang=\"{}\"{runs}", escape(lang)))
}

/// Which language the title of a document is in and how it runs, where that is not as all around it.
fn attributes(document: &Document) -> Option<String> {
    match document.lang.as_deref() {
        Some(lang) => of_tag(lang),
        None => document.title.contains(is_of_rtl).then(|| " dir=\"auto\"".to_owned()),
    }
}

/// Whether a text runs from right to left: by its language, else by most of its letters.
pub(super) fn is_from_right(lang: Option<&str>, text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic()).take(5000);
    lang.map_or_else(|| letters().filter(|c| is_of_rtl(*c)).count() * 2 > letters().count(), is_rtl)
}

/// Whether a letter is of a script that runs from right to left: Hebrew, Arabic and those between and beyond them.
fn is_of_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(main: &str) -> String {
        let title =
            |id: &str, title: &str, attributes: &str| (id.to_owned(), (title.to_owned(), attributes.to_owned()));
        let titles = [title("POL-1", "Politik", " lang=\"de\""), title("POL-2", "سياسة", " lang=\"ar\" dir=\"rtl\"")];
        let html = Titles(titles.into_iter().collect()).put(format!("<p>x</p><main id=\"main\">{main}</main>"));
        html.replace("<p>x</p><main id=\"main\">", "").replace("</main>", "")
    }

    #[test]
    fn titles_are_marked_behind_their_id_and_as_links() {
        for (given, marked) in [
            (
                "<a class=\"id\" href=\"a/POL-1.html\">POL-1</a> Politik, gut",
                "<a class=\"id\" href=\"a/POL-1.html\">POL-1</a> <span lang=\"de\">Politik</span>, gut",
            ),
            (
                "<a rel=\"next\" href=\"x\"><span class=\"id\">POL-2</span> سياسة</a>",
                "<a rel=\"next\" href=\"x\"><span class=\"id\">POL-2</span> <span lang=\"ar\" dir=\"rtl\">سياسة</span></a>",
            ),
            (
                "<a class=\"id\" href=\"x\">POL-1</a> <bdi>Politik</bdi>.",
                "<a class=\"id\" href=\"x\">POL-1</a> <span lang=\"de\">Politik</span>.",
            ),
            (
                "<td><a href=\"../documents/POL-1.html\">Politik</a></td>",
                "<td><a lang=\"de\" href=\"../documents/POL-1.html\">Politik</a></td>",
            ),
            (
                "<a href=\"documents/POL-1.html\">Politik 1.4</a>",
                "<a lang=\"de\" href=\"documents/POL-1.html\">Politik 1.4</a>",
            ),
            (
                "<th><a class=\"id\" href=\"x\">POL-1</a></th><td class=\"main\">Politik</td>",
                "<th><a class=\"id\" href=\"x\">POL-1</a></th><td class=\"main\"><span lang=\"de\">Politik</span></td>",
            ),
        ] {
            assert_eq!(put(given), marked);
        }
    }

    #[test]
    fn nothing_else_is() {
        for given in [
            "Politik <a class=\"id\" href=\"x\">POL-1</a>, Politik",
            "<a class=\"id\" href=\"x\">POL-1</a> Politiker",
            "<a class=\"id\" href=\"x\">POL-1</a></td><td> Politik",
            "<a class=\"id\" href=\"x\">POL-3</a> Politik",
            "<a href=\"POL-1.html\">Politik von morgen</a>",
            "<a href=\"POL-1.html\">Politik 2 und mehr</a>",
            "<a href=\"POL-1/1.0.html\">Politik</a><",
        ] {
            assert_eq!(put(given), given);
        }
        assert!("שלום".contains(is_of_rtl) && !"Größe über 规程".contains(is_of_rtl));
    }
}
