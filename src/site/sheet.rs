//! What a printed page says on every sheet of it, and how a page is cited: of what it is, in which version, who may see it,
//! and from which commit and day it comes.

use std::collections::BTreeSet;

use serde::Serialize;

use super::address::Address;
use super::context::Shared;
use super::gathered::Topic;
use super::lists::List;
use super::parts::words;
use super::view::line;
use crate::base::{say, wording};
use crate::model::DocIx;
use crate::model::audience::Audience;

/// The words of a page for paper and for citing.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    /// What it is, at the head of a sheet.
    head: String,
    /// Who may see it, at the head too; empty where nothing says.
    class: String,
    /// The same across the page, where it is for fewer than the people of the organisation; else empty.
    mark: String,
    /// Where it comes from, at the foot.
    foot: String,
    /// How it is cited.
    cite: String,
}

impl Sheet {
    /// The words of the page at an address, which has this title and names these documents. A page about one text is for
    /// those for whom that is; any other that names what is for few is for them.
    pub(super) fn of(shared: &Shared<'_>, address: Address<'_>, title: &str, named: &BTreeSet<DocIx>) -> Self {
        let (what, class, mark) = Self::told(shared, address, title, named);
        let is_text = matches!(
            address,
            Address::Document(_)
                | Address::Record(_)
                | Address::RecordOfYear(..)
                | Address::Text(..)
                | Address::TextsOfGone(_)
        );
        let is_for_few = |ix: &DocIx| audience(shared, *ix).0 == Audience::Confidential;
        let (class, mark) = match !is_text && mark.is_empty() && named.iter().any(is_for_few) {
            true => marked(Some(Audience::Confidential.as_str())),
            false => (class, mark),
        };
        let day = wording::day(shared.today());
        let made = match (&shared.revision, shared.state.from_commit) {
            (Some(commit), true) => say!("commit {commit}, {day}", commit, day),
            (Some(commit), false) => say!("work tree after commit {commit}, {day}", commit, day),
            (None, _) => day,
        };
        Self {
            head: what.join(" · "),
            class,
            mark,
            foot: format!("{}, {made}", shared.organisation),
            cite: format!("{}. {}, {}, {made}.", what.join(", "), shared.organisation, shared.title),
        }
    }

    /// What it is piece by piece, its classification, and what stands across it.
    fn told(
        shared: &Shared<'_>,
        address: Address<'_>,
        title: &str,
        named: &BTreeSet<DocIx>,
    ) -> (Vec<String>, String, String) {
        let document = match address {
            Address::Document(ix) | Address::Record(ix) | Address::RecordOfYear(ix, _) => Some(ix),
            _ => None,
        };
        match (document, address) {
            (Some(ix), _) => {
                let (what, class) = of_document(shared, ix, matches!(address, Address::Document(_)));
                let of_texts = matches!(address, Address::Record(_)).then(|| of_record(shared, ix)).flatten();
                let (class, mark) = of_texts.unwrap_or_else(|| (class, mark(shared, ix)));
                (what, class, mark)
            }
            (
                None,
                Address::SystemHistory(ix)
                | Address::SystemStory(ix)
                | Address::Part(List::Of(Topic::System(ix), _), _),
            ) => match mark(shared, ix) {
                mark if mark.is_empty() => of_pack(shared, title, std::iter::once(ix), named),
                mark => (vec![title.to_owned()], mark.clone(), mark),
            },
            (None, Address::Pack) => of_pack(shared, title, shared.pack.documents(), named),
            (None, Address::PackPart(place)) => {
                let part = shared.pack.parts.get(place);
                of_pack(shared, title, part.into_iter().flat_map(|part| part.documents.iter().copied()), named)
            }
            (None, _) => match kinds_of(shared, address) {
                Some(kinds) => of_pack(shared, title, kinds.iter().flat_map(|kind| of_kind(shared, kind)), named),
                None => {
                    let (class, mark) = of_text(shared, address);
                    (vec![title.to_owned()], class, mark)
                }
            },
        }
    }
}

/// The classification of a text of old, or the strictest of those that are compared, in its own words, and what stands
/// across its page; empty of other pages.
fn of_text(shared: &Shared<'_>, address: Address<'_>) -> (String, String) {
    let class = match address {
        Address::Text(of, text) => {
            shared.pasts.at(of).and_then(|of| of.texts.get(text)?.facts.classification.as_deref())
        }
        Address::TextsOfGone(of) => shared.pasts.at(of).and_then(|of| of.strictest(None)),
        _ => return Default::default(),
    };
    marked(class)
}

/// The same of a change record that compares texts; `None` of one that does not.
fn of_record(shared: &Shared<'_>, ix: DocIx) -> Option<(String, String)> {
    let of = shared.pasts.of(ix).filter(|of| of.is_comparable())?;
    let now = shared.aims.document(ix).fields.text("classification").filter(|said| !said.trim().is_empty());
    Some(marked(of.strictest(now)))
}

/// A classification in its own words, and what stands across the page.
fn marked(class: Option<&str>) -> (String, String) {
    let word = words(&line(class.unwrap_or_default()));
    match Audience::of_text(class) {
        Audience::Confidential => (word.clone(), word),
        Audience::Internal | Audience::Public => (word, String::new()),
    }
}

