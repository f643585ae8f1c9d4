//! What is wrong with the documents: rules, their levels, and waivers.
//!
//! In come the AIMS and its change record; out come [`Findings`]. A rule is one file in `rules`, listed in one table;
//! `explain`, the site and the tests read the same table.

mod beside;
mod blame;
mod bounded;
mod clashes;
mod done;
mod exclusions;
mod findings;
mod guarded;
mod harms;
mod heads;
mod ids;
pub mod keeping;
mod known;
mod lacks;
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
mod rules;
mod scores;
mod stated;
mod systems;
mod then;
mod unsure;
mod versions;
pub mod wanting;
mod work;
mod worked;

#[cfg(test)]
pub(crate) mod testing;

pub use findings::{Findings, Waived};
pub use guarded::is_guarded;
pub use known::any_mark;
pub use registry::{FAMILIES, Family, RULES, Rule, find};
pub use systems::depending;
pub use work::in_order_of_work;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::approval::Approvals;
use crate::base::DocPath;
use crate::base::wording::{self, Words};
use crate::diag::{Also, Cause, Diagnostic, Fix, Level, Place, Said, Setting, Span};
use crate::history::{History, Revision};
use crate::model::baseline::written;
use crate::model::config::{Checks, Config};
use crate::model::document::Document;
use crate::model::origin::Held;
use crate::model::{Aims, DocIx};
use crate::parse::{Problem, ProblemKind};
use unsure::Unsure;

/// What rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The AIMS.
    pub aims: &'a Aims,
    /// Its change record.
    pub history: &'a History,
    /// Who approved and reviewed what.
    pub approvals: &'a Approvals,
}

/// Runs every rule and settles levels and waivers.
pub fn check(aims: &Aims, history: &History, approvals: &Approvals) -> Findings {
    let mut found = run(RULES, aims, history, approvals);
    if let Some(language) = aims.config.interface() {
        // A rule that finds nothing says nothing in any language.
        let told: BTreeSet<&str> = found.iter().map(|finding| finding.code).collect();
        let rules: Vec<&'static Rule> = RULES.iter().copied().filter(|rule| told.contains(rule.code)).collect();
        translate(&mut found, wording::within(Some(language), || run(&rules, aims, history, approvals)));
    }
    findings::settle(found, aims, &approvals.guard)
}

/// Gives findings their words in another language, in which they were found once more. The English ones stay: by them a
/// finding is known again, whatever language a site is in.
fn translate(found: &mut [Diagnostic], again: Vec<Diagnostic>) {
    let is_same = |a: &Diagnostic, b: &Diagnostic| (a.code, &a.place, &a.document) == (b.code, &b.place, &b.document);
    for (finding, again) in found.iter_mut().zip(again).filter(|(finding, again)| is_same(finding, again)) {
        finding.said = Some(Said { message: again.message, help: again.help });
    }
}

/// The level that settings give a rule; `None` where they switch it off.
pub fn level_of(checks: &Checks, rule: &Rule) -> Option<Level> {
    findings::level_of(checks, rule.code).unwrap_or(Some(rule.level))
}

/// What is held against what rests on documents: errors in them, that they left, reason to doubt them, and who wrote them.
pub fn held(findings: &Findings, (aims, history): (&Aims, &History), approvals: &Approvals) -> Held {
    Held {
        let_go: findings.let_go(approvals),
        wrong: findings.wrong_documents(aims),
        doubtful: findings.doubtful_records(aims),
        origins: origins::origins(aims, history),
    }
}

/// The text of a baseline that lists all that is found, but for what no baseline may list.
pub fn baseline(aims: &Aims, history: &History, approvals: &Approvals) -> String {
    let settled = findings::settled(run(RULES, aims, history, approvals), aims, &approvals.guard);
    written(settled.found.iter().filter_map(known::mark).collect())
}

/// What each of these rules finds.
fn run(rules: &[&'static Rule], aims: &Aims, history: &History, approvals: &Approvals) -> Vec<Diagnostic> {
    let context = Context { aims, history, approvals };
    let unsure = Unsure::of(aims);
    // No rule asks what another found.
    let spoken = wording::spoken();
    let of_rule = |rule: &&'static Rule| {
        let mut found = Vec::new();
        let mut report = Report { rule, aims, unsure: &unsure, found: &mut found };
        wording::within(spoken, || (rule.run)(&context, &mut report));
        found
    };
    let mut found = rules.par_iter().map(of_rule).collect::<Vec<_>>().concat();
    beside::place(&mut found, aims);
    clashes::by_path(&mut found, aims);
    for finding in &mut found {
        if let Some(text) = aims.texts.text(&finding.place.path) {
            finding.fixes.iter_mut().for_each(|fix| fix.fit(&finding.place.path, text));
        }
    }
    found
}

/// Where a rule puts what it finds.
pub struct Report<'a> {
    rule: &'static Rule,
    aims: &'a Aims,
    unsure: &'a Unsure,
    found: &'a mut Vec<Diagnostic>,
}

