//! Words that look like another one and are none: which sign it is that nobody sees.

use super::lookalike::{Plain, is_unseen, plain};
use super::wording::{Words, mark, tell};

/// As much of what stands before the sign is shown.
const SHOWN: usize = 24;

/// What a text was meant to be, and in which sign it differs from that, where it differs only in signs that nobody sees or
/// tells from others. `is_known` says whether something can be meant.
pub fn meant(written: &str, is_known: impl Fn(&str) -> bool) -> Option<(String, Words)> {
    let plain = plain(written).filter(|plain| is_known(&plain.text))?;
    let told = told(&plain);
    Some((plain.text, told))
}

fn told(plain: &Plain) -> Words {
    let (sign, code) = named(plain.sign);
    let near = &plain.text;
    let skip = plain.before.chars().count().saturating_sub(SHOWN);
    let before: String = plain.before.chars().skip(skip).collect();
    match before.trim() {
        "" => tell!("It begins with {sign} ({code}). Write `{near}`.", sign, code, near),
        before => tell!("After `{before}` stands {sign} ({code}). Write `{near}`.", before, sign, code, near),
    }
}

/// A sign that nobody sees or tells from another, by its name and its number.
pub fn named(sign: char) -> (Words, String) {
    (called(sign).into(), format!("U+{:04X}", u32::from(sign)))
}

/// What a sign is called that nobody sees or tells from another.
fn called(sign: char) -> &'static str {
    match sign {
        '\u{a0}' | '\u{202f}' => mark!("a no-break space"),
        '\u{200b}' => mark!("a space without width"),
        '\u{ad}' => mark!("a soft hyphen"),
        '\u{feff}' => mark!("a byte order mark"),
        _ if is_unseen(sign) => mark!("a sign that nobody sees"),
        _ if sign.is_whitespace() => mark!("a blank of another kind"),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => mark!("a Greek letter"),
        '\u{400}'..='\u{52f}' => mark!("a Cyrillic letter"),
        _ if sign.is_alphabetic() => mark!("a letter of another script"),
        _ => mark!("a sign that looks like another"),
    }
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn the_sign_is_named_that_nobody_sees() {
        for (written, near, told) in [
            ("AI\u{a0}Officer", "AI Officer", "After `AI` stands a no-break space (U+00A0). Write `AI Officer`."),
            ("draft\u{200b}", "draft", "After `draft` stands a space without width (U+200B). Write `draft`."),
            ("\u{410}.2.2", "A.2.2", "It begins with a Cyrillic letter (U+0410). Write `A.2.2`."),
            ("appro\u{ad}ved", "approved", "After `appro` stands a soft hyphen (U+00AD). Write `approved`."),
        ] {
            let found = meant(written, |word| word == near).expect("what is meant");
            assert_eq!((found.0.as_str(), found.1.to_string().as_str()), (near, told));
        }
        assert!(meant("draft\u{200b}", |word| word == "approved").is_none());
        assert!(meant("draft", |_| true).is_none());
    }
}
