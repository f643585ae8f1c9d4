//! `unknown-key`: told while reading.

use crate::check::{Context, Report, Rule};
use crate::diag::{Level, Setting};
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS106",
    name: "unknown-key",
    level: Level::Warning,
    clock: false,
    what: "A key in the front matter means nothing to aims for this kind of document.",
    why: "A key with a slip in it is the quietest way to lose a link: `contorls` serves no control, and nobody sees it.",
    fix: "Take the suggestion, remove the key, or give it a meaning under `[aliases]` or `[kinds]` in `aims.toml`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    report.problems(ProblemKind::UnknownKey);
    for (_, document) in context.aims.iter() {
        for problem in document.problems.iter().filter(|problem| problem.kind == ProblemKind::ForeignKey) {
            let span = problem.span;
            let help = problem.help.as_ref().map(ToString::to_string).unwrap_or_default();
            report.document(document, span, problem.message.to_string(), help);
            let item = document.text.get(span.start..span.end).unwrap_or_default().trim_matches(['"', '\'']);
            report.settled_by(Setting { table: "keys", key: "keep", item: item.to_owned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "unknown-key",
            "---\nid: A\ntitle: T\nkind: policy\nonwer: X\n---\ntext\n",
            &["5:1 unknown key `onwer` in a document of kind `policy`"],
        );
    }
}
