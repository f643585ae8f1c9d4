//! The overview: what is in scope and how complete it is, what is not in order, and where to start.

use serde::Serialize;

use super::doors::{Door, doors};
use super::in_scope::{InScope, in_scope};
use super::sections::Legend;
use super::standing::aside;
use crate::approval::record::of_path;
use crate::base::text::count;
use crate::base::{Date, plural, say, wording};
use crate::history::Revision;
use crate::model::DocIx;
use crate::model::catalog::{ReqId, Standard};
use crate::model::due::as_told;
use crate::model::figures::{Controls, Figures};
use crate::model::review::Review;
use crate::model::trace::{Place, Requirement, Rung};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::so_claimed;
use crate::site::routes;
use crate::site::view::{Pair, Part, RevisionView, Sign, comma};
use crate::site::worded::phrase;

/// How many causes of what is not in order the page tells.
const CAUSES: usize = 12;

/// How many of them are seen at once; the others are folded away.
const AT_ONCE: usize = 4;

/// How many commits it tells, and how many documents of each.
const COMMITS: usize = 5;
const CHANGED: usize = 6;

#[derive(Debug, Serialize)]
struct View {
    heading: String,
    lede: Vec<Part>,
    /// What is in scope, by its statement.
    scope: InScope,
    bars: Vec<Bar>,
    facts: Vec<Fact>,
    /// What the facts are counted of, where that need not be all there is.
    counts: Option<&'static str>,
    /// When the AIMS was last looked at.
    looked: Vec<Pair>,
    order: Vec<Vec<Part>>,
    /// What of it is folded away, and how much that is.
    order_rest: Vec<Vec<Part>>,
    order_rest_words: String,
    order_more: Vec<Part>,
    /// The three questions with short answers, for a small screen.
    jump: Vec<Part>,
    /// What is said where all is in order.
    order_none: &'static str,
    doors: Vec<Door>,
    /// Whether documents are withheld from the readers.
    partial: bool,
    /// The heading above the controls.
    controls: String,
    legend: Vec<Legend>,
    /// The way to the matrix.
    matrix: String,
    areas: Vec<Area>,
    changes: Vec<RevisionView>,
    standing: &'static str,
}

/// How many stand on which rung, as a bar.
#[derive(Debug, Serialize)]
struct Bar {
    title: &'static str,
    href: String,
    /// What the bar shows, in words.
    about: String,
    width: usize,
    pieces: Vec<Piece>,
}

#[derive(Debug, Serialize)]
struct Piece {
    x: usize,
    width: usize,
    count: usize,
    sign: Sign,
}

