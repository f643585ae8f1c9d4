//! `aims export`: a register, the workbook of an auditor, the requirements for other tools, or a page for paper, as a file.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::at::At;
use super::build::{AudienceName, EditionName};
use super::outside::is_outside;
use super::pdf::{self, Paper};
use super::site_file::{self, Format};
use super::terminal::Terminal;
use super::words::{Paint, Tone, safe, wrap};
use crate::base::text::{count, did_you_mean, terminal_safe};
use crate::base::{Error, Result};
use crate::emit;
use crate::export;
use crate::pipeline::{Built, Project, Request};
use crate::register::{Draw, Named, Part};
use crate::state::State;

/// The workbook of an auditor.
const WORKBOOK: &str = "workbook";

/// A page of the site for paper.
const PDF: &str = "pdf";

/// Requirements, documents and their relations for tools of requirements.
const REQIF: &str = "reqif";

/// How wide the titles of columns are at most in a terminal.
const BESIDE: usize = 24;

/// How many bytes of a file that is there have to be those of the new one.
const ALIKE: usize = 8;

/// Give out a register as a file (comma-separated values, JSON, a spreadsheet), or the pack for paper as a PDF.
///
/// The statement of applicability is `soa`, the workbook of an auditor `workbook`; --list names all. `reqif` is for tools of
/// requirements (ReqIF 1.2): clauses and controls, documents, and which document says, does or shows what. `pdf` has the controlled
/// pack set by Chromium, Google Chrome or Microsoft Edge: the one that CHROME names, else one that is found in PATH or where
/// installers put it. It reaches no network and runs no script; for the superuser it runs without its sandbox, as it has to.
/// The PDF is tagged, and dated by the day that is asked for: the same browser makes the same bytes. What a stricter class
/// than the audience may read is left out, as in a site. Samples (sample, working-papers, populations, workbook) are drawn
/// by the commit, or by the seed that is named.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// A register (soa, risks, sample, working-papers, a kind of documents), `workbook`, `matrix`, `reqif`, or `pdf`
    #[arg(value_name = "WHAT", required_unless_present = "list")]
    what: Option<String>,
    #[command(flatten)]
    at: At,
    /// List what there is; a folder may follow
    #[arg(long, conflicts_with_all = ["format", "output", "bom", "seed", "size", "strata", "population", "page", "patience"])]
    list: bool,
    /// In which format; else by the ending of the file, else text on a terminal and csv elsewhere, or the only one that there is
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Begin CSV with a byte order mark, by which some spreadsheets know UTF-8
    #[arg(long)]
    bom: bool,
    /// The file to write; else it is printed
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// For whom it is: texts of a stricter class are left out. As `site.audience` of the settings says, else `internal`
    #[arg(long, value_name = "AUDIENCE")]
    audience: Option<AudienceName>,
    /// Which texts it is made of: all as they are, or of each document the last that was approved
    #[arg(long, value_name = "EDITION", default_value = "latest")]
    edition: EditionName,
    #[command(flatten)]
    drawing: Drawing,
    #[command(flatten)]
    paper: Paper,
}

/// How samples are drawn.
#[derive(Debug, Args)]
struct Drawing {
    /// Draw samples by this seed instead of by the commit
    #[arg(long, value_name = "SEED")]
    seed: Option<String>,
    /// Draw so many of each population, instead of the square root of their number
    #[arg(long, value_name = "N")]
    size: Option<usize>,
    /// What the strata of samples are made of
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    strata: Option<Vec<PartName>>,
    /// Draw from this population only
    #[arg(long, value_name = "POPULATION")]
    population: Option<String>,
}

/// What strata are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PartName {
    /// The kind of document
    Kind,
    /// The AI system
    System,
    /// The level of risk
    Risk,
    /// The owner
    Owner,
}

