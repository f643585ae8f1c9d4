//! The folder a site goes to: where it really is, whether it may go there, and what stands there now.
//!
//! In comes a path as somebody typed it; out comes a [`Place`], or an error that says why a site must not go there.
//! Deliberately not here: any change, but for the folders above.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::disk::Disk;
use super::record::{Origin, RECORD, Record, folded, text};
use crate::base::text::shell_word;
use crate::base::{DocPath, Error, Result};
use crate::repo::{Indexed, ObjectId, Repo};

/// A folder that a site may go to, whether it exists or not, free of symlinks.
#[derive(Debug)]
pub(super) struct Place {
    target: PathBuf,
    parent: PathBuf,
    name: OsString,
    option: &'static str,
    /// Where the documents come from.
    root: Option<PathBuf>,
    /// The AIMS that the site is of, where that is known.
    pub(super) origin: Option<Origin>,
    /// That of a site which was judged already to be of the same AIMS.
    pub(super) same: Option<Origin>,
    /// Whether it is the folder to which the site of that AIMS goes where no other is named.
    pub(super) is_usual: bool,
}

/// By which option a build is told where its site goes.
const OPTION: &str = "--out";

/// What stands at a place before a build.
#[derive(Debug)]
pub(super) enum Standing {
    /// Nothing.
    Nothing,
    /// A folder with nothing in it.
    Empty,
    /// The site of an earlier build, and its record.
    Site(Record),
}

impl Standing {
    /// The record of the site that stands there.
    pub(super) fn record(&self) -> Option<&Record> {
        match self {
            Self::Site(record) => Some(record),
            Self::Nothing | Self::Empty => None,
        }
    }
}

impl Place {
    /// Finds where `out` really is, and refuses places where a site would stand in for something dear: the documents
    /// in `root` or a folder around them, the inside of a git repository, a file, the whole file system.
    pub(super) fn find(out: &Path, root: Option<&Path>) -> Result<Self> {
        Self::named(out, root, OPTION)
    }

