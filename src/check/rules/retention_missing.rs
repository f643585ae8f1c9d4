//! `retention-missing`: a document that does not say how long it is kept, where others of its kind do.

use crate::base::say;
use crate::check::context::Context;
use crate::check::keeping::papers;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS410",
    name: "retention-missing",
    level: Level::Note,
    clock: false,
    what: "A document or record has no `retention`, while most others of its kind, three at the least, have one. Of papers that law has kept, `retention-below-law` tells it.",
    why: "Retention and disposal of documented information are controlled (clause 7.5.3), and law asks for years: ten for the technical file of a high-risk system (article 18 of the EU AI Act). `Retention not defined` is what an auditor notes of the one that was forgotten.",
    fix: "Say how long it is kept, and from when: `retention: 6 years from the end of the contract`.",
    run,
};

/// How many of a kind have to have one, before it is asked of the others.
const SOME: usize = 3;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut of_kind: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
    for (_, document) in context.living().filter(|(_, document)| !document.is_draft() && document.kind.is_some()) {
        of_kind.entry(document.kind_name()).or_default().push(document);
    }
    let by_law = papers(context);
    for documents in of_kind.values() {
        let without: Vec<&&Document> = documents.iter().filter(|document| document.fields.lacks("retention")).collect();
        let with = documents.len() - without.len();
        if with < SOME || with <= without.len() {
            continue;
        }
        let is_told =
            |document: &Document| context.aims.by_path(&document.path).is_some_and(|ix| by_law.contains_key(&ix));
        for document in without.into_iter().filter(|document| !is_told(document)) {
            report.document(
                document,
                document.head,
                say!("{id} does not say how long it is kept, as others of its kind do", id = document.id),
                say!("Add `retention: …`: how long, and from when."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(with: usize, without: usize) -> usize {
        let texts: Vec<(String, String)> = (0..with + without)
            .map(|i| {
                let retention = if i < with { "retention: 6 years\n" } else { "" };
                (format!("{i}.md"), format!("---\nid: REC-{i}\nkind: record\n{retention}---\n"))
            })
            .collect();
        let mut files = vec![("aims.toml", "")];
        files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        only("retention-missing", &files).len()
    }

    #[test]
    fn it_is_asked_where_most_of_a_kind_have_one() {
        assert_eq!([found(3, 1), found(3, 2), found(3, 3), found(2, 1), found(0, 4)], [1, 2, 0, 0, 0]);
    }
}
