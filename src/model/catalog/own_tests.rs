//! Own frameworks: what is read, and what is reported where.

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::model::catalog::{Catalog, Confidence, Framework, OwnProblem};

const SOUND: &str = r#"
id = "house-rules"
title = "House rules for AI"
short = "House rules"
edition = "2026"
note = "Kept by the AI board."

[[group]]
id = "people"
title = "People"

[[item]]
id = "P1"
title = "Nobody is judged by a machine alone"
group = "people"
summary = "A person decides."
evidence = ["decision log"]

[[item]]
id = "P 1.10_a-b"
title = "Second"

[[relates]]
from = "A.5.2"
to = "P1"

[[relates]]
from = "A.6.1"
to = "P 1.10_a-b"
confidence = "high"
note = "Written for it."
"#;

/// The problems with `text`, each as the text it points at and its message, with help after a bar.
fn problems(text: &str) -> Vec<(String, String)> {
    let told = |problem: &OwnProblem| {
        let help = problem.help.as_ref().map(|help| format!(" | {help}")).unwrap_or_default();
        (text[problem.span.clone()].to_owned(), format!("{}{help}", problem.message))
    };
    Framework::parse_own(text).1.iter().map(told).collect()
}

/// The one problem with [`SOUND`] after `old` is replaced by `new`.
fn problem(old: &str, new: &str) -> (String, String) {
    assert!(SOUND.contains(old));
    let found = problems(&SOUND.replacen(old, new, 1));
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

fn told(at: &str, message: &str) -> (String, String) {
    (at.to_owned(), message.to_owned())
}

#[test]
fn a_sound_file_is_read_whole() {
    let own = Framework::parse_own(SOUND).0.unwrap();
    assert!(own.own);
    assert_eq!(
        (&*own.id, &*own.short, own.note.as_deref()),
        ("house-rules", "House rules", Some("Kept by the AI board."))
    );
    assert_eq!(own.items_of("people").map(|item| &*item.id).collect::<Vec<_>>(), ["P1"]);
    assert_eq!(own.find("P1").unwrap().evidence, ["decision log"]);
    assert_eq!(own.relates[0].confidence, Confidence::Low);
    assert_eq!(own.relates[1].confidence, Confidence::High);
}

#[test]
fn own_frameworks_stand_after_the_built_in_ones_with_their_relations() {
    let zebra = SOUND.replace("house-rules", "zebra");
    let own = [&zebra, SOUND].map(|text| Framework::parse_own(text).0.unwrap());
    let catalog = Catalog::builtin().with(own.to_vec()).with(own.to_vec());
    let ids: Vec<_> = catalog
        .frameworks()
        .iter()
        .skip(Catalog::builtin().frameworks().len())
        .map(|framework| &*framework.id)
        .collect();
    assert_eq!(ids, ["house-rules", "zebra"]);
    assert_eq!(catalog.relations().len(), 585 + 4);
    let last: Vec<_> = catalog.relations_from("A.5.2").iter().rev().take(2).map(|row| &*row.framework).collect();
    assert_eq!(last, ["zebra", "house-rules"]);
    assert_eq!(catalog.relations_to("zebra", "P1").count(), 1);
    assert_eq!(Catalog::builtin().relations().len(), 585);
}

#[test]
fn each_problem_points_at_its_place() {
    assert_eq!(problem("summary", "sumary"), told("sumary", "item has no key `sumary` | Did you mean `summary`?"));
    assert_eq!(
        problem("note = \"K", "notes = \"K"),
        told("notes", "the framework has no key `notes` | Did you mean `note`?")
    );
    assert_eq!(
        problem("\"people\"\ns", "\"poeple\"\ns"),
        told("\"poeple\"", "there is no group `poeple` | Did you mean `people`?")
    );
    assert_eq!(
        problem("\"A.5.2\"", "\"A5.2\""),
        told("\"A5.2\"", "there is no clause or control of ISO/IEC 42001 `A5.2` | Did you mean `A.5.2`?")
    );
    assert_eq!(problem("to = \"P1\"", "to = \"P7\"").1, "there is no item of this framework `P7` | Did you mean `P1`?");
    assert_eq!(problem("\"high\"", "\"hihg\"").1, "there is no confidence `hihg` | Did you mean `high`?");
    assert_eq!(problem("\"2026\"", "2026").1, "`edition` is text, and this is an integer | Put it in quotation marks.");
    assert_eq!(problem("\"2026\"", "\" \"").1, "`edition` is empty");
    assert_eq!(problem("[\"decision log\"]", "\"x\"").0, "\"x\"");
    assert_eq!(
        problem("short = \"House rules\"\n", ""),
        told("", "the framework has no `short` | Add a line `short = \"…\"`.")
    );
    assert_eq!(
        problem("title = \"Second\"", ""),
        told("[[item]]", "item has no `title` | Add a line `title = \"…\"`.")
    );
}

#[test]
fn no_framework_bears_the_name_of_one_that_is_built_in() {
    for name in ["ISO/IEC 42001:2023", "ISO/IEC 42001", "iso-iec 42001 (2023)", "I\u{405}O/IEC 42001:2023"] {
        let (at, told) = problem("short = \"House rules\"", &format!("short = \"{name}\""));
        assert_eq!(at, format!("\"{name}\""));
        assert!(told.contains("is the name of a framework that is built in"), "{name}: {told}");
    }
}

#[test]
fn ids_have_to_do_as_file_names() {
    for bad in ["index", "House", "a/b", "..", "-a", "ö", "iso-42001", "con", &"a".repeat(65)] {
        assert_eq!(problem("house-rules", bad).0, format!("{bad:?}"), "{bad}");
    }
    for bad in ["a/b", "..", ".a", "a.", "a\\\\b", "ä", "a\\u0000", "P1.HTML", &"a".repeat(65)] {
        assert_eq!(
            problem(
                "id = \"people\"\ntitle = \"People\"\n",
                &format!("id = \"people\"\ntitle = \"P\"\n[[item]]\nid = \"{bad}\"\ntitle = \"x\"\n")
            )
            .0,
            format!("\"{bad}\"")
        );
    }
}

#[test]
fn an_id_is_given_once_and_not_again_in_another_case() {
    let text = SOUND.replacen("[[relates]]", "[[item]]\nid = \"P1\"\ntitle = \"x\"\n[[relates]]", 1);
    assert_eq!(problems(&text), [told("\"P1\"", "there is a second item with the id `P1`")]);
    let text = SOUND.replacen("[[relates]]", "[[item]]\nid = \"p1\"\ntitle = \"x\"\n[[relates]]", 1);
    assert_eq!(problems(&text), [told("\"p1\"", "the ids `P1` and `p1` differ only in case")]);
}

#[test]
fn all_problems_come_at_once_in_the_order_of_the_file() {
    let found = problems("titel = \"x\"\nitem = [{ id = 1 }, 2]\nrelates = 3\n");
    let places: Vec<_> = found.iter().map(|(at, _)| &**at).collect();
    assert_eq!(places, ["", "", "", "", "titel", "{ id = 1 }", "1", "2", "3"]);
}

#[test]
fn broken_toml_is_reported_as_such_and_nothing_else() {
    let found = Framework::parse_own("id = \ntitle = \"x\"\nshort = \"unclosed\n").1;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|problem| !problem.message.english().contains("has no")), "{found:?}");
    assert!(Framework::parse_own("").0.is_none());
}

