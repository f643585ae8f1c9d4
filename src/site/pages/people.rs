//! People and roles: who answers for what, and what waits for whom.

use super::sections::{Section, Sections};
use crate::agenda::{Item, What};
use crate::approval::Act;
use crate::base::{Date, plural, say, wording};
use crate::diag::{Diagnostic, Level};
use crate::model::DocIx;
use crate::model::roles::Role;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::page::Page;
use crate::site::parts::{few, kind_label, review_sign, standing, words};
use crate::site::routes;
use crate::site::view::{Cell, Pair, Part, Sign, Table, coded, line, told};
use crate::site::who::Somebody;

/// How many rows a table of a page has; where there are more, it says how many.
const MOST: usize = 120;

/// Everybody who has a page.
pub(super) fn index(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let of = (shared, link, 1);
    let mut sections = vec![
        Section::new("people", say!("People"))
            .intro(say!("The people of the settings. What a role answers for is told with each person who holds it."))
            .with_table(table_of_people(of), say!("The settings name nobody yet.")),
        Section::new("roles", say!("Roles")).with_table(table_of_roles(of), say!("The settings name no role yet.")),
    ];
    if !shared.to_read.is_empty() {
        sections[1].intro.push(vec![Part::text(of_each())]);
    }
    if let Some(table) = table_of_named(of) {
        sections.push(
            Section::new("named", say!("Named in documents only"))
                .intro(say!(
                    "Documents name these to answer for something, and the settings know no role or person of the name."
                ))
                .with_table(Some(table), ""),
        );
    }
    let view = Sections {
        title: say!("People and roles").into(),
        lede: vec![Part::text(shared.counted(say!(
            "Who answers for what. Open a name to see what waits for that person or role, what they own, and what they signed."
        )))],
        sections,
        ..Sections::default()
    };
    Page::new(say!("People and roles"), "sections.html", &view)
}

/// What somebody has on their hands, in numbers.
struct Load {
    owns: usize,
    late: usize,
    now: usize,
    errors: usize,
}

impl Load {
    fn of(shared: &Shared<'_>, who: &Somebody) -> Self {
        let owned = shared.theirs.owned(who);
        let errors = owned.iter().map(|ix| {
            let about = shared.findings_about(&shared.aims.document(*ix).path).iter();
            about.filter(|finding| finding.level == Level::Error).count()
        });
        let (errors, due) = (errors.sum(), super::readers::due(shared, who));
        let late = due.iter().filter(|item| item.late).count();
        let now = due.iter().filter(|item| !item.late && is_now(shared, item)).count();
        Self { owns: owned.len(), late, now, errors }
    }

    fn cells(&self) -> [Cell; 4] {
        let late = match self.late {
            0 => Cell::from("0"),
            late => Part::Strong { v: late.to_string() }.into(),
        };
        [self.owns.to_string().into(), late, self.now.to_string().into(), self.errors.to_string().into()]
    }
}

/// Whether something waits already, is late, or is due within the window of the settings.
fn is_now(shared: &Shared<'_>, item: &Item) -> bool {
    item.due.is_none_or(|due| due <= soon(shared))
}

/// The last day that counts as soon.
fn soon(shared: &Shared<'_>) -> Date {
    shared.aims.config.due_soon.after(shared.today())
}

