//! What stands at a place of a text: a document, a requirement, a kind or a key.

use crate::base::DocPath;
use crate::diag::Span;
use crate::model::catalog::ReqId;
use crate::model::document::Document;
use crate::model::links::{Broken, Target};
use crate::model::{Aims, DocIx};

/// What is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// A document, and an anchor in it.
    Document(DocIx, Option<String>),
    /// A clause or control.
    Requirement(ReqId),
    /// A kind of documents, by its name.
    Kind(String),
    /// A key of front matter, by its name.
    Key(String),
}

/// What is named, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// What it is.
    pub(super) subject: Subject,
    /// Where its name stands.
    pub(super) span: Span,
}

/// What stands at the byte `at` of the file at `path`, whose text is `text`.
pub(super) fn at(aims: &Aims, path: &DocPath, text: &str, at: usize) -> Option<Named> {
    let ix = aims.by_path(path);
    let structured = ix.and_then(|ix| in_document(aims, ix, at));
    structured.or_else(|| {
        let span = word_at(text, at)?;
        let word = &text[span.start..span.end];
        let document = aims.by_id(word).map(|ix| Subject::Document(ix, None));
        let requirement = || aims.trace.get(word).map(|found| Subject::Requirement(found.key()));
        document.or_else(requirement).map(|subject| Named { subject, span })
    })
}

fn in_document(aims: &Aims, ix: DocIx, at: usize) -> Option<Named> {
    let document = aims.document(ix);
    let holds = |span: Span| span.start <= at && at <= span.end && span.end > span.start;
    let named = |subject, span| Some(Named { subject, span });
    if let Some(span) = document.id_span.filter(|span| holds(*span)) {
        return named(Subject::Document(ix, None), span);
    }
    if let Some((to, span)) =
        aims.references_of(ix).iter().find_map(|found| Some((found.to?, found.span)).filter(|(_, span)| holds(*span)))
    {
        return named(Subject::Document(to, None), span);
    }
    let links = document.body.links.iter().zip(&aims.links[ix.index()]);
    for (link, target) in links.filter(|(link, _)| holds(link.span)) {
        let subject = match target {
            Ok(Target::Document(to, anchor)) => Some(Subject::Document(*to, anchor.clone())),
            Err(Broken::Fragment { document, .. }) => Some(Subject::Document(*document, None)),
            Ok(Target::Requirement(id)) => Some(Subject::Requirement(id.clone())),
            _ => None,
        };
        if let Some(subject) = subject {
            return named(subject, link.span);
        }
    }
    for (written, span) in requirements_of(aims, document).filter(|(_, span)| holds(*span)) {
        if let Some(found) = aims.trace.get(&written) {
            return named(Subject::Requirement(found.key()), span);
        }
    }
    for field in document.fields.iter() {
        if holds(field.key_span) {
            return named(Subject::Key(field.name.clone()), field.key_span);
        }
        if field.name == "kind" && holds(field.span) {
            return document.kind.as_ref().and_then(|kind| named(Subject::Kind(kind.name.clone()), field.span));
        }
    }
    None
}

/// The requirements that a document names in its front matter, as `trace` takes them, with their places.
pub(super) fn requirements_of(aims: &Aims, document: &Document) -> impl Iterator<Item = (String, Span)> {
    let lists = ["controls", "clauses"].into_iter().flat_map(|key| document.fields.texts(key));
    let named = lists.map(move |id| (aims.in_full(document, ("controls", &id.value)).into_owned(), id.span));
    let others = document.fields.requirements().iter();
    let others =
        others.flat_map(|(framework, ids)| ids.iter().map(|id| (format!("{}:{}", framework.value, id.value), id.span)));
    let rows = document.fields.rows("statement").iter();
    let rows = rows.filter_map(|row| Some((row.cells.text("control")?.to_owned(), row.cells.span("control")?)));
    named.chain(others).chain(rows)
}

/// The id that the byte `at` lies in, if it looks like one.
fn word_at(text: &str, at: usize) -> Option<Span> {
    let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let before = text.get(..at)?;
    let start = at - before.chars().rev().take_while(|c| belongs(*c)).map(char::len_utf8).sum::<usize>();
    let end = at + text[at..].chars().take_while(|c| belongs(*c)).map(char::len_utf8).sum::<usize>();
    let word = text[start..end].trim_end_matches(['.', ':', '-']);
    (word.len() > 1).then(|| Span::new(start, start + word.len()))
}
