//! `audit-finding-untracked`: a major or minor audit finding, or a control that failed its test, that no nonconformity
//! follows up.

use crate::base::say;
use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS704",
    name: "audit-finding-untracked",
    level: Level::Error,
    clock: false,
    what: "A row under `findings` of an audit is graded major or minor and names no nonconformity. Or, as a warning, a control test failed, it names no nonconformity, and none names it under `from`.",
    why: "A finding of these grades is a nonconformity (clauses 9.2 and 10.2): it needs a correction, a cause, an action and a look at whether that worked.",
    fix: "Raise a nonconformity for the finding and name it in the row, or in the control test: `nonconformity: NC-001`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    failed_tests(context, report);
    for (_, audit) in context.living_of("audit").filter(|(_, audit)| !is_draft(audit)) {
        for row in audit.fields.rows("findings") {
            let cells = &row.cells;
            let Some(grade @ ("major" | "minor")) = cells.text("grade") else { continue };
            if cells.lacks("nonconformity") {
                let id = &audit.id;
                let message = match cells.text("ref") {
                    Some(name) => say!(
                        "the finding {name} of {id} is graded `{grade}`, and no nonconformity follows it up",
                        name,
                        id,
                        grade
                    ),
                    None => {
                        say!("a finding of {id} is graded `{grade}`, and no nonconformity follows it up", id, grade)
                    }
                };
                report.document(
                    audit,
                    cells.span("ref").unwrap_or(row.span),
                    message,
                    say!("Raise a nonconformity and name it in the row: `nonconformity: NC-…`."),
                );
            }
        }
    }
}

/// Tells of control tests that failed and that nothing follows up.
fn failed_tests(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, test) in context.living_of("control-test").filter(|(_, test)| !is_draft(test) && test.refutes_control()) {
        let is_followed = !test.fields.lacks("nonconformity");
        if is_followed || !context.aims.naming("nonconformity", "from", ix).is_empty() {
            continue;
        }
        report.document(
            test,
            test.span_of("result"),
            say!("{id} found a control that does not work, and no nonconformity follows it up", id = test.id),
            say!("Raise a nonconformity and name it here: `nonconformity: NC-…`."),
        );
        report.at(Level::Warning);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn audit(row: &str) -> String {
        format!("---\nid: AUD-001\nkind: audit\nfindings:\n  - {row}\n---\n")
    }

    #[test]
    fn it_is_told_at_the_name_of_the_finding() {
        for grade in ["major", "minor"] {
            let told =
                format!("5:11 the finding F1 of AUD-001 is graded `{grade}`, and no nonconformity follows it up");
            assert_one("audit-finding-untracked", &audit(&format!("{{ref: F1, grade: {grade}}}")), &[&told]);
        }
        let told = ["5:5 a finding of AUD-001 is graded `major`, and no nonconformity follows it up"];
        assert_one("audit-finding-untracked", &audit("{grade: major, nonconformity: \"\"}"), &told);
    }

    #[test]
    fn a_control_that_failed_its_test_is_followed_up() {
        let test = |lines: &str| format!("---\nid: CTL-001\nkind: control-test\ncontrols: [A.5.2]\n{lines}---\n");
        let told = ["5:9 CTL-001 found a control that does not work, and no nonconformity follows it up"];
        assert_one("audit-finding-untracked", &test("result: ineffective\n"), &told);
        for lines in [
            "result: failed\nnonconformity: NC-001\n",
            "result: failed\nstatus: draft\n",
            "result: partly\n",
            "result: passed\n",
        ] {
            assert_one("audit-finding-untracked", &test(lines), &[]);
        }
        let from = "---\nid: NC-001\nkind: nonconformity\nfrom: [CTL-001]\n---\n";
        let files = [("aims.toml", ""), ("a.md", &*test("result: failed\n")), ("n.md", from)];
        assert!(only("audit-finding-untracked", &files).is_empty());
    }

    #[test]
    fn what_is_tracked_or_is_no_nonconformity_is_no_finding() {
        for row in [
            "{ref: F1, grade: major, nonconformity: NC-001}",
            "{ref: F1, grade: observation}",
            "{ref: F1, grade: opportunity}",
            "{ref: F1, grade: huge}",
            "{ref: F1, grade: minor, nonconformity: [NC-001, NC-002]}",
            "F1",
        ] {
            assert_one("audit-finding-untracked", &audit(row), &[]);
        }
        let draft = audit("{ref: F1, grade: major}").replace("kind:", "status: draft\nkind:");
        assert_one("audit-finding-untracked", &draft, &[]);
    }
}
