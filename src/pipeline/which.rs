//! Which documents an act is about: those that were named, or those that wait for it.

use super::find;
use crate::approval::record::ActKind;
use crate::base::{Error, Result, SETTINGS};
use crate::model::document::Document;
use crate::model::review::Review;
use crate::model::{Aims, DocIx};
use crate::state::State;

/// The documents that a person acts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those of these ids, whatever the letter case, or at these paths in the AIMS.
    Named(Vec<String>),
    /// Those whose review is due: its day is here or has passed, or nothing says when the last one was.
    Due {
        /// Only those that this person or role answers for.
        of: Option<String>,
    },
    /// Those that build on a document which has changed in substance since they were looked at.
    SuspectOf {
        /// The document that has changed.
        document: String,
        /// Only those that this person or role answers for.
        of: Option<String>,
    },
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chosen {
    /// A document.
    Document(DocIx),
    /// The settings.
    Settings,
}

impl Chosen {
    pub(super) fn name(self, aims: &Aims) -> String {
        match self {
            Self::Document(ix) => aims.document(ix).id.clone(),
            Self::Settings => SETTINGS.into(),
        }
    }
}

impl Which {
    /// The documents, each once.
    pub(super) fn documents(&self, state: &State, act: ActKind) -> Result<Vec<Chosen>> {
        let aims = &state.aims;
        let mut chosen = Vec::new();
        match self {
            Self::Named(names) => {
                for name in names {
                    let is_settings = name.trim_start_matches("./") == SETTINGS;
                    chosen.push(match is_settings {
                        true => Chosen::Settings,
                        false => Chosen::Document(find::document(aims, name)?),
                    });
                }
            }
            Self::Due { of } => {
                let due = aims.iter().filter(|(ix, _)| is_due(aims.review(*ix), state));
                chosen.extend(theirs(due, of.as_deref(), state, act)?);
                if chosen.is_empty() {
                    return Err(Error::new(format!("no review is due{}", by(of.as_deref())))
                        .hint("`aims due` lists what is due when, and for whom."));
                }
            }
            Self::SuspectOf { document, of } => {
                let upstream = find::document(aims, document)?;
                let suspects = state.approvals.suspects.iter().filter(|suspect| suspect.upstream == upstream);
                let suspects = suspects.map(|suspect| (suspect.document, aims.document(suspect.document)));
                chosen.extend(theirs(suspects, of.as_deref(), state, act)?);
                if chosen.is_empty() {
                    let id = &aims.document(upstream).id;
                    return Err(Error::new(format!(
                        "nothing{} waits to be read again because {id} has changed",
                        by(of.as_deref())
                    ))
                    .hint("What builds on it has been looked at since, or nothing does."));
                }
            }
        }
        let mut seen: Vec<Chosen> = Vec::new();
        chosen.retain(|one| {
            !seen.contains(one) && {
                seen.push(*one);
                true
            }
        });
        Ok(chosen)
    }
}

/// Whether the day of a review is here, or nobody can say when it is.
fn is_due(review: Review, state: &State) -> bool {
    match review {
        Review::None => false,
        Review::Unknown => true,
        review => review.next().is_some_and(|next| next <= state.today()),
    }
}

/// Those of these documents that can be reviewed, and that a person or role answers for.
fn theirs<'a>(
    documents: impl Iterator<Item = (DocIx, &'a Document)>,
    of: Option<&str>,
    state: &State,
    act: ActKind,
) -> Result<Vec<Chosen>> {
    let config = &state.aims.config;
    let of = of.map(|name| find::whose(&state.aims, name)).transpose()?;
    // No act covers keys that stand in another file.
    let can = |document: &Document| {
        document.speaks_by().is_none()
            && (document.is_kept_current() || act == ActKind::Approval || document.is_approved_by(&config.approval))
    };
    let theirs = |document: &Document| {
        of.as_ref().is_none_or(|of| document.fields.text("owner").is_some_and(|owner| of.is(owner)))
    };
    let chosen = documents.filter(|(_, document)| can(document) && theirs(document));
    Ok(chosen.map(|(ix, _)| Chosen::Document(ix)).collect())
}

/// ` for …`, where somebody is named.
fn by(of: Option<&str>) -> String {
    of.map(|of| format!(" for {of}")).unwrap_or_default()
}
