//! What a criterion of a phase is still waiting for where no document is there that would do, in the words of readers.

use crate::base::say;
use crate::model::Aims;
use crate::model::lowered::{in_sentence, label_in_sentence};
use crate::model::phases::Test;

/// What is lacking of a kind for a test: that there is none, or none that does what the test asks.
pub fn wanting(aims: &Aims, test: &Test, kind: &str) -> String {
    let named = named(aims, kind);
    match (test, kind) {
        (Test::InForce { serving: Some(clause), .. }, _) => {
            say!("no {kind} that serves {clause}", kind = named, clause)
        }
        (Test::Systems { .. }, _) => say!("no AI system that runs").to_owned(),
        (Test::Audited { .. }, "system") => say!("no AI system in use").to_owned(),
        (Test::Audited { .. } | Test::Controls { .. }, "soa") => {
            say!("no control that applies by a statement of applicability").to_owned()
        }
        (Test::Audited { .. } | Test::Reviewed {}, "audit") => say!("no {kind} that was held", kind = named),
        _ => say!("no {kind}", kind = named),
    }
}

/// What a kind is called within a sentence.
fn named(aims: &Aims, kind: &str) -> String {
    match aims.kinds.get(kind) {
        Some(known) => label_in_sentence(&known.label),
        None => in_sentence(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::wanting;
    use crate::base::wording;
    use crate::check::testing::with;
    use crate::model::phases::phases;

    /// What is told of the kinds that criteria ask for.
    fn told(all: &[(&str, &str)]) -> Vec<String> {
        with(&[("aims.toml", "")], |context| {
            let test =
                |id: &str| &phases().iter().flat_map(|phase| &phase.exit).find(|exit| exit.id == id).expect(id).test;
            all.iter().map(|(id, kind)| wanting(context.aims, test(id), kind)).collect()
        })
    }

    const ALL: [(&str, &str); 8] = [
        ("scope", "scope"),
        ("policy", "policy"),
        ("inventory", "system"),
        ("soa", "soa"),
        ("controls-stated", "soa"),
        ("risks-assessed", "system"),
        ("systems-audited", "system"),
        ("reviewed", "audit"),
    ];

    #[test]
    fn what_is_there_and_does_not_do_is_not_said_to_be_missing() {
        assert_eq!(
            told(&ALL),
            [
                "no scope",
                "no policy that serves 5.2",
                "no AI system",
                "no statement of applicability",
                "no control that applies by a statement of applicability",
                "no AI system that runs",
                "no AI system in use",
                "no internal audit that was held",
            ]
        );
    }

    #[test]
    fn other_languages_have_the_labels_as_they_are() {
        let german = wording::within(wording::language("de"), || told(&ALL));
        assert_eq!((german[0].as_str(), german[2].as_str()), ("Anwendungsbereich fehlt", "KI-System fehlt"));
        assert!(german.iter().all(|text| !text.contains("soa") && !text.starts_with("no ")), "{german:?}");
    }
}
