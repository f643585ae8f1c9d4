//! Where files are: between the addresses of the protocol and paths on disk.

use std::path::{Path, PathBuf};

use lsp_types::Uri;
use url::Url;

/// The path that a `file:` address names; `None` for any other.
pub(super) fn path_of(address: &Uri) -> Option<PathBuf> {
    Url::parse(address.as_str()).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// The address of a file.
pub(super) fn address_of(path: &Path) -> Option<Uri> {
    Url::from_file_path(path).ok()?.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_have_paths() {
        let path = std::env::temp_dir().join("a b").join("\u{e9}#?.md");
        let address = address_of(&path).expect("an address");
        assert!(address.as_str().starts_with("file:///") && address.as_str().ends_with("%C3%A9%23%3F.md"));
        assert_eq!(path_of(&address), Some(path));
        for other in ["untitled:Untitled-1", "https://example.org/a.md", "file:a", "git:/a.md"] {
            let known = other.parse::<Uri>().ok().and_then(|address| path_of(&address));
            assert!(known.is_none_or(|path| path == Path::new("/a")), "{other}");
        }
    }
}
