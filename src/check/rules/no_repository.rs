//! `no-repository`: documents that no git repository holds.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::Standing;

pub(super) static RULE: Rule = Rule {
    code: "AIMS801",
    name: "no-repository",
    level: Level::Warning,
    clock: false,
    what: "The folder is not inside a git repository, or that has no commit yet, so there is no change record.",
    why: "Changes to documented information have to be controlled and older versions kept (clause 7.5.3). In a folder without a history nobody can show who changed what, or that a text is the one that was approved.",
    fix: "Run `git init` in the folder and commit the documents.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    match context.history.standing {
        Standing::Outside => report.settings(
            None,
            say!("there is no change record: the folder is not in a git repository"),
            say!("Run `git init` in the folder and commit the documents."),
        ),
        Standing::Unborn => report.settings(
            None,
            say!("there is no change record: the repository has no commit yet"),
            say!("Commit the documents: `git add .` and `git commit`."),
        ),
        Standing::Aside => report.settings(
            None,
            say!("there is no change record: the branch that is checked out has no commit yet, and others have"),
            say!("Go to the branch that has the documents: `git branch --all` lists them, and `git switch NAME` goes there."),
        ),
        Standing::Recorded => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only_after;
    use crate::history::Standing;

    #[test]
    fn a_folder_without_a_repository_or_a_commit_is_told() {
        let found =
            |standing| only_after("no-repository", &[("aims.toml", "")], |_, history| history.standing = standing);
        let told = ["aims.toml:1:1 there is no change record: the folder is not in a git repository"];
        assert_eq!(found(Standing::Outside), told);
        let told = ["aims.toml:1:1 there is no change record: the repository has no commit yet"];
        assert_eq!(found(Standing::Unborn), told);
        let told = "aims.toml:1:1 there is no change record: the branch that is checked out has no commit yet, and others have";
        assert_eq!(found(Standing::Aside), [told]);
        assert!(found(Standing::Recorded).is_empty());
    }
}
