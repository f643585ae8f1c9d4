//! `aims explain`: a rule, a control or a clause.

use std::path::Path;

use clap::Args;

use super::terminal::Terminal;
use crate::base::text::did_you_mean;
use crate::base::{Error, Result};
use crate::check::{self, RULES, Rule};
use crate::model::catalog::{Catalog, Clause, Control, ReqId, Standard, split_req_id};
use crate::pipeline::Project;

/// Explain a rule, a control or a clause.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule's code or name, a control or a clause: AIMS401, review-overdue, A.5.2, 6.1.4, iso-27001:A.5.2; all rules where not given
    #[arg(value_name = "CODE")]
    what: Option<String>,
}

impl Explain {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let text = match &self.what {
            None => list(),
            Some(what) => explain(what)?,
        };
        terminal.out(&text)?;
        Ok(true)
    }
}

fn list() -> String {
    let mut text = String::new();
    for family in check::FAMILIES {
        text.push_str(&format!("{}\n", family.title));
        for rule in RULES.iter().filter(|rule| rule.family().digit == family.digit) {
            text.push_str(&format!("  {}  {:<8} {}\n", rule.code, rule.level.as_str(), rule.name));
        }
    }
    text
}

fn explain(what: &str) -> Result<String> {
    if let Some(rule) = check::find(what) {
        return Ok(of_rule(rule));
    }
    let here = followed_here();
    let catalog = every_framework(&here);
    // An id alone is of what is followed; in full it may be of any framework.
    let asked = if split_req_id(what).0.is_some() { &catalog } else { &here };
    if let Some(id) = asked.resolve(what).or_else(|| asked.resolve(&upper(what))) {
        return Ok(of_requirement(&catalog, &id).unwrap_or_default());
    }
    Err(Error::new(format!("`{what}` is no rule, control or clause")).hint(match near(&catalog, what) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "`aims explain` lists the rules.".into(),
    }))
}

/// `a.5.2` as controls are written; the name of the framework stays as it is.
fn upper(what: &str) -> String {
    match split_req_id(what) {
        (Some(framework), id) => format!("{framework}:{}", id.to_uppercase()),
        (None, id) => id.to_uppercase(),
    }
}

/// The frameworks of the AIMS that the command is given in; outside of one what is built in.
fn followed_here() -> Catalog {
    let here = Project::find(Path::new(".")).and_then(|project| project.catalog());
    here.unwrap_or_else(|_| Catalog::builtin().clone())
}

/// What is followed, then every other framework: each can be asked about.
fn every_framework(here: &Catalog) -> Catalog {
    let followed = here.standards().map(|standard| standard.id.as_str());
    let own = here.frameworks().iter().filter(|framework| framework.own).cloned();
    let others = here.frameworks().iter().chain(Catalog::builtin().frameworks());
    let order: Vec<&str> = followed.chain(others.map(|framework| framework.id.as_str())).collect();
    Catalog::builtin().with(own.collect()).following(order)
}

/// The nearest rule, or requirement: of the framework that is named, else of the one that is followed first.
fn near(catalog: &Catalog, what: &str) -> Option<String> {
    if let (Some(framework), id) = split_req_id(what) {
        let ids = catalog.standards().map(|standard| standard.id.as_str());
        let standard = catalog.standard(did_you_mean(framework, ids).unwrap_or(framework))?;
        let near = if standard.title(id).is_some() { Some(id) } else { did_you_mean(id, standard.ids()) };
        return near.map(|near| format!("{}:{near}", standard.id));
    }
    let rules = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
    did_you_mean(what, rules.chain(catalog.first().ids())).map(str::to_owned)
}

fn of_requirement(catalog: &Catalog, id: &ReqId) -> Option<String> {
    let standard = catalog.standard(&id.framework)?;
    let text = match (standard.control(&id.id), standard.clause(&id.id)) {
        (Some(control), _) => of_control(standard, control),
        (None, Some(clause)) => of_clause(standard, clause),
        (None, None) => return None,
    };
    let others =
        catalog.standards().filter(|other| other.id != id.framework && other.ids().any(|known| *known == *id.id));
    let others: Vec<String> = others
        .map(|other| format!("  {}:{}  {}\n", other.id, id.id, other.title(&id.id).unwrap_or_default()))
        .collect();
    let list = if others.is_empty() { String::new() } else { format!("\nThe same id elsewhere\n{}", others.concat()) };
    Some(text + &list)
}

fn of_rule(rule: &Rule) -> String {
    let clock = if rule.clock { ", comes with the passing of time" } else { "" };
    format!(
        "{} {}\n{}; {}{clock}\n\nLooks for\n{}\n\nWhy it matters\n{}\n\nHow to mend it\n{}\n",
        rule.code,
        rule.name,
        rule.family().title,
        rule.level.as_str(),
        wrap(rule.what),
        wrap(rule.why),
        wrap(rule.fix)
    )
}

fn of_control(standard: &Standard, control: &Control) -> String {
    let area = standard.areas.iter().find(|area| area.id == control.area).map_or("", |area| area.title.as_str());
    format!(
        "{} {}\nControl of {}, Annex A; area {} {area}\n{}{}{}",
        control.id,
        control.title,
        standard.edition,
        control.area,
        summary(&control.summary),
        items("Documents it calls for", &control.documents),
        items("What an auditor is likely to ask for", &control.evidence)
    )
}

fn of_clause(standard: &Standard, clause: &Clause) -> String {
    let of_annex_sl = clause.pdca.is_some();
    format!(
        "{} {}\n{} of {}\n{}{}{}",
        clause.id,
        clause.title,
        if of_annex_sl { "Clause" } else { "Requirement" },
        standard.edition,
        summary(&clause.summary),
        items("Documented information it calls for", &clause.documents),
        items("What an auditor is likely to ask for", &clause.evidence)
    )
}

fn summary(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\n{}\n", wrap(text)) }
}

fn items(title: &str, items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let list: String = items.iter().map(|item| format!("  - {item}\n")).collect();
    format!("\n{title}\n{list}")
}

/// Breaks a paragraph into lines of at most 88 characters, set in by two.
fn wrap(text: &str) -> String {
    let mut lines = vec![String::from(" ")];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if lines[last].chars().count() + word.chars().count() + 1 > 88 {
            lines.push(format!("  {word}"));
        } else {
            lines[last].push(' ');
            lines[last].push_str(word);
        }
    }
    lines.join("\n")
}
