//! The server: loopback only, one connection one answer, each within bounds.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::bell::Bell;
use super::inject::{self, Fault, Finding, MISSING, Told};
use super::request::{self, Refused, Request};
use super::response::{Response, Rights, Status};
use super::{guard, kind};
use crate::base::{Error, Result};

/// Says what stands at the paths of a site. Asked from many threads.
pub trait Answers: Send + Sync {
    /// What stands at a path now; `None` where nobody can say any more.
    fn answer(&self, path: &str) -> Option<Answer>;
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The number of the state that it is of.
    pub state: u64,
    /// The file; `None` where there is none.
    pub page: Option<Page>,
    /// Why there is no newer state.
    pub fault: Option<Fault>,
    /// Whether what follows from it is still being worked out: then nothing is said of what is found.
    pub working: bool,
    /// What is found about it.
    pub findings: Vec<Finding>,
    /// What is found in all.
    pub summary: String,
}

/// A file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Whether it is a page or file that the site was made of, and not somebody's attachment.
    pub ours: bool,
}

/// The port that is tried first, where none is asked for.
const PORT: u16 = 4242;

/// How many connections there may be at a time, and how many more on which an open page waits for news: those who wait
/// keep nobody from being answered.
const CONNECTIONS: usize = 128;

/// How long an open page waits for news before it asks again.
const WAIT: Duration = Duration::from_secs(25);

/// The names under which files of the server are: no site has hidden files.
const OWN: &str = ".aims/";

/// A place where requests are listened for.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    here: SocketAddr,
    ends: Arc<AtomicBool>,
}

impl Server {
    /// Listens on an address of loopback: on the port that is asked for, and otherwise on a usual one, or any where that is
    /// taken.
    ///
    /// # Errors
    /// Where the address is not one of this machine alone, or cannot be listened on.
    pub fn bind(host: IpAddr, port: Option<u16>) -> Result<Self> {
        if !host.is_loopback() {
            return Err(Error::new(format!("{host} can be reached from other machines")).hint(
                "Name a loopback address, such as 127.0.0.1 or ::1. For others, build the site and publish it.",
            ));
        }
        let listens = |port| TcpListener::bind((host, port));
        let found = match port {
            Some(port) => listens(port),
            None => match listens(PORT) {
                Err(error) if matches!(error.kind(), ErrorKind::AddrInUse | ErrorKind::PermissionDenied) => listens(0),
                found => found,
            },
        };
        let failed = |error: std::io::Error| {
            let at = port.map_or_else(|| host.to_string(), |port| SocketAddr::new(host, port).to_string());
            let taken = error.kind() == ErrorKind::AddrInUse;
            let error = Error::new(format!("cannot listen on {at}")).caused_by(error);
            if taken { error.hint("Name another port, or none: then a free one is taken.") } else { error }
        };
        let listener = found.map_err(failed)?;
        let here = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, here, ends: Arc::default() })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.here
    }

    /// How it is asked to end.
    pub fn end(&self) -> impl Fn() + Send + use<> {
        let (ends, here) = (Arc::clone(&self.ends), self.here);
        move || {
            ends.store(true, Ordering::SeqCst);
            // It looks up when somebody comes.
            let _ = TcpStream::connect_timeout(&here, Duration::from_secs(1));
        }
    }

    /// Answers until it is asked to end. `bell` rings when there is another state.
    ///
    /// # Errors
    /// Where no connection can be taken any more.
    pub fn run(self, answers: &Arc<dyn Answers>, bell: &Arc<Bell>) -> Result<()> {
        let (open, waiting): (Arc<AtomicUsize>, Arc<AtomicUsize>) = Default::default();
        for stream in self.listener.incoming() {
            if self.ends.load(Ordering::SeqCst) {
                break;
            }
            // One that broke off, or for which there was no room, is not the end of all.
            let Ok(mut stream) = stream else {
                thread::sleep(Duration::from_millis(10));
                continue;
            };
            let held = Held::take(&open);
            if open.load(Ordering::SeqCst) > CONNECTIONS + waiting.load(Ordering::SeqCst) {
                drop(held);
                let _ = stream.set_nonblocking(true);
                Response::sentence(Status::Busy, "too many connections").send(&mut stream, false);
                continue;
            }
            let (answers, bell, waiting) = (Arc::clone(answers), Arc::clone(bell), Arc::clone(&waiting));
            let desk = Desk { here: self.here, answers, bell, waiting };
            let spawned = thread::Builder::new().name("aims-serve".into()).spawn(move || {
                let _held = held;
                desk.serve(&mut stream);
            });
            // The connection went with what could not be started.
            drop(spawned);
        }
        Ok(())
    }
}

/// One of the connections that there may be.
struct Held(Arc<AtomicUsize>);

