//! For whom documents are: by the strictest class that any text of theirs ever had, as far as the record goes.
//!
//! What a text once said stands in the differences, and a class that was lowered does not call back what was read under the
//! higher one. Who may read a text is a fact of its time: settings that stood while it did are asked too. What says what
//! another says, or said, is for no more people than that. What cannot be read is for the fewest.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::guard::Guard;
use super::input::Input;
use super::rosters::Rosters;
use super::then::{self, Line};
use crate::base::{DocPath, Result, sha256};
use crate::history::{Change, GoneIx, History, SeamKind, Step};
use crate::model::audience::Audience;
use crate::model::document::Document;
use crate::model::{Aims, DocIx};
use crate::parse::{MAX_TEXT, ProblemKind, front, normalise};

/// For whom each document is, that is there or gone.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    /// With the commit of the settings of the past by which it is so, where it is so by such.
    present: Vec<(Audience, Option<String>)>,
    gone: Vec<Audience>,
}

impl Classes {
    /// For whom one is that is there.
    pub fn of(&self, ix: DocIx) -> Audience {
        self.present.get(ix.index()).map_or(Audience::Confidential, |(class, _)| *class)
    }

    /// The commit of the settings of the past by which one that is there is for no more.
    pub fn settings_of(&self, ix: DocIx) -> Option<&str> {
        self.present.get(ix.index())?.1.as_deref()
    }

    /// For whom one is that is gone.
    pub fn of_gone(&self, place: GoneIx) -> Audience {
        self.gone.get(place.index()).copied().unwrap_or(Audience::Confidential)
    }
}

/// Finds them.
pub(super) fn find(input: &Input<'_>, guard: &Guard, rosters: &mut Rosters<'_>) -> Result<Classes> {
    let (mut lines, settings) = (lines(input.aims, input.history), then::all(input.history, rosters));
    then::close(input, (&settings, guard), &mut lines)?;
    if lines.windows(2).any(|two| two[0].class != two[1].class) {
        let translated = input.aims.iter().filter_map(|(ix, of)| Some((of.translates?.index(), ix.index())));
        let mut led: Vec<(usize, usize)> = translated.collect();
        led.extend(then::translations(input.history, &settings, &lines));
        led.extend(taken_out(input.history, &lines));
        led.extend(same_words(input, &lines));
        under_ids(input, &mut lines);
        spread(&led, &mut lines);
    }
    let came = |place| input.history.revisions.iter().find(|revision| revision.place == Some(place));
    let class = |line: &Line<'_>| (line.class, line.by.and_then(came).map(|revision| revision.bringer().to_owned()));
    let (present, gone) = lines.split_at(input.aims.documents.len());
    let gone = gone.iter().map(|line| line.class).collect();
    Ok(Classes { present: present.iter().map(class).collect(), gone })
}

/// Closes the second of each two for whom the first is closed, and so on.
fn spread(led: &[(usize, usize)], lines: &mut [Line<'_>]) {
    let mut grown = true;
    while std::mem::take(&mut grown) {
        for (from, to) in led {
            if lines[*from].class > lines[*to].class {
                (lines[*to].class, lines[*to].by, grown) = (lines[*from].class, lines[*from].by, true);
            }
        }
    }
}

/// The documents that are there, in the order of all, and behind them those that are gone, each with what it says itself and said.
fn lines<'h>(aims: &'h Aims, history: &'h History) -> Vec<Line<'h>> {
    let reading = &aims.config.reading;
    let line = |path, steps, beside: Vec<Step>, class: Audience| {
        let class = class.max(class_on_record(history, steps)).max(class_on_record(history, &beside));
        Line { path, steps, beside, class, by: None }
    };
    let there = aims.documents.iter().map(|document| {
        let path = &document.path;
        line(path, history.steps(path), history.beside(path, reading), class_of_present(document))
    });
    let gone = history.gone.iter();
    let gone = gone.map(|gone| line(&gone.path, &gone.steps, history.beside_gone(gone, reading), Audience::Public));
    there.chain(gone).collect()
}

/// Since which revision a document bore an id, and for whom its texts were under it. The older a revision, the higher its number;
/// what is not committed comes last.
type Bore = (Reverse<Option<usize>>, Audience);

/// Closes documents for whom texts were that others had before under an id which they have or had.
fn under_ids(input: &Input<'_>, lines: &mut [Line<'_>]) {
    let mut bore: BTreeMap<String, BTreeMap<usize, Bore>> = BTreeMap::new();
    let mut note = |id: &str, at: usize, (since, class)| {
        let of = bore.entry(id.trim().to_lowercase()).or_default().entry(at).or_insert((Reverse(since), class));
        of.1 = of.1.max(class);
    };
    for (at, line) in lines.iter().enumerate() {
        for (step, change) in line.steps.iter().rev().filter_map(|step| Some((step, input.history.step(*step)?.1))) {
            if let Some(id) = change.facts.as_ref().and_then(|facts| facts.id.as_ref()) {
                note(id, at, (Some(step.revision), class_of_text(change)));
            }
        }
    }
    for (ix, document) in input.aims.iter() {
        let former = document.fields.texts("formerly").iter().map(|id| &id.value);
        former.chain([&document.id]).for_each(|id| note(id, ix.index(), (None, Audience::Public)));
    }
    for bearers in bore.into_values() {
        let mut in_turn: Vec<_> = bearers.into_iter().map(|(at, (since, class))| (since, at, class)).collect();
        in_turn.sort_unstable();
        let mut before = Audience::Public;
        for together in in_turn.chunk_by(|one, other| one.0 == other.0) {
            for (_, at, _) in together {
                lines[*at].class = lines[*at].class.max(before);
            }
            before = together.iter().map(|(.., class)| *class).fold(before, Audience::max);
        }
    }
}

