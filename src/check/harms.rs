//! The harms that an impact assessment rates, and what it has against each.

use std::collections::BTreeSet;

use super::context::Context;
use super::lacks::is_unsaid;
use super::named::named_in;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::risk::{BEFORE, RiskLevel, RiskScale, parts};
use crate::reading::normal;

/// Harms of an assessment from a level on, each with its score and level.
pub(super) fn harms(
    assessment: &Document,
    scale: RiskScale,
    from: RiskLevel,
) -> impl Iterator<Item = (&Row, i64, RiskLevel)> {
    let rows = assessment.fields.rows("impacts").iter().filter(|row| row.cells.text("effect") == Some("harm"));
    rows.filter_map(move |row| {
        let (likelihood, severity) = parts(&row.cells, BEFORE)?;
        let score = likelihood * severity;
        let level = scale.level(score);
        (level >= from).then_some((row, score, level))
    })
}

/// Whether any row of an assessment says something under a column: then each is asked for it, and else what stands for all
/// of them is enough.
pub(super) fn any_row_says(assessment: &Document, column: &str) -> bool {
    assessment.fields.rows("impacts").iter().any(|row| !row.cells.lacks(column))
}

/// Measures that were dropped, as rows name them: nothing is done by them any more.
fn dropped(assessment: &Document) -> BTreeSet<String> {
    let rows = assessment.fields.rows("measures").iter();
    let dropped = rows.filter(|row| row.cells.text("status") == Some("dropped"));
    dropped.filter_map(|row| row.cells.text("measure")).map(normal).collect()
}

/// A harm of weight that nothing answers.
pub(super) struct Unanswered<'a> {
    /// The row.
    pub(super) row: &'a Row,
    /// Likelihood by severity.
    pub(super) score: i64,
    /// How grave that is.
    pub(super) level: RiskLevel,
    /// Whether no measure is against it.
    pub(super) no_measure: bool,
    /// Whether no risk carries it on.
    pub(super) no_risk: bool,
}

/// The medium and high harms of an assessment that have no measure or no risk. Where some rows name theirs, each is asked for
/// it; where none does, what stands for all of them is enough, and that there is none at all is one slip, which the gravest
/// harm tells.
pub(super) fn unanswered(assessment: &Document, scale: RiskScale) -> Vec<Unanswered<'_>> {
    let fields = &assessment.fields;
    if fields.text("result") == Some("no-go") || fields.is_misread("impacts") {
        return Vec::new();
    }
    let mut found: Vec<Unanswered<'_>> = harms(assessment, scale, RiskLevel::Medium)
        .map(|(row, score, level)| Unanswered { row, score, level, no_measure: false, no_risk: false })
        .collect();
    found.sort_by_key(|harm| std::cmp::Reverse(harm.score));
    let dropped = dropped(assessment);
    let lacks = |row: &Row, column: &str| {
        is_unsaid(&row.cells, column)
            || (column == "measure" && row.cells.text(column).is_some_and(|measure| dropped.contains(&normal(measure))))
    };
    let measured = fields
        .rows("measures")
        .iter()
        .any(|row| row.cells.text("status") != Some("dropped") && !is_unsaid(&row.cells, "measure"));
    let mut lack = |column: &str, for_all: &str, given: bool, set: fn(&mut Unanswered<'_>)| {
        let each = any_row_says(assessment, column);
        if fields.is_misread(for_all) || (!each && given) {
            return;
        }
        let most = if each { usize::MAX } else { 1 };
        found.iter_mut().filter(|harm| lacks(harm.row, column)).take(most).for_each(set);
    };
    lack("measure", "measures", measured, |harm| harm.no_measure = true);
    lack("risk", "risks", !fields.lacks("risks"), |harm| harm.no_risk = true);
    found.retain(|harm| harm.no_measure || harm.no_risk);
    found.sort_by_key(|harm| harm.row.span.start);
    found
}

