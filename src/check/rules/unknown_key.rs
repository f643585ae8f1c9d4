//! `unknown-key`: told while reading.

use crate::base::say;
use crate::check::context::Context;
use crate::check::heads;
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Setting};
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS106",
    name: "unknown-key",
    level: Level::Warning,
    clock: false,
    what: "A key in the front matter means nothing to aims for this kind of document. Or the head of a table lacks a column that `[tables]` in `aims.toml` names, and has what is nearly its label, or most of the others.",
    why: "A key with a slip in it is the quietest way to lose a link: `contorls` serves no control, and nobody sees it.",
    fix: "Take the suggestion, remove the key, or give it a meaning under `[aliases]` or `[kinds]` in `aims.toml`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    report.problems(ProblemKind::UnknownKey);
    for (_, document) in context.aims.iter() {
        for problem in document.problems.iter().filter(|problem| problem.kind == ProblemKind::ForeignKey) {
            let span = problem.span;
            let item = document.text.get(span.start..span.end).unwrap_or_default().trim_matches(['"', '\'']);
            if context.aims.reads_standard(document, item) {
                continue;
            }
            let help = problem.help.as_ref().map(ToString::to_string).unwrap_or_default();
            report.document(document, span, problem.message.to_string(), help);
            report.settled_by(Setting { table: "keys", key: "keep", item: item.to_owned() });
        }
        for lacks in heads::lacking(context.aims, document) {
            let column = lacks.name;
            let (message, help) = match lacks.slip {
                Some((label, near)) => (
                    say!("`{label}` is no column that `[tables]` names: nothing is read of it", label),
                    say!("Did you mean `{near}`?", near),
                ),
                None => (
                    say!("this table has no column that `[tables]` reads as `{column}`: its rows are not read", column),
                    say!("Name the column of the table under `columns` there: `\"…\" = \"{column}\"`.", column),
                ),
            };
            report.document(document, lacks.span, message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "unknown-key",
            "---\nid: A\ntitle: T\nkind: policy\nonwer: X\n---\ntext\n",
            &["5:1 unknown key `onwer` in a document of kind `policy`"],
        );
    }

    #[test]
    fn a_column_with_a_slip_is_told_in_the_head() {
        let settings = "[tables.soa]\ncolumns = { \"Control\" = \"control\", \"Applicable\" = \"applicable\", \"Reason\" = \"reason\" }\n";
        let told = |head: &str| {
            let text =
                format!("---\nid: S\nkind: soa\ntitle: S\n---\n| {head} |\n|---|---|---|\n| A.2.2 | Yes | x |\n");
            only("unknown-key", &[("aims.toml", settings), ("a.md", &text)])
        };
        assert_eq!(told("Control | Applicable | Reason"), Vec::<String>::new());
        assert_eq!(
            told("Control | Aplicable | Reason"),
            ["a.md:6:13 `Aplicable` is no column that `[tables]` names: nothing is read of it"]
        );
        assert_eq!(
            told("Control | Used | Reason"),
            ["a.md:6:3 this table has no column that `[tables]` reads as `applicable`: its rows are not read"]
        );
    }
}
