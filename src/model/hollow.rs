//! Documents that say nothing that counts: by links alone, of which none leads anywhere, or in two versions at once.

use std::sync::Arc;

use super::attachments::Fault;
use super::document::Document;
use super::links::{Broken, Target};
use crate::parse::ProblemKind;

impl Document {
    /// Whether two versions of it stand side by side, since a merge was left unfinished: nobody has decided what it says.
    pub fn is_torn(&self) -> bool {
        self.problems.iter().any(|problem| problem.kind == ProblemKind::Conflict)
    }
}

/// Settles which documents hold no word after all: a record that is the name of a file, and the file is not there or empty.
pub(super) fn settle(documents: &mut [Arc<Document>], links: &[Vec<Result<Target, Broken>>]) {
    for (document, links) in documents.iter_mut().zip(links) {
        // What readers may not know of is there, and so is a file that is not published.
        let is_nothing = |link: &Result<Target, Broken>| {
            matches!(link, Err(Broken::Missing { .. } | Broken::Empty | Broken::Withheld(Fault::Empty)))
        };
        if document.said.by_links && links.iter().all(is_nothing) {
            Arc::make_mut(document).said.wordless = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    #[test]
    fn a_link_to_nothing_is_no_word() {
        let wordless = |body: &str| {
            let text = format!("---\nid: D\ntitle: T\nkind: record\ndate: 2026-01-01\n---\n{body}\n");
            let files = [("d.md", text.as_bytes()), ("r.pdf", &b"%PDF-1.7"[..]), ("e.pdf", &b""[..])];
            let aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read");
            aims.documents[0].said.wordless
        };
        for body in ["[Minutes](gone.pdf)", "[Minutes](e.pdf)", "See [Minutes](gone.md) and [Annex](e.pdf)."] {
            assert!(wordless(body), "{body}");
        }
        for body in [
            "[Minutes](r.pdf)",
            "[Minutes](gone.pdf), [Annex](r.pdf)",
            "[Minutes](https://example.org/minutes)",
            "The test was held on 4 March; [Minutes](gone.pdf)",
        ] {
            assert!(!wordless(body), "{body}");
        }
    }
}
