//! Approvals that a change made void, or that it asks for: by the rule of the organisation, of which roles, and who holds
//! them.
//!
//! People and roles are those of before the change: no change gives anybody a say in itself.

use std::collections::BTreeSet;

use serde::Serialize;

use super::both::Both;
use super::pairs::{Became, Pair};
use super::was_is::WasIs;
use crate::approval::{Approval, Before, From, Piece};
use crate::base::json::as_word;
use crate::model::approval_rule::{ApprovalRule, Evidence};
use crate::model::config::{Config, Person};
use crate::model::document::Document;

/// A document that is to be approved, or was and no longer is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version, where it says one.
    pub version: Option<String>,
    /// Whether the text that was there before was approved and the present one is not.
    pub void: bool,
    /// Who approved the text that was there before, by more than its word, where that does not count for the present one.
    pub lost: Vec<String>,
    /// Where it stands by the record.
    pub standing: WasIs,
    /// Whether an approval is waited for: `false` where the text does not ask to be approved.
    pub waits: bool,
    /// The weakest evidence that the rule takes.
    pub needs: Evidence,
    /// Whether somebody who alone wrote the change cannot approve it.
    pub four_eyes: bool,
    /// The roles of which one person each has to approve; where the rule names none, whom the document names as its
    /// approvers. Empty where anybody may.
    pub roles: Vec<Role>,
}

/// A role, and who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Role {
    /// The role, or the name of a person.
    pub role: String,
    /// The people of that role or name who have not left.
    pub people: Vec<Somebody>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Somebody {
    /// The name.
    pub name: String,
    /// Whether the person wrote some of what is new in the text.
    pub wrote: bool,
}

as_word!(Evidence);

/// What is to be approved, what is void first, in natural order of ids.
pub(super) fn asked(both: &Both<'_>) -> Vec<Asked> {
    let mut found: Vec<Asked> = both.pairs.iter().filter_map(|pair| ask(both, pair)).collect();
    found.sort_by_key(|asked| !asked.void);
    found
}

fn ask(both: &Both<'_>, pair: &Pair<'_>) -> Option<Asked> {
    let (ix, document) = pair.now.filter(|(_, document)| document.controlled)?;
    // To take a text out of force is as much a decision as to put it in.
    let retires = both.now.approvals.retires_itself(&both.now.aims, ix);
    if document.is_retired() && !retires {
        return None;
    }
    let now = both.now.aims.standing(ix);
    let then = pair.then.map(|(ix, then)| (both.then.aims.standing(ix), then));
    let held = then.is_some_and(|(then, _)| then.approval.is_given());
    let void = held && !retires && !now.approval.is_met();
    let waits = retires || now.waits(document);
    let is_new = then.is_none_or(|(then, document)| !then.waits(document))
        || matches!(pair.became(), Became::Material | Became::Added | Became::Retired);
    let approval = both.now.approvals.of(ix);
    let before = pair.then.filter(|_| held && !retires).and_then(|(then, _)| both.then.approvals.of(then));
    let lost: Vec<String> = before.map(|before| lost(before, approval)).unwrap_or_default();
    if !(void || waits && is_new || !lost.is_empty()) {
        return None;
    }
    let rules = rules(both, document, approval);
    let people = if both.then.aims.config.people.is_empty() { &both.now.aims.config } else { &both.then.aims.config };
    let somebody =
        |person: &Person| Somebody { name: person.name.clone(), wrote: both.now.approvals.is_by(ix, &person.name) };
    let role = |role: String| Role { people: holding(people, both, &role).map(somebody).collect(), role };
    let [was, is] = pair.words.map(|word| word.map(|word| word.as_str().to_owned()));
    Some(Asked {
        id: document.id.clone(),
        title: document.title.clone(),
        version: document.fields.text("version").map(str::to_owned),
        void,
        lost,
        standing: WasIs { was, is },
        waits,
        needs: rules.iter().map(|rule| rule.needs).max().unwrap_or(Evidence::None),
        four_eyes: rules.iter().any(|rule| rule.four_eyes),
        roles: asked_of(&rules, document, approval).into_iter().map(role).collect(),
    })
}

/// Who approved what was there before, by more than the word of the text, and not what is there now. Where that is approved
/// as well as it was, nothing is lost.
fn lost(before: &Approval, now: Option<&Approval>) -> Vec<String> {
    if now.is_some_and(|now| now.level >= before.level && now.level > Evidence::Claimed) {
        return Vec::new();
    }
    let counts = |piece: &&Piece| piece.against.is_none();
    let is_there = |who: &str| now.is_some_and(|now| now.pieces.iter().filter(counts).any(|piece| piece.who == who));
    let acts = before.pieces.iter().filter(counts).filter(|piece| piece.evidence == before.level);
    let acts = acts.filter(|piece| piece.from != From::FrontMatter && !is_there(&piece.who));
    acts.map(|piece| piece.who.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The rules that have to be met: that of today, and that of before the change where the text lacks what it asks for.
fn rules<'a>(both: &'a Both<'_>, document: &Document, approval: Option<&'a Approval>) -> Vec<&'a ApprovalRule> {
    let today = both.now.aims.config.approval.of(document.kind_name());
    let before = approval.and_then(|approval| match &approval.before {
        Some(Before::Asks(rule)) => Some(rule),
        _ => None,
    });
    std::iter::once(today).chain(before).collect()
}

/// Who is asked: the roles of the rules of which nobody has approved yet; where they name none, whom the document names as
/// its approvers.
fn asked_of(rules: &[&ApprovalRule], document: &Document, approval: Option<&Approval>) -> Vec<String> {
    let named: BTreeSet<&str> = rules.iter().flat_map(|rule| &rule.roles).map(|role| role.value.as_str()).collect();
    let open = approval.map(|approval| &approval.lacking).filter(|lacking| !lacking.is_empty());
    let is_open = |role: &&str| open.is_none_or(|open| open.iter().any(|lacking| lacking == role));
    if named.is_empty() {
        return document.fields.texts("approvers").iter().map(|name| name.value.clone()).collect();
    }
    named.into_iter().filter(is_open).map(str::to_owned).collect()
}

/// The people who hold a role, or bear that name, and have not left.
fn holding<'a>(config: &'a Config, both: &Both<'_>, role: &str) -> impl Iterator<Item = &'a Person> {
    let today = both.now.today();
    let stays = move |person: &&Person| person.left.is_none_or(|left| left >= today);
    config
        .people
        .iter()
        .filter(stays)
        .filter(move |person| person.name == role || person.roles.iter().any(|held| held == role))
}