impl Export {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        // Of a list nothing is named, and so the first word is the folder.
        let at = match &self.what {
            Some(dir) if self.list => At { dir: dir.into(), ..self.at.clone() },
            _ => self.at.clone(),
        };
        if let Some(what) = self.what.as_deref().filter(|what| *what != PDF && self.paper.is_asked()) {
            return Err(Error::new(format!("`{what}` is no page"))
                .hint("`--page` and `--patience` are of `aims export pdf` alone."));
        }
        let project = at.project(self.edition == EditionName::Approved, terminal)?.reporting_to(terminal.progress());
        if let Some(file) = &self.output {
            is_outside(file, &project)?;
        }
        let audience = self.audience.map(AudienceName::audience);
        let built = project.build(&Request { audience, edition: self.edition.edition(), ..at.request()? })?;
        let state = built.state();
        let registers = export::registers(state);
        let Some(what) = self.what.as_deref().filter(|_| !self.list) else {
            terminal.out(&listed(&registers))?;
            return Ok(true);
        };
        terminal.gaps(&state.history);
        let done = self.give_out(what, (&project, &built, &registers), terminal)?;
        if let Some(rows) = state.aims.risks_in_registers().filter(|_| what == "risks" && !terminal.quiet) {
            terminal.row("Besides", &format!("{rows}: `aims export risk-register` gives them out"));
        }
        // CSV has no place for it.
        if let Some(told) = state.left_out().filter(|_| !terminal.quiet) {
            terminal.row("Left out", &told);
        }
        Ok(done)
    }

    /// Gives out what is asked for.
    fn give_out(
        &self,
        what: &str,
        (project, built, registers): (&Project, &Built<'_>, &[(String, Named<'_>)]),
        terminal: &Terminal,
    ) -> Result<bool> {
        let state = built.state();
        let ending = self.output.as_deref().and_then(Path::extension).filter(|_| self.asked().is_none());
        // A name may end in a day or an edition.
        let is_word = |ending: &&OsStr| ending.as_encoded_bytes().iter().all(u8::is_ascii_alphabetic);
        let is_other = |ending: &&OsStr| ["txt", what].iter().all(|known| !ending.eq_ignore_ascii_case(known));
        if let Some(ending) = ending.filter(is_word).filter(is_other) {
            if ![PDF, WORKBOOK, REQIF].into_iter().chain(site_file::names()).any(|name| name == what) {
                find(registers, what)?;
            }
            return Err(Error::new(format!("`{what}` has no format that ends in `.{}`", ending.display()))
                .hint("Leave out the ending, or name that of a format that it has, such as `.csv` of a register."));
        }
        if what == PDF {
            self.drawing.is_none(what)?;
            return self.print(project, built, terminal);
        }
        let what = site_file::meant(what, self.asked());
        let is_register = find(registers, what).is_ok() || [WORKBOOK, REQIF].contains(&what);
        if let Some(path) = site_file::of(what, self.asked(), is_register)? {
            self.drawing.is_none(what)?;
            self.bears_mark(false)?;
            return self.give((what, &site_file::bytes(&built.files()?, what, path)?), ALIKE, terminal);
        }
        // Whether there is such a register comes before how it would be written.
        let is_drawn = what == WORKBOOK || (what != REQIF && find(registers, what)?.is_drawn());
        if !is_drawn {
            self.drawing.is_none(what)?;
        }
        let format = self.format(what, terminal.is_read())?;
        let draw = self.drawing.of(state)?;
        let bytes = if what == WORKBOOK {
            export::workbook(state, &draw)?
        } else if what == REQIF {
            export::reqif(state)
        } else {
            let named = find(registers, what)?;
            let format = match format {
                Format::Text => {
                    let text = table(&export::blocks(state, named, &draw)?, terminal);
                    if self.output.is_some() {
                        return self.give((what, text.as_bytes()), ALIKE, terminal);
                    }
                    terminal.out(&text)?;
                    return Ok(true);
                }
                Format::Csv => export::Format::Csv { bom: self.bom },
                Format::Json => export::Format::Json,
                Format::Xlsx => export::Format::Xlsx,
                Format::Schema => export::Format::Schema,
                Format::Oscal | Format::Ics => return Err(Error::new("a register is no file of this format")),
            };
            export::register(state, named, &draw, format)?
        };
        self.give((what, &bytes), if what == REQIF { export::REQIF_HEAD.len() } else { ALIKE }, terminal)
    }

    /// Prints what was made, or writes it in place of a file that begins alike.
    fn give(&self, (what, bytes): (&str, &[u8]), alike: usize, terminal: &Terminal) -> Result<bool> {
        match &self.output {
            None => terminal.data(&String::from_utf8_lossy(bytes))?,
            Some(file) => {
                write(file, bytes, alike)?;
                wrote(terminal, (what, bytes.len()), file);
            }
        }
        Ok(true)
    }

    /// Prints a page of the site.
    fn print(&self, project: &Project, built: &Built<'_>, terminal: &Terminal) -> Result<bool> {
        let file = pdf::named(self.output.as_ref())?;
        self.is_only("a PDF is a PDF and nothing else", "pdf")?;
        let state = built.state();
        let base = state.aims.config.site.base_url.as_deref();
        let bytes = self.paper.print(project, &built.files()?, (base, state.today()))?;
        emit::renew(file, &bytes, &pdf::is_document)?;
        wrote(terminal, (PDF, bytes.len()), file);
        Ok(true)
    }

    /// The format that is asked for: by its name, by the ending of the file, or by the mark that only one begins with.
    fn asked(&self) -> Option<Format> {
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
        let by_name = ending.and_then(|ending| Format::from_str(ending, true).ok());
        self.format.or(by_name).or(self.bom.then_some(Format::Csv))
    }

    /// Makes sure that no format is asked for of what has but its own, which files that end in `ending` hold.
    fn is_only(&self, why: &str, ending: &str) -> Result<()> {
        match self.asked() {
            None => Ok(()),
            Some(_) => Err(Error::new(why)
                .hint(format!("Leave out `--format` and `--bom`, and name a file that ends in `.{ending}`."))),
        }
    }

    /// Makes sure that only CSV is to begin with a mark.
    fn bears_mark(&self, is_csv: bool) -> Result<()> {
        match self.bom && !is_csv {
            false => Ok(()),
            true => {
                Err(Error::new("only CSV begins with a byte order mark")
                    .hint("Leave out `--bom`, or say `--format csv`."))
            }
        }
    }

    /// The format that is asked for, where what is asked for has it.
    fn format(&self, what: &str, is_read: bool) -> Result<Format> {
        if what == REQIF {
            self.is_only("ReqIF is XML and nothing else", REQIF)?;
        }
        let usual = match what {
            WORKBOOK => Format::Xlsx,
            _ if is_read && self.output.is_none() => Format::Text,
            _ => Format::Csv,
        };
        let format = self.asked().unwrap_or(usual);
        if what == WORKBOOK && format != Format::Xlsx {
            return Err(Error::new("the workbook is a spreadsheet and nothing else")
                .hint("Say `--format xlsx`, or ask for one of its registers: `aims export --list` names them."));
        }
        if format == Format::Xlsx && self.output.is_none() {
            return Err(Error::new("a spreadsheet is no text to print")
                .hint(format!("Name a file: `aims export {what} --output {}.xlsx`.", what.replace('/', "-"))));
        }
        self.bears_mark(format == Format::Csv)?;
        Ok(format)
    }
}

