//! Repositories that are made to look good, and what the ladder makes of them: nothing in them stands at `current` without
//! a caveat that says why it proves little, and most of them have no control there at all. A small honest one does.
//!
//! Each is made by program, commit by commit, and judged as any other is.

mod shown;

use aims::agenda::gaps::weakened;
use aims::base::Date;
use aims::model::Aims;
use aims::model::catalog::Catalog;
use aims::model::disqualified::{Disqualified, What};
use aims::model::trace::{CaveatKind, LackKind, Requirement, Rung};
use aims::pipeline::{Project, Request};

use repo::{START, TestRepo, put};

use crate::support::repo;

const TODAY: Date = Date::constant(2026, 6, 30);

/// People whom the settings know, and the default rule of approval: the word of the text is enough.
const SETTINGS: &str = "[[people]]\nname = \"Ada Example\"\nemails = [\"ada@example.org\"]\nroles = [\"AI Officer\"]\n\n\
    [[people]]\nname = \"Bo Example\"\nemails = [\"bo@example.org\"]\nroles = [\"Chief Executive\"]\n\n\
    [[people]]\nname = \"Cy Example\"\nemails = [\"cy@example.org\"]\nroles = [\"Clerk\"]\n";

/// The same, where somebody else than the author has to have merged it.
const STRICT: &str = "\n[approval]\nneeds = \"merged\"\n";

const SENTENCE: &str = "Whoever releases an AI system looks at its tests before, and answers for what it does.";

/// Files that one person commits on one day, by the number of days after the first of January.
struct Commit {
    by: &'static str,
    day: i64,
    files: Vec<(String, String)>,
}

fn commit(by: &'static str, day: i64, files: impl IntoIterator<Item = (String, String)>) -> Commit {
    Commit { by, day, files: files.into_iter().collect() }
}

fn line(by: &str, day: i64) -> String {
    let name = match by {
        "ada" => "Ada",
        "bo" => "Bo",
        "di" => "Di",
        "el" => "El",
        _ => "Cy",
    };
    format!("{name} Example <{by}@example.org> {} +0000", START + day * 86_400)
}

/// The AIMS after these commits, as the checks see it. Those of `merged` were made beside the main line and merged by Bo.
fn judged(settings: &str, merged: &[Commit], commits: &[Commit]) -> Aims {
    let mut repo = TestRepo::new();
    put(&repo.path().join("aims.toml"), settings);
    let write = |of: &Commit| {
        let files = of.files.clone();
        move |all: &mut repo::Files| files.iter().for_each(|(path, text)| all.write(path, text))
    };
    let begin = line("ada", 1);
    let mut tip = repo.commit_by(&[], &begin, &begin, "Begin\n", |files| files.write("aims.toml", settings));
    for of in merged {
        let who = line(of.by, of.day);
        let side = repo.commit_by(&[tip], &who, &who, "Write\n", write(of));
        let leading = line("bo", of.day + 1);
        tip = repo.commit_by(&[tip, side], &leading, &leading, "Merge\n", write(of));
    }
    for of in commits {
        let who = line(of.by, of.day);
        tip = repo.commit_by(&[tip], &who, &who, "Add\n", write(of));
    }
    let request = Request { rev: Some(tip.to_string()), ..Request::new(repo.path(), TODAY) };
    let project = Project::find(repo.path()).expect("an AIMS");
    project.check(&request).expect("a check").aims
}

fn controls() -> Vec<String> {
    Catalog::builtin().controls().map(|control| control.id.clone()).collect()
}

fn clauses() -> Vec<String> {
    let all = Catalog::builtin().clauses().iter().filter(|clause| clause.requirement);
    all.map(|clause| format!("\"{}\"", clause.id)).collect()
}

/// A document with these keys and this text.
fn document(id: &str, kind: &str, keys: &str, text: &str) -> (String, String) {
    let path = format!("{}.md", id.to_lowercase());
    (path, format!("---\nid: {id}\ntitle: {id}\nkind: {kind}\n{keys}---\n\n{text}\n"))
}

const APPROVED: &str =
    "version: \"1.0\"\nstatus: approved\nowner: AI Officer\neffective: 2026-01-10\nreviewed: 2026-01-10\n";

