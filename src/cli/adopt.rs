//! `aims init --adopt`: settings for the texts that a team has.

use super::terminal::Terminal;
use crate::adopt::{self, Open, Plan, Share};
use crate::base::text::count;
use crate::base::{Date, DocPath, Result, SETTINGS};
use crate::check;
use crate::emit;
use crate::model::baseline::Baseline;
use crate::pipeline::{Ground, KnownBy, Project, Request};

/// How many proposals are told one by one.
const TOLD: usize = 12;

/// The file of the baseline.
const BASELINE: &str = "aims-baseline.txt";

/// Proposes settings and writes them, where there are none, with a baseline of what is found by them.
pub(super) fn run(ground: &Ground, today: Date, dry_run: bool, terminal: &Terminal) -> Result<bool> {
    // Settings beside which nothing else can run are mended first: what is proposed would go into them.
    if let Some(path) = DocPath::new(SETTINGS)
        && !emit::taken(&ground.dir, [&path]).is_empty()
    {
        Project::find(&ground.dir)?.settings_text()?;
    }
    let plan = adopt::plan(&ground.files()?, today)?;
    let text = plan.settings();
    let (Some(path), Some(known)) = (DocPath::new(SETTINGS), DocPath::new(BASELINE)) else { return Ok(false) };
    let shown = dry_run || !emit::taken(&ground.dir, [&path]).is_empty();
    let with_baseline = !shown && plan.after.documents > 0 && emit::taken(&ground.dir, [&known]).is_empty();
    let mut wrote = None;
    if shown {
        terminal.out(&text)?;
    } else if with_baseline {
        let gap = if text.is_empty() { "" } else { "\n" };
        let text = format!(
            "{text}{gap}[checks]\n# What was found when this was adopted: `aims check` tells what is new.\nbaseline = \"{BASELINE}\"\n"
        );
        emit::lay(&ground.dir, &[(&path, text.as_bytes())])?;
        let request = Request { known: KnownBy::Nothing, ..Request::new(&ground.dir, today) };
        let state = Project::find(&ground.dir)?.check(&request)?;
        let listed = check::baseline(&state.aims, &state.history, &state.approvals);
        emit::lay(&ground.dir, &[(&known, listed.as_bytes())])?;
        let of_record = state.findings.found.iter().filter(|found| check::is_guarded(found.code)).count();
        wrote = Some((Baseline::read(BASELINE, None, &listed).len(), of_record));
    } else {
        emit::lay(&ground.dir, &[(&path, text.as_bytes())])?;
    }
    if !terminal.quiet {
        tell(&plan, terminal);
        match (shown, wrote) {
            (true, _) => terminal.row("Next", "write them to aims.toml: nothing was written"),
            (false, Some((number, of_record))) => {
                terminal.row("Wrote", SETTINGS);
                terminal.row("", &format!("{BASELINE}, with {} of today", count(number, "finding")));
                if of_record > 0 {
                    let told = count(of_record, "finding");
                    terminal.row("", &format!("{told} about the record, which no baseline lists: AIMS5xx"));
                }
                terminal.row("Next", "aims check: what is new; aims check --no-baseline: all of it");
            }
            (false, None) => {
                terminal.row("Wrote", SETTINGS);
                terminal.row("Next", "aims check");
            }
        }
    }
    Ok(true)
}

/// One screen: what is proposed, what is understood by it and what is not, and what is left to decide.
fn tell(plan: &Plan, terminal: &Terminal) {
    let mut proposals: Vec<_> = plan.proposals.iter().collect();
    proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.files));
    for (place, proposal) in proposals.iter().take(TOLD).enumerate() {
        let line = format!("[{}] {}: {}", proposal.table, proposal.key, proposal.why());
        terminal.row(if place == 0 { "Propose" } else { "" }, &line);
    }
    if proposals.len() > TOLD {
        terminal.row("", &format!("and {}", count(proposals.len() - TOLD, "other")));
    }
    let (before, after) = (&plan.before, &plan.after);
    terminal.row("Before", &of_pages(before));
    terminal.row("With", &of_pages(after));
    if after.documents > 0 {
        terminal.row("", &format!("documents: {}", shares(after, after.documents)));
    }
    if after.pages > 0 {
        terminal.row("", &format!("all pages: {}", shares(after, after.pages)));
    }
    let lacks = after.known.iter().filter_map(|(what, number, lacks)| Some((what, number, lacks.as_ref()?)));
    for (place, (what, number, path)) in lacks.enumerate() {
        let without = count(after.documents - number, "document");
        terminal.row(if place == 0 { "Lacks" } else { "" }, &format!("{what}: {without}, such as {}", path.shown()));
    }
    if !plan.unread.is_empty() {
        let unread: Vec<String> = plan.unread.iter().map(|(ending, number)| format!("{number} .{ending}")).collect();
        terminal.row("Not read", &format!("{} (only .md and .markdown are)", unread.join(", ")));
    }
    if let Some(first) = plan.broken.first() {
        let broken = count(plan.broken.len(), "document");
        terminal.row("Faulty", &format!("the front matter of {broken}, such as {}: `aims check` tells", first.shown()));
    }
    decide(plan, terminal);
}

/// What is left to decide, each as a line to be put into its table.
fn decide(plan: &Plan, terminal: &Terminal) {
    let mut before: Option<&Open> = None;
    for open in &plan.open {
        let is_begun = before.is_some_and(|before| before.table == open.table);
        if !is_begun || before.is_none_or(|before| before.choose != open.choose) {
            terminal.row(if before.is_none() { "Decide" } else { "" }, &format!("{}:", open.choose));
            let add = if open.there || is_begun { "add below " } else { "" };
            terminal.row("", &format!("  {add}[{}]", open.table));
        }
        let why = format!("{}, such as {}", count(open.files, "file"), open.such_as.shown());
        terminal.row("", &format!("  {}  # {why}", open.line));
        before = Some(open);
    }
}

fn of_pages(share: &Share) -> String {
    format!("{} of {}", count(share.documents, "document"), count(share.pages, "page"))
}

/// `kind 100%, id 83%`.
fn shares(share: &Share, of: usize) -> String {
    let part = |number: usize| (number * 100).checked_div(of).unwrap_or(0);
    let known: Vec<String> = share.known.iter().map(|(what, number, _)| format!("{what} {}%", part(*number))).collect();
    known.join(", ")
}
