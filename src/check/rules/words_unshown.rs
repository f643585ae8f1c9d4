//! `words-unshown`: words that stand in a text and that its page leaves out.

use crate::base::say;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::parse::Unseen;

pub(super) static RULE: Rule = Rule {
    code: "AIMS122",
    name: "words-unshown",
    level: Level::Warning,
    clock: false,
    what: "A row of a table has more cells than its head, two footnotes have one name, or two addresses one label. Of these Markdown shows the first, and leaves the rest out.",
    why: "The file says it and no page does: who reads and approves the page does not see it (clause 7.5.3). Most often a bar in the words of a cell parts them in two, and the reason in a row ends in the middle.",
    fix: "Write `\\|` for a bar that is part of the words, also in the brackets of a link. Give each footnote and each address a name of its own.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.aims.iter() {
        for found in &document.body.unshown {
            let (message, help) = match &found.why {
                Unseen::Cells { row, head } => (
                    say!("the row has {row} cells and the head of its table {head}: this is on no page", row, head),
                    say!("Write `\\|` for a bar that is part of the words."),
                ),
                Unseen::Note(name) => (
                    say!("a footnote `[^{name}]` stands above already: the words of this one are on no page", name),
                    say!("Give it a name of its own, there and where it is referred to."),
                ),
                Unseen::Reference(label) => (
                    say!("`[{label}]` has another address above already: nothing leads to this one", label),
                    say!("Give it a name of its own, there and where it is referred to."),
                ),
                Unseen::Open { .. } | Unseen::Comment { .. } => continue,
            };
            report.document(document, found.span, message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn what_a_page_leaves_out_is_told_where_it_stands() {
        assert_one(
            "words-unshown",
            "---\nid: A\n---\nSays[^1] [so][x].\n\n[^1]: One.\n\n[^1]: Two.\n\n[x]: #a\n[x]: #b\n\n| a | b |\n|---|---|\n| c | d | e |\n",
            &[
                "8:1 a footnote `[^1]` stands above already: the words of this one are on no page",
                "11:1 `[x]` has another address above already: nothing leads to this one",
                "15:11 the row has 3 cells and the head of its table 2: this is on no page",
            ],
        );
    }

    #[test]
    fn what_the_page_shows_is_not() {
        let text = "---\nid: A\n---\nSays[^1] [so][x].\n\n[^1]: One.\n\n[x]: #a\n[x]: #a\n\n| a | b |\n|---|---|\n| c | d \\| e | |\n";
        assert_one("words-unshown", text, &[]);
    }
}
