//! Figures, held against what was asked of them.
//!
//! A text is judged only where it can be read in one way: one number, or two with a range between them, and words before
//! them that give a direction. What is said in any other way is left to people.

use std::cmp::Ordering;

/// Words before a number that make it the least that is asked for, and whether it is reached by itself.
const LEAST: [(&str, bool); 31] = [
    ("at least", true),
    ("no less than", true),
    ("not less than", true),
    ("no fewer than", true),
    ("not under", true),
    ("not below", true),
    ("minimum", true),
    ("minimum of", true),
    ("min", true),
    (">=", true),
    ("≥", true),
    ("mindestens", true),
    ("wenigstens", true),
    ("nicht weniger als", true),
    ("nicht unter", true),
    ("au moins", true),
    ("over", false),
    ("above", false),
    ("more than", false),
    ("greater than", false),
    ("higher than", false),
    ("larger than", false),
    (">", false),
    ("über", false),
    ("mehr als", false),
    ("größer als", false),
    ("grösser als", false),
    ("höher als", false),
    ("oberhalb von", false),
    ("plus de", false),
    ("supérieur à", false),
];

/// Words before a number that make it the most that is asked for, and whether it is reached by itself.
const MOST: [(&str, bool); 33] = [
    ("at most", true),
    ("no more than", true),
    ("not more than", true),
    ("not over", true),
    ("not above", true),
    ("up to", true),
    ("maximum", true),
    ("maximum of", true),
    ("max", true),
    ("<=", true),
    ("≤", true),
    ("höchstens", true),
    ("maximal", true),
    ("nicht mehr als", true),
    ("nicht über", true),
    ("bis", true),
    ("bis zu", true),
    ("au plus", true),
    ("under", false),
    ("below", false),
    ("less than", false),
    ("fewer than", false),
    ("lower than", false),
    ("smaller than", false),
    ("<", false),
    ("unter", false),
    ("weniger als", false),
    ("kleiner als", false),
    ("geringer als", false),
    ("niedriger als", false),
    ("unterhalb von", false),
    ("moins de", false),
    ("inférieur à", false),
];

/// Words for 0, 1, 2 and 3, where a text begins with one, with blanks between them.
const FIGURES: [&str; 4] = [
    "none zero nil keine keiner keines keins null aucun aucune",
    "one ein eine einer eines un une",
    "two zwei deux",
    "three drei trois",
];

/// Words that ask for the whole of what was looked at.
const ALL: [&str; 9] = ["all", "every", "everything", "all of them", "alle", "alles", "sämtliche", "tous", "toutes"];

/// Words by which there is none of something.
const NO: [&str; 13] =
    ["0", "no", "none", "not", "nothing", "zero", "without", "kein", "keine", "keiner", "nicht", "ohne", "aucun"];

/// Words between a part and the whole that it is of.
const OF: [&str; 8] = ["of", "in", "out of", "von", "aus", "auf", "sur", "/"];

/// Words before the first number of a range, each with those between the two that go with it.
const RANGES: [(&str, &[&str]); 7] = [
    ("", &["to", "bis", "à", "-", "–", "—"]),
    ("between", &["and"]),
    ("zwischen", &["und"]),
    ("entre", &["et"]),
    ("from", &["to"]),
    ("von", &["bis"]),
    ("de", &["à"]),
];

/// The number that a text begins with: `93 %` is 93 and `96,5 %` is 96.5. None where it means different numbers to different
/// readers, as `1,200` and `1.200` do.
pub(super) fn number(text: &str) -> Option<f64> {
    leading(text).map(|(number, _)| number)
}

/// The number that a text begins with, and what stands behind it; none where more of the number stands there, as in `3-5`,
/// `1/20`, `12:30` and `1 200`.
fn leading(text: &str) -> Option<(f64, &str)> {
    let (number, rest) = token(text)?;
    let mut next = rest.chars();
    let (first, behind) = (next.next(), next.as_str());
    let is_number = behind.starts_with(|c: char| c.is_ascii_digit());
    let goes_on = match first {
        Some('-' | '–' | '/' | ':' | '\'' | '’' | '.' | ',') => is_number,
        // Three digits behind a blank may be thousands.
        Some(' ' | '\u{a0}' | '\u{2009}' | '\u{202f}') => {
            behind.trim_start().chars().take_while(char::is_ascii_digit).count() == 3
        }
        _ => false,
    };
    (!goes_on).then_some((number, rest))
}

