//! What is withheld from the readers of a site is nowhere in it: each withheld word is looked for in every byte.

mod crawl;
mod edition;
mod named;
mod partial;
mod published;
mod then;
mod verdicts;

use std::path::PathBuf;

use world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World, policy, settings};

use crate::support::openssh;
use crate::support::sandbox;
use crate::support::site;
use crate::support::world;

/// Builds a site beside the repository, and gives each file in which one of these words stands, however it is written.
fn slips(world: &World, options: &[&str], words: &[&str]) -> Vec<String> {
    // A site tells the name of its folder.
    let out = PathBuf::from("..").join(format!("site{}", options.concat().replace("SEC-009", "")));
    let out = out.to_str().expect("a path");
    let built = world.aims(&[&["build", "-q", "--today", TODAY, "--out", out], options].concat());
    assert!(matches!(built.code, Some(0 | 1)), "{options:?}: {}", built.stderr);
    let files = sandbox::everything(&world.repo.join(out));
    assert!(files.len() > 30, "a whole site");
    let mut found = Vec::new();
    for (path, (_, bytes)) in files {
        let path = String::from_utf8(path).expect("a path");
        let text = format!("{path}\n{}", String::from_utf8_lossy(&bytes)).to_lowercase();
        found.extend(
            words.iter().filter(|word| text.contains(&word.to_lowercase())).map(|word| format!("{path}: {word}")),
        );
    }
    found
}

/// A document of a class, with a word of its own in everything that is told of it.
fn canary(name: &str, class: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!("classification: {class}\n") };
    format!(
        "---\nid: POL-{name}\ntitle: Title {name}\nkind: policy\nversion: \"1.0-{name}\"\nstatus: approved\nowner: Owner {name}\n\
         {class}tags: [tag-{name}]\ncontrols: [A.2.2]\n---\n# Title {name}\n\n## Heading {name}\n\nWords {name}. \
         [Attached](file-{name}.csv), [gone](nowhere-{name}.md), [first](ai-policy.md).\n"
    )
}

/// The classes, and a word for each.
const CLASSES: [(&str, &str); 5] = [
    ("CANARYPUBLIC", "public"),
    ("CANARYINTERNAL", "internal"),
    ("CANARYUNSAID", ""),
    ("CANARYCONFIDENTIAL", "confidential"),
    ("CANARYOTHER", "Eyes only"),
];

/// The options of an act of Orla, but for the document.
fn act(words: [&str; 2], more: &[&str]) -> Vec<String> {
    let [command, id] = words;
    let fixed = [command, id, "--as", ORLA, "--today", TODAY];
    fixed.iter().chain(more).map(|word| (*word).to_owned()).collect()
}

