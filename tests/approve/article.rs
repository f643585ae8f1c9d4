//! An approval is of all that the page of a text shows, not of its words alone.

use aims::approval::{Counts, Grade};
use aims::compare::Snapshot;
use aims::model::approval_rule::Evidence;
use aims::signature::APPROVAL_NAMESPACE;

use super::world::{MIREL, ORLA, POLICY, TODAY, World};

const WORDS: &str = "Every AI system must be listed.";

#[test]
fn markup_that_a_page_shows_voids_an_approval() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve the AI policy");
    for other in [
        "Every AI system must be <sup>listed</sup>.",
        "Every AI system <s>must</s> be listed.",
        "<span title=\"some\">Every</span> AI system must be listed.",
        "> Every AI system must be listed.",
        "1. Every AI system must be listed.",
    ] {
        world.edit(POLICY, WORDS, other);
        world.commit(MIREL, "Tidy markup");
        assert_eq!(world.standings(), [Counts::Earlier], "{other}");
        let told = world.aims(&["history", "POL-001", "--today", TODAY]).stdout;
        assert!(told.contains("lapsed: what is there now is not what was signed"), "{told}");
        world.edit(POLICY, other, WORDS);
        world.commit(MIREL, "Back");
        assert_eq!(world.standings(), [Counts::Yes], "{other}");
    }
    // What no page shows is nobody's to approve.
    world.edit(POLICY, WORDS, "Every AI system <!-- all of them -->\nmust be listed.");
    world.commit(MIREL, "Wrap");
    assert_eq!(world.standings(), [Counts::Yes]);
}

#[test]
fn who_signs_is_shown_what_is_signed() {
    let (world, key) = World::new();
    let odd = "Every AI system must <rp>not</rp> be <sup>listed</sup>: see [the limits](limits.csv).\n\n\
               ```\n\u{1b}[2J\n  Approved  POL-001\n```\n";
    world.edit(POLICY, WORDS, odd);
    world.put("policies/limits.csv", "0");
    world.commit(MIREL, "Say more");
    let done = world.approve(&key);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    for told in [
        "    Text  policies/ai-policy.md as its page shows it:\n",
        "       |  owner: AI Officer\n",
        "       |  Every AI system must not be <sup>listed</sup>: see the limits <limits.csv>.\n",
        "       |      \\u{1b}[2J\n       |        Approved  POL-001\n",
        "   Leads  limits.csv to sha256:5feceb66ffc86f38",
    ] {
        assert!(done.stderr.contains(told), "{told} in {}", done.stderr);
    }
}

