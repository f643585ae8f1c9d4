//! `version-lower`: a document whose version is lower than the one before it.

use std::cmp::Ordering;

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::versions::{compare, of_years};

pub(super) static RULE: Rule = Rule {
    code: "AIMS519",
    name: "version-lower",
    level: Level::Warning,
    clock: false,
    what: "The version of a document is lower than one that it had before: than the last other, or the highest that said that it was approved.",
    why: "Versions are told apart and put in order by their numbers (clause 7.5.3, version control). After a lower one nobody can say which text is the later.",
    fix: "Give the text a number above the highest that the document has had. A text that is brought back from before is a new version too.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living() {
        let Some(now) = document.fields.text("version") else { continue };
        let versions = context.history.versions(&document.path).iter().rev();
        let mut others = versions.filter_map(|version| Some((version.label.as_deref()?, version.approved.is_some())));
        let Some((last, _)) = others.by_ref().find(|(label, _)| *label != now) else { continue };
        // A number of the year and one that counts on from 1 are no more than neighbours.
        let older = others.filter(|(label, approved)| *approved && of_years(label) == of_years(now));
        let above = std::iter::once(last).chain(older.map(|(label, _)| label));
        let above = above.filter(|label| compare(now, label) == Some(Ordering::Less));
        let highest = above.reduce(|one, next| if compare(one, next) == Some(Ordering::Less) { next } else { one });
        if let Some(before) = highest {
            report.document(
                document,
                document.span_of("version"),
                say!("the version of {id} was {before} and is {now}, which is lower", id = document.id, before, now),
                say!("Give it a number above {before}.", before),
            );
        }
    }
}
