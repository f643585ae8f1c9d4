//! From the spanned tree of front matter to typed values. Every problem is collected; none hides another.

use std::collections::BTreeSet;

use super::fields::{Field, FieldValue, Fields, Row};
use super::kinds::{FieldSpec, FieldType, Kind, Kinds, Need};
use super::listed::{alone, requirements, texts, unbracketed, unlinked};
use super::settings::normal;
use super::wanted::{Place, example, odd_item, takes};
use super::{absent, bullets, fits, meant_day, meant_period, meant_word, nested, row_words, slips, unanswered};
use crate::base::lookalike::deceives;
use crate::base::opposite::is_opposite;
use crate::base::quote::quoted;
use crate::base::text::cut;
use crate::base::wording::Words;
use crate::base::{Period, mark, tell, unlike};
use crate::diag::{Fix, Span, Spanned};
use crate::parse::{Entry, Node, Problem, ProblemKind, Scalar, Value};
use crate::reading::{Apart, Reading, Said, day_of, several};

/// For how many unknown keys of a table the nearest known one is looked for. Each file may hold a hundred thousand.
const GUESSES: usize = 20;

/// What a table of keys is read against.
pub(super) struct Schema<'a> {
    pub kinds: &'a Kinds,
    pub kind: Option<&'a Kind>,
    pub reading: &'a Reading,
    /// The names in a text that joins several.
    pub joined: Apart<'a>,
    /// How many of the entries are of front matter: what was read in the text is often a label of something else.
    pub of_front: usize,
    /// What is said elsewhere of who may read the text.
    pub besides: &'a [Entry],
    /// The text.
    pub text: &'a str,
}

impl Schema<'_> {
    /// A key of ours, unless an alias gives that word another meaning and did so before there was the key.
    pub(super) fn own(&self, name: &str) -> Option<&FieldSpec> {
        let found = self.kinds.field(self.kind, name);
        found.filter(|spec| !spec.later || !self.reading.aliases.contains_key(name))
    }

    /// What each entry means to a document of this kind.
    pub(super) fn said<'e>(&self, entries: &'e [Entry]) -> Vec<Said<'e>> {
        self.reading.read(entries, |name| self.own(name).is_some())
    }

    /// Whether the settings have a key shown as it stands.
    pub(super) fn keeps(&self, entry: &Entry) -> bool {
        self.reading.keep.contains(&normal(&entry.key))
    }

    /// Whether a key is that of some kind, where nobody knows of which kind the document is.
    fn is_of_some_kind(&self, name: &str) -> bool {
        self.kind.is_none() && self.kinds.iter().any(|kind| kind.fields.iter().any(|field| field.name == name))
    }

    /// A key as we call it, aliases resolved.
    pub(super) fn our_key(&self, key: &str) -> String {
        let name = normal(key);
        if self.own(&name).is_some() {
            return name;
        }
        // What is called a type is often no kind.
        let ours = self.reading.ours(&name).filter(|ours| *ours != "kind" || self.reading.aliases.contains_key(&name));
        ours.map_or_else(|| name.clone(), str::to_owned)
    }
}

/// Reads the entries of front matter.
pub(super) fn read(entries: &[Entry], schema: &Schema<'_>, problems: &mut Vec<Problem>) -> Fields {
    let find = |name: &str| schema.kinds.field(schema.kind, name);
    let known: Vec<&FieldSpec> = schema.kinds.fields(schema.kind).collect();
    let whose = schema.kind.map_or(Place::Anywhere, |kind| Place::Kind(&kind.name));
    let mut reader = Reader {
        fields: Fields::default(),
        problems,
        known,
        whose,
        in_rows: false,
        guesses: GUESSES,
        strangers: Vec::new(),
    };
    let said = schema.said(entries);
    for (place, Said { name, entry, idle }) in said.into_iter().enumerate() {
        let spec = find(&name);
        if spec.is_none_or(|spec| spec.later) && schema.keeps(&entry) {
            reader.fields.kept.extend(as_it_stands(&entry));
        } else if !idle && spec.is_none() && schema.is_of_some_kind(&name) {
            // That it is not known only follows from the kind.
            reader.fields.unknown.extend(as_it_stands(&entry));
        } else if !idle && (spec.is_some() || place < schema.of_front) {
            let front = spec.filter(|_| place < schema.of_front);
            let listed = front.and_then(|spec| bullets::as_lists(&entry, spec, schema.text, reader.problems));
            reader.fields.misread.extend(listed.as_ref().map(|_| name.clone()));
            let listed = listed.or_else(|| parted(&entry, spec.filter(|_| place >= schema.of_front)?, schema));
            reader.take(&row_words::in_ours(listed.as_ref().unwrap_or(&entry), spec, schema.reading), &name, spec);
        }
    }
    reader.fields
}

