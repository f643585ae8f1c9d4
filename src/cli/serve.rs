//! `aims serve`: the site while it is written.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use clap::Args;

use super::at::read_date;
use super::build::AudienceName;
use super::machine::today;
use super::terminal::Terminal;
use super::{check, home};
use crate::base::{Date, Error, Result};
use crate::diag::{self, Diagnostic, Files};
use crate::model::audience::Audience;
use crate::pipeline::live::{self, Desk, Hears, Message, Origin, desk};
use crate::pipeline::{Project, Request, seen_from};
use crate::serve::{Answer, Answers, Bell, How, Server, Watched, watch};
use crate::state::{SITE, State};

/// Show the site in a browser while it is written.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// A folder of the AIMS; its root is the nearest folder upwards with an aims.toml
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// The address to listen on, of this machine alone, such as 127.0.0.1
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// The port to listen on; else 4242, or any that is free
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Open the first page in your browser
    #[arg(long)]
    open: bool,
    /// Look for changes again and again, where the system does not tell of them, as in folders of other machines
    #[arg(long)]
    poll: bool,
    /// Show what these readers are to see; else everything, since whoever serves the files has them
    #[arg(long, value_name = "AUDIENCE")]
    audience: Option<AudienceName>,
    /// Read the whole history anew, and keep nothing of it for the next run
    #[arg(long)]
    no_cache: bool,
    /// The day that decides what is overdue; else `SOURCE_DATE_EPOCH`, else today (UTC), whichever day that comes to be
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
}

impl Serve {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let first = today(self.today)?;
        let root = Project::find(&self.dir)?.root;
        let server = Server::bind(self.host, self.port)?;
        let (desk, messages) = desk();
        let bell = Arc::new(Bell::default());
        let address = format!("http://{}/", server.address());
        let answers: Arc<dyn Answers> = Arc::clone(&desk) as _;
        let rings = Arc::clone(&bell);
        let runs = std::thread::Builder::new().name("aims-listen".into());
        let runs = runs.spawn(move || server.run(&answers, &rings));
        runs.map_err(|error| Error::new("cannot start a thread").caused_by(error))?;
        let open = || self.project(&root);
        let day = || today(self.today).unwrap_or(first);
        let origin = Origin {
            open: &open,
            request: Request {
                audience: Some(self.audience.map_or(Audience::Confidential, AudienceName::audience)),
                skip: vec![PathBuf::from(SITE)],
                ..Request::new(&root, first)
            },
            today: &day,
        };
        let told = Arc::clone(&desk);
        let teller = Teller {
            terminal,
            bell: &bell,
            desk: &told,
            address: &address,
            root: &root,
            open: self.open,
            first: RefCell::new(true),
        };
        let mut watching =
            Watching { serve: self, root: &root, desk, watched: None, in_git: false, terminal, said: false };
        watching.begin()?;
        live::follow(&origin, &mut messages_of(&messages, &mut watching, &day), &teller);
        Ok(true)
    }

    /// The AIMS in the folder that was asked for first, and no other.
    fn project(&self, root: &Path) -> Result<Project> {
        let project = Project::find_here(root)?;
        if self.no_cache { Ok(project) } else { home::with_cache(project) }
    }
}

/// How often is looked whether the day is another, a folder that was gone is back, or one has become a repository.
const LOOK: Duration = Duration::from_millis(500);

/// What happens, for as long as anybody asks: what is put to the desk, and the turn of the day.
fn messages_of<'a>(
    messages: &'a Receiver<Message>,
    watching: &'a mut Watching<'_>,
    day: &'a dyn Fn() -> Date,
) -> impl Iterator<Item = Message> {
    let mut as_of = day();
    std::iter::from_fn(move || {
        loop {
            match messages.recv_timeout(LOOK) {
                Ok(message) => {
                    if let Message::Changed(paths) = &message {
                        watching.note(paths);
                    }
                    return Some(message);
                }
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {
                    let now = day();
                    if watching.begins_anew() || std::mem::replace(&mut as_of, now) != now {
                        return Some(Message::Changed([].into()));
                    }
                }
            }
        }
    })
}

/// What is watched, and whether it is still there.
struct Watching<'a> {
    serve: &'a Serve,
    root: &'a PathBuf,
    desk: Arc<Desk>,
    /// `None` where the folder is gone, or git's own folder is another.
    watched: Option<Watched>,
    /// Whether it lies in a repository.
    in_git: bool,
    terminal: &'a Terminal,
    said: bool,
}

