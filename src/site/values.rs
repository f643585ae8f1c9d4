//! What documents say in another language than that of the site, marked as such wherever a page shows it as it stands: the
//! values of front matter, one or a list of them, headings, titles without their id, a team's own frameworks, and what the
//! settings say of roles. Like titles (`titles.rs`), that is done once for all pages, when a page is made. What nobody knows
//! the language of, as the messages of commits, is left as it is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::escape::escape;
use super::outward;
use super::titles;
use super::view::{Part, capital, line};
use crate::base::wording;
use crate::model::Aims;
use crate::model::fields::{FieldValue, Fields};

/// Elements whose words are left as they are: they are no words of a page, or may hold no mark.
const CLOSED: [&str; 9] = ["script", "style", "svg", "code", "pre", "textarea", "select", "datalist", "title"];

/// Signs before and behind a value that belong to what stands around it.
const AROUND: [char; 7] = [' ', '(', ')', ',', ';', ':', '.'];

/// What stands between the values of a list.
const BETWEEN: [&str; 2] = [", ", "; "];

/// So many of these may stand in one value of a list.
const WITHIN: usize = 12;

/// The values that are marked, as they stand in a page, each with what its tag says of it. All of it is safe as it is.
#[derive(Debug, Default)]
pub(super) struct Values(HashMap<String, String>);

impl Values {
    pub(super) fn of(aims: &Aims) -> Self {
        let documents = || aims.iter().map(|(_, document)| document);
        let settings = aims.config.languages.default.as_deref();
        let tags = documents().map(|document| document.lang.as_deref()).chain([settings]);
        let marks: HashMap<&str, String> = tags.flatten().filter_map(|tag| Some((tag, titles::of_tag(tag)?))).collect();
        if marks.is_empty() {
            return Self::default();
        }
        // A value that texts in several languages have is in none of them, and what the interface says is in its own.
        let mut found: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for document in documents() {
            let mut said = vec![document.title.as_str()];
            said.extend(document.body.headings.iter().map(|heading| heading.text.as_str()));
            gather(&document.fields, &mut said);
            let lang = document.lang.as_deref();
            for text in said {
                found.entry(text.trim()).and_modify(|of| *of = of.filter(|of| lang == Some(*of))).or_insert(lang);
            }
        }
        found.extend(roles(aims).into_iter().chain(frameworks(aims)).map(|text| (text.trim(), settings)));
        let own: HashSet<&str> = wording::texts().into_iter().collect();
        let names: BTreeSet<&str> = aims.config.people.iter().map(|person| person.name.as_str()).collect();
        let names = |text: &str| names.contains(text) || aims.config.organisation.as_deref() == Some(text);
        let mut values = HashMap::new();
        for (text, lang) in found {
            let Some(mark) = lang.and_then(|lang| marks.get(lang)) else { continue };
            if !own.contains(text) && !names(text) {
                values.extend(pieces(text).into_iter().map(|piece| (piece, mark.clone())));
            }
        }
        Self(values)
    }

    /// Marks them in the main part of a page, where one stands by itself: in a cell, an item or a mark of its own.
    pub(super) fn put(&self, html: String) -> String {
        if self.0.is_empty() { html } else { titles::in_main(html, |main, out| self.main(main, out)) }
    }

