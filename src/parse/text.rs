//! From bytes to the text that everything else counts in.

use super::problem::{Problem, ProblemKind};
use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::Span;

/// Drops a byte order mark and turns `\r\n` and `\r` into `\n`. Lines and columns stay those an editor shows.
///
/// # Errors
/// Where the bytes are not UTF-8, what could be read (UTF-16 as it is meant, else with U+FFFD for the rest) and the problem at
/// the first bad byte.
pub fn normalise(bytes: &[u8]) -> Result<String, (String, Problem)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(text) = of_utf16(bytes) {
        let text = unix_lines(&text);
        let first = Span::new(0, text.chars().next().map_or(0, char::len_utf8));
        let problem = Problem::new(ProblemKind::NotUtf8, first, tell!("the text is UTF-16, not UTF-8"));
        return Err((text, problem.help(tell!("The file is UTF-16. Save it as UTF-8."))));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(unix_lines(text)),
        Err(error) => {
            let sound = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let at = unix_lines(&sound).len();
            let text = unix_lines(&String::from_utf8_lossy(bytes));
            let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            let help = mark!("Open the file in the encoding that it was written in, and save it as UTF-8.");
            let byte = format!("{:02x}", bytes[error.valid_up_to()]);
            let problem =
                Problem::new(ProblemKind::NotUtf8, Span::new(at, end), tell!("byte 0x{byte} is not UTF-8", byte));
            Err((text, problem.help(Words::from(help))))
        }
    }
}

/// The text of bytes that are UTF-16: by the mark at their start, or because every other of them is zero, as in texts of
/// Latin letters. `None` of all others.
fn of_utf16(bytes: &[u8]) -> Option<String> {
    let (little, rest) = match bytes {
        [0xff, 0xfe, rest @ ..] => (true, rest),
        [0xfe, 0xff, rest @ ..] => (false, rest),
        _ => {
            let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
            let (even, odd) = (zeros(0), zeros(1));
            let enough = |many: usize, few: usize| many > 1 && many * 5 >= bytes.len() && few * 8 <= many;
            match (enough(odd, even), enough(even, odd)) {
                (true, _) => (true, bytes),
                (_, true) => (false, bytes),
                _ => return None,
            }
        }
    };
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair.get(1).copied().unwrap_or_default()];
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    };
    Some(char::decode_utf16(rest.chunks(2).map(unit)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// The same text, sound or not; what is wrong with its bytes joins the problems.
pub(super) fn read(bytes: &[u8], problems: &mut Vec<Problem>) -> String {
    normalise(bytes).unwrap_or_else(|(text, problem)| {
        problems.push(problem);
        text
    })
}

fn unix_lines(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_is_read_and_told_with_its_mark_and_without() {
        let text = "---\nid: POL-001\r\nstatus: freigegeben für alle\n---\nTe\u{1f600}xt – so.\n";
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let marked = [&[0xff, 0xfe][..], &little].concat();
        for bytes in [&little, &big, &marked] {
            let (read, problem) = normalise(bytes).expect_err("UTF-16");
            assert_eq!((read, problem.kind), (text.replace("\r\n", "\n"), ProblemKind::NotUtf8));
        }
        for fine in ["", "a", "\0", "a\0", "a\0b\0 and more of the text, with two such signs", "é"] {
            assert_eq!(normalise(fine.as_bytes()).as_deref(), Ok(fine), "{fine:?}");
        }
    }
}
