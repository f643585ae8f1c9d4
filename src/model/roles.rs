//! What the settings say of roles, in `[roles]` and `[risk.acceptance]`. Who holds one, `[[people]]` says.

use std::collections::BTreeMap;

use super::person::Person;
use super::risk::RiskLevel;
use super::settings::Table;
use crate::base::tell;
use crate::base::wording::Words;
use crate::diag::{Span, Spanned};
use crate::parse::Value;

/// What the settings say of a role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// What it answers for.
    pub about: String,
    /// Whether it is top management.
    pub top: bool,
    /// Who acts in its place while nobody else can: a role or person.
    pub deputy: Option<Spanned<String>>,
    /// Up to which level it may accept what is left of a risk or impact.
    pub may_accept: Option<RiskLevel>,
    /// What whoever holds it has to know or be able to do.
    pub competence: Vec<String>,
    /// Where its name stands in `aims.toml`.
    pub span: Span,
}

/// The roles that may accept what is left of a risk or impact, by its level. Who may accept a level may accept lower ones.
pub type Acceptance = BTreeMap<RiskLevel, Vec<Spanned<String>>>;

/// Reads `[roles]`: a text is what the role answers for, a table says more. People called as a role is are told.
pub(super) fn roles(top: &mut Table<'_>, people: &[Person]) -> BTreeMap<String, Role> {
    let mut roles = BTreeMap::new();
    for entry in top.table("roles") {
        let mut role = Role { span: entry.key_span, ..Role::default() };
        match &entry.node.value {
            Value::Scalar(scalar) => role.about.clone_from(&scalar.text),
            Value::Table(entries) => {
                let mut table = Table::new(format!("roles.{}", entry.key), entries, top.problems());
                role.about = table.text("about").map(|about| about.value).unwrap_or_default();
                role.top = table.flag("top").unwrap_or_default();
                role.deputy = table.text("deputy");
                role.may_accept = table.text("may-accept").and_then(|word| {
                    let level = RiskLevel::ALL.into_iter().find(|level| level.as_str() == word.value);
                    if level.is_none() {
                        let message = tell!("`{word}` is no level of risk", word = &word.value);
                        table.wrong(word.span, message, tell!("A level is `low`, `medium` or `high`."));
                    }
                    level
                });
                role.competence = table.texts("competence").into_iter().map(|one| one.value).collect();
                table.finish();
            }
            _ => {
                let message = tell!(
                    "`roles.{key}` takes a text or a table, not {found}",
                    key = &entry.key,
                    found = Words::from(entry.node.describe())
                );
                top.wrong(entry.node.span, message, "");
                continue;
            }
        }
        roles.insert(entry.key.clone(), role);
    }
    // One who alone holds the role of that name is meant by both.
    let is_role = |person: &&Person| {
        let holders = people.iter().filter(|one| one.roles.contains(&person.name)).count();
        if person.roles.contains(&person.name) { holders > 1 } else { holders > 0 || roles.contains_key(&person.name) }
    };
    for person in people.iter().filter(is_role) {
        let message = tell!("`people` lists `{name}`, which is a role", name = &person.name);
        top.wrong(person.span, message, tell!("Write the name of the person who holds it."));
    }
    roles
}

/// Reads `[risk.acceptance]`.
pub(super) fn acceptance(risk: &mut Table<'_>) -> Acceptance {
    let entries = risk.table("acceptance");
    let mut table = Table::new("risk.acceptance", entries, risk.problems());
    let mut acceptance = Acceptance::new();
    for (level, key) in [(RiskLevel::Low, "low"), (RiskLevel::Medium, "medium"), (RiskLevel::High, "high")] {
        let roles = table.texts(key);
        if !roles.is_empty() {
            acceptance.insert(level, roles);
        }
    }
    table.finish();
    acceptance
}
