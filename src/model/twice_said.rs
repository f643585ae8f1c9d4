//! What a text says twice, under two keys that mean the same. One of them is read: where the other says another thing, that is
//! told, and of who may read the text the strictest that is said anywhere holds.

use super::audience::Audience;
use super::fields::{Field, FieldValue, Fields};
use super::read_fields::{Schema, as_it_stands, convert};
use super::run_on;
use super::settings::normal;
use super::slips::as_key;
use crate::base::tell;
use crate::base::text::cut;
use crate::base::wording::Words;
use crate::diag::Span;
use crate::parse::{Entry, Problem, ProblemKind};
use crate::reading::{CLASS, ClassWord, Said};

/// Keys that commonly stand for one of ours and beside it say something of their own: a day of approval beside one from which
/// a text holds, one author of several, a folder's name for the sort of page.
const BESIDE: [&str; 13] = [
    "approval-date",
    "approved-on",
    "author",
    "category",
    "date-approved",
    "document-number",
    "identifier",
    "last-updated",
    "name",
    "prepared-by",
    "review-date",
    "type",
    "written-by",
];

/// Looks once more at entries that were read: see [`class`], [`contradictions`] and [`run_on`].
pub(super) fn settle(entries: &[Entry], schema: &Schema<'_>, fields: &mut Fields, problems: &mut Vec<Problem>) {
    let said = schema.said(entries);
    run_on::told(&said, schema, fields, problems);
    class(&said, schema, fields, problems);
    contradictions(&said, schema, fields, problems);
}

