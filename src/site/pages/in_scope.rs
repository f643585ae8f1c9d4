//! What is in scope, on the first screen: what the statement of scope itself says, in a few words, with the rest folded away.

use serde::Serialize;

use super::particulars;
use crate::base::{plural, say, text::cut};
use crate::model::document::Document;
use crate::model::figures::Figures;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::search;
use crate::site::view::{Pair, Part, line};
use crate::site::worded::phrase;

/// How many letters of the first sentence are told, and how many values of one fact.
const LETTERS: usize = 320;
const VALUES: usize = 24;

/// What is in scope.
#[derive(Debug, Default, Serialize)]
pub(super) struct InScope {
    /// The statement, and what it says first.
    words: Vec<Part>,
    /// How many there are of what.
    counts: String,
    /// What is folded away: its label, and the facts.
    more: String,
    facts: Vec<Pair>,
}

/// What the statement of scope says; what there is without one, where there is none.
pub(super) fn in_scope(shared: &Shared<'_>, link: Linker<'_>, figures: &Figures) -> InScope {
    let scopes = shared.aims.of_kind("scope");
    let Some((ix, scope)) = scopes.into_iter().find(|(_, scope)| !scope.is_retired()) else {
        let none =
            shared.none(say!("No statement of scope says what is in and what is out. Clause 4.3 calls for one."));
        return InScope {
            words: vec![Part::text(none)],
            counts: counts(shared, None, figures).join(" · "),
            ..InScope::default()
        };
    };
    let said = if shared.state.is_withheld(ix) { None } else { first_sentence(shared, ix) };
    let title = link.title(ix);
    let words = match said {
        Some(said) => phrase!("{scope}: {said}", scope = title, said = Part::said(said)),
        None => vec![title],
    };
    let facts = facts(shared, link, scope);
    let more = match facts.is_empty() {
        true => String::new(),
        false => say!("Units, sites, roles and what is left out").to_owned(),
    };
    InScope { words, counts: counts(shared, Some(scope), figures).join(" · "), more, facts }
}

/// How many systems, units, sites, roles and exclusions there are.
fn counts(shared: &Shared<'_>, scope: Option<&Document>, figures: &Figures) -> Vec<String> {
    let mut told = Vec::new();
    // How many there are, a site from which any may be kept cannot say.
    if figures.systems > 0 && !shared.withholds() {
        told.push(plural!(
            figures.systems,
            "{n} AI system, {in_use} in use",
            "{n} AI systems, {in_use} in use",
            in_use = figures.systems_in_use
        ));
        let out = figures.systems_out;
        told.extend((out > 0).then(|| plural!(out, "{n} AI system out of scope", "{n} AI systems out of scope")));
    }
    let Some(scope) = scope else { return told };
    let number = |key: &str| scope.fields.texts(key).len();
    let (units, sites, roles) = (number("units"), number("sites"), number("ai-roles"));
    let left_out = scope.fields.rows("exclusions").len();
    told.extend((units > 0).then(|| plural!(units, "{n} unit", "{n} units")));
    told.extend((sites > 0).then(|| plural!(sites, "{n} site", "{n} sites")));
    told.extend((roles > 0).then(|| plural!(roles, "{n} role towards AI", "{n} roles towards AI")));
    told.extend((left_out > 0).then(|| plural!(left_out, "{n} thing left out", "{n} things left out")));
    told
}

/// What the statement declares, under the names of its keys.
fn facts(shared: &Shared<'_>, link: Linker<'_>, scope: &Document) -> Vec<Pair> {
    let kinds = &shared.aims.kinds;
    let mut facts = Vec::new();
    for spec in kinds.fields(scope.kind.as_deref()) {
        let parts = match spec.name.as_str() {
            "organisation" | "units" | "sites" | "activities" | "ai-roles" => {
                particulars::value(link, &scope.fields, spec)
            }
            "exclusions" => {
                let rows = scope.fields.rows("exclusions").iter().take(VALUES);
                let items: Vec<Vec<Part>> =
                    rows.filter_map(|row| Some(vec![Part::text(row.cells.text("what")?)])).collect();
                if items.is_empty() { Vec::new() } else { vec![Part::List { items }] }
            }
            _ => continue,
        };
        let name = crate::base::wording::known(&spec.label()).to_owned();
        facts.extend((!parts.is_empty()).then(|| Pair::new(name, parts)));
    }
    facts
}

/// The first sentence of a text: of what stands below its first heading, where it has one, for what stands above is often a
/// notice.
fn first_sentence(shared: &Shared<'_>, ix: crate::model::DocIx) -> Option<String> {
    let blocks = search::blocks(shared.aims, ix);
    let below = blocks.iter().find(|(heading, _)| !heading.is_empty()).or(blocks.first())?;
    let said = line(&below.1);
    let end = said.match_indices(['.', '!', '?']).find(|(at, _)| said[at + 1..].starts_with(' ')).map(|(at, _)| at + 1);
    Some(cut(&said[..end.unwrap_or(said.len())], LETTERS)).filter(|said| !said.trim().is_empty())
}