impl Drawing {
    /// Makes sure that nothing is said of samples where `what` is asked for, which has none.
    fn is_none(&self, what: &str) -> Result<()> {
        let Self { seed, size, strata, population } = self;
        match seed.is_some() || size.is_some() || strata.is_some() || population.is_some() {
            false => Ok(()),
            true => Err(Error::new(format!("`{what}` is made without samples")).hint(
                "`--seed`, `--size`, `--strata` and `--population` are of sample, working-papers, populations and workbook.",
            )),
        }
    }

    fn of(&self, state: &State) -> Result<Draw> {
        let usual = Draw::of(state);
        let part = |part: &PartName| match part {
            PartName::Kind => Part::Kind,
            PartName::System => Part::System,
            PartName::Risk => Part::Risk,
            PartName::Owner => Part::Owner,
        };
        let strata = self.strata.as_ref().map_or(usual.strata, |parts| {
            let mut seen = BTreeSet::new();
            parts.iter().map(part).filter(|part| seen.insert(*part)).collect()
        });
        let draw = Draw {
            seed: self.seed.clone().unwrap_or(usual.seed),
            size: self.size,
            strata,
            population: self.population.clone(),
        };
        if let Some(asked) = &draw.population {
            let all = crate::register::population_ids(state);
            if !all.contains(asked) {
                return Err(Error::new(format!("`{asked}` is no population of this AIMS")).hint(near(asked, &all)));
            }
        }
        Ok(draw)
    }
}

