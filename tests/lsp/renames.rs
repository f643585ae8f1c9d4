//! Another id for a document, in every form in which a text says what it is, and wherever it is named.

use std::fs;

use serde_json::json;

use super::client::{Client, text};
use super::sandbox::{Sandbox, TODAY};
use super::{SETTINGS, apply, start};

/// Has the document at `path` renamed from where its id stands, and makes the changes.
///
/// # Errors
/// What the server says to it.
fn rename(sandbox: &Sandbox, path: &str, (old, new): (&str, &str)) -> Result<(), String> {
    let read = |path: &str| fs::read_to_string(sandbox.path(path)).expect("a text");
    let mut client: Client = start(sandbox, "utf-8");
    client.open("aims.toml", &read("aims.toml"));
    let mut asked = client.place(path, &read(path), old, 2);
    asked["newName"] = json!(new);
    let answer = client.ask("textDocument/rename", asked);
    let Some(changes) = answer["changes"].as_object() else { return Err(text(&answer["message"])) };
    for (address, changes) in changes {
        let path = address.strip_prefix(&client.address("")).expect("a file of the AIMS");
        sandbox.put(path, apply(&read(path), changes.as_array().expect("changes")));
    }
    Ok(())
}

/// What `aims check` finds, a line each.
fn found(sandbox: &Sandbox) -> Vec<String> {
    let checked = sandbox.run(&["check", "--today", TODAY, "--format", "short", "--no-cache"]);
    checked.stdout.lines().map(str::to_owned).collect()
}

/// Whether one of these rules found something.
fn tells(sandbox: &Sandbox, codes: &[&str]) -> Vec<String> {
    found(sandbox).into_iter().filter(|line| codes.iter().any(|code| line.contains(code))).collect()
}

fn world(more: &str, files: &[(&str, &str)]) -> Sandbox {
    let settings = format!("{SETTINGS}{more}");
    let all: Vec<(&str, &str)> = [("aims.toml", settings.as_str())].into_iter().chain(files.iter().copied()).collect();
    let sandbox = Sandbox::new(&all);
    sandbox.commit("Begin");
    sandbox
}

