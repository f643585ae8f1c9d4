//! `changed-under-version`: two texts of substance under one version.

use std::collections::BTreeSet;

use crate::approval::record::ActKind;
use crate::approval::{Act, Counts};
use crate::base::{say, wording};
use crate::check::{Context, Report, Rule};
use crate::compare::Weight;
use crate::diag::Level;
use crate::history::{Edit, Fate, Step, short};
use crate::model::DocIx;

pub(super) static RULE: Rule = Rule {
    code: "AIMS508",
    name: "changed-under-version",
    level: Level::Warning,
    clock: false,
    what: "The text of an approved document was changed in substance and its version was not: two texts were in force under one number. What is written here of an external document is not asked: its `edition` says which text it is; nor is what is measured, in rows with their day, of an objective or of monitoring.",
    why: "A reference to version 2.1 has to lead to one text (clause 7.5.2, identification; clause 7.5.3, version control).",
    fix: "Give the changed text a new `version`. A correction that changes nothing of what is said (spelling, punctuation, layout) needs none.",
    run,
};

/// Kinds whose rows grow with what is measured: the text says the same as before, and what came since.
const MEASURED: [&str; 2] = ["monitoring", "objective"];

/// How many texts were approved, each by an act of its own, under a version.
fn approved_texts(context: &Context<'_>, ix: DocIx, version: &str) -> usize {
    let acts = context.approvals.acts_of(ix).filter(|(_, act)| !matches!(act.standing, Counts::No(_)));
    let of_version =
        |act: &Act| act.of_kind(ActKind::Approval).is_some_and(|record| record.version.as_deref() == Some(version));
    let texts: BTreeSet<[u8; 32]> = acts.filter(|(_, act)| of_version(act)).filter_map(|(_, act)| act.text).collect();
    texts.len()
}

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living().filter(|(_, found)| found.says_approved() && !found.is("external")) {
        let lapsed = context.approvals.of(ix).is_none_or(|approval| approval.lapsed.is_some());
        let Some(version) = document.fields.text("version") else { continue };
        let texts = approved_texts(context, ix, version);
        if texts > 1 {
            report.document(
                document,
                document.span_of("version"),
                say!("{n} texts of {id} were approved as version {version}", n = texts, id = document.id, version),
                say!("Give the text that is to hold a new version, and have that approved."),
            );
            continue;
        }
        if lapsed {
            continue;
        }
        let Some(approved) = context.history.versions(&document.path).last().and_then(|version| version.approved)
        else {
            continue;
        };
        // What was changed and put back is the text of that version again.
        let text =
            |step: &Step| context.history.step(*step).and_then(|(_, change)| Some(change.facts.as_ref()?.substance));
        let stood = |step: &&Step| context.history.step(**step).is_some_and(|(_, change)| change.stood());
        let newest = context.history.steps(&document.path).iter().find(stood).and_then(text);
        if newest.is_some() && newest == text(&approved) {
            continue;
        }
        let later = context.history.of(&document.path).zip(context.history.steps(&document.path));
        let changed = later.take_while(|(_, step)| **step != approved).find(|((_, change), _)| {
            if MEASURED.contains(&document.kind_name()) && change.edit.as_deref().is_some_and(Edit::adds) {
                return false;
            }
            let same = change.fate != Fate::Undone
                && change.facts.as_ref().is_some_and(|facts| facts.version.as_deref() == Some(version));
            same && change.edit.as_ref().is_some_and(|edit| edit.weight == Weight::Material)
        });
        if let Some(((revision, _), _)) = changed {
            report.document(
                document,
                document.span_of("version"),
                say!(
                    "{id} was changed in substance on {day} (commit {commit}) and is still version {version}",
                    id = document.id,
                    day = wording::day(revision.date),
                    commit = short(&revision.commit),
                    version
                ),
                say!("Give the changed text a new version."),
            );
        }
    }
}
