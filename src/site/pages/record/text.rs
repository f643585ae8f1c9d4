//! One text that a document had: what it was, when it was in force, who approved it, its article, and its bytes.
//!
//! Where the text is the present one the page leads to that of the document, and tells beside it what a page of a version
//! does.

use serde::Serialize;

use super::difference::Difference;
use super::versions::{evidence, people};
use crate::approval::VersionApproval;
use crate::base::date::last_day;
use crate::base::{Date, plural, say, sha256_hex, wording};
use crate::history::{Change, ChangeKind, Revision, short};
use crate::model::approval_rule::Evidence;
use crate::site::address::Address;
use crate::site::context::{NEWEST_REVISIONS, Shared};
use crate::site::html::{self, Rendered, Source};
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::pages::document::left_out;
use crate::site::parts::words;
use crate::site::pasts::{Past, PastIx, PastOf};
use crate::site::routes;
use crate::site::stand::Stand;
use crate::site::titles::is_from_right;
use crate::site::view::{Cell, Pair, Part, Sign, capital, coded, line, told};
use crate::site::worded::phrase;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    lede: Vec<Part>,
    signs: Vec<Sign>,
    banner: Option<Banner>,
    block: Vec<Pair>,
    around: Vec<Vec<Part>>,
    /// What changed since the text before: a heading, how much, and the words.
    changed: Option<Changed>,
    lang: Option<String>,
    rtl: bool,
    /// The article; empty where the page of the document has it.
    body: String,
    /// What stands in its place.
    elsewhere: Vec<Part>,
    bytes: Bytes,
}

/// What a reader has to know first.
#[derive(Debug, Serialize)]
struct Banner {
    name: &'static str,
    lead: &'static str,
    parts: Vec<Part>,
}

#[derive(Debug, Serialize)]
struct Changed {
    title: String,
    summary: String,
    /// What became of the front matter.
    fields: Vec<Vec<Part>>,
    /// How many such changes are not told.
    more: String,
    /// The words; `None` where none changed.
    difference: Option<Difference>,
}

/// The exact bytes, and how to tell that they are.
#[derive(Debug, Serialize)]
struct Bytes {
    href: String,
    file: String,
    size: usize,
    blob: String,
    sha256: String,
}

/// How many changes of front matter are told.
const FIELDS: usize = 20;

/// A text with its document.
#[derive(Clone, Copy)]
struct Told<'s, 'a> {
    shared: &'s Shared<'a>,
    link: Linker<'s>,
    of: &'s PastOf<'a>,
    past: &'s Past<'a>,
}

/// The page of a text; `None` where there is none, or it cannot be read.
pub(super) fn page<'s>(shared: &'s Shared<'_>, link: Linker<'s>, of: PastIx, text: usize) -> Option<Page> {
    let of = shared.pasts.at(of)?;
    let past = of.texts.get(text)?;
    let told = Told { shared, link, of, past };
    let bytes = shared.texts.text(past.change)?;
    let title = line(past.facts.title.as_deref().unwrap_or(&of.title));
    let lang = language(told);
    // What the page of the document has is not told twice.
    let here = of.ix.filter(|_| past.is_present);
    let rendered = if here.is_some() { Rendered::default() } else { article(told, &bytes, &title) };
    let view = View {
        lede: lede(told),
        signs: signs(told),
        banner: banner(told),
        block: block(told).into_iter().chain(left_out(&rendered.left_out)).collect(),
        around: around(told, text),
        changed: changed(told, text),
        rtl: is_from_right(lang.as_deref(), &String::from_utf8_lossy(&bytes)),
        lang: lang.clone(),
        body: rendered.html,
        elsewhere: here
            .map(|ix| {
                phrase!(
                    "This is the present text. It stands on the page of the document: {id} {title}.",
                    id = link.document(ix),
                    title = link.title(ix)
                )
            })
            .unwrap_or_default(),
        bytes: Bytes {
            href: link.to(&of.bytes(past)),
            file: format!("{}.md", past.stem),
            size: bytes.len(),
            // Who has no repository asks nothing of it.
            blob: if shared.is_outside() { String::new() } else { past.blob() },
            sha256: sha256_hex(&bytes),
        },
        title: title.clone(),
    };
    let head = format!("{} {title}, {}", line(&of.id), named(past));
    Some(Page::new(head, "text.html", &view).main("paper").lang(lang))
}

