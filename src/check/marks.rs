//! Figures, held against what was asked of them.
//!
//! A text is judged only where it can be read in one way: one number, with words before it that give a direction. What is
//! said in any other way is left to people.

use std::cmp::Ordering;

/// Words before a number by which it is the least or the most that is asked for, and whether it is reached by itself.
const WORDS: [(&str, Ordering, bool); 24] = [
    ("at least", Ordering::Greater, true),
    ("no less than", Ordering::Greater, true),
    ("not less than", Ordering::Greater, true),
    ("not under", Ordering::Greater, true),
    ("not below", Ordering::Greater, true),
    ("minimum", Ordering::Greater, true),
    (">=", Ordering::Greater, true),
    ("≥", Ordering::Greater, true),
    ("mindestens", Ordering::Greater, true),
    ("over", Ordering::Greater, false),
    ("above", Ordering::Greater, false),
    ("more than", Ordering::Greater, false),
    (">", Ordering::Greater, false),
    ("at most", Ordering::Less, true),
    ("no more than", Ordering::Less, true),
    ("not more than", Ordering::Less, true),
    ("up to", Ordering::Less, true),
    ("maximum", Ordering::Less, true),
    ("<=", Ordering::Less, true),
    ("≤", Ordering::Less, true),
    ("höchstens", Ordering::Less, true),
    ("under", Ordering::Less, false),
    ("below", Ordering::Less, false),
    ("<", Ordering::Less, false),
];

/// The number that a text begins with: `93 %` is 93, `1,200` none, since it means different numbers to different readers.
pub(super) fn number(text: &str) -> Option<f64> {
    leading(text).map(|(number, _)| number)
}

/// The number that a text begins with, and what stands behind it.
fn leading(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let rest = &text[end..];
    if rest.starts_with(',') {
        return None;
    }
    let number: f64 = text[..end].parse().ok()?;
    number.is_finite().then_some((number, rest))
}

/// The one number of a threshold, with what stands before and behind it; none where there are several.
fn only(threshold: &str) -> Option<(&str, f64, &str)> {
    let start = threshold.find(|c: char| c.is_ascii_digit())?;
    let (number, rest) = leading(&threshold[start..])?;
    (!rest.contains(|c: char| c.is_ascii_digit())).then_some((threshold[..start].trim(), number, rest))
}

/// The unit behind a number: its first word, if there is one.
fn unit(rest: &str) -> &str {
    let word = rest.split_whitespace().next().unwrap_or_default();
    if word.starts_with('(') { "" } else { word.trim_end_matches([',', ';', '.']) }
}

/// Whether a result reaches what was asked for; `None` where that cannot be read in one way.
pub(super) fn reaches(threshold: &str, result: &str) -> Option<bool> {
    let lower = threshold.to_lowercase();
    let (before, asked, behind) = only(&lower)?;
    let (_, wanted, itself) = WORDS.iter().find(|(words, ..)| *words == before)?;
    let result = result.to_lowercase();
    let (found, rest) = leading(&result)?;
    if unit(behind) != unit(rest) {
        return None;
    }
    let order = found.partial_cmp(&asked)?;
    Some(order == *wanted || (order == Ordering::Equal && *itself))
}

/// On which side of the one number of a threshold a value lies, whatever the direction that is wanted.
pub(super) fn side(threshold: &str, value: &str) -> Option<Ordering> {
    let (_, asked, behind) = only(threshold)?;
    let (found, rest) = leading(value)?;
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
    fn a_result_is_judged_where_both_can_be_read_in_one_way() {
        for (threshold, result, reached) in [
            ("at least 85 %", "86.9 %", true),
            ("At least 85 %", "61.0 %", false),
            ("at most 2 times", "2.0 times", true),
            ("under 0.20", "0.2", false),
            ("≥ 97 %", "97.7 % (293)", true),
            ("mindestens 5", "4", false),
        ] {
            assert_eq!(reaches(threshold, result), Some(reached), "{threshold}: {result}");
        }
        for (threshold, result) in [
            ("85 %", "61 %"),
            ("at least 85 %", "0.61"),
            ("under 4 % or over 15 %", "5 %"),
            ("at least 85 %", "many"),
            ("all", "50"),
            ("at least 1,000", "900"),
            ("", ""),
        ] {
            assert_eq!(reaches(threshold, result), None, "{threshold}: {result}");
        }
    }

    #[test]
    fn a_value_lies_on_a_side_of_a_number() {
        assert_eq!(side("85 %", "61.0 %"), Some(Ordering::Less));
        assert_eq!(side("2 % in a month", "2.9 %"), Some(Ordering::Greater));
        assert_eq!(side("1.5 times to look, 2 times to stop", "1.1 times"), None);
        assert_eq!(side("one in 50", "none"), None);
    }
}
