//! `unknown-reference`: front matter that names a document which is not there, or cannot be meant.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::approval::Left;
use crate::base::near::Near;
use crate::base::{DocPath, say, unlike};
use crate::check::clashes::is_nameless;
use crate::check::context::Context;
use crate::check::ids::{Foreign, asked, foreign, range, range_help, several};
use crate::check::rule::{Report, Rule};
use crate::diag::{Fix, Level, Span};
use crate::history::{History, Step};
use crate::model::Aims;
use crate::model::Reference;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS205",
    name: "unknown-reference",
    level: Level::Error,
    clock: false,
    what: "A key of the front matter names a document by an id that no document has. Or `implements`, `replaces`, `evidence-for` or `formerly` names the document itself, or `formerly` the id of another one that is there.",
    why: "References carry the trail from policy to evidence. One that names nothing breaks it without anybody noticing, and what it was to show is not shown (clause 7.5.3).",
    fix: "Write the id as the other document gives it. References are ids, not paths or titles.",
    run,
};

/// Keys under which a document that names itself says nothing.
const OF_OTHERS: [&str; 3] = ["implements", "replaces", "evidence-for"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    unknown(context, report);
    of_itself(context, report);
    formerly(context, report);
}

/// References to the document that they stand in.
fn of_itself(context: &Context<'_>, report: &mut Report<'_>) {
    for reference in context.aims.references.iter().filter(|reference| reference.to.is_some()) {
        let document = context.aims.document(reference.from);
        let is_own = reference.id.trim().eq_ignore_ascii_case(&document.id);
        if is_own && !document.is_retired() && OF_OTHERS.contains(&reference.field.as_str()) {
            itself(document, &reference.field, reference.span, report);
        }
    }
}

fn itself(document: &Document, key: &str, span: Span, report: &mut Report<'_>) {
    let help = say!("Name the other document that is meant, or take it out.");
    report.document(document, span, say!("`{key}` names the document itself", key), help);
}

/// Ids that a document says it had before, and which it or another one has now.
fn formerly(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living().filter(|(_, document)| document.translates.is_none()) {
        for former in document.fields.texts("formerly") {
            let id = former.value.trim();
            // In other letters it may well have been the same.
            if id == document.id {
                itself(document, "formerly", former.span, report);
                continue;
            }
            let Some(other) = context.aims.by_id(id).filter(|other| *other != ix) else { continue };
            let other = context.aims.document(other);
            if !other.id.eq_ignore_ascii_case(id) {
                continue;
            }
            let help = say!(
                "An id stands for one document for good. Take it out; where this document took the place of the other, say `replaces: [{id}]`.",
                id
            );
            let message = say!("`formerly` names `{id}`, which is the id of {path}", id, path = other.path);
            report.document(document, former.span, message, help);
            report.also(&other.path, other.id_span, say!("it is the id of this one"));
        }
    }
}

fn unknown(context: &Context<'_>, report: &mut Report<'_>) {
    let mut meant = Meant::of(context.aims);
    let left: BTreeMap<String, &Left> =
        context.approvals.left.iter().rev().map(|left| (left.id.to_ascii_lowercase(), left)).collect();
    for reference in context.aims.references.iter().filter(|reference| reference.to.is_none()) {
        let document = context.aims.document(reference.from);
        if document.is_retired() || report.may_name(&reference.id) && !reference.id.is_empty() {
            continue;
        }
        // What took the place of a document that is gone may say so.
        if reference.field == "replaces" && was_here(context.history, &reference.id) {
            continue;
        }
        let message = match reference.id.is_empty() {
            true => say!("`{key}` holds an empty id", key = reference.field),
            false => {
                say!("`{key}` names `{id}`, which no document has as its id", key = reference.field, id = reference.id)
            }
        };
        if let Some(left) = left.get(&reference.id.to_ascii_lowercase()) {
            let now = left.document.map(|ix| context.aims.document(ix));
            report.document(document, reference.span, message, gone(left, now));
            report.because("left-control", now.map_or(&left.id, |now| &now.id));
            continue;
        }
        let unlike = unlike::meant(&reference.id, |plain| context.aims.by_id(plain).is_some());
        let unlike = unlike.map(|(plain, told)| (told.to_string(), Some(plain)));
        let (help, id) = match unlike.unwrap_or_else(|| meant.help(document, reference)) {
            // What names itself says nothing.
            (_, Some(id)) if id == document.id && OF_OTHERS.contains(&reference.field.as_str()) => {
                (say!("Write the id of a document that is there, or take the reference out.").to_owned(), None)
            }
            found => found,
        };
        report.document(document, reference.span, message, help);
        report.fixes(id.map(|id| Fix::meant(reference.span, id).certain_if_alike(&reference.id)).as_slice());
    }
}