/// A list as the line of a header has it, with our words: names and tags with commas between, texts with semicolons.
fn parted(entry: &Entry, spec: &FieldSpec, schema: &Schema<'_>) -> Option<Entry> {
    let is_list = matches!(spec.field_type, FieldType::Persons | FieldType::Texts) || spec.field_type.lists_ids();
    let commas = spec.field_type == FieldType::Persons || spec.name == "tags";
    let apart: Apart<'_> = if spec.field_type == FieldType::Persons { schema.joined } else { &|text| vec![text] };
    let node = if is_list { several(schema.text, entry, commas, apart)? } else { return None };
    Some(schema.reading.in_our_words(&spec.name, &Entry { node, ..entry.clone() }).into_owned())
}

/// A key that is not judged, with what stands under it.
pub(super) fn as_it_stands(entry: &Entry) -> Option<(String, String)> {
    Some((entry.key.clone(), nested::told(&entry.node)?))
}

struct Reader<'a> {
    fields: Fields,
    problems: &'a mut Vec<Problem>,
    known: Vec<&'a FieldSpec>,
    whose: Place<'a>,
    /// Whether these are the cells of a row.
    in_rows: bool,
    /// How many more times a near key may be looked for.
    guesses: usize,
    /// Keys that are like none that is known: where each stands, and which problem tells it.
    strangers: Vec<(Span, usize)>,
}

