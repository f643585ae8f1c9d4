//! Trailers: the lines `Key: value` at the end of a commit message, found where `git interpret-trailers` finds them.

/// One trailer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trailer<'a> {
    /// The key, as written: `Approved-by`.
    pub key: &'a str,
    /// What stands behind the colon, up to the end of the line.
    pub value: &'a str,
}

/// What git itself writes at the end of messages. A block with one of these may hold other text too.
const BY_GIT: [&str; 2] = ["Signed-off-by: ", "(cherry picked from commit "];

/// The trailers of a message of which `body` is all but the first paragraph. See git-interpret-trailers(1).
pub fn trailers(body: &str) -> Vec<Trailer<'_>> {
    let lines: Vec<&str> = body.lines().collect();
    let Some(start) = block(&lines) else { return Vec::new() };
    let mut found: Vec<Trailer<'_>> = Vec::new();
    for line in &lines[start..] {
        if line.starts_with('#') || line.starts_with([' ', '\t']) {
            // A comment, or more of the value above it: the first line says who.
            continue;
        }
        if let Some(colon) = separator(line) {
            found.push(Trailer { key: line[..colon].trim_end(), value: line[colon + 1..].trim() });
        }
    }
    found
}

/// The value of every trailer of this key, whatever its letter case.
pub fn values<'a>(body: &'a str, key: &str) -> Vec<&'a str> {
    trailers(body)
        .into_iter()
        .filter(|trailer| trailer.key.eq_ignore_ascii_case(key))
        .map(|found| found.value)
        .collect()
}

/// Takes `Name <address>` apart; what has no address is a name.
pub fn identity(value: &str) -> (&str, &str) {
    match value.split_once('<') {
        Some((name, rest)) => (name.trim(), rest.split('>').next().unwrap_or_default().trim()),
        None => (value.trim(), ""),
    }
}

/// The first line of the last paragraph, if that paragraph is trailers: all of it, or a quarter of it where git wrote
/// one of them.
fn block(lines: &[&str]) -> Option<usize> {
    let end = lines.iter().rposition(|line| !line.trim().is_empty())? + 1;
    let start = lines[..end].iter().rposition(|line| line.trim().is_empty()).map_or(0, |blank| blank + 1);
    let (mut ours, mut others, mut continued, mut by_git) = (0, 0, 0, false);
    for line in lines[start..end].iter().rev() {
        if line.starts_with('#') {
            others += std::mem::take(&mut continued);
        } else if BY_GIT.iter().any(|prefix| line.starts_with(prefix)) {
            (ours, continued, by_git) = (ours + 1, 0, true);
        } else if line.starts_with([' ', '\t']) {
            continued += 1;
        } else if separator(line).is_some() {
            (ours, continued) = (ours + 1, 0);
        } else {
            others += 1 + std::mem::take(&mut continued);
        }
    }
    others += continued;
    let is_block = if by_git { ours * 3 >= others } else { ours > 0 && others == 0 };
    is_block.then_some(start)
}

/// Where the colon behind the key stands, if the line begins with a key.
fn separator(line: &str) -> Option<usize> {
    let colon = line.find(':').filter(|colon| *colon > 0)?;
    let key = line[..colon].trim_end_matches([' ', '\t']);
    let sound = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    sound.then_some(colon)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Vec<(&str, &str)> {
        trailers(body).iter().map(|trailer| (trailer.key, trailer.value)).collect()
    }

    #[test]
    fn only_a_last_paragraph_of_trailers_counts() {
        assert_eq!(
            read("Text.\n\nApproved-by: A <a@x>\nReviewed-By : B\n"),
            [("Approved-by", "A <a@x>"), ("Reviewed-By", "B")]
        );
        assert_eq!(read("Approved-by: A"), [("Approved-by", "A")]);
        assert!(read("Text.\nApproved-by: A").is_empty());
        assert!(read("Approved-by: A\n\nText.").is_empty());
        assert!(read("").is_empty());
    }

    #[test]
    fn a_block_that_git_wrote_to_may_hold_text() {
        assert_eq!(read("see below\nSigned-off-by: A <a@x>"), [("Signed-off-by", "A <a@x>")]);
        assert!(read("a\nb\nc\nd\nSigned-off-by: A <a@x>").is_empty());
    }

    #[test]
    fn lines_that_go_on_belong_to_the_one_above() {
        assert_eq!(read("Note: one\n  two\nApproved-by: A"), [("Note", "one"), ("Approved-by", "A")]);
        assert_eq!(values("approved-BY: A\nApproved-by: B", "Approved-by"), ["A", "B"]);
    }

    #[test]
    fn people_come_apart() {
        assert_eq!(identity("Ada Example <ada@x.example>"), ("Ada Example", "ada@x.example"));
        assert_eq!(identity(" Ada "), ("Ada", ""));
        assert_eq!(identity("<a@x> tail"), ("", "a@x"));
    }
}
