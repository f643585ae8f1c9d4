//! Which kind a name or a title says: one judge for all who guess. Words that promise or tell how win over words of what was
//! done, for nothing may look done that is only described; where a name may as well be about a document, nobody guesses.

use super::kinds::{Kind, Kinds, words_of};
use super::tier::Tier;
use crate::base::DocPath;

/// What a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<'k> {
    /// That it is of a kind.
    Kind(&'k Kind),
    /// That it is a form, which shows nothing until somebody fills it in.
    Form,
    /// Words of a kind, of which it may as well be a list or a review: a person has to say.
    Unclear,
}

impl Said<'_> {
    /// Whether it is no evidence, whatever lies around it.
    pub fn is_no_evidence(self) -> bool {
        matches!(self, Self::Form) || matches!(self, Self::Kind(kind) if tells_how(kind))
    }
}

// Words, folded: what sets apart a thing from what it is about, and what makes that a single one; what shows nothing until it is
// filled in; what is done with documents, what is said around one, and several of them; and whose audits are not the team's own.
const APART: &str =
    ": of for on to about zu zum zur fur uber von der des de du d del della di per para pour sur over voor van";
const ARTICLES: &str = "the this our der des dem das die du la le les l el il het";
const FORMS: &str = "template templates checklist checklists agenda form vorlage vorlagen checkliste formular tagesordnung modele gabarit formulaire plantilla formulario modello modulo sjabloon formulier";
const ABOUT: &str = "review reviews audit audits assessment assessments evaluation uberprufung revue revision riesame beoordeling list inventory register registry catalogue catalog liste verzeichnis inventar ubersicht registre lista elenco lijst overview schedule calendar approach criteria matrix charter inputs framework questionnaire example sample kalender kriterien handling tool tools scale manual manuel workflow faq instructions anleitung ablauf vorgehen calendrier planning einladung invitation preparation vorbereitung questions fragen eingaben requirements training how jour";
// What may stand beside the name of what was held, an audit or a review by management: any other word makes it something else.
const HELD: &str = "report reports record records minutes results bericht protokoll ergebnisse rapport compte rendu informe acta verbale verslag internal intern internes interner interne interna management annual yearly aims isms";
const OTHERS: &str = "external supplier suppliers vendor customer certification surveillance externe externes externer";

/// Words of a kind in a name, from the first to behind the last.
#[derive(Clone, Copy)]
struct Found<'k>(usize, usize, &'k Kind);

/// Whether a kind is one of what promises or tells how.
fn tells_how(kind: &Kind) -> bool {
    matches!(kind.tier, Some(Tier::Says | Tier::Does)) && !["scope", "soa", "objective"].contains(&kind.counts_as())
}

/// What a name says, by whole words.
pub fn said<'k>(kinds: &'k Kinds, name: &str) -> Option<Said<'k>> {
    let words = words_of(name);
    let found = found(kinds, &words);
    let is_free = |at: usize| found.iter().all(|one| at < one.0 || one.1 <= at);
    let is = |list: &str, at: usize| words.get(at).is_some_and(|word| is_in(list, word)) && is_free(at);
    let has = |list: &str, before: usize| (0..before).any(|at| is(list, at));
    let head = (1..words.len()).find(|at| is(APART, *at)).unwrap_or(words.len());
    let is_record = |one: &Found<'_>| one.2.serves_as() == "record";
    let is_told = |at: usize| found.iter().any(|one| one.0 == at && is_record(one));
    let how = || found.iter().rev().filter(|one| tells_how(one.2));
    let others = || found.iter().filter(|one| !tells_how(one.2));
    if has(FORMS, words.len()) {
        return Some(Said::Form);
    }
    let (kind, is_unclear) = match how().find(|one| one.0 < head).or_else(|| how().next()) {
        // `Policy review`, `SOP list`, `incident procedure report`; but `SOP review` tells how.
        Some(Found(from, to, kind)) if *from < head => {
            let is_short = *from == 0 && words[0].len() < 5 && words[0] != kind.name && !is("list register index", *to);
            let last = (*to..head).rev().find(|at| !is_number(&words[*at]));
            (*kind, !is_short && (is(ABOUT, *to) || is_told(*to)) || last.is_some_and(is_told))
        }
        // `Review of the procedure`; `internal audit of the process` is one of it.
        Some(Found(.., kind)) => match others().find(|one| one.1 <= head).map(|one| one.2) {
            Some(of_it) => (of_it, of_it.tier != Some(Tier::Shows) || !is(ARTICLES, head) && !is(ARTICLES, head + 1)),
            None => (*kind, has(ABOUT, head)),
        },
        None => {
            let one = others().max_by_key(|one| words[one.0..one.1].iter().map(String::len).sum::<usize>())?;
            let is_others = one.2.name == "audit" && has(OTHERS, words.len());
            let is_held = ["audit", "management-review"].contains(&one.2.counts_as());
            let is_more = is_held && (0..head).any(|at| is_free(at) && !is_count(&words[at]) && !is(HELD, at));
            let is_told = is_others || is_held && one.2.name == "audit" && is_of_anybody(&words);
            (one.2, is_told || is_more || has(ABOUT, words.len()) && !is_record(one))
        }
    };
    Some(if is_unclear { Said::Unclear } else { Said::Kind(kind) })
}