    /// The same for a folder that the user names by another option than that of a build.
    pub(super) fn named(out: &Path, root: Option<&Path>, option: &'static str) -> Result<Self> {
        if let Some(link) = root.and_then(|root| link_on_the_way(root, out)) {
            return Err(Error::new(format!("cannot write into {}: {} is a symbolic link", out.display(), link.display()))
                .hint("It lies among the documents or in their repository, so whoever may change them chooses where it leads. \
                       Remove it, or name the folder itself."));
        }
        let target = canonical(out)?;
        let no = |why: &str| {
            Error::new(format!("cannot write into {}: {why}", target.display()))
                .hint(format!("Choose a folder of its own with `{option}`."))
        };
        let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(no("it is the whole file system"));
        };
        if let Some(root) = root {
            let root = dunce::canonicalize(root).map_err(|error| Error::io("find", root, error))?;
            if root == target {
                return Err(no("the documents are there"));
            }
            if root.starts_with(&target) {
                return Err(no("the folder with the documents lies in it"));
            }
        }
        if is_of_git(&target) {
            return Err(no("git keeps its repository there"));
        }
        if fs::symlink_metadata(&target).is_ok_and(|there| !there.is_dir()) {
            return Err(no("it is a file"));
        }
        let (root, parent, name) = (root.map(Path::to_owned), parent.to_owned(), name.to_owned());
        Ok(Self { parent, name, target, option, root, origin: None, same: None, is_usual: false })
    }

    /// The folder itself.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// The folder around it, in which the site is staged.
    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// The lock of the build at work.
    pub(super) fn lock_path(&self) -> PathBuf {
        self.parent.join(self.sibling(".aims-lock"))
    }

    /// Where the old site stands while it cannot change places with the new one in one act.
    pub(super) fn old_path(&self) -> PathBuf {
        self.parent.join(self.sibling(".aims-old"))
    }

    /// Where a new site may be staged: a name for each process, and each try.
    pub(super) fn stage_path(&self, attempt: u32) -> PathBuf {
        let mut name = self.sibling(".aims-stage-");
        name.push(format!("{}-{attempt}", std::process::id()));
        self.parent.join(name)
    }

    /// Whether a name in the folder around is one that [`Place::stage_path`] gives: to no other site beside this one.
    pub(super) fn is_stage_name(&self, name: &OsStr) -> bool {
        let prefix = self.sibling(".aims-stage-");
        let numbers = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
        numbers.is_some_and(|numbers| {
            let mut numbers = numbers.split(|byte| *byte == b'-');
            let mut number = || numbers.next().is_some_and(|n| !n.is_empty() && n.iter().all(u8::is_ascii_digit));
            number() && number() && numbers.next().is_none()
        })
    }

    /// `.NAME` and the ending.
    fn sibling(&self, ending: &str) -> OsString {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(ending);
        name
    }

    /// Whether a build that was killed may have left something beside the folder.
    pub(super) fn has_remains(&self) -> bool {
        let beside = |name: &OsStr| self.is_stage_name(name) || name == self.sibling(".aims-old");
        fs::read_dir(&self.parent).is_ok_and(|entries| entries.flatten().any(|entry| beside(&entry.file_name())))
    }

    /// Makes the folders above, where they are missing.
    pub(super) fn make_parent(&self, disk: &impl Disk) -> Result<()> {
        let missing: Vec<_> = self.parent.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            match disk.create_dir(folder) {
                // Another build may have been faster.
                Err(error) if error.kind() != ErrorKind::AlreadyExists || !folder.is_dir() => {
                    return Err(Error::io("create", folder, error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What stands at the place; an error where it is something that no build wrote.
    pub(super) fn standing(&self) -> Result<Standing> {
        let mut entries = match fs::read_dir(&self.target) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Standing::Nothing),
            Err(error) => return Err(Error::io("read", &self.target, error)),
            Ok(entries) => entries,
        };
        if let Some(record) = Record::read(&self.target)? {
            self.is_of_the_same(&record)?;
            self.holds_nothing_of_git(&record)?;
            return Ok(Standing::Site(record));
        }
        if entries.next().is_none() {
            return Ok(Standing::Empty);
        }
        let aside = match self.old_path() {
            old if old.is_dir() => format!(" The site from before an interrupted build is in {}.", old.display()),
            _ => String::new(),
        };
        let hint = format!(
            "Only an empty folder is replaced, or what an earlier run wrote, which holds {RECORD}. Choose another folder \
             with `{}`, or empty this one.{aside}",
            self.option
        );
        let repository = self.target.join(".git").exists();
        let what = if repository { "it is a git repository" } else { "it holds files that no build wrote" };
        Err(Error::new(format!("cannot write into {}: {what}", self.target.display())).hint(hint))
    }

    /// Makes sure that the site which stands there is of no other AIMS.
    pub(super) fn is_of_the_same(&self, record: &Record) -> Result<()> {
        let both = self.origin.as_ref().zip(record.origin.as_ref()).filter(|_| !self.is_usual);
        let Some((is, was)) = both else { return Ok(()) };
        if self.same.as_ref() == Some(was) || !self.is_another(is, was)? {
            return Ok(());
        }
        let whose = was.organisation.as_ref().map(|name| format!(" of {name}")).unwrap_or_default();
        let target = self.target.display();
        Err(Error::new(format!("cannot write into {target}: the site of another AIMS is there")).hint(format!(
            "It was made of the `{}`{whose}, which began with commit {}. Choose a folder of its own with `{}`, or remove \
             that one by hand after looking what is in it.",
            was.now, was.commit, self.option
        )))
    }

    /// Whether a site is surely of another AIMS: of one whose beginning led to what is here and that is still in another folder,
    /// or of another organisation with a beginning that is not here. An AIMS whose first commit was written anew is the same.
    fn is_another(&self, is: &Origin, was: &Origin) -> Result<bool> {
        let Some(repo) = self.root.as_deref().map(Repo::discover).transpose()?.flatten() else { return Ok(false) };
        if (&is.commit, &is.path) == (&was.commit, &was.path) {
            return Ok(false);
        }
        let here = was.commit.parse::<ObjectId>().ok().filter(|commit| repo.commit(*commit).is_ok());
        let Some((begun, head)) = here.zip(repo.head()?) else {
            return Ok(is.organisation.as_ref().zip(was.organisation.as_ref()).is_some_and(|(is, was)| is != was));
        };
        let elsewhere = was.now != is.now && repo.blob_at(head, &was.now).is_some();
        Ok(elsewhere && repo.fork(begun, head)? == Some(begun))
    }

    /// Makes sure that nothing would be carried over that came with the documents: whoever may change those would have a page
    /// of their own in the site. What the record lists is written anew or goes.
    fn holds_nothing_of_git(&self, record: &Record) -> Result<()> {
        let Some(root) = &self.root else { return Ok(()) };
        let Some(repo) = Repo::discover(root)?.filter(|repo| !repo.is_bare()) else { return Ok(()) };
        // A folder elsewhere, or in a work tree of a branch of its own, is no place of theirs.
        let Ok(here) = repo.prefix(&self.target) else { return Ok(()) };
        let (listed, here) = (record.listed(), folded(&here));
        let inside = |rest: &str| rest.is_empty() || rest.starts_with('/');
        let theirs = |entry: &Indexed| {
            let path = folded(&String::from_utf8_lossy(&entry.path));
            let around = entry.is_repository && here.strip_prefix(path.as_str()).is_some_and(inside);
            let inner = path.strip_prefix(here.as_str()).and_then(|rest| rest.strip_prefix('/'));
            // No build gives a name that is no text.
            let is_text = std::str::from_utf8(&entry.path).is_ok();
            let is_known = |inner| is_text && (inner == RECORD || listed.contains(inner));
            around || inner.is_some_and(|inner| !is_known(inner))
        };
        let tracked = repo.indexed()?.into_iter().filter(theirs);
        let theirs: Vec<String> = tracked.map(|entry| String::from_utf8_lossy(&entry.path).into_owned()).collect();
        let Some(first) = theirs.first() else { return Ok(()) };
        let what = match theirs.len() {
            1 => format!("git tracks `{first}`, which no build wrote"),
            many => format!("git tracks {many} files there that no build wrote, `{first}` among them"),
        };
        Err(Error::new(format!("cannot write into {}: {what}", self.target.display())).hint(format!(
            "What somebody committed there would be published with the site. Take it out of git and out of the folder: \
             `git rm -r {}`. Or choose another folder with `{}`: a site that is to be committed with files of your own is \
             copied from there.",
            shell_word(&self.target.display().to_string()),
            self.option
        )))
    }

    /// Makes sure that the record lists none of `sources`, which lie in `root`, as what a build wrote.
    pub(super) fn spares<'a>(
        &self,
        record: &Record,
        root: &Path,
        mut sources: impl Iterator<Item = &'a DocPath>,
    ) -> Result<()> {
        let root = dunce::canonicalize(root).map_err(|error| Error::io("find", root, error))?;
        let listed = record.listed();
        let is_listed = |source: &&DocPath| {
            let path = root.join(source.as_str());
            path.strip_prefix(&self.target).ok().and_then(text).is_some_and(|inner| listed.contains(&inner))
        };
        let Some(lost) = sources.find(is_listed) else { return Ok(()) };
        Err(Error::new(format!("cannot write into {}: `{lost}` lies there, and the site is made of it", self.target.display()))
            .hint(format!(
                "{RECORD} in that folder lists it as what a build wrote, so it would go. Look at who put that file there, and \
                 remove it; or choose a folder of its own with `{}`.",
                self.option
            )))
    }

    /// By which option its user names it.
    pub(super) fn option(&self) -> &'static str {
        self.option
    }

    /// That something cannot be done in the folder around, and what to do.
    pub(super) fn failed(&self, act: &str, path: &Path, error: io::Error) -> Error {
        let failed = Error::io(act, path, error);
        if failed.hint_text().is_some() {
            return failed;
        }
        failed.hint(format!(
            "All is made beside the folder and swapped in whole, so {} must be writable and on the same disk. Choose a \
             folder inside another one with `{}`.",
            self.parent.display(),
            self.option
        ))
    }
}

