//! Where one document stands, as its own page and its change record both tell it: signs, notices, suspect links, and what
//! each level of evidence is worth.

use serde::Serialize;

use super::sections::Legend;
use crate::approval::record::{ActKind, Record};
use crate::approval::{Act, Counts, From, Piece, Suspect};
use crate::base::{Date, say, wording};
use crate::history::{self, Change};
use crate::model::approval_rule::Evidence;
use crate::model::certification::{Against, against};
use crate::model::document::{Document, Status};
use crate::model::due;
use crate::model::review::Review;
use crate::model::standing::{Approved, InForce};
use crate::model::{Aims, DocIx};
use crate::reading::is_over;
use crate::site::context::{NEWEST_REVISIONS, Shared};
use crate::site::link::Linker;
use crate::site::parts::{objective, on_record, quietly, state as state_words};
use crate::site::routes;
use crate::site::view::{Pair, Part, Sign, sentence, told};
use crate::site::worded::phrase;
use crate::state::{Note, ShownText};

/// How many suspect links are shown.
const SUSPECTS: usize = 200;

/// That nothing came of a change, or that git made it: as a sign and as a sentence.
pub(super) fn aside(change: &Change) -> Option<(Sign, &'static str)> {
    match (change.came(), change.joined) {
        (false, _) => Some((Sign::new("excluded", say!("Not taken")), say!("The merge brought none of it."))),
        (true, true) => Some((
            Sign::new("unchanged", say!("Put together")),
            say!("Git put together what both sides hold; nothing was written in the merge."),
        )),
        (true, false) => None,
    }
}

/// `Orla Fenwick approved version 2.0 as Chief Executive`.
pub(super) fn done(record: &Record) -> Vec<Part> {
    let (who, version, role) = (Part::said(&record.by), record.version.as_deref(), record.role.as_deref());
    match (record.act, version.map(told), role.map(told)) {
        (ActKind::Approval, Some(version), Some(role)) => {
            phrase!("{who} approved version {version} as {role}", who, version, role)
        }
        (ActKind::Approval, Some(version), None) => phrase!("{who} approved version {version}", who, version),
        (ActKind::Approval, None, Some(role)) => {
            phrase!("{who} approved a text without a version as {role}", who, role)
        }
        (ActKind::Approval, None, None) => phrase!("{who} approved a text without a version", who),
        (ActKind::Review, Some(version), Some(role)) => {
            phrase!("{who} reviewed version {version} as {role}", who, version, role)
        }
        (ActKind::Review, Some(version), None) => phrase!("{who} reviewed version {version}", who, version),
        (ActKind::Review, None, Some(role)) => phrase!("{who} reviewed a text without a version as {role}", who, role),
        (ActKind::Review, None, None) => phrase!("{who} reviewed a text without a version", who),
        (ActKind::Acknowledgement, Some(version), Some(role)) => {
            phrase!("{who} acknowledged version {version} as {role}", who, version, role)
        }
        (ActKind::Acknowledgement, Some(version), None) => {
            phrase!("{who} acknowledged version {version}", who, version)
        }
        (ActKind::Acknowledgement, None, Some(role)) => {
            phrase!("{who} acknowledged a text without a version as {role}", who, role)
        }
        (ActKind::Acknowledgement, None, None) => phrase!("{who} acknowledged a text without a version", who),
    }
}

/// The same of an act, which may not count: then nothing is said that only the record says.
pub(super) fn told_act(act: &Act, record: &Record) -> Vec<Part> {
    if !matches!(act.standing, Counts::No(_)) {
        return done(record);
    }
    let who = Part::said(&record.by);
    match (record.act, record.version.as_deref().map(told)) {
        (ActKind::Approval, Some(version)) => {
            phrase!("A record of an approval in the name of {who}, version {version}", who, version)
        }
        (ActKind::Approval, None) => phrase!("A record of an approval in the name of {who}", who),
        (ActKind::Review, Some(version)) => {
            phrase!("A record of a review in the name of {who}, version {version}", who, version)
        }
        (ActKind::Review, None) => phrase!("A record of a review in the name of {who}", who),
        (ActKind::Acknowledgement, Some(version)) => {
            phrase!("A record of an acknowledgement in the name of {who}, version {version}", who, version)
        }
        (ActKind::Acknowledgement, None) => phrase!("A record of an acknowledgement in the name of {who}", who),
    }
}

/// The day of an act, with since when it is on record where that is another: the record says the one, the main line shows
/// the other.
pub(super) fn dated(act: &Act, day: Date) -> Vec<Part> {
    on_record(day, act.on_record_since())
}

