//! `owner-left`: a document whose owner has left the organisation.

use crate::base::{Date, say, wording};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::config::Config;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "AIMS811",
    name: "owner-left",
    level: Level::Warning,
    clock: true,
    what: "The `owner` of a document that is kept current is a person whose last day has passed, or a role whose holders have all left. Records are not asked: they are not edited afterwards.",
    why: "Somebody has to answer for each document (clauses 5.3 and 7.5.2). Documents whose owner has left are seldom reviewed, and auditors look for them.",
    fix: "Give the document another owner, best a role; or give the role to somebody in `aims.toml`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let gone = gone(&aims.config, aims.today);
    let people: BTreeSet<&str> = aims.config.people.iter().map(|person| person.name.as_str()).collect();
    for (_, document) in context.living().filter(|(_, document)| document.is_kept_current()) {
        let Some(owner) = document.fields.text("owner") else { continue };
        let Some(Some(last)) = gone.get(owner) else { continue };
        let day = wording::day(*last);
        let (message, help) = if people.contains(owner) {
            (
                say!("the owner `{owner}` left on {day}", owner, day),
                say!("Give the document another owner, best a role."),
            )
        } else {
            let message = say!("nobody holds the role `{owner}`, the owner, since {day}", owner, day);
            (message, say!("Give the role to somebody in `aims.toml`, or the document another owner."))
        };
        report.document(document, document.span_of("owner"), message, help);
    }
}

/// People and roles by name: the last day of whoever was there last, or `None` where somebody still is.
fn gone(config: &Config, today: Date) -> BTreeMap<&str, Option<Date>> {
    let mut gone: BTreeMap<&str, Option<Date>> = BTreeMap::new();
    for person in &config.people {
        let left = person.left.filter(|left| *left < today);
        for name in person.roles.iter().chain([&person.name]) {
            let known = gone.entry(name).or_insert(left);
            *known = known.zip(left).map(|(one, other)| one.max(other));
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(people: &str, document: &str) -> Vec<String> {
        only("owner-left", &[("aims.toml", people), ("a.md", document)])
    }

    fn person(name: &str, left: &str) -> String {
        let left = if left.is_empty() { String::new() } else { format!("left = {left}\n") };
        format!("[[people]]\nname = \"{name}\"\nroles = [\"Officer\"]\n{left}")
    }

    const BY_ADA: &str = "---\nid: P\nkind: policy\nowner: Ada\n---\n";
    const BY_ROLE: &str = "---\nid: P\nkind: policy\nowner: Officer\n---\n";

    #[test]
    fn a_person_is_there_on_the_last_day() {
        assert_eq!(found(&person("Ada", "2026-11-19"), BY_ADA), ["a.md:4:8 the owner `Ada` left on 2026-11-19"]);
        assert!(found(&person("Ada", "2026-11-20"), BY_ADA).is_empty());
        assert!(found(&person("Ada", ""), BY_ADA).is_empty());
    }

    #[test]
    fn a_role_is_held_as_long_as_one_holder_is_there() {
        let gone = person("Ada", "2026-03-01") + &person("Bob", "2026-02-01");
        let told = ["a.md:4:8 nobody holds the role `Officer`, the owner, since 2026-03-01"];
        assert_eq!(found(&gone, BY_ROLE), told);
        for eve in [person("Eve", ""), person("Eve", "2027-01-01")] {
            assert!(found(&(gone.clone() + &eve), BY_ROLE).is_empty());
            assert!(found(&(eve + &gone), BY_ROLE).is_empty());
        }
    }

    #[test]
    fn records_retired_documents_and_strangers_are_left_alone() {
        let ada = person("Ada", "2020-01-01");
        assert!(found(&ada, &BY_ADA.replace("policy", "audit")).is_empty());
        assert!(found(&ada, &BY_ADA.replace("id: P", "status: retired")).is_empty());
        assert!(found(&ada, &BY_ADA.replace("Ada", "Eve")).is_empty());
    }
}
