//! What was found, in English: one file for each sort of value. Nothing here decides anything.

mod field;
mod weakening;
