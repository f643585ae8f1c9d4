//! The contents of a page that is long: the headings of its main part and the groups of its tables, gathered from the page
//! itself, so that no page has to tell them twice and none is forgotten. Where there are few of either, where the ids of a long
//! table or the days of a list begin anew; where these do not, the rows themselves, of many the first and last of each part.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::escape::escape;
use crate::base::say;

/// Where the contents of a page go: what a template says, and no text of others can.
const MARK: &str = "<!--contents-->";

/// What begins the head of a group in a table.
const GROUP: &str = "<tr class=\"group\"";

/// From how many entries on a page has contents, and from how many groups on these stand in them beside headings.
const LEAST: usize = 3;

/// From how many rows on a table is long.
const ROWS: usize = 20;

/// From how many bytes of HTML on a page is long: about two screens.
const LONG: usize = 3_800;

/// From how many rows on a table has a place in the contents for each of them, where nothing else divides it.
const FEW: usize = 8;

/// Into how many parts rows are divided that are too many to be told each.
const PARTS: usize = 20;

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

/// A place in a page that its contents lead to and that is no heading.
struct Place {
    /// Where it begins.
    at: usize,
    /// Where its anchor is to be put; `None` where it has one.
    lacks: Option<usize>,
    anchor: String,
    /// The words, as HTML.
    words: String,
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
    let places = places(main);
    let contents = list(&headings(main, &places));
    let main = anchored(main, &places);
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

/// What the contents lead to beside headings, in order: the groups of tables, or what begins anew where these and the headings
/// are few. None where there are few all the same, or more than anybody would look through.
fn places(main: &str) -> Vec<Place> {
    let text = article(main);
    let ours = |at: usize| text.as_ref().is_none_or(|text| !text.contains(&at));
    let headings = headings(main, &[]).len();
    let fits = |found: &[Place]| headings + found.len() >= LEAST && found.len() < MOST;
    let groups = groups(main, ours);
    if fits(&groups) && (headings < LEAST || groups.len() >= LEAST) {
        return groups;
    }
    if headings >= LEAST {
        return Vec::new();
    }
    let mut taken = BTreeSet::new();
    let tables = main.match_indices("<table").map(|(at, _)| at).filter(|at| ours(*at));
    let mut found: Vec<Place> = tables.flat_map(|at| stems(main, at, &mut taken)).chain(days(main, ours)).collect();
    found.sort_by_key(|place| place.at);
    if fits(&found) {
        return found;
    }
    let rows = rows(main, ours);
    if fits(&rows) { rows } else { parts(&rows).filter(|parts| fits(parts)).unwrap_or_default() }
}

/// The heads of groups in the tables of a page.
fn groups(main: &str, ours: impl Fn(usize) -> bool) -> Vec<Place> {
    let mut taken = BTreeSet::new();
    let heads = main.match_indices(GROUP).map(|(at, _)| at).filter(|at| ours(*at));
    let group = |at: usize| {
        let words = without_tags(main[at..].split_once("</tr>")?.0).trim().to_owned();
        Some(Place { at, lacks: Some(at + GROUP.len()), anchor: anchor(&words, &mut taken)?, words })
    };
    heads.filter_map(group).collect()
}

/// Where the ids of a long table begin anew: `A.2` before `A.2.2`, `POL` before `POL-001`. None of a table that is in another
/// order than theirs.
fn stems(main: &str, start: usize, taken: &mut BTreeSet<String>) -> Vec<Place> {
    let table = main[start..].split("</table>").next().unwrap_or_default();
    let rows: Vec<(usize, String)> = heads(table).map(|(at, cell)| (start + at, without_tags(cell))).collect();
    let mut runs: Vec<(usize, &str)> = Vec::new();
    for (at, id) in rows.iter().filter(|_| rows.len() >= ROWS && !table.contains(GROUP)) {
        let Some(stem) = stem(id.trim()) else { continue };
        match runs.iter().position(|(_, run)| *run == stem) {
            None => runs.push((*at, stem)),
            Some(place) if place + 1 == runs.len() => {}
            Some(_) => return Vec::new(),
        }
    }
    let place = |(at, stem): (usize, &str)| {
        let own = own_anchor(&main[at..]);
        let lacks = own.is_none().then_some(at + "<tr".len());
        Some(Place { at, lacks, anchor: own.or_else(|| anchor(stem, taken))?, words: stem.to_owned() })
    };
    runs.into_iter().filter_map(place).collect()
}

/// The heads of the rows of a table, and where these begin in it.
fn heads(table: &str) -> impl Iterator<Item = (usize, &str)> {
    table.match_indices("<tr").filter_map(|(at, _)| {
        let (row, _) = table[at..].split_once("</tr>")?;
        let (_, cell) = row.split_once("<th scope=\"row\"")?;
        let (cell, _) = cell.split_once('>')?.1.split_once("</th>")?;
        Some((at, cell))
    })
}

/// The anchor that the tag at the beginning of this has.
fn own_anchor(html: &str) -> Option<String> {
    let (_, own) = html.split('>').next()?.split_once(" id=\"")?;
    own.split_once('"').map(|(own, _)| own.to_owned())
}

/// The rows of tables that have no groups, findings, and the items of lists that have anchors, by what they lead to or are
/// called: those of one name behind each other are one place.
fn rows(main: &str, ours: impl Fn(usize) -> bool) -> Vec<Place> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (start, _) in main.match_indices("<table").filter(|(at, _)| ours(*at)) {
        let table = main[start..].split("</table>").next().unwrap_or_default();
        let rows: Vec<(usize, &str)> = heads(table).map(|(at, cell)| (start + at, cell)).collect();
        if rows.len() >= FEW && !table.contains(GROUP) {
            found.extend(rows);
        }
    }
    for (at, _) in main.match_indices("<li ").filter(|(at, _)| ours(*at)) {
        let item = main[at..].split("</li>").next().unwrap_or_default();
        // A finding of its rule's own page is told by what it is about.
        let mark = match (own_anchor(item), item.starts_with("<li class=\"finding ")) {
            (Some(_), _) => "<a class=\"id\"",
            (None, true) => "<p class=\"place\">",
            (None, false) => continue,
        };
        found.extend(item.find(mark).map(|head| (at, &item[head..])));
    }
    found.sort_unstable();
    let mut taken = BTreeSet::new();
    let mut places: Vec<Place> = Vec::new();
    for (at, head) in found {
        let words = name(head);
        if words.is_empty() || places.last().is_some_and(|last| last.words == words) {
            continue;
        }
        let own = own_anchor(&main[at..]);
        let lacks = own.is_none().then_some(at + "<tr".len());
        let Some(anchor) = own.or_else(|| anchor(&words, &mut taken)) else { continue };
        places.push(Place { at, lacks, anchor, words });
    }
    places
}

