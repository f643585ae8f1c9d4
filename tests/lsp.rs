//! The language server as an editor meets it: the binary, and messages of the protocol.

mod client;
mod places;
mod renames;
mod settings;
mod wire;
mod writing;

use client::{Client, text};
use sandbox::{Sandbox, TODAY};
use serde_json::{Value, json};

use crate::support::sandbox;

const SETTINGS: &str = "[organisation]\nname = \"X\"\n[[people]]\nname = \"Ada Example\"\nemails = [\"ada@example.org\"]\nroles = [\"AI Officer\"]\n";
const POLICY: &str = "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: \"1.0\"\nstatus: draft\nowner: AI Officer\ncontrols: [A.2.2]\n---\n\n# Scope\n\nWe say what we do.\n\n## Roles\n\nSomebody answers.\n";
const PROCEDURE: &str = "---\nid: PRO-001\ntitle: Assessing\nkind: procedure\nversion: \"1.0\"\nstatus: draft\nowner: AI Officer\nimplements: [POL-001]\ncontrols: [A.5.2]\n---\n\nAs [[POL-001]] says, and [the policy](../policies/ai.md#roles), and [POL-001](POL-001).\n\nGrün \u{1f600} [[A.2.2]].\n";

/// An editor in a folder.
fn start(sandbox: &Sandbox, encoding: &str) -> Client {
    Client::start(sandbox.aims(&["lsp", "--today", TODAY]), &sandbox.path(""), encoding)
}

fn world() -> Sandbox {
    let files = [("aims.toml", SETTINGS), ("policies/ai.md", POLICY), ("procedures/assess.md", PROCEDURE)];
    let sandbox = Sandbox::new(&files);
    sandbox.commit("Begin");
    sandbox
}

#[test]
fn findings_follow_what_is_typed_and_are_those_of_check() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    client.open("procedures/assess.md", PROCEDURE);
    let before = client.found("procedures/assess.md");
    assert!(!before.iter().any(|(code, _)| code == "AIMS205"), "{before:?}");

    let broken = PROCEDURE.replace("[POL-001]\ncontrols", "[PLO-001]\ncontrols");
    client.change("procedures/assess.md", json!({ "text": broken }));
    assert!(client.found("procedures/assess.md").contains(&("AIMS205".into(), 7)));

    // The same is told by `aims check` once it is saved.
    sandbox.put("procedures/assess.md", &broken);
    client.change("procedures/assess.md", json!({ "text": broken }));
    let told = client.told("procedures/assess.md");
    let checked = sandbox.run(&["check", "--today", TODAY, "--format", "json", "--no-cache"]);
    let checked: Value = serde_json::from_str(&checked.stdout).expect("JSON");
    let of_file = checked["findings"].as_array().expect("findings").iter();
    let of_file: Vec<Value> = of_file.filter(|found| found["path"] == "procedures/assess.md").cloned().collect();
    assert_eq!(told.len(), of_file.len());
    for (told, found) in told.iter().zip(&of_file) {
        assert_eq!(told["code"], found["code"]);
        assert_eq!(told["range"]["start"]["line"].as_u64().map(|line| line + 1), found["line"].as_u64());
        assert_eq!(told["range"]["start"]["character"].as_u64().map(|at| at + 1), found["column"].as_u64());
        assert!(text(&told["message"]).starts_with(&text(&found["message"])));
    }

    // A change of a part, counted in the units agreed on, and a text that is closed without being saved.
    let line = json!({ "start": { "line": 7, "character": 13 }, "end": { "line": 7, "character": 20 } });
    client.change("procedures/assess.md", json!({ "range": line, "text": "POL-001" }));
    assert!(!client.found("procedures/assess.md").iter().any(|(code, _)| code == "AIMS205"));
    let document = json!({ "textDocument": { "uri": client.address("procedures/assess.md") } });
    client.tell("textDocument/didClose", document);
    client.open("policies/ai.md", POLICY);
    client.found("policies/ai.md");
    assert_eq!(client.end(), Some(0));
}

