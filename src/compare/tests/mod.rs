//! Two versions each, and what is told of them.

mod fields;
mod laws;
mod substance;
mod text;
mod weaker;

use super::*;

/// The body of a policy, for changes of one place in an otherwise real text.
const POLICY: &str = "\
## Purpose

Harrowmere Mutual exists for its members. This policy sets the direction for everyone who buys or runs AI in the
society, within the [scope](../scope/sco-001-scope.md).

## Duties

- The owner of a system must report a serious incident within 24 hours.
- The [roles policy](POL-007) says who does what.

| | Principle | What it means here |
|---|---|---|
| P1 | A person answers | Loan officers decide, not the score |
| P2 | Equal footing | Fairness is measured each quarter |
";

fn snapshot(text: &str) -> Snapshot {
    Snapshot::read(text.as_bytes(), &crate::reading::Reading::default())
}

fn compared(old: &str, new: &str) -> Comparison {
    compare(&snapshot(old), &snapshot(new))
}

/// A document with this front matter.
fn front(fields: &str) -> String {
    format!("---\nid: POL-001\n{fields}\n---\nText.\n")
}

/// The sentences on two versions of some front matter.
fn sentences(old: &str, new: &str) -> Vec<String> {
    compared(&front(old), &front(new)).fields.into_iter().map(|change| change.sentence()).collect()
}

/// What is weaker.
fn weakenings(told: &Comparison) -> Vec<String> {
    told.weaker.iter().map(Weakening::sentence).collect()
}

/// The changed blocks, a line each: `[-removed-]`, `{+added+}`.
fn marked(told: &Comparison) -> Vec<String> {
    let run = |run: &Run| match run.how {
        How::Same => run.text.clone(),
        How::Added => format!("{{+{}+}}", run.text),
        How::Removed => format!("[-{}-]", run.text),
    };
    told.blocks.iter().map(|block| block.runs.iter().map(run).collect()).collect()
}

#[test]
fn what_may_be_said_of_readers_and_is_not_read_is_a_word_that_nobody_knows() {
    let head = "---\nid: POL-001\nclassification: internal\n---\n";
    let second = format!("{head}---\nowner: CEO\nclassification: public\n---\nText.\n");
    // What nobody knows is for the fewest.
    let strictest = |snapshot: &Snapshot| {
        let is_known = |word: &String| matches!(word.as_str(), "public" | "internal");
        snapshot.classes.iter().map(is_known).min()
    };
    assert_eq!(strictest(&snapshot(&second)), Some(false));
    assert_eq!(strictest(&snapshot(&front("classification: #confidential"))), Some(false));
    assert_eq!(strictest(&snapshot(&front("classification: # none yet"))), None);
    assert_eq!(strictest(&snapshot(&front("classification: internal\n...\nclassification: public"))), Some(false));
    // A front matter that is shared with the version before says nothing of what stands behind it.
    let before = snapshot(&format!("{head}Text.\n"));
    let reading = crate::reading::Reading::default();
    let after = before.read_next(second.as_bytes(), &reading);
    assert_eq!((strictest(&before), strictest(&after)), (Some(true), Some(false)));
    assert_eq!(after.substance, snapshot(&second).substance);
}
