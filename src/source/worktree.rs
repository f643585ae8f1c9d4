//! The files on disk.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, Match, WalkBuilder};

use super::files::{Content, Oddity, OddityKind, Source};
use super::sites::{Copies, LARGEST};
use crate::base::wording::Words;
use crate::base::{DocPath, Error, Result, SITE_RECORD, SITE_SUMS, is_hidden, refused, tell};
use crate::repo::Tracked;

/// A folder on disk: what git tracks in it, and what it would track.
#[derive(Debug, Clone)]
pub struct Worktree {
    root: PathBuf,
    files: Vec<DocPath>,
    oddities: Vec<Oddity>,
    /// What could not be looked at, the file or folder of which nothing is known by that, and why.
    unseen: Vec<(String, Option<DocPath>, Words)>,
}

impl Worktree {
    /// Lists the folder `root`. Files that `.gitignore` files leave out are left out, unless git `tracked` them all the
    /// same; `None` outside a repository, where only such files below the root count. Ignore rules of the machine or the
    /// user play no part, but that what they leave out need not be readable. Folders in `skip`, repositories of their own,
    /// and sites that were written into the root, are not entered; of a site that git tracks the copies of texts are left
    /// out.
    ///
    /// # Errors
    /// Where the folder itself cannot be read.
    pub fn open(root: &Path, tracked: Option<&Tracked>, skip: &[PathBuf]) -> Result<Self> {
        fs::read_dir(root).map_err(|error| Error::io("read the folder", root, error))?;
        let mut found = Self::unlisted(root);
        let skip: Vec<PathBuf> = skip.iter().filter_map(|folder| dunce::canonicalize(folder).ok()).collect();
        let canonical_root = dunce::canonicalize(root).map_err(|error| Error::io("read the folder", root, error))?;
        let is_in_git = tracked.is_some();
        let repositories: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
        let within = Arc::clone(&repositories);
        let has_git = |folder: &&Path| is_in_git && folder.join(".git").symlink_metadata().is_ok();
        let top = canonical_root.ancestors().find(has_git).unwrap_or(&canonical_root);
        let here = tracked.and_then(|tracked| rules(top, &tracked.exclude).ok()).unwrap_or_else(Gitignore::empty);
        let ignored = Ignored { top: top.to_owned(), known: Mutex::default(), here };
        let walk = WalkBuilder::new(&canonical_root)
            .standard_filters(false)
            .hidden(true)
            .filter_entry(move |entry| {
                // What git tracks there is listed below all the same: nothing can be hidden by such a file.
                let is_site = || entry.depth() > 0 && entry.path().join(SITE_RECORD).is_file();
                let is_own = || is_in_git && entry.depth() > 0 && entry.path().join(".git").symlink_metadata().is_ok();
                let is_left = ignored.has(entry);
                if !is_left && is_own() {
                    within.lock().unwrap_or_else(PoisonError::into_inner).push(entry.path().to_owned());
                    return false;
                }
                !is_left && !skip.iter().any(|folder| folder == entry.path()) && !is_site()
            })
            .build();
        found.take_all(&canonical_root, walk);
        let above = canonical_root.ancestors().take_while(|folder| folder.starts_with(top));
        above.for_each(|folder| found.rules(&canonical_root, folder));
        let nothing = Tracked::default();
        let tracked = tracked.unwrap_or(&nothing);
        for path in repositories.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let path = inner(&canonical_root, path);
            // What the repository around it tracks there is its own.
            if !tracked.files.iter().any(|file| is_inside(file.as_str(), &path)) {
                found.oddities.push(Oddity { path, kind: OddityKind::Repository });
            }
        }
        for path in tracked.repositories.iter().filter(|path| !is_hidden(path.as_str())) {
            found.files.retain(|file| !is_inside(file.as_str(), path.as_str()));
            found.oddities.retain(|oddity| !is_inside(&oddity.path, path.as_str()));
            found.unseen.retain(|(unseen, ..)| unseen != path.as_str() && !is_inside(unseen, path.as_str()));
            found.oddities.push(Oddity { path: path.to_string(), kind: OddityKind::Repository });
        }
        for path in tracked.links.iter().filter(|path| !is_hidden(path.as_str())) {
            if found.files.contains(path) {
                found.files.retain(|file| file != path);
                found.oddities.push(Oddity { path: path.to_string(), kind: OddityKind::Symlink });
            }
        }
        for path in tracked.files.iter().filter(|path| !is_hidden(path.as_str())) {
            match fs::symlink_metadata(root.join(path.as_str())) {
                Ok(meta) if meta.is_file() => found.files.push(path.clone()),
                Ok(_) => {}
                Err(why) => found.miss(path.to_string(), Some(path.clone()), &why),
            }
        }
        found.files.sort();
        found.files.dedup();
        found.leave_copies(tracked);
        found.oddities.sort();
        found.oddities.dedup();
        Ok(found)
    }

    /// Leaves out the copies of texts in sites that git tracks.
    fn leave_copies(&mut self, tracked: &Tracked) {
        let at = |path: &DocPath| fs::symlink_metadata(self.root.join(path.as_str()));
        let is_there = |path: &DocPath| at(path).is_ok_and(|meta| meta.is_file());
        let records = tracked.files.iter().filter(|path| path.file_name() == SITE_RECORD && is_there(path));
        let sites: BTreeSet<&str> = records.filter_map(DocPath::parent).collect();
        if sites.is_empty() {
            return;
        }
        let read = |path: &str| match read_at_most(&self.root.join(path), LARGEST) {
            Ok(Content::Bytes(bytes)) => Some(bytes),
            _ => None,
        };
        let copies = Copies::among(&self.files, &|folder| sites.contains(folder), &read);
        self.files.retain(|path| !copies.files.contains(path));
        let mut told = copies.sites;
        told.extend(sites.into_iter().filter(|path| !is_hidden(path)).map(str::to_owned));
        self.oddities.extend(told.into_iter().map(|path| Oddity { path, kind: OddityKind::Site }));
    }

    /// Whether these files changed without another list of files coming of it: each that is listed is still a file, and
    /// what is not listed came and went. Of what says what is listed, nothing is known.
    pub fn lists_the_same(&self, changed: &[DocPath]) -> bool {
        let was_there = |path: &str| {
            let below =
                |file: &str| file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            self.files.iter().any(|file| below(file.as_str())) || self.oddities.iter().any(|oddity| below(&oddity.path))
        };
        changed.iter().all(|path| {
            let there = fs::symlink_metadata(self.root.join(path.as_str()));
            let says_more = [".gitignore", SITE_RECORD, SITE_SUMS].contains(&path.file_name());
            match self.files.binary_search(path) {
                Ok(_) => there.is_ok_and(|meta| meta.is_file()) && !says_more,
                Err(_) => there.is_err() && !says_more && !was_there(path.as_str()),
            }
        })
    }

    /// The folder `root`, of which single files are read by their paths and none is listed.
    pub fn unlisted(root: &Path) -> Self {
        Self { root: root.to_owned(), files: Vec::new(), oddities: Vec::new(), unseen: Vec::new() }
    }

    /// Why not all could be looked at but for what is `left` out of the AIMS; `None` where it could.
    pub fn unseen(&self, left: &dyn Fn(&DocPath) -> bool) -> Option<Error> {
        let told = self.unseen.iter().filter(|(_, of, _)| !of.as_ref().is_some_and(left));
        told.min().map(|(path, _, why)| unseen(path, why))
    }

    fn take_all(&mut self, root: &Path, walk: ignore::Walk) {
        let mut last = (0, root.to_owned());
        for entry in walk {
            if let Ok(entry) = &entry {
                self.take(root, entry.path(), entry.file_type());
                last = (entry.depth(), entry.path().to_owned());
            } else if let Err(error) = &entry
                && let Some(why) = error.io_error()
            {
                // Where an error does not say its path, it is of the folder that is gone through.
                let up = (last.0 + 1).saturating_sub(error.depth().unwrap_or(1));
                let through = || inner(root, last.1.ancestors().nth(up).unwrap_or(root));
                let path = if let ignore::Error::WithPath { path, .. } = error { inner(root, path) } else { through() };
                self.miss(path.clone(), DocPath::new(&path), why);
            }
        }
    }

    /// Makes sure of the ignore file of a folder: who applies one passes over what cannot be read of it.
    fn rules(&mut self, root: &Path, folder: &Path) {
        let path = folder.join(".gitignore");
        if let Err(why) = rules(folder, &path) {
            self.miss(inner(root, &path), DocPath::new(&inner(root, folder)), &why);
        }
    }

    fn miss(&mut self, path: String, of: Option<DocPath>, why: &io::Error) {
        if !refused::is_absent(why) {
            let odd = |of: &DocPath| Oddity { path: of.to_string(), kind: OddityKind::Unseen };
            self.oddities.extend(of.as_ref().map(odd));
            self.unseen.push((path, of, refused::why(why)));
        }
    }

    fn take(&mut self, root: &Path, path: &Path, file_type: Option<fs::FileType>) {
        let Ok(relative) = path.strip_prefix(root) else { return };
        if relative.as_os_str().is_empty() {
            return;
        }
        let text = relative.to_str().map(|text| text.replace(std::path::MAIN_SEPARATOR, "/"));
        let kind = match (file_type, text.as_deref().and_then(DocPath::new)) {
            (Some(kind), _) if kind.is_symlink() => OddityKind::Symlink,
            (Some(kind), _) if kind.is_dir() => return self.rules(root, path),
            (_, Some(path)) => {
                self.files.push(path);
                return;
            }
            (_, None) => OddityKind::Name,
        };
        // Of what lies in a folder whose name cannot be read the folder is told, as a commit has it.
        let is_sound = |path: &Path| {
            path.to_str().is_some_and(|text| DocPath::new(&text.replace(std::path::MAIN_SEPARATOR, "/")).is_some())
        };
        let above = relative.ancestors().filter(|above| !above.as_os_str().is_empty() && !is_sound(above)).last();
        let told = above.filter(|_| kind == OddityKind::Name).unwrap_or(relative);
        self.oddities.push(Oddity { path: told.to_string_lossy().into_owned(), kind });
    }
}

