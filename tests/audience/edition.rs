//! The approved edition: nothing that nobody approved is in it, and what an approved text leads to is as it was then.

use std::path::Path;

use super::slips;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World, policy, settings};

const APPROVED: [&str; 2] = ["--edition", "approved"];

/// A text with a word in every place where one can stand, but for its id.
fn canary(id: &str, word: &str) -> String {
    format!(
        "---\n{id}title: Title {word}\nkind: policy\nversion: \"9-{word}\"\nstatus: approved\nowner: Owner {word}\nauthors: [Author {word}]\n\
         approvers: [Approver {word}]\nreviewed: 2026-01-10\ntags: [tag-{word}]\n{word}: {word}\ncontrols: [A.2.2]\n---\n# Title {word}\n\n\
         ## Heading {word}\n\nWords {word}[^{word}], [link {word}](ai-policy.md \"hint {word}\"), [file](file-{word}.csv), ![alt {word}](drawn-{word}.png), \
         `code {word}`, <abbr title=\"abbr {word}\">raw</abbr>, <a id=\"at-{word}\"></a> https://{word}.example/\n\n\
         ```{word}\nblock {word}\n```\n\n| head {word} |\n|---|\n| cell {word} |\n\n- [x] task {word}\n\n[^{word}]: note {word}\n\n<!-- remark {word} -->\n"
    )
}

fn put_files(world: &World, name: &str) {
    world.put(&format!("policies/file-{name}.csv"), &format!("in the file {name}\n"));
    world.put(&format!("policies/drawn-{name}.png"), &format!("drawn {name}\n"));
}

/// The words of all that nobody approved.
const WORDS: [&str; 9] = [
    "CANARYNEVER",
    "CANARYNAMELESS",
    "CANARYNEWER",
    "CANARYLOOSE",
    "CANARYGONE",
    "CANARYSTRAY",
    "CANARYSIDE",
    "CANARYKIND",
    "CANARYBROKEN",
];

