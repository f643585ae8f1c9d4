//! Who has read what: acts of acknowledgement beside the reading list of a document.
//!
//! An acknowledgement is judged as every act is: by its signature, or where it has none by who brought it, and by the text
//! that it names. It approves nothing and reviews nothing, whatever it says.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::acts::{Act, Counts};
use super::approvals::Approvals;
use super::departed::Input;
use super::outcome::given;
use super::record::ActKind;
use crate::base::Date;
use crate::history::Change;
use crate::model::document::Document;
use crate::model::in_place::{AllInPlace, InPlace};
use crate::model::readers::{Reader, ReadingLists};
use crate::model::standing::InForce;
use crate::model::{Aims, DocIx};
use crate::parse::MAX_TEXT;
use crate::repo::Blob;

/// Which text of a document somebody has acknowledged, the newest that counts.
#[derive(Debug, Clone, Copy)]
pub enum Read<'a> {
    /// None.
    Nothing,
    /// One of an earlier version.
    Earlier(&'a Act),
    /// One of the present version, whose text has changed since.
    Version(&'a Act),
    /// The present text.
    Present(&'a Act),
}

impl<'a> Read<'a> {
    /// The act.
    pub fn act(self) -> Option<&'a Act> {
        match self {
            Self::Nothing => None,
            Self::Earlier(act) | Self::Version(act) | Self::Present(act) => Some(act),
        }
    }

    /// Whether it is the version that the document has now.
    pub fn is_of_version(self) -> bool {
        matches!(self, Self::Version(_) | Self::Present(_))
    }

    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "no",
            Self::Earlier(_) => "earlier",
            Self::Version(_) => "version",
            Self::Present(_) => "yes",
        }
    }

    /// All words.
    pub const WORDS: [&'static str; 4] = ["no", "earlier", "version", "yes"];

    fn rank(self) -> usize {
        Self::WORDS.iter().position(|word| *word == self.as_str()).unwrap_or_default()
    }
}

/// Who has to read a document.
#[derive(Debug, Clone, Default)]
pub struct Readings<'a> {
    /// Those who are told one by one, and which text each has acknowledged.
    pub named: Vec<(Reader<'a>, Read<'a>)>,
    /// The rest, where there are very many: how many there are of each role on the list. None of them has acknowledged any text.
    pub others: Vec<Others<'a>>,
}

/// People who are counted and not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Others<'a> {
    /// The role or name that the document has on its list.
    pub asked: &'a str,
    /// How many they are.
    pub people: usize,
}

impl Readings<'_> {
    /// How many are counted and not named.
    pub fn counted(&self) -> usize {
        self.others.iter().map(|others| others.people).sum()
    }

    /// How many have to read it, roles that nobody holds among them.
    pub fn all(&self) -> usize {
        self.named.len() + self.counted()
    }
}

/// How many of each role on a list are told who they are, of those who lack: the smallest role first, so that the few who
/// answer for something do not drown among all; of each at least one, and nobody is counted alone. `lacking` is what each of
/// these is asked as, in the order of the list.
fn rooms<'a>(lacking: impl Iterator<Item = &'a str>, most: usize) -> BTreeMap<&'a str, usize> {
    let mut roles: Vec<(&str, usize)> = Vec::new();
    for asked in lacking {
        match roles.last_mut().filter(|(last, _)| *last == asked) {
            Some((_, people)) => *people += 1,
            None => roles.push((asked, 1)),
        }
    }
    roles.sort_by_key(|(_, people)| *people);
    let (mut room, mut left) = (most, roles.len());
    let of = |(asked, people): (&'a str, usize)| {
        let share = (room / left.max(1)).max(1);
        let named = if people <= share.saturating_add(1) { people } else { share };
        room = room.saturating_sub(named);
        left = left.saturating_sub(1);
        (asked, named)
    };
    roles.into_iter().map(of).collect()
}

/// Who has not read the version of a document that is in force.
#[derive(Debug, Clone)]
pub struct Unread<'a> {
    /// Since when it has been in force, by the record.
    pub since: Date,
    /// The last day on which each is to have read it.
    pub until: Date,
    /// Who.
    pub readers: Vec<Reader<'a>>,
    /// And who is counted only.
    pub others: Vec<Others<'a>>,
}

/// Finds those.
pub(super) fn held(input: Input<'_>, approvals: &Approvals) -> AllInPlace {
    let Input { aims, history, repo, .. } = input;
    let read = |(ix, document): (DocIx, &Document)| {
        let version = approvals.tenures(ix).iter().rposition(|tenure| tenure.is_in_force(aims.today))?;
        let tenure = &approvals.tenures(ix)[version];
        let (_, change) = history.step(tenure.text(aims.today)?)?;
        let substance = change.facts.as_ref()?.substance;
        let is_other = !document.says_approved() || Some(substance) != approvals.substance(ix);
        // The same text may have been set back since: it holds as it was approved.
        let says = |change: &&Change| {
            change.facts.as_ref().is_some_and(|facts| facts.substance == substance && facts.says_approved())
        };
        let change = history.of(&document.path).map(|(_, change)| change).find(says).unwrap_or(change);
        let blob = change.new.filter(|_| is_other)?;
        let Ok(Blob::Bytes(bytes)) = repo?.blob(blob, MAX_TEXT) else { return None };
        let of_version = approvals.of_versions(aims, history, ix).into_iter().nth(version)?;
        let level = of_version.texts.get(&substance).map_or(of_version.level, |of| of.level);
        let text = aims.document_then(&change.path, &bytes);
        Some((ix, Arc::new(InPlace { text, bytes, approval: given(level) })))
    };
    aims.iter().filter_map(read).collect()
}

