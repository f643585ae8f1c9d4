//! From the text that was read back to the bytes of its file.

/// The bytes of a file that held `before`, when its normalised text is `after`: its byte order mark stays, and each line
/// keeps its own end. Where lines came or went, all end as most did.
pub fn put_back(before: &[u8], after: &str) -> Vec<u8> {
    let mark: &[u8] = b"\xef\xbb\xbf";
    let (mark, old) = before.strip_prefix(mark).map_or((&[][..], before), |old| (mark, old));
    let ends = ends(old);
    let windows = ends.iter().filter(|end| **end == b"\r\n").count();
    let usual: &[u8] = if windows * 2 > ends.len() { b"\r\n" } else { b"\n" };
    let same = after.matches('\n').count() == ends.len();
    let mut bytes = mark.to_vec();
    for (place, line) in after.split('\n').enumerate() {
        if let Some(before) = place.checked_sub(1) {
            bytes.extend_from_slice(if same { ends[before] } else { usual });
        }
        bytes.extend_from_slice(line.as_bytes());
    }
    bytes
}

/// How each line ends, in order.
fn ends(bytes: &[u8]) -> Vec<&[u8]> {
    let mut ends = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let end: &[u8] = match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => b"\r\n",
            b'\r' => b"\r",
            b'\n' => b"\n",
            _ => b"",
        };
        if !end.is_empty() {
            ends.push(end);
        }
        at += end.len().max(1);
    }
    ends
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
    }
}
