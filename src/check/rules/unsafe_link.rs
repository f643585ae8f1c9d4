//! `unsafe-link`: a link with a scheme that is not published.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::links::Broken;
use crate::parse::LinkKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS207",
    name: "unsafe-link",
    level: Level::Error,
    clock: false,
    what: "A link or image has a scheme other than `http`, `https`, `mailto` and `tel`, or leaves the scheme out with `//`.",
    why: "A scheme such as `javascript:` runs code in the reader's browser, and `file:` leads to a computer the reader does not have. Documented information has to be protected and to be usable where it is needed (clause 7.5.3). The site shows such a link as plain text.",
    fix: "Link a file of the repository by its path, a document by its id, or a page on the web with `https://`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        for (link, target) in document.body.links.iter().zip(&context.aims.links[ix.index()]) {
            let Err(Broken::Unsafe(scheme)) = target else { continue };
            let help = match scheme.as_str() {
                "//" => say!("Write `https://` in front of a web address, and `/` between the parts of a path."),
                "data" => say!("Save the content as a file in the repository and link its path."),
                "file" => say!("Put the file into the repository and link its path."),
                _ => say!("Use a path, an id, `https://` or, for links, `mailto:` and `tel:`."),
            };
            report.document(document, link.span, sentence(link.kind == LinkKind::Image, scheme), help);
        }
    }
}

fn sentence(is_image: bool, scheme: &str) -> String {
    let told = match (scheme, is_image) {
        ("//", true) => say!("the image begins with `//` or `\\` and leaves its scheme open"),
        ("//", false) => say!("the link begins with `//` or `\\` and leaves its scheme open"),
        ("data", true) => say!("the image carries its content in the address (`data:`)"),
        ("data", false) => say!("the link carries its content in the address (`data:`)"),
        ("file", true) => say!("the image leads into the file system of one computer (`file:`)"),
        ("file", false) => say!("the link leads into the file system of one computer (`file:`)"),
        (_, true) => return say!("the image has the scheme `{scheme}:`, which is not published", scheme),
        (_, false) => return say!("the link has the scheme `{scheme}:`, which is not published", scheme),
    };
    told.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn schemes_that_are_not_published_are_told_at_the_link() {
        assert_one(
            "unsafe-link",
            "a [x](javascript:alert) [x](//h/x)\n\n![x](data:image/png;base64,AA) [x](file:///c/x) ![x](mailto:a@b.example)\n",
            &[
                "1:3 the link has the scheme `javascript:`, which is not published",
                "1:25 the link begins with `//` or `\\` and leaves its scheme open",
                "3:1 the image carries its content in the address (`data:`)",
                "3:32 the link leads into the file system of one computer (`file:`)",
                "3:49 the image has the scheme `mailto:`, which is not published",
            ],
        );
    }

    #[test]
    fn web_mail_and_telephone_are_no_findings() {
        assert_one(
            "unsafe-link",
            "<https://a.example> [x](HTTP://a.example) <a@b.example> [x](tel:+49) [x](#x:y) [x](a/b:c.md)\n",
            &[],
        );
    }
}