#[test]
fn the_id_of_before_is_put_where_the_form_of_the_text_has_it() {
    let yaml = |keys: &str| format!("---\n{keys}\n---\n\n# P\n\nText.\n");
    let toml = |keys: &str| format!("+++\n{keys}\n+++\n\n# P\n\nText.\n");
    let bare = |head: &str| format!("# P\n\n{head}\n\nText.\n");
    let with_front = |head: &str| format!("---\nformerly: [POL-001]\n---\n\n# P\n\n{head}\n\nText.\n");
    for (before, after) in [
        (yaml("id: POL-001 # ours\nkind: policy"), yaml("id: POL-007 # ours\nformerly: [POL-001]\nkind: policy")),
        (yaml("id: POL-001\nformerly: []"), yaml("id: POL-007\nformerly: [POL-001]")),
        (yaml("id: POL-001\nformerly:\nkind: policy"), yaml("id: POL-007\nformerly: [POL-001]\nkind: policy")),
        (yaml("id: POL-001\nformerly: null # none yet"), yaml("id: POL-007\nformerly: [POL-001] # none yet")),
        (yaml("id: POL-001\nformerly: # none"), yaml("id: POL-007\nformerly: [POL-001] # none")),
        (yaml("id: POL-001\nformerly: P-0"), yaml("id: POL-007\nformerly: [P-0, POL-001]")),
        (yaml("id: POL-001\nformerly: ['P-0'] # old"), yaml("id: POL-007\nformerly: ['P-0', \"POL-001\"] # old")),
        (
            yaml("id: POL-001\nformerly:\n  - \"P-0\"   # old\nkind: policy"),
            yaml("id: POL-007\nformerly:\n  - \"P-0\"   # old\n  - \"POL-001\"\nkind: policy"),
        ),
        (yaml("{id: POL-001, kind: policy}"), yaml("{id: POL-007, formerly: [POL-001], kind: policy}")),
        (
            yaml("{\"id\": \"POL-001\", \"kind\": \"policy\"}"),
            yaml("{\"id\": \"POL-007\", formerly: [POL-001], \"kind\": \"policy\"}"),
        ),
        (
            toml("id = \"POL-001\"\nkind = \"policy\""),
            toml("id = \"POL-007\"\nformerly = [\"POL-001\"]\nkind = \"policy\""),
        ),
        (
            toml("id = 'POL-001'\nformerly = [\"P-0\"] # old"),
            toml("id = 'POL-007'\nformerly = [\"P-0\", \"POL-001\"] # old"),
        ),
        (
            bare("| Document ID | POL-001 |\n|---|---|\n| Kind | policy |\n| Owner | AI Officer |"),
            with_front("| Document ID | POL-007 |\n|---|---|\n| Kind | policy |\n| Owner | AI Officer |"),
        ),
        (
            bare("- **Document ID:** POL-001\n- **Kind:** policy"),
            with_front("- **Document ID:** POL-007\n- **Kind:** policy"),
        ),
        (
            bare("> **Document ID:** POL-001\n> **Kind:** policy"),
            with_front("> **Document ID:** POL-007\n> **Kind:** policy"),
        ),
        (bare("**Document ID:** POL-001\n**Kind:** policy"), with_front("**Document ID:** POL-007\n**Kind:** policy")),
        (
            "---\ntitle: P\n---\n\n**Document ID:** POL-001\n**Kind:** policy\n".to_owned(),
            "---\nformerly: [POL-001]\ntitle: P\n---\n\n**Document ID:** POL-007\n**Kind:** policy\n".to_owned(),
        ),
    ] {
        let forms = "[header]\nforms = [\"bold\", \"table\", \"quote\", \"list\"]\n";
        let sandbox = world(forms, &[("policies/p.md", &before)]);
        let old = found(&sandbox);
        assert_eq!(rename(&sandbox, "policies/p.md", ("POL-001", "POL-007")), Ok(()), "{before}");
        assert_eq!(fs::read_to_string(sandbox.path("policies/p.md")).expect("a text"), after);
        let code = |line: &String| line.rsplit(" [").next().unwrap_or_default().to_owned();
        let known: Vec<String> = old.iter().map(code).collect();
        let new: Vec<String> = found(&sandbox).into_iter().filter(|line| !known.contains(&code(line))).collect();
        assert_eq!(new, [""; 0], "{after}");
        let story = sandbox.run(&["history", "POL-001", "--today", TODAY, "--no-cache"]);
        assert!(story.stdout.contains("POL-007"), "{after}: {}{}", story.stdout, story.stderr);
    }
}

#[test]
fn what_cannot_be_written_in_its_form_is_refused() {
    for front in [
        "id: POL-001\nformerly: [\n  P-0, # the first\n  P-1\n]",
        "id: \"POL\\x2d001\"",
        "id: POL-001\nformerly: {a: b}",
    ] {
        let before = format!("---\n{front}\nkind: policy\n---\n\nText. See [[POL-001]].\n");
        let sandbox = world("", &[("policies/p.md", &before)]);
        let old = if before.contains("x2d") { "[[POL-001" } else { "POL-001" };
        let refused = rename(&sandbox, "policies/p.md", (old, "POL-007"));
        assert!(refused.is_err_and(|why| why.contains("change it by hand")), "{front}");
    }
}

