//! Words that are no answer, figures in another way of writing, and what is missing in the middle of what is there.

use super::edit::Edit;
use super::table::{Mutation, row};
use Edit::{Drop, DropIn, Set, SetEach, Swap};

const CMP_2: &str = "competence/cmp-002-competence-2026.md";
const CNC_1: &str = "concerns/cnc-001-letters-of-neighbours.md";
const DAT_1: &str = "datasets/dat-001-lending-score.md";
const IA_4: &str = "assessments/impact/ia-004-lending-score-3-2.md";
const INC_2: &str = "incidents/inc-002-care-home-payments.md";
const MON_1: &str = "monitoring/mon-001-lending-score.md";
const MR_2: &str = "management-reviews/mr-002-2026.md";
const NC_1: &str = "nonconformities/nc-001-impact-assessment-not-updated.md";
const NC_2: &str = "nonconformities/nc-002-rates-not-current.md";
const OBJ_1: &str = "objectives/obj-001-loan-decisions-explained.md";
const PLN_1: &str = "plans/pln-001-ai-risk-treatment-plan.md";
const PLN_2: &str = "plans/pln-002-internal-audit-programme.md";
const RSK_1: &str = "risks/rsk-001-unequal-treatment.md";
const SOA: &str = "soa/soa-001-statement-of-applicability.md";
const SYS_1: &str = "systems/sys-001-lending-score.md";
const SYS_3: &str = "systems/sys-003-payment-watch.md";
const TST_1: &str = "tests/tst-001-payment-watch-r4-replay.md";

/// A measure that is none, with all that a row asks for.
const NO_MEASURE: &str = "[{measure: None needed, owner: AI Officer, due: 2026-03-20, status: done}]";

/// Decisions that are none.
const NO_DECISION: &str = "[{decision: keine, owner: AI Officer, due: 2027-01-29, status: planned}]";

/// What the plan has for a risk that it treats.
const UNDER_WAY: &str = "residual: \"2 x 4 = 8, medium\"\n    status: in-progress";

/// The same, given up.
const DROPPED: &str = "residual: \"2 x 4 = 8, medium\"\n    status: dropped";

/// The same, carried out.
const DONE: &str = "residual: \"2 x 4 = 8, medium\"\n    status: done";