/// One document of each class, with attachments, records, messages, links to each, a past, and one of each that is gone.
fn aviary() -> World {
    let (world, key) = World::new();
    world.put("aims.toml", &format!("publish.addresses = true\n{}", world.read("aims.toml")));
    world.edit(POLICY, "status:", "classification: public\nstatus:");
    world.edit(POLICY, "must be listed.", "must be listed. See [table](table.csv).");
    world.put("policies/table.csv", "1\n");
    world.commit(MIREL, "Let everybody read it");
    for (name, class) in CLASSES {
        world.put(&format!("policies/{name}.md"), &canary(name, class));
        world.put(&format!("policies/file-{name}.csv"), &format!("in the file {name}\n"));
        world.put(&format!("policies/GONE{name}.md"), &canary(&format!("GONE{name}"), class));
        world.commit(MIREL, &format!("Subject {name}\n\nBody {name}"));
        world.edit(&format!("policies/{name}.md"), "Words", "More words");
        world.git(MIREL, &["rm", "-q", &format!("policies/GONE{name}.md")]);
        world.commit(TOBIAS, &format!("Again {name}"));
        let done = act(["review", &format!("POL-{name}")], &["--outcome", "none", "--comment", name]);
        assert_eq!(world.aims(&done.iter().map(String::as_str).collect::<Vec<_>>()).code, Some(0));
        world.commit(ORLA, &format!("Review {name}"));
    }
    let links: String = CLASSES
        .iter()
        .map(|(name, _)| {
            format!(
                "\n[Link {name}]({name}.md), [[POL-{name}]], <a href=\"{name}.md\" title=\"{name}\">see <b>{name}</b></a>, \
                 [![alt {name}](table.csv)]({name}.md)\n"
            )
        })
        .collect();
    // The words of the links tell of what is withheld, and so do front matter and messages of what is shown.
    world.git(MIREL, &["tag", "-a", "-m", "Audit", "v1"]);
    let front = "---\nid: POL-LINKS\ntitle: Links\nkind: policy\nclassification: public\n";
    let ids: Vec<String> = CLASSES.iter().map(|(name, _)| format!("POL-{name}")).collect();
    world.put("policies/links.md", &format!("{front}replaces: [{}]\n---\nLinks.\n{links}", ids.join(", ")));
    world.commit(
        MIREL,
        &format!(
            "Lead to {}\n\nThat is {}",
            CLASSES.map(|(name, _)| format!("Title {name}")).join(", "),
            ids.join(" ")
        ),
    );
    world.edit("policies/links.md", "[Link", "[The link");
    world.edit("policies/links.md", "replaces", "implements");
    world.commit(MIREL, "Say it better");
    // A signed record holds where its text leads.
    let said = format!("Beside {}", ids.join(" "));
    let key = key.to_str().expect("text");
    for done in [
        act(["review", "POL-LINKS"], &["--outcome", &said, "--comment", &said]),
        act(["approve", "POL-LINKS"], &["--key", key]),
    ] {
        let done = world.aims(&done.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(done.code, Some(0), "{}", done.stderr);
    }
    world.commit(ORLA, "Approve the links");
    world
}

/// The words of those classes that are not in `shown`.
fn withheld(shown: &[&str]) -> Vec<&'static str> {
    CLASSES.iter().map(|(name, _)| *name).filter(|name| !shown.contains(name)).collect()
}

#[test]
fn neither_a_former_id_nor_a_second_word_for_the_class_lets_anything_slip() {
    let (world, _key) = World::new();
    let of =
        |id: &str, keys: &str, text: &str| format!("---\nid: {id}\ntitle: {id}\nkind: policy\n{keys}---\n{text}\n");
    let hidden = "formerly: [POL-CANARYFORMER]\nclassification: confidential\n";
    world.put("policies/hidden.md", &of("POL-HIDDEN", hidden, "x"));
    let shown = "classification: public\nreplaces: [POL-CANARYFORMER]\n";
    world.put("policies/shown.md", &of("POL-SHOWN", shown, "y"));
    for (number, keys) in [
        "classification: public\nconfidentiality: confidential\n",
        "confidentiality: confidential\nclassification: public\n",
        "classification: public\nClassification: confidential\n",
        "classification: public\nclassification: confidential\n",
        "classification: public\nvisibility: private\n",
    ]
    .into_iter()
    .enumerate()
    {
        world.put(&format!("policies/word-{number}.md"), &of(&format!("POL-W{number}"), keys, "CANARYWORD"));
    }
    world.commit(MIREL, "More policies");
    assert_eq!(slips(&world, &["--audience", "public"], &["CANARYFORMER", "CANARYWORD"]), Vec::<String>::new());
}

