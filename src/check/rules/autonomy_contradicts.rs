//! `autonomy-contradicts`: how far a system acts without a person, and who is said to watch it, do not go together.

use crate::base::say;
use crate::base::text::cut;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{covered, stands_at};
use crate::diag::Level;
use crate::model::act_class::high_risk;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS725",
    name: "autonomy-contradicts",
    level: Level::Note,
    clock: false,
    what: "The entry of an AI system says under `autonomy` that it decides alone, and its `oversight` speaks of a person who approves, confirms or looks at every case, by words alone. Or it decides, alone or with review, is in validation, in use or suspended, and nothing stands under `oversight`; where `high-risk-without-oversight` or `system-undescribed` tells that, it is not told again. Nothing is asked where the entry does not say how far it acts.",
    why: "How far a system acts without a person sets what oversight has to be there (controls A.9.2 and A.9.3; Article 14 of the EU AI Act; Article 22 of the GDPR). Where the entry says both, risks and impacts were judged for a system that is not the one in use.",
    fix: "Say how it is: `autonomy: decides-with-review` where a person approves each case; or say under `oversight` what a person really does, and who can stop the system.",
    run,
};

/// Stages at which a system acts.
const ACTS: [&str; 3] = ["validation", "in-use", "suspended"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, system) in covered(context).filter(|(_, system)| stands_at(system, &ACTS)) {
        let fields = &system.fields;
        let Some(autonomy @ ("decides-with-review" | "decides-alone")) = fields.text("autonomy") else { continue };
        let said = fields.text("oversight").unwrap_or_default();
        if autonomy == "decides-alone"
            && let Some(words) = person_decides(said)
        {
            report.document(
                system,
                system.span_of("autonomy"),
                say!("{id} decides alone by `autonomy`, and by `oversight` a person does: `{words}`", id = system.id, words = cut(words, 80)),
                say!("Write `autonomy: decides-with-review` where a person decides each case; else say under `oversight` what a person really does."),
            );
            report.also(&system.path, fields.span("oversight"), say!("says what a person does"));
        } else if fields.lacks("oversight") && !is_told(system) {
            report.document(
                system,
                system.span_of("autonomy"),
                say!("{id} decides by `autonomy`, and its entry has no `oversight`", id = system.id),
                say!(
                    "Say who watches it, how they notice that it goes wrong, and how they can stop it: `oversight: …`."
                ),
            );
        }
    }
}

/// Whether another rule tells that nobody watches it.
fn is_told(system: &Document) -> bool {
    high_risk(system).is_some() || (stands_at(system, &["in-use"]) && !system.fields.lacks("affected"))
}

/// Words by which a person decides each case, in the languages that are likely.
const PERSON: [&str; 34] = [
    "approves",
    "confirms",
    "signs off",
    "decides each",
    "decides every",
    "decides on each",
    "decides on every",
    "looks at each",
    "looks at every",
    "reviews each",
    "reviews every",
    "checks each",
    "checks every",
    "releases each",
    "releases every",
    "only a person",
    "human approval",
    "in the loop",
    "approval of a person",
    "genehmigt",
    "bestätigt",
    "gibt jede",
    "gibt jeden",
    "prüft jede",
    "sieht jede",
    "entscheidet über jede",
    "entscheidet jede",
    "approuve",
    "confirme",
    "valide chaque",
    "décide de chaque",
    "aprueba",
    "confirma",
    "revisa cada",
];

/// Words that turn the others round.
const DENIED: [&str; 16] = [
    "nobody",
    "no one",
    "no person",
    "no human",
    "not ",
    "n't ",
    "never",
    "without",
    "niemand",
    "kein",
    "nicht",
    "ohne",
    "aucun",
    "personne n",
    "nadie",
    "ningun",
];

/// The first part of a text that says that a person decides each case.
fn person_decides(text: &str) -> Option<&str> {
    text.split(['.', ';']).map(str::trim).find(|part| {
        let part = part.to_lowercase();
        PERSON.iter().any(|words| part.contains(words)) && !DENIED.iter().any(|words| part.contains(words))
    })
}

#[cfg(test)]
mod tests {
    use super::person_decides;
    use crate::check::testing::assert_one;

    fn system(lines: &str) -> String {
        format!("---\nid: SYS\nkind: system\nlifecycle: in-use\n{lines}---\n")
    }

    #[test]
    fn who_decides_is_said_once_only() {
        let lines = "autonomy: decides-alone\noversight: A sample is read; an officer approves each payment\n";
        let told = [
            "5:11 SYS decides alone by `autonomy`, and by `oversight` a person does: `an officer approves each payment`",
        ];
        assert_one("autonomy-contradicts", &system(lines), &told);
        for (from, to) in [
            ("decides-alone", "decides-with-review"),
            ("decides-alone", "recommends"),
            ("an officer approves each payment", "the shift lead can switch it off"),
            ("lifecycle: in-use", "lifecycle: planned"),
            ("lifecycle: in-use", "lifecycle: in-use\nin-scope: false"),
        ] {
            assert_one("autonomy-contradicts", &system(lines).replace(from, to), &[]);
        }
    }

    #[test]
    fn what_decides_is_watched() {
        let told = ["5:11 SYS decides by `autonomy`, and its entry has no `oversight`"];
        for word in ["decides-alone", "decides-with-review", "fully automated"] {
            assert_one("autonomy-contradicts", &system(&format!("autonomy: {word}\n")), &told);
        }
        for spared in [
            "autonomy: assists\n",
            "autonomy: decides-alone\noversight: the head\n",
            "autonomy: decides-alone\naffected: [a]\n",
            "autonomy: decides-alone\nai-act-class: high\n",
            "",
        ] {
            assert_one("autonomy-contradicts", &system(spared), &[]);
        }
    }

    #[test]
    fn words_are_known_in_some_languages_and_when_denied() {
        for text in ["An analyst looks at every held payment", "Die Leitung genehmigt. Mehr nicht", "Un agent approuve"]
        {
            assert!(person_decides(text).is_some(), "{text}");
        }
        for text in
            ["Nobody approves single cases; a sample is read", "Niemand bestätigt Einzelfälle", "Thresholds", ""]
        {
            assert_eq!(person_decides(text), None, "{text}");
        }
    }
}
