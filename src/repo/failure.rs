//! What git says when something is wrong, and what a person can do about it.

use std::path::Path;

use git2::{ErrorClass, ErrorCode, Repository};

use crate::base::Error;

/// Turns the refusal to open the repository in the folder `path` into an error with a remedy.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn opening(path: &Path, error: git2::Error) -> Error {
    let said = error.message();
    let message = format!("cannot open the git repository {}: {said}", path.display());
    let hint = if error.code() == ErrorCode::Owner {
        format!(
            "the folder belongs to another user, and aims does not trust it. If you do: \
             git config --file ~/.gitconfig --add safe.directory '{}' (nothing is read of GIT_CONFIG_GLOBAL and GIT_CONFIG_COUNT)",
            path.display()
        )
    } else if said.contains("partialclone") {
        "this clone was made with --filter and lacks objects that the record needs; \
         clone again without --filter (in CI: no `filter`, and `fetch-depth: 0`)"
            .into()
    } else if said.contains("refstorage") {
        "its branches and tags are kept in a reftable, which aims cannot read; `git refs migrate --ref-format=files`, \
         or `git clone --ref-format=files`, turns them into files"
            .into()
    } else if let Some(remedy) = of_system(&error) {
        remedy.into()
    } else if error.class() == ErrorClass::Config {
        "git's own settings cannot be read; `git config --list --show-origin` shows where".into()
    } else {
        "`git status` and `git fsck` in that folder say more".into()
    };
    Error::new(message).hint(hint)
}

/// That `home`, the `.git` of a folder, was taken for no repository of it.
pub(super) fn passed_over(home: &Path) -> Error {
    let is_bare = Repository::open_bare(home).and_then(|git| git.config()?.get_bool("core.bare")).unwrap_or(false);
    let is_empty = home.is_dir() && !["HEAD", "objects"].iter().any(|part| home.join(part).exists());
    let (why, hint) = match (is_bare, is_empty) {
        (true, _) => {
            let hint =
                "`core.bare` is set in its `config`, as if no files belonged to it: `git config core.bare false`";
            ("is set to be a repository without files", hint)
        }
        (false, true) => ("is no readable git repository", "it has no commits: if it is a left-over, remove it"),
        (false, false) => ("is no readable git repository", "`git status` in that folder says more"),
    };
    Error::new(format!("{} {why}", home.display())).hint(hint)
}

/// Turns a failure while `act` ("read the index") into an error.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn during(act: &str, error: git2::Error) -> Error {
    let damaged =
        "`git fsck --full` says what is damaged or missing; a fresh clone, whole and without `--filter`, repairs it";
    let hint = of_system(&error).or_else(|| of_index(&error)).unwrap_or(damaged);
    // Of one that may not be read, or is too short, libgit2 says that it is gone.
    let said = error.message();
    let said = match said.strip_suffix(" no longer exists").filter(|_| error.class() == ErrorClass::Index) {
        Some(index) => format!("{index} may not be read, or is damaged"),
        None => said.to_owned(),
    };
    Error::new(format!("cannot {act}: {said}")).hint(hint)
}

/// What to do where git's index is in a form that cannot be read here, or damaged: all that it says stands elsewhere too.
fn of_index(error: &git2::Error) -> Option<&'static str> {
    let said = error.message();
    match error.class() {
        ErrorClass::Index if said.contains("'link'") => Some(
            "git keeps its index in two parts here: `git update-index --no-split-index` puts them together, and \
             `git config core.splitIndex false` has it stay so; or look at what is committed, with `--rev HEAD`",
        ),
        ErrorClass::Index if said.contains("'sdir'") => Some(
            "git keeps whole folders in its index here: `git sparse-checkout reapply --no-sparse-index` writes out their \
             files; or look at what is committed, with `--rev HEAD`",
        ),
        ErrorClass::Index => Some(
            "look at its rights; if it is damaged, take that file away, and `git reset` writes it anew: no text is touched, \
             and what was staged is staged again",
        ),
        _ => None,
    }
}

