//! How far the way to a certified management system has been gone: which of the five phases the repository shows to be
//! closed, and what each of the others lacks.
//!
//! A phase is closed when all of its criteria hold, and by nothing else: what a roadmap says of it is a claim. Where one holds
//! by approvals that texts claim of themselves, so is that it is closed ([`Gone::is_claimed`]).

use std::collections::BTreeSet;

use super::context::Context;
use super::systems::{naming, stands_at};
use crate::model::about::is_left_out;
use crate::model::against::{findings, is_major};
use crate::model::audited::What;
use crate::model::catalog::{ISO_42001, ReqId, Standard};
use crate::model::certification::{against, is_of_aims};
use crate::model::document::Document;
use crate::model::phases::{AtLeast, CertifiedStep, Exit, Phase, Test, phases};
use crate::model::standing::InForce;
use crate::model::tier::Tier;
use crate::model::trace::{Applicability, Requirement, Rung, There};
use crate::model::{Aims, DocIx};

/// The framework that the phases lead to.
const FRAMEWORK: &str = ISO_42001;

/// The other frameworks that are followed: what they ask for closes no phase, and keeps none open.
pub fn uncounted(aims: &Aims) -> Vec<&Standard> {
    aims.catalog.standards().filter(|standard| standard.id != *FRAMEWORK).collect()
}

/// What people call the framework that the phases lead to.
pub fn leads_to(aims: &Aims) -> &str {
    aims.catalog.framework(FRAMEWORK).map_or(FRAMEWORK, |framework| &framework.short)
}

/// A phase as the repository shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The phase.
    pub phase: &'static Phase,
    /// Its exit criteria, each with what it lacks.
    pub exits: Vec<(&'static Exit, Short)>,
}

/// What an exit criterion lacks. It holds where there is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Short {
    /// Kinds of which there is no document that would do.
    pub kinds: Vec<String>,
    /// Documents that do not do yet, and AI systems for which there is none.
    pub documents: Vec<DocIx>,
    /// Clauses and controls that stand too low, or that nobody looked at.
    pub requirements: Vec<ReqId>,
    /// Whether it holds by what documents say of themselves alone: nobody stands behind their approval on record.
    pub claimed: bool,
}

impl Short {
    /// Whether nothing is lacking.
    pub fn is_nothing(&self) -> bool {
        self.kinds.is_empty() && self.documents.is_empty() && self.requirements.is_empty()
    }

    fn kind(kind: &str) -> Self {
        Self { kinds: vec![kind.to_owned()], ..Self::default() }
    }
}

impl Gone {
    /// Whether all of its criteria hold.
    pub fn is_closed(&self) -> bool {
        self.open().next().is_none()
    }

    /// Whether it is closed, and by approvals that are only claimed: nobody stands behind them on record.
    pub fn is_claimed(&self) -> bool {
        self.is_closed() && self.claims().next().is_some()
    }

    /// The criteria that hold by approvals that are only claimed.
    pub fn claims(&self) -> impl Iterator<Item = &'static Exit> {
        self.exits.iter().filter(|(_, short)| short.is_nothing() && short.claimed).map(|(exit, _)| *exit)
    }

    /// The criteria that do not hold, each with what it lacks.
    pub fn open(&self) -> impl Iterator<Item = (&'static Exit, &Short)> {
        self.exits.iter().filter(|(_, short)| !short.is_nothing()).map(|(exit, short)| (*exit, short))
    }
}

/// The phases, each as the repository shows it.
pub fn gone(context: &Context<'_>) -> Vec<Gone> {
    let judged = |phase: &'static Phase| Gone {
        phase,
        exits: phase.exit.iter().map(|exit| (exit, short(context, &exit.test))).collect(),
    };
    phases().iter().map(judged).collect()
}

fn short(context: &Context<'_>, test: &Test) -> Short {
    match test {
        Test::InForce { kind, serving } => in_force(context, kind, serving.as_deref()),
        Test::OnRecord { kinds } => on_record(context, kinds),
        Test::Clauses { at_least, ids } => clauses(context, *at_least, ids),
        Test::Controls { at_least } => controls(context, *at_least),
        Test::CalledFor { clause, item } => called_for(context, clause, item),
        Test::Systems { with } => systems(context, with),
        Test::Audited { what, planned } => audited(context, *what, *planned),
        Test::Reviewed {} => reviewed(context),
        Test::NoMajor {} => no_major(context),
        Test::Certified { step } => certified(context, *step),
    }
}