impl Approvals {
    /// Who has to read a document, and which text of it each has acknowledged.
    pub fn readings<'a>(&'a self, lists: &ReadingLists<'a>, aims: &'a Aims, ix: DocIx) -> Readings<'a> {
        let document = aims.holding(ix);
        let readers = lists.readers(document);
        let mut readings = Readings::default();
        if readers.is_empty() {
            return readings;
        }
        let read = self.read(document, ix);
        let of = |reader: &Reader<'_>| {
            let person = reader.person.filter(|_| !read.is_empty()).map(|person| person.name.as_str());
            person.and_then(|name| read.get(self.persons.last_name(name))).copied().unwrap_or(Read::Nothing)
        };
        let all: Vec<_> = readers.into_iter().map(|reader| (reader, of(&reader))).collect();
        let has_not = |reader: &Reader<'_>, read: &Read<'_>| reader.person.is_some() && matches!(read, Read::Nothing);
        let lacking = all.iter().filter(|(reader, read)| has_not(reader, read));
        let mut rooms = rooms(lacking.map(|(reader, _)| reader.asked), lists.most());
        for (reader, read) in all {
            match rooms.get_mut(reader.asked).filter(|_| has_not(&reader, &read)) {
                Some(0) => match readings.others.last_mut().filter(|others| others.asked == reader.asked) {
                    Some(others) => others.people += 1,
                    None => readings.others.push(Others { asked: reader.asked, people: 1 }),
                },
                Some(room) => {
                    *room -= 1;
                    readings.named.push((reader, read));
                }
                None => readings.named.push((reader, read)),
            }
        }
        readings
    }

    /// The text in force that is meant in place of the present one: by who has read a document, where that is not approved.
    pub fn held_for(&self, aims: &Aims, ix: DocIx, act: ActKind) -> Option<&InPlace> {
        let is_meant = act == ActKind::Acknowledgement && !aims.standing(ix).approval.is_given();
        self.held.get(&ix).map(Arc::as_ref).filter(|_| is_meant)
    }

    /// The newest text of a document that each person has acknowledged, by the name that they had last.
    fn read(&self, document: &Document, ix: DocIx) -> BTreeMap<&str, Read<'_>> {
        let version = document.fields.text("version");
        let held = document.digests.map(|digests| digests.substance).filter(|_| self.held.contains_key(&ix));
        let mut read: BTreeMap<&str, Read<'_>> = BTreeMap::new();
        for (_, act) in self.acts_of(ix) {
            let Some(record) = act.of_kind(ActKind::Acknowledgement) else { continue };
            let same = version.is_some() && record.version.as_deref() == version;
            let found = match act.standing {
                Counts::No(_) => continue,
                // Who has read what comes next need not go back.
                _ if act.standing == Counts::Yes || held.is_some() && act.text == held => Read::Present(act),
                _ if same => Read::Version(act),
                _ => Read::Earlier(act),
            };
            let before = read.entry(self.persons.last_name(&record.by)).or_insert(found);
            if found.rank() >= before.rank() {
                *before = found;
            }
        }
        read
    }

    /// Who has not read the version that is in force; `None` where none is, or all have.
    pub fn unread<'a>(&'a self, lists: &ReadingLists<'a>, aims: &'a Aims, ix: DocIx) -> Option<Unread<'a>> {
        let since = self.in_force_since(aims, ix)?;
        let Readings { named, others } = self.readings(lists, aims, ix);
        let unread = named.into_iter().filter(|(_, read)| !read.is_of_version());
        let readers: Vec<Reader<'a>> = unread.map(|(reader, _)| reader).collect();
        let until = aims.config.acknowledge_within.after(since);
        (!readers.is_empty() || !others.is_empty()).then_some(Unread { since, until, readers, others })
    }

    /// Since when the version of a document that is in force is so by the record, where there is one: before it was approved
    /// as the rule asks, nobody had to read it. `None` where none is in force.
    fn in_force_since(&self, aims: &Aims, ix: DocIx) -> Option<Date> {
        if aims.standing(ix).in_force != InForce::Now && !self.held.contains_key(&ix) {
            return None;
        }
        let stated = || aims.holding(ix).fields.date("effective");
        let in_force = self.tenures(ix).iter().rev().find(|tenure| tenure.is_in_force(aims.today));
        in_force.or(self.tenures(ix).last()).and_then(|tenure| tenure.recorded).or_else(stated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_role_is_named_first_and_nobody_is_counted_alone() {
        let named = |most: usize, of: &[(&'static str, usize)]| {
            let lacking = of.iter().flat_map(|(role, people)| std::iter::repeat_n(*role, *people));
            let rooms = rooms(lacking, most);
            of.iter().map(|(role, _)| rooms[role]).collect::<Vec<_>>()
        };
        assert_eq!(named(666, &[("Staff", 700), ("Lead", 1)]), [665, 1]);
        assert_eq!(named(usize::MAX, &[("Staff", 700), ("Lead", 1)]), [700, 1]);
        assert_eq!(named(700, &[("Staff", 700), ("Lead", 1)]), [700, 1], "one alone costs no more by name");
        assert_eq!(named(5, &[("Staff", 9), ("Clerk", 8), ("Lead", 3)]), [2, 2, 1]);
        assert_eq!(named(1, &[("Staff", 9), ("Clerk", 8)]), [1, 1], "of each at least one");
        assert!(named(5, &[]).is_empty());
    }
}
