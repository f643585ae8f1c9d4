//! Defects in what kinds and keys say that came later: obligations, messages, data sheets, chances, autonomy, exclusions.

use super::edit::Edit;
use super::table::{Mutation, beside, row};
use Edit::{Committed, Drop, New, Set, Swap};

const AUD_2: &str = "audits/aud-002-internal-audit-2026.md";
const COM_3: &str = "communications/com-003-assistant-model-2026-08.md";
const CT_901: &str = "control-tests/ct-901-stopping.md";
const DAT_3: &str = "datasets/dat-003-archived-letters.md";
const IA_4: &str = "assessments/impact/ia-004-lending-score-3-2.md";
const IA_5: &str = "assessments/impact/ia-005-member-assistant-2026-08.md";
const IA_6: &str = "assessments/impact/ia-006-mailroom-reader.md";
const IMP_901: &str = "improvements/imp-901-one-form.md";
const INC_2: &str = "incidents/inc-002-care-home-payments.md";
const ISS_901: &str = "issues/iss-901-prices-of-computing.md";
const NC_3: &str = "nonconformities/nc-003-payment-watch-logs.md";
const OBL_2: &str = "obligations/obl-002-major-incident.md";
const OBL_6: &str = "obligations/obl-006-fault-of-a-bought-model.md";
const PLN_3: &str = "plans/pln-003-communication-plan.md";
const RSK_7: &str = "risks/rsk-007-blocking-vulnerable-members.md";
const RSK_12: &str = "risks/rsk-012-energy-use.md";
const RSK_14: &str = "risks/rsk-014-private-matters-seen.md";
const SOA: &str = "soa/soa-001-statement-of-applicability.md";
const SYS_1: &str = "systems/sys-001-lending-score.md";
const SYS_3: &str = "systems/sys-003-payment-watch.md";
const SYS_4: &str = "systems/sys-004-mailroom-reader.md";

/// A test of a control that failed, and that is all.
const CONTROL_TEST: &str = "id: CT-901
title: Who may stop a system
kind: control-test
owner: Internal Auditor
date: 2026-11-02
classification: internal
retention: 6 years from the date of the record
controls: [A.9.2]
tested: [operation]
how: Asked three analysts to stop a run in the test environment
sample: [Three of eleven analysts, drawn by lot]
tester: Internal Auditor
result: failed
exceptions: None of the three found the switch";

/// An improvement that was decided, and that is all.
const IMPROVEMENT: &str = "id: IMP-901
title: One form for all assessments
kind: improvement
owner: AI Officer
date: 2026-06-01
classification: internal
retention: 6 years from the date of the record
what: One form for risk and impact assessments
source: staff
decision: To be tried for a year
decided-by: AI Officer
decided: 2026-06-15
due: 2026-10-31
state: adopted";

/// An issue of which nobody has said what follows from it.
const ISSUE: &str = "id: ISS-901
title: Computing becomes dearer
kind: issue
version: 1.0
status: in-review
owner: Head of Data
reviewed: 2026-09-01
review-every: 12 months
classification: internal
retention: 6 years from the date this version is replaced
side: external
bearing: Retraining costs twice what it did
state: open";

