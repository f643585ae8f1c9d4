//! Which kind a name or a title says: one judge for all who guess. Words that promise or tell how win over words of what was
//! done, for nothing may look done that is only described, and the bare name of what is done shows none; where a name may as
//! well be about a document, nobody guesses.

use super::kinds::{Kind, Kinds, words_of};
use super::tier::Tier;
use crate::base::DocPath;

/// What a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<'k> {
    /// That it is of a kind.
    Kind(&'k Kind),
    /// What is done and nothing more, which a text that tells how is called too: no day, number, report or subject.
    Bare(&'k Kind),
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
// filled in, or only shows how one looks; what is done with documents, what is said around one, and several of them; and whose
// audits are not the team's own.
const APART: &str =
    ": of for on to about zu zum zur fur uber von der des de du d del della di per para pour sur over voor van";
const ARTICLES: &str = "the this our der des dem das die du la le les l el il het";
const FORMS: &str = "forms frm tmpl template templates checklist checklists agenda form vorlage vorlagen checkliste formular tagesordnung modele gabarit formulaire plantilla formulario modello modulo sjabloon formulier";
const EXAMPLES: &str = "example examples sample samples specimen demo mock mockup dummy fictional fictitious tutorial blank empty skeleton boilerplate proforma muster beispiel beispiele leer leere leerer leeres leeren fiktiv fiktive fiktiver fiktives exemple ejemplo esempio voorbeeld";
// Of these, what says so of a text wherever it stands: the others may well be what it is about. What follows the name of a
// company; and things that a text is about.
const SHOWN: &str = "example examples sample samples specimen fictional fictitious beispiel beispiele fiktiv fiktive fiktiver fiktives exemple ejemplo esempio voorbeeld";
const COMPANY: &str = "gmbh ag kg se ug ev ltd limited inc llc plc sa sas sarl srl spa bv nv oy ab";
const THINGS: &str = "system systems vendor supplier party operation business individuals groups society";
const ABOUT: &str = "review reviews audit audits assessment assessments evaluation uberprufung revue revision riesame beoordeling list inventory register registry catalogue catalog liste verzeichnis inventar ubersicht registre lista elenco lijst overview schedule calendar approach criteria matrix charter inputs framework questionnaire example sample kalender kriterien handling tool tools scale manual manuel workflow faq instructions anleitung ablauf vorgehen calendrier planning einladung invitation preparation vorbereitung questions fragen eingaben requirements training how jour missing overdue lacking";
// What tells of a single one; and what else may stand beside the name of an audit or a review by management that was held: any
// other word makes it something else. Beside that of an assessment it is what was assessed, but for what all are about.
const TOLD: &str = "report reports record records minutes results bericht protokoll ergebnisse rapport compte rendu informe acta verbale verslag relatorio ata";
const HELD: &str = "internal intern internes interner interne interna management annual yearly aims isms";
const SUBJECT: &str = "ai artificial intelligence system systems data protection privacy information security cyber fundamental human rights algorithmic responsible business risk risks impact impacts individuals groups society societal and corrective action actions treatment opportunities planning operation third party vendor supplier conducting performing clause section annex control iso iec the this our";
// Words before the number of what is cited, and words that a page about a folder begins with.
const CITED: &str =
    "clause section annex control iso iec nist soc article kapitel abschnitt klausel version part stage";
const HOW: &str = "how wie comment como come hoe readme overview introduction instructions anleitung";
const OTHERS: &str = "external supplier suppliers vendor customer certification surveillance externe externes externer";

/// Words of a kind in a name, from the first to behind the last.
#[derive(Clone, Copy)]
struct Found<'k>(usize, usize, &'k Kind);

/// Whether a kind is one of what promises or tells how.
fn tells_how(kind: &Kind) -> bool {
    matches!(kind.tier, Some(Tier::Says | Tier::Does)) && !["scope", "soa", "objective"].contains(&kind.counts_as())
}

/// Whether a kind is that of records in general.
fn is_record(kind: &Kind) -> bool {
    kind.serves_as() == "record"
}

fn shows(kind: &Kind) -> bool {
    kind.tier == Some(Tier::Shows)
}

/// Whether a kind is one of evidence in particular.
fn is_special(kind: &Kind) -> bool {
    shows(kind) && kind.counts_as() != "record"
}

/// Whether the word at a place is one of a list, and none of a kind.
fn is_free_in(list: &str, words: &[String], found: &[Found<'_>], at: usize) -> bool {
    words.get(at).is_some_and(|word| is_in(list, word)) && found.iter().all(|one| at < one.0 || one.1 <= at)
}

/// What a name says, by whole words.
pub fn said<'k>(kinds: &'k Kinds, name: &str) -> Option<Said<'k>> {
    let words = words_of(name);
    let found = found(kinds, &words);
    let is = |list: &str, at: usize| is_free_in(list, &words, &found, at);
    let has = |list: &str, before: usize| (0..before).any(|at| is(list, at));
    let head = (1..words.len()).find(|at| is(APART, *at)).unwrap_or(words.len());
    let is_told = |at: usize| found.iter().any(|one| one.0 == at && is_record(one.2));
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
        // `Review of the procedure`, `approval of the policy`; `internal audit of the process` is one of it.
        Some(Found(.., kind)) => match others().find(|one| one.1 <= head).map(|one| one.2) {
            Some(of_it) => (of_it, of_it.tier != Some(Tier::Shows) || !is(ARTICLES, head) && !is(ARTICLES, head + 1)),
            None => (*kind, has(ABOUT, head) || is(ARTICLES, head + 1)),
        },
        None => return held(kinds, name, (&words, &found), head),
    };
    Some(if is_unclear { Said::Unclear } else { Said::Kind(kind) })
}

