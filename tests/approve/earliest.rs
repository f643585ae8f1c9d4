//! A text is in force from the first day on which it had what was asked for, and until something happens.

use super::one_judge::Do::{self, *};
use super::one_judge::Told;
use super::tenure::told;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY};

const CARE: &str = "Every AI system must be listed.";
const GREAT: &str = "Every AI system must be listed with great care.";

/// Ways in which a text of Mirel gets what the rule asks for.
const WAYS: [(&str, &[Do]); 4] = [
    ("a record", &[Write(MIREL, "1.0", CARE), Approve(ORLA)]),
    ("a merge", &[Branch, Write(MIREL, "1.0", CARE), Merge(ORLA)]),
    ("a signed merge", &[Branch, Write(MIREL, "1.0", CARE), SignMerge(ORLA)]),
    ("a tag", &[Write(MIREL, "1.0", CARE), Tag(ORLA)]),
];

#[test]
fn more_evidence_makes_no_text_begin_later() {
    for needs in ["merged", "signed"] {
        for (name, way) in WAYS {
            let told_by = Told::of(needs, way);
            let before = told(&told_by.world);
            if before[0].contains(" -..") {
                continue;
            }
            told_by.world.put("other.md", "# Other\n");
            told_by.world.commit(MIREL, "Write something else");
            for step in [Approve(TOBIAS), Tag(TOBIAS)] {
                if name != "a tag" || !matches!(step, Tag(_)) {
                    told_by.step(step);
                }
                assert_eq!(told(&told_by.world), before, "{needs}: {name}, and more");
            }
        }
    }
}

#[test]
fn a_merge_is_of_the_day_on_which_it_came() {
    let steps = [Write(ORLA, "1.0", CARE), Call(ORLA, "approved", "in-review")];
    let told_by = Told::of("merged", &steps);
    assert_eq!(told(&told_by.world), ["1.0 -..-"], "nobody but its author looked at it");
    let day = told_by.world.next_day();
    for step in [Branch, Call(ORLA, "in-review", "approved"), Merge(TOBIAS)] {
        told_by.step(step);
    }
    let spans = told(&told_by.world);
    let from = spans[0].split([' ', '.']).nth(2).expect("a day");
    assert!(from >= day.as_str(), "{spans:?}, and it was merged after {day}");
}

#[test]
fn a_rule_that_asks_less_takes_nothing_away() {
    let merged = [Write(MIREL, "1.0", CARE), Approve(ORLA), Branch, Write(MIREL, "2.0", GREAT), Merge(ORLA)];
    for needs in ["claimed", "none"] {
        let told_by = Told::of("merged", &merged);
        let before = told(&told_by.world);
        assert_eq!(told_by.answers(), [true; 2]);
        told_by.step(Rule(needs, "Chief Executive"));
        assert_eq!((told_by.answers(), told(&told_by.world)), ([true; 2], before), "{needs}");
        // What was so from the beginning is so told.
        let from_the_first = Told::of(needs, &merged);
        assert_eq!(from_the_first.answers(), [true; 2], "{needs}");
        let alone = Told::of(needs, &[&merged[..2], &[Write(MIREL, "2.0", GREAT)]].concat());
        assert_eq!(alone.answers(), [false; 2], "{needs}: what had an act is not replaced by nobody's");
    }
}

