//! The page of one document. Its change record has a page of its own: see [`super::record`].

use crate::base::{plural, say, wording};
use crate::site::worded::phrase;
use std::collections::BTreeSet;

use serde::Serialize;

use super::particulars;
use super::sections::Section;
use super::standing::{Notice, aside, banner, dated, done, earlier_approval, in_effect, notices, piece_dated, signs};
use crate::approval::{Approval, Counts, Piece, Turn};
use crate::history::{ChangeKind, short};
use crate::model::DocIx;
use crate::model::approval_rule::Evidence;
use crate::model::document::Document;
use crate::model::lowered::in_sentence;
use crate::model::trace::{Requirement, RequirementKind};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::{counted, day, kind_label, last_review, quietly, rung, standing as standing_sign, words};
use crate::site::stand::Stand;
use crate::site::titles::is_from_right;
use crate::site::view::{Cell, FindingView, Pair, Part, RevisionView, Sign, Table, capital, comma, line, told};
use crate::site::{forge, html, routes};

/// How many revisions the page shows; the rest is in the change record.
const REVISIONS: usize = 5;

/// How many people who approved are named at the top.
const APPROVERS: usize = 8;

/// How many seals it names.
const SEALS: usize = 3;

/// How many marks that the page leaves out it names.
const LEFT_OUT: usize = 5;

/// How many documents of one sort that point here are named.
const POINTING: usize = 60;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    signs: Vec<Sign>,
    banner: Option<String>,
    notices: Vec<Notice>,
    block: Vec<Pair>,
    lang: Option<String>,
    rtl: bool,
    /// What stands before the text.
    lead: Vec<Section>,
    body: String,
    after: Vec<Section>,
    pointing: Vec<Pointing>,
    gaps: Vec<Vec<Part>>,
    revisions: Vec<RevisionView>,
    record: String,
    revisions_more: String,
    revisions_none: &'static str,
    findings: Vec<FindingView>,
}

/// Documents that point here in one way.
#[derive(Debug, Serialize)]
struct Pointing {
    title: String,
    items: Vec<Vec<Part>>,
    more: usize,
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Page {
    let document = shared.aims.document(ix);
    let rendered = html::body(shared.aims, ix, Stand::alone(link.page));
    let mut particulars = particulars::sections(shared, link, document);
    particulars.extend(super::soa::to_come(shared, link, ix));
    let (lead, below) = if particulars::lead(document) { (particulars, Vec::new()) } else { (Vec::new(), particulars) };
    let mut after: Vec<Section> = super::open::against_document(shared, link, ix).into_iter().collect();
    after.extend(super::by_system::life(shared, link, ix));
    after.extend(super::objectives::section(shared, ix));
    after.extend(super::results::sections(shared, link, ix));
    after.extend(serves(shared, link, ix));
    after.extend(below);
    after.extend(super::duties::section(shared, link, ix));
    after.extend(super::readers::of_document(shared, link, ix));
    let pointing = pointing(shared, link, ix);
    let unsettled = shared.is_unsettled(ix);
    let found = shared.findings_about(&document.path).iter().filter(|_| !unsettled);
    let findings: Vec<FindingView> = found.map(|finding| link.finding(finding)).collect();
    let all = super::beside::all(shared, ix);
    let own = shared.history.of(&document.path).count();
    let revisions = all.iter().take(REVISIONS).map(|(revision, change)| {
        let mut view = link.revision(revision, 0);
        // The rest of the message is told in the change record.
        (view.more, view.body) = (0, String::new());
        view.changes = vec![vec![Part::text(capital(done_to(change.kind)))]];
        if let Some(from) = &change.from {
            view.changes.push(quietly(phrase!("from {path}", path = Part::code(from.shown()))));
        }
        if all.len() > own && !shared.history.of(&document.path).any(|(_, own)| std::ptr::eq(own, *change)) {
            view.changes.push(quietly(phrase!("in {path}", path = Part::code(change.path.shown()))));
        }
        view.changes.extend(aside(change).map(|(sign, _)| vec![Part::sign(sign)]));
        view
    });
    let view = View {
        title: document.title.clone(),
        signs: if unsettled { Vec::new() } else { signs(shared, link, ix) },
        banner: banner(shared, ix),
        notices: if unsettled { vec![Notice::unsettled()] } else { notices(shared, link, ix) },
        block: block(shared, link, ix, document, !unsettled).into_iter().chain(left_out(&rendered.left_out)).collect(),
        lang: document.lang.clone(),
        rtl: is_from_right(document.lang.as_deref(), &document.text),
        lead,
        body: rendered.html,
        after,
        pointing,
        gaps: shared.gaps_of(ix),
        revisions: revisions.collect(),
        record: link.to(&routes::document_history(&document.id)),
        revisions_more: match all.len().saturating_sub(REVISIONS) {
            0 => String::new(),
            more => plural!(more, "and {n} older one", "and {n} older ones"),
        },
        revisions_none: shared.why_none(ix),
        findings,
    };
    let title =
        if document.id_span.is_some() { format!("{} {}", document.id, document.title) } else { document.title.clone() };
    Page::new(title, "document.html", &view).main("paper").lang(document.lang.clone())
}

/// What was done to a file, as a word of a sentence.
pub(super) fn done_to(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => say!("added"),
        ChangeKind::Modified => say!("changed"),
        ChangeKind::Renamed => say!("moved and changed"),
        ChangeKind::Moved => say!("moved"),
        ChangeKind::Deleted => say!("removed"),
    }
}

