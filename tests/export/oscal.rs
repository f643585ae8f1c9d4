//! What the OSCAL files say of nonconformities, audits, owners and systems.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::{aims, out, write};
use crate::support::sandbox::Sandbox;

/// A file of OSCAL, below its first member.
fn given(folder: &Path, what: &str) -> Value {
    let text = out(&aims(folder, &["export", what]));
    let file: BTreeMap<String, Value> = serde_json::from_str(&text).expect("JSON");
    file.into_values().next().expect("a member")
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

/// What is said of each under a key.
fn texts<'v>(value: &'v Value, key: &str, of: &str) -> Vec<&'v str> {
    list(value, key).filter_map(|one| one[of].as_str()).collect()
}

/// The values of the properties of this name.
fn property<'v>(value: &'v Value, name: &str) -> Vec<&'v str> {
    list(value, "props").filter(|one| one["name"] == *name).filter_map(|one| one["value"].as_str()).collect()
}

/// A small AIMS that follows two standards.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |id: &str, head: &str| {
        write(&folder.path().join(format!("{id}.md")), &format!("---\nid: {id}\ntitle: T\n{head}---\nText.\n"));
    };
    write(&folder.path().join("aims.toml"), "[frameworks]\nfollow = [\"iso-42001\", \"iso-27001\"]\n");
    put("PRO-1", "kind: procedure\ncontrols: [A.6.2.4]\nowner: Директор\nstatus: approved\n");
    put("PRO-2", "kind: procedure\ncontrols: [A.6.2.6]\nowner: Менеджер\n");
    put("SYS-1", "kind: system\nlifecycle: in-use\nin-scope: false\n");
    put("AUD-1", "kind: audit\ndate: 2026-09-24\n");
    put("AUD-2", "kind: audit\ndate: 2027-09-24\n");
    put("AUD-3", "kind: audit\ndate: 2026-09-24\nstatus: draft\n");
    put("AUD-4", "kind: audit\ndate: 2026-09-24\nstatus: retired\n");
    for (id, requirement) in [
        ("NC-1", "an answer within 10 days\nfrom: [AUD-1]"),
        ("NC-2", "the gap stays low\nclauses: ['8.1']\nfrom: [AUD-1]"),
        ("NC-3", "ISO/IEC 27001 A.5.15 and A.5.2\nfrom: [AUD-1]"),
        ("NC-4", "clause 8.4"),
    ] {
        put(id, &format!("kind: nonconformity\ndate: 2026-09-24\nstate: open\nrequirement: {requirement}\n"));
    }
    folder
}

