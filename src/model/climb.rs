//! The rung of a requirement: each in turn, until one lacks something.

use std::collections::{BTreeMap, BTreeSet};

use super::against::Open;
use super::catalog::{Catalog, ReqId};
use super::doc::DocIx;
use super::lack::{Lack, LackKind};
use super::requirement::{Inputs, Requirement, Rung, Serving};
use super::tier::Tier;
use super::top::lacks_for_top;
use super::{by_system, called, caveats};

/// Finds the rung: each in turn, until one lacks something.
pub(super) fn climb(requirement: &mut Requirement, inputs: &Inputs<'_>, served: &BTreeMap<DocIx, Vec<ReqId>>) {
    (requirement.evidence, requirement.passed_over) = inputs.evidence(requirement);
    requirement.newest_evidence =
        requirement.evidence.iter().copied().max_by_key(|(ix, day)| (*day, std::cmp::Reverse(*ix)));
    let (key, serving): (ReqId, Vec<DocIx>) = (requirement.key(), requirement.documents().collect());
    let open = inputs.open.iter().filter(|open| open.is_against(&key, &serving, served));
    requirement.open = open.map(|open| open.document).collect();
    requirement.called_for = called::of(requirement, inputs);
    if requirement.per_system && requirement.applies() {
        requirement.by_system = by_system::of(requirement, inputs);
    }
    let (rung, lacks) = match missing(requirement, inputs) {
        Some((rung, lack)) => (rung, vec![lack]),
        None => {
            let reached = reached(requirement, inputs);
            requirement.below_top = Some(reached);
            let lacks = lacks_for_top(requirement, inputs);
            (if lacks.is_empty() { Rung::Current } else { reached }, lacks)
        }
    };
    // Where nothing stands, nothing is weak.
    requirement.caveats = if rung > Rung::Gap { caveats::of(requirement, inputs) } else { Vec::new() };
    // Where nobody has said which AI systems there are, nothing shows that a control of their management is at work.
    if rung > Rung::Operated && inputs.lacks_inventory(&requirement.framework) {
        requirement.rung = requirement.below_top.take().unwrap_or(rung).min(Rung::Operated);
        requirement.lacks = vec![Lack::of(LackKind::NoInventory)];
        requirement.lacks.extend(lacks.into_iter().filter(|lack| lack.what == LackKind::NextToNoWords));
        return;
    }
    requirement.rung = rung;
    requirement.lacks = lacks;
}

/// The rung that is reached where a tier that is needed is lacking, and what is lacking of it.
fn missing(requirement: &Requirement, inputs: &Inputs<'_>) -> Option<(Rung, Lack)> {
    let has = |tier| has(requirement, tier, inputs);
    let needs = |tier: Tier| requirement.needs.contains(&tier);
    let stated = |also: bool| if also { Rung::Stated } else { Rung::Gap };
    let (rung, what) = if requirement.serving.is_empty() {
        (Rung::Gap, first_need(&requirement.needs))
    } else if needs(Tier::Says) && !has(Tier::Says) && !has(Tier::Does) {
        // A record alone shows that something was done once, not that anybody is bound to do it.
        (Rung::Gap, LackKind::NothingBinding)
    } else if needs(Tier::Does) && !has(Tier::Does) {
        (stated(has(Tier::Says)), LackKind::NoProcedure)
    } else if needs(Tier::Shows) && !has(Tier::Shows) {
        (if has(Tier::Does) { Rung::Operated } else { stated(has(Tier::Says)) }, LackKind::NothingFinished)
    } else {
        return None;
    };
    let unshown = || inputs.unshown(requirement).filter(|_| what == LackKind::NothingFinished);
    let lack = without_words(requirement, &what, inputs).or_else(unshown);
    Some((rung, lack.unwrap_or_else(|| Lack::of(what))))
}

/// The rung by the tiers that are there.
fn reached(requirement: &Requirement, inputs: &Inputs<'_>) -> Rung {
    if has(requirement, Tier::Shows, inputs) {
        Rung::Evidenced
    } else if has(requirement, Tier::Does, inputs) {
        Rung::Operated
    } else {
        Rung::Stated
    }
}

/// Whether something of a tier stands. A record shows something once it is finished, the day it is of has come, and it is of a
/// kind that is called for; what holds no word says nothing.
fn has(requirement: &Requirement, tier: Tier, inputs: &Inputs<'_>) -> bool {
    let mut documents = requirement.tier(tier).map(|serving| serving.document);
    match tier {
        Tier::Shows => !requirement.evidence.is_empty(),
        Tier::Says | Tier::Does => documents.any(|ix| !inputs.documents[ix.index()].said.wordless),
    }
}

