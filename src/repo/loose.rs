//! Objects that lie in files of their own.
//!
//! They are read here and not by libgit2, which reads one that is cut off for ever (libgit2/libgit2#7342): version 1.9
//! asks zlib for more and gets nothing, again and again.

use std::collections::HashMap;
use std::fs::{DirEntry, ReadDir};
use std::path::{Path, PathBuf};

use flate2::{Decompress, FlushDecompress, Status};
use git2::ObjectType;

use super::id::ObjectId;
use crate::base::{self, Error, refused};

/// The loose objects of a repository, by the folder they lie in: its own, or one that it borrows from.
pub(super) struct Loose {
    folders: Vec<PathBuf>,
    objects: HashMap<ObjectId, usize>,
}

/// Repositories that borrow from each other in a chain longer than this are not followed by git either.
const MOST_FOLDERS: usize = 16;

impl Loose {
    /// Lists the loose objects of the repository with the git folder `common`.
    ///
    /// # Errors
    /// Where a folder may not be listed: what lies there is not missing.
    pub(super) fn list(common: &Path) -> base::Result<Self> {
        let mut loose = Self { folders: vec![common.join("objects")], objects: HashMap::new() };
        let mut number = 0;
        while let Some(folder) = loose.folders.get(number).cloned() {
            loose.list_folder(&folder, number)?;
            let borrowed = std::fs::read_to_string(folder.join("info/alternates")).unwrap_or_default();
            for line in borrowed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                let other = folder.join(line);
                if loose.folders.len() < MOST_FOLDERS && !loose.folders.contains(&other) {
                    loose.folders.push(other);
                }
            }
            number += 1;
        }
        Ok(loose)
    }

    fn list_folder(&mut self, folder: &Path, number: usize) -> base::Result<()> {
        let names = |folder: &Path| -> base::Result<Vec<String>> {
            let name = |entry: std::io::Result<DirEntry>| entry.map(|entry| entry.file_name().into_string().ok());
            let names = |entries: ReadDir| entries.filter_map(|entry| name(entry).transpose()).collect();
            match std::fs::read_dir(folder).and_then(names) {
                Err(why) if !refused::is_absent(&why) => {
                    let hint = "nothing is known to be missing: look at whose folders they are, and with which rights";
                    Err(Error::io("read", folder, why).hint(hint))
                }
                names => Ok(names.unwrap_or_default()),
            }
        };
        for start in names(folder)?.into_iter().filter(|name| name.len() == 2) {
            for rest in names(&folder.join(&start))? {
                if let Some(id) = ObjectId::from_hex(format!("{start}{rest}").as_bytes()) {
                    self.objects.entry(id).or_insert(number);
                }
            }
        }
        Ok(())
    }

    /// The object `id`, if it lies in a file of its own. `None` where libgit2 is to look for it, which also refuses files
    /// that are no object at all.
    pub(super) fn read(&self, id: ObjectId) -> Result<Option<Unpacked>, Damaged> {
        // In a repository that is packed, there is nothing to ask.
        if self.objects.is_empty() {
            return Ok(None);
        }
        let Some(number) = self.objects.get(&id) else { return Ok(None) };
        let hex = id.to_string();
        let file = std::fs::read(self.folders[*number].join(&hex[..2]).join(&hex[2..]));
        file.map_or(Ok(None), |packed| unpack(&packed))
    }
}

/// The content of a file that is one object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unpacked {
    pub(super) kind: ObjectType,
    /// Head and content.
    bytes: Vec<u8>,
    /// Where the content begins.
    start: usize,
}

impl Unpacked {
    pub(super) fn content(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}

/// Why a file is not the object that it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damaged {
    /// It ends too early.
    CutOff,
    /// It holds less or more than its head says.
    Size,
}

impl Damaged {
    /// As the end of a sentence that has named the file.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::CutOff => "is cut off",
            Self::Size => "holds less or more than it says",
        }
    }
}

/// Enough for every head: the longest kind, the largest size, a space and a zero.
const HEAD: usize = 64;

