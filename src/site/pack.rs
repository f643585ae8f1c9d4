//! The controlled pack: the documents that are kept current, one behind the other, for paper.
//!
//! It is the one place of a site where texts stand a second time. Where they are few they stand on one page, so that it
//! prints whole; where they are many they stand on several, about as heavy as each other, of which none is longer than a
//! browser can print. Here is which document stands where; how it looks is for its page.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::lists::{Most, pieces};
use super::routes;
use crate::base::wording;
use crate::model::DocIx;
use crate::model::catalog::natural_key;
use crate::model::config::normal;
use crate::model::document::Document;
use crate::model::kinds::Kind;
use crate::state::State;

/// How many documents stand on one page: each has a sheet of its own, with rules of its own in the style sheet.
const MOST_DOCUMENTS: usize = 60;

/// How many bytes of text one page may hold where it holds all of them, and how heavy it may be then.
const MOST_TEXT: usize = 300_000;
const MOST_OF_ALL: usize = 900_000;

/// How heavy the documents of one page of several may be together, in bytes of it, but for a single one that is heavier.
const MOST_WEIGHT: usize = 265_000;

/// As many records as the pack lists one by one; of more it is told how many there are of each kind.
pub(super) const RECORDS: usize = 200;

/// As many open nonconformities as it lists; their register has all.
pub(super) const OPEN: usize = 100;

/// How heavy one of either is on a page, and all that the first page holds beside them and the documents.
const ROW: usize = 500;
const SUMMARY: usize = 60_000;

/// How heavy a document is on a page before its text is: its block, its notices, and the rows that tell of it.
const LEAST: usize = 4_000;

/// The kinds that come first, in this order.
const FIRST: [&str; 5] = ["scope", "policy", "soa", "procedure", "plan"];

/// The page of the pack.
pub(super) const PACK: &str = "print.html";

/// The documents of the pack, and where each stands.
pub(super) struct Pack {
    /// The documents, kind by kind.
    pub groups: Vec<Group>,
    /// The pages, where one is not enough.
    pub parts: Vec<Part>,
    /// How many bytes of text there are.
    pub text: usize,
    places: BTreeMap<DocIx, Place>,
}

/// Documents that belong together.
pub(super) struct Group {
    /// What they are.
    pub title: String,
    /// They, in their order.
    pub documents: Vec<DocIx>,
}

/// A page of the pack that holds some of the documents.
pub(super) struct Part {
    /// Where it stands.
    pub path: String,
    /// What it holds: the groups that its documents are of.
    pub titles: Vec<String>,
    /// Its documents.
    pub documents: Vec<DocIx>,
}

impl Part {
    /// What it holds, in what is spoken.
    pub(super) fn title(&self) -> String {
        let named: Vec<&str> = self.titles.iter().map(|title| wording::known(title)).collect();
        named.join(", ")
    }
}

/// Where a document stands in the pack.
pub(super) struct Place {
    /// Its number, from 1.
    pub number: usize,
    /// The anchor of the whole document.
    pub anchor: String,
    /// Its page among the parts, where there are parts.
    part: Option<usize>,
}

impl Place {
    /// An id within the document. What begins with `_` belongs to the frame: no anchor of a document does.
    pub(super) fn inner(&self, own: &str) -> String {
        format!("_p{}-{own}", self.number)
    }
}

impl Pack {
    /// The pack of a state.
    pub(super) fn new(state: &State) -> Self {
        let groups = groups(state);
        let size = |ix: &DocIx| state.aims.document(*ix).text.len();
        let all: Vec<DocIx> = groups.iter().flat_map(|group| group.documents.iter().copied()).collect();
        let text = all.iter().map(size).sum();
        let weighs = |ix: &DocIx| weight(state.aims.document(*ix));
        let together = summary(state, all.len()) + all.iter().map(weighs).sum::<usize>();
        let is_one = all.len() <= MOST_DOCUMENTS && text <= MOST_TEXT && together <= MOST_OF_ALL;
        let parts = if is_one { Vec::new() } else { parts(&groups, weighs) };
        let on = |(place, part): (usize, &Part)| part.documents.iter().map(move |ix| (*ix, place)).collect::<Vec<_>>();
        let pages: BTreeMap<DocIx, usize> = parts.iter().enumerate().flat_map(on).collect();
        let mut taken = BTreeSet::new();
        let mut places = BTreeMap::new();
        for (before, ix) in all.iter().enumerate() {
            let anchor = anchor(&state.aims.document(*ix).id, before + 1, &mut taken);
            places.insert(*ix, Place { number: before + 1, anchor, part: pages.get(ix).copied() });
        }
        Self { groups, parts, text, places }
    }

