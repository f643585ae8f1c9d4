//! Where questions are put: from many threads, to the one that holds the state.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::Message;
use crate::serve::{Answer, Answers};

/// Takes questions and news from any thread.
pub struct Desk(Sender<Message>);

/// A desk, and what is put to it.
pub fn desk() -> (Arc<Desk>, Receiver<Message>) {
    let (sender, receiver) = channel();
    (Arc::new(Desk(sender)), receiver)
}

impl Desk {
    /// Tells that files changed; `false` where nobody wants to know any more.
    pub fn tell(&self, paths: BTreeSet<PathBuf>) -> bool {
        self.0.send(Message::Changed(paths)).is_ok()
    }
}

impl Answers for Desk {
    fn answer(&self, path: &str) -> Option<Answer> {
        let (sender, receiver) = channel();
        let reply = Box::new(move |answer| drop(sender.send(answer)));
        self.0.send(Message::Ask(path.to_owned(), reply)).ok()?;
        receiver.recv().ok()
    }
}
