//! The settings of a new AIMS, with what each line is for.

use std::fmt::Write;

use super::asked::{Asked, Role, Who};
use crate::base::quote::quoted;
use crate::model::kinds::Kind;

/// The text of `aims.toml`.
pub(super) fn settings(asked: &Asked, kinds: &[&Kind]) -> String {
    let mut text = include_str!("data/aims.toml").to_owned();
    let organisation = match &asked.organisation {
        Some(name) => format!("name = {}", quoted(name)),
        None => "# name = \"…\"".to_owned(),
    };
    let mut people: Vec<(Option<&Who>, Vec<Role>)> = Vec::new();
    for role in Role::ALL {
        let who = asked.who(role);
        match people.iter_mut().find(|(known, _)| who.is_some() && is_same(*known, who)) {
            Some((_, roles)) => roles.push(role),
            None => people.push((who, vec![role])),
        }
    }
    let people: String = people.iter().map(|(who, roles)| person(*who, roles)).collect();
    let mut roles = String::new();
    for role in Role::ALL {
        let _ = writeln!(roles, "{} = {}", quoted(role.title()), quoted(role.about()));
    }
    let mut folders = String::new();
    for kind in kinds {
        let _ = writeln!(folders, "{} = {}", quoted(&kind.folder), quoted(&kind.name));
    }
    for (slot, value) in
        [("@organisation@", organisation), ("@people@\n", people), ("@roles@\n", roles), ("@folders@\n", folders)]
    {
        text = put(&text, slot, &value);
    }
    text
}

/// Puts a value in the one place that is kept for it: what is in the value is no place.
fn put(text: &str, slot: &str, value: &str) -> String {
    match text.rsplit_once(slot) {
        Some((before, after)) => format!("{before}{value}{after}"),
        None => text.to_owned(),
    }
}

/// Whether two are one person, who then holds several roles.
fn is_same(one: Option<&Who>, other: Option<&Who>) -> bool {
    let of = |who: Option<&Who>| who.map(|who| (who.name.clone(), who.email.clone()));
    of(one) == of(other)
}

fn person(who: Option<&Who>, roles: &[Role]) -> String {
    let mut lines = vec!["[[people]]".to_owned()];
    let titles: Vec<String> = roles.iter().map(|role| quoted(role.title())).collect();
    let roles = format!("roles = [{}]", titles.join(", "));
    let no_key = "# keys = [\"ssh-ed25519 …\"]    # the line of the file ….pub: with it, signed approvals count";
    match who {
        Some(who) => {
            lines.push(format!("name = {}", quoted(&who.name)));
            lines.push(match &who.email {
                Some(email) => format!("emails = [{}]    # every address that git knows this person by", quoted(email)),
                None => "# emails = [\"…\"]    # every address that git knows this person by".into(),
            });
            lines.push(roles);
            lines.push(who.key.as_ref().map_or(no_key.to_owned(), |key| format!("keys = [{}]", quoted(key))));
        }
        None => {
            let rest = ["name = \"…\"", "emails = [\"…\"]", roles.as_str(), no_key.trim_start_matches("# ")];
            lines.extend(rest.map(str::to_owned));
            lines = lines.into_iter().map(|line| format!("# {line}")).collect();
        }
    }
    lines.join("\n") + "\n\n"
}
