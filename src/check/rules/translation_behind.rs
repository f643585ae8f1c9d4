//! `translation-behind`: a translation that does not follow its original any more.

use crate::base::{plural, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::{Revision, short};
use crate::model::document::Document;
use crate::parse::ProblemKind;

pub(super) static RULE: Rule = Rule {
    code: "AIMS318",
    name: "translation-behind",
    level: Level::Warning,
    clock: false,
    what: "The original of a translation has changed materially, and the translation has not followed. What counts are the commits of both texts: a translation follows what was there when its own words changed, and not only in their spelling, by at least a tenth of what had changed in the original; a full stop more is no translation. Where it names under `follows` the version or the commit of the original that it follows, that counts; it is told where that is none. Told too is a translation that says another `kind`, `status`, `owner` or `effective` than its original, or bears another version and does not say what it follows. Which text is the original, `[languages]` in `aims.toml` says.",
    why: "People read the text in their own language. One that says what the original no longer does is an obsolete document in use (clause 7.5.3).",
    fix: "Bring the translation in line with the original, and commit it. Where there is nothing to change in it, say so: `follows`, with the version or the commit of the original. `aims history ID` shows what the original says now.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    report.problems(ProblemKind::TranslationBehind);
    for (_, document) in aims.iter() {
        // A slip in `follows` is told, and what the text follows is not known by that.
        let original = document.translates.filter(|_| !document.fields.is_misread("follows"));
        let Some(original) = original.map(|ix| aims.document(ix)) else { continue };
        let (id, says) = (&original.id, document.fields.text("follows"));
        let Some(following) = context.history.following(&document.path, &original.path, says) else { continue };
        // A version that is still to be committed is there too.
        let is_known = |says: &str| {
            context.history.named(&original.path, says).is_some() || original.fields.text("version") == Some(says)
        };
        if let Some(says) = says.filter(|says| !is_known(says)) {
            report.document(
                document,
                document.span_of("follows"),
                say!("the translation follows `{says}`, which is no version and no commit of {id}", says, id),
                say!("Name the version of {id} that it follows, as that gives it, or the commit.", id),
            );
            continue;
        }
        let Some(missed) = following.missed else {
            other_version(document, original, report);
            continue;
        };
        report.document(
            document,
            document.head,
            sentence(id, following.seen, missed, following.changes),
            help(id, following.touched),
        );
    }
}

/// Tells of a translation that is in line by its commits, and bears another version than its original.
fn other_version(document: &Document, original: &Document, report: &mut Report<'_>) {
    let version = |document: &'_ Document| document.fields.text("version").map(str::to_owned);
    let (Some(own), Some(theirs)) = (version(document), version(original)) else { return };
    // One that says what it follows may count its own versions.
    if own == theirs || document.fields.get("follows").is_some() {
        return;
    }
    report.document(
        document,
        document.span_of("version"),
        say!("the translation is called version {own}, and {id} is of version {theirs}", own, id = original.id, theirs),
        say!("Write the version of {id} that it follows, or name that under `follows`.", id = original.id),
    );
}

/// What to do, and why what was done is not enough.
fn help(id: &str, touched: u32) -> String {
    match usize::try_from(touched).unwrap_or(usize::MAX) {
        0 => say!("Bring it in line and commit it. `aims history {id}` shows what changed.", id),
        words => plural!(
            words,
            "Bring it in line and commit it: since then {n} word of it changed, and far more there. `aims history {id}` shows what.",
            "Bring it in line and commit it: since then {n} words of it changed, and far more there. `aims history {id}` shows what.",
            id
        ),
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

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn told(english: &str, german: &str) -> Vec<String> {
        let settings = "[languages]\ndefault = \"en\"\npattern = [\"{path}.{lang}.md\"]\n";
        let text = |keys: &str| format!("---\nid: P\ntitle: T\n{keys}---\nText.\n");
        let (english, german) = (text(english), text(german));
        only("translation-behind", &[("aims.toml", settings), ("p.en.md", &english), ("p.de.md", &german)])
    }

    #[test]
    fn what_a_translation_says_otherwise_is_told_at_the_key() {
        let english = "kind: policy\nstatus: approved\nversion: 1.0\nowner: AI Officer\neffective: 2026-01-10\n";
        assert_eq!(
            told(english, "kind: procedure\nstatus: draft\nowner: Chief\neffective: 2026-02-10\n"),
            [
                "p.de.md:4:7 the translation says `kind: procedure`, and P `kind: policy`",
                "p.de.md:5:9 the translation says `status: draft`, and P `status: approved`",
                "p.de.md:6:8 the translation says `owner: Chief`, and P `owner: AI Officer`",
                "p.de.md:7:12 the translation says `effective: 2026-02-10`, and P `effective: 2026-01-10`",
            ]
        );
        for same in [english, "", "title: T\n", "version: 1.0\n", "lang: de\n"] {
            assert!(told(english, same).is_empty(), "{same}");
        }
    }
}