impl Reader<'_> {
    /// Tells of a key that is not known, and what may have been meant. What stands under it is shown as it stands.
    fn unknown(&mut self, entry: &Entry, name: &str) {
        self.fields.unknown.extend(as_it_stands(entry));
        let near = if self.guesses > 0 { fits::nearest(name, &entry.node, &self.known) } else { None };
        self.guesses = self.guesses.saturating_sub(1);
        // What says the opposite was meant for no key of ours, near as it may be.
        let denied = near.is_some_and(|near| is_opposite(name, near));
        let near = near.filter(|_| !denied);
        // What is under it was meant for the other key: that this one is missing would only follow from the slip.
        self.fields.misread.extend(near.map(str::to_owned));
        let problem = Problem::new(ProblemKind::UnknownKey, entry.key_span, self.whose.unknown(&entry.key));
        if near.is_none() && !denied {
            self.strangers.push((entry.key_span, self.problems.len()));
        }
        let problem = match near {
            _ if entry.key.contains(':') => slips::blank_missing(entry),
            Some(near) => problem.help(self.near_help(entry, near)).fix(Fix::key(entry.key_span, near)),
            None if self.in_rows => {
                let help = mark!("The columns are {columns}. Put it under one of them, or take it out.");
                problem.help(tell!(help, columns = self.columns()))
            }
            None if deceives(&entry.key) => {
                let told = unlike::meant(&entry.key, |_| true).map_or_else(|| "".into(), |(_, told)| told);
                Problem { kind: ProblemKind::ForeignKey, ..problem }.help(told)
            }
            None => {
                let (key, item) = (slips::as_key(&entry.key), quoted(&entry.key));
                let help = mark!(
                    "Remove it, or say in `aims.toml` what it is: `[keys]`, `keep = [{item}]` shows it as it stands, `[aliases]`, `{key} = …` reads it as one of ours."
                );
                let help = slips::held_back(entry).unwrap_or_else(|| tell!(help, item, key));
                Problem { kind: ProblemKind::ForeignKey, ..problem }.help(help)
            }
        };
        self.problems.push(problem);
    }

    fn near_help(&self, entry: &Entry, near: &str) -> Words {
        if let Some((_, told)) = unlike::meant(&entry.key, |plain| normal(plain) == near) {
            return told;
        }
        if self.in_rows {
            let help = mark!("Did you mean `{near}`? The columns are {columns}.");
            return tell!(help, near, columns = self.columns());
        }
        if deceives(&entry.key) {
            return tell!("Did you mean `{near}`?", near);
        }
        let help = mark!(
            "Did you mean `{near}`? Where it is a word of yours for that, say so in `aims.toml`: `[aliases]`, `{key} = \"{near}\"`."
        );
        tell!(help, near, key = slips::as_key(&entry.key))
    }

    fn columns(&self) -> String {
        self.known.iter().map(|spec| format!("`{}`", spec.name)).collect::<Vec<_>>().join(", ")
    }

    fn take(&mut self, entry: &Entry, name: &str, spec: Option<&FieldSpec>) {
        let Some(spec) = spec else { return self.unknown(entry, name) };
        let mended = slips::without_odd_quotes(entry, spec, self.problems);
        let entry = mended.as_ref().unwrap_or(entry);
        let listed = unbracketed(&entry.node, spec.field_type, |text| slips::is_value(spec, text));
        let listed = listed.map(|node| Entry { node, ..entry.clone() });
        let entry = listed.as_ref().unwrap_or(entry);
        if let Some(word) = unanswered::non_answer(&entry.node, spec) {
            let word = Spanned { value: unanswered::as_it_stands(&entry.node, word), span: entry.node.span };
            // What is not asked for may well have nothing to say, in words. A day or a person that is none is no such word.
            let is_text = matches!(spec.field_type, FieldType::Text | FieldType::Texts) || spec.alone.is_some();
            if spec.need.is_none() && !is_text && !word.value.is_empty() {
                self.problems.push(no_answer(ProblemKind::MissingAdvised, name, &word, "".into()));
                // Ids that are still to come are missing, and what asks for them asks on.
                if !unanswered::holds_ids(spec.field_type) {
                    self.fields.misread.insert(name.to_owned());
                }
            }
            self.fields.unanswered.entry(name.to_owned()).or_insert(word);
            return;
        }
        if entry.node.value == Value::Null {
            self.fields.empty.entry(name.to_owned()).or_insert(entry.key_span);
        }
        let before = self.problems.len();
        let mut value = convert(&entry.node, spec, self.problems);
        if self.problems.len() > before {
            self.fields.misread.insert(name.to_owned());
        }
        for open in value.iter_mut().flat_map(|value| unanswered::without_absent(value, spec)) {
            let told = no_answer(ProblemKind::MissingAdvised, name, &open, "".into());
            self.problems.push(told.help(tell!("Name what is meant, or take it out until it is known.")));
        }
        let Some(value) = value else { return };
        let field = Field { name: name.to_owned(), key_span: entry.key_span, span: entry.node.span, value };
        if let Some(first) = self.fields.by_name.get(name) {
            let message = tell!("`{key}` says `{name}` a second time", key = &entry.key, name);
            let duplicate = Problem::new(ProblemKind::DuplicateKey, entry.key_span, message);
            let duplicate = duplicate.help(tell!("Keep one of them."));
            if first.key_span != entry.key_span {
                self.problems.push(duplicate);
            }
            return;
        }
        self.fields.by_name.insert(name.to_owned(), field);
    }
}

/// The keys under which something stands, as they mean it.
pub(super) fn written(entries: &[Entry], reading: &Reading) -> BTreeSet<String> {
    let there = |entry: &Entry| entry.node.value != Value::Null;
    let said = reading.read_alone(entries).into_iter().filter(|said| there(&said.entry)).map(|said| said.name);
    said.chain(entries.iter().filter(|entry| there(entry)).map(|entry| normal(&entry.key))).collect()
}