/// Rows as blocks of lines: what a row is about, then what each of its columns says, beside the title of that column.
fn table(rows: &[Vec<(String, String)>], terminal: &Terminal) -> String {
    let paint = Paint(terminal.style().colour);
    let titles = rows.iter().flat_map(|row| row.iter().skip(1)).map(|(title, _)| safe(title).chars().count());
    let beside = titles.max().unwrap_or_default().min(BESIDE);
    let mut text = String::new();
    for row in rows {
        let mut cells = row.iter();
        let about = cells.next().map(|(title, words)| safe(&format!("{title} {words}"))).unwrap_or_default();
        text.push_str(&format!("{}\n", paint.tone(Tone::Strong, about.trim())));
        for (title, words) in cells {
            let mut title = safe(title);
            if title.chars().count() > beside {
                text.push_str(&format!("  {}\n", paint.tone(Tone::Dim, &title)));
                title.clear();
            }
            for line in wrap(&safe(words), terminal.width().saturating_sub(beside + 4)) {
                text.push_str(&format!("  {}  {line}\n", paint.tone(Tone::Dim, &format!("{title:<beside$}"))));
                title.clear();
            }
        }
        text.push('\n');
    }
    text
}

/// Tells what was written where.
fn wrote(terminal: &Terminal, (what, length): (&str, usize), file: &Path) {
    if !terminal.quiet {
        terminal.row("Wrote", &format!("{} of {what} to {}", count(length, "byte"), file.display()));
    }
}

/// The register of that name; a kind goes by its name alone too.
fn find<'r, 'a>(registers: &'r [(String, Named<'a>)], what: &str) -> Result<&'r Named<'a>> {
    let of_kind = format!("registers/{what}");
    let found = registers.iter().find(|(id, _)| id == what).or_else(|| registers.iter().find(|(id, _)| *id == of_kind));
    found.map(|(_, named)| named).ok_or_else(|| {
        let bare = registers.iter().map(|(id, _)| id.trim_start_matches("registers/").to_owned());
        let others = [WORKBOOK, REQIF, PDF].into_iter().chain(site_file::names());
        let all: Vec<String> = bare.chain(others.map(str::to_owned)).collect();
        Error::new(format!("there is no register `{what}`, and no document of a kind of that name"))
            .hint(near(what, &all))
    })
}

/// What may have been meant, else all there is.
fn near(asked: &str, all: &[String]) -> String {
    match did_you_mean(asked, all.iter().map(String::as_str)).filter(|near| *near != asked) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("There are {}.", all.join(", ")),
    }
}

/// All registers with what each is, and what there is besides.
fn listed(registers: &[(String, Named<'_>)]) -> String {
    let workbook = (WORKBOOK.to_owned(), "The workbook of an auditor, as a spreadsheet".to_owned());
    let reqif = (REQIF.to_owned(), "Requirements, documents and their relations, for tools of requirements".to_owned());
    let pdf = (PDF.to_owned(), "The controlled pack, or another page, as a PDF".to_owned());
    let of_site = site_file::names().map(|name| (name.to_owned(), site_file::about(name).to_owned()));
    let all = registers.iter().map(|(id, named)| (id.clone(), named.about.clone()));
    let all = all.chain([workbook, reqif, pdf]).chain(of_site);
    let all: Vec<(String, String)> = all.collect();
    let width = all.iter().map(|(id, _)| id.chars().count()).max().unwrap_or_default();
    all.iter().map(|(id, about)| format!("{id:<width$}  {}\n", terminal_safe(about).replace('\n', " "))).collect()
}

/// Writes a file, in place of one that begins alike and of no other: `alike` bytes are the same.
fn write(file: &Path, bytes: &[u8], alike: usize) -> Result<()> {
    let bare = |bytes: &[u8]| bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).to_vec();
    let begin: Vec<u8> = bare(bytes).into_iter().take(alike).collect();
    emit::renew(file, bytes, &|before| before.is_empty() || bare(before).starts_with(&begin))
}
