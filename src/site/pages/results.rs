//! What was measured of an AI system, on its page: the marks of its tests by version and group, and the indicators that are
//! watched while it runs. What is missing is said in the cell where it would stand.

use super::sections::Section;
use crate::base::{Date, plural, say};
use crate::check::results::{
    COUNTED, Stands, Tested, Watched, against_its_figure, monitored, on_the_other_side, tested, watched,
};
use crate::model::DocIx;
use crate::model::about::is_in_use;
use crate::model::document::Document;
use crate::model::fields::{Fields, Row};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::parts::item_more;
use crate::site::view::{Cell, Part, Sign, Table, coded};
use crate::site::worded::phrase;

/// How many rows either table has.
const ROWS: usize = 200;

/// How many results outside its threshold an indicator shows beside its last one.
const OUTSIDE: usize = 40;

/// What was measured of a system, in the order of its life: before it ran, and since.
pub(super) fn sections(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Section> {
    let entry = shared.aims.document(ix);
    if !entry.is("system") || entry.is_retired() {
        return Vec::new();
    }
    // Before it runs, that there is nothing yet is no news.
    let asked = is_in_use(entry) && !shared.is_partial();
    let all = [tests(shared, link, ix, entry), indicators(shared, link, ix)];
    all.into_iter().filter(|of| of.table.is_some() || !of.intro.is_empty() || asked).collect()
}

/// The marks of all tests, the newest version first.
fn tests(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, entry: &Document) -> Section {
    let all = tested(shared.aims, ix);
    let specs = ["Measured", "Group", "Threshold", "Result", "Passed", "Data", "Date", "Tester", "Test record"];
    let mut table = Table::new(say!("Test results by version, measure and group"), &specs);
    let mut number = 0;
    for of in &all {
        table.group(version(of, entry));
        for (test, document) in &of.tests {
            let rows = document.fields.rows("results");
            let one = |row| mark(shared, link, (*test, document), row);
            let none = rows.is_empty().then(|| one(None));
            for cells in none.into_iter().chain(rows.iter().map(|row| one(Some(row)))) {
                number += 1;
                if number <= ROWS {
                    table.row(None, cells);
                }
            }
        }
    }
    let mut section = Section::new("_tests", say!("Test results by group"));
    let runs = entry.fields.text("system-version").filter(|_| is_in_use(entry) && !shared.withholds());
    if let Some(version) = runs.filter(|_| !all.is_empty() && all.iter().all(|of| of.stands != Stands::Same)) {
        section = section.intro(say!("No test that is finished names version {version}, which runs now.", version));
    }
    if number > ROWS {
        section = section.intro(say!("The first {most} of {all}.", most = ROWS, all = number));
    }
    section.with_table(table.some(), shared.none(say!("No test that is finished is about this system.")))
}

/// The heading above the tests of one version: which one it is, and whether it runs.
fn version(of: &Tested<'_>, entry: &Document) -> String {
    let Some(version) = of.version else {
        return say!("Of no version: these tests do not say which one they are of").into();
    };
    match of.stands {
        Stands::Same if is_in_use(entry) => say!("Version {version}, which runs now", version),
        Stands::Same => say!("Version {version}, which the entry names", version),
        Stands::Older => say!("Version {version}, older", version),
        Stands::Newer => say!("Version {version}, newer than the one that the entry names", version),
        Stands::Other => say!("Version {version}, another than the one that the entry names", version),
        Stands::Unknown => say!("Version {version}; the entry names none", version),
    }
}

/// One row: a measure and a group. Without a row of the test, that it has none.
fn mark(shared: &Shared<'_>, link: Linker<'_>, (test, document): (DocIx, &Document), row: Option<&Row>) -> Vec<Cell> {
    let fields = &document.fields;
    let mut cells: Vec<Cell> = match row {
        Some(row) => {
            let cells = &row.cells;
            let mut measure = text(cells, "measure", say!("no measure"));
            measure.parts.extend(cells.text("note").map(Part::sub));
            vec![
                measure,
                text(cells, "group", say!("no group")),
                text(cells, "threshold", say!("no threshold")),
                text(cells, "result", say!("no result")),
                passed(row).into(),
            ]
        }
        None => {
            let misread = fields.is_misread("results");
            let said = if misread { unread() } else { say!("no rows under `results`") };
            let mut cells = vec![Cell::from(Part::Aside { parts: coded(said) })];
            cells.resize(5, Cell::default());
            cells
        }
    };
    let data = link.few_ids(fields.texts("datasets").iter().map(|id| id.value.as_str()), test);
    // What is withheld is not among what it names.
    let none = if shared.is_partial() { say!("none is published") } else { say!("no data named") };
    cells.extend([
        or(data, none),
        or(fields.date("date").map(Part::date).into(), say!("no day")),
        or(link.people(fields.text("tester")), say!("no tester named")),
        link.document(test).into(),
    ]);
    cells
}

fn passed(row: &Row) -> Vec<Part> {
    let mut parts = vec![match row.cells.flag("passed") {
        Some(true) => Part::sign(Sign::new("done", say!("Passed"))),
        Some(false) => Part::sign(Sign::new("gap", say!("Missed"))),
        None if row.cells.is_misread("passed") => Part::quiet(unread()),
        None => Part::quiet(say!("not judged")),
    }];
    if against_its_figure(row, "result").is_some() {
        parts.extend(odd());
    }
    parts
}

/// That a judgement and its figure do not go together.
fn odd() -> [Part; 2] {
    [Part::text(" "), Part::sign(Sign::new("warning", say!("Its figure says otherwise")))]
}

fn unread() -> &'static str {
    say!("cannot be read")
}

