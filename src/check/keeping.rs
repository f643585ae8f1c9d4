//! How long documents are kept: what they say, and what law asks of the papers of high-risk systems.

use std::collections::BTreeMap;

use super::context::Context;
use super::systems::covered;
use crate::base::Period;
use crate::model::DocIx;
use crate::model::act_class::high_risk;
use crate::model::ai_act::{named, roles};
use crate::model::catalog::{ISO_42001, ReqId, Role};
use crate::reading::kept_for;

/// The provisions whose papers Article 18 of the EU AI Act has kept for ten years: the technical documentation, that of
/// the quality management system, and the declaration of conformity.
const PAPERS: [&str; 6] = ["art-11", "annex-iv", "art-17", "art-18", "art-47", "annex-v"];

/// The control that the technical documentation answers.
const FILE: &str = "A.6.2.7";

/// Papers that law has kept for ten years, by the high-risk system that they are of: documents that name the system and
/// the provision or control, where the organisation provides the system or stands in for whoever does.
pub(super) fn papers(context: &Context<'_>) -> BTreeMap<DocIx, DocIx> {
    let aims = context.aims;
    let mut found = BTreeMap::new();
    if aims.catalog.framework("eu-ai-act").is_none() {
        return found;
    }
    let keeps = |role: &Role| matches!(role, Role::Provider | Role::AuthorisedRep | Role::Importer);
    for (system, entry) in covered(context) {
        if high_risk(entry).is_none() || !roles(entry).iter().any(keeps) {
            continue;
        }
        for from in aims.naming_by(system, "systems") {
            let document = aims.document(from);
            let is_paper = |id: &str| PAPERS.iter().any(|paper| id == *paper || is_part(id, paper));
            let of_file = || aims.names(document).contains(&ReqId::new(&ISO_42001.into(), FILE));
            let says = document.controlled && !document.is_draft() && !document.is_retired();
            if says && (named(document).any(is_paper) || of_file()) {
                found.entry(from).or_insert(system);
            }
        }
    }
    found
}

/// Whether a provision is a part of another: `art-17-1-a` of `art-17`.
fn is_part(id: &str, of: &str) -> bool {
    id.strip_prefix(of).is_some_and(|rest| rest.starts_with(['-', '(']))
}

/// The longest time that a text names: 10 years of `10 years after the last use, the log 6 months`.
pub(super) fn longest(text: &str) -> Option<Period> {
    kept_for(text).map(|(period, _)| period)
}
