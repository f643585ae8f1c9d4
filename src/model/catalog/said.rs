//! Which standard words name, as people write it: `ISO/IEC 27001:2022, A.5.2`, `ISO-27001:A.5.2`, `DIN EN ISO/IEC 27001`.

use super::catalogue::Catalog;
use super::req_id::split_req_id;
use super::standard::Standard;

/// What words name.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a, 'w> {
    /// The standard; `None` where it is not followed.
    pub standard: Option<&'a Standard>,
    /// The id behind it, where one stands there.
    pub id: Option<&'w str>,
}

impl Catalog {
    /// The standard that words name by its number, in whatever edition and spelling, and the id behind it. `None` where they
    /// name none, and of an id in full, which says its framework itself.
    pub fn said<'a, 'w>(&'a self, words: &'w str) -> Option<Said<'a, 'w>> {
        if split_req_id(words).0.is_some_and(|framework| self.framework(framework).is_some()) {
            return None;
        }
        let mut words = words.split(|c: char| !(c.is_alphanumeric() || c == '.')).filter(|word| !word.is_empty());
        // A number that is that of no framework here is one of a standard behind the name of who makes them.
        let mut is_behind = false;
        let number = words.find_map(|word| {
            is_behind |= BODIES.iter().any(|body| word.to_lowercase().starts_with(body));
            let number = number(word)?;
            let mut all = self.frameworks().iter().chain(Self::builtin().frameworks());
            (is_behind || all.any(|framework| has(&framework.short, number))).then_some(number)
        })?;
        let is_of = |standard: &&Standard| has(&standard.short, number);
        // What has two figures at most is no year.
        let is_id =
            |word: &&str| word.contains('.') || (word.len() < 3 && word.bytes().all(|byte| byte.is_ascii_digit()));
        let id = words.map(|word| word.trim_end_matches('.')).find(is_id);
        Some(Said { standard: self.standards().find(is_of), id })
    }
}

/// Who makes standards, as their names begin.
const BODIES: [&str; 4] = ["iso", "iec", "din", "cen"];

/// Whether the name of a standard has this number.
fn has(short: &str, number: &str) -> bool {
    short.split(' ').any(|word| word == number)
}

/// The number of a standard: `27001`, also of `ISO27001`.
fn number(word: &str) -> Option<&str> {
    let number = word.trim_start_matches(char::is_alphabetic);
    (matches!(number.len(), 4 | 5) && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_before_an_id_is_known_by_its_number() {
        let catalog = Catalog::builtin().following(["iso-42001", "iso-27001"]);
        let of = |words: &str| {
            let said = catalog.said(words)?;
            let standard = said.standard.map_or("none", |standard| standard.id.as_str());
            Some(format!("{standard} {}", said.id.unwrap_or("-")))
        };
        for (words, said) in [
            ("ISO/IEC 27001 A.5.2", "iso-27001 A.5.2"),
            ("ISO/IEC 27001:2022, A.5.2", "iso-27001 A.5.2"),
            ("ISO 27001:2022 clause 9.1", "iso-27001 9.1"),
            ("DIN EN ISO/IEC 27001 Abschnitt 9.2.1.", "iso-27001 9.2.1"),
            ("ISO-27001:A.5.4", "iso-27001 A.5.4"),
            ("27001:A.5.5", "iso-27001 A.5.5"),
            ("ISO27001 A.5.5", "iso-27001 A.5.5"),
            ("ISO/IEC 42001:2023", "iso-42001 -"),
            ("ISO 9001:2015 9.1", "none 9.1"),
            ("EN ISO 13485 5.2", "none 5.2"),
        ] {
            assert_eq!(of(words).as_deref(), Some(said), "{words}");
        }
        for none in ["A.5.2", "iso-27001:A.5.99", "clause 6.1.4", "", "EU AI Act", "SEC-0001", "A.5.2 (2023)"] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