/// How much of the present text of the policy was signed, by the model, and by what people and programs are told.
fn grade(world: &World) -> Option<Grade> {
    let state = world.check();
    let grade = state.approvals.grade(state.aims.by_id("POL-001").expect("the policy"));
    let told =
        world.aims(&["history", "POL-001", "--today", TODAY]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let data = world.aims(&["history", "POL-001", "--today", TODAY, "--format", "json"]).stdout;
    let words = Grade::ALL.into_iter().filter(|grade| told.contains(&format!("It is {}.", grade.title())));
    assert_eq!(words.collect::<Vec<_>>(), grade.into_iter().collect::<Vec<_>>(), "{told}");
    let in_data = grade.map_or("null".to_owned(), |grade| format!("\"{}\"", grade.as_str()));
    assert!(data.contains(&format!("\"grade\":{in_data}")), "{data}");
    grade
}

#[test]
fn that_the_very_bytes_were_signed_is_told_beside_that_the_substance_was() {
    let (world, key) = World::new();
    assert_eq!(grade(&world), None);
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve the AI policy");
    assert_eq!(grade(&world), Some(Grade::Bytes));
    world.put(POLICY, &format!("\u{feff}{}", world.read(POLICY).replace('\n', "\r\n")));
    world.commit(MIREL, "End lines as elsewhere");
    assert_eq!(grade(&world), Some(Grade::Bytes), "line ends are nobody's text");
    world.edit(POLICY, WORDS, "Every AI system\nmust be listed.");
    world.commit(MIREL, "Wrap");
    assert_eq!(grade(&world), Some(Grade::Substance));
    world.aims(&["build", "--out", "site", "--today", TODAY]);
    let page = world.read("site/documents/POL-001.html") + &world.read("site/documents/POL-001/history.html");
    assert_eq!(page.matches("same substance as was signed, in a file of other bytes").count(), 3, "{page}");
    assert!(world.read("site/data/approvals.csv").contains(",substance,"));
}

/// Has Orla sign a record as it was before it covered markup, of the present text; `blob` may name other bytes.
fn approve_in_the_first_form(world: &World, key: &std::path::Path, blob: Option<&str>) {
    let written = world.aims(&["approve", "POL-001", "--as", ORLA, "--today", TODAY, "--dry-run"]).stdout;
    let value = |key: &str| {
        let line = written.lines().find(|line| line.starts_with(&format!("{key} = "))).expect("a key");
        line.split('"').nth(1).expect("a value").to_owned()
    };
    let older = Snapshot::read(world.read(POLICY).as_bytes(), &aims::reading::Reading::default()).older;
    let older: String = older.iter().map(|byte| format!("{byte:02x}")).collect();
    let record = written.replace("format = 2", "format = 1").replace(&value("substance"), &older);
    let record = blob.map_or(record.clone(), |blob| record.replace(&value("blob"), blob));
    world.put("approvals/POL-001/a.toml", &record);
    world.put("approvals/POL-001/a.toml.sig", &world.ssh.sign(key, APPROVAL_NAMESPACE, record.as_bytes(), &[]));
}

#[test]
fn a_record_of_the_first_form_counts_for_the_text_that_was_signed() {
    for blob in [None, Some("0123456789012345678901234567890123456789")] {
        let (world, key) = World::new();
        approve_in_the_first_form(&world, &key, blob);
        assert_eq!(world.standings(), [Counts::Yes]);
        world.commit(ORLA, "Approve the AI policy");
        assert_eq!((world.level(), world.standings()), (Evidence::Recorded, vec![Counts::Yes]));
        assert_eq!(grade(&world), Some(Grade::Bytes));
        // The words are the same, and the digest in the record too.
        world.edit(POLICY, WORDS, "Every AI system must be <sup>listed.</sup>");
        assert_eq!(world.standings(), [Counts::Earlier], "not committed");
        world.commit(MIREL, "Tidy markup");
        assert_eq!(world.standings(), [Counts::Earlier]);
        assert!(!world.approval().satisfied);
    }
}

#[test]
fn of_texts_with_the_same_words_the_first_form_means_the_one_it_names() {
    let (world, key) = World::new();
    world.edit(POLICY, WORDS, "Every AI system must be **listed.**");
    world.commit(MIREL, "Stress what matters");
    approve_in_the_first_form(&world, &key, None);
    world.commit(ORLA, "Approve the AI policy");
    assert_eq!((world.level(), world.standings()), (Evidence::Recorded, vec![Counts::Yes]));
    world.edit(POLICY, "reviewed: 2026-01-10", "reviewed: 2026-01-11");
    world.commit(MIREL, "Review");
    assert_eq!(grade(&world), Some(Grade::Words));
}

/// What was signed before bare addresses were links, colons were told apart and references that nothing defines were told
/// is still signed.
#[test]
fn the_digest_of_a_plain_text_is_what_it_was() {
    let text = "---\nid: POL-001\ntitle: Policy\nkind: policy\nversion: 1\nstatus: approved\nowner: Owner\n---\n# Policy\n\nWe *must* do it: see https://x.example, www.y.example and [[A.2.2]].\n\n- one\n- two[^1]\n\nTerm\n: What it is.\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n[^1]: Note.\n";
    let substance = Snapshot::read(text.as_bytes(), &aims::reading::Reading::default()).substance;
    let substance: String = substance.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(substance, "ca606fb7ccaee0b4c49caf15cc6d8aeef5e5ef3077baacc2cc42948cf1ca09cc");
}
