//! The EU AI Act towards the AI systems on record: their classes, the roles of the organisation, and what follows from both.
//!
//! In come the entries of systems as somebody wrote them; [`classes`] and [`roles`] are the one place where those words are
//! understood. [`duties`] says who owes what from which day, and what in the repository bears on it. Deliberately not here:
//! whether any of it is enough. A class is the organisation's own reading, and nothing here is legal advice.

mod annex_iii;
pub mod case;
pub mod duties;
#[cfg(test)]
mod duties_tests;
mod entry;

pub use annex_iii::{Point, points, points_in};
pub use entry::{Class, classes, deploys_annex_iii, named, names, roles};