#[test]
fn no_class_slips_into_a_site_for_others() {
    let world = aviary();
    let audiences: [(&str, &[&str]); 3] = [
        ("public", &["CANARYPUBLIC"]),
        ("internal", &["CANARYPUBLIC", "CANARYINTERNAL", "CANARYUNSAID"]),
        ("confidential", &["CANARYPUBLIC", "CANARYINTERNAL", "CANARYUNSAID", "CANARYCONFIDENTIAL", "CANARYOTHER"]),
    ];
    for (audience, shown) in audiences {
        for more in [
            &[][..],
            &["--edition", "approved"],
            &["--since", "v1"],
            &["--rev", "HEAD", "--since", "v1", "--edition", "approved"],
        ] {
            let options = [&["--audience", audience], more].concat();
            assert_eq!(slips(&world, &options, &withheld(shown)), Vec::<String>::new(), "{options:?}");
        }
        let words: Vec<String> = shown.iter().map(|name| format!("More words {name}")).collect();
        let found = slips(&world, &["--audience", audience], &words.iter().map(String::as_str).collect::<Vec<_>>());
        for word in words {
            assert!(found.iter().any(|slip| slip.ends_with(&word)), "{audience} readers are shown {word}");
        }
    }
    // What is shown is told alike to all: nothing that is left out makes other versions, approvals or commits of it.
    let rows = |audience: &str, file: &str| {
        let text = world.read(&format!("../site--audience{audience}/data/{file}.csv"));
        text.lines().filter(|row| row.contains("POL-001")).map(str::to_owned).collect::<Vec<_>>()
    };
    for file in ["versions", "approvals"] {
        assert_eq!(rows("internal", file), rows("confidential", file), "{file}");
    }
    assert!(rows("internal", "versions").iter().any(|row| row.contains("2026")), "{:?}", rows("internal", "versions"));
    // Where nobody says, it is for the people of the organisation.
    let named = withheld(&["CANARYPUBLIC", "CANARYINTERNAL", "CANARYUNSAID"]);
    assert_eq!(slips(&world, &[], &named), Vec::<String>::new());
    world.put("aims.toml", &format!("site.audience = \"public\"\n{}", world.read("aims.toml")));
    assert_eq!(slips(&world, &[], &withheld(&["CANARYPUBLIC"])), Vec::<String>::new());
    world.edit("aims.toml", "\"public\"", "\"pubilc\"");
    assert_eq!(slips(&world, &[], &withheld(&["CANARYPUBLIC"])), Vec::<String>::new(), "a slip opens nothing");
}

#[test]
fn a_class_that_was_lowered_calls_nothing_back() {
    let (world, _) = World::new();
    world.put("policies/once.md", &canary("CANARYONCE", "confidential"));
    world.commit(MIREL, "One");
    world.put("policies/once.md", &canary("CANARYNOW", "public"));
    world.commit(MIREL, "Two");
    // Under another name, and in another folder.
    world.git(MIREL, &["mv", "policies/once.md", "now.md"]);
    world.commit(MIREL, "Three");
    for audience in ["public", "internal"] {
        assert_eq!(slips(&world, &["--audience", audience], &["CANARYONCE", "CANARYNOW"]), Vec::<String>::new());
    }
    assert!(!slips(&world, &["--audience", "confidential"], &["CANARYNOW"]).is_empty());
}

#[test]
fn a_copy_stays_closed_when_its_original_goes() {
    let (world, _) = World::new();
    let words: String = (0..60).map(|place| format!("word{place} ")).collect();
    let text = |id: &str, class: &str| {
        format!("---\nid: {id}\ntitle: T\nkind: guideline\nclassification: {class}\n---\nCANARYCOPY {words}\n")
    };
    world.put("policies/one.md", &text("GUI-001", "confidential"));
    world.put("policies/other.md", &text("GUI-002", "internal"));
    world.commit(MIREL, "Copy it");
    assert_eq!(slips(&world, &[], &["CANARYCOPY"]), Vec::<String>::new());
    world.git(MIREL, &["rm", "-q", "policies/one.md"]);
    world.commit(MIREL, "Take the original away");
    assert_eq!(slips(&world, &[], &["CANARYCOPY"]), Vec::<String>::new());
    assert!(!slips(&world, &["--audience", "confidential"], &["CANARYCOPY"]).is_empty());
}

#[test]
fn a_class_that_was_raised_is_not_shown_by_an_earlier_moment() {
    let (world, _) = World::new();
    world.put("policies/open.md", &canary("CANARYOPEN", "public"));
    world.commit(MIREL, "One");
    world.git(MIREL, &["tag", "-a", "-m", "Audit", "v1"]);
    world.edit("policies/open.md", "public", "confidential");
    world.commit(MIREL, "Two");
    assert_eq!(slips(&world, &["--since", "v1"], &["CANARYOPEN"]), Vec::<String>::new());
}

