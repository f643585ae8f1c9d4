//! From what people type to what they mean.

use crate::base::near::Near;
use crate::base::text::did_you_mean;
use crate::base::{DocPath, Error, Result};
use crate::model::whose::Whose;
use crate::model::{Aims, DocIx, family};

/// The document of this id, whatever its letter case, or at this path in the AIMS.
///
/// # Errors
/// Where there is none, with the nearest that there is.
pub fn document(aims: &Aims, text: &str) -> Result<DocIx> {
    let path = DocPath::new(text.trim_start_matches("./"));
    let found = aims.by_id(text).or_else(|| path.and_then(|path| aims.by_path(&path)));
    found.ok_or_else(|| {
        let documents = aims.documents.iter();
        let known = documents.clone().flat_map(|document| [document.id.as_str(), document.path.as_str()]);
        let near = Near::of(known).only(text);
        // Of numbers that are as near as each other nobody can tell which is meant.
        let family = || family::told(documents.map(|document| document.id.as_str()), text);
        let hint = match near {
            Some(near) => Some(format!("Did you mean `{near}`?")),
            None => family().map(|ids| format!("There is {ids}.")),
        };
        Error::new(format!("there is no document `{text}`")).hint(match hint {
            Some(hint) => hint,
            None => "Name a document by its id, such as `POL-001`, or by its path in the AIMS.".into(),
        })
    })
}

/// The person or role of this name.
///
/// # Errors
/// Where neither the settings nor a document know it, with the nearest that they do know.
pub fn whose(aims: &Aims, text: &str) -> Result<Whose> {
    Whose::find(aims, text).ok_or_else(|| {
        Error::new(format!("nobody is called `{text}`, and no role is")).hint(
            match did_you_mean(text, Whose::known(aims)) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "Name a person or a role of aims.toml, or one that a document names, such as its owner.".into(),
            },
        )
    })
}