#[test]
fn no_text_ends_because_a_day_begins() {
    for needs in ["none", "claimed", "merged", "signed", "record"] {
        let steps =
            [Branch, Write(MIREL, "1.0", CARE), SignMerge(ORLA), Approve(TOBIAS), Call(MIREL, "approved", "in-review")];
        let told_by = Told::of(needs, &steps);
        let spans = told(&told_by.world);
        assert!(
            spans[0].ends_with("..-") && !spans[0].contains(" -"),
            "{needs}: what is looked at anew goes on: {spans:?}"
        );
        told_by.step(Call(MIREL, "in-review", "approved"));
        assert_eq!(told(&told_by.world), spans, "{needs}: and what was looked at");
        assert!(!spans[0].contains(TODAY), "{needs}: {spans:?}");
    }
    // Who is named by a text alone approved it for as long as it says so.
    let told_by = Told::of("claimed", &[Write(MIREL, "1.0", CARE)]);
    told_by.world.edit(POLICY, "owner:", "approvers: [Chief Executive]\nowner:");
    told_by.world.commit(MIREL, "Say who approved it");
    assert!(told(&told_by.world)[0].ends_with("..-"), "{:?}", told(&told_by.world));
    let (was, out) = (told(&told_by.world)[0].replace("..-", ""), told_by.world.next_day());
    told_by.step(Call(MIREL, "approved", "in-review"));
    let ended = told(&told_by.world)[0].clone();
    assert!(ended.starts_with(&was) && !ended.contains(TODAY) && !ended.ends_with("..-"), "{ended}, since {out}");
    told_by.step(Call(MIREL, "in-review", "approved"));
    let state = told_by.world.check();
    let ix = state.aims.by_id("POL-001").expect("the policy");
    assert_eq!(state.approvals.tenures(ix)[0].gaps.len(), 1, "what lay between is told");
}

#[test]
fn what_comes_after_a_rule_is_judged_by_it() {
    for (needs, before, after) in [
        ("signed", &[Write(MIREL, "1.0", CARE)][..], &[Tag(ORLA)][..]),
        (
            "merged",
            &[Write(MIREL, "1.0", CARE), Call(MIREL, "approved", "in-review")],
            &[Branch, Call(MIREL, "in-review", "approved"), Merge(TOBIAS)],
        ),
    ] {
        let rule = [Rule("record", "Chief Executive")];
        let told_by = Told::of(needs, &[before, &rule, after].concat());
        assert_eq!(told(&told_by.world), ["1.0 -..-"], "{needs}");
        told_by.step(Write(MIREL, "1.1", GREAT));
        told_by.step(Call(MIREL, "approved", "draft"));
        assert_eq!(told(&told_by.world)[0], "1.0 -..-", "{needs}: nor once another text is there");
    }
}

#[test]
fn a_record_that_was_withdrawn_before_its_day_never_held() {
    let told_by = Told::of("record", &[Write(MIREL, "1.0", CARE), Approve(ORLA), Write(MIREL, "1.1", GREAT)]);
    let (world, before) = (&told_by.world, told(&told_by.world));
    let records = world.records();
    let ahead = ["approve", "POL-001", "--as", ORLA, "--key", told_by.key(ORLA), "--today", "2026-10-01"];
    let done = world.aims(&ahead);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Approve from a later day");
    let new = world.records().into_iter().filter(|path| !records.contains(path));
    for path in new {
        world.git(ORLA, &["rm", "-q", &format!("approvals/{path}")]);
    }
    world.commit(ORLA, "Take it away");
    for step in [Write(MIREL, "1.2", CARE), Call(MIREL, "approved", "draft")] {
        told_by.step(step);
    }
    assert_eq!(told(world)[..2], before[..2]);
    assert!(before[0].ends_with("..-"), "{before:?}");
}

#[test]
fn a_text_keeps_what_it_had_while_it_was_called_approved_before() {
    let called =
        [Write(MIREL, "1.0", CARE), Call(MIREL, "approved", "draft"), Branch, Call(MIREL, "draft", "approved")];
    for needs in ["claimed", "merged", "signed"] {
        let told_by = Told::of(needs, &[&called[..], &[SignMerge(ORLA)]].concat());
        let spans = told(&told_by.world);
        assert!(spans[0].ends_with("..-") && !spans[0].contains(" -"), "{needs}: {spans:?}");
        for step in [Call(MIREL, "approved", "in-review"), Call(MIREL, "in-review", "approved")] {
            told_by.step(step);
            assert_eq!(told(&told_by.world), spans, "{needs}");
        }
        assert_eq!(told_by.answers(), [true; 2], "{needs}");
    }
}