/// What stands in the place of what is not known yet.
fn unsettled() -> Part {
    Part::quiet(say!("being worked out"))
}

/// The control block of a document. Where its signs stand above it, they are not told again.
pub(super) fn block(
    shared: &Shared<'_>,
    link: Linker<'_>,
    ix: DocIx,
    document: &Document,
    is_signed: bool,
) -> Vec<Pair> {
    let fields = &document.fields;
    let review = shared.aims.review(ix);
    let text = |key: &str| Cell::from(fields.text(key).unwrap_or_default());
    let people =
        |key: &str| Cell::from(fields.texts(key).iter().map(|name| name.value.clone()).collect::<Vec<_>>().join(", "));
    // What follows from the text, and from more than the text.
    let is_unsettled = shared.is_unsettled(ix);
    let follows = |cell: Cell| match is_unsettled && !cell.parts.is_empty() {
        true => unsettled().into(),
        false => cell,
    };
    let status = standing_sign(shared.aims, ix).filter(|_| !is_signed);
    let next = match is_signed {
        true => link.next_review(review).into_iter().collect(),
        false => link.due_with_sign(review),
    };
    let from = counted(shared.aims, ix);
    let from = if from.is_empty() { from } else { vec![Part::Aside { parts: from }] };
    let mut pairs = vec![
        Pair::new(say!("Identifier"), document.id.as_str()),
        Pair::new(say!("Version"), text("version")),
        Pair::new(say!("Status"), follows(status.into())),
        Pair::new(say!("Kind"), kind_label(document)),
        Pair::new(say!("Language"), document.lang.as_deref().unwrap_or_default()),
        Pair::new(say!("Translations"), super::tongues::translations(shared, link, ix)),
        Pair::new(say!("Date"), day(fields.date("date"))),
        Pair::new(say!("Owner"), link.people(fields.text("owner"))),
        Pair::new(say!("Names as authors"), people("authors")),
        Pair::new(
            say!("Names as approvers"),
            link.people(fields.texts("approvers").iter().map(|name| name.value.as_str())),
        ),
        in_effect(shared, ix),
        Pair::new(say!("Last review"), follows(reviewed(shared, ix).into())),
        Pair::new(say!("Next review"), follows([next, from].concat().into())),
        Pair::new(say!("Classification"), words(fields.text("classification").unwrap_or_default())),
        Pair::new(say!("Retention"), text("retention")),
        Pair::new(say!("Replaces"), link.ids(fields.texts("replaces").iter().map(|id| id.value.as_str()))),
    ];
    // A key that is not known has none of our words for its name: it must not be taken for what aims says.
    let as_written =
        |(key, value): &(String, String)| Pair::new(say!("{key} (as written)", key), Cell::from(value.clone()));
    pairs.extend(fields.kept().iter().chain(fields.unknown()).map(as_written));
    pairs.push(Pair::new(say!("Approval"), approval(shared, ix)).wide());
    pairs.push(Pair::new(say!("Sealed"), sealed(shared, ix)).wide());
    pairs.push(Pair::new(say!("File"), source(shared, link, ix, document)).wide());
    pairs.push(Pair::new(say!("Keys"), super::beside::keys(document)).wide());
    pairs.retain(|pair| !pair.parts.is_empty());
    pairs
}

