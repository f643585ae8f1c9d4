//! Open nonconformities, wherever they are told: on the overview, and on the page of what they stand against.

use super::sections::Section;
use crate::model::DocIx;
use crate::site::link::Linker;
use crate::site::view::{Part, Sign};

/// An open nonconformity: whether its action is late, what it is, by when and by whom.
pub(super) fn item(link: Linker<'_>, ix: DocIx) -> Vec<Part> {
    let record = link.aims.document(ix);
    let due = record.fields.date("due").filter(|_| record.fields.date("done").is_none());
    let late = due.is_some_and(|due| due < link.aims.today);
    let sign = if late { Sign::new("overdue", "Overdue") } else { Sign::new("open", "Open") };
    let mut parts =
        vec![Part::sign(sign), Part::text(" "), link.document(ix), Part::text(format!(" {} ", record.title))];
    let mut aside = Vec::new();
    if let Some(grade) = record.fields.text("grade") {
        aside.push(Part::text(format!("{grade}, ")));
    }
    if let Some(due) = due {
        aside.extend([
            Part::text(if late { "action was due " } else { "action due " }),
            link.due(due),
            Part::text(", "),
        ]);
    }
    aside.extend(record.fields.text("action-owner").map(Part::text));
    if let Some(Part::Text { v }) = aside.last_mut() {
        v.truncate(v.trim_end_matches(", ").len());
    }
    parts.push(Part::Aside { parts: aside });
    parts
}

/// What is open against the thing that a page is about.
pub(super) fn section(link: Linker<'_>, open: &[DocIx]) -> Option<Section> {
    let items: Vec<Vec<Part>> = open.iter().map(|ix| item(link, *ix)).collect();
    let section = Section::new("_open", "Open against it");
    (!items.is_empty()).then(|| section.with_list(items, ""))
}
