//! Who wrote a text: the people behind the commits that led to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::persons::Persons;
use super::roster::{Known, Roster};
use crate::history::{Change, Fate, Person, Revision};

/// The people by whom names in git are told: those of today, else those of before the change. A change that takes an
/// address out of the settings does not make a stranger of its author.
pub(super) struct Names<'a> {
    pub(super) today: &'a Roster,
    pub(super) before: &'a Roster,
    /// Who had other names.
    pub(super) persons: &'a Persons,
}

impl Names<'_> {
    /// Whether a person of this name is listed.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.all().flat_map(Roster::names).any(|known| self.are_one(known, name))
    }

    /// Whether two names are of one person.
    pub(super) fn are_one(&self, one: &str, other: &str) -> bool {
        self.persons.are_one(one, other)
    }

    /// Whom git names, where it is asked who wrote something. The address in the commit goes before what a `.mailmap` makes
    /// of it, and that is the one of before the change: nobody says by their own change that they are another.
    pub(super) fn who(&self, person: &Person) -> Option<Known> {
        self.listed(person).or_else(|| self.find(&self.before.proper(person)?))
    }

    /// Whom git names, where somebody gains by it: by the address in the commit alone. Nobody vouches for a `.mailmap`.
    pub(super) fn listed(&self, person: &Person) -> Option<Known> {
        self.find(person.as_said().1)
    }

    /// The people among whom an address in a commit does not tell.
    pub(super) fn several(&self, person: &Person) -> Vec<String> {
        let email = person.as_said().1;
        self.all().map(|roster| roster.sharing(email)).find(|all| all.len() > 1).unwrap_or_default()
    }

    fn find(&self, email: &str) -> Option<Known> {
        self.all().find_map(|roster| roster.find(email))
    }

    fn all(&self) -> impl Iterator<Item = &Roster> {
        self.today.all().chain(self.before.all())
    }
}

/// A text of a document in its history.
pub(super) struct Text {
    /// The places of the steps that have exactly this substance, newest first, without a gap between them, and all are
    /// retired or none is. What was on a branch meanwhile, and never on the main line, lies between them: see [`Text::own`].
    pub(super) run: std::ops::Range<usize>,
}

impl Text {
    /// The places of those that brought it to the main line or left it there, newest first; where it never was there, all.
    pub(super) fn own(&self, steps: &Steps<'_>) -> impl Iterator<Item = usize> {
        let stood = |place: usize| steps.get(place).is_some_and(|(_, change)| change.stood());
        let any = self.run.clone().any(stood);
        self.run.clone().filter(move |place| !any || stood(*place))
    }

    /// The places of the steps that are evidence of the text: that which brought it, and each that made it say that it is
    /// approved. What came later, and touched what is no part of the substance, is no word on it.
    pub(super) fn bringing(&self, steps: &Steps<'_>) -> impl Iterator<Item = usize> + use<> {
        let oldest = self.run.end.checked_sub(1);
        let called: Vec<usize> = self.called(steps).filter(|called| Some(*called) != oldest).collect();
        oldest.into_iter().chain(called)
    }

    /// The place of the step since which it says that it is approved, or said so last: a text that is looked at anew is the one
    /// that was approved.
    pub(super) fn called_approved(&self, steps: &Steps<'_>) -> Option<usize> {
        self.called(steps).next()
    }

    /// The places of all such steps, newest first.
    fn called(&self, steps: &Steps<'_>) -> impl Iterator<Item = usize> {
        let says = |place: &usize| steps[*place].1.says_approved();
        let mut own = self.own(steps).peekable();
        // Of steps in a row that say so it is the oldest, before which it did not.
        std::iter::from_fn(move || {
            loop {
                let place = own.next()?;
                if says(&place) && !own.peek().is_some_and(says) {
                    return Some(place);
                }
            }
        })
    }

