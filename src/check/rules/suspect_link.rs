//! `suspect-link`: a document builds on one that has changed since.

use std::collections::BTreeMap;

use crate::approval::Suspect;
use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::short;
use crate::model::DocIx;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS509",
    name: "suspect-link",
    level: Level::Warning,
    clock: false,
    what: "A document implements another that has since changed in substance, and nobody has looked at it since: it was neither changed in what it says, nor reviewed or approved. Another version, title or owner is no sign that anybody read it. What counts is the content, never the date.",
    why: "A procedure that carries out last year's policy is out of step with this year's (clause 7.5.3). Only reading it again tells whether it has to change.",
    fix: "Read the document against what changed, then change it or record that no change is needed: `aims review ID`.",
    run,
};

/// How many documents are named in one finding.
const NAMED: usize = 10;

/// One change is told once, however many documents build on what changed: where it is one, there, else at what changed.
fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut changes: BTreeMap<_, Vec<&Suspect>> = BTreeMap::new();
    for suspect in &context.approvals.suspects {
        changes.entry((suspect.upstream, &suspect.since)).or_default().push(suspect);
    }
    for ((upstream, since), suspects) in changes {
        let upstream = context.aims.document(upstream);
        let since = since.as_ref().map(|(commit, day)| (wording::day(*day), short(commit)));
        let [only] = suspects.as_slice() else {
            several(context, report, upstream, since, &suspects);
            continue;
        };
        let document = context.aims.document(only.document);
        let id = &document.id;
        report.document(
            document,
            document.span_of("implements"),
            sentence(id, &upstream.id, since, only.by_act),
            say!("Read it against the change, then change it or record the reading: `aims review {id}`.", id),
        );
    }
}

/// The day and the commit of a change; `None` where it is not committed.
type Since = Option<(String, String)>;

/// That one document builds on another that changed.
fn sentence(id: &str, upstream: &str, since: Since, by_act: bool) -> String {
    match (since, by_act) {
        (Some((day, commit)), true) => say!(
            "{id} builds on {upstream}, which changed in substance on {day} (commit {commit}), after {id} was last reviewed",
            id,
            upstream,
            day,
            commit
        ),
        (Some((day, commit)), false) => say!(
            "{id} builds on {upstream}, which changed in substance on {day} (commit {commit}), after {id} was last changed or reviewed",
            id,
            upstream,
            day,
            commit
        ),
        (None, true) => say!(
            "{id} builds on {upstream}, which changed in substance in the work tree, after {id} was last reviewed",
            id,
            upstream
        ),
        (None, false) => say!(
            "{id} builds on {upstream}, which changed in substance in the work tree, after {id} was last changed or reviewed",
            id,
            upstream
        ),
    }
}

fn several(context: &Context<'_>, report: &mut Report<'_>, upstream: &Document, since: Since, suspects: &[&Suspect]) {
    let documents: Vec<DocIx> = suspects.iter().map(|suspect| suspect.document).collect();
    let named = context.ids_up_to(&documents, NAMED);
    let (id, n) = (&upstream.id, suspects.len());
    let message = match since {
        Some((day, commit)) => say!(
            "{id} changed in substance on {day} (commit {commit}), and {n} documents that build on it have not been looked at since: {named}",
            id,
            day,
            commit,
            n,
            named
        ),
        None => say!(
            "{id} changed in substance in the work tree, and {n} documents that build on it have not been looked at since: {named}",
            id,
            n,
            named
        ),
    };
    report.document(
        upstream,
        upstream.head,
        message,
        say!(
            "Read each of them against the change, then change it or record the reading: `aims review {id}`.",
            id = documents.first().map(|ix| context.aims.document(*ix).id.as_str()).unwrap_or_default()
        ),
    );
}
