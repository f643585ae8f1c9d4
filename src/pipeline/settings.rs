//! Settings that cannot be used stop everything: an AIMS read by defaults that its team did not choose is not theirs.

use std::fmt;
use std::path::{Path, PathBuf};

use super::project::Project;
use crate::base::{DocPath, Error, Result, SETTINGS};
use crate::check;
use crate::diag::{self, Diagnostic, Files, Level, Place};
use crate::model::config::Config;
use crate::model::load;
use crate::model::usable::obstacles;
use crate::parse::{MAX_TEXT, Pointer, Problem, ProblemKind, normalise};
use crate::source::{Content, Source, Worktree};

/// Why settings cannot be used: findings, each at its place. What stops the program carries it as its cause, so that the
/// lines can be shown as those of other findings are.
#[derive(Debug)]
pub struct Unusable {
    /// What stands in the way, in order of place.
    pub findings: Vec<Diagnostic>,
    /// The text of the settings.
    pub texts: Files,
    /// The folder of the AIMS.
    pub root: PathBuf,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(diag::short(&self.findings, &self.texts).trim_end())
    }
}

impl std::error::Error for Unusable {}

impl Project {
    /// The settings of the AIMS in the work tree, without its documents.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn config(&self) -> Result<Config> {
        load::config(&Worktree::open(&self.root, None, &[])?)
    }

    /// The normalised text of the settings in the work tree.
    ///
    /// # Errors
    /// Where they cannot be used, caused by [`Unusable`].
    pub fn settings_text(&self) -> Result<String> {
        let source = Worktree::open(&self.root, None, &[])?;
        usable(&source, None, &self.root)?;
        let path = DocPath::new(SETTINGS).ok_or_else(|| Error::new(format!("`{SETTINGS}` is no path")))?;
        match source.read(&path, MAX_TEXT)? {
            Content::Bytes(bytes) => Ok(normalise(&bytes).unwrap_or_else(|(text, _)| text)),
            Content::TooLarge(_) | Content::Unreadable(_) => Ok(String::new()),
        }
    }
}

/// Makes sure that the settings which a source holds can be used. `rev` is the commit that was asked for, if any.
///
/// # Errors
/// Where they cannot, caused by [`Unusable`]; and where the source fails.
pub(super) fn usable(source: &dyn Source, rev: Option<&str>, root: &Path) -> Result<()> {
    let place = rev.map(|rev| format!(" of `{rev}`")).unwrap_or_default();
    let stopped = |why: &str| Error::new(format!("the settings in {SETTINGS}{place} {why}"));
    let Some(path) = DocPath::new(SETTINGS).filter(|path| source.files().contains(path)) else {
        return Err(stopped("are not among the files that are read").hint(
            "The file is a symbolic link, or a .gitignore leaves it out. Make it a file of its own that git can track.",
        ));
    };
    let (text, problems) = match source.read(&path, MAX_TEXT)? {
        Content::Bytes(bytes) => match (Pointer::of(&bytes), normalise(&bytes)) {
            (Some(pointer), _) => {
                return Err(stopped(&format!("cannot be read: {}", pointer.sentence())).hint(pointer.remedy()));
            }
            (None, Ok(text)) => {
                let problems = obstacles(&text);
                (text, problems)
            }
            (None, Err((text, problem))) => (text, vec![problem]),
        },
        Content::TooLarge(size) => {
            return Err(stopped(&format!("have {size} bytes: at most {MAX_TEXT} are read")).hint(UNTOUCHED));
        }
        Content::Unreadable(why) => return Err(stopped(&format!("cannot be read: {why}")).hint(UNTOUCHED)),
    };
    if problems.is_empty() {
        return Ok(());
    }
    let findings = problems.into_iter().filter_map(|problem| finding(problem, &path)).collect();
    let mut texts = Files::default();
    texts.add(path, text.into());
    let remedy = if rev.is_some() { PAST } else { UNTOUCHED };
    Err(stopped("cannot be used").hint(remedy).caused_by(Unusable { findings, texts, root: root.to_owned() }))
}

/// What is so after all of this.
const UNTOUCHED: &str = "Mend the file, and run this again. Nothing was written: a site that was there is as it was.";

/// The same of a commit, which nobody can mend.
const PAST: &str = "A commit stays as it is: name another, whose settings can be used. Nothing was written: a site that was there is as it was.";

/// A problem with settings as a finding of its rule.
fn finding(problem: Problem, path: &DocPath) -> Option<Diagnostic> {
    let rule = check::find(match problem.kind {
        ProblemKind::NotUtf8 => "not-utf8",
        ProblemKind::Conflict => "conflict-marks",
        ProblemKind::UnknownSetting => "unknown-setting",
        _ => "invalid-setting",
    })?;
    let place = Place { path: path.clone(), span: Some(problem.span) };
    let help = problem.help.map(|help| help.english()).unwrap_or_default();
    let found = rule.finding(place, problem.message.english(), help);
    Some(Diagnostic { level: Level::Error, fixes: problem.fixes, ..found })
}