/// What ignore files leave out, each of which is read once.
struct Ignored {
    top: PathBuf,
    known: Mutex<HashMap<PathBuf, Gitignore>>,
    /// What is left out of this clone alone.
    here: Gitignore,
}

impl Ignored {
    /// Whether an entry is left out: the nearest file that says anything of it decides.
    fn has(&self, entry: &DirEntry) -> bool {
        let (path, of) = (entry.path(), entry.file_type());
        let is_dir = of.is_some_and(|of| of.is_dir());
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for folder in path.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.top)) {
            let read = || rules(folder, &folder.join(".gitignore")).unwrap_or_else(|_| Gitignore::empty());
            match known.entry(folder.to_owned()).or_insert_with(read).matched(path, is_dir) {
                Match::None => {}
                decided => return decided.is_ignore(),
            }
        }
        let is_refused = || if is_dir { fs::read_dir(path).is_err() } else { fs::File::open(path).is_err() };
        let may_open = is_dir || of.is_some_and(|of| of.is_file());
        may_open && self.here.matched_path_or_any_parents(path, is_dir).is_ignore() && is_refused()
    }
}

/// What an ignore file of a folder says, line by line as git reads it. No name that can be read is meant by a line that is not
/// in UTF-8.
fn rules(folder: &Path, file: &Path) -> io::Result<Gitignore> {
    let bytes = match read_at_most(file, LARGEST)? {
        Content::Bytes(bytes) => bytes,
        Content::TooLarge(_) => return Err(io::Error::other(format!("it is larger than {LARGEST} bytes"))),
        // Git follows no link here.
        Content::Unreadable(_) => return Ok(Gitignore::empty()),
    };
    let mut builder = GitignoreBuilder::new(folder);
    let lines = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).split(|byte| *byte == b'\n');
    for line in lines.filter_map(|line| std::str::from_utf8(line).ok()) {
        // What is no pattern is passed over.
        drop(builder.add_line(None, line.strip_suffix('\r').unwrap_or(line)).err());
    }
    builder.build().map_err(io::Error::other)
}