/// The findings of a file as `aims check` tells them: codes with lines from 0.
fn checked(sandbox: &Sandbox, path: &str) -> Vec<(String, u64)> {
    let checked = sandbox.run(&["check", "--today", TODAY, "--format", "json", "--no-cache"]);
    let checked: Value = serde_json::from_str(&checked.stdout).expect("JSON");
    let of_file = checked["findings"].as_array().expect("findings").iter().filter(|found| found["path"] == path);
    of_file.map(|found| (text(&found["code"]), found["line"].as_u64().expect("a line") - 1)).collect()
}

#[test]
fn what_is_known_from_before_is_what_a_new_reading_finds() {
    let (path, other) = ("procedures/assess.md", "policies/ai.md");
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    client.open(path, PROCEDURE);
    assert_eq!(client.found(path), checked(&sandbox, path));
    let texts = [
        PROCEDURE.replace("id: PRO-001", "id: PRO-009"),
        PROCEDURE.replace("kind: procedure", "kind: policy"),
        PROCEDURE.replace("status: draft", "status: approved\napprovers: [Nobody]"),
        PROCEDURE.replace("---\n\nAs", "\nAs"),
        String::new(),
        PROCEDURE.to_owned(),
    ];
    for text in texts {
        client.change(path, json!({ "text": text }));
        let told = client.found(path);
        sandbox.put(path, &text);
        assert_eq!(told, checked(&sandbox, path), "{text}");
    }
    // Another program changes a file that is not open, and the editor tells of it.
    sandbox.put(other, POLICY.replace("id: POL-001", "id: POL-002"));
    let events = json!({ "changes": [{ "uri": client.address(other), "type": 2 }] });
    client.tell("workspace/didChangeWatchedFiles", events);
    let told = client.found(path);
    assert!(told.iter().any(|(code, _)| code == "AIMS205"), "{told:?}");
    assert_eq!(told, checked(&sandbox, path));
    // Settings that are being written count as those on disk do.
    client.open("aims.toml", &format!("{SETTINGS}[checks.levels]\nunknown-reference = \"off\"\n"));
    assert!(!client.found(path).iter().any(|(code, _)| code == "AIMS205"));
    let document = json!({ "textDocument": { "uri": client.address("aims.toml") } });
    client.tell("textDocument/didClose", document);
    assert_eq!(client.found(path), told);
    // A commit changes what is told, though no file does.
    sandbox.commit("Rename the policy");
    client.change(path, json!({ "text": PROCEDURE }));
    assert_eq!(client.found(path), checked(&sandbox, path));
}

#[test]
fn columns_are_counted_in_the_units_that_were_agreed_on() {
    for (encoding, column) in [("utf-8", 11), ("utf-16", 8)] {
        let sandbox = world();
        let mut client = start(&sandbox, encoding);
        let broken = PROCEDURE.replace("[[A.2.2]]", "[[A.2.9]]");
        client.open("procedures/assess.md", &broken);
        let told = client.told("procedures/assess.md");
        let link = told.iter().find(|found| found["code"] == "AIMS203").expect("a broken link");
        assert_eq!(link["range"]["start"], json!({ "line": 13, "character": column }), "{encoding}");
    }
}

/// The labels that are offered at the end of `typed`, which stands in the place of `instead` in the procedure.
fn offered(client: &mut Client, instead: &str, typed: &str) -> Vec<String> {
    let text = PROCEDURE.replacen(instead, typed, 1);
    client.change("procedures/assess.md", json!({ "text": text }));
    let place = client.place("procedures/assess.md", &text, typed, typed.len());
    let items = client.ask("textDocument/completion", place);
    items.as_array().expect("a list").iter().map(|item| client::text(&item["label"])).collect()
}