/// What the head of a row is called: by its first link, else by all its words.
fn name(head: &str) -> String {
    let link = head.split_once("<a ").and_then(|(_, link)| link.split_once('>')?.1.split_once("</a>"));
    without_tags(link.map_or(head, |(words, _)| words)).trim().to_owned()
}

/// Many rows in so many parts that they can be told, each by its first and its last. None where there is nothing to divide.
fn parts(rows: &[Place]) -> Option<Vec<Place>> {
    let size = rows.len().div_ceil(PARTS);
    let part = |part: &[Place]| {
        let (first, last) = part.first().zip(part.last())?;
        let words =
            if first.words == last.words { first.words.clone() } else { format!("{} – {}", first.words, last.words) };
        Some(Place { at: first.at, lacks: first.lacks, anchor: first.anchor.clone(), words })
    };
    (size > 1).then(|| rows.chunks(size).filter_map(part).collect())
}

/// What an id has in common with those it stands among.
fn stem(id: &str) -> Option<&str> {
    if id.contains([' ', ':']) || !id.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if let Some((stem, _)) = id.rsplit_once('-') {
        return Some(stem);
    }
    let (first, rest) = id.split_once('.')?;
    match rest.split_once('.') {
        Some((second, _)) if !first.bytes().all(|byte| byte.is_ascii_digit()) => {
            id.get(..first.len() + 1 + second.len())
        }
        _ => Some(first),
    }
}

