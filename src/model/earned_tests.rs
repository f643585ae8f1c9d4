//! What a rung has to be earned by: evidence of the kind that is called for, for every system in use, every document that a
//! clause asks for, and more than a word.

use crate::base::Date;
use crate::model::Aims;
use crate::model::disqualified::What;
use crate::model::document::Document;
use crate::model::load::load;
use crate::model::standing::{Approved, InForce, Standing};
use crate::model::trace::{CaveatKind, LackKind, Rung, There};
use crate::source::Memory;

const TODAY: Date = Date::constant(2026, 11, 20);
const SENTENCE: &str = "Whoever releases a system looks at its tests before, and answers for them.";

/// A document that says that it is approved where it binds anybody, with these keys and a sentence.
fn text(id: &str, kind: &str, keys: &str) -> (String, String) {
    let head = format!("id: {id}\ntitle: {id}\nkind: {kind}\nstatus: approved\nreviewed: 2026-06-01\n");
    (format!("{id}.md"), format!("---\n{head}{keys}---\n{SENTENCE} {id}\n"))
}

fn record(id: &str, kind: &str, keys: &str) -> (String, String) {
    let (path, text) = text(id, kind, &format!("date: 2026-07-01\n{keys}"));
    (path, text.replace("status: approved\nreviewed: 2026-06-01\n", ""))
}

fn system(id: &str, stage: &str) -> (String, String) {
    (format!("{id}.md"), format!("---\nid: {id}\ntitle: S\nkind: system\nlifecycle: {stage}\n---\nIt sorts.\n"))
}

/// These documents, where all that says that it is approved is, by the record.
fn world(settings: &str, documents: &[(String, String)]) -> Aims {
    let settings = [("aims.toml", settings.as_bytes())];
    let files = documents.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    let aims = load(&Memory::new(settings.into_iter().chain(files)), TODAY).expect("memory can be read");
    let binds =
        |document: &Document| !document.is_draft() && document.kind.as_ref().is_some_and(|kind| kind.has_life());
    let standings = aims.iter().map(|(_, document)| match binds(document) {
        true => Standing { approval: Approved::Claimed, in_force: InForce::Now, reviewed: None, unentitled: false },
        false => Standing { approval: Approved::NotAsked, in_force: InForce::No, reviewed: None, unentitled: false },
    });
    let standings = standings.collect();
    aims.stand(standings)
}

/// Where a requirement stands, and what it lacks.
fn stand(aims: &Aims, id: &str) -> (Rung, Vec<LackKind>) {
    let found = aims.trace.get(id).expect("a requirement");
    (found.rung, found.lacks.iter().map(|lack| lack.what.clone()).collect())
}

#[test]
fn evidence_of_another_kind_is_none() {
    let procedure = text("PRO", "procedure", "clauses: [\"7.2\"]\n");
    let sort = system("SYS", "in-use");
    let told = |settings: &str, record: (String, String)| {
        stand(&world(settings, &[procedure.clone(), sort.clone(), record]), "7.2")
    };
    let named = "clauses: [\"7.2\"]\n";
    let kinds = ["competence", "training"].map(str::to_owned).to_vec();
    let other = (Rung::Operated, vec![LackKind::OtherKind(kinds)]);
    assert_eq!(told("", record("REC", "record", named)), other);
    assert_eq!(told("", record("CMP", "competence", named)), (Rung::Current, vec![]));
    // A kind of the team's own counts as a record, and as what it is said to stand for.
    let own = "[kinds.skills]\nnature = \"record\"\ntier = \"shows\"\n";
    assert_eq!(told(own, record("SKL", "skills", named)), other);
    let stands = format!("{own}stands-for = \"competence\"\n");
    assert_eq!(told(&stands, record("SKL", "skills", named)), (Rung::Current, vec![]));
}

#[test]
fn what_failed_is_torn_or_leads_nowhere_shows_nothing_at_work() {
    let named = "clauses: [\"9.1\"]\ncontrols: [A.9.2]\n";
    let binding = [text("PRO", "procedure", named), system("SYS", "in-use")];
    let is_shown = |record: (String, String)| {
        let aims = world("", &[&binding[..], &[record]].concat());
        ["9.1", "A.9.2"].map(|id| stand(&aims, id).0 >= Rung::Evidenced)
    };
    let tested = |result: &str| record("CT", "control-test", &format!("{named}result: {result}\n"));
    assert_eq!(is_shown(tested("passed")), [true, true]);
    assert_eq!(is_shown(tested("failed")), [false, false], "whatever it names");
    let with = |body: &str| {
        let (path, text) = record("REC", "record", named);
        (path, text.replace(&format!("{SENTENCE} REC"), body))
    };
    assert_eq!(is_shown(with(SENTENCE)), [true, true]);
    assert_eq!(is_shown(with("[Minutes](https://example.org/minutes)")), [true, true]);
    assert_eq!(is_shown(with("[Minutes](gone.pdf)")), [false, false]);
    assert_eq!(is_shown(with("<<<<<<< HEAD\nIt was held.\n=======\nIt was not.\n>>>>>>> other")), [false, false]);
}

