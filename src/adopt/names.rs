//! What the names of folders and files say: what does not belong to the AIMS, kinds and ids.

use std::collections::{BTreeMap, BTreeSet};

use super::forms::KEPT;
use super::proposal::{Proposal, list, quoted};
use super::words::each;
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::document::Document;
use crate::model::kind_said::{self, Said, is_dated};
use crate::model::tier::Tier;
use crate::parse::Value;
use crate::reading::FileNames;

/// Folders whose files are those of others, forms of files to come, or older versions that a site generator keeps.
const OUTSIDE: &str = "vendor node_modules third_party third-party template templates _templates vorlage vorlagen archetypes \
    fixtures testdata versioned_docs examplesite _drafts _includes _layouts";

/// Folders of news, and of translations where a site generator has them: what is there is of no kind by its name.
const APART: [&str; 3] = ["blog", "_posts", "i18n"];

/// Whether a file lies among news or translations.
pub(super) fn is_apart(path: &DocPath) -> bool {
    folders_of(path).any(|folder| APART.contains(&&*folder.to_lowercase()))
}

fn folders_of(path: &DocPath) -> impl Iterator<Item = &str> {
    path.parent().unwrap_or_default().split('/').filter(|name| !name.is_empty())
}

/// Whether a folder holds nothing of the AIMS, by its name.
fn is_outside(folder: &str) -> bool {
    let folder = folder.to_lowercase();
    OUTSIDE.split(' ').any(|known| known == folder) || folder.starts_with("docusaurus-plugin-content-")
}

/// Whether a text is a form of texts to come: its front matter has gaps that a program fills in. What has an id of its own is a
/// text that is there, and so is what has a kind and a title of its own.
fn is_form(document: &Document) -> bool {
    let has_gap = |text: &str| text.contains("{{") || text.contains("<%");
    let says = |key: &str| document.fields.text(key).is_some_and(|text| !has_gap(text));
    let is_one = document.fields.get("id").is_none() && says("kind") && !has_gap(&document.title);
    let front = document.text.get(..document.body.start).unwrap_or_default();
    document.has_front && has_gap(front) && !says("id") && !is_one
}

/// How many words beside its links and headings make a text of a page that lists what lies in its folder.
const SAID: usize = 20;

/// Whether a page lists what lies in its folder, and says nothing of its own nor of how it is kept: Hugo asks for one in each.
fn is_list(document: &Document) -> bool {
    let body = document.text.get(document.body.start..).unwrap_or_default();
    let lines = body.lines().filter(|line| !line.contains("](") && !line.trim_start().starts_with(['#', '{', '<']));
    document.has_front
        && document.path.stem() == "_index"
        && KEPT.iter().all(|key| document.fields.get(key).is_none())
        && lines.flat_map(str::split_whitespace).filter(|word| word.contains(char::is_alphabetic)).count() < SAID
}

/// Files to leave out, by their folders where these say it.
pub(super) fn excluded(aims: &Aims) -> Vec<Proposal> {
    let mut patterns: BTreeSet<String> = BTreeSet::new();
    let mut files: Vec<&DocPath> = Vec::new();
    for document in &aims.documents {
        let path = &document.path;
        let mut found: Vec<String> =
            folders_of(path).filter(|name| is_outside(name)).map(|name| format!("**/{name}/**")).collect();
        if found.is_empty() && (is_form(document) || is_list(document)) && !path.as_str().contains(['*', '?']) {
            found.push(path.as_str().to_owned());
        }
        files.extend((!found.is_empty()).then_some(path));
        patterns.extend(found);
    }
    if files.is_empty() {
        return Vec::new();
    }
    let patterns: Vec<String> = patterns.into_iter().collect();
    vec![Proposal::new("files", "exclude", list(&patterns), &files, aims.documents.len())]
}

