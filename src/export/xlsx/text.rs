//! Text of others as it may stand in a cell of a spreadsheet.

use std::borrow::Cow;

use crate::base::text::is_turn;

/// The most letters a cell may hold, counted as UTF-16 counts them. A spreadsheet with more is "repaired" when it is opened.
const MOST: usize = 32_767;

/// What stands at the end of a text that was cut.
const CUT: &str = " [cut: the data files in JSON have all of it]";

/// Text without what XML cannot hold, and without control characters and what turns the direction of writing: those become
/// U+FFFD, as in the other data files. Ends of lines become line feeds.
pub(super) fn sound(text: &str) -> Cow<'_, str> {
    let is_odd =
        |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || is_turn(c) || matches!(c, '\u{fffe}' | '\u{ffff}');
    let text = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    };
    match text.contains(is_odd) {
        true => Cow::Owned(text.replace(is_odd, "\u{fffd}")),
        false => text,
    }
}

/// The text as far as a cell holds it.
pub(super) fn fitting(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.len() <= MOST || text.encode_utf16().count() <= MOST {
        return text;
    }
    let mut left = MOST - CUT.len();
    let kept: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= left;
            left = left.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    Cow::Owned(kept + CUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_what_it_says() {
        assert_eq!(sound("a\r\nb\rc\u{1}\u{202e}\u{ffff}"), "a\nb\nc\u{fffd}\u{fffd}\u{fffd}");
    }

    #[test]
    fn what_is_too_long_says_that_it_was_cut() {
        let long = "\u{1f916}".repeat(20_000);
        let cut = fitting(long.as_str().into());
        assert!(cut.ends_with(CUT) && cut.encode_utf16().count() <= MOST);
        assert_eq!(fitting("short".into()), "short");
    }
}
