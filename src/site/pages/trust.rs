//! What a site for everybody has for customers: what is certified, which AI systems there are and what for, the policies, how
//! to raise a concern, and what is not published.
//!
//! Like every page it is made of the state that readers may see: nothing that is withheld is in it, not even how much it is.

use super::sections::{Section, Sections};
use crate::base::say;
use crate::model::DocIx;
use crate::model::certification::certifications;
use crate::model::document::Document;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::{certified as certified_as, day, standing, words};
use crate::site::routes;
use crate::site::view::{Pair, Part, Table, comma};
use crate::site::worded::phrase;

/// The controls by which people inside and outside raise a concern (reporting of concerns, external reporting).
const CONCERNS: [&str; 2] = ["A.3.3", "A.8.3"];

/// As many AI systems as are described; the inventory has all.
const SYSTEMS: usize = 100;

/// As many scopes and policies as are named; the index has all.
const POLICIES: usize = 200;

/// As many further documents as are named; the index has all.
const MOST: usize = 60;

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let view = Sections {
        title: say!("How {organisation} uses AI", organisation = shared.named()),
        lede: vec![Part::text(say!(
            "For customers and everybody else: what {organisation} publishes of its AI management system, in short. Each fact leads to the document it stands in.",
            organisation = shared.named(),
        ))],
        meta: phrase!(
            "As of {day}. Nothing here claims that a law or a standard is met. {about}.",
            day = Part::date(shared.today()),
            about =
                Part::Link { href: link.to(Address::About.at()), v: say!("How to read and verify this site").into() },
        ),
        sections: sections(shared, link),
        ..Sections::default()
    };
    // Of a site for everybody it is the first page too, which is not called the same.
    let title = if link.page == routes::TRUST { say!("For customers").to_owned() } else { view.title.clone() };
    Page::new(title, "sections.html", &view)
}

/// What there is, and behind it what there is none of.
fn sections(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Section> {
    let all = [systems, policies, certified, concerns, others].map(|section| section(shared, link));
    let holds = |section: &Section| section.table.is_some() || !section.pairs.is_empty() || !section.list.is_empty();
    let (told, none): (Vec<Section>, Vec<Section>) = all.into_iter().partition(holds);
    told.into_iter().chain(none).chain([withheld(shared)]).collect()
}

fn living<'a>(shared: &Shared<'a>, kind: &str) -> Vec<(DocIx, &'a Document)> {
    let mut found = shared.aims.of_kind(kind);
    found.retain(|(_, document)| !document.is_retired());
    found
}

fn systems(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let specs =
        ["AI system:main", "What it is for:text", "Stage", "Who is affected:text", "How far it acts without a person"];
    let mut table = Table::new(say!("AI systems that are described here"), &specs);
    let all = living(shared, "system");
    for (ix, system) in all.iter().take(SYSTEMS) {
        let ix = *ix;
        let fields = &system.fields;
        let affected: Vec<&str> = fields.texts("affected").iter().map(|who| who.value.as_str()).collect();
        table.row(
            None,
            vec![
                vec![link.title(ix)].into(),
                fields.text("purpose").unwrap_or_default().into(),
                words(system.stage().unwrap_or_default()).into(),
                affected.join(", ").into(),
                words(fields.text("autonomy").unwrap_or_default()).into(),
            ],
        );
    }
    let table = table.some().map(Table::without_empty_columns);
    let section = Section::new("systems", say!("AI systems"));
    rest(link, section, (SYSTEMS, all.len()), (Address::Systems, say!("the inventory of AI systems"))).with_table(
        table,
        say!("No entry of the inventory of AI systems is published. The policies and notices that are published say how AI is used."),
    )
}

/// Says of a section that has less than all there is on the site where the rest of it is.
fn rest(
    link: Linker<'_>,
    mut section: Section,
    (most, all): (usize, usize),
    (page, words): (Address<'_>, &'static str),
) -> Section {
    if all > most {
        let to = Part::Link { href: link.to(page.at()), v: words.to_owned() };
        section.intro.push(phrase!("The first {most}; all that are published are in {list}.", most, list = to));
    }
    section
}

fn policies(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let specs = ["Document:main", "Version", "Status", "Effective", "Last review"];
    let mut table = Table::new(say!("Scope and policies that are published"), &specs);
    let all: Vec<_> = ["scope", "policy"].into_iter().flat_map(|kind| living(shared, kind)).collect();
    for (ix, document) in all.iter().take(POLICIES) {
        let fields = &document.fields;
        table.row(
            None,
            vec![
                vec![link.document(*ix), Part::text(" "), Part::text(document.title.as_str())].into(),
                fields.text("version").unwrap_or_default().into(),
                standing(shared.aims, *ix).into(),
                day(fields.date("effective")).into(),
                day(shared.aims.last_review(*ix).map(|last| last.day)).into(),
            ],
        );
    }
    let section = Section::new("policies", say!("What we commit to"));
    rest(link, section, (POLICIES, all.len()), (Address::Documents, say!("the list of documents")))
        .with_table(table.some(), say!("No scope and no policy is published."))
}

