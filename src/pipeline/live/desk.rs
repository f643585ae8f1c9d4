//! Where questions are put: from many threads, to the one that holds the state.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::serve::{Answer, Answers};

/// Something that happened, or that somebody wants to know.
pub enum Message {
    /// Files changed, at these places; none where it is not known which.
    Changed(BTreeSet<PathBuf>),
    /// What stands at a path of the site?
    Ask(String, Box<dyn FnOnce(Answer) + Send>),
}

/// Takes questions and news from any thread.
pub struct Desk {
    sender: Sender<Message>,
    laid: Mutex<Laid>,
}

/// What can be answered while whoever knows more is busy.
#[derive(Default)]
struct Laid {
    pages: BTreeMap<String, Answer>,
    /// Those who wait for an answer, by their numbers, each with the path that it is about.
    waiting: BTreeMap<u64, (String, Weak<Sender<Answer>>)>,
    asked: u64,
}

/// A desk, and what is put to it.
pub fn desk() -> (Arc<Desk>, Receiver<Message>) {
    let (sender, receiver) = channel();
    (Arc::new(Desk { sender, laid: Mutex::default() }), receiver)
}

impl Desk {
    /// Tells that files changed; `false` where nobody wants to know any more.
    pub fn tell(&self, paths: BTreeSet<PathBuf>) -> bool {
        self.sender.send(Message::Changed(paths)).is_ok()
    }

    /// Lays pages out, in the place of those that lay there: they are the answer at their paths, for those too who asked
    /// already and wait.
    pub fn lay_out(&self, pages: BTreeMap<String, Answer>) {
        let mut laid = self.laid();
        for (path, waits) in laid.waiting.values() {
            if let Some((page, waits)) = pages.get(path).zip(waits.upgrade()) {
                // Who went away needs none.
                let _ = waits.send(page.clone());
            }
        }
        laid.pages = pages;
    }

    fn laid(&self) -> MutexGuard<'_, Laid> {
        self.laid.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answers for Desk {
    fn answer(&self, path: &str) -> Option<Answer> {
        let (sender, receiver) = channel();
        let mut laid = self.laid();
        if let Some(page) = laid.pages.get(path) {
            return Some(page.clone());
        }
        // Nobody waits on when there is nobody to answer any more.
        let sender = Arc::new(sender);
        laid.asked += 1;
        let number = laid.asked;
        laid.waiting.insert(number, (path.to_owned(), Arc::downgrade(&sender)));
        drop(laid);
        let reply = Box::new(move |answer| drop(sender.send(answer)));
        let sent = self.sender.send(Message::Ask(path.to_owned(), reply));
        let answer = sent.ok().and_then(|()| receiver.recv().ok());
        self.laid().waiting.remove(&number);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(state: u64) -> Answer {
        Answer { state, page: None, fault: None, working: true, findings: Vec::new(), summary: String::new() }
    }

    #[test]
    fn pages_that_are_laid_out_are_the_answer_for_those_too_who_wait() {
        let (desk, messages) = desk();
        std::thread::scope(|scope| {
            let asks = scope.spawn(|| desk.answer("a.html"));
            let asked = messages.recv().expect("a question");
            desk.lay_out([("a.html".to_owned(), answer(2))].into());
            assert_eq!(asks.join().expect("no panic").map(|answer| answer.state), Some(2));
            drop(asked);
        });
        assert_eq!(desk.answer("a.html").map(|answer| answer.state), Some(2), "nobody is asked");
        desk.lay_out(BTreeMap::new());
        drop(messages);
        assert!(desk.answer("a.html").is_none(), "there is nobody to ask");
    }
}