/// Reports needed keys that are not there, but for those under which something is `written`. `at` is where the finding is
/// told.
pub(super) fn require<'a>(
    specs: impl Iterator<Item = &'a FieldSpec>,
    fields: &Fields,
    written: &BTreeSet<String>,
    at: Span,
    what: Place<'_>,
    problems: &mut Vec<Problem>,
) {
    for spec in specs {
        let kind = match spec.need {
            Some(Need::Must) => ProblemKind::MissingField,
            Some(Need::Should) => ProblemKind::MissingAdvised,
            None => continue,
        };
        let says = |(key, words): (&String, &Vec<String>)| {
            fields.text(key).is_some_and(|said| words.iter().any(|word| word == said))
        };
        if fields.get(&spec.name).is_some() || fields.is_misread(&spec.name) || spec.spared_by.iter().any(says) {
            continue;
        }
        let about = match spec.about.as_str() {
            "" => Words::new("{label}.", vec![("label", Words::shipped(&spec.label()))]),
            about => Words::shipped(about),
        };
        match fields.unanswered(&spec.name) {
            Some(word) => problems.push(no_answer(kind, &spec.name, word, about)),
            // A key that is there but cannot be read has its own finding; that it is missing would only follow from it.
            None if written.contains(&spec.name) => {}
            None => {
                let (key, allowed) = (&spec.name, slips::allowed(spec));
                let (at, message, remark) = match fields.empty(key) {
                    Some(at) => (at, tell!("nothing stands behind `{key}`", key), Words::from(REMARK)),
                    None => (at, what.has_no(key), "".into()),
                };
                let help = tell!("Add `{key}: …`. {about}{allowed}{remark}", key, about, allowed, remark);
                problems.push(Problem::new(kind, at, message).help(help.then(what.where_to(key))));
            }
        }
    }
}

/// What may have taken the value of a key away.
const REMARK: &str = mark!(" What begins with `#` is a remark; a value that does needs quotes.");

/// What stands under a key that has to be answered, and answers nothing.
pub(super) fn no_answer(kind: ProblemKind, name: &str, word: &Spanned<String>, about: Words) -> Problem {
    let message = match word.value.as_str() {
        "" => tell!("`{name}` is empty, which is no answer", name),
        said => tell!("`{name}` says `{said}`, which is no answer", name, said = cut(said, 40)),
    };
    let help = tell!("Write what holds, or take the key out until it is known.").then(about);
    Problem::new(kind, word.span, message).help(help)
}

pub(super) fn convert(node: &Node, spec: &FieldSpec, problems: &mut Vec<Problem>) -> Option<FieldValue> {
    if node.value == Value::Null {
        return None;
    }
    let before = problems.len();
    let value = match spec.field_type {
        FieldType::Rows => rows(node, spec, problems),
        FieldType::Requirements => requirements(node, problems),
        FieldType::Texts | FieldType::Persons | FieldType::Refs | FieldType::Controls | FieldType::Clauses => {
            texts(node, spec.field_type).map(FieldValue::Texts)
        }
        // Where a sentence may stand for a word, its commas part nothing.
        FieldType::Choices => texts(node, if spec.open { FieldType::Texts } else { spec.field_type }).map(|words| {
            FieldValue::Texts(words.into_iter().filter_map(|word| choice(&word, spec, problems)).collect())
        }),
        FieldType::Ref => match &alone(node).value {
            Value::Scalar(scalar) => Some(FieldValue::Text(unlinked(&scalar.text).to_owned())),
            _ => None,
        },
        _ => match &node.value {
            Value::Scalar(scalar) => single(scalar, node.span, spec, problems),
            _ => None,
        },
    };
    if value.is_none() && problems.len() == before {
        let all = || {
            let problem = Problem::new(ProblemKind::WrongType, node.span, takes(spec, node));
            problem.help(slips::type_help(spec, node, &example(spec)))
        };
        problems.push(odd_item(spec, node).unwrap_or_else(all));
    }
    value
}

