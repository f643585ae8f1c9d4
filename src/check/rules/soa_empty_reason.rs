//! `soa-empty-reason`: a reason that is none.

use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::absent::is_absent;
use crate::model::document::{Document, Status};
use crate::model::soa::Soa;

pub(super) static RULE: Rule = Rule {
    code: "AIMS305",
    name: "soa-empty-reason",
    level: Level::Error,
    clock: false,
    what: "The reason in a row of the statement of applicability is empty or says nothing: `n/a`, `none`, `-`, `tbd`, `not applicable`. Of a statement with `status: draft` it is told once, as a warning, how many reasons are still to be given.",
    why: "Clause 6.1.3 asks for a justification of what is in and of what is left out. Exclusions with `n/a` are among the findings auditors raise most often.",
    fix: "Say why: the risk it treats, the law or contract behind it, or what about your systems makes it needless.",
    run,
};

/// Words that are an answer elsewhere and no reason, without blanks, full stops and letter case.
const EMPTY: [&str; 5] = ["none", "no", "yes", "applicable", "noreason"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.soas.iter().for_each(|soa| look_at(context, soa, report));
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let document = context.aims.document(soa.document);
    if document.status() == Some(Status::Draft) {
        return still_to_give(document, report);
    }
    // The rows as written: a reason that is an empty text has its place here only.
    for row in document.fields.rows("statement") {
        let (Some(reason), Some(span)) = (row.cells.text("reason"), row.cells.span("reason")) else { continue };
        let bare: String =
            reason.to_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '_')).collect();
        if !is_absent(reason) && !EMPTY.contains(&bare.as_str()) {
            continue;
        }
        let control = row.cells.text("control").unwrap_or("this row");
        let (to, help) = match row.cells.flag("applicable") {
            Some(false) => (
                format!("leave {control} out"),
                "Say what makes it needless: what the risk assessment found, or what your systems and roles do not include.",
            ),
            _ => (format!("have {control} in"), "Say what it answers to: a risk, a law, a contract, a policy."),
        };
        let message = match bare.is_empty() {
            true => format!("there is no reason to {to}"),
            false => format!("`{reason}` is no reason to {to}"),
        };
        report.document(document, span, message, help);
    }
}

/// Of a draft: how many reasons are still to be given.
fn still_to_give(document: &Document, report: &mut Report<'_>) {
    let rows = document.fields.rows("statement");
    let open = || rows.iter().filter(|row| row.cells.text("reason").is_some_and(is_absent));
    let Some(first) = open().find_map(|row| row.cells.span("reason")) else { return };
    let message = format!("reasons still to be given: {} of {}", open().count(), rows.len());
    let help = "Say in each row why the control is in, or set `applicable: false` and say why it is left out.";
    report.document(document, first, message, help);
    report.at(Level::Warning);
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn soa(applicable: bool, reason: &str) -> String {
        format!(
            "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {{control: A.5.2, applicable: {applicable}, reason: {reason}}}\n---\n"
        )
    }

    #[test]
    fn what_says_nothing_is_told_at_the_reason() {
        assert_one("soa-empty-reason", &soa(false, "N/A"), &["6:49 `N/A` is no reason to leave A.5.2 out"]);
        assert_one(
            "soa-empty-reason",
            &soa(true, "'Not applicable.'"),
            &["6:48 `Not applicable.` is no reason to have A.5.2 in"],
        );
        for reason in ["none", "'-'", "TBD", "n.a.", "'—'", "to be defined", "<why>", "'TODO: ask the board'"] {
            assert!(
                !crate::check::testing::only("soa-empty-reason", &[("a.md", &soa(true, reason))]).is_empty(),
                "{reason}"
            );
        }
    }

    #[test]
    fn an_empty_text_is_told_too() {
        assert_one("soa-empty-reason", &soa(false, "''"), &["6:49 there is no reason to leave A.5.2 out"]);
        assert_one("soa-empty-reason", &soa(false, "' . '"), &["6:49 there is no reason to leave A.5.2 out"]);
    }

    #[test]
    fn reasons_and_missing_keys_are_no_findings() {
        assert_one("soa-empty-reason", &soa(false, "No system in scope learns from users"), &[]);
        assert_one("soa-empty-reason", &soa(false, "None of the systems in scope learns"), &[]);
        assert_one("soa-empty-reason", &soa(false, "n/a").replace(", reason: n/a", ""), &[]);
    }

    #[test]
    fn of_a_draft_it_is_told_how_many_are_open() {
        let draft = |reason| soa(false, reason).replace("kind:", "status: draft\nkind:");
        assert_one("soa-empty-reason", &draft("n/a"), &["7:49 reasons still to be given: 1 of 1"]);
        assert_one("soa-empty-reason", &draft("No system in scope learns"), &[]);
    }
}
