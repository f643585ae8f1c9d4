//! The controlled pack: cover, contents, the documents one behind the other, and the summary that an auditor asks for.

use serde::Serialize;

use super::sections::Section;
use super::standing::{Notice, banner, notices};
use super::{audit, document as of_document, particulars, soa, stages};
use crate::base::text::count;
use crate::base::{mark, plural, say, wording};
use crate::model::DocIx;
use crate::model::audience::Audience;
use crate::model::soa::Soa;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::html;
use crate::site::link::Linker;
use crate::site::pack;
use crate::site::page::Page;
use crate::site::parts::{day, kind_label, words};
use crate::site::sheet::mark;
use crate::site::stand::Stand;
use crate::site::titles::is_from_right;
use crate::site::view::{Pair, Part, Table};
use crate::site::worded::phrase;
use crate::state::EditionKind;

/// As many documents as the contents of the whole pack name one by one; of more they name the pages on which these stand, each
/// with contents of its own.
const NAMED: usize = 300;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    lede: Vec<Part>,
    /// Where the text that holds is found.
    current: Vec<Part>,
    cover: Vec<Pair>,
    /// What to do on a screen.
    hint: Vec<Part>,
    contents: Vec<Group>,
    documents: Vec<Packed>,
    sections: Vec<Section>,
}

#[derive(Debug, Serialize)]
struct Group {
    title: String,
    items: Vec<Vec<Part>>,
}

/// A document of the pack.
#[derive(Debug, Serialize)]
struct Packed {
    number: usize,
    anchor: String,
    id: String,
    title: String,
    mark: String,
    banner: Option<String>,
    notices: Vec<Notice>,
    block: Vec<Pair>,
    lang: Option<String>,
    rtl: bool,
    body: String,
    after: Vec<After>,
}

/// What stands behind a text.
#[derive(Debug, Serialize)]
struct After {
    id: String,
    title: String,
    section: Section,
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let pack = &shared.pack;
    let is_one = pack.parts.is_empty();
    let documents =
        if is_one { pack.documents().filter_map(|ix| packed(shared, link, ix)).collect() } else { Vec::new() };
    let view = View {
        title: say!("Controlled pack: {title}", title = shared.title),
        lede: lede(shared),
        current: current(shared),
        cover: cover(shared, link),
        hint: hint(shared, link),
        contents: contents(shared, link),
        documents,
        sections: summary(shared, link),
    };
    Page::new(say!("Controlled pack"), "print.html", &view).main("paper pack")
}

/// A part of the pack, by its place among the parts.
pub(super) fn part(shared: &Shared<'_>, link: Linker<'_>, place: usize) -> Option<Page> {
    let part = shared.pack.parts.get(place)?;
    let name = part.title();
    let title = say!(
        "{title}, part {n} of {all} of the controlled pack",
        title = name,
        n = place + 1,
        all = shared.pack.parts.len()
    );
    let items = part.documents.iter().map(|ix| item(shared, link, *ix)).collect();
    let last = SUMMARY.iter().filter(|(id, _)| *id == APPROVALS).map(linked).collect();
    let view = View {
        lede: vec![Part::text(count(part.documents.len(), "document"))],
        current: current(shared),
        cover: cover(shared, link),
        hint: vec![Part::Link { href: link.to(Address::Pack.at()), v: say!("The whole pack").into() }],
        contents: vec![Group { title: name, items }, Group { title: say!("For auditors").into(), items: last }],
        documents: part.documents.iter().filter_map(|ix| packed(shared, link, *ix)).collect(),
        sections: vec![approved(approvals(shared, link, part.documents.iter().copied()))],
        title: title.clone(),
    };
    Some(Page::new(title, "print.html", &view).main("paper pack"))
}

fn lede(shared: &Shared<'_>) -> Vec<Part> {
    let (all, text) = (shared.pack.documents().count(), shared.pack.text.div_ceil(1000));
    let documents = count(all, "document");
    let size = say!("{documents}, {text} kB of text, in the order in which they build on each other.", documents, text);
    let mut parts = vec![Part::text(size)];
    if !shared.pack.parts.is_empty() {
        let pages = plural!(
            shared.pack.parts.len(),
            "On the site they stand on {n} page of their own.",
            "On the site they stand on {n} pages of their own."
        );
        parts.extend([Part::text(" "), Part::text(pages)]);
    }
    parts
}