/// The statement of applicability, in which all controls apply, or none does.
fn statement(applies: bool) -> (String, String) {
    let rows = controls().into_iter();
    let row = |control| {
        format!(
            "  - {{control: {control}, applicable: {applies}, reason: It is needed for all our systems, implementation: done}}\n"
        )
    };
    let rows: String = rows.map(row).collect();
    document("SOA-001", "soa", &format!("{APPROVED}statement:\n{rows}"), SENTENCE)
}

fn system() -> (String, String) {
    system_of("SYS-001")
}

fn system_of(id: &str) -> (String, String) {
    let keys = "owner: AI Officer\nreviewed: 2026-01-10\npurpose: Sorting letters\nprovider: Us\nai-roles: [deployer]\nlifecycle: in-use\n\
        deployed: 2026-01-09\naffected: [Members]\nai-act-class: minimal\nai-act-reason: It decides about nobody\n";
    document(id, "system", keys, "It sorts letters by what they are about, and a clerk looks at each.")
}

fn risk() -> (String, String) {
    let keys = "owner: AI Officer\nreviewed: 2026-01-10\nsource: Model\nevent: A letter goes to the wrong desk\nconsequence: It is late\n\
        affects: [individuals]\nlikelihood: 2\nseverity: 2\ntreatment: reduce\nstate: open\ncontrols: [A.6.2.4]\nsystems: [SYS-001]\n";
    document("RSK-001", "risk", keys, "Letters about deaths are the ones that must not wait.")
}

/// A policy and a procedure that name everything there is.
fn binding(policy: &str, procedure: &str) -> Vec<(String, String)> {
    let all = format!("{APPROVED}controls: [{}]\nclauses: [{}]\n", controls().join(", "), clauses().join(", "));
    vec![document("POL-001", "policy", &all, policy), document("PRO-001", "procedure", &all, procedure)]
}

/// A record of everything.
fn record(date: &str, text: &str) -> (String, String) {
    let keys = format!(
        "owner: AI Officer\ndate: {date}\ncontrols: [{}]\nclauses: [{}]\nsystems: [SYS-001]\n",
        controls().join(", "),
        clauses().join(", ")
    );
    document("REC-001", "record", &keys, text)
}

/// A record for each control, of the kind that it calls for.
fn record_each(date: &str, text: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let each = Catalog::builtin().controls().enumerate().map(|(i, control)| {
        let any = control.evidence_kinds.iter().any(|kind| kind == "record");
        let kind = if any { "record" } else { control.evidence_kinds.first().map_or("record", String::as_str) };
        let keys = format!(
            "owner: AI Officer\ndate: {date}\nreviewed: {date}\ncontrols: [{}]\nsystems: [SYS-001]\n",
            control.id
        );
        document(&format!("REC-{i:03}"), kind, &keys, &text(&control.id))
    });
    each.collect()
}

fn of_its_own(id: &str) -> String {
    format!("What {id} asks for was done for the sorter in March, by two people, who found nothing that was not known.")
}

/// The same in words that no other control has.
fn of_its_title(id: &str) -> String {
    let control = Catalog::builtin().controls().find(|control| control.id == id).expect("a control");
    format!("{} was looked at in March, by two people, who found nothing that was not known.", control.title)
}

/// Requirements that stand at `current`.
fn current(aims: &Aims) -> Vec<&Requirement> {
    let all = aims.trace.controls().chain(aims.trace.clauses());
    all.filter(|requirement| requirement.applies() && requirement.rung == Rung::Current).collect()
}

fn has(requirement: &Requirement, kind: CaveatKind) -> bool {
    requirement.caveats.iter().any(|caveat| caveat.what == kind)
}

const POLICY: &str =
    "Every AI system that we use is known, assessed before it is put to use, and looked after as long as it runs.";
const PROCEDURE: &str =
    "The AI Officer asks for an assessment, waits for its outcome, and keeps what comes of it with the system.";

/// What all of these have: everything is named, and there is an inventory and a risk.
fn whole(policy: &str, procedure: &str) -> Vec<(String, String)> {
    [binding(policy, procedure), vec![statement(true), system(), risk()]].concat()
}

