//! Reads a page as a document: front matter against its kind, with its body's headings and links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::absent::is_absent;
use super::beside::{Aside, Described, describe};
use super::catalog::Catalog;
use super::config::Config;
use super::document::{Cut, Document, Status, heading_of, is_unreadable};
use super::fields::Fields;
use super::file_id::{id_of_file, is_sound_id, made_id, unsound};
use super::kindless;
use super::kinds::{FieldSpec, Kind, Kinds, Nature, Need};
use super::languages;
use super::read_fields::{self, Schema};
use super::settings::normal;
use super::wanted::Place;
use super::words::weigh;
use super::{meant_word, twice_said, unfilled, unjudged};
use crate::base::wording::Words;
use crate::base::{DocPath, mark, tell};
use crate::compare::digests_of;
use crate::diag::Span;
use crate::parse::{Body, Entry, Front, Page, Problem, ProblemKind, Unread, Value};
use crate::reading::Apart;

/// Reads a page as a document. Its id may still clash with that of another.
pub(super) fn read(
    path: &DocPath,
    (mut page, aside): (Page, Option<Aside>),
    kinds: &BTreeMap<String, Arc<Kind>>,
    all: &Kinds,
    config: &Config,
    catalog: &Catalog,
) -> Document {
    let Described { has_front, of_front, entries, beside, unread, besides } = describe(path, &mut page, aside, config);
    let by_folder =
        !has_front && !path.is_cover() && config.folder_kind(path).is_some_and(|kind| kinds.contains_key(kind));
    let controlled = has_front || by_folder;
    let digests = controlled.then(|| digests_of(&page, &config.reading));
    let Page { text, front, body, blocks, mut problems, .. } = page;
    let (entries, besides) = if controlled { (entries, &besides[..]) } else { (Vec::new(), &[][..]) };
    let head = first_line(&text);
    let kind = if controlled { find_kind(path, &entries, head, kinds, config, &mut problems) } else { None };
    let (reading, joined): (_, Apart<'_>) = (&config.reading, &|text| config.joined(text));
    let schema = Schema { kinds: all, kind: kind.as_deref(), reading, joined, of_front, besides, text: &text };
    let (unreadable, before) = (is_unreadable(&problems), problems.len());
    let (mut fields, mut unread) = read_keys(&entries, (front.as_ref(), unread), &schema, &mut problems);
    let is_draft = fields.text("status") == Some(Status::Draft.as_str());
    if is_draft {
        unfilled::set_aside(&mut problems, before);
    }
    if controlled {
        id_of_file(&config.languages.path_of(path), head, &config.reading, &mut fields);
    }
    // What has no front matter, or says keys below it too, has its title where its reader sees it.
    let (bare, below) = (front.is_none(), entries.len() > of_front);
    let titled = (bare || below) && fields.get("title").is_none() && heading_of(&text, &body).is_some();
    let lacks = |field: &FieldSpec| fields.get(&field.name).is_none() && !(titled && field.name == "title");
    if by_folder && let Some(kind) = &kind {
        problems.extend(without_front(kind, all, lacks, head));
    } else if controlled && !unreadable {
        problems.extend(kindless::told(path, &entries, &schema, &fields, head));
        let mut written = read_fields::written(&entries, &config.reading);
        written.extend(titled.then(|| "title".to_owned()));
        let what = if bare { Place::Bare(&config.reading) } else { Place::Document };
        require(all, kind.as_deref(), &fields, &written, (head, what), &mut problems);
        problems.extend(kind.as_deref().filter(|_| is_draft).and_then(|kind| unfilled::told(kind, &fields, head)));
    }
    let (title, lang) = (title_of(path, &text, &body, &fields), lang_of(path, &fields, config, &mut problems));
    let (id, id_span) = read_id(path, &fields, catalog, &mut problems);
    unread.extend(fields.span("id").filter(|_| id_span.is_none()));
    keep_conflicts(&mut problems);
    Document {
        path: path.clone(),
        said: weigh((&blocks, &body), config.reading.worded(&text, body.start).as_ref(), kind.as_deref(), &fields),
        text,
        controlled,
        has_front,
        beside,
        id,
        id_span,
        title,
        lang,
        translates: None,
        kind,
        fields,
        head,
        body,
        problems,
        unread,
        digests,
        unended: None,
        stage_by_days: None,
        cut: Cut::Nothing,
    }
}

/// Where two versions stand side by side, all else that is wrong may only follow from that.
fn keep_conflicts(problems: &mut Vec<Problem>) {
    if problems.iter().any(|problem| problem.kind == ProblemKind::Conflict) {
        problems.retain(|problem| matches!(problem.kind, ProblemKind::Conflict | ProblemKind::NotUtf8));
    }
}

/// Reads the keys, and gives where all stands that nothing was made of.
fn read_keys(
    entries: &[Entry],
    (front, mut unread): (Option<&Front>, Vec<Unread>),
    schema: &Schema<'_>,
    problems: &mut Vec<Problem>,
) -> (Fields, Vec<Span>) {
    unread.extend(front.iter().flat_map(|front| front.unread.iter().cloned()));
    let mut fields = read_fields::read(entries, schema, problems);
    twice_said::settle(entries, schema, &mut fields, problems);
    let of_front = &entries[..schema.of_front.min(entries.len())];
    let unread = unjudged::set_aside(of_front, (&unread, problems), schema, &mut fields);
    (fields, unread)
}

/// Tells the keys that a document of this kind has to have, and has not.
fn require(
    all: &Kinds,
    kind: Option<&Kind>,
    fields: &Fields,
    written: &BTreeSet<String>,
    (head, what): (Span, Place<'_>),
    problems: &mut Vec<Problem>,
) {
    let draft = fields.text("status") == Some("draft");
    let needed = all.fields(kind).filter(|field| field.name != "kind" || kind.is_none());
    // What its kind asks for beyond what all have to say is told of a draft in one, a `date` that others need not have too.
    let of_all = |name: &str| all.common().iter().any(|one| one.name == name && one.need == Some(Need::Must));
    let needed = needed.filter(|field| !draft || of_all(&field.name));
    let needed: Vec<_> = needed.filter(|field| field.need.is_some()).collect();
    let specs = needed.iter().copied().filter(|field| field.name != "kind" || fields.unanswered("kind").is_some());
    read_fields::require(specs, fields, written, head, what, problems);
    if let (Some(kind), false) = (kind, draft) {
        let asked = |key: &str| needed.iter().any(|field| field.name == key);
        require_header(kind, fields, asked, (head, what), problems);
    }
}

/// The title that a text gives itself, or the heading that serves as one, where it stands above all or is the only one of its
/// level; else the name of the file.
fn title_of(path: &DocPath, text: &str, body: &Body, fields: &Fields) -> String {
    let given = fields.text("title").filter(|title| !title.trim().is_empty());
    let title = given.or_else(|| heading_of(text, body));
    title.map_or_else(|| path.stem().replace(['-', '_'], " "), str::to_owned)
}

/// The language of a text: what it says, else what the name of its file does, else the default of the settings.
fn lang_of(path: &DocPath, fields: &Fields, config: &Config, problems: &mut Vec<Problem>) -> Option<String> {
    let said = fields.text("lang").zip(fields.span("lang"));
    if let Some((word, span)) = said.filter(|(word, _)| languages::tag(word).is_none()) {
        let message = tell!("`{word}` is no tag of a language", word);
        let help = tell!("Write it as `en`, `de-AT` or `pt-BR`.");
        problems.push(Problem::new(ProblemKind::BadChoice, span, message).help(help));
    }
    let is_other = |one: &str, other: &str| languages::tag(one).is_some_and(|tag| tag[..2] != other[..2]);
    let named = config.languages.named(path).map(|named| named.language);
    if let Some((named, (word, span))) = named.zip(said).filter(|(named, (word, _))| is_other(word, named)) {
        let message = tell!("the language is `{word}` here, and `{named}` by the name of the file", word, named);
        problems.push(Problem::new(ProblemKind::BadChoice, span, message).help(tell!("Write the same in both.")));
    }
    config.languages.of(fields.text("lang"), path)
}

/// What is said of a document that has its kind by its folder and nothing else: all that it lacks, in one.
fn without_front(kind: &Kind, all: &Kinds, lacks: impl Fn(&FieldSpec) -> bool, head: Span) -> Option<Problem> {
    let needed = all.fields(Some(kind)).filter(|field| field.need == Some(Need::Must) && field.name != "kind");
    let needed = needed.filter(|field| lacks(field));
    let keys: Vec<String> = needed.map(|field| format!("`{}`", field.name)).collect();
    let (last, others) = keys.split_last()?;
    let keys = match others {
        [] => last.clone().into(),
        _ => tell!("{few} and {last}", few = others.join(", "), last),
    };
    let message = mark!("the document is of kind `{kind}` by its folder, and has no {keys}");
    let message = tell!(message, kind = &kind.name, keys);
    Some(Problem::new(ProblemKind::MissingField, head, message).help(tell!("Put front matter at its top, with these keys and `title` between two lines `---`. A page that is no document lies elsewhere, or is called README.md.")))
}

/// What clause 7.5.2 calls identification, for documents that are kept current. What the kind has `asked` for itself has
/// been told already where it is missing.
fn require_header(
    kind: &Kind,
    fields: &Fields,
    asked: impl Fn(&str) -> bool,
    (head, what): (Span, Place<'_>),
    problems: &mut Vec<Problem>,
) {
    if kind.nature != Nature::Document {
        return;
    }
    let wanted: &[&str] = if kind.has_life() { &["version", "status", "owner"] } else { &["owner"] };
    for key in wanted {
        if fields.get(key).is_some() || fields.is_misread(key) || asked(key) {
            continue;
        }
        let kind = ProblemKind::MissingAdvised;
        let why = mark!("Clause 7.5.2 asks that documents can be told apart and have somebody who answers for them.");
        problems.push(match fields.unanswered(key) {
            Some(word) => read_fields::no_answer(kind, key, word, why.into()),
            None => {
                let help = tell!("Add `{key}: …`. {why}", key = *key, why = Words::from(why)).then(what.where_to(key));
                Problem::new(kind, head, what.has_no(key)).help(help)
            }
        });
    }
}

fn first_line(text: &str) -> Span {
    Span::new(0, text.find('\n').unwrap_or(text.len()))
}

fn find_kind(
    path: &DocPath,
    entries: &[Entry],
    head: Span,
    kinds: &BTreeMap<String, Arc<Kind>>,
    config: &Config,
    problems: &mut Vec<Problem>,
) -> Option<Arc<Kind>> {
    let said = config.reading.read_alone(entries);
    let by_folder = config.folder_kind(path);
    let (word, span) = match said.iter().find(|said| said.name == "kind").map(|said| &said.entry.node) {
        Some(node) => match &node.value {
            Value::Scalar(scalar) if !is_absent(&scalar.text) => (scalar.text.as_str(), node.span),
            Value::Scalar(_) => (by_folder?, head),
            _ => return None,
        },
        None => (by_folder?, head),
    };
    let name = normal(word);
    let found = kinds.get(&name).cloned();
    if found.is_none() {
        problems.push(meant_word::no_kind(word, span, kinds));
    }
    found
}

fn read_id(path: &DocPath, fields: &Fields, catalog: &Catalog, problems: &mut Vec<Problem>) -> (String, Option<Span>) {
    let given = fields.text("id").zip(fields.span("id"));
    let taken = |id: &str| catalog.resolve(&id.to_uppercase()).or_else(|| catalog.resolve(id)).is_some();
    match given {
        Some((id, span)) if taken(id) => {
            // `[[A.5.2]]` would lead to the document, and nobody could follow the control any more.
            problems.push(
                Problem::new(ProblemKind::InvalidId, span, tell!("`{id}` is the id of a control or clause", id)).help(
                    tell!(
                        "Give the document an id of its own, such as `POL-001`, and name the control under `controls`."
                    ),
                ),
            );
            (made_id(path), None)
        }
        Some((id, span)) if is_sound_id(id) && !is_absent(id) => (id.to_owned(), Some(span)),
        Some((id, span)) => {
            problems.push(
                Problem::new(ProblemKind::InvalidId, span, tell!("`{id}` cannot be an id", id)).help(unsound(id)),
            );
            (made_id(path), None)
        }
        None => (made_id(path), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;

    #[test]
    fn ids_that_cannot_be_pages_are_refused() {
        for good in ["POL-001", "a", "A.5_x-1", "2026-03", "com10"] {
            assert!(is_sound_id(good), "{good}");
        }
        let long = "x".repeat(81);
        for bad in [
            "",
            "-a",
            "a/b",
            "..",
            "a b",
            "index",
            "INDEX.HTML",
            "A.html",
            "CON.x",
            "com1",
            "a.",
            "é",
            "Aims.toml",
            &long,
        ] {
            assert!(!is_sound_id(bad), "{bad}");
        }
    }

    #[test]
    fn a_word_in_a_problem_hides_no_other_problem() {
        let lacking = |text: &str| -> Vec<String> {
            let source = crate::source::Memory::new([("aims.toml", &b""[..]), ("a.md", text.as_bytes())]);
            let aims = crate::model::load::load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
            let found = aims.documents[0].problems.iter().filter(|problem| problem.kind == ProblemKind::MissingAdvised);
            found.map(|problem| problem.message.english()).collect()
        };
        let policy =
            |rest: &str| format!("---\nid: A\ntitle: T\nkind: policy\nversion: '1'\ncontrols: [A.2.2]\n{rest}---\n");
        // `owner` is no status; that the document has no owner is true all the same.
        assert_eq!(lacking(&policy("status: owner\n")), ["the document has no `owner`"]);
        // What is there and cannot be read is not missing.
        assert_eq!(lacking(&policy("status: nonsense\nowner: [a, {b: c}]\n")), Vec::<String>::new());
    }

    #[test]
    fn the_heading_that_stands_above_all_or_alone_is_the_title() {
        let title = |text: &str| {
            let source = crate::source::Memory::new([("aims.toml", &b""[..]), ("ai-policy.md", text.as_bytes())]);
            let aims = crate::model::load::load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
            aims.documents[0].title.clone()
        };
        for (text, wanted) in [
            ("# AI\n\n# More\n", "AI"),
            ("<!-- x -->\n## AI\n", "AI"),
            ("Intro.\n\n# AI\n\n## More\n", "AI"),
            ("Intro.\n\n# Purpose\n\n# Policy\n", "ai policy"),
            ("Intro.\n\n## Purpose\n", "ai policy"),
            ("---\ntitle: ''\n---\n# AI\n", "AI"),
        ] {
            assert_eq!(title(text), wanted, "{text}");
        }
    }
}
