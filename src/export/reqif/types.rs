//! What values there are: data types, and the attributes of requirements, documents and relations.

use super::elements::{identity, part};
use super::names::encoded;
use crate::model::Tier;
use crate::model::approval_rule::Evidence;
use crate::model::document::Status;
use crate::model::trace::Place;
use crate::register::APPLIES;

/// The most characters that a text is said to have.
pub(super) const MAX_LENGTH: usize = 32_767;

/// A value that things of a type may have.
pub(super) struct Attribute {
    key: &'static str,
    called: &'static str,
    pub(super) holds: Holds,
}

/// What it is a value of.
pub(super) enum Holds {
    /// A text.
    Text,
    /// A day.
    Day,
    /// One of these words.
    Word(Words),
}

/// Words, of which a value is one.
pub(super) struct Words {
    key: &'static str,
    called: &'static str,
    all: fn() -> Vec<&'static str>,
}

/// A type of objects, relations or specifications.
pub(super) struct Type {
    /// What it is a type of, as the tags of ReqIF say it.
    tag: &'static str,
    pub(super) key: &'static str,
    called: &'static str,
    attributes: &'static [&'static Attribute],
}

const fn attribute(key: &'static str, called: &'static str, holds: Holds) -> Attribute {
    Attribute { key, called, holds }
}

const fn word(key: &'static str, called: &'static str, all: fn() -> Vec<&'static str>) -> Attribute {
    Attribute { key, called, holds: Holds::Word(Words { key, called, all }) }
}

// By these names, of the ReqIF Implementation Guide, tools know what is the id, the title, the text, and a heading.
pub(super) static ID: Attribute = attribute("id", "ReqIF.ForeignID", Holds::Text);
pub(super) static TITLE: Attribute = attribute("title", "ReqIF.Name", Holds::Text);
pub(super) static SUMMARY: Attribute = attribute("text", "ReqIF.Text", Holds::Text);
pub(super) static CHAPTER: Attribute = attribute("chapter", "ReqIF.ChapterName", Holds::Text);

pub(super) static SORT: Attribute = word("sort", "Sort", || SORTS.to_vec());
pub(super) static RUNG: Attribute =
    word("rung", "Rung", || Place::ALL.into_iter().chain([Place::Untold]).map(Place::as_str).collect());
pub(super) static APPLICABILITY: Attribute = word("applicability", "Applicability", || APPLIES.to_vec());
pub(super) static REASON: Attribute = attribute("reason", "Reason", Holds::Text);
pub(super) static IMPLEMENTATION: Attribute = word("implementation", "Implementation as claimed", || CLAIMS.to_vec());
pub(super) static EVIDENCE: Attribute = attribute("evidence", "Newest evidence", Holds::Day);

pub(super) static KIND: Attribute = attribute("kind", "Kind", Holds::Text);
pub(super) static VERSION: Attribute = attribute("version", "Version", Holds::Text);
pub(super) static STATUS: Attribute = word("status", "Status as it says", || Status::ALL.map(Status::as_str).to_vec());
pub(super) static OWNER: Attribute = attribute("owner", "Owner", Holds::Text);
pub(super) static APPROVAL: Attribute =
    word("approval", "Evidence of approval", || Evidence::ALL.map(Evidence::as_str).to_vec());
pub(super) static DATE: Attribute = attribute("date", "Date", Holds::Day);

pub(super) static THROUGH: Attribute = attribute("through", "Through", Holds::Text);

/// What an object of a framework is.
const SORTS: [&str; 4] = ["heading", "clause", "control", "own-control"];

/// How far a control is put in place, as a statement of applicability claims it.
const CLAIMS: [&str; 3] = ["planned", "partial", "done"];

pub(super) static REQUIREMENT: Type = Type {
    tag: "SPEC-OBJECT-TYPE",
    key: "req",
    called: "Requirement",
    attributes: &[&ID, &TITLE, &CHAPTER, &SUMMARY, &SORT, &RUNG, &APPLICABILITY, &REASON, &IMPLEMENTATION, &EVIDENCE],
};

pub(super) static DOCUMENT: Type = Type {
    tag: "SPEC-OBJECT-TYPE",
    key: "doc",
    called: "Document",
    attributes: &[&ID, &TITLE, &KIND, &VERSION, &STATUS, &OWNER, &APPROVAL, &DATE],
};

static SAYS: Type = Type { tag: "SPEC-RELATION-TYPE", key: "says", called: "says", attributes: &[&THROUGH] };
static DOES: Type = Type { tag: "SPEC-RELATION-TYPE", key: "does", called: "does", attributes: &[&THROUGH] };
static SHOWS: Type = Type { tag: "SPEC-RELATION-TYPE", key: "shows", called: "shows", attributes: &[&THROUGH] };
pub(super) static IMPLEMENTS: Type =
    Type { tag: "SPEC-RELATION-TYPE", key: "implements", called: "implements", attributes: &[] };
