//! Who may read a text is a fact of its time: of settings that stood while it did, and of what it translated then.

use super::slips;
use super::world::{MIREL, ORLA, TODAY, World, settings};

const INTERNAL: [&str; 2] = ["--audience", "internal"];

/// A guideline with these lines in its front matter, which says this.
fn guideline(id: &str, lines: &str, says: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {says} title\nkind: guideline\nowner: CEO\n{lines}---\n# {says} heading\n\n{says} words.\n"
    )
}

/// The words that readers of the organisation find in the site, of these.
fn found(world: &World, words: &[&str]) -> Vec<String> {
    let slips = slips(world, &INTERNAL, words);
    words.iter().filter(|word| slips.iter().any(|slip| slip.ends_with(*word))).map(|word| (*word).to_owned()).collect()
}

const LANGUAGES: &str = "[languages]\ndefault = \"en\"\npattern = [\"{path}.{lang}.md\"]\n";

/// A confidential guideline with its translation, by the name of its file and by its id, and an open one with its.
fn translated() -> World {
    let (world, _) = World::empty();
    world.put("aims.toml", &(settings(&[]) + LANGUAGES));
    let translation =
        |lines: &str, says: &str| format!("---\ntitle: {says} title\n{lines}---\n# {says}\n\n{says} words.\n");
    world.put("a.md", &guideline("GDL-001", "classification: confidential\n", "Zsecret"));
    world.put("a.de.md", &translation("", "Zgeheim"));
    world.put("c-english.md", &guideline("GDL-003", "classification: confidential\n", "Zsecret"));
    world.put("c-german.md", &translation("id: GDL-003\nlang: de\n", "Zgeheim"));
    world.put("b.md", &guideline("GDL-002", "", "Zopen"));
    world.put("b.de.md", &translation("", "Zoffen"));
    world.commit(MIREL, "Begin");
    world
}

#[test]
fn a_translation_is_for_no_more_people_than_what_it_translated() {
    let world = translated();
    let begin = world.git(ORLA, &["rev-parse", "HEAD"]);
    let remove = |paths: &[&str]| world.git(MIREL, &[&["rm", "-q"], paths].concat());
    let another = guideline("GDL-001", "", "Zanother");
    let cases: [(&str, &dyn Fn()); 8] = [
        ("nothing", &|| ()),
        ("moved", &|| {
            world.git(MIREL, &["mv", "a.md", "secret.md"]);
        }),
        ("renumbered", &|| {
            world.git(MIREL, &["mv", "a.md", "secret.md"]);
            world.edit("secret.md", "GDL-001", "GDL-009");
            world.edit("c-english.md", "GDL-003", "GDL-008");
        }),
        ("removed", &|| {
            remove(&["a.md", "c-english.md"]);
        }),
        ("replaced", &|| {
            remove(&["a.md", "c-english.md"]);
            world.put("other.md", &another);
        }),
        ("no pattern", &|| world.put("aims.toml", &settings(&[]))),
        ("translation gone", &|| {
            remove(&["a.de.md", "c-german.md"]);
        }),
        ("both gone", &|| {
            remove(&["a.md", "a.de.md", "c-english.md", "c-german.md"]);
        }),
    ];
    for (case, act) in cases {
        world.git(MIREL, &["reset", "-q", "--hard", &begin]);
        act();
        world.commit_if_any(MIREL);
        assert_eq!(found(&world, &["Zsecret", "Zgeheim", "Zoffen"]), ["Zoffen"], "{case}");
    }
    // What was never there together with it is no translation of it.
    world.git(MIREL, &["reset", "-q", "--hard", &begin]);
    remove(&["a.md", "a.de.md"]);
    world.commit(MIREL, "Away");
    world.put("a.md", &guideline("GDL-007", "", "Zlater"));
    world.put("a.de.md", "---\ntitle: Zfolgt title\n---\n# Zfolgt\n\nZfolgt words.\n");
    world.commit(MIREL, "Others");
    let told = found(&world, &["Zsecret", "Zgeheim", "Zlater"]);
    assert_eq!(told, ["Zlater"]);
}

