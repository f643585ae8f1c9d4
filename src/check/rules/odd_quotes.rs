//! `odd-quotes`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS117",
    name: "odd-quotes",
    level: Level::Warning,
    clock: false,
    what: "A value of the front matter stands in typographic quotes, or ends with a quote that opens nowhere: to YAML these are letters. Or it ends before a `#` that looks like a part of it: to YAML that begins a remark, even where nothing stands before it.",
    why: "Word processors put such quotes in place of plain ones. They become part of the title or the id, which then names something else; what stands behind `#` is lost.",
    fix: "Write plain quotes, `\"` or `'`, at both ends, or none.",
    run: |_, report| report.problems(ProblemKind::OddQuotes),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "odd-quotes",
            "---\nid: A\ntitle: \u{201c}T\u{201d}\nkind: policy\n---\ntext\n",
            &["3:8 `title` stands in typographic quotes, which YAML takes for letters"],
        );
    }
}
