//! What a story is about, and which documents tell it.

use std::collections::BTreeSet;

use super::line::Line;
use crate::base::text::did_you_mean;
use crate::base::{DocPath, Error, Result};
use crate::history::{Gone, GoneIx, History, Step};
use crate::model::DocIx;
use crate::model::catalog::{ReqId, natural_key, split_req_id};
use crate::model::trace::{Requirement, RequirementKind};
use crate::state::State;

/// Something with a change record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A document; an AI system where it is of that kind.
    Document(DocIx),
    /// A document that is no longer there.
    Gone(GoneIx),
    /// A control or clause.
    Requirement(ReqId),
}

impl Subject {
    /// What `text` names: the id of a document, control or clause, whatever its letter case, or the path of a document.
    /// A document that was removed is found by the id or path it had last, and any by an id that it bore before.
    ///
    /// # Errors
    /// Where there is nothing of that name, with the nearest that there is.
    pub fn find(state: &State, text: &str) -> Result<Self> {
        let (aims, history) = (&state.aims, &*state.history);
        let path = DocPath::new(text.trim_start_matches("./"));
        let names = |gone: &Gone| {
            Some(&gone.path) == path.as_ref() || last_id(history, gone).is_some_and(|id| id.eq_ignore_ascii_case(text))
        };
        let gone = || history.gone.iter().position(names).map(GoneIx::new);
        if let Some(ix) = aims.by_id(text).or_else(|| path.as_ref().and_then(|path| aims.by_path(path))) {
            // What only says that it bore the id of one that is gone has another record.
            let document = aims.document(ix);
            let is_own = document.id.eq_ignore_ascii_case(text) || path.as_ref() == Some(&document.path);
            return Ok(match (!is_own).then(gone).flatten() {
                Some(place) => Self::Gone(place),
                None => Self::Document(ix),
            });
        }
        let requirements = || aims.trace.controls().chain(aims.trace.clauses());
        let (framework, id) = split_req_id(text);
        let standards = aims.catalog.asked(framework, &id.to_uppercase());
        let of_framework = |of: &&Requirement| standards.iter().any(|standard| of.framework == standard.id);
        let mut asked = requirements().filter(of_framework);
        if let Some(requirement) = asked.find(|requirement| requirement.id.eq_ignore_ascii_case(id)) {
            return Ok(Self::Requirement(requirement.key()));
        }
        if let Some(place) = gone() {
            return Ok(Self::Gone(place));
        }
        let bore = |steps: &[Step]| {
            let mut ids = steps.iter().filter_map(|step| history.step(*step)?.1.facts.as_ref()?.id.as_deref());
            ids.any(|id| id.eq_ignore_ascii_case(text))
        };
        if let Some((ix, _)) = aims.iter().find(|(_, document)| bore(history.steps(&document.path))) {
            return Ok(Self::Document(ix));
        }
        if let Some(place) = history.gone.iter().position(|gone| bore(&gone.steps)) {
            return Ok(Self::Gone(GoneIx::new(place)));
        }
        let documents = aims.documents.iter().flat_map(|document| [document.id.as_str(), document.path.as_str()]);
        let gone = history.gone.iter().flat_map(|gone| [Some(gone.path.as_str()), last_id(history, gone)]).flatten();
        let requirements = requirements().map(|requirement| requirement.name.as_str());
        let near = did_you_mean(text, documents.chain(requirements).chain(gone));
        Err(Error::new(format!("`{text}` is no document, control, clause or system")).hint(match near {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "Name it by its id, such as `POL-001`, `A.5.2` or `6.1.4`, or a document by its path.".into(),
        }))
    }

    /// What it is, its id and its title.
    pub(super) fn name(&self, from: &State) -> (&'static str, String, String) {
        match self {
            Self::Document(ix) => {
                let document = from.aims.document(*ix);
                let kind = if document.is("system") { "system" } else { "document" };
                (kind, document.id.clone(), document.title.clone())
            }
            Self::Gone(place) => match gone_line(from, *place) {
                Some(line) => ("document", line.id, line.title),
                None => ("document", String::new(), String::new()),
            },
            Self::Requirement(id) => {
                let requirement = from.aims.trace.at(id);
                let title = requirement.map(|requirement| requirement.title.clone()).unwrap_or_default();
                (RequirementKind::of(&from.aims.catalog, id).as_str(), from.aims.catalog.name(id), title)
            }
        }
    }

    /// The documents whose history it is: the document itself; with an AI system all that name it; those that serve a
    /// control or clause now.
    pub(super) fn lines<'a>(&self, from: &'a State) -> Vec<Line<'a>> {
        let documents: Vec<DocIx> = match self {
            Self::Gone(place) => {
                return gone_line(from, *place).into_iter().collect();
            }
            Self::Document(ix) if from.aims.document(*ix).is("system") => {
                let naming: BTreeSet<DocIx> = from.aims.references_to(*ix).map(|reference| reference.from).collect();
                let mut naming: Vec<DocIx> = naming.into_iter().filter(|other| other != ix).collect();
                naming.sort_by_cached_key(|ix| natural_key(&from.aims.document(*ix).id));
                std::iter::once(*ix).chain(naming).collect()
            }
            Self::Document(ix) => vec![*ix],
            Self::Requirement(id) => {
                let mut seen = BTreeSet::new();
                let serving = from.aims.trace.at(id).map(|requirement| requirement.serving.as_slice());
                let serving = serving.unwrap_or_default().iter().map(|serving| serving.document);
                serving.filter(|ix| seen.insert(*ix)).collect()
            }
        };
        documents.into_iter().map(|ix| line(from, ix)).collect()
    }
}

/// A document that is there.
pub(super) fn line(from: &State, ix: DocIx) -> Line<'_> {
    let (document, history) = (from.aims.document(ix), &from.history);
    Line {
        ix: Some(ix),
        gone: None,
        id: document.id.clone(),
        title: document.title.clone(),
        path: &document.path,
        steps: history.steps(&document.path),
        versions: history.versions(&document.path),
        tenures: from.approvals.tenures(ix),
    }
}

/// A document that was removed, by what it said of itself last.
pub(super) fn gone_line(from: &State, place: GoneIx) -> Option<Line<'_>> {
    let history = &from.history;
    let gone = history.gone_at(place)?;
    let facts = gone.steps.iter().find_map(|step| history.step(*step)?.1.facts.as_ref());
    let title = facts.and_then(|facts| facts.title.as_deref()).unwrap_or(gone.path.stem());
    Some(Line {
        ix: None,
        gone: Some(place),
        id: last_id(history, gone).unwrap_or(gone.path.as_str()).to_owned(),
        title: title.to_owned(),
        path: &gone.path,
        steps: &gone.steps,
        versions: &gone.versions,
        tenures: from.approvals.tenures_of_gone(place),
    })
}

fn last_id<'a>(history: &'a History, gone: &Gone) -> Option<&'a str> {
    gone.steps.iter().find_map(|step| history.step(*step)?.1.facts.as_ref()?.id.as_deref())
}
