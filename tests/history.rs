//! The history of a folder of documents, as `aims::repo` reads it.

use crate::support::repo as support;

mod cache;
mod gaps;
#[cfg(unix)]
mod hostile_settings;
mod mainline;
mod merges;
mod oddities;
mod oracle;
mod places;
mod prefixes;
mod reading;
mod renames;
mod sha256;
