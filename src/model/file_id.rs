//! Ids that documents have by the names of their files, and those that are made of their paths.

use super::absent::is_absent;
use super::fields::{Field, FieldValue, Fields};
use crate::base::folded::spelled;
use crate::base::text::slug;
use crate::base::wording::Words;
use crate::base::{DocPath, SETTINGS, tell};
use crate::diag::Span;
use crate::reading::{Reading, Source};

/// Gives a document the id that its file has by its name, where the settings have that read and nothing before gave one.
pub(super) fn id_of_file(path: &DocPath, head: Span, reading: &Reading, fields: &mut Fields) {
    let place = reading.ids.iter().position(|source| *source == Source::FileName);
    if place.is_none() || (place != Some(0) && fields.get("id").is_some()) {
        return;
    }
    if let Some(id) = reading.file_names.id(path) {
        let field = Field { name: "id".into(), key_span: head, span: head, value: FieldValue::Text(id) };
        fields.by_name.insert("id".into(), field);
    }
}

/// Whether an id can be the name of a page on every platform, and of a folder that no page is called like, and is not what the
/// settings are approved under.
pub fn is_sound_id(id: &str) -> bool {
    let mut bytes = id.bytes();
    let first = bytes.next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    first
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
        && id.len() <= 80
        && !id.ends_with('.')
        && !crate::base::ends_as_page(id)
        && !crate::base::is_device(id)
        && !id.eq_ignore_ascii_case("index")
        && !id.eq_ignore_ascii_case(SETTINGS)
}

/// How an id that is none is mended, by what it is that keeps it from being one.
pub(super) fn unsound(id: &str) -> Words {
    if is_absent(id) {
        return tell!("Write the id that the document has, or take the key out until it has one: `POL-001`.");
    }
    if id.eq_ignore_ascii_case("index") {
        return tell!("The page of a folder has that name. Add to it what tells it apart: `IDX-001`.");
    }
    if id.eq_ignore_ascii_case(SETTINGS) {
        return tell!("The settings are approved under that name. Write another: `POL-001`.");
    }
    if crate::base::is_device(id) {
        return tell!("Windows keeps that name for a device, and no file can have it. Add a number to it: `POL-001`.");
    }
    if crate::base::ends_as_page(id) {
        return tell!("The files of pages end with `.html`. Write it without: `POL-001`.");
    }
    if id.ends_with('.') {
        return tell!("Windows takes a full stop off the end of a name. Write it without: `POL-001`.");
    }
    tell!(
        "An id begins with a letter or digit and holds letters, digits, `.`, `_` and `-` only, 80 at most: `POL-001`."
    )
}

/// An id made from a path: `policies/ai policy.md` is `policies-ai-policy`. Of a long one the end is kept, which tells files
/// apart, with a mark of the whole: no other file has it, and none that is added changes it. So has one of letters that no
/// keyboard has for all.
pub(super) fn made_id(path: &DocPath) -> String {
    let whole = match path.parent() {
        Some(parent) => format!("{parent}-{}", path.stem()),
        None => path.stem().to_owned(),
    };
    let whole = if whole.is_ascii() { whole } else { spelled(&whole) };
    let is_spelled = whole.chars().all(|c| c.is_ascii() || !c.is_alphanumeric());
    let ascii: String = slug(&whole.replace(['/', '.'], "-"))
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' })
        .collect();
    let id = ascii.trim_matches(['-', '_']);
    if id.len() > MADE || !is_spelled && id.len() > MADE - MARK - 1 {
        let end = id[id.len().saturating_sub(MADE - MARK - 1)..].trim_start_matches(['-', '_']);
        return format!("{end}-{}", mark_of(path));
    }
    let marked = if is_spelled { id.to_owned() } else { format!("{id}-{}", mark_of(path)) };
    if is_sound_id(&marked) { marked } else { format!("page-{}", mark_of(path)) }
}

/// The most letters of an id that is made from a path, and those of them that are a mark of the whole path.
const MADE: usize = 70;
const MARK: usize = 10;

/// What no other path has.
pub(super) fn mark_of(path: &DocPath) -> String {
    crate::base::sha256_hex(path.as_str().as_bytes())[..MARK].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_an_id_from_being_one_is_told() {
        for (id, told) in [
            ("index", "The page of a folder has that name."),
            ("con", "Windows keeps that name"),
            ("NUL.md", "Windows keeps that name"),
            ("POL.", "Windows takes a full stop"),
            ("POL-001.Html", "The files of pages end with `.html`"),
            ("POL-____", "Write the id that the document has"),
            ("POL/001", "An id begins with a letter"),
        ] {
            assert!(unsound(id).english().starts_with(told), "{id}: {}", unsound(id).english());
        }
    }

    #[test]
    fn ids_are_made_from_paths() {
        let made = |path: &str| made_id(&DocPath::new(path).expect("a path"));
        assert_eq!(made("policies/AI policy.md"), "policies-ai-policy");
        assert_eq!(made("README.md"), "readme");
        assert!(made("規程.md").starts_with("page-"));
        assert!(made("index.md").starts_with("page-"));
        let long = made(&format!(
            "{}/cloud-services/backup.md",
            "a-rather-long-name-for-a-folder/".repeat(3).trim_end_matches('/')
        ));
        assert!(long.len() <= 70 && is_sound_id(&long) && long.contains("-cloud-services-backup-"), "{long}");
        assert_ne!(
            long,
            made(&format!(
                "{}/cloud-services/backup.md",
                "a-rather-long-name-for-a-folder/".repeat(4).trim_end_matches('/')
            ))
        );
    }
}
