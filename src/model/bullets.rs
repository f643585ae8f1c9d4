//! Lists whose items begin with something else than `- `, as `•` out of a word processor, or with no blank behind the `-`: YAML
//! makes one text of all their lines. They are read as the items that they are, and told.

use super::kinds::{FieldSpec, FieldType};
use super::settings::normal;
use crate::base::quote::yaml_line;
use crate::base::tell;
use crate::diag::{Fix, Span};
use crate::parse::{Entry, Node, Problem, ProblemKind, Scalar, Value};

/// Signs with which items begin in texts of word processors, whatever stands behind them.
const BULLETS: &str = "•‣▪▫◦·●○■□⁃∙➢➤►▶✓✔\u{f0b7}\u{f0a7}\u{f0d8}";

/// Signs that begin an item where a blank follows, and may as well stand within a sentence.
const DASHES: &str = "–—−‐‑+";

/// A value of more lines is left as it is.
const LINES: usize = 1_000;

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `- `, as it should be.
    Sound,
    /// `-` with a word right behind it.
    Tight,
    /// Another sign.
    Sign(char),
    /// `1.`, `2)`.
    Number,
}

impl Mark {
    /// The mark that a line begins with, and what stands behind it.
    fn of(line: &str) -> Option<(Self, &str)> {
        let first = line.chars().next()?;
        let rest = &line[first.len_utf8()..];
        let apart = rest.starts_with(char::is_whitespace);
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = digits.strip_prefix(['.', ')']).filter(|rest| rest.starts_with(char::is_whitespace));
        let (mark, rest) = match first {
            '-' if apart => (Self::Sound, rest),
            '-' if rest.starts_with(char::is_alphabetic) => (Self::Tight, rest),
            sign if BULLETS.contains(sign) => (Self::Sign(sign), rest),
            sign if apart && (sign == '*' || DASHES.contains(sign)) => (Self::Sign(sign), rest),
            digit if digit.is_ascii_digit() && line.len() - digits.len() < 3 => (Self::Number, number?),
            _ => return None,
        };
        Some((mark, rest.trim())).filter(|(_, rest)| !rest.is_empty())
    }

    /// Whether it begins an item even where the first line of the value begins none.
    fn is_plain(self, rest: &str) -> bool {
        match self {
            Self::Sound => true,
            Self::Tight => rest.starts_with(char::is_uppercase),
            Self::Sign(sign) => !DASHES.contains(sign),
            Self::Number => false,
        }
    }
}

/// A part of a text that was meant as an item.
struct Part {
    mark: Option<Mark>,
    text: String,
    span: Span,
}

/// The entry with the items that were meant in its lists. `None` where there is nothing to tell.
pub(super) fn as_lists(entry: &Entry, spec: &FieldSpec, text: &str, problems: &mut Vec<Problem>) -> Option<Entry> {
    let node = mended(&entry.node, spec, text, problems)?;
    Some(Entry { node, ..entry.clone() })
}

fn mended(node: &Node, spec: &FieldSpec, text: &str, problems: &mut Vec<Problem>) -> Option<Node> {
    let before = problems.len();
    let value = match (&node.value, spec.field_type) {
        (Value::Scalar(scalar), _) if takes_list(spec) => {
            Value::List(items(node, scalar, spec, (text, false), problems)?)
        }
        (Value::Table(entries), FieldType::Requirements) => {
            let of = |entry: &Entry| {
                let list = FieldSpec { name: entry.key.clone(), field_type: FieldType::Refs, ..spec.clone() };
                as_lists(entry, &list, text, problems).unwrap_or_else(|| entry.clone())
            };
            Value::Table(entries.iter().map(of).collect())
        }
        (Value::List(all), FieldType::Rows) => {
            Value::List(all.iter().map(|row| in_row(row, spec, text, problems)).collect())
        }
        (Value::List(all), _) if takes_list(spec) => {
            let of = |item: &Node| match &item.value {
                Value::Scalar(scalar) => items(item, scalar, spec, (text, true), problems),
                _ => None,
            };
            let all: Vec<(Option<Vec<Node>>, &Node)> = all.iter().map(of).zip(all).collect();
            Value::List(all.into_iter().flat_map(|(parts, item)| parts.unwrap_or_else(|| vec![item.clone()])).collect())
        }
        _ => return None,
    };
    (problems.len() > before).then_some(Node { value, span: node.span })
}