#[test]
fn a_control_that_is_bound_to_systems_is_shown_for_each_in_use() {
    let binding = [text("PRO", "procedure", "controls: [A.6.2.4]\n"), system("S-1", "in-use"), system("S-2", "in-use")];
    let told = |keys: &str| {
        let named = format!("controls: [A.6.2.4]\n{keys}");
        let aims = world("", &[&binding[..], &[record("REC", "record", &named)]].concat());
        let found = aims.trace.get("A.6.2.4").expect("a control");
        let without = found.systems_without().map(|ix| aims.document(ix).id.clone()).collect::<Vec<_>>();
        (found.rung, without.join(" "))
    };
    assert_eq!(told("systems: [S-1]\n"), (Rung::Evidenced, "S-2".to_owned()));
    assert_eq!(told("systems: [S-1, S-2]\n"), (Rung::Current, String::new()));
    assert_eq!(told(""), (Rung::Evidenced, "S-1 S-2".to_owned()));
    // Where there is one system, what names none is about that; one out of use is not asked for.
    let named = record("REC", "record", "controls: [A.6.2.4]\n");
    let aims = world("", &[binding[0].clone(), binding[1].clone(), system("S-2", "retired"), named]);
    assert_eq!(stand(&aims, "A.6.2.4"), (Rung::Current, vec![]));
}

#[test]
fn each_document_that_a_clause_calls_for_is_looked_at() {
    let named = "clauses: [\"6.1.3\"]\n";
    let mut documents = vec![text("PRO", "procedure", named), system("SYS", "in-use")];
    let states = |documents: &[(String, String)]| {
        let aims = world("", documents);
        let found = aims.trace.get("6.1.3").expect("a clause");
        (found.rung, found.called_for.iter().map(|item| item.state).collect::<Vec<_>>())
    };
    let missing = There::Missing;
    assert_eq!(states(&documents), (Rung::Operated, vec![There::Present, missing, missing, missing]));
    documents.push(text(
        "SOA",
        "soa",
        "statement:\n  - {control: A.2.2, applicable: true, reason: A risk asks for it}\n",
    ));
    let rows = "treatments:\n  - {risk: R-1, option: avoid, action: Do without it}\n";
    documents.push(text("PLN", "plan", &format!("{named}{rows}")));
    assert_eq!(states(&documents), (Rung::Current, vec![There::Present; 4]));
    documents[3].1 = documents[3].1.replace("approved", "draft");
    let unfinished = There::Unfinished;
    assert_eq!(states(&documents), (Rung::Operated, vec![There::Present, There::Present, unfinished, unfinished]));
    documents[3].1 = documents[3].1.replace("draft", "approved");
    documents[2].1 = documents[2].1.replace("applicable: true", "applicable: false");
    assert_eq!(stand(&world("", &documents), "6.1.3"), (Rung::Operated, vec![LackKind::AllExcluded]));
}

#[test]
fn what_only_speaks_of_what_a_control_calls_for_is_not_it() {
    let told = |id: &str, kind: &str| {
        let named = format!("controls: [{id}]\n");
        let bound = [text("POL", "policy", &named), text("PRO", "procedure", &named), text("PLN", "plan", &named)];
        let shown = match kind {
            "" => Vec::new(),
            _ => vec![record("REC", kind, &named)],
        };
        let aims = world("", &[&bound[..], &shown].concat());
        let item = &aims.trace.get(id).expect("a control").called_for[0];
        let ids = item.documents.iter().map(|ix| aims.document(*ix).id.as_str()).collect::<Vec<_>>().join(" ");
        (item.state, ids)
    };
    let (missing, present) = (There::Missing, There::Present);
    let of = |state, ids: &str| (state, ids.to_owned());
    // A register or a record is neither a policy, a procedure nor a plan.
    assert_eq!(told("A.4.6", ""), of(missing, ""));
    assert_eq!(told("A.4.6", "competence"), of(present, "REC"));
    assert_eq!(told("A.4.6", "control-test"), of(missing, ""), "a test of the control is none of what it calls for");
    assert_eq!(told("A.8.5", "incident"), of(missing, ""));
    assert_eq!(told("A.8.5", "record"), of(present, "REC"));
    assert_eq!(told("A.6.2.4", "test"), of(present, "PLN REC"));
    // A plan or a procedure is none of the records, and the policy is a policy.
    assert_eq!(told("A.8.4", "incident"), of(present, "PLN PRO"));
    assert_eq!(told("A.7.2", "record"), of(present, "PRO"));
    assert_eq!(told("A.2.2", "communication"), of(present, "POL"));
}

