//! `closed-without-cause`: a nonconformity closed without its cause and corrective action.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::closed_without;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS702",
    name: "closed-without-cause",
    level: Level::Error,
    clock: false,
    what: "A nonconformity is closed and does not say what caused it, under `cause`, or what was done about that, under `action`; `none`, `unknown` and `to be checked` say nothing.",
    why: "Clause 10.2 asks to determine the causes of a nonconformity and to act on them so that it does not come back. A correction alone repairs the case and leaves the cause.",
    fix: "Write the cause and the corrective action, or open the nonconformity again.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let help = say!("Write why it happened and what was done so that it does not again, or open it again.");
    closed_without(context, report, "nonconformity", &["cause", "action"], help);
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn nonconformity(lines: &str) -> String {
        format!("---\nid: NC-001\nkind: nonconformity\n{lines}---\n")
    }

    #[test]
    fn it_is_told_where_the_record_says_it_is_closed() {
        let told = ["4:8 the nonconformity is closed without `cause` and `action`"];
        assert_one("closed-without-cause", &nonconformity("state: closed\nclosed: 2026-01-01\n"), &told);
        let told = ["5:9 the nonconformity is closed without `action`"];
        assert_one("closed-without-cause", &nonconformity("cause: c\nclosed: 2026-01-01\n"), &told);
    }

    #[test]
    fn a_word_for_nothing_is_no_cause_and_no_action() {
        let told = ["4:8 the nonconformity is closed without `cause` (`noch unklar`) and `action` (`None`)"];
        let lines = "state: closed\ncause: noch unklar\naction: None\n";
        assert_one("closed-without-cause", &nonconformity(lines), &told);
        assert_one("closed-without-cause", &nonconformity(&lines.replace("closed", "open")), &[]);
    }

    #[test]
    fn cause_and_action_or_an_open_state_are_enough() {
        for lines in [
            "state: closed\ncause: c\naction: a\n",
            "state: open\n",
            "state: verification\n",
            "state: closed\nstatus: draft\n",
        ] {
            assert_one("closed-without-cause", &nonconformity(lines), &[]);
        }
    }
}
