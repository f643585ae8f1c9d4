//! The door through which files come in: the work tree, a git revision, or memory. Above this line nobody can tell
//! which of them it was.

mod archive;
mod attributes;
mod checkout;
mod files;
mod memory;
mod named;
mod overlay;
mod past;
mod published;
mod revision;
pub(crate) mod sites;
mod witness;
mod worktree;

pub use checkout::Checkout;
pub use files::{Content, Oddity, OddityKind, Source};
pub use memory::Memory;
pub use named::{folder_there, read_named, real_place};
pub use overlay::{Other, Overlay};
pub use past::Past;
pub use published::{Entry, Published};
pub use revision::Revision;
pub use witness::{Seen, Witness};
pub use worktree::Worktree;
