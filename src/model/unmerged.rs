//! Records of acts in which a merge was left unfinished. Documents and settings are looked through where they are read.

use rayon::prelude::*;

use crate::base::{DocPath, Result};
use crate::parse::{self, MAX_TEXT, Problem};
use crate::source::{Content, Source};

/// The records of acts in which a merge was left unfinished, with their texts. All else of records is read where it is known
/// what acts are.
pub(super) fn records(source: &dyn Source) -> Result<Vec<(DocPath, String, Problem)>> {
    let is_record = |path: &&DocPath| path.in_approvals().and_then(|file| file.strip_suffix(".toml")).is_some();
    let records: Vec<&DocPath> = source.files().iter().filter(is_record).collect();
    let read = |path: &&DocPath| -> Result<Option<(DocPath, String, Problem)>> {
        let Content::Bytes(bytes) = source.read(path, MAX_TEXT)? else { return Ok(None) };
        let (Ok(text) | Err((text, _))) = parse::normalise(&bytes);
        Ok(parse::conflict(&text).map(|conflict| ((*path).clone(), text, conflict)))
    };
    let read: Vec<_> = records.par_iter().map(read).collect::<Result<_>>()?;
    Ok(read.into_iter().flatten().collect())
}
