//! `waiver-unused`: a waiver that covers nothing. Its findings are made where waivers are applied.

use crate::check::rule::Rule;
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS808",
    name: "waiver-unused",
    level: Level::Warning,
    clock: false,
    what: "A waiver in `aims.toml` covers no finding, or names no rule; or it is for a rule of the 5xx family, and does not hold yet for what was found about the change that brought it.",
    why: "A waiver that outlives what it was for will one day hide something else.",
    fix: "Remove the waiver from `aims.toml`; one that does not hold yet does once a later change has come to the main line, or `aims approve aims.toml` has vouched for it.",
    run: |_, _| (),
};

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn it_is_told_at_the_waiver() {
        let settings = "[[checks.waivers]]\ncode = \"AIMS203\"\nreason = \"r\"\nuntil = 2027-01-01\n";
        let unused = only("waiver-unused", &[("aims.toml", settings)]);
        assert_eq!(unused, ["aims.toml:2:8 the waiver of `AIMS203` covers no finding"]);
        let used = [("aims.toml", settings), ("a.md", "[[NOPE-1]]\n")];
        assert!(only("waiver-unused", &used).is_empty() && only("broken-link", &used).is_empty());
        let expired = settings.replace("2027", "2026");
        assert_eq!(only("broken-link", &[("aims.toml", &expired), ("a.md", "[[NOPE-1]]\n")]).len(), 1);
    }
}
