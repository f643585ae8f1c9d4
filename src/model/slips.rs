//! Slips of the hand that YAML takes for something else: commas that part a text, quotes that are none.

use super::fields::Fields;
use super::kinds::{FieldSpec, FieldType, Need};
use super::risk::SCALE;
use super::settings::normal;
use super::wanted::Place;
use crate::base::quote::{quoted, yaml};
use crate::base::wording::Words;
use crate::base::{Period, date, mark, tell};
use crate::diag::{Fix, Span};
use crate::parse::{Entry, Node, Problem, ProblemKind, Scalar, Value};
use crate::reading::CLASS;

/// Quotes as texts have them, which YAML takes for letters.
const ODD: [(char, char); 11] = [
    ('\u{201c}', '\u{201d}'),
    ('\u{201e}', '\u{201c}'),
    ('\u{201e}', '\u{201d}'),
    ('\u{201d}', '\u{201d}'),
    ('\u{2018}', '\u{2019}'),
    ('\u{201a}', '\u{2018}'),
    ('\u{2019}', '\u{2019}'),
    ('\u{ab}', '\u{bb}'),
    ('\u{bb}', '\u{ab}'),
    ('\u{2039}', '\u{203a}'),
    ('\u{203a}', '\u{2039}'),
];

/// What to do about `published: false`, by which other site generators leave a text out: whether it is a draft or is done with
/// only its author knows.
pub(super) fn held_back(entry: &Entry) -> Option<Words> {
    let says = |text: &str| ["false", "no"].iter().any(|no| text.trim().eq_ignore_ascii_case(no));
    let is_so =
        normal(&entry.key) == "published" && matches!(&entry.node.value, Value::Scalar(scalar) if says(&scalar.text));
    is_so.then(|| {
        tell!(
            "Other site generators leave such a text out; aims does not. Remove the key, and let `status` say `draft` or `retired`; or leave the file out in `aims.toml`: `exclude` under `[files]`."
        )
    })
}

/// A value that commas parted: the entry it belongs to, what stands behind the commas, and where all of it stands.
type Torn<'a> = (usize, Vec<&'a str>, Span);

/// The cells of a row in braces, where a comma parted a value: what stands behind the comma has become a key with nothing
/// under it. `None` where there is no such slip.
pub(super) fn with_commas(entries: &[Entry], known: &[&str], problems: &mut Vec<Problem>) -> Option<Vec<Entry>> {
    let is_rest = |entry: &Entry| {
        let bare = entry.node.value == Value::Null && entry.node.span.start >= entry.node.span.end;
        bare && !entry.key.contains(':') && !known.contains(&super::settings::normal(&entry.key).as_str())
    };
    if !entries.iter().skip(1).any(is_rest) {
        return None;
    }
    let mut whole: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut torn: Option<Torn<'_>> = None;
    for entry in entries {
        let last = whole.len().checked_sub(1).filter(|last| plain(&whole[*last].node).is_some());
        match last.filter(|_| is_rest(entry)) {
            Some(last) => {
                let before = whole[last].node.span;
                let (_, parts, span) = torn.get_or_insert((last, Vec::new(), before));
                parts.push(&entry.key);
                span.end = entry.key_span.end;
            }
            None => {
                join(&mut whole, torn.take(), problems);
                whole.push(entry.clone());
            }
        }
    }
    join(&mut whole, torn, problems);
    Some(whole)
}

fn plain(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar(scalar) if !scalar.quoted => Some(&scalar.text),
        _ => None,
    }
}

/// Puts a value together again that commas parted, and tells it.
fn join(entries: &mut [Entry], torn: Option<Torn<'_>>, problems: &mut Vec<Problem>) {
    let Some((at, parts, span)) = torn else { return };
    let Some(entry) = entries.get_mut(at) else { return };
    let text = std::iter::once(plain(&entry.node).unwrap_or_default()).chain(parts).collect::<Vec<_>>().join(", ");
    let quoted = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let key = &entry.key;
    let message = tell!("the value of `{key}` holds a comma, and so needs quotes", key);
    problems.push(
        Problem::new(ProblemKind::UnknownKey, span, message)
            .help(tell!("Write `{line}`.", line = format!("{key}: {quoted}")))
            .fix(Fix::new("Put the value in quotes", span, quoted).certain()),
    );
    entry.node = Node { value: Value::Scalar(Scalar { text, quoted: true }), span };
}

/// A key that holds a colon: a blank is missing behind it.
pub(super) fn blank_missing(entry: &Entry) -> Problem {
    let (key, value) = entry.key.split_once(':').unwrap_or((&entry.key, ""));
    let whole = format!("{}: {}", key.trim(), value.trim());
    let message = tell!("a blank is missing after the colon of `{key}`", key = key.trim());
    let fix = Fix::new("Put a blank after the colon", entry.key_span, whole.as_str());
    let help = tell!("Write `{line}`.", line = whole);
    Problem::new(ProblemKind::UnknownKey, entry.key_span, message).help(help).fix(fix)
}

