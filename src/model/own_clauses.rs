//! What a document is for by its kind: the clauses that the kind stands for, and of which standard.

use std::collections::BTreeSet;

use super::catalog::{Catalog, Clause, ReqId, split_req_id};
use super::document::Document;
use super::known::Known;
use super::names::named_itself;
use super::own_kinds::builtin;
use super::soa::framework_of;

impl Document {
    /// Whether it is of an audit that is no internal one: of a certification body, of a customer, or of a supplier.
    pub fn is_other_audit(&self) -> bool {
        self.is("audit") && !matches!(self.fields.text("audit-type"), None | Some("internal"))
    }
}

/// What a document names itself, and what its kind stands for. An id alone is of the first followed framework that has it.
pub(super) fn named(known: &Known, catalog: &Catalog, document: &Document) -> BTreeSet<ReqId> {
    let mut ids = named_itself(known, document);
    ids.extend(of(known, catalog, document, &ids));
    ids
}

/// The clauses that a document serves by its kind, where it names `named` itself. One that names the same clauses of another
/// standard, and none of these, is of that one alone: the audit of the one management system is none of the other. A statement
/// of applicability is of the standard that it says.
pub(super) fn of(known: &Known, catalog: &Catalog, document: &Document, named: &BTreeSet<ReqId>) -> BTreeSet<ReqId> {
    if let Some(framework) = stated(catalog, document) {
        let clauses = document.kind.iter().flat_map(|kind| &kind.clauses);
        let mut own: BTreeSet<ReqId> = clauses.filter_map(|id| known.find(framework, split_req_id(id).1)).collect();
        own.retain(|id| number(catalog, id).is_some());
        return own;
    }
    let own = resolved(known, document.kind.as_ref().map_or(&[][..], |kind| &kind.clauses));
    let is_elsewhere = own.is_disjoint(named) && shares(catalog, &own, named);
    if is_elsewhere || document.is_other_audit() { BTreeSet::new() } else { own }
}

/// Whether a document that does not serve a clause can be what the clause calls for, by its kind alone: the clause is of the
/// standard whose clauses kinds stand for, and the document names none of another that is the same there. What by its kind
/// serves nothing, such as a risk, is of all standards.
pub(super) fn may_be(known: &Known, catalog: &Catalog, document: &Document, clause: &ReqId) -> bool {
    if let Some(framework) = stated(catalog, document) {
        return clause.framework == *framework;
    }
    if document.tier().is_none() || number(catalog, clause).is_none() {
        return true;
    }
    let is_of_kinds = known.resolve(&clause.id).as_ref() == Some(clause);
    is_of_kinds && !shares(catalog, &named(known, catalog, document), [clause])
}

/// The framework that a statement of applicability is about.
pub(super) fn stated<'a>(catalog: &'a Catalog, document: &'a Document) -> Option<&'a str> {
    document.is("soa").then(|| framework_of(document, catalog))
}

/// Whether a clause is what the kind that a document counts as stands for, in whatever standard.
pub(super) fn stands_for(known: &Known, catalog: &Catalog, document: &Document, clause: &ReqId) -> bool {
    let kind = builtin().get(document.counts_as());
    shares(catalog, &resolved(known, kind.map_or(&[][..], |kind| &kind.clauses)), [clause])
}

fn resolved(known: &Known, clauses: &[String]) -> BTreeSet<ReqId> {
    clauses.iter().filter_map(|id| known.resolve(id)).collect()
}

/// Whether some of these clauses are in the structure of management system standards what some of the others are.
fn shares<'a>(catalog: &Catalog, own: &BTreeSet<ReqId>, ids: impl IntoIterator<Item = &'a ReqId>) -> bool {
    let numbers: BTreeSet<&str> = own.iter().filter_map(|id| number(catalog, id)).collect();
    ids.into_iter().filter_map(|id| number(catalog, id)).any(|number| numbers.contains(number))
}