    /// The places of the steps by which a document that was retired or gone is there again with it, or is retired by it.
    fn turning(&self, steps: &Steps<'_>) -> Vec<usize> {
        // What cannot be read is passed over.
        let readable = |place: &usize| steps[*place].1.new.is_none() || steps[*place].1.facts.is_some();
        let state = |change: &Change| change.new.and(change.facts.as_ref()).map(|facts| facts.is_retired());
        let oldest = self.run.end - 1;
        let is_own = |place: usize| state(steps[place].1) == state(steps[oldest].1);
        let mut older = (oldest + 1..steps.len()).filter(readable);
        let before = older.find(|place| steps[*place].1.stood()).filter(|before| !is_own(*before));
        let end = before.unwrap_or(oldest);
        let mut last = (end..steps.len()).find(readable);
        let mut turns: Vec<usize> = Vec::new();
        for place in (oldest..end).rev() {
            let change = steps[place].1;
            if is_own(place) && !last.is_some_and(is_own) && change.fate != Fate::Undone && !change.joined {
                turns.push(place);
            }
            last = Some(place).filter(readable).or(last);
        }
        turns
    }
}

/// The steps of one document, newest first.
pub(super) type Steps<'a> = Vec<(&'a Revision, &'a Change)>;

/// The newest run of steps with this substance, on the main line where it was there.
pub(super) fn find(steps: &Steps<'_>, substance: &[u8; 32]) -> Option<Text> {
    at(steps, 0, substance).or_else(|| {
        let start = steps.iter().position(|(_, change)| retired(change, substance).is_some())?;
        Some(Text { run: start..start + 1 })
    })
}

/// The run of the present text, where the newest step on the main line has it.
pub(super) fn present(steps: &Steps<'_>, substance: &[u8; 32], is_retired: bool) -> Option<Text> {
    let newest = steps.iter().position(|(_, change)| change.stood())?;
    let is_it = |text: &Text| text.run.start == newest && retired(steps[newest].1, substance) == Some(is_retired);
    at(steps, newest, substance).filter(is_it)
}

/// The newest run of steps with this substance on the main line, from a place on.
pub(super) fn at(steps: &Steps<'_>, from: usize, substance: &[u8; 32]) -> Option<Text> {
    let mut stood = (from..steps.len()).filter(|place| steps[*place].1.stood());
    let start = stood.find(|place| retired(steps[*place].1, substance).is_some())?;
    let same = retired(steps[start].1, substance);
    let last = stood.take_while(|place| retired(steps[*place].1, substance) == same).last().unwrap_or(start);
    Some(Text { run: start..last + 1 })
}

/// Whether a text was retired, where this is it.
fn retired(change: &Change, substance: &[u8; 32]) -> Option<bool> {
    change.facts.as_ref().filter(|facts| facts.substance == *substance).map(|facts| facts.is_retired())
}

/// Those of these places, newest first, whose steps led to the text at the first of them: without what came to nothing on a
/// branch, and without what was taken back, be it there or on the main line, with the step that took it back.
pub fn lasting(steps: &[(&Revision, &Change)], places: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let text = |place: usize| steps[place].1.facts.as_ref().map(|facts| facts.substance);
    let places: Vec<usize> = places.into_iter().filter(|place| steps[*place].1.fate != Fate::Undone).collect();
    let all = places.iter().enumerate().filter_map(|(at, place)| Some((text(*place)?, at)));
    // The last of each is the oldest.
    let oldest: BTreeMap<[u8; 32], usize> = all.collect();
    let (mut at, mut found) = (0, Vec::new());
    while let Some(place) = places.get(at) {
        let first = text(*place).and_then(|text| oldest.get(&text)).copied().unwrap_or(at);
        let restores = first > at && places.get(at + 1).is_some_and(|next| text(*next) != text(*place));
        at = if restores { first } else { at };
        found.push(places[at]);
        at += 1;
    }
    found
}

/// Who wrote a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Authors {
    /// All of them.
    pub(super) all: BTreeSet<String>,
    /// Those whom only a line `Co-authored-by` names, and whom the settings do not know, or of whom nobody but the author
    /// of the commit says so: a program that helped, or a name that somebody made up.
    pub(super) unknown: BTreeSet<String>,
    /// Each of the others, with who says so: whoever put their commit into the history, and they themselves where that was a
    /// forge, or is nobody whom the settings know.
    pub(super) hands: BTreeSet<(String, String)>,
    /// The same of those who retired the document by it, or brought it back: who alone did is no second person for that.
    pub(super) turned: BTreeSet<(String, String)>,
    /// Whether a text was passed on the way back that cannot be read, and might have ended it.
    pub(super) passed_unread: bool,
    /// Whether nothing on record ended it.
    pub(super) is_open: bool,
    /// Whether others wrote it, or fewer, is not known, for the clone is not whole.
    pub(super) unsure: bool,
}

