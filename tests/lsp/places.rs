//! Where files are and where something stands in them, as the editor has it, and which changes on disk are heard.

use serde_json::json;

use super::client::{Client, text};
use super::sandbox::{Sandbox, TODAY};
use super::{POLICY, PROCEDURE, SETTINGS, start, world};

#[cfg(unix)]
#[test]
fn a_folder_behind_a_symbolic_link_is_called_as_the_editor_does() {
    let sandbox = world();
    let elsewhere = Sandbox::new::<&str>(&[]);
    let link = elsewhere.path("link");
    std::os::unix::fs::symlink(sandbox.path(""), &link).expect("a link");
    let mut client = Client::start(sandbox.aims(&["lsp", "--today", TODAY]), &link, "utf-8").at(&link);
    assert!(client.address("a").ends_with("/link/a"));
    let (path, broken) = ("procedures/assess.md", PROCEDURE.replace("[[POL-001]]", "[[POL-009]]"));
    client.open(path, &broken);
    assert!(client.found(path).iter().any(|(code, _)| code == "AIMS203"));
    let place = client.place(path, &broken, "(POL-001)", 2);
    let found = client.ask("textDocument/definition", place.clone());
    assert_eq!(found[0]["uri"], client.address("policies/ai.md"), "{found}");
    let mut asked = place;
    asked["newName"] = json!("POL-007");
    let changes = client.ask("textDocument/rename", asked)["changes"].clone();
    // The protocol gives them no order.
    let addresses: std::collections::BTreeSet<&String> = changes.as_object().expect("changes").keys().collect();
    assert_eq!(addresses, [&client.address("policies/ai.md"), &client.address(path)].into());
}

#[test]
fn places_without_end_in_one_line_are_each_found_once() {
    let sandbox = world();
    let (path, many) = ("procedures/assess.md", 80_000);
    let named = format!("{PROCEDURE}\n{}\n", "ä [[POL-001]] ".repeat(many));
    sandbox.put(path, &named);
    let mut client = start(&sandbox, "utf-16");
    client.open(path, &named);
    let mut asked = client.place(path, &named, "(POL-001)", 2);
    asked["context"] = json!({ "includeDeclaration": false });
    let found = client.ask("textDocument/references", asked.clone());
    let found = found.as_array().expect("places");
    assert!(found.len() > many);
    let last = &found[found.len() - 1]["range"]["start"];
    assert!(
        last["character"].as_u64().and_then(|at| usize::try_from(at).ok()).is_some_and(|at| at > 14 * (many - 1)),
        "{last}"
    );
    asked["newName"] = json!("POL-007");
    assert!(client.ask("textDocument/rename", asked)["changes"].is_object());
}

#[test]
fn a_file_is_called_as_the_editor_opened_it() {
    let sandbox = world();
    sandbox.put("policies/b (c).md", POLICY.replace("POL-001", "POL-002"));
    let mut client = start(&sandbox, "utf-8");
    for path in ["policies/b%20%28c%29.md", "policies/b%20(c).md"] {
        client.open(path, &POLICY.replace("POL-001", "POL-002").replace("A.2.2", "A.2.99"));
        assert!(!client.found(path).is_empty(), "{path}");
    }
}

#[test]
fn what_changes_on_disk_is_heard_whatever_file_it_is() {
    let sidecars = format!("{SETTINGS}[header]\nsidecars = [\"{{path}}.yaml\"]\n");
    let picture =
        PROCEDURE.replace("implements: [POL-001]", "implements: [POL-033]").replace("Grün", "![A](p.png) Grün");
    let files = [
        ("aims.toml", sidecars.as_str()),
        ("policies/ai.md", POLICY),
        ("policies/side.md", "# Side\n\nText.\n"),
        ("policies/side.yaml", "id: POL-033\nkind: policy\ntitle: S\n"),
        ("procedures/p.png", "\u{89}PNG"),
        ("procedures/assess.md", &picture),
    ];
    let sandbox = Sandbox::new(&files);
    sandbox.commit("Begin");
    let mut client = start(&sandbox, "utf-8");
    let path = "procedures/assess.md";
    client.open(path, &picture);
    let count = |found: &[(String, u64)], code: &str| found.iter().filter(|(known, _)| known == code).count();
    let before = client.found(path);
    assert_eq!((count(&before, "AIMS205"), count(&before, "AIMS203")), (0, 0), "{before:?}");
    let changed = |client: &mut Client, file: &str| {
        client.tell(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": client.address(file), "type": 2 }] }),
        );
        client.found(path)
    };
    sandbox.put("policies/side.yaml", "id: POL-035\nkind: policy\ntitle: S\n");
    assert_eq!(count(&changed(&mut client, "policies/side.yaml"), "AIMS205"), 1);
    std::fs::remove_file(sandbox.path("procedures/p.png")).expect("it is there");
    assert_eq!(count(&changed(&mut client, "procedures/p.png"), "AIMS203"), 1);
    // The keys of a document count as they are being written, too.
    client.open("policies/side.yaml", "id: POL-033\nkind: policy\ntitle: S\n");
    assert_eq!(count(&client.found(path), "AIMS205"), 0);
}

#[test]
fn all_files_are_watched() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    let asked = loop {
        let message = client.next();
        if message["method"] == "client/registerCapability" {
            break message;
        }
    };
    let watchers = &asked["params"]["registrations"][0]["registerOptions"]["watchers"];
    let patterns: Vec<String> =
        watchers.as_array().expect("watchers").iter().map(|one| text(&one["globPattern"])).collect();
    assert_eq!(patterns, ["**/*"]);
}

#[test]
fn a_line_ends_wherever_the_protocol_ends_it() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-16");
    let (path, whole) = ("procedures/assess.md", format!("{PROCEDURE}\rx\ry [[POL-999]]\n"));
    client.open(path, &whole);
    let broken = |found: Vec<(String, u64)>| -> Vec<u64> {
        found.into_iter().filter(|(code, _)| code == "AIMS203").map(|(_, line)| line).collect()
    };
    let line = u64::try_from(PROCEDURE.lines().count()).expect("a number") + 2;
    assert_eq!(broken(client.found(path)), [line]);
    let id = json!({ "start": { "line": line, "character": 4 }, "end": { "line": line, "character": 11 } });
    client.change(path, json!({ "range": id, "text": "POL-001" }));
    assert_eq!(broken(client.found(path)), [0; 0]);
}

#[test]
fn whoever_leaves_without_saying_so_first_is_told_by_the_exit_code() {
    let sandbox = world();
    assert_eq!(start(&sandbox, "utf-8").exit(), Some(1));
    assert_eq!(start(&sandbox, "utf-8").end(), Some(0));
    assert_eq!(start(&sandbox, "utf-8").ended(), Some(0));
}
