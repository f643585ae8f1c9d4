//! The secret of the person at this machine: what makes a cache theirs.
//!
//! It lies beside their caches in a file that nobody else may read, made the first time it is called for. Who cannot read it
//! can make no file that is taken for one of this cache. Where it cannot be kept that way there is none, and no cache.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use crate::base::{hex, secret};

/// The file in the folder of all caches.
const NAME: &str = "secret";

/// The secret in `folder`, which is made where there is none.
pub(super) fn of(folder: &Path) -> Option<[u8; 32]> {
    let path = folder.join(NAME);
    if let Some(found) = read(&path) {
        return Some(found);
    }
    make(folder, &path)?;
    read(&path)
}

/// The secret in a file that is nobody else's.
fn read(path: &Path) -> Option<[u8; 32]> {
    let about = path.symlink_metadata().ok().filter(|about| about.is_file() && about.len() == 32)?;
    if !is_private(&about) {
        return None;
    }
    let mut found = [0; 32];
    File::open(path).ok()?.read_exact(&mut found).ok()?;
    Some(found)
}

/// Puts a new secret in place of what is no good. The folder is made, and the one above it: where that one has none either,
/// there is no home to keep anything in. Two programs that do so at a time make two, of which one stays.
fn make(folder: &Path, path: &Path) -> Option<()> {
    folder.ancestors().take(3).find(|above| above.is_dir())?;
    private_folder(folder)?;
    let (made, name) = (secret()?, hex(&secret()?[..8]));
    let unfinished = folder.join(format!("{NAME}.{name}.unfinished"));
    let put = private_file(&unfinished).and_then(|mut file| file.write_all(&made));
    let put = put.and_then(|()| fs::rename(&unfinished, path));
    if put.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    put.ok()
}

#[cfg(unix)]
fn is_private(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.permissions().mode().trailing_zeros() >= 6
}

/// On Windows, what lies in the folder of a person is theirs.
#[cfg(not(unix))]
fn is_private(_: &fs::Metadata) -> bool {
    true
}

fn private_folder(folder: &Path) -> Option<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).ok()
}

fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_is_nobody_elses() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("a/b");
        let made = of(&folder).expect("a secret");
        assert_eq!(of(&folder), Some(made));
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let path = folder.join(NAME);
            let rights = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
            assert_eq!((rights(&path), rights(&folder)), (0o600, 0o700));
            // What others could read is no secret any more.
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("rights");
            let other = of(&folder).expect("a secret");
            assert_ne!(other, made);
            assert_eq!(rights(&path), 0o600);
        }
    }

    #[test]
    fn where_it_cannot_be_kept_there_is_none() {
        let dir = tempfile::tempdir().expect("a folder");
        let blocked = dir.path().join("file");
        File::create(&blocked).expect("a file");
        assert_eq!(of(&blocked), None);
        assert_eq!(of(&dir.path().join("no/home/.cache/aims")), None);
        assert!(of(&dir.path().join(".cache/aims")).is_some());
    }
}
