//! What the editor shows of what is named: a document with where it stands, a requirement with its rung and what the next
//! one lacks, a kind, a key.
//!
//! Everything that comes from a repository is escaped: a title must not become a link or load an image.

use super::target::Subject;
use crate::base::quote::markdown;
use crate::base::text::terminal_safe;
use crate::model::catalog::ReqId;
use crate::model::kinds::{FieldSpec, Need};
use crate::model::review::Review;
use crate::model::trace::{Place, Requirement};
use crate::model::{Aims, DocIx};
use crate::state::State;

/// How many requirements of a document, and documents of a requirement, are named.
const MOST: usize = 8;

/// What there is to say, as Markdown. `page` is the document in which it is asked.
pub(super) fn of(state: &State, subject: &Subject, page: Option<DocIx>) -> Option<String> {
    let aims = &state.aims;
    match subject {
        Subject::Document(ix, _) => Some(of_document(aims, *ix)),
        Subject::Requirement(id) => aims.trace.at(id).map(|found| of_requirement(aims, id, found)),
        Subject::Kind(name) => {
            let kind = aims.kinds.get(name)?;
            Some(format!("**{}**\n\n{}", plain(&kind.label), plain(&kind.about)))
        }
        Subject::Key(name) => {
            let kind = page.and_then(|ix| aims.document(ix).kind.as_deref());
            aims.kinds.field(kind, name).map(of_key)
        }
    }
}

fn of_document(aims: &Aims, ix: DocIx) -> String {
    let document = aims.document(ix);
    let mut facts = Vec::new();
    facts.extend(document.kind.as_ref().map(|kind| plain(&kind.label)));
    facts.extend(document.fields.text("version").map(|version| format!("version {}", plain(version))));
    facts.extend(aims.word(ix).map(|word| word.title().to_lowercase()));
    facts.extend(document.fields.text("owner").map(|owner| format!("owner {}", plain(owner))));
    match aims.review(ix) {
        Review::Overdue(due) => facts.push(format!("review overdue since {due}")),
        Review::DueSoon(due) | Review::InDate(due) | Review::SaysInDate(due) => {
            facts.push(format!("next review {due}"));
        }
        Review::Unknown => facts.push("nothing says when it was reviewed".to_owned()),
        Review::None => {}
    }
    let served: Vec<String> =
        aims.trace.served_by(ix).map(|found| format!("{} ({})", plain(&found.name), found.place().as_str())).collect();
    let mut text = format!("**{}** {}\n\n{}", plain(&document.id), plain(&document.title), facts.join(" · "));
    if !served.is_empty() {
        text.push_str(&format!("\n\nServes {}", some(&served)));
    }
    text.push_str(&format!("\n\n{}", plain(document.path.as_str())));
    text
}

fn of_requirement(aims: &Aims, id: &ReqId, found: &Requirement) -> String {
    let mut text = format!("**{}** {}", plain(&found.name), plain(&found.title));
    let standing = match found.place() {
        Place::Excluded => "Excluded by the statement of applicability".to_owned(),
        Place::On(rung) => format!("Stands at *{}*", rung.as_str()),
        Place::Untold => "Where it stands is not told".to_owned(),
    };
    text.push_str(&format!("\n\n{standing}"));
    if let Some(next) = found.next().filter(|_| !found.lacks.is_empty()) {
        let lacks: Vec<String> = found.lacks.iter().map(|lack| plain(&lack.sentence())).collect();
        text.push_str(&format!(". For *{}*: {}", next.as_str(), lacks.join("; ")));
    }
    let weak: Vec<String> = found.caveats.iter().map(|caveat| plain(caveat.sentence())).collect();
    if !weak.is_empty() && matches!(found.place(), Place::On(_)) {
        text.push_str(&format!("\n\nWeakened: {}", weak.join(" ")));
    }
    let standard = aims.catalog.standard(&id.framework);
    let summary = standard.and_then(|standard| {
        let control = standard.control(&id.id).map(|control| control.summary.as_str());
        control.or_else(|| standard.clause(&id.id).map(|clause| clause.summary.as_str()))
    });
    if let Some(summary) = summary.filter(|summary| !summary.is_empty()) {
        text.push_str(&format!("\n\n{}", plain(summary)));
    }
    let documents: Vec<String> = found.documents().map(|ix| plain(&aims.document(ix).id)).collect();
    if !documents.is_empty() {
        text.push_str(&format!("\n\nServed by {}", some(&documents)));
    }
    text
}

/// How much a key is asked for, in a word.
pub(super) fn need(spec: &FieldSpec) -> &'static str {
    match spec.need {
        Some(Need::Must) => "needed",
        Some(Need::Should) => "advised",
        None => "optional",
    }
}

fn of_key(spec: &FieldSpec) -> String {
    let need = need(spec);
    let mut text = format!("**{}** ({need})\n\n{}", plain(&spec.name), plain(&spec.about));
    if !spec.choices.is_empty() {
        text.push_str(&format!("\n\nOne of {}", plain(&spec.choices.join(", "))));
    }
    let besides = spec.besides();
    if !besides.is_empty() {
        text.push_str(&format!("\n\n{}", plain(&besides)));
    }
    if !spec.columns.is_empty() {
        let columns: Vec<&str> = spec.columns.iter().map(|column| column.name.as_str()).collect();
        text.push_str(&format!("\n\nRows of {}", plain(&columns.join(", "))));
    }
    text
}

fn some(all: &[String]) -> String {
    let rest = all.len().saturating_sub(MOST);
    let shown = all[..all.len() - rest].join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}

/// Text that Markdown shows as it stands, on one line.
pub(super) fn plain(text: &str) -> String {
    markdown(&terminal_safe(&text.replace(char::is_control, " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_becomes_markup() {
        assert_eq!(plain("![x](https://e.example/a)\n<b>"), "\\!\\[x\\](https\\://e.example/a) \\<b\\>");
        assert_eq!(some(&["a".into(), "b".into()]), "a, b");
        assert_eq!(some(&vec!["a".to_owned(); 10]), "a, a, a, a, a, a, a, a and 2 more");
    }
}