/// A page of the people of the settings.
pub(super) fn table_of_people((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let specs = ["Person:main", "Roles", "Documents:num", "Late:num", "Now or soon:num", "Errors:num"];
    let mut table = Table::new(say!("People and what waits for them"), &specs);
    let people = shared.who.people();
    for who in &people[rows(shared, List::People, number)] {
        let person = who.person(&shared.aims.config);
        let roles = person.into_iter().flat_map(|person| &person.roles);
        let mut name: Vec<Part> = link.person(&who.name).into_iter().collect();
        if let Some(left) = person.and_then(|person| person.left) {
            name.extend([Part::quiet(format!(" {} ", say!("left on"))), Part::date(left)]);
        }
        let roles = link.people(roles.map(String::as_str));
        let cells = [Cell::from(name), roles].into_iter().chain(Load::of(shared, who).cells());
        table.row(None, cells.collect());
    }
    let pages = turn(shared, link, List::People, number, name_in(people));
    filtered(table, say!("Filter people"), people.len()).map(|table| table.pages(pages))
}

/// A page of the roles.
pub(super) fn table_of_roles(of: Of<'_, '_, '_>) -> Option<Table> {
    table_of(of, List::Roles, of.0.who.roles())
}

/// A page of whoever else documents name.
pub(super) fn table_of_named(of: Of<'_, '_, '_>) -> Option<Table> {
    table_of(of, List::Named, of.0.who.named())
}

fn table_of((shared, link, number): Of<'_, '_, '_>, list: List<'_>, roles: &[Somebody]) -> Option<Table> {
    let specs =
        ["Role:main", "Held by", "Answers for:text", "Documents:num", "Late:num", "Now or soon:num", "Errors:num"];
    let mut table = Table::new(say!("Roles and what waits for them"), &specs);
    let config = &shared.aims.config;
    for who in &roles[rows(shared, list, number)] {
        let role = config.roles.iter().find(|(name, _)| who.is(name)).map(|(_, role)| role);
        let cells = [
            link.person(&who.name).into(),
            held_by(shared, link, who),
            Cell::from(role.map(|role| told(&role.about)).unwrap_or_default()),
        ];
        table.row(None, cells.into_iter().chain(Load::of(shared, who).cells()).collect());
    }
    let pages = turn(shared, link, list, number, name_in(roles));
    filtered(table.without_empty_columns(), say!("Filter roles"), roles.len()).map(|table| table.pages(pages))
}

/// What a row of these is called.
fn name_in(all: &[Somebody]) -> impl Fn(usize) -> String {
    |place| all.get(place).map(|who| line(&who.name)).unwrap_or_default()
}

/// A table with rows; where it is long, one that can be filtered.
fn filtered(table: Table, filter: &str, rows: usize) -> Option<Table> {
    table.some().map(|table| if rows > 12 { table.register(filter) } else { table })
}

/// The people who hold a role, as far as there is room for them: the list of people tells the roles of each.
fn held_by(shared: &Shared<'_>, link: Linker<'_>, role: &Somebody) -> Cell {
    let holds = |person: &&crate::model::config::Person| person.roles.iter().any(|held| role.is(held));
    let config = &shared.aims.config;
    let mut held = config.people.iter().filter(holds).filter_map(|person| link.person(&person.name)).peekable();
    if held.peek().is_none() && !config.people.is_empty() && config.roles.keys().any(|name| role.is(name)) {
        return Part::sign(Sign::new("undated", say!("Nobody listed"))).into();
    }
    let among = format!("{}?q={}", link.to(Address::People.at()), routes::relative_file("", &role.name));
    few(held, &among).into()
}

/// The page of a person or role, by the place among those who have one.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, place: usize) -> Option<Page> {
    let who = shared.who.all().get(place)?;
    let due = super::readers::due(shared, who);
    let (now, later): (Vec<&Item>, Vec<&Item>) = due.into_iter().partition(|item| is_now(shared, item));
    let late = now.iter().filter(|item| item.late).count();
    let lede = say!(
        "On {day}: {late} late, {waiting} waiting or due within {time}, {later} later.",
        day = wording::day(shared.today()),
        late,
        waiting = now.len() - late,
        time = shared.aims.config.due_soon.said(),
        later = later.len()
    );
    let owned = shared.theirs.owned(who);
    let mut todo = Section::new("due", say!("To be done"))
        .intro(say!(
            "What is late or waits, and what falls due soon: approvals, readings, reviews, actions, objectives."
        ))
        .with_table(
            table_of_items((link, who), say!("What is to be done now"), &now),
            shared.none(say!("Nothing waits, and nothing falls due soon.")),
        );
    if who.person.is_none() && shared.to_read.contains_key(&place) {
        todo = todo.intro(of_each());
    }
    let later_on = table_of_items((link, who), say!("What is due later"), &later);
    todo = todo.with_fold(say!("Due later: {n}", n = later.len()), later_on);
    let sections = vec![
        cut(todo, now.len().max(later.len()), link, who),
        cut(findings(shared, link, &owned), 0, link, who),
        cut(owns(shared, link, &owned), owned.len(), link, who),
        approves(shared, link, who),
        super::readers::of_somebody(shared, link, place).unwrap_or_else(|| Section::new(EMPTY, "")),
        signed(shared, link, who),
    ];
    let view = Sections {
        title: line(&who.name),
        lede: vec![Part::text(shared.counted(lede))],
        block: block(shared, link, who),
        sections: sections.into_iter().filter(|section| section.id != EMPTY).collect(),
        ..Sections::default()
    };
    Some(Page::new(line(&who.name), "sections.html", &view))
}

/// Why a role has less to do than those who hold it: who reads, reads for themselves.
fn of_each() -> &'static str {
    say!("What those who hold a role have to read is told and counted with each of them.")
}

