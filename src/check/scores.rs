//! Scores of risks: likelihood by severity, each from 1 to 5.

use crate::model::fields::Fields;
pub(super) use crate::model::risk::SCALE;
use crate::model::risk::{BEFORE, part, parts};

/// The score before treatment; `None` where a part is not given or off the scale, which has its own finding.
pub(super) fn inherent(risk: &Fields) -> Option<i64> {
    parts(risk, BEFORE).map(|(likelihood, severity)| likelihood * severity)
}

/// The score after treatment. A part that is not given is as it was before; `None` where neither is given.
pub(super) fn residual(risk: &Fields) -> Option<i64> {
    if risk.lacks("residual-likelihood") && risk.lacks("residual-severity") {
        return None;
    }
    let after = |after, before| part(risk, if risk.lacks(after) { before } else { after });
    Some(after("residual-likelihood", "likelihood")? * after("residual-severity", "severity")?)
}