#[test]
fn the_way_back_leaves_no_document_that_names_itself() {
    let before = "---\nid: POL-001\nkind: policy\ntitle: P\n---\n\nText.\n";
    let path = "policies/p.md";
    let read = |sandbox: &Sandbox| fs::read_to_string(sandbox.path(path)).expect("a text");
    let sandbox = world("", &[(path, before)]);
    assert_eq!(rename(&sandbox, path, ("POL-001", "POL-007")), Ok(()));
    // What no commit has seen leaves no trace.
    assert_eq!(rename(&sandbox, path, ("POL-007", "POL-001")), Ok(()));
    assert_eq!(read(&sandbox), before);
    assert_eq!(rename(&sandbox, path, ("POL-001", "POL-007")), Ok(()));
    sandbox.commit("Another id");
    assert_eq!(rename(&sandbox, path, ("POL-007", "POL-001")), Ok(()));
    assert_eq!(read(&sandbox), before.replace("kind:", "formerly: [POL-007]\nkind:"));
    assert_eq!(tells(&sandbox, &["AIMS205"]), [""; 0]);
    sandbox.put(path, before.replace("kind:", "formerly:\n- P-0\n- POL-007 # long ago\nkind:"));
    assert_eq!(rename(&sandbox, path, ("POL-001", "POL-007")), Ok(()));
    assert_eq!(
        read(&sandbox),
        before.replace("id: POL-001", "id: POL-007").replace("kind:", "formerly:\n- P-0\n- POL-001 # long ago\nkind:")
    );
}

#[test]
fn whatever_names_the_document_follows() {
    let more = "[languages]\ndefault = \"en\"\npattern = [\"{name}.{lang}.md\"]\nuse = [\"en\", \"de\"]\n[site]\npack = [\"POL-001\", \"scope\"]\n\
                [[checks.waivers]]\ncode = \"AIMS403\"\ndocument = 'POL-001' # for now\nuntil = 2026-12-31\nreason = \"It is being written.\"\n";
    let policy = "---\nid: POL-001\nkind: policy\ntitle: P\nstatus: approved\n---\n\nText.\n";
    let german = "---\nid: POL-001\ntitle: L\nlang: de\nstatus: approved\n---\n\nText.\n";
    let links = "---\nid: PRO-001\nkind: procedure\ntitle: Q\nstatus: draft\n---\n\nSee [ref], [POL-001][ref], [it][way] and [file].\n\n\
                 [ref]: POL-001 \"t\"\n[way]: <pol-001#x>\n[file]: ../policies/p.md\n";
    let files = [("policies/p.md", policy), ("policies/p.de.md", german), ("procedures/q.md", links)];
    for from in ["policies/p.md", "policies/p.de.md"] {
        let sandbox = world(more, &files);
        let read = |path: &str| fs::read_to_string(sandbox.path(path)).expect("a text");
        assert_eq!(rename(&sandbox, from, ("POL-001", "POL-007")), Ok(()));
        assert_eq!(read("policies/p.de.md"), german.replace("POL-001", "POL-007"));
        let expected = links.replace("[ref]: POL-001", "[ref]: POL-007").replace("<pol-001", "<POL-007");
        assert_eq!(read("procedures/q.md"), expected);
        assert_eq!(read("aims.toml"), format!("{SETTINGS}{}", more.replace("POL-001", "POL-007")));
        assert_eq!(tells(&sandbox, &["AIMS203", "AIMS205", "AIMS403", "AIMS517", "AIMS808"]), [""; 0]);
    }
}

#[test]
fn an_address_is_changed_where_it_is_one() {
    // The long line is read once: read anew for each sign of it, it takes longer than the editor waits.
    let policy = "---\nid: POL-001\nkind: policy\ntitle: P\n---\n\nText.\n";
    let code = "```md\n[l]: POL-001\n```\n\n    [l]: POL-001\n\nWrite `x[l]: POL-001`.\n\n";
    let links = "[y][l], [z][l], [q][a\\]: b]\n\n[l]: <pol-001#text>\n  \"POL-001\"\n\n> [a\\]: b]:\n> POL-001\n";
    let long = "]:".repeat(80_000);
    let before = format!("---\nid: PRO-001\nkind: procedure\ntitle: Q\n---\n\n{code}{links}\n{long}\n");
    let sandbox = world("", &[("policies/p.md", policy), ("procedures/q.md", &before)]);
    assert_eq!(rename(&sandbox, "policies/p.md", ("POL-001", "POL-007")), Ok(()));
    let after = fs::read_to_string(sandbox.path("procedures/q.md")).expect("a text");
    let expected = links.replace("<pol-001", "<POL-007").replace("> POL-001", "> POL-007");
    assert_eq!(after, before.replace(links, &expected));
}

