//! Who may do what: who is top management, who acts for whom, and up to which level of risk somebody may accept what is left.

use std::collections::{BTreeMap, BTreeSet};

use super::config::Config;
use super::document::Document;
use super::risk::RiskLevel;
use crate::base::folded::same_name;

/// Keys of who did something, with those of its day, the first that is there, and whether it took authority.
pub const ACTS: [(&str, [&str; 2], bool); 11] = [
    ("accepted-by", ["accepted", "date"], true),
    ("approved-by", ["approved", "date"], true),
    ("assessor", ["date"; 2], false),
    ("attendees", ["date"; 2], false),
    ("auditors", ["date"; 2], false),
    ("closed-by", ["closed"; 2], true),
    ("decided-by", ["decided", "date"], true),
    ("effectiveness-by", ["effectiveness-checked"; 2], true),
    ("found-by", ["date"; 2], false),
    ("raised-by", ["date"; 2], false),
    ("tester", ["date"; 2], false),
];

/// The keys of the day of what took authority, where one says who did it: no audit by others does, and no draft yet.
pub fn act(document: &Document, key: &str) -> Option<[&'static str; 2]> {
    let (_, days, _) = ACTS.iter().find(|(act, _, by_authority)| *act == key && *by_authority)?;
    (!document.is_draft() && !document.is_other_audit()).then_some(*days)
}

/// What a role may do by some settings and may not by others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Widened<'a> {
    /// The role, or a deputy of one; `None` where anybody may.
    pub role: Option<&'a str>,
    /// The levels at which it may accept what is left.
    pub levels: Vec<RiskLevel>,
    /// Whether it is top management.
    pub top: bool,
}

impl Config {
    /// The roles that may accept what is left at this level; none where the settings give the level to nobody, so that
    /// anybody may.
    pub fn who_may_accept(&self, level: RiskLevel) -> Vec<&str> {
        let given =
            self.acceptance.contains_key(&level) || self.roles.values().any(|role| role.may_accept == Some(level));
        if !given {
            return Vec::new();
        }
        let named = self.acceptance.range(level..).flat_map(|(_, roles)| roles).map(|role| role.value.as_str());
        let up_to = self.roles.iter().filter(|(_, role)| role.may_accept.is_some_and(|most| most >= level));
        let mut all: Vec<&str> = named.chain(up_to.map(|(name, _)| name.as_str())).collect();
        all.extend(self.roles.iter().filter(|(_, role)| role.top).map(|(name, _)| name.as_str()));
        let mut told = BTreeSet::new();
        all.retain(|role| told.insert(*role));
        all
    }

    /// The same, where the deputy of a role counts too.
    pub fn acts_as(&self, who: &str, roles: &[&str]) -> bool {
        self.acts_under(&self.names_of(who), roles)
    }

    /// The same of somebody with all the names under which documents may know them.
    pub fn acts_under(&self, names: &[&str], roles: &[&str]) -> bool {
        let is = |role: &str| names.iter().any(|name| same_name(name, role));
        let deputy = |role: &str| self.roles.get(role).and_then(|role| role.deputy.as_ref());
        roles.iter().any(|role| is(role) || deputy(role).is_some_and(|deputy| is(&deputy.value)))
    }

    /// The roles that are top management, as the settings say.
    pub fn top_roles(&self) -> Vec<&str> {
        self.roles.iter().filter(|(_, role)| role.top).map(|(name, _)| name.as_str()).collect()
    }

