//! Of which standard a document says it is, under a key that is none of ours: `standard: ISO 13485:2016`.

use super::document::Document;
use super::settings::normal;

/// Numbers of standards with requirements: their clauses are met or not. A guideline, such as ISO 31000, is a way to meet
/// those of another.
const REQUIRING: &str = "9001 13485 14001 17021 17025 20000 21001 22000 22301 27001 27701 28000 37001 37301 41001 42001 \
    45001 50001 55001";

/// The number of the standard that a document says it is of, `standard: ISO 13485:2016`, where that has requirements and is
/// another than the one that is `followed` first.
pub(super) fn standard_said<'d, 'f>(
    document: &'d Document,
    followed: impl Iterator<Item = &'f str> + Clone,
) -> Option<&'d str> {
    let first = followed.clone().next().unwrap_or_default();
    let numbers = standards_said(document, followed);
    numbers.iter().all(|one| !first.ends_with(one)).then(|| numbers.first().copied())?
}

/// Whether a framework is a standard with requirements, by its id: `iso-13485`.
pub(super) fn is_requiring(framework: &str) -> bool {
    framework.strip_prefix("iso-").is_some_and(|number| REQUIRING.split(' ').any(|one| one == number))
}

/// Words by which people say of which standard a document is.
const STANDARD: [&str; 3] = ["standard", "framework", "norm"];

/// Whether a key that is none of ours says of which standard a document is.
pub(super) fn says_standard<'f>(document: &Document, key: &str, followed: impl Iterator<Item = &'f str>) -> bool {
    STANDARD.contains(&&*normal(key)) && !standards_said(document, followed).is_empty()
}

/// Whether a text speaks of a standard of ISO, in whatever letters: `ISO/IEC 27001`, `iso-27001`.
fn is_of_iso(text: &str) -> bool {
    let is_iso = |word: &str| {
        let number = word.strip_prefix("iso");
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    text.contains("ISO") || text.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).any(is_iso)
}

/// The numbers of the standards with requirements that a document says it is of.
pub(super) fn standards_said<'d, 'f>(document: &'d Document, followed: impl Iterator<Item = &'f str>) -> Vec<&'d str> {
    let followed: Vec<&str> = followed.filter_map(|of| of.strip_prefix("iso-")).collect();
    let said = document.fields.kept().iter().chain(document.fields.unknown());
    let said = said.filter(|(key, of)| STANDARD.contains(&&*normal(key)) && is_of_iso(of));
    let numbers = said.flat_map(|(_, of)| of.split(|c: char| !c.is_ascii_digit()));
    numbers.filter(|number| REQUIRING.split(' ').chain(followed.iter().copied()).any(|one| one == *number)).collect()
}