#[test]
fn a_file_that_is_not_open_keeps_its_line_ends() {
    let before = "---\nid: POL-001\nkind: policy\ntitle: P\n---\n\nText.\n".replace('\n', "\r\n");
    let sandbox = world("", &[("policies/p.md", &before)]);
    assert_eq!(rename(&sandbox, "policies/p.md", ("POL-001", "POL-007")), Ok(()));
    let after = fs::read_to_string(sandbox.path("policies/p.md")).expect("a text");
    assert_eq!(after, before.replace("POL-001\r\n", "POL-007\r\nformerly: [POL-001]\r\n"));
}

#[test]
fn the_target_of_a_link_is_found_and_not_its_text() {
    let policy = "---\nid: POL-1\nkind: policy\ntitle: P\n---\n\n# POL-1\n\nText.\n";
    let links = "---\nid: PRO-001\nkind: procedure\nimplements: [\"POL-1\"]\n---\n\n[[POL-1]] [[POL-1|see POL-1]] [see POL-1](POL-1#pol-1) \
                 [[pol-1#POL-1]] [[POL-10]] [[XPOL-1]] <a href=\"POL-1\">POL-1</a>\n";
    let sandbox = world("", &[("policies/p.md", policy), ("procedures/q.md", links)]);
    assert_eq!(rename(&sandbox, "policies/p.md", ("POL-1", "POL-7")), Ok(()));
    let after = fs::read_to_string(sandbox.path("procedures/q.md")).expect("a text");
    let expected =
        links.replace("\"POL-1\"", "\"POL-7\"").replace("[[POL-1]]", "[[POL-7]]").replace("[[POL-1|", "[[POL-7|");
    assert_eq!(after, expected.replace("(POL-1#", "(POL-7#").replace("[[pol-1#", "[[POL-7#"));
}

#[test]
fn what_goes_on_to_say_the_id_of_before_leads_to_the_document() {
    let policy = "---\nid: POL-007\nformerly: [POL-001]\nkind: policy\ntitle: P\n---\n\nPOL-001 it was.\n";
    let record = "---\nid: REC-001\nkind: record\ntitle: R\ndate: 2026-05-20\n---\n\nIt shows POL-001, not POL-010.\n";
    let sandbox = world("", &[("policies/p.md", policy), ("records/r.md", record)]);
    let built = sandbox.run(&["build", "--today", TODAY, "--no-cache", "--out", "site"]);
    let page = |id: &str| fs::read_to_string(sandbox.path(&format!("site/documents/{id}.html")));
    let shown = page("REC-001").unwrap_or_else(|why| panic!("{why}: {}{}", built.stdout, built.stderr));
    assert!(shown.contains("shows <a class=\"id\" href=\"POL-007.html\">POL-001</a>, not POL-010."), "{shown}");
    assert!(page("POL-007").is_ok_and(|page| page.contains("POL-001 it was.")));
}

#[test]
fn the_same_id_in_other_letters_is_another_way_to_write_it() {
    let before = "---\nid: POL-001\ntitle: P\nkind: policy\nstatus: approved\n---\n\nText.\n";
    let record = "---\nid: REC-001\ntitle: R\nkind: record\nstatus: approved\ndate: 2026-01-01\nevidence-for: [POL-001]\n---\n\nWe met.\n";
    let sandbox = world("", &[("policies/p.md", before), ("records/r.md", record)]);
    let read = |path: &str| fs::read_to_string(sandbox.path(path)).expect("a text");
    assert_eq!(rename(&sandbox, "policies/p.md", ("POL-001", "POL-001")), Ok(()));
    assert_eq!(read("policies/p.md"), before);
    assert_eq!(rename(&sandbox, "policies/p.md", ("POL-001", "pol-001")), Ok(()));
    assert_eq!(read("policies/p.md"), before.replace("id: POL-001", "id: pol-001\nformerly: [POL-001]"));
    assert_eq!(read("records/r.md"), record);
    assert_eq!(tells(&sandbox, &["AIMS119", "AIMS205", "AIMS504"]), [""; 0]);
}
