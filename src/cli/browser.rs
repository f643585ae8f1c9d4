//! The browser of this machine, for what only a browser can do: to set pages.
//!
//! It comes from the environment (`CHROME`, `PATH`) and from the places where installers put browsers, and from nowhere else:
//! no setting of an AIMS names it, no relative place is looked in, and nothing that lies in the repository is run.

use std::ffi::OsString;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use super::machine::variable;
use crate::base::text::terminal_safe;
use crate::base::{Error, Result};

/// The variable that names a browser, before all others.
const NAMED: &str = "CHROME";

/// What browsers of the kind are called, those that are free first.
const NAMES: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
];

/// Where installers put them.
const PLACES: [&str; 4] = [
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/// Where they are on Windows, below the folders that these variables name.
const FOLDERS: [&str; 3] = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];
const BELOW: [&str; 3] = [
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
];

/// What it may not do meanwhile: reach a network, ask anybody, or leave something behind. No script lies beside the page, and
/// its own policy lets no other run.
const QUIET: [&str; 14] = [
    "--headless",
    // Its clock stands still while it loads. On a busy machine it would else print before the type face is there.
    "--virtual-time-budget=10000",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
];

/// How much of what it says is kept, for the case that it fails.
const SAYS: u64 = 16_384;

/// How many of its last lines are told.
const LINES: usize = 6;

/// How often it is asked whether it has ended.
const PAUSE: Duration = Duration::from_millis(40);

/// What a browser is to do.
pub(super) struct Print<'a> {
    /// The file of the page.
    pub page: &'a Path,
    /// A folder for what it keeps, which nobody else uses.
    pub profile: &'a Path,
    /// Where the document goes.
    pub to: &'a Path,
    /// Whether it has to do without its sandbox: for the superuser it starts in no other way.
    pub bare: bool,
    /// How long it may take.
    pub patience: Duration,
}

/// Has a browser of this machine print a page. `is_ours` says of a place that it lies in the repository.
///
/// # Errors
/// Where there is none, it fails, or it takes longer than it may.
pub(super) fn print(what: &Print<'_>, is_ours: &dyn Fn(&Path) -> bool) -> Result<()> {
    for program in programs(is_ours)? {
        let mut command = Command::new(&program);
        command.args(QUIET).args(["--export-tagged-pdf", "--generate-pdf-document-outline", "--no-pdf-header-footer"]);
        if what.bare {
            command.arg("--no-sandbox");
        }
        command
            .arg(option("--user-data-dir=", what.profile))
            .arg(option("--print-to-pdf=", what.to))
            .arg(address(what.page));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        match command.spawn() {
            Ok(child) => return finish(child, &program, what.patience),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(Error::new(format!("cannot run {}", program.display())).caused_by(error)),
        }
    }
    Err(Error::new("there is no browser on this machine that prints pages").hint(format!(
        "Install Chromium, Google Chrome or Microsoft Edge, or name one by its whole path in the variable {NAMED}. \
         Any browser prints `print.html` of a site, too."
    )))
}

/// The address of a file, in which nothing can be taken for a question or a fragment.
fn address(file: &Path) -> String {
    use std::fmt::Write;
    let file = file.to_string_lossy();
    let file = if cfg!(windows) { format!("/{}", file.replace('\\', "/")) } else { file.into_owned() };
    file.bytes().fold("file://".to_owned(), |mut address, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                address.push(byte.into());
            }
            byte => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
        address
    })
}

fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}

/// The programs that may be there, each by its whole path, in the order in which they are tried.
fn programs(is_ours: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let path = variable("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).filter(|folder| folder.is_absolute()).collect();
    let ending = std::env::consts::EXE_SUFFIX;
    let in_path = |name: &str| -> Vec<PathBuf> {
        let name = if name.ends_with(ending) { name.to_owned() } else { format!("{name}{ending}") };
        folders.iter().map(|folder| folder.join(&name)).collect()
    };
    let mut found = match variable(NAMED).map(PathBuf::from) {
        // Who names one wants that and no other.
        Some(named) if named.is_absolute() => vec![named],
        Some(named) => match named.to_str().filter(|name| !name.contains(['/', '\\'])) {
            Some(name) => in_path(name),
            None => {
                return Err(Error::new(format!("{NAMED} names {}, which depends on where you are", named.display()))
                    .hint("Name the browser by its whole path."));
            }
        },
        None => {
            let known = PLACES.iter().map(PathBuf::from);
            let of_windows = FOLDERS.iter().filter_map(|name| variable(name).map(PathBuf::from));
            let of_windows = of_windows.flat_map(|folder| BELOW.map(|below| folder.join(below)));
            NAMES.iter().flat_map(|name| in_path(name)).chain(known).chain(of_windows).collect()
        }
    };
    found.retain(|program| program.is_absolute() && !is_ours(program));
    Ok(found)
}

/// Waits until the browser has ended, and no longer than it may take.
fn finish(mut child: Child, program: &Path, patience: Duration) -> Result<()> {
    let stderr = child.stderr.take();
    let says = spawn(move || {
        let mut said = Vec::new();
        if let Some(mut stderr) = stderr {
            let _ = stderr.by_ref().take(SAYS).read_to_end(&mut said);
            // What nobody reads would hold it up.
            let _ = std::io::copy(&mut stderr, &mut std::io::sink());
        }
        String::from_utf8_lossy(&said).into_owned()
    });
    let began = Instant::now();
    loop {
        let ended = child.try_wait().map_err(|error| Error::new("cannot wait for the browser").caused_by(error))?;
        match ended {
            Some(status) if status.success() => return Ok(()),
            Some(status) => {
                let said = says.join().unwrap_or_default();
                return Err(Error::new(format!("{} printed nothing ({status})", program.display())).hint(told(&said)));
            }
            None if began.elapsed() >= patience => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(Error::new(format!(
                    "{} had not printed the page after {} seconds, and was stopped",
                    program.display(),
                    patience.as_secs()
                ))
                .hint(
                    "Give it longer with `--patience SECONDS`, or print a part of the pack: `--page print/1.html`.",
                ));
            }
            None => sleep(PAUSE),
        }
    }
}

/// The last lines of what it said.
fn told(said: &str) -> String {
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        [] => "It did not say why.".to_owned(),
        lines => {
            let last = lines[lines.len().saturating_sub(LINES)..].join(" / ");
            format!("It said: {}", terminal_safe(&last))
        }
    }
}
