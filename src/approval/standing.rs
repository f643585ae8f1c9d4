//! Which acts on record count for the text they name, by one rule, and why the others do not.

use super::acts::{Counts, Filed};
use super::authors::{self, Authors, Steps};
use super::case::{Case, Standings};
use super::persons::Persons;
use super::place::ActIx;
use super::reason::Reason;
use super::record::{ActKind, Record};
use super::returned::{Away, Returned};
use super::roster::Known;
use crate::history::{Change, ChangeKind, Person};
use crate::model::approval_rule::ApprovalRule;
use crate::model::document::Document;
use crate::reading::dressed_version;

/// Says of each act whether it counts, from the oldest text to the newest, and gives the substances that were approved:
/// what one of them approved is not the work of the authors who come after it, nor is what met the rule of its time.
pub(super) fn judge_acts(case: &Case<'_>, rule: &ApprovalRule) -> (Standings, Vec<[u8; 32]>) {
    let mut standings = Standings::new();
    let mut approved = case.approved.clone();
    let mut dated: Vec<(ActIx, [u8; 32], Option<authors::Text>)> = Vec::new();
    for place in case.acts {
        let act = case.act(*place);
        if act.record.is_err() {
            continue;
        }
        if let Some(why) = case.beside() {
            standings.insert(*place, Counts::No(why));
            continue;
        }
        let Some(substance) = act.text else {
            standings.insert(*place, Counts::No(case.unfound(Reason::UnknownText)));
            continue;
        };
        dated.push((*place, substance, authors::find(&case.steps, &act.reread.unwrap_or(substance))));
    }
    // A text that is not in the history is the newest of all: it is being written.
    dated.sort_by_key(|(_, _, text)| std::cmp::Reverse(text.as_ref().map_or(0, |text| text.run.end)));
    for (place, substance, text) in dated {
        let act = case.act(place);
        let standing = match against(case, rule, act, substance, text.as_ref(), &approved) {
            // What an earlier text was asked for is asked of nobody anew.
            Some(_) if substance != case.substance && case.counted.contains(&place) => Counts::Earlier,
            Some(why) => Counts::No(why),
            None if act.reread == Some(case.substance) => Counts::Reread,
            None if substance != case.substance => Counts::Earlier,
            None => match case.moved(act) {
                moved if moved.is_empty() => Counts::Yes,
                moved => Counts::LedElsewhere(moved),
            },
        };
        // Where all is there, it is known what was approved by the rules of its time.
        let is_whole = case.whole.clone && case.recorded;
        if !is_whole && !matches!(standing, Counts::No(_)) && act.of_kind(ActKind::Approval).is_some() {
            approved.push(substance);
        }
        standings.insert(place, standing);
    }
    supersede(case, &mut standings);
    (standings, approved)
}

/// A text that was out of force, because another was approved or the document retired or removed, is approved by a new act
/// and not by the old. Which act is new is told by the order of the main line: a record may bear any day.
fn supersede(case: &Case<'_>, standings: &mut Standings) {
    let Some(since) = case.since else { return };
    let old = |place: &ActIx| {
        let act = case.act(*place);
        act.of_kind(ActKind::Approval).is_some() && act.moment < since && standings.get(place) == Some(&Counts::Yes)
    };
    for place in case.acts.iter().copied().filter(old).collect::<Vec<_>>() {
        standings.insert(place, Counts::BroughtBack(returned(case)));
    }
}

/// Why an act does not count for the text it names, if it does not.
pub(super) fn against(
    case: &Case<'_>,
    rule: &ApprovalRule,
    act: &Filed,
    substance: [u8; 32],
    text: Option<&authors::Text>,
    approved: &[[u8; 32]],
) -> Option<Reason> {
    let record = act.record.as_ref().ok()?;
    let is_approval = record.act == ActKind::Approval;
    // A text that nobody ever had was read by nobody.
    if !is_approval && text.is_none() && substance != case.substance {
        return Some(case.unfound(Reason::UnknownText));
    }
    if let Some(put_back) = act.put_back.as_ref().filter(|put_back| put_back.withdrawn) {
        let back = put_back.back.as_ref().map(|back| (back.by.clone(), back.day));
        return Some(Reason::Withdrawn { taken: put_back.taken.day, back });
    }
    if !is_approval && act.verdict.is_none() {
        return unsigned_review(case, act, &record.by).or_else(|| other_version(case, record, substance));
    }
    if !act.is_proven() {
        return Some(act.unproven());
    }
    if let Some(why) = other_version(case, record, substance) {
        return Some(why);
    }
    if !is_approval {
        return None;
    }
    let signer = act.signer.as_ref()?;
    if let Some(why) = not_entitled(rule, signer) {
        return Some(why);
    }
    if text.is_none() && substance != case.substance {
        return Some(case.unfound(Reason::UnknownText));
    }
    if text.is_none() && case.recorded && rule.four_eyes {
        return Some(case.unfound(Reason::UncommittedText));
    }
    if !rule.four_eyes {
        return None;
    }
    let earlier = |other: &[u8; 32]| *other != substance && approved.contains(other);
    let authors = text.map_or_else(Authors::default, |text| case.authors(text, earlier));
    own_work(rule, &signer.name, &authors, case.persons)
}

