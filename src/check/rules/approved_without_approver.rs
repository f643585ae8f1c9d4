//! `approved-without-approver`: a document says that it is approved and not by whom.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::tier::Tier;
use crate::model::wanted::remedy;

pub(super) static RULE: Rule = Rule {
    code: "AIMS501",
    name: "approved-without-approver",
    level: Level::Warning,
    clock: false,
    what: "A document that says what holds or how it is done (a policy, plan, procedure, scope, statement of applicability) has `status: approved` and names nobody under `approvers`.",
    why: "Documented information is reviewed and approved for suitability and adequacy (clause 7.5.2). An approval that nobody gave is among the findings auditors raise most often.",
    fix: "Name the roles or persons who approved this version under `approvers`, or set `status: in-review` until somebody has. `aims approve` records the act itself.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living() {
        let binds = document.is_kept_current() && matches!(document.tier(), Some(Tier::Says | Tier::Does));
        if binds && document.says_approved() && !names_approvers(document) {
            let status = document.span_of("status");
            let help = say!("Add `approvers: […]` with the roles or persons who approved this version.");
            report.document(
                document,
                status,
                say!("{id} says that it is approved and names nobody who approved it", id = document.id),
                remedy(help, document, &context.aims.config.reading, "approvers"),
            );
        }
    }
}

fn names_approvers(document: &Document) -> bool {
    // Approvers that are there and cannot be read have their own finding.
    document.fields.is_misread("approvers")
        || document.fields.texts("approvers").iter().any(|name| !name.value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check};

    fn document(kind: &str, fields: &str) -> String {
        format!("---\nid: X-001\ntitle: T\nkind: {kind}\n{fields}---\nx\n")
    }

    #[test]
    fn it_is_told_at_the_status() {
        let told = ["5:9 X-001 says that it is approved and names nobody who approved it"];
        for kind in ["policy", "procedure", "soa", "scope", "plan"] {
            assert_one("approved-without-approver", &document(kind, "status: approved\n"), &told);
        }
        assert_one("approved-without-approver", &document("policy", "status: approved\napprovers: []\n"), &told);
        assert_one("approved-without-approver", &document("policy", "status: approved\napprovers: ['']\n"), &told);
    }

    #[test]
    fn where_keys_stand_in_the_first_lines_the_remedy_says_how() {
        let settings = "[header]\nforms = [\"bold\", \"list\"]\n";
        let header = "# T\n\n- **ID:** X-001\n- **Kind:** policy\n- **Status:** approved\n";
        let helps = |text: &str| {
            let (found, _) = check(&[("aims.toml", settings), ("a.md", text)]);
            let here = found.into_iter().filter(|finding| finding.name == "approved-without-approver");
            here.filter_map(|finding| finding.help).collect::<Vec<_>>()
        };
        let [help]: [String; 1] = helps(header).try_into().expect("one finding");
        assert!(help.ends_with(" It may also stand in the first lines of the text, as `**approvers:** …`."), "{help}");
        assert!(helps(&format!("{header}\n**approvers:** CEO\n")).is_empty());
        let [help]: [String; 1] = helps(&document("policy", "status: approved\n")).try_into().expect("one finding");
        assert!(!help.contains("first lines"), "{help}");
    }

    #[test]
    fn approvers_other_states_and_other_kinds_are_no_findings() {
        assert_one("approved-without-approver", &document("policy", "status: approved\napprovers: CEO\n"), &[]);
        assert_one("approved-without-approver", &document("policy", "status: approved\napprovers: {a: b}\n"), &[]);
        assert_one("approved-without-approver", &document("policy", "status: in-review\n"), &[]);
        assert_one("approved-without-approver", &document("policy", ""), &[]);
        for kind in ["record", "system", "external", "audit"] {
            assert_one("approved-without-approver", &document(kind, "status: approved\n"), &[]);
        }
    }
}