#[test]
fn what_may_be_written_is_offered() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    client.open("procedures/assess.md", PROCEDURE);
    let mut check = |instead: &str, typed: &str, first: &str, not: &str| {
        let offered = offered(&mut client, instead, typed);
        assert!(offered.iter().any(|label| label == first), "{typed:?}: no {first} among {offered:?}");
        assert!(not.is_empty() || !offered.iter().any(|label| label == not), "{typed:?}: {not} among {offered:?}");
    };
    check("owner: AI Officer", "ow", "owner", "title");
    check("status: draft", "status: ", "in-review", "policy");
    check("kind: procedure", "kind: pro", "procedure", "");
    check("owner: AI Officer", "owner: A", "Ada Example", "");
    check("[POL-001]", "[PO", "POL-001", "PRO-001");
    check("[A.5.2]", "[A.2.2, A.", "A.5.2", "");
    check("controls: [A.5.2]", "clauses: [\"6", "6.1.4", "A.5.2");
    check("controls: [A.5.2]", "requirements: {eu-ai-act: [art", "art-27", "");
    check("controls: [A.5.2]", "requirements:\n  eu", "eu-ai-act", "");
    check("[[POL-001]]", "[[PO", "POL-001", "");
    check("[[POL-001]]", "[[A.", "A.2.2", "");
    check("../policies/ai.md#roles", "../pol", "../policies/ai.md", "ai.md");
    check("../policies/ai.md#roles", "../policies/ai.md#r", "roles", "");
    check("[[POL-001]]", "[[POL-001#s", "scope", "");
    // A key that the front matter cannot be read for is one that is being typed.
    check("owner: AI Officer", "owner: [\"", "AI Officer", "");
}

#[test]
fn what_is_taken_is_sound() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    let end = PROCEDURE.replace('\n', "\r\n");
    client.open("procedures/assess.md", &end);
    for (instead, typed, label, taken) in [
        ("status: draft", "status:", "approved", "status: approved\n"),
        ("status: draft", "status: ap", "approved", "status: approved\n"),
        ("controls: [A.5.2]", "controls:", "A.2.2", "controls: A.2.2\n"),
        ("controls: [A.5.2]", "controls:\n  -", "A.2.2", "controls:\n  - A.2.2\n"),
        ("controls: [A.5.2]", "controls:\n  -A.", "A.2.2", "controls:\n  - A.2.2\n"),
        ("controls: [A.5.2]", "requirements: {eu-ai-act:", "art-27", "requirements: {eu-ai-act: art-27\n"),
        ("owner: AI Officer", "mea", "measurements", "measurements:\n  - \n"),
    ] {
        let text =
            PROCEDURE.replacen(instead, typed, 1).replace("kind: procedure", "kind: objective").replace('\n', "\r\n");
        client.change("procedures/assess.md", json!({ "text": text }));
        let typed = typed.replace('\n', "\r\n");
        let place = client.place("procedures/assess.md", &text, &typed, typed.len());
        let items = client.ask("textDocument/completion", place);
        let item = items.as_array().expect("a list").iter().find(|item| item["label"] == label);
        let edit = item.unwrap_or_else(|| panic!("{typed:?}: {items}"))["textEdit"].clone();
        let after = apply(&text, &[edit]);
        assert!(after.contains(&taken.replace('\n', "\r\n")), "{typed:?}: {after}");
        assert!(!after.replace("\r\n", "").contains('\n'), "{typed:?}: {after:?}");
    }
    // What mends a list keeps to the line ends of the file.
    let text = PROCEDURE.replace("controls: [A.5.2]", "controls:\n  -A.2.2\n  -A.5.2").replace('\n', "\r\n");
    client.change("procedures/assess.md", json!({ "text": text }));
    client.found("procedures/assess.md");
    let mut asked = client.place("procedures/assess.md", &text, "-A.2.2", 1);
    let here = asked["position"].clone();
    asked["range"] = json!({ "start": here, "end": here });
    asked["context"] = json!({ "diagnostics": [] });
    let offered = client.ask("textDocument/codeAction", asked);
    let changes = offered[0]["edit"]["changes"][client.address("procedures/assess.md")].as_array().expect("changes");
    assert!(apply(&text, changes).contains("\r\n  - A.2.2\r\n  - A.5.2\r\n"), "{offered}");
}

