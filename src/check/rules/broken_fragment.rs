//! `broken-fragment`: a link to a heading that is not there.

use std::collections::BTreeSet;

use super::never_closed::opens_for_a_fence;
use crate::base::say;
use crate::check::context::Context;
use crate::check::lists::begun;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::links::Broken;

pub(super) static RULE: Rule = Rule {
    code: "AIMS204",
    name: "broken-fragment",
    level: Level::Warning,
    clock: false,
    what: "A link names a heading that the document it leads to does not have.",
    why: "The reader arrives at the top of a document and has to look for the passage. Often the heading was renamed, and what the link relied on may have changed with it (clause 7.5.3).",
    fix: "Write the heading's anchor: lower case, blanks as hyphens, other signs left out, as on GitHub. `## Roles & duties` is `#roles--duties`.",
    run,
};

/// How many headings are named, and for how many links of a document all are gone through.
const NAMED: usize = 12;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        let mut guesses = NAMED;
        for (link, target) in document.body.links.iter().zip(&context.aims.links[ix.index()]) {
            let Err(Broken::Fragment { document: to, fragment, near }) = target else { continue };
            let meant = context.aims.document(*to);
            let headings = &meant.body.headings;
            let help = match near {
                Some(near) => say!("Did you mean `#{near}`?", near),
                None if headings.is_empty() => say!("It has no headings; link to the document as a whole.").to_owned(),
                None => {
                    // A heading that was given other words keeps some of them, more often than not.
                    let words: BTreeSet<&str> = fragment.split('-').filter(|word| word.len() > 3).collect();
                    let asked = if guesses > 0 { headings.len() } else { NAMED };
                    guesses = guesses.saturating_sub(1);
                    let anchors = headings.iter().take(asked).map(|heading| heading.anchor.as_str());
                    let (kept, others): (Vec<&str>, Vec<&str>) =
                        anchors.partition(|anchor| anchor.split('-').any(|word| words.contains(word)));
                    let first = kept.into_iter().chain(others).take(NAMED).map(|anchor| format!("`#{anchor}`"));
                    say!("Its headings: {anchors}.", anchors = begun(&first.collect::<Vec<_>>(), headings.len()))
                }
            };
            let message = match *to == ix {
                true => say!("this document has no heading `#{fragment}`", fragment),
                false => say!("{id} has no heading `#{fragment}`", id = meant.id, fragment),
            };
            report.document(document, link.span, message, help);
            if meant.body.unshown.iter().any(|found| opens_for_a_fence(meant, found)) {
                report.because("invalid-front-matter", &meant.id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check, only};

    #[test]
    fn a_heading_that_is_not_there_is_told_at_the_link() {
        assert_one("broken-fragment", "# Top\n\nSee [x](#tpo).\n", &["3:5 this document has no heading `#tpo`"]);
        let b = "---\nid: POL-001\ntitle: T\nkind: policy\n---\n# Roles\n";
        let files = [("aims.toml", ""), ("a.md", "[x](b.md#rules) [[POL-001#duty]]\n"), ("b.md", b)];
        assert_eq!(
            only("broken-fragment", &files),
            ["a.md:1:1 POL-001 has no heading `#rules`", "a.md:1:17 POL-001 has no heading `#duty`"]
        );
    }

    #[test]
    fn the_help_names_what_may_be_meant() {
        let help = |text: &str| {
            let (found, _) = check(&[("aims.toml", ""), ("a.md", text)]);
            found.iter().find(|finding| finding.name == "broken-fragment").and_then(|finding| finding.help.clone())
        };
        assert_eq!(help("# Roles\n[x](#role)").as_deref(), Some("Did you mean `#roles`?"));
        assert_eq!(help("# Roles\n[x](#scope)").as_deref(), Some("Its headings: `#roles`."));
        let renamed = help("# One\n# Two\n# What the contract says\n[x](#in-the-contract)");
        assert_eq!(renamed.as_deref(), Some("Its headings: `#what-the-contract-says`, `#one`, `#two`."));
        assert_eq!(help("[x](#scope)").as_deref(), Some("It has no headings; link to the document as a whole."));
    }

    #[test]
    fn headings_are_found_by_their_words() {
        let b = "---\nid: POL-001\ntitle: T\nkind: policy\n---\n# Roles & duties\n\n## \u{915}\u{94d}\u{92f}\u{93e}\n";
        let a = "[[POL-001#Roles & duties]] [[POL-001#Roles & duties|they]] [[POL-001#Roles & duties#\u{915}\u{94d}\u{92f}\u{93e}]] [x](b.md#Roles%20&%20duties) [[#My own]]\n\n| a |\n|---|\n| [[POL-001#Roles & duties\\|x]] |\n\n# My own\n";
        assert_eq!(only("broken-fragment", &[("aims.toml", ""), ("a.md", a), ("b.md", b)]), Vec::<String>::new());
        let a = "[[POL-001#Roles]] [[POL-001#&]]\n";
        let told = only("broken-fragment", &[("aims.toml", ""), ("a.md", a), ("b.md", b)]);
        assert_eq!(told, ["a.md:1:1 POL-001 has no heading `#Roles`", "a.md:1:19 POL-001 has no heading `#&`"]);
    }

    #[test]
    fn headings_that_are_there_and_documents_that_are_not_are_no_findings() {
        assert_one("broken-fragment", "# Top\n## Top\n[x](#top) [x](#top-1) [x](#TOP) [x](no.md#x) [x](#)\n", &[]);
        assert_one("broken-fragment", "# A\n[x](#top) [x](#TOP) [[#Top]] <a href=\"#top\">x</a>\n", &[]);
    }
}
