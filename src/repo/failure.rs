//! What git says when something is wrong, and what a person can do about it.

use std::path::Path;

use git2::{ErrorClass, ErrorCode};

use crate::base::Error;

/// Turns the refusal to open the repository in the folder `path` into an error with a remedy.
pub(super) fn opening(path: &Path, error: git2::Error) -> Error {
    let said = error.message().to_owned();
    let message = format!("cannot open the git repository {}: {said}", path.display());
    let hint = if error.code() == ErrorCode::Owner {
        format!(
            "the folder belongs to another user, and git does not trust it. If you do: \
             git config --global --add safe.directory '{}'",
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
    } else if error.class() == ErrorClass::Config {
        "git's own settings cannot be read; `git config --list --show-origin` shows where".into()
    } else {
        "`git status` and `git fsck` in that folder say more".into()
    };
    Error::new(message).hint(hint).caused_by(error)
}

/// Turns a failure while `act` ("read the index") into an error.
pub(super) fn during(act: &str, error: git2::Error) -> Error {
    Error::new(format!("cannot {act}: {}", error.message()))
        .hint("`git fsck --full` says what is damaged or missing; a fresh clone, whole and without `--filter`, repairs it")
        .caused_by(error)
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
        assert!(owner.contains("safe.directory '/srv/aims'"), "{owner}");
        let partial =
            hint(ErrorCode::GenericError, ErrorClass::Repository, "unsupported extension name extensions.partialclone");
        assert!(partial.contains("--filter"), "{partial}");
        let reftable =
            hint(ErrorCode::GenericError, ErrorClass::Repository, "unsupported extension name extensions.refstorage");
        assert!(reftable.contains("git refs migrate"), "{reftable}");
        let config = hint(ErrorCode::GenericError, ErrorClass::Config, "failed to parse config file");
        assert!(config.contains("git config --list"), "{config}");
    }
}