#[test]
fn what_stands_behind_a_name_is_told_and_found() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    client.open("procedures/assess.md", PROCEDURE);
    let at = |needle: &str| client.place("procedures/assess.md", PROCEDURE, needle, 2);
    let (key, reference, wiki) = (at("implements"), at("[POL-001]\n"), at("[[POL-001]]"));
    let (path, control, kind) = (at("[the policy]"), at("A.5.2"), at("procedure\n"));
    let hover = |client: &mut Client, place: &Value| {
        text(&client.ask("textDocument/hover", place.clone())["contents"]["value"])
    };
    assert!(hover(&mut client, &key).contains("puts into practice"));
    assert!(hover(&mut client, &kind).contains("How something is done"));
    for place in [&reference, &wiki, &path] {
        let said = hover(&mut client, place);
        assert!(said.starts_with("**POL-001** AI policy") && said.contains("draft"), "{said}");
    }
    let said = hover(&mut client, &control);
    assert!(said.starts_with("**A.5.2**") && said.contains("Stands at"), "{said}");

    let policy = client.address("policies/ai.md");
    for (place, line) in [(&reference, 1), (&wiki, 1), (&path, 14)] {
        let found = client.ask("textDocument/definition", place.clone());
        assert_eq!((&found[0]["uri"], &found[0]["range"]["start"]["line"]), (&json!(policy), &json!(line)), "{found}");
    }
    let found = client.ask("textDocument/definition", control);
    assert_eq!(found[0]["uri"], client.address("procedures/assess.md"), "no statement has it: {found}");

    let mut asked = reference.clone();
    asked["context"] = json!({ "includeDeclaration": true });
    let found = client.ask("textDocument/references", asked);
    let lines: Vec<u64> =
        found.as_array().expect("places").iter().filter_map(|place| place["range"]["start"]["line"].as_u64()).collect();
    assert_eq!(lines, [1, 7, 11, 11, 11], "{found}");

    let outline = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": policy } }));
    assert_eq!((&outline[0]["name"], &outline[0]["children"][0]["name"]), (&json!("Scope"), &json!("Roles")));
    let named = client.ask("workspace/symbol", json!({ "query": "ai POL" }));
    assert_eq!(named[0]["name"], "POL-001 AI policy");
    // What turns the direction of what stands beside it is shown, and does not do that.
    let turned = POLICY.replace("AI policy", "\u{202e}AI policy").replace("# Scope", "# \u{202e}Scope");
    client.open("policies/ai.md", &turned);
    let said = hover(&mut client, &reference);
    assert!(said.contains("u\\{202e\\}AI policy"), "{said}");
    let outline = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": policy } }));
    assert_eq!(outline[0]["name"], "\\u{202e}Scope");
}

#[test]
fn what_can_be_mended_by_a_key_is_offered() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    let broken = PROCEDURE.replace("[POL-001]\ncontrols", "[PLO-001]\ncontrols");
    client.open("procedures/assess.md", &broken);
    client.found("procedures/assess.md");
    let mut asked = client.place("procedures/assess.md", &broken, "PLO-001", 3);
    let here = asked["position"].clone();
    asked["range"] = json!({ "start": here, "end": here });
    asked["context"] = json!({ "diagnostics": [] });
    let offered = client.ask("textDocument/codeAction", asked.clone());
    let action = &offered[0];
    assert_eq!(
        (&action["kind"], &action["diagnostics"][0]["code"]),
        (&json!("quickfix"), &json!("AIMS205")),
        "{offered}"
    );
    let changes = action["edit"]["changes"][client.address("procedures/assess.md")].as_array().expect("changes");
    let mended = apply(&broken, changes);
    assert_eq!(mended, PROCEDURE);
    client.change("procedures/assess.md", json!({ "text": mended }));
    let offered = client.ask("textDocument/codeAction", asked);
    assert!(!offered.to_string().contains("AIMS205"), "{offered}");
}