/// What a name says whose words of kinds tell nothing of how, up to where it goes on about something.
fn held<'k>(kinds: &Kinds, name: &str, (words, found): (&[String], &[Found<'k>]), head: usize) -> Option<Said<'k>> {
    let long = |one: &&Found<'_>| words[one.0..one.1].iter().map(String::len).sum::<usize>();
    let Found(from, _, kind) = *found.iter().max_by_key(long)?;
    let is = |list: &str, at: usize| is_free_in(list, words, found, at);
    let is_free = |at: usize| is(&words[at], at);
    let has = |list: &str| (0..words.len()).any(|at| is(list, at));
    // `AUD` in `Internal_Audit_Report_AUD-2025-001`.
    let is_id = |at: usize| {
        let is_high = name.contains(&words[at].to_uppercase()) && name.contains(char::is_lowercase);
        let is_last = is_high && words[at + 1..].iter().all(|word| is_number(word));
        let is_prefix = || kinds.iter().any(|kind| kind.prefix.eq_ignore_ascii_case(&words[at]));
        words.get(at + 1).is_some_and(|next| is_number(next)) && (is_last || is_prefix())
    };
    // A blank or an example of evidence shows nothing, be it called a report.
    // No title is that long.
    let is_example = (0..words.len().min(64)).any(|at| is_example(words, found, at));
    if is_example && shows(kind) {
        return Some(Said::Form);
    }
    if is_example || (0..head).any(|at| is(SHOWN, at)) {
        return Some(Said::Unclear);
    }
    let is_held = ["audit", "management-review"].contains(&kind.counts_as());
    let is_more = |at| is_free(at) && !is_count(&words[at]) && !is(HELD, at) && !is(TOLD, at) && !is_id(at);
    let is_others = kind.name == "audit" && (has(OTHERS) || is_of_anybody(words));
    // `Owner of the risk assessment` is none; `minutes of the management review` are one.
    let is_told = found.iter().any(|one| is_record(one.2)) || (0..from).any(|at| is(TOLD, at));
    let is_of = head < from && (is(APART, from - 1) || is(ARTICLES, from - 1)) && words[from - 1] != ":" && !is_told;
    if is_others || is_of && is_special(kind) || is_held && (0..head).any(is_more) || has(ABOUT) && !is_record(kind) {
        return Some(Said::Unclear);
    }
    // In front stands the number of a document: `DOC-12 Risk assessment`.
    let is_first = |at: usize| at == 0 && words.get(1).is_some_and(|next| is_number(next));
    let is_plain = |at: usize| is_first(at) || is_number(&words[at]) || is(APART, at) || is(SUBJECT, at);
    let is_one = |at: usize| {
        let is_what = !is_held && is_more(at) && !is_plain(at);
        is_what || is(TOLD, at) || is_free(at) && tells_apart(words, at, &kind.prefix)
    };
    let is_one = found.iter().any(|one| is_record(one.2)) || (0..words.len()).any(is_one);
    Some(if shows(kind) && !is_one { Said::Bare(kind) } else { Said::Kind(kind) })
}

