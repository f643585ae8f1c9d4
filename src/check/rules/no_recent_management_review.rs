//! `no-recent-management-review`: no management review has been held lately.

use crate::base::say;
use crate::check::context::Context;
use crate::check::recent::recent;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS707",
    name: "no-recent-management-review",
    level: Level::Warning,
    clock: true,
    what: "A policy says that it is approved, and no management review has been held, or the newest is older than such a record stands: 12 months, unless `[evidence]` in `aims.toml` says otherwise, with two months of grace. One that a plan serving clause 9.3 puts on a day to come, within a year, is not missed yet; such a plan may put off the first of all until a year and two months after the day on which the AI policy took effect or the system was audited; where it never was, until `stage-1` of a certification that is planned later, two years at most. Where several standards are followed, each that calls for them is judged by its own.",
    why: "Top management has to review the management system at planned intervals (clause 9.3), and a certification body expects one before its own audit and one each year after.",
    fix: "Hold the review and record it as a document of kind `management-review`. Another interval goes into `aims.toml`, under `[evidence.kinds]`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    recent(
        context,
        report,
        "management-review",
        &["9.3", "9.3.1", "9.3.2", "9.3.3"],
        say!("Hold the review and record it: `aims new management-review` gathers what is open."),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const POLICY: &str = "---\nid: POL-001\ntitle: T\nkind: policy\nstatus: approved\n---\n";

    #[test]
    fn an_audit_of_another_framework_does_not_begin_it() {
        let settings = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
        let policy = POLICY.replace("status:", "effective: 2026-09-01\nclauses: [5.2]\nstatus:");
        let plan = "---\nid: PLN\nkind: plan\nclauses: [9.3]\nactions: [{action: Review, due: 2027-02-28, status: planned}]\n---\n";
        let found = |covers: &str| {
            let audit = format!("---\nid: AUD\nkind: audit\ndate: 2025-03-01\n{covers}---\n");
            let files = [("aims.toml", settings), ("p.md", &*policy), ("pln.md", plan), ("a.md", &*audit)];
            only("no-recent-management-review", &files)
        };
        let told = ["aims.toml:1:1 no management review has been held"];
        assert_eq!(found(""), told);
        assert_eq!(found("covers-clauses: ['9.2', 'iso-27001:9.2']\n"), told);
        let other = "covers-clauses: ['iso-27001:9.2']\ncovers-controls: ['iso-27001:A.5.2', A.5.15]\n";
        assert_eq!(found(other), ["aims.toml:1:1 for ISO/IEC 27001, no management review has been held"]);
        assert_eq!(found(&format!("{other}covers-systems: [SYS-1]\n")), told);
    }
}