/// The file of a document, when it was last changed, and where its record is.
fn source(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, document: &Document) -> Vec<Part> {
    // What is withheld has no file that readers could look for.
    let mut source = Vec::new();
    if !shared.state.is_withheld(ix) {
        source.push(Part::code(document.path.as_str()));
    }
    if let Some((revision, _)) = shared.history.came(&document.path).next() {
        let history = link.to(&routes::document_history(&document.id));
        source.extend(quietly(phrase!(
            " last changed {day} in commit {commit}, {record}",
            day = Part::date(revision.date),
            commit = Part::code(short(&revision.commit)),
            record = Part::Link { href: history, v: say!("change record").into() },
        )));
    }
    let at_forge = forge::links(shared, ix);
    if !at_forge.is_empty() && !source.is_empty() {
        source.push(Part::quiet(say!("; at the forge: ")));
        source.extend(comma(at_forge));
    }
    source
}

/// What the page leaves out of the text: nobody has to wonder whether words are hidden.
pub(super) fn left_out(marks: &[String]) -> Option<Pair> {
    let (first, others) = marks.split_first()?;
    let mut told: Vec<&String> = vec![first];
    told.extend(others.iter().filter(|mark| *mark != first).take(LEFT_OUT - 1));
    let mut parts =
        vec![Part::text(plural!(marks.len(), "{n} mark of a site generator: ", "{n} marks of a site generator: "))];
    for (place, mark) in told.iter().enumerate() {
        parts.extend((place > 0).then(|| Part::quiet(", ")));
        parts.push(Part::code(line(mark)));
    }
    let is_all = marks.iter().all(|mark| told.contains(&mark));
    parts.push(Part::quiet(if is_all { "" } else { say!(" and others") }));
    Some(Pair::new(say!("Left out of the text"), parts).wide())
}

/// When it was last reviewed by an act on record; what it says of a review beside that, where it says another day.
fn reviewed(shared: &Shared<'_>, ix: DocIx) -> Vec<Part> {
    let mut parts = last_review(shared.aims, ix);
    let said = shared.aims.document(ix).fields.date("reviewed");
    let acted = shared.aims.last_review(ix).filter(|last| last.by.is_act());
    if let Some((said, _)) = said.zip(acted).filter(|(said, acted)| *said != acted.day) {
        parts.extend(quietly(phrase!("; says reviewed {day}", day = Part::date(said))));
    }
    parts
}

/// Those to whom an approval of that evidence leads, behind its sign: those whom a text names claimed nothing themselves.
fn by(level: Evidence, people: Vec<Part>) -> Vec<Part> {
    let (between, who) = match level {
        Evidence::Claimed => (" ", phrase!("in the name of {people}", people)),
        Evidence::Merged => (": ", people),
        _ => (" ", phrase!("by {people}", people)),
    };
    [vec![Part::text(between)], who].concat()
}