/// The places of documents out of which others were taken, under ids of their own, each before that of such another.
fn taken_out(history: &History, lines: &[Line<'_>]) -> Vec<(usize, usize)> {
    let mut at: BTreeMap<&DocPath, Vec<usize>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        at.entry(line.path).or_default().push(place);
    }
    let of = |path: &DocPath| at.get(path).into_iter().flatten().copied();
    let mut found = Vec::new();
    for seam in &history.seams {
        let SeamKind::Split(from) = &seam.kind else { continue };
        let taken = || seam.paths.iter().flat_map(of);
        found.extend(of(from).flat_map(|from| taken().map(move |taken| (from, taken))));
    }
    found
}

/// The places of documents that say, or said at last, word for word what others do: each with the first of them, both ways.
fn same_words(input: &Input<'_>, lines: &[Line<'_>]) -> Vec<(usize, usize)> {
    let (documents, open) = (&input.aims.documents, input.aims.config.reading.takes_open());
    let mut texts: Vec<Option<[u8; 32]>> =
        documents.iter().map(|document| words(document.text.get(document.body.start..)?)).collect();
    if let Some((repo, _)) = input.repo {
        let newest = |line: &Line<'_>| line.steps.iter().find_map(|step| input.history.step(*step)?.1.new);
        let last: Vec<_> = (documents.len()..lines.len()).filter_map(|at| Some((at, newest(&lines[at])?))).collect();
        let ids: Vec<_> = last.iter().map(|(_, text)| *text).collect();
        let said = repo.blobs(&ids, MAX_TEXT, |_, bytes| {
            let text = normalise(bytes?).unwrap_or_else(|(text, _)| text);
            words(text.get(front(&text, open).body_start..)?)
        });
        texts.resize(lines.len(), None);
        last.iter().zip(said).for_each(|((at, _), said)| texts[*at] = said);
    }
    let mut first = BTreeMap::new();
    let all = texts.into_iter().enumerate().filter_map(|(at, text)| Some((at, *first.entry(text?).or_insert(at))));
    all.flat_map(|(at, first)| [(at, first), (first, at)]).collect()
}

/// What stands for a text without its front matter, whatever its blanks and letter case; `None` for one that others may say
/// by chance.
fn words(text: &str) -> Option<[u8; 32]> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    (words.len() >= TELLING).then(|| sha256(words.join(" ").as_bytes()))
}

/// Texts with fewer words may be the same by chance.
const TELLING: usize = 40;

/// For whom a document was, by its steps.
fn class_on_record(history: &History, steps: &[Step]) -> Audience {
    let texts = steps.iter().filter_map(|step| history.step(*step)).map(|(_, change)| change);
    texts.filter(|change| change.new.is_some()).map(class_of_text).max().unwrap_or(Audience::Public)
}

fn class_of_present(document: &Document) -> Audience {
    let broken = document
        .problems
        .iter()
        .any(|problem| matches!(problem.kind, ProblemKind::UnclosedFrontMatter | ProblemKind::InvalidFrontMatter));
    let broken_beside = document.beside.as_ref().is_some_and(|beside| beside.broken);
    if broken || broken_beside || document.fields.is_misread("classification") {
        return Audience::Confidential;
    }
    Audience::of_text(document.fields.text("classification"))
}

fn class_of_text(change: &Change) -> Audience {
    match &change.facts {
        Some(facts) => Audience::of_text(facts.classification.as_deref()),
        None => Audience::Confidential,
    }
}
