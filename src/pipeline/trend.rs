//! Where clauses and controls stood over time: a few commits of the past are read and judged, each on its day.
//!
//! This costs about as much as that many checks, so it is done where it is asked for and not in every build. What came of a
//! commit of the past is kept for the person who worked it out, for as long as the program is the same.

use std::collections::{BTreeMap, BTreeSet};

use super::project::{Project, Request};
use super::settings::Unusable;
use crate::base::{Date, Error, Period, Result, SETTINGS, below, sha256};
use crate::model::catalog::ReqId;
use crate::model::trace::Place;
use crate::model::unseen::Unseen;
use crate::repo::{ObjectId, Person, Repo};
use crate::state::{By, Cut, Held, Point, Stand, State, Trend, stands};

/// So many months are looked back at most, at the end of each: to the month of the first commit, where that is nearer.
const MONTHS: i32 = 120;

/// So many tags have a moment at most, the newest.
const TAGS: usize = 120;

/// The file in the cache.
const NAME: &str = "trend-v3";

/// A moment of the past that is to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Moment {
    day: Date,
    commit: ObjectId,
    tags: Vec<String>,
}

impl Project {
    /// The same, run by the program of this digest: what it judged before of commits of the past is believed, and no other.
    #[must_use]
    pub fn run_by(self, program: [u8; 32]) -> Self {
        Self { program: Some(program), ..self }
    }

    /// Where clauses and controls stood at the end of each month since the first commit and at each tag, and where they stand
    /// in `state`, as its readers may know of it.
    pub(super) fn trend(&self, state: &State, request: &Request, unseen: &Unseen) -> Result<Trend> {
        let mut trend = Trend::default();
        if let (Some(repo), Some((head, _))) = (&self.repo, &state.history.head) {
            let moments;
            (moments, trend.cut) = looked_at(repo, repo.resolve(head)?, state)?;
            let mut kept = Kept::load(self, request, (state, unseen));
            for moment in moments {
                match self.stands(repo, &moment, request, (state, unseen), &mut kept)? {
                    Some(stands) => trend.points.push(Point {
                        day: moment.day,
                        commit: Some(moment.commit.to_string()),
                        tags: moment.tags,
                        stands,
                    }),
                    None => trend.unread.push(moment.day),
                }
            }
            kept.store(self);
        }
        let commit = state.revision().map(str::to_owned);
        trend.points.push(Point { day: state.today(), commit, tags: Vec::new(), stands: stands(&state.aims) });
        Ok(trend)
    }

