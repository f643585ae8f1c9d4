//! `policy-incomplete`: an AI policy whose commitments nobody can read off.

use crate::check::lacks::{is_draft, without};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS343",
    name: "policy-incomplete",
    level: Level::Note,
    clock: false,
    what: "The policy that serves clause 5.2 or control A.2.2 has no `commitments`, or does not say how it is made known (`communicated`), while another policy does. Nothing is asked of a draft, and nothing where policies say so in their text alone.",
    why: "The AI policy commits the organisation to meet the requirements that apply and to improve continually, is a framework for objectives, and is communicated (clause 5.2). Auditors hold each commitment against what is done, one by one.",
    fix: "List the commitments under `commitments`, one a line, and say under `communicated` how people hear of them.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, policy) in context.living_of("policy").filter(|(_, policy)| !is_draft(policy)) {
        let serves =
            |id| context.aims.trace.get(id).is_some_and(|found| found.documents().any(|document| document == ix));
        if !serves("5.2") && !serves("A.2.2") {
            continue;
        }
        // A team that writes it into its texts only is not asked to say it twice.
        let used =
            |key: &&str| context.living_of("policy").any(|(other, policy)| other != ix && !policy.fields.lacks(key));
        let keys: Vec<&str> = ["commitments", "communicated"].into_iter().filter(|key| used(key)).collect();
        if let Some(missing) = without(&policy.fields, &keys) {
            report.document(
                policy,
                policy.head,
                format!("{}, the AI policy, has no {missing}", policy.id),
                "List what it commits to, one a line, and say how people hear of it.",
            );
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(lines: &str, other: &str) -> Vec<String> {
        let policy = |id: &str, lines: &str| format!("---\nid: {id}\nkind: policy\n{lines}---\nText.\n");
        let (policy, other) = (policy("POL-1", lines), policy("POL-2", other));
        only("policy-incomplete", &[("aims.toml", ""), ("a.md", &policy), ("b.md", &other)])
    }

    #[test]
    fn the_ai_policy_says_what_other_policies_say() {
        let both = "commitments: [c]\ncommunicated: c\n";
        let told = ["a.md:1:1 POL-1, the AI policy, has no `commitments` and `communicated`"];
        assert_eq!(found("clauses: [\"5.2\"]\n", both), told);
        assert_eq!(
            found("controls: [A.2.2]\n", "commitments: [c]\n"),
            ["a.md:1:1 POL-1, the AI policy, has no `commitments`"]
        );
        assert!(found("controls: [A.2.2]\n", "").is_empty());
        assert!(found("controls: [A.2.2]\ncommitments: [c]\ncommunicated: c\n", both).is_empty());
        assert!(found("controls: [A.2.3]\n", both).is_empty());
        assert!(found("controls: [A.2.2]\nstatus: draft\n", both).is_empty());
    }
}
