//! How far a run has come, for whoever wants to know.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What takes so long that somebody may want to see how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Documents and commits are read.
    Read,
    /// What was read is judged by the rules.
    Check,
    /// Texts before and after changes are compared.
    Compare,
    /// Pages and data files are made.
    Render,
    /// Files are written.
    Write,
}

/// Hears how far a run has come. What is reported never decides anything: a run gives the same whoever listens.
pub trait Progress: Send + Sync {
    /// Of the `of` steps of a stage, `done` are done; `of` is 0 where nobody knows how many there are. May come from any
    /// thread and in any order, and costs next to nothing.
    fn step(&self, stage: Stage, done: usize, of: usize);

    /// The AIMS in the folder `root` is read, with the history that git keeps in `git`; `keeps` where something is believed
    /// that an earlier run found out.
    fn reads(&self, root: &Path, git: Option<&Path>, keeps: bool) {
        let _ = (root, git, keeps);
    }
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _: Stage, _: usize, _: usize) {}
}

/// Counts the steps of one stage for threads that share the work, and reports each.
pub struct Steps<'a> {
    progress: &'a dyn Progress,
    stage: Stage,
    done: AtomicUsize,
    of: usize,
}

impl<'a> Steps<'a> {
    /// Begins a stage of `of` steps, and reports that none is done.
    pub fn begin(progress: &'a dyn Progress, stage: Stage, of: usize) -> Self {
        progress.step(stage, 0, of);
        Self { progress, stage, done: AtomicUsize::new(0), of }
    }

    /// One more step is done.
    pub fn one(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.progress.step(self.stage, done.min(self.of), self.of);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    struct Heard(Mutex<Vec<(Stage, usize, usize)>>);

    impl Progress for Heard {
        fn step(&self, stage: Stage, done: usize, of: usize) {
            self.0.lock().expect("one thread").push((stage, done, of));
        }
    }

    #[test]
    fn every_step_is_counted_once_and_none_goes_beyond_the_last() {
        let heard = Heard(Mutex::default());
        let steps = Steps::begin(&heard, Stage::Render, 2);
        for _ in 0..3 {
            steps.one();
        }
        let of = |done| (Stage::Render, done, 2);
        assert_eq!(heard.0.into_inner().expect("no panic"), [of(0), of(1), of(2), of(2)]);
        Silent.step(Stage::Write, 1, 1);
    }
}
