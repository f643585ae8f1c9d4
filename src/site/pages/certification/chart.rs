//! Columns that show how many requirements stood on each rung, one for each moment.

use crate::model::trace::Rung;
use crate::site::markup::{Markup, element, serialized_as_html, text};

/// How many stood on each rung, the lowest first, one for each moment.
pub(super) type Column = [usize; 5];

/// A drawing of columns.
#[derive(Debug)]
pub(super) struct Chart {
    /// What it shows, for those who do not see it.
    pub about: String,
    /// Its columns, the oldest first.
    pub columns: Vec<Column>,
    /// What stands below the columns and beside them; `None` where there is no room for it.
    pub axis: Option<Axis>,
    /// How wide a column is, with the gap beside it.
    pub step: usize,
    /// How high the highest is.
    pub height: usize,
}

/// The days of the columns, and what was tagged at each.
#[derive(Debug)]
pub(super) struct Axis {
    /// The day of each column, in words.
    pub days: Vec<String>,
    /// The tags of each column.
    pub tags: Vec<Vec<String>>,
}

/// How wide a drawing is that has an axis, and the scale at its left.
const WIDE: usize = 960;
const SCALE: usize = 34;

/// How much room a letter takes, and a line of letters.
const LETTER: usize = 7;
const LINE: usize = 16;

/// How far words in one line stand apart.
const APART: usize = 8;

/// How much room there is above the columns: half a line of the scale.
const ABOVE: usize = 6;

/// How wide each of so many columns is where they fill such a drawing.
pub(super) fn step(columns: usize) -> usize {
    ((WIDE - SCALE) / columns.max(1)).clamp(4, 64)
}

serialized_as_html!(Chart);

impl Markup for Chart {
    /// Whole numbers alone, so that every machine draws the same.
    fn write(&self, out: &mut String) {
        let most = self.columns.iter().map(|column| column.iter().sum::<usize>()).max().unwrap_or_default().max(1);
        let (left, above) = if self.axis.is_some() { (SCALE, ABOVE) } else { (0, 0) };
        let tags = self.axis.as_ref().map(|axis| self.tags(axis)).unwrap_or_default();
        let width = (left + self.columns.len() * self.step).max(1);
        let total = self.height + if self.axis.is_some() { above + LINE * (2 + rows(&tags)) } else { 0 };
        let class = if self.axis.is_some() { "trend scaled" } else { "trend" };
        out.push_str(&format!(
            "<svg class=\"{class}\" width=\"{width}\" height=\"{total}\" viewBox=\"0 0 {width} {total}\" role=\"img\"><title>"
        ));
        text(out, &self.about);
        out.push_str("</title>");
        if self.axis.is_some() {
            self.write_scale(out, most, width);
        }
        for (place, column) in self.columns.iter().enumerate() {
            let mut below = 0;
            // The top rung stands at the bottom, as what the others are built towards.
            for (rung, number) in Rung::ALL.iter().zip(column).rev() {
                let (from, to) = (below * self.height / most, (below + number) * self.height / most);
                below += number;
                if to > from {
                    out.push_str(&format!(
                        "<rect class=\"is-{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                        rung.as_str(),
                        left + place * self.step,
                        above + self.height - to,
                        self.step.saturating_sub(2).max(1),
                        to - from
                    ));
                }
            }
        }
        if let Some(axis) = &self.axis {
            self.write_days(out, axis);
            self.write_tags(out, &tags);
        }
        out.push_str("</svg>");
    }
}

/// A tag below its column: where the column is, where its words begin, the row they stand in, and they.
struct Tag<'a> {
    at: usize,
    from: usize,
    row: usize,
    name: &'a str,
}

