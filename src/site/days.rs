//! Days in the words of a page, as ISO 8601 writes them, which browsers would break after a hyphen where a column is narrow.
//!
//! Days of ours are marked up as such where they are written. Those that stand in a text, a title or the head of a column are
//! found here, in the finished page, so that no way a text comes into a page can be forgotten. They get no element that
//! says what they are: a row is sorted by the day that it is about, and these are not. A word that is longer than a line gets
//! its breaks on the same way.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter, memchr3};

use super::breaks;
use super::titles::in_main;

/// How a day begins and ends that must not be broken.
const OPEN: &str = "<span class=\"day\">";
const CLOSE: &str = "</span>";

/// What holds words in which there is no markup, or where a day is whole as it is; and commands, which programs take as they stand.
const VERBATIM: [(&str, &str); 8] = [
    ("<!--", "-->"),
    ("<time", "</time>"),
    ("<svg", "</svg>"),
    ("<pre", "</pre>"),
    ("<code", "</code>"),
    ("<option", "</option>"),
    ("<textarea", "</textarea>"),
    ("<script", "</script>"),
];

/// What stands in the tag of an id.
static ID: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" class=\"id\""));

/// How long a day is.
const LONG: usize = "2026-01-31".len();

/// Keeps the days in the main part of a page whole.
pub(super) fn put(html: String) -> String {
    in_main(html, part)
}

/// Writes a part of a page: its tags as they are, its words with their days kept whole.
fn part(html: &str, out: &mut String) {
    let (mut rest, mut is_id) = (html, false);
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        words(&rest[..at], is_id, out);
        let from = &rest[at..];
        let end = match verbatim(from) {
            Some(end) => from.find(end).map_or(from.len(), |found| found + end.len()),
            None => tag(from),
        };
        out.push_str(&from[..end]);
        is_id = ID.find(&from.as_bytes()[..end]).is_some();
        rest = &from[end..];
    }
    words(rest, is_id, out);
}

/// What ends that with which this begins, where nothing in it is looked at.
fn verbatim(from: &str) -> Option<&'static str> {
    // Most tags are told by their first letter.
    if !matches!(from.as_bytes().get(1), Some(b'!' | b't' | b's' | b'p' | b'c' | b'o')) {
        return None;
    }
    VERBATIM.iter().find(|(begin, _)| from.starts_with(begin)).map(|(_, end)| *end)
}

/// Where the tag ends with which this begins: not at a sign in a value of it.
fn tag(html: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr3(b'>', b'"', b'\'', &bytes[at..]).map(|found| at + found) {
        if bytes[found] == b'>' {
            return found + 1;
        }
        let Some(closed) = memchr(bytes[found], &bytes[found + 1..]) else { break };
        at = found + closed + 2;
    }
    html.len()
}

fn words(text: &str, is_id: bool, out: &mut String) {
    let mut done = 0;
    for at in memchr_iter(b'-', text.as_bytes()) {
        // The first hyphen of a day has its year before it.
        let Some(from) = at.checked_sub(4).filter(|from| *from >= done) else { continue };
        if is_day(text.as_bytes(), from) {
            breaks::write(&text[done..from], is_id, out);
            out.push_str(OPEN);
            out.push_str(&text[from..from + LONG]);
            out.push_str(CLOSE);
            done = from + LONG;
        }
    }
    breaks::write(&text[done..], is_id, out);
}

/// Whether a day stands there, and is not part of a longer word.
fn is_day(text: &[u8], from: usize) -> bool {
    let Some(day) = text.get(from..from + LONG) else { return false };
    let fits = |(at, byte): (usize, &u8)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() };
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let before = from.checked_sub(1).and_then(|before| text.get(before));
    day.iter().enumerate().all(fits) && !before.is_some_and(is_word) && !text.get(from + LONG).is_some_and(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_kept_whole_wherever_they_come_from() {
        let page = |day: &dyn Fn(&str) -> String| {
            format!(
                "<title>2026-09-28</title><main title=\"x > 2026-09-28\"><p title='\"> 2026-09-28'>Of {}.</p><th>AUD-002 {}</th><td>from {} to {}.</td>\
                 <td><time>2026-01-01</time> é{}</td><svg><title>2026-01-03</title></svg></main><p>2026-01-03</p>",
                day("2026-09-28"),
                day("2026-09-24"),
                day("2026-09-28"),
                day("2026-10-01"),
                day("2026-01-02")
            )
        };
        assert_eq!(put(page(&str::to_owned)), page(&|day| format!("{OPEN}{day}{CLOSE}")));
        let id = "A-RISK-OF-A-LONG-NAME-2026-09";
        let broken =
            "<a class=\"id\" href=\"A-RISK-OF-A-LONG-NAME-2026-09\">A-RISK-<wbr>OF-A-LONG-<wbr>NAME-2026-<wbr>09</a>";
        let linked = format!("<main><a class=\"id\" href=\"{id}\">{id}</a> {id}, <code>{}</code>", "a".repeat(90));
        assert_eq!(put(linked), format!("<main>{broken} {id}, <code>{}</code>", "a".repeat(90)));
        for whole in ["<p>2026-09-28</p>", "<main><code>aims build --today 2026-09-28</code></main>"] {
            assert_eq!(put(whole.to_owned()), whole);
        }
    }

    #[test]
    fn what_is_part_of_a_longer_word_is_no_day() {
        let longer =
            ["REL-2026-09-28", "2026-09-281", "v2026-09-28", "2026-09-28-b", "2026-9-28", "26-09-28", "é-é-é-é"];
        for text in longer {
            let main = format!("<main><td>{text}</td></main>");
            assert_eq!(put(main.clone()), main);
        }
        assert_eq!(put("<main><td>2026-09-28".to_owned()), format!("<main><td>{OPEN}2026-09-28{CLOSE}"));
    }
}