/// An approved policy that leads to documents that nobody approved, and all the rest.
fn aviary() -> World {
    let (world, key) = World::new();
    let [unapproved, nameless, newer, loose, gone, stray, side, kind, broken] = WORDS;
    world.edit(
        POLICY,
        "must be listed.",
        "must be listed. See [[POL-002]], [the procedure](never.md), [more](nameless.md).",
    );
    let put = |word: &str, file: &str, id: &str| {
        let file = format!("policies/{file}.md");
        world.put(&file, &canary(id, word));
        put_files(&world, word);
        world
            .commit(MIREL, &format!("Subject {word}\n\nBody {word}\n\nApproved-by: Trailer {word} <{word}@x.example>"));
        world.edit(&file, "Words", "More words");
        world.commit(TOBIAS, &format!("Again {word}"));
    };
    // Of these no text was ever approved.
    put(unapproved, "never", "id: POL-002\n");
    put(nameless, "nameless", "");
    put(gone, gone, "id: POL-003\n");
    world.git(MIREL, &["rm", "-q", &format!("policies/{gone}.md")]);
    world.commit(MIREL, &format!("Remove {gone}"));
    let reviewed = ["review", "POL-002", "--as", ORLA, "--today", TODAY, "--outcome", "none", "--comment", unapproved];
    assert_eq!(world.aims(&reviewed).code, Some(0));
    world.commit(ORLA, &format!("Review {unapproved}"));
    // Of these nobody knows what they are.
    world.put(&format!("{kind}.md"), &canary("id: POL-005\n", kind).replace("kind: policy", &format!("kind: {kind}")));
    world.put(&format!("{broken}.md"), &canary("id: POL-006\n", broken).replace("kind: policy", "kind: [policy"));
    for word in [kind, broken] {
        put_files(&world, word);
        world.commit(MIREL, &format!("Subject {word}"));
    }
    // Nobody approves these pages, and no approved text leads to them.
    for word in [loose, stray] {
        world.put(
            &format!("{word}.md"),
            &format!("# Title {word}\n\nWords {word}, ![alt](policies/drawn-{word}.png)\n"),
        );
        put_files(&world, word);
        world.commit(MIREL, &format!("Note {word}"));
    }
    world.git(MIREL, &["rm", "-q", &format!("{stray}.md")]);
    world.commit(MIREL, &format!("Remove {stray}"));
    approve(&world, &key);
    world.commit(ORLA, "Approve the policy");
    // A newer text of what was approved, beside a change that is shown.
    world.put(POLICY, &canary("id: POL-001\n", newer));
    put_files(&world, newer);
    let moved = format!("{newer}/{newer}.md");
    world.put(&moved, &world.read(POLICY));
    world.git(MIREL, &["rm", "-q", "-f", POLICY]);
    world.commit(MIREL, &format!("Subject {newer}\n\nBody {newer}"));
    world.git(MIREL, &["switch", "-q", "-c", "side"]);
    world.put(&format!("policies/{side}.md"), &canary("id: POL-004\n", side));
    put_files(&world, side);
    world.commit(MIREL, &format!("Subject {side}"));
    world.git(MIREL, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", &format!("Merge {side}\n\nBody {side}"), "side"]);
    world
}

#[test]
fn what_nobody_approved_is_nowhere_in_the_approved_edition() {
    let world = aviary();
    let settings = world.read("aims.toml");
    // Whole messages and addresses are asked for: an edition is closed all the same.
    world.put("aims.toml", &format!("[publish]\nmessages = \"body\"\naddresses = true\n{settings}"));
    world.commit(MIREL, "Publish more");
    world.git(MIREL, &["tag", "-a", "-m", "Audit", "v1"]);
    let latest = lacking(&world, &["--audience", "confidential"], &WORDS);
    assert_eq!(latest, Vec::<&str>::new(), "the test itself looks for nothing");
    for more in [&[][..], &["--audience", "confidential"], &["--rev", "HEAD", "--since", "v1"], &["--since", "HEAD~4"]]
    {
        let options = [&APPROVED[..], more].concat();
        assert_eq!(slips(&world, &options, &WORDS), Vec::<String>::new(), "{more:?}");
    }
    // In the work tree as in a commit.
    world.edit("CANARYNEWER/CANARYNEWER.md", "Words", "Uncommitted words CANARYWORK");
    world.put("CANARYUNTRACKED.md", "# CANARYUNTRACKED\n");
    assert_eq!(
        slips(&world, &APPROVED, &[&WORDS[..], &["CANARYWORK", "CANARYUNTRACKED"]].concat()),
        Vec::<String>::new()
    );
    // Readers are told that there is something, and links lead to where that is said.
    let site = "../site--editionapproved";
    let page = world.read(&format!("{site}/documents/POL-001.html"));
    assert!(page.contains("Every AI system must be listed.") && page.contains("A newer text is not shown"), "{page}");
    assert!(page.contains("href=\"POL-002.html\"") && page.contains(">the procedure</a>"), "{page}");
    assert!(page.contains("href=\"withheld-") && page.contains(">more</a>"), "{page}");
    assert!(page.contains("Signed approval record") && !page.contains("lapsed"), "{page}");
    let stub = world.read(&format!("{site}/documents/POL-002.html"));
    assert!(stub.contains("No version of this document has been approved."), "{stub}");
    // What stands for the texts that are left out is not found wanting.
    let found = world.read(&format!("{site}/data/findings.json"));
    assert!(!found.contains("POL-002") && !found.contains("withheld"), "{found}");
}

/// Builds the approved edition and gives its folder.
fn site(world: &World) -> String {
    let built = world.aims(&["build", "-q", "--edition", "approved", "--today", TODAY, "--out", "../approved"]);
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    "../approved".into()
}

/// Those words that stand nowhere in the site.
fn lacking<'a>(world: &World, options: &[&str], words: &[&'a str]) -> Vec<&'a str> {
    let found = slips(world, options, words);
    words.iter().copied().filter(|word| !found.iter().any(|told| told.ends_with(&format!(": {word}")))).collect()
}

