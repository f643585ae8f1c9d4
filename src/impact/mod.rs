//! What a change does: what is between two states of one AIMS.
pub mod moves;
pub mod pairs;
pub mod statement;