/// What the records of certification say, and nothing beyond it.
fn certified(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let mut section = Section::new("certified", say!("What is certified"));
    let specs = [
        "Record:main",
        "State",
        "Standard",
        "Body:text",
        "Certificate",
        "Scope of the certificate:text",
        "Decided",
        "Expires",
    ];
    let mut table = Table::new(say!("Certification, as its records say it"), &specs);
    for (ix, certification) in certifications(shared.aims).filter(|(_, record)| !record.is_retired()) {
        let fields = &certification.fields;
        let text = |key: &str| fields.text(key).unwrap_or_default().to_owned();
        table.row(
            None,
            vec![
                vec![link.document(ix), Part::text(format!(" {}", certification.title))].into(),
                certified_as(shared.aims, ix).into(),
                text("standard").into(),
                text("body").into(),
                text("certificate").into(),
                text("certified-scope").into(),
                day(fields.date("decided")).into(),
                fields.date("expires").map(|expires| link.due(expires)).into(),
            ],
        );
    }
    let table = table.some().map(Table::without_empty_columns);
    if table.is_some() {
        section = section.intro(say!("As the organisation’s own records say it. Whether a certificate stands, the body that issued it can tell. It is about the management system, and says nothing of a single AI system."));
    }
    section.with_table(
        table,
        say!(
            "No record of a certification is published. This site is not a certificate and does not say that there is one."
        ),
    )
}

fn concerns(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let mut section = Section::new("concerns", say!("Ask a question or raise a concern"));
    match contact(shared) {
        Some(contact) => section.pairs.push(Pair::new(say!("Turn to"), contact).wide()),
        // Documents on how concerns are dealt with name nobody for whoever has only this page.
        None => {
            section =
                section.intro(say!("The organisation does not say here whom to ask. Its scope and policies may."));
        }
    }
    let requirements = CONCERNS.iter().filter_map(|id| shared.aims.trace.ai(id));
    let mut serving: Vec<DocIx> =
        requirements.flat_map(|requirement| requirement.documents().collect::<Vec<_>>()).collect();
    serving.retain(|ix| shared.aims.document(*ix).is_kept_current() && !shared.aims.document(*ix).is_retired());
    serving.sort_unstable();
    serving.dedup();
    // What is in force comes first, and of what is not it is said how it stands.
    serving.sort_by_key(|ix| !shared.aims.standing(*ix).approval.is_met());
    let told = serving.iter().map(|ix| {
        let named = [link.document(*ix), Part::text(" "), Part::text(shared.aims.document(*ix).title.as_str())];
        let stands = standing(shared.aims, *ix);
        let stands = stands.into_iter().flat_map(|sign| [Part::text(" "), sign]);
        named.into_iter().chain(stands).collect::<Vec<Part>>()
    });
    if !serving.is_empty() {
        let all: Vec<Vec<Part>> = told.collect();
        section.pairs.push(Pair::new(say!("How concerns are dealt with"), vec![Part::List { items: all }]).wide());
    }
    section
}

/// Whom to ask, as the settings say it: leading there where it is an address.
fn contact(shared: &Shared<'_>) -> Option<Part> {
    let contact = shared.aims.config.site.contact.as_deref().map(str::trim).filter(|contact| !contact.is_empty())?;
    let is_web = contact.starts_with("https://") || contact.starts_with("http://");
    let is_mail = contact.split_once('@').is_some_and(|(name, host)| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
        !name.is_empty() && name.chars().all(plain) && host.contains('.') && host.chars().all(plain)
    });
    let href = match (is_web && !contact.contains(char::is_whitespace), is_mail) {
        (true, _) => contact.to_owned(),
        (_, true) => format!("mailto:{contact}"),
        _ => return Some(Part::said(contact)),
    };
    Some(Part::Link { href, v: contact.to_owned() })
}

/// What else is published.
fn others(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let told = ["scope", "policy", "system", "certification"];
    let rest = || {
        let all = shared.aims.iter().filter(|(_, document)| document.controlled && document.translates.is_none());
        all.filter(|(_, document)| !document.is_retired() && !told.contains(&document.counts_as()))
    };
    let mut list: Vec<Vec<Part>> = rest()
        .take(MOST)
        .map(|(ix, document)| vec![link.document(ix), Part::text(" "), Part::text(document.title.as_str())])
        .collect();
    let links = [
        (Address::Documents, say!("All that is published, in a list")),
        (Address::Controls, say!("Which of it serves which control of the standard")),
        (Address::Changes, say!("What changed, and when")),
        (Address::Pack, say!("The same for printing")),
    ];
    list.push(comma(links.map(|(to, words)| Part::Link { href: link.to(to.at()), v: words.to_owned() })));
    Section::new("others", say!("What else is published")).with_list(list, "")
}

fn withheld(shared: &Shared<'_>) -> Section {
    let mut section = Section::new("withheld", say!("What is not published"))
        .intro(say!("This site holds texts that are marked public, and what follows from them. Texts for the people of the organisation, and confidential ones such as assessments with details of security, are not part of it; neither is how many there are. Figures on other pages are about what is published."));
    let ask = match contact(shared) {
        Some(contact) => phrase!("Customers and auditors who need to see more ask: {contact}.", contact),
        None => phrase!("Customers and auditors who need to see more ask the person they deal with."),
    };
    section.intro.push(ask);
    section
}