/// Which clause of the structure that management system standards share it is.
fn number<'a>(catalog: &'a Catalog, id: &ReqId) -> Option<&'a str> {
    catalog.clause(&id.framework, &id.id).and_then(Clause::shared)
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::model::trace::There;
    use crate::source::Memory;

    const BOTH: &str = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";

    /// Of the clauses of both standards that an audit or a management review of these lines could serve: those that it shows at
    /// work, whether 42001 has what it calls for, and whether the record is of what its kind stands for.
    fn shown(settings: &str, kind: &str, lines: &str) -> (Vec<&'static str>, bool, bool) {
        let text = format!(
            "---\nid: D\ntitle: T\nkind: {kind}\ndate: 2026-06-01\n{lines}---\nAll of it was looked at and told.\n"
        );
        let files = [("aims.toml", settings.as_bytes()), ("d.md", text.as_bytes())];
        let aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read");
        let aims = aims.stand(Vec::new());
        let ids = ["9.2.1", "9.2.2", "9.3.3", "iso-27001:9.2.1", "iso-27001:9.2.2", "iso-27001:9.3.3"];
        let is_shown = |id: &&str| aims.trace.get(id).is_some_and(|of| !of.evidence.is_empty());
        let mut called = ["9.2.2", "9.3.3"].into_iter().filter_map(|id| aims.trace.get(id)?.called_for.last());
        let there = called.any(|item| item.state == There::Present);
        (
            ids.into_iter().filter(is_shown).collect(),
            there,
            aims.is_of(aims.by_id("D").expect("a record"), &"iso-42001".into()),
        )
    }

    #[test]
    fn an_audit_that_is_no_internal_one_shows_no_internal_audit() {
        let of = |lines: &str| shown(BOTH, "audit", lines);
        assert_eq!(of(""), (vec!["9.2.1", "9.2.2"], true, true));
        assert_eq!(of("audit-type: internal\n"), (vec!["9.2.1", "9.2.2"], true, true));
        for kind in ["customer", "supplier", "external", "certification", "stage-2"] {
            for named in ["", "clauses: ['9.2.1', '9.2.2', 'iso-27001:9.2.1', 'iso-27001:9.2.2']\n"] {
                assert_eq!(of(&format!("audit-type: {kind}\n{named}")), (vec![], false, false), "{kind} {named}");
            }
        }
    }

    #[test]
    fn a_record_that_names_its_clauses_of_another_standard_alone_is_of_that_one() {
        let of = |lines: &str| shown(BOTH, "audit", lines);
        let theirs = vec!["iso-27001:9.2.1", "iso-27001:9.2.2"];
        assert_eq!(of("clauses: ['iso-27001:9.2.1', 'iso-27001:9.2.2']\n"), (theirs.clone(), false, false));
        assert_eq!(of("requirements: {iso-27001: ['9.2.1', clause-9.2.2]}\n"), (theirs, false, false));
        // What names both, or names of the other only what its kind does not stand for, is of this one too.
        let both = vec!["9.2.1", "9.2.2", "iso-27001:9.2.1"];
        assert_eq!(of("clauses: ['9.2.1', 'iso-27001:9.2.1']\n"), (both, true, true));
        let more = vec!["9.2.1", "9.2.2"];
        assert_eq!(of("clauses: ['iso-27001:10.2']\ncontrols: ['iso-27001:A.5.35']\n"), (more, true, true));
        let review = |lines: &str| shown(BOTH, "management-review", lines);
        assert_eq!(review("clauses: ['iso-27001:9.3.3']\n"), (vec!["iso-27001:9.3.3"], false, false));
        assert_eq!(review(""), (vec!["9.3.3"], true, true));
        // Where the other is not followed, nothing is of it.
        assert_eq!(shown("", "audit", "clauses: ['iso-27001:9.2.1']\n"), (vec!["9.2.1", "9.2.2"], true, true));
    }
}