/// The bytes of a text.
pub(super) fn bytes(shared: &Shared<'_>, of: PastIx, text: usize) -> Option<Vec<u8>> {
    shared.texts.text(shared.pasts.at(of)?.texts.get(text)?.change)
}

/// `version 2.0`, or what else a text is called.
pub(super) fn named(past: &Past<'_>) -> String {
    let name = line(&past.name());
    if past.label().is_some() { say!("version {version}", version = name) } else { say!("text {name}", name) }
}

/// When it was in force, each time.
pub(super) fn force(past: &Past<'_>, today: Date) -> Cell {
    let spell = |(from, until): &(Date, Option<Date>)| {
        let day = Part::date(*from);
        let mut parts = match until {
            None if *from > today => phrase!("from {day}", day),
            None => phrase!("since {day}", day),
            // Nothing has ended on a day to come.
            Some(until) if until <= from && *from > today => phrase!("on no day: it was to begin on {day}", day),
            Some(until) if until <= from => phrase!("on no day: it ended on {day}", day = Part::date(*until)),
            Some(until) => phrase!("{from} to {to}", from = day, to = Part::date(last_day(*from, *until))),
        };
        parts.extend((past.stated == Some(*from)).then(|| Part::quiet(say!(", stated"))));
        parts
    };
    match past.spells.as_slice() {
        [] => Part::quiet(say!("never")).into(),
        [one] => spell(one).into(),
        several => Part::List { items: several.iter().map(spell).collect() }.into(),
    }
}

/// When and by what commit the version of a text was recorded, as the change record tells it, where it had another text then:
/// of the last text of a version that was approved.
pub(super) fn began<'a>(of: &PastOf<'_>, past: &Past<'a>) -> Option<(Date, &'a Revision)> {
    let version = past.recorded.filter(|_| of.has_force && past.is_last);
    version.filter(|(_, revision)| revision.commit != past.revision.commit)
}

/// A commit that brought a text, leading to where the change record tells of it.
pub(super) fn commit(shared: &Shared<'_>, link: Linker<'_>, of: &PastOf<'_>, revision: &Revision) -> Part {
    let commit = &revision.commit;
    let told_at = of.ix.map(|ix| shared.aims.document(ix)).filter(|document| {
        let newest = shared.history.of(&document.path).take(NEWEST_REVISIONS);
        newest.into_iter().any(|(revision, _)| revision.commit == *commit)
    });
    match told_at {
        Some(document) => {
            let to = format!("{}#{}", routes::document_history(&document.id), routes::commit(commit));
            Part::Link { href: link.to(&to), v: short(commit) }
        }
        None => Part::code(short(commit)),
    }
}

fn language(told: Told<'_, '_>) -> Option<String> {
    match told.of.ix {
        Some(ix) => told.shared.aims.document(ix).lang.clone(),
        None => told.shared.aims.config.languages.of(None, &told.past.change.path),
    }
}

fn lede(told: Told<'_, '_>) -> Vec<Part> {
    let Told { link, of, past, .. } = told;
    let id = of.ix.map_or_else(|| Part::said(&of.id), |ix| link.document(ix));
    phrase!("Of {id}, {text}.", id, text = Part::said(named(past)))
}

fn signs(told: Told<'_, '_>) -> Vec<Sign> {
    let Told { shared, of, past, .. } = told;
    let sign = match (of.has_force, past.is_in_force(shared.today())) {
        (true, true) => Sign::new("approved", say!("In force")),
        (true, false) => Sign::new("retired", say!("Not in force")),
        (false, _) if past.is_present => Sign::new("unchanged", say!("Present text")),
        (false, _) => Sign::new("retired", say!("Earlier text")),
    };
    vec![sign]
}

