//! Samples that nobody chose: drawn by a published seed over strata, so that whoever has the populations draws the same.
//!
//! The ticket of a unit is the SHA-256 of the seed, a line feed and the id of the unit, in hex digits. Units are parted into
//! strata by what they share of kind, AI system, level of risk and owner, and each stratum is ordered by its tickets. The
//! next unit is always the first that is left of the stratum with the most units to each one drawn from it; one that nothing
//! was drawn from comes before all others, and of those that are equal the one whose next ticket is the lowest. So each
//! stratum gives one before any gives two, as far as the size goes, and from then on each in proportion.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::column::{Getter, Holds, column};
use super::population::{Population, Traits, Unit, populations, some, system};
use super::rows::Register;
use super::value::Value;
use crate::base::{mark, sha256_hex};
use crate::model::risk::RiskLevel;
use crate::state::State;

/// The name of the way in which samples are drawn. Another way has another name.
pub const METHOD: &str = "aims-sample-1";

/// What stands between what the units of a stratum share.
const BETWEEN: &str = " · ";

/// What units may be told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The kind of document.
    Kind,
    /// The AI system.
    System,
    /// The level of risk.
    Risk,
    /// The owner.
    Owner,
}

/// How samples are drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// What decides: published before the sample is drawn, or at least with it.
    pub seed: String,
    /// How many units of each population; else as many as the square root of their number, rounded up.
    pub size: Option<usize>,
    /// What the strata are made of; all units are one stratum where there is none.
    pub strata: Vec<Part>,
    /// The only population to draw from; else from each.
    pub population: Option<String>,
}

impl Part {
    /// All, in the order they are told.
    pub const ALL: [Self; 4] = [Self::Kind, Self::System, Self::Risk, Self::Owner];

    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::System => "system",
            Self::Risk => "risk",
            Self::Owner => "owner",
        }
    }

    fn of<'a>(self, traits: &Traits<'a>) -> &'a str {
        match self {
            Self::Kind => traits.kind,
            Self::System => traits.system,
            Self::Risk => traits.risk,
            Self::Owner => traits.owner,
        }
    }
}

impl Draw {
    /// As the site draws them: by the commit at the head of the record, or by the day where there is none.
    pub fn of(state: &State) -> Self {
        let seed = match &state.history.head {
            Some((commit, _)) => commit.clone(),
            None => state.today().to_string(),
        };
        Self { seed, size: None, strata: Part::ALL.to_vec(), population: None }
    }

    fn ticket(&self, unit: &Unit<'_>) -> String {
        sha256_hex(format!("{}\n{}", self.seed, unit.id).as_bytes())
    }

    fn stratum<'a>(&self, unit: &Unit<'a>) -> Stratum<'a> {
        self.strata.iter().map(|part| some(part.of(&unit.traits)).unwrap_or("-")).collect()
    }

    fn size_of(&self, all: usize) -> usize {
        self.size.unwrap_or_else(|| all.isqrt() + usize::from(all.isqrt().pow(2) < all)).min(all)
    }
}

/// What the units of a stratum share, part by part.
type Stratum<'a> = Vec<&'a str>;

/// A unit that was drawn.
struct Drawn<'a> {
    unit: Unit<'a>,
    ticket: String,
    stratum: String,
    /// How many units its stratum has.
    of: usize,
}

/// A stratum whose turn it may be.
struct Turn<'a> {
    size: usize,
    taken: usize,
    /// The ticket of the first unit that is left.
    next: Reverse<String>,
    stratum: Stratum<'a>,
}

impl Ord for Turn<'_> {
    /// By how many units there are to each that was taken, without dividing: where none was, there is nothing above.
    fn cmp(&self, other: &Self) -> Ordering {
        let (one, two) = (self.size.saturating_mul(other.taken), other.size.saturating_mul(self.taken));
        let untouched = (self.taken == 0).cmp(&(other.taken == 0));
        untouched
            .then(one.cmp(&two))
            .then_with(|| self.next.cmp(&other.next))
            .then_with(|| other.stratum.cmp(&self.stratum))
    }
}

