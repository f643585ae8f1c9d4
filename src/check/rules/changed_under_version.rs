//! `changed-under-version`: two texts of substance under one version.

use std::collections::{BTreeMap, BTreeSet};

use crate::approval::record::ActKind;
use crate::approval::{Act, Counts};
use crate::base::{date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::compare::{FieldEvent, Weight};
use crate::diag::Level;
use crate::history::{Change, Edit, Revision, Step, short};
use crate::model::DocIx;
use crate::model::approval_rule::Evidence;
use crate::model::versions::{key, same};

pub(super) static RULE: Rule = Rule {
    code: "AIMS508",
    name: "changed-under-version",
    level: Level::Warning,
    clock: false,
    what: "The text of an approved document was changed in substance and its version was not: two texts were in force under one number; a note where the document has another number by now. What is written here of an external document is not asked: its `edition` says which text it is; nor is what is measured, in rows with their day, of an objective or of monitoring, nor a change of `effective` alone before that day has come.",
    why: "A reference to version 2.1 has to lead to one text (clause 7.5.2, identification; clause 7.5.3, version control).",
    fix: "Give the changed text a new `version`. A correction that changes nothing of what is said (spelling, punctuation, layout) needs none.",
    run,
};

/// Kinds whose rows grow with what is measured: the text says the same as before, and what came since.
const MEASURED: [&str; 2] = ["monitoring", "objective"];

/// Whether a text of a document stood on a branch alone: the merge left it out.
fn was_left_out(context: &Context<'_>, ix: DocIx, text: [u8; 32]) -> bool {
    let steps = context.history.of(&context.aims.document(ix).path);
    let has_it = |change: &Change| change.facts.as_ref().is_some_and(|facts| facts.substance == text);
    let mut came = steps.filter(|(_, change)| has_it(change)).map(|(_, change)| change.came()).peekable();
    came.peek().is_some() && !came.any(|came| came)
}

/// Whether a change moves the day from which a text is to hold, before that has come, and nothing else: then one text held.
fn moves_its_day((revision, change): &(&Revision, &Change)) -> bool {
    let Some(edit) = &change.edit else { return false };
    let [field] = &*edit.fields else { return false };
    let FieldEvent::Value { old: Some(old), .. } = &field.event else { return false };
    let is_ahead = date::parse(old.as_str()).is_some_and(|day| day > revision.landed);
    is_ahead && field.is_whole("effective") && (edit.added, edit.removed, edit.markup) == (0, 0, false)
}

/// The versions under which several texts were approved, each by an act of its own: as the last of these has it, and how many.
fn approved_texts<'c>(context: &'c Context<'_>, ix: DocIx) -> Vec<(&'c str, usize)> {
    let acts = context.approvals.acts_of(ix).filter(|(_, act)| !matches!(act.standing, Counts::No(_)));
    let of = |act: &'c Act| Some((act.of_kind(ActKind::Approval)?.version.as_deref()?, act.text?));
    let steps: Vec<_> = context.history.of(&context.aims.document(ix).path).collect();
    let moved = steps.windows(2).filter(|two| moves_its_day(&two[0]));
    let moved: Vec<_> = moved.filter_map(|two| Some(two[1].1.facts.as_ref()?.substance)).collect();
    let held = |text: &[u8; 32]| !moved.contains(text) && !was_left_out(context, ix, *text);
    let mut found: BTreeMap<String, (&str, BTreeSet<[u8; 32]>)> = BTreeMap::new();
    for (version, text) in acts.filter_map(|(_, act)| of(act)).filter(|(_, text)| held(text)) {
        let (last, texts) = found.entry(key(version)).or_default();
        *last = version;
        texts.insert(text);
    }
    found.into_values().map(|(last, texts)| (last, texts.len())).filter(|(_, texts)| *texts > 1).collect()
}

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living().filter(|(_, found)| found.says_approved() && !found.is("external")) {
        let lapsed = context.approvals.of(ix).is_none_or(|approval| approval.lapsed.is_some());
        let Some(version) = document.fields.text("version") else { continue };
        let all = approved_texts(context, ix);
        for (called, n) in &all {
            let id = &document.id;
            let message = say!("{n} texts of {id} were approved as version {version}", n, id, version = called);
            let help = match same(called, version) {
                true => say!("Give the text that is to hold a new version, and have that approved."),
                false => say!("Let what refers to it name the day too, by which it leads to one text."),
            };
            report.document(document, document.span_of("version"), message, help);
            if !same(called, version) {
                report.at(Level::Note);
            }
        }
        if lapsed || all.iter().any(|(of, _)| same(of, version)) {
            continue;
        }
        // Where to say so is not enough, what nothing had put in force yet was a draft of that version.
        let approved = match context.aims.config.approval.of(document.kind_name()).needs <= Evidence::Claimed {
            true => context.history.versions(&document.path).last().and_then(|version| version.approved),
            false => context.approvals.tenures(ix).last().and_then(|of| of.texts.first()).map(|(step, _)| *step),
        };
        let Some(approved) = approved else { continue };
        // What was changed and put back is the text of that version again.
        let text =
            |step: &Step| context.history.step(*step).and_then(|(_, change)| Some(change.facts.as_ref()?.substance));
        let stood = |step: &&Step| context.history.step(**step).is_some_and(|(_, change)| change.stood());
        let newest = context.history.steps(&document.path).iter().find(stood).and_then(text);
        if newest.is_some() && newest == text(&approved) {
            continue;
        }
        let later = context.history.of(&document.path).zip(context.history.steps(&document.path));
        let later = later.take_while(|(_, step)| **step != approved).map(|(of, _)| of);
        let changed = later.filter(|step| !moves_its_day(step)).filter(|(_, change)| {
            if MEASURED.contains(&document.counts_as()) && change.edit.as_deref().is_some_and(Edit::adds) {
                return false;
            }
            let of = change.facts.as_ref().and_then(|facts| facts.version.as_deref()).filter(|_| change.came());
            let is_material = change.edit.as_ref().is_some_and(|edit| edit.weight == Weight::Material);
            is_material && of.is_some_and(|of| same(of, version))
        });
        // What git put together is told by the change that somebody made, where that is one of these.
        if let Some((revision, _)) = changed.min_by_key(|(_, change)| change.joined) {
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
