//! A copy of a corpus in which one document is edited and committed between two builds.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::corpus::{done, io, remove};

/// The copy.
pub(crate) struct Edited {
    pub(crate) root: PathBuf,
    /// The document, from the root, and its id.
    path: PathBuf,
    id: String,
    /// How many edits there were.
    edits: u32,
}

impl Edited {
    /// Copies a corpus, in place of an older copy, so that the corpus itself stays the same whatever is timed.
    pub(crate) fn of(corpus: &Path, root: &Path) -> Result<Self, String> {
        remove(root)?;
        done(Command::new("git").args(["clone", "--quiet", "--local"]).arg(corpus).arg(root))?;
        let mut documents = Vec::new();
        find(&root.join("docs"), &mut documents)?;
        documents.sort();
        let path = documents.get(documents.len() / 2).ok_or("the corpus has no document")?;
        let text = io("read", path, fs::read_to_string(path))?;
        let id = text.lines().find_map(|line| line.strip_prefix("id: ")).ok_or("a document without an id")?.to_owned();
        let path = path.strip_prefix(root).map_err(|error| error.to_string())?.to_owned();
        Ok(Self { root: root.to_owned(), path, id, edits: 0 })
    }

    /// Adds a sentence to the document and commits it, as somebody would who is about to look at the site.
    pub(crate) fn edit(&mut self) -> Result<(), String> {
        self.edits += 1;
        let path = self.root.join(&self.path);
        let mut file = io("open", &path, OpenOptions::new().append(true).open(&path))?;
        io("write", &path, writeln!(file, "\n{}", self.sentence()))?;
        let mut git = Command::new("git");
        git.arg("-C").arg(&self.root).args(["-c", "user.name=Bench", "-c", "user.email=bench@example.org"]);
        git.args(["-c", "commit.gpgsign=false", "-c", "gc.auto=0", "commit", "--quiet", "--message", "Add a sentence"]);
        let date = format!("2026-11-02T12:{:02}:{:02}Z", self.edits / 60 % 60, self.edits % 60);
        done(git.arg("--").arg(&self.path).env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date))
    }

    fn sentence(&self) -> String {
        format!("This sentence came with the edit of turn {}.", self.edits)
    }

    /// Makes sure that a site shows the edit: a build that missed it would be fast for nothing.
    pub(crate) fn shows(&self, site: &Path) -> Result<(), String> {
        let page = site.join(format!("documents/{}.html", self.id));
        match io("read", &page, fs::read_to_string(&page))?.contains(&self.sentence()) {
            true => Ok(()),
            false => Err(format!("{} does not show the newest edit", page.display())),
        }
    }
}

fn find(folder: &Path, documents: &mut Vec<PathBuf>) -> Result<(), String> {
    for entry in io("read", folder, fs::read_dir(folder))? {
        let path = io("read", folder, entry)?.path();
        if path.is_dir() {
            find(&path, documents)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            documents.push(path);
        }
    }
    Ok(())
}