/// The same entry without the quotes that YAML takes for letters: typographic ones around a value, and one that ends a value
/// and opens nowhere. Each is told. `None` where there is nothing to tell.
pub(super) fn without_odd_quotes(entry: &Entry, spec: &FieldSpec, problems: &mut Vec<Problem>) -> Option<Entry> {
    if matches!(spec.field_type, FieldType::Rows | FieldType::Requirements) {
        return None;
    }
    let mut node = entry.node.clone();
    let found = problems.len();
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| mend(item, spec, problems)),
        _ => mend(&mut node, spec, problems),
    }
    (problems.len() > found).then(|| Entry { node, ..entry.clone() })
}

fn mend(node: &mut Node, spec: &FieldSpec, problems: &mut Vec<Problem>) {
    let span = node.span;
    let Value::Scalar(scalar) = &mut node.value else { return };
    let text = scalar.text.trim();
    if scalar.quoted || text.len() != span.end.saturating_sub(span.start) {
        return;
    }
    let mut ends = text.chars();
    let (Some(first), Some(last)) = (ends.next(), ends.next_back()) else { return };
    let inner = ends.as_str();
    let odd = ODD.contains(&(first, last)) && !inner.contains([first, last]);
    let alone = last == '"' && text.matches('"').count() == 1;
    let (bare, message) = match (odd, alone) {
        (true, _) => (inner, mark!("`{key}` stands in typographic quotes, which YAML takes for letters")),
        (false, true) => (text.trim_end_matches('"'), mark!("`{key}` ends with a quote that opens nowhere")),
        (false, false) => return,
    };
    let message = tell!(message, key = &spec.name);
    // Blanks stand inside French quotes, and belong to them; without quotes a text may mean something else to YAML.
    let bare = bare.trim();
    let written = match spec.field_type {
        FieldType::Text | FieldType::Texts | FieldType::Person | FieldType::Persons => yaml(bare),
        field_type if field_type.takes_ids() => format!("\"{bare}\""),
        _ => bare.to_owned(),
    };
    problems.push(
        Problem::new(ProblemKind::OddQuotes, span, message)
            .help(tell!("Write `{written}`. The quotes of YAML are `\"` and `'`.", written = &written))
            .fix(Fix::new(format!("Write `{written}`"), span, written).certain()),
    );
    scalar.text = bare.to_owned();
}

/// The words that a key takes, as the end of what is said about it.
pub(super) fn allowed(spec: &FieldSpec) -> Words {
    match spec.field_type {
        FieldType::Choice | FieldType::Choices => {
            let words: Vec<String> = spec.choices.iter().map(|word| format!("`{word}`")).collect();
            tell!(" Allowed: {words}.", words = words.join(", "))
        }
        FieldType::Date => tell!(" A day, as `2026-11-20`."),
        _ => "".into(),
    }
}

/// A key of theirs as a key of TOML.
pub(super) fn as_key(key: &str) -> String {
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if plain { key.to_owned() } else { quoted(key) }
}

/// How a word of the team's is made to mean one of ours, as the end of what is said about it.
pub(super) fn mapped(name: &str, theirs: &str, ours: Option<&str>) -> Words {
    let theirs = as_key(theirs);
    match ours {
        Some(ours) => {
            let told = mark!(
                "Where it is a word of yours for that, say so in `aims.toml`: `[values.{name}]`, `{theirs} = \"{ours}\"`."
            );
            tell!(told, name, theirs, ours)
        }
        None => {
            let told = mark!(
                "Where it is a word of yours for one of them, say so in `aims.toml`: `[values.{name}]`, `{theirs} = …`."
            );
            tell!(told, name, theirs)
        }
    }
}

/// What to write where a value is of another type than its key takes.
pub(super) fn type_help(spec: &FieldSpec, node: &Node, example: &Words) -> Words {
    let name = &spec.name;
    if let Some(help) = of_several(spec, node) {
        return help;
    }
    match spec.field_type {
        FieldType::Choice => match within(spec, node) {
            Some(word) => tell!("Write `{line}`.", line = format!("{name}: {word}")),
            None => tell!("Write {example}.", example),
        },
        FieldType::Flag => tell!("Write `{name}: true` or `{name}: false`.", name),
        FieldType::Number if ["likelihood", "severity"].iter().any(|part| name.ends_with(part)) => {
            let help = mark!("Write a number from {lowest} to {highest}, which is the highest: `{name}: 3`.");
            tell!(help, lowest = SCALE.start().to_string(), highest = SCALE.end().to_string(), name)
        }
        _ => tell!("Write {example}.", example),
    }
}