/// Whether the word at a place says of words of a kind, around which it stands, that they are of a blank or an example, and not
/// what such a text is about: `blank risk assessment`, but `risk assessment of the blank detection` and `… of Muster GmbH`.
fn is_example(words: &[String], found: &[Found<'_>], at: usize) -> bool {
    let is_pro_forma = |at: usize| at > 0 && words[at] == "forma" && words[at - 1] == "pro";
    let is_one = |at: usize| is_free_in(EXAMPLES, words, found, at) || is_pro_forma(at);
    let is_company = words.get(at + 1).is_some_and(|next| is_in(COMPANY, next));
    if !is_one(at) || is_company {
        return false;
    }
    let is_kind = |at: usize| found.get(found.partition_point(|one| one.1 <= at)).is_some_and(|one| one.0 <= at);
    let is_more = |at: usize| {
        let word = &words[at];
        let is_told = is_in(TOLD, word) || is_in(HELD, word) || is_number(word) || word == ":" || word == "pro";
        !is_kind(at) && !is_told && !is_one(at)
    };
    let is_act =
        |at: usize| is_in("audit audits review assessment evaluation", &words[at]) || is_in(SUBJECT, &words[at]);
    let is_thing = |at: usize| is_more(at) && (!is_act(at) || is_in(THINGS, &words[at]));
    let next = found.iter().map(|one| one.0).find(|first| *first > at);
    let last = found.iter().rev().map(|one| one.1).find(|behind| *behind <= at);
    next.is_some_and(|first| !(at + 1..first).any(is_thing))
        || last.is_some_and(|behind| !(behind..at).chain(at + 1..words.len()).any(is_more))
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

/// Whether the word at a place is a day or a number that tells one from another, and not its place in a list of files, the number
/// of a document that has another prefix, or that of a clause.
fn tells_apart(words: &[String], at: usize, prefix: &str) -> bool {
    let word = &words[at];
    let before = words[..at].iter().rev().find(|word| !is_number(word));
    let is_day = word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) || word.starts_with(['q', 'h']);
    let is_place = before.is_none() || at == 1 && words[0].len() < 6 && !words[0].eq_ignore_ascii_case(prefix);
    let is_cited = before.is_some_and(|word| is_in(CITED, word));
    is_number(word) && is_count(word) && word.len() < 5 && !word.starts_with('v') && !is_cited && (is_day || !is_place)
}

/// Whether a name has a day or a number that tells one from another.
pub fn is_dated(kinds: &Kinds, name: &str) -> bool {
    let words = words_of(name);
    numbered(kinds, &words).is_some() || has_day(&words)
}

fn has_day(words: &[String]) -> bool {
    (0..words.len()).any(|at| tells_apart(words, at, ""))
}

/// The kind of evidence whose number a name begins with: `NC-003-access-policy`.
fn numbered<'k>(kinds: &'k Kinds, words: &[String]) -> Option<&'k Kind> {
    words.get(1).filter(|word| is_number(word))?;
    kinds.iter().find(|kind| shows(kind) && kind.prefix.eq_ignore_ascii_case(&words[0]))
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

