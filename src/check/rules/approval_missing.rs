//! `approval-missing`: a document says that it is approved without what the organisation takes for an approval.

use crate::approval::Before;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::approval_rule::Evidence;
use crate::model::standing::Approved;

pub(super) static RULE: Rule = Rule {
    code: "AIMS503",
    name: "approval-missing",
    level: Level::Error,
    clock: false,
    what: "A document says that it is approved, and there is not the evidence that the rule in `[approval]` of `aims.toml` asks for. Where a text came in together with a weaker rule, the rule before that change is asked too. Nothing is asked where the settings have no rule.",
    why: "Documents are approved for suitability and adequacy before they are used (clause 7.5.2). The rule says what this organisation takes for an approval; a word in front matter can be written by anybody.",
    fix: "Have somebody entitled run `aims approve`, or set `status: in-review` until somebody has. `documents/<ID>/history.html` shows each piece of evidence and why it does not count.",
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
        let (rule, which) = match &approval.before {
            Some(Before::Unknown(why)) => {
                let message = format!(
                    "{} is approved; what the rule before the change that put it in force asks for is not known: settings not vouched for",
                    document.id
                );
                let help = format!("Nothing counts as an approval by settings that nobody knows: {why}.");
                report.document(document, document.span_of("status"), message, help);
                continue;
            }
            Some(Before::Asks(before)) => (before, "the rule before the change that put it in force asks"),
            Some(Before::Unvouched) | None => (rule, "the rule asks"),
        };
        let roles: Vec<&str> = match rule.needs {
            Evidence::Recorded if approval.before.is_none() => approval.lacking.iter().map(String::as_str).collect(),
            _ => rule.roles.iter().map(|role| role.value.as_str()).collect(),
        };
        let by = if roles.is_empty() { String::new() } else { format!(" by {}", roles.join(" and ")) };
        let message = format!(
            "{} is approved; {which} for evidence of {}{by}, and there is {}",
            document.id,
            rule.needs.described(),
            approval.level.described()
        );
        let against = approval.pieces.iter().find_map(|piece| Some((&piece.who, piece.against.as_ref()?)));
        let help = match against {
            _ if document.speaks_by().is_some() => {
                format!(
                    "Keys of it stand in a file beside it, so that no approval counts: `aims fold {}` puts them into the document.",
                    document.id
                )
            }
            Some((who, against)) => format!("What {who} did does not count: {}.", against.sentence()),
            None => format!("Have it approved: `aims approve {}`.", document.id),
        };
        report.document(document, document.span_of("status"), message, help);
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
                "p.md:4:9 P is approved; the rule asks for evidence of level 4 (signed approval record) by Chief, and there is level 1 (claimed)"
            ]
        );
    }
}
