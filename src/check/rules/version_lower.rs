//! `version-lower`: a document whose version is lower than the one before it.

use std::cmp::Ordering;

use crate::base::say;
use crate::check::versions::compare;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS519",
    name: "version-lower",
    level: Level::Warning,
    clock: false,
    what: "The version of a document is lower than the version that it had before.",
    why: "Versions are told apart and put in order by their numbers (clause 7.5.3, version control). After a lower one nobody can say which text is the later.",
    fix: "Give the text a number above the highest that the document has had. A text that is brought back from before is a new version too.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living() {
        let Some(now) = document.fields.text("version") else { continue };
        let mut labels =
            context.history.versions(&document.path).iter().rev().filter_map(|version| version.label.as_deref());
        let Some(before) = labels.find(|label| *label != now) else { continue };
        if compare(now, before) == Some(Ordering::Less) {
            report.document(
                document,
                document.span_of("version"),
                say!("the version of {id} was {before} and is {now}, which is lower", id = document.id, before, now),
                say!("Give it a number above {before}.", before),
            );
        }
    }
}
