//! Whether the present text is approved, and whether it is the one in force or to be: two questions with one answer.

use std::path::PathBuf;

use aims::approval::VersionApproval;
use aims::base::DocPath;
use aims::model::approval_rule::Evidence;

use super::openssh::public;
use super::tenure::told;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, Who, World, email, policy};

const CARE: &str = "Every AI system must be listed.";
const OWN: &str = "Orla may do as she likes.";
const GREAT: &str = "Every AI system must be listed with great care.";

/// What somebody does.
#[derive(Clone, Copy)]
pub(super) enum Do {
    /// Commits the policy with this version and sentence.
    Write(Who, &'static str, &'static str),
    /// The same, signed.
    Sign(Who, &'static str, &'static str),
    /// Commits that the policy has this status, instead of that one.
    Call(Who, &'static str, &'static str),
    /// Goes on, on a branch.
    Branch,
    /// Merges that into the main line.
    Merge(Who),
    /// The same, signed.
    SignMerge(Who),
    /// Signs a tag.
    Tag(Who),
    /// Commits a record of approval by `aims approve`.
    Approve(Who),
    /// Is refused by that.
    Refused(Who),
    /// Takes the last commit back.
    Revert(Who),
    /// Orla signs another rule: what it needs, and of which role.
    Rule(&'static str, &'static str),
}

use Do::*;

/// People who hold a role each, with a key each, and what happened.
pub(super) struct Told {
    pub(super) world: World,
    keys: [(Who, PathBuf); 3],
}

impl Told {
    fn new(needs: &str) -> Self {
        let (world, key) = World::empty();
        let keys = [
            (ORLA, key),
            (TOBIAS, world.ssh.keygen(&["-t", "ed25519"])),
            (MIREL, world.ssh.keygen(&["-t", "ed25519"])),
        ];
        let told = Self { world, keys };
        told.rule(needs, "Chief Executive");
        told.world.commit(ORLA, "Begin");
        told
    }

    pub(super) fn rule(&self, needs: &str, role: &str) {
        let person = |(who, key): &(Who, PathBuf)| {
            let held = if *who == MIREL { "AI Officer" } else { "Chief Executive" };
            let (email, key) = (email(who), public(key));
            format!("[[people]]\nname = \"{who}\"\nemails = [\"{email}\"]\nroles = [\"{held}\"]\nkeys = ['{key}']\n")
        };
        let people: String = self.keys.iter().map(person).collect();
        let asked = format!("[approval]\nneeds = \"{needs}\"\nroles = [\"{role}\"]\nfour-eyes = true\n");
        self.world.put("aims.toml", &format!("{people}{asked}"));
    }

    pub(super) fn key(&self, who: Who) -> &str {
        let own = self.keys.iter().find(|(whose, _)| *whose == who);
        own.and_then(|(_, key)| key.to_str()).expect("a key")
    }

    pub(super) fn signed(&self, who: Who, arguments: &[&str]) {
        let signing = format!("user.signingkey={}", self.key(who));
        self.world.git(who, &[&["-c", "gpg.format=ssh", "-c", &signing], arguments].concat());
    }

    fn write(&self, version: &str, sentence: &str) {
        self.world.put(POLICY, &policy().replace("1.0", version).replace(CARE, sentence));
        self.world.git(ORLA, &["add", "--all"]);
    }

