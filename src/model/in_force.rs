//! Which settings are in force, and where each comes from.

use std::fmt;

use serde::Serialize;

use super::config::Config;
use super::described::{Setting, Takes, settings};
use crate::diag::Span;
use crate::parse::{self, Entry, Node, Problem, Value};

/// A setting as it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// The tables that it stands in and its key; rows with their number, from 1: `people[1].name`.
    pub name: String,
    /// The same as steps.
    pub path: Vec<Step>,
    /// What holds; `None` where what is written cannot be used and nothing holds in its place.
    pub value: Option<Shown>,
    /// The line of `aims.toml` that says so; `None` where nothing is said.
    pub line: Option<usize>,
    /// Why what is written there is not in force.
    pub unused: Option<String>,
}

/// A step on the way to a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A table or a key.
    Key(String),
    /// A row of a list: its number, from 1, or what it is about.
    Row(String),
}

/// What a setting is called that is reached by these steps.
pub fn name(path: &[Step]) -> String {
    let mut name = String::new();
    for step in path {
        match step {
            Step::Key(key) if name.is_empty() => name = shown_key(key),
            Step::Key(key) => name.push_str(&format!(".{}", shown_key(key))),
            Step::Row(row) => name.push_str(&format!("[{row}]")),
        }
    }
    name
}

/// The keys among steps.
pub fn keys(path: &[Step]) -> Vec<&str> {
    let steps = path.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Row(_) => None,
    });
    steps.collect()
}

/// A value of a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Shown {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Anything else that is one text.
    Text(String),
    /// Several.
    List(Vec<Shown>),
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
        }
    }
}

/// The settings that are in force where this is the normalised text of `aims.toml`: what it says, in its order within each
/// table, and what holds where it says nothing.
pub fn in_force(text: &str) -> Vec<InForce> {
    let (entries, _) = parse::parse_toml(text);
    let (_, problems) = Config::read(text);
    let mut found = Found { text, problems, all: Vec::new() };
    found.table(&entries, &mut Vec::new());
    let mut all = found.all;
    for setting in settings().iter() {
        let Some(default) = &setting.default else { continue };
        let value = shown(setting.takes, default);
        match all.iter_mut().find(|found| found.name == setting.name) {
            Some(found) if found.unused.is_some() => found.value = Some(value),
            Some(_) => {}
            None => {
                let (name, path) = (setting.name.clone(), own_path(setting));
                all.push(InForce { name, path, value: Some(value), line: None, unused: None });
            }
        }
    }
    let place = |found: &InForce| {
        let first = found.name.split(['.', '[']).next().unwrap_or_default();
        settings().iter().position(|setting| setting.name == first).unwrap_or(usize::MAX)
    };
    all.sort_by_key(place);
    all
}

struct Found<'t> {
    text: &'t str,
    problems: Vec<Problem>,
    all: Vec<InForce>,
}

impl Found<'_> {
    fn table(&mut self, entries: &[Entry], path: &mut Vec<Step>) {
        for entry in entries {
            path.push(Step::Key(entry.key.clone()));
            self.node(&entry.node, entry.key_span, path);
            path.pop();
        }
    }

    fn node(&mut self, node: &Node, key: Span, path: &mut Vec<Step>) {
        let setting = settings().at(&keys(path));
        let is_rows = setting.is_some_and(|setting| setting.takes == Takes::Rows);
        match &node.value {
            Value::Table(entries) => self.table(entries, path),
            Value::List(rows) if is_rows => {
                for (place, row) in rows.iter().enumerate() {
                    path.push(Step::Row((place + 1).to_string()));
                    self.node(row, row.span, path);
                    path.pop();
                }
            }
            _ => self.leaf(node, key, setting, path),
        }
    }

    fn leaf(&mut self, node: &Node, key: Span, setting: Option<&Setting>, path: &[Step]) {
        let about = |problem: &&Problem| {
            let at = problem.span.start;
            at == key.start || (node.span.start <= at && at < node.span.end.max(node.span.start + 1))
        };
        let unused = self.problems.iter().find(about).map(|problem| problem.message.to_string());
        let value = if unused.is_some() { None } else { value(setting, node) };
        let before = self.text.get(..key.start).unwrap_or_default();
        let line = Some(before.matches('\n').count() + 1);
        let path = spelt(setting, path);
        self.all.push(InForce { name: name(&path), path, value, line, unused });
    }
}

