//! `link-to-folder`: a link that names a folder.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::links::Broken;

pub(super) static RULE: Rule = Rule {
    code: "AIMS209",
    name: "link-to-folder",
    level: Level::Note,
    clock: false,
    what: "A link names a folder in which no `README.md` or `index.md` stands for it, or an image is one.",
    why: "Forges list the files of a folder, a published site does not: the words stay, and lead nowhere for the reader who needs it (clause 7.5.3).",
    fix: "Put a `README.md` into the folder that says what lies there, or link a file in it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        for (link, target) in document.body.links.iter().zip(&context.aims.links[ix.index()]) {
            if matches!(target, Err(Broken::Folder)) {
                let help = say!("Put a `README.md` there, which the link then leads to, or link a file in it.");
                report.document(document, link.span, say!("`{target}` is a folder", target = link.target), help);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

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
    }

    #[test]
    fn the_page_of_a_folder_is_where_the_link_leads() {
        let told = |text: &str, page: &str| {
            let files = [("aims.toml", ""), ("p/a.md", text), (page, "## Roles\n"), ("p/x.png", "x")];
            ["link-to-folder", "broken-link", "broken-fragment"].map(|rule| only(rule, &files).len())
        };
        for (text, page) in [
            ("[x](q/)", "p/q/README.md"),
            ("[x](q)", "p/q/index.md"),
            ("[x](q/#roles)", "p/q/_index.md"),
            ("[x](.)", "p/readme.md"),
            ("[x](..) [y](/)", "README.md"),
        ] {
            assert_eq!(told(text, page), [0, 0, 0], "{text}");
        }
        assert_eq!(told("[x](q/#nothing)", "p/q/README.md"), [0, 0, 1]);
        assert_eq!(told("[x](q) ![x](q)", "p/q/b.md"), [2, 0, 0]);
        assert_eq!(told("![x](q)", "p/q/README.md"), [1, 0, 0]);
    }

    #[test]
    fn a_link_to_a_file_is_no_finding() {
        assert!(
            only("link-to-folder", &[("aims.toml", ""), ("a.md", "[x](p/README.md)"), ("p/README.md", "")]).is_empty()
        );
    }
}
