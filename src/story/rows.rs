//! The rows of a story.

use serde::Serialize;

use super::{Difference, Line, told};
use crate::approval::{Act, Approval, Counts, Grade, Swapped, Tenure};
use crate::base::{Date, DocPath, say};
use crate::compare::{BlockChange, BlockKind, Comparison, How, Weight};
use crate::history::{Change, History, Step, Version};
use crate::model::DocIx;
use crate::model::standing::{Approved, Word};
use crate::register::facts::{ActFact, ChangeFact, RevisionFact, VersionFact};
use crate::state::State;

/// A document of the story.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its kind; `null` where it has none or is gone.
    pub kind: Option<String>,
    /// Where it is, or was last.
    pub path: String,
    /// Whether it is still there.
    pub present: bool,
    /// The version it calls itself now.
    pub version: Option<String>,
    /// Where it says it stands.
    pub status: Option<String>,
    /// The word for where it stands by the record, as in the data files; `null` where nobody is asked to approve it.
    pub standing: Option<&'static str>,
    /// The same, for people.
    #[serde(skip)]
    pub stands: Option<&'static str>,
    /// What there is to show that its present text is approved; `null` for what is not approved.
    pub approval: Option<ApprovalRow>,
}

/// What there is to show that a text is approved.
#[derive(Debug, Clone, Serialize)]
pub struct ApprovalRow {
    /// The level of the evidence, 0 to 4.
    pub level: u8,
    /// The word for it, as in `aims.toml` and in the data files.
    pub evidence: &'static str,
    /// What that is, for people.
    #[serde(skip)]
    pub title: &'static str,
    /// Whether it is what the rule of the settings asks for.
    pub satisfied: bool,
    /// Whether the text says that it is approved, and what was signed is an earlier one, or this one with other images and
    /// links.
    pub lapsed: bool,
    /// Why, where it is not that the text is another: a sentence without a full stop.
    #[serde(skip)]
    pub why_lapsed: Option<String>,
    /// How much of the text was signed, where it is approved by signed records: `words`, `substance` or `bytes`.
    pub grade: Option<&'static str>,
    /// What that is, for people.
    #[serde(skip)]
    pub signed: Option<&'static str>,
    /// Roles whose approval is lacking.
    pub lacking: Vec<String>,
    /// The commit that put into the settings what this rests on, where nobody vouched for it, and it is known of one alone.
    pub settings_not_vouched: Option<String>,
    /// The day from which on nobody vouched for what changed the settings, where this rests on that.
    pub settings_since: Option<String>,
    /// Who wrote that.
    #[serde(skip)]
    pub settings_by: Option<String>,
}

/// A version.
#[derive(Debug, Clone, Serialize)]
pub struct VersionRow {
    /// The id of its document.
    pub document: String,
    /// What it calls itself.
    pub version: Option<String>,
    /// The first day on which it was in force; `null` where it never was.
    pub from: Option<String>,
    /// The last day on which it was in force; `null` where that is not known yet, or it was so on no day.
    pub to: Option<String>,
    /// The first day on which it was in force no longer.
    pub until: Option<String>,
    /// Whether that it was in force from the first day is what it says itself: the record begins later.
    pub stated: bool,
    /// Times in between in which it was not in force: the first and the last day of each, with `/` between them.
    pub out: Vec<String>,
    /// The day on which it reached the main line as one that says that it is approved.
    pub recorded: Option<String>,
    /// The day from which it holds by its own words.
    pub effective: Option<String>,
    /// Whether it is in force today.
    pub in_force: bool,
    /// How many different texts stood under its number while it was approved.
    pub texts: usize,
    /// The commit of its first revision.
    pub first_commit: Option<String>,
    /// The commit in which it first says that it is approved.
    pub approved_commit: Option<String>,
    /// The commit of its last revision.
    pub last_commit: Option<String>,
}

/// An act of a person on record.
#[derive(Debug, Clone, Serialize)]
pub struct ActRow {
    /// The id of the document.
    pub document: String,
    /// `approval`, `review` or `acknowledgement`.
    pub act: &'static str,
    /// The version it is about.
    pub version: Option<String>,
    /// Who, by the record.
    pub by: String,
    /// In which role, by the record.
    pub role: Option<String>,
    /// The day of the act.
    pub date: String,
    /// What came of a review.
    pub outcome: Option<String>,
    /// What the person added.
    pub comment: Option<String>,
    /// `yes`, `earlier` where the text has changed since, or `no`.
    pub counts: &'static str,
    /// Why it does not count.
    pub why: Option<String>,
    /// How much of the present text was signed, where it counts for that: `words`, `substance` or `bytes`.
    pub grade: Option<&'static str>,
    /// Whether the record carries a good signature of the person that it names.
    pub signed: bool,
    /// What the signature is worth, where there is one: `good`, `unknown-key`, `bad` or `unchecked`.
    pub verdict: Option<&'static str>,
    /// The same as a sentence.
    pub signature: Option<String>,
    /// The file of the record.
    pub record: String,
    /// The commit that brought it; `null` while it is not committed, and where that commit is not in this clone.
    pub commit: Option<String>,
    /// The day on which it reached the main line.
    pub landed: Option<String>,
    /// Whether that was too long after its day for it to renew a review.
    #[serde(skip)]
    pub late: bool,
    /// Whether it counts, as a value.
    #[serde(skip)]
    pub standing: Counts,
    /// Why it does not count, where that is more than what its signature is worth.
    #[serde(skip)]
    pub beside: Option<String>,
    /// Whether it is committed, be it by a commit that is not in this clone.
    #[serde(skip)]
    pub is_committed: bool,
}