/// The word of a choice that stands somewhere in a value; of who may read a text the one that keeps most out, also where none
/// stands there.
fn within<'s>(spec: &'s FieldSpec, node: &Node) -> Option<&'s str> {
    let mut words = Vec::new();
    let mut left = vec![node];
    while let Some(node) = left.pop() {
        match &node.value {
            Value::Scalar(scalar) => words.push(scalar.text.as_str()),
            Value::List(items) => left.extend(items),
            Value::Table(entries) => {
                words.extend(entries.iter().map(|entry| entry.key.as_str()));
                left.extend(entries.iter().map(|entry| &entry.node));
            }
            Value::Null => {}
        }
    }
    let own: Vec<&str> =
        words.iter().filter_map(|word| spec.word(&normal(word.trim_matches(['{', '}', ' '])))).collect();
    let place = |word: &&str| spec.choices.iter().position(|choice| choice == word);
    match own.as_slice() {
        [] if spec.name == CLASS => spec.choices.last().map(String::as_str),
        _ if spec.name == CLASS => own.into_iter().max_by_key(place),
        own => own.first().copied(),
    }
}

/// What to write where a list stands under a key that takes one value: its only item, else one of them.
fn of_several(spec: &FieldSpec, node: &Node) -> Option<Words> {
    let Value::List(items) = &node.value else { return None };
    let text = |item: &Node| match &item.value {
        Value::Scalar(scalar) => Some(scalar.text.trim().to_owned()),
        _ => None,
    };
    let texts: Vec<String> = items.iter().map(text).collect::<Option<_>>()?;
    let sound = |text: &String| is_value(spec, text);
    // In TOML a text stands in quotes.
    let in_quotes = items.iter().any(|item| matches!(&item.value, Value::Scalar(scalar) if scalar.quoted));
    let written = |text: &str| if in_quotes { quoted(text) } else { text.to_owned() };
    match texts.as_slice() {
        [only] if sound(only) => Some(tell!("Write `{line}`, without brackets.", line = written(only))),
        // Of who may read a text one may keep more out than the other.
        _ if spec.name == CLASS => None,
        [first, _, ..] if texts.iter().all(sound) => {
            let line = written(first);
            Some(match spec.field_type {
                FieldType::Person => {
                    tell!("It takes one, who answers for it. Write `{line}`, or another of them.", line)
                }
                _ => tell!("It takes one and not several. Write `{line}`, or another of them.", line),
            })
        }
        _ => None,
    }
}

/// Whether a text is a value that a key takes.
pub(super) fn is_value(spec: &FieldSpec, text: &str) -> bool {
    match spec.field_type {
        FieldType::Date => date::parse(text).is_some(),
        FieldType::Period => Period::parse(text).is_some(),
        FieldType::Choice => spec.word(&normal(text)).is_some(),
        FieldType::Text | FieldType::Person | FieldType::Ref => !text.is_empty(),
        _ => false,
    }
}

