//! `aims check`: what is wrong with the documents.

use std::collections::BTreeMap;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::at::At;
use super::chosen::ChosenArgs;
use super::fix::{self, FixArgs, Mode};
use super::formats::{Format, FormatArgs, Found, seen};
use super::terminal::Terminal;
use super::within::Within;
use super::words::Paint;
use super::{gaps, known};
use crate::agenda::gaps::Gaps;
use crate::base::text::count;
use crate::base::{DocPath, Error, Result};
use crate::check::{Findings, in_order_of_work};
use crate::diag::{self, Diagnostic, Level, Style};
use crate::history::Standing;
use crate::model::config::Checks;
use crate::parse::{MAX_TEXT, normalise};
use crate::pipeline::Project;
use crate::source::folder_there;
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
    #[command(flatten)]
    length: LengthArgs,
    /// Tell what every control and clause lacks and what to do next, the worst first, instead of findings
    #[arg(long, conflicts_with_all = ["statistics", "full", "select", "ignore", "fix", "diff", "stdin_filename", "more", "output_file", "strict", "baseline", "no_baseline", "write_baseline"])]
    gaps: bool,
    #[command(flatten)]
    chosen: ChosenArgs,
    #[command(flatten)]
    fix: FixArgs,
    /// Read the text of this file from the standard input, and tell of it alone
    #[arg(long, value_name = "FILE", conflicts_with_all = ["rev", "more"])]
    stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    known: known::KnownArgs,
}

/// How much people are told.
#[derive(Debug, Args)]
struct LengthArgs {
    /// Tell only how many findings each rule has
    #[arg(long, conflicts_with_all = ["format", "output_file"])]
    statistics: bool,
    /// Tell every finding by itself, also what many have in common
    #[arg(long, conflicts_with = "statistics")]
    full: bool,
}

