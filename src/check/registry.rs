//! The table of rules.

use super::rule::Rule;
use super::rules::all;

/// Every rule, in order of its code.
pub static RULES: &[&Rule] = all::RULES;

/// A rule by its code, whatever its letter case, or its name.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.is_named(code_or_name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rule::{NOTED_ASIDE, OF_MISSING};
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
        let of_causes = [&unsure::CAUSES[..], &unsure::WHOLE, &known::NEVER, &[findings::PARTIAL]].concat();
        let of_levels = [&findings::UNYIELDING[..], &findings::DOUBTFUL, &NOTED_ASIDE, &[clashes::TELLS]].concat();
        let of_missing = OF_MISSING.windows(2).all(|two| two[0] < two[1]);
        assert!(of_missing, "in order, each once");
        for name in [of_work, of_causes, of_levels, OF_MISSING.to_vec()].concat() {
            assert!(find(name).is_some(), "{name}");
        }
        // What is work that is left to do is missing, but for what a draft has still to say.
        let is_of_missing = |name: &&str| find(name).is_some_and(Rule::is_of_missing);
        assert!(work::ABSENT.iter().all(|name| is_of_missing(name) != (*name == "not-written")));
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
