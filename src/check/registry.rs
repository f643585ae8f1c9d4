//! The table of rules.

use super::rules::all;
use super::{Context, Report};
use crate::base::{mark, wording};
use crate::diag::{Diagnostic, Level, Place, Said};

/// A rule: its name in settings, what it is for, and how it is run.
pub struct Rule {
    /// The stable code. Codes are never used for another rule.
    pub code: &'static str,
    /// The name, in lower case with hyphens.
    pub name: &'static str,
    /// The level where settings say nothing.
    pub level: Level,
    /// Whether its findings come about by the passing of time alone.
    pub clock: bool,
    /// What it looks for: a sentence or two.
    pub what: &'static str,
    /// Why that matters, with the clause or control behind it.
    pub why: &'static str,
    /// How to mend it.
    pub fix: &'static str,
    /// Finds it.
    pub run: fn(&Context<'_>, &mut Report<'_>),
}

/// Rules about pictures, which note only on a page that counts for nothing.
const NOTED_ASIDE: [&str; 2] = ["remote-image", "image-without-text"];

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}

impl Rule {
    /// The family it belongs to, by its code.
    pub fn family(&self) -> &'static Family {
        Family::of(self.code)
    }

    /// The level of what it finds on an uncontrolled page. Such a page counts for nothing: what is wrong with its links warns
    /// at most, and what could be better about its pictures is a note.
    pub fn level_aside(&self) -> Level {
        match self.level {
            level if self.family().digit != b'2' => level,
            Level::Error => Level::Warning,
            _ if NOTED_ASIDE.contains(&self.name) => Level::Note,
            level => level,
        }
    }

    /// What the rule finds at a place, at its own level. An empty help is none.
    pub(crate) fn finding(&self, place: Place, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        let help: String = help.into();
        Diagnostic {
            clock: self.clock,
            help: Some(help).filter(|help| !help.is_empty()),
            ..Diagnostic::new((self.code, self.name), self.level, place, message)
        }
    }
}

/// A finding that no rule makes by itself, in English, with its words in what is spoken beside them.
pub(super) fn in_both(make: impl Fn() -> Option<Diagnostic>) -> Option<Diagnostic> {
    let said = || make().map(|again| Said { message: again.message, help: again.help });
    let said = wording::spoken().and_then(|_| said());
    wording::within(None, &make).map(|finding| Diagnostic { said, ..finding })
}

/// A family of rules: those whose codes share their first digit.
#[derive(Debug)]
pub struct Family {
    /// The first digit of the codes.
    pub digit: u8,
    /// What the rules are about.
    pub title: &'static str,
}

impl Family {
    /// That of a code.
    pub fn of(code: &str) -> &'static Self {
        let digit = code.as_bytes().get(4).copied().unwrap_or(b'8');
        FAMILIES.iter().find(|family| family.digit == digit).unwrap_or(&FAMILIES[FAMILIES.len() - 1])
    }
}

/// The families, in order of their codes.
pub static FAMILIES: &[Family] = &[
    Family { digit: b'1', title: mark!("Reading a document") },
    Family { digit: b'2', title: mark!("Ids and links") },
    Family { digit: b'3', title: mark!("Traceability and the statement of applicability") },
    Family { digit: b'4', title: mark!("Review dates") },
    Family { digit: b'5', title: mark!("History and approval") },
    Family { digit: b'6', title: mark!("Systems, risks and impact assessments") },
    Family { digit: b'7', title: mark!("Audits, reviews, nonconformities and incidents") },
    Family { digit: b'8', title: mark!("The repository and its settings") },
];

/// Every rule, in order of its code.
pub static RULES: &[&Rule] = all::RULES;

/// A rule by its code, whatever its letter case, or its name.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code_or_name) || rule.name == code_or_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{clashes, findings, known, unsure, work};

    #[test]
    fn codes_and_names_are_unique_sorted_and_well_formed() {
        let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
        let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
        for rule in RULES {
            assert!(rule.code.len() == 7 && rule.code.starts_with("AIMS"), "{rule:?}");
            for text in [rule.what, rule.why, rule.fix] {
                assert!(text.ends_with(['.', ':']) && text.len() > 20, "{rule:?}: {text}");
            }
        }
    }

    #[test]
    fn what_is_listed_beside_rules_is_one() {
        let of_work = [&work::ABSENT[..], &work::OF_DRAFTS].concat();
        let of_causes = [&unsure::CAUSES[..], &unsure::WHOLE, &known::NEVER].concat();
        let of_levels = [&findings::UNYIELDING[..], &findings::DOUBTFUL, &NOTED_ASIDE, &[clashes::TELLS]].concat();
        for name in [of_work, of_causes, of_levels].concat() {
            assert!(find(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_rule_file_is_in_the_table() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder of rules")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().replace('_', "-"))
            .filter(|name| name != "mod.rs" && name != "all.rs")
            .collect();
        files.sort();
        let mut names: Vec<String> = RULES.iter().map(|rule| format!("{}.rs", rule.name)).collect();
        names.sort();
        assert_eq!(files, names);
    }
}
