//! `[links]`: what links of a site generator count from, and the Markdown that its addresses are made of.

use super::settings::Table;
use crate::base::{DocPath, below, tell};
use crate::diag::Spanned;

/// The pages that can stand for their folder, the first first.
pub const COVERS: [&str; 5] = ["README.md", "readme.md", "index.md", "_index.md", "README.markdown"];

/// The folders that a link with `/` before it counts from. Without any it counts from the root of the AIMS, and links are
/// what forges make of them: those of a site are none of theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roots(Vec<Spanned<String>>);

impl Roots {
    /// These, such as `content`.
    pub fn new(folders: Vec<Spanned<String>>) -> Self {
        Self(folders)
    }

    pub(super) fn read(top: &mut Table<'_>) -> Self {
        let entries = top.table("links");
        let mut table = Table::new("links", entries, top.problems());
        let roots = Self::new(table.texts("root"));
        for root in &roots.0 {
            if folder_of(root).is_none() {
                let message = tell!("`{path}` is no path in the AIMS", path = &root.value);
                let help = tell!("Write a folder from that of `aims.toml`, as `content`, or `.` for it.");
                table.wrong(root.span, message, help);
            }
        }
        table.finish();
        roots
    }

    /// The files that a link in the file `from` may mean, the likeliest first. The link is decoded and has no fragment. An
    /// image is a file by its name: no page stands for one.
    pub fn meant(&self, from: &DocPath, link: &str, is_image: bool) -> Vec<DocPath> {
        let mut meant = self.pages(from, link);
        if is_image {
            let name = link.rsplit('/').next().unwrap_or_default();
            meant.retain(|path| path.file_name() == name);
        }
        meant
    }

    fn pages(&self, from: &DocPath, link: &str) -> Vec<DocPath> {
        let here = seen_from(from, link);
        if self.0.is_empty() {
            let Some(here) = here else { return Vec::new() };
            let found = std::iter::once(here.clone()).chain(covers(&here));
            return found.filter_map(|path| DocPath::new(&path)).collect();
        }
        let mut found = Vec::new();
        if let Some(rest) = link.strip_prefix('/') {
            for root in self.0.iter().filter_map(folder_of) {
                let cover = DocPath::new(&below(root, COVERS[0]));
                let path = cover.and_then(|cover| seen_from(&cover, rest.trim_start_matches('/')));
                found.extend(path.iter().flat_map(|path| pages(path)));
            }
        }
        found.extend(here.iter().flat_map(|path| pages(path)));
        found
    }

    /// Folders in which there is none of these files.
    pub(super) fn idle(&self, files: &[DocPath]) -> Vec<Spanned<String>> {
        let holds = |folder: &str| {
            files.iter().any(|path| folder.is_empty() || path.as_str().starts_with(&format!("{folder}/")))
        };
        self.0.iter().filter(|root| folder_of(root).is_some_and(|folder| !holds(folder))).cloned().collect()
    }
}

/// The folder that a setting names; empty for the root of the AIMS.
fn folder_of(root: &Spanned<String>) -> Option<&str> {
    let folder = root.value.trim().trim_start_matches("./").trim_matches('/');
    if matches!(folder, "" | ".") {
        return Some("");
    }
    DocPath::new(folder).is_some().then_some(folder)
}

/// The path that a link names; empty for the root of the AIMS, and `None` where it leads out of it.
fn seen_from(from: &DocPath, link: &str) -> Option<String> {
    match from.resolve(link) {
        Some(path) => Some(path.to_string()),
        None => from.resolves_to_root(link).then(String::new),
    }
}

/// The files that a site generator makes a page of this address from.
fn pages(path: &str) -> Vec<DocPath> {
    let page = ["html", "htm"].iter().find_map(|ending| path.strip_suffix(ending)?.strip_suffix('.'));
    let folder = match page {
        Some("index") => "",
        Some(page) => page.strip_suffix("/index").unwrap_or(page),
        None => path,
    };
    let markdown = page.into_iter().chain([path]).flat_map(|path| [format!("{path}.md"), format!("{path}.markdown")]);
    let found = std::iter::once(path.to_owned()).chain(markdown).chain(covers(folder));
    found.filter_map(|path| DocPath::new(&path)).collect()
}

fn covers(folder: &str) -> impl Iterator<Item = String> {
    COVERS.iter().map(move |name| below(folder, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;

    fn meant(roots: &[&str], link: &str) -> Vec<String> {
        let spanned = |root: &&str| Spanned { value: (*root).to_owned(), span: Span::default() };
        let roots = Roots::new(roots.iter().map(spanned).collect());
        let from = DocPath::new("content/a/b.md").expect("a path");
        roots.meant(&from, link, link.contains(".png")).into_iter().map(|path| path.to_string()).collect()
    }

    #[test]
    fn without_roots_a_link_is_what_forges_make_of_it() {
        assert_eq!(meant(&[], "/x.html")[0], "x.html");
        assert!(!meant(&[], "/x.html").contains(&"x.md".to_owned()));
        assert!(meant(&[], "../c/").contains(&"content/c/README.md".to_owned()));
        assert!(meant(&[], "/").contains(&"README.md".to_owned()));
        assert_eq!(meant(&[], "../../../x"), Vec::<String>::new());
    }

    #[test]
    fn an_address_of_a_site_is_that_of_its_markdown() {
        for (link, path) in [
            ("/handbook/x/", "content/handbook/x.md"),
            ("/handbook/x/", "content/handbook/x/index.md"),
            ("/handbook/x/", "content/handbook/x/_index.md"),
            ("/handbook/x", "content/handbook/x/README.md"),
            ("/handbook/x.html", "content/handbook/x.md"),
            ("/handbook/x.html", "content/handbook/x.html.md"),
            ("/handbook/index.html", "content/handbook/_index.md"),
            ("/index.html", "content/_index.md"),
            ("/", "content/_index.md"),
            ("/v1.2/", "content/v1.2/_index.md"),
            ("/content/a/c.md", "content/a/c.md"),
            ("c.html", "content/a/c.md"),
            ("../c/", "content/c.md"),
        ] {
            assert!(meant(&["./content/"], link).contains(&path.to_owned()), "{link} {path}");
        }
        // Under the folder before the root of the AIMS, and in the order of the folders.
        let all = meant(&["content", "static"], "/x.png");
        let place = |path: &str| all.iter().position(|known| known == path);
        assert!(place("content/x.png") < place("static/x.png") && place("static/x.png") < place("x.png"), "{all:?}");
        assert!(meant(&["."], "/x.html").contains(&"x.md".to_owned()));
        assert!(!meant(&["content"], "../../../x").iter().any(|path| path.contains("..")));
    }
}