fn single(scalar: &Scalar, span: Span, spec: &FieldSpec, problems: &mut Vec<Problem>) -> Option<FieldValue> {
    let text = scalar.text.trim();
    match spec.field_type {
        FieldType::Date => {
            let read = day_of(text);
            if read.is_none() {
                problems.push(meant_day::problem(text, span));
            }
            read.map(FieldValue::Date)
        }
        FieldType::Period => {
            let read = Period::parse(text);
            if read.is_none() {
                problems.push(meant_period::problem(text, span));
            }
            read.map(FieldValue::Period)
        }
        FieldType::Flag => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(FieldValue::Flag(true)),
            "false" | "no" => Some(FieldValue::Flag(false)),
            _ => None,
        },
        FieldType::Number => text.parse().ok().map(FieldValue::Number),
        FieldType::Choice => {
            let word = Spanned { value: text.to_owned(), span };
            choice(&word, spec, problems).map(|word| FieldValue::Text(word.value))
        }
        _ => Some(FieldValue::Text(text.to_owned())),
    }
}

fn choice(word: &Spanned<String>, spec: &FieldSpec, problems: &mut Vec<Problem>) -> Option<Spanned<String>> {
    let wanted = normal(&word.value);
    if let Some(known) = spec.word(&wanted) {
        return Some(Spanned { value: known.to_owned(), span: word.span });
    }
    if spec.open {
        return Some(word.clone());
    }
    problems.push(meant_word::problem(word, spec));
    None
}

fn rows(node: &Node, spec: &FieldSpec, problems: &mut Vec<Problem>) -> Option<FieldValue> {
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        Value::Scalar(_) if spec.alone.is_some() => std::slice::from_ref(node),
        _ => return None,
    };
    let mut rows = Vec::new();
    let mut guesses = GUESSES;
    for item in items {
        let text = match text_alone(item, spec) {
            Some(text) if text.is_empty() => continue,
            text => text,
        };
        let entries = text.as_ref().or(match &item.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        });
        let Some(entries) = entries else {
            let message = mark!("a row of `{rows}` is {found}, not a table of its columns");
            let message = tell!(message, rows = &spec.name, found = Words::from(item.describe()));
            let help = tell!("Write {example}.", example = example(spec));
            problems.push(Problem::new(ProblemKind::WrongType, item.span, message).help(help));
            continue;
        };
        let known: Vec<&str> = spec.columns.iter().map(|column| column.name.as_str()).collect();
        let whose = Place::Row(&spec.name);
        let mended = slips::with_commas(entries, &known, problems);
        let entries = mended.as_ref().unwrap_or(entries);
        let known = spec.columns.iter().collect();
        let mut reader =
            Reader { fields: Fields::default(), problems, known, whose, in_rows: true, guesses, strangers: Vec::new() };
        for entry in entries {
            let name = normal(&entry.key);
            reader.take(entry, &name, spec.columns.iter().find(|column| column.name == name));
        }
        guesses = reader.guesses;
        let (strangers, mut cells) = (reader.strangers, reader.fields);
        let first = entries.first().map_or(item.span, |entry| entry.key_span);
        let given = entries.iter().filter(|entry| entry.node.value != Value::Null);
        let written = given.map(|entry| normal(&entry.key)).collect();
        slips::misnamed(spec, &strangers, &mut cells, whose, problems);
        require(spec.columns.iter(), &cells, &written, first, whose, problems);
        rows.push(Row { span: item.span, cells });
    }
    Some(FieldValue::Rows(rows))
}

