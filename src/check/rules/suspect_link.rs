//! `suspect-link`: a document builds on one that has changed since.

use std::collections::BTreeMap;

use crate::approval::Suspect;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS509",
    name: "suspect-link",
    level: Level::Warning,
    clock: false,
    what: "A document implements another that has since changed in substance, and nobody has looked at it since: it was neither changed nor reviewed. What counts is the content, never the date.",
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
        let when = match since {
            Some((commit, day)) => format!("on {day} (commit {})", crate::history::short(commit)),
            None => "in the work tree".into(),
        };
        let [only] = suspects.as_slice() else {
            several(context, report, upstream, &when, &suspects);
            continue;
        };
        let document = context.aims.document(only.document);
        let what = if only.by_act { "reviewed" } else { "changed or reviewed" };
        report.document(
            document,
            document.span_of("implements"),
            format!(
                "{} builds on {}, which changed in substance {when}, after {} was last {what}",
                document.id, upstream.id, document.id
            ),
            format!("Read it against the change, then change it or record the reading: `aims review {}`.", document.id),
        );
    }
}

fn several(context: &Context<'_>, report: &mut Report<'_>, upstream: &Document, when: &str, suspects: &[&Suspect]) {
    let documents: Vec<DocIx> = suspects.iter().map(|suspect| suspect.document).collect();
    let named = context.ids_up_to(&documents, NAMED);
    report.document(
        upstream,
        upstream.head,
        format!(
            "{} changed in substance {when}, and {} documents that build on it have not been looked at since: {named}",
            upstream.id,
            suspects.len()
        ),
        format!(
            "Read each of them against the change, then change it or record the reading: `aims review {}`.",
            documents.first().map(|ix| context.aims.document(*ix).id.as_str()).unwrap_or_default()
        ),
    );
}
