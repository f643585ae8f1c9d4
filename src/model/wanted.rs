//! What keys take and what is there in its place, in words that are said later.

use super::document::Document;
use super::kinds::{FieldSpec, FieldType};
use crate::base::quote::yaml_line;
use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::Fix;
use crate::parse::{Entry, Node, Problem, ProblemKind, Value};
use crate::reading::Reading;

/// In what a key is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// Anything.
    Anywhere,
    /// A document.
    Document,
    /// A document without front matter, where it is read so.
    Bare(&'a Reading),
    /// A document of a kind.
    Kind(&'a str),
    /// A row below a key.
    Row(&'a str),
}

impl Place<'_> {
    /// That it has no such key.
    pub(super) fn has_no(self, key: &str) -> Words {
        match self {
            Self::Row(rows) => tell!("a row of `{rows}` has no `{key}`", rows, key),
            _ => tell!("the document has no `{key}`", key),
        }
    }

    /// That nobody knows such a key in it.
    pub(super) fn unknown(self, key: &str) -> Words {
        match self {
            Self::Row(rows) => tell!("unknown key `{key}` in a row of `{rows}`", key, rows),
            Self::Kind(kind) => tell!("unknown key `{key}` in a document of kind `{kind}`", key, kind),
            Self::Anywhere | Self::Document | Self::Bare(_) => tell!("unknown key `{key}`", key),
        }
    }

    /// Where such a key goes, in a text that has its keys in its first lines.
    pub(super) fn where_to(self, key: &str) -> Words {
        match self {
            Self::Bare(reading) => where_to(reading, key),
            _ => "".into(),
        }
    }
}

/// How a key is said in the first lines of a text, where these settings have keys read there.
pub fn where_to(reading: &Reading, key: &str) -> Words {
    match reading.line_of(key) {
        Some(line) => tell!("It may also stand in the first lines of the text, as `{line}`.", line),
        None if reading.has_header() => {
            tell!("`{key}` stands between lines `---` at the top, or as what `[header] labels` calls it.", key)
        }
        None => "".into(),
    }
}

/// A remedy, with how a document says this key where it has its keys in its first lines.
pub fn remedy(help: &str, document: &Document, reading: &Reading, key: &str) -> String {
    let is_below = document.span_of("kind").start >= document.body.start;
    let where_to = if is_below { where_to(reading, key).to_string() } else { String::new() };
    [help, &where_to].join(" ").trim_end().to_owned()
}

/// That a key takes something else than what stands there.
pub(super) fn takes(spec: &FieldSpec, node: &Node) -> Words {
    let is_list = wanted(spec.field_type) == LIST;
    tell!(
        "`{key}` takes {wanted}, not {found}",
        key = &spec.name,
        wanted = Words::from(wanted(spec.field_type)),
        found = found(node, is_list)
    )
}

/// What is told of the first item of a list of texts or ids that is none, at that item. A colon within a text makes a table of
/// it.
pub(super) fn odd_item(spec: &FieldSpec, node: &Node) -> Option<Problem> {
    let Value::List(items) = &node.value else { return None };
    if wanted(spec.field_type) != LIST {
        return None;
    }
    let of_texts = matches!(spec.field_type, FieldType::Texts | FieldType::Persons);
    let is_odd = |item: &&Node| match &item.value {
        Value::Table(_) => true,
        Value::List(inner) => of_texts && inner.len() > 1,
        _ => false,
    };
    let item = items.iter().find(is_odd)?;
    let (key, what) = (&spec.name, Words::from(item.describe()));
    let problem =
        Problem::new(ProblemKind::WrongType, item.span, tell!("an item of `{key}` is {what}, not a text", key, what));
    let Some(text) = pair_of_text(item) else {
        return Some(problem.help(tell!("Write {example}.", example = example(spec))));
    };
    let quoted = yaml_line(&text);
    let help = tell!(
        "A colon with a blank behind it makes a key of what stands before. Put the item in quotes: `- {quoted}`.",
        quoted = &quoted
    );
    Some(problem.help(help).fix(Fix::new("Put the item in quotes", item.span, quoted)))
}

/// `Note: a person decides`, a text that a colon made a table of one key.
fn pair_of_text(item: &Node) -> Option<String> {
    let Value::Table(entries) = &item.value else { return None };
    let [Entry { key, key_span, node }] = entries.as_slice() else { return None };
    let value = match &node.value {
        Value::Scalar(scalar) if !scalar.quoted => scalar.text.as_str(),
        _ => return None,
    };
    // In braces it is a table to the eye as well.
    let is_whole = key_span.start == item.span.start && node.span.end == item.span.end;
    let in_line = node.span.end - node.span.start == value.len() && key_span.end - key_span.start == key.len();
    (is_whole && in_line).then(|| format!("{key}: {value}"))
}

const LIST: &str = mark!("a list");

fn wanted(field_type: FieldType) -> &'static str {
    match field_type {
        FieldType::Date => mark!("a date"),
        FieldType::Period => mark!("a length of time"),
        FieldType::Flag => mark!("true or false"),
        FieldType::Number => mark!("a whole number"),
        FieldType::Choice => mark!("one word"),
        FieldType::Rows => mark!("a list of rows"),
        FieldType::Requirements => mark!("a table of framework to ids"),
        FieldType::Text | FieldType::Person | FieldType::Ref => mark!("a text"),
        _ => LIST,
    }
}

