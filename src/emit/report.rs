//! Writes a report into a file that somebody named: whole or not at all, over an earlier report and nothing else.

use std::path::Path;

use super::append::{renew, there};
use super::place::{is_of_git, link_on_the_way};
use crate::base::{Error, Result};

/// Makes sure that a report may go to `path`, and changes nothing. `root` is the folder of the documents, where there is one;
/// `its` says whether a text is an earlier report.
///
/// # Errors
/// Where its folder is missing or git's own, where a symbolic link among the documents or in their repository leads there,
/// and where something else is there.
pub fn may_report(path: &Path, root: Option<&Path>, its: &dyn Fn(&[u8]) -> bool) -> Result<()> {
    let no = |why: String| Error::new(format!("cannot write {}: {why}", path.display()));
    if let Some(link) = root.and_then(|root| link_on_the_way(root, path)) {
        return Err(no(format!("{} is a symbolic link", link.display())).hint(
            "It lies among the documents or in their repository, so whoever may change them chooses where it leads.",
        ));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let real = dunce::canonicalize(folder)
        .map_err(|error| no(format!("there is no folder {}", folder.display())).caused_by(error))?;
    if is_of_git(&real) {
        return Err(no("git keeps its repository there".into()));
    }
    match there(path)? {
        Some(before) if !before.is_empty() && !its(&before) => {
            Err(no("it is there and holds something else".into()).hint("Name another file, or remove it first."))
        }
        _ => Ok(()),
    }
}

/// Writes the report.
///
/// # Errors
/// As [`may_report()`], and where the disk fails: what was there before then still is.
pub fn report(path: &Path, root: Option<&Path>, text: &str, its: &dyn Fn(&[u8]) -> bool) -> Result<()> {
    may_report(path, root, its)?;
    renew(path, text.as_bytes(), &|before| before.is_empty() || its(before))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn ours(text: &[u8]) -> bool {
        text.starts_with(b"ours")
    }

    #[test]
    fn only_an_earlier_report_is_written_over() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("r.json");
        let read = || fs::read_to_string(&file).expect("a file");
        report(&file, None, "ours 1", &ours).expect("nothing is there");
        report(&file, None, "ours 2", &ours).expect("an earlier report");
        assert_eq!(read(), "ours 2");
        for (text, is_allowed) in [("theirs", false), ("", true)] {
            fs::remove_file(&file).expect("it is there");
            fs::File::create(&file)
                .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
                .expect("a file");
            assert_eq!(report(&file, None, "ours 3", &ours).is_ok(), is_allowed, "{text}");
            assert_eq!(read(), if is_allowed { "ours 3" } else { text });
        }
        assert!(report(&dir.path().join("no/r.json"), None, "ours", &ours).is_err());
        assert!(report(dir.path(), None, "ours", &ours).is_err());
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1, "nothing is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn no_link_of_the_repository_leads_a_report_elsewhere() {
        let (dir, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::os::unix::fs::symlink(other.path(), dir.path().join("out")).expect("a link");
        std::os::unix::fs::symlink(other.path().join("x"), dir.path().join("r.json")).expect("a link");
        fs::create_dir_all(dir.path().join(".git/hooks")).expect("a folder");
        for path in ["out/r.json", "r.json", ".git/hooks/pre-commit"] {
            assert!(report(&dir.path().join(path), Some(dir.path()), "ours", &ours).is_err(), "{path}");
        }
        assert_eq!(fs::read_dir(other.path()).expect("a folder").count(), 0);
    }
}