/// Who approved the present text, with which evidence; else which earlier one was approved.
pub(super) fn approval(shared: &Shared<'_>, ix: DocIx) -> Vec<Part> {
    let Some(approval) = shared.approvals.of(ix) else { return Vec::new() };
    if shared.is_unsettled(ix) {
        return vec![unsettled()];
    }
    let approved = shared.aims.document(ix).says_approved();
    let earlier = earlier_approval(shared, ix);
    if !approved && approval.level == Evidence::None && earlier.is_none() {
        return Vec::new();
    }
    let mut parts = vec![Part::sign(match approval.level {
        Evidence::None if approval.unsure => Sign::new("undated", say!("Not known")),
        level => Sign::evidence(level),
    })];
    let counts = |piece: &&Piece| piece.evidence == approval.level && piece.against.is_none();
    let mut people = Vec::new();
    for piece in approval.pieces.iter().filter(counts).take(APPROVERS) {
        people.extend((!people.is_empty()).then(|| Part::text(", ")));
        let who = Part::said(&piece.who);
        people.extend(match piece.date {
            Some(_) => phrase!("{who} on {day}", who, day = piece_dated(shared, piece)),
            None => vec![who],
        });
    }
    if !people.is_empty() {
        parts.extend(by(approval.level, people));
    }
    if let Some(grade) = shared.approvals.grade(ix) {
        parts.push(Part::quiet(format!("; {}", shared.signed(ix, grade))));
    }
    if approval.unsure {
        parts.push(Part::quiet(say!("; the record has a gap: there may be more")));
    } else if !approval.lacking.is_empty() {
        parts.push(Part::quiet(say!("; not yet on record: {roles}", roles = told(&approval.lacking.join(", ")))));
    }
    if let Some(unvouched) = &approval.unvouched {
        parts.push(Part::quiet(match &unvouched.turn {
            Some(Turn { commit, by, .. }) => {
                let (commit, by) = (crate::history::short(commit), told(by));
                say!("; settings not vouched for: commit {commit} by {by}", commit, by)
            }
            None => say!("; settings not vouched for since {day}", day = wording::day(unvouched.since)),
        }));
    } else if approval.before.is_some() && !approval.unsure {
        parts.push(Part::quiet(say!("; less than the rule before the change asks for")));
    }
    if let Some((act, record)) = earlier {
        parts.push(Part::quiet(match act.standing {
            Counts::BroughtBack(_) => say!("; of this text, before it was brought back: "),
            Counts::LedElsewhere(_) => say!("; of other images or links: "),
            Counts::Reread => say!("; of this text as it was read then: "),
            _ => say!("; of an earlier text: "),
        }));
        parts.extend(phrase!("{done} on {day}", done = done(record), day = dated(act, record.date)));
    }
    parts
}

/// The tags under which the present text stands, and whose they are.
fn sealed(shared: &Shared<'_>, ix: DocIx) -> Vec<Part> {
    let judged = shared.approvals.of(ix).filter(|_| !shared.is_unsettled(ix));
    let seals = judged.into_iter().flat_map(Approval::seals).take(SEALS);
    let told = seals.map(|(tag, piece)| {
        let (tag, who) = (Part::code(tag), Part::said(&piece.who));
        let mut parts = match piece.date {
            Some(date) => phrase!("by tag {tag} of {who} on {day}", tag, who, day = Part::date(date)),
            None => phrase!("by tag {tag} of {who}", tag, who),
        };
        parts.extend(piece.says.as_ref().map(|says| Part::sub(told(says))));
        parts
    });
    told.reduce(|mut all, next| {
        // What a tag says stands on a line of its own, and the next begins one.
        if !matches!(all.last(), Some(Part::Sub { .. })) {
            all.push(Part::text("; "));
        }
        all.extend(next);
        all
    })
    .unwrap_or_default()
}

