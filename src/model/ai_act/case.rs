//! Whether the case in which a duty is owed is given, as far as the entry of a system answers that.
//!
//! Signs of it are data, in `duties.toml`. What an entry leaves open stays open: nobody is spared a duty by a key that is
//! not there.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::annex_iii::{Point, points_in};
use crate::model::document::Document;

/// What stands in the entry of a system by which a case is given, or is not: all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Signs {
    /// It falls under one of these points of Annex III.
    pub any_point: Vec<String>,
    /// It names points of Annex III, and none of these.
    pub no_point: Vec<String>,
    /// These keys say something.
    pub fields: Vec<String>,
    /// These keys say no.
    pub no: Vec<String>,
    /// These keys say one of these words.
    pub words: BTreeMap<String, Vec<String>>,
}

/// Whether a duty is owed, where role and class alone do not decide that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// Role and class do.
    Always,
    /// In a case that the entry says is given.
    Given,
    /// In a case of which the entry does not say whether it is given: to be answered by people.
    Asked,
    /// Once something happens.
    Event,
    /// In a case that the entry says is not given.
    NotGiven,
}

impl Case {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Always, Self::Given, Self::Asked, Self::Event, Self::NotGiven];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Given => "given",
            Self::Asked => "asked",
            Self::Event => "event",
            Self::NotGiven => "not-given",
        }
    }

    /// Whether it is owed by what is known.
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Always | Self::Given)
    }

    /// What the entry of a system answers, and by which keys: by one of the signs that the case is given, or by one that it
    /// is not. Where it says both, it contradicts itself, and people have to say.
    pub fn answered<'d>(given: &'d [Signs], not_given: &'d [Signs], entry: &Document) -> (Self, Vec<&'d str>) {
        let held = |signs: &'d [Signs]| signs.iter().find(|signs| signs.hold(entry));
        match (held(given), held(not_given)) {
            (Some(signs), None) => (Self::Given, signs.keys()),
            (None, Some(signs)) => (Self::NotGiven, signs.keys()),
            _ => (Self::Asked, Vec::new()),
        }
    }
}

impl Signs {
    /// Whether all of it stands in an entry.
    fn hold(&self, entry: &Document) -> bool {
        let fields = &entry.fields;
        let points = points(entry);
        let named = |point: &String| meant(point).iter().any(|sign| points.iter().flatten().any(|one| is(*sign, *one)));
        let may_be =
            |point: &String| meant(point).iter().any(|sign| points.iter().flatten().any(|one| may(*sign, *one)));
        (self.any_point.is_empty() || self.any_point.iter().any(named))
            && (self.no_point.is_empty() || (points.is_some() && !self.no_point.iter().any(may_be)))
            && self.fields.iter().all(|key| !fields.lacks(key) && !fields.is_misread(key))
            && self.no.iter().all(|key| fields.flag(key) == Some(false))
            && self
                .words
                .iter()
                .all(|(key, words)| fields.text(key).is_some_and(|said| words.iter().any(|word| word == said)))
    }

    /// The keys that it looks at.
    pub fn keys(&self) -> Vec<&str> {
        let points = (!self.any_point.is_empty() || !self.no_point.is_empty()).then_some(ANNEX_III);
        let keys = self.fields.iter().chain(&self.no).chain(self.words.keys());
        points.into_iter().chain(keys.map(String::as_str)).collect()
    }
}

/// The key under which an entry names points of Annex III.
const ANNEX_III: &str = "annex-iii";

/// The points that an entry names; none where it names none, or one that cannot be read: it may be any.
fn points(entry: &Document) -> Option<Vec<Point>> {
    let fields = &entry.fields;
    let texts = fields.texts(ANNEX_III);
    let read: Option<Vec<Vec<Point>>> = texts.iter().map(|text| points_in(&text.value)).collect();
    read.map(|points| points.concat()).filter(|points| !points.is_empty() && !fields.is_misread(ANNEX_III))
}

/// The points that a sign names.
fn meant(point: &str) -> Vec<Point> {
    points_in(point).unwrap_or_default()
}

/// Whether a point that is named is a sign: exactly, or as a part of it.
fn is(sign: Point, named: Point) -> bool {
    sign.0 == named.0 && (sign.1.is_none() || sign.1 == named.1)
}

/// Whether it may be: of a point that is named as a whole, any part may be meant.
fn may(sign: Point, named: Point) -> bool {
    is(sign, named) || (sign.0 == named.0 && named.1.is_none())
}
