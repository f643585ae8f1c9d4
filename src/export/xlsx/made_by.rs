//! The system that a ZIP file says it was made on. The library that writes spreadsheets names the one that it runs on, by
//! which the same workbook had other bytes on Windows.

/// Unix, as the records of a ZIP file number systems (APPNOTE.TXT, section 4.4.2.2).
const UNIX: u8 = 3;

/// Has every file that a ZIP file lists be made on Unix. What is no ZIP file, or is of more than 4 GB, stays as it is.
pub(super) fn on_unix(bytes: &mut [u8]) {
    let Some(end) = bytes.len().checked_sub(22).filter(|end| bytes[*end..].starts_with(b"PK\x05\x06")) else { return };
    let mut at = number(bytes, end + 16, 4);
    while at.checked_add(46).is_some_and(|after| after <= end) && bytes[at..].starts_with(b"PK\x01\x02") {
        bytes[at + 5] = UNIX;
        at += 46 + [28, 30, 32].map(|length| number(bytes, at + length, 2)).iter().sum::<usize>();
    }
}

/// The number of so many bytes that stands at a place, the least of them first; 0 where nothing does.
fn number(bytes: &[u8], at: usize, length: usize) -> usize {
    let bytes = bytes.get(at..at + length).unwrap_or_default();
    bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write as _};
    use zip::write::SimpleFileOptions;
    use zip::{System, ZipArchive, ZipWriter};

    /// A ZIP file of two files, made on that system.
    fn made_on(system: System) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "b/c.xml"] {
            zip.start_file(name, SimpleFileOptions::default().system(system)).expect("a file is begun");
            zip.write_all(b"<x/>").expect("it is written");
        }
        zip.finish().expect("it is whole").into_inner()
    }

    #[test]
    fn a_file_is_the_same_whatever_it_was_made_on() {
        let (mut dos, mut unix) = (made_on(System::Dos), made_on(System::Unix));
        assert_ne!(dos, unix);
        let before = unix.clone();
        on_unix(&mut dos);
        on_unix(&mut unix);
        assert_eq!(unix, before);
        assert_eq!(dos, unix);
        assert_eq!(ZipArchive::new(Cursor::new(dos)).expect("it can be read").len(), 2);
    }

    #[test]
    fn what_is_no_such_file_stays() {
        let odd: [&[u8]; 3] = [b"", b"PK\x05\x06", b"PK\x05\x06aaaaaaaaaaaa\xff\xff\xff\x7fxx"];
        for odd in odd {
            let mut bytes = odd.to_vec();
            on_unix(&mut bytes);
            assert_eq!(bytes, odd);
        }
    }
}
