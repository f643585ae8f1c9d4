//! One state: everything that pages, data files and the command line tell of an AIMS at one moment, as one value that
//! nobody changes.
//!
//! In come the AIMS, its change record, what stands behind its approvals and what the checks found; out goes [`State`].
//! Everything above reads it and nothing else. [`State::for_reader`] makes of it the smaller state that one group of
//! readers may see: what is withheld from them is not in it, so that no page, feed or data file can let it slip.
//! Deliberately not here: how any of it is shown, and where the texts come from.

mod bearers;
mod claims;
mod commands;
mod edition;
mod held;
mod lasting;
mod moves;
mod publish;
mod reader;
mod recipe;
mod texts;
mod trend;
mod whole;

pub use bearers::GoneBearers;
pub use claims::{ALL_IS_SHOWN, CLAIMS, Claim};
pub use edition::{EditionKind, Note, ShownText};
pub use held::{By, Cause, Held, Stand};
pub use moves::{Move, Mover};
pub use reader::{Shown, Withheld};
pub use recipe::{ATTESTATION, Recipe, SITE, asking};
pub use texts::{NoTexts, Texts};
pub use trend::{Cut, Point, Trend, stands};
pub use whole::{Since, State, Trusted};

/// What makes sites: the program and its version.
pub const GENERATOR: &str = concat!("aims ", env!("CARGO_PKG_VERSION"));
