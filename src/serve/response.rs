//! An answer, and what browsers may do with it.

use std::io::{ErrorKind, Result, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// How long a client may take to receive it.
const PATIENCE: Duration = Duration::from_secs(10);

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) status: Status,
    /// Its media type.
    pub(super) kind: &'static str,
    pub(super) rights: Rights,
    pub(super) body: Vec<u8>,
}

/// How a request went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Fine,
    Malformed,
    Forbidden,
    Missing,
    Method,
    TooSlow,
    TooLarge,
    Failed,
    Busy,
}

impl Status {
    /// The number, and what it is called.
    fn line(self) -> &'static str {
        match self {
            Self::Fine => "200 OK",
            Self::Malformed => "400 Bad Request",
            Self::Forbidden => "403 Forbidden",
            Self::Missing => "404 Not Found",
            Self::Method => "405 Method Not Allowed",
            Self::TooSlow => "408 Request Timeout",
            Self::TooLarge => "431 Request Header Fields Too Large",
            Self::Failed => "500 Internal Server Error",
            Self::Busy => "503 Service Unavailable",
        }
    }
}

/// What a browser lets the answer do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rights {
    /// What pages of a site may, and asking this server.
    Page,
    /// Nothing: it is looked at.
    Nothing,
}

impl Rights {
    fn policy(self) -> &'static str {
        match self {
            Self::Page => {
                "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; connect-src 'self'; \
                 base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
            }
            // Drawings have styles inside.
            Self::Nothing => "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
        }
    }
}

impl Response {
    /// A file that is only looked at.
    pub(super) fn file(kind: &'static str, body: Vec<u8>) -> Self {
        Self { status: Status::Fine, kind, rights: Rights::Nothing, body }
    }

    /// A sentence.
    pub(super) fn sentence(status: Status, text: &str) -> Self {
        Self { status, ..Self::file("text/plain; charset=utf-8", format!("{text}\n").into_bytes()) }
    }

    /// Sends it, without its body where only the head was asked for. A client that went away has what it wanted.
    pub(super) fn send(&self, stream: &mut TcpStream, head_only: bool) {
        let head = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\nCache-Control: no-store\r\n\
             Content-Security-Policy: {}\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n\
             Referrer-Policy: no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\n\
             Cross-Origin-Opener-Policy: same-origin\r\n{}\r\n",
            self.status.line(),
            self.kind,
            self.body.len(),
            self.rights.policy(),
            if self.status == Status::Method { "Allow: GET, HEAD\r\n" } else { "" },
        );
        let mut bytes = head.into_bytes();
        if !head_only {
            bytes.extend_from_slice(&self.body);
        }
        let _ = write(stream, &bytes);
    }
}

/// Writes all of it, or as much as a client takes in time.
fn write(stream: &mut TcpStream, mut bytes: &[u8]) -> Result<()> {
    let end = Instant::now() + PATIENCE;
    while !bytes.is_empty() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        stream.set_write_timeout(Some(left))?;
        match stream.write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    stream.flush()
}
