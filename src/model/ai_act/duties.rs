//! Who owes what under the EU AI Act, from which day, and what in the repository bears on it.
//!
//! Role and class of a system choose its duties out of `duties.toml`; the day is that of the provision for the class. What
//! bears on a duty is told as evidence, never as fulfilment: a document that names the provision, a record of a kind or of a
//! control that shows it, a key of the entry. Drafts, records of no day or of a day to come, and documents that are not
//! approved as their rule asks show nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Class, classes, named, roles};
use crate::base::Date;
use crate::model::catalog::{Applies, Catalog, ISO_42001, Item, ReqId, Role};
use crate::model::document::{Document, Status};
use crate::model::{Aims, DocIx, Tier};

/// The id of the framework that the duties are of.
const ACT: &str = "eu-ai-act";
/// The day before which a system that makes content had until [`MARKED`] (Article 111(4)).
const GENERAL: Date = Date::constant(2026, 8, 2);
/// The day from which content of older systems is marked.
const MARKED: Date = Date::constant(2026, 12, 2);

/// A duty, as the data file has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The provision: `art-26-2`.
    pub of: String,
    /// Whose duty it is.
    pub roles: Vec<Role>,
    /// The classes of systems for which it is owed: those of [`Class`], `high` for both annexes, `any`.
    pub classes: Vec<String>,
    /// The case in which it is owed at all, where role and class do not decide that.
    #[serde(default)]
    pub when: Option<String>,
    /// Whether it is about the organisation: what answers it need not name the system.
    #[serde(default)]
    pub whole: bool,
    /// Keys of the entry of a system that say how it is answered.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Kinds of records that show it.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Controls whose evidence shows it.
    #[serde(default)]
    pub controls: Vec<String>,
    /// Other provisions; what names one of them answers it too.
    #[serde(default)]
    pub also: Vec<String>,
}

/// What in the repository bears on a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Backing {
    /// Nothing.
    Open,
    /// A key of the entry, a document that names the whole article, or one that is not finished or not approved.
    Stated,
    /// Evidence on record. Whether it is enough is for people to judge.
    OnRecord,
}

impl Backing {
    /// All, from nothing up.
    pub const ALL: [Self; 3] = [Self::Open, Self::Stated, Self::OnRecord];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Stated => "stated",
            Self::OnRecord => "on-record",
        }
    }
}

/// A duty towards one system.
#[derive(Debug, Clone)]
pub struct Owed<'a> {
    /// The duty.
    pub duty: &'static Duty,
    /// Its provision.
    pub item: &'static Item,
    /// The system.
    pub system: DocIx,
    /// The role in which the organisation owes it.
    pub role: Role,
    /// The class by which it does.
    pub class: Class,
    /// The day from which it applies.
    pub from: Option<Date>,
    /// Whether the system was in use before that day: then only a significant change of its design brings a duty of
    /// high-risk systems about (Article 111(2)).
    pub before: bool,
    /// What bears on it.
    pub backing: Backing,
    /// Documents that do, in natural order of their ids; those that show it before those that state it.
    pub evidence: Vec<DocIx>,
    /// Who answers for it: the owner of what shows it, else of the system.
    pub owner: Option<&'a str>,
}

impl Owed<'_> {
    /// Whether it applies on a day.
    pub fn applies(&self, today: Date) -> bool {
        self.from.is_some_and(|from| from <= today)
    }
}

/// What `duties.toml` holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    duty: Vec<Duty>,
}

/// Every duty, in the order of the data file.
pub fn all() -> &'static [Duty] {
    static ALL: LazyLock<Vec<Duty>> = LazyLock::new(|| {
        let file: File =
            toml::from_str(include_str!("../data/duties.toml")).expect("a test parses the embedded duties");
        file.duty
    });
    &ALL
}

/// The provision of a duty.
fn item(duty: &Duty) -> Option<&'static Item> {
    Catalog::builtin().framework(ACT)?.find(&duty.of)
}

/// What bears on duties, found once for all systems.
pub struct Evidence<'a> {
    aims: &'a Aims,
    /// Living documents that name each system.
    about: BTreeMap<DocIx, Vec<DocIx>>,
    /// Living documents that name a provision, or are of a kind that shows some duty of the organisation.
    at_large: Vec<DocIx>,
    /// The evidence of each control that shows some duty.
    shows: BTreeMap<&'static str, BTreeSet<DocIx>>,
}

impl<'a> Evidence<'a> {
    /// Gathers it.
    pub fn of(aims: &'a Aims) -> Self {
        let living = |ix: DocIx| {
            let document = aims.document(ix);
            document.controlled && !document.is_retired() && !document.is("external") && !document.is("system")
        };
        let mut about: BTreeMap<DocIx, Vec<DocIx>> = BTreeMap::new();
        for reference in aims.references.iter().filter(|found| found.field == "systems" && living(found.from)) {
            if let Some(system) = reference.to {
                about.entry(system).or_default().push(reference.from);
            }
        }
        about.values_mut().for_each(|found| found.dedup());
        let kinds: BTreeSet<&str> =
            all().iter().filter(|duty| duty.whole).flat_map(|duty| &duty.kinds).map(String::as_str).collect();
        let bears = |document: &Document| named(document).next().is_some() || kinds.contains(document.kind_name());
        let at_large = aims.iter().filter(|(ix, document)| living(*ix) && bears(document)).map(|(ix, _)| ix).collect();
        let mut shows: BTreeMap<&'static str, BTreeSet<DocIx>> = BTreeMap::new();
        for control in all().iter().flat_map(|duty| &duty.controls) {
            let found = aims.trace.at(&ReqId::new(&ISO_42001.into(), control));
            let serving = found.into_iter().flat_map(|found| found.tier(Tier::Shows));
            shows.entry(control).or_insert_with(|| serving.map(|serving| serving.document).collect());
        }
        Self { aims, about, at_large, shows }
    }

