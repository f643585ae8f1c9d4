//! `invalid-approval-record`: a file among the approval records is none.

use std::collections::BTreeSet;

use super::unknown_reference::was_here;
use crate::approval::{Counts, Objection, Reason};
use crate::base::{DocPath, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS506",
    name: "invalid-approval-record",
    level: Level::Error,
    clock: false,
    what: "A file below `approvals` cannot be read as the record of an act, lies in the folder of another document, is about a document that there never was, or is a signature without its record.",
    why: "Records of approval are documented information (clause 7.5.3): one that nobody can read or place proves nothing, and hides that an approval is missing.",
    fix: "Records are written by `aims approve` and `aims review` and not edited afterwards. Take back the change, or remove the file.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    // What is no record since two versions stand in it has been told.
    let conflicts = context.aims.problems.iter().filter(|(_, problem)| problem.kind == ProblemKind::Conflict);
    let conflicts: BTreeSet<&DocPath> = conflicts.map(|(path, _)| path).collect();
    let invalid = context.approvals.acts.iter().filter(|act| act.objection() == Some(Objection::Invalid));
    for act in invalid.filter(|act| !conflicts.contains(&act.path)) {
        let Counts::No(why) = &act.standing else { continue };
        // What was acted on before a document went shows when it was in force; whether it might go is another question.
        if matches!(why, Reason::NoDocument(id) if was_here(context.history, id)) {
            continue;
        }
        report.file(
            &act.path,
            None,
            say!("this is no record of an act that counts: {why}", why = why.sentence()),
            say!("Records are written by `aims approve` and `aims review`, and not edited afterwards."),
        );
        let Reason::NoDocument(id) = why else { continue };
        if let Some(now) =
            context.approvals.left.iter().find(|left| left.id.eq_ignore_ascii_case(id)).and_then(|left| left.document)
        {
            report.because("left-control", &context.aims.document(now).id);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn what_is_no_record_is_told_at_its_file() {
        let found = only(
            "invalid-approval-record",
            &[
                ("aims.toml", ""),
                ("approvals/P/a.toml", "act = 1\n"),
                ("approvals/P/b.toml.sig", "x"),
                ("approvals/README.toml", "x"),
            ],
        );
        assert_eq!(
            found,
            [
                "approvals/P/a.toml:1:1 this is no record of an act that counts: it has no `format`",
                "approvals/P/b.toml.sig:1:1 this is no record of an act that counts: it is the signature of a record that is not there",
            ]
        );
    }
}
