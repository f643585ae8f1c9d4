//! What is wrong with the documents, and how it is told.
//!
//! In come findings with a place in a file; out goes text for people or JSON for machines. What is wrong, and why,
//! is decided elsewhere (`check`): nothing in here knows a rule.

mod checkstyle;
mod files;
mod finding;
mod github;
mod gitlab;
mod groups;
mod human;
mod json;
mod junit;
mod markdown;
mod print;
mod put;
mod rdjson;
mod report;
mod sarif;
mod span;
#[cfg(test)]
mod testing;

pub use checkstyle::checkstyle;
pub use files::{Files, Position, Seen};
pub use finding::{Also, Cause, Diagnostic, Fix, Ground, Level, Place, Said, Setting};
pub use github::github;
pub use gitlab::gitlab;
pub use groups::{Block, Same, blocks};
pub use human::{Left, Style, each, grouped, short};
pub use json::{Context, json};
pub use junit::junit;
pub use markdown::markdown;
pub use print::{print, print_before};
pub use put::Written;
pub use rdjson::rdjson;
pub use report::{Report, RuleText, Stands, Told};
pub use sarif::sarif;
pub use span::{Span, Spanned};