/// The same of a piece of evidence, which may be an act.
pub(super) fn piece_dated(shared: &Shared<'_>, piece: &Piece) -> Vec<Part> {
    let act = match &piece.from {
        From::Act(place) => shared.approvals.act(*place),
        _ => None,
    };
    match (piece.date, act) {
        (Some(day), Some(act)) => dated(act, day),
        (Some(day), None) => vec![Part::date(day)],
        (None, _) => Vec::new(),
    }
}

/// What a reader has to know first of a document that is more, or less, than it may look.
pub(super) fn banner(shared: &Shared<'_>, ix: DocIx) -> Option<String> {
    let document = shared.aims.document(ix);
    let Some(held) = shared.aims.in_place.get(&ix).filter(|_| !document.says_approved()) else {
        return says(document).map(str::to_owned);
    };
    let says = match document.status() {
        Some(Status::InReview) => say!("This version is being reviewed."),
        Some(Status::Retired) => say!("This document says that it is retired."),
        _ => say!("This text says that it is a draft."),
    };
    let holds = match held.text.digests.map(|of| of.substance) == shared.approvals.substance(ix) {
        true => say!("By the record, this text is in force.").to_owned(),
        false => match held.text.fields.text("version") {
            Some(version) => say!("By the record, version {version} is in force.", version = told(version)),
            None => say!("By the record, an earlier text is in force.").to_owned(),
        },
    };
    Some(format!("{says} {holds}"))
}

/// What a document says of itself that nothing on record denies.
fn says(document: &Document) -> Option<&'static str> {
    if document.translates.is_some() {
        return None;
    }
    if !document.controlled {
        return Some(say!("This page is not a controlled document. It never counts as evidence."));
    }
    if document.kind.is_none() {
        return Some(say!("This document has no kind. It counts for nothing until one is given."));
    }
    match document.status() {
        Some(Status::Draft) => Some(say!("This is a draft. It is not in force.")),
        Some(Status::InReview) => Some(say!("This version is being reviewed. It is not in force.")),
        Some(Status::Retired) if document.is_retired() => {
            Some(say!("This document is retired. It is kept for the record and no longer in force."))
        }
        Some(Status::Retired) => {
            Some(say!("This document says that it is retired. Its matter is open, and it counts as before."))
        }
        _ => None,
    }
}

/// The day from which a document is in effect: as it says, or where the record has another, by that, which is told first.
pub(super) fn effective(shared: &Shared<'_>, ix: DocIx) -> (bool, Vec<Part>) {
    let (aims, document) = (shared.aims, shared.aims.document(ix));
    let Some(says) = document.fields.date("effective") else { return (false, Vec::new()) };
    let is_it = aims.holding(ix).fields.text("version") == document.fields.text("version");
    let mut in_force = shared.approvals.tenures(ix).iter().filter(|_| document.is_kept_current() && is_it).rev();
    let in_force = in_force.find(|tenure| tenure.is_in_force(shared.today())).and_then(|tenure| tenure.from);
    match (in_force, aims.standing(ix).in_force) {
        (Some(from), _) if from != says => {
            let said = quietly(phrase!(" (says effective {day})", day = Part::date(says)));
            (true, [vec![Part::date(from)], said].concat())
        }
        (None, InForce::No) if document.is_kept_current() && !document.is_retired() => {
            (false, quietly(phrase!("says {day}", day = Part::date(says))))
        }
        _ => (false, vec![Part::date(says)]),
    }
}

/// The same under its label.
pub(super) fn in_effect(shared: &Shared<'_>, ix: DocIx) -> Pair {
    match effective(shared, ix) {
        (true, day) => Pair::new(say!("In force since"), day),
        (false, day) => Pair::new(say!("Effective"), day),
    }
}

/// Since when the text has been in force that is, where the file of a document has a newer one.
pub(super) fn held_since(shared: &Shared<'_>, ix: DocIx) -> Option<Date> {
    let mut tenures = shared.approvals.tenures(ix).iter().rev();
    tenures.find(|tenure| tenure.is_in_force(shared.today())).and_then(|tenure| tenure.from)
}

/// What an act counts for today.
pub(super) fn act_sign(act: &Act, record: &Record) -> Sign {
    match (&act.standing, record.act) {
        (Counts::Yes, ActKind::Approval) => Sign::new("proof-4", say!("Of the present text")),
        (Counts::Yes, ActKind::Review | ActKind::Acknowledgement) => Sign::new("done", say!("Of the present text")),
        (Counts::Earlier, _) => Sign::new("retired", say!("Of an earlier text")),
        (Counts::BroughtBack(_), _) => Sign::new("retired", say!("Before it was brought back")),
        (Counts::LedElsewhere(_), _) => Sign::new("retired", say!("Of other images or links")),
        (Counts::Reread, _) => Sign::new("retired", say!("Read otherwise since")),
        (Counts::No(_), _) => Sign::new("error", say!("Does not count")),
    }
}