    fn main(&self, html: &str, out: &mut String) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (words, from) = rest.split_at(at);
            self.words(words, from, out);
            let end = from.find('>').map_or(from.len(), |end| end + 1);
            let (tag, after) = from.split_at(end);
            out.push_str(tag);
            rest = after;
            let name = name(tag);
            if !name.is_empty() && (CLOSED.contains(&name) || tag.contains(" lang=\"")) {
                let (inner, behind) = after.split_at(inside(name, after));
                out.push_str(inner);
                rest = behind;
            }
        }
        out.push_str(rest);
    }

    /// Writes the words between two tags: one that is nothing but a value says so in its element, or in one of its own.
    fn words(&self, words: &str, behind: &str, out: &mut String) {
        let (all, inner) = (words.trim(), words.trim_matches(AROUND));
        let Some((said, mark)) = [all, inner].into_iter().find_map(|said| Some((said, self.mark(said)?))) else {
            out.push_str(words);
            return;
        };
        let tag = out.rfind('<').map_or("", |at| &out[at..]);
        let closes = behind.strip_prefix("</").and_then(|rest| rest.split_once('>')).map(|(name, _)| name);
        if tag.ends_with('>') && closes == Some(name(tag)) && said == all {
            out.truncate(out.len() - 1);
            out.push_str(&format!("{mark}>{words}"));
        } else if let Some((before, after)) = words.split_once(said) {
            out.push_str(&format!("{before}<span{mark}>{said}</span>{after}"));
        }
    }

    /// What the tag of a value says, or of a list of values in one language; what is in none may stand among them.
    fn mark(&self, text: &str) -> Option<&String> {
        let (mut mark, mut rest) = (None, text);
        while !rest.is_empty() {
            let ends = rest.char_indices().filter(|(at, _)| BETWEEN.iter().any(|sign| rest[*at..].starts_with(sign)));
            let mut ends: Vec<usize> = ends.map(|(at, _)| at).take(WITHIN).collect();
            ends.extend((ends.len() < WITHIN).then_some(rest.len()));
            let first = ends.first().copied().filter(|end| !is_said(&rest[..*end]));
            let value = ends.into_iter().rev().find_map(|end| Some((end, Some(self.0.get(&rest[..end])?))));
            let (end, found) = value.or(first.map(|end| (end, None)))?;
            if found.is_some_and(|found| *mark.get_or_insert(found) != found) {
                return None;
            }
            rest = rest.get(end + 2..).unwrap_or_default();
        }
        mark
    }
}

/// All that fields say in words.
fn gather<'a>(fields: &'a Fields, said: &mut Vec<&'a str>) {
    for field in fields.iter() {
        match &field.value {
            FieldValue::Text(text) => said.push(text),
            FieldValue::Texts(texts) => said.extend(texts.iter().map(|text| text.value.as_str())),
            FieldValue::Rows(rows) => rows.iter().for_each(|row| gather(&row.cells, said)),
            _ => {}
        }
    }
}

/// What a team's own frameworks say of themselves and of their items.
fn frameworks(aims: &Aims) -> impl Iterator<Item = &str> {
    aims.catalog.frameworks().iter().filter(|of| of.own).flat_map(|of| {
        let items = of.items.iter().flat_map(|item| [Some(&item.title), item.summary.as_ref()].into_iter().flatten());
        let groups = of.groups.iter().map(|group| &group.title);
        items.chain(groups).chain([&of.title]).map(String::as_str)
    })
}

/// What the settings say of roles.
fn roles(aims: &Aims) -> Vec<&str> {
    let held = aims.config.people.iter().flat_map(|person| &person.roles).map(String::as_str);
    let told = aims.config.roles.iter();
    let told =
        told.flat_map(|(name, role)| [name.as_str(), &role.about].into_iter().chain(competence(&role.competence)));
    held.chain(told).collect()
}

fn competence(of: &[String]) -> impl Iterator<Item = &str> {
    of.iter().map(String::as_str)
}

/// The words of a value as they stand in a page, which makes links of addresses in it and may begin with a capital.
fn pieces(text: &str) -> Vec<String> {
    let words = outward::parts(text).into_iter().filter_map(|part| match part {
        Part::Text { v } => Some(v),
        _ => None,
    });
    let both = words.flat_map(|words| [line(&words), capital(&line(&words)), words]);
    let mut pieces: Vec<String> = both.map(|words| escape(words.trim())).filter(|words| is_said(words)).collect();
    pieces.dedup();
    pieces
}

/// Whether a text is in a language at all: words, or one word. Ids, numbers, versions, digests and addresses are not.
fn is_said(text: &str) -> bool {
    let is_plain = |c: char| c.is_alphabetic() || c == '-';
    let letters = text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii_uppercase()).count();
    letters > 1 && (text.contains(char::is_whitespace) || text.chars().all(is_plain))
}

