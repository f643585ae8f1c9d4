//! The ground everything stands on: paths, dates and periods, errors, slugs, how far a run is, and the [`Files`] a build
//! results in.
//!
//! Nothing in here knows what a document is, and nothing reads a disk, a clock or the environment.

mod bundle;
pub mod channel;
pub mod date;
mod digest;
mod error;
pub mod folded;
mod glob;
pub mod json;
pub mod lookalike;
pub mod naming;
pub mod near;
pub mod opposite;
mod path;
pub mod progress;
pub mod quote;
pub mod refused;
pub mod text;
pub mod unlike;
pub mod wording;

pub use bundle::{Bundle, Files, claim};
pub use date::{Date, Period};
pub use digest::{Sha256, hex, is_name_of, keyed, secret, sha256, sha256_hex, uuid};
pub use error::{Error, Result, no_threads};
pub use glob::{Glob, Globs};
pub use path::{APPROVALS, DocPath, SETTINGS, SITE_RECORD, SITE_SUMS, below, is_hidden};
pub(crate) use path::{ends_as_page, is_device};
pub(crate) use wording::{mark, plural, say, tell};