fn in_row(row: &Node, spec: &FieldSpec, text: &str, problems: &mut Vec<Problem>) -> Node {
    let Value::Table(cells) = &row.value else { return row.clone() };
    let of = |cell: &Entry| {
        let name = normal(&cell.key);
        let column = spec.columns.iter().find(|column| column.name == name);
        column.and_then(|column| as_lists(cell, column, text, problems)).unwrap_or_else(|| cell.clone())
    };
    Node { value: Value::Table(cells.iter().map(of).collect()), span: row.span }
}

fn takes_list(spec: &FieldSpec) -> bool {
    use FieldType::{Choices, Clauses, Controls, Persons, Refs, Rows, Texts};
    match spec.field_type {
        Texts | Persons | Choices | Refs | Controls | Clauses => true,
        Rows => spec.alone.is_some(),
        _ => false,
    }
}

/// The items that one text was meant to be, which is told. It may itself be an item: where that is of no ids, another rule
/// tells that an item with a sound mark is indented deeper.
fn items(
    node: &Node,
    scalar: &Scalar,
    spec: &FieldSpec,
    (text, is_item): (&str, bool),
    problems: &mut Vec<Problem>,
) -> Option<Vec<Node>> {
    let ids = spec.field_type.lists_ids();
    let own_line = indent(text, node.span);
    let parts = if scalar.quoted { None } else { parts(text, node.span, ids) }?;
    let mark = parts.iter().find_map(|part| part.mark.filter(|mark| *mark != Mark::Sound));
    let mark = mark.or_else(|| parts.iter().find_map(|part| part.mark));
    let alone = parts.len() == 1;
    let is_slip = match mark {
        Some(Mark::Sound) => !alone && (ids || !is_item),
        Some(Mark::Tight) => !is_item && own_line.is_some() || !alone,
        Some(Mark::Sign(sign)) => !alone || !is_item && BULLETS.contains(sign),
        Some(Mark::Number) | None => !alone,
    };
    if !is_slip {
        return None;
    }
    let at = parts.iter().find(|part| part.mark == mark).map_or(node.span, |part| part.span);
    let mut problem = match mark {
        Some(Mark::Sound) if is_item => unlike(spec, scalar, node.span),
        _ => told(spec, mark, at),
    };
    problem.fixes.extend(fix(&parts, node.span, own_line.filter(|_| !is_item)));
    problems.push(problem);
    let node = |part: Part| {
        let scalar = Scalar { text: part.text, quoted: false };
        Node { value: Value::Scalar(scalar), span: part.span }
    };
    Some(parts.into_iter().map(node).collect())
}

fn told(spec: &FieldSpec, mark: Option<Mark>, at: Span) -> Problem {
    let name = &spec.name;
    let message = match mark {
        Some(Mark::Sound) => tell!("an item of a list stands below `{key}`, which has a value", key = name),
        Some(Mark::Tight) => tell!("a blank is missing after the `-` of an item of `{name}`", name),
        Some(Mark::Sign(sign)) => {
            // What fonts of word processors show as a bullet shows as nothing elsewhere.
            let sign = if ('\u{e000}'..='\u{f8ff}').contains(&sign) { '•' } else { sign };
            tell!("an item of `{name}` begins with `{sign}`, which makes one text of it and the next", name, sign)
        }
        Some(Mark::Number) => tell!("the items of `{name}` begin with numbers, which makes one text of them", name),
        None => tell!("the items of `{name}` begin with no `- `, which makes one text of them", name),
    };
    let help = tell!("A list has `- `, with its blank, before each item, on a line of its own.");
    Problem::new(ProblemKind::WrongType, at, message).help(help)
}

/// What is said of ids that run together since the lower ones are indented deeper.
fn unlike(spec: &FieldSpec, scalar: &Scalar, at: Span) -> Problem {
    let (name, text) = (&spec.name, &scalar.text);
    let message =
        tell!("the items of `{name}` are indented unlike each other, and run together as `{text}`", name, text);
    // These are part of the list: a line with them alone would leave the rest out.
    let help = tell!("Begin each item in the same column: `- ` below `- `.");
    Problem::new(ProblemKind::WrongType, at, message).help(help)
}

