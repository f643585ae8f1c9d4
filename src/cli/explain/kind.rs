//! What a kind of document is, with its keys, their columns and an example; and what a key is.

use super::text::{items, wrap};
use crate::base::quote::yaml;
use crate::base::text::count;
use crate::model::catalog::Catalog;
use crate::model::kinds::{FieldSpec, FieldType, Kind, Kinds, Nature, Need};
use crate::model::lowered::lowered;
use crate::reading::normal;

/// All kinds, a line each.
pub(super) fn list(kinds: &Kinds) -> String {
    let line = |kind: &Kind| format!("  {:<18} {:<4} {}\n", kind.name, kind.prefix, kind.about);
    let of = |nature: Nature| kinds.iter().filter(move |kind| kind.nature == nature).map(line).collect::<String>();
    format!(
        "Documents: kept current, reviewed and approved\n{}\nRecords: dated evidence, not edited once closed\n{}\nA kind by its name tells its keys: aims explain policy\n",
        of(Nature::Document),
        of(Nature::Record)
    )
}

/// All keys, a line each: those that every document may have, then those of kinds.
pub(super) fn keys(kinds: &Kinds) -> String {
    let common: String = kinds.common().iter().map(|field| format!("  {:<18} {}\n", field.name, field.about)).collect();
    let own = |kind: &Kind| {
        let names: Vec<&str> = kind.fields.iter().map(|field| field.name.as_str()).collect();
        if names.is_empty() { String::new() } else { format!("  {}\n{}\n", kind.name, wrap_at(&names.join(", "), 4)) }
    };
    let own: String = kinds.iter().map(own).collect();
    format!(
        "Keys of every document\n{common}\nKeys of kinds\n{own}\nA key by its name tells what it takes: aims explain review-every\n"
    )
}

/// The kind that a word names: by its name, its label, its plural or the start of its ids.
pub(super) fn find<'a>(kinds: &'a Kinds, word: &str) -> Option<&'a Kind> {
    let wanted = normal(word);
    let is = |name: &str| normal(name) == wanted;
    let named = kinds.iter().find(|kind| is(&kind.name) || is(&kind.label) || is(&kind.plural));
    named.or_else(|| kinds.iter().find(|kind| kind.prefix.eq_ignore_ascii_case(word.trim())))
}

/// A kind: what it is for, what an auditor asks, its keys, and an example of its front matter.
pub(super) fn of(kinds: &Kinds, kind: &Kind, catalog: &Catalog) -> String {
    let nature = match kind.nature {
        Nature::Document => "A document: kept current, reviewed and approved",
        Nature::Record => "A record: dated evidence, not edited once it is closed",
    };
    let tier = kind.tier.map_or("answers for no requirement", |tier| match tier.as_str() {
        "says" => "says what holds for the requirements it names",
        "does" => "carries out the requirements it names",
        _ => "shows the requirements it names at work",
    });
    let clauses = kind.clauses.iter().map(|id| {
        let titles = catalog.standards().find_map(|standard| standard.clause(id)).map(|clause| clause.title.as_str());
        format!("{id} {}", titles.unwrap_or_default()).trim_end().to_owned()
    });
    let what = format!("{nature}; {tier}. Ids usually begin with {}-.", kind.prefix);
    let own = fields(kind.fields.iter());
    let common = kinds.fields(Some(kind)).filter(|field| !kind.fields.contains(field));
    format!(
        "{} (kind: {})\n{}\n\n{}\n{}{}\nKeys of its own\n{}\nKeys of every document\n{}\nExample\n{}",
        kind.label,
        kind.name,
        crate::cli::words::wrap(&what, 80).join("\n"),
        wrap(if kind.about.is_empty() { "A kind of this organisation's own." } else { &kind.about }),
        items("Clauses that it serves without naming them", &clauses.collect::<Vec<_>>()),
        items("What an auditor is likely to ask", &kind.asks),
        if own.is_empty() { "  none\n" } else { &own },
        fields(common),
        example(kinds, kind)
    )
}

