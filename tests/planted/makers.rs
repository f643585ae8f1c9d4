//! Reviews beside the audits of their cycle, and who makes a system beside the roles that it has.

use super::work::only;

fn reviewed(reviews: &[&str], audits: &[&str]) -> Vec<String> {
    let one = |kind: &'static str| {
        move |date: &&str| {
            (format!("{kind}-{date}.md"), format!("---\nid: {kind}-{date}\nkind: {kind}\ndate: {date}\n---\n"))
        }
    };
    let texts: Vec<(String, String)> =
        reviews.iter().map(one("management-review")).chain(audits.iter().map(one("audit"))).collect();
    let mut files = vec![("aims.toml", "")];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    only("review-before-audit", &files)
}

#[test]
fn the_audit_of_the_cycle_comes_first() {
    let told = [
        "management-review-2026-09-01.md:4:7 management-review-2026-09-01 was held before the audit audit-2026-09-24 of 2026-09-24, and without another since the last review",
    ];
    assert_eq!(reviewed(&["2025-11-13", "2026-09-01"], &["2025-10-16", "2026-09-24"]), told);
    assert!(reviewed(&["2025-11-13", "2026-11-05"], &["2025-10-16", "2026-09-24"]).is_empty());
    assert!(reviewed(&["2025-11-13", "2026-09-01"], &["2026-08-01", "2026-09-24"]).is_empty());
}

#[test]
fn reviews_that_come_often_and_audits_long_after_are_no_findings() {
    assert!(reviewed(&["2026-05-01", "2026-09-01"], &["2026-09-24"]).is_empty());
    assert!(reviewed(&["2026-01-01"], &["2026-09-24"]).is_empty());
    assert_eq!(reviewed(&["2026-09-01"], &["2026-09-24"]).len(), 1);
}

fn made(settings: &str, lines: &str) -> Vec<String> {
    let system = format!("---\nid: SYS\nkind: system\nprovider: Acme\nai-act-class: minimal\n{lines}---\n");
    only("provider-role-missing", &[("aims.toml", settings), ("s.md", &system)])
}

const ACME: &str = "[organisation]\nname = \"ACME\"\n[frameworks]\nuse = [\"eu-ai-act\"]\n";

#[test]
fn a_role_that_is_left_out_is_told_at_the_roles() {
    let told = ["s.md:6:11 SYS is made by the organisation itself, and its roles leave out `provider`"];
    assert_eq!(made(ACME, "ai-roles: [developer, deployer]\n"), told);
}

#[test]
fn what_a_supplier_makes_is_not_said_to_be_ones_own() {
    let found = |roles: &str, lines: &str, title: &str| {
        let system =
            format!("---\nid: SYS\nkind: system\nprovider: Corvid Works (UK)\nai-roles: [{roles}]\n{lines}---\n");
        let supplier = format!("---\nid: SUP\ntitle: {title}\nkind: supplier\n---\n");
        only("provider-role-missing", &[("aims.toml", ACME), ("s.md", &system), ("u.md", &supplier)])
    };
    let bought = "suppliers: [SUP]\n";
    let told = "s.md:5:12 SYS is made by SUP, a supplier, and its roles say that the organisation is its provider";
    assert_eq!(found("provider", bought, "Corvid Works"), [told]);
    assert_eq!(found("provider, deployer", bought, "Corvid"), [told]);
    for (roles, lines, title) in [
        ("deployer", bought, "Corvid Works"),
        ("provider, developer", bought, "Corvid Works"),
        ("provider", "", "Corvid Works"),
        ("provider", bought, "Cor"),
        ("provider", "suppliers: [SUP]\nai-act-reason: It bears our name, Article 25(1)(a)\n", "Corvid Works"),
        ("provider", "suppliers: [SUP]\nlifecycle: retired\n", "Corvid Works"),
    ] {
        assert!(found(roles, lines, title).is_empty(), "{roles} {lines} {title}");
    }
}

#[test]
fn another_maker_the_role_and_other_rules_are_no_findings() {
    assert!(made(ACME, "ai-roles: [provider]\n").is_empty());
    assert!(made(ACME, "ai-roles: [deployer]\nlifecycle: retired\n").is_empty());
    assert!(made(&ACME.replace("ACME", "Other"), "ai-roles: [deployer]\n").is_empty());
    assert!(made(&ACME.replace("eu-ai-act", "iso-27001"), "ai-roles: [developer]\n").is_empty());
}

#[test]
fn who_makes_a_system_in_house_is_the_organisation() {
    let told = |name: &str| {
        let system = format!("---\nid: SYS\nkind: system\nprovider: {name}\nai-roles: [deployer]\n---\n");
        only("provider-role-missing", &[("aims.toml", ""), ("s.md", &system)])
    };
    for name in ["in-house", "Inhouse", "built in-house (data team)", "Internal", "Eigenentwicklung, Team Daten"] {
        let expected = "s.md:5:11 SYS is made by the organisation itself, and its roles leave out `provider`";
        assert_eq!(told(name), [expected], "{name}");
    }
    for name in ["Internal Systems Ltd", "Intern & Co", "Selfmade", "House", "Corvid"] {
        assert_eq!(told(name), [""; 0], "{name}");
    }
}
