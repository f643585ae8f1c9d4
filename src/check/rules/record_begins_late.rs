//! `record-begins-late`: a document is older than its record.

use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::{Seam, SeamKind};

pub(super) static RULE: Rule = Rule {
    code: "AIMS818",
    name: "record-begins-late",
    level: Level::Note,
    clock: false,
    what: "The record of a document begins where the document did not: with a version that is not a first one, with a history that was squashed into one commit, with a file that is no text, or with a move that cannot be followed.",
    why: "What was before is not in this repository, and nothing here speaks for it: who wrote it, who approved it and what it said then (clause 7.5.3) has to be shown otherwise.",
    fix: "Bring the history along where there is one: `git subtree add` without `--squash`. Else keep what there is from before among your records, so that an auditor can be shown it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    // What a clone lacks is told of the history as a whole, and what is in another record is not missing.
    if !context.history.is_whole() {
        return;
    }
    let told = |seam: &&Seam| !matches!(seam.kind, SeamKind::Cut | SeamKind::Split(_) | SeamKind::Replaces(_));
    for seam in context.history.seams.iter().filter(told) {
        let only = match seam.paths.as_slice() {
            [only] => context.aims.by_path(only).map(|ix| context.aims.document(ix)),
            _ => None,
        };
        match only {
            Some(document) => report.document(document, document.head, seam.sentence(), seam.remedy()),
            None => report.settings(None, seam.sentence(), seam.remedy()),
        }
        if matches!(seam.kind, SeamKind::Squashed(_) | SeamKind::Elsewhere(_)) {
            report.at(Level::Warning);
        }
    }
}
