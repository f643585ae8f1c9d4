//! `purpose-suggests-class`: the purpose of an AI system speaks of a use that its class leaves out.

use crate::base::{say, wording};
use crate::check::lacks::and;
use crate::check::systems::covered;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::act_class::{KEY, classes};
use crate::model::document::Document;
use crate::model::purposes::{self, Purpose};

pub(super) static RULE: Rule = Rule {
    code: "AIMS665",
    name: "purpose-suggests-class",
    level: Level::Note,
    clock: false,
    what: "The class of an AI system is `minimal` or `transparency` and nothing more, and its `purpose` or title uses words of a use that Annex III of the EU AI Act counts as high-risk, or, as a warning, of a practice that Article 5 prohibits. It is a hint by words alone. Nothing is told where `art-6-3` is given, or `ai-act-reason` speaks of Annex III, Article 6 or Article 5, in English, German or French, and so answers it.",
    why: "Duties follow from the class, and the class from what the system is for (clauses 4.1 and 4.2, article 6). `Classification not substantiated` is what an auditor notes of a system that scores applicants and is called minimal.",
    fix: "Look at the point that is named. Mend `ai-act-class`; or say under `ai-act-reason` why the point does not hold, naming it: `Annex III, point 4 does not hold, since …`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    if context.aims.catalog.framework("eu-ai-act").is_none() {
        return;
    }
    for (_, system) in covered(context) {
        let Some((purpose, words)) = suggested(system).filter(|_| is_light(system) && !is_answered(system)) else {
            continue;
        };
        let Purpose { point, about, prohibited, .. } = purpose;
        let (id, point, about) = (&system.id, wording::known(point), wording::known(about));
        let class = and(classes(system).map(|class| format!("`{class}`")));
        let message = match *prohibited {
            true => say!(
                "the purpose of {id} speaks of `{words}…`, which may be what {point} prohibits ({about}), and its class is {class}",
                id,
                words,
                point,
                about,
                class
            ),
            false => say!(
                "the purpose of {id} speaks of `{words}…`, which may be what {point} counts as high-risk ({about}), and its class is {class}",
                id,
                words,
                point,
                about,
                class
            ),
        };
        report.document(
            system,
            system.span_of(KEY),
            message,
            say!("Mend the class, or say under `ai-act-reason` why {point} does not hold.", point),
        );
        if *prohibited {
            report.at(Level::Warning);
        }
    }
}

/// The use of which the purpose speaks, else the title.
fn suggested(system: &Document) -> Option<(&'static Purpose, &'static str)> {
    system.fields.text("purpose").and_then(purposes::of).or_else(|| purposes::of(&system.title))
}

/// Whether all that the entry says is that it is of low risk. What it names beside that contradicts it, which is told.
fn is_light(system: &Document) -> bool {
    let mut said = classes(system).peekable();
    let fields = &system.fields;
    said.peek().is_some()
        && said.all(|class| matches!(class, "minimal" | "transparency"))
        && !fields.is_misread(KEY)
        && fields.lacks("annex-iii")
        && system.stage() != Some("retired")
}

/// Whether the entry gives a reason that speaks of the provisions in question.
fn is_answered(system: &Document) -> bool {
    !system.fields.lacks("art-6-3") || system.fields.text("ai-act-reason").is_some_and(speaks_of_them)
}

/// What the annex is called in the languages that reasons are written in.
const ANNEX: [&str; 6] = ["annex", "annexes", "anhang", "anhangs", "anhanges", "annexe"];

/// What articles are.
const ARTICLE: [&str; 7] = ["article", "articles", "art", "arts", "artikel", "artikels", "artikeln"];

/// Their paragraphs, where they stand without that word.
const PARAGRAPHS: [&str; 2] = ["6(3)", "5(1)"];

