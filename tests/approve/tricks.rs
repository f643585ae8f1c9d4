//! A text that nobody approved does not come to look approved, whatever else is changed with it.

use std::path::{Path, PathBuf};

use aims::approval::{Counts, Reason};
use aims::model::approval_rule::Evidence;
use aims::pipeline::{EditionKind, Project, Request};

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, World, email, policy, settings};

/// Adds `settings` by a pull request of Mirel's, with whatever else it does, that Tobias merges.
fn pull(world: &World, commits: &[&dyn Fn()]) {
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    for commit in commits {
        commit();
        world.commit(MIREL, "Work");
    }
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge pull request", "pull"]);
    world.git(TOBIAS, &["branch", "-q", "-D", "pull"]);
}

fn messages(world: &World, code: &str) -> Vec<String> {
    let findings = world.check().findings.found;
    findings.into_iter().filter(|finding| finding.code == code).map(|finding| finding.message).collect()
}

/// The policy in a repository of which the rule asks for this.
fn with_rule(rule: &str) -> (World, PathBuf) {
    let (world, key) = World::empty();
    let people = settings(&[(ORLA, &public(&key))]);
    let people = people.split("[approval]").next().expect("people");
    world.put("aims.toml", &format!("{people}[approval]\n{rule}\n"));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    (world, key)
}

fn own_work() -> Counts {
    Counts::No(Reason::OnlyAuthor("Orla Fenwick".into()))
}

#[test]
fn a_change_does_not_lower_the_bar_for_itself() {
    for (from, to) in [
        ("needs = \"record\"", "needs = \"none\""),
        ("[approval]", "[approval.kinds.policy]\nneeds = \"none\"\n[approval]"),
    ] {
        let (world, key) = World::new();
        assert_eq!(world.approve(&key).code, Some(0));
        world.commit(ORLA, "Approve");
        let weaken = || world.edit("aims.toml", from, to);
        let soften = || {
            world.edit(POLICY, "must be listed", "may be listed");
            world.edit(POLICY, "\"1.0\"", "\"2.0\"");
            std::fs::remove_dir_all(world.repo.join("approvals")).expect("records");
        };
        let uncommitted = || {
            weaken();
            soften();
        };
        uncommitted();
        assert!(!world.approval().satisfied, "in the work tree: {to}");
        world.git(MIREL, &["restore", "."]);
        // In one pull request, in either order.
        pull(&world, &[&soften, &weaken]);
        assert!(!world.approval().satisfied, "{to}");
        let told = messages(&world, "AIMS503");
        assert!(
            told[0].contains("the rule before the change that put it in force asks for evidence of level 4"),
            "{told:?}"
        );
        let request = Request { edition: EditionKind::Approved, ..Request::new(&world.repo, world.check().aims.today) };
        let site = Project::find(&world.repo).and_then(|project| project.build(&request)?.bundle()).expect("a site");
        let page = String::from_utf8_lossy(site.get("documents/POL-001.html").expect("a page")).into_owned();
        assert!(!page.contains("may be listed"), "{to}");
        // The next change is judged by the rule that somebody let in.
        world.edit(POLICY, "may be listed", "could be listed");
        world.commit(MIREL, "Edit");
        assert!(world.approval().satisfied, "{to}");
    }
}

#[test]
fn a_rule_that_asks_less_counts_for_what_comes_after_it() {
    let (world, _) = World::new();
    world.edit(POLICY, "status: approved", "status: draft");
    world.commit(MIREL, "Make it a draft");
    pull(&world, &[&|| world.edit("aims.toml", "needs = \"record\"", "needs = \"none\"")]);
    world.edit(POLICY, "status: draft", "status: approved");
    assert!(world.approval().satisfied, "not committed");
    world.commit(MIREL, "Put it in force");
    assert!(world.approval().satisfied);
    // One that asks for more asks it of what is there.
    world.edit("aims.toml", "needs = \"none\"", "needs = \"record\"");
    world.commit(TOBIAS, "Ask for more");
    assert!(!world.approval().satisfied);
}

