//! Documents, and their reviews.

use super::column::{self as of, DocumentRow, Holds, OfDocument, column};
use super::rows::Register;
use super::value::Value;
use crate::approval::Approval;
use crate::base::{Period, mark};
use crate::history::Revision;
use crate::model::Tier;
use crate::model::approval_rule::Evidence;
use crate::model::catalog::natural_key;
use crate::model::document::Document;
use crate::model::review::Review;
use crate::reading::kept_for;
use crate::state::State;

/// Every Markdown file, in natural order of the ids: documents, records, and pages without front matter.
pub(super) fn documents(state: &State) -> Register<'_> {
    let mut all: Vec<_> = state.aims.iter().collect();
    all.sort_by_cached_key(|(_, document)| natural_key(&document.id));
    let columns = vec![
        of::id(),
        of::title(),
        of::kind(),
        path(),
        column("controlled", Holds::Flag, |&(_, document): &DocumentRow<'_>| Value::Flag(document.controlled))
            .about("whether it has front matter"),
        lang(),
        translates(state),
        of::text("version"),
        of::status(state),
        of::standing(state),
        of::text("owner"),
        of::texts("authors"),
        of::texts("approvers"),
        column("approval", Holds::Word, |&(ix, _)| {
            Value::word(state.approvals.of(ix).map(|approval| approval.level.as_str()))
        })
        .words(Evidence::ALL.map(Evidence::as_str))
        .about("the evidence that the present text was approved, of documents that are kept current"),
        column("approved_by", Holds::Texts, |&(ix, _)| {
            Value::texts(state.approvals.of(ix).map(approved_by).unwrap_or_default())
        })
        .about("who approved it by that evidence"),
        of::word("classification"),
        of::text("retention"),
        retention_period(),
        retention_from(),
        of::day("effective"),
        of::day("date"),
        of::day("reviewed"),
        of::last_review(state),
        of::review_by(state),
        of::next_review(state),
        of::review(state),
        column("tier", Holds::Word, |&(_, document): &DocumentRow<'_>| Value::word(document.tier().map(Tier::as_str)))
            .words(Tier::ALL.map(Tier::as_str))
            .about("what it does for the requirements it serves"),
        column("serves", Holds::Ids, |&(ix, _)| {
            Value::ids(state.aims.trace.served_by(ix).map(|requirement| requirement.name.as_str()))
        })
        .about("clauses and controls, whether it names them or serves them through another document"),
        requirements(),
        of::ids("implements"),
        of::ids("evidence-for"),
        of::ids("systems"),
        of::ids("risks"),
        of::ids("replaces"),
        of::texts("tags"),
        column("referenced_by", Holds::Ids, |&(ix, _)| {
            Value::ids(state.aims.pointing_at(ix).iter().map(|ix| state.aims.document(*ix).id.as_str()))
        })
        .about("documents that point at it"),
        column("revisions", Holds::Number, |&(_, document): &DocumentRow<'_>| {
            Value::count(state.history.of(&document.path).count())
        })
        .about("commits in its history"),
        column("last_changed", Holds::Day, |&(_, document)| {
            Value::day(newest(state, document).map(|newest| newest.date))
        }),
        column("last_commit", Holds::Text, |&(_, document)| {
            Value::text(newest(state, document).map(|newest| newest.commit.as_str()))
        }),
    ];
    Register::new(all, columns)
}

pub(super) fn lang<'a>() -> OfDocument<'a> {
    column("lang", Holds::Word, |&(_, document): &DocumentRow<'_>| Value::word(document.lang.as_deref()))
        .about("the language of its text, as a tag, where that is known")
}

fn translates(state: &State) -> OfDocument<'_> {
    column("translates", Holds::Id, |&(ix, _): &DocumentRow<'_>| {
        let original = state.aims.document(ix).translates;
        Value::id(original.map(|original| state.aims.document(original).id.as_str()))
    })
    .about("the document that it is a translation of: that one counts")
}

/// How long a document is kept, as far as its `retention` names a length of time, as ISO 8601 has it.
fn retention_period<'a>() -> OfDocument<'a> {
    column("retention_period", Holds::Text, |&(_, document): &DocumentRow<'_>| {
        let period = kept_for(document.fields.text("retention").unwrap_or_default()).map(|(period, _)| period);
        period.map_or(Value::Nothing, |period| Value::Text(iso(period).into()))
    })
    .about("the longest time that it names, as ISO 8601 has it: `P10Y`")
    .aside()
}

/// A length of time as programs of others read it.
fn iso(period: Period) -> String {
    match period {
        Period::Months(months) if months % 12 == 0 => format!("P{}Y", months / 12),
        Period::Months(months) => format!("P{months}M"),
        Period::Days(days) => format!("P{days}D"),
    }
}

/// What the time that a document is kept counts from.
fn retention_from<'a>() -> OfDocument<'a> {
    column("retention_from", Holds::Text, |&(_, document): &DocumentRow<'a>| {
        let from = kept_for(document.fields.text("retention").unwrap_or_default()).map(|(_, from)| from);
        Value::text(from.filter(|from| !from.is_empty()))
    })
    .about("what that counts from: `the last use of the system`")
    .aside()
}

/// The file of a document.
pub(super) fn path<'a>() -> OfDocument<'a> {
    column("path", Holds::Text, |&(_, document): &DocumentRow<'a>| Value::text(Some(document.path.as_str())))
        .titled(mark!("Path"))
}

/// Requirements of other frameworks that a document names.
pub(super) fn requirements<'a>() -> OfDocument<'a> {
    column("requirements", Holds::Texts, |&(_, document): &DocumentRow<'a>| {
        let all = document.fields.requirements().iter().flat_map(|(framework, ids)| {
            ids.iter().map(|id| Value::Text(format!("{}:{}", framework.value, id.value).into()))
        });
        Value::List(all.collect())
    })
    .about("of other frameworks, each as `framework:id`")
}

fn newest<'a>(state: &'a State, document: &Document) -> Option<&'a Revision> {
    state.history.came(&document.path).next().map(|(revision, _)| revision)
}

/// Who approved the present text, by the strongest evidence that counts; each once.
fn approved_by(approval: &Approval) -> Vec<&str> {
    let counting = approval.pieces.iter().filter(|piece| piece.evidence == approval.level && piece.against.is_none());
    let mut names: Vec<&str> = counting.map(|piece| piece.who.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Every document that a review is called for, the most urgent first; those that nothing dates come before.
pub(super) fn reviews(state: &State) -> Register<'_> {
    let review = |ix| state.aims.review(ix);
    let mut due: Vec<_> = state.aims.iter().filter(|(ix, _)| review(*ix) != Review::None).collect();
    due.sort_by_cached_key(|(ix, document)| (review(*ix).next(), natural_key(&document.id)));
    let columns = vec![
        of::id(),
        of::title(),
        of::kind(),
        of::text("owner"),
        of::day("reviewed"),
        of::last_review(state),
        of::review_by(state),
        of::next_review(state),
        of::review(state),
    ];
    Register::new(due, columns)
}
