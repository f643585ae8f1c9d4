//! What was found, in plain words: one file for each sort of value. Nothing here decides anything.

mod field;
mod weakening;
