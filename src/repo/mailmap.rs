//! `.mailmap`: one person, many addresses.

use std::collections::BTreeMap;

use git2::ObjectType;

use super::id::ObjectId;
use super::raw_tree;
use super::store::Reader;
use crate::base::text::address_key;

/// The lines of a `.mailmap`, ready to be asked. See gitmailmap(5).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailmap {
    /// Keyed by the address in the commit and, where the line has one, the name; both without regard to case.
    entries: BTreeMap<(String, Option<String>), Proper>,
    /// Whether there is one that cannot be read.
    pub lost: bool,
    /// Whether a mark stands in it that git leaves where a merge was not finished.
    unmerged: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Proper {
    name: Option<String>,
    email: Option<String>,
}

/// A line of a `.mailmap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'m> {
    /// The address in commits, in lower case.
    pub email: &'m str,
    /// The name in commits, in lower case, where it matters.
    pub name: Option<&'m str>,
    /// The name to show.
    pub proper_name: Option<&'m str>,
    /// The address to show.
    pub proper_email: Option<&'m str>,
}

/// Where it lies: in the top folder, under this name.
pub const MAILMAP: &str = ".mailmap";

/// How lines begin that git leaves where a merge was not finished.
const MARKS: [&str; 3] = ["<<<<<<< ", "||||||| ", ">>>>>>> "];

impl Mailmap {
    /// The `.mailmap` in the top folder of a commit; an empty one where there is none.
    pub(super) fn at(reader: &Reader<'_>, top: ObjectId) -> Self {
        let tree = reader.read(top, ObjectType::Tree);
        let entry =
            tree.as_ref().and_then(|tree| raw_tree::find(tree.data(), reader.format, MAILMAP.as_bytes(), false));
        let blob = entry.as_ref().and_then(|entry| reader.read(entry.id(), ObjectType::Blob));
        let lost = entry.is_some() && blob.is_none();
        blob.map_or(Self { lost, ..Self::default() }, |blob| Self::parse(&String::from_utf8_lossy(blob.data())))
    }

    /// Reads the text of a `.mailmap`; a line that makes no sense is passed over, as git does. A later line wins.
    pub(super) fn parse(text: &str) -> Self {
        let mut map = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            map.unmerged |= MARKS.iter().any(|mark| line.starts_with(mark));
            map.add(line);
        }
        map
    }

    /// `Proper <proper@x> Commit <commit@x>`, where the first name, the first address and the second name may each
    /// be left out.
    fn add(&mut self, line: &str) -> Option<()> {
        let (first_name, first_email, rest) = part(line)?;
        let (proper_email, commit_name, commit_email) = match part(rest) {
            Some((commit_name, commit_email, _)) => (Some(first_email), commit_name, commit_email),
            None => (None, "", first_email),
        };
        let commit_name = (!commit_name.is_empty()).then(|| commit_name.to_lowercase());
        let proper = self.entries.entry((address_key(commit_email), commit_name)).or_default();
        if !first_name.is_empty() {
            proper.name = Some(first_name.to_owned());
        }
        if let Some(email) = proper_email.filter(|email| !email.is_empty()) {
            proper.email = Some(email.to_owned());
        }
        Some(())
    }

    /// Whether a merge was left unfinished in it: nobody has decided which of its lines hold.
    pub fn is_unmerged(&self) -> bool {
        self.unmerged
    }

    /// Whether it changes nobody.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What each line does: the address and, where the line has one, the name in commits, and the name and address that it
    /// gives for them.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.entries.iter().map(|((email, name), proper)| Line {
            email,
            name: name.as_deref(),
            proper_name: proper.name.as_deref(),
            proper_email: proper.email.as_deref(),
        })
    }

    /// Name and address to show for those in a commit.
    pub fn resolve(&self, name: String, email: String) -> (String, String) {
        let by_both = (address_key(&email), Some(name.to_lowercase()));
        let by_email = (by_both.0.clone(), None);
        match self.entries.get(&by_both).or_else(|| self.entries.get(&by_email)) {
            Some(proper) => (proper.name.clone().unwrap_or(name), proper.email.clone().unwrap_or(email)),
            None => (name, email),
        }
    }
}

/// One `Name <address>`, and what comes after it.
fn part(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('<')?;
    let (email, rest) = rest.split_once('>')?;
    Some((name.trim(), email.trim(), rest))
}

#[cfg(test)]
mod tests {
    use super::Mailmap;

    #[test]
    fn marks_of_a_merge_are_seen() {
        for text in ["<<<<<<< HEAD\nA <a@x>\n=======\nB <b@x>\n>>>>>>> b\n", "A <a@x>\n>>>>>>> b\n"] {
            assert!(Mailmap::parse(text).is_unmerged(), "{text}");
        }
        assert!(!Mailmap::parse("A <a@x>\n# <<<<<<< HEAD\n<new@x> <old@x>\n").is_unmerged());
    }

    #[test]
    fn each_form_of_line_is_understood() {
        let map = Mailmap::parse(
            "# people\n\
             Only Name <only@x>\n\
             <new@x> <old@x>\n\
             Both Proper <both@x> <BOTH-old@x>\n\
             Jane Doe <jane@x> nick1 <bugs@x>\n\
             Joe Ray <joe@x> nick2 <bugs@x>\n\
             Kim Lo <kim@x>\n\
             nonsense\n",
        );
        for (name, email, expected) in [
            ("n", "ONLY@x", ("Only Name", "ONLY@x")),
            ("Ann", "old@x", ("Ann", "new@x")),
            ("b", "both-OLD@x", ("Both Proper", "both@x")),
            ("Nick1", "bugs@x", ("Jane Doe", "jane@x")),
            ("nick2", "Bugs@x", ("Joe Ray", "joe@x")),
            ("nick3", "bugs@x", ("nick3", "bugs@x")),
            ("z", "other@x", ("z", "other@x")),
            // A sign for kelvin, which is `k` in lower case, is another letter in an address.
            ("z", "\u{212a}im@x", ("z", "\u{212a}im@x")),
        ] {
            let (to_name, to_email) = map.resolve(name.into(), email.into());
            assert_eq!((to_name.as_str(), to_email.as_str()), expected, "{name} <{email}>");
        }
    }
}