/// What a cell says; where it says nothing, that it does not.
fn text(cells: &Fields, key: &str, none: &'static str) -> Cell {
    let none = if cells.is_misread(key) { unread() } else { none };
    or(cells.text(key).unwrap_or_default().trim().into(), none)
}

fn or(cell: Cell, none: &'static str) -> Cell {
    if cell.parts.is_empty() { Part::quiet(none).into() } else { cell }
}

/// The indicators that are watched, in the order of their plans.
fn indicators(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Section {
    let specs = [
        "Indicator",
        "Threshold",
        "Frequency",
        "Owner",
        "Last value",
        "Its day",
        "Where it lies",
        "Periods missing",
        "Record",
    ];
    let mut table = Table::new(say!("Indicators with their last values"), &specs);
    let mut section = Section::new("_indicators", say!("Indicators that are watched"));
    let mut number = 0;
    for (ix, monitoring) in monitored(shared.aims, ix) {
        let Some(all) = watched(monitoring) else {
            section.intro.push(phrase!("Rows of {document} cannot be read.", document = link.document(ix)));
            continue;
        };
        if all.is_empty() {
            section.intro.push(phrase!("{document} names no indicator.", document = link.document(ix)));
        }
        let odd = on_the_other_side(monitoring);
        number += all.len();
        for one in all.iter().take(ROWS.saturating_sub(number - all.len())) {
            let last = one.last().map(|(_, row)| row);
            let is_odd = last.is_some_and(|last| odd.iter().any(|(row, ..)| std::ptr::eq(*row, last)));
            table.row(None, indicator(shared, link, ix, (one, is_odd)));
        }
    }
    if number > ROWS {
        section = section.intro(say!("The first {most} of {all}.", most = ROWS, all = number));
    }
    section.with_table(table.some(), say!("No monitoring that is more than a draft is about this system."))
}

fn indicator(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, (one, is_odd): (&Watched<'_>, bool)) -> Vec<Cell> {
    let mut name = vec![Part::text(one.indicator)];
    let planned: [Cell; 3] = match one.plan {
        Some(row) => {
            name.extend(row.cells.text("method").map(Part::sub));
            let every = one.every().map(|every| Part::text(every.said())).into();
            let unread = if row.cells.is_misread("frequency") { unread() } else { say!("no frequency") };
            [
                text(&row.cells, "threshold", say!("no threshold")),
                or(every, unread),
                or(link.people(row.cells.text("owner")), say!("no owner named")),
            ]
        }
        None => {
            name.push(Part::sub(say!("not in the plan")));
            <[Cell; 3]>::default()
        }
    };
    let last = one.last();
    let value = match last {
        Some((_, row)) => {
            let mut value = text(&row.cells, "value", say!("no value"));
            value.parts.extend(row.cells.text("period").map(Part::sub));
            value
        }
        None => Part::quiet(say!("no result")).into(),
    };
    let day = or(last.map(|(day, _)| Part::date(day)).into(), say!("no day"));
    let mut place = lies(last.map(|(_, row)| row), is_odd);
    place.extend(outside_before(one));
    let mut cells = vec![Cell::from(name)];
    cells.extend(planned);
    cells.extend([value, day, place.into(), missing(shared, one).into(), link.document(ix).into()]);
    cells
}

/// Results outside the threshold before the last one, folded: each with its day and what was done.
fn outside_before(one: &Watched<'_>) -> Option<Part> {
    let all: Vec<(Date, &Row)> = one.outside_before().collect();
    let item = |(day, row): &(Date, &Row)| {
        let mut parts = vec![Part::date(*day), Part::text(" ")];
        parts.extend(text(&row.cells, "value", say!("no value")).parts);
        parts.extend(row.cells.text("period").map(|period| Part::quiet(format!(" ({period})"))));
        parts.push(Part::text(" "));
        parts.extend(lies(Some(row), row.cells.flag("passed") == Some(true)));
        parts
    };
    let mut items: Vec<Vec<Part>> = all.iter().take(OUTSIDE).map(item).collect();
    items.extend(item_more(all.len(), OUTSIDE));
    let words =
        plural!(all.len(), "{n} earlier result outside the threshold", "{n} earlier results outside the threshold");
    (!items.is_empty()).then_some(Part::Fold { words, items })
}

/// Whether a result is within its threshold, and what was done where it is not.
fn lies(result: Option<&Row>, is_odd: bool) -> Vec<Part> {
    let Some(result) = result else { return vec![Part::quiet(say!("no result"))] };
    let mut parts = Vec::new();
    match result.cells.flag("passed") {
        Some(true) => parts.push(Part::sign(Sign::new("done", say!("Within")))),
        Some(false) => {
            parts.extend([Part::sign(Sign::new("gap", say!("Beyond"))), Part::text(" ")]);
            match result.cells.text("action").filter(|action| !action.trim().is_empty()) {
                Some(action) => parts.push(Part::text(action)),
                None => parts.push(Part::quiet(say!("nothing says what was done"))),
            }
        }
        None if result.cells.is_misread("passed") => parts.push(Part::quiet(unread())),
        None => parts.push(Part::quiet(say!("not judged"))),
    }
    if is_odd {
        parts.extend(odd());
    }
    parts
}

/// How many periods are missing since the last result, and before it.
fn missing(shared: &Shared<'_>, one: &Watched<'_>) -> Vec<Part> {
    let counted = |number: usize| match number {
        0..COUNTED => number.to_string(),
        _ => say!("{n} or more", n = COUNTED),
    };
    let mut parts = match (one.plan, one.every(), one.missing(shared.today())) {
        (None, ..) => return Vec::new(),
        (_, None, _) => return vec![Part::quiet(say!("cannot be counted: no frequency"))],
        (.., None) => return vec![Part::quiet(say!("cannot be counted: nothing says since when"))],
        (.., Some(0)) => vec![Part::text(say!("none"))],
        (.., Some(number)) => {
            let mut parts = vec![Part::sign(Sign::new("overdue", counted(number)))];
            let due = one.due().map(Part::date);
            parts.push(Part::text(" "));
            parts.extend(phrase!("the first was due by {day}", day = due));
            parts
        }
    };
    let before = one.missing_before();
    if before > 0 {
        parts.push(Part::sub(say!("{n} before the last result", n = counted(before))));
    }
    parts
}
