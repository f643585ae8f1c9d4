//! Approvals without the e-mail addresses that records, commits and settings hold.

use std::sync::Arc;

use super::acts::{Act, Counts};
use super::approvals::Approvals;
use super::evidence::{Approval, Before, Piece};
use super::reason::Reason;
use crate::base::DocPath;
use crate::base::text::without_addresses;
use crate::base::wording::Words;
use crate::signature::Verdict;

impl Approvals {
    /// Leaves out what the messages of tags say.
    pub fn leave_messages(&mut self) {
        for approval in self.documents.values_mut().filter(|approval| approval.has_messages()) {
            Arc::make_mut(approval).pieces.iter_mut().for_each(|piece| piece.says = None);
        }
    }

    /// Leaves out every address, and gives the records that hold one in their files.
    pub fn leave_addresses(&mut self) -> Vec<DocPath> {
        for approval in self.documents.values_mut() {
            of_approval(Arc::make_mut(approval));
        }
        self.acts.iter_mut().filter_map(of_act).collect()
    }
}

/// Leaves addresses out of a text; whether there was one.
fn cut(text: &mut String) -> bool {
    let left = without_addresses(text).into_owned();
    let held = left != *text;
    *text = left;
    held
}

fn of_words(words: &mut Words) {
    words.each_plain(&mut |text| {
        cut(text);
    });
}

/// Gives the file of the record where it holds an address.
fn of_act(act: &mut Act) -> Option<DocPath> {
    if let Counts::No(reason) = &mut act.standing {
        of_reason(reason);
    }
    let record = match &mut act.filed.record {
        Ok(record) => record,
        Err(why) => {
            of_words(why);
            return None;
        }
    };
    let mut held = !std::mem::take(&mut record.email).is_empty();
    let texts = [Some(&mut record.by), record.comment.as_mut(), record.outcome.as_mut(), record.role.as_mut()];
    for text in texts.into_iter().flatten() {
        held |= cut(text);
    }
    held.then(|| act.filed.path.clone())
}

fn of_approval(approval: &mut Approval) {
    approval.pieces.iter_mut().for_each(of_piece);
    for people in [&mut approval.authors, &mut approval.unknown_authors] {
        *people = people.iter().map(|name| without_addresses(name).into_owned()).collect();
    }
    let without = |name: &String| without_addresses(name).into_owned();
    approval.hands = approval.hands.iter().map(|(author, hand)| (without(author), without(hand))).collect();
    if let Some(Before::Unknown(why)) = &mut approval.before {
        of_words(why);
    }
    if let Some(turn) = approval.unvouched.as_mut().and_then(|unvouched| unvouched.turn.as_mut()) {
        cut(&mut turn.by);
    }
}

fn of_piece(piece: &mut Piece) {
    cut(&mut piece.who);
    piece.says.iter_mut().for_each(|says| {
        cut(says);
    });
    piece.against.iter_mut().for_each(of_reason);
    piece.signature.iter_mut().for_each(of_reason);
}

fn of_reason(reason: &mut Reason) {
    match reason {
        Reason::Unreadable(words)
        | Reason::Signature(
            Verdict::Unsupported { why: words }
            | Verdict::Malformed { why: words }
            | Verdict::HolderLeft { why: words, .. },
        ) => of_words(words),
        Reason::NoDocument(text)
        | Reason::UnsignedBy(text)
        | Reason::OnlyAuthor(text)
        | Reason::PutAllThere(text)
        | Reason::MergedOwn(text)
        | Reason::UnknownPerson(text)
        | Reason::Signature(Verdict::WrongNamespace { found: text, .. }) => {
            cut(text);
        }
        Reason::OtherSigner { named, signer: other }
        | Reason::NotedBy { named, who: other }
        | Reason::PutThereBy { who: named, by: other } => {
            cut(named);
            cut(other);
        }
        Reason::OtherVersion { says, had } => {
            cut(says);
            if let Some(had) = had {
                cut(had);
            }
        }
        Reason::NotEntitled { who, roles: _ } | Reason::Withdrawn { back: Some((who, _)), .. } => {
            cut(who);
        }
        Reason::AddressOfSeveral(people) => people.iter_mut().for_each(|name| {
            cut(name);
        }),
        Reason::NotApproved
        | Reason::KeysBeside(_)
        | Reason::Unsigned
        | Reason::UncommittedNote
        | Reason::Signature(_)
        | Reason::UncheckedSignature(_)
        | Reason::NobodysKey
        | Reason::UnknownText
        | Reason::UncommittedText
        | Reason::CutHistory
        | Reason::EarlierText
        | Reason::Withdrawn { back: None, .. }
        | Reason::BroughtBack(_)
        | Reason::TagRenamed
        | Reason::LedElsewhere(_)
        | Reason::Reread
        | Reason::NotCalledApproved
        | Reason::TagRefuses
        | Reason::MessageDenies
        | Reason::Seals => {}
    }
}
