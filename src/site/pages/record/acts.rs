//! Acts of approval and review about one document, what else there is to show for its present text, and what each level of
//! evidence is worth.

use std::collections::BTreeSet;

use super::revisions::Entry;
use crate::approval::record::ActKind;
use crate::approval::{Act, Approval, Counts, From, Piece, Turn, Unvouched};
use crate::base::{say, wording};
use crate::history;
use crate::model::DocIx;
use crate::model::approval_rule::{ApprovalRule, Evidence};
use crate::model::document::Document;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::{Linker, forge_link};
use crate::site::pages::sections::Section;
use crate::site::pages::standing::{act_sign, piece_dated, told_act};
use crate::site::pages::verify_approval;
use crate::site::pages::verify_git::{self, Sealed};
use crate::site::parts::quietly;
use crate::site::routes;
use crate::site::view::{Cell, Part, Sign, Table, capital, comma, sentence, told};
use crate::site::worded::phrase;

/// How many acts and pieces of evidence are shown; the rest is a number.
const MOST: usize = 200;

/// The acts about a document, the newest first: those that can be read, then files that are no records.
pub(super) fn entries(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> (Vec<Entry>, usize) {
    let id = shared.aims.document(ix).id.as_str();
    let read = shared.approvals.acts_of(ix).rev().map(|(_, act)| act);
    let all: Vec<&Act> = read.chain(shared.unread_records(id).iter().copied()).collect();
    let gone: Vec<_> = shared.approvals.taken.iter().filter(|taken| taken.document == ix).collect();
    let all_told = all.len() + gone.len();
    let gone = gone.into_iter().map(|taken| Entry {
        date: taken.date.to_string(),
        signs: vec![Sign::new("retired", say!("Removed"))],
        msg: sentence(&told(&taken.told(id))),
        ..Entry::default()
    });
    let entries = all.iter().map(|act| entry(shared, link, act)).chain(gone).take(MOST).collect();
    (entries, all_told.saturating_sub(MOST))
}

fn entry(shared: &Shared<'_>, link: Linker<'_>, act: &Act) -> Entry {
    let record = match &act.record {
        Ok(record) => record,
        Err(why) => {
            return Entry {
                signs: vec![Sign::new("error", say!("No record"))],
                msg: vec![Part::code(told(act.path.as_str()))],
                lines: vec![sentence(&told(&why.to_string()))],
                ..Entry::default()
            };
        }
    };
    let mut lines = Vec::new();
    if let Some(outcome) = &record.outcome {
        lines.push(vec![Part::quiet(format!("{} ", say!("Outcome:"))), Part::text(told(outcome))]);
    }
    lines.extend(match &act.standing {
        Counts::No(why) => Some(sentence(&told(&why.sentence()))),
        Counts::BroughtBack(_) | Counts::LedElsewhere(_) | Counts::Reread => {
            act.standing.why().map(|why| sentence(&told(&why.sentence())))
        }
        // Without a signature a review counts as what it is.
        _ if act.verdict.is_none() => Some(vec![Part::quiet(say!("It is not signed: a note that the text was read."))]),
        _ => Some(sentence(&told(&act.signature()))),
    });
    let present = |(ix, grade)| sentence(&say!("the present text is {grade}", grade = shared.signed(ix, grade)));
    lines.extend(act.document.zip(act.grade).map(present));
    if !record.builds_on.is_empty() {
        let ids = record.builds_on.keys().take(MOST).map(|id| link.id(id));
        lines.push([vec![Part::quiet(format!("{} ", say!("Read against")))], comma(ids)].concat());
    }
    lines.push(files(shared, link, act));
    lines.extend(verify_approval::commands(shared, act).map(|part| vec![part]));
    let mut who = vec![Part::said(&record.by)];
    if let Some(landed) = act.landed.filter(|landed| *landed != record.date) {
        who.extend(phrase!("; on record since {day}", day = Part::date(landed)));
        if act.is_late() && record.act != ActKind::Acknowledgement {
            who.push(Part::text(say!(", too late to renew a review")));
        }
    }
    if !act.is_committed {
        who.push(Part::text(say!("; not committed yet")));
    }
    Entry {
        date: record.date.to_string(),
        signs: vec![act_sign(act, record)],
        msg: told_act(act, record),
        body: record.comment.as_deref().map(told).unwrap_or_default(),
        lines,
        who,
        commit: act.commit.as_deref().map(history::short).unwrap_or_default(),
        href: act.commit.as_deref().and_then(|commit| forge_link(shared.aims, commit)),
        ..Entry::default()
    }
}

/// The files of the record, where they are published.
fn files(shared: &Shared<'_>, link: Linker<'_>, act: &Act) -> Vec<Part> {
    let name = told(act.path.file_name());
    if shared.is_outside() && !shared.is_published(act) {
        return vec![Part::quiet(say!("The record is not published here: only who has the repository can check it."))];
    }
    if !shared.is_published(act) {
        return quietly(phrase!(
            "The record is not published here: {path}",
            path = Part::code(told(act.path.as_str()))
        ));
    }
    let file = Part::Link { href: routes::relative_file(link.page, act.path.as_str()), v: name };
    let how = Part::Link { href: link.to("about.html#verify-approval"), v: say!("How to verify it").into() };
    if act.verdict.is_none() {
        return quietly(phrase!("Record: {file}. {how}", file, how));
    }
    let href = routes::relative_file(link.page, &format!("{}.sig", act.path));
    let signature = Part::Link { href, v: say!("signature").into() };
    quietly(phrase!("Record: {file} and its {signature}. {how}", file, signature, how))
}

/// On which change of settings a text rests that nobody vouched for.
fn not_vouched(unvouched: &Unvouched) -> String {
    let told = match &unvouched.turn {
        Some(Turn { commit, by, .. }) => say!(
            "Settings not vouched for: this rests on people, keys or rules that commit {commit} by {by} put into the settings, and nobody whom they listed before has signed that.",
            commit = history::short(commit),
            by = told(by)
        ),
        None => say!(
            "Settings not vouched for: this rests on people, keys or rules that were put into the settings from {day} on, and nobody whom they listed before has signed that.",
            day = wording::day(unvouched.since)
        ),
    };
    let uncounted = match &unvouched.turn {
        _ if unvouched.merged => return told,
        Some(_) => say!("No second person merged it, so that what rests on it does not count."),
        None => say!("Not all of that was merged by a second person, so that what rests on it does not count."),
    };
    format!("{told} {uncounted}")
}

/// What there is to show for the present text, piece by piece.
pub(super) fn evidence(shared: &Shared<'_>, link: Linker<'_>, document: &Document, approval: &Approval) -> Section {
    let mut section = Section::new("_evidence", say!("Evidence for the present text"));
    let kind = document.kind_name();
    let mut intro = rule(shared.aims.config.approval.of(kind));
    let href = link.to(&format!("{}#approval", Address::About.at()));
    intro.extend([
        Part::text(" "),
        Part::Link { href, v: say!("What each kind of evidence is worth").into() },
        Part::text("."),
    ]);
    section.intro.push(intro);
    if !approval.lacking.is_empty() {
        let lacking = approval.lacking.join(", ");
        section = section.intro(say!("Nobody has approved it as {roles} in that way yet.", roles = told(&lacking)));
    }
    if let Some(unvouched) = &approval.unvouched {
        section = section.intro(not_vouched(unvouched));
    } else if approval.before.is_some() {
        section = section.intro(say!(
            "The rule before the change that put this text in force asks for more, and that is not there: no change lowers the bar for itself."
        ));
    }
    let mut table = Table::new(
        say!("Evidence that somebody approved the present text"),
        &["Evidence", "Who", "When", "Where", "Counts:text"],
    );
    for piece in approval.pieces.iter().take(MOST) {
        let mut who = vec![Part::said(&piece.who)];
        if !piece.roles.is_empty() {
            who.push(Part::sub(told(&piece.roles.join(", "))));
        }
        // Where a record counts in another role than it names.
        let record = if let From::Act(place) = piece.from { shared.approvals.act(place) } else { None };
        let named = record.and_then(|act| act.record.as_ref().ok()?.role.as_ref());
        let other = named.filter(|role| !piece.roles.is_empty() && !piece.roles.contains(role));
        who.extend(other.map(|role| Part::sub(say!("by a record as {role}", role = told(role)))));
        let counts: Cell = match &piece.against {
            None => [vec![Part::text(say!("Yes"))], graded(shared, &piece.from)].concat().into(),
            Some(why) => [vec![Part::Strong { v: format!("{} ", say!("No.")) }], sentence(&told(&why.sentence()))]
                .concat()
                .into(),
        };
        let date = piece_dated(shared, piece);
        // What does not count is not shown in the colours of what does.
        let sign = match &piece.against {
            None => Part::sign(Sign::evidence(piece.evidence)),
            Some(_) => Part::quiet(capital(wording::of(piece.evidence.title()))),
        };
        let cells = vec![sign.into(), who.into(), date.into(), place(shared, piece).into(), counts];
        table.row(None, cells);
    }
    let sealed: BTreeSet<Sealed<'_>> =
        approval.pieces.iter().take(MOST).filter_map(|piece| sealed(shared, piece)).collect();
    let sealed: Vec<Sealed<'_>> = sealed.into_iter().collect();
    section
        .with_table(table.some(), say!("Nothing in the repository says that anybody approved this text."))
        .with_commands(verify_git::commands(shared, &sealed))
}

/// The tag or commit whose signature a piece of evidence is.
fn sealed<'s>(shared: &'s Shared<'_>, piece: &'s Piece) -> Option<Sealed<'s>> {
    piece.signature.as_ref()?;
    match &piece.from {
        From::Tag(name) => verify_git::tag(shared, name),
        From::Commit(commit) | From::Merge(commit) => Some(Sealed::Commit(commit)),
        From::FrontMatter | From::Trailer(_) | From::Act(_) => None,
    }
}

