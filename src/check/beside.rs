//! Findings about what stands in a file beside a document, told in that file.

use std::collections::BTreeMap;

use crate::base::DocPath;
use crate::diag::{Diagnostic, Place};
use crate::model::Aims;
use crate::model::document::Document;

/// Puts what was found at a place behind the end of a document's text where it is: in the file beside it.
pub(super) fn place(found: &mut [Diagnostic], aims: &Aims) {
    let documents = aims.documents.iter().filter(|document| document.beside.is_some());
    let by_path: BTreeMap<&DocPath, &Document> =
        documents.map(|document| (&document.path, document.as_ref())).collect();
    if by_path.is_empty() {
        return;
    }
    let settle = |place: &mut Place| {
        if let Some((document, span)) = by_path.get(&place.path).zip(place.span) {
            let (path, span) = document.place(span);
            *place = Place { path: path.clone(), span: Some(span) };
        }
    };
    for finding in found {
        let before = finding.place.path.clone();
        settle(&mut finding.place);
        finding.also.iter_mut().for_each(|also| settle(&mut also.place));
        if let Some(document) = by_path.get(&before) {
            // A change is made in the file that the finding is in.
            finding.fixes.retain_mut(|fix| {
                let (path, span) = document.place(fix.span);
                let is_here = *path == finding.place.path;
                fix.span = span;
                is_here
            });
        }
    }
}