fn fields<'a>(fields: impl Iterator<Item = &'a FieldSpec>) -> String {
    fields.map(|field| described(field, 2)).collect()
}

/// A key with what it takes and is for, and its columns below it.
fn described(field: &FieldSpec, indent: usize) -> String {
    let head = format!("{:indent$}{}{}: {}", "", field.name, need(field.need), takes(field));
    let about = format!("{} {}", field.about, field.besides());
    let about = match about.trim() {
        "" => String::new(),
        about => format!("{}\n", wrap_at(about, indent + 4)),
    };
    let columns: String = field.columns.iter().map(|column| described(column, indent + 4)).collect();
    format!("{head}\n{about}{columns}")
}

fn need(need: Option<Need>) -> &'static str {
    match need {
        Some(Need::Must) => " (needed)",
        Some(Need::Should) => " (advised)",
        None => "",
    }
}

/// What a key takes, in words.
fn takes(field: &FieldSpec) -> String {
    let words = || field.choices.join(", ");
    let of = || if field.kinds.is_empty() { String::new() } else { format!(" of kind {}", field.kinds.join(" or ")) };
    match field.field_type {
        FieldType::Text => "a text".into(),
        FieldType::Texts => "a list of texts".into(),
        FieldType::Date => "a day, as 2026-11-20".into(),
        FieldType::Period => "a length of time, as 12 months".into(),
        FieldType::Flag => "true or false".into(),
        FieldType::Number => "a whole number".into(),
        FieldType::Choice => format!("one of {}", words()),
        FieldType::Choices => format!("some of {}", words()),
        FieldType::Person => "a role or person of aims.toml".into(),
        FieldType::Persons => "roles or persons of aims.toml".into(),
        FieldType::Ref => format!("the id of a document{}", of()),
        FieldType::Refs => format!("ids of documents{}", of()),
        FieldType::Controls => "ids of controls, as A.5.2".into(),
        FieldType::Clauses => "ids of clauses, as \"6.1.4\"".into(),
        FieldType::Requirements => "ids by framework, as {eu-ai-act: [art-27]}".into(),
        FieldType::Rows => format!("rows with these {}", count(field.columns.len(), "column")),
    }
}

/// A key, or a column of rows: what it takes, and the kinds that have it.
pub(super) fn key(kinds: &Kinds, word: &str) -> Option<String> {
    let wanted = normal(word);
    let mut text = String::new();
    for field in kinds.common().iter().filter(|field| field.name == wanted) {
        text.push_str(&format!("A key of every document\n{}\n", described(field, 2)));
    }
    let mut told: Vec<(&FieldSpec, String, Vec<&str>)> = Vec::new();
    for kind in kinds.iter() {
        for field in &kind.fields {
            let columns = field.columns.iter().map(|column| (column, format!("a column of `{}`", field.name)));
            let own = std::iter::once((field, "a key".to_owned()));
            for (spec, what) in own.chain(columns).filter(|(spec, _)| spec.name == wanted) {
                match told.iter_mut().find(|(known, known_what, _)| *known == spec && *known_what == what) {
                    Some((_, _, kinds)) => kinds.push(&kind.name),
                    None => told.push((spec, what, vec![&kind.name])),
                }
            }
        }
    }
    for (spec, what, names) in told {
        let what = format!("{}{}", what[..1].to_uppercase(), &what[1..]);
        text.push_str(&format!("{what} of kind {}\n{}\n", names.join(", "), described(spec, 2)));
    }
    (!text.is_empty()).then(|| format!("{wanted}\n\n{}\n", text.trim_end()))
}

