//! The story of acts: a person approves or reviews documents, and a record of each is written. Nothing else in this
//! crate writes into an AIMS.

use std::sync::Arc;

use super::act::{Act, Already, Attributes, Prepared, Ready, Stands, Written, WrittenAct};
use super::acted::Acts;
use super::project::{Project, Request};
use crate::approval::record::ActKind;
use crate::approval::{self, Roster};
use crate::base::folded::same_name;
use crate::base::naming::list;
use crate::base::text::did_you_mean;
use crate::base::{DocPath, Error, Result, below};
use crate::emit::{self, Addition};
use crate::model::config::{Config, Person};
use crate::repo::{Identity, ObjectFormat};
use crate::source::Source;

/// What `.gitattributes` says of records.
const ATTRIBUTES: [&str; 2] =
    ["# Records of acts are signed: git must not change their line ends.", "approvals/** -text"];

impl Project {
    /// Who the person at this machine is, by git's settings; `None` outside a repository.
    ///
    /// # Errors
    /// Where git's settings cannot be read.
    pub fn identity(&self) -> Result<Option<Identity>> {
        self.repo.as_ref().map(crate::repo::Repo::identity).transpose()
    }

    /// Puts the records of the acts together, for the documents as they are in the folder. Nothing is written.
    ///
    /// # Errors
    /// Where there is no such document or person, and where one of the acts would not count: then none is ready.
    pub fn prepare(&self, act: &Act) -> Result<Prepared> {
        if act.kind == ActKind::Approval {
            self.has_commit()?;
        }
        let checked = self.check(&Request::new(&self.root, act.today))?;
        let documents = act.which.documents(&checked, act.kind)?;
        let acts = Acts::begin(self, act, &checked)?;
        let (mut prepared, mut stopped) = (Prepared::default(), Vec::new());
        let each = documents.iter().flat_map(|one| acts.roles(*one).into_iter().map(move |role| (one, role)));
        for (document, role) in each {
            match acts.prepare(*document, role) {
                Ok(Stands::Ready(ready)) => prepared.ready.push(*ready),
                Ok(Stands::Already(record, ready)) => {
                    prepared.already.push(Already { document: document.name(&checked.aims), record, ready: *ready });
                }
                Err(error) => stopped.push((document.name(&checked.aims), error)),
            }
        }
        stopped.dedup_by(|(one, _), (other, _)| one == other);
        if stopped.is_empty() { Ok(prepared) } else { Err(none_of(stopped, documents.len())) }
    }

    /// Writes records and their signatures: all of them or none. There is a signature for each record, or for none.
    ///
    /// # Errors
    /// Where the disk fails, or a folder of records is none.
    pub fn write_acts(&self, ready: &[Ready], armored: &[String]) -> Result<Written> {
        let unsigned: Vec<String> = ready.iter().map(Ready::unsigned).collect();
        let mut additions = Vec::new();
        for ((place, ready), unsigned) in ready.iter().enumerate().zip(&unsigned) {
            let name = ready.record.file_name();
            let (folder, file) = name.rsplit_once('/').unwrap_or((crate::base::APPROVALS, &name));
            let folder = DocPath::new(folder).ok_or_else(|| Error::new(format!("`{folder}` is no folder")))?;
            // A signature without its record means nothing; a record without its signature might be taken for one unsigned.
            let mut parts: Vec<(&str, &[u8])> = Vec::new();
            parts.extend(armored.get(place).map(|armored| (".toml.sig", armored.as_bytes())));
            parts.push((".toml", if parts.is_empty() { unsigned.as_bytes() } else { ready.text.as_bytes() }));
            additions.push(Addition { folder, stem: file.trim_end_matches(".toml").to_owned(), parts });
        }
        let made = emit::create_all(&self.root, &additions)?;
        let here = self.listing(&[])?;
        let mut acts = Vec::new();
        for paths in made {
            let mut paths = paths.into_iter().rev();
            let record = paths.next().ok_or_else(|| Error::new("no record was written"))?;
            let ignored = here.files().binary_search(&record).is_err();
            acts.push(WrittenAct { record, signature: paths.next(), ignored });
        }
        let attributes = acts.first().map_or(Attributes::Set, |act| self.keep_bytes(&act.record));
        Ok(Written { acts, attributes })
    }

    /// Sees to it that git does not convert the line ends of records: whoever verifies one with OpenSSH needs its bytes.
    fn keep_bytes(&self, record: &DocPath) -> Attributes {
        let Some((repo, path)) = self.repo.as_ref().zip(DocPath::new(".gitattributes")) else { return Attributes::Set };
        let inside = below(&self.prefix, record.as_str());
        // The record stands without it: only what a machine with other settings makes of it is at stake.
        let keeps = || repo.keeps_line_ends(&inside).unwrap_or(false);
        if keeps() {
            return Attributes::Set;
        }
        match emit::append(&self.root, &path, &ATTRIBUTES) {
            Ok(()) if keeps() => Attributes::Added(path),
            Ok(()) | Err(_) => Attributes::Failed,
        }
    }

    /// An approval counts by keys and roles of the commit before it.
    fn has_commit(&self) -> Result<()> {
        let Some(repo) = &self.repo else {
            return Err(Error::new(format!("{} is not in a git repository", self.root.display())).hint(
                "An approval counts by the keys and roles of the commit before it. Run `git init` and commit aims.toml \
                 first.",
            ));
        };
        match repo.head()? {
            Some(_) => Ok(()),
            None => Err(Error::new("there is no commit yet")
                .hint("An approval counts by the keys and roles of the commit before it. Commit aims.toml first.")),
        }
    }

