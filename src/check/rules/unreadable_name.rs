//! `unreadable-name`: a file or folder that cannot be read for its name.

use crate::base::{DocPath, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::source::OddityKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS806",
    name: "unreadable-name",
    level: Level::Warning,
    clock: false,
    what: "The name of a file or folder is not UTF-8, is too long or has no meaning on another platform. It is left out.",
    why: "Documented information has to be available and legible where it is needed (clause 7.5.3). A file that some machines cannot read is on none of the pages.",
    fix: "Rename the file with letters, digits, `.`, `-` and `_`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for oddity in &context.aims.oddities {
        let path = &oddity.path;
        let (message, help) = match oddity.kind {
            OddityKind::Symlink
            | OddityKind::Repository
            | OddityKind::Within
            | OddityKind::Site
            | OddityKind::Unseen => continue,
            OddityKind::Name if DocPath::is_too_long(path) => (
                say!(
                    "`{path}…` has a path that is longer or deeper than systems can have it, and is left out",
                    path = path.chars().take(60).collect::<String>()
                ),
                say!("Move it up, or give it and its folders shorter names."),
            ),
            OddityKind::Name => (
                say!(
                    "`{path}` has a name that is not UTF-8 or has no meaning on another platform, and is left out",
                    path
                ),
                say!("Rename it with letters, digits, `.`, `-` and `_`."),
            ),
        };
        match DocPath::new(path) {
            Some(path) => report.file(&path, None, message, help),
            None => report.settings(None, message, help),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only_after;
    use crate::source::{Oddity, OddityKind};

    #[test]
    fn each_reason_has_its_own_words() {
        let found = only_after("unreadable-name", &[("aims.toml", "")], |aims, _| {
            let oddity = |path: &str, kind| Oddity { path: path.into(), kind };
            aims.oddities = vec![
                oddity("a\u{fffd}.md", OddityKind::Name),
                oddity("b\\c.md", OddityKind::Name),
                oddity("link", OddityKind::Symlink),
            ];
        });
        assert_eq!(
            found,
            [
                "aims.toml:1:1 `b\\c.md` has a name that is not UTF-8 or has no meaning on another platform, and is left out",
                "a\u{fffd}.md:1:1 `a\u{fffd}.md` has a name that is not UTF-8 or has no meaning on another platform, and is left out",
            ]
        );
    }
}
