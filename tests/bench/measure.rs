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
    /// Seconds of all processors, children that ended among them; on Linux only.
    pub(crate) cpu: Option<f64>,
    pub(crate) peak_mib: Option<f64>,
}

/// A figure as it stands in a table.
pub(crate) fn told(figure: Option<f64>, digits: usize) -> String {
    figure.map_or("-".to_owned(), |figure| format!("{figure:.digits$}"))
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Result<Outcome, String> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let cpu_before = cpu_of_children();
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
            let cpu = cpu_of_children().zip(cpu_before).map(|(after, before)| after - before);
            return Ok(Outcome { seconds, cpu, peak_mib: peak.map(|kib| f64::from(kib) / 1024.0) });
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The peak resident set of a process so far, in KiB.
fn peak_of(process: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

/// Seconds of all processors that ended children of this process took, and their ended children.
fn cpu_of_children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, may hold anything. Behind it, `cutime` and `cstime` are the 14th and 15th
    // field, in hundredths of a second on every Linux there is.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<u32>().ok();
    Some(f64::from(ticks(13)? + ticks(14)?) / 100.0)
}

/// How large a site is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SiteSize {
    pub(crate) files: u32,
    pub(crate) pages: u32,
    pub(crate) bytes: u64,
}

impl SiteSize {
    /// In megabytes of a million bytes.
    pub(crate) fn megabytes(self) -> f64 {
        f64::from(u32::try_from(self.bytes / 1_000).unwrap_or(u32::MAX)) / 1_000.0
    }
}

/// How many files and pages a site has, and the size of all of them.
pub(crate) fn size_of(folder: &Path) -> io::Result<SiteSize> {
    let mut size = SiteSize::default();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let inner = size_of(&entry.path())?;
            size.files += inner.files;
            size.pages += inner.pages;
            size.bytes += inner.bytes;
        } else {
            size.files += 1;
            size.bytes += entry.metadata()?.len();
            size.pages += u32::from(entry.path().extension().is_some_and(|extension| extension == "html"));
        }
    }
    Ok(size)
}

/// The middle value; the mean of the two in the middle where their number is even.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let (upper, lower) = (values.get(values.len() / 2)?, values.get((values.len() - 1) / 2)?);
    Some(f64::midpoint(*upper, *lower))
}
