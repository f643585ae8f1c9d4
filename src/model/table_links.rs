//! Where links in the cells of tables lead that are read as rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::Document;
use super::fields::FieldValue;
use crate::base::DocPath;
use crate::diag::Span;
use crate::reading::Rows;

/// Puts ids in the place of paths to which links in the cells of such tables lead. A link that leads to no document is the
/// text's own, where it is told.
pub(super) fn lead(documents: &mut [Arc<Document>], rules: &[Rows]) {
    if rules.is_empty() {
        return;
    }
    let ids: BTreeMap<DocPath, String> =
        documents.iter().map(|document| (document.path.clone(), document.id.clone())).collect();
    for document in documents {
        let keys: Vec<&str> =
            rules.iter().filter(|rule| document.kind_name() == rule.kind).map(|rule| rule.key.as_str()).collect();
        let body = document.body.start;
        if keys.iter().any(|key| document.fields.span(key).is_some_and(|span| is_below(span, body))) {
            let document = Arc::make_mut(document);
            for key in keys {
                settle(document, key, &ids);
            }
        }
    }
}

fn is_below(span: Span, body: usize) -> bool {
    span.start >= body
}

fn settle(document: &mut Document, key: &str, ids: &BTreeMap<DocPath, String>) {
    let path = document.path.clone();
    let Some(FieldValue::Rows(rows)) = document.fields.by_name.get_mut(key).map(|field| &mut field.value) else {
        return;
    };
    for cell in rows.iter_mut().flat_map(|row| row.cells.by_name.values_mut()) {
        let FieldValue::Texts(texts) = &mut cell.value else { continue };
        texts.retain_mut(|text| {
            let is_path = text.value.contains('/') || text.value.to_lowercase().ends_with(".md");
            let to = path.resolve(&text.value).and_then(|path| ids.get(&path));
            if let (true, Some(id)) = (is_path, to) {
                text.value.clone_from(id);
            }
            !is_path || to.is_some()
        });
    }
}
