//! Which acts on record count for the text they name, by one rule, and why the others do not.

use super::acts::{Act, Counts, Objection};
use super::authors::{self, Authors};
use super::evidence::Case;
use super::record::ActKind;
use super::roster::Known;
use crate::model::approval_rule::ApprovalRule;

/// Says of each act whether it counts, from the oldest text to the newest, and gives the substances that were approved:
/// what one of them approved is not the work of the authors who come after it.
pub(super) fn judge_acts(case: &Case<'_>, rule: &ApprovalRule, acts: &mut [Act]) -> Vec<[u8; 32]> {
    let mut approved: Vec<[u8; 32]> = Vec::new();
    let mut dated: Vec<(usize, [u8; 32], Option<authors::Text>)> = Vec::new();
    for place in case.acts {
        let Ok(record) = &acts[*place].record else { continue };
        let Some(substance) = bytes(&record.substance) else { continue };
        dated.push((*place, substance, authors::find(&case.steps, &substance)));
    }
    // A text that is not in the history is the newest of all: it is being written.
    dated.sort_by_key(|(_, _, text)| std::cmp::Reverse(text.as_ref().map_or(0, |text| text.run.end)));
    for (place, substance, text) in dated {
        let against = against(case, rule, &acts[place], substance, text.as_ref(), &approved);
        acts[place].objection = against.as_ref().map(|(objection, _)| *objection);
        acts[place].standing = match against {
            Some((_, why)) => Counts::No(why),
            None if substance == case.substance => Counts::Yes,
            None => Counts::Earlier,
        };
        let counts = !matches!(acts[place].standing, Counts::No(_));
        if counts && acts[place].of_kind(ActKind::Approval).is_some() {
            approved.push(substance);
        }
    }
    supersede(case, acts);
    approved
}

/// A text that gave way to another approved one and was brought back is approved by a new act, not by the old.
fn supersede(case: &Case<'_>, acts: &mut [Act]) {
    let was_in_force = |substance: [u8; 32]| {
        let facts = case.steps.iter().filter_map(|(_, change)| change.facts.as_ref());
        facts.into_iter().any(|facts| facts.substance == substance && facts.status.as_deref() == Some("approved"))
    };
    let approvals = |standing: Counts| {
        let acts = &*acts;
        let places = case.acts.iter().copied().filter(move |place| acts[*place].standing == standing);
        places.filter_map(|place| Some((place, acts[place].of_kind(ActKind::Approval)?)))
    };
    let others = approvals(Counts::Earlier);
    let replaced = others.filter(|(_, record)| bytes(&record.substance).is_some_and(was_in_force));
    let Some(last) = replaced.map(|(_, record)| record.date).max() else { return };
    let old = approvals(Counts::Yes).filter(|(_, record)| record.date < last);
    for place in old.map(|(place, _)| place).collect::<Vec<_>>() {
        acts[place].standing = Counts::Earlier;
    }
}

/// Why an act does not count for the text it names, if it does not.
fn against(
    case: &Case<'_>,
    rule: &ApprovalRule,
    act: &Act,
    substance: [u8; 32],
    text: Option<&authors::Text>,
    approved: &[[u8; 32]],
) -> Option<(Objection, String)> {
    let record = act.record.as_ref().ok()?;
    // A review by somebody the settings know counts unsigned, as what it is: a note that the text was read.
    if record.act == ActKind::Review && act.verdict.is_none() {
        let known = case.names().find(&record.by, &record.email).is_some_and(|known| known.name == record.by);
        let why = || format!("it is not signed, and the settings do not know {}", record.by);
        return (!known).then(|| (Objection::Unproven, why()));
    }
    if !act.is_proven() {
        return Some((Objection::Unproven, act.signature()));
    }
    if record.act == ActKind::Review {
        return None;
    }
    let signer = act.signer.as_ref()?;
    if let Some(why) = not_entitled(rule, signer) {
        return Some((Objection::NotEntitled, why));
    }
    if text.is_none() && substance != case.substance {
        let why = "the text it names is nowhere in the history of the document";
        return Some((Objection::UnknownText, why.into()));
    }
    if text.is_none() && case.recorded && rule.four_eyes {
        let why = "the text it names is not committed, so that nobody knows who wrote it";
        return Some((Objection::UnknownText, why.into()));
    }
    let earlier = |other: &[u8; 32]| *other != substance && approved.contains(other);
    let authors = text.map_or_else(Authors::default, |text| authors::of(&case.steps, text, &case.names(), earlier));
    own_work(rule, &signer.name, &authors).map(|why| (Objection::OwnWork, why))
}

/// Why somebody may not approve by the rule, if they may not.
pub(super) fn not_entitled(rule: &ApprovalRule, known: &Known) -> Option<String> {
    let entitled = rule.roles.is_empty() || rule.roles.iter().any(|role| known.roles.contains(&role.value));
    (!entitled).then(|| {
        let roles: Vec<&str> = rule.roles.iter().map(|role| role.value.as_str()).collect();
        format!("{} held none of the roles that the rule asks for: {}", known.name, roles.join(", "))
    })
}

/// Why somebody's act does not count as that of a second person, if the rule asks for one.
pub(super) fn own_work(rule: &ApprovalRule, name: &str, authors: &Authors) -> Option<String> {
    let others = authors.all.iter().any(|author| author != name && !authors.unknown.contains(author));
    let alone = rule.four_eyes && authors.all.contains(name) && !others;
    alone.then(|| format!("{name} is the only author of the change"))
}

/// The 32 bytes of a digest in hex.
pub(super) fn bytes(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[place * 2..place * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}
