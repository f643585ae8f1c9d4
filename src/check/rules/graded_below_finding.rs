//! `graded-below-finding`: a nonconformity that is graded lower than the audit finding it follows up.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::against::findings;

pub(super) static RULE: Rule = Rule {
    code: "AIMS723",
    name: "graded-below-finding",
    level: Level::Error,
    clock: false,
    what: "A nonconformity is graded `minor`, the audit finding that it follows up is graded `major`, and `grade-reason` does not say why. Whatever the reason, it counts as major as long as the finding does: for the ladder, the phases and the way to certification.",
    why: "The grade of a finding is the auditor's (clauses 9.2 and 10.2). Whoever answers for the cause may not make the finding smaller, least of all before a certification.",
    fix: "Give the nonconformity the grade of the finding; or let the auditor say in the report what it is now, and write under `grade-reason` who judged so and why.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let found = findings(&context.aims.documents);
    for (_, record) in context.living_of("nonconformity").filter(|(_, record)| !record.is_draft()) {
        let of = found.get(&record.id.to_lowercase()).into_iter().flatten();
        let graver = of.into_iter().find(|(_, row)| row.cells.text("grade") == Some("major"));
        let Some((audit, row)) = graver.filter(|_| record.fields.text("grade") == Some("minor")) else { continue };
        if record.fields.lacks("grade-reason") {
            let (id, audited) = (&record.id, &audit.id);
            let message = match row.cells.text("ref") {
                Some(name) => say!(
                    "{id} is graded `minor`, and the finding {name} of {audit} is graded `major`",
                    id,
                    name,
                    audit = audited
                ),
                None => {
                    say!("{id} is graded `minor`, and the finding of {audit} is graded `major`", id, audit = audited)
                }
            };
            let help = say!("Grade it as the finding is, or add `grade-reason: …`: who judged it lower, and why.");
            report.document(record, record.span_of("grade"), message, help);
            report.names(row.cells.text("ref"));
            report.also(&audit.path, row.cells.span("grade"), say!("the finding"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(grade: &str, finding: &str) -> Vec<String> {
        let record = format!("---\nid: NC-1\nkind: nonconformity\ngrade: {grade}\n---\n");
        let audit = format!(
            "---\nid: AUD\nkind: audit\nfindings:\n  - {{ref: F1, grade: {finding}, nonconformity: nc-1}}\n---\n"
        );
        only("graded-below-finding", &[("aims.toml", ""), ("a.md", &audit), ("n.md", &record)])
    }

    #[test]
    fn a_lower_grade_is_told_unless_a_reason_is_given() {
        let told = ["n.md:4:8 NC-1 is graded `minor`, and the finding F1 of AUD is graded `major`"];
        assert_eq!(found("minor", "major"), told);
        assert!(found("minor\ngrade-reason: The auditor agreed", "major").is_empty());
        for (grade, finding) in [("major", "major"), ("major", "minor"), ("minor", "minor")] {
            assert!(found(grade, finding).is_empty(), "{grade} {finding}");
        }
    }
}
