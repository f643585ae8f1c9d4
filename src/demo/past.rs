//! A document as it stood on an earlier day: what it could not know yet is left out.
//!
//! In come the text as it is now, the last day that was known and the documents that were not written yet; out comes an
//! earlier text. A sentence, a list item or a row of a table that names a later day or document goes, and so does what
//! was empty without it; the version in the front matter becomes the one that the table of versions has for that day. What
//! is agreed may be known some days ahead; what a text names as done ([`super::told`]) is not.
//! Deliberately not here: what people really wrote differently. That stands in the story, word by word.

use std::collections::BTreeSet;

use super::markdown::{Kind, Version, blocks, ids, marker, sentences, split, without_empty};
use super::shift::{Found, days};
use super::told::{DONE, SAID, is_told};
use crate::base::Date;

/// Keys of front matter whose days lie ahead by nature.
const AHEAD: [&str; 4] = ["due", "next-review", "target-date", "until"];

/// Keys of front matter that stay whatever they say, for without them a text is no document.
const KEPT: [&str; 7] = ["id", "title", "kind", "owner", "date", "reason", "next-review"];

/// Keys of the rows of lists that stay, in words that say nothing yet.
const NEEDED: [&str; 6] = ["reason", "why", "action", "summary", "finding", "requirement"];

/// What is known on a day.
pub(super) struct Known<'a> {
    /// The day itself: nothing was done after it.
    pub now: Date,
    /// The last day that was known, of what was agreed.
    pub until: Date,
    /// The day on which the story ends: days behind it lie ahead at any time.
    pub end: Date,
    /// Ids of the documents that were not written yet.
    pub later: &'a BTreeSet<String>,
    /// Days that the document may name before they come.
    pub early: &'a [String],
}

