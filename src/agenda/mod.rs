//! What is to be done, by when and by whom ([`Agenda`]), and how a team stands as a whole ([`team::Team`]).
//!
//! In comes the [`State`](crate::state::State); out go values whose fields are the keys of the JSON. They are contracts:
//!
//! ```text
//! {"version": 1, "today", "revision", "until", "for",
//!  "items": [{"what", "due", "days", "late", "document", "title", "path", "name", "of", "people", "do"}]}
//! ```
//!
//! Days are as `2026-11-20`; `due` is `null` for what waits already, and `days` are counted from `today`, below zero for what
//! is late. `what` is one of [`What`], `of` names who sees to it, and `do` is the command or the change that settles it.
//!
//! Each thing is told once, and by the values that the rules and registers read ([`crate::model::due`],
//! [`crate::model::review`], [`crate::approval`]): what they tell as late is late here. Where a rule has patience with what
//! comes again, it is late here from its day on. What has no day is theirs alone.

mod calendar;
pub mod forecast;
pub mod gaps;
mod gather;
mod item;
mod lapses;
mod list;
pub mod team;

pub use item::{Item, What};
pub use list::Agenda;