    /// Who may do more than by other settings: accept what is left at levels of which those say who may, or count as top
    /// management where those say who does. A deputy may what the role may.
    pub fn widened<'a>(&'a self, before: &'a Self) -> Vec<Widened<'a>> {
        let mut found: BTreeMap<Option<&str>, Widened<'a>> = BTreeMap::new();
        let mut of = |role: Option<&'a str>, change: &dyn Fn(&mut Widened<'a>)| {
            change(found.entry(role).or_insert(Widened { role, levels: Vec::new(), top: false }));
        };
        for level in RiskLevel::ALL {
            let (then, now) = (before.acting(level), self.acting(level));
            if then.is_empty() {
                continue;
            }
            if now.is_empty() {
                of(None, &|widened| widened.levels.push(level));
            }
            for role in now.difference(&then) {
                of(Some(role), &|widened| widened.levels.push(level));
            }
        }
        let then = before.top_roles();
        for role in self.top_roles().into_iter().filter(|role| !then.is_empty() && !then.contains(role)) {
            of(Some(role), &|widened| widened.top = true);
        }
        found.into_values().collect()
    }

    /// The roles that may accept what is left at a level, and their deputies.
    fn acting(&self, level: RiskLevel) -> BTreeSet<&str> {
        let may = self.who_may_accept(level);
        let deputies = may.iter().filter_map(|role| self.roles.get(*role)?.deputy.as_ref());
        deputies.map(|deputy| deputy.value.as_str()).chain(may.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Config {
        let (config, problems) = Config::read(text);
        assert_eq!(problems, [], "{text}");
        config
    }

    #[test]
    fn a_role_is_a_text_or_a_table() {
        let config = config(
            "[roles]\nA = \"Runs it.\"\nB = { about = \"Decides.\", top = true, deputy = \"A\", may-accept = \"medium\", competence = [\"Reads a test\", \"Says no\"] }\n",
        );
        assert_eq!((config.roles["A"].about.as_str(), config.roles["A"].top), ("Runs it.", false));
        assert_eq!((config.roles["B"].about.as_str(), config.top_roles()), ("Decides.", vec!["B"]));
        assert_eq!(config.roles["B"].may_accept, Some(RiskLevel::Medium));
        assert!(config.roles["A"].competence.is_empty() && config.roles["B"].competence == ["Reads a test", "Says no"]);
        let told =
            |text: &str| Config::read(text).1.into_iter().map(|problem| problem.message.english()).collect::<Vec<_>>();
        assert_eq!(told("[roles]\nA = [\"x\"]\n"), ["`roles.A` takes a text or a table, not a list"]);
        assert_eq!(told("[roles]\nA = { may-accept = \"grave\" }\n"), ["`grave` is no level of risk"]);
        assert_eq!(told("[roles]\nA = { tpo = true }\n"), ["unknown setting `roles.A.tpo`"]);
    }

    #[test]
    fn who_may_accept_a_level_may_accept_lower_ones() {
        let config = config(
            "[risk.acceptance]\nmedium = \"CRO\"\nlow = [\"Owner\"]\n[roles]\nCEO = { top = true, deputy = \"COO\" }\n\
             Board = { may-accept = \"high\" }\n[[people]]\nname = \"Ada\"\nemails = [\"a@x.example\"]\nroles = [\"CRO\"]\n",
        );
        assert_eq!(config.who_may_accept(RiskLevel::High), ["Board", "CEO"]);
        assert_eq!(config.who_may_accept(RiskLevel::Medium), ["CRO", "Board", "CEO"]);
        assert_eq!(config.who_may_accept(RiskLevel::Low), ["Owner", "CRO", "Board", "CEO"]);
        let may = |who: &str, level| config.acts_as(who, &config.who_may_accept(level));
        for who in ["CRO", "Ada", "ada", "a@x.example"] {
            assert!(may(who, RiskLevel::Medium) && !may(who, RiskLevel::High), "{who}");
        }
        assert!(config.holds("Ada", &["CRO"]) && !config.holds("COO", &["CEO"]));
        assert!(may("COO", RiskLevel::High) && !may("Clerk", RiskLevel::Low));
        let only_high = super::Config::read("[risk.acceptance]\nhigh = [\"CEO\"]\n").0;
        assert_eq!(only_high.who_may_accept(RiskLevel::Medium), Vec::<&str>::new());
        assert_eq!(super::Config::default().who_may_accept(RiskLevel::High), Vec::<&str>::new());
    }

    #[test]
    fn more_authority_is_told_role_by_role() {
        let before = "[risk.acceptance]\nhigh = [\"CEO\"]\n[roles]\nCEO = { top = true }\nClerk = \"c\"\n";
        let told = |now: &str| {
            let (then, now) = (config(before), config(now));
            let told = now.widened(&then).into_iter();
            told.map(|one| (one.role.map(str::to_owned), one.levels.len(), one.top)).collect::<Vec<_>>()
        };
        let clerk = Some("Clerk".to_owned());
        assert!(told(before).is_empty());
        assert_eq!(told(&before.replace("\"c\"", "{ may-accept = \"high\" }")), [(clerk.clone(), 1, false)]);
        assert_eq!(told(&before.replace("\"c\"", "{ may-accept = \"low\" }")), [], "of low nothing was said");
        assert_eq!(told(&before.replace("\"c\"", "{ top = true }")), [(clerk.clone(), 1, true)]);
        assert_eq!(told(&before.replace("top = true", "top = true, deputy = \"Clerk\"")), [(clerk, 1, false)]);
        assert_eq!(told("[roles]\nCEO = { top = true }\nClerk = \"c\"\n"), [(None, 1, false)]);
    }
}
