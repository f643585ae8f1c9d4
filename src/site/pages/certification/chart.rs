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
    /// The words under the first and the last column, where there is room for them.
    pub ends: Option<(String, String)>,
    /// How wide a column is, with the gap beside it.
    pub step: usize,
    /// How high the highest is.
    pub height: usize,
}

serialized_as_html!(Chart);

impl Markup for Chart {
    /// Whole numbers alone, so that every machine draws the same.
    fn write(&self, out: &mut String) {
        let most = self.columns.iter().map(|column| column.iter().sum::<usize>()).max().unwrap_or_default().max(1);
        let width = (self.columns.len() * self.step).max(1);
        let total = self.height + if self.ends.is_some() { 18 } else { 0 };
        out.push_str(&format!(
            "<svg class=\"trend\" width=\"{width}\" height=\"{total}\" viewBox=\"0 0 {width} {total}\" role=\"img\"><title>"
        ));
        text(out, &self.about);
        out.push_str("</title>");
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
                        place * self.step,
                        self.height - to,
                        self.step.saturating_sub(2).max(1),
                        to - from
                    ));
                }
            }
        }
        if let Some((first, last)) = &self.ends {
            element(out, &format!("<text x=\"0\" y=\"{}\">", self.height + 14), first, "</text>");
            let end = format!("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">", width - 2, self.height + 14);
            element(out, &end, last, "</text>");
        }
        out.push_str("</svg>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_high_as_their_numbers_and_leave_no_gap() {
        let chart =
            Chart { about: "a <b>".into(), columns: vec![[3, 0, 0, 0, 1], [0; 5]], ends: None, step: 10, height: 40 };
        assert_eq!(
            chart.to_html(),
            "<svg class=\"trend\" width=\"20\" height=\"40\" viewBox=\"0 0 20 40\" role=\"img\"><title>a &lt;b&gt;</title>\
             <rect class=\"is-current\" x=\"0\" y=\"30\" width=\"8\" height=\"10\"/>\
             <rect class=\"is-gap\" x=\"0\" y=\"0\" width=\"8\" height=\"30\"/></svg>"
        );
    }
}
