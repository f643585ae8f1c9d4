//! `--select` and `--ignore`: of which rules is told.

use clap::Args;

use crate::base::text::did_you_mean;
use crate::base::{Error, Result};
use crate::check::{FAMILIES, Findings, RULES, Rule};
use crate::diag::Diagnostic;

/// Of which rules is told.
#[derive(Debug, Args)]
pub(super) struct ChosenArgs {
    /// Tell and fail only what these rules find: codes (AIMS203), names (broken-link), families (AIMS2)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave out what these rules find
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
}

/// The rules that were chosen, by their codes.
pub(super) struct Chosen {
    codes: Vec<&'static str>,
}

impl ChosenArgs {
    /// The rules that are chosen.
    ///
    /// # Errors
    /// Where a word is no rule.
    pub(super) fn of(&self) -> Result<Chosen> {
        let (selected, ignored) = (rules(&self.select)?, rules(&self.ignore)?);
        let is_in = |rules: &[&Rule], code: &str| rules.iter().any(|rule| rule.code == code);
        let codes = RULES.iter().map(|rule| rule.code);
        let codes = codes.filter(|code| self.select.is_empty() || is_in(&selected, code));
        Ok(Chosen { codes: codes.filter(|code| !is_in(&ignored, code)).collect() })
    }
}

impl Chosen {
    /// Whether some are left out.
    pub(super) fn is_part(&self) -> bool {
        self.codes.len() < RULES.len()
    }

    /// Whether it is of these rules.
    pub(super) fn has(&self, finding: &Diagnostic) -> bool {
        self.codes.contains(&finding.code)
    }

    /// The findings of these rules.
    pub(super) fn of_these(&self, mut findings: Findings) -> Findings {
        if self.is_part() {
            findings.found.retain(|finding| self.has(finding));
            findings.waived.retain(|waived| self.has(&waived.finding));
        }
        findings
    }
}

fn rules(words: &[String]) -> Result<Vec<&'static Rule>> {
    let mut rules = Vec::new();
    for word in words.iter().map(|word| word.trim()) {
        let code = word.to_ascii_uppercase();
        let is_family = code.len() > "AIMS".len() && code.starts_with("AIMS");
        let these =
            RULES.iter().copied().filter(|rule| rule.name == word || (is_family && rule.code.starts_with(&code)));
        let before = rules.len();
        rules.extend(these);
        if rules.len() == before {
            return Err(unknown(word));
        }
    }
    Ok(rules)
}

fn unknown(word: &str) -> Error {
    let names = RULES.iter().flat_map(|rule| [rule.name, rule.code]);
    let near = did_you_mean(word, names).map(|near| format!("Did you mean `{near}`? ")).unwrap_or_default();
    let families =
        FAMILIES.iter().map(|family| format!("AIMS{}", char::from(family.digit))).collect::<Vec<_>>().join(", ");
    Error::new(format!("`{word}` is no rule"))
        .hint(format!("{near}`aims explain` lists the rules; families are {families}."))
}
