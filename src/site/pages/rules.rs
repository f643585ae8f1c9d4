//! Every rule: what it looks for, why, how to mend it, and how much it finds now.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::check::{FAMILIES, Family, RULES, Rule, level_of};
use crate::diag::Level;
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
    /// What is said where it finds nothing: of a rule that is switched off, that nobody looked.
    nothing: &'static str,
    what: Vec<Part>,
    why: Vec<Part>,
    fix: Vec<Part>,
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &shared.findings.found {
        *found.entry(finding.code).or_default() += 1;
    }
    // How the settings have it is for the organisation, where readers are told little else.
    let level_of = |rule: &Rule| match shared.is_partial() {
        true => Some(rule.level),
        false => level_of(&shared.aims.config.checks, rule),
    };
    let rule = |rule: &&'static Rule| {
        let level = level_of(rule);
        RuleView {
            code: rule.code,
            name: rule.name,
            sign: level.map(Sign::level),
            otherwise: (level != Some(rule.level)).then(|| own(rule.level)),
            clock: rule.clock,
            now: found
                .get(rule.code)
                .map(|number| Link { href: link.to(&routes::findings_of(rule.code)), text: count(*number, "finding") }),
            nothing: match level {
                Some(_) => shared.none(say!("Nothing")),
                None => say!("Switched off: not looked for"),
            },
            what: sentence(wording::of(rule.what)),
            why: sentence(wording::of(rule.why)),
            fix: sentence(wording::of(rule.fix)),
        }
    };
    let family = |family: &'static Family| FamilyView {
        id: format!("family-{}", char::from(family.digit)),
        title: wording::of(family.title),
        rules: RULES.iter().filter(|rule| rule.family().digit == family.digit).map(rule).collect(),
    };
    let look = plural!(
        RULES.len(),
        "{n} rule look at every document, link, date, record and setting.",
        "{n} rules look at every document, link, date, record and setting."
    );
    let look = match RULES.iter().filter(|rule| level_of(rule).is_none()).count() {
        0 => look,
        off => format!(
            "{look} {}",
            plural!(
                off,
                "{n} of them is switched off by the settings, and what it would find is not looked for.",
                "{n} of them are switched off by the settings, and what they would find is not looked for."
            )
        ),
    };
    let day = wording::day(shared.aims.today);
    let finding = match found.len() {
        0 => say!("None finds anything on {day}.", day),
        1 => say!("One finds something on {day}.", day),
        n => say!("{n} find something on {day}.", n, day),
    };
    let view = View {
        lede: shared.counted(format!("{look} {finding}")),
        findings: link.to(Address::Findings.at()),
        families: FAMILIES.iter().map(family).collect(),
    };
    Page::new(say!("Rules"), "rules.html", &view)
}

/// The level of a rule, as a word within a sentence.
fn own(level: Level) -> &'static str {
    match level {
        Level::Error => say!("error"),
        Level::Warning => say!("warning"),
        Level::Note => say!("note"),
    }
}
