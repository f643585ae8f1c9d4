//! `not-written`: a draft in which nothing stands yet.

use super::no_words::by_its_links;
use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS317",
    name: "not-written",
    level: Level::Warning,
    clock: false,
    what: "A document has `status: draft` and holds no word: headings, comments and places to fill in only, and no list of its kind in the front matter either.",
    why: "What nobody wrote down binds nobody and shows nothing (clause 7.5.1). Such a draft lifts no control and no clause, whatever it names; of those that wait for it nothing else is told.",
    fix: "Answer below each heading what stands there in a comment; comments are on no page. Take out what your organisation does not need.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living().filter(|(_, document)| document.said.wordless && document.is_draft()) {
        // What its keys lack is told where they are read, and the reasons of a statement in a row of their own.
        if document.is("soa") && !document.fields.rows("statement").is_empty() {
            continue;
        }
        if document.problems.iter().any(|problem| problem.kind == ProblemKind::MissingAdvised) {
            continue;
        }
        let waiting = context.aims.trace.served_by(ix).count();
        let help = match document.body.headings.is_empty() {
            false => say!("Answer below its headings what stands there in comments."),
            true => say!("Write what holds, in whole sentences, or the keys that its kind keeps its content in."),
        };
        let help = match waiting {
            0 => help.to_owned(),
            1 => format!("{help} {}", say!("One requirement waits for it.")),
            n => format!("{help} {}", say!("{n} requirements wait for it.", n)),
        };
        let message = say!("{id} is a draft in which nothing is written yet", id = document.id);
        report.document(document, document.span_of("status"), message, help);
        by_its_links(document, report);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn policy(status: &str, body: &str) -> String {
        format!("---\nid: POL-001\ntitle: T\nkind: policy\nstatus: {status}\n---\n{body}")
    }

    #[test]
    fn a_draft_without_words_is_told() {
        let told = "5:9 POL-001 is a draft in which nothing is written yet";
        for body in ["", "\n## Purpose\n\n<!-- What is it for? -->\n", "\n## Purpose\n\nTBD\n"] {
            assert_one("not-written", &policy("draft", body), &[told]);
        }
        assert_one("not-written", &policy("draft", "\n## Purpose\n\n<!-- What? -->\n\nWe must.\n"), &[]);
        assert_one("not-written", &policy("in-review", ""), &[]);
    }

    #[test]
    fn what_its_keys_lack_is_told_instead() {
        let draft = "---\nid: RSK-001\ntitle: T\nkind: risk\nstatus: draft\n---\n";
        assert_one("not-written", draft, &[]);
        assert_one(
            "missing-advised-field",
            draft,
            &["1:1 the draft still has to say `event`, `consequence`, `likelihood`, `severity` and `treatment`"],
        );
    }
}
