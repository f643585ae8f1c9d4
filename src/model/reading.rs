//! The tables of `aims.toml` that say how texts are read: `[aliases]`, `[values]`, `[header]`, `[id]`, `[keys]` and `[tables]`.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::{Kinds, Nature};
use super::settings::{Table, normal};
use super::tables;
use crate::base::text::did_you_mean;
use crate::base::{opposite, tell};
use crate::diag::Spanned;
use crate::parse::Value;
use crate::reading::{Form, Reading, Source, Unfit, plain_label};

/// Keys of ours that settings name, each with the table that does.
pub(super) type Names = Vec<(&'static str, Spanned<String>)>;

/// Reads them, where these are the kinds. The keys that they name go to `names`.
pub(super) fn read(kinds: &Kinds, top: &mut Table<'_>, names: &mut Names) -> (Reading, Vec<Spanned<String>>) {
    let mut reading = Reading { aliases: aliases(kinds, top, names), ..Reading::default() };
    reading.values = values(kinds, top, names);
    let sidecars = header(top, &mut reading, names);
    let entries = top.table("id");
    let mut table = Table::new("id", entries, top.problems());
    reading.ids = words(&mut table, "from", Source::parse, &Source::ALL.map(Source::as_str));
    for pattern in table.texts("file-name") {
        if pattern.value.matches("{id}").count() == 1 {
            reading.file_names.patterns.push(pattern.value);
        } else {
            let message = tell!("`{pattern}` does not say where the id is", pattern = &pattern.value);
            table.wrong(pattern.span, message, tell!("Write `{id}` in its place, once: `{id} - *.md`."));
        }
    }
    table.finish();
    let entries = top.table("keys");
    let mut table = Table::new("keys", entries, top.problems());
    reading.keep = table.texts("keep").into_iter().map(|key| normal(&key.value)).collect();
    table.finish();
    reading.tables = tables::read(kinds, top);
    // What commonly means a kind, such as `type: test`, goes on to mean what it did before a kind was called so.
    let by_kind = kinds.iter().filter(|kind| !kind.later).map(|kind| {
        let own = kind.fields.iter().filter(|field| kind.stands_for.is_empty() || !field.later);
        let keys = own.map(|field| field.name.as_str()).collect();
        (kind.name.as_str(), keys)
    });
    (reading.knowing(by_kind), sidecars)
}

/// The aliases, but for those that would give another meaning to a key which documents that are kept current have already:
/// approvals could not tell whether its value is one that they cover.
fn aliases(kinds: &Kinds, top: &mut Table<'_>, names: &mut Names) -> BTreeMap<String, String> {
    let pairs = top.pairs("aliases");
    let kept = kinds.iter().filter(|kind| kind.nature == Nature::Document && !kind.later);
    let kept = kept.flat_map(|kind| &kind.fields).filter(|field| !field.later);
    let known: BTreeSet<&str> = kinds.common().iter().chain(kept).map(|field| field.name.as_str()).collect();
    let mut aliases = BTreeMap::new();
    for (theirs, ours) in &pairs {
        names.push(("aliases", ours.clone()));
        let (key, meaning) = (normal(&theirs.value), normal(&ours.value));
        if known.contains(key.as_str()) && key != meaning {
            top.wrong(
                theirs.span,
                tell!(
                    "`{key}` is a key of ours: it cannot mean `{meaning}`",
                    key = &theirs.value,
                    meaning = &ours.value
                ),
                tell!("An alias is for a key that aims does not know."),
            );
        } else {
            aliases.insert(key, meaning);
        }
    }
    aliases
}

/// The words of the team's, by the key of ours that they stand under.
fn values(kinds: &Kinds, top: &mut Table<'_>, names: &mut Names) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut values: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for entry in top.table("values") {
        let Value::Table(words) = &entry.node.value else {
            top.no_table(&format!("values.{}", entry.key), &entry.node);
            continue;
        };
        let key = normal(&entry.key);
        names.push(("values", Spanned { value: key.clone(), span: entry.key_span }));
        let (allowed, own) = (allowed(kinds, &key, true), allowed(kinds, &key, false));
        let own = if own.is_empty() { &allowed } else { &own };
        for word in words {
            let Value::Scalar(ours) = &word.node.value else {
                top.wrong(word.node.span, tell!("`values.{key}.{word}` takes a text", key, word = &word.key), "");
                continue;
            };
            // What takes any word, such as a name, takes it as it is written.
            let ours = if allowed.is_empty() { ours.text.trim().to_owned() } else { normal(&ours.text) };
            let theirs = normal(&word.key);
            if !allowed.is_empty() && !allowed.contains(ours.as_str()) {
                let near = opposite::meant(&ours, allowed.iter().copied());
                let help = match near {
                    Some(near) => tell!("Did you mean `{near}`?", near),
                    None => tell!("Words are {words}.", words = allowed.iter().copied().collect::<Vec<_>>().join(", ")),
                };
                top.wrong(word.node.span, tell!("`{word}` is no `{key}`", word = &ours, key), help);
            } else if own.contains(theirs.as_str()) && theirs != ours {
                let help = tell!("A word of ours goes on to mean what it means.");
                let message =
                    tell!("`{word}` is a word of ours: it cannot mean `{meaning}`", word = &theirs, meaning = &ours);
                top.wrong(word.key_span, message, help);
            } else {
                values.entry(key.clone()).or_default().insert(theirs, ours);
            }
        }
    }
    values
}

