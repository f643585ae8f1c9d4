//! The head of a request: read within bounds of size and time, and nothing of it believed.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The largest head that is read. What a browser sends has about 1 KiB.
const MAX_HEAD: usize = 16 * 1024;

/// How long a client may take to send it.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is asked for, and in whose name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// The method, as it was sent.
    pub(super) method: String,
    /// The path without its leading `/`, percent signs resolved; `None` where it is no text or leads elsewhere.
    pub(super) path: Option<String>,
    /// What stands behind `?`, as it was sent.
    query: String,
    /// Every `Host`.
    pub(super) hosts: Vec<String>,
    /// Every `Origin`.
    pub(super) origins: Vec<String>,
    /// Whether the browser says that another site asks.
    pub(super) from_elsewhere: bool,
}

/// Why there is no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is not HTTP/1.0 or 1.1.
    Malformed,
    /// It has a longer head than is read.
    TooLarge,
    /// It did not come in time.
    TooSlow,
    /// The client went away.
    Gone,
}

/// Reads the head of a request. What follows it is not read: no request that is answered has a body, and each connection
/// ends with its answer.
pub(super) fn read(stream: &mut TcpStream) -> Result<Request, Refused> {
    let end = Instant::now() + PATIENCE;
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    loop {
        if let Some(length) = length_of(&head) {
            return parse(&head[..length]).ok_or(Refused::Malformed);
        }
        if head.len() >= MAX_HEAD {
            return Err(Refused::TooLarge);
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return Err(Refused::TooSlow);
        }
        match stream.read(&mut piece) {
            Ok(0) => return Err(Refused::Gone),
            Ok(count) => head.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Err(Refused::TooSlow);
            }
            Err(_) => return Err(Refused::Gone),
        }
    }
}

/// The length of the head up to the empty line, where that is there.
fn length_of(bytes: &[u8]) -> Option<usize> {
    let ends = [b"\r\n\r\n".as_slice(), b"\n\n"];
    ends.iter().filter_map(|end| bytes.windows(end.len()).position(|part| part == *end)).min()
}

fn parse(head: &[u8]) -> Option<Request> {
    let text = std::str::from_utf8(head).ok()?;
    let mut lines = text.lines();
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_token = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
    if words.next().is_some() || !is_token || !matches!(version, "HTTP/1.1" | "HTTP/1.0") || !target.starts_with('/') {
        return None;
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = Request {
        method: method.to_owned(),
        path: path.strip_prefix('/').and_then(decoded).filter(|path| is_inside(path)),
        query: query.to_owned(),
        hosts: Vec::new(),
        origins: Vec::new(),
        from_elsewhere: false,
    };
    for line in lines {
        let (name, value) = line.split_once(':')?;
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return None;
        }
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "host" => request.hosts.push(value.to_owned()),
            "origin" => request.origins.push(value.to_owned()),
            "sec-fetch-site" => request.from_elsewhere |= !matches!(value, "same-origin" | "none"),
            _ => {}
        }
    }
    Some(request)
}

/// Whether a path stays inside the site. One with `.` or `..`, an empty part, a backslash or what no name has, does not.
pub(super) fn is_inside(path: &str) -> bool {
    let sound = |part: &str| !part.is_empty() && part != "." && part != "..";
    let inner = path.strip_suffix('/').unwrap_or(path);
    (path.is_empty() || inner.split('/').all(sound)) && !path.contains(|c: char| c.is_control() || c == '\\')
}

/// A text without percent signs, where what comes of them is text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let [high, low, after @ ..] = rest else { return None };
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(digit(*high)? * 16 + digit(*low)?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

impl Request {
    /// The value of a key behind `?`.
    pub(super) fn value(&self, key: &str) -> Option<String> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(name, _)| *name == key).find_map(|(_, value)| decoded(value))
    }
}

#[cfg(test)]
impl Request {
    /// A request in these names.
    pub(super) fn of(hosts: Vec<String>, origins: Vec<String>) -> Self {
        let path = Some(String::new());
        Self { method: "GET".into(), path, query: String::new(), hosts, origins, from_elsewhere: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_request_is_taken_apart() {
        let head =
            b"GET /documents/POL-001.html?a=1&b=%2Fx HTTP/1.1\r\nHOST: 127.0.0.1:1\r\nOrigin:null\r\nSec-Fetch-Site: cross-site";
        let request = parse(head).expect("a request");
        assert_eq!(request.path.as_deref(), Some("documents/POL-001.html"));
        assert_eq!((request.value("b").as_deref(), request.value("c")), (Some("/x"), None));
        assert_eq!((request.hosts, request.origins), (vec!["127.0.0.1:1".to_owned()], vec!["null".to_owned()]));
        assert!(request.from_elsewhere);
    }

    #[test]
    fn what_is_no_request_is_none() {
        for head in [
            "",
            "GET",
            "GET /",
            "GET / HTTP/2",
            "GET x HTTP/1.1",
            "get / HTTP/1.1",
            "GET / HTTP/1.1\r\na b: c",
            "GET /  HTTP/1.1",
        ] {
            assert_eq!(parse(head.as_bytes()), None, "{head}");
        }
        assert_eq!(parse(b"GET /\xff HTTP/1.1"), None);
    }

    #[test]
    fn a_path_stays_in_the_site() {
        for (path, inside) in [
            ("/", Some("")),
            ("/a.html", Some("a.html")),
            ("/a/", Some("a/")),
            ("/%C3%BC.html", Some("ü.html")),
            ("/..", None),
            ("/a/../../etc/passwd", None),
            ("/%2e%2e/x", None),
            ("/a%2f..%2fx", None),
            ("//host/x", None),
            ("/a//b", None),
            ("/./a", None),
            ("/a\\b", None),
            ("/%00", None),
            ("/%ff", None),
            ("/%4", None),
        ] {
            let request = parse(format!("GET {path}?q HTTP/1.1").as_bytes()).expect("a request");
            assert_eq!(request.path.as_deref(), inside, "{path}");
        }
    }

    #[test]
    fn a_head_ends_with_an_empty_line() {
        assert_eq!(length_of(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET"), Some(23));
        assert_eq!(length_of(b"GET / HTTP/1.1\nHost: x\n\n"), Some(22));
        assert_eq!(length_of(b"GET / HTTP/1.1\r\n"), None);
    }
}
