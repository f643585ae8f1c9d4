//! While a newer text is a draft, in review, retired without approval or waits, the one in force is judged as ever.

use aims::model::trace::{Applicability, There};

use super::tenure::told;
use super::world::{MIREL, ORLA, POLICY, TODAY, World, policy, settings};
use crate::support::openssh::public;

/// The policy in force by an approval of Orla's, its review due since summer, beside an AI system.
fn world() -> World {
    let (world, key) = World::new();
    world.edit(POLICY, "next-review: 2027-01-10", "next-review: 2026-07-10");
    let system = "---\nid: SYS-001\ntitle: Claims triage\nkind: system\nlifecycle: in-use\nowner: AI Officer\n---\n\n\
                  It sorts the claims that come in by what has to be paid first.\n";
    world.put("system.md", system);
    world.commit(MIREL, "Say when it is read again");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve 1.0");
    world
}

/// What is said of the one in force: its late review, what the AIMS as a whole lacks, and where its clause stands.
fn judged(world: &World) -> Vec<String> {
    let state = world.check();
    let found = state.findings.found.iter();
    let found = found.filter(|finding| ["AIMS401", "AIMS706", "AIMS707"].contains(&finding.code));
    let mut told: Vec<String> = found.map(|finding| finding.message.clone()).collect();
    let clause = state.aims.trace.clauses().find(|clause| clause.id == "5.2").expect("a clause");
    assert!(clause.called_for.iter().all(|item| item.state == There::Present), "{:?}", clause.called_for);
    told.push(format!("{:?} {:?}", clause.rung, clause.lacks));
    told
}

fn page(world: &World, name: &str) -> String {
    let site = world.repo.with_file_name("site-of-what-holds");
    let built = world.aims(&["build", "--today", TODAY, "--out", site.to_str().expect("text")]);
    assert!(built.stderr.contains("Wrote"), "{}", built.stderr);
    std::fs::read_to_string(site.join(name)).expect("a page")
}

#[test]
fn nobodys_word_silences_what_is_asked_of_the_one_in_force() {
    let world = world();
    let before = judged(&world);
    assert!(before.len() == 4 && before[2].contains("the review was due on 2026-07-10"), "{before:?}");
    let text = world.read(POLICY);
    let again = text.replace("\"1.0\"", "\"1.1\"").replace("must be listed", "must be listed and owned");
    let again = again.replace("2026-07-10", "2027-11-10").replace("reviewed: 2026-01-10", "reviewed: 2026-11-10");
    let set_back = text.replace("status: approved", "status: in-review");
    let draft = again.replace("status: approved", "status: draft");
    let in_force = "By the record, version 1.0 is in force.";
    for (text, banner) in [(&set_back, "By the record, this text is in force."), (&draft, in_force)] {
        world.put(POLICY, text);
        world.commit(MIREL, "Write");
        assert_eq!(judged(&world), before, "{text}");
        let due = world.aims(&["due", "--today", TODAY]).stdout;
        assert!(due.lines().any(|line| line.contains("review") && line.contains("POL-001")), "{due}");
        let reviews = world.aims(&["export", "reviews", "--format", "csv", "--today", TODAY]).stdout;
        assert!(reviews.contains("POL-001") && reviews.contains("overdue"), "{reviews}");
        for name in ["documents/POL-001.html", "print.html"] {
            let page = page(&world, name);
            assert!(page.contains(banner) && !page.contains("It is not in force"), "{name}: {page}");
        }
    }
    // Neither does one that only says that it is approved, or that it is retired.
    let late = |world: &World| {
        let found = world.check().findings.found;
        found.into_iter().any(|finding| finding.code == "AIMS401" && finding.message == before[2])
    };
    let retired = text.replace("status: approved", "status: retired");
    for text in [again, retired] {
        world.put(POLICY, &text);
        world.commit(MIREL, "Write");
        assert!(told(&world)[0].ends_with("..-"), "it is in force still");
        assert!(late(&world), "{text}");
    }
}

#[test]
fn a_review_of_the_one_in_force_settles_it_and_an_approval_of_the_next_does_not() {
    let (world, key) = World::new();
    let next = policy().replace("next-review: 2027-01-10", "review-every: 1 month");
    world.put(POLICY, &next);
    world.commit(MIREL, "Say how often it is read");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve 1.0");
    let due = |world: &World| {
        let state = world.check();
        let ix = state.aims.by_id("POL-001").expect("the policy");
        state.aims.review(ix).next().map(|day| day.to_string())
    };
    let first = due(&world);
    world.edit(POLICY, "\"1.0\"", "\"1.1\"");
    world.edit(POLICY, "status: approved", "status: in-review");
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Write 1.1");
    assert_eq!(due(&world), first);
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve what is in review");
    assert_eq!(due(&world), first, "that looks at nothing of the one that is there");
    let day = world.next_day();
    let key = key.to_str().expect("text");
    let review = ["review", "POL-001", "--as", ORLA, "--today", &day, "--key", key, "--outcome", "no change needed"];
    let done = world.aims(&review);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Review");
    assert_ne!(due(&world), first);
}

