//! `link-to-folder`: a link that names a folder.

use crate::base::DocPath;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::Aims;
use crate::model::document::Document;
use crate::model::links::Broken;

pub(super) static RULE: Rule = Rule {
    code: "AIMS209",
    name: "link-to-folder",
    level: Level::Error,
    clock: false,
    what: "A link names a folder and not a file.",
    why: "Forges list the files of a folder, a published site does not: the link leads nowhere for the reader who needs it (clause 7.5.3).",
    fix: "Link a file in the folder, such as its `README.md`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        for (link, target) in document.body.links.iter().zip(&context.aims.links[ix.index()]) {
            if matches!(target, Err(Broken::Folder)) {
                let help = match front_page(context.aims, document, &link.target) {
                    Some(page) => format!("Link its {}: `{}`.", page.file_name(), joined(&link.target, page)),
                    None => "Link a file in it. A `README.md` can list the others.".to_owned(),
                };
                report.document(document, link.span, format!("`{}` is a folder", link.target), help);
            }
        }
    }
}

/// The page that introduces the folder a link names.
fn front_page<'a>(aims: &'a Aims, document: &Document, target: &str) -> Option<&'a DocPath> {
    let folder = path_of(target).replace("%20", " ");
    ["README.md", "index.md"].into_iter().find_map(|name| {
        let path = document.path.resolve(&format!("{folder}/{name}"))?;
        let found = aims.documents.binary_search_by(|known| known.path.cmp(&path)).ok()?;
        Some(&aims.documents[found].path)
    })
}

/// The link as it should be: as written, with the page behind it.
fn joined(target: &str, page: &DocPath) -> String {
    format!("{}/{}", path_of(target).trim_end_matches('/'), page.file_name())
}

fn path_of(target: &str) -> &str {
    target.trim().split(['#', '?']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{check, only};

    #[test]
    fn it_is_told_at_the_link() {
        let files = [("aims.toml", ""), ("a.md", "See [x](p) and [y](./p/q/#z).\n"), ("p/q/b.md", "")];
        assert_eq!(only("link-to-folder", &files), ["a.md:1:5 `p` is a folder", "a.md:1:16 `./p/q/#z` is a folder"]);
    }

    #[test]
    fn the_root_is_a_folder_too_wherever_it_is_named_from() {
        let files = [("aims.toml", ""), ("p/q/b.md", "[x](../..) [x](/) [x](../../p/..)\n"), ("a.md", "[x](.)\n")];
        assert_eq!(
            only("link-to-folder", &files),
            [
                "a.md:1:1 `.` is a folder",
                "p/q/b.md:1:1 `../..` is a folder",
                "p/q/b.md:1:12 `/` is a folder",
                "p/q/b.md:1:19 `../../p/..` is a folder"
            ]
        );
        assert!(only("link-outside", &files).is_empty());
        let (found, _) = check(&[("aims.toml", ""), ("p/b.md", "[x](..) [x](/)"), ("README.md", "")]);
        let help: Vec<_> = found.iter().filter(|finding| finding.name == "link-to-folder").collect();
        assert_eq!(help[0].help.as_deref(), Some("Link its README.md: `../README.md`."));
        assert_eq!(help[1].help.as_deref(), Some("Link its README.md: `/README.md`."));
    }

    #[test]
    fn a_front_page_is_named() {
        let help = |text: &str, page: &str| {
            let (found, _) = check(&[("aims.toml", ""), ("a.md", text), (page, "")]);
            found.into_iter().find(|finding| finding.name == "link-to-folder").and_then(|finding| finding.help)
        };
        assert_eq!(help("[x](p/)", "p/README.md").as_deref(), Some("Link its README.md: `p/README.md`."));
        assert_eq!(help("[x](p)", "p/index.md").as_deref(), Some("Link its index.md: `p/index.md`."));
        assert_eq!(help("[x](.)", "README.md").as_deref(), Some("Link its README.md: `./README.md`."));
        assert!(help("[x](p)", "p/b.md").is_some_and(|help| help.starts_with("Link a file in it.")));
    }

    #[test]
    fn a_link_to_a_file_is_no_finding() {
        assert!(
            only("link-to-folder", &[("aims.toml", ""), ("a.md", "[x](p/README.md)"), ("p/README.md", "")]).is_empty()
        );
    }
}