#[test]
fn what_holds_next_to_no_words_holds_nothing_up() {
    let (mut policy, mut shown) =
        (text("POL", "policy", "controls: [A.9.2]\n"), record("REC", "record", "controls: [A.9.2]\n"));
    let procedure = text("PRO", "procedure", "controls: [A.9.2]\n");
    let told = |policy: &(String, String), shown: &(String, String)| {
        stand(&world("", &[policy.clone(), procedure.clone(), shown.clone(), system("SYS", "in-use")]), "A.9.2")
    };
    assert_eq!(told(&policy, &shown).0, Rung::Current);
    let whole = shown.clone();
    shown.1 = shown.1.replace(SENTENCE, "");
    assert_eq!(told(&policy, &shown), (Rung::Evidenced, vec![LackKind::NextToNoWords]));
    shown.1 = shown.1.replace("---\n REC\n", "---\n");
    assert_eq!(told(&policy, &shown), (Rung::Operated, vec![LackKind::NoWords]));
    policy.1 = policy.1.replace(SENTENCE, "x");
    assert_eq!(told(&policy, &whole), (Rung::Evidenced, vec![LackKind::NextToNoWords]));
}

#[test]
fn what_says_next_to_nothing_is_no_evidence_beside_others() {
    let procedure = text("PRO", "procedure", "controls: [A.9.2]\n");
    let (path, old) = record("REC", "record", "controls: [A.9.2]\n");
    let told = |more: &[(String, String)]| {
        let old = (path.clone(), old.replace("2026-07-01", "2025-07-01"));
        let aims = world("", &[&[procedure.clone(), system("SYS", "in-use"), old], more].concat());
        let newest = aims.trace.get("A.9.2").and_then(|found| found.newest_evidence).map(|(_, day)| day);
        (stand(&aims, "A.9.2"), newest)
    };
    let newest = Some(Date::constant(2025, 7, 1));
    let stale = LackKind::EvidenceStale(Date::constant(2025, 7, 1));
    assert_eq!(told(&[]), ((Rung::Evidenced, vec![stale.clone()]), newest));
    let (path, new) = record("R-2", "record", "controls: [A.9.2]\n");
    let x = (path.clone(), new.replace(SENTENCE, ""));
    assert_eq!(told(&[x]), ((Rung::Evidenced, vec![stale, LackKind::NextToNoWords]), newest));
    assert_eq!(told(&[(path, new)]).0, (Rung::Current, vec![]));
}

#[test]
fn the_overview_counts_what_the_matrix_shows() {
    let all = "controls: [A.6.2.4, A.6.2.5]\n";
    let systems = [system("S-1", "in-use"), system("S-2", "in-use")];
    let shown = record("REC", "record", "controls: [A.6.2.4]\nsystems: [S-1]\n");
    let aims = world("", &[&systems[..], &[text("PRO", "procedure", all), shown]].concat());
    let told = aims.disqualified().into_iter().filter(|of| of.what == What::SystemWithout);
    let told: Vec<(String, usize)> = told.map(|of| (aims.document(of.documents[0]).id.clone(), of.number)).collect();
    let holes = |id: &str| {
        let system = aims.by_id(id).expect("a system");
        aims.trace.controls().filter(|of| of.systems_without().any(|ix| ix == system)).count()
    };
    assert_eq!(told, [("S-2".to_owned(), holes("S-2")), ("S-1".to_owned(), holes("S-1"))]);
    assert_eq!(holes("S-2"), holes("S-1") + 1, "what nothing shows at all is a hole of each");
}

