//! Who owes what under the EU AI Act, from which day, and what in the repository bears on it.
//!
//! Role and class of a system choose its duties out of `duties.toml`; the day is that of the provision for the class. What
//! bears on a duty is told as evidence, never as fulfilment: a record that names the provision, or is of a kind or of a
//! control that shows it. A policy, a procedure, a plan or the entry of an obligation states how it is met and shows nothing;
//! nor do drafts, records of no day, of a day to come or of one too long ago, and documents that are not approved as their
//! rule asks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::annex_iii::points;
use super::case::{Case, Signs};
use super::entry::{Class, classes, named, roles};
use crate::base::Date;
use crate::model::catalog::{Applies, Catalog, ISO_42001, Item, ReqId, Role, natural_key};
use crate::model::doc::DocIx;
use crate::model::document::Document;
use crate::model::due::GRACE;
use crate::model::tier::Tier;
use crate::model::whole::Aims;

/// The id of the framework that the duties are of.
const ACT: &str = "eu-ai-act";
/// How many documents are named that bear on one duty: many systems may rest on the same ones.
pub const MOST: usize = 25;

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
    /// Whether that case is something that happens: no entry can say that it will not.
    #[serde(default)]
    pub event: bool,
    /// What in the entry of a system says that the case is given: one of these.
    #[serde(default)]
    pub given: Vec<Signs>,
    /// What says that it is not.
    #[serde(default, rename = "not-given")]
    pub not_given: Vec<Signs>,
    /// Points of Annex III, by their number, for which it is not owed.
    #[serde(default, rename = "not-points")]
    pub not_points: Vec<u32>,
    /// Whether it is about the organisation: what answers it need not name a system; what names others is about those.
    #[serde(default)]
    pub whole: bool,
    /// Keys of the entry of a system that say how it is answered.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Kinds of records that show it.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Types of impact assessments that show it.
    #[serde(default)]
    pub types: Vec<String>,
    /// Controls whose evidence shows it.
    #[serde(default)]
    pub controls: Vec<String>,
    /// Other provisions; what names one of them answers it too.
    #[serde(default)]
    pub also: Vec<String>,
}

impl Duty {
    /// Whether the case is given in which it is owed for a system, and which keys of its entry say so.
    fn case(&self, entry: &Document) -> (Case, Vec<&str>) {
        match (&self.when, self.event) {
            (None, _) => (Case::Always, Vec::new()),
            (Some(_), true) => (Case::Event, Vec::new()),
            (Some(_), false) => Case::answered(&self.given, &self.not_given, entry),
        }
    }
}

/// What in the repository bears on a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Backing {
    /// Nothing.
    Open,
    /// A key of the entry, a document that says what is to be done, one that names the whole article, or one that is not
    /// finished, not approved or too old.
    Stated,
    /// A dated record. Whether it is enough is for people to judge.
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
    /// high-risk systems about (Article 111(2)), and none on record has.
    pub before: bool,
    /// Whether the case is given in which it is owed.
    pub case: Case,
    /// The keys of the entry that say so.
    pub answered_by: Vec<&'static str>,
    /// What bears on it.
    pub backing: Backing,
    /// The keys of the entry that do.
    pub said: Vec<&'static str>,
    /// Documents that do, [`MOST`] at most, in natural order of their ids; those that show it before those that state it.
    pub evidence: Vec<DocIx>,
    /// How many more there are.
    pub more: usize,
    /// Who answers for it: the owner of an obligation on record that names it, else of the system.
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

/// What bears on duties, found once for all systems: each document is looked at once.
pub struct Evidence<'a> {
    aims: &'a Aims,
    /// Living documents that name each system.
    about: BTreeMap<DocIx, Vec<DocIx>>,
    /// What each living document is for which duties, these by their place.
    borne: BTreeMap<DocIx, Vec<(usize, Backing)>>,
    /// The place of each of these documents in the order of ids.
    rank: BTreeMap<DocIx, usize>,
    /// What bears on duties of the organisation and names no system, by their place.
    whole: BTreeMap<usize, Found>,
    /// The day of the last substantial modification of each system that was carried out.
    modified: BTreeMap<DocIx, Date>,
}

/// What bears on one duty.
#[derive(Debug, Clone, Default)]
struct Found {
    evidence: Vec<(Backing, DocIx)>,
    more: usize,
}

