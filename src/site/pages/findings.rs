//! What the checks say, so that an auditor sees what the team sees.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::base::text::count;
use crate::diag::Level;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::view::{FindingView, Part, Table};

/// How many findings the page lists; the rest is a number. The data files hold all of them.
pub(super) const MOST: usize = 2_000;

#[derive(Debug, Serialize)]
struct View {
    lede: String,
    findings: Vec<FindingView>,
    more: usize,
    known: usize,
    waived: Option<Table>,
    rules: String,
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let findings = shared.findings;
    let of = |level| findings.found.iter().filter(|finding| finding.level == level).count();
    let number = |level, noun| count(of(level), noun);
    let mut told = BTreeSet::new();
    let listed = findings.found.iter().take(MOST).map(|finding| {
        let anchor = told.insert(finding.code).then_some(finding.code);
        FindingView { anchor, ..link.finding(finding) }
    });
    let view = View {
        lede: format!(
            "What the check says about this revision on {}: {}, {} and {}.",
            shared.aims.today,
            number(Level::Error, "error"),
            number(Level::Warning, "warning"),
            number(Level::Note, "note")
        ),
        findings: listed.collect(),
        more: findings.found.len().saturating_sub(MOST),
        known: findings.known(),
        waived: waived(shared, link),
        rules: link.to(Address::Rules.at()),
    };
    Page::new("Findings", "findings.html", &view)
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
