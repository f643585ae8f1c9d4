//! Acts of approval and review: their records.

pub mod record;
