//! `nested-too-deep`: markup that no page shows, because it stands in too much other markup.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS114",
    name: "nested-too-deep",
    level: Level::Warning,
    clock: false,
    what: "An element of a text stands in more than 256 others. From there on the page shows the text without its markup.",
    why: "What a page does not show as it was written is read as something else: a list as one line, a quotation as the organisation's own words (clause 7.5.3). No text that people read is nested so deep; it is mostly tags that were left open, again and again.",
    fix: "Close the tags of raw HTML, or write the place in Markdown with fewer levels.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.aims.iter() {
        if let Some(span) = document.body.too_deep {
            report.document(
                document,
                span,
                say!("this is nested deeper than 256 elements, and its markup is not shown"),
                say!("Close what was left open before it, or nest less."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_is_told_once_at_the_first_element_that_has_no_room() {
        let told = "this is nested deeper than 256 elements, and its markup is not shown";
        assert_one("nested-too-deep", &format!("{}x\n", "<div>".repeat(300)), &[&format!("1:1281 {told}")]);
        assert_one("nested-too-deep", &format!("{}x\n", "> ".repeat(300)), &[&format!("1:513 {told}")]);
    }

    #[test]
    fn what_has_room_is_no_finding() {
        assert_one("nested-too-deep", &format!("{}x{}\n", "<div>".repeat(250), "</div>".repeat(250)), &[]);
        assert_one("nested-too-deep", &"<div>x</div>\n\n".repeat(300), &[]);
    }
}