/// Where the days of a list begin anew.
fn days(main: &str, ours: impl Fn(usize) -> bool) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    let entries = main.match_indices("<li id=\"").map(|(at, _)| at).filter(|at| ours(*at));
    let day = |at: usize| {
        let tag = main[at..].split('>').next()?;
        let value =
            |name: &str| tag.split_once(name).and_then(|(_, value)| value.split_once('"')).map(|(value, _)| value);
        let (anchor, day) = (value(" id=\"")?.to_owned(), value(" data-date=\"")?);
        seen.insert(day).then(|| Place { at, lacks: None, anchor, words: format!("<time>{day}</time>") })
    };
    entries.filter_map(day).collect()
}

/// An anchor by these words, which no other has: the same may stand in two tables.
fn anchor(words: &str, taken: &mut BTreeSet<String>) -> Option<String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let pieces: String = words.chars().map(plain).collect();
    let name = format!("_g-{}", pieces.split_whitespace().collect::<Vec<_>>().join("-"));
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|anchor| !taken.contains(anchor))?;
    taken.insert(free.clone());
    Some(free)
}

/// The main part with an anchor at each of these places.
fn anchored(main: &str, places: &[Place]) -> String {
    let mut out = String::with_capacity(main.len() + places.len() * 40);
    let mut done = 0;
    for (at, anchor) in places.iter().filter_map(|place| Some((place.lacks?, &place.anchor))) {
        out.push_str(&main[done..at]);
        out.push_str(&format!(" id=\"{anchor}\""));
        done = at;
    }
    out.push_str(&main[done..]);
    out
}

