//! What a document is for by its kind: the clauses that the kind stands for, and of which standard.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::approval_rule::ApprovalRules;
use super::catalog::{Catalog, Clause, ReqId, split_req_id};
use super::document::{Cut, Document};
use super::known::Known;
use super::names::{in_full, named_itself};
use super::own_kinds::builtin;
use super::soa::framework_of;
use super::standard_said::{is_requiring, standard_said, standards_said};

impl Document {
    /// Whether it is of an audit that is no internal one: of a certification body, of a customer, or of a supplier.
    pub fn is_other_audit(&self) -> bool {
        self.is("audit") && !matches!(self.fields.text("audit-type"), None | Some("internal"))
    }

    /// Whether a record is approved by these rules: where there is one for its very kind, and it is not the report of others.
    pub fn is_approved_by(&self, rules: &ApprovalRules) -> bool {
        rules.asks_of_records(self.kind_name()) && !self.is_other_audit()
    }
}

/// What a document names itself, and what its kind stands for. An id alone is of the first followed framework that has it.
pub(super) fn named(known: &Known, catalog: &Catalog, document: &Document) -> BTreeSet<ReqId> {
    let mut ids = named_itself(known, document);
    ids.extend(of(known, catalog, document));
    ids
}

/// The clauses that a document serves by its kind: those of the standards that it says it is of, else those of the first that
/// has them. It says so by `standard`, by naming such a clause or the heading above, or of an audit by what it covered: the
/// audit of the one management system is none of the other. What it covers of a law, or what no framework has, decides nothing.
/// A statement of applicability is of the standard that it says.
fn of(known: &Known, catalog: &Catalog, document: &Document) -> BTreeSet<ReqId> {
    // What stands for a text that is withheld serves nothing: of what it would be, withheld keys tell.
    let kind = document.kind.as_ref().filter(|_| document.cut != Cut::Whole);
    let clauses = kind.map_or(&[][..], |kind| &kind.clauses);
    if let Some(framework) = stated(catalog, document) {
        return theirs(catalog, clauses, framework).filter_map(|id| known.find(framework, id)).collect();
    }
    if clauses.is_empty() || document.is_other_audit() {
        return BTreeSet::new();
    }
    let own = resolved(known, clauses);
    let (mut exact, mut whole) = (BTreeSet::new(), BTreeSet::new());
    for (framework, written) in written(known, document, &["controls", "clauses"]) {
        let written = written.strip_prefix("clause-").unwrap_or(&written);
        let is_above = |id: &str| id.strip_prefix(written).is_some_and(|rest| rest.starts_with('.'));
        let ids: Vec<&str> = theirs(catalog, clauses, &framework).collect();
        if ids.contains(&written) {
            exact.insert(framework);
        } else if ids.into_iter().any(is_above) {
            whole.insert(framework);
        }
    }
    if exact.is_empty() && whole.is_empty() && document.is("audit") && document.fields.lacks("covers-systems") {
        let covered = written(known, document, &["covers-clauses", "covers-controls"]);
        let decides =
            |(of, id): &(String, String)| is_managed(catalog, clauses, of) && is_known(known, catalog, of, id);
        whole.extend(covered.into_iter().filter(decides).map(|(framework, _)| framework));
    }
    let said = standards_said(document, known.frameworks());
    let says_first = !said.is_empty() && standard_said(document, known.frameworks()).is_none();
    whole.extend(said.into_iter().map(|number| format!("iso-{number}")));
    let is_of = |of: &BTreeSet<String>| own.iter().any(|id| of.contains(id.framework.as_str()));
    let is_ours = says_first || (exact.is_empty() && whole.is_empty()) || is_of(&exact) || is_of(&whole);
    let whole = whole.iter().flat_map(|of| theirs(catalog, clauses, of).filter_map(|id| known.find(of, id)));
    whole.chain(own.iter().filter(|_| is_ours).cloned()).collect()
}

