//! What there is to show that somebody approved a text, piece by piece, and whether that is what the rule asks for.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::acts::Counts;
use super::authors::{self, Authors};
use super::bar::Bar;
use super::case::{Case, From, Shown, Signed, Standings};
use super::place::{ActIx, StepIx};
use super::reason::Reason;
use super::record::{ActKind, Record};
use super::standing::{judge_acts, not_entitled, own_work, stands_for};
use super::turns::Unvouched;
use crate::base::Date;
use crate::base::wording::Words;
use crate::diag::Spanned;
use crate::history::{self, Change, Person, Revision};
use crate::model::approval_rule::{ApprovalRule, Evidence};
use crate::model::document::{Document, Status};

/// What there is to show for the present text of a document.
#[derive(Debug, Clone, Default)]
pub struct Approval {
    /// The strongest evidence that counts by the rule.
    pub level: Evidence,
    /// Every piece, the strongest first.
    pub pieces: Vec<Piece>,
    /// The roles of which nobody has approved as the rules ask; empty where they name none.
    pub lacking: Vec<String>,
    /// Whether the rule has what it asks for, and the rule before the change that put the text in force too.
    pub satisfied: bool,
    /// What the rule before that change asks for, where the text lacks that: no change lowers the bar for itself.
    pub before: Option<Before>,
    /// The change of settings without which the evidence would not be enough, and that nobody vouched for.
    pub unvouched: Option<Unvouched>,
    /// Whether there may be more in what the clone lacks, where this is not what the rules ask for.
    pub unsure: bool,
    /// The people who wrote what is new in the text since it was last approved.
    pub authors: BTreeSet<String>,
    /// Those of them whom only a line `Co-authored-by` names that nobody else bears out. They are no second person.
    pub unknown_authors: BTreeSet<String>,
    /// Each of the others, with who put their commits into the history; see [`Approvals::is_by`](super::Approvals::is_by).
    pub(super) hands: BTreeSet<(String, String)>,
    /// The commit that brought the present text; `None` where it is not committed.
    pub commit: Option<String>,
    /// The last act that approved an earlier text, where none approves the present one.
    pub lapsed: Option<ActIx>,
    /// Where the present text is not approved: the place of the newest one that was, among the steps of the document,
    /// newest first.
    pub earlier: Option<StepIx>,
}

impl Approval {
    /// Whether the message of a tag is among the evidence.
    pub(super) fn has_messages(&self) -> bool {
        self.pieces.iter().any(|piece| piece.says.is_some())
    }

    /// Who wrote it.
    pub(super) fn of_authors(&self) -> Authors {
        Authors {
            all: self.authors.clone(),
            unknown: self.unknown_authors.clone(),
            hands: self.hands.clone(),
            ..Authors::default()
        }
    }

    /// Whether the present text of the document is an approved one: it says so, and there is what the rule asks for.
    pub fn is_in_force(&self, document: &Document) -> bool {
        says_approved(document) && self.satisfied && self.lapsed.is_none()
    }

    /// The signed tags that hold the present text, with who signed them and when: whether they approve it or not, it has not
    /// changed since.
    pub fn seals(&self) -> impl Iterator<Item = (&str, &Piece)> {
        self.pieces.iter().filter_map(|piece| match (&piece.from, &piece.against) {
            (From::Tag(tag), None) => Some((tag.as_str(), piece)),
            (From::Tag(tag), Some(why)) => why.leaves_seal().then_some((tag.as_str(), piece)),
            _ => None,
        })
    }

    /// Whether a document that says that it is retired is out of force by that, where this is the rule of its kind: a rule
    /// that asks for more than a claim asks for an act that retires it too.
    pub fn lets_go(&self, rule: &ApprovalRule) -> bool {
        let needs = match &self.before {
            Some(Before::Asks(before)) => before.needs.max(rule.needs),
            Some(Before::Unknown(_) | Before::Unvouched) => Evidence::Recorded,
            None => rule.needs,
        };
        self.satisfied || needs < Evidence::Merged
    }
}

