//! `symlink`: a symbolic link, or a repository of its own, among the documents.

use crate::base::{DocPath, say};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::source::OddityKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS805",
    name: "symlink",
    level: Level::Warning,
    clock: false,
    what: "A symbolic link stands in the repository, or a repository of its own: a submodule, or a clone within. Neither is followed, and what it leads to is not read.",
    why: "What a link shows can lie outside the repository and differ from machine to machine, and what a submodule holds is there or not as somebody fetched it: no commit of this repository has it, so it is not under its change control (clause 7.5.3).",
    fix: "Put the files themselves where it is, or keep it outside the folder of the AIMS.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for oddity in &context.aims.oddities {
        let (message, help) = match oddity.kind {
            OddityKind::Symlink => (
                say!("`{path}` is a symbolic link and is not read", path = oddity.path),
                say!("Put the file itself in its place, or remove it."),
            ),
            OddityKind::Repository => (
                say!("`{path}` is a repository of its own and is not read", path = oddity.path),
                say!(
                    "Put its files in its place, or keep it outside the folder of the AIMS. An AIMS that lies in it is checked there."
                ),
            ),
            OddityKind::Name | OddityKind::Denied => continue,
        };
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
                oddity("group", OddityKind::Repository),
            ];
        });
        let told = [
            "a/b.md:1:1 `a/b.md` is a symbolic link and is not read",
            "aims.toml:1:1 `c\\d.md` is a symbolic link and is not read",
            "group:1:1 `group` is a repository of its own and is not read",
        ];
        assert_eq!(found, told);
    }
}
