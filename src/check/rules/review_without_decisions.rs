//! `review-without-decisions`: a management review that decided nothing, or nothing by a day.

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::lacks::{is_unsaid, none_says};
use crate::check::lists::and;
use crate::check::rule::{Report, Rule};
use crate::check::sittings::together;
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS731",
    name: "review-without-decisions",
    level: Level::Error,
    clock: false,
    what: "A management review has no rows under `decisions`, or none that says more than `none`. A warning where decisions that are not done have no `due`, and where nothing says whether the system is suitable, adequate and effective: neither `conclusion`, of which rows with `on` have to be there for all three, in it or in another review of the same time, nor, in the languages that are known, the text, by these words or a heading that calls it a conclusion.",
    why: "The results of a management review are decisions on improvement and on changes (clause 9.3.3), and a judgement of the system (clause 9.3.1). A review without them was a report.",
    fix: "Write what was decided, who sees to it and by when; and under `conclusion` what top management makes of the system. Where nothing had to be decided, a row says that this was decided.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, review) in context.living_of("management-review").filter(|(_, review)| !review.is_draft()) {
        let fields = &review.fields;
        if let Some(span) = fields
            .span("decisions")
            .filter(|_| !fields.is_misread("decisions") && none_says(fields.rows("decisions"), "decision"))
        {
            let message = say!("{id} decided nothing", id = review.id);
            report.document(review, span, message, say!("Write what was decided, who sees to it and by when."));
            continue;
        }
        let rows = fields.rows("decisions").iter();
        let undated: Vec<_> = rows.filter(|row| !row.is_settled() && row.cells.lacks("due")).collect();
        if let Some(row) = undated.first() {
            report.document(
                review,
                row.cells.span("decision").unwrap_or(row.span),
                plural!(
                    undated.len(),
                    "{n} decision of {id} has no day",
                    "{n} decisions of {id} have no day",
                    id = review.id
                ),
                say!("Add `due: …` to each, or `status: done` where it is."),
            );
            report.at(Level::Warning);
        }
        match fields.lacks("conclusion") {
            true if !concludes(review) => {
                report.document(
                    review,
                    review.span_of("date"),
                    say!(
                        "{id} does not conclude whether the management system is suitable, adequate and effective",
                        id = review.id
                    ),
                    say!("Add `conclusion: …`: what top management makes of the system as a whole."),
                );
                report.at(Level::Warning);
            }
            false => incomplete(context, (ix, review), report),
            true => {}
        }
    }
}

/// The questions of a review, as `conclusion` has them.
const QUESTIONS: [&str; 3] = ["suitability", "adequacy", "effectiveness"];

/// Tells of a conclusion that goes by these questions and leaves one out.
fn incomplete(context: &Context<'_>, (ix, review): (DocIx, &Document), report: &mut Report<'_>) {
    let fields = &review.fields;
    let rows = fields.rows("conclusion");
    if fields.is_misread("conclusion") || rows.iter().any(|row| row.cells.is_misread("on")) {
        return;
    }
    let says = |one: &Document, question: &str| {
        let mut said = one.fields.rows("conclusion").iter().filter(|row| !is_unsaid(&row.cells, "judgement"));
        said.any(|row| row.cells.text("on") == Some(question))
    };
    let missing = QUESTIONS.iter().filter(|question| !together(context, (ix, review), |one| says(one, question)));
    let missing: Vec<String> = missing.map(|question| format!("`{question}`")).collect();
    if rows.iter().any(|row| !row.cells.lacks("on")) && !missing.is_empty() {
        report.document(
            review,
            review.span_of("conclusion"),
            say!("the conclusion of {id} says nothing on {missing}", id = review.id, missing = and(missing)),
            say!("Add a row for each: `{on: …, judgement: …}`."),
        );
        report.at(Level::Warning);
    }
}

/// How words begin by which a language says that a system is suitable, adequate and effective.
struct Stems {
    lang: &'static str,
    of: [&'static [&'static str]; 3],
}

const STEMS: [Stems; 4] = [
    Stems { lang: "en", of: [&["suitab", "fit for"], &["adequa", "sufficien"], &["effectiv"]] },
    Stems {
        lang: "de",
        of: [&["geeignet", "eignung", "tauglich"], &["angemessen", "adäquat", "ausreichend"], &["wirksam", "effektiv"]],
    },
    Stems {
        lang: "fr", of: [&["pertinen", "appropri", "convenab"], &["adéqua", "adapté", "suffisan"], &["efficac"]]
    },
    Stems { lang: "es", of: [&["convenien", "idone", "apropiad"], &["adecua", "suficien"], &["eficac", "eficaz"]] },
];

/// How headings begin below which a conclusion stands.
const HEADINGS: [&str; 9] = [
    "conclusion",
    "overall",
    "fazit",
    "schluss",
    "gesamt",
    "beurteilung des",
    "bewertung des",
    "conclusión",
    "conclusiones",
];

