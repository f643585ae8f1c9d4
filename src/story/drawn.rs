//! Draws the rows of a story from the state.

use super::line::{Difference, Line, told};
use super::rows::{
    ActRow, ApprovalRow, BlockRow, ChangeRow, DocumentRow, GapRow, MergeRow, ReplacedRow, RevisionRow, RunRow,
    VersionRow,
};
use crate::approval::{Act, Approval, Grade, Swapped, Tenure};
use crate::base::{Date, DocPath, say};
use crate::compare::{BlockChange, BlockKind, Comparison, How, Weight};
use crate::history::{Change, History, Step, Version};
use crate::model::DocIx;
use crate::model::standing::{Approved, Word};
use crate::register::facts::{ActFact, ChangeFact, RevisionFact, VersionFact};
use crate::state::State;

pub(super) fn document(from: &State, line: &Line<'_>) -> DocumentRow {
    let document = line.ix.map(|ix| from.aims.document(ix));
    let field = |name| document.and_then(|document| document.fields.text(name)).map(str::to_owned);
    let word = line.ix.and_then(|ix| from.aims.word(ix));
    DocumentRow {
        id: line.id.clone(),
        title: line.title.clone(),
        kind: document.and_then(|document| document.kind.as_ref()).map(|kind| kind.name.clone()),
        path: line.path.to_string(),
        present: document.is_some(),
        came: line.steps.iter().filter_map(|step| from.history.step(*step)).any(|(_, change)| change.came()),
        version: field("version"),
        status: field("status"),
        standing: word.map(Word::as_str),
        stands: word.map(Word::title),
        approval: line.ix.and_then(|ix| Some(approval(from, ix, from.approvals.of(ix)?))),
    }
}

fn approval(from: &State, ix: DocIx, approval: &Approval) -> ApprovalRow {
    let grade = from.approvals.grade(ix);
    let lapsed = approval.lapsed.and_then(|place| from.approvals.act(place));
    let turn = approval.unvouched.as_ref().and_then(|unvouched| unvouched.turn.as_ref());
    let document = from.aims.document(ix);
    let lets_go = document.says_retired() && approval.lets_go(from.aims.config.approval.of(document.kind_name()));
    ApprovalRow {
        level: approval.level.level(),
        evidence: approval.level.as_str(),
        title: approval.level.title(),
        satisfied: approval.satisfied || lets_go,
        // A draft of the next version is no approval lapsed.
        lapsed: from.aims.standing(ix).approval == Approved::Lapsed,
        why_lapsed: lapsed.and_then(|act| act.standing.why()).map(|why| why.sentence()),
        grade: grade.map(Grade::as_str),
        signed: grade.map(Grade::title),
        unsure: approval.unsure,
        lacking: approval.lacking.clone(),
        settings_not_vouched: turn.map(|turn| turn.commit.clone()),
        settings_since: told(approval.unvouched.as_ref().map(|unvouched| unvouched.since)),
        settings_by: turn.map(|turn| turn.by.clone()),
    }
}