/// The cells of a row in whose place a text stands, where the key takes that: the one that the text is, or none where it
/// says nothing.
fn text_alone(item: &Node, spec: &FieldSpec) -> Option<Vec<Entry>> {
    let key = spec.alone.as_ref()?;
    match &item.value {
        Value::Null => Some(Vec::new()),
        Value::Scalar(scalar) if absent::is_absent(&scalar.text) => Some(Vec::new()),
        Value::Scalar(_) => Some(vec![Entry { key: key.clone(), key_span: item.span, node: item.clone() }]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;
    use crate::model::Aims;
    use crate::model::load::load;
    use crate::source::Memory;

    fn read(keys: &str) -> Aims {
        let text = format!("---\nid: PRO-001\ntitle: T\nkind: procedure\n{keys}\n---\nText.\n");
        load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("memory can be read")
    }

    /// The texts under a key of a procedure, each with its place in the line.
    fn texts(key: &str, value: &str) -> Vec<(String, usize)> {
        let aims = read(&format!("{key}: {value}"));
        let start = aims.documents[0].text.find(value).expect("the value");
        let fields = &aims.documents[0].fields;
        let texts = match key {
            "requirements" => fields.requirements().iter().flat_map(|(_, ids)| ids).collect(),
            key => fields.texts(key).iter().collect::<Vec<_>>(),
        };
        texts.into_iter().map(|text| (text.value.clone(), text.span.start - start)).collect()
    }

    fn values(key: &str, value: &str) -> Vec<String> {
        texts(key, value).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn ids_with_commas_between_are_a_list_in_quotes_or_not() {
        let both = |a: usize, b: usize| vec![("A.2.2".to_owned(), a), ("A.2.3".to_owned(), b)];
        assert_eq!(texts("controls", "A.2.2, A.2.3"), both(0, 7));
        assert_eq!(texts("controls", "\"A.2.2, A.2.3\""), both(1, 8));
        assert_eq!(texts("controls", "'A.2.2,A.2.3'"), both(1, 7));
        assert_eq!(values("requirements", "{eu-ai-act: 'art-9, art-10'}"), ["art-9", "art-10"]);
        assert_eq!(values("requirements", "{nist-ai-rmf: [\"MAP 1.1\"]}"), ["MAP 1.1"]);
        assert_eq!(values("tags", "'a, b'"), ["a, b"]);
        assert_eq!(texts("controls", "A.2.2; A.2.3"), both(0, 7));
        assert_eq!(values("requirements", "{eu-ai-act: 'art-9; art-10'}"), ["art-9", "art-10"]);
    }

    #[test]
    fn what_stands_in_quoted_brackets_is_what_it_says() {
        assert_eq!(texts("controls", "'[\"A.2.2\", \"A.2.3\"]'"), [("A.2.2".to_owned(), 3), ("A.2.3".to_owned(), 12)]);
        assert_eq!(values("controls", "\"[A.2.2]\""), ["A.2.2"]);
        assert_eq!(values("clauses", "'[\"5.2\"]'"), ["5.2"]);
        assert_eq!(values("requirements", "{eu-ai-act: '[\"art-9\"]'}"), ["art-9"]);
        assert_eq!(values("must-read", "'[\"Chief\"]'"), ["Chief"]);
        let every = read("review-every: '[12 months]'").documents.swap_remove(0);
        assert!(every.fields.get("review-every").is_some(), "{:?}", every.problems);
        assert!(values("controls", "'[CLAUSE]'").is_empty());
    }

    #[test]
    fn a_link_in_two_brackets_is_the_id_in_it() {
        for value in
            ["[[POL-001]]", "\"[[POL-001]]\"", "'[[POL-001|The policy]]'", "[\"[[POL-001]]\"]", "[[[POL-001]]]"]
        {
            assert_eq!(values("implements", value), ["POL-001"], "{value}");
        }
        assert_eq!(values("implements", "'[[POL-001]], [[POL-002]]'"), ["POL-001", "POL-002"]);
        assert_eq!(values("controls", "[[A.2.2]]"), ["A.2.2"]);
        assert_eq!(values("implements", "[[POL-001|The policy]]"), ["POL-001"]);
        for two in ["[[POL-001, POL-002]]", "[[POL-001], [POL-002]]", "[[POL-001], POL-002]", "[\"POL-001, POL-002\"]"]
        {
            assert_eq!(values("implements", two), ["POL-001", "POL-002"], "{two}");
        }
        assert_eq!(values("tags", "[[x]]"), ["x"]);
        let wrong = |value: &str| -> Vec<String> {
            let problems = read(&format!("implements: {value}")).documents.swap_remove(0).problems.clone();
            problems
                .into_iter()
                .filter(|found| found.kind == ProblemKind::WrongType)
                .map(|found| found.message.english())
                .collect()
        };
        assert_eq!(wrong("[[A, {b: c}]]"), ["`implements` takes a list, not a list that holds lists or tables"]);
    }
}