impl Found {
    fn best(&self) -> Option<Backing> {
        self.evidence.first().map(|(backing, _)| *backing)
    }
}

/// What tells the duties on which a document bears: the words it uses, by what they lead to.
#[derive(Default)]
struct Words {
    /// Provisions by which a duty is named, with whether that is the duty itself rather than its article.
    provisions: BTreeMap<&'static str, Vec<(usize, bool)>>,
    kinds: BTreeMap<&'static str, Vec<usize>>,
    /// Types of impact assessments.
    types: BTreeMap<&'static str, Vec<usize>>,
    /// The evidence of controls.
    shown: BTreeMap<DocIx, BTreeSet<usize>>,
}

impl Words {
    fn of(aims: &Aims) -> Self {
        let mut words = Self::default();
        for (place, duty) in all().iter().enumerate() {
            for id in duty.also.iter().chain([&duty.of]) {
                words.provisions.entry(id).or_default().push((place, true));
            }
            words.provisions.entry(article(&duty.of)).or_default().push((place, false));
            for kind in &duty.kinds {
                words.kinds.entry(kind).or_default().push(place);
            }
            for of_type in &duty.types {
                words.types.entry(of_type).or_default().push(place);
            }
            for control in &duty.controls {
                let found = aims.trace.at(&ReqId::new(&ISO_42001.into(), control));
                for serving in found.into_iter().flat_map(|found| found.tier(Tier::Shows)) {
                    words.shown.entry(serving.document).or_default().insert(place);
                }
            }
        }
        words
    }

    /// What a document is for which duties.
    fn borne(&self, aims: &Aims, ix: DocIx) -> Vec<(usize, Backing)> {
        let document = aims.document(ix);
        let by_kind = self.kinds.get(document.counts_as()).into_iter().flatten().copied();
        let mut exact: BTreeSet<usize> = by_kind.chain(self.shown.get(&ix).into_iter().flatten().copied()).collect();
        if document.is("impact-assessment") {
            let types = document.fields.texts("types").iter();
            exact.extend(types.filter_map(|of_type| self.types.get(of_type.value.as_str())).flatten());
        }
        let mut whole = BTreeSet::new();
        for (place, is_exact) in named(document).filter_map(|id| self.provisions.get(id)).flatten() {
            if *is_exact {
                exact.insert(*place)
            } else {
                whole.insert(*place)
            };
        }
        let finished = is_finished(aims, ix);
        // What says what is to be done shows no more than that, unless a duty asks for just that sort of document.
        let shows = |place: usize| {
            let of_kind = || all()[place].kinds.iter().any(|kind| kind == document.counts_as());
            if finished && (document.is_record() || of_kind()) { Backing::OnRecord } else { Backing::Stated }
        };
        let stated = whole.difference(&exact).map(|place| (*place, Backing::Stated)).collect::<Vec<_>>();
        exact.into_iter().map(|place| (place, shows(place))).chain(stated).collect()
    }
}

impl<'a> Evidence<'a> {
    /// Gathers it.
    pub fn of(aims: &'a Aims) -> Self {
        let words = Words::of(aims);
        let living = |(_, document): &(DocIx, &Document)| {
            document.controlled && !document.is_retired() && !document.is("external") && !document.is("system")
        };
        let borne = aims.iter().filter(living).map(|(ix, _)| (ix, words.borne(aims, ix)));
        let borne: BTreeMap<DocIx, Vec<(usize, Backing)>> = borne.filter(|(_, borne)| !borne.is_empty()).collect();
        let mut order: Vec<DocIx> = borne.keys().copied().collect();
        order.sort_by_cached_key(|ix| natural_key(&aims.document(*ix).id));
        let rank = order.iter().enumerate().map(|(rank, ix)| (*ix, rank)).collect();
        let mut about: BTreeMap<DocIx, Vec<DocIx>> = BTreeMap::new();
        for reference in aims.references.iter().filter(|found| found.field == "systems") {
            if let Some(system) = reference.to.filter(|_| borne.contains_key(&reference.from)) {
                about.entry(system).or_default().push(reference.from);
            }
        }
        about.values_mut().for_each(Vec::dedup);
        let named: BTreeSet<DocIx> = about.values().flatten().copied().collect();
        let of_all: Vec<DocIx> = order.iter().copied().filter(|ix| !named.contains(ix)).collect();
        let mut gathered = Self { aims, about, borne, rank, whole: BTreeMap::new(), modified: modified(aims) };
        gathered.whole = gathered.found(&of_all, |duty| duty.whole);
        gathered
    }

