//! What a change does: what is between two states of one AIMS, told to whoever has to look at the change.
//!
//! In come the [`State`] of before and that of after, both judged on one day, so that what only the passing of time brings is
//! no change; out goes [`Impact`], whose fields are the keys of its JSON. They are contracts:
//!
//! ```text
//! {"version": 1, "today", "base": {…}, "head": {…}, "commits", "fails", "numbers": {…}, "notes": […], "vouching": {…},
//!  "settings": […], "documents": […], "files": […], "requirements": […], "soa": […], "reviews": […], "approvals": […], "acts": […],
//!  "due": […], "suspect": […], "new": […], "fixed": […], "aside": […]}
//! ```
//!
//! `aims schema impact.json` describes each. [`told`] puts it into sections of rows for people, and [`markdown`] those into a
//! comment. What is between two moments in themselves, documents with their texts ([`pairs`]), requirements ([`moves`]) and
//! rows of the statement ([`statement`]), the page of what changed since an audit reads too.
//!
//! Not here: where the two states come from (`pipeline`), and pages and terminals.

mod acts;
mod asked;
mod both;
mod came;
mod documents;
mod due;
mod ends;
mod files;
mod forgiven;
mod found;
mod held;
pub mod markdown;
pub mod moves;
mod names;
pub mod pairs;
mod requirements;
mod reviews;
mod rows;
mod setting;
mod settings;
pub mod statement;
mod suspects;
pub mod told;
mod was_is;
mod weaker;
mod whole;

pub use acts::ActChange;
pub use asked::{Asked, Role, Somebody};
pub use came::Came;
pub use documents::Changed;
pub use due::Due;
pub use ends::{End, Ends, Read};
pub use files::{FileChange, Of, shown};
pub use found::{Aside, Found};
pub use requirements::{Lacking, Moved, Served};
pub use reviews::{ReviewMoved, Shift};
pub use rows::RowChange;
pub use setting::{Group, SettingChange};
pub use settings::Vouching;
pub use statement::CellChange;
pub use suspects::Suspected;
pub use was_is::WasIs;
pub use whole::{Impact, Numbers};

use crate::state::State;
use both::Both;

/// The JSON Schema of [`Impact::json`], as `aims schema impact.json` prints it.
pub const SCHEMA: &str = include_str!("data/impact.schema.json");

/// What is between two states, both judged on one day. `ends` says where they come from.
pub fn between(then: &State, now: &State, ends: Ends) -> Impact {
    let both = Both::new(then, now);
    let (suspect, suspects_settled) = suspects::suspected(&both);
    let settings = settings::changed(&both);
    let other_checks = settings.iter().any(|change| change.group == Group::Checks);
    let found::Findings { new, fixed, aside, unchanged } = found::findings(&both, other_checks);
    let mut impact = Impact {
        version: 1,
        today: now.today().to_string(),
        base: ends.base,
        head: ends.head,
        commits: both.commits,
        fails: new.iter().chain(&aside).any(|found| found.brought && found.fails),
        numbers: Numbers { suspects_settled, findings_unchanged: unchanged, ..Numbers::default() },
        notes: ends.notes,
        vouching: settings::vouching(&both, ends.on_line),
        settings,
        documents: documents::changed(&both),
        files: files::changed(&both, (&ends.files.0, &ends.files.1)),
        requirements: requirements::moved(&both),
        statement: rows::changed(&both),
        reviews: reviews::moved(&both),
        approvals: asked::asked(&both),
        acts: acts::changed(&both),
        due: due::due(&both, &new),
        suspect,
        new_findings: new,
        fixed_findings: fixed,
        findings_aside: aside,
    };
    impact.count();
    impact
}
