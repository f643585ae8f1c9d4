//! `left-control`: a document that was approved is not asked about any more.

use std::collections::BTreeSet;

use crate::approval::{Leaving, Left};
use crate::base::{plural, say};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::history::short;
use crate::model::{Aims, DocIx};

pub(super) static RULE: Rule = Rule {
    code: "AIMS517",
    name: "left-control",
    level: Level::Error,
    clock: false,
    what: "A document that called itself approved has lost its front matter, is of a kind of which nobody is asked who approved it, gives itself another id, or is gone, and no act covers that. A warning where the settings ask for no evidence of approval and no other document names it.",
    why: "Documented information is controlled until somebody with the authority lets it go (clause 7.5.3). Whoever can take a document out of what is judged can change it as they like.",
    fix: "Put it back, and retire it first: `status: retired`, approved as the rule asks. Where the id changed, say `formerly: [OLD-ID]` in the front matter. What left long ago and is settled can be waived by its id.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for left in &context.approvals.left {
        // What names it leads nowhere by this, whoever is asked about approvals.
        let named = naming(context.aims, &left.id);
        let level = if left.asked || named > 0 { Level::Error } else { Level::Warning };
        let (message, help) = words(left, named);
        match left.document.map(|ix| context.aims.document(ix)) {
            Some(document) => {
                let field = if left.how == Leaving::Id { "id" } else { "kind" };
                report.document(document, document.span_of(field), message, help);
                if left.how == Leaving::Id {
                    report.because("invalid-id", &document.id);
                }
            }
            None => {
                report.settings(None, message, help);
                report.about(&left.id);
            }
        }
        report.at(level);
    }
}

/// How many documents name an id that no document has any more.
fn naming(aims: &Aims, id: &str) -> usize {
    let lost =
        aims.references.iter().filter(|reference| reference.to.is_none() && reference.id.eq_ignore_ascii_case(id));
    let from: BTreeSet<DocIx> = lost.map(|reference| reference.from).collect();
    from.into_iter().filter(|ix| !aims.document(*ix).is_retired()).count()
}

fn words(left: &Left, named: usize) -> (String, String) {
    let (message, help) = bare_words(left);
    match named {
        0 => (message, help),
        _ => (plural!(named, "{message}; {n} document names it", "{message}; {n} documents name it", message), help),
    }
}

fn bare_words(left: &Left) -> (String, String) {
    let Left { id, path, .. } = left;
    let since = match &left.commit {
        Some(commit) => say!("until commit {commit}", commit = short(commit)),
        None => say!("in the last commit").to_owned(),
    };
    match left.how {
        Leaving::FrontMatter => (
            say!("{id} was approved and under control {since}; it has no front matter now", id, since),
            say!("Put the front matter back, or retire it first: `status: retired`, approved as the rule asks.")
                .to_owned(),
        ),
        Leaving::Kind => (
            say!(
                "{id} was of a kind that is approved {since}; of this kind nobody is asked who approved it",
                id,
                since
            ),
            say!("Give it back its kind, or retire it first: `status: retired`, approved as the rule asks.").to_owned(),
        ),
        Leaving::Id => (
            say!("this document was approved as {id} {since}; its approvals are of that id", id, since),
            say!("Say `formerly: [{id}]`, or give it back that id.", id),
        ),
        Leaving::Removed => (
            say!("{id} ({path}) was approved {since} and is gone", id, path, since),
            say!(
                "Bring it back, or retire it first: `status: retired`, approved as the rule asks. Where that is settled, waive this for `document = \"{id}\"`.",
                id
            ),
        ),
    }
}