/// Whether a path lies below a folder.
fn is_inside(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// A path below a folder, as those of documents are written.
fn inner(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// That something of the AIMS cannot be looked at. An ignore file speaks for all of its folder, so that to leave out the file
/// alone would help nobody.
fn unseen(path: &str, why: &Words) -> Error {
    let told = "What is not seen would be judged as if it were not there, so nothing was judged or written.";
    let hint = match path.rsplit_once('/') {
        _ if path == ".gitignore" => {
            "Mend what keeps it from being read, such as its rights or its size. What it leaves out of git cannot be known without it."
        }
        Some((_, ".gitignore")) => {
            "Mend what keeps it from being read, such as its rights or its size; or leave out all of its folder where that is no part \
             of the AIMS (`exclude` under `[files]`): to leave out the file alone does not help."
        }
        _ => {
            "Mend what keeps it from being read, such as its rights; or leave it out where it is no part of the AIMS (`exclude` under \
             `[files]`)."
        }
    };
    Error::new(format!("`{path}` cannot be read: {why}")).hint(format!("{told} {hint}"))
}

impl Source for Worktree {
    fn files(&self) -> &[DocPath] {
        &self.files
    }

    fn oddities(&self) -> &[Oddity] {
        &self.oddities
    }

    fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        let on_disk = self.root.join(path.as_str());
        read_at_most(&on_disk, limit).or_else(|why| match refused::is_absent(&why) {
            true => Ok(Content::Unreadable(refused::why(&why))),
            false => Err(unseen(path.as_str(), &refused::why(&why))),
        })
    }
}

/// Reads a file that may grow or be replaced by something endless while it is read: never more than `limit` bytes.
fn read_at_most(path: &Path, limit: u64) -> io::Result<Content> {
    let meta = fs::symlink_metadata(path)?;
    if !meta.is_file() {
        return Ok(Content::Unreadable(tell!("not a regular file")));
    }
    if meta.len() > limit {
        return Ok(Content::TooLarge(meta.len()));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    Ok(if size > limit { Content::TooLarge(size) } else { Content::Bytes(bytes) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes what others would")]
    fn a_repository_within_is_told_and_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in ["own/.git", "empty", "kept/.git"] {
            fs::create_dir_all(folder.path().join(path)).expect("a folder");
        }
        for path in ["a.md", "own/b.md", "kept/c.md"] {
            fs::write(folder.path().join(path), "text").expect("a file");
        }
        let path = |path: &str| DocPath::new(path).expect("a path");
        let repositories = vec![path("empty"), path("own")];
        let tracked = Tracked { files: vec![path("kept/c.md")], repositories, ..Tracked::default() };
        let of = |tracked: Option<&Tracked>| {
            let found = Worktree::open(folder.path(), tracked, &[]).expect("a folder");
            let files = found.files.iter().map(ToString::to_string).collect::<Vec<_>>();
            let odd = found.oddities.iter().map(|odd| (odd.path.clone(), odd.kind)).collect::<Vec<_>>();
            (files, odd)
        };
        let odd = |path: &str| (path.to_owned(), OddityKind::Repository);
        let (files, oddities) = of(Some(&tracked));
        assert_eq!(files, ["a.md", "kept/c.md"]);
        // One that nobody fetched is told as one that somebody did: what there is hangs on no machine.
        assert_eq!(oddities, [odd("empty"), odd("own")]);
        assert_eq!(of(Some(&Tracked::default())), (vec!["a.md".to_owned()], vec![odd("kept"), odd("own")]));
        assert_eq!(of(None).0, ["a.md", "kept/c.md", "own/b.md"], "outside a repository these are folders");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes what others would")]
    fn a_link_that_is_a_file_here_is_told_as_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["a.md", "b.md"] {
            fs::write(folder.path().join(name), "../real/a.md").expect("a file");
        }
        let links = ["b.md", "gone.md"].iter().filter_map(|path| DocPath::new(path)).collect();
        let tracked = Tracked { links, ..Tracked::default() };
        let found = Worktree::open(folder.path(), Some(&tracked), &[]).expect("a folder");
        assert_eq!(found.files.iter().map(DocPath::as_str).collect::<Vec<_>>(), ["a.md"]);
        assert_eq!(found.oddities, [Oddity { path: "b.md".into(), kind: OddityKind::Symlink }]);
    }

    #[test]
    #[cfg(unix)]
    #[expect(clippy::disallowed_methods, reason = "a test writes what others would")]
    fn a_folder_whose_name_cannot_be_read_is_told_as_a_commit_tells_it() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().expect("a folder");
        for name in [&b"ann\xe9e"[..], b"back\\slash"] {
            let odd = folder.path().join(std::ffi::OsStr::from_bytes(name));
            // Not every file system has such names.
            if fs::create_dir_all(odd.join("in")).is_ok() {
                fs::write(odd.join("in/x.md"), "text").expect("a file");
            }
        }
        let found = Worktree::open(folder.path(), None, &[]).expect("a folder");
        let told = found.oddities.iter().map(|odd| odd.path.as_str()).collect::<Vec<_>>();
        assert!(told.iter().all(|path| !path.contains('/')) && told.contains(&"back\\slash"), "{told:?}");
    }

    #[test]
    fn an_ignore_file_that_cannot_be_read_is_told_with_what_helps() {
        let told = |path: &str| {
            let folder = tempfile::tempdir().expect("a folder");
            fs::create_dir(folder.path().join("sub")).expect("a folder");
            let file = fs::File::create(folder.path().join(path)).expect("a file");
            file.set_len(LARGEST + 1).expect("a file with a hole");
            let found = Worktree::open(folder.path(), None, &[]).expect("a folder");
            let whole = |left: &str| found.unseen(&|path| path.as_str() == left).is_none();
            let hint = found.unseen(&|_| false).and_then(|error| error.hint_text().map(str::to_owned));
            (hint.expect("a hint"), whole(path), whole("sub"))
        };
        let (hint, by_file, by_folder) = told("sub/.gitignore");
        assert!(hint.contains("leave out all of its folder") && !by_file && by_folder, "{hint}");
        let (hint, by_file, by_folder) = told(".gitignore");
        assert!(!hint.contains("exclude") && !by_file && !by_folder, "{hint}");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes what others would")]
    fn a_list_of_files_holds_for_as_long_as_files_are_written_and_none_comes_or_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |path: &str| fs::write(folder.path().join(path), "text").expect("a file");
        fs::create_dir(folder.path().join("deep")).expect("a folder");
        for path in ["a.md", "b.md", "deep/c.md", ".gitignore", "deep/SHA256SUMS"] {
            put(path);
        }
        let listed = Worktree::open(folder.path(), None, &[]).expect("a folder");
        let holds = |paths: &[&str]| {
            let paths: Vec<DocPath> = paths.iter().filter_map(|path| DocPath::new(path)).collect();
            listed.lists_the_same(&paths)
        };
        put("a.md");
        assert!(holds(&["a.md", "a.md.swp", "deep/c.md"]), "an editor wrote by way of another file");
        for path in [".gitignore", "deep/SHA256SUMS", "deep/.aims-site.json"] {
            assert!(!holds(&[path]), "it says what is listed: {path}");
        }
        put("d.md");
        assert!(!holds(&["a.md", "d.md"]), "one came");
        fs::remove_file(folder.path().join("b.md")).expect("a file");
        assert!(!holds(&["b.md"]), "one went");
        fs::remove_file(folder.path().join(".gitignore")).expect("a file");
        assert!(!holds(&[".gitignore"]));
        fs::remove_dir_all(folder.path().join("deep")).expect("a folder");
        assert!(!holds(&["deep"]), "of what was in it nothing is told");
    }
}
