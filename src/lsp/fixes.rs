//! Mends that an editor can make by itself: those that a finding carries.

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range, TextEdit, Uri, WorkspaceEdit};

use super::lines::Lines;
use super::publish;
use super::session::Session;
use crate::base::DocPath;
use crate::base::text::terminal_safe;
use crate::diag::{Diagnostic, Span};
use crate::state::State;

/// The rule of words under keys such as `status`.
const WORDS: &str = "AIMS110";

/// The mends of what is found in the file at `path` within `range`. `address` is what the editor calls the file.
pub(super) fn within(
    state: &State,
    (session, path): (&Session, &DocPath),
    range: Range,
    lines: &Lines<'_>,
    address: &Uri,
) -> Vec<CodeActionOrCommand> {
    let asked = Span::new(lines.offset(range.start), lines.offset(range.end));
    let touches = |finding: &&Diagnostic| {
        let span = finding.place.span.unwrap_or_default();
        finding.place.path == *path && span.start <= asked.end && asked.start <= span.end
    };
    let mut actions = Vec::new();
    for finding in state.findings.found.iter().filter(touches) {
        // Of several mends none is more likely than the others. What an editor makes unasked says nothing new, and no word
        // for how something stands: whether it is approved, met or for everybody is for people to say.
        let only = finding.fixes.len() == 1 && finding.code != WORDS;
        for fix in &finding.fixes {
            let new_text = session.with_ends(path, fix.replacement.clone());
            let edit = TextEdit { range: lines.range(fix.span), new_text };
            actions.push(CodeActionOrCommand::CodeAction(CodeAction {
                title: terminal_safe(&fix.title),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![publish::of(finding, lines)]),
                edit: Some(one(address, edit)),
                is_preferred: Some(only && fix.certain),
                ..CodeAction::default()
            }));
        }
    }
    actions
}

#[expect(clippy::mutable_key_type, reason = "the protocol's type for changes is a map by addresses")]
fn one(address: &Uri, edit: TextEdit) -> WorkspaceEdit {
    let changes = HashMap::from([(address.clone(), vec![edit])]);
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}
