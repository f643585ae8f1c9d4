//! By what a finding is known again, wherever it stands in its file.

use super::finding::Diagnostic;
use crate::base::sha256_hex;

/// A digest of what a finding names: words in backticks, and ids, addresses and days of its message, and people and roles. What
/// is said of them, how many there are and how long ago it was may change without another finding coming of it; nor does its
/// own file, which is known beside it and may move.
pub fn print(finding: &Diagnostic) -> String {
    let own = finding.place.path.as_str();
    let told = names(&finding.message);
    let bare = finding.names.iter().map(String::as_str).filter(|name| !told.contains(name));
    let named: Vec<&str> = told.iter().copied().chain(bare).filter(|name| *name != own).collect();
    sha256_hex(named.join("\0").as_bytes())
}

/// The digest by which baselines of the form before know a finding: of its message alone, also where that names its own file.
pub fn print_before(finding: &Diagnostic) -> String {
    sha256_hex(names(&finding.message).join("\0").as_bytes())
}

fn names(message: &str) -> Vec<&str> {
    let is_name =
        |word: &&str| word.contains(|c: char| c.is_ascii_digit()) && word.contains(|c: char| !c.is_ascii_digit());
    let outside = |text| str::split_whitespace(text).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let parts = message.split('`').enumerate();
    let named = parts.flat_map(|(place, part)| match place % 2 {
        1 => vec![part],
        _ => outside(part).filter(is_name).collect(),
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::DocPath;
    use crate::diag::{Level, Place};

    #[test]
    fn the_form_before_knows_no_people_and_keeps_the_own_path() {
        let place = Place { path: DocPath::new("b.md").expect("a path"), span: None };
        let mut one = Diagnostic::new(("AIMS627", "x"), Level::Note, place, "`b.md` of PRO-001 is of Boss");
        one.names.push("Boss".to_owned());
        assert_eq!(print(&one), sha256_hex(b"PRO-001\0Boss"));
        assert_eq!(print_before(&one), sha256_hex(b"b.md\0PRO-001"));
    }

    #[test]
    fn names_are_what_stays_when_a_message_is_put_in_other_words() {
        let one = names("`next-review` of POL-001 was due on 2026-11-19, 12 days ago (A.5.2)");
        assert_eq!(one, ["next-review", "POL-001", "2026-11-19", "A.5.2"]);
        assert_eq!(one, names("`next-review` of POL-001 came due on 2026-11-19, 1 day ago: A.5.2."));
        assert!(names("3 more findings of 12 days").is_empty());
    }
}
