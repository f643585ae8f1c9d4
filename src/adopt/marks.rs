//! Marks of site generators in texts, which their readers never saw.

use std::collections::BTreeSet;

use super::proposal::{Proposal, list};
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::strip::Strip;

/// Marks of Jekyll, Hugo and kramdown.
const MARKS: [&str; 4] = ["{% * %}", "{{< * >}}", "{{% * %}}", "{: * }"];

/// The marks that stand in texts, outside code.
pub(super) fn proposed(aims: &Aims) -> Vec<Proposal> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut files: BTreeSet<&DocPath> = BTreeSet::new();
    for document in &aims.documents {
        for mark in MARKS {
            let begin = mark.split(' ').next().unwrap_or(mark);
            // Most texts have none: they are not read for it.
            if !document.text.contains(begin) {
                continue;
            }
            let strip = Strip::of(mark).unwrap_or_default();
            if !strip.left_out(&document.text, document.body.start).is_empty() {
                found.insert(mark);
                files.insert(&document.path);
            }
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let files: Vec<&DocPath> = files.into_iter().collect();
    let marks: Vec<String> = MARKS.iter().filter(|mark| found.contains(*mark)).map(|mark| (*mark).to_owned()).collect();
    vec![Proposal::new("site", "strip", list(&marks), &files, aims.documents.len())]
}
