//! The heads that stand before each file in a zip file, which those read who begin at its start: what they say has to be what
//! the list says, and nothing may stand between. See APPNOTE.TXT, sections 4.3.7 and 4.3.9.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use super::bytes::{length, number};
use super::extra::Extra;
use super::list::{LENGTHS_FOLLOW, Member, flags_that_matter};

const HEAD: &[u8] = b"PK\x03\x04";

/// How long a head is without its name and the fields behind it.
const HEAD_LENGTH: usize = 30;

/// Finds where the bytes of each file begin, doubts those whose head says something else, and says whether the file holds
/// something up to `stop`, where the list begins, that is in no file of the list.
pub(super) fn compare(file: &mut File, members: &mut [Member], stop: u64) -> io::Result<bool> {
    let mut file = BufReader::new(file);
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|at| members[*at].start);
    let (mut reached, mut holds_more) = (0, false);
    for (nth, at) in order.iter().enumerate() {
        let next = order.get(nth + 1).map_or(stop, |next| members[*next].start);
        let member = &mut members[*at];
        holds_more |= member.start != reached;
        let odd = Some("its head says something else than the list");
        let Some(length) = head(&mut file, member)? else {
            member.doubt = member.doubt.or(odd);
            reached = next;
            continue;
        };
        member.data = member.start.saturating_add(length);
        reached = member.data.saturating_add(member.packed);
        if member.flags & LENGTHS_FOLLOW != 0 {
            match follows(&mut file, member, reached, next)? {
                true => reached = next,
                false => member.doubt = member.doubt.or(odd),
            }
            if member.doubt.is_none() && member.method == 0 && holds_end(&mut file, member)? {
                member.doubt = Some("it holds what those who read from the start may take for its end");
            }
        }
    }
    Ok(holds_more || reached != stop)
}

/// The next `length` bytes from `at`; `None` where the file ends before.
fn bytes(file: &mut BufReader<&mut File>, at: u64, length: usize) -> io::Result<Option<Vec<u8>>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = vec![0; length];
    match file.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// How long the head of a file is; `None` where it does not say what the list says.
fn head(file: &mut BufReader<&mut File>, member: &Member) -> io::Result<Option<u64>> {
    let Some(head) = bytes(file, member.start, HEAD_LENGTH)? else { return Ok(None) };
    let (Some(name), Some(extra)) = (length(&head, 26), length(&head, 28)) else { return Ok(None) };
    let Some(rest) = bytes(file, member.start + HEAD_LENGTH as u64, name + extra)? else { return Ok(None) };
    let (name, extra) = rest.split_at(name);
    Ok(is_same(&head, name, extra, member).unwrap_or_default().then_some((HEAD_LENGTH + rest.len()) as u64))
}

fn is_same(head: &[u8], name: &[u8], extra: &[u8], member: &Member) -> Option<bool> {
    let extra = Extra::of(extra)?;
    let mut lengths = [number(head, 22, 4)?, number(head, 18, 4)?];
    extra.widen(&mut lengths)?;
    let crc = number(head, 14, 4)?;
    // What follows the file need not be said before.
    let can_be_open = member.flags & LENGTHS_FOLLOW != 0;
    let said = [(crc, member.crc), (lengths[0], member.size), (lengths[1], member.packed)];
    let agrees = said.iter().all(|(said, listed)| said == listed || can_be_open && *said == 0);
    let is_of_it = head.starts_with(HEAD) && name == member.raw && extra.agrees(name);
    let flags = flags_that_matter(number(head, 6, 2)?) == flags_that_matter(member.flags);
    Some(is_of_it && agrees && flags && number(head, 8, 2)? == member.method)
}

/// What begins the sum and the lengths behind a file.
const FOLLOWS: &[u8] = b"PK\x07\x08";

/// Whether the bytes of a file that is not packed hold what may stand behind so many of them: only by that those find its end
/// who read from the start.
fn holds_end(file: &mut BufReader<&mut File>, member: &Member) -> io::Result<bool> {
    file.seek(SeekFrom::Start(member.data))?;
    let mut content = file.by_ref().take(member.packed);
    // The last twelve bytes: what begins it, a sum, and how many bytes went before.
    let (mut last, mut read) = (0u128, 0u64);
    let signature = FOLLOWS.iter().rev().fold(0, |all, byte| (all << 8) | u128::from(*byte));
    loop {
        let piece = content.fill_buf()?;
        if piece.is_empty() {
            return Ok(false);
        }
        for byte in piece {
            (last, read) = ((last >> 8) | (u128::from(*byte) << 88), read + 1);
            let is_there = last & 0xffff_ffff == signature;
            if is_there && (last >> 64) == u128::from(read.saturating_sub(12) & 0xffff_ffff) {
                return Ok(true);
            }
        }
        let length = piece.len();
        content.consume(length);
    }
}

/// Whether the sum and the lengths of a file stand between its bytes and what comes next, and nothing else.
fn follows(file: &mut BufReader<&mut File>, member: &Member, from: u64, next: u64) -> io::Result<bool> {
    let Some(length) = next.checked_sub(from).and_then(|length| usize::try_from(length).ok()) else { return Ok(false) };
    let (signed, width) = match length {
        12 => (false, 4),
        16 => (true, 4),
        20 => (false, 8),
        24 => (true, 8),
        _ => return Ok(false),
    };
    let Some(all) = bytes(file, from, length)? else { return Ok(false) };
    let said = if signed { &all[4..] } else { &all[..] };
    let is_same = number(said, 0, 4) == Some(member.crc)
        && number(said, 4, width) == Some(member.packed)
        && number(said, 4 + width, width) == Some(member.size);
    Ok(is_same && (!signed || all.starts_with(FOLLOWS)))
}
