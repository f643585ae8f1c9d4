//! `aims status`: how a team stands, on one screen.

use std::collections::BTreeMap;

use clap::Args;

use super::at::{At, read_period};
use super::due::{Format, rows};
use super::terminal::Terminal;
use super::words::{Paint, Tone, safe, wrap};
use crate::agenda::team::{Team, rungs};
use crate::base::text::count;
use crate::base::{Period, Result};

/// How much of each list is shown.
const SHOWN: usize = 8;

/// Tell how the AIMS stands, on one screen: rungs, what is not in order, what comes next, whose approval is waited for.
#[derive(Debug, Args)]
pub(super) struct Status {
    #[command(flatten)]
    at: At,
    /// How far to look ahead: `90d`, `6 weeks`, `3 months`, `1y`
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = read_period)]
    within: Period,
    /// How to tell it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Status {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let project = self.at.project(false, terminal)?.reporting_to(terminal.progress());
        let state = project.check(&self.at.request()?)?;
        let branch = if self.at.rev.is_some() { None } else { project.branch() };
        let team = Team::of(&state, branch, self.within.after(state.today()));
        terminal.out(&match self.format {
            Format::Human => human(&team, Paint(terminal.style().colour), terminal.width()),
            Format::Json => team.json()?,
        })?;
        Ok(true)
    }
}

fn human(team: &Team, paint: Paint, width: usize) -> String {
    let mut text =
        format!("{}\n", paint.tone(Tone::Strong, &safe(team.title.as_deref().unwrap_or("AI management system"))));
    let mut line = |name: &str, told: &str| {
        for (place, part) in wrap(told, width.saturating_sub(14)).iter().enumerate() {
            text.push_str(&format!("  {:<10}  {part}\n", if place == 0 { name } else { "" }));
        }
    };
    line("Read", &read(team));
    let (documents, systems) = (count(team.documents, "document"), count(team.systems, "AI system"));
    let (risks, open) = (format!("{} not closed", count(team.open_risks, "risk")), team.open_nonconformities);
    let risks = match team.risk_rows {
        0 => risks,
        rows => format!("{risks} with a document, {} in risk registers", count(rows, "row")),
    };
    let open = if open == 1 { "1 open nonconformity".to_owned() } else { format!("{open} open nonconformities") };
    let out = match team.systems_out_of_scope {
        0 => String::new(),
        out => format!(", {out} out of scope"),
    };
    line("Scope", &format!("{documents}, {systems} ({} in use{out}), {risks}, {open}", team.systems_in_use));
    line("Clauses", &standing(&team.clauses));
    let undecided = match team.controls_undecided {
        0 => String::new(),
        n => format!("; no statement of applicability says of {n} whether they apply"),
    };
    line("Controls", &format!("{}{undecided}", standing(&team.controls)));
    for (place, caveat) in team.caveats.iter().enumerate() {
        let name = if place == 0 { "Caveats" } else { "" };
        line(name, &format!("{} {}", caveat.what, count(caveat.requirements.len(), "requirement")));
    }
    line("Phase", &phase(team));
    let found: usize = team.findings.iter().map(|cause| cause.number).sum();
    let waived = if team.waived > 0 { format!("; {} waived", team.waived) } else { String::new() };
    let found = if found == 0 {
        "no findings".to_owned()
    } else {
        format!("{}, `aims check` tells them", count(found, "finding"))
    };
    line("Found", &format!("{found}{waived}"));
    for cause in team.findings.iter().take(SHOWN) {
        let tone = if cause.level == "error" { Tone::Bad } else { Tone::Plain };
        let row = format!("{:>5}  {:<7}  {} {}", cause.number, cause.level, cause.code, cause.rule);
        text.push_str(&format!("    {}\n", paint.tone(tone, &row)));
    }
    rest(&mut text, team.findings.len(), "rule");
    if !team.approvals.is_empty() {
        text.push_str(&format!("{}\n", paint.tone(Tone::Strong, "Approvals asked for")));
        for asked in team.approvals.iter().take(SHOWN) {
            let of = asked.of.as_deref().map_or_else(|| "nobody is named".to_owned(), safe);
            let told = format!("{of}: {}", safe(&asked.documents.join(", ")));
            for (place, part) in wrap(&told, width.saturating_sub(4)).iter().enumerate() {
                text.push_str(&format!("{}{part}\n", if place == 0 { "  " } else { "    " }));
            }
        }
        rest(&mut text, team.approvals.len(), "role");
    }
    if !team.next.is_empty() {
        let late = if team.late > 0 { format!(", {} late", team.late) } else { String::new() };
        text.push_str(&format!("{}\n", paint.tone(Tone::Strong, &format!("Next{late}"))));
        text.push_str(&rows(&team.next[..team.next.len().min(SHOWN)], paint, width));
        rest(&mut text, team.next.len(), "thing");
    }
    text
}

/// What was read: a branch with or without what is not committed, a commit, or a folder outside git.
fn read(team: &Team) -> String {
    let branch = team.branch.as_deref().map(|branch| format!("branch {}", safe(branch)));
    let at = team.revision.as_deref().map(|commit| format!("commit {}", crate::history::short(commit)));
    let tree = match team.uncommitted {
        None => "no git repository: there is no change record",
        Some(true) => "with changes that are not committed",
        Some(false) => "all of it committed",
    };
    let parts: Vec<String> = branch.into_iter().chain(at).chain([tree.to_owned()]).collect();
    format!("{}, on {}", parts.join(", "), team.today)
}

/// The first phase that is open, and how much of it; and which are closed by a claim.
fn phase(team: &Team) -> String {
    let claimed: Vec<&str> = team
        .phases
        .iter()
        .filter(|phase| phase.open.is_empty() && !phase.claimed.is_empty())
        .map(|phase| phase.phase)
        .collect();
    let mut open = first_open(team);
    if let Some(framework) = &team.phases_of {
        open.push_str(&format!("; by {framework} alone"));
    }
    if claimed.is_empty() { open } else { format!("{open}; closed by claimed approvals: {}", claimed.join(", ")) }
}

fn first_open(team: &Team) -> String {
    match team.phases.iter().find(|phase| !phase.open.is_empty()) {
        Some(phase) => format!(
            "{}: {} of {} criteria open, `aims explain {}` lists them",
            phase.phase,
            phase.open.len(),
            phase.criteria,
            phase.phase
        ),
        None => "all criteria of the five phases hold".to_owned(),
    }
}

/// `3 gap, 1 stated, 0 operated, 2 evidenced, 30 current; 1 excluded`.
fn standing(places: &BTreeMap<&'static str, usize>) -> String {
    let rungs: Vec<String> = rungs(places).iter().map(|(rung, number)| format!("{number} {rung}")).collect();
    let excluded = places.get("excluded").copied().unwrap_or_default();
    let excluded = if excluded > 0 { format!("; {excluded} excluded") } else { String::new() };
    rungs.join(", ") + &excluded
}

fn rest(text: &mut String, all: usize, noun: &str) {
    if let Some(more) = all.checked_sub(SHOWN).filter(|more| *more > 0) {
        text.push_str(&format!("    and {} more\n", count(more, noun)));
    }
}