    /// What of some documents bears on duties, by their place.
    fn found(&self, documents: &[DocIx], wanted: impl Fn(&Duty) -> bool) -> BTreeMap<usize, Found> {
        let mut by_duty: BTreeMap<usize, Vec<(Backing, DocIx)>> = BTreeMap::new();
        for ix in documents {
            for (place, backing) in self.borne.get(ix).into_iter().flatten().filter(|(place, _)| wanted(&all()[*place]))
            {
                by_duty.entry(*place).or_default().push((*backing, *ix));
            }
        }
        by_duty.into_iter().map(|(place, all)| (place, self.in_order(all, 0))).collect()
    }

    /// What bears on one duty, that which shows it first, [`MOST`] at most; `more` are left out already.
    fn in_order(&self, mut found: Vec<(Backing, DocIx)>, more: usize) -> Found {
        found.sort_by_key(|(backing, ix)| (std::cmp::Reverse(*backing), self.rank.get(ix).copied()));
        let more = more + found.len().saturating_sub(MOST);
        found.truncate(MOST);
        Found { evidence: found, more }
    }

    /// What bears on a duty of the organisation for one system: what names none, and what names this one.
    fn of_all(&self, place: usize, own: Option<Found>) -> Found {
        let whole = self.whole.get(&place).cloned().unwrap_or_default();
        let own = own.unwrap_or_default();
        self.in_order([whole.evidence, own.evidence].concat(), whole.more + own.more)
    }

    /// The duties towards a system, in the order of the data file: of several roles or classes by which one is owed, the
    /// first. None where the AI Act is not in use, or the entry gives no role or class.
    pub fn owed(&self, system: DocIx) -> Vec<Owed<'a>> {
        let document = self.aims.document(system);
        if self.aims.catalog.framework(ACT).is_none() {
            return Vec::new();
        }
        let (roles, classes) = (roles(document), classes(document));
        let mut about = self.found(self.about.get(&system).map_or(&[], Vec::as_slice), |_| true);
        let points: BTreeSet<u32> = points(document).into_iter().map(|(number, _)| number).collect();
        let mut seen = BTreeSet::new();
        let mut owed = Vec::new();
        for (place, duty) in all().iter().enumerate() {
            let role = duty.roles.iter().copied().find(|role| roles.contains(role));
            let class = classes.iter().copied().find(|class| is_owed_for(duty, *class));
            let (Some(role), Some(class), Some(item)) = (role, class, item(duty)) else { continue };
            let spared = !points.is_empty() && points.iter().all(|point| duty.not_points.contains(point));
            if !spared && seen.insert(duty.of.as_str()) {
                let own = about.remove(&place);
                let found = if duty.whole { self.of_all(place, own) } else { own.unwrap_or_default() };
                owed.push(self.one((duty, item), system, (role, class), found));
            }
        }
        owed
    }

    fn one(
        &self,
        (duty, item): (&'static Duty, &'static Item),
        system: DocIx,
        (role, class): (Role, Class),
        found: Found,
    ) -> Owed<'a> {
        let entry = self.aims.document(system);
        let from = from(item, class, entry);
        let deployed = entry.fields.date("deployed");
        let said = duty.fields.iter().map(String::as_str).filter(|field| !entry.fields.lacks(field));
        let said: Vec<&str> = said.collect();
        let stated = if said.is_empty() { Backing::Open } else { Backing::Stated };
        let owner = |ix: DocIx| self.aims.document(ix).fields.text("owner");
        let best = found.best().unwrap_or(Backing::Open);
        let evidence: Vec<DocIx> = found.evidence.into_iter().map(|(_, ix)| ix).collect();
        let obligation = evidence.iter().copied().find(|ix| {
            let document = self.aims.document(*ix);
            document.is("obligation") && named(document).any(|id| id == duty.of || id == article(&duty.of))
        });
        let early = deployed.zip(from).is_some_and(|(deployed, from)| deployed < from);
        let (case, answered_by) = duty.case(entry);
        let anew = self.modified.get(&system).zip(from).is_some_and(|(day, from)| *day >= from);
        Owed {
            duty,
            item,
            system,
            role,
            class,
            from,
            before: class.is_high() && early && !anew,
            case,
            answered_by,
            backing: best.max(stated),
            said,
            evidence,
            more: found.more,
            owner: obligation.and_then(owner).or_else(|| owner(system)),
        }
    }
}

