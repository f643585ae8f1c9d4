//! Defects in the life of AI systems and in what the law asks: tests, releases, figures, harms, duties.

use super::edit::Edit;
use super::table::{Mutation, beside, row};
use Edit::{Drop, DropEach, DropIn, New, Set, SetEach, Swap};

const REL_1: &str = "releases/rel-001-member-assistant-2026-08.md";
const TST_2: &str = "tests/tst-002-member-assistant-2026-08.md";
const TST_3: &str = "tests/tst-003-mailroom-reader-0-9.md";
const MON_3: &str = "monitoring/mon-003-payment-watch.md";
const IA_6: &str = "assessments/impact/ia-006-mailroom-reader.md";
const NC_3: &str = "nonconformities/nc-003-payment-watch-logs.md";
const INC_3: &str = "incidents/inc-003-stale-feature-table.md";
const SCOPE: &str = "scope/sco-001-scope.md";
const SOA: &str = "soa/soa-001-statement-of-applicability.md";
const NC_1: &str = "nonconformities/nc-001-impact-assessment-not-updated.md";
const PRO_3: &str = "procedures/pro-003-ai-system-impact-assessment.md";
const EXT_1: &str = "external/ext-001-iso-iec-42001.md";
const EXT_2: &str = "external/ext-002-eu-ai-act.md";
const MON_1: &str = "monitoring/mon-001-lending-score.md";
const MOD_2: &str = "models/mod-002-corvid-2026-08.md";
const PLN_1: &str = "plans/pln-001-ai-risk-treatment-plan.md";
const PLN_2: &str = "plans/pln-002-internal-audit-programme.md";
const RA_6: &str = "assessments/risk/ra-006-mailroom-reader.md";
const RSK_9: &str = "risks/rsk-009-misrouted-letters.md";
const OBL_3: &str = "obligations/obl-003-serious-incident.md";
const SYS_2: &str = "systems/sys-002-member-assistant.md";
const SYS_1: &str = "systems/sys-001-lending-score.md";
const SYS_4: &str = "systems/sys-004-mailroom-reader.md";

/// A concern that was right, and after which nothing was looked at again.
const UPHELD: &str = "id: CNC-901
title: Younger applicants ask why
kind: concern
owner: Data Protection Officer
date: 2026-11-04
classification: internal
retention: 6 years
controls: [A.8.3]
systems: [SYS-001]
source: outside
channel: letter
what: Applicants under 26 are declined more often than their file explains
handled-by: AI Officer
answer-due: 2026-11-30
answered: 2026-11-05
upheld: \"yes\"
outcome: Apology
state: answered";