    /// Where a document stands; `None` where it is not part of the pack.
    pub(super) fn place(&self, ix: DocIx) -> Option<&Place> {
        self.places.get(&ix)
    }

    /// The page that a document stands on.
    pub(super) fn path_of(&self, ix: DocIx) -> Option<&str> {
        match self.place(ix)?.part {
            Some(part) => self.parts.get(part).map(|part| part.path.as_str()),
            None => Some(PACK),
        }
    }

    /// All documents in their order.
    pub(super) fn documents(&self) -> impl Iterator<Item = DocIx> {
        self.groups.iter().flat_map(|group| group.documents.iter().copied())
    }
}

/// The anchor of a document: its id as far as an anchor can hold it, else with its number.
fn anchor(id: &str, number: usize, taken: &mut BTreeSet<String>) -> String {
    let plain: String = id.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
    let sound = !plain.is_empty() && plain != "main" && !plain.starts_with('_');
    let anchor = if sound && !taken.contains(&plain) { plain } else { format!("document-{number}") };
    // An id may look like that too.
    let anchor = if taken.contains(&anchor) { format!("_d{number}") } else { anchor };
    taken.insert(anchor.clone());
    anchor
}

/// The documents, kind by kind, or as the settings name kinds and documents.
fn groups(state: &State) -> Vec<Group> {
    let aims = &state.aims;
    let asked = &aims.config.site.pack;
    if asked.is_empty() {
        return usual(state);
    }
    let (mut taken, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut groups: Vec<Group> = Vec::new();
    for word in asked.iter().map(|word| &word.value).filter(|word| seen.insert(*word)) {
        let (title, documents) = match aims.kinds.get(&normal(word)) {
            Some(kind) => (kind.plural.clone(), of_kind(state, kind)),
            None => {
                let found = aims.by_id(word).filter(|ix| is_part(state, *ix));
                let kind = |ix: DocIx| aims.document(ix).kind.as_ref().map(|kind| kind.plural.clone());
                (found.and_then(kind).unwrap_or_default(), found.into_iter().collect())
            }
        };
        let documents: Vec<DocIx> = documents.into_iter().filter(|ix| taken.insert(*ix)).collect();
        match groups.last_mut() {
            Some(last) if last.title == title => last.documents.extend(documents),
            _ if documents.is_empty() => {}
            _ => groups.push(Group { title, documents }),
        }
    }
    groups
}

/// The scope, the policy above all others, the statements of applicability, then the rest of what binds, kind by kind.
fn usual(state: &State) -> Vec<Group> {
    let aims = &state.aims;
    let mut kinds: Vec<&Kind> = aims.kinds.iter().filter(|kind| kind.has_life()).collect();
    kinds.sort_by_key(|kind| FIRST.iter().position(|first| *first == kind.name).unwrap_or(FIRST.len()));
    let top = aims.top_policy().filter(|ix| is_part(state, *ix));
    let mut groups: Vec<Group> = Vec::new();
    let mut policies = None;
    for kind in kinds {
        let mut documents = of_kind(state, kind);
        if kind.name == "policy"
            && let Some(top) = top
        {
            documents.retain(|ix| *ix != top);
            groups.push(Group { title: kind.label.clone(), documents: vec![top] });
            // The others stand behind the statement.
            policies = Some(Group { title: kind.plural.clone(), documents });
            continue;
        }
        groups.push(Group { title: kind.plural.clone(), documents });
        groups.extend(policies.take_if(|_| kind.name == "soa"));
    }
    groups.extend(policies);
    groups.retain(|group| !group.documents.is_empty());
    groups
}

fn of_kind(state: &State, kind: &Kind) -> Vec<DocIx> {
    let mut found: Vec<(DocIx, &Document)> =
        state.aims.iter().filter(|(ix, document)| document.kind_name() == kind.name && is_part(state, *ix)).collect();
    found.sort_by_cached_key(|(_, document)| natural_key(&document.id));
    found.into_iter().map(|(ix, _)| ix).collect()
}

/// Whether a document may be in the pack: it is controlled and in use, and there is a text of it for these readers.
fn is_part(state: &State, ix: DocIx) -> bool {
    let document = state.aims.document(ix);
    document.controlled && document.translates.is_none() && !document.is_retired() && !state.is_withheld(ix)
}

/// As many documents on a page as a browser opens and prints in reasonable time, on as few pages as that takes, and about as
/// many on each.
fn parts(groups: &[Group], weight: impl Fn(&DocIx) -> usize) -> Vec<Part> {
    let all: Vec<(&str, DocIx)> =
        groups.iter().flat_map(|group| group.documents.iter().map(|ix| (group.title.as_str(), *ix))).collect();
    let weights: Vec<usize> = all.iter().map(|(_, ix)| weight(ix)).collect();
    let mut parts: Vec<Part> = Vec::new();
    for piece in even(&weights).into_iter().filter(|piece| !piece.is_empty()) {
        let mut titles: Vec<String> = all[piece.clone()].iter().map(|(title, _)| (*title).to_owned()).collect();
        titles.dedup();
        let documents = all[piece].iter().map(|(_, ix)| *ix).collect();
        parts.push(Part { path: routes::pack_part(parts.len() + 1), titles, documents });
    }
    parts
}

/// Pages as few as they can be, and of these the most even: the least that each may hold without there being more of them.
fn even(weights: &[usize]) -> Vec<Range<usize>> {
    let cut = |rows, weight| pieces(weights, Most { rows: (rows, rows), weight: (weight, weight) });
    let number = cut(MOST_DOCUMENTS, MOST_WEIGHT).len();
    let least = |most: usize, sum: usize, fits: &dyn Fn(usize) -> bool| {
        let (mut low, mut high) = ((sum / number.max(1)).min(most), most);
        while low < high {
            let middle = low.midpoint(high);
            if fits(middle) { high = middle } else { low = middle + 1 }
        }
        high
    };
    let weight = least(MOST_WEIGHT, weights.iter().sum(), &|weight| cut(MOST_DOCUMENTS, weight).len() <= number);
    let rows = least(MOST_DOCUMENTS, weights.len(), &|rows| cut(rows, weight).len() <= number);
    cut(rows, weight)
}

/// How heavy the first page is, in bytes, before the documents stand on it.
fn summary(state: &State, packed: usize) -> usize {
    let documents = || state.aims.iter().map(|(_, document)| document);
    let open = documents().filter(|record| record.is("nonconformity") && !record.is_closed()).count();
    let records = documents().filter(|document| document.controlled).count().saturating_sub(packed);
    SUMMARY + ROW * (open.min(OPEN) + records.min(RECORDS))
}

/// How heavy a document is on a page, in bytes: more than it will be, for what becomes of a text is known once it is made,
/// and where a page ends has to be known before any is.
fn weight(document: &Document) -> usize {
    // A row of a statement tells where its control stands, too.
    let rows = if document.is("soa") { 2 * ROW * document.fields.rows("statement").len() } else { 0 };
    let (front, body) = document.text.split_at_checked(document.body.start).unwrap_or(("", &document.text));
    LEAST + rows + of_front(front) + of_body(body)
}

/// The same of front matter: what it names becomes links, each key a label, each row one of a table.
fn of_front(text: &str) -> usize {
    let named = text.split([' ', ',', '\n']).filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).count();
    2 * text.len() + 40 * text.lines().count() + 80 * named
}

