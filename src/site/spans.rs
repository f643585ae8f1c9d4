//! The times between tags of the repository, and from a tag to now: of every document that said something else at the end of
//! one, what it said at both ends.
//!
//! Tags mark moments, such as those of audits. Of the newest few any two have a page; of older ones each with the next.

use crate::history::{GoneIx, Held, History, LinePlace, Step, Tag};
use crate::model::DocIx;
use crate::state::{EditionKind, State};

/// Of how many tags, the newest, any two are compared.
const ANY: usize = 5;

/// How many tags are compared at all, the newest.
pub(super) const TAGS: usize = 20;

/// The time between two tags, or since one.
pub(super) struct Span<'a> {
    /// The tag it begins with, and its place among all, the oldest first and from 1.
    pub from: (usize, &'a Tag),
    /// The tag it ends with, likewise; `None` where it lasts to this day.
    pub to: Option<(usize, &'a Tag)>,
    /// The documents that say something else at its end, in the order of documents, those that are gone last.
    pub rows: Vec<Row>,
}

/// What became of one document.
pub(super) struct Row {
    /// The document.
    pub of: Of,
    /// The step whose text it had at the beginning, where it was there.
    pub from: Option<Step>,
    /// The step whose text it had at the end, where it was there.
    pub to: Option<Step>,
    /// How many commits of the main line changed it.
    pub commits: usize,
}

/// A document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// One that is there now.
    Present(DocIx),
    /// One that is not.
    Gone(GoneIx),
}

impl Span<'_> {
    /// What its pages are called: `1-2`, `2-now`.
    pub(super) fn stem(&self) -> String {
        let to = self.to.map_or_else(|| "now".to_owned(), |(number, _)| number.to_string());
        format!("{}-{to}", self.from.0)
    }

    /// Whether no tag lies between its ends.
    pub(super) fn is_next(&self, tags: usize) -> bool {
        self.to.map_or(tags + 1, |(number, _)| number) == self.from.0 + 1
    }
}

/// The tags of the main line with their places on it, in its order.
pub(super) fn tags(history: &History) -> Vec<(LinePlace, &Tag)> {
    let mut tags: Vec<(LinePlace, &Tag)> = history.tags.iter().filter_map(|tag| Some((tag.place?, tag))).collect();
    tags.sort_by_key(|(place, tag)| (*place, tag.day, &tag.name));
    tags
}

/// The places on the main line of the tags that are compared: what documents said then has a page. None in an edition of
/// approved texts.
pub(super) fn places(state: &State) -> Vec<LinePlace> {
    let tags = tags(&state.history);
    let compared = tags.iter().skip(tags.len().saturating_sub(TAGS)).map(|(place, _)| *place);
    if state.edition == EditionKind::Approved { Vec::new() } else { compared.collect() }
}

/// The step whose text a document had at a place of the main line.
pub(super) fn held_at(held: &[Held], place: LinePlace) -> Option<Step> {
    at(held, until(held, place))
}

/// Every time that has a page. An edition of approved texts has none: it does not show what a document said on any day.
pub(super) fn spans(state: &State) -> Vec<Span<'_>> {
    let tags = tags(&state.history);
    if state.edition == EditionKind::Approved {
        return Vec::new();
    }
    let mut spans = Vec::new();
    for (at, (place, tag)) in tags.iter().enumerate().skip(tags.len().saturating_sub(TAGS)) {
        let any = at + ANY >= tags.len();
        for (until, to) in tags.iter().map(Some).chain([None]).enumerate().skip(at + 1) {
            // From the first of all to the last there is one too.
            if any || until == at + 1 || (at == 0 && until + 1 == tags.len()) {
                let end = to.map_or(LinePlace::END, |(place, _)| *place);
                spans.push(Span {
                    from: (at + 1, tag),
                    to: to.map(|(_, tag)| (until + 1, *tag)),
                    rows: rows(state, *place, end),
                });
            }
        }
    }
    spans
}

fn rows(state: &State, from: LinePlace, to: LinePlace) -> Vec<Row> {
    let history = &state.history;
    let present = state.aims.iter().map(|(ix, document)| (Of::Present(ix), history.held(&document.path)));
    let gone = history.every_gone().map(|(place, gone)| (Of::Gone(place), gone.held.as_slice()));
    let row = |(of, held): (Of, &[Held])| {
        let (before, after) = (until(held, from), until(held, to));
        let text = |step: Option<Step>| history.step(step?)?.1.new;
        let (was, is) = (at(held, before), at(held, after));
        (text(was) != text(is)).then(|| Row { of, from: was, to: is, commits: after - before })
    };
    present.chain(gone).filter_map(row).collect()
}

/// How much of what a document was had come by a place on the main line.
fn until(held: &[Held], place: LinePlace) -> usize {
    held.partition_point(|held| held.place <= Some(place))
}

/// The step whose text it had last.
fn at(held: &[Held], until: usize) -> Option<Step> {
    let last = held.get(until.checked_sub(1)?)?;
    last.there.then_some(last.step)
}