/// Tells where a key that was not read says otherwise than the one that was. What it says is shown as it stands.
fn contradictions(said: &[Said<'_>], schema: &Schema<'_>, fields: &mut Fields, problems: &mut Vec<Problem>) {
    for idle in said.iter().filter(|said| said.idle && !schema.keeps(&said.entry)) {
        // `draft: true` is a status where there is none.
        let ours = schema.reading.ours(&idle.name).or((idle.name == "draft").then_some("status"));
        let Some(ours) = ours.filter(|ours| *ours != CLASS) else { continue };
        let Some(spec) = schema.kinds.field(schema.kind, ours) else { continue };
        let Some(first) = fields.get(ours) else { continue };
        // What cannot be read says nothing else for certain.
        let other = convert(&idle.entry.node, spec, &mut Vec::new());
        if other.as_ref().is_some_and(|other| is_within(other, &first.value)) {
            continue;
        }
        let read = said.iter().find(|said| said.entry.key_span == first.key_span).map(|said| &*said.entry);
        let shown = as_it_stands(&idle.entry);
        if let (Some(read), Some((key, value)), Some(_)) = (read, &shown, other)
            && !BESIDE.contains(&idle.name.as_str())
            && let Some((first, holds)) = as_it_stands(read)
        {
            let message = tell!(
                "`{key}` says `{said}`, and `{first}` says `{holds}`",
                key,
                said = cut(value, MOST),
                first = &first,
                holds = cut(&holds, MOST)
            );
            let help = tell!(
                "Both mean `{ours}`, and `{first}` is the one that is read. Keep the one that holds.",
                ours,
                first
            );
            problems.push(Problem::new(ProblemKind::DuplicateKey, idle.entry.key_span, message).help(help));
        }
        fields.kept.extend(shown);
    }
}

/// How much of a value is told.
const MOST: usize = 40;

/// Whether a value says nothing but what another says.
fn is_within(other: &FieldValue, first: &FieldValue) -> bool {
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    match (other, first) {
        (FieldValue::Text(other), FieldValue::Text(first)) => same(other, first),
        (FieldValue::Texts(others), FieldValue::Texts(first)) => {
            others.iter().all(|other| first.iter().any(|first| same(&other.value, &first.value)))
        }
        _ => other == first,
    }
}

/// Makes the class of a text the strictest that it says anywhere, and tells where it says two.
fn class(said: &[Said<'_>], schema: &Schema<'_>, fields: &mut Fields, problems: &mut Vec<Problem>) {
    let mut words = schema.reading.classes(said, |key| schema.own(key).is_some());
    words.extend(schema.besides.iter().filter_map(|entry| schema.reading.class_word(entry, false)));
    if stands_twice(schema, problems) {
        // What stands under the second one is not read: it may keep anybody out.
        fields.misread.insert(CLASS.to_owned());
        if let Some(field) = fields.by_name.get_mut(CLASS) {
            field.value = FieldValue::Text(Audience::Confidential.as_str().to_owned());
        }
    }
    let read = fields.get(CLASS).map(|field| field.key_span);
    let first = words.iter().find(|word| Some(word.key) == read).cloned();
    let own = match fields.is_misread(CLASS) {
        true => Audience::Confidential,
        false => Audience::of_text(fields.text(CLASS)),
    };
    let others = || words.iter().filter(|word| Some(word.key) != read);
    let strictest = others().max_by_key(|word| for_whom(word)).map(for_whom).unwrap_or_default().max(own);
    for word in others() {
        match &first {
            Some(first) if !says_the_same(word, first) && (!word.foreign || for_whom(word) > own) => {
                let message = tell!(
                    "`{key}` says `{said}`, and `{first}` says `{holds}`: the strictest of what is said holds, `{class}`",
                    key = &word.name,
                    said = cut(&word.text, MOST),
                    first = &first.name,
                    holds = cut(&first.text, MOST),
                    class = strictest.as_str()
                );
                let help = tell!(
                    "Both say who may read it. Keep `classification` with the word that holds, and take the other out."
                );
                put(Problem::new(ProblemKind::DuplicateKey, word.key, message).help(help), problems);
            }
            None if word.foreign && for_whom(word) > own => {
                let message = tell!(
                    "`{key}` says who may read it, `{said}`: that is taken as `classification: {class}`",
                    key = &word.name,
                    said = cut(&word.text, MOST),
                    class = strictest.as_str()
                );
                let help = tell!(
                    "Write `classification: {class}`, or what holds, in its place. Where it is a word of yours for that, say so in `aims.toml`: `[aliases]`, `{key} = \"classification\"`, and what its words mean under `[values.classification]`.",
                    class = strictest.as_str(),
                    key = as_key(&word.name)
                );
                reword(word.key, message, help, problems);
            }
            _ => {}
        }
    }
    let strict = others().max_by_key(|word| for_whom(word)).filter(|word| for_whom(word) > own);
    if let Some(word) = strict {
        let span = fields.get(CLASS).map_or(word.key, |field| field.span);
        let value = FieldValue::Text(strictest.as_str().to_owned());
        let field = Field { name: CLASS.to_owned(), key_span: word.key, span, value };
        fields.by_name.insert(CLASS.to_owned(), field);
    }
}

/// Whether a key that says who may read the text stands there twice, letter by letter.
fn stands_twice(schema: &Schema<'_>, problems: &[Problem]) -> bool {
    let twice = problems.iter().filter(|problem| problem.kind == ProblemKind::DuplicateKey);
    let keys = twice.filter_map(|problem| schema.text.get(problem.span.start..problem.span.end));
    keys.map(|key| key.trim_matches(['"', '\''])).any(|key| schema.reading.is_class(key))
}

fn for_whom(word: &ClassWord) -> Audience {
    Audience::of_text(Some(&word.text))
}

fn says_the_same(one: &ClassWord, other: &ClassWord) -> bool {
    normal(&one.text) == normal(&other.text)
}

/// Puts a problem in the place of what else is told of its key.
fn put(problem: Problem, problems: &mut Vec<Problem>) {
    let of_key = [ProblemKind::UnknownKey, ProblemKind::ForeignKey, ProblemKind::DuplicateKey];
    problems.retain(|other| other.span != problem.span || !of_key.contains(&other.kind));
    problems.push(problem);
}

/// Tells of a key that is not known what it was taken for.
fn reword(key: Span, message: Words, help: Words, problems: &mut [Problem]) {
    let unknown = [ProblemKind::UnknownKey, ProblemKind::ForeignKey];
    let told = problems.iter_mut().find(|problem| problem.span == key && unknown.contains(&problem.kind));
    if let Some(told) = told {
        *told = Problem::new(ProblemKind::UnknownKey, key, message).help(help);
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::document::Document;
    use crate::model::load::load;
    use crate::parse::ProblemKind;
    use crate::source::Memory;

    fn read(settings: &str, keys: &str, text: &str) -> Document {
        let text = format!("---\nid: PRO-001\ntitle: T\nkind: procedure\n{keys}---\n{text}\n");
        let files = [("aims.toml", settings.as_bytes()), ("a.md", text.as_bytes())];
        let mut aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read");
        (*aims.documents.swap_remove(0)).clone()
    }

    fn told(document: &Document) -> Vec<String> {
        let is_key =
            |kind| matches!(kind, ProblemKind::DuplicateKey | ProblemKind::UnknownKey | ProblemKind::ForeignKey);
        document.problems.iter().filter(|found| is_key(found.kind)).map(|found| found.message.english()).collect()
    }

    #[test]
    fn the_strictest_of_what_is_said_of_readers_holds_and_a_contradiction_is_told() {
        for keys in [
            "classification: public\nconfidentiality: confidential\n",
            "confidentiality: confidential\nclassification: public\n",
            "classification: public\nClassification: confidential\n",
            "classification: public\nvertraulichkeit: hoch\n",
            "classification: public\nconfidential: true\n",
            "document-classification: public\nconfidentiality: secret\n",
        ] {
            let document = read("", keys, "x");
            assert_eq!(document.fields.text("classification"), Some("confidential"), "{keys}");
            assert_eq!(told(&document).len(), 1, "{keys} {:?}", told(&document));
            assert!(told(&document)[0].contains("the strictest of what is said holds, `confidential`"), "{keys}");
        }
        let header = "[header]\nforms = [\"bold\"]\n";
        let document = read(header, "classification: public\n", "**Classification:** confidential");
        assert_eq!(document.fields.text("classification"), Some("confidential"));
        assert_eq!(told(&document).len(), 1);
        let document = read(header, "classification: public\n", "**Classification:** public");
        assert_eq!((document.fields.text("classification"), told(&document).len()), (Some("public"), 0));
    }

    #[test]
    fn a_word_of_others_for_readers_keeps_them_out_and_lets_none_in() {
        for keys in [
            "security-classification: secret\n",
            "Klassifizierung: vertraulich\n",
            "schutzklasse: 2\n",
            "sensitivity: restricted\n",
            "visibility: private\n",
            "confidential: yes\n",
        ] {
            let document = read("", keys, "x");
            assert_eq!(document.fields.text("classification"), Some("confidential"), "{keys}");
            let found = told(&document);
            assert_eq!(found.len(), 1, "{keys} {found:?}");
            assert!(found[0].ends_with("that is taken as `classification: confidential`"), "{keys} {found:?}");
        }
        assert_eq!(read("", "visibility: public\n", "x").fields.text("classification"), None);
        assert_eq!(
            read("", "confidential: no\nclassification: public\n", "x").fields.text("classification"),
            Some("public")
        );
        let kept = read("[keys]\nkeep = [\"visibility\"]\n", "visibility: private\nclassification: public\n", "x");
        assert_eq!((kept.fields.text("classification"), told(&kept).len()), (Some("confidential"), 1));
        let meant = "[aliases]\nsensitivity = \"classification\"\n[values.classification]\nlow = \"internal\"\n";
        let document = read(meant, "sensitivity: low\n", "x");
        assert_eq!((document.fields.text("classification"), told(&document).len()), (Some("internal"), 0));
    }

    #[test]
    fn keys_that_mean_the_same_and_say_another_thing_are_told_and_shown() {
        for (keys, key) in [
            ("status: approved\ndocument-status: draft\n", "document-status"),
            ("version: 1.0\nrevision: \"3.0\"\n", "revision"),
            ("owner: CISO\nprocess-owner: Head\n", "process-owner"),
            ("effective: 2026-01-01\neffective-date: 2025-01-01\n", "effective-date"),
            ("review-every: 1 year\nreview_cycle: 2 years\n", "review_cycle"),
            ("approvers: [Ada]\napproved-by: Bob\n", "approved-by"),
            ("retention-period: 5 years\nretention: 3 years\n", "retention-period"),
            ("reviewed: 2026-01-01\nlast_reviewed: 2026-02-01\n", "last_reviewed"),
            ("document-id: PRO-999\n", "document-id"),
        ] {
            let document = read("", keys, "x");
            let found = told(&document);
            assert_eq!(found.len(), 1, "{keys} {found:?}");
            assert!(found[0].starts_with(&format!("`{key}` says `")), "{found:?}");
            assert!(document.fields.kept().iter().any(|(shown, _)| shown == key), "{keys}");
        }
        for silent in [
            "status: approved\ndocument-status: Approved\n",
            "review-every: 12 months\nreview-cycle: 1 year\n",
            "approvers: [Ada, Bob]\napproved-by: Bob\n",
            "effective: 2026-01-01\nlast-updated: 2026-05-01\n",
            "effective: 2026-01-01\napproval-date: 2025-12-01\n",
            "authors: [Ada]\nprepared-by: Bob\n",
        ] {
            assert!(told(&read("", silent, "x")).is_empty(), "{silent} {:?}", told(&read("", silent, "x")));
        }
    }
}