impl Authors {
    /// Whether somebody wrote the text, or put it into the history under another's name.
    pub(super) fn are_by(&self, name: &str, persons: &Persons) -> bool {
        let mut all = self.all.iter().chain(self.hands.iter().map(|(_, hand)| hand));
        all.any(|other| persons.are_one(other, name))
    }

    /// Adds the author of a commit, and those whom it names beside them; `counting` takes all that are known.
    fn add(&mut self, revision: &Revision, names: &Names<'_>, counting: &mut BTreeSet<String>) {
        let author = named(names, &revision.author);
        // Who puts a commit there says whose it is and what its message says, and is no witness of their own.
        let own = same_hand(names, &revision.author, &revision.committer);
        let other = Some(&revision.committer).filter(|committer| !own && !committer.is_forge());
        let hand = other.and_then(|committer| Some(names.who(committer)?.name));
        for co_author in &revision.co_authors {
            match names.listed(co_author).filter(|_| !own) {
                Some(Known { name, .. }) => {
                    self.hands.insert((name.clone(), hand.as_ref().unwrap_or(&name).clone()));
                    counting.insert(name);
                }
                None => {
                    self.unknown.insert(named(names, co_author));
                }
            }
        }
        self.hands.insert((author.clone(), hand.unwrap_or_else(|| author.clone())));
        counting.insert(author);
    }

    /// Whether somebody alone retired the document by it, or brought it back.
    pub(super) fn are_turned_by(&self, name: &str, persons: &Persons) -> bool {
        let is = |other: &str| persons.are_one(other, name);
        !self.turned.is_empty() && self.turned.iter().all(|(author, hand)| is(author) || is(hand))
    }

    /// Whether a second person wrote it too, of which there is more than what the first put there.
    pub(super) fn have_another(&self, name: &str, persons: &Persons) -> bool {
        let is = |other: &str| persons.are_one(other, name);
        self.hands.iter().any(|(author, hand)| !is(author) && !is(hand))
    }
}

