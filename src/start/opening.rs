//! What a new document says of itself before anybody fills it in, and the rows that an impact assessment begins with.

use super::form::{Given, Row};
use crate::base::Date;
use crate::base::quote::yaml;
use crate::model::impact::ImpactSettings;
use crate::model::kinds::{Kind, Kinds, Nature};

/// One row for each level at which an impact assessment has to look.
pub(super) fn levels() -> Vec<Row> {
    ["individuals", "groups", "society"].map(|level| Row::of(&[("level", level.to_owned())])).into()
}

/// One row for each category that an impact assessment goes through.
pub(super) fn categories(settings: &ImpactSettings, kinds: &Kinds) -> Vec<Row> {
    settings.all(kinds).into_iter().map(|category| Row::of(&[("category", yaml(&category))])).collect()
}

/// What every new document says of itself.
pub(super) fn start(given: &mut Given, kind: &Kind, id: &str, title: &str, today: Date) {
    let title = if title.is_empty() { String::new() } else { yaml(title) };
    given.raw("id", yaml(id)).raw("title", title).text("kind", &kind.name).text("status", "draft");
    // What is new has not begun.
    let states = kind.fields.iter().filter(|field| field.name == "state").flat_map(|field| &field.choices);
    if let Some(first) = states.take(1).find(|first| *first == "planned") {
        given.or_raw("state", first.clone());
    }
    match kind.nature {
        Nature::Record => {
            given.or_raw("date", today.to_string());
        }
        Nature::Document => {
            given.raw("version", "0.1".into()).raw("effective", today.to_string());
            given.or_raw("review-every", "12 months".into());
        }
    }
}
