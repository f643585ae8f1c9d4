//! A new document: the text of a draft, with what the AIMS knows already filled in.

use super::draft::{Draft, body, section, whole};
use super::draw::{Draw, Left, find};
use super::form::{Given, front, with_questions};
use super::ids::{self, Used};
use super::name::name;
use super::opening::start;
use super::place;
use crate::base::text::did_you_mean;
use crate::base::{Date, Error, Result};
use crate::model::kinds::Nature;
use crate::state::State;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The kind.
    pub kind: String,
    /// The title; to be filled in where nobody said, and none follows from the rest.
    pub title: Option<String>,
    /// Ids of the AI systems that it is about.
    pub systems: Vec<String>,
    /// The record that a nonconformity comes from: `AUD-001#F1`, `INC-002`.
    pub from: Option<String>,
    /// The document that it takes the place of.
    pub replaces: Option<String>,
    /// Its id, where it is not to be the next one.
    pub id: Option<String>,
    /// Who answers for it, where that is not the person at this machine.
    pub owner: Option<String>,
    /// The framework of a statement of applicability, where it is not the first.
    pub framework: Option<String>,
    /// Its path, where it is not to lie with others of its kind.
    pub path: Option<String>,
    /// The address of the person at this machine.
    pub email: Option<String>,
    /// The day.
    pub today: Date,
}

/// A new document, and what is left to do elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// The file.
    pub draft: Draft,
    /// Its id.
    pub id: String,
    /// What is left to do in other documents.
    pub left: Vec<Left>,
}

/// The text of a new document.
///
/// # Errors
/// Where what is asked for does not exist, or cannot be.
pub fn new(state: &State, wanted: &Wanted) -> Result<New> {
    let kind = ids::kind(state, &wanted.kind)?;
    let used = Used::of(state);
    let id = match &wanted.id {
        Some(id) => used.asked(state, id)?,
        None => used.next(state, kind)?,
    };
    let mut draw =
        Draw { state, kind, today: wanted.today, given: Given::default(), title: None, asks: None, left: Vec::new() };
    systems(&mut draw, wanted)?;
    if let Some(from) = &wanted.from {
        draw.from(from)?;
    }
    if let Some(replaces) = &wanted.replaces {
        draw.replaces(replaces)?;
    }
    draw.of_kind(wanted.framework.as_deref())?;
    let title = match &wanted.title {
        Some(title) => name("the title", title)?,
        None => draw.title.take().unwrap_or_default(),
    };
    if kind.nature == Nature::Document {
        draw.given.raw("review-every", state.aims.config.review_period(&kind.name).to_string());
    }
    start(&mut draw.given, kind, &id, &title, wanted.today);
    owner(&mut draw, wanted)?;
    if kind.name == "system" {
        draw.left.push(Left::Assess(id.clone()));
    }
    if !state.history.gaps.is_empty() {
        draw.left.push(Left::LookIntoHistory);
    }
    let path = match &wanted.path {
        Some(path) => place::asked(path)?,
        None => place::of(&state.aims, kind, &id, &title)?,
    };
    let below = match &draw.asks {
        Some((heading, asks)) => format!("{}\n{}", section(heading, asks), body(kind)),
        None => body(kind),
    };
    let front = with_questions(&front(kind, &state.aims.kinds, &draw.given), kind);
    let text = whole(&front, &below);
    Ok(New { draft: Draft { path, text }, id, left: draw.left })
}

/// The systems that it is about.
fn systems(draw: &mut Draw<'_>, wanted: &Wanted) -> Result<()> {
    let mut systems = Vec::new();
    for id in &wanted.systems {
        systems.push(find(draw.state, id, Some("system"))?);
    }
    let ids: Vec<&str> = systems.iter().map(|system| system.id.as_str()).collect();
    draw.given.list("systems", &ids);
    if let [system] = systems.as_slice() {
        draw.system(system);
    }
    Ok(())
}

/// Who answers for it.
fn owner(draw: &mut Draw<'_>, wanted: &Wanted) -> Result<()> {
    let config = &draw.state.aims.config;
    let owner = match &wanted.owner {
        Some(owner) => {
            let knows_any = !config.people.is_empty() || !config.roles.is_empty();
            if knows_any && !config.knows(owner) {
                let roles = config.roles.keys().map(String::as_str);
                let people = config
                    .people
                    .iter()
                    .flat_map(|person| person.roles.iter().chain(std::iter::once(&person.name)).map(String::as_str));
                let near = did_you_mean(owner, roles.chain(people)).map(|near| format!("Did you mean `{near}`?"));
                return Err(Error::new(format!("aims.toml knows no role or person `{owner}`")).hint(
                    near.unwrap_or_else(|| "Add it under `[roles]` or `[[people]]`, or name one that is there.".into()),
                ));
            }
            Some(name("the owner", owner)?)
        }
        None => {
            let person = wanted.email.as_deref().and_then(|email| config.person_by_email(email));
            person.and_then(|person| person.roles.first().or(Some(&person.name))).cloned()
        }
    };
    if let Some(owner) = owner.filter(|owner| !owner.is_empty()) {
        draw.given.text("owner", &owner);
    }
    Ok(())
}