impl Check {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let dir = self.stdin_filename.as_deref().map_or(&*self.at.dir, folder_there);
        let at = At { dir: dir.to_owned(), ..self.at.clone() };
        let project = at.project(false, terminal)?.reporting_to(terminal.progress());
        let chosen = self.chosen.of()?;
        let plan = self.formats.plan(&project)?;
        let named: Vec<PathBuf> = std::iter::once(&self.at.dir).chain(&self.more).cloned().collect();
        let within = || Within::of(&project, &named, self.at.rev.as_deref());
        if self.gaps {
            if within()?.is_part() {
                return Err(Error::new("gaps are of the whole AIMS, and not of a part of it")
                    .hint("Name the folder of the AIMS, or none."));
            }
            let gaps = Gaps::of(&project.check(&at.request()?)?);
            terminal.out(&match plan.only() {
                Some(Format::Human) => gaps::human(&gaps, Paint(terminal.style().colour), terminal.width()),
                Some(Format::Json) => gaps.json()?,
                _ => return Err(Error::new("gaps are told as `human` or `json`, on the standard output")),
            })?;
            return Ok(true);
        }
        let request = self.known.asked(at.request()?, &project, terminal)?;
        let (within, checked) = match &self.stdin_filename {
            Some(file) => {
                let (path, text) = stdin_as(file, &project)?;
                let checked = project.check_with(&request, &BTreeMap::from([(path.clone(), text)]))?;
                (Within::file(&path), checked)
            }
            None => {
                let within = within()?;
                let wanted = |finding: &Diagnostic| within.has(&finding.place.path) && chosen.has(finding);
                let checked = match self.fix.mode() {
                    Mode::Show => return fix::show(&project, &request, &wanted, terminal),
                    Mode::Make => fix::make(&project, &request, &wanted, terminal)?,
                    Mode::None => project.check(&request)?,
                };
                (within, checked)
            }
        };
        let within = within.with_beside(&checked.aims);
        let findings = &chosen.of_these(within.of_these(&checked.findings));
        let failing = failing(findings, &checked.aims.config.checks, self.strict);
        let (state, today, partial) = (&checked, request.today, within.is_part() || chosen.is_part());
        let found = Found { findings, state, project: &project, today, failing: &failing, partial };
        plan.tell(&found, &|style| self.human(&found, style, terminal.quiet), terminal)?;
        known::tell(findings, terminal);
        if !terminal.quiet && plan.is_for_people() {
            if partial {
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
        if self.length.statistics {
            return statistics(found.findings, quiet);
        }
        let told: Vec<Diagnostic> = found.findings.told().cloned().collect();
        let told = in_order_of_work(&told, &found.state.aims);
        let text = if self.length.full { diag::each(&told, &seen(found), style) } else { grouped(&told, found, style) };
        if quiet { text } else { format!("{text}{}\n", summary(found.findings)) }
    }
}

/// What findings have in common told once, and on a screen no more than a head takes in.
fn grouped(told: &[Diagnostic], found: &Found<'_>, style: Style) -> String {
    let (mut text, left) = diag::grouped(told, &seen(found), style);
    if left.findings > 0 {
        let (more, rules) = (count(left.findings, "more finding"), count(left.rules, "rule"));
        text.push_str(&format!("and {more} of {rules}, which `--full` tells.\n\n"));
    }
    if told.len() > MANY {
        text.push_str(&format!("{}\n", rows(found.findings)));
    }
    text
}

/// From how many findings on they are counted by rule at the end.
const MANY: usize = 20;

/// The path of a file of the AIMS, and the text on the standard input that stands for it.
fn stdin_as(file: &Path, project: &Project) -> Result<(DocPath, Arc<str>)> {
    let outside = || {
        Error::new(format!("{} is no file of the AIMS", file.display())).hint(
            "Name the file as it lies in the folder of the AIMS, which has to be there; the file itself may be new.",
        )
    };
    let path = project.inside(file).ok_or_else(outside)?;
    let mut bytes = Vec::new();
    let read = stdin().lock().take(MAX_TEXT + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::new("cannot read the standard input").caused_by(error))?;
    if bytes.len() as u64 > MAX_TEXT {
        return Err(Error::new(format!("the text on the standard input has more than {MAX_TEXT} bytes")));
    }
    let text = normalise(&bytes).map_err(|(text, problem)| {
        let before = text.get(..problem.span.start).unwrap_or_default();
        let (line, column) = (before.split('\n').count(), before.chars().rev().take_while(|c| *c != '\n').count() + 1);
        let place = format!("line {line}, column {column}");
        Error::new(format!("the text on the standard input cannot be read: {place}: {}", problem.message))
            .hint(problem.help.map(|help| help.english()).unwrap_or_default())
    })?;
    Ok((path, text.into()))
}

/// That the work tree is another than the last commit, where it is.
pub(super) fn uncommitted(state: &State) -> Option<&'static str> {
    let is_other = state.history.standing == Standing::Recorded && !state.from_commit;
    is_other.then_some("the work tree, with changes that are not committed")
}

/// How many findings each rule has at each level, the most severe and then the most first.
fn statistics(findings: &Findings, quiet: bool) -> String {
    let text = rows(findings);
    if quiet { text } else { format!("{text}{}\n", summary(findings)) }
}

/// A row for each rule and level.
fn rows(findings: &Findings) -> String {
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

/// `2 errors, 3 warnings and 1 note; 2 came with the passing of time; 1 waived; 1 rule switched off`.
pub(super) fn summary(findings: &Findings) -> String {
    let number = |level, noun| count(findings.count(level), noun);
    let off = match findings.off {
        0 => String::new(),
        off => format!("; {} switched off", count(off, "rule")),
    };
    if findings.told().next().is_none() && findings.waived.is_empty() {
        return format!("{}{off}.", if findings.known() == 0 { "No findings" } else { "No new findings" });
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
    text + &off + "."
}
