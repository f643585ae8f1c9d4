//! The AIMS in ReqIF (OMG, version 1.2, formal/2016-07-01): requirements, documents and what leads from one to the other, for
//! tools of requirements that others wrote.
//!
//! In comes the state; out comes one file, [`reqif`]:
//!
//! | part | what it is made of |
//! |---|---|
//! | objects | clauses and controls of the frameworks that are followed, with their headings and the team's own controls; documents of known kinds |
//! | relations | a document says, does or shows something for a requirement; it implements a document, or is evidence for one |
//! | specifications | one for each framework, in its own order, and one for each kind of documents |
//!
//! Titles and summaries of requirements are in our own words. Where a requirement stands, and whether it applies, is told as
//! everywhere else, and as `untold` to readers who are not told. All texts are plain and of one line; one of more than [`LONGEST`] characters is cut.
//! Identifiers follow from ids alone, of documents from the first that they had, and so stay from one export to the next.
//! Documents, and what leads from them, bear the moment of the commit that changed them last, all else that of the newest commit. Rungs are judged on the day that the header
//! names: one may fall without a commit, and so without a later moment.

mod documents;
mod frameworks;
mod names;
mod relations;
mod types;

use std::collections::BTreeMap;

use crate::base::quote::xml;
use crate::base::text::{cut, one_line};
use crate::base::{Date, date, uuid};
use crate::model::DocIx;
use crate::model::catalog::ReqId;
use crate::model::document::Document;
use crate::model::trace::Requirement;
use crate::state::{GENERATOR, State};

use names::Names;
use types::{Attribute, Holds, Type};

/// How a file begins, whatever it holds.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<REQ-IF xmlns=\"http://www.omg.org/spec/ReqIF/20110401/reqif.xsd\">\n<THE-HEADER>\n";

/// The version that the schema of ReqIF 1.0 to 1.2 asks for in each file.
const VERSION: &str = "1.0";

/// The most characters of a text. Each is eight at most where it cannot stand in XML as it is, and so all of them are fewer
/// than [`types::MAX_LENGTH`].
const LONGEST: usize = 4_000;

/// The file.
pub(super) fn reqif(state: &State) -> Vec<u8> {
    let mut names = Names::default();
    let exchange = Exchange::of(state, &mut names);
    let mut objects = String::new();
    let mut specifications = String::new();
    for standard in state.aims.catalog.standards() {
        let (told, placed) = frameworks::framework(&exchange, standard, &mut names);
        objects.push_str(&told);
        specifications.push_str(&placed);
    }
    let (told, placed) = documents::documents(&exchange, &mut names);
    objects.push_str(&told);
    specifications.push_str(&placed);
    let relations = relations::relations(&exchange, &mut names);
    let whole = [
        HEAD,
        &exchange.header(),
        "</THE-HEADER>\n<CORE-CONTENT>\n<REQ-IF-CONTENT>\n",
        &part("DATATYPES", &types::data(&exchange.moment)),
        &part("SPEC-TYPES", &types::types(&exchange.moment)),
        &part("SPEC-OBJECTS", &objects),
        &part("SPEC-RELATIONS", &relations),
        &part("SPECIFICATIONS", &specifications),
        "</REQ-IF-CONTENT>\n</CORE-CONTENT>\n</REQ-IF>\n",
    ];
    whole.concat().into_bytes()
}

/// What all parts are made from.
struct Exchange<'a> {
    state: &'a State,
    /// The moment of the newest commit; the begin of the day where there is none.
    moment: String,
    /// Every requirement once, with the name of its object.
    requirements: BTreeMap<ReqId, (&'a Requirement, String)>,
    /// The documents that are told, with the names of their objects.
    documents: BTreeMap<DocIx, String>,
}

impl<'a> Exchange<'a> {
    fn of(state: &'a State, names: &mut Names) -> Self {
        let trace = &state.aims.trace;
        let mut requirements = BTreeMap::new();
        for requirement in trace.clauses().chain(trace.controls()) {
            requirements
                .entry(requirement.key())
                .or_insert_with(|| (requirement, names.of(&["req", requirement.framework.as_str(), &requirement.id])));
        }
        let known = state.aims.iter().filter(|(_, document)| document.controlled && document.kind.is_some());
        let documents = known.map(|(ix, document)| (ix, names.of(&["doc", &state.first_id(document)]))).collect();
        Self { state, moment: moment(state), requirements, documents }
    }

    /// A document that is told, with the name of its object.
    fn document(&self, ix: DocIx) -> Option<(&'a Document, &str)> {
        Some((self.state.aims.document(ix), self.documents.get(&ix)?.as_str()))
    }

    /// The moment of the commit that changed a document last, as far as these readers know of it.
    fn changed(&self, document: &Document) -> String {
        let newest = self.state.history.of(&document.path).next();
        newest.map_or_else(|| self.moment.clone(), |(revision, _)| date::rfc3339(revision.landed_at))
    }

