//! Who has another name in the settings that come next: by a key, or by all addresses.

use aims::approval::Roster;
use aims::model::config::Config;

/// People by name, addresses and keys.
type Listed<'a> = [(&'a str, &'a [&'a str], &'a str)];

fn roster(people: &Listed<'_>) -> Roster {
    let key = |letter: char| {
        format!("\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4{letter}\"")
    };
    let person = |(name, emails, keys): &(&str, &[&str], &str)| {
        let keys: Vec<String> = keys.chars().map(key).collect();
        format!("[[people]]\nname = \"{name}\"\nemails = {emails:?}\nkeys = [{}]\n", keys.join(", "))
    };
    Roster::of(&Config::read(&people.iter().map(person).collect::<String>()).0)
}

/// Settings before, settings after, and who has another name by them.
type Case<'a> = (&'a Listed<'a>, &'a Listed<'a>, &'a [(&'a str, &'a str)]);

#[test]
fn who_has_another_name_is_told_by_a_key_or_by_all_addresses() {
    let cases: [Case<'_>; 10] = [
        (&[("A", &["a@x"], "a")], &[("A", &["a@x"], "a")], &[]),
        (&[("A", &["a@x"], "a")], &[("B", &["b@x"], "a")], &[("A", "B")]),
        (&[("A", &["a@x"], "ab")], &[("B", &["b@x"], "ab")], &[("A", "B"), ("A", "B")]),
        (&[("A", &["a@x"], "a"), ("B", &["b@x"], "b")], &[("B", &["b@x"], "a")], &[]),
        (&[("A", &["a@x"], "a"), ("C", &["c@x"], "a")], &[("B", &["b@x"], "a")], &[]),
        (&[("A", &["a@x"], "")], &[("B", &["A@X"], "b")], &[("A", "B")]),
        (&[("A", &["a@x"], "a")], &[("B", &["a@x"], "b")], &[]),
        (&[("A", &["a@x", "a@y"], "")], &[("B", &["a@y"], "")], &[("A", "B")]),
        (&[("A", &["a@x", "a@y"], "")], &[("B", &["a@y", "b@y"], "")], &[]),
        (
            &[("A", &["a@x", "a@y"], ""), ("D", &["d@x"], "")],
            &[("C", &["d@x"], ""), ("B", &["a@y"], ""), ("E", &["a@x"], "")],
            &[("A", "B"), ("A", "E"), ("D", "C")],
        ),
    ];
    for (last, next, renamed) in cases {
        assert_eq!(roster(last).renamed(&roster(next)), renamed, "{last:?} {next:?}");
    }
}

#[test]
fn thousands_of_people_who_all_have_other_names_cost_no_square() {
    let people = |of: &str| {
        let person = |number| format!("[[people]]\nname = \"{of}{number}\"\nemails = [\"{number}@x\"]\n");
        Roster::of(&Config::read(&(0..10_000).map(person).collect::<String>()).0)
    };
    let (last, next) = (people("a"), people("b"));
    assert_eq!(last.renamed(&next).len(), 10_000);
}