/// Makes sure that a folder, which need not be there yet, is none of git's own.
///
/// # Errors
/// Where it is one.
pub fn outside_git(folder: &Path) -> Result<()> {
    match is_of_git(&canonical(folder)?) {
        true => Err(Error::new(format!("cannot write into {}: git keeps its repository there", folder.display()))
            .hint("Name a folder elsewhere. To work with what a bare repository holds, clone it.")),
        false => Ok(()),
    }
}

/// Whether a folder that really is there lies in one of git's own: in `.git`, or in one laid out as a repository is.
pub(super) fn is_of_git(real: &Path) -> bool {
    let is_one = |folder: &Path| {
        folder.file_name().is_some_and(|name| name.eq_ignore_ascii_case(".git"))
            || folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").is_dir()
    };
    real.ancestors().any(is_one)
}

/// A symlink on the way to `out` that came from others: one that lies in `root` or in the repository around it.
pub(super) fn link_on_the_way(root: &Path, out: &Path) -> Option<PathBuf> {
    link_within(top(root), out)
}

/// The repository that `root` lies in, or else `root` itself: what came from others, as far as anybody can tell.
fn top(root: &Path) -> &Path {
    root.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok()).unwrap_or(root)
}

/// The first symlink on the way to `out` that lies within `top`. A link from elsewhere is the user's own, and what it leads
/// to is looked at in its turn.
fn link_within(top: &Path, out: &Path) -> Option<PathBuf> {
    let top = dunce::canonicalize(top).ok()?;
    let mut way = std::path::absolute(out).ok()?;
    // As many links in a row as Linux follows.
    for _ in 0..40 {
        let (at, leads_to) =
            way.ancestors().collect::<Vec<_>>().into_iter().rev().find_map(|at| Some((at, fs::read_link(at).ok()?)))?;
        let parent = dunce::canonicalize(at.parent()?).ok()?;
        if parent.starts_with(&top) {
            return Some(at.to_owned());
        }
        let rest = way.strip_prefix(at).ok()?;
        way = parent.join(leads_to).join(rest);
    }
    None
}