/// Why an act does not count that names another version than its text does. The version is part of the text: such a record
/// was written by hand, and what it says would be told as if it were so. Where the text lay says nothing: it may have been
/// moved on a branch of which only the end is on record.
fn other_version(case: &Case<'_>, record: &Record, substance: [u8; 32]) -> Option<Reason> {
    let says = record.version.as_deref()?;
    let bare = |version: &str| {
        let version = version.split('(').next().unwrap_or_default().trim();
        dressed_version(version).unwrap_or(version).to_owned()
    };
    let present = case.document.filter(|_| substance == case.substance).map(|document| document.fields.text("version"));
    let facts = case.steps.iter().filter_map(|(_, change)| change.facts.as_deref());
    let past = facts.filter(|facts| facts.substance == substance).map(|facts| facts.version.as_deref());
    let had: Vec<Option<&str>> = present.into_iter().chain(past).collect();
    let is_other = !had.is_empty() && had.iter().flatten().all(|had| bare(had) != bare(says));
    let had = had.into_iter().flatten().next().map(str::to_owned);
    is_other.then(|| Reason::OtherVersion { says: says.to_owned(), had })
}

/// Why a review or acknowledgement that is not signed does not count. It counts as what it is, a note that the text was read, where the person
/// it names brought it: anybody can write a file in another's name.
fn unsigned_review(case: &Case<'_>, act: &Filed, by: &str) -> Option<Reason> {
    let names = case.names();
    if !names.knows(by) {
        return Some(Reason::UnsignedBy(by.to_owned()));
    }
    let Some((author, committer)) = &act.brought else { return Some(Reason::UncommittedNote) };
    // By the address in the commit: a name in git says little, and the record gives the name itself.
    let is_they = |who: &Person| names.listed(who).is_some_and(|known| names.are_one(&known.name, by));
    let other = [author, committer].into_iter().find(|who| !is_they(who))?;
    let several = names.several(other);
    if !several.is_empty() {
        return Some(Reason::AddressOfSeveral(several));
    }
    let (name, email) = other.as_said();
    Some(Reason::NotedBy { who: format!("{name} <{email}>"), named: by.to_owned() })
}

/// Why somebody may not approve by the rule, if they may not.
pub(super) fn not_entitled(rule: &ApprovalRule, known: &Known) -> Option<Reason> {
    let entitled = rule.roles.is_empty() || rule.roles.iter().any(|role| known.roles.contains(&role.value));
    (!entitled).then(|| {
        let roles = rule.roles.iter().map(|role| role.value.clone()).collect();
        Reason::NotEntitled { who: known.name.clone(), roles }
    })
}

/// In which roles somebody who holds these approves by a record: in the one that it names. Where the rule does not ask for
/// that, in the first that it asks for; a record that names none is in all.
pub(super) fn stands_for(rule: &ApprovalRule, record: &Record, held: &[String]) -> Vec<String> {
    let Some(named) = record.role.as_ref().filter(|_| !rule.roles.is_empty()) else { return held.to_vec() };
    let asked = || rule.roles.iter().map(|role| &role.value);
    let first = asked().find(|asked| *asked == named).or_else(|| asked().find(|asked| held.contains(asked)));
    first.into_iter().cloned().collect()
}

/// Why somebody's act does not count as that of a second person, if the rule asks for one.
pub(super) fn own_work(rule: &ApprovalRule, name: &str, authors: &Authors, persons: &Persons) -> Option<Reason> {
    if rule.four_eyes && authors.unsure {
        return Some(Reason::CutHistory);
    }
    let alone = rule.four_eyes && authors.are_by(name, persons) && !authors.have_another(name, persons);
    let is_other = |author: &&String| !persons.are_one(author, name) && !authors.unknown.contains(*author);
    alone.then(|| match authors.all.iter().any(|author| is_other(&author)) {
        false => Reason::OnlyAuthor(name.to_owned()),
        true => Reason::PutAllThere(name.to_owned()),
    })
}

/// What became of the present text of a document, which an act before its last return approved.
fn returned(case: &Case<'_>) -> Returned {
    let retired = case.document.is_some_and(Document::is_retired);
    let is_present = |change: &Change| match change.facts.as_deref() {
        Some(facts) => facts.substance == case.substance && facts.is_retired() == retired,
        // Of a text that cannot be read nobody knows what it was.
        None => change.kind != ChangeKind::Deleted,
    };
    let steps: Steps<'_> = case.steps.iter().copied().filter(|(_, change)| change.stood()).collect();
    let again = steps.iter().take_while(|(_, change)| is_present(change)).count();
    let landed = |place: usize| Some(steps.get(place)?.0.landed);
    let back = again.checked_sub(1).and_then(landed);
    if retired {
        return Returned { by: Away::Retired, went: back, back: None };
    }
    let between = steps[again..].iter().take_while(|(_, change)| !is_present(change)).count();
    let other = |change: &Change| change.facts.as_ref().is_some_and(|facts| facts.substance != case.substance);
    let by = match steps[again..again + between].iter().any(|(_, change)| other(change)) {
        true => Away::Text,
        false => Away::Ended,
    };
    Returned { by, went: (again + between).checked_sub(1).filter(|_| between > 0).and_then(landed), back }
}