/// Whether a document that is gone gave itself this id.
pub(super) fn was_here(history: &History, id: &str) -> bool {
    let bore = |step: &Step| {
        let came = history.step(*step).filter(|(_, change)| change.came());
        let facts = came.and_then(|(_, change)| change.facts.as_deref());
        facts.and_then(|facts| facts.id.as_deref()).is_some_and(|own| own.eq_ignore_ascii_case(id))
    };
    history.gone.iter().any(|gone| gone.steps.iter().any(bore))
}

/// What to do about the id of a document that was here.
pub(super) fn gone(left: &Left, now: Option<&Document>) -> String {
    match now {
        Some(now) => say!("It is {now} now: write that, or let it say `formerly: [{id}]`.", now = now.id, id = left.id),
        None => say!("It was {path}, which is gone. Bring it back, or take the reference out.", path = left.path),
    }
}

/// How many ids are listed of those that fit.
const FEW: usize = 5;

/// What there is that may be meant.
struct Meant<'a> {
    aims: &'a Aims,
    /// The first document of each title, without its letter case.
    titles: OnceCell<BTreeMap<String, &'a Document>>,
    /// The document of each file name without its ending; nothing where several have it.
    files: OnceCell<BTreeMap<&'a str, Option<&'a Document>>>,
    /// The ids of documents of some kinds.
    fitting: BTreeMap<&'a [String], Fitting<'a>>,
}

struct Fitting<'a> {
    /// Some of them.
    few: Vec<&'a str>,
    near: Near<'a>,
}

impl<'a> Meant<'a> {
    fn of(aims: &'a Aims) -> Self {
        Self { aims, titles: OnceCell::new(), files: OnceCell::new(), fitting: BTreeMap::new() }
    }

    /// What to do about an id that is none, and the id that is most likely meant.
    fn help(&mut self, document: &Document, reference: &'a Reference) -> (String, Option<String>) {
        let id = reference.id.as_str();
        let (standards, within) = asked(self.aims, id);
        if standards.iter().any(|standard| standard.control(within).is_some()) {
            return (say!("Name controls under `controls`: `controls: [{id}]`.", id), None);
        }
        if foreign(self.aims, id) == Some(Foreign::Clause) {
            return (say!("Name clauses under `clauses`: `clauses: [{id}]`.", id), None);
        }
        if let Some(several) = several(id, |word| self.aims.by_id(word).is_some()) {
            return (say!("Write each as an item of its own: `{ids}`.", ids = several.join("`, `")), None);
        }
        let controlled = || self.aims.documents.iter().filter(|known| known.controlled);
        if let Some(ids) = range(id, false, || controlled().map(|known| known.id.as_str())) {
            return (range_help(&ids.into_iter().map(str::to_owned).collect::<Vec<_>>()), None);
        }
        let path = document.path.resolve(id).filter(DocPath::is_markdown);
        if let Some(found) = path.and_then(|path| self.aims.by_path(&path)) {
            let document = self.aims.document(found);
            if is_nameless(self.aims, found) {
                return (say!("It has no id of its own yet: give {path} one.", path = document.path), None);
            }
            let id = &document.id;
            return (say!("Name the document by its id: `{id}`.", id), Some(id.clone()));
        }
        if let Some(found) = self.called(id).or_else(|| self.by_file(id)) {
            return (say!("Name the document by its id: `{id}`.", id = found.id), Some(found.id.clone()));
        }
        if let Some(found) = self.titled(id) {
            let help = say!("That is the title of {id}. Name the document by its id: `{id}`.", id = found.id);
            return (help, Some(found.id.clone()));
        }
        let fitting = self.fitting(&reference.kinds);
        if let Some(near) = fitting.near.nearest(id) {
            return (say!("Did you mean `{near}`?", near), Some(near.to_owned()));
        }
        let help = match fitting.few.as_slice() {
            few if !reference.kinds.is_empty() && (1..=FEW).contains(&few.len()) => {
                say!("What fits here: `{ids}`.", ids = few.join("`, `"))
            }
            _ => say!("Write the id of a document that is there, or take the reference out.").to_owned(),
        };
        (help, None)
    }

