//! `aims check`: what is wrong with the documents.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::At;
use super::formats::{FormatArgs, Found};
use super::known;
use super::terminal::Terminal;
use super::within::Within;
use crate::base::Result;
use crate::base::text::count;
use crate::check::{Findings, in_order_of_work};
use crate::diag::{self, Diagnostic, Level, Style};
use crate::history::Standing;
use crate::model::config::Checks;
use crate::state::State;

/// Tell what is wrong with the documents, at the line.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    at: At,
    /// More files and folders
    #[arg(value_name = "PATH", index = 2)]
    more: Vec<PathBuf>,
    #[command(flatten)]
    formats: FormatArgs,
    /// Fail on warnings too, also on those that came with the passing of time
    #[arg(long)]
    strict: bool,
    /// End with exit code 0 whatever is found; what keeps the check from running still ends it with 2
    #[arg(long)]
    exit_zero: bool,
    /// Tell only how many findings each rule has
    #[arg(long, conflicts_with_all = ["format", "output_file"])]
    statistics: bool,
    #[command(flatten)]
    known: known::KnownArgs,
}

impl Check {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let project = self.at.project(false)?.reporting_to(terminal.progress());
        let named: Vec<PathBuf> = std::iter::once(&self.at.dir).chain(&self.more).cloned().collect();
        let within = Within::of(&project, &named)?;
        let plan = self.formats.plan(&project)?;
        let request = self.known.asked(self.at.request()?, &project, terminal)?;
        let checked = project.check(&request)?;
        let findings = &within.of_these(&checked.findings);
        let failing = failing(findings, &checked.aims.config.checks, self.strict);
        let found = Found { findings, state: &checked, project: &project, today: request.today, failing: &failing };
        plan.tell(&found, &|style| self.human(&found, style, terminal.quiet), terminal)?;
        known::tell(findings, terminal);
        if !terminal.quiet && plan.is_for_people() {
            if within.is_part() {
                let (here, all) = (findings.told().count(), checked.findings.told().count());
                terminal.row("Part", &format!("{here} of {} in the whole AIMS", count(all, "finding")));
            }
            if let Some(told) = uncommitted(&checked) {
                terminal.row("Read", told);
            }
        }
        Ok(self.exit_zero || failing.is_empty())
    }

    /// What people read.
    fn human(&self, found: &Found<'_>, style: Style, quiet: bool) -> String {
        if self.statistics {
            return statistics(found.findings, quiet);
        }
        let told: Vec<Diagnostic> = found.findings.told().cloned().collect();
        let told = in_order_of_work(&told, &found.state.aims);
        let text = diag::human(&told, &found.state.aims.texts, style);
        if quiet { text } else { format!("{text}{}\n", summary(found.findings)) }
    }
}

/// That the work tree is another than the last commit, where it is.
pub(super) fn uncommitted(state: &State) -> Option<&'static str> {
    let is_other = state.history.standing == Standing::Recorded && !state.from_commit;
    is_other.then_some("the work tree, with changes that are not committed")
}

/// How many findings each rule has at each level, the most severe and then the most first.
fn statistics(findings: &Findings, quiet: bool) -> String {
    let mut numbers: BTreeMap<(Level, &str, &str), usize> = BTreeMap::new();
    for finding in findings.told() {
        *numbers.entry((finding.level, finding.code, finding.name)).or_default() += 1;
    }
    let mut rows: Vec<_> = numbers.into_iter().collect();
    rows.sort_by_key(|((level, code, _), number)| (std::cmp::Reverse((*level, *number)), *code));
    let mut text = String::new();
    for ((level, code, name), number) in rows {
        text.push_str(&format!("{number:>6}  {:<7}  {code} {name}\n", level.as_str()));
    }
    if !quiet {
        text.push_str(&format!("{}\n", summary(findings)));
    }
    text
}

/// What stands at or above the failing level. Errors fail, unless the settings name another level; what only the passing
/// of time brought about fails at the same level, unless the settings name one for it.
pub(super) fn failing<'a>(findings: &'a Findings, checks: &Checks, strict: bool) -> Vec<&'a Diagnostic> {
    let (at, clock_at) = match strict {
        true => (Some(Level::Warning), Some(Level::Warning)),
        false => (checks.failing_at(false), checks.failing_at(true)),
    };
    findings.failing(at, clock_at).collect()
}

/// `AIMS203 broken-link (12), AIMS504 approval-lapsed (1)`: the rules of findings, by code, and how many of each.
pub(super) fn by_rule(findings: &[&Diagnostic]) -> String {
    let mut numbers: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in findings {
        *numbers.entry((finding.code, finding.name)).or_default() += 1;
    }
    let rules: Vec<String> = numbers.iter().map(|((code, name), number)| format!("{code} {name} ({number})")).collect();
    rules.join(", ")
}

/// `2 errors, 3 warnings and 1 note; 2 of them came with the passing of time; 1 waived`.
pub(super) fn summary(findings: &Findings) -> String {
    let number = |level, noun| count(findings.count(level), noun);
    if findings.told().next().is_none() && findings.waived.is_empty() {
        return if findings.known() == 0 { "No findings." } else { "No new findings." }.into();
    }
    let mut text = format!(
        "{}, {} and {}",
        number(Level::Error, "error"),
        number(Level::Warning, "warning"),
        number(Level::Note, "note")
    );
    let clock = findings.told().filter(|finding| finding.clock).count();
    if clock > 0 {
        text.push_str(&format!("; {clock} came with the passing of time"));
    }
    if !findings.waived.is_empty() {
        text.push_str(&format!("; {} waived", findings.waived.len()));
    }
    text + "."
}