/// The anchor of a section that is left out.
const EMPTY: &str = "-";

/// Says of a section that has more rows than it shows, where all of them are.
fn cut(mut section: Section, rows: usize, link: Linker<'_>, who: &Somebody) -> Section {
    if rows > MOST {
        let href = format!("{}?q={}", link.to(Address::Documents.at()), routes::relative_file("", &who.name));
        section.intro.push(vec![
            Part::text(format!("{} ", say!("The first {most} of {all}.", most = MOST, all = rows))),
            Part::Link { href, v: say!("All documents that name them").into() },
            Part::text("."),
        ]);
    }
    section
}

fn block(shared: &Shared<'_>, link: Linker<'_>, who: &Somebody) -> Vec<Pair> {
    let config = &shared.aims.config;
    let person = who.person(config);
    let role = config.roles.iter().find(|(name, _)| person.is_none() && who.is(name)).map(|(_, role)| role);
    let in_place_of = config.roles.iter().filter(|(_, role)| {
        let deputy = role.deputy.as_ref().map(|deputy| deputy.value.as_str());
        deputy.is_some_and(|deputy| who.is(deputy))
    });
    let keys = person.map_or(0, |person| person.keys.len());
    let mut pairs = vec![
        Pair::new(say!("Roles"), link.people(person.iter().flat_map(|person| &person.roles).map(String::as_str))),
        Pair::new(say!("Held by"), if person.is_none() { held_by(shared, link, who) } else { Cell::default() }),
        Pair::new(
            say!("Deputy"),
            link.people(role.and_then(|role| role.deputy.as_ref()).map(|name| name.value.as_str())),
        ),
        Pair::new(say!("Deputy of"), link.people(in_place_of.map(|(name, _)| name.as_str()))),
        Pair::new(
            say!("May accept"),
            role.and_then(|role| role.may_accept).map(|level| words(level.as_str())).unwrap_or_default(),
        ),
        Pair::new(say!("Top management"), if role.is_some_and(|role| role.top) { say!("Yes") } else { "" }),
        Pair::new(say!("E-mail"), person.map(|person| person.emails.join(", ")).unwrap_or_default()).wide(),
        Pair::new(say!("Signing keys"), if keys > 0 { keys.to_string() } else { String::new() }),
        Pair::new(say!("Left on"), person.and_then(|person| person.left).map(Part::date)),
        Pair::new(say!("Answers for"), role.map(|role| told(&role.about)).unwrap_or_default()).wide(),
        Pair::new(say!("Competence it calls for"), role.map(competence).unwrap_or_default()).wide(),
    ];
    pairs.retain(|pair| !pair.parts.is_empty());
    pairs
}

/// What a role calls for, an item each.
fn competence(role: &Role) -> Cell {
    let items: Vec<_> = role.competence.iter().map(|one| vec![Part::said(one)]).collect();
    if items.is_empty() { Cell::default() } else { Part::List { items }.into() }
}