#[test]
fn findings_are_against_what_the_site_says_they_are_open_against() {
    let folder = folder();
    let (results, catalog) = (given(folder.path(), "assessment-results"), given(folder.path(), "catalog"));
    assert_eq!(list(&results, "results").count(), 3, "what is on record, the audit that was held, and the rest");
    let of = |place: usize, key: &str, of: &str| {
        texts(&results["results"][place], key, of).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(of(1, "findings", "title"), ["NC-2 T", "NC-3 T", "NC-3 T"]);
    assert_eq!(of(1, "observations", "title"), ["NC-1 T"]);
    assert_eq!(of(2, "findings", "title"), ["NC-4 T"]);
    let targets: Vec<&str> = list(&results, "results")
        .flat_map(|result| list(result, "findings"))
        .filter_map(|finding| finding["target"]["target-id"].as_str())
        .collect();
    let wanted = ["clause-8.1_smt", "iso-27001_A.5.15_smt", "iso-27001_A.5.2_smt", "clause-8.4_smt"];
    assert_eq!(targets, wanted);
    // Each is a part of the catalogue.
    let controls = list(&catalog, "groups").flat_map(|group| list(group, "controls"));
    let parts: BTreeSet<&str> = controls.flat_map(|control| texts(control, "parts", "id")).collect();
    assert!(targets.iter().all(|target| parts.contains(target)), "{parts:?}");
    let reviewed = &results["results"][0]["reviewed-controls"]["control-selections"][0];
    assert!(reviewed.get("include-all").is_none(), "{reviewed}");
}

#[test]
fn components_have_their_owners_and_say_what_only_the_text_says() {
    let folder = folder();
    for what in ["component-definition", "system-security-plan"] {
        let file = given(folder.path(), what);
        let all = if what == "system-security-plan" { &file["system-implementation"] } else { &file };
        let roles: BTreeMap<&str, &str> = list(&file["metadata"], "roles")
            .filter_map(|role| Some((role["id"].as_str()?, role["title"].as_str()?)))
            .collect();
        let owner = |id: &str| -> Vec<&str> {
            let of = list(all, "components").find(|one| property(one, "id") == [id]).expect("a component");
            texts(of, "responsible-roles", "role-id").into_iter().map(|role| roles[role]).collect()
        };
        assert_eq!((owner("PRO-1"), owner("PRO-2")), (vec!["Директор"], vec!["Менеджер"]), "{what}");
        let says = list(all, "components").find(|one| property(one, "id") == ["PRO-1"]).expect("a component");
        assert_eq!(property(says, "says-status"), ["approved"], "{what}");
        assert!(property(says, "status").is_empty() && property(says, "standing") != ["approved"], "{what}: {says}");
    }
    let plan = given(folder.path(), "system-security-plan");
    let components = &plan["system-implementation"];
    let system = list(components, "components").find(|one| property(one, "id") == ["SYS-1"]).expect("the system");
    assert_eq!(system["status"]["state"], "other", "{system}");
    let about = plan["system-characteristics"]["description"].as_str().expect("a description");
    assert!(about.contains("ISO/IEC 42001:2023, ISO/IEC 27001:2022"), "{about}");
}

#[test]
fn a_file_that_says_something_else_has_another_id() {
    let folder = folder();
    let id = |words: &[&str]| {
        let text = out(&aims(folder.path(), &[&["export", "assessment-results"], words].concat()));
        let file: Value = serde_json::from_str(&text).expect("JSON");
        file["assessment-results"]["uuid"].as_str().expect("an id").to_owned()
    };
    let first = id(&[]);
    assert_eq!(id(&[]), first);
    let public = id(&["--audience", "public"]);
    let other =
        "---\nid: NC-4\ntitle: Other\nkind: nonconformity\ndate: 2026-09-24\nrequirement: clause 8.4\n---\nText.\n";
    write(&folder.path().join("NC-4.md"), other);
    let changed = id(&[]);
    assert!(first != public && first != changed && public != changed, "{first} {public} {changed}");
}

/// Where the links of a thing to evidence lead: the ids of the documents, each with a digest.
fn evidence<'v>(file: &'v Value, of: &'v Value) -> Vec<&'v str> {
    let links = list(of, "links").filter(|link| link["rel"] == "evidence").filter_map(|link| link["href"].as_str());
    let resource = |href: &str| {
        let is = |one: &&Value| one["uuid"].as_str() == href.strip_prefix('#');
        list(&file["back-matter"], "resources").find(is).expect("a resource")
    };
    let told = |one: &'v Value| {
        assert!(property(one, "substance").iter().all(|digest| digest.len() == 64), "{one}");
        assert_eq!((property(one, "substance").len(), property(one, "path").len()), (1, 1), "{one}");
        assert!(one["rlinks"][0]["href"].as_str().is_some_and(|href| href.starts_with("../../documents/")), "{one}");
        property(one, "id")
    };
    links.flat_map(|href| told(resource(href))).collect()
}

