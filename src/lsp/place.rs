//! Where files are: between the addresses of the protocol and paths on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::Uri;
use url::Url;

use crate::base::DocPath;

/// What an editor calls the files of one AIMS.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// Its folder as the editor came to it, be it by way of symbolic links.
    pub(super) root: PathBuf,
    /// The addresses of those that it opened.
    pub(super) opened: BTreeMap<DocPath, Uri>,
}

impl Names {
    /// The address of the file at a path in the AIMS.
    pub(super) fn address(&self, path: &DocPath) -> Option<Uri> {
        let file = || path.as_str().split('/').fold(self.root.clone(), |folder, part| folder.join(part));
        self.opened.get(path).cloned().or_else(|| address_of(&file()))
    }
}

/// The path that a `file:` address names; `None` for any other.
pub(super) fn path_of(address: &Uri) -> Option<PathBuf> {
    Url::parse(address.as_str()).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// The address of a file.
fn address_of(path: &Path) -> Option<Uri> {
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
