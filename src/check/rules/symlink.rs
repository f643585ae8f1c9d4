//! `symlink`: a symbolic link, a repository of its own, another AIMS or a built site among the documents.

use crate::base::text::shell_word;
use crate::base::{DocPath, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::source::OddityKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS805",
    name: "symlink",
    level: Level::Warning,
    clock: false,
    what: "A symbolic link stands in the repository, or a repository of its own: a submodule, or a clone within. Neither is followed, and what it leads to is not read. Or a site that `aims build` wrote is committed: the copies of texts in it are left out. Or another `aims.toml` lies below that of the AIMS.",
    why: "What a link shows can lie outside the repository and differ from machine to machine, and what a submodule holds is there or not as somebody fetched it: no commit of this repository has it, so it is not under its change control (clause 7.5.3). A site holds every text a second time, removed ones among them; a list of digests that somebody put beside documents would hide them. What is found wrong with a document hangs on whether it is checked from the outer or the inner of two AIMS.",
    fix: "Put the files themselves where it is, or keep it outside the folder of the AIMS. Take a site out of git (`git rm -r`), and name its folder in `.gitignore`: a build makes it anew. Where nobody built one, take away the `.aims-site.json` there.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for oddity in &context.aims.oddities {
        let (message, help) = match oddity.kind {
            OddityKind::Symlink => (
                say!("`{path}` is a symbolic link and is not read", path = oddity.path),
                say!("Put the file itself in its place, or remove it.").to_owned(),
            ),
            OddityKind::Repository => (
                say!("`{path}` is a repository of its own and is not read", path = oddity.path),
                say!(
                    "Put its files in its place, or keep it outside the folder of the AIMS. An AIMS that lies in it is checked there."
                )
                .to_owned(),
            ),
            OddityKind::Within => (
                say!("`{path}` begins another AIMS within this one, and settles nothing here", path = oddity.path),
                say!(
                    "Remove it: the files in its folder are read by the settings of this AIMS, and by its own only where somebody works there. Or leave that folder out of this one, by `exclude` under `[files]`."
                )
                .to_owned(),
            ),
            OddityKind::Site => (
                say!(
                    "`{path}` holds a built site, committed to git: the copies of texts in it are not read",
                    path = oddity.path
                ),
                say!(
                    "If nobody built a site there, look at who put `.aims-site.json` beside these files, and take that away. Else take the site out of git: `git rm -r {folder}`, and put `{folder}/` into `.gitignore`; a build makes it anew.",
                    folder = shell_word(&oddity.path)
                ),
            ),
            OddityKind::Name | OddityKind::Unseen => continue,
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
                oddity("inner/aims.toml", OddityKind::Within),
                oddity("site", OddityKind::Site),
            ];
        });
        let told = [
            "a/b.md:1:1 `a/b.md` is a symbolic link and is not read",
            "aims.toml:1:1 `c\\d.md` is a symbolic link and is not read",
            "group:1:1 `group` is a repository of its own and is not read",
            "inner/aims.toml:1:1 `inner/aims.toml` begins another AIMS within this one, and settles nothing here",
            "site:1:1 `site` holds a built site, committed to git: the copies of texts in it are not read",
        ];
        assert_eq!(found, told);
    }
}
