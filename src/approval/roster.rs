//! Who may sign, and in which roles, as the settings of one commit have it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::claim::Claim;
use super::guarded::guarded;
use crate::base::text::did_you_mean;
use crate::base::wording::Words;
use crate::base::{Date, DocPath, SETTINGS, below, tell};
use crate::history::Person;
use crate::model::approval_rule::ApprovalRule;
use crate::model::config::{Checks, Config};
use crate::model::kinds::Nature;
use crate::model::site::SiteConfig;
use crate::repo::{Mailmap, ObjectId};
use crate::signature::{AllowedKey, Verdict, verify};

/// Which settings are meant: their digest, and which time, where the same came back that had stood before; 0 else.
pub(super) type Stand = ([u8; 32], usize);

/// The people of one state of the settings.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    people: Vec<Member>,
    /// All keys, with the place of whose they are.
    keys: Vec<(usize, AllowedKey)>,
    /// Of the settings, all that sets a bar: rules of approval, kinds and folders, how texts are read, levels and waivers, who
    /// is listed, who may accept which risk, how long things may wait, and what pages leave out.
    rules: Config,
    /// The digest of what is guarded in them.
    digest: [u8; 32],
    /// Which time they stand, where others were vouched for meanwhile; else 0.
    time: usize,
    /// The folder of the AIMS below that of the settings, where they lay above it.
    inside: String,
    /// The `.mailmap` of the commit, if it has one.
    mailmap: Option<Arc<Mailmap>>,
    /// What the paths of files beside them begin with, as the record has them, where they lay elsewhere.
    lay: String,
    /// The commit in which they were found, where they do not lie in the one that was asked, at the place of today.
    found: Option<ObjectId>,
    /// Whether nothing tells who vouched for them.
    open: bool,
    /// Why the settings cannot be read, where they cannot: then it is not known who is listed.
    unread: Option<Words>,
    /// Whether it is known that there were some that could be used.
    lost: bool,
    /// Settings that hold together with these: what either asks is asked, and what both grant is granted.
    beside: Option<Arc<Roster>>,
}

#[derive(Debug, Clone)]
struct Member {
    name: String,
    emails: Vec<String>,
    roles: Vec<String>,
    left: Option<Date>,
}

impl Member {
    fn has(&self, email: &str) -> bool {
        self.emails.iter().any(|known| known.eq_ignore_ascii_case(email))
    }

    fn known(&self) -> Known {
        Known { name: self.name.clone(), roles: self.roles.clone() }
    }
}

/// Somebody the roster knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The name.
    pub name: String,
    /// The roles held.
    pub roles: Vec<String>,
}

impl Known {
    /// The same in the roles that other settings give that person too; `None` where those have another in their place.
    fn also(mut self, other: &Self) -> Option<Self> {
        self.roles.retain(|role| other.roles.contains(role));
        (self.name == other.name).then_some(self)
    }
}

/// What settings make of a signature, and whose key made it.
pub(super) type Verified = (Verdict, Option<Known>);

/// The same where two settings have to bear it out. A key that changed hands in between proves nothing.
pub(super) fn by_both(one: Verified, other: Verified) -> Verified {
    match (one, other) {
        ((bad, known), _) | (_, (bad, known)) if !bad.is_good() => (bad, known),
        ((good, known), (_, also)) => match known.zip(also).and_then(|(known, also)| known.also(&also)) {
            Some(known) => (good, Some(known)),
            None => (Verdict::UnknownKey { fingerprint: good.fingerprint().unwrap_or_default().to_owned() }, None),
        },
    }
}

