//! The entries of a raw tree object, and the difference of two such trees.

use std::cmp::Ordering;

use super::ObjectId;

/// One name in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a [u8],
    pub(super) kind: Kind,
    pub(super) id: ObjectId,
}

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Executable,
    Symlink,
    Submodule,
}

impl Kind {
    fn of(mode: u32) -> Self {
        match mode & 0o170_000 {
            0o040_000 => Self::Folder,
            0o120_000 => Self::Symlink,
            0o160_000 => Self::Submodule,
            _ if mode & 0o111 == 0 => Self::File,
            _ => Self::Executable,
        }
    }

    fn is_folder(self) -> bool {
        self == Self::Folder
    }

    /// Whether the record follows it: regular files, and the folders they lie in.
    fn is_followed(self) -> bool {
        matches!(self, Self::Folder | Self::File | Self::Executable)
    }
}

impl<'a> Entry<'a> {
    /// Takes the first entry off `raw`. `None` at the end, and where the rest is no tree.
    pub(super) fn take(raw: &mut &'a [u8]) -> Option<Self> {
        let nul = raw.iter().position(|byte| *byte == 0)?;
        let space = raw[..nul].iter().position(|byte| *byte == b' ')?;
        let mode = raw[..space].iter().try_fold(0_u32, |mode, digit| match digit {
            b'0'..=b'7' => mode.checked_mul(8)?.checked_add(u32::from(digit - b'0')),
            _ => None,
        })?;
        let id: [u8; 20] = raw.get(nul + 1..nul + 21)?.try_into().ok()?;
        let name = &raw[space + 1..nul];
        *raw = &raw[nul + 21..];
        Some(Self { name, kind: Kind::of(mode), id: ObjectId(id) })
    }

    /// The order in which git sorts a tree: by name, where folders count as if their names ended in `/`. A file and
    /// a folder of one name are two things in it.
    fn order(&self, other: &Self) -> Ordering {
        let common = self.name.len().min(other.name.len());
        let next = |entry: &Self| {
            let end = if entry.kind.is_folder() { b'/' } else { 0 };
            entry.name.get(common).copied().unwrap_or(end)
        };
        self.name[..common]
            .cmp(&other.name[..common])
            .then_with(|| next(self).cmp(&next(other)))
            .then_with(|| self.name.len().cmp(&other.name.len()))
    }
}

/// All entries of a tree.
pub(super) fn entries(mut raw: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    std::iter::from_fn(move || Entry::take(&mut raw))
}

/// The entry of this name that is a folder or is none, as called for.
pub(super) fn find<'a>(raw: &'a [u8], name: &[u8], folder: bool) -> Option<Entry<'a>> {
    entries(raw).find(|entry| entry.name == name && entry.kind.is_followed() && entry.kind.is_folder() == folder)
}

/// A name whose content is not the same in two trees. An id is [`ObjectId::NONE`] where the name is absent.
pub(super) struct Difference<'a> {
    pub(super) name: &'a [u8],
    pub(super) folder: bool,
    pub(super) old: ObjectId,
    pub(super) new: ObjectId,
}

/// Calls `tell` for each file and folder that differs between two raw trees. A change of mode alone is none; nor are
/// symbolic links and submodules, which hold no text of a document: a file that becomes a link is gone.
pub(super) fn compare<'a>(old: &'a [u8], new: &'a [u8], mut tell: impl FnMut(Difference<'a>)) {
    let (mut old, mut new) = skip_common(old, new);
    let (mut left, mut right) = (next(&mut old), next(&mut new));
    loop {
        let order = match (&left, &right) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(left), Some(right)) => left.order(right),
        };
        let gone = if order.is_le() { left.take() } else { None };
        let here = if order.is_ge() { right.take() } else { None };
        let id = |entry: Option<Entry<'_>>| entry.map_or(ObjectId::NONE, |entry| entry.id);
        if let Some(entry) = gone.or(here)
            && id(gone) != id(here)
        {
            tell(Difference { name: entry.name, folder: entry.kind.is_folder(), old: id(gone), new: id(here) });
        }
        if order.is_eq() && old == new {
            return;
        }
        left = left.or_else(|| next(&mut old));
        right = right.or_else(|| next(&mut new));
    }
}

fn next<'a>(raw: &mut &'a [u8]) -> Option<Entry<'a>> {
    std::iter::from_fn(|| Entry::take(raw)).find(|entry| entry.kind.is_followed())
}

/// Leaves off the entries at the front that are the same byte for byte, as nearly all are.
fn skip_common<'a>(old: &'a [u8], new: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let same = common_length(old, new);
    let mut rest = old;
    let mut start = 0;
    while Entry::take(&mut rest).is_some() && old.len() - rest.len() <= same {
        start = old.len() - rest.len();
    }
    (&old[start..], &new[start..])
}

/// How many bytes at the front are equal, compared in blocks first.
fn common_length(old: &[u8], new: &[u8]) -> usize {
    const BLOCK: usize = 256;
    let blocks = old.chunks_exact(BLOCK).zip(new.chunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
    blocks + old[blocks..].iter().zip(&new[blocks..]).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(entries: &[(&str, &str, u8)]) -> Vec<u8> {
        let mut raw = Vec::new();
        for (mode, name, id) in entries {
            raw.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            raw.extend_from_slice(&[*id; 20]);
        }
        raw
    }

    fn told(old: &[u8], new: &[u8]) -> Vec<String> {
        let mut told = Vec::new();
        compare(old, new, |d| {
            let slash = if d.folder { "/" } else { "" };
            told.push(format!("{}{slash} {}>{}", String::from_utf8_lossy(d.name), d.old.0[0], d.new.0[0]));
        });
        told
    }

    #[test]
    fn trees_are_compared_in_the_order_of_git() {
        let old = tree(&[("100644", "a", 1), ("100644", "a.md", 2), ("40000", "a.x", 3), ("100755", "b", 4)]);
        let new = tree(&[("100644", "a.md", 2), ("40000", "a.x", 7), ("40000", "a", 9), ("100644", "b", 4)]);
        assert_eq!(told(&old, &new), ["a 1>0", "a.x/ 3>7", "a/ 0>9"]);
        assert_eq!(told(&new, &new), [""; 0]);
        assert_eq!(told(&[], &new), ["a.md 0>2", "a.x/ 0>7", "a/ 0>9", "b 0>4"]);
    }

    #[test]
    fn links_and_submodules_are_no_files() {
        let old = tree(&[("100644", "a", 1), ("160000", "s", 2), ("100644", "z", 3)]);
        let new = tree(&[("120000", "a", 5), ("160000", "s", 6), ("100644", "z", 4)]);
        assert_eq!(told(&old, &new), ["a 1>0", "z 3>4"]);
    }

    #[test]
    fn long_trees_with_much_in_common_are_compared_to_the_end() {
        let names: Vec<String> = (0..200).map(|n| format!("{n:03}")).collect();
        let mut entries: Vec<_> = names.iter().map(|name| ("100644", name.as_str(), 1)).collect();
        let old = tree(&entries);
        entries[60].2 = 2;
        entries[199].2 = 3;
        entries.remove(120);
        assert_eq!(told(&old, &tree(&entries)), ["060 1>2", "120 1>0", "199 1>3"]);
    }

    #[test]
    fn what_is_no_tree_has_no_entries() {
        for raw in [&b"100644 a"[..], b"100644 a\0short", b"9 a\x0012345678901234567890", b"\0", b" \0"] {
            assert_eq!(entries(raw).count(), 0, "{raw:?}");
        }
    }
}
