//! `closed-without-effectiveness`: a nonconformity closed before anybody looked whether the action worked.

use crate::base::text::cut;
use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::{closed, unsaid};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::due::is_taken_up;
use crate::model::worked::{did_not, not_so_far};

pub(super) static RULE: Rule = Rule {
    code: "AIMS703",
    name: "closed-without-effectiveness",
    level: Level::Error,
    clock: false,
    what: "A nonconformity is closed, and `effectiveness` and `effectiveness-checked` do not say whether the action worked and when that was looked at (`pending` does not); or `effectiveness` says that it did not (`No`), and no nonconformity, change or improvement of the day under `done` or later names it; or, by git, it was opened again, and what it says of that, if not that it did not work, was looked at before.",
    why: "Clause 10.2 asks to review the effectiveness of every corrective action and to keep the results on record. The same nonconformity found again in the next audit shows that this was left out.",
    fix: "Check whether the action worked, and write `effectiveness` and `effectiveness-checked`; or open the nonconformity again. One that turned out to be none is `rejected`, with what was seen under `outcome`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living_of("nonconformity").filter(|(_, document)| !document.is_draft()) {
        let fields = &document.fields;
        // That it did not work is an answer, and `No` is one.
        let vain = fields.text("effectiveness").is_some_and(did_not);
        if let Some((opened, checked)) = context.approvals.records.checked_before(ix, document).filter(|_| !vain) {
            let (id, opened, checked) = (&document.id, wording::day(opened), wording::day(checked));
            report.document(
                document,
                document.span_of("effectiveness-checked"),
                say!("{id} was opened again on {opened}, and whether its action worked was looked at on {checked}, before that", id, opened, checked),
                say!("Where it is closed, set `state` back first: what is closed goes on saying what it says. Then take out what was said before, which the history keeps; say what is done now and by when, and look anew whether it worked."),
            );
        }
        let Some(span) = closed(fields) else { continue };
        let keys: &[&str] = if vain { &["effectiveness-checked"] } else { &["effectiveness", "effectiveness-checked"] };
        let so_far = || {
            let answer = fields.text("effectiveness").filter(|answer| not_so_far(answer))?;
            Some(format!("`effectiveness` (`{}`)", cut(answer.trim(), 40)))
        };
        if let Some(missing) = unsaid(fields, keys).or_else(so_far) {
            let message = say!("the nonconformity is closed without {missing}", missing);
            let help = say!("Look whether the action worked; write what showed it and the day, or open it again.");
            report.document(document, span, message, help);
        }
        if vain && !is_taken_up(context.aims, ix) {
            let message =
                say!("{id} is closed, and its action did not work, as `effectiveness` says", id = document.id);
            let help = say!(
                "Open it again, and find another action; or say in a nonconformity, change or improvement that names it what is done now."
            );
            report.document(document, span, message, help);
        }
    }
}
