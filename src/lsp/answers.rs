//! The answer to each request of an editor.

use std::collections::HashMap;
use std::sync::Arc;

use lsp_server::ErrorCode;
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, GotoDefinition, HoverRequest, PrepareRenameRequest,
    References, Rename, Request as _, WorkspaceSymbolRequest,
};
use lsp_types::{
    CodeActionParams, CodeActionResponse, CompletionParams, CompletionResponse, DocumentSymbolParams,
    DocumentSymbolResponse, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverContents, HoverParams, Location,
    MarkupContent, MarkupKind, Position, PrepareRenameResponse, ReferenceParams, RenameParams, SymbolInformation,
    SymbolKind, TextDocumentPositionParams, TextEdit, Uri, WorkspaceEdit, WorkspaceSymbolParams,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::complete::{self, Page};
use super::find::{self, Spot};
use super::lines::Lines;
use super::session::Session;
use super::sessions::Sessions;
use super::target::{self, Named, Subject};
use super::{fixes, hover, rename, settings, symbols};
use crate::base::text::terminal_safe;
use crate::base::{DocPath, SETTINGS};
use crate::model::Aims;
use crate::model::catalog::Catalog;
use crate::model::config::Config;
use crate::model::kinds::Kinds;
use crate::schema::Known;
use crate::state::State;

/// Why there is no answer.
pub(super) type Refusal = (ErrorCode, String);

/// The answer to a request, as the protocol has it.
///
/// # Errors
/// Where the request is not known or not sound, or cannot be met.
pub(super) fn of(sessions: &Sessions, method: &str, params: Value) -> Result<Value, Refusal> {
    match method {
        Completion::METHOD => {
            let params: CompletionParams = take(params)?;
            give(completion(sessions, &params.text_document_position))
        }
        HoverRequest::METHOD => {
            let params: HoverParams = take(params)?;
            let place = &params.text_document_position_params;
            let of_settings = hover_in_settings(sessions, place);
            give(of_settings.or_else(|| at(sessions, place).and_then(|asked| asked.hover())))
        }
        GotoDefinition::METHOD => {
            let params: GotoDefinitionParams = take(params)?;
            let found = at(sessions, &params.text_document_position_params);
            let found = found.map(|asked| asked.locations(find::definition(&asked.state.aims, &asked.named.subject)));
            give(found.map(GotoDefinitionResponse::Array))
        }
        References::METHOD => {
            let params: ReferenceParams = take(params)?;
            let declared = params.context.include_declaration;
            let found = at(sessions, &params.text_document_position);
            give(
                found.map(|asked| asked.locations(find::references(&asked.state.aims, &asked.named.subject, declared))),
            )
        }
        PrepareRenameRequest::METHOD => {
            let params: TextDocumentPositionParams = take(params)?;
            give(at(sessions, &params).and_then(|asked| asked.prepare_rename()))
        }
        Rename::METHOD => {
            let params: RenameParams = take(params)?;
            let asked = at(sessions, &params.text_document_position);
            let nothing = || (ErrorCode::InvalidRequest, "no id of a document stands there".to_owned());
            give(asked.ok_or_else(nothing)?.rename(&params.new_name)?)
        }
        CodeActionRequest::METHOD => {
            let params: CodeActionParams = take(params)?;
            give(mends(sessions, &params))
        }
        DocumentSymbolRequest::METHOD => {
            let params: DocumentSymbolParams = take(params)?;
            give(outline(sessions, &params.text_document.uri))
        }
        WorkspaceSymbolRequest::METHOD => {
            let params: WorkspaceSymbolParams = take(params)?;
            give(named(sessions, &params.query))
        }
        _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is not offered"))),
    }
}

fn take<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn give<T: Serialize>(answer: T) -> Result<Value, Refusal> {
    serde_json::to_value(answer).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

/// What is asked about: something that is named in a file of an AIMS.
struct Asked<'a> {
    sessions: &'a Sessions,
    session: &'a Session,
    state: Arc<State>,
    path: DocPath,
    named: Named,
}

/// What stands at a position, in the texts as they are now.
fn at<'a>(sessions: &'a Sessions, place: &TextDocumentPositionParams) -> Option<Asked<'a>> {
    let (session, path) = sessions.at(&place.text_document.uri)?;
    let state = session.fresh()?;
    let text = state.aims.texts.text(&path)?;
    let at = Lines::new(text, sessions.encoding).offset(place.position);
    let named = target::at(&state.aims, &path, text, at)?;
    Some(Asked { sessions, session, state, path, named })
}