/// What a short title says, one of whose parts ends with what the kind is called, or what is told of it: `AI risk register`.
fn titled<'k>(kinds: &'k Kinds, title: &str) -> Option<Said<'k>> {
    let said = said(kinds, title)?;
    let Said::Kind(kind) = said else { return Some(said) };
    let words = words_of(title);
    let next = |one: &Found<'_>| words[one.1..].iter().find(|word| !is_number(word));
    let is_short = title.split_whitespace().count() <= 5;
    let is_end =
        |one: &Found<'_>| one.2 == kind && next(one).is_none_or(|next| is_in(APART, next) || is_in(TOLD, next));
    (is_short && found(kinds, &words).iter().any(is_end)).then_some(said)
}

/// What the name of a file says, or its title where that is silent or bare; what is called like evidence may by its title be
/// what describes such.
fn of_file<'k>(kinds: &'k Kinds, name: &str, title: &str) -> Option<Said<'k>> {
    let one = |said| match said {
        Said::Bare(kind) if is_dated(kinds, name) => Said::Kind(kind),
        said => said,
    };
    let by_title = titled(kinds, title).map(one);
    let words = words_of(name);
    let is_shown = |word: &String| is_in(SHOWN, word);
    let Some(by_name) = said(kinds, name) else {
        return match by_title {
            Some(Said::Kind(kind) | Said::Bare(kind)) if !shows(kind) => by_title,
            _ if is_called_example(&words) || by_title.is_some() && words.iter().any(is_shown) => Some(Said::Form),
            _ => by_title,
        };
    };
    match by_title.or_else(|| said(kinds, title)) {
        _ if by_name.is_no_evidence() => Some(by_name),
        Some(title) if by_title.is_some() && title.is_no_evidence() => by_title,
        Some(title) if title == Said::Unclear || title.is_no_evidence() => Some(Said::Unclear),
        Some(Said::Kind(kind)) if by_name == Said::Bare(kind) => by_title.or(Some(by_name)),
        _ => Some(by_name),
    }
}

/// Whether a name is nothing but a word for an example.
fn is_called_example(words: &[String]) -> bool {
    let is_one = |word: &String| is_in(EXAMPLES, word);
    words.iter().any(is_one) && words.iter().all(|word| is_one(word) || is_number(word))
}

/// The name of a text: that of its file, or of its folder where it is the page of that.
pub fn name_of(path: &DocPath) -> &str {
    let folder = path.parent().and_then(|parent| parent.rsplit('/').next());
    folder.filter(|folder| path.is_cover() && !folder.is_empty()).unwrap_or(path.stem())
}