impl PartialOrd for Turn<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Turn<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Turn<'_> {}

/// How many strata the units of a population make.
fn strata(units: &[Unit<'_>], draw: &Draw) -> usize {
    units.iter().map(|unit| draw.stratum(unit)).collect::<BTreeSet<_>>().len()
}

/// Units of a population in the order in which they are drawn.
fn drawn<'a>(units: Vec<Unit<'a>>, draw: &Draw) -> Vec<Drawn<'a>> {
    let size = draw.size_of(units.len());
    let mut strata: BTreeMap<Stratum<'a>, Vec<(String, Unit<'a>)>> = BTreeMap::new();
    for unit in units {
        strata.entry(draw.stratum(&unit)).or_default().push((draw.ticket(&unit), unit));
    }
    let mut turns = BinaryHeap::with_capacity(strata.len());
    let mut sizes = BTreeMap::new();
    for (stratum, units) in &mut strata {
        // The last is drawn first.
        units.sort_by(|one, two| two.0.cmp(&one.0).then_with(|| two.1.id.cmp(&one.1.id)));
        sizes.insert(stratum.clone(), units.len());
        if let Some((ticket, _)) = units.last() {
            turns.push(Turn { size: units.len(), taken: 0, next: Reverse(ticket.clone()), stratum: stratum.clone() });
        }
    }
    let mut found = Vec::with_capacity(size);
    while found.len() < size {
        let Some(mut turn) = turns.pop() else { break };
        let Some(left) = strata.get_mut(&turn.stratum) else { continue };
        let Some((ticket, unit)) = left.pop() else { continue };
        let of = sizes.get(&turn.stratum).copied().unwrap_or_default();
        found.push(Drawn { unit, ticket, stratum: turn.stratum.join(BETWEEN), of });
        if let Some((next, _)) = left.last() {
            turn.taken += 1;
            turn.next = Reverse(next.clone());
            turns.push(turn);
        }
    }
    found
}

/// A row of the sample: the population, the place in the draw, the unit.
struct Row<'a> {
    population: String,
    about: String,
    asks: String,
    place: usize,
    drawn: Drawn<'a>,
}

/// The populations that are drawn from.
fn wanted<'a>(state: &'a State, draw: &Draw) -> impl Iterator<Item = Population<'a>> {
    let wanted = move |population: &Population<'_>| draw.population.as_ref().is_none_or(|id| *id == population.id);
    populations(state).into_iter().filter(wanted)
}

fn rows<'a>(state: &'a State, draw: &Draw) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for population in wanted(state, draw) {
        let Population { id, about, asks, units } = population;
        rows.extend(drawn(units, draw).into_iter().enumerate().map(|(place, drawn)| Row {
            population: id.clone(),
            about: about.clone(),
            asks: asks.clone(),
            place: place + 1,
            drawn,
        }));
    }
    rows
}

fn of<'a>(key: &'static str, holds: Holds, get: impl Fn(&Row<'a>) -> Value<'a> + 'a) -> Getter<'a, Row<'a>> {
    column(key, holds, get)
}

fn owned<'a>(text: &str) -> Value<'a> {
    Value::Text(text.to_owned().into())
}

/// What both registers tell of a unit that was drawn.
fn of_unit<'a>() -> Vec<Getter<'a, Row<'a>>> {
    vec![
        of("population", Holds::Word, |row| Value::Word(row.population.clone().into())),
        of("place", Holds::Number, |row| Value::count(row.place))
            .titled(mark!("Place"))
            .about("in which it was drawn")
            .aside(),
        of("unit", Holds::Text, |row| owned(&row.drawn.unit.id)).about("its id, which no other of the population has"),
        of("title", Holds::Text, |row| Value::Text(row.drawn.unit.title.clone())),
        of("document", Holds::Id, |row| Value::id(row.drawn.unit.document)),
        of("date", Holds::Day, |row| Value::day(row.drawn.unit.date)),
        of("kind", Holds::Word, |row| Value::word(some(row.drawn.unit.traits.kind))).aside(),
        of("system", Holds::Text, |row| system(&row.drawn.unit.traits)),
        of("risk", Holds::Word, |row| Value::word(some(row.drawn.unit.traits.risk)))
            .words(RiskLevel::ALL.map(RiskLevel::as_str)),
        of("owner", Holds::Text, |row| Value::text(some(row.drawn.unit.traits.owner))),
    ]
}

