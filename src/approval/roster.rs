//! Who may sign, and in which roles, as the settings of one commit have it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::text::did_you_mean;
use crate::base::{Date, Error, Result, SETTINGS, below};
use crate::model::approval_rule::ApprovalRule;
use crate::model::config::Config;
use crate::model::document::Document;
use crate::parse::{MAX_TEXT, normalise};
use crate::repo::{ObjectId, Repo};
use crate::signature::{AllowedKey, Verdict, verify};

/// The people of one state of the settings.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    people: Vec<Member>,
    /// All keys, with the place of whose they are.
    keys: Vec<(usize, AllowedKey)>,
    /// Of the settings, the rules of approval and the kinds of folders.
    rules: Config,
    /// Why the settings cannot be read, where they cannot: then it is not known who is listed.
    unread: Option<String>,
}

#[derive(Debug, Clone)]
struct Member {
    name: String,
    emails: Vec<String>,
    roles: Vec<String>,
    left: Option<Date>,
}

/// Somebody the roster knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The name.
    pub name: String,
    /// The roles held.
    pub roles: Vec<String>,
}

impl Roster {
    /// The people of these settings. A key that cannot be read is passed over; it has its own finding.
    pub fn of(config: &Config) -> Self {
        let (approval, folders) = (config.approval.clone(), config.folders.clone());
        let rules = Config { approval, folders, ..Config::default() };
        let mut roster = Self { rules, ..Self::default() };
        for person in &config.people {
            let place = roster.people.len();
            let keys = person.keys.iter().filter_map(|key| AllowedKey::parse(&key.value).ok());
            roster.keys.extend(keys.map(|key| (place, key)));
            roster.people.push(Member {
                name: person.name.clone(),
                emails: person.emails.clone(),
                roles: person.roles.clone(),
                left: person.left,
            });
        }
        roster
    }

    /// Nobody knows who: the settings cannot be read.
    fn unread(error: &Error) -> Self {
        Self { unread: Some(error.to_string()), ..Self::default() }
    }

    /// The rule that these settings had for a document.
    pub(super) fn rule(&self, document: &Document) -> &ApprovalRule {
        let own = document.kind_name();
        // What a folder says of the kind of its documents is a setting too.
        let by_folder = || self.rules.folder_kind(&document.path);
        let kind = if document.fields.text("kind").is_some() { own } else { by_folder().unwrap_or(own) };
        self.rules.approval.of(kind)
    }

    /// Whether it lists nobody at all. Of settings that cannot be read that is not known.
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.unread.is_none()
    }

    /// Judges a signature, and says whose key made it. `at` is in seconds since 1970-01-01T00:00:00Z, and its day decides
    /// whether the holder had left.
    pub fn verify(&self, message: &[u8], armored: &str, namespace: &str, at: i64) -> (Verdict, Option<Known>) {
        if let Some(why) = &self.unread {
            let why = format!(
                "the settings before the change cannot be read, so that it is not known who might sign ({why})"
            );
            return (Verdict::Unsupported { why }, None);
        }
        let verdict = verify(message, armored, namespace, self.keys.iter().map(|(_, key)| key), at);
        let place = verdict.key().and_then(|key| self.keys.get(key)).map(|(place, _)| *place);
        let known = place.and_then(|place| self.people.get(place));
        let day = crate::base::date::of_timestamp(at, 0);
        match known {
            Some(member) if member.left.is_some_and(|left| left < day) => {
                let fingerprint = verdict.fingerprint().unwrap_or_default().to_owned();
                (Verdict::UnknownKey { fingerprint }, None)
            }
            Some(member) => (verdict, Some(Known { name: member.name.clone(), roles: member.roles.clone() })),
            None => (verdict, None),
        }
    }

    /// A key by its number in a [`Verdict`].
    pub fn key(&self, number: usize) -> Option<&AllowedKey> {
        self.keys.get(number).map(|(_, key)| key)
    }

    /// The person behind an e-mail address, else behind a name.
    pub fn find(&self, name: &str, email: &str) -> Option<Known> {
        let by_email = |member: &&Member| member.emails.iter().any(|known| known.eq_ignore_ascii_case(email));
        let by_name = |member: &&Member| member.name.to_lowercase() == name.trim().to_lowercase();
        let found = self.people.iter().find(by_email).or_else(|| self.people.iter().find(by_name))?;
        Some(Known { name: found.name.clone(), roles: found.roles.clone() })
    }

    /// The name that comes nearest to one that is not known.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        did_you_mean(name, self.people.iter().map(|member| member.name.as_str()))
    }
}

/// The rosters of commits, each read once.
///
/// What a change says about keys and roles does not count for the change itself, or anybody could add a key and sign
/// with it in one go. So a change is judged by the settings of the commit before it on the main line; or, where the
/// caller trusts one commit, always by the settings of that.
pub(super) struct Rosters<'a> {
    repo: Option<&'a Repo>,
    settings: String,
    root: Option<ObjectId>,
    by_commit: BTreeMap<ObjectId, Arc<Roster>>,
    by_text: BTreeMap<Vec<u8>, Arc<Roster>>,
}

impl<'a> Rosters<'a> {
    /// `prefix` is the path of the AIMS in its repository; `root` the commit that is trusted, if one is named.
    pub(super) fn new(repo: Option<&'a Repo>, prefix: &str, root: Option<ObjectId>) -> Self {
        let settings = below(prefix, SETTINGS);
        Self { repo, settings, root, by_commit: BTreeMap::new(), by_text: BTreeMap::new() }
    }

    /// The roster that judges a change made on top of the commit `before`; an empty one where there is none. One that cannot
    /// be read is not empty: by it nothing can be judged.
    pub(super) fn before(&mut self, before: Option<ObjectId>) -> Arc<Roster> {
        let Some((commit, repo)) = self.root.or(before).zip(self.repo) else { return Arc::default() };
        if let Some(known) = self.by_commit.get(&commit) {
            return Arc::clone(known);
        }
        let roster = self.read(repo, commit).unwrap_or_else(|error| Arc::new(Roster::unread(&error)));
        self.by_commit.insert(commit, Arc::clone(&roster));
        roster
    }

    /// The roster of the settings in a commit; an empty one where it has none.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub(super) fn read(&mut self, repo: &Repo, commit: ObjectId) -> Result<Arc<Roster>> {
        let text = repo.read_at(commit, &self.settings, MAX_TEXT)?.unwrap_or_default();
        if let Some(known) = self.by_text.get(&text) {
            return Ok(Arc::clone(known));
        }
        let readable = normalise(&text).unwrap_or_else(|(text, _)| text);
        let roster = Arc::new(Roster::of(&Config::read(&readable).0));
        self.by_text.insert(text, Arc::clone(&roster));
        Ok(roster)
    }
}
