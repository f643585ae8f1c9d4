//! From the text that was read back to the bytes of its file.

/// The bytes of a file that held `before`, when its normalised text is `after`: its byte order mark stays, and each line
/// keeps its own end. Where lines came or went, those above and below keep theirs, and those between end as most did.
pub fn put_back(before: &[u8], after: &str) -> Vec<u8> {
    let mark: &[u8] = b"\xef\xbb\xbf";
    let (mark, old) = before.strip_prefix(mark).map_or((&[][..], before), |old| (mark, old));
    let old = lines(old);
    let windows = old.iter().filter(|(_, end)| *end == b"\r\n").count();
    let usual: &[u8] = if windows * 2 >= old.len() { b"\r\n" } else { b"\n" };
    let new: Vec<&[u8]> = after.split('\n').map(str::as_bytes).collect();
    let is_same = |((old, _), new): &(&(&[u8], &[u8]), &&[u8])| old == *new;
    let head = old.iter().zip(&new).take_while(is_same).count();
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(is_same).count();
    let tail = tail.min(old.len().min(new.len()) - head);
    let mut bytes = mark.to_vec();
    for (place, line) in new.iter().enumerate() {
        bytes.extend_from_slice(line);
        let was = match old.len() == new.len() || place < head {
            true => Some(place),
            false => (place + tail >= new.len()).then(|| place + old.len() - new.len()),
        };
        let end = was.map(|was| old[was].1).filter(|end| !end.is_empty());
        if place + 1 < new.len() {
            bytes.extend_from_slice(end.unwrap_or(usual));
        }
    }
    bytes
}

/// The lines, each with its end, which the last has not.
fn lines(bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut lines = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        let end: &[u8] = match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => b"\r\n",
            b'\r' => b"\r",
            b'\n' => b"\n",
            _ => b"",
        };
        if !end.is_empty() {
            lines.push((&bytes[begin..at], end));
            begin = at + end.len();
        }
        at += end.len().max(1);
    }
    lines.push((&bytes[begin..], b""));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::normalise;

    #[test]
    fn what_is_not_changed_comes_back_byte_for_byte() {
        for text in ["", "a", "a\n", "a\r\nb\rc\nd", "\u{feff}a\r\n\r\n", "\r\n\n\r\r\n"] {
            let read = normalise(text.as_bytes()).expect("a text");
            assert_eq!(put_back(text.as_bytes(), &read), text.as_bytes(), "{text:?}");
        }
    }

    #[test]
    fn a_changed_line_keeps_its_end_and_new_ones_end_as_most_do() {
        assert_eq!(put_back(b"\xef\xbb\xbfa\r\nb\nc", "a\nB\nc"), b"\xef\xbb\xbfa\r\nB\nc");
        assert_eq!(put_back(b"a\r\nb\r\n", "a\nx\nb\n"), b"a\r\nx\r\nb\r\n");
        // Lines above and below what came or went are nobody's to change.
        assert_eq!(put_back(b"a\r\nb\rc\nd", "-\na\nb\nc\nd"), b"-\na\r\nb\rc\nd");
        assert_eq!(put_back(b"a\r\nb\r\nc\nd\r\n", "a\nx\ny\nc\nd\n"), b"a\r\nx\r\ny\r\nc\nd\r\n");
        assert_eq!(put_back(b"a\r\nb\r\nc\nd", "a\nd"), b"a\r\nd");
        assert_eq!(put_back(b"a\r\nb", "a\nb\nc\n"), b"a\r\nb\r\nc\r\n");
    }
}
