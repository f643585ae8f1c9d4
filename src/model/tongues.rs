//! Which texts are translations: of several with one id, or in files of one name but for the language, one is the document.
//!
//! A translation is a page beside its document. It has a record of its own, and nothing that it says of itself counts:
//! the original is what is approved, serves requirements and stands in registers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::Config;
use super::doc::DocIx;
use super::document::Document;
use crate::base::folded::same_name;
use crate::base::{DocPath, tell};
use crate::parse::{Problem, ProblemKind};

/// The translations of each document, in order of their languages.
pub(super) type Translations = BTreeMap<DocIx, Vec<DocIx>>;

/// Keys of a translation that mean something: what it is called, in which language, for whom, and what it follows.
const MEANT: [&str; 5] = ["title", "lang", "version", "classification", "follows"];

/// Finds the translations among these documents, and takes from them what is the original's.
pub(super) fn settle(
    documents: &mut [Arc<Document>],
    config: &Config,
    bearers: &BTreeMap<String, Vec<DocPath>>,
) -> Translations {
    let Some(default) = config.languages.default.as_deref() else { return Translations::new() };
    let mut found = by_id(documents, default, bearers);
    for (translation, original) in by_file(documents, config, default) {
        found.entry(translation).or_insert(original);
    }
    let mut all = Translations::new();
    for (translation, original) in found {
        let (of, contradictions) =
            (documents[original].id.clone(), against(&documents[translation], &documents[original]));
        let document = Arc::make_mut(&mut documents[translation]);
        make(document, DocIx::new(original), &of);
        document.problems.extend(contradictions);
        all.entry(DocIx::new(original)).or_default().push(DocIx::new(translation));
    }
    for list in all.values_mut() {
        list.sort_by_key(|ix| (documents[ix.index()].lang.clone(), *ix));
    }
    all
}

/// Of documents that give one id those in other languages than that of the original: the one in the default language, and
/// where there is none, the one that bore the id first.
fn by_id(
    documents: &[Arc<Document>],
    default: &str,
    bearers: &BTreeMap<String, Vec<DocPath>>,
) -> BTreeMap<usize, usize> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, document) in documents.iter().enumerate().filter(|(_, document)| document.id_span.is_some()) {
        groups.entry(document.id.to_lowercase()).or_default().push(i);
    }
    let mut found = BTreeMap::new();
    for (id, mut group) in groups.into_iter().filter(|(_, group)| group.len() > 1) {
        let first = bearers.get(&id).map_or(&[][..], Vec::as_slice);
        let since = |i: &usize| first.iter().position(|path| *path == documents[*i].path).unwrap_or(usize::MAX);
        group.sort_by_key(|i| (documents[*i].lang.as_deref() != Some(default), since(i), *i));
        let Some((original, others)) = group.split_first() else { continue };
        let mut taken = vec![documents[*original].lang.as_deref()];
        for other in others {
            // A second text in one language is no translation, but another document with the same id.
            let lang = documents[*other].lang.as_deref();
            if !taken.contains(&lang) {
                taken.push(lang);
                found.insert(*other, *original);
            }
        }
    }
    found
}

/// Texts without an id of their own, in files that are called as that of a document in the default language is.
fn by_file(documents: &[Arc<Document>], config: &Config, default: &str) -> BTreeMap<usize, usize> {
    let mut originals: BTreeMap<DocPath, Vec<usize>> = BTreeMap::new();
    for (i, document) in documents.iter().enumerate().filter(|(_, document)| document.lang.as_deref() == Some(default))
    {
        originals.entry(config.languages.path_of(&document.path)).or_default().push(i);
    }
    let mut taken: BTreeMap<(usize, Option<&str>), usize> = BTreeMap::new();
    for (i, document) in documents.iter().enumerate() {
        if document.id_span.is_some() || document.lang.as_deref() == Some(default) {
            continue;
        }
        let Some(named) = config.languages.named(&document.path) else { continue };
        // Where two texts might be the original, neither is.
        let Some(&[original]) = originals.get(&named.path).map(Vec::as_slice) else { continue };
        if documents[original].controlled || !document.controlled {
            taken.entry((original, document.lang.as_deref())).or_insert(i);
        }
    }
    taken.into_iter().map(|((original, _), translation)| (translation, original)).collect()
}

/// Makes a document a translation.
fn make(document: &mut Document, original: DocIx, of: &str) {
    let lang = document.lang.as_deref().unwrap_or_default();
    document.id = format!("{of}.{lang}");
    document.id_span = None;
    document.translates = Some(original);
    (document.controlled, document.has_front, document.kind, document.digests) = (false, false, None, None);
    document.fields.by_name.retain(|key, _| MEANT.contains(&key.as_str()));
    document.fields.kept.clear();
    document.unread.clear();
    document.problems.retain(|problem| is_of_text(problem.kind));
}

/// Keys that are the original's alone, and that readers of a translation take for what holds.
const OF_ORIGINAL: [&str; 4] = ["kind", "status", "owner", "effective"];

/// What a translation says otherwise than its original.
fn against(translation: &Document, original: &Document) -> Vec<Problem> {
    let said = |document: &Document, key: &str| match key {
        "kind" => document.kind.as_ref().map(|kind| kind.name.clone()),
        "effective" => document.fields.date(key).map(|day| day.to_string()),
        key => document.fields.text(key).map(str::to_owned),
    };
    let other = |key: &&'static str| {
        let (own, theirs) = (said(translation, key)?, said(original, key)?);
        let span = translation.fields.span(key)?;
        // Names are written in the letters of each language, and the same person is the same in either.
        (!same_name(&own, &theirs)).then(|| {
            let key = *key;
            let message = tell!("the translation says `{key}: {own}`, and {id} `{key}: {theirs}`", key, own, theirs, id = &original.id);
            let help = tell!("What holds is what {id} says: nothing that a translation says of itself counts but `title`, `lang`, `version`, `follows` and `classification`. Take the key out, or write what {id} says.", id = &original.id);
            Problem::new(ProblemKind::TranslationBehind, span, message).help(help)
        })
    };
    OF_ORIGINAL.iter().filter_map(other).collect()
}

/// Whether a problem is one of reading the text and its keys, whatever the document is for: a slip in `follows` says nothing.
fn is_of_text(kind: ProblemKind) -> bool {
    use ProblemKind as Of;
    matches!(
        kind,
        Of::NotUtf8
            | Of::InvalidFrontMatter
            | Of::Conflict
            | Of::UnclosedFrontMatter
            | Of::DuplicateKey
            | Of::UnknownKey
            | Of::UnknownKind
            | Of::WrongType
            | Of::OddQuotes
            | Of::BadDate
            | Of::BadChoice
            | Of::TooLarge
            | Of::Unreadable
    )
}