#[test]
fn that_documents_say_nothing_is_told_without_an_inventory_too() {
    let x = |(path, text): (String, String)| (path, text.replace(SENTENCE, "x"));
    let all = [x(text("PRO", "procedure", "controls: [A.9.2]\n")), x(record("REC", "record", "controls: [A.9.2]\n"))];
    let aims = world("", &all);
    assert_eq!(stand(&aims, "A.9.2"), (Rung::Operated, vec![LackKind::NoInventory, LackKind::NextToNoWords]));
    // A procedure of next to no words is told, whatever the next rung lacks.
    for documents in [&all[..], &all[..1]] {
        let told = world("", documents).disqualified();
        assert!(told.iter().any(|of| of.what == What::NextToNoWords && of.number == 1), "{told:?}");
    }
}

#[test]
fn a_broad_record_and_a_copied_text_are_told_beside_the_rung() {
    let all = "controls: [A.2.2, A.2.3, A.2.4, A.3.2, A.3.3, A.4.2, A.4.3, A.4.4, A.4.5, A.4.6, A.9.2]\n";
    let procedure = text("PRO", "procedure", all);
    let caveats = |documents: &[(String, String)]| {
        let aims = world("", &[&[procedure.clone(), system("SYS", "in-use")], documents].concat());
        let found = aims.trace.get("A.9.2").expect("a control").caveats.iter().map(|caveat| caveat.what);
        let mut found: Vec<CaveatKind> = found.collect();
        found.retain(|what| !matches!(what, CaveatKind::OnlyClaimed | CaveatKind::ReviewOnlyClaimed));
        found
    };
    assert_eq!(caveats(&[record("REC", "record", all)]), [CaveatKind::BroadRecord]);
    let own = record("R-2", "record", "controls: [A.9.2]\n");
    assert_eq!(caveats(&[record("REC", "record", all), own.clone()]), []);
    let same = |id: &str, control: &str| {
        let (path, text) = record(id, "record", &format!("controls: [{control}]\n"));
        (path, text.replace(&format!(" {id}\n"), "\n"))
    };
    assert_eq!(caveats(&[same("R-3", "A.9.2"), same("R-4", "A.9.3")]), [CaveatKind::CopiedText]);
    assert_eq!(caveats(&[same("R-3", "A.9.2"), same("R-4", "A.9.2")]), [], "a check that comes again says the same");
}

#[test]
fn an_open_major_may_name_what_only_gathers() {
    let all = "clauses: [\"5.1\", \"5.2\", \"5.3\"]\ncontrols: [A.9.2]\n";
    let documents = [
        text("POL", "policy", all),
        text("PRO", "procedure", all),
        record("REC", "record", all),
        system("SYS", "in-use"),
    ];
    let with = |requirement: &str, grade: &str| {
        let head = "id: NC\ntitle: N\nkind: nonconformity\ndate: 2026-08-01\nstate: open\n";
        let text = format!("---\n{head}grade: {grade}\nrequirement: \"{requirement}\"\n---\n{SENTENCE}\n");
        world("", &[&documents[..], &[("nc.md".to_owned(), text)]].concat())
    };
    for (named, grade) in [("A.2.2", "major"), ("clause 5", "minor"), ("A.9", "minor")] {
        for id in ["5", "5.1", "A.9.2"] {
            assert_eq!(stand(&with(named, grade), id), (Rung::Current, vec![]), "{grade} of {named}: {id}");
        }
    }
    let held = (Rung::Evidenced, vec![LackKind::MajorOpen]);
    for (named, id) in
        [("clause 5", "5"), ("5", "5"), ("5, as a whole", "5"), ("A.9", "A.9.2"), ("iso-42001:A.9", "A.9.2")]
    {
        let aims = with(named, "major");
        assert_eq!(stand(&aims, id), held, "{named}");
        let about: Vec<_> = aims.trace.get(id).expect("a requirement").lacks[0].documents.clone();
        assert_eq!(about, [aims.by_id("NC").expect("a record")], "{named}");
        let told = aims.disqualified().into_iter().filter(|of| of.what == What::MajorOpen);
        assert_eq!(told.map(|of| of.number).collect::<Vec<_>>(), [1], "{named}");
        // Which of those below is not met, nobody has said.
        assert_eq!(stand(&aims, "5.1").0, Rung::Current, "{named}");
    }
    // Of what is not current either way, both are told; and what gathers the clause in turn stands no higher.
    let aims = with("clause 9.2", "major");
    let below = ["9.2.1", "9.2.2"].map(str::to_owned).to_vec();
    assert_eq!(stand(&aims, "9.2"), (Rung::Gap, vec![LackKind::MajorOpen, LackKind::AsLowAs(below)]));
    assert!(matches!(&stand(&aims, "9").1[..], [LackKind::AsLowAs(of)] if of.iter().any(|id| id == "9.2")));
}