/// Kinds for files whose text says none, by what is said of them; where a person has to say, none.
pub(super) fn folders(aims: &Aims) -> Vec<Proposal> {
    let mut forms: BTreeSet<&DocPath> = BTreeSet::new();
    each(aims, |document, name, entry, _| {
        let Value::Scalar(word) = &entry.node.value else { return };
        let is_form = kind_said::said(&aims.kinds, &word.text) == Some(Said::Form);
        if is_form && ["kind", "type", "category"].iter().any(|key| name.ends_with(key)) {
            forms.insert(&document.path);
        }
    });
    let judge = |one: &Document| match kind_said::of_text(&aims.kinds, &one.path, &one.title, &one.id) {
        _ if forms.contains(&one.path) => Some((Said::Form, None)),
        said => said,
    };
    let all: Vec<_> = aims.documents.iter().filter_map(|document| Some((document, judge(document)?))).collect();
    // Of what lies below a folder, what is said not by it.
    let has = |folder: &str, is: fn(&DocPath, Said<'_>) -> bool| {
        let own = all.iter().filter(|(one, (_, place))| place.is_none() && one.path.as_str().starts_with(folder));
        own.map(|(one, (said, _))| (&one.path, *said)).any(|(path, said)| is(path, said))
    };
    let mut found: BTreeMap<String, (&str, Vec<&DocPath>)> = BTreeMap::new();
    for (document, said) in all.iter().filter(|(one, _)| one.kind.is_none() && one.translates.is_none()) {
        let path = &document.path;
        let (Said::Kind(kind), place) = *said else { continue };
        if path.is_cover() && !document.has_front || is_apart(path) {
            continue;
        }
        let mut pattern = path.as_str().to_owned();
        if let Some(place) = place {
            let folder = folders_of(path).take(place + 1).collect::<Vec<_>>().join("/") + "/";
            let shows = kind.tier == Some(Tier::Shows);
            let name = kind_said::name_of(path);
            let is_one = kind_said::said(&aims.kinds, name) == Some(Said::Kind(kind)) || is_dated(&aims.kinds, name);
            // A folder of evidence is none where a name in it tells how; where one is of no kind, the others are named.
            if shows && !is_one && has(&folder, |path, said| said.is_no_evidence() && !path.is_cover()) {
                continue;
            }
            if !shows || !has(&folder, |_, said| !matches!(said, Said::Kind(_)) || said.is_no_evidence()) {
                pattern = folder + "**";
            }
        }
        // A name with a sign that stands for others would mean others too.
        if !pattern.trim_end_matches("/**").contains(['*', '?']) {
            found.entry(pattern).or_insert((&kind.name, Vec::new())).1.push(path);
        }
    }
    let of = aims.documents.len();
    let proposal = |(pattern, (kind, paths)): (String, (&str, Vec<&DocPath>))| {
        Proposal::new("folders", pattern, quoted(kind), &paths, of)
    };
    found.into_iter().map(proposal).collect()
}

/// Whether an id looks like the number of a document, and not like a standard, a year or a step: `SOC2`, `AI-2024`, `phase1`.
fn is_number(id: &str) -> bool {
    let (before, last) = id.rsplit_once(['-', '_']).unwrap_or(("", id));
    let digits = last.trim_start_matches(|c: char| !c.is_ascii_digit());
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let alone = !before.contains(|c: char| c.is_ascii_digit());
    let body = id.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_standard = ["iso", "iec", "nist", "soc"].iter().any(|known| body.eq_ignore_ascii_case(known));
    !(is_standard || is_year && alone) && (last == digits || last.contains('.') || digits.starts_with('0'))
}

/// Ids from the names of files, where these have some that differ and the texts have none.
pub(super) fn ids(aims: &Aims) -> Vec<Proposal> {
    let names = FileNames::default();
    let without = aims.documents.iter().filter(|document| document.controlled && document.id_span.is_none());
    let found: Vec<(&DocPath, String)> =
        without.filter_map(|document| Some((&document.path, names.id(&document.path)?))).collect();
    let given = aims.documents.iter().filter(|document| document.id_span.is_some()).map(|document| document.id.clone());
    let mut all: BTreeSet<String> = given.collect();
    let odd = found.iter().filter(|(_, id)| !is_number(id)).count();
    if odd * 4 > found.len() || found.is_empty() || !found.iter().all(|(_, id)| all.insert(id.clone())) {
        return Vec::new();
    }
    let files: Vec<&DocPath> = found.iter().map(|(path, _)| *path).collect();
    let sources = list(&["key", "header", "file-name"].map(str::to_owned));
    vec![Proposal::new("id", "from", sources, &files, aims.documents.len())]
}
