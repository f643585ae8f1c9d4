//! What of a repository the record is made of.

use crate::base::{APPROVALS, DocPath, SETTINGS, is_hidden};
use crate::reading::Reading;
use crate::repo::LogOptions;

/// Goes up with every change to [`options`], so that no log read by older rules is believed.
pub const RULES: u32 = 2;

/// What the record looks at: Markdown files that belong to the AIMS, its settings, the records of acts, and files of keys
/// beside documents where texts are read so.
pub fn options(reading: &Reading) -> LogOptions {
    LogOptions { keep: is_recorded, also: reading.sidecars.globs(), identity: front_matter_id, follow: true }
}

fn is_recorded(path: &str) -> bool {
    // The names of records are ours, and written in lower case.
    let is_act = |path: &DocPath| {
        let record = path.as_str().strip_suffix(".sig").unwrap_or(path.as_str());
        record.strip_prefix(APPROVALS).is_some_and(|file| file.starts_with('/'))
            && record.strip_suffix(".toml").is_some()
    };
    let wanted = |path: DocPath| path.as_str() == SETTINGS || path.is_markdown() || is_act(&path);
    // Nothing in a folder that is called `:` could be told from what lies outside.
    !is_hidden(path) && DocPath::new(path).is_some_and(|path| path.full().is_none() && wanted(path))
}

/// Whether what is followed is the text of a document, under whatever name it had.
pub(super) fn is_text(path: &DocPath) -> bool {
    let extension = path.extension();
    !matches!(extension.as_str(), "toml" | "sig") && !crate::repo::WRITTEN.contains(&extension.as_str())
}

/// The id that a document gives itself, by which it is known again after a move that rewrote it.
fn front_matter_id(bytes: &[u8]) -> Option<String> {
    // The id stands near the top; a document of megabytes need not be parsed to know its name.
    let head = &bytes[..bytes.len().min(16 * 1024)];
    let text = String::from_utf8_lossy(head);
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let fence = lines.next().map(str::trim_end).filter(|line| matches!(*line, "---" | "+++"))?;
    lines.take_while(|line| line.trim_end() != fence).find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        let value = value.trim().trim_matches(['"', '\'']);
        (key.trim_end().eq_ignore_ascii_case("id") && !value.is_empty() && value.len() <= 80).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_in_front_matter_only() {
        assert_eq!(front_matter_id(b"---\ntitle: x\nid: \"POL-001\"\n---\n").as_deref(), Some("POL-001"));
        assert_eq!(front_matter_id(b"+++\nid = 'A'\n+++\n").as_deref(), Some("A"));
        assert_eq!(front_matter_id(b"# T\n\nid: POL-001\n"), None);
        assert_eq!(front_matter_id(b"---\ntitle: x\n---\nid: POL-001\n"), None);
    }

    #[test]
    fn records_of_acts_are_part_of_the_record() {
        for path in ["aims.toml", "a.md", "approvals/POL-001/x.toml", "approvals/POL-001/x.toml.sig"] {
            assert!(is_recorded(path), "{path}");
        }
        for path in ["b/aims.toml", "a.txt", "approvals/POL-001/x.sig", ".git/a.md"] {
            assert!(!is_recorded(path), "{path}");
        }
    }
}