/// What was asked for before a change, where the text that it brought lacks that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// What this rule asks for.
    Asks(ApprovalRule),
    /// It is not known what, and why: a sentence without a full stop. Nothing meets it.
    Unknown(Words),
    /// What somebody vouched for, and by that the evidence does not count: see [`Approval::unvouched`].
    Unvouched,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// How strong it is, if it counts.
    pub evidence: Evidence,
    /// Where it is from.
    pub from: From,
    /// Who approved, by it.
    pub who: String,
    /// The roles that person held then, as the settings have it; of a record, those in which it approves by the rule.
    pub roles: Vec<String>,
    /// When.
    pub date: Option<Date>,
    /// Why it does not count, if it does not.
    pub against: Option<Reason>,
    /// What was found about the signature, if there is one.
    pub signature: Option<Reason>,
    /// What the message of a tag says, in its first line.
    pub says: Option<String>,
}

/// What became of a document and the acts about it.
pub(super) struct Judged {
    pub(super) approval: Approval,
    pub(super) standings: Standings,
}

/// How many people one message may name as approvers. Each is told on the pages of every document that the commit changed.
pub(super) const MOST_NAMED: usize = 100;

/// Judges one document, by every rule of its bar. An act counts by that of today for its kind, or in a role that another asks for.
pub(super) fn judge(case: &Case<'_>, bar: &Bar) -> Judged {
    let mut judged = judge_by(case, case.rule);
    let mut open: Vec<(ApprovalRule, Evidence, bool)> = Vec::new();
    let mut unsure = bar.unknown.is_some() && case.cut;
    for rule in &bar.rules {
        let other = (!rule.asks_the_same(case.rule)).then(|| judge_by(case, rule));
        let Approval { satisfied, level, lacking, unsure: own, .. } = &other.as_ref().unwrap_or(&judged).approval;
        unsure |= own;
        if !satisfied {
            let is_open = |role: &&Spanned<String>| rule.needs < Evidence::Recorded || lacking.contains(&role.value);
            let roles = rule.roles.iter().filter(is_open).cloned().collect();
            open.push((ApprovalRule { roles, ..rule.clone() }, *level, other.is_some()));
        }
        // A rule that names nobody asks for nobody else.
        other.filter(|_| !rule.roles.is_empty()).into_iter().for_each(|other| judged.join(other, case));
    }
    let approval = &mut judged.approval;
    for role in open.iter().filter(|(.., is_other)| *is_other).flat_map(|(rule, ..)| &rule.roles) {
        if !approval.lacking.contains(&role.value) {
            approval.lacking.push(role.value.clone());
        }
    }
    let before = open.into_iter().next().filter(|(.., is_other)| *is_other);
    let level = before.as_ref().filter(|(rule, ..)| approval.level >= rule.needs).map(|(_, level, _)| *level);
    approval.level = level.unwrap_or(approval.level);
    approval.before = match &bar.unknown {
        Some(why) => Some(Before::Unknown(why.clone())),
        None => before.map(|(rule, ..)| Before::Asks(rule)),
    };
    approval.satisfied &= approval.before.is_none();
    approval.unsure |= unsure;
    judged
}

impl Judged {
    /// Counts what was approved in a role that another rule asks for, and that of today does not.
    fn join(&mut self, other: Self, case: &Case<'_>) {
        let unheld = |own: &Counts| matches!(own, Counts::No(Reason::NotEntitled { .. }));
        for (place, standing) in other.standings.into_iter().filter(|(_, of)| !matches!(of, Counts::No(_))) {
            let Some(own) = self.standings.get_mut(&place).filter(|own| unheld(own)) else { continue };
            let is_present = standing == Counts::Yes && case.act(place).of_kind(ActKind::Approval).is_some();
            self.approval.lapsed = self.approval.lapsed.filter(|_| !is_present);
            *own = standing;
            let counts = other.approval.pieces.iter().find(|piece| piece.from == From::Act(place));
            let own = self.approval.pieces.iter_mut().find(|piece| piece.from == From::Act(place));
            own.zip(counts).into_iter().for_each(|(own, counts)| own.clone_from(counts));
        }
    }
}