/// The kinds of documents of which a page tells every one, with what they say; `None` of other pages.
fn kinds_of<'s>(shared: &'s Shared<'_>, address: Address<'_>) -> Option<Vec<&'s str>> {
    Some(match address {
        Address::Register(place) | Address::Part(List::Register(place), _) => {
            vec![shared.registers.get(place)?.kind()?.name.as_str()]
        }
        Address::Part(List::Risks, _) => Address::Risks.kinds().to_vec(),
        Address::Part(List::RiskAssessments, _) => vec!["risk-assessment"],
        Address::Part(List::ImpactAssessments, _) => vec!["impact-assessment"],
        Address::Part(List::Systems | List::Lives | List::SystemEvidence, _) => Address::Systems.kinds().to_vec(),
        other if other.kinds().is_empty() => return None,
        fixed => fixed.kinds().to_vec(),
    })
}

fn of_kind<'s>(shared: &'s Shared<'_>, kind: &str) -> impl Iterator<Item = DocIx> + use<'s> {
    shared.aims.of_kind(kind).into_iter().map(|(ix, _)| ix)
}

/// What a document is, piece by piece, and its classification.
fn of_document(shared: &Shared<'_>, ix: DocIx, is_text: bool) -> (Vec<String>, String) {
    let document = shared.aims.document(ix);
    let mut what = Vec::new();
    if document.id_span.is_some() {
        what.push(document.id.clone());
    }
    what.push(document.title.clone());
    what.extend(document.fields.text("version").filter(|_| is_text).map(|version| say!("version {version}", version)));
    what.extend((!is_text).then(|| say!("change record").to_owned()));
    (what, words(document.fields.text("classification").unwrap_or_default()))
}

/// What stands across a page about a document: its classification, where it is for few.
pub(super) fn mark(shared: &Shared<'_>, ix: DocIx) -> String {
    let class = shared.aims.document(ix).fields.text("classification");
    match Audience::of_text(class) {
        Audience::Confidential => words(class.unwrap_or_default()),
        Audience::Internal | Audience::Public => String::new(),
    }
}

/// For whom a document is, and whether it says so.
fn audience(shared: &Shared<'_>, ix: DocIx) -> (Audience, bool) {
    let said = shared.aims.document(ix).fields.text("classification").filter(|said| !said.trim().is_empty());
    (Audience::of_text(said), said.is_some())
}

/// Pages of several documents are for those who may see all of them, and all others that they name. What none of them says is
/// not said of them together.
fn of_pack(
    shared: &Shared<'_>,
    title: &str,
    documents: impl Iterator<Item = DocIx>,
    named: &BTreeSet<DocIx>,
) -> (Vec<String>, String, String) {
    let of = |ix| audience(shared, ix);
    let strictest = documents.map(of).max().map(|own| named.iter().copied().map(of).fold(own, Ord::max));
    let (class, mark) = match strictest {
        None | Some((_, false)) => Default::default(),
        Some((class, _)) => marked(Some(class.as_str())),
    };
    (vec![title.to_owned()], class, mark)
}

/// The style sheet of the pack: the head of each of its documents on every sheet that it stands on. A style sheet can take
/// the words of a whole page from the page, and not those of a part of it.
pub(super) fn rules(shared: &Shared<'_>) -> String {
    let mut rules = String::new();
    for ix in shared.pack.documents() {
        let Some(place) = shared.pack.place(ix) else { continue };
        let (what, class) = of_document(shared, ix, true);
        let (head, class) = (quoted(&what.join(" · ")), quoted(&class));
        // A statement is a wide table.
        let size = if shared.aims.document(ix).is("soa") { "size: A4 landscape; " } else { "" };
        let page = format!("p{}", place.number);
        rules.push_str(&format!(
            "@page {page} {{ {size}@top-left {{ content: {head}; }} @top-right {{ content: {class}; }} }}\n\
             @media print {{ .{page} {{ page: {page}; }} }}\n"
        ));
    }
    rules
}

/// A text of anybody's as a string of a style sheet. All but plain letters and digits is written by its number, so that
/// nothing in it can end the string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in line(text).chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => out.push(c),
            // NUL has no number in a style sheet.
            '\0' => {}
            c => out.push_str(&format!("\\{:06x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_text_ends_the_string_it_stands_in() {
        assert_eq!(quoted("POL-001 · a"), "\"POL\\00002d001 \\0000b7 a\"");
        for evil in ["\"; } body { display: none } \"", "\\", "a\nb", "*/ @import url(//x.example) /*", "</style>"] {
            let quoted = quoted(evil);
            let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).expect("a string");
            assert!(!inner.contains(['"', '\n', ';', '}', '<', '*', '@', '/']), "{inner}");
            let sound = |piece: &str| piece.len() >= 6 && piece.as_bytes()[..6].iter().all(u8::is_ascii_hexdigit);
            assert!(inner.split('\\').skip(1).all(sound), "{inner}");
        }
    }
}
