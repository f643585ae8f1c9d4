//! What stands in the place of a document that was approved, or of a record: it holds what that said, whatever it says of itself.

use std::fs::remove_file;

use super::world::{MIREL, ORLA, POLICY, TODAY, World};

const CONCERN: &str = "concerns/cnc-001.md";
const REJECTED: &str =
    "A customer was rejected and was given no reason for it.\nWe wrote to the customer and gave the reason.\n";

/// A text with these keys.
fn text(keys: &str, body: &str) -> String {
    format!("---\n{keys}\n---\n\n{body}")
}

fn concern(id: &str, more: &str) -> String {
    let keys = format!(
        "id: {id}\ntitle: Rejected without a reason\nkind: concern\ndate: 2026-01-08\nsource: outside\n\
         what: No reason was given\nowner: AI Officer\n{more}"
    );
    text(&keys, REJECTED)
}

fn closed() -> String {
    concern("CNC-001", "state: closed")
}

/// What is told of documents that left and of records that were changed: code, level and message.
fn told(world: &World) -> Vec<String> {
    let of_it = |code: &str| matches!(code, "AIMS517" | "AIMS520");
    let found = world.check().findings.found.into_iter().filter(|finding| of_it(finding.code));
    found.map(|finding| format!("{} {} {}", finding.code, finding.level.as_str(), finding.message)).collect()
}

/// A repository with an approved policy and a closed concern.
fn world() -> World {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.put(CONCERN, &closed());
    world.commit(MIREL, "Take down a concern");
    assert_eq!(told(&world), [""; 0]);
    world
}

/// What is told after changes that are committed each by itself.
fn after(changes: &[&dyn Fn(&World)]) -> Vec<String> {
    let world = world();
    for change in changes {
        change(&world);
        world.commit(MIREL, "Change");
    }
    told(&world)
}

fn remove(world: &World, path: &str) {
    remove_file(world.repo.join(path)).expect("a file");
}

fn begins(told: &[String], with: &[&str]) -> bool {
    told.len() == with.len() && told.iter().zip(with).all(|(told, with)| told.starts_with(with))
}

/// What somebody does to a repository.
type Way<'a> = &'a dyn Fn(&World);

#[test]
fn a_policy_that_moves_and_gets_another_number_in_one_commit_keeps_its_record() {
    let world = world();
    world.git(MIREL, &["mv", POLICY, "policies/pol-101.md"]);
    let moved = world.read("policies/pol-101.md").replace("id: POL-001", "id: POL-101\nformerly: [POL-001]");
    for (number, text) in
        [moved.clone(), moved.replace("must be listed", "may be listed, as we see fit, or not")].iter().enumerate()
    {
        world.put("policies/pol-101.md", text);
        assert_eq!(told(&world), [""; 0], "{number}: not committed");
        world.commit(MIREL, "Give it another number");
        assert_eq!(told(&world), [""; 0], "{number}");
        let state = world.check();
        let path = state.aims.documents.iter().find(|document| document.id == "POL-101").expect("it").path.clone();
        assert_eq!(state.history.steps(&path).len(), 2, "{number}");
        let satisfied = |state: &aims::state::State| {
            let ix = state.aims.by_id("POL-101").expect("the policy");
            state.approvals.of(ix).expect("it is approved or not").satisfied
        };
        assert_eq!(satisfied(&state), number == 0, "{number}");
        // The other text, instead of the first.
        world.git(MIREL, &["reset", "-q", "--hard", "HEAD^"]);
        world.git(MIREL, &["mv", POLICY, "policies/pol-101.md"]);
    }
}

