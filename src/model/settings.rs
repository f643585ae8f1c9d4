//! A reader for tables of settings that collects every problem and knows which keys were asked for.

use std::collections::BTreeSet;

use super::{described, meant_day};
use crate::base::quote::quoted;
use crate::base::text::did_you_mean;
use crate::base::wording::Words;
use crate::base::{Date, Period, date, tell};
use crate::diag::{Fix, Span, Spanned};
use crate::parse::{Entry, Node, Problem, ProblemKind, Value};

/// How long a text is at most, in bytes: keys of people are the longest.
const MOST: usize = 4096;

/// One table being read. Call [`Table::finish`] last: it reports the keys nobody asked for.
pub(super) struct Table<'a> {
    name: String,
    entries: &'a [Entry],
    asked: BTreeSet<&'static str>,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Table<'a> {
    pub(super) fn new(name: impl Into<String>, entries: &'a [Entry], problems: &'a mut Vec<Problem>) -> Self {
        Self { name: name.into(), entries, asked: BTreeSet::new(), problems }
    }

    pub(super) fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        debug_assert!(
            described::settings().has(&self.name, key),
            "`{}` is read and not described: add it to src/model/data/settings.toml",
            self.path(key)
        );
        self.asked.insert(key);
        self.entries.iter().find(|entry| normal(&entry.key) == key).map(|entry| &entry.node)
    }

    pub(super) fn wrong(&mut self, span: Span, message: impl Into<Words>, help: impl Into<Words>) {
        let help = help.into();
        let problem = Problem::new(ProblemKind::InvalidSetting, span, message);
        self.problems.push(if help.is_empty() { problem } else { problem.help(help) });
    }

    fn mistyped(&mut self, key: &str, node: &Node, wanted: &Words) {
        let message = tell!(
            "`{key}` takes {wanted}, not {found}",
            key = self.path(key),
            wanted,
            found = Words::from(node.describe())
        );
        self.wrong(node.span, message, "");
    }

    /// The setting of this key, with the tables that it stands in.
    pub(super) fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    /// A text, which stands in quotes.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        if !self.is_quoted(key, node) {
            return None;
        }
        self.word(key)
    }

    /// A single value, in quotes or not: what a number, a day or an answer is read from, and one of a few words, for which
    /// quotes around another would not do.
    pub(super) fn word(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        if let Value::Scalar(scalar) = &node.value {
            return Some(Spanned { value: scalar.text.clone(), span: node.span });
        }
        self.mistyped(key, node, &tell!("a text"));
        None
    }

    /// Whether a single value is a text, and none without end. A number, a day or an answer in the place of a text is told.
    fn is_quoted(&mut self, key: &str, node: &Node) -> bool {
        let Value::Scalar(scalar) = &node.value else { return true };
        if scalar.quoted && scalar.text.len() > MOST {
            // What pages repeat as often as they like is no longer than they bear.
            let key = self.path(key);
            self.wrong(node.span, tell!("`{key}` is longer than {most} bytes", key = &key, most = MOST), "");
            return false;
        }
        if scalar.quoted {
            return self.says_something(key, node);
        }
        let rather = quoted(&scalar.text);
        let message = tell!(
            "`{key}` takes a text, and `{value}` is none without quotes",
            key = self.path(key),
            value = &scalar.text
        );
        self.problems.push(
            Problem::new(ProblemKind::InvalidSetting, node.span, message)
                .help(tell!("Write `{written}`.", written = &rather))
                .fix(Fix::new("Put the value in quotes", node.span, rather)),
        );
        false
    }

    /// Whether a single value is more than blanks: nobody is called nothing, and nothing is to be found by it.
    fn says_something(&mut self, key: &str, node: &Node) -> bool {
        let key = self.path(key);
        let Value::Scalar(scalar) = &node.value else { return true };
        // What may as well be left out is not said where it is empty.
        let idle = ["organisation.name", "site.title", "site.contact", ".about", ".deputy", ".label", ".plural"];
        if scalar.text.trim().is_empty() && idle.iter().any(|end| key.ends_with(end)) {
            return false;
        }
        // That is the folder of `aims.toml` as well, and of waivers a rule of its own tells it.
        if !scalar.text.trim().is_empty() || matches!(&*key, "links.root" | "checks.waivers.reason") {
            return true;
        }
        self.wrong(node.span, tell!("`{key}` is empty", key), tell!("Write what is meant, or remove it."));
        false
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| normal(&entry.key) == key)
    }

    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let text = self.word(key)?;
        let flag = text.value.parse().ok();
        if flag.is_none() {
            let message = tell!("`{key}` takes true or false", key = self.path(key));
            self.wrong(text.span, message, "");
        }
        flag
    }

    /// Texts, each in quotes; what stands without them is told, and left out.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.list(key, Self::is_quoted)
    }

    /// The same where a number is as good as a text: those of clauses, and words to choose from.
    pub(super) fn words(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.list(key, Self::says_something)
    }

    fn list(&mut self, key: &'static str, fits: fn(&mut Self, &str, &Node) -> bool) -> Vec<Spanned<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let items = if let Value::List(items) = &node.value { items.as_slice() } else { std::slice::from_ref(node) };
        let unfit: Vec<Span> = items.iter().filter(|item| !fits(self, key, item)).map(|item| item.span).collect();
        let Some(mut list) = scalars(node) else {
            self.mistyped(key, node, &tell!("a list of texts"));
            return Vec::new();
        };
        list.retain(|text| !unfit.contains(&text.span));
        list
    }

    pub(super) fn number(&mut self, key: &'static str) -> Option<i64> {
        let text = self.word(key)?;
        let number = text.value.parse().ok();
        if number.is_none() {
            let message = tell!("`{key}` takes a whole number", key = self.path(key));
            self.wrong(text.span, message, "");
        }
        number
    }

    pub(super) fn period(&mut self, key: &'static str) -> Option<Period> {
        let text = self.word(key)?;
        self.read_period(key, &text)
    }

    pub(super) fn read_period(&mut self, key: &str, text: &Spanned<String>) -> Option<Period> {
        let period = Period::parse(&text.value);
        if period.is_none() {
            let message = tell!("`{key}` is no length of time: `{text}`", key = self.path(key), text = &text.value);
            self.wrong(text.span, message, tell!("Write it as `12 months`, `2 years` or `90 days`."));
        }
        period
    }

    pub(super) fn date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        let text = self.word(key)?;
        match date::parse(&text.value) {
            Some(value) => Some(Spanned { value, span: text.span }),
            None => {
                let message = tell!("`{key}` is no date: `{text}`", key = self.path(key), text = &text.value);
                let meant = meant_day::problem(&text.value, text.span);
                self.problems.push(Problem { kind: ProblemKind::InvalidSetting, message, ..meant });
                None
            }
        }
    }

    /// A table below this one, as its entries; none where it is missing.
    pub(super) fn table(&mut self, key: &'static str) -> &'a [Entry] {
        match self.node(key) {
            None => &[],
            Some(Node { value: Value::Table(entries), .. }) => entries,
            Some(node) => {
                self.no_table(key, node);
                &[]
            }
        }
    }

    /// Tells that there is no table under a key, and how one begins.
    pub(super) fn no_table(&mut self, key: &str, node: &Node) {
        self.mistyped(key, node, &tell!("a table"));
        self.helped(tell!("It begins with a line `[{table}]`, and its keys stand below that.", table = self.path(key)));
    }

    fn helped(&mut self, help: Words) {
        if let Some(last) = self.problems.last_mut() {
            last.help = Some(help);
        }
    }

    /// A list of tables, as the place and the entries of each.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<(Span, &'a [Entry])> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.mistyped(key, node, &tell!("a list of tables"));
            self.helped(tell!("Each of them begins with a line `[[{table}]]`: two brackets.", table = self.path(key)));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match &item.value {
                Value::Table(entries) => tables.push((item.span, entries.as_slice())),
                _ => self.mistyped(key, item, &tell!("tables")),
            }
        }
        tables
    }

    /// A table of free keys to texts, each in quotes.
    pub(super) fn pairs(&mut self, key: &'static str) -> Vec<(Spanned<String>, Spanned<String>)> {
        let entries = self.table(key);
        let is_text = |entry: &&Entry| self.is_quoted(&format!("{key}.{}", entry.key), &entry.node);
        let texts: Vec<Span> = entries.iter().filter(is_text).map(|entry| entry.key_span).collect();
        let mut pairs = self.words_of(key);
        pairs.retain(|(name, _)| texts.contains(&name.span));
        pairs
    }

    /// The same where a number or an answer is as good as a text.
    pub(super) fn words_of(&mut self, key: &'static str) -> Vec<(Spanned<String>, Spanned<String>)> {
        let entries = self.table(key);
        let mut pairs = Vec::new();
        for entry in entries {
            match &entry.node.value {
                Value::Scalar(scalar) => pairs.push((
                    Spanned { value: entry.key.clone(), span: entry.key_span },
                    Spanned { value: scalar.text.clone(), span: entry.node.span },
                )),
                _ => self.mistyped(&format!("{key}.{}", entry.key), &entry.node, &tell!("a text")),
            }
        }
        pairs
    }

    pub(super) fn problems(&mut self) -> &mut Vec<Problem> {
        self.problems
    }

    pub(super) fn finish(self) {
        // Some keys are asked for only where they are there.
        let keys: BTreeSet<&str> = described::settings().keys(&self.name).filter(|key| *key != "*").collect();
        for entry in self.entries {
            if self.asked.contains(normal(&entry.key).as_str()) {
                continue;
            }
            let message = tell!("unknown setting `{key}`", key = self.path(&entry.key));
            let mut problem = Problem::new(ProblemKind::UnknownSetting, entry.key_span, message);
            if let Some(near) =
                did_you_mean(&normal(&entry.key), self.asked.iter().copied().chain(keys.iter().copied()))
            {
                problem = problem.help(tell!("Did you mean `{near}`?", near));
                // It may stand there too, and no key stands twice.
                if !self.entries.iter().any(|entry| normal(&entry.key) == near) {
                    problem = problem.fix(Fix::key(entry.key_span, near));
                }
            } else if self.name.is_empty() {
                let known: Vec<String> = self.asked.iter().map(|key| format!("`{key}`")).collect();
                problem = problem.help(tell!("Tables are {tables}.", tables = known.join(", ")));
            } else {
                let known: BTreeSet<&str> = self.asked.iter().chain(&keys).copied().collect();
                let known: Vec<String> = known.into_iter().map(|key| format!("`{key}`")).collect();
                problem = problem.help(match known.is_empty() {
                    true => tell!("Remove it."),
                    false => tell!("`[{table}]` takes {keys}.", table = self.name.clone(), keys = known.join(", ")),
                });
            }
            self.problems.push(problem);
        }
    }
}

