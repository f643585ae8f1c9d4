//! What the documents of an AIMS are measured against and made of, as plain values.

pub mod catalog;
mod tier;

pub use tier::Tier;
