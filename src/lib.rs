//! `aims` keeps an AI management system (ISO/IEC 42001) in a git repository of Markdown documents: it checks their
//! traceability and review dates, and builds a cross-linked static site whose change record is the git history.

pub mod base;
pub mod check;
pub mod cli;
pub mod diag;
pub mod emit;
pub mod export;
pub mod history;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod repo;
pub mod site;
pub mod source;
