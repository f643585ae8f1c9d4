//! `wrong-kind-reference`: a reference to a document of another kind than the key is for.

use crate::base::say;
use crate::check::lacks::or;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS206",
    name: "wrong-kind-reference",
    level: Level::Error,
    clock: false,
    what: "A key that takes documents of one kind, such as `systems` or `risks`, names a document of another kind.",
    why: "Registers, treatment plans and impact assessments are put together by following these keys. A policy among the AI systems would be left out in silence, and with it the link between a risk and its treatment (clauses 6.1.2 and 6.1.3).",
    fix: "Name a document of the kind the message asks for, or move the reference to the key that fits: `implements` and `evidence-for` take any kind.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for reference in context.aims.references.iter().filter(|reference| !reference.kinds.is_empty()) {
        let (document, Some(to)) = (context.aims.document(reference.from), reference.to) else { continue };
        let target = context.aims.document(to);
        let (key, id) = (&reference.field, &target.id);
        let message = match &target.kind {
            Some(kind) if reference.kinds.contains(&kind.name) => continue,
            Some(kind) => say!("`{key}` names {id}, which is of kind `{kind}`", key, id, kind = kind.name),
            // Front matter whose kind is missing or unknown has its own finding.
            None if target.controlled => continue,
            None => say!("`{key}` names {id}, which is a page without front matter", key, id),
        };
        if document.is_retired() {
            continue;
        }
        let kinds = or(reference.kinds.iter().map(|kind| format!("`{kind}`")));
        report.document(document, reference.span, message, say!("Name a document of kind {kinds}.", kinds));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn told(fields: &str) -> Vec<String> {
        let record = format!("---\nid: REC-001\ntitle: T\nkind: record\ndate: 2026-01-01\n{fields}---\n");
        let files = [
            ("aims.toml", ""),
            ("a.md", record.as_str()),
            ("page.md", "text\n"),
            ("pol.md", "---\nid: POL-001\ntitle: T\nkind: policy\n---\n"),
            ("sys.md", "---\nid: SYS-001\ntitle: T\nkind: system\n---\n"),
            ("unknown.md", "---\nid: X-001\ntitle: T\nkind: sytem\n---\n"),
        ];
        only("wrong-kind-reference", &files)
    }

    #[test]
    fn it_is_told_at_the_id() {
        assert_eq!(
            told("systems: [SYS-001, POL-001]\nrisks: page\n"),
            [
                "a.md:6:20 `systems` names POL-001, which is of kind `policy`",
                "a.md:7:8 `risks` names page, which is a page without front matter",
            ]
        );
    }

    #[test]
    fn the_right_kind_any_kind_and_what_is_told_elsewhere_are_no_findings() {
        assert!(told("systems: [SYS-001, SYS-404, X-001]\nevidence-for: [POL-001]\n").is_empty());
    }
}
