//! `no-documents`: an AIMS without a document.

use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS814",
    name: "no-documents",
    level: Level::Warning,
    clock: false,
    what: "The folder holds no Markdown file, so there is nothing to check.",
    why: "A check that finds nothing because it read nothing looks like a good one. A `.gitignore` rule or a wrong folder is the usual cause.",
    fix: "Name the folder of the AIMS, look at the `.gitignore` files at and above it, or begin with a first document.",
    run: |context: &Context<'_>, report: &mut Report<'_>| {
        if context.aims.documents.is_empty() {
            report.settings(
                None,
                "no document was found",
                "Look at the folder, and at the `.gitignore` files at and above it.",
            );
        }
    },
};

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn a_folder_without_markdown_is_told_at_the_settings() {
        let files = [("aims.toml", ""), ("a.txt", "x")];
        assert_eq!(only("no-documents", &files), ["aims.toml:1:1 no document was found"]);
        assert!(only("no-documents", &[("aims.toml", ""), ("README.md", "# Read me\n")]).is_empty());
    }
}
