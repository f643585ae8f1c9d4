//! An approval is of what a text shows and links to, not of the names that stand in the text.

use aims::approval::Counts;

use super::sandbox;
use super::world::{APPROVE, MIREL, ORLA, POLICY, TODAY, World};

const WORDS: &str = "Every AI system must be listed.";
const IMAGE: &str = "policies/flow.png";
const LIMITS: &str = "policies/limits.csv";

/// The policy with an image, an attachment, and links to another document and to a page, approved by Orla.
fn world() -> (World, std::path::PathBuf) {
    let (world, key) = World::new();
    world.edit(
        POLICY,
        WORDS,
        "Every AI system must be listed: see ![the flow](flow.png), [the limits](limits.csv), [[PRO-001#steps]], \
         [[PRO-009]], [the guide](guide.md), [more](more.csv) and [[A.2.2]].",
    );
    world.put(IMAGE, "\u{89}PNG\r\n\u{1a}\nA");
    world.put(LIMITS, "system,limit\nhiring,0\n");
    world.put("policies/guide.md", "# Guide\n\nAsk.\n");
    world
        .put("procedures/listing.md", "---\nid: PRO-001\ntitle: Listing\nkind: procedure\n---\n## Steps\n\nList it.\n");
    let settings = world.read("aims.toml");
    world.put("aims.toml", &format!("{settings}[checks.levels]\nbroken-link = \"note\"\n"));
    world.commit(MIREL, "Show the flow and the limits");
    let done = world.approve_in_time(&key);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Approve the AI policy");
    assert_eq!(world.standings(), [Counts::Yes]);
    (world, key)
}

/// Which targets lead elsewhere, by the only act on record.
fn moved(world: &World) -> Vec<String> {
    match world.standings().as_slice() {
        [Counts::LedElsewhere(moved)] => moved.iter().map(|moved| moved.target.clone()).collect(),
        [Counts::Yes] => Vec::new(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_image_or_attachment_with_other_bytes_is_not_what_was_approved() {
    let (world, key) = world();
    for (path, target) in [(IMAGE, "flow.png"), (LIMITS, "limits.csv")] {
        let before = world.read(path);
        world.put(path, "other");
        assert_eq!(moved(&world), [target], "not committed");
        world.commit(MIREL, "Tidy");
        assert_eq!(moved(&world), [target]);
        assert!(!world.approval().satisfied);
        let checked = world.aims(&["check", "--today", TODAY, "--format", "short"]);
        let told = format!("no longer holds: what stands behind `{target}` is not what was approved with the text");
        assert!(checked.stdout.contains(&told), "{}", checked.stdout);
        let story = world.aims(&["history", "POL-001", "--today", TODAY]).stdout;
        assert!(!story.contains("level 4 of 4") && story.contains(&format!("`{target}`")), "{story}");
        let last = world.aims(&["build", "--edition", "approved", "--out", "public", "--today", TODAY]);
        assert_eq!(last.code, Some(0), "{}", last.stderr);
        let page = world.read("public/documents/POL-001.html");
        assert!(page.contains("must be listed") && !page.contains("Approval lapsed"), "as it was approved");
        let name = target.as_bytes();
        let files = sandbox::everything(&world.repo.join("public")).into_iter();
        let shown: Vec<Vec<u8>> = files.filter(|(path, _)| path.ends_with(name)).map(|(_, (_, bytes))| bytes).collect();
        assert_eq!(shown, [before.as_bytes()], "with the file that it was approved with");
        world.git(MIREL, &["clean", "-fdq"]);
        world.put(path, &before);
        world.commit(MIREL, "Back");
        assert_eq!(world.standings(), [Counts::Yes]);
    }
    world.put(IMAGE, "other");
    world.commit(MIREL, "Draw the flow again");
    let again = world.aims(&[&APPROVE[..], &["--key", key.to_str().expect("text")]].concat());
    assert_eq!(again.code, Some(0), "{}", again.stderr);
    assert!(world.approval().satisfied, "who looked at it approves it anew");
}

#[test]
fn until_an_image_was_changed_the_text_was_in_force() {
    let (world, _) = world();
    world.git(MIREL, &["commit", "-q", "--allow-empty", "-m", "Nothing"]);
    world.put(IMAGE, "other");
    world.commit(MIREL, "Tidy");
    let day = world.git(MIREL, &["log", "-1", "--format=%cs"]);
    let story = world.aims(&["history", "POL-001", "--today", TODAY]).stdout;
    assert_eq!((&*day, story.contains("to 2026-01-13")), ("2026-01-14", true), "{story}");
}

#[test]
fn a_link_that_leads_to_another_document_or_file_is_another() {
    let (world, _) = world();
    // Another document takes the id, which the first gives up.
    world.edit("procedures/listing.md", "id: PRO-001", "id: PRO-002");
    world.commit(MIREL, "Give it another id");
    assert_eq!(moved(&world), Vec::<String>::new(), "what leads nowhere is told where links are checked");
    world.put("policies/more.csv", "more");
    assert_eq!(moved(&world), ["more.csv"], "what was not there was not approved");
    std::fs::remove_file(world.repo.join("policies/more.csv")).expect("it is there");
    world.put("policies/other.md", "---\nid: limits.csv\ntitle: Not the limits\nkind: procedure\n---\n");
    assert_eq!(moved(&world), ["limits.csv"], "a document is found by its id first");
    std::fs::remove_file(world.repo.join("policies/other.md")).expect("it is there");
    // The text is moved to where its links mean other files.
    world.put("other/limits.csv", "system,limit\nhiring,5000\n");
    world.put("other/flow.png", &world.read(IMAGE));
    world.git(MIREL, &["mv", POLICY, "other/ai-policy.md"]);
    world.commit(MIREL, "Tidy");
    assert_eq!(moved(&world), ["limits.csv"]);
}

#[test]
fn what_leads_where_it_did_voids_nothing() {
    let (world, _) = world();
    world.edit("procedures/listing.md", "## Steps\n\nList it.", "## How\n\nList it at once.");
    world.git(MIREL, &["mv", "procedures/listing.md", "procedures/list.md"]);
    world.edit("policies/guide.md", "# Guide", "---\nid: GUI-001\ntitle: Guide\n---\n# Guide");
    world.put("procedures/more.md", "---\nid: PRO-009\ntitle: More\nkind: procedure\n---\n");
    world.put(LIMITS, "system,limit\r\nhiring,0\r\n");
    world.commit(MIREL, "Move, say how, give an id, write what was named, and end lines as elsewhere");
    assert_eq!(world.standings(), [Counts::Yes]);
}
