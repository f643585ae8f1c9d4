//! What of front matter nothing is made of although it was meant to be read: what stands there may be missed elsewhere.

use super::fields::Fields;
use super::kinds::{FieldSpec, FieldType};
use super::read_fields::Schema;
use super::settings::normal;
use crate::base::near::Near;
use crate::diag::Span;
use crate::parse::{Entry, Node, Problem, ProblemKind, Unread, Value};

/// Marks the keys that could not be read, and gives where all stands that nothing was made of.
pub(super) fn set_aside(
    entries: &[Entry],
    (parts, problems): (&[Unread], &[Problem]),
    schema: &Schema<'_>,
    fields: &mut Fields,
) -> Vec<Span> {
    for key in parts.iter().filter_map(|part| part.key.as_deref()) {
        fields.misread.insert(schema.our_key(key));
    }
    let mut unread: Vec<Span> = parts.iter().map(|part| part.span).collect();
    unread.extend(values(entries, schema, fields, (schema.kind.is_none(), problems)));
    unread
}

/// Values that nothing was made of: under a key that could not be read or seems to be a slip of one that links, and all of a
/// document whose kind nobody knows. A key of the team's own names things too, and links nothing by that.
///
/// Of rows only those are taken in which one of the `problems` is: the others were read, and a slip in one row says nothing of
/// what the others name.
fn values(entries: &[Entry], schema: &Schema<'_>, fields: &Fields, (all, problems): (bool, &[Problem])) -> Vec<Span> {
    let links: Vec<&str> =
        schema.kinds.fields(schema.kind).filter(|spec| links(spec)).map(|spec| spec.name.as_str()).collect();
    let mut near = Near::of(links);
    let mut is_unsure = |entry: &&Entry| {
        let (key, name) = (normal(&entry.key), schema.our_key(&entry.key));
        if fields.is_misread(&name) {
            return true;
        }
        match schema.kinds.field(schema.kind, &name) {
            Some(_) => all && name != "id",
            None if schema.reading.keep.contains(&key) => false,
            None => all || near.nearest(&name).is_some(),
        }
    };
    let mut found: Vec<Span> = entries
        .iter()
        .filter(|entry| is_unsure(entry))
        .flat_map(|entry| unsure_in(entry, schema, all, problems))
        .collect();
    // Of two that stand under one key the second is not read: what stands there ends with its line.
    let twice = problems.iter().filter(|problem| problem.kind == ProblemKind::DuplicateKey);
    found.extend(twice.filter_map(|problem| {
        let rest = schema.text.get(problem.span.end..)?;
        Some(Span::new(problem.span.end, problem.span.end + rest.find('\n').unwrap_or(rest.len())))
    }));
    found
}

/// The rows of a value in which something is wrong, where it is one of rows; else all of it.
fn unsure_in(entry: &Entry, schema: &Schema<'_>, all: bool, problems: &[Problem]) -> Vec<Span> {
    let spec = schema.kinds.field(schema.kind, &schema.our_key(&entry.key));
    let rows = spec.filter(|spec| !all && spec.field_type == FieldType::Rows);
    if let (Some(_), Value::List(items)) = (rows, &entry.node.value) {
        let is_in =
            |row: &Node, problem: &Problem| row.span.start <= problem.span.start && problem.span.end <= row.span.end;
        let found: Vec<Span> =
            items.iter().filter(|row| problems.iter().any(|problem| is_in(row, problem))).map(|row| row.span).collect();
        // What is wrong with all of them stands in none.
        if !found.is_empty() {
            return found;
        }
    }
    vec![entry.node.span]
}

/// Whether a key, or a column of it, names requirements or documents.
fn links(spec: &FieldSpec) -> bool {
    use FieldType::{Clauses, Controls, Ref, Refs, Requirements, Rows};
    matches!(spec.field_type, Clauses | Controls | Ref | Refs | Requirements | Rows)
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    #[test]
    fn of_rows_only_the_one_with_the_slip_may_name_what_is_missed() {
        let unread = |row: &str| -> Vec<String> {
            let text = format!(
                "---\nid: SOA-001\ntitle: T\nkind: soa\nstatement:\n  - {{control: A.2.2, {row}}}\n  - {{control: A.4.6, applicable: true, reason: r}}\n---\n"
            );
            let aims = load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("memory");
            let document = &aims.documents[0];
            document.unread.iter().map(|span| document.written(*span).to_owned()).collect()
        };
        for row in [
            "applicable: maybe, reason: r",
            "applicable: true, reason: r, implementation: implemented",
            "applicable: true, reason: r, implementation: todo",
            "applicable: true, reason: r, status: done",
        ] {
            let found = unread(row);
            assert!(found.iter().all(|found| found.contains("A.2.2") && !found.contains("A.4.6")), "{row}: {found:?}");
        }
        assert!(unread("applicable: maybe, reason: r").iter().any(|found| found.contains("A.2.2")));
        assert!(unread("applicable: true, reason: r").is_empty());
    }

    #[test]
    fn only_a_slip_of_a_key_that_links_may_name_what_is_missed() {
        let unread = |settings: &str, key: &str| -> Vec<String> {
            let text = format!("---\nid: POL-001\ntitle: T\nkind: policy\n{key}: A.5.2\n---\nText.\n");
            let files = [("aims.toml", settings.as_bytes()), ("a.md", text.as_bytes())];
            let aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read");
            let document = &aims.documents[0];
            document.unread.iter().map(|span| document.written(*span).to_owned()).collect()
        };
        for key in ["contorls", "control", "implement", "clause"] {
            assert_eq!(unread("", key), ["A.5.2"], "{key}");
            assert!(unread(&format!("[keys]\nkeep = [\"{key}\"]\n"), key).is_empty(), "{key}");
        }
        for key in ["remark", "note", "onwer"] {
            assert!(unread("", key).is_empty(), "{key}");
        }
    }
}