    /// The duties towards a system, in the order of the data file: of several roles or classes by which one is owed, the
    /// first. None where the AI Act is not in use, or the entry gives no role or class.
    pub fn owed(&self, system: DocIx) -> Vec<Owed<'a>> {
        let document = self.aims.document(system);
        if self.aims.catalog.framework(ACT).is_none() {
            return Vec::new();
        }
        let (roles, classes) = (roles(document), classes(document));
        let mut owed: Vec<Owed<'a>> = Vec::new();
        for duty in all() {
            let role = duty.roles.iter().copied().find(|role| roles.contains(role));
            let class = classes.iter().copied().find(|class| is_owed_for(duty, *class));
            let (Some(role), Some(class), Some(item)) = (role, class, item(duty)) else { continue };
            if owed.iter().all(|known| known.duty.of != duty.of) {
                owed.push(self.one(duty, item, system, (role, class)));
            }
        }
        owed
    }

    fn one(&self, duty: &'static Duty, item: &'static Item, system: DocIx, (role, class): (Role, Class)) -> Owed<'a> {
        let entry = self.aims.document(system);
        let from = from(item, class, entry);
        let deployed = entry.fields.date("deployed");
        let about =
            if duty.whole { &self.at_large[..] } else { self.about.get(&system).map_or(&[][..], Vec::as_slice) };
        let judged = about.iter().map(|ix| (self.bears(duty, *ix), *ix));
        let mut found: Vec<(Backing, DocIx)> = judged.filter(|(backing, _)| *backing != Backing::Open).collect();
        found.sort_by_cached_key(|(backing, ix)| {
            (std::cmp::Reverse(*backing), crate::model::catalog::natural_key(&self.aims.document(*ix).id))
        });
        let said = duty.fields.iter().any(|field| !entry.fields.lacks(field));
        let best = found.first().map(|(backing, _)| *backing);
        let evidence: Vec<DocIx> = found.into_iter().map(|(_, ix)| ix).collect();
        let owner = |ix: DocIx| self.aims.document(ix).fields.text("owner");
        let shown = evidence.first().copied().filter(|_| best == Some(Backing::OnRecord));
        Owed {
            duty,
            item,
            system,
            role,
            class,
            from,
            before: class.is_high() && deployed.zip(from).is_some_and(|(deployed, from)| deployed < from),
            backing: best.unwrap_or(Backing::Open).max(if said { Backing::Stated } else { Backing::Open }),
            evidence,
            owner: shown.and_then(owner).or_else(|| owner(system)),
        }
    }

    /// What a document is for a duty.
    fn bears(&self, duty: &Duty, ix: DocIx) -> Backing {
        let document = self.aims.document(ix);
        let article = article(&duty.of);
        let (mut exact, mut whole) = (false, false);
        for id in named(document) {
            exact |= id == duty.of || duty.also.iter().any(|also| also == id);
            whole |= id == article;
        }
        let of_kind = duty.kinds.iter().any(|kind| document.is(kind));
        let by_control =
            || duty.controls.iter().any(|id| self.shows.get(id.as_str()).is_some_and(|shows| shows.contains(&ix)));
        match exact || of_kind || by_control() {
            true if self.is_finished(ix) => Backing::OnRecord,
            true => Backing::Stated,
            false if whole => Backing::Stated,
            false => Backing::Open,
        }
    }

    /// Whether a document is evidence by the record: not being written, of a day that has come where it is of a day, and
    /// approved as its rule asks.
    fn is_finished(&self, ix: DocIx) -> bool {
        let document = self.aims.document(ix);
        let written = !matches!(document.status(), Some(Status::Draft | Status::InReview));
        let dated = !document.is_record() || document.evidence_date().is_some_and(|date| date <= self.aims.today);
        written && dated && self.aims.standing(ix).approval.is_met()
    }
}

/// Whether a duty is owed for systems of a class.
fn is_owed_for(duty: &Duty, class: Class) -> bool {
    duty.classes.iter().any(|word| match word.as_str() {
        "any" => class != Class::NotApplicable,
        "high" => class.is_high(),
        word => word == class.as_str(),
    })
}

/// The article that a provision is of: `art-26` for `art-26-2`.
fn article(provision: &str) -> &str {
    let number = provision.match_indices('-').nth(1).map_or(provision.len(), |(at, _)| at);
    &provision[..number]
}

/// The day from which a provision applies to a system of a class.
fn from(item: &Item, class: Class, system: &Document) -> Option<Date> {
    if item.id == "art-50-2" && system.fields.date("deployed").is_some_and(|deployed| deployed < GENERAL) {
        return Some(MARKED);
    }
    let annex = match class {
        Class::HighAnnexIii => "annex-iii",
        Class::HighAnnexI => "annex-i",
        _ => "all",
    };
    let of_class = |applies: &&Applies| applies.scope.split_whitespace().last() == Some(annex);
    let found = item.applies.iter().find(of_class).or_else(|| item.applies.first());
    found.map(|applies| applies.from)
}
