//! How an explanation is set: paragraphs of short lines, and lists below a title.

use crate::cli::words;

pub(super) fn summary(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\n{}\n", wrap(text)) }
}

pub(super) fn items(title: &str, items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let list: String = items.iter().map(|item| format!("  - {item}\n")).collect();
    format!("\n{title}\n{list}")
}

/// Breaks a paragraph into lines of at most 80 characters, set in by two.
pub(super) fn wrap(text: &str) -> String {
    words::wrap(text, 78).iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
