//! Every rule: what it looks for, why, how to mend it, and how much it finds now.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::text::count;
use crate::check::{FAMILIES, Family, RULES, Rule, level_of};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::routes;
use crate::site::view::{Link, Part, Sign, sentence};

#[derive(Debug, Serialize)]
struct View {
    lede: String,
    findings: String,
    families: Vec<FamilyView>,
}

#[derive(Debug, Serialize)]
struct FamilyView {
    id: String,
    title: &'static str,
    rules: Vec<RuleView>,
}

#[derive(Debug, Serialize)]
struct RuleView {
    code: &'static str,
    name: &'static str,
    /// The level that the settings give it; `None` where they switch it off.
    sign: Option<Sign>,
    /// Its own level, where the settings give it another.
    otherwise: Option<&'static str>,
    clock: bool,
    /// What it finds, where it finds anything.
    now: Option<Link>,
    what: Vec<Part>,
    why: Vec<Part>,
    fix: Vec<Part>,
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &shared.findings.found {
        *found.entry(finding.code).or_default() += 1;
    }
    let rule = |rule: &&'static Rule| {
        let level = level_of(&shared.aims.config.checks, rule);
        RuleView {
            code: rule.code,
            name: rule.name,
            sign: level.map(Sign::level),
            otherwise: (level != Some(rule.level)).then(|| rule.level.as_str()),
            clock: rule.clock,
            now: found
                .get(rule.code)
                .map(|number| Link { href: link.to(&routes::findings_of(rule.code)), text: count(*number, "finding") }),
            what: sentence(rule.what),
            why: sentence(rule.why),
            fix: sentence(rule.fix),
        }
    };
    let family = |family: &'static Family| FamilyView {
        id: format!("family-{}", char::from(family.digit)),
        title: family.title,
        rules: RULES.iter().filter(|rule| rule.family().digit == family.digit).map(rule).collect(),
    };
    let view = View {
        lede: format!(
            "{} look at every document, link, date, record and setting. {} on {}.",
            count(RULES.len(), "rule"),
            match found.len() {
                0 => "None finds anything".to_owned(),
                1 => "One finds something".to_owned(),
                number => format!("{number} find something"),
            },
            shared.aims.today
        ),
        findings: link.to(Address::Findings.at()),
        families: FAMILIES.iter().map(family).collect(),
    };
    Page::new("Rules", "rules.html", &view)
}
