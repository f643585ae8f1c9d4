//! Where one document stands, as its own page and its change record both tell it: signs, notices, suspect links, and what
//! each level of evidence is worth.

use serde::Serialize;

use super::sections::Legend;
use crate::approval::record::{ActKind, Record};
use crate::approval::{Act, Counts, Suspect};
use crate::history;
use crate::model::DocIx;
use crate::model::approval_rule::Evidence;
use crate::model::document::Document;
use crate::model::standing::Approved;
use crate::site::context::{NEWEST_REVISIONS, Shared};
use crate::site::link::Linker;
use crate::site::parts::state as state_words;
use crate::site::routes;
use crate::site::view::{Part, Sign, sentence, told};
use crate::state::{Note, ShownText};

/// How many suspect links are shown.
const SUSPECTS: usize = 200;

/// `Orla Fenwick approved version 2.0 as Chief Executive`.
pub(super) fn done(record: &Record) -> Vec<Part> {
    let mut parts = vec![Part::said(&record.by), Part::text(format!(" {} ", record.act.done()))];
    match &record.version {
        Some(version) => parts.push(Part::text(format!("version {}", told(version)))),
        None => parts.push(Part::text("a text without a version")),
    }
    if let Some(role) = &record.role {
        parts.push(Part::text(format!(" as {}", told(role))));
    }
    parts
}

/// The same of an act, which may not count: then nothing is said that only the record says.
pub(super) fn told_act(act: &Act, record: &Record) -> Vec<Part> {
    if !matches!(act.standing, Counts::No(_)) {
        return done(record);
    }
    let what = match record.act {
        ActKind::Approval => "A record of an approval in the name of ",
        ActKind::Review => "A record of a review in the name of ",
        ActKind::Acknowledgement => "A record of an acknowledgement in the name of ",
    };
    let version = record.version.as_deref().map(|version| format!(", version {}", told(version)));
    [Part::text(what), Part::said(&record.by)].into_iter().chain(version.map(Part::text)).collect()
}

/// What an act counts for today.
pub(super) fn act_sign(act: &Act, record: &Record) -> Sign {
    match (&act.standing, record.act) {
        (Counts::Yes, ActKind::Approval) => Sign::new("proof-4", "Of the present text"),
        (Counts::Yes, ActKind::Review | ActKind::Acknowledgement) => Sign::new("done", "Of the present text"),
        (Counts::Earlier, _) => Sign::new("retired", "Of an earlier text"),
        (Counts::LedElsewhere(_), _) => Sign::new("retired", "Of other images or links"),
        (Counts::No(_), _) => Sign::new("error", "Does not count"),
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
        let mut parts = vec![Part::sign(Sign::new("suspect", "Suspect")), Part::text(" ")];
        parts.extend([link.document(suspect.upstream), Part::text(format!(" {}", upstream.title))]);
        match &suspect.since {
            Some((commit, date)) => {
                let href = link.to(&format!("{}#{}", routes::document_history(&upstream.id), routes::commit(commit)));
                parts.extend([Part::text(" changed in substance on "), Part::date(*date), Part::text(", commit ")]);
                let is_there = is_on_first_page(shared, suspect.upstream, commit);
                let short = history::short(commit);
                parts.push(if is_there { Part::Link { href, v: short } } else { Part::code(short) });
            }
            None => parts.push(Part::text(" changed in substance, and the change is not committed")),
        }
        parts.push(Part::quiet(match suspect.by_act {
            true => ", after this document was last reviewed or approved against it.",
            false => ", after this document was last changed.",
        }));
        parts
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
        let what = Part::Strong { v: "This text has just changed.".into() };
        let rest = " How the document stands, who approved it and what is found about it is being worked out.";
        Self { name: "note", parts: vec![what, Part::text(rest)] }
    }
}

/// Where a document stands: its status, its review, its state.
pub(super) fn signs(shared: &Shared<'_>, ix: DocIx, document: &Document) -> Vec<Sign> {
    let mut signs = Vec::new();
    if document.translates.is_some() {
        signs.push(Sign::new("undated", "Translation"));
    } else if !document.controlled {
        signs.push(Sign::new("undated", "Uncontrolled page"));
    }
    signs.extend(shared.aims.word(ix).map(Sign::standing));
    signs.extend(
        Sign::review(shared.aims.review(ix))
            .map(|sign| Sign { word: format!("Review {}", sign.word.to_lowercase()), ..sign }),
    );
    signs.extend(state(document));
    signs.extend(late(shared, document));
    signs
}

/// How late the action on a nonconformity, or the answer to a concern, is.
fn late(shared: &Shared<'_>, document: &Document) -> Option<Sign> {
    let due = super::open::due(document)?;
    super::particulars::overdue(due, shared.today())
}

/// What the document itself says of where its matter stands: open or closed.
fn state(document: &Document) -> Option<Sign> {
    let word = document.fields.text("state")?;
    let closed = matches!(word, "closed" | "done" | "met" | "treated" | "accepted");
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
        let changed = if why.is_some() { "what it shows or links to" } else { "the text" };
        let mut parts = vec![Part::Strong { v: format!("Approval lapsed: {changed} changed since ") }];
        parts.extend(done(record));
        parts.extend([Part::text(" on "), Part::date(record.date), Part::text(". ")]);
        if let Some(why) = why {
            parts.extend(sentence(&told(&why.sentence())));
            parts.push(Part::text(" "));
        }
        let href = link.to(&format!("{}#_since-approval", routes::document_history(&document.id)));
        parts.push(Part::Link { href, v: "What changed since".into() });
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
        return "No version of this document has been approved. What it says is not shown in this edition.".into();
    };
    let commit = history::short(commit);
    if !controlled {
        return format!(
            "Nobody approves this page. It is shown as it was when a text that leads to it was approved (commit {commit})."
        );
    }
    let text = version.as_deref().map_or_else(|| "the text".to_owned(), |version| format!("version {version}"));
    let version = note.newer_version.as_deref().filter(|version| is_number(version));
    let version = version.map(|version| format!("version {version}, ")).unwrap_or_default();
    let newer = match note.newer_status {
        Some(status) => format!(": {version}status {}", status.as_str()),
        None => String::new(),
    };
    format!(
        "This is {text}, the last one that was approved (commit {commit}). The files that it leads to are as they were then. A newer text is not shown in this edition{newer}."
    )
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
