//! The reviews of the next twelve months: what is overdue first, then month by month, drawn, with a table of whose they are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::sections::Section;
use crate::base::text::count;
use crate::base::{Date, mark, plural, say, wording};
use crate::site::glossary::folded;
use crate::site::markup::{Markup, element};
use crate::site::view::{Cell, Column, Part, Table};

/// How many months are told.
const MONTHS: usize = 12;

/// How many owners have a row of their own, those with most reviews; all others have one together.
const OWNERS: usize = 12;

/// How long the longest bar is, in parts of the room that bars have.
const BAR: usize = 1000;

/// A review: when it is due, whether that has passed, and whose it is.
pub(super) struct Due<'a> {
    pub day: Date,
    pub is_overdue: bool,
    pub owner: &'a str,
}

/// How many reviews fall on what is overdue and on each of the months.
type Row = [usize; MONTHS + 1];

/// The section; `None` where nothing is due within the time.
pub(super) fn section(due: &[Due<'_>], today: Date) -> Option<Section> {
    let mut by_owner: BTreeMap<&str, Row> = BTreeMap::new();
    let mut later = 0;
    for review in due {
        match place(review, today) {
            Some(at) => by_owner.entry(review.owner).or_default()[at] += 1,
            None => later += 1,
        }
    }
    if by_owner.is_empty() {
        return None;
    }
    let mut all = Row::default();
    for row in by_owner.values() {
        add(&mut all, row);
    }
    let mut section = Section::new("year", say!("The year ahead"));
    section.figure = Strip { counts: all, today }.to_html();
    section = section.intro(words(&all, later));
    Some(section.with_table(Some(table(by_owner, today)), ""))
}

/// The column that a review is in: of what is overdue the first; `None` after the last month.
fn place(review: &Due<'_>, today: Date) -> Option<usize> {
    if review.is_overdue {
        return Some(0);
    }
    let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let ahead = usize::try_from(months(review.day) - months(today)).unwrap_or_default();
    (ahead < MONTHS).then_some(ahead + 1)
}

fn add(sum: &mut Row, row: &Row) {
    sum.iter_mut().zip(row).for_each(|(sum, number)| *sum += number);
}

fn words(all: &Row, later: usize) -> String {
    let [overdue, months @ ..] = all;
    let most = months.iter().max().copied().unwrap_or_default();
    let ahead: usize = months.iter().sum();
    [
        plural!(*overdue, "{n} review overdue.", "{n} reviews overdue."),
        match ahead {
            0 => say!("None is due in the next twelve months, this one among them.").to_owned(),
            1 => say!("1 is due in the next twelve months, this one among them.").to_owned(),
            n => say!(
                "{n} are due in the next twelve months, this one among them; the month with most has {most}.",
                n,
                most
            ),
        },
        plural!(later, "{n} review after that.", "{n} reviews after that."),
    ]
    .join(" ")
}

/// The months from that of today on, as year and month.
fn months(today: Date) -> impl Iterator<Item = (i16, i8)> {
    let first = i32::from(today.year()) * 12 + i32::from(today.month()) - 1;
    (0..12).map(move |ahead| {
        let month = first + ahead;
        (i16::try_from(month / 12).unwrap_or(i16::MAX), i8::try_from(month % 12 + 1).unwrap_or(1))
    })
}

/// The months as a narrow column names them.
const NAMES: [&str; 12] = [
    mark!("Jan"),
    mark!("Feb"),
    mark!("Mar"),
    mark!("Apr"),
    mark!("May"),
    mark!("Jun"),
    mark!("Jul"),
    mark!("Aug"),
    mark!("Sep"),
    mark!("Oct"),
    mark!("Nov"),
    mark!("Dec"),
];

/// `Nov`, and with its year where that begins or is the first.
fn short(place: usize, (year, month): (i16, i8)) -> String {
    let name = usize::try_from(month).ok().and_then(|month| NAMES.get(month.wrapping_sub(1)));
    let name = name.map_or_else(String::new, |name| wording::of(name).to_owned());
    if place == 0 || month == 1 { format!("{name} {year}") } else { name }
}

fn table(by_owner: BTreeMap<&str, Row>, today: Date) -> Table {
    let mut table = Table::new(say!("Reviews by owner and month"), &[]);
    let heads = months(today).enumerate().map(|(place, month)| short(place, month));
    let titles = [say!("Owner").to_owned(), say!("Overdue").to_owned()].into_iter().chain(heads);
    let column =
        |(at, title)| Column { title: Cow::Owned(title), class: if at == 0 { "" } else { "num" }, facet: false };
    table.columns = titles.enumerate().map(column).collect();
    let mut rows: Vec<(&str, Row)> = by_owner.into_iter().collect();
    rows.sort_by_cached_key(|(owner, row)| (std::cmp::Reverse(row.iter().sum::<usize>()), folded(owner)));
    let mut others = Row::default();
    let rest = rows.split_off(rows.len().min(OWNERS));
    for (_, row) in &rest {
        add(&mut others, row);
    }
    let mut put = |owner: Part, row: &Row| {
        let number = |number: &usize| if *number == 0 { Cell::default() } else { number.to_string().into() };
        table.row(None, std::iter::once(Cell::from(owner)).chain(row.iter().map(number)).collect());
    };
    for (owner, row) in &rows {
        put(if owner.is_empty() { Part::quiet(say!("nobody named")) } else { Part::said(owner) }, row);
    }
    if !rest.is_empty() {
        put(Part::quiet(count(rest.len(), "other owner")), &others);
    }
    table
}

/// The drawing: a line for each month, so that it is read at any width, by eye and by ear.
struct Strip {
    counts: Row,
    today: Date,
}

impl Markup for Strip {
    /// Whole numbers alone, so that every machine draws the same.
    fn write(&self, out: &mut String) {
        let most = self.counts.iter().max().copied().unwrap_or_default().max(1);
        out.push_str("<ol class=\"bars\">");
        let heads = std::iter::once(say!("Overdue").to_owned());
        let heads = heads.chain(months(self.today).enumerate().map(|(place, month)| short(place, month)));
        for (place, (number, head)) in self.counts.iter().zip(heads).enumerate() {
            let class = if place == 0 { "is-overdue" } else { "is-due" };
            element(out, &format!("<li class=\"{class}\"><span>"), &head, "</span> ");
            // A bar of its own for each: what stands in words beside it keeps its size whatever the room.
            let wide = number * BAR / most;
            out.push_str(&format!(
                "<svg viewBox=\"0 0 {BAR} 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"{wide}\" height=\"1\"/></svg> "
            ));
            element(out, "<b>", &number.to_string(), "</b></li>");
        }
        out.push_str("</ol>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(day: Date, is_overdue: bool, owner: &str) -> Due<'_> {
        Due { day, is_overdue, owner }
    }

    #[test]
    fn reviews_fall_into_their_months() {
        let today = Date::constant(2026, 11, 20);
        let at = |day, overdue| place(&due(day, overdue, ""), today);
        assert_eq!(at(Date::constant(2025, 3, 1), true), Some(0));
        assert_eq!(at(Date::constant(2026, 11, 20), false), Some(1));
        assert_eq!(at(Date::constant(2027, 1, 31), false), Some(3));
        assert_eq!(at(Date::constant(2027, 10, 31), false), Some(12));
        assert_eq!(at(Date::constant(2027, 11, 1), false), None);
        let heads: Vec<String> = months(today).enumerate().map(|(place, month)| short(place, month)).collect();
        assert_eq!(heads[..4], ["Nov 2026", "Dec", "Jan 2027", "Feb"]);
    }

    #[test]
    fn owners_with_most_have_rows_and_the_rest_is_counted() {
        let today = Date::constant(2026, 11, 20);
        let names: Vec<String> = (0..14).map(|number| format!("Owner {number:02}")).collect();
        let mut all: Vec<Due<'_>> = names.iter().map(|name| due(Date::constant(2026, 12, 1), false, name)).collect();
        all.push(due(Date::constant(2026, 12, 2), false, "Owner 13"));
        all.push(due(Date::constant(2029, 1, 1), false, "Owner 13"));
        let section = section(&all, today).expect("a section");
        let table = section.table.expect("a table");
        let rows = &table.groups[0].rows;
        assert_eq!(rows.len(), OWNERS + 1);
        assert_eq!(rows[0].cells[0].parts, [Part::said("Owner 13")]);
        assert_eq!(rows[OWNERS].cells[0].parts, [Part::quiet("2 other owners")]);
        assert_eq!(rows[OWNERS].cells[3].parts, [Part::text("2")]);
        let drawn = &section.figure;
        assert!(drawn.contains("<span>Overdue</span>") && drawn.contains("<span>Nov 2026</span>"), "{drawn}");
        assert!(drawn.contains("<rect width=\"1000\" height=\"1\"/></svg> <b>15</b>"), "the longest: {drawn}");
        assert_eq!(drawn.matches("<li ").count(), MONTHS + 1);
        assert!(super::section(&[], today).is_none());
    }

    #[test]
    fn where_no_review_is_due_the_words_count_none() {
        let mut row = [0; MONTHS + 1];
        assert_eq!(
            words(&row, 1),
            "0 reviews overdue. None is due in the next twelve months, this one among them. 1 review after that."
        );
        row[3] = 1;
        assert!(words(&row, 0).contains("1 is due in the next twelve months, this one among them."));
    }
}
