//! What may be written in `aims.toml`, and what stands there.

use serde_json::{Value, json};

use super::client::{Client, text};
use super::sandbox::Sandbox;
use super::start;

const BASE: &str = "[roles]\n\"AI \\\"Officer\\\"\" = \"Runs it.\"\n\"O'Neil\" = \"Helps.\"\n";

/// What is asked about the bar of a text that begins a table, behind others, or of one that stands alone.
fn asked(client: &mut Client, method: &str, part: &str) -> Value {
    let whole = if part.starts_with('[') { format!("{BASE}{part}") } else { part.to_owned() };
    client.change("aims.toml", json!({ "text": whole.replace('┃', "") }));
    let place = client.place("aims.toml", &whole, "┃", 0);
    client.ask(method, place)
}

/// What is offered at the bar, as it would be written.
fn offered(client: &mut Client, part: &str) -> Vec<String> {
    let items = asked(client, "textDocument/completion", part);
    items.as_array().into_iter().flatten().map(|item| text(&item["textEdit"]["newText"])).collect()
}

#[test]
fn what_may_be_written_is_offered() {
    let sandbox = Sandbox::new(&[("aims.toml", BASE)]);
    let mut client = start(&sandbox, "utf-8");
    client.open("aims.toml", BASE);
    // What is offered is of settings that could be read.
    client.found("aims.toml");
    for (part, some) in [
        ("[┃", "review"),
        ("[review.┃", "every"),
        ("[review]\n┃", "due-soon = "),
        ("[review]\n┃", "every."),
        ("[review.every]\n┃", "policy = "),
        ("[review.every]\npolicy = ┃", "\"12 months\""),
        ("[folders]\n\"a\" = \"┃", "procedure"),
        ("[[people]]\nroles = [┃]", "\"AI \\\"Officer\\\"\""),
        ("[[people]]\nroles = ['A┃']", "AI \"Officer\""),
        ("[[people]]\nroles = ['O┃']", "\"O'Neil\""),
        ("[[people]]\nleft = ┃", "2026-11-20"),
        ("[frameworks]\nfollow = [\"┃\"]", "iso-42001"),
        ("[frameworks]\nuse = [\"┃\"]", "eu-ai-act"),
        ("[checks.levels]\n┃", "AIMS101 = "),
        ("[checks.levels]\nAIMS101 = ┃", "\"off\""),
        ("[[checks.waivers]]\ncode = \"┃", "image-without-text"),
        ("[approval.kinds]\npolicy = { ┃ }", "needs = "),
        ("[values.status]\nactive = \"┃", "approved"),
        ("[aliases]\nlast = \"┃", "next-review"),
        ("[kinds.x]\nfield = [{ type = \"┃", "rows"),
        ("[publish]\naddresses = ┃", "true"),
    ] {
        let offers = offered(&mut client, part);
        assert!(offers.iter().any(|offer| offer == some), "{part:?}: {offers:?}");
    }
    assert_eq!(offered(&mut client, "[review]\ndefault = \"1 year\"\n┃"), ["due-soon = ", "every."]);
    // Settings without the role come last: what is offered may be of any text that was read before.
    assert!(offered(&mut client, "┃").contains(&"[organisation]".to_owned()));
    assert!(offered(&mut client, "[nothing]\n┃").is_empty() && offered(&mut client, "# ┃").is_empty());
}

#[test]
fn what_stands_there_is_explained() {
    let sandbox = Sandbox::new(&[("aims.toml", BASE)]);
    let mut client = start(&sandbox, "utf-8");
    client.open("aims.toml", BASE);
    let mut told = |part: &str| text(&asked(&mut client, "textDocument/hover", part)["contents"]["value"]);
    assert!(told("[rev┃iew]").contains("When documents"));
    assert!(told("[review]\ndue┃-soon = \"1 year\"").contains("Where nothing is said: 30 days"));
    assert!(told("[approval]\nne┃eds = \"x\"").contains("none, claimed, merged, signed, record"));
    assert!(told("[folders]\na = \"pol┃icy\"").starts_with("**policy**"));
    assert_eq!(told("[folders]\na = \"no┃thing\""), "");
    assert_eq!(told("[nothing┃]"), "");
}
