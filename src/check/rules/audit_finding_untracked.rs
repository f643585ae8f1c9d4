//! `audit-finding-untracked`: a major or minor audit finding, or a control that failed its test, that no nonconformity
//! follows up.

use crate::base::{Period, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::fields::{Fields, Row};

pub(super) static RULE: Rule = Rule {
    code: "AIMS704",
    name: "audit-finding-untracked",
    level: Level::Error,
    clock: false,
    what: "A row under `findings` of an audit is graded major or minor and names no nonconformity. Or, as a warning, a control test failed, it names no nonconformity, and none names it under `from`. A warning too, where the nonconformity that a finding names cannot follow it up: it was closed before the audit, it is of more than a month before the audit that it says it comes from, or it was raised since and says that it comes from elsewhere; and where the finding is `closed` and its nonconformity is not.",
    why: "A finding of these grades is a nonconformity (clauses 9.2 and 10.2): it needs a correction, a cause, an action and a look at whether that worked.",
    fix: "Raise a nonconformity for the finding and name it in the row, or in the control test: `nonconformity: NC-001`. A nonconformity that follows up a finding names the audit under `from`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    failed_tests(context, report);
    for (ix, audit) in context.living_of("audit").filter(|(_, audit)| !audit.is_draft()) {
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
                report.names(cells.text("ref"));
            }
        }
        for row in audit.fields.rows("findings") {
            ill_followed(context, (ix, audit), row, report);
        }
    }
}

/// How long before the day of its report an audit may have raised a nonconformity.
const EARLY: Period = Period::Months(1);

/// Tells of the nonconformity that a finding names, where that cannot be what follows it up.
fn ill_followed(context: &Context<'_>, (ix, audit): (DocIx, &Document), row: &Row, report: &mut Report<'_>) {
    let cells = &row.cells;
    let named = cells.text("nonconformity").and_then(|id| context.aims.by_id(id));
    let Some(place) = named.filter(|named| context.aims.document(*named).is("nonconformity")) else { return };
    let found = context.aims.document(place);
    let Some((key, message, help)) = unfit(context, (ix, audit), (place, found), cells) else { return };
    report.document(audit, cells.span("nonconformity").unwrap_or(row.span), message, help);
    report.names(cells.text("ref"));
    report.at(Level::Warning);
    report.also(&found.path, found.fields.span(key), say!("the nonconformity"));
}

/// What speaks against it: where that stands in the nonconformity, what to say, and what helps.
fn unfit(
    context: &Context<'_>,
    (ix, audit): (DocIx, &Document),
    (place, found): (DocIx, &Document),
    cells: &Fields,
) -> Option<(&'static str, String, &'static str)> {
    let name = cells.text("ref").unwrap_or_else(|| say!("a finding"));
    let (id, other) = (&audit.id, &found.id);
    if cells.text("status") == Some("closed") && !found.is_closed() {
        return Some((
            "state",
            say!("{name} of {id} is `closed`, and {other}, which follows it up, is not", name, id, other),
            say!("Close the nonconformity once its action is seen to work, and the finding after it."),
        ));
    }
    let held = audit.fields.date("date")?;
    if let Some(day) = found.fields.date("closed").filter(|day| *day < held) {
        return Some((
            "closed",
            say!(
                "{name} of {id} is to be followed up by {other}, which was closed on {day}, before the audit",
                name,
                id,
                other,
                day = wording::day(day)
            ),
            say!("Raise a nonconformity for this finding: one that was closed follows up nothing."),
        ));
    }
    let from = context.aims.references_of(place).iter().filter(|reference| reference.field == "from");
    let from: Vec<Option<DocIx>> = from.map(|reference| reference.to).collect();
    let day = found.fields.date("date")?;
    match from.contains(&Some(ix)) {
        true if EARLY.after(day) < held => Some((
            "date",
            say!(
                "{other} is of {day}, before {id} of {held}, from which it comes",
                other,
                id,
                day = wording::day(day),
                held = wording::day(held)
            ),
            say!("Put right the day that is wrong, or name the nonconformity that was raised for this finding."),
        )),
        false if !from.is_empty() && day >= held => Some((
            "from",
            say!("{name} of {id} names {other}, which says under `from` that it comes from elsewhere", name, id, other),
            say!("Name the audit there under `from`, or here the nonconformity that was raised for this finding."),
        )),
        _ => None,
    }
}

/// Tells of control tests that failed and that nothing follows up.
fn failed_tests(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, test) in context.living_of("control-test").filter(|(_, test)| !test.is_draft() && test.refutes_control()) {
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

    fn followed(row: &str, nonconformity: &str) -> Vec<String> {
        let audit = format!(
            "---\nid: AUD\nkind: audit\ndate: 2026-09-24\nfindings:\n  - {{ref: F1, grade: minor, nonconformity: NC{row}}}\n---\n"
        );
        let nonconformity = format!("---\nid: NC\nkind: nonconformity\n{nonconformity}---\n");
        let other = "---\nid: INC\nkind: incident\n---\n";
        let files = [("aims.toml", ""), ("a.md", &*audit), ("i.md", other), ("n.md", &*nonconformity)];
        only("audit-finding-untracked", &files)
    }

    #[test]
    fn a_nonconformity_that_cannot_follow_it_up_is_told() {
        let at = "a.md:6:44 ";
        for (row, nonconformity, told) in [
            (
                "",
                "date: 2026-01-10\nclosed: 2026-03-31\nstate: closed\n",
                "F1 of AUD is to be followed up by NC, which was closed on 2026-03-31, before the audit",
            ),
            (
                "",
                "date: 2026-07-01\nfrom: [AUD]\n",
                "NC is of 2026-07-01, before AUD of 2026-09-24, from which it comes",
            ),
            (
                "",
                "date: 2026-09-24\nfrom: [INC]\n",
                "F1 of AUD names NC, which says under `from` that it comes from elsewhere",
            ),
            (
                ", status: closed",
                "date: 2026-09-24\nfrom: [AUD]\nstate: action\n",
                "F1 of AUD is `closed`, and NC, which follows it up, is not",
            ),
        ] {
            assert_eq!(followed(row, nonconformity), [format!("{at}{told}")]);
        }
    }

    #[test]
    fn a_nonconformity_that_was_open_before_may_follow_it_up() {
        for (row, nonconformity) in [
            ("", "date: 2026-07-01\nfrom: [INC]\nstate: action\n"),
            ("", "date: 2026-09-10\nfrom: [AUD]\n"),
            ("", "date: 2026-09-24\n"),
            ("", "date: 2026-09-24\nfrom: [INC, AUD]\nstate: closed\nclosed: 2026-10-20\n"),
            (", status: closed", "date: 2026-09-24\nfrom: [AUD]\nstate: closed\nclosed: 2026-10-20\n"),
        ] {
            assert_eq!(followed(row, nonconformity), Vec::<String>::new(), "{nonconformity}");
        }
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
