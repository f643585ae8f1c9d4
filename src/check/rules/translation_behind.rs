//! `translation-behind`: a translation that does not follow its original any more.

use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::history::short;

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
        let of = match following.seen {
            Some(seen) => format!("as of {} (commit {})", seen.landed, short(&seen.commit)),
            None => "as it was before its first commit".to_owned(),
        };
        let since = match following.changes {
            1 => format!("changed materially on {} (commit {})", missed.landed, short(&missed.commit)),
            n => format!(
                "changed materially {n} times since, first on {} (commit {})",
                missed.landed,
                short(&missed.commit)
            ),
        };
        report.document(
            document,
            document.head,
            format!("the translation follows {} {of}, which {since}", original.id),
            format!("Bring it in line and commit it. `aims history {}` shows what changed.", original.id),
        );
    }
}