/// The list that was meant, where all of it stands below its key.
fn fix(parts: &[Part], span: Span, indent: Option<&str>) -> Option<Fix> {
    let indent = indent?;
    // What began no line before may mean something to YAML now.
    let is_plain = |text: &str| text.starts_with(char::is_alphanumeric) && !text.eq_ignore_ascii_case("null");
    let item = |text: &String| if is_plain(text) { text.clone() } else { yaml_line(text) };
    let items: Vec<String> = parts.iter().map(|part| format!("- {}", item(&part.text))).collect();
    Some(Fix::new("Write it as a list", span, items.join(&format!("\n{indent}"))))
}

/// What stands before a value on its line, where that is nothing but blanks.
fn indent(text: &str, span: Span) -> Option<&str> {
    // No further back than the blanks: many items may stand on one long line.
    let before = text.get(..span.start)?;
    let (above, line) = before.split_at_checked(before.trim_end_matches(' ').len())?;
    (above.is_empty() || above.ends_with('\n')).then_some(line)
}

/// The parts of the lines of a text, each from a line that begins an item; of ids that stand on lines without a mark, each line.
fn parts(text: &str, span: Span, ids: bool) -> Option<Vec<Part>> {
    let written = text.get(span.start..span.end)?;
    let mut at = span.start;
    let mut parts: Vec<Part> = Vec::new();
    let mut lines: Vec<(&str, Span)> = Vec::new();
    if written.lines().nth(LINES).is_some() {
        return None;
    }
    for line in written.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let bare = line.trim();
        if !bare.is_empty() {
            lines.push((bare, Span::new(start, start + bare.len())));
        }
    }
    let first = lines.first().and_then(|(line, _)| Mark::of(line)).map(|(mark, _)| mark);
    for (line, span) in &lines {
        let found = Mark::of(line).filter(|(mark, rest)| {
            mark.is_plain(rest)
                || first.is_some_and(|first| std::mem::discriminant(&first) == std::mem::discriminant(mark))
        });
        match (found, parts.last_mut()) {
            (Some((mark, rest)), _) => parts.push(Part { mark: Some(mark), text: rest.to_owned(), span: *span }),
            (None, None) => parts.push(Part { mark: None, text: (*line).to_owned(), span: *span }),
            (None, Some(last)) => {
                last.text.push(' ');
                last.text.push_str(line);
                last.span.end = span.end;
            }
        }
    }
    let is_id = |line: &str| !line.contains(char::is_whitespace) && line.contains(|c: char| c.is_ascii_digit());
    if parts.iter().all(|part| part.mark.is_none()) {
        let apart = ids && lines.len() > 1 && lines.iter().all(|(line, _)| is_id(line));
        let part = |(line, span): (&str, Span)| Part { mark: None, text: line.to_owned(), span };
        return apart.then(|| lines.into_iter().map(part).collect());
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    /// The texts under a key of a policy, what is told of them, and the lines that a fix makes.
    fn read(key: &str, below: &str) -> (Vec<String>, Vec<String>, Option<String>) {
        let text = format!("---\nid: POL-001\ntitle: T\nkind: policy\n{key}:{below}---\nText.\n");
        let aims = load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("it loads");
        let document = &aims.documents[0];
        let texts = document.fields.texts(key).iter().map(|text| text.value.clone()).collect();
        let from = text.find(&format!("{key}:")).expect("the key");
        let here = || document.problems.iter().filter(|found| found.span.start >= from);
        let fix = here().flat_map(|found| &found.fixes).next();
        let mended = fix.map(|fix| format!("{}{}{}", &text[..fix.span.start], fix.replacement, &text[fix.span.end..]));
        (texts, here().map(|found| found.message.english()).collect(), mended)
    }

    #[test]
    fn items_of_each_type_of_list_are_read_and_told_once() {
        for (key, a, b) in [
            ("commitments", "We meet", "We learn"),
            ("controls", "A.2.2", "A.2.3"),
            ("implements", "POL-002", "POL-003"),
        ] {
            for (before, after) in [("• ", "• "), ("– ", "– "), ("1. ", "2. "), ("-", "- "), ("\u{f0b7}", "\u{f0b7}")]
            {
                let (texts, told, _) = read(key, &format!("\n  {before}{a}\n  {after}{b}\n"));
                assert_eq!(texts, [a, b], "{key} {before}");
                assert_eq!(told.len(), 1, "{key} {before}: {told:?}");
            }
        }
    }

    #[test]
    fn a_fix_keeps_all_items() {
        let (texts, told, mended) = read("commitments", "\n  -We meet\n    the law\n  - We learn\n  - @all of us\n");
        assert_eq!(texts, ["We meet the law", "We learn", "@all of us"]);
        assert_eq!(told, ["a blank is missing after the `-` of an item of `commitments`"]);
        let mended = mended.expect("a fix");
        assert!(mended.contains("\n  - We meet the law\n  - We learn\n  - \"@all of us\"\n---"), "{mended}");
    }

    #[test]
    fn ids_on_lines_without_a_mark_are_apart() {
        let (texts, told, mended) = read("implements", "\n  POL-002\n  POL-003\n");
        assert_eq!(texts, ["POL-002", "POL-003"]);
        assert_eq!(told, ["the items of `implements` begin with no `- `, which makes one text of them"]);
        assert!(mended.expect("a fix").contains("\n  - POL-002\n  - POL-003\n---"));
    }

    #[test]
    fn items_within_items_and_below_a_value_are_told() {
        let (texts, told, _) = read("commitments", "\n  - We meet\n    • the law\n    • the rest\n  - We learn\n");
        assert_eq!((texts.len(), told.len()), (4, 1), "{texts:?} {told:?}");
        let (texts, told, _) = read("commitments", " We meet\n  - We learn\n");
        assert_eq!(texts, ["We meet", "We learn"]);
        assert_eq!(told, ["an item of a list stands below `commitments`, which has a value"]);
        let (texts, told, _) = read("implements", "\n  - POL-002\n    - POL-003\n");
        assert_eq!(texts, ["POL-002", "POL-003"]);
        let unlike =
            "the items of `implements` are indented unlike each other, and run together as `POL-002 - POL-003`";
        assert_eq!(told, [unlike]);
        let (texts, told, _) = read("implements", " [POL-002 - POL-004, POL-007]\n");
        assert_eq!((texts.as_slice(), told.len()), (&["POL-002 - POL-004".to_owned(), "POL-007".to_owned()][..], 0));
        let (texts, told, _) = read("commitments", "\n  • We meet\n");
        assert_eq!((texts.len(), told.len()), (1, 1));
    }

    #[test]
    fn the_remedy_for_items_indented_unlike_each_other_leaves_none_out() {
        let text = "---\nid: P\ntitle: T\nkind: policy\ncontrols:\n  - A.2.2\n    - A.2.3\n  - A.2.4\n---\nText.\n";
        let aims = load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("it loads");
        let told =
            aims.documents[0].problems.iter().find(|found| found.message.english().contains("unlike each other"));
        let help = told.and_then(|found| found.help.as_ref()).expect("a remedy").english();
        assert_eq!(help, "Begin each item in the same column: `- ` below `- `.");
        let (texts, told, _) = read("controls", "\n  - A.2.2\n  - A.2.3\n  - A.2.4\n");
        assert_eq!((texts.len(), told.len()), (3, 0), "followed to the letter");
    }

    #[test]
    fn sentences_over_several_lines_are_left_alone() {
        for below in [
            "\n  - We meet the law\n    – and more – and\n    1. of all\n    -based on it\n  - We learn\n",
            " We meet\n  the law\n",
            "\n  We meet\n  the law\n",
            " \"• We meet\"\n",
            "\n  - |\n    - We meet\n    - the law\n",
            " [-We, \"• learn\"]\n",
            " -5 to 10\n",
        ] {
            let (_, told, _) = read("commitments", below);
            assert!(told.is_empty(), "{below}: {told:?}");
        }
    }
}