#[test]
fn a_draft_does_not_take_the_place_of_an_approved_policy_by_its_word() {
    let draft = |world: &World| {
        let other = world.read("old.md").replace("id: POL-001", "id: POL-002\nformerly: [POL-001]");
        world.put("policies/other.md", &other.replace("status: approved", "status: draft").replace("must", "need not"));
        remove(world, "old.md");
    };
    let keep = |world: &World| drop(world.git(MIREL, &["mv", POLICY, "old.md"]));
    // In one commit it is what the policy became, and in several another document.
    assert_eq!(after(&[&keep, &draft]), [""; 0]);
    let world = world();
    let text = world.read(POLICY);
    remove(&world, POLICY);
    world.commit(MIREL, "Remove it");
    let is_told = |told: &[String]| begins(told, &["AIMS517 error POL-001 (policies/ai-policy.md) was approved until"]);
    assert!(is_told(&told(&world)));
    world.put("old.md", &text);
    draft(&world);
    world.commit(MIREL, "Write another");
    assert!(is_told(&told(&world)), "{:?}", told(&world));
    // It was in force until it was removed.
    let state = world.check();
    let mut gone = state.history.every_gone();
    let (place, _) = gone.find(|(_, gone)| gone.path.as_str() == POLICY).expect("it is gone");
    let tenures = state.approvals.tenures_of_gone(place);
    assert!(tenures.iter().any(|tenure| tenure.from.is_some() && tenure.until.is_some()), "{tenures:?}");
    let shown = world.aims(&["history", "POL-001", "--today", TODAY]).stdout;
    assert!(shown.contains("must be listed") || shown.contains("1.0"), "{shown}");
}

#[test]
fn a_settled_record_goes_on_only_in_what_holds_it() {
    let other = |key: &str| text(&format!("id: CNC-003\nkind: concern\n{key}"), "Nothing was said.\n");
    let rewritten = after(&[&|world| {
        remove(world, CONCERN);
        world.put("concerns/new.md", &other("formerly: [CNC-001]"));
    }]);
    assert!(begins(&rewritten, &["AIMS520 error CNC-003 was changed on"]), "{rewritten:?}");
    for key in ["formerly: [CNC-001]", "replaces: CNC-001", "formerly: [CNC-001]\nreplaces: [CNC-001]"] {
        let gone = after(&[&|world| remove(world, CONCERN), &|world| world.put("concerns/new.md", &other(key))]);
        assert!(begins(&gone, &["AIMS517 error CNC-001 (concerns/cnc-001.md, on record since"]), "{key}: {gone:?}");
        let first = after(&[&|world| world.put("concerns/new.md", &other(key)), &|world| remove(world, CONCERN)]);
        assert!(begins(&first, &["AIMS517 error CNC-001 (concerns/cnc-001.md, on record since"]), "{key}: {first:?}");
    }
    // Nor in a copy that is a draft.
    let copy = |world: &World| {
        world.put("concerns/copy.md", &world.read(CONCERN).replace("state: closed", "state: closed\nstatus: draft"));
    };
    let copied = after(&[&copy, &|world| remove(world, CONCERN)]);
    assert!(begins(&copied, &["AIMS517 error CNC-001 (concerns/cnc-001.md, on record since"]), "{copied:?}");
    // Under its own number, by whatever came beside it first.
    let beside =
        after(&[&|world| world.put("concerns/new.md", &other("x: 1").replace("CNC-003", "CNC-001")), &|world| {
            remove(world, CONCERN);
        }]);
    assert!(begins(&beside, &["AIMS517 error CNC-001 (concerns/cnc-001.md, on record since"]), "{beside:?}");
}

