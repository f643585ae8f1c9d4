//! `auditor-not-independent`: an internal audit by somebody who answers for what was audited.

use crate::base::{Date, Period, say};
use crate::check::lacks::is_draft;
use crate::check::origins::written_by;
use crate::check::{Context, Report, Rule};
use crate::diag::{Level, Spanned};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::people::{One, People};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS712",
    name: "auditor-not-independent",
    level: Level::Warning,
    clock: false,
    what: "An auditor, by name or by role, owns a document of the AIMS other than those on internal audit itself: audits, audit programmes and what serves clause 9.2 alone. Where it is an AI system that the audit names, it is an error. Or, by the record of git, the auditor wrote in such a document in the two years before the report.",
    why: "Auditors are chosen so that the audit is objective and impartial (clause 9.2.2). `Auditor audited own work` makes the whole audit worthless as evidence.",
    fix: "Let somebody else audit what the auditor answers for, and say so under `independence`; a small team can ask another department or somebody from outside.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let people = People::of(&context.aims.config);
    let owned = owned(context, &people);
    let mut written = None;
    for (ix, audit) in context.living_of("audit").filter(|(_, audit)| !is_draft(audit)) {
        let systems: Vec<DocIx> = context
            .aims
            .references_of(ix)
            .iter()
            .filter(|reference| reference.field == "systems")
            .filter_map(|reference| reference.to)
            .collect();
        for auditor in audit.fields.texts("auditors") {
            let Some(one) = people.one(&auditor.value) else { continue };
            let Some(own) = owned.get(&one) else {
                let written = written.get_or_insert_with(|| written_by_people(context, &people));
                wrote(context, audit, auditor, written.get(&one), report);
                continue;
            };
            let audited: Vec<DocIx> = own.iter().copied().filter(|ix| systems.contains(ix)).collect();
            let named = if audited.is_empty() { own } else { &audited };
            report.document(
                audit,
                auditor.span,
                say!("{who} audited, and answers for {documents}", who = auditor.value, documents = context.ids(named)),
                say!("Let somebody else audit what the auditor answers for, and say so under `independence`."),
            );
            if !audited.is_empty() {
                report.at(Level::Error);
            }
        }
    }
}

/// How long somebody who wrote in a document does not audit it.
const SINCE: Period = Period::Months(24);

/// Tells of an auditor who wrote in documents of the AIMS in the two years before the report.
fn wrote(
    context: &Context<'_>,
    audit: &Document,
    auditor: &Spanned<String>,
    written: Option<&BTreeMap<DocIx, Vec<Date>>>,
    report: &mut Report<'_>,
) {
    let Some((written, date)) = written.zip(audit.fields.date("date")) else { return };
    let since = SINCE.before(date);
    let is_lately = |days: &Vec<Date>| days.iter().any(|day| since <= *day && *day <= date);
    let lately: Vec<DocIx> = written.iter().filter(|(_, days)| is_lately(days)).map(|(ix, _)| *ix).collect();
    if !lately.is_empty() {
        report.document(
            audit,
            auditor.span,
            say!(
                "{who} audited, and wrote in {documents} in the two years before, as git has it",
                who = auditor.value,
                documents = context.ids(&lately)
            ),
            say!("Let somebody else audit what the auditor wrote, and say so under `independence`."),
        );
    }
}

/// The days on which each person wrote in documents, but for those on internal audit and records.
fn written_by_people(context: &Context<'_>, people: &People<'_>) -> BTreeMap<One, BTreeMap<DocIx, Vec<Date>>> {
    let listed = context.aims.config.names_by_address();
    let mut written: BTreeMap<One, BTreeMap<DocIx, Vec<Date>>> = BTreeMap::new();
    for (ix, document) in context.living().filter(|(_, document)| document.is_kept_current() && !on_audit(document)) {
        for (revision, names) in written_by(document, context.history, &listed) {
            for one in names.iter().filter_map(|name| people.one(name)) {
                written.entry(one).or_default().entry(ix).or_default().push(revision.date);
            }
        }
    }
    written
}

/// Documents by the person who owns them, but for those on internal audit and records, which are kept and not answered for.
fn owned(context: &Context<'_>, people: &People<'_>) -> BTreeMap<One, Vec<DocIx>> {
    let mut owned: BTreeMap<One, Vec<DocIx>> = BTreeMap::new();
    for (ix, document) in context.living().filter(|(_, document)| document.is_kept_current() && !on_audit(document)) {
        if let Some(owner) = document.fields.text("owner").and_then(|owner| people.one(owner)) {
            owned.entry(owner).or_default().push(ix);
        }
    }
    owned
}

/// Whether a document is about internal audit and nothing else.
fn on_audit(document: &Document) -> bool {
    let clauses = document.fields.texts("clauses");
    let of_audit = |clause: &str| clause.trim() == "9.2" || clause.trim().starts_with("9.2.");
    document.fields.lacks("controls") && !clauses.is_empty() && clauses.iter().all(|clause| of_audit(&clause.value))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const PEOPLE: &str =
        "[[people]]\nname = \"Ada\"\nroles = [\"Officer\"]\n[[people]]\nname = \"Bob\"\nroles = [\"Auditor\"]\n";

    fn found(auditor: &str, document: &str) -> Vec<String> {
        let audit = format!("---\nid: AUD\nkind: audit\nsystems: [SYS]\nauditors: [{auditor}]\n---\n");
        let document = format!("---\n{document}---\n");
        only("auditor-not-independent", &[("aims.toml", PEOPLE), ("a.md", &audit), ("d.md", &document)])
    }

    #[test]
    fn whoever_owns_something_does_not_audit_it() {
        let policy = "id: POL\nkind: policy\nowner: Officer\n";
        assert_eq!(found("Ada", policy), ["a.md:5:12 Ada audited, and answers for POL"]);
        assert!(found("Bob", policy).is_empty());
        let (all, _) = crate::check::testing::check(&[
            ("aims.toml", PEOPLE),
            ("a.md", "---\nid: AUD\nkind: audit\nsystems: [SYS]\nauditors: [Ada]\n---\n"),
            ("s.md", "---\nid: SYS\nkind: system\nowner: Officer\n---\n"),
        ]);
        let level = all.iter().find(|finding| finding.name == "auditor-not-independent").map(|finding| finding.level);
        assert_eq!(level, Some(crate::diag::Level::Error));
    }

    #[test]
    fn what_is_about_audits_may_be_the_auditors_own() {
        assert!(found("Bob", "id: PRO\nkind: procedure\nowner: Auditor\nclauses: [\"9.2.1\", \"9.2.2\"]\n").is_empty());
        assert_eq!(found("Bob", "id: PRO\nkind: procedure\nowner: Auditor\nclauses: [\"9.2.1\", \"9.1\"]\n").len(), 1);
        assert!(found("Bob", "id: NC\nkind: nonconformity\nowner: Auditor\n").is_empty());
    }
}
