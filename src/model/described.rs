//! What settings there are, what each takes, and what it is for: the one description of `aims.toml`, as data.
//!
//! The reader of settings asks it for nothing but whether it knows what is read. All that tells people and editors of
//! settings is made of it.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::reading::normal;

/// What stands under a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Takes {
    /// A text.
    Text,
    /// A list of texts, or one.
    Texts,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// A length of time, `12 months`.
    Period,
    /// A day, `2026-11-20`.
    Date,
    /// Other settings.
    Table,
    /// A list of tables.
    Rows,
}

/// Where the words come from that may stand somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Words {
    /// Levels of findings, and `off`.
    Levels,
    /// Levels of risk.
    Risks,
    /// How strong the evidence of an approval is.
    Evidence,
    /// Forms of metadata in a text.
    Forms,
    /// Where an id may come from.
    Sources,
    /// Circles of readers.
    Audiences,
    /// Languages that a site speaks.
    Tongues,
    /// How much is told of a message.
    Messages,
    /// What a key takes.
    Types,
    /// How much a key is needed.
    Needs,
    /// Documents and records.
    Natures,
    /// What a kind does for requirements.
    Tiers,
    /// Kinds of documents.
    Kinds,
    /// Keys of front matter.
    Keys,
    /// Codes and names of rules.
    Rules,
    /// Roles of people.
    Roles,
    /// Frameworks.
    Frameworks,
    /// Frameworks that can be followed.
    Standards,
    /// Clauses of what is followed.
    Clauses,
    /// The words that the key above takes.
    Values,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The tables that it stands in and its key, `review.every.*`; `*` is a key that the team chooses.
    pub name: String,
    /// What it takes.
    #[serde(rename = "type")]
    pub takes: Takes,
    /// The setting of a table that a text in its place is.
    pub alone: Option<String>,
    /// Where its words come from.
    pub words: Option<Words>,
    /// Where its key comes from, where the team chooses it.
    pub keys: Option<Words>,
    /// What it is for.
    pub about: String,
    /// What holds where nothing is said, in words of the setting.
    pub default: Option<String>,
    /// Whether a row says nothing without it.
    #[serde(default)]
    pub needed: bool,
    /// What may stand there, as TOML.
    #[serde(default)]
    pub example: String,
}

impl Setting {
    /// The tables that it stands in, and its key.
    pub fn apart(&self) -> (&str, &str) {
        self.name.rsplit_once('.').unwrap_or(("", &self.name))
    }

    /// The key.
    pub fn key(&self) -> &str {
        self.apart().1
    }

    /// Whether the team chooses the key.
    pub fn is_free(&self) -> bool {
        self.key() == "*"
    }
}

/// All settings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(rename = "setting")]
    all: Vec<Setting>,
}

impl Settings {
    /// All, each behind the table that it stands in.
    pub fn iter(&self) -> impl Iterator<Item = &Setting> {
        self.all.iter()
    }

    /// What stands directly in a table; in the file itself where it is the empty name.
    pub fn below<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Setting> {
        self.all.iter().filter(move |setting| setting.apart().0 == table)
    }

    /// The setting that stands under these keys, as somebody has written them.
    pub fn at<S: AsRef<str>>(&self, keys: &[S]) -> Option<&Setting> {
        let mut found: Option<&Setting> = None;
        for key in keys {
            let (table, key) = (found.map_or("", |table| table.name.as_str()), normal(key.as_ref()));
            let named = self.below(table).find(|setting| !setting.is_free() && setting.key() == key);
            found = Some(named.or_else(|| self.below(table).find(|setting| setting.is_free()))?);
        }
        found
    }

    /// Whether a table, named as the reader of settings does, has a key.
    pub(super) fn has(&self, table: &str, key: &str) -> bool {
        self.fitting(table).any(|known| known.key() == key)
    }

    /// The keys of a table, named as the reader of settings does: `kinds.x.field` is that of keys, and no kind called `x.field`.
    pub(super) fn keys<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a str> {
        let dots = |name: &str| name.matches('.').count();
        self.fitting(table).filter(move |setting| dots(setting.apart().0) == dots(table)).map(Setting::key)
    }

    fn fitting<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Setting> {
        let fits = move |pattern: &str| match pattern.split_once('*') {
            None => pattern == table,
            Some((before, after)) => table.starts_with(before) && table.ends_with(after),
        };
        self.all.iter().filter(move |setting| fits(setting.apart().0))
    }
}

/// The description, read once.
///
/// # Panics
/// Where the embedded file is broken, which a test rules out.
pub fn settings() -> &'static Settings {
    static SETTINGS: LazyLock<Settings> = LazyLock::new(|| {
        ::toml::from_str(include_str!("data/settings.toml")).expect("the embedded settings are sound")
    });
    &SETTINGS
}

/// An `aims.toml` in which every setting stands once, made of the examples.
pub fn example() -> String {
    let mut text = String::new();
    for setting in settings().below("") {
        write(setting, setting.key(), &mut |line| text.push_str(&format!("{line}\n")));
    }
    text
}