/// How many bytes one byte can stand for (RFC 1951: two bits for the longest repetition, of 258 bytes).
const MOST: usize = 1032;

/// Unpacks a file. Room is made for what its head says and the file can hold, and no more is unpacked than that.
fn unpack(packed: &[u8]) -> Result<Option<Unpacked>, Damaged> {
    let mut state = Decompress::new(true);
    let mut bytes = vec![0; HEAD];
    let Some(first) = further(&mut state, packed, &mut bytes) else { return Ok(None) };
    let written = counted(state.total_out());
    let Some((kind, start, size)) = head(&bytes[..written]) else {
        return if first == Pause::CutOff { Err(Damaged::CutOff) } else { Ok(None) };
    };
    if first == Pause::CutOff {
        return Err(Damaged::CutOff);
    }
    if size > packed.len().saturating_mul(MOST) {
        return Err(Damaged::Size);
    }
    let whole = start + size;
    if written > whole {
        return Err(Damaged::Size);
    }
    // A byte more than there is to be: what fills it is too much, and what comes to its end before has been checked.
    bytes.resize(whole + 1, 0);
    let last = match first {
        Pause::End => Pause::End,
        _ => {
            let read = counted(state.total_in());
            let Some(last) = further(&mut state, &packed[read..], &mut bytes[written..]) else { return Ok(None) };
            last
        }
    };
    match last {
        Pause::CutOff => Err(Damaged::CutOff),
        Pause::End if counted(state.total_out()) == whole => {
            bytes.truncate(whole);
            Ok(Some(Unpacked { kind, bytes, start }))
        }
        Pause::End | Pause::Full => Err(Damaged::Size),
    }
}

/// Where unpacking came to a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pause {
    /// At the end of what was packed, whose checksum is right.
    End,
    /// There is no more room.
    Full,
    /// There is nothing more to read, and more should come.
    CutOff,
}

/// Unpacks as much as there is room for; `None` where it is nothing that zlib packed.
fn further(state: &mut Decompress, packed: &[u8], room: &mut [u8]) -> Option<Pause> {
    let (read, written) = (state.total_in(), state.total_out());
    loop {
        let done = [counted(state.total_in() - read), counted(state.total_out() - written)];
        match state.decompress(&packed[done[0]..], &mut room[done[1]..], FlushDecompress::None).ok()? {
            Status::StreamEnd => return Some(Pause::End),
            Status::Ok | Status::BufError => {}
        }
        let now = [counted(state.total_in() - read), counted(state.total_out() - written)];
        if now[1] == room.len() {
            return Some(Pause::Full);
        }
        if now[0] == packed.len() || now == done {
            return Some(Pause::CutOff);
        }
    }
}