/// How much of the present text was signed, where the piece is a signed record.
fn graded(shared: &Shared<'_>, from: &From) -> Vec<Part> {
    let From::Act(place) = from else { return Vec::new() };
    let graded = shared.approvals.act(*place).and_then(|act| act.document.zip(act.grade));
    graded.map(|(ix, grade)| Part::sub(capital(&shared.signed(ix, grade)))).into_iter().collect()
}

/// The organisation's rule in a sentence.
fn rule(rule: &ApprovalRule) -> Vec<Part> {
    let mut text = match rule.needs {
        Evidence::None => {
            return vec![Part::text(say!(
                "The settings ask for no approval of documents of this kind: what there is is shown and not judged."
            ))];
        }
        needs => say!("The settings ask for this: {needs}", needs = wording::of(needs.title())),
    };
    if !rule.roles.is_empty() {
        let roles: Vec<&str> = rule.roles.iter().map(|role| role.value.as_str()).collect();
        let roles = told(&roles.join(", "));
        text.push_str(&match rule.needs == Evidence::Recorded {
            true => say!(", by each of these roles: {roles}", roles),
            false => say!(", by one of these roles: {roles}", roles),
        });
    }
    if rule.four_eyes {
        text.push_str(say!("; nobody approves what they alone wrote"));
    }
    sentence(&text.replace('`', ""))
}

fn place(shared: &Shared<'_>, piece: &Piece) -> Vec<Part> {
    match &piece.from {
        From::FrontMatter => vec![Part::text(say!("The document"))],
        From::Trailer(commit) => phrase!("Message of {commit}", commit = Part::code(history::short(commit))),
        From::Merge(commit) => phrase!("Merge {commit}", commit = Part::code(history::short(commit))),
        From::Commit(commit) => phrase!("Commit {commit}", commit = Part::code(history::short(commit))),
        From::Tag(name) => {
            let mut parts = phrase!("Tag {name}", name = Part::code(told(name)));
            // Whoever tags says in the message what the tag is.
            parts.extend(piece.says.as_ref().map(|says| Part::sub(told(says))));
            parts
        }
        From::Act(place) => {
            let act = shared.approvals.act(*place);
            act.map(|act| Part::code(told(act.path.file_name()))).into_iter().collect()
        }
    }
}