/// The same of what stands below: what stands for markup in it becomes markup, and what stands in brackets a link.
fn of_body(text: &str) -> usize {
    let (mut sum, mut line, mut column) = (0, 0, 0_usize);
    let (mut is_heading, mut before) = (false, b'\n');
    for byte in text.bytes() {
        line += match byte {
            b'\n' => 16,
            // The line before is a heading.
            b'=' if column == 0 => 90,
            b'-' if column == 1 && before == b'-' => 90,
            b'|' => 13,
            b'<' | b'>' | b'&' | b'"' | b'\'' | b'*' | b'_' | b'`' | b'~' => 6,
            b'[' if before != b'[' => 80,
            b'^' if before == b'[' => 80,
            b'/' if before == b'/' => 110,
            _ => 1,
        };
        is_heading |= byte == b'#' && before == b'\n';
        if byte == b'\n' {
            // A heading tells its words as an anchor, twice, to those who do not see it, and as they are.
            sum += line * if is_heading { 4 } else { 1 };
            (line, is_heading) = (0, false);
        }
        column = if byte == b'\n' { 0 } else { column + 1 };
        before = byte;
    }
    sum + line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_few_and_even() {
        let held = |weights: &[usize]| even(weights).into_iter().map(|piece| piece.len()).collect::<Vec<_>>();
        assert_eq!(held(&[5_000; 130]), [44, 44, 42], "not 53, 53 and 24");
        assert_eq!(held(&[100_000; 4]), [2, 2]);
        assert_eq!(held(&[10; 61]), [31, 30]);
        // One that is too heavy for a page has one of its own, and the others stay together.
        assert_eq!(held(&[1_000, 1_000, 900_000, 1_000, 1_000]), [2, 1, 2]);
        assert_eq!(held(&[]), [0]);
    }
}
