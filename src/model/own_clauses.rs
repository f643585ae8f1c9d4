//! What a document is for by its kind: the clauses that the kind stands for, and of which standard.

use std::collections::BTreeSet;

use super::catalog::{Catalog, Clause, ReqId};
use super::document::Document;
use super::known::Known;
use super::own_kinds::builtin;
use super::{Aims, DocIx};

impl Document {
    /// Whether it is of an audit that is no internal one: of a certification body, of a customer, or of a supplier.
    pub fn is_other_audit(&self) -> bool {
        let is_audit = self.kind.as_ref().is_some_and(|kind| kind.counts_as() == "audit");
        is_audit && !matches!(self.fields.text("audit-type"), None | Some("internal"))
    }
}

impl Aims {
    /// Whether a record is of what its kind stands for: no audit but an internal one is, and none that is of another standard
    /// alone.
    pub fn is_ours(&self, ix: DocIx) -> bool {
        let document = self.document(ix);
        let own = document.kind.iter().flat_map(|kind| &kind.clauses);
        let mut own = own.filter_map(|id| self.trace.get(id));
        !document.is_other_audit() && own.all(|clause| clause.documents().any(|serving| serving == ix))
    }
}

/// The clauses that a document serves by its kind, where it names `named` itself. A record that names the same clauses of
/// another standard, and none of these, is of that one alone: the audit of the one management system is none of the other.
pub(super) fn of(known: &Known, catalog: &Catalog, document: &Document, named: &BTreeSet<ReqId>) -> BTreeSet<ReqId> {
    let own = own(known, document);
    let is_elsewhere = document.is_record() && own.is_disjoint(named) && shares(catalog, &own, named);
    if is_elsewhere || document.is_other_audit() { BTreeSet::new() } else { own }
}

/// Whether the kind of a document stands for this very clause.
pub(super) fn has(known: &Known, document: &Document, clause: &ReqId) -> bool {
    own(known, document).contains(clause)
}

/// Whether a clause is what the kind that a document counts as stands for, in whatever standard.
pub(super) fn stands_for(known: &Known, catalog: &Catalog, document: &Document, clause: &ReqId) -> bool {
    let kind = document.kind.as_ref().and_then(|kind| builtin().get(kind.counts_as()));
    shares(catalog, &resolved(known, kind.map_or(&[][..], |kind| &kind.clauses)), [clause])
}

fn own(known: &Known, document: &Document) -> BTreeSet<ReqId> {
    resolved(known, document.kind.as_ref().map_or(&[][..], |kind| &kind.clauses))
}

fn resolved(known: &Known, clauses: &[String]) -> BTreeSet<ReqId> {
    clauses.iter().filter_map(|id| known.resolve(id)).collect()
}

/// Whether some of these clauses are in the structure of management system standards what some of the others are.
fn shares<'a>(catalog: &Catalog, own: &BTreeSet<ReqId>, ids: impl IntoIterator<Item = &'a ReqId>) -> bool {
    let number = |id: &ReqId| catalog.clause(&id.framework, &id.id).and_then(Clause::shared);
    let numbers: BTreeSet<&str> = own.iter().filter_map(number).collect();
    ids.into_iter().filter_map(number).any(|number| numbers.contains(number))
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
        (ids.into_iter().filter(is_shown).collect(), there, aims.is_ours(aims.by_id("D").expect("a record")))
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