#[test]
fn a_text_is_for_no_more_people_where_its_path_or_its_id_is_taken() {
    let (world, _) = World::empty();
    world.put("aims.toml", &settings(&[]));
    world.put("a.md", &guideline("GDL-001", "classification: confidential\n", "Zsecret"));
    world.commit(MIREL, "Begin");
    let begin = world.git(ORLA, &["rev-parse", "HEAD"]);
    let open = |id: &str, says: &str| guideline(id, "classification: internal\n", says);
    let cases: [(&str, &dyn Fn()); 4] = [
        ("moved and opened", &|| world.put("z.md", &open("GDL-001", "Zsecret"))),
        ("moved, opened and renumbered", &|| {
            let text = open("GDL-003", "Zsecret");
            world.put("z.md", &text.replace("GDL-003", "GDL-003\nformerly: [GDL-001]"));
        }),
        ("in two steps", &|| {
            world.put("a.md", &open("GDL-002", "Znew"));
            world.commit(MIREL, "Another");
            world.put("z.md", &open("GDL-001", "Zsecret"));
        }),
        ("in two steps, and renumbered", &|| {
            world.put("a.md", &open("GDL-002", "Znew"));
            world.commit(MIREL, "Another");
            world.put("z.md", &open("GDL-003", "Zsecret").replace("GDL-003", "GDL-003\nformerly: [GDL-001]"));
        }),
    ];
    for (case, act) in cases {
        world.git(MIREL, &["reset", "-q", "--hard", &begin]);
        act();
        world.put("a.md", &open("GDL-002", "Znew"));
        world.commit(MIREL, "Move");
        assert_eq!(found(&world, &["Zsecret"]), Vec::<String>::new(), "{case}");
    }
    // What is new at the path of what stays closed is its own.
    world.git(MIREL, &["reset", "-q", "--hard", &begin]);
    world.git(MIREL, &["mv", "a.md", "z.md"]);
    world.put("a.md", &open("GDL-002", "Znew"));
    world.commit(MIREL, "Move");
    assert_eq!(found(&world, &["Zsecret", "Znew"]), ["Znew"]);
}

/// Words for classes, labels in the text, files beside it, and names of others for our key.
const READ: &str = "[aliases]\ncircle = \"classification\"\n[values.classification]\ninsiders = \"confidential\"\n[header]\n\
     forms = [\"bold\"]\nlabels = { \"Kreis\" = \"classification\" }\nsidecars = [\"{path}.yaml\"]\n";

const CLOSED: [&str; 6] = ["Zalias", "Zlabel", "Zvalue", "Zside", "Zgone", "Zmoved"];

#[test]
fn settings_that_stood_while_a_text_did_say_who_may_read_it() {
    let (world, _) = World::empty();
    world.put("aims.toml", &(settings(&[]) + READ));
    world.put("alias.md", &guideline("GDL-001", "circle: confidential\n", "Zalias"));
    world.put("label.md", &guideline("GDL-002", "", "Zlabel").replace("\n\nZ", "\n\n**Kreis:** only us\n\nZ"));
    world.put("value.md", &guideline("GDL-003", "classification: insiders\n", "Zvalue"));
    for (name, id) in [("side", "GDL-004"), ("gone", "GDL-005"), ("moved", "GDL-006")] {
        world.put(&format!("{name}.md"), &guideline(id, "", &format!("Z{name}")));
        world.put(&format!("{name}.yaml"), "classification: confidential\n");
    }
    let known_later = "classification: ours\nvisibility: everywhere\n";
    world.put("known.md", &guideline("GDL-007", known_later, "Zknown"));
    world.commit(MIREL, "Begin");
    assert_eq!(found(&world, &CLOSED), Vec::<String>::new());
    world.git(MIREL, &["rm", "-q", "side.yaml", "gone.md", "gone.yaml"]);
    world.git(MIREL, &["mv", "moved.md", "new.md"]);
    world.git(MIREL, &["rm", "-q", "moved.yaml"]);
    world.commit(MIREL, "Take away");
    let others =
        "[values.classification]\ninsiders = \"internal\"\nours = \"internal\"\n[aliases]\nvisibility = \"tags\"\n";
    world.put("aims.toml", &(settings(&[]) + others));
    for (name, id) in [("alias", "GDL-001"), ("label", "GDL-002"), ("value", "GDL-003")] {
        world.put(&format!("{name}.md"), &guideline(id, "classification: internal\n", &format!("Now Z{name}")));
    }
    world.commit(MIREL, "Read otherwise");
    world.put("quality.md", &guideline("GDL-008", "circle: confidential\n", "Zquality"));
    world.commit(MIREL, "A circle of another kind");
    // As much with what is known from the run before.
    for _ in 0..2 {
        assert_eq!(found(&world, &CLOSED), Vec::<String>::new());
    }
    // Which settings did it is told.
    let checked = world.aims(&["check", "--format", "json", "--today", TODAY, "--select", "AIMS815"]).stdout;
    let settings = world.git(ORLA, &["rev-list", "--max-parents=0", "--abbrev-commit", "--abbrev=10", "HEAD"]);
    let told = format!("such as those of commit {}.", settings.trim());
    assert_eq!(checked.matches(&told).count(), 5, "{checked}");
    // What a word means that nobody had said a meaning of, and a text that came later, is read as it is today.
    assert_eq!(found(&world, &["Zknown", "Zquality"]), ["Zknown", "Zquality"]);
    let all = slips(&world, &["--audience", "confidential"], &CLOSED);
    assert!(CLOSED.iter().all(|word| all.iter().any(|slip| slip.ends_with(word))), "{all:?}");
}

