//! Ids that stand in the text of a page and lead nowhere. Pages are read by a scanner of its own, which knows nothing of how
//! they are made.

use std::collections::BTreeSet;

/// Elements in which an id is no text that has to lead somewhere: it does, or it names what the page or a column is about,
/// or it is code. `.diff` shows a text as it was in the past, word by word: a link would be a word that it never had.
const EXEMPT: [&str; 19] = [
    "a", "button", "code", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "label", "nav", "pre", "q", "script", "style",
    "summary", "svg", "thead",
];

/// Elements without an end.
const VOID: [&str; 9] = ["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// Words of the main part of a page that are one of `ids`, and stand in no link and nothing else that is exempt. An id of
/// the page's own is left out.
pub(crate) fn bare(page: &str, html: &str, ids: &BTreeSet<String>) -> Vec<String> {
    let own = page.trim_end_matches(".html").rsplit('/').next().unwrap_or_default();
    let main = html.split_once("<main").and_then(|(_, rest)| rest.rsplit_once("</main>")).map_or("", |(main, _)| main);
    let (mut open, mut found): (Vec<(String, bool)>, Vec<String>) = (Vec::new(), Vec::new());
    for piece in main.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let (ends, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if ends {
            while open.pop().is_some_and(|(last, _)| last != name) {}
        } else if !name.is_empty() && !VOID.contains(&name) {
            open.push((name.to_owned(), EXEMPT.contains(&name) || tag.contains("class=\"diff\"")));
        }
        if open.iter().any(|(_, exempt)| *exempt) {
            continue;
        }
        let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/')));
        let words = words.map(|word| word.trim_end_matches(['.', ':', '/', '-']));
        found.extend(words.filter(|word| *word != own && ids.contains(*word)).map(|word| format!("{page}: {word}")));
    }
    found
}

#[test]
fn bare_ids_are_seen_and_others_are_not() {
    let ids = BTreeSet::from(["PRO-1".to_owned(), "A.5.2".to_owned()]);
    let of = |main: &str| bare("documents/NC-1.html", &format!("PRO-1<main id=m>{main}</main>PRO-1"), &ids);
    assert_eq!(
        of("<p>See PRO-1, (A.5.2).<br>And xPRO-1 or PRO-12."),
        ["documents/NC-1.html: PRO-1", "documents/NC-1.html: A.5.2"]
    );
    assert_eq!(
        of("<p><a href=x>PRO-1</a> <code>PRO-1</code><h2><b>PRO-1</b></h2><div class=\"diff\"><p>PRO-1</p></div>"),
        [""; 0]
    );
    assert_eq!(of("<p><a href=x>PRO-1</a> PRO-1"), ["documents/NC-1.html: PRO-1"]);
    assert_eq!(bare("documents/PRO-1.html", "<main><p>PRO-1</main>", &ids), [""; 0]);
}