impl Known<'_> {
    /// The text as it stood.
    pub(super) fn text(&self, text: &str, versions: &[Version]) -> String {
        if !text.lines().any(|line| self.is_future(line)) && versions.last().is_none_or(|last| last.day <= self.until) {
            return text.to_owned();
        }
        match split(text) {
            Some((head, body)) => format!("---\n{}---\n{}", self.head(head, versions), self.body(body)),
            None => self.body(text),
        }
    }

    /// Whether a text names what was not known.
    fn is_future(&self, text: &str) -> bool {
        // What comes next is a plan, whenever it comes.
        let plan = text.contains("next ") || text.contains("Next ");
        let early = |found: &Found| self.early.iter().any(|early| *early == text[found.start..found.end]);
        let later_day =
            |found: &Found| found.first() > self.until && found.first() <= self.end && !plan && !early(found);
        days(text).iter().any(later_day) || self.is_not_done(text) || ids(text).any(|id| self.later.contains(&id))
    }

    /// Whether a text names a day as past that was to come.
    fn is_not_done(&self, text: &str) -> bool {
        let early = |found: &Found| self.early.iter().any(|early| *early == text[found.start..found.end]);
        let to_come = |found: &Found| found.first() > self.now && found.first() <= self.end && !early(found);
        days(text).iter().any(|found| to_come(found) && is_told(text, found.start, found.end - found.start))
    }

    fn head(&self, head: &str, versions: &[Version]) -> String {
        let then = versions.iter().rev().find(|version| version.day <= self.until).or(versions.first());
        let mut kept: Vec<String> = Vec::new();
        for block in blocks(head) {
            let (key, value) = block[0].split_once(':').unwrap_or((block[0], ""));
            match (key, then) {
                ("version", Some(then)) => kept.push(format!("version: {}\n", then.number)),
                ("effective", Some(then)) => kept.push(format!("effective: {}\n", then.day)),
                ("reviewed", Some(then)) if self.is_future(value) => kept.push(format!("reviewed: {}\n", then.day)),
                _ if KEPT.contains(&key) => kept.push(format!("{}\n", block[0])),
                _ if block.len() > 1 => kept.extend(self.items(&block)),
                _ => kept.extend(self.line(key, value.trim())),
            }
        }
        let has = |kept: &[String], key: &str| kept.iter().any(|line| line.starts_with(key));
        let state = match () {
            () if has(&kept, "closed:") || has(&kept, "checked:") => None,
            () if has(&kept, "contained:") => Some("contained"),
            () if has(&kept, "approved:") => Some("approved"),
            () => Some("open"),
        };
        let finished = ["state: closed\n", "state: done\n"];
        if let (Some(state), Some(line)) = (state, kept.iter_mut().find(|line| finished.contains(&line.as_str()))) {
            let state = if state == "open" && line.contains("done") { "proposed" } else { state };
            *line = format!("state: {state}\n");
        }
        kept.concat()
    }

    /// A line `key: value` of front matter, without what was not known.
    fn line(&self, key: &str, value: &str) -> Option<String> {
        if (DONE.contains(&key) || SAID.contains(&key)) && self.is_not_done(&format!("{key}: {value}")) {
            return None;
        }
        if !self.is_future(value) {
            return Some(if value.is_empty() { format!("{key}:\n") } else { format!("{key}: {value}\n") });
        }
        let Some(list) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
            return self.phrases(value).map(|value| format!("{key}: {value}\n"));
        };
        let items: Vec<&str> = list.split(", ").filter(|item| !self.is_future(item)).collect();
        (!items.is_empty()).then(|| format!("{key}: [{}]\n", items.join(", ")))
    }

    /// What is left of a value of front matter: whole sentences, and parts of one between semicolons.
    fn phrases(&self, value: &str) -> Option<String> {
        let quoted = value.len() > 1 && value.starts_with('"') && value.ends_with('"');
        let text = if quoted { &value[1..value.len() - 1] } else { value };
        let known = |part: &&str| !self.is_future(part);
        let sentence = |text: &str| text.split("; ").filter(known).collect::<Vec<_>>().join("; ");
        let kept: Vec<String> = sentences(text).into_iter().map(|text| sentence(text.trim_end())).collect();
        let kept = kept.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
        let first = kept.chars().next()?;
        let kept = kept.replacen(first, &first.to_uppercase().to_string(), 1);
        Some(if quoted { format!("\"{kept}\"") } else { kept })
    }

    /// A key of front matter with a list or table below it.
    fn items(&self, block: &[&str]) -> Option<String> {
        let mut kept = format!("{}\n", block[0]);
        let mut some = false;
        let starts = |line: &&str| line.trim_start().starts_with("- ");
        let mut rest = &block[1..];
        while let Some(first) = rest.first() {
            let length = 1 + rest[1..].iter().take_while(|line| !starts(line)).count();
            let (item, others) = rest.split_at(length);
            rest = others;
            if starts(first) && self.is_future(first) && !is_ahead(first) {
                continue;
            }
            let to_come = item.iter().any(|line| is_ahead(line) && self.is_future(line));
            for line in item {
                let done = to_come && matches!(line.trim(), "status: done" | "status: in-progress");
                let indent = &line[..line.len() - line.trim_start().len()];
                kept.extend(match line.trim().split_once(": ") {
                    _ if done => Some(format!("{indent}status: planned\n")),
                    _ if is_ahead(line) || !self.is_future(line) => Some(format!("{line}\n")),
                    Some((key, value)) if !key.starts_with('-') => {
                        let line = self.line(key, value).map(|line| format!("{indent}{line}"));
                        line.or_else(|| NEEDED.contains(&key).then(|| format!("{indent}{key}: To follow\n")))
                    }
                    _ => None,
                });
            }
            some |= !item.is_empty();
        }
        some.then_some(kept)
    }

    fn body(&self, body: &str) -> String {
        let lines: Vec<&str> = body.lines().collect();
        let mut kept: Vec<String> = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            at += self.section_to_come(&lines[at..]);
            if at >= lines.len() {
                break;
            }
            let kind = Kind::of(lines[at]);
            let continues = |line: &&&str| kind.goes_on(line);
            let length = match kind {
                Kind::Fence => 2 + lines[at + 1..].iter().take_while(|line| !line.starts_with("```")).count(),
                _ => 1 + lines[at + 1..].iter().take_while(continues).count(),
            };
            let block = &lines[at..lines.len().min(at + length)];
            at += length;
            match kind {
                Kind::Plain | Kind::Item => kept.extend(self.prose(block)),
                Kind::Table => kept.extend(self.table(block)),
                Kind::Whole if self.is_future(&block.join("\n")) => {}
                Kind::Whole | Kind::Fence | Kind::Blank | Kind::Heading => kept.push(block.join("\n")),
            }
        }
        without_empty(&kept)
    }

    /// How many lines to leave out: a heading that names a day as past that was to come goes with all that is under it.
    fn section_to_come(&self, lines: &[&str]) -> usize {
        let depth = |line: &str| line.bytes().take_while(|byte| *byte == b'#').count();
        if Kind::of(lines[0]) != Kind::Heading || !self.is_not_done(lines[0]) {
            return 0;
        }
        let ends = |line: &&&str| depth(line) > 0 && depth(line) <= depth(lines[0]);
        let length = 1 + lines[1..].iter().take_while(|line| !ends(line)).count();
        length + lines.get(length..).filter(|rest| !rest.is_empty()).map_or(0, |rest| self.section_to_come(rest))
    }

    /// A paragraph or list item, sentence by sentence.
    fn prose(&self, block: &[&str]) -> Option<String> {
        let text = block.join("\n");
        let marker = marker(&text);
        let known = |sentence: &str| {
            // Links with commas between them are a list in a list item, and may be anything in a sentence.
            let listed = (marker > 0).then(|| self.shorter_list(sentence));
            let tidy = self.tidy(listed.as_deref().unwrap_or(sentence));
            (!self.is_future(&tidy)).then_some(tidy)
        };
        let kept: String = sentences(&text[marker..]).into_iter().filter_map(known).collect();
        let kept = kept.trim_end();
        (!kept.is_empty()).then(|| format!("{}{kept}", &text[..marker]))
    }

    fn table(&self, rows: &[&str]) -> Option<String> {
        let (head, rows) = rows.split_at(rows.len().min(2));
        if head.iter().any(|row| self.is_future(row)) {
            return None;
        }
        let mut kept: Vec<String> = Vec::new();
        let mut above = true;
        for row in rows {
            // A row without a first cell goes on with the row above.
            let goes_on = row.trim_start_matches('|').trim_start().starts_with('|');
            let row = self.row(row).filter(|_| above || !goes_on);
            above = if goes_on { above } else { row.is_some() };
            kept.extend(row);
        }
        let some = rows.is_empty() || !kept.is_empty();
        some.then(|| head.iter().map(|row| (*row).to_owned()).chain(kept).collect::<Vec<_>>().join("\n"))
    }

    fn row(&self, row: &str) -> Option<String> {
        if !self.is_future(row) {
            return Some(row.to_owned());
        }
        let mut cells: Vec<String> = row.split('|').map(|cell| self.tidy(&self.shorter_list(cell))).collect();
        for cell in cells.iter_mut().skip(2) {
            let link = cell.trim().strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
            if link.is_some_and(|id| self.later.contains(id)) {
                *cell = " to follow ".into();
            }
        }
        Some(cells.join("|")).filter(|row| !self.is_future(row))
    }

    /// Takes documents that were not written yet out of a list of links.
    fn shorter_list(&self, cell: &str) -> String {
        let later = ids(cell).filter(|id| self.later.contains(id)).collect::<BTreeSet<_>>();
        later.iter().fold(cell.to_owned(), |cell, id| {
            let cell = cell.replace(&format!("]], [[{id}]]"), "]]").replace(&format!("]] and [[{id}]]"), "]]");
            cell.replace(&format!("[[{id}]], [["), "[[")
        })
    }

    /// Takes out what stands in brackets and is not written yet, and leaves only the words of other links.
    fn tidy(&self, text: &str) -> String {
        let mut tidy = text.to_owned();
        for id in ids(text).filter(|id| self.later.contains(id)).collect::<BTreeSet<_>>() {
            tidy = tidy.replace(&format!(" ([[{id}]])"), "");
        }
        let mut from = 0;
        while let Some(middle) = tidy[from..].find("](").map(|at| at + from) {
            from = middle + 2;
            let (Some(open), Some(close)) = (tidy[..middle].rfind('['), tidy[middle..].find(')')) else { continue };
            let (words, target) = (tidy[open + 1..middle].to_owned(), &tidy[middle + 2..middle + close]);
            if self.is_future(target) {
                tidy.replace_range(open..=middle + close, &words);
                from = open;
            }
        }
        tidy
    }
}

