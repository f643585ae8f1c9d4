//! `link-outside`: a link that leaves the AIMS.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::links::{Broken, Outside};

pub(super) static RULE: Rule = Rule {
    code: "AIMS208",
    name: "link-outside",
    level: Level::Error,
    clock: false,
    what: "The path of a link or image leaves the folder that `aims.toml` lies in, or leads to what is no part of the AIMS there: a file whose name, or that of a folder of it, begins with a dot, or one that `files.exclude` leaves out.",
    why: "What is outside is not controlled, not published and may not be there on another computer. A document that relies on it is not available where it is needed (clause 7.5.3).",
    fix: "Move the file below the folder of `aims.toml`, where it is neither hidden nor left out, or link to where readers can get it with `https://`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.aims.iter() {
        for (link, target) in document.body.links.iter().zip(&context.aims.links[ix.index()]) {
            let Err(Broken::Outside(why)) = target else { continue };
            let target = &link.target;
            let (message, help) = match why {
                Outside::Above => (
                    say!("`{target}` leads out of the AIMS", target),
                    say!(
                        "Only what lies below the folder of `aims.toml` is published. Move the file there, or link with `https://`."
                    ),
                ),
                Outside::Hidden => (
                    say!("`{target}` is hidden by a dot, and no part of the AIMS", target),
                    say!(
                        "Files and folders whose names begin with a dot are not published. Put what readers need elsewhere, or link with `https://` to where they can read it."
                    ),
                ),
                Outside::Excluded => (
                    say!("`{target}` is left out of the AIMS by `files.exclude`", target),
                    say!(
                        "Take it out of `exclude` under `[files]` in `aims.toml`, or link with `https://` to where readers can read it."
                    ),
                ),
            };
            report.document(document, link.span, message, help);
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
    fn what_is_hidden_or_left_out_is_not_called_missing() {
        let settings = "[files]\nexclude = [\"drafts\"]\n";
        let text = "[x](.github/rules.md) [x](.gitignore) [x](../.x/y.pdf) [x](drafts/z.md)\n";
        let files = [("aims.toml", settings), ("p/a.md", text), ("p/drafts/z.md", "Z.")];
        let (found, _) = crate::check::testing::check(&files);
        assert!(found.iter().all(|finding| finding.name != "broken-link"), "{found:?}");
        assert_eq!(
            only("link-outside", &[("aims.toml", settings), ("a.md", text), ("drafts/z.md", "Z.")]),
            [
                "a.md:1:1 `.github/rules.md` is hidden by a dot, and no part of the AIMS",
                "a.md:1:23 `.gitignore` is hidden by a dot, and no part of the AIMS",
                "a.md:1:39 `../.x/y.pdf` leads out of the AIMS",
                "a.md:1:56 `drafts/z.md` is left out of the AIMS by `files.exclude`",
            ]
        );
    }

    #[test]
    fn a_path_that_stays_inside_is_no_finding() {
        let files = [("aims.toml", ""), ("a/b.md", "[x](../c.md) [x](/c.md) [x](https://h/../..)"), ("c.md", "")];
        assert!(only("link-outside", &files).is_empty());
    }
}
