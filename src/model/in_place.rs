//! The text of a document that holds where the present one does not: what is written anew, is being judged, waits for its day
//! or was retired without the act for that changes nothing yet.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::doc::DocIx;
use super::document::Document;
use super::standing::Approved;

/// A text that is in force where the present one is another, or says that it is something else.
#[derive(Debug)]
pub struct InPlace {
    /// How it reads.
    pub text: Document,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// By what it was approved.
    pub approval: Approved,
}

/// Those of a whole AIMS.
pub type AllInPlace = BTreeMap<DocIx, Arc<InPlace>>;
