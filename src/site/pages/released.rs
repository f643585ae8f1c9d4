//! What was decided on a release, beside the document: the decision, who made it, and under which conditions.

use crate::base::say;
use crate::base::text::count;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::parts::{item_more, words};
use crate::site::view::{Part, Sign, comma};
use crate::site::worded::phrase;

/// How many conditions are shown.
const MOST: usize = 40;

/// The decision of a release, who made it, and its conditions; where it says none, that it does not.
pub(super) fn decision(shared: &Shared<'_>, link: Linker<'_>, release: &Document) -> Vec<Part> {
    let fields = &release.fields;
    let unread = |key: &str| fields.is_misread(key).then(|| Part::quiet(say!("cannot be read")));
    // Where some of what there is is withheld, nobody may say that it is not there.
    let none = |words: &'static str| (!shared.is_partial()).then(|| Part::quiet(words));
    let said = |word: &str| match word {
        "no-release" => Part::sign(Sign::new("gap", words(word))),
        _ => Part::text(words(word)),
    };
    let decision = fields.text("decision").map(said).or_else(|| unread("decision"));
    let decision = decision.or_else(|| none(say!("no decision named")));
    let mut who = link.people(fields.text("decided-by")).parts;
    who.extend(link.stranger(release, "decided-by"));
    let mut parts: Vec<Part> = decision.into_iter().flat_map(|part| [Part::text(": "), part]).collect();
    if who.is_empty() {
        parts.extend(none(say!(", nothing says who decided")));
    } else {
        parts.extend(phrase!(", decided by {who}", who));
    }
    let conditions = fields.rows("conditions");
    if conditions.is_empty() {
        let asked = fields.text("decision") == Some("release-with-conditions");
        let none = unread("conditions").or_else(|| none(say!("no condition named"))).filter(|_| asked);
        parts.extend(none.into_iter().flat_map(|part| [Part::text(", "), part]));
        return parts;
    }
    let mut items: Vec<Vec<Part>> = conditions.iter().take(MOST).map(|row| condition(link, row)).collect();
    items.extend(item_more(conditions.len(), MOST));
    parts.push(Part::Fold { words: count(conditions.len(), "condition"), items });
    parts
}

/// A condition: what has to hold, who sees to it, by when, and where it stands.
fn condition(link: Linker<'_>, row: &Row) -> Vec<Part> {
    let cells = &row.cells;
    let owner = link.people(cells.text("owner")).parts;
    let due = cells.date("due").map(|day| phrase!("by {day}", day = Part::date(day)));
    let status = cells.text("status").map(|status| vec![Part::quiet(words(status))]);
    let facts = [(!owner.is_empty()).then_some(owner), due, status].into_iter().flatten();
    let facts: Vec<Part> = comma(facts.map(|parts| Part::Aside { parts }));
    let mut parts = vec![Part::text(cells.text("condition").unwrap_or_default())];
    if !facts.is_empty() {
        parts.push(Part::text(" ("));
        parts.extend(facts);
        parts.push(Part::text(")"));
    }
    parts
}
