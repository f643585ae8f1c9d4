//! Two texts as a patch: what `git apply` and people read.

use std::fmt::Write as _;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

/// How many lines stand around a change.
const AROUND: usize = 3;

/// What turns `before` into `after` as a unified diff of the file at `path`; empty where they are the same.
pub fn patch(path: &str, before: &str, after: &str) -> String {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let groups = group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), AROUND);
    if groups.is_empty() {
        return String::new();
    }
    let mut text = format!("--- {}\n+++ {}\n", named('a', path), named('b', path));
    for group in &groups {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let side = |from: usize, to: usize| match to - from {
            // A side without lines is named by the line before it.
            0 => format!("{from},0"),
            1 => format!("{}", from + 1),
            many => format!("{},{many}", from + 1),
        };
        let was = side(first.old_range().start, last.old_range().end);
        let is = side(first.new_range().start, last.new_range().end);
        let _ = writeln!(text, "@@ -{was} +{is} @@");
        for op in group {
            lines_of(op, &old, &new, &mut text);
        }
    }
    text
}

/// A path as git names it in a patch: in quotes, with what C writes for it, where a character in it would end the line or the
/// name. See git-config(1), `core.quotePath`. Behind one with a blank stands a tab: else `patch` ends it at the blank.
fn named(side: char, path: &str) -> String {
    let end = if path.contains(' ') { "\t" } else { "" };
    let is_odd = |c: char| c.is_ascii_control() || matches!(c, '"' | '\\');
    if !path.contains(is_odd) {
        return format!("{side}/{path}{end}");
    }
    let mut quoted = format!("\"{side}/");
    for c in path.chars() {
        match c {
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_ascii_control() => {
                let _ = write!(quoted, "\\{:03o}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\"" + end
}

fn lines_of(op: &DiffOp, old: &[&str], new: &[&str], text: &mut String) {
    let mut put = |mark: char, lines: &[&str]| {
        for line in lines {
            text.push(mark);
            text.push_str(line);
            if !line.ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    };
    match op.tag() {
        DiffTag::Equal => put(' ', &old[op.old_range()]),
        DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
            put('-', &old[op.old_range()]);
            put('+', &new[op.new_range()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_would_end_its_line_is_written_as_git_writes_it() {
        assert_eq!(named('a', "docs/ü.md"), "a/docs/ü.md");
        assert_eq!(named('a', "docs/ü x.md"), "a/docs/ü x.md\t");
        assert_eq!(named('b', "a\tb\n\"c\"\u{7f}.md"), "\"b/a\\tb\\n\\\"c\\\"\\177.md\"");
    }

    #[test]
    fn a_change_is_told_with_the_lines_around_it() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9";
        let after = "1\n2\n3\n4\nfive\n6\n7\n8\n9";
        let told = "--- a/x.md\n+++ b/x.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n";
        assert_eq!(patch("x.md", before, after), told);
        assert_eq!(patch("x.md", before, before), "");
        let end = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";
        assert_eq!(patch("x", "a", "a\n"), end);
        assert_eq!(patch("x", "", "a\n"), "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
    }
}
