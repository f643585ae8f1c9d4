//! Defects in days and states that cannot be true: what came before what, what lies ahead, and what a state is shown by.

use super::edit::Edit;
use super::table::{Mutation, beside, row};
use Edit::{Drop, Set, Swap};

const CHG_4: &str = "changes/chg-004-member-assistant-model-2026-08.md";
const CHG_7: &str = "changes/chg-007-control-a-8-3-comes-in.md";
const CMP_2: &str = "competence/cmp-002-competence-2026.md";
const CNC_1: &str = "concerns/cnc-001-letters-of-neighbours.md";
const CNC_2: &str = "concerns/cnc-002-attorney-not-heard.md";
const CNC_3: &str = "concerns/cnc-003-odd-scores-in-the-morning.md";
const DAT_1: &str = "datasets/dat-001-lending-score.md";
const IA_6: &str = "assessments/impact/ia-006-mailroom-reader.md";
const INC_1: &str = "incidents/inc-001-wrong-savings-rate.md";
const NC_1: &str = "nonconformities/nc-001-impact-assessment-not-updated.md";
const NC_2: &str = "nonconformities/nc-002-rates-not-current.md";
const PLN_2: &str = "plans/pln-002-internal-audit-programme.md";
const POL_1: &str = "policies/pol-001-ai-policy.md";
const RDM_1: &str = "roadmap/rdm-001-roadmap.md";
const REL_1: &str = "releases/rel-001-member-assistant-2026-08.md";
const SUP_1: &str = "suppliers/sup-001-corvid-language-works.md";
const TRN_1: &str = "training/trn-001-loan-officers-3-2.md";

/// The row of an audit that is still to come.
const FOLLOW_UP: &str = "    auditors: [Leopold Marsh]\n    owner: Internal Auditor\n    status: planned";

/// Every defect.
pub(crate) const FACTS: &[Mutation] = &[
    // What came before what.
    row("accepted before it was assessed", &[Set(IA_6, "accepted", "2026-09-01")], "dates-out-of-order", IA_6),
    row("a change checked before it was approved", &[Set(CHG_4, "checked", "2026-08-01")], "dates-out-of-order", CHG_4),
    row("users told before it happened", &[Set(INC_1, "users-told", "2025-10-01")], "dates-out-of-order", INC_1),
    row("closed before users were told", &[Set(INC_1, "closed", "2025-11-05")], "dates-out-of-order", INC_1),
    beside(
        row(
            "an answer that was due before the concern",
            &[Set(CNC_1, "answer-due", "2026-10-01")],
            "dates-out-of-order",
            CNC_1,
        ),
        &[("concern-overdue", "by that day it was answered late")],
    ),
    row("an action due before it was found", &[Set(NC_1, "due", "2025-10-01")], "dates-out-of-order", NC_1),
    row(
        "a phase closed before it begins",
        &[Swap(RDM_1, "closed: 2025-08-25", "closed: 2025-01-02")],
        "dates-out-of-order",
        RDM_1,
    ),
    row("a policy of the Middle Ages", &[Set(POL_1, "effective", "1026-01-01")], "dates-out-of-order", POL_1),
    // What lies ahead.
    row("a look at a change that is still to come", &[Set(CHG_4, "checked", "2027-01-01")], "date-in-future", CHG_4),
    row("an answer that is still to come", &[Set(CNC_1, "answered", "2027-01-01")], "date-in-future", CNC_1),
    row("a supplier judged in three years", &[Set(SUP_1, "due-diligence", "2029-08-10")], "date-in-future", SUP_1),
    row("a version that runs before its day", &[Set(REL_1, "deployed", "2027-02-05")], "date-in-future", REL_1),
    row("data checked on a day to come", &[Swap(DAT_1, "checked: 2026", "checked: 2027")], "date-in-future", DAT_1),
    // What a state is shown by.
    row("a concern closed without its answer", &[Drop(CNC_2, "answered")], "state-contradicted", CNC_2),
    row("a concern that was answered and is open", &[Set(CNC_3, "state", "open")], "state-contradicted", CNC_3),
    row("a nonconformity that is open and closed", &[Set(NC_1, "state", "open")], "state-contradicted", NC_1),
    row("a nonconformity closed on no day", &[Drop(NC_1, "closed")], "state-contradicted", NC_1),
    row("an incident closed on no day", &[Drop(INC_1, "closed")], "state-contradicted", INC_1),
    row("a change approved on no day", &[Drop(CHG_7, "approved")], "state-contradicted", CHG_7),
    row(
        "an audit that is done and has no report",
        &[Swap(PLN_2, FOLLOW_UP, "    auditors: [Leopold Marsh]\n    owner: Internal Auditor\n    status: done")],
        "state-contradicted",
        PLN_2,
    ),
    beside(
        row(
            "a phase that is closed and under way",
            &[Swap(RDM_1, "closed: 2025-08-25\n    status: done", "closed: 2025-08-25\n    status: in-progress")],
            "state-contradicted",
            RDM_1,
        ),
        &[("action-overdue", "a phase that is under way runs past its day")],
    ),
    beside(
        row("a change that was refused, and made", &[Set(CHG_4, "state", "rejected")], "release-not-borne-out", REL_1),
        &[("state-contradicted", "a change that was refused has no day of approval")],
    ),
    beside(
        row(
            "a version that a change was refused for",
            &[Set(CHG_4, "state", "rejected"), Set(CHG_4, "to", "2026-08")],
            "decision-not-followed",
            CHG_4,
        ),
        &[
            ("release-not-borne-out", "the release rests on that change too"),
            ("state-contradicted", "a change that was refused has no day of approval"),
        ],
    ),
    row(
        "an action that did not work and is over",
        &[Set(NC_2, "effectiveness", "\"No\"")],
        "closed-without-effectiveness",
        NC_2,
    ),
    row(
        "a competence that was not there, and that is all",
        &[Swap(CMP_2, "effective: Yes; data sheets complete since 2026-02", "effective: \"No\"")],
        "competence-gap",
        CMP_2,
    ),
    row("more came than were invited", &[Set(TRN_1, "attended", "40")], "training-gap", TRN_1),
    row("a training that taught nothing", &[Set(TRN_1, "effective", "No; half of them failed")], "training-gap", TRN_1),
];
