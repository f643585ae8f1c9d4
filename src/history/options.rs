//! What of a repository the record is made of.

use crate::base::{DocPath, SETTINGS, is_hidden};
use crate::reading::Reading;
use crate::repo::{Called, LogOptions};

/// Goes up with every change to [`options`], so that no log read by older rules is believed.
pub const RULES: u32 = 3;

/// What the record looks at: Markdown files that belong to the AIMS, its settings, the records of acts, and files of keys
/// beside documents where texts are read so.
pub fn options(reading: &Reading) -> LogOptions {
    LogOptions { keep: is_recorded, also: reading.sidecars.globs(), passing: |_| false, identity: called, follow: true }
}

fn is_recorded(path: &str) -> bool {
    // The names of records are ours, and written in lower case.
    let is_act = |path: &DocPath| {
        path.in_approvals()
            .is_some_and(|file| file.strip_suffix(".sig").unwrap_or(file).strip_suffix(".toml").is_some())
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

/// How many ids that a document had before are looked at.
const FORMER: usize = 20;

/// The id that a document gives itself, and those that it says it had, by which it is known again after a move that rewrote it.
fn called(bytes: &[u8]) -> Called {
    // They stand near the top; a document of megabytes need not be parsed to know its name.
    let head = &bytes[..bytes.len().min(16 * 1024)];
    let text = String::from_utf8_lossy(head);
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let mut called = Called::default();
    let Some(fence) = lines.next().map(str::trim_end).filter(|line| matches!(*line, "---" | "+++")) else {
        return called;
    };
    let mut is_former = false;
    for line in lines.take_while(|line| line.trim_end() != fence) {
        // A list may go on over lines.
        if is_former && line.starts_with([' ', '\t', '-', ']', '"', '\'']) {
            called.former.extend(ids(line));
            continue;
        }
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let key = key.trim_end();
        is_former = key.eq_ignore_ascii_case("formerly");
        if is_former {
            called.former.extend(ids(value));
        } else if called.id.is_none() && key.eq_ignore_ascii_case("id") {
            called.id = Some(bare(value)).filter(|id| is_id(id)).map(str::to_owned);
        }
    }
    called.former.truncate(FORMER);
    called
}

/// The ids in one line of a list.
fn ids(line: &str) -> impl Iterator<Item = String> {
    let line = line.split(" #").next().unwrap_or_default().trim();
    let line = line.strip_prefix("- ").unwrap_or(line);
    line.split([',', '[', ']']).map(bare).filter(|id| is_id(id)).map(str::to_owned)
}

fn bare(value: &str) -> &str {
    value.trim().trim_matches(['"', '\''])
}

fn is_id(value: &str) -> bool {
    !value.is_empty() && value.len() <= 80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_in_front_matter_only() {
        let id = |text: &str| called(text.as_bytes()).id;
        assert_eq!(id("---\ntitle: x\nid: \"POL-001\"\n---\n").as_deref(), Some("POL-001"));
        assert_eq!(id("+++\nid = 'A'\n+++\n").as_deref(), Some("A"));
        assert_eq!(id("# T\n\nid: POL-001\n"), None);
        assert_eq!(id("---\ntitle: x\n---\nid: POL-001\n"), None);
    }

    #[test]
    fn the_ids_that_it_had_are_found_however_they_are_listed() {
        let former = |lines: &str| called(format!("---\nid: A\n{lines}\ntitle: x\n---\n").as_bytes()).former;
        for lines in [
            "formerly: [B-1, \"C-2\"] # since 2026",
            "formerly:\n  - B-1\n  - 'C-2'",
            "formerly:\n- B-1\n- C-2",
            "formerly: [\n  B-1,\n  C-2\n]",
        ] {
            assert_eq!(former(lines), ["B-1", "C-2"], "{lines}");
        }
        assert_eq!(former("formerly: B-1"), ["B-1"]);
        assert_eq!(former("owner: X\nkeys:\n  - B-1"), [""; 0]);
        assert_eq!(called(b"+++\nid = 'A'\nformerly = ['B-1']\n+++\n").former, ["B-1"]);
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