/// Each level of evidence, with what it proves and what it does not.
pub(super) fn worth() -> Vec<Legend> {
    let entry = |evidence: Evidence| Legend {
        sign: Sign::evidence(evidence),
        count: None,
        text: format!("{} {}", evidence.proves(), evidence.does_not_prove()),
    };
    Evidence::ALL.into_iter().rev().map(entry).collect()
}

/// Links of a document to others that have changed since: a paragraph each.
pub(super) fn suspects(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Vec<Part>> {
    let one = |suspect: &Suspect| {
        let upstream = shared.aims.document(suspect.upstream);
        let sign = Part::sign(Sign::new("suspect", say!("Suspect")));
        let (document, title) = (link.document(suspect.upstream), upstream.title.as_str());
        // What is quiet stands on a line of its own in lists, and a line does not begin with a comma.
        let after = Part::text(match suspect.by_act {
            true => say!(", after this document was last reviewed or approved against it."),
            false => say!(", after this document was last changed."),
        });
        let Some((commit, date)) = &suspect.since else {
            return phrase!(
                "{sign} {document} {title} changed in substance, and the change is not committed{after}",
                sign,
                document,
                title,
                after,
            );
        };
        let href = link.to(&format!("{}#{}", routes::document_history(&upstream.id), routes::commit(commit)));
        let is_there = is_on_first_page(shared, suspect.upstream, commit);
        let short = history::short(commit);
        phrase!(
            "{sign} {document} {title} changed in substance on {day}, commit {commit}{after}",
            sign,
            document,
            title,
            day = Part::date(*date),
            commit = if is_there { Part::Link { href, v: short } } else { Part::code(short) },
            after,
        )
    };
    shared.approvals.suspects_of(ix).take(SUSPECTS).map(one).collect()
}

/// A notice across the page.
#[derive(Debug, Serialize)]
pub(super) struct Notice {
    /// The name of its colour in the style sheet.
    name: &'static str,
    parts: Vec<Part>,
}

impl Notice {
    /// That the text is newer than what is known of it.
    pub(super) fn unsettled() -> Self {
        let what = Part::Strong { v: say!("This text has just changed.").into() };
        let rest = say!("How the document stands, who approved it and what is found about it is being worked out.");
        Self { name: "note", parts: vec![what, Part::text(" "), Part::text(rest)] }
    }
}

/// Where a document stands: its status, its review, its state.
pub(super) fn signs(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Sign> {
    let document = shared.aims.document(ix);
    let mut signs = Vec::new();
    if document.translates.is_some() {
        signs.push(Sign::new("undated", say!("Translation")));
    } else if !document.controlled {
        signs.push(Sign::new("undated", say!("Uncontrolled page")));
    }
    signs.extend(shared.aims.word(ix).map(Sign::standing));
    let review = shared.aims.review(ix);
    signs.extend(link.review(review).map(|sign| Sign { word: review_word(review).into(), ..sign }));
    signs.extend(state(shared.aims, ix));
    signs.extend(late(shared, ix));
    signs.extend(super::settled::sign(shared, ix));
    signs
}

/// Where the review stands, beside signs of other things.
fn review_word(review: Review) -> &'static str {
    match review {
        Review::None => "",
        Review::Unknown => say!("Review no date"),
        Review::InDate(_) => say!("Review in date"),
        Review::SaysInDate(_) => say!("Review says in date"),
        Review::DueSoon(_) => say!("Review due soon"),
        Review::Overdue(_) => say!("Review overdue"),
    }
}

/// How late what a document asks for is: the action on a nonconformity, the answer to a concern.
fn late(shared: &Shared<'_>, ix: DocIx) -> Option<Sign> {
    let document = shared.aims.document(ix);
    let is_one = document.is("nonconformity") || document.is("concern");
    let of_record = due::open_in(shared.aims, ix).filter(|_| is_one)?;
    super::particulars::overdue(of_record.date, shared.today())
}

/// What the document itself says of where its matter stands: open or closed.
fn state(aims: &Aims, ix: DocIx) -> Option<Sign> {
    let (document, today) = (aims.document(ix), aims.today);
    let word = document.fields.text("state")?;
    if document.is("certification") {
        match against(aims, ix) {
            Some(Against::ExpiredOn(_)) => return Some(Sign::new("overdue", say!("Certificate expired"))),
            Some(_) => return Some(Sign::new("undated", say!("Says certified"))),
            None => {}
        }
    }
    if document.is("objective") {
        return objective(document, today);
    }
    let closed = is_over(document.counts_as(), word);
    Some(Sign::new(if closed { "closed" } else { "open" }, state_words(document)))
}

/// The last approval that counted for an earlier text, where none counts for the present one.
pub(super) fn earlier_approval<'a>(shared: &Shared<'a>, ix: DocIx) -> Option<(&'a Act, &'a Record)> {
    let act = shared.approvals.last_act(ix, ActKind::Approval).filter(|act| act.standing.is_past())?;
    Some((act, act.of_kind(ActKind::Approval)?))
}

