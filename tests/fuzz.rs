//! The corpus of the fuzzer, and what lies near it. Looking for more: see `tests/fuzz/Cargo.toml`.

#[path = "fuzz/properties.rs"]
mod properties;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What must hold of any bytes.
type Property = fn(&[u8]);

/// The targets, by the names of their folders, and how many texts near the corpus are asked.
const TARGETS: [(&str, Property, u32); 7] = [
    ("front_matter", properties::front_matter, 400),
    ("article", properties::article, 100),
    ("substance", properties::substance, 40),
    ("record", properties::record, 400),
    ("armor", properties::armor, 400),
    ("commit", properties::commit, 400),
    ("settings", properties::settings, 400),
];

/// The texts of a target, in order of their names.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder).expect("a corpus").map(|file| file.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).expect("a text")).collect()
}

#[test]
fn each_text_of_the_corpus_holds_what_must_hold() {
    for (target, holds, _) in TARGETS {
        let texts = corpus(target);
        assert!(texts.len() > 2, "{target} has no corpus worth the name");
        for text in &texts {
            holds(text);
        }
    }
}

#[test]
fn every_target_has_its_program() {
    let manifest = include_str!("fuzz/Cargo.toml");
    for (target, ..) in TARGETS {
        assert!(manifest.contains(&format!("path = \"targets/{target}.rs\"")), "{target} is not in the manifest");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len(), "the manifest has a target that is not asked here");
}

/// One text with a piece of another in place of one of its own: most of what a fuzzer does to find its way.
fn mixed(texts: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let one = (0..texts.len(), 0..texts.len());
    let cuts = (any::<u16>(), 0usize..40, any::<u16>(), 0usize..40, prop::collection::vec(any::<u8>(), 0..3));
    (one, cuts).prop_map(move |((into, from), (at, out, start, len, bytes))| {
        let (into, from) = (&texts[into], &texts[from]);
        let place = |text: &[u8], at: u16| usize::from(at) % (text.len() + 1);
        let (at, start) = (place(into, at), place(from, start));
        let mut text = into[..at].to_vec();
        text.extend(&from[start..(start + len).min(from.len())]);
        text.extend(bytes);
        text.extend(&into[(at + out).min(into.len())..]);
        text
    })
}

#[test]
fn what_lies_near_the_corpus_holds_it_too() {
    for (target, holds, cases) in TARGETS {
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        let tried = TestRunner::new_with_rng(config, rng).run(&mixed(corpus(target)), |text| {
            holds(&text);
            Ok(())
        });
        if let Err(error) = tried {
            panic!("{target}: {error}");
        }
    }
}
