//! What is wrong with the documents: rules, their levels, and waivers.
//!
//! In come the AIMS and its change record; out come [`Findings`]. A rule is one file in `rules`, listed in one table;
//! `explain`, the site and the tests read the same table.

mod bare;
mod beside;
mod blame;
mod bounded;
mod clashes;
mod context;
mod done;
mod exclusions;
mod findings;
mod guarded;
mod harms;
mod heads;
mod ids;
mod keeping;
mod known;
mod lacks;
mod lists;
mod marks;
pub mod measured;
mod named;
mod newest;
mod origins;
pub mod phases;
mod plans;
mod reasons;
mod recent;
mod registry;
pub mod relaxed;
pub mod results;
mod rule;
mod rules;
mod scores;
mod sittings;
mod stated;
mod systems;
mod then;
mod unsure;
pub mod wanting;
mod work;

#[cfg(test)]
pub(crate) mod testing;

pub use context::Context;
pub(crate) use findings::PARTIAL;
pub use findings::{Findings, Waived};
pub use guarded::is_guarded;
pub use known::{any_mark, mark_before};
pub use lacks::{incident_due, to_tell};
pub use registry::{RULES, find};
pub use rule::{FAMILIES, Family, Report, Rule, level_of};
pub use rules::plan_ended::ending;
pub use systems::depending;
pub use work::in_order_of_work;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::approval::Approvals;
use crate::base::wording;
use crate::diag::{Diagnostic, Said, Written};
use crate::history::History;
use crate::model::Aims;
use crate::model::baseline::written;
use crate::model::origin::Held;
use crate::model::standing::Standing;
use rules::acceptance_without_authority::is_unentitled;
use unsure::Unsure;

/// Runs every rule and settles levels and waivers.
pub fn check(aims: &Aims, history: &History, approvals: &Approvals) -> Findings {
    let mut found = run(RULES, aims, history, approvals);
    if let Some(language) = aims.config.interface() {
        // A rule that finds nothing says nothing in any language.
        let told: BTreeSet<&str> = found.iter().map(|finding| finding.code).collect();
        let rules: Vec<&'static Rule> = RULES.iter().copied().filter(|rule| told.contains(rule.code)).collect();
        translate(&mut found, wording::within(Some(language), || run(&rules, aims, history, approvals)));
    }
    findings::settle(found, (aims, history), &approvals.guard)
}

/// Gives findings their words in another language, in which they were found once more. The English ones stay: by them a
/// finding is known again, whatever language a site is in.
fn translate(found: &mut [Diagnostic], again: Vec<Diagnostic>) {
    let is_same = |a: &Diagnostic, b: &Diagnostic| (a.code, &a.place, &a.document) == (b.code, &b.place, &b.document);
    for (finding, again) in found.iter_mut().zip(again).filter(|(finding, again)| is_same(finding, again)) {
        finding.said = Some(Said { message: again.message, help: again.help });
    }
}

/// How each document stands by the record, and of risks, whether whoever accepted what is left of them could.
pub fn standings(aims: &Aims, history: &History, approvals: &Approvals) -> Vec<Standing> {
    let (context, mut standings) = (Context { aims, history, approvals }, approvals.standings(aims));
    let unentitled = context.living_of("risk").filter(|(_, risk)| is_unentitled(&context, risk));
    unentitled.for_each(|(ix, _)| standings[ix.index()].unentitled = true);
    standings
}

/// What is held against what rests on documents: errors in them, that they left, reason to doubt them, and who wrote them.
pub fn held(findings: &Findings, (aims, history): (&Aims, &History), approvals: &Approvals) -> Held {
    Held {
        let_go: findings.let_go(approvals),
        wrong: findings.wrong_documents(aims),
        doubtful: findings.doubtful_records(aims),
        partial: findings.partial_records(aims),
        origins: origins::origins(aims, history, approvals),
    }
}

/// The text of a baseline that lists all that is found, but for what no baseline may list.
pub fn baseline(aims: &Aims, history: &History, approvals: &Approvals) -> String {
    let settled = findings::settled(run(RULES, aims, history, approvals), aims, &approvals.guard);
    written(settled.found.iter().filter_map(|found| Some((known::mark(found)?, found.level))).collect())
}

/// What each of these rules finds.
fn run(rules: &[&'static Rule], aims: &Aims, history: &History, approvals: &Approvals) -> Vec<Diagnostic> {
    let context = Context { aims, history, approvals };
    let unsure = Unsure::of(aims);
    // No rule asks what another found.
    let spoken = wording::spoken();
    let of_rule = |rule: &&'static Rule| {
        let mut found = Vec::new();
        let mut report = Report { rule, rules: RULES, aims, unsure: &unsure, found: &mut found };
        wording::within(spoken, || (rule.run)(&context, &mut report));
        found
    };
    let mut found = rules.par_iter().map(of_rule).collect::<Vec<_>>().concat();
    bare::name(&mut found, aims);
    beside::place(&mut found, aims);
    clashes::by_path(&mut found, aims);
    let mut forms = BTreeMap::new();
    for finding in found.iter_mut().filter(|finding| !finding.fixes.is_empty()) {
        let path = &finding.place.path;
        if let Some(text) = aims.texts.text(path) {
            let form = *forms.entry(path.clone()).or_insert_with(|| Written::of(path, text));
            finding.fixes.iter_mut().for_each(|fix| fix.fit_in(form, text));
        }
    }
    found
}
