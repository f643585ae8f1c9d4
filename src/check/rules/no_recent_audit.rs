//! `no-recent-audit`: no internal audit has been held lately.

use crate::base::say;
use crate::check::context::Context;
use crate::check::recent::recent;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS706",
    name: "no-recent-audit",
    level: Level::Warning,
    clock: true,
    what: "A policy says that it is approved, and no internal audit has been held, or the newest is older than such a record stands: 12 months, unless `[evidence]` in `aims.toml` says otherwise, with two months of grace. One that a plan serving clause 9.2 puts on a day to come, within a year, is not missed yet; such a plan may put off the first of all until a year and two months after the day on which the AI policy took effect or the system was reviewed; where it never was, until `stage-1` of a certification that is planned later, two years at most. Where several standards are followed, each that calls for them is judged by its own.",
    why: "Internal audits have to be held at planned intervals (clause 9.2), and a certification body expects one before its own audit and one each year after.",
    fix: "Hold the audit and record it as a document of kind `audit`. Another interval goes into `aims.toml`, under `[evidence.kinds]`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    recent(
        context,
        report,
        "audit",
        &["9.2", "9.2.1", "9.2.2"],
        say!("Hold the audit and record it: `aims new audit`."),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const POLICY: &str = "---\nid: POL-001\ntitle: T\nkind: policy\nstatus: approved\n---\n";

    /// What is told of audits; of management reviews the other rule tells the same.
    fn found(settings: &str, policy: &str, dates: &[&str]) -> Vec<String> {
        let of = |kind: &str| {
            let record = |(i, date): (usize, &&str)| {
                (format!("{i}.md"), format!("---\nid: X-{i}\nkind: {kind}\ndate: {date}\n---\n"))
            };
            let records: Vec<(String, String)> = dates.iter().enumerate().map(record).collect();
            let settings = settings.replace("audit", kind);
            let mut files = vec![("aims.toml", settings.as_str()), ("p.md", policy)];
            files.extend(records.iter().map(|(path, text)| (path.as_str(), text.as_str())));
            only(&format!("no-recent-{kind}"), &files)
        };
        let audits = of("audit");
        let reviews: Vec<String> =
            audits.iter().map(|told| told.replace("internal audit", "management review")).collect();
        assert_eq!(of("management-review"), reviews);
        audits
    }

    #[test]
    fn none_at_all_is_told_at_the_settings() {
        let told = ["aims.toml:1:1 no internal audit has been held"];
        assert_eq!(found("", POLICY, &[]), told);
        assert_eq!(found("", POLICY, &["2027-01-01"]), told, "a day to come is no day on which it was held");
    }

    #[test]
    fn one_whose_report_is_still_being_judged_is_none_yet() {
        let told = |status: &str| {
            let audit = format!("---\nid: AUD\nkind: audit\ndate: 2026-09-20\n{status}---\n");
            only("no-recent-audit", &[("aims.toml", ""), ("p.md", POLICY), ("a.md", &audit)])
        };
        assert!(told("").is_empty());
        for status in ["draft", "in-review"] {
            let told = told(&format!("status: {status}\n"));
            assert_eq!(told, ["aims.toml:1:1 no internal audit has been held"], "{status}");
        }
    }

    #[test]
    fn an_audit_that_is_not_internal_or_of_another_standard_alone_is_none() {
        let told = |settings: &str, lines: &str| {
            let audit = format!("---\nid: AUD\nkind: audit\ndate: 2026-09-20\n{lines}---\n");
            only("no-recent-audit", &[("aims.toml", settings), ("p.md", POLICY), ("a.md", &audit)])
        };
        let both = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
        let none = ["aims.toml:1:1 no internal audit has been held"];
        for kind in ["customer", "supplier", "external", "certification"] {
            assert_eq!(told("", &format!("audit-type: {kind}\nclauses: ['9.2.1']\n")), none, "{kind}");
        }
        assert!(told("", "audit-type: internal\n").is_empty());
        let one = ["aims.toml:1:1 for ISO/IEC 42001, no internal audit has been held"];
        assert_eq!(told(both, "clauses: ['iso-27001:9.2.1']\n"), one);
        assert!(told(both, "clauses: ['9.2.1', 'iso-27001:9.2.1']\n").is_empty());
    }

    #[test]
    fn an_old_one_is_told_at_its_date() {
        let told = ["1.md:4:7 the newest internal audit is of 2025-09-19, more than 12 months ago"];
        assert_eq!(found("", POLICY, &["2024-01-01", "2025-09-19"]), told);
        assert!(found("", POLICY, &["2024-01-01", "2025-09-20"]).is_empty());
        assert!(found("[evidence.kinds]\naudit = \"2 years\"\n", POLICY, &["2025-09-19"]).is_empty());
    }

    #[test]
    fn plans_do_not_put_off_the_first_one_for_ever() {
        let plan = "---\nid: PLN\nkind: plan\nclauses: [9.2.2]\nactions: [{action: Audit, due: 2027-05-28, status: planned}]\n---\n";
        let found = |effective: &str, more: &[(&str, &str)]| {
            let policy = POLICY.replace("status:", &format!("{effective}status:"));
            let files = [("aims.toml", ""), ("p.md", &*policy), ("pln.md", plan)];
            only("no-recent-audit", &[&files, more].concat())
        };
        let told = ["aims.toml:1:1 no internal audit has been held"];
        assert_eq!(found("effective: 2026-03-27\n", &[]), told);
        assert!(found("effective: 2026-03-28\n", &[]).is_empty(), "a year and two months");
        assert!(found("", &[]).is_empty(), "nothing says when it began");
        let review = |day: &str| format!("---\nid: MR\nkind: management-review\ndate: {day}\n---\n");
        assert_eq!(
            found("effective: 2026-11-01\n", &[("m.md", &review("2025-11-20"))]),
            told,
            "it was reviewed a year ago"
        );
        assert!(found("effective: 2026-11-01\n", &[("m.md", &review("2026-05-01"))]).is_empty());
        let stage = |day: &str| format!("---\nid: CER\nkind: certification\nstage-1: {day}\nstate: planned\n---\n");
        let with = |effective: &str, day: &str| found(effective, &[("c.md", &stage(day))]);
        assert!(with("effective: 2026-03-01\n", "2027-06-15").is_empty(), "before stage 1");
        assert_eq!(with("effective: 2026-03-01\n", "2027-05-15"), told, "after it");
        assert_eq!(with("effective: 2026-03-01\n", "2026-10-15"), told, "stage 1 was");
        assert_eq!(with("effective: 2025-03-01\n", "2027-06-15"), told, "two years at most");
        let stage = stage("2027-06-15");
        let reviewed = review("2025-11-20");
        assert_eq!(found("effective: 2026-03-01\n", &[("c.md", &stage), ("m.md", &reviewed)]), told, "it was reviewed");
    }

    #[test]
    fn it_begins_with_the_policy_on_ai_and_not_with_older_ones_on_other_things() {
        let plan = "---\nid: PLN\nkind: plan\nclauses: [9.2.2]\nactions: [{action: Audit, due: 2027-02-28, status: planned}]\n---\n";
        let old = "---\nid: POL-002\nkind: policy\nstatus: approved\neffective: 2019-05-01\n---\n";
        let found = |serves: &str, old: &str| {
            let policy = POLICY.replace("status:", &format!("effective: 2026-09-01\n{serves}status:"));
            only("no-recent-audit", &[("aims.toml", ""), ("p.md", &policy), ("o.md", old), ("pln.md", plan)])
        };
        assert!(found("clauses: [5.2]\n", old).is_empty());
        assert!(found("controls: [A.2.2]\n", old).is_empty());
        let through = old.replace("effective:", "implements: [POL-001]\neffective:");
        assert!(found("clauses: [5.2]\n", &through).is_empty(), "what builds on it is not it");
        let told = ["aims.toml:1:1 no internal audit has been held"];
        assert_eq!(found("", old), told, "where none says that it is the one, each counts");
        let own = old.replace("effective:", "clauses: [5.2]\neffective:");
        assert_eq!(found("clauses: [5.2]\n", &own), told);
    }

    #[test]
    fn nothing_is_asked_before_a_policy_is_approved_or_where_a_date_cannot_be_read() {
        for status in ["draft", "in-review", "retired"] {
            assert!(found("", &POLICY.replace("approved", status), &[]).is_empty(), "{status}");
        }
        assert!(found("", POLICY, &["2020-01-01", "last week"]).is_empty());
    }
}