#[test]
fn a_folder_that_gives_another_kind_does_not_lower_the_bar() {
    let (world, _) = World::empty();
    let text = settings(&[]).replace("needs = \"record\"\nroles = [\"Chief Executive\"]\n", "needs = \"none\"\n");
    let folders = "[approval.kinds.policy]\nneeds = \"record\"\n[folders]\npolicies = \"policy\"\n";
    world.put("aims.toml", &format!("{text}{folders}"));
    world.put(POLICY, &policy().replace("kind: policy\n", ""));
    world.commit(MIREL, "Write the AI policy");
    let soften = || world.edit(POLICY, "must be listed", "may be listed");
    let rename = || world.edit("aims.toml", "policies = \"policy\"", "policies = \"guideline\"");
    pull(&world, &[&soften, &rename]);
    assert!(!world.approval().satisfied);
}

#[test]
fn a_co_author_whom_nobody_knows_is_no_second_person() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(ORLA, "Soften\n\nCo-authored-by: Writing Machine <noreply@machine.example>");
    let refused = world.approve(&key);
    assert_eq!(refused.code, Some(2), "{}", refused.stdout);
    assert!(refused.stderr.contains("is the only author of the change"), "{}", refused.stderr);
    // The same record, made by hand.
    world.edit("aims.toml", "needs = \"record\"", "needs = \"record\"\nfour-eyes = false");
    world.forge(&key, "aims-approval", "2026-11-20");
    world.edit("aims.toml", "\nfour-eyes = false", "");
    world.commit(ORLA, "Approve it too");
    assert!(world.standings().contains(&own_work()), "{:?}", world.standings());
    assert!(world.level() < Evidence::Recorded);
    // Somebody whom the settings know is one, whatever the letter case of the address.
    world.git(ORLA, &["reset", "-q", "--hard", "HEAD^"]);
    let message = format!("Soften\n\nCo-authored-by: M. C. <{}>", email(MIREL).to_uppercase());
    world.git(ORLA, &["commit", "-q", "--amend", "-m", &message]);
    assert_eq!(world.approve(&key).code, Some(2), "who puts a commit there is no witness of their own");
    let author = format!("{ORLA} <{}>", email(ORLA));
    world.git(TOBIAS, &["commit", "-q", "--amend", "--author", &author, "-m", &message]);
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    assert_eq!(world.level(), Evidence::Recorded);
}

#[test]
fn who_commits_a_text_under_another_s_name_is_no_second_person() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.edit(POLICY, "must be listed", "may be listed");
    world.git(ORLA, &["add", "--all"]);
    world.git(ORLA, &["commit", "-q", "-m", "Soften"]);
    let author = |who: &str, email: &str| format!("{who} <{email}>");
    for author in [author(TOBIAS, &email(TOBIAS)), author("Ghost", "ghost@elsewhere.example")] {
        world.git(ORLA, &["commit", "-q", "--amend", "--author", &author, "-m", "Soften"]);
        let refused = world.approve(&key);
        assert!(refused.code == Some(2), "{author}: {}", refused.stdout);
        assert!(refused.stderr.contains("put the change into the history"), "{author}: {}", refused.stderr);
        let told = world.aims(&["history", "POL-001", "--today", "2026-11-20"]).stdout;
        assert!(told.contains("committed by Orla Fenwick"), "{told}");
    }
    // The same record, made by hand.
    world.edit("aims.toml", "needs = \"record\"", "needs = \"record\"\nfour-eyes = false");
    world.forge(&key, "aims-approval", "2026-11-20");
    world.edit("aims.toml", "\nfour-eyes = false", "");
    world.commit(ORLA, "Approve it too");
    assert!(world.level() < Evidence::Recorded, "{:?}", world.standings());
    // What a colleague put there is another's work, and so is what a forge did.
    world.git(ORLA, &["reset", "-q", "--hard", "HEAD^"]);
    world.git(TOBIAS, &["commit", "-q", "--amend", "--author", &author(MIREL, &email(MIREL)), "-m", "Soften"]);
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    assert_eq!(world.level(), Evidence::Recorded);
}