fn current(shared: &Shared<'_>) -> Vec<Part> {
    match &shared.aims.config.site.base_url {
        Some(base) => phrase!(
            "The text that holds is the one at {address}.",
            address = Part::Link { href: base.clone(), v: base.clone() }
        ),
        None => vec![Part::text(say!("The text that holds is the one in the repository."))],
    }
}

fn cover(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Pair> {
    let aims = shared.aims;
    let scope = aims.of_kind("scope").into_iter().find(|(_, scope)| !scope.is_retired());
    let scope = scope.map(|(ix, scope)| vec![link.document(ix), Part::text(format!(" {}", scope.title))]);
    let commit = shared.revision.as_deref().map(|revision| {
        let mut parts = vec![Part::code(revision)];
        parts.extend(
            (!shared.state.from_commit)
                .then(|| Part::quiet(format!(" {}", say!("and changes that no commit has yet")))),
        );
        parts
    });
    let edition = match shared.state.edition {
        EditionKind::Latest => say!("Latest: the texts as they are, drafts among them"),
        EditionKind::Approved => say!("Approved: of each document the last text that was approved"),
    };
    let audience = match shared.state.audience {
        Audience::Public => say!("Everybody"),
        Audience::Internal => say!("The people of the organisation"),
        Audience::Confidential => say!("Those who may read everything"),
    };
    let mut pairs = vec![
        Pair::new(say!("Organisation"), shared.organisation.as_str()),
        Pair::new(say!("Scope"), scope.unwrap_or_default()),
        Pair::new(say!("Commit"), commit.unwrap_or_default()),
        Pair::new(say!("As of"), Part::date(shared.today())),
        Pair::new(say!("Edition"), edition),
        Pair::new(say!("For"), audience),
    ];
    pairs.retain(|pair| !pair.parts.is_empty());
    pairs
}

/// How it is printed, which is another thing where the texts stand on pages of their own.
fn hint(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Part> {
    if shared.is_outside() && shared.pack.parts.is_empty() {
        return vec![Part::text(say!(
            "Every document begins on a sheet of its own, with its id, version and classification at the head."
        ))];
    }
    let command = Part::code(shared.state.command("export pdf", None, &[("--output", "pack.pdf")]));
    if shared.pack.parts.is_empty() {
        return phrase!(
            "Print this page, or ask for it as a PDF: {command}. Every document begins on a sheet of its own, with its id, version and classification at the head.",
            command
        );
    }
    // Readers from outside have no program to ask.
    let outside = [Part::text(say!(
        "This page has the contents; the documents are too long for one page and are printed from these. Every document begins on a sheet of its own, with its id, version and classification at the head."
    ))];
    let mut parts = if shared.is_outside() {
        outside.to_vec()
    } else {
        phrase!(
            "This page has the contents and what auditors ask for; the documents are too long for one page and are printed from these, or all together as a PDF: {command}. Every document begins on a sheet of its own, with its id, version and classification at the head.",
            command
        )
    };
    for (place, part) in shared.pack.parts.iter().enumerate() {
        let words = say!(
            "Part {n}: {title}, {documents}",
            n = place + 1,
            title = part.title(),
            documents = count(part.documents.len(), "document")
        );
        parts.extend([Part::text(" "), Part::Link { href: link.to(&part.path), v: words }, Part::text(".")]);
    }
    parts
}

fn contents(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Group> {
    let pack = &shared.pack;
    let named = pack.documents().nth(NAMED).is_none();
    let of_documents = pack.groups.iter().map(|group| Group {
        title: wording::known(&group.title).to_owned(),
        items: match named {
            true => group.documents.iter().map(|ix| item(shared, link, *ix)).collect(),
            false => pages_of(shared, link, &group.documents),
        },
    });
    let told = SUMMARY.iter().filter(|(id, _)| is_summed(shared, id)).map(linked).collect();
    let title = if shared.is_partial() { say!("Approvals and records") } else { say!("For auditors") };
    let last = Group { title: title.into(), items: told };
    of_documents.chain([last]).collect()
}

/// A section at the end, as the contents name it.
fn linked((id, title): &(&str, &'static str)) -> Vec<Part> {
    vec![Part::Link { href: format!("#{id}"), v: wording::of(title).to_owned() }]
}

/// The pages on which documents of a group stand, each with its first and last there.
fn pages_of(shared: &Shared<'_>, link: Linker<'_>, group: &[DocIx]) -> Vec<Vec<Part>> {
    let id = |ix: &DocIx| Part::text(shared.aims.document(*ix).id.as_str());
    let page = |(place, part): (usize, &pack::Part)| {
        let here: Vec<&DocIx> = part.documents.iter().filter(|ix| group.contains(ix)).collect();
        let (first, last) = (here.first()?, here.last()?);
        let page = Part::Link { href: link.to(&part.path), v: say!("Part {n}", n = place + 1) };
        let all = count(here.len(), "document");
        Some(phrase!("{page}: {all}, {first} to {last}", page, all, first = id(first), last = id(last)))
    };
    shared.pack.parts.iter().enumerate().filter_map(page).collect()
}

fn item(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Part> {
    let document = shared.aims.document(ix);
    let mut parts = vec![link.document(ix), Part::text(format!(" {}", document.title))];
    let version = document.fields.text("version").map(|version| say!("version {version}", version));
    let class = document.fields.text("classification").map(words);
    let told: Vec<String> = version.into_iter().chain(class).collect();
    parts.extend((!told.is_empty()).then(|| Part::quiet(format!(" {}", told.join(", ")))));
    parts
}

fn packed(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Packed> {
    let place = shared.pack.place(ix)?;
    let document = shared.aims.document(ix);
    let unsettled = shared.is_unsettled(ix);
    let mut after: Vec<After> = Vec::new();
    let statement = shared.aims.written_soas.iter().find(|soa| soa.document == ix && soa.holds);
    let framework = |soa: &Soa| shared.aims.catalog.standards().find(|standard| standard.id == soa.framework);
    match statement.and_then(|soa| Some((soa, framework(soa)?))) {
        Some((soa, standard)) => {
            let sections = soa::statement(shared, link, (standard, soa), None).sections;
            after.extend(sections.into_iter().map(|section| bare(place, section)));
        }
        None => {
            let mut sections = particulars::sections(shared, link, document);
            sections.extend(soa::to_come(shared, link, ix));
            after.extend(sections.into_iter().map(|section| bare(place, section)));
        }
    }
    let rendered = html::body(shared.aims, ix, Stand::among(&shared.pack, link.page, ix));
    let mut block = of_document::block(shared, link, ix, document, false);
    block.extend(of_document::left_out(&rendered.left_out));
    Some(Packed {
        number: place.number,
        anchor: place.anchor.clone(),
        id: document.id.clone(),
        title: document.title.clone(),
        mark: mark(shared, ix),
        banner: banner(shared, ix),
        notices: if unsettled { vec![Notice::unsettled()] } else { notices(shared, link, ix) },
        block,
        lang: document.lang.clone(),
        rtl: is_from_right(document.lang.as_deref(), &document.text),
        body: rendered.html,
        after,
    })
}

/// A section without a heading of its own, whose ids stand once on the page.
fn bare(place: &crate::site::pack::Place, mut section: Section) -> After {
    let id = place.inner(section.id.trim_start_matches('_'));
    section.id.clear();
    section.table = section.table.take().map(on_paper);
    After { id, title: std::mem::take(&mut section.title), section }
}

/// A table that nobody filters or sorts, and that nothing leads into.
fn on_paper(mut table: Table) -> Table {
    (table.filter, table.sortable) = (None, false);
    table.files.clear();
    table.groups.iter_mut().flat_map(|group| &mut group.rows).for_each(|row| row.id = None);
    table
}

/// The sections at the end.
const SUMMARY: [(&str, &str); 4] = [
    (CALLED_FOR, mark!("Documented information that clauses call for")),
    (OPEN, mark!("Open nonconformities")),
    (APPROVALS, mark!("Approvals")),
    ("_records", mark!("Records")),
];

/// The anchors of what clauses call for, and of what is open.
const CALLED_FOR: &str = "_called-for";
const OPEN: &str = "_open";

/// The anchor of the approvals of documents.
const APPROVALS: &str = "_approvals";

/// Whether a section at the end holds something: of what is called for and what is open readers are told nothing from whom
/// most may be kept.
fn is_summed(shared: &Shared<'_>, id: &str) -> bool {
    !shared.is_partial() || !matches!(id, CALLED_FOR | OPEN)
}

fn summary(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Section> {
    let [called, mut open, approvals, kept] = SUMMARY.map(|(id, title)| Section::new(id, wording::of(title)));
    let (listed, all) = stages::open_nonconformities(shared, link, pack::OPEN);
    if all > pack::OPEN {
        open = open.intro(say!("The first {most}; their register has all.", most = pack::OPEN));
    }
    let all = vec![
        called
            .intro(say!("Item by item, and the documents that are it. Nothing here claims that a requirement is met."))
            .with_table(audit::called_for(shared, link).map(on_paper), say!("No clause calls for any.")),
        open.with_table(listed.map(on_paper), shared.none(say!("None is open."))),
        match shared.pack.parts.is_empty() {
            true => approved(self::approvals(shared, link, shared.pack.documents())),
            false => approvals
                .intro(say!("Who approved the text of each document stands behind the documents of each part.")),
        },
        kept.intro(
            shared.counted(say!("What was done is on record in documents of its own. They are not printed here.")),
        )
        .with_table(records(shared, link), shared.none(say!("There are none."))),
    ];
    all.into_iter().filter(|section| is_summed(shared, &section.id)).collect()
}

/// The section of approvals, with the table of them.
fn approved(table: Option<Table>) -> Section {
    Section::new(APPROVALS, say!("Approvals"))
        .intro(say!("Who approved the text of each document in this pack, as the change record shows it."))
        .with_table(table, say!("There is no document."))
}

fn approvals(shared: &Shared<'_>, link: Linker<'_>, of: impl Iterator<Item = DocIx>) -> Option<Table> {
    let mut table = Table::new(say!("Approval of each document"), &["Id", "Title:main", "Version", "Approval:text"]);
    for ix in of {
        let document = shared.aims.document(ix);
        let mut approval = of_document::approval(shared, ix);
        if approval.is_empty() {
            approval.push(Part::quiet(say!("none on record")));
        }
        table.row(
            None,
            vec![
                link.document(ix).into(),
                document.title.as_str().into(),
                document.fields.text("version").unwrap_or_default().into(),
                approval.into(),
            ],
        );
    }
    table.some()
}

/// What is under control and not part of the pack.
fn records(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    let outside = || {
        let all = shared.aims.iter().filter(|(_, document)| document.controlled && document.kind.is_some());
        all.filter(|(ix, _)| shared.pack.place(*ix).is_none())
    };
    if outside().count() <= pack::RECORDS {
        let mut table = Table::new(say!("Records and other documents"), &["Id", "Title:main", "Kind", "Date"]);
        for (ix, document) in outside() {
            let date = document.fields.date("date").or_else(|| document.fields.date("effective"));
            let cells = vec![
                link.document(ix).into(),
                document.title.as_str().into(),
                kind_label(document).into(),
                day(date).into(),
            ];
            table.row(None, cells);
        }
        return table.some();
    }
    let mut table = Table::new(say!("Records and other documents by kind"), &["Kind:main", "How many:num"]);
    for kind in shared.aims.kinds.iter() {
        let number = outside().filter(|(_, document)| document.kind_name() == kind.name).count();
        if number > 0 {
            table.row(None, vec![wording::known(shared.aims.plural_of(kind)).into(), number.to_string().into()]);
        }
    }
    table.some()
}