pub(super) static EVIDENCE_FOR: Type =
    Type { tag: "SPEC-RELATION-TYPE", key: "evidence-for", called: "is evidence for", attributes: &[] };

pub(super) static SPECIFICATION: Type =
    Type { tag: "SPECIFICATION-TYPE", key: "spec", called: "Specification", attributes: &[] };

static TYPES: [&Type; 8] = [&REQUIREMENT, &DOCUMENT, &SAYS, &DOES, &SHOWS, &IMPLEMENTS, &EVIDENCE_FOR, &SPECIFICATION];

/// The type of relations by which documents of a tier serve requirements.
pub(super) fn of_tier(tier: Tier) -> &'static Type {
    match tier {
        Tier::Says => &SAYS,
        Tier::Does => &DOES,
        Tier::Shows => &SHOWS,
    }
}

impl Type {
    /// Its name.
    pub(super) fn name(&self) -> String {
        format!("_aims-type-{}", self.key)
    }

    /// The name of an attribute of things of this type.
    pub(super) fn definition(&self, attribute: &Attribute) -> String {
        format!("_aims-attr-{}-{}", self.key, attribute.key)
    }

    fn told(&self, moment: &str) -> String {
        let identity = identity(&self.name(), moment, self.called);
        let attributes: String = self.attributes.iter().map(|attribute| attribute.told(self, moment)).collect();
        let attributes = part("SPEC-ATTRIBUTES", &attributes);
        format!("<{tag} {identity}>\n{attributes}</{tag}>\n", tag = self.tag)
    }
}

impl Attribute {
    fn told(&self, of: &Type, moment: &str) -> String {
        let (holds, more) = match &self.holds {
            Holds::Text => ("STRING", ""),
            Holds::Day => ("DATE", ""),
            Holds::Word(_) => ("ENUMERATION", " MULTI-VALUED=\"false\""),
        };
        let identity = identity(&of.definition(self), moment, self.called);
        format!(
            "<ATTRIBUTE-DEFINITION-{holds} {identity}{more}><TYPE><DATATYPE-DEFINITION-{holds}-REF>{}</DATATYPE-DEFINITION-{holds}-REF></TYPE></ATTRIBUTE-DEFINITION-{holds}>\n",
            self.holds.name()
        )
    }
}

impl Holds {
    /// The name of the data type.
    fn name(&self) -> String {
        let key = match self {
            Self::Text => "text",
            Self::Day => "day",
            Self::Word(words) => words.key,
        };
        format!("_aims-data-{key}")
    }
}

impl Words {
    /// The name of a word, where it is one of these.
    pub(super) fn name_of(&self, word: &str) -> Option<String> {
        (self.all)().contains(&word).then(|| format!("_aims-{}-{}", self.key, encoded(word)))
    }

    fn told(&self, name: &str, moment: &str) -> String {
        let words = (self.all)().into_iter().enumerate().filter_map(|(key, word)| {
            let identity = identity(&self.name_of(word)?, moment, word);
            Some(format!(
                "<ENUM-VALUE {identity}><PROPERTIES><EMBEDDED-VALUE KEY=\"{key}\" OTHER-CONTENT=\"\"/></PROPERTIES></ENUM-VALUE>\n"
            ))
        });
        let words: String = words.collect();
        let identity = identity(name, moment, self.called);
        format!(
            "<DATATYPE-DEFINITION-ENUMERATION {identity}>\n<SPECIFIED-VALUES>\n{words}</SPECIFIED-VALUES>\n</DATATYPE-DEFINITION-ENUMERATION>\n"
        )
    }
}

/// The data types.
pub(super) fn data(moment: &str) -> String {
    let text = identity(&Holds::Text.name(), moment, "Text");
    let day = identity(&Holds::Day.name(), moment, "Day");
    let mut told = format!(
        "<DATATYPE-DEFINITION-STRING {text} MAX-LENGTH=\"{MAX_LENGTH}\"/>\n<DATATYPE-DEFINITION-DATE {day}/>\n"
    );
    for attribute in TYPES.into_iter().flat_map(|of| of.attributes) {
        if let Holds::Word(words) = &attribute.holds {
            told.push_str(&words.told(&attribute.holds.name(), moment));
        }
    }
    told
}

/// The types of objects, relations and specifications, with their attributes.
pub(super) fn types(moment: &str) -> String {
    TYPES.into_iter().map(|of| of.told(moment)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn attributes_and_words_have_names_of_their_own() {
        let mut names = BTreeSet::new();
        for of in TYPES {
            assert!(names.insert(of.name()), "{}", of.name());
            for attribute in of.attributes {
                assert!(names.insert(of.definition(attribute)), "{}", attribute.key);
                if let Holds::Word(words) = &attribute.holds {
                    assert!(names.insert(attribute.holds.name()), "words of one type alone: {}", words.key);
                    for word in (words.all)() {
                        assert!(names.insert(words.name_of(word).expect("a word")), "{word}");
                    }
                    assert_eq!(words.name_of("none of them"), None);
                }
            }
        }
    }
}
