//! `aims approve` and `aims review`: what they write, what they refuse, and when it counts.

mod anew;
mod article;
mod bars;
mod before;
mod bore;
mod branches;
mod capacity;
mod checkout;
mod counting;
mod cut;
mod dated;
mod earliest;
mod effect;
mod flips;
mod forms;
mod gave_way;
mod given_up;
mod handed;
mod header;
mod heirs;
mod in_place;
mod joined;
mod kept;
mod keys;
mod lost;
mod many;
mod moved;
mod one_judge;
mod planted;
mod readings;
mod refusals;
mod renames;
mod renumbered;
mod retired;
mod second;
mod suspects;
mod targets;
mod tenure;
mod together;
mod tricks;
mod unread;
mod vouching;
mod waiting;
mod who;
mod written;
mod year;

use aims::approval::record::{ActKind, Record};
use aims::approval::{ActIx, Counts, Reason};
use aims::base::sha256_hex;
use aims::model::approval_rule::Evidence;
use aims::signature::{APPROVAL_NAMESPACE, AllowedKey, allowed_signers_line};
use openssh::{public, run};
use world::{APPROVE, MIREL, ORLA, POLICY, TODAY, World, email};

use crate::support::openssh;
use crate::support::sandbox;
use crate::support::world;

const RECORD: &str = "approvals/POL-001/2026-11-20-approval-1.0-orla-fenwick.toml";

#[test]
fn an_approval_is_what_openssh_and_git_say_it_is() {
    let (world, key) = World::new();
    let done = world.approve(&key);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stderr.contains("Approved  POL-001 1.0 by Orla Fenwick (Chief Executive) on 2026-11-20"));
    let files =
        ["POL-001/2026-11-20-approval-1.0-orla-fenwick.toml", "POL-001/2026-11-20-approval-1.0-orla-fenwick.toml.sig"];
    assert_eq!(world.records(), files);
    // OpenSSH needs the record, its signature, and who may sign.
    let allowed =
        allowed_signers_line(&email(ORLA), &AllowedKey::parse(&public(&key)).expect("a key")).expect("a line");
    let allowed = world.ssh.file("allowed", format!("{allowed}\n").as_bytes());
    let mut verify = world.ssh.command("ssh-keygen");
    verify.args(["-Y", "verify", "-n", APPROVAL_NAMESPACE, "-I", &email(ORLA), "-f"]).arg(&allowed);
    let verdict = run(verify.arg("-s").arg(world.repo.join(format!("{RECORD}.sig"))), world.read(RECORD).as_bytes());
    assert!(verdict.ok, "{}", verdict.says);
    // The command that is printed does the same, in a shell that knows `<(…)`.
    let command = verify_command(&done.stderr);
    let verdict = run(world.ssh.command("bash").arg("-c").arg(&command).current_dir(&world.repo), b"");
    assert!(verdict.ok && verdict.says.contains("Good \"aims-approval\" signature"), "{}", verdict.says);
    // What the record says of the text is what others say of it.
    let record = Record::read(world.read(RECORD).as_bytes()).expect("a record");
    assert_eq!((record.act, record.path.as_str(), record.version.as_deref()), (ActKind::Approval, POLICY, Some("1.0")));
    assert_eq!(record.blob, world.git(ORLA, &["rev-parse", &format!("HEAD:{POLICY}")]));
    assert_eq!(record.sha256, sha256_hex(world.read(POLICY).as_bytes()));
    assert_eq!(record.role.as_deref(), Some("Chief Executive"));
}

/// The command that is printed to verify what was signed, with all its lines.
fn verify_command(said: &str) -> String {
    let start = said.find("Verify  ").expect("a command") + "Verify  ".len();
    let mut command = String::new();
    for line in said[start..].lines() {
        command.push_str(line);
        command.push('\n');
        if !line.ends_with('\\') {
            break;
        }
    }
    command
}

