//! The files that are data: what stands below the headings of the skeleton's documents, and what git, editors and build
//! servers need.

use super::asked::Asked;
use crate::base::quote::markdown;

/// What stands below the front matter of documents of the skeleton, by name.
pub(super) const BODIES: [(&str, &str); 20] = [
    ("ai-policy", include_str!("data/bodies/ai-policy.md")),
    ("audit-programme", include_str!("data/bodies/audit-programme.md")),
    ("communication-plan", include_str!("data/bodies/communication-plan.md")),
    ("data-for-ai", include_str!("data/bodies/data-for-ai.md")),
    ("data-management", include_str!("data/bodies/data-management.md")),
    ("documents-and-competence", include_str!("data/bodies/documents-and-competence.md")),
    ("impact-assessment", include_str!("data/bodies/impact-assessment.md")),
    ("incidents-and-concerns", include_str!("data/bodies/incidents-and-concerns.md")),
    ("life-cycle", include_str!("data/bodies/life-cycle.md")),
    ("monitoring-audit-and-review", include_str!("data/bodies/monitoring-audit-and-review.md")),
    ("nonconformity", include_str!("data/bodies/nonconformity.md")),
    ("processes", include_str!("data/bodies/processes.md")),
    ("responsible-ai", include_str!("data/bodies/responsible-ai.md")),
    ("risk-management", include_str!("data/bodies/risk-management.md")),
    ("risk-treatment-plan", include_str!("data/bodies/risk-treatment-plan.md")),
    ("roles-and-resources", include_str!("data/bodies/roles-and-resources.md")),
    ("suppliers-and-customers", include_str!("data/bodies/suppliers-and-customers.md")),
    ("third-parties", include_str!("data/bodies/third-parties.md")),
    ("use-and-oversight", include_str!("data/bodies/use-and-oversight.md")),
    ("use-and-transparency", include_str!("data/bodies/use-and-transparency.md")),
];

/// Files at the top of every AIMS.
const COMMON: [(&str, &str); 6] = [
    (".gitignore", include_str!("data/ground/gitignore")),
    (".gitattributes", include_str!("data/ground/gitattributes")),
    (".editorconfig", include_str!("data/ground/editorconfig")),
    (".vscode/settings.json", include_str!("data/ground/vscode-settings.json")),
    (".vscode/extensions.json", include_str!("data/ground/vscode-extensions.json")),
    (".vscode/tasks.json", include_str!("data/ground/vscode-tasks.json")),
];

/// Files that are looked for at the top of a repository only.
const TOP: [(&str, &str); 4] = [
    (".github/workflows/aims.yml", include_str!("data/ground/github.yml")),
    (".github/workflows/aims-report.yml", include_str!("data/ground/github-report.yml")),
    (".gitlab-ci.yml", include_str!("data/ground/gitlab.yml")),
    (".pre-commit-config.yaml", include_str!("data/ground/pre-commit.yaml")),
];

/// What stands below the front matter of a document of the skeleton; nothing where there is no such name.
pub(super) fn body(name: &str) -> &'static str {
    BODIES.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

/// The branch of which the files for build servers speak, as they lie here.
const BRANCH: &str = "main";

/// The files for git and editors, and those of the top of a repository with the name of its branch.
pub(super) fn files(is_top: bool, branch: Option<&str>) -> Vec<(&'static str, String)> {
    let top: &[(&str, &str)] = if is_top { &TOP } else { &[] };
    let top = top.iter().map(|(path, text)| (*path, with_branch(text, branch)));
    COMMON.iter().map(|(path, text)| (*path, (*text).to_owned())).chain(top).collect()
}

/// The text at the top of an AIMS for those who open the repository.
pub(super) fn readme(asked: &Asked) -> String {
    let whose = asked.organisation.as_deref().map_or_else(String::new, |name| format!(" of {}", markdown(name)));
    format!("# AI management system{whose}\n\n{}", include_str!("data/ground/readme.md"))
}

/// The names of the files that are looked for at the top of a repository only.
pub fn of_top() -> impl Iterator<Item = &'static str> {
    TOP.iter().map(|(path, _)| *path)
}

/// A file for build servers that speaks of this branch. A name that would have to be escaped there is none to write unasked.
fn with_branch(text: &str, branch: Option<&str>) -> String {
    let is_plain = |name: &&str| name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    match branch.filter(is_plain).filter(|name| *name != BRANCH) {
        None => text.to_owned(),
        Some(name) => text
            .replace(&format!("branches: [{BRANCH}]"), &format!("branches: [\"{name}\"]"))
            .replace(&format!("'refs/heads/{BRANCH}'"), &format!("'refs/heads/{name}'")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn files_for_build_servers_speak_of_the_branch_that_there_is() {
        let text = |branch| super::files(true, branch).into_iter().map(|(_, text)| text).collect::<String>();
        let (main, trunk) = (text(None), text(Some("release/2026")));
        assert!(main.contains("branches: [main]") && main.contains("'refs/heads/main'"));
        assert!(trunk.contains("branches: [\"release/2026\"]") && trunk.contains("'refs/heads/release/2026'"));
        assert!(!trunk.contains("[main]") && !trunk.contains("refs/heads/main"));
        assert_eq!(text(Some("it's")), main);
    }

    #[test]
    fn the_table_is_the_folder() {
        let table: BTreeSet<String> = super::BODIES.iter().map(|(name, _)| format!("{name}.md")).collect();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/start/data/bodies");
        let entries = std::fs::read_dir(path).expect("the folder of the source");
        let there = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        assert_eq!(there.collect::<BTreeSet<_>>(), table);
    }
}
