//! `suspect-link`: a document builds on one that has changed since.

use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS509",
    name: "suspect-link",
    level: Level::Warning,
    clock: false,
    what: "A document implements another that has since changed in substance, and nobody has looked at it since: it was neither changed nor reviewed. What counts is the content, never the date.",
    why: "A procedure that carries out last year's policy is out of step with this year's (clause 7.5.3). Only reading it again tells whether it has to change.",
    fix: "Read the document against what changed, then change it or record that no change is needed: `aims review ID`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for suspect in &context.approvals.suspects {
        let (document, upstream) = (context.aims.document(suspect.document), context.aims.document(suspect.upstream));
        let when = match &suspect.since {
            Some((commit, day)) => format!("on {day} (commit {})", crate::history::short(commit)),
            None => "in the work tree".into(),
        };
        let what = if suspect.by_act { "reviewed" } else { "changed or reviewed" };
        report.document(
            document,
            document.span_of("implements"),
            format!(
                "{} builds on {}, which changed in substance {when}, after {} was last {what}",
                document.id, upstream.id, document.id
            ),
            format!("Read it against the change, then change it or record the reading: `aims review {}`.", document.id),
        );
    }
}