/// What to do where it is the system that refuses, and nothing is damaged. Git keeps no number of its errors, only the words.
fn of_system(error: &git2::Error) -> Option<&'static str> {
    let said = error.message().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|words| said.contains(words));
    match error.class() {
        ErrorClass::Os | ErrorClass::Filesystem => {}
        _ => return None,
    }
    if says(&["no space left", "quota exceeded", "not enough space"]) {
        Some("the disk is full: make room on it, or work on another one")
    } else if says(&["read-only file system"]) {
        Some("the disk can only be read: work on another one")
    } else if says(&["permission denied", "operation not permitted", "access is denied"]) {
        Some("you may not read or write what is there: look at whose files and folders they are, and with which rights")
    } else if says(&["too many open files"]) {
        Some("the system lets the program open no more files: `ulimit -n` shows and raises how many")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_comes_with_its_remedy() {
        let hint = |code, class, said: &str| {
            let error = opening(Path::new("/srv/aims"), git2::Error::new(code, class, said));
            error.hint_text().unwrap_or_default().to_owned()
        };
        let owner = hint(ErrorCode::Owner, ErrorClass::Config, "repository path is not owned by current user");
        assert!(owner.contains("--file ~/.gitconfig --add safe.directory '/srv/aims'"), "{owner}");
        let partial =
            hint(ErrorCode::GenericError, ErrorClass::Repository, "unsupported extension name extensions.partialclone");
        assert!(partial.contains("--filter"), "{partial}");
        let reftable =
            hint(ErrorCode::GenericError, ErrorClass::Repository, "unsupported extension name extensions.refstorage");
        assert!(reftable.contains("git refs migrate"), "{reftable}");
        let config = hint(ErrorCode::GenericError, ErrorClass::Config, "failed to parse config file");
        assert!(config.contains("git config --list"), "{config}");
        let locked = hint(ErrorCode::GenericError, ErrorClass::Os, "failed to open 'x/.git/HEAD': Permission denied");
        assert!(locked.contains("with which rights"), "{locked}");
    }

    #[test]
    fn an_index_in_another_form_is_no_damage() {
        for (said, remedy) in [
            ("unsupported mandatory extension: 'link'", "--no-split-index"),
            ("unsupported mandatory extension: 'sdir'", "--no-sparse-index"),
            ("invalid header in index", "git reset"),
        ] {
            let error = during("read the index", git2::Error::new(ErrorCode::GenericError, ErrorClass::Index, said));
            assert!(error.hint_text().is_some_and(|hint| hint.contains(remedy)), "{said}");
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes what others would")]
    fn a_repository_that_is_set_to_be_bare_is_not_to_be_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = folder.path().join(".git");
        let hint = || passed_over(&home).hint_text().unwrap_or_default().to_owned();
        std::fs::create_dir(&home).expect("a folder");
        assert!(hint().contains("remove it"), "{}", hint());
        std::fs::write(home.join("HEAD"), "").expect("a file");
        assert!(hint().contains("git status"), "{}", hint());
        std::fs::remove_dir_all(&home).expect("a folder");
        let git = Repository::init(folder.path()).expect("a repository");
        git.config().and_then(|mut config| config.set_bool("core.bare", true)).expect("settings");
        assert!(hint().contains("git config core.bare false") && !hint().contains("remove"), "{}", hint());
    }

    #[test]
    fn what_the_system_refuses_is_no_damage_and_is_said_once() {
        let told = |class, said: &str| {
            let error = during("write an object", git2::Error::new(ErrorCode::GenericError, class, said));
            assert!(std::error::Error::source(&error).is_none());
            assert_eq!(error.to_string(), format!("cannot write an object: {said}"));
            error.hint_text().unwrap_or_default().to_owned()
        };
        for (said, remedy) in [
            ("failed to write out file: No space left on device", "make room"),
            ("failed to write out file: Disk quota exceeded", "make room"),
            ("failed to create temporary file: Permission denied", "with which rights"),
            ("failed to create temporary file: Read-only file system", "can only be read"),
            ("failed to read descriptor: Input/output error", "git fsck"),
        ] {
            let hint = told(ErrorClass::Os, said);
            assert!(hint.contains(remedy), "{said}: {hint}");
        }
        // A name in a message is no word of the system.
        assert!(told(ErrorClass::Odb, "object not found: permission denied").contains("git fsck"));
    }
}
