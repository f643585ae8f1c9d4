//! What all parts of a file are made from: the state, the moment, and the names of what is told.

use std::collections::BTreeMap;

use super::elements::{begin, text};
use super::names::Names;
use crate::base::{date, uuid};
use crate::model::DocIx;
use crate::model::catalog::ReqId;
use crate::model::document::Document;
use crate::model::trace::Requirement;
use crate::state::{GENERATOR, State};

/// The version that the schema of ReqIF 1.0 to 1.2 asks for in each file.
const VERSION: &str = "1.0";

/// What all parts are made from.
pub(super) struct Exchange<'a> {
    pub(super) state: &'a State,
    /// The moment of the newest commit; the begin of the day where there is none.
    pub(super) moment: String,
    /// Every requirement once, with the name of its object.
    pub(super) requirements: BTreeMap<ReqId, (&'a Requirement, String)>,
    /// The documents that are told, with the names of their objects.
    pub(super) documents: BTreeMap<DocIx, String>,
}

impl<'a> Exchange<'a> {
    pub(super) fn of(state: &'a State, names: &mut Names) -> Self {
        let trace = &state.aims.trace;
        let mut requirements = BTreeMap::new();
        for requirement in trace.clauses().chain(trace.controls()) {
            requirements
                .entry(requirement.key())
                .or_insert_with(|| (requirement, names.of(&["req", requirement.framework.as_str(), &requirement.id])));
        }
        let known = state.aims.iter().filter(|(_, document)| document.controlled && document.kind.is_some());
        let documents = known.map(|(ix, document)| (ix, names.of(&["doc", &state.first_id(document)]))).collect();
        Self { state, moment: moment(state), requirements, documents }
    }

    /// A document that is told, with the name of its object.
    pub(super) fn document(&self, ix: DocIx) -> Option<(&'a Document, &str)> {
        Some((self.state.aims.document(ix), self.documents.get(&ix)?.as_str()))
    }

    /// The moment of the commit that changed a document last, as far as these readers know of it.
    pub(super) fn changed(&self, document: &Document) -> String {
        let newest = self.state.history.came(&document.path).next();
        newest.map_or_else(|| self.moment.clone(), |(revision, _)| date::rfc3339(revision.landed_at))
    }

    /// What the file says of itself.
    pub(super) fn header(&self) -> String {
        let State { aims, audience, edition, .. } = self.state;
        let name = aims.config.organisation.as_deref().unwrap_or("The organisation");
        let (today, revision, lasting) = (self.state.today(), self.state.revision(), self.state.lasting());
        let of = revision.map_or_else(|| "a work tree".to_owned(), |commit| format!("commit {commit}"));
        let part = self.state.left_out().map(|told| format!(" {told}")).unwrap_or_default();
        let comment = format!(
            "Made from {of} as of {today}, audience {}, edition {}. It shows evidence and does not say that a requirement is met.{part}",
            audience.as_str(),
            edition.as_str()
        );
        let (made, day) = ([audience.as_str(), edition.as_str()], today.to_string());
        let by = [&*lasting, "reqif", revision.unwrap_or_default(), &day, made[0], made[1]];
        let (file, repository) = (uuid(&by.join("\0")), uuid(&by[..2].join("\0")));
        let (created, title) = (begin(today).max(self.moment.clone()), format!("AI management system of {name}"));
        let said = [
            ("COMMENT", comment.as_str()),
            ("CREATION-TIME", created.as_str()),
            ("REPOSITORY-ID", repository.as_str()),
            ("REQ-IF-TOOL-ID", GENERATOR),
            ("REQ-IF-VERSION", VERSION),
            ("SOURCE-TOOL-ID", GENERATOR),
            ("TITLE", title.as_str()),
        ];
        let mut header = format!("<REQ-IF-HEADER IDENTIFIER=\"_aims-file-{file}\">\n");
        for (tag, words) in said {
            header.push_str(&format!("<{tag}>{}</{tag}>\n", text(words)));
        }
        header + "</REQ-IF-HEADER>\n"
    }
}

/// The moment of the newest commit that readers know of.
fn moment(state: &State) -> String {
    let newest = state.history.revisions.iter().map(|revision| revision.landed_at).max();
    let head = state.history.head.as_ref().map(|(_, day)| begin(*day));
    let known = newest.map(date::rfc3339).into_iter().chain(head).max();
    known.unwrap_or_else(|| begin(state.today()))
}
