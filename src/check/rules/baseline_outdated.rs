//! `baseline-outdated`: a baseline that lists what is found no more. Its findings are made where the baseline is compared.

use crate::check::rule::Rule;
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS817",
    name: "baseline-outdated",
    level: Level::Warning,
    clock: false,
    what: "The baseline lists findings that are found no more. It is a warning, so that with `--strict` a baseline can only \
           grow shorter.",
    why: "As long as the baseline lists what is mended, the same fault can come back without anybody being told.",
    fix: "Write it anew: `aims check --write-baseline FILE`, and look at what changed in it.",
    run: |_, _| (),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn it_is_told_once_at_the_first_line_of_what_is_mended() {
        let baseline = "# aims baseline 1\nAIMS203 0123456789abcdef a.md\nAIMS203 0123456789abcdee a.md\n";
        let files = [("aims.toml", "[checks]\nbaseline = \"known.txt\"\n"), ("known.txt", baseline)];
        assert_eq!(only("baseline-outdated", &files), ["known.txt:2:1 2 findings of the baseline are gone"]);
        assert!(only("baseline-outdated", &files[1..]).is_empty(), "no setting names it");
    }
}
