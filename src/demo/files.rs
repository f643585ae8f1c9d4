//! The example AIMS, embedded.

macro_rules! example {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../example-aims/", $path)))),+]
    };
}

/// Every file of `example-aims`, by its path.
pub(super) static FILES: &[(&str, &str)] = example![
    "README.md",
    "aims.toml",
    "assessments/impact/ia-001-lending-score-3-0.md",
    "assessments/impact/ia-002-member-assistant-2025-07.md",
    "assessments/impact/ia-003-payment-watch.md",
    "assessments/impact/ia-004-lending-score-3-2.md",
    "assessments/impact/ia-005-member-assistant-2026-08.md",
    "assessments/impact/ia-006-mailroom-reader.md",
    "assessments/risk/ra-001-payment-watch.md",
    "assessments/risk/ra-002-lending-score.md",
    "assessments/risk/ra-003-member-assistant.md",
    "assessments/risk/ra-004-yearly-2026.md",
    "assessments/risk/ra-005-member-assistant-model-2026-08.md",
    "assessments/risk/ra-006-mailroom-reader.md",
    "audits/aud-001-internal-audit-2025.md",
    "audits/aud-002-internal-audit-2026.md",
    "changes/chg-001-lending-score-joins.md",
    "changes/chg-002-lending-score-3-2.md",
    "changes/chg-003-retire-branch-rota-forecast.md",
    "changes/chg-004-member-assistant-model-2026-08.md",
    "competence/cmp-001-competence-2025.md",
    "competence/cmp-002-competence-2026.md",
    "external/ext-001-iso-iec-42001.md",
    "external/ext-002-eu-ai-act.md",
    "external/ext-003-nist-ai-rmf.md",
    "external/ext-004-iso-iec-42005.md",
    "external/ext-005-iso-iec-27001.md",
    "external/ext-006-corvid-model-card-2026-08.md",
    "frameworks/house-rules.toml",
    "guidelines/gui-001-writing-an-impact-assessment.md",
    "guidelines/gui-002-fairness-testing-lending-score.md",
    "guidelines/gui-003-prompting-and-using-the-member-assistant.md",
    "incidents/inc-001-wrong-savings-rate.md",
    "incidents/inc-002-care-home-payments.md",
    "incidents/inc-003-stale-feature-table.md",
    "management-reviews/mr-001-2025.md",
    "management-reviews/mr-002-2026.md",
    "nonconformities/nc-001-impact-assessment-not-updated.md",
    "nonconformities/nc-002-rates-not-current.md",
    "nonconformities/nc-003-payment-watch-logs.md",
    "nonconformities/nc-004-impact-assessment-not-repeated.md",
    "objectives/obj-001-loan-decisions-explained.md",
    "objectives/obj-002-fairness-gap.md",
    "objectives/obj-003-response-time-to-concerns.md",
    "objectives/obj-004-ai-literacy.md",
    "plans/pln-001-ai-risk-treatment-plan.md",
    "plans/pln-002-internal-audit-programme.md",
    "plans/pln-003-communication-plan.md",
    "plans/pln-004-deployment-plan-mailroom-reader.md",
    "policies/pol-001-ai-policy.md",
    "policies/pol-002-responsible-ai-development.md",
    "policies/pol-003-data-for-ai.md",
    "policies/pol-004-responsible-use-of-ai.md",
    "policies/pol-005-third-party-ai.md",
    "policies/pol-006-transparency-and-incident-communication.md",
    "policies/pol-007-roles-resources-and-competence.md",
    "procedures/pro-001-control-of-documented-information.md",
    "procedures/pro-002-ai-risk-assessment-and-treatment.md",
    "procedures/pro-003-ai-system-impact-assessment.md",
    "procedures/pro-004-ai-system-life-cycle.md",
    "procedures/pro-005-verification-validation-and-release.md",
    "procedures/pro-006-operation-and-monitoring.md",
    "procedures/pro-007-technical-documentation-and-user-information.md",
    "procedures/pro-008-data-management-for-ai.md",
    "procedures/pro-009-resource-inventory.md",
    "procedures/pro-010-raising-and-handling-concerns.md",
    "procedures/pro-011-ai-incidents-and-communication.md",
    "procedures/pro-012-use-and-oversight.md",
    "procedures/pro-013-supplier-assessment.md",
    "procedures/pro-014-internal-audit.md",
    "procedures/pro-015-management-review.md",
    "procedures/pro-016-nonconformity-and-corrective-action.md",
    "procedures/pro-017-planning-of-changes.md",
    "procedures/pro-018-competence-and-awareness.md",
    "records/rec-001-dataset-sheet-lending-score.md",
    "records/rec-002-data-quality-report.md",
    "records/rec-003-data-preparation.md",
    "records/rec-004-requirements-and-design.md",
    "records/rec-005-verification-report.md",
    "records/rec-006-release-decision.md",
    "records/rec-007-monitoring-report-q3-2026.md",
    "records/rec-008-technical-file-index.md",
    "records/rec-009-decline-letters-sample.md",
    "records/rec-010-notice-and-instructions.md",
    "records/rec-011-concern-log-2026.md",
    "records/rec-012-retirement-branch-rota-forecast.md",
    "records/rec-013-tooling-and-compute-inventory.md",
    "records/rec-014-policy-alignment.md",
    "records/rec-015-reporting-duties.md",
    "records/rec-016-incident-notices.md",
    "records/rec-017-risk-treatment-results.md",
    "records/rec-018-supplier-reassessment-corvid.md",
    "records/rec-019-event-log-sample.md",
    "records/rec-020-operational-control-check.md",
    "risks/rsk-001-unequal-treatment.md",
    "risks/rsk-002-following-without-judgement.md",
    "risks/rsk-003-drift.md",
    "risks/rsk-004-wrong-product-advice.md",
    "risks/rsk-005-member-data-to-supplier.md",
    "risks/rsk-006-unannounced-model-change.md",
    "risks/rsk-007-blocking-vulnerable-members.md",
    "risks/rsk-008-fraudsters-learn.md",
    "risks/rsk-009-misrouted-letters.md",
    "risks/rsk-010-training-data-rights.md",
    "risks/rsk-011-ai-outside-inventory.md",
    "risks/rsk-012-energy-use.md",
    "scope/sco-001-scope.md",
    "soa/soa-001-statement-of-applicability.md",
    "suppliers/sup-001-corvid-language-works.md",
    "suppliers/sup-002-tessellate-document-systems.md",
    "suppliers/sup-003-pinnacle-compute.md",
    "systems/sys-001-lending-score.md",
    "systems/sys-002-member-assistant.md",
    "systems/sys-003-payment-watch.md",
    "systems/sys-004-mailroom-reader.md",
    "systems/sys-005-branch-rota-forecast.md",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_is_the_folder() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("example-aims");
        let (mut paths, mut folders) = (Vec::new(), vec![root.clone()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
                match entry.is_dir() {
                    true => folders.push(entry),
                    false => {
                        let path = entry.strip_prefix(&root).expect("below");
                        paths.push(path.to_string_lossy().replace('\\', "/"));
                    }
                }
            }
        }
        paths.sort();
        assert_eq!(paths, FILES.iter().map(|(path, _)| *path).collect::<Vec<_>>());
    }
}