fn table_of_items((link, who): (Linker<'_>, &Somebody), label: &str, items: &[&Item]) -> Option<Table> {
    let mut table = Table::new(label, &["Due", "What:facet", "Document:name", "Title:main", "What settles it:text"]);
    for item in items.iter().take(MOST) {
        let mut due: Vec<Part> = match item.due {
            Some(due) => vec![link.due(due)],
            None => vec![Part::text(say!("Waits"))],
        };
        if item.late {
            due.extend([Part::text(" "), Part::sign(Sign::new("overdue", say!("Late")))]);
        }
        let document = match &item.document {
            Some(id) => link.id(id),
            None => Part::code(line(&item.path)),
        };
        let mut title = vec![Part::text(item.title.as_deref().map(line).unwrap_or_default())];
        let name = |name: String| match item.what {
            What::Reading => Part::sub(say!("changed: {name}", name = line(&name))),
            _ => Part::sub(line(&name)),
        };
        // Where very many are counted, each is told of themselves.
        title.extend(if item.is_of_many() { Some(who.name.clone()) } else { item.called() }.map(name));
        table.row(
            None,
            vec![
                Cell::from(due).sorted_by(item.due.map(|due| due.to_string()).unwrap_or_default()),
                item.what.title().into(),
                document.into(),
                title.into(),
                coded(&item.remedy).into(),
            ],
        );
    }
    filtered(table, say!("Filter what is due"), items.len())
}

fn findings(shared: &Shared<'_>, link: Linker<'_>, owned: &[DocIx]) -> Section {
    let about = |ix: &DocIx| shared.findings_about(&shared.aims.document(*ix).path).iter().copied();
    let mut found: Vec<&Diagnostic> = owned.iter().flat_map(about).collect();
    // Errors first; within a level in the order of the documents.
    found.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let mut table =
        Table::new(say!("Findings on what they own"), &["Level:facet", "Document:name", "Rule:name", "Finding:main"]);
    for finding in found.iter().take(MOST) {
        let view = link.finding(finding);
        let document = view.document.map(|document| Part::Id { href: document.href, v: document.text });
        let rule = Part::Id { href: view.href, v: format!("{} {}", view.code, view.name) };
        table.row(None, vec![Part::sign(view.sign).into(), document.into(), rule.into(), view.message.into()]);
    }
    let mut section = Section::new("findings", say!("Findings on what they own"));
    if found.len() > MOST {
        section = section.intro(say!("The first {most} of {all}.", most = MOST, all = found.len()));
    }
    let table = filtered(table, say!("Filter these findings"), found.len());
    section.with_table(table, shared.none(say!("The check found nothing in documents that they own.")))
}

fn owns(shared: &Shared<'_>, link: Linker<'_>, owned: &[DocIx]) -> Section {
    let specs = ["Id", "Title:main", "Kind:facet", "Status:facet", "Next review", "Review:facet"];
    let mut table = Table::new(say!("Documents that they own"), &specs);
    for ix in owned.iter().take(MOST) {
        let (document, review) = (shared.aims.document(*ix), shared.aims.review(*ix));
        table.row(
            None,
            vec![
                link.document(*ix).into(),
                document.title.as_str().into(),
                kind_label(document).into(),
                standing(shared.aims, *ix).into(),
                link.next_review(review).into(),
                review_sign(review).into(),
            ],
        );
    }
    let table = filtered(table, say!("Filter these documents"), owned.len());
    Section::new("owns", say!("Owns")).with_table(table, shared.none(say!("No document names them as its owner.")))
}

fn approves(shared: &Shared<'_>, link: Linker<'_>, who: &Somebody) -> Section {
    let named = shared.theirs.approves(who);
    let mut list: Vec<Vec<Part>> = named
        .iter()
        .take(MOST)
        .map(|ix| vec![link.document(*ix), Part::text(format!(" {}", shared.aims.document(*ix).title))])
        .collect();
    if list.is_empty() {
        return Section::new(EMPTY, "");
    }
    if named.len() > MOST {
        list.push(vec![Part::text(say!("And {n} more.", n = named.len() - MOST))]);
    }
    Section::new("approves", say!("Named to approve"))
        .intro(shared.counted(plural!(
            named.len(),
            "{n} document that names them among those who approve.",
            "{n} documents that name them among those who approve."
        )))
        .with_list(list, "")
}

fn signed(shared: &Shared<'_>, link: Linker<'_>, who: &Somebody) -> Section {
    if who.person.is_none() {
        return Section::new(EMPTY, "");
    }
    let mut acts: Vec<&Act> = shared.theirs.acts(who).iter().filter_map(|at| shared.approvals.acts.get(*at)).collect();
    acts.sort_by_key(|act| std::cmp::Reverse(act.record.as_ref().map(|record| record.date).ok()));
    let specs = ["Date", "Act:facet", "Document:name", "Version:name", "Signature:facet", "Today:facet"];
    let mut table = Table::new(say!("Acts in their name"), &specs);
    for act in acts.iter().take(MOST) {
        let Ok(record) = &act.record else { continue };
        let signature = match (&act.verdict, act.is_proven()) {
            (None, _) => Sign::new("proof-1", say!("Not signed")),
            (Some(_), true) => Sign::new("proof-4", say!("Signed")),
            (Some(_), false) => Sign::new("error", say!("Not good")),
        };
        table.row(
            None,
            vec![
                super::standing::dated(act, record.date).into(),
                words(record.act.as_str()).into(),
                link.id(&record.document).into(),
                Part::said(record.version.as_deref().unwrap_or_default()).into(),
                Part::sign(signature).into(),
                Part::sign(super::standing::act_sign(act, record)).into(),
            ],
        );
    }
    let mut section = Section::new("signed", say!("Signed")).intro(say!(
        "Acts on record in their name, the newest first. How each is verified, the change record of its document tells."
    ));
    if acts.len() > MOST {
        section = section.intro(say!("The first {most} of {all}.", most = MOST, all = acts.len()));
    }
    section.with_table(
        filtered(table, say!("Filter these acts"), acts.len()),
        shared.none(say!("No act on record is in their name.")),
    )
}
