//! Who may do what: who is top management, who acts for whom, and up to which level of risk somebody may accept what is left.

use std::collections::BTreeSet;

use super::config::Config;
use super::risk::RiskLevel;

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

    /// Whether this role or person is one of these roles, or holds one.
    pub fn holds(&self, who: &str, roles: &[&str]) -> bool {
        let names = self.names_of(who);
        roles.iter().any(|role| names.iter().any(|name| name.eq_ignore_ascii_case(role)))
    }

    /// The same, where the deputy of a role counts too.
    pub fn acts_as(&self, who: &str, roles: &[&str]) -> bool {
        let names = self.names_of(who);
        let is = |role: &str| names.iter().any(|name| name.eq_ignore_ascii_case(role));
        let deputy = |role: &str| self.roles.get(role).and_then(|role| role.deputy.as_ref());
        roles.iter().any(|role| is(role) || deputy(role).is_some_and(|deputy| is(&deputy.value)))
    }

    /// The roles that are top management, as the settings say.
    pub fn top_roles(&self) -> Vec<&str> {
        self.roles.iter().filter(|(_, role)| role.top).map(|(name, _)| name.as_str()).collect()
    }

    /// The names under which documents may know a role or person: a person by the name and the roles held.
    pub fn names_of<'a>(&'a self, who: &'a str) -> Vec<&'a str> {
        let who = who.trim();
        let called = || self.people.iter().find(|person| person.name.eq_ignore_ascii_case(who));
        let person = self.person_by_email(who).or_else(called);
        let held = person.into_iter().flat_map(|person| person.roles.iter().chain([&person.name]));
        held.map(String::as_str).chain([who]).collect()
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
            "[roles]\nA = \"Runs it.\"\nB = { about = \"Decides.\", top = true, deputy = \"A\", may-accept = \"medium\" }\n",
        );
        assert_eq!((config.roles["A"].about.as_str(), config.roles["A"].top), ("Runs it.", false));
        assert_eq!((config.roles["B"].about.as_str(), config.top_roles()), ("Decides.", vec!["B"]));
        assert_eq!(config.roles["B"].may_accept, Some(RiskLevel::Medium));
        let told = |text: &str| Config::read(text).1.into_iter().map(|problem| problem.message).collect::<Vec<_>>();
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
}
