//! `impact-without-society`: an impact assessment that leaves out people or society.

use crate::base::say;
use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS607",
    name: "impact-without-society",
    level: Level::Warning,
    clock: false,
    what: "The rows under `affected` of an impact assessment name nobody at the level of society, or nobody at the level of individuals and groups.",
    why: "An impact assessment looks at consequences for individuals, groups and society (clause 6.1.4, controls A.5.4 and A.5.5). Society is what assessments leave out most often.",
    fix: "Add a row with `level: society`, or `individuals` or `groups`. Where there is no effect, say so in the row: that was then looked at.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, assessment) in context.living_of("impact-assessment").filter(|(_, assessment)| !is_draft(assessment)) {
        let Some(span) = assessment.fields.span("affected") else { continue };
        let rows = assessment.fields.rows("affected");
        // A level that cannot be read, or is missing, has its own finding; it may be the one that is missed here.
        if rows.iter().any(|row| row.cells.text("level").is_none()) {
            continue;
        }
        let names = |level| rows.iter().any(|row| row.cells.text("level") == Some(level));
        let id = &assessment.id;
        let message = match (names("individuals") || names("groups"), names("society")) {
            (true, true) => continue,
            (true, false) => say!("{id} looks at nobody at the level of society", id),
            (false, true) => say!("{id} looks at nobody at the level of individuals or groups", id),
            (false, false) => say!("{id} looks at nobody at the level of individuals, groups or society", id),
        };
        report.document(
            assessment,
            span,
            message,
            say!(
                "Add a row for that level. Where there is no effect, say so in the row, so that it shows as looked at."
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn assessment(affected: &str) -> String {
        format!("---\nid: IA\nkind: impact-assessment\naffected: {affected}\n---\n")
    }

    #[test]
    fn what_is_left_out_is_named() {
        for (affected, what) in [
            ("[{group: a, level: groups}]", "society"),
            ("[{group: a, level: society}]", "individuals or groups"),
            ("[]", "individuals, groups or society"),
        ] {
            let told = format!("4:11 IA looks at nobody at the level of {what}");
            assert_one("impact-without-society", &assessment(affected), &[&told]);
        }
    }

    #[test]
    fn both_levels_or_rows_that_cannot_be_read_are_no_findings() {
        for affected in [
            "[{group: a, level: individuals}, {group: b, level: society}]",
            "[{group: a, level: groups}, {group: b, level: sociaty}]",
            "[{group: a}]",
            "everybody",
            "",
        ] {
            assert_one("impact-without-society", &assessment(affected), &[]);
        }
        let draft = assessment("[]").replace("id: IA", "id: IA\nstatus: draft");
        assert_one("impact-without-society", &draft, &[]);
    }
}
