//! A framework as a catalogue holds it: a law, a standard or a rule book with its items, dates and sources.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, de::Error as _};

use super::called::Called;
use super::words::{Confidence, Documented, RiskClass, Role, Verdict};
use crate::base::date::{self, Date};
use crate::base::{say, wording};
use crate::model::tier::Tier;

/// A law, a standard or a rule book. The built-in ones come from `src/model/data/`, own ones from the team's repository
/// (see [`Framework::parse_own`]).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Framework {
    /// The name in front matter, and of its page: lower-case letters, digits, hyphens.
    pub id: String,
    /// The title in full.
    pub title: String,
    /// What people call it: `EU AI Act`.
    pub short: String,
    /// The edition that the items are taken from.
    pub edition: String,
    /// What has happened to it since.
    #[serde(default)]
    pub status: Option<String>,
    /// What a reader should bear in mind.
    #[serde(default)]
    pub note: Option<String>,
    /// The day on which the facts were gathered.
    #[serde(default, deserialize_with = "optional_day")]
    pub retrieved: Option<Date>,
    /// Chapters, themes or categories, in the order of the framework.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
    /// Clauses that only hold others, where documents cannot refer to them: the headings of clauses 4 to 10.
    #[serde(default, rename = "heading")]
    pub headings: Vec<Group>,
    /// What documents can refer to, in the order of the framework.
    #[serde(default, rename = "item")]
    pub items: Vec<Item>,
    /// Whether it is in use only where the settings name it: one that most teams have nothing to do with.
    #[serde(default)]
    pub on_request: bool,
    /// The days on which parts of it begin to apply, earliest first.
    #[serde(default, rename = "milestone")]
    pub timeline: Vec<Milestone>,
    /// What the facts were taken from.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    /// Where sources disagree about dates, and which of them is followed.
    #[serde(default, rename = "disagreement")]
    pub disagreements: Vec<Disagreement>,
    /// Whether the team brought it.
    #[serde(skip)]
    pub own: bool,
    /// Relations from ISO/IEC 42001 that the team states in its own framework. Those of the built-in frameworks are in
    /// the crosswalk; [`Catalog::with`](super::Catalog::with) joins both.
    #[serde(skip)]
    pub relates: Vec<Relation>,
}

/// A chapter, theme or category.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What items name it by.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether its items are reference controls, of which a statement of applicability says whether they apply.
    #[serde(default)]
    pub controls: bool,
}

/// Something that a document can refer to: an article, a subcategory, a control.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Item {
    /// The id, as front matter has it: `art-27`, `MAP 1.1`.
    pub id: String,
    /// How the framework itself writes the id, where that differs: `Article 27`.
    pub label: Option<String>,
    /// The title; our own short label where the framework gives none.
    pub title: String,
    /// The group it belongs to.
    pub group: Option<String>,
    /// What it is about, in our own words.
    pub summary: Option<String>,
    /// What usually shows it, in our own words.
    pub evidence: Vec<String>,
    /// The class of systems it is about (AI Act).
    pub risk_class: Option<RiskClass>,
    /// Whom it binds or protects (AI Act).
    pub roles: Vec<Role>,
    /// Since when it applies, and to what (AI Act).
    pub applies: Vec<Applies>,
    /// Whether the regulation of 2026 changed it (AI Act).
    pub amended: bool,
    /// The items that refer to it (annexes of the AI Act).
    pub referred_from: Vec<String>,
    /// The numbered points of an annex, such as the areas of high-risk use in Annex III.
    pub points: Vec<Point>,
    /// What a reader should bear in mind.
    pub note: Option<String>,
    /// The tiers of documents that it stands on where the framework is followed; all where nothing is said.
    pub needs: Vec<Tier>,
    /// What it asks for in writing.
    pub documented: Documented,
    /// The documents and records it calls for, or that usually answer it.
    pub documents: Vec<String>,
    /// The items of documented information that it calls for, where it is known which documents are each of them.
    pub called_for: Vec<Called>,
    /// The clause of the structure of Annex SL that it is, by the number that ISO/IEC 42001 has for it; empty for none. Its own
    /// number where nothing is said.
    pub shared: Option<String>,
    /// How far the dates in `applies` can be relied on.
    pub date_confidence: Option<Confidence>,
    /// How far the title can be relied on.
    pub title_confidence: Confidence,
    /// Its paragraphs and points that are looked at by themselves: `art-26-5`. Documents can refer to them too.
    #[serde(rename = "part")]
    pub parts: Vec<Item>,
}

impl Item {
    /// It, then its parts.
    pub fn with_parts(&self) -> impl Iterator<Item = &Self> + Clone {
        std::iter::once(self).chain(&self.parts)
    }

