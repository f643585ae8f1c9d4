//! `no-soa`: documents and no statement of applicability.

use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS301",
    name: "no-soa",
    level: Level::Warning,
    clock: false,
    what: "There are controlled documents, and none of them is a statement of applicability in force or on its way there.",
    why: "Clause 6.1.3 asks for a statement of applicability: which controls are needed, which are left out, and why. It is the first document an auditor opens, and without it no control can be shown to apply.",
    fix: "Write a document of kind `soa` with one row for each control of Annex A. `aims new soa` makes one with all rows.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    if context.aims.soa.is_some() || context.living().next().is_none() {
        return;
    }
    let retired: Vec<_> = context.aims.of_kind("soa").into_iter().map(|(ix, _)| ix).collect();
    let message = match retired.as_slice() {
        [] => "there is no statement of applicability".to_owned(),
        retired => format!("there is no statement of applicability but what is retired ({})", context.ids(retired)),
    };
    report.settings(
        None,
        message,
        "Add a document of kind `soa`: `aims new soa` writes one with a row for each control.",
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const POLICY: (&str, &str) = ("a.md", "---\nid: POL-001\ntitle: T\nkind: policy\n---\n");

    #[test]
    fn it_is_told_at_the_settings() {
        assert_eq!(
            only("no-soa", &[("aims.toml", ""), POLICY]),
            ["aims.toml:1:1 there is no statement of applicability"]
        );
        let retired = "---\nid: SOA-001\ntitle: S\nkind: soa\nstatus: retired\nstatement: []\n---\n";
        assert_eq!(
            only("no-soa", &[("aims.toml", ""), POLICY, ("soa.md", retired)]),
            ["aims.toml:1:1 there is no statement of applicability but what is retired (SOA-001)"]
        );
    }

    #[test]
    fn an_empty_repository_and_one_with_a_statement_are_no_findings() {
        assert!(only("no-soa", &[("aims.toml", ""), ("README.md", "text")]).is_empty());
        let soa = "---\nid: SOA-001\ntitle: S\nkind: soa\nstatus: draft\nstatement: []\n---\n";
        assert!(only("no-soa", &[("aims.toml", ""), POLICY, ("soa.md", soa)]).is_empty());
    }
}
