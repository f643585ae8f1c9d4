//! The text of a file that is no document: settings, frameworks of a team's own.

use super::unread::unread;
use crate::base::{DocPath, Result};
use crate::parse::{self, MAX_TEXT, Problem};
use crate::source::{Content, Source};

/// Reads a text file; one that cannot be read is a problem and `None`.
pub(super) fn read_text(
    source: &dyn Source,
    path: &DocPath,
    problems: &mut Vec<(DocPath, Problem)>,
) -> Result<Option<String>> {
    let problem = match source.read(path, MAX_TEXT)? {
        Content::Bytes(bytes) => match parse::normalise(&bytes) {
            Ok(text) => match parse::conflict(&text) {
                Some(conflict) => conflict,
                None => return Ok(Some(text)),
            },
            Err((text, problem)) => {
                problems.push((path.clone(), problem));
                return Ok(Some(text));
            }
        },
        content => unread(&content),
    };
    problems.push((path.clone(), problem));
    Ok(None)
}
