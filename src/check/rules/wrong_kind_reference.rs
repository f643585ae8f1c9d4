//! `wrong-kind-reference`: a reference to a document of another kind than the key is for.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lists::or;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::Reference;
use crate::model::document::Document;
use crate::model::kinds::{FieldType, Kind, Kinds};
use crate::model::tier::Tier;

pub(super) static RULE: Rule = Rule {
    code: "AIMS206",
    name: "wrong-kind-reference",
    level: Level::Error,
    clock: false,
    what: "A key that takes documents of one kind, such as `systems` or `risks`, names a document of another kind. A warning where `implements` names what holds no words to put into practice: a record, or the entry of a system, a supplier, a model, a risk.",
    why: "Registers, treatment plans and impact assessments are put together by following these keys. A policy among the AI systems would be left out in silence, and with it the link between a risk and its treatment (clauses 6.1.2 and 6.1.3).",
    fix: "Name a document of the kind the message asks for, or move the reference to the key that fits: `evidence-for` takes any kind, and `implements` what says what holds or how it is done, such as a policy or a procedure.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for reference in
        context.aims.references.iter().filter(|reference| reference.field == IMPLEMENTS && reference.kinds.is_empty())
    {
        wordless(context, reference, report);
    }
    for reference in context.aims.references.iter().filter(|reference| !reference.kinds.is_empty()) {
        let (document, Some(to)) = (context.aims.document(reference.from), reference.to) else { continue };
        let target = context.aims.document(to);
        let (key, id) = (&reference.field, &target.id);
        let message = match &target.kind {
            Some(_) if reference.kinds.iter().any(|kind| target.is(kind)) => continue,
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

/// The key by which a document says whose words it puts into practice.
const IMPLEMENTS: &str = "implements";

/// Tells of a target of `implements` that has no words to put into practice. What shows something may say what somebody owes.
fn wordless(context: &Context<'_>, reference: &Reference, report: &mut Report<'_>) {
    let document = context.aims.document(reference.from);
    let Some(target) = reference.to.map(|to| context.aims.document(to)) else { return };
    let Some(kind) = target.kind.as_deref().filter(|_| !document.is_retired()) else { return };
    let shows = kind.tier == Some(Tier::Shows) && kind.counts_as() != "obligation";
    if !shows && kind.counts_as() != "risk" && !target.is_record() {
        return;
    }
    let kinds = &context.aims.kinds;
    let quoted = |name: &str| format!("`{name}`");
    let holds_words = |kind: &&Kind| kind.tier.is_some_and(|tier| tier != Tier::Shows);
    let words = or(kinds.iter().filter(holds_words).map(|kind| quoted(&kind.name)));
    let own: Vec<String> = keys_for(kinds, document, &kind.name).map(quoted).collect();
    let help = match own.is_empty() {
        true => say!("Name a document that says what holds or how it is done, of kind {words}.", words),
        false => say!(
            "Name it under {keys}, and under `implements` a document that says what holds or how it is done, of kind {words}.",
            keys = or(own),
            words
        ),
    };
    report.document(
        document,
        reference.span,
        say!(
            "`implements` names {id}, which is of kind `{kind}` and holds no words to put into practice",
            id = target.id,
            kind = kind.name
        ),
        help,
    );
    report.at(Level::Warning);
}

/// The keys of a document that are for documents of a kind.
fn keys_for<'a>(kinds: &'a Kinds, document: &'a Document, kind: &'a str) -> impl Iterator<Item = &'a str> {
    let is_for = move |types: &FieldType, names: &[String]| {
        matches!(types, FieldType::Ref | FieldType::Refs) && names.iter().any(|name| name == kind)
    };
    let fields = kinds.fields(document.kind.as_deref());
    fields.filter(move |field| is_for(&field.field_type, &field.kinds)).map(|field| field.name.as_str())
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
    fn what_holds_no_words_is_put_into_practice_by_nobody() {
        let told = |kind: &str, target: &str| {
            let text = format!("---\nid: PRO-001\ntitle: T\nkind: {kind}\nimplements: [POL-001, {target}]\n---\n");
            let supplier = "---\nid: SUP-001\ntitle: T\nkind: supplier\n---\n";
            let duty = "---\nid: OBL-001\ntitle: T\nkind: obligation\n---\n";
            let risk = "---\nid: RSK-001\ntitle: T\nkind: risk\n---\n";
            let policy = "---\nid: POL-001\ntitle: T\nkind: policy\n---\n";
            let record = "---\nid: REC-001\ntitle: T\nkind: record\ndate: 2026-01-01\n---\n";
            let files = [
                ("aims.toml", ""),
                ("a.md", text.as_str()),
                ("duty.md", duty),
                ("pol.md", policy),
                ("rec.md", record),
                ("risk.md", risk),
                ("sup.md", supplier),
            ];
            only("wrong-kind-reference", &files)
        };
        for (target, kind) in [("SUP-001", "supplier"), ("RSK-001", "risk"), ("REC-001", "record")] {
            assert_eq!(
                told("procedure", target),
                [format!(
                    "a.md:5:23 `implements` names {target}, which is of kind `{kind}` and holds no words to put into practice"
                )]
            );
        }
        assert!(told("procedure", "OBL-001").is_empty());
        assert!(told("procedure", "PRO-404").is_empty());
    }

    #[test]
    fn the_right_kind_any_kind_and_what_is_told_elsewhere_are_no_findings() {
        assert!(told("systems: [SYS-001, SYS-404, X-001]\nevidence-for: [POL-001]\n").is_empty());
    }
}
