//! The contents of a page that is long: the headings of its main part and the groups of its tables, gathered from the page
//! itself, so that no page has to tell them twice and none is forgotten.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::escape::escape;
use crate::base::say;

/// Where the contents of a page go: what a template says, and no text of others can.
const MARK: &str = "<!--contents-->";

/// What begins the head of a group in a table.
const GROUP: &str = "<tr class=\"group\"";

/// From how many headings on a page has contents, and from how many groups on these stand in them.
const LEAST: usize = 3;

/// From how many bytes of HTML on a page is long: about two screens.
const LONG: usize = 3_800;

/// How many headings are told with those of the second rank; of a longer page those of the first alone.
const MOST: usize = 40;

/// A heading of a page, or the head of a group in one of its tables.
#[derive(Debug, PartialEq, Eq)]
struct Heading<'h> {
    anchor: Cow<'h, str>,
    /// The words, as HTML without tags.
    words: String,
    /// Whether it stands below another.
    sub: bool,
}

/// Puts the contents where the page has the mark for them, and takes the mark away.
pub(super) fn put(mut html: String) -> String {
    let Some(at) = html.find(MARK) else { return html };
    let start = at + MARK.len();
    let end = html[start..].find("</main>").map_or(html.len(), |end| start + end);
    let main = &html[start..end];
    if main.len() < LONG {
        html.replace_range(at..start, "");
        return html;
    }
    let groups = groups(main);
    let contents = list(&headings(main, &groups));
    let main = anchored(main, &groups);
    html.replace_range(at..end, &(contents + &main));
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
        out.push_str(&heading.anchor);
        out.push_str("\">");
        out.push_str(&heading.words);
        out.push_str("</a></li>");
    }
    out.push_str("</ol></details></nav>");
    out
}

/// Where a text by somebody stands, if there is one.
fn article(main: &str) -> Option<Range<usize>> {
    let start = main.find("<article")?;
    let end = main[start..].find("</article>").map_or(main.len(), |end| start + end);
    Some(start..end)
}

/// The heads of groups in the tables of a page, in order: where each begins, its anchor, which no other has, and its words.
/// None where there are few, or more than anybody would look through.
fn groups(main: &str) -> Vec<(usize, String, String)> {
    let text = article(main);
    let ours = |at: &usize| text.as_ref().is_none_or(|text| !text.contains(at));
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for at in main.match_indices(GROUP).map(|(at, _)| at).filter(ours) {
        let Some((head, _)) = main[at..].split_once("</tr>") else { continue };
        let words = without_tags(head).trim().to_owned();
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
        let pieces: String = words.chars().map(plain).collect();
        let name = format!("_g-{}", pieces.split_whitespace().collect::<Vec<_>>().join("-"));
        // The same group may stand in two tables.
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let mut anchors = std::iter::once(name.clone()).chain(numbered);
        let Some(anchor) = anchors.find(|anchor| !taken.contains(anchor)) else { continue };
        taken.insert(anchor.clone());
        found.push((at, anchor, words));
    }
    if (LEAST..MOST).contains(&found.len()) { found } else { Vec::new() }
}

/// The main part with an anchor at each of these groups.
fn anchored(main: &str, groups: &[(usize, String, String)]) -> String {
    let mut out = String::with_capacity(main.len() + groups.len() * 40);
    let mut done = 0;
    for (at, anchor, _) in groups {
        let at = at + GROUP.len();
        out.push_str(&main[done..at]);
        out.push_str(&format!(" id=\"{anchor}\""));
        done = at;
    }
    out.push_str(&main[done..]);
    out
}

/// The headings of the second level, of a text by somebody those of the third too, and below them the groups of tables.
fn headings<'h>(main: &'h str, groups: &'h [(usize, String, String)]) -> Vec<Heading<'h>> {
    let text = article(main);
    let mut groups = groups.iter().peekable();
    let mut found = Vec::new();
    let mut is_below = false;
    let mut from = 0;
    loop {
        let at = main[from..].find("<h").map(|at| from + at);
        while let Some((_, anchor, words)) = groups.next_if(|(group, ..)| at.is_none_or(|at| *group < at)) {
            found.push(Heading { anchor: Cow::Borrowed(anchor), words: words.clone(), sub: is_below });
        }
        let Some(at) = at else { return found };
        from = at + 2;
        let sub = match main.as_bytes().get(at + 2) {
            Some(b'2') => false,
            Some(b'3') if text.as_ref().is_some_and(|text| text.contains(&at)) => true,
            _ => continue,
        };
        let Some(heading) = heading(&main[at..], sub) else { continue };
        is_below = true;
        found.push(heading);
    }
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
    (!words.is_empty()).then(|| Heading { anchor: Cow::Borrowed(anchor), words: words.to_owned(), sub })
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
    fn the_groups_of_a_table_stand_below_its_heading_each_with_an_anchor_of_its_own() {
        let group =
            |title: &str| format!("<tbody><tr class=\"group\"><th scope=\"rowgroup\">{title}</th></tr></tbody>");
        let table = |titles: &[&str]| titles.iter().map(|title| group(title)).collect::<String>();
        let html = page(&format!(
            "<h2 id=\"a\">A</h2>{}{}",
            table(&["A.2 One &amp; two", "é"]),
            table(&["A.2 One &amp; two"])
        ));
        for (anchor, words) in
            [("_g-a-2-one-amp-two", "A.2 One &amp; two"), ("_g-", "é"), ("_g-a-2-one-amp-two-2", "A.2")]
        {
            assert!(html.contains(&format!("<li class=\"sub\"><a href=\"#{anchor}\">{words}")), "{anchor}: {html}");
            assert_eq!(html.matches(&format!("<tr class=\"group\" id=\"{anchor}\">")).count(), 1, "{anchor}: {html}");
        }
        let alone = page(&table(&["A", "B", "C"]));
        assert!(alone.contains("<li><a href=\"#_g-b\">B</a></li>"), "{alone}");
        for few in [table(&["A", "B"]), group("A").repeat(MOST)] {
            let html = page(&few);
            assert!(!html.contains("_g-") && !html.contains("On this page"), "{html}");
        }
        let theirs = page(&format!("<article>{}</article>", table(&["A", "B", "C"])));
        assert!(!theirs.contains("_g-"), "a text of somebody's is left alone: {theirs}");
    }

    #[test]
    fn a_very_long_page_has_its_parts_alone() {
        let parts: String = (0..30).map(|i| format!("<h2 id=\"a{i}\">A</h2><h3 id=\"b{i}\">B</h3>")).collect();
        let html = page(&format!("<article>{parts}</article>"));
        assert_eq!((html.matches("<li>").count(), html.matches("<li class").count()), (30, 0));
    }
}
