//! Which folders an AIMS depends on, and which changes in them count.

use std::path::{Component, Path, PathBuf};

use super::super::project::Project;
use crate::repo::MAILMAP;
use crate::serve::{Counts, Folders};

/// The folders to watch for an AIMS, and which paths in them count. Nothing in the folders of `skip` does.
pub fn watched(project: &Project, skip: &[PathBuf]) -> (Folders, Box<Counts>) {
    let root = project.root.clone();
    let homes: Vec<PathBuf> = project.repo.iter().filter_map(|repo| repo.homes().ok()).flatten().collect();
    let git: Vec<PathBuf> = homes.iter().filter_map(real).collect();
    let mut folders = Folders { deep: vec![root.clone()], shallow: Vec::new() };
    for home in &git {
        // What lies in the root is watched with it.
        if !home.starts_with(&root) {
            folders.shallow.push(home.clone());
            folders.deep.extend(real(home.join("refs")));
        }
    }
    // Files above the root say what git leaves out, and the folder above it whether it is there.
    let depth = project.prefix.split('/').filter(|part| !part.is_empty()).count();
    folders.shallow.extend(root.ancestors().skip(1).take(depth.max(1)).map(Path::to_owned));
    folders.shallow.dedup();
    let skip: Vec<PathBuf> = skip.iter().filter_map(real).collect();
    let counts = move |path: &Path| {
        let in_git =
            git.iter().filter_map(|home| path.strip_prefix(home).ok()).min_by_key(|inner| inner.components().count());
        match (in_git, path.strip_prefix(&root)) {
            (Some(inner), _) => of_git(inner),
            (None, Ok(inner)) => !skip.iter().any(|folder| path.starts_with(folder)) && of_work(inner),
            (None, Err(_)) => root.starts_with(path) || is_rule(path),
        }
    };
    (folders, Box::new(counts))
}

fn real(path: impl AsRef<Path>) -> Option<PathBuf> {
    dunce::canonicalize(path.as_ref()).ok()
}

/// What of git's own folder says where a branch is, what is tracked, and what the clone holds.
fn of_git(inner: &Path) -> bool {
    let mut parts = inner.components();
    let Some(Component::Normal(first)) = parts.next() else { return true };
    let is_lock = inner.extension().is_some_and(|extension| extension == "lock");
    let files = ["HEAD", "index", "packed-refs", "shallow", "config", "refs", "reftable"];
    !is_lock && files.iter().any(|file| first == *file)
}

/// What of the work tree may be read: what is not hidden, and what says what is left out.
fn of_work(inner: &Path) -> bool {
    let is_hidden = |part: &Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    let hidden = inner.components().filter(is_hidden).count();
    hidden == 0 || (hidden == 1 && (is_rule(inner) || inner == Path::new(".git")))
}

fn is_rule(path: &Path) -> bool {
    let names = [".gitignore", ".gitattributes", MAILMAP];
    path.file_name().is_some_and(|name| names.iter().any(|rule| name == *rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_counts() {
        for (path, counts) in [
            ("", true),
            ("policies/a.md", true),
            ("aims.toml", true),
            (".gitignore", true),
            ("policies/.gitignore", true),
            (".git", true),
            (".a.md.swp", false),
            (".obsidian/workspace.json", false),
            (".obsidian/.gitignore", false),
            ("policies/.tmp/a.md", false),
        ] {
            assert_eq!(of_work(Path::new(path)), counts, "{path}");
        }
        for (path, counts) in [
            ("", true),
            ("HEAD", true),
            ("index", true),
            ("refs/heads/main", true),
            ("packed-refs", true),
            ("HEAD.lock", false),
            ("refs/heads/main.lock", false),
            ("objects/ab/cd", false),
            ("logs/HEAD", false),
            ("COMMIT_EDITMSG", false),
        ] {
            assert_eq!(of_git(Path::new(path)), counts, "{path}");
        }
    }
}