/// A commit that changed one of the documents.
#[derive(Debug, Clone, Serialize)]
pub struct RevisionRow {
    /// The commit.
    pub commit: String,
    /// The day of authorship.
    pub date: String,
    /// The day on which it reached the main line.
    pub landed: String,
    /// The author.
    pub author: String,
    /// Those who wrote it too, by lines `Co-authored-by` of the message.
    pub co_authors: Vec<String>,
    /// Who put it into the history, where that is another person than the author, and no forge.
    pub committer: Option<String>,
    /// The merge that brought it into the main line, where it was made beside it.
    pub merged: Option<MergeRow>,
    /// The first line of the message.
    pub subject: String,
    /// Whether the commit carries a signature, good or bad.
    pub signed: bool,
    /// What it did to the documents of the story.
    pub changes: Vec<ChangeRow>,
}

/// A merge.
#[derive(Debug, Clone, Serialize)]
pub struct MergeRow {
    /// Who made it.
    pub by: String,
    /// Who put it into the history: a forge, or somebody who gave another as its author.
    pub committer: String,
    /// The day.
    pub date: String,
    /// The commit.
    pub commit: String,
}

/// What a commit did to a document.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeRow {
    /// The id of the document.
    pub document: String,
    /// `added`, `changed`, `moved`, `moved and changed`, `removed`.
    pub kind: &'static str,
    /// The file after the commit; of a removal, before it.
    pub path: String,
    /// Whether that is a file beside the document.
    #[serde(skip)]
    pub beside: bool,
    /// The file before the commit, where that was another.
    pub from: Option<String>,
    /// The version that the text called itself.
    pub version: Option<String>,
    /// Where the text said it stood.
    pub status: Option<String>,
    /// `none`, `editorial` or `material`; `null` where there is nothing to compare.
    pub weight: Option<&'static str>,
    /// Whether the words are the same and their markup is another.
    pub markup: bool,
    /// Words added.
    pub added: usize,
    /// Words removed.
    pub removed: usize,
    /// What became of the front matter: sentences without a full stop.
    pub fields: Vec<String>,
    /// Where the text asks for less than before: sentences without a full stop.
    pub weaker: Vec<String>,
    /// Whether the difference is told more coarsely, for there is too much of it; `false` without one.
    pub cut: bool,
    /// The blocks of text that changed, where they were asked for and there are two texts to compare.
    pub diff: Option<Vec<BlockRow>>,
}

/// A block of text that changed.
#[derive(Debug, Clone, Serialize)]
pub struct BlockRow {
    /// `paragraph`, `heading`, `item`, `row`, `code`, `quote` or `footnote`.
    pub kind: &'static str,
    /// The heading above it.
    pub heading: Option<String>,
    /// Its text in pieces.
    pub runs: Vec<RunRow>,
}

/// A piece of a block.
#[derive(Debug, Clone, Serialize)]
pub struct RunRow {
    /// `same`, `added` or `removed`.
    pub how: &'static str,
    /// Its text, with the blanks around it.
    pub text: String,
}

/// A file to which a record leads and that is another one now than when the record was settled.
#[derive(Debug, Clone, Serialize)]
pub struct ReplacedRow {
    /// The id of the record.
    pub document: String,
    /// The file, from the folder of the AIMS.
    pub path: String,
    /// The commit of the main line that replaced it.
    pub commit: String,
    /// The day of that.
    pub date: String,
    /// Who made it.
    pub author: String,
    /// The day on which the record was settled.
    pub settled: String,
}

/// Something that cannot be known.
#[derive(Debug, Clone, Serialize)]
pub struct GapRow {
    /// What is missing: a sentence without a full stop.
    pub what: String,
    /// How to get it.
    pub remedy: String,
}

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
    ApprovalRow {
        level: approval.level.level(),
        evidence: approval.level.as_str(),
        title: approval.level.title(),
        satisfied: approval.satisfied,
        // A draft of the next version is no approval lapsed.
        lapsed: from.aims.standing(ix).approval == Approved::Lapsed,
        why_lapsed: lapsed.and_then(|act| act.standing.why()).map(|why| why.sentence()),
        grade: grade.map(Grade::as_str),
        signed: grade.map(Grade::title),
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
        match line.ix {
            Some(ix) => all.extend(from.approvals.acts_of(ix).rev().map(|(_, act)| (line, act))),
            // Of a document that is gone the records may still be there.
            None => {
                let about =
                    |act: &&Act| act.record.as_ref().is_ok_and(|record| record.document.eq_ignore_ascii_case(&line.id));
                all.extend(from.approvals.acts.iter().filter(about).map(|act| (line, act)));
            }
        }
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
        Some(ChangeRow { beside, ..self::change(line, change, difference) })
    };
    let fact = RevisionFact::of(revision);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Some(RevisionRow {
        commit: fact.commit.to_owned(),
        date: fact.date.to_string(),
        landed: fact.landed.to_string(),
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
    let (facts, edit, fact) = (change.facts.as_ref(), change.edit.as_ref(), ChangeFact::of(change));
    let compared = difference.and_then(|difference| difference(change));
    let words = |count: Option<u32>| count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    ChangeRow {
        document: line.id.clone(),
        kind: fact.kind,
        path: fact.path.to_owned(),
        beside: false,
        from: fact.from.map(str::to_owned),
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
        weaker: edit.map(|edit| edit.weaker.iter().map(|weaker| weaker.sentence()).collect()).unwrap_or_default(),
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
