//! `aims explain`: a rule, a control or a clause, a kind of document, a key, a framework, a law, a phase, a word, the look of the
//! site.

mod framework;
mod kind;
mod law;
mod look;
mod phase;
mod term;
mod text;

use std::path::Path;

use clap::Args;

use super::terminal::Terminal;
use crate::base::near::Near;
use crate::base::text::{alike, did_you_mean, steps_between, terminal_safe};
use crate::base::{Error, Result};
use crate::check::{self, RULES, Rule};
use crate::model::catalog::{Call, Catalog, Clause, Control, ReqId, Standard, split_req_id};
use crate::model::kinds::Kinds;
use crate::model::laws::Laws;
use crate::model::phases;
use crate::pipeline::Project;
use text::{items, summary, wrap};

/// Explain a rule, a control or clause, a kind of document, a key or a framework.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// What to explain: a rule (AIMS401), a control or clause (A.5.2, A.5, 6.1.4, iso-27001:A.5.2), a kind (policy), a key (review-every), a framework or its item (eu-ai-act, art-27), a law or standard (gdpr, iso-42005), a phase of a roadmap (design), a word that pages use (suspect), the look of the site (theme, document.html), or kinds, keys, controls, clauses, frameworks, duties, laws, phases, terms; all rules where not given
    #[arg(value_name = "WHAT")]
    what: Option<String>,
}

impl Explain {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let text = match &self.what {
            None => list(),
            Some(what) => explain(what)?,
        };
        let here = Project::find(Path::new(".")).map(|project| project.settings_text().and_then(|_| project.catalog()));
        if let Ok(Err(error)) = here {
            terminal.row("Note", &format!("{error}; what is explained may lack what stands there"));
        }
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
    text.push_str(
        "\nLists of what else can be asked: aims explain kinds, keys, controls, clauses, frameworks, duties, laws, phases, terms, theme\n",
    );
    text
}

fn explain(what: &str) -> Result<String> {
    if let Some(rule) = check::find(what) {
        return Ok(of_rule(rule));
    }
    let (here, kinds) = of_here();
    let catalog = every_framework(&here);
    let asked = Asked { here: &here, catalog: &catalog, kinds: &kinds };
    if let Some(text) = asked.list(what).or_else(|| asked.requirement(what)).or_else(|| asked.word(what)) {
        return Ok(text);
    }
    Err(Error::new(format!("`{what}` is no rule, control, clause, kind, key, framework, law, phase or term")).hint(
        match asked.near(what).filter(|near| near != what) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "`aims explain` lists the rules and what else can be asked.".into(),
        },
    ))
}

/// What can be asked about.
struct Asked<'a> {
    /// The frameworks that are followed here, and those in use.
    here: &'a Catalog,
    /// These, then every other.
    catalog: &'a Catalog,
    kinds: &'a Kinds,
}

