//! `audit-finding-untracked`: a major or minor audit finding that no nonconformity follows up.

use crate::base::say;
use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS704",
    name: "audit-finding-untracked",
    level: Level::Error,
    clock: false,
    what: "A row under `findings` of an audit is graded major or minor and names no nonconformity.",
    why: "A finding of these grades is a nonconformity (clauses 9.2 and 10.2): it needs a correction, a cause, an action and a look at whether that worked.",
    fix: "Raise a nonconformity for the finding and name it in the row: `nonconformity: NC-001`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
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

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

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
