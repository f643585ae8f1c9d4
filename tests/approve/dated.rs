//! The days of acts: when they cannot be, when they came too late to renew anything, and since when they are on record.

use aims::approval::{Away, Counts, Returned};
use aims::base::date;
use aims::model::standing::Basis;

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TODAY, World, policy, settings};

fn messages(world: &World, code: &str) -> Vec<String> {
    let findings = world.check().findings.found;
    findings.into_iter().filter(|finding| finding.code == code).map(|finding| finding.message).collect()
}

fn approve_on(world: &World, key: &std::path::Path, day: &str) {
    let key = key.to_str().expect("text");
    let done = world.aims(&["approve", "POL-001", "--as", ORLA, "--today", day, "--key", key]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
}

/// Writes and signs the record of an approval of a day that `aims approve` would not write.
fn forge_on(world: &World, key: &std::path::Path, day: &str) {
    let record = world.aims(&["approve", "POL-001", "--as", ORLA, "--today", "2026-01-07", "--dry-run"]);
    let text = record.stdout.replace("date = \"2026-01-07\"", &format!("date = \"{day}\""));
    assert_ne!(text, record.stdout, "{}", record.stderr);
    world.put("approvals/POL-001/a.toml", &text);
    world.put("approvals/POL-001/a.toml.sig", &world.ssh.sign(key, "aims-approval", text.as_bytes(), &[]));
}

/// A review that is not signed, which the person it names commits.
fn review_on(world: &World, day: &str) {
    let done = world.aims(&["review", "POL-001", "--as", MIREL, "--outcome", "no change needed", "--today", day]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(MIREL, "Review");
}

#[test]
fn an_act_is_not_older_than_its_text() {
    let (world, key) = World::new();
    // The policy was committed on 2026-01-07; a day before that may be the same moment elsewhere.
    approve_on(&world, &key, "2026-01-06");
    world.commit(ORLA, "Approve");
    assert_eq!(messages(&world, "AIMS526"), [""; 0]);
    let (world, key) = World::new();
    forge_on(&world, &key, "2025-06-02");
    world.commit(ORLA, "Approve, as of last year");
    assert_eq!(
        messages(&world, "AIMS526"),
        [
            "the approval of POL-001 by Orla Fenwick is of 2025-06-02, and the text that it names was first committed on 2026-01-07"
        ]
    );
    assert_eq!(messages(&world, "AIMS521"), [""; 0], "that it came late only follows from it");
}

#[test]
fn an_act_of_a_day_before_its_text_is_refused_and_one_on_record_does_not_stand_in_the_way() {
    let acts: [&[&str]; 3] =
        [&["approve", "POL-001"], &["review", "POL-001", "--outcome", "fine"], &["acknowledge", "POL-001"]];
    let (world, key) = World::new();
    let key_file = key.to_str().expect("text");
    let act =
        |words: &[&str], day: &str| world.aims(&[words, &["--as", ORLA, "--today", day, "--key", key_file]].concat());
    for words in acts {
        let refused = act(words, "2025-06-02");
        assert_eq!((refused.code, world.repo.join("approvals").exists()), (Some(2), false), "{words:?}");
        let told =
            "the act on POL-001 would be of 2025-06-02, and the text that it names was first committed on 2026-01-07";
        assert!(refused.stderr.contains(told), "{}", refused.stderr);
        assert!(refused.stderr.contains("give the day on which you act"), "{}", refused.stderr);
    }
    // One that was made elsewhere is told with a remedy that can be followed.
    forge_on(&world, &key, "2025-06-02");
    world.commit(ORLA, "Approve, as of last year");
    let right = world.next_day();
    let done = act(acts[0], &right);
    assert!(done.code == Some(0) && done.stderr.contains("Approved  POL-001"), "{}", done.stderr);
    std::fs::remove_file(world.repo.join("approvals/POL-001/a.toml")).expect("a record");
    std::fs::remove_file(world.repo.join("approvals/POL-001/a.toml.sig")).expect("a signature");
    world.commit(ORLA, "Approve on the day");
    assert_eq!((messages(&world, "AIMS526"), world.standings()), (Vec::<String>::new(), vec![Counts::Yes]));
    // Nor does one of a day that has not come: not before it is committed, and not after.
    for (words, committed) in [(acts[0], false), (acts[0], true), (acts[2], false), (acts[2], true)] {
        let (world, key) = World::new();
        let key = key.to_str().expect("text");
        let act = |day: &str| world.aims(&[words, &["--as", ORLA, "--today", day, "--key", key]].concat());
        assert_eq!(act("2030-01-01").code, Some(0));
        if committed {
            world.commit(ORLA, "Act in the year 2030");
        }
        let (done, again) = (act("2026-01-10"), act("2026-01-10"));
        assert!(done.code == Some(0) && !done.stderr.contains("already"), "{words:?} {}", done.stderr);
        assert!(again.code == Some(0) && again.stderr.contains("already"), "{words:?} {}", again.stderr);
    }
}

#[test]
fn an_act_that_came_together_with_its_text_may_be_older_than_the_commit() {
    let (world, key) = World::new();
    world.edit(POLICY, "must be listed", "must be listed and owned");
    approve_on(&world, &key, "2026-01-03");
    world.commit(ORLA, "Squash what was written and approved beside the main line");
    assert_eq!(messages(&world, "AIMS526"), [""; 0]);
}

#[test]
fn an_act_is_not_made_after_it_was_filed() {
    let (world, key) = World::new();
    approve_on(&world, &key, "2027-06-01");
    let told = ["the approval of POL-001 by Orla Fenwick is of 2027-06-01, a day that has not come yet"];
    assert_eq!(messages(&world, "AIMS526"), told);
    world.commit(ORLA, "Approve");
    assert_eq!(
        messages(&world, "AIMS526"),
        [
            "the approval of POL-001 by Orla Fenwick is of 2027-06-01, and it reached the main line before that, on 2026-01-09"
        ]
    );
}

#[test]
fn a_review_that_came_long_after_its_day_renews_nothing() {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    let reviewed = |world: &World| {
        let checked = world.check();
        let ix = checked.aims.by_id("POL-001").expect("the policy");
        checked.aims.standing(ix).reviewed.map(|reviewed| (reviewed.day.to_string(), reviewed.by))
    };
    let before = reviewed(&world);
    assert_eq!(before, Some(("2026-01-09".into(), Basis::Approval)));
    for _ in 0..40 {
        world.git(MIREL, &["status"]);
    }
    review_on(&world, "2026-01-15");
    assert_eq!(reviewed(&world), before);
    let told = messages(&world, "AIMS521");
    let begins = "the review of POL-001 by Mirel Castellan is of 2026-01-15, and reached the main line on 2026-02-20, 36 days later";
    assert!(told.len() == 1 && told[0].starts_with(begins), "{told:?}");
    let history = world.aims(&["history", "POL-001", "--today", TODAY]).stdout;
    assert!(history.contains("on record since 2026-02-20"), "{history}");
    // One of its time does.
    review_on(&world, "2026-02-21");
    assert_eq!(reviewed(&world), Some(("2026-02-21".into(), Basis::Review)));
    // A day that an act had met is met, though the text has changed since; what the text says of an earlier day takes nothing
    // from it, and a text that nobody looked at is not told as reviewed.
    world.edit(POLICY, "next-review: 2027-01-10\n", "");
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Ask for owners");
    assert_eq!(reviewed(&world), Some(("2026-02-21".into(), Basis::Earlier)));
    // By what the one in force says, which nobody replaced by that.
    let export = |today| world.aims(&["export", "documents", "--format", "csv", "--today", today]).stdout;
    assert!(export("2026-11-20").contains(",2026-02-21,earlier,2027-01-10,says-in-date,"), "{}", export("2026-11-20"));
    assert!(export("2027-01-11").contains(",2026-02-21,earlier,2027-01-10,overdue,"), "{}", export("2027-01-11"));
}

#[test]
fn a_review_that_came_after_its_text_was_replaced_puts_nothing_off() {
    let (world, key) = World::new();
    approve_on(&world, &key, "2026-01-09");
    world.commit(ORLA, "Approve");
    world.git(MIREL, &["switch", "-q", "-c", "side"]);
    review_on(&world, "2026-01-11");
    world.git(MIREL, &["switch", "-q", "main"]);
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(MIREL, "Soften");
    world.git(ORLA, &["merge", "-q", "--no-ff", "-m", "Merge", "side"]);
    let state = world.check();
    let reviewed = state.aims.standing(state.aims.by_id("POL-001").expect("the policy")).reviewed;
    let told = reviewed.map(|reviewed| (reviewed.day.to_string(), reviewed.by));
    assert_eq!(told, Some(("2026-01-09".into(), Basis::Earlier)), "the approval was before it");
}

#[test]
fn a_text_that_was_brought_back_is_told_to_be_the_one_that_was_signed() {
    let (world, key) = World::new();
    let first = world.read(POLICY);
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(MIREL, "Soften");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve that");
    world.put(POLICY, &first);
    let day = |day: &str| date::parse(day);
    let away = |back| Counts::BroughtBack(Returned { by: Away::Text, went: day("2026-01-11"), back });
    assert_eq!(world.standings(), [away(None), Counts::Earlier]);
    world.commit(MIREL, "Bring it back");
    assert_eq!(world.standings(), [away(day("2026-01-15")), Counts::Earlier]);
    assert_eq!(
        messages(&world, "AIMS504"),
        [
            "POL-001 says that it is approved, but the approval of version 1.0 by Orla Fenwick on 2026-01-09 no longer holds: the text that it signed gave way to another on 2026-01-11 and was brought back on 2026-01-15, which asks for a new approval"
        ]
    );
    let history = world.aims(&["history", "POL-001", "--today", TODAY]).stdout;
    assert!(history.starts_with("POL-001  AI policy\nversion 1.0, says approved; approval lapsed, "), "{history}");
    assert!(!history.contains("what is there now is not what was signed"), "{history}");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve it again");
    assert!(world.approval().satisfied);
}

#[test]
fn a_text_that_the_settings_read_otherwise_since_has_lapsed_and_is_known() {
    let (world, key) = World::empty();
    let people = settings(&[(ORLA, &public(&key))]);
    let words = |means: &str| format!("{people}[values.classification]\n\"open\" = \"{means}\"\n");
    world.put("aims.toml", &words("internal"));
    world.put(POLICY, &policy().replace("owner:", "classification: open\nowner:"));
    world.commit(MIREL, "Write the AI policy");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    assert_eq!(world.standings(), [Counts::Yes]);
    world.put("aims.toml", &words("confidential"));
    assert_eq!(world.standings(), [Counts::Reread], "not committed");
    world.commit(MIREL, "Mean something else");
    assert_eq!((world.standings(), messages(&world, "AIMS507")), (vec![Counts::Reread], Vec::new()));
    let told = messages(&world, "AIMS504");
    let why = "no longer holds: the text has the same bytes, and aims.toml says otherwise since how they are read: what they say by that, nobody has approved";
    assert!(told.len() == 1 && told[0].ends_with(why), "{told:?}");
    // It was of the text before the next one too.
    let text = world.read(POLICY);
    world.edit(POLICY, "must be listed", "may be listed");
    world.commit(MIREL, "Soften");
    assert_eq!((world.standings(), messages(&world, "AIMS507")), (vec![Counts::Earlier], Vec::new()));
    world.put(POLICY, &text);
    world.put("aims.toml", &words("internal"));
    world.commit(MIREL, "Take both back");
    assert_eq!((world.standings(), messages(&world, "AIMS507")), (vec![Counts::Yes], Vec::new()));
}

#[test]
fn the_day_of_a_version_that_is_not_committed_yet_is_told() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(ORLA, "Approve");
    assert!(messages(&world, "AIMS512").is_empty());
    world.edit(POLICY, "version: \"1.0\"", "version: \"1.1\"");
    assert_eq!(messages(&world, "AIMS512"), ["version 1.1 has the `effective` day of version 1.0"]);
    world.edit(POLICY, "effective: 2026-01-10", "effective: 2025-11-10");
    let told = messages(&world, "AIMS512");
    assert!(
        told.len() == 1 && told[0].starts_with("version 1.1 says `effective: 2025-11-10`, and version 1.0"),
        "{told:?}"
    );
    // A draft of it is being written.
    world.edit(POLICY, "status: approved", "status: draft");
    assert!(messages(&world, "AIMS512").is_empty());
    world.edit(POLICY, "status: draft", "status: approved");
    world.edit(POLICY, "effective: 2025-11-10", "effective: 2026-11-20");
    assert!(messages(&world, "AIMS512").is_empty());
}

#[test]
fn a_settled_record_that_is_rewritten_is_told_before_it_is_committed() {
    let (world, _) = World::new();
    let record = "---\nid: REC-001\ntitle: Minutes\nkind: record\ndate: 2026-01-02\nowner: AI Officer\n---\n# Minutes\n\nTwo cases failed.\n";
    world.put("records/r.md", record);
    world.commit(MIREL, "Write the minutes");
    assert!(messages(&world, "AIMS520").is_empty());
    world.put("records/r.md", &record.replace("Two cases failed.", "All cases passed."));
    let told = messages(&world, "AIMS520");
    assert!(told.len() == 1 && told[0].contains("says something else in the folder"), "{told:?}");
    world.put("records/r.md", &format!("{record}\n2026-11-20: Both were mended.\n"));
    assert!(messages(&world, "AIMS520").is_empty());
    // Once it is committed, that is told, and told once.
    world.put("records/r.md", &record.replace("Two cases failed.", "All cases passed."));
    // Each command is a day later than the one before: the record is older now than a record is that may still be mended.
    for _ in 0..20 {
        world.git(MIREL, &["status", "--short"]);
    }
    world.commit(MIREL, "Rewrite");
    let told = messages(&world, "AIMS520");
    assert!(told.len() == 1 && told[0].contains("(commit "), "{told:?}");
    world.put("records/r.md", record);
    assert!(messages(&world, "AIMS520").iter().all(|told| !told.contains("in the folder")));
}

#[test]
fn what_is_added_to_an_accepted_assessment_is_no_error_before_its_commit_either() {
    let (world, _) = World::new();
    let record = "---\nid: IA-009\ntitle: Assessment\nkind: impact-assessment\ndate: 2026-01-02\nowner: AI Officer\n\
                  accepted-by: Chief Executive\naccepted: 2026-01-03\n---\n# Groups\n\nThere are two groups.\n";
    world.put("records/ia.md", record);
    world.commit(MIREL, "Write the assessment");
    world.put("records/ia.md", &record.replace("accepted-by:", "misuse: [Use for credit]\naccepted-by:"));
    assert!(messages(&world, "AIMS520").is_empty());
    world.put("records/ia.md", &record.replace("two groups", "three groups"));
    let told = messages(&world, "AIMS520");
    assert!(told.len() == 1 && told[0].contains("says something else in the folder"), "{told:?}");
}
