//! `link-outside`: a link that leaves the AIMS.

use crate::base::say;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::links::Broken;

pub(super) static RULE: Rule = Rule {
    code: "AIMS208",
    name: "link-outside",
    level: Level::Error,
    clock: false,
    what: "The path of a link or image leaves the folder that `aims.toml` lies in.",
    why: "What lies outside is not controlled, not published and may not be there on another computer. A document that relies on it is not available where it is needed (clause 7.5.3).",
    fix: "Move the file below the folder of `aims.toml`, or link to where readers can get it with `https://`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        for (link, target) in document.body.links.iter().zip(&context.aims.links[ix.index()]) {
            if matches!(target, Err(Broken::Outside)) {
                report.document(
                    document,
                    link.span,
                    say!("`{target}` leads out of the AIMS", target = link.target),
                    say!("Only what lies below the folder of `aims.toml` is published. Move the file there, or link with `https://`."),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    #[test]
    fn a_path_above_the_root_is_told_at_the_link() {
        assert_one(
            "link-outside",
            "a [x](../b.md)\n![i](../../i.png)\n",
            &["1:3 `../b.md` leads out of the AIMS", "2:1 `../../i.png` leads out of the AIMS"],
        );
        assert_eq!(
            only("link-outside", &[("aims.toml", ""), ("a/b/c.md", "[x](../../../x.md)")]),
            ["a/b/c.md:1:1 `../../../x.md` leads out of the AIMS"]
        );
    }

    #[test]
    fn a_path_that_stays_inside_is_no_finding() {
        let files = [("aims.toml", ""), ("a/b.md", "[x](../c.md) [x](/c.md) [x](https://h/../..)"), ("c.md", "")];
        assert!(only("link-outside", &files).is_empty());
    }
}
