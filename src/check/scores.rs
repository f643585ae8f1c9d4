//! Scores of risks: likelihood by severity, each from 1 to 5.

pub(super) use crate::model::risk::{SCALE, inherent, residual};
