//! Documents that readers may not know of: what others say of them is taken for nothing said.

use std::collections::BTreeSet;

use super::document::{Cut, Document};
use crate::base::DocPath;
use crate::base::folded::{fold, is_of_word, is_unspaced};

/// The names of documents that are not there for some readers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Their files, those that they had before among them.
    pub paths: BTreeSet<DocPath>,
    /// Their ids, in lower case.
    pub ids: BTreeSet<String>,
    /// Their titles: of words alone, in lower case.
    pub titles: BTreeSet<String>,
}

/// As many words of a title are compared.
const WORDS: usize = 40;

/// As many words of a link are looked through.
const LABEL: usize = 200;

/// Whether the words of a link that leads to what readers may not know of can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// They are the text's own, and tell nothing that is withheld.
    Kept,
    /// They name what is withheld, or are nothing but where the link leads.
    Left,
}

/// The first words of a text, as [`spoken`] has them.
pub(crate) fn words(text: &str) -> String {
    spoken(text).split(' ').take(WORDS).collect::<Vec<_>>().join(" ")
}

/// The words of a text with one blank between them: in whatever signs, letter case and lines somebody writes the same words,
/// this is the same. In scripts without blanks each sign is a word.
pub(crate) fn spoken(text: &str) -> String {
    let (mut folded, mut apart) = (String::new(), String::with_capacity(text.len()));
    fold(text, &mut folded);
    for c in folded.chars() {
        match is_of_word(c) {
            true if is_unspaced(c) => apart.extend([' ', c, ' ']),
            true => apart.push(c),
            false => apart.push(' '),
        }
    }
    apart.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Unseen {
    /// These and others.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self { paths: &self.paths | &other.paths, ids: &self.ids | &other.ids, titles: &self.titles | &other.titles }
    }

    /// Whether this is the id of one.
    pub fn is_id(&self, id: &str) -> bool {
        self.ids.contains(&id.trim().to_lowercase())
    }

    /// What tells of them, to be looked for in the words of links.
    pub(super) fn names(&self) -> Names {
        let files = self.paths.iter().map(|path| stem(path.as_str())).filter(is_telling);
        Names {
            spoken: self.ids.iter().map(|id| words(id)).chain(self.titles.iter().cloned()).collect(),
            files: files.map(str::to_lowercase).collect(),
        }
    }

    /// Takes their ids out of the front matter of a document that is there.
    pub(super) fn leave(&self, document: &mut Document) {
        if !self.ids.is_empty() {
            let own = document.fields.by_name.remove("id");
            let before = document.fields.clone();
            document.fields.forget(&|text| self.is_id(text));
            document.cut = if before == document.fields { Cut::Nothing } else { Cut::Front };
            document.fields.by_name.extend(own.map(|own| ("id".to_owned(), own)));
        }
    }
}

/// What tells of documents that readers may not know of, to be looked for in a few words.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Ids and titles: of words alone.
    spoken: BTreeSet<String>,
    /// What files are called, where that is more than a word: in lower case.
    files: BTreeSet<String>,
}

impl Names {
    /// Whether the words of a link that leads to one of them at `target` can stand.
    pub(super) fn label(&self, label: &str, target: &str) -> Label {
        let bare = words(label);
        let is_target = bare.is_empty() || bare == words(target) || bare == words(stem(target));
        if is_target || self.is_in(label) { Label::Left } else { Label::Kept }
    }

    /// Whether a few words hold one. What is too long to be looked through is taken to.
    fn is_in(&self, text: &str) -> bool {
        let (lower, spoken) = (text.to_lowercase(), spoken(text));
        let all: Vec<&str> = spoken.split(' ').collect();
        if all.len() > LABEL {
            return true;
        }
        let runs = (0..all.len()).flat_map(|from| (from + 1..=all.len().min(from + WORDS)).map(move |to| (from, to)));
        let mut runs = runs.filter_map(|(from, to)| all.get(from..to));
        let tokens = lower.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '/'));
        let mut tokens = tokens.map(|token| token.trim_matches(|c: char| !c.is_alphanumeric()));
        runs.any(|run| self.spoken.contains(&run.join(" "))) || tokens.any(|token| self.files.contains(token))
    }
}

/// What a file is called, without its folder and its ending.
fn stem(path: &str) -> &str {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether the name of a file is no word that any text may have.
fn is_telling(stem: &&str) -> bool {
    stem.chars().any(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_link_stand_unless_they_name_what_is_withheld() {
        let unseen = Unseen {
            paths: ["policies/POL-002-roles.md", "roles.md"].iter().filter_map(|path| DocPath::new(path)).collect(),
            ids: ["pol-002".to_owned()].into(),
            titles: [words("AI roles and duties")].into(),
        };
        let label = |label: &str| unseen.names().label(label, "../policies/POL-002-roles.md#who");
        for kept in ["roles policy", "the policy", "AI roles", "roles", "POL-0021"] {
            assert_eq!(label(kept), Label::Kept, "{kept}");
        }
        let named = ["POL-002", "see pol\u{2011}002, 3", "our *AI rôles* and duties", "<b>POL-002-roles</b>", "", "!?"];
        for named in named {
            assert_eq!(label(named), Label::Left, "{named}");
        }
        // What is nothing but where it leads tells what a file is called.
        assert_eq!(unseen.names().label("roles", "roles"), Label::Left);
        assert_eq!(unseen.names().label("roles", "roles.md"), Label::Left);
    }
}