#[test]
fn a_tag_that_says_no_approves_nothing() {
    for (name, message) in [
        ("rejected", "Seen"),
        ("v2", "Rejected: not approved"),
        ("v2-abgelehnt", "Entwurf"),
        ("v2-draft", "Text"),
        ("v2", "Draft for discussion"),
        ("v2", "For approval"),
        ("v2", "Policy 1.0\n\nRejected. This is NOT approved: it was sent back to Mirel."),
        ("v2", "I object"),
    ] {
        let (world, key) = with_rule("needs = \"signed\"\nroles = [\"Chief Executive\"]");
        world.put("notes.md", "# Notes\n");
        world.commit(MIREL, "Notes");
        let signer = format!("user.signingKey={}", key.display());
        world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &signer, "tag", "-s", "-m", message, name]);
        let approval = world.approval();
        assert!(!approval.satisfied && approval.level < Evidence::Signed, "{name}");
        let piece = approval.pieces.iter().find(|piece| piece.evidence == Evidence::Signed).expect("the tag");
        assert_eq!((&piece.against, piece.says.as_deref()), (&Some(Reason::TagRefuses), message.lines().next()));
        assert_eq!(approval.seals().count(), 1, "it has not changed since");
    }
}

#[test]
fn an_author_whose_address_the_change_takes_away_is_known_all_the_same() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.edit(POLICY, "must be listed", "may be listed");
    world.edit("aims.toml", &email(ORLA), "orla@harrowmere.example");
    world.git(ORLA, &["add", "--all"]);
    let author = format!("O. F. <{}>", email(ORLA));
    world.git(ORLA, &["commit", "-q", "--author", &author, "-m", "Soften"]);
    world.edit("aims.toml", "needs = \"record\"", "needs = \"record\"\nfour-eyes = false");
    world.forge(&key, "aims-approval", "2026-11-20");
    world.edit("aims.toml", "\nfour-eyes = false", "");
    world.commit(ORLA, "Approve it too");
    assert!(world.standings().contains(&own_work()), "{:?}", world.standings());
}

#[test]
fn a_merge_counts_by_the_people_and_roles_before_it() {
    let merge = |world: &World, author: &str, settings: &dyn Fn()| {
        world.git(MIREL, &["switch", "-q", "-c", "next"]);
        world.edit(POLICY, "must be listed", "may be listed");
        world.commit(MIREL, "Soften");
        settings();
        world.git(MIREL, &["add", "--all"]);
        world.git(MIREL, &["commit", "-q", "--allow-empty", "-m", "And the settings"]);
        world.git(MIREL, &["switch", "-q", "main"]);
        world.git(MIREL, &["merge", "-q", "--no-ff", "--no-commit", "next"]);
        let committer = if author.starts_with(TOBIAS) { TOBIAS } else { MIREL };
        world.git(committer, &["commit", "-q", "--author", author, "-m", "Merge"]);
    };
    let tobias = format!("{TOBIAS} <{}>", email(TOBIAS));
    let (world, _) = with_rule("needs = \"merged\"");
    merge(&world, "M. C. <mirel@private.example>", &|| {});
    assert!(!world.approval().satisfied, "the author, under another address");
    let (world, _) = with_rule("needs = \"merged\"");
    merge(&world, &tobias, &|| {});
    assert!(world.approval().satisfied);
    // A role that the merge itself gives to whoever merges.
    let (world, _) = with_rule("needs = \"merged\"\nroles = [\"Chief Executive\"]");
    merge(&world, &tobias, &|| world.edit("aims.toml", "[\"Chief Risk Officer\"]", "[\"Chief Executive\"]"));
    assert!(!world.approval().satisfied);
}

