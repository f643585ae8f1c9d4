//! The entries of a raw tree object, and the difference of two such trees.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{self, AtomicUsize};

use super::id::{ObjectFormat, ObjectId};

/// One name in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a [u8],
    pub(super) kind: Kind,
    /// 20 or 32 bytes.
    id: &'a [u8],
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
    pub(super) fn take(raw: &mut &'a [u8], format: ObjectFormat) -> Option<Self> {
        let nul = raw.iter().position(|byte| *byte == 0)?;
        let space = raw[..nul].iter().position(|byte| *byte == b' ')?;
        let mode = raw[..space].iter().try_fold(0_u32, |mode, digit| match digit {
            b'0'..=b'7' => mode.checked_mul(8)?.checked_add(u32::from(digit - b'0')),
            _ => None,
        })?;
        let end = nul + 1 + format.size();
        let id = raw.get(nul + 1..end)?;
        let name = &raw[space + 1..nul];
        *raw = &raw[end..];
        Some(Self { name, kind: Kind::of(mode), id })
    }

    /// The object that it stands for.
    pub(super) fn id(&self) -> ObjectId {
        ObjectId::from_bytes(self.id).unwrap_or(ObjectId::NONE)
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
pub(super) fn entries(mut raw: &[u8], format: ObjectFormat) -> impl Iterator<Item = Entry<'_>> {
    std::iter::from_fn(move || Entry::take(&mut raw, format))
}

/// The entry of this name that is a folder or is none, as called for.
pub(super) fn find<'a>(raw: &'a [u8], format: ObjectFormat, name: &[u8], folder: bool) -> Option<Entry<'a>> {
    let wanted = |entry: &Entry<'_>| entry.kind.is_followed() && entry.kind.is_folder() == folder;
    entries(raw, format).find(|entry| entry.name == name && wanted(entry))
}

/// The tree of a folder that may be asked for many of its files, one after another.
pub(super) struct Folder {
    raw: Box<[u8]>,
    format: ObjectFormat,
    /// How often it was asked.
    asked: AtomicUsize,
    files: OnceLock<BTreeMap<Box<[u8]>, ObjectId>>,
}

/// As many questions are answered by looking through the tree: to sort all of it pays only where more come.
const LOOKED_THROUGH: usize = 8;

impl Folder {
    pub(super) fn new(raw: &[u8], format: ObjectFormat) -> Self {
        Self { raw: raw.into(), format, asked: AtomicUsize::new(0), files: OnceLock::new() }
    }

    /// The blob of the regular file of a name; of several such, that of the first.
    pub(super) fn file(&self, name: &[u8]) -> Option<ObjectId> {
        if self.asked.fetch_add(1, atomic::Ordering::Relaxed) < LOOKED_THROUGH {
            return find(&self.raw, self.format, name, false).map(|entry| entry.id());
        }
        self.files.get_or_init(|| self.sorted()).get(name).copied()
    }

    fn sorted(&self) -> BTreeMap<Box<[u8]>, ObjectId> {
        let mut files = BTreeMap::new();
        let is_file = |entry: &Entry<'_>| entry.kind.is_followed() && !entry.kind.is_folder();
        for entry in entries(&self.raw, self.format).filter(is_file) {
            files.entry(entry.name.into()).or_insert_with(|| entry.id());
        }
        files
    }
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
pub(super) fn compare<'a>(old: &'a [u8], new: &'a [u8], format: ObjectFormat, mut tell: impl FnMut(Difference<'a>)) {
    let (mut old, mut new) = skip_common(old, new, format);
    let (mut left, mut right) = (next(&mut old, format), next(&mut new, format));
    loop {
        let order = match (&left, &right) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(left), Some(right)) => left.order(right),
        };
        let gone = if order.is_le() { left.take() } else { None };
        let here = if order.is_ge() { right.take() } else { None };
        let id = |entry: Option<Entry<'_>>| entry.map_or(ObjectId::NONE, |entry| entry.id());
        if let Some(entry) = gone.or(here)
            && gone.map(|entry| entry.id) != here.map(|entry| entry.id)
        {
            tell(Difference { name: entry.name, folder: entry.kind.is_folder(), old: id(gone), new: id(here) });
        }
        if order.is_eq() && old == new {
            return;
        }
        left = left.or_else(|| next(&mut old, format));
        right = right.or_else(|| next(&mut new, format));
    }
}

