//! Files that can be thrown away: what was worked out once, kept for the person who worked it out.
//!
//! In goes a name, a key that stands for everything the bytes depend on, and the bytes; out they come only if all of
//! it is as it was put in, by somebody who holds the same secret. A clone, an archive or the cache of a build server that
//! brings such files along brings nothing that is believed. Whatever is wrong (no folder, no right to write, a damaged file, one of another version) is
//! as if there were no cache, and nothing is said: the answer is the same, only later. What the bytes mean is not known
//! here.
//!
//! A file is written under a name of its own and then put in place in one act, so two programs may work with one cache
//! at a time: each reads a whole file, whoever wrote it.

mod marks;
mod secret;
mod usage;

pub use marks::{Marks, Moment};
pub use usage::usage;

use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::base::{hex, keyed, sha256};

/// The first bytes of each file; the number goes up with the format.
const MAGIC: &[u8; 16] = b"aims cache v2\0\0\0";
/// Magic, key, length of the content, and the keyed digest over all of these, the name and the content.
const HEADER: usize = 16 + 32 + 8 + 32;
/// Larger files are neither read nor written.
const MOST: usize = 1 << 30;
/// As many unfinished files as may lie about before they are cleared away. Those of programs at work are among them,
/// which then go without.
const UNFINISHED: usize = 8;

/// A folder of files that can be thrown away, or none.
#[derive(Clone, Default)]
pub struct Cache {
    place: Option<Place>,
}

#[derive(Clone)]
struct Place {
    folder: PathBuf,
    secret: [u8; 32],
}

impl Cache {
    /// What is kept in `folder` under a secret. The folder is made when something is stored. A symbolic link is not followed
    /// there.
    pub fn open(folder: &Path, secret: [u8; 32]) -> Self {
        Self { place: Some(Place { folder: folder.to_owned(), secret }) }
    }

    /// What is kept about the repository `about`, among what a person keeps in the folder `home`. Each repository has a
    /// folder and a secret of its own, made from the secret in `home`. None where that secret cannot be kept.
    pub fn of_person(home: &Path, about: &Path) -> Self {
        let Some(secret) = secret::of(home) else { return Self::none() };
        let about = about.as_os_str().as_encoded_bytes();
        let folder = home.join(&hex(&keyed(&secret, &[b"folder", about]))[..32]);
        Self::open(&folder, keyed(&secret, &[b"secret", about]))
    }

    /// No cache: nothing is ever found, and nothing kept.
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether anything can be kept at all.
    pub fn is_none(&self) -> bool {
        self.place.is_none()
    }

    /// What was stored under `name` with this `key`.
    pub fn load(&self, name: &str, key: &[u8; 32]) -> Option<Vec<u8>> {
        let place = self.place.as_ref().filter(|place| is_folder(&place.folder))?;
        let path = place.folder.join(name);
        // A pipe would keep the program waiting.
        let length = path.symlink_metadata().ok().filter(fs::Metadata::is_file)?.len();
        if length > MOST as u64 {
            return None;
        }
        let mut file = File::open(path).ok()?;
        let mut header = [0; HEADER];
        file.read_exact(&mut header).ok()?;
        let mut content = Vec::with_capacity(usize::try_from(length).ok()?.saturating_sub(HEADER));
        file.take(MOST as u64).read_to_end(&mut content).ok()?;
        (header == place.header(name, key, &content)).then_some(content)
    }

    /// Keeps `bytes` under `name`, in place of what was there. Where that fails, nothing is kept.
    pub fn store(&self, name: &str, key: &[u8; 32], bytes: &[u8]) {
        if let Some(place) = self.place.as_ref().filter(|_| bytes.len() <= MOST - HEADER) {
            // There is nobody to tell, and nothing is lost.
            let _ = put(&place.folder, name, &place.header(name, key, bytes), bytes);
        }
    }
}

impl Place {
    fn header(&self, name: &str, key: &[u8; 32], content: &[u8]) -> [u8; HEADER] {
        let mut header = [0; HEADER];
        let length = (content.len() as u64).to_le_bytes();
        let seal = keyed(&self.secret, &[MAGIC, key, &length, name.as_bytes(), &sha256(content)]);
        let parts = [&MAGIC[..], key, &length, &seal];
        for (to, from) in header.iter_mut().zip(parts.concat()) {
            *to = from;
        }
        header
    }
}

/// The digest of a file, such as the program that runs: what one judged is not what another would. `None` where it cannot be
/// read.
pub fn digest(file: &Path) -> Option<[u8; 32]> {
    fs::read(file).ok().map(|bytes| sha256(&bytes))
}

fn is_folder(folder: &Path) -> bool {
    folder.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
}

fn put(folder: &Path, name: &str, header: &[u8], content: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    if !is_folder(folder) {
        return Ok(());
    }
    tidy(folder)?;
    // The number is not the same twice, and decides nothing that anybody sees.
    let unfinished = folder.join(format!("{name}.{:016x}.unfinished", RandomState::new().hash_one(name)));
    let written = File::create_new(&unfinished).and_then(|mut file| {
        file.write_all(header)?;
        file.write_all(content)
    });
    let put = written.and_then(|()| fs::rename(&unfinished, folder.join(name)));
    if put.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    put
}

