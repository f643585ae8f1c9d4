//! Scores of risks: likelihood by severity, each from 1 to 5.

use std::ops::RangeInclusive;

use crate::model::fields::Fields;

/// What likelihood and severity run over.
pub(super) const SCALE: RangeInclusive<i64> = 1..=5;

/// The score before treatment; `None` where a part is not given or off the scale, which has its own finding.
pub(super) fn inherent(risk: &Fields) -> Option<i64> {
    Some(part(risk, "likelihood")? * part(risk, "severity")?)
}

/// The score after treatment. A part that is not given is as it was before; `None` where neither is given.
pub(super) fn residual(risk: &Fields) -> Option<i64> {
    if risk.lacks("residual-likelihood") && risk.lacks("residual-severity") {
        return None;
    }
    let after = |after, before| part(risk, if risk.lacks(after) { before } else { after });
    Some(after("residual-likelihood", "likelihood")? * after("residual-severity", "severity")?)
}

fn part(risk: &Fields, name: &str) -> Option<i64> {
    risk.number(name).filter(|number| SCALE.contains(number))
}
