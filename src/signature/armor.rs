//! The text around a signature: `-----BEGIN SSH SIGNATURE-----`, lines of base64, `-----END SSH SIGNATURE-----`.

use super::wire;
use crate::base::tell;
use crate::base::wording::Words;

/// More than the largest signature: an RSA key of 16384 bits takes about 6 KiB.
const LONGEST: usize = 64 * 1024;

/// How many columns OpenSSH writes.
const WIDTH: usize = 70;

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----\n";
const END: &str = "\n-----END SSH SIGNATURE-----";

/// The bytes in the armor, or why it is none.
///
/// Stricter than OpenSSH, which skips white space wherever it stands and whatever follows the last line: here a
/// signature has one text for each width of line, so that no byte of it can change unnoticed. All lines are equally
/// long but the last, as every program writes them that is known to sign; OpenSSH has 70 columns.
pub(super) fn open(armored: &str) -> Result<Vec<u8>, Words> {
    if armored.len() > LONGEST {
        return Err(tell!("it is longer than {most} KiB", most = LONGEST / 1024));
    }
    let inner =
        armored.strip_prefix(BEGIN).ok_or_else(|| tell!("it does not begin with `-----BEGIN SSH SIGNATURE-----`"))?;
    let inner = inner.strip_suffix('\n').unwrap_or(inner);
    let inner = inner.strip_suffix(END).ok_or_else(|| tell!("it does not end with `-----END SSH SIGNATURE-----`"))?;
    let width = inner.find('\n').unwrap_or(inner.len());
    let mut digits = Vec::with_capacity(inner.len());
    let mut lines = inner.split('\n').peekable();
    while let Some(line) = lines.next() {
        let fits = if lines.peek().is_some() { line.len() == width } else { line.len() <= width };
        if !fits || line.is_empty() {
            return Err(tell!("its lines are not equally long"));
        }
        digits.extend_from_slice(line.as_bytes());
    }
    wire::base64(&digits).ok_or_else(|| tell!("what stands in it is not base64"))
}

/// The armor around the bytes of a signature, as OpenSSH writes it.
pub(super) fn close(blob: &[u8]) -> String {
    format!("{BEGIN}{}{END}\n", lines(blob))
}

/// Bytes as base64 in lines of the width that OpenSSH has, without a line feed at the end.
pub(super) fn lines(bytes: &[u8]) -> String {
    let digits = wire::to_base64(bytes);
    let mut text = String::with_capacity(digits.len() + digits.len() / WIDTH);
    for (number, digit) in digits.chars().enumerate() {
        if number > 0 && number.is_multiple_of(WIDTH) {
            text.push('\n');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn armor(inner: &str) -> String {
        format!("{BEGIN}{inner}{END}\n")
    }

    #[test]
    fn lines_may_have_any_width_but_only_one() {
        for inner in ["Zm9vYmFy", "Zm9v\nYmFy", "Zm9vYm\nFy", "Zm9\nvYm\nFy", "Z\nm\n9\nv\nY\nm\nF\ny"] {
            assert_eq!(open(&armor(inner)).as_deref(), Ok(&b"foobar"[..]), "{inner}");
        }
        for length in [1, 51, 52, 53, 104, 105, 106] {
            let bytes = vec![b'a'; length];
            assert_eq!(open(&close(&bytes)), Ok(bytes));
        }
        assert_eq!(open(armor("Zm9v").trim_end()).as_deref(), Ok(&b"foo"[..]), "the last line feed may be missing");
        for inner in
            ["", "Zm9\nvYmFy", "Zm9v\n\nYmFy", "Zm9vYmFy\n", "\nZm9vYmFy", "Zm9v \nYmFy", "Zm9vY\nmF\ny", "Zm9v\r"]
        {
            assert!(open(&armor(inner)).is_err(), "{inner:?}");
        }
    }

    #[test]
    fn nothing_may_stand_around_it() {
        let whole = armor("Zm9v");
        for bad in [
            String::new(),
            format!(" {whole}"),
            format!("\n{whole}"),
            format!("{whole}\n"),
            format!("{whole}more\n"),
            format!("{whole}{whole}"),
            whole.replace('\n', "\r\n"),
            whole.replace("BEGIN", "BEGlN"),
            armor(&"Zm9v".repeat(LONGEST / 4)),
        ] {
            assert!(open(&bad).is_err(), "{:?}", bad.get(..80));
        }
    }
}
