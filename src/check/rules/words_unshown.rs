//! `words-unshown`: words that stand in a text and that its page leaves out.

use crate::base::text::cut;
use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::parse::{Loose, Unseen};

pub(super) static RULE: Rule = Rule {
    code: "AIMS122",
    name: "words-unshown",
    level: Level::Warning,
    clock: false,
    what: "A row of a table has more cells than its head, two footnotes have one name, or two addresses one label: of these Markdown shows the first, and leaves the rest out. Or a line reads as an address that nothing uses, or a footnote has no words. Or lines with bars are no rows of a table, as nothing divides a head from them or a blank line parts them from it: their page shows the bars. Or an element of HTML is on no page, such as a film, a frame or a form, or a tag of Confluence, Word or MDX means nothing there. Or a formula between dollars holds signs that are signs of Markdown too, as `\\{`, `\\\\` and `*` are: a page shows it as text, without these.",
    why: "The file says it and no page does: who reads and approves the page does not see it (clause 7.5.3). Most often a bar in the words of a cell parts them in two, and the reason in a row ends in the middle.",
    fix: "Write `\\|` for a bar that is part of the words, also in the brackets of a link. Give each footnote and each address a name of its own, and write `\\[` before words that are no address. Write `|---|---|` below the head of a table, with a cell for each of the head, and no blank line among its rows.",
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
                Unseen::Wordless(name) => (
                    say!("the footnote `[^{name}]` has no words", name),
                    say!("Write them behind its name, or take it out, there and where it is referred to."),
                ),
                Unseen::Unused(label) => (
                    say!(
                        "this reads as an address of the name `[{label}]`, which nothing uses: it is on no page",
                        label
                    ),
                    say!("Write `\\[` before what is words of the text, and take out what is left over."),
                ),
                Unseen::Formula => (
                    say!("of this formula the page leaves out or changes what are signs of Markdown too").to_owned(),
                    say!(
                        "Put a backtick behind the first dollar and one before the last; what has lines of its own goes into a block of code of the language `math`. GitHub shows both as formulas, and the page as they are written."
                    ),
                ),
                Unseen::Element(name) => (say!("`<{name}>` is on no page", name), instead(name)),
                Unseen::Foreign(tag, number) => (
                    match *number {
                        1 => say!(
                            "`{tag}` is for another program: the page shows it as it stands, or leaves it out",
                            tag = cut(tag, 60)
                        ),
                        n => say!(
                            "`{tag}` is for another program, as are others below, {n} in all: the page shows them as they stand, or leaves them out",
                            tag = cut(tag, 60),
                            n
                        ),
                    },
                    say!("Keep the words between such, and write a link or an image in the place of the rest."),
                ),
                Unseen::Rows { lines, why } => {
                    let (message, help) = rows(*lines, *why);
                    report.document(document, found.span, message, help);
                    continue;
                }
                Unseen::Open { .. } | Unseen::Comment { .. } => continue,
            };
            report.document(document, found.span, message, help);
        }
    }
}

/// What to write in the place of an element that is on no page.
fn instead(name: &str) -> &'static str {
    match name {
        "canvas" | "math" | "svg" => say!("Save it as a picture, and show that: `![what it shows](picture.svg)`."),
        _ => say!(
            "Write a link in its place, to a file of the repository or a page on the web: `[what it shows](film.mp4)`."
        ),
    }
}

/// Why lines with bars are no table, and what to do.
fn rows(lines: usize, why: Loose) -> (String, String) {
    let divider = |cells: usize| format!("|{}", "---|".repeat(cells.clamp(1, 30)));
    match why {
        Loose::Parted => (
            plural!(
                lines,
                "{n} line is no row of a table, as a blank line or a comment parts it from the head: its page shows the bars",
                "{n} lines are no rows of a table, as a blank line or a comment parts them from the head: their page shows the bars"
            ),
            say!("Take out what stands between, or give these rows a head of their own.").to_owned(),
        ),
        Loose::Undivided(head) => (
            plural!(
                lines,
                "{n} line with bars is no table, as no row of hyphens stands below a head: its page shows the bars",
                "{n} lines with bars are no table, as no row of hyphens stands below a head: their page shows the bars"
            ),
            say!("Write `{divider}` as the second line, with plain hyphens.", divider = divider(head)),
        ),
        Loose::Uneven { row, head } => (
            say!(
                "this is the head of no table, as it has {head} cells and the row of hyphens below it {row}: the page shows the bars",
                head,
                row
            ),
            say!("Give both as many cells: `{divider}`.", divider = divider(head)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn what_a_page_leaves_out_is_told_where_it_stands() {
        assert_one(
            "words-unshown",
            "---\nid: A\n---\nSays[^1] [so][x].\n\n[^1]: One.\n\n[^1]: Two.\n\n[x]: #a\n[x]: #b\n\n| a | b |\n|---|---|\n| c | d | e |\n\n[Rule 1]: Never.\n\n[^2]:\n",
            &[
                "8:1 a footnote `[^1]` stands above already: the words of this one are on no page",
                "11:1 `[x]` has another address above already: nothing leads to this one",
                "15:11 the row has 3 cells and the head of its table 2: this is on no page",
                "17:1 this reads as an address of the name `[Rule 1]`, which nothing uses: it is on no page",
                "19:1 the footnote `[^2]` has no words",
            ],
        );
        assert_one(
            "words-unshown",
            "---\nid: A\n---\n<video src=v.mp4></video>\n\nSee <ac:link><ri:page ri:content-title=\"A\" /></ac:link>.\n",
            &[
                "4:1 `<video>` is on no page",
                "6:5 `<ac:link>` is for another program, as are others below, 2 in all: the page shows them as they stand, or leaves them out",
            ],
        );
    }

    #[test]
    fn rows_that_are_in_no_table_are_told_once() {
        assert_one(
            "words-unshown",
            "---\nid: A\n---\n| a | b |\n|---|---|\n| c | d |\n\n| e | f |\n| g | h |\n\nText.\n\n| a | b |\n|—|—|\n| c | d |\n\nText.\n\n| a | b |\n|---|---|---|\n",
            &[
                "8:1 2 lines are no rows of a table, as a blank line or a comment parts them from the head: their page shows the bars",
                "13:1 3 lines with bars are no table, as no row of hyphens stands below a head: their page shows the bars",
                "19:1 this is the head of no table, as it has 2 cells and the row of hyphens below it 3: the page shows the bars",
            ],
        );
    }

    #[test]
    fn what_the_page_shows_is_not() {
        let text = "---\nid: A\n---\nSays[^1] [so][x].\n\n[^1]: One.\n\n[x]: #a\n[x]: #a\n\n| a | b |\n|---|---|\n| c | d \\| e | |\n";
        assert_one("words-unshown", text, &[]);
    }
}
