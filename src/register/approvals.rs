//! Acts of approval, review and acknowledgement, and the versions they made. Addresses are in it, unlike in the other registers: without them
//! nobody could verify a signature.

use super::column::{Getter, Holds, column};
use super::facts::{ActFact, COUNTS, VersionFact};
use super::rows::Register;
use super::value::Value;
use crate::approval::record::ActKind;
use crate::approval::{Grade, VersionApproval};
use crate::base::Date;
use crate::history::ChangeKind;
use crate::model::approval_rule::Evidence;
use crate::model::catalog::natural_key;
use crate::signature::Verdict;
use crate::state::State;

/// What `signed` says of an act, in every register.
pub(super) const SIGNED: &str = "whether the act carries a good signature of that person";

/// What `verdict` says of one.
pub(super) const VERDICT: &str =
    "what the signature is worth, where there is one: `bad` where it does not fit or the key may not sign this then";

/// Every act, in order of the files, and files among the records that are none.
pub(super) fn acts(state: &State) -> Register<'_> {
    let columns = vec![
        column("document", Holds::Id, |act: &ActFact<'_>| Value::id(act.document)),
        of_act("date", Holds::Day, |act| Value::day(act.date)),
        of_act("act", Holds::Word, |act| Value::word(act.act)).words(ActKind::ALL.map(ActKind::as_str)),
        text("version", |act| act.version),
        text("by", |act| act.by).about("who, by the record"),
        text("email", |act| act.email),
        text("role", |act| act.role),
        text("outcome", |act| act.outcome).about("what came of a review"),
        text("comment", |act| act.comment),
        of_act("counts", Holds::Word, |act| Value::word(Some(act.counts)))
            .words(COUNTS)
            .about("for the present text, for an earlier one, or not"),
        of_act("why", Holds::Text, |act| act.why.clone().map_or(Value::Nothing, |why| Value::Text(why.into())))
            .about("why it does not count"),
        of_act("grade", Holds::Word, |act| Value::word(act.grade))
            .words(Grade::ALL.map(Grade::as_str))
            .about("how much of the present text was signed, where it counts for that: its words, all that its page shows, or its very bytes"),
        of_act("signed", Holds::Flag, |act| Value::Flag(act.signed)).about(SIGNED),
        of_act("verdict", Holds::Word, |act| Value::word(act.verdict)).words(Verdict::WORDS).about(VERDICT),
        of_act("signature", Holds::Text, |act| {
            act.signature.clone().map_or(Value::Nothing, |text| Value::Text(text.into()))
        })
        .about("what the signature is worth, as a sentence"),
        text("fingerprint", |act| act.fingerprint),
        text("signer", |act| act.signer).about("whose key it is, by the settings before the act"),
        of_act("signer_roles", Holds::Texts, |act| Value::texts(act.signer_roles.iter().copied())),
        text("path", |act| act.path).about("where the text was"),
        text("blob", |act| act.blob),
        text("sha256", |act| act.sha256),
        text("substance", |act| act.substance),
        text("record", |act| Some(act.record)).about("the file of the record, in the repository and in the site"),
        text("commit", |act| act.commit).about("the commit that brought it"),
        of_act("landed", Holds::Day, |act| Value::day(act.landed)).about("when it reached the main line"),
    ];
    Register::new(state.approvals.acts.iter().map(ActFact::of).collect(), columns)
}

fn of_act<'a>(
    key: &'static str,
    holds: Holds,
    get: impl Fn(&ActFact<'a>) -> Value<'a> + 'a,
) -> Getter<'a, ActFact<'a>> {
    column(key, holds, get)
}

fn text<'a>(key: &'static str, get: fn(&ActFact<'a>) -> Option<&'a str>) -> Getter<'a, ActFact<'a>> {
    column(key, Holds::Text, move |act| Value::text(get(act)))
}

/// A version with the id of its document, and what there is to show that it was approved.
struct VersionRow<'a> {
    document: &'a str,
    fact: VersionFact<'a>,
    approval: VersionApproval,
    removed: Option<Date>,
}

