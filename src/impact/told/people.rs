//! What people have to do, and did: reviews, approvals, acceptances, readings.

use super::pieces::{Mark, NAMED, Piece, Row, Section, Tone, ids, was_is};
use crate::approval::Counts;
use crate::base::text::count;
use crate::impact::acts::ActChange;
use crate::impact::asked::{Asked, Somebody};
use crate::impact::came::Came;
use crate::impact::due::Due;
use crate::impact::reviews::{ReviewMoved, Shift};
use crate::impact::suspects::Suspected;
use crate::impact::whole::Impact;
use crate::model::approval_rule::Evidence;
use crate::model::standing::Basis;

/// Review dates that moved.
pub(super) fn reviews(impact: &Impact) -> Section {
    Section {
        id: "reviews",
        title: "Review dates",
        count: format!("{} moved", impact.reviews.len()),
        intro: Vec::new(),
        rows: impact.reviews.iter().map(review).collect(),
    }
}

fn review(moved: &ReviewMoved) -> Row {
    let mark = match moved.way {
        _ if moved.late => Mark::new("overdue", "Overdue", Tone::Bad),
        Shift::Later => Mark::new("moved", "Later", Tone::Plain),
        Shift::Sooner => Mark::new("moved", "Sooner", Tone::Plain),
        Shift::CalledFor => Mark::new("added", "Called for", Tone::Plain),
        Shift::Gone => Mark::new("removed", "No longer called for", Tone::Plain),
    };
    let head = vec![Piece::id(&moved.id), Piece::ours(" "), Piece::said(&moved.title), Piece::ours(": ")];
    let row = Row::new(mark, [head, was_is(&moved.next)].concat());
    let why = match moved.by {
        _ if moved.last.is_same() => return row,
        Some(Basis::Review) => "by a review on record of ",
        Some(Basis::Approval) => "by an approval on record of ",
        Some(Basis::Earlier) => "by an act on record about an earlier text, of ",
        Some(Basis::Claim) => "no act shows it: the text says that it was reviewed on ",
        Some(Basis::Begun) => "counted from the day on which it began, ",
        None => return row,
    };
    row.under(vec![Piece::ours(why), Piece::said(moved.last.is.as_deref().unwrap_or_default())])
}

/// Approvals that are void, and who has to approve.
pub(super) fn approvals(impact: &Impact) -> Section {
    Section {
        id: "approvals",
        title: "Approvals",
        count: format!("{} void, {} to give", impact.numbers.approvals_void, waiting(impact)),
        intro: Vec::new(),
        rows: impact.approvals.iter().map(approval).collect(),
    }
}

fn waiting(impact: &Impact) -> usize {
    impact.approvals.iter().filter(|asked| asked.waits).count()
}

fn approval(asked: &Asked) -> Row {
    let mark = match (asked.void, asked.waits) {
        (true, _) => Mark::new("suspect", "Void", Tone::Bad),
        (_, true) => Mark::new("due", "Asked for", Tone::Plain),
        _ => Mark::new("suspect", "Lost", Tone::Bad),
    };
    let mut head = vec![Piece::id(&asked.id), Piece::ours(" "), Piece::said(&asked.title)];
    if let Some(version) = &asked.version {
        head.extend([Piece::ours(", version "), Piece::said(version)]);
    }
    let mut row = Row::new(mark, head);
    if !asked.standing.is_same() {
        row = row.under([vec![Piece::ours("stands at ")], was_is(&asked.standing)].concat());
    }
    if !asked.lost.is_empty() {
        let names = Piece::said(&asked.lost.join(", "));
        row = row.under(vec![Piece::ours("the text before it was approved by "), names]);
    }
    if !asked.void && !asked.waits {
        return row.under(vec![Piece::ours("the rule asks for no more than its word")]);
    }
    if !asked.waits {
        return row.under(vec![Piece::ours("it does not ask to be approved: the text before it was")]);
    }
    let how = match asked.needs {
        Evidence::Recorded => "a signed record by ",
        Evidence::Signed => "a signed commit, merge or tag by ",
        Evidence::Merged => "a merge by ",
        Evidence::Claimed | Evidence::None => "approval by ",
    };
    for role in &asked.roles {
        let is_person = matches!(role.people.as_slice(), [only] if only.name == role.role);
        let mut line = vec![Piece::ours(how)];
        if !is_person {
            line.extend([Piece::said(&role.role), Piece::ours(": ")]);
        }
        line.extend(somebody(&role.people));
        row = row.under(line);
    }
    if asked.roles.is_empty() {
        row = row.under(vec![Piece::ours(how), Piece::ours("somebody whom the settings list")]);
    }
    if asked.four_eyes && asked.roles.iter().flat_map(|role| &role.people).any(|person| person.wrote) {
        row = row.under(vec![Piece::ours("who alone wrote what is new cannot approve it")]);
    }
    match asked.needs {
        Evidence::Recorded => row.under(vec![Piece::code(&format!("aims approve {}", asked.id))]),
        _ => row,
    }
}

