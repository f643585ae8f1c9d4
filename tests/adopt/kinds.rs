//! Which kind a name or a title says, in what `aims init --adopt` proposes and in what `aims check` advises.

use std::fs;

use super::{adopted, check, documents};
use crate::support::sandbox::{Sandbox, TODAY};

/// The kinds that adopting proposes, a line each, for these files; a title is `Words` where none stands behind the name.
fn proposed(files: &[&str]) -> Vec<String> {
    let texts: Vec<(&str, String)> = files
        .iter()
        .map(|file| {
            let (path, title) = file.split_once(" # ").unwrap_or((file, "Words"));
            (path, format!("# {title}\n\nText.\n"))
        })
        .collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let told = Sandbox::new(&texts).run(&["init", "--adopt", "--dry-run", "--today", TODAY]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    told.stdout.lines().filter(|line| line.contains("\" = \"")).map(|line| line.replace('"', "")).collect()
}

/// Each name with the kind that is proposed for it.
fn each(pairs: &[(&str, &str)]) {
    let files: Vec<&str> = pairs.iter().map(|(file, _)| *file).collect();
    let found = proposed(&files);
    for (file, kind) in pairs {
        let path = file.split(" # ").next().unwrap_or_default();
        let kinds: Vec<&str> = found.iter().filter_map(|line| line.strip_prefix(path)?.strip_prefix(" = ")).collect();
        let wanted: Vec<&str> = Some(*kind).filter(|kind| !kind.is_empty()).into_iter().collect();
        assert_eq!(kinds, wanted, "{file}: {found:?}");
    }
}

#[test]
fn what_tells_how_is_no_evidence_wherever_the_word_stands() {
    each(&[
        ("a/internal-audit-procedure.md", "procedure"),
        ("a/SOP-Internal-Audit.md", "procedure"),
        ("a/procedure-internal-audit.md", "procedure"),
        ("a/sop-management-review.md", "procedure"),
        ("a/risk-assessment-methodology.md", "procedure"),
        ("a/nonconformity-procedure.md", "procedure"),
        ("a/internal-audit-plan.md", "plan"),
        ("a/internal_audit_program.md", "plan"),
        ("a/risk-register-procedure.md", "procedure"),
        ("a/statement-of-applicability-procedure.md", "procedure"),
        ("a/asset-register-procedure.md", "procedure"),
        ("a/Verfahren-Internes-Audit.md", "procedure"),
        ("a/Procédure-audit-interne.md", "procedure"),
        ("a/Proceso-de-auditoría-interna.md", "procedure"),
        ("a/Programma-audit-interne.md", "plan"),
        ("a/internal-audit.md # Internal audit procedure", "procedure"),
        ("a/internal-audit-2025.md", "audit"),
        ("a/risk-assessment-chatbot.md", "risk-assessment"),
        ("a/minutes-of-the-management-review.md", "management-review"),
        ("a/Revue-de-direction-2025.md", "management-review"),
        ("a/Déclaration-d-applicabilité.md", "soa"),
        ("a/Registre-des-risques.md", "risk-register"),
    ]);
}

#[test]
fn what_is_about_a_document_is_not_one_of_its_kind() {
    each(&[
        ("a/audit-report-of-the-change-management-procedure.md", "record"),
        ("a/internal-audit-of-the-procurement-process-2025.md", "audit"),
        ("a/review-of-the-incident-procedure-2025.md", ""),
        ("a/risk-assessment-for-the-hiring-process.md", "risk-assessment"),
        ("a/guideline-for-risk-assessments.md", "guideline"),
        ("a/control-of-documents-procedure.md", "procedure"),
        ("a/policy-review.md", ""),
        ("a/policy-register.md", ""),
        ("a/management-review-agenda.md", ""),
        ("a/impact-assessment-template.md", ""),
        ("a/internal-audit-checklist.md", ""),
        ("a/internal-audit-schedule.md", ""),
        ("a/external-audit-report-2025.md", "record"),
        ("a/internal-audit.md # Audit: how the process is looked at by us each year", ""),
        // Many hold audits, and what prepares or describes one is none that was held.
        ("a/soc2-audit-report.md", "record"),
        ("a/financial-audit-report-2026.md", "record"),
        ("a/internal-audit-report-2026.md", "audit"),
        ("a/internal-audit-manual.md", ""),
        ("a/ordre-du-jour-revue-de-direction.md", ""),
        ("a/ablauf-internes-audit.md", ""),
    ]);
    let told = Sandbox::new(&[("docs/review-of-the-incident-procedure-2025.md", "# Words\n")]).run(&[
        "init",
        "--adopt",
        "--dry-run",
        "--today",
        TODAY,
    ]);
    assert!(told.stderr.contains("\"docs/**\" = …"), "{}", told.stderr);
}

#[test]
fn a_folder_of_evidence_is_none_where_a_name_in_it_tells_how() {
    let found = proposed(&[
        "qms/internal audit/sop-internal-audit.md",
        "qms/internal audit/internal-audit-2025.md",
        "qms/internal audit/auditors.md",
        "impact-assessments/chatbot.md",
        "impact-assessments/template.md",
        "incident-records/INC-2026-01-release-process.md",
        "procedures/impact-assessment.md",
        "procedures/internal-audit/steps.md",
    ]);
    let wanted = [
        "incident-records/** = record",
        "procedures/** = procedure",
        "qms/internal audit/internal-audit-2025.md = audit",
        "qms/internal audit/sop-internal-audit.md = procedure",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn the_bare_name_of_what_is_done_shows_none() {
    each(&[
        ("a/Internal_Audit.md", ""),
        ("a/Management_Review.md", ""),
        ("a/Risk_Assessment.md # Risk Assessment", ""),
        ("a/AI_System_Impact_Assessment.md", ""),
        ("a/x.md # Data Protection Impact Assessment", ""),
        ("a/AI_Nonconformity_and_Corrective_Action.md", ""),
        ("a/Revue-de-direction.md", ""),
        // Neither its place in a folder, nor the number of a document, nor that of a clause makes one.
        ("a/09-internal-audit.md # Internal audit", ""),
        ("a/DOC-012-risk-assessment.md", ""),
        ("a/Risk-assessment-clause-8.2.md", ""),
        ("a/ISO-42001-2023-impact-assessment.md", ""),
        ("internal-audit/Internal Audit.md", ""),
        // A day, a number, a report or what it is of does, in the name or in the title.
        ("a/internal-audit-report.md # Internal audit", "audit"),
        ("a/2025-q3-internal-audit.md", "audit"),
        ("b/internal-audit.md # Internal audit report 2026", "audit"),
        ("a/AUD-2026-01.md # Internal audit", "audit"),
        ("a/RA-001-risk-assessment.md", "risk-assessment"),
        ("a/impact-assessment-chatbot.md # Impact assessment", "impact-assessment"),
        ("a/management-review-minutes.md", "management-review"),
        ("a/nonconformity-2026-03.md", "nonconformity"),
    ]);
}

#[test]
fn a_blank_or_an_example_of_evidence_shows_none() {
    each(&[
        ("a/blank-risk-assessment.md # Blank risk assessment", ""),
        ("a/one.md # Demo impact assessment", ""),
        ("a/two.md # Fictional impact assessment of the chatbot", ""),
        ("a/risk-assessment-tutorial.md # Risk assessment tutorial", ""),
        ("a/risk-assessment-skeleton.md", ""),
        ("a/risk-assessment-pro-forma.md", ""),
        ("a/three.md # Risk assessment boilerplate", ""),
        ("a/four.md # Empty risk register", ""),
        ("a/mock-audit-report-2026.md # Mock audit report 2026", ""),
        ("audits/sample-audit-report.md # Sample audit report", ""),
        ("a/specimen-audit-report.md # Specimen audit report", ""),
        ("a/example-incident-report.md # Example incident report", ""),
        ("audits/beispiel-auditbericht-2026.md # Auditbericht", ""),
        ("records/example-7.md # Audit report 7", ""),
        // What tells how is none of it, whatever it is about.
        ("a/demo-environment-policy.md # Demo environment policy", "policy"),
    ]);
}

#[test]
fn what_a_text_is_about_makes_it_no_example() {
    each(&[
        ("a/empty-office.md # Clear desk policy", "policy"),
        ("a/muster-station.md # Evacuation procedure", "procedure"),
        ("a/tutorial.md # Incident response procedure", "procedure"),
        ("a/demo-day.md # AI policy", "policy"),
        ("b/empty-state-2026.md # Risk register", "risk-register"),
        ("a/muster-gmbh-risk-assessment-2026.md # Risk assessment 2026", "risk-assessment"),
        ("e/audit-report-demo-gmbh-2026.md # Internal audit report 2026", "record"),
        ("a/impact-assessment-demo-booking-assistant.md", "impact-assessment"),
        ("a/risk-assessment-of-the-blank-detection-system.md", "risk-assessment"),
        ("c/impact-assessment-pro-forma-invoice-reader-2026.md", "impact-assessment"),
        ("d/risk-assessment-in-forma-2026.md", "risk-assessment"),
        ("a/pro-forma-risk-assessment-2026.md", ""),
        ("a/blank-ai-risk-assessment-2026.md", ""),
        ("a/risk-assessment-2026-blank.md", ""),
        ("a/blank.md # Risk assessment 2026", ""),
        ("r/sample-inspection.md # Risk assessment 2026", ""),
    ]);
}

#[test]
fn the_number_of_a_record_is_none_of_its_words() {
    each(&[
        ("a/Internal_Audit_Report_AUD-2025-001.md", "audit"),
        ("a/internal-audit-report-IA-001.md # Relatório de Auditoria Interna IA-001 — Sistema", "audit"),
        ("evidence/Internal_Audit_Report_QMR-2025-001.md", "audit"),
        ("records/Management_Review_Minutes_MR-2025-001.md", "management-review"),
        ("a/internal-audit-team-2025.md", ""),
        ("records/internal-audit-sample-2025.md # Internal audit", ""),
    ]);
}

#[test]
fn a_title_says_what_a_silent_name_leaves_open() {
    let text = |title: &str| format!("---\ntitle: {title}\n---\n\nText.\n");
    let files = [
        ("c/internal-audit/index.md", "Internal audit policy"),
        ("c/management-review/index.md", "Management review procedure"),
        ("c/risk-assessment/index.md", "Risk assessment"),
        ("c/impact-assessments/index.md", "Impact assessments"),
        ("c/impact-assessments/chatbot.md", "Chatbot"),
        ("c/impact-assessments/2026-02.md", "How the ranking harms"),
        ("handbook/password.md", "Password policy"),
        ("handbook/mail.md", "Mail"),
        ("policies/p.md", "Purpose and scope"),
        ("policies/audit.md", "Internal audit report 2026"),
        ("risk-assessments/readme-first.md", "How we assess risks"),
        ("risk-assessments/crm.md", "Sales"),
        ("risk-assessments/hiring.md", "Hiring process"),
        ("internal-audits/internal-audit-schedule.md", "Schedule"),
        ("internal-audits/2025-q3-internal-audit.md", "Third quarter"),
        ("internal-audits/2025-q4.md", "Fourth quarter"),
        ("evidence/2025-q4.md", "Internal audit report 2025"),
        ("evidence/walk.md", "Walk through the review of the policy"),
    ];
    let texts: Vec<(&str, String)> = files.iter().map(|(path, title)| (*path, text(title))).collect();
    let told = Sandbox::new(&texts).run(&["init", "--adopt", "--dry-run", "--today", TODAY]);
    let found = told.stdout.lines().filter(|line| line.starts_with('"')).map(|line| line.replace('"', ""));
    let wanted = [
        "c/impact-assessments/2026-02.md = impact-assessment",
        "c/impact-assessments/chatbot.md = impact-assessment",
        "c/internal-audit/index.md = policy",
        "c/management-review/index.md = procedure",
        "evidence/** = record",
        "evidence/2025-q4.md = audit",
        "handbook/** = guideline",
        "handbook/password.md = policy",
        "internal-audits/2025-q3-internal-audit.md = audit",
        "internal-audits/2025-q4.md = audit",
        "policies/** = policy",
        "risk-assessments/crm.md = risk-assessment",
        "risk-assessments/hiring.md = risk-assessment",
    ];
    assert_eq!(found.collect::<Vec<_>>(), wanted, "{}", told.stderr);
    assert!(told.stderr.contains("such as c/impact-assessments/index.md"), "{}", told.stderr);
}

#[test]
fn a_title_makes_no_evidence_of_what_lies_among_other() {
    let found = proposed(&[
        "nonconformities/NC-005.md # Risk assessment of the chatbot",
        "nonconformities/nc-7.md # Impact assessment of the chatbot",
        "nonconformities/08-risk-owner.md # Owner of the risk assessment",
        "nonconformities/late.md # No internal audit report 2025",
        "nonconformities/log-gap.md # Missing log",
        "nonconformities/minutes.md # Management review minutes not kept",
        "nonconformities/missing-risk-assessment.md",
        "nonconformities/risk-assessment-of-the-chatbot.md",
        "nonconformities/NC-9-procedure.md # Review of the access procedure",
        "nonconformities/2026-05-02.md # Consent form",
        "internal-audit-reports/2026.md # Report 2026",
        "internal-audit-reports/AUD-003.md # Audit of the access control policy",
        "evidence/mail-12.md # Mail on the risk assessment",
        "evidence/2026-03-04.md # Mail on the risk assessment",
        "evidence/ranking.md # Risk assessment of the ranking",
        "evidence/2025-q4.md # Internal audit report 2025",
        // A folder that gives no kind, and a number, say at least of which it is not.
        "incidents/INC-003.md # Risk assessment of the chatbot",
        "incidents/2026-02-14.md # Chatbot risk assessment",
        "incidents/2026-02-15.md # Internal audit report 2025",
        "concerns/CON-1.md # Chatbot risk assessment",
        "a/NC-005-risk-assessment-chatbot.md",
        "a/owner.md # Owner of the risk assessment",
        "a/IA-001-internal-audit-report.md",
        // A number of evidence tells one from another.
        "audits/AUD-003.md # Internal audit of clause 9",
        "internal-audits/AUD-001.md # Audit of the risk assessment process",
        "internal-audits/2025-plan.md # Audit plan 2025",
    ]);
    let wanted = [
        "a/IA-001-internal-audit-report.md = audit",
        "audits/AUD-003.md = audit",
        "evidence/** = record",
        "evidence/2025-q4.md = audit",
        "internal-audit-reports/** = audit",
        "internal-audits/2025-plan.md = plan",
        "internal-audits/AUD-001.md = audit",
        "nonconformities/** = nonconformity",
    ];
    assert_eq!(found, wanted);
    // So is what `check` advises, where the id of a text says it.
    let text = "---\nid: NC-005\ntitle: Risk assessment of the chatbot\n---\n\nIt was not done.\n";
    for path in ["nonconformities/late.md", "docs/late.md"] {
        let desk = Sandbox::new(&[("aims.toml", ""), (path, text)]);
        let told = desk.run(&["check", "--today", TODAY]).stdout;
        assert!(told.contains("Add `kind: nonconformity`"), "{path}: {told}");
    }
}

#[test]
fn numbers_of_records_are_no_languages() {
    let desk = Sandbox::new(&[("reviews/MR-001.md", "# June\n"), ("reviews/MR-002.md", "# July\n")]);
    let told = desk.run(&["init", "--adopt", "--dry-run", "--today", TODAY]);
    assert!(!told.stdout.contains("[languages]"), "{}", told.stdout);
}

#[test]
fn an_empty_form_is_no_evidence() {
    let form = |key: &str| format!("---\nid: F-1\ntitle: Training record\n{key}\n---\n\nText.\n");
    let found = |path: &str, key: &str| {
        let desk = Sandbox::new(&[(path, form(key))]);
        let told = desk.run(&["init", "--adopt", "--dry-run", "--today", TODAY]).stdout;
        told.lines().find(|line| line.starts_with('"')).map(str::to_owned)
    };
    for (path, key) in [
        ("qms/training-record.md", "doc_type: form"),
        ("qms/training-record.md", "type: Form"),
        ("qms/FRM-01 Training record.md", "owner: Mira"),
        ("04-forms-templates/Training record.md", "owner: Mira"),
    ] {
        assert_eq!(found(path, key), None, "{path} {key}");
    }
    for path in ["qms/training-record.md", "forms/2026-03-02 Training record.md"] {
        assert_eq!(found(path, "doc_type: log"), Some(format!("\"{path}\" = \"record\"")));
    }
}

#[test]
fn a_section_page_that_holds_a_text_is_none_to_leave_out() {
    let policy = "Access is given to those who need it, by role, and taken away on the day on which they leave. Each \
        quarter the owner of a system looks through the list.";
    let page = |title: &str, text: &str| format!("---\ntitle: {title}\n---\n\n{text}\n");
    let desk = Sandbox::new(&[
        (
            "handbook/security/_index.md",
            page("Security", "## Pages\n\n- [Access](access)\n- [Mail](mail), and how we read it here"),
        ),
        ("handbook/security/access/_index.md", page("Access policy", policy)),
        ("handbook/security/mail.md", page("Mail", policy)),
    ]);
    adopted(&desk);
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    assert!(settings.contains("exclude = [\"handbook/security/_index.md\"]\n"), "{settings}");
    assert!(settings.contains("\"handbook/security/access/_index.md\" = \"policy\""), "{settings}");
}

#[test]
fn check_advises_the_kind_that_adopting_proposes() {
    for (title, advised) in [
        ("Internal audit procedure", "Add `kind: procedure`"),
        ("Audit programme", "Add `kind: plan`"),
        ("\"Verfahren: Internes Audit\"", "Add `kind: procedure`"),
        ("Risk Register (Living)", "Add `kind: risk-register`"),
        ("Internal audit 2025", "Add `kind: audit`"),
        ("Review of the incident procedure 2025", "Add `kind: …`"),
        ("Impact assessment template", "Add `kind: …`"),
        ("Internal audit", "Add `kind: …`"),
    ] {
        let text = format!("---\nid: X-1\ntitle: {title}\n---\n\nText.\n");
        let desk = Sandbox::new(&[("aims.toml", ""), ("docs/x.md", text.as_str())]);
        let told = desk.run(&["check", "--today", TODAY]);
        assert!(told.stdout.contains(advised), "{title}: {}", told.stdout);
    }
}

#[test]
fn a_new_document_lies_beside_one_whose_file_has_a_kind() {
    let desk =
        Sandbox::new(&[("docs/ai-policy.md", "# AI policy\n"), ("docs/statement-of-applicability.md", "# SoA\n")]);
    adopted(&desk);
    let settings = fs::read_to_string(desk.path("aims.toml")).expect("settings");
    assert!(settings.contains("\"docs/ai-policy.md\" = \"policy\""), "{settings}");
    desk.run(&["new", "policy", "Second", "--today", TODAY]);
    let new = documents(&desk).into_iter().find(|(path, _)| path.contains("second"));
    let (path, row) = new.expect("a new document");
    assert!(path.starts_with("docs/") && row["kind"] == "policy", "{path}: {row}");
}

#[test]
fn headers_of_other_scripts_are_proposed_and_read() {
    for (lines, owner) in [
        (
            "文書番号：POL-@\n文書オーナー：情シス部\n発効日：2026年1月5日\nレビュー周期：四半期\n承認者：社長",
            "情シス部",
        ),
        ("文件编号：POL-@\n负责人：李明\n版本：1.2\n密级：internal\n生效日期：2026年1月5日", "李明"),
        (
            "Identifiant : POL-@\nPropriétaire : RSSI\nDate d’entrée en vigueur : 5 janvier 2026\nProchaine revue : 5 janvier 2027",
            "RSSI",
        ),
        (
            "Dokument-ID: POL-@\nEigentümer: ISB\nGenehmigt durch: CEO\nNächster Review: 5. Januar 2027\nGültig ab: 5. Januar 2026",
            "ISB",
        ),
    ] {
        let text = |n: &str| format!("# P\n\n{}\n\nText.\n", lines.replace('@', n));
        let desk = Sandbox::new(&[("policies/a.md", text("1")), ("policies/b.md", text("2"))]);
        let (of, shares) = adopted(&desk);
        assert_eq!((of.as_str(), shares["id"], shares["owner"]), ("2 documents of 2 pages", 100, 100), "{lines}");
        let row = &documents(&desk)["policies/a.md"];
        assert_eq!((&row["owner"], &row["effective"]), (&owner.into(), &"2026-01-05".into()), "{row}");
        assert!(!check(&desk).contains("AIMS109"), "{}", check(&desk));
    }
    let table = "# P\n\n| الحقل | القيمة |\n|---|---|\n| رقم الوثيقة | POL-@ |\n| المالك | سلمى |\n| تاريخ السريان | ٢٠٢٦-٠١-٠٥ |\n\nنص.\n";
    let desk = Sandbox::new(&[("policies/a.md", table.replace('@', "1")), ("policies/b.md", table.replace('@', "2"))]);
    adopted(&desk);
    assert_eq!(documents(&desk)["policies/a.md"]["effective"], "2026-01-05");
    // Where a text says no language, its letters say how it runs.
    let page = super::page(&desk, "documents/POL-1.html");
    assert!(page.contains("<article class=\"prose\" aria-label=\"Text of the document\" dir=\"rtl\">"), "{page}");
}

#[test]
fn labels_that_nobody_knows_are_told_where_files_share_them() {
    let text = |n: u8| {
        format!("# P\n\n**เลขที่เอกสาร:** POL-{n}\n**เจ้าของ:** สมชาย\n**เฉพาะ {n}:** x\n\nText.\n\n**Note:** one.\n")
    };
    let desk = Sandbox::new(&[("policies/a.md", text(1)), ("policies/b.md", text(2))]);
    let told = desk.run(&["init", "--adopt", "--dry-run", "--today", TODAY]).stderr;
    for part in [
        "\"เลขที่เอกสาร\" = …  # 2 files",
        "\"เจ้าของ\" = …  # 2 files",
        "in which form the labels of headers stand",
        "[header.labels]",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("เฉพาะ") && !told.contains("Note"), "{told}");
}

#[test]
fn ids_are_proposed_from_numbers_of_documents_alone() {
    assert!(proposed_ids(&["POL-001-use.md", "SOP012-x.md", "INC-2026-01-y.md"]));
    for odd in ["phase1", "web3", "v2", "json2", "ISO27001", "SOC2", "AI-2024", "ISO-42001-2023"] {
        assert!(!proposed_ids(&[&format!("{odd}.md")]), "{odd}");
    }
}

/// Whether adopting proposes to take ids from the names of such files of a folder of policies.
fn proposed_ids(files: &[&str]) -> bool {
    let paths: Vec<String> = files.iter().map(|file| format!("policies/{file}")).collect();
    let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "# Words\n")).collect();
    let told = Sandbox::new(&files).run(&["init", "--adopt", "--dry-run", "--today", TODAY]);
    told.stdout.contains("\"file-name\"")
}

#[test]
fn a_day_with_a_time_behind_it_is_that_day_and_a_version_is_none() {
    let text = |day: &str| {
        format!(
            "---\nid: P-1\ntitle: P\nkind: policy\nowner: Mira\nversion: \"1.0\"\nstatus: approved\neffective: {day}\n---\n\nText.\n"
        )
    };
    for day in ["2024-11-15T19:50:49.966Z", "2024-11-15 16:34:48 UTC", "2024-11-15"] {
        let desk = Sandbox::new(&[("aims.toml", ""), ("p.md", text(day).as_str())]);
        assert!(!check(&desk).contains("AIMS109"), "{}", check(&desk));
        assert_eq!(documents(&desk)["p.md"]["effective"], "2024-11-15");
    }
    // Of what is said behind a day nobody knows whether it may be left out.
    for (day, is_offered) in
        [("2024年11月15日", true), ("2024-11-15 or so", false), ("2024-11-15 to 2025-01-31", false)]
    {
        let desk = Sandbox::new(&[("aims.toml", ""), ("p.md", text(day).as_str())]);
        let told = desk.run(&["check", "--today", TODAY]).stdout;
        assert!(told.contains("AIMS109") && told.contains("Write it as `2024-11-15`") == is_offered, "{told}");
    }
    let desk = Sandbox::new(&[
        ("aims.toml", ""),
        ("p.md", text("2024-11-15").replace("\"1.0\"", "Draft, 6 October 2026").as_str()),
    ]);
    assert!(check(&desk).contains("tells a day and no number [AIMS118]"), "{}", check(&desk));
}

#[test]
fn ids_of_paths_in_other_letters_stay_when_a_file_goes() {
    let desk = Sandbox::new(&[
        ("aims.toml", ""),
        ("docs/信息安全管理制度.md", "# A\n"),
        ("docs/变更管理.md", "# B\n"),
        ("docs/Größe.md", "# C\n"),
        ("docs/Grüße.md", "# D\n"),
    ]);
    let ids = || {
        documents(&desk)
            .into_iter()
            .map(|(path, row)| (path, row["id"].as_str().unwrap_or_default().to_owned()))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let before = ids();
    assert_eq!((before["docs/Größe.md"].as_str(), before["docs/Grüße.md"].as_str()), ("docs-groesse", "docs-gruesse"));
    fs::remove_file(desk.path("docs/信息安全管理制度.md")).expect("a file");
    assert_eq!(ids()["docs/变更管理.md"], before["docs/变更管理.md"]);
}