#[derive(Debug, Serialize)]
struct Fact {
    number: usize,
    text: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct Area {
    id: String,
    title: String,
    tiles: Vec<Tile>,
}

#[derive(Debug, Serialize)]
struct Tile {
    id: String,
    title: String,
    href: String,
    sign: Sign,
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let figures = shared.aims.figures();
    let mut order = super::order::order(shared, link, CAUSES);
    let jump = jump(shared, order.all);
    // What is folded away is worth a click.
    let at_once = if order.lines.len() > AT_ONCE + 1 { AT_ONCE } else { order.lines.len() };
    let order_rest = order.lines.split_off(at_once);
    let view = View {
        heading: heading(shared),
        lede: lede(shared, link, &figures),
        bars: bars(shared, link),
        facts: facts(shared, link, &figures),
        counts: shared.counts(),
        looked: looked(shared, link),
        scope: in_scope(shared, link, &figures),
        order_more: order_more(shared, link, order.more),
        order: order.lines,
        order_rest_words: plural!(order_rest.len(), "{n} more line", "{n} more lines"),
        order_rest,
        jump,
        order_none: match shared.withholds() {
            true => say!("Nothing that is told on this site."),
            false => say!("Nothing that the repository itself shows."),
        },
        doors: doors(shared, link),
        partial: shared.is_partial(),
        controls: controls_heading(&figures.controls),
        legend: if shared.is_partial() { Vec::new() } else { legend(&figures.controls) },
        matrix: link.to(Address::Traceability.at()),
        areas: areas(shared, link),
        changes: shared.history.revisions.iter().take(COMMITS).map(|revision| commit(link, revision)).collect(),
        standing: match shared.history.standing.why_empty() {
            Some(why) => wording::of(why),
            None => say!("No commit has changed a document yet."),
        },
    };
    Page::new(say!("Overview"), "index.html", &view)
}

/// The title, with the organisation where there is one and the title does not name it already.
fn heading(shared: &Shared<'_>) -> String {
    match &shared.aims.config.organisation {
        Some(organisation) if !shared.title.contains(organisation) => {
            say!("{title} of {organisation}", title = shared.title, organisation)
        }
        _ => shared.title.clone(),
    }
}

fn lede(shared: &Shared<'_>, link: Linker<'_>, figures: &Figures) -> Vec<Part> {
    // How many there are, a site from which any may be kept cannot say.
    let told = !shared.withholds();
    let systems = match figures.systems {
        n @ 1.. if told => count(n, "AI system"),
        _ => say!("its use of AI").to_owned(),
    };
    let high = shared.aims.of_kind("system").into_iter();
    let high = high.filter(|(_, system)| told && !system.is_retired() && is_high(system));
    let (named, editions) = (shared.named(), super::requirement::editions(shared));
    // Where nothing says yet what is in and what applies, nothing is governed that a page could tell of.
    let begun = shared.withholds()
        || !shared.aims.soas.is_empty()
        || shared.aims.of_kind("scope").iter().any(|(_, scope)| !scope.is_retired());
    let mut parts = vec![Part::text(match high.count() {
        _ if !begun && figures.documents == 0 => {
            say!("Nothing of an AI management system of {named} by {editions} is on record yet.", named, editions)
        }
        _ if !begun => say!("What {named} has on record of an AI management system by {editions}.", named, editions),
        0 => say!("How {named} governs {systems}, kept under {editions}.", named, systems, editions),
        1 if figures.systems == 1 => say!(
            "How {named} governs {systems}, high-risk under the EU AI Act, kept under {editions}.",
            named,
            systems,
            editions
        ),
        n => say!(
            "How {named} governs {systems}, {n} of them high-risk under the EU AI Act, kept under {editions}.",
            named,
            systems,
            n,
            editions
        ),
    })];
    if shared.aims.soas.is_empty() && !shared.withholds() {
        let none = say!(
            "There is no statement of applicability yet to say which of the {n} controls apply.",
            n = figures.controls.all()
        );
        parts.extend([Part::text(" "), Part::text(none)]);
    }
    let frame = frame(shared, link);
    if !frame.is_empty() {
        parts.push(Part::text(" "));
        parts.extend(phrase!("Begin with {documents}.", documents = comma(frame)));
    }
    parts
}

fn is_high(system: &crate::model::document::Document) -> bool {
    system.fields.texts("ai-act-class").iter().any(|class| class.value == "high" || class.value.starts_with("high-"))
}

/// The documents that frame all others: the scope, the AI policy, and the statement of applicability.
fn frame(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Part> {
    let aims = shared.aims;
    let living = |kind: &str| aims.of_kind(kind).into_iter().find(|(_, found)| !found.is_retired()).map(|(ix, _)| ix);
    let named = |ix: DocIx| {
        let document = aims.document(ix);
        let version = document.fields.text("version").map(|version| format!(" {version}")).unwrap_or_default();
        Part::Link { href: link.to(&routes::document(&document.id)), v: format!("{}{version}", document.title) }
    };
    let all = living("scope").into_iter().chain(aims.top_policy()).chain(aims.soas.iter().map(|soa| soa.document));
    all.map(named).collect()
}

fn bars(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Bar> {
    if shared.is_partial() {
        return Vec::new();
    }
    let aims = shared.aims;
    let clauses: Vec<&Requirement> = aims.asking_clauses().collect();
    let controls: Vec<&Requirement> = aims.trace.controls().collect();
    vec![
        bar(say!("Clauses"), link.to(Address::Clauses.at()), &clauses, |all, rungs| {
            say!("{all} clauses: {rungs}", all, rungs)
        }),
        bar(say!("Controls"), link.to(Address::Controls.at()), &controls, |all, rungs| {
            say!("{all} controls: {rungs}", all, rungs)
        }),
    ]
}

/// From the top of the ladder to its foot, and behind that what is left out.
fn bar(title: &'static str, href: String, all: &[&Requirement], about: impl Fn(usize, String) -> String) -> Bar {
    let places = Rung::ALL.into_iter().rev().map(Place::On).chain([Place::Excluded]);
    // What is only claimed is a piece of its own, behind what is shown.
    let places = places.flat_map(|place| match place {
        Place::On(Rung::Current) => vec![(place, false), (place, true)],
        _ => vec![(place, false)],
    });
    let (mut pieces, mut told, mut x) = (Vec::new(), Vec::new(), 0);
    for (place, claimed) in places {
        let on: Vec<_> = all.iter().filter(|of| of.place() == place && of.is_claimed() == claimed).collect();
        let Some(first) = on.first() else { continue };
        let width = on.len() * 10;
        pieces.push(Piece { x, width, count: on.len(), sign: Sign::requirement(first) });
        let unasked = on.iter().all(|of| of.is_unasked());
        told.push(if claimed { so_claimed(on.len(), unasked) } else { so_many(on.len(), place) });
        x += width;
    }
    Bar { title, href, about: about(all.len(), told.join(", ")), width: x, pieces }
}

/// How many stand at a place.
fn so_many(n: usize, place: Place) -> String {
    match place {
        Place::Excluded => say!("{n} excluded", n),
        Place::Untold => say!("{n} not told", n),
        Place::On(Rung::Gap) => say!("{n} gap", n),
        Place::On(Rung::Stated) => say!("{n} stated", n),
        Place::On(Rung::Operated) => say!("{n} operated", n),
        Place::On(Rung::Evidenced) => say!("{n} evidenced", n),
        Place::On(Rung::Current) => say!("{n} current", n),
    }
}

fn facts(shared: &Shared<'_>, link: Linker<'_>, figures: &Figures) -> Vec<Fact> {
    let aims = shared.aims;
    let Figures { risks, open_risks, open_nonconformities: open, systems, systems_in_use: in_use, .. } = *figures;
    let controls = &figures.controls;
    // Where nobody has said which apply, there is nothing but all.
    let applies = if aims.soas.is_empty() { controls.all() } else { controls.applying() };
    let soon = aims.iter().filter(|(ix, _)| matches!(aims.review(*ix), Review::DueSoon(_))).count();
    let overdue = aims.iter().filter(|(ix, _)| aims.review(*ix).is_overdue()).count();
    let controlled = figures.documents;
    let applying = match (aims.soas.is_empty(), controls.undecided) {
        (true, _) => say!("controls, and no statement yet of which apply").to_owned(),
        (false, 0) => plural!(
            applies,
            "control applies, {left_out} left out",
            "controls apply, {left_out} left out",
            left_out = controls.excluded
        ),
        (false, unsaid) => plural!(
            applies,
            "control applies, {left_out} left out, {unsaid} not said",
            "controls apply, {left_out} left out, {unsaid} not said",
            left_out = controls.excluded,
            unsaid
        ),
    };
    let fact = |number, text: String, to: &str| Fact { number, text, href: link.to(to) };
    if shared.withholds() {
        return facts_here(shared, controlled, fact);
    }
    let to_risks = Address::Risks.at();
    let kept = plural!(controlled, "document or record", "documents and records");
    let reviews = plural!(overdue, "review overdue, {soon} due soon", "reviews overdue, {soon} due soon", soon);
    vec![
        fact(applies, applying, Address::Statement.at()),
        fact(controlled, kept, Address::Documents.at()),
        fact(systems, used(systems, in_use, figures.systems_out), Address::Systems.at()),
        match (risks, figures.risk_rows) {
            (0, n @ 1..) => fact(n, plural!(n, "row of a risk register", "rows of risk registers"), to_risks),
            (n, _) => {
                fact(n, plural!(n, "risk, {open} not closed", "risks, {open} not closed", open = open_risks), to_risks)
            }
        },
        fact(overdue, reviews, Address::Reviews.at()),
        fact(open, plural!(open, "nonconformity open", "nonconformities open"), "audit.html#open"),
    ]
}

/// What the number of AI systems is of: how many are in use, and how many the AIMS does not cover.
fn used(systems: usize, in_use: usize, out: usize) -> String {
    match out {
        0 => plural!(systems, "AI system, {in_use} in use", "AI systems, {in_use} in use", in_use),
        _ => plural!(
            systems,
            "AI system, {in_use} in use, {out} out of scope",
            "AI systems, {in_use} in use, {out} out of scope",
            in_use,
            out
        ),
    }
}

/// What a site has that keeps something from its readers: how much of each is on it. How much there is none of, how much is open
/// and how much is late is a fact of the whole, and not told.
fn facts_here(shared: &Shared<'_>, controlled: usize, fact: impl Fn(usize, String, &str) -> Fact) -> Vec<Fact> {
    let Figures { risks, systems, .. } = shared.aims.figures();
    let kept = plural!(controlled, "document or record on this site", "documents and records on this site");
    let all = [
        fact(controlled, kept, Address::Documents.at()),
        fact(systems, plural!(systems, "AI system on this site", "AI systems on this site"), Address::Systems.at()),
        fact(risks, plural!(risks, "risk on this site", "risks on this site"), Address::Risks.at()),
    ];
    all.into_iter().filter(|fact| fact.number > 0).collect()
}

/// The newest of what an AIMS looks at itself by.
fn looked(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Pair> {
    let of = [
        (say!("Management review"), "management-review"),
        (say!("Internal audit"), "audit"),
        (say!("Risk assessment"), "risk-assessment"),
    ];
    let newest = |kind: &'static str, of: &Standard| {
        shared.aims.held(kind, &of.id).filter(|(_, ix)| shared.aims.document(*ix).may_show()).max()
    };
    let told = |name: &str, of: Option<&Standard>, newest: Option<(Date, DocIx)>| {
        let parts = match newest {
            Some((date, ix)) => {
                let title = Part::text(format!(" {}", shared.aims.document(ix).title));
                vec![Part::date(date), Part::text(" "), link.document(ix), title]
            }
            None if shared.withholds() => vec![Part::quiet(say!("not told on this site"))],
            None => vec![Part::quiet(say!("never yet, by what is on record"))],
        };
        Pair::new(of.map_or_else(|| name.to_owned(), |of| format!("{name}, {}", wording::known(&of.short))), parts)
    };
    let all = of.into_iter().flat_map(|(name, kind)| {
        let all = shared.aims.calling_for(kind).into_iter().map(|of| (of, newest(kind, of))).collect();
        as_told(shared.aims, kind, all).into_iter().map(move |(of, newest)| told(name, of, newest))
    });
    all.collect()
}

/// The way to the answer of each question.
fn jump(shared: &Shared<'_>, not_in_order: usize) -> Vec<Part> {
    let to = |anchor: &str, words: String| Part::Link { href: format!("#{anchor}"), v: words };
    let order = match not_in_order {
        _ if shared.withholds() => say!("What is not in order").to_owned(),
        0 => say!("Nothing not in order").to_owned(),
        n => plural!(n, "{n} thing not in order", "{n} things not in order"),
    };
    let mut ways = vec![to("order", order)];
    ways.extend((!shared.is_partial()).then(|| to("complete", say!("What is in scope").to_owned())));
    ways.push(to("start", say!("Where to start").to_owned()));
    comma(ways)
}

fn order_more(shared: &Shared<'_>, link: Linker<'_>, more: usize) -> Vec<Part> {
    let all_found = shared.findings.found.len();
    let found = match shared.withholds() {
        true => say!("Findings that are published").to_owned(),
        false => plural!(all_found, "The finding of the check", "All {n} findings of the check"),
    };
    let mut parts = vec![Part::Link { href: link.to(Address::Findings.at()), v: found }];
    if shared.is_partial() {
        return parts;
    }
    let href = link.to("audit.html#disqualified");
    let v = match more {
        0 => say!("what disqualifies, for auditors").to_owned(),
        more => say!("{n} more, and what disqualifies, for auditors", n = more),
    };
    parts.extend([Part::text(", "), Part::Link { href, v }]);
    parts
}

/// A commit, and the documents that it or an act in it is about.
fn commit(link: Linker<'_>, revision: &Revision) -> RevisionView {
    let aims = link.aims;
    let mut about: Vec<DocIx> = Vec::new();
    let mut others = 0;
    for change in revision.changes.iter().filter(|change| change.came()) {
        let own = change.document.as_ref().and_then(|path| aims.by_path(path));
        match own.or_else(|| of_path(&change.path).and_then(|(id, _)| aims.by_id(id))) {
            Some(ix) if about.contains(&ix) => {}
            Some(ix) => about.push(ix),
            None => others += 1,
        }
    }
    let mut view = link.revision(revision, 0);
    let mut parts = comma(about.iter().take(CHANGED).map(|ix| link.document(*ix)));
    let more = about.len().saturating_sub(CHANGED);
    let rest = match (more, others) {
        (0, 0) => None,
        (0, _) => Some(count(others, "other file")),
        (_, 0) => Some(count(more, "more document")),
        _ => {
            Some(say!("{some} and {others}", some = count(more, "more document"), others = count(others, "other file")))
        }
    };
    if let Some(others) = rest {
        let told = if parts.is_empty() { others } else { format!(" {}", say!("and {others}", others)) };
        parts.push(Part::quiet(told));
    }
    if parts.is_empty() {
        parts.extend(revision.changes.first().and_then(aside).map(|(sign, _)| Part::sign(sign)));
    }
    (view.changes, view.more, view.body) = (vec![parts], 0, String::new());
    view.changes.retain(|parts| !parts.is_empty());
    view
}

/// `The 38 controls`, or how many there are with those of the organisation's own.
fn controls_heading(controls: &Controls) -> String {
    match controls.own {
        0 => say!("The {n} controls", n = controls.all()),
        own => say!("The {n} controls, {own} of them beyond Annex A", n = controls.all(), own),
    }
}

fn legend(controls: &Controls) -> Vec<Legend> {
    let shown = |rung| match rung {
        Rung::Current => controls.on(rung) - controls.claimed,
        _ => controls.on(rung),
    };
    let on = |rung| Legend { sign: Sign::rung(rung), count: Some(shown(rung)), text: meaning(rung).into() };
    let mut legend: Vec<Legend> = Rung::ALL.into_iter().map(on).collect();
    legend.extend((controls.claimed > 0).then(|| claimed(Some(controls.claimed))));
    legend.push(Legend {
        sign: Sign::new("excluded", say!("Excluded")),
        count: Some(controls.excluded),
        text: say!("Left out by the statement of applicability, with its reason where it gives one.").into(),
    });
    legend
}

/// What it means that an approval at the top is only claimed.
pub(super) fn claimed(count: Option<usize>) -> Legend {
    let text = say!(
        "The same, but of a document behind it the rule of the organisation asks for a claim only, and a claim is all there is: nobody is on record as having approved its text. Or it asks for none, and nobody claims one."
    );
    Legend { sign: Sign::claimed(false), count, text: text.into() }
}

/// What a rung means.
pub(super) fn meaning(rung: Rung) -> &'static str {
    match rung {
        Rung::Gap => say!("No policy, plan or procedure says what to do: nothing serves it, or records alone do."),
        Rung::Stated => say!("A document says what is to be done."),
        Rung::Operated => say!("A procedure says how it is done."),
        Rung::Evidenced => say!("A dated record shows that it was done."),
        Rung::Current => {
            say!(
                "Documents in force that are approved as the organisation’s rule asks stand behind it, their reviews are in date, the evidence is of the kind that is called for, within its period and there for every AI system in use, and no error or major nonconformity is open against it."
            )
        }
    }
}

fn areas(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Area> {
    let catalog = &shared.aims.catalog;
    let tile = |requirement: &Requirement| Tile {
        id: requirement.name.clone(),
        title: wording::known(&requirement.title).to_owned(),
        href: link.to(&routes::requirement(requirement)),
        sign: Sign::requirement(requirement),
    };
    let mut areas = Vec::new();
    for standard in catalog.standards() {
        let id = |id: &str| catalog.name(&ReqId::new(&standard.id, id));
        areas.extend(standard.areas.iter().map(|area| {
            let tiles = shared.aims.trace.of_area(standard, area).map(tile);
            Area { id: id(&area.id), title: wording::known(&area.title).to_owned(), tiles: tiles.collect() }
        }));
        let own: Vec<Tile> = shared.aims.trace.own_controls(standard).map(tile).collect();
        if !own.is_empty() {
            areas.push(Area { id: id("Own"), title: say!("Own controls, beyond Annex A").into(), tiles: own });
        }
    }
    areas
}