impl Report<'_> {
    /// A finding in a file; `span` is `None` where the file as a whole is meant.
    pub fn file(&mut self, path: &DocPath, span: Option<Span>, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(self.rule.finding(Place { path: path.clone(), span }, message, help));
    }

    /// A finding in a document.
    pub fn document(&mut self, document: &Document, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.file(&document.path, Some(span), message, help);
        if let Some(last) = self.found.last_mut() {
            last.document = Some(document.id.clone());
            if !document.controlled {
                last.level = self.rule.level_aside();
            }
        }
    }

    /// A finding about the AIMS as a whole, told at its settings.
    pub fn settings(&mut self, span: Option<Span>, message: impl Into<String>, help: impl Into<String>) {
        if let Some(path) = DocPath::new(crate::base::SETTINGS) {
            self.file(&path, span, message, help);
        }
    }

    /// Gives the last finding another level than its rule has.
    pub fn at(&mut self, level: Level) {
        if let Some(last) = self.found.last_mut() {
            last.level = level;
        }
    }

    /// Says which document the last finding is about, where that has no file here.
    pub fn about(&mut self, id: &str) {
        if let Some(last) = self.found.last_mut() {
            last.document = Some(id.to_owned());
        }
    }

    /// Says that the last finding only follows from one of `rule` about the document of that id: it is told where that one
    /// does not stand as an error.
    pub(crate) fn because(&mut self, rule: &'static str, document: &str) {
        if let Some(last) = self.found.last_mut() {
            last.because = Some(Cause { rule, document: document.to_owned() });
        }
    }

    /// Whether an id may be named in a part of a document that could not be read, or by a slip that is told: that nothing names
    /// it, or that it is not there, would only follow from that.
    pub(crate) fn may_name(&self, id: &str) -> bool {
        self.unsure.may_name(id)
    }

    /// Every problem of one sort that was met while reading.
    pub(crate) fn problems(&mut self, kind: ProblemKind) {
        let aims = self.aims;
        let said = |help: Option<&Words>| help.map(Words::to_string).unwrap_or_default();
        for document in &aims.documents {
            for problem in document.problems.iter().filter(|problem| problem.kind == kind) {
                self.document(document, problem.span, problem.message.to_string(), said(problem.help.as_ref()));
                self.fixes(&problem.fixes);
            }
        }
        let of_kind = |(_, problem): &&(DocPath, Problem)| problem.kind == kind;
        for (path, problem) in aims.problems.iter().filter(of_kind) {
            self.file(path, Some(problem.span), problem.message.to_string(), said(problem.help.as_ref()));
            self.fixes(&problem.fixes);
        }
    }

    /// Says by which line of the settings the last finding would be settled.
    pub(crate) fn settled_by(&mut self, setting: Setting) {
        if let Some(last) = self.found.last_mut() {
            last.settled_by = Some(setting);
        }
    }

    /// Names a second place for the last finding, and what is there.
    pub(crate) fn also(&mut self, path: &DocPath, span: Option<Span>, label: impl Into<String>) {
        if let Some(last) = self.found.last_mut() {
            last.also.push(Also { place: Place { path: path.clone(), span }, label: label.into() });
        }
    }

    /// Gives the last finding changes that mend it.
    pub(crate) fn fixes(&mut self, fixes: &[Fix]) {
        if let Some(last) = self.found.last_mut() {
            last.fixes.extend_from_slice(fixes);
        }
    }
}

impl<'a> Context<'a> {
    /// Documents in force or on their way there: with front matter, not retired.
    pub fn living(&self) -> impl Iterator<Item = (DocIx, &'a Document)> {
        self.aims.iter().filter(|(_, document)| document.controlled && !document.is_retired())
    }

    /// The same of one kind, in natural order of their ids.
    pub fn living_of(&self, kind: &str) -> impl Iterator<Item = (DocIx, &'a Document)> {
        self.aims.of_kind(kind).into_iter().filter(|(_, document)| !document.is_retired())
    }

    /// Settings by whose word somebody may accept a risk or is top management: those of today, and those that hold beside
    /// them until somebody has vouched for what changed.
    pub(crate) fn authorities(&self) -> impl Iterator<Item = &'a Config> {
        std::iter::once(&self.aims.config).chain(self.approvals.guard.authorities())
    }

    /// What first brought a text of a document to the main line; `None` too where that may be older than this clone.
    pub fn first_landed(&self, document: &Document) -> Option<&'a Revision> {
        if !self.history.is_known_throughout(&document.path) {
            return None;
        }
        let steps = self.history.steps(&document.path).iter().rev().filter_map(|step| self.history.step(*step));
        let texts = steps.filter(|(_, change)| change.facts.is_some()).map(|(revision, _)| revision);
        texts.min_by_key(|revision| revision.landed_at)
    }

    /// Ids of documents for a message: `POL-001, PRO-002 and 3 more`.
    pub fn ids(&self, documents: &[DocIx]) -> String {
        self.ids_up_to(documents, 3)
    }

    /// The same with up to `most` by name.
    pub fn ids_up_to(&self, documents: &[DocIx], most: usize) -> String {
        let named: Vec<&str> = documents.iter().map(|ix| self.aims.document(*ix).id.as_str()).collect();
        lacks::listed(&named, most)
    }
}
