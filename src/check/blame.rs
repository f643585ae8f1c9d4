//! Causes that blame people and say nothing else: nothing in them can be changed, so it can come again.

/// What people are said to have done wrong.
const FAULTS: [&str; 40] = [
    "error",
    "errors",
    "mistake",
    "mistakes",
    "mistaken",
    "fault",
    "failure",
    "slip",
    "carelessness",
    "careless",
    "oversight",
    "negligence",
    "negligent",
    "inattention",
    "inattentive",
    "forgot",
    "forgotten",
    "forgetfulness",
    "overlooked",
    "factor",
    "fehler",
    "bedienfehler",
    "bedienungsfehler",
    "anwenderfehler",
    "benutzerfehler",
    "versagen",
    "irrtum",
    "versehen",
    "unachtsamkeit",
    "unachtsam",
    "unaufmerksamkeit",
    "nachlässigkeit",
    "nachlässig",
    "leichtsinn",
    "vergessen",
    "vergaß",
    "faktor",
    "erreur",
    "négligence",
    "oubli",
];

/// Those who are blamed.
const PEOPLE: [&str; 48] = [
    "human",
    "user",
    "users",
    "operator",
    "operators",
    "staff",
    "colleague",
    "colleagues",
    "employee",
    "employees",
    "clerk",
    "clerks",
    "analyst",
    "person",
    "people",
    "individual",
    "somebody",
    "someone",
    "he",
    "she",
    "they",
    "we",
    "menschliches",
    "menschlicher",
    "menschlich",
    "mensch",
    "mitarbeiter",
    "mitarbeiterin",
    "mitarbeitern",
    "mitarbeiterinnen",
    "mitarbeiters",
    "mitarbeitenden",
    "kollege",
    "kollegen",
    "kollegin",
    "sachbearbeiter",
    "sachbearbeiterin",
    "sachbearbeiters",
    "bediener",
    "bedieners",
    "nutzer",
    "nutzers",
    "anwender",
    "anwenders",
    "benutzer",
    "personal",
    "humaine",
    "utilisateur",
];

/// Words between them that say nothing.
const BETWEEN: [&str; 42] = [
    "the", "a", "an", "of", "by", "on", "part", "was", "were", "is", "had", "has", "have", "been", "made", "did", "it",
    "this", "one", "our", "to", "due", "der", "die", "das", "des", "dem", "den", "ein", "eine", "einer", "eines",
    "von", "durch", "war", "hat", "haben", "wurde", "aus", "de", "l", "une",
];

/// Whether a cause is somebody's fault and nothing else: every word of it blames, names who is blamed, or says nothing. Any
/// other word may be what can be changed.
pub(super) fn blames_people(cause: &str) -> bool {
    let lower = cause.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_empty = |word: &str| PEOPLE.contains(&word) || BETWEEN.contains(&word);
    words().any(|word| FAULTS.contains(&word)) && words().all(|word| FAULTS.contains(&word) || is_empty(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_at_fault_is_no_cause() {
        for cause in [
            "Human error.",
            "user error",
            "Mistake",
            "Oversight",
            "Human mistake by the operator",
            "Staff forgot.",
            "The colleague was careless.",
            "Menschliches Versagen",
            "Bedienfehler der Sachbearbeiterin",
            "Erreur humaine",
            "Carelessness on the part of a clerk",
        ] {
            assert!(blames_people(cause), "{cause}");
        }
    }

    #[test]
    fn whatever_else_it_says_can_be_looked_at() {
        for cause in [
            "The form did not ask",
            "Human error, as the screen shows both buttons alike",
            "Error in the feature table",
            "Fehler im Skript",
            "Staff were not trained",
            "Wrong data",
            "People",
            "",
        ] {
            assert!(!blames_people(cause), "{cause}");
        }
    }
}
