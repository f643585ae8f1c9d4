//! Days that a text names as past: on which something was done, noted or found. No text names one before it has come.
//!
//! In come a text and the place of a day in it. A day that lies ahead by what is said of it, such as one on which something
//! is due or begins, is none, nor is that from which a version holds: a text is agreed before it takes effect.

/// Keys of front matter whose day is one on which something was done.
pub(super) const DONE: [&str; 3] = ["accepted", "closed", "users-told"];

/// Keys of front matter whose words tell what was done, and which go as a whole.
pub(super) const SAID: [&str; 3] = ["cause-method", "correction", "outcome"];

/// Words of a sentence after which its day may lie ahead.
const AHEAD: [&str; 12] =
    ["acceptance", "again", "applies", "begins", "due", "ends", "falls", "goes", "live", "starts", "takes", "will"];

/// Words right before a day that is past.
const BEFORE: [&str; 3] = ["check", "done", "on"];

/// Whether the day that stands at `start` of a text, and is `length` bytes long, is named as past.
pub(super) fn is_told(text: &str, start: usize, length: usize) -> bool {
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let before = text[line..start].trim_start();
    // An entry of a diary: a list item that begins with its day, or a row of a table that does.
    if before == "| " || (matches!(before, "" | "- " | "* ") && text[start + length..].starts_with(':')) {
        return true;
    }
    // What is ticked off and ends with its day, and what is told under a key of what was done.
    let is_ticked = before.trim_start_matches("- ").starts_with("[x] ");
    if (is_ticked && matches!(text[start + length..].chars().next(), None | Some('\n')))
        || before.split_once(": ").is_some_and(|(key, _)| SAID.contains(&key))
    {
        return true;
    }
    let key = before.trim_start_matches("- ").strip_suffix(": ");
    if let Some(key) = key.filter(|key| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')) {
        return DONE.contains(&key);
    }
    let sentence =
        [". ", "; ", "| ", ".\n", "\n\n"].iter().filter_map(|end| Some(text[..start].rfind(end)? + end.len()));
    let sentence = &text[sentence.max().unwrap_or(0)..start];
    let words = || sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let last: Vec<String> = words().rev().take(2).map(str::to_lowercase).collect();
    match last.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["of", "note"] => true,
        [last, ..] => BEFORE.contains(last) && !words().any(|word| AHEAD.contains(&word)),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::shift::days;
    use super::*;

    #[test]
    fn what_was_done_is_told_from_what_is_to_come() {
        let told = |text: &str| {
            let found = days(text);
            is_told(text, found[0].start, found[0].end - found[0].start)
        };
        for past in [
            "## State on 2026-11-16",
            "## Note added on 2026-10-05",
            "It stays. *Note of 2026-11-09:* it is borne by all",
            "- 2026-11-06: accepted",
            "2026-11-06: accepted",
            "accepted: 2026-05-26",
            "  - closed: 2026-05-26",
            "| Daily copy | done 2026-09-28 |",
            "The minutes were agreed by all who attended on\n2026-11-12.",
            "Last check 2026-09-01: none found",
            "| 2025-11-07 | First notice sent |",
            "- [x] Alarm goes to the person on duty, 2026-10-29",
            "outcome: Scope 1.1 in force since 2025-03-10",
        ] {
            assert!(told(past), "{past}");
        }
        for other in [
            "| 2.3 | 2026-11-09 | After the review |",
            "effective: 2026-11-09",
            "due: 2027-01-29",
            "Residual risks submitted for acceptance on 2026-11-06",
            "The review falls due on 2026-09-30",
            "It begins on 2026-10-14.",
            "| Form on the site | by 2027-02-26 |",
            "in force from 2026-09-01",
            "- [ ] Alarm goes to the person on duty, 2026-10-29",
            "- [x] Staff trained: workshop 2026-03-27 arranged",
        ] {
            assert!(!told(other), "{other}");
        }
    }
}
