//! The files of a new AIMS: settings, one draft for everything that clauses 4 to 10 and Annex A call for, and what git and
//! build servers need.

use std::sync::LazyLock;

use serde::Deserialize;

use super::asked::{Asked, Role};
use super::draft::{Draft, body, stem, whole};
use super::form::{Given, front};
use super::opening::{categories, levels, start};
use super::{ground, settings, soa};
use crate::base::{Date, DocPath, Error, Result, SETTINGS};
use crate::model::catalog::Catalog;
use crate::model::impact::ImpactSettings;
use crate::model::kinds::{Kind, Kinds, Nature};

/// What a new AIMS consists of.
#[derive(Debug, Clone)]
pub struct Skeleton {
    /// All files, the settings last: a folder without them is no AIMS yet.
    pub files: Vec<Draft>,
    /// How many of them are documents.
    pub documents: usize,
}

/// The files of a new AIMS.
///
/// # Errors
/// Where a name makes no path, which its checks rule out.
pub fn skeleton(asked: &Asked) -> Result<Skeleton> {
    let mut files = Vec::new();
    for entry in &PLAN.document {
        files.push(document(entry, asked)?);
    }
    for (place, name) in asked.systems.iter().enumerate() {
        files.extend(of_system(place + 1, name, asked)?);
    }
    let documents = files.len();
    for kind in in_turn() {
        let folder = &kind.folder;
        // A folder without a document says what belongs there.
        let inside = format!("{folder}/");
        let is_empty = !files.iter().any(|file| file.path.as_str().starts_with(&inside));
        if is_empty {
            files.push(file(&format!("{folder}/README.md"), cover(kind))?);
        }
    }
    files.extend(around(asked.is_top, asked.branch.as_deref())?);
    files.push(file("README.md", ground::readme(asked))?);
    files.push(file(SETTINGS, settings::settings(asked, &in_turn()))?);
    Ok(Skeleton { files, documents })
}

/// The files for git, editors and build servers, which serve any AIMS. Without those that are looked for at the top of a
/// repository only, where it does not lie there.
pub fn around(is_top: bool, branch: Option<&str>) -> Result<Vec<Draft>> {
    ground::files(is_top, branch).into_iter().map(|(path, text)| file(path, text)).collect()
}

pub(super) static KINDS: LazyLock<Kinds> = LazyLock::new(Kinds::builtin);

/// The built-in kinds in the order of work.
pub(super) fn in_turn() -> Vec<&'static Kind> {
    let mut kinds: Vec<&Kind> = KINDS.iter().collect();
    kinds.sort_by_key(|kind| kind.turn);
    kinds
}

static PLAN: LazyLock<Plan> =
    LazyLock::new(|| toml::from_str(include_str!("data/skeleton.toml")).expect("the embedded skeleton is sound"));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    document: Vec<Entry>,
}

/// One document of the skeleton.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    kind: String,
    id: String,
    title: String,
    body: Option<String>,
    owner: Role,
    #[serde(default)]
    controls: Vec<String>,
    #[serde(default)]
    clauses: Vec<String>,
    #[serde(default)]
    implements: Vec<String>,
    #[serde(default)]
    evidence_for: Vec<String>,
    publisher: Option<String>,
    edition: Option<String>,
}

fn document(entry: &Entry, asked: &Asked) -> Result<Draft> {
    let mut given = Given::default();
    given.list("controls", &entry.controls).list("clauses", &entry.clauses).list("implements", &entry.implements);
    given.list("evidence-for", &entry.evidence_for);
    for (key, value) in [("publisher", &entry.publisher), ("edition", &entry.edition)] {
        if let Some(value) = value {
            given.text(key, value);
        }
    }
    match entry.kind.as_str() {
        "soa" => {
            let standard = Catalog::builtin().first_stated();
            given
                .rows("statement", soa::rows(standard, Some(entry.owner.title())))
                .text("scope", "SCO-001")
                .text("annex-edition", &standard.edition);
        }
        "scope" => {
            if let Some(name) = &asked.organisation {
                given.text("organisation", name);
            }
        }
        _ => {}
    }
    let below = entry.body.as_deref().map(ground::body);
    draft(&entry.kind, &entry.id, &entry.title, entry.owner, given, below, asked.today)
}

/// The entry of an AI system, and its first assessments.
fn of_system(number: usize, name: &str, asked: &Asked) -> Result<Vec<Draft>> {
    let system = format!("SYS-{number:03}");
    let assess = |kind: &str, prefix: &str, what: &str, method: &str| {
        let mut given = Given::default();
        given
            .list("systems", &[&system])
            .text("trigger", "new-system")
            .text("method", method)
            .list("evidence-for", &[method]);
        if kind == "impact-assessment" {
            given.rows("affected", levels()).rows("impacts", categories(&ImpactSettings::default(), &KINDS));
        }
        let id = format!("{prefix}-{number:03}");
        draft(kind, &id, &format!("{what} of {name}"), Role::System, given, None, asked.today)
    };
    Ok(vec![
        draft("system", &system, name, Role::System, Given::default(), None, asked.today)?,
        assess("risk-assessment", "RA", "Risk assessment", "PRO-002")?,
        assess("impact-assessment", "IA", "Impact assessment", "PRO-001")?,
    ])
}