#[test]
fn the_day_from_which_a_text_is_in_force_is_that_of_the_record() {
    let (world, key) = World::new();
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve 1.0");
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.edit(POLICY, "effective: 2026-01-10", "effective: 2026-01-12");
    world.edit(POLICY, "must be listed", "must be listed and owned");
    world.commit(MIREL, "Write 2.0");
    let says = ">Effective</a></dt>";
    let shown = page(&world, "documents/POL-001.html");
    assert!(shown.contains(says) && shown.contains("says") && !shown.contains("In force since"), "{shown}");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve 2.0");
    assert_eq!(told(&world)[1], "2.0 2026-01-13..-");
    for name in ["documents/POL-001.html", "print.html"] {
        let shown = page(&world, name);
        let told = shown.contains("In force since") && shown.contains("(says effective ");
        assert!(told && shown.contains("2026-01-13") && !shown.contains(says), "{name}: {shown}");
    }
}

#[test]
fn a_day_that_a_text_says_itself_is_told_as_stated_in_histories_and_stories() {
    let (world, _) = World::empty();
    world.put("aims.toml", "");
    world.put(POLICY, &policy().replace("effective: 2026-01-10", "effective: 2025-06-01"));
    let broke = "---\nid: NC-001\ntitle: Not listed\nkind: nonconformity\nstatus: approved\nstate: open\n\
                 date: 2026-01-08\nclauses: [\"5.2\"]\nowner: AI Officer\n---\n\nOne system was not listed.\n";
    world.put("broke.md", broke);
    world.commit(MIREL, "Begin");
    assert_eq!(told(&world), ["1.0 ~2025-06-01..-"]);
    assert!(page(&world, "clauses/5.2/history.html").contains(", stated"));
    assert!(page(&world, "clauses/5.2/story.html").contains("; that it was so from this day is stated"));
}

#[test]
fn a_kind_of_records_that_the_settings_have_reviewed_is() {
    let (world, _) = World::empty();
    world.put("record.md", "---\nid: REC-001\ntitle: Minutes\nkind: record\ndate: 2025-12-10\n---\n\nThe board met.\n");
    let told = |settings: &str| {
        world.put("aims.toml", settings);
        world.check().findings.found.iter().filter(|finding| finding.code == "AIMS401").count()
    };
    assert_eq!([told(""), told("[review.every]\nrecord = \"6 months\"\n")], [0, 1]);
}

#[test]
fn controls_are_judged_by_the_rows_of_the_statement_in_force() {
    let (world, key) = World::empty();
    let levels = "[checks.levels]\nAIMS302 = \"note\"\nAIMS308 = \"note\"\nAIMS325 = \"note\"\nAIMS326 = \"note\"\n";
    world.put("aims.toml", &format!("{}{levels}", settings(&[(ORLA, &public(&key))])));
    let statement = "---\nid: SOA-001\ntitle: Statement\nkind: soa\nversion: \"1\"\nstatus: approved\nowner: AI Officer\n\
                     statement:\n  - {control: A.2.2, applicable: true, reason: Asked for by customers}\n---\n\nThe controls.\n";
    world.put("soa.md", statement);
    world.commit(MIREL, "State");
    let (day, key) = (world.next_day(), key.to_str().expect("text"));
    let done = world.aims(&["approve", "SOA-001", "--as", ORLA, "--today", &day, "--key", key]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(ORLA, "Approve the statement");
    let told = "The rows here, by which controls are judged, are those of the text in force.";
    assert!(!page(&world, "soa.html").contains(told));
    let next = statement.replace("approved", "draft").replace("\"1\"", "\"2\"").replace("true", "false");
    let own = "  - {control: ORG.1, title: Own, applicable: true, reason: Ours}\n---\n\nThe";
    world.put("soa.md", &next.replace("---\n\nThe", own));
    let more =
        "---\nid: PRO-001\ntitle: P\nkind: procedure\nstatus: draft\ncontrols: [ORG.1]\n---\n\nHow it is done.\n";
    world.put("p.md", more);
    world.commit(MIREL, "Write anew");
    let checked = world.check();
    let applies = |id: &str| checked.aims.trace.get(id).map(|control| control.applicability.clone());
    let judged = [applies("A.2.2"), applies("ORG.1")];
    assert_eq!(judged, [Some(Applicability::Applies), None]);
    let odd = checked.findings.found.iter().filter(|of| ["AIMS203", "AIMS212", "AIMS304"].contains(&of.code));
    assert_eq!(odd.map(|of| of.message.as_str()).collect::<Vec<_>>(), [""; 0]);
    let shown = page(&world, "soa.html");
    let said = "This text says that it is a draft. By the record, version 1 is in force.";
    assert!(shown.contains(told) && shown.contains(said) && shown.contains("In force since"), "{shown}");
    assert!(!shown.contains("ORG.1") && !shown.contains(">Draft<"), "{shown}");
    let newer = page(&world, "documents/SOA-001.html");
    assert!(newer.contains("ORG.1") && newer.contains("Controls are not judged by these rows yet"), "{newer}");
}
