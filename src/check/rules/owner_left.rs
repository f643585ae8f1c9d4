//! `owner-left`: a document, or something that is open in one, whose owner has left the organisation.

use crate::base::folded::name_key;
use crate::base::{Date, plural, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::config::Config;
use crate::model::due;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "AIMS811",
    name: "owner-left",
    level: Level::Warning,
    clock: true,
    what: "The `owner` of a document that is kept current is a person whose last day has passed, or a role whose holders have all left. Or one of these is to see to something that is open and has a day, in a document or a record: an action, a measure, a decision, a corrective action, an answer. Nothing else is asked of records: they are not edited afterwards.",
    why: "Somebody has to answer for each document (clauses 5.3 and 7.5.2). Documents whose owner has left are seldom reviewed, and auditors look for them.",
    fix: "Give the document another owner, best a role; or give the role to somebody in `aims.toml`. Let somebody else see to what is open.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let gone = gone(&aims.config, aims.today);
    let people: BTreeSet<Named> = aims.config.people.iter().map(|person| name_key(&person.name)).collect();
    for (ix, document) in context.living() {
        left_open(context, ix, &gone, report);
        if !document.is_kept_current() {
            continue;
        }
        let Some(owner) = document.fields.text("owner") else { continue };
        let key = name_key(owner);
        let Some(Some(last)) = gone.get(&key) else { continue };
        let day = wording::day(*last);
        let (message, help) = if people.contains(&key) {
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

/// Tells of what is open in a document and is left to somebody who is not there any more, once for each of them.
fn left_open(context: &Context<'_>, ix: DocIx, gone: &BTreeMap<Named, Option<Date>>, report: &mut Report<'_>) {
    let document = context.aims.document(ix);
    let own = document.fields.text("owner");
    let of_own = own.map(name_key);
    // Of the owner of what is kept current it is told as such.
    let is_told = |key: &Named| document.is_kept_current() && of_own.as_ref() == Some(key);
    let mut open: BTreeMap<Named, (&str, usize, Span, Date)> = BTreeMap::new();
    for due in due::of(document).into_iter().filter(|due| due::is_open(context.aims, ix, due)) {
        let Some(name) = due.owner.or(own).map(str::trim) else { continue };
        let key = name_key(name);
        if let Some(Some(last)) = gone.get(&key).filter(|_| !is_told(&key)) {
            open.entry(key).or_insert((name, 0, due.span, *last)).1 += 1;
        }
    }
    for (name, count, span, last) in open.into_values() {
        let message = plural!(
            count,
            "{n} open thing of {id} is for `{name}`, who left on {day}",
            "{n} open things of {id} are for `{name}`, who left on {day}",
            id = document.id,
            name,
            day = wording::day(last)
        );
        let help = say!("Name somebody else to see to it, best a role; or give the role to somebody in `aims.toml`.");
        report.document(document, span, message, help);
    }
}

/// What a name is known by, in whatever letters it stands.
type Named = (bool, String);

/// People and roles by name: the last day of whoever was there last, or `None` where somebody still is.
fn gone(config: &Config, today: Date) -> BTreeMap<Named, Option<Date>> {
    let mut gone: BTreeMap<Named, Option<Date>> = BTreeMap::new();
    for person in &config.people {
        let left = person.left.filter(|left| *left < today);
        for name in person.roles.iter().chain([&person.name]) {
            let known = gone.entry(name_key(name)).or_insert(left);
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
    fn a_name_is_known_in_other_letters() {
        let gone = person("Ada", "2026-03-01");
        assert_eq!(found(&gone, &BY_ADA.replace("Ada", "ADA")), ["a.md:4:8 the owner `ADA` left on 2026-03-01"]);
        let told = ["a.md:4:8 nobody holds the role `officer`, the owner, since 2026-03-01"];
        assert_eq!(found(&gone, &BY_ROLE.replace("Officer", "officer")), told);
        let action = "actions: [{action: a, owner: ada, due: 2027-02-01, status: planned}]\n---";
        let plan = BY_ADA.replace("kind: policy", "kind: plan").replacen("\n---\n", &format!("\n{action}\n"), 1);
        assert_eq!(found(&gone, &plan).len(), 1, "it is told of the owner");
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
    fn what_is_open_is_left_to_somebody_who_is_there() {
        let ada = person("Ada", "2026-06-30") + &person("Eve", "2026-07-31");
        let plan = "---\nid: PLN\nkind: plan\nowner: Eve\nactions:\n  - {action: a, owner: Ada, due: 2027-02-01, status: planned}\n  - {action: b, owner: Ada, due: 2027-02-01}\n  - {action: c, owner: Officer, due: 2027-02-01}\n  - {action: d, owner: Ada, due: 2026-02-01, status: done}\n---\n";
        let told = [
            "a.md:4:8 the owner `Eve` left on 2026-07-31",
            "a.md:6:34 2 open things of PLN are for `Ada`, who left on 2026-06-30",
            "a.md:8:38 1 open thing of PLN is for `Officer`, who left on 2026-07-31",
        ];
        assert_eq!(found(&ada, plan), told);
        let told = |n: u8| [format!("a.md:{n}:6 1 open thing of NC is for `Ada`, who left on 2026-06-30")];
        let case = "---\nid: NC\nkind: nonconformity\naction-owner: Ada\ndue: 2027-01-29\n---\n";
        assert_eq!(found(&ada, case), told(5));
        assert_eq!(found(&ada, &case.replace("action-owner", "owner")), told(5), "nobody else is named");
        assert!(found(&ada, &case.replace("due", "closed: 2026-03-01\ndue")).is_empty());
        assert!(found(&person("Ada", ""), case).is_empty());
        let answer =
            "---\nid: NC\nkind: concern\nhandled-by: Ada\ndate: 2026-11-01\nanswer-due: 2026-12-01\nstate: open\n---\n";
        assert_eq!(found(&ada, answer).len(), 1);
        assert!(found(&ada, &answer.replace("open", "answered")).is_empty());
    }

    #[test]
    fn records_retired_documents_and_strangers_are_left_alone() {
        let ada = person("Ada", "2020-01-01");
        assert!(found(&ada, &BY_ADA.replace("policy", "audit")).is_empty());
        assert!(found(&ada, &BY_ADA.replace("id: P", "status: retired")).is_empty());
        assert!(found(&ada, &BY_ADA.replace("Ada", "Eve")).is_empty());
    }
}
