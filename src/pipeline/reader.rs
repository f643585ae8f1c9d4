//! What some readers may see: the state without what their audience, or the edition, leaves out.
//!
//! How a document stands, who approved it, and what is found about it is judged on all there is, and holds for whoever may
//! read it. Here nothing is found anew for an audience: what is left out would be gaps that are none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::opened::Opened;
use super::project::{Project, Request};
use super::withheld::{Names, Withheld};
use super::{audience, edition};
use crate::base::{DocPath, Result};
use crate::check::Findings;
use crate::diag::Diagnostic;
use crate::model::audience::Audience;
use crate::model::config::Waiver;
use crate::model::document::Document;
use crate::model::load::{self, Firsts};
use crate::model::unseen::Unseen;
use crate::state::{EditionKind, State};

/// What some readers may see.
pub(super) struct Reader<'a> {
    pub(super) state: State,
    /// Where the files of the state are.
    pub(super) opened: Opened<'a>,
    /// What they may not know of.
    pub(super) withheld: Withheld,
    /// What names it.
    pub(super) names: Names,
    /// The commits of the record, those of which the state tells nothing among them.
    pub(super) commits: BTreeSet<String>,
}

/// What a site is made from.
pub(super) struct Made<'a> {
    pub(super) state: State,
    pub(super) opened: Opened<'a>,
    pub(super) names: Names,
    /// What was found in all there is, where the state leaves some of it out.
    pub(super) whole: Option<Findings>,
}

impl Project {
    /// The state that the readers who are asked for may see.
    /// `others` they may not know of whatever these say of themselves.
    pub(super) fn for_reader(&self, request: &Request, others: &Unseen) -> Result<Reader<'_>> {
        let opened = self.open(request)?;
        let latest = self.check_source(&opened, request)?;
        let commits = latest.history.revisions.iter().map(|revision| revision.commit.clone()).collect();
        let audience = request.audience.or(latest.aims.config.site.audience).unwrap_or_default();
        let (state, opened, mut withheld, names) = self.for_audience(latest, opened, request, (audience, others))?;
        let (mut state, opened, names) = match request.edition {
            EditionKind::Latest => (state, opened, names),
            EditionKind::Approved => {
                let mut found = (!withheld.closed.is_empty()).then(|| self.found_in_edition(request)).transpose()?;
                withheld.found.clone_from(&found);
                if let Some(found) = &mut found {
                    found.forget(&|text| names.is_named_in(text));
                }
                let (state, opened, others) = self.approved(state, opened, (request, found), &withheld.unseen)?;
                (state, opened, names.and(&others))
            }
        };
        if !names.is_empty() {
            state.leave_named(&|text| names.is_led_to_in(text));
            let told = |waiver: &Waiver| waiver.said().all(|text| !names.is_named_in(text));
            state.aims.config.checks.waivers.retain(told);
        }
        // What is gone is withheld no less: its commits are in no record that these readers see. No gap of today rests on it.
        let withholds = !withheld.closed.is_empty();
        let is_partial = !withheld.closed.present.is_empty() && audience == Audience::Public;
        if is_partial {
            state.aims.trace.untell();
            state.findings.leave_missing();
        }
        Ok(Reader { state: State { audience, withholds, is_partial, ..state }, opened, withheld, names, commits })
    }

    /// What is found in the whole of the edition: without what an audience may not know of, there would be gaps that are none.
    fn found_in_edition(&self, request: &Request) -> Result<Findings> {
        let opened = self.open(request)?;
        let latest = self.check_source(&opened, request)?;
        Ok(self.approved(latest, opened, (request, None), &Unseen::default())?.0.findings)
    }

    /// The state of the documents that an audience may know of, what it may not know of, and what names that.
    fn for_audience<'a>(
        &'a self,
        latest: State,
        opened: Opened<'a>,
        request: &Request,
        (audience, others): (Audience, &Unseen),
    ) -> Result<(State, Opened<'a>, Withheld, Names)> {
        let mut withheld = audience::withheld(&latest, &*opened.source, audience, others);
        let names = withheld.names();
        if withheld.closed.is_empty() {
            return Ok((latest, opened, withheld, names));
        }
        // What was found was found in all there is: without the rest, there would be gaps that are none.
        let State { history, mut findings, aims, .. } = latest;
        let mut history = Arc::unwrap_or_clone(history);
        history.close(&withheld.closed, &|_| true);
        names.leave(&mut history, &aims.config);
        withheld.found = Some(findings.clone());
        findings.forget(&|text| names.is_named_in(text));
        let opened = opened.over(BTreeMap::new(), &withheld.files);
        let read = load::read(&*opened.source)?.without(&withheld.unseen);
        let firsts = Firsts { bearers: history.bearers(), age: &|path| history.age(path) };
        let aims = read.settle(&*opened.source, request.today, firsts)?;
        let state = self.judge(&opened, request, (aims, history.into()), Some(findings))?;
        Ok((state, opened, withheld, names))
    }

    /// The state of the approved edition, in which this was `found`, and what names what it leaves out.
    fn approved<'a>(
        &'a self,
        latest: State,
        opened: Opened<'a>,
        (request, found): (&Request, Option<Findings>),
        unseen: &Unseen,
    ) -> Result<(State, Opened<'a>, Names)> {
        let here = self.repo.as_ref().zip(opened.tip).map(|(repo, tip)| (repo, tip, self.prefix.as_str()));
        let edition = edition::approved(&latest, &*opened.source, here)?;
        let mut reader = latest.for_reader(&edition.shown, request.edition);
        let without = &reader.files | &edition.withheld.files;
        let opened = opened.over(edition.files, &without);
        let unseen = unseen.and(&edition.withheld.unseen);
        let stubs: BTreeSet<DocPath> = edition.elsewhere.stubs.keys().cloned().collect();
        let read = load::read(&*opened.source)?.without(&unseen).leading(edition.elsewhere);
        let firsts = Firsts { bearers: reader.history.bearers(), age: &|path| reader.history.age(path) };
        let aims = read.settle(&*opened.source, request.today, firsts)?;
        let mut names = edition.names;
        if !names.is_empty() {
            // What a text says that is shown is told: a title of words that anybody uses keeps nothing back.
            let said =
                |document: &Arc<Document>| [document.path.as_str(), &*document.text].map(|text| names.said_in(text));
            names.open(&aims.documents.par_iter().flat_map_iter(said).flatten_iter().collect());
        }
        names.leave(&mut reader.history, &aims.config);
        let mut state = self.judge(&opened, request, (aims, reader.history.into()), found)?;
        // What stands for a text that is left out says nothing that could be wrong.
        if !names.is_empty() {
            state.findings.forget(&|text| names.is_named_in(text));
        }
        // Nor is a baseline of what the work tree holds.
        let is_of_all = |finding: &Diagnostic| finding.name == "baseline-outdated";
        state.findings.found.retain(|finding| !stubs.contains(&finding.place.path) && !is_of_all(finding));
        Ok((State { edition: reader.edition, notes: reader.notes, ..state }, opened, names))
    }
}
