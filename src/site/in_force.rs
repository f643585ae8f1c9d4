//! What was in force when: every version that ever was, by document, and how the documents are parted into pages.

use std::collections::BTreeMap;

use super::lists::{Most, WHOLE, pieces};
use super::parts::kind_name;
use crate::approval::Tenure;
use crate::base::text::{Slugger, count};
use crate::base::{DocPath, mark, say, wording};
use crate::history::{GoneIx, Version};
use crate::model::DocIx;
use crate::model::catalog::{KeyPart, natural_key};
use crate::state::State;

/// How much one page holds. The texts of one document stand on one.
const MOST: Most = Most { rows: (usize::MAX, usize::MAX), weight: (WHOLE, WHOLE) };

/// How heavy the row of a text is in bytes, about and rather more, without the title and the id, which stands there twice.
const ROW: usize = 460;

/// Every version that was ever in force, or is to be.
pub(super) struct InForce<'a> {
    /// The documents, in natural order of ids.
    pub lines: Vec<Line<'a>>,
    parts: Vec<InForcePart<'a>>,
}

/// A page of them, where there are too many for one.
pub(super) struct InForcePart<'a> {
    /// Where it stands.
    pub path: String,
    /// The kind of its documents, as it stands in the source.
    pub kind: &'a str,
    /// Its documents: places among [`InForce::lines`].
    lines: Vec<usize>,
}

/// A document with the versions of it that were ever in force.
pub(super) struct Line<'a> {
    key: Vec<KeyPart>,
    pub id: String,
    pub title: String,
    pub kind: &'a str,
    pub ix: Option<DocIx>,
    /// The one that is gone, else.
    pub gone: Option<GoneIx>,
    /// The versions, each with its place among those of the document.
    pub versions: Vec<(usize, &'a Version, &'a Tenure)>,
}

impl Line<'_> {
    /// How heavy its rows are: one for each text that was in force.
    fn weight(&self) -> usize {
        let rows: usize = self.versions.iter().map(|(_, _, tenure)| tenure.texts.len().max(1)).sum();
        rows * (ROW + 2 * self.id.len() + self.title.len())
    }
}

impl<'a> InForce<'a> {
    pub(super) fn new(state: &'a State) -> Self {
        let lines = lines(state);
        let weight: usize = lines.iter().map(Line::weight).sum();
        let parts = if weight <= WHOLE { Vec::new() } else { parts(&lines) };
        Self { lines, parts }
    }

    /// The pages that hold them; none where one page holds all.
    pub(super) fn parts(&self) -> &[InForcePart<'a>] {
        &self.parts
    }

    /// The page at this place.
    pub(super) fn part(&self, place: usize) -> Option<&InForcePart<'a>> {
        self.parts.get(place)
    }

    /// The documents of a page.
    pub(super) fn lines_of(&self, part: &InForcePart<'a>) -> Vec<&Line<'a>> {
        part.lines.iter().filter_map(|place| self.lines.get(*place)).collect()
    }

    /// What stands on a page, in words, and how many versions.
    pub(super) fn about(&self, part: &InForcePart<'a>) -> (String, String) {
        let lines = self.lines_of(part);
        let versions: usize = lines.iter().map(|line| line.versions.len()).sum();
        let (first, last) = (lines.first().map_or("", |line| &line.id), lines.last().map_or("", |line| &line.id));
        let kind = wording::known(part.kind);
        (say!("{kind}: {first} to {last}", kind, first, last), count(versions, "version"))
    }
}

fn parts<'a>(lines: &[Line<'a>]) -> Vec<InForcePart<'a>> {
    let mut by_kind: BTreeMap<&'a str, Vec<usize>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        by_kind.entry(line.kind).or_default().push(place);
    }
    let (mut parts, mut slugs) = (Vec::new(), Slugger::default());
    for (kind, of_kind) in by_kind {
        let weights: Vec<usize> = of_kind.iter().map(|place| lines[*place].weight()).collect();
        for range in pieces(&weights, MOST) {
            let path = format!("changes/in-force-{}.html", slugs.anchor(if kind.is_empty() { "other" } else { kind }));
            parts.push(InForcePart { path, kind, lines: of_kind[range].to_vec() });
        }
    }
    parts
}

/// Every document of which a version was ever in force, in natural order of ids.
fn lines<'a>(state: &'a State) -> Vec<Line<'a>> {
    let present = state.aims.iter().map(|(ix, document)| {
        let versions = (state.history.versions(&document.path), state.approvals.tenures(ix));
        ((Some(ix), None), &document.path, versions, kind_name(document))
    });
    let gone = state.history.every_gone().map(|(place, gone)| {
        let versions = (gone.versions.as_slice(), state.approvals.tenures_of_gone(place));
        ((None, Some(place)), &gone.path, versions, mark!("No longer there"))
    });
    let mut lines: Vec<Line<'a>> = present
        .chain(gone)
        .filter_map(|(which, path, versions, kind)| line(state, which, path, versions, kind))
        .collect();
    lines.sort_by(|a, b| (&a.key, a.ix.is_none()).cmp(&(&b.key, b.ix.is_none())));
    lines
}

fn line<'a>(
    state: &'a State,
    (ix, gone): (Option<DocIx>, Option<GoneIx>),
    path: &DocPath,
    (versions, tenures): (&'a [Version], &'a [Tenure]),
    kind: &'a str,
) -> Option<Line<'a>> {
    let all = versions.iter().zip(tenures).enumerate().map(|(place, (version, tenure))| (place, version, tenure));
    let versions: Vec<(usize, &Version, &Tenure)> = all.filter(|(_, _, tenure)| tenure.has_days()).collect();
    let (_, last, _) = versions.last()?;
    let facts = state.history.step(last.last).and_then(|(_, change)| change.facts.as_deref());
    let said = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let (id, title) = match ix {
        Some(ix) => (state.aims.document(ix).id.clone(), state.aims.document(ix).title.clone()),
        None => (
            facts.and_then(|facts| facts.id.as_deref()).unwrap_or(path.as_str()).to_owned(),
            said(facts.and_then(|facts| facts.title.as_deref())),
        ),
    };
    Some(Line { key: natural_key(&id), id, title, kind, ix, gone, versions })
}

#[cfg(test)]
mod tests {
    use super::{MOST, WHOLE, pieces};

    #[test]
    fn pages_are_cut_between_documents_and_none_is_lost() {
        let cut: Vec<usize> =
            pieces(&[WHOLE - 100, 100, 1, WHOLE + 1, 2], MOST).into_iter().map(|piece| piece.len()).collect();
        assert_eq!(cut, [2, 1, 1, 1]);
        assert_eq!(pieces(&[7], MOST).first(), Some(&(0..1)));
    }
}
