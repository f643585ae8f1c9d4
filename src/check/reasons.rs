//! What stands where a reason should and says nothing, whatever it is asked for.

use crate::model::absent::says_nothing;

/// Words that are an answer elsewhere and no reason, without blanks, full stops and letter case.
const EMPTY: [&str; 29] = [
    "yes",
    "applicable",
    "applies",
    "itapplies",
    "thecontrolapplies",
    "doesnotapply",
    "noreason",
    "relevant",
    "notrelevant",
    "irrelevant",
    "nonapplicable",
    "outofscope",
    "notinscope",
    "excluded",
    "noimpact",
    "noeffect",
    "notaffected",
    "ja",
    "anwendbar",
    "nichtanwendbar",
    "nichtrelevant",
    "nichtzutreffend",
    "trifftnichtzu",
    "zutreffend",
    "trifftzu",
    "außerhalbdesgeltungsbereichs",
    "nichtimgeltungsbereich",
    "oui",
    "sansobjet",
];

/// Reasons that fit any control of any organisation, in the same form.
const HOLLOW: [&str; 24] = [
    "bestpractice",
    "bestpractise",
    "goodpractice",
    "required",
    "requiredbythestandard",
    "requiredbyiso42001",
    "industrystandard",
    "standard",
    "stateoftheart",
    "mandatory",
    "always",
    "iso42001",
    "iso/iec42001",
    "seestandard",
    "seethestandard",
    "pflicht",
    "verpflichtend",
    "gutepraxis",
    "bewährtepraxis",
    "standdertechnik",
    "siehenorm",
    "vondernormgefordert",
    "notwendig",
    "erforderlich",
];

/// From how many rows on the same reason is none.
pub(super) const MANY: usize = 5;

/// Whether a reason says nothing at all.
pub(super) fn is_empty(reason: &str) -> bool {
    says_nothing(reason) || EMPTY.contains(&bare(reason).as_str())
}

/// Whether a reason, as [`bare`] gives it, fits anything.
pub(super) fn is_hollow(bare: &str) -> bool {
    HOLLOW.contains(&bare)
}

/// A reason without blanks, full stops and letter case.
pub(super) fn bare(reason: &str) -> String {
    reason.to_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '_')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_that_say_nothing_are_told_in_any_language() {
        for empty in [
            "n/a",
            "None",
            "Nicht relevant",
            "Nicht anwendbar.",
            "Entfällt",
            "Not needed.",
            "Out of scope",
            "Ja",
            "unclear",
        ] {
            assert!(is_empty(empty), "{empty}");
        }
        for hollow in ["Best practice", "Bewährte Praxis.", "ISO 42001", "Mandatory", "siehe Norm", "Pflicht"] {
            assert!(is_hollow(&bare(hollow)), "{hollow}");
        }
        for reason in ["Out of scope, since no system learns", "Relevant for RSK-001", "Pflicht nach Art. 14 KI-VO"] {
            assert!(!is_empty(reason) && !is_hollow(&bare(reason)), "{reason}");
        }
    }
}