/// Whether a line of a list in front matter has a key whose day lies ahead by nature.
fn is_ahead(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ");
    line.split_once(':').is_some_and(|(key, _)| AHEAD.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::super::markdown::versions;
    use super::*;

    const NOW: &str = "---\nid: POL-009\nversion: 2.0\neffective: 2026-05-05\nreviewed: 2026-05-05\nrisks: [RSK-001, RSK-002]\n\
        checked: 2026-06-01\nstate: done\nsteps:\n  - step: One\n    due: 2026-03-01\n    status: done\n  - step: After NC-009\n\
        ---\n## Rules\n\nA rule. Since 2026-04-01 a second, as in\n[[NC-009]]. See [here](RSK-001#top) and [there](rsk-002-b.md).\n\n\
        - kept, as [[RSK-001]], [[RSK-002]]\n- not known before 2026-04-02\n\n## New\n\n1. From May 2026 on\n\n## Version history\n\n\
        | Version | Date | What |\n|---|---|---|\n| 1.0 | 2025-05-05 | First |\n| 2.0 | 2026-05-05 | Second |\n";

    #[test]
    fn what_could_not_be_known_is_left_out() {
        let later = BTreeSet::from(["NC-009".to_owned(), "RSK-002".to_owned()]);
        let known = Known {
            now: Date::constant(2025, 6, 1),
            until: Date::constant(2025, 6, 1),
            end: Date::constant(2026, 11, 20),
            later: &later,
            early: &[],
        };
        let versions = versions(NOW);
        assert_eq!(
            known.text(NOW, &versions),
            "---\nid: POL-009\nversion: 1.0\neffective: 2025-05-05\nreviewed: 2025-05-05\nrisks: [RSK-001]\n\
             state: proposed\nsteps:\n  - step: One\n    due: 2026-03-01\n    status: planned\n\
             ---\n## Rules\n\nA rule. See [here](RSK-001#top) and there.\n\n- kept, as [[RSK-001]]\n\n## Version history\n\n\
             | Version | Date | What |\n|---|---|---|\n| 1.0 | 2025-05-05 | First |\n"
        );
        let nothing = BTreeSet::new();
        let known = Known {
            now: Date::constant(2026, 6, 1),
            until: Date::constant(2026, 6, 1),
            end: Date::constant(2026, 11, 20),
            later: &nothing,
            early: &[],
        };
        assert_eq!(known.text(NOW, &versions), NOW);
    }
    #[test]
    fn what_is_agreed_is_known_ahead_and_what_was_done_is_not() {
        const TEXT: &str = "---\nid: RSK-009\naccepted: 2026-05-26\nversion: 2.0\n---\nIt holds. Both were seen on 2026-05-26.\n\n\
            ## State on 2026-05-28\n\nDone.\n\n### More\n\nTo be seen.\n\n## Version history\n\n\
            | Version | Date | What |\n|---|---|---|\n| 2.0 | 2026-05-26 | Second |\n";
        let later = BTreeSet::new();
        let (day, end) = (Date::constant(2026, 5, 19), Date::constant(2026, 11, 20));
        let known = Known { now: day, until: Date::constant(2026, 5, 29), end, later: &later, early: &[] };
        assert_eq!(
            known.text(TEXT, &versions(TEXT)),
            "---\nid: RSK-009\nversion: 2.0\n---\nIt holds.\n\n## Version history\n\n\
             | Version | Date | What |\n|---|---|---|\n| 2.0 | 2026-05-26 | Second |\n"
        );
        let known = Known { now: Date::constant(2026, 5, 28), ..known };
        assert_eq!(known.text(TEXT, &versions(TEXT)), TEXT);
    }
}
