//! The table of defects: each that was once put into the example by hand and went unnoticed, and those noticed then.

use super::edit::Edit;
use Edit::{Committed, Drop, DropEach, DropIn, Gone, GoneAll, New, Set, SetEach, Swap};

/// One defect.
#[derive(Clone, Copy)]
pub(crate) struct Mutation {
    /// What is wrong, as an auditor would note it.
    pub(crate) defect: &'static str,
    /// How it comes about.
    pub(crate) edits: &'static [Edit],
    /// The rule that tells it, and the file at which.
    pub(crate) told: (&'static str, &'static str),
    /// Rules that tell something else that is wrong by the same edit, each with the reason why that is no mere consequence.
    pub(crate) beside: &'static [(&'static str, &'static str)],
}

pub(crate) const fn row(
    defect: &'static str,
    edits: &'static [Edit],
    rule: &'static str,
    at: &'static str,
) -> Mutation {
    Mutation { defect, edits, told: (rule, at), beside: &[] }
}

/// The same where another rule has something else to tell of the same edit, and why that is no consequence.
pub(crate) const fn beside(of: Mutation, beside: &'static [(&'static str, &'static str)]) -> Mutation {
    Mutation { beside, ..of }
}

const IA_4: &str = "assessments/impact/ia-004-lending-score-3-2.md";
const RSK_1: &str = "risks/rsk-001-unequal-treatment.md";
const RSK_7: &str = "risks/rsk-007-blocking-vulnerable-members.md";
const PLN_1: &str = "plans/pln-001-ai-risk-treatment-plan.md";
const SOA: &str = "soa/soa-001-statement-of-applicability.md";
const SCOPE: &str = "scope/sco-001-scope.md";
const OBJ_1: &str = "objectives/obj-001-loan-decisions-explained.md";
const AUD_2: &str = "audits/aud-002-internal-audit-2026.md";
const MR_2: &str = "management-reviews/mr-002-2026.md";
const CMP_1: &str = "competence/cmp-001-competence-2025.md";
const CMP_2: &str = "competence/cmp-002-competence-2026.md";
const CHG_2: &str = "changes/chg-002-lending-score-3-2.md";
const SUP_1: &str = "suppliers/sup-001-corvid-language-works.md";
const NC_1: &str = "nonconformities/nc-001-impact-assessment-not-updated.md";
const NC_4: &str = "nonconformities/nc-004-impact-assessment-not-repeated.md";
const INC_1: &str = "incidents/inc-001-wrong-savings-rate.md";
const INC_2: &str = "incidents/inc-002-care-home-payments.md";
const INC_3: &str = "incidents/inc-003-stale-feature-table.md";
const REC_8: &str = "records/rec-008-technical-file-index.md";
const REC_11: &str = "records/rec-011-concern-log-2026.md";
const POL_1: &str = "policies/pol-001-ai-policy.md";
const SYS_1: &str = "systems/sys-001-lending-score.md";
const SYS_2: &str = "systems/sys-002-member-assistant.md";
const SYS_3: &str = "systems/sys-003-payment-watch.md";
const SYS_5: &str = "systems/sys-005-branch-rota-forecast.md";

/// What an auditor notes of an impact assessment that names one thing only.
const ONE_CATEGORY: &str = "[{category: fairness, effect: harm, description: d, who: w, likelihood: 2, severity: 2}]";

/// The row of a risk in the treatment plan.
const RSK_7_ROW: &str = "  - risk: RSK-007
    option: reduce
    controls: [A.3.3, A.5.4, A.6.2.4, A.6.2.6, A.8.3]
    action: \"Rule set r4, replay by support flag, direct line for care providers; impact assessment to be repeated (NC-004)\"
    owner: Fraud Operations Manager
    due: 2027-01-29
    residual: \"2 x 4 = 8, medium\"
    status: in-progress
";

/// What the roadmap says of a phase is the word of another document, and a defect can make it untrue.
const CLOSED: (&str, &str) = ("phase-not-shown", "the roadmap says that a phase is closed, which is not so any more");