#[test]
fn no_word_for_how_something_stands_is_put_in_unasked() {
    for (line, offers) in [("status: aproved", 1), ("status: unapproved", 0)] {
        let sandbox = world();
        let mut client = start(&sandbox, "utf-8");
        let broken = PROCEDURE.replace("status: draft", line);
        client.open("procedures/assess.md", &broken);
        client.found("procedures/assess.md");
        let mut asked = client.place("procedures/assess.md", &broken, line, 9);
        let here = asked["position"].clone();
        asked["range"] = json!({ "start": here, "end": here });
        asked["context"] = json!({ "diagnostics": [] });
        let offered = client.ask("textDocument/codeAction", asked);
        let of_words = |action: &&Value| action["diagnostics"][0]["code"] == "AIMS110";
        let actions: Vec<&Value> = offered.as_array().into_iter().flatten().filter(of_words).collect();
        assert_eq!(actions.len(), offers, "{line}: {offered}");
        assert!(actions.iter().all(|action| action["isPreferred"] == false), "{line}: {offered}");
    }
}

#[test]
fn another_id_goes_everywhere_and_keeps_the_record() {
    let sandbox = world();
    // What is settled stays as it is: the old id leads there all the same.
    let closed = "---\nid: INC-001\ntitle: An incident\nkind: incident\nseverity: low\nstate: closed\ndate: 2026-01-02\n\
                  closed: 2026-01-03\n---\nAgainst [[POL-001]].\n";
    sandbox.put("incidents/inc.md", closed);
    // So does what nobody settles, once it has stood for long enough.
    let record = "---\nid: REC-001\ntitle: A record\nkind: record\nowner: AI Officer\ndate: 2026-05-20\n---\nIt shows [[POL-001]].\n";
    sandbox.put("records/rec.md", record);
    sandbox.commit("An incident");
    let mut client = start(&sandbox, "utf-8");
    client.open("procedures/assess.md", PROCEDURE);
    let place = client.place("procedures/assess.md", PROCEDURE, "[POL-001]\n", 2);
    let ready = client.ask("textDocument/prepareRename", place.clone());
    assert_eq!(ready["placeholder"], "POL-001", "{ready}");
    let rename = |client: &mut Client, new: &str| {
        let mut asked = place.clone();
        asked["newName"] = json!(new);
        client.ask("textDocument/rename", asked)
    };
    for (refused, why) in [("PRO-001", "another document"), ("a b", "cannot be an id"), ("A.2.2", "control or clause")]
    {
        assert!(text(&rename(&mut client, refused)["message"]).contains(why), "{refused}");
    }
    let changes = rename(&mut client, "POL-007")["changes"].clone();
    for settled in ["incidents/inc.md", "records/rec.md"] {
        assert!(changes.get(client.address(settled)).is_none(), "{settled}: {changes}");
    }
    let after = |path: &str, before: &str| apply(before, changes[client.address(path)].as_array().expect("changes"));
    let policy = after("policies/ai.md", POLICY);
    assert_eq!(policy, POLICY.replace("id: POL-001", "id: POL-007\nformerly: [POL-001]"));
    let procedure = after("procedures/assess.md", PROCEDURE);
    let expected = PROCEDURE.replace("[POL-001]\n", "[POL-007]\n").replace("[[POL-001]]", "[[POL-007]]");
    assert_eq!(procedure, expected.replace("(POL-001)", "(POL-007)"));
    sandbox.put("policies/ai.md", policy);
    sandbox.put("procedures/assess.md", procedure);
    let checked = sandbox.run(&["check", "--today", TODAY, "--format", "short", "--no-cache"]);
    for code in ["AIMS203", "AIMS205", "AIMS517", "AIMS520"] {
        assert!(!checked.stdout.contains(code), "{}", checked.stdout);
    }
}

/// A text after changes of the protocol, in bytes.
fn apply(before: &str, changes: &[Value]) -> String {
    let offset = |position: &Value| {
        let number = |key: &str| usize::try_from(position[key].as_u64().expect("a number")).expect("a number");
        before.split_inclusive('\n').take(number("line")).map(str::len).sum::<usize>() + number("character")
    };
    let mut changes: Vec<_> = changes
        .iter()
        .map(|change| (offset(&change["range"]["start"]), offset(&change["range"]["end"]), text(&change["newText"])))
        .collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.0));
    let mut after = before.to_owned();
    for (start, end, new) in changes {
        after.replace_range(start..end, &new);
    }
    after
}