/// The versions of all documents, newest first: by the day they came into force, else by that of their last revision.
/// A text that has no number and never was in force, as records are, is no version.
pub(super) fn versions(from: &State, lines: &[Line<'_>]) -> Vec<VersionRow> {
    let landed = |step: Step| from.history.step(step).map(|(revision, _)| revision.landed);
    let mut all: Vec<(&Line<'_>, &Version, &Tenure)> = Vec::new();
    for line in lines {
        let told = line.versions.iter().zip(line.tenures).rev().map(|(version, tenure)| (line, version, tenure));
        all.extend(told.filter(|(_, version, tenure)| version.label.is_some() || tenure.from.is_some()));
    }
    // Within one document their order is known; days of several are compared.
    if lines.len() > 1 {
        all.sort_by_key(|(_, version, tenure)| std::cmp::Reverse(tenure.from.or(landed(version.last))));
    }
    let row = |(line, version, tenure): (&Line<'_>, &Version, &Tenure)| {
        let fact = VersionFact::of(&from.history, version, tenure, from.today());
        VersionRow {
            document: line.id.clone(),
            version: fact.version.map(str::to_owned),
            from: told(fact.from),
            to: told(fact.to),
            until: told(fact.until),
            stated: fact.stated,
            out: fact.out,
            recorded: told(fact.recorded),
            effective: told(fact.effective),
            in_force: fact.in_force,
            texts: fact.texts,
            first_commit: fact.first_commit.map(str::to_owned),
            approved_commit: fact.approved_commit.map(str::to_owned),
            last_commit: fact.last_commit.map(str::to_owned),
        }
    };
    all.into_iter().map(row).collect()
}

pub(super) fn acts(from: &State, lines: &[Line<'_>]) -> Vec<ActRow> {
    let mut all: Vec<(&Line<'_>, &Act)> = Vec::new();
    for line in lines {
        let here = line.ix.into_iter().flat_map(|ix| from.approvals.acts_of(ix).rev()).map(|(_, act)| act);
        // Of a document that is gone the records may still be there.
        let gone = line.gone.into_iter().flat_map(|place| from.approvals.acts_of_gone(&from.history, place));
        all.extend(here.chain(gone).map(|act| (line, act)));
    }
    let mut rows: Vec<ActRow> = all.into_iter().filter_map(|(line, act)| self::act(line, act)).collect();
    rows.sort_by(|a, b| b.date.cmp(&a.date));
    rows
}

fn act(line: &Line<'_>, act: &Act) -> Option<ActRow> {
    let fact = ActFact::of(act);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Some(ActRow {
        document: line.id.clone(),
        act: fact.act?,
        version: owned(fact.version),
        by: owned(fact.by)?,
        role: owned(fact.role),
        date: fact.date?.to_string(),
        outcome: owned(fact.outcome),
        comment: owned(fact.comment),
        counts: fact.counts,
        why: fact.why,
        grade: fact.grade,
        signed: fact.signed,
        verdict: fact.verdict,
        signature: fact.signature,
        record: fact.record.to_owned(),
        commit: owned(fact.commit),
        landed: told(fact.landed),
        late: act.is_late(),
        standing: act.standing.clone(),
        beside: act.standing.why().filter(|why| *why != act.unproven()).map(|why| why.sentence()),
        is_committed: act.is_committed,
    })
}

pub(super) fn revision(
    from: &State,
    lines: &[Line<'_>],
    place: usize,
    steps: &[(usize, Step)],
    difference: Option<Difference<'_>>,
) -> Option<RevisionRow> {
    let revision = from.history.revisions.get(place)?;
    let change = |(number, step): &(usize, Step)| {
        let (_, change) = from.history.step(*step)?;
        let line = lines.get(*number)?;
        let beside = line.ix.is_some() && !line.steps.contains(step);
        let beside = beside.then(|| change.path.shown().to_owned());
        Some(ChangeRow { beside, ..self::change(line, change, difference) })
    };
    let fact = RevisionFact::of(revision);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Some(RevisionRow {
        commit: fact.commit.to_owned(),
        date: fact.date.to_string(),
        landed: told(fact.landed),
        author: fact.author.to_owned(),
        co_authors: fact.co_authors.iter().map(|name| (*name).to_owned()).collect(),
        committer: owned(fact.committer),
        merged: fact.merged.map(|merge| MergeRow {
            by: merge.author.name.to_string(),
            committer: merge.committer.name.to_string(),
            date: merge.date.to_string(),
            commit: merge.commit.clone(),
        }),
        subject: fact.subject.to_owned(),
        signed: fact.signed,
        changes: steps.iter().filter_map(change).collect(),
    })
}

fn change(line: &Line<'_>, change: &Change, difference: Option<Difference<'_>>) -> ChangeRow {
    let (facts, edit, fact) = (change.facts.as_ref(), change.did(), ChangeFact::of(change));
    let compared = difference.filter(|_| !change.joined).and_then(|difference| difference(change));
    let words = |count: Option<u32>| count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    ChangeRow {
        document: line.id.clone(),
        kind: fact.kind,
        path: fact.path.to_owned(),
        beside: None,
        from: fact.from.map(str::to_owned),
        fate: fact.fate,
        joined: fact.joined,
        version: facts.and_then(|facts| facts.version.as_deref()).map(str::to_owned),
        status: facts.and_then(|facts| facts.status.as_deref()).map(str::to_owned),
        weight: edit.map(|edit| match edit.weight {
            Weight::None => "none",
            Weight::Editorial => "editorial",
            Weight::Material => "material",
        }),
        markup: edit.is_some_and(|edit| edit.markup),
        added: words(edit.map(|edit| edit.added)),
        removed: words(edit.map(|edit| edit.removed)),
        fields: edit.map(|edit| edit.fields.iter().map(|change| change.sentence()).collect()).unwrap_or_default(),
        weaker: change.weaker().iter().map(|weaker| weaker.sentence()).collect(),
        cut: compared.as_ref().is_some_and(|compared| compared.cut),
        diff: compared.as_ref().map(blocks),
    }
}

fn blocks(comparison: &Comparison) -> Vec<BlockRow> {
    comparison.blocks.iter().map(block).collect()
}

fn block(block: &BlockChange) -> BlockRow {
    BlockRow {
        kind: match block.kind {
            BlockKind::Paragraph => "paragraph",
            BlockKind::Heading(_) => "heading",
            BlockKind::Item(_) => "item",
            BlockKind::Row => "row",
            BlockKind::Code => "code",
            BlockKind::Quote => "quote",
            BlockKind::Footnote => "footnote",
        },
        heading: block.heading.clone(),
        runs: block
            .runs
            .iter()
            .map(|run| RunRow {
                how: match run.how {
                    How::Same => "same",
                    How::Added => "added",
                    How::Removed => "removed",
                },
                text: run.text.clone(),
            })
            .collect(),
    }
}

/// Files that records show and that were replaced after these were settled, newest first.
pub(super) fn replaced(from: &State, lines: &[Line<'_>]) -> Vec<ReplacedRow> {
    let of = |line: &Line<'_>| from.approvals.swapped.get(&line.ix?);
    let mut all: Vec<(&Line<'_>, &Swapped)> =
        lines.iter().flat_map(|line| of(line).into_iter().flatten().map(move |swapped| (line, swapped))).collect();
    all.sort_by_key(|(_, swapped)| std::cmp::Reverse(swapped.on));
    let row = |(line, swapped): (&Line<'_>, &Swapped)| ReplacedRow {
        document: line.id.clone(),
        path: swapped.path.shown().to_owned(),
        commit: swapped.commit.clone(),
        date: swapped.on.to_string(),
        author: swapped.who.to_string(),
        settled: swapped.settled.1.to_string(),
    };
    all.into_iter().map(row).collect()
}

/// What is not known of documents at these paths, or of all.
pub(super) fn gaps(history: &History, paths: Option<&[&DocPath]>) -> Vec<GapRow> {
    history.lacks(paths).into_iter().map(|(what, remedy)| GapRow { what, remedy: remedy.to_owned() }).collect()
}

/// That the settings left a document out of the AIMS for a while; where a day is asked about, on that.
pub(super) fn left_out(from: &State, line: &Line<'_>, on: Option<Date>) -> Vec<GapRow> {
    let remedy = say!("Ask whoever set that whether it held meanwhile.");
    let told = from.approvals.eras.told_left_out((&line.id, line.path), on);
    told.into_iter().map(|what| GapRow { what, remedy: remedy.to_owned() }).collect()
}