#[test]
fn a_translation_that_is_withheld_takes_no_approval_along() {
    let (world, key) = World::new();
    let settings = world.read("aims.toml");
    let languages = "[languages]\ndefault = \"en\"\nuse = [\"de\", \"en\"]\npattern = [\"{name}.{lang}.md\"]\n";
    world.put("aims.toml", &format!("{settings}{languages}"));
    world.commit(ORLA, "Two languages");
    approve(&world, &key);
    world.commit(ORLA, "Approve the policy");
    let translation = POLICY.replace(".md", ".de.md");
    world.put(&translation, &world.read(POLICY).replace("Every AI system", "CANARYWORT"));
    world.commit(MIREL, "Translate");
    let site = site(&world);
    let page = world.read(&format!("{site}/documents/POL-001.html"));
    assert!(page.contains("Signed approval record") && !page.contains("lapsed"), "{page}");
    let found = world.read(&format!("{site}/data/findings.json"));
    assert!(!found.contains("AIMS503"), "{found}");
    assert_eq!(slips(&world, &APPROVED, &["CANARYWORT"]), Vec::<String>::new());
}

#[test]
fn what_a_text_leads_to_is_as_it_was_when_it_was_approved() {
    let (world, key) = World::new();
    world.edit(
        POLICY,
        "must be listed.",
        "must be listed. [Limits](limits.csv), ![map](../map.png), [guide](guide.md).",
    );
    world.put("policies/limits.csv", "old 5\n");
    world.put("map.png", "old map\n");
    world.put(
        "policies/guide.md",
        "# Guide\n\nOld guide, see [steps](../steps.md) and [form](form.csv), [later](later.csv).\n",
    );
    world.put("policies/form.csv", "old form\n");
    world.put("steps.md", "# Steps\n\nOld steps.\n");
    world.commit(MIREL, "Write it all");
    approve(&world, &key);
    world.commit(ORLA, "Approve the policy");
    // Only the files change, and one that the text names is new: the text is still the one that was approved.
    world.put("policies/limits.csv", "NEWLIMITS\n");
    world.put("map.png", "NEWMAP\n");
    world.put("policies/guide.md", "# NEWTITLE\n\nNEWGUIDE, [other](../other.md)\n");
    world.put("policies/form.csv", "NEWFORM\n");
    world.put("policies/later.csv", "LATERBYTES\n");
    world.put("other.md", "# OTHERTITLE\n");
    world.git(MIREL, &["rm", "-q", "steps.md"]);
    world.commit(MIREL, "SUBJECTNEW of new files");
    let new = ["NEWLIMITS", "NEWMAP", "NEWTITLE", "NEWGUIDE", "NEWFORM", "LATERBYTES", "OTHERTITLE", "SUBJECTNEW"];
    let olds = ["old 5", "old map", "Old guide", "old form", "Old steps"];
    let check = |what: &str| {
        assert_eq!(lacking(&world, &APPROVED, &[&new[..], &olds].concat()), new, "{what}");
    };
    check("the files changed");
    let out = site(&world);
    assert_eq!(world.read(&format!("{out}/files/policies/limits.csv")), "old 5\n");
    let guide = world.read(&format!("{out}/documents/policies-guide.html"));
    assert!(guide.contains("Nobody approves this page. It is shown as it was"), "{guide}");
    let page = world.read(&format!("{out}/documents/POL-001.html"));
    assert!(page.contains("Signed approval record") && !page.contains("lapsed"), "{page}");
    // The text changes too, and moves.
    world.git(MIREL, &["mv", POLICY, "ai-policy.md"]);
    world.edit("ai-policy.md", "must be listed", "may be listed");
    world.commit(MIREL, "SUBJECTNEW of a draft");
    check("the text changed and moved");
    // Who approves the text again has seen the files as they are now.
    world.git(MIREL, &["mv", "ai-policy.md", POLICY]);
    world.commit(MIREL, "Move it back");
    let approved = world.approve(&key);
    assert_eq!(approved.code, Some(0), "{}", approved.stderr);
    world.commit(ORLA, "Approve the new text");
    assert_eq!(lacking(&world, &APPROVED, &["NEWLIMITS", "NEWGUIDE", "old 5"]), ["old 5"]);
}

