//! `left-control`: a document that was approved is not asked about any more, or a record is gone.

use std::collections::{BTreeMap, BTreeSet};

use super::broken_link::id_of;
use crate::approval::{Kept, Leaving, Left};
use crate::base::text::shell_word;
use crate::base::{Date, plural, say, wording};
use crate::check::context::Context;
use crate::check::keeping::longest;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::short;
use crate::model::links::Broken;
use crate::model::{Aims, DocIx};

pub(super) static RULE: Rule = Rule {
    code: "AIMS517",
    name: "left-control",
    level: Level::Error,
    clock: false,
    what: "A document that called itself approved has lost its front matter, is of a kind of which nobody is asked who approved it, gives itself another id, or is gone, and no act covers that. A warning where the settings ask for no evidence of approval and no other document names it. Of a record, and of what was closed, an error wherever it was more than a draft and is gone or has lost its front matter, until its `retention` has passed; or while it was not settled yet, until another says that it `replaces` it. The same where a settled record is of another kind now or a translation, and where `files.exclude` leaves out what was on record: a warning where it was taken to files that were left out before. And of the record of an approval, review or acknowledgement that counted: an error where another than the person whose act it is removed it, a warning where they did, until the same person acts again; and a warning where another than they put one back that somebody removed.",
    why: "Documented information is controlled until somebody with the authority lets it go, and evidence is kept (clause 7.5.3). Whoever can take a document out of what is judged can change it as they like, and a record that is gone shows nothing.",
    fix: "Put it back. Retire a document first: `status: retired`, approved as the rule asks. Where the id changed, say `formerly: [OLD-ID]` in the front matter, in the commit that moves the file; what takes the place of a record that is not settled says `replaces: OLD-ID`. What left long ago and is settled can be waived by its id.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    let linked = if context.approvals.left.is_empty() { BTreeMap::new() } else { linking(context.aims) };
    let is_kept = |left: &&Left| left.kept.as_ref().is_none_or(|kept| !has_passed(kept, today));
    for left in context.approvals.left.iter().filter(is_kept) {
        // What names it leads nowhere by this, whoever is asked about approvals.
        let named = naming(context.aims, &left.id);
        let level = if left.asked || !named.is_empty() { Level::Error } else { Level::Warning };
        let all = linked.get(&left.id.to_ascii_lowercase()).map_or(named.len(), |linked| named.union(linked).count());
        let (message, help) = words(left, context.aims.config.excluded.has(&left.path), all);
        match left.document.map(|ix| context.aims.document(ix)) {
            Some(document) => {
                let field = if left.how == Leaving::Id { "id" } else { "kind" };
                report.document(document, document.span_of(field), message, help);
                if left.how == Leaving::Id {
                    report.because("invalid-id", &document.id);
                }
            }
            None => {
                report.settings(None, message, help);
                report.about(&left.id);
            }
        }
        report.at(level);
    }
    taken(context, report);
}

/// Tells of records of acts that are gone.
fn taken(context: &Context<'_>, report: &mut Report<'_>) {
    for of in context.approvals.taken.iter().filter(|of| !of.instead) {
        let document = context.aims.document(of.document);
        let (id, by, message) = (&document.id, &of.by, of.told(&document.id));
        let help = match &of.taken {
            Some(taken) => say!(
                "`git show {commit}` shows it. Bring it back, or have {by} act again; where that is settled, waive this for `document = \"{id}\"`.",
                commit = short(&taken.commit),
                by,
                id
            ),
            // The signature stands beside it under the same name and `.sig`; either may be gone, from the index too.
            None => say!(
                "`git restore --source=HEAD --staged --worktree {path}` brings it back.",
                path = shell_word(&format!("{}*", of.path))
            ),
        };
        report.document(document, document.span_of("id"), message, help);
        report.at(if of.withdrawn || of.taken.is_none() { Level::Warning } else { Level::Error });
    }
    put_back(context, report);
}