/// Repositories that are made to look good, each with the caveat that every one of its controls at the top bears, or `None`
/// where none may be there.
fn gamed() -> Vec<(&'static str, Vec<Commit>, Option<CaveatKind>)> {
    let at_once = |files: Vec<(String, String)>| vec![commit("ada", 90, files)];
    let with = |mut files: Vec<(String, String)>, more: Vec<(String, String)>| {
        files.extend(more);
        files
    };
    let (date, real) = ("2026-03-30", || whole(POLICY, PROCEDURE));
    let short = |text: &'static str| with(whole(text, text), record_each(date, |_| text.to_owned()));
    vec![
        ("one record for all", at_once(with(real(), vec![record(date, SENTENCE)])), Some(CaveatKind::BroadRecord)),
        ("one author on one day", at_once(with(real(), record_each(date, of_its_own))), Some(CaveatKind::OneHand)),
        ("evidence of days to come", at_once(with(real(), record_each("2030-01-01", of_its_own))), None),
        (
            "nothing applies",
            {
                let mut files = with(real(), record_each(date, of_its_own));
                files.retain(|(path, _)| path != "soa-001.md");
                at_once(with(files, vec![statement(false)]))
            },
            None,
        ),
        (
            "evidence by whoever wrote the procedure",
            vec![commit("ada", 10, real()), commit("ada", 90, record_each(date, of_its_own))],
            Some(CaveatKind::OwnProof),
        ),
        (
            "evidence by four people on one day",
            {
                let shown = record_each(date, of_its_title);
                let each = ["bo", "cy", "di", "el"].into_iter().zip(shown.chunks(10));
                let wrote = each.map(|(by, files)| commit(by, 90, files.to_vec()));
                [commit("ada", 10, real())].into_iter().chain(wrote).collect()
            },
            Some(CaveatKind::OneDay),
        ),
        (
            "evidence that came half a year later",
            vec![commit("ada", 10, real()), commit("cy", 175, record_each("2026-01-12", of_its_own))],
            Some(CaveatKind::CameLate),
        ),
        ("empty bodies", at_once(short("")), None),
        ("bodies that say x", at_once(short("x")), None),
        ("bodies of status words", at_once(short("Approved. In force. Reviewed. Done.")), None),
        (
            "one text copied everywhere",
            vec![commit("ada", 10, real()), commit("cy", 90, record_each(date, |_| SENTENCE.to_owned()))],
            Some(CaveatKind::CopiedText),
        ),
        (
            "no AI system at all",
            at_once([binding(POLICY, PROCEDURE), vec![statement(true), record(date, SENTENCE)]].concat()),
            None,
        ),
        (
            "four documents that say x",
            at_once([binding("x", "x"), vec![statement(true), record(date, "x")]].concat()),
            None,
        ),
    ]
}