#[test]
fn who_commits_an_approval_slips_no_other_file_under_it() {
    let (world, key) = World::new();
    world.edit(POLICY, "must be listed.", "must be listed. [Limits](limits.csv), ![map](map.png), [form](form.csv).");
    for file in ["limits.csv", "map.png", "form.csv"] {
        world.put(&format!("policies/{file}"), &format!("old {file}\n"));
    }
    world.commit(MIREL, "Write it all");
    // One file changes between the text and its approval: what was read is what counts.
    world.put("policies/form.csv", "approved form\n");
    world.commit(MIREL, "Another form");
    approve(&world, &key);
    for file in ["limits.csv", "map.png"] {
        world.put(&format!("policies/{file}"), &format!("SLIPPED {file}\n"));
    }
    world.commit(MIREL, "Add the approval of Orla");
    let there = ["old limits.csv", "old map.png", "approved form"];
    assert_eq!(lacking(&world, &APPROVED, &[&there[..], &["SLIPPED"]].concat()), ["SLIPPED"]);
    let page = world.read(&format!("{}/documents/POL-001.html", site(&world)));
    assert!(page.contains("Signed approval record") && !page.contains("lapsed"), "{page}");
}

#[test]
fn two_texts_may_lead_to_two_states_of_a_file() {
    let (world, key) = World::new();
    world.edit(POLICY, "must be listed.", "must be listed. [Limits](limits.csv)");
    world.put("policies/limits.csv", "first\n");
    world.commit(MIREL, "Write it");
    approve(&world, &key);
    world.commit(ORLA, "Approve the policy");
    world.put("policies/limits.csv", "second\n");
    world.put(
        "policies/second.md",
        &policy().replace("POL-001", "POL-002").replace("must be listed.", "must. [Limits](limits.csv)"),
    );
    world.commit(MIREL, "Write another");
    let key = key.to_str().expect("text");
    assert_eq!(world.aims(&["approve", "POL-002", "--as", ORLA, "--today", TODAY, "--key", key]).code, Some(0));
    world.commit(ORLA, "Approve the other");
    let out = site(&world);
    let led = |page: &str| {
        let page = world.read(&format!("{out}/documents/{page}.html"));
        let href = page
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .find(|href| href.ends_with("limits.csv"));
        world.read(&format!("{out}/documents/{}", href.expect("a link")))
    };
    assert_eq!((led("POL-001").as_str(), led("POL-002").as_str()), ("first\n", "second\n"));
    // A record, which nobody approves, shows what is there now, and gets nothing else to others.
    world.put("policies/limits.csv", "third\n");
    world.put(
        "policies/log.md",
        "---\nid: REC-001\ntitle: Log\nkind: record\ndate: 2026-01-02\n---\n[Limits](limits.csv)\n",
    );
    world.commit(MIREL, "Record");
    site(&world);
    assert_eq!(
        (led("POL-001").as_str(), led("POL-002").as_str(), led("REC-001").as_str()),
        ("first\n", "second\n", "third\n")
    );
}

#[test]
fn what_nobody_asks_about_is_closed_too() {
    let (world, _) = World::empty();
    // No rule: what calls itself approved is. A page beside it that it does not lead to is not.
    world.put(
        "aims.toml",
        &settings(&[]).replace("needs = \"record\"", "needs = \"none\"").replace("roles = [\"Chief Executive\"]\n", ""),
    );
    world.put(POLICY, &policy());
    world.put("README.md", "# LOOSEPAGE\n");
    world.commit(MIREL, "Write");
    assert_eq!(lacking(&world, &APPROVED, &["LOOSEPAGE", "Every AI system must be listed"]), ["LOOSEPAGE"]);
    let outside = world.ssh.path().join("outside");
    for (path, text) in [
        ("aims.toml", "[approval]\nneeds = \"none\"\n".to_owned()),
        ("policy.md", policy() + "[Guide](guide.md)\n"),
        ("guide.md", "# Led\n".into()),
        ("README.md", "# LOOSEPAGE\n".into()),
    ] {
        world.put(outside.join(path).to_str().expect("text"), &text);
    }
    // Outside git there is no past: pages are as they are.
    let built = super::sandbox::run(&mut super::sandbox::aims(
        &outside,
        &["build", "-q", "--edition", "approved", "--today", TODAY, "--out", "site"],
    ));
    assert!(matches!(built.code, Some(0 | 1)), "{}", built.stderr);
    let index = std::fs::read_to_string(outside.join("site/documents/index.html")).expect("a page");
    assert!(
        index.contains("Led")
            && !index.contains("LOOSEPAGE")
            && Path::new(&outside.join("site/documents/guide.html")).exists(),
        "{index}"
    );
}

