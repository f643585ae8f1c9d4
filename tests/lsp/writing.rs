//! What is offered is written as its place asks for.

use serde_json::{Value, json};

use super::client::Client;
use super::sandbox::Sandbox;
use super::{SETTINGS, apply, start};

const ROLES: &str = "[roles]\n\"Team, North\" = \"x\"\n\"Head: AI #1\" = \"x\"\n\"@Board\" = \"x\"\n\"%x\" = \"x\"\n\"-dash\" = \"x\"\n\
                     \"true\" = \"x\"\n\"2026\" = \"x\"\n\"2026-11-20\" = \"x\"\n\"1e3\" = \"x\"\n\"say \\\"it's\\\"\" = \"x\"\n\"Board\" = \"x\"\n";

const PATH: &str = "policies/p.md";

/// The text after `label` is taken at the bar in it.
fn taken(client: &mut Client, text: &str, label: &str) -> String {
    let whole = text.replace('┃', "");
    let place = client.place(PATH, text, "┃", 0);
    client.change(PATH, json!({ "text": whole }));
    let items = client.ask("textDocument/completion", place);
    let item = items.as_array().into_iter().flatten().find(|item| item["label"] == label);
    let edit: Value = item.unwrap_or_else(|| panic!("{text:?}: no {label:?} among {items}"))["textEdit"].clone();
    apply(&whole, &[edit])
}

#[test]
fn names_stand_in_quotes_where_they_need_some() {
    let sandbox = Sandbox::new(&[
        ("aims.toml", format!("{SETTINGS}{ROLES}")),
        (PATH, "---\nid: P-1\nkind: policy\n---\n".into()),
    ]);
    let mut client = start(&sandbox, "utf-8");
    client.open(PATH, "");
    for (front, label, after) in [
        ("---\nkind: policy\nowner: ┃\n---\n", "Board", "owner: Board\n"),
        ("---\nkind: policy\nowner: ┃\n---\n", "Team, North", "owner: \"Team, North\"\n"),
        ("---\nkind: policy\nowner: Team, N┃\n---\n", "Team, North", "owner: \"Team, North\"\n"),
        ("---\nkind: policy\nowner:┃\n---\n", "Head: AI #1", "owner: \"Head: AI #1\"\n"),
        ("---\nkind: policy\nowner: @┃\n---\n", "@Board", "owner: \"@Board\"\n"),
        ("---\nkind: policy\nowner: ┃\n---\n", "%x", "owner: \"%x\"\n"),
        ("---\nkind: policy\nowner: ┃\n---\n", "-dash", "owner: \"-dash\"\n"),
        ("---\nkind: policy\nowner: ┃\n---\n", "true", "owner: \"true\"\n"),
        ("---\nkind: policy\nowner: ┃\n---\n", "2026", "owner: \"2026\"\n"),
        ("---\nkind: policy\nowner: ┃\n---\n", "2026-11-20", "owner: \"2026-11-20\"\n"),
        ("---\nkind: policy\nowner: ┃\n---\n", "1e3", "owner: \"1e3\"\n"),
        ("---\nkind: policy\nowner: ┃\n---\n", "say \"it's\"", "owner: \"say \\\"it's\\\"\"\n"),
        ("---\nkind: policy\nowner: '┃'\n---\n", "say \"it's\"", "owner: 'say \"it''s\"'\n"),
        ("---\nkind: policy\nowner: \"Te┃\"\n---\n", "Team, North", "owner: \"Team, North\"\n"),
        ("---\nkind: policy\napprovers: [Board, ┃]\n---\n", "Team, North", "approvers: [Board, \"Team, North\"]\n"),
        ("---\nkind: policy\napprovers: [\"Team, No┃\"]\n---\n", "Team, North", "approvers: [\"Team, North\"]\n"),
        ("---\nkind: policy\napprovers:\n  - ┃\n---\n", "Team, North", "  - \"Team, North\"\n"),
        ("---\nkind: policy\neffective: ┃\n---\n", "2026-11-20", "effective: 2026-11-20\n"),
        ("---\nkind: policy\nclauses: [┃]\n---\n", "5.2", "clauses: [\"5.2\"]\n"),
        ("+++\nkind = \"policy\"\nown┃\n+++\n", "owner", "owner = \n"),
        ("+++\nkind = \"policy\"\nowner = ┃\n+++\n", "Board", "owner = \"Board\"\n"),
        ("+++\nkind = \"policy\"\nowner =┃\n+++\n", "Board", "owner = \"Board\"\n"),
        ("+++\nkind = \"policy\"\nowner = '┃'\n+++\n", "Team, North", "owner = 'Team, North'\n"),
        ("+++\nkind = \"policy\"\nowner = 's┃'\n+++\n", "say \"it's\"", "owner = \"say \\\"it's\\\"\"\n"),
        ("+++\nkind = \"policy\"\nowner = 's┃ay'\n+++\n", "say \"it's\"", "owner = \"say \\\"it's\\\"\"\n"),
        (
            "+++\nkind = \"policy\"\napprovers = ['s┃, 'Board']\n+++\n",
            "say \"it's\"",
            "approvers = [\"say \\\"it's\\\"\", 'Board']\n",
        ),
        ("+++\nkind = \"policy\"\nowner = \"┃\"\n+++\n", "Team, North", "owner = \"Team, North\"\n"),
        (
            "+++\nkind = \"policy\"\napprovers = [\"Board\", ┃]\n+++\n",
            "Head: AI #1",
            "approvers = [\"Board\", \"Head: AI #1\"]\n",
        ),
        ("+++\nkind = \"policy\"\neffective = ┃\n+++\n", "2026-11-20", "effective = 2026-11-20\n"),
        ("+++\nkind = \"policy\"\nstatus = \"┃\n+++\n", "approved", "status = \"approved\n"),
        ("+++\nkind = \"objective\"\nmea┃\n+++\n", "measurements", "[[measurements]]\n"),
        ("+++\nkind = \"objective\"\n[[measurements]]\nda┃\n+++\n", "date", "date = \n"),
    ] {
        let whole = taken(&mut client, front, label);
        assert!(whole.contains(after), "{front:?}: {whole:?}");
    }
}

