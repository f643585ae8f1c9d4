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

/// Whether nobody sees a character: what only says where a line may break or in which direction a text runs, and fillers.
fn is_unseen(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::seen;

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
}
