//! `mailmap-overruled`: a `.mailmap` makes somebody whom the settings list another.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::config::{Config, Person};
use crate::repo::MailmapLine;

pub(super) static RULE: Rule = Rule {
    code: "AIMS525",
    name: "mailmap-overruled",
    level: Level::Error,
    clock: false,
    what: "The `.mailmap` at the top of the repository makes one person whom `aims.toml` lists another. It does not count: whose an address is, the settings say. A warning where it gives a listed person a name that nobody is listed with, or makes somebody of whose address the settings say nothing a listed person. All these are named as their commits name them, and no merge and no review is another's by it; only where it is asked whether a second person had a hand in a text does an address that is not listed count as theirs whom the `.mailmap` before the change names.",
    why: "Whoever may commit can write a `.mailmap`, and by it the work of one person would bear the name of another. Nobody vouches for it, as somebody does for the settings.",
    fix: "Take the line out. Or list the address under `emails` of the person whose it is, where a change of the settings is vouched for.",
    run,
};

/// How many lines are told.
const MOST: usize = 100;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let config = &context.aims.config;
    let told = context.history.mailmap.lines().filter_map(|line| Told::of(config, line));
    for told in told.take(MOST) {
        let (level, span) = (told.level(), told.person().span);
        report.settings(
            Some(span),
            told.sentence(),
            say!("Take the line out of `.mailmap`; or list the address under the one person whose it is."),
        );
        told.names().into_iter().for_each(|name| report.names(Some(name)));
        report.at(level);
    }
}

/// What a line does to people who are listed.
enum Told<'a> {
    /// One becomes another.
    Other { email: &'a str, from: &'a Person, to: &'a Person },
    /// One gets a name that nobody is listed with.
    Renamed { email: &'a str, from: &'a Person, name: &'a str },
    /// Somebody who is not listed becomes one who is.
    Joined { email: &'a str, to: &'a Person },
}

impl<'a> Told<'a> {
    fn of(config: &'a Config, line: MailmapLine<'a>) -> Option<Self> {
        let MailmapLine { email, proper_name, proper_email, .. } = line;
        let at = |email: &str| config.person_by_email(email);
        let called = |name: &&str| config.people.iter().find(|person| same(&person.name, name));
        let named = [proper_email.and_then(at), proper_name.as_ref().and_then(called)];
        let from = at(email);
        let other = |to: &&Person| from.is_none_or(|from| !same(&from.name, &to.name));
        match (from, named.into_iter().flatten().find(other)) {
            (Some(from), Some(to)) => Some(Self::Other { email, from, to }),
            (Some(from), None) => {
                let name = proper_name.filter(|name| !same(&from.name, name))?;
                Some(Self::Renamed { email, from, name })
            }
            // An address of several people has a finding of its own.
            (None, Some(to)) => (!is_listed(config, email)).then_some(Self::Joined { email, to }),
            (None, None) => None,
        }
    }

    fn level(&self) -> Level {
        match self {
            Self::Other { .. } => Level::Error,
            Self::Renamed { .. } | Self::Joined { .. } => Level::Warning,
        }
    }

    /// The person in the settings whom it is about.
    fn person(&self) -> &'a Person {
        match self {
            Self::Other { from, .. } | Self::Renamed { from, .. } => from,
            Self::Joined { to, .. } => to,
        }
    }

    /// Whom it names, and by which address.
    fn names(&self) -> Vec<&str> {
        match self {
            Self::Other { email, from, to } => vec![from.name.as_str(), email, to.name.as_str()],
            Self::Renamed { email, from, name } => vec![from.name.as_str(), email, name],
            Self::Joined { email, to } => vec![email, to.name.as_str()],
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::Other { email, from, to } => say!(
                "`.mailmap` makes {person} <{email}> {other}, and the settings list both: commits are told by the name they bear",
                person = from.name,
                email,
                other = to.name
            ),
            Self::Renamed { email, from, name } => say!(
                "`.mailmap` calls {person} <{email}> {name}, and the settings list nobody of that name: commits are told by the name they bear",
                person = from.name,
                email,
                name
            ),
            Self::Joined { email, to } => say!(
                "`.mailmap` makes <{email}> {other}, and the settings do not list that address: commits are told by the name they bear, and nothing is approved by it",
                email,
                other = to.name
            ),
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn is_listed(config: &Config, email: &str) -> bool {
    config.addresses().any(|(_, known)| known.eq_ignore_ascii_case(email))
}