/// A requirement of the framework that the phases lead to.
fn requirement<'a>(context: &Context<'a>, id: &str) -> Option<&'a Requirement> {
    context.aims.trace.at(&ReqId::new(&FRAMEWORK.into(), id))
}

/// Whether a document is in force: as it stands, or as it stood before it was taken up to be written anew.
fn is_in_force(context: &Context<'_>, ix: DocIx) -> bool {
    let before = || context.approvals.tenures(ix).iter().any(|tenure| tenure.is_in_force(context.aims.today));
    context.aims.standing(ix).in_force == InForce::Now || before()
}

/// Living documents of a kind, or those of a team's own kinds that count as it.
fn of_kind<'a>(context: &Context<'a>, kind: &str) -> impl Iterator<Item = (DocIx, &'a Document)> {
    context.living().filter(move |(_, document)| document.translates.is_none() && document.is(kind))
}

fn in_force(context: &Context<'_>, kind: &str, serving: Option<&str>) -> Short {
    let served: Option<BTreeSet<DocIx>> =
        serving.map(|id| requirement(context, id).into_iter().flat_map(Requirement::documents).collect());
    // A statement of applicability for another framework says nothing of this one, nor does its scope.
    let all: Vec<DocIx> = of_kind(context, kind)
        .map(|(ix, _)| ix)
        .filter(|ix| served.is_some() || context.aims.is_of(*ix, &FRAMEWORK.into()))
        .filter(|ix| served.as_ref().is_none_or(|served| served.contains(ix)))
        .collect();
    match (all.is_empty(), all.iter().any(|ix| is_in_force(context, *ix))) {
        (true, _) => Short::kind(kind),
        (false, true) => {
            let proven = |ix: &DocIx| {
                let approval = context.aims.standing(*ix).approval;
                is_in_force(context, *ix) && !approval.is_only_said()
            };
            Short { claimed: !all.iter().any(proven), ..Short::default() }
        }
        (false, false) => Short { documents: all, ..Short::default() },
    }
}

/// Whether a document is finished, and of a day that has come where it has one.
fn is_finished(context: &Context<'_>, document: &Document) -> bool {
    let dated = !document.is_record()
        || document.evidence_day(context.aims.today).is_some_and(|(_, day)| day <= context.aims.today);
    document.may_show() && dated
}

fn on_record(context: &Context<'_>, kinds: &[String]) -> Short {
    let all: Vec<(DocIx, &Document)> = kinds.iter().flat_map(|kind| of_kind(context, kind)).collect();
    if all.iter().any(|(_, document)| is_finished(context, document)) {
        return Short::default();
    }
    let documents: Vec<DocIx> = all.into_iter().map(|(ix, _)| ix).collect();
    let kinds = if documents.is_empty() { kinds.to_vec() } else { Vec::new() };
    Short { kinds, documents, ..Short::default() }
}

/// Whether a requirement stands on a rung, or on the highest below it that it asks for.
fn stands_on(of: &Requirement, at_least: AtLeast) -> bool {
    let asked = match at_least {
        AtLeast::Stated => true,
        AtLeast::Operated => of.needs.contains(&Tier::Does),
        AtLeast::Evidenced => of.needs.contains(&Tier::Shows),
    };
    of.rung >= if asked { at_least.rung() } else { Rung::Stated }
}

fn clauses(context: &Context<'_>, at_least: AtLeast, ids: &[String]) -> Short {
    let aims = context.aims;
    let key = |id: &str| ReqId::new(&FRAMEWORK.into(), id);
    let all: Vec<ReqId> = match ids {
        [] => {
            let clauses = aims.catalog.standard(FRAMEWORK).map_or(&[][..], |standard| &standard.clauses);
            clauses.iter().filter(|clause| clause.requirement).map(|clause| key(&clause.id)).collect()
        }
        named => named.iter().map(|id| key(id)).collect(),
    };
    let low = |id: &ReqId| !aims.trace.at(id).is_some_and(|of| stands_on(of, at_least));
    Short { requirements: all.into_iter().filter(low).collect(), ..Short::default() }
}