fn approve(world: &World, key: &Path) {
    let approved = world.approve(key);
    assert_eq!(approved.code, Some(0), "{}", approved.stderr);
}

#[test]
fn what_is_withheld_from_an_audience_leaves_no_gaps_in_an_edition() {
    let (world, _) = World::empty();
    world.put("aims.toml", "[approval]\nneeds = \"none\"\n");
    world.put(
        "soa.md",
        "---\nid: SOA-001\ntitle: Statement\nkind: soa\nstatus: approved\nowner: Chief\nclassification: confidential\nstatement:\n\
         - control: HM.1\n  title: Reasons\n  applicable: true\n  reason: Own.\n  implementation: done\n---\nText.\n",
    );
    let leads = policy().replace("must be listed.", "must be listed, see [[HM.1]].");
    world.put(POLICY, &leads.replace("owner:", "classification: public\nowner:"));
    world.commit(MIREL, "Write");
    for edition in ["latest", "approved"] {
        let broken = slips(&world, &["--audience", "public", "--edition", edition], &["AIMS203"]);
        let told: Vec<_> = broken.iter().filter(|slip| slip.starts_with("data/findings")).collect();
        assert!(told.is_empty(), "{edition}: {told:?}");
    }
}

#[test]
fn a_review_of_a_text_that_is_withheld_is_withheld_with_it() {
    let (world, key) = World::new();
    approve(&world, &key);
    world.commit(ORLA, "Approve the policy");
    world.edit(POLICY, "status: approved", "status: draft");
    world.edit(POLICY, "Every AI system", "Every single AI system");
    world.commit(MIREL, "Write anew");
    let key = key.to_str().expect("text");
    let day = world.next_day();
    let review =
        ["review", "POL-001", "--as", ORLA, "--outcome", "CANARYOUTCOME", "--comment", "CANARYCOMMENT", "--key", key];
    let done = world.aims(&[&review[..], &["--today", &day]].concat());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "CANARYREVIEW");
    let file = format!("{day}-review");
    let words = ["CANARYOUTCOME", "CANARYCOMMENT", "CANARYREVIEW", &file];
    assert!(!slips(&world, &[], &words).is_empty(), "the test itself looks for nothing");
    assert_eq!(slips(&world, &APPROVED, &words), Vec::<String>::new());
    // What is there and is not shown was not taken away.
    let found = world.read("../site--editionapproved/data/findings.json");
    assert!(!found.contains("AIMS517"), "{found}");
    // Nor is it told under another name, nor when it is gone.
    let git = |args: &[&str]| world.git(ORLA, args);
    let all = git(&["ls-files", "approvals"]);
    let name =
        all.lines().find(|name| name.contains(&file) && name.ends_with("toml")).expect("the record of the review");
    let other = format!("approvals/POL-001/{day}-review-other.toml");
    git(&["mv", name, &other]);
    git(&["mv", &format!("{name}.sig"), &format!("{other}.sig")]);
    world.commit(ORLA, "CANARYREVIEW moved");
    assert_eq!(slips(&world, &APPROVED, &words), Vec::<String>::new());
    let found = world.read("../site--editionapproved/data/findings.json");
    assert!(!found.contains("AIMS517"), "{found}");
    git(&["rm", "-q", &other, &format!("{other}.sig")]);
    world.commit(ORLA, "CANARYREVIEW removed");
    assert_eq!(slips(&world, &APPROVED, &words), Vec::<String>::new());
}
