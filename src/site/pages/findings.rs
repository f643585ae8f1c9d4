//! What the checks say, so that an auditor sees what the team sees: all of it on one page where it is little, else how much
//! each rule finds, with a page a rule that lists it. Errors come first, and nothing is left out.

use crate::base::{say, wording};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::approval::Since;
use crate::base::text::count;
use crate::check::relaxed::{Relaxed, What, relaxed};
use crate::diag::{Diagnostic, Level};
use crate::history::short;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn};
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::routes;
use crate::site::view::{FindingView, Pages, Part, Table, sentence};
use crate::site::worded::phrase;

/// How many findings stand on the first page; of more it tells the number by rule.
const FEW: usize = 150;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    lede: Vec<Part>,
    meta: Vec<Part>,
    known: usize,
    levels: Vec<LevelView>,
    findings: Vec<FindingView>,
    /// What is said where there is none.
    none: &'static str,
    pages: Option<Pages>,
    total: Option<usize>,
    search: String,
    waived: Option<Table>,
    /// What the settings keep the check from telling.
    set_aside: Option<Table>,
}

/// The rules that find something of one level.
#[derive(Debug, Serialize)]
struct LevelView {
    id: &'static str,
    title: String,
    rules: Vec<RuleView>,
}

#[derive(Debug, Serialize)]
struct RuleView {
    /// The anchor; of a rule with findings of several levels the gravest has it.
    id: Option<&'static str>,
    parts: Vec<Part>,
}

/// What there is in all.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let found = &shared.findings.found;
    let few = found.len() <= FEW;
    let number = |level| counted(found.iter().filter(|finding| finding.level == level).count(), level);
    let (day, errors) = (wording::day(shared.aims.today), number(Level::Error));
    let (warnings, notes) = (number(Level::Warning), number(Level::Note));
    let lede = match (shared.withholds(), shared.is_partial()) {
        (false, _) => say!(
            "What the check says about this revision on {day}: {errors}, {warnings} and {notes}. An auditor sees here what the team sees.",
            day,
            errors,
            warnings,
            notes
        ),
        (true, false) => say!(
            "What these readers may know of what the check said on {day}: {errors}, {warnings} and {notes}. What it said of texts that are kept from them is left out.",
            day,
            errors,
            warnings,
            notes
        ),
        (true, true) => say!(
            "What these readers may know of what the check said on {day}: {errors}, {warnings} and {notes}. What it said of texts that are kept from them is left out, and all that it said of what is missing: that need not be missing.",
            day,
            errors,
            warnings,
            notes
        ),
    };
    let mut told = BTreeSet::new();
    let mut all: Vec<&Diagnostic> = found.iter().filter(|_| few).collect();
    all.sort_by_key(|finding| (Reverse(finding.level), finding.code));
    let listed = all.into_iter().map(|finding| {
        let anchor = told.insert(finding.code).then_some(finding.code);
        FindingView { anchor, ..link.finding(finding) }
    });
    let findings = listed.collect();
    let view = View {
        title: say!("Findings").into(),
        lede: vec![Part::text(lede)],
        meta: files(shared, link),
        known: shared.findings.known(),
        levels: if few { Vec::new() } else { levels(shared, link) },
        findings,
        none: shared.none(say!("There are none.")),
        pages: None,
        total: None,
        search: String::new(),
        waived: waived((shared, link, 1)),
        set_aside: set_aside(shared, link),
    };
    Page::new(say!("Findings"), "findings.html", &view)
}

