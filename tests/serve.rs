//! `aims serve` as a browser meets it, over real connections of this machine, and as changes of files reach it.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use aims::serve::{Answer, Answers, Bell, Fault, Finding, Folders, How, Page, Server, watch};
use sandbox::Sandbox;

use crate::support::sandbox;

const LOCAL: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Longer than anything takes on a machine that does nothing else.
const PATIENCE: Duration = Duration::from_secs(60);

/// A site of three files.
struct Fixed;

const PAGE: &str =
    "<head>\n<meta content=\"script-src 'self'; base-uri 'none'\">\n<title>A</title>\n</head>\n<p>Words\n";

impl Answers for Fixed {
    fn answer(&self, path: &str) -> Option<Answer> {
        let page = |text: &str, ours| Some(Page { bytes: text.as_bytes().into(), ours });
        let page = match path {
            "index.html" | "deep/ü.html" => page(PAGE, true),
            "assets/evil.html" => page(PAGE, false),
            "assets/flow.svg" => page("<svg/>", false),
            _ => None,
        };
        let finding = Finding {
            code: "AIMS203".into(),
            level: "error".into(),
            message: "</script><b>".into(),
            help: None,
            path: "a.md".into(),
            line: 3,
        };
        let fault = (path == "broken.html").then(Fault::default);
        Some(Answer { state: 7, page, fault, working: false, findings: vec![finding], summary: "1 error".into() })
    }
}

/// A server of that site, for as long as it is kept.
struct Running {
    here: SocketAddr,
    bell: Arc<Bell>,
    end: Box<dyn Fn()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        (self.end)();
    }
}

fn serve() -> Running {
    let server = Server::bind(LOCAL, Some(0)).expect("a port");
    let bell = Arc::new(Bell::default());
    bell.ring(7);
    let (here, end, rings) = (server.address(), Box::new(server.end()), Arc::clone(&bell));
    std::thread::spawn(move || server.run(&(Arc::new(Fixed) as Arc<dyn Answers>), &rings));
    Running { here, bell, end }
}

/// Sends bytes, and gives all that comes back.
fn send(here: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(here).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    // A server that has answered already need not read on.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).expect("text")
}

fn ask(here: SocketAddr, line: &str, more: &str) -> String {
    send(here, format!("{line} HTTP/1.1\r\nHost: {here}\r\n{more}\r\n").as_bytes())
}

/// The number of an answer, and its body.
fn parts(answer: &str) -> (&str, &str) {
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.split(' ').nth(1).expect("a number"), body)
}

#[test]
fn pages_are_given_what_keeps_them_up_to_date_and_nothing_else_is() {
    let running = serve();
    let answer = ask(running.here, "GET /", "");
    let (status, body) = parts(&answer);
    assert_eq!(status, "200");
    assert!(answer.contains("Content-Type: text/html; charset=utf-8\r\n") && answer.contains("frame-ancestors 'none'"));
    assert_eq!(plain(body), PAGE);
    let (_, inner) = (0, ask(running.here, "GET /deep/%C3%BC.html?x=1", ""));
    assert_eq!(plain(parts(&inner).1), PAGE);
    // Somebody's attachment is no page, whatever it is called, and has no rights.
    for (path, kind) in [("assets/evil.html", "text/html"), ("assets/flow.svg", "image/svg+xml")] {
        let answer = ask(running.here, &format!("GET /{path}"), "");
        assert!(answer.contains(&format!("Content-Type: {kind}")) && answer.contains("; sandbox;"), "{answer}");
        assert!(!answer.contains(".aims/") && answer.contains("nosniff"));
    }
    let head = ask(running.here, "HEAD /", "");
    assert!(parts(&head) == ("200", "") && head.contains(&format!("Content-Length: {}\r\n", body.len())));
    for file in ["serve.js", "serve.css"] {
        assert_eq!(parts(&ask(running.here, &format!("GET /.aims/{file}"), "")).0, "200");
    }
    for (path, status) in [("nowhere.html", "404"), ("nowhere.png", "404"), (".aims/x", "404"), ("broken.html", "503")]
    {
        assert_eq!(parts(&ask(running.here, &format!("GET /{path}"), "")).0, status, "{path}");
    }
    assert!(ask(running.here, "GET /nowhere.html", "").contains("data-page=\"none\""), "it waits for a page to come");
}