/// The sample of each population.
pub(super) fn sample<'a>(state: &'a State, draw: &Draw) -> Register<'a> {
    let rows = rows(state, draw);
    let mut columns = of_unit();
    let named: BTreeMap<&str, &str> = rows.iter().map(|row| (&*row.population, &*row.about)).collect();
    let owned_pair = |(id, about): (&str, &str)| (id.to_owned().into(), about.to_owned().into());
    columns[0].column.titles = named.into_iter().map(owned_pair).collect();
    columns.extend([
        of("stratum", Holds::Text, |row| owned(&row.drawn.stratum))
            .about("what the units of its stratum share")
            .aside(),
        of("stratum_units", Holds::Number, |row| Value::count(row.drawn.of))
            .about("how many units its stratum has")
            .aside(),
        of("ticket", Holds::Text, |row| owned(&row.drawn.ticket))
            .about("the SHA-256 of the seed, a line feed and the unit")
            .aside(),
    ]);
    Register::new(rows, columns)
}

/// The words for what an auditor makes of a unit.
const CONCLUSIONS: [&str; 5] = ["conforms", "minor", "major", "improvement", "not-looked-at"];

/// The sample as working papers: what is asked of each unit, where its evidence is, and room for what the auditor finds.
pub(super) fn papers<'a>(state: &'a State, draw: &Draw) -> Register<'a> {
    let mut columns = of_unit();
    columns[0].column.title = mark!("Population").into();
    columns.insert(1, of("about", Holds::Text, |row| owned(&row.about)).titled(mark!("What it is")));
    columns.extend([
        of("expected", Holds::Text, |row| owned(&row.asks)).about("what an auditor is likely to ask of one"),
        of("page", Holds::Text, |row| row.drawn.unit.document.map_or(Value::Nothing, Value::page))
            .titled(mark!("Evidence")),
        of("observed", Holds::Text, |_| Value::Nothing).blank(),
        of("evidence_seen", Holds::Text, |_| Value::Nothing).blank(),
        of("conclusion", Holds::Word, |_| Value::Nothing).words(CONCLUSIONS).blank(),
        of("nonconformity", Holds::Text, |_| Value::Nothing).blank(),
        of("auditor", Holds::Text, |_| Value::Nothing).blank(),
        of("looked_at", Holds::Day, |_| Value::Nothing).blank(),
    ]);
    Register::new(rows(state, draw), columns)
}

/// A population with how its sample is drawn.
struct Summary {
    id: String,
    about: String,
    units: usize,
    strata: usize,
    drawn: usize,
}

