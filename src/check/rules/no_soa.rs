//! `no-soa`: documents and no statement of applicability.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::catalog::Standard;
use crate::model::soa::framework_of;

pub(super) static RULE: Rule = Rule {
    code: "AIMS301",
    name: "no-soa",
    level: Level::Warning,
    clock: false,
    what: "There are controlled documents, and none of them is a statement of applicability in force or on its way there.",
    why: "Clause 6.1.3 asks for a statement of applicability: which controls are needed, which are left out, and why. It is the first document an auditor opens, and without it no control can be shown to apply.",
    fix: "Write a document of kind `soa` with one row for each control of Annex A.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    if context.living().next().is_none() {
        return;
    }
    let catalog = &context.aims.catalog;
    let lacking = |standard: &&Standard| !standard.controls.is_empty() && context.aims.soa_of(&standard.id).is_none();
    for standard in catalog.standards().filter(lacking) {
        let statements = context.aims.of_kind("soa").into_iter();
        let retired = statements.filter(|(_, document)| standard.id == *framework_of(document, catalog));
        let retired: Vec<_> = retired.map(|(ix, _)| ix).collect();
        // Where one framework is followed, there is no need to say which.
        let of = (catalog.standards().len() != 1).then(|| wording::known(&standard.short));
        let message = match (of, retired.as_slice()) {
            (None, []) => say!("there is no statement of applicability").to_owned(),
            (Some(framework), []) => say!("there is no statement of applicability for {framework}", framework),
            (None, retired) => {
                let documents = context.ids(retired);
                say!("there is no statement of applicability but what is retired ({documents})", documents)
            }
            (Some(framework), retired) => say!(
                "there is no statement of applicability for {framework} but what is retired ({documents})",
                framework,
                documents = context.ids(retired)
            ),
        };
        let help = say!("`aims new soa` writes one with a row for each control.");
        let help = match of {
            None => help.to_owned(),
            Some(_) => format!("{help} {}", say!("It names its framework: `framework: {id}`.", id = standard.id)),
        };
        report.settings(None, message, help);
        report.names(Some(standard.id.as_str()));
    }
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
