//! What teams bring: words of their own for ours, texts in place of rows, and settings of before a key or a kind was there.

use super::Aims;
use super::load::load;
use crate::base::Date;
use crate::source::Memory;

fn with(settings: &str, path: &str, text: &str) -> Aims {
    let files = [("aims.toml", settings.as_bytes()), (path, text.as_bytes())];
    load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read")
}

fn read(kind: &str, keys: &str) -> Aims {
    with("", "a.md", &format!("---\nid: X-001\ntitle: T\nkind: {kind}\n{keys}\n---\nText.\n"))
}

fn texts(aims: &Aims, key: &str) -> Vec<String> {
    aims.documents[0].fields.texts(key).iter().map(|text| text.value.clone()).collect()
}

fn told(aims: &Aims) -> Vec<String> {
    let lacks = |message: &String| !message.contains(" has no `");
    let problems = aims.documents[0].problems.iter().chain(aims.problems.iter().map(|(_, problem)| problem));
    problems.map(|problem| problem.message.english()).filter(lacks).collect()
}

#[test]
fn classes_are_one_or_several_in_the_words_that_people_bring() {
    for (said, meant) in [
        ("high", &["high"][..]),
        ("limited", &["transparency"]),
        ("Unacceptable", &["prohibited"]),
        ("high risk", &["high"]),
        ("[high-annex-iii, transparency]", &["high-annex-iii", "transparency"]),
        ("high-annex-iii, limited", &["high-annex-iii", "transparency"]),
        ("[exempt-6-3, gpai-systemic]", &["exempt-6-3", "gpai-systemic"]),
    ] {
        let aims = read("system", &format!("ai-act-class: {said}"));
        assert_eq!((texts(&aims, "ai-act-class"), told(&aims)), (meant.iter().map(|x| (*x).into()).collect(), vec![]));
    }
    let aims = read("system", "ai-act-class: hgih");
    assert_eq!(told(&aims), ["`hgih` is no `ai-act-class`"]);
    let aims = read("system", "ai-roles: [importer, authorized representative, GPAI provider]");
    assert_eq!(texts(&aims, "ai-roles"), ["importer", "authorised-representative", "gpai-provider"]);
}

#[test]
fn where_other_words_may_stand_a_sentence_is_taken_as_it_is() {
    let aims = read("scope", "ai-roles:\n  - Deployer\n  - provider of Scout, and of Trail");
    assert_eq!(
        (texts(&aims, "ai-roles"), told(&aims)),
        (vec!["deployer".into(), "provider of Scout, and of Trail".into()], vec![])
    );
    let row = |category: &str| {
        let aims =
            read("impact-assessment", &format!("impacts:\n  - {{category: {category}, effect: none, description: d}}"));
        assert_eq!(told(&aims), Vec::<String>::new(), "{category}");
        aims.documents[0].fields.rows("impacts")[0].cells.text("category").map(str::to_owned)
    };
    assert_eq!(row("Privacy").as_deref(), Some("privacy-and-data-protection"));
    assert_eq!(row("human autonomy and oversight").as_deref(), Some("human-autonomy-and-oversight"));
    assert_eq!(row("Money and access").as_deref(), Some("Money and access"));
}

#[test]
fn a_text_in_place_of_a_row_is_the_row_that_says_it() {
    let conditions = |said: &str| {
        let aims = read("impact-assessment", &format!("conditions: {said}"));
        let rows = aims.documents[0].fields.rows("conditions").iter();
        let all: Vec<String> = rows.filter_map(|row| row.cells.text("condition").map(str::to_owned)).collect();
        (all, told(&aims))
    };
    let both = || vec!["Only letters".to_owned(), "Twice a year".to_owned()];
    assert_eq!(conditions("[Only letters, Twice a year]"), (both(), vec![]));
    assert_eq!(conditions("[{condition: Only letters, due: 2027-01-01}, Twice a year]"), (both(), vec![]));
    assert_eq!(conditions("Only letters"), (both()[..1].to_vec(), vec![]));
    for nothing in ["", "n/a", "[TBD]", "[~]", "[]"] {
        assert_eq!(conditions(nothing), (vec![], vec![]), "{nothing}");
    }
    assert_eq!(conditions("[[a, b]]").1, ["a row of `conditions` is a list, not a table of its columns"]);
    assert_eq!(conditions("[{due: 2027-01-01}]").0, Vec::<String>::new());
}

#[test]
fn settings_of_before_a_key_was_there_go_on_to_hold() {
    let text = "---\nid: X-001\ntitle: T\nkind: system\ndeputy: Ada\nmodels: GPT, or another\n---\nText.\n";
    let aims = with("[aliases]\ndeputy = \"owner\"\n[keys]\nkeep = [\"models\"]\n", "a.md", text);
    assert_eq!(aims.documents[0].fields.text("owner"), Some("Ada"));
    assert_eq!(aims.documents[0].fields.kept(), [("models".to_owned(), "GPT, or another".to_owned())]);
    assert_eq!(told(&aims), Vec::<String>::new());
    // Keys of the new kinds may be aliases too.
    let aims = with("[aliases]\nlicence = \"tags\"\n", "a.md", &text.replace("deputy", "licence"));
    assert_eq!((texts(&aims, "tags"), aims.problems.len()), (vec!["Ada".into()], 0));
}

#[test]
fn kinds_that_came_later_give_way_to_those_of_a_team() {
    let text = "---\nid: X-001\ntitle: T\nkind: data-sheet\n---\nText.\n";
    for own in [
        "[kinds.data-sheet]\nlabel = \"Dataset\"\nplural = \"Datasets\"\nnature = \"record\"\n",
        "[kinds.dataset]\nnature = \"record\"\n[kinds.data-sheet]\nnature = \"record\"\n",
    ] {
        let aims = with(own, "a.md", text);
        assert_eq!(aims.problems, [], "{own}");
        assert!(aims.documents[0].is_record());
        assert!(aims.kinds.get("dataset").is_none_or(|kind| !kind.later), "{own}");
    }
}

#[test]
fn nothing_is_taken_for_a_kind_that_came_later_but_by_its_word() {
    for kind in super::kinds::Kinds::builtin().iter().filter(|kind| kind.later) {
        let (name, plural) = (&kind.name, kind.plural.to_lowercase());
        // A key that commonly means a kind, with a word that was none.
        let aims =
            with("", &format!("{plural}/{name}.md"), &format!("---\nid: X-001\ntype: {name}\n---\n# {}\n", kind.label));
        assert!(aims.documents[0].kind.is_none(), "{name}");
        let said =
            aims.documents[0].problems.iter().find(|problem| problem.message.english() == "the document has no `kind`");
        let help = said
            .and_then(|problem| problem.help.as_ref())
            .map(crate::base::wording::Words::english)
            .unwrap_or_default();
        assert!(!help.contains("which it seems to be"), "{name}: {help}");
        let odd =
            kind.fields.iter().filter(|field| crate::reading::common_names().any(|(theirs, _)| theirs == field.name));
        assert_eq!(odd.count(), 0, "{name}: a key that commonly means another");
    }
}
