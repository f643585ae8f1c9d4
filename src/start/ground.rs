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

/// The files beside documents and settings.
pub(super) fn files(asked: &Asked) -> Vec<(&'static str, String)> {
    let top: &[(&str, &str)] = if asked.is_top { &TOP } else { &[] };
    let whose = asked.organisation.as_deref().map_or_else(String::new, |name| format!(" of {}", markdown(name)));
    let mut files: Vec<(&str, String)> =
        COMMON.iter().chain(top).map(|(path, text)| (*path, (*text).to_owned())).collect();
    files.push(("README.md", format!("# AI management system{whose}\n\n{}", include_str!("data/ground/readme.md"))));
    files
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn the_table_is_the_folder() {
        let table: BTreeSet<String> = super::BODIES.iter().map(|(name, _)| format!("{name}.md")).collect();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/start/data/bodies");
        let entries = std::fs::read_dir(path).expect("the folder of the source");
        let there = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        assert_eq!(there.collect::<BTreeSet<_>>(), table);
    }
}
