//! What an editor sends may be anything: what is no message is answered, and after a header that makes no sense nobody knows
//! where the next message begins.

use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};

use super::sandbox::TODAY;
use super::{start, world};

fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn what_is_no_message_is_answered_and_the_next_one_is_heard() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    for (body, id, code) in [
        ("hello", json!(null), -32700),
        ("", json!(null), -32700),
        ("[]", json!(null), -32600),
        ("{\"id\":7,\"method\":7}", json!(7), -32600),
        ("{\"id\":\"a\"}", json!("a"), -32600),
    ] {
        client.send_raw(&framed(body));
        let answer: Value = loop {
            let message = client.next();
            if message.get("error").is_some() {
                break message;
            }
        };
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&id, &json!(code)), "{body}");
        assert!(client.ask("workspace/symbol", json!({ "query": "POL" })).is_array(), "{body}");
    }
}

#[test]
fn a_header_that_makes_no_sense_ends_the_conversation() {
    let sandbox = world();
    let long = "x".repeat(10_000);
    for (text, why) in [
        ("Content-Length: 99999999999999\r\n\r\n", "99999999999999 bytes"),
        ("Content-Length: 99999999999999999999999999\r\n\r\n", "no header"),
        ("Content-Length: -1\r\n\r\n{}", "no header"),
        ("Content-Type: x\r\n\r\n{}", "names no Content-Length"),
        ("hello\r\n", "`hello"),
        ("hello", "`hello"),
        (long.as_str(), "`xxx"),
    ] {
        let mut command = sandbox.aims(&["lsp", "--today", TODAY]);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        // It may be gone before it has read all.
        drop(child.stdin.take().expect("stdin").write_all(text.as_bytes()));
        let output = child.wait_with_output().expect("it ends");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains(why) && told.len() < 400, "{text}: {told}");
    }
}

#[test]
fn an_editor_that_goes_has_said_all_that_it_had_to_say() {
    let sandbox = world();
    let mut client = start(&sandbox, "utf-8");
    client.send_raw("Content-Length: 100\r\n\r\n{");
    assert_eq!(client.ended(), Some(0));
    let mut client = start(&sandbox, "utf-8");
    client.ask("shutdown", Value::Null);
    client.send_raw(&format!("{}what comes behind it", framed(r#"{"jsonrpc":"2.0","method":"exit"}"#)));
    assert_eq!(client.ended(), Some(0));
}
