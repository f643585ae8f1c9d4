//! What the page of a year of certification, and that of rungs over time, make of acts that do not count.

use aims::base::{Bundle, date};
use aims::model::audience::Audience;
use aims::pipeline::{Project, Request};

use super::world::{MIREL, ORLA, POLICY, TODAY, World};

const CERTIFICATION: &str = "---\nid: CER-001\ntitle: Certificate\nkind: certification\nstandard: ISO/IEC 42001:2023\n\
    stage-2: 2026-06-01\nstate: stage-2\n---\nIt covers the sorting of letters.\n";

const PROCEDURE: &str = "---\nid: PRO-001\ntitle: Assessing\nkind: procedure\nversion: \"1.0\"\nstatus: approved\nowner: AI Officer\n\
    effective: 2026-02-10\nreviewed: 2026-02-10\ncontrols: [A.2.2]\n---\nThe owner asks for an assessment and waits for its outcome.\n";

fn build(world: &World) -> Bundle {
    let today = date::parse(TODAY).expect("a day");
    let request = Request { trend: true, audience: Some(Audience::Confidential), ..Request::new(&world.repo, today) };
    Project::find(&world.repo).and_then(|project| project.build(&request)?.bundle()).expect("a site")
}

/// The words of a page, without its tags.
fn words(bundle: &Bundle, path: &str) -> String {
    let html = String::from_utf8_lossy(bundle.get(path).expect("a page")).into_owned();
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Has Orla review the policy on the day of the commit that follows, by the hand of Mirel, and gives that day.
fn review(world: &World, more: &[&str]) -> String {
    let day = world.next_day();
    let review = ["review", "POL-001", "--as", ORLA, "--outcome", "no change needed", "--today", &day];
    let done = world.aims(&[&review[..], more].concat());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    world.commit(MIREL, "Put a review on record");
    day
}

#[test]
fn an_act_that_does_not_count_is_no_review_and_moves_nothing() {
    let (world, key) = World::new();
    world.edit(POLICY, "clauses: [\"5.2\"]", "clauses: [\"5.2\"]\ncontrols: [A.2.2]");
    world.put("system.md", "---\nid: SYS-001\ntitle: Sorter\nkind: system\nlifecycle: in-use\n---\nIt sorts.\n");
    world.put("certification.md", CERTIFICATION);
    world.commit(MIREL, "Begin");
    while world.next_day().as_str() < "2026-02-05" {
        world.git(MIREL, &["status"]);
    }
    world.put("procedure.md", PROCEDURE);
    let day = review(&world, &[]);
    let bundle = build(&world);
    let year = words(&bundle, "certification/CER-001-stage-2.html");
    assert!(year.contains("AI policy reviewed Only said POL-001 says 2026-01-10"), "{year}");
    let gaps = words(&bundle, "certification/gaps.html");
    assert!(gaps.contains("2026-01-31 and 2026-02-28 A.2.2"), "it moved: {gaps}");
    assert!(!gaps.contains(&format!("reviewed {day}")), "{gaps}");
    // One that is signed counts.
    let day = review(&world, &["--key", key.to_str().expect("text")]);
    let bundle = build(&world);
    let year = words(&bundle, "certification/CER-001-stage-2.html");
    assert!(year.contains(&format!("AI policy reviewed On record POL-001 {day}")), "{year}");
    let gaps = words(&bundle, "certification/gaps.html");
    assert!(gaps.contains(&format!("reviewed {day}")), "{gaps}");
}