impl Asked<'_> {
    /// A list of all there are of a sort.
    fn list(&self, what: &str) -> Option<String> {
        match what.to_lowercase().as_str() {
            "rules" => Some(list()),
            "kinds" => Some(kind::list(self.kinds)),
            "keys" => Some(kind::keys(self.kinds)),
            "controls" | "annex a" => Some(framework::controls(self.here)),
            "clauses" => Some(framework::clauses(self.here)),
            "frameworks" => Some(framework::list(self.catalog, self.here)),
            "duties" => Some(framework::duties(self.catalog)),
            "laws" | "standards" => Some(law::list()),
            "phases" | "roadmap phases" => Some(phase::list()),
            "theme" => Some(look::list()),
            "terms" | "glossary" => Some(term::list()),
            _ => None,
        }
    }

    /// A control, a clause, or a heading above some. An id alone is of what is followed; in full it may be of any framework.
    fn requirement(&self, what: &str) -> Option<String> {
        let (named, id) = split_req_id(what);
        let asked = if named.is_some() { self.catalog } else { self.here };
        // Guidance of Annex B is on the control of the same number.
        let upper_id = id.to_uppercase();
        let mut guided =
            asked.standards().flat_map(|standard| standard.controls.iter().map(move |one| (standard, one)));
        if let Some((standard, control)) = guided.find(|(_, one)| !one.guidance.is_empty() && one.guidance == upper_id)
        {
            let told = of_requirement(self.catalog, &ReqId::new(&standard.id, &control.id))?;
            return Some(format!("{upper_id} is guidance on this control.\n\n{told}"));
        }
        // A law that is not followed has items, about which there is more to say; of a standard some clauses are none.
        let is_law = |standard: &Standard| standard.controls.is_empty() && self.here.standard(&standard.id).is_none();
        let is_item = || framework::item(self.catalog, named, id).is_some();
        if named.and_then(|named| self.catalog.standard(named)).is_some_and(is_law) && is_item() {
            return None;
        }
        let upper = upper(what);
        if let Some(id) = asked.resolve(what).or_else(|| asked.resolve(&upper)) {
            return of_requirement(self.catalog, &id);
        }
        let mut standards = asked.standards().filter(|standard| named.is_none_or(|named| standard.id == *named));
        standards.find_map(|standard| {
            let heading = framework::of_heading(standard, id);
            heading
                .or_else(|| framework::of_heading(standard, &id.to_uppercase()))
                .or_else(|| framework::of_consideration(standard, id))
        })
    }

    /// A kind, a key, a framework or an item of one. A word that is both a kind and a key is told as both.
    fn word(&self, what: &str) -> Option<String> {
        let kind = kind::find(self.kinds, what).map(|kind| kind::of(self.kinds, kind, self.here));
        match (kind, kind::key(self.kinds, what)) {
            (Some(kind), Some(key)) => return Some(safe(&format!("{kind}\nAlso a key: {key}"))),
            (Some(text), None) | (None, Some(text)) => return Some(safe(&text)),
            (None, None) => {}
        }
        if let Some(found) = framework::find(self.catalog, what) {
            return Some(safe(&framework::of(found)));
        }
        if let Some(found) = Laws::builtin().find(what) {
            return Some(law::of(found));
        }
        if let Some(found) = phases::find(what) {
            return Some(phase::of(found));
        }
        if let Some(text) = term::find(what).or_else(|| look::of(what)) {
            return Some(text);
        }
        let (named, id) = split_req_id(what);
        framework::item(self.catalog, named, id).map(|(framework, item)| safe(&framework::of_item(framework, item)))
    }

    /// What may have been meant: what differs in case, blanks and punctuation alone, then the nearest.
    fn near(&self, what: &str) -> Option<String> {
        if let (Some(_), _) = split_req_id(what) {
            return near_in_full(self.catalog, what);
        }
        let is_code = what.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("AIMS"));
        let digits = what.bytes().filter(u8::is_ascii_digit).count();
        // A number that no rule has is near to none: which one is meant, the list tells.
        if is_code && digits > 0 {
            return None;
        }
        if let Some(rule) = RULES.iter().find(|rule| rule.code.strip_prefix("AIMS") == Some(what)) {
            return Some(rule.code.to_owned());
        }
        let mut all =
            vec!["kinds", "keys", "controls", "clauses", "frameworks", "duties", "laws", "phases", "rules", "theme"];
        all.extend(RULES.iter().flat_map(|rule| [rule.code, rule.name]));
        all.extend(self.kinds.iter().map(|kind| kind.name.as_str()));
        all.extend(kind::names(self.kinds));
        all.extend(self.here.standards().flat_map(Standard::ids));
        let followed = all.len();
        let frameworks = self.catalog.frameworks();
        all.extend(frameworks.iter().flat_map(|one| one.all().map(|item| item.id.as_str())));
        all.extend(frameworks.iter().map(|one| one.id.as_str()));
        all.extend(Laws::builtin().all.iter().map(|law| law.id.as_str()));
        all.extend(phases::phases().iter().map(|phase| phase.id.as_str()));
        let alike = all.iter().copied().find(|name| alike(name, what));
        // A word that goes on is nearer than one that ends otherwise.
        let longer = |name: &&str| name.strip_prefix(what).is_some_and(|rest| rest.len() <= 2);
        let begun = all.iter().copied().find(|name| what.len() > 3 && longer(name));
        // Of a short word half the letters may differ, and then it is another word.
        let is_near = |name: &&str| what.chars().count() > 5 || steps_between(what, name) <= 1;
        let near = |of: &[&'_ str]| {
            let of = of.iter().copied().filter(is_near);
            // Of numbers that are as near as each other none is meant.
            let found = if digits > 0 { Near::of(of).only(what) } else { did_you_mean(what, of) };
            found.map(str::to_owned)
        };
        let found = alike.or(begun).map(str::to_owned);
        found.or_else(|| near(&all[..followed])).or_else(|| near(&all))
    }
}

/// What a team wrote, harmless in a terminal.
fn safe(text: &str) -> String {
    terminal_safe(text)
}

