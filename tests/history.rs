//! The history of a folder of documents, as `aims::repo` reads it.

#[path = "history/cache.rs"]
mod cache;
#[path = "history/gaps.rs"]
mod gaps;
#[cfg(unix)]
#[path = "history/hostile_settings.rs"]
mod hostile_settings;
#[path = "history/mainline.rs"]
mod mainline;
#[path = "history/merges.rs"]
mod merges;
#[path = "history/oddities.rs"]
mod oddities;
#[path = "history/oracle.rs"]
mod oracle;
#[path = "history/places.rs"]
mod places;
#[path = "history/prefixes.rs"]
mod prefixes;
#[path = "history/reading.rs"]
mod reading;
#[path = "history/renames.rs"]
mod renames;
#[path = "history/sha256.rs"]
mod sha256;
#[path = "support/repo.rs"]
mod support;
