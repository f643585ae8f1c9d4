//! Settings that nobody vouched for grant nothing and ask in addition: they hold together with those that somebody did.

use super::one_judge::Do::{self, *};
use super::one_judge::Told;
use super::tenure::told;
use super::world::{MIREL, ORLA, TOBIAS, Who};

const CARE: &str = "Every AI system must be listed.";
const GREAT: &str = "Every AI system must be listed with great care.";

/// A first version that Orla approved.
const FIRST: [Do; 3] = [Branch, Write(MIREL, "1.0", CARE), SignMerge(ORLA)];

/// A version of Mirel's that Orla approves, by each way that git has.
const WAYS: [&[Do]; 2] =
    [&[Branch, Write(MIREL, "2.0", GREAT), SignMerge(ORLA)], &[Write(MIREL, "2.0", GREAT), Tag(ORLA)]];

const ROLE: &str = "roles = [\"Chief Executive\"]\nkeys";

/// Takes something from Orla, who is listed first, as it stands in the settings.
fn take(told: &Told, what: &str, instead: &str) {
    let text = told.world.read("aims.toml");
    assert!(text.contains(what), "{text}");
    told.world.put("aims.toml", &text.replacen(what, instead, 1));
}

fn take_role(told: &Told) {
    take(told, ROLE, "roles = [\"Developer\"]\nkeys");
}

/// Has somebody commit the settings as they lie there.
fn settle(told: &Told, who: Who, is_signed: bool) {
    match is_signed {
        true => told.signed(who, &["commit", "-q", "-S", "-a", "-m", "Settings"]),
        false => told.world.commit(who, "Settings"),
    }
}

/// Mirel, who may vouch for nothing, has the rule need something else.
fn rule(told: &Told, needs: &str) {
    told.rule(needs, "Chief Executive");
    settle(told, MIREL, false);
}

#[test]
fn what_a_lone_rule_asks_is_asked_too() {
    for (before, after) in [("merged", "record"), ("record", "merged"), ("signed", "record"), ("record", "none")] {
        let told_by = Told::of(before, &[]);
        rule(&told_by, after);
        for step in FIRST {
            told_by.step(step);
        }
        assert_eq!(told_by.answers(), [false; 2], "{before}, then {after}");
        assert_eq!(told(&told_by.world), ["1.0 -..-"], "{before}, then {after}");
        told_by.step(Approve(ORLA));
        assert_eq!(told_by.answers(), [true; 2], "{before}, then {after}, with a record");
    }
}

#[test]
fn a_lone_rule_brings_nothing_back() {
    let told_by = Told::of("merged", &FIRST);
    told_by.step(Rule("record", "Chief Executive"));
    let ended = told(&told_by.world);
    assert!(!ended[0].ends_with("..-"), "{ended:?}");
    rule(&told_by, "merged");
    assert_eq!((told_by.answers(), told(&told_by.world)), ([false; 2], ended), "Mirel alone lowered it");
    told_by.world.put("other.md", "# Other\n");
    told_by.world.commit(MIREL, "Write something else");
    assert_eq!(told_by.answers(), [false; 2]);
}

#[test]
fn what_a_lone_change_takes_from_somebody_does_not_count_and_what_they_gave_before_stays() {
    let keys = |told: &Told| {
        let text = told.world.read("aims.toml");
        let own = text.lines().find(|line| line.starts_with("keys = ")).expect("a key").to_owned();
        take(told, &own, "keys = []");
    };
    for take in [take_role as fn(&Told), keys] {
        for way in WAYS {
            let told_by = Told::of("signed", &FIRST);
            let first = told(&told_by.world);
            take(&told_by);
            settle(&told_by, MIREL, false);
            assert_eq!((told_by.answers(), told(&told_by.world)), ([true; 2], first.clone()));
            for step in way {
                told_by.step(*step);
            }
            assert_eq!(told_by.answers(), [false; 2]);
            assert_eq!(told(&told_by.world), [first[0].as_str(), "2.0 -..-"], "the first goes on");
        }
    }
}

#[test]
fn a_tag_is_of_somebody_who_holds_the_role_when_it_is_made() {
    for (who, is_signed) in [(TOBIAS, true), (MIREL, false)] {
        for of in ["HEAD", "HEAD~1"] {
            let told_by = Told::of("signed", &[Write(MIREL, "1.0", CARE)]);
            take_role(&told_by);
            settle(&told_by, who, is_signed);
            told_by.signed(ORLA, &["tag", "-s", "-m", "Approve", "late", of]);
            assert_eq!(told_by.answers(), [false; 2], "{of}, of {who}");
            assert_eq!(told(&told_by.world), ["1.0 -..-"], "{of}, of {who}");
        }
        let told_by = Told::of("signed", &[Write(MIREL, "1.0", CARE), Tag(ORLA)]);
        let before = told(&told_by.world);
        take_role(&told_by);
        settle(&told_by, who, is_signed);
        assert_eq!((told_by.answers(), told(&told_by.world)), ([true; 2], before), "what was tagged before stays");
    }
}