/// What a reader who came by a link has to know: that this is not what holds.
fn banner(told: Told<'_, '_>) -> Option<Banner> {
    let Told { shared, link, of, past } = told;
    let today = shared.today();
    if of.has_force {
        if past.is_in_force(today) {
            return None;
        }
        let lead = say!("This is not the text in force.");
        return Some(Banner { name: "warning", lead, parts: in_force(told, today) });
    }
    if past.is_present {
        return None;
    }
    let present = of.texts.iter().rev().find(|other| other.is_present);
    let parts = match (of.ix, present) {
        (None, _) => vec![Part::text(say!("The document is no longer there."))],
        (_, Some(present)) => {
            vec![Part::Link { href: link.to(&home(shared, of, present)), v: say!("What it says now").into() }]
        }
        _ => Vec::new(),
    };
    Some(Banner { name: "warning", lead: say!("This is an earlier text."), parts })
}

/// What is in force on a day, leading there.
fn in_force(told: Told<'_, '_>, today: Date) -> Vec<Part> {
    let Told { shared, link, of, .. } = told;
    if let Some(now) = of.texts.iter().rev().find(|other| other.is_in_force(today)) {
        let v = say!("In force on {day} is {text}", day = wording::day(today), text = named(now));
        return vec![Part::Link { href: link.to(&home(shared, of, now)), v }, Part::text(".")];
    }
    // One that names what readers may not know of is none of theirs.
    let is_kept = of.ix.is_some_and(|ix| shared.approvals.tenures(ix).iter().any(|tenure| tenure.is_in_force(today)));
    vec![Part::text(match is_kept {
        true => say!("The text that is in force on {day} is not published here.", day = wording::day(today)),
        false => say!("On {day} no text of this document is in force.", day = wording::day(today)),
    })]
}

/// Where two texts of a document are compared.
pub(super) fn side_by_side(link: Linker<'_>, of: &PastOf<'_>, (from, to): (&Past<'_>, &Past<'_>)) -> String {
    format!("{}?from={}&to={}#_compare", link.to(&of.record()), from.stem, to.stem)
}

/// Where all texts of a document are listed.
fn every(of: &PastOf<'_>) -> String {
    format!("{}#_texts", of.record())
}

/// Where a text is read: on the page of the document where it is the present one.
fn home(shared: &Shared<'_>, of: &PastOf<'_>, past: &Past<'_>) -> String {
    match of.ix.filter(|_| past.is_present) {
        Some(ix) => routes::document(&shared.aims.document(ix).id),
        None if past.has_page => of.page(past),
        None => every(of),
    }
}

fn block(told: Told<'_, '_>) -> Vec<Pair> {
    let Told { shared, link, of, past } = told;
    let label = past.label().map_or_else(|| Part::quiet(say!("without a number")), Part::said);
    let mut pairs = vec![Pair::new(say!("Version"), label)];
    if of.has_force {
        pairs.push(Pair::new(say!("In force"), force(past, shared.today())));
    }
    if of.has_force {
        pairs.extend(approval(told));
    }
    let status = past.facts.status.as_deref().map(told_word);
    let class = past.facts.classification.as_deref().map(told_word);
    pairs.extend([
        Pair::new(say!("Status it gives itself"), Cell::from(status.unwrap_or_default())),
        Pair::new(say!("Classification"), Cell::from(class.unwrap_or_default())),
        Pair::new(say!("Recorded on"), Part::date(past.revision.landed)),
        Pair::new(say!("Commit"), commit(shared, link, of, past.revision)),
    ]);
    if let Some((day, revision)) = began(of, past) {
        let at = vec![Part::date(day), Part::text(", "), commit(shared, link, of, revision)];
        pairs.push(Pair::new(say!("Version recorded on"), at));
    }
    pairs.extend([
        Pair::new(say!("Author"), Part::said(&*past.revision.author.name)),
        Pair::new(say!("File"), Part::code(past.path.shown())).wide(),
    ]);
    pairs.retain(|pair| !pair.parts.is_empty());
    pairs
}

