//! From bytes to the text that everything else counts in.

use super::{Problem, ProblemKind};
use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::Span;

/// Drops a byte order mark and turns `\r\n` and `\r` into `\n`. Lines and columns stay those an editor shows.
///
/// # Errors
/// Where the bytes are not UTF-8, what could be read (with U+FFFD for the rest) and the problem at the first bad byte.
pub fn normalise(bytes: &[u8]) -> Result<String, (String, Problem)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(unix_lines(text)),
        Err(error) => {
            let sound = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let at = unix_lines(&sound).len();
            let text = unix_lines(&String::from_utf8_lossy(bytes));
            let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            let help = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
                mark!("The file is UTF-16. Save it as UTF-8.")
            } else {
                mark!("Save the file as UTF-8; it may be Latin-1 or Windows-1252 now.")
            };
            let byte = format!("{:02x}", bytes[error.valid_up_to()]);
            let problem =
                Problem::new(ProblemKind::NotUtf8, Span::new(at, end), tell!("byte 0x{byte} is not UTF-8", byte));
            Err((text, problem.help(Words::from(help))))
        }
    }
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
