//! Who somebody was on the day of a record. Roles change hands: what was done in one is judged by the settings of its day, as
//! far as git has them, and not by those of today.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::context::Context;
use crate::base::folded::same_name;
use crate::base::{Date, say, wording};
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::people::People;

/// Whose word on people and roles is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// The settings that are there, which are those of the day too.
    Present,
    /// The settings that are there: those of the day are not known, or say nothing of who held such a role.
    Today,
    /// The settings of the day.
    Day(Date),
    /// The first on record, which came after the day.
    First(Date),
}

/// Settings that are taken together: what any of them finds is found.
struct Held<'a> {
    all: Vec<&'a Config>,
    of: Of,
}

/// People by where settings lie, and how many had left by them and by those of today.
type Known<'a> = BTreeMap<(usize, [usize; 2]), Rc<People<'a>>>;

/// People and the roles they held, by settings and by who had left: for many records of the same days.
pub(super) struct Roles<'a> {
    today: &'a Config,
    known: RefCell<Known<'a>>,
}

impl<'a> Roles<'a> {
    pub(super) fn new(context: &Context<'a>) -> Self {
        Self { today: &context.aims.config, known: RefCell::default() }
    }

    /// Those of settings on a day.
    pub(super) fn on(&self, config: &'a Config, day: Date) -> Rc<People<'a>> {
        // Whoever has left by a day has left by each later one: how many those are tells who.
        let left =
            |config: &Config| config.people.iter().filter(|person| person.left.is_some_and(|left| left < day)).count();
        let key = (std::ptr::from_ref(config).addr(), [config, self.today].map(left));
        let mut known = self.known.borrow_mut();
        Rc::clone(known.entry(key).or_insert_with(|| Rc::new(People::on(config, day, self.today))))
    }
}

/// The settings by which a record is judged: of its day, and those that came until it was written down. It is right by any of
/// them: a change of roles is often written down later than it was made.
pub(super) struct Then<'a> {
    /// The day of the record; where it has none, that of the build.
    pub(super) day: Date,
    today: Held<'a>,
    held: Vec<Held<'a>>,
}

/// What was found, and by whose roles.
pub(super) struct Found<T> {
    /// What it is.
    pub(super) what: T,
    of: Of,
}

impl<T> Found<T> {
    /// A message, with by whose roles that is so: those of today are not named where they are those of the day too.
    pub(super) fn told(&self, message: String) -> String {
        let roles = match self.of {
            Of::Present => return message,
            Of::Today => say!("the roles of today").to_owned(),
            Of::Day(day) => say!("the roles of {day}", day = wording::day(day)),
            Of::First(day) => say!("the roles of {day}, the first on record", day = wording::day(day)),
        };
        say!("{what}, by {roles}", what = message, roles)
    }
}

impl<'a> Then<'a> {
    /// Of a document and the day on which what is judged was done.
    pub(super) fn of(context: &Context<'a>, document: &Document, day: Option<Date>) -> Self {
        let now = context.aims.today;
        let today = |of| Held { all: context.authorities().collect(), of };
        let Some(day) = day.filter(|day| *day < now) else {
            return Self { day: day.unwrap_or(now), today: today(Of::Present), held: vec![today(Of::Present)] };
        };
        let landed = context.first_landed(document).map_or(now, |revision| revision.landed);
        let mut held = Vec::new();
        let eras = &context.approvals.eras;
        for era in eras.between(day, landed.max(day)) {
            let of = if era.from > day { Of::First(era.from) } else { Of::Day(day) };
            let all: Vec<&Config> = era.settings().collect();
            held.push(match eras.is_present(era) {
                true => today(if era.from > day { of } else { Of::Present }),
                false if all.is_empty() => today(Of::Today),
                false => Held { all, of },
            });
        }
        if held.is_empty() {
            held.push(today(Of::Today));
        }
        Self { day, today: today(Of::Today), held }
    }

    /// The name of the one person whom a name or role stood for.
    pub(super) fn name_of(&self, who: &str) -> Option<String> {
        let known = self.held.first().and_then(|held| held.all.first()).map(|config| People::of(config));
        let people = match known.filter(|people| people.is_held(who)) {
            Some(people) => people,
            None => People::of(self.today.all.first()?),
        };
        people.one(who).map(|one| people.name_of(&one).to_owned())
    }

    /// Whether both names stood for one person, as far as that is certain.
    pub(super) fn same(&self, roles: &Roles<'a>, one: &str, other: &str) -> Option<Found<()>> {
        let on = |config| roles.on(config, self.day);
        let is_one = same_name(one.trim(), other.trim());
        let lists = |people: &People<'_>| is_one || people.is_held(one) && people.is_held(other);
        self.find(|config| lists(&on(config)), |config, _| on(config).same(one, other).then_some(()))
    }

    /// Whether they did not know this role or person, as far as they list people.
    pub(super) fn is_stranger(&self, who: &str) -> bool {
        self.find(|own| !own.people.is_empty(), |own, _| (!own.is_known(who)).then_some(())).is_some()
    }

    /// What is wrong by all settings by which a record is judged. `knows` tells whether settings say enough of the matter;
    /// where those of then do not, those of today are asked. `fails` is given the settings that say who holds which role,
    /// and those that say what a role may: the same, and then those that hold beside them.
    pub(super) fn find<T>(
        &self,
        knows: impl Fn(&'a Config) -> bool,
        fails: impl Fn(&'a Config, &'a Config) -> Option<T>,
    ) -> Option<Found<T>> {
        let by = |held: &Held<'a>| {
            let own = held.all.first()?;
            held.all.iter().find_map(|config| fails(own, config))
        };
        let mut first: Option<Found<T>> = None;
        for held in &self.held {
            let is_known = held.all.first().copied().is_some_and(&knows);
            let what = by(if is_known { held } else { &self.today })?;
            let of = if is_known || held.of == Of::Present { held.of } else { Of::Today };
            first.get_or_insert(Found { what, of });
        }
        let mut first = first?;
        // Of what is so today as well nobody needs to know by whose roles it was.
        if matches!(first.of, Of::Day(_)) && by(&self.today).is_some() {
            first.of = Of::Present;
        }
        Some(first)
    }
}
