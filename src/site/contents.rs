//! The contents of a page that is long: the headings of its main part, gathered from the page itself, so that no page has to
//! tell them twice and none is forgotten.

use super::escape::escape;
use crate::base::say;

/// Where the contents of a page go: what a template says, and no text of others can.
const MARK: &str = "<!--contents-->";

/// From how many headings on a page has contents.
const LEAST: usize = 3;

/// From how many bytes of HTML on a page is long: about two screens.
const LONG: usize = 6_000;

/// How many headings are told with those of the second rank; of a longer page those of the first alone.
const MOST: usize = 40;

/// A heading of a page.
#[derive(Debug, PartialEq, Eq)]
struct Heading<'h> {
    anchor: &'h str,
    /// The words, as HTML without tags.
    words: String,
    /// Whether it stands below another.
    sub: bool,
}

/// Puts the contents where the page has the mark for them, and takes the mark away.
pub(super) fn put(mut html: String) -> String {
    let Some(at) = html.find(MARK) else { return html };
    let main = &html[at + MARK.len()..];
    let main = &main[..main.find("</main>").unwrap_or(main.len())];
    let contents = if main.len() < LONG { String::new() } else { list(&headings(main)) };
    html.replace_range(at..at + MARK.len(), &contents);
    html
}

fn list(headings: &[Heading<'_>]) -> String {
    if headings.len() < LEAST {
        return String::new();
    }
    let all = headings.len() <= MOST;
    let title = escape(say!("On this page"));
    let mut out = format!("<nav class=\"toc\" aria-label=\"{title}\"><details><summary>{title}</summary><ol>");
    for heading in headings.iter().filter(|heading| all || !heading.sub) {
        // The anchor and the words are safe as they stand on the page.
        out.push_str(if heading.sub { "<li class=\"sub\"><a href=\"#" } else { "<li><a href=\"#" });
        out.push_str(heading.anchor);
        out.push_str("\">");
        out.push_str(&heading.words);
        out.push_str("</a></li>");
    }
    out.push_str("</ol></details></nav>");
    out
}

/// The headings of the second level, and of a text by somebody those of the third too.
fn headings(main: &str) -> Vec<Heading<'_>> {
    let text = main.find("<article").map(|start| {
        let end = main[start..].find("</article>").map_or(main.len(), |end| start + end);
        start..end
    });
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = main[from..].find("<h").map(|at| from + at) {
        from = at + 2;
        let sub = match main.as_bytes().get(at + 2) {
            Some(b'2') => false,
            Some(b'3') if text.as_ref().is_some_and(|text| text.contains(&at)) => true,
            _ => continue,
        };
        let Some(heading) = heading(&main[at..], sub) else { continue };
        found.push(heading);
    }
    found
}

/// The heading that stands at the beginning of `html`, if it has an anchor.
fn heading(html: &str, sub: bool) -> Option<Heading<'_>> {
    let (tag, rest) = html.split_once('>')?;
    let (_, anchor) = tag.split_once(" id=\"")?;
    let (anchor, _) = anchor.split_once('"')?;
    let (inner, _) = rest.split_once(if sub { "</h3>" } else { "</h2>" })?;
    // What a heading says of itself in quieter words is not its name.
    let inner = inner.split("<span class=\"what\">").next().unwrap_or(inner);
    let words = without_tags(inner);
    let words = words.trim();
    (!words.is_empty()).then(|| Heading { anchor, words: words.to_owned(), sub })
}

/// HTML without its tags.
fn without_tags(html: &str) -> String {
    let mut pieces = html.split('<');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.filter_map(|piece| piece.split_once('>')).fold(first, |words, (_, after)| words + after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(main: &str) -> String {
        put(format!("<main>{MARK}{main}<p>{}</p></main><h2 id=\"foot\">Foot</h2>", "x".repeat(LONG)))
    }

    #[test]
    fn a_long_page_has_its_headings_at_the_top() {
        let html = page(
            "<h2 id=\"a\">A <span class=\"what\">quietly</span></h2><h3 id=\"b\">B</h3><article><h2 id=\"c\"><a class=\"anchor\" href=\"#c\"></a>C &amp; <code>d</code></h2><h3 id=\"e\">E</h3></article>",
        );
        let told = html.split("<ol>").nth(1).and_then(|rest| rest.split("</ol>").next());
        let wanted = "<li><a href=\"#a\">A</a></li><li><a href=\"#c\">C &amp; d</a></li><li class=\"sub\"><a href=\"#e\">E</a></li>";
        assert_eq!(told, Some(wanted));
        assert!(!html.contains(MARK));
    }

    #[test]
    fn what_is_short_has_none() {
        assert!(!page("<h2 id=\"a\">A</h2><h2 id=\"b\">B</h2>").contains("On this page"));
        let short = "<h2 id=\"a\">A</h2><h2 id=\"b\">B</h2><h2 id=\"c\">C</h2>";
        assert_eq!(put(format!("<main>{MARK}{short}</main>")), format!("<main>{short}</main>"));
    }

    #[test]
    fn a_very_long_page_has_its_parts_alone() {
        let parts: String = (0..30).map(|i| format!("<h2 id=\"a{i}\">A</h2><h3 id=\"b{i}\">B</h3>")).collect();
        let html = page(&format!("<article>{parts}</article>"));
        assert_eq!((html.matches("<li>").count(), html.matches("<li class").count()), (30, 0));
    }
}
