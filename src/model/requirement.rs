//! A requirement on the ladder, with what stands behind it, and what that follows from.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Catalog, FrameworkId, ReqId};
use super::config::Config;
use super::document::Document;
use super::known::Known;
use super::lack::Lack;
use super::soa::Soa;
use super::tier::Tier;
use super::{DocIx, Ids};
use crate::base::Date;

/// The ladder. The order is the order of the rungs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// Nothing stands behind it.
    Gap,
    /// A document says so.
    Stated,
    /// A procedure does it.
    Operated,
    /// A dated record shows it.
    Evidenced,
    /// All that is approved, in date, and the evidence within its period.
    Current,
}

impl Rung {
    /// All rungs, lowest first.
    pub const ALL: [Self; 5] = [Self::Gap, Self::Stated, Self::Operated, Self::Evidenced, Self::Current];

    /// The word on pages and in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Stated => "stated",
            Self::Operated => "operated",
            Self::Evidenced => "evidenced",
            Self::Current => "current",
        }
    }
}

/// What sort of requirement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequirementKind {
    /// A clause of a framework that is followed.
    Clause,
    /// A reference control, such as one of Annex A.
    Control,
    /// A control of the team's own.
    OwnControl,
}

/// A document that serves a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serving {
    /// What it does.
    pub tier: Tier,
    /// The document.
    pub document: DocIx,
    /// The document through which it serves, where it names no requirements of its own.
    pub via: Option<DocIx>,
}

/// Whether a requirement applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applicability {
    /// It does.
    Applies,
    /// The statement of applicability leaves it out.
    Excluded {
        /// The reason it gives.
        reason: Option<String>,
    },
    /// The statement does not mention it.
    Unmentioned,
}

/// A requirement with all that stands behind it.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// The framework it is of.
    pub framework: FrameworkId,
    /// Clause or control id within the framework.
    pub id: String,
    /// How documents and pages name it: the id alone where the framework is the one followed first, else with the framework
    /// before it, `iso-27001:A.5.2`.
    pub name: String,
    /// Its sort.
    pub kind: RequirementKind,
    /// Its short title.
    pub title: String,
    /// Whether it applies.
    pub applicability: Applicability,
    /// Tiers that it asks for.
    pub needs: Vec<Tier>,
    /// Documents that serve it, by tier, then id. Retired ones are left out.
    pub serving: Vec<Serving>,
    /// Documents whose text links to it.
    pub mentioned_by: Vec<DocIx>,
    /// The rung.
    pub rung: Rung,
    /// The newest evidence and its day.
    pub newest_evidence: Option<(DocIx, Date)>,
    /// What the next rung lacks; empty at the top.
    pub lacks: Vec<Lack>,
}

impl Requirement {
    /// What tells it from all others.
    pub fn key(&self) -> ReqId {
        ReqId::new(&self.framework, &self.id)
    }

    /// Documents that serve it in one way.
    pub fn tier(&self, tier: Tier) -> impl Iterator<Item = &Serving> {
        self.serving.iter().filter(move |serving| serving.tier == tier)
    }

    /// Whether it applies.
    pub fn applies(&self) -> bool {
        !matches!(self.applicability, Applicability::Excluded { .. })
    }
}

/// What the trace is built from.
pub(super) struct Inputs<'a> {
    pub documents: &'a [Document],
    pub ids: &'a Ids,
    pub catalog: &'a Catalog,
    pub soas: &'a [Soa],
    pub known: &'a Known,
    pub config: &'a Config,
    pub today: Date,
    /// Documents that link to a requirement from their text.
    pub mentions: &'a BTreeMap<ReqId, BTreeSet<DocIx>>,
}
