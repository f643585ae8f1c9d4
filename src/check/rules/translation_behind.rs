//! `translation-behind`: a translation that does not follow its original any more.

use crate::base::{say, wording};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::history::{Revision, short};

pub(super) static RULE: Rule = Rule {
    code: "AIMS318",
    name: "translation-behind",
    level: Level::Warning,
    clock: false,
    what: "The original of a translation has changed materially since the translation last changed. What counts are the commits of both texts. Which text is the original, `[languages]` in `aims.toml` says.",
    why: "People read the text in their own language. One that says what the original no longer does is an obsolete document in use (clause 7.5.3).",
    fix: "Bring the translation in line with the original, and commit it. `aims history ID` shows what the original says now.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    for (_, document) in aims.iter() {
        let Some(original) = document.translates.map(|ix| aims.document(ix)) else { continue };
        let Some(following) = context.history.following(&document.path, &original.path) else { continue };
        let Some(missed) = following.missed else { continue };
        let id = &original.id;
        report.document(
            document,
            document.head,
            sentence(id, following.seen, missed, following.changes),
            say!("Bring it in line and commit it. `aims history {id}` shows what changed.", id),
        );
    }
}

/// What state of its original a translation follows, and what that became since.
fn sentence(id: &str, seen: Option<&Revision>, missed: &Revision, changes: usize) -> String {
    let (day, commit) = (wording::day(missed.landed), short(&missed.commit));
    let seen = seen.map(|seen| (wording::day(seen.landed), short(&seen.commit)));
    match (seen, changes) {
        (Some((seen, of)), 1) => say!(
            "the translation follows {id} as of {seen} (commit {of}), which changed materially on {day} (commit {commit})",
            id,
            seen,
            of,
            day,
            commit
        ),
        (Some((seen, of)), n) => say!(
            "the translation follows {id} as of {seen} (commit {of}), which changed materially {n} times since, first on {day} (commit {commit})",
            id,
            seen,
            of,
            n,
            day,
            commit
        ),
        (None, 1) => say!(
            "the translation follows {id} as it was before its first commit, which changed materially on {day} (commit {commit})",
            id,
            day,
            commit
        ),
        (None, n) => say!(
            "the translation follows {id} as it was before its first commit, which changed materially {n} times since, first on {day} (commit {commit})",
            id,
            n,
            day,
            commit
        ),
    }
}