/// What a reader has to know before they rely on the document: that its approval has lapsed, and that what it builds on
/// has changed.
pub(super) fn notices(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Notice> {
    let document = shared.aims.document(ix);
    let mut notices = Vec::new();
    if let Some(note) = shared.state.notes.get(&document.path) {
        notices.push(Notice { name: "note", parts: vec![Part::text(note_words(note, document.controlled))] });
    }
    notices.extend(super::tongues::notice(shared, link, ix).map(|(name, parts)| Notice { name, parts }));
    // A draft of the next version is no approval lapsed.
    let lapsed = earlier_approval(shared, ix).filter(|_| shared.aims.standing(ix).approval == Approved::Lapsed);
    if let Some((act, record)) = lapsed {
        let why = act.standing.why();
        let lapsed = match &act.standing {
            Counts::BroughtBack(_) => say!("Approval lapsed: the text was out of force since "),
            _ if why.is_some() => say!("Approval lapsed: what it shows or links to changed since "),
            _ => say!("Approval lapsed: the text changed since "),
        };
        let mut parts = phrase!(
            "{lapsed}{act} on {day}. ",
            lapsed = Part::Strong { v: lapsed.into() },
            act = done(record),
            day = dated(act, record.date),
        );
        if let Some(why) = why {
            parts.extend(sentence(&told(&why.sentence())));
            parts.push(Part::text(" "));
        }
        let href = link.to(&format!("{}#_since-approval", routes::document_history(&document.id)));
        parts.push(Part::Link { href, v: say!("What changed since").into() });
        notices.push(Notice { name: "due", parts });
    }
    if let Some(parts) = super::settled::notice(shared, link, ix) {
        notices.push(Notice { name: "due", parts });
    }
    for parts in suspects(shared, link, ix) {
        notices.push(Notice { name: "suspect", parts });
    }
    notices
}

/// What an edition shows in place of the present text, in words.
fn note_words(note: &Note, controlled: bool) -> String {
    let Some(ShownText { version, commit }) = &note.shown else {
        return say!("No version of this document has been approved. What it says is not shown in this edition.")
            .into();
    };
    let commit = history::short(commit);
    if !controlled {
        return say!(
            "Nobody approves this page. It is shown as it was when a text that leads to it was approved (commit {commit}).",
            commit,
        );
    }
    let shown = match version.as_deref() {
        Some(version) => say!(
            "This is version {version}, the last one that was approved (commit {commit}). The files that it leads to are as they were then.",
            version,
            commit,
        ),
        None => say!(
            "This is the text, the last one that was approved (commit {commit}). The files that it leads to are as they were then.",
            commit,
        ),
    };
    let version = note.newer_version.as_deref().filter(|version| is_number(version));
    let newer = match (note.newer_status, version) {
        (Some(status), Some(version)) => say!(
            "A newer text is not shown in this edition: version {version}, by its own word {status}.",
            version,
            status = wording::of(status.as_str()),
        ),
        (Some(status), None) => {
            say!(
                "A newer text is not shown in this edition: by its own word {status}.",
                status = wording::of(status.as_str())
            )
        }
        (None, _) => say!("A newer text is not shown in this edition.").to_owned(),
    };
    format!("{shown} {newer}")
}

/// Whether a version is a number and nothing else: words would tell of a text that is not shown.
fn is_number(version: &str) -> bool {
    version.len() <= 16 && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether the first page of the record of a document tells of a commit.
fn is_on_first_page(shared: &Shared<'_>, ix: DocIx, commit: &str) -> bool {
    let newest = shared.history.of(&shared.aims.document(ix).path).take(NEWEST_REVISIONS);
    newest.into_iter().any(|(revision, _)| revision.commit == commit)
}
