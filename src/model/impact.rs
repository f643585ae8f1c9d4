//! What AI systems can do to people and the world: the categories that an impact assessment goes through, of `kinds.toml` and
//! of the team's.

use std::collections::BTreeMap;

use super::kinds::Kinds;
use super::settings::{Table, normal};
use crate::base::tell;
use crate::diag::Spanned;

/// What `[impact]` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImpactSettings {
    /// Categories beside the eight.
    pub categories: Vec<Spanned<String>>,
    /// Words of the team's in their normal form, each with that of the category that is meant.
    pub called: BTreeMap<String, String>,
}

impl ImpactSettings {
    /// Reads `[impact]`.
    pub(super) fn read(top: &mut Table<'_>, kinds: &Kinds) -> Self {
        let entries = top.table("impact");
        let mut table = Table::new("impact", entries, top.problems());
        let mut read = Self { categories: table.texts("categories"), called: BTreeMap::new() };
        for (theirs, ours) in table.pairs("called") {
            let meant = normal(&ours.value);
            match read.of(&meant, kinds) {
                Some(category) => drop(read.called.insert(normal(&theirs.value), normal(&category))),
                None => {
                    let help = tell!("Categories are {categories}.", categories = read.all(kinds).join(", "));
                    table.wrong(ours.span, tell!("`{word}` is no category of impacts", word = &ours.value), help);
                }
            }
        }
        table.finish();
        read
    }

    /// All categories: the eight, then those that the settings add.
    pub fn all(&self, kinds: &Kinds) -> Vec<String> {
        let own = self.categories.iter().map(|category| category.value.clone());
        eight(kinds).iter().cloned().chain(own).collect()
    }

    /// The category that a word means: one of [`ImpactSettings::all`].
    pub fn of(&self, said: &str, kinds: &Kinds) -> Option<String> {
        let word = normal(said);
        let word = self.called.get(&word).unwrap_or(&word);
        self.all(kinds).into_iter().find(|category| normal(category) == *word)
    }
}

/// The categories that are built in.
fn eight(kinds: &Kinds) -> &[String] {
    let impacts =
        kinds.get("impact-assessment").and_then(|kind| kind.fields.iter().find(|field| field.name == "impacts"));
    let category = impacts.and_then(|rows| rows.columns.iter().find(|column| column.name == "category"));
    category.map_or(&[], |category| &category.choices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Config;

    #[test]
    fn the_eight_stand_beside_those_of_the_team() {
        let text = "[impact]\ncategories = [\"Money and access\"]\n[impact.called]\n\"Rights\" = \"fairness and non-discrimination\"\n";
        let (config, problems) = Config::read(text);
        assert_eq!(problems, []);
        let kinds = Kinds::builtin();
        assert_eq!(config.impact.all(&kinds).len(), 9);
        let of = |said: &str| config.impact.of(said, &kinds);
        assert_eq!(of("money and access").as_deref(), Some("Money and access"));
        assert_eq!(of("rights").as_deref(), Some("fairness-and-non-discrimination"));
        assert_eq!(of("Environment").as_deref(), Some("environment"));
        assert_eq!(of("banana"), None);
        let (_, problems) = Config::read("[impact.called]\nx = \"banana\"\n");
        assert_eq!(problems[0].message.english(), "`banana` is no category of impacts");
    }
}
