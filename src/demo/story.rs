//! The story as it stands in `story.toml`: who changed which documents, when, and how it came into the history.
//!
//! In comes the embedded file, out come its tables. What they mean for the text of a document is told in
//! [`super::weave`].

use std::collections::BTreeMap;

use serde::Deserialize;

use super::files::FILES;
use crate::base::{Date, Error, Result, date};

/// The whole story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    /// The day on which it ends.
    pub today: String,
    /// Days that are facts of the world and stay where they are.
    pub fixed: Vec<String>,
    /// The people who hold a signing key.
    pub keys: Vec<String>,
    /// Versions of documents that have no table of their own: `"1.0 2024-12-02"`, by id.
    pub versions: BTreeMap<String, Vec<String>>,
    /// Days that a document named before they came, and documents before they were there; by id.
    pub early: BTreeMap<String, Vec<String>>,
    /// What the demo has beyond the example.
    pub differs: Vec<Differs>,
    /// What a document said in other words for a while.
    pub was: Vec<Was>,
    /// Folders and files that had another name at first.
    pub moved: Vec<Moved>,
    /// What happened, in order.
    pub step: Vec<Step>,
}

/// A place where the demo differs from the example in the end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Differs {
    /// The document's id, or the path of another file.
    pub file: String,
    /// Text of the example, which occurs once; where it is left out, `demo` goes to the end of the file.
    #[serde(default)]
    pub example: String,
    /// What stands in its place.
    pub demo: String,
}

/// What a document said in other words for a while.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Was {
    /// The document's id, or the path of another file.
    pub file: String,
    /// The moment from which it said so; from the start where left out.
    #[serde(default)]
    pub from: String,
    /// The moment from which it says what it says now.
    pub until: String,
    /// What it says now. Occurs once, or more often where the change is one `everywhere`.
    pub now: String,
    /// What it said.
    pub then: String,
    /// Whether it said so wherever `now` stands.
    #[serde(default)]
    pub everywhere: bool,
}

/// A folder (with `/` at the end) or file that had another name at first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Moved {
    /// The moment of the step that moved it.
    pub at: String,
    /// Its name before.
    pub from: String,
    /// Its name since.
    pub to: String,
}

/// One commit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// Day and minute, `2024-11-04 09:30`.
    pub at: String,
    /// Who wrote it.
    pub by: String,
    /// The message. Of a merge, what stands below its first line.
    pub message: String,
    /// The documents that it brings to the text of this day, by id, or paths of other files.
    #[serde(default)]
    pub put: Vec<String>,
    /// The side branch that it is made on; the first commit begins it.
    #[serde(default)]
    pub branch: Option<String>,
    /// The side branch that it merges.
    #[serde(default)]
    pub merge: Option<String>,
    /// The number of the pull request that is merged.
    #[serde(default)]
    pub number: Option<u32>,
    /// Whether the forge put it into the history, as one commit.
    #[serde(default)]
    pub squash: bool,
    /// Whether its author signs it.
    #[serde(default)]
    pub signed: bool,
    /// Acts of approval, `POL-001 by Orla Fenwick`.
    #[serde(default)]
    pub approve: Vec<String>,
    /// Acts of review, `POL-001 by Mirel Castellan: no change needed`.
    #[serde(default)]
    pub review: Vec<String>,
    /// A tag on it.
    #[serde(default)]
    pub tag: Option<Tag>,
}

/// An annotated tag, signed by the one who set it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tag {
    /// Its name.
    pub name: String,
    /// Day and minute.
    pub at: String,
    /// Who set it.
    pub by: String,
    /// Its message.
    pub message: String,
}

/// Somebody in `aims.toml`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Person {
    /// The name.
    pub name: String,
    /// Addresses, the first of which stands in commits.
    pub emails: Vec<String>,
    /// Roles held.
    pub roles: Vec<String>,
}

/// What is read of the `aims.toml` of the example.
#[derive(Debug, Deserialize)]
struct Settings {
    people: Vec<Person>,
}

/// Reads the embedded story.
pub(super) fn read() -> Result<Story> {
    parse(include_str!("story.toml"), "the story of the demo")
}

/// The people of the example.
pub(super) fn people() -> Result<Vec<Person>> {
    let text = FILES.iter().find(|(path, _)| *path == crate::base::SETTINGS).map_or("", |(_, text)| *text);
    Ok(parse::<Settings>(text, "the settings of the example")?.people)
}

fn parse<T: for<'de> Deserialize<'de>>(text: &str, what: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| Error::new(format!("{what} cannot be read")).caused_by(error))
}

/// The day of a moment.
pub(super) fn day(moment: &str) -> Result<Date> {
    let day = moment.get(..10).and_then(date::parse);
    day.ok_or_else(|| Error::new(format!("the story has `{moment}` for a moment")))
}

/// The minute of a moment, from midnight.
pub(super) fn minute(moment: &str) -> Result<i64> {
    let time = moment.get(11..).and_then(|time| time.split_once(':'));
    let read = time.and_then(|(hour, minute)| Some(hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?));
    read.ok_or_else(|| Error::new(format!("the story has `{moment}` for a moment")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn steps_come_one_after_the_other_and_keys_belong_to_people() {
        let (story, people) = (read().expect("a story"), people().expect("people"));
        for pair in story.step.windows(2) {
            assert!(pair[0].at < pair[1].at, "{} comes before {}", pair[0].at, pair[1].at);
        }
        let names: BTreeSet<&str> = people.iter().map(|person| person.name.as_str()).collect();
        assert!(story.keys.iter().all(|name| names.contains(name.as_str())));
        for step in story.step.iter().filter(|step| step.signed) {
            assert!(story.keys.contains(&step.by) && !step.squash, "{} has no key", step.by);
        }
        for moved in &story.moved {
            assert!(story.step.iter().any(|step| step.at == moved.at && step.branch.is_none()), "{}", moved.at);
        }
    }
}
