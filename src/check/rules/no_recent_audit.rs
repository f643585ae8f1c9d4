//! `no-recent-audit`: no internal audit has been held lately.

use crate::base::say;
use crate::check::recent::recent;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS706",
    name: "no-recent-audit",
    level: Level::Warning,
    clock: true,
    what: "A policy is approved, and no internal audit has been held, or the newest is older than such a record stands: 12 months, unless `[evidence]` in `aims.toml` says otherwise, with two months of grace. One that a plan serving clause 9.2 puts on a day to come, within a year, is not missed yet.",
    why: "Internal audits have to be held at planned intervals (clause 9.2), and a certification body expects one before its own audit and one each year after.",
    fix: "Hold the audit and record it as a document of kind `audit`. Another interval goes into `aims.toml`, under `[evidence.kinds]`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    recent(
        context,
        report,
        ("audit", "internal audit"),
        &["9.2", "9.2.1", "9.2.2"],
        say!("Hold the audit and record it: `aims new audit`."),
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
            .map(|(i, date)| (format!("{i}.md"), format!("---\nid: X-{i}\nkind: audit\ndate: {date}\n---\n")))
            .collect();
        let mut files = vec![("aims.toml", settings), ("p.md", policy)];
        files.extend(records.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("no-recent-audit", &files)
    }

    #[test]
    fn none_at_all_is_told_at_the_settings() {
        let told = ["aims.toml:1:1 no internal audit has been held"];
        assert_eq!(found("", POLICY, &[]), told);
        assert_eq!(found("", POLICY, &["2027-01-01"]), told, "a day to come is no day on which it was held");
    }

    #[test]
    fn an_old_one_is_told_at_its_date() {
        let told = ["1.md:4:7 the newest internal audit is of 2025-09-19, more than 12 months ago"];
        assert_eq!(found("", POLICY, &["2024-01-01", "2025-09-19"]), told);
        assert!(found("", POLICY, &["2024-01-01", "2025-09-20"]).is_empty());
        assert!(found("[evidence.kinds]\naudit = \"2 years\"\n", POLICY, &["2025-09-19"]).is_empty());
    }

    #[test]
    fn nothing_is_asked_before_a_policy_is_approved_or_where_a_date_cannot_be_read() {
        for status in ["draft", "in-review", "retired"] {
            assert!(found("", &POLICY.replace("approved", status), &[]).is_empty(), "{status}");
        }
        assert!(found("", POLICY, &["2020-01-01", "last week"]).is_empty());
    }
}
