//! The values of an object or a relation, and the object that has them.

use super::elements::{begin, identity, part, text};
use super::types::{Attribute, Holds, Type};
use crate::base::Date;

/// The values of an object or a relation.
pub(super) struct Values {
    pub(super) of: &'static Type,
    pub(super) told: String,
}

impl Values {
    pub(super) fn new(of: &'static Type) -> Self {
        Self { of, told: String::new() }
    }

    /// Adds a value, where there is one: a text, a day, or one of the words that there are.
    pub(super) fn put(&mut self, attribute: &Attribute, value: &str) {
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
    pub(super) fn put_day(&mut self, attribute: &Attribute, day: Option<Date>) {
        self.put(attribute, &day.map(begin).unwrap_or_default());
    }

    fn add(&mut self, holds: &str, definition: &str, value: &str, chosen: &str) {
        self.told.push_str(&format!(
            "<ATTRIBUTE-VALUE-{holds}{value}><DEFINITION><ATTRIBUTE-DEFINITION-{holds}-REF>{definition}</ATTRIBUTE-DEFINITION-{holds}-REF></DEFINITION>{chosen}</ATTRIBUTE-VALUE-{holds}>\n"
        ));
    }

    /// The object that has them.
    pub(super) fn object(self, name: &str, moment: &str) -> String {
        let (identity, values, of) = (identity(name, moment, ""), part("VALUES", &self.told), self.of.name());
        format!(
            "<SPEC-OBJECT {identity}>\n{values}<TYPE><SPEC-OBJECT-TYPE-REF>{of}</SPEC-OBJECT-TYPE-REF></TYPE>\n</SPEC-OBJECT>\n"
        )
    }
}
