//! A ZIP file, as spreadsheets are one: few parts with plain names, each deflated, all of the first day that the format
//! knows, so that the same parts give the same bytes.

use miniz_oxide::deflate::compress_to_vec;

use crate::base::{Error, Result};

/// How hard to look for what repeats: from 1 to 10. Above this, registers take twice the time for a tenth of the size.
const EFFORT: u8 = 4;

/// 1 January 1980, as the format has days.
const DAY: u16 = (1 << 5) | 1;

/// The version of the format that a reader has to know: 2.0, for deflated parts.
const VERSION: u16 = 20;

const DEFLATED: u16 = 8;

/// A part: its name, where it begins, and what a reader checks.
struct Entry<'a> {
    name: &'a str,
    at: u32,
    crc: u32,
    packed: u32,
    size: u32,
}

/// The file of these parts, in their order.
pub(super) fn file(parts: &[(String, String)]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut entries = Vec::with_capacity(parts.len());
    for (name, text) in parts {
        let packed = compress_to_vec(text.as_bytes(), EFFORT);
        let entry = Entry {
            name,
            at: small(bytes.len())?,
            crc: crc32(text.as_bytes()),
            packed: small(packed.len())?,
            size: small(text.len())?,
        };
        bytes.extend(0x0403_4b50_u32.to_le_bytes());
        entry.describe(&mut bytes)?;
        bytes.extend(name.as_bytes());
        bytes.extend(packed);
        entries.push(entry);
    }
    let begin = bytes.len();
    for entry in &entries {
        entry.list(&mut bytes)?;
    }
    let count = u16::try_from(entries.len()).map_err(too_large)?;
    let listed = bytes.len() - begin;
    bytes.extend(0x0605_4b50_u32.to_le_bytes());
    for short in [0, 0, count, count] {
        bytes.extend(short.to_le_bytes());
    }
    bytes.extend(small(listed)?.to_le_bytes());
    bytes.extend(small(begin)?.to_le_bytes());
    bytes.extend(0_u16.to_le_bytes());
    Ok(bytes)
}

impl Entry<'_> {
    /// What stands before a part and in the list of parts alike.
    fn describe(&self, bytes: &mut Vec<u8>) -> Result<()> {
        for short in [VERSION, 0, DEFLATED, 0, DAY] {
            bytes.extend(short.to_le_bytes());
        }
        for long in [self.crc, self.packed, self.size] {
            bytes.extend(long.to_le_bytes());
        }
        bytes.extend(u16::try_from(self.name.len()).map_err(too_large)?.to_le_bytes());
        bytes.extend(0_u16.to_le_bytes());
        Ok(())
    }

    /// Its line in the list of parts at the end.
    fn list(&self, bytes: &mut Vec<u8>) -> Result<()> {
        bytes.extend(0x0201_4b50_u32.to_le_bytes());
        bytes.extend(VERSION.to_le_bytes());
        self.describe(bytes)?;
        // No comment, the first disk, no attributes.
        bytes.extend([0; 10]);
        bytes.extend(self.at.to_le_bytes());
        bytes.extend(self.name.as_bytes());
        Ok(())
    }
}

/// A size that the format can hold.
fn small(size: usize) -> Result<u32> {
    u32::try_from(size).map_err(too_large)
}

fn too_large(error: std::num::TryFromIntError) -> Error {
    Error::new("a spreadsheet is too large for its format").caused_by(error)
}

/// The sum that readers check: CRC-32, as ZIP and PNG have it.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    !bytes.iter().fold(!0, |crc, byte| (crc >> 8) ^ TABLE[usize::from(crc.to_le_bytes()[0] ^ byte)])
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut place: u32 = 0;
    while place < 256 {
        let (mut crc, mut bit) = (place, 0);
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        table[place as usize] = crc;
        place += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_the_format() {
        // The check value that every description of CRC-32 names.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }
}