/// Names by which a key or column can be asked for.
pub(super) fn names(kinds: &Kinds) -> impl Iterator<Item = &str> {
    let own = kinds.iter().flat_map(|kind| &kind.fields).chain(kinds.common());
    own.flat_map(|field| std::iter::once(&field.name).chain(field.columns.iter().map(|column| &column.name)))
        .map(String::as_str)
}

/// Front matter of a kind: what is needed and advised, and one row of each list of rows.
fn example(kinds: &Kinds, kind: &Kind) -> String {
    let mut lines = vec!["---".to_owned(), format!("id: {}-001", kind.prefix)];
    lines.push(format!("title: {}", yaml(&format!("The {}", lowered(&kind.label)))));
    lines.push(format!("kind: {}", kind.name));
    if kind.has_life() {
        lines.extend(["version: \"0.1\"".to_owned(), "status: draft".to_owned()]);
    }
    let own = kind.fields.iter().filter(|field| field.need.is_some() || field.field_type == FieldType::Rows);
    if kind.nature == Nature::Document && !kind.fields.iter().any(|field| field.name == "owner") {
        lines.push("owner: AI Officer".to_owned());
    }
    for field in own {
        match field.field_type {
            FieldType::Rows => {
                lines.push(format!("{}:", field.name));
                lines.extend(field.columns.iter().enumerate().map(|(i, column)| {
                    format!("  {} {}: {}", if i == 0 { "-" } else { " " }, column.name, value(kinds, column))
                }));
            }
            _ => lines.push(format!("{}: {}", field.name, value(kinds, field))),
        }
    }
    lines.push("---".to_owned());
    lines.iter().map(|line| format!("  {line}\n")).collect()
}

/// A value that a key takes.
fn value(kinds: &Kinds, field: &FieldSpec) -> String {
    let id = || {
        let prefix = field.kinds.first().and_then(|name| kinds.get(name)).map_or("POL", |kind| kind.prefix.as_str());
        format!("{prefix}-001")
    };
    match field.field_type {
        FieldType::Text if field.name == "control" => "A.5.2".into(),
        FieldType::Text => yaml(field.about.trim_end_matches('.')),
        FieldType::Texts => format!("[{}]", yaml(field.about.trim_end_matches('.'))),
        FieldType::Date => "2026-11-20".into(),
        FieldType::Period => "12 months".into(),
        FieldType::Flag => "true".into(),
        FieldType::Number => "3".into(),
        FieldType::Choice => field.choices.first().cloned().unwrap_or_default(),
        FieldType::Choices => format!("[{}]", field.choices.first().map_or("", String::as_str)),
        FieldType::Person => "AI Officer".into(),
        FieldType::Persons => "[AI Officer]".into(),
        FieldType::Ref => id(),
        FieldType::Refs => format!("[{}]", id()),
        FieldType::Controls => "[A.5.2]".into(),
        FieldType::Clauses => "[\"6.1.4\"]".into(),
        FieldType::Requirements => "{eu-ai-act: [art-27]}".into(),
        FieldType::Rows => "[]".into(),
    }
}

/// Breaks a paragraph into lines, set in by `indent`.
fn wrap_at(text: &str, indent: usize) -> String {
    let lines = crate::cli::words::wrap(text, 80 - indent);
    lines.iter().map(|line| format!("{:indent$}{line}", "")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    #[test]
    fn the_example_of_each_kind_can_be_read() {
        let kinds = Kinds::builtin();
        for kind in kinds.iter() {
            let front: String = example(&kinds, kind).lines().map(|line| format!("{}\n", &line[2..])).collect();
            let text = format!("{front}\n# Title\n\nText.\n");
            let source = Memory::new([("aims.toml", &b""[..]), ("a.md", text.as_bytes())]);
            let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
            assert_eq!(aims.documents[0].problems, [], "{}\n{front}", kind.name);
        }
        let system = kinds.get("system").map(|kind| example(&kinds, kind)).unwrap_or_default();
        assert!(system.contains("title: The AI system"), "{system}");
    }
}