#[test]
fn an_approval_of_a_text_that_gave_way_to_another_is_not_played_again() {
    let (world, key) = World::new();
    let old = world.read(POLICY);
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve version 1.0");
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Version 2.0");
    let later = |key: &Path| {
        let key = key.to_str().expect("text");
        world.aims(&["approve", "POL-001", "--as", ORLA, "--today", "2026-11-21", "--key", key])
    };
    assert_eq!(later(&key).code, Some(0));
    world.commit(ORLA, "Approve version 2.0");
    assert!(world.approval().satisfied);
    world.put(POLICY, &old);
    world.commit(MIREL, "Go back to version 1.0");
    let approval = world.approval();
    assert!(!approval.satisfied && approval.lapsed.is_some() && approval.level < Evidence::Recorded, "{approval:?}");
    assert_eq!(messages(&world, "AIMS504").len(), 1);
    let request = Request { edition: EditionKind::Approved, ..Request::new(&world.repo, world.check().aims.today) };
    let site = Project::find(&world.repo).and_then(|project| project.build(&request)?.bundle()).expect("a site");
    let page = String::from_utf8_lossy(site.get("documents/POL-001.html").expect("a page")).into_owned();
    assert!(page.contains("must be listed and owned"), "the last one in force");
    // Approved again, it is.
    assert_eq!(later(&key).code, Some(0));
    world.commit(ORLA, "Approve version 1.0 again");
    assert!(world.approval().satisfied);
}

#[test]
fn git_s_filters_do_not_make_a_record_one_that_is_not_committed() {
    let (world, key) = World::empty();
    world.put("aims.toml", &settings(&[]));
    world.put(POLICY, &policy());
    world.commit(MIREL, "Write the AI policy");
    // What is checked out differs from what is committed, and the signature is over the former.
    world.put("aims.toml", &settings(&[(ORLA, &public(&key))]));
    let record = world.aims(&["approve", "POL-001", "--as", ORLA, "--today", "2026-11-20", "--dry-run"]);
    let record = record.stdout.replace('\n', "\r\n");
    world.put("approvals/POL-001/a.toml", &record);
    world.put("approvals/POL-001/a.toml.sig", &world.ssh.sign(&key, "aims-approval", record.as_bytes(), &[]));
    world.put(".gitattributes", "approvals/**/*.toml text eol=crlf\n");
    world.commit(ORLA, "List a key and approve with it");
    world.git(ORLA, &["rm", "-q", "-r", "--cached", "approvals"]);
    world.git(ORLA, &["reset", "-q", "--hard"]);
    assert!(world.read("approvals/POL-001/a.toml").contains("\r\n"));
    assert!(world.level() < Evidence::Recorded, "{:?}", world.standings());
}

#[test]
fn a_signature_that_comes_later_is_judged_by_what_held_then() {
    let (world, key) = World::new();
    world.forge(&key, "aims-approval", "2026-11-20");
    let signature = world.read("approvals/POL-001/a.toml.sig");
    std::fs::remove_file(world.repo.join("approvals/POL-001/a.toml.sig")).expect("a file");
    world.commit(ORLA, "A record without a signature");
    world.put("aims.toml", &settings(&[]));
    world.commit(TOBIAS, "Take the key away");
    world.put("approvals/POL-001/a.toml.sig", &signature);
    world.git(ORLA, &["add", "--all"]);
    // Dated before the record.
    let mut commit = world.ssh.command("git");
    for (role, who) in [("AUTHOR", ORLA), ("COMMITTER", ORLA)] {
        commit.env(format!("GIT_{role}_NAME"), who).env(format!("GIT_{role}_EMAIL"), email(who));
        commit.env(format!("GIT_{role}_DATE"), "2026-01-01T00:00:00Z");
    }
    let done = super::openssh::run(commit.arg("-C").arg(&world.repo).args(["commit", "-q", "-m", "Sign"]), b"");
    assert!(done.ok, "{}", done.says);
    assert!(world.level() < Evidence::Recorded, "{:?}", world.standings());
}