/// `a.5.2` as controls are written; the name of the framework stays as it is.
fn upper(what: &str) -> String {
    match split_req_id(what) {
        (Some(framework), id) => format!("{framework}:{}", id.to_uppercase()),
        (None, id) => id.to_uppercase(),
    }
}

/// The frameworks and kinds of the AIMS that the command is given in; outside of one what is built in.
fn of_here() -> (Catalog, Kinds) {
    let project = Project::find(Path::new(".")).ok();
    let catalog = project.as_ref().and_then(|project| project.catalog().ok());
    let kinds = project.and_then(|project| project.kinds().ok());
    (catalog.unwrap_or_else(|| Catalog::builtin().clone()), kinds.unwrap_or_else(Kinds::builtin))
}

/// What is followed, then every other framework: each can be asked about.
fn every_framework(here: &Catalog) -> Catalog {
    let followed = here.standards().map(|standard| standard.id.as_str());
    let own = here.frameworks().iter().filter(|framework| framework.own).cloned();
    let others = here.frameworks().iter().chain(Catalog::builtin().frameworks());
    let order: Vec<&str> = followed.chain(others.map(|framework| framework.id.as_str())).collect();
    Catalog::builtin().with(own.collect()).following(order)
}

/// The nearest requirement of the framework that is named.
fn near_in_full(catalog: &Catalog, what: &str) -> Option<String> {
    let (framework, id) = split_req_id(what);
    let ids = catalog.standards().map(|standard| standard.id.as_str());
    let named = framework?;
    let standard = catalog.standard(did_you_mean(named, ids).unwrap_or(named))?;
    let alike = || standard.ids().find(|known| alike(known, id));
    let near = match standard.title(id) {
        Some(_) => Some(id),
        None => alike().or_else(|| Near::of(standard.ids()).only(id)),
    };
    near.map(|near| format!("{}:{near}", standard.id))
}

fn of_requirement(catalog: &Catalog, id: &ReqId) -> Option<String> {
    let standard = catalog.standard(&id.framework)?;
    let text = match (standard.control(&id.id), standard.clause(&id.id)) {
        (Some(control), _) => of_control(standard, control),
        (None, Some(clause)) => of_clause(standard, clause),
        (None, None) => return None,
    };
    let others =
        catalog.standards().filter(|other| other.id != id.framework && other.ids().any(|known| *known == *id.id));
    let others: Vec<String> = others
        .map(|other| format!("  {}:{}  {}\n", other.id, id.id, other.title(&id.id).unwrap_or_default()))
        .collect();
    let list = if others.is_empty() { String::new() } else { format!("\nThe same id elsewhere\n{}", others.concat()) };
    Some(text + &list)
}

fn of_rule(rule: &Rule) -> String {
    let clock = if rule.clock { ", comes with the passing of time" } else { "" };
    let aside = match rule.level_aside() {
        level if level == rule.level => String::new(),
        level => format!(", {} on pages without front matter", level.as_str()),
    };
    format!(
        "{} {}\n{}; {}{aside}{clock}\n\nLooks for\n{}\n\nWhy it matters\n{}\n\nHow to mend it\n{}\n",
        rule.code,
        rule.name,
        rule.family().title,
        rule.level.as_str(),
        wrap(rule.what),
        wrap(rule.why),
        wrap(rule.fix)
    )
}

fn of_control(standard: &Standard, control: &Control) -> String {
    let is_asked = control.calls_for != Call::None;
    let area = standard.areas.iter().find(|area| area.id == control.area).map_or("", |area| area.title.as_str());
    format!(
        "{} {}\nControl of {}, Annex A; area {} {area}{}\n{}{}{}",
        control.id,
        control.title,
        standard.edition,
        control.area,
        if control.guidance.is_empty() { String::new() } else { format!("; guidance in {}", control.guidance) },
        summary(&control.summary),
        items(if is_asked { "Documents it calls for" } else { "Documents that usually answer it" }, &control.documents),
        items("What an auditor is likely to ask for", &control.evidence)
    )
}

fn of_clause(standard: &Standard, clause: &Clause) -> String {
    let of_annex_sl = clause.pdca.is_some();
    format!(
        "{} {}\n{} of {}{}\n{}{}{}{}",
        clause.id,
        clause.title,
        if of_annex_sl { "Clause" } else { "Requirement" },
        standard.edition,
        clause.pdca.map_or_else(String::new, |step| format!("; {} of plan, do, check, act", step.as_str())),
        summary(&clause.summary),
        framework::parts(standard, clause),
        items("Documented information it calls for", &clause.documents),
        items("What an auditor is likely to ask for", &clause.evidence)
    )
}
