//! Other frameworks: what they ask, which documents name it, and what the crosswalk relates to it.

use super::requirement::confidence;
use super::sections::{Section, Sections};
use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::model::DocIx;
use crate::model::catalog::{Framework, ISO_42001, Item, ReqId, Verdict};
use crate::model::laws::Laws;
use crate::model::trace::Requirement;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::outward;
use crate::site::page::Page;
use crate::site::parts::{and_more, rung};
use crate::site::routes;
use crate::site::view::{Cell, Part, Table, comma};
use crate::site::worded::phrase;

/// How many documents or relations one row names.
const MOST: usize = 12;

pub(super) fn index(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let mut table =
        Table::new(say!("Frameworks in use"), &["Framework:main", "Edition:text", "Requirements:num", "Relations:num"]);
    for framework in shared.aims.catalog.frameworks() {
        let title = Part::Link {
            href: link.to(&routes::framework(&framework.id)),
            v: wording::known(&framework.title).to_owned(),
        };
        let relations = shared.aims.catalog.relations().iter().filter(|row| row.framework == framework.id).count();
        let relations = if framework.id == ISO_42001 { String::new() } else { relations.to_string() };
        table.row(
            None,
            vec![
                title.into(),
                wording::known(&framework.edition).into(),
                framework.all().count().to_string().into(),
                relations.into(),
            ],
        );
    }
    let meta = shared.aims.catalog.crosswalk_meta();
    let mut sources = Table::new(say!("Sources of the crosswalk"), &["Source", "Title:main", "Where:text"]);
    for source in &meta.sources {
        let place = source.place.as_deref().unwrap_or_default();
        sources.row(
            Some(source.id.clone()),
            vec![source.id.as_str().into(), wording::known(&source.title).into(), outward::parts(place).into()],
        );
    }
    let view = Sections {
        title: say!("Frameworks").into(),
        lede: vec![Part::text(say!(
            "The frameworks that documents name and that published mappings relate to ISO/IEC 42001."
        ))],
        sections: vec![
            Section::table(table.some(), ""),
            Section::new("crosswalk", say!("Where the relations come from"))
                .intro(wording::known(&meta.caveat))
                .with_table(sources.some(), ""),
            laws(link),
        ],
        ..Sections::default()
    };
    Page::new(say!("Frameworks"), "sections.html", &view)
}

/// Laws and standards to keep in view, whether or not anything here rests on them.
fn laws(link: Linker<'_>) -> Section {
    let laws = Laws::builtin();
    let specs = ["Law or standard", "About:main", "From", "Where it stands:text", "Of use for", "Confidence:facet"];
    let mut table = Table::new(say!("Laws and standards to keep in view"), &specs);
    for law in &laws.all {
        let source = say!("Source: {source}", source = wording::known(&law.source));
        let mut about = vec![Part::text(wording::known(&law.title)), Part::sub(wording::known(&law.edition))];
        about.extend(law.note.as_ref().map(|note| Part::sub(wording::known(note))));
        table.row(
            Some(format!("law-{}", law.id)),
            vec![
                wording::known(&law.short).into(),
                about.into(),
                law.from().map(Part::date).into(),
                vec![Part::text(wording::known(&law.status)), Part::sub(source)].into(),
                comma(law.uses.iter().map(|id| link.exact(&ReqId::new(&ISO_42001.into(), id)))).into(),
                Part::sign(confidence(law.confidence)).into(),
            ],
        );
    }
    let intro = match laws.retrieved() {
        Some(day) => say!(
            "A register that comes with aims as of {day}: no legal advice, and not what this organisation has found to concern it.",
            day = wording::day(day)
        ),
        None => say!(
            "A register that comes with aims: no legal advice, and not what this organisation has found to concern it."
        )
        .to_owned(),
    };
    Section::new("laws", say!("Laws and standards to keep in view")).intro(intro).with_table(table.some(), "")
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, framework: &Framework) -> Page {
    let title = wording::known(&framework.title).to_owned();
    let mut sections = Vec::new();
    if !framework.timeline.is_empty() {
        sections.push(timeline(shared, framework));
    }
    sections.push(items(shared, link, framework));
    if let Some(points) = points(framework) {
        sections.push(points);
    }
    sections.extend(considerations(shared, framework));
    let mut meta = vec![Part::text(wording::known(&framework.edition))];
    if let Some(retrieved) = framework.retrieved {
        meta.push(Part::text(". "));
        meta.extend(phrase!("Facts as of {day}", day = Part::date(retrieved)));
    }
    meta.push(Part::text("."));
    let lede = match shared.aims.catalog.standard(&framework.id).is_some() && !framework.own {
        true if framework.id == ISO_42001 => {
            say!("The standard that this management system follows. Titles are its own; summaries are in our words.")
        }
        true => say!(
            "A standard that this management system follows. Titles are its own; the crosswalk relates what it asks to ISO/IEC 42001, with its confidence."
        ),
        false if framework.own => say!(
            "A framework of the organisation’s own. Documents name what they serve; the crosswalk relates the rest, with its confidence. A relation is no claim that a requirement is met."
        ),
        false => say!(
            "Documents name what they serve; the crosswalk relates the rest, with its confidence. A relation is no claim that a requirement is met."
        ),
    };
    let texts = [&framework.status, &framework.note].into_iter().flatten();
    let intro: Vec<Vec<Part>> = texts.map(|text| vec![Part::text(wording::known(text))]).collect();
    if !intro.is_empty() {
        sections.insert(0, Section { intro, ..Section::new("status", say!("Standing of the text")) });
    }
    if !framework.disagreements.is_empty() {
        let list = framework.disagreements.iter().map(|entry| {
            vec![
                Part::Strong { v: format!("{}. ", wording::known(&entry.about)) },
                Part::text(format!("{}. ", wording::known(&entry.sources_say))),
                Part::quiet(wording::known(&entry.resolution)),
            ]
        });
        sections.push(Section::new("disagreements", say!("Where sources disagree")).with_list(list.collect(), ""));
    }
    let view = Sections { title: title.clone(), lede: vec![Part::text(lede)], meta, sections, ..Sections::default() };
    Page::new(title, "sections.html", &view).main("wide broad")
}