#[test]
fn a_tag_counts_on_the_main_line_and_while_its_key_is_listed() {
    let tag = |world: &World, key: &Path| {
        let signer = format!("user.signingKey={}", key.display());
        world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &signer, "tag", "-s", "-m", "Approved", "approved"]);
    };
    let rule = "needs = \"signed\"\nroles = [\"Chief Executive\"]";
    let (world, key) = with_rule(rule);
    world.put("notes.md", "# Notes\n");
    world.commit(MIREL, "Notes");
    tag(&world, &key);
    assert!(world.approval().satisfied);
    world.put(
        "aims.toml",
        &world.read("aims.toml").replace(&public(&key), &public(&world.ssh.keygen(&["-t", "ed25519"]))),
    );
    world.commit(TOBIAS, "Another key");
    assert!(!world.approval().satisfied, "whoever has the old key can make such a tag at any time");
    // A branch that nobody merged lists a key and a tag on it is signed with that.
    let (world, key) = with_rule(rule);
    let stranger = world.ssh.keygen(&["-t", "ed25519"]);
    world.git(MIREL, &["switch", "-q", "-c", "own-key"]);
    world.put("aims.toml", &world.read("aims.toml").replace(&public(&key), &public(&stranger)));
    world.commit(MIREL, "List a key");
    world.put("notes.md", "# Notes\n");
    world.commit(MIREL, "Notes");
    tag(&world, &stranger);
    world.git(MIREL, &["switch", "-q", "main"]);
    assert!(!world.approval().satisfied);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge the key", "own-key"]);
    assert!(!world.approval().satisfied, "merged, it is still no tag on the main line");
}

#[test]
fn a_text_that_is_not_committed_has_no_known_author() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.edit(POLICY, "must be listed", "may be listed");
    assert_eq!(world.approve(&key).code, Some(0));
    assert!(world.level() < Evidence::Recorded, "{:?}", world.standings());
    let again = world.approve(&key);
    assert!(again.stderr.contains("nothing was written"), "{}", again.stderr);
    world.commit(MIREL, "Soften, as approved");
    assert_eq!(world.level(), Evidence::Recorded);
}

#[test]
fn no_alias_takes_a_key_out_of_what_is_approved() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    let alias = || world.put("aims.toml", &format!("{}[aliases]\ncontrols = \"tags\"\n", world.read("aims.toml")));
    let claim = || world.edit(POLICY, "clauses:", "controls: [A.2.2]\nclauses:");
    pull(&world, &[&alias, &claim]);
    assert!(!world.approval().satisfied);
}

#[test]
fn a_record_covers_its_own_document_only() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    // Another document gives itself the id and comes first by its path.
    world.put("a.md", &policy().replace("must be listed", "may be listed"));
    world.commit(MIREL, "Take the id");
    let checked = world.check();
    for (ix, document) in checked.aims.iter() {
        let approved = checked.approvals.of(ix).is_some_and(|approval| approval.satisfied);
        assert_eq!(approved, document.path.as_str() == POLICY, "{}", document.path);
    }
    // A copy of the record for another document.
    world.git(MIREL, &["rm", "-q", "a.md"]);
    world.put("b.md", &policy().replace("POL-001", "POL-002"));
    let name = "2026-11-20-approval-1.0-orla-fenwick.toml";
    for end in ["", ".sig"] {
        world.put(&format!("approvals/POL-002/{name}{end}"), &world.read(&format!("approvals/POL-001/{name}{end}")));
    }
    world.commit(MIREL, "Copy the record");
    let checked = world.check();
    let level = |id: &str| checked.approvals.of(checked.aims.by_id(id).expect("a policy")).expect("judged").level;
    assert_eq!((level("POL-001"), level("POL-002") < Evidence::Recorded), (Evidence::Recorded, true));
}