    /// What the file says of itself.
    fn header(&self) -> String {
        let State { aims, audience, edition, .. } = self.state;
        let name = aims.config.organisation.as_deref().unwrap_or("The organisation");
        let (today, revision, lasting) = (self.state.today(), self.state.revision(), self.state.lasting());
        let of = revision.map_or_else(|| "a work tree".to_owned(), |commit| format!("commit {commit}"));
        let part = self.state.left_out().map(|told| format!(" {told}")).unwrap_or_default();
        let comment = format!(
            "Made from {of} as of {today}, audience {}, edition {}. It shows evidence and does not say that a requirement is met.{part}",
            audience.as_str(),
            edition.as_str()
        );
        let (made, day) = ([audience.as_str(), edition.as_str()], today.to_string());
        let by = [&*lasting, "reqif", revision.unwrap_or_default(), &day, made[0], made[1]];
        let (file, repository) = (uuid(&by.join("\0")), uuid(&by[..2].join("\0")));
        let (created, title) = (begin(today).max(self.moment.clone()), format!("AI management system of {name}"));
        let said = [
            ("COMMENT", comment.as_str()),
            ("CREATION-TIME", created.as_str()),
            ("REPOSITORY-ID", repository.as_str()),
            ("REQ-IF-TOOL-ID", GENERATOR),
            ("REQ-IF-VERSION", VERSION),
            ("SOURCE-TOOL-ID", GENERATOR),
            ("TITLE", title.as_str()),
        ];
        let mut header = format!("<REQ-IF-HEADER IDENTIFIER=\"_aims-file-{file}\">\n");
        for (tag, words) in said {
            header.push_str(&format!("<{tag}>{}</{tag}>\n", text(words)));
        }
        header + "</REQ-IF-HEADER>\n"
    }
}

/// The moment of the newest commit that readers know of.
fn moment(state: &State) -> String {
    let newest = state.history.revisions.iter().map(|revision| revision.landed_at).max();
    let head = state.history.head.as_ref().map(|(_, day)| begin(*day));
    let known = newest.map(date::rfc3339).into_iter().chain(head).max();
    known.unwrap_or_else(|| begin(state.today()))
}

/// A day as ReqIF has moments.
fn begin(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// A part of the file; nothing where it holds nothing.
fn part(tag: &str, content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("<{tag}>\n{content}</{tag}>\n") }
}

/// A text on one line, as it may stand in XML.
fn text(words: &str) -> String {
    xml(&cut(&one_line(words), LONGEST))
}

/// What everything bears that has a name of its own; `called` is for people, and may be empty.
fn identity(name: &str, moment: &str, called: &str) -> String {
    let called = text(called);
    let called = if called.is_empty() { called } else { format!(" LONG-NAME=\"{called}\"") };
    format!("IDENTIFIER=\"{name}\" LAST-CHANGE=\"{moment}\"{called}")
}

/// The values of an object or a relation.
struct Values {
    of: &'static Type,
    told: String,
}

impl Values {
    fn new(of: &'static Type) -> Self {
        Self { of, told: String::new() }
    }

    /// Adds a value, where there is one: a text, a day, or one of the words that there are.
    fn put(&mut self, attribute: &Attribute, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        let definition = self.of.definition(attribute);
        match &attribute.holds {
            Holds::Text => self.add("STRING", &definition, &format!(" THE-VALUE=\"{}\"", text(value)), ""),
            Holds::Day => self.add("DATE", &definition, &format!(" THE-VALUE=\"{value}\""), ""),
            Holds::Word(words) => {
                if let Some(name) = words.name_of(value) {
                    let chosen = format!("<VALUES><ENUM-VALUE-REF>{name}</ENUM-VALUE-REF></VALUES>");
                    self.add("ENUMERATION", &definition, "", &chosen);
                }
            }
        }
    }

    /// Adds a day, where there is one.
    fn put_day(&mut self, attribute: &Attribute, day: Option<Date>) {
        self.put(attribute, &day.map(begin).unwrap_or_default());
    }

    fn add(&mut self, holds: &str, definition: &str, value: &str, chosen: &str) {
        self.told.push_str(&format!(
            "<ATTRIBUTE-VALUE-{holds}{value}><DEFINITION><ATTRIBUTE-DEFINITION-{holds}-REF>{definition}</ATTRIBUTE-DEFINITION-{holds}-REF></DEFINITION>{chosen}</ATTRIBUTE-VALUE-{holds}>\n"
        ));
    }

    /// The object that has them.
    fn object(self, name: &str, moment: &str) -> String {
        let (identity, values, of) = (identity(name, moment, ""), part("VALUES", &self.told), self.of.name());
        format!(
            "<SPEC-OBJECT {identity}>\n{values}<TYPE><SPEC-OBJECT-TYPE-REF>{of}</SPEC-OBJECT-TYPE-REF></TYPE>\n</SPEC-OBJECT>\n"
        )
    }
}

/// A specification of these places.
fn specification(name: &str, moment: &str, called: &str, places: &str) -> String {
    let (identity, children, of) =
        (identity(name, moment, called), part("CHILDREN", places), types::SPECIFICATION.name());
    format!(
        "<SPECIFICATION {identity}>\n{children}<TYPE><SPECIFICATION-TYPE-REF>{of}</SPECIFICATION-TYPE-REF></TYPE>\n</SPECIFICATION>\n"
    )
}

/// The place of an object in a specification, with what stands below it. Each object has one, which is named after it.
fn place(object: &str, moment: &str, below: &str) -> String {
    let name = object.replacen("_aims-", "_aims-at-", 1);
    let (identity, children) = (identity(&name, moment, ""), part("CHILDREN", below));
    format!(
        "<SPEC-HIERARCHY {identity}><OBJECT><SPEC-OBJECT-REF>{object}</SPEC-OBJECT-REF></OBJECT>\n{children}</SPEC-HIERARCHY>\n"
    )
}
