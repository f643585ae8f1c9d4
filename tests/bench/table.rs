//! The table: what was found, what it has to be, and whether it is.

use std::collections::BTreeMap;

use super::Row;
use super::corpus::Size;
use super::measure::{Outcome, SiteSize, median, told};

/// What is asked of a row: wall time in times of Hugo's, and memory in MiB.
#[derive(Default)]
struct Bars {
    wall: Option<f64>,
    peak: Option<f64>,
}

/// The megabytes, of a million bytes each, that a site of 1,000 documents may have.
const MOST_MEGABYTES: f64 = 60.0;

impl Row {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo with git information, into no site",
            Self::Warm => "aims, cache warm, nothing changed since",
            Self::Day => "aims, cache warm, on another day",
            Self::Edited => "aims, one document edited and committed since",
            Self::Cold => "aims, no cache, no site",
            Self::Check => "aims check, cache warm",
        }
    }

    fn bars(self, size: &Size) -> Bars {
        let (wall, peak) = match (self, size) {
            (Self::Warm, Size::M) => (Some(0.75), Some(200.0)),
            (Self::Warm, Size::L) => (Some(0.75), Some(500.0)),
            (Self::Edited, Size::M) => (Some(0.35), None),
            (Self::Cold, Size::M) => (Some(1.5), None),
            _ => (None, None),
        };
        Bars { wall, peak }
    }
}

/// What the counted turns gave.
#[derive(Default)]
pub(crate) struct Results {
    outcomes: BTreeMap<Row, Vec<Outcome>>,
    /// The site that aims built.
    pub(crate) ours: Option<SiteSize>,
    /// The site that Hugo built.
    pub(crate) theirs: Option<SiteSize>,
}

impl Results {
    pub(crate) fn add(&mut self, row: Row, outcome: Outcome) {
        self.outcomes.entry(row).or_default().push(outcome);
    }

    fn median(&self, row: Row, of: impl Fn(&Outcome) -> Option<f64>) -> Option<f64> {
        median(self.outcomes.get(&row)?.iter().filter_map(of))
    }

    /// Prints the table, one row each, and how many bars were missed.
    pub(crate) fn print(&self, size: &Size, runs: usize) {
        let mut missed = 0;
        let mut against = |found: Option<f64>, bar: Option<f64>, digits: usize| match (found, bar) {
            (Some(found), Some(bar)) if found <= bar => format!("<= {bar:.digits$} holds"),
            (Some(_), Some(bar)) => {
                missed += 1;
                format!("<= {bar:.digits$} MISSED")
            }
            (None, Some(bar)) => format!("<= {bar:.digits$} ?"),
            (_, None) => String::new(),
        };
        println!(
            "\n{:<46} {:>8} {:>7} {:>7}  {:<15} {:>8}  bar",
            format!("median of {runs}"),
            "wall s",
            "cpu s",
            "x Hugo",
            "bar",
            "peak MiB"
        );
        let hugo = self.median(Row::Hugo, |outcome| Some(outcome.seconds));
        for row in self.outcomes.keys() {
            let wall = self.median(*row, |outcome| Some(outcome.seconds));
            let (cpu, peak) = (self.median(*row, |outcome| outcome.cpu), self.median(*row, |outcome| outcome.peak_mib));
            let ratio = wall.zip(hugo).map(|(wall, hugo)| wall / hugo);
            let bars = row.bars(size);
            let line = format!(
                "{:<46} {:>8} {:>7} {:>7}  {:<15} {:>8}  {}",
                row.name(),
                told(wall, 3),
                told(cpu, 2),
                told(ratio, 2),
                against(ratio, bars.wall, 2),
                told(peak, 0),
                against(peak, bars.peak, 0)
            );
            println!("{}", line.trim_end());
        }
        println!();
        for (name, built) in [("aims", self.ours), ("Hugo", self.theirs)] {
            let Some(built) = built else { continue };
            let bar = Some(MOST_MEGABYTES).filter(|_| name == "aims" && *size == Size::M);
            let verdict = against(Some(built.megabytes()), bar, 0);
            let (megabytes, files, pages) = (built.megabytes(), built.files, built.pages);
            println!(
                "{}",
                format!("site of {name}: {megabytes:.1} MB, {files} files, {pages} pages  {verdict}").trim_end()
            );
        }
        match missed {
            0 => println!("no bar was missed"),
            1 => println!("1 bar was missed"),
            missed => println!("{missed} bars were missed"),
        }
    }
}