#[test]
fn a_translation_does_not_take_a_record_or_an_approval_with_it() {
    let aside = |from: &str, (to, original): (&str, &str), settings: &str| {
        after(&[&|world| world.put("aims.toml", &format!("{}{settings}", world.read("aims.toml"))), &|world| {
            let text = world.read(from);
            world.git(MIREL, &["mv", from, to]);
            let (front, _) = text.rsplit_once("---\n").expect("front matter");
            world.put(original, &format!("{front}---\nNothing of the kind was ever said or done.\n"));
        }])
    };
    let settings = "[languages]\ndefault = \"en\"\npattern = [\"{name}.{lang}.md\"]\n";
    let record = aside(CONCERN, ("concerns/j.de.md", "concerns/j.md"), settings);
    assert!(
        begins(&record, &["AIMS517 error CNC-001 (concerns/j.de.md, on record since"])
            && record[0].contains("is taken for a translation of another text now"),
        "{record:?}"
    );
    let policy = aside(POLICY, ("policies/j.de.md", "policies/j.md"), settings);
    assert!(
        begins(&policy, &["AIMS517 error POL-001 was approved in this file, which is taken for a translation"]),
        "{policy:?}"
    );
    // Nor does the setting by which one of two texts that came together is the original.
    let swapped = {
        let (world, key) = World::new();
        world.put("policies/ai-policy.de.md", &world.read(POLICY).replace("Every AI", "Jedes KI"));
        world.put("aims.toml", &format!("{}{settings}", world.read("aims.toml")));
        world.git(MIREL, &["add", "--all"]);
        world.git(MIREL, &["commit", "-q", "--amend", "-m", "Write the AI policy"]);
        assert_eq!(world.approve_in_time(&key).code, Some(0));
        world.commit(ORLA, "Approve");
        assert_eq!(told(&world), [""; 0]);
        world.edit("aims.toml", "default = \"en\"", "default = \"de\"");
        world.edit("policies/ai-policy.de.md", "status: approved", "status: draft");
        world.git(MIREL, &["mv", POLICY, "policies/ai-policy.en.md"]);
        world.commit(MIREL, "Swap them");
        told(&world)
    };
    assert!(
        begins(&swapped, &["AIMS517 error POL-001 was approved in this file, which is taken for a translation"]),
        "{swapped:?}"
    );
    // A translation that comes to what it translates is one.
    let honest =
        after(&[&|world| world.put("aims.toml", &format!("{}{settings}", world.read("aims.toml"))), &|world| {
            world.put("concerns/cnc-001.de.md", &closed().replace("A customer was", "Ein Kunde war"));
            world.put("policies/ai-policy.de.md", &world.read(POLICY).replace("Every AI", "Jedes KI"));
        }]);
    assert_eq!(honest, [""; 0]);
}

#[test]
fn a_settled_record_does_not_leave_by_a_word() {
    let exclude = |world: &World, pattern: &str| {
        let settings = world.read("aims.toml");
        world.put("aims.toml", &format!("{settings}[files]\nexclude = [\"{pattern}\"]\n"));
    };
    let guideline =
        text("id: CNC-001\ntitle: How we answer\nkind: guideline\nstatus: draft\nowner: AI Officer", REJECTED);
    let ways: [(Way<'_>, &str, &str); 5] = [
        (&|world| exclude(world, "concerns/**"), "AIMS517 error", "is left out by `files.exclude` since"),
        (&|world| world.put(CONCERN, &guideline), "AIMS517 error", "by its kind it is no record now"),
        (
            &|world| world.put(CONCERN, &guideline.replace("status: draft\n", "")),
            "AIMS517 error",
            "by its kind it is no",
        ),
        (
            &|world| {
                world.edit(CONCERN, "kind: concern\n", "");
                world
                    .put("aims.toml", &format!("{}[folders]\n\"concerns\" = \"guideline\"\n", world.read("aims.toml")));
            },
            "AIMS517 error",
            "by its kind it is no record now",
        ),
        (
            &|world| world.edit(CONCERN, "state: closed", "state: closed\nstatus: draft"),
            "AIMS520 error",
            "status added: draft",
        ),
    ];
    for (number, (way, level, what)) in ways.into_iter().enumerate() {
        let told = after(&[way]);
        assert!(told.len() == 1 && told[0].starts_with(level) && told[0].contains(what), "{number}: {told:?}");
        // More commits after it settle nothing, and what is put back is.
        let more = |world: &World| world.put("notes.md", "# Notes\n");
        let told = after(&[way, &more]);
        assert!(told.len() == 1 && told[0].starts_with(level) && told[0].contains(what), "{number}: {told:?}");
        let back = |world: &World| drop(world.git(MIREL, &["checkout", "-q", "HEAD^", "--", "."]));
        assert_eq!(after(&[way, &back]), [""; 0], "{number}");
    }
    // By the settings alone, of what had its kind by its folder.
    let by_folder = |to: &'static str| {
        move |world: &World| {
            let settings = world.read("aims.toml");
            let settings = settings.split("[folders]").next().unwrap_or_default();
            world.put("aims.toml", &format!("{settings}[folders]\n\"cases\" = \"{to}\"\n"));
            world.put("cases/one.md", &closed().replace("kind: concern\n", "").replace("CNC-001", "CNC-007"));
        }
    };
    let open = |world: &World| world.put("concerns/open.md", &concern("CNC-002", "state: open"));
    let out = |world: &World| exclude(world, "concerns/open.md");
    let told = after(&[&open, &out]);
    assert!(begins(&told, &["AIMS517 error CNC-002 (concerns/open.md, on record since"]), "{told:?}");
    let told = after(&[&by_folder("concern"), &by_folder("guideline")]);
    assert!(begins(&told, &["AIMS517 error CNC-007 (cases/one.md, on record since"]), "{told:?}");
    assert!(told[0].contains("is no record by its kind now"), "{told:?}");
}