#[test]
fn settings_that_cannot_be_used_are_told_where_they_are_wrong() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    client.open("policies/ai.md", POLICY);
    let before = client.found("policies/ai.md");
    client.open("aims.toml", "[organisation]\nname = \n");
    assert!(client.found("aims.toml").iter().any(|(_, line)| *line == 1));
    client.change("aims.toml", json!({ "text": SETTINGS }));
    assert!(!client.found("aims.toml").iter().any(|(code, _)| code == "AIMS802"));
    client.change("policies/ai.md", json!({ "text": POLICY }));
    assert_eq!(client.found("policies/ai.md"), before);
}

#[test]
fn settings_are_offered_and_explained_while_they_are_written() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    // What is typed breaks the file: the settings of a moment ago say what there is.
    client.open("aims.toml", &format!("{SETTINGS}[checks.levels]\nAIMS101 = \"\n[folders]\n\"a\" = \"pro"));
    let lines = SETTINGS.lines().count();
    let at = |client: &Client, line: usize, character: usize| json!({ "textDocument": { "uri": client.address("aims.toml") }, "position": { "line": line, "character": character } });
    let mut offered = |line: usize, character: usize| -> Vec<String> {
        let place = at(&client, line, character);
        let items = client.ask("textDocument/completion", place);
        items.as_array().expect("a list").iter().map(|item| text(&item["textEdit"]["newText"])).collect()
    };
    assert_eq!(offered(lines + 1, 11), ["error", "warning", "note", "off"]);
    assert!(offered(lines + 3, 10).contains(&"procedure".to_owned()));
    let place = at(&client, lines, 3);
    let hover = client.ask("textDocument/hover", place);
    assert!(text(&hover["contents"]["value"]).contains("when it fails"), "{hover}");
    let place = at(&client, lines + 1, 3);
    let hover = client.ask("textDocument/hover", place);
    assert!(text(&hover["contents"]["value"]).contains("The level of this rule"), "{hover}");
}

#[test]
fn nothing_that_an_editor_says_ends_the_server() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-16");
    client.open("policies/ai.md", POLICY);
    client.found("policies/ai.md");
    let address = client.address("policies/ai.md");
    assert_eq!(client.ask("textDocument/nothing", json!({}))["code"], -32601);
    assert_eq!(client.ask("textDocument/hover", json!({ "wrong": 1 }))["code"], -32602);
    for strange in ["untitled:Untitled-1", "https://example.org/a.md", "file:///nowhere/a.md"] {
        let place = json!({ "textDocument": { "uri": strange }, "position": { "line": 0, "character": 0 } });
        assert_eq!(client.ask("textDocument/completion", place), Value::Null, "{strange}");
    }
    let far = json!({ "textDocument": { "uri": address }, "position": { "line": 9999, "character": 9999 } });
    client.ask("textDocument/completion", far.clone());
    client.ask("textDocument/hover", far);
    client.tell("textDocument/didChange", json!({ "nonsense": true }));
    let backwards = json!({ "start": { "line": 9, "character": 0 }, "end": { "line": 1, "character": 0 } });
    client.change("policies/ai.md", json!({ "range": backwards, "text": "x" }));
    client.found("policies/ai.md");
    for half in ["---\n", "---\nid: [", "---\nid: POL-001\n---\n[[", "\u{feff}---\r\nid: POL-001\r\n"] {
        client.change("policies/ai.md", json!({ "text": half }));
        client.found("policies/ai.md");
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_is_no_message_or_comes_too_late_is_refused_and_the_conversation_goes_on() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    client.send_raw("Content-Length: 5\r\n\r\nhello");
    let answer = loop {
        let message = client.next();
        if message.get("error").is_some() {
            break message;
        }
    };
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)), "{answer}");
    assert!(client.ask("workspace/symbol", json!({ "query": "POL" })).is_array());
    assert_eq!(client.ask("shutdown", Value::Null), Value::Null);
    for _ in 0..2 {
        let refused = client.ask("workspace/symbol", json!({ "query": "POL" }));
        assert_eq!(refused["code"], -32600, "{refused}");
    }
    assert_eq!(client.exit(), Some(0));
}
