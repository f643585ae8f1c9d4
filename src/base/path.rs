//! Paths inside an AIMS: relative, with `/`, never escaping the root.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use super::wording::{Gap, Words, mark};

/// The settings file at the root of an AIMS.
pub const SETTINGS: &str = "aims.toml";

/// The folder of the records of acts, from the root of an AIMS.
pub const APPROVALS: &str = "approvals";

/// The record that a site has of its own files. A folder that holds one was written by `aims build`.
pub const SITE_RECORD: &str = ".aims-site.json";

/// The list of digests in a site.
pub const SITE_SUMS: &str = "SHA256SUMS";

/// What the path of a file outside the AIMS begins with, as git writes a path from the top of a repository.
const OUTSIDE: &str = ":/";

/// The path in its repository of what is at `path` in the AIMS, whose root is at `prefix` there; `""` for the top.
pub fn below(prefix: &str, path: &str) -> String {
    if let Some(full) = path.strip_prefix(OUTSIDE) {
        return full.to_owned();
    }
    if prefix.is_empty() { path.to_owned() } else { format!("{prefix}/{path}") }
}

/// Whether a path leads through a hidden file or folder (`.git`, `.github`): those do not belong to an AIMS.
pub fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// A path inside the AIMS root: relative, normalised, with `/` between its parts on every platform.
///
/// It holds no `.`, `..`, empty part, NUL or backslash, so joining it to a root never leaves that root.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocPath(Arc<str>);

impl DocPath {
    /// Takes `path` as written in a git tree or built from a folder walk. `None` where it is empty, absolute or
    /// holds a part that could leave the root or means something else on another platform, and where it is too long.
    pub fn new(path: &str) -> Option<Self> {
        let sound = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0']);
        (!Self::is_too_long(path) && path.split('/').all(sound)).then(|| Self(path.into()))
    }

    /// Whether a path is longer than systems can have it, or so deep that to walk there would cost the square of that.
    pub fn is_too_long(path: &str) -> bool {
        path.len() > 4096 || path.matches('/').count() > 200
    }

    /// The path of a file that is not in the AIMS, or was not then, from the top of its repository. A folder of the AIMS
    /// that is called `:` would look the same, which is why nothing in such a folder is part of a record.
    pub fn outside(full: &str) -> Option<Self> {
        Self::new(full).and_then(|full| Self::new(&format!("{OUTSIDE}{full}")))
    }

    /// The path from the top of the repository, of a file that is outside the AIMS.
    pub fn full(&self) -> Option<&str> {
        self.0.strip_prefix(OUTSIDE)
    }

    /// The path as people are shown it: with a `/` before it where it is from the top of the repository.
    pub fn shown(&self) -> &str {
        if self.full().is_some() { &self.0[1..] } else { &self.0 }
    }

    /// Resolves a relative link as found in the file at `self`: `../a/b.md` seen from `c/d.md` is `a/b.md`.
    /// A leading `/` starts at the root. `None` where it leaves the root or names the root itself.
    pub fn resolve(&self, link: &str) -> Option<Self> {
        let mut parts: Vec<&str> = if link.starts_with('/') {
            Vec::new()
        } else {
            self.parent().map_or_else(Vec::new, |parent| parent.split('/').collect())
        };
        for part in link.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Self::new(&parts.join("/"))
    }

    /// The relative link to this file from the file at `from`: `../a/b.md` for `a/b.md` from `c/d.md`. Blanks and other
    /// signs stand in it as they do in the path.
    pub fn link_from(&self, from: &Self) -> String {
        let folder: Vec<&str> = from.parent().map_or_else(Vec::new, |parent| parent.split('/').collect());
        let parts: Vec<&str> = self.0.split('/').collect();
        let folders = &parts[..parts.len() - 1];
        let common = folder.iter().zip(folders).take_while(|(a, b)| a == b).count();
        let up = std::iter::repeat_n("..", folder.len() - common);
        up.chain(parts[common..].iter().copied()).collect::<Vec<_>>().join("/")
    }