/// People, those who wrote the text marked so.
fn somebody(people: &[Somebody]) -> Vec<Piece> {
    if people.is_empty() {
        return vec![Piece::ours("nobody whom the settings list")];
    }
    let mut pieces = Vec::new();
    for (place, person) in people.iter().take(NAMED).enumerate() {
        pieces.extend((place > 0).then(|| Piece::ours(", ")));
        pieces.push(Piece::said(&person.name));
        pieces.extend(person.wrote.then(|| Piece::ours(" (wrote it)")));
    }
    if people.len() > NAMED {
        pieces.push(Piece::ours(format!(" and {} more", people.len() - NAMED)));
    }
    pieces
}

/// Acts that came or went.
pub(super) fn acts(impact: &Impact) -> Section {
    Section {
        id: "acts",
        title: "Acts on record",
        count: format!("{} changed", impact.acts.len()),
        intro: Vec::new(),
        rows: impact.acts.iter().map(act).collect(),
    }
}

fn act(change: &ActChange) -> Row {
    let mark = match (change.became, &change.standing) {
        (Came::Removed, _) => Mark::new("removed", "Record removed", Tone::Bad),
        (Came::Changed, _) => Mark::new("material", "Record changed", Tone::Bad),
        (_, Counts::No(_)) => Mark::new("proof-0", "Does not count", Tone::Bad),
        (_, standing) if standing.is_past() => Mark::new("proof-1", "Of an earlier text", Tone::Plain),
        _ => Mark::new("proof-4", "On record", Tone::Good),
    };
    let (Some(document), Some(by), Some(kind)) = (&change.document, &change.by, change.kind) else {
        return Row::new(mark, vec![Piece::code(&change.record)]);
    };
    let mut head = vec![Piece::id(document)];
    if let Some(version) = &change.version {
        head.extend([Piece::ours(" "), Piece::said(version)]);
    }
    head.extend([Piece::ours(format!(" {} by ", kind.done())), Piece::said(by)]);
    if let Some(role) = &change.role {
        head.extend([Piece::ours(" as "), Piece::said(role)]);
    }
    head.extend(change.date.as_ref().map(|date| Piece::ours(format!(" on {date}"))));
    let row = Row::new(mark, head);
    match change.why.as_ref().filter(|_| change.became != Came::Removed) {
        Some(why) => row.under(vec![Piece::said(why)]),
        None => row,
    }
}

/// What somebody has to do.
pub(super) fn due(impact: &Impact) -> Section {
    Section {
        id: "due",
        title: "Acceptances, assessments and tasks",
        count: format!("{} became due", impact.due.len()),
        intro: Vec::new(),
        rows: impact.due.iter().map(task).collect(),
    }
}

fn task(due: &Due) -> Row {
    let mark = match due.late {
        true => Mark::new("overdue", "Late", Tone::Bad),
        false => Mark::new("due", "Due", Tone::Plain),
    };
    let mut head = Vec::new();
    if let Some(document) = &due.document {
        head.extend([Piece::id(document), Piece::ours(" ")]);
    }
    head.push(Piece::said(&due.about));
    let when = due.due.as_ref().map(|day| format!(", by {day}")).unwrap_or_default();
    head.push(Piece::ours(format!(" ({}{when})", due.what)));
    let mut row = Row::new(mark, head);
    if !due.of.is_empty() {
        row = row.under([vec![Piece::ours("seen to by ")], ids(due.of.iter().map(String::as_str))].concat());
    }
    if due.remedy.is_empty() { row } else { row.under(vec![Piece::said(&due.remedy)]) }
}

/// What has to be read again.
pub(super) fn suspect(impact: &Impact) -> Section {
    Section {
        id: "suspect",
        title: "To be read again",
        count: count(impact.suspect.len(), "document"),
        intro: Vec::new(),
        rows: impact.suspect.iter().map(suspected).collect(),
    }
}

fn suspected(of: &Suspected) -> Row {
    let mark = Mark::new("suspect", "Suspect", Tone::Plain);
    let mut head = vec![Piece::id(&of.id), Piece::ours(" "), Piece::said(&of.title), Piece::ours(" builds on ")];
    head.extend(ids(of.upstream.iter().map(String::as_str)));
    let row = Row::new(mark, head);
    match &of.owner {
        Some(owner) => {
            row.under(vec![Piece::said(owner), Piece::ours(": "), Piece::code(&format!("aims review {}", of.id))])
        }
        None => row,
    }
}