fn controls(context: &Context<'_>, at_least: AtLeast) -> Short {
    // Those of which nobody has said yet whether they apply are looked at too: with them open the choice is not made.
    let of = || context.aims.trace.controls().filter(|control| control.framework == *FRAMEWORK && control.applies());
    // Where no control is chosen, there is nothing to show.
    if !of().any(|control| control.applicability == Applicability::Applies) {
        return Short::kind("soa");
    }
    let low = of().filter(|control| !stands_on(control, at_least)).map(Requirement::key);
    Short { requirements: low.collect(), ..Short::default() }
}

fn called_for(context: &Context<'_>, clause: &str, item: &str) -> Short {
    let found = requirement(context, clause).and_then(|of| of.called_for.iter().find(|called| called.title == item));
    match found {
        Some(called) if called.state == There::Present => Short { claimed: called.claimed, ..Short::default() },
        Some(called) if !called.documents.is_empty() => {
            Short { documents: called.documents.clone(), ..Short::default() }
        }
        _ => Short { requirements: vec![ReqId::new(&FRAMEWORK.into(), clause)], ..Short::default() },
    }
}

fn systems(context: &Context<'_>, kind: &str) -> Short {
    // One that runs is one, also where its entry is still being written.
    let is_covered = |system: &Document| !is_left_out(system);
    let running: Vec<DocIx> = context
        .living_of("system")
        .filter(|(_, system)| is_covered(system) && stands_at(system, &["validation", "in-use", "suspended"]))
        .map(|(ix, _)| ix)
        .collect();
    if running.is_empty() {
        return Short::kind("system");
    }
    let named = naming(context, kind);
    let is_assessed =
        |ix: &DocIx| named.get(ix).is_some_and(|all| all.iter().any(|document| is_finished(context, document)));
    Short { documents: running.into_iter().filter(|ix| !is_assessed(ix)).collect(), ..Short::default() }
}

fn audited(context: &Context<'_>, what: What, planned: bool) -> Short {
    let audited = context.aims.audited();
    if audited.held.is_empty() {
        return Short::kind("audit");
    }
    // Where another framework is followed first, what audits name is counted as of that.
    if audited.standard(what).is_some_and(|standard| standard.id != *FRAMEWORK) {
        return Short::kind("audit");
    }
    let mut missed = audited.missed(what, |_| true, planned);
    if what == What::Control {
        let undecided = audited.undecided().into_iter();
        missed.requirements.extend(undecided.map(|control| ReqId::new(&FRAMEWORK.into(), control.id)));
    }
    match missed.of {
        // There is nothing yet that could be looked at.
        0 if what == What::System => Short::kind("system"),
        0 => Short::kind("soa"),
        _ => Short { documents: missed.systems, requirements: missed.requirements, ..Short::default() },
    }
}

fn reviewed(context: &Context<'_>) -> Short {
    let framework = FRAMEWORK.into();
    let first = context.aims.held("audit", &framework).map(|(day, _)| day).min();
    let reviews: Vec<(DocIx, &Document)> = of_kind(context, "management-review")
        .filter(|(ix, of)| !of.is_draft() && context.aims.is_of(*ix, &framework))
        .collect();
    let does = |review: &Document| {
        let held = review.fields.date("date").filter(|day| *day <= context.aims.today);
        let decided = review.is_finished_record() && !review.fields.rows("decisions").is_empty();
        decided && held.zip(first).is_some_and(|(held, audit)| held >= audit)
    };
    if reviews.iter().any(|(_, review)| does(review)) {
        return Short::default();
    }
    let audit = if first.is_none() { vec!["audit".to_owned()] } else { Vec::new() };
    match reviews.is_empty() {
        true => {
            Short { kinds: audit.into_iter().chain(["management-review".to_owned()]).collect(), ..Short::default() }
        }
        false => Short { kinds: audit, documents: reviews.into_iter().map(|(ix, _)| ix).collect(), ..Short::default() },
    }
}