/// What is lacking where the documents that would have to be there are, and hold no word.
fn without_words(requirement: &Requirement, what: &LackKind, inputs: &Inputs<'_>) -> Option<Lack> {
    let wanted = |serving: &&Serving| match what {
        LackKind::NothingBinding => serving.tier != Tier::Shows,
        LackKind::NoProcedure => serving.tier == Tier::Does,
        LackKind::NothingFinished => serving.tier == Tier::Shows && inputs.evidence_date(serving.document).is_some(),
        _ => false,
    };
    let silent = requirement.serving.iter().filter(wanted).map(|serving| serving.document);
    let documents: Vec<DocIx> = silent.filter(|ix| inputs.documents[ix.index()].said.wordless).collect();
    (!documents.is_empty()).then_some(Lack { what: LackKind::NoWords, documents })
}

fn first_need(needs: &[Tier]) -> LackKind {
    match needs.first() {
        Some(Tier::Does) => LackKind::NoProcedure,
        Some(Tier::Shows) => LackKind::NoRecord,
        _ => LackKind::NoDocument,
    }
}

/// Takes the top rung from a requirement that rests on documents in which something is wrong: `wrong` are they. The same where
/// documents served it that were `let_go` without the act for that; `None` stands for those that are gone.
pub(super) fn hold(requirement: &mut Requirement, wrong: &BTreeSet<DocIx>, let_go: Option<&BTreeSet<Option<DocIx>>>) {
    let Some(reached) = requirement.below_top else { return };
    let mut documents: Vec<DocIx> = requirement.documents().filter(|ix| wrong.contains(ix)).collect();
    documents.dedup();
    let is_told = |ix: &Option<DocIx>| ix.is_some_and(|ix| documents.contains(&ix));
    let let_go: Vec<Option<DocIx>> = let_go.into_iter().flatten().filter(|ix| !is_told(ix)).copied().collect();
    if !documents.is_empty() {
        requirement.rung = reached;
        requirement.lacks.push(Lack { what: LackKind::ErrorOpen, documents });
    }
    if !let_go.is_empty() {
        requirement.rung = reached;
        let documents = let_go.into_iter().flatten().collect();
        requirement.lacks.push(Lack { what: LackKind::LetGo, documents });
    }
}

