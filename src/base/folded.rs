//! Text folded for those who look for a word and do not know how it is written: small letters, and of a letter with marks
//! the letter. A browser that looks for the same words is given [`TABLE`], so that both fold alike.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What letters are folded to, a line each: that, a blank, and the letters.
pub const TABLE: &str = include_str!("folded.txt");

static LETTERS: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter_map(|line| line.split_once(' '));
    lines.flat_map(|(to, letters)| letters.chars().map(move |letter| (letter, to))).collect()
});

/// Puts a text, folded, into `out`, in the place of what was there.
pub fn fold(text: &str, out: &mut String) {
    out.clear();
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        for c in c.to_lowercase().filter(|c| !is_nothing(*c)) {
            match LETTERS.get(&c) {
                Some(to) => out.push_str(to),
                None => out.push(c),
            }
        }
    }
}

/// Umlauts as German spells them where a machine has none.
const UMLAUTS: [(char, &str); 4] = [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ß', "ss")];

/// A text in small letters for the name of a file: of Latin letters those that every keyboard has, umlauts as German spells
/// them. Letters of other scripts stay.
pub fn spelled(text: &str) -> String {
    let text = text.to_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        // An umlaut may be written as its letter and the dots.
        let dotted = matches!(c, 'a' | 'o' | 'u') && letters.next_if_eq(&'\u{308}').is_some();
        match UMLAUTS.iter().find(|(umlaut, _)| *umlaut == c) {
            Some((_, letters)) => out.push_str(letters),
            None if dotted => out.extend([c, 'e']),
            None => match LETTERS.get(&c).filter(|to| to.is_ascii()) {
                Some(to) => out.push_str(to),
                // The accent of a Latin letter goes with it.
                None if is_nothing(c) && out.ends_with(|last: char| last.is_ascii()) => {}
                None => out.push(c),
            },
        }
    }
    out
}

/// Whether two names of people or roles are one: letter case plays no part, be the letters ASCII or not. Marks do, since
/// two names that differ in them may be those of two people; and no letter counts as one of ASCII that it only looks like.
pub fn same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || !one.is_ascii() && !other.is_ascii() && name_key(one) == name_key(other)
}

/// What names have in common that are one, for those who look for one among many.
pub fn name_key(name: &str) -> (bool, String) {
    (name.is_ascii(), name.chars().flat_map(char::to_lowercase).collect())
}

/// Whether a word is the same word without it: accents that stand by themselves, and what only says where a line may break.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character is part of a word in some script: a letter, a number or a mark (`\p{Alphabetic}`, `\p{N}`, `\p{Mn}`,
/// `\p{Mc}`).
pub fn is_of_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // What may go on an identifier and is none of these: connectors, and dots in the middle.
    let is_other = matches!(
        c,
        '\u{b7}'
            | '\u{387}'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{203f}'
            | '\u{2040}'
            | '\u{2054}'
            | '\u{30fb}'
            | '\u{fe33}'
            | '\u{fe34}'
            | '\u{fe4d}'..='\u{fe4f}' | '\u{ff3f}' | '\u{ff65}'
    );
    c.is_alphanumeric() || unicode_ident::is_xid_continue(c) && !is_other
}

/// Whether a character is of a script that writes words without blanks between them: Chinese, Japanese, Thai and others.
pub fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{323af}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_spelled_as_every_keyboard_has_them() {
        assert_eq!(spelled("Über Größe, Ärger"), "ueber groesse, aerger");
        assert_eq!(spelled("U\u{308}ber cafe\u{301} Łódź ñandú Æ"), "ueber cafe lodz nandu ae");
        assert_eq!(spelled("Политика й 規程"), "политика й 規程");
    }

    fn folded(text: &str) -> String {
        let mut out = "what was there".to_owned();
        fold(text, &mut out);
        out
    }

    #[test]
    fn names_are_the_same_in_small_letters_and_in_capitals() {
        for (one, other) in [("Ökologe", "ÖKOLOGE"), ("özgür öz", "Özgür Öz"), ("Ада", "ада")] {
            assert!(same_name(one, other), "{one}, {other}");
        }
        for (one, other) in [("Müller", "Muller"), ("José", "Jose"), ("\u{212a}im", "Kim"), ("Ада", "Aдa")] {
            assert!(!same_name(one, other), "{one}, {other}");
        }
    }

    #[test]
    fn letters_with_marks_are_the_letters() {
        for (text, expected) in [
            ("Prüfung der GRÖSSE, Größe", "prufung der grosse, grosse"),
            ("Œuvre d’Émile, Çağlar, Łódź, İzmir", "oeuvre d’emile, caglar, lodz, izmir"),
            ("e\u{301}tat co\u{ad}operate", "etat cooperate"),
            ("Έλεγχος ΕΛΕΓΧΟΣ", "ελεγχοσ ελεγχοσ"),
            ("Ещё Йод", "еще йод"),
            ("ＡＩ１ 規程 क्या", "ai1 規程 क्या"),
        ] {
            assert_eq!(folded(text), expected);
        }
    }

    #[test]
    fn each_letter_is_folded_once_and_to_what_stays() {
        let mut seen = std::collections::BTreeSet::new();
        for (to, letters) in TABLE.lines().map(|line| line.split_once(' ').expect("two columns")) {
            assert_eq!(folded(to), to, "what is folded stays");
            assert!(to.chars().all(is_of_word) && letters.chars().all(is_of_word), "{to}");
            assert!(letters.chars().all(|letter| seen.insert(letter)), "a letter of {to} is there twice");
        }
    }

    #[test]
    fn words_are_of_letters_numbers_and_marks() {
        assert!("aß1규規ไ้क्½²".chars().all(is_of_word));
        assert!(!"_ -.·・‿’\u{200d}".chars().any(is_of_word));
        assert!("規かナไ々".chars().all(is_unspaced) && !"규aß1".chars().any(is_unspaced));
    }
}
