//! Who alone takes a text out of force, brings it back or gives it another number is no second person for it.

use super::one_judge::{Do, Told};
use super::tenure::told;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, Who};

use Do::*;

const CARE: &str = "Every AI system must be listed.";
const OWN: &str = "Orla may do as she likes.";
const GREAT: &str = "Every AI system must be listed with great care.";

/// By what a text of Mirel came to be approved that Tobias merged and signed.
const MERGED: [Do; 3] = [Branch, Write(MIREL, "1.0", CARE), SignMerge(TOBIAS)];

/// The same, removed by Orla.
fn removed(needs: &str) -> Told {
    let told = Told::of(needs, &MERGED);
    told.world.git(ORLA, &["rm", "-q", POLICY]);
    told.world.commit(ORLA, "Remove it");
    told
}

/// Puts back what stood there before the last commit.
fn restore(told: &Told, who: Who) {
    told.world.git(who, &["checkout", "-q", "HEAD~1", "--", POLICY]);
}

/// Whether it is told that nobody entitled took it out of force.
fn is_retired_alone(told: &Told) -> bool {
    told.world.check().findings.found.iter().any(|finding| finding.name == "retired-without-approval")
}

#[test]
fn who_alone_restores_a_text_is_no_second_person() {
    for needs in ["merged", "signed"] {
        for (who, approved) in [(ORLA, false), (TOBIAS, true)] {
            let told = removed(needs);
            told.step(Branch);
            restore(&told, ORLA);
            told.world.commit(ORLA, "Restore it");
            told.step(SignMerge(who));
            assert_eq!(told.answers(), [approved; 2], "{needs}: {who} merges");
        }
    }
    let told = removed("signed");
    restore(&told, ORLA);
    told.signed(ORLA, &["commit", "-q", "-S", "-m", "Restore it"]);
    assert_eq!(told.answers(), [false; 2], "signed, without a branch");
    told.step(Tag(ORLA));
    assert_eq!(told.answers(), [false; 2], "and tagged");
}

#[test]
fn who_merges_what_another_restored_is_one_though_they_touched_it_too() {
    for (who, approved) in [(ORLA, false), (TOBIAS, true)] {
        let told = removed("merged");
        told.step(Branch);
        restore(&told, ORLA);
        told.world.commit(ORLA, "Restore it");
        told.world.edit(POLICY, "reviewed: 2026-01-10", "reviewed: 2026-01-12");
        told.world.commit(TOBIAS, "Look at it");
        told.step(Merge(who));
        assert_eq!(told.answers(), [approved; 2], "{who} merges");
    }
}

#[test]
fn who_alone_retires_a_text_or_takes_that_back_is_no_second_person() {
    for needs in ["merged", "signed"] {
        let retired = |who| [&MERGED[..], &[Branch, Call(ORLA, "approved", "retired"), SignMerge(who)]].concat();
        let alone = Told::of(needs, &retired(ORLA));
        assert!(is_retired_alone(&alone) && told(&alone.world)[0].ends_with("..-"), "{:?}", told(&alone.world));
        let by_two = Told::of(needs, &retired(TOBIAS));
        assert!(!is_retired_alone(&by_two) && !told(&by_two.world)[0].ends_with("..-"), "{:?}", told(&by_two.world));
        for (who, approved) in [(ORLA, false), (TOBIAS, true)] {
            let back = [Branch, Call(ORLA, "retired", "approved"), SignMerge(who)];
            let back = Told::of(needs, &[&retired(TOBIAS)[..], &back].concat());
            assert_eq!(back.answers(), [approved; 2], "{needs}: {who} merges");
        }
    }
    let called = [Branch, Write(MIREL, "1.0", CARE), Call(MIREL, "approved", "in-review"), Merge(MIREL)];
    let called = [&called[..], &[Branch, Call(ORLA, "in-review", "approved"), Merge(ORLA)]].concat();
    assert_eq!(Told::of("merged", &called).answers(), [true; 2], "what another wrote is called approved and merged");
}

#[test]
fn another_number_makes_nobody_the_second_person_of_their_own_words() {
    let own = [&MERGED[..], &[Write(ORLA, "1.1", OWN), Branch]].concat();
    for (who, approved) in [(ORLA, false), (TOBIAS, true)] {
        let told = Told::of("merged", &[&own[..], &[Write(MIREL, "1.2", OWN), Merge(who)]].concat());
        assert_eq!(told.answers(), [approved; 2], "{who} merges");
    }
    let both = [Write(TOBIAS, "1.0", CARE), Approve(ORLA), Write(MIREL, "1.1", GREAT), Write(ORLA, "1.2", OWN)];
    let both = Told::of("record", &[&both[..], &[Approve(ORLA)]].concat());
    assert_eq!(both.answers(), [true; 2], "what another wrote since what was approved is part of the change");
}

#[test]
fn of_what_is_retired_no_approval_is_told_as_lacking_where_none_is_asked() {
    let steps = [Write(MIREL, "1.0", CARE), Approve(ORLA), Call(MIREL, "approved", "retired")];
    for (needs, says) in [("claimed", "and the rule asks for none."), ("signed", "and the rule asks for more.")] {
        let told = Told::of(needs, &steps);
        let history = told.world.aims(&["history", "POL-001", "--today", super::world::TODAY]).stdout;
        let history = history.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(history.contains(says), "{needs}: {history}");
        assert!(history.contains("before the document was retired on 2026-"), "{history}");
        assert!(history.contains("and says nothing of that"), "{history}");
        assert_eq!(is_retired_alone(&told), needs == "signed");
    }
}

#[test]
fn a_record_is_asked_of_every_role_and_a_signature_of_one() {
    let both = "Chief Executive\", \"AI Officer";
    for (needs, by) in [("record", "Chief Executive and AI Officer,"), ("signed", "Chief Executive or AI Officer,")] {
        let told = Told::of("none", &[Rule(needs, both), Write(MIREL, "1.0", CARE)]);
        let found = told.world.check().findings.found;
        let lacking = found.iter().find(|finding| finding.name == "approval-missing").expect("it is told");
        assert!(lacking.message.contains(by), "{}", lacking.message);
    }
}
