//! Each person stands in the settings once, and each address and key under one person: by them it is told whose an act is.

use std::collections::BTreeMap;

use super::settings::Table;
use crate::base::lookalike::seen;
use crate::base::tell;
use crate::base::text::address_key;
use crate::base::wording::Words;
use crate::diag::{Span, Spanned};
use crate::signature::AllowedKey;

/// The people who were read so far: the place of each name, address and key.
#[derive(Default)]
pub(super) struct Once {
    /// The names as they are written.
    names: Vec<String>,
    by_name: BTreeMap<String, usize>,
    by_email: BTreeMap<String, usize>,
    by_key: BTreeMap<String, usize>,
}

impl Once {
    /// Takes one person in, and tells what another is listed with already. A key that cannot be read has its own finding.
    pub(super) fn person(
        &mut self,
        table: &mut Table<'_>,
        (name, span): (Option<&Spanned<String>>, Span),
        emails: &[Spanned<String>],
        keys: &[Spanned<String>],
    ) {
        let help = || tell!("List each person once, and each address and key under the one person whose it is.");
        let own = self.names.len();
        let called = name.map(|name| name.value.trim()).unwrap_or_default();
        self.names.push(called.to_owned());
        let mut who = own;
        if !called.is_empty() {
            who = *self.by_name.entry(seen(called)).or_insert(own);
            if who != own {
                let span = name.map_or(span, |name| name.span);
                let told = match self.names.get(who).filter(|first| first.to_lowercase() != called.to_lowercase()) {
                    None => tell!("`people` lists {name} twice", name = called),
                    Some(_) => tell!("`people` lists {name} twice: another name there looks the same", name = called),
                };
                table.wrong(span, told, help());
            }
        }
        for email in emails.iter().filter(|email| !email.value.trim().is_empty()) {
            let first = *self.by_email.entry(address_key(email.value.trim())).or_insert(who);
            if first != who {
                let what = tell!(
                    "`people.emails`: {email} is listed for {name} already",
                    email = &email.value,
                    name = self.name(first)
                );
                table.wrong(email.span, what, help());
            }
        }
        for key in keys {
            let Ok(known) = AllowedKey::parse(&key.value) else { continue };
            let first = *self.by_key.entry(known.fingerprint).or_insert(who);
            if first != who {
                let what = tell!("`people.keys`: this key is listed for {name} already", name = self.name(first));
                table.wrong(key.span, what, help());
            }
        }
    }

    /// What a person is called who was read.
    fn name(&self, place: usize) -> Words {
        match self.names.get(place).filter(|name| !name.is_empty()) {
            Some(name) => name.clone().into(),
            None => tell!("somebody without a name"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::text::address_key;
    use crate::model::config::Config;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    fn told(people: &[&str]) -> Vec<String> {
        let text: String = people.iter().map(|person| format!("[[people]]\n{person}\n")).collect();
        let (_, problems) = Config::read(&text);
        problems
            .iter()
            .map(|found| format!("{} at {}", found.message.english(), &text[found.span.start..found.span.end]))
            .collect()
    }

    #[test]
    fn nobody_is_told_by_what_is_listed_for_two() {
        let ada = format!("name = \"Ada\"\nemails = [\"ada@x\", \"ADA@x\"]\nkeys = [\"{KEY} a\"]");
        assert!(told(&[&ada, "name = \"Bo\"\nemails = [\"bo@x\"]"]).is_empty());
        assert_eq!(
            told(&[&ada, "name = \"Bo\"\nemails = [\"Ada@x\"]"]),
            ["`people.emails`: Ada@x is listed for Ada already at \"Ada@x\""]
        );
        let key = format!("name = \"Bo\"\nkeys = [\"{KEY}\"]");
        assert_eq!(told(&[&ada, &key]), [format!("`people.keys`: this key is listed for Ada already at \"{KEY}\"")]);
        assert_eq!(
            told(&[&ada, "name = \"ada\"\nemails = [\"ada@x\"]"]),
            ["`people` lists ada twice at \"ada\""],
            "what both have is theirs"
        );
    }

    #[test]
    fn names_that_look_the_same_are_of_one() {
        for other in ["Orla  Ceo", "Orla \u{421}eo", "Orla\u{a0}Ceo", "Orl\u{200b}a Ceo"] {
            assert_eq!(
                told(&["name = \"Orla Ceo\"", &format!("name = \"{other}\"")]),
                [format!("`people` lists {} twice: another name there looks the same at \"{other}\"", other.trim())]
            );
        }
        assert!(told(&["name = \"Orla Ceo\"", "name = \"Orla Leo\""]).is_empty());
    }

    #[test]
    fn an_address_of_several_is_nobodys() {
        let people = "[[people]]\nname = \"Ada\"\nemails = [\"both@x\"]\n[[people]]\nname = \"Bo\"\nemails = [\"both@x\", \"bo@x\"]\n";
        let (config, _) = Config::read(people);
        assert!(config.person_by_email("both@x").is_none());
        assert_eq!(config.names_by_address().into_iter().collect::<Vec<_>>(), [("bo@x".to_owned(), "Bo")]);
    }

    #[test]
    fn an_address_is_one_whatever_the_case_of_its_ascii_letters() {
        // U+212A is a sign for kelvin, and `k` in lower case.
        let (config, _) = Config::read("[[people]]\nname = \"Kim\"\nemails = [\"Kim@x\"]\n");
        let listed = config.names_by_address();
        for (address, is_hers) in [("kIM@X", true), ("\u{212a}im@x", false)] {
            assert_eq!(config.person_by_email(address).is_some(), is_hers, "{address}");
            assert_eq!(listed.contains_key(&address_key(address)), is_hers, "{address}");
        }
    }
}