fn no_major(context: &Context<'_>) -> Short {
    let found = findings(&context.aims.documents);
    let open = context.aims.open_nonconformities().into_iter();
    // One that nobody graded may be one, and where nobody looked nothing was found.
    let documents = open.filter(|(_, record)| is_major(record, &found) != Some(false)).map(|(ix, _)| ix).collect();
    let audit = context.aims.held("audit", &FRAMEWORK.into()).next();
    let kinds = if audit.is_none() { vec!["audit".to_owned()] } else { Vec::new() };
    Short { kinds, documents, ..Short::default() }
}

fn certified(context: &Context<'_>, step: CertifiedStep) -> Short {
    // A certificate by another standard says nothing of the AIMS.
    let all: Vec<(DocIx, &Document)> = of_kind(context, "certification")
        .filter(|(_, document)| !document.is_draft() && is_of_aims(document))
        .collect();
    if all.iter().any(|of| of.1.is_written() && is_done(*of, step, context)) {
        return Short::default();
    }
    match all.is_empty() {
        true => Short::kind("certification"),
        false => Short { documents: all.into_iter().map(|(ix, _)| ix).collect(), ..Short::default() },
    }
}

/// Whether a step of a certification is done: its day has come, and the document does not say that it stands before it. Where
/// it has a row for the step, it is done when that was held.
fn is_done((ix, certification): (DocIx, &Document), step: CertifiedStep, context: &Context<'_>) -> bool {
    let fields = &certification.fields;
    let come = |key: &str| fields.date(key).is_some_and(|day| day <= context.aims.today);
    let state = fields.text("state");
    let held = |audit: &str| {
        let mut rows =
            fields.rows("surveillance").iter().filter(|row| row.cells.text("audit") == Some(audit)).peekable();
        rows.peek()?;
        Some(rows.any(|row| row.cells.date("held").is_some_and(|day| day <= context.aims.today)))
    };
    let certified = matches!(state, Some("certified" | "suspended" | "withdrawn" | "expired"));
    match step {
        CertifiedStep::Stage1 => held("stage-1")
            .unwrap_or_else(|| come("stage-1") && (certified || matches!(state, Some("stage-1" | "stage-2")))),
        CertifiedStep::Stage2 => {
            held("stage-2").unwrap_or_else(|| come("stage-2") && (certified || state == Some("stage-2")))
        }
        CertifiedStep::Granted => state == Some("certified") && come("decided") && against(context.aims, ix).is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::with;
    use crate::model::catalog::Catalog;

    /// The criteria of a phase that hold with these files.
    fn holding(phase: &str, files: &[(&str, &str)]) -> Vec<&'static str> {
        with(files, |context| {
            let all = gone(context);
            let gone = all.iter().find(|gone| gone.phase.id == phase).expect("a phase");
            gone.exits.iter().filter(|(_, short)| short.is_nothing()).map(|(exit, _)| exit.id.as_str()).collect()
        })
    }

    const SYSTEM: &str = "---\nid: SYS-1\nkind: system\nlifecycle: in-use\n---\n";

    #[test]
    fn of_nothing_no_phase_is_closed() {
        for phase in phases() {
            assert_eq!(holding(&phase.id, &[("aims.toml", "")]), Vec::<&str>::new(), "{}", phase.id);
        }
    }

    #[test]
    fn a_scope_counts_once_it_is_approved() {
        let scope = "---\nid: SCO\nkind: scope\nversion: \"1\"\nstatus: approved\neffective: 2026-01-01\n---\nAll lending and all who work on it.\n";
        assert_eq!(holding("assess-and-plan", &[("s.md", scope), ("y.md", SYSTEM)]), ["scope", "inventory"]);
        let draft = scope.replace("approved", "draft");
        assert_eq!(holding("assess-and-plan", &[("s.md", &draft)]), Vec::<&str>::new());
        let later = scope.replace("2026-01-01", "2027-01-01");
        assert_eq!(holding("assess-and-plan", &[("s.md", &later)]), Vec::<&str>::new());
    }

    #[test]
    fn what_another_standard_has_closes_nothing_and_what_nobody_said_keeps_open() {
        let both = "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n";
        let soa = "---\nid: SOA\nkind: soa\nframework: iso-27001\nversion: \"1\"\nstatus: approved\neffective: 2026-01-01\nstatement:\n  - {control: A.5.2, applicable: true, reason: r}\n---\nAll of it, by the risks.\n";
        let is_there = |soa: &str| holding("design", &[("aims.toml", both), ("s.md", soa)]).contains(&"soa");
        assert!(!is_there(soa));
        let own = soa.replace("framework: iso-27001\n", "");
        assert!(is_there(&own));
        // Audits looked at the one control that is said to apply, and at none of those of which nobody has said it.
        let audit = "---\nid: AUD\nkind: audit\ndate: 2026-05-01\ncovers-controls: [A.2, A.3, A.4, A.5, A.6, A.7, A.8, A.9, A.10]\n---\nText.\n";
        let held =
            |soa: &str| holding("audit-and-review", &[("s.md", soa), ("a.md", audit)]).contains(&"controls-audited");
        assert!(!held(&own));
        let row = |id: &str| format!("  - {{control: {id}, applicable: true, reason: r}}\n");
        let rows: Vec<String> = Catalog::builtin().controls().map(|control| row(&control.id)).collect();
        assert!(held(&own.replace(&row("A.5.2"), &rows.concat())));
    }

    #[test]
    fn what_closes_by_a_claim_is_closed_as_a_claim() {
        let text = "---\nid: ID\nkind: KIND\nversion: \"1\"\nstatus: approved\neffective: 2026-01-01\n---\nAll lending and all who work on it.\n";
        let of = |id: &str, kind: &str| text.replace("ID", id).replace("KIND", kind);
        let claims = |files: &[(&str, &str)]| {
            with(files, |context| {
                let first = gone(context).into_iter().next().expect("a phase");
                (first.claims().map(|exit| exit.id.as_str()).collect::<Vec<_>>(), first.is_claimed())
            })
        };
        let (scope, policy) =
            (of("SCO", "scope"), of("POL", "policy").replace("version:", "clauses: ['5.2']\nversion:"));
        // Neither is closed, for more is open; and nobody stands behind the two on record.
        assert_eq!(claims(&[("s.md", &scope), ("p.md", &policy)]), (vec!["scope", "policy"], false));
        assert_eq!(claims(&[("s.md", &scope.replace("approved", "draft"))]), (vec![], false));
        let exits = |claimed| {
            let short = Short { claimed, ..Short::default() };
            phases()[0].exit.iter().map(|exit| (exit, short.clone())).collect::<Vec<_>>()
        };
        let closed = |claimed| Gone { phase: &phases()[0], exits: exits(claimed) };
        assert!(closed(true).is_closed() && closed(true).is_claimed());
        assert!(closed(false).is_closed() && !closed(false).is_claimed());
    }

    #[test]
    fn every_system_that_runs_is_asked_for() {
        let assessment = "---\nid: RA\nkind: risk-assessment\ndate: 2026-05-01\nsystems: [SYS-1]\n---\nTwo risks were found, none above the bar.\n";
        let held = |files: &[(&str, &str)]| holding("implement-and-train", files).contains(&"risks-assessed");
        assert!(held(&[("s.md", SYSTEM), ("r.md", assessment)]));
        assert!(!held(&[("s.md", SYSTEM)]));
        let draft = SYSTEM.replace("SYS-1", "SYS-2").replace("kind:", "status: draft\nkind:");
        assert!(!held(&[("s.md", SYSTEM), ("t.md", &draft), ("r.md", assessment)]), "it runs, whatever its entry says");
        assert!(!held(&[("r.md", assessment)]), "without a system nothing is shown");
        assert!(!held(&[("s.md", SYSTEM), ("r.md", &assessment.replace("date:", "status: draft\ndate:"))]));
        let torn = format!("{assessment}\n<<<<<<< a\nOne.\n=======\nTwo.\n>>>>>>> b\n");
        assert!(!held(&[("s.md", SYSTEM), ("r.md", &torn)]), "nobody has decided what it says");
        let other = SYSTEM.replace("SYS-1", "SYS-2");
        assert!(!held(&[("s.md", SYSTEM), ("t.md", &other), ("r.md", assessment)]));
    }

    #[test]
    fn a_review_comes_after_an_audit_and_decides() {
        let audit = "---\nid: AUD\nkind: audit\ndate: 2026-05-01\ncovers-clauses: [4, 5, 6, 7, 8, 9, 10]\n---\nText.\n";
        let review = "---\nid: MR\nkind: management-review\ndate: 2026-06-01\ndecisions: [{decision: d, owner: o}]\n---\nText.\n";
        let held = |audit: &str, review: &str| holding("audit-and-review", &[("a.md", audit), ("m.md", review)]);
        assert_eq!(held(audit, review), ["clauses-audited", "reviewed", "no-major"]);
        assert_eq!(held(audit, &review.replace("2026-06", "2026-04")), ["clauses-audited", "no-major"]);
        assert_eq!(held(audit, &review.replace("[{decision: d, owner: o}]", "[]")), ["clauses-audited", "no-major"]);
        assert_eq!(held(&audit.replace("5, 6", "6"), review), ["reviewed", "no-major"]);
        let in_review = |text: &str| text.replace("date:", "status: in-review\ndate:");
        assert_eq!(held(audit, &in_review(review)), ["clauses-audited", "no-major"]);
        assert_eq!(held(&in_review(audit), review), Vec::<&str>::new());
    }

    #[test]
    fn what_nobody_graded_may_be_major() {
        let audit = "---\nid: AUD\nkind: audit\ndate: 2026-05-01\nfindings: [{finding: f, grade: minor, nonconformity: NC-2}]\n---\nText.\n";
        let held = |id: &str, lines: &str| {
            let record = format!("---\nid: {id}\nkind: nonconformity\ndate: 2026-05-02\n{lines}---\nText.\n");
            holding("audit-and-review", &[("a.md", audit), ("n.md", &record)]).contains(&"no-major")
        };
        assert!(held("NC-1", "grade: minor\n") && held("NC-1", "state: closed\n"));
        assert!(!held("NC-1", "grade: major\n") && !held("NC-1", ""));
        assert!(held("NC-2", ""), "the audit graded it");
    }

    #[test]
    fn a_certificate_is_granted_when_it_is_decided_and_not_before() {
        let certification = |lines: &str| {
            format!("---\nid: CER\nkind: certification\nstandard: ISO/IEC 42001:2023\n{lines}---\nText.\n")
        };
        let held = |lines: &str| holding("certify", &[("c.md", &certification(lines))]);
        let dates = "stage-1: 2026-03-01\nstage-2: 2026-05-01\ndecided: 2026-06-01\n";
        assert_eq!(held(&format!("state: certified\n{dates}")), ["stage-1", "stage-2", "granted"]);
        assert_eq!(held(&format!("state: certified\nstatus: in-review\n{dates}")), Vec::<&str>::new());
        for ended in
            ["state: certified\nexpires: 2026-11-19\n", "state: suspended\n", "state: withdrawn\n", "state: expired\n"]
        {
            assert_eq!(held(&format!("{ended}{dates}")), ["stage-1", "stage-2"], "{ended}");
        }
        let other = certification(&format!("state: certified\n{dates}")).replace("42001", "27001");
        assert_eq!(holding("certify", &[("c.md", &other)]), Vec::<&str>::new(), "another standard");
        assert_eq!(held(&format!("state: stage-1\n{dates}")), ["stage-1"]);
        assert_eq!(held(&format!("state: planned\n{dates}")), Vec::<&str>::new());
        let planned = "surveillance: [{audit: stage-1, planned: 2026-03-01}, {audit: stage-2, planned: 2026-05-01}]\n";
        assert_eq!(held(&format!("state: certified\n{dates}{planned}")), ["granted"], "its rows were not held");
        assert_eq!(held("state: stage-2\nstage-1: 2026-03-01\nstage-2: 2027-05-01\n"), ["stage-1"]);
        assert_eq!(
            held("state: planned\nsurveillance: [{audit: stage-1, planned: 2026-01-01, held: 2026-01-02}]\n"),
            ["stage-1"]
        );
    }
}