/// What a document names under these keys and under `requirements`, each with its framework, followed or not. What an audit
/// covers is never read by `standard`.
fn written(known: &Known, document: &Document, keys: &[&str]) -> Vec<(String, String)> {
    let is_own = keys.contains(&"clauses");
    let listed = keys.iter().flat_map(|key| document.fields.texts(key)).map(|id| id.value.as_str());
    let listed = listed.map(|id| if is_own { in_full(known, document, id) } else { Cow::Borrowed(id) });
    let by_framework = document.fields.requirements().iter().filter(|_| is_own);
    let by_framework = by_framework.flat_map(|(of, ids)| ids.iter().map(|id| (of.value.clone(), id.value.clone())));
    let first = known.frameworks().next().unwrap_or_default();
    let split = |id: Cow<'_, str>| match (known.resolve(&id), split_req_id(&id)) {
        (Some(found), _) => (found.framework.as_str().to_owned(), found.id.to_string()),
        (None, (framework, id)) => (framework.unwrap_or(first).to_owned(), id.to_owned()),
    };
    listed.map(split).chain(by_framework).collect()
}

/// Whether a framework is of a management system: it has some of these clauses, or is a standard that is not followed.
fn is_managed(catalog: &Catalog, clauses: &[String], framework: &str) -> bool {
    match catalog.standard(framework) {
        Some(_) => theirs(catalog, clauses, framework).next().is_some(),
        None => is_requiring(framework),
    }
}

/// Whether a framework, followed or not, has something of this id, if only as a heading.
fn is_known(known: &Known, catalog: &Catalog, framework: &str, id: &str) -> bool {
    let id = id.strip_prefix("clause-").unwrap_or(id);
    let is_titled = || catalog.standard(framework).is_some_and(|of| of.title(id).is_some());
    let is_listed = || {
        let of = catalog.framework(framework);
        let has_item = of.is_some_and(|of| of.items.iter().any(|item| item.number() == id));
        has_item || of.is_some_and(|of| of.groups.iter().chain(&of.headings).any(|group| group.id == id))
    };
    known.find(framework, id).is_some() || is_titled() || is_listed()
}

/// The numbers that clauses, as kinds stand for them, have in a framework. One that is not followed is taken to share them all.
fn theirs<'a>(catalog: &'a Catalog, clauses: &'a [String], framework: &str) -> impl Iterator<Item = &'a str> {
    let standard = catalog.standards().find(|standard| standard.id == *framework);
    clauses.iter().filter_map(move |id| {
        let id = split_req_id(id).1;
        standard.map_or(Some(id), |of| of.clauses.iter().find(|of| of.shared() == Some(id)).map(|of| of.id.as_str()))
    })
}

/// Whether a document that does not serve a clause can be what the clause calls for, by its kind alone: the clause is of the
/// standard that it says it is of, else of that whose clauses kinds stand for, its kind does not stand for the clause, and it
/// names none of another that is the same there. What by its kind serves nothing, such as a risk, is of all standards.
pub(super) fn may_be(known: &Known, catalog: &Catalog, document: &Document, clause: &ReqId) -> bool {
    if let Some(framework) = stated(catalog, document) {
        return clause.framework == *framework;
    }
    let number_of = clause.framework.as_str().strip_prefix("iso-");
    let is_said = standards_said(document, known.frameworks()).into_iter().any(|number| number_of == Some(number));
    if is_said || standard_said(document, known.frameworks()).is_some() {
        return is_said;
    }
    if document.tier().is_none() || number(catalog, clause).is_none() {
        return true;
    }
    let is_of_kinds = known.resolve(&clause.id).as_ref() == Some(clause);
    let stands_for = || stands_for(known, catalog, document, clause);
    is_of_kinds && !stands_for() && !shares(catalog, &named(known, catalog, document), [clause])
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
        // Where the other is not followed, it is of none that is.
        assert_eq!(shown("", "audit", "clauses: ['iso-27001:9.2.1']\n"), (vec![], false, false));
    }
}