#[test]
fn what_is_put_in_order_is_told_as_nothing() {
    let renumber = |world: &World| world.edit(CONCERN, "id: CNC-001", "id: CNC-101\nformerly: [CNC-001]");
    let mv = |world: &World, to: &str| {
        std::fs::create_dir_all(world.repo.join(to).parent().expect("a folder")).expect("a folder");
        world.git(MIREL, &["mv", CONCERN, to]);
    };
    let ways: [&dyn Fn(&World); 5] = [
        &renumber,
        &|world| mv(world, "archive/cnc-001.md"),
        &|world| {
            renumber(world);
            mv(world, "archive/cnc-101.md");
        },
        &|world| {
            // A policy in two parts, of which each says what it was.
            let text = world.read(POLICY).replace("status: approved", "status: draft");
            for (id, path) in [("POL-101", "policies/a.md"), ("POL-102", "policies/b.md")] {
                world.put(path, &text.replace("id: POL-001", &format!("id: {id}\nformerly: [POL-001]")));
            }
            remove(world, POLICY);
        },
        &|world| {
            world.put("concerns/copy.md", &world.read(CONCERN));
            remove(world, CONCERN);
        },
    ];
    for (number, way) in ways.into_iter().enumerate() {
        assert_eq!(after(&[way]), [""; 0], "{number}");
    }
    // Drafts and what is open may become something else, in the AIMS and out of it.
    let (open, draft) = (concern("CNC-002", "state: open"), concern("CNC-003", "state: closed\nstatus: draft"));
    let put = |world: &World| {
        world.put("concerns/open.md", &open);
        world.put("concerns/draft.md", &draft);
    };
    let change = |world: &World| {
        for path in ["concerns/open.md", "concerns/draft.md"] {
            world.edit(path, "kind: concern", "kind: guideline");
        }
        world.edit("concerns/draft.md", "status: draft\n", "");
    };
    assert_eq!(after(&[&put, &change]), [""; 0]);
    // What was left out from the beginning, or was put where nothing is read, is no error.
    let archive = |world: &World| {
        let settings = world.read("aims.toml");
        world.put("aims.toml", &format!("{settings}[files]\nexclude = [\"archive/**\", \"templates/**\"]\n"));
    };
    let template = |world: &World| world.put("templates/concern.md", &closed().replace("CNC-001", "CNC-000"));
    assert_eq!(after(&[&archive, &template]), [""; 0]);
    let put_away = after(&[&archive, &|world| mv(world, "archive/cnc-001.md")]);
    assert!(begins(&put_away, &["AIMS517 warning CNC-001 (archive/cnc-001.md, on record since"]), "{put_away:?}");
}