#[test]
fn an_approval_holds_until_the_text_says_something_else() {
    let (world, key) = World::new();
    assert!(world.level() < Evidence::Recorded);
    assert_eq!(world.approve(&key).code, Some(0));
    assert_eq!(world.level(), Evidence::Recorded);
    world.commit(ORLA, "Approve the AI policy");
    assert_eq!((world.level(), world.approval().satisfied), (Evidence::Recorded, true));
    world.edit(
        POLICY,
        "reviewed: 2026-01-10\nnext-review: 2027-01-10",
        "reviewed: 2026-11-01\nnext-review: 2027-11-01",
    );
    world.commit(MIREL, "Move the review");
    assert_eq!(world.level(), Evidence::Recorded);
    world.git(MIREL, &["mv", POLICY, "policies/policy.md"]);
    world.commit(MIREL, "Rename the file");
    assert_eq!(world.level(), Evidence::Recorded);
    world.edit("policies/policy.md", "must be listed", "should be listed");
    assert_eq!(
        (world.standings(), world.approval().lapsed),
        (vec![Counts::Earlier], Some(ActIx::new(0))),
        "not committed"
    );
    world.commit(MIREL, "Soften");
    let approval = world.approval();
    assert!(
        approval.level < Evidence::Recorded && !approval.satisfied && approval.lapsed == Some(ActIx::new(0)),
        "{approval:?}"
    );
    // A new approval of the new text counts beside the old one, which stays.
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve it again");
    assert_eq!((world.level(), world.standings()), (Evidence::Recorded, vec![Counts::Yes, Counts::Earlier]));
    assert!(world.records()[0].ends_with("-orla-fenwick-2.toml"), "{:?}", world.records());
}

#[test]
fn the_same_act_is_recorded_once() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    let again = world.approve(&key);
    assert_eq!((again.code, world.records().len()), (Some(0), 2));
    assert!(
        again.stderr.contains("POL-001 is approved by Orla Fenwick already: nothing was written"),
        "{}",
        again.stderr
    );
    assert!(again.stderr.contains(RECORD), "{}", again.stderr);
    let review = ["review", "POL-001", "--as", MIREL, "--outcome", "no change needed", "--today"];
    for (day, files) in [("2026-11-20", 3), ("2026-11-20", 3), ("2027-11-20", 4)] {
        assert_eq!(world.aims(&[&review[..], &[day]].concat()).code, Some(0));
        assert_eq!(world.records().len(), files, "a review in another year is another act");
    }
}

#[test]
fn what_is_still_to_be_filled_in_is_no_outcome() {
    let (world, _) = World::new();
    for outcome in ["TBD", "[outcome]", "n/a"] {
        let refused = world.aims(&["review", "POL-001", "--as", MIREL, "--outcome", outcome, "--today", TODAY]);
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(!world.repo.join("approvals").exists(), "{outcome}");
        assert!(refused.stderr.contains("which is no outcome"), "{}", refused.stderr);
    }
}

#[test]
fn a_review_is_signed_if_there_is_a_key_that_counts() {
    let (world, key) = World::new();
    let review = ["review", "POL-001", "--as", ORLA, "--outcome", "no change needed", "--today", TODAY];
    let done = world.aims(&review);
    assert_eq!((done.code, world.records().len()), (Some(0), 1), "{}", done.stderr);
    assert!(done.stderr.contains("The record is not signed"), "{}", done.stderr);
    assert_eq!(
        (world.standings(), world.level() < Evidence::Recorded),
        (vec![Counts::No(Reason::UncommittedNote)], true)
    );
    // Signing it is an act of its own.
    let done = world.aims(&[&review[..], &["--key", key.to_str().expect("text")]].concat());
    assert_eq!((done.code, world.records().len()), (Some(0), 3), "{}", done.stderr);
    assert!(world.check().approvals.acts[0].is_proven());
    // A key of git's that would not count is not used, and the review says so; one that was named is refused.
    std::fs::remove_dir_all(world.repo.join("approvals")).expect("records");
    let stranger = world.ssh.keygen(&["-t", "ed25519"]);
    world.git(ORLA, &["config", "gpg.format", "ssh"]);
    world.git(ORLA, &["config", "user.signingKey", stranger.to_str().expect("text")]);
    let done = world.aims(&review);
    assert_eq!((done.code, world.records().len()), (Some(0), 1), "{}", done.stderr);
    assert!(done.stderr.contains("The key that git signs with would not count"), "{}", done.stderr);
    std::fs::remove_dir_all(world.repo.join("approvals")).expect("records");
    let refused = world.aims(&[&review[..], &["--key", stranger.to_str().expect("text")]].concat());
    assert_eq!((refused.code, world.repo.join("approvals").exists()), (Some(2), false), "{}", refused.stdout);
}

