//! By which baseline findings are known from before, and where it lies.

use std::path::Path;
use std::sync::Arc;

use super::Project;
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::baseline::Baseline;

/// By what findings are known from before.
#[derive(Debug, Clone, Default)]
pub enum KnownBy {
    /// By the baseline that the settings name, if they name one.
    #[default]
    Settings,
    /// By none.
    Nothing,
    /// By this one, with its text.
    Baseline(Box<Baseline>, Arc<str>),
}

impl KnownBy {
    /// Has it hold for an AIMS.
    pub(super) fn set(&self, aims: &mut Aims) {
        match self {
            Self::Settings => {}
            Self::Nothing => aims.baseline = None,
            Self::Baseline(baseline, text) => {
                if let Some(path) = &baseline.path {
                    aims.texts.add(path.clone(), Arc::clone(text));
                }
                aims.baseline = Some((**baseline).clone());
            }
        }
    }
}

impl Project {
    /// The path of a file in the AIMS that somebody named, where its folder lies there.
    pub fn inside(&self, file: &Path) -> Option<DocPath> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let whole = folder.canonicalize().ok()?.join(file.file_name()?);
        let inner = whole.strip_prefix(&self.root).ok()?.to_str()?;
        DocPath::new(&inner.replace(std::path::MAIN_SEPARATOR, "/"))
    }
}
