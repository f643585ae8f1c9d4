//! `approval-missing`: a document says that it is approved without what the organisation takes for an approval.

use crate::approval::{Before, Reason};
use crate::base::{SETTINGS, say};
use crate::check::context::Context;
use crate::check::lacks::put_forward;
use crate::check::lists::{and, or};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::approval_rule::Evidence;
use crate::model::standing::Approved;

pub(super) static RULE: Rule = Rule {
    code: "AIMS503",
    name: "approval-missing",
    level: Level::Error,
    clock: false,
    what: "A document says that it is approved, or is a record of a kind that has a rule of its own, and there is not the evidence that the rule in `[approval]` of `aims.toml` asks for. Where a text came in together with a weaker rule, the rule before that change is asked too. Nothing is asked where the settings have no rule.",
    why: "Documents are approved for suitability and adequacy before they are used (clause 7.5.2). The rule says what this organisation takes for an approval; a word in front matter can be written by anybody.",
    fix: "Have somebody entitled run `aims approve`; or set `status: in-review` until somebody has, which a record may say too. `documents/<ID>/history.html` shows each piece of evidence and why it does not count.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living().filter(|(ix, _)| context.aims.standing(*ix).approval == Approved::Lacking) {
        let kind = document.kind_name();
        let rule = context.aims.config.approval.of(kind);
        let Some(approval) = context.approvals.of(ix) else { continue };
        // Settings that nobody vouched for have a finding of their own.
        if approval.unvouched.is_some() {
            continue;
        }
        // By the rule of today all may be well.
        let (rule, earlier) = match &approval.before {
            Some(Before::Unknown(why)) => {
                let message = say!(
                    "{claim}; what the rule before the change that put it in force asks for is not known: settings not vouched for",
                    claim = put_forward(document)
                );
                let help = say!("Nothing counts as an approval by settings that nobody knows: {why}.", why);
                report.document(document, document.span_of("status"), message, help);
                if approval.unsure {
                    report.because("history-incomplete", SETTINGS);
                }
                continue;
            }
            Some(Before::Asks(before)) => (before, true),
            Some(Before::Unvouched) | None => (rule, false),
        };
        let roles: Vec<&str> = match rule.needs {
            Evidence::Recorded if approval.before.is_none() => approval.lacking.iter().map(String::as_str).collect(),
            _ => rule.roles.iter().map(|role| role.value.as_str()).collect(),
        };
        let message = lacking(&put_forward(document), earlier, (rule.needs, approval.level), &roles);
        let holders = context.aims.config.holders(&roles, context.aims.today);
        let against = approval.pieces.iter().find_map(|piece| Some((&piece.who, piece.against.as_ref()?)));
        let approve = say!("Have it approved: `aims approve {id}`.", id = document.id);
        let help = match against {
            _ if document.speaks_by().is_some() => {
                say!(
                    "Keys of it stand in a file beside it, so that no approval counts: `aims fold {id}` puts them into the document.",
                    id = document.id
                )
            }
            _ if earlier && !roles.is_empty() && holders.is_empty() => {
                say!("Nobody holds that role now: of the next version the rule of today alone is asked.").to_owned()
            }
            Some((who, against)) => {
                let why = say!("What {who} did does not count: {why}.", who, why = against.sentence());
                if *against == Reason::CutHistory { why } else { format!("{why} {approve}") }
            }
            None => approve,
        };
        report.document(document, document.span_of("status"), message, help);
        if approval.unsure {
            report.because("history-incomplete", SETTINGS);
        }
    }
}

/// What a rule asks for, be it the one before a change, and what there is.
fn lacking(claim: &str, earlier: bool, (needs, level): (Evidence, Evidence), roles: &[&str]) -> String {
    let names = roles.iter().map(|role| (*role).to_owned());
    // A record is asked of every role, a merge or a signature of one.
    let roles = (!roles.is_empty()).then(|| if needs == Evidence::Recorded { and(names) } else { or(names) });
    let (needs, level) = (needs.described(), level.described());
    match (earlier, roles) {
        (false, None) => {
            say!("{claim}; the rule asks for evidence of {needs}, and there is {level}", claim, needs, level)
        }
        (false, Some(roles)) => say!(
            "{claim}; the rule asks for evidence of {needs} by {roles}, and there is {level}",
            claim,
            needs,
            roles,
            level
        ),
        (true, None) => say!(
            "{claim}; the rule before the change that put it in force asks for evidence of {needs}, and there is {level}",
            claim,
            needs,
            level
        ),
        (true, Some(roles)) => say!(
            "{claim}; the rule before the change that put it in force asks for evidence of {needs} by {roles}, and there is {level}",
            claim,
            needs,
            roles,
            level
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const POLICY: &str = "---\nid: P\nkind: policy\nstatus: approved\napprovers: [Chief]\n---\nx\n";

    #[test]
    fn nothing_is_asked_without_a_rule_and_of_drafts() {
        assert!(only("approval-missing", &[("aims.toml", ""), ("p.md", POLICY)]).is_empty());
        let draft = POLICY.replace("approved", "draft");
        assert!(
            only("approval-missing", &[("aims.toml", "[approval]\nneeds = \"record\"\n"), ("p.md", &draft)]).is_empty()
        );
    }

    #[test]
    fn a_claim_is_enough_where_the_rule_says_so() {
        assert!(
            only("approval-missing", &[("aims.toml", "[approval]\nneeds = \"claimed\"\n"), ("p.md", POLICY)])
                .is_empty()
        );
        let found = only(
            "approval-missing",
            &[("aims.toml", "[approval.kinds.policy]\nneeds = \"record\"\nroles = [\"Chief\"]\n"), ("p.md", POLICY)],
        );
        assert_eq!(
            found,
            [
                "p.md:4:9 P says that it is approved; the rule asks for evidence of level 4 (signed approval record) by Chief, and there is level 1 (claimed)"
            ]
        );
    }
}