#[test]
fn a_review_that_is_not_signed_is_by_somebody_the_settings_know() {
    let (world, _) = World::new();
    let done = world.aims(&["review", "POL-001", "--as", MIREL, "--outcome", "no change needed", "--no-sign"]);
    assert_eq!((done.code, world.standings().len()), (Some(0), 1), "{}", done.stderr);
    // As long as it is not committed, nobody is known to have noted it; then it is whose commit it is.
    assert_eq!(world.standings(), [Counts::No(Reason::UncommittedNote)]);
    world.commit(ORLA, "Note a review in the name of another");
    let [Counts::No(Reason::NotedBy { who, named })] = &world.standings()[..] else {
        panic!("{:?}", world.standings())
    };
    assert!(who.starts_with(ORLA) && named == MIREL, "{who} {named}");
    assert_eq!(messages(&world, "AIMS505").len(), 1);
    world.git(MIREL, &["commit", "-q", "--amend", "--no-edit", "--reset-author"]);
    assert_eq!(world.standings(), [Counts::Yes]);
    let record = format!("approvals/{}", world.records()[0]);
    for (who, by) in [("Tamsin Nobody", "tamsin@nowhere.example".to_owned()), ("Tamsin Nobody", email(MIREL))] {
        let text = world.read(&record).replace(MIREL, who).replace(&email(MIREL), &by);
        world.put("approvals/POL-001/b.toml", &text);
        let told = messages(&world, "AIMS505");
        assert!(told.len() == 1 && told[0].ends_with("the settings do not know Tamsin Nobody"), "{told:?}");
        assert!(world.standings().iter().any(|standing| matches!(standing, Counts::No(_))));
    }
}

#[test]
fn a_signed_commit_counts_by_the_day_it_reached_the_main_line() {
    for (until, counts) in [("20260110", false), ("20260201", true)] {
        let (world, key) = with_rule("needs = \"signed\"\nroles = [\"Chief Executive\"]");
        world.edit("aims.toml", "keys = ['ssh", &format!("keys = ['valid-before=\"{until}\" ssh"));
        world.git(MIREL, &["commit", "-q", "--amend", "--all", "--no-edit"]);
        world.git(ORLA, &["switch", "-q", "-c", "next"]);
        world.edit(POLICY, "must be listed", "must be listed by its owner");
        // On that day the key counted; the merge comes later.
        let signer = format!("user.signingKey={}", key.display());
        let mut commit = world.ssh.command("git");
        for (role, who) in [("AUTHOR", MIREL), ("COMMITTER", ORLA)] {
            commit.env(format!("GIT_{role}_NAME"), who).env(format!("GIT_{role}_EMAIL"), email(who));
            commit.env(format!("GIT_{role}_DATE"), "2026-01-09T09:00:00Z");
        }
        commit.arg("-C").arg(&world.repo).args(["-c", "gpg.format=ssh", "-c", &signer, "commit", "-q", "-a", "-S"]);
        let done = super::openssh::run(commit.args(["-m", "Read it"]), b"");
        assert!(done.ok, "{}", done.says);
        world.git(TOBIAS, &["switch", "-q", "main"]);
        world.git(TOBIAS, &["commit", "-q", "--allow-empty", "-m", "Meanwhile"]);
        world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge", "next"]);
        assert_eq!(world.approval().satisfied, counts, "{until}: {:?}", world.approval().pieces);
    }
}

/// Asks for a merge by the Chief Executive, and has Mirel write the policy.
fn asks_for_a_merge() -> World {
    with_rule("needs = \"merged\"\nroles = [\"Chief Executive\"]").0
}

/// Merges the branch of a change with these names in the merge.
fn merge_as(world: &World, (author, author_email): (&str, &str), committer: super::world::Who) {
    world.git(MIREL, &["switch", "-q", "-c", "pull"]);
    world.edit(POLICY, "must be listed", "may be listed");
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.commit(MIREL, "Soften");
    world.git(MIREL, &["switch", "-q", "main"]);
    world.git(committer, &["merge", "-q", "--no-ff", "--no-commit", "pull"]);
    let author = format!("{author} <{author_email}>");
    world.git(committer, &["commit", "-q", "--author", &author, "-m", "Merge pull request"]);
}

fn reasons(world: &World) -> Vec<Option<Reason>> {
    let pieces = world.approval().pieces;
    pieces.into_iter().filter(|piece| piece.evidence == Evidence::Merged).map(|piece| piece.against).collect()
}

