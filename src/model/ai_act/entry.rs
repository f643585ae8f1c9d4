//! What the entry of a system says of it under the Act: its classes, the roles of the organisation, and the provisions that it
//! names.

use std::collections::BTreeSet;

use crate::model::act_class;
use crate::model::catalog::Role;
use crate::model::document::Document;

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