/// Every defect.
pub(crate) const LIFE: &[Mutation] = &[
    // Tests and releases.
    beside(
        row(
            "a release that says no, and the system runs",
            &[Set(REL_1, "decision", "no-release")],
            "release-not-borne-out",
            REL_1,
        ),
        &[(
            "system-without-control-evidence",
            "the release was what showed its controls on requirements and deployment",
        )],
    ),
    row("a release on a test that failed", &[SetEach(TST_2, "passed", "false")], "release-not-borne-out", REL_1),
    row("a release dated before what it rests on", &[Set(REL_1, "date", "2026-08-24")], "release-not-borne-out", REL_1),
    beside(
        row(
            "a release on a test of another version",
            &[Set(TST_2, "system-version", "2025-07")],
            "release-not-borne-out",
            REL_1,
        ),
        &[("assessed-version-differs", "the test was the newest of the system")],
    ),
    row(
        "a release whose criterion is not met",
        &[Swap(REL_1, "Staff trained on what changes\n    met: true", "Staff trained on what changes\n    met: false")],
        "release-not-borne-out",
        REL_1,
    ),
    row("a release with conditions, and none", &[Drop(REL_1, "conditions")], "release-not-borne-out", REL_1),
    row("thresholds set after the test", &[Set(TST_3, "criteria-set", "2026-10-15")], "dates-out-of-order", TST_3),
    row("a test judged against nothing", &[DropEach(TST_2, "threshold")], "threshold-missing", TST_2),
    // What is watched.
    row(
        "a figure out of bounds that passed",
        &[Swap(MON_3, "value: 87.3 %", "value: 61.0 %")],
        "state-against-numbers",
        MON_3,
    ),
    row(
        "an indicator without a threshold",
        &[DropIn(MON_3, "- indicator: Confirmed fraud that was held", "threshold")],
        "threshold-missing",
        MON_3,
    ),
    row(
        "an indicator without a frequency",
        &[DropIn(MON_3, "- indicator: Confirmed fraud that was held", "frequency")],
        "threshold-missing",
        MON_3,
    ),
    // Harms.
    row("a harm without figures", &[DropIn(IA_6, "A letter with a deadline", "severity")], "harm-unrated", IA_6),
    row("harms without figures", &[DropEach(IA_6, "likelihood"), DropEach(IA_6, "severity")], "harm-unrated", IA_6),
    row("no harm at all, and something is left", &[SetEach(IA_6, "effect", "none")], "harm-unrated", IA_6),
    row(
        "categories set aside as not relevant",
        &[SetEach(IA_6, "description", "Not relevant")],
        "impact-categories-not-covered",
        IA_6,
    ),
    row("measures that were dropped", &[SetEach(IA_6, "status", "dropped")], "harm-without-measure", IA_6),
    row(
        "a harm greater after its measures",
        &[Swap(
            IA_6,
            "likelihood: 2\n    severity: 4\n",
            "likelihood: 2\n    severity: 4\n    residual-likelihood: 3\n    residual-severity: 4\n",
        )],
        "residual-above-inherent",
        IA_6,
    ),
    row(
        "less left than the rows come to",
        &[
            Set(IA_6, "residual", "low"),
            Swap(
                IA_6,
                "likelihood: 3\n    severity: 4\n",
                "likelihood: 3\n    severity: 4\n    residual-likelihood: 3\n    residual-severity: 3\n",
            ),
        ],
        "harm-unrated",
        IA_6,
    ),
    // What is on record of them.
    row("a major finding made a minor one", &[Set(NC_3, "grade", "minor")], "graded-below-finding", NC_3),
    row(
        "a concern that was right, and nothing looked at again",
        &[New("concerns/cnc-901-younger-applicants.md", UPHELD)],
        "reassessment-missed",
        "concerns/cnc-901-younger-applicants.md",
    ),
    row(
        "a serious incident by its field, and no new assessment",
        &[
            Set(INC_3, "serious-incident", "\"yes\""),
            Set(INC_3, "reportable", "false"),
            Set(INC_3, "reportable-reason", "Nobody outside was touched; judged by the AI Officer"),
        ],
        "reassessment-missed",
        INC_3,
    ),
    // The law.
    row(
        "a system that has to tell and tells nothing",
        &[Set(SYS_4, "ai-act-class", "transparency")],
        "duties-open",
        SYS_4,
    ),
    beside(
        row(
            "Annex I beside a point of Annex III",
            &[Set(SYS_1, "ai-act-class", "high-annex-i")],
            "class-contradicts",
            SYS_1,
        ),
        &[("duties-open", "the duties of another class come in, from another day")],
    ),
    row(
        "Article 50 is named, and the class is minimal",
        &[Set(SYS_2, "ai-act-class", "minimal")],
        "class-contradicts",
        SYS_2,
    ),
    row(
        "a duty of the law that begins a year later",
        &[Set(OBL_3, "applies-from", "2028-12-02"), Set(OBL_3, "requirements", "{ eu-ai-act: [art-73] }")],
        "obligation-unmet",
        OBL_3,
    ),
    row("a point that Annex III has not", &[Set(SYS_1, "annex-iii", "9(z)")], "class-contradicts", SYS_1),
    row(
        "the AI Act before its amendment",
        &[Set(EXT_2, "edition", "Regulation (EU) 2024/1689 of 13 June 2024")],
        "external-edition-behind",
        EXT_2,
    ),
    row(
        "the AI Act, not looked at since its amendment",
        &[
            Set(EXT_2, "edition", "Regulation (EU) 2024/1689"),
            Set(EXT_2, "title", "EU AI Act"),
            Drop(EXT_2, "published"),
            Set(EXT_2, "reviewed", "2026-07-01"),
        ],
        "external-edition-behind",
        EXT_2,
    ),
    row(
        "a standard of another year than its title",
        &[Set(EXT_1, "edition", "\"ISO/IEC 42001:2022\"")],
        "external-edition-behind",
        EXT_1,
    ),
    // Who looks, and how far.
    row("a scope without the role of its systems", &[Set(SCOPE, "ai-roles", "[provider]")], "inventory-differs", SCOPE),
    row("nobody says how long logs are kept", &[Drop(SYS_1, "log-retention")], "log-retention-short", SYS_1),
    row(
        "a procedure that its owner alone approved",
        &[Set(PRO_3, "approvers", "[AI Officer]")],
        "four-eyes-missing",
        PRO_3,
    ),
    row(
        "a statement that its owner alone approved",
        &[Set(SOA, "approvers", "[AI Officer]")],
        "four-eyes-missing",
        SOA,
    ),
    row(
        "an action closed by whoever carried it out",
        &[Set(NC_1, "closed-by", "AI Officer")],
        "four-eyes-missing",
        NC_1,
    ),
    row("a deputy of themselves", &[Set(SYS_1, "deputy", "Head of Lending")], "four-eyes-missing", SYS_1),
    // What does not go with what else is said.
    beside(
        row(
            "an incident of a system that is gone",
            &[Set(INC_3, "systems", "[SYS-005]")],
            "record-after-retirement",
            INC_3,
        ),
        &[("record-of-other-systems", "the concern that helped to find it is of the system that it happened in")],
    ),
    row("monitoring of a system that is gone", &[Set(MON_1, "systems", "[SYS-005]")], "record-after-retirement", MON_1),
    row(
        "a model that is not the one that runs",
        &[Set(MOD_2, "model-version", "2025-07")],
        "model-contradicts-system",
        MOD_2,
    ),
    row("a model of another supplier", &[Set(MOD_2, "suppliers", "[SUP-003]")], "model-contradicts-system", MOD_2),
    row(
        "a pilot of a version that nobody assessed",
        &[Set(IA_6, "system-version", "\"0.1\"")],
        "assessed-version-differs",
        SYS_4,
    ),
    row(
        "a score that the register did not take over",
        &[Swap(RA_6, "likelihood: 3\n    severity: 4", "likelihood: 1\n    severity: 1")],
        "assessed-score-differs",
        RSK_9,
    ),
    row(
        "a bought system of which one is the provider",
        &[Set(SYS_2, "ai-roles", "[provider]")],
        "provider-role-missing",
        SYS_2,
    ),
    row("a treatment plan that ran out", &[Set(PLN_1, "period", "2024-05-26 to 2025-05-31")], "plan-ended", PLN_1),
    row("an audit programme that ran out", &[Set(PLN_2, "period", "2022-01-01 to 2024-12-31")], "plan-ended", PLN_2),
    row(
        "a reason that names a risk its row does not hold",
        &[Swap(SOA, "Clause 5.2 asks for it and", "RSK-004 asks for it and")],
        "soa-empty-reason",
        SOA,
    ),
    row(
        "one reason for every control, with a risk that its row need not hold",
        &[SetEach(SOA, "reason", "Needed for our AI systems, RSK-004")],
        "soa-empty-reason",
        SOA,
    ),
];