/// Whether a text names Annex III, Article 5 or Article 6, in whatever language. Article 50 is another.
fn speaks_of_them(reason: &str) -> bool {
    let reason = reason.to_lowercase();
    let words: Vec<&str> = reason.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_named = |pair: &[&str]| match pair {
        [lead, number] if ANNEX.contains(lead) => *number == "iii",
        // One that is followed by those after it is written `5ff.`
        [lead, number] if ARTICLE.contains(lead) => {
            matches!(number.trim_end_matches(char::is_alphabetic), "5" | "6")
        }
        _ => false,
    };
    let stands_alone = |at: usize| !reason[..at].ends_with(|c: char| c.is_ascii_digit());
    words.windows(2).any(is_named)
        || PARAGRAPHS.iter().any(|one| reason.match_indices(one).any(|(at, _)| stands_alone(at)))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check};

    fn system(purpose: &str, lines: &str) -> String {
        format!("---\nid: S\ntitle: T\nkind: system\npurpose: {purpose}\n{lines}\n---\n")
    }

    #[test]
    fn words_of_a_grave_use_and_a_light_class_are_told() {
        let told = "6:15 the purpose of S speaks of `recruit…`, which may be what Annex III, point 4 counts as high-risk \
                    (recruiting and managing workers), and its class is `minimal`";
        assert_one("purpose-suggests-class", &system("Ranks recruits", "ai-act-class: minimal"), &[told]);
        let prohibited = system("Reads emotions of staff", "ai-act-class: minimal");
        let (all, _) = check(&[("aims.toml", ""), ("a.md", &prohibited)]);
        let found = all.iter().find(|finding| finding.name == "purpose-suggests-class").expect("a finding");
        assert_eq!(found.level, crate::diag::Level::Warning);
        assert!(found.message.contains("Article 5(1)(f) prohibits"), "{}", found.message);
    }

    #[test]
    fn a_grave_class_a_reason_and_other_purposes_are_no_findings() {
        for lines in [
            "ai-act-class: high",
            "ai-act-class: [transparency, high-annex-iii]",
            "ai-act-class: not-applicable",
            "title: x",
            "ai-act-class: minimal\nai-act-reason: Annex III, point 4 does not hold, it only sorts dates",
            "ai-act-class: minimal\nart-6-3: It prepares a task",
            "ai-act-class: minimal\nannex-iii: '4'",
            "ai-act-class: minimal\nlifecycle: retired",
            "ai-act-class: minimal\nin-scope: false",
        ] {
            assert_one("purpose-suggests-class", &system("Ranks recruits", lines), &[]);
        }
        assert_one("purpose-suggests-class", &system("Sorts letters", "ai-act-class: minimal"), &[]);
    }

    #[test]
    fn a_reason_answers_in_the_language_that_it_is_written_in() {
        let reason =
            |reason: &str| system("Ranks recruits", &format!("ai-act-class: minimal\nai-act-reason: '{reason}'"));
        for answered in [
            "Annex III, point 4 does not hold, it only sorts dates",
            "Not in annex-iii",
            "Anhang III Nummer 4 trifft nicht zu, da nur Termine geordnet werden",
            "Die Zwecke des Anhangs III liegen nicht vor",
            "ANNEXE III, point 4: ne s’applique pas",
            "Aucune pratique de l’article 5",
            "Hors des articles 5 et 6",
            "Nach Artikel 6 Absatz 3 kein hohes Risiko",
            "Art. 5 ist nicht berührt",
            "Art.\u{a0}6 Abs. 3",
            "vgl. Art. 5ff. KI-VO",
            "exempt by 6(3)",
        ] {
            assert_one("purpose-suggests-class", &reason(answered), &[]);
        }
        for open in
            ["It only sorts dates", "Article 50 is kept", "Anhang IV", "Artikel 50", "see 26(3)", "start 5 of 6"]
        {
            let (all, _) = check(&[("aims.toml", ""), ("a.md", &reason(open))]);
            assert!(all.iter().any(|finding| finding.name == "purpose-suggests-class"), "{open}");
        }
    }
}
