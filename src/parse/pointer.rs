//! Files that stand for another: what Git LFS, git-annex, git-crypt and transcrypt put in the place of a file that is
//! elsewhere or locked.

use crate::base::mark;

/// What stands in the place of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointer {
    /// A pointer of Git LFS.
    Lfs,
    /// A pointer or link of git-annex.
    Annex,
    /// A file that git-crypt has locked.
    GitCrypt,
    /// A file that transcrypt has locked.
    Transcrypt,
}

/// The longest pointer that is looked for, in bytes: Git LFS allows 1,024, git-annex 32 KiB.
const MAX_POINTER: usize = 32 * 1024;

impl Pointer {
    /// What `bytes` are, where they stand for another file.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.starts_with(b"\0GITCRYPT\0") {
            return Some(Self::GitCrypt);
        }
        // "Salted__" in base64.
        if text.starts_with(b"U2FsdGVkX1") && text.iter().all(|byte| is_base64(*byte)) {
            return Some(Self::Transcrypt);
        }
        let text = std::str::from_utf8(text).ok().filter(|text| text.len() <= MAX_POINTER)?;
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let lfs = ["version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/"];
        if lfs.iter().any(|version| first.starts_with(version)) {
            return Some(Self::Lfs);
        }
        let path = first.replace('\\', "/");
        let is_annex = path.starts_with("/annex/objects/") || path.contains(".git/annex/objects/");
        (is_annex && !path.contains(' ') && lines.next().is_none()).then_some(Self::Annex)
    }

    /// What it is, as a sentence without a full stop.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Lfs => mark!("it is a pointer of Git LFS: the file itself is not here"),
            Self::Annex => mark!("it is a pointer of git-annex: the file itself is not here"),
            Self::GitCrypt => mark!("git-crypt has locked it"),
            Self::Transcrypt => mark!("transcrypt has locked it"),
        }
    }

    /// What brings the file itself.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Lfs => mark!("Run `git lfs pull`, in CI before `aims` runs. For `--rev`, commit the file itself."),
            Self::Annex => mark!("Run `git annex get` and `git annex unlock`, or commit the file itself."),
            Self::GitCrypt => mark!("Run `git-crypt unlock`, or commit a file that readers may see."),
            Self::Transcrypt => mark!("Set transcrypt up in this clone, or commit a file that readers may see."),
        }
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_known_by_how_they_begin() {
        for (bytes, pointer) in [
            (&b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"[..], Some(Pointer::Lfs)),
            (b"\xef\xbb\xbfversion https://git-lfs.github.com/spec/v1\r\noid", Some(Pointer::Lfs)),
            (b"version https://hawser.github.com/spec/v1\n", Some(Pointer::Lfs)),
            (b"/annex/objects/SHA256E-s5--00.pdf\n", Some(Pointer::Annex)),
            (b"../.git/annex/objects/aa/bb/SHA256E-s5--00.pdf", Some(Pointer::Annex)),
            (b"..\\.git\\annex\\objects\\aa", Some(Pointer::Annex)),
            (b"\0GITCRYPT\0abc", Some(Pointer::GitCrypt)),
            (b"U2FsdGVkX19abc+/=\n", Some(Pointer::Transcrypt)),
            (b"U2FsdGVkX1 is how salted text begins", None),
            (b"See .git/annex/objects/ for more.\n", None),
            (b"%PDF-1.7", None),
            (b"", None),
        ] {
            assert_eq!(Pointer::of(bytes), pointer, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