fn is_in(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// Whether words speak of the report of an audit and not of an internal one: many audit.
fn is_of_anybody(words: &[String]) -> bool {
    words.iter().any(|word| is_in("report reports bericht rapport", word))
        && !words.iter().any(|word| word.starts_with("intern"))
}

/// Whether a word is a number, or that of a quarter or a half year.
fn is_count(word: &str) -> bool {
    word.trim_start_matches(['q', 'h', 'v']).chars().all(|c| c.is_ascii_digit())
}

fn is_number(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

/// Where a name has words of kinds, the longest of each place.
fn found<'k>(kinds: &'k Kinds, name: &[String]) -> Vec<Found<'k>> {
    let (mut at, mut found) = (0, Vec::new());
    while at < name.len() {
        let here = kinds.called().filter(|(words, _)| name[at..].starts_with(words));
        let longest = here.max_by_key(|(words, _)| words.len()).map(|(words, kind)| Found(at, at + words.len(), kind));
        found.extend(longest);
        at = longest.map_or(at + 1, |one| one.1);
    }
    found
}

/// What a short title says, one of whose parts ends with what the kind is called: `AI risk register`.
fn titled<'k>(kinds: &'k Kinds, title: &str) -> Option<Said<'k>> {
    let said = said(kinds, title)?;
    let Said::Kind(kind) = said else { return Some(said) };
    let words = words_of(title);
    let next = |one: &Found<'_>| words[one.1..].iter().find(|word| !is_number(word));
    let is_short = title.split_whitespace().count() <= 5;
    let is_end = |one: &Found<'_>| one.2 == kind && next(one).is_none_or(|next| is_in(APART, next));
    (is_short && found(kinds, &words).iter().any(is_end)).then_some(said)
}

/// What the name of a file says; what is called like evidence may by its title be what describes such.
fn of_file<'k>(kinds: &'k Kinds, stem: &str, title: &str) -> Option<Said<'k>> {
    let by_name = said(kinds, stem)?;
    let by_title = titled(kinds, title);
    match by_title.or_else(|| said(kinds, title)) {
        _ if by_name.is_no_evidence() => Some(by_name),
        Some(title) if by_title.is_some() && title.is_no_evidence() => by_title,
        Some(title) if title == Said::Unclear || title.is_no_evidence() => Some(Said::Unclear),
        _ => Some(by_name),
    }
}

/// What is said of the kind of a text by its name, else by the folder that it lies in, else by its title; and up to which
/// folder of its path, where a folder says it.
pub fn of_text<'k>(kinds: &'k Kinds, path: &DocPath, title: &str) -> Option<(Said<'k>, Option<usize>)> {
    let shows = |kind: &Kind| kind.tier == Some(Tier::Shows);
    // Among procedures, what has the name of evidence tells how it comes about.
    let tells = |folder: &Kind, kind: &Kind| matches!(folder.tier, Some(Tier::Says | Tier::Does)) && shows(kind);
    let folders = path.parent().unwrap_or_default().split('/').enumerate();
    let folders = folders.filter_map(|(place, name)| match said(kinds, name)? {
        Said::Kind(kind) => Some((place, kind)),
        Said::Form | Said::Unclear => None,
    });
    let folders: Vec<(usize, &Kind)> = folders.collect();
    let around = |last: &Kind| folders.iter().rev().find(|one| tells(one.1, last) && last.name != "record");
    let folder = folders.last().map(|last| around(last.1).unwrap_or(last));
    // `NC-003-access-policy` is evidence, whatever it is about.
    let stem = path.stem().to_lowercase();
    let number = |kind: &Kind| stem.strip_prefix(&format!("{}-", kind.prefix.to_lowercase()));
    let is_numbered = |kind: &Kind| number(kind).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let numbered = kinds.iter().any(|kind| shows(kind) && is_numbered(kind));
    let of_file = of_file(kinds, path.stem(), title).filter(|said| !numbered || !said.is_no_evidence());
    match (of_file, folder) {
        (file, None) => Some((file.or_else(|| titled(kinds, title))?, None)),
        (Some(Said::Kind(kind)), Some((_, of_folder))) if kind != *of_folder && !tells(of_folder, kind) => {
            Some((Said::Kind(kind), None))
        }
        (Some(Said::Form), Some((_, of_folder))) if shows(of_folder) => Some((Said::Form, None)),
        (_, Some((place, of_folder))) => Some((Said::Kind(of_folder), Some(*place))),
    }
}
