//! An editor, scripted: it talks to the binary over its standard input and output.

#![expect(clippy::needless_pass_by_value, reason = "what is sent is written where it is sent")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// How long an answer may take before it counts as none.
const PATIENCE: Duration = Duration::from_secs(120);

/// An editor with a server.
pub(crate) struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    asked: i64,
    root: String,
    versions: BTreeMap<String, i32>,
}

impl Client {
    /// Starts the server that `command` runs and greets it, with columns counted in `encoding`. Paths are from `root`.
    pub(crate) fn start(mut command: Command, root: &Path, encoding: &str) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary starts");
        let (sender, messages) = channel();
        let stdout = child.stdout.take().expect("stdout");
        std::thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let root = url::Url::from_file_path(root.canonicalize().expect("a folder")).expect("an address");
        let root = root.as_str().trim_end_matches('/').to_owned();
        let stdin = child.stdin.take();
        let mut client = Self { child, stdin, messages, asked: 0, root, versions: BTreeMap::new() };
        let greeting = client.ask(
            "initialize",
            json!({
                "processId": null,
                "rootUri": null,
                "capabilities": {
                    "general": { "positionEncodings": [encoding] },
                    "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } },
                },
            }),
        );
        assert_eq!(greeting["capabilities"]["positionEncoding"], encoding, "{greeting}");
        client.tell("initialized", json!({}));
        client
    }

    /// The same where it calls the folder so, be that a symbolic link.
    pub(crate) fn at(mut self, root: &Path) -> Self {
        let root = url::Url::from_file_path(root).expect("an address");
        root.as_str().trim_end_matches('/').clone_into(&mut self.root);
        self
    }

    /// The address of a file.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let stdin = self.stdin.as_mut().expect("a server");
        write!(stdin, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server listens");
        stdin.flush().expect("the server listens");
    }

    /// Sends what may be no message.
    pub(crate) fn send_raw(&mut self, text: &str) {
        let stdin = self.stdin.as_mut().expect("a server");
        stdin.write_all(text.as_bytes()).expect("the server listens");
        stdin.flush().expect("the server listens");
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// What the server answers, whatever else it says before; an error as it is.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.next();
            if message["id"] == id && message.get("method").is_none() {
                return message.get("error").or(message.get("result")).cloned().unwrap_or_default();
            }
        }
    }

    pub(crate) fn next(&mut self) -> Value {
        self.messages.recv_timeout(PATIENCE).expect("the server says something")
    }

    /// Opens a file with a text.
    pub(crate) fn open(&mut self, path: &str, text: &str) {
        let document = json!({ "uri": self.address(path), "languageId": "markdown", "version": 1, "text": text });
        self.versions.insert(path.to_owned(), 1);
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes an open file: all of it, or what stands in a range.
    pub(crate) fn change(&mut self, path: &str, change: Value) {
        let version = self.versions.entry(path.to_owned()).or_default();
        *version += 1;
        let document = json!({ "version": *version, "uri": format!("{}/{path}", self.root) });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
    }

    /// What is found in a file, for the version that is open now: codes with the line they stand on.
    pub(crate) fn found(&mut self, path: &str) -> Vec<(String, u64)> {
        self.told(path)
            .iter()
            .map(|found| (text(&found["code"]), found["range"]["start"]["line"].as_u64().expect("a line")))
            .collect()
    }

    /// The same as the protocol has it.
    pub(crate) fn told(&mut self, path: &str) -> Vec<Value> {
        let (address, version) = (self.address(path), self.versions.get(path).copied());
        loop {
            let message = self.next();
            let params = &message["params"];
            let is_it = message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == address
                && (version.is_none() || params["version"] == json!(version));
            if is_it {
                return params["diagnostics"].as_array().expect("findings").clone();
            }
        }
    }

    /// What is asked about the place of `needle` in `text`, `by` characters further on.
    pub(crate) fn place(&self, path: &str, text: &str, needle: &str, by: usize) -> Value {
        let at = text.find(needle).unwrap_or_else(|| panic!("no {needle:?}")) + by;
        let line = text[..at].matches('\n').count();
        let column = at - text[..at].rfind('\n').map_or(0, |end| end + 1);
        json!({ "textDocument": { "uri": self.address(path) }, "position": { "line": line, "character": column } })
    }

    /// Ends the conversation as the protocol wants it; gives the exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.exit()
    }

    /// The same once it has said that it is done.
    pub(crate) fn exit(mut self) -> Option<i32> {
        self.tell("exit", Value::Null);
        self.ended()
    }

    /// Says nothing more; gives the exit code.
    pub(crate) fn ended(mut self) -> Option<i32> {
        self.stdin = None;
        self.child.wait().expect("the server ends").code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// One message, with its header; `None` where there is no more.
fn read(stream: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
