//! What a commit did to one file, as an entry shows it.

use crate::site::markup::{Markup, parts};
use crate::site::view::{Part, Sign};

/// What a commit did to one file.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub sign: Option<Sign>,
    pub parts: Vec<Part>,
    /// Sentences below it.
    pub notes: Vec<Vec<Part>>,
    /// Whether nothing came of it.
    pub undone: bool,
}

impl Markup for Item {
    fn write(&self, out: &mut String) {
        out.push_str("<li>");
        if let Some(sign) = &self.sign {
            sign.write(out);
            out.push(' ');
        }
        out.push_str("<span class=\"what\">");
        parts(out, &self.parts);
        out.push_str("</span>");
        if !self.notes.is_empty() {
            out.push_str("<ul>");
            for note in &self.notes {
                out.push_str("<li>");
                parts(out, note);
                out.push_str("</li>");
            }
            out.push_str("</ul>");
        }
        out.push_str("</li>");
    }
}