/// The digits that a text begins with as a number, and all that stands behind them.
fn token(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix(['-', '−']) {
        Some(text) => (-1.0, text),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(text.len());
    // A full stop or a comma at the end belongs to the sentence.
    let written = text[..end].trim_end_matches(['.', ',']);
    let number: f64 = plain(written)?.parse().ok()?;
    number.is_finite().then_some((sign * number, &text[written.len()..]))
}

/// A number with a point for its fraction and without signs between its thousands; none where it can be read in two ways.
fn plain(written: &str) -> Option<String> {
    if !written.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let Some(last) = written.rfind(['.', ',']) else { return Some(written.to_owned()) };
    let (whole, sign, fraction) = (&written[..last], &written[last..=last], &written[last + 1..]);
    let other = if sign == "." { "," } else { "." };
    let in_thousands = |text: &str, sign: &str| {
        let mut parts = text.split(sign);
        let first = parts.next().unwrap_or_default();
        (1..=3).contains(&first.len()) && !first.starts_with('0') && parts.all(|part| part.len() == 3)
    };
    match (whole.contains(sign), whole.contains(other)) {
        // `1.234.567` and `1,234,567`: one sign that stands several times parts thousands.
        (true, false) => in_thousands(written, sign).then(|| written.replace(sign, "")),
        // `1.234,5` and `1,234.5`.
        (false, true) => in_thousands(whole, other).then(|| format!("{}.{fraction}", whole.replace(other, ""))),
        (true, true) => None,
        // `1,200` and `1.200` are a thousand and two hundred to some and little more than one to others.
        (false, false) => (!in_thousands(written, sign)).then(|| format!("{whole}.{fraction}")),
    }
}

/// The one number of a threshold, with what stands before and behind it; none where there are several.
fn only(threshold: &str) -> Option<(&str, f64, &str)> {
    let start = threshold.find(|c: char| c.is_ascii_digit())?;
    let (number, rest) = leading(&threshold[start..])?;
    (!rest.contains(|c: char| c.is_ascii_digit())).then_some((threshold[..start].trim(), number, rest))
}

/// The two ends of a range and its unit: `0.05 to 0.15 %`, `zwischen 5 % und 10 %`.
fn range(threshold: &str) -> Option<(f64, f64, &str)> {
    let start = threshold.find(|c: char| c.is_ascii_digit())?;
    let (low, rest) = token(&threshold[start..])?;
    let second = rest.find(|c: char| c.is_ascii_digit())?;
    let (high, behind) = leading(&rest[second..])?;
    let (before, between) = (threshold[..start].trim(), rest[..second].trim());
    let of = unit(behind);
    let between = between.strip_prefix(of).map_or(between, str::trim_start);
    let (_, words) = RANGES.iter().find(|(words, _)| *words == before)?;
    let is_range = words.contains(&between) && !behind.contains(|c: char| c.is_ascii_digit()) && low <= high;
    is_range.then_some((low, high, of))
}

/// The unit behind a number: its first word, if there is one.
fn unit(rest: &str) -> &str {
    let word = rest.split_whitespace().next().unwrap_or_default();
    if word.starts_with('(') { "" } else { word.trim_end_matches([',', ';', '.']) }
}

/// A text in lower case, with the word for a number that it begins with as that number: `one in 50` is `1 in 50`.
fn figured(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let end = lower.find(|c: char| !c.is_alphabetic()).unwrap_or(lower.len());
    let (word, rest) = lower.split_at(end);
    match FIGURES.iter().position(|words| words.split(' ').any(|known| known == word)) {
        Some(figure) => format!("{figure}{rest}"),
        None => lower,
    }
}

/// What part of a whole a text begins with, as [`figured`] has it: `9 of 50`, `1 in 50`; of nothing none is a part.
fn share(text: &str) -> Option<f64> {
    let (part, rest) = token(text)?;
    if part == 0.0 && !rest.contains(|c: char| c.is_ascii_digit()) {
        return Some(0.0);
    }
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let (whole, behind) = leading(&rest[start..])?;
    let is_one = OF.contains(&rest[..start].trim()) && !behind.contains(|c: char| c.is_ascii_digit());
    (is_one && part >= 0.0 && whole >= part && whole > 0.0).then(|| part / whole)
}

/// Whether a result reaches a threshold that asks for none, for all, or for the least or the most of a whole; `None` where it
/// asks for something else, or the result is no such part.
fn reaches_share(threshold: &str, result: &str) -> Option<bool> {
    let bare = threshold.trim().trim_end_matches(['.', '!']);
    if ALL.contains(&bare) {
        let percent = || leading(result).filter(|(_, rest)| unit(rest) == "%").map(|(number, _)| number / 100.0);
        return share(result).or_else(percent).filter(|part| *part > 0.0).map(|part| part >= 1.0);
    }
    if bare == "0" {
        // `200 answers, no wrong one` begins with the number of what was looked at.
        let is_more = |rest: &str| rest.split(|c: char| !c.is_alphanumeric()).any(|word| NO.contains(&word));
        return token(result).filter(|(_, rest)| !is_more(rest)).map(|(number, _)| number <= 0.0);
    }
    let after = |words: &str| share(&figured(bare.strip_prefix(words)?));
    let asked = |words: &[(&str, bool)]| words.iter().find_map(|(words, itself)| Some((after(words)?, *itself)));
    let found = share(result)?;
    let least = asked(&LEAST).map(|(part, itself)| found > part || (itself && found >= part));
    least.or_else(|| asked(&MOST).map(|(part, itself)| found < part || (itself && found <= part)))
}

/// Whether a result reaches what was asked for; `None` where that cannot be read in one way.
pub(super) fn reaches(threshold: &str, result: &str) -> Option<bool> {
    let (threshold, result) = (figured(threshold), figured(result));
    if let Some(reached) = reaches_share(&threshold, &result) {
        return Some(reached);
    }
    let (found, rest) = leading(&result)?;
    if let Some((low, high, of)) = range(&threshold) {
        return (of == unit(rest)).then_some((low..=high).contains(&found));
    }
    let (before, asked, behind) = only(&threshold)?;
    if unit(behind) != unit(rest) {
        return None;
    }
    let before = before.trim_end_matches(['.', ':']);
    let is = |words: &[(&str, bool)]| words.iter().find(|(words, _)| *words == before).map(|(_, itself)| *itself);
    let order = found.partial_cmp(&asked)?;
    let (itself, wanted) = match (is(&LEAST), is(&MOST)) {
        (Some(itself), _) => (itself, Ordering::Greater),
        (None, Some(itself)) => (itself, Ordering::Less),
        (None, None) => return None,
    };
    Some(order == wanted || (order == Ordering::Equal && itself))
}

/// What a text asks for in one number: that number, and whether it is the least or the most. None where its words before the
/// number are no more than that, or leave open which.
pub(super) fn asked(text: &str) -> Option<Asked<'_>> {
    let (before, number, behind) = only(text)?;
    let before = before.to_lowercase();
    let before = before.trim_end_matches(['.', ':']);
    let is = |words: &[(&str, bool)]| words.iter().any(|(words, _)| *words == before);
    let up = is(&LEAST);
    (up || is(&MOST)).then(|| Asked { number, up, unit: unit(behind) })
}

