//! `broken-reference`: a reference to a link, an image or a footnote that nothing defines.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::Aims;
use crate::parse::{Lost, LostKind};

pub(super) static RULE: Rule = Rule {
    code: "AIMS219",
    name: "broken-reference",
    level: Level::Warning,
    clock: false,
    what: "A text refers to a link, an image or a footnote by a label that it does not define: `[the procedure][pro]`, `[the annex][]`, `says[^1]`.",
    why: "The page shows the brackets as they are written, and the reader has nowhere to go: a link that nobody misses, or a footnote whose words are lost (clause 7.5.3).",
    fix: "Define the label on a line of its own: `[pro]: procedures/hiring.md`, or `[^1]: The words of the note.` Or write where it leads, `[the procedure](PRO-001)`. What is meant as it stands goes between backticks, or has a backslash before its bracket.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.aims.iter() {
        for lost in &document.body.lost {
            let label = &lost.label;
            let message = match lost.kind {
                LostKind::Link => say!("nothing defines the reference `[{label}]`", label),
                LostKind::Image => say!("nothing defines the image `[{label}]`", label),
                LostKind::Note => say!("nothing defines the footnote `[^{label}]`", label),
            };
            report.document(document, lost.span, message, help(context.aims, lost));
        }
    }
}

fn help(aims: &Aims, lost: &Lost) -> String {
    let label = &lost.label;
    match lost.kind {
        LostKind::Note => {
            say!("Write the note on a line of its own, `[^{label}]: …`, or take the reference out.", label)
        }
        LostKind::Link if aims.by_id(label).is_some() => {
            say!("Write the id in round brackets: `[…]({label})`, or `[[{label}]]`.", label)
        }
        LostKind::Link | LostKind::Image => say!(
            "Write where it leads on a line of its own, `[{label}]: …`, or in round brackets in place of the label.",
            label
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check};

    #[test]
    fn a_label_that_nothing_defines_is_told_at_the_reference() {
        assert_one(
            "broken-reference",
            "---\nid: A\n---\nSee [the procedure][pro], [the annex][],\n![the plan][plan] and says[^1].\n",
            &[
                "4:5 nothing defines the reference `[pro]`",
                "4:27 nothing defines the reference `[the annex]`",
                "5:1 nothing defines the image `[plan]`",
                "5:27 nothing defines the footnote `[^1]`",
            ],
        );
    }

    #[test]
    fn what_is_defined_is_no_finding() {
        let text = "- [x] Done\n\n[the a][b] [b][] [b] x[^1] [sic]\n\n[b]: https://x.example\n\n[^1]: Text.\n";
        assert_one("broken-reference", text, &[]);
    }

    #[test]
    fn an_id_in_the_wrong_brackets_is_told_how_to_link() {
        let b = "---\nid: POL-001\ntitle: T\nkind: policy\n---\n";
        let (found, _) = check(&[("aims.toml", ""), ("a.md", "See [the policy][POL-001].\n"), ("b.md", b)]);
        let help =
            found.into_iter().find(|finding| finding.name == "broken-reference").and_then(|finding| finding.help);
        assert_eq!(help.as_deref(), Some("Write the id in round brackets: `[…](POL-001)`, or `[[POL-001]]`."));
    }
}