/// A page without what it was given.
fn plain(page: &str) -> String {
    let given = page.find("<link rel=\"stylesheet\" href=\"/.aims/serve.css\">").expect("a style");
    let end = page[given..].find("</script>\n").expect("a script") + given + "</script>\n".len();
    let page = format!("{}{}", &page[..given], &page[end..]);
    page.replacen("connect-src 'self'; ", "", 1)
}

#[test]
fn only_pages_of_this_machine_are_answered_and_nothing_can_be_changed() {
    let running = serve();
    let here = running.here;
    let of = |bytes: &str| parts(&send(here, bytes.as_bytes())).0.to_owned();
    let port = here.port();
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(of(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")), "200", "{host}");
    }
    for host in ["evil.example", "localhost", "127.0.0.1.evil.example", "localhost:1", "x\r\nHost: localhost"] {
        assert_eq!(of(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")), "403", "{host}");
    }
    assert_eq!(of("GET / HTTP/1.1\r\n\r\n"), "403", "no host");
    let mine = format!("Host: {here}\r\n");
    assert_eq!(of(&format!("GET / HTTP/1.1\r\n{mine}Origin: http://evil.example\r\n\r\n")), "403");
    assert_eq!(of(&format!("GET / HTTP/1.1\r\n{mine}Origin: http://{here}\r\n\r\n")), "200");
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT"] {
        assert_eq!(of(&format!("{method} / HTTP/1.1\r\n{mine}\r\n")), "405", "{method}");
    }
    let elsewhere = "Sec-Fetch-Site: cross-site\r\n";
    for (path, status) in [("/.aims/serve.js", "403"), ("/.aims/wait?path=index.html&state=0", "403"), ("/", "200")] {
        assert_eq!(parts(&ask(here, &format!("GET {path}"), elsewhere)).0, status, "{path}");
    }
    for path in ["/../../etc/passwd", "/%2e%2e/x", "/a//b", "/%00", "/a\\b"] {
        assert_eq!(parts(&ask(here, &format!("GET {path}"), "")).0, "400", "{path}");
    }
    for bytes in ["\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2\r\n\r\n", "\u{1}\u{2}\n\n"] {
        assert_eq!(of(bytes), "400", "{bytes:?}");
    }
    let long = "x".repeat(40_000);
    assert_eq!(of(&format!("GET /{long} HTTP/1.1\r\n{mine}\r\n")), "431");
    assert_eq!(of(&format!("GET / HTTP/1.1\r\n{mine}X: {long}\r\n\r\n")), "431");
    // One answer a connection, however much is asked on it.
    let twice = format!("GET / HTTP/1.1\r\n{mine}\r\n").repeat(2);
    assert_eq!(send(here, twice.as_bytes()).matches("HTTP/1.1 ").count(), 1);
    assert!(
        Server::bind(IpAddr::from([0, 0, 0, 0]), None).is_err()
            && Server::bind(IpAddr::from([10, 0, 0, 1]), None).is_err()
    );
}

#[test]
fn a_port_that_was_asked_for_is_that_or_none() {
    let running = serve();
    let error = Server::bind(LOCAL, Some(running.here.port())).expect_err("it is taken");
    assert!(error.hint_text().is_some());
    // Where none is asked for, there always is one.
    let (one, other) = (Server::bind(LOCAL, None).expect("a port"), Server::bind(LOCAL, None).expect("a port"));
    assert_ne!(one.address().port(), other.address().port());
}

#[test]
fn more_connections_than_there_may_be_are_turned_away_and_the_rest_go_on() {
    let running = serve();
    let idle: Vec<TcpStream> = (0..128).map(|_| TcpStream::connect(running.here).expect("a connection")).collect();
    // The last of them may be taken after the next that comes.
    let busy = (0..20).map(|_| ask(running.here, "GET /", "")).any(|answer| answer.starts_with("HTTP/1.1 503"));
    assert!(busy);
    drop(idle);
    let fine = |_: &u32| ask(running.here, "GET /", "").starts_with("HTTP/1.1 200");
    assert!((0..1_000).find(fine).is_some(), "there is room again");
}

#[test]
fn pages_that_wait_keep_nobody_from_being_answered() {
    let running = serve();
    let here = running.here;
    let wait = format!("GET /.aims/wait?path=index.html&state=7&working=1 HTTP/1.1\r\nHost: {here}\r\n\r\n");
    let waits = |_| {
        let mut stream = TcpStream::connect(here).expect("a connection");
        stream.write_all(wait.as_bytes()).expect("a request");
        stream
    };
    let begun = Instant::now();
    let waiting: Vec<TcpStream> = (0..200).map(waits).collect();
    // What is asked at once may come before the last of them waits.
    let until = |line: &str, status: &str| {
        let end = Instant::now() + PATIENCE;
        std::iter::repeat_with(|| ask(here, line, "")).find(|answer| {
            assert!(Instant::now() < end, "{line}: {answer}");
            answer.starts_with(&format!("HTTP/1.1 {status}"))
        })
    };
    until("GET /", "200");
    drop(waiting);
    // That they have left is seen long before their time is over.
    until("GET /.aims/wait?path=index.html&state=0&working=1", "200");
    assert!(begun.elapsed() < Duration::from_secs(20));
}

#[test]
fn an_open_page_hears_of_the_next_state() {
    let running = serve();
    let told = ask(running.here, "GET /.aims/wait?path=index.html&state=0&working=0", "");
    let told: serde_json::Value = serde_json::from_str(parts(&told).1).expect("JSON");
    assert_eq!((told["state"].as_u64(), told["summary"].as_str()), (Some(7), Some("1 error")));
    assert_eq!(told["findings"][0]["message"], "</script><b>");
    let page = ask(running.here, "GET /", "");
    assert!(page.contains(&format!("data-page={}", told["page"])), "the mark of the page");
    let here = running.here;
    let waits = std::thread::spawn(move || ask(here, "GET /.aims/wait?path=index.html&state=7&working=1", ""));
    running.bell.begin();
    running.bell.ring(8);
    assert!(waits.join().expect("an answer").contains("\"page\":"));
    running.bell.begin();
    let working = ask(here, "GET /.aims/wait?path=index.html&state=8&working=0", "");
    assert_eq!(parts(&working).1, "{\"state\":null,\"working\":true}");
    for query in ["", "?path=index.html", "?path=..%2Fx&state=1", "?path=index.html&state=x"] {
        assert_eq!(parts(&ask(here, &format!("GET /.aims/wait{query}"), "")).0, "400", "{query}");
    }
}

#[test]
fn changes_are_told_by_the_system_and_by_looking() {
    for how in [How::Told, How::Looking] {
        let sandbox = Sandbox::new(&[("a.md", "a"), ("skipped/b.md", "b")]);
        let root = sandbox.path("").canonicalize().expect("a folder");
        let (sender, receiver) = channel();
        let folders = Folders { deep: vec![root.clone()], shallow: Vec::new() };
        let counts = |path: &Path| !path.components().any(|part| part.as_os_str() == "skipped");
        let watched = watch(&folders, how, Box::new(counts), Box::new(move |paths| sender.send(paths).is_ok()));
        let watched = watched.expect("it can be watched");
        let hears = |path: &str| {
            let wanted = root.join(path);
            let mut heard = BTreeSet::new();
            while !heard.contains(&wanted) {
                heard.extend(receiver.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{how:?}: nothing of {path}")));
            }
            assert!(heard.iter().all(|path| counts(path)), "{heard:?}");
        };
        sandbox.put("skipped/b.md", "other");
        sandbox.put("a.md", "another text");
        hears("a.md");
        sandbox.put("deep/er/c.md", "c");
        hears("deep");
        // As editors write that put a new file in the place of the old.
        sandbox.put("a.md.new", "a third text");
        std::fs::rename(sandbox.path("a.md.new"), sandbox.path("a.md")).expect("in its place");
        hears("a.md");
        std::fs::remove_file(sandbox.path("a.md")).expect("gone");
        hears("a.md");
        drop(watched);
    }
}

#[test]
fn the_command_serves_the_bytes_of_a_build_and_follows_changes() {
    let document = |text: &str| {
        format!(
            "---\nid: PRO-001\ntitle: One\nkind: procedure\nversion: \"1\"\nstatus: draft\nowner: AI Officer\n\
             classification: confidential\n---\n{text}\n"
        )
    };
    let sandbox = Sandbox::new(&[("aims.toml", String::new()), ("a.md", document("Old words."))]);
    sandbox.commit("Begin");
    let built = sandbox.run(&["build", "--today", sandbox::TODAY, "--audience", "confidential"]);
    assert_ne!(built.code, Some(2), "{built:?}");
    let serving = Serving::start(&sandbox, &[]);
    let here = serving.here;
    for path in ["index.html", "documents/PRO-001.html", "findings.html"] {
        let answer = ask(here, &format!("GET /{path}"), "");
        let of_build = std::fs::read_to_string(sandbox.path("site").join(path)).expect("a page");
        assert_eq!(plain(parts(&answer).1), of_build, "{path}");
    }
    let style = ask(here, "GET /aims.css", "");
    assert_eq!(parts(&style).1, std::fs::read_to_string(sandbox.path("site/aims.css")).expect("a style"));
    sandbox.put("a.md", document("New words, [[PRO-009]]."));
    let told = ask(here, "GET /.aims/wait?path=documents%2FPRO-001.html&state=1&working=1", "");
    let page = ask(here, "GET /documents/PRO-001.html", "");
    assert!(told.contains("PRO-009") && page.contains("New words"), "{told}");
}

/// The command as it runs in a folder, for as long as it is kept.
struct Serving {
    child: Child,
    here: SocketAddr,
    state: u64,
    /// What it says: nobody may close it.
    _lines: Lines<BufReader<ChildStdout>>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().expect("it can be stopped");
        self.child.wait().expect("it ends");
    }
}

impl Serving {
    fn start(sandbox: &Sandbox, options: &[&str]) -> Self {
        let mut serve = sandbox.aims(&["serve", "--today", sandbox::TODAY, "--port", "0", "--no-cache"]);
        let mut child = serve.args(options).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("what it says")).lines();
        let first = lines.next().expect("a line").expect("text");
        let here = first.trim_start_matches("Serving http://").trim_end_matches('/');
        let here = here.parse().unwrap_or_else(|_| panic!("an address: {first}"));
        Self { child, here, state: 0, _lines: lines }
    }

    /// What is told of a page when it is told what is `wanted`.
    fn told(&mut self, path: &str, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let asked = format!("GET /.aims/wait?path={path}&state={}&working=1", self.state);
            let told: serde_json::Value = serde_json::from_str(parts(&ask(self.here, &asked, "")).1).expect("JSON");
            self.state = told["state"].as_u64().unwrap_or(self.state);
            if told["state"].is_u64() && wanted(&told) {
                return told;
            }
            assert!(Instant::now() < end, "nothing of it: {told}");
        }
    }
}

