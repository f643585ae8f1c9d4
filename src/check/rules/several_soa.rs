//! `several-soa`: two statements of applicability that both say that they hold.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::soa::{Soa, framework_of};

pub(super) static RULE: Rule = Rule {
    code: "AIMS313",
    name: "several-soa",
    level: Level::Error,
    clock: false,
    what: "More than one statement of applicability for a framework says that it is approved and is not retired.",
    why: "The statement says which controls hold (clause 6.1.3). With two in force nobody can tell, and the obsolete one is not kept from being used (clause 7.5.3).",
    fix: "Set `status: retired` in the one that no longer holds, and name it under `replaces` in the other. One that is being written has `status: draft`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.soas.iter().for_each(|soa| look_at(context, soa, report));
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let other = &context.aims.document(soa.document).id;
    let same = |document: &Document| soa.framework == *framework_of(document, &context.aims.catalog);
    let statements = context.living_of("soa").filter(|(_, document)| same(document));
    let approved = statements.filter(|(_, document)| document.says_approved());
    for (_, document) in approved.filter(|(ix, _)| *ix != soa.document) {
        report.document(
            document,
            document.span_of("status"),
            say!(
                "{id} says that it is approved, and so does {other}, by which controls are judged",
                id = document.id,
                other
            ),
            say!("Set `status: retired` here, or in {other} if this one holds.", other),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn soa(id: &str, status: &str, effective: &str) -> String {
        format!("---\nid: {id}\ntitle: S\nkind: soa\nstatus: {status}\neffective: {effective}\nstatement: []\n---\n")
    }

    fn told(texts: &[String]) -> Vec<String> {
        let names: Vec<String> = (0..texts.len()).map(|i| format!("{i}.md")).collect();
        let mut files = vec![("aims.toml", "")];
        files.extend(names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)));
        only("several-soa", &files)
    }

    #[test]
    fn the_older_one_is_told_at_its_status() {
        assert_eq!(
            told(&[soa("SOA-001", "approved", "2025-01-01"), soa("SOA-002", "approved", "2026-01-01")]),
            ["0.md:5:9 SOA-001 says that it is approved, and so does SOA-002, by which controls are judged"]
        );
    }

    #[test]
    fn drafts_and_retired_ones_are_no_findings() {
        let texts = ["retired", "draft", "in-review", "approved"]
            .map(|status| soa(&format!("SOA-{status}"), status, "2026-01-01"));
        assert!(told(&texts).is_empty());
    }
}