/// Judges one document by one rule.
fn judge_by(case: &Case<'_>, rule: &ApprovalRule) -> Judged {
    let (standings, approved) = judge_acts(case, rule);
    let retired = case.document.is_some_and(Document::is_retired);
    let text = authors::present(&case.steps, &case.substance, retired);
    let is_approved = |substance: &[u8; 32]| *substance != case.substance && approved.contains(substance);
    let authors = text.as_ref().map_or_else(Authors::default, |text| case.authors(text, is_approved));
    let mut pieces = Vec::new();
    for (place, standing) in standings_of(case, &standings) {
        pieces.extend(recorded((case, rule), place, standing));
    }
    for signed in &case.shown.signed {
        pieces.push(signed_piece((case, rule), signed, &authors));
    }
    if let Some(text) = &text {
        merged(case, rule, text, &case.shown, &authors, &mut pieces);
    }
    let named = case.document.map_or(&[][..], |document| document.fields.texts("approvers"));
    let named = named.iter().map(|name| name.value.as_str());
    let is_called = case.document.is_some_and(|document| document.status() == Some(Status::Approved));
    claimed(case, text.as_ref(), (named, is_called), &mut pieces);
    if let Some(why) = case.beside() {
        for piece in pieces.iter_mut().filter(|piece| piece.evidence > Evidence::Claimed) {
            piece.against.get_or_insert_with(|| why.clone());
        }
    }
    pieces.sort_by_key(|piece| (std::cmp::Reverse(piece.evidence), piece.against.is_some(), piece.date));
    let commit = text.and_then(|text| case.steps.get(text.run.end - 1)).map(|(revision, _)| revision.commit.clone());
    // That an earlier text was reviewed says nothing about whether the present one is approved.
    let approvals = |wanted: fn(&Counts) -> bool| {
        let all = standings_of(case, &standings).filter(move |(_, standing)| wanted(standing));
        all.map(|(place, _)| place).filter(|place| case.act(*place).of_kind(ActKind::Approval).is_some())
    };
    // What speaks against one may be nothing but what the clone lacks.
    let open = standings_of(case, &standings).filter(|(place, standing)| match standing {
        Counts::No(why) => case.cut && (*why == Reason::CutHistory || case.act(*place).is_unread),
        _ => false,
    });
    let open = open.map(|(place, _)| case.act(place)).filter(|act| act.of_kind(ActKind::Approval).is_some());
    let open: Vec<_> = open.map(|act| act.text).collect();
    let counts = approvals(|standing| *standing == Counts::Yes).next().is_some();
    let present = counts || open.contains(&Some(case.substance));
    // Of an act whose text is there again, and of one whose text is not, the first tells more.
    let lapsed = approvals(Counts::is_brought_back).last().or_else(|| approvals(Counts::is_past).last());
    let lapsed = lapsed.filter(|_| !present);
    let Authors { all: authors, unknown: unknown_authors, hands, .. } = authors;
    let found = Approval { pieces, authors, unknown_authors, hands, commit, lapsed, ..Approval::default() };
    let mut approval = settle(rule, found);
    // Of what the present text was changed from, nothing more is asked where git shows for itself that another looked at it.
    let is_shown = approval.satisfied && approval.level >= Evidence::Merged;
    approval.lapsed = approval.lapsed.filter(|act| !is_shown || standings.get(act) != Some(&Counts::Earlier));
    let is_unknown = |piece: &Piece| piece.evidence >= rule.needs && piece.against == Some(Reason::CutHistory);
    let is_cut = case.cut && !case.whole.begins && rule.needs < Evidence::Recorded;
    approval.unsure = !approval.satisfied && (!open.is_empty() || is_cut || approval.pieces.iter().any(is_unknown));
    Judged { approval, standings }
}

/// The acts about the document, oldest first, with whether they count.
fn standings_of<'a>(case: &Case<'a>, standings: &'a Standings) -> impl Iterator<Item = (ActIx, &'a Counts)> {
    case.acts.iter().filter_map(|place| Some((*place, standings.get(place)?)))
}