#[test]
fn what_a_document_builds_on_is_in_the_record() {
    let (world, key) = World::new();
    world.put(
        "procedures/listing.md",
        "---\nid: PRO-001\ntitle: Listing\nkind: procedure\nversion: \"1.0\"\nstatus: approved\nowner: AI Officer\n\
         effective: 2026-01-10\nnext-review: 2027-01-10\nimplements: [POL-001]\n---\n# Listing\n\nList it.\n",
    );
    world.commit(MIREL, "Write the procedure");
    let arguments = ["approve", "pro-001", "--as", "orla.fenwick@harrowmere.example", "--comment", "as \"discussed\""];
    let key = key.to_str().expect("text");
    let done = world.aims(&[&arguments[..], &["--today", TODAY, "--key", key]].concat());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let record = world.read("approvals/PRO-001/2026-11-20-approval-1.0-orla-fenwick.toml");
    let record = Record::read(record.as_bytes()).expect("a record");
    let checked = world.check();
    let digest = checked.approvals.substance(checked.aims.by_id("POL-001").expect("a policy")).expect("a digest");
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(record.builds_on.into_iter().collect::<Vec<_>>(), [("POL-001".to_owned(), digest)]);
    assert_eq!(record.comment.as_deref(), Some("as \"discussed\""));
}

#[test]
fn a_dry_run_writes_nothing_and_prints_the_record() {
    let (world, key) = World::new();
    let dry = world.aims(&[&APPROVE[..], &["--dry-run"]].concat());
    assert_eq!((dry.code, world.repo.join("approvals").exists()), (Some(0), false), "{}", dry.stderr);
    assert_eq!(world.approve(&key).code, Some(0));
    assert_eq!(dry.stdout, world.read(RECORD));
}

#[test]
fn the_text_is_git_s_where_only_line_endings_differ() {
    let (world, key) = World::new();
    world.put(POLICY, &world::policy().replace('\n', "\r\n"));
    assert_eq!(world.approve(&key).code, Some(0));
    let record = Record::read(world.read(RECORD).as_bytes()).expect("a record");
    assert_eq!(record.blob, world.git(ORLA, &["rev-parse", &format!("HEAD:{POLICY}")]));
}

#[test]
fn a_folder_of_a_repository_of_either_format_is_approved_alike() {
    for more in [&[][..], &["--object-format=sha256"]] {
        let (world, key) = World::init(more, "docs/aims");
        world.put("aims.toml", &world::settings(&[(ORLA, &public(&key))]));
        world.put(POLICY, &world::policy());
        world.commit(MIREL, "Write the AI policy");
        let above = world.ssh.path().join("harrowmere");
        let arguments = ["approve", "POL-001", "docs/aims", "--as", ORLA, "--today", TODAY, "--key"];
        let key = key.to_str().expect("text");
        let done = sandbox::run(&mut sandbox::aims(&above, &[&arguments[..], &[key]].concat()));
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        let command = done.stderr.lines().find_map(|line| line.split_once("Next  ")).expect("a command").1;
        assert!(run(world.ssh.command("bash").arg("-c").arg(command).current_dir(&above), b"").ok, "{command}");
        world.git(ORLA, &["commit", "-q", "-m", "Approve"]);
        assert_eq!(world.level(), Evidence::Recorded);
        let record = Record::read(world.read(RECORD).as_bytes()).expect("a record");
        assert_eq!(record.blob, world.git(ORLA, &["rev-parse", &format!("HEAD:./{POLICY}")]));
    }
}

#[test]
fn what_git_would_leave_out_is_told() {
    let (world, key) = World::new();
    world.put(".gitignore", "approvals/\n");
    let done = world.approve(&key);
    assert!(done.stderr.contains("A .gitignore leaves the record out"), "{}", done.stderr);
    assert!(done.stderr.contains("git add --force approvals/"), "{}", done.stderr);
    // By a file above the AIMS too.
    let (world, key) = World::init(&[], "docs/aims");
    world.put("aims.toml", &world::settings(&[(ORLA, &public(&key))]));
    world.put(POLICY, &world::policy());
    world.put("../../.gitignore", "approvals/\n");
    world.commit(MIREL, "Write the AI policy");
    let done = world.approve(&key);
    assert!(done.stderr.contains("A .gitignore leaves the record out"), "{}", done.stderr);
}
