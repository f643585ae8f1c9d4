//! `id-recased`: an id that was written in other letters when its document was approved.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::{Fix, Level};

pub(super) static RULE: Rule = Rule {
    code: "AIMS119",
    name: "id-recased",
    level: Level::Warning,
    clock: false,
    what: "The id of a document has other capital letters than it had when the document called itself approved.",
    why: "An id stands for one document for good (clause 7.5.2, identification). Ids are found whatever their capitals, but the address of the page is made from the id as it is written: what is bookmarked, printed or linked from elsewhere leads nowhere any more.",
    fix: "Give the id back its letters. Where the change is meant, say `formerly: [OLD-ID]` in the front matter.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living().filter(|(_, document)| document.has_front) {
        let Some(own) = document.fields.text("id") else { continue };
        let former = document.fields.texts("formerly");
        let texts = context.history.came(&document.path).filter_map(|(_, change)| change.facts.as_deref());
        let ids = texts.filter(|facts| facts.says_approved()).filter_map(|facts| facts.id.as_deref());
        let was = ids.into_iter().find(|id| *id != own && id.eq_ignore_ascii_case(own));
        let Some(was) = was.filter(|was| former.iter().all(|former| former.value.trim() != *was)) else { continue };
        report.document(
            document,
            document.span_of("id"),
            say!("the id was written `{was}` when the text called itself approved, and is `{own}` now", was, own),
            say!("Write `{was}`, or say `formerly: [{was}]`.", was),
        );
        report.fixes(document.fields.span("id").map(|span| Fix::meant(span, was)).as_slice());
    }
}
