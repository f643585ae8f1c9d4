//! The EU AI Act towards the AI systems on record: their classes, the roles of the organisation, and what follows from both.
//!
//! In come the entries of systems as somebody wrote them; [`classes`] and [`roles`] are the one place where those words are
//! understood. [`duties`] says who owes what from which day, and what in the repository bears on it. Deliberately not here:
//! whether any of it is enough. A class is the organisation's own reading, and nothing here is legal advice.

pub mod case;
pub mod duties;
#[cfg(test)]
mod duties_tests;

use std::collections::BTreeSet;

use super::act_class;
use super::catalog::{Catalog, Role};
use super::document::Document;

/// The class of a system under the Act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A practice that Article 5 bans.
    Prohibited,
    /// High-risk by a use that Annex III lists; what is only called high-risk counts as this, whose day comes first.
    HighAnnexIii,
    /// High-risk by a product that Annex I lists.
    HighAnnexI,
    /// A use that Annex III lists and that is not high-risk by Article 6(3).
    Exempt63,
    /// With duties of transparency (Article 50).
    Transparency,
    /// A general-purpose model.
    Gpai,
    /// A general-purpose model with systemic risk.
    GpaiSystemic,
    /// None of these.
    Minimal,
    /// The Act does not apply.
    NotApplicable,
}

impl Class {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prohibited => "prohibited",
            Self::HighAnnexIii => "high-annex-iii",
            Self::HighAnnexI => "high-annex-i",
            Self::Exempt63 => "exempt-6-3",
            Self::Transparency => "transparency",
            Self::Gpai => "gpai",
            Self::GpaiSystemic => "gpai-systemic",
            Self::Minimal => "minimal",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// Whether it is high-risk.
    pub const fn is_high(self) -> bool {
        matches!(self, Self::HighAnnexIii | Self::HighAnnexI)
    }
}

/// The classes that the entry of a system gives.
pub fn classes(system: &Document) -> BTreeSet<Class> {
    act_class::classes(system).filter_map(|word| class(system, word)).collect()
}

/// The roles that the entry gives the organisation, as the Act has them. What ISO/IEC 42001 calls a user or a customer uses
/// a system under its own authority; who only develops or produces has no role under the Act by that alone. The maker of a
/// product of Annex I is the provider of the high-risk system in it (Article 25(3)).
pub fn roles(system: &Document) -> BTreeSet<Role> {
    let role = |word: &str| match word {
        "user" | "customer" => Some(Role::Deployer),
        "authorised-representative" => Some(Role::AuthorisedRep),
        word => Role::parse(word).filter(|role| !matches!(role, Role::Authority | Role::AffectedPerson)),
    };
    let mut roles: BTreeSet<Role> =
        system.fields.texts("ai-roles").iter().filter_map(|word| role(&word.value)).collect();
    if roles.contains(&Role::ProductManufacturer) && classes(system).contains(&Class::HighAnnexI) {
        roles.insert(Role::Provider);
    }
    roles
}

/// A point of Annex III: its number, and its letter where one is given.
pub type Point = (u32, Option<char>);

/// The points of Annex III that the entry of a system names, as far as they can be read.
pub fn points(system: &Document) -> BTreeSet<Point> {
    let words = system.fields.texts("annex-iii").iter();
    words.filter_map(|word| points_in(&word.value)).flatten().collect()
}

/// The points that one text names, such as `5(b) and 5(c)`; `None` where a part of it is none.
pub fn points_in(text: &str) -> Option<Vec<Point>> {
    let plain = text.replace(" and ", ",").replace(" or ", ",").replace(" und ", ",").replace(" et ", ",");
    let parts = plain.split([',', ';', '/', '&']).map(str::trim).filter(|part| {
        // The name of the annex may stand before a comma.
        !matches!(part.to_lowercase().as_str(), "" | "annex iii" | "anhang iii" | "annexe iii")
    });
    let points: Option<Vec<Point>> = parts.map(point).collect();
    points.filter(|points| !points.is_empty())
}

/// The point that a word means: `5(b)`, `5 (b)`, `5b`, `point 5(b)`, `Annex III point 5(b)`.
fn point(word: &str) -> Option<Point> {
    let word = word.to_lowercase();
    let digits = word.find(|c: char| c.is_ascii_digit())?;
    // A word in front may lead to it; whatever else stands there means something else.
    let is_lead = |lead: &str| matches!(lead, "annex" | "iii" | "anhang" | "point" | "points" | "no" | "nr" | "nummer");
    let mut leads = word[..digits].split(|c: char| !c.is_alphanumeric()).filter(|lead| !lead.is_empty());
    if !leads.all(is_lead) {
        return None;
    }
    let rest = &word[digits..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number: u32 = rest[..end].parse().ok()?;
    let of_annex = Catalog::builtin().framework("eu-ai-act")?.find("annex-iii")?;
    of_annex.points.iter().find(|point| point.number == number)?;
    let letters: Vec<char> = rest[end..].chars().filter(|c| c.is_alphabetic()).collect();
    match letters[..] {
        [] => Some((number, None)),
        [letter] if ('a'..='e').contains(&letter) => Some((number, Some(letter))),
        _ => None,
    }
}

/// Whether the organisation deploys a system that is high-risk by Annex III.
pub fn deploys_annex_iii(system: &Document) -> bool {
    roles(system).contains(&Role::Deployer) && classes(system).contains(&Class::HighAnnexIii)
}

fn class(system: &Document, word: &str) -> Option<Class> {
    Some(match word {
        "prohibited" | "unacceptable" => Class::Prohibited,
        "high-annex-i" => Class::HighAnnexI,
        "high" if names(system, "annex-i") && !names(system, "annex-iii") && system.fields.lacks("annex-iii") => {
            Class::HighAnnexI
        }
        "high-annex-iii" | "high" => Class::HighAnnexIii,
        "exempt-6-3" => Class::Exempt63,
        "transparency" | "limited" => Class::Transparency,
        "gpai" => Class::Gpai,
        "gpai-systemic" => Class::GpaiSystemic,
        "minimal" => Class::Minimal,
        "not-applicable" => Class::NotApplicable,
        _ => return None,
    })
}

/// Whether a document names a provision of the Act under `requirements`.
pub fn names(document: &Document, provision: &str) -> bool {
    named(document).any(|id| id == provision)
}

/// The provisions of the Act that a document names.
pub fn named(document: &Document) -> impl Iterator<Item = &str> {
    let lists = document.fields.requirements().iter().filter(|(framework, _)| framework.value == "eu-ai-act");
    lists.flat_map(|(_, ids)| ids.iter().map(|id| id.value.as_str()))
}