/// The people who wrote what stands in a text and did not stand in the one that was approved before it, which is told by
/// `approved`: whether a substance was. Where `cut` says that this is not known of all, a version that called itself approved
/// under another number ends the search too, where the main line had it. Who takes back what others wrote since a text stood is
/// no author of it, and neither are they; who brings that back again after all is none of what they wrote.
pub(super) fn of(
    steps: &Steps<'_>,
    (text, cut): (&Text, bool),
    names: &Names<'_>,
    approved: impl Fn(&[u8; 32]) -> bool,
) -> Authors {
    let facts_at = |place: usize| steps.get(place).and_then(|(_, change)| change.facts.as_ref());
    let text_at = |place: usize| facts_at(place).map(|facts| facts.substance);
    let version = facts_at(text.run.start).map(|facts| facts.version.clone());
    let own = text_at(text.run.start);
    let was_approved = |text: &[u8; 32]| Some(*text) != own && approved(text);
    let mut authors = Authors { is_open: !begins_approved(steps, version.as_ref()), ..Authors::default() };
    let mut counting = BTreeSet::new();
    let fate = |place: usize| steps.get(place).map(|(_, change)| change.fate);
    let landed = |place: usize| steps.get(place).and_then(|(revision, _)| revision.place);
    // What came to the main line after the text is no part of it, however old it is.
    let own_landed = text.run.end.checked_sub(1).and_then(landed);
    let is_of_it = |place: &usize| own_landed.is_none() || landed(*place) <= own_landed;
    let ends = |place: &usize| {
        is_of_it(place)
            && fate(*place) != Some(Fate::Undone)
            && facts_at(*place).is_some_and(|facts| {
                let other = cut && Some(&facts.version) != version.as_ref() && facts.says_approved();
                fate(*place) == Some(Fate::Stood) && other || was_approved(&facts.substance)
            })
    };
    let end = (text.run.end..steps.len()).find(ends);
    authors.is_open &= end.is_none();
    // A text that came back, and nothing was approved meanwhile, ends it where it was first.
    let end = end.map(|end| {
        let is_it = |place: &usize| text_at(*place) == text_at(end) && fate(*place) != Some(Fate::Undone);
        let other = |place: &usize| !is_it(place) && text_at(*place).is_some_and(|text| was_approved(&text));
        let until = (end..steps.len()).find(other).unwrap_or(steps.len());
        (end..until).rev().find(is_it).unwrap_or(end)
    });
    let ended = end.and_then(text_at);
    let end = end.unwrap_or(steps.len());
    let is_unread = |place: usize| steps[place].1.new.is_some() && steps[place].1.facts.is_none();
    authors.passed_unread = (text.run.end..end).filter(is_of_it).any(is_unread);
    // Of a text that came to nothing, the author of that is one all the same.
    let start = text.run.start;
    let undone = Some(start).filter(|place| fate(*place) == Some(Fate::Undone));
    // A branch may be older than what ended it, and have come to the main line after that.
    let later = (end + 1..steps.len()).filter(|place| landed(end).is_some() && landed(*place) > landed(end));
    let wrote = lasting(steps, (start..steps.len().min(end + 1)).chain(later).filter(is_of_it)).into_iter();
    let wrote = wrote.filter(|place| ended.is_none() || text_at(*place) != ended);
    // Who takes up what a merge had rejected wrote none of it.
    let first = |place: usize| {
        let is_it = |older: &usize| text_at(*older).is_some() && text_at(*older) == text_at(place);
        let rejected = |older: &usize| fate(*older) == Some(Fate::Undone) && is_it(older);
        (place + 1..end).rev().find(rejected).unwrap_or(place)
    };
    let places = undone.into_iter().chain(wrote.map(first));
    for (revision, _) in places.map(|place| steps[place]).filter(|(_, change)| change.wrote()) {
        authors.add(revision, names, &mut counting);
    }
    let mut turned = Authors::default();
    for place in text.turning(steps) {
        turned.add(steps[place].0, names, &mut BTreeSet::new());
    }
    authors.turned = turned.hands;
    authors.unknown.retain(|name| !counting.contains(name));
    authors.all = counting.union(&authors.unknown).cloned().collect();
    authors
}

/// Whether the first change on record gave an approved text this version in place of another that said so too.
fn begins_approved(steps: &Steps<'_>, version: Option<&Option<Arc<str>>>) -> bool {
    steps.last().is_some_and(|(_, change)| {
        let (Some(facts), Some(edit)) = (&change.facts, &change.edit) else { return false };
        let changed = |key: &str| edit.fields.iter().any(|field| &*field.key == key);
        facts.says_approved() && Some(&facts.version) == version && changed("version") && !changed("status")
    })
}

/// Whether two names in git are of one person, by the addresses in the commit alone.
pub(super) fn surely_same_hand(names: &Names<'_>, one: &Person, other: &Person) -> bool {
    are_one(names, (one, other), |person| names.listed(person))
}

/// Whether two names in git are of one person.
pub(super) fn same_hand(names: &Names<'_>, one: &Person, other: &Person) -> bool {
    are_one(names, (one, other), |person| names.who(person))
}

fn are_one(names: &Names<'_>, (one, other): (&Person, &Person), who: impl Fn(&Person) -> Option<Known>) -> bool {
    same_address(one, other) || who(one).zip(who(other)).is_some_and(|(a, b)| names.are_one(&a.name, &b.name))
}

/// Whether two names in git are of one address, as the commits have it.
pub(super) fn same_address(one: &Person, other: &Person) -> bool {
    one.as_said().1.eq_ignore_ascii_case(other.as_said().1)
}

/// What a person is called by the address in the commit alone.
pub(super) fn surely_named(names: &Names<'_>, person: &Person) -> String {
    names.listed(person).map_or_else(|| as_said(person), |known| known.name)
}

/// What a person is called: by the settings where they know the address, else as the commit has it.
pub(super) fn named(names: &Names<'_>, person: &Person) -> String {
    names.who(person).map_or_else(|| as_said(person), |known| known.name)
}

fn as_said(person: &Person) -> String {
    let (name, email) = person.as_said();
    if name.is_empty() { email } else { name }.to_owned()
}