impl Watching<'_> {
    fn begin(&mut self) -> Result<()> {
        let project = Project::find_here(self.root)?;
        self.in_git = project.holds(self.root);
        let (folders, counts) = live::watched(&project, &[PathBuf::from(SITE)]);
        let desk = Arc::clone(&self.desk);
        let how = if self.serve.poll { How::Looking } else { How::Told };
        let watched = watch(&folders, how, counts, Box::new(move |paths| desk.tell(paths)))?;
        if let Some(why) = watched.why.as_ref().filter(|_| !std::mem::replace(&mut self.said, true)) {
            self.terminal.row("Watching", &format!("by looking again and again: {why}"));
        }
        self.watched = Some(watched);
        Ok(())
    }

    /// The folder itself may be another, or that of git in it.
    fn note(&mut self, changed: &BTreeSet<PathBuf>) {
        if changed.is_empty() || changed.iter().any(|path| path == self.root || path.ends_with(".git")) {
            self.watched = None;
        }
    }

    /// Whether a folder that was gone is back, or lies in a repository by now.
    fn begins_anew(&mut self) -> bool {
        if !self.in_git && Project::find_here(self.root).is_ok_and(|project| project.holds(self.root)) {
            self.watched = None;
        }
        self.watched.is_none() && self.begin().is_ok()
    }
}

/// Tells the terminal and open pages what becomes of the AIMS.
struct Teller<'a> {
    terminal: &'a Terminal,
    bell: &'a Bell,
    desk: &'a Desk,
    address: &'a str,
    root: &'a Path,
    open: bool,
    first: RefCell<bool>,
}

impl Teller<'_> {
    /// Says where the site is, once.
    fn greet(&self) {
        if self.first.replace(false) {
            // Nobody is there to hear that the address could not be printed.
            let _ = self.terminal.out(&format!("Serving {}\n", self.address));
            if !self.terminal.quiet {
                self.terminal.row("Stop", "with Ctrl-C");
            }
            if self.open && !open(self.address) {
                self.terminal.row("Open", &format!("{} yourself: no browser could be started", self.address));
            }
        }
    }

    fn changed(&self, before: &State, state: &State) -> Result<()> {
        let (new, gone) = live::difference(&before.findings, &state.findings);
        if new.is_empty() && gone.is_empty() {
            return Ok(());
        }
        let here = std::env::current_dir().unwrap_or_default();
        let texts = state.aims.texts.seen_from(seen_from(self.root, &here));
        self.told(&new, &texts)?;
        for finding in gone.iter().take(MOST) {
            let Diagnostic { code, place, message, .. } = finding;
            self.terminal.row("Gone", &format!("{code} {}: {message}", texts.shown(&place.path)));
        }
        self.more(gone.len(), "gone");
        Ok(())
    }

    fn told(&self, new: &[&Diagnostic], texts: &Files) -> Result<()> {
        let first: Vec<Diagnostic> = new.iter().take(MOST).map(|finding| (*finding).clone()).collect();
        self.terminal.out(&diag::each(&first, texts, self.terminal.style()))?;
        self.more(new.len(), "new");
        Ok(())
    }

    fn more(&self, number: usize, what: &str) {
        if let Some(more) = number.checked_sub(MOST).filter(|more| *more > 0) {
            self.terminal.row("And", &format!("{more} more are {what}: see findings.html"));
        }
    }
}

/// How many findings are told at a time.
const MOST: usize = 20;

impl Hears for Teller<'_> {
    fn begins(&self) {
        self.bell.begin();
    }

    fn early(&self, number: u64, pages: BTreeMap<String, Answer>) {
        self.desk.lay_out(pages);
        self.bell.show(number);
    }

    fn came(&self, number: u64, before: Option<&State>, state: &State, more: usize) {
        self.desk.lay_out(BTreeMap::new());
        self.bell.ring(number);
        self.greet();
        // A terminal that went away is no reason to stop.
        let _ = before.map(|before| self.changed(before, state));
        if !self.terminal.quiet {
            let found = check::summary(&state.findings);
            let found = found.trim_end_matches('.');
            let more = match more {
                0 => String::new(),
                more => format!(", in what these readers may know; `aims check` tells {more} more"),
            };
            self.terminal.row("Found", &format!("{found}{more}"));
        }
    }

    fn failed(&self, number: u64, error: Error) {
        self.desk.lay_out(BTreeMap::new());
        self.bell.ring(number);
        self.greet();
        self.terminal.error(&error);
        self.terminal.row("Waiting", "for this to be mended; pages stay as they were");
    }
}

/// Opens an address in the browser of the person, and does not wait for it.
fn open(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut browser = Command::new(program);
    browser.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    browser.spawn().is_ok()
}
