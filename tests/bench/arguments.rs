//! What the benchmarks are asked: a size, a number and a binary.

use std::path::PathBuf;

use crate::corpus::Size;

/// What a benchmark is asked.
pub(crate) struct Arguments {
    /// How large the corpus is; `m` where nobody says.
    pub(crate) size: Size,
    /// How often, where somebody says.
    pub(crate) times: Option<usize>,
    /// The binary; the one that was built for this where nobody names another.
    pub(crate) aims: PathBuf,
}

impl Arguments {
    /// Reads the command line of the benchmark `name`, in which `times` (`--runs`) says how often.
    pub(crate) fn read(name: &str, times: &str) -> Result<Self, String> {
        let mut found = Self { size: Size::M, times: None, aims: PathBuf::from(env!("CARGO_BIN_EXE_aims")) };
        let usage = || format!("usage: cargo bench --bench {name} -- [m|l] [{times} N] [--aims FILE]");
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                // Cargo adds it.
                "--bench" => {}
                "m" => found.size = Size::M,
                "l" => found.size = Size::L,
                "--aims" => found.aims = words.next().map(PathBuf::from).ok_or_else(usage)?,
                word if word == times => {
                    let number = words.next().and_then(|number| number.parse().ok()).filter(|number| *number > 0);
                    found.times = Some(number.ok_or_else(usage)?);
                }
                _ => return Err(usage()),
            }
        }
        Ok(found)
    }
}