/// Every version of every document, in natural order of the ids, each from the oldest; of those that are gone too.
pub(super) fn versions(state: &State) -> Register<'_> {
    let mut rows = Vec::new();
    for (ix, document) in state.aims.iter().filter(|(_, document)| document.controlled) {
        let approvals = state.approvals.of_versions(&state.aims, &state.history, ix);
        let versions = state.history.versions(&document.path).iter().zip(state.approvals.tenures(ix));
        for ((version, tenure), approval) in versions.zip(approvals) {
            let fact = VersionFact::of(&state.history, version, tenure, state.today());
            rows.push(VersionRow { document: &document.id, fact, approval, removed: None });
        }
    }
    for (place, gone) in state.history.every_gone() {
        let steps = || state.history.all(&gone.steps);
        let newest = steps().find(|(_, of)| of.came()).filter(|(_, change)| change.kind == ChangeKind::Deleted);
        let Some(document) = steps().find_map(|(_, change)| change.facts.as_ref()?.id.as_deref()) else { continue };
        rows.extend(gone.versions.iter().zip(state.approvals.tenures_of_gone(place)).map(|(version, tenure)| {
            let fact = VersionFact::of(&state.history, version, tenure, state.today());
            VersionRow { document, fact, approval: tenure.approved.clone(), removed: newest.map(|(by, _)| by.landed) }
        }));
    }
    rows.sort_by_cached_key(|row| natural_key(row.document));
    let columns = vec![
        column("document", Holds::Id, |row: &VersionRow<'_>| Value::id(Some(row.document))),
        column("version", Holds::Text, |row: &VersionRow<'_>| Value::text(row.fact.version)),
        day("from", |row| row.fact.from)
            .about("the first day on which it was in force: it had reached the main line, and its rule was met"),
        day("to", |row| row.fact.to).about(
            "the last day on which it was in force; none where another took its place on the day on which it came",
        ),
        day("until", |row| row.fact.until).about("the first day on which it was in force no longer"),
        column("stated", Holds::Flag, |row: &VersionRow<'_>| Value::Flag(row.fact.stated))
            .about("whether that it was in force from that day is what it says itself: the record begins later"),
        column("out", Holds::Texts, |row: &VersionRow<'_>| {
            Value::List(row.fact.out.iter().map(|time| Value::Text(time.clone().into())).collect())
        })
        .about(
            "times in between in which it was not in force: the first and the last day of each, with `/` between them",
        ),
        column("in_force", Holds::Flag, |row: &VersionRow<'_>| Value::Flag(row.fact.in_force)).about("on `today`"),
        day("effective", |row| row.fact.effective).about("the day it names itself"),
        day("recorded", |row| row.fact.recorded)
            .about("when it reached the main line as one that says that it is approved"),
        column("approval", Holds::Word, |row: &VersionRow<'_>| Value::word(Some(row.approval.level.as_str())))
            .words(Evidence::ALL.map(Evidence::as_str))
            .about("the evidence that it was approved"),
        column("approved_by", Holds::Texts, |row: &VersionRow<'_>| {
            Value::List(row.approval.names().into_iter().map(|who| Value::Text(who.to_owned().into())).collect())
        })
        .about("who approved one of its texts by that evidence, each once; which text and when, `approvals` tells"),
        column("texts", Holds::Number, |row: &VersionRow<'_>| Value::count(row.fact.texts))
            .about("how many different texts stood under this number while they said that they are approved"),
        commit("first_commit", |row| row.fact.first_commit),
        commit("approved_commit", |row| row.fact.approved_commit),
        commit("last_commit", |row| row.fact.last_commit),
        day("removed", |row| row.removed).about("when the document was removed, where it is gone"),
    ];
    Register::new(rows, columns)
}

fn day<'a>(key: &'static str, get: fn(&VersionRow<'a>) -> Option<Date>) -> Getter<'a, VersionRow<'a>> {
    column(key, Holds::Day, move |row| Value::day(get(row)))
}

fn commit<'a>(key: &'static str, get: fn(&VersionRow<'a>) -> Option<&'a str>) -> Getter<'a, VersionRow<'a>> {
    column(key, Holds::Text, move |row| Value::text(get(row)))
}