#[test]
fn what_stands_behind_a_control_is_named_with_its_evidence() {
    let folder = folder();
    let record = "---\nid: REC-1\ntitle: T\nkind: record\ndate: 2026-09-24\nevidence-for: [PRO-1]\n---\nIt was done.\n";
    write(&folder.path().join("REC-1.md"), record);
    let definition = given(folder.path(), "component-definition");
    let of = |id: &str| list(&definition, "components").find(|one| property(one, "id") == [id]).expect("a component");
    assert_eq!(evidence(&definition, of("PRO-1")), ["REC-1"]);
    assert!(evidence(&definition, of("PRO-2")).is_empty());
    assert_eq!((property(of("PRO-1"), "substance").len(), property(of("PRO-1"), "path")), (1, vec!["PRO-1.md"]));
    let plan = given(folder.path(), "system-security-plan");
    let controls = || list(&plan["control-implementation"], "implemented-requirements");
    let control = |id: &str| controls().find(|one| one["control-id"] == *id).expect("a control");
    assert_eq!(evidence(&plan, control("A.6.2.4")), ["REC-1"]);
    assert!(evidence(&plan, control("A.6.2.6")).is_empty());
    let results = given(folder.path(), "assessment-results");
    let observed = list(&results["results"][0], "observations").find(|one| property(one, "control-id") == ["A.6.2.4"]);
    let observed = observed.expect("an observation");
    assert_eq!(evidence(&results, &observed["relevant-evidence"][0]), ["REC-1"]);
    assert_eq!(texts(observed, "links", "text"), ["PRO-1 T"]);
}

#[test]
fn evidence_of_what_is_left_out_is_in_none_of_the_files() {
    let folder = folder();
    let soa = "---\nid: SOA-9\ntitle: T\nkind: soa\nstatus: approved\nstatement:\n  - {control: A.10.4, applicable: false, reason: none}\n---\n";
    let record = "---\nid: REC-9\ntitle: T\nkind: record\ndate: 2026-09-24\ncontrols: [A.10.4]\n---\nDone.\n";
    let names = |what: &str| given(folder.path(), what).to_string().contains("REC-9");
    let files = ["component-definition", "system-security-plan", "assessment-results"];
    write(&folder.path().join("REC-9.md"), record);
    assert_eq!(files.map(names), [false, true, true], "it applies");
    write(&folder.path().join("SOA-9.md"), soa);
    assert_eq!(files.map(names), [false; 3]);
}

#[test]
fn no_title_turns_the_direction_of_writing() {
    let folder = folder();
    let text = "---\nid: PRO-1\ntitle: \"a\u{202e}b\"\nkind: procedure\ncontrols: [A.6.2.4]\n---\nText.\n";
    write(&folder.path().join("PRO-1.md"), text);
    let definition = given(folder.path(), "component-definition");
    assert!(texts(&definition, "components", "title").contains(&"PRO-1 a\u{fffd}b"), "{definition}");
}

#[test]
fn a_control_of_ones_own_is_called_so_in_all_data() {
    let statement =
        "---\nid: SOA-1\ntitle: T\nkind: soa\nstatement:\n  - {control: OWN-1, title: Ours, applicable: true}\n---\n";
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("soa.md", statement)]);
    sandbox.commit("Begin");
    let json = |words: &[&str]| -> Value {
        let told = sandbox.run(&[words, &["--today", "2026-11-20"]].concat());
        serde_json::from_str(&told.stdout).expect("JSON")
    };
    let gaps = json(&["check", "--gaps", "--format", "json"]);
    let gap = list(&gaps, "gaps").find(|gap| gap["id"] == "OWN-1").expect("a gap");
    assert_eq!((&gap["kind"], &gap["sort"]), (&"own-control".into(), &"control".into()));
    assert_eq!(json(&["history", "OWN-1", "--format", "json"])["what"]["kind"], "own-control");
    let rows = json(&["export", "traceability", "--format", "json"]);
    let row = list(&rows, "rows").find(|row| row["requirement"] == "OWN-1").expect("a row");
    assert_eq!(row["kind"], "own-control");
    assert!(json(&["export", "catalog"]).to_string().contains("\"class\":\"own-control\""));
}