#[test]
fn a_hostile_file_costs_no_minutes() {
    let mut text = SOUND.to_owned();
    for n in 0..3000 {
        write!(text, "[[item]]\nid = \"{n:064}\"\ntitle = \"x\"\n[[relates]]\nfrom = \"x{n}\"\nto = \"y{n}\"\n")
            .unwrap();
    }
    assert_eq!(Framework::parse_own(&text).1.len(), 6000);
    assert!(Framework::parse_own(&"[".repeat(100_000)).0.is_none());
    assert!(Framework::parse_own(&format!("a = {}", "[".repeat(100_000))).0.is_none());
    assert!(Framework::parse_own(&"a.".repeat(10_000)).0.is_none());
}

/// Pieces that make up files near enough to sound ones to get past the parser.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("[[item]]\n".to_owned()),
        Just("[[relates]]\n".to_owned()),
        Just("[[group]]\n".to_owned()),
        Just("[item]\n".to_owned()),
        (
            "(id|title|short|edition|group|from|to|evidence|item|relates)",
            "(\"[a-zA-Z0-9 .é\u{202e}-]{0,8}\"|1|\\[\\]|\\[1\\]|\\{\\}|2026-01-01)"
        )
            .prop_map(|(key, value)| format!("{key} = {value}\n")),
        ".{0,12}",
    ]
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in any::<String>()) {
        let _ = Framework::parse_own(&text);
    }

    #[test]
    fn spans_lie_within_the_text(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = pieces.concat();
        for problem in Framework::parse_own(&text).1 {
            prop_assert!(text.get(problem.span.clone()).is_some());
        }
    }

    #[test]
    fn any_change_to_a_sound_file_is_survived(at in 0..SOUND.len(), with in ".{0,3}", gone in 0..8usize) {
        let rest = SOUND.get(at + gone..).unwrap_or_default();
        let _ = Framework::parse_own(&format!("{}{with}{rest}", SOUND.get(..at).unwrap_or_default()));
    }
}
