//! Where something is defined, and where it is named.

use super::target::{Subject, requirements_of};
use crate::base::DocPath;
use crate::diag::Span;
use crate::model::catalog::ReqId;
use crate::model::document::Document;
use crate::model::links::{Broken, Target};
use crate::model::{Aims, DocIx};

/// A place in a file.
pub(super) type Spot = (DocPath, Span);

/// Where it is defined: a document at its id or the heading that is meant; a requirement in the statement of applicability,
/// or else in the documents that serve it.
pub(super) fn definition(aims: &Aims, subject: &Subject) -> Vec<Spot> {
    match subject {
        Subject::Document(ix, anchor) => {
            let document = aims.document(*ix);
            let names = document.body.anchor_names();
            let anchor = anchor.as_deref().map(|anchor| names.get(anchor).copied().unwrap_or(anchor));
            let heading = document.body.headings.iter().find(|heading| Some(heading.anchor.as_str()) == anchor);
            let span = heading.map(|heading| heading.span).or(document.id_span).unwrap_or(document.head);
            vec![spot(document, span)]
        }
        Subject::Requirement(id) => {
            let soa = aims.soa_of(&id.framework);
            let row = soa.and_then(|soa| Some(spot(aims.document(soa.document), soa.row(&id.id)?.span)));
            match (row, aims.trace.at(id)) {
                (Some(row), _) => vec![row],
                (None, Some(found)) => found.documents().map(|ix| head(aims, ix)).collect(),
                (None, None) => Vec::new(),
            }
        }
        Subject::Kind(_) | Subject::Key(_) => Vec::new(),
    }
}

fn head(aims: &Aims, ix: DocIx) -> Spot {
    let document = aims.document(ix);
    spot(document, document.id_span.unwrap_or(document.head))
}

/// A place in a document, or in the file beside it.
fn spot(document: &Document, span: Span) -> Spot {
    let (path, span) = document.place(span);
    (path.clone(), span)
}

/// Where it is named, in order of path and place; with where it is defined if `declared` asks for that.
pub(super) fn references(aims: &Aims, subject: &Subject, declared: bool) -> Vec<Spot> {
    let mut found = match subject {
        Subject::Document(ix, _) => of_document(aims, *ix),
        Subject::Requirement(id) => of_requirement(aims, id),
        Subject::Kind(_) | Subject::Key(_) => Vec::new(),
    };
    if declared && let Subject::Document(ix, _) = subject {
        found.push(head(aims, *ix));
    }
    found.sort();
    found.dedup();
    found
}

fn of_document(aims: &Aims, ix: DocIx) -> Vec<Spot> {
    let references = aims.references_to(ix);
    let mut found: Vec<Spot> =
        references.map(|reference| spot(aims.document(reference.from), reference.span)).collect();
    links(aims, &mut found, |target| match target {
        Ok(Target::Document(to, _)) => *to == ix,
        Err(Broken::Fragment { document, .. }) => *document == ix,
        _ => false,
    });
    found
}

fn of_requirement(aims: &Aims, id: &ReqId) -> Vec<Spot> {
    let mut found = Vec::new();
    for document in &aims.documents {
        let named = requirements_of(aims, document)
            .filter(|(written, _)| aims.trace.get(written).is_some_and(|known| known.key() == *id));
        found.extend(named.map(|(_, span)| spot(document, span)));
    }
    links(aims, &mut found, |target| matches!(target, Ok(Target::Requirement(to)) if to == id));
    found
}

fn links(aims: &Aims, found: &mut Vec<Spot>, is_meant: impl Fn(&Result<Target, Broken>) -> bool) {
    for (document, targets) in aims.documents.iter().zip(&aims.links) {
        let links = document.body.links.iter().zip(targets).filter(|(_, target)| is_meant(target));
        found.extend(links.map(|(link, _)| (document.path.clone(), link.span)));
    }
}