/// The piece that an act is, where it is an approval of the present text, or was meant to be one.
fn recorded((case, rule): (&Case<'_>, &ApprovalRule), place: ActIx, standing: &Counts) -> Option<Piece> {
    let act = case.act(place);
    let record = act.of_kind(ActKind::Approval)?;
    let against = match standing {
        Counts::Yes => None,
        Counts::Earlier => Some(Reason::EarlierText),
        other => other.why(),
    };
    Some(Piece { against, ..of_act((case, rule), place, record) })
}

/// The piece that an act of approval is, if nothing speaks against it.
pub(super) fn of_act((case, rule): (&Case<'_>, &ApprovalRule), place: ActIx, record: &Record) -> Piece {
    let act = case.act(place);
    Piece {
        evidence: Evidence::Recorded,
        from: From::Act(place),
        who: record.by.clone(),
        roles: act.signer.as_ref().map(|signer| stands_for(rule, record, &signer.roles)).unwrap_or_default(),
        // Nobody acts ahead: a record that bears a later day than its commit is of the day of that.
        date: Some(act.landed.map_or(record.date, |landed| record.date.min(landed))),
        against: None,
        signature: Some(act.unproven()),
        says: None,
    }
}

pub(super) fn signed_piece((case, rule): (&Case<'_>, &ApprovalRule), signed: &Signed, authors: &Authors) -> Piece {
    let own_work = |name: &str| own_work(rule, name, authors, case.persons);
    let against = match &signed.signer {
        _ if !signed.proof.is_good() => Some(signed.proof.reason()),
        None => Some(Reason::NobodysKey),
        Some(_) if signed.renamed => Some(Reason::TagRenamed),
        Some(_) if signed.refuses && matches!(signed.from, From::Commit(_)) => Some(Reason::MessageDenies),
        Some(_) if signed.refuses => Some(Reason::TagRefuses),
        // Who seals what is there, as an auditor does, does not say that it is to hold.
        Some(_) if signed.seals() && rule.roles.is_empty() => Some(Reason::Seals),
        Some(person) => not_entitled(rule, person).or_else(|| own_work(&person.name)).or_else(|| {
            let alone = rule.four_eyes && authors.are_turned_by(&person.name, case.persons);
            alone.then(|| Reason::OnlyAuthor(person.name.clone()))
        }),
    };
    Piece {
        evidence: Evidence::Signed,
        from: signed.from.clone(),
        who: signed.signer.as_ref().map_or_else(|| "an unknown key".into(), |signer| signer.name.clone()),
        roles: signed.signer.as_ref().map(|signer| signer.roles.clone()).unwrap_or_default(),
        date: signed.date,
        against,
        signature: Some(signed.proof.reason()),
        says: signed.says.clone(),
    }
}

/// Merges that put the present text into the main line.
pub(super) fn merged(
    case: &Case<'_>,
    rule: &ApprovalRule,
    text: &authors::Text,
    shown: &Shown,
    authors: &Authors,
    pieces: &mut Vec<Piece>,
) {
    let mut seen = BTreeSet::new();
    let asked = |(revision, _): &&(&Revision, &Change)| shown.commits.contains(&revision.commit);
    for (revision, change) in case.steps[text.run.clone()].iter().filter(asked) {
        let merge = revision.merge_of(change).filter(|merge| seen.insert(merge.commit.clone()));
        let Some(merge) = merge else { continue };
        let (author, committer) = (&merge.author, &merge.committer);
        let who = authors::surely_named(&case.names(), author);
        let roster = shown.merges.get(&merge.commit);
        let known = roster.and_then(|roster| roster.granted(|roster| roster.find(author.as_said().1)));
        let is_theirs = |who: &str| authors.are_by(who, case.persons) || authors.are_turned_by(who, case.persons);
        let is_own = is_theirs(&who) || is_theirs(&authors::named(&case.names(), author));
        let several = roster.map(|roster| roster.sharing(author.as_said().1)).filter(|all| all.len() > 1);
        let against = match &known {
            _ if !authors::surely_same_hand(&case.names(), author, committer) && !committer.is_forge() => {
                Some(Reason::PutThereBy { who: who.clone(), by: authors::surely_named(&case.names(), committer) })
            }
            _ if authors.unsure && rule.four_eyes => Some(Reason::CutHistory),
            _ if is_own => Some(Reason::MergedOwn(who.clone())),
            None if several.is_some() => several.map(Reason::AddressOfSeveral),
            Some(known) => not_entitled(rule, known),
            None if case.cut && roster.is_some_and(|roster| roster.is_unread().is_some()) => Some(Reason::CutHistory),
            // Where the settings list people, an address they do not list may be one more of the author's.
            None if rule.roles.is_empty() && roster.is_none_or(|roster| roster.is_empty()) => None,
            None => Some(Reason::UnknownPerson(who.clone())),
        };
        pieces.push(Piece {
            evidence: Evidence::Merged,
            from: From::Merge(merge.commit.clone()),
            who,
            roles: known.map(|known| known.roles).unwrap_or_default(),
            date: Some(merge.date),
            against,
            signature: None,
            says: None,
        });
    }
}

/// What is merely said: whom the text names, which says that it is approved or does not, and the trailers of the commits that
/// led to it.
fn claimed<'n>(
    case: &Case<'_>,
    text: Option<&authors::Text>,
    (named, approved): (impl Iterator<Item = &'n str>, bool),
    pieces: &mut Vec<Piece>,
) {
    let piece = |who: String, from, date, against| Piece {
        evidence: Evidence::Claimed,
        from,
        who,
        roles: Vec::new(),
        date,
        against,
        signature: None,
        says: None,
    };
    let mut seen = BTreeSet::new();
    let asked = |(revision, _): &&(&Revision, &Change)| case.shown.commits.contains(&revision.commit);
    for (revision, _) in text.iter().flat_map(|text| case.steps[text.run.clone()].iter().filter(asked)) {
        for (commit, date, who) in trailers(revision) {
            let who = authors::surely_named(&case.names(), &who);
            if seen.insert((commit, who.clone())) {
                pieces.push(piece(who, From::Trailer(commit.to_owned()), Some(date), None));
            }
        }
    }
    for approver in named.filter(|name| !name.trim().is_empty()) {
        let against = (!approved).then_some(Reason::NotCalledApproved);
        pieces.push(piece(approver.to_owned(), From::FrontMatter, None, against));
    }
}

/// What there was to show for a text of the past: these pieces, and what was merely said.
pub(super) fn then(
    (case, rule): (&Case<'_>, &ApprovalRule),
    text: Option<&authors::Text>,
    named: &[Arc<str>],
    mut pieces: Vec<Piece>,
) -> Approval {
    claimed(case, text, (named.iter().map(|name| &**name), true), &mut pieces);
    pieces.sort_by_key(|piece| piece.date);
    settle(rule, Approval { pieces, ..Approval::default() })
}

/// Whom the message of a commit, and that of the merge that brought it, names as approvers, with the commit and its day.
pub(super) fn trailers(revision: &Revision) -> impl Iterator<Item = (&str, Date, Person)> {
    let of_merge = revision.merged.as_ref().map(|merge| (&merge.commit, &merge.body, merge.date));
    let messages = [Some((&revision.commit, &revision.body, revision.date)), of_merge].into_iter().flatten();
    messages.flat_map(|(commit, body, date)| {
        history::values(body, "Approved-by").into_iter().take(MOST_NAMED).map(move |value| {
            let (name, email) = history::identity(value);
            (commit.as_str(), date, Person { name: name.into(), email: email.into(), said: None })
        })
    })
}

/// From the pieces to the level, and to what the rule lacks.
pub(super) fn settle(rule: &ApprovalRule, mut approval: Approval) -> Approval {
    let counting =
        |evidence| approval.pieces.iter().filter(move |piece| piece.evidence == evidence && piece.against.is_none());
    let lacking_at = |evidence| -> Vec<String> {
        let held = |role: &str| counting(evidence).any(|piece| piece.roles.iter().any(|held| held == role));
        rule.roles.iter().map(|role| role.value.clone()).filter(|role| !held(role)).collect()
    };
    // Where records are asked for, one is asked of every role. Else one holder of a role does for all, by whatever act.
    let lacking = if rule.needs == Evidence::Recorded { lacking_at(Evidence::Recorded) } else { Vec::new() };
    let reached = |evidence: Evidence| match evidence {
        Evidence::None => true,
        Evidence::Recorded => counting(evidence).next().is_some() && lacking.is_empty(),
        _ => counting(evidence).next().is_some(),
    };
    let level = Evidence::ALL.into_iter().rev().find(|evidence| reached(*evidence)).unwrap_or_default();
    (approval.level, approval.lacking, approval.satisfied) = (level, lacking, level >= rule.needs);
    approval
}

/// Whether a document says of itself that it is approved. A record that is finished and says nothing of a status is put
/// forward as it is.
pub(super) fn says_approved(document: &Document) -> bool {
    match document.status() {
        Some(status) => status == Status::Approved,
        None => !document.is_kept_current() && !document.is_draft(),
    }
}
