//! How a name looks to those who read it: two names that look alike are one to them, whatever characters they are made of.

use unicode_normalization::UnicodeNormalization;

/// Letters of other scripts that nobody tells from these Latin ones, small and capital each for itself.
const ALIKE: [(&str, &str); 23] = [
    ("a", "аАɑαΑ"),
    ("b", "ВвΒᏴ"),
    ("c", "сСϲϹᴄ"),
    ("d", "ԁᏧ"),
    ("e", "еЕΕҽ"),
    ("g", "ɡԌ"),
    ("h", "һНнΗ"),
    ("i", "іІıιΙӏӀ"),
    ("j", "јЈϳͿ"),
    ("k", "кКκΚ"),
    ("l", "|ǀ∣"),
    ("m", "мМΜ"),
    ("n", "ոΝ"),
    ("o", "оОοΟσօ"),
    ("p", "рРρΡ"),
    ("q", "ԛԚ"),
    ("s", "ѕЅ"),
    ("t", "тТτΤ"),
    ("u", "υս"),
    ("v", "νѵѴ"),
    ("w", "ԝԜ"),
    ("x", "хХχΧ"),
    ("y", "уУүҮΥ"),
];

/// A text whose letters with marks are each one character, however they are made up (Unicode Normalization Form C).
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// A name as it looks: no letter case, no characters that nobody sees, each blank the same, and letters of other scripts that
/// look as Latin ones do as those. It is for comparing alone.
pub fn seen(name: &str) -> String {
    let mut seen = String::with_capacity(name.len());
    let mut before = None;
    for c in name.nfkc().filter(|c| !is_unseen(*c)) {
        if c.is_whitespace() {
            before = None;
            if !seen.is_empty() && !seen.ends_with(' ') {
                seen.push(' ');
            }
            continue;
        }
        let within_word = before.is_some_and(char::is_lowercase);
        before = Some(c);
        match c {
            // Within a word that is written small these are letters.
            'I' | '1' if within_word => seen.push('l'),
            '0' if within_word => seen.push('o'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => seen.push('-'),
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '\u{b4}' => seen.push('\''),
            _ => match ALIKE.iter().find(|(_, letters)| letters.contains(c)) {
                Some((latin, _)) => seen.push_str(latin),
                None => seen.extend(c.to_lowercase()),
            },
        }
    }
    seen.truncate(seen.trim_end().len());
    seen
}

/// A text with the signs of a keyboard in the place of those that nobody tells from them: without characters that nobody sees,
/// with plain blanks and hyphens, and with Latin letters for those that look as they do. The first that was another comes
/// with it, and what stands before it. `None` where there is none.
pub fn plain(text: &str) -> Option<Plain> {
    let mut plain = String::with_capacity(text.len());
    let mut first = None;
    for c in text.chars() {
        let before = plain.len();
        match c {
            ' '..='~' => plain.push(c),
            _ if is_unseen(c) => {}
            _ if c.is_whitespace() => plain.push(' '),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            _ => match ALIKE.iter().find(|(_, letters)| c.is_alphabetic() && letters.contains(c)) {
                Some((latin, _)) if c.is_uppercase() => plain.push_str(&latin.to_uppercase()),
                Some((latin, _)) => plain.push_str(latin),
                None => match Some(c).into_iter().nfkc().collect::<String>() {
                    same if same.is_ascii() => plain.push_str(&same),
                    _ => plain.push(c),
                },
            },
        }
        if first.is_none() && !plain[before..].chars().eq([c]) {
            first = Some((plain[..before].to_owned(), c));
        }
    }
    let (before, sign) = first?;
    Some(Plain { text: plain.trim().to_owned(), before, sign })
}

/// A text as a keyboard would have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain {
    /// It.
    pub text: String,
    /// What stands before the first sign that was another.
    pub before: String,
    /// That sign.
    pub sign: char,
}

/// Whether a text holds what nobody who reads it sees: signs that show nothing, blanks of another kind, or letters of another
/// script among Latin ones.
pub fn deceives(text: &str) -> bool {
    let is_odd = |c: char| is_unseen(c) || c.is_whitespace() && c != ' ';
    let is_alike = |c: char| !c.is_ascii() && c.is_alphabetic() && ALIKE.iter().any(|(_, letters)| letters.contains(c));
    text.contains(is_odd) || text.contains(is_alike) && text.contains(|c: char| c.is_ascii_alphabetic())
}

/// Whether nobody sees a character: what only says where a line may break or in which direction a text runs, and fillers, the
/// empty cell of Braille among them.
pub fn is_unseen(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{2800}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::{Plain, deceives, plain, seen};

    #[test]
    fn what_nobody_tells_apart_is_the_same() {
        for other in [
            "POLICY",
            "Pоlicy",
            "P\u{200b}olicy",
            "Pol\u{ad}icy",
            "Ｐolicy",
            "𝐏olicy",
            " Policy\u{a0}",
            "PoIicy",
            "Рοlісу",
            "Po1icy",
        ] {
            assert_eq!(seen(other), "policy", "{other}");
        }
        assert_eq!(seen("Orla  Ceo"), seen("Orla\u{a0}Сeo"));
        assert_eq!(seen("Cafe\u{301}"), seen("Café"));
        assert_eq!(seen("O’Neil"), seen("O'Neil"));
        for (one, other) in [
            ("Müller", "Muller"),
            ("Ila Berg", "Lia Berg"),
            ("Policy", "Polices"),
            ("Анна", "Anna"),
            ("方針", "規程"),
            ("A 1", "A l"),
        ] {
            assert_ne!(seen(one), seen(other), "{one} and {other}");
        }
    }

    #[test]
    fn a_text_is_told_as_a_keyboard_has_it() {
        for (text, as_it_is, before, sign) in [
            ("AI\u{a0}Officer", "AI Officer", "AI", '\u{a0}'),
            ("draft\u{200b}", "draft", "draft", '\u{200b}'),
            ("\u{410}.2.2", "A.2.2", "", '\u{410}'),
            ("appro\u{ad}ved", "approved", "appro", '\u{ad}'),
            ("in\u{2011}review", "in-review", "in", '\u{2011}'),
            ("\u{ff41}pproved", "approved", "", '\u{ff41}'),
        ] {
            let found = Plain { text: as_it_is.into(), before: before.into(), sign };
            assert_eq!(plain(text), Some(found), "{text}");
        }
        for text in ["approved", "geprüft", "规程", "in-review ok?", "", "a|b"] {
            assert_eq!(plain(text), None, "{text}");
        }
        for text in ["AI\u{a0}Officer", "st\u{200b}atus", "\u{430}pproved"] {
            assert!(deceives(text), "{text}");
        }
        for text in ["\u{447}\u{435}\u{440}\u{43d}\u{43e}\u{432}\u{438}\u{43a}", "geprüft", "AI Officer"] {
            assert!(!deceives(text), "{text}");
        }
    }
}