/// The name of the element that a tag begins; empty for any other tag.
fn name(tag: &str) -> &str {
    let name = tag.strip_prefix('<').unwrap_or_default();
    name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// Where the element ends in which this stands, by its name.
fn inside(of: &str, html: &str) -> usize {
    let (mut depth, mut at) = (1, 0);
    while let Some(next) = html[at..].find('<').map(|next| at + next) {
        let tag = &html[next..];
        if name(tag) == of {
            depth += 1;
        } else if tag.strip_prefix("</").and_then(|tag| tag.strip_prefix(of)).is_some_and(|rest| rest.starts_with('>'))
        {
            depth -= 1;
        }
        if depth == 0 {
            return next;
        }
        at = next + 1;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(main: &str) -> String {
        let mark = || " lang=\"en\"".to_owned();
        let values = ["AI Officer", "6 years from the report", "Keep it &amp; tell"];
        let values = Values(values.map(|value| (value.to_owned(), mark())).into_iter().collect());
        let html = values.put(format!("<p>AI Officer</p><main id=\"main\">{main}</main>"));
        html.replace("<p>AI Officer</p><main id=\"main\">", "").replace("</main>", "")
    }

    #[test]
    fn a_value_by_itself_is_marked() {
        for (given, marked) in [
            (
                "<td class=\"text\">6 years from the report</td>",
                "<td class=\"text\" lang=\"en\">6 years from the report</td>",
            ),
            ("<p>Durch <bdi>AI Officer</bdi>.</p>", "<p>Durch <bdi lang=\"en\">AI Officer</bdi>.</p>"),
            ("<li><b>Rolle:</b> AI Officer</li>", "<li><b>Rolle:</b> <span lang=\"en\">AI Officer</span></li>"),
            ("<td>Keep it &amp; tell<ul>", "<td><span lang=\"en\">Keep it &amp; tell</span><ul>"),
            ("<td>AI Officer<br>und</td>", "<td><span lang=\"en\">AI Officer</span><br>und</td>"),
            (
                "<td>AI Officer, 85 %; Keep it &amp; tell</td>",
                "<td lang=\"en\">AI Officer, 85 %; Keep it &amp; tell</td>",
            ),
            ("<p>(AI Officer) und</p>", "<p>(AI Officer) und</p>"),
            ("<i>(AI Officer)</i>", "<i>(<span lang=\"en\">AI Officer</span>)</i>"),
        ] {
            assert_eq!(put(given), marked);
        }
    }

    #[test]
    fn nothing_else_is() {
        for given in [
            "<td>AI Officers</td><td>Der AI Officer</td><td>AI Officer, Vorstand</td><td>85 %, 90 %</td>",
            "<article lang=\"en\"><article><p>AI Officer</p></article><p>AI Officer</p></article>",
            "<a lang=\"fr\" href=\"x\">AI Officer</a><code>AI Officer</code><svg><text>AI Officer</text></svg>",
            "<select><option>AI Officer</option></select><pre>AI Officer",
        ] {
            assert_eq!(put(given), given);
        }
        assert_eq!(put("<p lang=\"fr\">x</p><p>AI Officer</p>"), "<p lang=\"fr\">x</p><p lang=\"en\">AI Officer</p>");
    }

    #[test]
    fn what_is_in_no_language_is_none() {
        for text in ["85 %", "A.9.2", "GOVERN 4.3", "v1.2", "3fa9c1be", "x@y.example", "https://a.example/b", "RSK-001"]
        {
            assert_eq!(pieces(text), [""; 0], "{text}");
        }
        for text in ["Quarterly", "5.0 points", "政策文件", "Well-known"] {
            assert_eq!(pieces(text), [text]);
        }
        assert_eq!(pieces("See https://a.example/b for more & others"), ["See", "for more &amp; others"]);
        assert_eq!(pieces("two\nlines"), ["two lines", "Two lines", "two\nlines"]);
    }
}