/// A setting by its own spelling where the team chose no key of it.
fn spelt(setting: Option<&Setting>, path: &[Step]) -> Vec<Step> {
    let is_row = |step: &Step| matches!(step, Step::Row(_));
    match setting {
        Some(setting) if !setting.name.contains('*') && !path.iter().any(is_row) => own_path(setting),
        _ => path.to_owned(),
    }
}

/// The keys of a setting none of which the team chose.
fn own_path(setting: &Setting) -> Vec<Step> {
    setting.name.split('.').map(|key| Step::Key(key.to_owned())).collect()
}

fn shown_key(key: &str) -> String {
    let is_bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if is_bare { key.to_owned() } else { format!("{key:?}") }
}

fn value(setting: Option<&Setting>, node: &Node) -> Option<Shown> {
    match &node.value {
        Value::Scalar(scalar) => Some(shown(setting.map_or(Takes::Text, |setting| setting.takes), &scalar.text)),
        Value::List(items) => Some(Shown::List(items.iter().filter_map(|item| value(None, item)).collect())),
        Value::Table(_) | Value::Null => None,
    }
}

fn shown(takes: Takes, text: &str) -> Shown {
    let text_of = || Shown::Text(text.to_owned());
    match takes {
        Takes::Flag => text.parse().map_or_else(|_| text_of(), Shown::Flag),
        Takes::Number => text.parse().map_or_else(|_| text_of(), Shown::Number),
        _ => text_of(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::described::example;

    fn told(text: &str, name: &str) -> Option<String> {
        let found = in_force(text).into_iter().find(|found| found.name == name)?;
        let value = found.value.map_or_else(|| "-".to_owned(), |value| value.to_string());
        let line = found.line.map(|line| format!(" {line}")).unwrap_or_default();
        Some(format!("{value}{line}{}", found.unused.map(|why| format!(" ({why})")).unwrap_or_default()))
    }

    #[test]
    fn each_setting_says_where_it_comes_from() {
        let text = "[Review]\nDUE_SOON = \"3 weeks\"\n[review2]\nx = 1\n[[people]]\nname = \"A\\u001b[2J\"\nroles = [\"x\"]\n\
                    [risk]\nmedium = \"many\"\nhigh = 9\n[folders]\n\"a b/**\" = \"policy\"\n[publish]\naddresses = true\n";
        for (name, expected) in [
            ("review.due-soon", "\"3 weeks\" 2"),
            ("evidence.period", "\"12 months\""),
            ("people[1].name", "\"A\\u{1b}[2J\" 6"),
            ("people[1].roles", "[\"x\"] 7"),
            ("risk.medium", "8 9 (`risk.medium` takes a whole number)"),
            ("risk.high", "9 10"),
            ("folders.\"a b/**\"", "\"policy\" 12"),
            ("publish.addresses", "true 14"),
            ("publish.messages", "\"subject\""),
        ] {
            assert_eq!(told(text, name).as_deref(), Some(expected), "{name}");
        }
        assert_eq!(told(text, "nothing"), None);
    }

    #[test]
    fn everything_that_is_said_is_in_force() {
        let text = example();
        let said = in_force(&text);
        assert!(said.iter().all(|found| found.value.is_some() && found.unused.is_none()), "{said:?}");
        assert!(said.iter().any(|found| found.name == "kinds.datasheet.field[1].columns[1].type"), "{said:?}");
    }
}
