//! What counts as an approval: the organisation's rule, from `[approval]` in `aims.toml`.
//!
//! A rule says which evidence it takes, from whom, and whether an author may approve their own change. Whether a document
//! has that evidence is judged in `approval`, not here.

use std::collections::{BTreeMap, BTreeSet};

use super::settings::{Table, normal};
use crate::base::{say, tell};
use crate::diag::Spanned;
use crate::parse::{Entry, Value};

/// How strong the evidence is that somebody approved a text. A stronger one never hides a weaker one: pages show each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Evidence {
    /// None at all.
    #[default]
    None,
    /// Front matter or a trailer of a commit says so.
    Claimed,
    /// Somebody other than the author merged it.
    Merged,
    /// A commit, merge or tag with it is signed by a listed key of somebody other than its only author.
    Signed,
    /// A signed record of the act names exactly this text.
    Recorded,
}

impl Evidence {
    /// All, from the weakest.
    pub const ALL: [Self; 5] = [Self::None, Self::Claimed, Self::Merged, Self::Signed, Self::Recorded];

    /// The word in `aims.toml` and in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Claimed => "claimed",
            Self::Merged => "merged",
            Self::Signed => "signed",
            Self::Recorded => "record",
        }
    }

    /// The number of the level, 0 to 4.
    pub fn level(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Claimed => 1,
            Self::Merged => 2,
            Self::Signed => 3,
            Self::Recorded => 4,
        }
    }

    /// What it is, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::None => say!("no evidence"),
            Self::Claimed => say!("claimed"),
            Self::Merged => say!("merged by another person"),
            Self::Signed => say!("signed in git"),
            Self::Recorded => say!("signed approval record"),
        }
    }

    /// `level 4 (signed approval record)`.
    pub fn described(self) -> String {
        say!("level {level} ({title})", level = self.level(), title = self.title())
    }

    /// What it proves, in a sentence.
    pub fn proves(self) -> &'static str {
        match self {
            Self::None => say!("Nothing in the repository says that anybody approved this text."),
            Self::Claimed => say!("Whoever wrote the text or the commit message says that it was approved."),
            Self::Merged => say!("Somebody other than the author put the change into the main line."),
            Self::Signed => say!("The holder of a listed key signed a commit, merge or tag that holds this text."),
            Self::Recorded => {
                say!("The holder of a listed key signed a record that names this document, version and text.")
            }
        }
    }

    /// What it does not prove, in a sentence.
    pub fn does_not_prove(self) -> &'static str {
        match self {
            Self::None => say!("It may have been approved elsewhere."),
            Self::Claimed => say!("Anybody who may write to the repository can write such a line."),
            Self::Merged => {
                say!("Names in git can be set to anything, and a merge need not mean that the text was read.")
            }
            Self::Signed => {
                say!("Such a signature is over the whole change, and need not be meant as an approval of this text.")
            }
            Self::Recorded => say!("Who held the key, and that the text is right, has to be known from elsewhere."),
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|evidence| evidence.as_str() == word)
    }
}

/// What counts as an approval of documents of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalRule {
    /// The weakest evidence that counts. [`Evidence::None`] asks for nothing: the evidence is shown and not judged.
    pub needs: Evidence,
    /// The roles of which one person each has to approve; any person listed in the settings where it is empty.
    pub roles: Vec<Spanned<String>>,
    /// Whether the act of somebody who is the only author of the change does not count.
    pub four_eyes: bool,
}

impl Default for ApprovalRule {
    fn default() -> Self {
        Self { needs: Evidence::None, roles: Vec::new(), four_eyes: true }
    }
}

impl ApprovalRule {
    /// Whether another rule asks for the same, wherever each stands.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        let roles = |rule: &Self| rule.roles.iter().map(|role| role.value.clone()).collect::<BTreeSet<_>>();
        self.needs == other.needs && self.four_eyes == other.four_eyes && roles(self) == roles(other)
    }
}

/// The rule of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApprovalRules {
    /// The rule of kinds that have none of their own.
    pub all: ApprovalRule,
    /// Rules by kind; what they do not say is as in `all`.
    pub kinds: BTreeMap<String, ApprovalRule>,
}

impl ApprovalRules {
    /// The rule for documents of a kind.
    pub fn of(&self, kind: &str) -> &ApprovalRule {
        self.kinds.get(kind).unwrap_or(&self.all)
    }

