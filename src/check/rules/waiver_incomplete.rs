//! `waiver-incomplete`: a waiver without a reason or a last day.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS807",
    name: "waiver-incomplete",
    level: Level::Error,
    clock: false,
    what: "A waiver in `aims.toml` has no `reason` or no `until`. Such a waiver covers nothing: the findings it names still stand.",
    why: "A waiver is a decision to live with a finding for a while. Without a reason nobody can judge it, and without an end it is for ever.",
    fix: "Write why the finding is lived with, under `reason`, and until when, under `until`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    // What could not be read in a waiver has its own finding.
    for waiver in context.aims.config.checks.waivers.iter().filter(|waiver| !waiver.misread) {
        let code = &waiver.code.value;
        let message = match (&waiver.reason, waiver.until) {
            (Some(_), Some(_)) => continue,
            (None, Some(_)) => say!("the waiver of `{code}` has no `reason` and covers nothing", code),
            (Some(_), None) => say!("the waiver of `{code}` has no `until` and covers nothing", code),
            (None, None) => say!("the waiver of `{code}` has no `reason` and `until` and covers nothing", code),
        };
        // A key that is there is written anew, not twice.
        let help = match (&waiver.reason, waiver.until) {
            (None, Some(_)) => say!("Write why under `reason`, or remove the waiver."),
            (Some(_), _) => say!("Add `until = …`, the last day of the waiver, or remove it."),
            _ => say!("Add `reason = \"…\"` and `until = …`, the last day of the waiver, or remove it."),
        };
        report.settings(Some(waiver.code.span), message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(lines: &str) -> Vec<String> {
        let settings = format!("[[checks.waivers]]\ncode = \"AIMS203\"\n{lines}");
        only("waiver-incomplete", &[("aims.toml", &settings), ("a.md", "[[NOPE-1]]\n")])
    }

    #[test]
    fn it_is_told_at_the_rule_of_the_waiver() {
        for (lines, missing) in [
            ("", "`reason` and `until`"),
            ("until = 2027-01-01\nreason = \" \"\n", "`reason`"),
            ("until = 2027-01-01\nreason = \"TBD\"\n", "`reason`"),
            ("reason = \"r\"\n", "`until`"),
        ] {
            assert_eq!(
                found(lines),
                [format!("aims.toml:2:8 the waiver of `AIMS203` has no {missing} and covers nothing")]
            );
        }
    }

    #[test]
    fn a_whole_waiver_and_one_that_cannot_be_read_are_no_findings() {
        assert!(found("reason = \"r\"\nuntil = 2027-01-01\n").is_empty());
        assert!(found("reason = \"r\"\nuntil = \"next year\"\n").is_empty());
    }
}
