//! `aims explain`: a rule, a control or a clause.

use clap::Args;

use super::terminal::Terminal;
use crate::base::text::did_you_mean;
use crate::base::{Error, Result};
use crate::check::{self, RULES, Rule};
use crate::model::catalog::{Catalog, Clause, Control};

/// Explain a rule, a control or a clause.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule's code or name, a control or a clause: AIMS401, review-overdue, A.5.2, 6.1.4; all rules where not given
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
    let catalog = Catalog::builtin();
    if let Some(rule) = check::find(what) {
        return Ok(of_rule(rule));
    }
    let upper = what.to_uppercase();
    if let Some(control) = catalog.control(&upper) {
        return Ok(of_control(catalog, control));
    }
    if let Some(clause) = catalog.clause(what) {
        return Ok(of_clause(clause));
    }
    let rules = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
    let controls = catalog.controls().map(|control| control.id.as_str());
    let clauses = catalog.clauses().iter().map(|clause| clause.id.as_str());
    let near = did_you_mean(what, rules.chain(controls).chain(clauses));
    Err(Error::new(format!("`{what}` is no rule, control or clause")).hint(match near {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "`aims explain` lists the rules.".into(),
    }))
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

fn of_control(catalog: &Catalog, control: &Control) -> String {
    let area = catalog.areas().iter().find(|area| area.id == control.area).map_or("", |area| area.title.as_str());
    format!(
        "{} {}\nControl of ISO/IEC 42001:2023, Annex A; area {} {area}\n\n{}\n{}{}",
        control.id,
        control.title,
        control.area,
        wrap(&control.summary),
        items("Documents it calls for", &control.documents),
        items("What an auditor is likely to ask for", &control.evidence)
    )
}

fn of_clause(clause: &Clause) -> String {
    format!(
        "{} {}\nClause of ISO/IEC 42001:2023\n\n{}\n{}{}",
        clause.id,
        clause.title,
        wrap(&clause.summary),
        items("Documented information it calls for", &clause.documents),
        items("What an auditor is likely to ask for", &clause.evidence)
    )
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