/// The lines of a setting and of what stands in it; `path` is its name with keys of a team's.
fn write(setting: &Setting, path: &str, line: &mut dyn FnMut(String)) {
    let path_of = |child: &Setting| match child.is_free() {
        true => format!("{path}.{}", child.example.split(" = ").next().unwrap_or_default()),
        false => format!("{path}.{}", child.key()),
    };
    match setting.takes {
        Takes::Table => settings().below(&setting.name).for_each(|child| write(child, &path_of(child), line)),
        Takes::Rows => {
            let mut cells = Vec::new();
            for child in settings().below(&setting.name) {
                write(child, child.key(), &mut |cell| cells.push(cell));
            }
            line(format!("{path} = [{{ {} }}]", cells.join(", ")));
        }
        _ => line(format!("{path} = {}", setting.example.rsplit(" = ").next().unwrap_or_default())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Period;
    use crate::model::audience::Audience;
    use crate::model::config::Config;

    #[test]
    fn every_setting_that_is_described_is_read() {
        let text = example();
        let (config, mut problems) = Config::read(&text);
        // The one key of a kind that is there has all that any may have; what goes with other types it has beside its rows.
        problems.retain(|problem| !problem.message.to_string().contains(" is of no use with this "));
        assert_eq!(problems, [], "{text}");
        assert_eq!(config.people[0].roles, ["AI Officer"]);
        assert_eq!(config.kinds[0].fields[0].columns[0].choices, ["ours", "licensed"]);
        assert_eq!(config.review_every["policy"], Period::Months(12));
        for setting in settings().iter().filter(|setting| !matches!(setting.takes, Takes::Table | Takes::Rows)) {
            let key =
                if setting.is_free() { setting.example.split(" = ").next().unwrap_or("?") } else { setting.key() };
            assert!(text.contains(&format!("{key} = ")), "{} does not stand in the example", setting.name);
        }
    }

    #[test]
    fn the_description_is_whole() {
        for setting in settings().iter() {
            let name = &setting.name;
            assert!(setting.about.ends_with('.'), "{name} does not say what it is for");
            let (table, _) = setting.apart();
            let above = settings().iter().find(|above| above.name == table);
            let holds = above.is_none_or(|above| matches!(above.takes, Takes::Table | Takes::Rows));
            assert!(holds && (above.is_some() || table.is_empty()), "{name} stands in no table");
            assert!(setting.keys.is_none() || setting.is_free(), "{name} is no key that a team chooses");
            assert_eq!(settings().iter().filter(|other| other.name == *name).count(), 1, "{name} stands twice");
            let is_leaf = !matches!(setting.takes, Takes::Table | Takes::Rows);
            assert_eq!(setting.example.is_empty(), !is_leaf && !setting.is_free(), "{name}");
        }
    }

    #[test]
    fn what_holds_where_nothing_is_said_is_told_as_it_is() {
        let before = format!("{:?}", Config::read("").0);
        for setting in settings().iter() {
            let Some(default) = &setting.default else { continue };
            let word = match setting.takes {
                Takes::Flag | Takes::Number => default.clone(),
                _ => format!("\"{default}\""),
            };
            let (config, problems) = Config::read(&format!("{} = {word}\n", setting.name));
            assert_eq!(problems, [], "{}", setting.name);
            match setting.name.as_str() {
                "checks.fail" => {
                    assert_eq!(config.checks.failing_at(false), Config::default().checks.failing_at(false));
                }
                "site.language" => assert!(config.interface().is_none()),
                "site.audience" => assert_eq!(config.site.audience, Some(Audience::default())),
                name => assert_eq!(format!("{config:?}"), before, "{name}"),
            }
        }
    }

    #[test]
    fn the_words_of_the_language_are_all_that_are_read() {
        for setting in settings().iter().filter(|setting| !setting.name.contains('*')) {
            let Some(words) = setting.words.and_then(Words::fixed) else { continue };
            for word in words.into_iter().chain(["another"]) {
                let (_, problems) = Config::read(&format!("{} = \"{word}\"\n", setting.name));
                assert_eq!(problems.is_empty(), word != "another", "{} = {word}: {problems:?}", setting.name);
            }
        }
    }

    #[test]
    fn settings_are_found_by_the_keys_that_are_written() {
        let at = |keys: &[&str]| settings().at(keys).map(|setting| setting.name.as_str());
        assert_eq!(at(&["Review", "due_soon"]), Some("review.due-soon"));
        assert_eq!(at(&["approval", "kinds", "a.b", "needs"]), Some("approval.kinds.*.needs"));
        assert_eq!(at(&["kinds", "x", "field", "columns", "type"]), Some("kinds.*.field.columns.type"));
        assert_eq!(at(&["review", "nothing"]), None);
        assert_eq!(at(&["nothing"]), None);
    }
}
