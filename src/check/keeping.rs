//! How long documents are kept: what they say, and what law asks of the papers of high-risk systems.

use std::collections::BTreeMap;

use super::context::Context;
use super::systems::covered;
use crate::base::{Date, Period};
use crate::model::DocIx;
use crate::model::act_class::high_risk;
use crate::model::ai_act::{named, roles};
use crate::model::catalog::{ISO_42001, ReqId, Role};

/// The provisions whose papers Article 18 of the EU AI Act has kept for ten years: the technical documentation, that of
/// the quality management system, and the declaration of conformity.
const PAPERS: [&str; 6] = ["art-11", "annex-iv", "art-17", "art-18", "art-47", "annex-v"];

/// The control that the technical documentation answers.
const FILE: &str = "A.6.2.7";

/// Papers that law has kept for ten years, by the high-risk system that they are of: documents that name the system and
/// the provision or control, where the organisation provides the system or stands in for whoever does.
pub(super) fn papers(context: &Context<'_>) -> BTreeMap<DocIx, DocIx> {
    let aims = context.aims;
    let mut found = BTreeMap::new();
    if aims.catalog.framework("eu-ai-act").is_none() {
        return found;
    }
    let keeps = |role: &Role| matches!(role, Role::Provider | Role::AuthorisedRep | Role::Importer);
    for (system, entry) in covered(context) {
        if high_risk(entry).is_none() || !roles(entry).iter().any(keeps) {
            continue;
        }
        for from in aims.naming_by(system, "systems") {
            let document = aims.document(from);
            let is_paper = |id: &str| PAPERS.iter().any(|paper| id == *paper || is_part(id, paper));
            let of_file = || aims.names(document).contains(&ReqId::new(&ISO_42001.into(), FILE));
            let says = document.controlled && !document.is_draft() && !document.is_retired();
            if says && (named(document).any(is_paper) || of_file()) {
                found.entry(from).or_insert(system);
            }
        }
    }
    found
}

/// Whether a provision is a part of another: `art-17-1-a` of `art-17`.
fn is_part(id: &str, of: &str) -> bool {
    id.strip_prefix(of).is_some_and(|rest| rest.starts_with(['-', '(']))
}

/// What years are called elsewhere.
const YEARS: [&str; 9] = ["jahr", "jahre", "jahren", "an", "ans", "année", "années", "años", "anni"];

/// A day from which lengths of time are compared.
const DAY: Date = Date::constant(2026, 3, 1);

/// Words between a length of time and what it counts from.
const FROM: [&str; 19] = [
    "after",
    "from",
    "since",
    "following",
    "beyond",
    "past",
    "nach",
    "ab",
    "seit",
    "après",
    "depuis",
    "desde",
    "después",
    "dopo",
    "após",
    "efter",
    "counted",
    "starting",
    "beginning",
];

/// Words before what has to come first, where the length of time stands behind it.
const UNTIL: [&str; 2] = ["until", "bis"];

/// The longest time that a text names: 10 years of `10 years after the last use, the log 6 months`.
pub(super) fn longest(text: &str) -> Option<Period> {
    kept(text).map(|(period, _)| period)
}

/// How long something is kept, and what that counts from, of a text such as `10 years after the last use, the log 6 months`:
/// the longest time that it names, and what stands behind it up to the next comma, or what is waited for before. Empty where it does not say from when.
pub fn kept(text: &str) -> Option<(Period, &str)> {
    let words = words(text);
    let pairs = words.windows(2).filter_map(|pair| {
        let ((_, count), (end, unit)) = (&pair[0], &pair[1]);
        let unit = if YEARS.contains(&unit.as_str()) { "years" } else { unit };
        Some((Period::parse(&format!("{count} {unit}"))?, *end))
    });
    let of_iso = |word: &&(usize, String)| word.1.starts_with('p') && word.1.contains(|c: char| c.is_ascii_digit());
    let alone = words.iter().filter(of_iso).filter_map(|(end, word)| Some((Period::parse(word)?, *end)));
    let whole = Period::parse(&text.to_lowercase()).map(|period| (period, text.len()));
    let (period, end) = pairs.chain(alone).chain(whole).max_by_key(|(period, _)| period.after(DAY))?;
    let mut behind = words.iter().skip_while(|(at, _)| *at <= end);
    let from = behind.by_ref().take_while(|(_, word)| FROM.contains(&word.as_str())).last().map(|(end, _)| *end);
    let behind = from.and_then(|from| text.get(from..));
    // `Until no document relies on it, then 6 years`.
    let before = || {
        let (until, rest) = text.get(..end)?.trim_start().split_once(' ')?;
        UNTIL.iter().any(|word| word.eq_ignore_ascii_case(until)).then_some(rest).filter(|rest| rest.contains(','))
    };
    let anchor = behind.or_else(before).unwrap_or_default();
    let anchor = anchor.split([',', ';', '\n']).next().unwrap_or_default();
    Some((period, anchor.trim().trim_end_matches('.')))
}

/// The words of a text in lower case, each with where it ends.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut word = String::new();
    for (at, letter) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        } else if !word.is_empty() {
            found.push((at, std::mem::take(&mut word)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_time_of_a_text_counts() {
        let ten = Some(Period::Months(120));
        for text in
            ["10 years after the last use", "6 months the log, ten years the file", "10 Jahre", "10 ans après", "P10Y"]
        {
            assert_eq!(longest(text), ten, "{text}");
        }
        for text in ["for good", "", "until 2036", "years"] {
            assert_eq!(longest(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_says_from_when_something_is_kept() {
        for (text, told) in [
            ("10 years after the last use of Lending Score 3.2", "10 years|the last use of Lending Score 3.2"),
            ("6 months the log, ten years from the release, at least", "10 years|the release"),
            ("10 Jahre nach dem Ende des Vertrags.", "10 years|dem Ende des Vertrags"),
            ("P6Y counted from its date", "6 years|its date"),
            ("Kept for 6 years", "6 years|"),
            ("6 years", "6 years|"),
            ("after the audit 3 years", "3 years|"),
            ("Until no document relies on it, then 6 years", "6 years|no document relies on it"),
            ("until 2036", ""),
        ] {
            let found = kept(text).map(|(period, from)| format!("{period}|{from}")).unwrap_or_default();
            assert_eq!(found, told, "{text}");
        }
    }
}
