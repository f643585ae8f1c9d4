//! `impact-without-society`: an impact assessment that leaves out people or society.

use crate::base::text::cut;
use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::harms::unnamed;
use crate::check::newest::newest;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS607",
    name: "impact-without-society",
    level: Level::Warning,
    clock: false,
    what: "The rows under `affected` of an impact assessment name nobody at the level of society, or nobody at the level of individuals and groups. Or, as a note, a row of `impacts` of the newest assessment of a system says under `who` somebody that no row of `affected` has, by any word of it; society, everybody, groups and the organisation itself are understood without one. It is told once for a document.",
    why: "An impact assessment looks at consequences for individuals, groups and society (clause 6.1.4, controls A.5.4 and A.5.5). Society is what assessments leave out most often.",
    fix: "Add a row with `level: society`, or `individuals` or `groups`. Where there is no effect, say so in the row: that was then looked at. Of those who bear an impact, add a row for the group, or use its name under `who`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, assessment) in context.living_of("impact-assessment").filter(|(_, assessment)| !assessment.is_draft()) {
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
    for (_, assessment) in newest(context, "impact-assessment") {
        let found = unnamed(context, assessment);
        let Some((row, who)) = found.first() else { continue };
        report.document(
            assessment,
            row.cells.span("who").unwrap_or(row.span),
            plural!(
                found.len(),
                "{n} row of `impacts` of {id} is about somebody whom no row of `affected` names: `{who}`",
                "{n} rows of `impacts` of {id} are about people whom no row of `affected` names, the first is `{who}`",
                id = assessment.id,
                who = cut(who, 60)
            ),
            say!("Add a row under `affected` for the group, or write its name under `who` as it stands there."),
        );
        report.at(Level::Note);
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

    #[test]
    fn somebody_whom_no_row_names_is_told_once() {
        let of = |who: &[&str]| {
            let row = |who: &&str| format!("  - {{category: privacy, effect: harm, description: d, who: {who}}}\n");
            let rows: String = who.iter().map(row).collect();
            let affected = "[{group: Members in crisis or debt, level: individuals}, {group: People of Stonebridge, level: society}]";
            format!("---\nid: IA\nkind: impact-assessment\naffected: {affected}\nimpacts:\n{rows}---\n")
        };
        let told = "6:60 1 row of `impacts` of IA is about somebody whom no row of `affected` names: `Prisoners`";
        assert_one("impact-without-society", &of(&["Prisoners"]), &[told]);
        let two =
            "6:60 2 rows of `impacts` of IA are about people whom no row of `affected` names, the first is `Prisoners`";
        assert_one("impact-without-society", &of(&["Prisoners", "A member", "Clerks"]), &[two]);
        for who in [
            "Members",
            "members in debt and their families",
            "Society",
            "Everyone",
            "Die Allgemeinheit",
            "Groups that nobody can see",
            "申请人",
            "none",
            "\"\"",
        ] {
            assert_one("impact-without-society", &of(&[who]), &[]);
        }
        let draft = of(&["Prisoners"]).replace("id: IA", "id: IA\nstatus: draft");
        assert_one("impact-without-society", &draft, &[]);
    }
}
