//! Populations, and the samples of them that nobody chose.

use super::register::files;
use super::sections::{Section, Sections};
use crate::base::text::shell_word;
use crate::base::{say, wording};
use crate::register::{Draw, METHOD, Named, built_ins};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::page::Page;
use crate::site::table_of::table_of;
use crate::site::view::{Part, Table};
use crate::site::worded::phrase;

/// How many units the audit page names; the page of samples has all.
const MOST: usize = 60;

/// The population that the audit page shows a sample of.
const IN_FORCE: &str = "in-force";

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let (of, draw) = ((shared, link, 1), Draw::of(shared.state));
    let view = Sections {
        title: say!("Samples").into(),
        lede: vec![Part::text(shared.counted(say!(
            "What there is several of, as lists to sample from; and a sample of each that nobody chose: a seed did. The auditor may name another seed, and whoever has the lists draws the same."
        )))],
        meta: seed(&draw),
        sections: vec![
            Section::new("populations", say!("Populations"))
                .intro(say!("Documents in force, the documents of each kind, the rows in them, acts of approval and review, and controls that are bound to AI systems with each system in use. Drafts and what is retired belong to none."))
                .with_table(populations(of), shared.none(say!("There are none yet."))),
            Section::new("sample", say!("The sample of each population"))
                .with_table(sample(of), shared.none(say!("There is nothing to draw from yet."))),
            how(shared, &draw),
        ],
        ..Sections::default()
    };
    Page::new(say!("Samples"), "sections.html", &view).main("wide broad")
}

/// The sample of documents in force, for the audit page.
pub(super) fn on_audit_page(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let draw = Draw { population: Some(IN_FORCE.into()), ..Draw::of(shared.state) };
    let mut section = Section::new("sample", say!("A sample of documents"))
        .intro(say!("Documents in force that nobody chose, drawn by the seed below over kinds, AI systems, risks and owners. For each: is the version on the site the one that was approved, is its review in date, was the approver entitled?"));
    section.intro.push(seed(&draw));
    section.intro.push(phrase!(
        "{samples}: records of each kind, the rows in them, acts of approval, controls by AI system; and how they are drawn.",
        samples =
            Part::Link { href: link.to(Address::Samples.at()), v: say!("Samples of every population").into() },
    ));
    let mut table = named("sample").and_then(|named| {
        let drawn = named.drawn(shared.state, &draw);
        let (most, all) = (MOST, drawn.height());
        section.intro.extend((all > most).then(|| vec![Part::text(say!("The first {most} of {all}.", most, all))]));
        table_of(link, &drawn, 0..MOST, say!("Documents in the sample"), say!("Filter documents"))
    });
    if let Some(table) = &mut table {
        table.filter = None;
    }
    section.with_table(table, shared.none(say!("No document is in force.")))
}

fn named(id: &str) -> Option<Named<'static>> {
    built_ins().into_iter().find(|named| named.id == id)
}

/// A page of what samples are drawn from.
pub(super) fn populations(of: Of<'_, '_, '_>) -> Option<Table> {
    table(of, List::Populations, "populations", say!("Filter populations"))
}

/// A page of the sample of each population.
pub(super) fn sample(of: Of<'_, '_, '_>) -> Option<Table> {
    table(of, List::Sample, "sample", say!("Filter the sample"))
}

fn table((shared, link, number): Of<'_, '_, '_>, list: List<'_>, id: &str, filter: &str) -> Option<Table> {
    let named = named(id)?;
    let register = named.drawn(shared.state, &Draw::of(shared.state));
    let table = table_of(link, &register, rows(shared, list, number), wording::known(&named.about), filter)?;
    // Units have no short names of their own.
    let pages = turn(shared, link, list, number, |_| String::new());
    Some(table.files(files(shared, link, id)).pages(pages))
}

fn seed(draw: &Draw) -> Vec<Part> {
    phrase!("Seed: {seed}. Method: {method}.", seed = Part::code(draw.seed.as_str()), method = Part::code(METHOD))
}

/// How a sample is drawn, for whoever draws it again.
fn how(shared: &Shared<'_>, draw: &Draw) -> Section {
    let own = [("--seed", "SEED"), ("--size", "25"), ("--strata", "system,risk"), ("--output", "papers.xlsx")];
    let text = |text: &str| vec![Part::text(text)];
    let mut section = Section::new("how", say!("How they are drawn")).intro(say!(
        "Without a seed of the auditor’s own the commit of this build is the seed. Whoever makes commits could make another until the sample is to their liking: a seed that the auditor names after the lists are published leaves nothing to choose."
    ));
    section.list = vec![
        text(say!(
            "The units of a population are parted into strata: those of one kind, AI system, level of risk and owner."
        )),
        phrase!(
            "The ticket of a unit is the SHA-256 of the seed, a line feed and the id of the unit. Within its stratum, units come in the order of their tickets. By hand: {command}",
            command = Part::code(format!("printf '%s\\n%s' {} UNIT | sha256sum", shell_word(&draw.seed))),
        ),
        text(say!(
            "The next unit comes from the stratum that has the most units to each one drawn from it; one that nothing was drawn from comes before all others; of those that are equal, the one whose next ticket is the lowest. So each stratum gives one before any gives two, and from then on each in proportion."
        )),
        text(say!(
            "As many are drawn as the square root of the number of units, rounded up, where nobody says otherwise."
        )),
        phrase!(
            "With a seed, a size and strata of your own: {command}",
            command = Part::code(shared.state.command("export working-papers", None, &own)),
        ),
    ];
    section
}