    pub(super) fn step(&self, step: Do) {
        let world = &self.world;
        let merge = ["merge", "-q", "--no-ff", "-m", "Merge", "pull"];
        match step {
            Write(who, version, sentence) => {
                self.write(version, sentence);
                world.git(who, &["commit", "-q", "-m", "Write"]);
            }
            Sign(who, version, sentence) => {
                self.write(version, sentence);
                self.signed(who, &["commit", "-q", "-S", "-m", "Write"]);
            }
            Call(who, was, status) => {
                world.edit(POLICY, &format!("status: {was}"), &format!("status: {status}"));
                world.git(who, &["commit", "-q", "-a", "-m", "Call it so"]);
            }
            Branch => {
                world.git(ORLA, &["switch", "-q", "-C", "pull"]);
            }
            Merge(who) => {
                world.git(who, &["switch", "-q", "main"]);
                world.git(who, &merge);
            }
            SignMerge(who) => {
                world.git(who, &["switch", "-q", "main"]);
                self.signed(who, &[&merge[..], &["-S"]].concat());
            }
            Tag(who) => self.signed(who, &["tag", "-s", "-m", "Approve", "v1"]),
            Approve(who) | Refused(who) => {
                let day = world.next_day();
                let told = world.aims(&["approve", "POL-001", "--as", who, "--key", self.key(who), "--today", &day]);
                if matches!(step, Approve(_)) {
                    assert_eq!(told.code, Some(0), "{}", told.stderr);
                    world.commit(who, "Approve");
                } else {
                    assert_ne!(told.code, Some(0), "{who} is refused");
                    assert!(told.stderr.contains("is the only author of the change"), "{}", told.stderr);
                }
            }
            Revert(who) => {
                world.git(who, &["revert", "--no-edit", "HEAD"]);
            }
            Rule(needs, role) => {
                self.rule(needs, role);
                self.signed(ORLA, &["commit", "-q", "-S", "-a", "-m", "Ask for something else"]);
            }
        }
    }

    pub(super) fn of(needs: &str, steps: &[Do]) -> Self {
        let told = Self::new(needs);
        for step in steps {
            told.step(*step);
        }
        told
    }

    /// Whether the present text is approved, and whether it is in force or to be.
    pub(super) fn answers(&self) -> [bool; 2] {
        let state = self.world.check();
        let ix = state.aims.by_id("POL-001").expect("the policy");
        let approved = state.approvals.of(ix).expect("it is judged").is_in_force(state.aims.document(ix));
        let text = |step| {
            let (_, change) = state.history.step(step).expect("a step");
            change.facts.as_ref().map(|facts| facts.substance)
        };
        let open = state.approvals.tenures(ix).iter().filter(|tenure| tenure.until.is_none());
        let mut texts = open.filter_map(|tenure| tenure.texts.last()).map(|(step, _)| text(*step));
        [approved, texts.next_back().is_some_and(|text| text == state.approvals.substance(ix))]
    }

    /// Who approved each version, by which evidence.
    fn versions(&self) -> Vec<String> {
        let state = self.world.check();
        let ix = state.aims.by_id("POL-001").expect("the policy");
        assert_eq!(state.history.versions(&DocPath::new(POLICY).expect("a path")).len(), told(&self.world).len());
        let tell = |of: VersionApproval| {
            let by: Vec<&str> = of.by.iter().map(|by| by.who.as_str()).collect();
            let lacking = if of.lacking.is_empty() { "" } else { ", lacking" };
            format!("{} {}{lacking}{}", of.level.as_str(), by.join(", "), if of.amended { ", amended" } else { "" })
        };
        state.approvals.of_versions(&state.aims, &state.history, ix).into_iter().map(tell).collect()
    }
}

/// By what a text of Mirel came to be approved that Orla merged and signed.
const MERGED: [Do; 3] = [Branch, Write(MIREL, "1.0", CARE), SignMerge(ORLA)];