    /// Fills in what its parts leave to it, and how the framework writes their ids: `Article 17(1)(a)` for `art-17-1-a`.
    pub(super) fn complete(&mut self) {
        for part in &mut self.parts {
            let within = part.id.strip_prefix(&*self.id).unwrap_or_default().trim_start_matches('-');
            let within: String = within.split('-').map(|step| format!("({step})")).collect();
            let above = self.label.as_deref().unwrap_or(&self.id);
            part.label.get_or_insert_with(|| format!("{above}{within}"));
            part.group.clone_from(&self.group);
            part.risk_class = part.risk_class.or(self.risk_class);
            part.date_confidence = part.date_confidence.or(self.date_confidence);
            if part.roles.is_empty() {
                part.roles.clone_from(&self.roles);
            }
            if part.applies.is_empty() {
                part.applies.clone_from(&self.applies);
            }
        }
    }

    /// How the framework itself writes the id: `Article 27`.
    pub fn name(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.id)
    }

    /// How the framework writes the id, in what is spoken.
    pub fn said(&self) -> Cow<'_, str> {
        let name = self.name();
        match name.split_once(' ').filter(|_| wording::spoken().is_some()) {
            Some(("Annex", number)) => Cow::Owned(say!("Annex {number}", number)),
            Some(("Article", number)) => Cow::Owned(say!("Article {number}", number)),
            Some(("Clause", number)) => Cow::Owned(say!("Clause {number}", number)),
            _ => Cow::Borrowed(wording::known(name)),
        }
    }

    /// The id under which it is a requirement where the framework is followed: the number of a clause, `9.2.1` for
    /// `Clause 9.2.1`, else its id.
    pub fn number(&self) -> &str {
        self.label.as_deref().and_then(|label| label.strip_prefix("Clause ")).unwrap_or(&self.id)
    }
}

/// A day from which a provision applies, and to what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applies {
    /// The first day.
    #[serde(deserialize_with = "day")]
    pub from: Date,
    /// `all`, `annex-iii`, `annex-i`, or the part of the provision in words.
    pub scope: String,
    /// Where it is the day for what was on the market already, the day before which that was placed there.
    #[serde(default, deserialize_with = "optional_day")]
    pub before: Option<Date>,
}

impl Applies {
    /// To what it applies, as people read it.
    pub fn whom(&self) -> String {
        self.scope.replace("annex-iii", "Annex III").replace("annex-i", "Annex I")
    }

    /// The annex whose systems it is about, where it is about those of one alone.
    pub fn annex(&self) -> Option<&str> {
        self.scope.split_whitespace().last().filter(|word| matches!(*word, "annex-iii" | "annex-i"))
    }

    /// Whether it applies by its wording alone, to nothing that there is by then.
    pub fn is_on_paper(&self) -> bool {
        self.scope == "on paper"
    }
}

/// A numbered point of an annex.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
}

/// A day on which a part of a framework begins to apply.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// The day.
    #[serde(deserialize_with = "day")]
    pub date: Date,
    /// What begins.
    pub what: String,
}

/// Something that facts or relations were taken from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Source {
    /// What rows name it by.
    pub id: String,
    /// What it is.
    pub title: String,
    /// What it was used for.
    #[serde(default)]
    pub used_for: Option<String>,
    /// Where it is published.
    #[serde(default)]
    pub place: Option<String>,
}

/// Sources that contradict each other, and which of them is followed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Disagreement {
    /// The matter.
    pub about: String,
    /// What is said elsewhere.
    pub sources_say: String,
    /// What is followed, and why.
    pub resolution: String,
}

/// A row of the crosswalk: somebody relates a clause, area or control of ISO/IEC 42001 to an item of another framework.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// The clause, area or control.
    pub from: String,
    /// The id of the other framework.
    #[serde(skip)]
    pub framework: String,
    /// The id of its item.
    pub to: String,
    /// How far the row can be relied on.
    pub confidence: Confidence,
    /// What we make of it; of a team's own rows it is what the team says.
    #[serde(default)]
    pub verdict: Verdict,
    /// The ids of the sources that relate the two; none where the team itself does.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What a reader should bear in mind.
    #[serde(default)]
    pub note: Option<String>,
}

impl Framework {
    /// The name and year of the edition, `ISO/IEC 42001:2023`; what people call it where the edition does not say.
    pub fn edition_name(&self) -> &str {
        let name = self.edition.split([',', '(']).next().unwrap_or_default().trim();
        if name.starts_with(&self.short) { name } else { &self.short }
    }

    /// The item, or part of one, with exactly this id.
    pub fn find(&self, id: &str) -> Option<&Item> {
        self.all().find(|item| item.id == id)
    }

    /// The item of this id, or of this number: `clause-5.2` is that of `5.2`.
    pub fn numbered(&self, id: &str) -> Option<&Item> {
        self.find(id).or_else(|| self.all().find(|item| item.number() == id))
    }

    /// Every item, each before its parts.
    pub fn all(&self) -> impl Iterator<Item = &Item> + Clone {
        self.items.iter().flat_map(Item::with_parts)
    }

    /// The items of a group, in order.
    pub fn items_of<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.group.as_deref() == Some(group))
    }
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    date::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not a day written as 2026-11-20")))
}

pub(super) fn optional_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    day(deserializer).map(Some)
}
