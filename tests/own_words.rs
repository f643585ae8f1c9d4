//! What authors write under names of their own stands apart from what the site says: no label, link or translation of ours is
//! upon it, and no column of ours is called otherwise for its sake.

use std::fs;

use sandbox::{Sandbox, TODAY};

use crate::support::sandbox;

const SETTINGS: &str = r#"[keys]
keep = ["Approval", "In force since", "Last review"]
[kinds.datasheet]
label = "Data sheet"
nature = "record"
field = [
  { name = "approval", type = "choice", choices = ["approved", "draft"] },
  { name = "in-force", type = "text" },
  { name = "change-record", type = "text" },
  { name = "purpose", type = "text" },
  { name = "wheels", type = "text" },
  { name = "parts", type = "rows", columns = [{ name = "what", type = "text" }, { name = "approved-by", type = "text" }] },
]
[kinds.claim]
nature = "record"
field = [
  { name = "state", type = "choice", choices = ["open", "closed"] },
  { name = "date", type = "date" },
  { name = "closed", type = "date" },
  { name = "due", type = "date" },
  { name = "done", type = "date" },
  { name = "days-open", type = "number" },
  { name = "days-overdue", type = "number" },
]
"#;
const POLICY: &str = "---\nid: POL-001\ntitle: Policy\nkind: policy\nversion: '1'\nowner: Lead\nreviewed: 2026-01-10\nApproval: Signed by Orla Ceo\nLast review: 2026-11-19 by Orla Ceo\nIn force since: 2025-12-21\nStanding: in force\n---\n\nText.\n";
const SHEET: &str = "---\nid: DS-1\ntitle: Sheet\nkind: datasheet\ndate: 2026-01-10\nowner: Lead\napproval: approved\nin-force: since 2025\nchange-record: signed\npurpose: Fun\nwheels: four\nparts:\n  - {what: Wheel, approved-by: Orla Ceo}\n---\n\nText.\n";
const CLAIM: &str = "---\nid: CL-1\ntitle: Claim\nkind: claim\ndate: 2024-01-10\nstate: open\nowner: Lead\ndue: 2024-02-01\ndays-open: 0\ndays-overdue: 0\n---\n\nText.\n";

fn built(language: &str) -> Sandbox {
    let settings = format!("[site]\nlanguage = \"{language}\"\n[checks]\nfail = \"off\"\n{SETTINGS}");
    let sandbox = Sandbox::new(&[("aims.toml", &*settings), ("p.md", POLICY), ("s.md", SHEET), ("c.md", CLAIM)]);
    let done = sandbox.run(&["build", "-q", "--out", "site", "--today", TODAY]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    sandbox
}

fn page(sandbox: &Sandbox, path: &str) -> String {
    fs::read_to_string(sandbox.path("site").join(path)).expect("a page")
}

#[test]
fn a_name_of_the_teams_own_is_never_shown_as_one_of_ours() {
    for (language, written) in [("en", "as written"), ("de", "wie geschrieben")] {
        let sandbox = built(language);
        for path in ["documents/POL-001.html", "print.html"] {
            let policy = page(&sandbox, path);
            for key in ["Approval", "Last review", "In force since", "Standing"] {
                let label = format!("<dt>{key} ({written})</dt>");
                assert_eq!(policy.matches(&label).count(), 1, "{path}: {key}: {policy}");
            }
        }
        let (sheet, register) = (page(&sandbox, "documents/DS-1.html"), page(&sandbox, "registers/datasheet.html"));
        for key in ["Approval", "In force", "Change record"] {
            let label = format!("{key} ({written})");
            assert!(sheet.contains(&format!("<dt>{label}</dt>")), "{key}: {sheet}");
            assert!(register.contains(&format!(">{label}<")), "{key}: {register}");
        }
        assert!(sheet.contains(&format!(">Approved by ({written})<")), "{sheet}");
        // A word that is taken from such a key is not ours either.
        assert!(sheet.contains("“approved”") && register.contains("“approved”"), "{sheet}{register}");
        // What nobody takes for a word of ours stands as it is, and a key of ours has its name.
        let purpose = if language == "de" { "Zweck" } else { "Purpose" };
        assert!(sheet.contains("<dt>Wheels</dt>") && sheet.contains(purpose), "{sheet}");
    }
}

#[test]
fn a_number_of_the_teams_own_is_not_what_was_counted() {
    let claim = page(&built("en"), "documents/CL-1.html");
    for key in ["Days open", "Days overdue"] {
        assert!(claim.contains(&format!("<dt>{key} (as written)</dt>")), "{key}: {claim}");
    }
}

#[test]
fn no_key_of_the_teams_own_takes_the_place_of_a_column_of_ours() {
    let sandbox = built("en");
    let rows: serde_json::Value = serde_json::from_str(&page(&sandbox, "data/registers/claim.json")).expect("JSON");
    let row = &rows["rows"][0];
    assert_eq!((&row["days_open"], &row["days_overdue"]), (&1045.into(), &1023.into()), "{row}");
    assert_eq!((&row["days_open_"], &row["days_overdue_"]), (&0.into(), &0.into()), "{row}");
}
