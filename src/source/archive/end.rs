//! The end of a zip file, which says where its list of files is. See APPNOTE.TXT, sections 4.3.14 to 4.3.16.
//!
//! Programs look for it from the back, and differ in what they do when the first that they meet is not quite right: some take
//! it, some go on to an earlier one, and so to another list. Only an end about which there is nothing to choose is taken.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::bytes::{Fault, length, number};

/// Where the list of files is.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    /// How many files it has.
    pub count: u64,
    /// Where it begins in the file.
    pub start: u64,
    /// Where it ends.
    pub stop: u64,
    /// By how much all places are further back than the zip file says, as something was put in front of it.
    pub shift: u64,
}

const RECORD: &[u8] = b"PK\x05\x06";
const LARGE_RECORD: &[u8] = b"PK\x06\x06";
const LARGE_PLACE: &[u8] = b"PK\x06\x07";

/// How long the records are: the last one without its comment, that of large files, and that which says where this one is.
const RECORD_LENGTH: usize = 22;
const LARGE_RECORD_LENGTH: usize = 56;
const LARGE_PLACE_LENGTH: usize = 20;

/// The longest comment that may stand behind the last record.
const COMMENT: usize = 0xffff;

/// Finds the end of a zip file of `size` bytes.
pub(super) fn find(file: &mut File, size: u64) -> Result<End, Fault> {
    let most = (RECORD_LENGTH + COMMENT + LARGE_RECORD_LENGTH + LARGE_PLACE_LENGTH) as u64;
    let from = size.saturating_sub(most);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(from))?;
    file.take(most).read_to_end(&mut tail)?;
    of_tail(&tail, from)
}

/// The end that stands in the last bytes of a zip file, which begin at `from`.
fn of_tail(tail: &[u8], from: u64) -> Result<End, Fault> {
    const NONE: Fault = Fault::Shape("it has no end that says where its list of files is");
    const ODD: Fault = Fault::Shape("its last record does not end where the file ends");
    let at = tail.windows(RECORD.len()).rposition(|bytes| bytes == RECORD).ok_or(NONE)?;
    let record = &tail[at..];
    if length(record, 20).is_none_or(|comment| RECORD_LENGTH + comment != record.len()) {
        return Err(ODD);
    }
    let said = Said::of(record, &[4, 6], 2, (8, 10), (12, 16)).ok_or(ODD)?;
    let (said, stop) = match at.checked_sub(LARGE_PLACE_LENGTH).map(|place| (place, &tail[place..at])) {
        Some((place, bytes)) if bytes.starts_with(LARGE_PLACE) => {
            let (large, start) = large(tail, place, bytes)?;
            // Those that do not know of large files read the last record alone.
            let is_one = said.disks.iter().all(|disk| matches!(disk, 0 | 0xffff))
                && [(said.count, large.count, 0xffff), (said.size, large.size, FULL), (said.start, large.start, FULL)]
                    .iter()
                    .all(|(small, large, full)| small == full || small == large);
            match is_one {
                true => (large, start),
                false => return Err(Fault::Shape("its two last records say different things")),
            }
        }
        _ if said.disks != [0, 0] => return Err(Fault::Shape("it is one of several parts")),
        _ if said.count == 0xffff || said.size == FULL || said.start == FULL => {
            return Err(Fault::Shape("it lacks the record that large zip files have"));
        }
        _ => (said, at),
    };
    let stop = from + stop as u64;
    let shift = said.start.checked_add(said.size).and_then(|end| stop.checked_sub(end));
    let shift = shift.ok_or(Fault::Shape("its list of files does not end where its last record begins"))?;
    Ok(End { count: said.count, start: said.start + shift, stop, shift })
}

/// What stands for a number that is in the record of large files.
const FULL: u64 = 0xffff_ffff;

/// What a record says of the list of files.
struct Said {
    disks: [u64; 2],
    count: u64,
    size: u64,
    start: u64,
}

impl Said {
    /// Reads a record, with the places of its numbers. `None` where it is cut off, or counts the files of other parts.
    fn of(
        record: &[u8],
        disks: &[usize; 2],
        width: usize,
        counts: (usize, usize),
        span: (usize, usize),
    ) -> Option<Self> {
        let disk = |at: usize| number(record, at, width);
        let wide = if width == 2 { (2, 4) } else { (8, 8) };
        let (here, all) = (number(record, counts.0, wide.0)?, number(record, counts.1, wide.0)?);
        let (size, start) = (number(record, span.0, wide.1)?, number(record, span.1, wide.1)?);
        (here == all).then_some(Self { disks: [disk(disks[0])?, disk(disks[1])?], count: all, size, start })
    }
}

/// The record of large files, and where in the tail it begins: right before what says where it is.
fn large(tail: &[u8], place: usize, bytes: &[u8]) -> Result<(Said, usize), Fault> {
    const ODD: Fault = Fault::Shape("its record for large files is not in its place");
    let start = place.checked_sub(LARGE_RECORD_LENGTH).ok_or(ODD)?;
    let record = &tail[start..place];
    let rest = (LARGE_RECORD_LENGTH - 12) as u64;
    let is_whole = record.starts_with(LARGE_RECORD) && number(record, 4, 8) == Some(rest);
    let said = Said::of(record, &[16, 20], 4, (24, 32), (40, 48)).filter(|said| is_whole && said.disks == [0, 0]);
    let said = said.ok_or(ODD)?;
    // It has to be where the list ends, and to be named there.
    let named = number(bytes, 8, 8);
    let is_named = named == said.start.checked_add(said.size) && named.is_some();
    match is_named && number(bytes, 4, 4) == Some(0) && number(bytes, 16, 4) == Some(1) {
        true => Ok((said, start)),
        false => Err(ODD),
    }
}
