//! `purpose-suggests-class`: the purpose of an AI system speaks of a use that its class leaves out.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lists::and;
use crate::check::rule::{Report, Rule};
use crate::check::systems::covered;
use crate::diag::Level;
use crate::model::act_class::{KEY, classes};
use crate::model::document::Document;
use crate::model::purposes::{self, Purpose};

pub(super) static RULE: Rule = Rule {
    code: "AIMS665",
    name: "purpose-suggests-class",
    level: Level::Note,
    clock: false,
    what: "The class of an AI system is `minimal` or `transparency` and nothing more, and its `purpose` or title uses words of a use that Annex III of the EU AI Act counts as high-risk, or, as a warning, of a practice that Article 5 prohibits. It is a hint by words alone. Nothing is told where `ai-act-reason` speaks of that very point, or of all of Annex III, of Article 6 or of all of Article 5, in English, German or French, and so answers it; of a use of Annex III, where `art-6-3` is given. A reason that names another point answers another question.",
    why: "Duties follow from the class, and the class from what the system is for (clauses 4.1 and 4.2, article 6). `Classification not substantiated` is what an auditor notes of a system that scores applicants and is called minimal.",
    fix: "Look at the point that is named. Mend `ai-act-class`; or say under `ai-act-reason` why the point does not hold, naming it: `Annex III, point 4 does not hold, since …`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    if context.aims.catalog.framework("eu-ai-act").is_none() {
        return;
    }
    for (_, system) in covered(context) {
        let of = suggested(system).filter(|(purpose, _)| is_light(system) && !is_answered(system, purpose));
        let Some((purpose, words)) = of else { continue };
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

/// Whether the entry gives a reason that speaks of the point in question.
fn is_answered(system: &Document, purpose: &Purpose) -> bool {
    let exempt = !purpose.prohibited && !system.fields.lacks("art-6-3");
    exempt || system.fields.text("ai-act-reason").is_some_and(|reason| Named::by(reason).answers(purpose))
}

/// What the annex is called in the languages that reasons are written in.
const ANNEX: [&str; 6] = ["annex", "annexes", "anhang", "anhangs", "anhanges", "annexe"];

/// What articles are.
const ARTICLE: [&str; 7] = ["article", "articles", "art", "arts", "artikel", "artikels", "artikeln"];

/// What stands before the number of a point or between two.
const BETWEEN: [&str; 18] = [
    "point", "points", "nummer", "nummern", "nr", "nrn", "ziffer", "no", "number", "numbers", "punkt", "und", "and",
    "or", "oder", "et", "ou", "of",
];

/// What stands before a letter.
const LETTER: [&str; 6] = ["point", "points", "letter", "lit", "buchstabe", "lettre"];

/// What makes two numbers a range, which is looked at as a whole.
const UNTIL: [&str; 3] = ["to", "bis", "à"];

/// How many words behind an article its letters may stand in.
const NEAR: usize = 8;

/// The provisions that a reason names.
#[derive(Debug, Default)]
struct Named {
    /// Points of Annex III, each with its letter, if it has one; `None` where the annex is named as a whole.
    points: Vec<Option<(u8, Option<char>)>>,
    /// Letters of Article 5; `None` where it is named as a whole.
    letters: Vec<Option<char>>,
    /// Whether Article 6 is named, which says what of the annex is high-risk.
    article_6: bool,
}

/// A word of a reason, and whether it begins behind an opening bracket.
type Token<'a> = (&'a str, bool);

impl Named {
    fn by(reason: &str) -> Self {
        let reason = reason.to_lowercase();
        let tokens: Vec<Token<'_>> = tokens(&reason);
        let mut named = Self::default();
        for (at, (word, _)) in tokens.iter().enumerate() {
            let behind = tokens.get(at + 1..).unwrap_or_default();
            let next = behind.first().map(|(word, _)| *word).unwrap_or_default();
            if ANNEX.contains(word) && next == "iii" {
                named.annex(&tokens[..at], &behind[1..]);
            } else if ARTICLE.contains(word) {
                named.articles(behind);
            } else if matches!((*word, behind.first()), ("5", Some(("1", true)))) {
                named.article_5(behind);
            } else if matches!((*word, behind.first()), ("6", Some(("3", true)))) {
                named.article_6 = true;
            }
        }
        named
    }

    /// Takes up the points that stand behind the annex, else those before it: `point 4 of Annex III`.
    fn annex(&mut self, before: &[Token<'_>], behind: &[Token<'_>]) {
        let mut points = points(behind);
        if points.is_empty() {
            // A number alone may be of anything.
            let lead = before.iter().rposition(|(word, _)| BETWEEN[..11].contains(word));
            points =
                lead.filter(|at| before.len() - at <= NEAR).map_or_else(Vec::new, |at| self::points(&before[at..]));
        }
        match points.is_empty() {
            true => self.points.push(None),
            false => self.points.extend(points.into_iter().map(Some)),
        }
    }

