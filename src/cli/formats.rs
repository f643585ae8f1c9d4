//! In which formats findings are told, and where to: one on the standard output, others in files, in one run.

use std::ffi::{OsStr, OsString};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::{Arg, Args, Command, ValueEnum};

use super::outside::is_outside;
use super::terminal::Terminal;
use crate::base::{Error, Result};
use crate::check::{Findings, RULES};
use crate::diag::{self, Diagnostic, Files, Report, RuleText, Stands, Style, Told};
use crate::emit;
use crate::pipeline::{Project, seen_from};
use crate::state::State;

/// How findings are told, and where to.
#[derive(Debug, Args)]
pub(super) struct FormatArgs {
    /// How to tell it; FORMAT=FILE writes it into a file, and may be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = ReadAsked::<Format>::new(), default_value = "human")]
    format: Vec<Asked<Format>>,
    /// Write into this file what else went to the standard output
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
}

/// How findings are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With the line they stand on, for people
    Human,
    /// One line each
    Short,
    /// For programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a workflow of GitHub
    Github,
    /// Code quality of GitLab
    Gitlab,
    /// Results of tests
    Junit,
    /// As Checkstyle writes them
    Checkstyle,
    /// For reviewdog
    Rdjson,
    /// A table for the summary of a run or a comment
    Markdown,
}

/// A format, and the file that it goes to.
#[derive(Debug, Clone)]
pub(super) struct Asked<F> {
    format: F,
    file: Option<PathBuf>,
}

/// Reads `FORMAT` and `FORMAT=FILE`.
#[derive(Clone)]
pub(super) struct ReadAsked<F>(PhantomData<F>);

impl<F> ReadAsked<F> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<F: ValueEnum + Send + Sync + 'static> TypedValueParser for ReadAsked<F> {
    type Value = Asked<F>;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> std::result::Result<Asked<F>, clap::Error> {
        let (name, file) = match value.to_str().and_then(|text| text.split_once('=')) {
            Some((name, file)) => (OsString::from(name), Some(PathBuf::from(file))),
            None => (value.to_owned(), None),
        };
        let format = EnumValueParser::<F>::new().parse_ref(cmd, arg, &name)?;
        Ok(Asked { format, file: file.filter(|file| file.as_os_str() != "-") })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(F::value_variants().iter().filter_map(ValueEnum::to_possible_value)))
    }
}

/// What is told where: files that may be written, and at most one format on the standard output.
#[derive(Debug)]
pub(super) struct Plan<F> {
    pub(super) out: Option<F>,
    pub(super) files: Vec<(F, PathBuf)>,
}

impl<F: Copy> Plan<F> {
    /// The format, where there is one only and it goes to the standard output.
    pub(super) fn only(&self) -> Option<F> {
        self.out.filter(|_| self.files.is_empty())
    }
}

/// What a check found, and how it was asked.
pub(super) struct Found<'a> {
    /// The findings of the places that were asked about.
    pub findings: &'a Findings,
    /// What they were found in.
    pub state: &'a State,
    /// The AIMS on the disk.
    pub project: &'a Project,
    /// The day.
    pub today: crate::base::Date,
    /// Which of them fail the check.
    pub failing: &'a [&'a Diagnostic],
    /// Whether a part of the AIMS, or of the rules, was asked about.
    pub partial: bool,
}

impl FormatArgs {
    /// Where each format goes.
    ///
    /// # Errors
    /// Where two go to one place, and where a file may not be written.
    pub(super) fn plan(&self, project: &Project) -> Result<Plan<Format>> {
        plan(&self.format, self.output_file.as_deref(), project, is_report)
    }
}

/// Where each format goes; `is_report` says whether a text is an earlier one in a format.
///
/// # Errors
/// Where two go to one place, and where a file may not be written.
pub(super) fn plan<F: Copy>(
    asked: &[Asked<F>],
    output_file: Option<&Path>,
    project: &Project,
    is_report: fn(F, &[u8]) -> bool,
) -> Result<Plan<F>> {
    let mut plan = Plan { out: None, files: Vec::new() };
    for Asked { format, file } in asked {
        match file {
            Some(file) => plan.files.push((*format, file.clone())),
            None if plan.out.is_some() => {
                return Err(Error::new("two formats would go to the standard output")
                    .hint("Write one of them into a file: `--format json=aims.json`."));
            }
            None => plan.out = Some(*format),
        }
    }
    if let Some(file) = output_file {
        let format = plan.out.take().ok_or_else(|| {
            Error::new("every format has a file already, so there is nothing for `--output-file`")
                .hint("Leave one of the two out.")
        })?;
        plan.files.push((format, file.to_owned()));
    }
    for (number, (format, file)) in plan.files.iter().enumerate() {
        if file.as_os_str().is_empty() {
            return Err(Error::new("`--format` names no file behind `=`"));
        }
        if plan.files.iter().take(number).any(|(_, other)| other == file) {
            return Err(Error::new(format!("two formats would go to {}", file.display())));
        }
        may_write(file, project, &|before| is_report(*format, before))?;
    }
    Ok(plan)
}

impl Plan<Format> {
    /// Whether people read it on the standard output.
    pub(super) fn is_for_people(&self) -> bool {
        self.out == Some(Format::Human)
    }

