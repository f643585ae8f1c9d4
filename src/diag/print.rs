//! By what a finding is known again, wherever it stands in its file.

use super::finding::Diagnostic;
use crate::base::sha256_hex;

/// A digest of what the message of a finding names: words in backticks, and ids, addresses and days. What is said of them,
/// how many there are and how long ago it was may change without another finding coming of it.
pub fn print(finding: &Diagnostic) -> String {
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

    #[test]
    fn names_are_what_stays_when_a_message_is_put_in_other_words() {
        let one = names("`next-review` of POL-001 was due on 2026-11-19, 12 days ago (A.5.2)");
        assert_eq!(one, ["next-review", "POL-001", "2026-11-19", "A.5.2"]);
        assert_eq!(one, names("`next-review` of POL-001 came due on 2026-11-19, 1 day ago: A.5.2."));
        assert!(names("3 more findings of 12 days").is_empty());
    }
}
