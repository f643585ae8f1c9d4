//! The number of the state that is shown, for those who wait for the next.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Rings when there is another state.
#[derive(Debug, Default)]
pub struct Bell {
    now: Mutex<Now>,
    rung: Condvar,
}

/// What is known of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Now {
    /// How many states there were, this one among them.
    pub(super) state: u64,
    /// Since when the next is being worked out.
    pub(super) working: Option<Instant>,
}

/// How long the next state may be worked out before anybody is told that it is.
const QUIET: Duration = Duration::from_millis(150);

/// How often is looked whether whoever waits is still there.
const GLANCE: Duration = Duration::from_millis(250);

impl Bell {
    /// Files changed: the state that is shown is of before, until the next is there.
    pub fn begin(&self) {
        let mut now = self.lock();
        now.working.get_or_insert_with(Instant::now);
        drop(now);
        self.rung.notify_all();
    }

    /// The state of this number is there.
    pub fn ring(&self, state: u64) {
        *self.lock() = Now { state, working: None };
        self.rung.notify_all();
    }

    /// Something of the next state can be seen by this number, while the rest of it is still being worked out.
    pub fn show(&self, state: u64) {
        self.lock().state = state;
        self.rung.notify_all();
    }

    /// Waits until the state is another than the one a page has, or the next is being worked out for so long that its
    /// reader should know, unless that is `known` already; for as long as `most`, and as its reader has not `left`.
    pub(super) fn wait(&self, has: u64, known: bool, (most, left): (Duration, &dyn Fn() -> bool)) -> Now {
        let end = Instant::now() + most;
        let mut now = self.lock();
        loop {
            let at = Instant::now();
            // What is worked out for a moment only is told when it is done.
            let tells = now.working.filter(|_| !known).map(|since| since + QUIET);
            if now.state != has || at >= end || tells.is_some_and(|tells| at >= tells) || left() {
                return *now;
            }
            let until = tells.map_or(end, |tells| tells.min(end)).saturating_duration_since(at);
            now = self.rung.wait_timeout(now, until.min(GLANCE)).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_hears_of_the_next_state() {
        let bell = Bell::default();
        bell.ring(1);
        let long: (Duration, &dyn Fn() -> bool) = (Duration::from_secs(600), &|| false);
        assert_eq!(bell.wait(0, false, long).state, 1, "one that was there already");
        assert_eq!(bell.wait(1, false, (Duration::ZERO, &|| false)).state, 1, "nobody waits for ever");
        assert_eq!(bell.wait(1, false, (long.0, &|| true)).state, 1, "nobody waits for one who left");
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| bell.wait(1, false, (long.0, &|| false)));
            bell.begin();
            bell.ring(2);
            let heard = waits.join().expect("an answer");
            // It may have been slow enough to hear that the next state is being worked out.
            assert!(heard.state == 2 || heard.working.is_some());
        });
        assert!(bell.wait(2, false, (Duration::ZERO, &|| false)).working.is_none());
        bell.begin();
        bell.show(3);
        let shown = bell.wait(2, false, long);
        assert!(shown.state == 3 && shown.working.is_some(), "there is more to come");
    }

    #[test]
    fn what_takes_long_is_told_once() {
        let bell = Bell::default();
        bell.begin();
        assert!(bell.wait(0, false, (Duration::from_secs(600), &|| false)).working.is_some());
        assert!(bell.wait(0, true, (Duration::ZERO, &|| false)).working.is_some(), "by the end of the wait only");
    }
}