#[test]
fn a_merge_is_of_the_person_who_put_it_there_and_whose_address_it_bears() {
    let world = asks_for_a_merge();
    merge_as(&world, (ORLA, &email(ORLA)), ORLA);
    assert_eq!(world.level(), Evidence::Merged);
    // With her address as its author, put there by another.
    let world = asks_for_a_merge();
    merge_as(&world, (ORLA, &email(ORLA)), MIREL);
    let by = Reason::PutThereBy { who: ORLA.into(), by: MIREL.into() };
    assert_eq!(reasons(&world), [Some(by)]);
    let told = world.aims(&["history", "POL-001", "--today", "2026-11-20"]).stdout;
    assert!(told.contains("merged by Orla Fenwick, put there by Mirel Castellan,"), "{told}");
    // With her name and an address that is nobody's.
    let world = asks_for_a_merge();
    let forger: super::world::Who = "Orla Fenwick ";
    merge_as(&world, (ORLA, "evil@harrowmere.example"), forger);
    assert!(reasons(&world).iter().all(Option::is_some), "{:?}", reasons(&world));
    assert!(world.level() < Evidence::Merged);
}

#[test]
fn nobody_becomes_another_by_their_own_mailmap() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.edit(POLICY, "must be listed", "may be listed");
    world.put(".mailmap", &format!("{TOBIAS} <{}> <{}>\n", email(TOBIAS), email(ORLA)));
    world.commit(ORLA, "Soften");
    assert_eq!(world.approve(&key).code, Some(2));
    assert_eq!(world.approval().authors, [ORLA.to_owned()].into());
    // Nor by one that was there before: the address in the commit is listed.
    world.edit(POLICY, "may be listed", "could be listed");
    world.commit(ORLA, "Soften more");
    assert_eq!(world.approve(&key).code, Some(2));
    // An address that nobody lists is nobody's, whatever a mailmap of before gives for it: nobody vouches for that.
    for to in [ORLA, TOBIAS] {
        let world = asks_for_a_merge();
        world.put(".mailmap", &format!("{to} <{}> <of@harrowmere.example>\n", email(to)));
        world.commit(TOBIAS, "Name people");
        merge_as(&world, ("of", "of@harrowmere.example"), ORLA);
        assert!(world.level() < Evidence::Merged, "{to}");
    }
    // The settings can list it, where that is vouched for.
    let world = asks_for_a_merge();
    let own = format!("emails = [\"{}\"", email(ORLA));
    world.edit("aims.toml", &own, &format!("{own}, \"of@harrowmere.example\""));
    world.commit(TOBIAS, "Name people");
    merge_as(&world, ("of", "of@harrowmere.example"), ORLA);
    assert_eq!(world.level(), Evidence::Merged);
}

#[test]
fn a_tag_is_called_as_it_was_signed() {
    let (world, key) = with_rule("needs = \"signed\"\nroles = [\"Chief Executive\"]");
    let file = key.to_str().expect("text");
    world.put("notes.md", "# Notes\n");
    world.commit(MIREL, "Notes");
    let sign = ["-c", "gpg.format=ssh", "-c", &format!("user.signingkey={file}"), "tag", "-s", "-m", "Seen", "seen-1"];
    world.git(ORLA, &sign);
    assert_eq!(world.level(), Evidence::Signed, "a tag of one who holds the role");
    let tag = world.git(ORLA, &["rev-parse", "refs/tags/seen-1"]);
    world.git(ORLA, &["update-ref", "refs/tags/approved-by-the-board", &tag]);
    world.git(ORLA, &["update-ref", "-d", "refs/tags/seen-1"]);
    let piece = world.approval().pieces.into_iter().find(|piece| piece.evidence == Evidence::Signed).expect("the tag");
    assert_eq!(piece.against, Some(Reason::TagRenamed));
    assert!(matches!(&piece.from, aims::approval::From::Tag(name) if name == "seen-1"), "{:?}", piece.from);
    assert!(world.level() < Evidence::Signed);
}
