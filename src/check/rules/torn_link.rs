//! `torn-link`: what was meant as a link and is read as text.

use crate::base::say;
use crate::check::{Context, Report, Rule};
use crate::diag::{Fix, Level};
use crate::parse::Tear;

pub(super) static RULE: Rule = Rule {
    code: "AIMS218",
    name: "torn-link",
    level: Level::Warning,
    clock: false,
    what: "A text holds what was plainly meant as a link and is none: blanks stand in its address, its bracket is never closed, or a blank stands between its text and its address.",
    why: "The page shows the brackets as they are written, and the reader has nowhere to go. Nothing checks whether what is meant is there (clause 7.5.3).",
    fix: "Put an address with blanks between `<` and `>`: `[the form](<Form v3.docx>)`. Close the bracket, and let nothing stand between `]` and `(`. What is meant as it stands has a backslash before its bracket.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.aims.iter() {
        for torn in &document.body.torn {
            let written = document.text.get(torn.span.start..torn.span.end).unwrap_or_default();
            let message = match torn.why {
                Tear::Blanks => say!("this is no link, for blanks stand in its address"),
                Tear::Open => say!("this is no link, for its bracket is never closed"),
                Tear::Apart => say!("this is no link, for a blank stands before its address"),
            };
            report.document(document, torn.span, message, say!("Write `{rather}`.", rather = torn.rather));
            report.fixes(&[Fix::new("Make it a link", torn.span, torn.rather.clone()).certain_if_alike(written)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_is_told_where_it_stands() {
        assert_one(
            "torn-link",
            "---\nid: A\n---\nSee [the form](Form v3 final.docx),\nthe [policy] (ai.md) and [more](b.md\n",
            &[
                "4:5 this is no link, for blanks stand in its address",
                "5:5 this is no link, for a blank stands before its address",
                "5:26 this is no link, for its bracket is never closed",
            ],
        );
    }
}