    /// Where everything stood at a moment; `None` where there was no AIMS that could be read.
    fn stands(
        &self,
        repo: &Repo,
        moment: &Moment,
        request: &Request,
        (state, unseen): (&State, &Unseen),
        kept: &mut Kept,
    ) -> Result<Option<Stands>> {
        let name = format!("{} {}", moment.commit, moment.day);
        if let Some(stands) = kept.get(&name) {
            return Ok(Some(stands));
        }
        if repo.blob_at(moment.commit, &below(&self.prefix, SETTINGS)).is_none() {
            return Ok(None);
        }
        let rev = Some(moment.commit.to_string());
        // As the readers of today may know of it: what is withheld now was no more open then.
        let audience = Some(state.audience);
        let then = Request { rev, since: None, trend: false, today: moment.day, audience, ..request.clone() };
        let read = self.for_reader(&then, unseen);
        match read {
            Ok(reader) => {
                let stands = stands(&reader.state.aims);
                kept.put(name, &stands);
                Ok(Some(stands))
            }
            Err(error) if is_unusable(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn is_unusable(error: &Error) -> bool {
    std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<Unusable>)
}

/// The moments before the present one, the oldest first, and what of the past is not among them.
fn looked_at(repo: &Repo, head: ObjectId, state: &State) -> Result<(Vec<Moment>, Cut)> {
    let today = state.today();
    let line = line(repo, head);
    let mut moments: BTreeMap<(Date, usize, ObjectId), Vec<String>> = BTreeMap::new();
    let mut add = |day: Date, commit: ObjectId, tag: Option<String>| {
        if let Some(place) = line.get(&commit).copied().filter(|_| day < today) {
            moments.entry((day, place, commit)).or_default().extend(tag);
        }
    };
    let month = |back| {
        let day = end_of_month(today, back);
        at(state, day).map(|commit| (day, commit))
    };
    for (day, commit) in (1..=MONTHS).map_while(month) {
        add(day, commit, None);
    }
    let months = month(MONTHS + 1).map(|_| end_of_month(today, MONTHS));
    // By the day on which the main line has it, where that is known: no single clock bends it.
    let arrived = state.history.revisions.iter().filter(|revision| revision.place.is_some());
    let landed: BTreeMap<&str, Date> = arrived.map(|revision| (revision.bringer(), revision.landed)).collect();
    let mut tags = Vec::new();
    for tag in repo.tags()?.into_iter().filter(|tag| !tag.is_renamed()) {
        if let Some(commit) = tag.commit.filter(|commit| line.contains_key(commit)) {
            let day = match landed.get(commit.to_string().as_str()) {
                Some(day) => *day,
                None => repo.commit(commit)?.committer.day(),
            };
            // By the day on which it was set, as everywhere, where the main line still held then what is tagged.
            let own = tag.tagger.as_ref().map(Person::day).filter(|own| day < *own && *own < today);
            let own = own.filter(|own| at(state, *own).is_some_and(|last| line.get(&last) <= line.get(&commit)));
            tags.push((own.unwrap_or(day), tag.name, commit));
        }
    }
    tags.retain(|(day, ..)| *day < today);
    tags.sort();
    let older = tags.len().saturating_sub(TAGS);
    for (day, name, commit) in tags.split_off(older) {
        add(day, commit, Some(name));
    }
    let moment = |((day, _, commit), tags)| Moment { day, commit, tags };
    Ok((moments.into_iter().map(moment).collect(), Cut { months, tags: older }))
}

/// The last day of the month so many months before that of `today`.
fn end_of_month(today: Date, back: i32) -> Date {
    let first = Period::Days(i32::from(today.day()) - 1).before(today);
    Period::Days(1).before(Period::Months(back - 1).before(first))
}

/// The commit of the main line that held on a day: the last by which something reached it until then.
fn at(state: &State, day: Date) -> Option<ObjectId> {
    let until = state.history.revisions.iter().filter(|revision| revision.landed <= day && revision.place.is_some());
    until.max_by_key(|revision| revision.place).and_then(|revision| revision.bringer().parse().ok())
}

/// Commits of the main line, with how far each is from the oldest.
fn line(repo: &Repo, head: ObjectId) -> BTreeMap<ObjectId, usize> {
    let before = |at: &ObjectId| repo.commit(*at).ok()?.parents.first().copied();
    let line: Vec<ObjectId> = std::iter::successors(Some(head), before).collect();
    line.into_iter().rev().enumerate().map(|(place, commit)| (commit, place)).collect()
}

/// Where everything stood at one moment.
type Stands = BTreeMap<ReqId, Stand>;

/// What was worked out of moments of the past, and is kept.
struct Kept {
    key: [u8; 32],
    stored: BTreeMap<String, String>,
    asked: BTreeSet<String>,
    is_new: bool,
}

impl Kept {
    fn load(project: &Project, request: &Request, (state, unseen): (&State, &Unseen)) -> Self {
        let key = key(project, request, (state, unseen));
        let bytes = key.and_then(|key| project.cache.load(NAME, &key)).unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let entry = |entry: &str| entry.split_once('\n').map(|(name, stands)| (name.to_owned(), stands.to_owned()));
        let stored = text.split(ENTRY).filter_map(entry).collect();
        Self { key: key.unwrap_or_default(), stored, asked: BTreeSet::new(), is_new: false }
    }

    fn get(&mut self, name: &str) -> Option<Stands> {
        let stands = read(self.stored.get(name)?)?;
        self.asked.insert(name.to_owned());
        Some(stands)
    }

    fn put(&mut self, name: String, stands: &Stands) {
        if let Some(text) = written(stands) {
            self.stored.insert(name.clone(), text);
            self.asked.insert(name);
            self.is_new = true;
        }
    }

    /// Keeps what was asked for, and nothing else, where any of it is new.
    fn store(mut self, project: &Project) {
        if self.is_new && project.program.is_some() {
            self.stored.retain(|name, _| self.asked.contains(name));
            let entries: Vec<String> = self.stored.iter().map(|(name, stands)| format!("{name}\n{stands}")).collect();
            project.cache.store(NAME, &self.key, entries.join(&ENTRY.to_string()).as_bytes());
        }
    }
}

/// Everything beside commit and day that decides where requirements stood; `None` where nothing is kept.
fn key(project: &Project, request: &Request, (state, unseen): (&State, &Unseen)) -> Option<[u8; 32]> {
    let program = project.program?;
    let trust = request.trust.as_deref().map(|rev| project.resolve(rev).ok().map(|commit| commit.to_string()));
    let (edition, audience) = (request.edition.as_str(), state.audience.as_str());
    let all = format!("{program:?} {} {edition} {audience} {trust:?} {unseen:?}", project.prefix);
    Some(sha256(all.as_bytes()))
}

/// What parts entries, and the pieces of a line.
const ENTRY: char = '\u{1d}';
const PIECE: char = '\u{1f}';

/// What a piece of a line is about: a document that serves, one of these that is evidence, or what holds the requirement.
const SERVING: char = '+';
const EVIDENCE: char = '=';
const HELD: char = '-';

/// A line a requirement: framework, id, place, then what stood behind it and what held it. `None` where one of these holds
/// what parts them.
fn written(stands: &Stands) -> Option<String> {
    let mut text = String::new();
    for (id, stand) in stands {
        let first = [id.framework.as_str(), &*id.id, stand.place.as_str()].map(str::to_owned);
        let documents = |mark: char, ids: &[String]| ids.iter().map(|id| format!("{mark}{id}")).collect::<Vec<_>>();
        let held = stand.held.iter().map(|held| match &held.document {
            Some(document) => format!("{HELD}{} {document}", held.by.as_str()),
            None => format!("{HELD}{}", held.by.as_str()),
        });
        let behind = documents(SERVING, &stand.serving).into_iter().chain(documents(EVIDENCE, &stand.evidence));
        let pieces: Vec<String> = first.into_iter().chain(behind).chain(held).collect();
        if pieces.iter().any(|piece| piece.contains([ENTRY, PIECE, '\n'])) {
            return None;
        }
        text.push_str(&pieces.join(&PIECE.to_string()));
        text.push('\n');
    }
    Some(text)
}

fn read(text: &str) -> Option<Stands> {
    let line = |line: &str| {
        let mut pieces = line.split(PIECE);
        let (framework, id, place) = (pieces.next()?, pieces.next()?, pieces.next()?);
        let place = Place::ALL.into_iter().chain([Place::Untold]).find(|known| known.as_str() == place)?;
        let (serving, evidence, held) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut stand = Stand { place, serving, evidence, held };
        for piece in pieces {
            let mut rest = piece.chars();
            match rest.next()? {
                SERVING => stand.serving.push(rest.as_str().to_owned()),
                EVIDENCE => stand.evidence.push(rest.as_str().to_owned()),
                HELD => drop(stand.held.insert(held_by(rest.as_str())?)),
                _ => return None,
            }
        }
        Some((ReqId::new(&framework.into(), id), stand))
    };
    text.lines().map(line).collect()
}

fn held_by(text: &str) -> Option<Held> {
    let (word, document) = text.split_once(' ').map_or((text, None), |(word, document)| (word, Some(document)));
    let by = By::ALL.into_iter().find(|by| by.as_str() == word)?;
    Some(Held { by, document: document.map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trace::Rung;

    #[test]
    fn months_end_on_their_last_day() {
        let today = Date::constant(2026, 3, 31);
        let ends: Vec<String> = (1..=3).map(|back| end_of_month(today, back).to_string()).collect();
        assert_eq!(ends, ["2026-02-28", "2026-01-31", "2025-12-31"]);
        assert_eq!(end_of_month(Date::constant(2026, 3, 1), 12).to_string(), "2025-03-31");
    }

    #[test]
    fn what_is_kept_is_read_as_it_was_written() {
        let stand = |place, serving: &[&str], held: &[Held]| Stand {
            place,
            serving: serving.iter().map(|id| (*id).to_owned()).collect(),
            evidence: serving.iter().skip(1).map(|id| (*id).to_owned()).collect(),
            held: held.iter().cloned().collect(),
        };
        let held = [
            Held { by: By::ReviewOverdue, document: Some("POL 1".into()) },
            Held { by: By::NoInventory, document: None },
        ];
        let stands: Stands = [
            (ReqId::new(&"iso-42001".into(), "A.5.2"), stand(Place::On(Rung::Stated), &["POL 1", "PRO-002"], &held)),
            (ReqId::new(&"iso-42001".into(), "4.1"), stand(Place::Excluded, &[], &[])),
        ]
        .into();
        assert_eq!(read(&written(&stands).expect("text")), Some(stands));
        let odd: Stands = [(ReqId::new(&"x".into(), "A\u{1f}B"), stand(Place::Excluded, &[], &[]))].into();
        assert_eq!(written(&odd), None);
        assert_eq!(read("x\u{1f}y\u{1f}nowhere"), None);
        assert_eq!(read("x\u{1f}y\u{1f}gap\u{1f}-by-nobody"), None);
        assert_eq!(read("x\u{1f}y\u{1f}gap\u{1f}POL"), None);
    }
}
