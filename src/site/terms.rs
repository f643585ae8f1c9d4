//! Words that are explained: where a page uses one for the first time as the head of a column, as the name of a fact or as a
//! sign of a legend, it leads to the glossary. What somebody wrote is left as it is.

use memchr::memchr;

use super::address::Address;
use super::glossary::find;

/// How many words of a page lead there.
const MOST: usize = 12;

/// What ends the head of a column, and the name of a fact.
const ENDS: [&str; 2] = ["</th>", "</dt>"];

/// Links words of the page, which is so many folders below the top as `root` says.
pub(super) fn put(html: String, root: &str) -> String {
    let Some(main) = html.find("<main") else { return html };
    let end = html.rfind("</main>").filter(|end| *end > main).unwrap_or(html.len());
    let mut told: Vec<&'static str> = Vec::new();
    let mut out = String::with_capacity(html.len() + 1024);
    let (mut written, mut from) = (0, main);
    // From tag to tag, once through the page, however many of which sort there are.
    while let Some(at) = memchr(b'<', &html.as_bytes()[from..end]).map(|at| from + at) {
        let tag = &html[at..end];
        from = at + 1;
        // Most tags are told by their first letter.
        if !matches!(tag.as_bytes().get(1), Some(b'a' | b'/')) {
            continue;
        }
        if tag.starts_with("<article") {
            from = tag.find("</article>").map_or(end, |close| at + close);
        }
        if !ENDS.iter().any(|end| tag.starts_with(end)) {
            continue;
        }
        let word = word_before(&html[..at], main).filter(|_| !leads_on(tag));
        let term = word.and_then(|word| Some((word, find(word.2).filter(|term| !told.contains(&term.name))?)));
        let Some(((start, stop, _), term)) = term else { continue };
        told.push(term.name);
        out.push_str(&html[written..start]);
        let (glossary, anchor) = (Address::Glossary.at(), term.anchor());
        out.push_str(&format!("<a class=\"term\" href=\"{root}{glossary}#{anchor}\">"));
        out.push_str(&html[start..stop]);
        out.push_str("</a>");
        written = stop;
        if told.len() == MOST {
            break;
        }
    }
    out.push_str(&html[written..]);
    out
}

/// Whether what stands behind a name is a link: two so near each other are hard to tell apart with a finger.
fn leads_on(html: &str) -> bool {
    let value = html.strip_prefix(ENDS[1]).map(|rest| &rest[..rest.find("</dd>").unwrap_or(rest.len())]);
    value.is_some_and(|value| value.contains("<a "))
}

/// The word before the end of a head or name, with where it begins and ends; `None` where more stands there than a word.
fn word_before(html: &str, main: usize) -> Option<(usize, usize, &str)> {
    let stop = html.strip_suffix("</span>").map_or(html.len(), str::len);
    let start = html[main..stop].rfind('>').map(|at| main + at + 1)?;
    let open = html[main..start].rfind('<').map(|at| main + at)?;
    let tag = &html[open..start];
    let is_ours = match stop == html.len() {
        true => tag == "<dt>" || tag.starts_with("<th scope=\"col\""),
        // A sign of a legend stands alone in its name.
        false => tag.starts_with("<span class=\"sign ") && html[..open].ends_with("<dt>"),
    };
    let word = html[start..stop].trim();
    (is_ours && !word.is_empty()).then_some((start, stop, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(main: &str) -> String {
        put(format!("<p>Rung</p><main>{main}</main><dl><dt>Gap</dt></dl>"), "../")
    }

    #[test]
    fn the_first_use_of_a_word_leads_to_the_glossary() {
        let linked = links("<th scope=\"col\" class=\"num\">Rung</th><th scope=\"col\">Rung</th><dt>Owner</dt>");
        assert_eq!(linked.matches("glossary.html#rung").count(), 1, "{linked}");
        assert!(linked.contains("<dt><a class=\"term\" href=\"../glossary.html#owner\">Owner</a></dt>"), "{linked}");
        assert!(!linked.contains("#gap"), "only in the main part");
        let sign = links("<dt><span class=\"sign is-gap\">Gap</span></dt>");
        assert!(
            sign.contains("<span class=\"sign is-gap\"><a class=\"term\" href=\"../glossary.html#gap\">Gap</a></span>")
        );
    }

    #[test]
    fn what_somebody_wrote_is_left_alone() {
        for text in [
            "<article><dl><dt>Rung</dt></dl></article>",
            "<th scope=\"row\">Rung</th>",
            "<dt>The <b>Rung</b></dt>",
            "<dt><a href=\"x\">Rung</a></dt>",
            "<dt>Ring</dt>",
            "<dt>Rung</dt><dd><a href=\"x\">1</a></dd>",
        ] {
            assert!(!links(text).contains("class=\"term\""), "{text}");
        }
        let after = links("<article><dt>Rung</dt></article><dt>Rung</dt>");
        assert!(after.contains("</article><dt><a class=\"term\""), "{after}");
    }
}
