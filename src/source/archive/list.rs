//! The list of files of a zip file. See APPNOTE.TXT, section 4.3.12.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::bytes::{Fault, length, number};
use super::end::End;
use super::extra::Extra;

/// A file or folder of a zip file.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    /// Its name; of a folder, with a slash at the end.
    pub(crate) name: String,
    /// Its length in bytes, as the list says it.
    pub(crate) size: u64,
    /// Why programs may take it for something else than it is here.
    pub(crate) doubt: Option<&'static str>,
    /// The name as it is written.
    pub(super) raw: Vec<u8>,
    pub(super) flags: u64,
    pub(super) method: u64,
    pub(super) crc: u64,
    /// How many bytes it takes in the zip file.
    pub(super) packed: u64,
    /// Where its head begins.
    pub(super) start: u64,
    /// Where its bytes begin, behind its head.
    pub(super) data: u64,
}

impl Member {
    /// Whether it is a folder.
    pub(crate) fn is_folder(&self) -> bool {
        self.name.ends_with('/')
    }
}

/// The longest list that is read, in bytes. No site has a hundredth of it.
const LONGEST: u64 = 256 << 20;

const HEAD: &[u8] = b"PK\x01\x02";

/// How long an entry is without what it says at length.
const HEAD_LENGTH: usize = 46;

/// The bits of the flags that matter: it is encrypted, its lengths follow it, it is a patch, it is encrypted strongly, its
/// name is UTF-8, its head is masked.
pub(super) const LENGTHS_FOLLOW: u64 = 1 << 3;
const UTF8: u64 = 1 << 11;
const UNREADABLE: u64 = 1 | (1 << 5) | (1 << 6) | (1 << 13);

/// Reads the list.
pub(super) fn read(file: &mut File, end: &End) -> Result<Vec<Member>, Fault> {
    let size = end.stop - end.start;
    if size > LONGEST {
        return Err(Fault::Shape("its list of files is far too long"));
    }
    let mut list = Vec::new();
    file.seek(SeekFrom::Start(end.start))?;
    file.take(size).read_to_end(&mut list)?;
    // Nothing in it may look like an end to those who go back further.
    if list.windows(4).any(|bytes| matches!(bytes, b"PK\x05\x06" | b"PK\x06\x06" | b"PK\x06\x07")) {
        return Err(Fault::Shape("it has more than one end"));
    }
    let (mut members, mut rest) = (Vec::new(), &list[..]);
    while !rest.is_empty() {
        let (member, length) = entry(rest, end.shift).ok_or(Fault::Shape("its list of files is damaged"))?;
        members.push(member);
        rest = &rest[length..];
    }
    match members.len() as u64 == end.count {
        true => Ok(members),
        false => Err(Fault::Shape("its list has another number of files than its end says")),
    }
}

/// The first entry of a list, and how long it is.
fn entry(list: &[u8], shift: u64) -> Option<(Member, usize)> {
    let of = |at: usize, width: usize| number(list, at, width);
    let (name, extra, comment) = (length(list, 28)?, length(list, 30)?, length(list, 32)?);
    let whole = HEAD_LENGTH + name + extra + comment;
    if !list.starts_with(HEAD) || list.len() < whole || of(34, 2)? != 0 {
        return None;
    }
    let raw = list[HEAD_LENGTH..HEAD_LENGTH + name].to_vec();
    let fields = Extra::of(&list[HEAD_LENGTH + name..HEAD_LENGTH + name + extra]);
    let mut wide = [of(24, 4)?, of(20, 4)?, of(42, 4)?];
    let is_wide = fields.as_ref().and_then(|fields| fields.widen(&mut wide)).is_some();
    let [size, packed, start] = wide;
    let (flags, method, attributes) = (of(8, 2)?, of(10, 2)?, of(38, 4)?);
    let name = String::from_utf8_lossy(&raw).into_owned();
    let doubt = match fields {
        None => Some("it has fields that few programs read, or one of them twice"),
        Some(_) if !is_wide => Some("its lengths are told in two ways"),
        Some(fields) if !fields.agrees(&raw) => Some("it has two names"),
        Some(_) => in_name(&raw).or_else(|| in_kind(name.ends_with('/'), attributes, size)),
    };
    let doubt = doubt.or_else(|| in_packing(flags, method, size, packed));
    let member = Member {
        name,
        size,
        doubt,
        raw,
        flags,
        method,
        crc: of(16, 4)?,
        packed,
        start: start.checked_add(shift)?,
        data: 0,
    };
    Some((member, whole))
}

/// Why a name may become another one.
fn in_name(raw: &[u8]) -> Option<&'static str> {
    let Ok(name) = std::str::from_utf8(raw) else { return Some("its name is no text") };
    let is_part = |part: &str| !matches!(part, "" | "." | "..");
    let is_drive = name.as_bytes().get(1) == Some(&b':');
    let is_plain = name.strip_suffix('/').unwrap_or(name).split('/').all(is_part);
    match is_plain && !is_drive && !name.contains(|c: char| c == '\\' || c.is_control()) {
        true => None,
        false => Some("its name leads elsewhere on some systems"),
    }
}

/// Why something may be a file for some and something else for others.
fn in_kind(is_folder: bool, attributes: u64, size: u64) -> Option<&'static str> {
    const FOLDER_OF_DOS: u64 = 0x10;
    match (is_folder, attributes >> 28) {
        (_, 0o12) => Some("it is a symbolic link"),
        (true, 0 | 0o4) if size == 0 => None,
        (true, 0 | 0o4) => Some("it is a folder with the content of a file"),
        (false, 0 | 0o10) if attributes & FOLDER_OF_DOS == 0 => None,
        _ => Some("it is a file for some programs and a folder or a device for others"),
    }
}

/// Why its content cannot be read.
fn in_packing(flags: u64, method: u64, size: u64, packed: u64) -> Option<&'static str> {
    match method {
        _ if flags & UNREADABLE != 0 => Some("it is encrypted, or a patch"),
        0 if size != packed => Some("its lengths are told in two ways"),
        0 | 8 => None,
        _ => Some("it is packed in a way that few programs read: pack it by `deflate`"),
    }
}

/// The flags on which its head has to agree: the other ones say how hard the packer tried.
pub(super) fn flags_that_matter(flags: u64) -> u64 {
    flags & (UNREADABLE | LENGTHS_FOLLOW | UTF8)
}