#[test]
fn no_name_of_a_tag_or_branch_names_what_is_withheld() {
    let (world, key) = World::new();
    world.edit(POLICY, "owner:", "classification: public\nowner:");
    world.put(
        "policies/kept.md",
        "---\nid: SEC-009\ntitle: Project Falcon\nkind: guideline\nclassification: confidential\n---\nx\n",
    );
    world.commit(MIREL, "One");
    let with_key = format!("user.signingkey={}", key.display());
    for name in ["SEC-009-audit", "v1_Project.Falcon"] {
        world.git(ORLA, &["tag", "-a", "-m", "Audit", name]);
        let signed = format!("{name}-2");
        world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &with_key, "tag", "-s", "-m", "Seen", &signed]);
    }
    world.git(ORLA, &["tag", "-a", "-m", "Audit", "v1-audit"]);
    world.edit(POLICY, "must be listed", "must all be listed");
    world.commit(MIREL, "Merge branch 'project-falcon'");
    for more in [&[][..], &["--trend"], &["--trend", "--since", "SEC-009-audit"]] {
        for audience in ["public", "internal"] {
            let options = [&["--audience", audience], more].concat();
            assert_eq!(slips(&world, &options, &["SEC-009", "Falcon"]), Vec::<String>::new());
        }
    }
    assert!(!slips(&world, &["--audience", "internal", "--trend"], &["v1-audit"]).is_empty());
}

#[test]
fn messages_and_addresses_are_told_as_the_settings_say() {
    let (world, key) = World::new();
    let mail = ["@harrowmere.example", "jane.private@", "1632 960000"];
    world.edit(POLICY, "must be listed", "must all be listed");
    world.commit(
        MIREL,
        "FIRSTLINE told by jane.private@home.example\n\nBODYTEXT, phone +44 1632 960000\n\nApproved-by: Kaja Claimant <jane.private@home.example>",
    );
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    let settings = world.read("aims.toml");
    assert!(settings.contains(mail[0]), "{settings}");
    for edition in ["latest", "approved"] {
        let found = slips(&world, &["--edition", edition], &[&mail[..], &[ORLA]].concat());
        let of_people = |slip: &String| slip.ends_with(ORLA);
        assert!(!found.is_empty() && found.iter().all(of_people), "people are called by their names: {found:?}");
    }
    let words = ["FIRSTLINE", "FIRSTLINE told by [address]", "BODYTEXT, phone", "Kaja Claimant", "jane.private"];
    let told = || {
        let found = slips(&world, &[], &words);
        words.map(|word| found.iter().any(|slip| slip.ends_with(&format!(": {word}"))))
    };
    assert_eq!(told(), [true, true, false, true, false], "who approved is evidence, by name");
    world.put("aims.toml", &format!("publish.messages = \"none\"\n{settings}"));
    assert_eq!(told()[..3], [false; 3]);
    world.put("aims.toml", &format!("publish.messages = \"body\"\n{settings}"));
    assert_eq!(told(), [true, true, true, true, false]);
    world.put("aims.toml", &format!("publish.messages = \"bdoy\"\n{settings}"));
    assert_eq!(told()[..3], [false; 3], "a slip tells nothing");
    world.put("aims.toml", &format!("publish.addresses = true\n{settings}"));
    let open = [mail[0], "FIRSTLINE told by jane.private@home.example"];
    let found = slips(&world, &[], &open);
    assert!(open.iter().all(|word| found.iter().any(|slip| slip.ends_with(&format!(": {word}")))), "{found:?}");
}

#[test]
fn who_has_not_read_a_text_is_told_to_nobody_outside() {
    let (world, key) = World::empty();
    world.put("aims.toml", &settings(&[(ORLA, &openssh::public(&key))]));
    let listed = "classification: public\nmust-read: [Chief Risk Officer]\nowner:";
    world.put(POLICY, &policy().replace("owner:", listed));
    world.commit(MIREL, "Write the AI policy");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    let words = ["is not acknowledged by", "acknowledge POL-001", "Who has to read it"];
    assert!(slips(&world, &["--audience", "internal"], &words).len() > 3, "it is told within");
    // What the rule looks for is told to everybody, with the words of a heading.
    assert_eq!(slips(&world, &["--audience", "public"], &words[..2]), [""; 0]);
}
