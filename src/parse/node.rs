//! A tree of values that knows where each of them stands: what YAML and TOML have in common.

use crate::base::mark;
use crate::diag::Span;

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its place, without surrounding blanks.
    pub span: Span,
}

/// The shapes a value can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// One word or text.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A table of keys and values.
    Table(Vec<Entry>),
}

/// A scalar as it was written. `1.10` stays `1.10`, and what `yes` means is for the key to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text, without quotes, escapes resolved.
    pub text: String,
    /// Whether it was quoted, and so is text whatever it looks like.
    pub quoted: bool,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key as written.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Value {
    /// Whether it is one word or text.
    pub(super) fn is_scalar(&self) -> bool {
        matches!(self, Self::Scalar(_))
    }
}

impl Node {
    /// The same node `by` bytes further on.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        self.span = self.span.shifted(by);
        self.value = match self.value {
            Value::List(items) => Value::List(items.into_iter().map(|item| item.shifted(by)).collect()),
            Value::Table(entries) => Value::Table(entries.into_iter().map(|entry| entry.shifted(by)).collect()),
            value => value,
        };
        self
    }

    /// What the value is, for a message: `a list`, marked.
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Null => mark!("nothing"),
            Value::Scalar(_) => mark!("a single value"),
            Value::List(_) => mark!("a list"),
            Value::Table(_) => mark!("a table"),
        }
    }
}

impl Entry {
    /// The same entry `by` bytes further on.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self { key: self.key, key_span: self.key_span.shifted(by), node: self.node.shifted(by) }
    }
}

/// A part of front matter that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The key that it seems to be, where it seems to be one.
    pub key: Option<String>,
    /// Where it stands.
    pub span: Span,
}
