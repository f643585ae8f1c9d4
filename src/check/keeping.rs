//! How long documents are kept: what they say, and what law asks of the papers of high-risk systems.

use std::collections::BTreeMap;

use super::Context;
use super::lacks::is_draft;
use super::systems::covered;
use crate::base::{Date, Period};
use crate::model::DocIx;
use crate::model::act_class::high_risk;
use crate::model::ai_act::{named, roles};
use crate::model::catalog::Role;

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
        for reference in aims.references_to(system).filter(|reference| reference.field == "systems") {
            let document = aims.document(reference.from);
            let is_paper = |id: &str| PAPERS.iter().any(|paper| id == *paper || is_part(id, paper));
            let of_file = || document.fields.texts("controls").iter().any(|control| control.value.trim() == FILE);
            let says = document.controlled && !is_draft(document) && !document.is_retired();
            if says && (named(document).any(is_paper) || of_file()) {
                found.entry(reference.from).or_insert(system);
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

/// The longest time that a text names: 10 years of `10 years after the last use, the log 6 months`.
pub(super) fn longest(text: &str) -> Option<Period> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = words.windows(2).filter_map(|pair| {
        let unit = if YEARS.contains(&pair[1]) { "years" } else { pair[1] };
        Period::parse(&format!("{} {unit}", pair[0]))
    });
    named.chain(Period::parse(&text)).max_by_key(|period| period.after(DAY))
}

/// Whether a length of time is shorter than another.
pub(super) fn is_shorter(one: Period, other: Period) -> bool {
    one.after(DAY) < other.after(DAY)
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
        assert!(
            is_shorter(Period::Months(72), Period::Months(120)) && !is_shorter(Period::Days(3653), Period::Months(120))
        );
    }
}
