//! What the checks say, so that an auditor sees what the team sees: all of it on one page where it is little, else how much
//! each rule finds, with a page a rule that lists it. Errors come first, and nothing is left out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::base::text::count;
use crate::diag::{Diagnostic, Level};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::leaves::turn;
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::routes;
use crate::site::view::{FindingView, Pages, Part, Table, sentence};

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
    pages: Option<Pages>,
    total: Option<usize>,
    search: String,
    waived: Option<Table>,
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
    let number = |level, noun| count(found.iter().filter(|finding| finding.level == level).count(), noun);
    let lede = format!(
        "What the check says about this revision on {}: {}, {} and {}. An auditor sees here what the team sees.",
        shared.aims.today,
        number(Level::Error, "error"),
        number(Level::Warning, "warning"),
        number(Level::Note, "note")
    );
    let mut told = BTreeSet::new();
    let mut all: Vec<&Diagnostic> = found.iter().filter(|_| few).collect();
    all.sort_by_key(|finding| (Reverse(finding.level), finding.code));
    let listed = all.into_iter().map(|finding| {
        let anchor = told.insert(finding.code).then_some(finding.code);
        FindingView { anchor, ..link.finding(finding) }
    });
    let findings = listed.collect();
    let view = View {
        title: "Findings".into(),
        lede: vec![Part::text(lede)],
        meta: files(shared, link),
        known: shared.findings.known(),
        levels: if few { Vec::new() } else { levels(shared, link) },
        findings,
        pages: None,
        total: None,
        search: String::new(),
        waived: waived(shared, link),
    };
    Page::new("Findings", "findings.html", &view)
}

/// What one rule finds: a page of it, which counts from 1.
pub(super) fn of_rule(shared: &Shared<'_>, link: Linker<'_>, code: &str, number: usize) -> Option<Page> {
    let found = shared.lists.findings.get(code)?;
    let rule = crate::check::find(code)?;
    let list = List::Findings(code);
    let here = found.get(list.rows(shared.length(list), number)).unwrap_or_default();
    let name = |place: usize| found.get(place).map(|finding| place_of(finding)).unwrap_or_default();
    let pages = turn(shared, link, list, number, name);
    let title = titled(&format!("{} {}", rule.code, rule.name), number);
    let mut lede = vec![Part::text(format!("{}. ", levels_of(found)))];
    lede.extend(sentence(rule.what));
    let why = Part::Link {
        href: link.to(&format!("{}#{}", Address::Rules.at(), rule.code)),
        v: "Why, and how to mend it".into(),
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
        total: pages.as_ref().map(|pages| pages.total),
        search: link.to(Address::Search.at()),
        pages,
        waived: None,
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
    let told = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")];
    let told = told.into_iter().map(|(level, noun)| (of(level), noun)).filter(|(number, _)| *number > 0);
    told.map(|(number, noun)| count(number, noun)).collect::<Vec<_>>().join(", ")
}

/// Every rule that finds something, under each level of what it finds: errors first, and of each what finds most.
fn levels(shared: &Shared<'_>, link: Linker<'_>) -> Vec<LevelView> {
    let levels =
        [(Level::Error, "errors", "error"), (Level::Warning, "warnings", "warning"), (Level::Note, "notes", "note")];
    let mut told = BTreeSet::new();
    let mut views = Vec::new();
    for (level, id, noun) in levels {
        let mut rules: BTreeMap<&'static str, (usize, &Diagnostic)> = BTreeMap::new();
        for finding in shared.findings.found.iter().filter(|finding| finding.level == level) {
            rules.entry(finding.code).or_insert((0, finding)).0 += 1;
        }
        let mut rules: Vec<_> = rules.into_iter().collect();
        rules.sort_by_key(|(code, (number, _))| (Reverse(*number), *code));
        let all: usize = rules.iter().map(|(_, (number, _))| number).sum();
        let title = format!("{}, by {}", count(all, noun), count(rules.len(), "rule"));
        let rule = |(code, (number, first)): &(&'static str, (usize, &Diagnostic))| RuleView {
            id: told.insert(*code).then_some(*code),
            parts: of_level(link, code, *number, noun, first),
        };
        let rules: Vec<RuleView> = rules.iter().map(rule).collect();
        views.extend((!rules.is_empty()).then_some(LevelView { id, title, rules }));
    }
    views
}

/// How much a rule finds, and what it finds first.
fn of_level(link: Linker<'_>, code: &str, number: usize, noun: &str, first: &Diagnostic) -> Vec<Part> {
    let family = crate::check::find(code).map_or("", |rule| rule.family().title);
    let to = Part::Link { href: link.to(&routes::findings_of(code)), v: format!("{code} {}", first.name) };
    let mut parts = vec![to, Part::text(format!(": {} ", count(number, noun)))];
    let mut aside = vec![Part::text(if number > 1 { format!("{family}. The first: ") } else { format!("{family}. ") })];
    aside.extend(sentence(&first.message));
    parts.push(Part::Aside { parts: aside });
    parts
}

fn waived(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    let mut table =
        Table::new("Findings that are waived", &["Rule", "Document", "Finding:text", "Reason:text", "Ends"]);
    for waived in &shared.findings.waived {
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
    table.some()
}
