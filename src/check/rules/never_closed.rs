//! `never-closed`: something that hides the rest of a text, or makes code of it, and is never closed.

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::parse::{Fate, Problem, ProblemKind, Unseen, Unshown};

pub(super) static RULE: Rule = Rule {
    code: "AIMS121",
    name: "never-closed",
    level: Level::Error,
    clock: false,
    what: "A comment, a block of HTML or a fence of code opens in a text and is never closed: `<!-- to be reworded`, `<style>`, `<?php`, three backticks. Or a comment ends only with the next one.",
    why: "What stands below is on no page, or is code: who reads and approves the page does not see it, although the file says it (clause 7.5.3). Markdown tells nobody.",
    fix: "Close it where it is to end: a comment with `-->`, an element with its end tag, a fence with a line of the same signs. What is meant as it stands goes between backticks.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.aims.iter() {
        for found in &document.body.unshown {
            let (message, help) = match &found.why {
                Unseen::Open { end, fate, lines } => {
                    let sign = document.written(found.span);
                    let help = match fate {
                        Fate::Code => say!("Put a line with nothing but {end} below the code.", end),
                        Fate::Gone | Fate::Plain => say!("Write `{end}` where it is to end.", end),
                    };
                    (open(sign, *fate, *lines), help)
                }
                Unseen::Comment { lines } => {
                    let message = plural!(
                        *lines,
                        "the comment ends only with the next one, and {n} line between them is on no page",
                        "the comment ends only with the next one, and {n} lines between them are on no page"
                    );
                    (message, say!("Write `{end}` where it is to end.", end = "-->"))
                }
                _ => continue,
            };
            report.document(document, found.span, message, help);
            if opens_for_a_fence(document, found) {
                report.because("invalid-front-matter", &document.id);
            }
        }
    }
}

/// Whether something stands where the fence of front matter should, of which is told that it is none: `~~~`.
pub(super) fn opens_for_a_fence(document: &Document, found: &Unshown) -> bool {
    let is_here =
        |problem: &Problem| problem.kind == ProblemKind::InvalidFrontMatter && problem.span.start == found.span.start;
    document.problems.iter().any(is_here)
}

fn open(sign: &str, fate: Fate, lines: usize) -> String {
    match fate {
        Fate::Gone => plural!(
            lines,
            "`{sign}` is never closed, and {n} line below is on no page",
            "`{sign}` is never closed, and {n} lines below are on no page",
            sign
        ),
        Fate::Plain => plural!(
            lines,
            "`{sign}` is never closed, and {n} line below is not read as Markdown",
            "`{sign}` is never closed, and {n} lines below are not read as Markdown",
            sign
        ),
        Fate::Code => plural!(
            lines,
            "the fence is never closed, and {n} line below is code",
            "the fence is never closed, and {n} lines below are code"
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check};

    #[test]
    fn what_stands_for_the_fence_of_front_matter_is_told_as_that_alone() {
        let text = "~~~\nid: POL-001\ntitle: T\nkind: policy\n---\n\n# Roles\n\nText.\n";
        let files = [("aims.toml", ""), ("a.md", text), ("b.md", "# B\n\nSee [[POL-001#Roles]].\n")];
        let told = |files: &[(&str, &str)]| {
            let names = check(files).0.into_iter().map(|finding| finding.name);
            names.filter(|name| matches!(*name, "invalid-front-matter" | "never-closed" | "broken-fragment")).collect()
        };
        let found: Vec<&str> = told(&files);
        assert_eq!(found, ["invalid-front-matter"]);
        let below = text.replace("~~~", "---").replace("Text.", "```");
        let found: Vec<&str> = told(&[("aims.toml", ""), ("a.md", &format!("{below}x\n"))]);
        assert_eq!(found, ["never-closed"]);
    }

    #[test]
    fn what_is_never_closed_is_told_where_it_opens() {
        for (opening, told) in [
            ("<!-- to be reworded", "6:1 `<!--` is never closed, and 2 lines below are on no page"),
            ("<style>", "6:1 `<style>` is never closed, and 2 lines below are on no page"),
            ("<pre>", "6:1 `<pre>` is never closed, and 2 lines below are not read as Markdown"),
            ("```text", "6:1 the fence is never closed, and 2 lines below are code"),
        ] {
            let text = format!("---\nid: A\n---\nWe use it.\n\n{opening}\n\n## Prohibited\n\nWe never score people.\n");
            assert_one("never-closed", &text, &[told]);
            assert_one("never-closed", &format!("---\nid: A\n---\nWe use it.\n\n{opening}\n"), &[]);
        }
    }

    #[test]
    fn a_comment_that_the_next_one_ends_is_told() {
        assert_one(
            "never-closed",
            "---\nid: A\n---\n<!-- to be reworded\n\n## Prohibited\n\n<!-- as agreed -->\n\nText.\n",
            &["4:1 the comment ends only with the next one, and 1 line between them is on no page"],
        );
    }
}