    /// The document whose id stands first, with its title or a heading behind it.
    fn called(&self, written: &str) -> Option<&'a Document> {
        let words = written.trim().split(|c: char| c.is_whitespace() || matches!(c, '#' | '(' | ':' | '|'));
        let first = words.map(|word| word.trim_end_matches([',', ';', '.'])).next().filter(|word| *word != written)?;
        let by_id = self.aims.by_id(first).map(|ix| self.aims.document(ix));
        by_id.filter(|found| found.controlled)
    }

    /// The only document whose file has the name that a path ends with, its ending or not.
    fn by_file(&self, written: &str) -> Option<&'a Document> {
        let name = written.trim().split('#').next()?.rsplit('/').next()?;
        let name = name.strip_suffix(".md").unwrap_or(name);
        let files = self.files.get_or_init(|| {
            let mut files: BTreeMap<&str, Option<&Document>> = BTreeMap::new();
            for known in self.aims.documents.iter().filter(|known| known.controlled) {
                files.entry(known.path.stem()).and_modify(|first| *first = None).or_insert(Some(known));
            }
            files
        });
        files.get(name).copied().flatten()
    }

    fn titled(&self, words: &str) -> Option<&'a Document> {
        let titles = self.titles.get_or_init(|| {
            let controlled = self.aims.documents.iter().rev().filter(|known| known.controlled);
            controlled.map(|known| (known.title.trim().to_lowercase(), &**known)).collect()
        });
        titles.get(&words.trim().to_lowercase()).copied()
    }

    /// Documents of these kinds; of any where none is named.
    fn fitting(&mut self, kinds: &'a [String]) -> &mut Fitting<'a> {
        let aims = self.aims;
        self.fitting.entry(kinds).or_insert_with(|| {
            let fits = |known: &Document| kinds.is_empty() || kinds.iter().any(|kind| known.is(kind));
            let ids = aims.documents.iter().filter(|known| fits(known)).map(|known| known.id.as_str());
            Fitting { few: ids.clone().take(FEW + 1).collect(), near: Near::of(ids) }
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    fn document(fields: &str) -> String {
        format!("---\nid: PRO-001\ntitle: T\nkind: procedure\n{fields}---\n")
    }

    const POLICY: (&str, &str) = ("p/pol.md", "---\nid: POL-001\ntitle: T\nkind: policy\n---\n");

    fn told(fields: &str) -> Vec<String> {
        only("unknown-reference", &[("aims.toml", ""), ("a.md", &document(fields)), POLICY])
    }

    fn help(fields: &str) -> String {
        let (found, _) = check(&[("aims.toml", ""), ("a.md", &document(fields)), POLICY]);
        let found = found.into_iter().find(|finding| finding.name == "unknown-reference");
        found.and_then(|finding| finding.help).unwrap_or_default()
    }

    #[test]
    fn a_sign_that_nobody_sees_is_named() {
        let told = "After `POL-` stands a space without width (U+200B). Write `POL-001`.";
        assert_eq!(help("implements: [POL-\u{200b}001]\n"), told);
    }

    #[test]
    fn an_unknown_id_is_told_at_the_id() {
        assert_eq!(
            told("implements: [POL-001, POL-002]\nreplaces: [PRO-000]\n"),
            [
                "a.md:5:23 `implements` names `POL-002`, which no document has as its id",
                "a.md:6:12 `replaces` names `PRO-000`, which no document has as its id",
            ]
        );
        assert_eq!(told("systems: ['']\n"), ["a.md:5:11 `systems` holds an empty id"]);
    }

    #[test]
    fn no_makeshift_id_is_offered_for_a_document_without_one_of_its_own() {
        let told = |id: &str| {
            let other = format!("---\n{id}title: U\nkind: policy\n---\n");
            let text = document("implements: [z.md]\n");
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &text), ("z.md", &other), POLICY]);
            let found = found.into_iter().find(|finding| finding.name == "unknown-reference").expect("a finding");
            (found.help.unwrap_or_default(), found.fixes.len())
        };
        assert_eq!(told("id: POL-002\n"), ("Name the document by its id: `POL-002`.".to_owned(), 1));
        for id in ["", "id: POL-001\n"] {
            assert_eq!(told(id), ("It has no id of its own yet: give z.md one.".to_owned(), 0), "{id}");
        }
    }

    #[test]
    fn of_several_ids_in_one_text_none_is_put_in_the_place_of_all() {
        let (found, _) = check(&[("aims.toml", ""), ("a.md", &document("replaces: [POL-001 POL-001]\n")), POLICY]);
        let found = found.into_iter().find(|finding| finding.name == "unknown-reference").expect("a finding");
        assert_eq!(found.help.as_deref(), Some("Write each as an item of its own: `POL-001`, `POL-001`."));
        assert!(found.fixes.is_empty(), "{:?}", found.fixes);
    }

    #[test]
    fn ids_in_rows_are_looked_at_too() {
        let plan = "---\nid: PLN-001\ntitle: T\nkind: plan\ntreatments:\n  - {risk: RSK-009, option: reduce, action: a}\n---\n";
        assert_eq!(
            only("unknown-reference", &[("aims.toml", ""), ("a.md", plan)]),
            ["a.md:6:12 `treatments.risk` names `RSK-009`, which no document has as its id"]
        );
    }

    #[test]
    fn known_ids_in_any_case_and_retired_documents_are_no_findings() {
        assert!(told("implements: [pol-001]\n").is_empty());
        assert!(told("status: retired\nimplements: [POL-009]\n").is_empty());
    }

    #[test]
    fn a_document_that_names_itself_is_told_at_the_name() {
        assert_eq!(
            told("implements: [pro-001]\nreplaces: [PRO-001, POL-001]\nformerly: [PRO-001, POL-001, PRO-000]\n"),
            [
                "a.md:5:14 `implements` names the document itself",
                "a.md:6:12 `replaces` names the document itself",
                "a.md:7:12 `formerly` names the document itself",
                "a.md:7:21 `formerly` names `POL-001`, which is the id of p/pol.md",
            ]
        );
        assert_eq!(
            help("implements: [PRO-01]\n"),
            "Write the id of a document that is there, or take the reference out."
        );
        // An id may have been written in other letters.
        assert!(told("formerly: [pro-001]\n").is_empty());
        assert!(told("status: retired\nimplements: [PRO-001]\nformerly: [POL-001]\n").is_empty());
    }

    #[test]
    fn the_help_knows_paths_controls_and_slips() {
        assert_eq!(help("implements: [POL-01]\n"), "Did you mean `POL-001`?");
        for named in
            ["p/pol.md", "pol.md", "../p/pol.md", "pol", "POL-001 (the policy)", "'POL-001#rules'", "'POL-001: T'"]
        {
            assert_eq!(help(&format!("implements: [{named}]\n")), "Name the document by its id: `POL-001`.", "{named}");
        }
        assert_eq!(help("implements: [A.5.2]\n"), "Name controls under `controls`: `controls: [A.5.2]`.");
        assert_eq!(help("implements: [6.1.4]\n"), "Name clauses under `clauses`: `clauses: [6.1.4]`.");
    }

    #[test]
    fn only_documents_of_a_kind_that_fits_are_offered() {
        let system = ("s.md", "---\nid: SYS-001\ntitle: Churn\nkind: system\n---\n");
        let help = |id: &str| {
            let named = document(&format!("systems: [{id}]\n"));
            let near = ("n.md", "---\nid: SYS-0021\ntitle: Near\nkind: supplier\n---\n");
            let (found, _) = check(&[("aims.toml", ""), ("a.md", &named), system, near]);
            let found = found.into_iter().find(|finding| finding.name == "unknown-reference");
            found.and_then(|finding| finding.help).unwrap_or_default()
        };
        assert_eq!(help("SYS-0022"), "Did you mean `SYS-001`?");
        assert_eq!(help("supplier-of-all"), "What fits here: `SYS-001`.");
    }
}
