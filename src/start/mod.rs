//! Beginnings: the files of a new AIMS, and the text of a new document.
//!
//! In come names, days and an AIMS as it stands; out go paths and texts. Nothing here writes, asks or knows the clock:
//! `cli` does, with [`crate::emit::lay`]. What a document asks for comes from the kinds, as data; the questions below its
//! headings lie there too, and for the skeleton in `data`. They stand in comments, so that a text that nobody filled in holds no word and counts for
//! nothing: see [`crate::model::document::Document`].

mod asked;
mod draft;
mod draw;
mod form;
mod ground;
mod ids;
mod name;
mod new;
mod opening;
mod place;
mod settings;
mod skeleton;
mod soa;

pub use asked::{Asked, Who};
pub use draft::Draft;
pub use draw::Left;
pub use ground::of_top;
pub use name::name;
pub use new::{New, Wanted, new};
pub use skeleton::{Skeleton, around, skeleton};