    /// The people whom the last commit lists; `None` where there is none.
    pub(super) fn roster(&self) -> Result<Option<Arc<Roster>>> {
        let Some(repo) = &self.repo else { return Ok(None) };
        Ok(repo.head()?.map(|head| approval::roster_at(repo, &self.prefix, head)))
    }

    pub(super) fn format(&self) -> ObjectFormat {
        self.repo.as_ref().map_or(ObjectFormat::Sha1, crate::repo::Repo::format)
    }

    /// Who acts: the person named, else the one that git names.
    pub(super) fn person<'a>(&self, config: &'a Config, act: &Act) -> Result<(&'a Person, String)> {
        if let Some(who) = &act.who {
            return named(config, who);
        }
        let identity = match &act.git {
            Some(identity) => identity.clone(),
            None => self.identity()?.unwrap_or_default(),
        };
        let Some(email) = identity.email else {
            return Err(Error::new("it is not known who acts: git has no `user.email` here")
                .hint("Say `--as NAME`, or set it: `git config user.email you@example.org`."));
        };
        let Some(person) = config.person_by_email(&email) else {
            return Err(stranger(config, &email, &identity.name.unwrap_or_default()));
        };
        Ok((person, own_address(person, &email)))
    }
}

fn named<'a>(config: &'a Config, who: &str) -> Result<(&'a Person, String)> {
    let who = who.trim();
    if let Some(person) = config.person_by_email(who) {
        return Ok((person, own_address(person, who)));
    }
    let mut by_name = config.people.iter().filter(|person| same_name(&person.name, who));
    let Some(person) = by_name.next() else { return Err(unknown(config, who)) };
    let Some(email) = person.emails.first() else {
        return Err(Error::new(format!("{} has no e-mail address in aims.toml", person.name)).hint(
            "Records name the address that a signature is verified with. Add `emails = [\"…\"]` to the person.",
        ));
    };
    Ok((person, email.clone()))
}

/// An address as the settings write it.
fn own_address(person: &Person, email: &str) -> String {
    person.emails.iter().find(|known| known.eq_ignore_ascii_case(email)).map_or(email, String::as_str).to_owned()
}

/// Nobody has the address that git names. Who is like them is somebody else: nobody is told to act under another name.
fn stranger(config: &Config, email: &str, name: &str) -> Error {
    let error = Error::new(format!("aims.toml knows nobody called `{email}`"));
    let named = config.people.iter().find(|person| !name.is_empty() && same_name(&person.name, name));
    let own = |known: &str| known.split('@').next().unwrap_or_default().to_owned();
    // Addresses of one domain are alike: what stands before it tells one from another.
    let is_near = |known: &&String| did_you_mean(&own(email), [own(known).as_str()]).is_some();
    let near = config.people.iter().flat_map(|person| &person.emails).find(is_near);
    match (named, near) {
        (Some(person), _) => error.hint(format!(
            "Add the address to `emails` of {}, have that merged, then act. Or set the one that is listed: \
             `git config user.email …`.",
            person.name
        )),
        (None, Some(near)) => error.hint(format!(
            "Did you mean `{near}`? If that is you, set it: `git config user.email {near}`; or have the address added to the \
             person in aims.toml."
        )),
        (None, None) => error.hint(ADD),
    }
}

const ADD: &str = "Add the person under `[[people]]` with `name`, `emails`, `roles` and `keys`, have that merged, then act. \
                   Or say who acts with `--as`.";

/// Nobody is called as somebody typed.
fn unknown(config: &Config, who: &str) -> Error {
    let people = config.people.iter();
    let known = people.flat_map(|person| std::iter::once(&person.name).chain(&person.emails)).map(String::as_str);
    let known: Vec<&str> = known.collect();
    let error = Error::new(format!("aims.toml knows nobody called `{who}`"));
    // A part of a name is what people type first.
    let part = |known: &&str| known.split([' ', '@', '.']).any(|part| same_name(part, who));
    // Addresses of one domain are alike: what stands before it tells one from another.
    let own = |known: &str| known.split('@').next().unwrap_or_default().to_owned();
    let near = did_you_mean(who, known.iter().copied())
        .filter(|known| !who.contains('@') || did_you_mean(&own(who), [own(known).as_str()]).is_some());
    match near.or_else(|| known.iter().copied().find(part)) {
        Some(near) => {
            error.hint(format!("Did you mean `{near}`? Say `--as \"{near}\"`, or add the address to the person."))
        }
        None => error.hint(ADD),
    }
}

/// Why none of several acts is ready: what stands against each of those that stop them.
fn none_of(mut stopped: Vec<(String, Error)>, of: usize) -> Error {
    if of == 1
        && let Some((_, only)) = stopped.pop()
    {
        return only;
    }
    let names: Vec<&str> = stopped.iter().map(|(name, _)| name.as_str()).collect();
    let stop = if let [_] = names.as_slice() { "stops" } else { "stop" };
    let message = format!("{} {stop} all {of}: nothing was written", list(&names));
    let mut causes: Option<Error> = None;
    for (name, error) in stopped.iter().rev() {
        let text = error.to_string();
        let about = if text.contains(name.as_str()) { String::new() } else { format!("{name}: ") };
        let remedy = error.hint_text().map(|hint| format!(". {hint}")).unwrap_or_default();
        let cause = Error::new(format!("{about}{text}{remedy}"));
        causes = Some(match causes {
            Some(below) => cause.caused_by(below),
            None => cause,
        });
    }
    let error = Error::new(message).hint("Mend what stops them, or leave those documents out of the command.");
    match causes {
        Some(causes) => error.caused_by(causes),
        None => error,
    }
}