/// What one rule finds: a page of it, which counts from 1.
pub(super) fn of_rule(shared: &Shared<'_>, link: Linker<'_>, code: &str, number: usize) -> Option<Page> {
    let found = shared.lists.findings.get(code)?;
    let rule = crate::check::find(code)?;
    let list = List::Findings(code);
    let here = found.get(rows(shared, list, number)).unwrap_or_default();
    let name = |place: usize| found.get(place).map(|finding| place_of(finding)).unwrap_or_default();
    let pages = turn(shared, link, list, number, name);
    let title = titled(&format!("{} {}", rule.code, rule.name), number);
    let mut lede = vec![Part::text(format!("{}. ", levels_of(found)))];
    lede.extend(sentence(wording::of(rule.what)));
    let why = Part::Link {
        href: link.to(&format!("{}#{}", Address::Rules.at(), rule.code)),
        v: say!("Why, and how to mend it").into(),
    };
    let mut meta = vec![why, Part::text(". ")];
    meta.extend(files(shared, link));
    let view = View {
        title: title.clone(),
        lede,
        meta,
        known: 0,
        levels: Vec::new(),
        findings: here.iter().map(|finding| link.finding(finding)).collect(),
        none: shared.none(say!("There are none.")),
        total: pages.as_ref().map(|pages| pages.total),
        search: link.to(Address::Search.at()),
        pages,
        waived: None,
        set_aside: None,
    };
    Some(Page::new(title, "findings.html", &view))
}

/// The document of a finding, else its file.
fn place_of(finding: &Diagnostic) -> String {
    finding.document.clone().unwrap_or_else(|| finding.place.path.to_string())
}

