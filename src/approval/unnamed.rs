//! Approvals without what acts say of documents that readers may not know of.

use std::sync::Arc;

use super::approvals::Approvals;
use super::case::From;
use super::evidence::Approval;
use super::targets::Targets;
use crate::base::DocPath;

/// What stands for the name of a tag that may not be told.
const UNNAMED: &str = "\u{2026}";

impl Approvals {
    /// Leaves out the words of acts that name what may not be named, and gives the records that do: they are signed with
    /// what they say, so that they cannot be cut.
    pub fn leave_named(&mut self, is_named_in: &dyn Fn(&str) -> bool) -> Vec<DocPath> {
        let mut found = Vec::new();
        let is_sealed = |approval: &Approval| approval.pieces.iter().any(|piece| matches!(piece.from, From::Tag(_)));
        for approval in self.documents.values_mut().filter(|approval| is_sealed(approval)) {
            let pieces = &mut Arc::make_mut(approval).pieces;
            for piece in pieces.iter_mut() {
                piece.says.take_if(|says| is_named_in(says));
                if let From::Tag(name) = &mut piece.from
                    && is_named_in(name)
                {
                    UNNAMED.clone_into(name);
                }
            }
        }
        for act in &mut self.acts {
            let Ok(record) = &mut act.filed.record else { continue };
            if is_named_in(&record.write()) {
                found.push(act.filed.path.clone());
                record.comment.take_if(|comment| is_named_in(comment));
                record.outcome.take_if(|outcome| is_named_in(outcome));
                record.targets = Targets::default();
                record.builds_on.retain(|id, _| !is_named_in(id));
            }
        }
        found
    }
}