#[test]
fn what_is_approved_is_what_is_in_force() {
    let after = |steps: &[Do]| [&MERGED[..], steps].concat();
    let lone = [Branch, Write(ORLA, "1.0", CARE), Merge(TOBIAS)];
    let histories: [(&str, &str, Vec<Do>, bool); 14] = [
        ("merged and signed", "signed", after(&[]), true),
        ("rewritten under its number, signed", "signed", after(&[Sign(ORLA, "1.0", OWN)]), false),
        ("under another", "signed", after(&[Sign(ORLA, "1.1", OWN)]), false),
        ("merged by its author", "signed", after(&[Branch, Write(ORLA, "1.0", OWN), SignMerge(ORLA)]), false),
        ("tagged by its author", "signed", after(&[Write(ORLA, "1.0", OWN), Tag(ORLA)]), false),
        ("tagged by another", "signed", after(&[Write(TOBIAS, "1.0", OWN), Tag(ORLA)]), true),
        (
            "by another rule",
            "signed",
            after(&[Rule("record", "Chief Executive"), Write(ORLA, "1.0", OWN), Refused(ORLA)]),
            false,
        ),
        (
            "what another wrote is merged by an author of before",
            "merged",
            [&lone[..], &[Branch, Write(MIREL, "1.0", GREAT), Merge(ORLA)]].concat(),
            true,
        ),
        (
            "the same as another version",
            "merged",
            [&lone[..], &[Branch, Write(MIREL, "1.1", GREAT), Merge(ORLA)]].concat(),
            true,
        ),
        (
            "taken back and brought again by another",
            "record",
            vec![
                Write(MIREL, "1.0", CARE),
                Approve(ORLA),
                Write(ORLA, "1.1", OWN),
                Revert(MIREL),
                Revert(MIREL),
                Refused(ORLA),
                Approve(TOBIAS),
            ],
            true,
        ),
        (
            "the same, under its number",
            "record",
            vec![
                Write(MIREL, "1.0", CARE),
                Approve(ORLA),
                Write(ORLA, "1.0", OWN),
                Revert(MIREL),
                Revert(MIREL),
                Refused(ORLA),
            ],
            false,
        ),
        (
            "an old text approved anew, and another upon it",
            "record",
            vec![
                Write(MIREL, "1.0", CARE),
                Approve(ORLA),
                Write(TOBIAS, "1.1", GREAT),
                Approve(ORLA),
                Write(MIREL, "1.0", CARE),
                Approve(TOBIAS),
                Write(ORLA, "1.2", OWN),
                Refused(ORLA),
            ],
            false,
        ),
        (
            "approved on a branch, and rewritten there",
            "record",
            vec![
                Branch,
                Write(MIREL, "1.0", CARE),
                Approve(ORLA),
                Write(ORLA, "1.0", OWN),
                Merge(MIREL),
                Refused(ORLA),
            ],
            false,
        ),
        (
            "a rule that asks another role",
            "record",
            vec![Write(MIREL, "1.0", CARE), Approve(ORLA), Rule("record", "AI Officer")],
            false,
        ),
    ];
    for (name, needs, steps, approved) in histories {
        let told = Told::of(needs, &steps);
        assert_eq!(told.answers(), [approved; 2], "{name}");
        // No day is that of the build.
        let spans = self::told(&told.world);
        assert!(spans.iter().all(|span| !span.contains(TODAY)), "{name}: {spans:?}");
    }
}

#[test]
fn what_was_approved_when_it_came_stays_so_told() {
    let signed = Told::of("signed", &[&MERGED[..], &[Branch, Write(MIREL, "1.1", GREAT), SignMerge(TOBIAS)]].concat());
    assert_eq!(signed.versions(), ["signed Orla Fenwick", "signed Tobias Ashgrove"]);
    let under = Told::of("signed", &[&MERGED[..], &[Write(ORLA, "1.0", OWN)]].concat());
    assert_eq!(under.versions(), ["signed Orla Fenwick, amended"]);
    let lone = [Branch, Write(MIREL, "1.0", CARE), Merge(TOBIAS), Branch, Write(MIREL, "1.1", GREAT), Merge(ORLA)];
    assert_eq!(Told::of("merged", &lone).versions(), ["merged Tobias Ashgrove", "merged Orla Fenwick"]);
    let one = [Branch, Write(MIREL, "1.0", CARE), Merge(TOBIAS), Branch, Write(MIREL, "1.0", GREAT), Merge(ORLA)];
    assert_eq!(Told::of("merged", &one).versions(), ["merged Tobias Ashgrove, Orla Fenwick"]);
    let roles = [
        Write(TOBIAS, "1.0", CARE),
        Approve(ORLA),
        Rule("record", "AI Officer"),
        Write(TOBIAS, "1.1", GREAT),
        Approve(MIREL),
    ];
    let roles = Told::of("record", &roles);
    assert_eq!(roles.versions(), ["record Orla Fenwick", "record Mirel Castellan"]);
    let state = roles.world.check();
    let standings: Vec<_> = state.approvals.acts.iter().map(aims::approval::Act::objection).collect();
    assert_eq!(standings, [None, None], "what was approved by the rule of its time is no act that does not count");
    let ix = state.aims.by_id("POL-001").expect("the policy");
    assert_eq!(state.approvals.of(ix).map(|approval| approval.level), Some(Evidence::Recorded));
}