/// What stands there in place of what is taken, which may be a list.
pub(super) fn found(node: &Node, is_list: bool) -> Words {
    match &node.value {
        Value::Scalar(scalar) => format!("`{}`", scalar.text.chars().take(40).collect::<String>()).into(),
        Value::List(_) if is_list => tell!("a list that holds lists or tables"),
        _ => Words::from(node.describe()),
    }
}

/// What could stand there.
pub(super) fn example(spec: &FieldSpec) -> Words {
    let name = &spec.name;
    let example = match spec.field_type {
        FieldType::Date => format!("`{name}: 2026-11-20`"),
        FieldType::Period => format!("`{name}: 12 months`"),
        FieldType::Flag => format!("`{name}: true`"),
        FieldType::Number => format!("`{name}: 3`"),
        FieldType::Choice => format!("`{name}: {}`", spec.choices.first().map_or("…", String::as_str)),
        FieldType::Requirements => format!("`{name}: {{eu-ai-act: [art-27]}}`"),
        FieldType::Rows => {
            let columns: Vec<String> =
                spec.columns.iter().take(3).map(|column| format!("{}: …", column.name)).collect();
            let row = format!("`- {{{}}}`", columns.join(", "));
            return tell!("a list of tables, each {row}", row);
        }
        FieldType::Text | FieldType::Person | FieldType::Ref => format!("`{name}: …`"),
        _ => format!("`{name}: […, …]`"),
    };
    example.into()
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    #[test]
    fn an_item_that_is_no_text_is_told_at_itself() {
        for (items, message, fix) in [
            (
                "  - A\n  - Note: a person decides\n",
                "an item of `commitments` is a table, not a text",
                Some("\"Note: a person decides\""),
            ),
            ("  - A\n  - {Note: a}\n", "an item of `commitments` is a table, not a text", None),
            ("  - A\n  - [b, c]\n", "an item of `commitments` is a list, not a text", None),
        ] {
            let text = format!("---\nid: POL-001\ntitle: T\nkind: policy\ncommitments:\n{items}---\nText.\n");
            let aims = load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("it loads");
            let told = aims.documents[0].problems.iter().find(|told| told.message.english() == message);
            let told = told.expect("the item is told");
            assert!(text[..told.span.start].ends_with("  - A\n  - "), "{items}");
            assert_eq!(told.fixes.first().map(|fix| fix.replacement.as_str()), fix, "{items}");
        }
    }
}