/// What is said of the kind of a text by its name, else by the folder that it lies in, else by its title, and by its id of which
/// it is not; and up to which folder of its path, where a folder says it.
pub fn of_text<'k>(kinds: &'k Kinds, path: &DocPath, title: &str, id: &str) -> Option<(Said<'k>, Option<usize>)> {
    // Among procedures, what has the name of evidence tells how it comes about.
    let tells = |folder: &Kind, kind: &Kind| matches!(folder.tier, Some(Tier::Says | Tier::Does)) && shows(kind);
    let parents = || path.parent().unwrap_or_default().split('/');
    let folders = parents().enumerate().filter_map(|(place, name)| match said(kinds, name)? {
        Said::Kind(kind) | Said::Bare(kind) => Some((place, kind)),
        Said::Form | Said::Unclear => None,
    });
    let folders: Vec<(usize, &Kind)> = folders.collect();
    let around = |last: &Kind| folders.iter().rev().find(|one| tells(one.1, last) && last.name != "record");
    let folder = folders.last().map(|last| around(last.1).unwrap_or(last));
    let name = name_of(path);
    // `incidents/` says too little to be of a kind, and enough to be of no other.
    let around = |known: String| parents().any(|folder| words_of(folder) == words_of(&known));
    let within = || kinds.iter().find(|kind| is_special(kind) && kind.words().any(around));
    // `NC-003-access-policy` is evidence, and of no other kind, whatever it is about. `IA` may be an internal audit, too.
    let number = numbered(kinds, &words_of(name));
    let of_number = number.or_else(|| numbered(kinds, &words_of(id))).filter(|one| is_special(one));
    let only = of_number.or_else(|| within().filter(|_| said(kinds, name).is_none()));
    let first = |kind: &Kind| kind.label.split(' ').filter_map(|word| word.chars().next()).collect::<String>();
    let is_other = |kind: &Kind| only.is_some_and(|one| one != kind && !first(kind).eq_ignore_ascii_case(&one.prefix));
    let of_file = of_file(kinds, name, title).filter(|said| match *said {
        Said::Kind(kind) | Said::Bare(kind) if is_special(kind) && is_other(kind) => false,
        said => number.is_none() || !said.is_no_evidence(),
    });
    // Among forms, what has no day is one.
    let is_form = |folder: &str| said(kinds, folder) == Some(Said::Form);
    let among_forms = !has_day(&words_of(name)) && parents().any(is_form);
    if among_forms && !matches!(of_file, Some(Said::Kind(kind)) if !shows(kind)) {
        return Some((Said::Form, None));
    }
    let Some((place, of_folder)) = folder else {
        return Some((of_file?, None));
    };
    // `risk-assessments/readme.md`, titled `How we assess risks`.
    let is_how = |text: &str| words_of(text).first().is_some_and(|word| is_in(HOW, word));
    let how = of_file.is_none() && is_special(of_folder) && !is_dated(kinds, name) && (is_how(name) || is_how(title));
    let of_file = of_file.filter(|said| outweighs(kinds, *said, of_folder, (name, title)));
    let of_file = of_file.or(how.then_some(Said::Unclear));
    Some(of_file.map_or((Said::Kind(of_folder), Some(*place)), |said| (said, None)))
}

/// Whether what is said of a file holds against the kind of the folder that it lies in.
fn outweighs(kinds: &Kinds, of_file: Said<'_>, folder: &Kind, (name, title): (&str, &str)) -> bool {
    let is_silent = said(kinds, name).is_none();
    // A nonconformity is about anything, and by its title alone all evidence is.
    let is_any = is_silent || folder.counts_as() == "nonconformity";
    // Of evidence in general it may well be some; and what has its day is one of a number of such texts.
    let is_dated = is_dated(kinds, name);
    let is_open = shows(folder) && !is_record(folder) && !is_dated;
    let has = |text: &str| found(kinds, &words_of(text)).iter().any(|one| one.2 == folder);
    let is_told = !is_silent || is_dated || words_of(title).iter().any(|word| is_in(TOLD, word));
    match of_file {
        Said::Kind(kind) if kind == folder => false,
        Said::Kind(kind) if shows(kind) && is_special(folder) => is_special(kind) && !is_any,
        Said::Kind(kind) if shows(kind) => is_told && !matches!(folder.tier, Some(Tier::Says | Tier::Does)),
        // By its title alone it may be another of those that tell how, but not where it only names what is assessed.
        Said::Kind(kind) if is_silent && shows(folder) => tells_how(kind) && is_open && has(title),
        Said::Kind(kind) if is_silent => tells_how(kind) && title.contains(' '),
        Said::Kind(_) => true,
        Said::Form => shows(folder) && (!(is_silent && is_dated) || is_called_example(&words_of(name))),
        Said::Bare(_) => is_open && !is_silent,
        Said::Unclear => is_open && (!is_any || has(name) || has(title)),
    }
}
