//! `aims history`: the change record of a document, control, clause or AI system.

use clap::{Args, ValueEnum};

use super::at::{At, read_date};
use super::story;
use super::terminal::Terminal;
use crate::base::{Date, Error, Result};
use crate::history::Standing;
use crate::pipeline::Project;
use crate::state::{State, Texts};
use crate::story::{Difference, InForce, Story, Subject};

/// How many revisions are told where nobody says how many.
const SHOWN: usize = 20;

/// Tell the change record of a document, control, clause or AI system.
///
/// Its versions and when each was in force, who approved and reviewed it, and every revision: what changed, by whom, who
/// merged it. With --on, what was in force on a day.
#[derive(Debug, Args)]
pub(super) struct History {
    /// A document's id or path, a control, a clause or a system; with --on, all documents where not given
    #[arg(value_name = "ID")]
    what: Option<String>,
    #[command(flatten)]
    at: At,
    /// How to tell it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Tell what was in force on this day
    #[arg(long, value_name = "DATE", value_parser = read_date, conflicts_with_all = ["diff", "limit"])]
    on: Option<Date>,
    /// How many revisions to tell, 0 for all; else 20 for people, all for programs
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Show the words that each revision changed
    #[arg(long)]
    diff: bool,
}

/// How the record is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

impl History {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        if self.what.is_none() && self.on.is_none() {
            return Err(Error::new("of what the record is to be told is not said").hint(
                "Name a document, a control, a clause or a system, or ask with `--on DATE` what was in force on a day.",
            ));
        }
        let project = self.at.project(false, terminal)?;
        let checked = project.check(&self.at.request()?)?;
        recorded(&project, &checked)?;
        let subject = self.what.as_deref().map(|what| Subject::find(&checked, what)).transpose()?;
        let text = match (self.on, &subject) {
            (Some(on), subject) => {
                let told = InForce::of(&checked, subject.as_ref(), on);
                if on > checked.today() {
                    terminal.row("Note", &format!("{on} is still to come: this holds then unless something changes"));
                }
                match self.format {
                    Format::Human => story::in_force(&told, terminal.style()),
                    Format::Json => told.json()?,
                }
            }
            (None, Some(subject)) => {
                let texts = project.texts(&checked.aims);
                let difference = |change: &crate::history::Change| texts.differences(&[change]).pop().flatten();
                let difference: Option<Difference<'_>> = if self.diff { Some(&difference) } else { None };
                let told = Story::of(&checked, subject, self.limit(), difference);
                match self.format {
                    Format::Human => story::human(&told, terminal.style()),
                    Format::Json => told.json()?,
                }
            }
            // The command line asks for one of the two.
            (None, None) => return Err(Error::new("name a document, control, clause or system")),
        };
        terminal.out(&text)?;
        Ok(true)
    }

    fn limit(&self) -> Option<usize> {
        match (self.limit, self.format) {
            (Some(0), _) | (None, Format::Json) => None,
            (Some(limit), _) => Some(limit),
            (None, Format::Human) => Some(SHOWN),
        }
    }
}

/// A folder without a history has no record, which is not the same as an empty one.
fn recorded(project: &Project, checked: &State) -> Result<()> {
    match checked.history.standing {
        Standing::Recorded => Ok(()),
        Standing::Outside => {
            Err(Error::new(format!("{} is not in a git repository: there is no change record", project.root.display()))
                .hint("`git init`, and commit the documents. Every commit from then on is in the record."))
        }
        Standing::Unborn => Err(Error::new("the repository has no commit yet: there is no change record")
            .hint("Commit the documents. Every commit from then on is in the record.")),
        Standing::Aside => Err(Error::new("the branch that is checked out has no commit yet: it has no change record")
            .hint(
                "Go to the branch that has the documents: `git switch NAME`; or read its record, with `--rev NAME`.",
            )),
    }
}