fn next<'a>(raw: &mut &'a [u8], format: ObjectFormat) -> Option<Entry<'a>> {
    std::iter::from_fn(|| Entry::take(raw, format)).find(|entry| entry.kind.is_followed())
}

/// Leaves off the entries at the front that are the same byte for byte, as nearly all are.
fn skip_common<'a>(old: &'a [u8], new: &'a [u8], format: ObjectFormat) -> (&'a [u8], &'a [u8]) {
    let same = common_length(old, new);
    let mut rest = old;
    let mut start = 0;
    while Entry::take(&mut rest, format).is_some() && old.len() - rest.len() <= same {
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

    type Entries<'a> = Vec<(&'a str, &'a str, u8)>;

    fn raw(entries: &Entries<'_>, format: ObjectFormat) -> Vec<u8> {
        let mut raw = Vec::new();
        for (mode, name, id) in entries {
            raw.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            raw.extend(std::iter::repeat_n(*id, format.size()));
        }
        raw
    }

    /// What is told of two trees, which is the same in both formats.
    fn told(old: &Entries<'_>, new: &Entries<'_>) -> Vec<String> {
        let tell = |format| {
            let mut told = Vec::new();
            compare(&raw(old, format), &raw(new, format), format, |d| {
                let slash = if d.folder { "/" } else { "" };
                let name = String::from_utf8_lossy(d.name);
                told.push(format!("{name}{slash} {}>{}", d.old.as_bytes()[0], d.new.as_bytes()[0]));
            });
            told
        };
        let told = tell(ObjectFormat::Sha1);
        assert_eq!(tell(ObjectFormat::Sha256), told);
        told
    }

    #[test]
    fn a_folder_says_the_same_however_often_it_is_asked() {
        let entries = vec![
            ("40000", "a", 1),
            ("100644", "b", 2),
            ("120000", "c", 3),
            ("100755", "d", 4),
            ("160000", "e", 5),
            ("100644", "b", 6),
        ];
        for format in [ObjectFormat::Sha1, ObjectFormat::Sha256] {
            let folder = Folder::new(&raw(&entries, format), format);
            let asked =
                || ["a", "b", "c", "d", "e", "f"].map(|name| folder.file(name.as_bytes()).map(|id| id.as_bytes()[0]));
            for _ in 0..LOOKED_THROUGH {
                assert_eq!(asked(), [None, Some(2), None, Some(4), None, None]);
            }
            assert!(folder.files.get().is_some(), "it was sorted meanwhile");
        }
    }

    #[test]
    fn trees_are_compared_in_the_order_of_git() {
        let old = vec![("100644", "a", 1), ("100644", "a.md", 2), ("40000", "a.x", 3), ("100755", "b", 4)];
        let new = vec![("100644", "a.md", 2), ("40000", "a.x", 7), ("40000", "a", 9), ("100644", "b", 4)];
        assert_eq!(told(&old, &new), ["a 1>0", "a.x/ 3>7", "a/ 0>9"]);
        assert_eq!(told(&new, &new), [""; 0]);
        assert_eq!(told(&vec![], &new), ["a.md 0>2", "a.x/ 0>7", "a/ 0>9", "b 0>4"]);
    }

    #[test]
    fn links_and_submodules_are_no_files() {
        let old = vec![("100644", "a", 1), ("160000", "s", 2), ("100644", "z", 3)];
        let new = vec![("120000", "a", 5), ("160000", "s", 6), ("100644", "z", 4)];
        assert_eq!(told(&old, &new), ["a 1>0", "z 3>4"]);
    }

    #[test]
    fn long_trees_with_much_in_common_are_compared_to_the_end() {
        let names: Vec<String> = (0..200).map(|n| format!("{n:03}")).collect();
        let mut entries: Vec<_> = names.iter().map(|name| ("100644", name.as_str(), 1)).collect();
        let old = entries.clone();
        entries[60].2 = 2;
        entries[199].2 = 3;
        entries.remove(120);
        assert_eq!(told(&old, &entries), ["060 1>2", "120 1>0", "199 1>3"]);
    }

    #[test]
    fn what_is_no_tree_has_no_entries() {
        for raw in [&b"100644 a"[..], b"100644 a\0short", b"9 a\x0012345678901234567890", b"\0", b" \0"] {
            for format in [ObjectFormat::Sha1, ObjectFormat::Sha256] {
                assert_eq!(entries(raw, format).count(), 0, "{raw:?}");
            }
        }
    }
}
