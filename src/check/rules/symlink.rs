//! `symlink`: a symbolic link among the documents.

use crate::base::{DocPath, say};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::source::OddityKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS805",
    name: "symlink",
    level: Level::Warning,
    clock: false,
    what: "A symbolic link stands in the repository. It is not followed, and what it points at is not read.",
    why: "What a link shows can lie outside the repository and differ from machine to machine: it is not under change control (clause 7.5.3).",
    fix: "Put the file itself where the link is, or remove the link.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for oddity in context.aims.oddities.iter().filter(|oddity| oddity.kind == OddityKind::Symlink) {
        let message = say!("`{path}` is a symbolic link and is not read", path = oddity.path);
        let help = say!("Put the file itself in its place, or remove it.");
        match DocPath::new(&oddity.path) {
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
    fn it_is_told_at_the_link_or_where_that_has_no_path_at_the_settings() {
        let found = only_after("symlink", &[("aims.toml", "")], |aims, _| {
            let oddity = |path: &str, kind| Oddity { path: path.into(), kind };
            aims.oddities = vec![
                oddity("a/b.md", OddityKind::Symlink),
                oddity("c\\d.md", OddityKind::Symlink),
                oddity("e.md", OddityKind::Name),
            ];
        });
        let told = [
            "a/b.md:1:1 `a/b.md` is a symbolic link and is not read",
            "aims.toml:1:1 `c\\d.md` is a symbolic link and is not read",
        ];
        assert_eq!(found, told);
    }
}