/// Every population that is drawn from, and how its sample is drawn.
pub(super) fn summaries<'a>(state: &'a State, draw: &Draw) -> Register<'a> {
    let rows = wanted(state, draw)
        .map(|population| Summary {
            units: population.units.len(),
            strata: strata(&population.units, draw),
            drawn: draw.size_of(population.units.len()),
            id: population.id,
            about: population.about,
        })
        .collect();
    let seed = draw.seed.clone();
    let parts: Vec<&'static str> = draw.strata.iter().map(|part| part.as_str()).collect();
    let columns: Vec<Getter<'a, Summary>> = vec![
        // Pages tell it by what it is.
        column("population", Holds::Text, |row: &Summary| owned(&row.id)).aside(),
        column("about", Holds::Text, |row: &Summary| owned(&row.about)).titled(mark!("What it is")),
        column("units", Holds::Number, |row: &Summary| Value::count(row.units)),
        column("strata", Holds::Number, |row: &Summary| Value::count(row.strata)),
        column("drawn", Holds::Number, |row: &Summary| Value::count(row.drawn)).titled(mark!("Drawn")),
        column("strata_by", Holds::Words, move |_: &Summary| Value::words(parts.iter().copied()))
            .words(Part::ALL.map(Part::as_str))
            .aside(),
        column("seed", Holds::Text, move |_: &Summary| owned(&seed)).aside(),
        column("method", Holds::Word, |_: &Summary| Value::word(Some(METHOD))).words([METHOD]).aside(),
    ];
    Register::new(rows, columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: &str, owner: &'static str) -> Unit<'static> {
        let traits = Traits { owner, ..Traits::default() };
        Unit { id: id.into(), title: "".into(), document: None, date: None, traits }
    }

    fn ids(units: Vec<Unit<'static>>, size: Option<usize>) -> Vec<String> {
        let draw = Draw { seed: "s".into(), size, strata: vec![Part::Owner], population: None };
        drawn(units, &draw).into_iter().map(|drawn| drawn.unit.id).collect()
    }

    fn many(owner: &'static str, count: usize) -> Vec<Unit<'static>> {
        (0..count).map(|number| unit(&format!("{owner}-{number}"), owner)).collect()
    }

    #[test]
    fn a_ticket_is_what_everybody_can_work_out() {
        let draw = Draw { seed: "v2026-audit".into(), size: None, strata: Vec::new(), population: None };
        // printf 'v2026-audit\nINC-001' | sha256sum
        let ticket = "05e47fc87d0f91859f4d1bba9c7fff1d05289214db459f7596be1985045e3a9a";
        assert_eq!(draw.ticket(&unit("INC-001", "")), ticket);
        assert_eq!(draw.stratum(&unit("INC-001", "x")), [""; 0], "without parts all are one stratum");
    }

    #[test]
    fn every_stratum_gives_one_before_any_gives_two() {
        let units = || [many("A", 90), many("B", 9), many("C", 1)].concat_units();
        let drawn = ids(units(), Some(3));
        let mut owners: Vec<&str> = drawn.iter().map(|id| &id[..1]).collect();
        owners.sort_unstable();
        assert_eq!(owners, ["A", "B", "C"]);
        let count = |drawn: &[String], owner: &str| drawn.iter().filter(|id| id.starts_with(owner)).count();
        let drawn = ids(units(), Some(11));
        assert_eq!((count(&drawn, "A"), count(&drawn, "B"), count(&drawn, "C")), (9, 1, 1));
        assert_eq!(ids(units(), Some(500)).len(), 100, "no more than there are");
    }

    #[test]
    fn within_a_stratum_the_lowest_tickets_are_drawn_whatever_the_order_of_the_list() {
        let draw = Draw { seed: "s".into(), size: None, strata: Vec::new(), population: None };
        let mut tickets: Vec<(String, String)> =
            many("A", 50).iter().map(|unit| (draw.ticket(unit), unit.id.clone())).collect();
        tickets.sort();
        let lowest: Vec<String> = tickets.into_iter().take(8).map(|(_, id)| id).collect();
        assert_eq!(ids(many("A", 50), None), lowest, "the square root of 50, rounded up");
        assert_eq!(ids(many("A", 50).into_iter().rev().collect(), None), lowest);
        assert_eq!([0, 1, 2, 4, 5, 100].map(|all| draw.size_of(all)), [0, 1, 2, 2, 3, 10]);
    }

    /// Units one after another.
    trait Concat {
        fn concat_units(self) -> Vec<Unit<'static>>;
    }

    impl<const N: usize> Concat for [Vec<Unit<'static>>; N] {
        fn concat_units(self) -> Vec<Unit<'static>> {
            self.into_iter().flatten().collect()
        }
    }
}
