//! The state of an AIMS without documents: what registers there are, and their columns, do not depend on any.

use aims::approval::Approvals;
use aims::base::Date;
use aims::check::check;
use aims::history::{History, Standing};
use aims::model::load::load;
use aims::source::Memory;
use aims::state::State;

/// That state.
pub(crate) fn state() -> State {
    let source = Memory::new(Vec::<(&str, &[u8])>::new());
    let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
    let (history, approvals) = (History::empty(Standing::Recorded), Approvals::default());
    let standings = approvals.standings(&aims);
    let aims = aims.stand(standings);
    let findings = check(&aims, &history, &approvals);
    State::new(aims, history, approvals, findings)
}
