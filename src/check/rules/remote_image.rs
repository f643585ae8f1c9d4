//! `remote-image`: an image that lies on the web.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::links::Target;
use crate::parse::LinkKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS210",
    name: "remote-image",
    level: Level::Warning,
    clock: false,
    what: "An image is fetched from the web and does not lie in the repository.",
    why: "An image elsewhere can change or go without a trace in the record, and fetching it tells a stranger who reads the AIMS (clause 7.5.3). The site works offline and shows a link instead.",
    fix: "Save the image beside the document and link its path.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        let links = document.body.links.iter().zip(&context.aims.links[ix.index()]);
        for (link, target) in links.filter(|(link, _)| link.kind == LinkKind::Image) {
            if let Ok(Target::External(address)) = target {
                report.document(
                    document,
                    link.span,
                    say!("the image `{address}` does not lie in the repository", address),
                    say!("Save it beside the document and link its path. The site works offline and shows a link instead."),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    #[test]
    fn it_is_told_at_the_image() {
        assert_one(
            "remote-image",
            "a ![x](https://h.example/i.png)\n[![y](http://h.example/j.png)](https://h.example)\n",
            &[
                "1:3 the image `https://h.example/i.png` does not lie in the repository",
                "2:2 the image `http://h.example/j.png` does not lie in the repository",
            ],
        );
    }

    #[test]
    fn images_at_home_and_links_to_the_web_are_no_findings() {
        let files = [("aims.toml", ""), ("a.md", "![x](i.png) [x](https://h.example/i.png)"), ("i.png", "")];
        assert!(only("remote-image", &files).is_empty());
    }
}
