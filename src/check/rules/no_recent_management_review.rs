//! `no-recent-management-review`: no management review has been held lately.

use crate::base::say;
use crate::check::recent::recent;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS707",
    name: "no-recent-management-review",
    level: Level::Warning,
    clock: true,
    what: "A policy is approved, and no management review has been held, or the newest is older than such a record stands: 12 months, unless `[evidence]` in `aims.toml` says otherwise, with two months of grace. One that a plan serving clause 9.3 puts on a day to come, within a year, is not missed yet; the first of all may wait a year and two months from the day on which the AI policy took effect or the system was audited; where it never was, for `stage-1` of a certification that is planned later, two years at most.",
    why: "Top management has to review the management system at planned intervals (clause 9.3), and a certification body expects one before its own audit and one each year after.",
    fix: "Hold the review and record it as a document of kind `management-review`. Another interval goes into `aims.toml`, under `[evidence.kinds]`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    recent(
        context,
        report,
        ("management-review", "management review"),
        &["9.3", "9.3.1", "9.3.2", "9.3.3"],
        say!("Hold the review and record it: `aims new management-review` gathers what is open."),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const POLICY: &str = "---\nid: POL-001\ntitle: T\nkind: policy\nstatus: approved\n---\n";

    fn found(settings: &str, policy: &str, dates: &[&str]) -> Vec<String> {
        let records: Vec<(String, String)> = dates
            .iter()
            .enumerate()
            .map(|(i, date)| {
                (format!("{i}.md"), format!("---\nid: X-{i}\nkind: management-review\ndate: {date}\n---\n"))
            })
            .collect();
        let mut files = vec![("aims.toml", settings), ("p.md", policy)];
        files.extend(records.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("no-recent-management-review", &files)
    }

    #[test]
    fn none_at_all_is_told_at_the_settings() {
        let told = ["aims.toml:1:1 no management review has been held"];
        assert_eq!(found("", POLICY, &[]), told);
        assert_eq!(found("", POLICY, &["2027-01-01"]), told, "a day to come is no day on which it was held");
    }

    #[test]
    fn an_old_one_is_told_at_its_date() {
        let told = ["1.md:4:7 the newest management review is of 2025-09-19, more than 12 months ago"];
        assert_eq!(found("", POLICY, &["2024-01-01", "2025-09-19"]), told);
        assert!(found("", POLICY, &["2024-01-01", "2025-09-20"]).is_empty());
        assert!(found("[evidence.kinds]\nmanagement-review = \"2 years\"\n", POLICY, &["2025-09-19"]).is_empty());
    }

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
        assert!(found(other).is_empty());
        assert_eq!(found(&format!("{other}covers-systems: [SYS-1]\n")), told);
    }

    #[test]
    fn nothing_is_asked_before_a_policy_is_approved_or_where_a_date_cannot_be_read() {
        for status in ["draft", "in-review", "retired"] {
            assert!(found("", &POLICY.replace("approved", status), &[]).is_empty(), "{status}");
        }
        assert!(found("", POLICY, &["2020-01-01", "last week"]).is_empty());
    }
}