/// Rows of `impacts` that name a measure which no row of `measures` is, each with what it names. A name may be shorter than
/// the row, or say more; several are parted by `;`. What names a document is followed there.
pub(super) fn unlisted<'a>(context: &Context<'_>, assessment: &'a Document) -> Vec<(&'a Row, &'a str)> {
    if assessment.fields.is_misread("measures") {
        return Vec::new();
    }
    let listed: Vec<Vec<String>> =
        assessment.fields.rows("measures").iter().filter_map(|row| row.cells.text("measure")).map(words).collect();
    let is_listed = |one: &str| {
        let one = words(one);
        one.is_empty() || listed.iter().any(|row| is_within(&one, row) || is_within(row, &one))
    };
    let is_followed = |measure: &str| {
        let named = named_in(context, measure);
        !named.documents.is_empty() || is_listed(measure) || measure.split([';', '\n']).all(is_listed)
    };
    let rows = assessment.fields.rows("impacts").iter().filter(|row| !is_unsaid(&row.cells, "measure"));
    let named = rows.filter_map(|row| Some((row, row.cells.text("measure")?)));
    named.filter(|(_, measure)| !is_followed(measure)).collect()
}

/// What stands for all people, for groups or for single persons, in the languages that teams write most.
const COLLECTIVE: [&str; 43] = [
    "society",
    "public",
    "everyone",
    "everybody",
    "all",
    "people",
    "persons",
    "population",
    "community",
    "communities",
    "citizens",
    "humanity",
    "humans",
    "environment",
    "planet",
    "group",
    "groups",
    "individual",
    "individuals",
    "person",
    "others",
    "organisation",
    "organization",
    "gesellschaft",
    "allgemeinheit",
    "öffentlichkeit",
    "alle",
    "jeder",
    "menschen",
    "personen",
    "bevölkerung",
    "bürger",
    "umwelt",
    "gruppe",
    "gruppen",
    "einzelne",
    "société",
    "tous",
    "personnes",
    "sociedad",
    "público",
    "todos",
    "personas",
];

/// Words that many names of groups have and that tell none of them.
const LITTLE: [&str; 20] = [
    "with", "that", "from", "their", "other", "whose", "under", "over", "such", "those", "into", "about", "where",
    "which", "oder", "nicht", "eine", "einer", "ihre", "welche",
];

/// Words of so many letters tell something.
const TELLING: usize = 4;

/// Rows of `impacts` that say under `who` somebody that no row of `affected` has, by any word, each with what they say. Where
/// words cannot be told apart, as in scripts without blanks between them, nobody is missed.
pub(super) fn unnamed<'a>(context: &Context<'_>, assessment: &'a Document) -> Vec<(&'a Row, &'a str)> {
    let fields = &assessment.fields;
    let affected = fields.rows("affected");
    if fields.is_misread("affected") || affected.is_empty() || affected.iter().any(|row| row.cells.lacks("group")) {
        return Vec::new();
    }
    let mut known: Vec<String> = affected.iter().filter_map(|row| row.cells.text("group")).flat_map(telling).collect();
    known.extend(context.aims.config.organisation.iter().flat_map(|name| telling(name)));
    let is_known =
        |word: &String| COLLECTIVE.contains(&word.as_str()) || known.iter().any(|known| is_alike(word, known));
    let is_missed = |who: &str| {
        let told = telling(who);
        !told.is_empty() && who.chars().all(|c| c < FIRST_WITHOUT_BLANKS) && !words(who).iter().any(is_known)
    };
    let rows = fields.rows("impacts").iter().filter(|row| row.cells.text("effect") != Some("none"));
    let said = rows.filter(|row| !is_unsaid(&row.cells, "who")).filter_map(|row| Some((row, row.cells.text("who")?)));
    said.filter(|(_, who)| is_missed(who)).collect()
}

/// The first sign of the scripts that part no words.
const FIRST_WITHOUT_BLANKS: char = '\u{2e80}';

/// The words of a text that tell something.
fn telling(text: &str) -> Vec<String> {
    let tells = |word: &String| word.chars().count() >= TELLING && !LITTLE.contains(&word.as_str());
    words(text).into_iter().filter(tells).collect()
}

/// Whether two words are forms of one: they begin alike, but for their ends.
fn is_alike(one: &str, other: &str) -> bool {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let shorter = one.chars().count().min(other.chars().count());
    same >= TELLING && same + 2 >= shorter
}

/// The words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether some words stand in others, one after the other.
fn is_within(some: &[String], others: &[String]) -> bool {
    !some.is_empty() && others.windows(some.len()).any(|window| window == some)
}