#[test]
fn links_in_a_text_stand_as_they_are() {
    let sandbox = Sandbox::new(&[
        ("aims.toml", SETTINGS),
        (PATH, "---\nid: P-1\n---\n"),
        ("policies/2026.md", "---\nid: 2026-1\n---\n"),
    ]);
    let mut client = start(&sandbox, "utf-8");
    client.open(PATH, "");
    let front = "+++\nid = \"P-1\"\n+++\n\n";
    assert_eq!(taken(&mut client, &format!("{front}See [[┃]]\n"), "2026-1"), format!("{front}See [[2026-1]]\n"));
    assert_eq!(taken(&mut client, &format!("{front}[x](┃)\n"), "2026.md"), format!("{front}[x](2026.md)\n"));
}

#[test]
fn a_new_file_in_a_folder_to_come_is_looked_at_as_it_is_written() {
    let text = "---\nid: POL-001\nkind: policy\ntitle: P\n---\n\nText.\n";
    let sandbox = Sandbox::new(&[("aims.toml", SETTINGS), ("a.md", text)]);
    let mut client: Client = start(&sandbox, "utf-8");
    client.open("new/folder/x.md", text);
    let found = client.found("new/folder/x.md");
    assert!(found.contains(&("AIMS201".into(), 1)), "{found:?}");
    let other = text.replace("POL-001", "POL-002").replace("Text.", "[[NO-1]]");
    client.change("new/folder/x.md", json!({ "text": other }));
    let found = client.found("new/folder/x.md");
    assert!(found.contains(&("AIMS203".into(), 6)) && !found.iter().any(|(code, _)| code == "AIMS201"), "{found:?}");
}
