//! The conversation with an editor: each message is answered from the AIMS that its file belongs to.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, Exit,
    Notification as _, PublishDiagnostics, ShowMessage,
};
use lsp_types::request::{RegisterCapability, Request as _, Shutdown};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWatchedFilesRegistrationOptions, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, FileSystemWatcher, GlobPattern, HoverProviderCapability, InitializeParams, MessageType,
    OneOf, Registration, RegistrationParams, RenameOptions, ServerCapabilities, ServerInfo, ShowMessageParams,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkDoneProgressOptions,
};
use serde::de::DeserializeOwned;

use super::answers;
use super::lines::{Encoding, Lines};
use super::place::path_of;
use super::publish::Told;
use super::session::{Buffer, Find, Job, Session, Stopped};
use super::sessions::Sessions;
use crate::base::{Error, Result, SETTINGS, is_hidden};
use crate::repo::MAILMAP;
use crate::source::{folder_there, real_place};
use crate::state::State;

/// One conversation.
pub(super) struct Server<'a> {
    connection: Connection,
    find: &'a Find<'a>,
    sessions: Sessions,
    /// Whether the editor tells of files that others change.
    watched: bool,
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new("the editor does not keep to the protocol").caused_by(error)
}

impl<'a> Server<'a> {
    /// Greets the editor: what each can do is agreed on.
    pub(super) fn greet(connection: Connection, find: &'a Find<'a>) -> Result<Self> {
        let (id, params) = connection.initialize_start().map_err(broken)?;
        let params: InitializeParams = serde_json::from_value(params).map_err(broken)?;
        let general = params.capabilities.general.as_ref();
        let encoding = Encoding::choose(general.and_then(|general| general.position_encodings.as_deref()));
        let answer = serde_json::json!({
            "capabilities": capabilities(encoding),
            "serverInfo": ServerInfo { name: "aims".into(), version: Some(env!("CARGO_PKG_VERSION").into()) },
        });
        connection.initialize_finish(id, answer).map_err(broken)?;
        let mut server = Self { connection, find, sessions: Sessions { encoding, all: Vec::new() }, watched: false };
        let workspace = params.capabilities.workspace.as_ref();
        let watching = workspace.and_then(|workspace| workspace.did_change_watched_files);
        if watching.and_then(|watching| watching.dynamic_registration) == Some(true) {
            server.watched = true;
            server.send(watch().into());
        }
        let folders = params.workspace_folders.unwrap_or_default();
        for folder in folders.iter().filter_map(|folder| path_of(&folder.uri)) {
            if let Some(session) = server.join(&folder) {
                server.sessions.all[session].refresh(true);
            }
        }
        Ok(server)
    }

    /// Answers until the editor is done. Whether it said so before it left, as the protocol wants it, or was only gone.
    pub(super) fn run(mut self) -> bool {
        while let Ok(message) = self.connection.receiver.recv() {
            match message {
                Message::Request(request) if request.method == Shutdown::METHOD => {
                    self.send(Response::new_ok(request.id, ()).into());
                    self.wait_for_exit();
                    return true;
                }
                Message::Request(request) => {
                    let answer = self.answer(request);
                    self.send(answer.into());
                }
                Message::Notification(told) if told.method == Exit::METHOD => return false,
                Message::Notification(told) => self.hear(told),
                Message::Response(_) => {}
            }
        }
        true
    }

    /// Refuses whatever is asked until the editor lets it go: it has said that it is done.
    fn wait_for_exit(&self) {
        while let Ok(message) = self.connection.receiver.recv() {
            match message {
                Message::Request(request) => {
                    let why = format!("`{}` is asked after `shutdown`", request.method);
                    self.send(Response::new_err(request.id, ErrorCode::InvalidRequest as i32, why).into());
                }
                Message::Notification(told) if told.method == Exit::METHOD => return,
                Message::Notification(_) | Message::Response(_) => {}
            }
        }
    }

    fn send(&self, message: Message) {
        // An editor that is gone closes the other end as well, which ends the conversation.
        drop(self.connection.sender.send(message));
    }

    fn answer(&self, request: Request) -> Response {
        let Request { id, method, params } = request;
        match answers::of(&self.sessions, &method, params) {
            Ok(value) => Response::new_ok(id, value),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        }
    }

    /// Takes note of what the editor tells.
    fn hear(&mut self, told: Notification) {
        let Notification { method, params } = told;
        match method.as_str() {
            DidOpenTextDocument::METHOD => self.opened(params),
            DidChangeTextDocument::METHOD => self.changed(params),
            DidCloseTextDocument::METHOD => self.closed(params),
            DidSaveTextDocument::METHOD => self.sessions.all.iter_mut().for_each(|session| session.refresh(true)),
            DidChangeWatchedFiles::METHOD => {
                let Some(DidChangeWatchedFilesParams { changes }) = take(params) else { return };
                let files: Vec<PathBuf> = changes.iter().filter_map(|change| path_of(&change.uri)).collect();
                for session in &mut self.sessions.all {
                    if files.iter().any(|file| may_be_read(session, file)) {
                        session.refresh(true);
                    }
                }
            }
            _ => {}
        }
    }

