//! How long a program runs and how much memory it takes at most.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What the memory figure is.
pub(crate) const MEMORY: &str = if cfg!(target_os = "linux") {
    "peak resident set of the process, from VmHWM in /proc/PID/status every 2 ms; children (Hugo's git) not counted"
} else {
    "is read on Linux only"
};

/// What a program took.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) seconds: f64,
    pub(crate) peak_mib: Option<f64>,
}

impl Outcome {
    /// The peak as it stands in the table.
    pub(crate) fn peak_text(&self) -> String {
        self.peak_mib.map_or("-".to_owned(), |peak| format!("{peak:.0}"))
    }
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Result<Outcome, String> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let began = Instant::now();
    let spawned = command.spawn();
    let told = |what: &dyn std::fmt::Display| format!("{what}, in {command:?}");
    let mut child = spawned.map_err(|error| told(&error))?;
    let mut peak = None;
    loop {
        peak = peak_of(child.id()).max(peak);
        if let Some(status) = child.try_wait().map_err(|error| told(&error))? {
            let seconds = began.elapsed().as_secs_f64();
            if !status.success() {
                return Err(told(&status));
            }
            return Ok(Outcome { seconds, peak_mib: peak.map(|kib| f64::from(kib) / 1024.0) });
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The peak resident set of a process so far, in KiB.
fn peak_of(process: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

/// How many pages a site has, and the size of all its files.
pub(crate) fn count_pages(folder: &Path) -> io::Result<(usize, u64)> {
    let (mut pages, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let (inner_pages, inner_bytes) = count_pages(&entry.path())?;
            pages += inner_pages;
            bytes += inner_bytes;
        } else {
            bytes += entry.metadata()?.len();
            pages += usize::from(entry.path().extension().is_some_and(|extension| extension == "html"));
        }
    }
    Ok((pages, bytes))
}

/// The middle value; the mean of the two in the middle where their number is even.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let (upper, lower) = (values.get(values.len() / 2)?, values.get((values.len() - 1) / 2)?);
    Some(f64::midpoint(*upper, *lower))
}