/// Who approved it, and what there is to show for that.
fn approval(told: Told<'_, '_>) -> Vec<Pair> {
    let Told { shared, of, past, .. } = told;
    let versions = of.ix.map(|ix| shared.history.versions(&shared.aims.document(ix).path));
    let version = versions.and_then(|versions| versions.get(past.version));
    let is_told = |approval: &&VersionApproval| approval.level > Evidence::None || version.is_some() && past.is_last;
    let Some(approval) = of.approval(past, past.version).filter(is_told) else {
        let none = || Pair::new(say!("Approved by"), Part::quiet(say!("no record names exactly this text")));
        return version.map(|_| none()).into_iter().collect();
    };
    let mut by = people(approval, |_| None);
    if approval.amended && !approval.by.is_empty() {
        by = phrase!("nobody; of an earlier text under this number: {who}", who = by.parts).into();
    }
    vec![Pair::new(say!("Approved by"), by), Pair::new(say!("Evidence"), evidence(version, approval))]
}

fn told_word(word: &str) -> String {
    words(&told(word))
}

/// Where to go from here.
fn around(told: Told<'_, '_>, text: usize) -> Vec<Vec<Part>> {
    let Told { shared, link, of, past } = told;
    let to = |path: &str, words: String| vec![Part::Link { href: link.to(path), v: words }];
    let mut around = Vec::new();
    if let Some(id) = of.ix.map(|ix| &shared.aims.document(ix).id) {
        if !past.is_present {
            around.push(to(&routes::document(id), say!("Present text").into()));
        }
        around.push(to(&routes::document_history(id), say!("Change record").into()));
    } else {
        around.push(to(Address::InForce.at(), say!("What was in force when").into()));
    }
    if of.is_comparable() {
        let compare = |other: &Past<'_>, two: (&Past<'_>, &Past<'_>)| {
            let href = side_by_side(link, of, two);
            vec![Part::Link { href, v: say!("Compare with {text}", text = named(other)) }]
        };
        let before = text.checked_sub(1).and_then(|before| of.texts.get(before));
        around.extend(before.map(|before| compare(before, (before, past))));
        let last = of.texts.last().filter(|last| last.blob() != past.blob());
        around.extend(last.map(|last| compare(last, (past, last))));
        around.push(to(&every(of), say!("All texts").into()));
    }
    around
}

/// What changed since the text before.
fn changed(told: Told<'_, '_>, text: usize) -> Option<Changed> {
    let Told { shared, of, past, .. } = told;
    let before = of.texts.get(text.checked_sub(1)?)?;
    let title = say!("What changed since {text}", text = named(before));
    // Always there, for the table of all texts leads to it.
    let Some(found) = between(shared, before, past) else {
        let summary = say!("the two cannot be compared").to_owned();
        return Some(Changed { title, summary, fields: Vec::new(), more: String::new(), difference: None });
    };
    let difference = Difference::new(&found);
    let more = found.fields.len().saturating_sub(FIELDS);
    Some(Changed {
        title,
        summary: difference.summary.clone(),
        fields: found.fields.iter().take(FIELDS).map(|field| coded(&capital(&field.sentence()))).collect(),
        more: match more {
            0 => String::new(),
            more => plural!(more, "and {n} more change of its details", "and {n} more changes of its details"),
        },
        difference: Some(difference).filter(|difference| !difference.is_empty()),
    })
}

fn between(shared: &Shared<'_>, before: &Past<'_>, after: &Past<'_>) -> Option<crate::compare::Comparison> {
    let mut change = Change::new(after.change.path.clone(), ChangeKind::Modified);
    (change.old, change.new) = (before.change.new, after.change.new);
    shared.texts.differences(&[&change]).pop().flatten()
}

fn article(told: Told<'_, '_>, bytes: &[u8], title: &str) -> Rendered {
    let Told { shared, link, past, .. } = told;
    let then = shared.aims.read_then(&past.change.path, bytes);
    let source = Source { text: &then.text, body: &then.body, title, links: &then.links, is_past: true };
    html::render(shared.aims, source, Stand::alone(link.page))
}