    /// Whether records of a kind are approved: where there is a rule for that very kind that asks for something.
    pub fn asks_of_records(&self, kind: &str) -> bool {
        self.kinds.get(kind).is_some_and(|rule| rule.needs > Evidence::None)
    }

    /// Every role that a rule names, with its place in `aims.toml`.
    pub fn roles(&self) -> impl Iterator<Item = &Spanned<String>> {
        std::iter::once(&self.all).chain(self.kinds.values()).flat_map(|rule| &rule.roles)
    }

    /// Reads the table `[approval]`. Gives the kinds it names too, for others to see whether they exist.
    pub(super) fn read(top: &mut Table<'_>) -> (Self, Vec<Spanned<String>>) {
        let entries = top.table("approval");
        let mut table = Table::new("approval", entries, top.problems());
        let all = read_rule(&mut table, &ApprovalRule::default());
        table.table("kinds");
        table.finish();
        let mut rules = Self { all, kinds: BTreeMap::new() };
        let mut named = Vec::new();
        for (kind, fields) in tables_of(entries, top) {
            let path = format!("approval.kinds.{}", kind.value);
            let mut table = Table::new(&path, fields, top.problems());
            let rule = read_rule(&mut table, &rules.all);
            table.finish();
            rules.kinds.insert(normal(&kind.value), rule);
            named.push(kind);
        }
        (rules, named)
    }
}

/// The tables below `kinds`; what is none is a problem.
fn tables_of<'a>(entries: &'a [Entry], top: &mut Table<'_>) -> Vec<(Spanned<String>, &'a [Entry])> {
    let kinds = entries.iter().find(|entry| normal(&entry.key) == "kinds");
    let Some(Value::Table(kinds)) = kinds.map(|entry| &entry.node.value) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in kinds {
        match &entry.node.value {
            Value::Table(fields) => {
                found.push((Spanned { value: entry.key.clone(), span: entry.key_span }, fields.as_slice()));
            }
            _ => top.no_table(&format!("approval.kinds.{}", entry.key), &entry.node),
        }
    }
    found
}

fn read_rule(table: &mut Table<'_>, otherwise: &ApprovalRule) -> ApprovalRule {
    let needs = table.word("needs").and_then(|word| {
        let evidence = Evidence::parse(&word.value);
        if evidence.is_none() {
            let words = Evidence::ALL.map(Evidence::as_str).join("`, `");
            table.wrong(
                word.span,
                tell!("`{word}` is no kind of evidence", word = &word.value),
                tell!("It is one of `{words}`.", words),
            );
        }
        evidence
    });
    let roles = table.has("roles").then(|| table.texts("roles"));
    ApprovalRule {
        needs: needs.unwrap_or(otherwise.needs),
        roles: roles.unwrap_or_else(|| otherwise.roles.clone()),
        four_eyes: table.flag("four-eyes").unwrap_or(otherwise.four_eyes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Config;

    #[test]
    fn a_kind_takes_what_it_does_not_say_from_the_rule_of_all() {
        let (config, problems) = Config::read(
            "[approval]\nneeds = \"merged\"\nroles = [\"Chief\"]\n[approval.kinds.Policy]\nneeds = \"record\"\nfour-eyes = false\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        let roles = |rule: &ApprovalRule| rule.roles.iter().map(|role| role.value.clone()).collect::<Vec<_>>();
        let policy = config.approval.of("policy");
        assert_eq!(
            (policy.needs, policy.four_eyes, roles(policy)),
            (Evidence::Recorded, false, vec!["Chief".to_owned()])
        );
        let other = config.approval.of("procedure");
        assert_eq!((other.needs, other.four_eyes), (Evidence::Merged, true));
        assert_eq!(Config::read("").0.approval.of("policy"), &ApprovalRule::default());
    }

    #[test]
    fn what_cannot_be_read_is_told_and_asks_for_nothing() {
        let (config, problems) = Config::read(
            "[approval]\nneeds = \"gold\"\nfour-eyes = \"maybe\"\nlevel = 3\n[approval.kinds]\npolicy = 4\n",
        );
        let told: Vec<String> = problems.iter().map(|problem| problem.message.english()).collect();
        assert_eq!(
            told,
            [
                "`gold` is no kind of evidence",
                "`approval.four-eyes` takes true or false",
                "unknown setting `approval.level`",
                "`approval.kinds.policy` takes a table, not a single value"
            ]
        );
        assert_eq!(config.approval.all, ApprovalRule::default());
    }
}