/// The words that may stand under a key, or in a column of that name too, in documents of any kind; none where it takes
/// others too.
fn allowed<'k>(kinds: &'k Kinds, key: &str, columns: bool) -> BTreeSet<&'k str> {
    if key == "kind" {
        return kinds.iter().map(|kind| kind.name.as_str()).collect();
    }
    let fields = kinds.common().iter().chain(kinds.iter().flat_map(|kind| &kind.fields));
    let fields = fields.flat_map(|field| std::iter::once(field).chain(field.columns.iter().filter(move |_| columns)));
    fields.filter(|field| field.name == key).flat_map(|field| &field.choices).map(String::as_str).collect()
}

/// What says where metadata stands beside front matter; gives the patterns of files beside documents as they are written.
fn header(top: &mut Table<'_>, reading: &mut Reading, names: &mut Names) -> Vec<Spanned<String>> {
    let entries = top.table("header");
    let mut table = Table::new("header", entries, top.problems());
    reading.forms = words(&mut table, "forms", Form::parse, &Form::ALL.map(Form::as_str)).into_iter().collect();
    for (label, ours) in table.pairs("labels") {
        let (label, ours) = (plain_label(&label.value), Spanned { value: normal(&ours.value), span: ours.span });
        reading.labels.insert(label, ours.value.clone());
        names.push(("header.labels", ours));
    }
    let mut patterns = Vec::new();
    for pattern in table.texts("sidecars") {
        let written = &pattern.value;
        match reading.sidecars.add(&pattern.value) {
            Ok(()) => patterns.push(pattern),
            Err(Unfit::NoHole) => {
                let help = tell!(
                    "Write `{folder}/kep.yaml` for a file in the folder of the document, `{path}.yaml` or `{path}.status.md` for one that is named after it."
                );
                let message = tell!("`{pattern}` does not say beside which document the file is", pattern = written);
                table.wrong(pattern.span, message, help);
            }
            Err(Unfit::Ending) => {
                let help = tell!(
                    "Such a file is YAML, JSON, TOML or Markdown: its name ends with `.yaml`, `.yml`, `.json`, `.toml` or `.md`."
                );
                let message = tell!("`{pattern}` names no file that keys can be read from", pattern = written);
                table.wrong(pattern.span, message, help);
            }
            Err(Unfit::Place) => {
                let help = tell!(
                    "Write its path from the folder of `aims.toml`, with `{path}`, `{folder}` or `{name}` for that of the document."
                );
                let message = tell!(
                    "`{pattern}` is the document itself, or leads out of the folder of `aims.toml`",
                    pattern = written
                );
                table.wrong(pattern.span, message, help);
            }
        }
    }
    table.finish();
    patterns
}

/// A list of words from a fixed choice.
fn words<T: Copy + PartialEq>(
    table: &mut Table<'_>,
    key: &'static str,
    parse: impl Fn(&str) -> Option<T>,
    known: &[&str],
) -> Vec<T> {
    let mut found = Vec::new();
    for word in table.texts(key) {
        match parse(&normal(&word.value)) {
            Some(value) if found.contains(&value) => {}
            Some(value) => found.push(value),
            None => {
                let help = match did_you_mean(&word.value, known.iter().copied()) {
                    Some(near) => tell!("Did you mean `{near}`?", near),
                    None => tell!("Words are {words}.", words = known.join(", ")),
                };
                table.wrong(word.span, tell!("`{word}` is none of the words that go here", word = &word.value), help);
            }
        }
    }
    found
}
