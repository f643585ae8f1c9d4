//! `image-without-text`: an image that says nothing to who cannot see it.

use crate::base::{DocPath, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::attachments::is_picture;
use crate::parse::LinkKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS211",
    name: "image-without-text",
    level: Level::Warning,
    clock: false,
    what: "An image has no alternative text, or none but the name of its file.",
    why: "Who cannot see the image, and every search, goes without what it says (WCAG 2.2, success criterion 1.1.1). Documented information has to suit those who need it (clause 7.5.3).",
    fix: "Say between the brackets what the image shows: `![The approval goes from owner to board](flow.png)`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.aims.iter() {
        for link in document.body.links.iter().filter(|link| link.kind == LinkKind::Image) {
            // An image without a target has a finding of its own.
            let (text, target) = (link.text.trim(), link.target.trim());
            let message = match target {
                "" => continue,
                target if text.is_empty() => say!("the image `{target}` has no text", target = short(target)),
                target if is_its_name(text, target) => {
                    say!("the image `{target}` has no text but its name", target = short(target))
                }
                _ => continue,
            };
            let help = say!("Say what the image shows: between the brackets, before the bar of a size, or in `alt`.");
            report.document(document, link.span, message, help);
        }
    }
}

/// Whether a text is the name of its file, as `![[flow.png]]` has it.
fn is_its_name(text: &str, target: &str) -> bool {
    target.ends_with(text) && DocPath::new(text).is_some_and(|path| is_picture(&path))
}

/// An address short enough for a message; one that carries its content can be very long.
fn short(target: &str) -> String {
    match target.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &target[..end]),
        None => target.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn it_is_told_at_the_image() {
        assert_one(
            "image-without-text",
            "a ![](i.png) ![ ](<j k.png>)\n\n[![](l.png)](m.md)\n\n![|300](n.png) ![[o.png]] ![[p/q.png|30x20]]\n",
            &[
                "1:3 the image `i.png` has no text",
                "1:14 the image `j k.png` has no text",
                "3:2 the image `l.png` has no text",
                "5:1 the image `n.png` has no text",
                "5:16 the image `o.png` has no text but its name",
                "5:27 the image `p/q.png` has no text",
            ],
        );
    }

    #[test]
    fn images_with_text_and_links_without_are_no_findings() {
        let text = "![flow](i.png) ![`x`](i.png) [](m.md) ![]() ![flow|300](i.png) ![[i.png|Flow in 2026]]\n\n![300](n.png) ![a|0](n.png)\n";
        assert_one("image-without-text", text, &[]);
    }
}