/// All findings as files.
fn files(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Part> {
    super::register::files(shared, link, "findings")
}

/// How many findings there are of each level, in words.
fn levels_of(found: &[&Diagnostic]) -> String {
    let of = |level| found.iter().filter(|finding| finding.level == level).count();
    let told = [Level::Error, Level::Warning, Level::Note];
    let told = told.into_iter().map(|level| (of(level), level)).filter(|(number, _)| *number > 0);
    told.map(|(number, level)| counted(number, level)).collect::<Vec<_>>().join(", ")
}

/// A number of findings of a level, in words.
fn counted(number: usize, level: Level) -> String {
    match level {
        Level::Error => count(number, "error"),
        Level::Warning => count(number, "warning"),
        Level::Note => count(number, "note"),
    }
}

/// Every rule that finds something, under each level of what it finds: errors first, and of each what finds most.
fn levels(shared: &Shared<'_>, link: Linker<'_>) -> Vec<LevelView> {
    let levels = [(Level::Error, "errors"), (Level::Warning, "warnings"), (Level::Note, "notes")];
    let mut told = BTreeSet::new();
    let mut views = Vec::new();
    for (level, id) in levels {
        let mut rules: BTreeMap<&'static str, (usize, &Diagnostic)> = BTreeMap::new();
        for finding in shared.findings.found.iter().filter(|finding| finding.level == level) {
            rules.entry(finding.code).or_insert((0, finding)).0 += 1;
        }
        let mut rules: Vec<_> = rules.into_iter().collect();
        rules.sort_by_key(|(code, (number, _))| (Reverse(*number), *code));
        let all: usize = rules.iter().map(|(_, (number, _))| number).sum();
        let title = say!("{findings}, by {rules}", findings = counted(all, level), rules = count(rules.len(), "rule"));
        let rule = |(code, (number, first)): &(&'static str, (usize, &Diagnostic))| RuleView {
            id: told.insert(*code).then_some(*code),
            parts: of_level(link, code, *number, level, first),
        };
        let rules: Vec<RuleView> = rules.iter().map(rule).collect();
        views.extend((!rules.is_empty()).then_some(LevelView { id, title, rules }));
    }
    views
}

/// How much a rule finds, and what it finds first.
fn of_level(link: Linker<'_>, code: &str, number: usize, level: Level, first: &Diagnostic) -> Vec<Part> {
    let family = crate::check::find(code).map_or("", |rule| wording::of(rule.family().title));
    let to = Part::Link { href: link.to(&routes::findings_of(code)), v: format!("{code} {}", first.name) };
    let mut parts = vec![to, Part::text(format!(": {} ", counted(number, level)))];
    let mut aside =
        vec![Part::text(if number > 1 { say!("{family}. The first: ", family) } else { format!("{family}. ") })];
    aside.extend(sentence(first.message_said()));
    parts.push(Part::Aside { parts: aside });
    parts
}

/// A page of what is found and waived.
pub(super) fn waived((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let specs = ["Rule:name", "Document:name", "Finding:text", "Reason:text", "Ends"];
    let mut table = Table::new(say!("Findings that are waived"), &specs);
    let all = &shared.findings.waived;
    for waived in &all[rows(shared, List::Waived, number)] {
        let view = link.finding(&waived.finding);
        let document = view.document.map(|document| Part::Id { href: document.href, v: document.text });
        table.row(
            None,
            vec![
                Part::Id { href: view.href, v: format!("{} {}", view.code, view.name) }.into(),
                document.into(),
                view.message.into(),
                waived.reason.as_str().into(),
                link.due(waived.until).into(),
            ],
        );
    }
    let name = |place: usize| all.get(place).map(|waived| place_of(&waived.finding)).unwrap_or_default();
    table.some().map(|table| table.pages(turn(shared, link, List::Waived, number, name)))
}

/// What the settings keep the check from telling: who reads that little is found has to know of it.
fn set_aside(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    if shared.is_partial() {
        return None;
    }
    let specs =
        ["Rule or setting:main", "What the settings say:text", "Otherwise", "Reason:text", "Ends", "Since:text"];
    let mut table = Table::new(say!("What the settings set aside"), &specs);
    // A waiver may name what is kept from these readers.
    let told = |one: &&Relaxed<'_>| !shared.withholds() || !matches!(one.what, What::Waived(_));
    for one in relaxed(&shared.state.judged()).iter().filter(told) {
        let place = || one.what.place().map_or_else(|| say!("everywhere").to_owned(), str::to_owned);
        let (says, otherwise) = match &one.what {
            What::Off(rule) => (say!("Switched off: not looked for").to_owned(), level_word(rule.level)),
            What::Lowered(rule, level) => {
                (say!("{level} in the place of its own", level = level_word(*level)), level_word(rule.level))
            }
            What::Waived(_) => (say!("Waived for {place}", place = place()), String::new()),
            What::Longer(_, now, usual) => (now.said(), usual.said()),
        };
        let name = match &one.what {
            What::Longer(wait, ..) => Part::code(wait.key()),
            What::Off(rule) | What::Lowered(rule, _) => rule_link(link, rule.code, one.what.of()),
            What::Waived(waiver) => match crate::check::find(&waiver.code.value) {
                Some(rule) => rule_link(link, rule.code, one.what.of()),
                None => Part::code(one.what.of()),
            },
        };
        table.row(
            None,
            vec![
                name.into(),
                says.into(),
                otherwise.into(),
                one.what.reason().unwrap_or_default().into(),
                one.what.until().map(|until| link.due(until)).into(),
                one.since.as_ref().map(|day| since(day, !shared.withholds())).unwrap_or_default().into(),
            ],
        );
    }
    let files = super::register::files(shared, link, "set-aside");
    table.some().map(|table| table.without_empty_columns().files(files))
}

fn rule_link(link: Linker<'_>, code: &str, v: String) -> Part {
    Part::Id { href: link.to(&format!("{}#{code}", Address::Rules.at())), v }
}

/// A level as the table tells it.
fn level_word(level: Level) -> String {
    match level {
        Level::Error => say!("Error").to_owned(),
        Level::Warning => say!("Warning").to_owned(),
        Level::Note => say!("Note").to_owned(),
    }
}

/// Since when the settings say it, and by whom, as far as the record tells and readers may know.
fn since(since: &Since, by_whom: bool) -> Vec<Part> {
    match since {
        Since::Uncommitted => vec![Part::text(say!("not committed"))],
        Since::First(day) => phrase!("{day}, with the first settings on record", day = Part::date(*day)),
        Since::Changed(day, Some((commit, author))) if by_whom => phrase!(
            "{day}, by {author} in commit {commit}",
            day = Part::date(*day),
            author = Part::said(author.as_str()),
            commit = Part::code(short(commit)),
        ),
        Since::Changed(day, _) => vec![Part::date(*day)],
    }
}
