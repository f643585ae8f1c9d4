//! `torn-link`: what was meant as a link and is read as text.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::{Fix, Level};
use crate::model::document::Document;
use crate::parse::{LinkKind, Tear, Torn};

pub(super) static RULE: Rule = Rule {
    code: "AIMS218",
    name: "torn-link",
    level: Level::Warning,
    clock: false,
    what: "A text holds what was plainly meant as a link and is none: blanks stand in its address, something stands behind it, its bracket is never closed, a blank stands between its text and its address, or its bar parts two cells of a table. Or the page shows nothing of what stands there: a link without words, and words in angle brackets, which are taken for a tag that HTML does not know.",
    why: "The page shows the brackets as they are written, and the reader has nowhere to go. Nothing checks whether what is meant is there (clause 7.5.3).",
    fix: "Put an address with blanks between `<` and `>`: `[the form](<Form v3.docx>)`. Close the bracket, and let nothing stand between `]` and `(`. In a table write `[[POL-001\\|the policy]]`. What is meant as it stands has a backslash before its bracket.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.aims.iter() {
        wordless(document, report);
        for torn in &document.body.torn {
            let written = document.text.get(torn.span.start..torn.span.end).unwrap_or_default();
            let message = match torn.why {
                Tear::Blanks => say!("this is no link, for blanks stand in its address"),
                Tear::Open => say!("this is no link, for its bracket is never closed"),
                Tear::Apart => say!("this is no link, for a blank stands before its address"),
                Tear::Quote => say!("this is no link, for the quote of its title is never closed"),
                Tear::Behind => say!("this is no link, for something stands behind its address"),
                Tear::Note => say!("this is no link, for a footnote stands in its words"),
                Tear::Bracket => say!("this is no link, for one of its brackets is missing"),
                Tear::Bar => say!("this is no link, for its bar ends the cell of the table"),
                Tear::Swapped => say!("this is no link, for its brackets are swapped"),
                Tear::Tag => {
                    stray(document, torn, written, report);
                    continue;
                }
            };
            if torn.guessed_id().is_some_and(|id| context.aims.by_id(id).is_none()) {
                let help =
                    say!("Let it lead to something that is there, or write `\\[` where it is meant as it stands.");
                report.document(document, torn.span, message, help);
                continue;
            }
            report.document(document, torn.span, message, say!("Write `{rather}`.", rather = torn.rather));
            report.fixes(&[Fix::new("Make it a link", torn.span, torn.rather.clone()).certain_if_alike(written)]);
        }
    }
}

/// Links without words, however they are written.
fn wordless(document: &Document, report: &mut Report<'_>) {
    for link in document.body.links.iter().filter(|link| !link.target.trim().is_empty()) {
        let target = link.target.trim();
        let rather = match (link.kind, document.text.get(link.span.start..link.span.end).unwrap_or_default()) {
            (LinkKind::Wiki, _) => format!("[[{target}]]"),
            (LinkKind::Link, written) if written.starts_with('<') => format!("<a href=\"{target}\">{target}</a>"),
            // What an image shows stands for words.
            (LinkKind::Link, written) if !written.contains("![") && !written.contains("<img") => {
                format!("[{target}]({target})")
            }
            _ => continue,
        };
        let behind = document.text.get(link.span.end..).unwrap_or_default().trim_start();
        let is_ended = behind.get(..3).is_some_and(|end| end.eq_ignore_ascii_case("</a"));
        if link.text.trim().is_empty() && (is_ended || !rather.starts_with('<')) {
            let message = say!("the link has no words, and the page shows nothing of it");
            report.document(document, link.span, message, say!("Write `{rather}`, or words of yours.", rather));
        }
    }
}

/// Words that are taken for a tag.
fn stray(document: &Document, torn: &Torn, written: &str, report: &mut Report<'_>) {
    let message = say!("`{written}` is taken for a tag that HTML does not know, and is on no page", written);
    let help = say!("Fill it in, or write `{rather}` where it is meant as it stands.", rather = torn.rather);
    report.document(document, torn.span, message, help);
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn what_the_page_does_not_show_is_told() {
        assert_one(
            "torn-link",
            "---\nid: A\n---\nSee [](A) of <organisation>.\n\n<!-- <organisation> -->\n",
            &[
                "4:5 the link has no words, and the page shows nothing of it",
                "4:14 `<organisation>` is taken for a tag that HTML does not know, and is on no page",
            ],
        );
    }

    #[test]
    fn the_bar_of_a_link_in_a_table_is_mended_with_a_backslash() {
        let text = "---\nid: A\n---\n| a | b |\n|---|---|\n| See [[POL-002|the policy]] | Board |\n";
        assert_one("torn-link", text, &["6:7 this is no link, for its bar ends the cell of the table"]);
        let (found, _) = crate::check::testing::check(&[("aims.toml", ""), ("a.md", text)]);
        assert!(found.iter().all(|finding| finding.name != "words-unshown"), "{found:?}");
        let fixes = found.iter().find(|finding| finding.name == "torn-link").map(|finding| finding.fixes.as_slice());
        let fixes: Vec<_> = fixes.iter().flat_map(|fixes| fixes.iter()).collect();
        assert_eq!(fixes.len(), 1, "{fixes:?}");
        assert_eq!((fixes[0].replacement.as_str(), fixes[0].certain), ("[[POL-002\\|the policy]]", true));
    }

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
