//! What the EU AI Act asks of the organisation for each AI system, and what in the repository bears on it.

use super::column::{Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::model::ai_act::case::Case;
use crate::model::ai_act::duties::{Backing, Evidence, Owed};
use crate::state::State;

fn of<'a>(key: &'static str, holds: Holds, get: impl Fn(&Owed<'a>) -> Value<'a> + 'a) -> Getter<'a, Owed<'a>> {
    column(key, holds, get)
}

/// Every duty towards each system that is not retired, by system, then in the order of the Act as the data has it.
pub(super) fn duties(state: &State) -> Register<'_> {
    let aims = &state.aims;
    let gathered = Evidence::of(aims);
    let living = aims.of_kind("system").into_iter().filter(|(_, system)| !system.is_retired());
    let rows = living.flat_map(|(ix, _)| gathered.owed(ix)).collect();
    let columns = vec![
        of("system", Holds::Id, |owed| Value::id(Some(&aims.document(owed.system).id))),
        of("provision", Holds::Id, |owed| Value::id(Some(&owed.item.id))).about("of the EU AI Act"),
        of("title", Holds::Text, |owed| Value::text(Some(&owed.item.title))),
        of("role", Holds::Word, |owed| Value::word(Some(owed.role.as_str()))).about("in which it is owed"),
        of("class", Holds::Word, |owed| Value::word(Some(owed.class.as_str())))
            .about("of the system, by which it is owed"),
        of("from", Holds::Day, |owed| Value::day(owed.from)).about("the day from which it applies"),
        of("applies", Holds::Flag, |owed| Value::Flag(owed.applies(aims.today))).about("whether it does on `today`"),
        of("before", Holds::Flag, |owed| Value::Flag(owed.before))
            .about("whether the system was in use before that day, so that only a significant change brings it about"),
        of("when", Holds::Text, |owed| Value::text(owed.duty.when.as_deref()))
            .about("the case in which it is owed at all"),
        of("case", Holds::Word, |owed| Value::word(Some(owed.case.as_str())))
            .words(Case::ALL.map(Case::as_str))
            .about("whether the entry says that this case is given; what is `asked` is for people to answer"),
        of("backing", Holds::Word, |owed| Value::word(Some(owed.backing.as_str())))
            .words(Backing::ALL.map(Backing::as_str))
            .about("what there is, not whether it is enough"),
        of("evidence", Holds::Ids, |owed| Value::ids(owed.evidence.iter().map(|ix| aims.document(*ix).id.as_str())))
            .about("the first 25 documents that bear on it, those that show it before those that state it"),
        of("owner", Holds::Text, |owed| Value::text(owed.owner)),
    ];
    Register::new(rows, columns)
}