/// The day of the last substantial modification of each system that was carried out.
fn modified(aims: &Aims) -> BTreeMap<DocIx, Date> {
    let mut modified: BTreeMap<DocIx, Date> = BTreeMap::new();
    for reference in aims.references.iter().filter(|found| found.field == "systems") {
        let change = aims.document(reference.from);
        let fields = &change.fields;
        let is_one = change.is("change")
            && !change.is_retired()
            && !change.is_draft()
            && fields.text("substantial") == Some("yes")
            && fields.text("state") == Some("done");
        let day = [fields.date("date"), fields.date("approved")].into_iter().flatten().max();
        let Some((system, day)) = reference.to.filter(|_| is_one).zip(day) else { continue };
        modified.entry(system).and_modify(|known| *known = day.max(*known)).or_insert(day);
    }
    modified
}

/// Whether a document is evidence by the record: written, of something that was done, of a day that has come and is not too long ago where it
/// is of a day, and approved as its rule asks.
fn is_finished(aims: &Aims, ix: DocIx) -> bool {
    let document = aims.document(ix);
    let stands = |date: Date| GRACE.after(aims.config.evidence_period(document.kind_name()).after(date)) >= aims.today;
    let dated = !document.is_record()
        || document.evidence_day(aims.today).is_some_and(|(_, date)| date <= aims.today && stands(date));
    document.may_show() && dated && aims.standing(ix).approval.is_met()
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

/// The day from which a provision applies to a high-risk system; `None` for other systems.
pub fn applies_from(provision: &str, system: &Document) -> Option<Date> {
    let class = classes(system).into_iter().find(|class| class.is_high())?;
    from(Catalog::builtin().framework(ACT)?.find(provision)?, class, system)
}

/// The day from which a provision applies to a system of a class. What was on the market before some day may have longer
/// (Article 111(3) and (4)).
fn from(item: &Item, class: Class, system: &Document) -> Option<Date> {
    let deployed = system.fields.date("deployed");
    let is_older = |applies: &&Applies| applies.before.zip(deployed).is_some_and(|(before, day)| day < before);
    if let Some(later) = item.applies.iter().find(is_older) {
        return Some(later.from);
    }
    let wanted = annex(class).unwrap_or("all");
    let of_class = |applies: &&Applies| applies.scope.split_whitespace().last() == Some(wanted);
    // What applies on paper has nothing yet that it applies to.
    let in_effect = || item.applies.iter().filter(|applies| !applies.is_on_paper() && applies.before.is_none());
    let found = in_effect().find(of_class).or_else(|| in_effect().next()).or_else(|| item.applies.first());
    found.map(|applies| applies.from)
}

/// The annex by which the day of a duty is that of a class: who exempts a use that Annex III lists owes what it does then.
const fn annex(class: Class) -> Option<&'static str> {
    match class {
        Class::HighAnnexIii | Class::Exempt63 => Some("annex-iii"),
        Class::HighAnnexI => Some("annex-i"),
        _ => None,
    }
}

/// The first day from which a provision applies to any of some systems, each by its class.
pub fn applies_first(provision: &str, systems: &[&Document]) -> Option<Date> {
    let item = Catalog::builtin().framework(ACT)?.find(provision)?;
    let days = systems.iter().flat_map(|system| classes(system).into_iter().map(|class| from(item, class, system)));
    days.min().flatten()
}

/// The last day from which a provision applies to any of some systems in any of its parts, or to any at all where there are
/// none: by no reading of it does it apply later.
pub fn applies_at_last(provision: &str, systems: &[&Document]) -> Option<Date> {
    let item = Catalog::builtin().framework(ACT)?.find(provision)?;
    let annexes: BTreeSet<&str> = systems.iter().flat_map(|system| classes(system)).filter_map(annex).collect();
    let is_meant = |applies: &&Applies| {
        !applies.is_on_paper() && applies.annex().is_none_or(|of| annexes.is_empty() || annexes.contains(of))
    };
    let meant = item.applies.iter().filter(is_meant).map(|applies| applies.from).max();
    meant.or_else(|| item.applies.iter().map(|applies| applies.from).max())
}
