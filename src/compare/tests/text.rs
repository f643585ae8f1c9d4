use super::*;

#[test]
fn words_are_compared_as_they_are_read() {
    for (old, new, told) in [
        (
            "within 24 hours",
            "within 72 hours",
            "The owner of a system must report a serious incident within[- 24-]{+ 72+} hours.",
        ),
        (
            "exists for its members",
            "exists for all its members",
            "Harrowmere Mutual exists for{+ all+} its members. This policy sets the direction …",
        ),
        (
            "The owner of a system must",
            "The owner must",
            "The owner[- of a system-] must report a serious incident within 24 hours.",
        ),
        (
            "[scope](../scope/sco-001-scope.md)",
            "[scope](../scope/sco-002.md)",
            "… AI in the society, within the scope[- (→ ../scope/sco-001-scope.md)-]{+ (→ ../scope/sco-002.md)+}.",
        ),
        ("not the score", "not the **model**", "… answers | Loan officers decide, not the[- score-]{+ model+}"),
        ("each quarter", "each quarter.", "P2 | Equal footing | Fairness is measured each quarter{+.+}"),
    ] {
        let found = marked(&compared(POLICY, &POLICY.replace(old, new)));
        assert_eq!(found, [told], "{old} / {new}");
    }
}

#[test]
fn blocks_that_come_and_go_are_whole() {
    let told = compared(POLICY, &POLICY.replace("- The [roles policy]", "- Read [it](a.md)!\n- The [roles policy]"));
    assert_eq!(marked(&told), ["{+Read it (→ a.md)!+}"]);
    assert_eq!((told.added, told.removed, told.blocks[0].kind), (2, 0, BlockKind::Item(1)));
    assert_eq!(told.blocks[0].heading.as_deref(), Some("Duties"));
    let told =
        compared(POLICY, &POLICY.replace("| P1 | A person answers | Loan officers decide, not the score |\n", ""));
    assert_eq!(marked(&told), ["[-P1 | A person answers | Loan officers decide, not the score-]"]);
    assert_eq!((told.added, told.removed, told.blocks[0].kind), (0, 10, BlockKind::Row));
    let told = compared("", POLICY);
    assert_eq!(told.blocks.len(), 8);
    assert_eq!(summary(&told), format!("{} words added", told.added));
}

#[test]
fn a_block_rewritten_is_not_woven_into_the_old_one() {
    let told = compared("The board decides on every new system.\n", "Members are told when a machine has helped.\n");
    assert_eq!(
        marked(&told),
        ["[-The board decides on every new system.-]", "{+Members are told when a machine has helped.+}"]
    );
}

#[test]
fn how_it_is_set_is_no_change_and_what_a_block_is_weighs_little() {
    let rewrapped = POLICY.replace("AI in the\nsociety", "AI\nin the society").replace("- The", "* The");
    let rewrapped = rewrapped.replace("| P1 |", "|   P1 |");
    assert_eq!(compared(POLICY, &rewrapped), Comparison::default());
    let bold = compared(POLICY, &POLICY.replace("must", "**must**"));
    assert!(bold.substance && bold.markup && bold.blocks.is_empty());
    assert_eq!((bold.weight, summary(&bold)), (Weight::Editorial, "only markup changed".to_owned()));
    let told = compared(POLICY, &POLICY.replace("## Duties", "### Duties"));
    assert_eq!((told.weight, marked(&told)), (Weight::Editorial, vec!["Duties".to_owned()]));
    assert_eq!(summary(&told), "punctuation or markup changed");
}

#[test]
fn a_paragraph_parted_in_two_says_what_it_said() {
    let told = compared(POLICY, &POLICY.replace(" This policy", "\n\nThis policy"));
    assert_eq!((told.weight, told.added, told.removed), (Weight::Editorial, 0, 0));
    assert_eq!(marked(&told)[0], "Harrowmere Mutual exists for its members.");
    let told = compared("| a | b |\n|-|-|\n| c | d |\n", "| a | b |\n|-|-|\n| c |  |\n| d | |\n");
    assert_eq!(told.weight, Weight::Material);
}

#[test]
fn the_weight_is_that_of_the_gravest_change() {
    use Weight::{Editorial, Material};
    for (old, new, weight) in [
        ("It works, and we check.", "It works and we check", Editorial),
        ("The organization reports.", "The organisation reports.", Editorial),
        ("Systems are recieved here.", "Systems are received here.", Editorial),
        ("A dead line is set by staff.", "A deadline is set by staff.", Editorial),
        ("Read the *notes*.", "Read the _notes_.", Weight::None),
        ("Read the *notes*.", "Read the notes.", Editorial),
        ("Read `x y`.", "Read x y.", Editorial),
        ("Keep 103 logs.", "Keep 10<sup>3</sup> logs.", Material),
        ("1. a\n2. b", "7. a\n8. b", Material),
        ("1. a\n2. b", "- a\n- b", Material),
        ("The audit is internal to us.", "The audit is external to us.", Material),
        ("The use is lawful here.", "The use is unlawful here.", Material),
        ("It is kept 5 years.", "It is kept 6 years.", Material),
        ("It is not able to.", "It is notable to.", Material),
        ("We do this.", "We do not this.", Material),
        ("The employer decides here.", "The employee decides here.", Material),
        ("Members of staff must act.", "Members of staff may act.", Material),
        ("Approved by Mr Marten today.", "Approved by Mr Martin today.", Material),
        ("See [it](a.md) now.", "See [it](b.md) now.", Material),
        ("Below -5 degrees it stops.", "Below 5 degrees it stops.", Material),
        ("At 5 % it stops.", "At 5 it stops.", Material),
        ("```\nx  y\n```", "```\nx y\n```", Editorial),
        ("We act ~~now~~ here.", "We act now here.", Material),
        ("- [ ] train all staff", "- [x] train all staff", Material),
    ] {
        let told = compared(old, new);
        assert_eq!(told.weight, weight, "{old} / {new}: {:?}", marked(&told));
        assert_eq!(told.substance, weight != Weight::None, "{old} / {new}");
    }
}

#[test]
fn one_line_says_it_all() {
    let old = format!("---\nversion: 1\nreview-every: 1 year\nstatus: draft\nowner: A\n---\n{POLICY}");
    let new = old.replace("24", "72").replace("1 year", "24 months").replace("draft", "approved");
    assert_eq!(
        summary(&compared(&old, &new)),
        "1 word added, 1 removed; review interval 12 → 24 months; status draft → approved"
    );
    assert_eq!(summary(&compared(&old, &old)), "no change");
    let more = new.replace("version: 1", "version: 2").replace("owner: A", "owner: B");
    assert_eq!(
        summary(&compared(&old, &more)),
        "1 word added, 1 removed; owner A → B; review interval 12 → 24 months; version 1 → 2; 1 change more of front matter"
    );
    assert_eq!(summary(&compared("See [it](a.md).", "See [it](b.md).")), "signs or links changed");
}
