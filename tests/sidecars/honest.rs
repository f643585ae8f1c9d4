//! What a commit says of a document is known by one file. So whatever another file says of it is a claim, is never quietly
//! covered by an approval, and does not change unseen.

use aims::approval::{Counts, Reason};
use aims::model::approval_rule::Evidence;
use aims::model::standing::Approved;

use super::openssh;
use super::sandbox::everything;
use super::world::{MIREL, ORLA, POLICY, TODAY, World, policy, settings};

const ASIDE: &str = "policies/ai-policy.yaml";

/// The policy of Mirel, approved by Orla, in a repository in which keys may stand beside documents.
fn approved() -> World {
    let (world, key) = World::empty();
    let header = "[header]\nsidecars = [\"{path}.yaml\"]\n";
    world.put("aims.toml", &(settings(&[(ORLA, &openssh::public(&key))]) + header));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    let done = world.approve_in_time(&key);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Approve the AI policy");
    assert_eq!(world.level(), Evidence::Recorded);
    world
}

fn approve(world: &World) -> super::sandbox::Outcome {
    world.aims(&["approve", "POL-001", "--as", ORLA, "--today", TODAY, "--dry-run"])
}

#[test]
fn no_approval_covers_keys_that_stand_in_another_file() {
    let world = approved();
    // The text is the one that was approved, to the byte. What it is said to serve is not.
    world.put(ASIDE, "controls: [A.2.2]\n");
    for step in ["written", "committed", "changed"] {
        match step {
            "committed" => world.commit(MIREL, "Say what it serves"),
            "changed" => world.put(ASIDE, "controls: [A.2.2, A.2.3]\nclassification: public\n"),
            _ => {}
        }
        let approval = world.approval();
        assert!(approval.level <= Evidence::Claimed && !approval.satisfied, "{step}: {:?}", approval.level);
        assert_eq!(world.standings(), [Counts::No(Reason::KeysBeside(ASIDE.into()))], "{step}");
        let checked = world.check();
        let ix = checked.aims.by_id("POL-001").expect("the policy");
        assert_eq!(checked.aims.standing(ix).approval, Approved::Lacking, "{step}");
        let told =
            checked.findings.found.iter().find(|finding| finding.name == "approval-missing").expect("it is told");
        assert!(told.help.as_deref().unwrap_or_default().contains("aims fold POL-001"), "{told:?}");
        let refused = approve(&world);
        assert_eq!(refused.code, Some(2), "{}", refused.stdout);
        assert!(refused.stderr.contains(ASIDE) && refused.stderr.contains("aims fold POL-001"), "{}", refused.stderr);
        let refused =
            world.aims(&["review", "POL-001", "--as", ORLA, "--today", TODAY, "--outcome", "fits", "--dry-run"]);
        assert_eq!(refused.code, Some(2), "{}", refused.stdout);
    }
    // Nothing that the text does not say itself: it is the text that was approved.
    world.put(ASIDE, "owner: AI Officer\nversion: '1.0'\n");
    assert_eq!(world.level(), Evidence::Recorded);
    world.put(ASIDE, "owner: Somebody else\n");
    assert_eq!(world.level(), Evidence::Recorded, "the own word of the text holds");
    world.put(ASIDE, "owner: [broken\n");
    assert!(world.level() <= Evidence::Claimed, "nobody knows what it says");
    std::fs::remove_file(world.repo.join(ASIDE)).expect("a file");
    assert_eq!(world.level(), Evidence::Recorded);
}

