//! `aims init --adopt`: settings for the texts that a team has.

use super::terminal::Terminal;
use crate::adopt::{self, Plan, Share};
use crate::base::text::count;
use crate::base::{Date, DocPath, Result, SETTINGS};
use crate::emit;
use crate::pipeline::Ground;

/// How many proposals are told one by one.
const TOLD: usize = 12;

/// Proposes settings and writes them, where there are none.
pub(super) fn run(ground: &Ground, today: Date, dry_run: bool, terminal: &Terminal) -> Result<bool> {
    let plan = adopt::plan(&ground.files()?, today)?;
    let text = plan.settings();
    let path = DocPath::new(SETTINGS);
    let there = path.iter().any(|path| !emit::taken(&ground.dir, [path]).is_empty());
    if there || dry_run {
        terminal.out(&text)?;
    } else if let Some(path) = &path {
        emit::lay(&ground.dir, &[(path, text.as_bytes())])?;
    }
    if !terminal.quiet {
        tell(&plan, there || dry_run, terminal);
    }
    Ok(true)
}

/// One screen: what is proposed, what is understood by it and what is not.
fn tell(plan: &Plan, shown: bool, terminal: &Terminal) {
    let mut proposals: Vec<_> = plan.proposals.iter().collect();
    proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.files));
    for (place, proposal) in proposals.iter().take(TOLD).enumerate() {
        let line = format!("[{}] {}: {}", proposal.table, proposal.key, proposal.why());
        terminal.row(if place == 0 { "Propose" } else { "" }, &line);
    }
    if proposals.len() > TOLD {
        terminal.row("", &format!("and {}", count(proposals.len() - TOLD, "other")));
    }
    terminal.row("Before", &understood(&plan.before));
    terminal.row("With", &understood(&plan.after));
    for (what, number, lacks) in &plan.after.known {
        if let Some(path) = lacks {
            let without = plan.after.documents - number;
            terminal.row("Lacks", &format!("{what}: {}, such as {}", count(without, "document"), path.shown()));
        }
    }
    if !plan.unread.is_empty() {
        let unread: Vec<String> = plan.unread.iter().map(|(ending, number)| format!("{number} .{ending}")).collect();
        terminal.row("Not read", &unread.join(", "));
    }
    terminal.row(if shown { "Not written" } else { "Wrote" }, if shown { "see above" } else { SETTINGS });
    terminal.row("Next", "aims check");
}

/// `12 documents of 14 pages; kind 100 %, id 83 %`.
fn understood(share: &Share) -> String {
    let of = |number: usize| (number * 100).checked_div(share.documents).unwrap_or(0);
    let known: Vec<String> = share.known.iter().map(|(what, number, _)| format!("{what} {} %", of(*number))).collect();
    let known = if share.documents == 0 { String::new() } else { format!(": {}", known.join(", ")) };
    format!("{} of {}{known}", count(share.documents, "document"), count(share.pages, "page"))
}
