//! What several tests need: small projects and repositories, sites as values, keys and those who sign with them.

pub(crate) mod address;
pub(crate) mod edits;
pub(crate) mod empty;
pub(crate) mod git;
pub(crate) mod html;
pub(crate) mod judge;
pub(crate) mod kept;
pub(crate) mod mend;
pub(crate) mod openssh;
pub(crate) mod planted;
pub(crate) mod repo;
pub(crate) mod rust;
pub(crate) mod sandbox;
pub(crate) mod site;
pub(crate) mod world;
