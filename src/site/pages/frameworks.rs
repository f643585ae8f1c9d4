//! Other frameworks: what they ask, which documents name it, and what the crosswalk relates to it.

use super::requirement::confidence;
use super::sections::{Section, Sections};
use crate::base::text::count;
use crate::model::DocIx;
use crate::model::catalog::{Framework, ISO_42001, Item, ReqId, Verdict};
use crate::model::laws::Laws;
use crate::model::trace::Requirement;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::routes;
use crate::site::view::{Cell, Part, Sign, Table, comma};

/// How many documents or relations one row names.
const MOST: usize = 12;

pub(super) fn index(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let mut table =
        Table::new("Frameworks in use", &["Framework:main", "Edition:text", "Requirements:num", "Relations:num"]);
    for framework in shared.aims.catalog.frameworks() {
        let title = Part::Link { href: link.to(&routes::framework(&framework.id)), v: framework.title.clone() };
        let relations = shared.aims.catalog.relations().iter().filter(|row| row.framework == framework.id).count();
        let relations = if framework.id == ISO_42001 { String::new() } else { relations.to_string() };
        table.row(
            None,
            vec![
                title.into(),
                framework.edition.as_str().into(),
                framework.all().count().to_string().into(),
                relations.into(),
            ],
        );
    }
    let meta = shared.aims.catalog.crosswalk_meta();
    let mut sources = Table::new("Sources of the crosswalk", &["Source", "Title:main", "Where:text"]);
    for source in &meta.sources {
        let place = source.place.as_deref().unwrap_or_default();
        sources
            .row(Some(source.id.clone()), vec![source.id.as_str().into(), source.title.as_str().into(), place.into()]);
    }
    let view = Sections {
        title: "Frameworks".into(),
        lede: vec![Part::text(
            "The frameworks that documents name and that published mappings relate to ISO/IEC 42001.",
        )],
        sections: vec![
            Section::table(table.some(), ""),
            Section::new("crosswalk", "Where the relations come from")
                .intro(meta.caveat.clone())
                .with_table(sources.some(), ""),
            laws(),
        ],
        ..Sections::default()
    };
    Page::new("Frameworks", "sections.html", &view)
}

/// Laws and standards to keep in view, whether or not anything here rests on them.
fn laws() -> Section {
    let laws = Laws::builtin();
    let specs = ["Law or standard", "About:main", "From", "Where it stands:text", "Of use for", "Confidence:facet"];
    let mut table = Table::new("Laws and standards to keep in view", &specs);
    for law in &laws.all {
        let mut about = vec![Part::text(law.title.clone()), Part::sub(law.edition.clone())];
        about.extend(law.note.as_ref().map(|note| Part::sub(note.clone())));
        table.row(
            Some(format!("law-{}", law.id)),
            vec![
                law.short.as_str().into(),
                about.into(),
                law.from().map(Part::date).into(),
                law.status.as_str().into(),
                law.uses.join(", ").into(),
                Part::sign(confidence(law.confidence)).into(),
            ],
        );
    }
    let day = laws.retrieved().map_or_else(String::new, |day| format!(" as of {day}"));
    Section::new("laws", "Laws and standards to keep in view")
        .intro(format!("A register that comes with aims{day}: no legal advice, and not what this organisation has found to concern it."))
        .with_table(table.some(), "")
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, framework: &Framework) -> Page {
    let mut sections = Vec::new();
    if !framework.timeline.is_empty() {
        sections.push(timeline(shared, framework));
    }
    sections.push(items(shared, link, framework));
    if let Some(points) = points(framework) {
        sections.push(points);
    }
    sections.extend(considerations(shared, framework));
    let mut meta = vec![Part::text(framework.edition.clone())];
    if let Some(retrieved) = framework.retrieved {
        meta.extend([Part::text(". Facts as of "), Part::date(retrieved)]);
    }
    meta.push(Part::text("."));
    let about = if framework.own { "A framework of the organisation’s own. " } else { "" };
    let lede = match shared.aims.catalog.standard(&framework.id).is_some() && !framework.own {
        true if framework.id == ISO_42001 => "The standard that this management system follows. Titles are its own; summaries are in our words."
            .to_owned(),
        true => "A standard that this management system follows. Titles are its own; the crosswalk relates what it asks to ISO/IEC 42001, with its confidence.".to_owned(),
        false => format!(
            "{about}Documents name what they serve; the crosswalk relates the rest, with its confidence. A relation is no claim that a requirement is met."
        ),
    };
    let intro: Vec<Vec<Part>> =
        [&framework.status, &framework.note].into_iter().flatten().map(|text| vec![Part::text(text.clone())]).collect();
    if !intro.is_empty() {
        sections.insert(0, Section { intro, ..Section::new("status", "Standing of the text") });
    }
    if !framework.disagreements.is_empty() {
        let list = framework.disagreements.iter().map(|entry| {
            vec![
                Part::Strong { v: format!("{}. ", entry.about) },
                Part::text(format!("{}. ", entry.sources_say)),
                Part::quiet(entry.resolution.clone()),
            ]
        });
        sections.push(Section::new("disagreements", "Where sources disagree").with_list(list.collect(), ""));
    }
    let view = Sections {
        title: framework.title.clone(),
        lede: vec![Part::text(lede)],
        meta,
        sections,
        ..Sections::default()
    };
    Page::new(framework.title.clone(), "sections.html", &view).main("wide broad")
}

fn timeline(shared: &Shared<'_>, framework: &Framework) -> Section {
    let mut table = Table::new("Dates of application", &["From", "What applies:text", "On the day of the build"]);
    for milestone in &framework.timeline {
        let standing = if milestone.date <= shared.aims.today { "in force" } else { "to come" };
        table.row(
            None,
            vec![Part::date(milestone.date).into(), milestone.what.as_str().into(), Part::quiet(standing).into()],
        );
    }
    Section::new("dates", "When it applies").with_table(table.some(), "")
}