/// How many rows the tags take.
fn rows(tags: &[Tag<'_>]) -> usize {
    tags.iter().map(|tag| tag.row + 1).max().unwrap_or_default()
}

impl Chart {
    /// The middle of a column.
    fn middle(&self, place: usize) -> usize {
        SCALE + place * self.step + self.step.saturating_sub(2) / 2
    }

    /// Lines at none, at half and at all of the highest, with their numbers.
    fn write_scale(&self, out: &mut String, most: usize, width: usize) {
        let ticks = if most > 3 { vec![0, most / 2, most] } else { vec![0, most] };
        for number in ticks {
            let y = ABOVE + self.height - number * self.height / most;
            out.push_str(&format!("<path d=\"M{} {y}H{width}\"/>", SCALE - 4));
            let open = format!("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">", SCALE - 8, y + 4);
            element(out, &open, &number.to_string(), "</text>");
        }
    }

    /// The days, as many as there is room for: the last, and before it each that runs neither into the one before it nor
    /// into the last.
    fn write_days(&self, out: &mut String, axis: &Axis) {
        let y = ABOVE + self.height + LINE;
        let wide = |day: &String| day.chars().count() * LETTER;
        let widest = axis.days.iter().map(wide).max().unwrap_or_default() + APART;
        let every = widest.div_ceil(self.step.max(1)).max(1);
        let last = axis.days.len().saturating_sub(1);
        // The last stands flush with the end, and takes the place of one that would run into it.
        let end = SCALE + self.columns.len() * self.step - 2;
        let of_last = end.saturating_sub(axis.days.last().map(wide).unwrap_or_default());
        let mut free = 0;
        for (place, day) in axis.days.iter().enumerate().filter(|(place, _)| (last - place).is_multiple_of(every)) {
            let (middle, half) = (self.middle(place), wide(day) / 2);
            // The first has no room at its left.
            let left = middle.saturating_sub(half).max(SCALE);
            if place != last && (left < free || left + wide(day) + APART > of_last) {
                continue;
            }
            free = left + wide(day) + APART;
            let (x, anchor) = match place {
                _ if place == last => (end, "end"),
                _ if middle < SCALE + half => (SCALE, "start"),
                _ => (middle, "middle"),
            };
            let open = format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">");
            element(out, &open, day, "</text>");
        }
    }

    /// Where the tags stand: each in the first row in which it runs into none before it.
    fn tags<'a>(&self, axis: &'a Axis) -> Vec<Tag<'a>> {
        let end = SCALE + self.columns.len() * self.step;
        let mut free: Vec<usize> = Vec::new();
        let mut placed = Vec::new();
        for (place, tags) in axis.tags.iter().enumerate() {
            for name in tags {
                let wide = (name.chars().count() + 2) * LETTER;
                let at = self.middle(place);
                let from = at.saturating_sub(4).min(end.saturating_sub(wide));
                let row = free.iter().position(|free| *free <= from).unwrap_or(free.len());
                free.resize(free.len().max(row + 1), 0);
                free[row] = from + wide + APART;
                placed.push(Tag { at, from, row, name });
            }
        }
        placed
    }

    fn write_tags(&self, out: &mut String, tags: &[Tag<'_>]) {
        let top = ABOVE + self.height + LINE;
        for tag in tags {
            let y = top + LINE * (tag.row + 1) + 4;
            out.push_str(&format!("<path class=\"tag\" d=\"M{} {}V{}\"/>", tag.at, top + 5, y - 10));
            let open = format!("<text class=\"tag\" x=\"{}\" y=\"{y}\">", tag.from);
            element(out, &open, &format!("\u{25B2} {}", tag.name), "</text>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_high_as_their_numbers_and_leave_no_gap() {
        let chart =
            Chart { about: "a <b>".into(), columns: vec![[3, 0, 0, 0, 1], [0; 5]], axis: None, step: 10, height: 40 };
        assert_eq!(
            chart.to_html(),
            "<svg class=\"trend\" width=\"20\" height=\"40\" viewBox=\"0 0 20 40\" role=\"img\"><title>a &lt;b&gt;</title>\
             <rect class=\"is-current\" x=\"0\" y=\"30\" width=\"8\" height=\"10\"/>\
             <rect class=\"is-gap\" x=\"0\" y=\"0\" width=\"8\" height=\"30\"/></svg>"
        );
    }

    #[test]
    fn an_axis_has_a_scale_the_days_that_have_room_and_every_tag() {
        let days: Vec<String> = (1..=12).map(|month| format!("2026-{month:02}-28")).collect();
        let mut tags = vec![Vec::new(); 12];
        tags[3] = vec!["v2026-audit".to_owned(), "v2".to_owned()];
        tags[11] = vec!["a-long-name-at-the-end".to_owned()];
        let chart = Chart {
            about: String::new(),
            columns: vec![[0, 0, 0, 0, 8]; 12],
            axis: Some(Axis { days, tags }),
            step: 40,
            height: 100,
        };
        let html = chart.to_html();
        for said in [">0</text>", ">4</text>", ">8</text>", ">2026-12-28</text>", ">2026-08-28</text>"] {
            assert!(html.contains(said), "{said}: {html}");
        }
        for near in [">2026-11-28</text>", ">2026-10-28</text>"] {
            assert!(!html.contains(near), "it would run into the last: {html}");
        }
        let placed = chart.tags(chart.axis.as_ref().expect("an axis"));
        let rows: Vec<(&str, usize)> = placed.iter().map(|tag| (tag.name, tag.row)).collect();
        assert_eq!(rows, [("v2026-audit", 0), ("v2", 1), ("a-long-name-at-the-end", 0)]);
        assert!(placed.iter().all(|tag| tag.from + (tag.name.len() + 2) * LETTER <= 34 + 12 * 40), "none is cut off");
    }

    /// Where each day begins and ends.
    fn days(step: usize, columns: usize) -> Vec<(usize, usize)> {
        let days: Vec<String> = (0..columns).map(|_| "2026-12-28".to_owned()).collect();
        let axis = Axis { days, tags: vec![Vec::new(); columns] };
        let chart = Chart { about: String::new(), columns: vec![[1; 5]; columns], axis: None, step, height: 100 };
        let mut out = String::new();
        chart.write_days(&mut out, &axis);
        let wide = 10 * LETTER;
        let of = |text: &str| {
            let x: usize = text.split('"').next().and_then(|x| x.parse().ok()).expect("a place");
            let left = match text {
                _ if text.contains("\"start\"") => x,
                _ if text.contains("\"end\"") => x - wide,
                _ => x - wide / 2,
            };
            (left, left + wide)
        };
        out.split("<text x=\"").skip(1).map(of).collect()
    }

    #[test]
    fn no_day_of_an_axis_runs_into_another() {
        for columns in 2..=36 {
            let days = days(step(columns), columns);
            assert!(!days.is_empty(), "{columns}");
            assert!(days.windows(2).all(|two| two[0].1 + APART <= two[1].0), "{columns}: {days:?}");
        }
        assert!(days(step(36), 36).len() > 5, "as many as there is room for");
    }
}
