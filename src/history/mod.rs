//! The change record as plain data: which commit changed which document, followed through renames.

/// The change record of an AIMS.
#[derive(Debug, Clone, Default)]
pub struct History {}