fn timeline(shared: &Shared<'_>, framework: &Framework) -> Section {
    let mut table = Table::new(say!("Dates of application"), &["From", "What applies:text", "On the day of the build"]);
    for milestone in &framework.timeline {
        let standing = if milestone.date <= shared.aims.today { say!("in force") } else { say!("to come") };
        table.row(
            None,
            vec![
                Part::date(milestone.date).into(),
                wording::known(&milestone.what).into(),
                Part::quiet(standing).into(),
            ],
        );
    }
    Section::new("dates", say!("When it applies")).with_table(table.some(), "")
}

/// The columns of the requirements of a framework, before a rung is put among them.
fn heads(framework: &Framework) -> Vec<&'static str> {
    let specs_summed_up = ["Requirement", "Title:main", "Summary:text", "Rung"];
    let specs_dated = [
        "Requirement",
        "What:main",
        "Applies from",
        "Class:facet",
        "Documents that name it",
        "Related in ISO/IEC 42001",
    ];
    let specs_plain = ["Requirement", "Title:main", "Documents that name it", "Related in ISO/IEC 42001"];
    if framework.id == ISO_42001 {
        specs_summed_up.to_vec()
    } else if framework.items.iter().any(|item| !item.applies.is_empty()) {
        specs_dated.to_vec()
    } else {
        specs_plain.to_vec()
    }
}

fn items(shared: &Shared<'_>, link: Linker<'_>, framework: &Framework) -> Section {
    let iso = framework.id == ISO_42001;
    let standard = shared.aims.catalog.standard(&framework.id);
    let mut specs = heads(framework);
    let dated = specs.len() == 6;
    if standard.is_some() && !iso {
        specs.insert(2, "Rung:facet");
    }
    let mut table = Table::new(say!("Requirements of {framework}", framework = framework.short), &specs);
    let add = |table: &mut Table, item: &Item| {
        for item in item.with_parts() {
            let cells = if iso { iso_row(shared, link, item) } else { row(shared, link, framework, item, dated) };
            table.row(Some(routes::anchor(&item.id)), cells);
        }
    };
    for group in &framework.groups {
        // An id that is only a slug of the title would say the same twice.
        let slug = group.id == group.id.to_lowercase();
        let title = wording::known(&group.title);
        table.group(if slug { title.to_owned() } else { format!("{} {title}", group.id) });
        for item in framework.items.iter().filter(|item| item.group.as_deref() == Some(&group.id)) {
            add(&mut table, item);
        }
    }
    let grouped =
        |item: &&Item| item.group.as_deref().is_some_and(|id| framework.groups.iter().any(|group| group.id == id));
    if framework.items.iter().any(|item| !grouped(&item)) {
        if !framework.groups.is_empty() {
            table.group(say!("Others"));
        }
        for item in framework.items.iter().filter(|item| !grouped(item)) {
            add(&mut table, item);
        }
    }
    let table = if shared.is_partial() { table.without_empty_columns() } else { table };
    let named =
        framework.all().filter(|item| shared.naming.contains_key(&(framework.id.as_str(), item.id.as_str()))).count();
    let section = Section::new("requirements", say!("Requirements"));
    let section = if iso {
        section
    } else if standard.is_some() {
        let served = |item: &&Item| requirement(shared, framework, item).is_some_and(|of| !of.serving.is_empty());
        let served = framework.items.iter().filter(served).count();
        section.intro(shared.counted(say!(
            "{requirements}; documents serve {served} of them.",
            requirements = count(framework.items.len(), "requirement"),
            served
        )))
    } else {
        section.intro(shared.counted(say!(
            "{requirements}; documents name {named} of them.",
            requirements = count(framework.all().count(), "requirement"),
            named
        )))
    };
    section.with_table(table.some().map(|table| table.register(say!("Filter requirements"))), say!("It lists none."))
}

