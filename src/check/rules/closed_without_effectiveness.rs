//! `closed-without-effectiveness`: a nonconformity closed before anybody looked whether the action worked.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::{closed, unsaid};
use crate::check::rule::{Report, Rule};
use crate::check::worked::did_not;
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS703",
    name: "closed-without-effectiveness",
    level: Level::Error,
    clock: false,
    what: "A nonconformity is closed, and `effectiveness` and `effectiveness-checked` do not say whether the action worked and when that was looked at (`pending` does not); or `effectiveness` says that it did not (`No`).",
    why: "Clause 10.2 asks to review the effectiveness of every corrective action and to keep the results on record. The same nonconformity found again in the next audit shows that this was left out.",
    fix: "Check whether the action worked, and write `effectiveness` and `effectiveness-checked`; or open the nonconformity again.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living_of("nonconformity").filter(|(_, document)| !document.is_draft()) {
        let fields = &document.fields;
        let Some(span) = closed(fields) else { continue };
        // That it did not work is an answer, and `No` is one.
        let vain = fields.text("effectiveness").is_some_and(did_not);
        let keys: &[&str] = if vain { &["effectiveness-checked"] } else { &["effectiveness", "effectiveness-checked"] };
        if let Some(missing) = unsaid(fields, keys) {
            let message = say!("the nonconformity is closed without {missing}", missing);
            let help = say!("Look whether the action worked; write what showed it and the day, or open it again.");
            report.document(document, span, message, help);
        }
        if vain {
            let message =
                say!("{id} is closed, and its action did not work, as `effectiveness` says", id = document.id);
            report.document(document, span, message, say!("Open it again, and find another action."));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn nonconformity(lines: &str) -> String {
        format!("---\nid: NC-001\nkind: nonconformity\n{lines}---\n")
    }

    #[test]
    fn it_is_told_where_the_record_says_it_is_closed() {
        let told = ["4:8 the nonconformity is closed without `effectiveness` and `effectiveness-checked`"];
        assert_one("closed-without-effectiveness", &nonconformity("state: closed\n"), &told);
        let told = ["5:9 the nonconformity is closed without `effectiveness-checked`"];
        assert_one("closed-without-effectiveness", &nonconformity("effectiveness: e\nclosed: 2026-01-01\n"), &told);
    }

    #[test]
    fn what_is_still_to_be_looked_at_is_not_over() {
        let lines = "state: closed\neffectiveness: to be checked in 2027\neffectiveness-checked: 2026-01-01\n";
        let told = ["4:8 the nonconformity is closed without `effectiveness` (`to be checked in 2027`)"];
        assert_one("closed-without-effectiveness", &nonconformity(lines), &told);
        for vain in ["no effect seen", "The action failed, the problem came back", "Ohne Wirkung"] {
            let told = ["4:8 NC-001 is closed, and its action did not work, as `effectiveness` says"];
            assert_one(
                "closed-without-effectiveness",
                &nonconformity(&lines.replace("to be checked in 2027", vain)),
                &told,
            );
        }
    }

    #[test]
    fn a_check_or_an_open_state_are_enough() {
        for lines in ["state: closed\neffectiveness: e\neffectiveness-checked: 2026-01-01\n", "state: verification\n"] {
            assert_one("closed-without-effectiveness", &nonconformity(lines), &[]);
        }
        // A day that cannot be read has its own finding.
        assert_one(
            "closed-without-effectiveness",
            &nonconformity("state: closed\neffectiveness: e\neffectiveness-checked: soon\n"),
            &[],
        );
    }

    #[test]
    fn what_did_not_work_is_not_over() {
        let lines =
            "effectiveness: No, the list was out of date again\neffectiveness-checked: 2026-01-01\nstate: closed\n";
        let told = ["6:8 NC-001 is closed, and its action did not work, as `effectiveness` says"];
        assert_one("closed-without-effectiveness", &nonconformity(lines), &told);
        assert_one("closed-without-effectiveness", &nonconformity(&lines.replace("closed", "action")), &[]);
    }
}
