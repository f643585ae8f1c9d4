//! Lines of the README that a test makes, so that they cannot go stale.

use std::fs;
use std::path::Path;

/// Holds the lines below the comment that begins with `<!-- MARK:` in the README, up to the next empty line, against those
/// that are so. With `UPDATE_EXPECT` set, they are written there.
#[expect(clippy::disallowed_methods, reason = "a test writes what it expects where it is told to")]
pub(crate) fn in_readme(mark: &str, lines: &[String]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).expect("the README");
    let (before, rest) = text.split_once(&format!("<!-- {mark}:")).expect("the comment");
    let (comment, rest) = rest.split_once("-->\n").expect("the end of the comment");
    let (is, after) = match rest.strip_prefix('\n') {
        Some(_) => ("", rest),
        None => rest.split_at(rest.find("\n\n").expect("an empty line") + 1),
    };
    let wanted = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let text = format!("{before}<!-- {mark}:{comment}-->\n{wanted}{after}");
        fs::write(&path, text).expect("the README can be written");
        return;
    }
    assert!(is == wanted, "{mark} in README.md is not so, see the comment there; it is:\n{wanted}");
}