impl Asked<'_> {
    fn aims(&self) -> &Aims {
        &self.state.aims
    }

    fn lines(&self, path: &DocPath) -> Lines<'_> {
        Lines::new(self.aims().texts.text(path).unwrap_or_default(), self.sessions.encoding)
    }

    fn hover(&self) -> Option<Hover> {
        let value = hover::of(&self.state, &self.named.subject, self.aims().by_path(&self.path))?;
        Some(Hover {
            contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
            range: Some(self.lines(&self.path).range(self.named.span)),
        })
    }

    fn locations(&self, spots: Vec<Spot>) -> Vec<Location> {
        let mut lines: HashMap<DocPath, Lines<'_>> = HashMap::new();
        let location = |(path, span): Spot| {
            let uri = self.session.names.address(&path)?;
            let lines = lines.entry(path).or_insert_with_key(|path| self.lines(path));
            Some(Location { uri, range: lines.range(span) })
        };
        spots.into_iter().filter_map(location).collect()
    }

    fn prepare_rename(&self) -> Option<PrepareRenameResponse> {
        let text = self.aims().texts.text(&self.path)?;
        let (id, span) = rename::prepare(self.aims(), &self.named, text)?;
        let range = self.lines(&self.path).range(span);
        Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: id.to_owned() })
    }

    #[expect(clippy::mutable_key_type, reason = "the protocol's type for changes is a map by addresses")]
    fn rename(&self, new: &str) -> Result<WorkspaceEdit, Refusal> {
        let Subject::Document(ix, _) = self.named.subject else {
            return Err((ErrorCode::InvalidRequest, "only ids of documents have another name".into()));
        };
        let edits = rename::edits(&self.state, ix, new).map_err(|why| (ErrorCode::InvalidRequest, why))?;
        let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
        for (path, edits) in edits {
            let lines = self.lines(&path);
            let Some(uri) = self.session.names.address(&path) else { continue };
            let edit =
                |(span, put)| TextEdit { range: lines.range(span), new_text: self.session.with_ends(&path, put) };
            changes.insert(uri, edits.into_iter().map(edit).collect());
        }
        Ok(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
    }
}

fn completion(sessions: &Sessions, place: &TextDocumentPositionParams) -> Option<CompletionResponse> {
    let (session, path) = sessions.at(&place.text_document.uri)?;
    // What is typed is as the editor has it now; all else may be a moment old.
    let is_settings = path.as_str() == SETTINGS;
    let text = Arc::clone(&session.open.get(&path).filter(|_| path.is_markdown() || is_settings)?.text);
    let state = session.latest();
    let lines = Lines::new(&text, sessions.encoding);
    let at = lines.offset(place.position);
    if is_settings {
        let today = state.as_ref().map(|state| state.aims.today);
        let items = with_known(state.as_deref(), |known| settings::completion(known, today, &text, at, &lines));
        return Some(CompletionResponse::Array(items));
    }
    let state = state?;
    let page = Page { state: &state, path: &path, text: &text };
    Some(CompletionResponse::Array(complete::at(&page, at, &lines)))
}

/// What is known of a setting, as the editor has the text now.
fn hover_in_settings(sessions: &Sessions, place: &TextDocumentPositionParams) -> Option<Hover> {
    let (session, path) = sessions.at(&place.text_document.uri)?;
    let text = Arc::clone(&session.open.get(&path).filter(|_| path.as_str() == SETTINGS)?.text);
    let state = session.latest();
    let lines = Lines::new(&text, sessions.encoding);
    let at = lines.offset(place.position);
    let (value, span) = with_known(state.as_deref(), |known| settings::hover(known, &text, at))?;
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(lines.range(span)) })
}

/// Asks with what is known of the AIMS: of what is built in, where it could not be read yet.
fn with_known<T>(state: Option<&State>, ask: impl FnOnce(&Known<'_>) -> T) -> T {
    match state {
        Some(State { aims, .. }) => ask(&Known { kinds: &aims.kinds, catalog: &aims.catalog, config: &aims.config }),
        None => ask(&Known { kinds: &Kinds::builtin(), catalog: Catalog::builtin(), config: &Config::default() }),
    }
}

fn mends(sessions: &Sessions, params: &CodeActionParams) -> Option<CodeActionResponse> {
    let (session, path) = sessions.at(&params.text_document.uri)?;
    let state = session.fresh()?;
    let lines = Lines::new(state.aims.texts.text(&path)?, sessions.encoding);
    Some(fixes::within(&state, (session, &path), params.range, &lines, &params.text_document.uri))
}

fn outline(sessions: &Sessions, address: &Uri) -> Option<DocumentSymbolResponse> {
    let (session, path) = sessions.at(address)?;
    let state = session.fresh()?;
    let document = state.aims.document(state.aims.by_path(&path)?);
    let lines = Lines::new(&document.text, sessions.encoding);
    Some(DocumentSymbolResponse::Nested(symbols::outline(document, &lines)))
}

#[expect(deprecated, reason = "the protocol has kept the field `deprecated` for old clients, and its type asks for it")]
fn named(sessions: &Sessions, query: &str) -> Vec<SymbolInformation> {
    let mut found = Vec::new();
    for session in &sessions.all {
        let Some(state) = session.latest() else { continue };
        for document in symbols::named(&state.aims, query) {
            let Some(uri) = session.names.address(&document.path) else { continue };
            let start = Position::default();
            let location = Location { uri, range: lsp_types::Range { start, end: start } };
            found.push(SymbolInformation {
                name: terminal_safe(&format!("{} {}", document.id, document.title)),
                kind: SymbolKind::FILE,
                tags: None,
                deprecated: None,
                location,
                container_name: document.kind.as_ref().map(|kind| kind.label.clone()),
            });
        }
    }
    found
}