/// Clears away what was left unfinished by programs that were stopped.
fn tidy(folder: &Path) -> std::io::Result<()> {
    let mut unfinished = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "unfinished") {
            unfinished.push(path);
        }
    }
    if unfinished.len() > UNFINISHED {
        for path in unfinished {
            let _ = fs::remove_file(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    const SECRET: [u8; 32] = [9; 32];

    fn cache() -> (tempfile::TempDir, Cache) {
        let dir = tempfile::tempdir().expect("a folder");
        let cache = Cache::open(&dir.path().join("aims"), SECRET);
        (dir, cache)
    }

    fn overwrite(path: &Path, bytes: &[u8]) {
        File::create(path).and_then(|mut file| file.write_all(bytes)).expect("a file");
    }

    #[test]
    fn what_was_stored_is_found_by_its_name_and_key_only() {
        let (_dir, cache) = cache();
        assert_eq!(cache.load("a", &KEY), None);
        cache.store("a", &KEY, b"first");
        cache.store("a", &KEY, b"second");
        cache.store("b", &KEY, b"");
        assert_eq!(cache.load("a", &KEY).as_deref(), Some(&b"second"[..]));
        assert_eq!(cache.load("b", &KEY).as_deref(), Some(&b""[..]));
        assert_eq!(cache.load("a", &[8; 32]), None);
        assert_eq!(cache.load("c", &KEY), None);
        let none = Cache::none();
        none.store("a", &KEY, b"first");
        assert_eq!(none.load("a", &KEY), None);
    }

    #[test]
    fn what_another_put_there_under_another_name_or_for_another_repository_is_not_there() {
        let (dir, cache) = cache();
        let folder = dir.path().join("aims");
        Cache::open(&folder, [8; 32]).store("a", &KEY, b"forged");
        assert_eq!(cache.load("a", &KEY), None, "another secret");
        cache.store("a", &KEY, b"first");
        fs::copy(folder.join("a"), folder.join("b")).expect("a copy");
        assert_eq!(cache.load("b", &KEY), None, "another name");
        let home = dir.path().join("home");
        let of = |about: &str| Cache::of_person(&home, Path::new(about));
        of("/one").store("a", &KEY, b"of one");
        assert_eq!(of("/one").load("a", &KEY).as_deref(), Some(&b"of one"[..]));
        let folder = |cache: &Cache| cache.place.as_ref().expect("a cache").folder.clone();
        let (one, two) = (folder(&of("/one")), folder(&of("/two")));
        fs::create_dir_all(&two).expect("a folder");
        fs::copy(one.join("a"), two.join("a")).expect("a copy");
        assert_eq!(of("/two").load("a", &KEY), None, "another repository");
    }

    #[test]
    fn what_is_damaged_is_not_there() {
        let (dir, cache) = cache();
        cache.store("a", &KEY, b"some content");
        let path = dir.path().join("aims/a");
        let whole = fs::read(&path).expect("a file");
        for place in 0..whole.len() {
            for flip in [1, 0x80] {
                let mut damaged = whole.clone();
                damaged[place] ^= flip;
                overwrite(&path, &damaged);
                assert_eq!(cache.load("a", &KEY), None, "byte {place}");
            }
            overwrite(&path, &whole[..place]);
            assert_eq!(cache.load("a", &KEY), None, "cut at {place}");
        }
        overwrite(&path, &[&whole[..], b"\0"].concat());
        assert_eq!(cache.load("a", &KEY), None, "too long");
        overwrite(&path, &whole);
        assert!(cache.load("a", &KEY).is_some());
    }

    #[test]
    fn where_nothing_can_be_written_there_is_no_cache() {
        let (dir, cache) = cache();
        overwrite(&dir.path().join("aims"), b"a file in the way");
        cache.store("a", &KEY, b"content");
        assert_eq!(cache.load("a", &KEY), None);
        assert_eq!(fs::read(dir.path().join("aims")).expect("a file"), b"a file in the way");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_the_folder_is_not_followed() {
        let (dir, cache) = cache();
        let elsewhere = dir.path().join("elsewhere");
        fs::create_dir(&elsewhere).expect("a folder");
        std::os::unix::fs::symlink(&elsewhere, dir.path().join("aims")).expect("a link");
        cache.store("a", &KEY, b"content");
        assert_eq!(fs::read_dir(&elsewhere).expect("a folder").count(), 0);
        Cache::open(&elsewhere, SECRET).store("a", &KEY, b"content");
        assert_eq!(cache.load("a", &KEY), None);
    }

    #[test]
    fn what_was_left_unfinished_is_cleared_away_in_time() {
        let (dir, cache) = cache();
        cache.store("a", &KEY, b"content");
        for number in 0..=UNFINISHED {
            overwrite(&dir.path().join(format!("aims/a.{number}.unfinished")), b"");
        }
        cache.store("b", &KEY, b"content");
        assert_eq!(fs::read_dir(dir.path().join("aims")).expect("a folder").count(), 2);
    }
}