pub use crate::reading::normal;

/// A list of scalars, or one scalar as a list of one.
fn scalars(node: &Node) -> Option<Vec<Spanned<String>>> {
    let one = |node: &Node| match &node.value {
        Value::Scalar(scalar) => Some(Spanned { value: scalar.text.clone(), span: node.span }),
        _ => None,
    };
    match &node.value {
        Value::List(items) => items.iter().map(one).collect(),
        _ => one(node).map(|item| vec![item]),
    }
}

#[cfg(test)]
mod tests {
    use crate::base::wording::Words;
    use crate::model::config::Config;

    #[test]
    fn a_day_in_another_form_is_offered_as_the_day_that_it_is() {
        for (written, days) in [
            ("\"31.12.2025\"", &["2025-12-31"][..]),
            ("31.12.2025", &["2025-12-31"]),
            ("2025/12/31", &["2025-12-31"]),
            ("\"5/6/2025\"", &["2025-05-06", "2025-06-05"]),
            ("\"soon\"", &[]),
        ] {
            for text in [
                format!("[[people]]\nname = \"A\"\nleft = {written}\n"),
                format!("[[checks.waivers]]\ncode = \"AIMS203\"\nreason = \"r\"\nuntil = {written}\n"),
            ] {
                let (_, problems) = Config::read(&text);
                let fixes = problems.iter().flat_map(|problem| &problem.fixes);
                let offered: Vec<&str> = fixes.map(|fix| fix.replacement.as_str()).collect();
                assert_eq!((problems.len(), offered.as_slice()), (1, days), "{text}");
            }
        }
    }

    #[test]
    fn what_is_unknown_is_told_with_what_is_known() {
        for text in [
            "[organisation.adress]\nstreet = \"x\"\n",
            "[review.foo]\na = 1\n",
            "[approval.kinds.policy.extra]\na = 1\n",
            "[keys.sub]\na = 1\n",
            "[header.sub.sub]\na = 1\n",
            "[checks.lev]\na = 1\n",
        ] {
            let (_, problems) = Config::read(text);
            assert!(!problems.is_empty(), "{text}");
            for problem in problems {
                let help = problem.help.as_ref().map(Words::english).unwrap_or_default();
                assert!(!help.is_empty(), "{text}: {}", problem.message.english());
            }
        }
    }
}