/// Where `path` really is: all symlinks of the part that exists followed, the rest taken as it is written.
fn canonical(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(if path.as_os_str().is_empty() { Path::new(".") } else { path })
        .map_err(|error| Error::io("find", path, error))?;
    let mut missing = Vec::new();
    let mut existing = path.as_path();
    let mut found = loop {
        match dunce::canonicalize(existing) {
            Ok(found) => break found,
            Err(error) if error.kind() == ErrorKind::NotFound && existing.symlink_metadata().is_err() => {}
            Err(error) if existing.is_symlink() => {
                return Err(
                    Error::io("follow the symlink", existing, error).hint("Remove it, or make what it points to.")
                );
            }
            Err(error) => return Err(Error::io("find", existing, error)),
        }
        let (Some(parent), Some(last)) = (existing.parent(), existing.components().next_back()) else {
            return Err(Error::new(format!("cannot find {}", path.display())));
        };
        missing.push(last);
        existing = parent;
    };
    for part in missing.into_iter().rev() {
        match part {
            // Nothing is there yet that could be a symlink, so the step back is the one that was written.
            Component::ParentDir => drop(found.pop()),
            part => found.push(part),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &Path) -> Place {
        Place::find(path, None).expect("a place")
    }

    #[test]
    fn only_stages_of_the_very_place_are_known_as_such() {
        let dir = tempfile::tempdir().expect("a folder");
        let place = place(&dir.path().join("site"));
        let stage = place.stage_path(3);
        assert!(place.is_stage_name(stage.file_name().expect("a name")));
        for other in [".site.aims-stage-", ".site.aims-stage-1", ".site.aims-stage-1-2-3", ".site.aims-stage-1-x"] {
            assert!(!place.is_stage_name(OsStr::new(other)), "{other}");
        }
        assert!(!place.is_stage_name(OsStr::new(".site.aims-stage-1.aims-stage-2-3")));
        assert!(!place.is_stage_name(OsStr::new(".sites.aims-stage-2-3")));
    }

    #[test]
    #[cfg(unix)]
    fn a_link_among_the_documents_leads_nowhere() {
        use std::os::unix::fs::symlink;

        let dir = tempfile::tempdir().expect("a folder");
        let dir = dunce::canonicalize(dir.path()).expect("a folder");
        let (root, elsewhere) = (dir.join("repo/docs/aims"), dir.join("elsewhere"));
        for folder in [&root, &elsewhere, &dir.join("repo/.git")] {
            fs::create_dir_all(folder).expect("a folder");
        }
        symlink(&elsewhere, root.join("site")).expect("a link");
        symlink("../elsewhere", dir.join("repo/out")).expect("a link");
        symlink(&root, dir.join("mine")).expect("a link");
        symlink(dir.join("repo/out"), dir.join("through")).expect("a link");
        symlink(&elsewhere, dir.join("www")).expect("a link");
        let find = |out: &str| Place::find(&dir.join(out), Some(&root));
        for out in
            ["repo/docs/aims/site", "repo/docs/aims/site/a", "repo/docs/aims/../../out/b", "mine/site", "through/c"]
        {
            let refused = find(out).expect_err(out).to_string();
            assert!(refused.ends_with("is a symbolic link"), "{out}: {refused}");
        }
        assert_eq!(find("www/site").expect("one's own link").target(), elsewhere.join("site"));
        assert_eq!(find("mine/new").expect("one's own link").target(), root.join("new"));
    }

    #[test]
    fn steps_back_through_what_is_not_there_are_taken_as_written() {
        let dir = tempfile::tempdir().expect("a folder");
        let real = dunce::canonicalize(dir.path()).expect("a folder");
        assert_eq!(place(&dir.path().join("a/../b/./c")).target(), real.join("b/c"));
        assert_eq!(place(&dir.path().join("a/b/../../../x")).target(), real.parent().expect("a folder").join("x"));
    }
}