    /// Takes up the articles that stand behind that word: `5 and 6`. One with those after it is written `5ff.`
    fn articles(&mut self, behind: &[Token<'_>]) {
        for (at, (word, _)) in behind.iter().enumerate() {
            let number = word.trim_end_matches(char::is_alphabetic);
            match number {
                "5" => self.article_5(&behind[at + 1..]),
                "6" => self.article_6 = true,
                "" if BETWEEN.contains(word) => {}
                _ => return,
            }
            self.article_6 |= number == "5" && word.ends_with("ff");
        }
    }

    /// Takes up the letters of Article 5 that stand behind it.
    fn article_5(&mut self, behind: &[Token<'_>]) {
        let near = &behind[..behind.len().min(NEAR)];
        let mut letters = near.iter().enumerate().filter_map(|(at, (word, in_brackets))| {
            let letter = letter(word)?;
            let led = at.checked_sub(1).is_some_and(|before| LETTER.contains(&near[before].0));
            (*in_brackets || led).then_some(Some(letter))
        });
        let first = letters.next();
        self.letters.push(first.flatten());
        self.letters.extend(letters);
    }

    /// Whether it names the point that a purpose suggests, or the whole that it is a point of.
    fn answers(&self, purpose: &Purpose) -> bool {
        let point = purpose.point.to_lowercase();
        let of = tokens(&point);
        if purpose.prohibited {
            let own = of.last().and_then(|(word, _)| letter(word));
            return self.letters.iter().any(|named| named.is_none() || *named == own);
        }
        let own = points(of.get(2..).unwrap_or_default());
        let is_own = |(number, letter): (u8, Option<char>)| {
            own.iter().any(|own| own.0 == number && (letter.is_none() || own.1.is_none() || own.1 == letter))
        };
        self.article_6 || self.points.iter().any(|named| named.is_none_or(is_own))
    }
}

/// The words of a text in lower case.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push((&text[from..at], text[..from].ends_with('(')));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The letter that a word is, of those that points have.
fn letter(word: &str) -> Option<char> {
    let mut letters = word.chars();
    letters.next().filter(|letter| matches!(letter, 'a'..='h') && letters.next().is_none())
}

/// The points that a text begins with, each with its letter; none where there is a range of them.
fn points(tokens: &[Token<'_>]) -> Vec<(u8, Option<char>)> {
    let mut found: Vec<(u8, Option<char>)> = Vec::new();
    for (word, in_brackets) in tokens {
        match (word.parse::<u8>(), letter(word)) {
            (Ok(number @ 1..=8), _) => found.push((number, None)),
            (_, Some(letter)) if *in_brackets => {
                if let Some(last) = found.last_mut() {
                    last.1 = Some(letter);
                }
            }
            _ if UNTIL.contains(word) && !found.is_empty() => return Vec::new(),
            _ if BETWEEN.contains(word) => {}
            _ => break,
        }
    }
    found
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

    fn is_open(text: &str) -> bool {
        let (all, _) = check(&[("aims.toml", ""), ("a.md", text)]);
        all.iter().any(|finding| finding.name == "purpose-suggests-class")
    }

    #[test]
    fn a_reason_answers_in_the_language_that_it_is_written_in() {
        let reason =
            |reason: &str| system("Ranks recruits", &format!("ai-act-class: minimal\nai-act-reason: '{reason}'"));
        for answered in [
            "Annex III, point 4 does not hold, it only sorts dates",
            "Annex III, point 4(a) does not hold",
            "Annex III, points 4 and 5(b) do not hold",
            "Annex III, points 1 to 8: none holds",
            "Point 4 of Annex III does not hold",
            "Not in annex-iii",
            "Anhang III Nummer 4 trifft nicht zu, da nur Termine geordnet werden",
            "Die Zwecke des Anhangs III liegen nicht vor",
            "ANNEXE III, point 4: ne s’applique pas",
            "Hors des articles 5 et 6",
            "Nach Artikel 6 Absatz 3 kein hohes Risiko",
            "Art.\u{a0}6 Abs. 3",
            "vgl. Art. 5ff. KI-VO",
            "exempt by 6(3)",
        ] {
            assert!(!is_open(&reason(answered)), "{answered}");
        }
        for open in [
            "It only sorts dates",
            "Article 50 is kept",
            "Anhang IV",
            "Artikel 50",
            "see 26(3)",
            "start 5 of 6",
            "Annex III, point 5(b) leaves fraud out",
            "Anhang III Nr. 5 trifft nicht zu",
            "Aucune pratique de l’article 5",
            "Art. 5 ist nicht berührt",
        ] {
            assert!(is_open(&reason(open)), "{open}");
        }
    }

    #[test]
    fn a_prohibited_practice_is_answered_by_its_own_letter() {
        let reason = |reason: &str| {
            system(
                "Emotion recognition of employees at work",
                &format!("ai-act-class: minimal\nai-act-reason: '{reason}'"),
            )
        };
        for answered in [
            "Article 5(1)(f) allows it for safety",
            "Artikel 5 Absatz 1 Buchstabe f: aus Gründen der Sicherheit",
            "Article 5 is not touched",
            "5(1)(f) has an exception for safety",
        ] {
            assert!(!is_open(&reason(answered)), "{answered}");
        }
        for open in ["Annex III is not met", "Article 5(1)(c) does not hold", "Article 6(3)", "Annex III point 5(b)"] {
            assert!(is_open(&reason(open)), "{open}");
        }
    }
}