#[test]
fn folded_into_the_document_they_can_be_approved() {
    let (world, key) = World::empty();
    let header = "[header]\nsidecars = [\"{path}.yaml\"]\n";
    world.put("aims.toml", &(settings(&[(ORLA, &openssh::public(&key))]) + header));
    let text = policy();
    let (keys, body) = text.trim_start_matches("---\n").split_once("---\n").expect("front matter");
    world.put(ASIDE, &format!("# Keys of the policy\n{keys}"));
    world.put(POLICY, &body.replace('\n', "\r\n"));
    world.put("other.md", "# Other\n\nText.\n");
    world.put("other.yaml", "owner: [broken\n");
    world.commit(MIREL, "Write the AI policy");
    let dry = world.aims(&["fold", "POL-001", "--dry-run", "--today", TODAY]);
    assert!(dry.code == Some(0) && dry.stdout.contains("owner: AI Officer"), "{}{}", dry.stdout, dry.stderr);
    assert!(world.repo.join(ASIDE).is_file(), "a dry run writes nothing");
    let all = world.aims(&["fold", "--all", "--today", TODAY]);
    assert_eq!(all.code, Some(2), "{}", all.stdout);
    assert!(all.stderr.contains("other.md: `other.yaml` cannot be read as a whole"), "{}", all.stderr);
    assert!(world.repo.join(ASIDE).is_file(), "one that cannot be folded stops all");
    let done = world.aims(&["fold", "POL-001", "--today", TODAY]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(!world.repo.join(ASIDE).exists());
    let folded = world.read(POLICY);
    assert!(
        folded.starts_with("---\r\n# Keys of the policy\r\nid: POL-001\r\n")
            && !folded.replace("\r\n", "").contains('\n'),
        "{folded:?}"
    );
    world.commit(MIREL, "Fold the keys into the policy");
    let done = world.approve_in_time(&key);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Approve the AI policy");
    assert_eq!(world.level(), Evidence::Recorded);
    // What was beside it before is in its record.
    let told = world.aims(&["history", "POL-001", "--today", TODAY]);
    assert!(told.stdout.contains("policies/ai-policy.yaml, beside it"), "{}", told.stdout);
}

#[test]
fn keys_that_move_out_of_a_document_take_its_approval_with_them() {
    let world = approved();
    let text = policy();
    let (keys, body) = text.trim_start_matches("---\n").split_once("---\n").expect("front matter");
    world.put(ASIDE, keys);
    world.put(POLICY, body);
    world.commit(MIREL, "Move the keys out");
    let checked = world.check();
    let ix = checked.aims.by_id("POL-001").expect("it is the same document");
    assert!(checked.aims.document(ix).says_approved());
    let approval = world.approval();
    assert!(
        approval.level <= Evidence::Claimed && !approval.satisfied && !approval.is_in_force(checked.aims.document(ix))
    );
    assert!(!checked.aims.standing(ix).approval.is_met());
    // Nor does the edition of what was approved show it with keys of another time.
    world.put(ASIDE, &keys.replace("AI Officer", "CANARYOWNER"));
    world.commit(MIREL, "Another owner");
    let built = world.aims(&["build", "-q", "--today", TODAY, "--edition", "approved", "--out", "../site"]);
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    let files = everything(&world.repo.join("../site"));
    let leaks = files.iter().filter(|(_, (_, bytes))| String::from_utf8_lossy(bytes).contains("CANARYOWNER"));
    assert_eq!(leaks.count(), 0);
}

#[test]
fn a_merge_by_another_is_no_approval_of_a_file_beside() {
    let (world, _) = World::empty();
    let rule = settings(&[]).replace("needs = \"record\"", "needs = \"merged\"");
    world.put("aims.toml", &(rule + "[header]\nsidecars = [\"{path}.yaml\"]\n"));
    world.commit(ORLA, "Begin");
    world.git(MIREL, &["switch", "-q", "-c", "side"]);
    let text = policy();
    let (keys, body) = text.trim_start_matches("---\n").split_once("---\n").expect("front matter");
    world.put(ASIDE, keys);
    world.put(POLICY, body);
    world.commit(MIREL, "Write the policy");
    world.git(ORLA, &["switch", "-q", "main"]);
    world.git(ORLA, &["merge", "-q", "--no-ff", "-m", "Merge the policy", "side"]);
    let approval = world.approval();
    assert!(approval.level <= Evidence::Claimed, "{:?}", approval.level);
    let merged = approval.pieces.iter().find(|piece| piece.evidence == Evidence::Merged).expect("it is told");
    assert_eq!(merged.against, Some(Reason::KeysBeside(ASIDE.into())));
    // The same keys in the text are what she merged.
    world.git(MIREL, &["switch", "-q", "-c", "other"]);
    world.put(POLICY, &text);
    std::fs::remove_file(world.repo.join(ASIDE)).expect("a file");
    world.commit(MIREL, "Put the keys into the policy");
    world.git(ORLA, &["switch", "-q", "main"]);
    world.git(ORLA, &["merge", "-q", "--no-ff", "-m", "Merge the keys", "other"]);
    assert_eq!(world.level(), Evidence::Merged);
}

#[test]
fn a_change_beside_a_document_is_told_in_its_record() {
    let (world, _) = World::empty();
    world.put("aims.toml", &(settings(&[]) + "[header]\nsidecars = [\"{path}.yaml\"]\n"));
    world.put(POLICY, "# AI policy\n\nText.\n");
    world.put(ASIDE, "id: POL-001\nkind: policy\nowner: Mirel\nstatus: draft\nversion: '1.0'\n");
    world.commit(MIREL, "Write the policy");
    world.edit(ASIDE, "owner: Mirel", "owner: Tobias");
    world.commit(ORLA, "Give the policy to Tobias");
    world.edit(ASIDE, "status: draft", "status: retired");
    world.commit(ORLA, "Retire the policy");
    let told = world.aims(&["history", "POL-001", "--today", TODAY]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    for words in [
        "Give the policy to Tobias",
        "Retire the policy",
        "policies/ai-policy.yaml, beside it",
        "Mirel",
        "Tobias",
        "retired",
    ] {
        assert!(told.stdout.contains(words), "{words}: {}", told.stdout);
    }
    // The same with what an earlier run kept.
    let cached = world.aims(&["history", "POL-001", "--today", TODAY]);
    assert_eq!(cached.stdout, told.stdout);
    world.aims(&["build", "-q", "--today", TODAY, "--out", "../site"]);
    let page = |path: &str| std::fs::read_to_string(world.repo.join("../site").join(path)).expect("a page");
    let record = page("documents/POL-001/history.html");
    assert!(record.contains("Changes of the file beside it") && record.contains("Give the policy to Tobias"));
    assert!(page("documents/POL-001.html").contains("Retire the policy"));
    assert!(page("changes/index.html").contains("Give the policy to Tobias"));
    // The past is read as it was: by the file of that commit.
    let rows = |rev: &str| {
        world.aims(&["build", "-q", "--today", TODAY, "--rev", rev, "--out", "../then"]);
        std::fs::read_to_string(world.repo.join("../then/data/documents.json")).expect("data")
    };
    assert!(rows("HEAD~2").contains("\"owner\": \"Mirel\"") || rows("HEAD~2").contains("\"owner\":\"Mirel\""));
    assert!(rows("HEAD~1").contains("Tobias"));
}

#[test]
fn nothing_of_a_file_beside_a_withheld_document_gets_out() {
    let (world, _) = World::empty();
    let header =
        "[header]\nforms = [\"bold\"]\nsidecars = [\"{path}.yaml\", \"{path}.status.md\", \"{folder}/kep.yaml\"]\n";
    world.put("aims.toml", &(settings(&[]) + header));
    let keys = |name: &str, class: &str| {
        format!(
            "id: {name}\ntitle: Title {name}\nkind: policy\nowner: Owner {name}\nclassification: {class}\nkey-{name}: x\n"
        )
    };
    world.put(POLICY, &policy());
    world.put("a.md", "# A\n\nWords CANARYONE.\n");
    world.put("a.yaml", &keys("CANARYONE", "confidential"));
    world.put("b.md", "# B\n\nWords CANARYTWO.\n");
    world.put("b.status.md", "**Document ID:** CANARYTWO\n**Kind:** policy\n**Classification:** confidential\n");
    world.put("k/README.md", "# K\n\nWords CANARYTHREE.\n");
    world.put("k/kep.yaml", &keys("CANARYTHREE", "confidential"));
    world.put("k/gone.md", "# G\n\nWords CANARYFOUR.\n");
    world.put("k/gone.yaml", &keys("CANARYFOUR", "confidential"));
    world.put("open.md", "# O\n\nWords OPENED.\n");
    world.put("open.yaml", &keys("OPENED", "internal"));
    world.commit(MIREL, "Begin");
    // What was read under a class is not called back by a lower one, nor by moving the keys.
    world.edit("k/kep.yaml", "confidential", "internal");
    for file in ["k/gone.md", "k/gone.yaml"] {
        std::fs::remove_file(world.repo.join(file)).expect("a file");
    }
    world.commit(MIREL, "Lower CANARYTHREE and remove CANARYFOUR");
    world.put(
        "a.md",
        "---\nid: CANARYONE\ntitle: Title CANARYONE\nkind: policy\nclassification: internal\n---\n\nWords CANARYONE.\n",
    );
    std::fs::remove_file(world.repo.join("a.yaml")).expect("a file");
    world.commit(MIREL, "Fold");
    world.put(
        "b.status.md",
        "**Document ID:** CANARYTWO\n**Kind:** policy\n**Classification:** internal\n\nMore CANARYTWO.\n",
    );
    let slips = |audience: &str| {
        let out = format!("../site-{audience}");
        let built = world.aims(&["build", "-q", "--today", TODAY, "--audience", audience, "--out", &out]);
        assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
        let files = everything(&world.repo.join(&out));
        let text = |(path, (_, bytes)): (&Vec<u8>, &(_, Vec<u8>))| {
            format!("{}\n{}", String::from_utf8_lossy(path), String::from_utf8_lossy(bytes))
        };
        let texts: Vec<String> = files.iter().map(text).collect();
        let words =
            ["CANARYONE", "CANARYTWO", "CANARYTHREE", "CANARYFOUR", "a.yaml", "b.status.md", "kep.yaml", "gone.yaml"];
        let said: Vec<&str> = words.into_iter().filter(|word| texts.iter().any(|text| text.contains(word))).collect();
        assert_eq!(texts.iter().any(|text| text.contains("OPENED")), audience == "internal", "{audience}");
        said.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(slips("internal"), [""; 0]);
    assert_eq!(slips("public"), [""; 0]);
}

#[test]
fn what_was_remembered_is_read_again_when_the_file_beside_changes() {
    use aims::base::date;
    use aims::pipeline::{Project, Request};
    let (world, _) = World::empty();
    world.put("aims.toml", "[header]\nsidecars = [\"{path}.yaml\"]\n");
    world.put("a.md", "# A\n\nText.\n");
    world.commit(MIREL, "Begin");
    let project = Project::find(&world.repo).expect("an AIMS").remembering();
    let request = Request::new(&world.repo, date::parse(TODAY).expect("a day"));
    let owner = |changed: &str| {
        let files = [world.repo.canonicalize().expect("a folder").join(changed)].into();
        project.forget(&files);
        let state = project.check(&request).expect("it can be read");
        state.aims.documents.iter().find_map(|document| document.fields.text("owner").map(str::to_owned))
    };
    assert_eq!(owner("a.md"), None);
    world.put("a.yaml", "id: P-1\nowner: Mira\n");
    assert_eq!(owner("a.yaml").as_deref(), Some("Mira"), "it came");
    world.put("a.yaml", "id: P-1\nowner: Ove\n");
    assert_eq!(owner("a.yaml").as_deref(), Some("Ove"), "it changed");
    std::fs::remove_file(world.repo.join("a.yaml")).expect("a file");
    assert_eq!(owner("a.yaml"), None, "it went");
}

#[test]
fn a_file_that_stays_beside_its_document_is_told_by_each_fold() {
    let (world, _) = World::empty();
    world.put("aims.toml", &(settings(&[]) + "[header]\nsidecars = [\"{path}.yaml\"]\n"));
    world.put(POLICY, &policy());
    world.put(ASIDE, "owner: Somebody else\n");
    let all = || world.aims(&["fold", "--all", "--today", TODAY]).stderr;
    assert!(all().contains(&format!("Stays  {ASIDE}: its document says all of that")), "{}", all());
    std::fs::remove_file(world.repo.join(ASIDE)).expect("a file");
    assert!(all().contains("nothing: no document says anything by a file beside it"), "{}", all());
}