/// A clause that only gathers others stands as low as the lowest of them, and what weakens any of them weakens it. A major
/// nonconformity may name it and none of these: it takes the top rung from it, and from what gathers it in turn.
pub(super) fn gather(requirements: &mut BTreeMap<ReqId, Requirement>, catalog: &Catalog, open: &[Open]) {
    let majors: BTreeSet<DocIx> = open.iter().filter(|open| open.major).map(|open| open.document).collect();
    let all = catalog.standards().flat_map(|standard| standard.clauses.iter().map(move |clause| (standard, clause)));
    let gathering = all.filter(|(_, clause)| !clause.requirement).collect::<Vec<_>>();
    for (standard, clause) in gathering.into_iter().rev() {
        let id = |id: &str| ReqId::new(&standard.id, id);
        let below = standard.clauses.iter().filter(|child| child.parent.as_ref() == Some(&clause.id));
        let below: Vec<&Requirement> = below.filter_map(|child| requirements.get(&id(&child.id))).collect();
        let lowest = below.iter().map(|child| child.rung).min().unwrap_or(Rung::Gap);
        let holding = below.iter().filter(|child| child.rung == lowest).map(|child| child.id.clone()).collect();
        let caveats = caveats::together(&below);
        if let Some(requirement) = requirements.get_mut(&id(&clause.id)) {
            let against: Vec<DocIx> = requirement.open.iter().copied().filter(|ix| majors.contains(ix)).collect();
            requirement.rung = if against.is_empty() { lowest } else { lowest.min(Rung::Evidenced) };
            let major = (!against.is_empty()).then_some(Lack { what: LackKind::MajorOpen, documents: against });
            let as_low = (lowest != Rung::Current).then(|| Lack::of(LackKind::AsLowAs(holding)));
            requirement.lacks = major.into_iter().chain(as_low).collect();
            requirement.caveats = caveats;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::Aims;
    use crate::model::approval_rule::Evidence;
    use crate::model::document::Document;
    use crate::model::load::load;
    use crate::model::origin::Held;
    use crate::model::standing::{Approved, InForce, Standing};
    use crate::model::trace::{CaveatKind, LackKind, Rung};
    use crate::source::Memory;

    const POLICY: &str = "---\nid: POL\ntitle: P\nkind: policy\nstatus: approved\nreviewed: 2026-06-01\ncontrols: [A.5.2]\n---\nEvery AI system is assessed before it is put to use.\n";
    const PROCEDURE: &str = "---\nid: PRO\ntitle: P\nkind: procedure\nstatus: approved\nreviewed: 2026-06-01\nimplements: [POL]\n---\nThe owner asks for an assessment and waits for its outcome.\n";
    const RECORD: &str = "---\nid: REC\ntitle: R\nkind: impact-assessment\ndate: 2026-07-01\nevidence-for: [PRO]\n---\nThe assessment was asked for on Monday and accepted on Friday.\n";
    const SYSTEM: &str = "---\nid: SYS\ntitle: S\nkind: system\nlifecycle: in-use\n---\n";
    const TODAY: Date = Date::constant(2026, 11, 20);

    /// These documents with a system beside them, where what says that it is approved is `approved`.
    fn world(documents: &[&str], approved: Approved) -> Aims {
        let names: Vec<String> = (0..documents.len()).map(|i| format!("{i}.md")).collect();
        let files = names.iter().map(String::as_str).zip(documents.iter().map(|text| text.as_bytes()));
        let aims = load(&Memory::new(files.chain([("s.md", SYSTEM.as_bytes())])), TODAY).expect("memory can be read");
        let standing = |document: &Document| {
            let approval = match document.says_approved() {
                true => approved,
                false if document.kind.as_ref().is_some_and(|kind| kind.has_life()) => Approved::No,
                false => Approved::NotAsked,
            };
            let in_force = if document.says_approved() && approved.is_met() { InForce::Now } else { InForce::No };
            Standing { approval, in_force, reviewed: None, unentitled: false }
        };
        let standings = aims.iter().map(|(_, document)| standing(document)).collect();
        aims.stand(standings)
    }

    /// The rung of `id` with these documents, and what the next one lacks.
    fn stand(id: &str, documents: &[&str]) -> (Rung, Vec<String>) {
        let aims = world(documents, Approved::Yes(Evidence::Recorded));
        let found = aims.trace.get(id).expect("a requirement");
        (found.rung, found.lacks.iter().map(|lack| lack.sentence().into_owned()).collect())
    }

    fn rung(documents: &[&str]) -> Rung {
        stand("A.5.2", documents).0
    }

    #[test]
    fn each_document_lifts_a_control_by_a_rung() {
        assert_eq!(rung(&[]), Rung::Gap);
        assert_eq!(rung(&[POLICY]), Rung::Stated);
        assert_eq!(rung(&[POLICY, PROCEDURE]), Rung::Operated);
        assert_eq!(stand("A.5.2", &[POLICY, PROCEDURE, RECORD]), (Rung::Current, vec![]));
        // A procedure says what it does; a record without either binds nobody.
        let own = PROCEDURE.replace("implements: [POL]", "controls: [A.5.2]");
        assert_eq!(rung(&[&own]), Rung::Operated);
        assert_eq!(rung(&[&RECORD.replace("evidence-for: [PRO]", "controls: [A.5.2]")]), Rung::Gap);
    }

    #[test]
    fn a_test_of_a_control_shows_it_unless_it_found_that_it_does_not_work() {
        let test =
            |result: &str| RECORD.replace("kind: impact-assessment", &format!("kind: control-test\nresult: {result}"));
        for works in ["passed", "partly"] {
            assert_eq!(stand("A.5.2", &[POLICY, PROCEDURE, &test(works)]), (Rung::Current, vec![]), "{works}");
        }
        let lack = vec!["No finished, dated record shows it at work.".to_owned()];
        assert_eq!(stand("A.5.2", &[POLICY, PROCEDURE, &test("ineffective")]), (Rung::Operated, lack));
    }

    #[test]
    fn what_holds_no_word_says_nothing() {
        let (silent, idle) = (POLICY.replace("Every AI", "# Every AI"), PROCEDURE.replace("The owner", "# The owner"));
        let told = |documents: &[&str]| stand("A.5.2", documents);
        let lack = vec!["A document that names it holds no word.".to_owned()];
        assert_eq!(told(&[&silent]), (Rung::Gap, lack.clone()));
        assert_eq!(told(&[POLICY, &idle]), (Rung::Stated, lack.clone()));
        assert_eq!(told(&[&silent, &idle, RECORD]), (Rung::Gap, lack));
    }

    #[test]
    fn evidence_has_a_day_that_has_come_and_is_finished() {
        for (from, to) in [
            ("date: 2026-07-01", "date: 2031-01-01"),
            ("date: 2026-07-01", "tags: [x]"),
            ("date: 2026-07-01", "date: 2026-07-01\nstatus: draft"),
            ("date: 2026-07-01", "date: 2026-07-01\nstatus: retired"),
        ] {
            assert_eq!(rung(&[POLICY, PROCEDURE, &RECORD.replace(from, to)]), Rung::Operated, "{to}");
        }
        assert_eq!(rung(&[POLICY, PROCEDURE, &RECORD.replace("2026-07-01", "2026-11-20")]), Rung::Current);
    }

    #[test]
    fn the_top_rung_asks_for_approval_reviews_and_fresh_evidence() {
        let lacks = |documents: &[&str]| {
            let (rung, lacks) = stand("A.5.2", documents);
            assert_eq!(rung, Rung::Evidenced);
            lacks.join(" ")
        };
        let draft = |text: &str| text.replace("approved", "draft");
        assert_eq!(
            lacks(&[POLICY, &draft(PROCEDURE), RECORD]),
            "Not every procedure that operates it is approved as the rule asks."
        );
        let late = PROCEDURE.replace("2026-06-01", "2025-06-01");
        assert_eq!(lacks(&[POLICY, &late, RECORD]), "The review is overdue.");
        let undated = POLICY.replace("reviewed: 2026-06-01\n", "");
        assert_eq!(lacks(&[&undated, PROCEDURE, RECORD]), "Nothing says when it was last reviewed.");
        let old = RECORD.replace("2026-07-01", "2025-07-01");
        assert!(lacks(&[POLICY, PROCEDURE, &old]).contains("older than its period"));
        let scheduled = RECORD.replace("date:", "next-review: 2026-10-01\ndate:");
        assert_eq!(lacks(&[POLICY, PROCEDURE, &scheduled]), "The review is overdue.");
    }

    #[test]
    fn every_document_that_binds_is_approved_and_in_force() {
        let all = [POLICY, PROCEDURE, RECORD];
        let second = POLICY.replace("POL", "POL-2").replace("approved", "draft");
        let (rung, lacks) = stand("A.5.2", &[POLICY, PROCEDURE, RECORD, &second]);
        assert_eq!((rung, lacks.len()), (Rung::Evidenced, 1), "{lacks:?}");
        for (approved, wanted) in
            [(Approved::Lapsed, LackKind::ApprovalLapsed), (Approved::Lacking, LackKind::StatementNotApproved)]
        {
            let aims = world(&all, approved);
            let found = aims.trace.get("A.5.2").expect("a control");
            assert_eq!(found.rung, Rung::Evidenced);
            assert!(found.lacks.iter().any(|lack| lack.what == wanted), "{:?}", found.lacks);
        }
        // A claim is enough where the rule takes claims, and is told beside the rung.
        let aims = world(&all, Approved::Claimed);
        let found = aims.trace.get("A.5.2").expect("a control");
        assert_eq!((found.rung, found.caveats[0].what), (Rung::Current, CaveatKind::OnlyClaimed));
        assert!(found.is_claimed());
        let controls = aims.figures().controls;
        assert!(controls.claimed > 0 && controls.claimed == controls.on(Rung::Current), "{controls:?}");
    }

    #[test]
    fn what_is_to_come_into_force_is_not_current() {
        let aims = world(&[POLICY, PROCEDURE, RECORD], Approved::Claimed);
        let day = Date::constant(2027, 11, 2);
        let late = |mut standing: Standing| {
            standing.in_force = if standing.in_force == InForce::Now { InForce::From(day) } else { standing.in_force };
            standing
        };
        let standings = aims.iter().map(|(ix, _)| late(aims.standing(ix))).collect();
        let aims = aims.stand(standings);
        let found = aims.trace.get("A.5.2").expect("a control");
        assert_eq!(found.rung, Rung::Evidenced);
        assert_eq!(found.lacks[0].what, LackKind::NotInForce(Some(day)));
    }

    #[test]
    fn errors_and_open_majors_hold_a_rung_down() {
        let all = [POLICY, PROCEDURE, RECORD];
        let aims = world(&all, Approved::Claimed);
        let wrong = aims.by_id("PRO").into_iter().collect();
        let doubtful = aims.by_id("REC").into_iter().collect();
        let held = Held { wrong, doubtful, ..Held::default() };
        let found = aims.hold(held).trace.get("A.5.2").expect("a control").clone();
        assert_eq!((found.rung, &found.lacks[0].what), (Rung::Evidenced, &LackKind::ErrorOpen));
        assert_eq!(found.caveats.last().map(|caveat| caveat.what), Some(CaveatKind::RecordDoubtful));
        let major = |rest: &str| {
            format!("---\nid: NC\ntitle: N\nkind: nonconformity\ndate: 2026-08-01\ngrade: major\n{rest}---\n")
        };
        for (rest, current) in [
            ("requirement: A.5.2\nstate: open\n", false),
            ("requirement: PRO was not followed.\nstate: action\n", false),
            ("requirement: A.5.2\nstate: closed\n", true),
            ("requirement: A.5.3\nstate: open\n", true),
            ("requirement: PRO, third step\nclauses: [\"10.2\"]\nevidence-for: [POL]\nstate: open\n", false),
            ("requirement: A form was not signed\nclauses: [\"10.2\"]\nevidence-for: [PRO]\nstate: open\n", true),
            ("requirement: A form was not signed\ncontrols: [A.5.2]\nstate: open\n", false),
        ] {
            let rung = stand("A.5.2", &[POLICY, PROCEDURE, RECORD, &major(rest)]).0;
            assert_eq!(rung == Rung::Current, current, "{rest}");
        }
    }

    #[test]
    fn without_a_system_nothing_is_above_operated() {
        let files = [("p.md", POLICY), ("q.md", PROCEDURE), ("r.md", RECORD)];
        let source = Memory::new(files.map(|(path, text)| (path, text.as_bytes())));
        let aims = load(&source, TODAY).expect("memory can be read");
        let met = Standing { approval: Approved::Claimed, in_force: InForce::Now, reviewed: None, unentitled: false };
        let standings = vec![met; aims.documents.len()];
        let aims = aims.stand(standings);
        let found = aims.trace.get("A.5.2").expect("a control");
        assert_eq!((found.rung, &found.lacks[0].what), (Rung::Operated, &LackKind::NoInventory));
    }

    #[test]
    fn a_rung_that_is_not_asked_for_is_not_the_next() {
        // Clause 7.1 asks for no record.
        let text = PROCEDURE.replace("implements: [POL]", "clauses: [\"7.1\"]").replace("2026-06-01", "2025-01-01");
        let aims = world(&[&text], Approved::Claimed);
        let found = aims.trace.get("7.1").expect("a clause");
        assert!(!found.needs.contains(&super::Tier::Shows));
        assert_eq!((found.rung, found.next()), (Rung::Operated, Some(Rung::Current)));
    }

    #[test]
    fn a_document_that_names_its_own_requirements_serves_no_others() {
        let other = RECORD.replace("evidence-for", "controls: [A.5.3]\nevidence-for");
        assert_eq!(rung(&[POLICY, PROCEDURE, &other]), Rung::Operated);
    }

    #[test]
    fn documents_in_a_ring_are_walked_once() {
        let a = "---\nid: A1\ntitle: A\nkind: procedure\nimplements: [B1]\n---\n";
        let b = "---\nid: B1\ntitle: B\nkind: procedure\nimplements: [A1]\n---\n";
        assert_eq!(rung(&[a, b]), Rung::Gap);
    }

    #[test]
    fn clauses_ask_for_the_documents_they_call_for() {
        let scope = "---\nid: S\ntitle: S\nkind: scope\nstatus: approved\nreviewed: 2026-06-01\n---\nAll lending, with every system that takes part in it.\n";
        assert_eq!(stand("4.3", &[scope]).0, Rung::Current);
        assert_eq!(stand("4.3", &[&scope.replace("approved", "draft")]).0, Rung::Stated);
        let assessment = "---\nid: R\ntitle: R\nkind: risk-assessment\ndate: 2026-06-01\n---\nTwo risks were found, and neither stands above the bar.\n";
        assert_eq!(stand("8.2", &[assessment]).0, Rung::Current);
        // A clause that only gathers others stands as low as the lowest of them.
        assert_eq!(stand("4", &[scope]).0, Rung::Gap);
    }
}
