//! What holds for any two texts, and that hostile ones are told in bounded work.

use proptest::prelude::*;

use super::super::tokens::Tokens;
use super::super::{runs, words};
use super::*;
use crate::parse;

/// Markdown of few words, so that much of it comes twice.
fn markdown() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("must"),
        Just("may"),
        Just("not"),
        Just("the"),
        Just("owner"),
        Just("owner."),
        Just("24"),
        Just("hours,"),
        Just("[it](a.md)"),
        Just("[it](b.md)"),
        Just("**x**"),
        Just("~~y~~"),
        Just("`z`"),
        Just("(é"),
        Just("审计。"),
        Just("<b>q</b>"),
        Just("[^1]"),
        Just("\n"),
        Just("\n\n"),
        Just("\n\n- "),
        Just("\n\n## "),
        Just("\n\n> "),
        Just("\n\n| a | b |\n|-|-|\n| c | d |\n"),
        Just("\n\n```\nx  y\n```\n"),
        Just("\n\n[^1]: note"),
    ];
    proptest::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

fn document() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("owner: A"),
        Just("owner: B"),
        Just("status: draft"),
        Just("status: approved"),
        Just("reviewed: 2026-01-01"),
        Just("controls: [A.5.2, A.5.3]"),
        Just("controls: A.5.3, A.5.2"),
        Just("rows: [{id: 1, x: 2}]"),
        Just("rows: [{id: 1, x: 3}, {id: 2}]"),
        Just("review-every: 1 year"),
        Just("review-every: 12 months"),
        Just("x: {y: 1}"),
        Just("x: [1, 2]"),
        Just("x: [2, 1]"),
        Just("bad: ["),
        Just("tags: [a]"),
        Just("Owner: C"),
    ];
    (proptest::collection::vec(line, 0..4), markdown()).prop_map(|(lines, text)| match lines.is_empty() {
        true => text,
        false => format!("---\n{}\n---\n{text}\n", lines.join("\n")),
    })
}

/// A text without white space, as that of a pair may be of either.
fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What a file may begin with: front matter that is sound, broken, late, double, unclosed, or none.
fn head() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just(""),
        Just("---\nid: A\ntitle: T\nkind: policy\n---\n"),
        Just("\u{feff}---\r\nid: A\r\nowner: [x, y]\r\n---\r\n"),
        Just("+++\nid = \"A\"\n+++\n"),
        Just("\n\n---\nid: A\n---\n"),
        Just("---\nid: A\nid: B\n---\n"),
        Just("---\nid: [A\n---\n"),
        Just("---\nid: A\n"),
        Just("----\nid: A\n----\n"),
    ]
}

proptest! {
    #[test]
    fn a_page_that_is_read_has_the_digest_of_its_snapshot(head in head(), body in markdown()) {
        let text = format!("{head}{body}");
        let page = parse::page(text.as_bytes());
        let aliases = crate::reading::Reading::default();
        prop_assert_eq!(page.blocks.clone(), parse::blocks(&page.text[page.body.start..]).0);
        let read = Snapshot::read(page.text.as_bytes(), &aliases);
        prop_assert_eq!(digests_of(&page, &aliases), Digests { substance: read.substance, older: read.older });
    }

    #[test]
    fn the_runs_of_a_block_are_both_its_texts(old in markdown(), new in markdown()) {
        let (old, new) = (parse::blocks(&old).0, parse::blocks(&new).0);
        for (a, b) in old.iter().zip(&new) {
            let (a, b) = (Tokens::of(a), Tokens::of(b));
            let stretches = words::align(&a.list, &b.list, &mut 10_000).expect("few words");
            let runs = runs::of_pair(&a, &b, &stretches, None);
            let text = |without: How| dense(&runs.iter().filter(|run| run.how != without).map(|run| run.text.as_str()).collect::<String>());
            prop_assert_eq!(text(How::Added), dense(&runs::whole(How::Removed, &a).text));
            prop_assert_eq!(text(How::Removed), dense(&runs::whole(How::Added, &b).text));
        }
    }

    #[test]
    fn nothing_is_told_of_a_document_and_itself(text in document()) {
        prop_assert_eq!(compared(&text, &text), Comparison::default());
    }

    #[test]
    fn the_digest_changes_when_something_of_substance_is_told(old in document(), new in document()) {
        let (a, b) = (snapshot(&old), snapshot(&new));
        let told = compare(&a, &b);
        let material = !told.blocks.is_empty() || told.fields.iter().any(FieldChange::is_material);
        prop_assert_eq!(a.substance != b.substance, material, "{:?}", told);
        prop_assert_eq!(told.weight == Weight::None, told.blocks.is_empty() && told.fields.is_empty());
        prop_assert!(!told.cut);
        let words = |how: How| told.blocks.iter().any(|block| block.runs.iter().any(|run| run.how == how && run.text.chars().any(char::is_alphanumeric)));
        prop_assert!(told.added == 0 || words(How::Added));
        prop_assert!(told.removed == 0 || words(How::Removed));
    }

    #[test]
    fn a_version_read_after_another_is_read_as_alone(old in document(), new in document()) {
        let next = snapshot(&old).read_next(new.as_bytes(), &crate::reading::Reading::default());
        let alone = snapshot(&new);
        prop_assert_eq!(&next.fields, &alone.fields);
        prop_assert_eq!(&next.blocks, &alone.blocks);
        prop_assert_eq!((next.substance, next.controlled, next.readable), (alone.substance, alone.controlled, alone.readable));
    }

    #[test]
    fn any_bytes_are_read_and_compared(old in proptest::collection::vec(any::<u8>(), 0..200), new in "(---\n)?.{0,80}(\n---\n)?.{0,80}") {
        let old = Snapshot::read(&old, &crate::reading::Reading::default());
        let new = snapshot(&new);
        let told = compare(&old, &new);
        prop_assert_eq!(told.substance, old.substance != new.substance);
        prop_assert!(!told.substance || told.weight > Weight::None);
    }
}

/// The text of many paragraphs.
fn paragraphs(numbers: impl Iterator<Item = usize>) -> String {
    numbers.map(|n| format!("Rule {n} must be kept by all.\n\n")).collect()
}

/// Without bounds each of these takes minutes or more memory than there is.
#[test]
fn hostile_texts_are_told_coarsely() {
    let mut seed = 1_u64;
    let mut letters = |count: usize| -> String {
        let next = |_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            [char::from(b'a' + (seed >> 60) as u8), ' ']
        };
        (0..count).flat_map(next).collect()
    };
    let cases = [
        (letters(200_000), letters(200_000)),
        (paragraphs(0..30_000), paragraphs((0..30_000).rev())),
        ("[a](b) ".repeat(40_000), "[a](c) ".repeat(40_000)),
        (front(&format!("controls: [{}]", (0..20_000).map(|n| format!("A.{n}, ")).collect::<String>())), front("")),
    ];
    for (old, new) in &cases {
        let told = compared(old, new);
        assert!(told.cut && told.weight == Weight::Material);
        assert!(told.blocks.len() <= 2_000 && told.fields.len() <= 200 && told.weaker.len() <= 50);
        assert!(told.blocks.iter().flat_map(|block| &block.runs).all(|run| run.text.len() < 5_000));
    }
}
