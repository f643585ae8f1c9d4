//! The rows of a story: the keys of its JSON.

use serde::Serialize;

use crate::approval::Counts;

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
    /// Whether it ever was.
    #[serde(skip)]
    pub came: bool,
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
    /// Whether there may be more in what the clone lacks.
    #[serde(skip)]
    pub unsure: bool,
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
    /// The day on which it reached the main line; `null` where this clone does not hold what brought it.
    pub landed: Option<String>,
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
    /// The same, where it is a file beside the document.
    #[serde(skip)]
    pub beside: Option<String>,
    /// The file before the commit, where that was another.
    pub from: Option<String>,
    /// What became of it on the main line: `stood`, `passed` or `undone`.
    pub fate: &'static str,
    /// Whether git made it, in a merge: what is new in it is told of the changes that it joined.
    pub joined: bool,
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
