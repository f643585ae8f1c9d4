//! Messages, tags and comments tell no name of what is left out, and no more than such names is silenced.

use std::path::Path;

use super::slips;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World, policy};

const APPROVED: [&str; 2] = ["--edition", "approved"];

const NOTHING: [&str; 0] = [];

fn draft(id: &str, title: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {title}\nkind: policy\nversion: \"0.1\"\nstatus: draft\nowner: AI Officer\n---\nText.\n"
    )
}

fn approve(world: &World, id: &str, key: &Path, more: &[&str]) {
    let fixed = ["approve", id, "--as", ORLA, "--today", TODAY, "--key", key.to_str().expect("text")];
    let approved = world.aims(&[&fixed[..], more].concat());
    assert_eq!(approved.code, Some(0), "{}", approved.stderr);
}

/// Changes the policy, and nothing else.
fn change(world: &World, message: &str) {
    world.put(POLICY, &format!("{}More.\n", world.read(POLICY)));
    world.commit(MIREL, message);
}

#[test]
fn no_message_tag_or_comment_names_what_nobody_approved() {
    let (world, key) = World::new();
    let settings = world.read("aims.toml");
    world.put("aims.toml", &format!("publish.messages = \"body\"\npublish.addresses = true\n{settings}"));
    world.put("policies/other.md", &policy().replace("POL-001", "POL-002").replace("AI policy", "Other"));
    world.put("policies/gone.md", &draft("POL-778", "Zgone works"));
    world.commit(MIREL, "Another");
    approve(&world, "POL-001", &key, &[]);
    approve(&world, "POL-002", &key, &[]);
    world.commit(ORLA, "Approve both");
    world.put("policies/zlayoff.md", &draft("POL-777", "Zlayoff programme"));
    world.git(MIREL, &["rm", "-q", "policies/gone.md"]);
    world.commit(MIREL, "Draft it");
    // A newer text of what is approved has another title, and its file another name.
    world.edit("policies/other.md", "title: Other", "title: Zhiring freeze");
    world.edit("policies/other.md", "must be listed", "may be listed");
    world.git(MIREL, &["mv", "policies/other.md", "policies/zfreeze.md"]);
    world.commit(MIREL, "Two");
    world.git(MIREL, &["switch", "-q", "-c", "zlayoff-programme"]);
    change(&world, "Make room for policies/zlayoff.md");
    world.git(MIREL, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge branch 'zlayoff-programme'", "zlayoff-programme"]);
    for message in [
        "Before the Zlayoff programme",
        "Follow\n\nAs agreed with the Zhiring\nfreeze it goes on.",
        "ZHIRING-FREEZE",
        "See zfreeze.md",
        "Unlike `Zgone works`",
    ] {
        change(&world, message);
    }
    let with_key = format!("user.signingkey={}", key.display());
    let sealed =
        ["-c", "gpg.format=ssh", "-c", &with_key, "tag", "-s", "-m", "Zhiring freeze", "audit-zlayoff-programme"];
    world.git(ORLA, &sealed);
    approve(&world, "POL-001", &key, &["--comment", "goes with the Zlayoff programme"]);
    world.commit(ORLA, "Approve POL-001 for the Zlayoff programme");
    let words = ["zlayoff", "zhiring", "zfreeze", "zgone"];
    assert!(slips(&world, &["--audience", "confidential"], &words).len() > 9, "the test itself looks for nothing");
    for more in [&[][..], &["--since", "audit-zlayoff-programme"], &["--trend"], &["--audience", "public"]] {
        assert_eq!(slips(&world, &[&APPROVED[..], more].concat(), &words), NOTHING, "{more:?}");
    }
    // Who approved what is shown is told all the same.
    let page = world.read("../site--editionapproved/documents/POL-001.html");
    assert!(page.contains("Signed approval record") && !page.contains("lapsed"), "{page}");
}

#[test]
fn words_that_an_approved_text_says_keep_nothing_back() {
    let (world, key) = World::new();
    world.edit(POLICY, "must be listed.", "must be listed in the risk register. See [the plan](plan.md).");
    let put = |(file, title)| world.put(&format!("policies/{file}.md"), &draft(&format!("POL-{file}"), title));
    put(("plan", "Zplan of ours"));
    world.commit(MIREL, "Name the register");
    approve(&world, "POL-001", &key, &[]);
    world.commit(ORLA, "Approve the policy");
    // Drafts with titles that anybody says, or that are said in what was approved, now or before.
    for other in [("p", "Policy"), ("r", "Risk register"), ("ai", "AI")] {
        put(other);
    }
    world.put("policies/README.md", "# Zcover\n");
    world.commit(MIREL, "Draft them");
    let told = [
        "Mend the POLICY",
        "Lead to the risk register",
        "No AI alone",
        "See plan.md",
        "Follow README.md",
        "Of POL-plan",
    ];
    for message in told {
        change(&world, message);
    }
    approve(&world, "POL-001", &key, &["--comment", "with the risk register"]);
    world.commit(ORLA, "Approve it again");
    world.edit(POLICY, " in the risk register", "");
    world.commit(MIREL, "Without a risk register");
    approve(&world, "POL-001", &key, &[]);
    world.commit(ORLA, "Approve it without");
    for words in told.iter().chain(&["with the risk register", "Without a risk register"]) {
        assert!(!slips(&world, &APPROVED, &[*words]).is_empty(), "{words} is told");
    }
    assert_eq!(slips(&world, &APPROVED, &["zplan", "zcover", "It names a document"]), NOTHING);
}

#[test]
fn a_document_that_is_gone_is_told_only_where_nobody_approves_its_kind() {
    let (world, _) = World::new();
    let settings = world.read("aims.toml");
    let languages = "[languages]\ndefault = \"en\"\nuse = [\"de\", \"en\"]\npattern = [\"{path}.{lang}.md\"]\n";
    world.put(
        "aims.toml",
        &format!("{settings}{languages}[folders]\n\"pol/**\" = \"policy\"\n\"log/**\" = \"record\"\n"),
    );
    let text = |title: &str, keys: &str| format!("---\ntitle: {title}\n{keys}owner: AI Officer\n---\nText.\n");
    for (path, text) in [
        ("d/a.md", text("Zdraft", "id: POL-010\nkind: policy\nstatus: draft\n")),
        ("d/a.de.md", text("Ztranslation", "lang: de\n")),
        ("d/b.md", text("Zstatusless", "id: POL-011\nkind: Policy\nversion: \"1.0\"\n")),
        ("pol/c.md", text("Zfolder", "id: POL-012\n")),
        ("d/d.md", text("Zkindless", "id: X-1\n")),
        ("d/e.md", text("Zwhatever", "id: X-2\nkind: banana\n")),
        ("log/f.md", text("Yrecord", "id: REC-010\ndate: 2026-01-02\n")),
        ("d/g.md", text("Yrisk", "id: RSK-010\nkind: risk\n")),
    ] {
        world.put(path, &text);
    }
    world.commit(MIREL, "Begin");
    world.git(MIREL, &["rm", "-q", "-r", "d", "pol", "log"]);
    world.commit(MIREL, "Take them away");
    let words = ["Zdraft", "Ztranslation", "Zstatusless", "Zfolder", "Zkindless", "Zwhatever"];
    assert!(slips(&world, &[], &words).len() > 9, "the test itself looks for nothing");
    assert_eq!(slips(&world, &APPROVED, &words), NOTHING);
    for word in ["Yrecord", "Yrisk"] {
        assert!(!slips(&world, &APPROVED, &[word]).is_empty(), "{word} is told");
    }
}

#[test]
fn what_was_in_force_and_is_gone_tells_nothing_of_the_draft_after_it() {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve the policy");
    world.edit(POLICY, "title: AI policy", "title: Znewer");
    world.edit(POLICY, "status: approved\n", "");
    world.edit(POLICY, "must be", "Zmay be");
    world.commit(MIREL, "Next");
    world.git(MIREL, &["rm", "-q", POLICY]);
    world.put("policies/open.md", &policy().replace("POL-001", "POL-002"));
    world.commit(MIREL, "Away with it");
    world.put("policies/open.md", &policy().replace("POL-001", "POL-002").replace("must", "must soon"));
    world.commit(MIREL, "Unlike Znewer");
    assert_eq!(slips(&world, &APPROVED, &["Znewer", "Zmay"]), NOTHING);
    assert!(!slips(&world, &APPROVED, &["Approve the policy"]).is_empty());
}

#[test]
fn what_stands_for_a_text_that_is_left_out_claims_no_status() {
    let (world, _) = World::new();
    world.put("policies/record.md", "---\nid: REC-010\ntitle: T\nkind: certification\nstate: certified\n---\nText.\n");
    world.edit(
        "aims.toml",
        "[approval]\n",
        "[approval.kinds.certification]\nneeds = \"record\"\nroles = [\"Chief Executive\"]\n[approval]\n",
    );
    world.commit(MIREL, "Certify");
    slips(&world, &APPROVED, &[]);
    let data: serde_json::Value =
        serde_json::from_str(&world.read("../site--editionapproved/data/documents.json")).expect("JSON");
    let rows = data["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(row["title"], "Title withheld");
        assert!(row["status"].is_null() && row["standing"].is_null(), "{row}");
    }
    let page = world.read("../site--editionapproved/documents/POL-001.html");
    assert!(page.contains("No version of this document has been approved.") && !page.contains("Draft"), "{page}");
}

#[test]
fn what_stands_for_a_text_that_is_left_out_serves_nothing_and_denies_no_commit() {
    let (world, _) = World::new();
    let record = |id: &str, kind: &str, more: &str| {
        world.put(
            &format!("records/{id}.md"),
            &format!("---\nid: {id}\ntitle: T\nkind: {kind}\ndate: 2026-05-01\n{more}---\nText.\n"),
        );
    };
    record("AUD-001", "audit", "auditors: [X]\n");
    record("MR-001", "management-review", "requirements: {iso-27001: ['9.3.3']}\n");
    let rules = ["audit", "management-review"].map(|kind| format!("[approval.kinds.{kind}]\nneeds = \"record\"\n"));
    let settings = format!("{}[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n[approval]\n", rules.concat());
    world.edit("aims.toml", "[approval]\n", &settings);
    world.commit(MIREL, "Record");
    slips(&world, &APPROVED, &[]);
    let data: serde_json::Value =
        serde_json::from_str(&world.read("../site--editionapproved/data/documents.json")).expect("JSON");
    for row in data["rows"].as_array().expect("rows") {
        assert!(row["tier"].is_null() && row["serves"].as_array().is_none_or(Vec::is_empty), "{row}");
    }
    let called = world.read("../site--editionapproved/data/called-for.json");
    assert!(!called.contains("AUD-001") && !called.contains("MR-001") && !called.contains("POL-001"), "{called}");
    for page in ["documents/AUD-001.html", "documents/AUD-001/history.html", "documents/POL-001/history.html"] {
        let told = world.read(&format!("../site--editionapproved/{page}"));
        assert!(
            told.contains("Its commits are not shown in this edition.") && !told.contains("No commit holds"),
            "{told}"
        );
    }
}

#[test]
fn a_message_names_what_is_withheld_in_whatever_signs() {
    let (world, _) = World::new();
    let settings = world.read("aims.toml");
    world.put("aims.toml", &format!("publish.messages = \"body\"\n{settings}"));
    world.edit(POLICY, "owner:", "classification: public\nowner:");
    let kept = |title: &str, id: &str| {
        format!("---\nid: {id}\ntitle: {title}\nkind: guideline\nclassification: confidential\n---\nx\n")
    };
    world.put("policies/zfile.md", &kept("Zebra Quokka\u{2019}s \u{dc}bung", "SEC-009"));
    world.put("policies/policy.md", &kept("\u{898f}\u{7a0b}\u{6848}", "SEC-010"));
    world.put("d/README.md", &kept("Cover of ours", "SEC-011"));
    world.commit(MIREL, "Begin");
    let silenced = [
        "ZSILENCED Zebra Quokka\u{2019}s \u{dc}bung",
        "ZSILENCED straight Zebra Quokka's \u{dc}bung",
        "ZSILENCED joined zebra-quokka\u{2019}s_\u{fc}bung",
        "ZSILENCED blanks Zebra  Quokka\u{2019}s\u{a0}\u{dc}bung",
        "ZSILENCED marks Zebra Quokka\u{2019}s U\u{308}bung",
        "ZSILENCED **Zebra** Quokka\u{2019}s \u{dc}b\u{ad}ung",
        "ZSILENCED wrapped\n\nThis goes with Zebra\nQuokka\u{2019}s \u{dc}bung as agreed.",
        "ZSILENCED \u{ff3a}ebra Quokka\u{2019}s \u{dc}bung",
        "ZSILENCED sec 009",
        "ZSILENCED SEC_009.",
        "ZSILENCED as in zfile.md.",
        "ZSILENCED \u{65b0}\u{898f}\u{7a0b}\u{6848}\u{306e}",
    ];
    for message in silenced {
        change(&world, message);
    }
    let told = [
        "TOLD quokka",
        "TOLD README.md",
        "TOLD ai-policy.md",
        "TOLD zebra",
        "TOLD SEC-0091",
        "TOLD xzfile.md",
        "TOLD \u{898f}",
    ];
    for message in told {
        change(&world, message);
    }
    let site = ["--audience", "internal"];
    assert_eq!(slips(&world, &site, &["ZSILENCED"]), NOTHING);
    assert!(
        slips(&world, &["--audience", "confidential"], &["ZSILENCED"]).len() > 2,
        "the test itself looks for nothing"
    );
    for words in told {
        assert!(!slips(&world, &site, &[words]).is_empty(), "{words}");
    }
}

#[test]
fn what_changed_in_front_matter_is_looked_through_as_it_reads_and_not_as_it_is_kept() {
    let (world, _) = World::new();
    let secret = |id: &str, title: &str| draft(id, title).replace("owner:", "classification: confidential\nowner:");
    world.put("policies/z.md", &secret("POL-777", "Northern zmove"));
    // No change is called so: that is what a part of it is kept by.
    world.put("policies/event.md", &secret("POL-778", "Event"));
    let tags = |all: &str, note: &str| format!("tags: [{all}]\nnote: {note}\nowner:");
    let before = tags(r"one, 'q\northern zmove'", "Zbefore");
    world.edit(POLICY, "owner:", &before);
    world.commit(MIREL, "Begin");
    world.edit(POLICY, &before, &tags("one", "Zafter"));
    world.commit(MIREL, "Tidy");
    drop(slips(&world, &["--audience", "internal"], &[]));
    for page in ["changes/index.html", "documents/POL-001/history.html"] {
        let page = world.read(&format!("../site--audienceinternal/{page}"));
        assert!(page.contains("Zbefore") && page.contains("Zafter"), "what names nothing is told: {page}");
        assert!(!page.contains("zmove"), "{page}");
    }
}
