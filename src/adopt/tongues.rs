//! Languages: which texts are one document in several.

use std::collections::{BTreeMap, BTreeSet};

use super::proposal::{Proposal, list, quoted};
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::document::Document;
use crate::model::languages::{Languages, USUAL};

/// Texts of one document, by their languages; `None` for one whose name says none.
type Group<'a> = BTreeMap<Option<String>, &'a DocPath>;

/// The languages of texts whose names differ by these alone, or which have one id and say theirs.
pub(super) fn proposed(aims: &Aims) -> Vec<Proposal> {
    let mut patterns: Vec<&str> = Vec::new();
    let mut files: BTreeSet<&DocPath> = BTreeSet::new();
    let mut spoken: BTreeMap<String, usize> = BTreeMap::new();
    let mut unsaid = false;
    for pattern in USUAL {
        let groups = groups(aims, pattern, &files);
        if groups.is_empty() {
            continue;
        }
        patterns.push(pattern);
        for group in groups {
            unsaid |= group.contains_key(&None);
            files.extend(group.values());
            for language in group.into_keys().flatten() {
                *spoken.entry(language).or_default() += 1;
            }
        }
    }
    if patterns.is_empty() {
        let (said, found) = by_id(aims);
        (spoken, files) = (said, found);
    }
    // All that says nothing of its language is in the default one.
    let rest = aims.documents.iter().filter(|document| document.lang.is_none() && !files.contains(&document.path));
    let most = mostly(rest.map(|document| document.text.get(document.body.start..).unwrap_or_default()), &spoken);
    let Some(default) = most.or_else(|| default(&spoken, unsaid)) else { return Vec::new() };
    let used: Vec<String> = spoken.into_keys().chain([default.clone()]).collect::<BTreeSet<_>>().into_iter().collect();
    let files: Vec<&DocPath> = files.into_iter().collect();
    let row = |key: &str, value: String| Proposal::new("languages", key, value, &files, aims.documents.len());
    let mut found = vec![row("default", quoted(&default)), row("use", list(&used))];
    if !patterns.is_empty() {
        found.push(row("pattern", list(&patterns.into_iter().map(str::to_owned).collect::<Vec<_>>())));
    }
    found
}

/// The texts that differ by their languages alone, by a pattern of their names.
fn groups<'a>(aims: &'a Aims, pattern: &str, taken: &BTreeSet<&DocPath>) -> Vec<Group<'a>> {
    let Some(languages) = Languages::by(pattern) else { return Vec::new() };
    let mut groups: BTreeMap<DocPath, Group<'a>> = BTreeMap::new();
    for document in aims.documents.iter().filter(|document| !taken.contains(&document.path)) {
        // `es-419` is a language, and `MR-001` the number of a review.
        let is_number = |said: &str| said.ends_with(|c: char| c.is_ascii_digit()) && !said.ends_with("-419");
        let (path, language) = match languages.named(&document.path).filter(|named| !is_number(&named.language)) {
            Some(named) => (named.path, Some(named.language)),
            None => (document.path.clone(), None),
        };
        groups.entry(path).or_default().entry(language).or_insert(&document.path);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// The languages that texts with one id say they are in, and those texts.
fn by_id(aims: &Aims) -> (BTreeMap<String, usize>, BTreeSet<&DocPath>) {
    let mut by_id: BTreeMap<String, Vec<&Document>> = BTreeMap::new();
    for document in &aims.documents {
        if let Some(id) = document.fields.text("id").filter(|_| document.lang.is_some()) {
            by_id.entry(id.to_lowercase()).or_default().push(document);
        }
    }
    let (mut spoken, mut files) = (BTreeMap::new(), BTreeSet::new());
    for group in by_id.into_values() {
        let languages: BTreeSet<&str> = group.iter().filter_map(|document| document.lang.as_deref()).collect();
        if languages.len() > 1 {
            files.extend(group.iter().map(|document| &document.path));
            for language in languages {
                *spoken.entry(language.to_owned()).or_default() += 1;
            }
        }
    }
    (spoken, files)
}

/// Words that many sentences of a language have, and few of another.
const COMMON: [(&str, [&str; 6]); 8] = [
    ("en", ["the", "and", "of", "is", "for", "with"]),
    ("de", ["der", "und", "das", "ist", "nicht", "wir"]),
    ("fr", ["les", "et", "est", "pour", "dans", "nous"]),
    ("es", ["los", "las", "y", "para", "con", "una"]),
    ("it", ["il", "che", "della", "sono", "gli", "è"]),
    ("nl", ["het", "een", "van", "wij", "niet", "en"]),
    ("pt", ["os", "não", "uma", "são", "ao", "pela"]),
    ("id", ["dan", "yang", "untuk", "dengan", "kami", "dari"]),
];

/// The one of these languages that texts are mostly in, by its common words.
fn mostly<'a>(texts: impl Iterator<Item = &'a str>, spoken: &BTreeMap<String, usize>) -> Option<String> {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for word in texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic())) {
        let word = word.to_lowercase();
        for (language, _) in COMMON.iter().filter(|(_, words)| words.contains(&word.as_str())) {
            *found.entry(language).or_default() += 1;
        }
    }
    let known = found.into_iter().filter(|(language, _)| spoken.contains_key(*language));
    known.max_by_key(|(_, number)| *number).map(|(language, _)| language.to_owned())
}

/// The language of the originals, as far as it can be told: that of most texts. Where names say none, it is that of those;
/// where texts are all there in several, the one that is not English, into which many translate.
fn default(spoken: &BTreeMap<String, usize>, unsaid: bool) -> Option<String> {
    if unsaid {
        return (!spoken.contains_key("en")).then(|| "en".to_owned());
    }
    let most = spoken
        .iter()
        .max_by_key(|(language, number)| (**number, language.as_str() != "en", std::cmp::Reverse(*language)));
    most.map(|(language, _)| language.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_say_no_language_are_in_the_one_of_their_words() {
        let spoken: BTreeMap<String, usize> = [("de".to_owned(), 1), ("en".to_owned(), 1)].into();
        let of = |texts: &[&'static str]| mostly(texts.iter().copied(), &spoken);
        assert_eq!(of(&["The board approves the policy and its scope.", "Text."]).as_deref(), Some("en"));
        assert_eq!(of(&["Der Vorstand ist dafür verantwortlich.", "Wir prüfen das."]).as_deref(), Some("de"));
        assert_eq!(of(&["Les textes et les annexes.", ""]), None, "not among these");
        assert_eq!(of(&[]), None);
    }
}