    /// Whether a relative link in the file at `self` names the root itself, which is no path: `..` seen from `a/b.md`.
    pub fn resolves_to_root(&self, link: &str) -> bool {
        let mut depth = match self.parent() {
            Some(parent) if !link.starts_with('/') => parent.split('/').count(),
            _ => 0,
        };
        for part in link.split('/').filter(|part| !matches!(*part, "" | ".")) {
            match part {
                ".." if depth == 0 => return false,
                ".." => depth -= 1,
                _ => depth += 1,
            }
        }
        depth == 0
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it lies in, without a trailing `/`; `None` at the root.
    pub fn parent(&self) -> Option<&str> {
        self.0.rsplit_once('/').map(|(parent, _)| parent)
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without its extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// What lies at it in the folder of the records of acts, from there; `None` where it leads elsewhere.
    pub fn in_approvals(&self) -> Option<&str> {
        self.0.strip_prefix(APPROVALS)?.strip_prefix('/')
    }

    /// The extension in lower case, without the dot; empty where there is none.
    pub fn extension(&self) -> String {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
            _ => String::new(),
        }
    }

    /// Why some platform cannot hold a file of this path; `None` where every one can.
    pub fn portability_fault(&self) -> Option<&'static str> {
        self.0.split('/').find_map(part_fault)
    }

    /// Whether the file is Markdown by its name.
    pub fn is_markdown(&self) -> bool {
        matches!(self.extension().as_str(), "md" | "markdown")
    }

    /// Whether the file is the page of its folder, which tells what lies there.
    pub fn is_cover(&self) -> bool {
        ["readme", "index", "_index"].iter().any(|stem| self.stem().eq_ignore_ascii_case(stem))
    }
}

fn part_fault(part: &str) -> Option<&'static str> {
    if part.eq_ignore_ascii_case(".git") {
        return Some(mark!("git keeps its repository there"));
    }
    if part.contains(|c: char| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\')) {
        return Some(mark!("Windows forbids one of its characters"));
    }
    if part.ends_with(['.', ' ']) {
        return Some(mark!("Windows drops a dot or space at the end"));
    }
    is_device(part).then_some(mark!("Windows means a device by it"))
}

/// Whether Windows takes a name for a device, as it does with `CON` and with `aux.html`, in any folder.
pub(crate) fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end_matches(' ').to_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    numbered.is_some_and(|n| matches!(n, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"))
}

/// Whether an id ends as the files of pages do: a folder of its name may be called as the page of another.
pub(crate) fn ends_as_page(id: &str) -> bool {
    id.to_ascii_lowercase().ends_with(".html")
}

impl fmt::Display for DocPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shown())
    }
}

impl Gap for DocPath {
    fn kept(&self) -> Words {
        Words::from(self.to_string())
    }
}

impl fmt::Debug for DocPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl Borrow<str> for DocPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::DocPath;

    #[test]
    fn what_could_leave_the_root_is_no_path() {
        for bad in ["", "/a", "a//b", "a/../b", "./a", "a/", "..", "a\\b", "a\0b"] {
            assert!(DocPath::new(bad).is_none(), "{bad:?}");
        }
        assert_eq!(DocPath::new("a/b.md").map(|p| p.to_string()), Some("a/b.md".into()));
    }

    #[test]
    fn links_resolve_from_the_folder_of_the_file() {
        let from = DocPath::new("policies/ai.md").expect("a path");
        let to = |link| from.resolve(link).map(|path| path.to_string());
        assert_eq!(to("data.md"), Some("policies/data.md".into()));
        assert_eq!(to("../a/./b.md"), Some("a/b.md".into()));
        assert_eq!(to("/x.md"), Some("x.md".into()));
        assert_eq!(to("../../x.md"), None);
        assert_eq!(to(".."), None);
        for root in ["..", "/", "../", "./..", "../x/..", "/a/.."] {
            assert!(from.resolves_to_root(root), "{root}");
        }
        for other in [".", "../..", "x", "../../policies", "/..", "/x"] {
            assert!(!from.resolves_to_root(other), "{other}");
        }
    }

    #[test]
    fn names_come_apart() {
        let path = DocPath::new("a/b.tar.GZ").expect("a path");
        assert_eq!((path.stem(), path.extension().as_str()), ("b.tar", "gz"));
        let hidden = DocPath::new(".env").expect("a path");
        assert_eq!((hidden.stem(), hidden.extension().as_str()), (".env", ""));
        for (path, inside) in [
            ("approvals/A/x.toml", Some("A/x.toml")),
            ("approvals", None),
            ("approvals2/x", None),
            ("a/approvals/x", None),
        ] {
            assert_eq!(DocPath::new(path).expect("a path").in_approvals(), inside, "{path}");
        }
    }
}