#[test]
fn a_folder_that_becomes_a_repository_is_followed_from_then_on() {
    let document = "---\nid: PRO-001\ntitle: One\nkind: procedure\nversion: \"1\"\nstatus: draft\nowner: AI Officer\n---\nWords.\n";
    for options in [&[][..], &["--poll"]] {
        let sandbox = Sandbox::new(&[("aims.toml", ""), ("a.md", document)]);
        let mut serving = Serving::start(&sandbox, options);
        let here = serving.here;
        for message in ["Begin", "Go on"] {
            sandbox.put("a.md", format!("{document}\n{message}.\n"));
            let commit = sandbox.commit(message);
            let shows = || ask(here, "GET /documents/PRO-001/history.html", "").contains(&commit[..8]);
            serving.told("documents%2FPRO-001%2Fhistory.html", |_| shows());
        }
        std::fs::remove_file(sandbox.path("aims.toml")).expect("gone");
        let told = serving.told("index.html", |told| told["fault"].is_object());
        assert_eq!(told["fault"]["hint"], "Put it back: the pages follow.");
    }
}

#[test]
fn what_some_readers_may_not_know_is_told_to_whoever_serves_it_by_number() {
    let document = "---\nid: PRO-001\ntitle: One\nkind: procedure\nversion: \"1\"\nstatus: draft\nowner: AI Officer\n\
                    classification: confidential\n---\nSee [[PRO-009]].\n";
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("a.md", document)]);
    sandbox.commit("Begin");
    let mut serving = Serving::start(&sandbox, &["--audience", "public"]);
    let told = serving.told("index.html", |_| true);
    let summary = told["summary"].as_str().expect("a sentence");
    assert!(summary.contains("in what these readers may know; aims check tells "), "{summary}");
    let mut serving = Serving::start(&sandbox, &[]);
    let told = serving.told("index.html", |_| true);
    assert!(!told["summary"].as_str().expect("a sentence").contains("aims check"), "{told}");
}
