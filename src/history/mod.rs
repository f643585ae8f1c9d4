//! The change record as plain data: which commit changed which document, followed through renames and returns; what each
//! change did to the text; which versions there were, and when each was in force.
//!
//! In come a log of commits and the texts they name; out goes [`History`]. Who approved what is judged above, in
//! `approval`.

mod bearers;
mod beside;
mod build;
mod closed;
mod copies;
mod edit;
mod facts;
mod follow;
mod following;
mod gap;
mod identity;
mod joined;
mod kept;
mod known;
mod landed;
mod listed;
mod met;
mod moving;
mod options;
mod order;
mod record;
mod renumbered;
mod revision;
mod said;
mod seam;
mod seams;
mod settled;
mod texts;
mod trailers;
mod versions;
mod whole;

pub use build::{Input, build};
pub use closed::Closed;
pub use copies::without_copies;
pub use edit::{Before, Edit, Facts, Noted};
pub use following::Following;
pub use gap::{Gap, Lost};
pub use kept::Kept;
pub use listed::Listed;
pub use met::Met;
pub use options::{RULES, options};
pub use order::LinePlace;
pub use record::{Gone, GoneIx, History, Standing, Tag};
pub use revision::{Change, ChangeKind, Fate, Merge, Person, Revision, Step, short};
pub use said::between;
pub use seam::{Seam, SeamKind};
pub use settled::{Came, Life, Settled};
pub use trailers::{Trailer, identity, trailers, values};
pub use versions::{Held, Version};