/// A count of bytes in memory.
fn counted(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// What stands before the content, `blob 42` and a zero byte: kind, length of the head, size of the content.
fn head(bytes: &[u8]) -> Option<(ObjectType, usize, usize)> {
    let end = bytes.iter().position(|byte| *byte == 0)?;
    let (kind, size) = std::str::from_utf8(&bytes[..end]).ok()?.split_once(' ')?;
    let kind = match kind {
        "blob" => ObjectType::Blob,
        "tree" => ObjectType::Tree,
        "commit" => ObjectType::Commit,
        "tag" => ObjectType::Tag,
        _ => return None,
    };
    let is_number = !size.is_empty() && size.bytes().all(|byte| byte.is_ascii_digit());
    Some((kind, end + 1, size.parse().ok().filter(|_| is_number)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What git writes for some contents at every level of compression, and the content.
    fn compressed() -> Vec<(Vec<u8>, Vec<u8>)> {
        let dir = tempfile::tempdir().expect("a folder");
        let mut texts = vec![
            b"abc".repeat(3000),
            (0..4000_u32).flat_map(|n| format!("Line {n} is {}.\n", n * n % 977).into_bytes()).collect(),
            (0..90_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect(),
        ];
        // Around the end of what is unpacked for the head.
        texts.extend([0, 1, HEAD - 9, HEAD - 8, HEAD - 7, HEAD, 300].map(|length| vec![b'a'; length]));
        let mut all = Vec::new();
        for level in 0..=9 {
            for (number, text) in texts.iter().enumerate() {
                let path = dir.path().join(format!("{level}-{number}"));
                git2::Repository::init_bare(&path).expect("a repository");
                let file = path.join("file");
                std::io::Write::write_all(&mut std::fs::File::create(&file).expect("a file"), text).expect("a text");
                let level = format!("core.looseCompression={level}");
                let mut git = std::process::Command::new("git");
                let git = git.arg("-C").arg(&path).args(["-c", &level, "hash-object", "-w", "--no-filters", "file"]);
                let hex = String::from_utf8(git.output().expect("git starts").stdout).expect("an id");
                let (folder, rest) = hex.trim().split_at(2);
                let object = std::fs::read(path.join("objects").join(folder).join(rest)).expect("a loose object");
                all.push((object, text.clone()));
            }
        }
        all
    }

    #[test]
    fn what_git_writes_is_read_and_what_is_cut_off_is_told() {
        let mut sizes = std::collections::BTreeSet::new();
        for (packed, text) in compressed() {
            sizes.insert(packed.len());
            let unpacked = unpack(&packed).expect("a sound file").expect("an object");
            assert_eq!((unpacked.kind, unpacked.content()), (ObjectType::Blob, &text[..]));
            let lengths = (0..packed.len()).filter(|at| *at < 120 || at % 4999 == 0 || at + 12 > packed.len());
            for length in lengths {
                // Where hardly anything is left, it cannot hold what its head says.
                let told = unpack(&packed[..length]).expect_err("cut off");
                assert!(told == Damaged::CutOff || length < packed.len() / 1000, "{length} of {}", packed.len());
            }
        }
        assert!(sizes.len() > 12, "the levels differ: {sizes:?}");
    }

    #[test]
    fn a_file_holds_what_its_head_says() {
        // A zlib stream of one block of bytes as they are.
        let stored = |text: &[u8]| {
            let length = u16::try_from(text.len()).expect("short");
            let (low, high) = text.iter().fold((1u32, 0u32), |(low, high), byte| {
                let low = (low + u32::from(*byte)) % 65_521;
                (low, (high + low) % 65_521)
            });
            let block = [&[0x78, 1, 1][..], &length.to_le_bytes(), &(!length).to_le_bytes(), text].concat();
            [block, (high << 16 | low).to_be_bytes().to_vec()].concat()
        };
        let object = |text: &[u8]| unpack(&stored(text));
        let read = object(b"tree 3\0abc").expect("sound").expect("an object");
        assert_eq!((read.kind, read.content()), (ObjectType::Tree, &b"abc"[..]));
        let long = [&b"blob 99\0"[..], &[b'a'; 99]].concat();
        assert_eq!(object(&long).expect("sound").expect("an object").content(), &long[8..]);
        for size in ["2", "4", "0", "100", "18446744073709551615"] {
            assert_eq!(object(format!("blob {size}\0abc").as_bytes()), Err(Damaged::Size), "{size}");
        }
        for size in ["98", "100", "2"] {
            let other = [format!("blob {size}\0").as_bytes(), &long[8..]].concat();
            assert_eq!(object(&other), Err(Damaged::Size), "{size}");
        }
        for none in
            ["", "blob", "blob 3abc", "blob +3\0abc", "blob \0", "blob 18446744073709551616\0abc", "note 3\0abc"]
        {
            assert_eq!(object(none.as_bytes()), Ok(None), "{none}");
        }
        let mut wrong = stored(b"blob 3\0abc");
        let last = wrong.len() - 1;
        wrong[last] ^= 1;
        assert_eq!(unpack(&wrong), Ok(None), "its checksum is another");
    }

    #[test]
    fn nonsense_comes_to_an_end() {
        let mut number = 1_u32;
        for _ in 0..5000 {
            let mut next = || {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                number.to_be_bytes()[0]
            };
            let data: Vec<u8> = [0x78, 0x9c].into_iter().chain((0..200).map(|_| next())).collect();
            assert!(!matches!(unpack(&data), Ok(Some(_))));
        }
    }
}