/// Whether the text of a review concludes on the system, or that cannot be told: it is in another language, or holds no word.
fn concludes(review: &Document) -> bool {
    let lang = review.lang.as_deref().and_then(|lang| lang.split('-').next());
    if review.said.wordless || lang.is_some_and(|lang| STEMS.iter().all(|stems| stems.lang != lang)) {
        return true;
    }
    let heading = |text: &str| {
        let text = text.trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        HEADINGS.iter().any(|start| text.starts_with(start))
    };
    if review.body.headings.iter().any(|found| heading(&found.text)) {
        return true;
    }
    let cells = |key: &str, column: &'static str| {
        review.fields.rows(key).iter().filter_map(move |row| row.cells.text(column)).collect::<Vec<_>>()
    };
    let body = review.text.get(review.body.start..).unwrap_or_default();
    let said =
        [cells("inputs", "summary"), cells("decisions", "decision"), vec![body]].concat().join("\n").to_lowercase();
    STEMS.iter().any(|stems| stems.of.iter().all(|words| words.iter().any(|word| said.contains(word))))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn bare(lines: &str) -> String {
        format!("---\nid: MR\nkind: management-review\n{lines}---\n")
    }

    fn review(lines: &str) -> String {
        bare(&format!("{lines}conclusion: Suitable.\n"))
    }

    #[test]
    fn no_decision_and_decisions_without_a_day_are_told() {
        assert_one("review-without-decisions", &review("decisions: []\n"), &["4:12 MR decided nothing"]);
        let nothing = "decisions: [{decision: keine, owner: o, due: 2027-01-01}, {decision: No decisions, owner: o}]\n";
        assert_one("review-without-decisions", &review(nothing), &["4:12 MR decided nothing"]);
        let row = |more: &str| format!("  - {{decision: d, owner: o{more}}}\n");
        let rows = format!("decisions:\n{}{}", row(""), row(", status: planned"));
        assert_one("review-without-decisions", &review(&rows), &["5:16 2 decisions of MR have no day"]);
        let one = format!("decisions:\n{}{}", row(", due: 2027-01-01"), row(""));
        assert_one("review-without-decisions", &review(&one), &["6:16 1 decision of MR has no day"]);
        let done = format!("decisions:\n{}", row(", status: done"));
        assert_one("review-without-decisions", &review(&done), &[]);
        // That none are there has its own finding.
        for lines in ["", "decisions: soon\n", "decisions: []\nstatus: draft\n"] {
            assert_one("review-without-decisions", &review(lines), &[]);
        }
    }

    fn concluding(lines: &str, body: &str) -> Vec<String> {
        let review = format!("{}{body}\n", bare(&format!("date: 2026-01-01\n{lines}")));
        only("review-without-decisions", &[("aims.toml", ""), ("a.md", &review)])
    }

    #[test]
    fn a_conclusion_stands_under_its_key_or_in_the_text() {
        let told = ["a.md:4:7 MR does not conclude whether the management system is suitable, adequate and effective"];
        let body = "We looked at all of it, and it is effective and suitable.";
        assert_eq!(concluding("", body), told);
        assert!(concluding("conclusion: Suitable.\n", body).is_empty());
        for said in [
            "The system is suitable, adequate and effective.",
            "Das System ist geeignet, angemessen und wirksam.",
            "# Minutes\n\n## 4. Conclusion\n\nIt serves us well.",
            "## Gesamturteil\n\nEs passt.",
        ] {
            assert!(concluding("", said).is_empty(), "{said}");
        }
        let row =
            "decisions: [{decision: Eignung; Angemessenheit und Wirksamkeit sind gegeben, owner: o, status: done}]\n";
        assert!(concluding(row, "Protokoll der Sitzung.").is_empty());
        assert!(concluding("", "").is_empty(), "that nothing is written is told elsewhere");
        assert!(concluding("lang: pl\n", "System jest odpowiedni.").is_empty(), "what cannot be read");
    }

    #[test]
    fn a_conclusion_by_questions_answers_all_three() {
        let row = |on: &str| format!("  - {{on: {on}, judgement: It is.}}\n");
        let rows = |on: &[&str]| format!("conclusion:\n{}", on.iter().map(|on| row(on)).collect::<String>());
        let found = concluding(&rows(&["suitability"]), "Text.");
        let told = "the conclusion of MR says nothing on `adequacy` and `effectiveness`";
        assert!(found.len() == 1 && found[0].ends_with(told), "{found:?}");
        assert!(concluding(&rows(&["suitability", "adequacy", "effectiveness"]), "Text.").is_empty());
        let none = rows(&["suitability", "adequacy"]) + "  - {on: effectiveness, judgement: none}\n";
        assert_eq!(concluding(&none, "Text.").len(), 1);
        assert!(concluding("conclusion:\n  - {judgement: It is all of that.}\n", "Text.").is_empty());
    }
}