fn draft(
    kind: &str,
    id: &str,
    title: &str,
    owner: Role,
    mut given: Given,
    below: Option<&str>,
    today: Date,
) -> Result<Draft> {
    let of = KINDS.get(kind).ok_or_else(|| Error::new(format!("`{kind}` is no kind")))?;
    start(&mut given, of, id, title, today);
    given.text("owner", owner.title());
    let below = below.map_or_else(|| body(of), str::to_owned);
    file(&format!("{}/{}.md", of.folder, stem(id, title)), whole(&front(of, &KINDS, &given), &below))
}

fn file(path: &str, text: String) -> Result<Draft> {
    let path = DocPath::new(path).ok_or_else(|| Error::new(format!("`{path}` cannot be the path of a file")))?;
    Ok(Draft { path, text })
}

/// The page of a folder: what lies there, and how the next one is made.
fn cover(kind: &Kind) -> String {
    let title = if kind.nature == Nature::Record { " \"What happened\"" } else { " \"Its title\"" };
    let command = match kind.name.as_str() {
        "impact-assessment" | "risk-assessment" => format!("aims new {} --system SYS-001", kind.name),
        "nonconformity" => "aims new nonconformity --from AUD-001#F1".to_owned(),
        "soa" => "aims new soa".to_owned(),
        "audit" => "aims new audit".to_owned(),
        "management-review" => "aims new management-review".to_owned(),
        name => format!("aims new {name}{title}"),
    };
    format!(
        "# {}\n\n{}\n\nThe next one is made by\n\n```sh\n{command}\n```\n\nwhich picks the next free id, lists the keys with what \
         each is for, and prints the path of the file.\n",
        kind.plural, kind.about,
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::asked::Who;
    use super::*;
    use crate::model::load::load;
    use crate::model::trace::Rung;
    use crate::source::Memory;

    const TODAY: Date = Date::constant(2026, 11, 27);

    fn asked(systems: &[&str]) -> Asked {
        Asked {
            organisation: Some("Acme \"A\" {{today}} @people@ : # x".into()),
            executive: Some(Who { name: "Ada \"x\"".into(), email: Some("ada@acme.example".into()), key: None }),
            officer: None,
            auditor: None,
            systems: systems.iter().map(|name| (*name).to_owned()).collect(),
            today: TODAY,
            is_top: true,
            branch: None,
        }
    }

    fn loaded(asked: &Asked) -> crate::model::Aims {
        let skeleton = skeleton(asked).expect("a skeleton");
        let files: Vec<(&str, &[u8])> =
            skeleton.files.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
        load(&Memory::new(files), TODAY).expect("memory can be read").stand(Vec::new())
    }

    #[test]
    fn every_control_is_named_by_what_states_it_and_by_what_does_it() {
        let named = |kind: &str| -> BTreeSet<&str> {
            let of = PLAN.document.iter().filter(|entry| entry.kind == kind);
            of.flat_map(|entry| &entry.controls).map(String::as_str).collect()
        };
        let all: BTreeSet<&str> = Catalog::builtin().controls().map(|control| control.id.as_str()).collect();
        assert_eq!(all.len(), 38);
        assert_eq!(named("policy"), all);
        assert_eq!(named("procedure"), all);
    }

    #[test]
    fn every_clause_that_asks_for_a_document_is_named_or_served() {
        let aims = loaded(&asked(&[]));
        let of_records = ["8.2", "8.4", "9.2.2", "9.3.3", "10.2"];
        for clause in Catalog::builtin().clauses().iter().filter(|clause| clause.requirement) {
            let served = aims.trace.get(&clause.id).is_some_and(|found| found.documents().next().is_some());
            assert!(served || of_records.contains(&clause.id.as_str()), "nothing names clause {}", clause.id);
        }
    }

    #[test]
    fn a_draft_that_nobody_filled_in_counts_for_nothing() {
        let aims = loaded(&asked(&["Churn \"Scope\""]));
        for (_, document) in aims.iter().filter(|(_, document)| document.controlled) {
            assert_eq!(document.status(), Some(crate::model::document::Status::Draft), "{}", document.path);
            // An external document is told by its edition, which is known.
            let is_known = document.is("external") || document.is("soa");
            assert!(document.said.wordless || is_known, "{} holds words", document.path);
        }
        for control in aims.trace.controls() {
            assert_eq!(control.rung, Rung::Gap, "{}", control.id);
        }
        let above = aims.trace.clauses().filter(|clause| clause.rung != Rung::Gap);
        assert_eq!(above.map(|clause| clause.id.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn the_drafts_are_read_as_they_were_meant() {
        let aims = loaded(&asked(&["a: b # c", "規程"]));
        assert_eq!(aims.config.organisation.as_deref(), Some("Acme \"A\" {{today}} @people@ : # x"));
        assert_eq!(aims.config.people.len(), 1);
        assert_eq!(aims.document(aims.by_id("SYS-001").expect("a system")).title, "a: b # c");
        assert_eq!(aims.document(aims.by_id("IA-002").expect("an assessment")).title, "Impact assessment of 規程");
        assert_eq!(aims.soa().map(|soa| soa.rows.len()), Some(38));
        assert!(aims.problems.is_empty(), "{:?}", aims.problems);
    }

    #[test]
    fn every_body_is_used() {
        let used: BTreeSet<&str> = PLAN.document.iter().filter_map(|entry| entry.body.as_deref()).collect();
        let there: BTreeSet<&str> = ground::BODIES.iter().map(|(name, _)| *name).collect();
        assert_eq!(used, there);
    }
}
