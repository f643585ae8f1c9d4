//! The forms in which a text may hold its metadata.

/// One form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `**Owner:** CISO`.
    Bold,
    /// Rows of a table with a label and a value.
    Table,
    /// The same lines in a quote.
    Quote,
    /// The same lines in a list.
    List,
    /// `Owner: CISO`, line by line.
    Plain,
    /// Front matter without its first fence.
    Yaml,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Bold, Self::Table, Self::Quote, Self::List, Self::Plain, Self::Yaml];

    /// The word in settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bold => "bold",
            Self::Table => "table",
            Self::Quote => "quote",
            Self::List => "list",
            Self::Plain => "plain",
            Self::Yaml => "yaml",
        }
    }

    /// Reads such a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == word)
    }

    /// Whether it stands in the text itself, where its reader sees it.
    pub fn is_in_text(self) -> bool {
        self != Self::Yaml
    }
}
