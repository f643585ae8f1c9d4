//! `aims fold`: keys that stand in files beside documents, put into the documents.

use std::path::{Path, PathBuf};

use clap::Args;

use super::at::read_date;
use super::home::with_cache;
use super::machine::today;
use super::terminal::Terminal;
use crate::base::text::{count, terminal_safe};
use crate::base::{Date, DocPath, Error, Result};
use crate::emit;
use crate::model::fold::{Folded, folded};
use crate::pipeline::{Project, Request};

/// Put the keys that stand in a file beside a document into the document, and take the file away.
///
/// Who approves a document approves one file. While keys stand in another, nothing counts as approved by more than a claim.
/// All texts are made ready and checked before the first is written: each says afterwards what the two files said.
#[derive(Debug, Args)]
pub(super) struct Fold {
    /// Ids or files of documents
    #[arg(value_name = "NAME", required_unless_present = "all")]
    names: Vec<String>,
    /// Every document that says something by a file beside it
    #[arg(long, conflicts_with = "names")]
    all: bool,
    /// A folder of the AIMS; its root is the nearest folder upwards with an aims.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Print what would be written; write nothing
    #[arg(long)]
    dry_run: bool,
    /// The day as of which the AIMS is read; else `SOURCE_DATE_EPOCH`, else today (UTC)
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
}

/// What is done to a document and the file beside it.
struct Change {
    document: DocPath,
    before: String,
    beside: DocPath,
    keys: String,
    folded: Folded,
}

impl Fold {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let project = with_cache(Project::find(&self.dir)?)?.reporting_to(terminal.progress());
        let (changes, idle) = self.changes(&project)?;
        for change in &changes {
            let (document, beside) = (terminal_safe(change.document.as_str()), terminal_safe(change.beside.as_str()));
            if self.dry_run {
                terminal.out(&format!("==> {document}\n{}", terminal_safe(&change.folded.text)))?;
                continue;
            }
            put(&project.root, change)?;
            match &change.folded.stays {
                None => terminal.row("Folded", &format!("{beside} into {document}")),
                Some(why) => terminal.row("Folded", &format!("{beside} into {document}; the file stays: {why}")),
            }
        }
        for beside in &idle {
            let told = "its document says all of that itself, or otherwise (AIMS120)";
            terminal.row("Stays", &format!("{}: {told}", terminal_safe(beside.as_str())));
        }
        if changes.is_empty() && idle.is_empty() {
            terminal.row("Folded", "nothing: no document says anything by a file beside it");
        } else if !changes.is_empty() && !self.dry_run {
            terminal.row("Next", "look at the changes, then commit them: `git diff`");
        }
        Ok(true)
    }

    /// What is to be done, all of it before any is, and the files that stay since nothing of theirs is left to be put anywhere.
    fn changes(&self, project: &Project) -> Result<(Vec<Change>, Vec<DocPath>)> {
        let state = project.check(&Request::new(&self.dir, today(self.today)?))?;
        let aims = &state.aims;
        let mut chosen = Vec::new();
        for name in &self.names {
            let ix = crate::pipeline::document(aims, name)?;
            if !chosen.contains(&ix) {
                chosen.push(ix);
            }
        }
        if self.all {
            chosen.extend(aims.iter().filter(|(_, document)| document.speaks_by().is_some()).map(|(ix, _)| ix));
        }
        let idle = aims.iter().filter(|(_, document)| self.all && document.speaks_by().is_none());
        let idle = idle.filter_map(|(_, document)| Some(document.beside.as_ref()?.path.clone())).collect();
        let (mut changes, mut stopped) = (Vec::new(), Vec::new());
        for document in chosen.into_iter().map(|ix| aims.document(ix)) {
            match (folded(document, &aims.config.reading), &document.beside) {
                (Ok(folded), Some(beside)) => changes.push(Change {
                    document: document.path.clone(),
                    before: document.text.to_string(),
                    beside: beside.path.clone(),
                    keys: beside.text.to_string(),
                    folded,
                }),
                (Err(why), _) => stopped.push(format!("{}: {why}", document.path)),
                (Ok(_), None) => {}
            }
        }
        let Some((first, others)) = stopped.split_first() else { return Ok((changes, idle)) };
        let more =
            if others.is_empty() { String::new() } else { format!("; and {}", count(others.len(), "more document")) };
        Err(Error::new(format!("nothing was written. {first}{more}"))
            .hint("Mend what stops it, or name the documents that are to be folded without it."))
    }
}

/// Writes the document, and then takes the file away, if nobody changed either meanwhile.
fn put(root: &Path, change: &Change) -> Result<()> {
    let (document, beside) = (root.join(change.document.as_str()), root.join(change.beside.as_str()));
    let is = |bytes: &[u8], text: &str| crate::parse::normalise(bytes).is_ok_and(|read| read == text);
    emit::rewrite(&document, &change.folded.text, &|bytes| is(bytes, &change.before))?;
    if change.folded.stays.is_none() {
        emit::discard(&beside, &|bytes| is(bytes, &change.keys))?;
    }
    Ok(())
}