#[test]
fn a_word_in_markup_is_read_by_the_settings_of_its_time_too() {
    let (world, _) = World::empty();
    let read = |class: &str| {
        let words = format!("\"group 17\" = \"{class}\"\n\"ΓΙΑ ΛΙΓΟΥΣ\" = \"{class}\"\n");
        settings(&[]) + "[header]\nforms = [\"bold\"]\n[values.classification]\n" + &words
    };
    world.put("aims.toml", &read("confidential"));
    let said = [
        ("Zplain", "group 17"),
        ("Zbold", "gr**ou**p 17"),
        ("Zlink", "[Group](aims.toml) 17"),
        ("Zremark", "gro<!-- x -->up 17"),
        ("Ztag", "gro<b></b>up 17"),
        ("Zgone", "gro~~x~~up 17"),
        ("Zgreek", "για λιγους"),
    ];
    for (number, (name, class)) in said.iter().enumerate() {
        let line = format!("\n\n**Classification:** {class}\n\nZ");
        let text = guideline(&format!("GDL-00{number}"), "", name).replace("\n\nZ", &line);
        world.put(&format!("{number}.md"), &text);
    }
    world.commit(MIREL, "Begin");
    world.put("aims.toml", &read("internal"));
    world.put("open.md", &guideline("GDL-009", "classification: internal\n", "Zopen"));
    world.commit(MIREL, "Read otherwise");
    let names: Vec<&str> = said.iter().map(|(name, _)| *name).chain(["Zopen"]).collect();
    assert_eq!(found(&world, &names), ["Zopen"]);
}

#[test]
fn settings_that_never_came_to_the_main_line_close_nothing() {
    let (world, _) = World::empty();
    world.put("aims.toml", &settings(&[]));
    world.put("open.md", &guideline("GDL-001", "readers: confidential\n", "Zopen"));
    world.commit(MIREL, "Begin");
    world.git(MIREL, &["switch", "-q", "-c", "try"]);
    world.put("aims.toml", &(settings(&[]) + "[aliases]\nreaders = \"classification\"\n"));
    world.commit(MIREL, "Try");
    world.put("aims.toml", &settings(&[]));
    world.commit(MIREL, "Take it back");
    world.git(MIREL, &["switch", "-q", "main"]);
    world.git(MIREL, &["merge", "-q", "--no-ff", "-m", "Merge", "try"]);
    assert_eq!(found(&world, &["Zopen"]), ["Zopen"]);
}

#[test]
fn a_copy_that_is_gone_is_for_no_more_people_than_the_text() {
    let (world, _) = World::empty();
    world.put("aims.toml", &settings(&[]));
    let text: String = (0..50).map(|number| format!("word{number} ")).collect();
    let of = |id: &str, lines: &str, title: &str| {
        guideline(id, lines, "Z").replace("Z title", title).replace("Z words.", &text)
    };
    world.put("a.md", &of("GDL-001", "classification: confidential\n", "Zfirst"));
    world.put("b.md", &of("GDL-002", "", "Zcopy"));
    world.commit(MIREL, "Begin");
    world.git(MIREL, &["rm", "-q", "b.md"]);
    world.commit(MIREL, "Away");
    assert_eq!(found(&world, &["Zfirst", "Zcopy", "word7 word8"]), Vec::<String>::new());
}

#[test]
fn a_word_is_explained_by_settings_that_somebody_vouched_for() {
    let (world, key) = World::new();
    world.put("known.md", &guideline("GDL-007", "classification: ours\n", "Zknown"));
    world.commit(MIREL, "A class of ours");
    world.put("aims.toml", &(world.read("aims.toml") + "[values.classification]\nours = \"internal\"\n"));
    world.commit(MIREL, "Say what it means");
    assert_eq!(found(&world, &["Zknown"]), Vec::<String>::new());
    let key = key.to_str().expect("text");
    let done = world.aims(&["approve", "aims.toml", "--as", ORLA, "--today", TODAY, "--key", key]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Vouch for the settings");
    assert_eq!(found(&world, &["Zknown"]), ["Zknown"]);
}