impl Roster {
    /// The people of these settings. A key that cannot be read is passed over; it has its own finding.
    pub fn of(config: &Config) -> Self {
        let rules = Config {
            approval: config.approval.clone(),
            folders: config.folders.clone(),
            kinds: config.kinds.clone(),
            excluded: config.excluded.clone(),
            reading: config.reading.clone(),
            languages: config.languages.clone(),
            checks: config.checks.clone(),
            people: config.people.clone(),
            roles: config.roles.clone(),
            acceptance: config.acceptance.clone(),
            risk: config.risk,
            review_every: config.review_every.clone(),
            review_default: config.review_default,
            evidence_period: config.evidence_period,
            evidence_periods: config.evidence_periods.clone(),
            records_settle: config.records_settle,
            site: SiteConfig { strip: config.site.strip.clone(), ..SiteConfig::default() },
            acknowledge_within: config.acknowledge_within,
            ..Config::default()
        };
        let mut roster = Self { rules, digest: guarded(config), ..Self::default() };
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

    /// Nobody knows who: the settings cannot be read, or it is not known which they were.
    pub(super) fn unread(why: Words) -> Self {
        Self { unread: Some(why), ..Self::default() }
    }

    /// The same of settings that somebody went by: who they were that it listed is not known.
    pub(super) fn lost(why: Words) -> Self {
        Self { lost: true, ..Self::unread(why) }
    }

    /// Whether it may list somebody, whom nobody knows.
    pub(super) fn is_lost(&self) -> bool {
        self.lost
    }

    /// The same, of settings at a path of a commit, for an AIMS that lies in `prefix`: what they say of folders below theirs is
    /// said of the AIMS where it lies below them, and else of the folders that it had before it was moved.
    pub(super) fn lying_in(roster: &Self, (path, at, open): (&str, ObjectId, bool), prefix: &str) -> Arc<Self> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let inside = match folder.is_empty() {
            true => Some(prefix),
            false => prefix.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')),
        };
        let inside = inside.unwrap_or_default().to_owned();
        // A text of then lay beside its settings.
        let within = if prefix.is_empty() { Some(folder) } else { folder.strip_prefix(&format!("{prefix}/")) };
        let lay = match within {
            _ if folder == prefix => String::new(),
            Some(within) => format!("{within}/"),
            None if folder.is_empty() => ":/".to_owned(),
            None => format!(":/{folder}/"),
        };
        Arc::new(Self { inside, lay, found: Some(at), open, ..roster.clone() })
    }

    /// The same where nobody can sign by them: they are another's, who may have changed them alone.
    pub(super) fn not_vouched(self: Arc<Self>, at: Option<ObjectId>) -> Arc<Self> {
        let Some(before) = self.told_place(at).filter(|_| self.open || at.is_some()) else { return self };
        let why = tell!("{before}, and who vouched for these is not known", before);
        Arc::new(Self { lay: self.lay.clone(), found: self.found, digest: self.digest, ..Self::lost(why) })
    }