/// Every defect.
pub(crate) const ANSWERS: &[Mutation] = &[
    // Words that are no answer.
    row(
        "a high-risk system watched by `none`",
        &[Set(SYS_1, "oversight", "none")],
        "high-risk-without-oversight",
        SYS_1,
    ),
    row("conditions that are `none`", &[Set(IA_4, "conditions", "[none]")], "decision-not-followed", IA_4),
    row(
        "a harm of 16 and the measure `None needed`",
        &[Set(IA_4, "measures", NO_MEASURE)],
        "harm-without-measure",
        IA_4,
    ),
    row("nobody consulted, in a word", &[SetEach(IA_4, "consulted", "nein")], "impact-assessment-incomplete", IA_4),
    row("decisions that are `keine`", &[Set(MR_2, "decisions", NO_DECISION)], "review-without-decisions", MR_2),
    row(
        "an incident closed with an unknown cause",
        &[Set(INC_2, "cause", "unknown")],
        "incident-closed-without-lesson",
        INC_2,
    ),
    row(
        "an incident that is somebody's fault",
        &[Set(INC_2, "cause", "Menschliches Versagen")],
        "incident-closed-without-lesson",
        INC_2,
    ),
    row("lessons that are `keine`", &[Set(INC_2, "lessons", "keine")], "incident-closed-without-lesson", INC_2),
    row("a cause that is still unclear", &[Set(NC_1, "cause", "noch unklar")], "closed-without-cause", NC_1),
    row("an action that is `None`", &[Set(NC_1, "action", "None")], "closed-without-cause", NC_1),
    row("similar cases that are `keine`", &[Set(NC_1, "similar", "keine")], "corrective-action-shallow", NC_1),
    row("a clerk who forgot", &[Set(NC_1, "cause", "Staff forgot.")], "corrective-action-shallow", NC_1),
    row(
        "an operator's mistake",
        &[Set(NC_1, "cause", "Bedienfehler der Sachbearbeiterin")],
        "corrective-action-shallow",
        NC_1,
    ),
    row("an effect to be checked", &[Set(NC_1, "effectiveness", "pending")], "closed-without-effectiveness", NC_1),
    row(
        "a problem that came back",
        &[Set(NC_2, "effectiveness", "\"The action failed, the problem came back\"")],
        "closed-without-effectiveness",
        NC_2,
    ),
    row(
        "a competence that is not yet judged",
        &[Swap(CMP_2, "effective: Yes; data sheets complete since 2026-02", "effective: not yet judged")],
        "competence-gap",
        CMP_2,
    ),
    row("data of unclear rights", &[Set(DAT_1, "rights", "unclear")], "data-without-provenance", DAT_1),
    row(
        "a serious incident that is not told, for the reason `none`",
        &[Set(INC_2, "serious-incident", "\"yes\""), Set(INC_2, "reportable-reason", "none")],
        "reporting-undecided",
        INC_2,
    ),
    row(
        "a control left out as not applicable, in German",
        &[Swap(SOA, "applicable: false\n    reason: \"", "applicable: false\n    reason: Nicht anwendbar # ")],
        "soa-empty-reason",
        SOA,
    ),
    // A reason that answers another question.
    row(
        "emotions of staff, answered by another point",
        &[Set(SYS_3, "purpose", "Emotion recognition of employees at work")],
        "purpose-suggests-class",
        SYS_3,
    ),
    row(
        "applicants, answered by another point",
        &[Set(SYS_3, "purpose", "Ranks job applicants")],
        "purpose-suggests-class",
        SYS_3,
    ),
    row(
        "a death that is graded low",
        &[Set(INC_2, "severity", "low"), Set(INC_2, "harms", "[death]")],
        "reporting-undecided",
        INC_2,
    ),
    row("data about people that are none", &[Set(DAT_1, "personal-data", "false")], "data-without-provenance", DAT_1),
    // Figures.
    row(
        "a target that is another as a number",
        &[Set(OBJ_1, "target-value", "\"60\""), Set(OBJ_1, "state", "met")],
        "state-against-numbers",
        OBJ_1,
    ),
    row(
        "met, by a decimal comma that is not",
        &[Set(OBJ_1, "state", "met"), Swap(OBJ_1, "value: 93 %", "value: 62,5 %")],
        "state-against-numbers",
        OBJ_1,
    ),
    row(
        "on track, by a figure that nobody can read",
        &[Swap(OBJ_1, "value: 93 %", "value: around 93 %")],
        "state-against-numbers",
        OBJ_1,
    ),
    row(
        "a test that passed against a decimal comma",
        &[Swap(TST_1, "threshold: at most 0.15 %\n    result: 0.119 %", "threshold: unter 0,15 %\n    result: 0,9 %")],
        "state-against-numbers",
        TST_1,
    ),
    row(
        "a test that passed out of its range",
        &[Swap(
            TST_1,
            "threshold: at most 0.15 %\n    result: 0.119 %",
            "threshold: 0.05 to 0.15 %\n    result: 0.9 %",
        )],
        "state-against-numbers",
        TST_1,
    ),
    // What is late, given up or done.
    row("a concern answered late", &[Set(CNC_1, "answered", "2026-11-18")], "concern-overdue", CNC_1),
    row("a concern closed without an outcome", &[Drop(CNC_1, "outcome")], "state-contradicted", CNC_1),
    row("a treatment that was dropped", &[Swap(PLN_1, UNDER_WAY, DROPPED)], "treatment-plan-incomplete", RSK_1),
    row(
        "a treatment that is done, and an open risk",
        &[Swap(PLN_1, UNDER_WAY, DONE), Set(RSK_1, "state", "open")],
        "plan-risk-soa-differ",
        PLN_1,
    ),
    row(
        "an action that nobody sees to",
        &[DropIn(PLN_2, "action: \"Internal audit 2025", "owner")],
        "treatment-plan-incomplete",
        PLN_2,
    ),
    row(
        "an audit of the programme that nobody sees to",
        &[DropIn(PLN_2, "audit: Internal audit 2027", "owner")],
        "treatment-plan-incomplete",
        PLN_2,
    ),
    row(
        "the report of another year",
        &[Swap(PLN_2, "report: AUD-002", "report: AUD-001")],
        "state-contradicted",
        PLN_2,
    ),
    // What is missing in the middle.
    row(
        "a control that is in, and how far is not said",
        &[DropIn(SOA, "control: A.2.3", "implementation")],
        "soa-without-ground",
        SOA,
    ),
    row(
        "a control carried out by a document of others",
        &[Swap(SOA, "documents: [", "documents: [POL-007, ")],
        "soa-without-ground",
        SOA,
    ),
    row(
        "two checks that were left out",
        &[
            Swap(OBJ_1, "  - date: 2025-12-09\n    value: 82 %\n    note: After the list of plain reasons\n", ""),
            Swap(OBJ_1, "  - date: 2026-03-17\n    value: 85 %\n    note: Before the training on version 3.2\n", ""),
        ],
        "objective-not-measured",
        OBJ_1,
    ),
    row(
        "a period that was not watched",
        &[Swap(
            MON_1,
            "  - date: 2026-07-14\n    indicator: Equal-opportunity gap",
            "  - date: 2026-04-15\n    indicator: Equal-opportunity gap",
        )],
        "monitoring-missed",
        MON_1,
    ),
    row(
        "one competence that nothing shows",
        &[DropIn(CMP_2, "person: Head of Data", "met-by")],
        "competence-gap",
        CMP_2,
    ),
    row(
        "a harm left to the risk of another system",
        &[Swap(IA_4, "risk: [RSK-003]", "risk: [RSK-005]")],
        "harm-without-risk",
        IA_4,
    ),
    row(
        "an opinion against it that nobody answered",
        &[Set(IA_4, "dpo-opinion", "2026-03-20, disagrees")],
        "impact-assessment-incomplete",
        IA_4,
    ),
    row("an assessment that nobody watches", &[Drop(IA_4, "monitoring")], "impact-assessment-incomplete", IA_4),
    // Settings.
    row(
        "levels of risk that are out of order",
        &[Swap("aims.toml", "high = 15\nmedium = 8", "high = 5\nmedium = 8")],
        "invalid-setting",
        "aims.toml",
    ),
];