/// What is asked for in one number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Asked<'a> {
    /// The number.
    pub(super) number: f64,
    /// Whether it is the least that is asked for, and not the most.
    pub(super) up: bool,
    /// What it counts, if that is said.
    unit: &'a str,
}

impl Asked<'_> {
    /// Whether a text gives another number of the same unit, or of none; `of` is its unit where that stands elsewhere.
    pub(super) fn is_other(&self, text: &str, of: Option<&str>) -> bool {
        leading(text).is_some_and(|(number, rest)| {
            let units = [unit(rest), of.unwrap_or_default().trim()];
            let same_unit = units.iter().all(|unit| unit.is_empty() || unit.eq_ignore_ascii_case(self.unit));
            same_unit && number.partial_cmp(&self.number) != Some(Ordering::Equal)
        })
    }
}

/// On which side of the one number of a threshold a value lies, whatever the direction that is wanted.
pub(super) fn side(threshold: &str, value: &str) -> Option<Ordering> {
    let (threshold, value) = (figured(threshold), figured(value));
    if let Some((asked, found)) = share(&threshold).zip(share(&value)) {
        return found.partial_cmp(&asked);
    }
    let (_, asked, behind) = only(&threshold)?;
    let (found, rest) = leading(&value)?;
    found.partial_cmp(&asked).filter(|_| unit(behind).eq_ignore_ascii_case(unit(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_where_a_text_begins_with_one() {
        assert_eq!(number("58 % (7 of 12)"), Some(58.0));
        assert_eq!(number("3.7 points"), Some(3.7));
        assert_eq!((number("about 3"), number("1,200"), number(""), number("1.2.3")), (None, None, None, None));
    }

    #[test]
    fn a_comma_is_read_where_it_can_mean_one_thing_only() {
        for (text, read) in [
            ("96,5 %", 96.5),
            ("0,9 %", 0.9),
            ("0,119", 0.119),
            ("0.119", 0.119),
            ("12,50 EUR", 12.5),
            ("1500,5", 1500.5),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1.234.567", 1_234_567.0),
            ("1,234,567 cases", 1_234_567.0),
            ("-2,5", -2.5),
            ("−2.5", -2.5),
            ("2, counted by day", 2.0),
            ("93.", 93.0),
        ] {
            assert_eq!(number(text), Some(read), "{text}");
        }
        for text in [
            "1,200",
            "1.200",
            "97.125 %",
            "1 200",
            "1\u{a0}200",
            "1’200",
            "3-5",
            "3–5 %",
            "1/20",
            "12:30",
            "1.23.4",
            "1.2,3.4",
            "rund 62 %",
            ",5",
            "2026-03-01",
            "many",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_result_is_judged_where_both_can_be_read_in_one_way() {
        for (threshold, result, reached) in [
            ("at least 85 %", "86.9 %", true),
            ("At least 85 %", "61.0 %", false),
            ("at most 2 times", "2.0 times", true),
            ("under 0.20", "0.2", false),
            ("≥ 97 %", "97.7 % (293)", true),
            ("mindestens 5", "4", false),
            ("at most 0,15 %", "0,9 %", false),
            ("at most 0.15 %", "0,119 %", true),
            ("less than 0.15 %", "0.15 %", false),
            ("unter 0,15 %", "0,9 %", false),
            ("unter 0,15 %", "0,1 %", true),
            ("über 95 %", "95,5 %", true),
            ("Max. 0.15 %", "0.9 %", false),
            ("min. 95 %", "60 %", false),
            ("max: 3", "3", true),
            ("more than 95 %", "95 %", false),
            ("nicht mehr als 1.234,5 €", "1.300,0 €", false),
            ("0.05 to 0.15 %", "0.9 %", false),
            ("0.05 % to 0.15 %", "0.1 %", true),
            ("0,05–0,15 %", "0,15 %", true),
            ("between 5 and 10", "4", false),
            ("Zwischen 5 % und 10 %", "12 %", false),
            ("von 5 bis 10 Tagen", "7 Tagen", true),
            ("none", "7", false),
            ("None", "12 of 40", false),
            ("keine", "keine", true),
            ("none", "none of 50", true),
            ("all", "60 of 100", false),
            ("All", "212 of 212", true),
            ("alle", "98 %", false),
            ("at most one in 50", "9 of 50", false),
            ("at most one in 50", "none of 50", true),
            ("mindestens 9 von 10", "95 von 100", true),
        ] {
            assert_eq!(reaches(threshold, result), Some(reached), "{threshold}: {result}");
        }
        for (threshold, result) in [
            ("85 %", "61 %"),
            ("at least 85 %", "0.61"),
            ("under 4 % or over 15 %", "5 %"),
            ("at least 85 %", "many"),
            ("all", "50"),
            ("all", "all"),
            ("none", "nobody knows"),
            ("none", "200 answers, no wrong one"),
            ("all", "none failed"),
            ("one in 50", "9 of 50"),
            ("at least 1,000", "900"),
            ("at least 1.000", "900"),
            ("at least 900", "1,000"),
            ("5 and 10", "7"),
            ("10 to 5", "7"),
            ("0.05 to 0.15 %", "0.1"),
            ("5 to 10, at most 3 days running", "7"),
            ("2 of 3", "1"),
            ("", ""),
        ] {
            assert_eq!(reaches(threshold, result), None, "{threshold}: {result}");
        }
    }

    #[test]
    fn what_a_text_asks_for_is_read_where_it_says_the_least_or_the_most() {
        let read = |text: &str| asked(text).map(|asked| (asked.number, asked.up));
        assert_eq!(read("At least 95 % in two checks running"), Some((95.0, true)));
        assert_eq!(read("höchstens 3,5 Punkte"), Some((3.5, false)));
        for text in ["95 %", "Letters by 2027", "at least 95 % of 20", "two in a row", ""] {
            assert_eq!(read(text), None, "{text}");
        }
        let target = asked("at least 95 %").expect("a number");
        assert!(target.is_other("60", None) && target.is_other("60 %", Some("%")));
        assert!(!target.is_other("0.95", Some("of one")));
        assert!(["95.0", "0.95 of all", "many"].iter().all(|text| !target.is_other(text, None)));
    }

    #[test]
    fn a_value_lies_on_a_side_of_a_number() {
        assert_eq!(side("85 %", "61.0 %"), Some(Ordering::Less));
        assert_eq!(side("2 % in a month", "2.9 %"), Some(Ordering::Greater));
        assert_eq!(side("1.5 times to look, 2 times to stop", "1.1 times"), None);
        for (value, order) in [("none", Ordering::Less), ("9 of 50", Ordering::Greater), ("1 von 50", Ordering::Equal)]
        {
            assert_eq!(side("one in 50", value), Some(order), "{value}");
        }
        assert_eq!((side("one", "3"), side("one in 50", "3")), (Some(Ordering::Greater), None));
    }
}