/// A row that has one key which is no column, and lacks one column: that key most likely stands for it, which is one finding.
pub(super) fn misnamed(
    spec: &FieldSpec,
    strangers: &[(Span, usize)],
    cells: &mut Fields,
    what: Place<'_>,
    problems: &mut [Problem],
) {
    let there = |name: &str| cells.get(name).is_some() || cells.is_misread(name) || cells.unanswered(name).is_some();
    let mut missing = spec.columns.iter().filter(|column| column.need == Some(Need::Must) && !there(&column.name));
    let (&[(span, told)], Some(column), None) = (strangers, missing.next(), missing.next()) else { return };
    let name = &column.name;
    let about = Words::shipped(column.about.trim_end());
    let help = tell!("Write `{name}` here, where that is meant.", name).then(about);
    problems[told] =
        Problem::new(ProblemKind::MissingField, span, what.has_no(name)).help(help).fix(Fix::key(span, &column.name));
    cells.misread.insert(column.name.clone());
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    /// What is said of one line of the front matter of a policy: each message with its help.
    fn told(line: &str) -> Vec<String> {
        let text = format!("---\nid: POL-001\ntitle: T\nkind: policy\n{line}\n---\nText.\n");
        let place = text.find(line).expect("the line");
        let aims = load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("it loads");
        let here = aims.documents[0].problems.iter().filter(|problem| problem.span.start >= place);
        let said = |problem: &crate::parse::Problem| {
            let help = problem.help.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{}: {help}", problem.message)
        };
        here.filter(|problem| problem.span.start < place + line.len()).map(said).collect()
    }

    fn assert_told(line: &str, parts: &[&str]) {
        let told = told(line);
        assert!(told.len() == 1 && parts.iter().all(|part| told[0].contains(part)), "{line}: {told:?}");
    }

    #[test]
    fn what_another_generator_would_leave_out_is_told_as_that() {
        for line in ["published: false", "Published: No"] {
            assert_told(line, &["unknown key", "let `status` say `draft` or `retired`", "`exclude` under `[files]`"]);
        }
        assert_told("published: true", &["unknown key", "Remove it"]);
    }

    #[test]
    fn a_number_without_a_unit_is_told_as_one() {
        assert_told("review_interval: 12", &["no length of time", "such as `12 months` or `12 days`"]);
        assert_told("review-every: 0", &["Write it as `12 months`, `2 years`"]);
    }

    #[test]
    fn a_list_under_a_key_that_takes_one_value_is_told_with_what_it_holds() {
        assert_told("status: [approved]", &["Write `approved`, without brackets."]);
        assert_told("owner: [AI Officer, Chief]", &["It takes one, who answers for it. Write `AI Officer`"]);
        assert_told("effective: [2026-01-01]", &["Write `2026-01-01`, without brackets."]);
        assert_told("owner: ['AI Officer']", &["Write `\"AI Officer\"`, without brackets."]);
        for value in [
            "[[confidential]]",
            "{{confidential}}",
            "{ level: confidential }",
            "[public, confidential]",
            "{level: secret}",
        ] {
            assert_told(&format!("classification: {value}"), &["Write `classification: confidential`."]);
        }
    }

    #[test]
    fn what_is_no_list_of_ids_is_told_with_one() {
        let write = |value: &str| told(&format!("requirements: {value}"));
        let both = "Write `requirements: {nist-ai-rmf: [\"MAP 1.1\", \"MAP 1.2\"]}`.";
        let told = write("{nist-ai-rmf: MAP 1.1, MAP 1.2, eu-ai-act: [art-9]}");
        assert!(told.len() == 1 && told[0].contains("a comma ends") && told[0].contains(both), "{told:?}");
        assert!(write("{eu-ai-act: }")[0].contains("Write `requirements: {eu-ai-act: […]}`."));
        assert!(write("{eu-ai-act: {art-9: yes}}")[0].contains("Write `requirements: {eu-ai-act: [\"art-9\"]}`."));
    }

    #[test]
    fn typographic_quotes_go_with_the_blanks_inside_and_what_they_kept_from_yaml_stays() {
        for (line, written) in [
            ("owner: «\u{a0}AI Officer\u{a0}»", "Write `AI Officer`."),
            ("owner: «\u{202f}AI Officer\u{202f}»", "Write `AI Officer`."),
            ("owner: “ AI Officer ”", "Write `AI Officer`."),
            ("owner: ‚AI Officer‘", "Write `AI Officer`."),
            ("owner: »AI Officer«", "Write `AI Officer`."),
            ("owner: ‹AI Officer›", "Write `AI Officer`."),
            ("owner: “# Officer”", "Write `\"# Officer\"`."),
            ("owner: “[AI] Officer”", "Write `\"[AI] Officer\"`."),
            ("replaces: “POL-002”", "Write `\"POL-002\"`."),
            ("effective: “2026-01-01”", "Write `2026-01-01`."),
        ] {
            let [found]: [String; 1] = told(line).try_into().expect(line);
            assert!(found.contains("stands in typographic quotes") && found.contains(written), "{line}: {found}");
        }
        // Each word has its own: they are signs of the text.
        assert_eq!(told("owner: „KI“ und „ML“"), [] as [&str; 0]);
    }

    #[test]
    fn a_place_to_fill_in_is_told_once_and_as_what_it_is() {
        for line in [
            "reviewed: [DATE]",
            "reviewed: YYYY-MM-DD",
            "reviewed: dd/mm/yyyy",
            "owner: {owner}",
            "owner: {{owner}}",
            "reviewed: {{ date }}",
            "status: [draft | approved]",
        ] {
            assert_told(line, &["which is no answer"]);
        }
    }

    #[test]
    fn words_of_the_team_are_told_how_they_are_made_to_mean_ours() {
        for (word, ours) in [("active", "approved"), ("Final", "approved"), ("superseded", "retired")] {
            let mapped = format!("`[values.status]`, `{} = \"{ours}\"`", word.to_lowercase());
            assert_told(&format!("status: {word}"), &[&format!("Did you mean `{ours}`?"), &mapped]);
        }
        assert_told("status: purple", &["Allowed: `draft`", "`[values.status]`, `purple = …`"]);
    }

    #[test]
    fn a_kind_is_known_by_what_others_call_it() {
        let text = "---\nid: P\ntitle: T\nkind: SOP\n---\n";
        let aims = load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("it loads");
        let helps = aims.documents[0].problems.iter().filter_map(|problem| problem.help.as_ref());
        let help = helps.map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(help.contains("Did you mean `procedure`?") && help.contains("`[values.kind]`, `sop = "), "{help}");
    }
}