/// A training that eleven of 24 came to.
const TRAINING: &str = "id: TRN-901
title: Reading the score
kind: training
owner: People Manager
date: 2026-10-06
classification: internal
retention: 6 years
clauses: [\"7.3\"]
subject: Reading the score
for-roles: [Loan Officer]
invited: 24
attended: 11
target-share: 90
effective: Ten blind cases each";

/// A training that held for a year.
const LAPSED: &str = "id: TRN-901
title: Reading the score
kind: training
owner: People Manager
date: 2025-10-06
classification: internal
retention: 6 years
clauses: [\"7.3\"]
subject: Reading the score
for-roles: [Loan Officer]
effective: Ten blind cases each
valid-until: 2026-10-06";

/// The report of somebody from outside, with an observation.
const OUTSIDE: &str = "id: AUD-003
title: Visit of the supplier
kind: audit
owner: Internal Auditor
date: 2026-05-06
classification: internal
retention: 6 years
audit-type: external
criteria: [Contract C-2025-031]
audit-scope: [Use of the model]
auditors: [Yara Quill]
independence: From outside
findings:
  - ref: F1
    grade: observation
    finding: The page of the assistant is hard to find
conclusion: In order";

/// Every defect.
pub(crate) const TABLE: &[Mutation] = &[
    // Impact assessments.
    row(
        "an impact assessment with one category",
        &[Set(IA_4, "impacts", ONE_CATEGORY)],
        "impact-categories-not-covered",
        IA_4,
    ),
    row("a harm of 16 without measures", &[Drop(IA_4, "measures")], "harm-without-measure", IA_4),
    // That nobody judges their own work is not told beside it: both are mended by whoever may accept it.
    row(
        "an assessment accepted by its assessor",
        &[Set(IA_4, "accepted-by", "AI Officer")],
        "acceptance-without-authority",
        IA_4,
    ),
    row(
        "an assessment done by whoever may accept it, and did",
        &[Set(IA_4, "assessor", "Chief Risk Officer")],
        "four-eyes-missing",
        IA_4,
    ),
    row(
        "a residual `high` accepted by a loan officer",
        &[Set(IA_4, "residual", "high"), Set(IA_4, "accepted-by", "Loan Officer")],
        "acceptance-without-authority",
        IA_4,
    ),
    row("go with conditions, and none", &[Drop(IA_4, "conditions")], "decision-not-followed", IA_4),
    row("no review triggers", &[Drop(IA_4, "review-triggers")], "impact-assessment-incomplete", IA_4),
    row("no next review", &[Drop(IA_4, "next-review")], "impact-assessment-incomplete", IA_4),
    row("no misuse", &[Drop(IA_4, "misuse")], "impact-assessment-incomplete", IA_4),
    row("nobody consulted", &[DropEach(IA_4, "consulted")], "impact-assessment-incomplete", IA_4),
    row("an assessment that names no risk", &[Drop(IA_4, "risks"), DropEach(IA_4, "risk")], "harm-without-risk", IA_4),
    row("no-go while in use", &[Set(IA_4, "result", "no-go")], "decision-not-followed", IA_4),
    row(
        "a category `banana`",
        &[Swap(IA_4, "category: fairness", "category: banana")],
        "impact-categories-not-covered",
        IA_4,
    ),
    // Risks.
    row(
        "a medium risk accepted by a loan officer",
        &[Set(RSK_1, "accepted-by", "Loan Officer")],
        "acceptance-without-authority",
        RSK_1,
    ),
    row(
        "residual scores removed",
        &[Drop(RSK_1, "residual-likelihood"), Drop(RSK_1, "residual-severity")],
        "residual-unscored",
        RSK_1,
    ),
    row(
        "a high residual accepted by its owner",
        &[
            Set(RSK_1, "residual-likelihood", "4"),
            Set(RSK_1, "accepted-by", "Head of Lending"),
            Swap(PLN_1, "2 x 4 = 8, medium", "4 x 4 = 16, high"),
        ],
        "acceptance-without-authority",
        RSK_1,
    ),
    row(
        "a medium residual not accepted",
        &[Drop(RSK_1, "accepted-by"), Drop(RSK_1, "accepted")],
        "residual-not-accepted",
        RSK_1,
    ),
    row("an acceptance of 2023", &[Set(RSK_1, "accepted", "2023-05-26")], "acceptance-lapsed", RSK_1),
    // The plan, the risks and the statement.
    row("a plan that lacks a risk", &[Swap(PLN_1, RSK_7_ROW, "")], "treatment-plan-incomplete", RSK_7),
    row(
        "controls of the plan that are not those of the risk",
        &[Swap(PLN_1, "controls: [A.3.3, A.5.4, A.6.2.4, A.6.2.6, A.8.3]", "controls: [A.9.3]")],
        "plan-risk-soa-differ",
        PLN_1,
    ),
    row(
        "an option of the plan that is not that of the risk",
        &[Swap(PLN_1, "risk: RSK-007\n    option: reduce", "risk: RSK-007\n    option: accept")],
        "plan-risk-soa-differ",
        PLN_1,
    ),
    row(
        "a residual of the plan that is not that of the risk",
        &[Swap(PLN_1, "2 x 4 = 8, medium", "1 x 1 = 1, low")],
        "plan-risk-soa-differ",
        PLN_1,
    ),
    row(
        "risks of the statement that are not those of the control",
        &[Swap(SOA, "risks: [RSK-001, RSK-007, RSK-009]", "risks: [RSK-012]")],
        "plan-risk-soa-differ",
        SOA,
    ),
    row("38 times `Best practice.`", &[SetEach(SOA, "reason", "Best practice.")], "soa-empty-reason", SOA),
    row(
        "a control that is planned, without a day or a plan",
        &[
            DropIn(SOA, "control: A.4.4", "documents"),
            Swap(SOA, "results must be reproducible.\"\n    implementation: done", "x\"\n    implementation: planned"),
        ],
        "soa-unfinished-without-plan",
        SOA,
    ),
    row("a statement without its scope", &[Drop(SOA, "scope")], "soa-without-ground", SOA),
    row("a statement without owners", &[DropEach(SOA, "owner")], "soa-without-ground", SOA),
    // Objectives.
    row("an objective without measurements", &[Drop(OBJ_1, "measurements")], "objective-not-measured", OBJ_1),
    row(
        "an objective without policy and resources",
        &[Drop(OBJ_1, "policy"), Drop(OBJ_1, "resources")],
        "missing-advised-field",
        OBJ_1,
    ),
    // Audits and reviews.
    row("an audit by the AI Officer", &[Set(AUD_2, "auditors", "[Mirel Castellan]")], "auditor-not-independent", AUD_2),
    beside(
        row(
            "an audit that covers clause 7 only",
            &[Set(AUD_2, "covers-clauses", "[7]"), Drop(AUD_2, "covers-controls"), Drop(AUD_2, "covers-systems")],
            "audit-coverage-gap",
            AUD_2,
        ),
        &[("state-contradicted", "the programme says that more was looked at, and that it is done")],
    ),
    row(
        "a review without the Chief Executive",
        &[Swap(MR_2, "attendees: [Orla Fenwick, ", "attendees: [")],
        "review-without-top-management",
        MR_2,
    ),
    row("decisions without a day", &[DropEach(MR_2, "due")], "review-without-decisions", MR_2),
    row("a review without decisions", &[Set(MR_2, "decisions", "[]")], "review-without-decisions", MR_2),
    row("a review held before the audit", &[Set(MR_2, "date", "2026-09-01")], "review-before-audit", MR_2),
    // Competence.
    row(
        "a gap without an action",
        &[Swap(CMP_1, "    action: Half-day with the carers' association\n    due: 2025-10-31\n", "")],
        "competence-gap",
        CMP_1,
    ),
    row(
        "no competence of the AI Officer",
        &[
            Swap(CMP_2, "  - person: AI Officer", "  - person: Loan Officer"),
            Swap(CMP_1, "  - person: AI Officer", "  - person: Loan Officer"),
        ],
        "competence-gap",
        CMP_2,
    ),
    row("nobody looked whether training worked", &[DropEach(CMP_2, "effective")], "competence-gap", CMP_2),
    // Changes.
    row(
        "a change that nobody looked at afterwards",
        &[Drop(CHG_2, "checked"), Drop(CHG_2, "outcome")],
        "change-not-checked",
        CHG_2,
    ),
    row(
        "a change approved by whoever made it",
        &[Set(CHG_2, "approved-by", "Model Owner Lending Score")],
        "four-eyes-missing",
        CHG_2,
    ),
    // Suppliers.
    row("a due diligence of 2022", &[Set(SUP_1, "due-diligence", "2022-08-18")], "supplier-not-reevaluated", SUP_1),
    row("a rejected supplier in use", &[Set(SUP_1, "rating", "rejected")], "supplier-unfit", SUP_1),
    row(
        "a contract that ended in 2025",
        &[Set(SUP_1, "contract-ends", "2025-08-31")],
        "supplier-not-reevaluated",
        SUP_1,
    ),
    row("a system without its supplier", &[Drop(SYS_2, "suppliers")], "inventory-differs", SYS_2),
    // Incidents.
    row(
        "a serious incident, not reportable, without a reason",
        &[Set(INC_2, "severity", "serious")],
        "reporting-undecided",
        INC_2,
    ),
    row(
        "a serious incident without a decision",
        &[Set(INC_2, "severity", "serious"), Drop(INC_2, "reportable")],
        "reporting-undecided",
        INC_2,
    ),
    row(
        "an authority told after 60 days",
        &[
            Set(INC_2, "severity", "serious"),
            Set(INC_2, "reportable", "true"),
            Set(INC_2, "authority-told", "2026-06-21"),
            Set(INC_2, "report-refs", "[F-2026-114]"),
        ],
        "reported-late",
        INC_2,
    ),
    row("users who were not told", &[Drop(INC_2, "users-told")], "incident-without-follow-up", INC_2),
    row(
        "an incident without a nonconformity",
        &[
            Drop(INC_1, "nonconformity"),
            Swap(INC_1, "The nonconformity is [[NC-002]].", ""),
            Set(NC_1, "from", "[AUD-001]"),
            Swap("nonconformities/nc-002-rates-not-current.md", "from: [INC-001]", "from: [AUD-001]"),
        ],
        "incident-without-follow-up",
        INC_1,
    ),
    beside(
        row(
            "an incident raised to serious after the assessment",
            &[Set(INC_3, "severity", "serious")],
            "reassessment-missed",
            INC_3,
        ),
        &[("reporting-undecided", "a serious incident asks for a decision on reporting")],
    ),
    // Nonconformities.
    row("closed without a look for similar cases", &[Drop(NC_1, "similar")], "corrective-action-shallow", NC_1),
    row("closed without a method for the cause", &[Drop(NC_1, "cause-method")], "corrective-action-shallow", NC_1),
    row("closed without a correction", &[Drop(NC_1, "correction")], "corrective-action-shallow", NC_1),
    row("a cause that blames people", &[Set(NC_1, "cause", "Human error")], "corrective-action-shallow", NC_1),
    row(
        "an effect checked by the owner of the action",
        &[Set(NC_1, "effectiveness-by", "AI Officer")],
        "corrective-action-shallow",
        NC_1,
    ),
    beside(
        row(
            "a nonconformity that comes back unnoticed",
            &[Set(NC_4, "from", "[AUD-002]")],
            "nonconformity-recurs",
            NC_4,
        ),
        &[("reassessment-missed", "without the earlier one nothing says that it is about assessments")],
    ),
    // Systems.
    row(
        "a high-risk system without the assessment of article 27",
        &[Swap(IA_4, "  eu-ai-act: [art-27]\n", "")],
        "high-risk-without-fria",
        SYS_1,
    ),
    row(
        "a system of one's own without the provider's role",
        &[Set(SYS_1, "ai-roles", "[developer, deployer]")],
        "provider-role-missing",
        SYS_1,
    ),
    row("in use without a day", &[Drop(SYS_3, "deployed")], "system-undescribed", SYS_3),
    row("in use before it was assessed", &[Set(SYS_2, "deployed", "2025-08-01")], "assessment-after-use", SYS_2),
    row("in use without oversight", &[Drop(SYS_3, "oversight")], "system-undescribed", SYS_3),
    row(
        "in use without model and data",
        &[Drop(SYS_3, "model"), Drop(SYS_3, "models"), Drop(SYS_3, "data-classes"), Drop(SYS_3, "datasets")],
        "system-undescribed",
        SYS_3,
    ),
    row(
        "a system that the scope does not name",
        &[Set(SCOPE, "systems", "[SYS-001, SYS-002, SYS-004, SYS-005]")],
        "inventory-differs",
        SCOPE,
    ),
    row("a scope without issues", &[Drop(SCOPE, "issues")], "context-incomplete", SCOPE),
    row("a scope without interested parties", &[Drop(SCOPE, "interested-parties")], "context-incomplete", SCOPE),
    row("parties whose needs nothing meets", &[DropEach(SCOPE, "met-by")], "context-incomplete", SCOPE),
    row("a policy without commitments", &[Drop(POL_1, "commitments")], "policy-incomplete", POL_1),
    row("no retention", &[Drop(NC_1, "retention")], "retention-missing", NC_1),
    row(
        "Annex III is named, and the class is minimal",
        &[Set(SYS_1, "ai-act-class", "minimal")],
        "class-contradicts",
        SYS_1,
    ),
    row("a high-risk system left out of the scope", &[Set(SYS_1, "in-scope", "false")], "class-contradicts", SYS_1),
    row(
        "a system in use that leaves by a word of its own",
        &[Set(SYS_3, "in-scope", "false"), Set(SCOPE, "systems", "[SYS-001, SYS-002, SYS-004, SYS-005]")],
        "inventory-differs",
        SYS_3,
    ),
    row("a system owned by a role without a holder", &[Set(SYS_3, "owner", "Fraud Analyst")], "owner-unheld", SYS_3),
    // The record.
    row(
        "a closed audit report, edited",
        &[Committed, Swap(AUD_2, "grade: major", "grade: minor")],
        "record-edited",
        AUD_2,
    ),
    // What the first table left.
    row(
        "a technical file that is kept for three years",
        &[Set(REC_8, "retention", "3 years from its date")],
        "retention-below-law",
        REC_8,
    ),
    row(
        "a training that too few came to",
        &[New("training/trn-901.md", TRAINING)],
        "training-gap",
        "training/trn-901.md",
    ),
    row(
        "a training that holds no longer",
        &[New("training/trn-901.md", LAPSED)],
        "competence-lapsed",
        "training/trn-901.md",
    ),
    row(
        "an observation that nobody decided on",
        &[New("audits/aud-003.md", OUTSIDE)],
        "finding-unanswered",
        "audits/aud-003.md",
    ),
    row(
        "a change approved before it was assessed",
        &[Set(CHG_2, "impact-assessment", "[IA-004]"), Set(CHG_2, "approved", "2026-03-20")],
        "change-without-assessment",
        CHG_2,
    ),
    row(
        "a substantial modification without an assessment",
        &[Set(CHG_2, "substantial", "yes")],
        "change-without-assessment",
        CHG_2,
    ),
    beside(
        row(
            "another version, and no change that led to it",
            &[
                Committed,
                Set(SYS_3, "system-version", "\"9.9\""),
                Set(SYS_3, "version", "1.7"),
                Set(SYS_3, "effective", "2026-11-05"),
            ],
            "version-without-change",
            SYS_3,
        ),
        &[("assessed-version-differs", "the impact of the version is to be assessed too, whoever agreed to it")],
    ),
    row(
        "an incident that stays open",
        &[Set(INC_1, "state", "open"), Drop(INC_1, "contained"), Drop(INC_1, "closed")],
        "incident-left-open",
        INC_1,
    ),
    row("needs met by good will", &[Swap(SCOPE, "met-by: PRO-013", "met-by: good will")], "context-incomplete", SCOPE),
    row(
        "no authority among the interested parties",
        &[
            Swap(SCOPE, "party: Market surveillance, prudential and data protection authorities", "party: Banks"),
            Swap(SCOPE, "party: Ombudsman office", "party: The press"),
        ],
        "context-incomplete",
        SCOPE,
    ),
    row(
        "an AI policy that the AI Officer approved",
        &[Set(POL_1, "approvers", "[AI Officer]")],
        "policy-incomplete",
        POL_1,
    ),
    beside(
        row(
            "no concern on record for a year",
            &[GoneAll("concerns/"), Set(REC_11, "date", "2025-06-30")],
            "evidence-stale",
            REC_11,
        ),
        &[("control-not-evidenced", "reports from outside were what showed A.8.3 at work")],
    ),
    row(
        "a statement that answers to another annex",
        &[Set(SOA, "annex-edition", "\"ISO/IEC 42001:2019, Annex A\"")],
        "soa-without-ground",
        SOA,
    ),
    row(
        "a scope that changed after the statement",
        &[Set(SCOPE, "effective", "2026-11-18")],
        "soa-without-ground",
        SOA,
    ),
    beside(
        row(
            "an auditor who wrote what was audited",
            &[
                Committed,
                Swap("aims.toml", "leopold.marsh@harrowmere.example", "ada@example.org"),
                Set(AUD_2, "date", "2026-10-24"),
            ],
            "auditor-not-independent",
            AUD_2,
        ),
        &[("record-edited", "the report has another day, so that what git has of the documents comes before it")],
    ),
    row(
        "a policy approved by its only author",
        &[Committed, Swap("aims.toml", "orla.fenwick@harrowmere.example", "ada@example.org")],
        "four-eyes-missing",
        POL_1,
    ),
    // What is deleted.
    beside(
        row("no treatment plan", &[Gone(PLN_1)], "called-for-document-missing", "aims.toml"),
        &[("soa-unfinished-without-plan", "the plan was where two controls had their day"), CLOSED],
    ),
    beside(
        row(
            "no treatment results",
            &[Gone("records/rec-017-risk-treatment-results.md")],
            "clause-not-evidenced",
            "aims.toml",
        ),
        &[CLOSED],
    ),
    beside(
        row(
            "no monitoring report",
            &[Gone("records/rec-007-monitoring-report-q3-2026.md"), GoneAll("monitoring/")],
            "clause-not-evidenced",
            "aims.toml",
        ),
        &[("system-without-control-evidence", "what was watched of a system was the check of its use, too"), CLOSED],
    ),
    row(
        "no audit programme",
        &[Gone("plans/pln-002-internal-audit-programme.md")],
        "called-for-document-missing",
        "aims.toml",
    ),
    row("no communication plan", &[Gone("plans/pln-003-communication-plan.md")], "clause-gap", "aims.toml"),
    row("no changes", &[GoneAll("changes/")], "clause-not-evidenced", "aims.toml"),
    row("no suppliers", &[GoneAll("suppliers/")], "soa-done-without-evidence", SOA),
    row(
        "no record of disposal",
        &[Gone("records/rec-012-retirement-branch-rota-forecast.md")],
        "retired-without-disposal",
        SYS_5,
    ),
    // What was noticed from the start.
    row("no independence", &[Drop(AUD_2, "independence")], "missing-advised-field", AUD_2),
    row(
        "an effect checked before the action",
        &[Set(NC_1, "effectiveness-checked", "2026-01-30")],
        "dates-out-of-order",
        NC_1,
    ),
    row(
        "an excluded control in use",
        &[Swap("procedures/pro-011-ai-incidents-and-communication.md", "controls: [", "controls: [A.10.4, ")],
        "excluded-control-in-use",
        "procedures/pro-011-ai-incidents-and-communication.md",
    ),
    beside(row("no scope", &[Gone(SCOPE)], "clause-gap", "aims.toml"), &[CLOSED]),
    beside(row("no objectives", &[GoneAll("objectives/")], "clause-gap", "aims.toml"), &[CLOSED]),
    beside(
        row(
            "no data sheet",
            &[Gone("records/rec-001-dataset-sheet-lending-score.md"), GoneAll("datasets/")],
            "soa-done-without-evidence",
            SOA,
        ),
        &[(
            "system-without-control-evidence",
            "what nothing shows at all is told of the control, and no longer of each system",
        )],
    ),
    beside(
        row(
            "no technical file",
            &[Gone("records/rec-008-technical-file-index.md"), Gone("models/mod-002-corvid-2026-08.md")],
            "soa-done-without-evidence",
            SOA,
        ),
        &[
            (
                "system-without-control-evidence",
                "what nothing shows at all is told of the control, and no longer of each system",
            ),
            ("duties-open", "the law asks for the technical file too"),
        ],
    ),
    row("no management review", &[GoneAll("management-reviews/")], "no-recent-management-review", "aims.toml"),
    row(
        "another version than was assessed",
        &[Set(SYS_1, "system-version", "\"3.3\"")],
        "assessed-version-differs",
        SYS_1,
    ),
    row("a score of 9", &[Set(RSK_1, "severity", "9")], "risk-score-out-of-range", RSK_1),
    row("an unknown role", &[Set(SYS_3, "owner", "Fraud Boss")], "unknown-role", SYS_3),
];