fn items(shared: &Shared<'_>, link: Linker<'_>, framework: &Framework) -> Section {
    let iso = framework.id == ISO_42001;
    let standard = shared.aims.catalog.standard(&framework.id);
    let mut specs = if iso {
        vec!["Requirement", "Title:main", "Summary:text", "Rung"]
    } else if framework.items.iter().any(|item| !item.applies.is_empty()) {
        vec![
            "Requirement",
            "What:main",
            "Applies from",
            "Class:facet",
            "Documents that name it",
            "Related in ISO/IEC 42001",
        ]
    } else {
        vec!["Requirement", "Title:main", "Documents that name it", "Related in ISO/IEC 42001"]
    };
    let dated = specs.len() == 6;
    if standard.is_some() && !iso {
        specs.insert(2, "Rung:facet");
    }
    let mut table = Table::new(format!("Requirements of {}", framework.short), &specs);
    let add = |table: &mut Table, item: &Item| {
        for item in item.with_parts() {
            let cells = if iso { iso_row(shared, link, item) } else { row(shared, link, framework, item, dated) };
            table.row(Some(routes::anchor(&item.id)), cells);
        }
    };
    for group in &framework.groups {
        // An id that is only a slug of the title would say the same twice.
        let slug = group.id == group.id.to_lowercase();
        table.group(if slug { group.title.clone() } else { format!("{} {}", group.id, group.title) });
        for item in framework.items.iter().filter(|item| item.group.as_deref() == Some(&group.id)) {
            add(&mut table, item);
        }
    }
    let grouped =
        |item: &&Item| item.group.as_deref().is_some_and(|id| framework.groups.iter().any(|group| group.id == id));
    if framework.items.iter().any(|item| !grouped(&item)) {
        if !framework.groups.is_empty() {
            table.group("Others");
        }
        for item in framework.items.iter().filter(|item| !grouped(item)) {
            add(&mut table, item);
        }
    }
    let named =
        framework.all().filter(|item| shared.naming.contains_key(&(framework.id.as_str(), item.id.as_str()))).count();
    let section = Section::new("requirements", "Requirements");
    let section = if iso {
        section
    } else if standard.is_some() {
        let served = |item: &&Item| requirement(shared, framework, item).is_some_and(|of| !of.serving.is_empty());
        let served = framework.items.iter().filter(served).count();
        section.intro(format!("{}; documents serve {served} of them.", count(framework.items.len(), "requirement")))
    } else {
        section.intro(format!("{}; documents name {named} of them.", count(framework.all().count(), "requirement")))
    };
    section.with_table(table.some().map(|table| table.register("Filter requirements")), "It lists none.")
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
        item.title.as_str().into(),
        item.summary.as_deref().unwrap_or_default().into(),
        requirement.map(|requirement| Part::sign(Sign::requirement(requirement))).into(),
    ]
}

fn row(shared: &Shared<'_>, link: Linker<'_>, framework: &Framework, item: &Item, dated: bool) -> Vec<Cell> {
    let mut title = vec![Part::text(item.title.clone())];
    if dated {
        title.extend(item.summary.as_ref().map(|summary| Part::sub(summary.clone())));
    }
    if let Some(note) = &item.note {
        title.push(Part::sub(note.clone()));
    }
    let mut cells: Vec<Cell> = vec![item.name().into(), title.into()];
    let found = requirement(shared, framework, item);
    if let Some(found) = found {
        let Part::Id { href, .. } = link.requirement(found) else { return cells };
        cells[0] = Part::Id { href, v: item.name().to_owned() }.into();
        cells.push(Part::sign(Sign::requirement(found)).into());
    } else if shared.aims.catalog.standard(&framework.id).is_some() {
        // A part stands with its article, which has the rung.
        cells.push(Cell::default());
    }
    if dated {
        let applies = item.applies.iter().map(|from| {
            let scope = if from.scope == "all" { String::new() } else { format!(" {}", from.whom()) };
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
    if documents.len() > MOST {
        named.push(Part::quiet(format!(" and {} more", documents.len() - MOST)));
    }
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
        relations.push(vec![Part::quiet(format!("{} left out", count(doubtful.len(), "doubtful relation")))]);
    }
    cells.push(if relations.is_empty() { Cell::default() } else { Part::List { items: relations }.into() });
    cells
}

/// What a followed framework offers to think of.
fn considerations(shared: &Shared<'_>, framework: &Framework) -> Option<Section> {
    let standard = shared.aims.catalog.standard(&framework.id)?;
    let mut table = Table::new("Objectives and sources of risk", &["Number", "Title:main", "Sort:facet", "About:text"]);
    for one in &standard.considerations {
        let sort = if one.risk_source { "Source of risk" } else { "Objective" };
        table.row(
            Some(routes::anchor(&one.id)),
            vec![one.id.as_str().into(), one.title.as_str().into(), sort.into(), one.summary.as_str().into()],
        );
    }
    let section = Section::new("annex-c", "Objectives and sources of risk to think of (Annex C)").intro(
        "Informative: nothing here is asked for. Titles and words are our own, the numbers of medium confidence.",
    );
    table.some().map(|table| section.with_table(Some(table), ""))
}

/// Points of an item that are worth a list of their own: the areas of Annex III.
fn points(framework: &Framework) -> Option<Section> {
    let item = framework.items.iter().find(|item| !item.points.is_empty())?;
    let list = item.points.iter().map(|point| vec![Part::text(format!("{}. {}", point.number, point.title))]);
    Some(Section::new("points", format!("Areas of {}", item.name())).with_list(list.collect(), ""))
}
