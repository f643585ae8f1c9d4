//! The length of time that a text may mean which is none as we write it.

use crate::base::wording::Words;
use crate::base::{Period, tell};
use crate::diag::{Fix, Span};
use crate::parse::{Problem, ProblemKind};
use crate::reading::period_called;

/// What stands before a length of time that comes again and again.
const EACH: [&str; 6] = ["alle ", "tous les ", "toutes les ", "cada ", "every ", "ogni "];

/// Numbers in words of other languages, up to twelve as far as they are common.
const NUMBERS: [(&str, i64); 17] = [
    ("ein", 1),
    ("un", 1),
    ("zwei", 2),
    ("deux", 2),
    ("dos", 2),
    ("drei", 3),
    ("trois", 3),
    ("tres", 3),
    ("vier", 4),
    ("quatre", 4),
    ("fünf", 5),
    ("cinq", 5),
    ("cinco", 5),
    ("sechs", 6),
    ("seis", 6),
    ("zwölf", 12),
    ("douze", 12),
];

/// What is said of a text that is no length of time.
pub(super) fn problem(text: &str, span: Span) -> Problem {
    let message = tell!("`{text}` is no length of time", text);
    let wrong = |help: Words| Problem::new(ProblemKind::BadDate, span, message.clone()).help(help);
    match meant(text) {
        Some(period) => {
            wrong(tell!("Write it as `{period}`.", period = &period)).fix(Fix::meant(span, period.as_str()))
        }
        // Months, days or years: nobody can tell which.
        None if is_bare(text) => {
            let number = text.trim();
            wrong(tell!("Say what it counts, such as `{number} months` or `{number} days`.", number))
        }
        None => wrong(tell!("Write it as `12 months`, `2 years`, `90 days` or `P1Y`.")),
    }
}

/// Whether a text is a number to which nothing but a unit is lacking.
fn is_bare(text: &str) -> bool {
    let text = text.trim();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number && Period::parse(&format!("{text} months")).is_some()
}

/// The length of time that a text means, as it is written.
fn meant(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase().replace("(s)", "s").replace("(en)", "en");
    if let Some(ours) = period_called(&text) {
        return Some(ours.to_owned());
    }
    if Period::parse(&text).is_some() {
        return Some(text);
    }
    let text = EACH.iter().find_map(|each| text.strip_prefix(each)).unwrap_or(&text);
    // `2-jährlich`, `6-monatlich`.
    let text = text.replace("-jährlich", " jahre").replace("-jährig", " jahre").replace("-monatlich", " monate");
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !matches!(*word, "" | "and" | "und" | "et")).collect();
    let mut months = 0_i64;
    for pair in words.chunks(2) {
        let [count, unit] = pair else { return None };
        // Halves and quarters of a year are whole months.
        let (whole, part) = count.split_once(['.', ',']).unwrap_or((count, "0"));
        let in_words = || NUMBERS.iter().find(|(word, _)| *word == whole).map(|(_, number)| *number);
        let whole: i64 = whole.parse().ok().or_else(in_words).filter(|n| (0..=100).contains(n))?;
        let quarters = match part.trim_end_matches('0') {
            "" => 0,
            "25" => 1,
            "5" => 2,
            "75" => 3,
            _ => return None,
        };
        months += match *unit {
            "year" | "years" | "jahr" | "jahre" | "jahren" | "an" | "ans" | "año" | "años" => {
                whole * 12 + quarters * 3
            }
            "month" | "months" | "monat" | "monate" | "monaten" | "mois" | "meses" if quarters == 0 => whole,
            _ => return None,
        };
    }
    (1..=1200).contains(&months).then(|| format!("{months} months"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_is_offered() {
        for (text, period) in [
            ("1.5 years", "18 months"),
            ("1 year 6 months", "18 months"),
            ("1 year and 6 months", "18 months"),
            ("12 month(s)", "12 months"),
            ("eighteen months", "18 months"),
            ("jährlich", "12 months"),
            ("2 Jahre", "24 months"),
            ("18 Monate", "18 months"),
            ("alle 2 Jahre", "24 months"),
            ("alle zwei Jahre", "24 months"),
            ("2-jährlich", "24 months"),
            ("6-monatlich", "6 months"),
            ("tous les deux ans", "24 months"),
            ("tous les 6 mois", "6 months"),
            ("cada dos años", "24 months"),
            ("dreijährlich", "36 months"),
        ] {
            let found = meant(text);
            assert_eq!(found.as_deref(), Some(period), "{text}");
            assert!(found.is_some_and(|found| Period::parse(&found).is_some()), "{text}");
        }
        for text in [
            "",
            "alle Jahre wieder",
            "tous les jours",
            "soon",
            "1.3 years",
            "1.5 months",
            "0 years",
            "1 year 6",
            "999999999999 years",
            "é",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
