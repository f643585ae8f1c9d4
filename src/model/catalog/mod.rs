//! The catalogues: what documents can refer to, and how the frameworks relate.
//!
//! In come the files of `src/model/data/`, embedded and parsed once, and the frameworks that a team keeps in its own
//! repository. Out comes a [`Catalog`]: the frameworks that are followed in detail (clauses, areas, controls), every
//! framework in one uniform shape, and the crosswalk from ISO/IEC 42001 to the others. A relation says that somebody relates two things,
//! and how far that can be relied on; it never says that one covers the other.
//!
//! Deliberately not here: what the documents of a team say about any of it. No text of any standard is in here either:
//! numbers and titles are facts, everything else is in our own words.

mod builtin;
mod called;
mod catalogue;
#[cfg(test)]
mod data_tests;
mod framework;
mod iso;
mod load;
mod natural;
mod own;
#[cfg(test)]
mod own_tests;
mod relations;
mod req_id;
mod rows;
mod said;
mod standard;
mod words;

pub use called::Called;
pub use catalogue::Catalog;
pub use framework::{Applies, Disagreement, Framework, Group, Item, Milestone, Point, Relation, Source};
pub use iso::{Area, Clause, Consideration, Control, Objective};
pub use natural::{KeyPart, natural_key};
pub use relations::{CrosswalkMeta, Gap};
pub(super) use req_id::up_to_heading;
pub use req_id::{FrameworkId, ISO_42001, ReqId, split_req_id};
pub use rows::OwnProblem;
pub use said::Said;
pub use standard::Standard;
pub use words::{Call, Confidence, Documented, Pdca, RiskClass, Role, Verdict};