/// Every defect.
pub(crate) const KINDS: &[Mutation] = &[
    row(
        "a system that was made of data without a sheet",
        &[Drop(DAT_3, "systems"), Drop(SYS_4, "datasets")],
        "data-without-provenance",
        SYS_4,
    ),
    beside(
        row(
            "a data sheet without a word on quality",
            &[Drop(DAT_3, "quality"), Set(DAT_3, "controls", "[A.4.3, A.7.3, A.7.5, A.7.6]")],
            "data-without-provenance",
            DAT_3,
        ),
        &[("soa-without-ground", "the statement names it for a control that it does not serve any more")],
    ),
    row("a duty whose day has passed", &[Set(OBL_2, "due", "2026-10-31")], "obligation-unmet", OBL_2),
    row("a duty that nothing meets", &[Drop(OBL_6, "met-by")], "obligation-unmet", OBL_6),
    row(
        "a message that was told by its word alone",
        &[Drop(COM_3, "plan"), Drop(COM_3, "evidence-for")],
        "communication-not-done",
        PLN_3,
    ),
    row(
        "a system that decides alone, and an analyst who decides",
        &[Set(SYS_3, "autonomy", "decides-alone")],
        "autonomy-contradicts",
        SYS_3,
    ),
    row("a harm that is called a chance", &[Set(RSK_12, "opportunity", "true")], "opportunity-contradicts", RSK_12),
    beside(
        row("a threat that is pursued", &[Set(RSK_12, "treatment", "pursue")], "opportunity-contradicts", RSK_12),
        &[("plan-risk-soa-differ", "the treatment plan accepts what the risk pursues")],
    ),
    row(
        "a control that is left out and done",
        &[Swap(SOA, "    applicable: false\n", "    applicable: false\n    implementation: done\n")],
        "excluded-control-in-use",
        SOA,
    ),
    row(
        "an assessment of personal data without its officer",
        &[Drop(IA_4, "dpo-opinion")],
        "impact-assessment-incomplete",
        IA_4,
    ),
    row(
        "advice that came after the decision",
        &[Set(IA_6, "dpo-opinion", "[{by: Data Protection Officer, date: 2026-10-20, opinion: agrees}]")],
        "dates-out-of-order",
        IA_6,
    ),
    row("an issue that nothing came of", &[New(ISS_901, ISSUE)], "context-incomplete", ISS_901),
    row(
        "a risk that was to be treated last month",
        &[Set(RSK_14, "treated-by", "2026-10-30")],
        "action-overdue",
        RSK_14,
    ),
    row("a treatment that fell short of its target", &[Set(RSK_7, "target", "low")], "state-against-numbers", RSK_7),
    row(
        "a report to an authority that goes by nothing",
        &[Set(INC_2, "reportable", "true"), Set(INC_2, "authority-told", "2026-04-24")],
        "reportable-not-told",
        INC_2,
    ),
    row("a control that failed its test", &[New(CT_901, CONTROL_TEST)], "audit-finding-untracked", CT_901),
    row("an improvement that nobody made", &[New(IMP_901, IMPROVEMENT)], "action-overdue", IMP_901),
    // What is open, and what runs, does not go by a word.
    row(
        "a nonconformity that is retired while it is open",
        &[Set(NC_3, "status", "retired")],
        "retired-while-open",
        NC_3,
    ),
    row(
        "an audit that is retired before its findings",
        &[Set(AUD_2, "status", "retired")],
        "retired-while-open",
        AUD_2,
    ),
    row(
        "an entry that is retired while the system runs",
        &[Set(SYS_3, "status", "retired")],
        "retired-while-open",
        SYS_3,
    ),
    row("a system in use that is called planned", &[Set(SYS_1, "lifecycle", "planned")], "stage-against-days", SYS_1),
    row(
        "a system in use that is retired in three years",
        &[Set(SYS_1, "lifecycle", "retired"), Set(SYS_1, "retired", "2029-12-31")],
        "stage-against-days",
        SYS_1,
    ),
    row("a system in use from next year on", &[Set(SYS_3, "deployed", "2027-04-14")], "stage-against-days", SYS_3),
    row("a day that had passed and was moved", &[Committed, Set(NC_3, "due", "2027-10-31")], "day-moved", NC_3),
    row(
        "an assessment that is looked at again in 2035",
        &[Set(IA_4, "next-review", "2035-01-01")],
        "next-review-stretched",
        IA_4,
    ),
    beside(
        row(
            "an assessment to be looked at before it was made",
            &[Set(IA_5, "next-review", "2026-01-01")],
            "dates-out-of-order",
            IA_5,
        ),
        &[("review-overdue", "the day that is written has passed")],
    ),
    row(
        "an indicator of an assessment that nobody could miss",
        &[Swap(
            IA_4,
            "    threshold: a fall for a second year\n    frequency: 12 months\n    owner: Head of Lending\n",
            "",
        )],
        "threshold-missing",
        IA_4,
    ),
    row(
        "a harm to people whom the assessment does not name",
        &[Swap(
            IA_5,
            "    who: Members in crisis or in debt\n    likelihood: 2\n",
            "    who: Prisoners\n    likelihood: 2\n",
        )],
        "impact-without-society",
        IA_5,
    ),
];
