//! `no-words`: a document that says that it is approved and says nothing.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS116",
    name: "no-words",
    level: Level::Error,
    clock: false,
    what: "A document says that it is approved, and holds no word: its text is empty, or has headings, comments, pictures, places to fill in and links that lead nowhere only, and no rows of its kind stand in its front matter either. A list of words, such as `triggers` or `commitments`, is not a text.",
    why: "What says nothing binds nobody. A title with an approval beside it looks like a policy in every register, and an auditor who opens it finds a blank page (clauses 5.2 and 7.5.2).",
    fix: "Write the text and have it approved, or say `status: draft` until it is there. What is in a picture or another file has to be said in words too.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let wordless = |document: &Document| document.said.wordless && !is_unread(document);
    for (ix, document) in context.living().filter(|(_, document)| wordless(document)) {
        if is_approved(context, ix) {
            let message = match document.said.by_links.is_some() {
                true => say!("{id} says that it is approved, and is links alone that lead nowhere", id = document.id),
                false => say!("{id} says that it is approved, and holds no word", id = document.id),
            };
            let help = say!("Write the text and have it approved, or say `status: draft` until it is there.");
            report.document(document, document.span_of("status"), message, help);
            by_its_links(document, report);
        }
    }
    // A translation is read in the place of its original.
    for (_, document) in context.aims.iter().filter(|(_, document)| wordless(document)) {
        let Some(of) = document.translates.filter(|of| is_approved(context, *of)) else { continue };
        report.document(
            document,
            document.head,
            say!(
                "{id} says that it is approved, and this translation of it holds no word",
                id = context.aims.document(of).id
            ),
            say!("Write the translation, or take the file out until it is there."),
        );
        by_its_links(document, report);
    }
}

/// Says that the last finding only follows from the links of a document without words, where it is links alone.
pub(super) fn by_its_links(document: &Document, report: &mut Report<'_>) {
    if document.said.by_links.is_some() {
        report.because("broken-link", &document.id);
    }
}

/// Whether a document is approved, or says so.
fn is_approved(context: &Context<'_>, ix: DocIx) -> bool {
    let approved = context.aims.standing(ix).approval.is_given();
    let document = context.aims.document(ix);
    !document.is_retired() && (document.says_approved() || approved)
}

/// Whether it cannot be read, which has its own finding: it may well have words.
fn is_unread(document: &Document) -> bool {
    document.problems.iter().any(|problem| problem.kind.hides_text())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn document(kind: &str, keys: &str, body: &str) -> String {
        format!("---\nid: A\ntitle: T\nkind: {kind}\nstatus: approved\n{keys}---\n{body}")
    }

    #[test]
    fn what_says_nothing_and_is_approved_is_told() {
        for body in [
            "",
            "\n\n",
            "\n# AI policy\n\n## Purpose\n",
            "\n<!-- Write it. -->\n",
            "\n![](scan.png)\n",
            "\n![The policy](scan.png) ![of 2026](more.png)\n",
            "\n# Purpose\n\nTBD\n\n# Scope\n\n- TODO\n- [ ]\n\n<div></div>\n\n---\n",
            "\n[x]: y.md\n\n![][x]\n",
            "\n[[_TOC_]]\n",
            "\nimport X from \"./x\"\n\n<X />\n",
            "\n| Purpose | Scope |\n|---|---|\n| | |\n",
            "\n%%hidden only%%\n",
            "\n[^1]: A note that nothing refers to.\n",
            "\nTo be written.\n",
            "\nThis page is intentionally left blank.\n",
        ] {
            assert_one(
                "no-words",
                &document("policy", "", body),
                &["5:9 A says that it is approved, and holds no word"],
            );
        }
        assert_one(
            "no-words",
            &document("record", "date: 2026-01-01\n", "\n# Minutes\n"),
            &["5:9 A says that it is approved, and holds no word"],
        );
        for (kind, keys) in [
            ("policy", "audience: All staff\n"),
            ("policy", "commitments: [We must not]\n"),
            ("procedure", "triggers: [x]\noutputs: [y]\n"),
            ("scope", "units: [x]\n"),
        ] {
            assert_one("no-words", &document(kind, keys, ""), &["5:9 A says that it is approved, and holds no word"]);
        }
    }

    #[test]
    fn an_empty_translation_of_what_is_approved_is_told() {
        let settings = "[languages]\ndefault = \"en\"\npattern = [\"{path}.{lang}.md\"]\n";
        let found = |status: &str, body: &str| {
            let english = document("policy", "", "\nWe must not.\n").replace("approved", status);
            let german = format!("---\nid: A\ntitle: T\n---\n{body}");
            only("no-words", &[("aims.toml", settings), ("p.en.md", &english), ("p.de.md", &german)])
        };
        let told = ["p.de.md:1:1 A says that it is approved, and this translation of it holds no word"];
        assert_eq!(found("approved", "# T\n"), told);
        assert!(found("approved", "Wir nicht.\n").is_empty() && found("draft", "# T\n").is_empty());
    }

    #[test]
    fn what_says_something_is_not() {
        for (kind, keys, body) in [
            ("policy", "", "\nWe must not.\n"),
            ("policy", "", "\n規程\n"),
            ("policy", "", "\n- One thing.\n"),
            ("policy", "", "\n| We must not |\n| --- |\n"),
            ("policy", "", "\n<p>We must not.</p>\n"),
            ("policy", "", "\n![The policy](scan.png) as a picture\n"),
            ("scope", "units: [Lending, Members, Payments]\nsites: [Harrowmere, the branch at the mill]\n", ""),
            ("soa", "statement:\n  - {control: A.2.2, applicable: true, reason: R}\n", ""),
            ("risk", "event: A model fails\n", ""),
        ] {
            assert_one("no-words", &document(kind, keys, body), &[]);
        }
        // A link alone to what is not there says nothing, which is told at the link, or here where nothing is told there.
        let gone = document("policy", "", "\n[The policy](policy.pdf)\n");
        assert_one("no-words", &gone, &[]);
        assert_one("broken-link", &gone, &["8:1 there is no file or document `policy.pdf`"]);
        let empty = [("aims.toml", ""), ("a.md", gone.as_str()), ("policy.pdf", "")];
        let told = "a.md:5:9 A says that it is approved, and is links alone that lead nowhere";
        assert_eq!(only("no-words", &empty), [told]);
        assert_one("no-words", &document("policy", "", "\nAI never decides alone ([rule](gone.md)).\n"), &[]);
        assert_one(
            "no-words",
            &document("policy", "", "\nThe policy was signed on 4 March: [the policy](policy.pdf)\n"),
            &[],
        );
        assert_one("no-words", &document("policy", "", "\nWe must not use AI. [x](x.txt)\n"), &[]);
        for status in ["draft", "in-review", "retired"] {
            assert_one("no-words", &document("policy", "", "").replace("approved", status), &[]);
        }
        // What is read with an error may well have words.
        assert_one("no-words", "---\nid: A\ntitle: T\nkind: policy\nstatus: approved\n\nWe must not.\n", &[]);
    }
}
