//! Messages of the protocol as they go over standard input and output.
//!
//! What an editor sends may be anything. A body that is no message is answered and the conversation goes on, for the header
//! says where the next one begins. After a header that makes no sense nobody knows that, and the conversation ends.

use std::io::{self, BufRead, Read, Write, stdin, stdout};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, ErrorCode, Message};
use serde_json::{Value, json};

use crate::base::{Error, Result};

/// The longest message that is read, in bytes. A document may have four million, and each may be written in six.
const LONGEST: u64 = 64 << 20;

/// The longest line of a header, in bytes.
const LONGEST_LINE: u64 = 4_096;

/// The threads behind a connection.
pub(super) struct Wire {
    writer: JoinHandle<io::Result<()>>,
    /// What ended the conversation, where that was the editor's doing.
    failed: Arc<OnceLock<Error>>,
}

/// A connection over standard input and output.
pub(super) fn stdio() -> (Connection, Wire) {
    let (ours, theirs) = Connection::memory();
    let Connection { sender, receiver } = theirs;
    // Each message is written as a whole: what cannot be read is answered from the other thread.
    let writer =
        thread::spawn(move || receiver.into_iter().try_for_each(|message| message.write(&mut stdout().lock())));
    let failed = Arc::new(OnceLock::new());
    let told = Arc::clone(&failed);
    // It is not waited for: it may stand waiting for an editor that says nothing more.
    thread::spawn(move || {
        let listened =
            listen(&mut stdin().lock(), &mut |message| sender.send(message).is_ok(), &mut || stdout().lock());
        if let Err(error) = listened {
            drop(told.set(error));
        }
    });
    (ours, Wire { writer, failed })
}

impl Wire {
    /// Writes what is left to write and says what became of the conversation, which `served` says of its own side.
    pub(super) fn close(self, served: Result<bool>) -> Result<bool> {
        let written = self.writer.join().unwrap_or_else(|_| Err(io::Error::other("the thread that writes has failed")));
        let written = written.map_err(|error| Error::new("the connection to the editor broke").caused_by(error));
        // It is set before the other side hears that there is no more.
        let heard = self.failed.get().map_or(Ok(()), |error| Err(Error::new(error.to_string())));
        heard.and(served).and_then(|done| written.map(|()| done))
    }
}

/// Takes messages until there are no more, the last one ends the conversation, or nobody takes them.
///
/// # Errors
/// Where it cannot be told where the next message begins.
fn listen<W: Write>(
    input: &mut impl BufRead,
    take: &mut dyn FnMut(Message) -> bool,
    output: &mut dyn FnMut() -> W,
) -> Result<()> {
    while let Some(body) = body(input)? {
        match message(&body) {
            Ok(message) => {
                let ends = matches!(&message, Message::Notification(told) if told.method == "exit");
                if !take(message) || ends {
                    break;
                }
            }
            Err(answer) => {
                let text = answer.to_string();
                let mut output = output();
                // An editor that is gone closes the other end as well, which ends the conversation.
                drop(write!(output, "Content-Length: {}\r\n\r\n{text}", text.len()).and_then(|()| output.flush()));
            }
        }
    }
    Ok(())
}

/// The body of the next message; `None` where there is none.
fn body(input: &mut impl BufRead) -> Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(|error| broken(&error))?;
        let Some(field) = line.strip_suffix(b"\r\n") else {
            return if line.is_empty() { Ok(None) } else { Err(no_header(&line)) };
        };
        if field.is_empty() {
            break;
        }
        let field = std::str::from_utf8(field).ok().and_then(|field| field.split_once(':'));
        let (name, value) = field.ok_or_else(|| no_header(&line))?;
        if name.eq_ignore_ascii_case("Content-Length") {
            length = Some(value.trim().parse::<u64>().map_err(|_| no_header(&line))?);
        }
    }
    let length = length.ok_or_else(|| no_protocol("a header of the editor names no Content-Length"))?;
    if length > LONGEST {
        return Err(no_protocol(&format!(
            "the editor announces a message of {length} bytes, and {LONGEST} are the most that are read"
        )));
    }
    // There is no more room for it than there is of it.
    let mut body = Vec::new();
    input.by_ref().take(length).read_to_end(&mut body).map_err(|error| broken(&error))?;
    Ok(Some(body).filter(|body| body.len() as u64 == length))
}

/// The message that a body is; else the answer to what it is.
fn message(body: &[u8]) -> Result<Message, Value> {
    let refusal = |id: Value, code: ErrorCode, why: &str| json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code as i32, "message": why } });
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| refusal(Value::Null, ErrorCode::ParseError, &format!("this is no JSON: {error}")))?;
    let id = value.get("id").filter(|id| id.is_number() || id.is_string()).cloned().unwrap_or_default();
    serde_json::from_value(value)
        .map_err(|_| refusal(id, ErrorCode::InvalidRequest, "this is no request, answer or notification"))
}

fn no_header(line: &[u8]) -> Error {
    let line = String::from_utf8_lossy(line.get(..80).unwrap_or(line)).escape_debug().to_string();
    no_protocol(&format!("this of the editor is no header of a message: `{line}`"))
}

fn no_protocol(what: &str) -> Error {
    Error::new(format!("{what}, so the conversation ends"))
}

fn broken(error: &io::Error) -> Error {
    Error::new(format!("cannot read what the editor says: {error}"))
}