impl Held {
    fn take(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(open))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Where one connection is served.
struct Desk {
    here: SocketAddr,
    answers: Arc<dyn Answers>,
    bell: Arc<Bell>,
    /// How many wait for news.
    waiting: Arc<AtomicUsize>,
}

impl Desk {
    fn serve(&self, stream: &mut TcpStream) {
        let _ = stream.set_nodelay(true);
        let (response, head_only) = match request::read(stream) {
            Ok(request) => (self.respond(&request, stream), request.method == "HEAD"),
            Err(Refused::Gone) => return,
            Err(Refused::Malformed) => (Response::sentence(Status::Malformed, "this is no request"), false),
            Err(Refused::TooLarge) => (Response::sentence(Status::TooLarge, "the request is too large"), false),
            Err(Refused::TooSlow) => (Response::sentence(Status::TooSlow, "the request came too slowly"), false),
        };
        response.send(stream, head_only);
        // What is left unread would have the answer thrown away with the connection.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        drain(stream);
    }

    fn respond(&self, request: &Request, stream: &TcpStream) -> Response {
        if !guard::lets_in(request, self.here) {
            let text = "this server answers pages of this machine only, under 127.0.0.1 or localhost";
            return Response::sentence(Status::Forbidden, text);
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return Response::sentence(Status::Method, "nothing can be changed here");
        }
        let Some(path) = &request.path else {
            return Response::sentence(Status::Malformed, "this is no path of a site");
        };
        match path.strip_prefix(OWN) {
            Some(_) if request.from_elsewhere => {
                Response::sentence(Status::Forbidden, "this is for pages of this site only")
            }
            Some("serve.js") => Response::file("text/javascript; charset=utf-8", inject::SCRIPT.to_vec()),
            Some("serve.css") => Response::file("text/css; charset=utf-8", inject::STYLE.to_vec()),
            Some("wait") => self.wait(request, stream),
            Some(_) => Response::sentence(Status::Missing, "there is no such file"),
            None => self.page(path),
        }
    }

    /// What stands at a path.
    fn page(&self, path: &str) -> Response {
        let path = file_of(path);
        let Some(answer) = self.answers.answer(&path) else { return closing() };
        let Answer { state, page, fault, .. } = answer;
        let is_page = kind::of(&path).starts_with("text/html");
        match page {
            Some(page) if page.ours && is_page => Response {
                status: Status::Fine,
                kind: kind::of(&path),
                rights: Rights::Page,
                body: inject::inject(&page.bytes, state),
            },
            Some(page) => Response::file(kind::of(&path), page.bytes.to_vec()),
            None if is_page => Response {
                status: if fault.is_some() { Status::Busy } else { Status::Missing },
                kind: kind::of("index.html"),
                rights: Rights::Page,
                body: inject::missing(fault.is_some(), state),
            },
            None => Response::sentence(Status::Missing, "the site has no such file"),
        }
    }

    /// Waits for news of a page.
    fn wait(&self, request: &Request, stream: &TcpStream) -> Response {
        let path = request.value("path").filter(|path| request::is_inside(path));
        let has = request.value("state").and_then(|state| state.parse().ok());
        let (Some(path), Some(has)) = (path, has) else {
            return Response::sentence(Status::Malformed, "of which page, and of which state?");
        };
        let known = request.value("working").as_deref() == Some("1");
        let waiting = Held::take(&self.waiting);
        if self.waiting.load(Ordering::SeqCst) > CONNECTIONS {
            return Response::sentence(Status::Busy, "too many pages wait");
        }
        let now = self.bell.wait(has, known, (WAIT, &|| has_left(stream)));
        drop(waiting);
        // While the next state is worked out nobody is there to ask.
        if now.state == has {
            let told = if now.working.is_some() {
                "{\"state\":null,\"working\":true}"
            } else {
                "{\"state\":null,\"working\":false}"
            };
            return Response::file("application/json; charset=utf-8", told.into());
        }
        let Some(answer) = self.answers.answer(&file_of(&path)) else { return closing() };
        let Answer { state, page, fault, working, findings, summary } = answer;
        let page = page.map_or_else(|| MISSING.to_owned(), |page| inject::mark(&page.bytes));
        match (Told { state, page, working, fault, findings, summary }).json() {
            Ok(json) => Response::file("application/json; charset=utf-8", json),
            Err(error) => Response::sentence(Status::Failed, &error.to_string()),
        }
    }
}

fn closing() -> Response {
    Response::sentence(Status::Busy, "the server is about to end")
}

/// The file that an address means: of a folder its `index.html`.
fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// Whether the other end of a connection is closed.
fn has_left(stream: &TcpStream) -> bool {
    let peeked = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0]));
    let is_back = stream.set_nonblocking(false).is_ok();
    !is_back || peeked.map_or_else(|error| error.kind() != ErrorKind::WouldBlock, |count| count == 0)
}

/// Takes what a client still sends, for a moment and within bounds.
fn drain(stream: &mut TcpStream) {
    use std::io::Read;
    let _ = stream.set_read_timeout(Some(Duration::from_millis(200)));
    let mut piece = [0; 4096];
    for _ in 0..16 {
        if !stream.read(&mut piece).is_ok_and(|count| count > 0) {
            return;
        }
    }
}