    fn opened(&mut self, params: serde_json::Value) {
        let watched = self.watched;
        let Some(DidOpenTextDocumentParams { text_document: opened }) = take(params) else { return };
        let Some(file) = path_of(&opened.uri) else { return };
        // Editors make the folder of a new file when they save it.
        let Some(session) = self.join(folder_there(&file)) else { return };
        let session = &mut self.sessions.all[session];
        if let Some(path) = session.path_in(&file).filter(|path| !is_hidden(path.as_str())) {
            session.names.opened.insert(path.clone(), opened.uri);
            session.open.insert(path, Buffer { text: opened.text.into(), version: opened.version });
            session.refresh(!watched);
        }
    }

    fn changed(&mut self, params: serde_json::Value) {
        let watched = self.watched;
        let Some(DidChangeTextDocumentParams { text_document, content_changes }) = take(params) else { return };
        let encoding = self.sessions.encoding;
        let Some((session, path)) = self.sessions.at_mut(&text_document.uri) else { return };
        let Some(buffer) = session.open.get_mut(&path) else { return };
        let mut text = buffer.text.to_string();
        for change in content_changes {
            match change.range {
                None => text = change.text,
                Some(range) => {
                    let lines = Lines::new(&text, encoding);
                    let (start, end) = (lines.offset(range.start), lines.offset(range.end));
                    text.replace_range(start..end.max(start), &change.text);
                }
            }
        }
        *buffer = Buffer { text: text.into(), version: text_document.version };
        session.refresh(!watched);
    }

    fn closed(&mut self, params: serde_json::Value) {
        let watched = self.watched;
        let Some(DidCloseTextDocumentParams { text_document }) = take(params) else { return };
        let Some((session, path)) = self.sessions.at_mut(&text_document.uri) else { return };
        session.open.remove(&path);
        session.refresh(!watched);
    }

    /// The session of the AIMS that a folder belongs to: the number of one that runs, or of one that is begun.
    fn join(&mut self, folder: &Path) -> Option<usize> {
        let (root, workspace) = (self.find)(folder)?;
        if let Some(known) = self.sessions.all.iter().position(|session| session.root == root) {
            return Some(known);
        }
        let (sender, mut told) = (self.connection.sender.clone(), Told::new(self.sessions.encoding));
        let is_root = |above: &&Path| real_place(&above.join(SETTINGS)) == Some(root.join(SETTINGS));
        let named = folder.ancestors().find(is_root).unwrap_or(root.as_path()).to_owned();
        let mut complaint = None;
        let tell = move |job: &Job, outcome: &Result<Arc<State>, Stopped>| {
            let outcome = outcome.as_ref().map(Arc::as_ref);
            for params in told.news(&job.names, &job.open, outcome) {
                drop(sender.send(Notification::new(PublishDiagnostics::METHOD.into(), params).into()));
            }
            let now = match outcome {
                Err(Stopped::Other(why)) => Some(why.clone()),
                _ => None,
            };
            if now != complaint
                && let Some(message) = &now
            {
                let params = ShowMessageParams { typ: MessageType::ERROR, message: message.clone() };
                drop(sender.send(Notification::new(ShowMessage::METHOD.into(), params).into()));
            }
            complaint = now;
        };
        self.sessions.all.push(Session::start(root, named, workspace, tell));
        Some(self.sessions.all.len() - 1)
    }
}

/// Asks the editor to tell of files that others change.
fn watch() -> Request {
    // Any file may be an attachment or the keys of a document.
    let watchers = vec![FileSystemWatcher { glob_pattern: GlobPattern::String("**/*".into()), kind: None }];
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    let registration = Registration {
        id: "files".into(),
        method: DidChangeWatchedFiles::METHOD.into(),
        register_options: serde_json::to_value(options).ok(),
    };
    let params = RegistrationParams { registrations: vec![registration] };
    Request::new(0.into(), RegisterCapability::METHOD.into(), params)
}

/// Whether an AIMS may be another by a change of a file: one that is not hidden, what tells git which files are left out, and
/// where git says what is checked out.
fn may_be_read(session: &Session, file: &Path) -> bool {
    let mut parts = file.components().map(Component::as_os_str);
    if parts.any(|part| part == ".git") {
        let of_git = ["HEAD", "config", "index", "info", "packed-refs", "refs", "reftable", "shallow"];
        return parts.next().is_none_or(|part| of_git.iter().any(|known| part == *known));
    }
    let is_rule = [".gitattributes", ".gitignore", MAILMAP].iter().any(|name| file.ends_with(name));
    is_rule || session.path_in(file).is_some_and(|path| !is_hidden(path.as_str()))
}

/// What a message carries; `None` where that is not what it should be.
fn take<T: DeserializeOwned>(params: serde_json::Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([":", " ", "[", "(", "#", "-", "/", "\"", ".", "="].map(String::from).to_vec()),
            ..CompletionOptions::default()
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        ..ServerCapabilities::default()
    }
}