/// Tells of records of acts that another put back than the person whose they are.
fn put_back(context: &Context<'_>, report: &mut Report<'_>) {
    for act in &context.approvals.acts {
        let (Some(put_back), Ok(record)) = (&act.put_back, &act.record) else { continue };
        let (taken, id, by) = (&put_back.taken, &record.document, &record.by);
        let (done, day, who, commit) = (taken.done(), wording::day(taken.day), &taken.by, short(&taken.commit));
        let message = match &put_back.back {
            Some(back) => say!(
                "the record of {by} about {id} was {done} on {day} by {who} in commit {commit}, and put back on {since} by {other} in commit {again}",
                by,
                id,
                done,
                day,
                who,
                commit,
                since = wording::day(back.day),
                other = &back.by,
                again = short(&back.commit)
            ),
            None => say!(
                "the record of {by} about {id} was {done} on {day} by {who} in commit {commit}, and that it is there again is not committed",
                by,
                id,
                done,
                day,
                who,
                commit
            ),
        };
        report.file(&act.path, None, message, say!("Have {by} act again, who alone says what holds of theirs.", by));
        report.names(Some(by));
        report.at(Level::Warning);
    }
}

/// Whether a record had been kept for as long as it said when it went.
fn has_passed(kept: &Kept, today: Date) -> bool {
    let periods = kept.retention.iter().map(|text| longest(text));
    let ends: Option<Vec<Date>> = periods.map(|period| Some(period?.after(kept.of))).collect();
    // Of a text that names no length of time nobody knows whether it has passed.
    ends.and_then(|ends| ends.into_iter().max()).is_some_and(|end| end <= kept.until.unwrap_or(today))
}

/// The documents that name an id which no document has any more.
fn naming(aims: &Aims, id: &str) -> BTreeSet<DocIx> {
    let lost =
        aims.references.iter().filter(|reference| reference.to.is_none() && reference.id.eq_ignore_ascii_case(id));
    let from = lost.map(|reference| reference.from);
    from.filter(|ix| !aims.document(*ix).is_retired()).collect()
}

/// The documents whose links name ids that are not there, by what they name.
fn linking(aims: &Aims) -> BTreeMap<String, BTreeSet<DocIx>> {
    let mut found: BTreeMap<String, BTreeSet<DocIx>> = BTreeMap::new();
    for (ix, document) in aims.iter() {
        for (link, to) in document.body.links.iter().zip(&aims.links[ix.index()]) {
            if matches!(to, Err(Broken::Missing { .. })) {
                found.entry(id_of(&link.target)).or_default().insert(ix);
            }
        }
    }
    found
}

fn words(left: &Left, is_out: bool, named: usize) -> (String, String) {
    let (message, help) = bare_words(left, is_out);
    match named {
        0 => (message, help),
        _ => (plural!(named, "{message}; {n} document names it", "{message}; {n} documents name it", message), help),
    }
}

fn bare_words(left: &Left, is_out: bool) -> (String, String) {
    let Left { id, path, .. } = left;
    if let Some(kept) = &left.kept {
        return of_record(left, kept);
    }
    let since = match &left.commit {
        Some(commit) => say!("until commit {commit}", commit = short(commit)),
        None => say!("in the last commit").to_owned(),
    };
    match left.how {
        Leaving::FrontMatter => (
            say!("{id} was approved and under control {since}; it has no front matter now", id, since),
            say!("Put the front matter back, or retire it first: `status: retired`, approved as the rule asks.")
                .to_owned(),
        ),
        Leaving::Translates => (
            say!("{id} was approved in this file, which is taken for a translation now", id),
            say!("Let the text that was approved be the original, or have the original approved as the rule asks.")
                .to_owned(),
        ),
        Leaving::Kind => (
            say!(
                "{id} was of a kind that is approved {since}; of this kind nobody is asked who approved it",
                id,
                since
            ),
            say!("Give it back its kind, or retire it first: `status: retired`, approved as the rule asks.").to_owned(),
        ),
        Leaving::Id => (
            say!("this document was approved as {id} {since}; its approvals are of that id", id, since),
            say!("Say `formerly: [{id}]`, or give it back that id.", id),
        ),
        _ if is_out => (
            say!("{id} ({path}) was approved {since} and is left out by `files.exclude`", id, path, since),
            say!("Take it in again, or retire it first: `status: retired`, approved as the rule asks.").to_owned(),
        ),
        _ => (
            say!("{id} ({path}) was approved {since} and is gone", id, path, since),
            say!(
                "Bring it back, or retire it first: `status: retired`, approved as the rule asks. Where that is settled, waive this for `document = \"{id}\"`.",
                id
            ),
        ),
    }
}