    /// Who has another name in the `next` settings, with it: whose name is gone, and whose key is listed under one that is new,
    /// or whose addresses all are; or one that has no address of its own. Another key is another person's, and who follows in a
    /// role takes over its address and has one of her own.
    pub fn renamed<'a>(&'a self, next: &'a Self) -> Vec<(&'a str, &'a str)> {
        if self.digest == next.digest {
            return Vec::new();
        }
        let [names, next_names] = [self, next].map(|of| of.names().collect::<BTreeSet<&str>>());
        let (is_gone, is_new) = (|name: &str| !next_names.contains(name), |name: &str| !names.contains(name));
        let [holders, next_holders] = [self, next].map(Self::holders_by_key);
        let keys = self.keys.iter().map(|(_, key)| key.fingerprint.as_str());
        let by_key = keys.filter_map(|key| holders.get(key).copied()?.zip(next_holders.get(key).copied()?));
        let mut found: Vec<_> = by_key.filter(|(one, other)| is_gone(one) && is_new(other)).collect();
        let mut by_email: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, other) in next.people.iter().enumerate().filter(|(_, other)| is_new(&other.name)) {
            other.emails.iter().for_each(|email| by_email.entry(email.to_ascii_lowercase()).or_default().push(place));
        }
        let [with_key, next_with_key] = [self, next].map(Self::with_key);
        for (place, one) in self.people.iter().enumerate().filter(|(_, one)| is_gone(&one.name)) {
            let sharing = one.emails.iter().filter_map(|email| by_email.get(&email.to_ascii_lowercase()));
            let sharing: BTreeSet<usize> = sharing.flatten().copied().collect();
            let goes_on = |place_then: usize, other: &Member| {
                let is_all = one.emails.iter().all(|email| other.has(email));
                let is_all = is_all || other.emails.iter().all(|email| one.has(email));
                is_all && !(with_key.contains(&place) && next_with_key.contains(&place_then))
            };
            let others = sharing.into_iter().filter_map(|place| Some((place, next.people.get(place)?)));
            let others = others.filter(|(place_then, other)| goes_on(*place_then, other));
            found.extend(others.map(|(_, other)| (one.name.as_str(), other.name.as_str())));
        }
        found
    }

    /// Whose each key is; of one that is listed more than once that is not known.
    fn holders_by_key(&self) -> BTreeMap<&str, Option<&str>> {
        let mut found: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for (place, key) in &self.keys {
            let holder = self.people.get(*place).map(|member| member.name.as_str());
            found.entry(&key.fingerprint).and_modify(|holder| *holder = None).or_insert(holder);
        }
        found
    }

    /// The places of the people for whom a key is listed.
    fn with_key(&self) -> BTreeSet<usize> {
        self.keys.iter().map(|(place, _)| *place).collect()
    }

    /// The names of all who are listed.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.people.iter().map(|member| member.name.as_str())
    }

    /// The same together with others.
    pub(super) fn together(&self, other: &Arc<Self>) -> Arc<Self> {
        Arc::new(Self { beside: Some(Arc::clone(other)), ..self.clone() })
    }

    /// These, and those that hold together with them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.beside.as_deref())
    }

    /// Whom they all know, in the roles that they all give; `of` reads it off each.
    pub(super) fn granted(&self, of: impl Fn(&Self) -> Option<Known>) -> Option<Known> {
        self.beside.iter().try_fold(of(self)?, |known, beside| known.also(&of(beside)?))
    }

    /// The commit in which they were found, where they do not lie in the one that was asked, at the place of today.
    pub(super) fn found(&self) -> Option<ObjectId> {
        self.found
    }

    /// Which they are, or why that is not known, where they lay in this commit if they were not found elsewhere: a clause.
    pub(super) fn told_place(&self, commit: Option<ObjectId>) -> Option<Words> {
        let path = DocPath::new(&format!("{}{SETTINGS}", self.lay))?;
        let known = || self.found.or(commit).map(|commit| (path.shown().to_owned(), commit.short()));
        let told = |(file, commit)| tell!("{file} of commit {commit}", file, commit);
        self.unread.clone().or_else(|| known().map(told))
    }

    /// Why it is not known who is listed and what is asked, where it is not.
    pub(super) fn is_unread(&self) -> Option<&Words> {
        self.unread.as_ref()
    }

    /// The kind that these settings give a text; `None` where they give none.
    pub(super) fn kind_of(&self, claim: &Claim) -> Option<String> {
        match claim {
            Claim::Kind(kind) => Some(kind.clone()),
            // What a folder says of the kind of its documents is a setting too.
            Claim::Folder(path) => self.rules.folder_kind(&self.beside(path)?).map(str::to_owned),
            Claim::Nothing => None,
        }
    }

    /// The path of a file of the record as these settings have it.
    fn beside(&self, path: &DocPath) -> Option<DocPath> {
        match path.as_str().strip_prefix(&self.lay).filter(|_| !self.lay.is_empty()) {
            Some(rest) => DocPath::new(rest),
            None => DocPath::new(&below(&self.inside, path.as_str())),
        }
    }

    /// Whether these settings leave a file of the record out of the AIMS, or did where it lies since the AIMS was moved.
    pub(super) fn leaves_out(&self, path: &DocPath) -> bool {
        let excluded = &self.rules.excluded;
        self.beside(path).is_some_and(|path| excluded.has(&path)) || excluded.has(path)
    }

    /// Whether these settings have documents of a kind approved: those that are kept current, and records of which a rule
    /// asks it.
    pub(super) fn judges(&self, kind: &str) -> bool {
        self.rules.nature(kind) == Some(Nature::Document) || self.rules.approval.asks_of_records(kind)
    }

    /// The rule of these settings for a kind.
    pub(super) fn rule_of(&self, kind: &str) -> &ApprovalRule {
        self.rules.approval.of(kind)
    }

    /// The digest of what is guarded in these settings.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// The same with which time they stand.
    pub(super) fn stand(&self) -> Stand {
        (self.digest, self.time)
    }

    /// The same settings, that came back at this time.
    pub(super) fn at_time(&self, time: usize) -> Arc<Self> {
        Arc::new(Self { time, ..self.clone() })
    }

    /// Whether they ask the same of every document.
    pub(super) fn asks_the_same(&self, other: &Self) -> bool {
        let lie = (&self.inside, &self.lay) == (&other.inside, &other.lay);
        let mut beside = self.all().zip(other.all()).skip(1);
        let beside = self.all().count() == other.all().count() && beside.all(|(one, other)| one.asks_the_same(other));
        let [one, other] = [self, other].map(|of| &of.rules);
        let (rules, others) = (&one.approval, &other.approval);
        let same = |(kind, rule)| others.kinds.get(kind).is_some_and(|other: &ApprovalRule| other.asks_the_same(rule));
        lie && beside
            && one.kinds == other.kinds
            && one.folders.rows().eq(other.folders.rows())
            && rules.all.asks_the_same(&others.all)
            && rules.kinds.len() == others.kinds.len()
            && rules.kinds.iter().all(same)
    }

    /// What these settings say of levels and waivers.
    pub(super) fn checks(&self) -> &Checks {
        &self.rules.checks
    }

    /// What these settings say of who is listed, who is top management and who may accept which risk.
    pub fn authority(&self) -> &Config {
        &self.rules
    }

    /// Whether there were settings, be it that they are not known.
    pub(super) fn is_there(&self) -> bool {
        self.unread.is_some() || self.digest != [0; 32]
    }

    /// Whether it lists somebody.
    pub(super) fn lists_anybody(&self) -> bool {
        !self.people.is_empty()
    }

    /// Whether anybody could sign.
    pub fn has_keys(&self) -> bool {
        !self.keys.is_empty()
    }

    /// Whether somebody may vouch for a change of these settings to others: who holds a role that a rule asks for, or is
    /// listed where no rule names roles. Where a rule asks for four eyes, nobody vouches for a role of their own that
    /// is new, nor for a key of theirs that is to be another's.
    pub fn may_vouch(&self, name: &str, new: &Self) -> bool {
        let rules = || std::iter::once(&self.rules.approval.all).chain(self.rules.approval.kinds.values());
        let asked: Vec<&str> = rules().flat_map(|rule| &rule.roles).map(|role| role.value.as_str()).collect();
        let own: Vec<&Member> = self.people.iter().filter(|person| person.name == name).collect();
        let Some(first) = own.first() else { return false };
        // Of several people of one name nobody knows which one signs: what all of them hold is held.
        let held: Vec<&String> =
            first.roles.iter().filter(|role| own.iter().all(|person| person.roles.contains(role))).collect();
        if !asked.is_empty() && !held.iter().any(|role| asked.contains(&role.as_str())) {
            return false;
        }
        let is_own = |roster: &Self, number: usize| roster.people.get(number).is_some_and(|person| person.name == name);
        let gains_role = new
            .people
            .iter()
            .any(|person| person.name == name && person.roles.iter().any(|role| !held.contains(&role)));
        let keys =
            || self.keys.iter().filter(|(whose, _)| is_own(self, *whose)).map(|(_, key)| key.fingerprint.as_str());
        let lends =
            new.keys.iter().any(|(whose, key)| !is_own(new, *whose) && keys().any(|own| own == key.fingerprint));
        let four_eyes = rules().any(|rule| rule.four_eyes);
        !(four_eyes && (gains_role || lends))
    }

    /// Everybody who may and has a key for it.
    pub fn who_may_vouch(&self, new: &Self) -> Vec<&str> {
        let people = self.with_key().into_iter().filter_map(|place| self.people.get(place));
        people.map(|person| person.name.as_str()).filter(|name| self.may_vouch(name, new)).collect()
    }

    /// Whether it lists nobody at all. Of settings that cannot be read that is not known.
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.unread.is_none()
    }

    /// Judges a signature, and says whose key made it. `at` is in seconds since 1970-01-01T00:00:00Z, and its day decides
    /// whether the holder had left.
    pub fn verify(&self, message: &[u8], armored: &str, namespace: &str, at: i64) -> (Verdict, Option<Known>) {
        let judged = |roster: &Self| roster.verify_alone(message, armored, namespace, at);
        self.beside.iter().fold(judged(self), |found, beside| by_both(found, judged(beside)))
    }

    fn verify_alone(&self, message: &[u8], armored: &str, namespace: &str, at: i64) -> Verified {
        if let Some(why) = &self.unread {
            let why = tell!(
                "the settings before the change are not known, and so it is not known who might sign ({why})",
                why
            );
            return (Verdict::Unsupported { why }, None);
        }
        let verdict = match verify(message, armored, namespace, self.keys.iter().map(|(_, key)| key), at) {
            Verdict::UnknownKey { fingerprint } if !self.has_keys() => Verdict::NoKeyListed { fingerprint },
            verdict => verdict,
        };
        let used = verdict.key().and_then(|key| self.keys.get(key));
        let holders: BTreeSet<usize> = used.iter().flat_map(|(_, used)| self.holders(&used.fingerprint)).collect();
        if verdict.is_good() && holders.len() > 1 {
            let names = holders.iter().filter_map(|place| self.people.get(*place)).map(|member| member.name.as_str());
            let people = names.collect::<Vec<_>>().join(", ");
            let why = tell!("the settings list its key for several people: {people}", people);
            return (Verdict::Unsupported { why }, None);
        }
        let known = used.and_then(|(place, _)| self.people.get(*place));
        let day = crate::base::date::of_timestamp(at, 0);
        match known {
            Some(member) => match (verdict, member.left.filter(|left| *left < day)) {
                (Verdict::Good { key, fingerprint }, Some(left)) => {
                    let why = tell!(
                        "{who} left on {left}, and what is signed by their key {key} is on record only since {since}",
                        who = &member.name,
                        left,
                        key = &fingerprint,
                        since = day
                    );
                    (Verdict::HolderLeft { key, fingerprint, why }, Some(member.known()))
                }
                (verdict, _) => (verdict, Some(member.known())),
            },
            None => (verdict, None),
        }
    }

    /// The places of the people for whom this key is listed.
    fn holders(&self, fingerprint: &str) -> impl Iterator<Item = usize> {
        self.keys.iter().filter(move |(_, key)| key.fingerprint == fingerprint).map(|(place, _)| *place)
    }

    /// A key by its number in a [`Verdict`].
    pub fn key(&self, number: usize) -> Option<&AllowedKey> {
        self.keys.get(number).map(|(_, key)| key)
    }

    /// The person who is listed with an e-mail address; `None` where several are, for it does not tell which. A name
    /// identifies nobody: anybody can write any name.
    pub(super) fn find(&self, email: &str) -> Option<Known> {
        let mut listed = self.listed(email);
        let first = listed.next()?;
        listed.next().is_none().then(|| first.known())
    }

    /// The names of all who are listed with an e-mail address.
    pub(super) fn sharing(&self, email: &str) -> Vec<String> {
        self.listed(email).map(|member| member.name.clone()).collect()
    }

    fn listed(&self, email: &str) -> impl Iterator<Item = &Member> {
        self.people.iter().filter(move |member| member.has(email))
    }

    /// The person of exactly this name, where it is not git that gives it.
    pub fn named(&self, name: &str) -> Option<Known> {
        self.people.iter().find(|member| member.name == name).map(Member::known)
    }

    /// The address that the `.mailmap` beside these settings gives for that in a commit.
    pub(super) fn proper(&self, person: &Person) -> Option<String> {
        let (name, email) = person.as_said();
        let mailmap = self.mailmap.as_ref()?;
        Some(mailmap.resolve(name.to_owned(), email.to_owned()).1)
    }

    /// The same settings with the `.mailmap` of their commit.
    pub(super) fn with_mailmap(roster: Arc<Self>, mailmap: Arc<Mailmap>) -> Arc<Self> {
        let mailmap = Some(mailmap).filter(|mailmap| !mailmap.is_empty());
        if mailmap.is_none() && roster.mailmap.is_none() {
            return roster;
        }
        Arc::new(Self { mailmap, ..(*roster).clone() })
    }

    /// The name that comes nearest to one that is not known.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        did_you_mean(name, self.people.iter().map(|member| member.name.as_str()))
    }
}
