//! `bad-date`: told while reading.

use crate::check::rule::Rule;
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS109",
    name: "bad-date",
    level: Level::Error,
    clock: false,
    what: "A date or a length of time cannot be read.",
    why: "Reviews and deadlines are counted from dates. `03/04/26` is two different days to two readers.",
    fix: "Write days as `2026-11-20` and lengths of time as `12 months`, `90 days` or `P1Y`.",
    run: |_, report| report.problems(ProblemKind::BadDate),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_fires_at_its_place() {
        assert_one(
            "bad-date",
            "---\nid: A\ntitle: T\nkind: policy\nreviewed: 20.11.2026\n---\ntext\n",
            &["5:11 `20.11.2026` is no date"],
        );
    }
}