/// That a record is gone, or is none any more: since when it was there, and who did that when.
fn of_record(left: &Left, kept: &Kept) -> (String, String) {
    match left.how {
        Leaving::RecordOfOtherKind => return of_other_kind(left, kept),
        Leaving::RecordTranslates => return translates(left, kept),
        Leaving::RecordLeftOut => return left_out(left, kept),
        _ => {}
    }
    let (id, path, since) = (&left.id, &left.path, wording::day(kept.since));
    let stripped = left.how == Leaving::RecordStripped;
    let message = match (kept.until.map(wording::day), kept.by.as_ref().zip(left.commit.as_deref().map(short))) {
        (Some(day), Some((who, commit))) if stripped => say!(
            "{id} ({path}, on record since {since}) lost its front matter on {day} by {who} in commit {commit}: it is no record now",
            id,
            path,
            since,
            day,
            who,
            commit
        ),
        _ if stripped => say!(
            "{id} ({path}, on record since {since}) has no front matter now, and that is not committed",
            id,
            path,
            since
        ),
        (Some(day), Some((who, commit))) => say!(
            "{id} ({path}, on record since {since}) was removed on {day} by {who} in commit {commit}",
            id,
            path,
            since,
            day,
            who,
            commit
        ),
        (Some(day), None) => {
            say!("{id} ({path}, on record since {since}) was left out by a merge on {day}", id, path, since, day)
        }
        (None, _) => {
            say!("{id} ({path}, on record since {since}) is gone, and that is not committed", id, path, since)
        }
    };
    let help = match (stripped, kept.settled) {
        (true, _) => say!("Put the front matter back: by it the record is evidence.").to_owned(),
        (false, true) => say!(
            "Bring it back (`git log --diff-filter=D` shows it): what replaces it stands beside it. Where that is settled, waive this for `document = \"{id}\"`.",
            id
        ),
        (false, false) => say!(
            "Bring it back (`git log --diff-filter=D` shows it). Where another took its place, let that say `replaces: {id}`; where that is settled, waive this for `document = \"{id}\"`.",
            id
        ),
    };
    (message, help)
}

/// That a settled record is none any more by its kind.
fn of_other_kind(left: &Left, kept: &Kept) -> (String, String) {
    let (id, path, since) = (&left.id, &left.path, wording::day(kept.since));
    let message = match (kept.until.map(wording::day), kept.by.as_ref().zip(left.commit.as_deref().map(short))) {
        (Some(day), Some((who, commit))) => say!(
            "{id} ({path}, on record since {since}) was made something else on {day} by {who} in commit {commit}: by its kind it is no record now",
            id,
            path,
            since,
            day,
            who,
            commit
        ),
        _ => say!("{id} ({path}, on record since {since}) is no record by its kind now", id, path, since),
    };
    (message, say!("Give it back the kind that it had: what is something else is a document of its own.").to_owned())
}

/// That a settled record is taken for a translation.
fn translates(left: &Left, kept: &Kept) -> (String, String) {
    let (id, path, since) = (&left.id, &left.path, wording::day(kept.since));
    let message =
        say!("{id} ({path}, on record since {since}) is taken for a translation of another text now", id, path, since);
    let help = say!(
        "Let the text that was on record be the original. Where that is settled, waive this for `document = \"{id}\"`.",
        id
    );
    (message, help)
}

/// That what was on record is left out by the settings.
fn left_out(left: &Left, kept: &Kept) -> (String, String) {
    let (id, path, since) = (&left.id, &left.path, wording::day(kept.since));
    let message = match kept.until.map(wording::day) {
        Some(day) => {
            say!(
                "{id} ({path}, on record since {since}) is left out by `files.exclude` since {day}",
                id,
                path,
                since,
                day
            )
        }
        None => say!(
            "{id} ({path}, on record since {since}) is left out by `files.exclude`, and that is not committed",
            id,
            path,
            since
        ),
    };
    let help = say!(
        "Take it in again: a record is kept where it is read. Where that is settled, waive this for `document = \"{id}\"`.",
        id
    );
    (message, help)
}
