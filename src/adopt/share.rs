//! How much of the files is understood.

use crate::base::DocPath;
use crate::model::Aims;
use crate::model::document::Document;

/// Of how many files what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Files of Markdown that belong to the AIMS.
    pub pages: usize,
    /// Those under control.
    pub documents: usize,
    /// What is known of how many of them, with one of which it is not.
    pub known: Vec<(&'static str, usize, Option<DocPath>)>,
}

impl Share {
    pub(super) fn of(aims: &Aims) -> Self {
        let documents: Vec<_> = aims.documents.iter().filter(|document| document.controlled).collect();
        let known = ["kind", "id", "owner", "status", "review"].map(|what| {
            let knows = |document: &Document| {
                let has = |key: &str| document.fields.get(key).is_some();
                match what {
                    "kind" => document.kind.is_some(),
                    "id" => document.id_span.is_some(),
                    // The settings say how long after any day it is.
                    "review" => ["next-review", "reviewed", "review-every", "effective", "date"].into_iter().any(has),
                    _ => has(what),
                }
            };
            let number = documents.iter().filter(|document| knows(document)).count();
            let lacks = documents.iter().find(|document| !knows(document)).map(|document| document.path.clone());
            (what, number, lacks)
        });
        Self { pages: aims.documents.len(), documents: documents.len(), known: known.into() }
    }
}