/// The headings of the second level, of a text by somebody those of the third too, and below them the other places.
fn headings<'h>(main: &'h str, places: &'h [Place]) -> Vec<Heading<'h>> {
    let text = article(main);
    let mut places = places.iter().peekable();
    let mut found = Vec::new();
    let mut is_below = false;
    let mut from = 0;
    loop {
        let at = main[from..].find("<h").map(|at| from + at);
        while let Some(Place { anchor, words, .. }) = places.next_if(|place| at.is_none_or(|at| place.at < at)) {
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
    fn a_page_of_few_headings_leads_to_where_the_ids_of_a_table_or_days_begin_anew() {
        let rows = |ids: &[&str]| {
            let rows = ids.iter().cycle().take(ids.len().max(1) * 10).collect::<Vec<_>>();
            let sorted = ids.iter().flat_map(|id| rows.iter().filter(move |row| **row == id));
            let row = |id: &&&str| format!("<tr><th scope=\"row\"><a href=\"x\">{id}</a></th><td>x</td></tr>");
            format!("<table><tbody>{}</tbody></table>", sorted.map(row).collect::<String>())
        };
        let html = page(&format!("<h2 id=\"a\">A</h2>{}", rows(&["4.1", "4.2", "A.2.2", "A.10.3", "POL-1", "POL-2"])));
        for (anchor, words) in [("_g-4", "4"), ("_g-a-2", "A.2"), ("_g-a-10", "A.10"), ("_g-pol", "POL")] {
            assert!(html.contains(&format!("<li class=\"sub\"><a href=\"#{anchor}\">{words}</a>")), "{html}");
            assert_eq!(html.matches(&format!("<tr id=\"{anchor}\">")).count(), 1, "{anchor}: {html}");
        }
        let headings = "<h2 id=\"a\">A</h2><h2 id=\"b\">B</h2><h2 id=\"c\">C</h2>";
        let unsorted = rows(&["POL-1", "PRO-1", "POL-2", "REC-1"]);
        let none = format!("{headings}{}", rows(&["A-1", "B-1", "C-1"]));
        assert!(!page(&none).contains("_g-"), "{none}");
        // What is in another order than that of its ids is told by what stands there.
        let html = page(&unsorted);
        assert!(html.contains("<a href=\"#_g-pol-1\">POL-1</a></li><li><a href=\"#_g-pro-1\">PRO-1</a>"), "{html}");
        let entry = |id: &str, day: &str| format!("<li id=\"{id}\" data-entry data-date=\"{day}\">x</li>");
        let list = [entry("c-1", "2026-11-12"), entry("c-2", "2026-11-12"), entry("c-3", "2026-11-10")].concat();
        let html = page(&format!("<h2 id=\"a\">A</h2>{list}"));
        for (anchor, day) in [("c-1", "2026-11-12"), ("c-3", "2026-11-10")] {
            assert!(html.contains(&format!("<a href=\"#{anchor}\"><time>{day}</time></a>")), "{html}");
        }
        assert!(!html.contains("href=\"#c-2\""), "{html}");
    }

    #[test]
    fn what_nothing_divides_is_told_by_its_rows_of_many_by_the_first_and_last_of_a_part() {
        let table = |heads: &[String]| {
            let row = |head: &String| format!("<tr><th scope=\"row\">{head}</th><td>x</td></tr>");
            format!("<table><tbody>{}</tbody></table>", heads.iter().map(row).collect::<String>())
        };
        let of = |number: usize| (0..number).map(|at| format!("Person {}", at / 2)).collect::<Vec<_>>();
        assert!(!page(&table(&of(FEW - 1))).contains("_g-"));
        let html = page(&table(&of(FEW)));
        assert_eq!(html.matches("<li><a href=\"#_g-person-").count(), FEW / 2, "those of one name are one: {html}");
        assert_eq!(html.matches("<tr id=\"_g-person-3\">").count(), 1, "{html}");
        let html = page(&table(&of(200)));
        assert_eq!(html.matches("<li><a href=\"#_g-").count(), PARTS, "{html}");
        assert!(html.contains("<a href=\"#_g-person-5\">Person 5 – Person 9</a>"), "{html}");
        let findings: String = (0..9)
            .map(|at| format!("<li id=\"AIMS{at}\"><p><a class=\"id\" href=\"r\">AIMS{at} a-<wbr>rule</a></p></li>"))
            .collect();
        assert!(page(&findings).contains("<li><a href=\"#AIMS3\">AIMS3 a-rule</a></li>"));
        let of_one_rule: String = ["a", "a", "b", "c"]
            .map(|of| format!("<li class=\"finding is-note\"><p><a class=\"id\" href=\"r\">AIMS1</a></p><p class=\"place\"><code>x</code> <a href=\"d\">{of}</a></p></li>"))
            .concat();
        let html = page(&of_one_rule);
        assert!(html.contains("<li><a href=\"#_g-c\">c</a></li>"), "{html}");
        assert_eq!(html.matches("<li id=\"_g-a\" class=\"finding").count(), 1, "{html}");
        let two = "<th scope=\"row\"><a class=\"id\" href=\"x\">SYS-1</a> <a href=\"y\">History</a>";
        assert_eq!(name(two), "SYS-1");
    }

    #[test]
    fn a_very_long_page_has_its_parts_alone() {
        let parts: String = (0..30).map(|i| format!("<h2 id=\"a{i}\">A</h2><h3 id=\"b{i}\">B</h3>")).collect();
        let html = page(&format!("<article>{parts}</article>"));
        assert_eq!((html.matches("<li>").count(), html.matches("<li class").count()), (30, 0));
    }
}