    /// Tells all of it: into files first, so that nothing is told where one cannot be written.
    pub(super) fn tell(&self, found: &Found<'_>, human: &dyn Fn(Style) -> String, terminal: &Terminal) -> Result<()> {
        let plain = Style { colour: false, most: None, ..terminal.style() };
        let mut texts = Vec::new();
        for (format, file) in &self.files {
            texts.push((*format, file, text(*format, found, &|| human(plain))));
        }
        for (format, file, text) in texts {
            emit::report(file, Some(&found.project.root), &text, &|before| is_report(format, before))?;
            if !terminal.quiet {
                terminal.row("Wrote", &file.display().to_string());
            }
        }
        match self.out {
            None => Ok(()),
            Some(Format::Github) => terminal.commands(&text(Format::Github, found, &String::new)),
            Some(format) => terminal.out(&text(format, found, &|| human(terminal.style()))),
        }
    }
}

/// Makes sure that a file is neither part of the AIMS or of a site nor anything but an earlier report.
fn may_write(file: &Path, project: &Project, is_report: &dyn Fn(&[u8]) -> bool) -> Result<()> {
    is_outside(file, project)?;
    emit::may_report(file, Some(&project.root), is_report)
}

fn text(format: Format, found: &Found<'_>, human: &dyn Fn() -> String) -> String {
    let texts = &found.state.aims.texts;
    match format {
        Format::Human => human(),
        Format::Short => {
            let told: Vec<Diagnostic> = found.findings.told().cloned().collect();
            diag::short(&told, &seen(found))
        }
        Format::Json => diag::json(&found.findings.found, texts, &context(found)),
        Format::Sarif => diag::sarif(&report(found)),
        Format::Github => diag::github(&report(found)),
        Format::Gitlab => diag::gitlab(&report(found)),
        Format::Junit => diag::junit(&report(found)),
        Format::Checkstyle => diag::checkstyle(&report(found)),
        Format::Rdjson => diag::rdjson(&report(found)),
        Format::Markdown => diag::markdown(&report(found)),
    }
}

/// The texts that findings point into, as they are seen from the folder that the command runs in.
pub(super) fn seen(found: &Found<'_>) -> Files {
    let here = std::env::current_dir().unwrap_or_default();
    found.state.aims.texts.seen_from(seen_from(&found.project.root, &here))
}

fn context(found: &Found<'_>) -> diag::Context {
    let (state, partial) = (found.state, found.partial);
    let of = (state.audience.as_str(), state.edition.as_str());
    diag::Context { today: found.today, revision: state.revision().map(str::to_owned), of, partial }
}

fn report<'a>(found: &Found<'a>) -> Report<'a> {
    // Those that fail stand in the same order.
    let mut failing = found.failing.iter().peekable();
    let mut stands = |finding: &'a Diagnostic| match failing.next_if(|failing| std::ptr::eq(**failing, finding)) {
        Some(_) => Stands::New { fails: true },
        None if finding.known => Stands::Known,
        None => Stands::New { fails: false },
    };
    let told = found.findings.found.iter().map(|finding| Told { finding, stands: stands(finding) });
    let waived = found.findings.waived.iter();
    let waived = waived.map(|waived| Told { finding: &waived.finding, stands: Stands::Waived(&waived.reason) });
    Report {
        told: told.chain(waived).collect(),
        files: &found.state.aims.texts,
        below: &found.project.prefix,
        context: context(found),
        repository: found.state.aims.config.site.forge.as_deref().and_then(repository).map(str::to_owned),
        rules: rules(),
    }
}

fn rules() -> Vec<RuleText> {
    let text = |rule: &&'static crate::check::Rule| RuleText {
        code: rule.code,
        name: rule.name,
        level: rule.level,
        clock: rule.clock,
        what: rule.what,
        why: rule.why,
        fix: rule.fix,
        family: rule.family().title,
    };
    RULES.iter().map(text).collect()
}

/// The address of a repository, from that of the pages of its commits.
fn repository(forge: &str) -> Option<&str> {
    let ways = ["/-/commit/", "/commit/", "/commits/", "/+/"];
    ways.into_iter()
        .find_map(|way| forge.split_once(way))
        .map(|(address, _)| address)
        .filter(|address| !address.contains('{'))
}

/// Whether a line says that there are no findings: `No findings.` or `No findings; 2 rules switched off.`.
fn is_of_none(line: &str, none: &str) -> bool {
    line.strip_prefix(none).is_some_and(|rest| rest == "." || rest.starts_with("; "))
}

/// Whether a text is a report in this format that aims wrote.
fn is_report(format: Format, text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text.get(..1_000).unwrap_or(text));
    let first = text.lines().next().unwrap_or_default();
    let code = first.split_once("[AIMS").is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()));
    match format {
        Format::Human => code || ["No findings", "No new findings"].iter().any(|none| is_of_none(first, none)),
        Format::Short => code,
        Format::Json => first.starts_with("{\"version\":1,\"today\":\""),
        Format::Sarif => first.starts_with("{\"$schema\":\"") && text.contains("\"name\":\"aims\""),
        Format::Github => ["::error ", "::warning ", "::notice "].iter().any(|command| first.starts_with(command)),
        Format::Gitlab => text == "[]\n" || text.starts_with("[\n{\"description\":\""),
        Format::Junit => text.contains("<testsuites>\n<testsuite name=\"aims check\" package=\"aims\""),
        Format::Checkstyle => text.contains("<checkstyle version=\"4.3\">\n<"),
        Format::Rdjson => first.starts_with("{\"source\":{\"name\":\"aims\"}"),
        Format::Markdown => first.starts_with("### aims: "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_repository_is_that_of_its_commits_without_them() {
        for (forge, expected) in [
            ("https://github.com/acme/aims/commit/{commit}", Some("https://github.com/acme/aims")),
            ("https://gitlab.com/a/b/-/commit/{commit}", Some("https://gitlab.com/a/b")),
            ("https://forge.example/?id={commit}", None),
            ("https://forge.example/{commit}/commit/x", None),
        ] {
            assert_eq!(repository(forge), expected, "{forge}");
        }
    }
}