/// The requirement that an item is, where its framework is followed.
fn requirement<'a>(shared: &Shared<'a>, framework: &Framework, item: &Item) -> Option<&'a Requirement> {
    shared.aims.trace.at(&ReqId::new(&framework.id.as_str().into(), item.number()))
}

fn iso_row(shared: &Shared<'_>, link: Linker<'_>, item: &Item) -> Vec<Cell> {
    let id = ReqId::new(&ISO_42001.into(), &item.id);
    let requirement = shared.aims.trace.at(&id);
    vec![
        link.exact(&id).into(),
        wording::titled(item.number(), &item.title).into(),
        wording::known(item.summary.as_deref().unwrap_or_default()).into(),
        requirement.and_then(rung).into(),
    ]
}

fn row(shared: &Shared<'_>, link: Linker<'_>, framework: &Framework, item: &Item, dated: bool) -> Vec<Cell> {
    let mut title = vec![Part::text(wording::titled(item.number(), &item.title))];
    if dated {
        title.extend(item.summary.as_ref().map(|summary| Part::sub(wording::known(summary))));
    }
    if let Some(note) = &item.note {
        title.push(Part::sub(wording::known(note)));
    }
    let mut cells: Vec<Cell> = vec![item.said().as_ref().into(), title.into()];
    let found = requirement(shared, framework, item);
    if let Some(found) = found {
        let Part::Id { href, .. } = link.requirement(found) else { return cells };
        cells[0] = Part::Id { href, v: item.said().into_owned() }.into();
        cells.push(rung(found).into());
    } else if shared.aims.catalog.standard(&framework.id).is_some() {
        // A part stands with its article, which has the rung.
        cells.push(Cell::default());
    }
    if dated {
        let applies = item.applies.iter().map(|from| {
            let scope = if from.scope == "all" { String::new() } else { format!(" {}", wording::known(&from.whom())) };
            vec![Part::date(from.from), Part::quiet(scope)]
        });
        let applies: Vec<Vec<Part>> = applies.collect();
        let class = item.risk_class.map_or("", |class| class.as_str());
        cells.push(if applies.is_empty() { Cell::default() } else { Part::List { items: applies }.into() });
        cells.push(crate::site::parts::words(class).into());
    }
    let naming = shared.naming.get(&(framework.id.as_str(), item.id.as_str())).map_or(&[][..], Vec::as_slice);
    let serving = |found: &Requirement| found.serving.iter().map(|serving| serving.document).collect();
    let documents: Vec<DocIx> = found.map_or_else(|| naming.to_vec(), serving);
    let mut named = comma(documents.iter().take(MOST).map(|ix| link.document(*ix)));
    named.extend(and_more(documents.len(), MOST));
    cells.push(named.into());
    let related = shared.aims.catalog.relations_to(&framework.id, &item.id);
    let (doubtful, related): (Vec<_>, Vec<_>) = related.partition(|relation| relation.verdict == Verdict::Doubtful);
    let mut relations: Vec<Vec<Part>> = related
        .into_iter()
        .map(|relation| {
            vec![
                link.exact(&ReqId::new(&ISO_42001.into(), &relation.from)),
                Part::text(" "),
                Part::sign(confidence(relation.confidence)),
            ]
        })
        .collect();
    if !doubtful.is_empty() {
        relations.push(vec![Part::quiet(plural!(
            doubtful.len(),
            "{n} doubtful relation left out",
            "{n} doubtful relations left out"
        ))]);
    }
    cells.push(if relations.is_empty() { Cell::default() } else { Part::List { items: relations }.into() });
    cells
}

/// What a followed framework offers to think of.
fn considerations(shared: &Shared<'_>, framework: &Framework) -> Option<Section> {
    let standard = shared.aims.catalog.standard(&framework.id)?;
    let mut table =
        Table::new(say!("Objectives and sources of risk"), &["Number", "Title:main", "Sort:facet", "About:text"]);
    for one in &standard.considerations {
        let sort = if one.risk_source { say!("Source of risk") } else { say!("Objective") };
        table.row(
            Some(routes::anchor(&one.id)),
            vec![
                one.id.as_str().into(),
                wording::known(&one.title).into(),
                sort.into(),
                wording::known(&one.summary).into(),
            ],
        );
    }
    let section = Section::new("annex-c", say!("Objectives and sources of risk to think of (Annex C)")).intro(say!(
        "Informative: nothing here is asked for. Titles and words are our own, the numbers of medium confidence."
    ));
    table.some().map(|table| section.with_table(Some(table), ""))
}

/// Points of an item that are worth a list of their own: the areas of Annex III.
fn points(framework: &Framework) -> Option<Section> {
    let item = framework.items.iter().find(|item| !item.points.is_empty())?;
    let list =
        item.points.iter().map(|point| vec![Part::text(format!("{}. {}", point.number, wording::known(&point.title)))]);
    Some(Section::new("points", say!("Areas of {item}", item = item.said())).with_list(list.collect(), ""))
}