#[test]
fn what_is_made_to_look_good_does_not() {
    let (mut without, mut wrong) = (0, Vec::new());
    let all = gamed();
    for (name, commits, wanted) in &all {
        let aims = judged(SETTINGS, &[], commits);
        let top = current(&aims);
        let controls = aims.trace.controls().filter(|control| control.applies() && control.rung == Rung::Current);
        let controls: Vec<&Requirement> = controls.collect();
        without += usize::from(controls.is_empty());
        for requirement in top.iter().filter(|requirement| requirement.caveats.is_empty()) {
            wrong.push(format!("{name}: {} is current, and nothing is said against it", requirement.name));
        }
        match wanted {
            None => wrong.extend(controls.first().map(|control| format!("{name}: {} is current", control.name))),
            Some(_) if controls.is_empty() => {
                wrong.push(format!("{name}: nothing is current, so that nothing is tried"));
            }
            Some(kind) => {
                let bare = controls.iter().filter(|control| !has(control, *kind));
                wrong.extend(bare.map(|control| format!("{name}: {} has no caveat {kind:?}", control.name)));
            }
        }
        let told = aims.disqualified();
        if told.is_empty() {
            wrong.push(format!("{name}: nothing disqualifies"));
        }
        if name.contains("say x") && !told.iter().any(|of| of.what == What::NextToNoWords) {
            wrong.push(format!("{name}: nobody tells that they say next to nothing"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(without * 2 > all.len(), "most have no control at the top: {without} of {}", all.len());
}

#[test]
fn what_was_changed_and_changed_back_is_of_its_first_day() {
    let shown = record_each("2026-03-30", of_its_own);
    let first = commit("ada", 90, whole(POLICY, PROCEDURE).into_iter().chain(shown));
    let there = commit("ada", 120, binding(POLICY, "The AI Officer asks for no assessment, and nobody waits for one."));
    let back = commit("ada", 121, binding(POLICY, PROCEDURE));
    let aims = judged(SETTINGS, &[], &[first, there, back]);
    let controls: Vec<&Requirement> = aims.trace.controls().filter(|of| of.rung == Rung::Current).collect();
    assert!(controls.len() > 30, "{}", controls.len());
    let bare: Vec<&str> =
        controls.iter().filter(|of| !has(of, CaveatKind::OneHand)).map(|of| of.name.as_str()).collect();
    assert!(bare.is_empty(), "{bare:?}");
}

#[test]
fn a_sentence_on_a_later_day_makes_no_other_evidence() {
    let shown = record_each("2026-03-30", of_its_title);
    let more = |(path, text): &(String, String)| (path.clone(), format!("{text}Nobody has asked since.\n"));
    let touched: Vec<(String, String)> = shown.iter().map(more).collect();
    let by = |people: &[&'static str], by: &'static str, later: i64| {
        let each = people.iter().zip(shown.chunks(shown.len().div_ceil(people.len())));
        let wrote = each.map(|(by, files)| commit(by, 90, files.to_vec()));
        let first = std::iter::once(commit("ada", 10, whole(POLICY, PROCEDURE)));
        judged(SETTINGS, &[], &first.chain(wrote).chain([commit(by, 90 + later, touched.clone())]).collect::<Vec<_>>())
    };
    let is_told = |aims: &Aims, kind: CaveatKind| {
        let controls: Vec<&Requirement> = aims.trace.controls().filter(|of| of.rung == Rung::Current).collect();
        assert!(controls.len() > 30, "{}", controls.len());
        let told = controls.iter().filter(|control| has(control, kind)).count();
        assert!(told == 0 || told == controls.len(), "{kind:?}: {told} of {}", controls.len());
        told > 0
    };
    for (later, wanted) in [(1, true), (7, true), (8, false)] {
        assert_eq!(is_told(&by(&["bo", "cy", "di", "el"], "bo", later), CaveatKind::OneDay), wanted, "{later}");
        assert_eq!(is_told(&by(&["cy"], "cy", later), CaveatKind::OneSitting), wanted, "{later}");
    }
}

#[test]
fn the_overview_says_on_how_little_it_rests() {
    let files = [whole(POLICY, PROCEDURE), vec![record("2026-03-30", SENTENCE)]].concat();
    let aims = judged(SETTINGS, &[], &[commit("ada", 90, files)]);
    let told: Vec<String> = aims.disqualified().iter().map(Disqualified::sentence).collect();
    let wanted = |told: &String| told.ends_with("controls rest on one record of one person, Ada Example.");
    assert!(told.iter().any(wanted), "{told:#?}");
    assert!(told.iter().all(|told| !told.contains('%')), "{told:#?}");
    let aims = judged(SETTINGS, &[], &[commit("ada", 90, vec![statement(false), system()])]);
    let told: Vec<String> = aims.disqualified().iter().map(Disqualified::sentence).collect();
    assert!(
        told.iter().any(|told| told.starts_with("The statement of applicability leaves out all 38 controls")),
        "{told:#?}"
    );
}

#[test]
fn a_small_honest_repository_reaches_the_top() {
    let policy =
        document("POL-001", "policy", &format!("{APPROVED}controls: [A.9.2, A.6.2.4]\nclauses: [\"5.2\"]\n"), POLICY);
    let procedure = document(
        "PRO-001",
        "procedure",
        &format!("{APPROVED}controls: [A.9.2, A.6.2.4]\nclauses: [\"7.2\"]\n"),
        PROCEDURE,
    );
    let evidence = [
        (
            "REC-001",
            "record",
            "controls: [A.9.2]\nsystems: [SYS-001]\n",
            "Forty letters were looked at again by a second clerk; one had gone astray.",
        ),
        (
            "REC-002",
            "record",
            "controls: [A.6.2.4]\nsystems: [SYS-001]\n",
            "Of two hundred letters four were sorted wrongly, and none about a death.",
        ),
        (
            "CMP-001",
            "competence",
            "clauses: [\"7.2\"]\nentries:\n  - {person: Clerk, need: Sorting letters, met-by: A day with the AI Officer}\n",
            "Both clerks were shown how the sorter errs, and found its errors themselves.",
        ),
        (
            "RA-001",
            "risk-assessment",
            "assessor: Clerk\nsystems: [SYS-001]\nrisks: [RSK-001]\n",
            "One risk was found, at four of twenty-five, and is treated by the second look.",
        ),
    ];
    let evidence =
        evidence.map(|(id, kind, keys, text)| document(id, kind, &format!("date: 2026-03-02\n{keys}"), text));
    let merged = [commit("ada", 10, [policy, procedure, statement(true), system(), risk()])];
    let aims = judged(&format!("{SETTINGS}{STRICT}"), &merged, &[commit("cy", 62, evidence)]);
    for id in ["A.9.2", "A.6.2.4", "5.2", "7.2", "8.2"] {
        let found = aims.trace.get(id).expect("a requirement");
        assert_eq!(found.rung, Rung::Current, "{id}: {:?}", found.lacks);
        // Nobody has signed a review, which is told; nothing is held against what stands there.
        let grave = found.caveats.iter().filter(|caveat| caveat.what != CaveatKind::ReviewOnlyClaimed);
        assert_eq!(grave.count(), 0, "{id}: {:?}", found.caveats);
    }
}

/// Controls that are bound to AI systems and shown by records.
fn of_systems() -> Vec<String> {
    let records = |kinds: &[String]| kinds.iter().any(|kind| kind == "record");
    let bound = Catalog::builtin().controls().filter(|control| control.per_system && records(&control.evidence_kinds));
    bound.map(|control| control.id.clone()).collect()
}

/// Two AI systems in use, of which the first is shown by three people over two weeks, and the second by what `by` commits on
/// `day`: one record of this day, with this text, for so many controls.
fn second_system(by: &'static str, day: i64, date: &str, text: &str, most: usize) -> (Vec<String>, Vec<Commit>) {
    let all = of_systems();
    let keys = format!("{APPROVED}controls: [{}]\n", all.join(", "));
    let binding = [document("POL-001", "policy", &keys, POLICY), document("PRO-001", "procedure", &keys, PROCEDURE)];
    let first = [binding.to_vec(), vec![statement(true), system(), system_of("SYS-002")]].concat();
    let mut commits = vec![commit("ada", 10, first)];
    for (who, shown) in [("bo", 60), ("cy", 67), ("di", 74)].into_iter().zip(all.chunks(all.len().div_ceil(3))) {
        let each = shown.iter().map(|id| {
            let keys = format!("owner: AI Officer\ndate: 2026-03-01\ncontrols: [{id}]\nsystems: [SYS-001]\n");
            document(&format!("REC-{id}"), "record", &keys, &of_its_title(id))
        });
        commits.push(commit(who.0, who.1, each));
    }
    let of: Vec<String> = all.into_iter().take(most).collect();
    let keys = format!("owner: AI Officer\ndate: {date}\ncontrols: [{}]\nsystems: [SYS-002]\n", of.join(", "));
    commits.push(commit(by, day, [document("REC-900", "record", &keys, text)]));
    (of, commits)
}

const WATCHED: &str = "The second reader was watched for a day, and what it got wrong was put right by hand.";

#[test]
fn honest_evidence_of_one_system_hides_nothing_of_the_next() {
    // What is claimed, and what is doubted of any record, is told of whatever system.
    let beside =
        [CaveatKind::Unasked, CaveatKind::OnlyClaimed, CaveatKind::ReviewOnlyClaimed, CaveatKind::RecordDoubtful];
    let kinds = |aims: &Aims, id: &str| -> Vec<(CaveatKind, Vec<String>)> {
        let found = aims.trace.get(id).expect("a control");
        assert_eq!(found.rung, Rung::Current, "{id}: {:?}", found.lacks);
        let grave = found.caveats.iter().filter(|caveat| !beside.contains(&caveat.what));
        let id = |ix: &aims::model::DocIx| aims.document(*ix).id.clone();
        grave.map(|caveat| (caveat.what, caveat.systems.iter().map(id).collect())).collect()
    };
    let cases = [
        ("cy", 90, "2026-03-20", usize::MAX, vec![CaveatKind::BroadRecord, CaveatKind::OneSitting]),
        ("ada", 90, "2026-03-20", 3, vec![CaveatKind::OwnProof]),
        ("cy", 170, "2026-03-20", 3, vec![CaveatKind::CameLate]),
        ("cy", 90, "2026-03-20", 3, vec![]),
    ];
    for (by, day, date, most, wanted) in cases {
        let (controls, commits) = second_system(by, day, date, WATCHED, most);
        let aims = judged(SETTINGS, &[], &commits);
        let wanted: Vec<_> = wanted.into_iter().map(|what| (what, vec!["SYS-002".to_owned()])).collect();
        for id in controls {
            assert_eq!(kinds(&aims, &id), wanted, "{id} by {by} on {day}");
        }
    }
}

#[test]
fn the_overview_parts_what_holds_of_one_system_alone() {
    let (broad, commits) = second_system("cy", 90, "2026-03-20", WATCHED, usize::MAX);
    let (own, few) = second_system("ada", 90, "2026-03-20", WATCHED, 3);
    let sentences = [
        (
            commits,
            CaveatKind::BroadRecord,
            format!("{} requirements rest, for an AI system in use, on records ", broad.len()),
        ),
        (
            few,
            CaveatKind::OwnProof,
            format!("{} requirements rest, for an AI system in use, on evidence by ", own.len()),
        ),
    ];
    for (commits, kind, sentence) in sentences {
        let aims = judged(SETTINGS, &[], &commits);
        let all = aims.disqualified();
        let told: Vec<(&str, bool, usize)> = all
            .iter()
            .filter_map(|of| match of.what {
                What::Weakened(kind, of_systems) => Some((kind.as_str(), of_systems, of.number)),
                _ => None,
            })
            .collect();
        let gaps = weakened(&aims);
        let wanted: Vec<(&str, bool, usize)> =
            gaps.iter().map(|of| (of.caveat, !of.systems.is_empty(), of.requirements.len())).collect();
        assert_eq!(told, wanted, "{kind:?}");
        let said = all.iter().find(|of| of.what == What::Weakened(kind, true)).map(Disqualified::sentence);
        assert!(said.as_ref().is_some_and(|said| said.starts_with(&sentence)), "{said:?}");
        assert!(all.iter().all(|of| of.what != What::Weakened(kind, false)), "{kind:?}");
    }
}

#[test]
fn a_record_that_says_x_shows_nothing_of_a_system() {
    let (controls, commits) = second_system("cy", 90, "2026-03-20", "x", usize::MAX);
    let aims = judged(SETTINGS, &[], &commits);
    for id in &controls {
        let found = aims.trace.get(id).expect("a control");
        let without: Vec<&str> = found.systems_without().map(|ix| aims.document(ix).id.as_str()).collect();
        assert_eq!((found.rung, without), (Rung::Evidenced, vec!["SYS-002"]), "{id}");
        let lacks: Vec<&LackKind> = found.lacks.iter().map(|lack| &lack.what).collect();
        assert_eq!(lacks, [&LackKind::NextToNoWords, &LackKind::SystemsWithout], "{id}");
    }
    let found = told(&commits, "system-without-control-evidence");
    let wanted = format!("warning: SYS-002 is in use, and nothing shows {} controls for it: ", controls.len());
    assert!(found.len() == 1 && found[0].starts_with(&wanted), "{found:?}");
}

/// What one rule says of the AIMS after these commits, with its level.
fn told(commits: &[Commit], rule: &str) -> Vec<String> {
    let mut repo = TestRepo::new();
    put(&repo.path().join("aims.toml"), SETTINGS);
    let begin = line("ada", 1);
    let mut tip = repo.commit_by(&[], &begin, &begin, "Begin\n", |files| files.write("aims.toml", SETTINGS));
    for of in commits {
        let who = line(of.by, of.day);
        let write = |all: &mut repo::Files| of.files.iter().for_each(|(path, text)| all.write(path, text));
        tip = repo.commit_by(&[tip], &who, &who, "Write\n", write);
    }
    let request = Request { rev: Some(tip.to_string()), ..Request::new(repo.path(), TODAY) };
    let state = Project::find(repo.path()).expect("an AIMS").check(&request).expect("a check");
    let found = state.findings.found.iter().filter(|finding| finding.name == rule);
    found.map(|finding| format!("{}: {}", finding.level.as_str(), finding.message)).collect()
}

fn nonconformity(more: &str) -> (String, String) {
    let keys = format!(
        "owner: AI Officer\ndate: 2026-02-01\nsource: audit\nrequirement: A.6.2.6\ngrade: major\naction-owner: Clerk\n\
        due: 2026-03-31\nstate: action\n{more}"
    );
    document("NC-001", "nonconformity", &keys, "Nobody looked at the logs of the sorter since January.")
}

#[test]
fn an_open_record_is_not_closed_by_retiring_it() {
    let of = |more: &str| vec![commit("ada", 40, [nonconformity("")]), commit("ada", 120, [nonconformity(more)])];
    let retired = of("status: retired\n");
    let (before, after) = (judged(SETTINGS, &[], &of("tags: [logs]\n")), judged(SETTINGS, &[], &retired));
    assert_eq!(before.figures().open_nonconformities, 1);
    assert_eq!(after.figures(), before.figures());
    let rungs = |aims: &Aims| aims.trace.controls().chain(aims.trace.clauses()).map(|of| of.rung).collect::<Vec<_>>();
    assert_eq!(rungs(&after), rungs(&before));
    assert_eq!(
        told(&retired, "retired-while-open"),
        ["error: NC-001 says that it is retired, and stands at `action`: retiring does not close it"]
    );
    assert_eq!(told(&retired, "nonconformity-overdue").len(), 1);
}

#[test]
fn a_system_in_use_does_not_leave_by_a_word() {
    let ways = [
        ("lifecycle: in-use", "lifecycle: planned", "stage-against-days"),
        ("lifecycle: in-use", "lifecycle: retired\nretired: 2029-12-31", "stage-against-days"),
        ("deployed: 2026-01-09", "deployed: 2027-01-09", "stage-against-days"),
        ("lifecycle: in-use\ndeployed: 2026-01-09", "lifecycle: planned", "stage-against-days"),
        ("lifecycle: in-use", "lifecycle: in-use\nstatus: retired", "retired-while-open"),
    ];
    for (from, to, rule) in ways {
        let (path, text) = system();
        let gone = (path, text.replacen(from, to, 1));
        assert_ne!(gone, system(), "{to}");
        let commits = [commit("ada", 10, [system(), risk()]), commit("ada", 90, [gone])];
        let found = told(&commits, rule);
        assert!(found.len() == 1 && found[0].starts_with("error: SYS-001 "), "{to}: {found:?}");
        // Without a day, only the change record knows that it was in use.
        if to != "lifecycle: planned" || !from.contains("deployed") {
            let figures = judged(SETTINGS, &[], &commits).figures();
            assert_eq!((figures.systems, figures.systems_in_use), (1, 1), "{to}");
        }
    }
    // Nothing is asked any more of what the AIMS does not cover: the scope has to say that this was meant.
    let (path, text) = system();
    let out = (path, text.replacen("lifecycle: in-use", "lifecycle: in-use\nin-scope: false", 1));
    let scoped = |scope: Option<&str>| {
        let scope = scope.map(|keys| document("SCO-001", "scope", &format!("{APPROVED}{keys}"), SENTENCE));
        let commits =
            [commit("ada", 10, [system(), risk()]), commit("ada", 90, [out.clone()].into_iter().chain(scope))];
        told(&commits, "inventory-differs")
    };
    let other = "exclusions:\n  - {what: The till, why: It is no AI system}\n";
    for scope in [None, Some(""), Some(other)] {
        let found = scoped(scope);
        let wanted =
            "warning: SYS-001 stands at `in-use` and says `in-scope: false`, and no scope says that it is left out";
        assert!(found.len() == 1 && found[0] == wanted, "{scope:?}: {found:?}");
    }
    let left_out = format!("{other}  - {{what: SYS-001, why: The post office runs it}}\n");
    assert!(scoped(Some(&left_out)).is_empty());
}

#[test]
fn a_list_of_words_is_no_text() {
    let with = |text: &str, lists: [&str; 2]| {
        let all = format!("{APPROVED}controls: [A.9.2]\nclauses: [\"5.2\"]\n");
        let policy = document("POL-001", "policy", &format!("{all}{}", lists[0]), text);
        let procedure = document("PRO-001", "procedure", &format!("{all}{}", lists[1]), text);
        vec![commit("ada", 10, [policy, procedure, statement(true), system(), risk(), record("2026-03-02", SENTENCE)])]
    };
    let lists = ["commitments: [x]\n", "triggers: [x]\noutputs: [y]\n"];
    let bare = with("", lists);
    assert_eq!(told(&bare, "no-words").len(), 2);
    let aims = judged(SETTINGS, &[], &bare);
    assert_eq!(aims.trace.get("A.9.2").expect("a control").rung, Rung::Gap);
    let written = with(SENTENCE, lists);
    assert!(told(&written, "no-words").is_empty());
    assert!(judged(SETTINGS, &[], &written).trace.get("A.9.2").expect("a control").rung > Rung::Stated);
}

#[test]
fn a_day_that_had_passed_is_not_moved_unseen() {
    let moved = |from: &str, to: &str| {
        let (path, text) = nonconformity("");
        let later = (path, text.replacen(from, to, 1));
        told(&[commit("ada", 40, [nonconformity("")]), commit("cy", 120, [later])], "day-moved")
    };
    let told_of = "warning: NC-001 was due on 2026-03-31; after that day, on 2026-05-01, a change by Cy Example that moves it to \
        2027-03-31 reached the main line (commit ";
    let found = moved("due: 2026-03-31", "due: 2027-03-31");
    assert!(found.len() == 1 && found[0].starts_with(told_of), "{found:?}");
    let found = moved("due: 2026-03-31\n", "");
    assert!(found.len() == 1 && found[0].contains("a change by Cy Example that takes the day away"), "{found:?}");
    // Who took a day away did not write the one that came later.
    let (path, text) = nonconformity("");
    let without = (path.clone(), text.replacen("due: 2026-03-31\n", "", 1));
    let later = (path, text.replacen("due: 2026-03-31", "due: 2027-03-31", 1));
    let commits = [commit("ada", 40, [nonconformity("")]), commit("cy", 120, [without]), commit("ada", 150, [later])];
    let found = told(&commits, "day-moved");
    assert!(
        found.len() == 1 && found[0].contains("on 2026-05-01, a change by Cy Example that takes the day away"),
        "{found:?}"
    );
    assert!(moved("due: 2026-03-31", "due: 2026-02-28").is_empty());
    assert!(
        moved("due: 2026-03-31\nstate: action", "due: 2027-03-31\ndone: 2026-04-15\nstate: verification").is_empty()
    );
}

#[test]
fn what_is_left_of_a_risk_does_not_grow_under_its_acceptance() {
    let risk = |likelihood: u8, treatment: &str, accepted: &str| {
        let keys = format!(
            "owner: AI Officer\nevent: The sorter fails\nconsequence: Letters lie\nlikelihood: 4\nseverity: 3\n\
            treatment: {treatment}\nresidual-likelihood: {likelihood}\nresidual-severity: 3\nstate: accepted\n\
            accepted-by: CEO\naccepted: {accepted}\n"
        );
        document("RSK-001", "risk", &keys, "The sorter may fail, and letters then lie about.")
    };
    let found = |later: Vec<Commit>| {
        let first = commit("ada", 40, [risk(2, "reduce", "2026-02-02")]);
        told(&std::iter::once(first).chain(later).collect::<Vec<_>>(), "acceptance-lapsed")
    };
    let of = |start: &str, later: Vec<Commit>| {
        let found = found(later);
        assert!(found.len() == 1 && found[0].starts_with(start), "{found:?}");
    };
    let (raised, treated) = (risk(3, "reduce", "2026-02-02"), risk(2, "share", "2026-02-02"));
    of(
        "warning: RSK-001 was accepted on 2026-02-02, and the score of what is left of it was raised from 6 to 9 on 2026-05-01 (commit ",
        vec![commit("cy", 120, [raised.clone()])],
    );
    of(
        "warning: RSK-001 was accepted on 2026-02-02, and its treatment was changed from `reduce` to `share` on 2026-05-01 (commit ",
        vec![commit("cy", 120, [treated])],
    );
    // Lower is no worse, what was put back is as it was, and who accepts it anew has seen it.
    let calm = [
        vec![commit("cy", 120, [risk(1, "reduce", "2026-02-02")])],
        vec![commit("cy", 120, [raised.clone()]), commit("cy", 121, [risk(2, "reduce", "2026-02-02")])],
        vec![commit("cy", 120, [risk(3, "reduce", "2026-04-30")])],
        vec![commit("cy", 120, [raised]), commit("cy", 121, [risk(3, "reduce", "2026-05-02")])],
    ];
    for later in calm {
        let found = found(later);
        assert!(found.is_empty(), "{found:?}");
    }
}