fn serves(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Section> {
    let aims = shared.aims;
    let document = aims.document(ix);
    let mut table =
        Table::new(say!("Requirements and documents that this one serves"), &["Requirement", "Title:main", "Standing"]);
    for (title, clause) in [(say!("Controls"), false), (say!("Clauses"), true)] {
        table.group(title);
        let wanted = |found: &&Requirement| (found.kind == RequirementKind::Clause) == clause;
        for requirement in aims.trace.served_by(ix).filter(wanted) {
            let sign = if shared.is_unsettled(ix) { Some(unsettled()) } else { rung(requirement) };
            table.row(None, link.about(requirement, sign));
        }
    }
    table.group(say!("Other frameworks"));
    for (framework, ids) in document.fields.requirements() {
        let Some(framework) = aims.catalog.framework(&framework.value) else { continue };
        // What is followed stands above, with its rung.
        if aims.catalog.standard(&framework.id).is_some() {
            continue;
        }
        for id in ids {
            let Some(item) = shared.item(&framework.id, &id.value) else { continue };
            let href = link.to(&format!("{}#{}", routes::framework(&framework.id), routes::anchor(&item.id)));
            let name = Part::Id { href, v: format!("{} {}", framework.short, item.said()) };
            table.row(
                None,
                vec![
                    name.into(),
                    wording::titled(item.number(), &item.title).into(),
                    Part::quiet(say!("named by the document")).into(),
                ],
            );
        }
    }
    for (title, key) in [(say!("Puts into practice"), "implements"), (say!("Is evidence for"), "evidence-for")] {
        table.group(title);
        for id in document.fields.texts(key) {
            if let Some(to) = aims.by_id(&id.value) {
                table.row(
                    None,
                    vec![
                        link.document(to).into(),
                        aims.document(to).title.as_str().into(),
                        standing_sign(aims, to).into(),
                    ],
                );
            }
        }
    }
    let table = if shared.is_partial() { table.without_empty_columns() } else { table };
    let more = aims.trace.unlisted(Some(ix));
    let told = plural!(
        more,
        "Through others it serves {n} more requirement, which is not listed, for there are too many in all.",
        "Through others it serves {n} more requirements, which are not listed, for there are too many in all."
    );
    let section = Section::new("_serves", say!("What it serves"));
    let section = if more > 0 { section.intro(told) } else { section };
    table.some().map(|table| section.with_table(Some(table), ""))
}

fn pointing(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Pointing> {
    let aims = shared.aims;
    let mut groups: Vec<(String, Vec<DocIx>)> = Vec::new();
    let mut add = |way: String, from: DocIx| match groups.iter_mut().find(|(known, _)| *known == way) {
        // References come in the order of the documents that make them.
        Some((_, list)) if list.last() == Some(&from) => {}
        Some((_, list)) => list.push(from),
        None => groups.push((way, vec![from])),
    };
    let mut named = BTreeSet::new();
    for reference in aims.references_to(ix).filter(|reference| reference.from != ix) {
        named.insert(reference.from);
        add(way_of(&reference.field), reference.from);
    }
    for from in aims.pointing_at(ix).iter().filter(|from| !named.contains(from)) {
        add(String::new(), *from);
    }
    let item = |from: &DocIx| {
        let document = aims.document(*from);
        let mut parts = vec![link.document(*from), Part::text(format!(" {}", document.title))];
        if let Some(date) = document.fields.date("date") {
            parts.extend([Part::text(", "), Part::date(date)]);
        }
        parts
    };
    groups
        .into_iter()
        .map(|(way, list)| Pointing {
            title: pointing_title(&way),
            items: list.iter().take(POINTING).map(item).collect(),
            more: list.len().saturating_sub(POINTING),
        })
        .collect()
}

/// In which way a reference in front matter points: its field, and one word for all of a statement.
fn way_of(field: &str) -> String {
    if field.starts_with("statement.") { "statement".to_owned() } else { field.to_owned() }
}

/// What a way to point means, seen from the target; a link in the text is none of front matter.
fn pointing_title(way: &str) -> String {
    match way {
        "" => say!("Links to it").into(),
        "implements" => say!("Put into practice by").into(),
        "evidence-for" => say!("Evidence for it").into(),
        "systems" => say!("About this system").into(),
        "risks" => say!("About this risk").into(),
        "replaces" => say!("Replaced by").into(),
        "statement" => say!("Named in the statement of applicability").into(),
        field => {
            let keys: Vec<String> = field.split('.').map(in_sentence).collect();
            say!("Named under {field}", field = keys.join(": "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::view::plain;

    #[test]
    fn who_stands_behind_an_approval_is_said_as_its_evidence_has_it() {
        for (level, said) in [
            (Evidence::Claimed, "Claimed in the name of Orla Fenwick"),
            (Evidence::Merged, "Merged by another person: Orla Fenwick"),
            (Evidence::Recorded, "Signed approval record by Orla Fenwick"),
        ] {
            let parts = [vec![Part::sign(Sign::evidence(level))], by(level, vec![Part::said("Orla Fenwick")])].concat();
            assert_eq!(plain(&parts), said);
        }
    }
}
